"""How varied simulated climbs are, beside real ones: walls, tilt of the trunk, travel of the hips, moves in a clip.

A model that learns from one kind of climb serves that kind alone. Knows simulated executions; no camera and no network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..drills.catalogue import DRILLS
from ..motion.climbing_moves import cuts_feet, moves_of
from ..motion.kinematics import OutOfReach
from ..motion.measuring import CannotMeasure, elevation, places_of
from ..motion.motion import Motion
from ..simulation.executions import EXECUTIONS, SimulatedExecution
from ..simulation.simulators import simulator_of

EXECUTION_COUNT = 150
INTRODUCTION = """# Climbs, simulated and real

Executions of the climbing drills as they are simulated for training: alone, and in sequence with other moves before and
after. For each: 5th percentile, median, 95th percentile and greatest value. The real ones are seven clips of climbers
in gyms, looked at by eye; their walls were not measured. Written by `python -m techcoach simulate climbs`.
"""
REAL_ROW = "| real clips | 7 | | greatest 58 to 94 | up to 4.8 | 1 to 6 | common | | up to 8 |"
COLUMNS = (
    "executions", "number", "overhang of the wall (deg)", "greatest tilt of the trunk (deg)",
    "travel of the hips (torso lengths)", "moves in the clip", "feet cut loose", "parameters that do not apply",
    "length (s)",
)  # fmt: skip


@dataclass(frozen=True)
class ClimbFigures:
    """Of one execution.

    Attributes:
        overhang: degrees. tilt: the greatest angle of the trunk to the vertical, degrees. travel: the greatest distance
            of two places of the hips, torso lengths. moves: of the hands. cut: feet hang free while a hand holds.
            missing: share of the parameters that do not apply. seconds: length.
    """

    overhang: float
    tilt: float
    travel: float
    moves: int
    cut: bool
    missing: float
    seconds: float


def climbing_table(count: int = EXECUTION_COUNT) -> str:
    """Return Markdown with a row for each climbing drill and distribution of executions."""
    lines = [INTRODUCTION, f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}"]
    for drill in DRILLS:
        if drill.startswith("bouldering/"):
            lines += [_row(f"{DRILLS[drill].title}, {name}", simulated(drill, name, count)) for name in EXECUTIONS]
    return "\n".join([*lines, REAL_ROW, ""])


def simulated(drill: str, executions: str, count: int) -> list[ClimbFigures]:
    """Simulate executions, without those that cannot be measured."""
    figures = []
    for seed in range(count):
        try:
            execution = EXECUTIONS[executions](simulator_of(drill), np.random.default_rng(seed))
        except (CannotMeasure, OutOfReach):
            continue
        figures.append(figures_of(execution))
    return figures


def figures_of(execution: SimulatedExecution) -> ClimbFigures:
    """Measure one execution on a wall."""
    motion = execution.motion
    applies = [measurement.applies for measurement in execution.measured.values()]
    return ClimbFigures(
        overhang=float(np.degrees(next(prop.angle for prop in motion.props if prop.kind == "wall"))),
        tilt=float((90 - elevation(_middle(motion, "shoulder") - _middle(motion, "hip"))).max()),
        travel=_extent(_middle(motion, "hip")[::6]) / motion.body.torso,
        moves=len(moves_of(motion)),
        cut=cuts_feet(motion),
        missing=1 - float(np.mean(applies)),
        seconds=float(motion.times[-1]),
    )


def _middle(motion: Motion, part: str) -> np.ndarray:
    get = places_of(motion.joints)
    return (get[f"left_{part}"] + get[f"right_{part}"]) / 2


def _extent(places: np.ndarray) -> float:
    """Return the greatest distance between two of places (T, 3)."""
    return float(np.linalg.norm(places[:, None] - places[None], axis=-1).max())


def _row(name: str, figures: Sequence[ClimbFigures]) -> str:
    def spread(value: Callable[[ClimbFigures], float], digits: int) -> str:
        low, middle, high, most = np.percentile([value(one) for one in figures], [5, 50, 95, 100])
        return f"{low:.{digits}f}, {middle:.{digits}f}, {high:.{digits}f}, {most:.{digits}f}"

    cells = (
        name, str(len(figures)), spread(lambda one: one.overhang, 0), spread(lambda one: one.tilt, 0),
        spread(lambda one: one.travel, 1), spread(lambda one: one.moves, 0),
        f"{np.mean([one.cut for one in figures]):.0%}", f"{np.mean([one.missing for one in figures]):.0%}",
        spread(lambda one: one.seconds, 1),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"
