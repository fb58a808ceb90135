"""Rendered scenes with several people, and the truth about them: who is the athlete, where everybody is, what happens
when, and what the view shows. A tracker that chooses a person can be measured on them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..motion.occlusion import picture_box
from ..video.writer import write_video
from .film_presets import FILMINGS, Filming
from .filming import FilmedExecution, draw, film, seed_of
from .simulators import simulator_of

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
        fps = 1 / float(np.median(np.diff(filmed.motion.times)))
        write_video(path, draw(filmed, rng), fps)
        truth = {"file": path.name, "drill": drill, "seed": seed, "filming": filming.name, "fps": fps, **_truth(filmed)}
        path.with_suffix(".json").write_text(json.dumps(truth) + "\n", encoding="utf-8")
        yield path


def _truth(filmed: FilmedExecution) -> dict[str, Any]:
    """Return what is true of a scene, as JSON values: boxes are x0, y0, x1, y1 in pixels, one a frame, null outside of
    the picture."""
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
            for name, measurement in filmed.measured.items()
        },
        "observable": None
        if filmed.observable is None
        else {name: round(value, 3) for name, value in filmed.observable.items()},
    }
