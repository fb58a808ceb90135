"""The stand-in for EE4D-DescCoach, and `techcoach data` on it: what is made, what is told, exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from techcoach.cli.main import main
from techcoach.data.ee4d import standin
from techcoach.data.ee4d.dataset import load_examples
from techcoach.data.ee4d.standin import FPS, SIZE, head_camera, make_standin
from techcoach.drills.catalogue import DRILLS
from techcoach.motion.camera import project
from techcoach.simulation.simulators import sample_targets, simulator_of
from techcoach.skeleton import KEYPOINT_INDEX
from techcoach.video.probe import probe
from techcoach.wording.labels import techpoint_sentences
from tests.ee4d_faults import FAULTS, TRAIN, VAL


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Videos hold one raw frame only, so that a stand-in is made in no time."""
    monkeypatch.setattr(standin, "write_video", lambda path, frames, fps: path.write_bytes(frames[0].tobytes()))


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_it_is_made_of(ee4d_standin: Path) -> None:
    files = files_of(ee4d_standin)
    assert sum(map(len, files.values())) < 4_000_000
    assert [path.name for path in ee4d_standin.parent.iterdir()] == ["standin"]
    first = load_examples(ee4d_standin)[0]
    assert first.ego is not None
    for path in (first.ego, *first.exos):
        info = probe(path)
        assert (info.width, info.height) == SIZE and info.fps == pytest.approx(FPS)
        assert info.duration_s == pytest.approx(first.take.duration_s, abs=0.01)


def test_its_experts_rate_what_was_measured() -> None:
    takes = [standin._make_take(number, 16, seed=5) for number in range(16)]
    ratings = np.array([list(take.ratings.values()) for take in takes])
    off = ratings - np.array([take.label.score for take in takes])[:, None]
    assert ratings.min() >= 1 and ratings.max() <= 10 and 0 < np.abs(off).mean() < 1.2 and np.ptp(ratings) >= 3
    assert (ratings[:, 0] != ratings[:, 1]).any()


def test_its_words_are_the_drills_own(ee4d_standin: Path) -> None:
    for one in load_examples(ee4d_standin):
        known = {text for drill in DRILLS.values() for _, text, _ in techpoint_sentences(drill)}
        assert {side for point in one.points for side in (point.strength, point.weakness)} - {None} <= known


def test_the_same_seed_gives_the_same_files(quick: None, tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        make_standin(tmp_path / name, takes=9, seed=seed)
    made, again, other = (files_of(tmp_path / name) for name in "abc")
    assert made == again and set(made) == set(other)
    differing = [name for name in made if made[name] != other[name]]
    assert "takes.json" in differing and any(name.endswith(".mp4") for name in differing)
    splits = [one.split for one in load_examples(tmp_path / "a")]
    assert splits.count("val") == 2 and splits.count("train") == 7
    # The ninth take is the first drill again, by somebody else.
    uids = [take["take_uid"] for take in json.loads(made["takes.json"])]
    assert len(set(uids)) == 9


def test_it_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(standin, "write_video", fail)
    with pytest.raises(OSError, match="full"):
        make_standin(tmp_path / "new", takes=2)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, quick: None) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(FileExistsError, match="not empty"):
        make_standin(tmp_path, takes=2)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    with pytest.raises(ValueError, match="at least 2 takes"):
        make_standin(tmp_path / "new", takes=1)
    (tmp_path / "empty").mkdir()
    make_standin(tmp_path / "empty", takes=2)
    assert [one.split for one in load_examples(tmp_path / "empty")] == ["train", "val"]


def test_the_head_camera_sees_the_ball_in_the_hands_and_not_the_head() -> None:
    simulator = simulator_of("basketball/mid-range-jump-shot")
    rng = np.random.default_rng(0)
    motion = simulator.simulate(rng, sample_targets(rng, simulator.spec.parameters))
    camera = head_camera(motion, SIZE)
    assert motion.ball is not None
    pixels, depth = project(camera, motion.ball)
    inside = (pixels >= 0).all(axis=1) & (pixels < SIZE).all(axis=1) & (depth > 0.3)
    assert inside.mean() > 0.5
    ears = motion.joints[:, [KEYPOINT_INDEX["left_ear"], KEYPOINT_INDEX["right_ear"]]].mean(axis=1)
    assert np.linalg.norm(camera.position - ears, axis=1).max() < 0.15
    steepness = np.arcsin(camera.axes[:, 2, 2])
    assert np.abs(steepness).max() <= standin.EGO_STEEPEST + 1e-6


# -- the command -----------------------------------------------------------------------------------------------------


def test_check_tells_what_is_there(ee4d_standin: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "check", str(ee4d_standin)]) == 0
    out, err = capsys.readouterr()
    lines = {line[:30].strip(): line[30:].split() for line in out.splitlines()}
    assert out.splitlines()[3].split() == ["train", "val", "all"]
    assert lines["records"] == ["3", "1", "4"] and lines["records in the paper"] == ["3769", "1074", "4843"]
    assert lines["ego videos present"] == ["3", "1", "4"] and lines["exo videos present"] == ["6", "2", "8"]
    assert lines["records with a score"] == ["3", "1", "4"] and lines["TechPoints"] == ["21", "7", "28"]
    tasks = [{one.task for one in load_examples(ee4d_standin) if one.drill and one.split in splits}
             for splits in (("train",), ("val",), ("train", "val"))]  # fmt: skip
    assert lines["tasks with a drill of ours"] == [str(len(names)) for names in tasks] and len(tasks[2]) >= 2
    assert "nothing is wrong" in out and err == ""


def test_check_as_json_is_all_that_stdout_holds(
    ee4d_standin: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shutil.copytree(ee4d_standin, tmp_path / "data")
    planted = FAULTS["nan rating"](root)
    assert main(["data", "check", str(root), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["splits"]["train"]["records left out"] == told["splits"]["train"]["records without a score"] == 1
    assert told["all"]["records"] == 4
    assert [(one["file"], one["field"]) for one in told["problems"]] == [(planted.file, planted.field)]
    assert told["kinds"] == [{"severity": "error", "kind": "not a finite number", "count": 1}]


def test_what_is_odd_fails_on_request_only(
    ee4d_standin: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shutil.copytree(ee4d_standin, tmp_path / "data")
    FAULTS["null path"](root)
    assert main(["data", "check", str(root)]) == 0
    assert main(["data", "check", str(root), "--strict"]) == 1
    assert main(["data", "check", str(root), "--strict", "--views", "exo"]) == 0
    assert "ego videos null                       1        0        1" in capsys.readouterr().out


def test_annotations_may_lie_elsewhere(ee4d_standin: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shutil.copytree(ee4d_standin, tmp_path / "data")
    (root / TRAIN).rename(tmp_path / "mine.json")
    (root / VAL).unlink()
    assert main(["data", "check", str(root)]) == 1
    assert f"error: {TRAIN}: not there" in capsys.readouterr().out
    # Its name tells no split: Ego-Exo4D's own does.
    assert main(["data", "check", str(root), "--annotations", str(tmp_path / "mine.json"), "--strict"]) == 0
    assert "records                               3        0        3" in capsys.readouterr().out
    assert main(["data", "check", str(root), "--annotations", str(tmp_path / "gone.json")]) == 1
    assert f"{tmp_path / 'gone.json'}: the file is not there" in capsys.readouterr().out


def test_a_standin_by_command(quick: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "stand-in", str(tmp_path / "new"), "--takes", "2", "--seed", "1"]) == 0
    out, err = capsys.readouterr()
    assert out == "" and err == f"wrote {tmp_path / 'new'}\n"
    assert main(["data", "check", str(tmp_path / "new")]) == 0
    assert main(["data", "stand-in", str(tmp_path / "new")]) == 2
    assert "not empty" in capsys.readouterr().err
    assert main(["data", "check", str(tmp_path / "nobody")]) == 2
    out, err = capsys.readouterr()
    assert out == "" and "is no folder" in err


@pytest.mark.parametrize(
    "arguments",
    [[], ["check"], ["fly"], ["stand-in"], ["stand-in", "x", "--takes", "1"], ["stand-in", "x", "--seed", "-1"],
     ["check", "x", "--views", "left"]],
)  # fmt: skip
def test_wrong_usage_exits_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", *arguments]) == 2
    err = capsys.readouterr().err
    assert err.startswith("techcoach data") and len(err.splitlines()) == 1
