"""The inside trap and outside play, executed by simulated athletes."""

from __future__ import annotations

from ..simulator import DrillSimulator, JointLimits
from .measure import measure
from .motion import simulate
from .spec import DRILL

SIMULATOR = DrillSimulator(
    spec=DRILL,
    simulate=simulate,
    measure=measure,
    key_parameter="eyes_down",
    limits=JointLimits(trunk=(5, 80), arms=(12, 250), legs=(14, 700)),
    filmed_from=-1.0,
    example_seed=3,
)
