"""A stand-in for EE4D-DescCoach in the official layout: simulated athletes, filmed by one head camera and two others.

It serves tests, and training and evaluating on video without Ego-Exo4D's licence; a tiny untrained video encoder lies
beside it. Its videos are drawn, its ratings are the measured score with noise, its comments are the drills' phrases: no
figure measured on it says anything about the real data set. The same seed gives the same files.
"""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file

from ...drills.catalogue import DRILLS
from ...drills.simulator import DrillSimulator
from ...model.internvideo2 import InternVideo2Config, InternVideo2Encoder
from ...motion.camera import Camera
from ...motion.measuring import CannotMeasure
from ...motion.motion import Motion, at_times
from ...motion.render import RenderedClip, sample_style
from ...simulation.example_clips import example_camera
from ...simulation.simulators import sample_targets, simulator_of
from ...skeleton import KEYPOINT_INDEX
from ...types import DIMENSIONS, Progress, silent
from ...video.writer import write_video
from ...wording.labels import HIGHEST, LOWEST, Label, label
from .dataset import annotation_file
from .egoexo import BEST_EXO, TAKES
from .experts import RATING_FILE, RATINGS, SPLITS, commentary_file
from .joining import LONGEST_WINDOW_S
from .jsonfile import write_json
from .schema import Annotation, TechComment, TechInstruction, write_annotations

FPS = 15
"""Ego-Exo4D's frame-aligned videos have 30 frames a second; drawing half of them takes half the time."""
SIZE = (224, 168)
LEAD_S, TAIL_S = 0.5, 0.3
"""How long the athlete stands still before and after the execution: windows do not start with their takes."""
LONGEST_S, TRIES = 4.5, 500
VAL_EVERY = 4
EGO, EGO_FILE, EXOS = "aria01", "aria01_214-1.mp4", {"cam01": 0.0, "cam02": 0.6}
"""Cameras; of the exo ones how far about the athlete they stand, radians."""
EXPERTS = ("expert01", "expert02")
EGO_FOCAL, EGO_DOWN, EGO_STEEPEST = 0.42, 0.45, 1.0
"""Of the head camera: focal length over width (100 degrees across), how far below the nose's direction it looks, and
how far from level it may look, radians."""
EGO_AHEAD_M = 0.1
ENCODER_FILE = "internvideo2-tiny.safetensors"


@dataclass(frozen=True)
class _Take:
    """One take before it is written. motion: at `FPS`, idle at either end. window_s: of the execution."""

    uid: str
    name: str
    task: str
    split: str
    simulator: DrillSimulator
    motion: Motion
    window_s: tuple[float, float]
    label: Label
    ratings: dict[str, int]

    @property
    def duration_s(self) -> float:
        return round(len(self.motion.times) / FPS, 6)

    @property
    def root_dir(self) -> str:
        return f"takes/{self.name}"


def make_standin(folder: Path, takes: int = 8, seed: int = 0, progress: Progress = silent) -> None:
    """Write the data set into a new folder, whole or not at all.

    Args:
        folder: must not exist yet, or be empty. takes: how many, at least 2; every fourth one, and the last one where
            there are fewer, is of the val split.

    Raises:
        FileExistsError: if the folder holds something.
        ValueError: for fewer than 2 takes, or a negative seed.
        RuntimeError: if a drill gives no execution that is short enough.
    """
    if takes < 2 or seed < 0:
        raise ValueError(f"a stand-in has at least 2 takes and a seed of 0 or above, got {takes} takes, seed {seed}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} is there already and not empty; name a new folder, or remove it first")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as temporary:
        part = Path(temporary) / "whole"
        part.mkdir()
        written = []
        for number in range(takes):
            progress("Making takes", number / takes)
            written.append(_make_take(number, takes, seed))
            _film(part, written[-1], np.random.default_rng((seed, number, 1)))
        _write_annotations(part, written)
        _write_encoder(part / ENCODER_FILE, seed)
        if folder.exists():
            folder.rmdir()
        shutil.move(part, folder)
    progress("Making takes", 1.0)


def _alternating_sports() -> list[str]:
    """Order all drills, one of each sport after the other, so that a few takes show several sports."""
    drills_of_sport: Counter[str] = Counter()
    rounds = {
        name: drills_of_sport.update([spec.drill.sport]) or drills_of_sport[spec.drill.sport]
        for name, spec in DRILLS.items()
    }
    return sorted(rounds, key=lambda name: (rounds[name], name))


def _make_take(number: int, takes: int, seed: int) -> _Take:
    rng = np.random.default_rng((seed, number, 0))
    simulator = simulator_of(_alternating_sports()[number % len(DRILLS)])
    drill = simulator.spec
    motion, take_label = _execution(simulator, rng)
    padded = at_times(motion, np.arange(-LEAD_S, motion.times[-1] + TAIL_S, 1 / FPS))
    in_val = number % VAL_EVERY == VAL_EVERY - 1 or (takes < VAL_EVERY and number == takes - 1)
    rating_noise = rng.normal(0, 0.7, len(EXPERTS))
    ratings = np.clip(np.round(take_label.score + rating_noise), LOWEST, HIGHEST).astype(int).tolist()
    return _Take(
        uid=str(uuid.UUID(bytes=rng.bytes(16), version=4)),
        name=f"standin_{drill.id.replace('/', '_').replace('-', '_')}_{number + 1}",
        task=drill.ee4d_task or drill.title,
        split=SPLITS[in_val],
        simulator=simulator,
        motion=padded,
        window_s=(LEAD_S, round(min(LEAD_S + float(motion.times[-1]), LEAD_S + LONGEST_WINDOW_S), 3)),
        label=take_label,
        ratings=dict(zip(EXPERTS, ratings, strict=True)),
    )


def _execution(simulator: DrillSimulator, rng: np.random.Generator) -> tuple[Motion, Label]:
    for _ in range(TRIES):
        motion = simulator.simulate(rng, sample_targets(rng, simulator.spec.parameters))
        try:
            measured = simulator.measure(motion.joints, motion.times)
        except CannotMeasure:
            continue
        if motion.times[-1] <= LONGEST_S:
            return motion, label(simulator.spec, measured, rng)
    raise RuntimeError(f"{simulator.spec.id}: none of {TRIES} executions can be measured and lasts up to {LONGEST_S} s")


def _write_encoder(path: Path, seed: int) -> None:
    """A video encoder of the released architecture, small and untrained."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        encoder = InternVideo2Encoder(InternVideo2Config.preset("tiny"))
    save_file(encoder.state_dict(), path)


# -- videos ----------------------------------------------------------------------------------------------------------


def _film(root: Path, take: _Take, rng: np.random.Generator) -> None:
    folder = root / take.root_dir / "frame_aligned_videos"
    folder.mkdir(parents=True)
    style = sample_style(rng)
    write_video(folder / EGO_FILE, RenderedClip(take.motion, head_camera(take.motion, SIZE), style), FPS)
    for name, turned in EXOS.items():
        camera = example_camera(take.motion, take.simulator.filmed_from + turned, SIZE)
        write_video(folder / f"{name}.mp4", RenderedClip(take.motion, camera, style), FPS)


def head_camera(motion: Motion, size: tuple[int, int]) -> Camera:
    """Place a wide camera between the athlete's eyes, looking where the nose points and somewhat down, so that hands
    and feet come into view as they do before glasses. size: width and height, pixels."""
    get = {name: motion.joints[:, place] for name, place in KEYPOINT_INDEX.items()}
    ears = (get["left_ear"] + get["right_ear"]) / 2
    ahead = get["nose"] - ears
    level = np.hypot(ahead[:, 0], ahead[:, 1])
    pitch = np.clip(np.arctan2(ahead[:, 2], level) - EGO_DOWN, -EGO_STEEPEST, EGO_STEEPEST)
    flat = ahead[:, :2] / np.maximum(level, 1e-9)[:, None]
    gaze = np.concatenate([flat * np.cos(pitch)[:, None], np.sin(pitch)[:, None]], axis=1)
    position = ears + EGO_AHEAD_M * ahead / np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-9)
    return Camera(position, position + gaze, np.zeros(len(ears)), EGO_FOCAL * size[0], *size)


# -- JSON ------------------------------------------------------------------------------------------------------------


def _write_annotations(root: Path, takes: Sequence[_Take]) -> None:
    commentary_file(root, SPLITS[0]).parent.mkdir(exist_ok=True)
    write_json(root / TAKES, [_take_entry(take) for take in takes])
    for take in takes:
        for expert, rating in take.ratings.items():
            folder = root / RATINGS / take.name / expert
            folder.mkdir(parents=True)
            write_json(folder / RATING_FILE, _expert_file(take, expert, rating))
    for split in SPLITS:
        split_takes = [take for take in takes if take.split == split]
        commentary = {
            take.uid: [_commentary_entry(take, number) for number in range(len(EXPERTS))] for take in split_takes
        }
        write_json(commentary_file(root, split), {"annotations": commentary, "ds": "standin"})
        records = [_record(take, f"request-{number + 1}") for number, take in enumerate(split_takes)]
        write_annotations(annotation_file(root, split), records)


def _take_entry(take: _Take) -> dict[str, Any]:
    def stream(name: str, file: str) -> dict[str, Any]:
        return {name: {"relative_path": f"frame_aligned_videos/{file}"}}

    videos = {EGO: stream("rgb", EGO_FILE)} | {name: stream("0", f"{name}.mp4") for name in EXOS}
    best = list(EXOS)[-1]
    return {
        "take_uid": take.uid,
        "take_name": take.name,
        "root_dir": take.root_dir,
        "task_id": 1 + list(DRILLS).index(take.simulator.spec.id),
        "task_name": take.task,
        "duration_sec": take.duration_s,
        "capture": {"cameras": [{"cam_id": name, "is_ego": name == EGO} for name in videos]},
        "frame_aligned_videos": videos | {BEST_EXO: stream("0", f"{best}.mp4")},
    }


def _comments(take: _Take) -> list[tuple[float, str]]:
    """List the comments on a take with their times, seconds in the take."""
    comments = []
    for dimension, (strength, weakness) in zip(DIMENSIONS, take.label.points, strict=True):
        times = [finding.time_s for finding in take.label.findings if finding.parameter.dimension == dimension]
        comments += [(round(LEAD_S + times[0], 3), text) for text in (strength, weakness) if text is not None]
    return sorted(comments)


def _commentary_entry(take: _Take, expert: int) -> dict[str, Any]:
    """Return one expert's comments: the experts take turns."""
    comments = _comments(take)[expert :: len(EXPERTS)]
    name = f"{take.name}/{EXPERTS[expert]}"
    spoken = [
        {"recording": f"{index}.webm", "video_time": time, "text": text, "error": False, "duration_approx": 4.0}
        for index, (time, text) in enumerate(comments)
    ]
    about = {"take_name": take.name, "take_uid": take.uid, "task_name": take.task}
    return about | {"commentary": name, "commentary_data": spoken}


def _expert_file(take: _Take, expert: str, rating: int) -> dict[str, Any]:
    comments = _comments(take)[EXPERTS.index(expert) :: len(EXPERTS)]
    events = [
        {"recording_path": f"{index}.webm", "video_time": time, "duration_approx": 4.0, "events": []}
        for index, (time, _) in enumerate(comments)
    ]
    return {"annotations": events, "proficiency": {"rating": rating, "why": take.label.commentary}}


def _record(take: _Take, name: str) -> Annotation:
    instructions = [
        TechInstruction(point.dimension, point.instruction) for point in take.simulator.spec.drill.techpoints
    ]
    sides = zip(DIMENSIONS, take.label.points, strict=True)
    comments = [TechComment(dimension, strength, weakness) for dimension, (strength, weakness) in sides]
    return Annotation(
        id=name,
        clip_st_ed=take.window_s,
        take_name=take.name,
        take_id=take.uid,
        task_name=take.task,
        tech_instruction=tuple(instructions),
        raw_comment=tuple(text for _, text in _comments(take)),
        regular_dict=tuple(each for each in comments if each.what_is_done_well or each.what_can_be_improved),
        summarization=take.label.commentary,
    )
