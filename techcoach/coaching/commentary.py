"""Instance commentary of an interpreted pass: drafts drawn from the model, and the one whose claims are likeliest true.

A draft holds what the model is sure of beside what it guesses. A claim counts by its probability (minimum Bayes risk
decoding, Kumar & Byrne 2004, with true claims as the gain). Contradicting what the TechPoints beside the commentary
say, and passing over all faults or all strengths where they tell some, costs a claim each. Knows tokens, claims and
probabilities; how a pass was made it does not ask.
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
"""Of each commentary. With 16 fewer claims are true, with 48 hardly more; drawing likelier words alone makes drafts too
much alike to choose among."""
BEAMS = 4
CLAIM_THRESHOLD, LIKELIEST_THRESHOLD = 0.85, 0.45
"""A claim may be made from the first probability on; the likeliest of its kind, praise or fault, from the second. On
validation clips 0.8 and 0.65 made a few more claims true (93%, 91% with these), but said that there is no clear fault
beside a weakness of a TechPoint on 18% of the clips (3% with these)."""
BREAK_EVEN_PROBABILITY = 0.75
"""A claim adds to a draft when it is likelier true than this, and takes from it otherwise: who claims less is right
more often."""


class Candidate(NamedTuple):
    """One commentary that might be given, and what it claims."""

    text: str
    claims: frozenset[Claim]


@torch.inference_mode()
def generate_commentary(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    output: TechCoachOutput,
    row: int,
    interpretation: Interpretation,
) -> str:
    """The commentary of one row of a pass.

    Where the states of the drill's parameters are known, drafts within its phrases are ranked; else beam search
    decides.
    """
    prefix = output.prefix.select(torch.tensor([row], device=output.score.device))
    if not interpretation.states:
        return processor.decode_text(model.generate(prefix, beams=BEAMS)[0])
    grammar = _grammar(processor, interpretation.drill.id, allowed_claims(interpretation))
    sampled = model.sample(prefix, CANDIDATES, grammar=grammar)[0]
    candidates = [Candidate(processor.decode_text(tokens), grammar.claims(tokens)) for tokens in sampled]
    return rerank(candidates, interpretation).text


@lru_cache(maxsize=16)
def _grammar(processor: TechCoachProcessor, drill: str, allowed: frozenset[Claim]) -> CommentaryGrammar:
    """What may be said of a drill, in a checkpoint's tokens."""
    return CommentaryGrammar(DRILLS[drill], processor.text_tokens, processor.config.sep_token_id, allowed)


def allowed_claims(interpretation: Interpretation) -> frozenset[Claim]:
    """The claims that commentary may make: those that are surely true; of a kind, praise or fault, where none is, the
    likeliest if it is likely, or if the TechPoints beside the commentary tell one of that kind. Of what the clip does
    not show nothing is claimed."""
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
    """Of every claim about a parameter of the drill."""
    claims = [Claim(name, state) for name in interpretation.states for state in STATES if state != "between"]
    return {claim: interpretation.probability(claim) for claim in claims}


def rerank(candidates: Sequence[Candidate], interpretation: Interpretation) -> Candidate:
    """The draft of the greatest gain; the earlier of equals.

    Raises:
        ValueError: if there are no drafts.
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
    """Whether there is praise (True), whether there is a fault (False)."""
    return {claim.praises for claim in claims}


def _contradictions(claims: Sequence[Claim]) -> int:
    """How many parameters are put in two states."""
    states: dict[str, set[str]] = {}
    for claim in claims:
        states.setdefault(claim.parameter, set()).add(claim.state)
    return sum(len(claimed_states) > 1 for claimed_states in states.values())
