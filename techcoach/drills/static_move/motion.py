"""The motion of one static move: tempo, hips and trunk between their poses, limbs on their holds, the gaze.

The climber reaches with the right hand, and is mirrored for the left. This file knows a plan and targets; it knows no
measurement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...motion.body import Body, sample_body
from ...motion.climbing import (
    LEAST_SHUFFLE_M,
    SHUFFLE_PAUSE_S,
    SHUFFLE_S,
    SIDES,
    Wall,
    ankles_from_toes,
    around,
    bend,
    facing,
    hand_way,
    off_the_wall,
    shuffle,
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
from .plan import Plan, draw_plan
from .travel import GLIDE, STOP, Travel, travel, travel_at

UNNOTICED_S = 0.1
"""A hand starts so softly that its movement is measured only so much later, seconds."""
LATEST_MATCH_S = 4.6
"""After a move that ends later than this the second hand does not follow; clips stay short."""
SHORT_S, LONGEST_S = 1.7, 7.8
"""A climber who settles longer than the first takes no step before; no motion lasts longer than the second, seconds."""
PUSH_AT_LEAST_S, EARLIEST_PUSH_S = 0.55, 0.28
"""How long the legs push, and how long at most they do so before the hand lets go, seconds."""
NECK = np.radians(80)
"""How far from the chest's way the face turns, with the upper spine's help."""
STEEP_FOR_GAZE = np.radians(45)
"""On steeper walls the head leans back with the wall."""
NOSE_ROOM = 0.04
"""How far the nose keeps from the wall, metres."""
KNEE_ROOM = 0.06
"""Knees rest so far from the wall, metres."""


@dataclass(frozen=True)
class Tempo:
    """When things happen, seconds. `first`: the small step of the other foot; `match`: the left hand follows."""

    first: Travel | None
    foot: Travel
    shift: tuple[float, float]
    reach: Travel
    rise: tuple[float, float]
    match: Travel | None
    end: float


@dataclass(frozen=True)
class Limb:
    """What a hand or foot hangs on: root (T, 3), length, and the way (3,) from wrist to knuckles or ankle to toe."""

    root: np.ndarray
    length: float
    tip: np.ndarray


def simulate(rng: np.random.Generator, targets: Mapping[str, float]) -> Motion:
    """Simulate one static move that shows the targets as nearly as a body can."""
    return simulate_on(rng, targets, sample_body(rng))


def simulate_on(rng: np.random.Generator, targets: Mapping[str, float], body: Body, wall: Wall | None = None) -> Motion:
    """Simulate one static move of a body on a wall; one of up to 28 degrees is drawn when None."""
    body = replace(body, handedness="right")
    plan = draw_plan(rng, body, targets, wall)
    tempo = _tempo(rng, plan, targets)
    times = np.arange(int(tempo.end * SIMULATION_FPS)) / SIMULATION_FPS
    pelvis, rotations = _trunk(times, plan, tempo, rng)
    grip = hand_way(plan.wall)
    hips, shoulders = hip_joints(body, pelvis, rotations[0]), shoulder_joints(body, pelvis, *rotations)
    neck = shoulders.mean(axis=1) + rotations[1][..., 2] * body.neck
    to_ankles = ankles_from_toes(body, plan.foot_ways)
    legs = [Limb(hips[:, side], body.leg, -to_ankles[side]) for side in (0, 1)]
    arms = [Limb(shoulders[:, side], body.arm, grip * body.hand) for side in (0, 1)]
    toes, foot_moving = _feet(times, plan, tempo, legs, rng)
    ways = np.broadcast_to(plan.foot_ways, toes.shape)
    ankles = toes + to_ankles
    hands, hand_moving = _hands(times, plan, tempo, arms, targets, rng)
    joints = articulate(
        body,
        Channels(
            pelvis=pelvis,
            pelvis_rotation=rotations[0],
            chest_rotation=rotations[1],
            head_rotation=_head(times, plan, tempo, body, neck, rotations[1][..., 1], targets, rng),
            ankles=ankles,
            knee_poles=_knee_poles(times, plan, tempo, body, hips, ankles, targets, rng),
            foot_directions=ways,
            wrists=hands - grip * body.hand,
            elbow_poles=np.broadcast_to(plan.elbow_poles, hands.shape),
            hand_directions=np.broadcast_to(grip, hands.shape),
        ),
    )
    motion = Motion(
        joints=joints, times=times, body=body, planted=~foot_moving, held=~hand_moving,
        airborne=np.zeros(len(times), dtype=bool), props=_props(plan, rng),
    )  # fmt: skip
    return mirrored(motion) if rng.random() < 0.5 else motion


def _props(plan: Plan, rng: np.random.Generator) -> tuple[Prop, ...]:
    places = [*plan.toes, plan.lifted, *plan.hands, plan.goal]
    places += [place for place in (plan.stepped, plan.match) if place is not None]
    holds = (Prop("hold", (float(x), float(y), float(z)), float(rng.uniform(0.05, 0.1))) for x, y, z in places)
    return (plan.wall.prop, *holds)


def _distance(start: np.ndarray, end: np.ndarray) -> float:
    return float(np.linalg.norm(end - start))


def _tempo(rng: np.random.Generator, plan: Plan, targets: Mapping[str, float]) -> Tempo:
    settling = targets["settling"]
    moment = rng.uniform(0.3, 1.0) if settling < SHORT_S else rng.uniform(0.2, 0.4)
    first = None
    other = 1 - plan.mover
    if plan.stepped is not None and settling < SHORT_S:
        first = travel(moment, _distance(plan.stepped, plan.toes[other]), rng.uniform(0.8, 1.4), rng.uniform(0.2, 0.6))
        moment = first.end + rng.uniform(0.15, 0.4)
    way = _distance(plan.toes[plan.mover], plan.lifted)
    foot = travel_at(moment, way, rng.uniform(0.4, 0.75), targets["foot_landing"])
    start = foot.contact + settling - UNNOTICED_S
    shifting = min(rng.uniform(0.6, 1.0), settling - 0.25)
    shifted = start - rng.uniform(0.12, max(settling - shifting, 0.13))
    shift = shifted - shifting, shifted
    reach = travel_at(start, _distance(plan.hands[1], plan.goal), targets["reach_speed"], targets["catch_speed"])
    # The body has risen when the hand comes near the hold; legs take half a second, and lead in a fast reach.
    near = start + reach.durations[0] + reach.durations[1]
    begin = float(np.clip(near - PUSH_AT_LEAST_S, start - EARLIEST_PUSH_S, start - 0.05))
    rise = begin, max(near, begin + PUSH_AT_LEAST_S)
    shuffling = SHUFFLE_S if targets["hand_adjusting"] > LEAST_SHUFFLE_M else 0.0
    gripped = reach.end + SHUFFLE_PAUSE_S + shuffling + rng.uniform(0.35, 0.6)
    match = None
    if plan.match is not None and reach.end < LATEST_MATCH_S:
        match = travel(gripped, _distance(plan.hands[0], plan.match), rng.uniform(0.8, 1.5), rng.uniform(0.2, 0.6))
    end = min(max(gripped, match.end if match else 0.0) + rng.uniform(0.1, 0.8), LONGEST_S)
    return Tempo(first, foot, shift, reach, rise, match, float(end))


def _trunk(
    times: np.ndarray, plan: Plan, tempo: Tempo, rng: np.random.Generator
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """Pelvis (T, 3), and the axes of pelvis and chest (T, 3, 3)."""
    spans = ((tempo.foot.start - 0.15, tempo.foot.start + 0.45), tempo.shift, tempo.rise)
    way = plan.wall.at(moves(times, spans, plan.pelvis))
    sway = 0.003 * np.sin(2 * np.pi * times[:, None] / rng.uniform(1.6, 3.0, 3) + rng.uniform(0, 6, 3))
    lean, turn, side = (moves(times, spans, angles) for angles in (plan.lean, plan.turn, plan.side))
    return way + sway, trunk_rotations(plan.wall, lean, turn, side)


def _moved(
    times: np.ndarray, way: Travel, from_: np.ndarray, to: np.ndarray, outwards: np.ndarray, limb: Limb
) -> tuple[np.ndarray, np.ndarray]:
    """A way (T, 3) from hold to hold in an arc `outwards` (3,) from the wall, and when it is under way (T,)."""
    travelled = way.along(times)
    free = way.length - GLIDE - STOP
    outwards = outwards * min(1.0, 2.2 * free)  # short ways keep closer
    arc = np.sin(np.pi * np.clip(travelled / free, 0, 1)) ** 2
    path = from_ + (to - from_) * (travelled / way.length)[:, None] + outwards * arc[:, None]
    # On the way the limb does not stretch to its full length; on the holds it is where they are.
    loose = minimum_jerk(travelled / 0.05) * (1 - minimum_jerk((travelled - 0.65 * free) / (0.35 * free)))
    near = within_reach(limb.root, path - limb.tip, limb.length, firm=0.9, most=0.985) + limb.tip
    return path + (near - path) * loose[:, None], (times > way.start) & (times < way.end)


def _feet(
    times: np.ndarray, plan: Plan, tempo: Tempo, legs: Sequence[Limb], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Toes (T, 2, 3) and when each foot moves (T, 2)."""
    toes = np.tile(plan.toes, (len(times), 1, 1))
    moving = np.zeros((len(times), 2), dtype=bool)
    out = -plan.wall.axes[:, 1] * rng.uniform(0.06, 0.12)
    mover, other = plan.mover, 1 - plan.mover
    toes[:, mover], moving[:, mover] = _moved(times, tempo.foot, plan.toes[mover], plan.lifted, out, legs[mover])
    if tempo.first is not None and plan.stepped is not None:
        toes[:, other], moving[:, other] = _moved(times, tempo.first, plan.stepped, plan.toes[other], out, legs[other])
    return toes, moving


def _hands(
    times: np.ndarray, plan: Plan, tempo: Tempo, arms: Sequence[Limb], targets: Mapping[str, float],
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Knuckles (T, 2, 3) and when each hand moves (T, 2)."""
    hands = np.tile(plan.hands, (len(times), 1, 1))
    moving = np.zeros((len(times), 2), dtype=bool)
    out = -plan.wall.axes[:, 1] * rng.uniform(0.03, 0.07)
    hands[:, 1], moving[:, 1] = _moved(times, tempo.reach, plan.hands[1], plan.goal, out, arms[1])
    down_and_out = plan.wall.axes @ [0, -0.7, -0.7]
    again, moving_again = shuffle(times, tempo.reach.end, targets["hand_adjusting"], down_and_out, rng)
    hands[:, 1] += again
    moving[:, 1] |= moving_again
    if tempo.match is not None and plan.match is not None:
        hands[:, 0], moving[:, 0] = _moved(times, tempo.match, plan.hands[0], plan.match, out, arms[0])
    return hands, moving


# -- knees -----------------------------------------------------------------------------------------------------


def _knee_poles(
    times: np.ndarray, plan: Plan, tempo: Tempo, body: Body, hips: np.ndarray, ankles: np.ndarray,
    targets: Mapping[str, float], rng: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """(T, 2, 3): knees turned out as the target asks, as far as the wall before them lets them."""
    moments = (0.0, tempo.foot.end, tempo.shift[1], tempo.rise[1])
    at = np.minimum(np.searchsorted(times, moments), len(times) - 1)
    turnouts = targets["knee_turnout"] + np.array([[1.0], [1.0], [0.0], [0.0]]) * rng.normal(0, 5, (4, 2))
    turns = _knee_turns(plan, body, hips[at], ankles[at], np.radians(turnouts))
    spans = ((tempo.foot.start, tempo.foot.end), tempo.shift, tempo.rise)
    inward, outward = around(plan.wall, hips, ankles)
    angle = off_the_wall(plan.wall, body, hips, ankles, inward, moves(times, spans, turns))[..., None]
    return inward * np.cos(angle) + outward * np.sin(angle)


def _knee_turns(plan: Plan, body: Body, hips: np.ndarray, ankles: np.ndarray, target_turns: np.ndarray) -> np.ndarray:
    """Turns (N, 2) of the knees about the line from hip to ankle that bring the thighs nearest to the target turnout.

    Args:
        hips, ankles: (N, 2, 3). target_turns: (N, 2) radians from straight into the wall outwards.
    """
    along, aside = bend(body, hips, ankles)
    inward, outward = around(plan.wall, hips, ankles)
    tries = np.radians(np.arange(-20, 131, 3))[:, None, None, None]
    thighs = unit(ankles - hips) * along + aside * (inward * np.cos(tries) + outward * np.sin(tries))
    local = thighs @ plan.wall.axes
    turnout = np.arctan2(local[..., 0] * SIDES, local[..., 1])
    room = plan.wall.of(hips + thighs)[..., 2]
    cost = np.abs(turnout - target_turns) + 200 * np.maximum(KNEE_ROOM - room, 0)
    return tries[np.argmin(cost, axis=0), 0, 0, 0]


# -- gaze --------------------------------------------------------------------------------------------------------------


def _head(
    times: np.ndarray, plan: Plan, tempo: Tempo, body: Body, base: np.ndarray, chest: np.ndarray,
    targets: Mapping[str, float], rng: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """Looks down at the foot as it is placed, and up before the reach, each as far as the targets say.

    Args:
        base: (T, 3) the head's pivot. chest: (T, 3) the way that the chest faces.
    """
    tilt = plan.wall.tilt(STEEP_FOR_GAZE)
    chest = chest @ tilt
    at = min(int((tempo.reach.start - 0.1) * SIMULATION_FPS), len(times) - 1)
    yaw, pitch = _look_up(plan, body, base[at], chest[[at, -1]], np.radians(targets["look_up"]), rng)
    foot_yaw = -SIDES[plan.mover] * np.radians(rng.uniform(5, 35))
    placing = min(int(tempo.foot.end * SIMULATION_FPS), len(times) - 1)
    lowest = np.arcsin(chest[placing, 2]) - NECK
    foot = foot_yaw, max(np.radians(targets["look_foot"]), lowest)
    idle = np.radians(rng.uniform(-25, 25)), np.radians(rng.uniform(-15, 40))
    after = yaw * rng.uniform(0.3, 1.0), pitch + np.radians(rng.uniform(0, 8))
    down = tempo.foot.end - 0.8, tempo.foot.end - 0.35
    up = tempo.reach.start - 0.75, tempo.reach.start - 0.2
    spans = ((min(down[0], tempo.foot.start), down[1]), up, (tempo.reach.end + 0.2, tempo.reach.end + 0.9))
    gaze = moves(times, spans, np.array([idle, foot, (yaw, pitch), after]))
    return tilt @ facing(body, gaze[:, 0], gaze[:, 1])


def _look_up(
    plan: Plan, body: Body, base: np.ndarray, chest: np.ndarray, pitch: float, rng: np.random.Generator
) -> tuple[float, float]:
    """Yaw and pitch of a face at `base` (3,) above a chest (2, 3), at first and at last, that looks to the next hold.

    Of all such looks, the nearest to the hold that the neck allows and that keeps the nose off the wall. Yaw, pitch and
    the chest's way are counted in the axes that a steep wall tilts.
    """
    tilt = plan.wall.tilt(STEEP_FOR_GAZE)
    pitch = float(np.clip(pitch, -0.9, 1.15))
    way = (plan.goal - (base + [0, 0, body.head])) @ tilt
    target_yaw = -np.arctan2(way[0], way[1]) + rng.normal(0, 0.1)
    yaw = np.linspace(-1.15, 1.15, 47)
    axes = tilt @ facing(body, yaw, np.full(len(yaw), pitch))
    nose = base + axes[:, :, 2] * body.head + axes[:, :, 1] * body.face
    gazes = np.stack([-np.sin(yaw) * np.cos(pitch), np.cos(yaw) * np.cos(pitch), np.full(len(yaw), np.sin(pitch))], 1)
    strain = np.maximum(np.arccos(np.clip(gazes @ chest.T, -1, 1)) - NECK, 0).max(axis=1)
    room = np.maximum(NOSE_ROOM - plan.wall.of(nose)[:, 2], 0)
    return float(yaw[np.argmin(np.abs(yaw - target_yaw) + 40 * room + 20 * strain)]), pitch
