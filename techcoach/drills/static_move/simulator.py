"""The static move on a boulder wall, executed by simulated athletes."""

from __future__ import annotations

import numpy as np

from ..simulator import DrillSimulator, JointLimits
from .measure import measure
from .motion import simulate
from .spec import DRILL

SIMULATOR = DrillSimulator(
    spec=DRILL,
    simulate=simulate,
    measure=measure,
    loose={"reach_speed": 0.6},
    limits=JointLimits(trunk=(4, 60), arms=(5, 150), legs=(5, 150)),
    filmed_from=np.pi - 0.35,
    example_seed=2,
)
