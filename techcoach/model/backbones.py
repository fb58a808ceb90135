"""Pose grid backbone: one athlete's pose track -> visual features on the T' x H' x W' grid of the athlete's crop.

Limb tokens are mixed over time and over the body; each joint then carries its limb's token and its own features, and is
splatted with Gaussian weights onto the cells where it is seen. Knows no pixels: joints come in crop coordinates (see
`processing`).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .configuration import TechCoachConfig
from .layers import FeedForward, MultiHeadAttention, SinusoidalTime
from .lifting import Lifting
from .processing import JOINT_FEATURES, PATH_FEATURES

OCCUPIED = 0.05
"""A cell counts as occupied when at least this share of one joint's splat falls on it."""


def splat_weights(points: Tensor, confidence: Tensor, grid: tuple[int, int, int], sigma: float) -> Tensor:
    """Return the weight of each joint's token in each cell.

    Args:
        points: (B, T', F, K, 2) x, y in the crop, 0..1; joints outside count at the crop's edge.
        confidence: (B, T', F, K) 0..1.
        grid: T', H', W'. sigma: Gaussian width in cells.

    Returns:
        (B, T', K, H', W'): for a joint that is seen with confidence 1 in all F frames of a bin, its cells sum to 1.
    """
    _, height, width = grid
    inside = points.clamp(0.0, 1.0)

    def along(axis: int, cells: int) -> Tensor:
        centres = (torch.arange(cells, device=points.device, dtype=points.dtype) + 0.5) / cells
        distance = (inside[..., axis, None] - centres) * cells / sigma
        weights = torch.exp(-0.5 * distance.square())
        return weights / weights.sum(dim=-1, keepdim=True)

    rows, columns = along(1, height), along(0, width)  # (B, T', F, K, H'), (B, T', F, K, W')
    return torch.einsum("btfk,btfkh,btfkw->btkhw", confidence, rows, columns) / points.shape[2]


class PoseLayer(nn.Module):
    """A pre-norm transformer layer over all tokens of a clip."""

    def __init__(self, config: TechCoachConfig) -> None:
        super().__init__()
        size = config.feature_size
        self.attention_norm = nn.LayerNorm(size)
        self.attention = MultiHeadAttention(size, config.num_attention_heads, config.dropout)
        self.mlp_norm = nn.LayerNorm(size)
        self.mlp = FeedForward(size, config.mlp_ratio, config.dropout)

    def forward(self, tokens: Tensor) -> Tensor:
        """(B, L, C) -> (B, L, C)."""
        tokens = tokens + self.attention(self.attention_norm(tokens))
        return tokens + self.mlp(self.mlp_norm(tokens))


class PoseGridBackbone(nn.Module):
    """A small transformer over one token a limb and time bin, and the splat of its joints onto the grid."""

    def __init__(self, config: TechCoachConfig) -> None:
        super().__init__()
        size = config.feature_size
        self.grid = (config.grid[0], config.grid[1], config.grid[2])
        self.sigma = config.pose_sigma
        self.tubelet = config.tubelet
        self.parts = [list(part) for part in config.pose_parts]
        joint_width = self.tubelet * (JOINT_FEATURES + 1)
        self.embed_parts = nn.ModuleList(
            nn.Sequential(nn.Linear(len(part) * joint_width, size), nn.GELU(), nn.Linear(size, size))
            for part in self.parts
        )
        self.embed_path = nn.Sequential(
            nn.Linear(self.tubelet * (PATH_FEATURES + 1), size), nn.GELU(), nn.Linear(size, size)
        )
        self.token_types = nn.Parameter(torch.zeros(len(self.parts) + 1, size))
        self.bin_positions = nn.Parameter(torch.zeros(self.grid[0], 1, size))
        self.seconds = SinusoidalTime(size)
        self.layers = nn.ModuleList(PoseLayer(config) for _ in range(config.pose_layers))
        self.lifting = Lifting(config) if config.lifting else None
        self.body_type = nn.Parameter(torch.zeros(size)) if config.lifting else None
        self.norm = nn.LayerNorm(size)
        self.embed_joint = nn.Linear(joint_width, size)
        self.joint_types = nn.Parameter(torch.zeros(len(config.pose_joints), size))
        self.occupancy = nn.Linear(1, size)

    def freeze_reading(self) -> None:
        """Freeze the weights that make tokens; those that lay tokens out on the grid still learn."""
        layout_weights = {*self.embed_joint.parameters(), self.joint_types, *self.occupancy.parameters()}
        for weights in self.parameters():
            weights.requires_grad_(weights in layout_weights)

    def forward(
        self, joints: Tensor, path: Tensor, points: Tensor, confidence: Tensor, seconds: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return visual features, the occupied cells, and the tokens that the features were made of.

        Args:
            joints: (B, F, K, JOINT_FEATURES). path: (B, F, PATH_FEATURES), the crop's way through the frame.
            points: (B, F, K, 2) in the crop, 0..1. confidence: (B, F, K). seconds: (B, F) from the first frame.

        Returns:
            (B, 1, T', H', W', C) features of the one view, (B, T', H', W') bool occupancy, (B, T', P + 1, C) tokens.
            A clip in which no joint is known has every cell marked occupied, so that attention stays defined.
        """
        tokens, joints, _ = self.read(joints, path, seconds)  # (B, T', P + 1 or 2, C), (B, T', K, X)
        batch, bins, count, _ = joints.shape
        limb_tokens = torch.cat(
            [tokens[:, :, index : index + 1].expand(-1, -1, len(part), -1) for index, part in enumerate(self.parts)],
            dim=2,
        )
        order = [joint for part in self.parts for joint in part]
        joint_tokens = (self.embed_joint(joints) + self.joint_types)[:, :, order]
        weights = splat_weights(
            points.reshape(batch, bins, self.tubelet, count, 2),
            confidence.reshape(batch, bins, self.tubelet, count),
            self.grid,
            self.sigma,
        )
        whole_body = tokens[:, :, len(self.parts) :].sum(dim=2)  # of path and body
        return *self._splat(limb_tokens + joint_tokens, weights[:, :, order], whole_body), tokens

    def read(self, joints: Tensor, path: Tensor, seconds: Tensor) -> tuple[Tensor, Tensor, Tensor | None]:
        """Mix the tokens of a pose track, and return them with each joint's features.

        Returns:
            Tokens of limbs, path and (with lifting) body (B, T', P + 1 or 2, C); each joint's features by time bin
            (B, T', K, X); joints in space (B, F, K, 3) with lifting, else None.
        """
        batch, frames, count, _ = joints.shape
        bins = frames // self.tubelet
        times = seconds.reshape(batch, bins, self.tubelet)
        bin_middles = times.mean(dim=-1)
        offsets = (times - bin_middles.unsqueeze(-1)).reshape(batch, frames)
        joints = torch.cat([joints, offsets[:, :, None, None].expand(-1, -1, count, 1)], dim=-1)
        joints = joints.reshape(batch, bins, self.tubelet, count, -1).transpose(2, 3).flatten(3)  # (B, T', K, F'*X)
        path = torch.cat([path, offsets.unsqueeze(-1)], dim=-1).reshape(batch, bins, -1)
        tokens, space = self._mix(joints, path, bin_middles, seconds)
        return tokens, joints, space

    def _mix(self, joints: Tensor, path: Tensor, bin_middles: Tensor, seconds: Tensor) -> tuple[Tensor, Tensor | None]:
        """Joints (B, T', K, X), path (B, T', Y), bin times (B, T'), frame times (B, F) -> mixed tokens, joints in
        space."""
        batch, bins = bin_middles.shape
        limbs = [embed(joints[:, :, part].flatten(2)) for embed, part in zip(self.embed_parts, self.parts, strict=True)]
        tokens = torch.stack([*limbs, self.embed_path(path)], dim=2)
        tokens = tokens + self.token_types + self.bin_positions + self.seconds(bin_middles).unsqueeze(2)
        size, space = tokens.shape[-1], None
        for number, layer in enumerate(self.layers):
            if self.lifting is not None and number == len(self.layers) - 1:
                space, body = self.lifting(tokens, seconds)
                tokens = torch.cat([tokens, (body + self.body_type)[:, :, None]], dim=2)
            tokens = layer(tokens.reshape(batch, -1, size)).reshape(batch, bins, -1, size)
        return self.norm(tokens), space

    def _splat(self, values: Tensor, weights: Tensor, whole_body: Tensor) -> tuple[Tensor, Tensor]:
        """Joint values (B, T', K, C) by weights (B, T', K, H', W') onto the grid, and add the features of the
        whole body (B, T', C) to every cell."""
        mass = weights.sum(dim=2).unsqueeze(-1)  # (B, T', H', W', 1)
        # The mean token of a cell, and separately how much lies there: a wrist alone in a cell counts as much as two
        # hips in one.
        mixed = torch.einsum("btkhw,btkc->bthwc", weights, values) / (mass + OCCUPIED)
        features = mixed + whole_body[:, :, None, None] + self.occupancy(mass)
        occupied = mass.squeeze(-1) > OCCUPIED
        none_occupied = ~occupied.flatten(1).any(dim=1)
        return features.unsqueeze(1), occupied | none_occupied[:, None, None, None]
