"""The command line: what goes to stdout, what to stderr, and the exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from techcoach.checkpoint.supported_drills import supported_drills
from techcoach.cli.main import main, progress_line
from techcoach.drills.catalogue import DRILLS
from techcoach.types import REPORT_SCHEMA
from tests.test_coach import KICK, SHOT, example

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command as a user gives it, in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TF_", "TRANSFORMERS", "GLOG"))}
    return subprocess.run(
        [sys.executable, "-m", "techcoach", *map(str, arguments)],
        cwd=ROOT, env=kept | variables, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def test_a_report_as_json_is_all_that_stdout_holds(tiny_checkpoint: Path, tmp_path: Path) -> None:
    done = run("coach", example(SHOT), "--drill", SHOT, "--checkpoint", tiny_checkpoint, "--json", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["schema"] == REPORT_SCHEMA and told["drill"]["id"] == SHOT and len(told["techpoints"]) == 7
    assert json.loads((tmp_path / "report.json").read_text()) == told
    assert len(list((tmp_path / "attention").glob("*.npy"))) == 14
    # Nothing but our own words on stderr: no log line, no bar of another library.
    assert done.stderr.splitlines() == [f"wrote {tmp_path / 'report.json'}"]


def test_a_report_in_words(tiny_checkpoint: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coach", str(example(KICK)), "--drill", KICK, "--checkpoint", str(tiny_checkpoint)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Penalty kick: ") and "of 10 (90% between" in out
    for point in DRILLS[KICK].drill.techpoints:
        assert f"{point.dimension}: {point.instruction}" in out


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["{text}", "--drill", SHOT], "not_a_video"),
        (["{empty}", "--drill", SHOT], "unreadable"),
        (["{missing}", "--drill", SHOT], "unreadable"),
        (["{example}", "--drill", "golf/swing"], "unknown_drill"),
        (["{example}"], "unknown_drill"),
        (["{example}", "--drill", SHOT, "--start", "1", "--end", "1.3"], "too_short"),
        (["{example}", "--drill", SHOT, "--checkpoint", "{missing}"], "unknown_checkpoint"),
    ],
    ids=["text", "empty", "missing", "drill", "no drill", "short", "checkpoint"],
)
def test_what_cannot_be_coached_exits_3_with_one_line(
    arguments: list[str], reason: str, tiny_checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text.mp4").write_text("hello\n" * 100)
    (tmp_path / "empty.mp4").touch()
    places = {"text": tmp_path / "text.mp4", "empty": tmp_path / "empty.mp4", "missing": tmp_path / "missing.mp4"}
    given = [argument.format(**places, example=example(SHOT)) for argument in arguments]
    if "--checkpoint" not in given:
        given += ["--checkpoint", str(tiny_checkpoint)]
    assert main(["coach", *given]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert len(lines) == 1 and lines[0].startswith(f"{reason}: ") and len(lines[0].split()) > 8


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["fly"], ["coach"], ["coach", "a.mp4", "--start", "soon"], ["coach", "a.mp4", "--athlete", "1,2,3"],
        ["coach", "a.mp4", "--athlete", "5,5,1,1"], ["coach", "a.mp4", "--device", "tpu"],
    ],
)  # fmt: skip
def test_wrong_usage_exits_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: techcoach" in capsys.readouterr().err


def test_an_end_before_its_start_and_nothing_to_simulate_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coach", "a.mp4", "--drill", SHOT, "--start", "3", "--end", "2"]) == 2
    assert main(["simulate"]) == 2
    assert main(["train", "--change", "everything", "--out", "nowhere"]) == 2
    assert main(["train", "--drills", SHOT, "chess/opening", "--out", "nowhere"]) == 2
    assert main(["evaluate", "--beside", "checkpoints"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and "--end 2.0 must be after --start 3.0" in err and "nothing to do" in err
    assert "chess/opening" in err and "must be one or more of" in err
    assert "'everything' is not one of: as it is, " in err and "'checkpoints' must be NAME=" in err


def test_ablations_are_not_run_by_several_processes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("accelerate.PartialState", lambda **_: SimpleNamespace(num_processes=2))
    monkeypatch.setattr("techcoach.training.ablations.run_ablations", lambda *_: pytest.fail("it was begun"))
    assert main(["train", "--preset", "small", "--ablations", "1", "--work", str(tmp_path)]) == 2
    assert "runs alone" in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_drills_are_listed_without_loading_a_network(capsys: pytest.CaptureFixture[str]) -> None:
    listed = run("drills")
    assert listed.returncode == 0 and listed.stderr == ""
    assert [line.split("\t")[0] for line in listed.stdout.splitlines()] == [drill.id for drill in supported_drills()]
    code = "from techcoach.cli.main import *; main(['drills']); print('torch' in sys.modules, file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stderr.strip() == "False"


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    progress_line("Reading", 0.5)
    assert capsys.readouterr().err == ""
