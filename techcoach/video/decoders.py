"""Reads the frames of an examined file with decord or PyAV: upright, scaled down, with their true times.

Runs in the worker only. Holds a few scaled frames in memory at a time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation

from .examine import Examination
from .opening import decode_frames, find_video_stream, open_video

TimedFrames = Iterator[tuple[float, np.ndarray]]
"""Seconds and (H, W, 3) uint8 RGB of one frame after the other."""

THREADS = min(8, (os.cpu_count() or 1) + 1)
"""One more than cores: while a frame is scaled, the decoder goes on."""
BATCH = 8
DECORD_CODECS = frozenset({"h264", "hevc", "vp8", "vp9", "mpeg4", "mpeg2video", "mjpeg"})
"""Codecs that the FFmpeg 4.1 inside decord decodes; AV1 is younger than it."""
DECORD_MISREADS = frozenset({"ts"})
"""Containers in which decord returns other frames than it was asked for (measured: up to 20 frames off)."""
SAME_TIME_S = 1e-3


class DecoderError(Exception):
    """A decoder cannot read this file; another may."""


def read_with_decord(
    path: str, examination: Examination, frame_indices: np.ndarray, size: tuple[int, int]
) -> TimedFrames:
    """Read a file with decord, which scales frames and turns them upright itself.

    Args:
        path: absolute. examination: of the file. frame_indices: (n,) rising indices of the frames to read.
        size: width, height of the upright frames to return, pixels.

    Raises:
        DecoderError: if decord cannot read the file, or would return other frames than those of `frame_indices`; also
            while frames are read. decord knows no edit lists, and after a jump it counts on from a key frame without
            the frames that are lost there (measured: a tenth of a second off in a phone's HEVC).
    """
    if (
        examination.info.codec not in DECORD_CODECS
        or examination.info.container in DECORD_MISREADS
        or examination.info.missing_s
    ):
        raise DecoderError(
            f"decord cannot read {examination.info.codec} in {examination.info.container}, or a file that is cut off"
        )
    if examination.leading and not np.array_equal(frame_indices, np.arange(len(frame_indices))):
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
    stamps = examination.stamps * float(examination.tick_s)
    # Compared relative to the first frame, because decord starts some clips at 0 that start later.
    if len(times) != len(stamps) or np.abs((times - times[0]) - (stamps - stamps[0])).max() > SAME_TIME_S:
        raise DecoderError(f"decord counts {len(times)} frames, the index {len(stamps)}, or at other times")

    def read() -> TimedFrames:
        try:
            for first in range(0, len(frame_indices), BATCH):
                batch = frame_indices[first : first + BATCH]
                pictures = reader.get_batch(batch.tolist()).asnumpy()
                yield from zip(examination.times[batch].tolist(), pictures, strict=True)
        except decord.DECORDError as error:
            raise DecoderError(f"decord: {error}") from error

    return read()


def read_with_pyav(
    path: str, examination: Examination, frame_indices: np.ndarray, size: tuple[int, int], most_pixels: int
) -> TimedFrames:
    """Read a file with PyAV; frames that are damaged beyond decoding are left out.

    Args:
        path, examination, frame_indices, size: as for `read_with_decord`. most_pixels: no stored frame may have more.

    Raises:
        av.error.FFmpegError: if the file cannot be opened or decoded at all.
    """
    times = {int(examination.stamps[index]): float(examination.times[index]) for index in frame_indices}
    last = max(times)
    turns = examination.info.rotation // 90
    stored = size if turns % 2 == 0 else size[::-1]
    for frame in _frames_from(path, examination, min(times), most_pixels):
        if frame.pts in times:
            yield times[frame.pts], np.rot90(_small(frame, stored), k=-turns)
        if frame.pts is not None and frame.pts >= last:
            return


def _frames_from(path: str, examination: Examination, first: int, most_pixels: int) -> Iterator[VideoFrame]:
    """Decode from a key frame at or before time stamp `first`, or from the start if that cannot be reached."""
    keys = examination.keys[examination.keys[:, 0] <= first]
    with closing(open_video(path, examination.info.container, most_pixels)) as container:
        if len(keys):
            stream = find_video_stream(container, "the file")
            container.seek(int(keys[-1, 1]), stream=stream)
            decoded = decode_frames(container, stream, most_pixels, THREADS)
            frame = next(decoded, None)
            if frame is not None and frame.pts is not None and frame.pts <= first:
                yield frame
                yield from decoded
                return
    with closing(open_video(path, examination.info.container, most_pixels)) as container:
        yield from decode_frames(container, find_video_stream(container, "the file"), most_pixels, THREADS)


def _small(frame: VideoFrame, size: tuple[int, int]) -> np.ndarray:
    """Scale a frame and convert it to (H, W, 3) uint8 RGB; FFmpeg takes a third longer to do both in one step."""
    width, height = size
    scaled = frame.reformat(width, height, "yuv420p", interpolation=Interpolation.AREA, threads=1)
    plane = scaled.reformat(format="rgb24", threads=1).planes[0]
    return np.ndarray((height, width, 3), np.uint8, memoryview(plane), strides=(plane.line_size, 3, 1))
