"""Captured trials of real athletes as records: measured on their motion, filmed by virtual cameras, observed
through the fitted tracker noise.

No model is trained on them: they measure how well training on simulated athletes carries over to real ones.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..drills.catalogue import DRILLS
from ..drills.spec import Measurement, measured_moments
from ..motion.body import sample_body
from ..motion.camera_sampling import sample_camera
from ..motion.measuring import CannotMeasure
from ..motion.motion import Motion, resample, trimmed
from ..skeleton import KEYPOINT_INDEX
from .filming import FilmedExecution, through_noise
from .mocap_files import load_mocap
from .records import Record
from .simulators import simulator_of
from .tracker_noise import TrackerNoise

TPOSE_FRAMES = 3
"""Trials of these collections begin with the arms spread, for calibration."""
AROUND_S = 0.7
"""Seconds that are filmed before the first and after the last measured moment."""
HEAD_SHARE = 0.93
"""Height of the ears over stature."""
FPS = 30.0


@dataclass(frozen=True)
class Trial:
    """One captured motion and the measurements on it.

    Attributes:
        name: of its file. drill: id. motion: trimmed to the action. measured: times of the trimmed motion.
    """

    name: str
    drill: str
    motion: Motion
    measured: dict[str, Measurement]


def read_trials(folder: Path) -> Iterator[Trial | str]:
    """Yield the trials of a folder's files; for a file that gives no trial of a known drill, a line that says why."""
    drill_of = {start: drill for drill in DRILLS for start in simulator_of(drill).capture_prefixes}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() != ".bvh":
            continue
        drill = next((drill for start, drill in drill_of.items() if path.name.startswith(start)), None)
        if drill is None:
            yield f"{path.name}: it is not known which drill it shows"
            continue
        joints, times = load_mocap(path)
        motion = _motion(joints[TPOSE_FRAMES:], times[TPOSE_FRAMES:] - times[TPOSE_FRAMES])
        try:
            measured = simulator_of(drill).measure(motion.joints, motion.times)
        except CannotMeasure as reason:
            yield f"{path.name}: {reason}"
            continue
        moments = measured_moments(measured)
        start = max(min(moments) - AROUND_S, 0.0)
        part = resample(trimmed(motion, start, max(moments) + AROUND_S), FPS)
        yield Trial(
            path.name,
            drill,
            part,
            {name: replace(measurement, time_s=measurement.time_s - start) for name, measurement in measured.items()},
        )


def _motion(joints: np.ndarray, times: np.ndarray) -> Motion:
    frames = len(times)
    ears = joints[:, [KEYPOINT_INDEX["left_ear"], KEYPOINT_INDEX["right_ear"]], 2].mean(axis=1)
    body = replace(sample_body(np.random.default_rng(0)), height=float(np.percentile(ears, 90)) / HEAD_SHARE)
    unknown = np.zeros((frames, 2), dtype=bool)
    return Motion(joints, times, body, planted=unknown, held=unknown, airborne=np.zeros(frames, dtype=bool))


def filmed_trial(trial: Trial, views: int, noise: TrackerNoise, count: int) -> list[Record]:
    """Film a trial with so many cameras, each a record of `count` moments."""
    records = []
    for view in range(views):
        seed = zlib.crc32(f"{trial.name} {view}".encode())
        rng = np.random.default_rng(seed)
        camera = sample_camera(rng, trial.motion.joints, trial.motion.times)
        filmed = FilmedExecution(trial.motion, camera, trial.measured)
        records.append(through_noise(trial.drill, filmed, seed, rng, noise, count))
    return records
