"""Context-aware TechPoint Reasoner (paper, Sec. 4.4): TechPoint queries attend to the visual context.

Knows no texts: TechPoints come as embeddings of a text encoder.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .configuration import TechCoachConfig
from .layers import FeedForward, MultiHeadAttention


class ReasonerLayer(nn.Module):
    """One layer of cross attention. Queries do not attend to one another: other TechPoints change nothing."""

    def __init__(self, config: TechCoachConfig) -> None:
        super().__init__()
        self.query_norm = nn.LayerNorm(config.hidden_size)
        self.attention = MultiHeadAttention(config.hidden_size, config.num_attention_heads, config.dropout)
        self.mlp_norm = nn.LayerNorm(config.hidden_size)
        self.mlp = FeedForward(config.hidden_size, config.mlp_ratio, config.dropout)

    def forward(self, queries: Tensor, context: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Queries (B, Q, D), context (B, S, D), mask (B, 1, 1, S) -> queries, weights (B, heads, Q, S)."""
        keys, values = self.attention.keys_values(context)
        mixed, weights = self.attention.attend_with_weights(self.query_norm(queries), keys, values, mask)
        queries = queries + mixed
        return queries + self.mlp(self.mlp_norm(queries)), weights


class TechPointReasoner(nn.Module):
    """TechPoint embeddings and visual context -> quality embeddings f_tq and the attention that made them."""

    def __init__(self, config: TechCoachConfig) -> None:
        super().__init__()
        self.map_text = nn.Linear(config.text_embedding_size, config.hidden_size)
        self.type_prompts = nn.Embedding(config.num_dimensions, config.hidden_size)
        self.quality_prompts = nn.Parameter(torch.zeros(2, config.hidden_size))
        self.layers = nn.ModuleList(ReasonerLayer(config) for _ in range(config.reasoner_layers))
        self.norm = nn.LayerNorm(config.hidden_size)

    def queries(self, techpoints: Tensor, dimensions: Tensor) -> Tensor:
        """Return the augmented TechPoint features of Eq. 1: f*[i, j] = f_tp[i] + f_tt[dimension(i)] + f_q[j].

        Args:
            techpoints: (B, N, E) text embeddings. dimensions: (B, N) int in 0..num_dimensions-1.

        Returns:
            (B, N, 2, D), strength first.
        """
        features = self.map_text(techpoints) + self.type_prompts(dimensions)
        return features.unsqueeze(2) + self.quality_prompts

    def forward(
        self, techpoints: Tensor, dimensions: Tensor, context: Tensor, context_mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return quality embeddings and attention.

        Args:
            techpoints, dimensions: as in `queries`.
            context: (B, T', H', W', D). context_mask: (B, T', H', W') bool, True where a cell may be attended to.

        Returns:
            f_tq (B, N, 2, D) and attention (B, layers, heads, N, 2, T', H', W').
        """
        batch, times, height, width, hidden_size = context.shape
        points = techpoints.shape[1]
        queries = self.queries(techpoints, dimensions).reshape(batch, points * 2, hidden_size)
        places = context.reshape(batch, times * height * width, hidden_size)
        mask = context_mask.reshape(batch, 1, 1, times * height * width)
        attention = []
        for layer in self.layers:
            queries, weights = layer(queries, places, mask)
            attention.append(weights)
        stacked = torch.stack(attention, dim=1)  # (B, layers, heads, N*2, T'H'W')
        shape = (*stacked.shape[:3], points, 2, times, height, width)
        return self.norm(queries).reshape(batch, points, 2, hidden_size), stacked.reshape(shape)
