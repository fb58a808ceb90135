"""Selects frames of a clip: which part, how many frames, how large. Pure; knows no files and no decoder."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Part = tuple[float | None, float | None]
"""Start and end of a part of a clip, seconds, both included; None for the clip's own."""
WHOLE: Part = (None, None)
SMALLEST_SIDE = 16
EVEN_ENOUGH = 0.8
"""Every second (third, …) frame is taken if that keeps at least this share of the allowed rate."""
CLOCK_TOLERANCE = 0.02
"""A rate above the allowed one by at most this part is not thinned, because cameras' clocks are not exact."""
TIME_TOLERANCE_S = 1e-6
"""Times of frames are rounded to microseconds."""


@dataclass(frozen=True)
class Selection:
    """A selection of frames of a clip.

    Attributes:
        start, end: seconds, both included; None for the clip's own.
        max_fps: frames a second, mean over the part.
        max_side: pixels of the longer side.
        max_frames: at least 2.
        longest_s: length of the longest clip that this selection is meant for, seconds.

    Raises:
        ValueError: if one is out of its range.
    """

    start: float | None
    end: float | None
    max_fps: float
    max_side: int
    max_frames: int
    longest_s: float = math.inf

    def __post_init__(self) -> None:
        for name, value in (("start", self.start), ("end", self.end)):
            if value is not None and not (math.isfinite(value) and value >= 0):
                raise ValueError(f"{name} must be a number of seconds, 0 or more, got {value!r}")
        if self.end is not None and self.end <= (self.start or 0.0):
            raise ValueError(f"end ({self.end} s) must be after start ({self.start or 0.0} s)")
        if not (math.isfinite(self.max_fps) and self.max_fps > 0):
            raise ValueError(f"max_fps must be a number above zero, got {self.max_fps!r}")
        if self.max_side < SMALLEST_SIDE:
            raise ValueError(f"max_side must be at least {SMALLEST_SIDE} pixels, got {self.max_side!r}")
        if self.max_frames < 2:
            raise ValueError(f"max_frames must be at least 2, got {self.max_frames!r}")
        if not self.longest_s > 0:
            raise ValueError(f"longest_s must be a number of seconds above zero, got {self.longest_s!r}")

    def pick(self, times: np.ndarray) -> np.ndarray:
        """Pick the frames of the part, thinned evenly to the allowed rate and number.

        Args:
            times: (N,) float64 rising seconds.

        Returns:
            (n,) rising indices into `times`; none if no frame lies in the part.
        """
        start = -math.inf if self.start is None else self.start - TIME_TOLERANCE_S
        end = math.inf if self.end is None else self.end + TIME_TOLERANCE_S
        inside = np.flatnonzero((times >= start) & (times <= end))
        if len(inside) < 2:
            return inside
        part_times = times[inside]
        span = float(part_times[-1] - part_times[0])
        rate = (len(part_times) - 1) / span
        target_rate = min(self._even_rate(rate), (self.max_frames - 1) / span)
        if target_rate >= rate:
            return inside
        count = math.floor(span * target_rate + TIME_TOLERANCE_S) + 1
        targets = part_times[0] + np.arange(count) / target_rate
        nearest = np.searchsorted((part_times[1:] + part_times[:-1]) / 2, targets)
        return inside[np.unique(nearest)]

    def _even_rate(self, rate: float) -> float:
        """Return a whole fraction of `rate` within `max_fps`, or `max_fps` if that would drop too many frames."""
        even = rate / max(1, math.ceil(rate / self.max_fps - CLOCK_TOLERANCE))
        return even if even >= EVEN_ENOUGH * min(rate, self.max_fps) else self.max_fps

    @property
    def part(self) -> Part:
        return self.start, self.end

    @property
    def most_bytes(self) -> int:
        """Bytes that the frames take at most."""
        return self.max_frames * self.max_side**2 * 3

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Return width and height to scale frames to: the same shape to a pixel, even, never above the original."""
        scale = min(1.0, self.max_side / max(width, height))
        return _even(width * scale), _even(height * scale)


def first_for(selections: Sequence[Selection], duration_s: float) -> Selection:
    """Return the first selection that is meant for a clip of this length.

    Raises:
        ValueError: if none is.
    """
    for selection in selections:
        if duration_s <= selection.longest_s:
            return selection
    raise ValueError(f"no selection is meant for a clip of {duration_s} s")


def _even(length: float) -> int:
    """Round to the nearest even number of pixels; in the middle, to the lower one."""
    return max(2, 2 * math.ceil(length / 2 - 0.5 - 1e-9))
