"""The properties of a video file. Knows no files and no decoder."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

from .limits import Limits

HIGH_SPEED_FPS = 100.0
"""Cameras capture so many frames a second only when they are told to film in slow motion."""
LEAST_SLOW_MOTION = 1.5
"""A file that plays less than this many times slower than it was captured has lost frames and shows the true speed."""
WIDEST_PIXEL = 4
"""Stored pixels that are more than this many times wider or higher than square are taken for an error in the file."""


@dataclass(frozen=True)
class VideoInfo:
    """The properties of a file's video stream.

    Attributes:
        container: "mp4", "mov", "mkv", "webm", "avi", "ts" or "dv".
        codec: FFmpeg's name of it, for example "h264".
        width, height: of a frame as it is to be shown, pixels: upright, and with square pixels.
        fps: mean frame rate, not rounded (30000/1001 stays 29.97…).
        duration_s: from the start of the file to the end of the last frame that it has data for, seconds.
        missing_s: how much longer the file says that it is: above 0 where its end was cut off.
        rotation: degrees, clockwise, by which stored frames are turned to be upright: 0, 90, 180 or 270.
        mirrored: whether left and right of stored frames are swapped before they are turned.
        frame_count: frames that the file has data for.
        variable_rate: whether the frames are unevenly spaced in time.
        capture_fps: frames a second that the camera captured, as the file tells; None where it tells nothing.
        video_streams: how many the file holds; the one that players show is read.
    """

    container: str
    codec: str
    width: int
    height: int
    fps: float
    duration_s: float
    missing_s: float
    rotation: int
    mirrored: bool
    frame_count: int
    variable_rate: bool
    capture_fps: float | None
    video_streams: int

    @property
    def slow_motion(self) -> float:
        """How many seconds of the file are one second of the motion: 1 unless the file tells of a high-speed capture.

        A phone that captures 60 frames a second or fewer saves 30 of them in the dark, at their true times.
        """
        if self.capture_fps is None or self.capture_fps < HIGH_SPEED_FPS:
            return 1.0
        times_slower = self.capture_fps / self.fps
        return times_slower if times_slower >= LEAST_SLOW_MOTION else 1.0

    @classmethod
    def from_fields(cls, fields: Any, limits: Limits) -> VideoInfo:
        """Build it from the answer of a reading process, which is not trusted.

        Raises:
            ValueError: if a field is missing, has the wrong type, or is out of range.
        """
        names = {field.name for field in dataclasses.fields(cls)}
        if not isinstance(fields, dict) or set(fields) != names:
            raise ValueError(f"not the fields of a video: {fields!r:.200}")
        info = cls(**fields)
        longest_side = WIDEST_PIXEL * limits.longest_side_px
        capture_fps = () if info.capture_fps is None else (info.capture_fps,)
        valid = (
            all(isinstance(text, str) and text.isascii() and len(text) <= 32 for text in (info.container, info.codec))
            and all(
                type(number) is int
                for number in (info.width, info.height, info.rotation, info.frame_count, info.video_streams)
            )
            and all(
                type(number) is float and math.isfinite(number)
                for number in (info.fps, info.duration_s, info.missing_s, *capture_fps)
            )
            and type(info.variable_rate) is type(info.mirrored) is bool
            and 0 < info.width <= longest_side
            and 0 < info.height <= longest_side
            and info.rotation in (0, 90, 180, 270)
            and min(info.frame_count, info.video_streams) > 0
            and min(info.fps, info.duration_s, *capture_fps) > 0
            and info.missing_s >= 0
        )
        if not valid:
            raise ValueError(f"not a video within the limits: {info!r:.500}")
        return info
