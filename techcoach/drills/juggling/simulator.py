"""Juggling a football, executed by simulated athletes."""

from __future__ import annotations

from ..simulator import DrillSimulator, JointLimits
from .measure import measure, touch_times
from .motion import simulate
from .spec import DRILL

SIMULATOR = DrillSimulator(
    spec=DRILL,
    simulate=simulate,
    measure=measure,
    repetitions=touch_times,
    loose={"leg_give": 0.7},
    limits=JointLimits(trunk=(5, 150), arms=(12, 300), legs=(14, 700)),
    filmed_from=-1.0,
    example_seed=6,
)
