"""The out-of-distribution detector, fitted after training: how far clips of a drill lie from one another in the
backbone's tokens (`model.out_of_distribution`)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from ..model import TechCoachModel, TechCoachProcessor
from ..model.out_of_distribution import summary
from ..simulation.records import Record
from ..simulation.tracker_errors import ObservationModel
from .backbone_tokens import first_of_each_drill, read_tokens


def fit_out_of_distribution(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    records: Sequence[Record],
    observation_model: ObservationModel,
    seed: int = 0,
) -> None:
    """Fit the model's detector in place, on training records with tracker errors.

    Raises:
        ValueError: if the model has no detector, or a drill of its config has too few records.
    """
    if model.ood_detector is None:
        raise ValueError("this model's config has no out-of-distribution detector to fit")
    drills = list(model.config.drills)
    chosen = first_of_each_drill(records, drills)
    rng = np.random.default_rng(seed)
    summaries = [summary(tokens) for tokens in read_tokens(model, processor, chosen, observation_model, rng)]
    drill_indices = torch.tensor([drills.index(record.drill) for record in chosen])
    model.ood_detector.fit(torch.cat(summaries), drill_indices)
