"""The Mikan drill in motion: layups from alternate sides under the basket, right hand and left hand in turn.

The hoop lies ahead, at +y; the athlete goes from side to side. The motion shows technique targets as
nearly as a body can; `measure` decides what it shows.
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
    in_order,
    limb_span,
    perform,
    through,
    thrown,
)
from ...motion.motion import SIMULATION_FPS, Motion, Prop

LONGEST_S = 7.3
INSIDE = 0.36
"""Where the take-off foot stands, as a share of the way from the middle to the landing."""
STRETCHED_S = 0.05
"""The arm is stretched so long after the ball is taken to leave."""
CATCH_S = 0.09
"""How long after the landing the ball is in the hands again."""


@dataclass(frozen=True)
class Shot:
    """One layup: times, seconds; side is -1 for the left hand and 1 for the right."""

    side: float
    ground: float
    step_leaves: float
    step: float
    off: float
    release: float
    land: float


@dataclass(frozen=True)
class Plan:
    """The shots in order, the end, and what they share: metres, metres a second."""

    shots: list[Shot]
    end: float
    up_speed: float
    away: float
    width: float


def simulate(rng: np.random.Generator, targets: Mapping[str, float]) -> Motion:
    """Simulate one series of Mikan layups that shows the targets as nearly as a body can."""
    body = sample_body(rng)
    plan = _plan(rng, body, targets)
    times = np.arange(int(plan.end * SIMULATION_FPS)) / SIMULATION_FPS
    yaw = _yaw(times, plan, rng)
    script = Script(
        times=times,
        pelvis=_pelvis(times, plan, body, targets),
        yaw=yaw,
        chest_yaw=yaw,
        lean=_lean(times, plan, targets, rng),
        head=_head(times, plan, yaw, targets, rng),
        feet=_feet(plan, targets, rng),
        arms=_arms(plan, body, targets, rng),
    )
    rim = np.array([rng.uniform(-0.1, 0.1), rng.uniform(0.5, 0.9), RIM_HEIGHT])
    motion = perform(body, script, (Prop("hoop", (float(rim[0]), float(rim[1]), RIM_HEIGHT), 0.45),))
    return replace(motion, ball=_ball(motion, plan))


def _plan(rng: np.random.Generator, body: Body, targets: Mapping[str, float]) -> Plan:
    up_speed = float(np.sqrt(2 * GRAVITY * targets["jump_height"]))
    air = 2 * up_speed / GRAVITY + 0.02
    ground = targets["ground_time"]
    start = rng.uniform(0.2, 0.7)
    most_shots = int((LONGEST_S - start - 0.6) / (ground + air))
    count = int(np.clip(rng.integers(3, 6), 2, max(most_shots, 2)))
    first = 1.0 if body.handedness == "right" else -1.0
    shots, moment = [], start
    for number in range(count):
        ground_s = (ground if number else max(ground, 0.5)) * rng.uniform(0.96, 1.04)
        off = moment + ground_s
        step = off - max(0.36 * ground_s, 0.13)
        leaves = min(moment + max(0.06, 0.2 * ground_s), step - 0.14)
        release = off + up_speed / GRAVITY + targets["release_timing"] + STRETCHED_S + rng.normal(0, 0.008)
        release = float(np.clip(release, off - 0.08, off + air + 0.02))
        shots.append(Shot(first * (-1) ** number, moment, max(leaves, moment + 0.02), step, off, release, off + air))
        moment = off + air
    return Plan(
        shots,
        end=moment + rng.uniform(0.6, 1.0),
        up_speed=up_speed,
        away=targets["side_travel"] / (1 + INSIDE),
        width=targets["landing_width"] * body.shoulder_width,
    )


def _yaw(times: np.ndarray, p: Plan, rng: np.random.Generator) -> np.ndarray:
    """(T,): the chest turns a little towards the hoop from either side; left is positive."""
    turn = np.radians(rng.uniform(0, 22))
    keys = [0.0, *(shot.off for shot in p.shots), p.end]
    return ease(times, keys, [0.0, *(turn * shot.side for shot in p.shots), 0.0])


def _pelvis(times: np.ndarray, p: Plan, body: Body, targets: Mapping[str, float]) -> np.ndarray:
    """(T, 3): down and up between the jumps, from side to side, on a parabola in the air."""
    tall, high = body.standing_hips * 0.98, body.standing_hips * 0.99 + 0.085
    span = limb_span(body.thigh, body.shank, min(targets["load_knee"] + 3.0, 174.0))
    low = body.ankle_height + float(np.sqrt(max(span**2 - (p.width / 2 - body.hip_width / 2) ** 2, 0.08)))
    low = min(low, tall - 0.01)
    fall = p.up_speed + GRAVITY * 0.02
    air = p.shots[0].land - p.shots[0].off
    arriving = high + p.up_speed * air - 0.5 * GRAVITY * air**2
    keys, heights, level = [0.0, p.shots[0].ground - 0.05], [tall, tall], [-p.shots[0].side * p.away] * 2
    rising: dict[int, np.ndarray | float] = {}
    moving: dict[int, np.ndarray | float] = {}
    for shot in p.shots:
        inside, landed = shot.side * p.away * INSIDE, shot.side * p.away
        across = (landed - inside) / air
        ground_s = shot.off - shot.ground
        # No longer than that the hips can sink or rise without going below their lowest first.
        sunk = shot.ground + min(0.4 * ground_s, 0.24, 2.6 * (arriving - low) / fall)
        pushing = max(shot.off - min(0.5 * ground_s, 2.6 * (high - low) / p.up_speed), sunk + 0.03)
        keys += [sunk, pushing, shot.off, shot.land]
        heights += [low, low, high, arriving]
        begin = level[-1]
        level += [begin + share * (inside - begin) for share in (0.12, 0.4)] + [inside, landed]
        rising |= {len(keys) - 2: p.up_speed, len(keys) - 1: -min(fall, 6 * max(arriving - low, 0.02))}
        moving |= {len(keys) - 2: across, len(keys) - 1: across}
    last = p.shots[-1]
    keys += [last.land + 0.24, last.land + 0.6]
    heights += [min(low + 0.02, arriving - 0.01), tall]
    level += [last.side * p.away * 1.04] * 2
    return np.stack(
        [
            through(times, keys, np.array(level), moving),
            np.zeros(len(times)),
            through(times, keys, np.array(heights), rising),
        ],
        axis=1,
    )


def _lean(times: np.ndarray, p: Plan, targets: Mapping[str, float], rng: np.random.Generator) -> np.ndarray:
    """(T,) forward lean of the trunk, radians."""
    load, release = np.radians(targets["trunk_load"]), np.radians(targets["trunk_release"])
    release *= rng.choice([1.0, -1.0], p=[0.65, 0.35])
    keys, values = [0.0], [0.05]
    for shot in p.shots:
        keys += [shot.ground + 0.42 * (shot.off - shot.ground), shot.release - 0.06, shot.release + 0.08]
        values += [load, release, release]
    keys += [p.shots[-1].land + 0.2, p.end]
    return ease(times, in_order(keys), [*values, load, 0.05])


def _head(
    times: np.ndarray, p: Plan, yaw: np.ndarray, targets: Mapping[str, float], rng: np.random.Generator
) -> np.ndarray:
    """(T, 3, 3): up at the board for the shot; wherever the athlete looks as the ball is caught."""
    up, catch = (np.radians(targets[name] + NOSE_BELOW_EARS) for name in ("head_up", "head_catch"))
    keys, values = [0.0, p.shots[0].ground + 0.1], [np.radians(rng.uniform(-10, 20)), catch]
    for shot in p.shots:
        keys += [shot.release - 0.07, shot.release + 0.06, shot.land + 0.06, shot.land + 0.24]
        values += [up, up, catch, catch]
    turn = ease(times, in_order([0.0, *(shot.off for shot in p.shots), p.end]), [0, *(s.side for s in p.shots), 0])
    return turned(yaw + turn * rng.uniform(0.0, 0.3), -ease(times, in_order(keys), values))


def _feet(p: Plan, targets: Mapping[str, float], rng: np.random.Generator) -> tuple[FootPlan, FootPlan]:
    """Left and right: the foot away from the shooting hand takes off, both land."""
    drive = np.radians(targets["knee_drive"])
    stances: list[list[Stance]] = [[], []]
    swings: list[list[list[Pose]]] = [[], []]
    pushes: list[list[float]] = [[], []]
    toe_ahead = 0.1
    begin, place = 0.0, -p.shots[0].side * p.away
    late = rng.uniform(0.0, 0.05, 2)
    for shot in p.shots:
        taking_off = 0 if shot.side > 0 else 1
        feet = [place + sign * p.width / 2 for sign in (-1, 1)]
        inside = shot.side * p.away * INSIDE
        air = shot.land - shot.off
        for foot in (0, 1):
            lands = begin + (float(late[foot]) if begin else 0.0)
            end = shot.step_leaves if foot == taking_off else shot.step + 0.03
            stances[foot].append(Stance(lands, max(end, lands + 0.02), (feet[foot], toe_ahead), 0.0))
            if foot == taking_off:
                swings[foot].append([Pose((shot.step_leaves + shot.step) / 2, 0.3, 0.65)])
                stances[foot].append(Stance(shot.step, shot.off, (inside, toe_ahead), 0.0))
                swings[foot].append([Pose(shot.off + 0.5 * air, 0.05, 0.85)])
                pushes[foot] += [0.3, 0.6]
            else:
                top = min(max(shot.release - 0.05, shot.off + 0.02), shot.off + 0.35 * air)
                swings[foot].append(
                    [Pose(top, drive, min(drive + 0.35, 1.8)), Pose(top + 0.25 * air, drive, min(drive + 0.3, 1.7))]
                )
                pushes[foot].append(0.4)
        begin, place = shot.land, shot.side * p.away
    for foot, sign in ((0, -1), (1, 1)):
        stances[foot].append(Stance(begin + float(late[foot]), p.end + 1, (place + sign * p.width / 2, toe_ahead), 0.0))
    return FootPlan(stances[0], swings[0], pushes[0]), FootPlan(stances[1], swings[1], pushes[1])


def _arms(p: Plan, body: Body, targets: Mapping[str, float], rng: np.random.Generator) -> tuple[ArmKeys, ArmKeys]:
    """Left and right: both catch and carry the ball, one lays it up while the other guards it."""
    torso, half = body.torso, body.shoulder_width / 2
    # Who is quick to the other side has no time to let the ball sink to the waist.
    low = max(targets["hands_high"], -0.3 - 1.3 * (targets["ground_time"] - 0.3)) * torso
    catch = max(targets["hands_high"] + 0.2, 0.3) * torso
    span = limb_span(body.upper_arm, body.forearm, targets["arm_extension"])
    ahead = rng.uniform(0.26, 0.34)
    guard = (rng.uniform(0.1, 0.3), 0.2)
    keys: list[tuple[list[float], list[tuple[float, float, float]]]] = []
    for foot, inward in ((0, 1.0), (1, -1.0)):

        def at(height: float, gap: float, inward: float = inward) -> tuple[float, float, float]:
            return inward * (half - gap / 2), ahead, height

        together = at(low, 0.26)
        times, places = [0.0, p.shots[0].ground], [together, together]
        for shot in p.shots:
            shooting = (shot.side > 0) == (foot == 1)
            way = np.array([0.1 * inward, rng.uniform(0.12, 0.3), 1.0])
            finish = way / np.linalg.norm(way) * span
            up = (float(finish[0]), float(finish[1]), float(finish[2]))
            beside = (0.1 * inward, ahead, float(guard[0] * torso + guard[1] * torso))
            mid = shot.ground + 0.52 * (shot.off - shot.ground)
            times += [
                mid,
                max(shot.release, mid + 0.1),
                shot.release + 0.09,
                shot.land + CATCH_S,
                shot.land + CATCH_S + 0.05,
            ]
            out = at(catch, targets["two_hands"] * torso)
            places += [together, up if shooting else beside, up if shooting else beside, out, out]
        keys.append((times, places))
    return ArmKeys(*keys[0]), ArmKeys(*keys[1])


def _ball(motion: Motion, p: Plan) -> np.ndarray:
    """(T, 3): held between the hands, laid up to the board, and back into the hands."""
    times, left, right = motion.times, motion.joints[:, 21], motion.joints[:, 22]
    ball = (left + right) / 2
    for shot in p.shots:
        shooting_hand = right if shot.side > 0 else left
        share = ease(times, in_order((shot.off - 0.1, shot.release)), (0, 1))[:, None]
        near = (times > shot.off - 0.1) & (times <= shot.release)
        ball[near] = (ball * (1 - share) + (shooting_hand + [0, 0, BALL_RADIUS * 0.8]) * share)[near]
        caught = shot.land + CATCH_S
        start, end = (min(int(np.searchsorted(times, time)), len(times) - 1) for time in (shot.release, caught))
        flying = (times > shot.release) & (times < caught)
        release_place = shooting_hand[start] + [0, 0, BALL_RADIUS * 0.8]
        ball[flying] = thrown(times, shot.release, caught, release_place, ball[end].copy())[flying]
    return ball
