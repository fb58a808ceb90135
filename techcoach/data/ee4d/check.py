"""The content of a data set and its problems, counted per split: as a table for people, as plain data for programs.

Counts what `dataset.survey` returned; reads no file itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from .dataset import Survey
from .dimensions import drill_of
from .egoexo import Status
from .experts import SPLITS
from .findings import Problem, spelt_out
from .joining import LONGEST_WINDOW_S, SLACK_S, Row, coached_points

OFFICIAL = {"train": 3769, "val": 1074}
"""Instances of the paper's splits (Sec. 5.1)."""
UNKNOWN = "unknown"
STATUSES: tuple[Status, ...] = ("present", "missing", "null")


def counts(rows: Sequence[Row]) -> dict[str, int | float]:
    """Count what some rows hold. Takes and their videos count only where `takes.json` lists the take."""
    takes = {row.take.uid: row.take for row in rows if row.take is not None}
    annotations = [row.annotation for row in rows if row.annotation is not None]
    sides = Counter(
        (point.strength is not None, point.weakness is not None)
        for annotation in annotations
        for point in coached_points(annotation)
    )
    scored = sum(row.rating is not None and row.rating.score is not None for row in rows)
    hours = sum(annotation.clip_st_ed[1] - annotation.clip_st_ed[0] for annotation in annotations) / 3600
    result: dict[str, int | float] = {
        "records": len(rows),
        "records usable": sum(row.example is not None for row in rows),
        "records left out": sum(row.example is None for row in rows),
        "takes": len(takes),
        "tasks": len({take.task_name for take in takes.values()}),
        "tasks with a drill of ours": len({t.task_name for t in takes.values() if drill_of(t.task_name) is not None}),
        "hours in windows": round(hours, 2),
        f"windows longer than {LONGEST_WINDOW_S:g} s": sum(
            annotation.clip_st_ed[1] - annotation.clip_st_ed[0] > LONGEST_WINDOW_S + SLACK_S
            for annotation in annotations
        ),
        "records with a score": scored,
        "records without a score": len(rows) - scored,
    }
    result |= _views("ego", (take.ego.status for take in takes.values() if take.ego is not None))
    result |= _views("exo", (view.status for take in takes.values() for view in take.exos))
    result |= {
        "TechPoints": sum(sides.values()),
        "  with strength and weakness": sides[True, True],
        "  with a strength only": sides[True, False],
        "  with a weakness only": sides[False, True],
        "  with neither": sides[False, False],
    }
    return result


def _views(kind: str, statuses: Iterable[Status]) -> dict[str, int | float]:
    count_of = Counter(statuses)
    return {f"{kind} videos {status}": count_of[status] for status in STATUSES}


def by_split(survey: Survey) -> dict[str, list[Row]]:
    """Group the rows by split; those of unknown split, if any, come last."""
    rows: dict[str, list[Row]] = {split: [] for split in SPLITS}
    for row in survey.rows:
        rows.setdefault(row.split or UNKNOWN, []).append(row)
    return rows


def kinds(problems: Sequence[Problem]) -> list[tuple[str, str, int]]:
    """Count problems by severity and kind: (severity, kind, count), errors first, the most frequent first."""
    count_of = Counter((problem.severity, problem.kind) for problem in problems)
    return [(*key, count) for key, count in sorted(count_of.items(), key=lambda item: (item[0][0], -item[1], item[0]))]


def as_table(survey: Survey) -> str:
    """Format the survey as a table for a terminal."""
    splits = by_split(survey)
    columns = {name: counts(rows) for name, rows in splits.items()} | {"all": counts(survey.rows)}
    lines = [f"EE4D-DescCoach in {survey.root}", f"annotations: {', '.join(map(str, survey.files)) or 'none'}", ""]
    lines.append(_line("", columns))
    lines += [_line(what, [column[what] for column in columns.values()]) for what in columns["all"]]
    official = OFFICIAL | {"all": sum(OFFICIAL.values())}
    lines.append(_line("records in the paper", [official.get(name, "") for name in columns]))
    if not survey.problems:
        return "\n".join([*lines, "", "nothing is wrong, nothing is odd"])
    lines += ["", *(f"{severity:<6}{count:>6}  {kind}" for severity, kind, count in kinds(survey.problems)), ""]
    ordered = sorted(survey.problems, key=lambda problem: problem.severity)
    return "\n".join(lines + spelt_out(ordered))


def _line(what: str, values: Iterable[object]) -> str:
    return f"{what:<30}" + "".join(f"{value!s:>9}" for value in values)


def as_data(survey: Survey) -> dict[str, Any]:
    """Return the survey as plain data, with every problem."""
    return {
        "root": str(survey.root),
        "annotations": [str(path) for path in survey.files],
        "views": list(survey.views),
        "splits": {name: _stripped(counts(rows)) for name, rows in by_split(survey).items()},
        "all": _stripped(counts(survey.rows)),
        "official": OFFICIAL,
        "kinds": [{"severity": severity, "kind": kind, "count": n} for severity, kind, n in kinds(survey.problems)],
        "problems": [asdict(problem) for problem in survey.problems],
    }


def _stripped(counted: dict[str, int | float]) -> dict[str, int | float]:
    return {what.strip(): count for what, count in counted.items()}
