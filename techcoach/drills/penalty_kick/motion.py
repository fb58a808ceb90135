"""The penalty kick in motion: a right-footer who shoots towards +y over a ball at the origin, mirrored for
left-footers.

The motion shows technique targets as nearly as a body can; `measure` decides what it shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.interpolate import CubicHermiteSpline

from ...motion.body import Body, sample_body
from ...motion.footwork import FootPath, Stance, ankle_of, follow
from ...motion.kinematics import (
    GRAVITY,
    Channels,
    arm_target,
    articulate,
    ease,
    fly,
    hip_joints,
    kept_off,
    settle_pelvis,
    shoulder_joints,
    turned,
    unit,
)
from ...motion.motion import SIMULATION_FPS, Motion, Prop, mirrored
from .measure import STRUCK_S


@dataclass(frozen=True)
class Plan:
    """Times, seconds, and level places, metres, of one kick."""

    start: float
    step_s: float
    steps: int
    off: float
    plant: float
    back: float
    strike: float
    follow: float
    land: float
    end: float
    approach: np.ndarray
    speed: float
    path: np.ndarray
    stance_s: float
    strike_speed: float
    support: np.ndarray
    hips_strike: np.ndarray
    hips_height: float


def simulate(rng: np.random.Generator, targets: Mapping[str, float]) -> Motion:
    """Simulate one penalty kick that shows the targets as nearly as a body can."""
    athlete = sample_body(rng)
    body = replace(athlete, handedness="right")
    plan = _plan(rng, body, targets)
    times = np.arange(int(plan.end * SIMULATION_FPS)) / SIMULATION_FPS
    pelvis = _pelvis(times, plan, body, rng)
    support, kicking = _steps(times, plan, body, pelvis, rng)
    yaw, turn = _yaw(times, plan, rng.uniform(5, 45))
    lean, side = _trunk(times, plan, targets, rng)
    pelvis_rotation = turned(yaw + turn, lean * 0.6, side * 0.6)
    chest_rotation = turned(yaw + turn * 0.1, lean * 1.2, side * 1.2)
    ankles, toes = _ankles(times, plan, body, pelvis, pelvis_rotation, support, kicking, targets, rng)
    planted = np.stack([support.planted, kicking.planted], axis=1)
    pelvis = settle_pelvis(pelvis, hip_joints(body, pelvis, pelvis_rotation), ankles, body.leg, planted)
    pelvis[:, 2] = fly(times, pelvis[:, 2], ~planted.any(axis=1))
    shoulders = shoulder_joints(body, pelvis, pelvis_rotation, chest_rotation)
    wrists, poles, hands = _arms(times, plan, body, shoulders, chest_rotation, targets, rng)
    facing = turned(yaw + turn * 0.7)
    joints = articulate(
        body,
        Channels(
            pelvis=pelvis,
            pelvis_rotation=pelvis_rotation,
            chest_rotation=chest_rotation,
            head_rotation=_head(times, plan, yaw, targets, rng),
            ankles=ankles,
            knee_poles=np.cross(facing[:, None, :, 0], ankles - hip_joints(body, pelvis, pelvis_rotation)),
            foot_directions=toes,
            wrists=wrists,
            elbow_poles=poles,
            hand_directions=hands,
        ),
    )
    motion = Motion(
        joints=joints,
        times=times,
        body=body,
        planted=planted,
        held=np.zeros((len(times), 2), dtype=bool),
        airborne=~planted.any(axis=1),
        ball=_ball(times, plan, rng),
        props=(Prop("goal", (float(rng.uniform(-1, 1)), 11.0, 0.0), 7.32),),
    )
    return mirrored(motion) if athlete.handedness == "left" else motion


LONGEST_STANCE_M = 0.72
"""Metres that the hips pass over a standing foot at most: who strides further flies from foot to foot."""
FASTEST_FOOT = 22.0
"""Metres a second that a kicking foot reaches (Kellis & Katis 2007)."""
LAST_STEP_SPEED = 2.6
"""Metres a second that the last step covers: a longer one takes longer."""
MOST_FOLDED_DEG = 52.0
"""The knee angle that a swinging leg hardly passes."""
STRIKE_HEIGHT = 0.19
"""Height of the kicking ankle at the strike, metres."""


def _plan(rng: np.random.Generator, body: Body, targets: Mapping[str, float]) -> Plan:
    steps, step_s = int(rng.integers(3, 6)), rng.uniform(0.32, 0.4)
    start = rng.uniform(0.2, 1.2)
    long_step = targets["last_step"] * body.height
    plant = start + (steps - 1) * step_s + max(step_s, long_step / LAST_STEP_SPEED)
    angle_in, speed_in = np.radians(rng.uniform(5, 48)), targets["approach_speed"]
    approach = np.array([np.sin(angle_in), np.cos(angle_in)])
    back = plant + rng.uniform(0.0, 0.05)
    side, ahead = targets["plant_side"], float(np.clip(rng.normal(0, 0.1), -0.25, 0.25))
    # The ankle strikes at the origin; the support toe lies ahead of its ankle.
    support = np.array([-side, ahead])
    hips = np.array([-side * 0.62, ahead * 0.55 - 0.02])
    reach = _leg_span(body, targets["support_knee"])
    away = hips - (support - np.array([0.0, body.toe])) - [body.hip_width / 2, 0.0]
    height = body.ankle_height + float(np.sqrt(max(reach**2 - away @ away, 0.2)))
    drawn = _leg(body, -np.radians(targets["backswing"]), np.radians(180 - targets["knee_fold"]))
    swing = strike_speed = 0.12
    for _ in range(4):
        from_ = np.array([*(hips - approach * speed_in * swing * 0.7), height]) + [body.hip_width / 2, 0, 0] + drawn
        # From rest at constant acceleration, so that the foot is fastest at the strike: its speed over the last
        # STRUCK_S is v (1 - STRUCK_S / 2 swing), and v is twice the way over the swing's time.
        way = float(np.linalg.norm(from_ - [0, 0, STRIKE_HEIGHT]))
        longest = 2 * way / targets["foot_speed"]
        swing = longest / 2 * (1 + np.sqrt(max(1 - 2 * STRUCK_S / longest, 0.0)))
        swing = max(float(swing), 2 * way / FASTEST_FOOT)
        strike_speed = 2 * way / swing
    follow_s = float(np.clip(0.9 / (0.5 * strike_speed), 0.1, 0.26)) + 0.05
    strike = back + swing
    land = strike + follow_s + rng.uniform(0.22, 0.34)
    last = support - approach * long_step
    path = np.stack([last - approach * speed_in * step_s * (steps - 1 - number) for number in range(steps)])
    leap = float(np.clip((long_step - 0.5) / (speed_in + 0.5), 0.17, 0.26))
    return Plan(
        start=start, step_s=step_s, steps=steps, off=plant - leap, plant=plant, back=back, strike=strike,
        follow=strike + follow_s, land=land, end=land + rng.uniform(0.5, 1.4), approach=approach, speed=speed_in,
        path=path, stance_s=step_s * min(1.0, LONGEST_STANCE_M / (speed_in * step_s)), strike_speed=strike_speed,
        support=support, hips_strike=hips, hips_height=height,
    )  # fmt: skip


def _leg_span(body: Body, knee_angle_deg: float) -> float:
    cosine = np.cos(np.radians(knee_angle_deg))
    return float(np.sqrt(body.thigh**2 + body.shank**2 - 2 * body.thigh * body.shank * cosine))


def _pelvis(times: np.ndarray, p: Plan, body: Body, rng: np.random.Generator) -> np.ndarray:
    """(T, 3): along the approach, over the support foot at the strike, and on behind the ball."""
    # In the middle of each stance the hips are over that foot; at the strike they are where the plan has them.
    over = p.path - p.approach * body.toe * 0.6
    begin = over[0] - p.approach * p.speed * p.step_s * 0.35
    beyond = p.hips_strike + np.array([0.06, rng.uniform(0.22, 0.42)])
    stances = p.start + np.arange(len(over)) * p.step_s + 0.5 * p.stance_s
    keys = (0.0, p.start - 0.1, *stances, p.strike, p.land, p.end)
    places = np.stack([begin, begin, *over, p.hips_strike, beyond, beyond + [0.0, 0.12]])
    level = ease(times, keys, places)
    tall = body.standing_hips * rng.uniform(0.95, 0.975)
    running = body.standing_hips * rng.uniform(0.9, 0.945)
    height = ease(
        times,
        (0.0, p.start - 0.1, p.start + 0.2, p.plant, p.strike, p.strike + 0.12, p.land, p.end),
        (tall, tall, running, min(running, p.hips_height + 0.04), p.hips_height, p.hips_height + 0.01, running, tall),
    )
    bob = 0.018 * np.cos(2 * np.pi * (times - p.start) / p.step_s)
    height = height + bob * ((times > p.start) & (times < p.plant - 0.5 * p.step_s))
    return np.concatenate([level, height[:, None]], axis=1)


def _steps(
    times: np.ndarray, p: Plan, body: Body, pelvis: np.ndarray, rng: np.random.Generator
) -> tuple[FootPath, FootPath]:
    """Support (left) and kicking (right) foot; the swing of the kick itself is laid over in `_ankles`."""
    across = np.array([p.approach[1], -p.approach[0]]) * 0.09
    heading = -np.arctan2(p.approach[0], p.approach[1])

    def beside(place: np.ndarray, side: int) -> tuple[float, float]:
        shifted = place + across * (1 if side else -1)
        return float(shifted[0]), float(shifted[1])

    feet: list[list[Stance]] = [[], []]
    contacts = [*(p.start + p.step_s * number for number in range(p.steps)), p.plant]
    for number, contact in enumerate(contacts):
        side = (p.steps - number) % 2  # the last contact, the plant, is the left foot
        if number == p.steps:
            feet[side].append(Stance(contact, p.land - 0.02, (float(p.support[0]), float(p.support[1])), heading * 0.3))
        else:
            leaves = p.off if number == p.steps - 1 else contact + p.stance_s
            place = (
                beside(p.path[number], side) if number < p.steps - 1 else (float(p.path[-1, 0]), float(p.path[-1, 1]))
            )
            feet[side].append(Stance(contact, leaves, place, heading))
    for side in (0, 1):
        rest = beside(pelvis[0, :2] + p.approach * body.toe * 0.7, side)
        begin = feet[side][0].start - p.step_s * 0.8
        if begin > 0.02:
            feet[side].insert(0, Stance(0.0, begin, rest, heading))
    landing = (float(rng.uniform(-0.05, 0.12)), float(p.hips_strike[1] + rng.uniform(0.4, 0.6)))
    feet[1].append(Stance(p.land, p.end + 1, landing, 0.0))
    feet[0].append(Stance(p.land + 0.42, p.end + 1, (landing[0] - 0.22, landing[1] + rng.uniform(-0.15, 0.2)), 0.05))
    lift = rng.uniform(0.08, 0.18)
    return tuple(follow(times, stances, lift, np.radians(45), 0.2) for stances in feet)  # type: ignore[return-value]


def _yaw(times: np.ndarray, p: Plan, pelvis_turn: float) -> tuple[np.ndarray, np.ndarray]:
    """Heading of the run (T,), and the pelvis's own turn against it (T,): open in the backswing, closed at the
    strike.

    Args:
        pelvis_turn: degrees from the backswing to the strike.
    """
    heading = -np.arctan2(p.approach[0], p.approach[1])
    yaw = ease(times, (0.0, p.plant, p.strike, p.land), (heading, heading * 0.8, heading * 0.35, 0.0))
    relative_turn = np.radians(pelvis_turn) - heading * -0.45
    open_ = -max(relative_turn, 0.0) * 0.7  # the kicking side is drawn back: a turn to the right
    closed = max(relative_turn, 0.0) * 0.3 + min(relative_turn, 0.0)
    turn = ease(
        times, (0.0, p.plant - 0.18, p.back, p.strike, p.follow, p.land), (0, 0, open_, closed, closed + 0.2, 0)
    )
    return yaw, turn


def _trunk(
    times: np.ndarray, p: Plan, targets: Mapping[str, float], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Forward lean and roll (T,), radians. The support side is the left: a roll to the left is negative."""
    lean, side = np.radians(targets["trunk_lean"]), np.radians(targets["side_lean"])
    run = np.radians(rng.uniform(4, 14))
    keys = (0.0, p.start, p.plant - 0.1, p.strike - 0.02, p.strike + 0.06, p.land, p.end)
    forward = ease(times, keys, (0.03, run, run, lean, lean, np.radians(rng.uniform(0, 20)), 0.03))
    roll = ease(times, keys, (0, 0, -side * 0.4, -side, -side, -side * 0.3, 0))
    return forward, roll


def _ankles(
    times: np.ndarray, p: Plan, body: Body, pelvis: np.ndarray, rotation: np.ndarray, support: FootPath,
    kicking: FootPath, targets: Mapping[str, float], rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Ankles and foot directions (T, 2, 3): steps, with the kick between the last toe-off and the landing."""
    left, left_way = ankle_of(body, support.toe, support.heading, support.rise)
    right, right_way = ankle_of(body, kicking.toe, kicking.heading, kicking.rise)
    hip = hip_joints(body, pelvis, rotation)[:, 1]
    off = p.off
    frame = {name: min(int(getattr(p, name) * SIMULATION_FPS), len(times) - 1) for name in ("back", "follow")}
    thigh_back, fold = np.radians(targets["backswing"]), np.radians(180 - targets["knee_fold"])
    drawn = hip[frame["back"]] + _leg(body, -thigh_back, fold)
    leaving = right[min(int(off * SIMULATION_FPS), len(times) - 1)]
    high = targets["follow_height"] * body.standing_hips
    drop = hip[frame["follow"]][2] - high
    far = np.sqrt(max((body.leg * 0.95) ** 2 - drop**2, 0.05))
    across = rng.uniform(-0.3, 0.0)
    end = hip[frame["follow"]] + np.array([far * np.sin(across), far * np.cos(across), -drop])
    landed = right[min(int(p.land * SIMULATION_FPS), len(times) - 1)]
    struck = np.array([0.0, 0.0, STRIKE_HEIGHT])
    run = np.array([*(p.approach * p.speed), 0.0])
    strike_way = np.array([-0.08, 0.99, 0.04])
    speed_at = p.strike_speed * strike_way
    rise = CubicHermiteSpline([off, p.back], np.stack([leaving, drawn]), np.stack([run + [0, 0, 0.6], run * 0.0]))
    after = CubicHermiteSpline(
        [p.strike, p.follow, p.land],
        np.stack([struck, end, landed]),
        np.stack([speed_at, np.array([-0.5, 0.6, 0.0]), np.zeros(3)]),
    )
    # A quadratic Bezier curve run through ever faster: it ends level, along the kick, at the wanted speed.
    duration = p.strike - p.back
    share = np.clip((times - p.back) / duration, 0, 1)[:, None] ** 2
    corner = struck - speed_at * duration / 4
    swing = (1 - share) ** 2 * drawn + 2 * share * (1 - share) * corner + share**2 * struck
    swinging = (times > off) & (times < p.land)
    before, beyond = times < p.back, times >= p.strike
    path = np.where(before[:, None], rise(times), np.where(beyond[:, None], after(times), swing))
    right[swinging] = kept_off(hip, path, _leg_span(body, MOST_FOLDED_DEG))[swinging]
    pitch = ease(times, (off, p.back, p.strike, p.follow, p.land), np.radians([45, 62, 38, 8, 0]))
    heading = ease(times, (off, p.strike, p.land), (kicking.heading[0], -0.35, 0.0))
    way = np.stack([-np.sin(heading) * np.cos(pitch), np.cos(heading) * np.cos(pitch), -np.sin(pitch)], axis=1)
    right_way[swinging] = way[swinging]
    clear = body.toe * np.sin(np.maximum(pitch, 0)) + body.ankle_height * np.cos(pitch)
    right[swinging, 2] = np.maximum(right[swinging, 2], clear[swinging])
    return np.stack([left, right], axis=1), np.stack([left_way, right_way], axis=1)


def _leg(body: Body, thigh: float, fold: float) -> np.ndarray:
    """Hip to ankle (3,) in the y-z plane: thigh angle forward from straight down, knee fold, radians."""
    upper = np.array([0.0, np.sin(thigh), -np.cos(thigh)]) * body.thigh
    lower = np.array([0.0, np.sin(thigh - fold), -np.cos(thigh - fold)]) * body.shank
    return upper + lower


def _head(
    times: np.ndarray, p: Plan, yaw: np.ndarray, targets: Mapping[str, float], rng: np.random.Generator
) -> np.ndarray:
    down, rise = np.radians(targets["head_down"] + 5.5), np.radians(targets["head_rise"])
    early = np.radians(rng.uniform(-30, 5))
    keys = (0.0, p.plant - 0.25, p.strike - 0.08, p.strike + 0.02, p.strike + 0.24, p.land + 0.2)
    pitch = ease(times, keys, (early, down * 0.8 + early * 0.2, down, down, down + rise, max(down + rise, -0.1)))
    return turned(yaw, -pitch)


def _arms(
    times: np.ndarray, p: Plan, body: Body, shoulders: np.ndarray, chest: np.ndarray, targets: Mapping[str, float],
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Wrists, elbow poles and hand directions, (T, 2, 3) each: the left arm balances the right leg."""
    running = ease(times, (p.start, p.start + 0.15, p.plant - 0.25, p.plant - 0.05), (0, 1, 1, 0))
    beat = 0.5 * np.sin(np.pi * (times - p.start) / p.step_s) * running
    keys = (0.0, p.plant - 0.3, p.plant - 0.03, p.strike, p.strike + 0.16, p.land + 0.2)
    raise_, swing = np.radians(targets["arm_raise"]), np.radians(rng.uniform(10, 80))
    soft = rng.uniform(0.12, 0.3)
    left_aside = ease(times, keys, (soft, soft, raise_, raise_, raise_ * 0.75 + 0.08, soft))
    left_lift = ease(times, keys, (0.1, 0.1, -swing * 0.5, 0.0, swing * 0.55, 0.15)) + beat
    right_aside = ease(times, keys, (soft, soft, 0.35, 0.5, 0.5, soft))
    right_lift = ease(times, keys, (0.1, 0.1, 0.6, 0.0, -0.6, 0.1)) - beat
    elbow = np.radians(rng.uniform(95, 150))
    reach = np.radians(targets["arm_reach"])
    left_elbow = ease(times, keys, (elbow, elbow, reach, reach, (reach + elbow) / 2, elbow))
    right_elbow = ease(times, keys, (elbow, elbow, 2.3, 2.4, 2.5, elbow))
    left, left_pole = arm_target(body, shoulders[:, 0], chest, left_lift, left_aside, left_elbow, 0)
    right, right_pole = arm_target(body, shoulders[:, 1], chest, right_lift, right_aside, right_elbow, 1)
    hands = np.stack([unit(left - shoulders[:, 0]), unit(right - shoulders[:, 1])], axis=1)
    return np.stack([left, right], axis=1), np.stack([left_pole, right_pole], axis=1), hands


def _ball(times: np.ndarray, p: Plan, rng: np.random.Generator) -> np.ndarray:
    ball = np.tile([0.02, 0.2, 0.11], (len(times), 1))
    flown = np.maximum(times - p.strike, 0)
    ball[:, 0] += rng.uniform(-4, 4) * flown
    ball[:, 1] += 20 * flown
    ball[:, 2] = np.maximum(0.11, ball[:, 2] + 4.5 * flown - 0.5 * GRAVITY * flown**2)
    return ball
