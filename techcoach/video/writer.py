"""Writes frames as a video file that browsers play: H.264, yuv420p, MP4.

For frames that the program rendered; it opens no upload.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from contextlib import closing
from fractions import Fraction
from itertools import chain
from pathlib import Path

import numpy as np

LARGEST_DENOMINATOR = 1001
"""Of a frame rate: 29.97 is 30000/1001, and no usual rate needs a larger denominator."""
X264_OPTIONS = {"crf": "20", "preset": "medium"}
"""Visually almost lossless."""
MP4_OPTIONS = {"movflags": "+faststart"}
"""The index comes first, so that playing can begin before the whole file is loaded."""


def write_video(path: str | Path, frames: Iterable[np.ndarray], fps: Fraction | float) -> None:
    """Write frames as an MP4 with H.264 video; an odd last row or column is cut off: the format needs even sizes.

    Args:
        path: of the file; its folder exists.
        frames: (H, W, 3) uint8 RGB, all of one size, at least 2 x 2.
        fps: frames a second, above 0.

    Raises:
        ValueError: if there are no frames, a frame is not like that, or fps is out of its range.
    """
    # Imported here, because a process that only reads clips leaves decoders to the worker.
    import av
    from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

    if not (math.isfinite(fps) and fps > 0):
        raise ValueError(f"fps must be a number above zero, got {fps!r}")
    rate = Fraction(fps).limit_denominator(LARGEST_DENOMINATOR)
    remaining = iter(frames)
    first = next(remaining, None)
    if first is None:
        raise ValueError(f"there are no frames to write to {path}")
    height, width = (side // 2 * 2 for side in _checked(first, first.shape).shape[:2])
    with closing(av.open(str(path), "w", format="mp4", options=MP4_OPTIONS)) as container:
        stream = container.add_stream("libx264", rate=rate, options=X264_OPTIONS)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        # Stored in the file, so that no player has to guess the colour space from the size of the frames.
        colours = stream.codec_context
        colours.colorspace, colours.color_range = Colorspace.ITU709, ColorRange.MPEG
        colours.color_primaries, colours.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        for index, picture in enumerate(chain([first], remaining)):
            even = np.ascontiguousarray(_checked(picture, first.shape)[:height, :width])
            frame = av.VideoFrame.from_ndarray(even, format="rgb24").reformat(
                format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
            )
            frame.pts, frame.time_base = index, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def _checked(frame: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    if frame.dtype != np.uint8 or frame.ndim != 3 or frame.shape[2] != 3 or min(frame.shape[:2]) < 2:
        raise ValueError(f"a frame must be (H, W, 3) uint8, at least 2 x 2, got {frame.shape} {frame.dtype}")
    if frame.shape != shape:
        raise ValueError(f"all frames must have the size of the first, {shape}, got {frame.shape}")
    return frame
