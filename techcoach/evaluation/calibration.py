"""Fitting a calibration on clips that were held out of training, on either road. Knows predictions; runs no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..checkpoint.calibration import Calibration, Mix
from ..coaching.interpretation import logit, mean_quality, mix_score, presence_from_states, state_probabilities
from . import metrics
from .predictions import Prediction, joined

COVERAGE = 0.9
FEWEST_RATED = round(COVERAGE / (1 - COVERAGE))
"""Fewer residuals than this have no quantile for that coverage."""
FEWEST_OF_DRILL = 40
"""A drill with at least this many clips gets a score interval of its own, fitted on them alone."""


@dataclass(frozen=True)
class FittedCalibration:
    """A calibration, and plain sentences about what could not be fitted and why."""

    calibration: Calibration
    not_fitted: tuple[str, ...]


def fit_calibration(
    predictions: Sequence[Prediction], score_range: Sequence[float], parameters: Sequence[str] = ()
) -> FittedCalibration:
    """Fit the scales, mixes and score intervals of a calibration.

    Args:
        predictions: of held-out clips; only their outputs before calibration are read. score_range: (low, high) of the
            ratings. parameters: names of the technique parameters, in the order of the state logits.
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
    if len(residuals) >= FEWEST_RATED:
        calibration = replace(
            calibration,
            score_interval_radius=metrics.conformal_radius(residuals, COVERAGE),
            drill_interval_radii=_drill_radii(residuals, [predictions[index].drill for index in rated]),
        )
    else:
        not_fitted.append(f"the score has no interval: {len(residuals)} held out are rated, {FEWEST_RATED} are needed")
    if any(states):
        from_states = joined(
            [
                presence_from_states(probabilities, prediction.interpretation.drill)
                for probabilities, prediction in zip(states, predictions, strict=True)
            ]
        )
        calibration = replace(calibration, presence_mix=_presence_mix(head, from_states, present))
    return FittedCalibration(calibration, tuple(not_fitted))


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


def _presence_mix(head: np.ndarray, from_states: np.ndarray, present: np.ndarray) -> Mix:
    shift, head_weight, states_weight = metrics.logistic(np.stack([head, logit(from_states)], axis=1), present)
    return shift, head_weight, states_weight
