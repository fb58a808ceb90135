"""Moments that are shown again, at the same speed or slower, from the same camera."""

from __future__ import annotations

import numpy as np

from .findings import Replay, Span
from .pictures import Pictures

REPLAY_SPEEDS = (1.0, 2 / 3, 0.5, 0.4, 1 / 3, 0.25)
"""Seconds shown for one second of a replay."""
REPLAY_LAG_S, REPLAY_LEAST_S, REPLAY_SHARE = 0.7, 0.6, 0.6
"""A replay begins so long after what it shows, shows at least so much, and this share of its frames is recognised."""
REPLAY_GAP_S = 0.3
"""The longest time within a replay in which no frame is recognised."""
REPLAY_MATCH, REPLAY_MOTION_S = 0.35, 0.15
"""Two frames show the same moment if they differ by less than this share of what so many seconds of motion change."""


def replays_of(pictures: Pictures) -> tuple[Replay, ...]:
    """Find moments that are shown again, at the same speed or slower, from the same camera."""
    if len(pictures) < 2 or pictures.clock[-1] - pictures.clock[0] < REPLAY_LAG_S + REPLAY_LEAST_S:
        return ()
    clock = pictures.clock
    distances = np.sqrt(pictures.distances)
    near = np.abs(np.abs(clock[:, None] - clock) - REPLAY_MOTION_S) < 0.75 * pictures.step_s
    motion = np.where(near, distances, 0).sum(axis=1) / np.maximum(near.sum(axis=1), 1)
    earlier = clock[:, None] - clock >= REPLAY_LAG_S
    ratio = np.where(earlier, distances / np.maximum(motion, 0.7), np.inf)
    shows = ratio.argmin(axis=1)
    matched = np.flatnonzero(ratio[np.arange(len(clock)), shows] < REPLAY_MATCH)
    found: list[Replay] = []
    while len(matched) >= 5:
        best = max((_aligned(clock, shows, matched, speed) for speed in REPLAY_SPEEDS), key=len)
        replay = _replay(pictures, shows, best)
        if replay is None:
            break
        found.append(replay)
        matched = np.setdiff1d(matched, np.arange(best[0], best[-1] + 1))
    return tuple(sorted(found, key=lambda item: item.span.start_s))


def _aligned(clock: np.ndarray, shows: np.ndarray, matched: np.ndarray, speed: float) -> np.ndarray:
    """Return those of the matched pictures that show earlier ones in order, at a speed, from one moment on."""
    offset = clock[shows[matched]] - speed * clock[matched]
    close = np.abs(offset[:, None] - offset) < 0.06
    aligned = matched[close[close.sum(axis=1).argmax()]]
    gaps = np.flatnonzero(np.diff(clock[aligned]) > REPLAY_GAP_S) + 1
    return max(np.split(aligned, gaps), key=len)


def _replay(pictures: Pictures, shows: np.ndarray, aligned: np.ndarray) -> Replay | None:
    """Return the replay that aligned pictures make, or None if they are too few."""
    if len(aligned) < 5:
        return None
    first, last = aligned[0], aligned[-1]
    seconds = pictures.clock[shows[last]] - pictures.clock[shows[first]]
    if seconds < REPLAY_LEAST_S or len(aligned) < REPLAY_SHARE * (last - first + 1):
        return None
    times = pictures.times
    return Replay(
        Span(float(times[first]), float(times[last])), Span(float(times[shows[first]]), float(times[shows[last]]))
    )
