"""The paper's road from cached features to a measured checkpoint folder.

    coaching examples + feature store -> train -> calibrate on what was held out -> measure on the official val split

Runs alone or under `accelerate launch`; a broken run goes on where it broke.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

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
from ..evaluation.calibration import fit_calibration
from ..evaluation.card import new_video_card, write_figures
from ..evaluation.predictions import interpreted
from ..evaluation.video_metrics import predict_videos, video_figures, video_table, write_commentary
from ..training.pose import save_checkpoint
from ..training.video import train_on_features
from ..training.video_recipe import VideoRecipe
from ..types import Progress, silent

TRAIN, VAL = "train", "val"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DataSet:
    """Where coaching examples and their features lie, and what to do with those that cannot be used."""

    root: Path
    features: Path
    annotations: tuple[Path, ...] = ()
    on_bad: Literal["refuse", "skip"] = "refuse"

    def examples(self, views: Sequence[str], split: str) -> list[CoachingExample]:
        """Those of one split.

        Raises:
            BadData: as `load_examples` does. ValueError: if the split has none.
        """
        found = load_examples(self.root, self.annotations, on_bad=self.on_bad, views=views)
        own = [example for example in found if example.split == split]
        if not own:
            raise ValueError(f"{self.root} has no usable examples of the {split} split")
        return own


def train_on_video(
    data: DataSet,
    views: Sequence[str],
    recipe: VideoRecipe,
    folder: Path,
    work: Path,
    device: str,
    command: str,
    say: Callable[[str], None],
    progress: Progress = silent,
) -> None:
    """From features to a calibrated checkpoint in `folder`; `work` keeps saves, curves and logs.

    Args:
        views: to train on; those of the features if none are named. command: for the model card.
    """
    store = FeatureStore(data.features)
    views = tuple(views) or store.manifest.views
    examples = data.examples(views, TRAIN)
    model, processor, held_out = train_on_features(examples, store, views, recipe, folder, work, device, say)
    state = PartialState()
    if state.is_main_process:
        bank = load_checkpoint(folder).bank
        predictions = predict_videos(
            model, Interpreter(model, UNCALIBRATED, bank), held_out, recipe.batch_size, device, progress
        )
        fitted = fit_calibration(predictions, model.config.score_range)
        for line in fitted.not_fitted:
            say(line)
        calibrated = interpreted(predictions, Interpreter(model, fitted.calibration, bank))
        model.to(torch.device("cpu"))  # type: ignore[arg-type]  # the library's wrapper hides the signature
        save_checkpoint(folder, model, processor, fitted.calibration)
        new_video_card(folder, model.config, recipe, command, video_table(video_figures(calibrated)))
    state.wait_for_everyone()


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
    """The figures of a checkpoint folder on a split of a data set.

    Args:
        commentary: a file to write what the model says into, beside what the experts said. card: write the figures into
            the checkpoint's model card.

    Raises:
        ValueError: if the features are not those that the checkpoint was trained on.
    """
    loaded = load_checkpoint(folder)
    model, processor = loaded.model, loaded.processor
    config, store = model.config, FeatureStore(data.features)
    manifest = store.manifest
    wanted = config.video_encoder, config.video_revision, config.video_preparation
    if wanted != (manifest.encoder, manifest.revision, manifest.preparation):
        raise ValueError(
            f"{folder} was trained on features of {wanted}, {data.features} holds those of "
            f"{(manifest.encoder, manifest.revision, manifest.preparation)}"
        )
    examples = data.examples(config.views, split)
    texts = texts_of(examples)
    embeddings = TextEmbeddings(texts, loaded.text_encoder.encode(texts))
    told = CoachingSet(examples, store, processor, embeddings, config.views)
    if told.missing:
        log.warning("%d of %d examples have no features and are not measured", told.missing, len(examples))
    figures = video_figures(predict_videos(model, loaded.interpreter, told, device=device, progress=progress))
    if commentary is not None:
        write_commentary(model, told, commentary, device, progress)
    if card:
        write_figures(folder, video_table(figures))
    return figures
