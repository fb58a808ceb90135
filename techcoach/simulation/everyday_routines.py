"""What people do on the spot, as poses at key times: other sports, gymnastics, everyday life.

A table of data, with the functions that shorten it; `everyday_motion` varies and performs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..motion.puppet import Place, Pose

Key = tuple[float, Pose]
"""Seconds since the key before, and the pose that is reached."""
STAND = Pose()
RELAXED = (0.12, 0.08, -0.96)


@dataclass(frozen=True)
class Routine:
    """Something that people do on the spot.

    Attributes:
        opening: keys before it. cycle: keys that are repeated. closing: keys after it.
        repeats: fewest and most repetitions. width: metres between the feet, fewest and most.
        still: whether somebody who does it is said to stand.
    """

    cycle: Sequence[Key]
    opening: Sequence[Key] = ()
    closing: Sequence[Key] = ((0.6, STAND),)
    repeats: tuple[int, int] = (1, 1)
    width: tuple[float, float] = (0.18, 0.4)
    still: bool = False


def pose(**changes: Any) -> Pose:
    """Return a standing pose with changes."""
    return replace(STAND, **changes)


def both(place: Place, **changes: Any) -> Pose:
    """Return a pose with both hands at the same place."""
    return pose(left_hand=place, right_hand=place, **changes)


def held(seconds: float, reached: Pose, hold_s: float = 2.0, **changes: Any) -> Routine:
    """Return a routine in which a pose is reached and held."""
    return Routine(((seconds, reached), (hold_s, reached)), **changes)


def to_and_fro(
    seconds: float, first: Pose, second: Pose, repeats: tuple[int, int], back_s: float = 0.0, **changes: Any
) -> Routine:
    """Return a routine that goes to a pose and on to another, again and again; the way back takes as long, or
    `back_s`."""
    return Routine(((seconds, first), (back_s or seconds, second)), repeats=repeats, **changes)


def off_ground(place: Place, rise: float, heel: float, *, sink: float, back: float = 0.0, **changes: Any) -> Pose:
    """Return a pose in the air, or on the toes: both hands at a place, both feet `rise` high and `back` behind, both
    heels risen."""
    foot = (0.0, -back, rise)
    feet: dict[str, Any] = {"left_foot": foot, "right_foot": foot, "left_heel": heel, "right_heel": heel}
    return both(place, sink=sink, **(feet | changes))


def guard(**changes: Any) -> Pose:
    """Return a boxer's pose with changes."""
    return replace(pose(sink=0.07, left_hand=(-0.1, 0.5, -0.05), right_hand=(-0.1, 0.38, -0.1)), **changes)


_FRONT, HIGH, _HIPS = (0.0, 0.75, -0.35), (0.25, 0.1, 0.92), (0.28, -0.02, -0.62)
_UP, _SIDE, _CHEST = (0.12, 0.25, 0.9), (0.92, 0.05, 0.1), (-0.15, 0.35, -0.25)
_GRIPPED = pose(sink=0.07, lean=32, nod=28, left_hand=(-0.22, 0.5, -0.72), right_hand=(-0.2, 0.5, -0.76))
_STEP, _HALF_STEP = (0.0, 0.6, 0.0), (0.0, 0.25, 0.0)
_ON_KNEES = both((0.0, 0.4, -0.75), sink=0.12, lean=55)
_KNEE_UP = (0.0, 0.1, 0.42)

STANDING: Mapping[str, Routine] = {
    "stand": held(1.0, STAND, 2.5, still=True),
    "shift weight": to_and_fro(1.0, pose(shift=(0.07, 0.0), side=3), pose(shift=(-0.07, 0.0), side=-3), (1, 4),
                               still=True),
    "hold a ball": Routine(((0.5, both((-0.15, 0.45, -0.4))), (1.5, both((-0.15, 0.45, -0.3), nod=15))),
                           repeats=(1, 2), still=True),
    "look around": to_and_fro(0.8, pose(look=50), pose(look=-45, twist=-10), (1, 3), still=True),
    "hands on hips": to_and_fro(1.5, both(_HIPS, turn=8), both(_HIPS, turn=-8), (1, 2), still=True),
    "arms crossed": held(0.8, both((-0.35, 0.3, -0.35)), 2.5, still=True),
    "hands on knees": held(1.2, _ON_KNEES, still=True),
    "phone": held(0.8, pose(right_hand=(-0.2, 0.4, -0.25), nod=28), 2.5, still=True),
    "talk": Routine(
        ((0.5, pose(look=15, right_hand=(0.0, 0.5, -0.35))), (0.6, both((0.1, 0.5, -0.4), nod=10)),
         (0.4, pose(look=-20, left_hand=(0.15, 0.45, -0.3))), (0.7, pose(nod=12, left_hand=(-0.05, 0.4, -0.45)))),
        repeats=(1, 4)),
    "point": held(0.5, pose(right_hand=(0.25, 0.9, 0.1), look=-15), 0.8),
}  # fmt: skip
"""What people do who stand and wait, or talk."""

EVERYDAY: Mapping[str, Routine] = {
    "wave": to_and_fro(0.28, pose(right_hand=(0.45, 0.25, 0.55)), pose(right_hand=(0.1, 0.3, 0.62)), (3, 9)),
    "clap": to_and_fro(0.2, both((-0.26, 0.5, -0.2)), both((0.1, 0.5, -0.2)), (4, 14)),
    "pick up": to_and_fro(1.0, pose(sink=0.35, lean=62, nod=30, right_hand=(-0.05, 0.45, -0.85)), STAND, (1, 2)),
    "sit down": Routine(
        ((1.1, both((0.0, 0.45, -0.7), sink=0.45, shift=(0.0, -0.35), lean=35)),
         (2.0, both((0.0, 0.45, -0.65), sink=0.47, shift=(0.0, -0.42), lean=4)),
         (1.0, both((0.05, 0.4, -0.75), sink=0.3, shift=(0.0, -0.2), lean=42)))),
    "drink": to_and_fro(0.8, pose(right_hand=(-0.2, 0.35, 0.1), nod=-15),
                        pose(right_hand=(-0.2, 0.33, 0.15), nod=-25), (1, 1), back_s=1.2),
    "work with both hands": to_and_fro(
        0.5, both((-0.1, 0.5, -0.5), nod=25),
        pose(nod=25, left_hand=(0.1, 0.55, -0.45), right_hand=(-0.25, 0.5, -0.4)), (3, 9)),
    "reach to a shelf": to_and_fro(0.7, pose(right_hand=(0.05, 0.6, 0.6), nod=-15), both(_CHEST), (1, 4)),
    "touch the face": to_and_fro(0.5, pose(right_hand=(-0.2, 0.3, 0.2)), pose(right_hand=(-0.12, 0.32, 0.12)), (3, 8)),
    "touch the hair": to_and_fro(0.6, both((0.1, 0.15, 0.5), nod=10), both((0.15, 0.05, 0.35), nod=10), (2, 6)),
    "tie a shoe": held(0.9, both((-0.1, 0.6, -0.6), sink=0.42, lean=45, nod=30, right_foot=(0, 0.35, 0),
                                 left_heel=60)),
    "two-step": to_and_fro(
        0.45, pose(shift=(0.12, 0.0), side=6, turn=12, left_hand=(0.2, 0.45, -0.3), left_foot=(-0.1, 0.1, 0.05)),
        pose(shift=(-0.12, 0.0), side=-6, turn=-12, right_hand=(0.2, 0.45, -0.3), right_foot=(-0.1, 0.1, 0.05)),
        (3, 9)),
    "dance with the arms": Routine(
        ((0.4, both(HIGH, side=8, sink=0.05)), (0.4, both((0.6, 0.2, 0.6), side=-8, twist=20)),
         (0.4, both((0.1, 0.6, 0.0), sink=0.1, twist=-20)), (0.4, both((0.6, 0.1, -0.5), turn=20))),
        repeats=(2, 6), width=(0.25, 0.6)),
    "fist pump": to_and_fro(0.2, pose(right_hand=(0.1, 0.3, 0.55)),
                            pose(sink=0.07, lean=12, right_hand=(0.1, 0.4, -0.3)), (1, 4)),
    "arms up": to_and_fro(0.3, both(HIGH, nod=-10), both((0.35, 0.15, 0.8), sink=0.05), (1, 5)),
    "jump for joy": Routine(
        ((0.25, both((0.2, 0.3, -0.3), sink=0.14, lean=12)), (0.22, off_ground(_UP, 0.13, 40, sink=-0.14)),
         (0.22, both((0.3, 0.3, 0.5), sink=0.08))), repeats=(1, 4)),
}  # fmt: skip
"""What people do at home and in the street."""

GYMNASTICS: Mapping[str, Routine] = {
    "squat": to_and_fro(0.8, both(_FRONT, sink=0.42, lean=38, nod=0), both(_FRONT), (1, 5)),
    "goblet squat": to_and_fro(1.0, both(_CHEST, sink=0.4, lean=28), both(_CHEST), (1, 5), width=(0.4, 0.6)),
    "back squat": to_and_fro(1.0, both((0.35, -0.05, 0.05), sink=0.38, lean=40), both((0.35, -0.05, 0.05), lean=6),
                             (1, 5), width=(0.35, 0.6)),
    "lunge": Routine(
        ((0.4, pose(sink=0.06, shift=(0.0, 0.15), right_foot=(0.0, 0.4, 0.15))),
         (0.4, pose(sink=0.3, shift=(0.0, 0.4), right_foot=(0.0, 0.85, 0.0), left_heel=45)),
         (0.5, pose(sink=0.08, shift=(0.0, 0.15), right_foot=(0.0, 0.4, 0.12))), (0.4, STAND)), repeats=(1, 4)),
    "side lunge": to_and_fro(
        0.8, both(_FRONT, sink=0.25, shift=(0.3, 0.0), lean=25, right_foot=(0.5, 0.0, 0.0)), both(_FRONT), (1, 4)),
    "side stretch": to_and_fro(1.0, pose(side=28, left_hand=HIGH, right_hand=_HIPS), STAND, (1, 3), back_s=0.8,
                               width=(0.3, 0.7)),
    "toe touch": to_and_fro(1.2, both((-0.05, 0.3, -0.92), sink=0.06, lean=80, nod=30), STAND, (1, 3)),
    "rope skipping": to_and_fro(
        0.2, off_ground((0.35, 0.2, -0.6), 0.06, 30, sink=-0.05),
        both((0.35, 0.25, -0.66), sink=0.04, left_heel=12, right_heel=12), (5, 16),
        opening=((0.4, both((0.35, 0.22, -0.64))),), width=(0.1, 0.25)),
    "jumping jack": Routine(
        ((0.25, both(HIGH, sink=-0.03, left_foot=(0.15, 0, 0.05), right_foot=(0.15, 0, 0.05))),
         (0.2, both((0.1, 0.05, 0.96), sink=0.05, left_foot=(0.3, 0, 0), right_foot=(0.3, 0, 0))),
         (0.25, both((0.7, 0.1, 0.2), sink=-0.03, left_foot=(0.15, 0, 0.05), right_foot=(0.15, 0, 0.05))),
         (0.2, both(RELAXED, sink=0.03))), repeats=(2, 8), width=(0.12, 0.25)),
    "vertical jump": Routine(
        ((0.45, both((0.1, -0.45, -0.7), sink=0.22, lean=35, nod=-5)),
         (0.2, off_ground(HIGH, 0.03, 50, sink=-0.05, nod=-20)),
         (0.2, off_ground((0.15, 0.15, 0.93), 0.3, 60, sink=-0.32, nod=-25)),
         (0.2, off_ground((0.3, 0.4, 0.5), 0.02, 40, sink=-0.02)),
         (0.25, both((0.3, 0.3, -0.7), sink=0.14, lean=20))), repeats=(1, 3)),
    "jump squat": Routine(
        ((0.5, both(_CHEST, sink=0.32, lean=30)), (0.22, off_ground(_CHEST, 0.18, 50, sink=-0.2)),
         (0.25, both(_CHEST, sink=0.15, lean=18))), repeats=(1, 5)),
    "overhead press": to_and_fro(0.7, both((0.15, 0.1, 0.92)), both((0.12, 0.25, 0.1)), (2, 6),
                                 opening=((0.6, both((0.12, 0.25, 0.1))),)),
    "biceps curl": to_and_fro(0.7, both((0.1, 0.45, -0.2)), both((0.1, 0.15, -0.95)), (2, 6)),
    "side raise": to_and_fro(0.9, both(_SIDE), STAND, (2, 6)),
    "bent-over row": to_and_fro(0.6, both((0.1, 0.1, -0.4), sink=0.1, lean=60),
                                both((0.0, 0.4, -0.85), sink=0.1, lean=60), (2, 6)),
    "kettlebell swing": to_and_fro(0.45, both((-0.2, 0.05, -0.9), sink=0.18, lean=60),
                                   both((-0.2, 0.95, 0.1), sink=0.0, lean=-3), (3, 8), width=(0.4, 0.6)),
    "deadlift": to_and_fro(1.0, both((0.02, 0.25, -0.95), sink=0.25, lean=58), both((0.02, 0.12, -0.97)), (1, 4),
                           back_s=0.9),
    "arm circles": Routine(
        ((0.3, both((0.2, 0.6, 0.6))), (0.3, both((0.3, -0.3, 0.8))), (0.3, both((0.3, -0.5, -0.6))),
         (0.3, both((0.15, 0.6, -0.6)))), repeats=(2, 6)),
    "calf raise": to_and_fro(0.5, both(_HIPS, sink=-0.04, left_heel=40, right_heel=40), both(_HIPS), (2, 8)),
    "knee raise": Routine(
        ((0.35, pose(right_foot=_KNEE_UP, left_hand=(0.1, 0.45, -0.4), right_hand=(0.1, -0.3, -0.7))), (0.3, STAND),
         (0.35, pose(left_foot=_KNEE_UP, right_hand=(0.1, 0.45, -0.4), left_hand=(0.1, -0.3, -0.7))), (0.3, STAND)),
        repeats=(1, 5)),
    "high knees": to_and_fro(
        0.2, pose(right_foot=_KNEE_UP, left_hand=(0.1, 0.45, -0.3)),
        pose(left_foot=_KNEE_UP, right_hand=(0.1, 0.45, -0.3)), (4, 14)),
    "leg stretch": held(0.8, pose(right_foot=(0.0, -0.15, 0.5), right_heel=80, right_hand=(0.0, -0.3, -0.85))),
}  # fmt: skip
"""What people do at the gym."""

OTHER_SPORTS: Mapping[str, Routine] = {
    "golf swing": Routine(
        ((0.9, pose(sink=0.06, twist=-75, turn=-30, lean=28, nod=22, left_hand=(-0.45, 0.35, 0.45),
                    right_hand=(0.05, 0.1, 0.5))),
         (0.28, _GRIPPED),
         (0.25, pose(sink=0.03, twist=60, turn=55, lean=8, nod=5, left_hand=(0.1, 0.1, 0.5),
                     right_hand=(-0.45, 0.4, 0.45), right_heel=40)),
         (0.8, pose(sink=0.02, twist=55, turn=60, left_hand=(0.05, 0.1, 0.4), right_hand=(-0.4, 0.4, 0.35),
                    right_heel=45))),
        opening=((1.6, _GRIPPED),), width=(0.35, 0.6)),
    "overhead serve": Routine(
        ((0.7, pose(sink=0.1, twist=-40, lean=-8, nod=-25, left_hand=(0.05, 0.35, 0.9), right_hand=(0.4, -0.2, 0.2))),
         (0.3, pose(sink=0.14, twist=-50, lean=-12, nod=-30, left_hand=(0.05, 0.35, 0.9),
                    right_hand=(0.3, -0.3, -0.05), left_heel=25, right_heel=25)),
         (0.22, pose(sink=-0.06, twist=15, lean=10, left_hand=(0.0, 0.3, -0.2), right_hand=(0.1, 0.2, 0.95),
                     left_foot=(0.0, 0.1, 0.08), right_foot=(0.0, 0.1, 0.09))),
         (0.3, pose(sink=0.12, twist=40, lean=35, right_hand=(-0.4, 0.5, -0.7), left_foot=_HALF_STEP))),
        opening=((0.7, pose(twist=-30, left_hand=(0.0, 0.6, -0.5), right_hand=(-0.1, 0.5, -0.5))),)),
    "throw": Routine(
        ((0.5, pose(sink=0.05, twist=-50, lean=-6, left_hand=(0.1, 0.7, 0.1), right_hand=(0.45, -0.35, 0.1),
                    left_foot=(0.0, 0.3, 0.15))),
         (0.25, pose(sink=0.1, shift=(0.0, 0.25), twist=-10, right_hand=(0.4, -0.1, 0.45),
                     left_hand=(0.1, 0.4, -0.3), left_foot=_STEP)),
         (0.14, pose(sink=0.1, shift=(0.0, 0.35), twist=35, lean=22, right_hand=(0.1, 0.75, 0.3), left_foot=_STEP,
                     right_heel=45)),
         (0.3, pose(sink=0.14, shift=(0.0, 0.4), twist=50, lean=40, right_hand=(-0.4, 0.4, -0.75), left_foot=_STEP,
                    right_heel=55)))),
    "throw-in": Routine(
        ((0.6, both((0.1, -0.15, 0.6), lean=-14, sink=0.08, left_foot=_HALF_STEP)),
         (0.22, both((0.1, 0.75, 0.5), lean=18, sink=0.05, shift=(0.0, 0.2), left_foot=_HALF_STEP, right_heel=40)),
         (0.3, both((0.1, 0.7, -0.4), lean=30, sink=0.08, shift=(0.0, 0.25), left_foot=_HALF_STEP, right_heel=50))),
        opening=((0.7, both((-0.1, 0.4, 0.1))),)),
    "bowl": Routine(
        ((0.5, pose(sink=0.12, shift=(0.0, 0.2), lean=25, right_hand=(0.1, -0.65, -0.6), left_foot=(0.0, 0.5, 0.0))),
         (0.35, pose(sink=0.25, shift=(0.0, 0.35), lean=40, right_hand=(0.0, 0.35, -0.9), left_foot=_STEP,
                     right_heel=50)),
         (0.3, pose(sink=0.2, shift=(0.0, 0.35), lean=25, right_hand=(0.0, 0.75, 0.45), left_foot=_STEP,
                    right_heel=50))),
        opening=((0.7, both((-0.1, 0.45, -0.3))),)),
    "bat swing": Routine(
        ((0.3, pose(sink=0.1, twist=-45, left_hand=(-0.5, 0.2, -0.15), right_hand=(0.1, 0.1, -0.1),
                    left_foot=(0.0, 0.15, 0.1))),
         (0.2, pose(sink=0.12, twist=20, turn=40, left_hand=(-0.1, 0.75, -0.3), right_hand=(-0.3, 0.7, -0.35),
                    left_foot=_HALF_STEP)),
         (0.3, pose(sink=0.08, twist=60, turn=50, left_hand=(0.3, 0.2, 0.1), right_hand=(-0.4, 0.35, 0.1),
                    left_foot=_HALF_STEP, right_heel=40))),
        opening=((0.8, pose(sink=0.1, twist=-30, left_hand=(-0.45, 0.3, 0.0), right_hand=(0.1, 0.15, 0.05))),),
        width=(0.4, 0.7)),
    "tennis stroke": Routine(
        ((0.5, pose(sink=0.1, twist=-55, right_hand=(0.6, -0.4, -0.2), left_hand=(0.0, 0.6, -0.1))),
         (0.25, pose(sink=0.1, twist=15, right_hand=(0.35, 0.75, -0.25), left_hand=(0.2, 0.3, -0.4))),
         (0.3, pose(sink=0.06, twist=50, right_hand=(-0.5, 0.3, 0.35), left_hand=(0.2, 0.1, -0.3))),
         (0.4, both((-0.15, 0.5, -0.35), sink=0.1))), repeats=(1, 4), width=(0.4, 0.7)),
    "box": Routine(
        ((0.16, guard(twist=25, right_hand=(-0.15, 0.95, 0.05))), (0.2, guard()),
         (0.16, guard(twist=-25, left_hand=(-0.15, 0.95, 0.05))), (0.25, guard())),
        opening=((0.5, guard()),), repeats=(2, 7)),
    "front kick": Routine(
        ((0.3, guard(right_foot=(0, 0.2, 0.4))), (0.16, guard(lean=-15, right_foot=(0, 0.8, 0.6))),
         (0.3, guard(right_foot=(0, 0.2, 0.3))), (0.3, guard())), repeats=(1, 3)),
    "header": Routine(
        ((0.4, both((0.2, 0.0, -0.85), sink=0.14, lean=18)),
         (0.25, off_ground((0.4, 0.2, -0.3), 0.15, 60, sink=-0.16, back=0.1, lean=-12, nod=-20)),
         (0.16, off_ground((0.4, -0.1, -0.3), 0.17, 60, sink=-0.18, back=0.1, lean=15, nod=15)),
         (0.25, both((0.3, 0.2, -0.6), sink=0.1, lean=12)))),
    "block": Routine(
        ((0.4, both((0.2, 0.4, 0.2), sink=0.18, lean=12)), (0.22, off_ground((0.15, 0.3, 0.9), 0.2, 60, sink=-0.22)),
         (0.25, both((0.2, 0.4, 0.3), sink=0.12, lean=10))), opening=((0.5, both((0.2, 0.45, 0.1))),), repeats=(1, 2)),
    "dig": to_and_fro(
        0.5, both((-0.25, 0.65, -0.55), sink=0.22, lean=35), both((-0.25, 0.75, -0.35), sink=0.12, lean=25), (1, 4),
        back_s=0.25, width=(0.4, 0.7)),
    "chest pass": Routine(
        ((0.4, both(_CHEST, sink=0.08)),
         (0.18, both((-0.15, 0.93, -0.12), sink=0.08, shift=(0.0, 0.15), lean=12, right_foot=(0, 0.3, 0))),
         (0.4, both((-0.1, 0.8, -0.25), sink=0.05, shift=(0.0, 0.15), right_foot=(0, 0.3, 0)))),
        opening=((0.5, both((-0.1, 0.5, -0.2), sink=0.06)),)),
    "catch a ball": to_and_fro(0.35, both((-0.05, 0.85, 0.0), sink=0.06), both((-0.15, 0.4, -0.25), sink=0.1), (1, 3),
                               back_s=0.25),
    "dribble on the spot": to_and_fro(
        0.2, pose(sink=0.12, lean=18, nod=12, right_hand=(0.1, 0.4, -0.5)),
        pose(sink=0.13, lean=19, nod=12, right_hand=(0.12, 0.45, -0.8)), (4, 14), back_s=0.18),
    "goalkeeper's stance": to_and_fro(
        0.5, both((0.35, 0.45, -0.4), sink=0.15, lean=28),
        both((0.4, 0.4, -0.45), sink=0.17, lean=30, shift=(0.1, 0.0)), (1, 3), back_s=1.0, width=(0.4, 0.7)),
}  # fmt: skip
"""What people do at other sports, and on the field between drills."""

ROUTINES: Mapping[str, Routine] = {**STANDING, **EVERYDAY, **GYMNASTICS, **OTHER_SPORTS}
