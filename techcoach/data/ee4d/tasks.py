"""Ego-Exo4D's tasks as drills that a coach offers: an id, a title, and the commonest wording of each TechPoint."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ...types import DIMENSIONS, Drill, TechPoint
from .dimensions import drill_of
from .joining import CoachingExample


def drill_id(task: str) -> str:
    """Return the project's drill id for a task, or "ego-exo4d/…" after the task's name where it has no such drill."""
    slug = "-".join(re.findall(r"[a-z0-9]+", task.lower())) or "unnamed"
    return drill_of(task) or f"ego-exo4d/{slug}"


def drills_of(examples: Sequence[CoachingExample]) -> tuple[Drill, ...]:
    """List the drills of examples, by id. Annotations of a task may word a TechPoint differently: the commonest wording
    stands for its dimension; of equally common ones, the first in the alphabet."""
    points: dict[str, Counter[TechPoint]] = {}
    titles: dict[str, str] = {}
    for example in examples:
        drill = drill_id(example.task)
        titles.setdefault(drill, re.sub(r"^.* Drills - ", "", example.task))
        points.setdefault(drill, Counter()).update(point.techpoint for point in example.points)
    return tuple(Drill(name, titles[name], _commonest(points[name])) for name in sorted(points))


def _commonest(points: Counter[TechPoint]) -> tuple[TechPoint, ...]:
    ordered = sorted(points, key=lambda point: (-points[point], point.instruction))
    by_dimension: dict[str, TechPoint] = {}
    for point in ordered:
        by_dimension.setdefault(point.dimension, point)
    return tuple(by_dimension[name] for name in DIMENSIONS if name in by_dimension)
