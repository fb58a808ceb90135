"""The dynamic move on a boulder wall, executed by simulated athletes."""

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
    key_parameter="catch_timing",
    limits=JointLimits(trunk=(5, 150), arms=(12, 300), legs=(9, 600)),
    filmed_from=np.pi - 0.35,
    example_seed=7,
)
