"""A work folder belongs to one run: the same one goes on, another one is refused with what differs, or begins anew."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from accelerate import PartialState

from techcoach.cli.main import main
from techcoach.data.ee4d.standin import ENCODER_FILE
from techcoach.encoding.text import TextEncoder
from techcoach.training.pose import open_pose_run
from techcoach.training.recipe import POSE_PRESETS, PoseRecipe, with_settings
from techcoach.training.run import FILES, IDENTITY, OtherRun, Run, open_run


def opened(folder: Path, command: str = "first", *, fresh: bool = False, **settings: object) -> Run:
    return open_run(folder, {"seed": 1, **settings}, {"examples": "3 (digest a)"}, command, PartialState(), fresh=fresh)


# -- one folder, one run ----------------------------------------------------------------------------------------------


def test_the_same_run_goes_on_and_keeps_the_command_that_began_it(tmp_path: Path) -> None:
    first = opened(tmp_path / "work", views=("ego", "exo"))
    assert first.settings == {"seed": 1, "views": ["ego", "exo"]} and first.data == {"examples": "3 (digest a)"}
    assert opened(tmp_path / "work", "second", views=("ego", "exo")) == first
    assert opened(tmp_path / "other", "second", views=("ego", "exo")).command == "second"


def test_another_run_is_refused_with_both_values_of_all_that_differs(tmp_path: Path) -> None:
    opened(tmp_path, views=["ego", "exo"], decay=0.1, same="x")
    with pytest.raises(OtherRun) as refused:
        open_run(
            tmp_path, {"seed": 2, "views": ["exo"], "same": "x", "epochs": 3}, {"examples": "4 (digest b)"}, "second",
            PartialState(),
        )  # fmt: skip
    lines = str(refused.value).splitlines()
    assert lines[1:-1] == [
        "  seed: 1 there, 2 asked for",
        '  views: ["ego", "exo"] there, ["exo"] asked for',
        "  epochs: not set there, 3 asked for",
        "  examples: 3 (digest a) there, 4 (digest b) asked for",
        "  decay: 0.1 there, not set asked for",
    ]
    assert "another --work" in lines[-1] and "--fresh" in lines[-1]
    assert json.loads((tmp_path / IDENTITY).read_text())["settings"]["seed"] == 1, "nothing was written"


def test_beginning_anew_removes_what_a_run_left_and_nothing_else(tmp_path: Path) -> None:
    opened(tmp_path)
    kept = tmp_path / "train" / "soccer--juggling" / "records-0000000.npz"
    for path in (kept, tmp_path / "habits.pt", tmp_path / "saves" / "checkpoint-4" / "model.safetensors",
                 *(tmp_path / name for name in FILES if name != "saves")):  # fmt: skip
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"content")
    anew = opened(tmp_path, "second", fresh=True, decay=0.5)
    assert anew.command == "second" and anew.settings == {"seed": 1, "decay": 0.5}
    assert {path.name for path in tmp_path.iterdir()} == {IDENTITY, "train", "habits.pt"} and kept.exists()


@pytest.mark.parametrize("left", ["saves", "tokenizer"])
def test_files_of_a_run_that_nothing_is_known_of_are_not_taken(left: str, tmp_path: Path) -> None:
    (tmp_path / left).mkdir()
    with pytest.raises(OtherRun, match=f"holds {left} of a run without {IDENTITY}"):
        opened(tmp_path)
    opened(tmp_path, fresh=True)
    assert not (tmp_path / left).exists()


@pytest.mark.parametrize("content", ["", "{}", '{"schema": "techcoach.run/0"}', "[]"])
def test_an_identity_that_cannot_be_read_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / IDENTITY).write_text(content)
    with pytest.raises(OtherRun, match="does not tell which run"):
        opened(tmp_path)


# -- the pose road ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def encoder() -> TextEncoder:
    return TextEncoder()


@pytest.mark.parametrize(
    ("assignment", "line"),
    [
        ("seed=2", "seed: 1 there, 2 asked for"),
        ("learning_rate=0.5", "learning_rate: 0.001 there, 0.5 asked for"),
        ("alignment_weight=0", "config.alignment_weight: not set there, 0 asked for"),
        ("records=97", "records: 96 there, 97 asked for"),
    ],
)
def test_a_run_of_the_pose_road_is_its_recipe(assignment: str, line: str, encoder: TextEncoder, tmp_path: Path) -> None:
    def begin(recipe: PoseRecipe) -> Run:
        return open_pose_run(tmp_path, recipe, encoder, "", "cpu")

    begin(POSE_PRESETS["tiny"])
    with pytest.raises(OtherRun, match=line):
        begin(with_settings(POSE_PRESETS["tiny"], [assignment]))
    begin(with_settings(POSE_PRESETS["tiny"], ["processes=7"]))  # they decide nothing


def test_a_drill_that_was_changed_is_another_run(
    encoder: TextEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from techcoach.drills.catalogue import DRILLS

    name, spec = next(iter(DRILLS.items()))
    first, *rest = spec.parameters
    open_pose_run(tmp_path, POSE_PRESETS["tiny"], encoder, "", "cpu")
    monkeypatch.setitem(DRILLS, name, replace(spec, parameters=(replace(first, weight=first.weight + 1), *rest)))
    with pytest.raises(OtherRun, match=f"digest of the drill {name}"):
        open_pose_run(tmp_path, POSE_PRESETS["tiny"], encoder, "", "cpu")


# -- the command ------------------------------------------------------------------------------------------------------


def test_the_command_refuses_another_run_and_goes_on_with_the_same(
    ee4d_standin: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, features = tmp_path / "data", tmp_path / "features"
    shutil.copytree(ee4d_standin, data)
    encoding = ["features", str(data), "--encoder", str(data / ENCODER_FILE), "--out", str(features)]
    assert main([*encoding, "--device", "cpu"]) == 0
    out, work = tmp_path / "checkpoint", tmp_path / "work"
    train = ["train", "--preset", "paper-tiny", "--data", str(data), "--features", str(features), "--out", str(out),
             "--work", str(work), "--device", "cpu", "--epochs", "8"]  # fmt: skip
    monkeypatch.setattr("sys.argv", ["techcoach", "train", "the", "first"])
    assert main(train) == 0
    weights, tokenizer = (out / "model.safetensors").read_bytes(), (work / "tokenizer" / "tokenizer.json").read_bytes()
    capsys.readouterr()

    for change, line in (
        (["--seed", "2"], "seed: 1 there, 2 asked for"),
        (["--learning-rate", "0.5"], "learning_rate: 0.002 there, 0.5 asked for"),
        (["--view-dropout", "0.5"], "view_dropout: 0.2 there, 0.5 asked for"),
        (["--views", "exo"], 'views: ["ego", "exo"] there, ["exo"] asked for'),
        (["--set", "score_weight=0.5"], "config.score_weight: not set there, 0.5 asked for"),
    ):
        assert main([*train, *change]) == 2
        errors = capsys.readouterr().err
        assert line in errors and errors.count("asked for") == 1 and "--fresh" in errors

    shutil.rmtree(out)
    monkeypatch.setattr("sys.argv", ["techcoach", "train", "the", "second"])
    assert main(train) == 0
    assert "the run is finished" in capsys.readouterr().err
    assert (out / "model.safetensors").read_bytes() == weights, "written again from its saves"
    assert "techcoach train the first" in (out / "README.md").read_text()

    annotation = data / "annotations" / "ee4d_desc_coach_train.json"
    records = json.loads(annotation.read_text())
    for record in records.values():
        summary = record["response"]
        summary["summarization"] = f"Unheard of: {summary['summarization']}"
    annotation.write_text(json.dumps(records))
    assert main(train) == 2
    errors = capsys.readouterr().err
    assert "training examples: " in errors and errors.count("asked for") == 1

    assert main([*train, "--fresh", "--seed", "2"]) == 0
    assert "going on" not in capsys.readouterr().err
    assert (out / "model.safetensors").read_bytes() != weights
    assert (work / "tokenizer" / "tokenizer.json").read_bytes() != tokenizer, "trained anew on the changed text"
    card = (out / "README.md").read_text()
    assert "techcoach train the second" in card and "seed 2" in card
