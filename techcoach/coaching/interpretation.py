"""The calibrated interpretation of the model's output for one clip.

It is computed once; coach, commentary and evaluation read it.

Knows the numbers of one pass, a checkpoint's calibration and bank, and the drills' parameters; no clip, no frames, no
generated text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ..checkpoint.bank import BankEntry, CommentaryBank
from ..checkpoint.calibration import Calibration
from ..drills.catalogue import DRILLS, parameter_name
from ..drills.spec import FAULTS, STATES, Parameter
from ..model import TechCoachConfig, TechCoachModel, TechCoachOutput
from ..types import PRESENCE_THRESHOLD, QUALITIES, Claim, Drill, Neighbour, TechPoint

NEIGHBOURS = 3
STATE_WEIGHT = 1.0
"""Added to the cosine similarity of a sentence, before ranking, when the state that it claims is certain."""
QUALITY_OF_STATES = np.array([{"strength": 1.0, "low": 0.2, "high": 0.2, "between": 0.75}[state] for state in STATES])
"""Mean quality of a parameter in each state; a quality of 0.5 or less is a fault."""
PROBABILITY_FLOOR = 1e-4
"""Probabilities are clipped to at least this distance from 0 and 1 before their logit is taken."""

StateProbabilities = Mapping[str, np.ndarray | None]
"""Parameter id -> (4,) calibrated probabilities of `STATES`; None where the clip does not show its event."""


@dataclass(frozen=True)
class ClipOutput:
    """The model's output for one clip as numbers, before calibration.

    Attributes:
        assessed: the assessor's score, 0..1. presence_logits: (N, 2) float64. aligned: (N, 2, E) queries.
        state_logits: (Q, 4) of the parameters' states in the config's order, NaN where the clip does not show the
            event; None where the checkpoint reads none.
        distance_ratios: (D,) by drill in the config's order, above 1 where the clip is unlike the drill; None where
            the checkpoint does not tell.
    """

    assessed: float
    presence_logits: np.ndarray
    aligned: np.ndarray
    state_logits: np.ndarray | None = None
    distance_ratios: np.ndarray | None = None

    @classmethod
    def of(cls, output: TechCoachOutput, row: int, points: int) -> ClipOutput:
        """Take one row of the model's output. points: number of TechPoints in the row; the rest is padding."""

        def numbers(values: torch.Tensor) -> np.ndarray:
            return values[row].float().cpu().numpy()

        return cls(
            assessed=float(numbers(output.score)),
            presence_logits=numbers(output.presence_logits)[:points].astype(np.float64),
            aligned=numbers(output.aligned)[:points],
            state_logits=None if output.state_logits is None else numbers(output.state_logits),
            distance_ratios=None if output.distance_ratios is None else numbers(output.distance_ratios),
        )


@dataclass(frozen=True)
class Side:
    """One side (strength or weakness) of one TechPoint.

    Attributes:
        present: calibrated probability, 0..1, that there is something to say.
        neighbours: the bank's nearest sentences, best first; empty where the bank has none.
    """

    present: float
    neighbours: tuple[Neighbour, ...]

    @property
    def claim(self) -> Claim | None:
        """The claim of the nearest sentence; None where there is no sentence or its claim is unknown."""
        return self.neighbours[0].claim if self.neighbours else None


@dataclass(frozen=True)
class Interpretation:
    """The calibrated reading of one clip.

    Attributes:
        drill: with the TechPoints that the model was given.
        score: on the rating's scale. score_interval: (low, high) at 90% coverage, None before calibration.
        states: probabilities of the states of the drill's technique parameters; empty where the checkpoint reads none.
        sides: for each TechPoint its strength and its weakness.
        in_distribution: whether the clip looks like the drill; True where the checkpoint cannot tell.
        more_likely_drill: id of the drill that the clip clearly looks like instead, if there is one.
    """

    drill: Drill
    score: float
    score_interval: tuple[float, float] | None
    states: StateProbabilities
    sides: tuple[tuple[Side, Side], ...]
    in_distribution: bool = True
    more_likely_drill: str | None = None

    def probability(self, claim: Claim) -> float:
        """Return the probability that a claim holds; 0 where the clip does not show its event or no state is known."""
        return claim_probability(self.states, claim)

    @property
    def not_visible(self) -> tuple[Parameter, ...]:
        """The parameters whose event the clip does not show."""
        return tuple(
            parameter for parameter in parameters_of(self.drill.id) if self.states.get(parameter.id, ()) is None
        )

    @property
    def present(self) -> np.ndarray:
        """(N, 2) probabilities that a TechPoint has a strength, a weakness."""
        return np.array([[side.present for side in pair] for pair in self.sides]).reshape(-1, len(QUALITIES))

    @property
    def side_claims(self) -> list[Claim]:
        """The claims of the sides that a report shows, those above `PRESENCE_THRESHOLD`."""
        reported_sides = [side for pair in self.sides for side in pair if side.present >= PRESENCE_THRESHOLD]
        return [side.claim for side in reported_sides if side.claim is not None]


class Interpreter:
    """Interpreter of the output of one checkpoint's model.

    Args:
        model: only its config and its out-of-distribution detector are used.
    """

    def __init__(self, model: TechCoachModel, calibration: Calibration, bank: CommentaryBank) -> None:
        self.config: TechCoachConfig = model.config
        self.calibration, self.bank = calibration, bank
        self._detector = model.ood_detector

    def interpret(self, output: ClipOutput, drill: Drill) -> Interpretation:
        """Interpret the model's output for one clip.

        Args:
            drill: the drill of the clip, with the TechPoints in the order in which the model was given them.
        """
        states = state_probabilities(output.state_logits, self.config.parameter_names, drill.id, self.calibration)
        present = mix_presence(output.presence_logits, presence_from_states(states, drill), self.calibration)
        quality = mean_quality(states, drill.id)
        score = mix_score(output.assessed, quality, self.config.score_range, self.calibration)
        in_distribution, more_likely = self._compare_with_drills(output.distance_ratios, drill.id)
        return Interpretation(
            drill=drill,
            score=score,
            score_interval=self._interval(score, drill.id),
            states=states,
            sides=tuple(
                self._sides(drill, point, output.aligned[index], present[index], states)
                for index, point in enumerate(drill.techpoints)
            ),
            in_distribution=in_distribution,
            more_likely_drill=more_likely,
        )

    def _interval(self, score: float, drill: str) -> tuple[float, float] | None:
        radius, (low, high) = self.calibration.radius(drill), self.config.score_range
        return None if radius is None else (max(low, score - radius), min(high, score + radius))

    def _compare_with_drills(self, ratios: np.ndarray | None, drill: str) -> tuple[bool, str | None]:
        """Return whether the clip looks like the drill, and the id of the drill that it clearly looks like instead."""
        order = list(self.config.drills)
        if self._detector is None or ratios is None or drill not in order:
            return True, None
        index = order.index(drill)
        if ratios[index] <= 1:
            return True, None
        nearer = self._detector.more_likely_drill(torch.from_numpy(ratios), index)
        return False, None if nearer is None else order[nearer]

    def _sides(
        self, drill: Drill, point: TechPoint, aligned: np.ndarray, present: np.ndarray, states: StateProbabilities
    ) -> tuple[Side, Side]:
        """Return both sides of a TechPoint, with the sentences nearest to its queries (2, E) and true by the states.

        A technique parameter is not good and faulty in one execution. Where both sides would name the same parameter,
        the likelier side keeps it, and the other side takes a sentence on another parameter if the bank has one.
        """

        def nearest(side: int, taken_parameter: str | None) -> list[Neighbour]:
            return self.bank.nearest(
                aligned[side],
                drill=drill.id,
                dimension=point.dimension,
                quality=QUALITIES[side],
                count=NEIGHBOURS,
                accepts=lambda entry: (
                    taken_parameter is None or entry.claim is None or entry.claim.parameter != taken_parameter
                ),
                bonus=lambda entry: STATE_WEIGHT * _entry_probability(states, entry),
            )

        sentences = [nearest(side, None) for side in range(len(QUALITIES))]
        claims = [neighbours[0].claim if neighbours else None for neighbours in sentences]
        if claims[0] is not None and claims[1] is not None and claims[0].parameter == claims[1].parameter:
            less_likely = int(np.argmin(present))
            sentences[less_likely] = nearest(less_likely, claims[0].parameter) or sentences[less_likely]
        strength, weakness = (
            Side(float(probability), tuple(neighbours))
            for probability, neighbours in zip(present, sentences, strict=True)
        )
        return strength, weakness


def _entry_probability(states: StateProbabilities, entry: BankEntry) -> float:
    return 0.0 if entry.claim is None else claim_probability(states, entry.claim)


# -- states of technique parameters ------------------------------------------------------------------------------------


def parameters_of(drill: str) -> tuple[Parameter, ...]:
    """Return the technique parameters of a drill; none if the catalogue does not have the drill."""
    return DRILLS[drill].parameters if drill in DRILLS else ()


def state_probabilities(
    logits: np.ndarray | None, names: Sequence[str], drill: str, calibration: Calibration
) -> StateProbabilities:
    """Return the calibrated probabilities of the states of a drill's parameters.

    Args:
        logits: (Q, 4) of one clip, NaN where the clip does not show the event; None where none were read.
        names: of the Q parameters, in the order of the config.
    """
    if logits is None:
        return {}
    probabilities = torch.softmax(calibration.state_scale * torch.from_numpy(logits), dim=-1).numpy()
    visible = ~np.isnan(probabilities).any(axis=-1)
    rows = {name: probabilities[index] if visible[index] else None for index, name in enumerate(names)}
    return {
        parameter.id: rows[parameter_name(drill, parameter.id)]
        for parameter in parameters_of(drill)
        if parameter_name(drill, parameter.id) in rows
    }


def claim_probability(states: StateProbabilities, claim: Claim) -> float:
    """Return the probability that a claim holds, given the states; 0 where its event is not visible."""
    probabilities = states.get(claim.parameter)
    return 0.0 if probabilities is None else float(probabilities[STATES.index(claim.state)])


def mean_quality(states: StateProbabilities, drill: str) -> float | None:
    """Return the mean quality, 0..1, of a drill's visible parameters, weighted as in its score; None without any."""
    total = weights = 0.0
    for parameter in parameters_of(drill):
        probabilities = states.get(parameter.id)
        if probabilities is not None:
            total, weights = (
                total + parameter.weight * float(probabilities @ QUALITY_OF_STATES),
                weights + parameter.weight,
            )
    return total / weights if weights else None


def presence_from_states(states: StateProbabilities, drill: Drill) -> np.ndarray:
    """Return (N, 2) probabilities that one of a TechPoint's parameters is a strength, and that one is a fault.

    NaN where no states were read or the TechPoint is not one of the drill.
    """
    result = np.full((len(drill.techpoints), len(QUALITIES)), np.nan)
    if not states:
        return result
    spec = DRILLS[drill.id]
    for row, point in enumerate(drill.techpoints):
        if not spec.words_itself(point):
            continue
        names = [parameter.id for parameter in spec.parameters if parameter.dimension == point.dimension]
        no_strength = [1.0 - claim_probability(states, Claim(name, "strength")) for name in names]
        no_fault = [1.0 - sum(claim_probability(states, Claim(name, state)) for state in FAULTS) for name in names]
        result[row] = 1.0 - np.prod(no_strength), 1.0 - np.prod(no_fault)
    return result


# -- mixing ------------------------------------------------------------------------------------------------------------


def logit(probability: np.ndarray) -> np.ndarray:
    """Return the logit of probabilities that are clipped `PROBABILITY_FLOOR` away from 0 and 1; NaN stays NaN."""
    clipped = np.clip(probability, PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR)
    return np.asarray(np.log(clipped / (1 - clipped)))


def mix_presence(head: np.ndarray, from_states: np.ndarray, calibration: Calibration) -> np.ndarray:
    """Return calibrated probabilities of presence, from the presence head and, where known, from the states.

    Args:
        head: logits, of any shape. from_states: probabilities of the same shape, NaN where unknown.
    """
    shift, head_weight, states_weight = calibration.presence_mix
    mixed = shift + head_weight * head + states_weight * logit(from_states)
    head_alone = calibration.presence_scale * head + calibration.presence_bias
    return np.asarray(1 / (1 + np.exp(-np.where(np.isnan(from_states), head_alone, mixed))))


def mix_score(assessed: float, quality: float | None, score_range: Sequence[float], calibration: Calibration) -> float:
    """Return the score on the rating's scale (low, high).

    It mixes the assessor's score and the mean quality of the states, both 0..1; without a quality it is the assessor's.
    """
    low, high = score_range
    shift, assessor_weight, quality_weight = calibration.score_mix
    mixed = assessed if quality is None else shift + assessor_weight * assessed + quality_weight * quality
    return float(np.clip(low + (high - low) * mixed, low, high))
