"""Shared by the simulated layups: feet that stand and swing, hips in flight, arms that carry a ball. Knows no drill.

Lengths in metres, angles in radians unless a name says otherwise; [left, right] order; a person runs towards +y.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.interpolate import CubicHermiteSpline, PchipInterpolator

from .body import Body
from .footwork import Stance, ankle_of
from .kinematics import (
    GRAVITY,
    Channels,
    about,
    articulate,
    ease,
    fly,
    hip_joints,
    minimum_jerk,
    settle_pelvis,
    shoulder_joints,
    turned,
    unit,
    within_reach,
)
from .motion import Motion, Prop

NOSE_BELOW_EARS = 5.5
"""The nose's place in the head (see `kinematics`), degrees."""
PELVIS_SHARE, CHEST_SHARE = 0.55, 1.225
"""Shares of the trunk's lean that pelvis and chest take; together they lean the line from hips to shoulders fully."""
ROLL_S = 0.12
"""Seconds before the foot leaves the ground at which its heel begins to rise."""
BALL_RADIUS, RIM_HEIGHT = 0.12, 3.05


@dataclass(frozen=True)
class Pose:
    """A swinging leg at one moment: angle of the thigh forward of straight down and flexion of the knee, radians."""

    time: float
    thigh: float
    fold: float


@dataclass(frozen=True)
class FootPlan:
    """One foot's stances in time order, and for each step between them the swing's poses and the heel's rise."""

    stances: list[Stance]
    swings: list[list[Pose]]
    pushes: list[float]


@dataclass(frozen=True)
class ArmKeys:
    """Wrist places relative to that arm's shoulder: times (N,) and (N, 3) right, forward, up in the chest's heading."""

    times: list[float]
    places: list[tuple[float, float, float]]


@dataclass(frozen=True)
class Script:
    """The plan of one layup over T frames.

    Attributes:
        times: (T,). pelvis: (T, 3). yaw: (T,) of the pelvis. chest_yaw, lean: (T,). head: (T, 3, 3).
        feet: left and right. arms: left and right.
    """

    times: np.ndarray
    pelvis: np.ndarray
    yaw: np.ndarray
    chest_yaw: np.ndarray
    lean: np.ndarray
    head: np.ndarray
    feet: tuple[FootPlan, FootPlan]
    arms: tuple[ArmKeys, ArmKeys]


def through(
    times: np.ndarray, keys: Sequence[float], values: np.ndarray, fixed_slopes: dict[int, np.ndarray | float]
) -> np.ndarray:
    """Return a smooth curve (T, ...) through (N, ...) values; slopes are monotone unless given in `fixed_slopes` (key
    number -> slope)."""
    slopes = np.asarray(PchipInterpolator(keys, values, axis=0).derivative()(np.asarray(keys)))
    slopes[0], slopes[-1] = 0.0, 0.0
    for number, slope in fixed_slopes.items():
        slopes[number] = slope
    return np.asarray(CubicHermiteSpline(keys, values, slopes, axis=0)(np.clip(times, keys[0], keys[-1])))


def in_order(keys: Sequence[float], gap: float = 0.03) -> list[float]:
    """Shift times so that each is at least a gap after the one before; phases of a hurried execution may overlap."""
    result: list[float] = []
    for key in keys:
        result.append(max(key, result[-1] + gap) if result else key)
    return result


def heading_for_basket(motion: Motion) -> Motion:
    """Turn a motion from a run towards +y to one towards +x, so that the baseline lies at +y."""
    turn = about("z", -np.pi / 2)
    props = tuple(replace(p, position=(p.position[1], -p.position[0], p.position[2])) for p in motion.props)
    ball = None if motion.ball is None else motion.ball @ turn.T
    return replace(motion, joints=motion.joints @ turn.T, ball=ball, props=props)


def perform(body: Body, script: Script, props: tuple[Prop, ...]) -> Motion:
    """Perform a script as a right-hander; the motion has no ball yet."""
    times = script.times
    feet = [_standing_foot(times, body, plan) for plan in script.feet]
    planted = np.stack([foot[2] for foot in feet], axis=1)
    ankles = np.stack([foot[0] for foot in feet], axis=1)
    directions = np.stack([foot[1] for foot in feet], axis=1)
    pelvis_rotation = turned(script.yaw, script.lean * PELVIS_SHARE)
    chest_rotation = turned(script.chest_yaw, script.lean * CHEST_SHARE)
    pelvis = script.pelvis
    pelvis = settle_pelvis(pelvis, hip_joints(body, pelvis, pelvis_rotation), ankles, body.leg * 0.992, planted)
    airborne = ~planted.any(axis=1)
    pelvis[:, 2] = fly(times, pelvis[:, 2], airborne)
    hips = hip_joints(body, pelvis, pelvis_rotation)
    for side in (0, 1):
        _swing(times, body, script.feet[side], hips[:, side], script.yaw, ankles[:, side], directions[:, side])
    shoulders = shoulder_joints(body, pelvis, pelvis_rotation, chest_rotation)
    wrists, poles = _arms(script, body, shoulders)
    facing = turned(script.yaw)
    joints = articulate(
        body,
        Channels(
            pelvis=pelvis,
            pelvis_rotation=pelvis_rotation,
            chest_rotation=chest_rotation,
            head_rotation=script.head,
            ankles=ankles,
            knee_poles=np.cross(facing[:, None, :, 0], ankles - hips),
            foot_directions=directions,
            wrists=wrists,
            elbow_poles=poles,
            hand_directions=unit(wrists - shoulders),
        ),
    )
    hands_on_hold = np.zeros((len(times), 2), dtype=bool)
    return Motion(joints, times, body, planted, hands_on_hold, airborne, None, props)


# -- legs --------------------------------------------------------------------------------------------------------------


def _resting_foot(body: Body, stance: Stance, rise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return ankle and direction, (N, 3) each, of a foot at rest whose heel has risen by `rise` (N,) radians."""
    toe = np.tile([*stance.toe, 0.0], (len(rise), 1))
    return ankle_of(body, toe, np.full(len(rise), stance.heading), rise)


def _standing_foot(times: np.ndarray, body: Body, plan: FootPlan) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return ankle, direction (T, 3) and contact (T,) of a foot; between stances it keeps its last place."""
    ankle, direction = np.zeros((len(times), 3)), np.zeros((len(times), 3))
    planted = np.zeros(len(times), dtype=bool)
    for number, stance in enumerate(plan.stances):
        push = plan.pushes[number] if number < len(plan.pushes) else 0.0
        since = slice(int(np.searchsorted(times, stance.start)) if number else 0, None)
        rise = push * minimum_jerk((times[since] - stance.end + ROLL_S) / ROLL_S)
        ankle[since], direction[since] = _resting_foot(body, stance, rise)
        planted[since] = times[since] <= stance.end
    return ankle, direction, planted


def leg_vector(body: Body, thigh: float, fold: float, yaw: float) -> np.ndarray:
    """Return the vector (3,) from hip to ankle."""
    forward = np.array([-np.sin(yaw), np.cos(yaw), 0.0])
    down = np.array([0.0, 0.0, -1.0])
    upper = forward * np.sin(thigh) + down * np.cos(thigh)
    lower = forward * np.sin(thigh - fold) + down * np.cos(thigh - fold)
    return np.asarray(upper * body.thigh + lower * body.shank)


def _swing(
    times: np.ndarray,
    body: Body,
    plan: FootPlan,
    hip: np.ndarray,
    yaw: np.ndarray,
    ankle: np.ndarray,
    direction: np.ndarray,
) -> None:
    """Write the swings into ankle and direction (T, 3): carried along with the hip (T, 3), from ground to ground."""
    hip_velocity = np.gradient(hip, times, axis=0)

    def at(series: np.ndarray, time: float) -> np.ndarray:
        return np.array([np.interp(time, times, series[:, axis]) for axis in range(3)])

    for before, after, poses, push in zip(plan.stances, plan.stances[1:], plan.swings, plan.pushes, strict=False):
        take_off = _resting_foot(body, before, np.array([push]))[0][0] - at(hip, before.end)
        set_down = _resting_foot(body, after, np.zeros(1))[0][0] - at(hip, after.start)
        keys = [before.end, *(pose.time for pose in poses), after.start]
        swing_places = [leg_vector(body, p.thigh, p.fold, float(np.interp(p.time, times, yaw))) for p in poses]
        ends: dict[int, np.ndarray | float] = {
            0: -at(hip_velocity, before.end),
            len(keys) - 1: -at(hip_velocity, after.start),
        }
        inside = (times > before.end) & (times < after.start)
        path = through(times[inside], keys, np.stack([take_off, *swing_places, set_down]), ends)
        share = (times[inside] - before.end) / (after.start - before.end)
        # The toes hang as the foot leaves and come up to meet the ground flat.
        pitch = push * (1 - minimum_jerk(share)) + 0.35 * np.sin(np.pi * share) ** 2
        heading = before.heading + (after.heading - before.heading) * minimum_jerk(share)
        level = np.stack([-np.sin(heading), np.cos(heading), 0 * heading], axis=1)
        direction[inside] = level * np.cos(pitch)[:, None] - np.array([0.0, 0.0, 1.0]) * np.sin(pitch)[:, None]
        place = hip[inside] + path
        clear = body.toe * np.sin(pitch) + body.ankle_height * np.cos(pitch) + 0.03 * np.sin(np.pi * share)
        place[:, 2] = np.maximum(place[:, 2], clear)
        ankle[inside] = place


# -- arms and ball -----------------------------------------------------------------------------------------------------


def limb_span(upper: float, lower: float, angle_deg: float) -> float:
    """Return the length of a two-bone limb bent to an inner angle, degrees."""
    return float(np.sqrt(upper**2 + lower**2 - 2 * upper * lower * np.cos(np.radians(angle_deg))))


def _arms(script: Script, body: Body, shoulders: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return wrists and elbow poles, (T, 2, 3) each."""
    facing = turned(script.chest_yaw)
    wrists, poles = [], []
    for side, sign in ((0, -1.0), (1, 1.0)):
        keys = script.arms[side]
        local = ease(script.times, in_order(keys.times, 0.05), np.array(keys.places))
        target = shoulders[:, side] + np.einsum("tij,tj->ti", facing, local)
        wrists.append(within_reach(shoulders[:, side], target, body.arm, 0.97, 0.998))
        # A hanging arm bends with the elbow behind, a raised one with the elbow ahead.
        raised = np.tanh(local[:, 2] / (0.25 * body.torso))
        pole = np.stack([np.full_like(raised, 0.6 * sign), 0.1 + 0.6 * raised, np.full_like(raised, -0.5)], axis=1)
        poles.append(np.einsum("tij,tj->ti", facing, pole))
    return np.stack(wrists, axis=1), np.stack(poles, axis=1)


def thrown(times: np.ndarray, start: float, end: float, here: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Return places (T, 3) of a ball in free fall from `here` at start to `there` at end, held before and after."""
    elapsed = np.clip(times - start, 0.0, end - start)
    place = here + (there - here) * (elapsed / (end - start))[:, None]
    place[:, 2] += 0.5 * GRAVITY * elapsed * (end - start - elapsed)
    return np.asarray(place)


def dropped(times: np.ndarray, start: float, here: np.ndarray) -> np.ndarray:
    """Return places (T, 3) of a ball that is let go at start, falls and bounces."""
    elapsed = np.maximum(times - start, 0.0)
    place = np.tile(here, (len(times), 1))
    fall = float(np.sqrt(2 * max(here[2] - BALL_RADIUS, 0.01) / GRAVITY))
    place[:, 2] = np.maximum(here[2] - 0.5 * GRAVITY * elapsed**2, BALL_RADIUS)
    bounce_start = fall
    while fall > 0.1:
        fall *= 0.72
        since = elapsed - bounce_start
        bouncing = (since > 0) & (since < 2 * fall)
        place[bouncing, 2] = BALL_RADIUS + (0.5 * GRAVITY * since * (2 * fall - since))[bouncing]
        bounce_start += 2 * fall
    return place
