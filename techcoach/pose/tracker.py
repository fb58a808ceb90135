"""What a pose tracker does, whatever it is made of."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from ..types import PoseTrack, Progress, silent

Box = tuple[float, float, float, float]


class PoseTracker(Protocol):
    """Follows one athlete through frames.

    Attributes:
        id: names the tracker in records and reports.
    """

    id: str

    def track(
        self, frames: np.ndarray, times: np.ndarray, *, athlete: Box | None = None, progress: Progress = silent
    ) -> PoseTrack:
        """The raw track: nothing smoothed, nothing filled; confidence 0 and points 0 where nothing was found.

        The same frames give the same track, whatever was tracked before.

        Args:
            frames: (T, H, W, 3) uint8 RGB in time order, spacing may be uneven. times: (T,) seconds.
            athlete: x0, y0, x1, y1 in pixels around the athlete at the start, when several people are in view.
        """
        ...
