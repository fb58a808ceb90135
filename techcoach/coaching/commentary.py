"""Instance commentary: sample candidates from the model, and keep the one whose claims are likeliest true.

A candidate mixes what the model is sure of with what it guesses. A claim counts by its probability (minimum Bayes risk
decoding, Kumar & Byrne 2004, with true claims as the gain). Contradicting the sentences of the
report's TechPoints costs as much as one claim, and so does naming no fault, or no strength, where they name one. This
file knows tokens, claims and probabilities; it does not know how the model's output was made.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

import torch

from ..drills.catalogue import DRILLS
from ..model import TechCoachModel, TechCoachOutput, TechCoachProcessor
from ..types import Claim
from ..wording.grammar import CommentaryGrammar
from .interpretation import Interpretation

CANDIDATES = 24
"""Candidates of each commentary, shared among the passes over the clip. With 16 fewer claims are true, with 48 hardly
more; sampling only likely words makes candidates too much alike to choose among."""
BEAMS = 4
ABSENCE_THRESHOLD = 0.45
"""Commentary says that there is no fault, or no strength, only where the likeliest one is less probable than this. One
that is likelier, but not probable enough to be stated, is passed over in silence."""
NOTHING_SURE = "Nothing can be said for sure about this attempt."
BREAK_EVEN_PROBABILITY = 0.75
"""A claim that is likelier true than this raises a candidate's gain, and any other claim lowers it: who claims less is
right more often."""


class Candidate(NamedTuple):
    """One sampled commentary and the claims that it makes."""

    text: str
    claims: frozenset[Claim]


@torch.inference_mode()
def generate_commentary(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    output: TechCoachOutput,
    row: int,
    interpretation: Interpretation,
) -> Candidate:
    """Return the commentary of one row of the model's output, with its claims.

    Where the states of the drill's parameters are known, candidates in the drill's phrases are reranked; otherwise beam
    search writes the text, whose claims are unknown. There is no text, "", where the clip surely is not the drill.
    """
    if interpretation.drill_verdict.refused:
        return Candidate("", frozenset())
    prefix = output.prefix_of(row)
    if not interpretation.states:
        return Candidate(processor.decode_text(model.generate(prefix, beams=BEAMS)[0]), frozenset())
    grammar = _grammar(processor, interpretation.drill.id, interpretation.stated_claims, absent_kinds(interpretation))
    of_passes = model.sample(prefix, CANDIDATES // output.passes, grammar=grammar)
    candidates = [
        Candidate(processor.decode_text(tokens), grammar.claims(tokens)) for sampled in of_passes for tokens in sampled
    ]
    best = rerank(candidates, interpretation)
    return best if best.text else Candidate(NOTHING_SURE, frozenset())


@lru_cache(maxsize=16)
def _grammar(
    processor: TechCoachProcessor, drill: str, allowed: frozenset[Claim], absent: frozenset[bool]
) -> CommentaryGrammar:
    """Return the grammar of the sentences about a drill, in a checkpoint's tokens."""
    return CommentaryGrammar(DRILLS[drill], processor.text_tokens, processor.config.sep_token_id, allowed, absent)


def absent_kinds(interpretation: Interpretation) -> frozenset[bool]:
    """Return the kinds of claims of which commentary may say that there is none: True for praise, False for a fault.

    Where the clip shows no parameter's event, nothing is known of either.
    """
    likeliest = {
        praises: max((p for claim, p in interpretation.claims.items() if claim.praises == praises), default=1.0)
        for praises in (True, False)
    }
    return frozenset(praises for praises, probability in likeliest.items() if probability < ABSENCE_THRESHOLD)


def rerank(candidates: Sequence[Candidate], interpretation: Interpretation) -> Candidate:
    """Return the candidate of the greatest gain; the earlier of equals.

    Raises:
        ValueError: if there are no candidates.
    """
    if not candidates:
        raise ValueError("there is no draft to choose from")
    side_claims = interpretation.side_claims

    def gain(candidate: Candidate) -> float:
        penalties = _contradictions([*candidate.claims, *side_claims]) + len(
            _kinds(side_claims) - _kinds(candidate.claims)
        )
        # fsum: a set has no order, and the last bit must not choose.
        return (
            math.fsum(interpretation.probability(claim) - BREAK_EVEN_PROBABILITY for claim in candidate.claims)
            - penalties
        )

    return max(candidates, key=gain)


def _kinds(claims: Collection[Claim]) -> set[bool]:
    """Return which kinds of claims there are: True for praise, False for a fault."""
    return {claim.praises for claim in claims}


def _contradictions(claims: Sequence[Claim]) -> int:
    """Return the number of parameters that claims put into more than one state."""
    states: dict[str, set[str]] = {}
    for claim in claims:
        states.setdefault(claim.parameter, set()).add(claim.state)
    return sum(len(claimed_states) > 1 for claimed_states in states.values())
