"""What the page needs: a function that gets a coach, the drills, example clips and checkpoints. Knows no Gradio."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..types import CoachingReport, Drill, PersonBox, Progress, TechPoint


class CoachLike(Protocol):
    """The method of a coach that the page calls."""

    def coach(
        self,
        path: str | Path,
        *,
        drill: str,
        ego: str | Path | None = None,
        first_person: bool = False,
        start: float | None = None,
        end: float | None = None,
        athlete: PersonBox | None = None,
        attempt: int | None = None,
        techpoints: Sequence[TechPoint] | None = None,
        progress: Progress = ...,
    ) -> CoachingReport:
        """Coach one clip; raise `Refusal` if it cannot be coached."""


CoachFor = Callable[[str], CoachLike]
"""A function that returns the coach of a checkpoint's folder or Hub id; it raises `Refusal`."""


@dataclass(frozen=True)
class ExampleClip:
    """A clip that visitors can try.

    Attributes:
        label: the text on its button. path: of the file, one that browsers play. drill: a drill's id.
    """

    label: str
    path: str
    drill: str


@dataclass(frozen=True)
class Setting:
    """What the page needs.

    Attributes:
        coach_for: returns the coach of a checkpoint.
        drills: the drills that visitors may choose, the first by default.
        examples: clips that visitors can try.
        checkpoints: folders or Hub ids that visitors may choose, the first by default; other Hub ids may be typed.
    """

    coach_for: CoachFor
    drills: Sequence[Drill]
    examples: Sequence[ExampleClip]
    checkpoints: Sequence[str]

    def __post_init__(self) -> None:
        if not self.drills or not self.checkpoints:
            raise ValueError("a page needs at least one drill and one checkpoint")
        missing = {example.drill for example in self.examples} - {drill.id for drill in self.drills}
        if missing:
            raise ValueError(f"examples of drills that the page does not have: {sorted(missing)}")

    def drill(self, drill_id: str) -> Drill:
        """Return the drill of that id; raise KeyError if there is none."""
        return {drill.id: drill for drill in self.drills}[drill_id]
