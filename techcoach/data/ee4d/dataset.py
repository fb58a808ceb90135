"""A data set on disk, read and joined into coaching examples; bad records are refused, or skipped and reported.

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
    """All records of a data set, usable or not, and all its problems."""

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
    """Return the default path of a split's annotation file."""
    return root / ANNOTATIONS / f"ee4d_desc_coach_{split}.json"


def load_examples(
    root: str | Path,
    annotations: Sequence[str | Path] = (),
    *,
    on_bad: Literal["refuse", "skip"] = "refuse",
    views: Collection[str] = VIEWS,
) -> list[CoachingExample]:
    """Load the coaching examples of a data set.

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
    surveyed = survey(root, annotations, views=views)
    examples, errors = surveyed.examples, surveyed.errors
    if (errors and on_bad == "refuse") or not examples:
        raise BadData(surveyed.root, errors, surveyed.left_out, len(surveyed.rows))
    odd_count = len(surveyed.problems) - len(errors)
    log.info(
        "%s: %d of %d records are used, %d things are odd", surveyed.root, len(examples), len(surveyed.rows), odd_count
    )
    if errors:
        lines = "\n".join(spelt_out(errors))
        log.warning(
            "left out %d of %d records, for %d errors:\n%s", surveyed.left_out, len(surveyed.rows), len(errors), lines
        )
    return examples


def survey(
    root: str | Path,
    annotations: Sequence[str | Path] = (),
    *,
    views: Collection[str] = VIEWS,
    open_videos: bool = False,
    progress: Progress = silent,
) -> Survey:
    """Read every record, usable or not; bad data never raises. Arguments as in `load_examples`.

    Args:
        open_videos: also open every video, instead of only checking that the file exists.

    Raises:
        ValueError: for no views, or others than `VIEWS`.
    """
    if not views or set(views) - set(VIEWS):
        raise ValueError(f"views must be some of {VIEWS}, got {tuple(views)!r}")
    root = Path(root)
    findings = Findings(root)
    files = tuple(Path(path) for path in annotations) or _default_files(root, findings)
    entries = [(path, name, record) for path in files for name, record in read_annotations(path, findings)]
    records = [record for _, _, record in entries if record is not None]
    take_ids = {record.take_id for record in records}
    takes = read_takes(root, take_ids, findings, views)
    if open_videos:
        takes |= open_views(root, [take for take in takes.values() if take is not None], findings, progress)
    commentary = read_commentary(root, findings)
    usable_takes = [take for take in takes.values() if take is not None]
    ratings = {take.uid: read_ratings(root, take.name, findings) for take in usable_takes}
    for take in usable_takes:
        if ratings[take.uid].sound and ratings[take.uid].score is None:
            place = findings.at(root / RATINGS / take.name)
            place.odd("no score", "", "no expert rated the take; its records have no score")
    join = Join(takes, commentary, ratings, findings, entries)
    rows = tuple(join.row(path, name, record) for path, name, record in entries)
    return Survey(root, files, rows, tuple(findings.problems), tuple(view for view in VIEWS if view in views))


def _default_files(root: Path, findings: Findings) -> tuple[Path, ...]:
    present = tuple(path for split in SPLITS if (path := annotation_file(root, split)).exists())
    missing = [path for split in SPLITS if not (path := annotation_file(root, split)).exists()]
    for path in missing:
        if present:
            findings.at(path).odd("missing file", "", "there are no annotations of this split")
        else:
            findings.at(path).error("missing file", "", "not there; put it there, or name files with --annotations")
    return present
