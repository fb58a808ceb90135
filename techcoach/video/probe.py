"""What a video file is: container, codec, size, rate and length, told without decoding the clip.

The file is opened in a disposable process only (`sandbox`); here its answer is checked.
"""

from __future__ import annotations

from pathlib import Path

from .info import VideoInfo
from .limits import DEFAULT_LIMITS, Limits
from .sandbox import ReadingFailed, ask, unreadable


def probe(path: str | Path, limits: Limits = DEFAULT_LIMITS) -> VideoInfo:
    """Says what a video file is; decodes its first frame and no more.

    Args:
        path: of the file.
        limits: what is refused, and what looking at the file may cost.

    Raises:
        Refusal: unreadable, not_a_video, too_large, too_long or too_short, with what to do.
        RuntimeError: if the process that reads videos cannot start.
    """
    path = Path(path)
    try:
        with ask(path, {"task": "probe"}, limits) as answer:
            return VideoInfo.from_fields(answer.message().get("info"), limits)
    except (ReadingFailed, ValueError) as error:
        raise unreadable(path.name, error) from error
