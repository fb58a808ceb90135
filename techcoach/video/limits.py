"""The limits on an upload and on the cost of reading it. Knows no files and no decoder."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The bounds within which an upload is read.

    Attributes:
        longest_side_px: width and height of the file's frames, pixels.
        most_pixels: width times height of them.
        longest_s, shortest_s: length of the whole clip or of the part of it that is chosen, seconds.
        longest_file_s: length of a file of which a part is chosen, seconds.
        most_fps: mean frame rate, frames a second.
        largest_file_bytes: size of the file.
        address_space_bytes: all the memory that a reading process may ask for.
        cpu_s: processor time of one reading process, all its threads together, whole seconds.
        wall_s: time after which a reading process is ended, seconds.
        stall_s: time without a further frame after which it is ended and another decoder is tried, if there is one.

    Raises:
        ValueError: if a bound is no finite number above zero, or the shortest clip is longer than the longest, or the
            longest clip than the longest file.
    """

    longest_side_px: int = 8192
    most_pixels: int = 36_000_000
    longest_s: float = 60.0
    shortest_s: float = 0.5
    longest_file_s: float = 3600.0
    most_fps: float = 1000.0
    largest_file_bytes: int = 500_000_000
    address_space_bytes: int = 4_000_000_000
    cpu_s: int = 120
    wall_s: float = 60.0
    stall_s: float = 10.0

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if not (math.isfinite(value) and value > 0):
                raise ValueError(f"Limits.{field.name} must be a finite number above zero, got {value!r}")
        for shorter, longer in (("shortest_s", "longest_s"), ("longest_s", "longest_file_s")):
            if getattr(self, shorter) > getattr(self, longer):
                raise ValueError(
                    f"Limits.{shorter} ({getattr(self, shorter)}) is above Limits.{longer} ({getattr(self, longer)})"
                )


DEFAULT_LIMITS = Limits()
