"""What a report says, sorted for reading: done well and to improve, the main points, words for pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..types import CoachingReport, PointFeedback, TechPoint

TURNS = (
    "However", "To improve", "What can be improved", "The next step", "On the other hand", "The most useful change",
    "Improvement", "The first thing to work on", "Also work on", "Additionally", "Beyond that", "It would also help",
    "There is no clear fault", "Nothing stands out", "No fault stands out",
)  # fmt: skip
"""How the sentence begins that turns from praise to advice."""
CLEAR = 0.5
"""From this probability on, there is something to be told."""
MOST = 3


def split_commentary(text: str) -> tuple[str, str]:
    """What is done well, and what can be improved; the second is empty where the text does not turn.

    The text is only cut between sentences, never changed: the two parts joined by a space are the text.
    """
    sentences = re.findall(r"[^.!?]+[.!?]*\s*", text)
    for index, sentence in enumerate(sentences):
        if sentence.lstrip().startswith(TURNS):
            return "".join(sentences[:index]).strip(), "".join(sentences[index:]).strip()
    return text.strip(), ""


@dataclass(frozen=True)
class Highlight:
    """One of the few things that an athlete should take away."""

    techpoint: TechPoint
    feedback: PointFeedback


def highlights(report: CoachingReport, quality: str) -> list[Highlight]:
    """At most three sides of that quality with something to tell, the surest first."""
    sides = [Highlight(point.techpoint, getattr(point, quality)) for point in report.techpoints]
    told = [side for side in sides if side.feedback.present >= CLEAR]
    return sorted(told, key=lambda side: -side.feedback.present)[:MOST]


def describe_picture(techpoint: TechPoint, quality: str, feedback: PointFeedback) -> str:
    """A heatmap in words."""
    return (
        f"The athlete at {feedback.peak_time_s:.1f} s, with where the model looked for a {quality} in "
        f"{techpoint.dimension} marked brightest."
    )
