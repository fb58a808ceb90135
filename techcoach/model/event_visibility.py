"""Event visibility: which technique parameters' events a clip lasts long enough to show.

A clip that is trimmed to the shot has no landing, and the parameter head would read a landing all the same. The pose at
the clip's two ends shows which events are missing. Ours, not the paper's. Knows parameters by number.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

ENDS = 2
"""Time bins that are read at either end of the clip."""
RIDGE = 0.01
"""Weight of the squared norm in the fit. With a tenth of it, hardly more missing events are found on rendered clips,
and more visible ones are called missing."""
VISIBLE_LOGIT = 1e-3
"""The least logit of an event that must count as visible."""
STEPS = 200
"""Iterations of the fit, at most."""


class VisibilityHead(nn.Module):
    """Linear classifiers of a clip's ends, one a parameter, fitted after training; weights (Q, S), S is 2 ENDS C.

    Until it is fitted every event counts as visible: the biases are infinite.
    """

    weights: Tensor
    biases: Tensor

    def __init__(self, size: int, parameters: int) -> None:
        super().__init__()
        self.register_buffer("weights", torch.zeros(parameters, 2 * ENDS * size))
        self.register_buffer("biases", torch.full((parameters,), float("inf")))

    def forward(self, tokens: Tensor) -> Tensor:
        """Tokens (B, T', P, C) -> (B, Q) bool: whether each parameter's event lies within the clip."""
        return ends(tokens.float()) @ self.weights.T + self.biases > 0

    def fit(self, features: Tensor, within: Tensor, applicable: Tensor) -> None:
        """Fit one logistic regression a parameter, with a small ridge.

        The event of a parameter that was never missing always counts as visible.

        Args:
            features: (R, S) `ends` of clips. within: (R, Q) bool, whether the event lies within the clip. applicable:
                (R, Q) bool, False for other drills' parameters.

        Raises:
            ValueError: if there are no clips.
        """
        if not len(features):
            raise ValueError("there are no clips to learn from which moments they show")
        mean, deviation = features.mean(dim=0), features.std(dim=0, correction=0).clamp(min=1e-5)
        scaled, target, counted = (features - mean) / deviation, within.float(), applicable.float()
        weights = torch.zeros_like(self.weights, requires_grad=True)
        biases = torch.zeros_like(self.biases, requires_grad=True)
        clips = counted.sum(dim=0).clamp(min=1)
        optimizer = torch.optim.LBFGS([weights, biases], max_iter=STEPS, line_search_fn="strong_wolfe")

        def loss() -> Tensor:
            optimizer.zero_grad()
            losses = nn.functional.binary_cross_entropy_with_logits(
                scaled @ weights.T + biases, target, reduction="none"
            )  # (R, Q)
            total = (losses * counted / clips).sum() + RIDGE * weights.square().sum()
            total.backward()
            return total

        with torch.enable_grad():
            optimizer.step(loss)
        never_missing = ~(applicable & ~within).any(dim=0)
        unscaled = weights.detach() / deviation
        self.weights = torch.where(never_missing[:, None], torch.zeros_like(unscaled), unscaled)
        shifted = biases.detach() - unscaled @ mean
        self.biases = torch.where(never_missing, torch.full_like(shifted, float("inf")), shifted)

    def enforce_recall_on_whole_clips(self, features: Tensor, applicable: Tensor) -> None:
        """Raise the biases until every event counts as visible on whole clips other than those of `fit`.

        The coach says nothing about an event that it takes for missing; that costs more than a claim about an event
        that is not there.

        Args:
            features: (R, S). applicable: (R, Q) bool, as in `fit`.
        """
        logits = (features @ self.weights.T + self.biases).masked_fill(~applicable, float("inf"))  # (R, Q)
        self.biases = self.biases + (VISIBLE_LOGIT - logits.amin(dim=0)).clamp(min=0)


def ends(tokens: Tensor) -> Tensor:
    """Tokens (B, T', P, C) -> (B, 2 ENDS C): the first and the last time bins, averaged over limbs."""
    limbs = tokens.mean(dim=2)  # (B, T', C)
    return torch.cat([limbs[:, :ENDS], limbs[:, -ENDS:]], dim=1).flatten(start_dim=1)
