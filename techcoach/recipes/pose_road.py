"""The whole recipe of the embedded checkpoint, from nothing to a calibrated checkpoint folder.

    simulate records -> render and track clips -> learn what the tracker errs by -> train -> calibrate on tracked clips

Every stage leaves its result in the work folder and is skipped where it is there: a broken run goes on where it broke.
Runs alone or under `accelerate launch`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from accelerate import PartialState

from ..coaching.loading import load_checkpoint
from ..data.pose_examples import Wording, own_wording, unseen_wording
from ..data.training_examples import TextEmbeddings
from ..drills.catalogue import supported_specs
from ..evaluation.calibration import fit_calibration
from ..evaluation.card import new_pose_card
from ..evaluation.pose_metrics import pose_figures, predict
from ..evaluation.tracking_errors import through_model, tracking_table
from ..simulation.records import Record
from ..simulation.splits import make_records
from ..simulation.systematic_error import kept_habits
from ..simulation.tracker_errors import ReplayedErrors, Sight, as_it_was, as_recorded
from ..simulation.tracker_noise import FITTED, Observed, TrackerNoise, fit, picture_height
from ..training.ablations import ABLATIONS, Ablation, slug, take_over_pretraining
from ..training.fit_out_of_distribution import fit_ood_detector
from ..training.fit_visibility import fit_visibility
from ..training.pose import save_checkpoint, train_on
from ..training.recipe import Recipe
from ..types import Progress, silent

TRACKING = """# What the pose tracker errs by

On {clips} rendered clips whose true joints are known: how far the real tracker has them off; how far off they are when
the errors that it made on {watched} other clips are replayed, as in training; and with the noise model that was fitted
to its errors on {fitted} clips. Median and ninth decile, percent of the athlete's height. Written by
`python -m techcoach simulate tracker-errors`.
"""
HABITS = "habits.pt"
"""What was learned of the tracker's habits, in a work folder."""
FRAMES = 64
"""Moments that the embedded preset is shown."""
LONGEST_WAIT = timedelta(days=1)
"""Of processes for the one that renders: hours on few cores."""


def fit_noise(work: Path, recipe: Recipe, progress: Progress = silent, path: Path = FITTED) -> None:
    """Fits the tracker noise model on rendered clips whose true joints are known, and writes it."""
    records = _records(work, "noise", recipe.noise_clips, recipe, progress, rendered=True)
    observed = [Observed(r.true_points, r.times, r.facing, picture_height(r.true_points)) for r in records]
    noise = fit(observed, [(r.points, r.confidence) for r in records])
    path.write_text(json.dumps({"clips": len(records), "model": noise.to_json()}) + "\n", encoding="utf-8")


def _records(work: Path, split: str, count: int, recipe: Recipe, progress: Progress, *, rendered: bool) -> list[Record]:
    return make_records(
        work,
        split,
        count,
        FRAMES,
        rendered=rendered,
        processes=recipe.processes,
        drills=recipe.drills,
        progress=progress,
    )


def _material(work: Path, recipe: Recipe, progress: Progress) -> tuple[list[Record], Sight]:
    """What a recipe learns from, and how it is seen in training: simulated executions and, where the tracker's errors
    are replayed, the clips that it was watched on, the fewer, before them."""
    simulated = _records(work, "train", recipe.records, recipe, progress, rendered=False)
    if recipe.noise == "none":
        return simulated, as_it_was
    if recipe.noise == "fitted":
        return simulated, as_recorded
    watched, sight = _replayed(work, recipe, progress)
    return [*watched, *simulated], sight


def _replayed(work: Path, recipe: Recipe, progress: Progress) -> tuple[list[Record], Sight]:
    """Watched clips, and a sight that errs as the tracker did on them."""
    watched = _records(work, "noise", recipe.noise_clips, recipe, progress, rendered=True)
    habits = kept_habits(work / HABITS, watched, recipe.seed, progress)
    return watched, ReplayedErrors(watched, habits.of)


def tracker_errors(work: Path, recipe: Recipe, progress: Progress) -> str:
    """Markdown: what the real tracker errs by on the recipe's validation clips, and what the noises of training err by
    on the same, joint by joint and view by view."""
    validation = _records(work, "validation", recipe.validation, recipe, progress, rendered=True)
    _, replayed = _replayed(work, recipe, progress)
    sights = {"tracker": as_recorded, "replayed": replayed, "fitted": through_model(TrackerNoise.load())}
    fitted = json.loads(FITTED.read_text(encoding="utf-8"))["clips"]
    told = TRACKING.format(clips=len(validation), watched=recipe.noise_clips, fitted=fitted)
    return f"{told}\n{tracking_table(validation, sights)}"


def measure_training(
    folder: Path, work: Path, recipe: Recipe, config_changes: Mapping[str, Any], progress: Progress
) -> dict[str, float]:
    """Trains a recipe with a changed config, and measures it on the recipe's validation clips; for `run_ablations`.

    Args:
        folder: of this training alone. work: of the records, which all trainings share.
    """
    records, sight = _material(work, recipe, progress)
    changes = dict(config_changes)
    *_, embeddings = train_on(records, sight, recipe, folder / "checkpoint", folder, changes, say=_silent)
    validation = _records(work, "validation", recipe.validation, recipe, progress, rendered=True)
    loaded = load_checkpoint(folder / "checkpoint")

    def measured(wording: Wording) -> dict[str, float]:
        predictions = predict(loaded, validation, embeddings, wording)
        return pose_figures(predictions, loaded.model.config.drills, loaded.calibration)

    return measured(own_wording) | {"unseen_auroc": measured(unseen_wording)["presence_auroc"]}


def _silent(line: str) -> None:
    """A training among many tells nothing."""


def calibrate_checkpoint(
    folder: Path, embeddings: TextEmbeddings, records: list[Record], sight: Sight, validation: list[Record]
) -> tuple[str, ...]:
    """Fits what tells unfamiliar clips, and clips cut short, on training records, and the calibration on validation
    records; writes all into the checkpoint.

    Returns:
        What could not be fitted, and why, for people.
    """
    loaded = load_checkpoint(folder)
    model, processor = loaded.model, loaded.processor
    if model.ood_detector is not None:
        fit_ood_detector(model, processor, records, sight, validation)
    fitted = fit_calibration(
        predict(loaded, validation, embeddings), model.config.score_range, list(model.config.parameter_names)
    )
    if (
        model.visibility_head is not None
    ):  # after the rest: validation clips are whole, and what they show is all to be read
        fit_visibility(model, processor, records, sight, validation)
    save_checkpoint(folder, model, processor, fitted.calibration)
    return fitted.not_fitted


def train_embedded(
    folder: Path,
    work: Path,
    recipe: Recipe,
    device: str,
    progress: Progress,
    say: Callable[[str], None],
    change: str | None = None,
) -> None:
    """From nothing to a calibrated checkpoint in `folder`; `work` keeps records, logs and saves.

    Args:
        say: told in a line what begins.
        change: name of an ablation, to train the same with one thing changed beside the checkpoint itself.
    """
    ablation = ABLATIONS[change] if change is not None else Ablation()
    recipe = replace(recipe, **ablation.recipe)
    state = PartialState(cpu=device == "cpu", timeout=LONGEST_WAIT)
    say = say if state.is_main_process else _silent
    with state.main_process_first():  # the others find all that it made
        own = work if change is None else _changed_work(work, change)
        if not FITTED.exists():
            say(f"fitting the tracker noise on {recipe.noise_clips} rendered clips")
            fit_noise(work, recipe, progress)
        records, sight = _material(work, recipe, progress)
    watched = len(records) - recipe.records
    say(f"training on {recipe.records} simulated and {watched} watched executions of {', '.join(recipe.drills)}")
    *_, embeddings = train_on(records, sight, recipe, folder, own, dict(ablation.config), device=device, say=say)
    if state.is_main_process:
        validation = _records(work, "validation", recipe.validation, recipe, progress, rendered=True)
        say(f"calibrating on {len(validation)} rendered clips that the real tracker watched")
        for line in calibrate_checkpoint(folder, embeddings, records, sight, validation):
            say(line)
        new_pose_card(folder, (one.drill for one in supported_specs(recipe.drills).values()), asdict(recipe))
    state.wait_for_everyone()


def _changed_work(work: Path, change: str) -> Path:
    """The work folder of a training with one thing changed. A finished pretraining that it would only repeat is taken
    over from the training beside it."""
    own = work / "changed" / slug(change)
    own.mkdir(parents=True, exist_ok=True)
    if ABLATIONS[change].same_pretraining:
        take_over_pretraining(work, own)
    return own
