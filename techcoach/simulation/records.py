"""Records: one execution of a drill as a tracker observed it, with its measurements; files and folders of records.

A record holds no words: commentary is generated anew from the measurements each time a record is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..drills.catalogue import current_parameter_id
from ..drills.spec import Measurement
from ..types import LimbMove


@dataclass(frozen=True)
class Record:
    """A tracker's output for one execution at the model's moments, and the measurements on the true motion.

    Attributes:
        drill: drill id.
        points: (F, K, 2) float32 pixels. confidence: (F, K) float32. times: (F,) float64 seconds.
        frame_size: width, height in pixels.
        true_points: (F, K, 2) float32 pixels, the true joints.
        measured: value and moment of every technique parameter; NaN for those that do not apply.
        facing: (F,) float32 radians, how the chest stood to the camera.
        seed: of the execution and its camera.
        world: (F, K, 3) float32 metres from the hips, as the tracker estimates them: right, down and away as the
            camera sees it; None for a tracker, or a noise model, without such an estimate.
        true_world: (F, K, 3) float32 true joints from the middle of the hips: right, down and away as the camera sees
            it, in statures.
        seen: (F, K) bool, whether each joint is in the picture with nothing in front of it; None where it was not kept.
        observable: how well the view shows every parameter, 0..1, by id (`simulation.observability`); None where it was
            not kept.
        moves: the moves of the hands on a wall that a sequence shows, seconds; empty for an execution alone.
        coached: index of the move that the measurements are of.
    """

    drill: str
    points: np.ndarray
    confidence: np.ndarray
    times: np.ndarray
    frame_size: tuple[int, int]
    true_points: np.ndarray
    measured: dict[str, Measurement]
    facing: np.ndarray
    seed: int
    world: np.ndarray | None = None
    true_world: np.ndarray | None = None
    seen: np.ndarray | None = None
    observable: dict[str, float] | None = None
    moves: tuple[LimbMove, ...] = ()
    coached: int | None = None


def save_shard(path: Path, records: Iterable[Record]) -> None:
    """Write records as one `.npz`, whole or not at all."""
    rows = list(records)
    if not rows:
        raise ValueError(f"no records to write into {path}")
    about = [
        {
            "drill": row.drill,
            "frame_size": row.frame_size,
            "seed": row.seed,
            "measured": {name: [m.value, m.time_s] for name, m in row.measured.items()},
            "moves": [[move.hand, move.start_s, move.end_s] for move in row.moves],
            "coached": row.coached,
            **({} if row.observable is None else {"observable": row.observable}),
        }
        for row in rows
    ]
    optional = {
        name: np.stack(present).astype(kind)
        for name, kind in (("world", np.float32), ("true_world", np.float16), ("seen", np.bool_))
        if len(present := [places for row in rows if (places := getattr(row, name)) is not None]) == len(rows)
    }
    part = path.with_suffix(".part.npz")
    np.savez_compressed(
        part,
        **optional,
        about=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
        points=np.stack([row.points for row in rows]).astype(np.float32),
        confidence=np.stack([row.confidence for row in rows]).astype(np.float16),
        times=np.stack([row.times for row in rows]),
        true_points=np.stack([row.true_points for row in rows]).astype(np.float32),
        facing=np.stack([row.facing for row in rows]).astype(np.float32),
    )
    part.replace(path)


def load_shard(path: Path) -> Iterator[Record]:
    """Read the records that `save_shard` wrote; parameters under former ids get their present ones."""
    with np.load(path, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    for index, about in enumerate(json.loads(arrays["about"].tobytes())):
        width, height = about["frame_size"]
        yield Record(
            drill=about["drill"],
            points=arrays["points"][index],
            confidence=arrays["confidence"][index].astype(np.float32),
            times=arrays["times"][index],
            frame_size=(width, height),
            true_points=arrays["true_points"][index],
            measured={
                current_parameter_id(about["drill"], name): Measurement(value, time_s)
                for name, (value, time_s) in about["measured"].items()
            },
            facing=arrays["facing"][index],
            seed=about["seed"],
            world=arrays["world"][index] if "world" in arrays else None,
            true_world=arrays["true_world"][index].astype(np.float32) if "true_world" in arrays else None,
            seen=arrays["seen"][index] if "seen" in arrays else None,
            observable=None
            if "observable" not in about
            else {current_parameter_id(about["drill"], name): value for name, value in about["observable"].items()},
            moves=tuple(LimbMove(*move) for move in about.get("moves", ())),
            coached=about.get("coached"),
        )


def shard_size(path: Path) -> int:
    """Return the number of records in a file of `save_shard`; 0 for a missing file."""
    if not path.exists():
        return 0
    with np.load(path, allow_pickle=False) as stored:
        return len(stored["facing"])


def load_folder(folder: Path) -> list[Record]:
    """Read all records of a folder's shards, in name order.

    Raises:
        FileNotFoundError: if there are none.
    """
    shards = sorted(path for path in folder.glob("*.npz") if not path.name.endswith(".part.npz"))
    if not shards:
        raise FileNotFoundError(f"no records in {folder}; `techcoach train` and `techcoach evaluate` make them")
    return [record for shard in shards for record in load_shard(shard)]
