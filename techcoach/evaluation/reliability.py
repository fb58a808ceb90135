"""How far probabilities can be trusted: said against happened, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..drills.spec import STATES
from . import metrics
from .pose_metrics import PosePrediction
from .predictions import joined

BINS = 10
SAID, TRUE = "#4c78a8", "#555555"


def draw_reliability(predictions: Sequence[PosePrediction], path: Path) -> None:
    """Presence of TechPoint sides and, where they are read, states of technique parameters."""
    panels = [
        (
            "a TechPoint has a strength or weakness",
            joined([one.interpretation.present for one in predictions]),
            joined([one.present for one in predictions]),
        )
    ]
    said, happened = _states(predictions)
    if len(said):
        panels.append(("a technique parameter lies on a side", said.reshape(-1), happened.reshape(-1)))
    figure = Figure(figsize=(5 * len(panels), 4.6), layout="constrained")
    for axis, (title, said, happened) in zip(np.atleast_1d(figure.subplots(1, len(panels))), panels, strict=True):
        _draw(axis, title, said, happened)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=90)


def _states(predictions: Sequence[PosePrediction]) -> tuple[np.ndarray, np.ndarray]:
    """(K, 4) calibrated probabilities of states, and (K, 4) bool which is true, of all visible parameters."""
    said, happened = [], []
    for one in predictions:
        true = {finding.parameter.id: finding.state for finding in one.findings}
        for parameter, likely in one.interpretation.states.items():
            if likely is not None:
                said.append(likely)
                happened.append([state == true[parameter] for state in STATES])
    return np.array(said).reshape(-1, len(STATES)), np.array(happened, dtype=bool).reshape(-1, len(STATES))


def _draw(axis: Axes, title: str, said: np.ndarray, happened: np.ndarray) -> None:
    bins = np.clip((said * BINS).astype(int), 0, BINS - 1)
    counts = np.bincount(bins, minlength=BINS)
    filled = counts > 0
    middle = np.bincount(bins, said, BINS)[filled] / counts[filled]
    share = np.bincount(bins, happened, BINS)[filled] / counts[filled]
    axis.plot([0, 1], [0, 1], color=TRUE, linewidth=1, linestyle="--")
    axis.plot(middle, share, color=SAID, marker="o")
    for x, y, count in zip(middle, share, counts[filled], strict=True):
        axis.annotate(str(count), (x, y), textcoords="offset points", xytext=(5, -10), fontsize=7, color=TRUE)
    axis.set(xlim=(0, 1), ylim=(0, 1), xlabel="probability that was said", ylabel="how often it was so")
    axis.set_title(f"{title}\nexpected calibration error {metrics.calibration_error(said, happened):.3f}", fontsize=9)
