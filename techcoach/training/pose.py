"""Training on the pose road: simulated records in, a checkpoint folder out.

This file knows how records become examples, and that the backbone is pretrained before the whole model learns.
`simulation` makes the records; `evaluation` measures the trained model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from accelerate import PartialState

from ..data.label_texts import bank_of, commentaries, embed_all
from ..data.pose_examples import PoseCollator, PoseExampleSet, any_wording, own_wording
from ..data.training_examples import TextEmbeddings
from ..drills.catalogue import DRILLS, parameter_names
from ..encoding.text import TextEncoder
from ..model import TechCoachConfig, TechCoachModel, TechCoachProcessor
from ..simulation.records import Record
from ..simulation.tracker_errors import ObservationModel
from ..skeleton import KEYPOINT_INDEX, KEYPOINTS, PARTS, RELATIVES
from .label_observability import label_observability
from .pretrain import pretrain
from .recipe import PoseRecipe
from .run import OBSERVABILITY, PRETRAINING, SAVES, TOKENIZER, Run, digest, open_run
from .tokenizer import load_or_train_tokenizer
from .trainer import fit, last_save, write_fitted


def pose_config(encoder: TextEncoder, vocabulary: int, drills: Sequence[str], **changes: Any) -> TechCoachConfig:
    """Return the embedded preset for the project's joints, a text encoder, a vocabulary size and drills."""
    return TechCoachConfig.embedded(
        KEYPOINTS,
        [[KEYPOINT_INDEX[name] for name in RELATIVES[joint]] for joint in KEYPOINTS],
        [[KEYPOINT_INDEX[name] for name in part] for part in PARTS],
        text_embedding_size=encoder.width,
        text_encoder=encoder.id,
        vocab_size=vocabulary,
        trained_on=f"simulated executions of {len(drills)} drills ({', '.join(sorted(drills))})",
        drills=sorted(drills),
        parameter_names=list(parameter_names(drills)),
        **changes,
    )


def open_pose_run(
    folder: Path,
    recipe: PoseRecipe,
    encoder: TextEncoder,
    command: str,
    device: str,
    *,
    fresh: bool = False,
) -> Run:
    """Give a folder to a run of the pose road, or continue the run that the folder belongs to.

    The recipe, the drills' specs, the text encoder and the number of processes identify a run. The records follow from
    these; `simulation.splits` checks those of a work folder as it reads them.

    Raises:
        OtherRun: if the folder belongs to another run.
    """
    state = PartialState(cpu=device == "cpu")
    settings = {
        "road": "pose",
        **recipe.settings(),
        "precision": "bf16" if recipe.bf16(device) else "fp32",
        "processes launched": state.num_processes,
    }
    specs = {f"digest of the drill {name}": digest(asdict(DRILLS[name])) for name in recipe.drills}
    return open_run(folder, settings, {"text encoder": encoder.id, **specs}, command, state, fresh=fresh)


def train_on_records(
    records: Sequence[Record],
    observation_model: ObservationModel,
    recipe: PoseRecipe,
    folder: Path,
    run: Run,
    encoder: TextEncoder,
    device: str = "cpu",
    log_line: Callable[[str], None] = print,
) -> tuple[TechCoachModel, TechCoachProcessor, TextEmbeddings]:
    """Train on records and write the uncalibrated checkpoint that does best on the held-out records.

    Training goes on from the run's last save where there is one. It runs alone or as one process of
    `accelerate launch`.

    Args:
        observation_model: draws how a tracker would have seen a record.
        folder: the checkpoint folder to write.

    Raises:
        ValueError: if there are too few records to hold out the recipe's share.
    """
    torch.manual_seed(recipe.seed)
    state = PartialState(cpu=device == "cpu")
    training, held_out = hold_out(len(records), recipe.held_out)
    embeddings = embed_all(encoder, recipe.drills)
    with state.main_process_first():
        tokenizer = load_or_train_tokenizer(run.folder / TOKENIZER, commentaries(records, recipe.seed))
    config = pose_config(encoder, len(tokenizer), recipe.drills, **recipe.config)
    processor = TechCoachProcessor(config, tokenizer)
    model = TechCoachModel(config)
    observability = _pretrain_and_measure(
        model, processor, records, training, observation_model, recipe, run, device, log_line
    )
    _freeze(model)

    def examples(part: slice, augment: bool) -> PoseExampleSet:
        return PoseExampleSet(
            records[part],
            processor,
            embeddings,
            augment,
            observation_model=observation_model,
            wording=any_wording if recipe.paraphrases else own_wording,
            seed=recipe.seed,
            observability=None if observability is None else observability[part],
        )

    validation = examples(held_out, augment=False) if recipe.held_out else None
    fitted = fit(
        model, examples(training, augment=True), validation, PoseCollator(config), recipe, run, device, log_line
    )
    if state.is_main_process:
        write_fitted(folder, run, fitted, processor, _pretraining_history(run))
        bank_of(embeddings, encoder.id, recipe.drills).save(folder)
    state.wait_for_everyone()
    return fitted.model, processor, embeddings


def _pretrain_and_measure(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    records: Sequence[Record],
    training: slice,
    observation_model: ObservationModel,
    recipe: PoseRecipe,
    run: Run,
    device: str,
    log_line: Callable[[str], None],
) -> np.ndarray | None:
    """Pretrain the model's backbone and reader on the training part of the records, unless the second stage has saved
    already; return the label observability of all records, None for a model that reads no parameters."""
    if model.parameter_head is None:
        return None
    if last_save(run.folder / SAVES, recipe) is None:
        pretrain(
            model,
            processor,
            records[training],
            observation_model,
            recipe.pretrain_steps,
            recipe.pretrain_batch_size,
            recipe.pretrain_learning_rate,
            run.folder / PRETRAINING,
            recipe.seed,
            log_line,
            device,
        )
    with PartialState(cpu=device == "cpu").main_process_first():
        return _load_or_measure_observability(
            run.folder / OBSERVABILITY, model, processor, records, observation_model, recipe.seed
        )


def hold_out(count: int, share: float) -> tuple[slice, slice]:
    """Split the indices of `count` records into training and held out: the last ones, equally many of every drill.

    Raises:
        ValueError: if the share is positive and one of the two parts would be empty.
    """
    held_out = max(1, round(share * count)) if share else 0
    if held_out >= count:
        raise ValueError(f"{count} records are too few to hold out {share:.0%} of them; two are needed at least")
    return slice(0, count - held_out), slice(count - held_out, count)


def _freeze(model: TechCoachModel) -> None:
    """Freeze what was pretrained. Trained further with the whole model, the backbone unlearned more within 300 steps
    (loss of the states from 0.60 to 0.82) than the second stage, on a fifth of the samples, could teach it again."""
    if model.pose_backbone is not None:
        model.pose_backbone.freeze_reading()
    if model.parameter_head is not None:
        model.parameter_head.requires_grad_(False)


def _pretraining_history(run: Run) -> Sequence[Mapping[str, float]]:
    """Read the rows that pretraining logged; none where the run had no pretraining."""
    saved = run.folder / PRETRAINING
    history: Sequence[Mapping[str, float]] = torch.load(saved, weights_only=True)["history"] if saved.exists() else []
    return history


def _load_or_measure_observability(
    path: Path,
    model: TechCoachModel,
    processor: TechCoachProcessor,
    records: Sequence[Record],
    observation_model: ObservationModel,
    seed: int,
) -> np.ndarray:
    """Return the (R, Q) array of `label_observability`, measured once after pretraining and kept in a file for a
    resumed run, whose backbone may have learned more since."""
    if not path.exists():
        part = path.with_suffix(".part.npy")
        np.save(part, label_observability(model, processor, records, observation_model, seed))
        part.rename(path)
    return np.asarray(np.load(path, allow_pickle=False))
