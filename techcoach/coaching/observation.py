"""What an observer makes of a clip: the model's inputs, pictures for the report, and warnings for the user.

`pose_observer` follows the athlete's pose, `video_observer` runs a video encoder. Knows no drills and no weights of
TechCoach.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from ..types import AttemptSummary, Clip, Evidence, PersonBox, PersonSummary, Progress, Refusal
from ..video.sampling import check_length
from .spotting import Spotting

SCAN_FPS, SCAN_SIDE = 8.0, 480
"""Rate and size at which a clip longer than the window is first scanned, to find who and when."""


@dataclass(frozen=True)
class ClipRequest:
    """What is to be coached.

    Attributes:
        path: a video file. drill: id. view: of the clip, one of the observer's `views`.
        ego: a first-person clip of the same moment.
        start, end: seconds of the part to coach; None for the coach's own choice.
        athlete: where the athlete is, in pixels of the file's frames; None for who is likeliest.
        attempt: number of the attempt to coach, from 1; None for the surest.
    """

    path: Path
    drill: str
    view: str = "exo"
    ego: Path | None = None
    start: float | None = None
    end: float | None = None
    athlete: PersonBox | None = None
    attempt: int | None = None


@dataclass(frozen=True)
class Observation:
    """One observed clip.

    Attributes:
        clip: the frames of the part that is coached. inputs: arguments of `TechCoachModel.forward`, a batch of one, on
            the CPU. evidence: the pictures of the report. warnings: plain sentences for the user.
        timing_s: seconds spent in "decode" and in the observer's stage.
        people: who was followed. attempts: at any drill, that were found. spotting: of the stretch that is coached.
    """

    clip: Clip
    inputs: dict[str, Any]
    evidence: Evidence
    warnings: tuple[str, ...]
    timing_s: dict[str, float] = field(default_factory=dict)
    people: tuple[PersonSummary, ...] = ()
    attempts: tuple[AttemptSummary, ...] = ()
    spotting: Spotting | None = None


class ClipObserver(Protocol):
    """Maker of one model's inputs from clips.

    Attributes:
        views: those that it can read: "exo", third person, and "ego", first person.
    """

    views: tuple[str, ...]

    def observe(self, request: ClipRequest, progress: Progress) -> Observation:
        """Read and observe the part to coach. progress: 0..1.

        Raises:
            Refusal: if the file cannot be read, or the clip cannot be coached.
        """
        ...

    def observe_attempts(self, request: ClipRequest, progress: Progress) -> Iterator[Observation | Refusal]:
        """Observe every attempt at the drill in turn, and the part to coach where none is found; what cannot be
        coached of a clip that can is a refusal in its place.

        Raises:
            Refusal: as `observe`.
        """
        ...


def require_length(clip: Clip) -> None:
    """Refuse a clip that is too short to coach."""
    check_length(clip.name, clip.window_s[1] - clip.window_s[0], len(clip.times))


def scaled(athlete: PersonBox | None, clip: Clip) -> PersonBox | None:
    """Scale a person's box from pixels of the file's frames to pixels of the clip's frames."""
    return None if athlete is None else athlete.scaled(clip.frames.shape[2] / clip.width)
