"""How training sees executions: the errors of watched clips replayed, and what a tracker tends to err by."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch

from techcoach.simulation import systematic_error as fitting
from techcoach.simulation.filming import RecordMaker
from techcoach.simulation.records import Record
from techcoach.simulation.systematic_error import (
    SystematicErrorModel,
    errors,
    in_mirror,
    load_or_fit_systematic_error,
)
from techcoach.simulation.tracker_errors import NEAREST, ReplayedErrors, as_recorded, ground_truth
from techcoach.simulation.tracker_noise import picture_height
from techcoach.skeleton import KEYPOINT_INDEX
from tests.test_coach import SHOT

KICK = "soccer/penalty-kick"
FRAMES = 64
EACH = 40
"""Records of each drill."""


@pytest.fixture(scope="module")
def shots() -> list[Record]:
    return RecordMaker("train", SHOT, FRAMES, rendered=False)(0, EACH)


@pytest.fixture(scope="module")
def kicks() -> list[Record]:
    return RecordMaker("train", KICK, FRAMES, rendered=False)(0, EACH)


# -- replayed errors --------------------------------------------------------------------------------------------------


def shifted(record: Record, by: tuple[float, float], lost: bool = False) -> Record:
    """The record as a tracker sees it that is always off by so many heights of the athlete, or never sees the nose."""
    points = record.true_points + picture_height(record.true_points) * np.array(by)
    confidence = np.full_like(record.confidence, 0.8)
    confidence[:, 0] = 0.0 if lost else 0.8
    return dataclasses.replace(record, points=points.astype(np.float32), confidence=confidence)


def test_the_errors_of_watched_clips_are_laid_over_others_of_the_same_drill(shots: list[Record]) -> None:
    observation_model = ReplayedErrors([shifted(record, (0.0, 0.1), lost=True) for record in shots[1:]])
    for seed in range(10):
        points, confidence = observation_model(shots[0], np.random.default_rng(seed))
        off = (points - shots[0].true_points) / picture_height(shots[0].true_points)
        assert 0.05 < np.median(off[:, 1:, 1]) < 0.2 and abs(np.median(off[..., 0])) < 0.01
        assert (confidence[:, 0] == 0).all() and np.allclose(confidence[:, 1:], 0.8)
        assert np.median(np.abs(off[:, 0])) < 0.01, "a joint that was lost has no error to lay on"
    assert points.dtype == confidence.dtype == np.float32


def test_the_errors_are_those_of_clips_that_looked_alike(shots: list[Record]) -> None:
    """Of the clips that were watched, half are the execution itself with errors downwards, half another with errors
    upwards: seen again, it errs downwards, and so does its mirror image."""
    shot, other, *_ = shots
    observation_model = ReplayedErrors([shifted(shot, (0.0, 0.1))] * NEAREST + [shifted(other, (0.0, -0.1))] * NEAREST)
    for record in (dataclasses.replace(shot, seed=-1), dataclasses.replace(in_mirror(shot), seed=-2)):
        offs = [observation_model(record, np.random.default_rng(seed))[0] - record.true_points for seed in range(10)]
        assert min(float(np.median(off[..., 1])) for off in offs) > 0


def test_errors_are_mirrored_too_and_drawn_anew(shots: list[Record]) -> None:
    observation_model = ReplayedErrors([shifted(record, (0.1, 0.0)) for record in shots[1:]])
    ways = [
        np.sign(np.median((observation_model(shots[0], np.random.default_rng(seed))[0] - shots[0].true_points)[..., 0]))
        for seed in range(20)
    ]
    assert set(ways) == {-1.0, 1.0}
    one, two = (observation_model(shots[0], np.random.default_rng(seed))[0] for seed in (1, 2))
    assert not np.allclose(one, two)


def test_errors_at_an_event_are_laid_on_the_same_event(shots: list[Record]) -> None:
    early, late, *_ = shots
    event = np.median([measured.time_s for measured in early.measured.values()])
    watched = shifted(early, (0.0, 0.0))
    watched.points[np.abs(early.times - event) < 0.1] += 0.2 * picture_height(early.true_points)
    points, _ = ReplayedErrors([watched])(late, np.random.default_rng(0))
    off = np.abs(points - late.true_points).mean(axis=(1, 2)) / picture_height(late.true_points)
    event_s = np.median([measured.time_s for measured in late.measured.values()])
    assert abs(late.times[int(np.argmax(off))] - event_s) < 0.25


def test_a_drill_that_nobody_watched_has_no_errors_to_replay(shots: list[Record], kicks: list[Record]) -> None:
    with pytest.raises(ValueError, match=KICK):
        ReplayedErrors(shots)(kicks[0], np.random.default_rng(0))


def test_a_watched_clip_is_seen_with_its_own_errors(shots: list[Record]) -> None:
    watched = [shifted(record, (0.01 * number, 0.0)) for number, record in enumerate(shots)]
    observation_model = ReplayedErrors(watched)
    for number, record in enumerate(watched):
        points, confidence = observation_model(record, np.random.default_rng(number))
        off = np.median((points - record.true_points)[..., 0]) / picture_height(record.true_points)
        assert 0.005 * number - 1e-3 < off < 0.02 * number + 1e-3
        np.testing.assert_array_equal(confidence, record.confidence)


def test_what_was_to_be_expected_is_expected_of_this_clip_and_the_rest_is_replayed(shots: list[Record]) -> None:
    """The watched clips err by 0.1 downwards, of which 0.1 was to be expected there; of this one 0.3 is."""
    expected = {record.seed: 0.1 for record in shots[1:]} | {shots[0].seed: 0.3}

    def bias(record: Record) -> np.ndarray:
        return np.full_like(record.true_points, [0.0, expected[record.seed]])

    watched = [shifted(record, (0.0, 0.1)) for record in shots[1:]]
    for observation_model, down in ((ReplayedErrors(watched, bias), 0.3), (ReplayedErrors(watched), 0.1)):
        tracks = [observation_model(shots[0], np.random.default_rng(seed))[0] for seed in range(9)]
        offs = [errors(dataclasses.replace(shots[0], points=points)) for points in tracks]
        assert np.median(offs, axis=(0, 1, 2)) == pytest.approx([0.0, down], abs=0.25 * down)


def test_other_observation_models_do_what_their_names_say(shots: list[Record]) -> None:
    rng = np.random.default_rng(0)
    assert as_recorded(shots[0], rng)[0] is shots[0].points
    points, confidence = ground_truth(shots[0], rng)
    assert points is shots[0].true_points and (confidence == 1).all()


# -- systematic error -------------------------------------------------------------------------------------------------


def straightened(record: Record) -> Record:
    """The record as a tracker sees it that puts every right knee a third of the way to the line from hip to ankle: the
    more it is bent, the further off."""
    hip, knee, ankle = (KEYPOINT_INDEX[f"right_{joint}"] for joint in ("hip", "knee", "ankle"))
    points = record.true_points.copy()
    points[:, knee] += (points[:, [hip, ankle]].mean(axis=1) - points[:, knee]) / 3
    return dataclasses.replace(record, points=points, confidence=np.ones_like(record.confidence))


def test_a_habit_is_learned_and_expected_of_clips_that_were_not_watched(
    shots: list[Record], kicks: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "ROUNDS", 30)
    watched = [straightened(record) for record in (*shots[2:], *kicks[2:])]
    torch.manual_seed(0)
    model = SystematicErrorModel([SHOT, KICK])
    model.fit(watched)
    knee = KEYPOINT_INDEX["right_knee"]
    for record in map(straightened, (*shots[:2], *kicks[:2])):
        left = errors(record) - model.predict(record)
        assert np.abs(left[:, knee]).mean() < 0.5 * np.abs(errors(record)[:, knee]).mean()
        others = np.delete(left, knee, axis=1)
        assert np.abs(others).mean() < 0.01, "the other joints are seen where they are"


def test_a_joint_that_was_lost_teaches_nothing(shots: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    """The nose is far off wherever it is lost, and right where it is seen."""
    monkeypatch.setattr(fitting, "ROUNDS", 30)
    watched = []
    for record in shots:
        points, confidence = record.true_points.copy(), np.ones_like(record.confidence)
        points[::2, 0] += 0.3 * picture_height(record.true_points)
        confidence[::2, 0] = 0.0
        watched.append(dataclasses.replace(record, points=points, confidence=confidence))
    torch.manual_seed(0)
    model = SystematicErrorModel([SHOT])
    model.fit(watched)
    assert np.abs(model.predict(shots[0])[:, 0]).mean() < 0.03


def test_a_mirror_shows_the_other_side_and_back_again(shots: list[Record]) -> None:
    record = shifted(shots[0], (0.1, 0.0))
    flipped = in_mirror(record)
    assert errors(flipped)[..., 0] == pytest.approx(-errors(record)[..., 0], abs=1e-5)
    assert record.true_world is not None and flipped.true_world is not None
    left, right = KEYPOINT_INDEX["left_wrist"], KEYPOINT_INDEX["right_wrist"]
    assert flipped.true_world[:, left] == pytest.approx(record.true_world[:, right] * [-1, 1, 1])
    assert flipped.true_points[:, left, 0] == pytest.approx(record.frame_size[0] - record.true_points[:, right, 0])
    back = in_mirror(flipped)
    for name in ("points", "true_points", "confidence", "true_world"):
        assert getattr(back, name) == pytest.approx(getattr(record, name), abs=1e-3)


def test_the_systematic_error_is_kept_and_fitted_anew_from_other_clips(shots: list[Record], tmp_path: Path) -> None:
    path, watched = tmp_path / "habits.pt", [straightened(record) for record in shots]
    first = load_or_fit_systematic_error(path, watched, seed=1)
    torch.manual_seed(5)
    before = torch.rand(1)
    torch.manual_seed(5)
    again = load_or_fit_systematic_error(path, watched, seed=1)
    assert torch.rand(1) == before, "chance elsewhere is left alone"
    np.testing.assert_array_equal(first.predict(shots[0]), again.predict(shots[0]))
    path.unlink()
    np.testing.assert_array_equal(
        first.predict(shots[0]), load_or_fit_systematic_error(path, watched, seed=1).predict(shots[0])
    )
    for others, seed in ((watched[:-1], 1), (watched, 2)):
        assert not np.array_equal(
            first.predict(shots[0]), load_or_fit_systematic_error(path, others, seed).predict(shots[0])
        )


def test_the_systematic_error_says_what_it_was_not_fitted_on(shots: list[Record], kicks: list[Record]) -> None:
    model = SystematicErrorModel([SHOT])
    with pytest.raises(ValueError, match=f"fitted on {SHOT}, not on {KICK}"):
        model.predict(kicks[0])
    with pytest.raises(ValueError, match="no joints in space"):
        model.predict(dataclasses.replace(shots[0], true_world=None))
