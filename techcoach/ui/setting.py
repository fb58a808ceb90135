"""What the page is built around: a way to get a coach, drills, example clips, checkpoints. Knows no Gradio."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..types import CoachingReport, Drill, Progress, TechPoint


class CoachLike(Protocol):
    """What the page needs of a coach."""

    def coach(
        self,
        path: str | Path,
        *,
        drill: str,
        ego: str | Path | None = None,
        first_person: bool = False,
        start: float | None = None,
        end: float | None = None,
        techpoints: Sequence[TechPoint] | None = None,
        progress: Progress = ...,
    ) -> CoachingReport:
        """Coaches one clip; raises `Refusal` where it cannot."""


CoachFor = Callable[[str], CoachLike]
"""A checkpoint's folder or Hub id -> its coach; raises `Refusal`."""


@dataclass(frozen=True)
class Example:
    """A clip that visitors can try.

    Attributes:
        label: for people. path: of the file, one that browsers play. drill: a drill's id.
    """

    label: str
    path: str
    drill: str


@dataclass(frozen=True)
class Setting:
    """What the page is built around.

    Attributes:
        coach_for: gets a coach.
        drills: what can be coached, the first by default.
        examples: clips to try.
        checkpoints: folders or Hub ids that visitors may choose, the first by default; other Hub ids may be typed.
    """

    coach_for: CoachFor
    drills: Sequence[Drill]
    examples: Sequence[Example]
    checkpoints: Sequence[str]

    def __post_init__(self) -> None:
        if not self.drills or not self.checkpoints:
            raise ValueError("a page needs at least one drill and one checkpoint")
        strangers = {example.drill for example in self.examples} - {drill.id for drill in self.drills}
        if strangers:
            raise ValueError(f"examples of drills that the page does not have: {sorted(strangers)}")

    def drill(self, drill_id: str) -> Drill:
        """The drill of that id; raises KeyError where there is none."""
        return {drill.id: drill for drill in self.drills}[drill_id]
