"""How good a checkpoint of the paper's road is on coaching examples: score, presence, alignment, commentary.

Knows examples with features; how they were made it does not ask. The commentary it writes lies beside the experts' in a
file, for whatever judges it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader

from ..coaching.interpretation import BEAMS
from ..data.ee4d.coaching_set import CoachingSet, FeatureCollator
from ..data.ee4d.features import key_of
from ..model import TechCoachConfig, TechCoachModel, TechCoachOutput
from ..model.losses import masked_token_loss
from ..types import Progress, silent
from . import metrics
from .pose_metrics import COVERAGE
from .tables import cells

FEWEST_RATED = round(COVERAGE / (1 - COVERAGE))
"""Of fewer residuals none bounds so large a share."""
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


@dataclass(frozen=True)
class CoachedPredictions:
    """What a model says of R examples, and what the experts said.

    Attributes:
        tasks: (R,) names. score, true_score: (R,) on the rating's scale; the true one NaN where nobody rated.
        logits, present: (M,) of all TechPoint sides. nearer: of the TechPoints on which both sides were commented,
            whether each query lies nearer to its own side's comment than to the other's.
        masked_loss: mean loss of masked tokens.
    """

    tasks: np.ndarray
    score: np.ndarray
    true_score: np.ndarray
    logits: np.ndarray
    present: np.ndarray
    nearer: np.ndarray
    masked_loss: float


@torch.inference_mode()
def passes(
    model: TechCoachModel, examples: CoachingSet, batch_size: int, device: str
) -> Iterator[tuple[dict[str, Any], TechCoachOutput]]:
    """Runs the model over examples batch by batch; bf16 on CUDA."""
    model.eval()
    model.to(torch.device(device))  # type: ignore[arg-type]  # the library's wrapper hides the signature
    loader = DataLoader(examples, batch_size=batch_size, collate_fn=FeatureCollator(model.config))
    for batch in loader:
        moved = {name: value.to(device) for name, value in batch.items()}
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device != "cpu"):
            output: TechCoachOutput = model(**moved)
        yield moved, output


def predict_coached(
    model: TechCoachModel, examples: CoachingSet, batch_size: int = 8, device: str = "cpu", progress: Progress = silent
) -> CoachedPredictions:
    """What the model says in numbers, beside what is known."""
    low, high = model.config.score_range
    scores, truths, logits, present, nearer, losses = [], [], [], [], [], []
    done = 0
    for batch, output in passes(model, examples, batch_size, device):
        targets = batch["targets"]
        scores += output.score.float().tolist()
        truths += targets.score.tolist()
        sides = targets.techpoint_mask[..., None].expand_as(targets.present)
        logits.append(output.presence_logits.float()[sides].cpu().numpy())
        present.append(targets.present[sides].cpu().numpy())
        nearer.append(_nearer(output.aligned.float(), targets.commentary, targets.present.all(dim=-1)))
        if output.token_logits is not None:
            losses.append(float(masked_token_loss(output.token_logits.float(), targets.labels)))
        done += len(targets.score)
        progress("Measuring", done / len(examples))
    return CoachedPredictions(
        tasks=np.array([example.task for example in examples.examples]),
        score=np.clip(low + (high - low) * np.array(scores), low, high),
        true_score=low + (high - low) * np.array(truths),
        logits=np.concatenate(logits),
        present=np.concatenate(present),
        nearer=np.concatenate(nearer),
        masked_loss=float(np.mean(losses)) if losses else float("nan"),
    )


def _nearer(aligned: torch.Tensor, commentary: torch.Tensor, both: torch.Tensor) -> np.ndarray:
    """Queries (B, N, 2, E) against comments (B, N, 2, E), of TechPoints where both sides were commented (B, N)."""
    own = (aligned - commentary).norm(dim=-1)[both]  # (M, 2)
    other = (aligned - commentary.flip(2)).norm(dim=-1)[both]
    return (own < other).flatten().cpu().numpy()


def calibrate_coached(config: TechCoachConfig, predictions: CoachedPredictions) -> list[str]:
    """Writes the scaling of presence and the radius of the score's interval, fitted on examples that were held out of
    training, into the config.

    Returns:
        What stays as it is, and why, for people.
    """
    left = []
    if 0 < predictions.present.mean() < 1:
        config.presence_scale, config.presence_bias = metrics.platt(predictions.logits, predictions.present)
    else:
        left.append("presence is not calibrated: all TechPoint sides held out are commented, or none is")
    residuals = (predictions.score - predictions.true_score)[~np.isnan(predictions.true_score)]
    if len(residuals) >= FEWEST_RATED:
        config.score_interval_radius = metrics.conformal_radius(residuals, COVERAGE)
    else:
        left.append(f"the score has no interval: {len(residuals)} held out are rated, {FEWEST_RATED} are needed")
    return left


def coached_figures(predictions: CoachedPredictions, config: TechCoachConfig) -> dict[str, float]:
    """The figures of the model card; NaN where nothing is known to measure by."""
    rated = ~np.isnan(predictions.true_score)
    score, truth = predictions.score[rated], predictions.true_score[rated]
    enough = len(truth) > 2 and np.ptp(truth) > 0
    probabilities = 1 / (1 + np.exp(-(config.presence_scale * predictions.logits + config.presence_bias)))
    mixed = 0 < predictions.present.mean() < 1
    nothing = float("nan")
    result = {
        "examples": float(len(predictions.score)),
        "rated": float(rated.sum()),
        "score_spearman": 100 * metrics.spearman(score, truth) if enough else nothing,
        "score_rl2": metrics.relative_l2(score, truth) if enough else nothing,
        "mean_rl2": metrics.relative_l2(np.full_like(truth, truth.mean()), truth) if enough else nothing,
        "presence_auroc": metrics.auroc(probabilities, predictions.present) if mixed else nothing,
        "presence_ece": metrics.calibration_error(probabilities, predictions.present) if mixed else nothing,
        "side_nearer": float(predictions.nearer.mean()) if len(predictions.nearer) else nothing,
        "masked_perplexity": float(np.exp(predictions.masked_loss)),
    }
    if config.score_interval_radius is not None and len(truth):
        result["interval_coverage"] = float((np.abs(score - truth) <= config.score_interval_radius).mean())
    return result


def coached_table(figures: dict[str, float]) -> str:
    """The figures as a Markdown table."""
    titles = " | ".join(title for _, title, _ in COLUMNS)
    return f"| {titles} |\n{'|---' * len(COLUMNS)}|\n| {' | '.join(cells(COLUMNS, figures))} |"


def write_commentary(
    model: TechCoachModel, examples: CoachingSet, path: Path, device: str = "cpu", progress: Progress = silent
) -> None:
    """What the model says of every example beside what the experts' commentary says: a JSON object a line with "id",
    "task", "said", "truth", whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    done = 0
    with part.open("w", encoding="utf-8") as file:
        for _, output in passes(model, examples, 4, device):
            for tokens in model.generate(output.foundation, beams=BEAMS):
                example = examples.examples[done]
                said = examples.processor.decode_text(tokens)
                row = {"id": key_of(example), "task": example.task, "said": said, "truth": example.commentary}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                done += 1
            progress("Listening to what it says", done / len(examples))
    part.replace(path)
