"""The reports on all attempts at a drill in one clip, and their spread: what holds in most attempts, and what changes.

Knows reports; no model and no clip. `docs/report.md` explains the JSON form.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..types import QUALITIES, Claim, CoachingReport, Refusal, write_in_one_step

ATTEMPTS_SCHEMA = "techcoach.attempts/1"
MOST = 0.5
"""What is stated in more than this share of the attempts holds in most."""


@dataclass(frozen=True)
class RepeatedClaim:
    """A claim that the reports on most attempts state.

    Attributes:
        text: the sentence in which it is the most probable. attempts: how many reports state it.
    """

    claim: Claim
    text: str
    attempts: int


@dataclass(frozen=True)
class AttemptReports:
    """What became of every attempt, in order of time.

    Attributes:
        outcomes: at least one report among them; a refusal where an attempt cannot be coached.

    Raises:
        Refusal: the first, if there is no report.
    """

    outcomes: tuple[CoachingReport | Refusal, ...]

    def __post_init__(self) -> None:
        if not self.reports:
            raise next(outcome for outcome in self.outcomes if isinstance(outcome, Refusal))

    @property
    def reports(self) -> tuple[CoachingReport, ...]:
        """Those attempts that could be coached."""
        return tuple(outcome for outcome in self.outcomes if isinstance(outcome, CoachingReport))

    @property
    def scores(self) -> tuple[float, ...]:
        """The scores; a report on what is not the drill has none."""
        return tuple(report.score for report in self.reports if report.score is not None)

    @property
    def repeated_claims(self) -> tuple[RepeatedClaim, ...]:
        """The claims that most reports state, those of more reports first."""
        counts, sentences = Counter[Claim](), dict[Claim, tuple[float, str]]()
        for report in self.reports:
            stated = _stated(report)
            counts.update(stated.keys())
            sentences |= {claim: max(sentence, sentences.get(claim, sentence)) for claim, sentence in stated.items()}
        return tuple(
            RepeatedClaim(claim, sentences[claim][1], count)
            for claim, count in counts.most_common()
            if count > MOST * len(self.reports)
        )

    def summary(self) -> dict[str, Any]:
        """Return the spread as JSON types."""
        first, scores = self.reports[0], self.scores
        return {
            "schema": ATTEMPTS_SCHEMA,
            "clip": first.clip.name,
            "drill": {"id": first.drill.id, "title": first.drill.title},
            "score": {
                "mean": round(float(np.mean(scores)), 2),
                "lowest": round(min(scores), 2),
                "highest": round(max(scores), 2),
            }
            if scores
            else None,
            "claims": [
                {
                    "parameter": one.claim.parameter,
                    "state": one.claim.state,
                    "text": one.text,
                    "attempts": one.attempts,
                }
                for one in self.repeated_claims
            ],
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the spread and all reports as JSON types; where an attempt was refused, why."""
        outcomes = [
            outcome.to_dict() if isinstance(outcome, Refusal) else outcome.to_dict(number)
            for number, outcome in enumerate(self.outcomes, start=1)
        ]
        return {**self.summary(), "attempts": outcomes}

    def save(self, folder: Path) -> Path:
        """Write `report-1.json` and so on with their attention maps, then `attempts.json`, which names them, and return
        its path.

        Raises:
            OSError: if the folder cannot be written to.
        """
        outcomes = [
            outcome.to_dict() if isinstance(outcome, Refusal) else {"file": outcome.save(folder, number).name}
            for number, outcome in enumerate(self.outcomes, start=1)
        ]
        text = json.dumps({**self.summary(), "attempts": outcomes}, indent=2, ensure_ascii=False) + "\n"
        return write_in_one_step(folder / "attempts.json", text)


def _stated(report: CoachingReport) -> dict[Claim, tuple[float, str]]:
    """Return the claims that a report states, each with its probability and sentence."""
    sides = [getattr(point, quality) for point in report.techpoints for quality in QUALITIES]
    stated = [side for side in sides if side.stated and side.neighbours and side.neighbours[0].claim is not None]
    return {side.neighbours[0].claim: (side.present, side.commentary) for side in stated}
