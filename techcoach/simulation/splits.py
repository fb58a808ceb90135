"""The splits of simulated records, made drill by drill where they are missing.

Every drill has its own folder in a split, so that adding or changing a drill leaves the others alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..drills.catalogue import DRILLS
from ..types import Progress, silent
from .executions import SINGLE
from .film_presets import NEAR_FILMING, Filming
from .filming import RENDERED_SHARD, SHARD, RecordMaker, write_records
from .records import Record, load_folder

SPLITS = ("train", "noise", "validation", "test")
"""No two splits share an athlete, camera or motion: the split's name is part of every seed."""


def make_records(
    work: Path,
    split: str,
    count: int,
    frames: int,
    *,
    rendered: bool,
    processes: int,
    drills: Sequence[str] = tuple(DRILLS),
    filming: Filming = NEAR_FILMING,
    executions: str = SINGLE,
    progress: Progress = silent,
) -> list[Record]:
    """Load the records of one split, making those that `work` lacks.

    Args:
        split: one of `SPLITS`. count: how many in all, shared evenly among the drills. frames: number of the
            model's moments. rendered: whether the real tracker watches drawn frames; otherwise the noise model is used.
        drills: ids, executed in turn. filming: how they are filmed. executions: a name of `EXECUTIONS`. Each way of
            filming and each distribution of executions has folders of its own.

    Raises:
        ValueError: for a split that is none of `SPLITS`, or if `work` holds records of another version of a drill.
    """
    if split not in SPLITS:
        raise ValueError(f"split {split!r} is not one of {SPLITS}")
    counts = {name: len(range(number, count, len(drills))) for number, name in enumerate(drills)}
    folders = {name: _folder(work, split, name, filming, executions) for name in drills}
    parts = [
        (folders[name], RecordMaker(split, name, frames, rendered, filming, executions), size)
        for name, size in counts.items()
    ]
    what = f"{'Rendering and tracking' if rendered else 'Simulating'} {count} {split} clips"
    for done, total in write_records(parts, processes, RENDERED_SHARD if rendered else SHARD):
        progress(what, done / total)
    by_drill = {name: load_folder(folders[name]) if counts[name] else [] for name in drills}
    for name, records in by_drill.items():
        _check(records, name, folders[name])
    return [by_drill[drills[index % len(drills)]][index // len(drills)] for index in range(count)]


def _folder(work: Path, split: str, drill: str, filming: Filming, executions: str) -> Path:
    """Return the folder of a drill's records, one for each way of filming and each distribution of executions."""
    filmed = work / split if filming is NEAR_FILMING else work / split / filming.name
    return filmed / (drill.replace("/", "--") + ("" if executions == SINGLE else f"--{executions}"))


def _check(records: Sequence[Record], drill: str, folder: Path) -> None:
    parameters = {parameter.id for parameter in DRILLS[drill].parameters}
    foreign = [record for record in records if record.drill != drill or set(record.measured) != parameters]
    if foreign:
        raise ValueError(
            f"{folder} holds {len(foreign)} of {len(records)} records of another drill, or of {drill} when it had "
            f"other parameters; remove the folder to have them made anew"
        )
