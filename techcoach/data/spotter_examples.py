"""Simulated sequences as examples for the action spotter: features of noisy tracks, and the truth about every frame.

Examples are made once and kept in shards, so that an interrupted run goes on. Knows sequences, tracks and the spotter's
features; no training.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..drills.catalogue import DRILLS
from ..model.action_spotter import SpotterConfig, spotter_features
from ..pose.smoothing import fill_and_smooth
from ..simulation.attempts import SimulatedAttempt
from ..simulation.filming import seed_of
from ..simulation.sequence_tracks import observed_track
from ..simulation.sequences import NO_DRILL, MotionSequence, sample_sequence
from ..simulation.simulators import simulator_of
from ..simulation.tracker_noise import TrackerNoise
from ..skeleton import KEYPOINT_INDEX, MIRRORED
from ..types import Progress, silent

FILMED = 6
"""Cameras and tracker noise drawn for each sequence: bodies in motion cost more than their filming."""
NO_DRILL_SHARE = 5
"""For every sequence of each drill, this many sequences of everyday motion alone."""
SHARD = 25
"""Sequences in one file."""
EVENT_S = 0.08
"""Standard deviation of the event target about a key event, seconds; longer in slow motion."""


@dataclass(frozen=True)
class SpotterExample:
    """One filmed sequence.

    Attributes:
        features: (T, F) float16. times: (T,) seconds. classes: (T,) index into the config's classes.
        events: (T,) 0..1, how near a key event is. attempts: in order of time. slowed: as of `MotionSequence`.
    """

    features: np.ndarray
    times: np.ndarray
    classes: np.ndarray
    events: np.ndarray
    attempts: tuple[SimulatedAttempt, ...]
    slowed: float


def spotter_config(drills: Sequence[str] = tuple(DRILLS)) -> SpotterConfig:
    """Return the config of a spotter of the drills."""
    hips = KEYPOINT_INDEX["left_hip"], KEYPOINT_INDEX["right_hip"]
    series = tuple(drill for drill in drills if simulator_of(drill).repetitions is not None)
    return SpotterConfig(tuple(drills), series, NO_DRILL, tuple(MIRRORED), hips)


def example_of(
    sequence: MotionSequence, config: SpotterConfig, rng: np.random.Generator, noise: TrackerNoise
) -> SpotterExample:
    """Film and track a sequence, and label its frames."""
    track = fill_and_smooth(observed_track(sequence, rng, noise))
    features, times = spotter_features(track.points, track.confidence, track.times, config)
    nearest = np.clip(np.searchsorted(sequence.times, times), 0, len(sequence.times) - 1)
    classes = len(config.drills) + sequence.activity[nearest]
    events = np.zeros(len(times))
    attempts = tuple(attempt for attempt in sequence.attempts if attempt.drill in config.drills)
    for attempt in attempts:
        classes[(times >= attempt.start) & (times <= attempt.end)] = config.drills.index(attempt.drill)
        for event in attempt.events:
            events = np.maximum(events, np.exp(-0.5 * ((times - event) / (EVENT_S * sequence.slowed)) ** 2))
    return SpotterExample(
        features.astype(np.float16), times, classes.astype(np.int64), events.astype(np.float32), attempts,
        sequence.slowed,
    )  # fmt: skip


def make_examples(
    work: Path, split: str, count: int, config: SpotterConfig, processes: int, progress: Progress = silent
) -> list[SpotterExample]:
    """Load the examples of `count` sequences of a split, making those that `work` lacks.

    Args:
        split: its name is part of every seed, so no two splits share a body, motion or camera.
    """
    folder = work / f"spotter-{split}"
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [
        (folder / f"examples-{start:06d}-{size:03d}.npz", split, start, size, config)
        for start in range(0, count, SHARD)
        for size in [min(SHARD, count - start)]
    ]
    missing = [job for job in jobs if not job[0].exists()]
    with ExitStack() as stack:
        pool = ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"))
        written = stack.enter_context(pool).map(_write_shard, missing) if processes > 1 else map(_write_shard, missing)
        for done, _ in enumerate(written, 1):
            progress(f"Simulating {split} sequences for the action spotter", done / len(missing))
    return [example for path, *_ in jobs for example in load_examples(path, config.drills)]


def _write_shard(job: tuple[Path, str, int, int, SpotterConfig]) -> None:
    path, split, start, count, config = job
    noise = TrackerNoise.load()
    wanted = [*config.drills, *[""] * NO_DRILL_SHARE]
    examples = []
    for number in range(start, start + count):
        drill = wanted[number % len(wanted)]
        rng = np.random.default_rng(seed_of(f"spotter {split}", drill or "no drill", number))
        sequence = sample_sequence(rng, drill or None)
        examples += [example_of(sequence, config, rng, noise) for _ in range(FILMED)]
    part = path.with_suffix(".part.npz")
    np.savez(
        part,
        drills=np.array(config.drills),
        lengths=np.array([len(example.times) for example in examples]),
        features=np.concatenate([example.features for example in examples]),
        times=np.concatenate([example.times for example in examples]),
        classes=np.concatenate([example.classes for example in examples]).astype(np.int8),
        events=np.concatenate([example.events for example in examples]).astype(np.float16),
        slowed=np.array([example.slowed for example in examples]),
        attempts=np.array([row for number, example in enumerate(examples) for row in _rows(number, example, config)]),
    )
    part.replace(path)


def _rows(number: int, example: SpotterExample, config: SpotterConfig) -> Iterator[tuple[float, ...]]:
    """Yield a row (example, attempt, drill, start, end, event) for every key event."""
    for index, attempt in enumerate(example.attempts):
        for event in attempt.events:
            yield number, index, config.drills.index(attempt.drill), attempt.start, attempt.end, event


def load_examples(path: Path, drills: Sequence[str]) -> Iterator[SpotterExample]:
    """Read the examples of one shard.

    Raises:
        ValueError: if they were made for a spotter of other drills.
    """
    with np.load(path, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    if tuple(arrays["drills"]) != tuple(drills):
        raise ValueError(f"{path} holds examples of {list(arrays['drills'])}, not {list(drills)}; remove {path.parent}")
    ends = np.cumsum(arrays["lengths"])
    for number, (end, length) in enumerate(zip(ends, arrays["lengths"], strict=True)):
        rows = slice(end - length, end)
        events = arrays["attempts"].reshape(-1, 6)
        own = events[events[:, 0] == number]
        attempts = []
        for index in np.unique(own[:, 1]):
            of_attempt = own[own[:, 1] == index]
            _, _, drill, start, stop, _ = of_attempt[0]
            attempts.append(SimulatedAttempt(drills[int(drill)], start, stop, tuple(of_attempt[:, 5])))
        yield SpotterExample(
            arrays["features"][rows], arrays["times"][rows], arrays["classes"][rows].astype(np.int64),
            arrays["events"][rows].astype(np.float32), tuple(attempts), float(arrays["slowed"][number]),
        )  # fmt: skip
