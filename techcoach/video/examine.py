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
from .identify import identify
from .info import VideoInfo
from .limits import Limits
from .opening import CODECS, decode_frames, find_video_stream, open_video, read_packets

UNEVEN, UNEVEN_SHARE = 0.2, 0.02
"""The rate varies if more than UNEVEN_SHARE of the intervals differ from the median by more than UNEVEN of it."""
SAME_RATE = 0.005
"""The declared frame rate is used if the rate measured from the frames' times agrees with it to this part."""
CUT_OFF_S = 0.25
"""A file counts as whole if it lacks less than this of the length that it announces, seconds."""
EXPORT_AGAIN = "Upload or export the clip again; if it plays elsewhere, save it as an MP4 with H.264 video."


@dataclass(frozen=True)
class Examination:
    """A file that may be decoded.

    Attributes:
        info: what it is.
        times: (N,) float64 seconds from the start of the file, rising, one for each frame.
        stamps: (N,) int64, the presentation time stamps of the same frames, in ticks.
        tick_s: seconds of one tick.
        keys: (M, 2) int64, presentation and decoding time stamps of the key frames, where decoding can begin, in ticks.
        leading: whether, after some key frame, frames follow whose presentation comes before it (open groups of
            pictures).
    """

    info: VideoInfo
    times: np.ndarray
    stamps: np.ndarray
    tick_s: Fraction
    keys: np.ndarray
    leading: bool


@dataclass(frozen=True)
class PacketIndex:
    """What the packets of a file say.

    Attributes:
        stamps, keys, leading: as in `Examination`. reached_s: where the data ends, seconds.
    """

    stamps: np.ndarray
    keys: np.ndarray
    leading: bool
    reached_s: float


def examine(path: str, name: str, limits: Limits) -> Examination:
    """Examine a file and refuse it if it is no video or exceeds the limits; decode its first frame.

    Args:
        path: absolute. name: of the file, as users see it.

    Raises:
        Refusal: unreadable, not_a_video, too_large, too_long or too_short.
    """
    container = identify(Path(path), name)
    try:
        with closing(open_video(path, container, limits.most_pixels)) as opened:
            stream = find_video_stream(opened, name)
            _check_header(opened, stream, name, limits)
            index = _index_packets(opened, stream, name, limits)
            start = Fraction(opened.start_time or 0, av.time_base)
            announced = _announced_s(opened, stream)
            declared, codec, tick = stream.average_rate, _codec(stream), stream.time_base or Fraction(1)
        # Opened again, because not every damaged file can be rewound.
        with closing(open_video(path, container, limits.most_pixels)) as opened:
            width, height, rotation = _first_frame(opened, name, limits)
    except av.error.FFmpegError as error:
        raise Refusal("unreadable", f"{name} is damaged or cut off ({error.strerror}).", EXPORT_AGAIN) from error
    times = np.round([float(int(stamp) * tick - start) for stamp in index.stamps], 6)
    fps = _mean_rate(times, declared)
    duration = round(float(times[-1]) + 1 / fps, 4)
    _check_length(duration, fps, name, limits)
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
        frame_count=len(times),
        variable_rate=_varies(times),
    )
    return Examination(info, times, index.stamps, tick, index.keys, index.leading)


def _check_header(container: InputContainer, stream: VideoStream, name: str, limits: Limits) -> None:
    """Refuse a file whose header already exceeds the limits."""
    if _codec(stream) not in CODECS:
        raise Refusal(
            "unreadable",
            f"{name} is coded as {_codec(stream)}, which is not supported.",
            "Save the clip as an MP4 with H.264 video.",
        )
    _check_size(stream.width, stream.height, name, limits)
    announced = _announced_s(container, stream)
    if announced > limits.longest_s:
        raise _too_long(announced, name, limits)


def _codec(stream: VideoStream) -> str:
    """Return the name of the codec, whichever library decodes it."""
    return stream.codec_context.codec.canonical_name


def _check_size(width: int, height: int, name: str, limits: Limits) -> None:
    if max(width, height) > limits.longest_side_px:
        raise Refusal(
            "too_large",
            f"{name} has frames of {width} x {height} pixels; at most {limits.longest_side_px} a side can be read.",
            "Save the clip at a lower resolution: 1280 x 720 is plenty.",
        )
    if min(width, height) < 2:
        raise Refusal("unreadable", f"{name} does not tell how large its frames are.", EXPORT_AGAIN)


def _check_length(duration: float, fps: float, name: str, limits: Limits) -> None:
    if fps > limits.most_fps:
        raise Refusal(
            "too_large",
            f"{name} has {fps:.0f} frames a second; at most {limits.most_fps:.0f} can be read.",
            f"Save the clip at {limits.most_fps:.0f} frames a second or fewer.",
        )
    if duration > limits.longest_s:
        raise _too_long(duration, name, limits)
    if duration < limits.shortest_s:
        raise Refusal(
            "too_short",
            f"{name} shows {duration:.2f} s; at least {limits.shortest_s:g} s are needed.",
            "Choose a clip that shows the whole drill.",
        )


def _too_long(seconds: float, name: str, limits: Limits) -> Refusal:
    return Refusal(
        "too_long",
        f"{name} is {seconds:.0f} s long; at most {limits.longest_s:.0f} s can be read.",
        "Trim the clip to the drill.",
    )


def _announced_s(container: InputContainer, stream: VideoStream) -> float:
    """Return the length that the file announces, seconds; 0 if it announces none."""
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return (container.duration or 0) / av.time_base


def _index_packets(container: InputContainer, stream: VideoStream, name: str, limits: Limits) -> PacketIndex:
    """Read all packets without decoding them.

    Raises:
        Refusal: too_large or too_short by the number of frames, unreadable if there are none.
    """
    max_frames = int(limits.longest_s * limits.most_fps)
    stamps: set[int] = set()
    keys: list[tuple[int, int]] = []
    leading = False
    reached = 0.0
    for packet in read_packets(container):
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is None or not packet.size:
            continue
        reached = max(reached, float((stamp + (packet.duration or 0)) * packet.time_base))
        if packet.stream_index == stream.index and not packet.is_discard:
            stamps.add(stamp)
            leading |= bool(keys) and stamp < keys[-1][0]
            if packet.is_keyframe:
                keys.append((stamp, packet.dts if packet.dts is not None else stamp))
        if len(stamps) > max_frames:
            raise Refusal(
                "too_large",
                f"{name} has more than {max_frames} frames.",
                f"Trim the clip to the drill, or save it at {limits.most_fps:.0f} frames a second or fewer.",
            )
    if not stamps:
        raise Refusal("unreadable", f"{name} is damaged or cut off: no frames are left in it.", EXPORT_AGAIN)
    if len(stamps) == 1:
        raise Refusal("too_short", f"{name} holds one frame only.", "Choose a clip that shows the whole drill.")
    rising = np.array(sorted(stamps), dtype=np.int64)
    return PacketIndex(rising, np.array(keys, dtype=np.int64).reshape(-1, 2), leading, reached)


def _first_frame(container: InputContainer, name: str, limits: Limits) -> tuple[int, int, int]:
    """Return width and height of the upright frame, and its clockwise rotation, from the first frame that decodes."""
    stream = find_video_stream(container, name)
    frame = next(decode_frames(container, stream, limits.most_pixels, threads=1), None)
    if frame is None:
        raise Refusal("unreadable", f"No frame of {name} can be decoded.", EXPORT_AGAIN)
    _check_size(frame.width, frame.height, name, limits)
    pixel_aspect = stream.sample_aspect_ratio or 1
    width, height = max(2, round(frame.width * pixel_aspect)), frame.height
    rotation = round(-frame.rotation / 90) * 90 % 360
    return (height, width, rotation) if rotation % 180 else (width, height, rotation)


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
