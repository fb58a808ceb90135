"""First stage of the embedded road: backbone and reader learn to read technique parameters off tracks.

Ours, not the paper's: its InternVideo2 comes pretrained, a pose backbone does not. One pass costs a quarter of the
whole model's and teaches fifteen values at once, and where every joint really was: a pose in space holds all that a
parameter is measured on, and each frame of each clip tells of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from ..data.batches import MOMENT_S, POSE_FIELDS, READ_SIDES, augmented
from ..data.records import Record
from ..data.tracker_errors import Sight
from ..drills.catalogue import DRILLS, reading_name
from ..drills.commentary import grade
from ..drills.motion import MIRRORED
from ..model import PoseInputs, TechCoachModel, TechCoachProcessor
from ..model.losses import IGNORED, reading_loss
from .draws import Draws

FARTHEST = 3.0
"""Standardised values are cut here: beyond a clear fault, how far does not matter."""
FINDING_WEIGHT, SIDES_WEIGHT, LIFTING_WEIGHT = 0.1, 0.2, 3.0
LOG_EVERY, SAVE_EVERY = 50, 250
TERMS = ("reading", "sides", "finding", "lifting")
"""Of the loss: values, sides, moments, joints in space."""

Row = tuple[dict[str, Tensor], Tensor, Tensor, Tensor, Tensor]


class Tracks(Dataset[Row]):
    """Records as pose inputs, standardised values (Q,), sides (Q,) and moments (Q, T') of the parameters that the
    config reads; NaN, `IGNORED` and zero for other drills'; and joints in space (F, K, 3), statures."""

    def __init__(self, records: Sequence[Record], processor: TechCoachProcessor, sight: Sight | None) -> None:
        """sight: how a tracker would have seen a record, drawn anew each time; None for the record as it is."""
        self.records, self.processor, self.sight = records, processor, sight
        self.columns = {name: column for column, name in enumerate(processor.config.readings)}
        raw = np.full((len(records), len(self.columns)), np.nan)
        self.sides = np.full(raw.shape, IGNORED, dtype=np.int64)
        for row, record in enumerate(records):
            for parameter in DRILLS[record.drill].parameters:
                column, measured = self.columns[reading_name(record.drill, parameter.id)], record.measured[parameter.id]
                raw[row, column] = measured.value
                self.sides[row, column] = READ_SIDES.index(grade(parameter, measured).side)
        self.mean, self.spread = np.zeros(len(self.columns)), np.ones(len(self.columns))
        known = ~np.isnan(raw).all(axis=0)
        self.mean[known] = np.nanmean(raw[:, known], axis=0)
        self.spread[known] = np.nanstd(raw[:, known], axis=0) + 1e-6
        self.values = np.clip((raw - self.mean) / self.spread, -FARTHEST, FARTHEST).astype(np.float32)

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, index: int) -> Row:
        return self.draw(index, np.random.default_rng(index))

    def draw(self, index: int, rng: np.random.Generator) -> Row:
        """One record, seen and mirrored as `rng` has it.

        Raises:
            ValueError: if it does not tell where its joints were in space.
        """
        record = self.records[index]
        if record.true_world is None:
            raise ValueError(f"a record of {record.drill} (seed {record.seed}) has no joints in space; make it anew")
        points, confidence, space = record.points, record.confidence, record.true_world
        if self.sight is not None:
            mirror = rng.random() < 0.5
            points, confidence = augmented(*self.sight(record, rng), record.frame_size, rng, mirror=mirror)
            space = space[:, MIRRORED] * np.array([-1, 1, 1], dtype=np.float32) if mirror else space
        pose = self.processor.pose_inputs(points, confidence, record.times, record.frame_size)
        fields = {name: torch.from_numpy(np.ascontiguousarray(getattr(pose, name))) for name in POSE_FIELDS}
        moments = torch.from_numpy(self._moments(record, pose))
        values, sides = torch.from_numpy(self.values[index]), torch.from_numpy(self.sides[index])
        return fields, values, sides, moments, torch.from_numpy(space)

    def _moments(self, record: Record, pose: PoseInputs) -> np.ndarray:
        """(Q, T'): 1 in the bin at whose time a parameter is seen, less beside it; 0 for other drills'."""
        middles, widths = pose.bin_times.mean(axis=1), np.diff(pose.bin_times, axis=1)[:, 0]
        result = np.zeros((len(self.columns), len(middles)), dtype=np.float32)
        columns = [self.columns[reading_name(record.drill, name)] for name in record.measured]
        moments = np.clip([own.time_s for own in record.measured.values()], record.times[0], record.times[-1])
        near = np.exp(-0.5 * ((middles - moments[:, None]) / np.maximum(widths, MOMENT_S)) ** 2)
        result[columns] = near / near.max(axis=1, keepdims=True)
        return result


def pretrain(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    records: Sequence[Record],
    sight: Sight,
    steps: int,
    batch_size: int,
    learning_rate: float,
    save: Path,
    seed: int,
    say: Callable[[str], None],
) -> list[dict[str, float]]:
    """Trains the model's backbone and reader in place; goes on from `save` where a broken run left it.

    Returns:
        The terms of the loss by name, mean over `LOG_EVERY` steps each, with the step.

    Raises:
        ValueError: if the model has no backbone or reader of its own. RuntimeError: if `save` holds a run of other
            sizes.
    """
    backbone, reader = model.pose_backbone, model.reader
    if backbone is None or reader is None:
        raise ValueError("only a model that reads parameters off poses can be pretrained; its config has no readings")
    tracks = Tracks(records, processor, sight)
    both = nn.ModuleDict({"backbone": backbone, "reader": reader})
    optimiser = torch.optim.AdamW(both.parameters(), lr=learning_rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, learning_rate, total_steps=steps, pct_start=0.08)
    done, history = 0, []
    if save.exists():
        state = torch.load(save, weights_only=True)
        both.load_state_dict(state["both"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        done, history = int(state["done"]), state["history"]
    both.train()
    losses, began = [], time.perf_counter()
    for pose, values, sides, moments, space in _batches(tracks, batch_size, done, steps, seed):
        tokens, _, lifted = backbone.read(pose["joints"], pose["path"], pose["seconds"])
        said, logits, looked = reader(tokens)
        known = ~values.isnan()
        reading = nn.functional.smooth_l1_loss(said[known], values[known])
        siding = reading_loss(logits, sides)
        # Told when to look, it need not find the moment and what it shows at once.
        finding = -(looked * moments).sum(dim=-1)[known].clamp(min=1e-4).log().mean()
        away = said.new_zeros(()) if lifted is None else (lifted - space).abs().mean()
        optimiser.zero_grad()
        (reading + SIDES_WEIGHT * siding + FINDING_WEIGHT * finding + LIFTING_WEIGHT * away).backward()
        nn.utils.clip_grad_norm_(both.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        done += 1
        losses.append([float(term.detach()) for term in (reading, siding, finding, away)])
        if done % LOG_EVERY == 0:
            pace = (time.perf_counter() - began) / len(losses)
            terms = dict(zip(TERMS, np.mean(losses[-LOG_EVERY:], axis=0).tolist(), strict=True))
            history.append({"step": done, **terms})
            told = ", ".join(f"{name} {value:.4f}" for name, value in terms.items())
            say(f"pretraining {done}/{steps}: {told}, {pace:.2f} s a step")
        if done % SAVE_EVERY == 0 or done == steps:
            state = {"both": both.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
            torch.save({**state, "done": done, "history": history}, save.with_suffix(".part"))
            save.with_suffix(".part").replace(save)
    return history


def _batches(tracks: Tracks, batch_size: int, done: int, steps: int, seed: int) -> Iterator[Row]:
    """Those of a run that are still to come."""
    draws = Draws(tracks, steps * batch_size, seed)
    loader = DataLoader(draws, batch_size=batch_size, sampler=range(done * batch_size, len(draws)), num_workers=1)
    yield from loader
