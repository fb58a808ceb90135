"""The mid-range jump shot as a motion: a plan made into joints over time.

A right-hander faces +y, and is mirrored for left-handers. Time 0 of the plan is the lowest point of the hips. This file
knows targets by name; it does not know which values are good or faulty.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...motion.body import Body, sample_body
from ...motion.footwork import FootPath, Stance, ankle_of, follow
from ...motion.kinematics import (
    GRAVITY,
    Channels,
    about,
    arm_directions,
    articulate,
    ballistic,
    hip_joints,
    minimum_jerk,
    moves,
    settle_pelvis,
    shoulder_joints,
    turned,
    two_bones,
    unit,
    within_reach,
)
from ...motion.kinematics import LARGEST_KNEE_FLEXION as KNEE_LIMIT
from ...motion.motion import SIMULATION_FPS, Motion, Prop, mirrored
from ...skeleton import KEYPOINT_INDEX
from .plan import HIPS_BEHIND, LANDING_RISE, Legs, Plan, Targets, make_plan, raised_ankle

PELVIS_SHARE, CHEST_SHARE = 0.55, 1.225
"""Of the trunk's lean; together they lean the line from the hips to the shoulders by the whole (see
`shoulder_joints`)."""
ARMS_SHARE = 0.35
"""Of the trunk's lean that the arms take part in."""
CHEST_SIDE_SHARE = 1.5
"""Of the sideways lean: the spine bends and the hips stay level over the feet (see `shoulder_joints`)."""
LEAST_EXTENSION = 42.0
"""Degrees that the shooting elbow opens at least."""
GUIDE_BEFORE = 0.06
"""How far before its shoulder the guide hand stays at least, metres."""
BALL_RADIUS, RIM_HEIGHT = 0.12, 3.05
NOSE_BELOW_EARS = np.arctan(0.006 / 0.062)
"""The nose's place in the head (see `kinematics`), as an angle."""


def simulate(rng: np.random.Generator, targets: Targets) -> Motion:
    """Simulate one jump shot that shows the targets as nearly as a body can."""
    athlete = sample_body(rng)
    body = replace(athlete, handedness="right")
    plan = make_plan(rng, body, targets)
    times = np.arange(plan.lead_in.start, plan.lead_in.end, 1 / SIMULATION_FPS)
    airborne = (times > plan.legs.take_off) & (times < plan.legs.landing)
    paths = _foot_paths(times, plan, body, rng)
    ankles, feet = _ankles(times, plan, body, paths)
    planted = np.stack([path.planted for path in paths], axis=1) & ~airborne[:, None]
    yaw = _yaw(times, plan, rng)
    pelvis = _pelvis(times, plan, paths, rng)
    lean = _lean(times, plan, body, pelvis, ankles, targets, rng)
    side = _side_lean(times, plan, targets, rng)
    pelvis_rotation = turned(yaw, lean * PELVIS_SHARE)
    chest_rotation = _leaning(yaw + _twist(times, plan, rng), lean * CHEST_SHARE, side * CHEST_SIDE_SHARE)
    pelvis = _over_the_feet(times, plan.legs, pelvis, hip_joints(body, pelvis, pelvis_rotation), ankles, body, planted)
    shoulders = shoulder_joints(body, pelvis, pelvis_rotation, chest_rotation)
    # The arms work towards the basket, whichever way hips and chest are turned.
    wrists, poles, hands, palm = _arms(
        times, plan, body, shoulders, _leaning(0 * yaw, lean * ARMS_SHARE, side), targets, rng
    )
    joints = articulate(
        body,
        Channels(
            pelvis=pelvis,
            pelvis_rotation=pelvis_rotation,
            chest_rotation=chest_rotation,
            head_rotation=_head(times, plan, targets, rng),
            ankles=ankles,
            knee_poles=np.stack([turned(yaw + sign * rng.uniform(0.0, 0.2))[..., :, 1] for sign in (1, -1)], axis=1),
            foot_directions=feet,
            wrists=wrists,
            elbow_poles=poles,
            hand_directions=hands,
        ),
    )
    hoop = (0.0, float(rng.uniform(3.5, 5.5)), RIM_HEIGHT)
    motion = Motion(
        joints=joints,
        times=np.arange(len(times)) / SIMULATION_FPS,
        body=body,
        planted=planted,
        held=np.zeros((len(times), 2), dtype=bool),
        airborne=airborne,
        ball=_ball(times, plan, joints, palm, np.array(hoop), rng),
        props=(Prop("hoop", hoop, 0.45),),
    )
    return mirrored(motion) if athlete.handedness == "left" else motion


# -- feet and hips ---------------------------------------------------------------------------------------------------


def _foot_paths(times: np.ndarray, plan: Plan, body: Body, rng: np.random.Generator) -> tuple[FootPath, FootPath]:
    """Both feet on the ground, [left, right]: steps in, the stance, steps away; without the jump."""
    course = rng.uniform(-0.7, 0.7)
    stride = rng.uniform(0.12, 0.3) * body.height / 1.75 * np.array([np.sin(course), np.cos(course)])
    away = rng.uniform(0.15, 0.35) * np.array([rng.normal(0, 0.7), rng.choice([-1.0, 1.0])])
    last, count = int(rng.integers(2)), len(plan.lead_in.steps)
    paths = []
    for side, heading in enumerate(plan.base.headings):
        toe = plan.base.ankles[side] + plan.base.ways[side] * body.toe
        # The feet step in turn; before its first step each is a stride behind for every pair of steps to come.
        landings = [
            time for number, time in enumerate(plan.lead_in.steps) if (count - 1 - number) % 2 == (side != last)
        ]
        leaving = [time for number, time in enumerate(plan.lead_in.steps_after) if number % 2 == (side != last)]
        places = [toe - stride * behind for behind in range(len(landings) + 1)[::-1]] + [toe + away for _ in leaving]
        starts = [-np.inf, *landings, *(time + 0.36 for time in leaving)]
        ends = [*(time - 0.34 for time in landings), *leaving, np.inf]
        stances = [
            Stance(start, end, (float(place[0]), float(place[1])), heading)
            for start, end, place in zip(starts, ends, places, strict=True)
        ]
        paths.append(follow(times, stances, lift=0.07, push_off=0.45))
    return paths[0], paths[1]


def _heel_rise(times: np.ndarray, legs: Legs) -> np.ndarray:
    """(T,) radians that the heels rise about the toes through the jump."""
    push = np.clip((times - legs.rise_from) / (legs.take_off - legs.rise_from), 0, 1)
    speed = 2 * legs.rise / (legs.take_off - legs.rise_from)
    stretch_s = min(0.15, legs.flight)
    stretch = np.clip((times - legs.take_off) / stretch_s, 0, 1)
    rise = legs.rise * push**2 + speed * stretch_s * stretch * (1 - stretch) ** 2
    rise += (LANDING_RISE - legs.rise) * minimum_jerk((times - legs.take_off) / legs.flight)
    return rise - LANDING_RISE * minimum_jerk((times - legs.landing) / 0.11)


def _ankles(
    times: np.ndarray, plan: Plan, body: Body, paths: tuple[FootPath, FootPath]
) -> tuple[np.ndarray, np.ndarray]:
    """Ankles and heel-to-toe directions, (T, 2, 3) each: the toe stays as the heel rises, and flies with the hips."""
    legs = plan.legs
    jump = _heel_rise(times, legs)
    share = np.clip((times - legs.take_off) / legs.flight, 0, 1)
    flying = (share > 0) & (share < 1)
    hips = ballistic(times, legs.take_off, legs.leaving, legs.speed) - legs.leaving
    leaving, arriving = raised_ankle(body, legs.rise), raised_ankle(body, LANDING_RISE)
    straight = leaving + (arriving - leaving) * share
    lift = np.where(flying, straight + hips - (legs.arriving - legs.leaving) * share - raised_ankle(body, jump), 0.0)
    ankles, directions = [], []
    for path in paths:
        ankle, forward = ankle_of(
            body, path.toe + plan.shift * minimum_jerk(share)[:, None], path.heading, path.rise + jump
        )
        ankle[:, 2] += np.maximum(lift, 0.0)
        ankles.append(ankle)
        directions.append(forward)
    return np.stack(ankles, axis=1), np.stack(directions, axis=1)


def _between(
    times: np.ndarray, start: float, end: float, values: tuple[float, float], speeds: tuple[float, float]
) -> np.ndarray:
    """Cubic Hermite segment over (T,) times, to be used within start..end only."""
    length = end - start
    s = np.clip((times - start) / length, 0, 1)
    return (
        values[0] * (1 + 2 * s) * (1 - s) ** 2
        + values[1] * s**2 * (3 - 2 * s)
        + length * (speeds[0] * s * (1 - s) ** 2 + speeds[1] * s**2 * (s - 1))
    )


def _height(times: np.ndarray, legs: Legs) -> np.ndarray:
    """(T,) of the hips: down into the dip, up into a parabola, and into the landing."""
    before = moves(times, [(legs.dip_start, 0.0)], np.array([legs.standing, legs.lowest]))
    push = _between(times, 0.0, legs.take_off, (legs.lowest, legs.leaving), (0.0, legs.speed))
    air = ballistic(times, legs.take_off, legs.leaving, legs.speed)
    soft = _between(times, legs.landing, legs.absorbed, (legs.arriving, legs.absorbing), (-legs.fall, 0.0))
    after = moves(times, [(legs.absorbed, legs.settle)], np.array([legs.absorbing, legs.standing]))
    phases = [times < 0, times < legs.take_off, times < legs.landing, times < legs.absorbed]
    return np.select(phases, [before, push, air, soft], after)


def _pelvis(times: np.ndarray, plan: Plan, paths: tuple[FootPath, FootPath], rng: np.random.Generator) -> np.ndarray:
    """(T, 3): over the feet, back as it sinks, on a parabola in the air."""
    legs = plan.legs
    height = _height(times, legs)
    velocity = plan.shift[:2] / legs.flight
    gathered = legs.gathered
    level = np.zeros((len(times), 2))
    for axis in (0, 1):
        before = _between(times, 0.0, legs.take_off, (0.0, gathered[axis]), (0.0, velocity[axis]))
        air = gathered[axis] + velocity[axis] * (times - legs.take_off)
        ends = (gathered[axis] + plan.shift[axis], plan.shift[axis])
        after = _between(times, legs.landing, legs.settle, ends, (velocity[axis], 0.0))
        level[:, axis] = np.select([times < 0, times < legs.take_off, times < legs.landing], [0.0, before, air], after)
    # The hips go back as the knees bend, so that the weight stays over the feet, and come forward in the push.
    sunk = np.where(times < 0, legs.standing - height, legs.standing - legs.lowest)
    level[:, 1] -= legs.back * sunk * (1 - minimum_jerk(times / legs.take_off)) + HIPS_BEHIND
    steps = np.mean([path.toe[:, :2] - path.toe[np.argmin(np.abs(times)), :2] for path in paths], axis=0)
    calm = 1 - minimum_jerk((times - legs.dip_start + 0.3) / 0.3) + minimum_jerk((times - legs.settle) / 0.4)
    sway = np.sin(2 * np.pi * times[:, None] / rng.uniform(1.6, 3.2, 2) + rng.uniform(0, 6, 2)) * rng.uniform(
        0.002, 0.012
    )
    return np.column_stack([level + steps + sway * calm[:, None], height])


def _over_the_feet(
    times: np.ndarray, legs: Legs, pelvis: np.ndarray, hips: np.ndarray, ankles: np.ndarray, body: Body,
    planted: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Lower the pelvis where steps would drag a planted foot along; the jump itself stays as it is."""
    stepping = (times < legs.dip_start) | (times > legs.landing)
    lower = settle_pelvis(pelvis, hips, ankles, body.leg * 0.992, planted & stepping[:, None])
    before, after = times / legs.dip_start, (times - legs.landing) / 0.1
    share = np.where(times < 0, minimum_jerk(before), minimum_jerk(after))
    return pelvis + (lower - pelvis) * share[:, None]


# -- trunk and head --------------------------------------------------------------------------------------------------


def _yaw(times: np.ndarray, plan: Plan, rng: np.random.Generator) -> np.ndarray:
    """(T,) heading of the hips: turned away at first, ready before the dip."""
    early = plan.base.hip_turn + rng.normal(0, 0.3 if plan.lead_in.steps else 0.08)
    later = plan.base.hip_turn + rng.normal(0, 0.3 if plan.lead_in.steps_after else 0.06)
    ready, settle = plan.legs.dip_start, plan.legs.settle
    return moves(times, [(ready - 0.6, ready), (settle, settle + 0.6)], np.array([early, plan.base.hip_turn, later]))


def _leaning(yaw: np.ndarray, lean: np.ndarray, side: np.ndarray | float = 0.0) -> np.ndarray:
    """Axes (T, 3, 3) of a part that is turned by yaw and then leans towards the shot's direction, +y, and to its right
    by `side`."""
    return about("y", side) @ about("x", -lean) @ about("z", yaw)


def _twist(times: np.ndarray, plan: Plan, rng: np.random.Generator) -> np.ndarray:
    """(T,) of the shoulders against the hips, whole at the release."""
    return moves(times, _to_release(plan, 0.03), np.array([0, np.radians(rng.normal(0, 9)), 0]))


def _side_lean(times: np.ndarray, plan: Plan, targets: Targets, rng: np.random.Generator) -> np.ndarray:
    """(T,) of the trunk to the right, whole about the release."""
    side = np.radians(targets["side_lean"]) * rng.choice([-1.0, 1.0])
    return moves(times, _to_release(plan, 0.06), np.array([0, side, 0]))


def _to_release(plan: Plan, early_s: float) -> list[tuple[float, float]]:
    """Spans in which the upper body comes into its place so long before the release, and leaves it after the flight."""
    release = plan.arms.release
    return [(min(-0.1, release - 0.4), release - early_s), (release + 0.15, plan.legs.settle + 0.3)]


def _lean(
    times: np.ndarray, plan: Plan, body: Body, pelvis: np.ndarray, ankles: np.ndarray, targets: Targets,
    rng: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """Forward lean of the trunk (T,), radians: at the dip as the hip angle asks, at the release as the lean asks."""
    at = int(np.argmin(np.abs(times)))
    leans = np.radians(np.linspace(-10, 62, 37))
    yaw = np.full(len(leans), plan.base.hip_turn)
    pelvis_rotation, middle = turned(yaw, leans * PELVIS_SHARE), np.tile(pelvis[at], (len(leans), 1))
    hips = hip_joints(body, middle, pelvis_rotation)
    forward = np.broadcast_to(turned(plan.base.hip_turn)[:, 1], hips.shape)
    knees, _ = two_bones(hips, ankles[at], body.thigh, body.shank, forward, KNEE_LIMIT)
    shoulders = shoulder_joints(body, middle, pelvis_rotation, _leaning(yaw, leans * CHEST_SHARE))
    angles = np.arccos(np.clip((unit(shoulders - hips) * unit(knees - hips)).sum(-1), -1, 1)).mean(-1)
    dip = float(np.interp(-np.radians(targets["hip_angle"]), -angles, leans))
    release = np.radians(targets["trunk_lean"])
    rest = np.radians(rng.uniform(0, 10))
    reached = max(plan.arms.release - 0.02, 0.16)
    reachable = 2.6 * reached + 0.1  # a trunk turns up at some 280 degrees a second at most
    dip = float(np.clip(dip, release - reachable, release + reachable))
    calm = max(plan.legs.landing, plan.arms.release + 0.1)
    spans = [(plan.legs.dip_start, 0.0), (0.0, reached), (calm, max(plan.legs.settle, calm + 0.5))]
    return moves(times, spans, np.array([rest, dip, release, rest]))


def _head(times: np.ndarray, plan: Plan, targets: Targets, rng: np.random.Generator) -> np.ndarray:
    """(T, 3, 3): looks at the ball or the floor at first, at the dip and at the release as the targets ask."""
    release = plan.arms.release
    dip, up = (np.radians(targets[name]) + NOSE_BELOW_EARS for name in ("head_dip", "head_pitch"))
    early, later = np.radians(rng.uniform(-38, 8)), np.radians(rng.uniform(-15, 12))
    settled = max(plan.arms.drop[1], plan.legs.settle)
    raised = min(max(release - 0.04, 0.26), 0.6)
    spans = [(-0.7, -0.1), (0.06, raised), (plan.arms.drop[0], settled)]
    pitch = moves(times, spans, np.array([early, dip, up, later]))
    yaw = moves(times, [(-0.7, -0.1), (settled, settled + 0.5)], np.array([rng.normal(0, 0.25), 0, rng.normal(0, 0.3)]))
    return turned(yaw, -pitch)


# -- arms and ball ---------------------------------------------------------------------------------------------------


def _shooting_angles(times: np.ndarray, plan: Plan, targets: Targets, rng: np.random.Generator) -> np.ndarray:
    """(T, 5) radians of the shooting arm: raise, aside, turn, elbow (see `arm_directions`), wrist flexion."""
    arms = plan.arms
    low = np.array([rng.uniform(5, 32), rng.uniform(4, 16), rng.uniform(20, 40), rng.uniform(78, 108), -15])
    lead = {
        "hold": low + [rng.uniform(-4, 25), 0, 0, rng.uniform(-5, 15), 0],
        "dribble": np.array([rng.uniform(15, 30), rng.uniform(8, 20), 5, rng.uniform(95, 115), 5]),
        "catch": np.array([rng.uniform(40, 65), rng.uniform(2, 10), rng.uniform(5, 20), rng.uniform(100, 140), -25]),
    }[plan.lead_in.kind]
    flare = abs(rng.normal(0, 14))
    bent = min(rng.uniform(62, 90), targets["elbow_extension"] - LEAST_EXTENSION)
    set_point = np.array([targets["set_height"], flare, 0.8 * flare, bent, -rng.uniform(45, 70)])
    finish = max(rng.uniform(104, 150), set_point[0] + 8)
    follow_through = np.array([finish, 0.3 * flare, 0.25 * flare, targets["elbow_extension"], rng.uniform(30, 65)])
    down = np.array([rng.uniform(2, 25), rng.uniform(4, 12), rng.uniform(0, 20), rng.uniform(145, 164), 5])
    keys = np.radians(np.stack([lead, low, set_point, follow_through, down]))
    angles = moves(times, [arms.gather, arms.lift, arms.shoot, arms.drop], keys)
    if plan.lead_in.kind == "dribble":
        begin = arms.gather[0] - plan.lead_in.dribble_s * 3
        pump = np.where(
            times < arms.gather[0], 0.5 - 0.5 * np.cos(2 * np.pi * (times - begin) / plan.lead_in.dribble_s), 0.0
        )
        angles = angles + pump[:, None] * np.radians([-8, 0, 0, 40, 35])
    return angles


def _guiding(
    times: np.ndarray, plan: Plan, shooting: np.ndarray, free: np.ndarray, targets: Targets, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The guide hand's wrist (T, 3) and how far it is with the ball (T, 1), all in the arms' frame from its shoulder.

    It goes with the shooting wrist (T, 3) up to the set point, stays there while the other arm extends, and
    otherwise hangs (T, 3).
    """
    arms, gap = plan.arms, targets["hand_gap"]
    wide = rng.uniform(0.18, 0.25)
    fall = rng.uniform(-0.1, 0.8) * min(gap / 0.5, 1.0)
    at_set = gap * unit(np.array([-1.0, rng.uniform(-0.1, 0.15), -fall]))
    beside = moves(times, [(arms.lift[0] - 0.05, arms.shoot[0] - 0.02)], np.stack([[-wide, 0.02, 0.0], at_set]))
    at = int(np.argmin(np.abs(times - arms.shoot[0])))
    staying = minimum_jerk((times - arms.shoot[0] + 0.02) / 0.18)[:, None]
    left = (shooting + beside)[at] + rng.uniform([-0.12, -0.05, -0.05], [-0.02, 0.08, 0.06])
    with_ball = (shooting + beside) * (1 - staying) + left * staying
    # However the chest is twisted, the guide hand stays before its shoulder: a smooth lower bound.
    before = (with_ball[:, 1] - GUIDE_BEFORE) / 0.04
    with_ball[:, 1] = GUIDE_BEFORE + 0.04 * np.logaddexp(0.0, before)
    leaves = arms.release + rng.uniform(0.05, 0.35) if rng.random() < 0.4 else arms.drop[0]
    leaving = minimum_jerk((times - leaves) / rng.uniform(0.45, 0.6))
    if plan.lead_in.kind == "dribble":
        leaving = leaving + 1 - minimum_jerk((times - arms.gather[0]) / (arms.gather[1] - arms.gather[0]))
    share = (1 - np.clip(leaving, 0, 1))[:, None]
    # From the one to the other on a way round the front of the body, not through the shoulder.
    way = unit(unit(with_ball) * share + unit(free) * (1 - share) + np.array([-0.3, 1.2, 0.0]) * share * (1 - share))
    reach = [np.linalg.norm(place, axis=1, keepdims=True) for place in (with_ball, free)]
    return way * (reach[0] * share + reach[1] * (1 - share)), share


def _arms(
    times: np.ndarray, plan: Plan, body: Body, shoulders: np.ndarray, frame: np.ndarray, targets: Targets,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Wrists, elbow poles and hand directions, (T, 2, 3) each, and the shooting palm (T, 3); the left hand guides."""

    def in_world(vectors: np.ndarray) -> np.ndarray:
        return np.einsum("tij,tj->ti", frame, vectors)

    lift, aside, turn, elbow, wrist = _shooting_angles(times, plan, targets, rng).T
    upper, lower, bending = arm_directions(lift, aside, elbow, 1, turn)
    flexed, extended = np.sin(wrist)[:, None], np.cos(wrist)[:, None]
    shooting = upper * body.upper_arm + lower * body.forearm
    hang_raise, hang_aside, hang_elbow = [
        np.full(len(times), np.radians(rng.uniform(low, high))) for low, high in ((5, 25), (6, 16), (135, 158))
    ]
    hanging_upper, hanging_lower, hanging_bending = arm_directions(hang_raise, hang_aside, hang_elbow, 0)
    free = hanging_upper * body.upper_arm + hanging_lower * body.forearm
    across = np.einsum("tij,ti->tj", frame, shoulders[:, 1] - shoulders[:, 0])
    guiding, share = _guiding(times, plan, shooting + across, free, targets, rng)
    guiding = within_reach(np.zeros(3), guiding, body.arm)
    raised = minimum_jerk(guiding[:, 2:] / body.arm / 0.9 + 0.6)
    ball_pole = np.array([-0.75, -0.5, -0.3]) * (1 - raised) + np.array([-0.85, 0.35, -0.5]) * raised
    guiding_pole = ball_pole * share + unit(hanging_upper - hanging_lower - 1e-3 * hanging_bending) * (1 - share)
    guide_hand = np.array([0.25, 0.25, 0.9]) * share + unit(hanging_lower) * (1 - share)
    return (
        shoulders + np.stack([in_world(guiding), in_world(shooting)], axis=1),
        np.stack([in_world(guiding_pole), in_world(unit(upper - lower - 1e-3 * bending))], axis=1),
        np.stack([in_world(guide_hand), in_world(lower * extended - bending * flexed)], axis=1),
        in_world(-lower * flexed - bending * extended),
    )


def _ball(
    times: np.ndarray, plan: Plan, joints: np.ndarray, palm: np.ndarray, hoop: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """(T, 3): dribbled, caught or held, on the palm from the set point, and after the release on its way in."""
    hands = joints[:, [KEYPOINT_INDEX["left_hand"], KEYPOINT_INDEX["right_hand"]]]
    between = hands.mean(axis=1) + [0.0, 0.02, 0.0]
    lifted = minimum_jerk((times - plan.arms.lift[0]) / (plan.arms.lift[1] - plan.arms.lift[0]))[:, None]
    ball = between * (1 - lifted) + (hands[:, 1] + palm * BALL_RADIUS) * lifted
    gather = plan.arms.gather
    if plan.lead_in.kind == "dribble":
        under = hands[:, 1] + [0.0, 0.03, -BALL_RADIUS]
        phase = ((times - gather[0]) / plan.lead_in.dribble_s) % 1.0
        # The ball meets the hand at its lowest and the ground half-way between; a parabola there and back.
        bounce = 1 - (1 - 2 * np.abs(phase - 0.5)) ** 2
        down = under * [1, 1, 0] + np.array([0, 0, 1.0]) * (
            BALL_RADIUS + (under[:, 2:] - BALL_RADIUS) * bounce[:, None]
        )
        taken = minimum_jerk((times - gather[0]) / (gather[1] - gather[0]))[:, None]
        ball = np.where(times[:, None] < gather[0], down, under * (1 - taken) + ball * taken)
    elif plan.lead_in.kind == "catch":
        arrives = plan.lead_in.start + rng.uniform(0.1, 0.9) * (gather[0] - plan.lead_in.start)
        before = np.maximum(arrives - times, 0.0)[:, None]
        ball = (
            ball
            + before * (unit(np.array([rng.normal(), 1.0, 0.1])) * 6.0)
            + [0, 0, 2.0] * before
            - [0, 0, 0.5 * GRAVITY] * before**2
        )
        ball[:, 2] = np.maximum(ball[:, 2], BALL_RADIUS)
    at = int(np.searchsorted(times, plan.arms.release))
    flight_s = rng.uniform(0.85, 1.05)
    passed = (times[at:] - times[at])[:, None]
    down = np.array([0.0, 0.0, -0.5 * GRAVITY])
    launch = (hoop - ball[at] - down * flight_s**2) / flight_s
    ball[at:] = (
        ball[at] + launch * np.minimum(passed, flight_s) * [1, 1, 0] + [0, 0, 1] * (launch * passed) + down * passed**2
    )
    ball[:, 2] = np.maximum(ball[:, 2], BALL_RADIUS)
    return ball
