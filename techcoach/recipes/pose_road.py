"""The pose road: from nothing to a calibrated checkpoint folder.

    simulate records -> render and track clips -> fit the tracker's errors -> train -> calibrate on tracked clips

Every stage writes its result into the work folder and is skipped where that result exists, so an interrupted run goes
on where it stopped. All runs in a work folder share its records; the other files belong to one run (`training.run`).
The road runs alone or under `accelerate launch`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from accelerate import PartialState

from ..coaching.loading import LoadedCheckpoint, load_checkpoint
from ..data.label_texts import embed_all
from ..data.pose_examples import Wording, own_wording, unseen_wording
from ..data.training_examples import TextEmbeddings
from ..drills.catalogue import supported_specs
from ..encoding.text import TextEncoder
from ..evaluation.calibration import FittedCalibration, fit_calibration
from ..evaluation.card import write_card
from ..evaluation.pose_metrics import pose_figures, predict
from ..evaluation.tracking_errors import through_model, tracking_table
from ..simulation.film_presets import FILMINGS
from ..simulation.records import Record
from ..simulation.splits import make_records
from ..simulation.systematic_error import load_or_fit_systematic_error
from ..simulation.tracker_errors import ObservationModel, ReplayedErrors, as_recorded, ground_truth
from ..simulation.tracker_noise import FITTED, Observed, TrackerNoise, fit, picture_height
from ..training.ablations import ABLATIONS, ablation_folder, slug, take_over_pretraining
from ..training.action_spotter import SpotterRecipe
from ..training.fit_out_of_distribution import fit_out_of_distribution
from ..training.fit_visibility import fit_visibility
from ..training.pose import open_pose_run, train_on_records
from ..training.recipe import PoseRecipe
from ..training.run import FIGURES, Run
from ..training.trainer import save_checkpoint
from ..types import Progress, silent
from .action_spotter import train_action_spotter

TRACKING = """# What the pose tracker errs by

On {clips} rendered clips whose true joints are known: how far the real tracker has them off; how far off they are when
the errors that it made on {watched} other clips are replayed, as in training; and with the noise model that was fitted
to its errors on {fitted} clips. Median and ninth decile, percent of the athlete's height. Written by
`python -m techcoach simulate tracker-errors`.
"""
TRAINING_DATA = {
    "replayed": """{records} simulated executions, filmed by virtual cameras, and {noise_clips} rendered ones that
the real pose tracker watched. The first are seen with the errors that it is to be expected to make of such a motion, as
learned from the second, and with what it erred by beyond that on those of them that looked most alike.""",
    "fitted": """{records} simulated executions, filmed by virtual cameras. They are seen with noise of a model that was
fitted to the errors of the real pose tracker on rendered clips.""",
    "none": """{records} simulated executions, filmed by virtual cameras. Their joints are seen where they were, without
tracker errors.""",
}
"""By the recipe's noise: the sentences of the model card about the training data."""
SYSTEMATIC_ERROR = "habits.pt"
"""The file in a work folder that keeps the tracker's systematic error."""
FRAMES = 64
"""Number of frames that the embedded preset samples from a clip."""
LONGEST_WAIT = timedelta(days=1)
"""How long processes wait for the one process that renders; rendering takes hours on few cores."""


def fit_noise(work: Path, recipe: PoseRecipe, progress: Progress = silent, path: Path = FITTED) -> None:
    """Fit the tracker noise model on rendered clips whose true joints are known, and write it."""
    records = _records(work, "noise", recipe.noise_clips, recipe, progress, rendered=True)
    observed = [Observed(r.true_points, r.times, r.facing, picture_height(r.true_points)) for r in records]
    noise = fit(observed, [(r.points, r.confidence) for r in records])
    path.write_text(json.dumps({"clips": len(records), "model": noise.to_json()}) + "\n", encoding="utf-8")


def _records(
    work: Path, split: str, count: int, recipe: PoseRecipe, progress: Progress, *, rendered: bool
) -> list[Record]:
    return make_records(
        work,
        split,
        count,
        FRAMES,
        rendered=rendered,
        processes=recipe.processes,
        drills=recipe.drills,
        filming=FILMINGS[recipe.filming],
        progress=progress,
    )


def _training_records(work: Path, recipe: PoseRecipe, progress: Progress) -> tuple[list[Record], ObservationModel]:
    """Return the training records of a recipe, and the observation model that gives them tracker errors.

    The records are simulated executions; where errors are replayed, the tracked clips come before them.
    """
    simulated = _records(work, "train", recipe.records, recipe, progress, rendered=False)
    if recipe.noise == "none":
        return simulated, ground_truth
    if recipe.noise == "fitted":
        return simulated, as_recorded
    tracked, replayed = _replayed(work, recipe, progress)
    return [*tracked, *simulated], replayed


def _replayed(work: Path, recipe: PoseRecipe, progress: Progress) -> tuple[list[Record], ObservationModel]:
    """Return tracked clips, and the observation model that replays the tracker's errors on them."""
    tracked = _records(work, "noise", recipe.noise_clips, recipe, progress, rendered=True)
    systematic_error = load_or_fit_systematic_error(work / SYSTEMATIC_ERROR, tracked, recipe.seed, progress)
    return tracked, ReplayedErrors(tracked, systematic_error.predict)


def tracker_errors(work: Path, recipe: PoseRecipe, progress: Progress) -> str:
    """Return a Markdown table by joint and by view: the real tracker's errors on the recipe's validation clips, and
    the errors of the observation models of training on the same clips."""
    validation = _records(work, "validation", recipe.validation, recipe, progress, rendered=True)
    _, replayed = _replayed(work, recipe, progress)
    models = {"tracker": as_recorded, "replayed": replayed, "fitted": through_model(TrackerNoise.load())}
    fitted = json.loads(FITTED.read_text(encoding="utf-8"))["clips"]
    introduction = TRACKING.format(clips=len(validation), watched=recipe.noise_clips, fitted=fitted)
    return f"{introduction}\n{tracking_table(validation, models)}"


def measure_training(folder: Path, work: Path, recipe: PoseRecipe, progress: Progress) -> dict[str, float]:
    """Train a recipe, and measure it on the recipe's validation clips, for `run_ablations`.

    The figures of a finished training are read from its folder.

    Args:
        folder: of this training alone. work: holds the records, which all trainings share.

    Raises:
        OtherRun: if the folder belongs to another training.
    """
    encoder = TextEncoder()
    run = open_pose_run(folder, recipe, encoder, "techcoach train --ablations", "cpu")
    figures_path = run.folder / FIGURES
    if figures_path.exists():
        figures: dict[str, float] = json.loads(figures_path.read_text(encoding="utf-8"))
        return figures
    take_over_pretraining(ablation_folder(work, next(iter(ABLATIONS)), recipe.seed), run)
    records, observation_model = _training_records(work, recipe, progress)
    *_, embeddings = train_on_records(
        records, observation_model, recipe, folder / "checkpoint", run, encoder, log_line=_no_line
    )
    validation = _records(work, "validation", recipe.validation, recipe, progress, rendered=True)
    loaded = load_checkpoint(folder / "checkpoint")

    def figures_with(wording: Wording) -> dict[str, float]:
        predictions = predict(loaded, validation, embeddings, wording)
        return pose_figures(predictions, loaded.interpreter)

    figures = figures_with(own_wording) | {"unseen_auroc": figures_with(unseen_wording)["presence_auroc"]}
    figures_path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return figures


def _no_line(line: str) -> None:
    """Discard a line: the `log_line` of a process, or of one training among many, that nobody follows."""


def calibrate_checkpoint(
    folder: Path,
    embeddings: TextEmbeddings,
    records: list[Record],
    observation_model: ObservationModel,
    validation: list[Record],
) -> tuple[str, ...]:
    """Fit the out-of-distribution detector and event visibility on training records, fit the calibration on validation
    records, and write all of them into the checkpoint.

    Returns:
        A line for people for each part that could not be fitted, with the reason.
    """
    loaded = load_checkpoint(folder)
    model, processor = loaded.model, loaded.processor
    if model.ood_detector is not None:
        fit_out_of_distribution(model, processor, records, observation_model)
    fitted = _fit_calibration(loaded, validation, embeddings)
    # Event visibility is fitted last: the calibration's validation clips are whole, and every event is visible in them.
    if model.visibility_head is not None:
        fit_visibility(model, processor, records, observation_model, validation)
    save_checkpoint(folder, model, processor, fitted.calibration)
    return fitted.not_fitted


def _fit_calibration(
    loaded: LoadedCheckpoint, validation: list[Record], embeddings: TextEmbeddings
) -> FittedCalibration:
    config = loaded.model.config
    return fit_calibration(
        predict(loaded, validation, embeddings),
        config.score_range,
        list(config.parameter_names),
        list(config.drills),
    )


def calibrate_again(
    folder: Path, work: Path, clips: int, processes: int, progress: Progress = silent
) -> tuple[str, ...]:
    """Fit the calibration of a checkpoint anew, on validation clips, and write it; the weights stay as they are.

    Args:
        work: holds the validation records; those that it lacks are rendered and tracked.

    Returns:
        A line for people for each part that could not be fitted, with the reason.
    """
    loaded = load_checkpoint(folder)
    drills = tuple(supported_specs(loaded.model.config.drills))
    frames = loaded.model.config.pose_frames
    validation = make_records(
        work, "validation", clips, frames, rendered=True, processes=processes, drills=drills, progress=progress
    )
    fitted = _fit_calibration(loaded, validation, embed_all(loaded.text_encoder, drills))
    fitted.calibration.save(folder)
    return fitted.not_fitted


def train_pose(
    folder: Path,
    work: Path,
    recipe: PoseRecipe,
    device: str,
    command: str,
    progress: Progress,
    log_line: Callable[[str], None],
    *,
    spotter: SpotterRecipe,
    change: str | None = None,
    fresh: bool = False,
) -> None:
    """Train, calibrate and describe a checkpoint from nothing, and write it into `folder`.

    Args:
        work: holds the records, which runs share, and the saves and logs of this run.
        command: the command line, for the model card.
        log_line: called with a line for every stage that begins, and for every row of the log.
        spotter: how the checkpoint's action spotter is trained.
        change: name of an ablation, which changes one setting of the recipe; the files of such a run lie in a subfolder
            of `work`.
        fresh: remove the files of a former run, and begin anew.

    Raises:
        OtherRun: if the folder of the run's files belongs to another run.
    """
    if change is not None:
        recipe = ABLATIONS[change].applied_to(recipe)
    state = PartialState(cpu=device == "cpu", timeout=LONGEST_WAIT)
    log_line = log_line if state.is_main_process else _no_line
    encoder = TextEncoder()
    run_folder = work if change is None else work / "changed" / slug(change)
    run = open_pose_run(run_folder, recipe, encoder, command, device, fresh=fresh)
    with state.main_process_first():  # the other processes read the files that it writes
        if change is not None:
            take_over_pretraining(work, run)
        if not FITTED.exists():
            log_line(f"fitting the tracker noise on {recipe.noise_clips} rendered clips")
            fit_noise(work, recipe, progress)
        records, observation_model = _training_records(work, recipe, progress)
    tracked = len(records) - recipe.records
    log_line(f"training on {recipe.records} simulated and {tracked} watched executions of {', '.join(recipe.drills)}")
    *_, embeddings = train_on_records(records, observation_model, recipe, folder, run, encoder, device, log_line)
    if state.is_main_process:
        validation = _records(work, "validation", recipe.validation, recipe, progress, rendered=True)
        log_line(f"calibrating on {len(validation)} rendered clips that the real tracker watched")
        for line in calibrate_checkpoint(folder, embeddings, records, observation_model, validation):
            log_line(line)
        train_action_spotter(folder, work, spotter, recipe.drills, recipe.processes, log_line, progress)
        write_card(folder, "pose", card_fields(run))
    state.wait_for_everyone()


def card_fields(run: Run) -> dict[str, Any]:
    """Return the fields of the model card's template from the identity of the run that made the weights."""
    settings = dict(run.settings)
    chosen = (
        f"{settings['held_out']:.0%} of the executions were held out, and the save that did best on them was kept."
        if settings["held_out"]
        else "no execution was held out, and the last save was kept."
    )
    drills = "\n".join(
        f"- {spec.drill.sport}: {spec.drill.title}" for spec in supported_specs(settings["drills"]).values()
    )
    return {
        **settings,
        "material": TRAINING_DATA[settings["noise"]].format(**settings),
        "held_out": chosen,
        "drills": drills,
        "command": run.command,
        "settings": run.settings_text(),
    }
