"""Training on `transformers.Trainer`: records in, a checkpoint folder out.

Knows how to learn; how records are made is `data.simulation`'s, what is measured is `evaluation`'s.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from accelerate import PartialState
from transformers import TrainingArguments

from ..checkpoint.calibration import UNCALIBRATED, Calibration
from ..data.label_texts import bank_of, commentaries, embed_all
from ..data.pose_examples import PoseCollator, PoseExampleSet, any_wording, own_wording
from ..data.training_examples import TextEmbeddings
from ..drills.catalogue import parameter_names
from ..encoding.text import TextEncoder
from ..model import TechCoachConfig, TechCoachModel, TechCoachProcessor
from ..simulation.records import Record
from ..simulation.tracker_errors import Sight
from ..skeleton import KEYPOINT_INDEX, KEYPOINTS, PARTS, RELATIVES
from .ablations import CLARITY, PRETRAINING
from .averaging import WeightAverage
from .curves import draw_curves
from .label_observability import clarity_of
from .pretrain import pretrain
from .recipe import Recipe
from .resumable_sampler import Draws
from .tokenizer import kept_tokenizer
from .trainer import BEST_ON_HELD_OUT, CoachTrainer, best, last_save, stages, tensorboard

LONGEST_STEP = 1.0
"""Gradients are clipped to this norm."""


def embedded_config(encoder: TextEncoder, vocabulary: int, drills: Sequence[str], **changes: Any) -> TechCoachConfig:
    """The embedded preset for the project's joints, this text encoder, a tokenizer of that size and these drills."""
    return TechCoachConfig.embedded(
        KEYPOINTS,
        [[KEYPOINT_INDEX[name] for name in RELATIVES[joint]] for joint in KEYPOINTS],
        [[KEYPOINT_INDEX[name] for name in part] for part in PARTS],
        text_embedding_size=encoder.width,
        text_encoder=encoder.id,
        vocab_size=vocabulary,
        trained_on=f"simulated executions of {len(drills)} drills ({', '.join(sorted(drills))})",
        drills=sorted(drills),
        readings=list(parameter_names(drills)),
        **changes,
    )


def train_on(
    records: Sequence[Record],
    sight: Sight,
    recipe: Recipe,
    folder: Path,
    work: Path,
    config_changes: dict[str, Any] | None = None,
    device: str = "cpu",
    say: Callable[[str], None] = print,
) -> tuple[TechCoachModel, TechCoachProcessor, TextEmbeddings]:
    """Trains on records and writes the uncalibrated checkpoint that does best on what the recipe holds out; goes on
    from the last save in `work` where there is one. Alone, or as one of the processes of `accelerate launch`, each with
    batches of its own.

    Args:
        sight: how a tracker would have seen a record. folder: the checkpoint folder to write. work: for saves and logs.
        config_changes: against the embedded preset, for ablations.
    """
    torch.manual_seed(recipe.seed)
    state = PartialState(cpu=device == "cpu")
    encoder = TextEncoder()
    embeddings = embed_all(encoder, recipe.drills)
    with state.main_process_first():
        tokenizer = kept_tokenizer(work / "tokenizer", commentaries(records, recipe.seed))
    learned, held_out = parted(len(records), recipe.held_out)
    config = embedded_config(encoder, len(tokenizer), recipe.drills, **(config_changes or {}))
    processor = TechCoachProcessor(config, tokenizer)
    model = TechCoachModel(config)
    saves = work / "saves"
    average = None if recipe.average is None else WeightAverage(recipe.average)
    resumed = last_save(saves, average)
    if resumed is None and model.parameter_head is not None:
        pretrain(
            model,
            processor,
            records[learned],
            sight,
            recipe.pretrain_steps,
            recipe.pretrain_batch_size,
            recipe.pretrain_learning_rate,
            work / PRETRAINING,
            recipe.seed,
            say,
            device,
        )
    clarity = None
    if model.parameter_head is not None:
        with state.main_process_first():
            clarity = _clarity(work / CLARITY, model, processor, records, sight, recipe.seed)
    _freeze(model)

    def examples(part: slice, augment: bool) -> PoseExampleSet:
        return PoseExampleSet(
            records[part],
            processor,
            embeddings,
            augment,
            sight=sight,
            wording=any_wording if recipe.paraphrases else own_wording,
            seed=recipe.seed,
            clarity=None if clarity is None else clarity[part],
        )

    trainer = CoachTrainer(
        model=model,
        args=_arguments(recipe, saves, device),
        train_dataset=Draws(
            examples(learned, augment=True),
            recipe.steps * recipe.batch_size * recipe.accumulate * state.num_processes,
            recipe.seed,
        ),
        eval_dataset=examples(held_out, augment=False),
        data_collator=PoseCollator(config),
        say=say,
        average=average,
        callbacks=tensorboard(work / "tensorboard", say) if state.is_main_process else [],
    )
    trainer.train(resume_from_checkpoint=resumed)
    model = best(trainer)
    if state.is_main_process:
        _write(folder, work, model, processor, trainer.state.log_history)
        bank_of(embeddings, encoder.id, recipe.drills).save(folder)
    state.wait_for_everyone()
    return model, processor, embeddings


def parted(count: int, share: float) -> tuple[slice, slice]:
    """Which of so many records are learned from, and which are held out: the last ones, of every drill as many.

    Raises:
        ValueError: if one of the two would be empty.
    """
    away = max(1, round(share * count))
    if away >= count:
        raise ValueError(f"{count} records are too few to hold out {share:.0%} of them; two are needed at least")
    return slice(0, count - away), slice(count - away, count)


def _freeze(model: TechCoachModel) -> None:
    """Keeps what was pretrained: trained on with the whole, the backbone unlearned more within 300 steps (sides' loss
    from 0.60 to 0.82) than the second stage, on a fifth of the samples, could teach it again."""
    if model.pose_backbone is not None:
        model.pose_backbone.freeze_reading()
    if model.parameter_head is not None:
        model.parameter_head.requires_grad_(False)


def _write(
    folder: Path,
    work: Path,
    model: TechCoachModel,
    processor: TechCoachProcessor,
    history: Sequence[Mapping[str, float]],
) -> None:
    """Weights, words and curves of both stages into the checkpoint folder; the log into `work`."""
    (work / "log.json").write_text(json.dumps(history, indent=1) + "\n", encoding="utf-8")
    pretraining = work / PRETRAINING
    before = torch.load(pretraining, weights_only=True)["history"] if pretraining.exists() else []
    logged = {"pretraining": before, **stages(history)}
    if any(logged.values()):  # a run of a few steps logs nothing
        draw_curves(logged, folder / "curves.png")
    save_checkpoint(folder, model, processor)


def _clarity(
    path: Path,
    model: TechCoachModel,
    processor: TechCoachProcessor,
    records: Sequence[Record],
    sight: Sight,
    seed: int,
) -> np.ndarray:
    """What is clearly seen of each record, looked at once after pretraining and kept for a resumed run, whose backbone
    has learned on."""
    if not path.exists():
        part = path.with_suffix(".part.npy")
        np.save(part, clarity_of(model, processor, records, sight, seed))
        part.rename(path)
    return np.asarray(np.load(path, allow_pickle=False))


def save_checkpoint(
    folder: Path,
    model: TechCoachModel,
    processor: TechCoachProcessor,
    calibration: Calibration = UNCALIBRATED,
) -> None:
    """Writes weights, config, processor files and calibration into a checkpoint folder."""
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(str(folder))
    processor.save_pretrained(folder)
    calibration.save(folder)


def _arguments(recipe: Recipe, work: Path, device: str) -> TrainingArguments:
    return TrainingArguments(
        output_dir=str(work),
        max_steps=recipe.steps,
        per_device_train_batch_size=recipe.batch_size,
        per_device_eval_batch_size=recipe.batch_size,
        gradient_accumulation_steps=recipe.accumulate,
        learning_rate=recipe.learning_rate,
        warmup_steps=recipe.warmup_steps,
        lr_scheduler_type="cosine",
        weight_decay=recipe.weight_decay,
        max_grad_norm=LONGEST_STEP,
        logging_steps=25,
        eval_steps=recipe.save_every,
        save_steps=recipe.save_every,
        **BEST_ON_HELD_OUT,
        seed=recipe.seed,
        use_cpu=device == "cpu",
        bf16=True,
        dataloader_num_workers=1 if device == "cpu" else 8,
        dataloader_persistent_workers=True,
        remove_unused_columns=False,
        train_sampling_strategy="sequential",  # `Draws` shuffles
        report_to="none",
        disable_tqdm=False,
    )
