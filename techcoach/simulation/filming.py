"""Simulated executions as records: filmed by a virtual camera, tracked by the noise model or by a real tracker.

Two functions make a `Record`: `simulated` adds the fitted tracker noise to projected joints (milliseconds, for
training), `rendered` draws the figure and runs a real tracker on the frames (seconds, for fitting the noise and for
testing). Knows no model and no words.
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
from ..motion.camera import Camera, in_camera, project
from ..motion.camera_sampling import sample_camera
from ..motion.motion import Motion, resample
from ..motion.occlusion import hidden_by_itself, seen_joints
from ..motion.render import RenderedClip, sample_style
from ..pose import build_tracker
from ..pose.tracker import PoseTracker
from ..pose.two_pass import at_moments, model_moments, track_athlete
from ..skeleton import KEYPOINT_INDEX
from ..types import LimbMove, PoseTrack, Refusal
from ..video.sampling import nearest
from .company import Company, sample_company
from .executions import MOST_TRIES, SINGLE, SimulatedExecution, sample_execution
from .film_presets import NEAR_FILMING, Filming
from .observability import View, observability, parameter_effects
from .records import Record, save_shard, shard_size
from .simulators import simulator_of
from .tracker_noise import Observed, TrackerNoise, facing_angle, lose_unseen, picture_height

FRAME_RATES = (24.0, 25.0, 30000 / 1001, 30.0, 30.0, 50.0, 60.0)
SHARD, RENDERED_SHARD = 250, 15


@dataclass(frozen=True)
class FilmedExecution:
    """One execution before a camera.

    Attributes:
        motion: trimmed, at the camera's own frame rate. measured: values of the whole motion, times in
            the trimmed one. moves, coached: as of `SimulatedExecution`.
        seen: (T, K) bool, whether each joint is in the picture with nothing in front of it; None where it is not kept.
        observable: by parameter id, how well the view shows it (`observability`); None where it is not kept.
        company: who and what else is about.
    """

    motion: Motion
    camera: Camera
    measured: dict[str, Measurement]
    seen: np.ndarray | None = None
    observable: dict[str, float] | None = None
    company: Company = Company()
    moves: tuple[LimbMove, ...] = ()
    coached: int | None = None


def film(
    simulator: DrillSimulator,
    rng: np.random.Generator,
    size: tuple[int, int] | None = None,
    filming: Filming = NEAR_FILMING,
    executions: str = SINGLE,
) -> FilmedExecution:
    """Film a new athlete's execution of the drill with a new camera.

    Args:
        size: width and height of the picture; drawn when None. executions: a name of `EXECUTIONS`.

    Raises:
        RuntimeError: if no measurable execution came out of the tries, with the last reason.
    """
    execution = sample_execution(simulator, rng, executions)
    motion = resample(execution.motion, float(rng.choice(FRAME_RATES)))
    # A climber is filmed from behind: the wall hides every other view.
    behind = 0.0 if any(prop.kind == "wall" for prop in motion.props) else None
    camera = sample_camera(rng, motion.joints, motion.times, filming.cameras, size=size, behind=behind)
    filmed = FilmedExecution(
        motion,
        camera,
        execution.measured,
        company=sample_company(rng, simulator, motion, camera, filming.company) if filming.company else Company(),
        moves=execution.moves,
        coached=execution.coached,
    )
    return _with_visibility(filmed, simulator, execution) if filming.visibility else filmed


def _with_visibility(
    filmed: FilmedExecution, simulator: DrillSimulator, execution: SimulatedExecution
) -> FilmedExecution:
    """Add what the view shows of the execution."""
    motion, camera = filmed.motion, filmed.camera
    people = [(person.motion.joints, person.motion.body.height) for person in filmed.company.people]
    seen = seen_joints(camera, motion.joints, people, filmed.company.things)
    guessed = hidden_by_itself(camera, motion.joints, motion.body.height)
    view = View(camera, motion.times, execution.start_s, seen, guessed, true_observation(filmed))
    effects = parameter_effects(simulator, execution.targets, execution.repeat)
    shown = observability(simulator.spec.parameters, effects, view, TrackerNoise.load())
    return replace(filmed, seen=seen, observable=shown)


def true_observation(filmed: FilmedExecution) -> Observed:
    """Project the filmed joints into the picture, without tracker errors."""
    motion = filmed.motion
    points, _ = project(filmed.camera, motion.joints)
    return Observed(
        points=points.astype(np.float64),
        times=motion.times,
        facing=facing_angle(motion.joints, filmed.camera.position),
        height=picture_height(points),
    )


def simulated(
    simulator: DrillSimulator,
    seed: int,
    noise: TrackerNoise,
    count: int,
    filming: Filming = NEAR_FILMING,
    executions: str = SINGLE,
) -> Record:
    """Make one record through the noise model. count: number of the model's moments. executions: as in `film`."""
    rng = np.random.default_rng(seed)
    filmed = film(simulator, rng, filming=filming, executions=executions)
    return through_noise(simulator.spec.id, filmed, seed, rng, noise, count)


def through_noise(
    drill: str, filmed: FilmedExecution, seed: int, rng: np.random.Generator, noise: TrackerNoise, count: int
) -> Record:
    """Make a record of a filmed execution as the noise model observes it."""
    observed = true_observation(filmed)
    points, confidence = noise.apply(observed, rng)
    if filmed.seen is not None:
        points, confidence = lose_unseen(points, confidence, observed.times, filmed.seen, observed.height, rng)
    track = _track(points, confidence, observed.times, filmed.camera)
    return _record(drill, seed, filmed, observed, at_moments(track, model_moments(track, count)))


def rendered(
    simulator: DrillSimulator,
    seed: int,
    tracker: PoseTracker,
    count: int,
    filming: Filming = NEAR_FILMING,
    executions: str = SINGLE,
) -> Record:
    """Make one record with a real tracker on drawn frames. executions: as in `film`.

    Raises:
        Refusal: no_athlete, where the tracker does not find the figure.
    """
    rng = np.random.default_rng(seed)
    filmed = film(simulator, rng, filming.sizes[int(rng.integers(len(filming.sizes)))], filming, executions)
    frames = draw(filmed, rng)
    track, _ = track_athlete(frames, filmed.motion.times, tracker, count)
    return _record(simulator.spec.id, seed, filmed, true_observation(filmed), track)


def draw(filmed: FilmedExecution, rng: np.random.Generator) -> RenderedClip:
    """Draw a filmed execution; the generator dresses everybody."""
    style = sample_style(rng)
    people = [(person.motion, sample_style(rng)) for person in filmed.company.people]
    return RenderedClip(filmed.motion, filmed.camera, style, people, filmed.company.things)


def _track(points: np.ndarray, confidence: np.ndarray, times: np.ndarray, camera: Camera) -> PoseTrack:
    return PoseTrack(
        points=points,
        confidence=confidence,
        times=times,
        filled=np.zeros(len(times), dtype=bool),
        width=camera.width,
        height=camera.height,
    )


def _record(drill: str, seed: int, filmed: FilmedExecution, observed: Observed, tracked: PoseTrack) -> Record:
    true_track = replace(
        _track(observed.points, np.ones(observed.points.shape[:2]), observed.times, filmed.camera),
        world=_relative_to_hips(filmed),
    )
    true = at_moments(true_track, tracked.times)
    facing = np.unwrap(observed.facing)
    return Record(
        drill=drill,
        points=tracked.points,
        confidence=tracked.confidence,
        times=tracked.times,
        frame_size=(filmed.camera.width, filmed.camera.height),
        true_points=true.points,
        true_world=true.world,
        measured=filmed.measured,
        facing=np.interp(tracked.times, observed.times, facing).astype(np.float32),
        seed=seed,
        world=tracked.world,
        seen=None if filmed.seen is None else filmed.seen[nearest(observed.times, tracked.times)],
        observable=filmed.observable,
        moves=filmed.moves,
        coached=filmed.coached,
    )


def _relative_to_hips(filmed: FilmedExecution) -> np.ndarray:
    """Return the joints (T, K, 3) as `Record.true_world` has them."""
    places = in_camera(filmed.camera, filmed.motion.joints)
    hips = places[:, [KEYPOINT_INDEX["left_hip"], KEYPOINT_INDEX["right_hip"]]].mean(axis=1, keepdims=True)
    return np.asarray((places - hips) / filmed.motion.body.height)


# -- many of them ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RecordMaker:
    """A picklable maker of records of one drill, for use in any process.

    Attributes:
        split: name of the split. drill: id. frames: number of the model's moments. rendered: whether a real
            tracker watches drawn frames (a figure that it does not find is replaced by another); otherwise the fitted
            noise model is used.
        filming: how the executions are filmed. executions: a name of `EXECUTIONS`.
    """

    split: str
    drill: str
    frames: int
    rendered: bool
    filming: Filming = NEAR_FILMING
    executions: str = SINGLE

    def __call__(self, start: int, count: int) -> list[Record]:
        simulator, numbers = simulator_of(self.drill), range(start, start + count)
        if not self.rendered:
            noise = TrackerNoise.load()
            seeds = [seed_of(self.split, self.drill, number) for number in numbers]
            return [simulated(simulator, seed, noise, self.frames, self.filming, self.executions) for seed in seeds]
        tracker = build_tracker("mediapipe", "cpu")
        return [self._render(simulator, number, tracker) for number in numbers]

    def _render(self, simulator: DrillSimulator, number: int, tracker: PoseTracker) -> Record:
        for retry in range(MOST_TRIES):
            try:
                seed = seed_of(self.split, self.drill, number, retry)
                return rendered(simulator, seed, tracker, self.frames, self.filming, self.executions)
            except Refusal:
                continue
        raise RuntimeError(f"{self.drill}: the tracker refused {MOST_TRIES} rendered clips in a row")


def seed_of(split: str, drill: str, number: int, retry: int = 0) -> int:
    """Return the seed of one execution; no two splits or drills share one, since both are hashed into it."""
    entropy = [zlib.crc32(split.encode()), zlib.crc32(drill.encode()), number, retry]
    return int(np.random.SeedSequence(entropy).generate_state(1, np.uint64)[0])


def write_records(
    parts: Sequence[tuple[Path, RecordMaker, int]], processes: int, shard: int
) -> Iterator[tuple[int, int]]:
    """Fill folders with shards of records; existing shards are kept, so that an interrupted run goes on. A shard with
    too few records is made anew, its first records the same.

    Args:
        parts: (folder, maker of its records, how many). processes: how many to use. shard: records in one file.

    Yields:
        (records done, records in all) after every shard.
    """
    jobs = [
        (_shard_path(folder, start), make, start, min(shard, count - start))
        for folder, make, count in parts
        for start in range(0, count, shard)
    ]
    missing = [(path, make, start, size) for path, make, start, size in jobs if shard_size(path) < size]
    total = sum(count for _, _, count in parts)
    done = total - sum(count for *_, count in missing)
    yield done, total
    if not missing:
        return
    for folder, _, _ in parts:
        folder.mkdir(parents=True, exist_ok=True)
    with _pool(processes) as pool:
        for written in pool.imap_unordered(_write_shard, missing):
            done += written
            yield done, total


def _pool(processes: int) -> Pool:
    """Start worker processes that ignore Ctrl-C: this process handles it, once all have started, and ends them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        return multiprocessing.get_context("spawn").Pool(processes)
    resource_tracker.ensure_running()  # otherwise the pool starts it, and it unblocks the signal that is blocked here
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


def _shard_path(folder: Path, start: int) -> Path:
    return folder / f"records-{start:07d}.npz"


def _write_shard(job: tuple[Path, RecordMaker, int, int]) -> int:
    path, make, start, count = job
    os.environ["OMP_NUM_THREADS"] = "1"
    save_shard(path, make(start, count))
    return count
