"""The motion of one dynamic move: hips that sink, drive up, fly and are caught, limbs on their holds, the gaze.

The climber catches with the right hand, and is mirrored for the left. This file knows a plan and targets; it knows no
measurement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ...motion.body import Body, sample_body
from ...motion.climbing import (
    SIDES,
    Wall,
    ankles_from_toes,
    around,
    facing,
    hand_way,
    off_the_wall,
    shuffle,
    span,
    trunk_rotations,
)
from ...motion.kinematics import (
    Channels,
    articulate,
    hip_joints,
    minimum_jerk,
    moves,
    shoulder_joints,
    unit,
    within_reach,
)
from ...motion.motion import SIMULATION_FPS, Motion, Prop, mirrored
from ...skeleton import KEYPOINT_INDEX
from .plan import BOTTOM, HANG, REST, SHORTEST_REACH, Plan, draw_plan, drive, knee_angles

TRIES, EASY = 16, 1e-6
"""Moves are drawn up to so many times, until limbs miss their holds by less than the second value, metres."""
STRAIGHTEST_KNEE = 175.0
"""A foot leaves the wall before its knee is straighter, degrees."""
BOUNCE = (0.3, 0.65)
"""Depth of a preparatory bounce as a share of the dip's."""
SWING_S = 1.0
"""The target swing is that within so many seconds after the catch."""
SHARPNESS = 0.008
"""Metres over which a hanging body comes to the end of its arm."""
HAND_STOPS = 0.8
"""A reaching hand meets the hold at this share of a movement that would end at rest: it still has speed."""
CALM_S = 0.5
"""So long the catching hand stays as it is before it may grip again, seconds."""
FOOT_S = 0.5
"""How long a foot takes at most from hanging loose back to the wall, seconds."""


@dataclass(frozen=True)
class _Trunk:
    """Pelvis (T, 3), axes of pelvis and chest (T, 3, 3), hips and shoulders (T, 2, 3)."""

    pelvis: np.ndarray
    rotations: tuple[np.ndarray, np.ndarray]
    hips: np.ndarray
    shoulders: np.ndarray


def simulate(rng: np.random.Generator, targets: Mapping[str, float]) -> Motion:
    """Simulate one dynamic move that shows the targets as nearly as a body can."""
    return simulate_on(rng, targets, sample_body(rng))


def simulate_on(rng: np.random.Generator, targets: Mapping[str, float], body: Body, wall: Wall | None = None) -> Motion:
    """Simulate one dynamic move of a body on a wall; one of up to 25 degrees is drawn when None."""
    body = replace(body, handedness="right")
    best, least_missed = None, np.inf
    for _ in range(TRIES):
        motion, missed = _attempt(rng, body, targets, wall)
        if missed < least_missed:
            best, least_missed = motion, missed
        if least_missed < EASY:
            break
    assert best is not None
    return mirrored(best) if rng.random() < 0.5 else best


def _attempt(
    rng: np.random.Generator, body: Body, targets: Mapping[str, float], wall: Wall | None
) -> tuple[Motion, float]:
    """Make a move; return it and by how many metres limbs miss their holds or go through the wall or the ground."""
    plan = draw_plan(rng, body, targets, wall)
    times = np.arange(int(plan.tempo.end * SIMULATION_FPS)) / SIMULATION_FPS
    trunk = _trunk(times, plan, body, targets, rng)
    ankles, foot_ways, planted = _feet(times, plan, body, trunk, rng)
    hands, held = _hands(times, plan, body, trunk, targets, rng)
    grip = hand_way(plan.wall)
    joints = articulate(
        body,
        Channels(
            pelvis=trunk.pelvis,
            pelvis_rotation=trunk.rotations[0],
            chest_rotation=trunk.rotations[1],
            head_rotation=_head(times, plan, body, targets, rng),
            ankles=ankles,
            knee_poles=_knee_poles(times, plan, body, trunk.hips, ankles, rng),
            foot_directions=foot_ways,
            wrists=hands - grip * body.hand,
            elbow_poles=np.broadcast_to(plan.elbow_poles, hands.shape),
            hand_directions=np.broadcast_to(grip, hands.shape),
        ),
    )
    missed = [
        np.linalg.norm(_pair(joints, part) - meant, axis=-1) for part, meant in (("hand", hands), ("ankle", ankles))
    ]
    # Where the body stretches its limbs too far, a hand or foot comes off.
    holding, stood = held & (missed[0] < EASY), planted & (missed[1] < EASY)
    motion = Motion(
        joints=joints, times=times, body=body, planted=stood, held=holding,
        airborne=~(stood.any(axis=1) | holding.any(axis=1)), props=_props(plan, rng),
    )  # fmt: skip
    shortfall = float(missed[0][held].max(initial=0.0) + missed[1][planted].max(initial=0.0))
    return motion, shortfall + _misplaced(joints, plan)


def _misplaced(joints: np.ndarray, plan: Plan) -> float:
    """Return by how many metres a move goes through the wall or the ground, or falls short of a throw."""
    through = max(-float(plan.wall.of(joints)[..., 2].min()), 0.0) + max(-float(joints[..., 2].min()), 0.0)
    short = max(0.95 * SHORTEST_REACH - float(np.linalg.norm(plan.goals[1] - plan.hands[1])), 0.0)
    return float(through + short)


def _pair(joints: np.ndarray, part: str) -> np.ndarray:
    return joints[:, [KEYPOINT_INDEX[f"{side}_{part}"] for side in ("left", "right")]]


def _props(plan: Plan, rng: np.random.Generator) -> tuple[Prop, ...]:
    places = [*plan.toes, *plan.hands, plan.goals[1]]
    places += [] if plan.stay else [*plan.landings]
    places += [plan.goals[0]] if plan.both or plan.tempo.match else []
    holds = (Prop("hold", (float(x), float(y), float(z)), float(rng.uniform(0.05, 0.1))) for x, y, z in places)
    return (plan.wall.prop, *holds)


# -- hips and trunk ----------------------------------------------------------------------------------------------------


def _trunk(times: np.ndarray, plan: Plan, body: Body, targets: Mapping[str, float], rng: np.random.Generator) -> _Trunk:
    tempo, lean = plan.tempo, plan.wall.overhang
    spans = (tempo.sink, (tempo.drive[0], max(tempo.apex, tempo.drive[0] + 0.3)), tempo.settle)
    out, trunk_lean = moves(times, spans, plan.out), moves(times, spans, plan.lean)
    across = moves(times, spans, plan.across) + _swing(times, tempo.catch, targets["swing"] * body.height, rng)
    sway = 0.003 * np.sin(2 * np.pi * times[:, None] / rng.uniform(1.6, 3.0, 2) + rng.uniform(0, 6, 2))
    height = _heights(times, plan, rng)
    up = (height - plan.wall.base + (out + sway[:, 1]) * np.sin(lean)) / np.cos(lean)
    pelvis = plan.wall.at(np.stack([across + sway[:, 0], up, out + sway[:, 1]], axis=-1))
    turning = (tempo.sink, (tempo.release, tempo.catch + 0.1), (tempo.catch + 0.7, tempo.catch + 1.3))
    rest, bottom, caught = plan.side[[REST, BOTTOM, HANG]]
    side = moves(times, turning, np.array([rest, bottom, caught, 0.2 * caught]))
    rotations = trunk_rotations(plan.wall, trunk_lean, np.zeros(len(times)), side)
    shoulders = shoulder_joints(body, pelvis, *rotations)
    pelvis = pelvis + _hung(times, plan, body, shoulders[:, 1])
    return _Trunk(
        pelvis, rotations, hip_joints(body, pelvis, rotations[0]), shoulder_joints(body, pelvis, *rotations)
    )  # fmt: skip


def _heights(times: np.ndarray, plan: Plan, rng: np.random.Generator) -> np.ndarray:
    """(T,) of the hips above the ground: dip, drive, the way to the top and down again, the hang."""
    tempo, (rest, bottom, top, hang) = plan.tempo, plan.heights
    height = moves(times, (tempo.sink,), np.array([rest, bottom]))
    for start, end in tempo.bounces:
        share = np.clip((times - start) / (end - start), 0, 1)
        height -= (rest - bottom) * rng.uniform(*BOUNCE) * np.sin(np.pi * share) ** 2
    begin, pushed = tempo.drive
    height += drive(times - begin, pushed - begin, plan.pushed - bottom, plan.speed, -plan.pull)
    after = times - tempo.apex
    thrown = top - 0.5 * np.where(after < 0, plan.pull, plan.fall) * after**2
    height = np.where(times < pushed, height, thrown)
    start, end = tempo.settle
    late = start - tempo.apex
    fallen, falling = top - 0.5 * plan.fall * late**2, -plan.fall * late
    caught = fallen + _stopped(times - start, end - start, hang - fallen, falling, -plan.fall if late else -plan.pull)
    return np.where(times < start, height, caught)


def _stopped(passed: np.ndarray, lasting: float, way: float, speed: float, pull: float) -> np.ndarray:
    """A way that begins with a speed and an acceleration and ends at rest after `lasting` s: `drive` backwards."""
    return way - drive(lasting - passed, lasting, way, speed, -pull)


def _swing(times: np.ndarray, catch: float, travel: float, rng: np.random.Generator) -> np.ndarray:
    """(T,) metres sideways after the catch; hips travel so far from one side to the other in `SWING_S`."""
    period, damping = rng.uniform(1.2, 1.6), rng.uniform(0.7, 1.3)
    passed = np.maximum(times - catch, 0)

    def swung(after: np.ndarray) -> np.ndarray:
        return minimum_jerk(after / 0.25) * np.sin(2 * np.pi * after / period) * np.exp(-after / damping)

    usual = swung(np.linspace(0, SWING_S, 100))
    return SIDES[int(rng.integers(2))] * travel / np.ptp(usual) * swung(passed)


def _hung(times: np.ndarray, plan: Plan, body: Body, shoulder: np.ndarray) -> np.ndarray:
    """Return the (T, 3) shift along the catching arm that lifts a body which hangs lower than the arm allows."""
    way = plan.goals[1] - hand_way(plan.wall) * body.hand - shoulder
    distance = np.linalg.norm(way, axis=1, keepdims=True)
    over = SHARPNESS * np.logaddexp(0, (distance - plan.hanging) / SHARPNESS)
    begun = minimum_jerk((times - plan.tempo.catch) / 0.12)[:, None]
    return begun * over * way / distance


# -- feet --------------------------------------------------------------------------------------------------------------


def _feet(
    times: np.ndarray, plan: Plan, body: Body, trunk: _Trunk, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ankles and foot directions (T, 2, 3), and which feet stand (T, 2)."""
    to_ankles = ankles_from_toes(body, plan.foot_ways)
    ankles = np.tile(plan.toes + to_ankles, (len(times), 1, 1))
    ways = np.tile(plan.foot_ways, (len(times), 1, 1))
    planted = np.ones((len(times), 2), dtype=bool)
    if plan.stay:
        return ankles, ways, planted
    tempo = plan.tempo
    cut = _cut(times, plan, body, trunk.hips, ankles)
    since = times[cut]
    loose_way = unit(np.array([0.0, 0.45, -0.9]))
    out, bent, apart = rng.uniform(0.05, 0.5), rng.uniform(115, 160), rng.uniform(0.05, 0.2)
    for side in (0, 1):
        begin = ankles[cut, side] - trunk.hips[cut, side]
        length = float(np.linalg.norm(begin))
        hang = unit(np.array([SIDES[side] * apart, -out, -1.0]))
        way = unit(moves(times, ((since, tempo.catch + 0.3),), np.array([unit(begin), hang])))
        pushed = max(length, float(span(body.thigh, body.shank, plan.push)))
        hung = min(pushed, float(span(body.thigh, body.shank, bent)))
        spans = (since, since + 0.1), (tempo.catch - 0.05, tempo.catch + 0.5)
        lengths = moves(times, spans, np.array([length, pushed, hung]))
        loose = trunk.hips[:, side] + way * lengths[:, None]
        back = tempo.back[side]
        begun = max(back - FOOT_S, since + 0.05)
        share = minimum_jerk((times - begun) / (back - begun))[:, None]
        hold = plan.landings[side] + to_ankles[side]
        free = loose + (hold - loose) * share
        flown = times > since
        ankles[flown, side] = free[flown]
        pointing = minimum_jerk((times - since) / 0.3)[:, None] * (1 - share)
        ways[:, side] = unit(plan.foot_ways[side] * (1 - pointing) + loose_way * pointing)
        planted[:, side] = ~flown | (times >= back)
    return ankles, ways, planted


def _cut(times: np.ndarray, plan: Plan, body: Body, hips: np.ndarray, ankles: np.ndarray) -> int:
    """Return the last frame at which the feet stand: the knees are as straight as the target asks."""
    knees = knee_angles(body, np.linalg.norm(hips - ankles, axis=-1))
    rising = (times > plan.tempo.drive[0]) & (times <= plan.tempo.apex)
    straight = np.flatnonzero(rising & ((knees.mean(axis=1) >= plan.push) | (knees.max(axis=1) > STRAIGHTEST_KNEE)))
    return int(straight[0]) - 1 if len(straight) else int(np.flatnonzero(rising)[-1])


def _knee_poles(
    times: np.ndarray, plan: Plan, body: Body, hips: np.ndarray, ankles: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Return (T, 2, 3) poles of knees that open to the sides, at least as far as the wall forces them to."""
    tempo = plan.tempo
    turns = np.radians(rng.uniform([[35], [45], [20]], [[65], [80], [60]]) + rng.normal(0, 5, (3, 2)))
    inward, outward = around(plan.wall, hips, ankles)
    angle = moves(times, (tempo.sink, (tempo.drive[1], tempo.catch + 0.4)), turns)
    angle = off_the_wall(plan.wall, body, hips, ankles, inward, angle)[..., None]
    return inward * np.cos(angle) + outward * np.sin(angle)


# -- hands and gaze ----------------------------------------------------------------------------------------------------


def _hands(
    times: np.ndarray, plan: Plan, body: Body, trunk: _Trunk, targets: Mapping[str, float], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Knuckles (T, 2, 3) and which hands hold (T, 2)."""
    tempo, tip = plan.tempo, hand_way(plan.wall) * body.hand
    hands = np.tile(plan.hands, (len(times), 1, 1))
    held = np.ones((len(times), 2), dtype=bool)
    out = -plan.wall.axes[:, 1] * rng.uniform(0.03, 0.09)
    reaches = [(1, tempo.release, tempo.catch, HAND_STOPS)]
    if plan.both:
        reaches.append((0, tempo.release, tempo.catch, HAND_STOPS))
    elif tempo.match:
        reaches.append((0, *tempo.match, 1.0))
    for side, start, end, stops in reaches:
        share = minimum_jerk(stops * np.clip((times - start) / (end - start), 0, 1)) / minimum_jerk(np.array(stops))
        arc = out * (np.sin(np.pi * share) ** 2)[:, None]
        path = plan.hands[side] + (plan.goals[side] - plan.hands[side]) * share[:, None] + arc
        loose = minimum_jerk(share / 0.1) * (1 - minimum_jerk((share - 0.65) / 0.35))
        near = within_reach(trunk.shoulders[:, side], path - tip, body.arm, firm=0.9) + tip
        hands[:, side] = path + (near - path) * loose[:, None]
        held[:, side] = (times <= start) | (times >= end)
    back = plan.wall.axes @ [0, -0.7, -0.7]
    again, moving = shuffle(times, tempo.catch + CALM_S, targets["regrip"] * body.height, back, rng)
    hands[:, 1] += again
    held[:, 1] &= ~moving
    return hands, held


def _head(
    times: np.ndarray, plan: Plan, body: Body, targets: Mapping[str, float], rng: np.random.Generator
) -> np.ndarray:
    """(T, 3, 3): in the dip and at the catch the face is raised as far as the targets say."""
    tempo = plan.tempo
    idle = rng.uniform(-20, 40)
    pitch = np.radians([idle, targets["look_dip"], targets["look_catch"], rng.uniform(0, 45)])
    way = plan.goals[1] - plan.hands.mean(axis=0)
    aim = -np.arctan2(way[0], 1.2) * rng.uniform(0.5, 1.2)
    yaw = np.array([rng.uniform(-0.3, 0.3), aim, aim, rng.uniform(-0.4, 0.4)])
    up = tempo.drive[0] + 0.02, max(tempo.catch - 0.15, tempo.drive[0] + 0.25)
    spans = ((tempo.sink[0] - 0.25, tempo.sink[1] - 0.15), up, (tempo.catch + 0.25, tempo.catch + 0.9))
    gaze = moves(times, spans, np.stack([yaw, pitch], axis=1))
    return facing(body, gaze[:, 0], gaze[:, 1])
