"""The simulator of a drill: how a simulated athlete executes it, and how the execution is measured and filmed.

Each drill's folder has one simulator; coaching needs none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..types import LimbMove
from .spec import DrillSpec, Measurement

if TYPE_CHECKING:
    from ..motion.motion import Motion

Simulate = Callable[[np.random.Generator, Mapping[str, float]], "Motion"]
"""A generator and a target value for every parameter -> a motion that comes as near to the targets as a body can."""
SimulateSequence = Callable[[np.random.Generator, Mapping[str, float]], "ExecutionInSequence"]
"""As `Simulate`, with what the athlete does before and after."""
Repeat = Callable[[Mapping[str, float]], "Motion"]
"""Target values -> the motion that the same athlete shows with them, all else as it was the first time; may raise
`OutOfReach`."""
Measure = Callable[[np.ndarray, np.ndarray], dict[str, Measurement]]
"""Joints (T, 23, 3) metres and times (T,) seconds -> every parameter by id; raises `CannotMeasure`."""
Repetitions = Callable[[np.ndarray, np.ndarray], list[float]]
"""Joints (T, 23, 3) metres and times (T,) seconds -> the moments, seconds, of a series: each touch, each release."""


@dataclass(frozen=True)
class ExecutionInSequence:
    """An execution with what comes before and after it.

    Attributes:
        motion: all of it. execution: the one that is coached, alone; it is measured. start_s: where it begins in all of
            it, seconds. repeat: simulates the execution alone with other targets. moves: every move of the hands on the
            wall, in order of time. coached: index of the one that is coached.
    """

    motion: Motion
    execution: Motion
    start_s: float
    repeat: Repeat
    moves: tuple[LimbMove, ...]
    coached: int


@dataclass(frozen=True)
class JointLimits:
    """Speed, m/s, and acceleration, m/s^2, that no joint of a body region exceeds in a drill.

    Captured shooters reach some 2 m/s and 50 m/s^2 in the trunk, 5 m/s and 110 m/s^2 in the hand, harder and faster
    ones two to three times that; feet that meet the ground take the impact within a frame. A kicking foot comes to
    20 m/s within a tenth of a second (Kellis & Katis 2007). The defaults hold for every drill here.

    Attributes:
        trunk: nose, shoulders and hips. arms: elbows, wrists and hands. legs: knees, ankles, heels and toes.
    """

    trunk: tuple[float, float] = (10, 400)
    arms: tuple[float, float] = (16, 900)
    legs: tuple[float, float] = (24, 1500)


@dataclass(frozen=True)
class DrillSimulator:
    """A drill that simulated athletes can execute, and whose executions can be measured.

    `tests/test_drill_rules.py` checks the simulated athletes against `limits`, `loose` and `single_frame`.

    Attributes:
        spec: the drill. simulate, measure: see `Simulate` and `Measure`.
        sequence: simulates an execution among others; None where the drill has no such simulation.
        key_parameter: id of a parameter that is measured at the key event: release, strike, touch, hand catch.
            Without one, or where it does not apply, the median of the measured moments is taken for it.
        repetitions: finds the key events where an execution is a series; None where it has one.
        filmed_from: where the camera of an example clip stands, radians about the athlete; 0 is in front.
        example_seed: of the drill's example clips.
        capture_prefixes: beginnings of the names of motion capture files that show this drill.
        limits: how fast its joints may be.
        loose: by parameter id, the least correlation of targets and measured values where the body's limits keep it
            below the usual 0.8.
        single_frame: ids of parameters that are measured on one frame, so that the frame rate changes them.
    """

    spec: DrillSpec
    simulate: Simulate
    measure: Measure
    sequence: SimulateSequence | None = None
    key_parameter: str = ""
    repetitions: Repetitions | None = None
    filmed_from: float = -0.9
    example_seed: int = 0
    capture_prefixes: tuple[str, ...] = ()
    limits: JointLimits = JointLimits()
    loose: Mapping[str, float] = field(default_factory=dict)
    single_frame: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        named = {*self.loose, *self.single_frame} | ({self.key_parameter} if self.key_parameter else set())
        if unknown := named - set(self.spec.parameter):
            raise ValueError(f"{self.spec.id} has no parameters {sorted(unknown)}")
