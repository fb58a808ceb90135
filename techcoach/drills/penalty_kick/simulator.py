"""The penalty kick, executed by simulated athletes."""

from __future__ import annotations

from ..simulator import DrillSimulator, JointLimits
from .measure import measure
from .motion import simulate
from .spec import DRILL

SIMULATOR = DrillSimulator(
    spec=DRILL,
    simulate=simulate,
    measure=measure,
    key_parameter="foot_speed",
    loose={"last_step": 0.65, "backswing": 0.75},
    single_frame=frozenset({"foot_speed", "last_step"}),
    limits=JointLimits(trunk=(10, 400), arms=(14, 650), legs=(24, 1500)),
    filmed_from=-1.0,
    example_seed=1,
    capture_prefixes=("YE_", "LA_"),
)
