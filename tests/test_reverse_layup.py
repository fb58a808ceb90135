"""The simulated reverse layup, beyond what holds for every drill: its events, its flight, its ball."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from techcoach.drills.reverse_layup.simulator import SIMULATOR
from techcoach.drills.reverse_layup.spec import DRILL
from techcoach.motion.layup_measure import flights_of, read
from techcoach.motion.measuring import CannotMeasure
from techcoach.motion.motion import Motion, resample
from techcoach.simulation.simulators import sample_targets

SAMPLES = 100
LOOSE = {"landing_knee": 0.75}


@dataclass(frozen=True)
class Sample:
    targets: dict[str, float]
    motion: Motion
    measured: dict[str, float]


def values(motion: Motion) -> dict[str, float]:
    return {name: m.value for name, m in SIMULATOR.measure(motion.joints, motion.times).items()}


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    made = []
    for seed in range(SAMPLES):
        rng = np.random.default_rng(500 + seed)
        targets = sample_targets(rng, DRILL.parameters)
        motion = SIMULATOR.simulate(rng, targets)
        made.append(Sample(targets, motion, values(motion)))
    return made


def test_the_flight_is_found_where_it_was_planted(samples: list[Sample]) -> None:
    for sample in samples:
        in_air = np.flatnonzero(sample.motion.airborne)
        longest = max(np.split(in_air, np.flatnonzero(np.diff(in_air) > 1) + 1), key=len)
        get, times = read(sample.motion.joints, sample.motion.times)
        flight = max(flights_of(get, times), key=lambda one: one.height)
        assert times[flight.off] == pytest.approx(longest[0] / 60, abs=0.13)
        assert times[flight.land] == pytest.approx(longest[-1] / 60, abs=0.13)
        assert flight.side == sample.motion.body.handedness
        assert flight.foot != flight.side, "a right-hander takes off from the left foot"


def test_measurements_follow_the_targets(samples: list[Sample]) -> None:
    for parameter in DRILL.parameters:
        meant = [sample.targets[parameter.id] for sample in samples]
        read_off = [sample.measured[parameter.id] for sample in samples]
        assert np.corrcoef(meant, read_off)[0, 1] > LOOSE.get(parameter.id, 0.88), parameter.id


def test_good_and_faulty_are_both_common(samples: list[Sample]) -> None:
    for parameter in DRILL.parameters:
        sides = [parameter.fault_state(sample.measured[parameter.id]) for sample in samples]
        faulty = [bound for bound in parameter.fault if np.isfinite(bound)]
        assert sides.count(None) >= 0.15 * SAMPLES, parameter.id
        assert SAMPLES - sides.count(None) >= 0.15 * SAMPLES * min(len(faulty), 1), parameter.id


def test_the_frame_rate_hardly_matters(samples: list[Sample]) -> None:
    again = [values(resample(sample.motion, 30.0)) for sample in samples[:40]]
    for parameter in DRILL.parameters:
        spread = parameter.spread[1] - parameter.spread[0]
        away = [abs(b[parameter.id] - a.measured[parameter.id]) / spread for a, b in zip(samples, again, strict=False)]
        assert np.median(away) < 0.04, parameter.id


def test_the_layup_ends_beyond_the_rim_and_the_ball_goes_through_it(samples: list[Sample]) -> None:
    for sample in samples:
        motion, rim = sample.motion, np.array(sample.motion.props[0].position)
        assert motion.ball is not None
        hips = motion.joints[:, 11:13].mean(axis=1)
        assert (hips[0, 0] - rim[0]) * (hips[-1, 0] - rim[0]) < 0, "from one side of the rim to the other"
        assert np.linalg.norm(motion.ball - rim, axis=1).min() < 0.2
        assert motion.ball[:, 2].min() > 0.1


def test_who_never_jumps_is_not_measured(samples: list[Sample]) -> None:
    motion = samples[0].motion
    start = motion.times < 0.3
    with pytest.raises(CannotMeasure):
        SIMULATOR.measure(motion.joints[start], motion.times[start])
