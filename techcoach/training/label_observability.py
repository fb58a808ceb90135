"""Label observability: the probability with which a pretrained parameter head reads each true state off each record.

It is measured between the two stages of training. The training commentary names only findings that can be read off the
clip (`wording.labels.label`); from any other finding the model would learn to guess.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from ..drills.catalogue import DRILLS, parameter_name
from ..drills.spec import STATES
from ..model import TechCoachModel, TechCoachProcessor
from ..simulation.records import Record
from ..simulation.tracker_errors import ObservationModel
from ..wording.labels import grade
from .backbone_tokens import read_tokens


def label_observability(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    records: Sequence[Record],
    observation_model: ObservationModel,
    seed: int,
) -> np.ndarray:
    """Return (R, Q) float32: the probability that the parameter head gives to the true state of each parameter of the
    config, from one draw of the observation model for each record; NaN for parameters of other drills
    and for those that do not apply.

    Raises:
        ValueError: if the model reads no parameters.
    """
    if model.parameter_head is None:
        raise ValueError("label observability needs a model that reads parameters; its config has no readings")
    columns = {name: column for column, name in enumerate(model.config.parameter_names)}
    result = np.full((len(records), len(columns)), np.nan, dtype=np.float32)
    row = 0
    for tokens in read_tokens(model, processor, records, observation_model, np.random.default_rng(seed)):
        with torch.inference_mode():
            state_probabilities = torch.softmax(model.parameter_head(tokens)[1], dim=-1).numpy()  # (B, Q, STATES)
        for probabilities in state_probabilities:
            record = records[row]
            for parameter in DRILLS[record.drill].parameters:
                if not record.measured[parameter.id].applies:
                    continue
                column = columns[parameter_name(record.drill, parameter.id)]
                true_state = STATES.index(grade(parameter, record.measured[parameter.id]).state)
                result[row, column] = probabilities[column, true_state]
            row += 1
    return result
