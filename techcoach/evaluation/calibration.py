"""Fitting a calibration on clips that were held out of training, on either road. Knows predictions; runs no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..checkpoint.calibration import Calibration, DrillGate, Mix, StatementCalibration
from ..coaching.interpretation import (
    StateProbabilities,
    calibrated_statement,
    claim_probabilities,
    logit,
    mean_quality,
    mix_score,
    state_probabilities,
)
from ..drills.catalogue import DRILLS, parameter_name
from ..drills.spec import FAULTS, STATES
from . import metrics
from .predictions import Prediction, joined

COVERAGE = 0.9
FEWEST_RATED = round(COVERAGE / (1 - COVERAGE))
"""Fewer residuals than this have no quantile for that coverage."""
FEWEST_OF_DRILL = 40
"""A drill with at least this many clips gets a score interval of its own, fitted on them alone."""
PRAISE_PRECISION, CRITICISM_PRECISION = 0.95, 0.9
"""Share of the stated sentences that must be true on held-out clips. On real clips 92% of praise and 80% of criticism
are to be true; the rest is a margin for what simulation does not know."""
FEWEST_STATEMENTS = 50
"""Fewer statements of a kind than this fit no calibration of their own."""
RATIO_WEIGHT = 3.0
"""Weight of the distance over the nearest other drill's in a clip's unlikeness. On rendered clips coached as a drill
that they are not of, and with their own drill unknown, weights from 1 to 5 find about as many; the distance alone,
which is far from simulation on any real clip, finds fewer."""
OWN_WARNED, OWN_REFUSED, OTHERS_WARNED = 0.02, 0.001, 0.98
"""Shares of a drill's own clips that may at most be warned of, and that may go without a score; share of other drills'
clips that are warned of. Real clips lie farther from simulated ones than these from one another, so the limit of the
warning lies as far from a drill's own clips as the other drills' clips allow."""
FEWEST_FOR_GATE = 100
"""Fewer clips than this, of all drills together, set no limits of the drill gate."""


@dataclass(frozen=True)
class FittedCalibration:
    """A calibration, and plain sentences about what could not be fitted and why."""

    calibration: Calibration
    not_fitted: tuple[str, ...]


def fit_calibration(
    predictions: Sequence[Prediction],
    score_range: Sequence[float],
    parameters: Sequence[str] = (),
    drills: Sequence[str] = (),
) -> FittedCalibration:
    """Fit the scales, mixes, score intervals, statements and drill gate of a calibration.

    Args:
        predictions: of held-out clips; only their outputs before calibration are read. score_range: (low, high) of the
            ratings. parameters: names of the technique parameters, in the order of the state logits. drills: ids, in
            the order of the distances.
    """
    calibration, not_fitted = Calibration(), []
    present = joined([prediction.present for prediction in predictions])
    head = joined([prediction.output.presence_logits for prediction in predictions])
    if 0 < present.mean() < 1:
        scale, bias = metrics.platt(head, present)
        calibration = replace(calibration, presence_scale=scale, presence_bias=bias)
    else:
        not_fitted.append("presence is not calibrated: all TechPoint sides held out are commented, or none is")
    calibration = replace(calibration, state_scale=_state_scale(predictions))
    states = [
        state_probabilities(prediction.output.state_logits, parameters, prediction.drill, calibration)
        for prediction in predictions
    ]
    calibration, lacking = _with_scores(calibration, predictions, states, score_range)
    not_fitted += lacking
    if any(states):
        statements, lacking = _fit_statements(predictions, states, parameters)
        calibration = replace(calibration, statements=statements)
        not_fitted += lacking
    if predictions[0].output.drill_distances is not None:
        if len(predictions) >= FEWEST_FOR_GATE:
            calibration = replace(calibration, drill_gate=_fit_drill_gate(predictions, drills))
        else:
            not_fitted.append(f"no clip is ever not the drill: {len(predictions)} held out, {FEWEST_FOR_GATE} needed")
    return FittedCalibration(calibration, tuple(not_fitted))


def _with_scores(
    calibration: Calibration,
    predictions: Sequence[Prediction],
    states: Sequence[StateProbabilities],
    score_range: Sequence[float],
) -> tuple[Calibration, list[str]]:
    """Return the calibration with the mix and the intervals of scores, and what could not be fitted."""
    qualities = [
        mean_quality(probabilities, prediction.drill)
        for probabilities, prediction in zip(states, predictions, strict=True)
    ]
    rated = [index for index, prediction in enumerate(predictions) if not np.isnan(prediction.true_score)]
    with_quality = [(predictions[index], quality) for index in rated if (quality := qualities[index]) is not None]
    if with_quality and len(with_quality) == len(rated):
        calibration = replace(calibration, score_mix=_score_mix(with_quality, score_range))
    residuals = np.array(
        [
            mix_score(predictions[index].output.assessed, qualities[index], score_range, calibration)
            - predictions[index].true_score
            for index in rated
        ]
    )
    if len(residuals) < FEWEST_RATED:
        why = f"the score has no interval: {len(residuals)} held out are rated, {FEWEST_RATED} are needed"
        return calibration, [why]
    return replace(
        calibration,
        score_interval_radius=metrics.conformal_radius(residuals, COVERAGE),
        drill_interval_radii=_drill_radii(residuals, [predictions[index].drill for index in rated]),
    ), []


@dataclass(frozen=True)
class _Statement:
    """The likeliest statement of one side of a TechPoint on one clip, and whether it is true."""

    state: str
    probability: float
    true: bool


def _fit_statements(
    predictions: Sequence[Prediction], states: Sequence[StateProbabilities], parameters: Sequence[str]
) -> tuple[dict[str, StatementCalibration], list[str]]:
    """Fit each kind of statement: its calibration, then the threshold of praise and that of both kinds of criticism."""
    statements = [
        statement
        for prediction, probabilities in zip(predictions, states, strict=True)
        for statement in _likeliest_statements(prediction, probabilities, parameters)
    ]
    fitted, not_fitted = dict(Calibration().statements), []
    for state in fitted:
        of_kind = [statement for statement in statements if statement.state == state]
        true = np.array([statement.true for statement in of_kind], dtype=bool)
        if len(of_kind) < FEWEST_STATEMENTS or true.all() or not true.any():
            not_fitted.append(f"{len(of_kind)} statements of the kind {state}, {true.sum()} of them true, fit nothing")
            continue
        scale, bias = metrics.platt(logit(np.array([statement.probability for statement in of_kind])), true)
        if scale <= 0:
            not_fitted.append(f"statements of the kind {state} are no truer where the model is surer: not calibrated")
            continue
        fitted[state] = StatementCalibration(scale, bias)
    calibrated = Calibration(statements=fitted)
    for kinds, precision in ((("strength",), PRAISE_PRECISION), (FAULTS, CRITICISM_PRECISION)):
        of_kinds = [statement for statement in statements if statement.state in kinds]
        threshold = metrics.precision_threshold(
            np.array([calibrated_statement(one.probability, one.state, calibrated) for one in of_kinds]),
            np.array([one.true for one in of_kinds], dtype=bool),
            precision,
        )
        fitted |= {state: replace(fitted[state], threshold=threshold) for state in kinds}
    return fitted, not_fitted


def _likeliest_statements(
    prediction: Prediction, states: StateProbabilities, parameters: Sequence[str]
) -> list[_Statement]:
    """Return the likeliest praise and the likeliest criticism of each TechPoint, as a report names them."""
    if prediction.states is None or not states:
        return []
    true_states = dict(zip(parameters, prediction.states, strict=True))
    claims, result = claim_probabilities(states, Calibration()), []
    for dimension in {parameter.dimension for parameter in DRILLS[prediction.drill].parameters}:
        ids = {own.id for own in DRILLS[prediction.drill].parameters if own.dimension == dimension}
        for praises in (True, False):
            of_side = [claim for claim in claims if claim.parameter in ids and claim.praises == praises]
            if not of_side:
                continue
            claim = max(of_side, key=lambda one: claims[one])
            true_state = true_states[parameter_name(prediction.drill, claim.parameter)]
            result.append(_Statement(claim.state, claims[claim], bool(true_state == STATES.index(claim.state))))
    return result


def _fit_drill_gate(predictions: Sequence[Prediction], drills: Sequence[str]) -> DrillGate:
    """Fit the limits of the drill gate: typical distances by drill, then both limits on all drills' clips together."""
    distances = [
        dict(zip(drills, map(float, prediction.output.drill_distances), strict=True))
        for prediction in predictions
        if prediction.output.drill_distances is not None
    ]
    own = np.array([by_drill[prediction.drill] for by_drill, prediction in zip(distances, predictions, strict=True)])
    names = np.array([prediction.drill for prediction in predictions])
    typical = {drill: float(np.exp(np.log(own[names == drill]).mean())) for drill in drills}
    gate = DrillGate(typical, RATIO_WEIGHT)
    unlikeness = np.array([[*gate.unlikeness(by_drill).values()] for by_drill in distances])  # (clips, drills)
    is_own = names[:, None] == np.array(drills)
    of_own, of_others = unlikeness[is_own], unlikeness[~is_own]
    unsure = metrics.tail_quantile(of_own, OWN_WARNED)
    if len(of_others):  # a checkpoint of one drill knows no others
        unsure = max(unsure, float(np.quantile(of_others, 1 - OTHERS_WARNED)))
    return replace(gate, unsure_above=unsure, refused_above=max(unsure, metrics.tail_quantile(of_own, OWN_REFUSED)))


def _state_scale(predictions: Sequence[Prediction]) -> float:
    """Fit the factor on the state logits of visible events; 1 where there are none."""
    logits, true_states = [], []
    for prediction in predictions:
        if prediction.output.state_logits is not None and prediction.states is not None:
            logits.append(prediction.output.state_logits[prediction.visible])
            true_states.append(prediction.states[prediction.visible])
    if not sum(map(len, true_states)):
        return 1.0
    return metrics.temperature(np.concatenate(logits), np.concatenate(true_states))


def _score_mix(with_quality: Sequence[tuple[Prediction, float]], score_range: Sequence[float]) -> Mix:
    low, high = score_range
    features = np.array([(prediction.output.assessed, quality) for prediction, quality in with_quality])
    shift, assessor_weight, quality_weight = metrics.mix(
        features, np.array([(prediction.true_score - low) / (high - low) for prediction, _ in with_quality])
    )
    return shift, assessor_weight, quality_weight


def _drill_radii(residuals: np.ndarray, drills: Sequence[str]) -> dict[str, float]:
    names = np.array(drills)
    return {
        drill: metrics.conformal_radius(residuals[names == drill], COVERAGE)
        for drill in sorted(set(drills))
        if (names == drill).sum() >= FEWEST_OF_DRILL
    }
