"""Feet that stay where they stand: stances, steps between them, and heels that rise about the toe.

Knows times and places on the ground; no drill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .body import Body
from .kinematics import minimum_jerk, unit

UP = np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True)
class Stance:
    """One foot at rest.

    Attributes:
        start, end: seconds. toe: (2,) level place of the toe, metres. heading: radians, 0 is +y, positive to the left.
    """

    start: float
    end: float
    toe: tuple[float, float]
    heading: float = 0.0


@dataclass(frozen=True)
class FootPath:
    """One foot over T frames.

    Attributes:
        toe: (T, 3). heading: (T,) radians. rise: (T,) radians that the heel has risen about the toe. planted: (T,)
        bool.
    """

    toe: np.ndarray
    heading: np.ndarray
    rise: np.ndarray
    planted: np.ndarray


def follow(
    times: np.ndarray, stances: Sequence[Stance], lift: float, push_off: float, roll_s: float = 0.12
) -> FootPath:
    """Compute a foot's path through its stances, in time order; before the first and after the last it rests.

    Args:
        lift: how high the toe swings, metres. push_off: heel rise at the end of a stance, radians. roll_s: how long
            before the end of a stance the heel begins to rise.
    """
    toe = np.zeros((len(times), 3))
    toe[:, :2] = stances[0].toe
    heading, rise = np.full(len(times), stances[0].heading), np.zeros(len(times))
    planted = np.ones(len(times), dtype=bool)
    for before, after in zip(stances, stances[1:], strict=False):
        share = np.clip((times - before.end) / max(after.start - before.end, 1e-6), 0, 1)
        progress = minimum_jerk(share)
        after_stance = times >= before.end
        place = np.array(before.toe) + (np.array(after.toe) - np.array(before.toe)) * progress[:, None]
        toe[after_stance, :2] = place[after_stance]
        toe[after_stance, 2] = (lift * np.sin(np.pi * share) ** 2)[after_stance]
        heading[after_stance] = (before.heading + (after.heading - before.heading) * progress)[after_stance]
        planted[(times > before.end) & (times < after.start)] = False
        roll = np.clip((times - before.end + roll_s) / roll_s, 0, 1)
        rise += push_off * minimum_jerk(roll) * (1 - minimum_jerk(np.clip(share / 0.8, 0, 1)))
    return FootPath(toe, heading, rise, planted)


def ankle_of(body: Body, toe: np.ndarray, heading: np.ndarray, rise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return ankle (T, 3) and heel-to-toe direction (T, 3) of a foot that stands on its toe."""
    level = np.stack([-np.sin(heading), np.cos(heading), np.zeros_like(heading)], axis=1)
    forward = level * np.cos(rise)[:, None] - UP * np.sin(rise)[:, None]
    over = unit(np.cross(np.cross(forward, UP), forward))
    return toe - forward * body.toe + over * body.ankle_height, forward
