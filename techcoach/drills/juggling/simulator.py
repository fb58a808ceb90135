"""Juggling a football, executed by simulated athletes."""

from __future__ import annotations

from ..simulator import DrillSimulator
from .measure import measure
from .motion import simulate
from .spec import DRILL

SIMULATOR = DrillSimulator(
    spec=DRILL,
    simulate=simulate,
    measure=measure,
    filmed_from=-1.0,
    example_seed=6,
)
