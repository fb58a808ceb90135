"""The splits of simulated material: which seeds belong to which, and making what is not there yet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..drills.catalogue import DRILLS
from ..types import Progress, silent
from .records import Record, load_folder
from .simulation import RENDERED_SHARD, SHARD, MakeRendered, MakeSimulated, write_folder

SEEDS = {"train": 0, "noise": 50_000_000, "validation": 60_000_000, "test": 70_000_000}
"""Apart by more than any number of records, so that no athlete, camera or motion of one split is in another."""


def make_records(
    work: Path,
    split: str,
    count: int,
    frames: int,
    *,
    rendered: bool,
    processes: int,
    drills: Sequence[str] = tuple(DRILLS),
    progress: Progress = silent,
) -> list[Record]:
    """The records of one split, made where they are not in `work` yet.

    Args:
        split: one of `SEEDS`. count: how many. frames: the model's moments.
        rendered: drawn and watched by the real tracker, or simulated with the noise model.
        drills: ids, executed in turn.

    Raises:
        ValueError: for a split that is none of `SEEDS`, or if `work` holds that split of other drills.
    """
    if split not in SEEDS:
        raise ValueError(f"split {split!r} is not one of {sorted(SEEDS)}")
    make = (MakeRendered if rendered else MakeSimulated)(SEEDS[split], frames, drills)
    what = f"{'Rendering and tracking' if rendered else 'Simulating'} {count} {split} clips"
    for done, total in write_folder(work / split, make, count, processes, RENDERED_SHARD if rendered else SHARD):
        progress(what, done / total)
    records = load_folder(work / split)[:count]
    strangers = [index for index, own in enumerate(records) if own.drill != drills[index % len(drills)]]
    if strangers:
        raise ValueError(
            f"{work / split} holds {len(strangers)} of {count} records of other drills than {', '.join(drills)}; "
            "move it away or name another work folder"
        )
    return records
