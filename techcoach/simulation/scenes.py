"""Rendered scenes with several people, pairs of clips by a still and a moving camera, and the truth about them: who is
the athlete, where everybody is, what happens when, and what the view shows. Whoever chooses a person, or takes the
camera's motion out, can be measured on them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ..motion.camera_sampling import moving_twin
from ..motion.occlusion import picture_box
from ..video.writer import write_video
from .film_presets import FILMINGS, Filming
from .filming import FilmedExecution, draw, film, seed_of
from .simulators import simulator_of

STILL = FILMINGS["still"]
SPLIT = "scenes"
"""Scenes share no athlete, camera or motion with the splits of records."""


def render_scenes(
    folder: Path,
    drills: Sequence[str],
    count: int,
    filming: Filming = FILMINGS["crowded"],
    size: tuple[int, int] | None = None,
) -> Iterator[Path]:
    """Write scenes `NAME.mp4`, each with its truth in `NAME.json`; the same scenes each time.

    Args:
        drills: ids, executed in turn. count: of scenes. size: width and height, pixels; drawn when None.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        drill = drills[number % len(drills)]
        seed = seed_of(SPLIT, drill, number)
        rng = np.random.default_rng(seed)
        chosen = size or filming.sizes[int(rng.integers(len(filming.sizes)))]
        filmed = film(simulator_of(drill), rng, chosen, filming)
        path = folder / f"{drill.replace('/', '-')}-{number:04d}.mp4"
        _write(path, filmed, rng, {"drill": drill, "seed": seed, "filming": filming.name})
        yield path


def render_pairs(
    folder: Path, drills: Sequence[str], count: int, size: tuple[int, int] = STILL.sizes[0]
) -> Iterator[Path]:
    """Write pairs of clips of one execution from one place, `NAME-still.mp4` and `NAME-moving.mp4`; the camera of the
    second shakes and turns after the athlete. Each has its truth beside it.

    Args:
        drills: ids, executed in turn. count: of pairs. size: width and height, pixels.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        drill = drills[number % len(drills)]
        seed = seed_of("pairs", drill, number)
        rng = np.random.default_rng(seed)
        still = film(simulator_of(drill), rng, size, STILL)
        motion = still.motion
        moving = replace(still, camera=moving_twin(rng, still.camera, motion.joints, motion.times))
        for name, filmed in (("still", still), ("moving", moving)):
            path = folder / f"{drill.replace('/', '-')}-{number:04d}-{name}.mp4"
            _write(path, filmed, np.random.default_rng(seed), {"drill": drill, "seed": seed, "filming": name})
            yield path


def _write(path: Path, filmed: FilmedExecution, rng: np.random.Generator, about: Mapping[str, Any]) -> None:
    """Write a clip and its truth; the generator dresses everybody."""
    fps = 1 / float(np.median(np.diff(filmed.motion.times)))
    write_video(path, draw(filmed, rng), fps)
    truth = {"file": path.name, **about, "fps": fps, **_truth(filmed)}
    path.with_suffix(".json").write_text(json.dumps(truth) + "\n", encoding="utf-8")


def _truth(filmed: FilmedExecution) -> dict[str, Any]:
    """Return what is true of a scene, as JSON values: boxes are x0, y0, x1, y1 in pixels, one a frame, null outside of
    the picture; a parameter that does not apply is null."""
    camera, motion = filmed.camera, filmed.motion

    def boxes(joints: np.ndarray, height: float) -> list[list[float] | None]:
        rows = np.round(picture_box(camera, joints, height), 1)
        return [None if np.isnan(row).any() else row.tolist() for row in rows]

    return {
        "width": camera.width,
        "height": camera.height,
        "times_s": np.round(motion.times, 4).tolist(),
        "athlete": boxes(motion.joints, motion.body.height),
        "athlete_seen": None if filmed.seen is None else np.round(filmed.seen.mean(axis=1), 3).tolist(),
        "others": [
            {"role": person.role, "boxes": boxes(person.motion.joints, person.motion.body.height)}
            for person in filmed.company.people
        ],
        "things": len(filmed.company.things),
        "moving_camera": not camera.is_still,
        "measured": {
            name: {"value": round(measurement.value, 4), "time_s": round(measurement.time_s, 3)}
            if measurement.applies
            else None
            for name, measurement in filmed.measured.items()
        },
        "observable": None
        if filmed.observable is None
        else {name: round(value, 3) for name, value in filmed.observable.items()},
    }
