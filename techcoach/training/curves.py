"""Learning curves of a training run, drawn from the rows that its stages logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure

LogRow = Mapping[str, float]
LINE = "#4c78a8"


def draw_curves(stages: Mapping[str, Sequence[LogRow]], path: Path) -> None:
    """Draw a row of panels for each stage, with a panel for each term of its loss against steps.

    Args:
        stages: title -> logged rows, each with "step" and the terms by name. path: of the picture to write.

    Raises:
        ValueError: if no stage has rows.
    """
    terms = {title: [name for name in rows[0] if name != "step"] for title, rows in stages.items() if rows}
    if not terms:
        raise ValueError(f"no stage of the training has logged anything to draw into {path}")
    columns = max(len(names) for names in terms.values())
    figure = Figure(figsize=(3.2 * columns, 2.8 * len(terms)), layout="constrained")
    axes = figure.subplots(len(terms), columns, squeeze=False)
    for row, (title, names) in zip(axes, terms.items(), strict=True):
        for axis, name in zip(row, names, strict=False):
            points = [(logged["step"], logged[name]) for logged in stages[title] if name in logged]
            axis.plot(*zip(*points, strict=True), color=LINE)
            axis.set_title(f"{title}: {name}", fontsize=9)
            axis.set_xlabel("step", fontsize=8)
            axis.tick_params(labelsize=7)
        for axis in row[len(names) :]:
            axis.set_axis_off()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=80)
