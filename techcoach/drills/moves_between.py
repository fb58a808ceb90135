"""The moves that a climber makes before and after the coached one: static, dynamic, without feet. Measures nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from ..motion.body import Body
from ..motion.climbing import Wall
from ..motion.hanging import LEAST_OVERHANG
from ..motion.motion import Motion
from .dynamic_move.motion import simulate_on as simulate_dynamic
from .dynamic_move.spec import PARAMETERS as DYNAMIC
from .spec import Parameter
from .static_move.campus import simulate_campus
from .static_move.motion import simulate_on as simulate_static
from .static_move.spec import PARAMETERS as STATIC

STEEPEST_DYNAMIC = 45.0
"""Dynamic moves are made on walls that overhang by no more, degrees: their legs push upwards."""


def other_moves(rng: np.random.Generator, body: Body, wall: Wall) -> list[Callable[[], Motion]]:
    """Return makers of moves of a body on a wall, each as likely as the others."""
    body = replace(body, handedness="right")
    makers = [lambda: simulate_static(rng, _anything(rng, STATIC), body, wall)] * 2
    if wall.overhang <= np.radians(STEEPEST_DYNAMIC):
        makers.append(lambda: simulate_dynamic(rng, _anything(rng, DYNAMIC), body, wall))
    if wall.overhang >= LEAST_OVERHANG:
        makers.append(lambda: simulate_campus(rng, _anything(rng, STATIC), body, wall))
    return makers


def _anything(rng: np.random.Generator, parameters: tuple[Parameter, ...]) -> Mapping[str, float]:
    """Draw targets of any quality."""
    return {parameter.id: float(rng.uniform(*parameter.spread)) for parameter in parameters}
