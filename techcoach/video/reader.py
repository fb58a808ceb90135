"""Reads a clip: upright frames of a video file, scaled down, with their true times.

The file is opened in a disposable process only (`sandbox`, `worker`); this file checks and gathers its answers.
"""

from __future__ import annotations

import dataclasses
import importlib.util
import logging
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..types import Clip, Progress, silent
from .info import VideoInfo
from .limits import DEFAULT_LIMITS, Limits
from .probe import receive_info
from .sandbox import Answer, ReadingFailed, ask, name_for_people, unreadable
from .selection import Selection, first_for
from .shared_memory import SharedMemory

log = logging.getLogger(__name__)

DECODERS = ("decord", "pyav") if importlib.util.find_spec("decord") else ("pyav",)
"""Decoders in the order in which they are tried; if one fails, the next reads the file in a fresh process. decord has
no wheel for every machine."""
MAX_FRAMES = 480
"""8 s at 60 frames a second."""
LEAST_DECODED_SHARE = 0.5
"""Share of the frames that must decode; a clip with fewer is not worth coaching."""
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
    """Read a clip or a part of one.

    Args:
        path: of the file.
        start, end: seconds of the part to read, both included; by default the whole clip.
        max_fps: frames a second that are handed on; a faster clip is thinned evenly (59.94 becomes 29.97).
        max_side: pixels of the longer side of the frames that are handed on, at least 16; sides are even.
        max_frames: at least 2; a part with more is thinned evenly.
        limits: what is refused, and what reading may cost.
        progress: called with the share of this reading that is done, 0..1.

    Raises:
        Refusal: unreadable, not_a_video, too_large, too_long or too_short, with what to do.
        ValueError: if an argument is out of its range.
        RuntimeError: if the process that reads videos cannot start.
    """
    return _read(Path(path), [Selection(start, end, max_fps, max_side, max_frames)], limits, progress)


def read_clip_or_scan(
    path: str | Path,
    *,
    longest_s: float,
    scan_fps: float,
    scan_side: int,
    max_fps: float = 30.0,
    max_side: int = 720,
    max_frames: int = MAX_FRAMES,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress = silent,
) -> Clip:
    """Read a clip of up to `longest_s` seconds as `read_clip` does, and scan a longer one; the file is opened once.

    Args:
        scan_fps, scan_side: instead of `max_fps` and `max_side` where the clip's `duration_s` is above `longest_s`.
        path, max_fps, max_side, max_frames, limits, progress: as for `read_clip`.

    Raises:
        Refusal, ValueError, RuntimeError: as `read_clip`.
    """
    whole = Selection(None, None, max_fps, max_side, max_frames, longest_s)
    return _read(Path(path), [whole, Selection(None, None, scan_fps, scan_side, max_frames)], limits, progress)


def _read(path: Path, selections: Sequence[Selection], limits: Limits, progress: Progress) -> Clip:
    """Read the frames of the first selection that is meant for a clip of this length; raise as `read_clip`."""
    name = name_for_people(path)
    progress(STAGE, 0.0)
    *first_decoders, last_decoder = DECODERS
    for decoder in first_decoders:
        try:
            return _read_with(decoder, path, selections, limits, limits.stall_s, progress)
        except ReadingFailed as failure:
            if failure.kind == "time":
                raise unreadable(name, failure) from failure
            log.info("%s did not read %s, trying another decoder: %s", decoder, name, failure)
    try:
        return _read_with(last_decoder, path, selections, limits, math.inf, progress)
    except ReadingFailed as failure:
        raise unreadable(name, failure) from failure


def _read_with(
    decoder: str,
    path: Path,
    selections: Sequence[Selection],
    limits: Limits,
    patience: float,
    progress: Progress,
) -> Clip:
    """Read a clip with one decoder, in one process.

    Raises:
        Refusal: if the worker refuses the file. ReadingFailed: if it fails, or sends a message that makes no sense.
    """
    request = {
        "task": "read",
        "decoder": decoder,
        "part": selections[0].part,
        "selections": [dataclasses.asdict(selection) for selection in selections],
    }
    with (
        SharedMemory(max(selection.most_bytes for selection in selections)) as memory,
        ask(path, request, limits, memory=memory, patience=patience) as answer,
    ):
        info = receive_info(answer, limits)
        selection = first_for(selections, info.duration_s)
        decoder_used, shape = _header(answer, selection)
        times = _times(answer, shape[0], progress)
        try:
            frames = memory.array((len(times), *shape[1:]))
        except ValueError as error:
            raise ReadingFailed("decoder", f"the frames are not there: {error}") from error
    start, end = selection.start or 0.0, selection.end or info.duration_s
    return Clip(
        name=name_for_people(path),
        frames=frames,
        times=times,
        fps=info.fps,
        duration_s=info.duration_s,
        width=info.width,
        height=info.height,
        window_s=(start, min(end, info.duration_s)),
        decoder=decoder_used,
        slow_motion=info.slow_motion,
        warnings=_warnings(info, shape[0] - len(times)),
    )


def _header(answer: Answer, selection: Selection) -> tuple[str, tuple[int, int, int, int]]:
    """Receive the name of the decoder in use, and the shape (T, H, W, 3) of the frames that it announces."""
    header: dict[str, Any] = answer.message()
    upper_bounds = {"count": selection.max_frames, "height": selection.max_side, "width": selection.max_side}
    in_range = all(
        type(header.get(key)) is int and 1 <= header[key] <= largest for key, largest in upper_bounds.items()
    )
    if header.get("decoder") not in DECODERS or not in_range:
        raise ReadingFailed("decoder", f"not the header of a clip: {header!r:.200}")
    return header["decoder"], (header["count"], header["height"], header["width"], 3)


def _times(answer: Answer, count: int, progress: Progress) -> np.ndarray:
    """Receive the times of the frames, (T,) float64 seconds; T may be less than `count`."""
    times: list[float] = []
    while "done" not in (message := answer.message()):
        time = message.get("frame")
        if len(times) == count or type(time) is not float or not math.isfinite(time) or (times and time <= times[-1]):
            raise ReadingFailed("decoder", f"not the frame after {len(times)} of {count}: {message!r:.200}")
        times.append(time)
        progress(STAGE, len(times) / count)
    if len(times) < max(2, count * LEAST_DECODED_SHARE):
        raise ReadingFailed("decoder", f"only {len(times)} of {count} frames could be decoded")
    return np.array(times)


def _warnings(info: VideoInfo, lost: int) -> tuple[str, ...]:
    warnings = []
    if info.missing_s:
        warnings.append(
            f"The file is cut off: it holds {info.duration_s:.1f} s of a clip of "
            f"{info.duration_s + info.missing_s:.1f} s. Only that part was read."
        )
    if info.video_streams > 1:
        warnings.append(f"The file holds {info.video_streams} video tracks. Only the one that players show was read.")
    if info.slow_motion > 1:
        warnings.append(
            f"The clip is in slow motion: it was captured at {info.capture_fps:.0f} frames a second and plays at "
            f"{info.fps:.0f}, {info.slow_motion:.1f} times slower than the athlete moved."
        )
    if lost:
        warnings.append(f"{lost} damaged frame(s) were left out.")
    return tuple(warnings)
