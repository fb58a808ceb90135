"""Bodies in tracks of points: the main joints, the box about a body, its size, and jumps from one body to another.

Pure functions of arrays. Knows no frames and no tracker.
"""

from __future__ import annotations

import numpy as np

from ..skeleton import KEYPOINT_INDEX
from ..types import PoseTrack

CORE = tuple(
    KEYPOINT_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("shoulder", "hip", "knee", "ankle")
)
CORE_LIMBS = tuple((CORE[start + part], CORE[start + part + 1]) for start in (0, 4) for part in range(3))
"""Torso, thigh and shank of both sides, as pairs of joints."""
HEIGHT_OF_LIMBS = 0.64
"""Height of a body over the summed length of its `CORE_LIMBS`: a stature has 0.78 of them on each side."""
SURE_JOINT = 0.3
SURE_BODY = 0.5
"""Mean confidence of the main joints from which a body counts as seen."""
BOX_MARGIN = 0.12
"""Joints end before the body does: boxes about joints are this share of their longer side wider at each side."""
LARGEST_GROWTH = 1.6
"""From one frame to a neighbour a person's size changes by less than this factor."""
FASTEST_MIDDLE = 4.0
"""Body heights a second; the middle of a body that seems to move faster has jumped to another person."""
NEIGHBOURS_S = 0.5
"""Over a longer time a body may have come to any place."""


def boxes_of(track: PoseTrack) -> np.ndarray:
    """Return (T, 4) boxes around the body in each frame, pixels; NaN where it is not seen surely."""
    result = np.full((len(track.times), 4), np.nan)
    core = track.confidence[:, CORE].mean(axis=1)
    for index in np.flatnonzero(core >= SURE_BODY):
        points = track.points[index][track.confidence[index] >= SURE_JOINT]
        low, high = points.min(axis=0), points.max(axis=0)
        margin = BOX_MARGIN * float((high - low).max())
        result[index] = [*(low - margin), *(high + margin)]
    return result


def jumps(track: PoseTrack) -> np.ndarray:
    """Return the times at which a track jumps from one body to another, seconds: those of the first frames after."""
    seen = np.isfinite(boxes_of(track)).all(axis=1)
    times, points = track.times[seen], track.points[seen]
    middles = points[:, CORE].mean(axis=1)
    # Along the limbs: it hardly changes as a body crouches or raises its arms, as the height of a box does.
    sizes = sum(np.linalg.norm(points[:, upper] - points[:, lower], axis=-1) for upper, lower in CORE_LIMBS) + 1.0
    steps = np.linalg.norm(np.diff(middles, axis=0), axis=1) / (HEIGHT_OF_LIMBS * np.minimum(sizes[1:], sizes[:-1]))
    growth = np.maximum(sizes[1:] / sizes[:-1], sizes[:-1] / sizes[1:])
    far = (steps > FASTEST_MIDDLE * np.diff(times)) | (growth > LARGEST_GROWTH)
    return np.asarray(times[1:][(np.diff(times) <= NEIGHBOURS_S) & far])
