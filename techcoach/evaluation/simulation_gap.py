"""The simulation gap: technique parameters, and pairs of them, of simulated executions beside captured real ones.

A model that learns from simulated athletes serves real ones only as far as the two agree. Draws pictures; judges
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..drills.spec import DrillSpec, Parameter
from ..motion.measuring import CannotMeasure
from ..simulation.captured_motion import read_trials
from ..simulation.simulators import sample_targets, simulator_of

EXECUTIONS = 400
PAIRS = 6
GOOD_COLOUR, SIMULATED_COLOUR, REAL_COLOUR = "#cfe8d5", "#4c78a8", "#d1495b"


def real_trials(folder: Path) -> dict[str, dict[str, dict[str, float]]]:
    """Measure a folder's captured trials: drill -> file -> parameter -> value."""
    values_by_drill: dict[str, dict[str, dict[str, float]]] = {}
    for trial in read_trials(folder):
        if not isinstance(trial, str):
            values = {name: measurement.value for name, measurement in trial.measured.items()}
            values_by_drill.setdefault(trial.drill, {})[trial.name] = values
    return values_by_drill


def simulated_values(drill: DrillSpec, executions: int = EXECUTIONS) -> dict[str, np.ndarray]:
    """Simulate executions and measure them: parameter -> (n,) values, without executions that cannot be measured."""
    simulator, rows = simulator_of(drill.id), list[list[float]]()
    for seed in range(executions):
        rng = np.random.default_rng(seed)
        motion = simulator.simulate(rng, sample_targets(rng, drill.parameters))
        try:
            measured = simulator.measure(motion.joints, motion.times)
        except CannotMeasure:
            continue
        rows.append([measured[parameter.id].value for parameter in drill.parameters])
    values = np.array(rows)
    return {parameter.id: values[:, column] for column, parameter in enumerate(drill.parameters)}


def draw_beside(drill: DrillSpec, real: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """Draw one drill: simulated values as histograms over the good range, captured trials as lines.

    Below are the most correlated pairs of parameters, with captured trials as crosses.
    """
    values = simulated_values(drill)
    rows = -(-len(drill.parameters) // 5)
    figure = Figure(figsize=(17, 3.1 * (rows + 1.6)), layout="constrained")
    above, below = np.asarray(figure.subfigures(2, 1, height_ratios=[rows, 1.3]))
    axes = above.subplots(rows, 5).reshape(-1)
    for axis, parameter in zip(axes, drill.parameters, strict=False):
        _histogram(axis, parameter, values[parameter.id], [trial[parameter.id] for trial in real.values()])
    for axis in axes[len(drill.parameters) :]:
        axis.set_axis_off()
    title = f"{drill.drill.title}: {len(next(iter(values.values())))} simulated executions"
    above.suptitle(f"{title}, {len(real)} captured (red)" if real else f"{title}, none captured", fontsize=13)
    for axis, (first, second) in zip(below.subplots(1, PAIRS).reshape(-1), _pairs(drill, values), strict=True):
        axis.scatter(values[first.id], values[second.id], s=4, color=SIMULATED_COLOUR, alpha=0.5)
        axis.scatter(
            [trial[first.id] for trial in real.values()],
            [trial[second.id] for trial in real.values()],
            marker="x",
            color=REAL_COLOUR,
        )
        axis.set_xlabel(f"{first.title}\n({first.unit})", fontsize=7)
        axis.set_ylabel(f"{second.title}\n({second.unit})", fontsize=7)
        axis.tick_params(labelsize=7)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=70)


def _histogram(axis: Axes, parameter: Parameter, simulated: np.ndarray, real: list[float]) -> None:
    ends = np.percentile(simulated, [0.5, 99.5])
    low, high = min([ends[0], *real]), max([ends[1], *real])
    margin = 0.05 * (high - low)
    axis.axvspan(max(parameter.good[0], low - margin), min(parameter.good[1], high + margin), color=GOOD_COLOUR)
    axis.hist(np.clip(simulated, *ends), bins=28, range=(ends[0], ends[1]), color=SIMULATED_COLOUR)
    for value in real:
        axis.axvline(value, color=REAL_COLOUR, linewidth=1.6)
    axis.set_xlim(low - margin, high + margin)
    axis.set_title(parameter.title, fontsize=9)
    axis.set_xlabel(parameter.unit, fontsize=8)
    axis.tick_params(labelsize=7)
    axis.set_yticks([])


def _pairs(drill: DrillSpec, values: Mapping[str, np.ndarray]) -> list[tuple[Parameter, Parameter]]:
    """Return the pairs of parameters whose values correlate most."""
    correlations = np.abs(np.corrcoef(np.stack([values[parameter.id] for parameter in drill.parameters])))
    upper = np.argwhere(np.triu(np.ones_like(correlations), 1))
    order = np.argsort([-correlations[first, second] for first, second in upper])[:PAIRS]
    return [(drill.parameters[upper[index][0]], drill.parameters[upper[index][1]]) for index in order]
