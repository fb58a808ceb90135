"""Simulated executions as records: filmed by a virtual camera, tracked by the noise model or by a real tracker.

Two ways to one `Record`: `simulated` adds the fitted tracker noise to projected joints (milliseconds, for training),
`rendered` draws the figure and lets a real tracker watch it (seconds, for fitting the noise and for testing).
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..drills.camera import Camera, project, sample_camera
from ..drills.catalogue import DRILLS
from ..drills.motion import Motion, resample, trimmed
from ..drills.render import RenderedClip, sample_style
from ..drills.spec import CannotMeasure, Measurement, SimulatedDrill, sample_targets
from ..drills.tracker_noise import Observed, TrackerNoise, facing_angle
from ..pose import build_tracker
from ..pose.tracker import PoseTracker
from ..types import PoseTrack, Refusal
from .records import Record, save_shard
from .watching import at_moments, model_moments, watch

FRAME_RATES = (24.0, 25.0, 30000 / 1001, 30.0, 30.0, 50.0, 60.0)
RENDERED_SIZES = ((640, 360), (640, 360), (360, 640), (480, 480))
MOST_TRIES = 20
MARGIN_S = 0.35
"""A trim leaves at least this much before the first and after the last measured moment."""
SHARD, RENDERED_SHARD = 250, 15
RETRY_STRIDE = 1_000_000


@dataclass(frozen=True)
class Filmed:
    """One execution before a camera.

    Attributes:
        motion: trimmed, at the camera's own frame rate. measured: on the whole motion, times of the trimmed one.
    """

    motion: Motion
    camera: Camera
    measured: dict[str, Measurement]


def film(drill: SimulatedDrill, rng: np.random.Generator, size: tuple[int, int] | None = None) -> Filmed:
    """A new athlete executes the drill before a new camera.

    Raises:
        RuntimeError: if no measurable execution came out of `MOST_TRIES` tries, with the last reason.
    """
    reason: Exception | None = None
    for _ in range(MOST_TRIES):
        motion = drill.simulate(rng, sample_targets(rng, drill.parameters))
        try:
            measured = drill.measure(motion.joints, motion.times)
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
    raise RuntimeError(f"{drill.drill.id}: no measurable execution in {MOST_TRIES} tries: {reason}")


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
    heights = np.ptp(points[..., 1], axis=1)
    return Observed(
        points=points.astype(np.float64),
        times=motion.times,
        facing=facing_angle(motion.joints, filmed.camera.position),
        height=max(float(np.percentile(heights, 90)), 1.0),
    )


def simulated(drill: SimulatedDrill, seed: int, noise: TrackerNoise, count: int) -> Record:
    """One record through the noise model. count: the model's moments."""
    rng = np.random.default_rng(seed)
    filmed = film(drill, rng)
    observed = observe(filmed)
    points, confidence = noise.apply(observed, rng)
    track = _track(points, confidence, observed.times, filmed.camera)
    return _record(drill, seed, filmed, observed, at_moments(track, model_moments(track, count)))


def rendered(drill: SimulatedDrill, seed: int, tracker: PoseTracker, count: int) -> Record:
    """One record through drawn frames and a real tracker.

    Raises:
        Refusal: no_athlete, where the tracker does not find the figure.
    """
    rng = np.random.default_rng(seed)
    filmed = film(drill, rng, size=RENDERED_SIZES[int(rng.integers(len(RENDERED_SIZES)))])
    frames = RenderedClip(filmed.motion, filmed.camera, sample_style(rng))
    track, _ = watch(frames, filmed.motion.times, tracker, count)
    return _record(drill, seed, filmed, observe(filmed), track)


def _track(points: np.ndarray, confidence: np.ndarray, times: np.ndarray, camera: Camera) -> PoseTrack:
    return PoseTrack(
        points=points,
        confidence=confidence,
        times=times,
        filled=np.zeros(len(times), dtype=bool),
        width=camera.width,
        height=camera.height,
    )


def _record(drill: SimulatedDrill, seed: int, filmed: Filmed, observed: Observed, seen: PoseTrack) -> Record:
    truth = _track(observed.points, np.ones(observed.points.shape[:2]), observed.times, filmed.camera)
    turned = np.unwrap(observed.facing)
    return Record(
        drill=drill.drill.id,
        points=seen.points,
        confidence=seen.confidence,
        times=seen.times,
        frame_size=(filmed.camera.width, filmed.camera.height),
        true_points=at_moments(truth, seen.times).points,
        measured=filmed.measured,
        facing=np.interp(seen.times, observed.times, turned).astype(np.float32),
        seed=seed,
        world=seen.world,
    )


# -- many of them ------------------------------------------------------------------------------------------------


def write_folder(
    folder: Path, make: Callable[[int, int], list[Record]], count: int, processes: int, shard: int = SHARD
) -> Iterator[tuple[int, int]]:
    """Fills a folder with shards of records; shards that are there already are kept, so a broken run goes on.

    Args:
        make: number of the first record and how many -> those records; run in other processes.
        count: how many records in all. processes: how many to use. shard: records in one file.

    Yields:
        (records done, count) after every shard.
    """
    folder.mkdir(parents=True, exist_ok=True)
    starts = list(range(0, count, shard))
    missing = [start for start in starts if not _shard(folder, start).exists()]
    done = count - sum(min(shard, count - start) for start in missing)
    yield done, count
    jobs = [(folder, make, start, min(shard, count - start)) for start in missing]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for made in pool.imap_unordered(_write_shard, jobs):
            done += made
            yield done, count


def _shard(folder: Path, start: int) -> Path:
    return folder / f"records-{start:07d}.npz"


def _write_shard(job: tuple[Path, Callable[[int, int], list[Record]], int, int]) -> int:
    folder, make, start, number = job
    os.environ["OMP_NUM_THREADS"] = "1"
    save_shard(_shard(folder, start), make(start, number))
    return number


@dataclass(frozen=True)
class MakeSimulated:
    """Makes simulated records of all drills in turn; seeds are apart from every other base's."""

    base_seed: int
    count: int
    drills: Sequence[str] = tuple(DRILLS)

    def __call__(self, start: int, number: int) -> list[Record]:
        noise = TrackerNoise.load()
        chosen = [DRILLS[self.drills[index % len(self.drills)]] for index in range(start, start + number)]
        return [
            simulated(drill, self.base_seed + start + index, noise, self.count) for index, drill in enumerate(chosen)
        ]


@dataclass(frozen=True)
class MakeRendered:
    """Makes rendered records of all drills in turn. A figure that the tracker does not find is replaced by another."""

    base_seed: int
    count: int
    drills: Sequence[str] = tuple(DRILLS)

    def __call__(self, start: int, number: int) -> list[Record]:
        tracker = build_tracker("mediapipe", "cpu")
        return [self._one(start + index, tracker) for index in range(number)]

    def _one(self, index: int, tracker: PoseTracker) -> Record:
        drill = DRILLS[self.drills[index % len(self.drills)]]
        for retry in range(MOST_TRIES):
            try:
                return rendered(drill, self.base_seed + index + retry * RETRY_STRIDE, tracker, self.count)
            except Refusal:
                continue
        raise RuntimeError(f"{drill.drill.id}: the tracker refused {MOST_TRIES} rendered clips in a row")
