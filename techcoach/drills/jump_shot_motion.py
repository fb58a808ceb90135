"""The mid-range jump shot in motion: a right-hander facing +y, mirrored for left-handers.

Realises technique targets as nearly as a body can; what counts is what `jump_shot_measure` reads off the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..types import KEYPOINT_INDEX
from .body import Body, sample_body
from .kinematics import (
    GRAVITY,
    Channels,
    arm_target,
    articulate,
    ballistic,
    ease,
    hip_joints,
    keep_reachable,
    minimum_jerk,
    shoulder_joints,
    turned,
    unit,
)
from .motion import SIMULATION_FPS, Motion, Prop, mirrored


@dataclass(frozen=True)
class Moments:
    """Times of one shot, seconds, and the heights of the hips that go with them, metres."""

    dip_start: float
    dip: float
    take_off: float
    apex: float
    landing: float
    settle: float
    release: float
    set_point: float
    end: float
    hips_standing: float
    hips_dip: float
    hips_take_off: float
    hips_landing: float
    hips_absorb: float
    rise_speed: float


HEEL_RISE = np.radians(48)


def simulate(rng: np.random.Generator, targets: Mapping[str, float]) -> Motion:
    """One jump shot that shows the targets as nearly as a body can."""
    athlete = sample_body(rng)
    body = replace(athlete, handedness="right")
    stance = targets["stance_width"] * body.shoulder_width
    shift = np.array([targets["hip_drift"] * rng.choice([-1.0, 1.0]), targets["landing_shift"], 0.0])
    moments = _moments(rng, body, targets, stance, shift)
    count = int(moments.end * SIMULATION_FPS)
    times = np.arange(count) / SIMULATION_FPS
    behind, hop = _step_in(times, moments, rng)
    pelvis = _pelvis(times, moments, shift, rng)
    pelvis[:, 1] -= behind.mean(axis=1)
    ankles, toes, lifted = _feet(times, moments, body, stance, shift, behind, hop, rng)
    yaw = np.radians(rng.normal(0, 4)) + ease(
        times, (0, moments.dip, moments.release), np.radians([0, *rng.normal(0, 4, 2)])
    )
    lean = _lean(times, moments, body, pelvis, ankles, targets, rng)
    twist = np.radians(targets["shoulder_twist"]) * rng.choice([-1.0, 1.0])
    twisting = ease(times, (0, moments.dip, moments.release, moments.settle), (0, twist * 0.6, twist, 0))
    pelvis_rotation = turned(yaw, lean * 0.55)
    chest_rotation = turned(yaw + twisting, lean * 1.22)
    hips = hip_joints(body, pelvis, pelvis_rotation)
    pelvis = keep_reachable(pelvis, hips, ankles, body.leg, lifted < 0.5)
    shoulders = shoulder_joints(body, pelvis, pelvis_rotation, chest_rotation)
    wrists, poles, hands = _arms(times, moments, body, shoulders, chest_rotation, targets, rng)
    joints = articulate(
        body,
        Channels(
            pelvis=pelvis,
            pelvis_rotation=pelvis_rotation,
            chest_rotation=chest_rotation,
            head_rotation=_head(times, moments, yaw, targets, rng),
            ankles=ankles,
            knee_poles=np.stack([turned(yaw + sign * 0.12)[..., :, 1] for sign in (1, -1)], axis=1),
            foot_directions=toes,
            wrists=wrists,
            elbow_poles=poles,
            hand_directions=hands,
        ),
    )
    airborne = (times > moments.take_off) & (times < moments.landing)
    motion = Motion(
        joints=joints,
        times=times,
        body=body,
        planted=(lifted < 0.5) & ~airborne[:, None],
        held=np.zeros((count, 2), dtype=bool),
        airborne=airborne,
        ball=_ball(times, moments, joints),
        props=(Prop("hoop", (0.0, float(rng.uniform(3.5, 5.5)), 3.05), 0.45),),
    )
    return mirrored(motion) if athlete.handedness == "left" else motion


def _leg_span(body: Body, knee_angle_deg: float) -> float:
    """Hip to ankle at a knee angle."""
    cosine = np.cos(np.radians(knee_angle_deg))
    return float(np.sqrt(body.thigh**2 + body.shank**2 - 2 * body.thigh * body.shank * cosine))


def _raised_ankle(body: Body, angle: float) -> float:
    """Height of the ankle when the heel has risen by an angle about the toe."""
    return float(body.ankle_height * np.cos(angle) + body.toe * np.sin(angle))


GATHER = 0.35
"""Share of the flight's level speed with which the hips already travel, on average, during the push."""
HIPS_BACK = 0.28
"""How far the hips go back for each metre that they go down."""


def _moments(
    rng: np.random.Generator, body: Body, targets: Mapping[str, float], stance: float, shift: np.ndarray
) -> Moments:
    aside = (stance - body.hip_width) / 2
    dip_start = rng.uniform(0.3, 1.8)
    dip = dip_start + rng.uniform(0.32, 0.6)
    push = rng.uniform(0.26, 0.4)
    take_off = dip + push
    speed = float(np.sqrt(2 * GRAVITY * np.clip(rng.normal(0.24, 0.1), 0.07, 0.5)))
    gathered = np.abs(shift[:2]) * GATHER * push / (2 * speed / GRAVITY) + [aside, 0.03]

    def hips_over(ankle: float, knee_angle: float, level: float) -> float:
        return ankle + float(np.sqrt(max(_leg_span(body, knee_angle) ** 2 - level**2, 0.01)))

    at_take_off = hips_over(_raised_ankle(body, HEEL_RISE), targets["leg_extension"], float(np.hypot(*gathered)))
    at_landing = hips_over(_raised_ankle(body, np.radians(22)), rng.uniform(150, 168), aside + 0.04)
    standing = hips_over(body.ankle_height, rng.uniform(160, 172), aside)
    straight_down = hips_over(body.ankle_height, targets["knee_flexion"], aside)
    back = HIPS_BACK * (standing - straight_down) * 1.15
    fall = np.sqrt(max(speed**2 - 2 * GRAVITY * (at_landing - at_take_off), 0.04))
    apex, landing = take_off + speed / GRAVITY, take_off + (speed + fall) / GRAVITY
    release = max(apex + targets["release_timing"], dip + 0.22)
    settle = landing + rng.uniform(0.45, 0.7)
    return Moments(
        dip_start=dip_start, dip=dip, take_off=take_off, apex=apex, landing=landing, settle=settle, release=release,
        set_point=release - rng.uniform(0.17, 0.24),
        end=max(settle, release + targets["follow_through"] + 0.5) + rng.uniform(0.1, 1.5),
        hips_standing=standing,
        hips_dip=hips_over(body.ankle_height, targets["knee_flexion"], float(np.hypot(aside, back))),
        hips_take_off=at_take_off, hips_landing=at_landing,
        hips_absorb=hips_over(body.ankle_height, rng.uniform(105, 145), aside + 0.05),
        rise_speed=speed,
    )  # fmt: skip


def _between(
    times: np.ndarray, start: float, end: float, values: tuple[float, float], speeds: tuple[float, float]
) -> np.ndarray:
    """Cubic Hermite segment over (T,) times, used within start..end only."""
    length = end - start
    s = np.clip((times - start) / length, 0, 1)
    return (
        values[0] * (1 + 2 * s) * (1 - s) ** 2
        + values[1] * s**2 * (3 - 2 * s)
        + length * (speeds[0] * s * (1 - s) ** 2 + speeds[1] * s**2 * (s - 1))
    )


def _pelvis(times: np.ndarray, m: Moments, shift: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(T, 3): down into the dip, up into a parabola, and into the landing."""
    flight = m.landing - m.take_off
    height = np.full(len(times), m.hips_standing) + 0.006 * np.sin(2 * np.pi * times / rng.uniform(1.5, 3.0))
    sink = minimum_jerk((times - m.dip_start) / (m.dip - m.dip_start))
    height = height * (1 - sink) + m.hips_dip * sink
    parts = (
        (m.dip, m.take_off, _between(times, m.dip, m.take_off, (m.hips_dip, m.hips_take_off), (0, m.rise_speed))),
        (m.take_off, m.landing, ballistic(times, m.take_off, m.hips_take_off, m.rise_speed)),
        (
            m.landing,
            m.landing + 0.2,
            _between(
                times, m.landing, m.landing + 0.2, (m.hips_landing, m.hips_absorb), (m.rise_speed - GRAVITY * flight, 0)
            ),
        ),
        (
            m.landing + 0.2,
            times[-1] + 1,
            m.hips_absorb
            + (m.hips_standing - m.hips_absorb) * minimum_jerk((times - m.landing - 0.2) / (m.settle - m.landing)),
        ),
    )
    for start, end, values in parts:
        inside = (times >= start) & (times < end)
        height[inside] = values[inside]
    velocity = shift / flight
    gathered = velocity * (m.take_off - m.dip) * GATHER
    level = np.zeros((len(times), 2))
    for axis in (0, 1):
        before = _between(times, m.dip, m.take_off, (0.0, gathered[axis]), (0.0, velocity[axis]))
        air = gathered[axis] + velocity[axis] * (times - m.take_off)
        landed = gathered[axis] + shift[axis]
        after = _between(times, m.landing, m.settle, (landed, shift[axis]), (velocity[axis], 0.0))
        level[:, axis] = np.select([times < m.dip, times < m.take_off, times < m.landing], [0.0, before, air], after)
    # Hips go back as the knees bend, so that the weight stays over the feet.
    back = (m.hips_standing - np.minimum(height, m.hips_standing)) * HIPS_BACK
    back = back * (1 - ease(times, (m.dip, m.take_off - 0.03, m.landing, m.landing + 0.15), (0, 1, 1, 0)))
    return np.stack([level[:, 0], level[:, 1] - back - 0.02, height], axis=1)


def _step_in(times: np.ndarray, m: Moments, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """How far each foot is still behind its stance (T, 2), and how high it is lifted on the way (T, 2), metres."""
    behind, hop = np.zeros((len(times), 2)), np.zeros((len(times), 2))
    if rng.random() < 0.5 or m.dip_start < 0.75:
        return behind, hop
    length = rng.uniform(0.15, 0.4)
    for side, before in ((0, 0.66), (1, 0.34)):
        share = np.clip((times - (m.dip_start - before)) / 0.3, 0, 1)
        behind[:, side] = length * (1 - minimum_jerk(share))
        hop[:, side] = 0.07 * np.sin(np.pi * share) ** 2
    return behind, hop


def _feet(
    times: np.ndarray, m: Moments, body: Body, stance: float, shift: np.ndarray, behind: np.ndarray, hop: np.ndarray,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Ankles (T, 2, 3), heel-to-toe directions (T, 2, 3), and whether each foot is off the ground (T, 2): 0 or 1.

    The toe stays where it is while the heel rises; in the air the feet go from their take-off to their landing places.
    """
    lead = rng.uniform(0.0, 0.07)
    ankles, directions = np.zeros((len(times), 2, 3)), np.zeros((len(times), 2, 3))
    lifted = (hop > 1e-9).astype(float)
    rise = ease(
        times,
        (m.take_off - 0.16, m.take_off, m.take_off + 0.1, m.landing, m.landing + 0.09),
        (0.0, HEEL_RISE, HEEL_RISE * 0.8, np.radians(22), 0.0),
    )
    for side, sign in ((0, -1.0), (1, 1.0)):
        out = np.array([sign * np.sin(0.14), np.cos(0.14), 0.0])
        start = np.array([sign * stance / 2, lead * sign, 0.0])
        toe = start + out * body.toe
        place = np.tile(toe, (len(times), 1))
        place[:, 1] -= behind[:, side]
        place[:, 2] += hop[:, side]
        air = np.clip((times - m.take_off) / (m.landing - m.take_off), 0, 1)
        place = place + shift * minimum_jerk(air)[:, None]
        forward = out * np.cos(rise)[:, None] - np.array([0, 0, 1.0]) * np.sin(rise)[:, None]
        up = np.cross(np.cross(forward, [0, 0, 1.0]), forward)
        ankles[:, side] = place - forward * body.toe + unit(up) * body.ankle_height
        directions[:, side] = forward
    flying = (times > m.take_off) & (times < m.landing)
    lifted[flying] = 1.0
    ankles[flying, :, 2] += _flight_lift(times[flying], m)[:, None]
    return ankles, directions, lifted


def _flight_lift(times: np.ndarray, m: Moments) -> np.ndarray:
    """How much the feet rise with the hips in the air."""
    hips = ballistic(times, m.take_off, m.hips_take_off, m.rise_speed)
    share = (times - m.take_off) / (m.landing - m.take_off)
    straight = m.hips_take_off + (m.hips_landing - m.hips_take_off) * share
    return np.maximum(hips - straight, 0.0) * 0.94


def _lean(
    times: np.ndarray, m: Moments, body: Body, pelvis: np.ndarray, ankles: np.ndarray, targets: Mapping[str, float],
    rng: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """Forward lean of the trunk (T,) radians: at the dip as the hip angle asks, at release as the lean asks."""
    at = int(np.argmin(np.abs(times - m.dip)))
    middle = ankles[at].mean(axis=0)
    way = pelvis[at] - middle
    span = np.linalg.norm(way)
    inner = np.arccos(np.clip((body.thigh**2 + span**2 - body.shank**2) / (2 * body.thigh * span), -1, 1))
    # The thigh's angle from straight down: the bend of the leg, and how far the hips lie behind the ankles.
    thigh = inner + np.arctan2(-way[1], way[2])
    dip = np.clip(np.pi - thigh - np.radians(targets["hip_flexion"]), np.radians(-6), np.radians(58))
    release = np.radians(targets["trunk_lean"])
    rest = np.radians(rng.uniform(0, 8))
    keys = (0.0, m.dip_start, m.dip, m.release - 0.03, m.release + 0.08, m.settle)
    return ease(times, _rising(keys), (rest, rest, dip, release, release, rest))


def _rising(keys: tuple[float, ...]) -> list[float]:
    """Key times pushed apart where moments coincide."""
    result = [keys[0]]
    for key in keys[1:]:
        result.append(max(key, result[-1] + 0.02))
    return result


def _head(
    times: np.ndarray, m: Moments, yaw: np.ndarray, targets: Mapping[str, float], rng: np.random.Generator
) -> np.ndarray:
    pitch_up = np.radians(targets["head_pitch"] + 5.5)  # the nose lies 5.5 degrees below the ears' level
    early = np.radians(rng.uniform(-25, 5))
    pitch = ease(times, _rising((0.0, m.dip_start, m.release - 0.5)), (early, early, pitch_up))
    calm = np.exp(-0.5 * ((times - m.release + 0.18) / 0.3) ** 2)
    wave = np.sin(2 * np.pi * (times - m.release) / rng.uniform(0.45, 0.7) + rng.uniform(0, 6.28))
    swing = np.radians(targets["head_movement"]) * 1.1 * calm * wave
    share = rng.uniform(0.25, 0.75)
    return turned(yaw + swing * share * rng.choice([-1, 1]), -(pitch + swing * (1 - share)))


def _arms(
    times: np.ndarray, m: Moments, body: Body, shoulders: np.ndarray, chest: np.ndarray, targets: Mapping[str, float],
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Wrists, elbow poles and hand directions, (T, 2, 3) each: the right hand shoots, the left guides."""
    drop = m.release + targets["follow_through"]
    done = drop + rng.uniform(0.28, 0.4)
    keys = _rising((0.0, m.dip_start, m.dip, m.set_point, m.release, drop, done))
    hold, flare = np.radians(rng.uniform(15, 40)), np.radians(targets["elbow_flare"])
    raised = np.radians(rng.uniform(128, 148))
    lift = ease(
        times,
        keys,
        (hold, hold, np.radians(rng.uniform(5, 30)), np.radians(rng.uniform(78, 102)), raised, raised - 0.06, 0.15),
    )
    straight = np.radians(targets["elbow_extension"])
    held = np.radians(rng.uniform(85, 115))
    elbow = ease(
        times,
        keys,
        (held, held, np.radians(rng.uniform(80, 105)), np.radians(rng.uniform(62, 88)), straight, straight, 2.7),
    )
    aside = ease(times, keys, (0.2, 0.2, flare * 0.7 + 0.05, flare, flare * 0.55, flare * 0.5, 0.15))
    shooting, shooting_pole = arm_target(body, shoulders[:, 1], chest, lift, aside, elbow, 1)
    dribbles = rng.random() < 0.45
    if dribbles:
        pump = (
            np.clip(m.dip_start - times, 0, 0.3) / 0.3 * (0.5 - 0.5 * np.cos(2 * np.pi * (times - m.dip_start) / 0.55))
        )
        shooting = shooting - np.array([0, 0, 0.22]) * pump[:, None]
    wide = rng.uniform(0.2, 0.25)
    gap = ease(times, keys, (wide, wide, wide, targets["hand_gap"], targets["hand_gap"] + 0.08, 0.4, 0.4))
    lower = ease(times, keys, (0.0, 0.0, 0.0, 0.03, rng.uniform(0.1, 0.2), 0.25, 0.25))
    guided = shooting - chest[..., :, 0] * gap[:, None] - chest[..., :, 2] * lower[:, None]
    falls = m.release + rng.uniform(0.1, 0.3)
    own_lift = ease(times, _rising((m.release, falls + 0.3)), (1.4, 0.2))
    free, _ = arm_target(body, shoulders[:, 0], chest, own_lift, np.full(len(times), 0.2), np.full(len(times), 2.5), 0)
    weight = 1 - minimum_jerk((times - m.release - 0.04) / (falls + 0.15 - m.release))[:, None]
    if dribbles:
        weight = weight * minimum_jerk((times - m.dip_start + 0.25) / 0.3)[:, None]
    guiding = guided * weight + free * (1 - weight)
    guiding_pole = unit(-chest[..., :, 2] - 0.9 * chest[..., :, 0] + 0.1 * chest[..., :, 1])
    snap = ease(times, keys, (0.6, 0.6, 0.4, -0.9, 0.9, 1.2, 0.4))  # the wrist lies back at the set point, then snaps
    forearm = np.einsum("tij,tj->ti", chest, np.stack([np.zeros_like(snap), np.sin(snap), np.cos(snap)], -1))
    low = ease(times, keys, (1, 1, 1, 0, 0, 0, 1))[:, None]
    hand = unit(forearm * (1 - low) + (chest[..., :, 1] * 0.8 - chest[..., :, 2] * 0.6) * low)
    other = unit(chest[..., :, 2] * weight + (chest[..., :, 1] * 0.4 - chest[..., :, 2]) * (1 - weight))
    return (
        np.stack([guiding, shooting], axis=1),
        np.stack([guiding_pole, shooting_pole], axis=1),
        np.stack([other, hand], axis=1),
    )


def _ball(times: np.ndarray, m: Moments, joints: np.ndarray) -> np.ndarray:
    """(T, 3): at the shooting hand until release, then on its way."""
    hand = joints[:, KEYPOINT_INDEX["right_hand"]]
    ball = hand + np.array([-0.04, 0.09, 0.06])
    at = int(np.searchsorted(times, m.release))
    after = times[at:] - times[min(at, len(times) - 1)]
    flown = ball[min(at, len(times) - 1)] + np.stack(
        [0 * after, 4.4 * after, 5.2 * after - 0.5 * GRAVITY * after**2], 1
    )
    ball[at:] = np.maximum(flown, [-np.inf, -np.inf, 0.12])
    return ball
