"""Lifting: from limb tokens to joints in space, and to angles, lengths and speeds of that body.

Ours, not the paper's. A parameter is an angle or a height in space, and a track is flat. So the backbone first
estimates where every joint is (trained in pretraining), and its last layer reads directions, lengths and speeds of that
body. Knows no drill.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .configuration import TechCoachConfig

BODY_FEATURES = 7
"""Features of each joint and frame: place (3), its limb's elevation, angle to the limb before and length, and speed."""
SHORTEST = 1e-3
"""Least length of a limb, in statures, so that directions stay defined."""


class Lifting(nn.Module):
    """Estimator of joints in space from limb tokens, and of one token a time bin of the body that they make."""

    def __init__(self, config: TechCoachConfig) -> None:
        super().__init__()
        self.parts, self.tubelet = [list(part) for part in config.pose_parts], config.tubelet
        joints, size = len(config.pose_joints), config.feature_size
        self.heads = nn.ModuleList(nn.Linear(size, self.tubelet * len(part) * 3) for part in self.parts)
        self.parents = [pair[0] for pair in config.pose_relatives]
        order = [joint for part in self.parts for joint in part]
        self.order = [order.index(joint) for joint in range(joints)]
        self.embed = nn.Sequential(
            nn.Linear(self.tubelet * joints * BODY_FEATURES, size), nn.GELU(), nn.Linear(size, size), nn.LayerNorm(size)
        )

    def forward(self, tokens: Tensor, seconds: Tensor) -> tuple[Tensor, Tensor]:
        """Return joints in space, and the body's tokens.

        Args:
            tokens: (B, T', P + 1, C) of limbs and path. seconds: (B, F) rising.

        Returns:
            (B, F, K, 3) statures to the right, down and away of the middle of the hips; (B, T', C).
        """
        batch, bins = tokens.shape[:2]
        lifted = [
            head(tokens[:, :, index]).reshape(batch, bins * self.tubelet, len(part), 3)
            for index, (head, part) in enumerate(zip(self.heads, self.parts, strict=True))
        ]
        space = torch.cat(lifted, dim=2)[:, :, self.order]
        return space, self.embed(self.body_features(space, seconds).reshape(batch, bins, -1))

    def body_features(self, space: Tensor, seconds: Tensor) -> Tensor:
        """(B, F, K, 3) joints in space -> (B, F, K, BODY_FEATURES)."""
        limb = space - space[:, :, self.parents]
        length = torch.linalg.vector_norm(limb, dim=-1, keepdim=True).clamp(min=SHORTEST)
        direction = limb / length
        turn = (direction * direction[:, :, self.parents]).sum(dim=-1, keepdim=True)
        elapsed = (seconds[:, 1:] - seconds[:, :-1]).clamp(min=1e-3)[..., None, None]
        moved = torch.linalg.vector_norm(space[:, 1:] - space[:, :-1], dim=-1, keepdim=True) / elapsed
        speed = torch.asinh(torch.cat([moved[:, :1], moved], dim=1))
        return torch.cat([space, direction[..., 1:2], turn, length, speed], dim=-1)
