"""The protocol of pose trackers: they detect people, and they estimate the pose of one person whose boxes are known.

Who is followed from frame to frame is decided once for all trackers, in `search`, `people` and `athlete`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ..types import PoseTrack, Progress, silent


@dataclass(frozen=True)
class Detections:
    """The people detected in one picture.

    Attributes:
        boxes: (n, 4) x0, y0, x1, y1 in pixels. scores: (n,) 0..1.
    """

    boxes: np.ndarray
    scores: np.ndarray

    @classmethod
    def none(cls) -> Detections:
        """Return no detections."""
        return cls(np.zeros((0, 4)), np.zeros(0))


class PoseTracker(Protocol):
    """Detector of people and estimator of one person's pose.

    Attributes:
        id: names the tracker in records and reports.
    """

    id: str

    def detect(self, frames: np.ndarray) -> list[Detections]:
        """Detect the people in each of the frames (T, H, W, 3), uint8 RGB. The same frame gives the same detections."""
        ...

    def track(
        self, frames: np.ndarray, times: np.ndarray, boxes: np.ndarray, *, progress: Progress = silent
    ) -> PoseTrack:
        """Return the raw track, not smoothed and not filled; confidence 0 and points 0 where nobody was detected.

        The same frames and boxes give the same track, whatever was tracked before.

        Args:
            frames: (T, H, W, 3) uint8 RGB in time order, spacing may be uneven. times: (T,) seconds.
            boxes: (T, 4) x0, y0, x1, y1 around the athlete, pixels; NaN in frames without the athlete.
        """
        ...
