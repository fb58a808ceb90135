"""Named distributions of executions: alone, or among what the athlete does before and after.

`SINGLE` is what the shipped checkpoint was trained and is evaluated on. Knows drills' simulators; no camera and no
tracker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace

import numpy as np

from ..drills.simulator import DrillSimulator, ExecutionInSequence, Repeat
from ..drills.spec import Measurement, measured_moments
from ..motion.kinematics import OutOfReach
from ..motion.measuring import CannotMeasure
from ..motion.motion import Motion, trimmed
from ..types import LimbMove
from .simulators import sample_targets

SINGLE, SEQUENCE = "single", "sequence"
MOST_TRIES = 20
WINDOW_S = (3.0, 8.0)
"""Length of the window that is cut from a sequence, seconds; it always holds the execution that is coached."""
MARGIN_S = 0.35
"""A trim or a window leaves at least this much before the first and after the last measured moment, if there is."""


@dataclass(frozen=True)
class SimulatedExecution:
    """An execution with its truth.

    Attributes:
        motion: all that is filmed. measured: of the execution that is coached; times of the motion.
        targets: of the execution that is coached. repeat: simulates it whole and alone, with these targets or others.
        start_s: where the motion begins on the clock of what `repeat` simulates, seconds.
        moves: every move of the hands on the wall that the motion shows at least half of, in order of time; seconds of
            the motion. coached: index of the one that is coached; None without moves.
    """

    motion: Motion
    measured: dict[str, Measurement]
    targets: Mapping[str, float]
    repeat: Repeat
    start_s: float = 0.0
    moves: tuple[LimbMove, ...] = ()
    coached: int | None = None

    def cut(self, motion: Motion, start: float) -> SimulatedExecution:
        """Return the execution with another motion, that of the seconds from `start` on."""
        end, moves, coached = start + float(motion.times[-1]), list[LimbMove](), None
        for index, move in enumerate(self.moves):
            middle = (move.start_s + move.end_s) / 2
            if start <= middle <= end:
                coached = len(moves) if index == self.coached else coached
                moves.append(replace(move, start_s=move.start_s - start, end_s=move.end_s - start))
        return replace(
            self,
            motion=motion,
            measured=shifted(self.measured, -start),
            start_s=self.start_s + start,
            moves=tuple(moves),
            coached=coached,
        )


def shifted(measured: Mapping[str, Measurement], seconds: float) -> dict[str, Measurement]:
    """Return measurements with their moments moved."""
    return {name: replace(one, time_s=one.time_s + seconds) for name, one in measured.items()}


def simulate_single(simulator: DrillSimulator, rng: np.random.Generator) -> SimulatedExecution:
    """Simulate an execution alone, trimmed.

    Raises:
        CannotMeasure: if it cannot be measured.
    """
    targets = sample_targets(rng, simulator.spec.parameters)
    before = deepcopy(rng)
    motion = simulator.simulate(rng, targets)
    measured = simulator.measure(motion.joints, motion.times)
    execution = SimulatedExecution(
        motion, measured, targets, repeat=lambda others: simulator.simulate(deepcopy(before), others)
    )
    moments = measured_moments(execution.measured)
    return execution.cut(*_trim(motion, min(moments) - MARGIN_S, max(moments) + MARGIN_S, rng))


def _trim(motion: Motion, first: float, last: float, rng: np.random.Generator) -> tuple[Motion, float]:
    """Cut idle time off either end, as people trim their clips; return the motion and its new start, seconds."""
    begin, end = float(motion.times[0]), float(motion.times[-1])
    start = rng.uniform(begin, max(first, begin + 1e-6)) if rng.random() < 0.6 else begin
    stop = rng.uniform(min(last, end - 1e-6), end) if rng.random() < 0.6 else end
    if stop - start < 1.0:
        return motion, 0.0
    return trimmed(motion, start, stop), start


def simulate_in_sequence(simulator: DrillSimulator, rng: np.random.Generator) -> SimulatedExecution:
    """Simulate an execution among others, cut to a window; alone, where the drill has no such simulation.

    Raises:
        CannotMeasure: if it cannot be measured, or is longer than a window.
    """
    if simulator.sequence is None:
        return simulate_single(simulator, rng)
    targets = sample_targets(rng, simulator.spec.parameters)
    made = simulator.sequence(rng, targets)
    measured = shifted(simulator.measure(made.execution.joints, made.execution.times), made.start_s)
    whole = SimulatedExecution(
        made.motion, measured, targets, made.repeat, start_s=-made.start_s, moves=made.moves, coached=made.coached
    )
    start, stop = _window(made, measured_moments(whole.measured), rng)
    return whole.cut(trimmed(made.motion, start, stop), start)


def _window(made: ExecutionInSequence, moments: list[float], rng: np.random.Generator) -> tuple[float, float]:
    end = float(made.motion.times[-1])
    move = made.moves[made.coached]
    first = max(min(*moments, move.start_s) - MARGIN_S, 0.0)
    last = min(max(*moments, move.end_s) + MARGIN_S, end)
    if last - first > WINDOW_S[1]:
        raise CannotMeasure(f"the execution takes {last - first:.1f} s, longer than a window")
    shortest = max(WINDOW_S[0], last - first)
    length = min(max(rng.uniform(shortest, WINDOW_S[1], 2)), end)  # mostly long ones
    start = rng.uniform(max(last - length, 0.0), max(min(first, end - length), max(last - length, 0.0) + 1e-6))
    return start, start + length


EXECUTIONS: Mapping[str, Callable[[DrillSimulator, np.random.Generator], SimulatedExecution]] = {
    SINGLE: simulate_single,
    SEQUENCE: simulate_in_sequence,
}


def sample_execution(simulator: DrillSimulator, rng: np.random.Generator, executions: str) -> SimulatedExecution:
    """Simulate executions until one can be measured.

    Args:
        executions: a name of `EXECUTIONS`.

    Raises:
        RuntimeError: if none of `MOST_TRIES` can, with the last reason.
    """
    reason: Exception | None = None
    for _ in range(MOST_TRIES):
        try:
            return EXECUTIONS[executions](simulator, rng)
        except (CannotMeasure, OutOfReach) as error:
            reason = error
    raise RuntimeError(f"{simulator.spec.id}: no measurable execution in {MOST_TRIES} tries: {reason}")
