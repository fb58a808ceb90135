"""Climbs in sequence: a human body throughout, moves kept as truth, and what does not happen is not applicable."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from techcoach.data.pose_examples import true_states
from techcoach.drills.catalogue import DRILLS
from techcoach.drills.climbing_sequence import sample_wall
from techcoach.drills.simulator import DrillSimulator, ExecutionInSequence
from techcoach.drills.spec import NOT_APPLICABLE, measured_moments
from techcoach.drills.static_move.campus import simulate_campus
from techcoach.drills.static_move.motion import simulate_on
from techcoach.drills.static_move.simulator import SIMULATOR as STATIC
from techcoach.model import TechCoachConfig
from techcoach.model.losses import IGNORED
from techcoach.motion.body import sample_body
from techcoach.motion.climbing import Wall
from techcoach.motion.climbing_moves import cuts_feet, most_slipped, moves_of
from techcoach.motion.dropping import can_drop, dropped
from techcoach.motion.joining import Link, joined, linked, moved_by, pose_at
from techcoach.motion.kinematics import GRAVITY, OutOfReach, articulate, channels_of, knees_ahead
from techcoach.motion.measuring import CannotMeasure, angle
from techcoach.motion.motion import Motion
from techcoach.simulation.executions import EXECUTIONS, SEQUENCE, SINGLE, WINDOW_S, SimulatedExecution
from techcoach.simulation.filming import RecordMaker
from techcoach.simulation.records import load_shard, save_shard
from techcoach.simulation.simulators import sample_targets, simulator_of
from techcoach.simulation.truncation import margins, windows
from techcoach.skeleton import KEYPOINT_INDEX
from techcoach.wording.labels import grade, label, score

CLIMBS = ("bouldering/static-move", "bouldering/dynamic-move")
SEEDS = range(5)
SIDES = ("left", "right")
LIMBS = {
    "thigh": ("hip", "knee"), "shank": ("knee", "ankle"), "upper_arm": ("shoulder", "elbow"),
    "forearm": ("elbow", "wrist"), "hand": ("wrist", "hand"),
}  # fmt: skip
TURNED_BACK = -0.8
"""Cosine of the most that a knee turns from straight ahead; in moves that are simulated alone, too."""


def joint(motion: Motion, name: str) -> np.ndarray:
    return motion.joints[:, KEYPOINT_INDEX[name]]


def targets_of(simulator: DrillSimulator, seed: int) -> dict[str, float]:
    return sample_targets(np.random.default_rng(seed), simulator.spec.parameters)


@pytest.fixture(scope="module")
def climbs() -> list[ExecutionInSequence]:
    made = []
    for drill, seed in itertools.product(CLIMBS, SEEDS):
        simulator = simulator_of(drill)
        assert simulator.sequence is not None
        rng = np.random.default_rng(seed)
        for _ in range(5):
            try:
                made.append(simulator.sequence(rng, targets_of(simulator, seed)))
                break
            except OutOfReach:  # another one is drawn, as by `film`
                continue
    return made


@pytest.fixture(scope="module")
def campused() -> list[Motion]:
    rng = np.random.default_rng(3)
    walls = [Wall(np.radians(overhang), base) for overhang, base in ((20, 0.0), (45, 0.6), (70, 1.9), (90, 2.6))]
    return [simulate_campus(rng, targets_of(STATIC, seed), sample_body(rng), walls[seed % 4]) for seed in range(8)]


def standing_still(seed: int = 0) -> Motion:
    """The first pose of a motion on a wall, held."""
    rng = np.random.default_rng(seed)
    motion = simulate_on(rng, targets_of(STATIC, seed), sample_body(rng))
    return pose_at(motion, 0, 0.1)


# -- a human body, from the first frame to the last ------------------------------------------------------------------


@pytest.mark.parametrize("name", DRILLS)
def test_channels_are_recovered_from_the_joints_that_they_made(name: str) -> None:
    simulator = simulator_of(name)
    motion = simulator.simulate(np.random.default_rng(1), targets_of(simulator, 1))
    again = articulate(motion.body, channels_of(motion.body, motion.joints))
    np.testing.assert_allclose(again, motion.joints, atol=1e-9)


def test_limbs_keep_their_length_and_joints_their_limits(climbs: list[ExecutionInSequence]) -> None:
    for climb, side in itertools.product(climbs, SIDES):
        for limb, (upper, lower) in LIMBS.items():
            length = np.linalg.norm(
                joint(climb.motion, f"{side}_{lower}") - joint(climb.motion, f"{side}_{upper}"), axis=1
            )
            np.testing.assert_allclose(length, getattr(climb.motion.body, limb), atol=1e-9)
        for corner in (("hip", "knee", "ankle"), ("shoulder", "elbow", "wrist")):
            assert angle(*(joint(climb.motion, f"{side}_{part}") for part in corner)).min() > 29.9


def test_no_knee_bends_backwards(climbs: list[ExecutionInSequence]) -> None:
    for climb in climbs:
        assert knees_ahead(climb.motion.body, climb.motion.joints).min() > TURNED_BACK


def test_what_rests_stays_and_nothing_jumps(climbs: list[ExecutionInSequence]) -> None:
    for climb in climbs:
        motion = climb.motion
        assert most_slipped(motion) < 0.001
        velocity = np.diff(motion.joints, axis=0) * 60
        assert np.linalg.norm(velocity, axis=-1).max() < 12
        assert np.linalg.norm(np.diff(velocity, axis=0) * 60, axis=-1).max() < 600
        np.testing.assert_allclose(np.diff(motion.times), 1 / 60)


def test_nobody_goes_through_wall_or_ground_and_flights_are_ballistic(climbs: list[ExecutionInSequence]) -> None:
    for climb in climbs:
        motion = climb.motion
        wall = next(prop for prop in motion.props if prop.kind == "wall")
        places = Wall(wall.angle, wall.position[2]).of(motion.joints)
        assert places[..., 2][places[..., 1] > 0].min() > -0.06
        assert motion.joints[..., 2].min() > -0.02
        touching = motion.planted.any(axis=1) | motion.held.any(axis=1)
        np.testing.assert_array_equal(motion.airborne, ~touching)
        hips = (joint(motion, "left_hip") + joint(motion, "right_hip")) / 2
        inside = motion.airborne[2:] & motion.airborne[1:-1] & motion.airborne[:-2]
        np.testing.assert_allclose((np.diff(hips[:, 2], 2) * 60**2)[inside], -GRAVITY, atol=1e-5)


# -- what is kept as truth -------------------------------------------------------------------------------------------


def test_the_coached_execution_is_in_the_sequence_as_it_was_simulated(climbs: list[ExecutionInSequence]) -> None:
    for climb in climbs:
        first = int(round(climb.start_s * 60))
        part = climb.motion.joints[first : first + len(climb.execution.times)]
        np.testing.assert_array_equal(part, climb.execution.joints)


def test_the_coached_move_is_the_one_that_is_measured(climbs: list[ExecutionInSequence]) -> None:
    for number, climb in enumerate(climbs):
        simulator = simulator_of(CLIMBS[number // len(SEEDS)])
        measured = simulator.measure(climb.execution.joints, climb.execution.times)
        reached = measured["torso_turn" if number < len(SEEDS) else "catch_timing"].time_s
        if not np.isnan(reached):
            move = climb.moves[climb.coached]
            assert move.start_s < climb.start_s + reached < move.end_s + 0.1


def test_sequences_hold_one_move_or_many_with_feet_on_and_off(climbs: list[ExecutionInSequence]) -> None:
    counts = [len(climb.moves) for climb in climbs]
    assert min(counts) <= 2 and max(counts) >= 5
    cut = [cuts_feet(climb.motion) for climb in climbs]
    assert any(cut) and not all(cut)
    for climb in climbs:
        starts = [move.start_s for move in climb.moves]
        assert starts == sorted(starts) and all(move.start_s < move.end_s for move in climb.moves)


def test_a_hand_that_slips_is_found() -> None:
    motion = standing_still()
    joints = motion.joints.copy()
    joints[3, KEYPOINT_INDEX["right_hand"]] += [0.0, 0.0, 0.004]
    assert most_slipped(motion) < 1e-9 and most_slipped(replace(motion, joints=joints)) == pytest.approx(0.004)


def test_a_hand_that_readjusts_has_not_moved_and_hands_together_are_one_move() -> None:
    held = np.ones((120, 2), dtype=bool)
    held[20:40, 0] = held[60:80, :] = held[100:110, 1] = False
    joints = np.zeros((120, 23, 3))
    joints[60:, KEYPOINT_INDEX["left_hand"]] = joints[60:, KEYPOINT_INDEX["right_hand"]] = [0, 0, 0.5]
    still = standing_still()
    motion = replace(still, joints=joints, times=np.arange(120) / 60, held=held)
    assert [(move.hand, round(move.start_s * 60), round(move.end_s * 60)) for move in moves_of(motion)] == [
        ("both", 59, 80)
    ]


@pytest.mark.parametrize("drill", CLIMBS)
def test_a_window_holds_the_coached_move_and_what_is_measured(drill: str) -> None:
    for seed in range(6):
        try:
            execution = EXECUTIONS[SEQUENCE](simulator_of(drill), np.random.default_rng(seed))
        except (CannotMeasure, OutOfReach):
            continue
        end = float(execution.motion.times[-1])
        assert end <= WINDOW_S[1] + 0.02 and execution.coached is not None
        move = execution.moves[execution.coached]
        assert move.start_s >= -0.05 and move.end_s <= end + 0.05
        assert all(0 <= moment <= end for moment in measured_moments(execution.measured))


def test_a_cut_keeps_the_moves_that_are_mostly_within(climbs: list[ExecutionInSequence]) -> None:
    climb = next(one for one in climbs if len(one.moves) > 3 and one.coached > 0)
    whole = SimulatedExecution(climb.motion, {}, {}, climb.repeat, moves=climb.moves, coached=climb.coached)
    start = climb.moves[climb.coached].start_s - 0.1
    part = whole.cut(pose_at(climb.motion, 0, 2.0), start)
    assert part.coached == 0 and part.moves[0].start_s == pytest.approx(0.1)
    assert whole.cut(pose_at(climb.motion, 0, 0.1), start - 1.0).coached is None


def test_executions_are_single_unless_a_sequence_is_asked_for() -> None:
    maker = RecordMaker("test", CLIMBS[0], 16, rendered=False)
    assert maker.executions == SINGLE
    alone, among = maker(0, 1)[0], replace(maker, executions=SEQUENCE)(0, 1)[0]
    assert alone.moves == () and alone.coached is None
    assert among.coached is not None and among.moves


# -- joining ---------------------------------------------------------------------------------------------------------


def test_a_link_moves_limbs_in_their_turn_and_leaves_the_others() -> None:
    before = standing_still()
    after = moved_by(before, np.array([0.05, 0.0, 0.12]))
    turns = ((0.6, 0.9), (0.9, 1.2), (0.0, 0.3), (0.3, 0.6))
    link = linked(before, after, Link(1.3, turns, np.array([0.0, -0.05, 0.0])))
    for limb, (start, end) in zip(("left_toe", "right_toe", "left_hand", "right_hand"), turns, strict=True):
        path = joint(link, limb)
        earlier, later = link.times <= start, link.times >= end
        assert np.linalg.norm(path[earlier] - joint(before, limb)[-1], axis=1).max(initial=0) < 1e-6
        assert np.linalg.norm(path[later] - joint(after, limb)[0], axis=1).max(initial=0) < 1e-6
    whole, spans = joined([before, link, after])
    assert len(spans) == 3 and spans[2][0] == pytest.approx((len(before.times) + len(link.times)) / 60)
    assert np.linalg.norm(np.diff(whole.joints, axis=0), axis=-1).max() < 0.1


def test_what_is_out_of_reach_is_not_linked_and_other_bodies_are_not_joined() -> None:
    before = standing_still()
    far = moved_by(before, np.array([0.0, 0.0, 2.5]))
    with pytest.raises(OutOfReach, match="come off"):
        linked(before, far, Link(1.0, ((0.8, 1.0), (0.8, 1.0), (0.8, 1.0), (0.0, 0.3)), np.zeros(3)))
    with pytest.raises(ValueError, match="bodies"):
        joined([before, standing_still(1)])


def test_a_climber_who_lets_go_lands_on_the_feet() -> None:
    hang = moved_by(standing_still(), np.array([0.0, 0.0, 1.5]))
    assert can_drop(hang) and not can_drop(pose_at(dropped(hang, np.random.default_rng(0)), -1, 0.1))
    fall = dropped(hang, np.random.default_rng(0))
    assert fall.airborne[0] and fall.planted[-1].all() and not fall.held.any()
    assert np.abs(joint(fall, "left_toe")[-1, 2]) < 0.02


# -- walls, feet, and what does not apply ----------------------------------------------------------------------------


def test_walls_reach_from_slab_to_roof() -> None:
    overhangs = np.degrees([sample_wall(np.random.default_rng(seed)).overhang for seed in range(300)])
    assert overhangs.min() < -8 and overhangs.max() > 85
    assert all(np.mean((overhangs >= low) & (overhangs < high)) > 0.08 for low, high in ((28, 45), (45, 70), (70, 91)))
    assert max(np.degrees(sample_wall(np.random.default_rng(seed), 45).overhang) for seed in range(100)) <= 45


@pytest.mark.parametrize(("overhang", "base"), [(-10, 0.0), (40, 0.3), (60, 1.3), (90, 2.4)])
def test_a_static_move_is_measured_on_any_wall(overhang: float, base: float) -> None:
    rng = np.random.default_rng(int(overhang) % 7)
    targets = targets_of(STATIC, 5) | {"hip_distance": 0.25, "reach_speed": 0.6}
    motion = simulate_on(rng, targets, sample_body(rng), Wall(np.radians(overhang), base))
    measured = STATIC.measure(motion.joints, motion.times)
    assert measured["hip_distance"].value == pytest.approx(0.25, abs=0.12)
    assert measured["settling"].value == pytest.approx(targets["settling"], abs=0.15)
    gaze = {measured[name].applies for name in ("look_foot", "look_up")}
    assert gaze == {overhang <= 45}, "on steep walls the head's pitch says nothing"


def test_a_reach_without_feet_leaves_out_what_is_about_feet(campused: list[Motion]) -> None:
    about_hands = {"look_up", "straight_arms", "reach_speed", "hand_adjusting", "catch_speed"}
    for motion in campused:
        assert not motion.planted.any() and cuts_feet(motion)
        measured = STATIC.measure(motion.joints, motion.times)
        assert {name for name, one in measured.items() if one.applies} == about_hands


def test_what_does_not_apply_is_neither_graded_nor_counted(campused: list[Motion]) -> None:
    measured = STATIC.measure(campused[0].joints, campused[0].times)
    graded = label(STATIC.spec, measured, np.random.default_rng(0))
    assert {finding.parameter.id for finding in graded.findings} == {n for n, one in measured.items() if one.applies}
    legs = [point.dimension for point in STATIC.spec.drill.techpoints].index("legs & knees")
    assert graded.points[legs] == (None, None)
    assert graded.score == pytest.approx(score([grade(f.parameter, measured[f.parameter.id]) for f in graded.findings]))
    names = [f"{STATIC.spec.id}/{parameter.id}" for parameter in STATIC.spec.parameters]
    states = true_states(TechCoachConfig(parameter_names=names), STATIC.spec.id, graded)
    assert dict(zip(names, states, strict=True))[f"{STATIC.spec.id}/leg_drive"] == IGNORED
    assert (states != IGNORED).sum() == len(graded.findings)


@pytest.fixture(scope="module")
def partial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A shard of one record of a sequence without a foot placement."""
    record = RecordMaker("train", CLIMBS[0], 32, rendered=False, executions=SEQUENCE)(0, 1)[0]
    feet = dict.fromkeys(("settling", "foot_landing", "leg_drive", "hip_shift", "look_foot"), NOT_APPLICABLE)
    path = tmp_path_factory.mktemp("records") / "one.npz"
    save_shard(path, [replace(record, measured=record.measured | feet)])
    yield path


def test_records_keep_what_does_not_apply_and_the_moves(partial: Path) -> None:
    record = next(iter(load_shard(partial)))
    assert not record.measured["leg_drive"].applies and record.measured["catch_speed"].applies
    assert record.coached is not None and record.moves[record.coached].end_s > record.moves[record.coached].start_s
    names = [f"{record.drill}/{name}" for name in record.measured]
    known = dict(zip(record.measured, margins(record, names), strict=True))
    assert np.isnan(known["leg_drive"]) and np.isfinite(known["catch_speed"])
    assert all(np.isfinite(window).all() for window in windows(record, np.random.default_rng(0)))
