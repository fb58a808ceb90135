"""What a simulated drill is made of: technique parameters with their ranges, measurements, phrases.

Knows no motion and no words of its own; the drills' modules hold those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..skeleton import KEYPOINT_INDEX
from ..types import DIMENSIONS, Drill

if TYPE_CHECKING:
    from ..motion.motion import Motion

SIDES = ("strength", "low", "high")
EXPERT_FAULTS, NOVICE_FAULTS = 0.08, 0.75
"""Chance that a parameter lies outside its good range, for the best and the poorest athlete."""


@dataclass(frozen=True)
class Parameter:
    """One technique parameter.

    Attributes:
        id: snake_case, unique in its drill. dimension: the TechPoint's dimension. title, unit: for people.
        good: the range of good technique. fault: outside of it the fault is clear; -inf or inf where one-sided.
        spread: the range over which simulated athletes vary. source: literature that the ranges come from.
        weight: in the score. joints: keypoints that show it.
    """

    id: str
    dimension: str
    title: str
    unit: str
    good: tuple[float, float]
    fault: tuple[float, float]
    spread: tuple[float, float]
    source: str
    weight: float = 1.0
    joints: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.dimension not in DIMENSIONS:
            raise ValueError(f"parameter {self.id}: dimension {self.dimension!r} is not one of {DIMENSIONS}")
        if not self.fault[0] < self.good[0] < self.good[1] < self.fault[1]:
            raise ValueError(f"parameter {self.id}: good {self.good} must lie within fault {self.fault}")
        if not all(name in KEYPOINT_INDEX for name in self.joints) or not self.joints:
            raise ValueError(f"parameter {self.id}: joints {self.joints} must be keypoints")

    def quality(self, value: float) -> float:
        """1 inside the good range, falling linearly to 0 at the fault bound; 1 on a side that has no fault."""
        side = self.side(value)
        if side is None:
            return 1.0
        edge, worst = (self.good[0], self.fault[0]) if side == "low" else (self.good[1], self.fault[1])
        return float(np.clip((value - worst) / (edge - worst), 0.0, 1.0))

    def side(self, value: float) -> str | None:
        """Which side of the good range the value lies on; None inside, and where that side has no fault."""
        if value < self.good[0] and np.isfinite(self.fault[0]):
            return "low"
        if value > self.good[1] and np.isfinite(self.fault[1]):
            return "high"
        return None


@dataclass(frozen=True)
class Measurement:
    """A measured value and the moment, seconds, at which it is seen."""

    value: float
    time_s: float


@dataclass(frozen=True)
class Phrases:
    """Wordings for one side of one parameter.

    Attributes:
        sentences: observations without reason and full stop; faults hold the slot {degree} once.
        clauses: for a strength what is good, as a noun phrase; for a fault what to do, as a gerund.
        reasons: why it matters, to follow a comma.
    """

    sentences: tuple[str, ...]
    clauses: tuple[str, ...]
    reasons: tuple[str, ...]


Simulate = Callable[[np.random.Generator, Mapping[str, float]], "Motion"]
Measure = Callable[[np.ndarray, np.ndarray], dict[str, Measurement]]


@dataclass(frozen=True)
class SimulatedDrill:
    """A drill that can be executed, measured and put into words.

    Attributes:
        drill: what the coach knows. paraphrases: wordings of each dimension's instruction, the drill's own first.
        parameters: two or more a dimension. phrases: by parameter id and side ("strength", "low", "high").
        simulate: a generator and target values -> a motion. measure: joints (T, 23, 3) and times (T,) -> every
        parameter.
    """

    drill: Drill
    paraphrases: Mapping[str, tuple[str, ...]]
    parameters: tuple[Parameter, ...]
    phrases: Mapping[str, Mapping[str, Phrases]]
    simulate: Simulate
    measure: Measure

    def __post_init__(self) -> None:
        for point in self.drill.techpoints:
            if self.paraphrases[point.dimension][0] != point.instruction:
                raise ValueError(f"{self.drill.id}: the first paraphrase of {point.dimension} is not its instruction")
        for parameter in self.parameters:
            sides = self.phrases[parameter.id]
            needed = {"strength"}
            needed |= {"low"} if np.isfinite(parameter.fault[0]) else set()
            needed |= {"high"} if np.isfinite(parameter.fault[1]) else set()
            if set(sides) != needed:
                raise ValueError(
                    f"{self.drill.id}/{parameter.id}: phrases for {sorted(sides)}, needed {sorted(needed)}"
                )


def sample_targets(rng: np.random.Generator, parameters: Sequence[Parameter]) -> dict[str, float]:
    """What an athlete of random skill would show: a value for every parameter.

    Skill is shared by all parameters, so faults come together; single faults and spotless athletes come too. Each side
    of the good range that has a fault is missed alike often.
    """
    skill = rng.beta(0.9, 0.9)
    fault_rate = NOVICE_FAULTS + (EXPERT_FAULTS - NOVICE_FAULTS) * skill
    targets = {}
    for parameter in parameters:
        low, high = max(parameter.good[0], parameter.spread[0]), min(parameter.good[1], parameter.spread[1])
        sides = []
        if np.isfinite(parameter.fault[0]) and parameter.spread[0] < parameter.good[0]:
            sides.append((parameter.spread[0], parameter.good[0]))
        if np.isfinite(parameter.fault[1]) and parameter.spread[1] > parameter.good[1]:
            sides.append((parameter.good[1], parameter.spread[1]))
        if sides and rng.random() < fault_rate:
            low, high = sides[int(rng.integers(len(sides)))]
        targets[parameter.id] = float(rng.uniform(low, high))
    return targets
