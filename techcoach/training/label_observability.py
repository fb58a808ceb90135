"""Between the two stages of training: what of each execution a pretrained reader reads right.

The commentary that the model learns tells of what can be seen (`drills.commentary.label`): of what cannot, it would
learn to guess.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from ..drills.catalogue import DRILLS, parameter_name
from ..drills.spec import STATES
from ..model import TechCoachModel, TechCoachProcessor
from ..simulation.records import Record
from ..simulation.tracker_errors import Sight
from ..wording.labels import grade
from .backbone_tokens import looks


def clarity_of(
    model: TechCoachModel, processor: TechCoachProcessor, records: Sequence[Record], sight: Sight, seed: int
) -> np.ndarray:
    """(R, Q) float32: the probability that the reader gives the true side of every parameter of the config's readings,
    at one look at each record; NaN for other drills' parameters.

    Raises:
        ValueError: if the model reads no parameters.
    """
    if model.parameter_head is None:
        raise ValueError("a model that reads no parameters cannot tell what is clearly seen")
    columns = {name: column for column, name in enumerate(model.config.parameter_names)}
    result = np.full((len(records), len(columns)), np.nan, dtype=np.float32)
    row = 0
    for tokens in looks(model, processor, records, sight, np.random.default_rng(seed)):
        with torch.inference_mode():
            likely = torch.softmax(model.parameter_head(tokens)[1], dim=-1).numpy()  # (B, Q, SIDES)
        for own in likely:
            record = records[row]
            for parameter in DRILLS[record.drill].parameters:
                column = columns[parameter_name(record.drill, parameter.id)]
                side = STATES.index(grade(parameter, record.measured[parameter.id]).state)
                result[row, column] = own[column, side]
            row += 1
    return result
