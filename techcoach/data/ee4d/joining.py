"""Joins an annotation with its take, ratings and split into a coaching example, and reports what does not fit.

Knows paths of videos, not their frames; reads no file.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...types import TechPoint
from .dimensions import dimension_of, drill_of
from .egoexo import Take
from .experts import Commentary, Rating
from .findings import Findings, Place
from .schema import Annotation, TechComment

LONGEST_WINDOW_S, SHORTEST_WINDOW_S = 8.0, 0.5
"""The paper's windows last 8 s (Sec. 3.1); below the shortest, too little is left to coach."""
SLACK_S = 0.05
"""Times are rounded: a bound may be passed by this much, seconds."""
_SPLIT_OF_NAME = {"train": "train", "training": "train"} | dict.fromkeys(
    ("val", "valid", "validation", "eval", "evaluation", "test"), "val"
)


@dataclass(frozen=True)
class CoachedPoint:
    """A TechPoint and the experts' comments on it; a side without a comment is None."""

    techpoint: TechPoint
    strength: str | None
    weakness: str | None


@dataclass(frozen=True)
class CoachingExample:
    """One instance, ready for feature extraction and training.

    Attributes:
        id: of the record in its file. split: "train" or "val". task: Ego-Exo4D's name. drill: the project's id, or
            None.
        window_s: (start, end) seconds in the take, cut to the take's length.
        ego: the first-person video, or None. exos: the third-person videos, the best view first; either may be missing
            where Ego-Exo4D has none.
        points: in the order of the annotation's instructions. commentary: the instance commentary.
        raw_comments: the experts' own words. score: the mean of the experts' ratings, 1..10; None without any.
    """

    id: str
    split: str
    take: Take
    task: str
    drill: str | None
    window_s: tuple[float, float]
    ego: Path | None
    exos: tuple[Path, ...]
    points: tuple[CoachedPoint, ...]
    commentary: str
    raw_comments: tuple[str, ...]
    score: float | None


@dataclass(frozen=True)
class Row:
    """One record of an annotation file and what became of it.

    Attributes:
        split: None where neither Ego-Exo4D nor the file's name gives it. take, rating: None for an unknown take.
        example: None for a record that cannot be used; the survey's problems say why.
    """

    file: Path
    id: str
    split: str | None
    annotation: Annotation | None
    take: Take | None
    rating: Rating | None
    example: CoachingExample | None


class Join:
    """Joins each record with its take, ratings and split.

    Args:
        takes, ratings: by uid; a take is None where its entry cannot be used. entries: (file, id, record) of all
            records to join, the record None where it cannot be read.
    """

    def __init__(
        self,
        takes: dict[str, Take | None],
        commentary: Commentary,
        ratings: dict[str, Rating],
        findings: Findings,
        entries: Sequence[tuple[Path, str, Annotation | None]],
    ) -> None:
        self._takes, self._commentary, self._ratings = takes, commentary, ratings
        self._findings = findings
        self._file_splits: dict[str, set[str]] = defaultdict(set)
        for path, _, record in entries:
            if record is not None and (split := split_of_name(path)) is not None:
                self._file_splits[record.take_id].add(split)
        self._windows: Counter[tuple[str, tuple[float, float]]] = Counter()

    def row(self, path: Path, name: str, record: Annotation | None) -> Row:
        """Join one record of a file; name: its id."""
        if record is None:
            return Row(path, name, split_of_name(path), None, None, None, None)
        place = self._findings.at(path, name)
        take = self._take(record, place)
        split, one_split = self._split(path, record, place)
        window = self._window(record, take, place) if take is not None else None
        rating = self._ratings.get(record.take_id)
        usable = place.sound and one_split and take is not None and take.sound and rating is not None and rating.sound
        example = None
        if usable and take is not None and split is not None and window is not None and rating is not None:
            example = _example(record, split, take, window, rating.score)
        return Row(path, name, split, record, take, rating, example)

    def _take(self, record: Annotation, place: Place) -> Take | None:
        if record.take_id not in self._takes:
            what = f"no take {record.take_id!r:.80} in takes.json; the id is wrong, or takes.json is of another release"
            place.error("wrong take id", "take_id", what)
            return None
        take = self._takes[record.take_id]
        if take is None:
            place.error("unusable take", "take_id", f"the entry of {record.take_id} in takes.json cannot be used")
            return None
        if take.name != record.take_name:
            what = f"{record.take_name!r:.80}, but the take {take.uid} is {take.name!r:.80}; one of the two is wrong"
            place.error("wrong take id", "take_name", what)
        if take.task_name != record.task_name:
            what = f"{record.task_name!r:.80}, but takes.json says {take.task_name!r:.80}, which is used"
            place.odd("another task", "task_name", what)
        return take

    def _split(self, path: Path, record: Annotation, place: Place) -> tuple[str | None, bool]:
        """Return the split of a record, and whether its take is in one split only."""
        official = self._commentary.splits.get(record.take_id, ())
        file_split = split_of_name(path)
        if len(self._file_splits[record.take_id]) > 1:
            what = f"the take {record.take_id} has records in the train and in the val file; keep one"
            place.error("take in both splits", "take_id", what)
        elif len(official) == 1 and file_split is not None and file_split != official[0]:
            what = f"the take is in Ego-Exo4D's {official[0]} split, the record in the {file_split} file"
            place.error("wrong split", "take_id", what)
        elif not official and self._commentary.available and record.take_id in self._takes:
            place.odd("take without official split", "take_id", "the take is in no file of expert commentary")
        split = official[0] if official else file_split
        if split is None:
            what = "neither Ego-Exo4D nor the file's name tells the split; name the file …_train.json or …_val.json"
            place.error("unknown split", "take_id", what)
        return split, len(official) < 2

    def _window(self, record: Annotation, take: Take, place: Place) -> tuple[float, float] | None:
        """Return the window cut to the take; None, with an error, where too little is left."""
        start, end = record.clip_st_ed
        span = f"from {start:g} s to {end:g} s"
        cut = max(start, 0.0), min(end, take.duration_s)
        self._windows[record.take_id, record.clip_st_ed] += 1
        if self._windows[record.take_id, record.clip_st_ed] > 1:
            place.odd("same window twice", "clip_st_ed", f"another record has the same take {span}")
        if end - start > LONGEST_WINDOW_S + SLACK_S:
            place.odd("long window", "clip_st_ed", f"{end - start:g} s, longer than {LONGEST_WINDOW_S:g} s")
        if cut[1] - cut[0] < SHORTEST_WINDOW_S:
            what = f"{span}: less than {SHORTEST_WINDOW_S:g} s of it lies in the take of {take.duration_s:g} s"
            place.error("window outside of the take", "clip_st_ed", what)
            return None
        if start < -SLACK_S or end > take.duration_s + SLACK_S:
            what = f"{span} reaches beyond the take of {take.duration_s:g} s; cut to {cut[0]:g} s to {cut[1]:g} s"
            place.odd("window reaches beyond the take", "clip_st_ed", what)
        return cut


def _example(
    record: Annotation, split: str, take: Take, window: tuple[float, float], score: float | None
) -> CoachingExample:
    paths = [view.path for view in take.exos if view.path is not None]
    return CoachingExample(
        id=record.id, split=split, take=take, task=take.task_name, drill=drill_of(take.task_name), window_s=window,
        ego=take.ego.path if take.ego is not None else None, exos=tuple(paths), points=coached_points(record),
        commentary=record.summarization.strip(), raw_comments=record.raw_comment, score=score,
    )  # fmt: skip


def coached_points(record: Annotation) -> tuple[CoachedPoint, ...]:
    """Pair each instruction with the comment on it; several on one dimension are paired in order."""
    by_dimension = defaultdict(list)
    for comment in record.regular_dict:
        by_dimension[dimension_of(comment.body_part)].append(comment)
    points = []
    for instruction in record.tech_instruction:
        dimension = dimension_of(instruction.body_part)
        comment = (
            by_dimension[dimension].pop(0)
            if by_dimension[dimension]
            else TechComment(instruction.body_part, None, None)
        )
        sides = comment.what_is_done_well, comment.what_can_be_improved
        strength, weakness = (side.strip() if side is not None else None for side in sides)
        points.append(CoachedPoint(TechPoint(dimension, instruction.instruction.strip()), strength, weakness))
    return tuple(points)


def split_of_name(path: Path) -> str | None:
    """Return the split that the last such word of a file's name gives; "test" and the like mean "val"."""
    words = re.findall(r"[a-z]+", path.stem.lower())
    return next((_SPLIT_OF_NAME[word] for word in reversed(words) if word in _SPLIT_OF_NAME), None)
