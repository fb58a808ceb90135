"""The frames of an examined file, by decord or by PyAV: upright, small, with their true times.

Runs in the worker only. Holds a few frames at a time, and the wanted size of them only.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation

from .examine import Examination
from .opening import frames, moving_pictures, open_video

Reading = Iterator[tuple[float, np.ndarray]]
"""Seconds and (H, W, 3) uint8 RGB of one frame after the other."""

THREADS = min(8, (os.cpu_count() or 1) + 1)
"""One more than cores: while a frame is scaled, the decoder goes on."""
BATCH = 8
DECORD_CODECS = frozenset({"h264", "hevc", "vp8", "vp9", "mpeg4", "mpeg2video", "mjpeg"})
"""What the FFmpeg 4.1 inside decord decodes; AV1 is younger than it."""
DECORD_MISREADS = frozenset({"ts"})
"""Containers in which it returns other frames than it was asked for (measured: up to 20 frames off)."""
SAME_TIME_S = 1e-3


class DecoderError(Exception):
    """A decoder cannot read this file; another may."""


def with_decord(path: str, found: Examination, wanted: np.ndarray, size: tuple[int, int]) -> Reading:
    """Opens a file with decord, which scales frames and turns them upright itself.

    Args:
        path: absolute. found: the file's examination. wanted: (n,) rising indices of its frames.
        size: width, height of the upright frames to return, pixels.

    Raises:
        DecoderError: if decord cannot read the file, or would return other frames than those wanted. It knows no edit
            lists, and after a jump it counts on from a key frame without the frames that are lost there (measured: a
            tenth of a second off in a phone's HEVC). While frames are read, too.
    """
    if found.info.codec not in DECORD_CODECS or found.info.container in DECORD_MISREADS or found.info.missing_s:
        raise DecoderError(
            f"decord cannot read {found.info.codec} in {found.info.container}, or a file that is cut off"
        )
    if found.leading and not np.array_equal(wanted, np.arange(len(wanted))):
        raise DecoderError("decord cannot jump in open groups of pictures")
    try:
        import decord  # takes a tenth of a second, and not every file needs it
    except ImportError as error:
        raise DecoderError("decord is not installed; it has no wheel for every machine") from error
    decord.logging.set_level(decord.logging.QUIET)
    try:
        reader = decord.VideoReader(path, width=size[0], height=size[1], num_threads=THREADS)
        times = reader.get_frame_timestamp(list(range(len(reader))))[:, 0]
    except decord.DECORDError as error:
        raise DecoderError(f"decord: {error}") from error
    stamps = found.stamps * float(found.tick_s)
    # Against the first one, for decord lets some clips begin at 0 that do not.
    if len(times) != len(stamps) or np.abs((times - times[0]) - (stamps - stamps[0])).max() > SAME_TIME_S:
        raise DecoderError(f"decord counts {len(times)} frames, the index {len(stamps)}, or at other times")

    def read() -> Reading:
        try:
            for first in range(0, len(wanted), BATCH):
                batch = wanted[first : first + BATCH]
                pictures = reader.get_batch(batch.tolist()).asnumpy()
                yield from zip(found.times[batch].tolist(), pictures, strict=True)
        except decord.DECORDError as error:
            raise DecoderError(f"decord: {error}") from error

    return read()


def with_pyav(path: str, found: Examination, wanted: np.ndarray, size: tuple[int, int], most_pixels: int) -> Reading:
    """Reads a file with PyAV; frames that are damaged beyond decoding are left out.

    Args:
        path, found, wanted, size: as for `with_decord`. most_pixels: no stored frame may have more.

    Raises:
        av.error.FFmpegError: if the file cannot be opened or decoded at all.
    """
    times = {int(found.stamps[index]): float(found.times[index]) for index in wanted}
    last = max(times)
    turns = found.info.rotation // 90
    stored = size if turns % 2 == 0 else size[::-1]
    for frame in _frames_from(path, found, min(times), most_pixels):
        if frame.pts in times:
            yield times[frame.pts], np.rot90(_small(frame, stored), k=-turns)
        if frame.pts is not None and frame.pts >= last:
            return


def _frames_from(path: str, found: Examination, first: int, most_pixels: int) -> Iterator[VideoFrame]:
    """Frames from a key frame at or before time stamp `first`, or from the start where that cannot be reached."""
    keys = found.keys[found.keys[:, 0] <= first]
    with closing(open_video(path, found.info.container, most_pixels)) as container:
        if len(keys):
            stream = moving_pictures(container, "the file")
            container.seek(int(keys[-1, 1]), stream=stream)
            decoded = frames(container, stream, most_pixels, THREADS)
            frame = next(decoded, None)
            if frame is not None and frame.pts is not None and frame.pts <= first:
                yield frame
                yield from decoded
                return
    with closing(open_video(path, found.info.container, most_pixels)) as container:
        yield from frames(container, moving_pictures(container, "the file"), most_pixels, THREADS)


def _small(frame: VideoFrame, size: tuple[int, int]) -> np.ndarray:
    """(H, W, 3) uint8 RGB. Scaled before it is turned to RGB: FFmpeg takes a third longer to do both in one step."""
    width, height = size
    scaled = frame.reformat(width, height, "yuv420p", interpolation=Interpolation.AREA, threads=1)
    plane = scaled.reformat(format="rgb24", threads=1).planes[0]
    return np.ndarray((height, width, 3), np.uint8, memoryview(plane), strides=(plane.line_size, 3, 1))
