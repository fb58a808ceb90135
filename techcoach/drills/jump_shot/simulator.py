"""The mid-range jump shot, executed by simulated athletes."""

from __future__ import annotations

from ..simulator import DrillSimulator, JointLimits
from .measure import measure
from .motion import simulate
from .spec import DRILL

SIMULATOR = DrillSimulator(
    spec=DRILL,
    simulate=simulate,
    measure=measure,
    key_parameter="release_timing",
    limits=JointLimits(trunk=(7, 120), arms=(14, 300), legs=(9, 500)),
    filmed_from=-0.9,
    capture_prefixes=("DF_",),
)
