"""Ablations: the small recipe with one setting changed at a time, over seeds, measured on the same tracked clips.

This file knows how to repeat a training and to compare its figures; `pose` does the training.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import ttest_1samp

from ..types import Progress
from .recipe import PoseRecipe
from .run import OBSERVABILITY, PRETRAINING, Run, different_names, read_run

TrainAndMeasure = Callable[[Path, Path, PoseRecipe, Progress], dict[str, float]]
"""One training's folder, the work folder of shared records, a recipe and a progress callback -> figures by name."""


@dataclass(frozen=True)
class Ablation:
    """One change of a training.

    Attributes:
        recipe: other values for fields of the recipe. config: other values for fields of the model's config.
    """

    recipe: Mapping[str, Any] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)

    def applied_to(self, recipe: PoseRecipe) -> PoseRecipe:
        """Return a recipe with this change."""
        return replace(recipe, config={**recipe.config, **self.config}, **self.recipe)


SECOND_STAGE = {"config.alignment_weight", "config.attention_weight", "paraphrases"}
"""Settings of a run that have no effect before the second stage, the training after pretraining."""

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


SIGNIFICANT_P = 0.05
"""The p value below which a change counts as a difference."""
INTRODUCTION = """# What mattered

The small preset ({drills}; {records} simulated executions) with one thing changed at a time, measured on the same
{clips} rendered clips that the real tracker watched; mean and standard deviation over seeds. Score and presence are
those of the assessor and the presence head alone, not mixed with what is read of the parameters. Bold: what differs
from the first row (t-test of the seeds' pairs, p < {sure}); by chance alone one figure in twenty would. Written by
`python -m techcoach train --preset small --ablations {seeds}`.
"""


def ablation_folder(work: Path, name: str, seed: int) -> Path:
    """Return the folder of an ablation's training with a seed."""
    return work / "ablations" / f"{slug(name)}-{seed}"


def run_ablations(
    work: Path, recipe: PoseRecipe, seeds: Sequence[int], measure: TrainAndMeasure, progress: Progress
) -> str:
    """Train every ablation with every seed; return mean and standard deviation of the figures as a Markdown table.

    Args:
        measure: trains and measures one recipe; it reads the figures of a finished training from the folder.
    """
    measured: dict[str, list[dict[str, float]]] = {}
    for number, (name, ablation) in enumerate(ABLATIONS.items()):
        measured[name] = []
        for seed in seeds:
            progress(f"{name}, seed {seed}", number / len(ABLATIONS))
            changed = replace(ablation.applied_to(recipe), seed=seed)
            measured[name].append(measure(ablation_folder(work, name, seed), work, changed, progress))
    return "\n".join(
        [
            INTRODUCTION.format(
                drills=", ".join(recipe.drills),
                records=recipe.records,
                clips=recipe.validation,
                sure=SIGNIFICANT_P,
                seeds=len(seeds),
            ),
            f"| {len(seeds)} seeds each | {' | '.join(title for _, title in COLUMNS)} |",
            "|---" * (len(COLUMNS) + 1) + "|",
            *_rows(measured),
        ]
    )


def _rows(measured: Mapping[str, Sequence[Mapping[str, float]]]) -> list[str]:
    """Format one Markdown row for each ablation; the first ablation is the baseline of the others."""
    baseline = next(iter(measured.values()))
    rows = []
    for name, figures in measured.items():
        cells = [_cell(_values(figures, key), _values(baseline, key)) for key, _ in COLUMNS]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return rows


def _values(figures: Sequence[Mapping[str, float]], key: str) -> NDArray[np.float64]:
    return np.array([by_name.get(key, float("nan")) for by_name in figures])


def take_over_pretraining(source: Path, run: Run) -> None:
    """Copy pretraining and label observability from another run's folder into a run that would only repeat them: both
    runs must differ in nothing but settings of the second stage."""
    other = read_run(source)
    if other is None or not different_names(other, run) <= SECOND_STAGE:
        return
    for name in (PRETRAINING, OBSERVABILITY):
        if (source / name).exists() and not (run.folder / name).exists():
            partial = run.folder / f"{name}.copy"
            shutil.copyfile(source / name, partial)
            partial.rename(run.folder / name)


def slug(name: str) -> str:
    """Return an ablation's name as the name of a folder."""
    return name.replace(" ", "-")


def _cell(values: NDArray[np.float64], baseline: NDArray[np.float64]) -> str:
    if not np.isfinite(values).all():
        return "–"
    text = f"{values.mean():.3f} ± {values.std(ddof=1) if len(values) > 1 else 0.0:.3f}"
    differences = values - baseline
    significant = len(values) > 1 and differences.any() and ttest_1samp(differences, 0.0).pvalue < SIGNIFICANT_P
    return f"**{text}**" if significant else text
