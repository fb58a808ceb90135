"""Out-of-distribution detector: how far a clip's tokens lie from those of a drill's executions.

The model coaches a clip of another drill, or of none, all the same; the distances tell. Mahalanobis distance to each
drill's centre under one shared covariance (Lee et al. 2018). Ours, not the paper's. Knows drills by number; what
distance is too far is a matter of calibration.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

SHRINKAGE = 0.1
"""Share of the isotropic covariance in the shrunk one."""


class OutOfDistributionDetector(nn.Module):
    """Detector of clips unlike a drill, fitted after training: centres (D, S) and a whitening (S, S); S is twice C.

    Older checkpoints hold here each drill's threshold distance (D,); in others it is infinite.
    """

    centres: Tensor
    whitening: Tensor
    thresholds: Tensor

    def __init__(self, drills: int, size: int) -> None:
        super().__init__()
        self.register_buffer("centres", torch.zeros(drills, 2 * size))
        self.register_buffer("whitening", torch.eye(2 * size))
        self.register_buffer("thresholds", torch.full((drills,), float("inf")))

    def forward(self, tokens: Tensor) -> Tensor:
        """Tokens (B, T', P, C) -> (B, D) distances to the drills."""
        return self.distances(summary(tokens.float()))

    def distances(self, summaries: Tensor) -> Tensor:
        """(B, S) -> (B, D) Mahalanobis distances."""
        offsets = summaries[:, None] - self.centres  # (B, D, S)
        return torch.linalg.vector_norm(offsets @ self.whitening, dim=-1)

    def fit(self, summaries: Tensor, drills: Tensor) -> None:
        """Fit the centres and the whitening to executions.

        Args:
            summaries: (R, S). drills: (R,) the number of each one's drill.

        Raises:
            ValueError: if a drill has fewer than two executions.
        """
        count = torch.bincount(drills, minlength=len(self.centres))
        if int(count.min()) < 2:
            raise ValueError(f"every drill needs two executions or more, got {count.tolist()}")
        self.centres = torch.stack([summaries[drills == drill].mean(dim=0) for drill in range(len(self.centres))])
        residuals = summaries - self.centres[drills]
        covariance = residuals.T @ residuals / (len(residuals) - len(self.centres))
        isotropic = covariance.diagonal().mean() * torch.eye(len(covariance))
        values, directions = torch.linalg.eigh((1 - SHRINKAGE) * covariance + SHRINKAGE * isotropic)
        self.whitening = directions @ torch.diag(values.clamp(min=1e-8).rsqrt()) @ directions.T


def summary(tokens: Tensor) -> Tensor:
    """Tokens (B, T', P, C) -> (B, 2 C): their mean, and how much they change over the clip, averaged over limbs."""
    return torch.cat([tokens.mean(dim=(1, 2)), tokens.std(dim=1).mean(dim=1)], dim=-1)
