"""The simulated Mikan drill, beyond what holds for every drill: its layups, its sides, its ball."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from techcoach.drills.mikan_layup.simulator import SIMULATOR
from techcoach.drills.mikan_layup.spec import DRILL
from techcoach.motion.layup_measure import flights_of, read
from techcoach.motion.measuring import CannotMeasure
from techcoach.motion.motion import Motion
from techcoach.simulation.simulators import sample_targets
from techcoach.skeleton import KEYPOINT_INDEX

SAMPLES = 60


@dataclass(frozen=True)
class Sample:
    targets: dict[str, float]
    motion: Motion


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    made = []
    for seed in range(SAMPLES):
        rng = np.random.default_rng(900 + seed)
        targets = sample_targets(rng, DRILL.parameters)
        made.append(Sample(targets, SIMULATOR.simulate(rng, targets)))
    return made


def planted_flights(motion: Motion) -> int:
    in_air = np.diff(np.concatenate([[False], motion.airborne, [False]]).astype(int))
    return int((in_air == 1).sum())


def test_every_layup_is_found_and_hands_take_turns(samples: list[Sample]) -> None:
    counts = set()
    for sample in samples:
        flights = flights_of(*read(sample.motion.joints, sample.motion.times))
        assert len(flights) == planted_flights(sample.motion)
        counts.add(len(flights))
        sides = [flight.side for flight in flights]
        assert sides[0] == sample.motion.body.handedness
        assert all(one != two for one, two in zip(sides, sides[1:], strict=False))
        assert all(flight.foot != flight.side for flight in flights), "the inside foot takes off"
    assert {3, 4} <= counts


def test_the_ball_is_in_the_hands_between_the_shots_and_over_them_after_each(samples: list[Sample]) -> None:
    left, right = KEYPOINT_INDEX["left_hand"], KEYPOINT_INDEX["right_hand"]
    for sample in samples:
        motion = sample.motion
        assert motion.ball is not None
        away = np.linalg.norm(motion.ball[:, None] - motion.joints[:, [left, right]], axis=-1).min(axis=1)
        assert np.percentile(away, 50) < 0.6 and away.max() < 2.0
        assert np.abs(np.diff(motion.ball, axis=0)).max() < 0.5, "the ball never jumps"


@pytest.mark.parametrize(
    ("parameter", "values", "tolerance"),
    [
        ("ground_time", (0.5, 0.9), 0.12),
        ("hands_high", (-0.7, 0.1), 0.12),
        ("head_up", (-20, 40), 6),
        ("two_hands", (0.5, 1.2), 0.15),
    ],
)
def test_planted_values_are_measured(parameter: str, values: tuple[float, float], tolerance: float) -> None:
    middle = {
        parameter.id: (max(parameter.good[0], parameter.spread[0]) + min(parameter.good[1], parameter.spread[1])) / 2
        for parameter in DRILL.parameters
    }
    for value in values:
        motion = SIMULATOR.simulate(np.random.default_rng(4), middle | {parameter: value})
        measured = SIMULATOR.measure(motion.joints, motion.times)[parameter]
        assert measured.value == pytest.approx(value, abs=tolerance)


def test_one_layup_is_no_series(samples: list[Sample]) -> None:
    motion = samples[0].motion
    flights = flights_of(*read(motion.joints, motion.times))
    cut = motion.times < (flights[0].land + 20) / 120
    with pytest.raises(CannotMeasure, match="series"):
        SIMULATOR.measure(motion.joints[cut], motion.times[cut])
