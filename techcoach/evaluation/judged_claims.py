"""The claims of a report, and the verdict that people's statements give each of them.

The verdict on a claim (parameter, state) follows from the statements about the same parameter of the same clip; the
first row that applies decides:

| there is a statement about the parameter | verdict on the claim |
|---|---|
| with the claim's state | the statement's own: right, fair, wrong, cannot be seen |
| with another state, judged right | wrong: a parameter has one state |
| judged "cannot be seen" | cannot be seen: nothing about the parameter is supported |
| with another state, judged fair or wrong | unjudged: it may be this state, or neither |
| none | unjudged |

A table of what a person sees is the same with every state judged right, so that there a claim is unjudged only if
nobody looked at its parameter. Knows reports and statements; it coaches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..types import Claim, CoachingReport, PointFeedback
from .judged_tables import RIGHT, UNSEEN, WRONG, Statement

UNJUDGED = "unjudged"
TECHPOINTS, COMMENTARY = "TechPoints", "commentary"
PLACES = (TECHPOINTS, COMMENTARY)
"""Where a report makes claims: in the sentences of its TechPoints' sides, and in its commentary."""


@dataclass(frozen=True)
class ReportClaim:
    """A claim that a report makes.

    Attributes:
        place: one of `PLACES`. claim: None where a side's sentence has no known claim.
        probability: that the report gives it, 0..1. praises: whether it is praise; otherwise it is criticism.
        time_s: second of the file that the report points to, and text: the sentence; None in the commentary.
    """

    place: str
    claim: Claim | None
    probability: float
    praises: bool
    time_s: float | None = None
    text: str | None = None


def report_claims(report: CoachingReport) -> tuple[ReportClaim, ...]:
    """Return the claims of a report: those of the sides that it shows, then those of its commentary."""
    pairs = [(point.strength, point.weakness) for point in report.techpoints]
    sides = [
        _side_claim(side, praises)
        for pair in pairs
        for side, praises in zip(pair, (True, False), strict=True)
        if side.stated
    ]
    commentary = [
        ReportClaim(COMMENTARY, made.claim, made.probability, made.claim.praises) for made in report.commentary_claims
    ]
    return (*sides, *commentary)


def _side_claim(side: PointFeedback, praises: bool) -> ReportClaim:
    claim = side.neighbours[0].claim if side.neighbours else None
    return ReportClaim(TECHPOINTS, claim, side.present, praises, side.peak_time_s, side.commentary)


def reported_sides(report: CoachingReport) -> tuple[bool, ...]:
    """Return for the two sides of every TechPoint, in order, whether the report shows it."""
    return tuple(side.stated for point in report.techpoints for side in (point.strength, point.weakness))


def judge_claim(claim: Claim | None, statements: Sequence[Statement]) -> str:
    """Return the verdict on a claim, by the table of this file: one of `VERDICTS`, or `UNJUDGED`."""
    about = [statement for statement in statements if claim is not None and statement.parameter == claim.parameter]
    own = [statement.verdict for statement in about if claim is not None and statement.state == claim.state]
    if own:
        return own[0]
    verdicts = {statement.verdict for statement in about}
    if RIGHT in verdicts:
        return WRONG
    return UNSEEN if UNSEEN in verdicts else UNJUDGED
