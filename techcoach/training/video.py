"""Training on cached features of video: coaching examples in, a checkpoint folder out.

Runs alone or under `accelerate launch`. Knows how to learn; what is measured is `evaluation`'s.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from accelerate import PartialState
from transformers import PreTrainedTokenizerFast, TrainingArguments

from ..checkpoint.bank import CommentaryBank
from ..checkpoint.supported_drills import write_drills
from ..data.ee4d.coaching_set import CoachingSet, FeatureCollator, bank_entries_of, texts_of
from ..data.ee4d.feature_store import FeatureStore, Manifest
from ..data.ee4d.joining import CoachingExample
from ..data.ee4d.tasks import drills_of
from ..data.training_examples import TextEmbeddings
from ..encoding.text import TextEncoder
from ..model import TechCoachConfig, TechCoachModel, TechCoachProcessor
from .averaging import WeightAverage
from .curves import draw_curves
from .pose import save_checkpoint
from .resumable_sampler import Draws
from .tokenizer import kept_tokenizer
from .trainer import BEST_ON_HELD_OUT, CoachTrainer, best, last_save, stages, tensorboard
from .video_recipe import VideoRecipe

LOG_EVERY = 10
SPECIAL_TOKENS = 2
"""A commentary's own tokens stand between an opening and a closing one."""
ROOM, SHORTEST_ROOM = 2, 128
"""The model has room for commentary so many times as long as the longest that it learns from: others' may be longer."""


@dataclass(frozen=True)
class Parts:
    """Examples of a run. Attributes: those learned from, and those held out to choose and calibrate with."""

    learned: tuple[CoachingExample, ...]
    held_out: tuple[CoachingExample, ...]


def parted(examples: Sequence[CoachingExample], share: float) -> Parts:
    """Examples parted by take, so that no athlete's attempt is in both; a take's part hangs on its uid alone.

    Raises:
        ValueError: if one of the two would be empty.
    """
    takes = sorted({example.take.uid for example in examples}, key=lambda uid: hashlib.sha256(uid.encode()).digest())
    away = set(takes[: max(1, round(share * len(takes)))])
    parts = Parts(
        tuple(example for example in examples if example.take.uid not in away),
        tuple(example for example in examples if example.take.uid in away),
    )
    if not parts.learned or not parts.held_out:
        raise ValueError(f"{len(takes)} takes are too few to hold out {share:.0%} of them; two are needed at least")
    return parts


def video_config(
    recipe: VideoRecipe,
    manifest: Manifest,
    views: Sequence[str],
    encoder: TextEncoder,
    tokenizer: PreTrainedTokenizerFast,
    examples: Sequence[CoachingExample],
) -> TechCoachConfig:
    """The recipe's config for these features, words and views."""
    longest = max(
        len(tokenizer(example.commentary, add_special_tokens=False)["input_ids"]) for example in examples
    )  # fmt: skip
    takes = len({example.take.uid for example in examples})
    own: dict[str, Any] = {
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
        "max_text_length": max(ROOM * longest + SPECIAL_TOKENS, SHORTEST_ROOM),
        "trained_on": f"{len(examples)} annotated windows of {takes} filmed takes ({', '.join(views)} views)",
        "drills": [drill.id for drill in drills_of(examples)],
    }
    return TechCoachConfig.paper(**{**own, **recipe.config})


def train_on_features(
    examples: Sequence[CoachingExample],
    store: FeatureStore,
    views: Sequence[str],
    recipe: VideoRecipe,
    folder: Path,
    work: Path,
    device: str = "cpu",
    say: Callable[[str], None] = print,
) -> tuple[TechCoachModel, TechCoachProcessor, CoachingSet]:
    """Trains on examples and writes an uncalibrated checkpoint; goes on from the last save in `work` where there is
    one, and as an unbroken run would have.

    Args:
        examples: of the training split. store: their features. views: to train on. folder: the checkpoint folder to
            write. work: for saves, curves and logs.

    Returns:
        Model, processor, and what was held out, for calibration.

    Raises:
        ValueError: if the store lacks a view or all examples, or there are too few takes.
    """
    torch.manual_seed(recipe.seed)
    state = PartialState(cpu=device == "cpu")
    parts = parted(examples, recipe.held_out)
    encoder = TextEncoder(device=str(state.device) if device != "cpu" else "cpu")
    with state.main_process_first():
        said = (example.commentary for example in parts.learned)
        tokenizer = kept_tokenizer(work / "tokenizer", said, recipe.vocabulary)
    config = video_config(recipe, store.manifest, views, encoder, tokenizer, examples)
    processor = TechCoachProcessor(config, tokenizer)
    model = TechCoachModel(config)
    texts = texts_of(examples)
    embeddings = TextEmbeddings(texts, encoder.encode(texts))
    learned = CoachingSet(parts.learned, store, processor, embeddings, views, recipe.view_dropout)
    held_out = CoachingSet(parts.held_out, store, processor, embeddings, views)
    steps = recipe.steps(len(learned), state.num_processes)
    if state.is_main_process:
        millions = sum(weights.numel() for weights in model.parameters()) / 1e6
        say(
            f"{len(learned)} examples to learn from ({learned.missing} without features left out), {len(held_out)} "
            f"held out ({held_out.missing} left out); {millions:.1f} million weights, {steps} steps"
        )
    average = None if recipe.average is None else WeightAverage(recipe.average)
    saves = work / "saves"
    trainer = CoachTrainer(
        model=model,
        args=_arguments(recipe, saves, steps, device),
        train_dataset=Draws(learned, steps * recipe.batch_size * recipe.accumulate * state.num_processes, recipe.seed),
        eval_dataset=held_out,
        data_collator=FeatureCollator(config),
        say=say,
        average=average,
        callbacks=tensorboard(work / "tensorboard", say) if state.is_main_process else [],
    )
    trainer.train(resume_from_checkpoint=last_save(saves, average))
    model = best(trainer)
    if state.is_main_process:
        _write(folder, work, model, processor, trainer.state.log_history, examples, encoder)
        say(f"best of {steps} steps: {Path(trainer.state.best_model_checkpoint or 'the last').name}")
    state.wait_for_everyone()
    return model, processor, held_out


def _write(
    folder: Path,
    work: Path,
    model: TechCoachModel,
    processor: TechCoachProcessor,
    history: list[dict[str, float]],
    examples: Sequence[CoachingExample],
    encoder: TextEncoder,
) -> None:
    """The checkpoint folder but for its card: weights, words, bank, drills, curves; and the log in `work`."""
    (work / "log.json").write_text(json.dumps(history, indent=1) + "\n", encoding="utf-8")
    save_checkpoint(folder, model, processor)
    logged = stages(history)
    if any(logged.values()):
        draw_curves(logged, folder / "curves.png")
    CommentaryBank.build(bank_entries_of(examples), encoder).save(folder)
    write_drills(folder, drills_of(examples))


def _arguments(recipe: VideoRecipe, saves: Path, steps: int, device: str) -> TrainingArguments:
    on_cpu = device == "cpu"
    every = min(recipe.save_every, steps)
    return TrainingArguments(
        output_dir=str(saves),
        max_steps=steps,
        per_device_train_batch_size=recipe.batch_size,
        per_device_eval_batch_size=recipe.batch_size,
        gradient_accumulation_steps=recipe.accumulate,
        learning_rate=recipe.learning_rate,
        warmup_steps=round(recipe.warmup * steps),
        lr_scheduler_type="cosine",
        weight_decay=recipe.weight_decay,
        max_grad_norm=recipe.longest_step,
        logging_steps=min(LOG_EVERY, every),
        eval_steps=every,
        save_steps=every,
        **BEST_ON_HELD_OUT,
        seed=recipe.seed,
        use_cpu=on_cpu,
        bf16=recipe.precision == "bf16" or (recipe.precision == "auto" and not on_cpu),
        dataloader_num_workers=0 if on_cpu else 8,
        dataloader_persistent_workers=False,
        remove_unused_columns=False,
        train_sampling_strategy="sequential",  # `Draws` shuffles
        ddp_find_unused_parameters=False,
        report_to="none",
        disable_tqdm=False,
    )
