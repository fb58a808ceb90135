"""A checkpoint's prediction for one clip beside the truth, and the figures that both roads share. Runs no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from ..coaching.interpretation import ClipOutput, Interpretation, Interpreter
from ..model.losses import IGNORED
from . import metrics

Figures = dict[str, float]
"""Figures by key; NaN, or no key, where there is no truth to measure against."""
UNKNOWN = float("nan")


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """The prediction for one clip.

    Attributes:
        output: the model's output before calibration. interpretation: that output after calibration.
        true_score: on the rating's scale, NaN where nobody rated.
        present: (N, 2) bool, which sides of TechPoints truly have something to say.
        states: (Q,) index into `STATES` of each parameter's true state, `IGNORED` for other drills' parameters; None
            where the checkpoint reads no states.
    """

    output: ClipOutput
    interpretation: Interpretation
    true_score: float
    present: np.ndarray
    states: np.ndarray | None = None

    @property
    def drill(self) -> str:
        """Id of the drill that the clip is of."""
        return self.interpretation.drill.id

    @property
    def visible(self) -> np.ndarray:
        """(Q,) bool, the parameters of the clip's drill whose event the checkpoint finds in the clip."""
        if self.output.state_logits is None or self.states is None:
            return np.zeros(0, dtype=bool)
        return np.asarray((self.states != IGNORED) & ~np.isnan(self.output.state_logits).any(axis=-1))


OnePrediction = TypeVar("OnePrediction", bound=Prediction)


def interpreted(predictions: Sequence[OnePrediction], interpreter: Interpreter) -> list[OnePrediction]:
    """Interpret the outputs of predictions again, with another calibration."""
    return [
        replace(prediction, interpretation=interpreter.interpret(prediction.output, prediction.interpretation.drill))
        for prediction in predictions
    ]


def of_drill(predictions: Sequence[OnePrediction], drill: str) -> list[OnePrediction]:
    """Return the predictions of one drill's clips."""
    return [prediction for prediction in predictions if prediction.drill == drill]


def joined(rows: Sequence[np.ndarray]) -> np.ndarray:
    """Flatten arrays of any shapes and concatenate them."""
    return np.concatenate([row.reshape(-1) for row in rows])


def score_figures(predictions: Sequence[Prediction]) -> Figures:
    """Return how near scores come to the ratings, and how often their interval covers them, over rated clips.

    A clip that is taken for another drill has no score and does not count.
    """
    rated = [
        prediction
        for prediction in predictions
        if not np.isnan(prediction.true_score) and prediction.interpretation.score is not None
    ]
    scores = np.array([prediction.interpretation.score for prediction in rated], dtype=np.float64)
    true_scores = np.array([prediction.true_score for prediction in rated])
    if len(true_scores) < 2 or np.ptp(true_scores) == 0:
        figures = dict.fromkeys(("score_spearman", "score_rl2", "score_mean_error", "mean_rl2"), UNKNOWN)
    else:
        figures = {
            "score_spearman": metrics.spearman(scores, true_scores),
            "score_rl2": metrics.relative_l2(scores, true_scores),
            "score_mean_error": float(np.abs(scores - true_scores).mean()),
            "mean_rl2": metrics.relative_l2(np.full_like(true_scores, true_scores.mean()), true_scores),
        }
    intervals = [(prediction.interpretation.score_interval, prediction.true_score) for prediction in rated]
    with_interval = [(interval, true_score) for interval, true_score in intervals if interval is not None]
    if with_interval:
        figures["interval_coverage"] = float(
            np.mean([low <= true_score <= high for (low, high), true_score in with_interval])
        )
    return figures


def presence_figures(predictions: Sequence[Prediction]) -> Figures:
    """Return how well the probabilities separate TechPoint sides with something to say from those without."""
    present = joined([prediction.present for prediction in predictions])
    if not 0 < present.mean() < 1:
        return dict.fromkeys(("presence_auroc", "head_auroc", "presence_ece"), UNKNOWN)
    probabilities = joined([prediction.interpretation.present for prediction in predictions])
    return {
        "presence_auroc": metrics.auroc(probabilities, present),
        "head_auroc": metrics.auroc(joined([prediction.output.presence_logits for prediction in predictions]), present),
        "presence_ece": metrics.calibration_error(probabilities, present),
    }
