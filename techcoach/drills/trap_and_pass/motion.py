"""The inside trap and outside play in motion: a right-footer who faces +y, where the ball comes from, mirrored for
left-footers.

The left foot steps up to the ball, the right one gives with it, is set down, and plays it on to the right. The
motion shows technique targets as nearly as a body can; `measure` decides what it shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ...motion.body import Body, sample_body
from ...motion.footwork import FootPath, Stance, ankle_of, follow
from ...motion.kinematics import (
    Channels,
    about,
    arm_target,
    articulate,
    ease,
    hip_joints,
    minimum_jerk,
    moves,
    settle_pelvis,
    shoulder_joints,
    turned,
    unit,
    within_reach,
)
from ...motion.motion import SIMULATION_FPS, Motion, Prop, mirrored

PELVIS_SHARE, CHEST_SHARE = 0.55, 1.225
"""Of the trunk's lean; together they lean the line from the hips to the shoulders by the whole (see
`shoulder_joints`)."""
LEAST_REST_S = 0.1
"""The foot that trapped the ball stands at least so long before it plays it."""
BURST_S = 0.6
"""The target speed of the moving-off is the mean over so many seconds after the play."""
NOSE_BELOW_EARS_DEG = 5.5
"""The nose's place in the head (see `kinematics`)."""
NEAREST_STEP, STEP_A_SPEED = 0.3, 0.18
"""The foot that played the ball lands at most so far away, metres, and so much farther for every m/s of the hips."""
BEHIND, QUICKEST_STEP_S = 0.36, 0.2
"""A standing toe is left at most so many leg lengths behind the hips, unless a step would take less time."""
ARMPIT_DEG = 12.0
"""The line from shoulder to hip runs so far inwards, so that a hanging arm stands off it."""
BALL_RADIUS = 0.11
PUSH_OFF_DEG = 40.0


@dataclass(frozen=True)
class Plan:
    """Times, seconds, and level places, metres, of one execution.

    Attributes:
        steps: when the steps up to the ball begin; the left foot takes the last. support: when the support
            foot is planted. lift, trap, cushioned, down, lift_again, play, out, land: the moments of the right foot,
            which has given with the ball at cushioned and is farthest at out.
        course: radians to the right of +y that the ball is played to. way: (2,) that direction.
        at_wait: (2, 2) toes while waiting. at_trap, at_cushioned, at_down, at_far, at_land: (2,) the right
            toe's places.
        headings: of the right foot at the trap and set down; opened: turn of the hips to the right at the trap; splay:
            of both feet while waiting; radians. stride: of a step to the ball. stops: whether the athlete slows down
            in the end.
    """

    steps: tuple[float, ...]
    step_s: float
    support: float
    lift: float
    trap: float
    cushioned: float
    down: float
    lift_again: float
    play: float
    out: float
    land: float
    end: float
    course: float
    way: np.ndarray
    stride: float
    at_wait: np.ndarray
    at_trap: np.ndarray
    at_cushioned: np.ndarray
    at_down: np.ndarray
    at_far: np.ndarray
    at_land: np.ndarray
    headings: tuple[float, float]
    opened: float
    splay: float
    stops: bool


def simulate(rng: np.random.Generator, targets: Mapping[str, float]) -> Motion:
    """Simulate one inside trap and outside play that shows the targets as nearly as a body can."""
    athlete = sample_body(rng)
    body = replace(athlete, handedness="right")
    plan = _plan(rng, body, targets)
    times = np.arange(int(plan.end * SIMULATION_FPS)) / SIMULATION_FPS
    course = _hips_level(np.arange(0.0, plan.end + 1.0, 1 / SIMULATION_FPS), plan, body, targets)
    level = course[: len(times)]
    feet = _feet(times, plan, body, course, targets, rng)
    ankles, toes = (np.stack(both, axis=1) for both in zip(*(
        ankle_of(body, foot.toe, foot.heading, foot.rise) for foot in feet
    ), strict=True))  # fmt: skip
    yaw = ease(times, (0.0, plan.lift, plan.trap, plan.play - 0.2, plan.play + 0.4),
               (0.0, 0.0, -plan.opened, -plan.opened, -plan.course))  # fmt: skip
    pelvis_rotation, chest_rotation = _trunk(times, plan, yaw, targets, rng)
    height = _hips_height(times, plan, body, level, ankles, yaw, targets, rng)
    pelvis = np.concatenate([level, height[:, None]], axis=1)
    planted = np.stack([foot.planted for foot in feet], axis=1)
    pelvis = settle_pelvis(pelvis, hip_joints(body, pelvis, pelvis_rotation), ankles, body.leg, planted)
    ankles = _as_far_as_it_goes(body, hip_joints(body, pelvis, pelvis_rotation), ankles, feet)
    shoulders = shoulder_joints(body, pelvis, pelvis_rotation, chest_rotation)
    wrists, poles, hands = _arms(times, plan, body, shoulders, chest_rotation, targets, rng)
    joints = articulate(
        body,
        Channels(
            pelvis=pelvis,
            pelvis_rotation=pelvis_rotation,
            chest_rotation=chest_rotation,
            head_rotation=_head(times, plan, targets, rng),
            ankles=ankles,
            # A knee points between where the hips face and where its own foot points.
            knee_poles=np.stack([turned(yaw + 0.7 * (foot.heading - yaw))[..., :, 1] for foot in feet], axis=1),
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
        airborne=np.zeros(len(times), dtype=bool),
        ball=_ball(times, plan, targets["burst"], rng),
        props=(Prop("goal", (float(rng.uniform(-6, 6)), float(rng.uniform(14, 24)), 0.0), 7.32),),
    )
    return mirrored(motion) if athlete.handedness == "left" else motion


# -- the plan --------------------------------------------------------------------------------------------------------


def _pointing(heading: float) -> np.ndarray:
    """(2,) level direction of a heading, radians to the left of +y."""
    return np.array([-np.sin(heading), np.cos(heading)])


def _plan(rng: np.random.Generator, body: Body, targets: Mapping[str, float]) -> Plan:
    count, step_s, stride = int(rng.integers(1, 4)), rng.uniform(0.3, 0.4), rng.uniform(0.1, 0.32)
    first = rng.uniform(0.75, 1.8)
    steps = tuple(first + step_s * number for number in range(count))
    support = first + step_s * count
    lift = support + rng.uniform(0.02, 0.1)
    trap = lift + rng.uniform(0.28, 0.4)
    cushioned = trap + 0.14 + 0.3 * targets["cushion"] + rng.uniform(0.0, 0.05)
    down = cushioned + rng.uniform(0.12, 0.16)
    swing_s = rng.uniform(0.3, 0.38)
    play = max(trap + targets["touch_gap"], down + LEAST_REST_S + swing_s / 2)
    course = rng.uniform(0.5, 1.6)
    way = _pointing(-course)
    opened = rng.uniform(0.0, 0.2)
    at_trap = -opened - np.radians(targets["hip_turnout"])
    at_down = at_trap * rng.uniform(0.3, 0.6)
    # Ankles: the ball is met ahead of the support toe, which stands at (-0.09, 0), and drawn back beside it.
    met = np.array([rng.uniform(0.06, 0.14), rng.uniform(-0.1, 0.0) + 0.55 * targets["cushion"]])
    back = met - [0.0, targets["cushion"]]
    set_down = back + [0.03, 0.0] + body.toe * _pointing(at_down)
    # Who hardly follows the ball with the hips draws a foot that went far back under them.
    far, near = targets["play_reach"], min(targets["play_reach"], NEAREST_STEP + STEP_A_SPEED * targets["burst"])
    out = play + swing_s / 2
    half = targets["stance_width"] * body.shoulder_width / 2
    begin = -stride * count
    stagger, splay = rng.uniform(-0.06, 0.06), rng.uniform(0.0, 0.25)
    half += body.toe * np.sin(splay)  # the width is meant between the ankles
    return Plan(
        steps=steps, step_s=step_s, support=support, lift=lift, trap=trap, cushioned=cushioned, down=down,
        lift_again=play - swing_s / 2, play=play, out=out, land=out + 0.5 * (far - near),
        end=play + rng.uniform(0.85, 1.5),
        course=course, way=way, stride=stride,
        at_wait=np.array([[-half, begin + stagger], [half, begin - stagger]]),
        at_trap=met + body.toe * _pointing(at_trap), at_cushioned=back + body.toe * _pointing(at_trap),
        at_down=set_down, at_far=set_down + way * far, at_land=set_down + way * near,
        headings=(at_trap, at_down), opened=opened, splay=splay, stops=bool(rng.random() < 0.5),
    )  # fmt: skip


# -- hips ------------------------------------------------------------------------------------------------------------


def _travelled(times: np.ndarray, p: Plan, speed: float) -> np.ndarray:
    """(T,) metres along the new way: `speed` is the mean, m/s, of the `BURST_S` after the play."""
    clock = np.arange(0.0, p.end + 2.0, 1 / 120)
    stop = 0.15 if p.stops else 1.0
    profile = ease(clock, (0.0, p.play - 0.18, p.play + 0.45, p.play + 0.75, p.play + 1.35), (0, 0, 1, 1, stop))
    travelled = np.concatenate([[0.0], np.cumsum((profile[1:] + profile[:-1]) / 240)])
    span = float(np.interp(p.play + BURST_S, clock, travelled) - np.interp(p.play, clock, travelled))
    return np.asarray(np.interp(times, clock, travelled) * speed * BURST_S / span)


def _hips_level(times: np.ndarray, p: Plan, body: Body, targets: Mapping[str, float]) -> np.ndarray:
    """(T, 2) of the pelvis: between the feet, over the support foot, then along the new way."""
    waiting = p.at_wait.mean(axis=0) - [0.0, 0.55 * body.toe]
    # A trunk that leans forward or back is balanced by the hips.
    balance = 0.2 * np.sin(np.radians(targets["trunk_lean"] - 10))
    over = np.array([-0.025, -0.6 * body.toe - balance])
    between = np.array([0.01, -0.6 * body.toe])
    # The weight goes with a foot that plays far.
    following = np.array([0.0, -0.6 * body.toe]) + p.way * (0.02 + 0.2 * targets["play_reach"])
    level = moves(
        times,
        [(p.steps[0] - 0.12, p.trap - 0.06), (p.cushioned, p.down + 0.1), (p.lift_again - 0.2, p.play)],
        np.stack([waiting, over, between, following]),
    )
    return np.asarray(level + p.way * _travelled(times, p, targets["burst"])[:, None])


def _hips_height(
    times: np.ndarray, p: Plan, body: Body, level: np.ndarray, ankles: np.ndarray, yaw: np.ndarray,
    targets: Mapping[str, float], rng: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """(T,) of the pelvis: as high as the meant knee angles let it be while waiting and at the trap."""
    hips = hip_joints(body, np.concatenate([level, np.zeros((len(times), 1))], axis=1), turned(yaw))

    def over(moment: float, side: int, knee_deg: float) -> float:
        frame = min(int(moment * SIMULATION_FPS), len(times) - 1)
        away = (hips - ankles)[frame, side, :2]
        return float(ankles[frame, side, 2] + np.sqrt(max(_leg_span(body, knee_deg) ** 2 - away @ away, 0.15)))

    first = p.steps[0]
    waiting = float(np.mean([over(first - 0.3, side, targets["ready_knees"]) for side in (0, 1)]))
    trapping = over(p.trap + 0.04, 0, targets["support_knee"])
    standing, running = body.standing_hips * rng.uniform(0.9, 0.97), body.standing_hips * rng.uniform(0.9, 0.95)
    early = waiting if rng.random() < 0.6 else 0.5 * (waiting + standing)
    after = 0.5 * (trapping + running)
    return ease(
        times,
        (0.0, first - 0.6, first - 0.05, p.trap - 0.1, p.trap + 0.16, p.down + 0.1, p.play, p.land + 0.2, p.end),
        (early, waiting, waiting, trapping, trapping, after, after, running, running),
    )


def _leg_span(body: Body, knee_deg: float) -> float:
    cosine = np.cos(np.radians(knee_deg))
    return float(np.sqrt(body.thigh**2 + body.shank**2 - 2 * body.thigh * body.shank * cosine))


# -- feet ------------------------------------------------------------------------------------------------------------


def _feet(
    times: np.ndarray, p: Plan, body: Body, course: np.ndarray, targets: Mapping[str, float], rng: np.random.Generator
) -> tuple[FootPath, FootPath]:
    """[left, right]: waiting on the toes, steps up to the ball, the right foot's trap and play, steps away; course: of
    the hips, (T + more, 2)."""
    left, right = _stances(p, body, course, targets, rng)
    lift = rng.uniform(0.08, 0.14)
    paths = [follow(times, stances, lift, np.radians(PUSH_OFF_DEG), 0.16) for stances in (left, right)]
    bounce = 1 + rng.uniform(0.0, 0.3) * np.sin(2 * np.pi * rng.uniform(1.4, 2.4) * times)
    tiptoe = np.radians(targets["ready_heels"]) * bounce
    first = p.steps[0]
    settled = rng.uniform(0.0, 0.2)
    on_toes = tiptoe * ease(times, (settled, settled + 0.25, first - 0.02, first + 0.3), (0.7, 1.0, 1.0, 0.0))
    paths = [replace(path, rise=np.maximum(path.rise, on_toes)) for path in paths]
    return paths[0], _trapping(times, p, paths[1], rng)


def _stances(
    p: Plan, body: Body, course: np.ndarray, targets: Mapping[str, float], rng: np.random.Generator
) -> tuple[list[Stance], list[Stance]]:
    """Where both feet stand, [left, right]."""
    feet: list[list[Stance]] = [[], []]
    stood = [
        (0.0, (float(p.at_wait[side, 0]), float(p.at_wait[side, 1])), (p.splay, -p.splay)[side]) for side in (0, 1)
    ]

    def step(side: int, leaves: float, lands: float, place: np.ndarray, heading: float) -> None:
        start, toe, before = stood[side]
        feet[side].append(Stance(start, leaves, toe, before))
        stood[side] = (lands, (float(place[0]), float(place[1])), heading)

    for number, leaves in enumerate(p.steps):
        left_to_go = len(p.steps) - 1 - number
        side = left_to_go % 2
        place = np.array([(-0.09, 0.09)[side], -p.stride * left_to_go])
        step(side, leaves, leaves + p.step_s, place, (0.05, -0.1)[side])
    step(1, p.lift, p.down, p.at_down, p.headings[1])
    step(1, p.lift_again, p.land, p.at_land, -p.course * 0.6)
    # Then one foot leaves the ground as the other lands, each under where the hips will be.
    run_s = rng.uniform(0.29, 0.36) + 0.1 * max(1.2 - targets["burst"], 0.0)
    aside = np.array([-p.way[1], p.way[0]]) * 0.08
    lands, side = p.land, 0
    while lands < p.end + run_s:
        leaves, lands = lands, lands + run_s
        # The standing foot is relieved before the hips have left it far behind.
        ahead = (course - stood[1 - side][1]) @ p.way
        late = int(np.searchsorted(ahead, BEHIND * body.leg)) / SIMULATION_FPS
        lands = max(min(lands, late), leaves + QUICKEST_STEP_S)
        hips = course[min(int((lands + 0.5 * run_s) * SIMULATION_FPS), len(course) - 1)]
        place = hips + p.way * 0.6 * body.toe + aside * (1, -1)[side]
        step(side, leaves, lands, place, -p.course)
        side = 1 - side
    for side in (0, 1):
        start, toe, heading = stood[side]
        feet[side].append(Stance(start, np.inf, toe, heading))
    return feet[0], feet[1]


def _as_far_as_it_goes(
    body: Body, hips: np.ndarray, ankles: np.ndarray, feet: tuple[FootPath, FootPath]
) -> np.ndarray:  # fmt: skip
    """Ankles (T, 2, 3) drawn softly towards the hips where a swinging leg would be overstretched."""
    lifted = minimum_jerk(np.stack([foot.toe[:, 2] for foot in feet], axis=1) / 0.05)[..., None]
    return ankles + lifted * (within_reach(hips, ankles, body.leg, 0.93, 0.9995) - ankles)


def _trapping(times: np.ndarray, p: Plan, foot: FootPath, rng: np.random.Generator) -> FootPath:
    """The right foot with its ways to the ball, back with the ball, and through the ball, laid over its steps."""
    spans = [(p.lift, p.trap + 0.02), (p.trap - 0.02, p.cushioned + 0.02), (p.cushioned - 0.02, p.down)]
    start = int(np.searchsorted(times, p.lift))
    before = foot.toe[start - 1, :2]
    level = moves(times, spans, np.stack([before, p.at_trap, p.at_cushioned, p.at_down]))
    heading = moves(times, [spans[0], spans[2]], np.array([foot.heading[start - 1], *p.headings]))
    # A leg that is turned out is lifted from the knee.
    high = rng.uniform(0.07, 0.12) - 0.055 * p.headings[0]
    height = moves(times, [(p.lift, p.trap - 0.04), (p.cushioned - 0.02, p.down)], np.array([0.0, high, 0.0]))
    drawn_up = rng.uniform(0.0, 0.15) * moves(
        times, [(p.lift + 0.1, p.trap), (p.cushioned, p.down)], np.array([0, 1.0, 0])
    )
    # Played with the outside, the foot points inwards.
    inward = rng.uniform(0.2, 0.5) * moves(times, [(p.lift_again, p.play), (p.play, p.out)], np.array([0.0, 1.0, 0.0]))
    trapping, playing = ((times > start) & (times < end) for start, end in ((p.lift, p.down), (p.lift_again, p.land)))
    toe = foot.toe.copy()
    ways = [(p.lift_again, p.out), (p.out - 0.06, p.land)]
    toe[playing, :2] = moves(times, ways, np.stack([p.at_down, p.at_far, p.at_land]))[playing]
    toe[trapping] = np.concatenate([level, height[:, None]], axis=1)[trapping]
    turned_to = np.where(trapping, heading, foot.heading) + inward
    return replace(foot, toe=toe, heading=turned_to, rise=foot.rise - drawn_up)


# -- trunk, head, arms, ball -----------------------------------------------------------------------------------------


def _trunk(
    times: np.ndarray, p: Plan, yaw: np.ndarray, targets: Mapping[str, float], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Rotations of pelvis and chest (T, 3, 3): leaning towards the ball, then along the new way."""
    ready, trap, burst = np.radians([rng.uniform(2, 20), targets["trunk_lean"], targets["burst_lean"]])
    straight = np.array([0.0, 1.0])
    between = 0.5 * (trap * straight + burst * p.way)
    leaving = burst * p.way
    keys = (0.0, p.steps[0], p.trap - 0.1, p.trap + 0.18, p.down + 0.1, p.play - 0.1, p.play + 0.14, p.play + 0.5,
            p.play + 1.2)  # fmt: skip
    leans = np.stack([
        ready * straight, ready * straight, trap * straight, trap * straight, between, 0.6 * between + 0.2 * leaving,
        leaving, leaving, leaving * 0.6 + 0.05 * p.way,
    ])  # fmt: skip
    lean = ease(times, keys, leans)

    def leaning(share: float) -> np.ndarray:
        return about("x", -share * lean[:, 1]) @ about("y", share * lean[:, 0]) @ about("z", yaw)

    return leaning(PELVIS_SHARE), leaning(CHEST_SHARE)


def _head(times: np.ndarray, p: Plan, targets: Mapping[str, float], rng: np.random.Generator) -> np.ndarray:
    """(T, 3, 3): up to the coming ball, down at it, and up again (or not) into the new way."""
    down, up = np.radians([targets["eyes_down"] + NOSE_BELOW_EARS_DEG, targets["look_up"] + NOSE_BELOW_EARS_DEG])
    early = np.radians(rng.uniform(-18, 6))
    middle = np.radians(rng.uniform(-40, -15)) * 0.5 + 0.5 * down
    keys = (0.0, p.trap - 0.5, p.trap - 0.12, p.trap + 0.2, p.play - 0.05, p.play + 0.18, p.play + 0.6)
    pitch = ease(times, keys, (early, early, down, down, middle, up, up))
    yaw = ease(times, (0.0, p.trap, p.play - 0.3, p.play + 0.25), (0.0, -p.opened, -p.opened - 0.1, -p.course))
    return turned(yaw, -pitch)


def _arms(
    times: np.ndarray, p: Plan, body: Body, shoulders: np.ndarray, chest: np.ndarray, targets: Mapping[str, float],
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Wrists, elbow poles and hand directions, (T, 2, 3) each."""
    wide, ready = np.radians(max(targets["arm_spread"] - ARMPIT_DEG, 0.0)), rng.uniform(0.1, 0.4)
    bent, soft = np.radians(targets["arm_bend"]), np.radians(rng.uniform(95, 155))
    running = minimum_jerk((times - p.play) / 0.3) * min(0.25 + 0.35 * targets["burst"], 0.8)
    beat = running * np.sin(np.pi * (times - p.land) / 0.3)
    keys = (0.0, p.steps[0], p.trap - 0.1, p.trap + 0.18, p.play, p.play + 0.3)
    lifts = ease(times, keys, np.array([(ready, 0.3), (ready, 0.3), (wide, 0.08), (wide, 0.08), (0.5 * wide + 0.1, 0.1),
                                       (0.2, 0.05)]))  # fmt: skip
    moments = (0.0, p.steps[0], p.trap, p.play - 0.1, p.play + 0.12, p.play + 0.7)
    elbow = ease(times, moments, (soft, soft, min(soft + 0.25, 2.9), 0.5 * (soft + bent), bent, bent))
    wrists, poles = [], []
    for side in (0, 1):
        aside, lift = lifts[:, 0] + rng.uniform(0.0, 0.06), lifts[:, 1] + (1, -1)[side] * beat
        wrist, pole = arm_target(body, shoulders[:, side], chest, lift, aside, elbow, side, turn=0.3)
        wrists.append(wrist)
        poles.append(pole)
    hands = np.stack([unit(wrist - shoulders[:, side]) for side, wrist in enumerate(wrists)], axis=1)
    return np.stack(wrists, axis=1), np.stack(poles, axis=1), hands


def _ball(times: np.ndarray, p: Plan, burst: float, rng: np.random.Generator) -> np.ndarray:
    """(T, 3): rolls in, gives with the foot, creeps until it is played, and rolls away; burst: of the hips, m/s."""
    # Before the middle of the foot, which lies behind the toe: beside its inside, or off its tip if it points there.
    at_foot = np.array([0.0, BALL_RADIUS + 0.04 + 0.1 * np.cos(p.headings[0])])
    met = p.at_trap - 0.12 * _pointing(p.headings[0]) + at_foot
    drawn = met + (p.at_cushioned - p.at_trap)
    ready = (p.at_down + p.at_far) / 2 + p.way * (BALL_RADIUS + 0.06)
    comes = np.array([rng.uniform(-0.12, 0.12), 1.0]) * rng.uniform(2.5, 5.0)
    # It stays ahead of whoever follows it.
    leaves = p.way * (1.2 + 1.6 * burst + rng.uniform(0.0, 1.5))
    lying = moves(times, [(p.trap, p.cushioned), (p.cushioned - 0.04, p.play)], np.stack([met, drawn, ready]))
    coming = met + comes * np.maximum(p.trap - times, 0)[:, None]
    since = np.maximum(times - p.play, 0)[:, None]
    level = np.where((times < p.trap)[:, None], coming, lying) + leaves * (since - 0.15 * np.minimum(since, 3) ** 2)
    return np.concatenate([level, np.full((len(times), 1), BALL_RADIUS)], axis=1)
