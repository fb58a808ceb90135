"""Measures a checkpoint on unseen rendered clips that the real tracker watches, and writes the model card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..checkpoint import locate as checkpoints
from ..checkpoint.bank import CommentaryBank
from ..data.label_texts import embed_all
from ..data.pose_examples import unseen_wording
from ..data.training_examples import TextEmbeddings
from ..drills.catalogue import taught
from ..encoding.text import TextEncoder
from ..model import TechCoachModel, TechCoachProcessor
from ..simulation.records import Record
from ..simulation.splits import make_records
from ..types import DIMENSIONS, Progress, silent
from . import metrics
from .card import write_figures
from .claim_precision import Words, listen, word_figures
from .oracle_joints import TRUE_JOINTS, as_they_were
from .pose_metrics import Predictions, figures, of_drill, passes, predict
from .reliability import draw_reliability
from .rule_baseline import read_by_rules
from .tables import figure_table
from .truncation_robustness import COLUMNS as CUT_COLUMNS
from .truncation_robustness import cut_by_seed, cut_figures

COLUMNS = (
    ("clips", "clips", "{:.0f}"),
    ("score_spearman", "score ρ", "{:.2f}"),
    ("assessed_spearman", "assessor's alone", "{:.2f}"),
    ("score_rl2", "score RL2", "{:.2f}"),
    ("mean_rl2", "RL2 of the mean", "{:.2f}"),
    ("interval_coverage", "90% interval covers", "{:.0%}"),
    ("interval_radius", "with ± points", "{:.1f}"),
    ("presence_auroc", "presence AUROC", "{:.2f}"),
    ("head_auroc", "head's alone", "{:.2f}"),
    ("presence_ece", "presence ECE", "{:.3f}"),
    ("claims", "claims a clip", "{:.1f}"),
    ("claims_true", "claims true", "{:.0%}"),
    ("claims_contradicted", "claims contradicted", "{:.0%}"),
    ("labels_misread", "true claims misread", "{:.1%}"),
    ("readings_true", "parameters read right", "{:.0%}"),
    ("sentences_true", "TechPoint sentences true", "{:.0%}"),
    ("own_warned", "own drill warned", "{:.0%}"),
    ("others_warned", "other drills warned", "{:.0%}"),
    ("attention_on_part", "peaks on body part", "{:.0%}"),
    ("attention_chance", "by chance", "{:.0%}"),
)
READER_COLUMNS = tuple(
    (key, title, "{:.2f}")
    for key, title in (
        ("score_spearman", "score ρ"), ("assessed_spearman", "assessor's alone"), ("score_rl2", "score RL2"),
        ("presence_auroc", "presence AUROC"), ("head_auroc", "head's alone"), ("claims_true", "claims true"),
        ("sentences_true", "TechPoint sentences true"), ("attention_on_part", "peaks on body part"),
        ("measured", "drill's events found"),
    )
)  # fmt: skip


def evaluate_checkpoint(
    checkpoint: str | Path,
    work: Path,
    clips: int,
    processes: int,
    progress: Progress = silent,
    plots: Path | None = None,
    beside: Mapping[str, str | Path] | None = None,
) -> dict[str, Any]:
    """The figures of a checkpoint on the test split, which is made if it is not in `work`.

    Args:
        plots: folder for pictures of how far its probabilities can be trusted.
        beside: other checkpoints of the same drills to measure on the same clips, by name.

    Returns:
        {"checkpoint", "revision", "all": figures, "drills": {id: figures}, "drills_spearman": mean of the drills' ρ
        by Fisher's z, "dimensions": {dimension: AUROC}, "cut": {"whole", "cut at an end": `cut_figures`},
        "readers": {name: figures of what the checkpoint is to beat}}.
    """
    found = checkpoints.resolve(checkpoint)
    own = _load(found.folder)
    model, processor, embeddings = own.model, own.processor, own.embeddings
    drills = tuple(taught(model.config.drills))
    records: list[Record] = make_records(
        work,
        "test",
        clips,
        model.config.pose_frames,
        rendered=True,
        processes=processes,
        drills=drills,
        progress=progress,
    )
    predictions = predict(model, processor, records, embeddings)
    reworded = predict(model, processor, records, embeddings, unseen_wording)
    if plots is not None:
        draw_reliability(predictions, model.config, plots / "reliability.png")
    progress("Listening to what it says", 0.0)
    words = own.words(records)
    by_drill = {
        name: figures(of_drill(predictions, name), model.config) | word_figures(of_drill(words, name))
        for name in drills
    }
    return {
        "checkpoint": found.id,
        "revision": found.revision,
        "all": figures(predictions, model.config) | word_figures(words),
        "drills": by_drill,
        "drills_spearman": metrics.mean_spearman([row["score_spearman"] for row in by_drill.values()]),
        "dimensions": {name: _auroc_of(predictions, index) for index, name in enumerate(DIMENSIONS)},
        "cut": own.when_cut(records, predictions, words),
        "readers": {
            "TechPoints in words it never heard": figures(reworded, model.config),
            **{
                name: figures(predict(model, processor, as_they_were(records, joints), embeddings), model.config)
                for name, joints in TRUE_JOINTS.items()
            },
            **{name: _of_another(other, records) for name, other in (beside or {}).items()},
            **_others(predictions, records),
        },
    }


@dataclass(frozen=True)
class _Loaded:
    """A checkpoint, and the embeddings of all that its drills can say."""

    model: TechCoachModel
    processor: TechCoachProcessor
    embeddings: TextEmbeddings
    bank: CommentaryBank

    def words(self, records: list[Record]) -> Words:
        """What it says of records."""
        seen = passes(self.model, self.processor, records, self.embeddings)
        return listen(self.model, self.processor, self.bank, seen)

    def when_cut(self, records: list[Record], predictions: Predictions, words: Words) -> dict[str, dict[str, float]]:
        """Figures of records, of which it said that, and of the same cut at an end; empty where it reads no
        parameters."""
        if not predictions.readings.shape[1]:
            return {}
        names, cut = list(self.model.config.readings), cut_by_seed(records)
        of_cut = predict(self.model, self.processor, cut, self.embeddings)
        return {
            "whole": cut_figures(records, predictions, words, names),
            "cut at an end": cut_figures(cut, of_cut, self.words(cut), names),
        }


def _load(folder: Path) -> _Loaded:
    model, encoder = TechCoachModel.load(folder), TextEncoder()
    return _Loaded(
        model,
        TechCoachProcessor.from_pretrained(folder),
        embed_all(encoder, model.config.drills),
        CommentaryBank.load(folder, encoder.id, encoder.width),
    )


def _of_another(checkpoint: str | Path, records: list[Record]) -> dict[str, float]:
    """The figures of another checkpoint."""
    other = _load(checkpoints.resolve(checkpoint).folder)
    predictions = predict(other.model, other.processor, records, other.embeddings)
    return figures(predictions, other.model.config) | word_figures(other.words(records))


def _others(predictions: Predictions, records: list[Record]) -> dict[str, dict[str, float]]:
    """The same figures of readers without learning: rules on the tracker's own 3D, and always the mean."""
    rules, truth = read_by_rules(records), predictions.true_score
    present = predictions.present.reshape(-1)
    return {
        "rules on the tracker's own 3D": {
            "score_spearman": metrics.spearman(rules.score, truth),
            "score_rl2": metrics.relative_l2(rules.score, truth),
            "presence_auroc": metrics.auroc(rules.present.reshape(-1), present),
            "measured": float(rules.measured.mean()),
        },
        "always the mean": {
            "score_rl2": metrics.relative_l2(np.full_like(truth, truth.mean()), truth),
            "presence_auroc": 0.5,
        },
    }


def _auroc_of(predictions: Predictions, dimension: int) -> float:
    own = predictions.dimensions == dimension
    return metrics.auroc(predictions.told[own].reshape(-1), predictions.present[own].reshape(-1))


def table(result: dict[str, Any]) -> str:
    """The figures as Markdown tables."""
    lines = figure_table("split", COLUMNS, {"all drills": result["all"], **result["drills"]})
    mean = result["drills_spearman"]
    lines += ["", f"Mean of the drills' score ρ by Fisher's z: {f'{mean:.2f}' if np.isfinite(mean) else '–'}", ""]
    lines += figure_table("reader", READER_COLUMNS, {"this checkpoint": result["all"], **result["readers"]})
    lines += ["", "| TechPoint | presence AUROC |", "|---|---|"]
    lines += [f"| {name} | {value:.2f} |" for name, value in result["dimensions"].items()]
    if result["cut"]:
        lines += ["", *figure_table("trim", CUT_COLUMNS, result["cut"])]
    return "\n".join(lines)


def write_card(folder: Path, result: dict[str, Any]) -> None:
    """Puts the measured figures into the checkpoint's README.md (`write_figures`)."""
    write_figures(folder, table(result))
