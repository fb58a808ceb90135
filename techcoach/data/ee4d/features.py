"""Encoding the videos of coaching examples into a feature store, once, before training.

A window is read as 256 frames (paper, Sec. 4.2: 32 clips of 8), each clip is encoded, and the clips are averaged onto
the model's grid. A run may be killed at any moment and started again; several processes share the shards among
themselves. Knows no annotation and no training.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor

from ...encoding.windows import PREPARATION, WINDOW_FRAMES, encode_window
from ...model.video_encoders import VideoEncoder
from ...types import Progress, Refusal, silent
from .egoexo import VIEWS
from .feature_store import SHARD_SIZE, Manifest, open_folder, read_failed, shard_path, write_shard
from .joining import CoachingExample

log = logging.getLogger(__name__)

GRID = (16, 8, 8)


@dataclass(frozen=True)
class Share:
    """One process's part of the work: every shard whose number modulo `count` is `index`.

    Attributes:
        index: 0 up to count - 1. count: number of processes.
    """

    index: int = 0
    count: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.index < self.count:
            raise ValueError(f"process {self.index} is not one of {self.count}")


@dataclass(frozen=True)
class FeatureSummary:
    """The outcome of one process.

    Attributes:
        done, kept: number of examples encoded now, and of those whose features existed before. failed: by key, why an
            example has no features.
    """

    done: int
    kept: int
    failed: dict[str, str]


def key_of(example: CoachingExample) -> str:
    """Return an example's key in a store: record ids are unique only within a split."""
    return f"{example.split}/{example.id}"


def manifest_of(
    examples: Sequence[CoachingExample], encoder: VideoEncoder, views: Sequence[str], shard_size: int = SHARD_SIZE
) -> Manifest:
    """Describe the features that this encoder makes of these examples.

    Raises:
        ValueError: if the encoder's clips do not divide a window, or its grid does not fit the model's.
    """
    if WINDOW_FRAMES % encoder.clip_frames:
        raise ValueError(f"a window of {WINDOW_FRAMES} frames is no whole number of clips of {encoder.clip_frames}")
    clips, (steps, rows, columns) = WINDOW_FRAMES // encoder.clip_frames, encoder.grid
    grid = (GRID[0], _grid_side(rows, GRID[1]), _grid_side(columns, GRID[2]))
    if clips * steps % grid[0]:
        raise ValueError(f"{clips} clips of {steps} steps cannot be averaged to {grid[0]}")
    return Manifest(
        encoder=encoder.id, revision=encoder.revision, views=tuple(view for view in VIEWS if view in views), grid=grid,
        feature_size=encoder.feature_size, clips=clips, clip_frames=encoder.clip_frames, preparation=PREPARATION,
        keys=tuple(sorted(key_of(example) for example in examples)), shard_size=shard_size,
    )  # fmt: skip


def _grid_side(encoded: int, preferred: int) -> int:
    """Return the cells along a side: the preferred number where it divides the encoder's, else the encoder's."""
    return preferred if encoded % preferred == 0 else encoded


def make_features(
    examples: Sequence[CoachingExample],
    encoder: VideoEncoder,
    folder: Path,
    *,
    views: Sequence[str] = VIEWS,
    share: Share | None = None,
    batch_size: int = 8,
    on_bad: Literal["refuse", "skip"] = "refuse",
    shard_size: int = SHARD_SIZE,
    begin: Callable[[], None] = lambda: None,
    progress: Progress = silent,
) -> FeatureSummary:
    """Fill a folder with the features of examples; whole shards are kept.

    Args:
        views: which to encode; the best exocentric view stands for "exo". share: this process's part of the work.
        batch_size: clips that are encoded at once.
        on_bad: a video that cannot be read stops everything ("refuse"), or its example stays without features and is
            noted in the shard ("skip").
        begin: called when the folder is this run's, before the first shard; processes wait there for one another.
        progress: told examples done, pace and time left of this process's share.

    Raises:
        ValueError: if the folder holds other features, or the encoder does not fit.
        Refusal: for a video that cannot be read, unless it is to be skipped.
    """
    share = share or Share()
    manifest = manifest_of(examples, encoder, views, shard_size)
    if share.index == 0:
        open_folder(folder, manifest)
    begin()
    open_folder(folder, manifest)
    by_key = {key_of(example): example for example in examples}
    shards = [shard for shard in range(manifest.shards) if shard % share.count == share.index]
    total = sum(len(manifest.keys_of(shard)) for shard in shards)
    pace = _Pace(total, progress)
    done, kept = 0, 0
    failed: dict[str, str] = {}
    for shard in shards:
        keys, path = manifest.keys_of(shard), shard_path(folder, shard)
        kept_failures = read_failed(path, keys)
        if kept_failures is not None:
            kept += len(keys) - len(kept_failures)
            failed |= kept_failures
            pace.skip(len(keys))
            continue
        new_failures = _make_shard(path, [by_key[key] for key in keys], encoder, manifest, batch_size, on_bad, pace)
        done += len(keys) - len(new_failures)
        failed |= new_failures
    log.info("%s: %d examples featured, %d were there, %d have none", folder, done, kept, len(failed))
    return FeatureSummary(done, kept, failed)


def _make_shard(
    path: Path,
    examples: Sequence[CoachingExample],
    encoder: VideoEncoder,
    manifest: Manifest,
    batch_size: int,
    on_bad: Literal["refuse", "skip"],
    pace: _Pace,
) -> dict[str, str]:
    """Encode the examples of one shard and write it.

    Returns:
        By key, why an example has no features.
    """
    features, present, failed = {}, {}, {}
    for example in examples:
        key = key_of(example)
        try:
            features[key], present[key] = encode_example(example, encoder, manifest, batch_size)
        except Refusal as refusal:
            if on_bad == "refuse":
                raise
            failed[key] = f"{refusal.reason}: {refusal.what}"
            log.warning("no features of %s: %s", key, failed[key])
        pace.advance()
    write_shard(path, features, present, failed)
    return failed


def encode_example(
    example: CoachingExample, encoder: VideoEncoder, manifest: Manifest, batch_size: int
) -> tuple[Tensor, Tensor]:
    """Return (V, T', H', W', C) float16 features of one example, zeros for a missing view, and (V,) bool presence.

    Raises:
        Refusal: if a video cannot be read, or every view is missing.
    """
    paths = {"ego": example.ego, "exo": example.exos[0] if example.exos else None}
    present = torch.tensor([paths[view] is not None for view in manifest.views])
    if not present.any():
        raise Refusal(
            "unreadable",
            f"{example.split}/{example.id} has none of the views {', '.join(manifest.views)}.",
            "Choose other views, or skip such examples.",
        )
    features = torch.zeros(len(manifest.views), *manifest.grid, manifest.feature_size, dtype=torch.float16)
    for row, view in enumerate(manifest.views):
        if (path := paths[view]) is not None:
            features[row] = encode_window(path, example.window_s, encoder, manifest, batch_size)
    return features, present


class _Pace:
    """Progress reports of one process: share done, examples a minute, minutes left."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.total, self.progress = max(total, 1), progress
        self.count, self.encoded, self.start = 0, 0, time.perf_counter()

    def skip(self, count: int) -> None:
        """Count examples whose features existed before."""
        self.count += count
        self.progress("Features", self.count / self.total)

    def advance(self) -> None:
        """Count one example that was just encoded."""
        self.count, self.encoded = self.count + 1, self.encoded + 1
        each = (time.perf_counter() - self.start) / self.encoded
        left = each * (self.total - self.count) / 60
        self.progress(f"Features: {60 / each:.1f} examples a minute, {left:.0f} min left", self.count / self.total)
