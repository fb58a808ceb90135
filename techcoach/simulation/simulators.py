"""Simulators by drill id, and what an athlete of random skill would show.

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
    """The simulator of a drill.

    Args:
        drill: an id of the catalogue.

    Raises:
        KeyError: if there is no such drill.
        ValueError: if the drill's folder has no simulator, or one of another drill.
    """
    name = f"{folder_of(drill)}.simulator"
    try:
        found = getattr(importlib.import_module(name), "SIMULATOR", None)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise ValueError(f"{drill} can be coached but not simulated: there is no {name}") from error
    if not isinstance(found, DrillSimulator) or found.spec is not DRILLS[drill]:
        raise ValueError(f"{name} must hold SIMULATOR, the DrillSimulator of {drill}, got {found!r:.80}")
    return found


def sample_targets(rng: np.random.Generator, parameters: Sequence[Parameter]) -> dict[str, float]:
    """What an athlete of random skill would show: a value for every parameter.

    All parameters share the athlete's skill, so faults come together; single faults and spotless athletes come too.
    Each side of the good range that has a fault is missed alike often.
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
