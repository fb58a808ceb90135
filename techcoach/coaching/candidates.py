"""Which of several drafts of a commentary a coach says: the one whose claims are likeliest to hold.

A draft drawn from a model holds what the model is sure of beside what it guesses. What many drafts claim, and what the
TechPoints shown beside the commentary say too, is likelier true (minimum Bayes risk decoding, Kumar & Byrne 2004, with
true claims as the gain). Saying a thing twice, contradicting what is said or shown, and passing over all faults or all
strengths where some are shown, costs a claim each. Knows texts and probabilities; no model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from ..wording.claims import Claim, ClaimReader

WORTH_SAYING = 0.75
"""A claim adds to a draft when it is likelier to hold than this, and takes from it otherwise: who claims less is right
more often."""

Present = Mapping[tuple[str, str], float]
"""Probability that a TechPoint has something to tell, by dimension and quality ("strength" or "weakness")."""


def best_draft(
    drafts: Sequence[str],
    drill: str,
    present: Present,
    shown: Collection[Claim],
    reader: ClaimReader,
    believed: Mapping[tuple[str, str], float] | None = None,
) -> str:
    """The draft of the greatest gain; the earlier of equals. Drafts without a claim that the reader knows gain nothing.

    What slipped into half a clause is said only where all did.

    Args:
        drafts: texts of one clip, one or more. drill: id. present: of the drill's TechPoints.
        shown: what the TechPoints beside the commentary claim.
        believed: probability of each parameter's sides, as read off the clip; where one is there it decides.

    Raises:
        ValueError: if there are no drafts.
    """
    if not drafts:
        raise ValueError("there is no draft to choose from")
    claims = [reader.read(draft, drill) for draft in drafts]
    formed = [index for index, draft in enumerate(drafts) if reader.well_formed(draft)] or range(len(drafts))
    shares = Counter(about for own in claims for about in {_about(claim) for claim in own})

    def likely(claim: Claim) -> float:
        if claim.drill != drill:
            return 0.0
        if believed and (claim.parameter, claim.state) in believed:
            return believed[claim.parameter, claim.state]
        quality = "strength" if claim.state == "strength" else "weakness"
        share = shares[_about(claim)] / len(drafts)
        return (share + present.get((reader.dimension(claim), quality), 0.0)) / 2

    def gain(index: int) -> float:
        own = claims[index]
        said = {_about(claim): likely(claim) - WORTH_SAYING for claim in own}
        slips = len(own) - len(said) + _contradictions([*own, *shown]) + len(_kinds(shown) - _kinds(own))
        return sum(said.values()) - slips

    return drafts[max(formed, key=gain)]


def _kinds(claims: Collection[Claim]) -> set[bool]:
    """Whether there is praise (True), whether there is a fault (False)."""
    return {claim.state == "strength" for claim in claims}


def _contradictions(claims: Sequence[Claim]) -> int:
    """How many parameters are put on two sides."""
    sides: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        sides.setdefault((claim.drill, claim.parameter), set()).add(claim.state)
    return sum(len(own) > 1 for own in sides.values())


def _about(claim: Claim) -> tuple[str, str, str]:
    """Other words for the same are the same claim."""
    return claim.drill, claim.parameter, claim.state
