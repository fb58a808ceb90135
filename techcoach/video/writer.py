"""Writes frames as a video file that browsers play: H.264, yuv420p, MP4.

For frames that the program rendered or read; it opens no upload.
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
CLOCK_TICK = Fraction(1, 90_000)
"""Seconds; the clock of MPEG, to which times of unevenly spaced frames are rounded."""
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
    rate = _rate(fps)
    _write(Path(path), enumerate(frames), rate, 1 / rate)


def write_timed_video(path: str | Path, frames: Iterable[tuple[float, np.ndarray]], fps: Fraction | float) -> None:
    """Write frames that may be unevenly spaced in time.

    Args:
        frames: seconds, rising from 0 or later, and the frame as for `write_video`.
        path, fps: as for `write_video`; the mean rate.

    Raises:
        ValueError: as `write_video`.
    """
    _write(Path(path), ((round(time / CLOCK_TICK), frame) for time, frame in frames), _rate(fps), CLOCK_TICK)


def _rate(fps: Fraction | float) -> Fraction:
    if not (math.isfinite(fps) and fps > 0):
        raise ValueError(f"fps must be a number above zero, got {fps!r}")
    return Fraction(fps).limit_denominator(LARGEST_DENOMINATOR)


def _write(path: Path, stamped_frames: Iterable[tuple[int, np.ndarray]], rate: Fraction, tick: Fraction) -> None:
    """Write frames with the ticks, each `tick` seconds, at which they are shown."""
    # Imported here, because a process that only reads clips leaves decoders to the worker.
    import av
    from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

    remaining = iter(stamped_frames)
    first = next(remaining, None)
    if first is None:
        raise ValueError(f"there are no frames to write to {path}")
    shape = first[1].shape
    height, width = (side // 2 * 2 for side in _checked(first[1], shape).shape[:2])
    with closing(av.open(str(path), "w", format="mp4", options=MP4_OPTIONS)) as container:
        stream = container.add_stream("libx264", rate=rate, options=X264_OPTIONS)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        # Stored in the file, so that no player has to guess the colour space from the size of the frames.
        colours = stream.codec_context
        colours.time_base = tick
        colours.colorspace, colours.color_range = Colorspace.ITU709, ColorRange.MPEG
        colours.color_primaries, colours.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        for stamp, picture in chain([first], remaining):
            even = np.ascontiguousarray(_checked(picture, shape)[:height, :width])
            frame = av.VideoFrame.from_ndarray(even, format="rgb24").reformat(
                format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
            )
            frame.pts, frame.time_base = stamp, tick
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def _checked(frame: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    if frame.dtype != np.uint8 or frame.ndim != 3 or frame.shape[2] != 3 or min(frame.shape[:2]) < 2:
        raise ValueError(f"a frame must be (H, W, 3) uint8, at least 2 x 2, got {frame.shape} {frame.dtype}")
    if frame.shape != shape:
        raise ValueError(f"all frames must have the size of the first, {shape}, got {frame.shape}")
    return frame
