"""Juggling in motion: a player who faces +y keeps a ball up with the feet, touch after touch.

The motion shows technique targets as nearly as a body can; `measure` decides what it shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...motion.body import Body, sample_body
from ...motion.footwork import ankle_of
from ...motion.kinematics import (
    Channels,
    arm_target,
    articulate,
    ease,
    hip_joints,
    kept_off,
    minimum_jerk,
    settle_pelvis,
    shoulder_joints,
    turned,
    unit,
)
from ...motion.layup import dropped, in_order, limb_span, thrown
from ...motion.motion import SIMULATION_FPS, Motion, Prop

LONGEST_S = 7.2
SHORTEST_INTERVAL_S = 0.4
MOST_FOLDED_DEG = 58.0
"""The knee angle that a lifted leg hardly passes."""
HIGHEST = 0.78
"""Height of a lifted foot over that of the hips."""
STEP_M = 0.04
"""How high a foot is lifted for a step."""
SIDES = (-1.0, 1.0)
SWUNG = 0.95
"""What a smooth rise and fall shows between its tenth and its ninetieth percentile, as a share of its height."""
BALL_OVER_TOE = np.array([0.0, -0.03, 0.13])


@dataclass(frozen=True)
class PlannedTouch:
    """One touch of a plan: the time, the foot (0 left, 1 right), and how long the foot rises and falls; seconds."""

    time: float
    foot: int
    rise_s: float
    fall_s: float


@dataclass(frozen=True)
class Plan:
    """A series: touches, when it ends, and where the player goes, metres over the level."""

    touches: list[PlannedTouch]
    end: float
    way: np.ndarray


def simulate(rng: np.random.Generator, targets: Mapping[str, float]) -> Motion:
    """Simulate one series that shows the targets as nearly as a body can."""
    body = sample_body(rng)
    plan = _plan(rng, body, targets)
    times = np.arange(int(plan.end * SIMULATION_FPS)) / SIMULATION_FPS
    ankles, ways, toes, planted = _feet(times, plan, body, targets, rng)
    pelvis = _pelvis(times, plan, body, toes, targets)
    yaw = np.radians(rng.uniform(-12, 12)) * np.sin(2 * np.pi * times / rng.uniform(4, 8))
    lean, side = _trunk(times, plan, targets, rng)
    pelvis_rotation, chest_rotation = turned(yaw, lean * 0.6, side * 0.6), turned(yaw, lean * 1.2, side * 1.2)
    pelvis = settle_pelvis(pelvis, hip_joints(body, pelvis, pelvis_rotation), ankles, body.leg * 0.99, planted)
    hips = hip_joints(body, pelvis, pelvis_rotation)
    folded = kept_off(hips, ankles, limb_span(body.thigh, body.shank, MOST_FOLDED_DEG))
    ankles = np.where(planted[..., None], ankles, folded)
    shoulders = shoulder_joints(body, pelvis, pelvis_rotation, chest_rotation)
    wrists, poles, hands = _arms(times, plan, body, shoulders, chest_rotation, targets, rng)
    joints = articulate(
        body,
        Channels(
            pelvis=pelvis,
            pelvis_rotation=pelvis_rotation,
            chest_rotation=chest_rotation,
            head_rotation=_head(times, plan, yaw, targets, rng),
            ankles=ankles,
            knee_poles=np.cross(turned(yaw)[:, None, :, 0], ankles - hips),
            foot_directions=ways,
            wrists=wrists,
            elbow_poles=poles,
            hand_directions=hands,
        ),
    )
    return Motion(
        joints=joints, times=times, body=body, planted=planted, held=np.zeros((len(times), 2), dtype=bool),
        airborne=~planted.any(axis=1), ball=_ball(times, plan, joints, toes),
        props=(Prop("goal", (float(rng.uniform(-12, 12)), float(rng.uniform(14, 30)), 0.0), 7.32),),
    )  # fmt: skip


def _plan(rng: np.random.Generator, body: Body, targets: Mapping[str, float]) -> Plan:
    start = rng.uniform(0.6, 1.1)
    interval = targets["touch_interval"]
    count = int(np.clip((LONGEST_S - start - 0.9) / interval, 4, rng.integers(6, 13)))
    wobble = rng.normal(size=count - 1)
    wobble = (wobble - wobble.mean()) / max(float(wobble.std()), 1e-6)
    gaps = interval * np.maximum(1 + targets["evenness"] * wobble, SHORTEST_INTERVAL_S / interval)
    moments = start + np.concatenate([[0.0], np.cumsum(gaps)])
    switches = np.zeros(count - 1, dtype=int)
    switches[rng.permutation(count - 1)[: round(targets["alternate"] * (count - 1))]] = 1
    first = 1 if body.handedness == "right" else 0
    feet = (first + np.concatenate([[0], np.cumsum(switches)])) % 2
    touches = []
    for number, (moment, foot) in enumerate(zip(moments, feet, strict=True)):
        before, after = (float(gaps[at]) if 0 <= at < count - 1 else 0.6 for at in (number - 1, number))
        # Between two touches of one foot the other one has time for a step.
        again = [0 <= at < count - 1 and not switches[at] for at in (number - 1, number)]
        rise_s, fall_s = (0.32 if again[0] else 0.42) * before, (0.32 if again[1] else 0.48) * after
        touches.append(PlannedTouch(float(moment), int(foot), min(0.24, rise_s), min(0.27, fall_s)))
    course = rng.uniform(0, 2 * np.pi)
    way = targets["drift"] * np.array([0.5 * np.cos(course), np.sin(course)])
    way *= targets["drift"] / max(float(np.linalg.norm(way)), 1e-6)
    return Plan(touches, float(moments[-1]) + rng.uniform(0.6, 1.0), way)


def _share(time: float, plan: Plan) -> float:
    """Return the share of the way that the player has gone at a time, 0..1."""
    first, last = plan.touches[0].time, plan.touches[-1].time
    return float(np.clip((time - first) / (last - first), 0, 1))


def _idle(touch: PlannedTouch, next_touch: PlannedTouch) -> float:
    """Return the seconds between two touches in which both feet are down."""
    return next_touch.time - next_touch.rise_s - touch.time - touch.fall_s


def _feet(
    times: np.ndarray, p: Plan, body: Body, targets: Mapping[str, float], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Ankles and foot directions (T, 2, 3), toes (T, 2, 3), contact (T, 2): each touch takes its foot a little on."""
    half = targets["stance_width"] * body.shoulder_width / 2
    # Nobody lifts a foot much over a crouching hip, and the higher the foot the further ahead it is.
    hips = body.ankle_height + limb_span(body.thigh, body.shank, targets["support_knee"])
    high = min(targets["touch_height"] * body.height, HIGHEST * hips)
    ahead = rng.uniform(0.22, 0.32) + 0.5 * max(high - 0.45 * hips, 0.0)
    tip = rng.uniform(-0.15, 0.3)
    ankles, ways, toes = (np.zeros((len(times), 2, 3)) for _ in range(3))
    planted = np.ones((len(times), 2), dtype=bool)
    steps = [
        PlannedTouch(
            (touch.time + touch.fall_s + next_touch.time - next_touch.rise_s) / 2,
            1 - touch.foot,
            *[0.45 * _idle(touch, next_touch)] * 2,
        )
        for touch, next_touch in zip(p.touches, p.touches[1:], strict=False)
        if touch.foot == next_touch.foot
    ]
    for foot, sign in enumerate(SIDES):
        toe = np.tile([sign * half, body.toe, 0.0], (len(times), 1))
        rise = np.zeros(len(times))
        place = np.array([sign * half, body.toe])
        for touch in sorted(
            (touch for touch in (*p.touches, *steps) if touch.foot == foot), key=lambda touch: touch.time
        ):
            leaves, lands = touch.time - touch.rise_s, touch.time + touch.fall_s
            landing = np.array([sign * half, body.toe]) + p.way * _share(lands, p)
            up = minimum_jerk((times - leaves) / touch.rise_s) - minimum_jerk((times - touch.time) / touch.fall_s)
            travelled = minimum_jerk((times - leaves) / (lands - leaves))[:, None]
            toe[:, :2] += (landing - place) * travelled
            kicks = touch in p.touches
            toe += up[:, None] * ([-sign * half * 0.5, ahead, high] if kicks else [0.0, 0.0, STEP_M])
            rise += tip * up * kicks
            planted[(times > leaves) & (times < lands), foot] = False
            place = landing
        ankles[:, foot], ways[:, foot] = ankle_of(body, toe, np.zeros(len(times)), rise)
        toes[:, foot] = toe
    return ankles, ways, toes, planted


def _pelvis(times: np.ndarray, p: Plan, body: Body, toes: np.ndarray, targets: Mapping[str, float]) -> np.ndarray:
    """(T, 3): beside the standing foot at every touch, over both feet before and after; dipping between touches."""
    foot_offset = targets["over_foot"] * body.torso
    span = limb_span(body.thigh, body.shank, targets["support_knee"])
    middle = toes.mean(axis=1)[:, :2] - [0.0, body.toe * 0.9]
    keys, level, heights = [0.0], [middle[0]], [body.standing_hips * 0.97]
    give = targets["leg_give"] * body.torso
    for number, touch in enumerate(p.touches):
        at = min(int(np.searchsorted(times, touch.time)), len(times) - 1)
        standing = toes[at, 1 - touch.foot, :2] - [0.0, body.toe * 0.85]
        inward = -SIDES[1 - touch.foot]
        place = standing + [inward * foot_offset, 0.0]
        aside = abs(foot_offset - body.hip_width / 2)
        height = body.ankle_height + float(np.sqrt(max(span**2 - aside**2, 0.1)))
        if number:
            keys.append((p.touches[number - 1].time + touch.time) / 2)
            level.append((level[-1] + place) / 2)
            heights.append(heights[-1] - give)
        keys.append(touch.time)
        level.append(place)
        heights.append(height)
    keys += [p.touches[-1].time + 0.4, p.end]
    level += [middle[-1], middle[-1]]
    heights += [body.standing_hips * 0.95] * 2
    return np.concatenate([ease(times, keys, np.array(level)), ease(times, keys, heights)[:, None]], axis=1)


def _trunk(
    times: np.ndarray, p: Plan, targets: Mapping[str, float], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Forward lean and lean to the right (T,), radians; to the standing side at each touch."""
    first, last = p.touches[0].time, p.touches[-1].time
    lean = np.radians(targets["trunk_lean"])
    forward = ease(times, in_order((0.0, first - 0.4, last + 0.2, p.end)), (0.05, lean, lean, 0.05))
    side = np.radians(targets["side_lean"])
    to_side = -1.0 if rng.random() < 0.3 else 1.0
    values = [to_side * side * -SIDES[touch.foot] for touch in p.touches]
    keys = in_order([0.0, *(touch.time for touch in p.touches), p.end])
    return forward, ease(times, keys, [0.0, *values, 0.0])


def _between(times: np.ndarray, p: Plan) -> np.ndarray:
    """(T,) 0 at the touches, 1 half-way between two of them, 0 before and after."""
    moments = np.array([touch.time for touch in p.touches])
    number = np.clip(np.searchsorted(moments, times, side="right") - 1, 0, len(moments) - 2)
    share = (times - moments[number]) / (moments[number + 1] - moments[number])
    return np.where((share > 0) & (share < 1), np.sin(np.pi * np.clip(share, 0, 1)) ** 2, 0.0)


def _head(
    times: np.ndarray, p: Plan, yaw: np.ndarray, targets: Mapping[str, float], rng: np.random.Generator
) -> np.ndarray:
    """(T, 3, 3): on the ball at the touches, and after it between them."""
    down = np.radians(targets["head_down"] + 5.5)
    first, last = p.touches[0].time, p.touches[-1].time
    early = np.radians(rng.uniform(-35, 5))
    pitch = ease(times, in_order((0.0, first - 0.25, last + 0.15, p.end)), (early, down, down, early))
    pitch = pitch + np.radians(targets["head_nod"]) / SWUNG * _between(times, p)
    return turned(yaw, -pitch)


def _arms(
    times: np.ndarray, p: Plan, body: Body, shoulders: np.ndarray, chest: np.ndarray, targets: Mapping[str, float],
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Wrists, elbow poles and hand directions, (T, 2, 3) each: out for balance, and flailing as the target asks."""
    first, last = p.touches[0].time, p.touches[-1].time
    out, flail = np.radians(targets["arm_spread"]), np.radians(targets["arm_calm"]) / SWUNG
    in_play = ease(times, in_order((0.0, first - 0.3, last + 0.2, p.end)), (0.25, 1.0, 1.0, 0.2))
    wrists, poles = [], []
    for side in (0, 1):
        swing = _between(times, p) if rng.random() < 0.5 else 1 - _between(times, p)
        aside = np.maximum(out * in_play + flail * (swing - 0.5) * in_play, 0.03)
        elbow = np.full(len(times), np.radians(rng.uniform(105, 155)))
        raise_ = np.full(len(times), rng.uniform(0.0, 0.12))
        wrist, pole = arm_target(body, shoulders[:, side], chest, raise_, aside, elbow, side)
        wrists.append(wrist)
        poles.append(pole)
    hands = np.stack([unit(wrists[side] - shoulders[:, side]) for side in (0, 1)], axis=1)
    return np.stack(wrists, axis=1), np.stack(poles, axis=1), hands


def _ball(times: np.ndarray, p: Plan, joints: np.ndarray, toes: np.ndarray) -> np.ndarray:
    """(T, 3): let fall from the hands, from touch to touch in the air, and to the ground after the last."""
    places = []
    for touch in p.touches:
        at = min(int(np.searchsorted(times, touch.time)), len(times) - 1)
        places.append(toes[at, touch.foot] + BALL_OVER_TOE)
    fall_s = 0.35
    begin = p.touches[0].time - fall_s
    hands = joints[:, [21, 22]].mean(axis=1) + [0.0, 0.12, 0.0]
    first_frame = min(int(np.searchsorted(times, begin)), len(times) - 1)
    ball = hands.copy()
    stops = [(begin, hands[first_frame]), *zip([touch.time for touch in p.touches], places, strict=True)]
    for (start, start_place), (end, end_place) in zip(stops, stops[1:], strict=False):
        inside = (times >= start) & (times < end)
        ball[inside] = thrown(times, start, end, start_place.copy(), end_place)[inside]
    after_last = times >= p.touches[-1].time
    ball[after_last] = dropped(times, p.touches[-1].time, places[-1])[after_last]
    return ball
