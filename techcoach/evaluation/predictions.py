"""What a checkpoint says of one clip beside what is true, and the figures that both roads have. Runs no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from ..coaching.interpretation import ClipOutput, Interpretation, Interpreter
from ..model.losses import IGNORED
from . import metrics

Figures = dict[str, float]
"""Figures by key; NaN, or no key, where nothing is known to measure by."""
UNKNOWN = float("nan")


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """One clip.

    Attributes:
        output: what the model gives, before calibration. interpretation: what the checkpoint makes of it.
        true_score: on the rating's scale, NaN where nobody rated.
        present: (N, 2) bool, which sides of TechPoints there is something to say on.
        states: (Q,) index into `STATES` of each parameter's true one, `IGNORED` for other drills' parameters; None
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
        """(Q,) bool, the own drill's parameters whose event the checkpoint finds in the clip."""
        if self.output.state_logits is None or self.states is None:
            return np.zeros(0, dtype=bool)
        return np.asarray((self.states != IGNORED) & ~np.isnan(self.output.state_logits).any(axis=-1))


OnePrediction = TypeVar("OnePrediction", bound=Prediction)


def interpreted(predictions: Sequence[OnePrediction], interpreter: Interpreter) -> list[OnePrediction]:
    """The same outputs of the model, interpreted with another calibration."""
    return [
        replace(one, interpretation=interpreter.interpret(one.output, one.interpretation.drill)) for one in predictions
    ]


def of_drill(predictions: Sequence[OnePrediction], drill: str) -> list[OnePrediction]:
    """Those about one drill."""
    return [one for one in predictions if one.drill == drill]


def joined(rows: Sequence[np.ndarray]) -> np.ndarray:
    """Arrays of any shapes, flat and one behind the other."""
    return np.concatenate([row.reshape(-1) for row in rows])


def score_figures(predictions: Sequence[Prediction]) -> Figures:
    """How near scores come to the ratings, and how often their interval covers them; of rated clips."""
    rated = [one for one in predictions if not np.isnan(one.true_score)]
    score = np.array([one.interpretation.score for one in rated])
    truth = np.array([one.true_score for one in rated])
    if len(truth) < 2 or np.ptp(truth) == 0:
        figures = dict.fromkeys(("score_spearman", "score_rl2", "score_mean_error", "mean_rl2"), UNKNOWN)
    else:
        figures = {
            "score_spearman": metrics.spearman(score, truth),
            "score_rl2": metrics.relative_l2(score, truth),
            "score_mean_error": float(np.abs(score - truth).mean()),
            "mean_rl2": metrics.relative_l2(np.full_like(truth, truth.mean()), truth),
        }
    bounded = [(one.interpretation.score_interval, one.true_score) for one in rated]
    known = [(interval, true) for interval, true in bounded if interval is not None]
    if known:
        figures["interval_coverage"] = float(np.mean([low <= true <= high for (low, high), true in known]))
    return figures


def presence_figures(predictions: Sequence[Prediction]) -> Figures:
    """How well the probabilities tell which sides of TechPoints there is something to say on."""
    present = joined([one.present for one in predictions])
    if not 0 < present.mean() < 1:
        return dict.fromkeys(("presence_auroc", "head_auroc", "presence_ece"), UNKNOWN)
    probabilities = joined([one.interpretation.present for one in predictions])
    return {
        "presence_auroc": metrics.auroc(probabilities, present),
        "head_auroc": metrics.auroc(joined([one.output.presence_logits for one in predictions]), present),
        "presence_ece": metrics.calibration_error(probabilities, present),
    }
