"""What tells that a clip does not show its drill: planted clusters, files, and the warning that an athlete reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from techcoach.checkpoint.calibration import DrillGate
from techcoach.cli.coach import report_as_text
from techcoach.coaching.coach import Coach
from techcoach.coaching.drill_verdict import judge_drill
from techcoach.coaching.loading import load_checkpoint
from techcoach.drills.catalogue import DRILLS
from techcoach.model.out_of_distribution import OutOfDistributionDetector, summary
from techcoach.types import DrillVerdict
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
    return familiarity


def test_a_drills_own_executions_lie_nearer_than_the_other_drill_s(fitted: OutOfDistributionDetector) -> None:
    summaries, drills = planted(2)
    distances = fitted.distances(summaries)
    own, other = (distances.gather(1, which[:, None]) for which in (drills, 1 - drills))
    assert bool((own < other).all())


def test_what_varies_anyway_is_not_far_and_what_never_does_is(fitted: OutOfDistributionDetector) -> None:
    along, across = fitted.centres[0].clone(), fitted.centres[0].clone()
    along[0] += 5.0
    across[2] += 5.0
    distances = fitted.distances(torch.stack([along, across]))[:, 0]
    assert distances[1] > 3 * distances[0] > 0


def test_one_execution_is_too_few() -> None:
    with pytest.raises(ValueError, match="two executions"):
        OutOfDistributionDetector(2, SIZE).fit(torch.randn(3, 2 * SIZE), torch.tensor([0, 0, 1]))


def test_a_summary_holds_the_mean_and_the_change_over_time() -> None:
    tokens = torch.zeros(1, 4, 2, 1)
    tokens[0, :, :, 0] = torch.tensor([[0.0, 1.0], [2.0, 1.0], [0.0, 1.0], [2.0, 1.0]])
    torch.testing.assert_close(summary(tokens), torch.tensor([[1.0, torch.tensor([0.0, 2, 0, 2]).std() / 2]]))


KICK = "soccer/penalty-kick"
GATE = DrillGate({SHOT: 10.0, KICK: 10.0}, ratio_weight=1.0, unsure_above=0.3, refused_above=1.0)


@pytest.mark.parametrize(
    ("shot", "kick", "is_drill", "seen"),
    [
        (10.0, 14.0, True, None),
        (14.0, 14.5, None, None),  # far from both
        (13.0, 11.0, None, KICK),
        (20.0, 10.0, False, KICK),
        (40.0, 40.0, False, None),
    ],
)
def test_a_verdict_is_sure_unsure_or_names_the_other_drill(
    shot: float, kick: float, is_drill: bool | None, seen: str | None
) -> None:
    drill = DRILLS[SHOT].drill
    verdict = judge_drill({SHOT: shot, KICK: kick}, drill, GATE)
    assert (verdict.is_drill, verdict.drill_seen) == (is_drill, seen) and bool(verdict.cause) == (is_drill is not True)
    assert is_drill is True or drill.title in verdict.cause
    assert seen is None or DRILLS[seen].drill.title in verdict.cause
    assert (
        judge_drill({SHOT: shot, KICK: kick}, drill, None) == judge_drill({KICK: kick}, drill, GATE) == DrillVerdict()
    )


def with_distances(coach: Coach, monkeypatch: pytest.MonkeyPatch, of_shot: float, of_others: float) -> None:
    """Plant a clip's distances, and limits, in a coach."""
    drills = list(coach.model.config.drills)
    planted = torch.tensor([[of_shot if drill == SHOT else of_others for drill in drills]])
    monkeypatch.setattr(coach.model.ood_detector, "distances", lambda summaries: planted.repeat(len(summaries), 1))
    coach.interpreter.drill_gate = replace(GATE, typical_distances=dict.fromkeys(drills, 10.0))


def test_a_clip_that_surely_is_not_the_drill_gets_no_score_and_no_statement(
    tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coach = Coach.from_pretrained(tiny_checkpoint, device="cpu")
    with_distances(coach, monkeypatch, of_shot=40.0, of_others=10.0)
    monkeypatch.setattr(coach.model, "sample", None)  # nothing is decoded for it
    report = coach.coach(example(SHOT), drill=SHOT)
    assert report.score is None and report.score_interval is None and report.commentary == ""
    assert report.drill_verdict.refused and report.drill_verdict.cause in report.warnings
    sides = [side for point in report.techpoints for side in (point.strength, point.weakness)]
    assert all(
        side.present == 0 and not side.stated and side.commentary == "" and not side.neighbours for side in sides
    )
    written = report.to_dict()
    assert written["score"] is None and written["score_interval"] is None and written["is_drill"] is False
    assert written["drill_seen"] == report.drill_verdict.drill_seen != SHOT
    assert report_as_text(report) == f"{report.drill.title}: no score. {report.drill_verdict.cause}"


def test_a_clip_that_may_not_be_the_drill_gets_a_warning_beside_its_score(
    tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coach = Coach.from_pretrained(tiny_checkpoint, device="cpu")
    with_distances(coach, monkeypatch, of_shot=14.0, of_others=14.5)
    report = coach.coach(example(SHOT), drill=SHOT)
    assert report.score is not None and report.commentary and report.drill_verdict.is_drill is None
    assert (
        report.drill_verdict.cause in report.warnings and "does not look like the drill" in report.drill_verdict.cause
    )
    with_distances(coach, monkeypatch, of_shot=10.0, of_others=14.0)
    report = coach.coach(example(SHOT), drill=SHOT)
    assert report.drill_verdict == DrillVerdict() and not [text for text in report.warnings if "look" in text]


def test_the_limits_of_an_older_checkpoint_warn_and_never_refuse(tiny_checkpoint: Path) -> None:
    loaded = load_checkpoint(tiny_checkpoint)
    assert loaded.model.ood_detector is not None
    unfitted = judge_drill(
        dict.fromkeys(loaded.model.config.drills, 1e9), DRILLS[SHOT].drill, loaded.interpreter.drill_gate
    )
    assert unfitted == DrillVerdict(), "without limits every clip passes"
    loaded.model.ood_detector.thresholds.fill_(10.0)
    distances = dict.fromkeys(loaded.model.config.drills, 100.0)
    for own, is_drill in ((9.9, True), (10.1, None), (1e6, None)):
        verdict = judge_drill(distances | {SHOT: own}, DRILLS[SHOT].drill, loaded.interpreter.drill_gate)
        assert verdict.is_drill is is_drill
