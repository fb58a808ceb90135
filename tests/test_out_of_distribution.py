"""What tells that a clip does not show its drill: planted clusters, files, and the warning that an athlete reads."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import torch

from techcoach.coaching.coach import Coach
from techcoach.model.out_of_distribution import OutOfDistributionDetector, summary
from tests.test_coach import SHOT, example

SIZE = 6


def planted(seed: int, count: int = 300) -> tuple[torch.Tensor, torch.Tensor]:
    """Two drills, far apart along one axis that hardly varies and alike along one that varies a lot."""
    random = torch.Generator().manual_seed(seed)
    summaries = torch.randn(count, 2 * SIZE, generator=random) * torch.tensor([5.0] + [0.1] * (2 * SIZE - 1))
    drills = torch.arange(count) % 2
    summaries[:, 1] += 2.0 * drills
    return summaries, drills


@pytest.fixture
def fitted() -> OutOfDistributionDetector:
    familiarity = OutOfDistributionDetector(2, SIZE)
    familiarity.fit(*planted(0))
    familiarity.set_thresholds(*planted(1), share=0.95)
    return familiarity


def test_own_executions_are_familiar_and_the_other_drill_s_are_not(fitted: OutOfDistributionDetector) -> None:
    summaries, drills = planted(2)
    distance_ratios = fitted.distances(summaries) / fitted.thresholds
    same_drill, other_drill = (distance_ratios.gather(1, which[:, None]) for which in (drills, 1 - drills))
    assert 0.88 < float((same_drill <= 1).float().mean()) <= 1.0
    assert float((other_drill > 1).float().mean()) > 0.99


def test_what_varies_anyway_is_not_strange_and_what_never_does_is(fitted: OutOfDistributionDetector) -> None:
    along, across = fitted.centres[0].clone(), fitted.centres[0].clone()
    along[0] += 5.0
    across[2] += 5.0
    distance_ratios = fitted.distances(torch.stack([along, across])) / fitted.thresholds
    assert distance_ratios[0, 0] < 1 < 3 < distance_ratios[1, 0]


def test_before_it_is_fitted_everything_is_familiar_and_one_execution_is_too_few() -> None:
    familiarity = OutOfDistributionDetector(2, SIZE)
    assert (familiarity(torch.randn(3, 4, 2, SIZE)) == 0).all()
    with pytest.raises(ValueError, match="two executions"):
        familiarity.fit(torch.randn(3, 2 * SIZE), torch.tensor([0, 0, 1]))


def test_a_summary_holds_the_mean_and_the_change_over_time() -> None:
    tokens = torch.zeros(1, 4, 2, 1)
    tokens[0, :, :, 0] = torch.tensor([[0.0, 1.0], [2.0, 1.0], [0.0, 1.0], [2.0, 1.0]])
    torch.testing.assert_close(summary(tokens), torch.tensor([[1.0, torch.tensor([0.0, 2, 0, 2]).std() / 2]]))


@pytest.mark.parametrize(
    ("distance_ratios", "rather"),
    [((1.2, 0.5, 0.9), 1), ((1.2, 1.1, 0.9), 2), ((1.2, 1.1, 1.05), None), ((0.6, 1, 1), None)],
)
def test_a_clip_belongs_rather_to_a_drill_that_is_clearly_nearer_and_familiar(
    distance_ratios: tuple[float, ...], rather: int | None
) -> None:
    familiarity = OutOfDistributionDetector(3, SIZE)
    familiarity.thresholds = torch.tensor([10.0, 10.0, 10.0])
    assert familiarity.more_likely_drill(torch.tensor(distance_ratios), 0) == rather
    familiarity.thresholds = torch.tensor([10.0, 24.0, 14.0])
    assert familiarity.more_likely_drill(torch.tensor((1.2, 0.5, 0.9)), 0) is None, (
        "familiar, but only because it reaches farther"
    )


@pytest.mark.parametrize(
    ("centre", "reach", "expected"),
    [("own", 1e9, ""), ("other", 1e-3, "looks more like the drill"), ("own", 1e-9, "does not look like the drill")],
)
def test_an_athlete_is_warned_of_a_clip_that_is_unlike_its_drill(
    tiny_checkpoint: Path, centre: str, reach: float, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    coach = Coach.from_pretrained(tiny_checkpoint, device="cpu")
    familiarity = coach.model.ood_detector
    assert familiarity is not None
    is_shot = [drill == SHOT for drill in coach.model.config.drills]
    familiarity.thresholds = torch.tensor([reach if mine or centre == "own" else 1e9 for mine in is_shot])
    if centre == "other":  # the clip lies at another drill's centre, as near as can be
        near = torch.tensor([[1.0 if mine else 1e-3 for mine in is_shot]])
        monkeypatch.setattr(familiarity, "distances", lambda summaries: near)
    report = coach.coach(example(SHOT), drill=SHOT)
    about = [warning for warning in report.warnings if "look" in warning and "drill" in warning]
    assert bool(about) == bool(expected) and all(expected in warning for warning in about)
    assert dataclasses.asdict(report.clip)["name"]
