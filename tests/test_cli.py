"""The command line: what goes to stdout, what to stderr, the exit codes, and what is looked at before any work."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from make_video import make_video

import techcoach
from techcoach.checkpoint.calibration import Calibration
from techcoach.checkpoint.locate import EMBEDDED
from techcoach.checkpoint.supported_drills import supported_drills
from techcoach.cli.coach import report_as_text
from techcoach.cli.common import Exit, progress_line
from techcoach.cli.main import main
from techcoach.drills.catalogue import DRILLS
from techcoach.simulation.filming import simulated
from techcoach.simulation.records import Record
from techcoach.simulation.simulators import simulator_of
from techcoach.simulation.tracker_noise import TrackerNoise
from techcoach.types import (
    REPORT_SCHEMA,
    CheckpointSummary,
    ClipSummary,
    CoachingReport,
    PointFeedback,
    Refusal,
    TechPointFeedback,
)
from tests.test_coach import KICK, SHOT, example
from tests.tiny_checkpoint import make_checkpoint

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command as a user gives it, in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TF_", "TRANSFORMERS", "GLOG"))}
    return subprocess.run(
        [sys.executable, "-m", "techcoach", *map(str, arguments)],
        cwd=ROOT, env=kept | variables, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def test_a_report_as_json_is_all_that_stdout_holds(tiny_checkpoint: Path, tmp_path: Path) -> None:
    # A name that is no UTF-8, as of a camera that knows no other: reports hold one that can be printed anywhere.
    clip = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.mp4")
    shutil.copy(example(SHOT), clip)
    given: list[str | Path] = [
        "coach",
        clip,
        "--drill",
        SHOT,
        "--checkpoint",
        tiny_checkpoint,
        "--json",
        "--out",
        tmp_path,
    ]
    done = run(*given, PYTHONIOENCODING="utf-8:strict")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["schema"] == REPORT_SCHEMA and report["drill"]["id"] == SHOT and len(report["techpoints"]) == 7
    assert report["clip"]["name"] == "caf\N{REPLACEMENT CHARACTER}.mp4"
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == report
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


A = str(example(SHOT))
COACH = ["coach", A, "--drill", SHOT]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "COMMAND"),
        (["fly"], "'fly'"),
        (["coach"], "CLIP"),
        ([*COACH, "--start", "soon"], "'soon'"),
        ([*COACH, "--start", "nan"], "nan is no moment"),
        ([*COACH, "--start", "inf"], "inf is no moment"),
        ([*COACH, "--start", "-1"], "-1 is no moment"),
        ([*COACH, "--end", "0"], "--end 0 must be after --start 0"),
        ([*COACH, "--end", "-3"], "-3 is no moment"),
        ([*COACH, "--start", "3", "--end", "2"], "--end 2 must be after --start 3"),
        ([*COACH, "--athlete", "1,2,3"], "expected X0,Y0,X1,Y1"),
        ([*COACH, "--athlete", "1,2,3,4@soon"], "expected X0,Y0,X1,Y1"),
        ([*COACH, "--athlete", "5,5,1,1"], "is empty"),
        ([*COACH, "--athlete", "nan,0,1,1"], "finite"),
        ([*COACH, "--athlete", "9000,0,9001,1"], "outside the picture, which is 640 x 360"),
        ([*COACH, "--device", "tpu"], "'tpu'"),
        ([*COACH, "--out", A], "is no folder"),
        ([*COACH, "--out", f"{A}/under/it"], "Not a directory"),
        (["simulate"], "COMMAND"),
        (["simulate", "fit-noise", "--clips", "2"], "2 is below 10"),
        (["simulate", "examples", A], "is no folder"),
        (["train", "--change", "everything", "--out", "nowhere"], "'everything' is not one of: as it is, "),
        (["train", "--drills", SHOT, "chess/opening", "--out", "nowhere"], "chess/opening"),
        (["train", "--preset", "tiny"], "--out DIR"),
        (["evaluate", "--beside", "checkpoints"], "'checkpoints' must be NAME="),
        (["evaluate", "--card", "--checkpoint", "org/name"], "org/name is none"),
    ],
)
def test_wrong_usage_exits_2_with_one_line(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("techcoach.coaching.coach.Coach.from_pretrained", lambda *_, **__: pytest.fail("it was begun"))
    assert main(arguments) == Exit.WRONG_USAGE
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1 and err.startswith("techcoach") and message in err
    assert not Path("nowhere").exists()


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
@pytest.mark.parametrize("arguments", [COACH, ["bench"], ["evaluate"], ["train", "--out", "nowhere"]])
def test_cuda_where_there_is_none_is_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--device", "cuda"]) == Exit.WRONG_USAGE
    assert "there is no CUDA device here" in capsys.readouterr().err and not Path("nowhere").exists()


@pytest.mark.parametrize(
    ("clip", "message"),
    [
        ("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc is a web address"),
        ("{folder}/no/such.mp4", "{folder}/no/such.mp4 cannot be opened: No such file"),
        ("{folder}", "{folder} is a folder"),
        ("{folder}/pipe.mp4", "{folder}/pipe.mp4 is no ordinary file"),
        ("{folder}/loop.mp4", "{folder}/loop.mp4 cannot be opened"),
    ],
)
def test_a_clip_that_is_no_file_is_refused_with_its_whole_path(
    clip: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    (tmp_path / "loop.mp4").symlink_to("loop.mp4")
    given = clip.format(folder=tmp_path)
    for arguments in ([given], [A, "--ego", given]):
        assert main(["coach", *arguments, "--drill", SHOT]) == Exit.REFUSED
        assert message.format(folder=tmp_path) in capsys.readouterr().err


def test_a_part_of_a_file_longer_than_a_minute_is_coached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun: list[object] = []

    def load(*_: object, **__: object) -> None:
        begun.append(True)
        raise Refusal("no_athlete", "nobody is there.", "Choose another clip.")

    monkeypatch.setattr("techcoach.coaching.coach.Coach.from_pretrained", load)
    long = str(make_video(tmp_path / "long.mp4", count=300, rate=4))
    for part in (["--start", "61"], ["--start", "61", "--end", "65.8"], ["--end", "5"]):
        assert main(["coach", long, "--drill", SHOT, *part]) == Exit.REFUSED
    assert len(begun) == 3
    for part in ([], ["--end", "70"]):
        capsys.readouterr()
        assert main(["coach", long, "--drill", SHOT, *part]) == Exit.REFUSED
        assert "s long; at most 60 s can be read" in capsys.readouterr().err
    assert len(begun) == 3


def test_folders_that_were_made_for_nothing_are_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kept").mkdir()
    for out in ("kept", "a/b/c"):
        assert main(["coach", "nope.mp4", "--drill", SHOT, "--out", str(tmp_path / out)]) == Exit.REFUSED
    assert [path.name for path in tmp_path.iterdir()] == ["kept"] and "nope.mp4" in capsys.readouterr().err


def test_ablations_are_not_run_by_several_processes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("accelerate.PartialState", lambda **_: SimpleNamespace(num_processes=2))
    monkeypatch.setattr("techcoach.training.ablations.run_ablations", lambda *_: pytest.fail("it was begun"))
    assert main(["train", "--preset", "small", "--ablations", "1", "--work", str(tmp_path)]) == 2
    assert "runs alone" in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_drills_are_listed_without_loading_a_library() -> None:
    listed = run("drills")
    assert listed.returncode == 0 and listed.stderr == ""
    assert [line.split("\t")[0] for line in listed.stdout.splitlines()] == [drill.id for drill in supported_drills()]


@pytest.mark.parametrize(
    "arguments",
    [["drills"], ["coach", "nope.mp4", "--drill", SHOT], [*COACH, "--start", "nan"], ["coach", A, "--drill", "a/b"]],
)
def test_what_loads_no_model_loads_no_library_that_takes_seconds(arguments: list[str]) -> None:
    code = f"import sys; from techcoach.cli.main import main; main({arguments!r}); print(*sys.modules, file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"torch", "scipy", "matplotlib", "transformers", "mediapipe", "cv2", "huggingface_hub"}
    assert heavy.isdisjoint(loaded.stderr.split())


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0 and capsys.readouterr().out == f"techcoach {techcoach.__version__}\n"


def test_a_checkpoint_that_cannot_be_used_is_refused_before_any_work(
    tiny_checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "checkpoint"
    shutil.copytree(tiny_checkpoint, folder)
    (folder / "model.safetensors").write_text("version https://git-lfs.github.com/spec/v1\n")
    for arguments in (["drills"], [*COACH], ["evaluate"], ["evaluate", "--mocap", "nowhere"]):
        assert main([*arguments, "--checkpoint", str(folder)]) == Exit.REFUSED
        err = capsys.readouterr().err
        assert len(err.splitlines()) == 1 and "git lfs pull" in err
    assert main(["evaluate", "--beside", f"other={folder}"]) == Exit.REFUSED


def test_evaluate_measures_the_embedded_checkpoint_wherever_it_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    measured = []

    def measure(checkpoint: Path, *_: object) -> dict[str, str]:
        measured.append(checkpoint)
        return {"checkpoint": "measured"}

    monkeypatch.setattr("techcoach.evaluation.pose_report.evaluate_checkpoint", measure)
    assert main(["evaluate", "--json"]) == Exit.DONE and measured == [EMBEDDED]


def test_a_shipped_checkpoint_is_trained_in_a_checkout_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("techcoach.cli.train.EMBEDDED", tmp_path / "checkpoints" / "embedded")
    assert main(["train"]) == Exit.WRONG_USAGE and "--out DIR" in capsys.readouterr().err


def test_a_side_that_is_not_clear_is_no_finding() -> None:
    def side(present: float) -> PointFeedback:
        return PointFeedback(present, present >= 0.5, f"sentence {present}", (), 1.0, np.ones((1, 1, 1)))

    drill = DRILLS[SHOT].drill
    points = [
        TechPointFeedback(point, side(one), side(other))
        for point, one, other in zip(drill.techpoints, (0.9, 0.5, 0.3), (0.49, 0.5, 0.2), strict=False)
    ]
    report = CoachingReport(
        ClipSummary("a.mp4", 3, 30, 640, 360, (0, 3)), drill, CheckpointSummary("a", "b", "pose", "c"), 5.0, (4.0, 6.0),
        (1.0, 10.0), "Words.", tuple(points), (), {},
    )  # fmt: skip
    findings = [line.split("  ")[-1] for line in report_as_text(report).splitlines() if line.startswith("  ")]
    assert findings == ["sentence 0.9", "sentence 0.5", "sentence 0.5", "nothing clear"]


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    progress_line("Reading", 0.5)
    assert capsys.readouterr().err == ""


def test_calibrate_writes_the_calibration_of_a_checkpoint_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_checkpoint(tmp_path / "checkpoint", (SHOT,))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    noise = TrackerNoise.load()
    records = [simulated(simulator_of(SHOT), seed, noise, 64) for seed in range(16)]
    asked: dict[str, object] = {}

    def made(work: Path, split: str, count: int, frames: int, **options: object) -> list[Record]:
        asked.update(options, split=split, count=count, frames=frames)
        return records

    monkeypatch.setattr("techcoach.recipes.pose_road.make_records", made)
    assert main(["calibrate", "--checkpoint", str(folder), "--work", str(tmp_path), "--clips", "16"]) == Exit.DONE
    assert asked["split"] == "validation" and asked["count"] == 16 and asked["rendered"] is True
    changed = {path.name for path in folder.iterdir() if path.read_bytes() != before[path.name]}
    assert changed == {"calibration.json"}
    calibration = Calibration.load(folder)
    assert calibration.state_scale != 1 and calibration.drill_gate is None
    assert "no clip is ever not the drill: 16 held out" in capsys.readouterr().err
