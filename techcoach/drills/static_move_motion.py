"""The static move in motion: a climber who faces +y and a wall that leans towards him, reaching with the right hand.

Realises technique targets as nearly as a body can; what counts is what `static_move_measure` reads off the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..types import KEYPOINT_INDEX
from .body import Body, sample_body
from .kinematics import (
    LARGEST_KNEE_FLEXION,
    Channels,
    articulate,
    ease,
    hip_joints,
    turned,
    two_bones,
    unit,
)
from .motion import SIMULATION_FPS, Motion, Prop, mirrored
from .static_move_measure import ADJUST_S


@dataclass(frozen=True)
class Plan:
    """Times, seconds, and places, metres, of one move. Hips come as (3,): at rest, shifted, risen."""

    foot_start: float
    foot_end: float
    shift_start: float
    reach_start: float
    reach_end: float
    end: float
    overhang: float
    mover: int
    hips: tuple[np.ndarray, np.ndarray, np.ndarray]
    toes: tuple[np.ndarray, np.ndarray, np.ndarray]
    hands: tuple[np.ndarray, np.ndarray, np.ndarray]


def wall_y(overhang: float, height: np.ndarray | float) -> np.ndarray | float:
    """Where the wall is at a height, metres; it meets the ground at y = 0.6."""
    return 0.6 - np.tan(overhang) * height


def simulate(rng: np.random.Generator, targets: Mapping[str, float]) -> Motion:
    """One static move that shows the targets as nearly as a body can."""
    athlete = sample_body(rng)
    body = replace(athlete, handedness="right")
    plan = _plan(rng, body, targets)
    times = np.arange(int(plan.end * SIMULATION_FPS)) / SIMULATION_FPS
    pelvis = _pelvis(times, plan, rng)
    turn, pitch = _torso(times, plan, targets, rng)
    pelvis_rotation, chest_rotation = turned(turn * 0.35, pitch), turned(turn, pitch)
    toes, foot_moving = _feet(times, plan, targets, rng)
    foot_ways = np.tile(unit(np.array([0.0, 0.97, -0.12])), (len(times), 2, 1))
    over = unit(np.cross(np.cross(foot_ways, [0, 0, 1.0]), foot_ways))
    ankles = toes - foot_ways * body.toe + over * body.ankle_height
    hands, hand_moving = _hands(times, plan, targets, rng)
    wrists = hands - np.array([0.0, 0.35, 0.9]) * body.hand * 0.8
    joints = articulate(
        body,
        Channels(
            pelvis=pelvis,
            pelvis_rotation=pelvis_rotation,
            chest_rotation=chest_rotation,
            head_rotation=_head(times, plan, body, pelvis, targets, rng),
            ankles=ankles,
            knee_poles=_knee_poles(plan, body, pelvis, pelvis_rotation, ankles, targets),
            foot_directions=foot_ways,
            wrists=wrists,
            elbow_poles=_elbow_poles(chest_rotation),
            hand_directions=unit(hands - wrists),
        ),
    )
    holds = (*plan.toes, *plan.hands)
    motion = Motion(
        joints=joints,
        times=times,
        body=body,
        planted=~foot_moving & _touching(joints, ("left_toe", "right_toe"), toes),
        held=~hand_moving & _touching(joints, ("left_wrist", "right_wrist"), wrists),
        airborne=np.zeros(len(times), dtype=bool),
        props=(
            Prop("wall", (0.0, 0.6, 0.0), 4.0, plan.overhang),
            *(Prop("hold", (float(x), float(y), float(z)), float(rng.uniform(0.05, 0.1))) for x, y, z in holds),
        ),
    )
    return mirrored(motion) if rng.random() < 0.5 else motion


def _touching(joints: np.ndarray, names: tuple[str, str], meant: np.ndarray) -> np.ndarray:
    """(T, 2) bool: the limb is where it was meant to be, not held back by its own length."""
    at = np.stack([joints[:, KEYPOINT_INDEX[name]] for name in names], axis=1)
    return np.linalg.norm(at - meant, axis=-1) < 0.002


def _span(upper: float, lower: float, inner_deg: float) -> float:
    return float(np.sqrt(upper**2 + lower**2 - 2 * upper * lower * np.cos(np.radians(inner_deg))))


def _on_wall(overhang: float, x: float, z: float) -> np.ndarray:
    return np.array([x, float(wall_y(overhang, z)), z])


def _hold_above(overhang: float, shoulder: np.ndarray, aside: float, span: float) -> np.ndarray:
    """The point of the wall above a shoulder (3,), so far aside, that an arm of that span just reaches."""
    height = shoulder[2]
    for _ in range(20):
        point = _on_wall(overhang, shoulder[0] + aside, height)
        away = span**2 - aside**2 - (point[1] - shoulder[1]) ** 2
        height = 0.5 * height + 0.5 * (shoulder[2] + np.sqrt(max(away, 0.01)))
    return _on_wall(overhang, shoulder[0] + aside, float(height))


def _plan(rng: np.random.Generator, body: Body, targets: Mapping[str, float]) -> Plan:
    overhang = np.radians(rng.uniform(0, 25))
    mover = int(rng.random() < 0.5)
    arm = (body.upper_arm, body.forearm + 0.6 * body.hand)
    low = rng.uniform(0.35, 0.7) + 0.75 * body.leg
    apart = rng.uniform(0.16, 0.3)

    def hips_at(x: float, z: float, distance: float) -> np.ndarray:
        return np.array([x, float(wall_y(overhang, z)) - distance / np.cos(overhang), z])

    distance = targets["hip_distance"]
    rest = hips_at(0.0, low, max(distance, rng.uniform(0.2, 0.34)))
    toes = [_on_wall(overhang, sign * apart, low - rng.uniform(0.66, 0.82) * body.leg) for sign in (-1.0, 1.0)]
    lifted = _on_wall(overhang, (1 if mover else -1) * rng.uniform(0.05, 0.32), low - rng.uniform(0.5, 0.62) * body.leg)
    offset = targets["hip_shift"] * (-1 if mover else 1)
    shifted = hips_at(float(lifted[0] + offset), low + rng.uniform(0.0, 0.05), distance)
    # The supporting leg is the one whose foot was placed; its knee opens by the drive.
    hip = shifted + np.array([(1 if mover else -1) * body.hip_width / 2, 0, 0])
    ankle = lifted - np.array([0, 0.97, -0.12]) * body.toe + [0, 0, body.ankle_height]
    before = float(np.clip(np.linalg.norm(hip - ankle), 0.4 * body.leg, 0.99 * body.leg))
    knee = np.degrees(
        np.arccos(np.clip((body.thigh**2 + body.shank**2 - before**2) / (2 * body.thigh * body.shank), -1, 1))
    )
    rise = _span(body.thigh, body.shank, min(float(knee) + targets["leg_drive"], 174)) - before
    risen = hips_at(float(shifted[0]), float(shifted[2] + rise), distance)
    up = np.array([0, -np.sin(overhang) * 0.5, 1.0])
    shoulder = rest + unit(up) * body.torso
    wide = body.shoulder_width / 2
    spans = [_span(*arm, targets["straight_arms"] + rng.normal(0, 4)) for _ in range(2)]
    left = _hold_above(overhang, shoulder - [wide, 0, 0], -rng.uniform(0.02, 0.2), spans[0])
    right = _hold_above(overhang, shoulder + [wide, 0, 0], rng.uniform(-0.05, 0.15), spans[1])
    top = risen + unit(up) * body.torso
    goal = _hold_above(overhang, top + [wide * 0.8, 0.08, 0], rng.uniform(0.0, 0.3), _span(*arm, rng.uniform(140, 168)))
    length = float(np.linalg.norm(goal - right))
    foot_start = rng.uniform(0.4, 1.4)
    foot_end = foot_start + rng.uniform(0.28, 0.7)
    shift_start = foot_end + ADJUST_S + rng.uniform(0.1, 0.5)
    reach_start = shift_start + rng.uniform(0.6, 1.1)
    reach_end = reach_start + max(1.5 * length / targets["reach_speed"], 0.15)
    return Plan(
        foot_start=foot_start, foot_end=foot_end, shift_start=shift_start, reach_start=reach_start, reach_end=reach_end,
        end=reach_end + ADJUST_S + rng.uniform(0.5, 1.5), overhang=float(overhang), mover=mover,
        hips=(rest, shifted, risen), toes=(toes[0], toes[1], lifted), hands=(left, right, goal),
    )  # fmt: skip


def _pelvis(times: np.ndarray, p: Plan, rng: np.random.Generator) -> np.ndarray:
    rest, shifted, risen = p.hips
    lead = min(0.25, (p.reach_end - p.reach_start) * 0.3)
    keys = (0.0, p.foot_start, p.foot_end, p.shift_start, p.reach_start - lead, p.reach_end, p.end)
    eased = rest + (shifted - rest) * np.array([0.15, 0.4, 0.3])
    path = ease(times, keys, np.stack([rest, rest, eased, eased, shifted, risen, risen]))
    sway = 0.006 * np.sin(2 * np.pi * times[:, None] / rng.uniform(1.4, 2.6, 3) + rng.uniform(0, 6, 3))
    return path + sway


def _torso(
    times: np.ndarray, p: Plan, targets: Mapping[str, float], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Turn to the left (T,), which brings the right shoulder to the wall, and forward pitch (T,), radians."""
    turn = np.radians(targets["torso_turn"])
    early = np.radians(rng.normal(0, 5))
    keys = (0.0, p.shift_start, p.reach_start, p.reach_end, p.end)
    yaw = ease(times, keys, (early, early, early * 0.5 + turn * 0.3, turn, turn * 0.9))
    out = np.radians(targets["lean_out"]) + p.overhang
    rest = p.overhang * 0.6 + np.radians(rng.uniform(-4, 8))
    return yaw, -ease(times, keys, (rest, rest, out, out, out * 0.8))


def _moved(
    times: np.ndarray, start: float, end: float, from_: np.ndarray, to: np.ndarray, arrival: float, out: float,
    adjusting: float, rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """A hand's or foot's way (T, 3) from one hold to another, and when it moves (T,).

    Args:
        arrival: speed at the hold, m/s. out: how far it swings away from the wall, metres.
        adjusting: length of the way that it makes again after the contact, metres.
    """
    length, duration = float(np.linalg.norm(to - from_)), end - start
    share = np.clip((times - start) / duration, 0, 1)
    slope = min(arrival * duration / max(length, 1e-6), 2.8)
    done = share**2 * (3 - 2 * share) + slope * share**2 * (share - 1)
    path = from_ + (to - from_) * done[:, None]
    path[:, 1] -= out * np.sin(np.pi * share) ** 2
    moving = (share > 0) & (share < 1)
    if adjusting > 0.01:
        bumps = 2 if adjusting > 0.08 else 1
        each = (ADJUST_S - 0.1) / bumps
        for number in range(bumps):
            part = np.clip((times - end - 0.06 - number * each) / each, 0, 1)
            way = unit(np.array([rng.normal(), -0.6, rng.normal()]))
            path = path + way * (adjusting / bumps / 2) * (np.sin(np.pi * part) ** 2)[:, None]
            moving |= (part > 0) & (part < 1)
    return path, moving


def _feet(
    times: np.ndarray, p: Plan, targets: Mapping[str, float], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Toes (T, 2, 3) and when each foot moves (T, 2)."""
    toes = np.stack([np.tile(p.toes[side], (len(times), 1)) for side in (0, 1)], axis=1)
    moving = np.zeros((len(times), 2), dtype=bool)
    toes[:, p.mover], moving[:, p.mover] = _moved(
        times, p.foot_start, p.foot_end, p.toes[p.mover], p.toes[2], targets["foot_landing"], 0.08,
        targets["foot_adjusting"], rng,
    )  # fmt: skip
    return toes, moving


def _hands(
    times: np.ndarray, p: Plan, targets: Mapping[str, float], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Knuckles (T, 2, 3) and when each hand moves (T, 2)."""
    hands = np.stack([np.tile(p.hands[side], (len(times), 1)) for side in (0, 1)], axis=1)
    moving = np.zeros((len(times), 2), dtype=bool)
    hands[:, 1], moving[:, 1] = _moved(
        times, p.reach_start, p.reach_end, p.hands[1], p.hands[2], targets["catch_speed"], 0.06,
        targets["hand_adjusting"], rng,
    )  # fmt: skip
    return hands, moving


def _knee_poles(
    p: Plan, body: Body, pelvis: np.ndarray, rotation: np.ndarray, ankles: np.ndarray, targets: Mapping[str, float]
) -> np.ndarray:
    """(T, 2, 3): knees turned out as far as the target asks, and as the wall before them forces."""
    hips = hip_joints(body, pelvis, rotation)
    forward = np.broadcast_to(np.array([0.0, 1.0, 0.0]), hips.shape)
    knees, _ = two_bones(hips, ankles, body.thigh, body.shank, forward, LARGEST_KNEE_FLEXION)
    axis = unit(ankles - hips)
    along = ((knees - hips) * axis).sum(axis=-1, keepdims=True)
    aside = np.linalg.norm(knees - hips - axis * along, axis=-1)
    middle = hips + axis * along
    room = np.maximum(wall_y(p.overhang, middle[..., 2]) - middle[..., 1] - 0.05, 0.0)
    forced = np.arccos(np.clip(room / np.maximum(aside, 1e-6), -1, 1))
    angle_out = np.maximum(np.radians(targets["knee_turnout"]), forced)
    sign = np.array([-1.0, 1.0])
    return np.stack([sign * np.sin(angle_out), np.cos(angle_out), np.zeros_like(angle_out)], axis=-1)


def _elbow_poles(chest: np.ndarray) -> np.ndarray:
    """(T, 2, 3): elbows point down and a little out and away from the wall."""
    right, forward, up = (chest[..., :, axis] for axis in range(3))
    return np.stack([-up - 0.4 * right - 0.3 * forward, -up + 0.4 * right - 0.3 * forward], axis=1)


def _head(
    times: np.ndarray, p: Plan, body: Body, pelvis: np.ndarray, targets: Mapping[str, float], rng: np.random.Generator
) -> np.ndarray:
    """Looks at the foot as it is placed, and towards the next hold before the reach, each as well as the targets
    say."""
    at = min(int(p.reach_start * SIMULATION_FPS), len(times) - 1)
    way = unit(p.hands[2] - (pelvis[at] + [0, 0, body.torso + body.neck + body.head]))
    yaw_to, pitch_to = -np.arctan2(way[0], way[1]), np.arcsin(way[2])
    miss, turn = np.radians(targets["look_hold"]), rng.uniform(0.2, 1.0) * rng.choice([-1, 1])
    hold_pitch = np.clip(pitch_to - miss * np.sqrt(1 - turn**2), np.radians(-55), np.radians(65))
    hold_yaw = np.clip(yaw_to + miss * turn, np.radians(-70), np.radians(70))
    foot_pitch = np.radians(targets["look_foot"] + 5.5)
    foot_yaw = (-1 if p.mover else 1) * np.radians(rng.uniform(5, 35))
    idle = np.radians(rng.uniform(-20, 35))
    keys = (
        0.0,
        p.foot_start,
        p.foot_end - 0.2,
        p.foot_end + 0.15,
        p.shift_start + 0.1,
        p.reach_start - 0.25,
        p.reach_end,
        p.end,
    )
    hold_nose = hold_pitch + np.radians(5.5)
    pitch = ease(
        times,
        keys,
        (idle, (idle + foot_pitch) / 2, foot_pitch, foot_pitch, foot_pitch * 0.6, hold_nose, hold_nose, idle),
    )
    yaw = ease(times, keys, (0, foot_yaw / 2, foot_yaw, foot_yaw, foot_yaw * 0.5, hold_yaw, hold_yaw, 0))
    return turned(yaw, -pitch)
