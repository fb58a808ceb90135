"""The Mikan drill, executed by simulated athletes."""

from __future__ import annotations

from ..simulator import DrillSimulator, JointLimits
from .measure import measure, release_times
from .motion import simulate
from .spec import DRILL

SIMULATOR = DrillSimulator(
    spec=DRILL,
    simulate=simulate,
    measure=measure,
    repetitions=release_times,
    loose={"load_knee": 0.65, "side_travel": 0.75},
    limits=JointLimits(trunk=(7, 400), arms=(16, 900), legs=(14, 800)),
    filmed_from=-0.9,
    example_seed=5,
)
