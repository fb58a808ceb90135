"""What every drill is built on: bodies, inverse kinematics, footwork, readings, finished motions, parameters,
targets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from techcoach.drills.spec import Parameter
from techcoach.motion.body import FRACTIONS, VARIATION, Body, sample_body
from techcoach.motion.footwork import Stance, ankle_of, follow
from techcoach.motion.kinematics import (
    GRAVITY,
    LARGEST_ELBOW_FLEXION,
    LARGEST_KNEE_FLEXION,
    Channels,
    about,
    arm_directions,
    arm_target,
    articulate,
    ballistic,
    ease,
    fly,
    hip_joints,
    keep_reachable,
    minimum_jerk,
    moves,
    settle_pelvis,
    shoulder_joints,
    turned,
    two_bones,
    unit,
    within_reach,
)
from techcoach.motion.measuring import angle, elevation, forward_of, places_of, speed
from techcoach.motion.motion import Motion, Prop, at_times, mirrored, resample, trimmed
from techcoach.simulation.simulators import sample_targets
from techcoach.skeleton import KEYPOINT_INDEX, KEYPOINTS

INF = float("inf")


def joint(joints: np.ndarray, name: str) -> np.ndarray:
    return joints[:, KEYPOINT_INDEX[name]]


def wandering(rng: np.random.Generator, body: Body, frames: int) -> Channels:
    """Random targets for every part, some far out of reach."""
    rotation = turned(rng.uniform(-3, 3, frames), rng.uniform(-0.6, 0.6, frames), rng.uniform(-0.4, 0.4, frames))
    pelvis = rng.normal(0, 0.5, (frames, 3)) + [0, 0, 1]
    return Channels(
        pelvis=pelvis,
        pelvis_rotation=rotation,
        chest_rotation=rotation,
        head_rotation=rotation,
        ankles=pelvis[:, None] + rng.normal(0, body.leg, (frames, 2, 3)),
        knee_poles=rng.normal(size=(frames, 2, 3)),
        foot_directions=unit(rng.normal(size=(frames, 2, 3))),
        wrists=pelvis[:, None] + rng.normal(0, 1, (frames, 2, 3)),
        elbow_poles=rng.normal(size=(frames, 2, 3)),
        hand_directions=unit(rng.normal(size=(frames, 2, 3))),
    )


# -- bodies ----------------------------------------------------------------------------------------------------------


def test_bodies_keep_human_proportions_and_some_are_left_handed() -> None:
    rng = np.random.default_rng(0)
    bodies = [sample_body(rng) for _ in range(800)]
    assert all(1.45 <= body.height <= 2.05 for body in bodies)
    for name, share in FRACTIONS.items():
        shares = np.array([getattr(body, name) / body.height for body in bodies])
        assert shares.mean() == pytest.approx(share, rel=0.01)
        assert np.abs(shares / share - 1).max() <= 2 * VARIATION + 1e-9
    assert 0.08 < np.mean([body.handedness == "left" for body in bodies]) < 0.17


def test_a_body_standing_straight_is_as_tall_as_its_parts() -> None:
    body = sample_body(np.random.default_rng(1))
    assert body.standing_hips == pytest.approx(body.thigh + body.shank + body.ankle_height)
    assert body.arm == pytest.approx(body.upper_arm + body.forearm)


# -- kinematics ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_limbs_keep_their_length_whatever_the_targets(seed: int) -> None:
    rng = np.random.default_rng(seed)
    body = sample_body(rng)
    joints = articulate(body, wandering(rng, body, 200))
    lengths = {
        ("hip", "knee"): body.thigh, ("knee", "ankle"): body.shank,
        ("shoulder", "elbow"): body.upper_arm, ("elbow", "wrist"): body.forearm, ("wrist", "hand"): body.hand,
        ("ankle", "heel"): np.hypot(body.heel, body.ankle_height), ("ankle", "toe"): np.hypot(body.toe,
        body.ankle_height),
    }  # fmt: skip
    for side in ("left", "right"):
        for (one, other), length in lengths.items():
            measured = np.linalg.norm(joint(joints, f"{side}_{one}") - joint(joints, f"{side}_{other}"), axis=1)
            np.testing.assert_allclose(measured, length, atol=1e-9)
    for part, width in (("hip", body.hip_width), ("shoulder", body.shoulder_width)):
        across = joint(joints, f"right_{part}") - joint(joints, f"left_{part}")
        np.testing.assert_allclose(np.linalg.norm(across, axis=1), width, atol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_knees_and_elbows_never_fold_beyond_their_limit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    body = sample_body(rng)
    joints = articulate(body, wandering(rng, body, 200))
    for side in ("left", "right"):
        knee = angle(*(joint(joints, f"{side}_{part}") for part in ("hip", "knee", "ankle")))
        elbow = angle(*(joint(joints, f"{side}_{part}") for part in ("shoulder", "elbow", "wrist")))
        assert knee.min() >= 180 - np.degrees(LARGEST_KNEE_FLEXION) - 1e-6
        assert elbow.min() >= 180 - np.degrees(LARGEST_ELBOW_FLEXION) - 1e-6


def test_a_reachable_target_is_reached_and_the_bend_points_to_the_pole() -> None:
    root, pole = np.zeros((1, 3)), np.array([[0.0, 1.0, 0.2]])
    target = np.array([[0.1, 0.05, -0.6]])
    middle, end = two_bones(root, target, 0.4, 0.4, pole, LARGEST_KNEE_FLEXION)
    np.testing.assert_allclose(end, target, atol=1e-12)
    axis = unit(target)
    aside = middle - (middle * axis).sum() * axis
    assert (aside * pole).sum() > 0
    # The bend lies in the plane of limb and pole.
    assert abs(np.dot(np.cross(axis[0], pole[0]), middle[0])) < 1e-12


def test_an_unreachable_target_is_approached_along_the_straight_line() -> None:
    _, end = two_bones(np.zeros((1, 3)), np.array([[0.0, 0.0, -5.0]]), 0.4, 0.4, np.array([[0.0, 1, 0]]), 2.6)
    np.testing.assert_allclose(end[0, :2], 0, atol=1e-12)
    assert -0.8 < end[0, 2] < -0.799


def test_rotations_are_rotations_and_turn_the_right_way() -> None:
    rng = np.random.default_rng(0)
    axes = turned(rng.uniform(-3, 3, 50), rng.uniform(-1, 1, 50), rng.uniform(-1, 1, 50))
    np.testing.assert_allclose(
        np.einsum("tij,tik->tjk", axes, axes), np.broadcast_to(np.eye(3), (50, 3, 3)), atol=1e-12
    )
    np.testing.assert_allclose(np.linalg.det(axes), 1, atol=1e-12)
    assert turned(0.3)[0, 1] < 0, "positive yaw turns forward to the left"
    assert turned(0.0, 0.3)[2, 1] < 0, "positive pitch points forward down"
    assert turned(0.0, 0.0, 0.3)[2, 0] < 0, "positive roll lowers the right side"
    np.testing.assert_allclose(about("z", np.pi / 2) @ [1, 0, 0], [0, 1, 0], atol=1e-12)


def test_trunk_lean_of_pelvis_and_chest_leans_the_shoulders() -> None:
    body = sample_body(np.random.default_rng(0))
    lean = turned(np.zeros(1), np.full(1, 0.4))
    middle = shoulder_joints(body, np.zeros((1, 3)), lean, lean).mean(axis=1)[0]
    assert np.arctan2(middle[1], middle[2]) == pytest.approx(0.4)
    assert np.linalg.norm(middle) == pytest.approx(body.torso)


@pytest.mark.parametrize("side", [0, 1])
def test_arm_angles_survive_forward_and_inverse_kinematics(side: int) -> None:
    rng = np.random.default_rng(side)
    body, count = sample_body(rng), 100
    lift, aside, turn = rng.uniform(0, 2.5, count), rng.uniform(-0.2, 1.0, count), rng.uniform(-0.3, 0.9, count)
    elbow = np.radians(rng.uniform(45, 170, count))
    chest = turned(rng.uniform(-3, 3, count), rng.uniform(-0.5, 0.5, count))
    shoulder = rng.normal(size=(count, 3))
    wrist, pole = arm_target(body, shoulder, chest, lift, aside, elbow, side, turn)
    elbow_at, wrist_at = two_bones(shoulder, wrist, body.upper_arm, body.forearm, pole, LARGEST_ELBOW_FLEXION)
    upper, lower, bending = arm_directions(lift, aside, elbow, side, turn)
    np.testing.assert_allclose(wrist_at, wrist, atol=1e-9)
    np.testing.assert_allclose(angle(shoulder, elbow_at, wrist_at), np.degrees(elbow), atol=1e-6)
    in_chest = np.einsum("tji,tj->ti", chest, elbow_at - shoulder) / body.upper_arm
    np.testing.assert_allclose(in_chest, upper, atol=1e-3)
    np.testing.assert_allclose((lower * bending).sum(axis=1), 0, atol=1e-12)


def test_a_turned_upper_arm_brings_the_forearm_inside_on_both_sides() -> None:
    hanging = np.zeros(1), np.zeros(1), np.full(1, np.pi / 2)
    assert arm_directions(*hanging, side=1, turn=0.5)[1][0, 0] < 0
    assert arm_directions(*hanging, side=0, turn=0.5)[1][0, 0] > 0


def test_targets_within_reach_stay_and_others_come_no_nearer_to_straight_than_allowed() -> None:
    root = np.zeros((200, 3))
    distance = np.linspace(0.01, 3, 200)
    drawn = within_reach(root, np.stack([distance, 0 * distance, 0 * distance], axis=1), 1.0)[:, 0]
    near = distance < 0.86
    np.testing.assert_allclose(drawn[near], distance[near])
    assert drawn.max() < 0.985 + 1e-9
    assert (np.diff(drawn) >= 0).all()


# -- interpolation ---------------------------------------------------------------------------------------------------


def test_ease_meets_its_keys_and_never_overshoots() -> None:
    keys, values = [0.0, 0.4, 0.5, 1.2], np.array([[0.0, 1], [1, 1], [1, 3], [-2, 3]])
    np.testing.assert_allclose(ease(np.array(keys), keys, values), values, atol=1e-12)
    between = ease(np.linspace(-1, 3, 500), keys, values)
    assert between.min() >= -2 - 1e-9 and between.max() <= 3 + 1e-9
    np.testing.assert_allclose(between[[0, -1]], values[[0, -1]])


def test_minimum_jerk_starts_and_ends_at_rest() -> None:
    share = np.linspace(0, 1, 1001)
    moved = minimum_jerk(share)
    velocity, push = np.gradient(moved, share), np.gradient(np.gradient(moved, share), share)
    assert moved[0] == 0 and moved[-1] == 1 and minimum_jerk(np.array([-3.0, 9])).tolist() == [0, 1]
    assert max(abs(velocity[0]), abs(velocity[-1])) < 1e-4 and max(abs(push[2]), abs(push[-3])) < 0.2
    assert velocity.max() == pytest.approx(1.875, rel=1e-3)  # the peak of Flash and Hogan's profile


def test_moves_reach_every_value_and_melt_when_they_overlap() -> None:
    times = np.linspace(0, 4, 2001)
    values = np.array([[0.0, 5], [2, 5], [-1, 6]])
    apart = moves(times, [(0.5, 1.0), (2.0, 3.0)], values)
    for at, value in ((0.2, values[0]), (1.5, values[1]), (3.5, values[2])):
        np.testing.assert_allclose(apart[np.searchsorted(times, at)], value, atol=1e-9)
    melted = moves(times, [(0.5, 1.5), (1.0, 2.0)], np.array([0.0, 1.0, 2.0]))
    moving = (times > 0.55) & (times < 1.95)
    assert (np.diff(melted)[moving[1:]] > 0).all(), "no stop between overlapping moves"


def test_flight_is_a_parabola_under_gravity() -> None:
    times = np.arange(60) / 60
    free = ballistic(times, 0.0, 1.0, 3.0)
    np.testing.assert_allclose(np.diff(free, 2) * 3600, -GRAVITY, atol=1e-9)
    airborne = (times > 0.2) & (times < 0.6)
    flown = fly(times, np.full(60, 1.0), airborne)
    np.testing.assert_allclose(np.diff(flown[airborne], 2) * 3600, -GRAVITY, atol=1e-9)
    np.testing.assert_array_equal(flown[~airborne], 1.0)


def test_the_pelvis_comes_down_to_a_planted_foot_only() -> None:
    body = sample_body(np.random.default_rng(0))
    rotation = np.broadcast_to(np.eye(3), (80, 3, 3))
    pelvis = np.tile([0.0, 0, body.standing_hips + 0.1], (80, 1))
    hips = hip_joints(body, pelvis, rotation)
    ankles = hips * [1, 1, 0] + [0, 0, body.ankle_height]
    planted = np.zeros((80, 2), dtype=bool)
    np.testing.assert_array_equal(keep_reachable(pelvis, hips, ankles, body.leg, planted), pelvis)
    planted[40:] = True
    for lowered in (
        keep_reachable(pelvis, hips, ankles, body.leg, planted),
        settle_pelvis(pelvis, hips, ankles, body.leg, planted),
    ):
        reach = np.linalg.norm(hip_joints(body, lowered, rotation) - ankles, axis=-1)
        assert (reach[40:] <= body.leg + 1e-9).all()
    smooth = settle_pelvis(pelvis, hips, ankles, body.leg, planted)
    assert np.abs(np.diff(smooth[:, 2])).max() < 0.01, "the lowering is spread over neighbouring frames"


# -- feet ------------------------------------------------------------------------------------------------------------


def test_a_foot_rests_in_its_stances_and_flies_between_them() -> None:
    times = np.arange(120) / 60
    path = follow(times, [Stance(-INF, 0.6, (0.0, 0.0)), Stance(1.0, INF, (0.1, 0.5), 0.3)], lift=0.1, push_off=0.5)
    np.testing.assert_allclose(path.toe[times <= 0.6], 0, atol=1e-12)
    np.testing.assert_allclose(path.toe[times >= 1.0], np.broadcast_to([0.1, 0.5, 0.0], (60, 3)), atol=1e-12)
    np.testing.assert_array_equal(path.planted, (times <= 0.6) | (times >= 1.0))
    assert path.toe[:, 2].min() >= 0 and path.toe[:, 2].max() == pytest.approx(0.1, rel=0.02)
    assert path.heading[-1] == pytest.approx(0.3)


def test_the_toe_stays_where_it_is_while_the_heel_rises() -> None:
    body = sample_body(np.random.default_rng(0))
    rise = np.linspace(0, 0.9, 30)
    toe = np.tile([0.3, 0.7, 0.0], (30, 1))
    ankle, forward = ankle_of(body, toe, np.full(30, 0.4), rise)
    rotation = np.broadcast_to(np.eye(3), (30, 3, 3))
    pelvis = ankle + [0, 0, 0.8 * body.leg]
    channels = Channels(
        pelvis, rotation, rotation, rotation, np.stack([ankle, ankle], 1), np.tile([0.0, 1, 0], (30, 2, 1)),
        np.stack([forward, forward], 1), np.tile(pelvis[:, None], (1, 2, 1)), np.tile([0.0, -1, 0], (30, 2, 1)),
        np.tile([0.0, 0, 1], (30, 2, 1)),
    )  # fmt: skip
    joints = articulate(body, channels)
    np.testing.assert_allclose(joint(joints, "left_toe"), toe, atol=1e-9)
    heel = joint(joints, "left_heel")[:, 2]
    assert heel[0] == pytest.approx(0, abs=1e-9) and (np.diff(heel) > 0).all()


# -- readings --------------------------------------------------------------------------------------------------------


def test_readings_of_angles_headings_and_speeds() -> None:
    assert angle(np.array([1.0, 0, 0]), np.zeros(3), np.array([0, 2.0, 0])) == pytest.approx(90)
    assert angle(np.array([1.0, 0, 0]), np.zeros(3), np.array([-3.0, 0, 0])) == pytest.approx(180)
    assert elevation(np.array([0.0, 1, 1])) == pytest.approx(45)
    joints = np.zeros((2, len(KEYPOINTS), 3))
    for part in ("hip", "shoulder"):
        joints[:, KEYPOINT_INDEX[f"right_{part}"]] = [0, -1, 0.3]  # the right side lies behind: facing +x
    np.testing.assert_allclose(forward_of(places_of(joints)), [[1, 0, 0], [1, 0, 0]], atol=1e-9)
    times = np.array([0.0, 0.1, 0.3, 0.6])
    np.testing.assert_allclose(speed(np.outer(times, [3.0, 0, 4]), times), 5)


# -- motions ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def motion() -> Motion:
    rng = np.random.default_rng(7)
    body = replace(sample_body(rng), handedness="right")
    times = np.arange(121) / 60
    still = wandering(rng, body, 1)
    channels = Channels(**{name: np.repeat(value, len(times), axis=0) for name, value in vars(still).items()})
    joints = articulate(body, channels) + np.outer(times, [0.5, -0.2, 0.1])[:, None]
    planted = np.stack([times < 1, times >= 1], axis=1)
    ball = np.outer(times, [1.0, 2, 3])
    props = (Prop("hoop", (1.0, 4, 3), 0.45, 0.3), Prop("wall", (0.5, 0.6, 0), 4, 0.2))
    return Motion(joints, times, body, planted, ~planted, np.zeros(len(times), bool), ball, props)


def test_mirroring_swaps_sides_and_twice_changes_nothing(motion: Motion) -> None:
    other = mirrored(motion)
    np.testing.assert_allclose(joint(other.joints, "left_wrist"), joint(motion.joints, "right_wrist") * [-1, 1, 1])
    np.testing.assert_allclose(joint(other.joints, "nose"), joint(motion.joints, "nose") * [-1, 1, 1])
    np.testing.assert_array_equal(other.planted, motion.planted[:, ::-1])
    assert str(other.body.handedness) == "left"
    assert other.props[0].position == (-1.0, 4.0, 3.0)
    assert other.props[0].angle == -0.3
    assert other.props[1].angle == 0.2, "a wall overhangs alike in the mirror"
    twice = mirrored(other)
    np.testing.assert_allclose(twice.joints, motion.joints)
    assert twice.body == motion.body and twice.props == motion.props


@pytest.mark.parametrize("fps", [24.0, 30000 / 1001, 50.0, 60.0])
def test_resampling_keeps_length_and_places(motion: Motion, fps: float) -> None:
    other = resample(motion, fps)
    np.testing.assert_allclose(np.diff(other.times), 1 / fps)
    assert motion.times[-1] - 1 / fps < other.times[-1] <= motion.times[-1] + 1e-9
    expected = motion.joints[0] + other.times[:, None, None] * np.array([0.5, -0.2, 0.1])
    np.testing.assert_allclose(other.joints, expected, atol=1e-9)
    assert other.ball is not None
    np.testing.assert_allclose(other.ball, np.outer(other.times, [1.0, 2, 3]), atol=1e-9)
    assert other.planted.dtype == bool and (other.planted.sum(axis=1) == 1).all()


def test_trimming_keeps_what_lies_between_and_starts_at_zero(motion: Motion) -> None:
    part = trimmed(motion, 0.5, 1.5)
    assert part.times[0] == 0 and part.times[-1] == pytest.approx(1.0)
    np.testing.assert_allclose(part.joints, motion.joints[30:91], atol=1e-9)
    np.testing.assert_array_equal(at_times(motion, motion.times).joints, motion.joints)
    with pytest.raises(ValueError, match="nothing lies between"):
        trimmed(motion, 5.0, 6.0)


# -- parameters and targets ------------------------------------------------------------------------------------------


def parameter(**changes: object) -> Parameter:
    given = {
        "id": "lean", "dimension": "shoulders & torso", "title": "lean", "unit": "deg", "good": (-5.0, 5.0),
        "fault": (-15.0, 25.0), "spread": (-30.0, 40.0), "source": "Somebody 2000", "joints": ("nose",),
    }  # fmt: skip
    return Parameter(**{**given, **changes})  # type: ignore[arg-type]


def test_quality_falls_from_the_good_range_to_the_fault_bound() -> None:
    lean = parameter()
    for value, quality, side in (
        (0, 1, None), (-5, 1, None), (-10, 0.5, "low"), (-15, 0, "low"), (-99, 0, "low"), (15, 0.5, "high"), (30, 0,
        "high"),
    ):  # fmt: skip
        assert lean.quality(value) == pytest.approx(quality)
        assert lean.fault_state(value) == side


def test_a_side_without_a_fault_is_always_good() -> None:
    lean = parameter(fault=(-INF, 25.0))
    assert lean.quality(-1000) == 1 and lean.fault_state(-1000) is None
    assert lean.quality(25) == 0 and lean.fault_state(25) == "high"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"dimension": "elbows"}, "dimension"),
        ({"good": (5.0, -5.0)}, "must lie within"),
        ({"fault": (-4.0, 25.0)}, "must lie within"),
        ({"joints": ()}, "keypoints"),
        ({"joints": ("tail",)}, "keypoints"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parameter(**changes)


def test_targets_come_from_athletes_of_every_skill() -> None:
    parameters = [parameter(id=f"p{number}") for number in range(12)]
    rng = np.random.default_rng(0)
    rows = np.array([list(sample_targets(rng, parameters).values()) for _ in range(1500)])
    assert rows.min() >= -30 and rows.max() <= 40
    low, high = (rows < -5).mean(), (rows > 5).mean()
    assert 0.15 < low < 0.35 and abs(low - high) < 0.03, "both sides are missed alike often"
    faults = ((rows < -5) | (rows > 5)).sum(axis=1)
    assert (faults == 0).mean() > 0.02 and (faults == 1).mean() > 0.03 and (faults >= 8).mean() > 0.05
    assert faults.var() > 2 * 12 * 0.25, "skill is shared: faults come together"


def test_a_target_on_a_side_without_a_fault_stays_good() -> None:
    rng = np.random.default_rng(0)
    targets = [sample_targets(rng, [parameter(fault=(-INF, 25.0))])["lean"] for _ in range(300)]
    assert min(targets) >= -5 and max(targets) > 25
