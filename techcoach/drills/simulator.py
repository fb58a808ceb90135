"""How a simulated athlete executes a drill, and how it is measured and filmed. Each drill's folder has one simulator;
coaching needs none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .spec import DrillSpec, Measurement

if TYPE_CHECKING:
    from ..motion.motion import Motion

Simulate = Callable[[np.random.Generator, Mapping[str, float]], "Motion"]
"""A generator and a target value for every parameter -> a motion that comes as near to them as a body can."""
Measure = Callable[[np.ndarray, np.ndarray], dict[str, Measurement]]
"""Joints (T, 23, 3) metres and times (T,) seconds -> every parameter by id; raises `CannotMeasure`."""


@dataclass(frozen=True)
class DrillSimulator:
    """A drill that can be executed and measured.

    Attributes:
        spec: the drill. simulate, measure: see `Simulate` and `Measure`.
        filmed_from: where the camera of an example clip stands, radians about the athlete; 0 is in front.
        example_seed: of the drill's example clips.
        capture_prefixes: beginnings of the names of motion capture files that show this drill.
    """

    spec: DrillSpec
    simulate: Simulate
    measure: Measure
    filmed_from: float = -0.9
    example_seed: int = 0
    capture_prefixes: tuple[str, ...] = ()
