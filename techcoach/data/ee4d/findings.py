"""Problems of a data set by file, record and field. Knows no file format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["error", "odd"]
"""An error makes every record that rests on it unusable; what is odd is reported and used as it is."""
MOST_LISTED = 20
"""The most problems that a message lists; the others are counted."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong or odd.

    Attributes:
        file: path, relative to the data set's folder where it lies within. record: id of the record, or uid of the
            take; "" for the whole file. field: "" for the whole record.
        what: what is wrong, and what to do where that is not plain. kind: a short name shared by like problems.
    """

    file: str
    record: str
    field: str
    what: str
    severity: Severity
    kind: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, self.record, self.field) if part)
        return f"{self.severity}: {place}: {self.what}"


class Findings:
    """The problems found so far, in order. root: the data set's folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.problems: list[Problem] = []

    def at(self, file: Path, record: str = "") -> Place:
        """Return the place to which problems of a file, or of one record in it, are reported."""
        name = file.relative_to(self._root) if file.is_relative_to(self._root) else file
        return Place(self, name.as_posix(), record)


class Place:
    """One record of a file, or the whole file, whose problems are reported here. `sound` until the first error."""

    def __init__(self, findings: Findings, file: str, record: str) -> None:
        self._findings, self.file, self.record = findings, file, record
        self.sound = True

    def error(self, kind: str, field: str, what: str) -> None:
        """Report a problem that makes the record unusable."""
        self.sound = False
        self._findings.problems.append(Problem(self.file, self.record, field, what, "error", kind))

    def odd(self, kind: str, field: str, what: str) -> None:
        """Report a problem with which the record is still used."""
        self._findings.problems.append(Problem(self.file, self.record, field, what, "odd", kind))


class BadData(ValueError):
    """A data set was refused.

    Attributes:
        problems: all errors, in order; the message lists the first `MOST_LISTED`.
    """

    def __init__(self, root: Path, problems: Sequence[Problem], left_out: int, records: int) -> None:
        self.problems = tuple(problems)
        summary = f"{root}: {len(problems)} errors; {left_out} of {records} records cannot be used"
        advice = f"See all with `techcoach data check {root} --json`; mend them, or load with on_bad='skip'."
        super().__init__("\n".join([summary, *spelt_out(problems), advice]))


def spelt_out(problems: Sequence[Problem]) -> list[str]:
    """Return a line for each of the first `MOST_LISTED` problems, and one that counts the others."""
    lines = [str(problem) for problem in problems[:MOST_LISTED]]
    return lines + ([f"… and {len(problems) - MOST_LISTED} more"] if len(problems) > MOST_LISTED else [])
