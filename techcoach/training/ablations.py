"""What mattered: the small recipe with one thing changed at a time, over seeds, measured on the same tracked clips.

Knows how to repeat a training; the training itself is `train`'s.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import ttest_1samp

from ..types import Progress
from .recipe import Recipe

PRETRAINING, CLARITY = "pretraining.pt", "clarity.npy"
"""What a training's first stage, and the look at every record after it, leave in its work folder."""
Measure = Callable[[Path, Path, Recipe, Mapping[str, Any], Progress], dict[str, float]]
"""Trains into a folder, with a work folder of records, a recipe and changes of the config; says the figures."""


@dataclass(frozen=True)
class Ablation:
    """One thing changed.

    Attributes:
        recipe: changes of the recipe. config: changes of the model's config.
    """

    recipe: Mapping[str, Any] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)

    @property
    def same_pretraining(self) -> bool:
        """Whether nothing is changed that pretraining asks for."""
        return {*self.recipe, *self.config} <= SECOND_STAGE


SECOND_STAGE = {"alignment_weight", "attention_weight", "paraphrases"}
"""Settings of config and recipe that only the training after pretraining knows."""


ABLATIONS: dict[str, Ablation] = {
    "as it is": Ablation(),
    "tracker noise from the fitted model": Ablation(recipe={"noise": "fitted"}),
    "no tracker noise": Ablation(recipe={"noise": "none"}),
    "one wording a TechPoint": Ablation(recipe={"paraphrases": False}),
    "without alignment": Ablation(config={"alignment_weight": 0.0}),
    "attention not taught": Ablation(config={"attention_weight": 0.0}),
    "grid 8x4x4": Ablation(config={"grid": [8, 4, 4]}),
}
COLUMNS = (
    ("score_spearman", "score ρ"), ("score_rl2", "score RL2"), ("presence_auroc", "presence AUROC"),
    ("unseen_auroc", "AUROC, unseen wording"), ("states_right", "parameters read right"),
    ("attention_on_part", "peaks on body part"),
)  # fmt: skip


SURE = 0.05
"""Below this p value a change is told to make a difference."""
INTRODUCTION = """# What mattered

The small preset ({drills}; {records} simulated executions) with one thing changed at a time, measured on the same
{clips} rendered clips that the real tracker watched; mean and standard deviation over seeds. Score and presence are
those of the assessor and the presence head alone, not mixed with what is read of the parameters. Bold: what differs
from the first row (t-test of the seeds' pairs, p < {sure}); by chance alone one figure in twenty would. Written by
`python -m techcoach train --preset small --ablations {seeds}`.
"""


def run_ablations(work: Path, recipe: Recipe, seeds: Sequence[int], measure: Measure, progress: Progress) -> str:
    """Trains every ablation with every seed and tells mean and standard deviation as a Markdown table.

    Figures are kept in `work`, one file a training: what is there is not trained again.
    """
    measured: dict[str, list[dict[str, float]]] = {}
    for number, (name, ablation) in enumerate(ABLATIONS.items()):
        measured[name] = []
        for seed in seeds:
            progress(f"{name}, seed {seed}", number / len(ABLATIONS))
            own = work / "ablations" / f"{slug(name)}-{seed}"
            kept = own / "figures.json"
            if not kept.exists():
                changed = replace(recipe, seed=seed, **ablation.recipe)
                own.mkdir(parents=True, exist_ok=True)
                if ablation.same_pretraining:
                    take_over_pretraining(work / "ablations" / f"{slug(next(iter(ABLATIONS)))}-{seed}", own)
                figures = measure(own, work, changed, ablation.config, progress)
                kept.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
            measured[name].append(json.loads(kept.read_text(encoding="utf-8")))
    return "\n".join(
        [
            INTRODUCTION.format(
                drills=", ".join(recipe.drills),
                records=recipe.records,
                clips=recipe.validation,
                sure=SURE,
                seeds=len(seeds),
            ),
            f"| {len(seeds)} seeds each | {' | '.join(title for _, title in COLUMNS)} |",
            "|---" * (len(COLUMNS) + 1) + "|",
            *_rows(measured),
        ]
    )


def _rows(measured: Mapping[str, Sequence[Mapping[str, float]]]) -> list[str]:
    """Markdown rows of figures, by ablation and seed; the first ablation is what the others are compared with."""
    first = next(iter(measured.values()))
    rows = []
    for name, own in measured.items():
        cells = [_cell(_of(own, key), _of(first, key)) for key, _ in COLUMNS]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return rows


def _of(figures: Sequence[Mapping[str, float]], key: str) -> NDArray[np.float64]:
    return np.array([one.get(key, float("nan")) for one in figures])


def take_over_pretraining(done: Path, own: Path) -> None:
    """Copies what another training's pretraining left, and what was clear after it, where it is there and this one's is
    not: it would only be repeated."""
    for name in (PRETRAINING, CLARITY):
        if (done / name).exists() and not (own / name).exists():
            part = own / f"{name}.copy"
            shutil.copyfile(done / name, part)
            part.rename(own / name)


def slug(name: str) -> str:
    """An ablation's name as that of a folder."""
    return name.replace(" ", "-")


def _cell(values: NDArray[np.float64], compared: NDArray[np.float64]) -> str:
    if not np.isfinite(values).all():
        return "–"
    told = f"{values.mean():.3f} ± {values.std(ddof=1) if len(values) > 1 else 0.0:.3f}"
    apart = values - compared
    sure = len(values) > 1 and apart.any() and ttest_1samp(apart, 0.0).pvalue < SURE
    return f"**{told}**" if sure else told
