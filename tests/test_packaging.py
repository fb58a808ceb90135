"""The wheel: what it carries, and that an installed copy finds it from any folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from techcoach.checkpoint.inspect import WEIGHTS_FILE
from techcoach.checkpoint.locate import FILE_PATTERNS
from techcoach.checkpoint.supported_drills import supported_drills
from techcoach.package_files import EMBEDDED, EXAMPLES

ROOT = Path(__file__).resolve().parents[1]
BUILT_FROM = (
    "techcoach", "assets", "checkpoints", "pyproject.toml", "setup.py", "requirements.txt", "README.md", "LICENSE",
)  # fmt: skip
NOT_OF_PYTHON = ("*.css", "*.js", "*.json")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the package as a wheel installs it. Built from a copy, as building leaves files behind."""
    if missing := [name for name in BUILT_FROM if not (ROOT / name).exists()]:
        pytest.skip(f"a wheel is built from a checkout, which has {', '.join(missing)}")
    folder = tmp_path_factory.mktemp("wheel")
    (folder / "tree").mkdir()
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / "tree" / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / "tree" / name)
    options = ("--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(folder))
    build = [sys.executable, "-m", "pip", "wheel", *options, str(folder / "tree")]
    done = subprocess.run(build, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "installed")
    return folder / "installed"


def run(installed: Path, cwd: Path, *arguments: str) -> str:
    """What Python prints, run in a folder from which it can see no checkout."""
    done = subprocess.run(
        [sys.executable, "-P", *arguments], cwd=cwd, env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_all_that_is_read_at_run_time_is_in_the_wheel(installed: Path) -> None:
    package = {str(path.relative_to(ROOT)) for kind in NOT_OF_PYTHON for path in (ROOT / "techcoach").rglob(kind)}
    needed = [path.name for pattern in FILE_PATTERNS for path in EMBEDDED.glob(pattern)]
    checkpoint = {f"techcoach/_files/checkpoints/{EMBEDDED.name}/{name}" for name in needed}
    clips = {f"techcoach/_files/assets/{path.name}" for path in EXAMPLES.glob("*") if path.suffix in (".mp4", ".json")}
    carried = {str(path.relative_to(installed)) for path in installed.rglob("*")}
    assert package and WEIGHTS_FILE in needed and len(clips) > len(supported_drills())
    assert (package | checkpoint | clips) - carried == set()


def test_nothing_but_the_package_is_installed(installed: Path) -> None:
    assert {path.name for path in installed.iterdir() if path.suffix != ".dist-info"} == {"techcoach"}


def test_an_installed_package_lists_its_drills_and_examples(installed: Path, tmp_path: Path) -> None:
    drills = run(installed, tmp_path, "-m", "techcoach", "drills")
    listed = {line.split("\t")[0] for line in drills.splitlines()}
    script = (
        "from techcoach.checkpoint.supported_drills import supported_drills as drills\n"
        "from techcoach.ui.app import example_clips\n"
        "print(*[clip.path for clip in example_clips(drills())], sep='\\n')"
    )
    clips = [Path(line) for line in run(installed, tmp_path, "-c", script).splitlines()]
    assert listed == {drill.id for drill in supported_drills()} and len(clips) >= len(listed)
    assert all(clip.is_file() and installed in clip.parents for clip in clips)


@pytest.mark.parametrize(("set_by_user", "expected"), [(None, "PASSIVE"), ("ACTIVE", "ACTIVE")])
def test_waiting_threads_leave_their_core_unless_the_user_forbids_it(set_by_user: str | None, expected: str) -> None:
    variables = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    script = "import techcoach, os, sys; print(os.environ['OMP_WAIT_POLICY'], 'torch' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
        env=variables | ({"OMP_WAIT_POLICY": set_by_user} if set_by_user else {}),
    )  # fmt: skip
    assert done.stdout.split() == [expected, "False"]
