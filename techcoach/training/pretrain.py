"""The first stage of the pose road: pose backbone and parameter head learn to read technique parameters off tracks.

This stage is ours, not the paper's: the paper's InternVideo2 comes pretrained, a pose backbone does not. One pass costs
a quarter of the whole model's pass. It teaches fifteen parameter values at once, and the place in space of every joint
in each frame, from which all parameters are measured. Runs alone or under `accelerate launch`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from accelerate import PartialState
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler
from torch.utils.data import DataLoader, Dataset

from ..data.pose_examples import MOMENT_S, augmented
from ..drills.catalogue import DRILLS, parameter_name
from ..drills.spec import STATES, measured_moments
from ..model import PoseInputs, TechCoachModel, TechCoachProcessor
from ..model.losses import IGNORED, state_loss
from ..model.processing import POSE_FIELDS
from ..simulation.records import Record
from ..simulation.tracker_errors import ObservationModel
from ..skeleton import MIRRORED
from ..wording.labels import grade
from .resumable_sampler import ResumableSampler

LARGEST_VALUE = 3.0
"""Standardised values are clipped to this magnitude: beyond a clear fault, the distance does not matter."""
MOMENT_WEIGHT, STATE_WEIGHT, LIFTING_WEIGHT = 0.1, 0.2, 3.0
LOG_EVERY, SAVE_EVERY = 50, 250
TERMS = ("reading", "sides", "finding", "lifting")
"""The terms of the loss as logs name them: parameter values, states, moments, joints in space."""

TrackSample = tuple[dict[str, Tensor], Tensor, Tensor, Tensor, Tensor]


class Tracks(Dataset[TrackSample]):
    """Records as pose inputs with targets: standardised values (Q,), states (Q,) and moments (Q, T') of the config's
    parameters, which are NaN, `IGNORED` and zero for those of other drills, and for those that do not apply;
    and joints in space (F, K, 3), statures."""

    def __init__(
        self, records: Sequence[Record], processor: TechCoachProcessor, observation_model: ObservationModel | None
    ) -> None:
        """Standardise the records' values.

        Args:
            observation_model: draws how a tracker would have seen a record; None takes the record as it is, unmirrored.
        """
        self.records, self.processor, self.observation_model = records, processor, observation_model
        self.columns = {name: column for column, name in enumerate(processor.config.parameter_names)}
        raw = np.full((len(records), len(self.columns)), np.nan)
        self.states = np.full(raw.shape, IGNORED, dtype=np.int64)
        for row, record in enumerate(records):
            for parameter in DRILLS[record.drill].parameters:
                column, measured = (
                    self.columns[parameter_name(record.drill, parameter.id)],
                    record.measured[parameter.id],
                )
                if not measured.applies:
                    continue
                raw[row, column] = measured.value
                self.states[row, column] = STATES.index(grade(parameter, measured).state)
        self.mean, self.spread = np.zeros(len(self.columns)), np.ones(len(self.columns))
        measured_columns = ~np.isnan(raw).all(axis=0)
        self.mean[measured_columns] = np.nanmean(raw[:, measured_columns], axis=0)
        self.spread[measured_columns] = np.nanstd(raw[:, measured_columns], axis=0) + 1e-6
        self.values = np.clip((raw - self.mean) / self.spread, -LARGEST_VALUE, LARGEST_VALUE).astype(np.float32)

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, index: int) -> TrackSample:
        return self.draw(index, np.random.default_rng(index))

    def draw(self, index: int, rng: np.random.Generator) -> TrackSample:
        """Return one record's inputs and targets, with tracker errors and mirroring drawn from `rng`.

        Raises:
            ValueError: if the record does not hold its joints in space.
        """
        record = self.records[index]
        if record.true_world is None:
            raise ValueError(f"a record of {record.drill} (seed {record.seed}) has no joints in space; make it anew")
        points, confidence, true_world = record.points, record.confidence, record.true_world
        if self.observation_model is not None:
            mirror = rng.random() < 0.5
            points, confidence = augmented(*self.observation_model(record, rng), record.frame_size, rng, mirror=mirror)
            true_world = true_world[:, MIRRORED] * np.array([-1, 1, 1], dtype=np.float32) if mirror else true_world
        pose = self.processor.pose_inputs(points, confidence, record.times, record.frame_size)
        fields = {name: torch.from_numpy(np.ascontiguousarray(getattr(pose, name))) for name in POSE_FIELDS}
        moments = torch.from_numpy(self._moments(record, pose))
        values, states = torch.from_numpy(self.values[index]), torch.from_numpy(self.states[index])
        return fields, values, states, moments, torch.from_numpy(true_world)

    def _moments(self, record: Record, pose: PoseInputs) -> np.ndarray:
        """Return (Q, T'): 1 in the time bin in which a parameter is measured, less beside it; 0 for those of other
        drills and for those that do not apply."""
        middles, widths = pose.bin_times.mean(axis=1), np.diff(pose.bin_times, axis=1)[:, 0]
        result = np.zeros((len(self.columns), len(middles)), dtype=np.float32)
        columns = [
            self.columns[parameter_name(record.drill, name)]
            for name, measurement in record.measured.items()
            if measurement.applies
        ]
        moments = np.clip(measured_moments(record.measured), record.times[0], record.times[-1])
        closeness = np.exp(-0.5 * ((middles - moments[:, None]) / np.maximum(widths, MOMENT_S)) ** 2)
        result[columns] = closeness / closeness.max(axis=1, keepdims=True)
        return result


class ReadPoses(nn.Module):
    """The pose backbone and the parameter head of a model without the rest.

    Raises:
        ValueError: if the model lacks one of the two.
    """

    def __init__(self, model: TechCoachModel) -> None:
        super().__init__()
        if model.pose_backbone is None or model.parameter_head is None:
            raise ValueError(
                "only a model that reads parameters off poses can be pretrained; its config has no readings"
            )
        self.backbone, self.parameter_head = model.pose_backbone, model.parameter_head

    def forward(self, joints: Tensor, path: Tensor, seconds: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor | None]:
        """Return the head's values (B, Q), state logits (B, Q, STATES) and attention over time bins (B, Q, T'), and the
        joints in space (B, F, K, 3), None where the backbone does not lift."""
        tokens, _, lifted = self.backbone.read(joints, path, seconds)
        return (*self.parameter_head(tokens), lifted)


def pretrain(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    records: Sequence[Record],
    observation_model: ObservationModel,
    steps: int,
    batch_size: int,
    learning_rate: float,
    save: Path,
    seed: int,
    log_line: Callable[[str], None],
    device: str = "cpu",
) -> list[dict[str, float]]:
    """Train the model's backbone and parameter head in place; go on from `save` where an interrupted run left it.

    Args:
        batch_size: of every process. device: "cpu", or "cuda" for a GPU a process; the model is on the CPU before and
            after.

    Returns:
        One row for every `LOG_EVERY` steps: the step and the mean of each term of the loss; of the main process.

    Raises:
        ValueError: if the model has no pose backbone or no parameter head. RuntimeError: if `save` holds a run of
            other sizes.
    """
    state = PartialState(cpu=device == "cpu")
    tracks = Tracks(records, processor, observation_model)
    reader = ReadPoses(model).to(state.device)
    optimiser = torch.optim.AdamW(reader.parameters(), lr=learning_rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, learning_rate, total_steps=steps, pct_start=0.08)
    steps_done, history = _resume(save, reader, optimiser, schedule, state.device)
    state.wait_for_everyone()  # before anyone saves anew
    single_process = state.num_processes == 1
    distributed = reader if single_process else nn.parallel.DistributedDataParallel(reader, find_unused_parameters=True)
    distributed.train()
    losses, began = [], time.perf_counter()
    for row in _batches(tracks, batch_size, steps_done, steps, seed, state):
        terms = _loss_terms(distributed, row, state.device)
        optimiser.zero_grad()
        _total(terms).backward()
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        steps_done += 1
        losses.append([float(term.detach()) for term in terms])
        if not state.is_main_process:
            continue
        if steps_done % LOG_EVERY == 0:
            pace = (time.perf_counter() - began) / len(losses)
            means = dict(zip(TERMS, np.mean(losses[-LOG_EVERY:], axis=0).tolist(), strict=True))
            history.append({"step": steps_done, **means})
            losses_text = ", ".join(f"{name} {value:.4f}" for name, value in means.items())
            log_line(f"pretraining {steps_done}/{steps}: {losses_text}, {pace:.2f} s a step")
        if steps_done % SAVE_EVERY == 0 or steps_done == steps:
            _save_progress(save, reader, optimiser, schedule, steps_done, history)
    state.wait_for_everyone()
    reader.to("cpu")
    return history


def _resume(
    save: Path, reader: ReadPoses, optimiser: Optimizer, schedule: LRScheduler, device: torch.device
) -> tuple[int, list[dict[str, float]]]:
    """Load what an interrupted run saved, if anything; return the number of steps done and the logged rows."""
    if not save.exists():
        return 0, []
    saved = torch.load(save, map_location=device, weights_only=True)
    reader.load_state_dict(saved["both"])
    optimiser.load_state_dict(saved["optimiser"])
    schedule.load_state_dict(saved["schedule"])
    return int(saved["done"]), saved["history"]


def _save_progress(
    save: Path,
    reader: ReadPoses,
    optimiser: Optimizer,
    schedule: LRScheduler,
    steps_done: int,
    history: list[dict[str, float]],
) -> None:
    """Write what `_resume` loads; a process that is killed as it writes leaves the former save whole."""
    progress = {"optimiser": optimiser.state_dict(), "schedule": schedule.state_dict(), "history": history}
    torch.save({"both": reader.state_dict(), "done": steps_done, **progress}, save.with_suffix(".part"))
    save.with_suffix(".part").replace(save)


def _loss_terms(reader: nn.Module, row: TrackSample, device: torch.device) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return the loss terms of one batch, in the order of `TERMS`."""
    pose, *targets = row
    values, states, moments, true_world = (target.to(device) for target in targets)
    predicted_values, state_logits, attention, predicted_world = reader(
        *(pose[name].to(device) for name in ("joints", "path", "seconds"))
    )
    present = ~values.isnan()
    value_term = nn.functional.smooth_l1_loss(predicted_values[present], values[present])
    # The moment is a target beside the value, so that the head need not discover both at once.
    moment_term = -(attention * moments).sum(dim=-1)[present].clamp(min=1e-4).log().mean()
    lifting_term = (
        predicted_values.new_zeros(()) if predicted_world is None else (predicted_world - true_world).abs().mean()
    )
    return value_term, state_loss(state_logits, states), moment_term, lifting_term


def _total(terms: tuple[Tensor, Tensor, Tensor, Tensor]) -> Tensor:
    value_term, state_term, moment_term, lifting_term = terms
    return value_term + STATE_WEIGHT * state_term + MOMENT_WEIGHT * moment_term + LIFTING_WEIGHT * lifting_term


def _batches(
    tracks: Tracks, batch_size: int, steps_done: int, steps: int, seed: int, state: PartialState
) -> Iterator[TrackSample]:
    """Yield the batches that this process has still to learn from: its share of the samples of every remaining step."""
    processes, process = state.num_processes, state.process_index
    draws = ResumableSampler(tracks, steps * processes * batch_size, seed)
    firsts = ((step * processes + process) * batch_size for step in range(steps_done, steps))
    numbers = [number for first in firsts for number in range(first, first + batch_size)]
    yield from DataLoader(draws, batch_size=batch_size, sampler=numbers, num_workers=1)
