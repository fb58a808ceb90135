"""The table of the drills for people: each parameter with its good range, its fault bounds and its source."""

from __future__ import annotations

import math
from collections.abc import Iterable

from .spec import DrillSpec, Parameter

HEAD = """# The drills, point by point

What the coach looks at in each drill. A value in the good range is a strength; from half-way between the good range
and the clear fault on it is called a weakness, and in between nothing is said. The score is the mean of all of them,
each counted by its weight, on a scale from 1 to 10. Every value is measured on the three-dimensional motion, so the
same rules read a simulated athlete and motion capture of a real one. The source names the work in which the point is
taught or studied; where it gives no number, the bounds are our reading of it. Written by
`python -m techcoach drills --table`; the picture of each drill shows how its values are spread in the simulation,
beside captured athletes where there are any.
"""


def describe(drills: Iterable[DrillSpec]) -> str:
    """Return Markdown with the TechPoints and a table of the technique parameters of every drill."""
    return "\n".join([HEAD, *(_section(drill) for drill in drills)])


def _section(drill: DrillSpec) -> str:
    lines = [f"## {drill.title}", "", f"`{drill.id}` ([picture]({drill.id.replace('/', '-')}.png))", ""]
    for point in drill.drill.techpoints:
        lines.append(f"- **{point.dimension.capitalize()}**: {point.instruction}")
    lines += [
        "",
        "| TechPoint | what is measured | good | clear fault | weight | source |",
        "|---|---|---|---|---|---|",
    ]
    for parameter in drill.parameters:
        cells = (
            parameter.dimension,
            f"`{parameter.id}`: {parameter.title} ({parameter.unit})",
            _good(parameter),
            _fault(parameter),
            f"{parameter.weight:g}",
            parameter.source,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _good(parameter: Parameter) -> str:
    low, high = parameter.good
    if math.isinf(parameter.fault[0]):
        return f"up to {high:g}"
    if math.isinf(parameter.fault[1]):
        return f"from {low:g}"
    return f"{low:g} to {high:g}"


def _fault(parameter: Parameter) -> str:
    low, high = parameter.fault
    bounds = [f"below {low:g}"] * math.isfinite(low) + [f"above {high:g}"] * math.isfinite(high)
    return " or ".join(bounds)
