"""A body moved by poses and footsteps: what an athlete does between drills, and people who do other things.

A `Course` gives the feet and the level path of the hips, standing or walking; a `Pose` says how the body is held above
them. Knows a body, poses and times; no drill and no kind of motion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from .body import Body
from .footwork import FootPath, Stance, ankle_of, follow
from .kinematics import (
    Channels,
    articulate,
    ease,
    fly,
    hip_joints,
    kept_off,
    settle_pelvis,
    shoulder_joints,
    turned,
    unit,
    within_reach,
)
from .motion import SIMULATION_FPS, Motion

Place = tuple[float, float, float]
OUTWARD = (-1.0, 1.0)
"""Sign of x to the outside, left and right."""
LIFTED = 0.01
"""A foot that a pose lifts by more, leg lengths, does not stand."""
FARTHEST_BACK = np.radians(-100)
"""An arm is not raised farther behind the body."""
LEAST_ARM, LEAST_LEG = 0.32, 0.45
"""Share of its length to which an arm or a leg folds at most."""


@dataclass(frozen=True)
class Pose:
    """How a body is held; the default stands with hanging arms.

    Attributes:
        sink: how far the hips are below standing, shares of their standing height; negative in the air.
        shift: (right, forward) of the hips, leg lengths. turn: of the hips to the left, degrees.
        twist: of the chest against the hips, to the left, degrees. lean, side: of the trunk forward and to the right.
        nod: of the head down, look: to the left, degrees.
        left_hand, right_hand: places from the own shoulder in the chest's frame, arm lengths: outward, forward, up.
        left_foot, right_foot: places from where the foot stands, leg lengths: outward, forward, up.
        left_heel, right_heel: how far the heel has risen, degrees.
    """

    sink: float = 0.02
    shift: tuple[float, float] = (0.0, 0.0)
    turn: float = 0.0
    twist: float = 0.0
    lean: float = 3.0
    side: float = 0.0
    nod: float = 6.0
    look: float = 0.0
    left_hand: Place = (0.12, 0.08, -0.96)
    right_hand: Place = (0.12, 0.08, -0.96)
    left_foot: Place = (0.0, 0.0, 0.0)
    right_foot: Place = (0.0, 0.0, 0.0)
    left_heel: float = 0.0
    right_heel: float = 0.0


@dataclass(frozen=True)
class Course:
    """Feet and hips over T frames, without what a `Pose` adds.

    Attributes:
        times: (T,) seconds. hips: (T, 2) level place, metres. heading: (T,) radians that the body faces.
        left, right: the feet. drop: (T,) metres that the hips sink with the steps. swing: (T,) -1..1, the arms' swing
        against the legs: 1 where the left hand is in front.
    """

    times: np.ndarray
    hips: np.ndarray
    heading: np.ndarray
    left: FootPath
    right: FootPath
    drop: np.ndarray
    swing: np.ndarray


@dataclass(frozen=True)
class Gait:
    """How somebody walks or runs.

    Attributes:
        steps_per_s: cadence. stance: share of two steps that a foot stands; below 0.5 it is running.
        lift: metres that a foot swings high. push: degrees that the heel rises at the end of a stance.
        bob: metres that the hips sink in every step.
    """

    steps_per_s: float
    stance: float
    lift: float
    push: float
    bob: float


def standing(body: Body, seconds: float, width: float) -> Course:
    """Return a course on one spot, facing +y; the feet are `width` metres apart."""
    times = np.arange(max(int(seconds * SIMULATION_FPS), 2)) / SIMULATION_FPS
    zero = np.zeros(len(times))
    left, right = (follow(times, [Stance(0.0, 1e9, (sign * width / 2, body.toe * 0.7))], 0.0, 0.0) for sign in OUTWARD)
    return Course(times, np.zeros((len(times), 2)), zero, left, right, zero, zero)


def travelling(
    body: Body, gait: Gait, speed: np.ndarray, heading: np.ndarray, facing: np.ndarray, width: float = 0.14
) -> Course:
    """Return a course on foot, from the origin.

    Args:
        speed: (T,) m/s at the simulation's rate. heading: (T,) radians of the way. facing: (T,) radians of the body.
        width: metres between the feet's tracks.
    """
    times = np.arange(len(speed)) / SIMULATION_FPS
    step = np.stack([-np.sin(heading), np.cos(heading)], axis=1) * speed[:, None] / SIMULATION_FPS
    hips = np.concatenate([np.zeros((1, 2)), np.cumsum(step, axis=0)[:-1]])
    period = 1 / gait.steps_per_s
    stance_s = 2 * period * gait.stance
    feet = []
    for side, sign in enumerate(OUTWARD):
        contacts = np.arange(side * period - 2 * period, times[-1] + 2 * period, 2 * period)
        stances = _stances(body, times, hips, facing, contacts, stance_s, sign * width / 2)
        feet.append(follow(times, stances, gait.lift, np.radians(gait.push), min(0.16, stance_s / 2)))
    pace = np.clip(speed / 0.6, 0, 1)
    phase = np.pi * times / period
    # A foot touches down at phase 0 (left) and pi (right), and the other arm is in front then.
    drop = gait.bob * pace * (1 + np.cos(2 * phase if gait.stance > 0.5 else 2 * phase - 2 * np.pi * gait.stance)) / 2
    return Course(times, hips, facing, feet[0], feet[1], drop, -pace * np.cos(phase))


def _stances(
    body: Body, times: np.ndarray, hips: np.ndarray, facing: np.ndarray, contacts: np.ndarray, stance_s: float,
    offset: float,
) -> list[Stance]:  # fmt: skip
    """Return one foot's stances: each under the place that the hips have in the middle of it; small steps are left
    out."""
    stances: list[Stance] = []
    for contact in contacts:
        middle = float(np.clip(contact + stance_s / 2, 0.0, times[-1]))
        at, angle = (
            [float(np.interp(middle, times, hips[:, axis])) for axis in (0, 1)],
            np.interp(middle, times, facing),
        )
        right, forward = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
        place = at + right * offset + forward * body.toe * 0.7
        stance = Stance(contact, contact + stance_s, (float(place[0]), float(place[1])), float(angle))
        if stances:
            last = stances[-1]
            if np.linalg.norm(np.subtract(stance.toe, last.toe)) + 0.2 * abs(stance.heading - last.heading) < 0.05:
                stances[-1] = Stance(last.start, stance.end, last.toe, last.heading)
                continue
        stances.append(stance)
    return stances


def perform(body: Body, course: Course, key_times: Sequence[float], poses: Sequence[Pose], arm_swing: Place) -> Motion:
    """Move a body along a course, through poses at key times (seconds, rising).

    Args:
        arm_swing: how far the arms swing with the steps: outward and forward, radians; arm lengths that they bend by.
    """
    times = course.times
    held = _between(times, key_times, poses)
    heading = course.heading + np.radians(held["turn"])
    ankles, ways, planted = _feet(body, course, held)
    pelvis = np.zeros((len(times), 3))
    facing = turned(course.heading)
    pelvis[:, :2] = course.hips
    shift = held["shift"] * body.leg
    pelvis += facing[:, :, 0] * shift[:, :1] + facing[:, :, 1] * shift[:, 1:]
    pelvis[:, 2] = body.standing_hips * (1 - held["sink"]) - course.drop
    lean, side = np.radians(held["lean"]), np.radians(held["side"])
    pelvis_rotation = turned(heading, lean * 0.6, side * 0.6)
    chest_yaw = heading + np.radians(held["twist"])
    chest_rotation = turned(chest_yaw, lean * 1.2, side * 1.2)
    pelvis = settle_pelvis(pelvis, hip_joints(body, pelvis, pelvis_rotation), ankles, body.leg * 0.995, planted)
    pelvis[:, 2] = fly(times, pelvis[:, 2], ~planted.any(axis=1))
    hips = hip_joints(body, pelvis, pelvis_rotation)
    free = kept_off(hips, within_reach(hips, ankles, body.leg, firm=0.97, most=0.995), LEAST_LEG * body.leg)
    ankles = np.where(planted[..., None], ankles, free)
    shoulders = shoulder_joints(body, pelvis, pelvis_rotation, chest_rotation)
    wrists, poles = _arms(body, course, held, shoulders, chest_rotation, np.array(arm_swing))
    joints = articulate(
        body,
        Channels(
            pelvis=pelvis,
            pelvis_rotation=pelvis_rotation,
            chest_rotation=chest_rotation,
            head_rotation=turned(chest_yaw + np.radians(held["look"]), lean * 0.4 + np.radians(held["nod"])),
            ankles=ankles,
            knee_poles=np.cross(facing[:, None, :, 0], ankles - hips),
            foot_directions=ways,
            wrists=wrists,
            elbow_poles=poles,
            hand_directions=unit(wrists - (shoulders + poles * 0.4 * body.arm)),
        ),
    )
    none_held = np.zeros((len(times), 2), dtype=bool)
    return Motion(joints, times, body, planted, none_held, ~planted.any(axis=1))


def _between(times: np.ndarray, key_times: Sequence[float], poses: Sequence[Pose]) -> dict[str, np.ndarray]:
    """Return the poses' values over time by name, (T,) or (T, n) each; hands as angles, as of `_round_shoulder`."""
    names = [field.name for field in fields(Pose)]
    keys = {name: np.array([getattr(pose, name) for pose in poses], dtype=np.float64) for name in names}
    keys |= {name: _round_shoulder(places) for name, places in keys.items() if name.endswith("_hand")}
    sizes = [keys[name][0].size for name in names]
    rows = np.concatenate([keys[name].reshape(len(poses), -1) for name in names], axis=1)
    over_time = ease(times, key_times, rows) if len(poses) > 1 else np.repeat(rows, len(times), axis=0)
    parts = np.split(over_time, np.cumsum(sizes)[:-1], axis=1)
    return {name: part if keys[name].ndim > 1 else part[:, 0] for name, part in zip(names, parts, strict=True)}


def _feet(body: Body, course: Course, held: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return ankles and foot directions (T, 2, 3), and which feet stand (T, 2)."""
    ankles, ways, planted = [], [], []
    for path, side, sign in zip((course.left, course.right), ("left", "right"), OUTWARD, strict=True):
        facing, offset = turned(path.heading), held[f"{side}_foot"] * body.leg
        toe = path.toe + facing[:, :, 0] * sign * offset[:, :1] + facing[:, :, 1] * offset[:, 1:2]
        toe[:, 2] += np.maximum(offset[:, 2], 0.0)
        ankle, way = ankle_of(body, toe, path.heading, path.rise + np.radians(held[f"{side}_heel"]))
        ankles.append(ankle)
        ways.append(way)
        planted.append(path.planted & (held[f"{side}_foot"][:, 2] < LIFTED))
    return np.stack(ankles, axis=1), np.stack(ways, axis=1), np.stack(planted, axis=1)


def _arms(
    body: Body, course: Course, held: dict[str, np.ndarray], shoulders: np.ndarray, chest: np.ndarray,
    arm_swing: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Return wrists and elbow poles, (T, 2, 3) each. A hand goes round the shoulder, not through it; the elbow lies
    behind an arm that hangs, below one that points forward, and always a little to the outside."""
    wrists, poles = [], []
    for number, (side, sign) in enumerate(zip(("left", "right"), OUTWARD, strict=True)):
        swing = course.swing * (-sign)
        raised, aside, reach = held[f"{side}_hand"].T
        raised, aside = raised + swing * arm_swing[1], aside + swing * arm_swing[0]
        reach = np.clip(reach - np.abs(swing) * arm_swing[2], LEAST_ARM, 0.985)
        level = np.cos(aside)
        way = np.stack([sign * np.sin(aside), np.sin(raised) * level, -np.cos(raised) * level], axis=1)
        behind = np.stack([np.full(len(raised), 0.5 * sign), -np.cos(raised), -np.sin(raised)], axis=1)
        wrists.append(shoulders[:, number] + np.einsum("tij,tj->ti", chest, way * reach[:, None] * body.arm))
        poles.append(np.einsum("tij,tj->ti", chest, unit(behind)))
    return np.stack(wrists, axis=1), np.stack(poles, axis=1)


def _round_shoulder(places: np.ndarray) -> np.ndarray:
    """Return hand places (K, 3) as angles: raised forward from hanging, aside to the outside (radians), and reach."""
    outward, forward, up = places.T
    reach = np.linalg.norm(places, axis=1)
    raised = np.arctan2(forward, -up)
    raised = np.where(raised < FARTHEST_BACK, raised + 2 * np.pi, raised)
    return np.stack([raised, np.arcsin(np.clip(outward / np.maximum(reach, 1e-6), -1, 1)), reach], axis=1)
