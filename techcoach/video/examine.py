"""Checks whether an upload may be decoded, and what it is; cheap checks come before expensive ones.

Runs in the worker only. Reads the file's first bytes, then its header and its packets, then decodes one frame. The
times of all frames come from the packets; every decoder that reads the clip later must agree with them.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream

from ..types import Refusal
from .capture_rate import read_capture_rate
from .identify import identify
from .info import VideoInfo
from .limits import Limits
from .opening import CODECS, EXPORT_AGAIN, codec_name, decode_frames, find_video_stream, open_video, video_streams
from .orientation import read_orientation
from .packets import PacketIndex, index_packets
from .selection import WHOLE, Part

UNEVEN, UNEVEN_SHARE = 0.2, 0.02
"""The rate varies if more than UNEVEN_SHARE of the intervals differ from the median by more than UNEVEN of it."""
SAME_RATE = 0.005
"""The declared frame rate is used if the rate measured from the frames' times agrees with it to this part."""
CUT_OFF_S = 0.25
"""A file counts as whole if it lacks less than this of the length that it announces, seconds."""


@dataclass(frozen=True)
class Examination:
    """A file that may be decoded.

    Attributes:
        info: what it is. index: what its packets say.
        times: (N,) float64 seconds from the start of the file, rising, one for each time stamp of the index.
        tick_s: seconds of one tick.
    """

    info: VideoInfo
    index: PacketIndex
    times: np.ndarray
    tick_s: Fraction


def examine(path: str, name: str, limits: Limits, part: Part = WHOLE) -> Examination:
    """Examine a file and refuse it if it is no video or exceeds the limits; decode its first frame.

    Args:
        path: absolute. name: of the file, as users see it. part: of the file, that shall be read.

    Raises:
        Refusal: unreadable, not_a_video, too_large, too_long or too_short.
    """
    container = identify(Path(path), name)
    longest_s = limits.longest_s if part == WHOLE else limits.longest_file_s
    try:
        with closing(open_video(path, container, limits.most_pixels)) as opened:
            stream = find_video_stream(opened, name)
            start = Fraction(opened.start_time or 0, av.time_base)
            announced = _announced_s(opened, stream, start)
            _check_header(stream, announced, longest_s, name, limits)
            index = index_packets(opened, stream, container, name, int(longest_s * limits.most_fps))
            declared, codec, tick = stream.average_rate, codec_name(stream), stream.time_base or Fraction(1)
            capture_fps, streams = read_capture_rate(Path(path), container, opened.metadata), len(video_streams(opened))
        # Opened again, because not every damaged file can be rewound.
        with closing(open_video(path, container, limits.most_pixels)) as opened:
            width, height, rotation, mirrored = _first_frame(opened, name, limits)
    except av.error.FFmpegError as error:
        raise Refusal("unreadable", f"{name} is damaged or cut off ({error.strerror}).", EXPORT_AGAIN) from error
    times = np.round([float(int(stamp) * tick - start) for stamp in index.stamps], 6)
    fps = _mean_rate(times, declared)
    duration = round(float(times[-1]) + 1 / fps, 4)
    _check_length(duration, longest_s, fps, name, limits)
    _check_part(part, duration, name, limits)
    missing = announced - max(index.reached_s - float(start), duration)
    info = VideoInfo(
        container=container,
        codec=codec,
        width=width,
        height=height,
        fps=fps,
        duration_s=duration,
        missing_s=missing if missing > CUT_OFF_S else 0.0,
        rotation=rotation,
        mirrored=mirrored,
        frame_count=len(times),
        variable_rate=_varies(times),
        capture_fps=capture_fps,
        video_streams=streams,
    )
    return Examination(info, index, times, tick)


def _check_header(stream: VideoStream, announced: float, longest_s: float, name: str, limits: Limits) -> None:
    """Refuse a file whose header already exceeds the limits."""
    if codec_name(stream) not in CODECS:
        raise Refusal(
            "unreadable",
            f"{name} is coded as {codec_name(stream)}, which is not supported.",
            "Save the clip as an MP4 with H.264 video.",
        )
    _check_size(stream.width, stream.height, name, limits)
    if announced > longest_s:
        raise _too_long(announced, longest_s, name, limits)


def _check_size(width: int, height: int, name: str, limits: Limits) -> None:
    if max(width, height) > limits.longest_side_px or width * height > limits.most_pixels:
        raise Refusal(
            "too_large",
            f"{name} has frames of {width} x {height} pixels; at most {limits.longest_side_px} a side and "
            f"{limits.most_pixels / 1e6:.0f} million in all can be read.",
            "Save the clip at a lower resolution: 1280 x 720 is plenty.",
        )
    if min(width, height) < 2:
        raise Refusal("unreadable", f"{name} does not tell how large its frames are.", EXPORT_AGAIN)


def _check_length(duration: float, longest_s: float, fps: float, name: str, limits: Limits) -> None:
    if fps > limits.most_fps:
        raise Refusal(
            "too_large",
            f"{name} has {fps:.0f} frames a second; at most {limits.most_fps:.0f} can be read.",
            f"Save the clip at {limits.most_fps:.0f} frames a second or fewer.",
        )
    if duration > longest_s:
        raise _too_long(duration, longest_s, name, limits)
    if duration < limits.shortest_s:
        raise Refusal(
            "too_short",
            f"{name} shows {duration:.2f} s; at least {limits.shortest_s:g} s are needed.",
            "Choose a clip that shows the whole drill.",
        )


def _check_part(part: Part, duration: float, name: str, limits: Limits) -> None:
    start, end = part
    length = min(duration, duration if end is None else end) - (start or 0.0)
    if length > limits.longest_s:
        raise Refusal(
            "too_long",
            f"The part of {name} that was chosen is {length:.0f} s long; at most {limits.longest_s:.0f} s can be read.",
            "Choose a shorter part: the drill alone.",
        )


def _too_long(seconds: float, longest_s: float, name: str, limits: Limits) -> Refusal:
    what = f"{name} is {seconds:.0f} s long; at most {longest_s:.0f} s can be read"
    if longest_s < seconds <= limits.longest_file_s:
        return Refusal("too_long", f"{what} at once.", "Trim the clip to the drill, or choose the part that shows it.")
    return Refusal("too_long", f"{what}.", "Trim the clip to the drill.")


def _announced_s(container: InputContainer, stream: VideoStream, start: Fraction) -> float:
    """Return the length that the file announces, seconds; 0 if it announces none.

    Matroska announces its end instead, which is later by `start` where the clock does not start at zero.
    """
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return float(Fraction(container.duration or 0, av.time_base) - start)


def _first_frame(container: InputContainer, name: str, limits: Limits) -> tuple[int, int, int, bool]:
    """Decode the first frame that can be; return width and height as it is shown, and its orientation."""
    stream = find_video_stream(container, name)
    frame = next(decode_frames(container, stream, limits.most_pixels, threads=1), None)
    if frame is None:
        raise Refusal("unreadable", f"No frame of {name} can be decoded.", EXPORT_AGAIN)
    _check_size(frame.width, frame.height, name, limits)
    pixel_aspect = stream.sample_aspect_ratio or 1
    width, height = max(2, round(frame.width * pixel_aspect)), frame.height
    rotation, mirrored = read_orientation(frame)
    return (height, width, rotation, mirrored) if rotation % 180 else (width, height, rotation, mirrored)


def _mean_rate(times: np.ndarray, declared: Fraction | None) -> float:
    """Return frames a second: the declared fraction if the times agree, since times may be rounded to milliseconds."""
    measured = (len(times) - 1) / float(times[-1] - times[0])
    if declared and abs(float(declared) / measured - 1) < SAME_RATE:
        return float(declared)
    return measured


def _varies(times: np.ndarray) -> bool:
    steps = np.diff(times)
    usual = np.median(steps)
    return bool((np.abs(steps - usual) > UNEVEN * usual).mean() > UNEVEN_SHARE)
