"""Ego-Exo4D's expert commentary: the official split, the spoken comments, and the ratings from 1 to 10.

Ratings come in several spellings. One whose meaning is certain is read; any other is reported as an error. Knows no
videos and no annotation.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeGuard

from ...wording.labels import HIGHEST, LOWEST
from .findings import Findings, Place
from .jsonfile import Fields, abbreviated, elements, fields, number, read_json, under

ANNOTATIONS = "annotations"
SPLITS = ("train", "val")
RATINGS = f"{ANNOTATIONS}/expert_commentary"
RATING_FILE = "data.json"
HOLDERS = ("proficiency", "proficiencyrating", "proficiencyscore", "executionrating")
"""Fields of an expert's file that may hold the rating, in lower case without "_" and "-"."""
KEYS = ("rating", "score", "value", *HOLDERS)
"""Fields that may hold the rating where it is an object."""
_SPELT = re.compile(r"(\d+(?:\.\d+)?)(?:\s*(?:/|out of|of)\s*10)?")


@dataclass(frozen=True)
class ExpertComment:
    """One spoken comment: its moment in the take and how long it took, seconds, and its transcript."""

    time_s: float
    duration_s: float | None
    text: str


@dataclass(frozen=True)
class ExpertCommentary:
    """One expert's comments on a take. unusable: number of comments marked as failed, or without text or time."""

    expert: str
    comments: tuple[ExpertComment, ...]
    unusable: int


@dataclass(frozen=True)
class Commentary:
    """The content of the files of expert commentary, by take uid.

    Attributes:
        splits: the splits that list the take: one, unless the files are wrong. by_take: each expert's comments.
        available: whether any file was read.
    """

    splits: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_take: dict[str, tuple[ExpertCommentary, ...]] = field(default_factory=dict)
    available: bool = False


@dataclass(frozen=True)
class Rating:
    """The experts' ratings of a take. sound: False where an expert gave a rating that cannot be used."""

    by_expert: dict[str, float]
    sound: bool = True

    @property
    def score(self) -> float | None:
        """The mean over experts, 1..10 (paper, Sec. 3.2); None without any, and where not `sound`."""
        return sum(self.by_expert.values()) / len(self.by_expert) if self.by_expert and self.sound else None


def commentary_file(root: Path, split: str) -> Path:
    return root / ANNOTATIONS / f"expert_commentary_{split}.json"


def read_commentary(root: Path, findings: Findings) -> Commentary:
    """Read both files of expert commentary. A take in both is reported as an error of the second file."""
    splits: dict[str, tuple[str, ...]] = {}
    by_take: dict[str, tuple[ExpertCommentary, ...]] = {}
    available = False
    for split in SPLITS:
        path = commentary_file(root, split)
        whole = findings.at(path)
        if not path.exists():
            whole.odd("no official split", "", f"not there: which takes are {split} is taken from the annotation files")
            continue
        content = read_json(path, whole)
        outer = fields(content, "", whole) if whole.sound else None
        takes = fields(outer.get("annotations"), "annotations", whole) if outer is not None else None
        available = available or takes is not None
        for uid, entries in (takes or {}).items():
            place = findings.at(path, uid)
            splits[uid] = (*splits.get(uid, ()), split)
            if len(splits[uid]) > 1:
                place.error("take in both splits", "", "the take stands in the train and in the val file; keep one")
            numbered = enumerate(elements(entries, "", place) or ())
            by_take[uid] = (*by_take.get(uid, ()), *(_expert(entry, f"[{index}]", place) for index, entry in numbered))
    return Commentary(splits, by_take, available)


def _expert(value: Any, where: str, place: Place) -> ExpertCommentary:
    entry = value if isinstance(value, dict) else {}
    name, comment_list = entry.get("commentary"), entry.get("commentary_data")
    if not isinstance(name, str) or not isinstance(comment_list, list):
        what = f"expected `commentary` and `commentary_data`, got {abbreviated(value)}; its comments are left out"
        place.odd("unreadable expert commentary", where, what)
        return ExpertCommentary("", (), 0)
    comments = [comment for item in comment_list if (comment := _comment(item)) is not None]
    return ExpertCommentary(name.rstrip("/").rpartition("/")[2], tuple(comments), len(comment_list) - len(comments))


def _comment(value: Any) -> ExpertComment | None:
    entry = value if isinstance(value, dict) else {}
    time, transcript, duration = entry.get("video_time"), entry.get("text"), entry.get("duration_approx")
    if entry.get("error") or not isinstance(transcript, str) or not transcript.strip() or not _is_time(time):
        return None
    return ExpertComment(float(time), float(duration) if _is_time(duration) else None, transcript)


def _is_time(value: Any) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and value >= 0


def read_ratings(root: Path, take_name: str, findings: Findings) -> Rating:
    """Read the ratings of a take by expert. A file without a rating is reported as odd, one whose rating is not
    understood as an error."""
    folder = root / RATINGS / take_name
    ratings: dict[str, float] = {}
    sound = True
    paths = sorted(folder.glob(f"*/{RATING_FILE}")) if folder.is_dir() else []
    for path in paths:
        place = findings.at(path, path.parent.name)
        content = read_json(path, place)
        expert_file = fields(content, "", place) if place.sound else None
        rating = _rating(expert_file, place) if expert_file is not None else None
        if rating is not None and place.sound:
            ratings[path.parent.name] = rating
        sound = sound and place.sound
    return Rating(ratings, sound)


def _rating(expert_file: Fields, place: Place) -> float | None:
    candidates = _fields_named(expert_file, HOLDERS)
    ratings = {name: value for name, value in candidates.items() if value is not None}
    if not ratings:
        place.odd("no rating", HOLDERS[0], "the expert gave no rating; the others count")
        return None
    values = {_value(value, name, place) for name, value in ratings.items()}
    return _single(values, ", ".join(ratings), place)


def _value(value: Any, field_: str, place: Place) -> float | None:
    """Read a rating that is a number, a text, an object, or a list of one of these."""
    if isinstance(value, list) and len(value) == 1:
        return _value(value[0], f"{field_}[0]", place)
    if isinstance(value, Fields):
        candidates = {name: content for name, content in _fields_named(value, KEYS).items() if content is not None}
        if not candidates:
            what = f"no rating among {sorted(value)!r:.120}; known are {', '.join(KEYS)}"
            place.error("rating not understood", field_, what)
            return None
        return _single(
            {_value(content, under(field_, name), place) for name, content in candidates.items()}, field_, place
        )
    if isinstance(value, str):
        match = _SPELT.fullmatch(value.strip().lower())
        if match is None:
            place.error("rating not understood", field_, f"{value!r:.80} is no number from 1 to 10")
            return None
        value = float(match[1])
    rating = number(value, field_, place)
    if rating is not None and not LOWEST <= rating <= HIGHEST:
        place.error("rating out of range", field_, f"{rating:g} is not from {LOWEST:g} to {HIGHEST:g}")
        return None
    return rating


def _single(values: set[float | None], field_: str, place: Place) -> float | None:
    if len(values) > 1 and None not in values:
        place.error("rating not understood", field_, f"several ratings that differ: {sorted(map(str, values))}")
        return None
    return next(iter(values)) if len(values) == 1 else None


def _fields_named(content: Fields, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if re.sub(r"[^a-z]", "", name.lower()) in names}
