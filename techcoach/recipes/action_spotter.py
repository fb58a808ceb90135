"""The action spotter from nothing to its files in a checkpoint folder; a step of the pose road that also runs alone.

    simulate sequences -> learn from tracks of them -> fit the thresholds -> measure on unseen ones

The examples stay in the work folder, so an interrupted run simulates none of them twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ..data.spotter_examples import make_examples, spotter_config
from ..evaluation.spotting_metrics import SpottingFigures, spotting_figures
from ..training.action_spotter import SpotterRecipe, fit_action_spotter
from ..training.spotter_thresholds import fit_thresholds, thresholds_in_words
from ..types import Progress, silent


def train_action_spotter(
    folder: Path,
    work: Path,
    recipe: SpotterRecipe,
    drills: Sequence[str],
    processes: int,
    log_line: Callable[[str], None],
    progress: Progress = silent,
) -> SpottingFigures:
    """Train a spotter of the drills, save it into `folder`, and measure it on sequences that it has not seen.

    Args:
        work: holds the examples. processes: that make them. log_line: called with each validation and with the figures.

    Raises:
        ValueError: if `work` holds examples of other drills.
    """
    config = spotter_config(drills)
    train, validation, test = (
        make_examples(work, split, count, config, processes, progress)
        for split, count in (
            ("train", recipe.sequences),
            ("validation", recipe.validation),
            ("test", recipe.test),
        )
    )
    spotter = fit_action_spotter(train, validation, config, recipe, log_line, progress)
    spotter.config = fit_thresholds(spotter, validation)
    log_line(f"action spotter: {thresholds_in_words(spotter.config)}")
    folder.mkdir(parents=True, exist_ok=True)
    spotter.save(folder)
    figures = spotting_figures(spotter, test)
    log_line(f"action spotter, on {recipe.test} unseen simulated sequences:\n{figures.as_table()}")
    return figures
