"""Where and when one dynamic move goes: the wall, the holds, the hips' heights, the body's poses and the tempo.

The right hand catches. This file knows the targets, the body and its reach; it knows no paths of limbs and no
measurement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...motion.body import Body
from ...motion.climbing import CONTACT_DEPTH, SIDES, STEEP, Wall, ankles_from_toes, hand_way, span, trunk_rotations
from ...motion.kinematics import GRAVITY, hip_joints, minimum_jerk, shoulder_joints, unit
from .measure import NEAR_BOTTOM

REST, BOTTOM, TOP, HANG = range(4)
"""Poses: before the dip; at its bottom; at the top of the rise; hanging from the next hold."""
SPINE_SHARE = 0.35 / 3 + 2 / 3
"""The spine leans sideways by this share of the chest's lean."""
STRAIGHT_KNEE, STRAIGHT_ELBOW = 172.0, 175.0
"""Limbs that carry are no straighter, degrees."""
LEAST_PUSH = 8.0
"""The legs extend by so much in the drive even where they are meant not to, degrees."""
LET_GO = 0.35
"""The reaching hand lets go after this share of the drive at the earliest."""
QUICKEST_FEET_S = 0.4
"""Feet that were cut loose are back no sooner after the catch, seconds."""
FEET_STAY_S, FEET_STAY_SWING = 0.6, 0.16
"""Feet may stay on where they are meant to be back sooner than the first, seconds, and the hips swing less than the
second, statures."""
FEET_STAY_RISE = (0.55, 1.7)
"""Bounds on the rise that the legs give over the target rise, where feet stay on."""
HELD_UP = 0.04
"""The catching arm ends the fall so far above where the hips alone would end it, metres."""
SHORTEST_REACH, FURTHEST_ASIDE = 0.34, 0.95
"""The next hold is at least so far away, metres; for that it lies so far to the right of up at most, radians."""
LOWEST_FOOT, LONGEST_S = 0.2, 7.6
"""Feet land no lower above the ground, metres; no motion lasts longer, seconds."""


@dataclass(frozen=True)
class Tempo:
    """When things happen, seconds.

    Attributes:
        bounces: (start, end) of small dips before the dip. sink: into the dip. drive: legs and arms accelerate the
            hips. release: the reaching hand lets go. apex: the hips are at their top. catch: the hand has the next
            hold. settle: until the body hangs. back: (2,) when each foot is back on the wall. match: the left hand
            follows, or None. end: of the clip.
    """

    bounces: tuple[tuple[float, float], ...]
    sink: tuple[float, float]
    drive: tuple[float, float]
    release: float
    apex: float
    catch: float
    settle: tuple[float, float]
    back: tuple[float, float]
    match: tuple[float, float] | None
    end: float


@dataclass(frozen=True)
class Plan:
    """One move. Poses, the first axis of `across`, `out`, `lean` and `side`: rest, bottom, top, hang.

    Attributes:
        heights: (4,) of the hips in the poses, world. pushed: of the hips at the end of the drive; speed: theirs there,
            m/s. pull, fall: how fast they slow before the top and gain speed behind it, m/s^2.
        across, out: (4,) of the pelvis along the wall and out from it. lean: (4,) of the trunk away from the wall;
            side: (4,) of the trunk to the right; radians.
        toes: (2, 3) world, where the feet stand; landings: (2, 3) where they come back to. foot_ways: (2, 3) heel to
            toe. push: mean angle of the knees, degrees, at which the feet leave the wall.
        hands: (2, 3) world. goals: (2, 3) the next hold, for either hand. elbow_poles: (2, 3).
        hanging: length from the right shoulder to its wrist in the hang.
        both: the left hand lets go as well. stay: the feet stay on the wall.
    """

    wall: Wall
    tempo: Tempo
    heights: np.ndarray
    pushed: float
    speed: float
    pull: float
    fall: float
    across: np.ndarray
    out: np.ndarray
    lean: np.ndarray
    side: np.ndarray
    toes: np.ndarray
    landings: np.ndarray
    foot_ways: np.ndarray
    push: float
    hands: np.ndarray
    goals: np.ndarray
    elbow_poles: np.ndarray
    hanging: float
    both: bool
    stay: bool


@dataclass(frozen=True)
class _Rise:
    """The hips' way up, metres and m/s, as `Plan` has it, and how long its parts take, seconds."""

    heights: tuple[float, float, float, float]
    pushed: float
    speed: float
    pull: float
    fall: float
    driving: float
    both: bool
    stay: bool


class _Stance:
    """The body's poses beside the wall, without the heights of the hips."""

    def __init__(self, rng: np.random.Generator, body: Body, targets: Mapping[str, float], wall: Wall | None) -> None:
        self.body, self.wall = body, Wall(float(np.radians(rng.uniform(0, 25)))) if wall is None else wall
        shift = rng.uniform(-0.05, 0.2)
        self.across = np.array([rng.normal(0, 0.03), rng.normal(0, 0.03), shift, shift])
        self.out = CONTACT_DEPTH + rng.uniform([0.26, 0.28, 0.16, 0.22], [0.34, 0.38, 0.24, 0.32])
        shoulders = CONTACT_DEPTH + rng.uniform([0.26, 0.28, 0.24, 0.26], [0.36, 0.4, 0.3, 0.36])
        self.lean = np.arcsin((shoulders - self.out) / body.torso)
        first = SIDES[int(rng.integers(2))]
        second = first if rng.random() < 0.6 else -first
        launch, catch = first * targets["launch_lean"], second * targets["catch_lean"]
        self.side = np.radians([0.6 * launch, launch, catch, catch]) / SPINE_SHARE
        away = rng.uniform(0.1, 0.45)
        self.ways = unit(np.stack([SIDES * np.sin(away), np.cos([away, away]), rng.uniform(-0.2, 0.05, 2)], axis=-1))
        self.ways = self.ways @ self.wall.tilt(STEEP).T
        self.ankles = ankles_from_toes(body, self.ways)
        apart = body.hip_width / 2 + rng.uniform(0.04, 0.18, 2)
        low = rng.uniform(0.35, 0.85) + rng.uniform(0, 0.08, 2)
        self.toes = self.wall.at(np.stack([SIDES * apart, low, np.full(2, CONTACT_DEPTH)], axis=-1))

    def pelvis(self, pose: int, height: float) -> np.ndarray:
        """(3,) world, at that height above the ground."""
        lean, out = self.wall.overhang, self.out[pose]
        up = (height - self.wall.base + out * np.sin(lean)) / np.cos(lean)
        return self.wall.at(np.array([self.across[pose], up, out]))

    def rotations(self, pose: int) -> tuple[np.ndarray, np.ndarray]:
        return trunk_rotations(self.wall, self.lean[pose], np.zeros(()), self.side[pose])

    def hips(self, pose: int, height: float) -> np.ndarray:
        """(2, 3) world."""
        return hip_joints(self.body, self.pelvis(pose, height), self.rotations(pose)[0])

    def shoulders(self, pose: int, height: float) -> np.ndarray:
        """(2, 3) world."""
        return shoulder_joints(self.body, self.pelvis(pose, height), *self.rotations(pose))

    def height_for(self, pose: int, knees: float) -> float:
        """Height of the hips at which the knees of a climber who stands on the holds have that mean angle, degrees."""
        ankles = self.toes + self.ankles
        low, high = float(ankles[:, 2].mean()), float(ankles[:, 2].max()) + self.body.leg
        for _ in range(30):
            middle = (low + high) / 2
            angles = knee_angles(self.body, np.linalg.norm(self.hips(pose, middle) - ankles, axis=-1))
            low, high = (middle, high) if angles.mean() < knees else (low, middle)
        return low


def knee_angles(body: Body, reach: np.ndarray) -> np.ndarray:
    """Return the knee angles, degrees, for distances from hip to ankle."""
    cosine = (body.thigh**2 + body.shank**2 - reach**2) / (2 * body.thigh * body.shank)
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


def draw_plan(rng: np.random.Generator, body: Body, targets: Mapping[str, float], wall: Wall | None = None) -> Plan:
    """Draw a move that the body can probably make, with the poses and the tempo that the targets ask for.

    Args:
        wall: one of up to 25 degrees is drawn when None.
    """
    stance = _Stance(rng, body, targets, wall)
    rise = _rise(rng, stance, targets)
    tempo = _tempo(rng, rise, targets, body.height)
    settling = tempo.settle[1] - tempo.settle[0]
    late = max(tempo.catch - tempo.apex, 0.0)
    caught = rise.heights[TOP] - 0.5 * (rise.fall if late else rise.pull) * (tempo.catch - tempo.apex) ** 2
    fallen = rise.heights[TOP] - 0.5 * rise.fall * late**2 - 0.45 * rise.fall * late * settling
    hang = min(fallen, caught) - body.height * rng.uniform(0.045, 0.08)
    shoulders = stance.shoulders(HANG, hang)
    elbow = min(targets["catch_elbow"] + 2, STRAIGHT_ELBOW)
    hanging = float(span(body.upper_arm, body.forearm, elbow))
    beside = float(span(body.upper_arm, body.forearm, elbow - rng.uniform(8, 25)))
    left = _hold(stance, shoulders[0], beside + HELD_UP, rng.uniform(0.0, 0.3))
    low = stance.shoulders(BOTTOM, rise.heights[BOTTOM])
    uneven = rng.uniform(-6, 6)
    elbows = np.minimum(targets["hang_elbow"] + np.array([uneven, -uneven]), STRAIGHT_ELBOW)
    reach = span(body.upper_arm, body.forearm, elbows)
    wide = SIDES * rng.uniform(0.02, [0.3, 0.45])
    hands = [_hold(stance, low[side], reach[side], wide[side]) for side in (0, 1)]
    for aside in np.arange(rng.uniform(-0.05, 0.4), FURTHEST_ASIDE, 0.05):
        right = _hold(stance, shoulders[1], hanging + HELD_UP, aside)
        if np.linalg.norm(right - hands[1]) > SHORTEST_REACH:
            break
    out, back, up = rng.uniform(0.6, 1.0), rng.uniform(0.4, 0.75), rng.uniform(-0.15, 0.1)
    return Plan(
        wall=stance.wall, tempo=tempo, heights=np.array([*rise.heights[:HANG], hang]), pushed=rise.pushed,
        speed=rise.speed, pull=rise.pull, fall=rise.fall, across=stance.across, out=stance.out, lean=stance.lean,
        side=stance.side, toes=stance.toes, landings=_landings(rng, stance, hang), foot_ways=stance.ways,
        push=_push(targets), hands=np.array(hands), goals=np.array([left, right]),
        elbow_poles=unit(np.array([[side * out, -back, up] for side in SIDES])) @ stance.wall.axes.T,
        hanging=hanging, both=rise.both, stay=rise.stay,
    )  # fmt: skip


def _push(targets: Mapping[str, float]) -> float:
    return min(max(targets["push_knee"], targets["dip_knee"] + LEAST_PUSH), STRAIGHT_KNEE)


def _rise(rng: np.random.Generator, stance: _Stance, targets: Mapping[str, float]) -> _Rise:
    stature = stance.body.height
    bottom = stance.height_for(BOTTOM, targets["dip_knee"])
    rest = min(bottom + stature * rng.uniform(0.045, 0.13), stance.height_for(REST, 166))
    legs = stance.height_for(TOP, _push(targets)) - bottom
    target_rise = stature * targets["hip_rise"]
    stay = (
        targets["feet_back"] < FEET_STAY_S
        and targets["swing"] < FEET_STAY_SWING
        and FEET_STAY_RISE[0] < legs / target_rise < FEET_STAY_RISE[1]
    )
    total_rise = legs if stay else max(target_rise, legs + 0.01)
    driven = total_rise * rng.uniform(0.48, 0.6)
    both = not stay and targets["catch_timing"] < 0.12 and rng.random() < 0.6
    pull = GRAVITY if both else float(rng.uniform(6.5, GRAVITY))
    speed = float(np.sqrt(2 * pull * (total_rise - driven)))
    # Nobody catches a hold in a flight that is hardly one.
    both = both and speed / pull + targets["catch_timing"] > 0.2
    return _Rise(
        heights=(rest, bottom, bottom + total_rise, bottom), pushed=bottom + driven, speed=speed, pull=pull,
        fall=GRAVITY if both else float(rng.uniform(2.0, 4.0)), driving=float(rng.uniform(2.0, 2.2)) * driven / speed,
        both=both, stay=stay,
    )  # fmt: skip


def _tempo(rng: np.random.Generator, rise: _Rise, targets: Mapping[str, float], stature: float) -> Tempo:
    depth = rise.heights[REST] - rise.heights[BOTTOM]
    sinking = rng.uniform(0.38, 0.55)
    share = np.linspace(0, 1, 101)
    near = stature * NEAR_BOTTOM
    before = 1 - float(np.interp(1 - near / depth, minimum_jerk(share), share))
    driven = drive(share * rise.driving, rise.driving, rise.pushed - rise.heights[BOTTOM], rise.speed, -rise.pull)
    passing = sinking * before + rise.driving * float(np.interp(near, driven, share))
    pausing = max(targets["bottom_pause"] - passing, 0.0)
    moment = rng.uniform(0.3, 0.9)
    bounces = []
    for _ in range(int(rng.integers(0, 4 if targets["bottom_pause"] < 0.7 else 2))):
        lasting = rng.uniform(0.45, 0.65)
        bounces.append((moment, moment + lasting))
        moment += lasting + rng.uniform(0, 0.1)
    sink = moment, moment + sinking
    start = sink[1] + pausing
    pushed = start + rise.driving
    apex = pushed + rise.speed / rise.pull
    catch = apex + targets["catch_timing"]
    reaching = min(rng.uniform(0.26, 0.4), catch - (pushed if rise.both else start + LET_GO * rise.driving))
    settle = max(catch, apex), max(catch, apex) + rng.uniform(0.26, 0.36)
    last = max(targets["feet_back"], QUICKEST_FEET_S)
    first = max(last - rng.uniform(0.05, 0.5), QUICKEST_FEET_S - 0.05)
    back = (catch + first, catch + last) if rng.random() < 0.5 else (catch + last, catch + first)
    calm = max(catch + 1.55, 0.0 if rise.stay else catch + last + 0.15)
    match = None
    if not rise.both and calm < LONGEST_S - 1.0 and rng.random() < 0.5:
        match = calm, calm + rng.uniform(0.4, 0.6)
    end = min((match[1] if match else calm) + rng.uniform(0.15, 0.5), LONGEST_S)
    return Tempo(
        tuple(bounces), sink, (start, pushed), catch - reaching, apex, catch, settle, back, match, float(end)
    )  # fmt: skip


def drive(passed: np.ndarray, lasting: float, way: float, speed: float, pull: float) -> np.ndarray:
    """Return a way from rest that ends after `lasting` seconds with a speed and an acceleration: one polynomial."""
    share = np.clip(passed / lasting, 0, 1)
    v, a = speed * lasting, pull * lasting**2 / 2
    third, fourth, fifth = 10 * way - 4 * v + a, -15 * way + 7 * v - 2 * a, 6 * way - 3 * v + a
    return share**3 * (third + share * (fourth + share * fifth))


def _hold(stance: _Stance, shoulder: np.ndarray, reach: float, angle: float) -> np.ndarray:
    """(3,) world, for an arm that goes so far from a shoulder (3,) to its wrist, at an angle to the right of up."""
    grip = hand_way(stance.wall) * stance.body.hand
    across, up, out = stance.wall.of(shoulder)
    depth = CONTACT_DEPTH + float(grip @ stance.wall.axes[:, 1])
    level = np.sqrt(max(reach**2 - (out - depth) ** 2, 0.01))
    return stance.wall.at(np.array([across + level * np.sin(angle), up + level * np.cos(angle), depth])) + grip


def _landings(rng: np.random.Generator, stance: _Stance, height: float) -> np.ndarray:
    """(2, 3) world, where the feet come back to from the hang."""
    body, places = stance.body, []
    for side, hip in enumerate(stance.wall.of(stance.hips(HANG, height))):
        reach, angle = float(span(body.thigh, body.shank, rng.uniform(80, 125))), rng.uniform(0.05, 0.5)
        ankle = stance.wall.of(stance.wall.at(np.array([0, 0, CONTACT_DEPTH])) + stance.ankles[side])
        level = np.sqrt(max(reach**2 - (hip[2] - ankle[2]) ** 2, 0.04))
        place = np.array([hip[0] + SIDES[side] * level * np.sin(angle), hip[1] - level * np.cos(angle), 0.0])
        place += [-ankle[0], -ankle[1], CONTACT_DEPTH]
        place[1] = max(place[1], (LOWEST_FOOT - stance.wall.base) / np.cos(stance.wall.overhang))
        places.append(stance.wall.at(place))
    return np.array(places)
