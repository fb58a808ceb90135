"""The app's example clips: one well done and one flawed for each drill, drawn by the project itself."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..drills.catalogue import DRILLS
from ..drills.simulator import DrillSimulator
from ..motion.camera import Camera
from ..motion.measuring import CannotMeasure
from ..motion.motion import Motion, resample
from ..motion.render import SHIRTS, SHORTS, SKINS, RenderedClip, Style
from ..video.writer import write_video
from ..wording.labels import label
from .simulators import simulator_of

FPS = 30.0
SIZE = (640, 360)
TRIES, LONGEST_S = 120, 6.0


@dataclass(frozen=True)
class ExampleClip:
    """One example: its label, file and drill, and the score that its motion earns."""

    label: str
    file: str
    drill: str
    score: float


def render_examples(folder: Path, drills: Collection[str] = tuple(DRILLS)) -> Iterator[Path]:
    """Write the clips of these drills and `examples.json` into a folder; the same clips each time."""
    folder.mkdir(parents=True, exist_ok=True)
    clips = []
    for name in drills:
        simulator = simulator_of(name)
        for quality in ("well done", "flawed"):
            motion, score = find_motion(simulator, quality == "well done", seed=simulator.example_seed)
            file = f"{_short_name(name)}-{quality.replace(' ', '-')}.mp4"
            camera, style = (
                example_camera(motion, simulator.filmed_from),
                example_style(simulator.example_seed, quality),
            )
            write_video(folder / file, RenderedClip(motion, camera, style), FPS)
            clips.append(ExampleClip(f"{simulator.spec.title}, {quality}", file, name, round(score, 1)))
            yield folder / file
    entries = [vars(clip) for clip in clips]
    (folder / "examples.json").write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")
    yield folder / "examples.json"


def _short_name(drill: str) -> str:
    """Return a drill's name without its sport, where no other sport has a drill of that name."""
    name = drill.split("/")[1]
    return name if [other.split("/")[1] for other in DRILLS].count(name) == 1 else drill.replace("/", "-")


def find_motion(simulator: DrillSimulator, well_done: bool, seed: int) -> tuple[Motion, float]:
    """Find the best of `TRIES` executions with good targets, or the worst with random ones; return it and its score.

    Raises:
        RuntimeError: if none of them can be measured.
    """
    rng = np.random.default_rng((2024, seed))
    candidates: list[tuple[float, Motion]] = []
    for _ in range(TRIES):
        targets = {
            p.id: float(rng.uniform(max(p.good[0], p.spread[0]), min(p.good[1], p.spread[1])))
            if well_done or rng.random() < 0.25
            else float(rng.uniform(*p.spread))
            for p in simulator.spec.parameters
        }
        motion = simulator.simulate(rng, targets)
        try:
            score = label(simulator.spec, simulator.measure(motion.joints, motion.times), rng).score
        except CannotMeasure:
            continue
        if motion.times[-1] < LONGEST_S:
            candidates.append((score, motion))
    if not candidates:
        raise RuntimeError(f"none of {TRIES} executions of {simulator.spec.id} can be measured")
    score, motion = (max if well_done else min)(candidates, key=lambda pair: pair[0])
    return resample(motion, FPS), score


def example_camera(motion: Motion, azimuth: float, size_px: tuple[int, int] = SIZE) -> Camera:
    """Place a still camera at eye height that has the whole motion in view.

    Args:
        azimuth: where the camera stands, radians about the athlete; 0 is in front. size_px: width and height.
    """
    low, high = motion.joints.min(axis=(0, 1)), motion.joints.max(axis=(0, 1))
    middle = (low + high) / 2
    size = float(np.linalg.norm(high - low))
    position = middle + np.array([-np.sin(azimuth), np.cos(azimuth), 0.0]) * (2.2 * size)
    position[2] = float(middle[2]) if any(prop.kind == "wall" for prop in motion.props) else 1.5
    frames = len(motion.times)
    width, height = size_px
    return Camera(
        position=np.tile(position, (frames, 1)),
        look_at=np.tile(middle, (frames, 1)),
        roll=np.zeros(frames),
        focal_px=0.8 * height * 2.2 * size / max(float((high - low)[2]), 0.6 * size),
        width=width,
        height=height,
    )


def example_style(number: int, quality: str) -> Style:
    """Return a clean style, another for each clip."""
    choice = number + (3 if quality == "flawed" else 0)
    return Style(
        skin=SKINS[(2 * choice) % len(SKINS)], hair=(40, 30, 26), shirt=SHIRTS[choice % len(SHIRTS)],
        shorts=SHORTS[choice % len(SHORTS)], shoes=(240, 240, 240), light=0.5, grain=1.5, blur=0.0, gain=1.0, girth=1.0,
        seed=number,
    )  # fmt: skip
