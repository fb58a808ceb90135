"""Sorts a report for reading: what is done well and what to improve, the main points, descriptions of its pictures.

Knows reports; knows no user interface.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..types import CoachingReport, Evidence, PointFeedback, TechPoint
from .heatmaps import find_peak, has_places, nearest_joint

TURNS = (
    "However", "To improve", "What can be improved", "What could be improved", "The next step", "On the other hand",
    "The most useful change", "Improvement", "Improvements", "The first thing to work on", "Also work on",
    "Additionally, the athlete should", "It would also help", "That said", "Nevertheless",
    "There is no clear fault", "Nothing stands out", "No fault stands out",
)  # fmt: skip
"""Beginnings of the sentence that turns from praise to advice."""
_TURN = re.compile(rf"(?:^|(?<=[.!?])\s+)(?=(?:{'|'.join(map(re.escape, TURNS))})\b)")
MOST_HIGHLIGHTS = 3
"""Highlights of one quality; an athlete cannot take in more at once."""


def split_commentary(text: str) -> tuple[str, str]:
    """Split a commentary into what is done well and what can be improved; the second is empty if the text has no turn.

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
    """Return the feedback of that quality that the report states: at most three, the most probable first."""
    candidates = [
        Highlight(index, point.techpoint, getattr(point, quality)) for index, point in enumerate(report.techpoints)
    ]
    stated = [candidate for candidate in candidates if candidate.feedback.stated]
    return sorted(stated, key=lambda candidate: -candidate.feedback.present)[:MOST_HIGHLIGHTS]


def describe_place(feedback: PointFeedback, evidence: Evidence) -> str:
    """Describe where the attention peaks, such as "near the left knee"; "" if no pose or no place is known."""
    joint = nearest_joint(find_peak(feedback, evidence), evidence) if has_places(feedback) else None
    return "" if joint is None else f"near the {joint}"


def describe_picture(techpoint: TechPoint, quality: str, feedback: PointFeedback, evidence: Evidence) -> str:
    """Describe a heatmap in words."""
    if not has_places(feedback):
        return (
            f"The athlete at {feedback.peak_time_s:.1f} s, when the model looked hardest for a {quality} in "
            f"{techpoint.dimension}."
        )
    nearest_place = describe_place(feedback, evidence)
    hardest = f", hardest {nearest_place}" if nearest_place else ""
    return (
        f"The athlete at {feedback.peak_time_s:.1f} s. Marked is where the model looked for a {quality} in "
        f"{techpoint.dimension}{hardest}."
    )
