"""The calibrated interpretation of the model's output for one clip.

It is computed once; coach, commentary and evaluation read it.

Knows the numbers of one pass, a checkpoint's calibration and bank, and the drills' parameters; no clip, no frames, no
generated text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch

from ..checkpoint.bank import CommentaryBank
from ..checkpoint.calibration import PRESENCE_THRESHOLD, Calibration, DrillGate
from ..drills.catalogue import DRILLS, parameter_name
from ..drills.spec import STATES, Parameter
from ..model import TechCoachConfig, TechCoachModel, TechCoachOutput
from ..types import QUALITIES, Claim, Drill, DrillVerdict, Neighbour, TechPoint
from .drill_verdict import judge_attempts, judge_drill
from .spotting import Spotting

NEIGHBOURS = 3
CLAIM_WEIGHT = 10.0
"""Added to the cosine similarity of a sentence, before ranking, when its claim is certain: the claim decides, and
similarity chooses its wording."""
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
        drill_distances: (D,) from every drill in the config's order; None where the checkpoint does not tell.
    """

    assessed: float
    presence_logits: np.ndarray
    aligned: np.ndarray
    state_logits: np.ndarray | None = None
    drill_distances: np.ndarray | None = None

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
            drill_distances=None if output.drill_distances is None else numbers(output.drill_distances),
        )


@dataclass(frozen=True)
class Side:
    """One side (strength or weakness) of one TechPoint.

    Attributes:
        present: calibrated probability, 0..1, that the nearest sentence is true; that there is something to say, where
            no state of a technique parameter tells.
        neighbours: the bank's nearest sentences, best first; empty where the bank has none.
        stated: whether the presence is enough for a report to state the sentence.
    """

    present: float
    neighbours: tuple[Neighbour, ...]
    stated: bool

    @property
    def claim(self) -> Claim | None:
        """The claim of the nearest sentence; None where there is no sentence or its claim is unknown."""
        return self.neighbours[0].claim if self.neighbours else None


@dataclass(frozen=True)
class Interpretation:
    """The calibrated reading of one clip.

    Attributes:
        drill: with the TechPoints that the model was given.
        score: on the rating's scale; None where the clip surely is not the drill. score_interval: (low, high) at 90%
            coverage, None before calibration and without a score.
        states: probabilities of the states of the drill's technique parameters; empty where the checkpoint reads none,
            or the clip surely is not the drill.
        claims: calibrated probability of every claim about a visible parameter. stated_claims: those that are probable
            enough to be stated.
        sides: for each TechPoint its strength and its weakness.
        drill_verdict: whether the clip shows the drill; it does where the checkpoint cannot tell.
    """

    drill: Drill
    score: float | None
    score_interval: tuple[float, float] | None
    states: StateProbabilities
    sides: tuple[tuple[Side, Side], ...]
    claims: Mapping[Claim, float] = field(default_factory=dict)
    stated_claims: frozenset[Claim] = frozenset()
    drill_verdict: DrillVerdict = DrillVerdict()

    def probability(self, claim: Claim) -> float:
        """Return the probability that a claim holds; 0 where the clip does not show its event or no state is known."""
        return self.claims.get(claim, 0.0)

    @property
    def not_visible(self) -> tuple[Parameter, ...]:
        """The parameters whose event the clip does not show."""
        return tuple(
            parameter for parameter in parameters_of(self.drill.id) if self.states.get(parameter.id, ()) is None
        )

    @property
    def present(self) -> np.ndarray:
        """(N, 2) `Side.present` of every TechPoint's strength and weakness."""
        return np.array([[side.present for side in pair] for pair in self.sides]).reshape(-1, len(QUALITIES))

    @property
    def stated(self) -> np.ndarray:
        """(N, 2) bool, `Side.stated`."""
        return np.array([[side.stated for side in pair] for pair in self.sides], dtype=bool).reshape(-1, len(QUALITIES))

    @property
    def side_claims(self) -> list[Claim]:
        """The claims of the sides that a report states."""
        stated_sides = [side for pair in self.sides for side in pair if side.stated]
        return [side.claim for side in stated_sides if side.claim is not None]


class Interpreter:
    """Interpreter of the output of one checkpoint's model.

    Args:
        model: only its config, and the limits that an older checkpoint's out-of-distribution detector holds, are used.
    """

    def __init__(self, model: TechCoachModel, calibration: Calibration, bank: CommentaryBank) -> None:
        self.config: TechCoachConfig = model.config
        self.calibration, self.bank = calibration, bank
        self.drill_gate = calibration.drill_gate or _gate_of_older(model)

    def interpret(self, output: ClipOutput, drill: Drill, spotting: Spotting | None = None) -> Interpretation:
        """Interpret the model's output for one clip.

        Args:
            drill: the drill of the clip, with the TechPoints in the order in which the model was given them.
            spotting: the attempts of the whole clip, where the checkpoint has a spotter.
        """
        # The spotter sees the whole clip and knows what else people do: where there is one, it alone decides.
        verdict = (
            judge_drill(self.distances(output), drill, self.drill_gate)
            if spotting is None or drill.id not in spotting.config.drills
            else judge_attempts(spotting, drill)
        )
        if verdict.refused:
            nothing = Side(0.0, (), stated=False)
            return Interpretation(
                drill, None, None, {}, ((nothing, nothing),) * len(drill.techpoints), drill_verdict=verdict
            )
        states = state_probabilities(output.state_logits, self.config.parameter_names, drill.id, self.calibration)
        claims = claim_probabilities(states, self.calibration)
        presence = calibrated_presence(output.presence_logits, self.calibration)
        quality = mean_quality(states, drill.id)
        score = mix_score(output.assessed, quality, self.config.score_range, self.calibration)
        return Interpretation(
            drill=drill,
            score=score,
            score_interval=self._interval(score, drill.id),
            states=states,
            sides=tuple(
                self._sides(drill, point, output.aligned[index], presence[index], claims if states else None)
                for index, point in enumerate(drill.techpoints)
            ),
            claims=claims,
            stated_claims=frozenset(claim for claim, probability in claims.items() if self._states(claim, probability)),
            drill_verdict=verdict,
        )

    def distances(self, output: ClipOutput) -> dict[str, float]:
        """Return the distance of a clip from every drill, by id; empty where the checkpoint does not tell."""
        if output.drill_distances is None:
            return {}
        return dict(zip(self.config.drills, map(float, output.drill_distances), strict=True))

    def _states(self, claim: Claim, probability: float) -> bool:
        """Return whether a claim of this probability is stated."""
        return probability >= self.calibration.statements[claim.state].threshold

    def _interval(self, score: float, drill: str) -> tuple[float, float] | None:
        radius, (low, high) = self.calibration.radius(drill), self.config.score_range
        return None if radius is None else (max(low, score - radius), min(high, score + radius))

    def _sides(
        self,
        drill: Drill,
        point: TechPoint,
        aligned: np.ndarray,
        presence: np.ndarray,
        claims: Mapping[Claim, float] | None,
    ) -> tuple[Side, Side]:
        """Return both sides of a TechPoint, with the sentences that are likeliest true and nearest to its queries.

        aligned: (2, E) queries. presence: (2,) by the presence head. claims: None where no states are read.

        A side is as present as its sentence is likely true. Where no states are read, or the TechPoint is a coach's
        own, nobody knows that, and the presence head tells whether there is something to say.

        A technique parameter is not good and faulty in one execution. Where both sides would name the same parameter,
        the likelier side keeps it, and the other side takes a sentence on another parameter if the bank has one.
        """
        known = {} if claims is None else claims
        by_claim = claims is not None and DRILLS[drill.id].words_itself(point)

        def side(quality: int, taken_parameter: str | None = None) -> Side:
            neighbours = self.bank.nearest(
                aligned[quality],
                drill=drill.id,
                dimension=point.dimension,
                quality=QUALITIES[quality],
                count=NEIGHBOURS,
                accepts=lambda entry: (
                    taken_parameter is None or entry.claim is None or entry.claim.parameter != taken_parameter
                ),
                bonus=lambda entry: 0.0 if entry.claim is None else CLAIM_WEIGHT * known.get(entry.claim, 0.0),
            )
            claim = neighbours[0].claim if neighbours else None
            if not by_claim:
                return Side(float(presence[quality]), tuple(neighbours), bool(presence[quality] >= PRESENCE_THRESHOLD))
            probability = 0.0 if claim is None else known.get(claim, 0.0)
            return Side(probability, tuple(neighbours), claim is not None and self._states(claim, probability))

        sides = [side(quality) for quality in range(len(QUALITIES))]
        strength, weakness = (one.claim for one in sides)
        if strength is not None and weakness is not None and strength.parameter == weakness.parameter:
            less_likely = int(np.argmin([one.present for one in sides]))
            other = side(less_likely, strength.parameter)
            sides[less_likely] = other if other.neighbours else sides[less_likely]
        return sides[0], sides[1]


def _gate_of_older(model: TechCoachModel) -> DrillGate | None:
    """Return the limits that an older checkpoint holds among its weights: of distances alone, and only to warn."""
    if model.ood_detector is None:
        return None
    return DrillGate(dict(zip(model.config.drills, model.ood_detector.thresholds.tolist(), strict=True)))


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


def claim_probabilities(states: StateProbabilities, calibration: Calibration) -> dict[Claim, float]:
    """Return the calibrated probability of every claim about a parameter whose event is visible."""
    return {
        Claim(parameter, state): calibrated_statement(float(probabilities[STATES.index(state)]), state, calibration)
        for parameter, probabilities in states.items()
        if probabilities is not None
        for state in STATES
        if state != "between"
    }


def calibrated_statement(probability: float, state: str, calibration: Calibration) -> float:
    """Return the calibrated probability of a statement that claims a state of this probability."""
    statement = calibration.statements[state]
    return float(sigmoid(statement.bias + statement.scale * logit(np.array(probability))))


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


# -- mixing ------------------------------------------------------------------------------------------------------------


def logit(probability: np.ndarray) -> np.ndarray:
    """Return the logit of probabilities that are clipped `PROBABILITY_FLOOR` away from 0 and 1; NaN stays NaN."""
    clipped = np.clip(probability, PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR)
    return np.asarray(np.log(clipped / (1 - clipped)))


def sigmoid(logits: np.ndarray) -> np.ndarray:
    """Return the probabilities of logits."""
    return np.asarray(1 / (1 + np.exp(-logits)))


def calibrated_presence(head: np.ndarray, calibration: Calibration) -> np.ndarray:
    """Return calibrated probabilities of presence from the logits of the presence head, of any shape."""
    return sigmoid(calibration.presence_scale * head + calibration.presence_bias)


def mix_score(assessed: float, quality: float | None, score_range: Sequence[float], calibration: Calibration) -> float:
    """Return the score on the rating's scale (low, high).

    It mixes the assessor's score and the mean quality of the states, both 0..1; without a quality it is the assessor's.
    """
    low, high = score_range
    shift, assessor_weight, quality_weight = calibration.score_mix
    mixed = assessed if quality is None else shift + assessor_weight * assessed + quality_weight * quality
    return float(np.clip(low + (high - low) * mixed, low, high))
