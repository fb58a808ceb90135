"""Measurements shared by the climbing drills: movements of hands and feet from one hold to another.

Knows joints and times only, so that it also measures motion capture; no drill.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import interp1d

from .measuring import Places, places_of, speed

READING_FPS = 60.0
"""Joints are resampled to this rate first, so that measurements do not depend on the clip's frame rate."""
MOVING, UNDER_WAY = 0.08, 0.3
"""A limb moves above the first speed, m/s; it goes to another hold only if it also exceeds the second."""
TOUCH = 0.015
"""Distance from its resting place, metres, at which a limb meets the hold."""
ARRIVING_S = 0.25
"""Seconds before the contact over which the speed of arrival is measured."""
ADJUST_S = 1.1
"""How long after a contact further movement counts as readjusting, where a drill does not say."""


@dataclass(frozen=True)
class Way:
    """A hand or foot on its way to another hold.

    Attributes:
        side: "left" or "right". start: seconds, when it lets go. contact: seconds, when it meets the hold. path: (T, 3)
            metres.
        begin, rest: (3,) metres, the places that it moves between. arrival: m/s, straight to the resting place.
        again: metres of further movement after the contact.
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
    """Resample joints to `READING_FPS`; return them by name, with their times."""
    moments = np.arange(times[0], times[-1] + 1e-9, 1 / READING_FPS)
    return places_of(interp1d(times, joints, axis=0, assume_sorted=True)(np.minimum(moments, times[-1]))), moments


def ways_of(
    side: str, path: np.ndarray, times: np.ndarray, shortest: float, adjusting_s: float = ADJUST_S
) -> list[Way]:
    """Find the movements along a path (T, 3) of a hand or foot to another hold, longer than `shortest` metres;
    `adjusting_s`: seconds after the contact in which it may readjust."""
    speeds = speed(path, times)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], speeds > MOVING, [False]]).astype(int)))
    ways = []
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        end = min(int(stop), len(times) - 1)
        if speeds[start:stop].max() > UNDER_WAY and np.linalg.norm(path[end] - path[start]) > shortest:
            ways.append(_way(side, path, times, int(start), end, adjusting_s))
    return ways


def _way(side: str, path: np.ndarray, times: np.ndarray, start: int, end: int, adjusting_s: float) -> Way:
    distances = np.linalg.norm(path - path[end], axis=1)

    def first_within(distance: float) -> float:
        """Return the time, between frames, at which the limb first is within a distance of its resting place."""
        after = start + int(np.argmax(distances[start : end + 1] <= distance))
        before = max(after - 1, 0)
        share = (distances[before] - distance) / max(distances[before] - distances[after], 1e-9)
        return float(times[before] + np.clip(share, 0, 1) * (times[after] - times[before]))

    contact = first_within(TOUCH)
    before = max(contact - ARRIVING_S, float(times[start]))
    after_contact = (times >= contact) & (times <= contact + adjusting_s)
    steps = np.linalg.norm(np.diff(path[after_contact], axis=0), axis=1)
    travelled = float(steps[steps > MOVING / READING_FPS].sum())  # a hand that turns on its hold is not moved
    return Way(
        side=side,
        start=float(times[start]),
        contact=contact,
        path=path,
        begin=path[start],
        rest=path[end],
        arrival=float(np.interp(before, times, distances) - TOUCH) / max(contact - before, 1e-3),
        again=max(travelled - TOUCH, 0.0),
    )
