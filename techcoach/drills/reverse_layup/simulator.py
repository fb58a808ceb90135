"""The reverse layup, executed by simulated athletes."""

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
    single_frame=frozenset({"last_step"}),
    limits=JointLimits(trunk=(7, 250), arms=(14, 600), legs=(14, 800)),
    filmed_from=-0.9,
    example_seed=4,
)
