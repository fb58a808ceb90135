"""Out-of-distribution detector: how far a clip's tokens lie from those of a drill's executions.

The model coaches a clip of another drill, or of none, all the same; the detector warns of it. Mahalanobis distance to
each drill's centre under one shared covariance (Lee et al. 2018). Ours, not the paper's. Knows drills by number.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

CLEARLY_NEARER = 0.85
"""A clip belongs to another drill when its distance to that drill is at most this share of the distance to the chosen
one. Of rendered clips that are coached as another drill and warned of, 94% then get their true drill named. Distances
are compared, not their ratios to the thresholds, because the drills' thresholds differ."""
SHRINKAGE = 0.1
"""Share of the isotropic covariance in the shrunk one."""


class OutOfDistributionDetector(nn.Module):
    """Detector of clips unlike a drill, fitted after training.

    It holds centres (D, S), a whitening (S, S) and each drill's threshold distance (D,); S is twice C.

    Until it is fitted no clip is unlike a drill: the thresholds are infinite.
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
        """Tokens (B, T', P, C) -> (B, D) distances over the drills' thresholds; at most 1 for a clip like the drill."""
        return self.distances(summary(tokens.float())) / self.thresholds

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

    def more_likely_drill(self, ratios: Tensor, drill: int) -> int | None:
        """Return the number of the drill that a clip clearly belongs to instead of `drill`; None if there is none.

        Args:
            ratios: (D,) of the clip, as `forward` gives them.
        """
        distances = ratios * self.thresholds.to(ratios.device)
        nearest = int(distances.argmin())
        clearly = bool(distances[nearest] <= CLEARLY_NEARER * distances[drill]) and bool(ratios[nearest] <= 1)
        return nearest if clearly and nearest != drill else None

    def set_thresholds(self, summaries: Tensor, drills: Tensor, share: float) -> None:
        """Set thresholds that this share of each drill's executions (R, S), others than those of `fit`, lies within."""
        distances = self.distances(summaries).gather(1, drills[:, None]).squeeze(1)
        self.thresholds = torch.stack(
            [distances[drills == drill].quantile(share) for drill in range(len(self.centres))]
        )


def summary(tokens: Tensor) -> Tensor:
    """Tokens (B, T', P, C) -> (B, 2 C): their mean, and how much they change over the clip, averaged over limbs."""
    return torch.cat([tokens.mean(dim=(1, 2)), tokens.std(dim=1).mean(dim=1)], dim=-1)
