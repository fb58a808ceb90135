"""Out-of-distribution detector: how far a clip lies from what a drill's executions look like to the backbone.

A clip of another drill, or of none, would be coached all the same; this tells. Mahalanobis distance to each drill's
centre under one shared covariance (Lee et al. 2018). Ours, not the paper's. Knows drills by number.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

CLEARLY_NEARER = 0.85
"""A clip is another drill's when it lies at so much of the distance or less. Of rendered clips that are warned of
because they are coached as another drill, 94% are then told their true one. Distances are compared, not their ratios
to the thresholds, because the drills' thresholds differ."""
SHRINKAGE = 0.1
"""Share of the covariance that is taken to be the same in all directions."""


class OutOfDistributionDetector(nn.Module):
    """Centres (D, S), a whitening (S, S) and each drill's threshold distance (D,), fitted after training; S is twice C.

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
        """Tokens (B, T', P, C) -> (B, D) distance over the drill's threshold, up to 1 where the clip is like it."""
        return self.distances(summary(tokens.float())) / self.thresholds

    def distances(self, summaries: Tensor) -> Tensor:
        """(B, S) -> (B, D) Mahalanobis distances."""
        offsets = summaries[:, None] - self.centres  # (B, D, S)
        return torch.linalg.vector_norm(offsets @ self.whitening, dim=-1)

    def fit(self, summaries: Tensor, drills: Tensor) -> None:
        """Centres and whitening from executions.

        Args:
            summaries: (R, S). drills: (R,) which drill each is of.

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
        """The number of the drill that a clip clearly belongs to rather than to `drill`; None if there is none.

        Args:
            ratios: (D,) of the clip, as `forward` gives them.
        """
        distances = ratios * self.thresholds.to(ratios.device)
        nearest = int(distances.argmin())
        clearly = bool(distances[nearest] <= CLEARLY_NEARER * distances[drill]) and bool(ratios[nearest] <= 1)
        return nearest if clearly and nearest != drill else None

    def set_thresholds(self, summaries: Tensor, drills: Tensor, share: float) -> None:
        """Lets that share of each drill's own executions (R, S), others than those of `fit`, lie within its
        threshold."""
        distances = self.distances(summaries).gather(1, drills[:, None]).squeeze(1)
        self.thresholds = torch.stack(
            [distances[drills == drill].quantile(share) for drill in range(len(self.centres))]
        )


def summary(tokens: Tensor) -> Tensor:
    """Tokens (B, T', P, C) -> (B, 2 C): their mean, and how much they change over the clip, averaged over limbs."""
    return torch.cat([tokens.mean(dim=(1, 2)), tokens.std(dim=1).mean(dim=1)], dim=-1)
