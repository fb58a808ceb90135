"""Instance commentary: sample candidates from the model, and keep the one whose claims are likeliest true.

A candidate mixes what the model is sure of with what it guesses. A claim counts by its probability (minimum Bayes risk
decoding, Kumar & Byrne 2004, with true claims as the gain). Contradicting the sentences of the
report's TechPoints costs as much as one claim, and so does naming no fault, or no strength, where they name one. This
file knows tokens, claims and probabilities; it does not know how the model's output was made.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import torch

from ..drills.catalogue import DRILLS
from ..drills.spec import STATES
from ..model import TechCoachModel, TechCoachOutput, TechCoachProcessor
from ..types import Claim
from ..wording.grammar import CommentaryGrammar
from .interpretation import Interpretation

CANDIDATES = 24
"""Candidates of each commentary. With 16 fewer claims are true, with 48 hardly more; sampling only likely words makes
candidates too much alike to choose among."""
BEAMS = 4
CLAIM_THRESHOLD, LIKELIEST_THRESHOLD = 0.85, 0.45
"""A claim may be made from the first probability on; the likeliest of its kind, praise or fault, from the second. On
validation clips 0.8 and 0.65 made a few more claims true (93%, 91% with these), but said that there is no clear fault
beside a weakness of a TechPoint on 18% of the clips (3% with these)."""
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
    search writes the text, whose claims are unknown.
    """
    prefix = output.prefix.select(torch.tensor([row], device=output.score.device))
    if not interpretation.states:
        return Candidate(processor.decode_text(model.generate(prefix, beams=BEAMS)[0]), frozenset())
    grammar = _grammar(processor, interpretation.drill.id, allowed_claims(interpretation))
    sampled = model.sample(prefix, CANDIDATES, grammar=grammar)[0]
    candidates = [Candidate(processor.decode_text(tokens), grammar.claims(tokens)) for tokens in sampled]
    return rerank(candidates, interpretation)


@lru_cache(maxsize=16)
def _grammar(processor: TechCoachProcessor, drill: str, allowed: frozenset[Claim]) -> CommentaryGrammar:
    """Return the grammar of the sentences about a drill, in a checkpoint's tokens."""
    return CommentaryGrammar(DRILLS[drill], processor.text_tokens, processor.config.sep_token_id, allowed)


def allowed_claims(interpretation: Interpretation) -> frozenset[Claim]:
    """Return the claims that commentary may make.

    Those are the claims above `CLAIM_THRESHOLD`; and of each kind, praise or fault, the likeliest claim, if it is above
    `LIKELIEST_THRESHOLD` or the report's TechPoint sentences make a claim of that kind. Nothing is claimed about a
    parameter whose event the clip does not show.
    """
    probabilities = _probabilities(interpretation)
    allowed = {claim for claim, probability in probabilities.items() if probability >= CLAIM_THRESHOLD}
    for praise in (True, False):
        kind = {claim: probability for claim, probability in probabilities.items() if claim.praises == praise}
        best = max(kind, key=kind.__getitem__, default=None)
        told_by_a_side = any(claim.praises == praise for claim in interpretation.side_claims)
        if best is not None and kind[best] > 0 and (told_by_a_side or kind[best] >= LIKELIEST_THRESHOLD):
            allowed.add(best)
    return frozenset(allowed)


def _probabilities(interpretation: Interpretation) -> Mapping[Claim, float]:
    """Return the probability of every claim about a parameter of the drill."""
    claims = [Claim(name, state) for name in interpretation.states for state in STATES if state != "between"]
    return {claim: interpretation.probability(claim) for claim in claims}


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
