"""What each entry point loads: how many modules of ours, none of the rooms and libraries that it has no need of."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAKERS = ("techcoach.motion", "techcoach.simulation", "techcoach.data", "techcoach.training", "techcoach.evaluation",
          "techcoach.recipes")  # fmt: skip
"""What executes drills, learns and measures."""
PLOTTING = ("matplotlib", "plotly")


@dataclass(frozen=True)
class EntryPoint:
    """What runs, how many modules of ours it may load, and what it may not load at all.

    Attributes:
        most: some more than it loads today; who needs more says here why.
    """

    code: str
    most: int
    never: tuple[str, ...]


ENTRY_POINTS = {
    "techcoach drills": EntryPoint(
        "from techcoach.cli.main import main; main(['drills'])",
        64,  # one file a command group; a file of cues a drill
        (
            *MAKERS,
            *PLOTTING,
            "techcoach.model",
            "techcoach.coaching",
            "torch",
            "scipy",
            "transformers",
            "cv2",
            "gradio",
        ),
    ),
    "techcoach coach": EntryPoint(
        "from techcoach.coaching.coach import Coach",
        115,  # who and what is coached of a clip is decided in files of its own: continuity, people, scene, spotting
        (*MAKERS, *PLOTTING, "gradio", "techcoach.views", "techcoach.ui"),
    ),
    "app.py": EntryPoint(
        "import techcoach.ui.app",
        60,
        (*MAKERS, "techcoach.model", "techcoach.coaching", "torch", "scipy", "transformers"),
    ),
}


def loaded_by(code: str) -> list[str]:
    """Names of all modules that are loaded after some code has run, in a process of its own."""
    report = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", report], cwd=ROOT, capture_output=True, text=True, check=True)
    names: list[str] = json.loads(done.stderr.splitlines()[-1])
    return names


def objections(entry_point: EntryPoint, modules: list[str]) -> list[str]:
    """What an entry point loads and should not, and, if it loads too much of ours, all of it by name."""
    ours = [name for name in modules if name.split(".")[0] == "techcoach"]
    problems = [name for name in modules if any(name == no or name.startswith(f"{no}.") for no in entry_point.never)]
    if len(ours) > entry_point.most:
        problems.append(f"{len(ours)} modules of ours, {entry_point.most} at most: {', '.join(ours)}")
    return problems


@pytest.mark.parametrize("name", ENTRY_POINTS)
def test_an_entry_point_loads_what_it_needs_and_little_else(name: str) -> None:
    entry_point = ENTRY_POINTS[name]
    assert objections(entry_point, loaded_by(entry_point.code)) == []


def test_whatever_is_too_many_is_named() -> None:
    greedy = EntryPoint("", 1, ("torch", "techcoach.motion"))
    problems = objections(
        greedy, ["os", "techcoach", "techcoach.motion.body", "techcoach.motions", "torch", "torchvision"]
    )
    assert problems[:2] == ["techcoach.motion.body", "torch"]
    assert problems[2] == "3 modules of ours, 1 at most: techcoach, techcoach.motion.body, techcoach.motions"
