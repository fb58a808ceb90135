"""Reads what people said of real clips: `judged.tsv` and `drills.tsv` (or .csv) of a folder, every row checked.

`judged` has one row for a clip, a drill and one of its technique parameters, in one of two forms: (clip, drill,
parameter, said, judged), whether a statement of some report is right; or (clip, drill, parameter, truth), what a person
sees. `drills` has one row for a clip: (clip, drill), with the drill "none" where the clip shows no drill. Knows the
tables and the catalogue of drills; it opens no clip.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..drills.catalogue import DRILLS, current_parameter_id
from ..video.limits import DEFAULT_LIMITS

RIGHT, FAIR, WRONG, UNSEEN = "right", "fair", "wrong", "cannot be seen"
VERDICTS = (RIGHT, FAIR, WRONG, UNSEEN)
SAID = ("strength", "low", "high")
TRUTHS = {
    "good": "strength", "low": "low", "too little": "low", "high": "high", "too much": "high", UNSEEN: None,
}  # fmt: skip
"""Words of the column `truth`, and the state that each stands for."""
NO_DRILL = "none"
DELIMITERS = "\t,;"
KEY = ("clip", "drill", "parameter")
STATEMENT_COLUMNS, TRUTH_COLUMNS = ("said", "judged"), ("truth",)
OPTIONAL_COLUMNS = ("score", "time_s", "start", "end")


class TableErrors(ValueError):
    """Error: tables have rows that cannot be used; the message has one line for each."""

    def __init__(self, problems: Collection[str]) -> None:
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Statement:
    """A person's verdict on a statement about one technique parameter of a clip.

    Attributes:
        parameter: id. state: "strength", "low" or "high"; None where the clip cannot show the parameter at all.
        verdict: one of `VERDICTS`. time_s: second of the file at which it can be seen, if somebody said.
    """

    parameter: str
    state: str | None
    verdict: str
    time_s: float | None = None


@dataclass(frozen=True)
class JudgedClip:
    """A clip, as one drill, with what people said of it.

    Attributes:
        name: as the table has it, relative to the folder. score: a coach's, on any scale; only its order counts.
        start, end: seconds of the part to coach; None for the coach's own choice.
    """

    name: str
    path: Path
    drill: str
    statements: tuple[Statement, ...]
    score: float | None = None
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True)
class DrillClip:
    """A clip and the id of the drill that it shows; None where it shows none."""

    name: str
    path: Path
    drill: str | None


@dataclass(frozen=True)
class JudgedFolder:
    """The tables of a folder.

    Attributes:
        unread: names of columns that the tables have and this file does not read, each with its table.
    """

    clips: tuple[JudgedClip, ...]
    drill_clips: tuple[DrillClip, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Row:
    """A row of a table: its place for messages, and its cells by column, without surrounding blanks."""

    place: str
    cells: Mapping[str, str]


def read_judged_folder(folder: Path, drills: Collection[str]) -> JudgedFolder:
    """Read and check the tables of a folder.

    Args:
        drills: ids of the drills that the checkpoint coaches.

    Raises:
        TableErrors: with every problem of every row.
    """
    problems: list[str] = []
    judged, drill_table = (_find_table(folder, name, problems) for name in ("judged", "drills"))
    if judged is None and drill_table is None and not problems:
        raise TableErrors([f"{folder} has no table: write judged.tsv into it, or drills.tsv"])
    clips: tuple[JudgedClip, ...] = ()
    drill_clips: tuple[DrillClip, ...] = ()
    unread: list[str] = []
    if judged is not None:
        rows, columns = _read_rows(judged, problems)
        clips = _judged_clips(folder, judged.name, rows, columns, drills, problems)
        unread += _unread(judged, columns, (*KEY, *STATEMENT_COLUMNS, *TRUTH_COLUMNS, *OPTIONAL_COLUMNS))
    if drill_table is not None:
        rows, columns = _read_rows(drill_table, problems)
        drill_clips = _drill_clips(folder, drill_table.name, rows, columns, drills, problems)
        unread += _unread(drill_table, columns, KEY[:2])
    if problems:
        raise TableErrors(problems)
    return JudgedFolder(clips, drill_clips, tuple(unread))


# -- files to rows -----------------------------------------------------------------------------------------------------


def _find_table(folder: Path, name: str, problems: list[str]) -> Path | None:
    """Return the table of that name, with whichever suffix; None if there is none."""
    found = [path for suffix in (".tsv", ".csv") if (path := folder / f"{name}{suffix}").is_file()]
    if len(found) > 1:
        problems.append(f"{folder} has both {found[0].name} and {found[1].name}: keep one")
        return None
    return found[0] if found else None


def _read_rows(table: Path, problems: list[str]) -> tuple[list[_Row], tuple[str, ...]]:
    """Return the rows of a table that are not blank, and its columns."""
    try:
        lines = _cells(table.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        problems.append(f"{table.name} is not UTF-8 text ({error.reason} at byte {error.start}): save it as UTF-8")
        return [], ()
    except csv.Error as error:
        problems.append(f"{table.name}: {error}; expected names of columns, then rows, with tabs or commas between")
        return [], ()
    columns = tuple(cell.casefold() for cell in lines[0][1])
    rows = []
    for number, cells in lines[1:]:
        place = f"{table.name}, line {number}"
        if len(cells) == len(columns):
            rows.append(_Row(place, dict(zip(columns, cells, strict=True))))
        else:
            problems.append(f"{place}: expected {len(columns)} cells, got {len(cells)}")
    return rows, columns


def _cells(text: str) -> list[tuple[int, list[str]]]:
    """Return the number and the cells, without surrounding blanks, of every line that is not blank.

    Raises:
        csv.Error: if the text is no table.
    """
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = csv.Sniffer().sniff(head, delimiters=DELIMITERS).delimiter
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines = [(reader.line_num, [field.strip() for field in fields]) for fields in reader]
    return [(number, cells) for number, cells in lines if any(cells)]


def _has_columns(table: str, columns: Collection[str], wanted: Collection[str], problems: list[str]) -> bool:
    missing = [name for name in wanted if name not in columns]
    if missing and columns:
        problems.append(f"{table}, line 1: the columns {', '.join(missing)} are missing; it has {', '.join(columns)}")
    return not missing


def _unread(table: Path, columns: Collection[str], read: Collection[str]) -> Iterator[str]:
    return (f"{name} of {table.name}" for name in columns if name not in read)


# -- rows to clips -----------------------------------------------------------------------------------------------------


def _judged_clips(
    folder: Path, table: str, rows: list[_Row], columns: Collection[str], drills: Collection[str], problems: list[str]
) -> tuple[JudgedClip, ...]:
    """Return the clips of the table `judged`, with their statements, in the order of the table."""
    truth = "truth" in columns
    if truth and any(name in columns for name in STATEMENT_COLUMNS):
        problems.append(f"{table}, line 1: expected the columns said and judged, or the column truth, not both")
        return ()
    if not _has_columns(table, columns, (*KEY, *(TRUTH_COLUMNS if truth else STATEMENT_COLUMNS)), problems):
        return ()
    by_clip: dict[tuple[str, str], list[tuple[_Row, Statement]]] = {}
    for row in rows:
        before = len(problems)
        _check_clip(folder, row, problems)
        _check_drill(row, drills, problems)
        statement = _statement(row, truth, problems)
        if statement is not None and len(problems) == before:
            by_clip.setdefault((row.cells["clip"], row.cells["drill"]), []).append((row, statement))
    clips = []
    for (name, drill), judged_rows in by_clip.items():
        _check_agreement(judged_rows, problems)
        numbers = {column: _shared_number(column, judged_rows, problems) for column in ("score", "start", "end")}
        if numbers["end"] is not None and numbers["end"] - (numbers["start"] or 0.0) < DEFAULT_LIMITS.shortest_s:
            problems.append(
                f"{judged_rows[0][0].place}: the end of {name} is {numbers['end']:g}; "
                f"expected {DEFAULT_LIMITS.shortest_s:g} s after its start, or later"
            )
        statements = tuple(statement for _, statement in judged_rows)
        clips.append(JudgedClip(name, folder / name, drill, statements, **numbers))
    return tuple(clips)


def _drill_clips(
    folder: Path, table: str, rows: list[_Row], columns: Collection[str], drills: Collection[str], problems: list[str]
) -> tuple[DrillClip, ...]:
    """Return the clips of the table `drills`, in the order of the table."""
    if not _has_columns(table, columns, KEY[:2], problems):
        return ()
    places: dict[str, str] = {}
    clips = []
    for row in rows:
        name, drill = row.cells["clip"], row.cells["drill"]
        _check_clip(folder, row, problems)
        if drill != NO_DRILL:
            _check_drill(row, {*drills, NO_DRILL}, problems)
        if name in places:
            problems.append(f"{row.place}: {name} was already at {places[name]}; expected one row for a clip")
        places.setdefault(name, row.place)
        clips.append(DrillClip(name, folder / name, None if drill == NO_DRILL else drill))
    return tuple(clips)


def _statement(row: _Row, truth: bool, problems: list[str]) -> Statement | None:
    """Return the statement of a row of the table `judged`; None, with what is wrong, if it makes none."""
    cells, before = row.cells, len(problems)
    spec = DRILLS.get(cells["drill"])
    parameter = current_parameter_id(cells["drill"], cells["parameter"])
    if spec is not None and parameter not in spec.parameter:
        problems.append(
            f"{row.place}: {spec.id} has no parameter {cells['parameter']!r}; "
            f"expected one of {', '.join(spec.parameter)}"
        )
    time_s = _number("time_s", row, problems)
    words = {column: " ".join(cells[column].casefold().split()) for column in cells}
    if truth:
        _check_word(row, "truth", words, TRUTHS, problems)
    else:
        _check_word(row, "said", words, SAID, problems)
        _check_word(row, "judged", words, VERDICTS, problems)
    if len(problems) > before:
        return None
    if not truth:
        return Statement(parameter, words["said"], words["judged"], time_s)
    state = TRUTHS[words["truth"]]
    return Statement(parameter, state, UNSEEN if state is None else RIGHT, time_s)


# -- checks ------------------------------------------------------------------------------------------------------------


def _check_clip(folder: Path, row: _Row, problems: list[str]) -> None:
    name = Path(row.cells["clip"])
    if not row.cells["clip"] or name.is_absolute() or ".." in name.parts or not (folder / name).is_file():
        problems.append(f"{row.place}: there is no clip {row.cells['clip']!r} in {folder}; expected a file of it")


def _check_drill(row: _Row, drills: Collection[str], problems: list[str]) -> None:
    if row.cells["drill"] not in drills:
        problems.append(
            f"{row.place}: {row.cells['drill']!r} is no drill of the checkpoint; "
            f"expected one of {', '.join(sorted(drills))}"
        )


def _check_word(
    row: _Row, column: str, words: Mapping[str, str], expected: Collection[str], problems: list[str]
) -> None:
    if words[column] not in expected:
        problems.append(f"{row.place}: {column} is {row.cells[column]!r}; expected one of {', '.join(expected)}")


def _number(column: str, row: _Row, problems: list[str]) -> float | None:
    """Return the number of a cell, for times one of 0 or more; None for an empty one."""
    text = row.cells.get(column, "")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or (column != "score" and value < 0):
        expected = "a number" if column == "score" else "seconds, 0 or more"
        problems.append(f"{row.place}: {column} is {text!r}; expected {expected}, or nothing")
        return None
    return value


def _shared_number(column: str, rows: list[tuple[_Row, Statement]], problems: list[str]) -> float | None:
    """Return the number that rows about one clip and drill give in a column, which may be empty in some of them."""
    shared: tuple[str, float] | None = None
    for row, _ in rows:
        value = _number(column, row, problems)
        if value is None:
            continue
        if shared is not None and value != shared[1]:
            problems.append(
                f"{row.place}: {column} is {value:g}, and {shared[1]:g} at {shared[0]}; "
                "expected one for a clip and drill"
            )
        shared = shared or (row.place, value)
    return None if shared is None else shared[1]


def _check_agreement(rows: list[tuple[_Row, Statement]], problems: list[str]) -> None:
    """Note statements about one clip and drill that come twice, or that cannot both hold."""
    earlier: list[tuple[_Row, Statement]] = []
    for row, statement in rows:
        for other_row, other in earlier:
            if other.parameter != statement.parameter:
                continue
            if other.state == statement.state:
                same = other.verdict == statement.verdict
                problems.append(
                    f"{row.place}: the same as {other_row.place}; expected it once"
                    if same
                    else f"{row.place}: judged {statement.verdict!r}, and {other.verdict!r} at {other_row.place}; "
                    "expected one verdict on a statement"
                )
            elif _contradict(statement, other):
                problems.append(
                    f"{row.place}: {statement.parameter} contradicts {other_row.place}; expected one true state of a "
                    "parameter, or that it cannot be seen"
                )
        earlier.append((row, statement))


def _contradict(first: Statement, second: Statement) -> bool:
    """Return whether verdicts on different statements about one parameter cannot both hold."""
    verdicts = {first.verdict, second.verdict}
    return verdicts == {RIGHT} or verdicts == {RIGHT, UNSEEN}
