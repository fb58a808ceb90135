"""Simulators by drill id, and random targets for a simulated athlete.

A drill's motion code is imported when its simulator is first asked for.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import cache

import numpy as np

from ..drills.catalogue import DRILLS, folder_of
from ..drills.simulator import DrillSimulator
from ..drills.spec import Parameter

EXPERT_FAULTS, NOVICE_FAULTS = 0.08, 0.75
"""Chance that a parameter lies outside its good range, for the best and the poorest athlete."""


@cache
def simulator_of(drill: str) -> DrillSimulator:
    """Return the simulator of a drill.

    Args:
        drill: an id of the catalogue.

    Raises:
        KeyError: if there is no such drill.
        ValueError: if the drill's folder has no simulator, or one of another drill.
    """
    name = f"{folder_of(drill)}.simulator"
    try:
        simulator = getattr(importlib.import_module(name), "SIMULATOR", None)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise ValueError(f"{drill} can be coached but not simulated: there is no {name}") from error
    if not isinstance(simulator, DrillSimulator) or simulator.spec is not DRILLS[drill]:
        raise ValueError(f"{name} must hold SIMULATOR, the DrillSimulator of {drill}, got {simulator!r:.80}")
    return simulator


def sample_targets(rng: np.random.Generator, parameters: Sequence[Parameter]) -> dict[str, float]:
    """Draw a value for every parameter, as of an athlete of random skill.

    All parameters share the athlete's skill, so faults come together; single faults and spotless athletes come too.
    Both sides of the good range that have a fault are missed equally often.
    """
    skill = rng.beta(0.9, 0.9)
    fault_rate = NOVICE_FAULTS + (EXPERT_FAULTS - NOVICE_FAULTS) * skill
    targets = {}
    for parameter in parameters:
        low, high = max(parameter.good[0], parameter.spread[0]), min(parameter.good[1], parameter.spread[1])
        fault_ranges = []
        if np.isfinite(parameter.fault[0]) and parameter.spread[0] < parameter.good[0]:
            fault_ranges.append((parameter.spread[0], parameter.good[0]))
        if np.isfinite(parameter.fault[1]) and parameter.spread[1] > parameter.good[1]:
            fault_ranges.append((parameter.good[1], parameter.spread[1]))
        if fault_ranges and rng.random() < fault_rate:
            low, high = fault_ranges[int(rng.integers(len(fault_ranges)))]
        targets[parameter.id] = float(rng.uniform(low, high))
    return targets
