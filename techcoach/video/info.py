"""The properties of a video file. Knows no files and no decoder."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

from .limits import Limits

WIDEST_PIXEL = 4
"""Stored pixels that are more than this many times wider or higher than square are taken for an error in the file."""


@dataclass(frozen=True)
class VideoInfo:
    """The properties of a file's one video stream.

    Attributes:
        container: "mp4", "mov", "mkv", "webm", "avi" or "ts".
        codec: FFmpeg's name of it, for example "h264".
        width, height: of a frame as it is to be shown, pixels: upright, and with square pixels.
        fps: mean frame rate, not rounded (30000/1001 stays 29.97…).
        duration_s: from the start of the file to the end of the last frame that it has data for, seconds.
        missing_s: how much longer the file says that it is: above 0 where its end was cut off.
        rotation: degrees, clockwise, by which stored frames are turned to be upright: 0, 90, 180 or 270.
        frame_count: frames that the file has data for.
        variable_rate: whether the frames are unevenly spaced in time.
    """

    container: str
    codec: str
    width: int
    height: int
    fps: float
    duration_s: float
    missing_s: float
    rotation: int
    frame_count: int
    variable_rate: bool

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
        valid = (
            all(isinstance(text, str) and text.isascii() and len(text) <= 32 for text in (info.container, info.codec))
            and all(type(number) is int for number in (info.width, info.height, info.rotation, info.frame_count))
            and all(
                type(number) is float and math.isfinite(number)
                for number in (info.fps, info.duration_s, info.missing_s)
            )
            and type(info.variable_rate) is bool
            and 0 < info.width <= longest_side
            and 0 < info.height <= longest_side
            and info.rotation in (0, 90, 180, 270)
            and info.frame_count > 0
            and min(info.fps, info.duration_s) > 0
            and info.missing_s >= 0
        )
        if not valid:
            raise ValueError(f"not a video within the limits: {info!r:.500}")
        return info
