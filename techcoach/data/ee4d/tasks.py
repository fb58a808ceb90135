"""Ego-Exo4D's tasks as drills that a coach offers: an id, a title, and the TechPoints that are named most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ...types import DIMENSIONS, Drill, TechPoint
from .dimensions import drill_of
from .joining import CoachingExample


def drill_id(task: str) -> str:
    """Ours where we have the drill, else "ego-exo4d/…" after the task's name."""
    slug = "-".join(re.findall(r"[a-z0-9]+", task.lower())) or "unnamed"
    return drill_of(task) or f"ego-exo4d/{slug}"


def drills_of(examples: Sequence[CoachingExample]) -> tuple[Drill, ...]:
    """The drills of examples, by id. Annotations of a task may word a TechPoint differently: the commonest wording
    stands for its dimension, of equals the first in the alphabet."""
    said: dict[str, Counter[TechPoint]] = {}
    titles: dict[str, str] = {}
    for example in examples:
        own = drill_id(example.task)
        titles.setdefault(own, re.sub(r"^.* Drills - ", "", example.task))
        said.setdefault(own, Counter()).update(point.techpoint for point in example.points)
    return tuple(Drill(name, titles[name], _commonest(said[name])) for name in sorted(said))


def _commonest(points: Counter[TechPoint]) -> tuple[TechPoint, ...]:
    ordered = sorted(points, key=lambda point: (-points[point], point.instruction))
    by_dimension: dict[str, TechPoint] = {}
    for point in ordered:
        by_dimension.setdefault(point.dimension, point)
    return tuple(by_dimension[name] for name in DIMENSIONS if name in by_dimension)
