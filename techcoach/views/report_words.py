"""What a report says, sorted for reading: done well and to improve, the main points, words for pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..types import PRESENCE_THRESHOLD, CoachingReport, Evidence, PointFeedback, TechPoint
from .heatmaps import find_peak, keeps_places, nearest_joint

TURNS = (
    "However", "To improve", "What can be improved", "What could be improved", "The next step", "On the other hand",
    "The most useful change", "Improvement", "Improvements", "The first thing to work on", "Also work on",
    "Additionally, the athlete should", "It would also help", "That said", "Nevertheless",
    "There is no clear fault", "Nothing stands out", "No fault stands out",
)  # fmt: skip
"""How the sentence begins that turns from praise to advice."""
_TURN = re.compile(rf"(?:^|(?<=[.!?])\s+)(?=(?:{'|'.join(map(re.escape, TURNS))})\b)")
MOST = 3
"""An athlete cannot take in more at once."""


def split_commentary(text: str) -> tuple[str, str]:
    """What is done well, and what can be improved; the second is empty where the text does not turn.

    The text is cut once, before a sentence, and never changed: the parts, joined by a space, are the text.
    """
    text = text.strip()
    turn = _TURN.search(text)
    return (text, "") if turn is None else (text[: turn.start()], text[turn.end() :])


@dataclass(frozen=True)
class Highlight:
    """One of the few things that an athlete should take away.

    Attributes:
        index: of the TechPoint in the report.
    """

    index: int
    techpoint: TechPoint
    feedback: PointFeedback


def highlights(report: CoachingReport, quality: str) -> list[Highlight]:
    """At most three sides of that quality with something to tell, the surest first."""
    sides = [
        Highlight(index, point.techpoint, getattr(point, quality)) for index, point in enumerate(report.techpoints)
    ]
    told = [side for side in sides if side.feedback.present >= PRESENCE_THRESHOLD]
    return sorted(told, key=lambda side: -side.feedback.present)[:MOST]


def place(feedback: PointFeedback, evidence: Evidence) -> str:
    """Where the model looked hardest, in words: "near the left knee", or "" where no pose tells."""
    joint = nearest_joint(find_peak(feedback, evidence), evidence) if keeps_places(feedback) else None
    return "" if joint is None else f"near the {joint}"


def describe_picture(techpoint: TechPoint, quality: str, feedback: PointFeedback, evidence: Evidence) -> str:
    """A heatmap in words."""
    if not keeps_places(feedback):
        return (
            f"The athlete at {feedback.peak_time_s:.1f} s, when the model looked hardest for a {quality} in "
            f"{techpoint.dimension}."
        )
    where = place(feedback, evidence)
    hardest = f", hardest {where}" if where else ""
    return (
        f"The athlete at {feedback.peak_time_s:.1f} s. Marked is where the model looked for a {quality} in "
        f"{techpoint.dimension}{hardest}."
    )
