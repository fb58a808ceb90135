"""The way of a hand or foot to a hold, as it is measured: a mean speed, and a speed of arrival. Knows no wall."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...motion.climbing_measure import ARRIVING_S, TOUCH

GLIDE, STOP = 0.06, 0.025
"""The last stretches of a way to a hold, metres: at the speed of arrival, and from there to rest."""
SLOWEST_ARRIVAL = 0.2
SHARPEST_START = 16.0
"""Bound on the square of a limb's top speed for each metre of its way, m/s²; keeps its acceleration near 3 g."""


@dataclass(frozen=True)
class Travel:
    """A straight way to a hold: speeds up, slows to the arrival speed, glides, stops.

    Attributes:
        start: seconds. length: metres. top, arrival: m/s. durations: (4,) seconds of the four parts.
    """

    start: float
    length: float
    top: float
    arrival: float
    durations: tuple[float, float, float, float]

    @property
    def end(self) -> float:
        return self.start + sum(self.durations)

    @property
    def contact(self) -> float:
        """Return when the limb meets the hold by the rule of `climbing_measure`, seconds."""
        times = np.linspace(self.start, self.end, 96)
        return float(np.interp(self.length - TOUCH, self.along(times), times))

    @property
    def speeds(self) -> tuple[float, float]:
        """Return the mean speed up to the contact and that in the last `ARRIVING_S` before it, m/s, as measured."""
        contact = self.contact
        before = max(contact - ARRIVING_S, self.start)
        left = self.length - float(self.along(np.array([before]))[0]) - TOUCH
        return self.length / (contact - self.start), left / (contact - before)

    def along(self, times: np.ndarray) -> np.ndarray:
        """Return the (T,) metres travelled."""
        speeds = (0.0, self.top, self.arrival, self.arrival, 0.0)
        travelled, begin = np.zeros(len(times)), self.start
        for before, after, length in zip(speeds, speeds[1:], self.durations, strict=False):
            share = np.clip((times - begin) / length, 0, 1)
            travelled += length * (before * share + (after - before) * (share - np.sin(np.pi * share) / np.pi) / 2)
            begin += length
        return travelled


def travel(start: float, length: float, top: float, arrival: float) -> Travel:
    """Plan a way of that length with a top speed and a speed of arrival, as nearly as a limb can."""
    free = length - GLIDE - STOP
    arrival = float(np.clip(arrival, SLOWEST_ARRIVAL, 0.95 * np.sqrt(SHARPEST_START * free)))
    top = float(np.clip(top, arrival / 0.95, np.sqrt(SHARPEST_START * free)))
    slowing = free / (0.35 * top + 0.5 * (top + arrival))
    return Travel(start, length, top, arrival, (0.7 * slowing, slowing, GLIDE / arrival, 2 * STOP / arrival))


def travel_at(start: float, length: float, mean: float, arriving: float) -> Travel:
    """Plan a way of that length whose measured speeds (see `Travel.speeds`) come nearest to these."""
    fastest = np.sqrt(SHARPEST_START * (length - GLIDE - STOP))
    ways = [
        travel(start, length, top, top * share)
        for top in np.geomspace(0.35, fastest, 9)
        for share in (0.12, 0.25, 0.45, 0.7, 0.94)
    ]
    log_errors = np.log([way.speeds for way in ways]) - np.log([mean, arriving])
    return ways[int(np.argmin((log_errors**2).sum(axis=1)))]
