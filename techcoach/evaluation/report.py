"""Measures a checkpoint on unseen rendered clips that the real tracker watches, and writes the model card."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from .. import checkpoint as checkpoints
from ..data.records import Record
from ..data.splits import make_records
from ..data.wording import embed_all
from ..drills.catalogue import DRILLS
from ..model import TechCoachModel, TechCoachProcessor
from ..text_encoder import TextEncoder
from ..types import DIMENSIONS, Progress, silent
from . import metrics
from .evaluate import Predictions, figures, of_drill, predict

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
COLUMNS = (
    ("clips", "clips", "{:.0f}"),
    ("score_spearman", "score ρ", "{:.2f}"),
    ("score_rl2", "score RL2", "{:.2f}"),
    ("mean_rl2", "RL2 of the mean", "{:.2f}"),
    ("interval_coverage", "90% interval covers", "{:.0%}"),
    ("presence_auroc", "presence AUROC", "{:.2f}"),
    ("presence_ece", "presence ECE", "{:.3f}"),
    ("attention_on_part", "peaks on body part", "{:.0%}"),
    ("attention_chance", "by chance", "{:.0%}"),
)


def evaluate_checkpoint(
    checkpoint: str | Path, work: Path, clips: int, processes: int, progress: Progress = silent
) -> dict[str, Any]:
    """The figures of a checkpoint on the test split, which is made if it is not in `work`.

    Returns:
        {"checkpoint", "revision", "all": figures, "drills": {id: figures}, "dimensions": {dimension: AUROC}}.
    """
    found = checkpoints.resolve(checkpoint)
    model, processor = TechCoachModel.load(found.folder), TechCoachProcessor.from_pretrained(found.folder)
    records: list[Record] = make_records(
        work, "test", clips, model.config.pose_frames, rendered=True, processes=processes, progress=progress
    )
    predictions = predict(model, processor, records, embed_all(TextEncoder()))
    return {
        "checkpoint": found.id,
        "revision": found.revision,
        "all": figures(predictions, model.config),
        "drills": {name: figures(of_drill(predictions, name), model.config) for name in DRILLS},
        "dimensions": {name: _auroc_of(predictions, index) for index, name in enumerate(DIMENSIONS)},
    }


def _auroc_of(predictions: Predictions, dimension: int) -> float:
    own = predictions.dimensions == dimension
    return metrics.auroc(predictions.logits[own].reshape(-1), predictions.present[own].reshape(-1))


def table(result: dict[str, Any]) -> str:
    """The figures as Markdown tables."""
    lines = ["| split | " + " | ".join(title for _, title, _ in COLUMNS) + " |", "|---" * (len(COLUMNS) + 1) + "|"]
    for name, own in [("all drills", result["all"]), *result["drills"].items()]:
        cells = [form.format(own[key]) if key in own and np.isfinite(own[key]) else "–" for key, _, form in COLUMNS]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines += ["", "| TechPoint | presence AUROC |", "|---|---|"]
    lines += [f"| {name} | {value:.2f} |" for name, value in result["dimensions"].items()]
    return "\n".join(lines)


def write_card(folder: Path, result: dict[str, Any]) -> None:
    """Puts the measured figures between the marks of the checkpoint's README.md.

    Raises:
        ValueError: if the card has no place for them.
    """
    card = folder / "README.md"
    text = card.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise ValueError(f"{card} has no lines {BEGIN!r} and {END!r} to write the figures between")
    figures_text = f"{BEGIN}\n{table(result)}\n{END}"
    card.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: figures_text, text, flags=re.DOTALL), encoding="utf-8")


CARD = """---
library_name: techcoach
license: apache-2.0
tags: [action-quality-assessment, sports, coaching, pose]
---

# TechCoach, embedded

Coaches short clips of {drills} from the athlete's pose track: a score from 1 to 10, commentary, and for every
TechPoint a strength and a weakness with the attention that they were read from.

## What it was trained on
{records} simulated executions, filmed by virtual cameras and blurred by a noise model that was fitted to what the real
pose tracker does on {noise_clips} rendered clips. Its labels were measured on the simulated motion. First the pose
backbone learned to read technique parameters off tracks ({pretrain_steps} steps of {pretrain_batch_size}), then the
whole learned to coach ({steps} steps of {batch_size}).
It has **never seen a real athlete**, and no real footage or motion capture was used. Made by:

```
python -m techcoach train --preset embedded
```

## Measured
On rendered clips of unseen athletes, cameras and motions, watched by the real tracker, by
`python -m techcoach evaluate --checkpoint checkpoints/techcoach-embedded --card`:

{begin}
not measured yet
{end}

Relative L2 (RL2) is the squared error over the squared range of the true scores, times 100. "By chance" is the share of
the athlete's cells that would have counted as a hit. The true scores and statements are those of the simulation's own
measurements, not of human judges.

## What it is not for
Not for selection, grading, or medical or safety decisions. It judges only the drills named above and only what a pose
shows: no ball flight, no hold, no opponent. On real clips its score is an estimate by a model of simulated people.
"""


def new_card(folder: Path, recipe: Mapping[str, object]) -> None:
    """A model card that tells the recipe (the fields of `training.recipe.Recipe`) and still waits for its figures."""
    drills = ", ".join(drill.drill.title.lower() for drill in DRILLS.values())
    text = CARD.format(drills=drills, begin=BEGIN, end=END, **recipe)
    (folder / "README.md").write_text(text, encoding="utf-8")
