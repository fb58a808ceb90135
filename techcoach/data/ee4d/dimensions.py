"""From the data set's words to the project's: body parts to the seven TechPoint dimensions, task names to drills.

Annotations are written by a language model, so spellings vary: case, plurals, "&" for "and", hyphens. A body part that
is not understood for certain is refused by name.
"""

from __future__ import annotations

import re

from ...drills.catalogue import DRILLS
from ...types import DIMENSIONS

WORDS: dict[str, tuple[str, ...]] = {
    "head & eyes": ("head", "eye", "gaze", "neck", "face"),
    "shoulders & torso": ("shoulder", "torso", "trunk", "chest"),
    "arms & hands": ("arm", "hand", "elbow", "wrist", "finger"),
    "hips & core": ("hip", "core", "waist", "pelvis"),
    "legs & knees": ("leg", "knee", "thigh"),
    "feet & balance": ("feet", "foot", "ankle", "toe", "balance"),
    "human-object interaction": ("human", "object", "interaction"),
}
"""The words that name each dimension, in the singular."""
_DIMENSION = {word: dimension for dimension, words in WORDS.items() for word in words}
_JOINING = frozenset({"and", "the", "or", "with"})


def dimension_of(body_part: str) -> str:
    """Return the dimension that a `body_part` means.

    Raises:
        ValueError: if it means none, or two at once.
    """
    words = [word for word in _words(body_part) if word not in _JOINING]
    dimensions = {_DIMENSION.get(word) or _DIMENSION.get(word.removesuffix("s")) for word in words}
    if len(dimensions) == 1 and (dimension := next(iter(dimensions))) is not None:
        return dimension
    raise ValueError(f"the body part {body_part!r:.80} is not one of: {'; '.join(DIMENSIONS)}")


def drill_of(task_name: str) -> str | None:
    """Return the id of the project's drill for a task; None without one, or where several drills share the task."""
    return _DRILLS.get(" ".join(_words(task_name)))


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z]+", name.replace("&", " and ").lower())


_TASKS = {drill: " ".join(_words(spec.ee4d_task)) for drill, spec in DRILLS.items() if spec.ee4d_task}
_DRILLS = {task: drill for drill, task in _TASKS.items() if list(_TASKS.values()).count(task) == 1}
