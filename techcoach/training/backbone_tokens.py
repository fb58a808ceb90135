"""The tokens that a trained pose backbone makes from records, for detectors and heads that are fitted on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from ..model import TechCoachModel, TechCoachProcessor
from ..model.processing import batch_poses
from ..simulation.records import Record
from ..simulation.tracker_errors import ObservationModel

BATCH = 64
RECORDS_PER_DRILL = 400
"""So many executions of each drill are enough for the fits after training."""


def first_of_each_drill(records: Sequence[Record], drills: Sequence[str]) -> list[Record]:
    """Return the first `RECORDS_PER_DRILL` records of each drill, drill by drill."""
    return [
        record
        for drill in drills
        for record in [candidate for candidate in records if candidate.drill == drill][:RECORDS_PER_DRILL]
    ]


@torch.inference_mode()
def read_tokens(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    records: Sequence[Record],
    observation_model: ObservationModel,
    rng: np.random.Generator,
) -> Iterator[Tensor]:
    """Yield the backbone's tokens (B, T', P, C), batch by batch in the records' order.

    Raises:
        ValueError: if the model has no pose backbone.
    """
    if model.pose_backbone is None:
        raise ValueError(f"a model with the backbone {model.config.backbone!r} has no tokens of poses")
    model.eval()
    for start in range(0, len(records), BATCH):
        poses = [
            processor.pose_inputs(*observation_model(record, rng), record.times, record.frame_size)
            for record in records[start : start + BATCH]
        ]
        batch = batch_poses(poses)
        yield model.pose_backbone.read(batch["joints"], batch["path"], batch["seconds"])[0]
