"""The simulated dynamic move, beyond what holds for every drill: dip, dead point, flight, feet, refused motions."""

from __future__ import annotations

import numpy as np
import pytest

from techcoach.drills.dynamic_move.measure import Throw, find_throw
from techcoach.drills.dynamic_move.plan import drive
from techcoach.drills.dynamic_move.simulator import SIMULATOR
from techcoach.drills.dynamic_move.spec import DRILL
from techcoach.drills.static_move import simulator as static_move
from techcoach.motion.climbing import Wall
from techcoach.motion.measuring import CannotMeasure
from techcoach.motion.motion import Motion
from techcoach.simulation.simulators import sample_targets
from techcoach.skeleton import KEYPOINT_INDEX

PLAUSIBLE = 60
PARAMETERS = DRILL.parameters
SIDES = ("left", "right")


def executed(seed: int, **wanted: float) -> Motion:
    rng = np.random.default_rng(seed)
    return SIMULATOR.simulate(rng, sample_targets(rng, PARAMETERS) | wanted)


def values(motion: Motion) -> dict[str, float]:
    return {name: m.value for name, m in SIMULATOR.measure(motion.joints, motion.times).items()}


def joint(motion: Motion, name: str) -> np.ndarray:
    return motion.joints[:, KEYPOINT_INDEX[name]]


@pytest.fixture(scope="module")
def motions() -> list[Motion]:
    return [executed(seed) for seed in range(PLAUSIBLE)]


@pytest.fixture(scope="module")
def throws(motions: list[Motion]) -> list[Throw]:
    return [find_throw(motion.joints, motion.times) for motion in motions]


# -- the motion is a human one, on a wall ------------------------------------------------------------------------------


def test_hands_and_feet_rest_on_the_holds_that_are_drawn(motions: list[Motion]) -> None:
    for motion in motions:
        holds = np.array([prop.position for prop in motion.props if prop.kind == "hold"])
        for contact, part in ((motion.planted, "toe"), (motion.held, "hand")):
            for number, side in enumerate(SIDES):
                resting = joint(motion, f"{side}_{part}")[contact[:, number]]
                assert np.linalg.norm(resting[:, None] - holds, axis=-1).min(axis=1).max() < 0.005


def test_nothing_goes_far_through_the_wall(motions: list[Motion]) -> None:
    for motion in motions:
        wall = Wall(next(prop.angle for prop in motion.props if prop.kind == "wall"))
        assert wall.of(motion.joints)[..., 2].min() > -0.03


def test_the_body_sinks_before_the_hand_is_thrown_to_a_hold_further_away(throws: list[Throw]) -> None:
    for throw in throws:
        assert throw.bottom[0] < throw.hand.start < throw.hand.contact
        before = throw.hips[throw.times < throw.hand.start, 2]
        assert before.min() == pytest.approx(throw.height(throw.bottom[0]), abs=0.05) and np.ptp(before) > 0.04
        assert np.linalg.norm(throw.hand.rest - throw.hand.begin) > 0.25


def test_hands_are_thrown_singly_and_in_pairs_and_feet_stay_or_come_off(motions: list[Motion]) -> None:
    flights = np.array([motion.airborne.any() for motion in motions])
    stays = np.array([motion.planted.all() for motion in motions])
    matches = np.array([(~motion.held).any(axis=0).all() for motion in motions])
    for kind in (flights, stays, matches & ~flights):
        assert 0.02 < kind.mean() < 0.6
    assert not (flights & stays).any()


def test_a_flight_ends_in_the_catch_and_nearly_every_move_begins_and_ends_on_four_holds(motions: list[Motion]) -> None:
    for motion in motions:
        assert not motion.airborne[[0, -1]].any()
        assert np.count_nonzero(np.diff(motion.airborne.astype(int)) == 1) <= 1
    ends = [motion.planted[[0, -1]].all() and motion.held[[0, -1]].all() for motion in motions]
    assert np.mean(ends) > 0.95


# -- parts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("way", "speed", "pull"), [(0.3, 2.0, -9.81), (0.15, 1.2, -7.0)])
def test_the_drive_ends_with_the_speed_of_the_flight(way: float, speed: float, pull: float) -> None:
    lasting = 2.1 * way / speed
    times = np.linspace(0, lasting, 2001)
    done = drive(times, lasting, way, speed, pull)
    speeds = np.gradient(done, times)
    assert done[0] == 0 and done[-1] == pytest.approx(way) and speeds.min() > -1e-6
    assert speeds[-1] == pytest.approx(speed, rel=0.01)
    assert np.gradient(speeds, times)[-3] == pytest.approx(pull, rel=0.05)


# -- what is measured --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("wanted", "low", "high"), [(0.0, -0.05, 0.09), (0.33, 0.22, 0.4)])
def test_a_late_catch_is_told_from_one_at_the_dead_point(wanted: float, low: float, high: float) -> None:
    for seed in range(5):
        assert low < values(executed(seed, catch_timing=wanted, swing=0.05))["catch_timing"] < high


@pytest.mark.parametrize("pause", [0.4, 0.8, 1.2])
def test_a_stop_in_the_dip_lasts_as_long_as_it_was_meant_to(pause: float) -> None:
    for seed in range(5):
        assert values(executed(seed, bottom_pause=pause))["bottom_pause"] == pytest.approx(pause, abs=0.12)


def test_feet_that_dangle_are_back_when_they_were_meant_to_be() -> None:
    for seed in range(5):
        assert values(executed(seed, feet_back=1.5))["feet_back"] == pytest.approx(1.5, abs=0.15)


def test_what_shows_no_throw_is_refused(motions: list[Motion]) -> None:
    motion = motions[0]
    with pytest.raises(CannotMeasure, match="thrown"):
        SIMULATOR.measure(np.repeat(motion.joints[:1], 120, axis=0), np.arange(120) / 60)
    with pytest.raises(CannotMeasure, match="frames"):
        SIMULATOR.measure(motion.joints[:2], motion.times[:2])
    with pytest.raises(CannotMeasure, match="thrown"):
        SIMULATOR.measure(motion.joints, motion.times * 4)


def test_a_slow_static_reach_is_no_dynamic_move() -> None:
    for seed in range(5):
        rng = np.random.default_rng(seed)
        targets = sample_targets(rng, static_move.SIMULATOR.spec.parameters) | {"reach_speed": 0.4, "catch_speed": 0.2}
        motion = static_move.SIMULATOR.simulate(rng, targets)
        with pytest.raises(CannotMeasure):
            SIMULATOR.measure(motion.joints, motion.times)
