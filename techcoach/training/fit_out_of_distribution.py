"""The out-of-distribution detector, fitted after training: how far clips of a drill lie from one another in the
backbone's tokens (`model.out_of_distribution`)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from ..model import TechCoachModel, TechCoachProcessor
from ..model.out_of_distribution import summary
from ..simulation.records import Record
from ..simulation.tracker_errors import ObservationModel, as_recorded
from .backbone_tokens import first_of_each_drill, read_tokens

PASS_RATE = 0.97
"""Share of the executions of a drill that the detector must accept as that drill."""


def fit_out_of_distribution(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    records: Sequence[Record],
    observation_model: ObservationModel,
    validation: Sequence[Record],
    seed: int = 0,
) -> None:
    """Fit the model's detector in place: its centres on training records with tracker errors, its thresholds on
    validation records.

    Raises:
        ValueError: if the model has no detector, or a drill of its config has too few records.
    """
    if model.ood_detector is None:
        raise ValueError("this model's config has no out-of-distribution detector to fit")
    drills = list(model.config.drills)
    chosen = first_of_each_drill(records, drills)
    rng = np.random.default_rng(seed)
    for subset, observation, fits_centres in (
        (chosen, observation_model, True),
        (list(validation), as_recorded, False),
    ):
        summaries = torch.cat([summary(tokens) for tokens in read_tokens(model, processor, subset, observation, rng)])
        drill_indices = torch.tensor([drills.index(record.drill) for record in subset])
        if fits_centres:
            model.ood_detector.fit(summaries, drill_indices)
        else:
            model.ood_detector.set_thresholds(summaries, drill_indices, PASS_RATE)
