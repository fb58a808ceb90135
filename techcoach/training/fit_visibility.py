"""Event visibility, fitted after training: whether a clip shows a technique parameter, or was cut before its moment, or
filmed so that nobody could see it (`model.event_visibility`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from ..data.pose_examples import observable_row
from ..model import TechCoachModel, TechCoachProcessor
from ..model.event_visibility import ends
from ..simulation.records import Record
from ..simulation.tracker_errors import ObservationModel, as_recorded
from ..simulation.truncation import cut, margins, windows
from ..wording.labels import IN_VIEW_FROM
from .backbone_tokens import first_of_each_drill, read_tokens

AMBIGUOUS_S = 0.05
"""Moments nearer to an end of the clip than this are neither visible nor cut off, seconds; the fit leaves them out."""


def fit_visibility(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    records: Sequence[Record],
    observation_model: ObservationModel,
    validation: Sequence[Record],
    seed: int = 0,
) -> None:
    """Fit the model's visibility head in place on whole and cut training records with tracker errors; then raise its
    biases until it finds every moment of whole validation records visible.

    Raises:
        ValueError: if the model reads no parameters.
    """
    if model.visibility_head is None:
        raise ValueError("event visibility needs a model that reads parameters; its config has no readings")
    rng = np.random.default_rng(seed)
    clips = []
    for record in first_of_each_drill(records, model.config.drills):
        points, confidence = observation_model(record, rng)
        observed = replace(record, points=points, confidence=confidence)
        clips += [observed, *(cut(observed, window) for window in windows(observed, rng))]
    event_margins = torch.from_numpy(np.stack([margins(clip, model.config.parameter_names) for clip in clips]))
    # A margin that is not known is NaN, which compares as False.
    shown = (event_margins > 0) & _in_view(model, clips)
    model.visibility_head.fit(_clip_ends(model, processor, clips), shown, event_margins.abs() > AMBIGUOUS_S)
    whole_margins = torch.from_numpy(np.stack([margins(record, model.config.parameter_names) for record in validation]))
    shown = (whole_margins > 0) & _in_view(model, validation)
    model.visibility_head.enforce_recall_on_whole_clips(_clip_ends(model, processor, validation), shown)


def _in_view(model: TechCoachModel, clips: Sequence[Record]) -> Tensor:
    """Return (R, Q) bool: whether the view of each clip shows each parameter."""
    rows = [observable_row(clip, model.config.parameter_names) for clip in clips]
    return torch.from_numpy(np.stack(rows) >= IN_VIEW_FROM)


def _clip_ends(model: TechCoachModel, processor: TechCoachProcessor, clips: Sequence[Record]) -> Tensor:
    """Return (R, S) summaries of the tokens at the ends of the clips."""
    batches = read_tokens(model, processor, clips, as_recorded, np.random.default_rng(0))
    return torch.cat([ends(tokens.float()) for tokens in batches])
