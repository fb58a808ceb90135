"""The static move on a boulder wall, executed by simulated athletes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from ...motion.body import sample_body
from ...motion.hanging import LEAST_OVERHANG
from ..climbing_sequence import sample_wall, simulate_sequence
from ..moves_between import other_moves
from ..simulator import DrillSimulator, ExecutionInSequence, JointLimits
from .campus import simulate_campus
from .measure import measure
from .motion import simulate, simulate_on
from .spec import DRILL

CAMPUSED = 0.15
"""Share of the coached moves without feet, where the wall leans enough."""


def sequence(rng: np.random.Generator, targets: Mapping[str, float]) -> ExecutionInSequence:
    """Simulate a static move, or a reach without feet, among other moves, on any wall from slab to roof."""
    body, wall = sample_body(rng), sample_wall(rng)
    campused = wall.overhang >= LEAST_OVERHANG and rng.random() < CAMPUSED
    execute = partial(simulate_campus if campused else simulate_on, body=body, wall=wall)
    return simulate_sequence(rng, targets, execute, wall, other_moves(rng, body, wall))


SIMULATOR = DrillSimulator(
    spec=DRILL,
    simulate=simulate,
    measure=measure,
    sequence=sequence,
    key_parameter="torso_turn",
    loose={"reach_speed": 0.6},
    limits=JointLimits(trunk=(4, 60), arms=(5, 150), legs=(5, 150)),
    filmed_from=np.pi - 0.35,
    example_seed=2,
)
