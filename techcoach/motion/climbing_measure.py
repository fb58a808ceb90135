"""What the climbing drills read alike: the ways of hands and feet from one hold to another.

Knows joints and times only, so that it reads motion capture as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import interp1d

from .measuring import Places, places_of, speed

READING_FPS = 60.0
"""Joints are brought to this rate first, so that a clip's own rate changes nothing."""
MOVING, UNDER_WAY = 0.08, 0.3
"""A limb moves above the first speed, m/s; it is on its way to another hold only if it also passes the second."""
TOUCH = 0.015
"""So near to its resting place, metres, a limb meets the hold."""
ARRIVING_S = 0.25
"""Seconds before the contact over which the speed of arrival is taken."""
ADJUST_S = 1.1
"""How long after a contact further movement counts as readjusting, where a drill does not say."""


@dataclass(frozen=True)
class Way:
    """A hand or foot on its way to another hold.

    Attributes:
        side: "left" or "right". start: seconds, it lets go. contact: seconds, it meets the hold. path: (T, 3) metres.
        begin, rest: (3,) metres, the places between which it goes. arrival: m/s, straight to the resting place.
        again: metres of further movement.
    """

    side: str
    start: float
    contact: float
    path: np.ndarray
    begin: np.ndarray
    rest: np.ndarray
    arrival: float
    again: float


def read(joints: np.ndarray, times: np.ndarray) -> tuple[Places, np.ndarray]:
    """Joints by name, and the moments, at `READING_FPS`."""
    moments = np.arange(times[0], times[-1] + 1e-9, 1 / READING_FPS)
    return places_of(interp1d(times, joints, axis=0, assume_sorted=True)(np.minimum(moments, times[-1]))), moments


def ways_of(
    side: str, path: np.ndarray, times: np.ndarray, shortest: float, adjusting_s: float = ADJUST_S
) -> list[Way]:
    """Every way (T, 3) of a hand or foot to another hold, longer than `shortest` metres, and how it is adjusted in so
    many seconds after the contact."""
    fast = speed(path, times)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], fast > MOVING, [False]]).astype(int)))
    found = []
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        end = min(int(stop), len(times) - 1)
        if fast[start:stop].max() > UNDER_WAY and np.linalg.norm(path[end] - path[start]) > shortest:
            found.append(_way(side, path, times, int(start), end, adjusting_s))
    return found


def _way(side: str, path: np.ndarray, times: np.ndarray, start: int, end: int, adjusting_s: float) -> Way:
    left = np.linalg.norm(path - path[end], axis=1)

    def first_within(distance: float) -> float:
        """When the limb first comes so near to its resting place, between frames."""
        after = start + int(np.argmax(left[start : end + 1] <= distance))
        before = max(after - 1, 0)
        share = (left[before] - distance) / max(left[before] - left[after], 1e-9)
        return float(times[before] + np.clip(share, 0, 1) * (times[after] - times[before]))

    contact = first_within(TOUCH)
    before = max(contact - ARRIVING_S, float(times[start]))
    later = (times >= contact) & (times <= contact + adjusting_s)
    ways = np.linalg.norm(np.diff(path[later], axis=0), axis=1)
    travelled = float(ways[ways > MOVING / READING_FPS].sum())  # a hand that turns on its hold is not moved
    return Way(
        side=side,
        start=float(times[start]),
        contact=contact,
        path=path,
        begin=path[start],
        rest=path[end],
        arrival=float(np.interp(before, times, left) - TOUCH) / max(contact - before, 1e-3),
        again=max(travelled - TOUCH, 0.0),
    )
