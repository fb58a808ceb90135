"""A whole checkpoint of the embedded kind, tiny and untrained, made in a second: for what does not depend on skill."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np
import torch

from techcoach.checkpoint.bank import BankEntry, CommentaryBank
from techcoach.checkpoint.calibration import Calibration
from techcoach.data.label_texts import all_bank_entries
from techcoach.drills.catalogue import DRILLS
from techcoach.encoding.text import TextEncoder
from techcoach.model import TechCoachModel, TechCoachProcessor
from techcoach.simulation.simulators import sample_targets, simulator_of
from techcoach.training.pose import pose_config
from techcoach.training.tokenizer import train_tokenizer
from techcoach.training.trainer import save_checkpoint
from techcoach.wording.labels import label

TINY = {
    "hidden_size": 32, "feature_size": 24, "num_attention_heads": 2, "pose_layers": 1, "assessor_layers": 1,
    "reasoner_layers": 1, "max_text_length": 160,
}  # fmt: skip


def sentences() -> list[str]:
    """Some commentary of every drill, to learn a vocabulary from."""
    texts = []
    for drill in DRILLS.values():
        rng = np.random.default_rng(0)
        motion = simulator_of(drill.id).simulate(rng, sample_targets(rng, drill.parameters))
        measured = simulator_of(drill.id).measure(motion.joints, motion.times)
        texts += [label(drill, measured, rng).commentary for _ in range(20)]
    return texts


def few_entries(drills: Collection[str] = ()) -> list[BankEntry]:
    """Five sentences for every drill, dimension and side."""
    kept: dict[tuple[str, str, str], list[BankEntry]] = {}
    for entry in all_bank_entries(drills):
        kept.setdefault((entry.drill, entry.dimension, entry.quality), []).append(entry)
    return [entry for entries in kept.values() for entry in entries[:: max(1, len(entries) // 5)][:5]]


def make_checkpoint(folder: Path, drills: Collection[str] = tuple(DRILLS)) -> Path:
    """Writes the checkpoint, its bank included, as if it had been taught these drills."""
    torch.manual_seed(0)
    encoder = TextEncoder()
    tokenizer = train_tokenizer(sentences(), size=400)
    config = pose_config(encoder, len(tokenizer), list(drills), **TINY)
    model = TechCoachModel(config)
    # Untrained maps are nearly flat and all alike; louder queries make each look somewhere of its own.
    with torch.no_grad():
        for name, weights in model.named_parameters():
            if "reasoner" in name and weights.ndim == 2:
                weights.mul_(20)
    save_checkpoint(folder, model, TechCoachProcessor(config, tokenizer), Calibration(score_interval_radius=1.5))
    CommentaryBank.build(few_entries(), encoder).save(folder)
    return folder
