"""Parameter head: value and state of every technique parameter, read from the tokens of a pose track.

Ours, not the paper's. In pretraining its loss trains the pose backbone to read parameters; afterwards its states decide
which claims commentary may make. It knows parameters by number, and no words.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

STATE_COUNT = 4
"""A parameter is a strength, too low, too high, or between good and faulty, where a coach says nothing."""


class ParameterHead(nn.Module):
    """Attention of one learned query for each parameter of each drill over the backbone's tokens."""

    def __init__(self, size: int, parameters: int) -> None:
        super().__init__()
        self.queries = nn.Parameter(torch.randn(parameters, size) * 0.02)
        self.keys = nn.Linear(size, size)
        self.values = nn.Linear(size, size)
        self.read = nn.Sequential(nn.LayerNorm(size), nn.Linear(size, size), nn.GELU())
        self.weights = nn.Parameter(torch.randn(parameters, 1 + STATE_COUNT, size) * 0.02)
        self.biases = nn.Parameter(torch.zeros(parameters, 1 + STATE_COUNT))

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Read Q parameters from the backbone's tokens (B, T', P + 1, C).

        Returns:
            (B, Q) values, each scaled to mean 0 and variance 1 over its drill's executions; (B, Q, STATE_COUNT) logits;
            (B, Q, T') attention over time, sums to 1.
        """
        batch, bins, parts, size = tokens.shape
        flat = tokens.reshape(batch, bins * parts, size)
        scores = torch.einsum("qc,blc->bql", self.queries, self.keys(flat)) * size**-0.5 * 4
        weights = scores.softmax(dim=-1)
        hidden = self.read(weights @ self.values(flat) + self.queries)  # (B, Q, C)
        outputs = torch.einsum("bqc,qsc->bqs", hidden, self.weights) + self.biases  # (B, Q, 1 + STATE_COUNT)
        return outputs[..., 0], outputs[..., 1:], weights.reshape(batch, -1, bins, parts).sum(dim=-1)
