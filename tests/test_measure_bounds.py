"""Measures against what is known: simulated executions against their targets, and events against planted motions.

An error is counted in ways: 1 is the distance from a parameter's good range to its fault bound, the shorter one where
both sides have one. So a bias of 1 makes a faulty execution of a good one, whatever the unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from techcoach.drills.catalogue import DRILLS
from techcoach.drills.juggling.measure import find_touches
from techcoach.drills.jump_shot.measure import find_events
from techcoach.drills.penalty_kick.measure import measure as measure_kick
from techcoach.drills.spec import Parameter
from techcoach.drills.trap_and_pass.measure import find_play
from techcoach.motion.climbing_measure import READING_FPS as CLIMBING_FPS
from techcoach.motion.climbing_measure import ways_of
from techcoach.motion.layup_measure import flights_of
from techcoach.motion.measuring import places_of
from techcoach.simulation.simulators import sample_targets, simulator_of
from techcoach.skeleton import KEYPOINT_INDEX, KEYPOINTS

EXECUTIONS = 60
"""Of each drill."""
MEAN, NINE_IN_TEN = 0.2, 0.6
"""The mean error stays within the first of its expectation, the 90th percentile of the errors' size below the second,
in ways."""
NOTICED = 0.5
"""A constant bias of so many ways is noticed in every parameter."""


@dataclass(frozen=True)
class Allowance:
    """What is known of a parameter whose simulation misses its targets.

    Attributes:
        mean: expected mean error, ways. nine_in_ten: bound on nine of ten errors, ways. why: the target is missed.
    """

    mean: float
    nine_in_ten: float
    why: str


FOLDS = "a nearly straight leg is asked for where the body must sink or carry momentum on"
ALLOWANCES = {
    ("basketball/mid-range-jump-shot", "hip_angle"): Allowance(
        0.0, 1.2, "the knees of the dip bend the hips too, and the trunk has to be up again at the release"
    ),
    ("basketball/mid-range-jump-shot", "hip_rise"): Allowance(
        0.0, 1.2, "the knees of the dip decide how far the legs can push"
    ),
    ("basketball/mid-range-jump-shot", "landing_knee"): Allowance(-0.2, 0.8, FOLDS),
    ("basketball/mikan-layup", "jump_height"): Allowance(
        -0.3, 0.7, "the flight is read from 5 cm of toe height on, when part of the rise is done"
    ),
    ("basketball/mikan-layup", "side_travel"): Allowance(
        -0.2, 0.7, "read from release to release: a late one lies further on the way"
    ),
    ("basketball/mikan-layup", "load_knee"): Allowance(-0.3, 1.7, FOLDS),
    ("basketball/mikan-layup", "release_timing"): Allowance(
        -0.3, 0.7, "a late release has to fall into the flight, and a low jump leaves little of it"
    ),
    ("basketball/reverse-layup", "drive_speed"): Allowance(
        -0.1, 1.1, "two or three steps are too few for a fast drive, and a long last one adds to it"
    ),
    ("basketball/reverse-layup", "jump_height"): Allowance(
        -0.3, 0.5, "the flight is read from 5 cm of toe height on, when part of the rise is done"
    ),
    ("basketball/reverse-layup", "landing_knee"): Allowance(-0.2, 1.6, FOLDS),
    ("basketball/reverse-layup", "last_step"): Allowance(
        0.2, 0.8, "a fast drive carries the last step further than it is meant"
    ),
    ("basketball/reverse-layup", "release_timing"): Allowance(
        -0.5, 0.8, "the release is read at 94% of the arm's way up, the target is meant at its end"
    ),
    ("bouldering/static-move", "lean_out"): Allowance(
        -0.1, 0.9, "hips far from the wall leave the arms no room to lean out, hips near it no room to lean in"
    ),
    ("bouldering/static-move", "reach_speed"): Allowance(
        -0.2, 1.3, "a reach is meant to arrive at a speed of its own, which bounds its mean"
    ),
    ("bouldering/static-move", "knee_turnout"): Allowance(
        0.4, 1.2, "knees that point into the wall would push the hips further out than is meant"
    ),
    ("soccer/juggling", "arm_spread"): Allowance(
        0.9, 1.2, "read against the line from shoulder to hip, which leans 11 degrees inwards; meant against the trunk"
    ),
    ("soccer/juggling", "support_knee"): Allowance(-0.3, 1.2, FOLDS),
    ("soccer/penalty-kick", "arm_raise"): Allowance(
        0.3, 0.6, "read against the line from shoulder to hip, which leans 9 degrees inwards; meant against the trunk"
    ),
    ("soccer/penalty-kick", "knee_fold"): Allowance(-0.6, 1.8, "a leg that swings far in little time has to fold"),
    ("soccer/penalty-kick", "support_knee"): Allowance(-0.4, 1.1, FOLDS),
    ("soccer/penalty-kick", "last_step"): Allowance(
        0.0, 1.1, "neither a very long nor a very short last step fits the run-up"
    ),
    ("soccer/penalty-kick", "foot_speed"): Allowance(
        0.5, 1.4, "the swing is planned for the ankle, and the toe, further out, is faster"
    ),
}  # fmt: skip
"""Parameters that the simulation cannot be held to as tightly as the others, and why: what their errors go with, and
what the plan of the motion says. Labels are measured, not meant, so they stay true of the motion."""
PARAMETERS = [(drill, parameter.id) for drill, spec in DRILLS.items() for parameter in spec.parameters]
each_parameter = pytest.mark.parametrize(
    ("drill", "name"), PARAMETERS, ids=[f"{drill.split('/')[1]}-{name}" for drill, name in PARAMETERS]
)


def way(parameter: Parameter) -> float:
    """The distance from good to faulty, in the parameter's unit; the shorter one of two."""
    bounds = zip(parameter.good, parameter.fault, strict=True)
    return min(abs(good - fault) for good, fault in bounds if np.isfinite(fault))


@cache
def errors_of(drill: str) -> dict[str, np.ndarray]:
    """Measured minus meant, ways, by parameter, over the same executions every time."""
    simulator = simulator_of(drill)
    rows = []
    for seed in range(EXECUTIONS):
        rng = np.random.default_rng(seed)
        targets = sample_targets(rng, simulator.spec.parameters)
        motion = simulator.simulate(rng, targets)
        measured = simulator.measure(motion.joints, motion.times)
        rows.append(
            {
                parameter.id: (measured[parameter.id].value - targets[parameter.id]) / way(parameter)
                for parameter in simulator.spec.parameters
            }
        )
    return {parameter.id: np.array([row[parameter.id] for row in rows]) for parameter in simulator.spec.parameters}


def complaints(errors: np.ndarray, allowed: Allowance) -> list[str]:
    """What is wrong with the errors of a parameter, in words."""
    mean, ninth = float(errors.mean()), float(np.percentile(np.abs(errors), 90))
    problems = []
    if abs(mean - allowed.mean) > MEAN:
        problems.append(f"the mean error is {mean:+.2f} ways, expected {allowed.mean:+.2f} within {MEAN}")
    if ninth > allowed.nine_in_ten:
        problems.append(f"one error in ten is above {ninth:.2f} ways, allowed are {allowed.nine_in_ten}")
    return problems


@each_parameter
def test_a_parameter_is_measured_as_it_was_meant(drill: str, name: str) -> None:
    allowed = ALLOWANCES.get((drill, name), Allowance(0.0, NINE_IN_TEN, ""))
    assert complaints(errors_of(drill)[name], allowed) == []


@pytest.mark.parametrize("drill", DRILLS)
@pytest.mark.parametrize("bias", [-NOTICED, NOTICED])
def test_a_constant_bias_of_half_the_way_from_good_to_faulty_is_noticed(drill: str, bias: float) -> None:
    for name, errors in errors_of(drill).items():
        allowed = ALLOWANCES.get((drill, name), Allowance(0.0, NINE_IN_TEN, ""))
        assert complaints(errors + bias, allowed), name


@pytest.mark.parametrize(("drill", "name"), ALLOWANCES)
def test_no_allowance_is_made_for_a_parameter_that_needs_none(drill: str, name: str) -> None:
    assert complaints(errors_of(drill)[name], Allowance(0.0, NINE_IN_TEN, ""))


# -- events of planted motions ---------------------------------------------------------------------------------------

FPS = 120
FRAME_S = 1 / FPS
GRAVITY = 9.81
FIGURE = {
    "nose": (0.0, 0.12, 1.62), "eye": (0.03, 0.1, 1.65), "ear": (0.07, 0.0, 1.62), "shoulder": (0.19, 0.0, 1.45),
    "elbow": (0.25, 0.0, 1.15), "wrist": (0.25, 0.05, 0.9), "hand": (0.25, 0.07, 0.82), "hip": (0.09, 0.0, 0.93),
    "knee": (0.1, 0.02, 0.5), "ankle": (0.1, 0.0, 0.08), "heel": (0.1, -0.06, 0.0), "toe": (0.1, 0.15, 0.0),
}  # fmt: skip
"""Somebody who stands and faces +y: the right side's joints, metres."""
FEET = [f"{side}_{part}" for side in ("left", "right") for part in ("ankle", "heel", "toe")]


def standing(seconds: float, fps: float = FPS) -> tuple[np.ndarray, np.ndarray]:
    """Times (T,) and joints (T, 23, 3) of the figure at rest."""
    times = np.arange(0, seconds, 1 / fps)
    rest = [np.array(FIGURE[name.split("_")[-1]]) * [-1 if name.startswith("left") else 1, 1, 1] for name in KEYPOINTS]
    return times, np.tile(np.array(rest), (len(times), 1, 1))


def part(joints: np.ndarray, name: str) -> np.ndarray:
    """(T, 3), a view: what is written to it moves the figure."""
    return joints[:, KEYPOINT_INDEX[name]]


def eased(times: np.ndarray, start: float, end: float) -> np.ndarray:
    """A share that goes from 0 to 1 as half a cosine: fastest in the middle."""
    return (1 - np.cos(np.pi * np.clip((times - start) / (end - start), 0, 1))) / 2


def when_eased(share: float, start: float, end: float) -> float:
    """The moment at which `eased` reaches a share."""
    return start + (end - start) * float(np.arccos(1 - 2 * share)) / np.pi


def flight(times: np.ndarray, off: float, land: float) -> np.ndarray:
    """Heights of a free flight from the ground to the ground; highest in the middle."""
    half, middle = (land - off) / 2, (off + land) / 2
    return np.clip(GRAVITY / 2 * (half**2 - (times - middle) ** 2), 0, None)


def test_a_jump_shot_is_released_when_nine_tenths_of_the_elbows_opening_are_done() -> None:
    """Dip at 1.0 s, flight from 1.3 to 1.7 s, the elbow opens from 60 to 170 degrees between 1.2 and 1.6 s."""
    times, joints = standing(3.0)
    body = [index for name, index in KEYPOINT_INDEX.items() if name not in FEET]
    joints[:, body, 2] -= 0.12 * (eased(times, 0.7, 1.0) - eased(times, 1.0, 1.25))[:, None]
    bend = np.radians(60 + 110 * eased(times, 1.2, 1.6))
    rise = np.radians(70)
    part(joints, "right_elbow")[:] = part(joints, "right_shoulder") + 0.32 * np.array([0, np.cos(rise), np.sin(rise)])
    turned = rise + np.pi - bend
    forearm = np.stack([0 * turned, np.cos(turned), np.sin(turned)], axis=1)
    part(joints, "right_wrist")[:] = part(joints, "right_elbow") + 0.27 * forearm
    joints[..., 2] += flight(times, 1.3, 1.7)[:, None]
    events = find_events(places_of(joints), times)
    assert events.side == "right"
    assert times[events.release] == pytest.approx(when_eased(0.9, 1.2, 1.6), abs=1.5 * FRAME_S)
    assert times[events.dip] == pytest.approx(1.0, abs=1.5 * FRAME_S)
    assert times[events.apex] == pytest.approx(1.5, abs=1.5 * FRAME_S)
    # The toes count as off the ground from 2 cm on.
    early = 0.2 - np.sqrt(0.2**2 - 2 * 0.02 / GRAVITY)
    assert times[events.take_off] == pytest.approx(1.3 + early, abs=1.5 * FRAME_S)
    assert times[events.landing] == pytest.approx(1.7 - early, abs=1.5 * FRAME_S)


def test_a_penalty_kick_strikes_where_the_toe_is_fastest_against_the_hips() -> None:
    """A run-up at 4.5 m/s with a stride that is faster over the ground than the kick; the leg swings about 2.5 s."""
    times, joints = standing(4.0)
    joints[..., 1] += 4.5 * np.minimum(times, 2.05)[:, None]
    for side, swing, start, end in (("left", 55, 1.4, 1.7), ("right", 140, 2.3, 2.7)):
        angle = np.radians(swing) * (eased(times, start, end) - 0.5)
        leg = np.stack([0 * angle, np.sin(angle), -np.cos(angle)], axis=1)
        for name, length in (("knee", 0.45), ("ankle", 0.85), ("heel", 0.9), ("toe", 0.95)):
            part(joints, f"{side}_{name}")[:] = part(joints, f"{side}_hip") + length * leg
    measured = measure_kick(joints, times)
    assert measured["foot_speed"].time_s == pytest.approx(2.5, abs=1.5 * FRAME_S)
    swept = np.radians(140) * (0.5 - eased(np.array([2.44]), 2.3, 2.7)[0])
    assert measured["foot_speed"].value == pytest.approx(0.95 * swept / 0.06, rel=0.02)
    assert measured["approach_speed"].value == pytest.approx(4.5, rel=0.01)


def test_a_layup_is_released_when_94_percent_of_the_arms_way_up_are_done() -> None:
    """A flight from 1.5 to 1.9 s; the left wrist rises by 0.75 m between 1.4 and 1.8 s, and comes down after 2.2 s."""
    times, joints = standing(3.5)
    lifted = eased(times, 1.4, 1.8) - eased(times, 2.2, 2.6)
    part(joints, "left_wrist")[:, 2] = 1.15 + 0.75 * lifted
    joints[..., 2] += flight(times, 1.5, 1.9)[:, None]
    (throw,) = flights_of(places_of(joints), times)
    assert throw.side == "left"
    assert times[throw.release] == pytest.approx(when_eased(0.94, 1.4, 1.8), abs=1.5 * FRAME_S)
    assert times[throw.apex] == pytest.approx(1.7, abs=1.5 * FRAME_S)


def test_a_hand_meets_its_hold_15_millimetres_before_it_rests_and_is_adjusted_after() -> None:
    """The hand goes 0.5 m at 0.5 m/s from 1.0 to 2.0 s, and 6 cm more from 2.4 to 2.6 s."""
    times = np.arange(0, 4, 1 / CLIMBING_FPS)
    gone = 0.5 * np.clip(times - 1.0, 0, 1) + 0.3 * np.clip(times - 2.4, 0, 0.2)
    path = gone[:, None] * np.array([0.6, 0.0, 0.8])
    (reach,) = ways_of("right", path, times, shortest=0.2)
    assert reach.start == pytest.approx(1.0, abs=1.5 / CLIMBING_FPS)
    assert reach.contact == pytest.approx(2.0 - 0.015 / 0.5, abs=0.003)
    assert reach.arrival == pytest.approx(0.5, rel=0.02)
    assert reach.again == pytest.approx(0.06, abs=0.5 / CLIMBING_FPS)


def test_juggling_touches_are_where_a_lifted_toe_is_highest() -> None:
    times, joints = standing(4.0)
    planted = ((1.0, "right"), (1.7, "left"), (2.3, "right"), (3.1, "right"))
    for moment, side in planted:
        part(joints, f"{side}_toe")[:, 2] += 0.3 * (
            eased(times, moment - 0.2, moment) - eased(times, moment, moment + 0.2)
        )
    touches = find_touches(places_of(joints), times)
    assert [touch.side for touch in touches] == [side for _, side in planted]
    assert [touch.time for touch in touches] == pytest.approx([moment for moment, _ in planted], abs=1.5 * FRAME_S)
    assert [touch.height for touch in touches] == pytest.approx([0.3] * 4, abs=0.001)


def test_a_trap_is_the_foot_farthest_forward_and_a_play_the_foot_fastest_outwards() -> None:
    """The left foot goes to the ball and back between 1.5 and 2.0 s, and outwards between 2.3 and 2.8 s."""
    times, joints = standing(4.5)
    there_and_back = eased(times, 1.5, 1.7) - eased(times, 1.7, 2.0)
    outwards = eased(times, 2.3, 2.8)
    lifted = 0.1 * (there_and_back + eased(times, 2.25, 2.5) - eased(times, 2.6, 2.85))
    for name in ("left_ankle", "left_heel", "left_toe"):
        part(joints, name)[:] += np.stack([-0.5 * outwards, 0.3 * there_and_back, lifted], axis=1)
    play = find_play(joints, times)
    assert play.side == "left"
    assert play.at(play.trap) == pytest.approx(1.7, abs=1.5 * FRAME_S)
    assert play.at(play.play) == pytest.approx(2.55, abs=1.5 * FRAME_S)
