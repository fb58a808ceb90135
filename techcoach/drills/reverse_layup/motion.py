"""The reverse layup in motion: a right-hander who drives towards +y between baseline (-x) and hoop, mirrored for
left-handers.

The motion shows technique targets as nearly as a body can; `measure` decides what it shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ...motion.body import Body, sample_body
from ...motion.footwork import Stance
from ...motion.kinematics import GRAVITY, ease, turned
from ...motion.layup import (
    BALL_RADIUS,
    NOSE_BELOW_EARS,
    RIM_HEIGHT,
    ArmKeys,
    FootPlan,
    Pose,
    Script,
    dropped,
    heading_for_basket,
    in_order,
    limb_span,
    perform,
    through,
    thrown,
)
from ...motion.motion import SIMULATION_FPS, Motion, Prop, mirrored

FLIGHT_TO_RIM_S = 0.5
DRIFT_S = 0.6
"""How long after the landing a body may go on moving."""
CARRY_S, LIFT_S = 0.14, 0.5
"""How long the ball is carried at least, and then lifted to the release, seconds; an early release needs an early
gather."""


@dataclass(frozen=True)
class Plan:
    """Times, seconds, and places along the run, metres, of one reverse layup; the last of the contacts is the take-off
    foot's."""

    start: float
    contacts: list[float]
    places: list[float]
    stance_s: float
    off: float
    land: float
    release: float
    end: float
    speed: float
    air_speed: float
    up_speed: float
    drift: float


def simulate(rng: np.random.Generator, targets: Mapping[str, float]) -> Motion:
    """Simulate one reverse layup that shows the targets as nearly as a body can."""
    athlete = sample_body(rng)
    body = replace(athlete, handedness="right")
    plan = _plan(rng, body, targets)
    times = np.arange(int(plan.end * SIMULATION_FPS)) / SIMULATION_FPS
    turn = -np.radians(targets["shoulder_turn"])
    run = ease(times, (plan.off - 0.2, plan.release + 0.02), (0, 1))
    lean = np.radians(targets["trunk_tilt"]) * rng.choice([1.0, -1.0], p=[0.6, 0.4])
    running = np.radians(rng.uniform(6, 18))
    keys = (
        0.0,
        plan.start,
        plan.contacts[0],
        min(plan.off - 0.1, plan.release - 0.3),
        plan.release - 0.08,
        plan.release + 0.1,
        plan.land + 0.3,
    )
    script = Script(
        times=times,
        pelvis=_pelvis(times, plan, body, targets),
        yaw=turn * 0.85 * run,
        chest_yaw=turn * run,
        lean=ease(times, in_order(keys), (0.03, 0.05, running, running, lean, lean, 0.1)),
        head=_head(times, plan, turn * run, targets, rng),
        feet=_feet(plan, body, turn, targets, rng),
        arms=_arms(plan, body, targets, rng),
    )
    past = float(rng.uniform(0.2, 0.7))
    rim = np.array(
        [rng.uniform(0.05, 0.4), float(np.interp(plan.release, times, script.pelvis[:, 1])) - past, RIM_HEIGHT]
    )
    motion = perform(body, script, (Prop("hoop", (float(rim[0]), float(rim[1]), RIM_HEIGHT), 0.45),))
    motion = heading_for_basket(replace(motion, ball=_ball(motion, plan, rim, rng)))
    return mirrored(motion) if athlete.handedness == "left" else motion


def _plan(rng: np.random.Generator, body: Body, targets: Mapping[str, float]) -> Plan:
    speed, steps = targets["drive_speed"], int(rng.integers(2, 4))
    step_s = float(np.clip(0.42 - 0.03 * speed, 0.3, 0.4)) * rng.uniform(0.95, 1.08)
    last = targets["last_step"] * body.height
    start = rng.uniform(0.3, 1.1)
    contacts = [start + 0.25 + step_s * number for number in range(steps)]
    places = [speed * step_s * number for number in range(steps)]
    contacts.append(contacts[-1] + float(np.clip(last / max(speed, 1.2), 0.28, 0.56)))
    places.append(places[-1] + last)
    stance_s = float(np.clip(0.62 / speed, 0.2, 0.34))
    off = contacts[-1] + rng.uniform(0.2, 0.27)
    up_speed = float(np.sqrt(2 * GRAVITY * targets["jump_height"]))
    land = off + 2 * up_speed / GRAVITY + 0.02
    release = float(np.clip(off + up_speed / GRAVITY + targets["release_timing"], off - 0.1, land + 0.02))
    air_speed = float(np.clip(0.5 * speed, 0.6, 1.7))
    return Plan(
        start, contacts, places, stance_s, off, land, release, land + rng.uniform(0.8, 1.4), speed, air_speed,
        up_speed, targets["landing_drift"],
    )  # fmt: skip


def _pelvis(times: np.ndarray, p: Plan, body: Body, targets: Mapping[str, float]) -> np.ndarray:
    """(T, 3): over each foot in the middle of its stance, on a parabola in the air."""
    middles = [contact + p.stance_s / 2 for contact in p.contacts[:-1]]
    left = p.places[-1] + 0.02
    landed = left + p.air_speed * (p.land - p.off)
    keys = [0.0, p.start, *middles, p.off, p.land, p.land + DRIFT_S, p.end + 0.1]
    begin = -0.25 * min(p.speed, 1.6) - 0.1
    over = [place - 0.08 for place in p.places[:-1]]
    along = np.array([begin, begin, *over, left, landed, landed + p.drift, landed + p.drift])
    number = keys.index(p.off)
    level = through(times, keys, along, {number: p.air_speed, number + 1: p.air_speed})
    tall, run = body.standing_hips * 0.97, body.standing_hips * 0.91
    high = body.standing_hips * 0.99 + 0.05
    # Where the feet's places allow no more, the knees end up some degrees more bent than meant.
    span = limb_span(body.thigh, body.shank, min(targets["landing_knee"] + 9.0, 174.0))
    # The hips have moved on over the feet by the time they are lowest.
    ahead = 0.1 + float(np.interp(p.land + 0.14, times, level)) - landed
    crouch = body.ankle_height + float(np.sqrt(max(span**2 - ahead**2 - 0.08**2, 0.1)))
    fall = p.up_speed + GRAVITY * 0.02
    arriving = high + p.up_speed * (p.land - p.off) - 0.5 * GRAVITY * (p.land - p.off) ** 2
    crouch = min(crouch, arriving - 0.01)
    # From the speed of the fall to rest, without sinking deeper than meant.
    soft_s = float(np.clip(1.8 * (arriving - crouch) / fall, 0.04, 0.24))
    times_z = [0.0, p.start, p.contacts[0], p.contacts[-1] + 0.08, p.off, p.land, p.land + soft_s, p.land + 0.62]
    heights = np.array([tall, tall, run, run - 0.02, high, arriving, crouch, min(tall, crouch + 0.2)])
    height = through(times, times_z, heights, {4: p.up_speed, 5: -min(fall, 2.8 * (arriving - crouch) / soft_s)})
    return np.stack([np.full(len(times), 0.0), level, height], axis=1)


def _feet(
    p: Plan, body: Body, turn: float, targets: Mapping[str, float], rng: np.random.Generator
) -> tuple[FootPlan, FootPlan]:
    """Left and right: the left one takes off."""
    across = 0.075
    stances: list[list[Stance]] = [[], []]
    swings: list[list[list[Pose]]] = [[], []]
    count = len(p.contacts)
    rest = -0.25 * min(p.speed, 1.6) - 0.02
    for side in (0, 1):
        contacts = [number for number in range(count) if (count - 1 - number) % 2 == side]
        sign = across if side else -across
        leaves = p.contacts[contacts[0]] - 0.27 if contacts[0] else p.start - 0.03
        stances[side].append(Stance(0.0, leaves, (sign, rest), 0.0))
        for number in contacts:
            end = p.off if number == count - 1 else p.contacts[number] + p.stance_s
            stances[side].append(Stance(p.contacts[number], end, (sign, p.places[number]), 0.0))
        for stance, next_stance in zip(stances[side], stances[side][1:], strict=False):
            swings[side].append([Pose((stance.end + next_stance.start) / 2, 0.25, 0.35 + 0.3 * min(p.speed, 3.0))])
    landed = p.places[-1] + 0.02 + p.air_speed * (p.land - p.off) + 0.1
    late = (0.0, rng.uniform(0.02, 0.08))
    drive = np.radians(targets["knee_drive"])
    air = p.land - p.off
    swings[0].append([Pose(p.off + 0.5 * air, -0.15, 0.45)])
    top = p.off + 0.45 * (p.release - p.off) if p.release > p.off + 0.1 else p.off + 0.06
    top = min(top, p.off + 0.4 * air)
    swings[1].append(
        [Pose(top, drive, min(drive + 0.35, 1.7)), Pose(top + 0.12 * air / 0.4, drive, min(drive + 0.3, 1.6))]
    )
    facing = turn * 0.85
    for side in (0, 1):
        aside = (0.16 if side else -0.16) * np.array([np.cos(facing), np.sin(facing)])
        place = np.array([0.0, landed]) + aside
        first = p.land + late[side]
        if p.drift < 0.3:
            stances[side].append(Stance(first, p.end + 1, (float(place[0]), float(place[1])), facing))
            continue
        leaves = first + (0.1 if side else 0.3)
        stances[side].append(Stance(first, leaves, (float(place[0]), float(place[1])), facing))
        swings[side].append([Pose(leaves + 0.12, 0.35, 0.7)])
        stances[side].append(Stance(leaves + 0.24, p.end + 1, (float(place[0]), float(place[1] + p.drift)), facing))
    pushes = [[0.6] * len(swings[side]) for side in (0, 1)]
    return FootPlan(stances[0], swings[0], pushes[0]), FootPlan(stances[1], swings[1], pushes[1])


def _head(
    times: np.ndarray, p: Plan, chest: np.ndarray, targets: Mapping[str, float], rng: np.random.Generator
) -> np.ndarray:
    """(T, 3, 3): eyes ahead in the drive, then up and over the shoulder."""
    drive, up = (np.radians(targets[name] + NOSE_BELOW_EARS) for name in ("head_drive", "head_pitch"))
    keys = (
        0.0,
        p.start,
        p.contacts[0],
        min(p.off - 0.18, p.release - 0.38),
        p.release - 0.14,
        p.release + 0.12,
        p.land + 0.4,
    )
    pitch = ease(times, in_order(keys), (drive * 0.3, drive * 0.5, drive, drive, up, up, 0.1))
    over = ease(times, in_order((p.off - 0.1, p.release - 0.1, p.land, p.land + 0.4)), (0, 1, 1, 0.3)) * rng.uniform(
        0.1, 0.6
    )
    return turned(chest - over, -pitch)


def _arms(p: Plan, body: Body, targets: Mapping[str, float], rng: np.random.Generator) -> tuple[ArmKeys, ArmKeys]:
    """Left and right: the right hand dribbles, both gather the ball, the right one lays it up."""
    torso, half = body.torso, body.shoulder_width / 2
    gather = targets["ball_height"] * torso - torso
    lift = p.release - LIFT_S
    gathered = min(p.contacts[-1] - 0.02, lift - CARRY_S)
    carry = [(half * 0.55, 0.30, gather), (half * 0.45, 0.30, gather)]
    span = limb_span(body.upper_arm, body.forearm, targets["arm_extension"])
    way = np.array([0.12, rng.uniform(0.1, 0.3), 1.0])
    finish = way / np.linalg.norm(way) * span
    high = (0.0, 0.26, 0.05)
    bounce = (0.12, 0.25, -0.8 * body.arm)
    off_arm = targets["off_arm"] * torso
    reach = float(np.sqrt(max((0.8 * body.arm) ** 2 - off_arm**2, 0.02)))
    times_r = [0.0, p.start, p.contacts[0], gathered - 0.2, gathered, lift, (lift + p.release) / 2, p.release]
    times_r += [p.release + 0.16, p.land + 0.55]
    low = (-0.08, 0.02, -0.93 * body.arm)
    rest_r = (0.08, 0.02, -0.93 * body.arm)
    mirror = [(-x, y, z) for x, y, z in carry]
    places_r = [bounce, bounce, bounce, bounce, mirror[0], mirror[1], high, tuple(finish), tuple(finish), rest_r]
    times_l = [0.0, p.start, gathered - 0.2, gathered, lift, p.release - 0.05, p.release + 0.14, p.land + 0.5]
    out = (-0.1, reach, off_arm)
    places_l = [low, low, (-0.15, 0.2, -0.7 * body.arm), carry[0], carry[1], out, out, low]
    return ArmKeys(times_l, places_l), ArmKeys(times_r, places_r)


def _ball(motion: Motion, p: Plan, rim: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(T, 3): dribbled once or twice, carried in both hands, laid up to the rim, and dropped."""
    times, joints = motion.times, motion.joints
    right, left = joints[:, 22], joints[:, 21]
    together = ease(
        times, in_order((p.contacts[-1] - 0.2, p.contacts[-1], p.off - 0.1, p.release - 0.08)), (0, 1, 1, 0)
    )[:, None]
    ball = right + (left - right) * 0.5 * together
    ball[:, 2] += BALL_RADIUS * 0.7 * ease(times, in_order((p.off - 0.1, p.release)), (0, 1))
    bounced = 1 if rng.random() < 0.5 else 2
    first, last = p.start, p.contacts[-1] - 0.15
    share = np.clip((times - first) / (last - first), 0, 1) * bounced % 1.0
    down = 1 - np.abs(2 * share - 1)
    dribbling = (times > first) & (times < last)
    ball[dribbling, 2] += ((BALL_RADIUS - right[:, 2]) * down)[dribbling]
    number = int(np.searchsorted(times, p.release))
    released, through_rim = times >= p.release, p.release + FLIGHT_TO_RIM_S
    flying = thrown(times, p.release, through_rim, ball[number].copy(), rim)
    falling = dropped(times, through_rim, rim)
    ball[released] = np.where((times < through_rim)[:, None], flying, falling)[released]
    return ball
