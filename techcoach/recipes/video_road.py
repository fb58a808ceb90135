"""The video road, the paper's: from cached features to a measured checkpoint folder.

    coaching examples + feature store -> train -> calibrate on held-out takes -> measure on the official val split

The road runs alone or under `accelerate launch`; an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from accelerate import PartialState

from ..checkpoint.calibration import UNCALIBRATED
from ..coaching.interpretation import Interpreter
from ..coaching.loading import load_checkpoint
from ..data.ee4d.coaching_set import CoachingSet, texts_of
from ..data.ee4d.dataset import load_examples
from ..data.ee4d.feature_store import FeatureStore
from ..data.ee4d.joining import CoachingExample
from ..data.training_examples import TextEmbeddings
from ..encoding.text import TextEncoder
from ..evaluation.calibration import fit_calibration
from ..evaluation.card import write_card, write_figures
from ..evaluation.predictions import interpreted
from ..evaluation.video_metrics import predict_videos, video_figures, video_table, write_commentary
from ..model import TechCoachConfig
from ..training.recipe import VideoRecipe
from ..training.run import Run
from ..training.trainer import save_checkpoint
from ..training.video import open_video_run, train_on_features
from ..types import Progress, silent

TRAIN, VAL = "train", "val"
HELD_OUT = """On takes that were held out of training; they chose the best checkpoint and calibrated it, so these
figures flatter it:
"""
NOTHING_HELD_OUT = "No take was held out: the last save is kept; score interval and probabilities are not fitted."
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DataSet:
    """The folders of coaching examples and their features, and what to do with examples that cannot be used."""

    root: Path
    features: Path
    annotations: tuple[Path, ...] = ()
    on_bad: Literal["refuse", "skip"] = "refuse"

    def examples(self, views: Sequence[str], split: str) -> list[CoachingExample]:
        """Load the examples of one split.

        Raises:
            BadData: as `load_examples` does. ValueError: if the split has none.
        """
        examples = load_examples(self.root, self.annotations, on_bad=self.on_bad, views=views)
        of_split = [example for example in examples if example.split == split]
        if not of_split:
            raise ValueError(f"{self.root} has no usable examples of the {split} split")
        return of_split


def train_video(
    data: DataSet,
    views: Sequence[str],
    recipe: VideoRecipe,
    folder: Path,
    work: Path,
    device: str,
    command: str,
    log_line: Callable[[str], None],
    progress: Progress = silent,
    *,
    fresh: bool = False,
) -> None:
    """Train, calibrate and describe a checkpoint from features, and write it into `folder`.

    Args:
        views: to train on; an empty sequence stands for all views of the features.
        work: holds the saves, curves and logs of the run.
        command: the command line, for the model card.
        log_line: called with every line for people.
        fresh: remove the files of a former run from `work`, and begin anew.

    Raises:
        OtherRun: if `work` belongs to another run. BadData, ValueError: if data or features cannot be used.
    """
    state = PartialState(cpu=device == "cpu")
    store = FeatureStore(data.features)
    views = tuple(views) or store.manifest.views
    examples = data.examples(views, TRAIN)
    encoder = TextEncoder(device=device if device == "cpu" else str(state.device))
    run = open_video_run(work, recipe, examples, store, views, encoder, command, device, fresh=fresh)
    model, processor, held_out = train_on_features(
        examples, store, views, recipe, folder, run, encoder, device, log_line
    )
    if state.is_main_process:
        held_out_figures, calibration = NOTHING_HELD_OUT, UNCALIBRATED
        if held_out is None:
            log_line("nothing was held out: score interval and probabilities are not fitted")
        else:
            bank = load_checkpoint(folder).bank
            uncalibrated = Interpreter(model, UNCALIBRATED, bank)
            predictions = predict_videos(model, uncalibrated, held_out, recipe.batch_size, device, progress)
            fitted = fit_calibration(predictions, model.config.score_range)
            for line in fitted.not_fitted:
                log_line(line)
            calibration = fitted.calibration
            calibrated = interpreted(predictions, Interpreter(model, calibration, bank))
            held_out_figures = f"{HELD_OUT}\n{video_table(video_figures(calibrated))}"
        model.to(torch.device("cpu"))  # type: ignore[arg-type]  # the library's wrapper hides the signature
        save_checkpoint(folder, model, processor, calibration)
        write_card(folder, "video", card_fields(run, model.config, held_out_figures))
    state.wait_for_everyone()


def card_fields(run: Run, config: TechCoachConfig, held_out: str) -> dict[str, Any]:
    """Return the fields of the model card's template from the run that made the weights.

    Args:
        held_out: figures on the held-out takes as Markdown, or the reason why there are none.
    """
    low, high = config.score_range
    return {
        "drills": ", ".join(config.drills),
        "views": " and ".join(config.views),
        "low": f"{low:g}",
        "high": f"{high:g}",
        "trained_on": config.trained_on,
        "encoder": config.video_encoder,
        "revision": config.video_revision,
        "command": run.command,
        "settings": run.settings_text(),
        "held_out": held_out,
    }


def evaluate_video(
    folder: Path,
    data: DataSet,
    device: str,
    *,
    split: str = VAL,
    commentary: Path | None = None,
    card: bool = False,
    progress: Progress = silent,
) -> dict[str, float]:
    """Measure a checkpoint folder on a split of a data set; return the figures by name.

    Args:
        commentary: a file for the model's commentary beside that of the experts; None writes none. card: whether to
            write the figures into the checkpoint's model card.

    Raises:
        ValueError: if the features are not those that the checkpoint was trained on.
    """
    loaded = load_checkpoint(folder)
    model, processor = loaded.model, loaded.processor
    config, store = model.config, FeatureStore(data.features)
    manifest = store.manifest
    trained_on = config.video_encoder, config.video_revision, config.video_preparation
    if trained_on != (manifest.encoder, manifest.revision, manifest.preparation):
        raise ValueError(
            f"{folder} was trained on features of {trained_on}, {data.features} holds those of "
            f"{(manifest.encoder, manifest.revision, manifest.preparation)}"
        )
    examples = data.examples(config.views, split)
    texts = texts_of(examples)
    embeddings = TextEmbeddings(texts, loaded.text_encoder.encode(texts))
    coaching_set = CoachingSet(examples, store, processor, embeddings, config.views)
    if coaching_set.missing:
        log.warning("%d of %d examples have no features and are not measured", coaching_set.missing, len(examples))
    figures = video_figures(predict_videos(model, loaded.interpreter, coaching_set, device=device, progress=progress))
    if commentary is not None:
        write_commentary(model, coaching_set, commentary, device, progress)
    if card:
        write_figures(folder, video_table(figures))
    return figures
