"""A data set on disk as coaching examples: everything read and joined; what is bad is refused or skipped, and told.

Knows paths of videos, not their frames, and no features.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ...types import Progress, silent
from .egoexo import VIEWS, open_views, read_takes
from .experts import ANNOTATIONS, RATINGS, SPLITS, read_commentary, read_ratings
from .findings import BadData, Findings, Problem, spelt_out
from .joining import CoachingExample, Join, Row
from .schema import read_annotations

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Survey:
    """All records of a data set, usable or not, and all that is wrong or odd."""

    root: Path
    files: tuple[Path, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    views: tuple[str, ...]

    @property
    def examples(self) -> list[CoachingExample]:
        return [row.example for row in self.rows if row.example is not None]

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "error"]

    @property
    def left_out(self) -> int:
        return sum(row.example is None for row in self.rows)


def annotation_file(root: Path, split: str) -> Path:
    """Where a split's annotation lies unless the caller names files."""
    return root / ANNOTATIONS / f"ee4d_desc_coach_{split}.json"


def load_examples(
    root: str | Path,
    annotations: Sequence[str | Path] = (),
    *,
    on_bad: Literal["refuse", "skip"] = "refuse",
    views: Collection[str] = VIEWS,
) -> list[CoachingExample]:
    """The examples of a data set.

    Args:
        root: of Ego-Exo4D, as the downloader fills it. annotations: files in the official form; by default those in
            `root`. views: which of `VIEWS` are needed.
        on_bad: "refuse" accepts a data set without errors only; "skip" leaves out the records that errors make
            unusable, and logs what they are and how many.

    Raises:
        BadData: as `on_bad` says, with every error; also where skipping leaves nothing.
        ValueError: for another `on_bad`, or other views.
    """
    if on_bad not in ("refuse", "skip"):
        raise ValueError(f"on_bad must be 'refuse' or 'skip', got {on_bad!r}")
    found = survey(root, annotations, views=views)
    examples, errors = found.examples, found.errors
    if (errors and on_bad == "refuse") or not examples:
        raise BadData(found.root, errors, found.left_out, len(found.rows))
    odd = len(found.problems) - len(errors)
    log.info("%s: %d of %d records are used, %d things are odd", found.root, len(examples), len(found.rows), odd)
    if errors:
        told = "\n".join(spelt_out(errors))
        log.warning("left out %d of %d records, for %d errors:\n%s", found.left_out, len(found.rows), len(errors), told)
    return examples


def survey(
    root: str | Path,
    annotations: Sequence[str | Path] = (),
    *,
    views: Collection[str] = VIEWS,
    open_videos: bool = False,
    progress: Progress = silent,
) -> Survey:
    """Reads everything and leaves nothing out; bad data never raises. Arguments as in `load_examples`.

    Args:
        open_videos: open every video, too, instead of looking only whether it is there.

    Raises:
        ValueError: for no views, or others than `VIEWS`.
    """
    if not views or set(views) - set(VIEWS):
        raise ValueError(f"views must be some of {VIEWS}, got {tuple(views)!r}")
    root = Path(root)
    findings = Findings(root)
    files = tuple(Path(path) for path in annotations) or _own_files(root, findings)
    read = [(path, name, record) for path in files for name, record in read_annotations(path, findings)]
    records = [record for _, _, record in read if record is not None]
    wanted = {record.take_id for record in records}
    takes = read_takes(root, wanted, findings, views)
    if open_videos:
        takes |= open_views(root, [take for take in takes.values() if take is not None], findings, progress)
    commentary = read_commentary(root, findings)
    known = [take for take in takes.values() if take is not None]
    ratings = {take.uid: read_ratings(root, take.name, findings) for take in known}
    for take in known:
        if ratings[take.uid].sound and ratings[take.uid].score is None:
            place = findings.at(root / RATINGS / take.name)
            place.odd("no score", "", "no expert rated the take; its records have no score")
    join = Join(takes, commentary, ratings, findings, read)
    rows = tuple(join.row(path, name, record) for path, name, record in read)
    return Survey(root, files, rows, tuple(findings.problems), tuple(view for view in VIEWS if view in views))


def _own_files(root: Path, findings: Findings) -> tuple[Path, ...]:
    files = tuple(path for split in SPLITS if (path := annotation_file(root, split)).exists())
    missing = [path for split in SPLITS if not (path := annotation_file(root, split)).exists()]
    for path in missing:
        if files:
            findings.at(path).odd("missing file", "", "there are no annotations of this split")
        else:
            findings.at(path).error("missing file", "", "not there; put it there, or name files with --annotations")
    return files
