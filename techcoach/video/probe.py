"""Finds container, codec, size, rate and length of a video file without decoding the clip.

The file is opened in a disposable process only (`sandbox`); this file checks the answer of that process.
"""

from __future__ import annotations

from pathlib import Path

from .info import VideoInfo
from .limits import DEFAULT_LIMITS, Limits
from .sandbox import Answer, ReadingFailed, ask, name_for_people, unreadable
from .selection import WHOLE, Part


def probe(path: str | Path, limits: Limits = DEFAULT_LIMITS, part: Part = WHOLE) -> VideoInfo:
    """Return the properties of a video file; only its first frame is decoded.

    Args:
        path: of the file.
        part: that shall be read later; the file may then be longer.
        limits: what is refused, and what examining the file may cost.

    Raises:
        Refusal: unreadable, not_a_video, too_large, too_long or too_short, with what to do.
        RuntimeError: if the process that reads videos cannot start.
    """
    path = Path(path)
    try:
        with ask(path, {"task": "probe", "part": part}, limits) as answer:
            return receive_info(answer, limits)
    except ReadingFailed as failure:
        raise unreadable(name_for_people(path), failure) from failure


def receive_info(answer: Answer, limits: Limits) -> VideoInfo:
    """Receive the first message of a worker that examined a file.

    Raises:
        Refusal: if the worker refuses the file. ReadingFailed: if it fails, or its message makes no sense.
    """
    message = answer.message()
    try:
        return VideoInfo.from_fields(message.get("info"), limits)
    except ValueError as error:
        raise ReadingFailed("decoder", str(error)) from error
