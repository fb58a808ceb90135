"""A drill of another package is one folder: nothing of the project is edited for it, and everything works with it.

`tests/ninth_drill/goblet_squat` is the folder that `docs/adding-a-drill.md` leads through.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from techcoach.checkpoint.supported_drills import supported_drills
from techcoach.drills.spec import DrillSpec, Phrases
from techcoach.types import DIMENSIONS
from tests.ninth_drill.goblet_squat.spec import DRILL, PARAMETERS

ROOT = Path(__file__).resolve().parents[1]
NINTH = ROOT / "tests" / "ninth_drill"
FILES = ["__init__.py", "cues.py", "simulator.py", "spec.py", "text.py"]
RULES = ("test_drill_rules.py", "test_commentary.py", "test_grammar.py")
VARIETY = ("test_every_techpoint_has_parameters_an_instruction_and_paraphrases",
           "test_phrases_are_complete_and_no_two_parameters_share_one", "test_cues_have_many_wordings")  # fmt: skip
"""How many wordings a drill of the project has: the small one here has fewer."""


def install(site: Path, name: str, files: dict[str, str]) -> None:
    """Puts a package into a folder as an installer does, with an entry point for its drill."""
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[techcoach.drills]\ndrill = {name}\n")
    (site / name).mkdir()
    for file, text in files.items():
        (site / name / file).write_text(text, encoding="utf-8")


def run(site: Path, *arguments: str | Path, timeout: float = 240) -> subprocess.CompletedProcess[str]:
    """Python in a process of its own, which finds the packages in `site`."""
    env = os.environ | {"PYTHONPATH": f"{site}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=timeout, check=False)


def digests(folder: Path) -> dict[str, str]:
    """Every file of the project, byte code aside."""
    names = ("techcoach", "tests", "docs", "assets", "checkpoints", "app.py", "README.md", "pyproject.toml")
    paths = [path for name in names for path in (folder / name, *(folder / name).rglob("*"))]
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the project that holds the ninth drill's package."""
    site = tmp_path_factory.mktemp("site")
    install(site, "goblet_squat", {path.name: path.read_text() for path in (NINTH / "goblet_squat").glob("*.py")})
    return site


@pytest.fixture(scope="module")
def used(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    out, before = tmp_path_factory.mktemp("out"), digests(ROOT)
    done = run(site, NINTH / "goblet_squat_uses.py", out)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result | {"unchanged": digests(ROOT) == before, "out": out}


def test_the_files_touched_are_the_drills_folder_alone(site: Path, used: dict[str, Any]) -> None:
    assert used["unchanged"]
    assert sorted(path.name for path in (site / "goblet_squat").iterdir()) == FILES


def test_it_is_in_the_catalogue_beside_the_others(used: dict[str, Any]) -> None:
    assert used["drills"] == sorted({*used["supported"], DRILL.id})


def test_it_keeps_the_rules_of_every_drill(site: Path) -> None:
    """The tests of motion, measurement, wording and grammar take it up without an edit."""
    rules = [ROOT / "tests" / name for name in RULES]
    chosen = f"goblet-squat and not {' and not '.join(VARIETY)}"
    done = run(site, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", chosen, *rules)
    assert done.returncode == 0, done.stdout
    (passed,) = re.findall(r"(\d+) passed", done.stdout)
    assert int(passed) >= 21


def test_it_is_simulated_drawn_tracked_and_recorded(used: dict[str, Any]) -> None:
    for record in used["records"]:
        assert record["drill"] == DRILL.id and 1 <= record["score"] <= 10 and record["text"].endswith(".")
        assert 0 < record["error"] < 0.1, "share of the figure's height"


def test_it_has_a_bank_and_example_clips(used: dict[str, Any]) -> None:
    assert len(used["bank"]) == len(set(used["bank"])) > len(PARAMETERS)
    assert used["examples"] == ["goblet-squat-well-done.mp4", "goblet-squat-flawed.mp4", "examples.json"]
    listed = json.loads((used["out"] / "examples.json").read_text())
    assert [one["drill"] for one in listed] == [DRILL.id] * 2 and listed[0]["score"] > listed[1]["score"] + 2
    assert all((used["out"] / one["file"]).stat().st_size > 10_000 for one in listed)


def test_it_is_described(used: dict[str, Any]) -> None:
    assert f"## {DRILL.title}" in used["table"]
    assert all(parameter.title in used["table"] for parameter in PARAMETERS)


def test_a_checkpoint_coaches_the_drills_that_it_was_trained_on(used: dict[str, Any]) -> None:
    assert DRILL.id not in used["supported"] and DRILL.id not in used["listed"]
    assert used["config"]["drills"] == [DRILL.id]
    assert used["config"]["parameters"] == [f"{DRILL.id}/{parameter.id}" for parameter in PARAMETERS]


def test_a_checkpoint_of_a_drill_that_is_not_installed_offers_the_others_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"drills": [DRILL.id, "soccer/juggling"]}))
    assert [drill.id for drill in supported_drills(tmp_path)] == ["soccer/juggling"]
    assert f"{tmp_path} also coaches {DRILL.id}" in caplog.text


# -- broken ones -----------------------------------------------------------------------------------------------------

SAME = "from techcoach.drills.jump_shot.spec import DRILL\n"


@pytest.mark.parametrize(
    ("name", "files", "expected"),
    [
        ("no_spec", {"__init__.py": ""}, "No module named 'no_spec.spec'"),
        ("no_drill", {"__init__.py": "", "spec.py": "DRIL = 1"}, "must hold a DrillSpec named DRILL, got None"),
        ("raises", {"__init__.py": "", "spec.py": "1 / 0"}, "ZeroDivisionError: division by zero"),
        ("same_id", {"__init__.py": "", "spec.py": SAME}, "both hold the drill 'basketball/mid-range-jump-shot'"),
    ],
)
def test_a_broken_drill_is_refused_in_one_line_that_names_its_package(
    name: str, files: dict[str, str], expected: str, tmp_path: Path
) -> None:
    install(tmp_path, name, files)
    done = run(tmp_path, "-m", "techcoach", "drills", "--table")
    assert (done.returncode, done.stdout) == (3, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("broken_drill: ") and expected in line
    assert f"the package {name}" in line and f"uninstall {'it' if name != 'same_id' else name}" in line


def test_a_drill_without_a_simulator_says_so(tmp_path: Path) -> None:
    kept = {name: (NINTH / "goblet_squat" / name).read_text() for name in FILES if name != "simulator.py"}
    install(tmp_path, "goblet_squat", kept)
    asked = "from techcoach.simulation.simulators import simulator_of; simulator_of('fitness/goblet-squat')"
    done = run(tmp_path, "-c", asked)
    assert "can be coached but not simulated: there is no goblet_squat.simulator" in done.stderr


def changed(**fields: Any) -> DrillSpec:
    held = {name: getattr(DRILL, name) for name in ("id", "title", "paraphrases", "parameters", "phrases", "cues")}
    return DrillSpec(**held | fields)


def with_phrases(parameter: str, state: str, phrases: Phrases) -> dict[str, Any]:
    """The drill's phrases with one state's replaced."""
    held = {name: dict(states) for name, states in DRILL.phrases.items()}
    held[parameter][state] = phrases
    return {"phrases": held}


def with_cue(parameter: str, *wordings: str) -> dict[str, Any]:
    """The drill's cues with one parameter's replaced."""
    return {"cues": {**DRILL.cues, parameter: wordings}}


KNEE, GAP = DRILL.cues["knee_angle"], DRILL.cues["knee_gap"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"id": "Squat"}, "must be"),
        ({"paraphrases": dict.fromkeys(DIMENSIONS[:6], ("Do it well.",))}, "instructions for"),
        ({"parameters": PARAMETERS[1:]}, "'head & eyes' needs two parameters"),
        ({"parameters": (*PARAMETERS, PARAMETERS[0])}, "share an id"),
        ({"phrases": {}}, r"head_top: phrases for \[\], needed \['high', 'low', 'strength'\]"),
        (with_phrases("head_top", "strength", Phrases(("Level head",), (), ("so",))), "a clause and a reason"),
        (with_phrases("knee_angle", "high", Phrases(("Shallow",), ("deeper",), ("so",))), r"holds \{degree\} once"),
        ({"cues": {}}, r"cues for \[\], needed \['ball_drop', "),
        (with_cue("knee_angle", *KNEE[1:]), "knee_angle: 19 wordings of the cue, needed 20"),
        (with_cue("knee_angle", *KNEE, KNEE[1].upper()), "knee_angle: a wording of the cue occurs twice"),
        (with_cue("knee_gap", *GAP, KNEE[1].rstrip(".")), "'Go deep' words both 'knee_angle' and 'knee_gap'"),
        (with_cue("knee_gap", *GAP, "deep knees out"), "'deep knees out' words both 'legs & knees' and 'knee_gap'"),
    ],
)
def test_an_incomplete_drill_says_what_is_missing(fields: dict[str, Any], expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        changed(**fields)
