"""Encoding a window of a video file as features on the model's grid.

A window is read as 256 frames (paper, Sec. 4.2: 32 clips of 8), each clip is encoded, and the clips are averaged onto
the grid.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from ..model.video_encoders import VideoEncoder
from ..model.video_frames import pool_to_grid
from ..types import Progress, silent
from ..video.limits import DEFAULT_LIMITS, Limits
from ..video.reader import read_clip
from ..video.sampling import nearest

WINDOW_FRAMES = 256

READ_FPS, READ_SIDE = 60.0, 448
"""Frames are read no faster and no larger: encoders see some 224 pixels, and takes are at 30 frames a second."""

TAKE_LIMITS = replace(DEFAULT_LIMITS, longest_s=3600.0, largest_file_bytes=20_000_000_000, cpu_s=900, wall_s=600.0)
"""Takes last minutes, and only a window of one is read."""

PREPARATION = hashlib.sha256(
    json.dumps(
        {"window_frames": WINDOW_FRAMES, "read_fps": READ_FPS, "read_side": READ_SIDE, "frames": "nearest, whole, 1"}
    ).encode()
).hexdigest()[:16]
"""Digest of every setting that changes the pixels that an encoder reads."""


class WindowLayout(Protocol):
    """Layout of a window: clips, frames of a clip, and the grid T', H', W' of its features. A `Manifest` is one."""

    @property
    def clips(self) -> int: ...
    @property
    def clip_frames(self) -> int: ...
    @property
    def grid(self) -> tuple[int, int, int]: ...


def encode_window(
    path: Path,
    window_s: tuple[float, float],
    encoder: VideoEncoder,
    layout: WindowLayout,
    batch_size: int,
    limits: Limits = TAKE_LIMITS,
    progress: Progress = silent,
) -> Tensor:
    """Encode one window of a video: (T', H', W', C) float16 on the CPU.

    Args:
        limits: of the file. progress: called with the share of the clips that is encoded.

    Raises:
        Refusal: if the video cannot be read.
    """
    start, end = window_s
    clip = read_clip(path, start=start, end=end, max_fps=READ_FPS, max_side=READ_SIDE, limits=limits)
    frame_indices = nearest(clip.times, moments_of(window_s))
    clips = frame_indices.reshape(layout.clips, layout.clip_frames)  # (clips, F)
    parts = []
    for begin in range(0, layout.clips, batch_size):
        progress("Watching the movement", begin / layout.clips)
        parts.append(encoder.encode(torch.from_numpy(clip.frames[clips[begin : begin + batch_size]])).cpu())
    return pool_to_grid(torch.cat(parts).unsqueeze(0), layout.grid)[0].to(torch.float16)


def moments_of(window_s: tuple[float, float]) -> np.ndarray:
    """Return (256,) seconds: the middles of as many equal parts of a window."""
    start, end = window_s
    return np.asarray(start + (end - start) * (np.arange(WINDOW_FRAMES) + 0.5) / WINDOW_FRAMES)
