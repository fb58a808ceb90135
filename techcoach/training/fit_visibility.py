"""After training: how a clip's ends look when it shows a technique parameter's moment, and when that was cut away
(`model.visibility_head`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from ..model import TechCoachModel, TechCoachProcessor
from ..model.event_visibility import ends
from ..simulation.records import Record
from ..simulation.tracker_errors import Sight, as_recorded
from ..simulation.truncation import cut, margins, windows
from .backbone_tokens import looks, some_of_each

BARELY_S = 0.05
"""Moments nearer to an end than this teach nothing."""


def fit_visibility(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    records: Sequence[Record],
    sight: Sight,
    validation: Sequence[Record],
    seed: int = 0,
) -> None:
    """Fits the model's shown moments in place: on training records as they are seen, whole and cut; and lets whole
    validation records show all.

    Raises:
        ValueError: if the model reads no parameters.
    """
    if model.visibility_head is None:
        raise ValueError("a model that reads no parameters has no moments that a clip could fail to show")
    rng = np.random.default_rng(seed)
    clips = []
    for record in some_of_each(records, model.config.drills):
        points, confidence = sight(record, rng)
        seen = replace(record, points=points, confidence=confidence)
        clips += [seen, *(cut(seen, window) for window in windows(seen, rng))]
    away = torch.from_numpy(np.stack([margins(clip, model.config.parameter_names) for clip in clips]))
    # NaN compares as False: not known.
    model.visibility_head.fit(_looked(model, processor, clips), away > 0, away.abs() > BARELY_S)
    whole = torch.from_numpy(np.stack([margins(record, model.config.parameter_names) for record in validation]))
    model.visibility_head.enforce_recall_on_whole_clips(_looked(model, processor, validation), whole > 0)


def _looked(model: TechCoachModel, processor: TechCoachProcessor, clips: Sequence[Record]) -> Tensor:
    """(R, S): the ends of clips."""
    seen = looks(model, processor, clips, as_recorded, np.random.default_rng(0))
    return torch.cat([ends(tokens.float()) for tokens in seen])
