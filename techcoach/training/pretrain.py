"""First stage of the embedded road: the pose backbone learns to read technique parameters off tracks.

Ours, not the paper's: its InternVideo2 comes pretrained, a pose backbone does not. One pass costs a quarter of the
whole model's and teaches fifteen values at once. The heads are thrown away afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from ..data.batches import MOMENT_S, POSE_FIELDS, augmented
from ..data.records import Record
from ..drills.catalogue import DRILLS
from ..model import PoseInputs, TechCoachProcessor
from ..model.backbones import PoseGridBackbone

FARTHEST = 3.0
"""Standardised values are cut here: beyond a clear fault, how far does not matter."""
FINDING_WEIGHT = 0.1
LOG_EVERY, SAVE_EVERY = 50, 250


class Readings(nn.Module):
    """One learned query for each parameter of each drill looks over the backbone's tokens and says a value."""

    def __init__(self, size: int, parameters: int) -> None:
        super().__init__()
        self.queries = nn.Parameter(torch.randn(parameters, size) * 0.02)
        self.keys = nn.Linear(size, size)
        self.values = nn.Linear(size, size)
        self.read = nn.Sequential(nn.LayerNorm(size), nn.Linear(size, size), nn.GELU())
        self.weight = nn.Parameter(torch.randn(parameters, size) * 0.02)
        self.bias = nn.Parameter(torch.zeros(parameters))

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """Tokens (B, T', P, C) -> standardised values (B, parameters), attention over time (B, parameters, T')."""
        batch, bins, parts, size = tokens.shape
        flat = tokens.reshape(batch, bins * parts, size)
        scores = torch.einsum("qc,blc->bql", self.queries, self.keys(flat)) * size**-0.5 * 4
        weights = scores.softmax(dim=-1)
        seen = weights @ self.values(flat)
        said = (self.read(seen + self.queries) * self.weight).sum(dim=-1) + self.bias
        return said, weights.reshape(batch, -1, bins, parts).sum(dim=-1)


class Tracks(Dataset[tuple[dict[str, Tensor], Tensor, Tensor]]):
    """Pose inputs, standardised parameter values and their moments by bin; NaN values for other drills' parameters."""

    def __init__(self, records: Sequence[Record], processor: TechCoachProcessor, augment: bool) -> None:
        self.records, self.processor, self.augment = records, processor, augment
        self.columns = {
            (name, parameter.id): column
            for column, (name, parameter) in enumerate((n, p) for n, d in DRILLS.items() for p in d.parameters)
        }
        raw = np.full((len(records), len(self.columns)), np.nan)
        for row, record in enumerate(records):
            for name, measured in record.measured.items():
                raw[row, self.columns[(record.drill, name)]] = measured.value
        self.mean, self.spread = np.nanmean(raw, axis=0), np.nanstd(raw, axis=0) + 1e-6
        self.values = np.clip((raw - self.mean) / self.spread, -FARTHEST, FARTHEST).astype(np.float32)

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, index: int) -> tuple[dict[str, Tensor], Tensor, Tensor]:
        record = self.records[index]
        points, confidence = record.points, record.confidence
        if self.augment:
            points, confidence = augmented(points, confidence, record.frame_size, np.random.default_rng())
        pose = self.processor.pose_inputs(points, confidence, record.times, record.frame_size)
        fields = {name: torch.from_numpy(np.ascontiguousarray(getattr(pose, name))) for name in POSE_FIELDS}
        return fields, torch.from_numpy(self.values[index]), torch.from_numpy(self._moments(record, pose))

    def _moments(self, record: Record, pose: PoseInputs) -> np.ndarray:
        """(parameters, T'): 1 in the bin at whose time a parameter is seen, less beside it; 0 for other drills'."""
        middles, widths = pose.bin_times.mean(axis=1), np.diff(pose.bin_times, axis=1)[:, 0]
        result = np.zeros((len(self.columns), len(middles)), dtype=np.float32)
        for name, measured in record.measured.items():
            moment = np.clip(measured.time_s, record.times[0], record.times[-1])
            near = np.exp(-0.5 * ((middles - moment) / np.maximum(widths, MOMENT_S)) ** 2)
            result[self.columns[(record.drill, name)]] = near / near.max()
        return result


def pretrain(
    backbone: PoseGridBackbone,
    processor: TechCoachProcessor,
    records: Sequence[Record],
    steps: int,
    batch_size: int,
    learning_rate: float,
    save: Path,
    say: Callable[[str], None],
) -> None:
    """Trains the backbone in place; goes on from `save` where a broken run left it.

    Raises:
        ValueError: if `save` holds a run of other sizes.
    """
    tracks = Tracks(records, processor, augment=True)
    heads = Readings(processor.config.feature_size, len(tracks.columns))
    both = nn.ModuleDict({"backbone": backbone, "heads": heads})
    optimiser = torch.optim.AdamW(both.parameters(), lr=learning_rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, learning_rate, total_steps=steps, pct_start=0.08)
    done = 0
    if save.exists():
        state = torch.load(save, weights_only=True)
        both.load_state_dict(state["both"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        done = int(state["done"])
    both.train()
    losses, began = [], time.perf_counter()
    for pose, values, moments in _batches(tracks, batch_size, steps - done):
        said, looked = heads(backbone.read(pose["joints"], pose["path"], pose["seconds"])[0])
        known = ~values.isnan()
        reading = nn.functional.smooth_l1_loss(said[known], values[known])
        # Told when to look, it need not find the moment and what it shows at once.
        finding = -(looked * moments).sum(dim=-1)[known].clamp(min=1e-4).log().mean()
        loss = reading + FINDING_WEIGHT * finding
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(both.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        done += 1
        losses.append((float(reading.detach()), float(finding.detach())))
        if done % LOG_EVERY == 0:
            pace = (time.perf_counter() - began) / len(losses)
            read, found = np.mean(losses[-LOG_EVERY:], axis=0)
            say(f"pretraining {done}/{steps}: reading {read:.4f}, finding {found:.3f}, {pace:.2f} s a step")
        if done % SAVE_EVERY == 0 or done == steps:
            state = {"both": both.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
            torch.save({**state, "done": done}, save.with_suffix(".part"))
            save.with_suffix(".part").replace(save)


def _batches(tracks: Tracks, batch_size: int, steps: int) -> Iterator[tuple[dict[str, Tensor], Tensor, Tensor]]:
    """So many batches, epoch after epoch."""
    loader = DataLoader(
        tracks, batch_size=batch_size, shuffle=True, drop_last=True, num_workers=1, persistent_workers=True
    )
    left = steps
    while left > 0:
        for batch in loader:
            yield batch
            left -= 1
            if left == 0:
                return
