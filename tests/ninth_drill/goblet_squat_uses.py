"""Everything that the project does with a drill, done with the ninth; run by `tests/test_ninth_drill.py` in a process
that finds the drill's package. Prints what came out as JSON."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from techcoach.checkpoint.supported_drills import supported_drills
from techcoach.cli.main import main
from techcoach.drills.catalogue import DRILLS
from techcoach.model.configuration import TechCoachConfig
from techcoach.pose import build_tracker
from techcoach.simulation.example_clips import render_examples
from techcoach.simulation.filming import rendered, simulated
from techcoach.simulation.records import Record, load_shard, save_shard
from techcoach.simulation.simulators import simulator_of
from techcoach.simulation.tracker_noise import TrackerNoise
from techcoach.training.pose import pose_config
from techcoach.wording.labels import label, techpoint_sentences

ID = "fitness/goblet-squat"
FRAMES = 32


class Encoder:
    """The id and width of a text encoder, which are all that a config takes of it."""

    id, width = "none", 32


def output_of(*arguments: str) -> str:
    """What a command prints; it must succeed."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main(arguments) == 0
    return out.getvalue()


def records() -> tuple[Record, Record]:
    """One execution through the tracker noise model, and one drawn and watched by the real tracker."""
    simulator = simulator_of(ID)
    return (
        simulated(simulator, 1, TrackerNoise.load(), FRAMES),
        rendered(simulator, 2, build_tracker("mediapipe", "cpu"), FRAMES),
    )


def about(record: Record, out: Path) -> dict[str, Any]:
    """A record written and read again: how far its points lie from the true ones, and what is said of it."""
    save_shard(out / f"{record.seed}.npz", [record])
    (again,) = load_shard(out / f"{record.seed}.npz")
    labels = label(DRILLS[ID], again.measured, np.random.default_rng(0))
    away = np.linalg.norm(again.points - again.true_points, axis=-1)
    span = np.ptp(again.true_points[..., 1])
    return {
        "drill": again.drill,
        "error": float(np.median(away) / span),
        "score": labels.score,
        "text": labels.commentary,
    }


def use(out: Path) -> dict[str, Any]:
    """Uses the drill; writes into `out` alone."""
    config: TechCoachConfig = pose_config(Encoder(), 100, [ID])  # type: ignore[arg-type]
    return {
        "drills": list(DRILLS),
        "records": [about(record, out) for record in records()],
        "bank": [text for _, text, _ in techpoint_sentences(DRILLS[ID])],
        "examples": [path.name for path in render_examples(out, [ID])],
        "table": output_of("drills", "--table"),
        "listed": output_of("drills"),
        "supported": [drill.id for drill in supported_drills()],
        "config": {"drills": list(config.drills), "parameters": list(config.parameter_names)},
    }


if __name__ == "__main__":
    print(json.dumps(use(Path(sys.argv[1]))))
