"""The command line as its process sees the world: Ctrl-C, names and encodings, full disks, readers that go away."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from techcoach.cli.common import Exit
from tests.test_cli import ROOT
from tests.test_coach import SHOT, example

COMMAND = [sys.executable, "-m", "techcoach"]


@pytest.fixture(autouse=True)
def listening_to_interruptions() -> Iterator[None]:
    """Children inherit that Ctrl-C is ignored where the tests run in the background; these are to hear it."""
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, handler)


def loads(library: str) -> Callable[[subprocess.Popen[str]], bool]:
    """Whether a process has begun to load a library."""
    return lambda process: library in Path(f"/proc/{process.pid}/maps").read_text()


def has_worker(process: subprocess.Popen[str]) -> bool:
    return bool(children(process.pid))


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.mark.parametrize(
    "moment", [loads("_struct"), has_worker, loads("libtorch"), loads("mediapipe")],
    ids=["start", "worker", "torch", "tracker"],
)  # fmt: skip
def test_an_interruption_is_one_line(
    moment: Callable[[subprocess.Popen[str]], bool], tiny_checkpoint: Path, tmp_path: Path
) -> None:
    arguments = ["coach", example(SHOT), "--drill", SHOT, "--checkpoint", tiny_checkpoint, "--out", tmp_path / "out"]
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)], cwd=ROOT, start_new_session=True, text=True, env=os.environ,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    while not moment(process):
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)
    workers = children(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (Exit.INTERRUPTED, "", "interrupted\n")
    assert not list(tmp_path.iterdir())
    assert_they_end(workers)


def test_an_interruption_of_rendering_is_one_line(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "simulate", "fit-noise", "--clips", "16", "--work", str(tmp_path)], cwd=ROOT, start_new_session=True,
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    while len(workers := children(process.pid)) < 3:  # two that render, and one that keeps account of them
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (Exit.INTERRUPTED, "", "interrupted\n")
    assert_they_end(workers)


def assert_they_end(processes: list[str]) -> None:
    """One that was only starting notices in a moment that nobody asks it anything."""
    wait_until = time.monotonic() + 10
    while any(Path(f"/proc/{process}").exists() for process in processes):
        assert time.monotonic() < wait_until, "a process is left"
        time.sleep(0.02)


WHOLE = """
import json, shutil, sys, types
from pathlib import Path
from techcoach.cli import coach
from techcoach.cli.main import main
from tests.fake_coach import FakeCoach

class Coaches(FakeCoach):
    @classmethod
    def from_pretrained(cls, *_, **__):
        return cls()

    def coach(self, *arguments, athlete=None, **options):
        report = super().coach(*arguments, **options)
        {then}
        return report

sys.modules["techcoach.coaching.coach"] = types.SimpleNamespace(Coach=Coaches)
sys.exit(main(sys.argv[1:]))
"""
"""The whole command with a coach that says what it always says."""


def hand_over(then: str = "", *arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    script = WHOLE.format(then=then or "pass")
    given = [sys.executable, "-c", script, "coach", str(example(SHOT)), "--drill", SHOT, *map(str, arguments)]
    return subprocess.run(
        given, cwd=ROOT, text=True, timeout=60, **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    )  # type: ignore[call-overload]


@pytest.mark.parametrize("encoding", ["ascii:strict", "latin-1:strict", "cp1252:strict"])
def test_stdout_of_any_encoding_takes_a_report(encoding: str) -> None:
    variables = {"env": os.environ | {"PYTHONIOENCODING": encoding}, "encoding": encoding.split(":")[0]}
    odd = "import dataclasses; report = dataclasses.replace(report, commentary='\\u2192 \\u201cé\\u201d')"
    printed = hand_over(odd, "--json", **variables)
    assert printed.returncode == Exit.DONE and json.loads(printed.stdout)["commentary"] == "\u2192 \u201cé\u201d"
    worded = hand_over(odd, **variables)
    assert worded.returncode == Exit.DONE and "\\u2192" in worded.stdout


def test_a_report_that_cannot_be_written_is_printed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    gone = f"shutil.rmtree({str(out)!r}); Path({str(out)!r}).touch()"
    done = hand_over(gone, "--out", out)
    assert done.returncode == Exit.FAILED and "could not be written" in done.stderr
    assert json.loads(done.stdout)["techpoints"]


def test_output_that_cannot_be_printed_is_an_error_in_one_line() -> None:
    with open("/dev/full", "w") as full:
        done = hand_over(stdout=full)
    assert done.returncode == Exit.FAILED
    assert len(done.stderr.splitlines()) == 1 and "No space left on device" in done.stderr


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = hand_over("", "--json", stdout=writer)
    finally:
        os.close(writer)
    assert done.returncode == Exit.DONE and done.stderr == ""


def test_log_records_of_this_project_are_lines_and_those_of_libraries_are_none() -> None:
    script = """
import logging, warnings
from techcoach.cli.common import set_up_streams
set_up_streams()
logging.getLogger("techcoach.data").warning("%d records were left out", 3)
logging.getLogger("techcoach.video.reader").warning("decord did not read it")
logging.getLogger("a_library").error("a line of a library")
warnings.warn("a library warns")
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "warning: 3 records were left out\n")
