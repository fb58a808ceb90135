"""The systematic error of a pose tracker: the part of its errors that pose, view and movement determine.

A tracker that sees every knee a little straighter than it is leaves less of a bend to measure; the errors of another
clip, added to this one, blur the bend and hide less of it. So a small network is fitted, frame by frame and on clips
whose true joints are known, to predict the expected error; `tracker_errors` replays the rest. Knows records; no tracker
and no frames.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from ..skeleton import KEYPOINT_INDEX, KEYPOINTS, MIRRORED
from ..types import Progress, silent
from .records import Record
from .tracker_noise import picture_height

SystematicError = Callable[[Record], np.ndarray]
"""A record -> (F, K, 2) the expected error of the tracked joints, in heights of the athlete."""

AWAY = (-6, -3, -1, 1, 3, 6)
"""Frames before and after a pose from which its movement is taken."""
HIPS = [KEYPOINT_INDEX["left_hip"], KEYPOINT_INDEX["right_hip"]]
LOST = 0.05
"""Below this confidence a joint is lost in a frame."""
FARTHEST = 0.5
"""Heights of the athlete: errors are cut here, so that a joint put on somebody else counts as far off, and no more."""
MANY = 0.03
"""Heights of the athlete from which on an error counts by its size, not by its square."""
OUTLYING = 5.0
"""Standard deviations at which features are cut."""
WIDTH, DROPOUT = 512, 0.1
ROUNDS, FRAMES_AT_ONCE, LEARNING_RATE = 6, 512, 2e-3


class SystematicErrorModel(nn.Module):
    """The network: two hidden layers over a frame's pose in the picture and in space, and its movement.

    Its method `predict` is a `SystematicError`.

    Args:
        drills: ids of those that it is fitted on.
    """

    def __init__(self, drills: Sequence[str]) -> None:
        super().__init__()
        self.drills = tuple(drills)
        size = _size(len(self.drills))
        self.mean: Tensor
        self.spread: Tensor
        self.register_buffer("mean", torch.zeros(size))
        self.register_buffer("spread", torch.ones(size))
        self.layers = nn.Sequential(
            nn.Linear(size, WIDTH), nn.GELU(), nn.Dropout(DROPOUT),
            nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.Dropout(DROPOUT),
            nn.Linear(WIDTH, 2 * len(KEYPOINTS)),
        )  # fmt: skip

    def forward(self, features: Tensor) -> Tensor:
        """Predict the expected errors (B, 2 K), heights of the athlete, from features (B, S)."""
        expected: Tensor = self.layers(((features - self.mean) / self.spread).clamp(-OUTLYING, OUTLYING))
        return expected

    @torch.inference_mode()
    def predict(self, record: Record) -> np.ndarray:
        """Predict the expected error (F, K, 2) of one record, heights of the athlete.

        Raises:
            ValueError: if the model was not fitted on the record's drill, or the record has no joints in space.
        """
        self.eval()
        frames, joints, _ = record.true_points.shape
        return self(torch.from_numpy(self.features(record))).numpy().reshape(frames, joints, 2)

    def features(self, record: Record) -> np.ndarray:
        """Return (F, S) float32: pose in the picture and in space, movement, pace, picture and drill of each frame."""
        if record.drill not in self.drills:
            raise ValueError(f"the systematic error was fitted on {', '.join(self.drills)}, not on {record.drill}")
        if record.true_world is None:
            raise ValueError(f"a record of {record.drill} (seed {record.seed}) has no joints in space; make it anew")
        frames = len(record.times)
        height = picture_height(record.true_points)
        points = record.true_points / height
        numbers = np.arange(frames)
        movements = [points[np.clip(numbers + away, 0, frames - 1)] - points for away in AWAY]
        drill = np.array([float(record.drill == name) for name in self.drills])
        sizes = np.log(height / np.array(record.frame_size))
        constants = np.concatenate([[10 * np.median(np.diff(record.times))], sizes, drill])
        about_hips = points - points[:, HIPS].mean(axis=1, keepdims=True)
        parts = [about_hips, record.true_world, *movements]
        flat = [part.reshape(frames, -1) for part in parts]
        return np.concatenate([*flat, np.tile(constants, (frames, 1))], axis=1).astype(np.float32)

    def fit(self, tracked: Sequence[Record], progress: Progress = silent) -> None:
        """Fit the network in place on tracked clips and on their mirror images.

        Args:
            tracked: records of rendered clips that the real tracker watched, with their true joints.
        """
        clips = [clip for record in tracked for clip in (record, in_mirror(record))]
        features = torch.from_numpy(np.concatenate([self.features(clip) for clip in clips]))
        targets, weights = (torch.from_numpy(np.concatenate(part)) for part in zip(*map(_targets, clips), strict=True))
        self.mean.copy_(features.mean(dim=0))
        self.spread.copy_(features.std(dim=0) + 1e-3)
        steps = ROUNDS * max(1, len(features) // FRAMES_AT_ONCE)
        optimiser = torch.optim.AdamW(self.parameters(), lr=LEARNING_RATE, weight_decay=0.05)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, LEARNING_RATE, total_steps=steps)
        self.train()
        for step in range(steps):
            rows = torch.randint(len(features), (min(FRAMES_AT_ONCE, len(features)),))
            losses = nn.functional.smooth_l1_loss(self(features[rows]), targets[rows], beta=MANY, reduction="none")
            loss = (losses * weights[rows]).sum() / weights[rows].sum().clamp(min=1)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            progress("Fitting the tracker's systematic error", (step + 1) / steps)
        self.eval()


def _size(drills: int) -> int:
    """Number of features of a frame: poses in the picture and in space, movement, pace, picture, drill."""
    return len(KEYPOINTS) * (2 + 3 + 2 * len(AWAY)) + 3 + drills


def errors(record: Record) -> np.ndarray:
    """Return tracked minus true position (F, K, 2) of every joint, in heights of the athlete."""
    return np.asarray((record.points - record.true_points) / picture_height(record.true_points))


def _targets(record: Record) -> tuple[np.ndarray, np.ndarray]:
    """Return (F, 2 K) float32 target errors, and weights: 1 where the joint was not lost, else 0."""
    weights = np.repeat(record.confidence > LOST, 2, axis=1)
    targets = np.clip(errors(record), -FARTHEST, FARTHEST).reshape(weights.shape)
    return targets.astype(np.float32), weights.astype(np.float32)


def in_mirror(record: Record) -> Record:
    """Mirror a record: its joints, true and tracked, and the tracker's confidence in them."""

    def flipped(points: np.ndarray) -> np.ndarray:
        swapped = points[:, MIRRORED].copy()
        swapped[..., 0] = record.frame_size[0] - swapped[..., 0]
        return swapped

    world = record.true_world
    return replace(
        record,
        points=flipped(record.points),
        true_points=flipped(record.true_points),
        confidence=record.confidence[:, MIRRORED],
        seen=None if record.seen is None else record.seen[:, MIRRORED],
        true_world=None if world is None else world[:, MIRRORED] * np.array([-1, 1, 1], dtype=world.dtype),
    )


def load_or_fit_systematic_error(
    path: Path, tracked: Sequence[Record], seed: int, progress: Progress = silent
) -> SystematicErrorModel:
    """Read the model from a file that was written for the same clips and seed, or fit it on them and write the file."""
    drills = sorted({record.drill for record in tracked})
    fitted_on = {"drills": drills, "clips": len(tracked), "seed": seed}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = SystematicErrorModel(drills)
        saved = torch.load(path, weights_only=True) if path.exists() else None
        if saved is not None and saved["learned_from"] == fitted_on:
            model.load_state_dict(saved["state"])
            return model
        model.fit(tracked, progress)
    part = path.with_suffix(".part")
    torch.save({"learned_from": fitted_on, "state": model.state_dict()}, part)
    part.replace(path)
    return model
