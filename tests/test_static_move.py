"""The simulated static move, beyond what holds for every drill: the wall, the holds, the limbs that stay on."""

from __future__ import annotations

import numpy as np
import pytest

from techcoach.drills.static_move.simulator import SIMULATOR
from techcoach.drills.static_move.spec import DRILL
from techcoach.drills.static_move.travel import travel, travel_at
from techcoach.motion.climbing import Wall
from techcoach.motion.kinematics import about
from techcoach.motion.measuring import CannotMeasure, angle
from techcoach.motion.motion import Motion
from techcoach.simulation.simulators import sample_targets
from techcoach.skeleton import KEYPOINT_INDEX

PLAUSIBLE = 60
PARAMETERS = DRILL.parameters


def values(motion: Motion) -> dict[str, float]:
    return {name: m.value for name, m in SIMULATOR.measure(motion.joints, motion.times).items()}


@pytest.fixture(scope="module")
def motions() -> list[Motion]:
    made = []
    for seed in range(PLAUSIBLE):
        rng = np.random.default_rng(seed)
        made.append(SIMULATOR.simulate(rng, sample_targets(rng, PARAMETERS)))
    return made


def joint(motion: Motion, name: str) -> np.ndarray:
    return motion.joints[:, KEYPOINT_INDEX[name]]


def wall_of(motion: Motion) -> Wall:
    return Wall(next(prop.angle for prop in motion.props if prop.kind == "wall"))


# -- the motion is a human one, on a wall ------------------------------------------------------------------------------


def test_hands_and_feet_rest_on_the_holds_that_are_drawn(motions: list[Motion]) -> None:
    for motion in motions:
        holds = np.array([prop.position for prop in motion.props if prop.kind == "hold"])
        for contact, part in ((motion.planted, "toe"), (motion.held, "hand")):
            for number, side in enumerate(("left", "right")):
                resting = joint(motion, f"{side}_{part}")[contact[:, number]]
                nearest = np.linalg.norm(resting[:, None] - holds, axis=-1).min(axis=1)
                assert nearest.max() < 0.005


def test_three_limbs_hold_while_one_moves_to_another_hold(motions: list[Motion]) -> None:
    for motion in motions:
        holding = motion.planted.sum(axis=1) + motion.held.sum(axis=1)
        assert holding.min() >= 3


def test_nothing_goes_through_the_wall(motions: list[Motion]) -> None:
    for motion in motions:
        assert wall_of(motion).of(motion.joints)[..., 2].min() > -0.005


def test_the_neck_turns_no_further_than_necks_do(motions: list[Motion]) -> None:
    for motion in motions:
        across = joint(motion, "right_shoulder") - joint(motion, "left_shoulder")
        spine = joint(motion, "right_shoulder") + joint(motion, "left_shoulder")
        spine = spine - joint(motion, "right_hip") - joint(motion, "left_hip")
        face = joint(motion, "nose") - (joint(motion, "left_ear") + joint(motion, "right_ear")) / 2
        chest = np.cross(spine, across)
        turned = angle(face, np.zeros(3), chest)
        assert turned.max() < 105


def test_motions_differ_in_wall_side_and_number_of_steps(motions: list[Motion]) -> None:
    overhangs = np.degrees([wall_of(motion).overhang for motion in motions])
    assert overhangs.min() < 3 and 25 < overhangs.max() < 30
    moves = [int((np.diff((~motion.planted).astype(int), axis=0) == 1).any(axis=0).sum()) for motion in motions]
    assert {1, 2} <= set(moves)
    matched = [(~motion.held).any(axis=0).all() for motion in motions]
    assert 0.02 < np.mean(matched) < 0.9


# -- parts -------------------------------------------------------------------------------------------------------------


def test_wall_coordinates_come_back() -> None:
    wall = Wall(np.radians(25))
    places = np.random.default_rng(0).normal(size=(20, 3))
    np.testing.assert_allclose(wall.of(wall.at(places)), places, atol=1e-12)
    assert wall.at(np.array([0.0, 1.0, 0.0]))[1] < 0.6, "an overhanging wall leans towards the climber"
    assert wall.at(np.array([0.0, 0.0, 1.0]))[1] < 0.6, "out of the wall is towards the climber"


@pytest.mark.parametrize(("top", "arrival"), [(0.8, 0.3), (1.5, 0.2), (2.4, 1.2)])
def test_a_limb_travels_its_way_with_the_speeds_it_was_given(top: float, arrival: float) -> None:
    way = travel(1.0, 0.6, top, arrival)
    times = np.arange(0, way.end + 0.2, 0.001)
    done = way.along(times)
    speeds = np.gradient(done, times)
    assert done[0] == 0 and done[-1] == pytest.approx(0.6)
    assert speeds.max() == pytest.approx(top, rel=0.01) and speeds.min() > -1e-9
    assert speeds[np.argmin(np.abs(done - 0.55))] == pytest.approx(arrival, rel=0.01)


@pytest.mark.parametrize(("mean", "arriving"), [(0.4, 0.2), (0.8, 0.4), (1.1, 0.9)])
def test_a_limb_travels_at_the_speeds_that_are_measured(mean: float, arriving: float) -> None:
    way = travel_at(0.5, 0.6, mean, arriving)
    assert way.speeds[0] == pytest.approx(mean, rel=0.35) and way.speeds[1] == pytest.approx(arriving, rel=0.35)
    assert way.start < way.contact < way.end


# -- what is measured --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("again", "low", "high"), [(0.0, 0.0, 0.02), (0.15, 0.1, 0.2), (0.4, 0.3, 0.5)])
def test_a_hand_is_adjusted_as_far_as_it_was_meant(again: float, low: float, high: float) -> None:
    targets = sample_targets(np.random.default_rng(5), PARAMETERS) | {"hand_adjusting": again}
    assert low <= values(SIMULATOR.simulate(np.random.default_rng(6), targets))["hand_adjusting"] <= high


@pytest.mark.parametrize("settling", [0.9, 1.6, 2.6])
def test_the_reach_follows_the_step_when_it_was_meant_to(settling: float) -> None:
    for seed in range(5):
        targets = sample_targets(np.random.default_rng(seed), PARAMETERS) | {"settling": settling}
        measured = values(SIMULATOR.simulate(np.random.default_rng(seed), targets))
        assert measured["settling"] == pytest.approx(settling, abs=0.12)


def test_what_shows_no_move_is_refused(motions: list[Motion]) -> None:
    motion = motions[0]
    with pytest.raises(CannotMeasure, match="no hand reaches"):
        SIMULATOR.measure(np.repeat(motion.joints[:1], 120, axis=0), np.arange(120) / 60)
    with pytest.raises(CannotMeasure, match="frames"):
        SIMULATOR.measure(motion.joints[:2], motion.times[:2])


def test_somebody_crawling_on_the_ground_is_on_no_wall(motions: list[Motion]) -> None:
    crawling = motions[0].joints @ about("x", -np.pi / 2).T
    with pytest.raises(CannotMeasure):
        SIMULATOR.measure(crawling, motions[0].times)
