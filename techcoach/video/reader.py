"""Reading a clip: upright frames of a video file, small enough to work with, with their true times.

The file itself is opened in a disposable process only (`sandbox`, `worker`); here its answers are checked and gathered.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from ..types import Clip, Progress, silent
from .info import VideoInfo
from .limits import DEFAULT_LIMITS, Limits
from .sandbox import Answer, ReadingFailed, ask, unreadable
from .shared_memory import SharedMemory, map_array

DECODERS = ("decord", "pyav")
"""In the order in which they are tried; the second reads in a fresh process what the first failed at."""
MAX_FRAMES = 480
"""8 s at 60 frames a second."""
SMALLEST_SIDE = 16
STAGE = "Reading the clip"


def read_clip(
    path: str | Path,
    *,
    start: float | None = None,
    end: float | None = None,
    max_fps: float = 30.0,
    max_side: int = 720,
    max_frames: int = MAX_FRAMES,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress = silent,
) -> Clip:
    """Reads a clip or a part of one.

    Args:
        path: of the file.
        start, end: seconds of the part to read, both included; by default the whole clip.
        max_fps: frames a second that are handed on; a faster clip is thinned evenly (59.94 becomes 29.97).
        max_side: pixels of the longer side of the frames that are handed on, at least 16; sides are even.
        max_frames: at least 2; a part with more is thinned evenly.
        limits: what is refused, and what reading may cost.
        progress: told how much of this reading is done, 0..1.

    Raises:
        Refusal: unreadable, not_a_video, too_large, too_long or too_short, with what to do.
        ValueError: if an argument is out of its range.
        RuntimeError: if the process that reads videos cannot start.
    """
    path = Path(path)
    _check_arguments(start, end, max_fps, max_side, max_frames)
    request = {
        "task": "read",
        "start": start,
        "end": end,
        "max_fps": max_fps,
        "max_side": max_side,
        "max_frames": max_frames,
    }
    progress(STAGE, 0.0)
    for decoder in DECODERS:
        try:
            with (
                SharedMemory(max_frames * max_side * max_side * 3) as memory,
                ask(path, {**request, "decoder": decoder}, limits, memory) as answer,
            ):
                return _gather(answer, memory, path.name, request, limits, progress)
        except ReadingFailed as failure:
            if failure.kind == "time" or decoder == DECODERS[-1]:
                raise unreadable(path.name, failure) from failure
    raise AssertionError("there is at least one decoder")


def _check_arguments(start: float | None, end: float | None, max_fps: float, max_side: int, max_frames: int) -> None:
    for name, value in (("start", start), ("end", end)):
        if value is not None and not (math.isfinite(value) and value >= 0):
            raise ValueError(f"{name} must be a number of seconds, 0 or more, got {value!r}")
    if end is not None and end <= (start or 0.0):
        raise ValueError(f"end ({end} s) must be after start ({start or 0.0} s)")
    if not (math.isfinite(max_fps) and max_fps > 0):
        raise ValueError(f"max_fps must be above zero, got {max_fps!r}")
    if max_side < SMALLEST_SIDE:
        raise ValueError(f"max_side must be at least {SMALLEST_SIDE} pixels, got {max_side!r}")
    if max_frames < 2:
        raise ValueError(f"max_frames must be at least 2, got {max_frames!r}")


def _gather(
    answer: Answer, memory: SharedMemory, name: str, request: dict[str, Any], limits: Limits, progress: Progress
) -> Clip:
    """The clip that a worker tells of in its answer and puts into memory.

    Raises:
        Refusal: as the worker refuses the file. ReadingFailed: if it fails, or sends what it should not.
    """
    info = VideoInfo.from_fields(answer.message().get("info"), limits)
    header = answer.message()
    shape = _shape(header, request)
    times: list[float] = []
    while "done" not in (message := answer.message()):
        time = message.get("frame")
        rising = type(time) is float and math.isfinite(time) and (not times or time > times[-1])
        if not rising or len(times) == shape[0]:
            raise ReadingFailed("decoder", f"frame {len(times)} of {shape[0]} at {time!r:.40}")
        times.append(time)
        progress(STAGE, len(times) / shape[0])
    if len(times) < 2:
        raise ReadingFailed("decoder", f"{len(times)} of {shape[0]} frames could be decoded")
    start, end = request["start"], request["end"]
    return Clip(
        name=name,
        frames=map_array(memory.descriptor, (len(times), *shape[1:])),
        times=np.array(times),
        fps=info.fps,
        duration_s=info.duration_s,
        width=info.width,
        height=info.height,
        window_s=(start or 0.0, info.duration_s if end is None else min(end, info.duration_s)),
        decoder=header["decoder"],
        warnings=_warnings(info, shape[0] - len(times)),
    )


def _shape(header: dict[str, Any], request: dict[str, Any]) -> tuple[int, int, int, int]:
    """The (T, H, W, 3) that a worker announces, if it is what it was asked for.

    Raises:
        ReadingFailed: if it is not.
    """
    count, height, width = (header.get(key) for key in ("count", "height", "width"))
    for number, most in ((count, request["max_frames"]), (height, request["max_side"]), (width, request["max_side"])):
        if type(number) is not int or not 1 <= number <= most:
            raise ReadingFailed("decoder", f"not the header of a clip: {header!r:.200}")
    if header.get("decoder") not in DECODERS:
        raise ReadingFailed("decoder", f"not a decoder: {header!r:.200}")
    return count, height, width, 3


def _warnings(info: VideoInfo, lost: int) -> tuple[str, ...]:
    found = []
    if info.missing_s:
        found.append(
            f"The file is cut off: it holds {info.duration_s:.1f} s of a clip of "
            f"{info.duration_s + info.missing_s:.1f} s. Only that part was read."
        )
    if lost:
        found.append(f"{lost} damaged frame(s) were left out.")
    return tuple(found)
