"""When and how high: the plan of one mid-range jump shot, made from technique targets before anything moves.

All times are seconds from the lowest point of the hips. This file knows a body and targets; it knows no joints over
time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...motion.body import Body
from ...motion.kinematics import GRAVITY

Targets = Mapping[str, float]

GATHER = 0.22
"""Share of the flight's level speed at which the hips already travel, on average, during the push."""
LANDING_RISE = np.radians(20)
"""How far the heels are still up when the toes touch the ground again."""
TOES_OUT = 0.14
"""How far the feet point outwards, radians."""
HIPS_BEHIND = 0.02
"""How far behind the ankles the hips of a standing athlete are, metres."""
STRAIGHT = 0.9985
"""Share of the leg's length that a planned leg may reach."""
LEAST_LEG_DRIVE = 14.0
"""Degrees that the knees open at least between the dip and the take-off: nobody jumps without."""
SHORTEST_PUSH, LONGEST_PUSH = 0.15, 0.6
LEAST_SPEED = 1.25
"""Upwards at take-off, m/s: the ankles alone give a hop of 8 cm."""
RELEASE_SHARE = 0.75
"""Share of the elbow's move at which nine tenths of a minimum-jerk extension are done."""
LONGEST_S = 7.0


@dataclass(frozen=True)
class Legs:
    """The hips' course: times, seconds, and heights of the hips, metres.

    Attributes:
        speed: upwards at take-off, m/s. fall: downwards at landing, m/s. rise: of the heels at take-off, radians.
        rise_from: when the heels begin to rise, so late that the knees still open all the while.
        back: how far the hips go back for each metre that they go down. gathered: (2,) how far the hips have moved over
            the level by the take-off.
    """

    dip_start: float
    take_off: float
    apex: float
    landing: float
    absorbed: float
    settle: float
    standing: float
    lowest: float
    leaving: float
    arriving: float
    absorbing: float
    speed: float
    fall: float
    rise: float
    rise_from: float
    back: float
    gathered: np.ndarray

    @property
    def flight(self) -> float:
        """Seconds in the air."""
        return self.landing - self.take_off


@dataclass(frozen=True)
class Arms:
    """The hands' course, seconds: they gather the ball, lift it to the set point, shoot, hold and drop."""

    gather: tuple[float, float]
    lift: tuple[float, float]
    shoot: tuple[float, float]
    release: float
    drop: tuple[float, float]


@dataclass(frozen=True)
class LeadIn:
    """What happens before and after the shot.

    Attributes:
        kind: "hold" the ball, "dribble" it or "catch" it. dribble_s: period of a dribble.
        start, end: of the whole motion, seconds. steps: landing times before the shot, last step last.
        steps_after: times at which steps begin after it.
    """

    kind: str
    dribble_s: float
    start: float
    end: float
    steps: tuple[float, ...]
    steps_after: tuple[float, ...]


@dataclass(frozen=True)
class Base:
    """How the athlete stands for a shot towards +y.

    Attributes:
        ankles: (2, 2) level places of flat feet, metres. headings: (2,) of the feet, radians.
        hip_turn: of the hips away from the shot's direction, radians; positive brings a right-hander's shooting side
            forward, as most people stand.
    """

    ankles: np.ndarray
    headings: np.ndarray
    hip_turn: float

    @property
    def ways(self) -> np.ndarray:
        """(2, 2) level heel-to-toe directions."""
        return np.stack([-np.sin(self.headings), np.cos(self.headings)], axis=1)


@dataclass(frozen=True)
class Plan:
    """One shot. shift: of the feet in the air, (3,) metres."""

    base: Base
    legs: Legs
    arms: Arms
    lead_in: LeadIn
    shift: np.ndarray


def make_plan(rng: np.random.Generator, body: Body, targets: Targets) -> Plan:
    """Draw a plan that leads to the targets as nearly as a body can."""
    shift = np.array([rng.normal(0, 0.05), targets["landing_shift"], 0.0])
    base = _base(rng, targets["stance_width"] * body.shoulder_width)
    legs = _legs(rng, body, targets, base, shift)
    arms = _arms(rng, legs, targets)
    return Plan(base, legs, arms, _lead_in(rng, legs, arms), shift)


def _base(rng: np.random.Generator, stance: float) -> Base:
    hip_turn = float(np.radians(np.clip(rng.normal(14, 16), -15, 48)))
    turn, lead = hip_turn * rng.uniform(0.5, 1.0), rng.uniform(-0.02, 0.05)
    across = np.array([np.cos(turn), np.sin(turn)]) * stance / 2 + np.array([-np.sin(turn), np.cos(turn)]) * lead
    return Base(np.stack([-across, across]), turn + np.array([TOES_OUT, -TOES_OUT]), hip_turn)


def leg_span(body: Body, knee_deg: float) -> float:
    """Return the distance from hip to ankle at a knee angle, metres."""
    return float(np.sqrt(body.thigh**2 + body.shank**2 - 2 * body.thigh * body.shank * np.cos(np.radians(knee_deg))))


def raised_ankle(body: Body, rise: np.ndarray | float) -> np.ndarray:
    """Return the height of the ankle, metres, when the heel has risen by an angle, radians, about the toe."""
    return np.asarray(body.ankle_height * np.cos(rise) + body.toe * np.sin(rise))


def ankle_ahead(body: Body, rise: float) -> float:
    """Return how far the ankle comes forward, metres, when the heel rises by an angle, radians, about the toe."""
    return float(body.toe * (1 - np.cos(rise)) + body.ankle_height * np.sin(rise))


def hips_height(body: Body, base: Base, pelvis: np.ndarray, knee_deg: float, rise: float = 0.0) -> float:
    """Return the height of the hips over a level place (2,) at which the mean of the knee angles is `knee_deg`.

    Args:
        rise: of the heels, radians.
    """
    half = np.array([np.cos(base.hip_turn), np.sin(base.hip_turn)]) * body.hip_width / 2
    hips = pelvis + np.stack([-half, half])
    level = np.linalg.norm(hips - base.ankles - base.ways * ankle_ahead(body, rise), axis=1)
    heights = np.linspace(0.35, 1.0, 131) * body.leg
    spans = np.hypot(heights[:, None], level)
    cosines = (body.thigh**2 + body.shank**2 - spans**2) / (2 * body.thigh * body.shank)
    knees = np.degrees(np.arccos(np.clip(cosines, -1, 1))).mean(axis=1)
    highest = np.sqrt(max((STRAIGHT * body.leg) ** 2 - level.max() ** 2, 0.01))
    return float(raised_ankle(body, rise)) + min(float(np.interp(knee_deg, knees, heights)), float(highest))


def _heel_rise(body: Body, gain: float) -> float:
    """The heel's rise that lifts the ankle by a gain, metres."""
    angles = np.radians(np.arange(0.0, 61.0))
    return float(np.interp(gain, raised_ankle(body, angles) - body.ankle_height, angles))


def _knees(dip: float, off: float) -> tuple[float, float]:
    """Return the knee angles, degrees, at the dip and at take-off, moved apart where they do not allow a jump."""
    lacking = max(dip + LEAST_LEG_DRIVE - off, 0.0)
    return dip - lacking / 2, off + lacking / 2


def _legs(rng: np.random.Generator, body: Body, targets: Targets, base: Base, shift: np.ndarray) -> Legs:
    knee_dip, knee_off = _knees(targets["knee_angle"], rng.uniform(150, 174))
    rest = np.array([0.0, -HIPS_BEHIND])
    standing = hips_height(body, base, rest, max(rng.uniform(158, 171), min(knee_dip + 6, 175)))
    back, lowest = rng.uniform(0.05, 0.35), standing
    for _ in range(3):  # the further back the hips, the lower they are for the same knees
        lowest = hips_height(body, base, rest - [0.0, back * (standing - lowest)], knee_dip)
    drive = leg_span(body, knee_off) - leg_span(body, knee_dip)
    rise = _heel_rise(body, float(np.clip(3 * drive, 0.03, 0.075 * body.height)))
    rises = targets["hip_rise"] * body.height
    share, push, leaving, gathered = rng.uniform(0.46, 0.56), 0.3, standing + 0.05, np.zeros(2)
    speed = LEAST_SPEED
    for _ in range(4):  # the push lasts as long as its way takes, and the way depends on how far the hips lean out
        gathered = np.array([0.0, ankle_ahead(body, rise)]) + shift[:2] * GATHER * push / (2 * speed / GRAVITY)
        leaving = hips_height(body, base, rest + gathered, knee_off, rise)
        way = max(leaving - lowest, 0.06)
        speed = np.sqrt(2 * GRAVITY * max(standing + rises - leaving, 0.0))
        speed = float(np.clip(speed, 2 * way / LONGEST_PUSH, max(2 * way / SHORTEST_PUSH, LEAST_SPEED)))
        push = way / (speed * share)
    knee_landed = targets["landing_knee"]
    arriving = hips_height(body, base, rest + gathered, max(rng.uniform(148, 164), knee_landed + 4), LANDING_RISE)
    arriving = min(arriving, leaving + 0.3 * speed**2 / GRAVITY)
    fall = float(np.sqrt(speed**2 - 2 * GRAVITY * (arriving - leaving)))
    landing = push + (speed + fall) / GRAVITY
    absorbing = min(hips_height(body, base, rest + 1.3 * gathered, knee_landed), arriving - 0.03)
    absorbed = landing + float(np.clip(2.0 * (arriving - absorbing) / fall, 0.1, 0.4))
    return Legs(
        dip_start=-rng.uniform(0.3, 0.65), take_off=push, apex=push + speed / GRAVITY, landing=landing,
        absorbed=absorbed, settle=absorbed + rng.uniform(0.45, 0.8), standing=standing, lowest=lowest, leaving=leaving,
        arriving=arriving, absorbing=absorbing, speed=speed, fall=fall, rise=rise,
        rise_from=float(np.clip(0.35 * drive / (raised_ankle(body, rise) - body.ankle_height), 0.15, 0.35)) * push,
        back=back, gathered=gathered,
    )  # fmt: skip


def _arms(rng: np.random.Generator, legs: Legs, targets: Targets) -> Arms:
    """Plan the arms backwards from the release; the ball is lifted with the legs, before them, or with a hesitation."""
    release = max(legs.apex + targets["release_timing"], 0.12)
    length = rng.uniform(0.18, 0.27)
    shoot = (release - RELEASE_SHARE * length, release + (1 - RELEASE_SHARE) * length)
    lifted = shoot[0] - (rng.uniform(0.02, 0.25) if rng.random() < 0.35 else rng.uniform(-0.09, 0.03))
    lift_start = min(lifted - rng.uniform(0.32, 0.5), rng.uniform(-0.35, 0.02))
    gathered = lift_start + rng.uniform(-0.08, 0.05)
    dropping = rng.uniform(0.42, 0.62)
    drop = max(release + targets["follow_through"] - 0.36 * dropping, shoot[1] - 0.04)
    return Arms(
        gather=(gathered - rng.uniform(0.35, 0.55), gathered), lift=(lift_start, lifted), shoot=shoot, release=release,
        drop=(drop, drop + dropping),
    )  # fmt: skip


def _lead_in(rng: np.random.Generator, legs: Legs, arms: Arms) -> LeadIn:
    kind = str(rng.choice(["hold", "dribble", "catch"], p=[0.4, 0.35, 0.25]))
    dribble_s = rng.uniform(0.5, 0.68)
    first = min(legs.dip_start, arms.gather[0])
    idle = dribble_s * rng.uniform(0.6, 2.4) if kind == "dribble" else rng.uniform(0.15, 1.3)
    count = int(rng.choice([0, 1, 2, 3], p=[0.45, 0.15, 0.25, 0.15]))
    cadence = rng.uniform(0.36, 0.46)
    last = legs.dip_start - rng.uniform(0.26, 0.4)
    steps = tuple(last - cadence * back for back in range(count)[::-1])
    start = min([first - idle, *(time - cadence - 0.2 for time in steps)])
    calm = max(legs.settle + 0.25, arms.drop[1] - 0.1)
    after = tuple(calm + 0.42 * number for number in range(int(rng.choice([0, 1, 2], p=[0.65, 0.15, 0.2]))))
    end = max([arms.drop[1], legs.settle, *(time + 0.5 for time in after)]) + rng.uniform(0.1, 1.0)
    return LeadIn(kind, dribble_s, start, min(end, start + LONGEST_S), steps, after)
