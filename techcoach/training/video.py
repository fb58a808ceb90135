"""Training on the video road: coaching examples with cached features in, a checkpoint folder out.

Runs alone or under `accelerate launch`. This file knows how annotated windows become examples; `evaluation` measures
the trained model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from accelerate import PartialState
from transformers import PreTrainedTokenizerFast

from ..checkpoint.bank import CommentaryBank
from ..checkpoint.supported_drills import write_drills
from ..data.ee4d.coaching_set import CoachingSet, FeatureCollator, bank_entries_of, texts_of
from ..data.ee4d.feature_store import FeatureStore, Manifest
from ..data.ee4d.features import key_of
from ..data.ee4d.joining import CoachingExample
from ..data.ee4d.tasks import drills_of
from ..data.training_examples import TextEmbeddings
from ..encoding.text import TextEncoder
from ..model import TechCoachConfig, TechCoachModel, TechCoachProcessor
from .recipe import VideoRecipe
from .run import TOKENIZER, Run, digest, open_run
from .tokenizer import load_or_train_tokenizer
from .trainer import fit, write_fitted

SPECIAL_TOKENS = 2
"""Every commentary has an opening and a closing token."""
LENGTH_FACTOR, SHORTEST_TEXT_LENGTH = 2, 128
"""The longest text of the model is this factor times the longest training commentary, as unseen ones may be longer; it
is never below the second value, tokens."""


@dataclass(frozen=True)
class Split:
    """The examples of a run in two parts.

    Attributes:
        training: examples that the model learns from. held_out: examples that choose the best save and calibrate it.
    """

    training: tuple[CoachingExample, ...]
    held_out: tuple[CoachingExample, ...]


def split_by_take(examples: Sequence[CoachingExample], share: float) -> Split:
    """Split examples by take, so that no athlete's attempt is in both parts; a take's part depends on its uid alone.

    Args:
        share: of the takes that are held out; 0 holds none out.

    Raises:
        ValueError: if some are to be held out and one of the two parts would be empty.
    """
    takes = sorted({example.take.uid for example in examples}, key=lambda uid: hashlib.sha256(uid.encode()).digest())
    held_out_takes = set(takes[: max(1, round(share * len(takes)))]) if share else set()
    split = Split(
        tuple(example for example in examples if example.take.uid not in held_out_takes),
        tuple(example for example in examples if example.take.uid in held_out_takes),
    )
    if not split.training or (share and not split.held_out):
        raise ValueError(f"{len(takes)} takes are too few to hold out {share:.0%} of them; two are needed at least")
    return split


def video_config(
    recipe: VideoRecipe,
    manifest: Manifest,
    views: Sequence[str],
    encoder: TextEncoder,
    tokenizer: PreTrainedTokenizerFast,
    examples: Sequence[CoachingExample],
) -> TechCoachConfig:
    """Return the model config that a recipe gives for these features, texts and views."""
    longest = max(len(tokenizer(example.commentary, add_special_tokens=False)["input_ids"]) for example in examples)
    takes = len({example.take.uid for example in examples})
    from_data: dict[str, Any] = {
        "views": list(views),
        "num_views": len(views),
        "grid": list(manifest.grid),
        "feature_size": manifest.feature_size,
        "video_encoder": manifest.encoder,
        "video_revision": manifest.revision,
        "video_preparation": manifest.preparation,
        "video_clips": manifest.clips,
        "video_clip_frames": manifest.clip_frames,
        "text_embedding_size": encoder.width,
        "text_encoder": encoder.id,
        "vocab_size": len(tokenizer),
        "max_text_length": max(LENGTH_FACTOR * longest + SPECIAL_TOKENS, SHORTEST_TEXT_LENGTH),
        "trained_on": f"{len(examples)} annotated windows of {takes} filmed takes ({', '.join(views)} views)",
        "drills": [drill.id for drill in drills_of(examples)],
    }
    return TechCoachConfig.paper(**{**from_data, **recipe.config})


def open_video_run(
    folder: Path,
    recipe: VideoRecipe,
    examples: Sequence[CoachingExample],
    store: FeatureStore,
    views: Sequence[str],
    encoder: TextEncoder,
    command: str,
    device: str,
    *,
    fresh: bool = False,
) -> Run:
    """Give a folder to a run of the video road, or continue the run that the folder belongs to.

    The recipe, the views, the annotations of the examples, the features, the text encoder and the number of processes
    identify a run.

    Raises:
        OtherRun: if the folder belongs to another run.
    """
    state = PartialState(cpu=device == "cpu")
    settings = {
        "road": "video",
        **recipe.settings(),
        "precision": "bf16" if recipe.bf16(device) else "fp32",
        "processes launched": state.num_processes,
        "views": list(views),
    }
    manifest = asdict(store.manifest)
    keys = manifest.pop("keys")
    data = {
        "text encoder": encoder.id,
        "training examples": f"{len(examples)} (digest {digest([_annotation(example) for example in examples])})",
        "examples in the feature folder": f"{len(keys)} (digest {digest(sorted(keys))})",
        "examples without features": f"{len(store.failed)} (digest {digest(sorted(store.failed))})",
        **{f"features: {name}": value for name, value in manifest.items()},
    }
    return open_run(folder, settings, data, command, state, fresh=fresh)


def _annotation(example: CoachingExample) -> list[Any]:
    """Return all that a run learns from an example beside its features, as a JSON value without paths."""
    points = [asdict(point) for point in example.points]
    return [
        key_of(example), example.take.uid, example.task, example.window_s, points, example.commentary, example.score,
    ]  # fmt: skip


def train_on_features(
    examples: Sequence[CoachingExample],
    store: FeatureStore,
    views: Sequence[str],
    recipe: VideoRecipe,
    folder: Path,
    run: Run,
    encoder: TextEncoder,
    device: str = "cpu",
    log_line: Callable[[str], None] = print,
) -> tuple[TechCoachModel, TechCoachProcessor, CoachingSet | None]:
    """Train on examples and write an uncalibrated checkpoint; go on from the run's last save where there is one, as an
    unbroken run would have.

    Args:
        examples: of the training split. store: their features. views: to train on.
        folder: the checkpoint folder to write.

    Returns:
        Model, processor, and the held-out examples for calibration; None where no example was held out.

    Raises:
        ValueError: if the store lacks a view or all examples, or there are too few takes.
    """
    torch.manual_seed(recipe.seed)
    state = PartialState(cpu=device == "cpu")
    split = split_by_take(examples, recipe.held_out)
    with state.main_process_first():
        texts = (example.commentary for example in split.training)
        tokenizer = load_or_train_tokenizer(run.folder / TOKENIZER, texts, recipe.vocabulary)
    config = video_config(recipe, store.manifest, views, encoder, tokenizer, examples)
    processor = TechCoachProcessor(config, tokenizer)
    model = TechCoachModel(config)
    embedded = texts_of(examples)
    embeddings = TextEmbeddings(embedded, encoder.encode(embedded))
    training = CoachingSet(split.training, store, processor, embeddings, views, recipe.view_dropout)
    held_out = CoachingSet(split.held_out, store, processor, embeddings, views) if split.held_out else None
    if state.is_main_process:
        held_out_count, held_out_missing = (0, 0) if held_out is None else (len(held_out), held_out.missing)
        log_line(
            f"{len(training)} examples to learn from ({training.missing} without features left out), "
            f"{held_out_count} held out ({held_out_missing} left out)"
        )
    fitted = fit(model, training, held_out, FeatureCollator(config), recipe, run, device, log_line)
    if state.is_main_process:
        write_fitted(folder, run, fitted, processor)
        CommentaryBank.build(bank_entries_of(examples), encoder).save(folder)
        write_drills(folder, drills_of(examples))
        log_line(f"kept save: {fitted.save}")
    state.wait_for_everyone()
    return fitted.model, processor, held_out
