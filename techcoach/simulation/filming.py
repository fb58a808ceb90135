"""Simulated executions as records: filmed by a virtual camera, tracked by the noise model or by a real tracker.

Two ways to one `Record`: `simulated` adds the fitted tracker noise to projected joints (milliseconds, for training),
`rendered` draws the figure and lets a real tracker watch it (seconds, for fitting the noise and for testing).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing import resource_tracker
from multiprocessing.pool import Pool
from pathlib import Path

import numpy as np

from ..drills.simulator import DrillSimulator
from ..drills.spec import Measurement
from ..motion.camera import Camera, in_camera, project, sample_camera
from ..motion.measuring import CannotMeasure
from ..motion.motion import Motion, resample, trimmed
from ..motion.render import RenderedClip, sample_style
from ..pose import build_tracker
from ..pose.tracker import PoseTracker
from ..pose.two_pass import at_moments, model_moments, track_athlete
from ..skeleton import KEYPOINT_INDEX
from ..types import PoseTrack, Refusal
from .records import Record, save_shard, shard_size
from .simulators import sample_targets, simulator_of
from .tracker_noise import Observed, TrackerNoise, facing_angle, picture_height

FRAME_RATES = (24.0, 25.0, 30000 / 1001, 30.0, 30.0, 50.0, 60.0)
RENDERED_SIZES = ((640, 360), (640, 360), (360, 640), (480, 480))
MOST_TRIES = 20
MARGIN_S = 0.35
"""A trim leaves at least this much before the first and after the last measured moment."""
SHARD, RENDERED_SHARD = 250, 15


@dataclass(frozen=True)
class Filmed:
    """One execution before a camera.

    Attributes:
        motion: trimmed, at the camera's own frame rate. measured: on the whole motion, times of the trimmed one.
    """

    motion: Motion
    camera: Camera
    measured: dict[str, Measurement]


def film(simulator: DrillSimulator, rng: np.random.Generator, size: tuple[int, int] | None = None) -> Filmed:
    """A new athlete executes the drill before a new camera.

    Raises:
        RuntimeError: if no measurable execution came out of `MOST_TRIES` tries, with the last reason.
    """
    reason: Exception | None = None
    for _ in range(MOST_TRIES):
        motion = simulator.simulate(rng, sample_targets(rng, simulator.spec.parameters))
        try:
            measured = simulator.measure(motion.joints, motion.times)
        except CannotMeasure as error:
            reason = error
            continue
        moments = [measurement.time_s for measurement in measured.values()]
        motion, start = _trim(motion, min(moments) - MARGIN_S, max(moments) + MARGIN_S, rng)
        motion = resample(motion, float(rng.choice(FRAME_RATES)))
        shifted = {name: Measurement(m.value, m.time_s - start) for name, m in measured.items()}
        # A climber is filmed from behind: the wall hides every other view.
        behind = 0.0 if any(prop.kind == "wall" for prop in motion.props) else None
        return Filmed(motion, sample_camera(rng, motion.joints, size=size, behind=behind), shifted)
    raise RuntimeError(f"{simulator.spec.id}: no measurable execution in {MOST_TRIES} tries: {reason}")


def _trim(motion: Motion, first: float, last: float, rng: np.random.Generator) -> tuple[Motion, float]:
    """Cuts idle time off either end, as people trim their clips; returns the motion and the start that was cut to."""
    begin, end = float(motion.times[0]), float(motion.times[-1])
    start = rng.uniform(begin, max(first, begin + 1e-6)) if rng.random() < 0.6 else begin
    stop = rng.uniform(min(last, end - 1e-6), end) if rng.random() < 0.6 else end
    if stop - start < 1.0:
        return motion, 0.0
    return trimmed(motion, start, stop), start


def observe(filmed: Filmed) -> Observed:
    """The filmed joints as the camera truly sees them."""
    motion = filmed.motion
    points, _ = project(filmed.camera, motion.joints)
    return Observed(
        points=points.astype(np.float64),
        times=motion.times,
        facing=facing_angle(motion.joints, filmed.camera.position),
        height=picture_height(points),
    )


def simulated(simulator: DrillSimulator, seed: int, noise: TrackerNoise, count: int) -> Record:
    """One record through the noise model. count: the model's moments."""
    rng = np.random.default_rng(seed)
    return through_noise(simulator.spec.id, film(simulator, rng), seed, rng, noise, count)


def through_noise(
    drill: str, filmed: Filmed, seed: int, rng: np.random.Generator, noise: TrackerNoise, count: int
) -> Record:
    """What was filmed as a record, seen through the noise model."""
    observed = observe(filmed)
    points, confidence = noise.apply(observed, rng)
    track = _track(points, confidence, observed.times, filmed.camera)
    return _record(drill, seed, filmed, observed, at_moments(track, model_moments(track, count)))


def rendered(simulator: DrillSimulator, seed: int, tracker: PoseTracker, count: int) -> Record:
    """One record through drawn frames and a real tracker.

    Raises:
        Refusal: no_athlete, where the tracker does not find the figure.
    """
    rng = np.random.default_rng(seed)
    filmed = film(simulator, rng, size=RENDERED_SIZES[int(rng.integers(len(RENDERED_SIZES)))])
    frames = RenderedClip(filmed.motion, filmed.camera, sample_style(rng))
    track, _ = track_athlete(frames, filmed.motion.times, tracker, count)
    return _record(simulator.spec.id, seed, filmed, observe(filmed), track)


def _track(points: np.ndarray, confidence: np.ndarray, times: np.ndarray, camera: Camera) -> PoseTrack:
    return PoseTrack(
        points=points,
        confidence=confidence,
        times=times,
        filled=np.zeros(len(times), dtype=bool),
        width=camera.width,
        height=camera.height,
    )


def _record(drill: str, seed: int, filmed: Filmed, observed: Observed, seen: PoseTrack) -> Record:
    truth = replace(
        _track(observed.points, np.ones(observed.points.shape[:2]), observed.times, filmed.camera),
        world=_about_the_hips(filmed),
    )
    true = at_moments(truth, seen.times)
    turned = np.unwrap(observed.facing)
    return Record(
        drill=drill,
        points=seen.points,
        confidence=seen.confidence,
        times=seen.times,
        frame_size=(filmed.camera.width, filmed.camera.height),
        true_points=true.points,
        true_world=true.world,
        measured=filmed.measured,
        facing=np.interp(seen.times, observed.times, turned).astype(np.float32),
        seed=seed,
        world=seen.world,
    )


def _about_the_hips(filmed: Filmed) -> np.ndarray:
    """(T, K, 3) as `Record.true_world`."""
    places = in_camera(filmed.camera, filmed.motion.joints)
    hips = places[:, [KEYPOINT_INDEX["left_hip"], KEYPOINT_INDEX["right_hip"]]].mean(axis=1, keepdims=True)
    return np.asarray((places - hips) / filmed.motion.body.height)


# -- many of them ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Make:
    """Makes records of one drill, in any process.

    Attributes:
        split: name of the split. drill: id. frames: the model's moments. rendered: drawn and watched by the real
            tracker, or through the fitted noise. A figure that the tracker does not find is replaced by another.
    """

    split: str
    drill: str
    frames: int
    rendered: bool

    def __call__(self, start: int, count: int) -> list[Record]:
        simulator, numbers = simulator_of(self.drill), range(start, start + count)
        if not self.rendered:
            noise = TrackerNoise.load()
            return [
                simulated(simulator, seed_of(self.split, self.drill, number), noise, self.frames) for number in numbers
            ]
        tracker = build_tracker("mediapipe", "cpu")
        return [self._found(simulator, number, tracker) for number in numbers]

    def _found(self, simulator: DrillSimulator, number: int, tracker: PoseTracker) -> Record:
        for retry in range(MOST_TRIES):
            try:
                return rendered(simulator, seed_of(self.split, self.drill, number, retry), tracker, self.frames)
            except Refusal:
                continue
        raise RuntimeError(f"{self.drill}: the tracker refused {MOST_TRIES} rendered clips in a row")


def seed_of(split: str, drill: str, number: int, retry: int = 0) -> int:
    """The seed of one execution. Splits and drills share none: each is hashed into it."""
    told = [zlib.crc32(split.encode()), zlib.crc32(drill.encode()), number, retry]
    return int(np.random.SeedSequence(told).generate_state(1, np.uint64)[0])


def write_records(parts: Sequence[tuple[Path, Make, int]], processes: int, shard: int) -> Iterator[tuple[int, int]]:
    """Fills folders with shards of records; shards that are there already are kept, so a broken run goes on. One that
    was the last of fewer records is made anew, its first records the same.

    Args:
        parts: (folder, what makes its records, how many). processes: how many to use. shard: records in one file.

    Yields:
        (records done, records in all) after every shard.
    """
    jobs = [
        (_shard(folder, start), make, start, min(shard, count - start))
        for folder, make, count in parts
        for start in range(0, count, shard)
    ]
    missing = [(path, make, start, wanted) for path, make, start, wanted in jobs if shard_size(path) < wanted]
    total = sum(count for _, _, count in parts)
    done = total - sum(count for *_, count in missing)
    yield done, total
    if not missing:
        return
    for folder, _, _ in parts:
        folder.mkdir(parents=True, exist_ok=True)
    with _pool(processes) as pool:
        for made in pool.imap_unordered(_write_shard, missing):
            done += made
            yield done, total


def _pool(processes: int) -> Pool:
    """Fresh processes that leave Ctrl-C to this one, which ends them; while they are started, it waits."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        return multiprocessing.get_context("spawn").Pool(processes)
    resource_tracker.ensure_running()  # the pool starts it otherwise, and it unblocks what is blocked here
    waiting: list[int] = []
    in_main_thread = threading.current_thread() is threading.main_thread()
    handler = signal.signal(signal.SIGINT, lambda number, _: waiting.append(number)) if in_main_thread else None
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # children inherit what is blocked
    try:
        return multiprocessing.get_context("spawn").Pool(processes)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if in_main_thread:
            signal.signal(signal.SIGINT, handler)
        if waiting:
            signal.raise_signal(signal.SIGINT)


def _shard(folder: Path, start: int) -> Path:
    return folder / f"records-{start:07d}.npz"


def _write_shard(job: tuple[Path, Make, int, int]) -> int:
    path, make, start, count = job
    os.environ["OMP_NUM_THREADS"] = "1"
    save_shard(path, make(start, count))
    return count
