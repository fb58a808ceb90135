"""Model cards: the text around a checkpoint's measured figures. Knows folders and Markdown; measures nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..model import TechCoachConfig
from ..types import Drill

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


POSE_CARD = """---
library_name: techcoach
license: apache-2.0
tags: [action-quality-assessment, sports, coaching, pose]
---

# TechCoach, embedded

Coaches short clips of a drill from the athlete's pose track: a score from 1 to 10, commentary, and for every TechPoint
a strength and a weakness with the attention that they were read from. The drills:

{drills}

## What it was trained on
{records} simulated executions, filmed by virtual cameras, and {noise_clips} rendered ones that the real pose tracker
watched. The first are seen with the errors that it is to be expected to make of such a motion, as learned from the
second, and with what it erred by beyond that on those of them that looked most alike. All labels were measured on the
simulated motion. First the pose backbone learned to say where every joint is in space and to read technique parameters
off tracks ({pretrain_steps} steps of {pretrain_batch_size}), then the whole learned to coach ({steps} steps of
{batch_size}); {held_out:.0%} of the executions were held out, and the save that did best on them was kept. It has
**never seen a real athlete**, and no real footage or motion capture was used. Made by:

```
python -m techcoach train --preset embedded
```

## Measured
On rendered clips of unseen athletes, cameras and motions, watched by the real tracker, by
`python -m techcoach evaluate --checkpoint checkpoints/techcoach-embedded --card`:

{begin}
{not_measured}
{end}

Score and presence are those of assessor and presence head, mixed with what was read of the technique parameters;
"alone" is without that. Relative L2 (RL2) is the squared error over the squared range of the true scores, times 100.
"By chance" is the share of the athlete's cells that would have counted as a hit. Claims are read back from the
generated commentary, clause by clause: true where the measured value lies on the side that was claimed, contradicted
where it lies on another; the rest lies between good and faulty. "True claims misread" is the claim reader's own error:
its share of claims not found true in commentary that was made from the measurements. "Parameters read right": the share
of technique parameters whose side (good, too low, too high, or between) is the likeliest one that was read. Commentary
claims only what is read surely: more of its claims are true than of the parameters and TechPoint sentences. "Own drill
warned" and "other drills warned": how often a clip is said to be unlike the drill that it was given as, when it is that
drill and when it is another one. "Where they truly were": with the tracker's joints put where they truly were, what is
left is the model's own error. "Without alignment": the same recipe without the alignment loss, by
`python -m techcoach train --change "without alignment" --out DIR` and `evaluate --beside "without alignment=DIR"`; told
scores and presence rest on what is read of the parameters, which it shares. "Cut at an end": every clip cut into the
action, at its end, at its start or both, as people trim them: how many of the moments to be measured then lie outside
of the clip; how often that is found, so that nothing is said of them and the score leaves them out; how often what the
clip does show is taken for missing; and how many of the commentary's claims are on what was cut away. The true scores
and statements are those of the simulation's own measurements, not of human judges.

## What it is not for
Not for selection, grading, or medical or safety decisions. It judges only the drills named above and only what a pose
shows: no ball flight, no hold, no opponent. On real clips its score is an estimate by a model of simulated people.
"""


def new_pose_card(folder: Path, drills: Iterable[Drill], recipe: Mapping[str, Any]) -> None:
    """A model card of a checkpoint trained on simulated executions, which still waits for its figures.

    Args:
        recipe: the fields of `training.recipe.Recipe`.
    """
    listed = "\n".join(f"- {drill.sport}: {drill.title}" for drill in drills)
    text = POSE_CARD.format(**{**recipe, "drills": listed}, begin=BEGIN, end=END, not_measured=NOT_MEASURED)
    (folder / "README.md").write_text(text, encoding="utf-8")


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
