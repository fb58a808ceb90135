"""Which frames of a file are handed on: a pure function of their times. Knows no files and no decoder."""

from __future__ import annotations

import math

import numpy as np

EVEN_ENOUGH = 0.8
"""Every second (third, …) frame is taken if that keeps this share of the rate that is allowed."""
CLOCK_TOLERANCE = 0.02
"""A rate this little above the allowed one is let through whole: cameras' clocks are not exact."""
TIME_TOLERANCE_S = 1e-6
"""Times are compared after rounding to microseconds."""


def pick(times: np.ndarray, start: float, end: float, max_fps: float, max_frames: int) -> np.ndarray:
    """The frames from `start` to `end`, both included, evenly thinned to a rate and a number.

    Args:
        times: (N,) float64, rising, seconds.
        start, end: seconds; may lie beyond the clip.
        max_fps: frames a second, mean over the part.
        max_frames: at least 2.

    Returns:
        (n,) rising indices into `times`; none if no frame lies in the part.
    """
    inside = np.flatnonzero((times >= start - TIME_TOLERANCE_S) & (times <= end + TIME_TOLERANCE_S))
    if len(inside) < 2:
        return inside
    part = times[inside]
    span = float(part[-1] - part[0])
    rate = (len(inside) - 1) / span
    wanted_rate = min(_even_rate(rate, max_fps), (max_frames - 1) / span)
    if wanted_rate >= rate:
        return inside
    count = math.floor(span * wanted_rate + TIME_TOLERANCE_S) + 1
    wanted = part[0] + np.arange(count) / wanted_rate
    nearest = np.searchsorted((part[1:] + part[:-1]) / 2, wanted)
    return inside[np.unique(nearest)]


def _even_rate(rate: float, max_fps: float) -> float:
    """A whole fraction of `rate` that `max_fps` allows, or `max_fps` where that would throw too much away."""
    even = rate / max(1, math.ceil(rate / max_fps - CLOCK_TOLERANCE))
    return even if even >= EVEN_ENOUGH * min(rate, max_fps) else max_fps
