"""What is in a data set, per split, and what is wrong with it, as a table or as plain data; for people and programs.

Counts what `dataset.survey` found; reads no file itself.
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
    """What some rows hold, by what is counted. Takes, videos and scores of takes that `takes.json` knows only."""
    takes = {row.take.uid: row.take for row in rows if row.take is not None}
    read = [row.annotation for row in rows if row.annotation is not None]
    sides = Counter(
        (point.strength is not None, point.weakness is not None) for one in read for point in coached_points(one)
    )
    scored = sum(row.rating is not None and row.rating.score is not None for row in rows)
    hours = sum(one.clip_st_ed[1] - one.clip_st_ed[0] for one in read) / 3600
    told: dict[str, int | float] = {
        "records": len(rows),
        "records usable": sum(row.example is not None for row in rows),
        "records left out": sum(row.example is None for row in rows),
        "takes": len(takes),
        "tasks": len({take.task_name for take in takes.values()}),
        "tasks with a drill of ours": len({t.task_name for t in takes.values() if drill_of(t.task_name) is not None}),
        "hours in windows": round(hours, 2),
        f"windows longer than {LONGEST_WINDOW_S:g} s": sum(
            one.clip_st_ed[1] - one.clip_st_ed[0] > LONGEST_WINDOW_S + SLACK_S for one in read
        ),
        "records with a score": scored,
        "records without a score": len(rows) - scored,
    }
    told |= _views("ego", (take.ego.status for take in takes.values() if take.ego is not None))
    told |= _views("exo", (view.status for take in takes.values() for view in take.exos))
    told |= {
        "TechPoints": sum(sides.values()),
        "  with strength and weakness": sides[True, True],
        "  with a strength only": sides[True, False],
        "  with a weakness only": sides[False, True],
        "  with neither": sides[False, False],
    }
    return told


def _views(kind: str, statuses: Iterable[Status]) -> dict[str, int | float]:
    found = Counter(statuses)
    return {f"{kind} videos {status}": found[status] for status in STATUSES}


def by_split(survey: Survey) -> dict[str, list[Row]]:
    """The rows of every split, and those whose split is unknown where there are any."""
    rows: dict[str, list[Row]] = {split: [] for split in SPLITS}
    for row in survey.rows:
        rows.setdefault(row.split or UNKNOWN, []).append(row)
    return rows


def kinds(problems: Sequence[Problem]) -> list[tuple[str, str, int]]:
    """(severity, kind, how many), errors first, the most frequent first."""
    found = Counter((problem.severity, problem.kind) for problem in problems)
    return [(*key, count) for key, count in sorted(found.items(), key=lambda item: (item[0][0], -item[1], item[0]))]


def as_table(survey: Survey) -> str:
    """The survey for a terminal."""
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
    """The survey as plain data, all problems spelt out."""
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


def _stripped(told: dict[str, int | float]) -> dict[str, int | float]:
    return {what.strip(): count for what, count in told.items()}
