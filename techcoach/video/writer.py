"""Writing frames as a video file that browsers play: H.264, yuv420p, MP4.

Writes what this program made itself; it opens no upload, but it brings PyAV into the process, so it is not to be
imported where uploads are served unless something is written there.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import numpy as np

LARGEST_DENOMINATOR = 1001
"""29.97 is 30000/1001, and no usual frame rate needs more."""
QUALITY = "20"
"""x264's constant rate factor: about as good as the eye sees."""


def write_video(path: str | Path, frames: Iterable[np.ndarray], fps: Fraction | float) -> None:
    """Writes frames as an MP4 with H.264 video; an odd last row or column is left out, as the format wants.

    Args:
        path: of the file, whose folder exists; ends in ".mp4".
        frames: (H, W, 3) uint8 RGB, all of one size, at least 2 x 2.
        fps: frames a second, above 0.

    Raises:
        ValueError: if there are no frames, or one is not like that, or fps is out of range.
    """
    import av  # not for those who only read: they leave decoders to another process

    rate = Fraction(fps).limit_denominator(LARGEST_DENOMINATOR) if fps > 0 else Fraction(0)
    if rate <= 0:
        raise ValueError(f"fps must be above zero, got {fps!r}")
    source = iter(frames)
    first = next(source, None)
    if first is None:
        raise ValueError(f"no frames to write to {path}")
