"""Picks the moments of a clip that are sampled: pure functions of times and points.

Knows no files, no decoder and no tracker. A jump shot's release lasts a tenth of a second in a clip of eight, so frames
are picked more densely where the athlete moves.
"""

from __future__ import annotations

import numpy as np

from ..types import Refusal

WINDOW_S = 8.0
"""The longest stretch that is coached at once (paper, Sec. 3.1)."""
SHORTEST_S, FEWEST_FRAMES = 1.0, 8
"""A window below one of these is too short to show a drill."""
FLOOR = 0.3
"""Share of the picked moments that is spread evenly over the clip, wherever the athlete moves."""
FASTEST_SHARE = 0.25
"""Activity is the mean speed of this share of the joints, the fastest ones, because a kick moves one leg."""


def check_length(name: str, seconds: float, frames: int) -> None:
    """Refuse a window that is too short to be coached.

    Args:
        name: of the clip, as users see it. seconds: length of the window. frames: number of frames in it.

    Raises:
        Refusal: too_short.
    """
    if seconds < SHORTEST_S or frames < FEWEST_FRAMES:
        raise Refusal(
            "too_short",
            f"{name} shows {seconds:.1f} s in {frames} frames.",
            f"Give a clip, or a part of one, of {SHORTEST_S:.0f} s or more.",
        )


def activity(points: np.ndarray, confidence: np.ndarray, times: np.ndarray, min_confidence: float = 0.3) -> np.ndarray:
    """Measure how fast the athlete moves between neighbouring moments, in body heights a second.

    Args:
        points: (T, K, 2) pixels. times: (T,) rising seconds.
        confidence: (T, K); joints below `min_confidence` are left out.

    Returns:
        (T - 1,) for the interval after each moment but the last; 0 where no joint is confident at both ends.
    """
    detected = confidence >= min_confidence
    heights = [
        np.ptp(frame[joints], axis=0).max() for frame, joints in zip(points, detected, strict=True) if joints.sum() > 2
    ]
    scale = max(float(np.median(heights)), 1.0) if heights else 1.0
    in_both = detected[1:] & detected[:-1]
    speeds = np.linalg.norm(np.diff(points, axis=0), axis=-1) / np.diff(times)[:, None] / scale
    result = np.zeros(len(times) - 1)
    for index, (row, usable) in enumerate(zip(speeds, in_both, strict=True)):
        if usable.any():
            fastest = np.sort(row[usable])[::-1]
            result[index] = fastest[: max(1, round(FASTEST_SHARE * len(fastest)))].mean()
    return result


def busiest_window(times: np.ndarray, moving: np.ndarray, length: float = WINDOW_S) -> tuple[float, float]:
    """Find the stretch of at most `length` seconds in which the athlete moves most.

    Args:
        times: (T,) rising seconds. moving: (T - 1,) from `activity`.

    Returns:
        start and end in seconds, within the first and last time.
    """
    first, last = float(times[0]), float(times[-1])
    if last - first <= length:
        return first, last
    travelled = np.concatenate([[0.0], np.cumsum(moving * np.diff(times))])
    starts = np.linspace(first, last - length, num=max(2, int((last - first - length) * 10)))
    gains = np.interp(starts + length, times, travelled) - np.interp(starts, times, travelled)
    # Where several windows hold the same motion, the middle one leaves room before and after it.
    best = np.flatnonzero(gains >= gains.max() - 1e-9 * max(gains.max(), 1.0))
    start = float(starts[best[len(best) // 2]])
    return start, start + length


def moments(times: np.ndarray, moving: np.ndarray, count: int, finest_s: float = 1 / 60) -> np.ndarray:
    """Pick `count` times from the first to the last, denser where the athlete moves.

    Args:
        times: (T,) rising seconds of coarsely sampled frames. moving: (T - 1,) from `activity`.
        count: how many moments, at least 2.
        finest_s: no two moments are closer than this, seconds, unless `count` of them would not fit otherwise.

    Returns:
        (count,) float64, strictly rising.

    Raises:
        ValueError: if there is no stretch of time to pick from.
    """
    span = float(times[-1] - times[0])
    if len(times) < 2 or span <= 0 or count < 2:
        raise ValueError(f"cannot pick {count} moments from {len(times)} times over {span} s")
    steps = np.diff(times)
    share = moving * steps / max(float((moving * steps).sum()), 1e-9)
    if not moving.any():
        share = steps / span
    density = FLOOR / span + (1 - FLOOR) * share / steps  # per second, integrates to 1
    density = _capped(density, steps, 1.0 / (finest_s * (count - 1)))
    reached = np.concatenate([[0.0], np.cumsum(density * steps)])
    picked = np.interp(np.linspace(0.0, reached[-1], count), reached, times)
    return picked


def _capped(density: np.ndarray, steps: np.ndarray, cap: float) -> np.ndarray:
    """Cap a density and share what was cut among the rest in proportion; an even density if the cap is too low."""
    if cap * steps.sum() <= 1.0:
        return np.full_like(density, 1.0 / steps.sum())
    for _ in range(8):
        over = density > cap
        if not over.any():
            break
        density = np.where(over, cap, density)
        free = density < cap
        density[free] *= (1.0 - cap * steps[~free].sum()) / (density[free] * steps[free]).sum()
    return np.minimum(density, cap)


def nearest(times: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the index of the time nearest to each target.

    Args:
        times: (T,) rising seconds. targets: (n,) seconds.
    """
    right = np.clip(np.searchsorted(times, targets), 1, len(times) - 1)
    return np.where(targets - times[right - 1] <= times[right] - targets, right - 1, right)
