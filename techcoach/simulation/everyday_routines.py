"""What people do on the spot, as poses at key times: other sports, gymnastics, everyday life.

A table of data, with the two functions that shorten it; `everyday_motion` varies and performs it.
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
    """

    cycle: Sequence[Key]
    opening: Sequence[Key] = ()
    closing: Sequence[Key] = ((0.6, STAND),)
    repeats: tuple[int, int] = (1, 1)
    width: tuple[float, float] = (0.18, 0.4)


def pose(**changes: Any) -> Pose:
    """Return a standing pose with changes."""
    return replace(STAND, **changes)


def both(place: Place, **changes: Any) -> Pose:
    """Return a pose with both hands at the same place."""
    return pose(left_hand=place, right_hand=place, **changes)


_FRONT, _UP, HIGH, _HIPS = (0.0, 0.75, -0.35), (0.12, 0.25, 0.9), (0.25, 0.1, 0.92), (0.28, -0.02, -0.62)
_GUARD_L, _GUARD_R = (-0.1, 0.5, -0.05), (-0.1, 0.38, -0.1)
_GRIP_L, _GRIP_R = (-0.22, 0.5, -0.72), (-0.2, 0.5, -0.76)
_GRIPPED = pose(sink=0.07, lean=32, nod=28, left_hand=_GRIP_L, right_hand=_GRIP_R)

ROUTINES: Mapping[str, Routine] = {
    "squat": Routine(((0.8, both(_FRONT, sink=0.42, lean=38, nod=0)), (0.8, both(_FRONT))), repeats=(1, 5)),
    "lunge": Routine(
        (
            (0.4, pose(sink=0.06, shift=(0.0, 0.15), right_foot=(0.0, 0.4, 0.15))),
            (0.4, pose(sink=0.3, shift=(0.0, 0.4), right_foot=(0.0, 0.85, 0.0), left_heel=45)),
            (0.5, pose(sink=0.08, shift=(0.0, 0.15), right_foot=(0.0, 0.4, 0.12))),
            (0.4, STAND),
        ),
        repeats=(1, 4),
    ),
    "side stretch": Routine(
        ((1.0, pose(side=28, left_hand=HIGH, right_hand=_HIPS)), (0.8, STAND)), repeats=(1, 3), width=(0.3, 0.7)
    ),
    "toe touch": Routine(((1.2, both((-0.05, 0.3, -0.92), sink=0.06, lean=80, nod=30)), (1.2, STAND)), repeats=(1, 3)),
    "wave": Routine(
        ((0.28, pose(right_hand=(0.45, 0.25, 0.55))), (0.28, pose(right_hand=(0.1, 0.3, 0.62)))), repeats=(3, 9)
    ),
    "clap": Routine(((0.2, both((-0.26, 0.5, -0.2))), (0.2, both((0.1, 0.5, -0.2)))), repeats=(4, 14)),
    "pick up": Routine(
        ((1.0, pose(sink=0.35, lean=62, nod=30, right_hand=(-0.05, 0.45, -0.85))), (1.0, pose())), repeats=(1, 2)
    ),
    "sit down": Routine(
        (
            (1.1, both((0.0, 0.45, -0.7), sink=0.45, shift=(0.0, -0.35), lean=35)),
            (2.0, both((0.0, 0.45, -0.65), sink=0.47, shift=(0.0, -0.42), lean=4)),
            (1.0, both((0.05, 0.4, -0.75), sink=0.3, shift=(0.0, -0.2), lean=42)),
        ),
    ),
    "golf swing": Routine(
        (
            (
                0.9,
                pose(
                    sink=0.06,
                    twist=-75,
                    turn=-30,
                    lean=28,
                    nod=22,
                    left_hand=(-0.45, 0.35, 0.45),
                    right_hand=(0.05, 0.1, 0.5),
                ),
            ),
            (0.28, _GRIPPED),
            (
                0.25,
                pose(
                    sink=0.03,
                    twist=60,
                    turn=55,
                    lean=8,
                    nod=5,
                    left_hand=(0.1, 0.1, 0.5),
                    right_hand=(-0.45, 0.4, 0.45),
                    right_heel=40,
                ),
            ),
            (
                0.8,
                pose(
                    sink=0.02,
                    twist=55,
                    turn=60,
                    left_hand=(0.05, 0.1, 0.4),
                    right_hand=(-0.4, 0.4, 0.35),
                    right_heel=45,
                ),
            ),
        ),
        opening=((0.8, _GRIPPED), (0.8, _GRIPPED)),
        width=(0.35, 0.6),
    ),
    "overhead serve": Routine(
        (
            (
                0.7,
                pose(sink=0.1, twist=-40, lean=-8, nod=-25, left_hand=(0.05, 0.35, 0.9), right_hand=(0.4, -0.2, 0.2)),
            ),
            (
                0.3,
                pose(
                    sink=0.14,
                    twist=-50,
                    lean=-12,
                    nod=-30,
                    left_hand=(0.05, 0.35, 0.9),
                    right_hand=(0.3, -0.3, -0.05),
                    left_heel=25,
                    right_heel=25,
                ),
            ),
            (
                0.22,
                pose(
                    sink=-0.06,
                    twist=15,
                    lean=10,
                    left_hand=(0.0, 0.3, -0.2),
                    right_hand=(0.1, 0.2, 0.95),
                    left_foot=(0.0, 0.1, 0.08),
                    right_foot=(0.0, 0.1, 0.09),
                ),
            ),
            (0.3, pose(sink=0.12, twist=40, lean=35, right_hand=(-0.4, 0.5, -0.7), left_foot=(0.0, 0.25, 0.0))),
        ),
        opening=((0.7, pose(twist=-30, left_hand=(0.0, 0.6, -0.5), right_hand=(-0.1, 0.5, -0.5))),),
    ),
    "throw": Routine(
        (
            (
                0.5,
                pose(
                    sink=0.05,
                    twist=-50,
                    lean=-6,
                    left_hand=(0.1, 0.7, 0.1),
                    right_hand=(0.45, -0.35, 0.1),
                    left_foot=(0.0, 0.3, 0.15),
                ),
            ),
            (
                0.25,
                pose(
                    sink=0.1,
                    shift=(0.0, 0.25),
                    twist=-10,
                    right_hand=(0.4, -0.1, 0.45),
                    left_hand=(0.1, 0.4, -0.3),
                    left_foot=(0.0, 0.6, 0.0),
                ),
            ),
            (
                0.14,
                pose(
                    sink=0.1,
                    shift=(0.0, 0.35),
                    twist=35,
                    lean=22,
                    right_hand=(0.1, 0.75, 0.3),
                    left_foot=(0.0, 0.6, 0.0),
                    right_heel=45,
                ),
            ),
            (
                0.3,
                pose(
                    sink=0.14,
                    shift=(0.0, 0.4),
                    twist=50,
                    lean=40,
                    right_hand=(-0.4, 0.4, -0.75),
                    left_foot=(0.0, 0.6, 0.0),
                    right_heel=55,
                ),
            ),
        ),
    ),
    "bowl": Routine(
        (
            (0.5, pose(sink=0.12, shift=(0.0, 0.2), lean=25, right_hand=(0.1, -0.65, -0.6), left_foot=(0.0, 0.5, 0.0))),
            (
                0.35,
                pose(
                    sink=0.25,
                    shift=(0.0, 0.35),
                    lean=40,
                    right_hand=(0.0, 0.35, -0.9),
                    left_foot=(0.0, 0.6, 0.0),
                    right_heel=50,
                ),
            ),
            (
                0.3,
                pose(
                    sink=0.2,
                    shift=(0.0, 0.35),
                    lean=25,
                    right_hand=(0.0, 0.75, 0.45),
                    left_foot=(0.0, 0.6, 0.0),
                    right_heel=50,
                ),
            ),
        ),
        opening=((0.7, both((-0.1, 0.45, -0.3))),),
    ),
    "bat swing": Routine(
        (
            (
                0.3,
                pose(
                    sink=0.1,
                    twist=-45,
                    left_hand=(-0.5, 0.2, -0.15),
                    right_hand=(0.1, 0.1, -0.1),
                    left_foot=(0.0, 0.15, 0.1),
                ),
            ),
            (
                0.2,
                pose(
                    sink=0.12,
                    twist=20,
                    turn=40,
                    left_hand=(-0.1, 0.75, -0.3),
                    right_hand=(-0.3, 0.7, -0.35),
                    left_foot=(0.0, 0.25, 0.0),
                ),
            ),
            (
                0.3,
                pose(
                    sink=0.08,
                    twist=60,
                    turn=50,
                    left_hand=(0.3, 0.2, 0.1),
                    right_hand=(-0.4, 0.35, 0.1),
                    left_foot=(0.0, 0.25, 0.0),
                    right_heel=40,
                ),
            ),
        ),
        opening=((0.8, pose(sink=0.1, twist=-30, left_hand=(-0.45, 0.3, 0.0), right_hand=(0.1, 0.15, 0.05))),),
        width=(0.4, 0.7),
    ),
    "tennis stroke": Routine(
        (
            (0.5, pose(sink=0.1, twist=-55, right_hand=(0.6, -0.4, -0.2), left_hand=(0.0, 0.6, -0.1))),
            (0.25, pose(sink=0.1, twist=15, right_hand=(0.35, 0.75, -0.25), left_hand=(0.2, 0.3, -0.4))),
            (0.3, pose(sink=0.06, twist=50, right_hand=(-0.5, 0.3, 0.35), left_hand=(0.2, 0.1, -0.3))),
            (0.4, pose(sink=0.1, right_hand=(-0.15, 0.5, -0.35), left_hand=(-0.15, 0.5, -0.35))),
        ),
        repeats=(1, 4),
        width=(0.4, 0.7),
    ),
    "box": Routine(
        (
            (0.16, pose(sink=0.07, twist=25, left_hand=_GUARD_L, right_hand=(-0.15, 0.95, 0.05))),
            (0.2, pose(sink=0.07, left_hand=_GUARD_L, right_hand=_GUARD_R)),
            (0.16, pose(sink=0.07, twist=-25, left_hand=(-0.15, 0.95, 0.05), right_hand=_GUARD_R)),
            (0.25, pose(sink=0.07, left_hand=_GUARD_L, right_hand=_GUARD_R)),
        ),
        opening=((0.5, pose(sink=0.07, left_hand=_GUARD_L, right_hand=_GUARD_R)),),
        repeats=(2, 7),
    ),
    "rope skipping": Routine(
        (
            (
                0.2,
                both(
                    (0.35, 0.2, -0.6),
                    sink=-0.05,
                    left_foot=(0, 0, 0.06),
                    right_foot=(0, 0, 0.06),
                    left_heel=30,
                    right_heel=30,
                ),
            ),
            (0.2, both((0.35, 0.25, -0.66), sink=0.04, left_heel=12, right_heel=12)),
        ),
        opening=((0.4, both((0.35, 0.22, -0.64))),),
        repeats=(5, 16),
        width=(0.1, 0.25),
    ),
    "jumping jack": Routine(
        (
            (0.25, both(HIGH, sink=-0.03, left_foot=(0.15, 0, 0.05), right_foot=(0.15, 0, 0.05))),
            (0.2, both((0.1, 0.05, 0.96), sink=0.05, left_foot=(0.3, 0, 0), right_foot=(0.3, 0, 0))),
            (0.25, both((0.7, 0.1, 0.2), sink=-0.03, left_foot=(0.15, 0, 0.05), right_foot=(0.15, 0, 0.05))),
            (0.2, both(RELAXED, sink=0.03)),
        ),
        repeats=(2, 8),
        width=(0.12, 0.25),
    ),
    "vertical jump": Routine(
        (
            (0.45, both((0.1, -0.45, -0.7), sink=0.22, lean=35, nod=-5)),
            (
                0.2,
                both(
                    HIGH,
                    sink=-0.05,
                    nod=-20,
                    left_foot=(0, 0, 0.03),
                    right_foot=(0, 0, 0.03),
                    left_heel=50,
                    right_heel=50,
                ),
            ),
            (
                0.2,
                both(
                    (0.15, 0.15, 0.93),
                    sink=-0.32,
                    nod=-25,
                    left_foot=(0, 0, 0.3),
                    right_foot=(0, 0, 0.3),
                    left_heel=60,
                    right_heel=60,
                ),
            ),
            (
                0.2,
                both(
                    (0.3, 0.4, 0.5),
                    sink=-0.02,
                    left_foot=(0, 0, 0.02),
                    right_foot=(0, 0, 0.02),
                    left_heel=40,
                    right_heel=40,
                ),
            ),
            (0.25, both((0.3, 0.3, -0.7), sink=0.14, lean=20)),
        ),
        repeats=(1, 3),
    ),
    "header": Routine(
        (
            (0.4, both((0.2, 0.0, -0.85), sink=0.14, lean=18)),
            (
                0.25,
                both(
                    (0.4, 0.2, -0.3),
                    sink=-0.16,
                    lean=-12,
                    nod=-20,
                    left_foot=(0, -0.1, 0.15),
                    right_foot=(0, -0.1, 0.15),
                    left_heel=60,
                    right_heel=60,
                ),
            ),
            (
                0.16,
                both(
                    (0.4, -0.1, -0.3),
                    sink=-0.18,
                    lean=15,
                    nod=15,
                    left_foot=(0, -0.1, 0.17),
                    right_foot=(0, -0.1, 0.17),
                    left_heel=60,
                    right_heel=60,
                ),
            ),
            (0.25, both((0.3, 0.2, -0.6), sink=0.1, lean=12)),
        ),
    ),
    "chest pass": Routine(
        (
            (0.4, both((-0.15, 0.35, -0.25), sink=0.08)),
            (0.18, both((-0.15, 0.93, -0.12), sink=0.08, shift=(0.0, 0.15), lean=12, right_foot=(0, 0.3, 0))),
            (0.4, both((-0.1, 0.8, -0.25), sink=0.05, shift=(0.0, 0.15), right_foot=(0, 0.3, 0))),
        ),
        opening=((0.5, both((-0.1, 0.5, -0.2), sink=0.06)),),
    ),
    "catch a ball": Routine(
        ((0.35, both((-0.05, 0.85, 0.0), sink=0.06)), (0.25, both((-0.15, 0.4, -0.25), sink=0.1))), repeats=(1, 3)
    ),
    "dribble on the spot": Routine(
        (
            (0.2, pose(sink=0.12, lean=18, nod=12, right_hand=(0.1, 0.4, -0.5))),
            (0.18, pose(sink=0.13, lean=19, nod=12, right_hand=(0.12, 0.45, -0.8))),
        ),
        repeats=(4, 14),
    ),
    "overhead press": Routine(
        ((0.7, both((0.15, 0.1, 0.92))), (0.7, both((0.12, 0.25, 0.1)))),
        opening=((0.6, both((0.12, 0.25, 0.1))),),
        repeats=(2, 6),
    ),
    "biceps curl": Routine(((0.7, both((0.1, 0.45, -0.2))), (0.7, both((0.1, 0.15, -0.95)))), repeats=(2, 6)),
    "kettlebell swing": Routine(
        ((0.45, both((-0.2, 0.05, -0.9), sink=0.18, lean=60)), (0.45, both((-0.2, 0.95, 0.1), sink=0.0, lean=-3))),
        repeats=(3, 8),
        width=(0.4, 0.6),
    ),
    "deadlift": Routine(
        ((1.0, both((0.02, 0.25, -0.95), sink=0.25, lean=58)), (0.9, both((0.02, 0.12, -0.97)))), repeats=(1, 4)
    ),
    "arms up": Routine(((0.3, both(HIGH, nod=-10)), (0.3, both((0.35, 0.15, 0.8), sink=0.05))), repeats=(1, 5)),
    "jump for joy": Routine(
        (
            (0.25, both((0.2, 0.3, -0.3), sink=0.14, lean=12)),
            (0.22, both(_UP, sink=-0.14, left_foot=(0, 0, 0.13), right_foot=(0, 0, 0.13), left_heel=40, right_heel=40)),
            (0.22, both((0.3, 0.3, 0.5), sink=0.08)),
        ),
        repeats=(1, 4),
    ),
    "fist pump": Routine(
        ((0.2, pose(right_hand=(0.1, 0.3, 0.55))), (0.2, pose(sink=0.07, lean=12, right_hand=(0.1, 0.4, -0.3)))),
        repeats=(1, 4),
    ),
    "hands on hips": Routine(((1.5, both(_HIPS, turn=8)), (1.5, both(_HIPS, turn=-8))), repeats=(1, 2)),
    "hands on knees": Routine(
        ((1.2, both((0.0, 0.4, -0.75), sink=0.12, lean=55, nod=0)), (2.0, both((0.0, 0.4, -0.75), sink=0.12, lean=55)))
    ),
    "drink": Routine(
        ((0.8, pose(right_hand=(-0.2, 0.35, 0.1), nod=-15)), (1.2, pose(right_hand=(-0.2, 0.33, 0.15), nod=-25)))
    ),
    "phone": Routine(
        ((0.8, pose(right_hand=(-0.2, 0.4, -0.25), nod=28)), (2.5, pose(right_hand=(-0.2, 0.4, -0.22), nod=30)))
    ),
    "work with both hands": Routine(
        (
            (0.5, both((-0.1, 0.5, -0.5), nod=25)),
            (0.5, pose(nod=25, left_hand=(0.1, 0.55, -0.45), right_hand=(-0.25, 0.5, -0.4))),
        ),
        repeats=(3, 9),
    ),
    "touch the face": Routine(
        ((0.5, pose(right_hand=(-0.2, 0.3, 0.2))), (0.5, pose(right_hand=(-0.12, 0.32, 0.12)))), repeats=(3, 8)
    ),
    "arm circles": Routine(
        (
            (0.3, both((0.2, 0.6, 0.6))),
            (0.3, both((0.3, -0.3, 0.8))),
            (0.3, both((0.3, -0.5, -0.6))),
            (0.3, both((0.15, 0.6, -0.6))),
        ),
        repeats=(2, 6),
    ),
    "front kick": Routine(
        (
            (0.3, pose(sink=0.05, left_hand=_GUARD_L, right_hand=_GUARD_R, right_foot=(0, 0.2, 0.4))),
            (0.16, pose(sink=0.05, lean=-15, left_hand=_GUARD_L, right_hand=_GUARD_R, right_foot=(0, 0.8, 0.6))),
            (0.3, pose(sink=0.05, left_hand=_GUARD_L, right_hand=_GUARD_R, right_foot=(0, 0.2, 0.3))),
            (0.3, pose(sink=0.06, left_hand=_GUARD_L, right_hand=_GUARD_R)),
        ),
        repeats=(1, 3),
    ),
    "knee raise": Routine(
        (
            (0.35, pose(right_foot=(0, 0.1, 0.42), left_hand=(0.1, 0.45, -0.4), right_hand=(0.1, -0.3, -0.7))),
            (0.3, STAND),
            (0.35, pose(left_foot=(0, 0.1, 0.42), right_hand=(0.1, 0.45, -0.4), left_hand=(0.1, -0.3, -0.7))),
            (0.3, STAND),
        ),
        repeats=(1, 5),
    ),
    "leg stretch": Routine(
        (
            (0.8, pose(right_foot=(0.0, -0.15, 0.5), right_heel=80, right_hand=(0.0, -0.3, -0.85))),
            (2.0, pose(right_foot=(0.0, -0.15, 0.52), right_heel=85, right_hand=(0.0, -0.3, -0.85))),
        )
    ),
    "tie a shoe": Routine(
        (
            (0.9, both((-0.1, 0.6, -0.6), sink=0.42, lean=45, nod=30, right_foot=(0, 0.35, 0), left_heel=60)),
            (2.0, both((-0.1, 0.62, -0.6), sink=0.43, lean=47, nod=30, right_foot=(0, 0.35, 0), left_heel=60)),
        )
    ),
    "goalkeeper's stance": Routine(
        (
            (0.5, both((0.35, 0.45, -0.4), sink=0.15, lean=28)),
            (1.0, both((0.4, 0.4, -0.45), sink=0.17, lean=30, shift=(0.1, 0.0))),
        ),
        repeats=(1, 3),
        width=(0.4, 0.7),
    ),
    "shift weight": Routine(
        ((1.0, pose(shift=(0.07, 0.0), side=3)), (1.0, pose(shift=(-0.07, 0.0), side=-3))), repeats=(1, 4)
    ),
    "hold a ball": Routine(
        ((0.5, both((-0.15, 0.45, -0.4))), (1.5, both((-0.15, 0.45, -0.3), nod=15))), repeats=(1, 2)
    ),
    "look around": Routine(((0.8, pose(look=50)), (0.9, pose(look=-45, twist=-10))), repeats=(1, 3)),
}
