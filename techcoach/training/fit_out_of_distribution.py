"""After training: what executions of each drill look like, for the model's out-of-distribution detector."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from ..model import TechCoachModel, TechCoachProcessor
from ..model.out_of_distribution import summary
from ..simulation.records import Record
from ..simulation.tracker_errors import Sight, as_recorded
from .backbone_tokens import looks, some_of_each

REACH = 0.97
"""Share of a drill's own executions that is to pass without a warning."""


def fit_ood_detector(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    records: Sequence[Record],
    sight: Sight,
    validation: Sequence[Record],
    seed: int = 0,
) -> None:
    """Fits the model's familiarity in place: centres on training records as they are seen, reach on validation records.

    Raises:
        ValueError: if the model has no familiarity, or a drill of its config has too few records.
    """
    if model.ood_detector is None:
        raise ValueError("this model's config has no familiarity to fit")
    drills = list(model.config.drills)
    chosen = some_of_each(records, drills)
    rng = np.random.default_rng(seed)
    for part, own_sight, fitting in ((chosen, sight, True), (list(validation), as_recorded, False)):
        summaries = torch.cat([summary(seen) for seen in looks(model, processor, part, own_sight, rng)])
        numbers = torch.tensor([drills.index(record.drill) for record in part])
        if fitting:
            model.ood_detector.fit(summaries, numbers)
        else:
            model.ood_detector.set_thresholds(summaries, numbers, REACH)
