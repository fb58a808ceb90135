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
from .orientation import turn_upright

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
    declined = _why_not_decord(examination, frame_indices)
    if declined is not None:
        raise DecoderError(f"decord cannot read {declined}")
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
    stamps = examination.index.stamps * float(examination.tick_s)
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


def _why_not_decord(examination: Examination, frame_indices: np.ndarray) -> str | None:
    """Return what it is about a file that decord reads wrongly or not at all; None if it may try."""
    info, index = examination.info, examination.index
    in_order = np.array_equal(frame_indices, np.arange(len(frame_indices)))
    reasons = {
        f"{info.codec} in {info.container}": info.codec not in DECORD_CODECS or info.container in DECORD_MISREADS,
        "a file that is cut off": info.missing_s > 0,
        "mirrored frames": info.mirrored,
        "one of several video streams": info.video_streams > 1,
        "frames after a jump into open groups of pictures": index.leading and not in_order,
    }
    return next((reason for reason, applies in reasons.items() if applies), None)


def read_with_pyav(
    path: str, examination: Examination, frame_indices: np.ndarray, size: tuple[int, int], most_pixels: int
) -> TimedFrames:
    """Read a file with PyAV; frames that are damaged beyond decoding are left out.

    Args:
        path, examination, frame_indices, size: as for `read_with_decord`. most_pixels: no stored frame may have more.

    Raises:
        av.error.FFmpegError: if the file cannot be opened or decoded at all.
    """
    stamps = examination.index.stamps
    times = {int(stamps[index]): float(examination.times[index]) for index in frame_indices}
    last = max(times)
    rotation, mirrored = examination.info.rotation, examination.info.mirrored
    stored = size if rotation % 180 == 0 else size[::-1]
    for stamp, frame in _stamped_frames(path, examination, min(times), most_pixels):
        if stamp in times:
            yield times[stamp], turn_upright(_small(frame, stored), rotation, mirrored)
        if stamp is not None and stamp >= last:
            return


def _stamped_frames(
    path: str, examination: Examination, first: int, most_pixels: int
) -> Iterator[tuple[int | None, VideoFrame]]:
    """Decode from a key frame at or before time stamp `first`, or from the start; yield frames and their time stamps.

    Frames that do not carry their time stamps are decoded from the start, to be counted.
    """
    if examination.index.timed:
        yield from ((frame.pts, frame) for frame in _frames_from(path, examination, first, most_pixels))
    else:
        # Fewer frames than stamps come if damaged ones are left out, and more from a file that hides two in one packet.
        yield from zip(examination.index.stamps.tolist(), _all_frames(path, examination, most_pixels), strict=False)


def _frames_from(path: str, examination: Examination, first: int, most_pixels: int) -> Iterator[VideoFrame]:
    """Decode from a key frame at or before time stamp `first`, or from the start if that cannot be reached."""
    keys = examination.index.keys[examination.index.keys[:, 0] <= first]
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
    yield from _all_frames(path, examination, most_pixels)


def _all_frames(path: str, examination: Examination, most_pixels: int) -> Iterator[VideoFrame]:
    with closing(open_video(path, examination.info.container, most_pixels)) as container:
        yield from decode_frames(container, find_video_stream(container, "the file"), most_pixels, THREADS)


def _small(frame: VideoFrame, size: tuple[int, int]) -> np.ndarray:
    """Scale a frame and convert it to (H, W, 3) uint8 RGB; FFmpeg takes a third longer to do both in one step."""
    width, height = size
    scaled = frame.reformat(width, height, "yuv420p", interpolation=Interpolation.AREA, threads=1)
    plane = scaled.reformat(format="rgb24", threads=1).planes[0]
    return np.ndarray((height, width, 3), np.uint8, memoryview(plane), strides=(plane.line_size, 3, 1))
