"""Spatial-Temporal Context Enhancer (paper, Sec. 4.3): visual features of one or more views -> visual context f_v."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .configuration import TechCoachConfig
from .layers import DividedAttentionLayer, SinusoidalTime


class ContextEnhancer(nn.Module):
    """Enhancer that joins the views by channel, adds 3D positions, and mixes by divided space-time attention.

    A view that is missing is replaced by a learned stand-in, so that a model of two views coaches one clip.
    """

    def __init__(self, config: TechCoachConfig) -> None:
        super().__init__()
        times, height, width = config.grid
        self.stand_in = nn.Parameter(torch.zeros(config.num_views, config.feature_size))
        self.project = nn.Linear(config.num_views * config.feature_size, config.hidden_size)
        self.time_positions = nn.Parameter(torch.zeros(times, 1, config.hidden_size))
        self.space_positions = nn.Parameter(torch.zeros(1, height * width, config.hidden_size))
        self.seconds = SinusoidalTime(config.hidden_size)
        self.layers = nn.ModuleList(
            DividedAttentionLayer(config.hidden_size, config.num_attention_heads, config.mlp_ratio, config.dropout)
            for _ in range(config.enhancer_layers)
        )
        self.norm = nn.LayerNorm(config.hidden_size)

    def forward(self, features: Tensor, view_present: Tensor, bin_seconds: Tensor) -> Tensor:
        """Return the visual context f_v.

        Args:
            features: (B, V, T', H', W', C).
            view_present: (B, V) bool; where False the stand-in replaces that view's features.
            bin_seconds: (B, T') middle of each time bin, seconds from the first frame.

        Returns:
            (B, T', H', W', D).
        """
        batch, views, times, height, width, channels = features.shape
        present = view_present[:, :, None, None, None, None]
        stand_in = self.stand_in[None, :, None, None, None, :].to(features.dtype)
        features = torch.where(present, features, stand_in)
        joined = features.permute(0, 2, 3, 4, 1, 5).reshape(batch, times, height * width, views * channels)
        hidden = self.project(joined) + self.time_positions + self.space_positions  # (B, T', H'W', D)
        hidden = hidden + self.seconds(bin_seconds).unsqueeze(2)
        for layer in self.layers:
            hidden = layer(hidden)
        return self.norm(hidden).reshape(batch, times, height, width, -1)
