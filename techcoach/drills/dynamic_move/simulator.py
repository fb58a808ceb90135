"""The dynamic move on a boulder wall, executed by simulated athletes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from ...motion.body import sample_body
from ..climbing_sequence import sample_wall, simulate_sequence
from ..moves_between import STEEPEST_DYNAMIC, other_moves
from ..simulator import DrillSimulator, ExecutionInSequence, JointLimits
from .measure import measure
from .motion import simulate, simulate_on
from .spec import DRILL


def sequence(rng: np.random.Generator, targets: Mapping[str, float]) -> ExecutionInSequence:
    """Simulate a dynamic move among other moves, on walls from slab to 45 degrees of overhang."""
    body, wall = sample_body(rng), sample_wall(rng, STEEPEST_DYNAMIC)
    execute = partial(simulate_on, body=body, wall=wall)
    return simulate_sequence(rng, targets, execute, wall, other_moves(rng, body, wall))


SIMULATOR = DrillSimulator(
    spec=DRILL,
    simulate=simulate,
    measure=measure,
    sequence=sequence,
    key_parameter="catch_timing",
    limits=JointLimits(trunk=(5, 150), arms=(12, 300), legs=(9, 600)),
    filmed_from=np.pi - 0.35,
    example_seed=7,
)
