"""Model cards: the text around a checkpoint's measured figures. Knows folders and Markdown; measures nothing."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..model import TechCoachConfig

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
NOT_MEASURED = "not measured yet"


def write_figures(folder: Path, figures: str) -> None:
    """Puts measured figures, as Markdown, between the marks of the checkpoint's README.md.

    Raises:
        ValueError: if the card has no place for them.
    """
    card = folder / "README.md"
    text = card.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise ValueError(f"{card} has no lines {BEGIN!r} and {END!r} to write the figures between")
    told = f"{BEGIN}\n{figures}\n{END}"
    card.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: told, text, flags=re.DOTALL), encoding="utf-8")


VIDEO_CARD = """---
library_name: techcoach
tags: [action-quality-assessment, sports, coaching, video]
---

# TechCoach on video features

Coaches clips of {drills} from {views} video: a score from {low:g} to {high:g}, commentary, and for every TechPoint a
strength and a weakness with the attention that they were read from. After the paper "TechCoach: Towards
Technical-Point-Aware Descriptive Action Coaching".

## What it was trained on
{trained_on}, as features of the video encoder `{encoder}` (revision `{revision}`), which is needed to coach with it.
Made by:

```
{command}
```

{settings}

## Measured
On takes that were held out of training; they chose the best checkpoint and calibrated it, so these figures flatter it:

{held_out}

On the official validation split, by `techcoach evaluate --checkpoint DIR --data DIR --features DIR --card`:

{begin}
{not_measured}
{end}

Score ρ is Spearman's, times 100. Relative L2 (RL2) is the squared error over the squared range of the true scores,
times 100. "Own side nearer": of TechPoints with praise and criticism, how often a query lies nearer to its own side's
comment than to the other's. "Masked perplexity" is that of masked commentary tokens.

## What it is not for
Not for selection, grading, or medical or safety decisions. Who publishes a checkpoint trained on Ego-Exo4D states the
terms of its licence here.
"""


def new_video_card(folder: Path, config: TechCoachConfig, recipe: Any, command: str, held_out: str) -> None:
    """A model card filled from the run, which still waits for the figures of the official validation split.

    Args:
        recipe: a dataclass of the run's settings. held_out: figures on what was held out, as Markdown.
    """
    own = asdict(recipe)
    changed = own.pop("config")
    settings = ", ".join(f"{name} {value}" for name, value in {**own, **changed}.items())
    low, high = config.score_range
    text = VIDEO_CARD.format(
        drills=", ".join(config.drills), views=" and ".join(config.views), low=low, high=high,
        trained_on=config.trained_on, encoder=config.video_encoder, revision=config.video_revision, command=command,
        settings=f"Settings: {settings}.", held_out=held_out, begin=BEGIN, end=END, not_measured=NOT_MEASURED,
    )  # fmt: skip
    (folder / "README.md").write_text(text, encoding="utf-8")
