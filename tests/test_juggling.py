"""Simulated juggling, beyond what holds for every drill: its touches, its feet, its ball."""

from __future__ import annotations

import numpy as np
import pytest

from techcoach.drills.juggling.measure import find_touches
from techcoach.drills.juggling.simulator import SIMULATOR
from techcoach.drills.juggling.spec import DRILL
from techcoach.motion.measuring import CannotMeasure, places_of
from techcoach.motion.motion import Motion
from techcoach.simulation.simulators import sample_targets
from techcoach.skeleton import KEYPOINT_INDEX

SAMPLES = 60


@pytest.fixture(scope="module")
def motions() -> list[Motion]:
    made = []
    for seed in range(SAMPLES):
        rng = np.random.default_rng(700 + seed)
        made.append(SIMULATOR.simulate(rng, sample_targets(rng, DRILL.parameters)))
    return made


def middling(**changes: float) -> dict[str, float]:
    """An execution in the middle of every good range, but for what is changed."""
    middle = {
        parameter.id: (max(parameter.good[0], parameter.spread[0]) + min(parameter.good[1], parameter.spread[1])) / 2
        for parameter in DRILL.parameters
    }
    return middle | changes


def test_one_foot_stands_while_the_other_plays(motions: list[Motion]) -> None:
    for motion in motions:
        assert motion.planted.any(axis=1).all()
        assert not motion.airborne.any()


def test_the_ball_meets_the_foot_at_every_touch_and_flies_freely_between(motions: list[Motion]) -> None:
    toes = [KEYPOINT_INDEX["left_toe"], KEYPOINT_INDEX["right_toe"]]
    for motion in motions:
        assert motion.ball is not None
        touches = find_touches(places_of(motion.joints), motion.times)
        assert len(touches) >= 4
        for touch in touches:
            at = int(np.argmin(np.abs(motion.times - touch.time)))
            near = np.linalg.norm(motion.ball[at] - motion.joints[at, toes], axis=-1).min()
            assert near < 0.5, "the ball is at the foot"
        first, second = (int(np.argmin(np.abs(motion.times - touch.time))) for touch in touches[:2])
        pull = np.diff(motion.ball[first + 2 : second - 1, 2], 2) * 60**2
        np.testing.assert_allclose(pull, -9.81, atol=1e-6)


@pytest.mark.parametrize(
    ("parameter", "values", "tolerance"),
    [
        ("touch_interval", (0.6, 1.1), 0.05), ("evenness", (0.05, 0.2), 0.06), ("alternate", (0.0, 1.0), 0.01),
        ("touch_height", (0.12, 0.35), 0.05), ("drift", (0.1, 0.8), 0.25), ("head_down", (-45, 20), 4),
        ("arm_spread", (15, 70), 14), ("over_foot", (0.05, 0.5), 0.06),
    ],
)  # fmt: skip
def test_planted_values_are_measured(parameter: str, values: tuple[float, float], tolerance: float) -> None:
    for value in values:
        motion = SIMULATOR.simulate(np.random.default_rng(2), middling(**{parameter: value}))
        measured = SIMULATOR.measure(motion.joints, motion.times)[parameter]
        assert measured.value == pytest.approx(value, abs=tolerance)


def test_two_touches_are_no_series(motions: list[Motion]) -> None:
    motion = motions[0]
    touches = find_touches(places_of(motion.joints), motion.times)
    cut = motion.times < touches[2].time - 0.25
    with pytest.raises(CannotMeasure, match="series"):
        SIMULATOR.measure(motion.joints[cut], motion.times[cut])
