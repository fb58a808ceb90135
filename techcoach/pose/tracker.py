"""The protocol of pose trackers."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from ..types import PoseTrack, Progress, silent

Box = tuple[float, float, float, float]


class PoseTracker(Protocol):
    """Tracker of one athlete through frames.

    Attributes:
        id: names the tracker in records and reports.
    """

    id: str

    def track(
        self, frames: np.ndarray, times: np.ndarray, *, athlete: Box | None = None, progress: Progress = silent
    ) -> PoseTrack:
        """Return the raw track, not smoothed and not filled; confidence 0 and points 0 where nothing was detected.

        The same frames give the same track, whatever was tracked before.

        Args:
            frames: (T, H, W, 3) uint8 RGB in time order, spacing may be uneven. times: (T,) seconds.
            athlete: x0, y0, x1, y1 in pixels around the athlete at the start, when several people are in view.
        """
        ...
