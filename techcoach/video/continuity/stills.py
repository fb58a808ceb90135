"""Freezes, and frames that show the frame before once more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .findings import Span
from .pictures import changes

MOST_CHANGED = 0.02
"""Share of the blocks in which change is looked for: somebody small may be all that moves."""
STILL, DRIFT = 5.0, 8.0
"""Through compression alone the most changed blocks change by less than the first mean grey level from frame to frame,
and by less than the second through a still stretch."""
ABRUPT, ABRUPT_FRAMES = 5.0, 3
"""At a freeze or a repeated frame motion breaks off: in so many frames beside it the change is so many times the one
within."""
FREEZE_S, FREEZE_FRAMES = 0.4, 5
"""A still stretch so long, of so many frames, is a freeze; a shorter one is repeated frames."""
OVERLAY_S = 0.1
"""A title that comes or goes over a freeze takes at most this long."""


def still_frames(grey: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which frames, (T,) bool each, belong to a freeze, and which repeat the frame before.

    The first frame of a freeze is not in it: the picture is new then.
    """
    change = changes(grey[:-1], grey[1:], MOST_CHANGED)
    frozen, repeated = np.zeros(len(grey), dtype=bool), np.zeros(len(grey), dtype=bool)
    for start, end in _still_runs(grey, change):
        within = max(float(np.quantile(change[start:end], 0.75)), 1.0)
        sides = [change[max(start - ABRUPT_FRAMES, 0) : start], change[end : end + ABRUPT_FRAMES]]
        if all(side.max() >= ABRUPT * within for side in sides if len(side)) and (start or end < len(change)):
            is_freeze = times[end] - times[start] >= FREEZE_S and end - start >= FREEZE_FRAMES
            marked = frozen if is_freeze else repeated
            marked[start + 1 : end + 1] = True
    after = np.flatnonzero(frozen[:-1] & ~frozen[1:]) + 1
    for frame in after:  # a title that comes or goes over a freeze does not end it
        again = np.flatnonzero(frozen[frame:])
        if len(again) and times[frame + again[0]] - times[frame - 1] <= OVERLAY_S:
            frozen[frame : frame + again[0]] = True
            repeated[frame : frame + again[0]] = False
    return frozen, repeated


def _still_runs(grey: np.ndarray, change: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield first and last frame of every run whose frames are all like its middle one."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], change < STILL, [False]])))
    for start, end in edges.reshape(-1, 2):
        middle = (start + end) // 2
        within = grey[start : end + 1]
        if (changes(np.broadcast_to(grey[middle], within.shape), within, MOST_CHANGED) < DRIFT).all():
            yield int(start), int(end)


def freezes_of(frozen: np.ndarray, times: np.ndarray) -> tuple[Span, ...]:
    """Return the stretches in which the picture stands still. frozen: (T,) bool, as of `still_frames`."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], frozen, [False]])))
    return tuple(Span(float(times[first - 1]), float(times[end - 1])) for first, end in edges.reshape(-1, 2))
