"""The simulated inside trap and outside play, beyond what holds for every drill: its events, its values, its ball."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from techcoach.drills.spec import Measurement, Parameter
from techcoach.drills.trap_and_pass.simulator import SIMULATOR
from techcoach.drills.trap_and_pass.spec import PARAMETERS
from techcoach.motion.measuring import CannotMeasure
from techcoach.motion.motion import Motion, resample, trimmed
from techcoach.simulation.simulators import sample_targets
from techcoach.skeleton import KEYPOINT_INDEX

SAMPLES = 200
SPREAD = {parameter.id: parameter.spread[1] - parameter.spread[0] for parameter in PARAMETERS}
GOOD = {
    p.id: (max(p.good[0], p.spread[0]) + min(p.good[1], p.spread[1])) / 2 for p in PARAMETERS
}  # fmt: skip


@dataclass(frozen=True)
class Executed:
    """One execution: what was meant, what moved, what was read."""

    targets: dict[str, float]
    motion: Motion
    measured: dict[str, Measurement]


@pytest.fixture(scope="module")
def executions() -> list[Executed]:
    made = []
    for seed in range(SAMPLES):
        rng = np.random.default_rng(1000 + seed)
        targets = sample_targets(rng, PARAMETERS)
        motion = SIMULATOR.simulate(rng, targets)
        made.append(Executed(targets, motion, SIMULATOR.measure(motion.joints, motion.times)))
    return made


def joint(motion: Motion, name: str) -> np.ndarray:
    return motion.joints[:, KEYPOINT_INDEX[name]]


def playing(motion: Motion) -> tuple[str, str]:
    """The foot that plays the ball, and the other one."""
    side = motion.body.handedness
    return side, "left" if side == "right" else "right"


# -- events ------------------------------------------------------------------------------------------------------------


def test_the_ball_is_trapped_and_played_when_the_feet_say_so(executions: list[Executed]) -> None:
    for one in executions:
        assert one.motion.ball is not None
        pace = np.linalg.norm(np.gradient(one.motion.ball, one.motion.times, axis=0), axis=1)

        def at(moment: float, pace: np.ndarray = pace, times: np.ndarray = one.motion.times) -> float:
            return float(np.interp(moment, times, pace))

        trap, play = one.measured["eyes_down"].time_s, one.measured["play_reach"].time_s
        assert at(trap - 0.12) > 2.0 and at(trap + 0.3) < 2.0, "the ball comes, and is stopped"
        assert at(play + 0.08) > 1.5 and at(play - 0.1) < 2.5, "the ball waits, and goes"


def test_waiting_comes_before_the_trap_and_both_feet_stand_in_it(executions: list[Executed]) -> None:
    for one in executions:
        waiting = one.measured["ready_heels"].time_s
        assert waiting < one.measured["eyes_down"].time_s - 0.4
        assert one.motion.planted[int(round(waiting * 60))].all()


def test_the_support_foot_stands_from_the_trap_to_the_play(executions: list[Executed]) -> None:
    for one in executions:
        _, other = playing(one.motion)
        start, end = (int(one.measured[name].time_s * 60) for name in ("eyes_down", "play_reach"))
        assert one.motion.planted[start:end, 0 if other == "left" else 1].all()
        place = joint(one.motion, f"{other}_toe")[start:end]
        assert np.ptp(place, axis=0).max() < 0.001


# -- values ------------------------------------------------------------------------------------------------------------


def test_measured_values_follow_the_targets(executions: list[Executed]) -> None:
    for name, spread in SPREAD.items():
        meant = np.array([one.targets[name] for one in executions])
        read = np.array([one.measured[name].value for one in executions])
        assert np.corrcoef(meant, read)[0, 1] > 0.95, name
        assert np.median(np.abs(read - meant)) < 0.08 * spread, name


def test_good_and_faulty_values_are_both_common(executions: list[Executed]) -> None:
    for parameter in PARAMETERS:
        sides = [parameter.fault_state(one.measured[parameter.id].value) for one in executions]
        assert sides.count(None) >= 0.15 * SAMPLES, parameter.id
        for bound, side in zip(parameter.fault, ("low", "high"), strict=True):
            assert not np.isfinite(bound) or sides.count(side) >= 0.15 * SAMPLES, (parameter.id, side)


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.id)
def test_one_planted_fault_is_found_and_no_other(parameter: Parameter) -> None:
    for side, bound, worst in zip(("low", "high"), parameter.fault, parameter.spread, strict=True):
        if not np.isfinite(bound):
            continue
        for seed in range(3):
            motion = SIMULATOR.simulate(np.random.default_rng(seed), GOOD | {parameter.id: worst})
            read = SIMULATOR.measure(motion.joints, motion.times)
            sides = {p.id: p.fault_state(read[p.id].value) for p in PARAMETERS}
            assert {name: side for name, side in sides.items() if side} == {parameter.id: side}


@pytest.mark.parametrize("fps", [24.0, 30.0, 50.0])
def test_the_frame_rate_hardly_matters(executions: list[Executed], fps: float) -> None:
    for one in executions[:60]:
        motion = resample(one.motion, fps)
        again = SIMULATOR.measure(motion.joints, motion.times)
        for name, spread in SPREAD.items():
            assert abs(again[name].value - one.measured[name].value) < 0.12 * spread, name


def test_what_shows_no_trap_is_refused(executions: list[Executed]) -> None:
    one = executions[0]
    trap, play = one.measured["eyes_down"].time_s, one.measured["play_reach"].time_s
    with pytest.raises(CannotMeasure, match="twice in a row"):
        SIMULATOR.measure(np.repeat(one.motion.joints[:1], 120, axis=0), np.arange(120) / 60)
    with pytest.raises(CannotMeasure, match="frames"):
        SIMULATOR.measure(one.motion.joints[:2], one.motion.times[:2])
    late = trimmed(one.motion, trap - 0.2, one.motion.times[-1])
    with pytest.raises(CannotMeasure, match="waiting"):
        SIMULATOR.measure(late.joints, late.times)
    short = trimmed(one.motion, 0.0, play + 0.5)
    with pytest.raises(CannotMeasure, match="ends"):
        SIMULATOR.measure(short.joints, short.times)


# -- the motion is a human one, with a ball ----------------------------------------------------------------------------


def test_a_cushioned_ball_comes_back_with_the_foot(executions: list[Executed]) -> None:
    for one in executions:
        assert one.motion.ball is not None
        start = int(one.measured["eyes_down"].time_s * 60)
        back = -np.diff(one.motion.ball[[start, start + 15], 1])[0]
        assert back > 0.4 * one.targets["cushion"] - 0.05


def test_the_ball_stays_on_the_ground_and_outside_the_feet(executions: list[Executed]) -> None:
    for one in executions:
        assert one.motion.ball is not None
        np.testing.assert_allclose(one.motion.ball[:, 2], 0.11)
        for side in ("left", "right"):
            # The ankle is the middle of the foot; a ball's radius is 0.11 m.
            away = np.linalg.norm((joint(one.motion, f"{side}_ankle") - one.motion.ball)[:, :2], axis=1)
            assert away.min() > 0.1


def test_the_athlete_leaves_the_way_the_ball_was_played(executions: list[Executed]) -> None:
    for one in executions:
        assert one.motion.ball is not None
        hips = (joint(one.motion, "left_hip") + joint(one.motion, "right_hip")) / 2
        start = int(one.measured["play_reach"].time_s * 60) + 2
        gone, rolled = (path[start + 30, :2] - path[start, :2] for path in (hips, one.motion.ball))
        assert gone @ rolled / np.linalg.norm(gone) / np.linalg.norm(rolled) > 0.95
        side = 1 if one.motion.body.handedness == "right" else -1
        assert rolled[0] * side > 0, "the outside of a foot plays the ball to that foot's side"


def test_somebody_always_stands_on_a_foot_and_in_front_of_a_goal(executions: list[Executed]) -> None:
    for one in executions:
        assert one.motion.planted.any(axis=1).all() and not one.motion.airborne.any()
        assert [prop.kind for prop in one.motion.props] == ["goal"]
        assert 2.0 <= one.motion.times[-1] <= 7.0


def test_hips_keep_a_human_height(executions: list[Executed]) -> None:
    for one in executions:
        hips = (joint(one.motion, "left_hip") + joint(one.motion, "right_hip"))[:, 2] / 2
        assert 0.7 * one.motion.body.standing_hips < hips.min()
        assert hips.max() < 1.2 * one.motion.body.standing_hips  # on tiptoe
