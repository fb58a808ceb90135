"""The types that every room shares: clips, pose tracks, drills, reports, refusals.

Plain frozen records of numpy arrays and strings. This module imports nothing of the project and knows no torch,
no decoder, no model and no user interface.

Coordinates of images: pixels of an upright frame, x to the right, y down, (0, 0) the top left corner of the top
left pixel. Coordinates of motion: metres, right-handed, x to the right, y forward, z up, the ground at z = 0.
Times are seconds from the start of the clip as its file tells them.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

Dimension = Literal[
    "head & eyes",
    "shoulders & torso",
    "arms & hands",
    "hips & core",
    "legs & knees",
    "feet & balance",
    "human-object interaction",
]
DIMENSIONS: tuple[str, ...] = get_args(Dimension)
"""The seven dimensions of a TechPoint (paper, Sec. 3.2): six body parts and the interaction with objects."""

QUALITIES: tuple[str, str] = ("strength", "weakness")
"""The two sides of a TechPoint, in the order of the paper's index j (Eq. 1)."""

# ----------------------------------------------------------------------------------------------------------------
# Progress and refusals.

Progress = Callable[[str, float], None]
"""Called with the name of the stage, in words a user reads, and how much of the whole work is done, 0..1."""


def silent(stage: str, fraction: float) -> None:
    """Ignore progress: the `Progress` that reports nothing."""


Reason = Literal[
    "unreadable",
    "not_a_video",
    "too_large",
    "too_long",
    "too_short",
    "no_athlete",
    "several_athletes",
    "unknown_drill",
    "unknown_checkpoint",
    "gated_checkpoint",
    "broken_drill",
]
REASONS: tuple[str, ...] = get_args(Reason)


class Refusal(Exception):
    """Error: the work cannot be done, for a reason that the user can act on.

    Args:
        reason: one of `REASONS`, for programs.
        what: what was wrong, with which input, in plain language.
        advice: what to do next, in plain language.
    """

    def __init__(self, reason: Reason, what: str, advice: str) -> None:
        if reason not in REASONS:
            raise ValueError(f"unknown refusal reason {reason!r}; expected one of {REASONS}")
        self.reason, self.what, self.advice = reason, what, advice
        super().__init__(f"{reason}: {what} {advice}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.reason, self.what, self.advice)

    def to_dict(self) -> dict[str, Any]:
        """Return the refusal as JSON types, in the place of a report."""
        return {"refused": {"reason": self.reason, "what": self.what, "advice": self.advice}}


Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels."""


@dataclass(frozen=True)
class PersonBox:
    """A person in view.

    Attributes:
        box: x0, y0, x1, y1 around the person, pixels. time_s: second of the file at which the person is there; None
            for where the person is first seen.
    """

    box: Box
    time_s: float | None = None

    def scaled(self, factor: float) -> PersonBox:
        """Return the person in frames of another size."""
        x0, y0, x1, y1 = (value * factor for value in self.box)
        return PersonBox((x0, y0, x1, y1), self.time_s)


class SeveralAthletes(Refusal):
    """Refusal: several people are as likely to be the athlete, so that the user must choose.

    Args:
        people: the likeliest first, two or more, in pixels of the file's frames. picture: (H, W, 3) uint8 RGB, a
            frame that shows them. scale: pixels of the picture for one pixel of the file's frames.
    """

    def __init__(self, people: tuple[PersonBox, ...], picture: np.ndarray, scale: float = 1.0) -> None:
        self.people, self.picture, self.scale = people, picture, scale
        places = "; ".join(
            ",".join(str(round(value)) for value in person.box)
            + ("" if person.time_s is None else f"@{person.time_s:.1f}")
            for person in people
        )
        super().__init__(
            "several_athletes",
            f"{len(people)} people move in the clip, and it is not clear who is the athlete.",
            f"Mark the athlete with a box: X0,Y0,X1,Y1@SECONDS, in pixels. The people are at {places}.",
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.people, self.picture, self.scale)


# ----------------------------------------------------------------------------------------------------------------
# Clips and pose tracks.


@dataclass(frozen=True)
class Clip:
    """The sampled frames of one uploaded video, upright, with their true times.

    Attributes:
        name: the file's own name, for people.
        frames: (T, H, W, 3) uint8 RGB; may be smaller than the file's own frames.
        times: (T,) float64 seconds in the file, strictly rising.
        fps: the file's mean frame rate, not rounded (29.97 stays 29.97).
        duration_s: the length of the whole file.
        width, height: the upright size of the file's own frames, pixels.
        window_s: (start, end) of the part that the frames cover, seconds.
        decoder: which decoder read the file ("decord", "pyav").
        warnings: plain sentences for the user (about a truncated file, for one).
        slow_motion: how many seconds of the file are one second of the motion: 8 where 240 frames a second were
            captured and 30 are played. The other times are the file's, so that a player finds them.
    """

    name: str
    frames: np.ndarray
    times: np.ndarray
    fps: float
    duration_s: float
    width: int
    height: int
    window_s: tuple[float, float]
    decoder: str
    warnings: tuple[str, ...] = ()
    slow_motion: float = 1.0


@dataclass(frozen=True)
class PoseTrack:
    """One athlete's keypoints through a clip.

    Attributes:
        points: (T, K, 2) float32 pixels of the frames that were tracked; K and its order are `KEYPOINTS`.
        confidence: (T, K) float32 in 0..1; 0 where a joint is unknown.
        times: (T,) float64 seconds in the file.
        filled: (T,) bool, True where the frame had no athlete and the points were filled in from its neighbours.
        width, height: size of the tracked frames, pixels.
        world: (T, K, 3) float32 metres about the hips as the tracker estimates them, or None.
    """

    points: np.ndarray
    confidence: np.ndarray
    times: np.ndarray
    filled: np.ndarray
    width: int
    height: int
    world: np.ndarray | None = None


# ----------------------------------------------------------------------------------------------------------------
# Drills and TechPoints.


@dataclass(frozen=True)
class LimbMove:
    """A move on a wall: a hand, or both together, goes from one hold to another.

    Attributes:
        hand: "left", "right" or "both".
        start_s: when it lets go. end_s: when it has settled on the other hold; seconds.
    """

    hand: str
    start_s: float
    end_s: float


MOVING_TOGETHER = 0.5
"""Hands whose ways share more than this part of the shorter one move together."""


def with_hands_together(moves: Iterable[LimbMove]) -> tuple[LimbMove, ...]:
    """Return moves in order of time, those of both hands at once as one move."""
    merged: list[LimbMove] = []
    for move in sorted(moves, key=lambda move: move.start_s):
        last = merged[-1] if merged else None
        if last is not None and last.hand != move.hand:
            shared = min(last.end_s, move.end_s) - move.start_s
            if shared > MOVING_TOGETHER * min(last.end_s - last.start_s, move.end_s - move.start_s):
                merged[-1] = LimbMove("both", last.start_s, max(last.end_s, move.end_s))
                continue
        merged.append(move)
    return tuple(merged)


@dataclass(frozen=True)
class TechPoint:
    """One technical point: an instruction on one of the seven dimensions (paper, Sec. 3.2)."""

    dimension: str
    instruction: str

    def __post_init__(self) -> None:
        if self.dimension not in DIMENSIONS:
            raise ValueError(f"TechPoint dimension {self.dimension!r} is not one of {DIMENSIONS}")
        if not self.instruction.strip():
            raise ValueError(f"TechPoint on {self.dimension!r} has no instruction")


@dataclass(frozen=True)
class Drill:
    """A drill that can be coached.

    Attributes:
        id: "sport/name", for example "basketball/mid-range-jump-shot".
        title: for people, for example "Mid-range jump shot".
        techpoints: usually seven, one a dimension.
    """

    id: str
    title: str
    techpoints: tuple[TechPoint, ...]

    @property
    def sport(self) -> str:
        return self.id.split("/")[0]


# ----------------------------------------------------------------------------------------------------------------
# Claims, feedback and reports.


@dataclass(frozen=True)
class Claim:
    """The claim of a coaching sentence: a technique parameter of its drill is in a state.

    Attributes:
        parameter: id. state: "strength", "low" or "high".
    """

    parameter: str
    state: str

    @property
    def praises(self) -> bool:
        """Whether the claim is praise; otherwise it is a fault."""
        return self.state == "strength"


@dataclass(frozen=True)
class CommentaryClaim:
    """A claim of a report's commentary, and the calibrated probability, 0..1, that it holds."""

    claim: Claim
    probability: float


@dataclass(frozen=True)
class Neighbour:
    """A coaching sentence of the bank that lies near to a query of the model.

    Attributes:
        similarity: cosine, -1..1, to the model's query. claim: the sentence's claim; None where it is unknown.
    """

    text: str
    similarity: float
    claim: Claim | None = None


@dataclass(frozen=True)
class DrillVerdict:
    """Whether a clip shows the drill that it is coached as.

    Attributes:
        is_drill: True, or False where it surely does not: the report then has no score and states nothing; None where
            that is unsure: the report then has a warning.
        drill_seen: id of the drill that the clip looks like instead; None where it looks like none that is known.
        cause: what makes it not the drill, or unsure, in plain sentences for a reader; "" where it is the drill.
    """

    is_drill: bool | None = True
    drill_seen: str | None = None
    cause: str = ""

    @property
    def refused(self) -> bool:
        """Whether the clip surely does not show the drill."""
        return self.is_drill is False


@dataclass(frozen=True)
class PointFeedback:
    """One side (strength or weakness) of one TechPoint.

    Attributes:
        present: calibrated probability, 0..1, that the sentence is true; where the states of technique parameters are
            not read, or the TechPoint is a coach's own, that there is something to say on this side.
        stated: whether that is enough for a report to state the sentence; a criticism needs more than praise.
        commentary: the nearest coaching sentence of the bank; "" where there is none, or the clip is not the drill.
        neighbours: the nearest sentences, best first.
        peak_time_s: second of the file at the peak of the attention.
        attention: (T', H', W') float32, sums to 1: where and when the model attended.
    """

    present: float
    stated: bool
    commentary: str
    neighbours: tuple[Neighbour, ...]
    peak_time_s: float
    attention: np.ndarray


@dataclass(frozen=True)
class TechPointFeedback:
    """The feedback on one TechPoint."""

    techpoint: TechPoint
    strength: PointFeedback
    weakness: PointFeedback


@dataclass(frozen=True)
class ClipSummary:
    """A report's description of its clip."""

    name: str
    duration_s: float
    fps: float
    width: int
    height: int
    window_s: tuple[float, float]


@dataclass(frozen=True)
class PersonSummary:
    """A person who was followed through the clip.

    Attributes:
        box: x0, y0, x1, y1 around the person where first seen, pixels of the file's frames. time_s: of that moment,
            seconds in the file. seen_s: for how many seconds the person was seen. coached: whether the report is about
            this person.
    """

    box: Box
    time_s: float
    seen_s: float
    coached: bool


@dataclass(frozen=True)
class AttemptSummary:
    """An attempt at a drill that was found in the clip.

    Attributes:
        drill: id. number: among the attempts at the drill that is coached, from 1; None for another drill.
        start_s, end_s: of the action, seconds in the file. probability: that this drill's action is under way, 0..1.
        coached: whether the report is about this attempt.
    """

    drill: str
    number: int | None
    start_s: float
    end_s: float
    probability: float
    coached: bool


@dataclass(frozen=True)
class CheckpointSummary:
    """A report's description of the checkpoint that made it.

    Attributes:
        id: a folder's name or a Hub id.
        revision: the Hub commit, or a digest of the weights for a folder.
        backbone: "pose" or "internvideo2".
        trained_on: the training data, in plain language.
    """

    id: str
    revision: str
    backbone: str
    trained_on: str


@dataclass(frozen=True)
class Evidence:
    """The pictures behind a report: the frames that the model read, and where its attention cells lie in them.

    Attributes:
        frames: (F, H, W, 3) uint8 RGB, the frames that the model read.
        times: (F,) seconds in the file.
        points: (F, K, 2) pixels of `frames`, or None without poses.
        confidence: (F, K) 0..1, or None.
        cell_boxes: (T', 4) x0, y0, x1, y1 in pixels of `frames`: the region that the H' x W' cells of each time bin
            tile evenly; may reach beyond the frame.
        bin_times: (T', 2) start and end of each time bin, seconds in the file.
        ego_frames: (E, H, W, 3) uint8 of the second, first-person clip, or None. ego_read: whether the model read it.
    """

    frames: np.ndarray
    times: np.ndarray
    points: np.ndarray | None
    confidence: np.ndarray | None
    cell_boxes: np.ndarray
    bin_times: np.ndarray
    ego_frames: np.ndarray | None = None
    ego_read: bool = False


REPORT_SCHEMA = "techcoach.report/2"


@dataclass(frozen=True)
class CoachingReport:
    """The report on one clip; `to_dict` is the published JSON form.

    Attributes:
        score: within `score_range`; None where the clip is not the drill.
        score_interval: (low, high), covers the true score in 90% of unseen clips like those of the training data; None
            without a score.
        commentary: one paragraph, what is done well and then what can be improved; "" where the clip is not the drill.
        warnings: plain sentences that a reader must know before trusting the rest.
        timing_s: seconds spent in "decode", "pose", "model" and "total".
        evidence: for pictures; not part of the JSON form.
        commentary_claims: by parameter; empty where the checkpoint reads no technique parameters; not part of the JSON
            form.
        drill_verdict: whether the clip is the drill; its cause is among the warnings.
        athletes: everybody who was followed, the likeliest athlete first; empty where the checkpoint follows nobody.
        attempts: at any drill, in order of time; empty where the checkpoint finds none.
    """

    clip: ClipSummary
    drill: Drill
    checkpoint: CheckpointSummary
    score: float | None
    score_interval: tuple[float, float] | None
    score_range: tuple[float, float]
    commentary: str
    techpoints: tuple[TechPointFeedback, ...]
    warnings: tuple[str, ...]
    timing_s: dict[str, float]
    evidence: Evidence | None = field(default=None, repr=False)
    commentary_claims: tuple[CommentaryClaim, ...] = ()
    drill_verdict: DrillVerdict = DrillVerdict()
    athletes: tuple[PersonSummary, ...] = ()
    attempts: tuple[AttemptSummary, ...] = ()

    def to_dict(self, number: int | None = None) -> dict[str, Any]:
        """Return the report as JSON types; attention maps are named by shape and by the file that `save` writes.

        Args:
            number: of the report among others in one folder.
        """

        def side(index: int, quality: str, feedback: PointFeedback) -> dict[str, Any]:
            return {
                "present": round(float(feedback.present), 4),
                "stated": feedback.stated,
                "commentary": feedback.commentary,
                "neighbours": [
                    {"text": n.text, "similarity": round(float(n.similarity), 4)} for n in feedback.neighbours
                ],
                "peak_time_s": round(float(feedback.peak_time_s), 3),
                "attention": {"shape": list(feedback.attention.shape), "file": attention_file(index, quality, number)},
            }

        clip = dataclasses.asdict(self.clip)
        clip["window_s"] = [round(float(s), 3) for s in self.clip.window_s]
        return {
            "schema": REPORT_SCHEMA,
            "clip": clip,
            "drill": {"id": self.drill.id, "title": self.drill.title},
            "checkpoint": dataclasses.asdict(self.checkpoint),
            "is_drill": self.drill_verdict.is_drill,
            "drill_seen": self.drill_verdict.drill_seen,
            "athletes": [_rounded(dataclasses.asdict(person)) for person in self.athletes],
            "attempts": [_rounded(dataclasses.asdict(attempt)) for attempt in self.attempts],
            "score": None if self.score is None else round(float(self.score), 2),
            "score_interval": None
            if self.score_interval is None
            else [round(float(bound), 2) for bound in self.score_interval],
            "score_range": list(self.score_range),
            "commentary": self.commentary,
            "techpoints": [
                {
                    "dimension": point.techpoint.dimension,
                    "instruction": point.techpoint.instruction,
                    "strength": side(index, "strength", point.strength),
                    "weakness": side(index, "weakness", point.weakness),
                }
                for index, point in enumerate(self.techpoints)
            ],
            "warnings": list(self.warnings),
            "timing_s": {stage: round(float(seconds), 3) for stage, seconds in self.timing_s.items()},
        }

    def save(self, folder: str | Path, number: int | None = None) -> Path:
        """Write `report.json` and the attention maps (`.npy`) into a folder, and return the JSON file's path.

        `report.json` is written last and in one step: where it exists, it and the files that it names are whole.

        Args:
            number: of the report among others in one folder, `report-2.json` for example.

        Raises:
            OSError: if the folder cannot be written to.
        """
        folder = Path(folder)
        text = json.dumps(self.to_dict(number), indent=2, ensure_ascii=False) + "\n"
        for index, point in enumerate(self.techpoints):
            for quality in QUALITIES:
                path = folder / attention_file(index, quality, number)
                path.parent.mkdir(parents=True, exist_ok=True)
                np.save(path, getattr(point, quality).attention)
        return write_in_one_step(folder / f"{numbered('report', number)}.json", text)


def write_in_one_step(path: Path, text: str) -> Path:
    """Write a text file so that it is whole wherever it exists, and return its path.

    Raises:
        OSError: if it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def attention_file(index: int, quality: str, number: int | None = None) -> str:
    """Return the file of the attention of one side of TechPoint `index`, relative to the folder of the report.

    Args:
        number: of the report, see `CoachingReport.save`.
    """
    return f"{numbered('attention', number)}/{index}_{quality}.npy"


def numbered(name: str, number: int | None) -> str:
    """Return a name with its number, if there is one."""
    return name if number is None else f"{name}-{number}"


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    """Return JSON types, with numbers to a thousandth."""

    def plain(value: Any) -> Any:
        if isinstance(value, tuple):
            return [plain(one) for one in value]
        return round(float(value), 3) if isinstance(value, (float, np.floating)) else value

    return {key: plain(value) for key, value in values.items()}
