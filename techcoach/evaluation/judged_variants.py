"""Variants of a clip that should be coached like the clip itself: mirrored, smaller, encoded again, cut, slower.

Clips are read as coaching reads them, in a disposable process, a part at a time; a variant is a new file. Knows files
and frames; it coaches nothing.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..video.probe import probe
from ..video.reader import read_clip
from ..video.selection import SMALLEST_SIDE
from ..video.writer import write_timed_video

PART_S = 2.0
"""A clip is read in parts of at most this length, since all of its frames may not fit into memory."""
MOST_FPS = 30.0
"""Frames a second that are read, as when a clip is coached."""
MOST_FRAMES = 80
"""Of one part; a little more than `PART_S` and `MOST_FPS` ask for."""


@dataclass(frozen=True)
class Variant:
    """A way to make another clip of a clip.

    Attributes:
        name: for people. mirrored: left and right change places. scale: of the frames' sides. cut_s: seconds left out
            at the start. slower: factor of every time.
    """

    name: str
    mirrored: bool = False
    scale: float = 1.0
    cut_s: float = 0.0
    slower: float = 1.0

    def time(self, time_s: float) -> float:
        """Return the second of the variant that shows a second of the clip; 0 for what was cut off."""
        return max(0.0, time_s - self.cut_s) * self.slower


VARIANTS = (
    Variant("mirrored", mirrored=True),
    Variant("half size", scale=0.5),
    Variant("encoded again"),
    Variant("cut by 0.3 s at the start", cut_s=0.3),
    Variant("half speed", slower=2.0),
)


def write_variant(path: Path, variant: Variant, to: Path) -> None:
    """Write a variant of a clip as an MP4 with H.264 video, of 30 of the clip's frames a second or fewer.

    Raises:
        Refusal: if the clip cannot be read.
    """
    info = probe(path)
    side = max(SMALLEST_SIDE, round(max(info.width, info.height) * variant.scale))
    fps = min(info.fps, MOST_FPS) / variant.slower
    write_timed_video(to, _variant_frames(path, info.duration_s, side, variant), fps)


def _variant_frames(path: Path, duration_s: float, side: int, variant: Variant) -> Iterator[tuple[float, np.ndarray]]:
    """Yield the seconds and the frames (H, W, 3) of a variant. side: of its frames, the longer one, pixels."""
    edges = np.linspace(variant.cut_s, duration_s, math.ceil((duration_s - variant.cut_s) / PART_S) + 1)
    last = -math.inf
    for start, end in itertools.pairwise(edges.tolist()):
        part = read_clip(path, start=start, end=end, max_fps=MOST_FPS, max_side=side, max_frames=MOST_FRAMES)
        for time, frame in zip(part.times.tolist(), part.frames, strict=True):
            if time > last:  # a frame on the edge is in both parts
                yield variant.time(time), frame[:, ::-1] if variant.mirrored else frame
                last = time
