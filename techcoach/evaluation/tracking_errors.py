"""Tracking errors: those that a model is trained with beside those that the real tracker makes, by joint and view.

Both are measured on rendered clips that neither was taken from. Knows records; trains nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..simulation.records import Record
from ..simulation.tracker_errors import ObservationModel
from ..simulation.tracker_noise import Observed, TrackerNoise, picture_height
from ..skeleton import KEYPOINTS

QUANTILES = (50, 90)
VIEWS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "from the front": lambda facing: np.cos(facing) > np.cos(np.pi / 4),
    "from a side": lambda facing: np.abs(np.cos(facing)) <= np.cos(np.pi / 4),
    "from behind": lambda facing: np.cos(facing) < -np.cos(np.pi / 4),
}


def through_model(noise: TrackerNoise) -> ObservationModel:
    """Return an `ObservationModel` that draws from the fitted noise model."""

    def see(record: Record, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        height = picture_height(record.true_points)
        observed = Observed(record.true_points.astype(np.float64), record.times, record.facing, height)
        return noise.apply(observed, rng)

    return see


def errors(records: Sequence[Record], observation_model: ObservationModel, seed: int = 0) -> np.ndarray:
    """Return (R, F, K) distances of every joint from its true place, in heights of the athlete."""
    rng = np.random.default_rng(seed)
    return np.stack(
        [
            np.linalg.norm(observation_model(record, rng)[0] - record.true_points, axis=-1)
            / picture_height(record.true_points)
            for record in records
        ]
    )


def tracking_table(records: Sequence[Record], observation_models: dict[str, ObservationModel]) -> str:
    """Return Markdown: by view and joint the median and ninth decile of the error, percent of the athlete's height.

    Args:
        records: rendered clips, tracked by the real tracker. observation_models: by their name in the table.
    """
    facing = np.stack([record.facing for record in records])  # (R, F)
    errors_by_model = {
        name: errors(records, observation_model) for name, observation_model in observation_models.items()
    }
    lines = [
        f"| {' | '.join(['view', 'joint', *(f'{name}, {q}%' for q in QUANTILES for name in observation_models)])} |"
    ]
    lines.append("|---" * (2 + len(QUANTILES) * len(observation_models)) + "|")
    for view, within in VIEWS.items():
        in_view = within(facing)
        if not in_view.any():
            continue
        for joint in (None, *range(len(KEYPOINTS))):
            rows = {
                name: (distances[in_view] if joint is None else distances[in_view][:, joint])
                for name, distances in errors_by_model.items()
            }
            cells = [f"{100 * np.percentile(rows[name], q):.1f}" for q in QUANTILES for name in observation_models]
            title = "all joints" if joint is None else KEYPOINTS[joint].replace("_", " ")
            lines.append(f"| {view} | {title} | {' | '.join(cells)} |")
    return "\n".join(lines)
