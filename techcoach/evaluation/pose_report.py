"""Evaluation of a checkpoint on unseen rendered clips that the real tracker tracked; the figures of the model card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..coaching.loading import LoadedCheckpoint, load_checkpoint
from ..data.label_texts import embed_all
from ..data.pose_examples import Wording, own_wording, unseen_wording
from ..data.training_examples import TextEmbeddings
from ..drills.catalogue import supported_specs
from ..simulation.records import Record
from ..simulation.splits import make_records
from ..types import DIMENSIONS, Progress, silent
from . import metrics
from .card import write_figures
from .claim_precision import JudgedReport, claim_figures, judge_reports
from .oracle_joints import TRUE_JOINTS, with_true_joints
from .pose_metrics import PosePrediction, pose_figures, predict, run_records
from .predictions import Figures, joined, of_drill
from .reliability import draw_reliability
from .rule_baseline import grade_by_rules
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
    ("claims", "claims a clip", "{:.1f}"),
    ("claims_true", "claims true", "{:.0%}"),
    ("claims_contradicted", "claims contradicted", "{:.0%}"),
    ("labels_misread", "true claims misread", "{:.1%}"),
    ("states_right", "parameters read right", "{:.0%}"),
    ("sentences_true", "TechPoint sentences true", "{:.0%}"),
    ("praise_stated", "strengths stated a clip", "{:.1f}"),
    ("praise_true", "of them true", "{:.0%}"),
    ("criticism_stated", "weaknesses stated a clip", "{:.1f}"),
    ("criticism_true", "of them true", "{:.0%}"),
    ("strength_ece", "calibration error of praise", "{:.3f}"),
    ("low_ece", "of too little", "{:.3f}"),
    ("high_ece", "of too much", "{:.3f}"),
    ("own_warned", "own drill warned", "{:.1%}"),
    ("own_refused", "without a score", "{:.1%}"),
    ("others_warned", "other drills warned", "{:.0%}"),
    ("others_refused", "without a score", "{:.0%}"),
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
    """Return the figures of a checkpoint on the test split, which is made if it is not in `work`.

    Args:
        plots: folder for the reliability diagram.
        beside: other checkpoints of the same drills to measure on the same clips, by name.

    Returns:
        {"checkpoint", "revision", "all": figures, "drills": {id: figures}, "drills_spearman": mean of the drills' ρ
        by Fisher's z, "dimensions": {dimension: AUROC}, "cut": {"whole", "cut at an end": `cut_figures`},
        "readers": {name: figures of the baselines and variants}}.
    """
    loaded = load_checkpoint(checkpoint)
    drills = tuple(supported_specs(loaded.model.config.drills))
    records = make_records(
        work,
        "test",
        clips,
        loaded.model.config.pose_frames,
        rendered=True,
        processes=processes,
        drills=drills,
        progress=progress,
    )
    evaluator = _Evaluator(loaded, embed_all(loaded.text_encoder, drills))
    predictions = evaluator.predictions(records)
    if plots is not None:
        draw_reliability(predictions, plots / "reliability.png")
    progress("Reading back what it says", 0.0)
    reports = evaluator.reports(records)
    by_drill = {
        name: evaluator.figures(of_drill(predictions, name))
        | claim_figures([report for report in reports if report.drill == name])
        for name in drills
    }
    return {
        "checkpoint": loaded.place.id,
        "revision": loaded.place.revision,
        "all": evaluator.figures(predictions) | claim_figures(reports),
        "drills": by_drill,
        "drills_spearman": metrics.mean_spearman([row["score_spearman"] for row in by_drill.values()]),
        "dimensions": {name: _auroc_of(predictions, index) for index, name in enumerate(DIMENSIONS)},
        "cut": evaluator.truncation_figures(records, predictions, reports),
        "readers": {
            "TechPoints in words it never heard": evaluator.figures(evaluator.predictions(records, unseen_wording)),
            **{
                name: evaluator.figures(evaluator.predictions(with_true_joints(records, joints)))
                for name, joints in TRUE_JOINTS.items()
            },
            **{name: _of_another(other, records) for name, other in (beside or {}).items()},
            **_without_learning(predictions, records),
        },
    }


@dataclass(frozen=True)
class _Evaluator:
    """A checkpoint under evaluation, and the embeddings of every text of its drills."""

    checkpoint: LoadedCheckpoint
    embeddings: TextEmbeddings

    def predictions(self, records: Sequence[Record], wording: Wording = own_wording) -> list[PosePrediction]:
        """Predict records."""
        return predict(self.checkpoint, records, self.embeddings, wording)

    def figures(self, predictions: Sequence[PosePrediction]) -> Figures:
        """Return the figures of predictions."""
        return pose_figures(predictions, self.checkpoint.interpreter)

    def reports(self, records: Sequence[Record]) -> list[JudgedReport]:
        """Generate the texts about records, and judge them by the measurements."""
        return judge_reports(self.checkpoint, run_records(self.checkpoint, records, self.embeddings))

    def truncation_figures(
        self, records: Sequence[Record], predictions: Sequence[PosePrediction], reports: Sequence[JudgedReport]
    ) -> dict[str, Figures]:
        """Return figures of records and of the same records cut at an end; empty if the checkpoint reads no states.

        Args:
            predictions, reports: of the whole records.
        """
        if predictions[0].output.state_logits is None:
            return {}
        names, truncated = list(self.checkpoint.model.config.parameter_names), cut_by_seed(records)
        return {
            "whole": cut_figures(records, predictions, reports, names),
            "cut at an end": cut_figures(truncated, self.predictions(truncated), self.reports(truncated), names),
        }


def _of_another(checkpoint: str | Path, records: Sequence[Record]) -> Figures:
    """Return the figures of another checkpoint on the same records."""
    loaded = load_checkpoint(checkpoint)
    evaluator = _Evaluator(loaded, embed_all(loaded.text_encoder, loaded.model.config.drills))
    return evaluator.figures(evaluator.predictions(records)) | claim_figures(evaluator.reports(records))


def _without_learning(predictions: Sequence[PosePrediction], records: Sequence[Record]) -> dict[str, Figures]:
    """Return the figures of two baselines without learning: rules on the tracker's 3D joints, and always the mean."""
    rules, true_scores = grade_by_rules(records), np.array([prediction.true_score for prediction in predictions])
    present = joined([prediction.present for prediction in predictions])
    return {
        "rules on the tracker's own 3D": {
            "score_spearman": metrics.spearman(rules.score, true_scores),
            "score_rl2": metrics.relative_l2(rules.score, true_scores),
            "presence_auroc": metrics.auroc(rules.present.reshape(-1), present),
            "measured": float(rules.measured.mean()),
        },
        "always the mean": {
            "score_rl2": metrics.relative_l2(np.full_like(true_scores, true_scores.mean()), true_scores),
            "presence_auroc": 0.5,
        },
    }


def _auroc_of(predictions: Sequence[PosePrediction], dimension: int) -> float:
    rows = [(prediction, prediction.dimensions == dimension) for prediction in predictions]
    return metrics.auroc(
        joined([prediction.interpretation.present[of_dimension] for prediction, of_dimension in rows]),
        joined([prediction.present[of_dimension] for prediction, of_dimension in rows]),
    )


def table(result: dict[str, Any]) -> str:
    """Format the figures as Markdown tables."""
    lines = figure_table("split", COLUMNS, {"all drills": result["all"], **result["drills"]})
    mean = result["drills_spearman"]
    lines += ["", f"Mean of the drills' score ρ by Fisher's z: {f'{mean:.2f}' if np.isfinite(mean) else '–'}", ""]
    lines += figure_table("reader", READER_COLUMNS, {"this checkpoint": result["all"], **result["readers"]})
    lines += ["", "| TechPoint | presence AUROC |", "|---|---|"]
    lines += [f"| {name} | {value:.2f} |" for name, value in result["dimensions"].items()]
    if result["cut"]:
        lines += ["", *figure_table("trim", CUT_COLUMNS, result["cut"])]
    return "\n".join(lines)


def write_measured_figures(folder: Path, result: dict[str, Any]) -> None:
    """Write the measured figures into the checkpoint's README.md (`write_figures`)."""
    write_figures(folder, table(result))
