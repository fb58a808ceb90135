"""What Ego-Exo4D's experts left: the official split, their spoken comments, and their ratings from 1 to 10.

Ratings come in several spellings, which are read where their meaning is certain and refused loudly where it is not.
Knows no take's videos and no annotation.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeGuard

from ...wording.labels import HIGHEST, LOWEST
from .findings import Findings, Place
from .jsonfile import Fields, elements, fields, number, read_json, shown, under

ANNOTATIONS = "annotations"
SPLITS = ("train", "val")
RATINGS = f"{ANNOTATIONS}/expert_commentary"
RATING_FILE = "data.json"
HOLDERS = ("proficiency", "proficiencyrating", "proficiencyscore", "executionrating")
"""Fields of an expert's file that may hold the rating, in lower case without "_" and "-"."""
KEYS = ("rating", "score", "value", *HOLDERS)
"""Fields of the object in it that may."""
_SPELT = re.compile(r"(\d+(?:\.\d+)?)(?:\s*(?:/|out of|of)\s*10)?")


@dataclass(frozen=True)
class ExpertComment:
    """One spoken comment: its moment in the take and how long it took, seconds, and its transcript."""

    time_s: float
    duration_s: float | None
    text: str


@dataclass(frozen=True)
class ExpertCommentary:
    """What one expert said of a take. unusable: comments that are marked as failed, or hold no text or no time."""

    expert: str
    comments: tuple[ExpertComment, ...]
    unusable: int


@dataclass(frozen=True)
class Commentary:
    """What the files of expert commentary tell, by take uid.

    Attributes:
        splits: the splits that a take stands in: one, unless the files are wrong. told: whether any file was read.
    """

    splits: dict[str, tuple[str, ...]] = field(default_factory=dict)
    said: dict[str, tuple[ExpertCommentary, ...]] = field(default_factory=dict)
    told: bool = False


@dataclass(frozen=True)
class Rating:
    """How a take was rated. sound: False where an expert's rating is there but cannot be used."""

    by_expert: dict[str, float]
    sound: bool = True

    @property
    def score(self) -> float | None:
        """The mean over experts, 1..10 (paper, Sec. 3.2); None without any, and where it would lack an expert."""
        return sum(self.by_expert.values()) / len(self.by_expert) if self.by_expert and self.sound else None


def commentary_file(root: Path, split: str) -> Path:
    return root / ANNOTATIONS / f"expert_commentary_{split}.json"


def read_commentary(root: Path, findings: Findings) -> Commentary:
    """Both files of expert commentary. A take that stands in both is an error of the second."""
    splits: dict[str, tuple[str, ...]] = {}
    said: dict[str, tuple[ExpertCommentary, ...]] = {}
    read = False
    for split in SPLITS:
        path = commentary_file(root, split)
        whole = findings.at(path)
        if not path.exists():
            whole.odd("no official split", "", f"not there: which takes are {split} is taken from the annotation files")
            continue
        content = read_json(path, whole)
        outer = fields(content, "", whole) if whole.sound else None
        takes = fields(outer.get("annotations"), "annotations", whole) if outer is not None else None
        read = read or takes is not None
        for uid, entries in (takes or {}).items():
            place = findings.at(path, uid)
            splits[uid] = (*splits.get(uid, ()), split)
            if len(splits[uid]) > 1:
                place.error("take in both splits", "", "the take stands in the train and in the val file; keep one")
            own = enumerate(elements(entries, "", place) or ())
            said[uid] = (*said.get(uid, ()), *(_expert(one, f"[{index}]", place) for index, one in own))
    return Commentary(splits, said, read)


def _expert(value: Any, where: str, place: Place) -> ExpertCommentary:
    own = value if isinstance(value, dict) else {}
    name, listed = own.get("commentary"), own.get("commentary_data")
    if not isinstance(name, str) or not isinstance(listed, list):
        what = f"expected `commentary` and `commentary_data`, got {shown(value)}; its comments are left out"
        place.odd("unreadable expert commentary", where, what)
        return ExpertCommentary("", (), 0)
    comments = [comment for one in listed if (comment := _comment(one)) is not None]
    return ExpertCommentary(name.rstrip("/").rpartition("/")[2], tuple(comments), len(listed) - len(comments))


def _comment(value: Any) -> ExpertComment | None:
    own = value if isinstance(value, dict) else {}
    time, told, long = own.get("video_time"), own.get("text"), own.get("duration_approx")
    if own.get("error") or not isinstance(told, str) or not told.strip() or not _is_time(time):
        return None
    return ExpertComment(float(time), float(long) if _is_time(long) else None, told)


def _is_time(value: Any) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and value >= 0


def read_ratings(root: Path, take_name: str, findings: Findings) -> Rating:
    """The ratings of a take by expert. An expert's file without a rating is told as odd, one that cannot be understood
    as an error."""
    folder = root / RATINGS / take_name
    ratings: dict[str, float] = {}
    sound = True
    paths = sorted(folder.glob(f"*/{RATING_FILE}")) if folder.is_dir() else []
    for path in paths:
        place = findings.at(path, path.parent.name)
        content = read_json(path, place)
        own = fields(content, "", place) if place.sound else None
        rating = _rating(own, place) if own is not None else None
        if rating is not None and place.sound:
            ratings[path.parent.name] = rating
        sound = sound and place.sound
    return Rating(ratings, sound)


def _rating(own: Fields, place: Place) -> float | None:
    held = _spelt_as(own, HOLDERS)
    given = {name: value for name, value in held.items() if value is not None}
    if not given:
        place.odd("no rating", HOLDERS[0], "the expert gave no rating; the others count")
        return None
    found = {_value(value, name, place) for name, value in given.items()}
    return _one(found, ", ".join(given), place)


def _value(value: Any, field_: str, place: Place) -> float | None:
    """A rating as number, text, object or list of one."""
    if isinstance(value, list) and len(value) == 1:
        return _value(value[0], f"{field_}[0]", place)
    if isinstance(value, Fields):
        given = {name: one for name, one in _spelt_as(value, KEYS).items() if one is not None}
        if not given:
            what = f"no rating among {sorted(value)!r:.120}; known are {', '.join(KEYS)}"
            place.error("rating not understood", field_, what)
            return None
        return _one({_value(one, under(field_, name), place) for name, one in given.items()}, field_, place)
    if isinstance(value, str):
        spelt = _SPELT.fullmatch(value.strip().lower())
        if spelt is None:
            place.error("rating not understood", field_, f"{value!r:.80} is no number from 1 to 10")
            return None
        value = float(spelt[1])
    rating = number(value, field_, place)
    if rating is not None and not LOWEST <= rating <= HIGHEST:
        place.error("rating out of range", field_, f"{rating:g} is not from {LOWEST:g} to {HIGHEST:g}")
        return None
    return rating


def _one(found: set[float | None], field_: str, place: Place) -> float | None:
    if len(found) > 1 and None not in found:
        place.error("rating not understood", field_, f"several ratings that differ: {sorted(map(str, found))}")
        return None
    return next(iter(found)) if len(found) == 1 else None


def _spelt_as(own: Fields, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in own.items() if re.sub(r"[^a-z]", "", name.lower()) in names}
