"""The losses of Eq. 2 and Eq. 3, as pure functions of tensors."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from .configuration import TechCoachConfig
from .movable import Movable

IGNORED = -100
"""Label of text positions that are not to be predicted."""
INFONCE_TEMPERATURE = 0.07


@dataclass(frozen=True)
class Targets(Movable):
    """The targets of a batch.

    Attributes:
        score: (B,) rating scaled to 0..1; NaN where nobody rated.
        labels: (B, L) token ids where the text was masked, `IGNORED` elsewhere; (B, L - 1) for masking "every".
        commentary: (B, N, 2, E) text embeddings f_tc of the TechPoint commentary.
        present: (B, N, 2) bool, w of Eq. 2: where that commentary exists.
        techpoint_mask: (B, N) bool, False on padding.
        body_part: (B, N, T', H', W') float, where and when the TechPoint is visible, sums to 1 over the grid or is all
            zero where unknown; None when the attention has no loss.
        states: (B, Q) which of the four states each technique parameter is in, `IGNORED` for other drills'; None when
            no parameters are read.
    """

    score: Tensor
    labels: Tensor
    commentary: Tensor
    present: Tensor
    techpoint_mask: Tensor
    body_part: Tensor | None = None
    states: Tensor | None = None


def masked_token_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Return L_MTM: cross-entropy over the masked positions; 0 where nothing is masked."""
    if not (labels != IGNORED).any():
        return logits.sum() * 0.0
    return functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=IGNORED)


def score_loss(score: Tensor, target: Tensor) -> Tensor:
    """Return L_MSE over the rows that somebody rated; 0 where nobody did."""
    rated = ~target.isnan()
    if not rated.any():
        return score.sum() * 0.0
    return functional.mse_loss(score[rated], target[rated])


def alignment_loss(aligned: Tensor, commentary: Tensor, present: Tensor, distance: str = "l2") -> Tensor:
    """Return L_align of Eq. 2, the mean over the batch of the sum over TechPoints and sides.

    Args:
        aligned: psi(f_tq), (B, N, 2, E). commentary: f_tc, (B, N, 2, E). present: w, (B, N, 2) bool.
        distance: "l2" (Euclidean, the paper's), "cosine" (1 - cosine), "smooth_l1" (summed over E), or "infonce"
            (each psi must be nearest to its own sentence among those of the batch).
    """
    queries, sentences = aligned[present], commentary[present]  # (M, E)
    if not len(queries):
        return aligned.sum() * 0.0
    if distance == "l2":
        # Not torch.linalg.norm: its gradient at 0 is undefined, and a perfect match is possible.
        distances = (queries - sentences).square().sum(dim=-1).clamp(min=1e-12).sqrt()
    elif distance == "cosine":
        distances = 1 - functional.cosine_similarity(queries, sentences, dim=-1)
    elif distance == "smooth_l1":
        distances = functional.smooth_l1_loss(queries, sentences, reduction="none").sum(dim=-1)
    elif distance == "infonce":
        similarities = functional.normalize(queries, dim=-1) @ functional.normalize(sentences, dim=-1).T
        matching = torch.arange(len(queries), device=queries.device)
        distances = functional.cross_entropy(similarities / INFONCE_TEMPERATURE, matching, reduction="none")
    else:
        raise ValueError(f"unknown alignment distance {distance!r}")
    return distances.sum() / aligned.shape[0]


def presence_loss(logits: Tensor, present: Tensor, techpoint_mask: Tensor) -> Tensor:
    """Return the binary cross-entropy of the presence head, mean over the TechPoint sides that are no padding."""
    real = techpoint_mask.unsqueeze(-1).expand_as(logits)
    return functional.binary_cross_entropy_with_logits(logits[real], present[real].to(logits.dtype))


def attention_loss(attention: Tensor, body_part: Tensor) -> Tensor:
    """Return the mean of -log of the attention on the TechPoint's body part at its moment; ours.

    Args:
        attention: (B, N, 2, T', H', W'), sums to 1 over the grid. body_part: (B, N, T', H', W').
    """
    has_body_part = body_part.flatten(2).sum(dim=-1) > 0
    if not has_body_part.any():
        return attention.sum() * 0.0
    # Scaled so that attention on the body part alone reaches 1, however the target is spread.
    target = body_part / body_part.flatten(2).amax(dim=-1)[..., None, None, None].clamp(min=1e-8)
    mass = (attention * target.unsqueeze(2)).flatten(3).sum(dim=-1)  # (B, N, 2)
    return -mass[has_body_part].clamp(min=1e-6).log().mean()


def state_loss(logits: Tensor, states: Tensor) -> Tensor:
    """Return the cross-entropy of the parameters' states, mean over those of the clips' drills; ours.

    Args:
        logits: (B, Q, 4). states: (B, Q), `IGNORED` where unknown.
    """
    if not (states != IGNORED).any():
        return logits.sum() * 0.0
    return functional.cross_entropy(logits.flatten(0, 1), states.flatten(), ignore_index=IGNORED)


def total_loss(
    score: Tensor,
    text_logits: Tensor,
    aligned: Tensor,
    presence_logits: Tensor,
    attention: Tensor,
    state_logits: Tensor | None,
    targets: Targets,
    config: TechCoachConfig,
) -> dict[str, Tensor]:
    """Return Eq. 3 with our three terms: every part by name, and their weighted sum as "loss"."""
    parts = {
        "commentary": masked_token_loss(text_logits, targets.labels),
        "score": score_loss(score, targets.score),
        "alignment": alignment_loss(aligned, targets.commentary, targets.present, config.alignment_distance),
        "presence": presence_loss(presence_logits, targets.present, targets.techpoint_mask),
    }
    total = (
        parts["commentary"]
        + config.score_weight * parts["score"]
        + config.alignment_weight * parts["alignment"]
        + config.presence_weight * parts["presence"]
    )
    if targets.body_part is not None:
        parts["attention"] = attention_loss(attention, targets.body_part)
        total = total + config.attention_weight * parts["attention"]
    if state_logits is not None and targets.states is not None:
        parts["states"] = state_loss(state_logits, targets.states)
        total = total + config.state_weight * parts["states"]
    return {"loss": total, **parts}
