"""The whole recipe of the embedded checkpoint, from nothing to a calibrated, measured checkpoint folder.

    fit the tracker noise -> simulate records -> train -> render and track validation clips -> calibrate -> model card

Every stage leaves its result in the work folder, and is skipped when it is there: a broken run goes on where it broke.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..data.records import Record, load_folder
from ..data.simulation import RENDERED_SHARD, SHARD, MakeRendered, MakeSimulated, write_folder
from ..drills.catalogue import DRILLS
from ..drills.tracker_noise import FITTED, Observed, fit
from ..evaluation.evaluate import calibrate, predict
from ..model import TechCoachModel, TechCoachProcessor
from ..text_encoder import TextEncoder
from ..types import Progress, silent
from .recipe import Recipe
from .train import save_checkpoint, train_on
from .vocabulary import embed_all

FRAMES = 64
"""Moments that the embedded preset is shown."""
SEEDS = {"train": 0, "noise": 50_000_000, "validation": 60_000_000, "test": 70_000_000}
"""Apart by more than any number of records, so that no athlete, camera or wording of one split is in another."""


@dataclass(frozen=True)
class Splits:
    """Where each kind of record lies under a work folder."""

    work: Path

    def folder(self, split: str) -> Path:
        if split not in SEEDS:
            raise ValueError(f"split {split!r} is not one of {sorted(SEEDS)}")
        return self.work / split


def make_records(
    work: Path, split: str, count: int, frames: int, rendered: bool, processes: int, progress: Progress = silent
) -> list[Record]:
    """The records of one split, made if they are not there.

    Args:
        split: one of `SEEDS`. count: how many. frames: the model's moments. rendered: drawn and tracked, or simulated.
    """
    folder = Splits(work).folder(split)
    make = (MakeRendered if rendered else MakeSimulated)(SEEDS[split], frames)
    what = f"{'Rendering and tracking' if rendered else 'Simulating'} {count} {split} clips"
    for done, total in write_folder(folder, make, count, processes, RENDERED_SHARD if rendered else SHARD):
        progress(what, done / total)
    return load_folder(folder)


def fit_noise(records: list[Record], path: Path = FITTED) -> None:
    """Fits the tracker noise model to rendered records and writes it, with the errors that it was fitted to."""
    observed = [Observed(r.true_points, r.times, r.facing, height(r)) for r in records]
    noise = fit(observed, [(r.points, r.confidence) for r in records])
    path.write_text(json.dumps({"clips": len(records), "model": noise.to_json()}) + "\n", encoding="utf-8")


def height(record: Record) -> float:
    """The athlete's height in the picture, pixels, as `data.simulation.observe` has it."""
    return max(float(np.percentile(np.ptp(record.true_points[..., 1], axis=1), 90)), 1.0)


def calibrate_checkpoint(folder: Path, validation: list[Record]) -> None:
    """Fits score interval and presence scaling on validation records, and writes them into the checkpoint's config."""
    model, processor = TechCoachModel.load(folder), TechCoachProcessor.from_pretrained(folder)
    calibrate(model.config, predict(model, processor, validation, embed_all(TextEncoder())))
    save_checkpoint(folder, model, processor)


def train_embedded(
    folder: Path, work: Path, recipe: Recipe, frames: int = FRAMES, device: str = "cpu", progress: Progress = silent,
    refit_noise: bool = False, say: Callable[[str], None] = print,
) -> None:  # fmt: skip
    """From nothing to a calibrated checkpoint in `folder`; `work` keeps records, logs and saves."""
    if refit_noise or not FITTED.exists():
        say(f"fitting the tracker noise on {recipe.noise_clips} rendered clips")
        fit_noise(make_records(work, "noise", recipe.noise_clips, frames, True, recipe.processes, progress))
    records = make_records(work, "train", recipe.records, frames, False, recipe.processes, progress)
    say(f"training on {len(records)} simulated executions of {len(DRILLS)} drills")
    train_on(records, recipe, folder, work / "saves", device=device)
    validation = make_records(work, "validation", recipe.validation, frames, True, recipe.processes, progress)
    say(f"calibrating on {len(validation)} rendered clips that the real tracker watched")
    calibrate_checkpoint(folder, validation)
