"""Finds where a clip does not run on: cuts, jump cuts, fades, freezes, repeated frames, replays, split screens.

Pure functions of decoded frames and their times; knows no files, no decoder and no people. All but the split screen is
found on grey copies of `pictures.SIDE` pixels.
"""

from __future__ import annotations

import cv2
import numpy as np

from .breaks import fades_of, overlap, steps_of
from .findings import Break, Continuity, Replay, Span, Split
from .pictures import Pictures, grey_copies
from .replays import replays_of
from .splits import picture_of, sampled, split_of
from .stills import freezes_of, still_frames

__all__ = ["Break", "Continuity", "Replay", "Span", "Split", "examine_continuity"]

BLANK_CONTRAST = 4.0
"""A picture whose grey levels have a smaller standard deviation shows nothing."""


def examine_continuity(frames: np.ndarray, times: np.ndarray) -> Continuity:
    """Find where a clip does not run on.

    Args:
        frames: (T, H, W, 3) uint8 RGB, upright. times: (T,) rising seconds.

    Raises:
        ValueError: if frames and times do not fit.
    """
    if frames.ndim != 4 or frames.shape[3] != 3 or len(frames) != len(times) or not len(times):
        raise ValueError(f"expected frames (T, H, W, 3) and T times, got {frames.shape} and {times.shape}")
    grey = grey_copies(frames)
    blank = np.array([cv2.meanStdDev(picture)[1].item() < BLANK_CONTRAST for picture in grey])
    frozen, repeated = still_frames(grey, times)
    running = np.flatnonzero(~(frozen | repeated | blank))
    stands = np.concatenate([[0.0], np.where(frozen | blank, 0.0, np.diff(times, prepend=times[0]))[1:]])
    pictures = Pictures(grey[running], np.cumsum(stands)[running], times[running])
    fades = fades_of(pictures)
    steps = [item for item in steps_of(pictures) if not any(overlap(item, fade) for fade in fades)]
    samples = sampled(frames)
    box = picture_of(samples)
    scale = frames.shape[2] / samples.shape[2]
    return Continuity(
        times=times,
        breaks=tuple(sorted([*fades, *steps], key=lambda item: item.before_s)),
        freezes=freezes_of(frozen, times),
        blank=blank,
        repeated=repeated,
        replays=replays_of(pictures),
        split=split_of(samples, box),
        picture=(round(box[0] * scale), round(box[1] * scale), round(box[2] * scale), round(box[3] * scale)),
    )
