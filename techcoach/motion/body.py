"""Bodies: segment lengths in metres and handedness.

Mean proportions are fractions of stature after Drillis and Contini, as given in Winter, "Biomechanics and Motor
Control of Human Movement" (2009), table 4.1; people vary about them. Knows no motion.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Handedness = Literal["right", "left"]


@dataclass(frozen=True)
class Body:
    """One person's body measures, metres.

    Attributes:
        height: stature. thigh, shank, upper_arm, forearm: between joint centres.
        torso: from the middle of the hips to the middle of the shoulders. neck: from there to the head's pivot.
        head: from the pivot to the middle between the ears. face: from there forward to the nose.
        shoulder_width, hip_width: between joint centres. ankle_height: of the ankle above the sole.
        heel: ankle to heel, backwards. toe: ankle to big toe, forwards. hand: wrist to the middle of the knuckles.
        handedness: the shooting hand, the kicking foot.
    """

    height: float
    thigh: float
    shank: float
    torso: float
    neck: float
    head: float
    face: float
    shoulder_width: float
    hip_width: float
    upper_arm: float
    forearm: float
    hand: float
    ankle_height: float
    heel: float
    toe: float
    handedness: Handedness = "right"

    @property
    def leg(self) -> float:
        """Length of the straight leg, hip to ankle."""
        return self.thigh + self.shank

    @property
    def arm(self) -> float:
        """Length of the straight arm, shoulder to wrist."""
        return self.upper_arm + self.forearm

    @property
    def standing_hips(self) -> float:
        """Height of the hip centres when standing straight."""
        return self.leg + self.ankle_height


FRACTIONS = {
    "thigh": 0.245, "shank": 0.246, "torso": 0.288, "neck": 0.055, "head": 0.062, "face": 0.062,
    "shoulder_width": 0.215, "hip_width": 0.105, "upper_arm": 0.186, "forearm": 0.146, "hand": 0.055,
    "ankle_height": 0.039, "heel": 0.035, "toe": 0.115,
}  # fmt: skip
VARIATION = 0.045
"""Standard deviation of each segment about its mean, relative; cut at two standard deviations."""


def sample_body(rng: np.random.Generator) -> Body:
    """Draw a random adult or youth, 1.45 to 2.05 m, one in eight left-handed."""
    height = float(np.clip(rng.normal(1.75, 0.10), 1.45, 2.05))
    lengths = {
        name: height * share * float(1 + VARIATION * np.clip(rng.normal(), -2, 2)) for name, share in FRACTIONS.items()
    }
    return Body(height=height, handedness="left" if rng.random() < 0.125 else "right", **lengths)
