"""Attempts at drills: simulated executions with the span of the action and the moments of their key events.

Knows drills' simulators and measurements; no camera and no tracker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..drills.dynamic_move.spec import DRILL as DYNAMIC
from ..drills.simulator import DrillSimulator
from ..drills.spec import Measurement, measured_moments
from ..drills.static_move.spec import DRILL as STATIC
from ..motion.measuring import CannotMeasure
from ..motion.motion import Motion
from ..skeleton import KEYPOINT_INDEX
from ..types import LimbMove
from .executions import MOST_TRIES, SimulatedExecution
from .simulators import sample_targets

ACTION_S = 2.0
"""Moments that are measured farther than this from the key event, seconds, belong to waiting, not to the action."""
EDGE_S = 0.25
"""The action begins and ends so long before its first and after its last measured moment, seconds."""
BEFORE_MOVE_S, AFTER_MOVE_S = 0.7, 0.45
"""A move on a wall begins so long before the hand lets go, and ends so long after it has settled, seconds."""
CONTACT_M = 0.03
"""A hand that is so near to where it will rest is at its hold."""
THROWN, RISING = 0.8, 1.0
"""A move is dynamic if its hand is faster than the first in the mean, and the hips rise as fast as the second, m/s."""


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


def climbing_attempts(simulator: DrillSimulator, execution: SimulatedExecution) -> tuple[SimulatedAttempt, ...]:
    """Return the attempts of a climb in order of time: the move that is coached, and every other move of the hands."""
    attempts = [
        attempt_of(simulator, execution.motion, execution.measured)
        if index == execution.coached
        else _attempt_of_move(execution.motion, move)
        for index, move in enumerate(execution.moves)
    ]
    return tuple(sorted(attempts, key=lambda attempt: attempt.events[0]))


def _attempt_of_move(motion: Motion, move: LimbMove) -> SimulatedAttempt:
    near = np.flatnonzero((motion.times >= move.start_s) & (motion.times <= move.end_s))
    sides = ("left", "right") if move.hand == "both" else (move.hand,)
    hands = motion.joints[near][:, [KEYPOINT_INDEX[f"{side}_hand"] for side in sides]]
    left = np.linalg.norm(hands - hands[-1], axis=-1).max(axis=1)
    contact = float(motion.times[near[np.argmax(left <= CONTACT_M)]])
    hips = motion.joints[:, [KEYPOINT_INDEX["left_hip"], KEYPOINT_INDEX["right_hip"]], 2].mean(axis=1)
    rise = float(np.gradient(hips, motion.times)[near].max())
    is_dynamic = left[0] > THROWN * (contact - motion.times[near[0]]) and rise > RISING
    start, end = max(move.start_s - BEFORE_MOVE_S, 0.0), min(move.end_s + AFTER_MOVE_S, float(motion.times[-1]))
    return SimulatedAttempt((DYNAMIC if is_dynamic else STATIC).id, start, end, (contact,))
