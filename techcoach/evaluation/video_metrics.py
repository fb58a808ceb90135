"""Metrics of the video road on coaching examples: score, presence, alignment, commentary.

Knows examples with features, not how they were made. A checkpoint's generated commentary is written to a file beside
the experts', to be judged elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader

from ..coaching.commentary import BEAMS
from ..coaching.interpretation import ClipOutput, Interpreter
from ..data.ee4d.coaching_set import CoachingSet, FeatureCollator
from ..data.ee4d.features import key_of
from ..data.ee4d.joining import CoachingExample
from ..data.ee4d.tasks import drill_id
from ..model import TechCoachModel, TechCoachOutput
from ..model.losses import IGNORED, Targets
from ..types import Drill, Progress, silent
from .predictions import UNKNOWN, Figures, Prediction, joined, presence_figures, score_figures
from .tables import figure_table

COLUMNS = (
    ("examples", "examples", "{:.0f}"),
    ("score_spearman", "score ρ x100", "{:.2f}"),
    ("score_rl2", "score RL2", "{:.2f}"),
    ("mean_rl2", "RL2 of the mean", "{:.2f}"),
    ("interval_coverage", "90% interval covers", "{:.0%}"),
    ("presence_auroc", "presence AUROC", "{:.2f}"),
    ("presence_ece", "presence ECE", "{:.3f}"),
    ("side_nearer", "own side nearer", "{:.0%}"),
    ("masked_perplexity", "masked perplexity", "{:.1f}"),
)


@dataclass(frozen=True, kw_only=True)
class VideoPrediction(Prediction):
    """The prediction for one example.

    Attributes:
        nearer: (2 K,) bool, of K TechPoints on which both sides were commented: whether each query lies nearer to its
            own side's comment than to the other's.
        masked_loss, masked_tokens: sum of the loss of masked commentary tokens, and how many there are.
    """

    nearer: np.ndarray
    masked_loss: float
    masked_tokens: int


def drill_of(example: CoachingExample) -> Drill:
    """Return the example's drill with the TechPoints of its annotation."""
    return Drill(drill_id(example.task), example.task, tuple(point.techpoint for point in example.points))


@torch.inference_mode()
def run_examples(
    model: TechCoachModel, examples: CoachingSet, batch_size: int, device: str
) -> Iterator[tuple[Sequence[CoachingExample], dict[str, Any], TechCoachOutput]]:
    """Run the model over examples, and yield each batch with the model's output; bf16 on CUDA."""
    model.eval()
    model.to(torch.device(device))  # type: ignore[arg-type]  # the library's wrapper hides the signature
    loader = DataLoader(examples, batch_size=batch_size, collate_fn=FeatureCollator(model.config))
    start = 0
    for batch in loader:
        batch_on_device = {name: value.to(device) for name, value in batch.items()}
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device != "cpu"):
            output: TechCoachOutput = model(**batch_on_device)
        rows = examples.examples[start : start + len(output.score)]
        yield rows, batch_on_device, output
        start += len(rows)


def predict_videos(
    model: TechCoachModel,
    interpreter: Interpreter,
    examples: CoachingSet,
    batch_size: int = 8,
    device: str = "cpu",
    progress: Progress = silent,
) -> list[VideoPrediction]:
    """Predict every example, and return each prediction beside the experts' annotation."""
    low, high = model.config.score_range
    predictions: list[VideoPrediction] = []
    for rows, batch, output in run_examples(model, examples, batch_size, device):
        targets: Targets = batch["targets"]
        losses, counts = _masked_losses(output.token_logits, targets.labels)
        for row, example in enumerate(rows):
            drill = drill_of(example)
            clip_output = ClipOutput.of(output, row, len(drill.techpoints))
            predictions.append(
                VideoPrediction(
                    output=clip_output,
                    interpretation=interpreter.interpret(clip_output, drill),
                    true_score=low + (high - low) * float(targets.score[row]),
                    present=targets.present[row, : len(drill.techpoints)].cpu().numpy(),
                    nearer=_nearer(output.aligned[row].float(), targets.commentary[row], targets.present[row]),
                    masked_loss=losses[row],
                    masked_tokens=counts[row],
                )
            )
        progress("Measuring", len(predictions) / len(examples))
    return predictions


def _masked_losses(logits: torch.Tensor | None, labels: torch.Tensor) -> tuple[list[float], list[int]]:
    """Return, for every row of logits (B, L, vocab), the sum of the losses of its masked tokens, and their number."""
    if logits is None:
        return [0.0] * len(labels), [0] * len(labels)
    losses = torch.nn.functional.cross_entropy(
        logits.float().transpose(1, 2), labels, ignore_index=IGNORED, reduction="none"
    )  # (B, L)
    return losses.sum(dim=1).tolist(), (labels != IGNORED).sum(dim=1).tolist()


def _nearer(aligned: torch.Tensor, commentary: torch.Tensor, present: torch.Tensor) -> np.ndarray:
    """Return (2 K,) bool: whether each query lies nearer to its own side's comment than to the other side's.

    Only the K TechPoints count on which both sides are commented. aligned, commentary: (N, 2, E). present: (N, 2).
    """
    both_commented = present.all(dim=-1)
    own_distance = (aligned - commentary).norm(dim=-1)[both_commented]  # (K, 2)
    other_distance = (aligned - commentary.flip(1)).norm(dim=-1)[both_commented]
    return (own_distance < other_distance).flatten().cpu().numpy()


def video_figures(predictions: Sequence[VideoPrediction]) -> Figures:
    """Return the figures of the model card."""
    nearer, tokens = (
        joined([prediction.nearer for prediction in predictions]),
        sum(prediction.masked_tokens for prediction in predictions),
    )
    scores = score_figures(predictions)
    return {
        "examples": float(len(predictions)),
        "rated": float(sum(not np.isnan(prediction.true_score) for prediction in predictions)),
        **scores,
        "score_spearman": 100 * scores["score_spearman"],
        **presence_figures(predictions),
        "side_nearer": float(nearer.mean()) if len(nearer) else UNKNOWN,
        "masked_perplexity": float(np.exp(sum(prediction.masked_loss for prediction in predictions) / tokens))
        if tokens
        else UNKNOWN,
    }


def video_table(figures: Figures) -> str:
    """Format the figures as a Markdown table."""
    return "\n".join(figure_table("split", COLUMNS, {"all": figures}))


def write_commentary(
    model: TechCoachModel, examples: CoachingSet, path: Path, device: str = "cpu", progress: Progress = silent
) -> None:
    """Generate commentary for every example, and write it beside the experts'.

    The file has a JSON object a line with "id", "task", "said" and "truth"; it is written whole or not at all.
    """
    part = path.with_name(f"{path.name}.part")
    written = 0
    with part.open("w", encoding="utf-8") as file:
        for rows, _, output in run_examples(model, examples, 4, device):
            for example, tokens in zip(rows, model.generate(output.prefix, beams=BEAMS), strict=True):
                generated = examples.processor.decode_text(tokens)
                row = {"id": key_of(example), "task": example.task, "said": generated, "truth": example.commentary}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                written += 1
            progress("Generating commentary", written / len(examples))
    part.replace(path)
