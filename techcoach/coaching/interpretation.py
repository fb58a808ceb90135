"""From a model's pass to its commentary in words; the same for a clip being coached and for records being measured."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache

import numpy as np
import torch

from ..checkpoint.bank import CommentaryBank
from ..drills.catalogue import DRILLS, reading_name
from ..drills.spec import FAULTS, STATES, Parameter
from ..model import TechCoachConfig, TechCoachModel, TechCoachOutput, TechCoachProcessor
from ..types import PRESENCE_THRESHOLD, QUALITIES, Drill, Neighbour, TechPoint
from ..wording.claims import Claim, ClaimReader
from ..wording.grammar import CommentaryGrammar
from ..wording.labels import techpoint_sentences
from .candidates import best_draft

DRAFTS = 24
"""Of each commentary. With 16 fewer claims are true, with 48 hardly more; drawing likelier words alone makes drafts too
much alike to choose among."""
BEAMS = 4
NEIGHBOURS = 3
BELIEF_WEIGHT = 1.0
"""How much a sentence's place among its TechPoint's gains, in cosine, when what it claims was read off the clip."""
QUALITY_OF_STATES = np.array([{"strength": 1.0, "low": 0.2, "high": 0.2, "between": 0.75}[state] for state in STATES])
"""What a parameter's quality is on the mean in each state: a fault is told from 0.5 down."""
SUREST = 1e-4
"""Probabilities that are read are taken to be no nearer to 0 or 1."""
SURE, LIKELY = 0.85, 0.45
"""What is read with the first probability may be claimed in commentary; the likeliest of its kind with the second. On
validation clips 0.8 and 0.65 made a few more claims true (93%, 91% with these), but said that there is no clear fault
beside a weakness that is shown on 18% of the clips (3% with these, and none now that what is shown is told)."""
READER = ClaimReader(DRILLS)

Beliefs = Mapping[tuple[str, str], float]
"""Parameter and side -> the probability that the parameter is on that side; empty where none were read."""


def presence(config: TechCoachConfig, logits: torch.Tensor, readings: torch.Tensor | None, drill: Drill) -> np.ndarray:
    """Calibrated probabilities (N, 2) that there is a strength, a weakness to tell: of the presence head, and of what
    was read off the clip where a TechPoint is one of the drill's own.

    Args:
        logits: (N, 2) of one clip. readings: (Q, 4) of it. drill: with the TechPoints that were asked.
    """
    head = logits.float().cpu().numpy().astype(np.float64)
    read = read_presence(config, readings, drill)
    shift, of_head, of_readings = config.presence_mix
    mixed = shift + of_head * head + of_readings * logit(read)
    told = np.where(np.isnan(read), config.presence_scale * head + config.presence_bias, mixed)
    return np.asarray(1 / (1 + np.exp(-told)))


def read_presence(config: TechCoachConfig, readings: torch.Tensor | None, drill: Drill) -> np.ndarray:
    """(N, 2) probabilities, by what was read, that one of a TechPoint's parameters is a strength, that one is a fault;
    NaN where nothing was read, or the TechPoint is in a coach's own words."""
    result = np.full((len(drill.techpoints), len(QUALITIES)), np.nan)
    believed = beliefs(config, readings, drill.id)
    if not believed:
        return result
    known = DRILLS[drill.id]
    for row, techpoint in enumerate(drill.techpoints):
        if techpoint.instruction not in known.paraphrases[techpoint.dimension]:
            continue
        own = [parameter.id for parameter in known.parameters if parameter.dimension == techpoint.dimension]
        none = [1.0 - believed.get((name, "strength"), 0.0) for name in own]
        sound = [1.0 - sum(believed.get((name, side), 0.0) for side in FAULTS) for name in own]
        result[row] = 1.0 - np.prod(none), 1.0 - np.prod(sound)
    return result


def logit(probability: np.ndarray) -> np.ndarray:
    """Of probabilities, none of them surer than `SUREST` allows; NaN stays."""
    kept = np.clip(probability, SUREST, 1 - SUREST)
    return np.asarray(np.log(kept / (1 - kept)))


def beliefs(config: TechCoachConfig, readings: torch.Tensor | None, drill: str) -> Beliefs:
    """What a clip's readings (Q, 4) say of one drill's parameters, calibrated; no side is likely of one whose moment
    the clip does not show."""
    return {
        (name, side): 0.0 if likely is None else float(likely[index])
        for name, likely in _likelihoods(config, readings, drill).items()
        for index, side in enumerate(STATES[:3])
    }


def not_shown(config: TechCoachConfig, readings: torch.Tensor | None, drill: str) -> list[Parameter]:
    """The parameters of a drill whose moment a clip does not show, by its readings (Q, 4)."""
    likely = _likelihoods(config, readings, drill)
    return [own for own in _parameters_of(drill) if likely.get(own.id, ()) is None]


def read_quality(config: TechCoachConfig, readings: torch.Tensor | None, drill: str) -> float | None:
    """The mean quality of a drill's parameters, 0..1 and weighted as in its score, as a clip's readings (Q, 4) have
    them; of those that it shows. None where none were read."""
    likely = _likelihoods(config, readings, drill)
    total = weights = 0.0
    for own in _parameters_of(drill):
        sides = likely.get(own.id)
        if sides is not None:
            quality = float(sides @ QUALITY_OF_STATES)
            total, weights = total + own.weight * quality, weights + own.weight
    return total / weights if weights else None


def _likelihoods(config: TechCoachConfig, readings: torch.Tensor | None, drill: str) -> dict[str, np.ndarray | None]:
    """Calibrated probabilities (4,) of the sides of each of a drill's parameters, by its id; None where the clip does
    not show it. Empty where none were read."""
    if readings is None:
        return {}
    likely = torch.softmax(config.reading_scale * readings.float(), dim=-1).cpu().numpy()
    shown = ~np.isnan(likely).any(axis=-1)
    rows = {name: likely[index] if shown[index] else None for index, name in enumerate(config.readings)}
    return {
        own.id: rows[reading_name(drill, own.id)]
        for own in _parameters_of(drill)
        if reading_name(drill, own.id) in rows
    }


def _parameters_of(drill: str) -> tuple[Parameter, ...]:
    """None of a drill that is not simulated."""
    return DRILLS[drill].parameters if drill in DRILLS else ()


def told_score(config: TechCoachConfig, assessed: float, quality: float | None) -> float:
    """The rating that is told: the assessor's score, 0..1, and the quality that was read (`read_quality`), mixed as
    validation clips asked for, on the rating's scale."""
    low, high = config.score_range
    shift, of_assessor, of_readings = config.score_mix
    mixed = assessed if quality is None else shift + of_assessor * assessed + of_readings * quality
    return float(np.clip(low + (high - low) * mixed, low, high))


def interval_radius(config: TechCoachConfig, drill: str) -> float | None:
    """Half the width of the interval around a told score, on the rating's scale; None before calibration."""
    return (config.drill_interval_radii or {}).get(drill, config.score_interval_radius)


def nearest_sentences(
    bank: CommentaryBank,
    drill: Drill,
    techpoint: TechPoint,
    aligned: np.ndarray,
    present: np.ndarray,
    believed: Beliefs,
) -> tuple[list[Neighbour], list[Neighbour]]:
    """What coaches say nearest to a TechPoint's strength and to its weakness, best first: near to the query, and true
    by what was read off the clip.

    One technique parameter is not good and faulty in one execution: where both sides would speak of the same, the
    likelier side keeps it and the other speaks of something else, if the bank has anything else there.

    Args:
        aligned: (2, E) queries. present: (2,) probabilities. believed: of the drill's parameters.
    """

    def ask(side: int, taken: set[str]) -> list[Neighbour]:
        return bank.nearest(
            aligned[side],
            drill=drill.id,
            dimension=techpoint.dimension,
            quality=QUALITIES[side],
            count=NEIGHBOURS,
            wanted=lambda text: not taken & _parameters(text, drill.id),
            bonus=lambda text: BELIEF_WEIGHT * _belief(text, drill.id, believed),
        )

    found = [ask(side, set()) for side in range(len(QUALITIES))]
    first = [_parameters(own[0].text, drill.id) if own else set() for own in found]
    if first[0] & first[1]:
        less = int(np.argmin(present))
        found[less] = ask(less, first[0] & first[1]) or found[less]
    return found[0], found[1]


def _parameters(text: str, drill: str) -> set[str]:
    return {claim.parameter for claim in _claims(text, drill)}


def _belief(text: str, drill: str, believed: Beliefs) -> float:
    """The probability of the least likely of a sentence's claims; 0 where nothing is known of them."""
    if not believed:
        return 0.0
    return min((believed.get((claim.parameter, claim.state), 0.0) for claim in _claims(text, drill)), default=0.0)


@lru_cache(maxsize=4096)
def _claims(text: str, drill: str) -> tuple[Claim, ...]:
    """What a sentence says; of a bank's own sentences that is known without reading them."""
    known = _known_claims(drill).get(text)
    return READER.read(text, drill) if known is None else (known,)


@cache
def _known_claims(drill: str) -> Mapping[str, Claim]:
    """The claims of a drill's own TechPoint sentences, by sentence."""
    if drill not in DRILLS:
        return {}
    return {text: Claim(drill, own.id, side, text) for own, side, text in techpoint_sentences(DRILLS[drill])}


def sayable(believed: Beliefs, shown: Collection[Claim] = ()) -> frozenset[tuple[str, str]]:
    """The claims that a coach dares to make: those that are surely true; of a kind, praise or fault, where none is, the
    likeliest if it is likely, or if the TechPoints beside the commentary show one of that kind. Of what the clip does
    not show nothing is claimed."""
    dared = {claim for claim, likely in believed.items() if likely >= SURE}
    for praise in (True, False):
        own = {claim: likely for claim, likely in believed.items() if (claim[1] == "strength") == praise}
        best = max(own, key=own.__getitem__, default=None)
        told = any((claim.state == "strength") == praise for claim in shown)
        if best is not None and own[best] > 0 and (told or own[best] >= LIKELY):
            dared.add(best)
    return frozenset(dared)


@lru_cache(maxsize=16)
def _grammar(processor: TechCoachProcessor, drill: str, claims: frozenset[tuple[str, str]]) -> CommentaryGrammar:
    """What may be said of a drill, in a checkpoint's tokens."""
    return CommentaryGrammar(DRILLS[drill], processor.text_tokens, processor.config.sep_token_id, claims)


@torch.inference_mode()
def commentaries_of(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    bank: CommentaryBank,
    output: TechCoachOutput,
    drills: Sequence[Drill],
) -> list[str]:
    """Instance commentary for every row of a pass, over `drills`, one a row.

    Where a drill's parameters were read, several drafts within its phrases are weighed (`best_draft`); else beam search
    decides.
    """
    aligned = output.aligned.float().cpu().numpy()
    texts = []
    for row, drill in enumerate(drills):
        foundation = output.foundation.select(torch.tensor([row], device=output.score.device))
        readings = None if output.readings is None else output.readings[row]
        believed = beliefs(model.config, readings, drill.id)
        if not believed:
            texts.append(processor.decode_text(model.generate(foundation, beams=BEAMS)[0]))
            continue
        probabilities = presence(model.config, output.presence_logits[row], readings, drill)
        present: dict[tuple[str, str], float] = {}
        shown: list[Claim] = []
        for index, techpoint in enumerate(drill.techpoints):
            likely = probabilities[index]
            sides = nearest_sentences(bank, drill, techpoint, aligned[row, index], likely, believed)
            for quality, probability, sentences in zip(QUALITIES, likely, sides, strict=True):
                key = techpoint.dimension, quality
                present[key] = max(present.get(key, 0.0), float(probability))
                if probability >= PRESENCE_THRESHOLD and sentences:
                    shown += _claims(sentences[0].text, drill.id)
        grammar = _grammar(processor, drill.id, sayable(believed, shown))
        drafts = [processor.decode_text(tokens) for tokens in model.sample(foundation, DRAFTS, grammar=grammar)[0]]
        texts.append(best_draft(drafts, drill.id, present, shown, READER, believed))
    return texts
