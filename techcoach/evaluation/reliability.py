"""Reliability diagrams: predicted probabilities against observed frequencies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..drills.spec import STATES
from . import metrics
from .pose_metrics import PosePrediction, statements
from .predictions import joined

KINDS = {"strength": "praise", "low": "too little", "high": "too much"}
BINS = 10
CURVE_COLOUR, DIAGONAL_COLOUR = "#4c78a8", "#555555"


def draw_reliability(predictions: Sequence[PosePrediction], path: Path) -> None:
    """Draw the reliability of TechPoint sentences by kind and of parameter states; of presence, where none are read."""
    panels = [(f"a sentence is true: {KINDS[state]}", *pair) for state, pair in sorted(statements(predictions).items())]
    if not panels:
        present = joined([prediction.interpretation.present for prediction in predictions])
        true = joined([prediction.present for prediction in predictions])
        panels.append(("a TechPoint has a strength or weakness", present, true))
    predicted, observed = _states(predictions)
    if len(predicted):
        panels.append(("a technique parameter lies on a side", predicted.reshape(-1), observed.reshape(-1)))
    figure = Figure(figsize=(5 * len(panels), 4.6), layout="constrained")
    for axis, (title, predicted, observed) in zip(np.atleast_1d(figure.subplots(1, len(panels))), panels, strict=True):
        _draw(axis, title, predicted, observed)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=90)


def _states(predictions: Sequence[PosePrediction]) -> tuple[np.ndarray, np.ndarray]:
    """Return (K, 4) calibrated probabilities of states, and (K, 4) bool which is true, of all K visible parameters."""
    predicted, observed = [], []
    for prediction in predictions:
        true_states = {finding.parameter.id: finding.state for finding in prediction.findings}
        for parameter, probabilities in prediction.interpretation.states.items():
            if probabilities is not None:
                predicted.append(probabilities)
                observed.append([state == true_states[parameter] for state in STATES])
    return np.array(predicted).reshape(-1, len(STATES)), np.array(observed, dtype=bool).reshape(-1, len(STATES))


def _draw(axis: Axes, title: str, predicted: np.ndarray, observed: np.ndarray) -> None:
    bins = np.clip((predicted * BINS).astype(int), 0, BINS - 1)
    counts = np.bincount(bins, minlength=BINS)
    filled = counts > 0
    mean_probability = np.bincount(bins, predicted, BINS)[filled] / counts[filled]
    share = np.bincount(bins, observed, BINS)[filled] / counts[filled]
    axis.plot([0, 1], [0, 1], color=DIAGONAL_COLOUR, linewidth=1, linestyle="--")
    axis.plot(mean_probability, share, color=CURVE_COLOUR, marker="o")
    for x, y, count in zip(mean_probability, share, counts[filled], strict=True):
        axis.annotate(
            str(count), (x, y), textcoords="offset points", xytext=(5, -10), fontsize=7, color=DIAGONAL_COLOUR
        )
    axis.set(xlim=(0, 1), ylim=(0, 1), xlabel="probability that was said", ylabel="how often it was so")
    axis.set_title(
        f"{title}\nexpected calibration error {metrics.calibration_error(predicted, observed):.3f}", fontsize=9
    )
