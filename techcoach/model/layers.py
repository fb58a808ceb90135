"""Transformer pieces that the enhancer, the reasoner, the assessor and the pose backbone share.

Pre-norm throughout. Masks are boolean, True where a query may attend.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional


class MultiHeadAttention(nn.Module):
    """Multi-head attention (Vaswani et al. 2017) with the projections apart, so that keys and values can be cached."""

    def __init__(self, hidden_size: int, num_heads: int, dropout: float) -> None:
        super().__init__()
        self.num_heads = num_heads
        self.dropout = dropout
        self.query = nn.Linear(hidden_size, hidden_size)
        self.key = nn.Linear(hidden_size, hidden_size)
        self.value = nn.Linear(hidden_size, hidden_size)
        self.out = nn.Linear(hidden_size, hidden_size)

    def split(self, projected: Tensor) -> Tensor:
        """(..., L, D) -> (..., heads, L, D / heads)."""
        return projected.unflatten(-1, (self.num_heads, -1)).transpose(-2, -3)

    def keys_values(self, hidden: Tensor) -> tuple[Tensor, Tensor]:
        """Return keys and values of (..., L, D), each (..., heads, L, D / heads)."""
        return self.split(self.key(hidden)), self.split(self.value(hidden))

    def attend(self, queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        """Attend with queries (..., Lq, D) to split keys and values; mask broadcasts to (..., heads, Lq, Lk)."""
        dropout = self.dropout if self.training else 0.0
        mixed = functional.scaled_dot_product_attention(
            self.split(self.query(queries)), keys, values, attn_mask=mask, dropout_p=dropout
        )
        return self.out(mixed.transpose(-2, -3).flatten(-2))

    def attend_with_weights(
        self, queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Attend as `attend`, and return the weights too: (..., heads, Lq, Lk), each row sums to 1."""
        split_queries = self.split(self.query(queries))
        scores = split_queries @ keys.transpose(-1, -2) / math.sqrt(split_queries.shape[-1])
        if mask is not None:
            scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
        weights = scores.softmax(dim=-1)
        mixed = functional.dropout(weights, self.dropout, self.training) @ values
        return self.out(mixed.transpose(-2, -3).flatten(-2)), weights

    def forward(self, hidden: Tensor, mask: Tensor | None = None) -> Tensor:
        """Self-attention of (..., L, D)."""
        return self.attend(hidden, *self.keys_values(hidden), mask)


class FeedForward(nn.Sequential):
    """Linear, GELU, linear, over the last axis."""

    def __init__(self, hidden_size: int, mlp_ratio: float, dropout: float) -> None:
        inner = int(hidden_size * mlp_ratio)
        super().__init__(nn.Linear(hidden_size, inner), nn.GELU(), nn.Linear(inner, hidden_size), nn.Dropout(dropout))


class DividedAttentionLayer(nn.Module):
    """Attention over time, then over space, then an MLP (TimeSformer's divided space-time attention)."""

    def __init__(self, hidden_size: int, num_heads: int, mlp_ratio: float, dropout: float) -> None:
        super().__init__()
        self.time_norm = nn.LayerNorm(hidden_size)
        self.time_attention = MultiHeadAttention(hidden_size, num_heads, dropout)
        self.space_norm = nn.LayerNorm(hidden_size)
        self.space_attention = MultiHeadAttention(hidden_size, num_heads, dropout)
        self.mlp_norm = nn.LayerNorm(hidden_size)
        self.mlp = FeedForward(hidden_size, mlp_ratio, dropout)

    def forward(self, hidden: Tensor) -> Tensor:
        """(B, T, S, D) -> (B, T, S, D), S places at each of T times."""
        over_time = self.time_attention(self.time_norm(hidden).transpose(1, 2))  # (B, S, T, D)
        hidden = hidden + over_time.transpose(1, 2)
        hidden = hidden + self.space_attention(self.space_norm(hidden))
        return hidden + self.mlp(self.mlp_norm(hidden))


class SinusoidalTime(nn.Module):
    """Seconds -> D features at geometrically spaced periods from 0.1 s to 20 s, then a linear map."""

    def __init__(self, hidden_size: int) -> None:
        super().__init__()
        self.waves = hidden_size // 2
        self.project = nn.Linear(hidden_size, hidden_size)

    def forward(self, seconds: Tensor) -> Tensor:
        """(...,) -> (..., D)."""
        exponents = torch.linspace(0.0, 1.0, self.waves, device=seconds.device, dtype=torch.float32)
        periods = 0.1 * 200.0**exponents
        phases = 2 * math.pi * seconds.float().unsqueeze(-1) / periods
        features = torch.cat([phases.sin(), phases.cos()], dim=-1).to(self.project.weight.dtype)
        return self.project(features)
