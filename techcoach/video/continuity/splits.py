"""Several pictures in one frame, and uniform bars at its edges."""

from __future__ import annotations

import cv2
import numpy as np

from .findings import Split
from .pictures import size_of

SEAM_SAMPLES, SEAM_SIDE = 8, 360
SEAM_SHARPNESS, SEAM_SHARE, SEAM_SIGNS = 4.0, 0.75, 0.2
"""At a seam grey levels step so many times as much as beside it, on this share of its length, and on this share of the
steps up and of the steps down: an edge in the scene is bright on one side."""
SEAM_PLACES = (1 / 2, 1 / 3, 2 / 3)
SEAM_TOLERANCE = 0.012
BAR_LEVELS = 6.0
"""Rows and columns at an edge that are so uniform, as a standard deviation, over the whole clip are bars."""


def picture_of(samples: np.ndarray) -> tuple[int, int, int, int]:
    """Return (x0, y0, x1, y1), the frame without uniform bars at its edges; the whole frame if nothing is left."""
    height, width = samples.shape[1:]
    box = []
    for axis, length in ((2, width), (1, height)):
        lines = np.moveaxis(samples, axis, 0).reshape(length, -1)
        filled = np.flatnonzero(lines.std(axis=1) > BAR_LEVELS)
        box.append((int(filled[0]), int(filled[-1]) + 1) if len(filled) else (0, length))
    (x0, x1), (y0, y1) = box
    return x0, y0, x1, y1


def sampled(frames: np.ndarray) -> np.ndarray:
    """Return (n, h, w) float32 grey frames of at most `SEAM_SIDE` pixels, spread over the clip."""
    picked = np.unique(np.linspace(0, len(frames) - 1, SEAM_SAMPLES).round().astype(int))
    size = size_of(frames.shape[1:3], min(SEAM_SIDE, max(frames.shape[1:3])))
    grey = [cv2.cvtColor(frames[index], cv2.COLOR_RGB2GRAY) for index in picked]
    return np.stack([cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in grey]).astype(np.float32)


def split_of(frames: np.ndarray, picture: tuple[int, int, int, int]) -> Split | None:
    """Find straight seams through the whole picture, in the same place in all frames (n, h, w)."""
    x0, y0, x1, y1 = picture
    samples = frames[:, y0:y1, x0:x1]
    seams = _seams(samples)
    if seams:
        return Split("side by side", tuple((x0 + seam) / frames.shape[2] for seam in seams))
    seams = _seams(samples.transpose(0, 2, 1))
    if seams:
        return Split("one above the other", tuple((y0 + seam) / frames.shape[1] for seam in seams))
    return None


def _seams(samples: np.ndarray) -> list[int]:
    """Return the columns at which another picture begins, (n, h, w) being the samples."""
    width = samples.shape[2]
    if width < 64:
        return []
    steps = np.diff(samples, axis=2)  # (n, h, w - 1)
    size = np.abs(steps).mean(axis=(0, 1))
    up, down = (steps > BAR_LEVELS).mean(axis=1), (steps < -BAR_LEVELS).mean(axis=1)  # (n, w - 1)
    seams = []
    for place in SEAM_PLACES:
        reach = max(1, round(SEAM_TOLERANCE * width))
        low = round(place * width) - reach
        column = low + int(size[low : low + 2 * reach].argmax())
        beside = np.concatenate([size[column - 9 : column - 2], size[column + 3 : column + 10]])
        stepping = up[:, column] + down[:, column]
        mixed = np.minimum(up[:, column], down[:, column]) / np.maximum(stepping, 1e-6)
        sharp = size[column] >= SEAM_SHARPNESS * np.median(beside)
        if sharp and np.median(stepping) >= SEAM_SHARE and np.median(mixed) >= SEAM_SIGNS:
            seams.append(column + 1)
    return sorted(seams)
