"""Attempts at drills: simulated executions with the span of the action and the moments of their key events.

Knows drills' simulators and measurements; no camera and no tracker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..drills.simulator import DrillSimulator
from ..drills.spec import Measurement, measured_moments
from ..motion.measuring import CannotMeasure
from ..motion.motion import Motion
from .simulators import sample_targets

ACTION_S = 2.0
"""Moments that are measured farther than this from the key event, seconds, belong to waiting, not to the action."""
EDGE_S = 0.25
"""The action begins and ends so long before its first and after its last measured moment, seconds."""
MOST_TRIES = 20


@dataclass(frozen=True)
class SimulatedAttempt:
    """One attempt at a drill in a motion.

    Attributes:
        drill: id. start, end: of the action, seconds of the motion. events: seconds of its key events, in order: one,
            or each repetition of a series.
    """

    drill: str
    start: float
    end: float
    events: tuple[float, ...]


def sample_attempt(simulator: DrillSimulator, rng: np.random.Generator) -> tuple[Motion, SimulatedAttempt]:
    """Simulate a new athlete's attempt at a drill.

    Raises:
        RuntimeError: if no measurable execution came out of `MOST_TRIES` tries, with the last reason.
    """
    reason: Exception | None = None
    for _ in range(MOST_TRIES):
        motion = simulator.simulate(rng, sample_targets(rng, simulator.spec.parameters))
        try:
            return motion, attempt_of(simulator, motion, simulator.measure(motion.joints, motion.times))
        except CannotMeasure as error:
            reason = error
    raise RuntimeError(f"{simulator.spec.id}: no measurable execution in {MOST_TRIES} tries: {reason}")


def attempt_of(simulator: DrillSimulator, motion: Motion, measured: Mapping[str, Measurement]) -> SimulatedAttempt:
    """Return the attempt that a motion shows.

    Args:
        measured: what the simulator measures on the motion.
    """
    moments = measured_moments(measured)
    if simulator.repetitions is not None:
        events = tuple(simulator.repetitions(motion.joints, motion.times))
    elif simulator.key_parameter and measured[simulator.key_parameter].applies:
        events = (measured[simulator.key_parameter].time_s,)
    else:
        events = (float(np.median(moments)),)
    near = [at for at in moments if events[0] - ACTION_S <= at <= events[-1] + ACTION_S] + list(events)
    start, end = max(min(near) - EDGE_S, 0.0), min(max(near) + EDGE_S, float(motion.times[-1]))
    return SimulatedAttempt(simulator.spec.id, start, end, events)
