"""The dynamic move on a boulder wall, executed by simulated athletes."""

from __future__ import annotations

import numpy as np

from ..simulator import DrillSimulator
from .measure import measure
from .motion import simulate
from .spec import DRILL

SIMULATOR = DrillSimulator(
    spec=DRILL,
    simulate=simulate,
    measure=measure,
    filmed_from=np.pi - 0.35,
    example_seed=7,
)
