"""Smoothing of a raw track: jumps and implausible joints removed, gaps filled and marked, jitter smoothed.

Pure functions of arrays.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..types import PoseTrack
from .plausibility import KNOWN, implausible_joints

WIDTH_S = 0.035
"""Standard deviation of the smoothing kernel: a release that lasts a tenth of a second keeps its shape."""
REACH = 6.0
"""Frames farther away than so many standard deviations weigh nothing."""
LONGEST_GAP_S = 1.0
"""Longer gaps stay unknown."""
FILLED_CONFIDENCE = 0.15
"""The highest confidence of a filled joint."""
JUMP = 0.35
"""A joint that leaves the line between its neighbours by this share of the athlete's height, and comes back, is an
error."""


def fill_and_smooth(track: PoseTrack) -> PoseTrack:
    """Remove jumps and implausible joints, fill gaps up to `LONGEST_GAP_S` by straight lines, mark them, and smooth.

    Smoothing is a local straight-line fit under a Gaussian in time, weighted by confidence, so uneven times do
    no harm and steady motion stays exactly as it is.
    """
    confidence = np.where(_jumps(track) | implausible_joints(track), 0.0, track.confidence).astype(np.float32)
    points, filled_confidence = _filled(track.points, confidence, track.times)
    smoothed = _smoothed(points, filled_confidence, track.times)
    nobody = (track.confidence < KNOWN).all(axis=1)
    return replace(
        track,
        points=smoothed.astype(np.float32),
        confidence=filled_confidence.astype(np.float32),
        filled=track.filled | (nobody & (filled_confidence > 0).any(axis=1)),
    )


def _jumps(track: PoseTrack) -> np.ndarray:
    """(T, K) bool: points that leave and come back within neighbouring frames."""
    result = np.zeros(track.confidence.shape, dtype=bool)
    if len(track.times) < 3:
        return result
    known = track.confidence >= KNOWN
    heights = [
        np.ptp(frame[is_known], axis=0).max()
        for frame, is_known in zip(track.points, known, strict=True)
        if is_known.sum() > 3
    ]
    if not heights:
        return result
    share = ((track.times[1:-1] - track.times[:-2]) / (track.times[2:] - track.times[:-2]))[:, None, None]
    between = track.points[:-2] * (1 - share) + track.points[2:] * share
    deviation = np.linalg.norm(track.points[1:-1] - between, axis=-1)
    close_in_time = (track.times[2:] - track.times[:-2]) < 0.2  # over longer times a fast hand may well go and come
    known_around = known[:-2] & known[1:-1] & known[2:]
    result[1:-1] = known_around & close_in_time[:, None] & (deviation > JUMP * float(np.median(heights)))
    return result


def _filled(points: np.ndarray, confidence: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    points, confidence = points.astype(np.float64).copy(), confidence.copy()
    for joint in range(points.shape[1]):
        known = np.flatnonzero(confidence[:, joint] >= KNOWN)
        missing = np.flatnonzero(confidence[:, joint] < KNOWN)
        if not len(known) or not len(missing):
            continue
        right = np.searchsorted(known, missing)
        before, after = known[np.maximum(right - 1, 0)], known[np.minimum(right, len(known) - 1)]
        inside = (right > 0) & (right < len(known)) & (times[after] - times[before] <= LONGEST_GAP_S)
        at = missing[inside]
        for axis in (0, 1):
            points[at, joint, axis] = np.interp(times[at], times[known], points[known, joint, axis])
        trusted = np.minimum(confidence[before[inside], joint], confidence[after[inside], joint])
        confidence[at, joint] = np.minimum(trusted, FILLED_CONFIDENCE)
        confidence[missing[~inside], joint] = 0.0
    return points, confidence


def _smoothed(points: np.ndarray, confidence: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Local linear regression at each time, per joint: (T, K, 2)."""
    near = _neighbours(times)  # (T, N)
    gap = times[near] - times[:, None]
    kernel = np.where(np.abs(gap) <= REACH * WIDTH_S, np.exp(-0.5 * (gap / WIDTH_S) ** 2), 0.0)
    weights = kernel[:, :, None] * (confidence[near] + 1e-6)  # (T, N, K)
    total = weights.sum(axis=1)  # (T, K)
    moments = weights * gap[:, :, None]
    first, second = moments.sum(axis=1), (moments * gap[:, :, None]).sum(axis=1)
    value = np.einsum("tnk,tnka->tka", weights, points[near])
    slope = np.einsum("tnk,tnka->tka", moments, points[near])
    determinant = total * second - first**2
    alone = determinant < 1e-9 * total**2  # no neighbour within the kernel: the point itself
    safe = np.where(alone, 1.0, determinant)[..., None]
    fitted = (second[..., None] * value - first[..., None] * slope) / safe
    result = np.where(alone[..., None], points, fitted)
    return np.where((confidence > 0)[..., None], result, points)


def _neighbours(times: np.ndarray) -> np.ndarray:
    """Return (T, N) the indices of the frames within the kernel's reach; rows of fewer frames go on with others."""
    first = np.searchsorted(times, times - REACH * WIDTH_S)
    count = int((np.searchsorted(times, times + REACH * WIDTH_S, side="right") - first).max())
    return np.minimum(first, len(times) - count)[:, None] + np.arange(count)
