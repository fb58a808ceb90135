"""The video road, whole, on a stand-in data set: check, features, training, evaluation, the Hub, the app; and what
must hold on the way: killed runs go on as if they had not been, weights are averaged, views may be missing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from gradio_client import Client, handle_file
from hub_server import TOKEN, HubServer
from safetensors.torch import load_file

from techcoach.cli.main import main
from techcoach.coaching.coach import VIDEO_ENCODER, Coach
from techcoach.coaching.interpretation import ClipOutput, Interpretation, Side
from techcoach.coaching.loading import load_checkpoint
from techcoach.data.ee4d.coaching_set import CoachingSet, FeatureCollator, bank_entries_of, drop_view, texts_of
from techcoach.data.ee4d.dataset import load_examples
from techcoach.data.ee4d.feature_store import FeatureStore
from techcoach.data.ee4d.joining import CoachedPoint, CoachingExample
from techcoach.data.ee4d.standin import ENCODER_FILE
from techcoach.data.ee4d.tasks import drill_id, drills_of
from techcoach.data.training_examples import TextEmbeddings
from techcoach.encoding.text import TextEncoder
from techcoach.evaluation.calibration import fit_calibration
from techcoach.evaluation.video_metrics import VideoPrediction, predict_videos, video_figures, video_table
from techcoach.model import TechCoachConfig, TechCoachModel, TechCoachProcessor
from techcoach.model.losses import Targets
from techcoach.pose.tracker import Detections
from techcoach.training.averaging import WeightAverage
from techcoach.training.recipe import VIDEO_PRESETS, VideoRecipe
from techcoach.training.video import open_video_run, split_by_take, train_on_features
from techcoach.types import Drill, Refusal, TechPoint
from tests.app_process import serving

ROOT = Path(__file__).resolve().parents[1]
NAME = "coaches/on-video"
EPOCHS = 24


@pytest.fixture(scope="module")
def encoder_file(ee4d_standin: Path) -> Path:
    return ee4d_standin / ENCODER_FILE


@pytest.fixture(scope="module")
def features(ee4d_standin: Path, encoder_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("road") / "features"
    assert main(["data", "check", str(ee4d_standin), "--strict"]) == 0
    arguments = ["features", str(ee4d_standin), "--encoder", str(encoder_file), "--out", str(folder)]
    assert main([*arguments, "--device", "cpu"]) == 0
    return folder


def training(standin: Path, features: Path, folder: Path, work: Path) -> list[str]:
    return ["train", "--preset", "paper-tiny", "--data", str(standin), "--features", str(features), "--out",
            str(folder), "--work", str(work), "--epochs", str(EPOCHS), "--device", "cpu"]  # fmt: skip


def command(arguments: list[str], **environment: str) -> tuple[list[str], Mapping[str, str]]:
    """`python -m techcoach …` and its environment."""
    return [sys.executable, "-m", "techcoach", *arguments], {**os.environ, **environment}


@pytest.fixture(scope="module")
def hub() -> Any:
    with HubServer() as server:
        yield server


def online(hub: HubServer, home: Path) -> dict[str, str]:
    return {"HF_ENDPOINT": hub.endpoint, "HF_HOME": str(home), "HF_HUB_OFFLINE": "0", "HF_HUB_DISABLE_XET": "1",
            "NO_PROXY": "127.0.0.1"}  # fmt: skip


@pytest.fixture(scope="module")
def trained(
    ee4d_standin: Path, features: Path, hub: HubServer, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """Checkpoint and work folder of one unbroken run, which published the checkpoint at its end."""
    folder, work = tmp_path_factory.mktemp("trained") / "checkpoint", tmp_path_factory.mktemp("work")
    arguments = [*training(ee4d_standin, features, folder, work), "--push", NAME]
    told, environment = command(arguments, **online(hub, tmp_path_factory.mktemp("hub")), HF_TOKEN=TOKEN)
    done = subprocess.run(told, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "2 examples to learn from" in done.stderr and "1 held out" in done.stderr
    assert hub.endpoint in done.stdout
    return folder, work


# -- the whole road --------------------------------------------------------------------------------------------------


def test_from_the_data_set_to_the_app_that_coaches_with_what_was_trained(
    ee4d_standin: Path, features: Path, encoder_file: Path, trained: tuple[Path, Path], hub: HubServer, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    folder, work = trained
    assert list((work / "tensorboard").glob("events.*")) and (folder / "curves.png").stat().st_size > 0
    losses = [row["loss"] for row in json.loads((work / "log.json").read_text()) if "loss" in row]
    assert losses[-1] < 0.8 * losses[0]

    said = tmp_path / "said.jsonl"
    measuring = ["evaluate", "--checkpoint", str(folder), "--data", str(ee4d_standin), "--features", str(features)]
    assert main([*measuring, "--write", str(said), "--card", "--json", "--device", "cpu"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["examples"] == 1 and 0 <= figures["presence_auroc"] <= 1
    rows = [json.loads(line) for line in said.read_text().splitlines()]
    assert [row["id"].split("/")[0] for row in rows] == ["val"] and rows[0]["truth"]
    card = (folder / "README.md").read_text()
    assert "techcoach train --preset paper-tiny" in card and "not measured yet" not in card
    assert main(["drills", "--checkpoint", str(folder)]) == 0
    told = [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()]
    assert told == [
        drill.id for drill in drills_of([one for one in load_examples(ee4d_standin) if one.split == "train"])
    ]

    clips = ee4d_standin / "takes" / next(iter(sorted(os.listdir(ee4d_standin / "takes")))) / "frame_aligned_videos"
    own = {**online(hub, tmp_path / "home"), VIDEO_ENCODER: str(encoder_file)}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in own.items():
            patch.setenv(name, value)
        with serving(tmp_path / "uploads", NAME) as address:
            coach = Client(address, verbose=False)
            drill = load_examples(ee4d_standin)[0]
            report = coach.predict(
                handle_file(clips / "cam01.mp4"), drill_id(drill.task), None, None, api_name="/coach"
            )
    assert report["schema"] == "techcoach.report/2", report
    assert report["checkpoint"]["id"] == NAME and report["checkpoint"]["backbone"] == ENCODER_FILE.split(".")[0]
    assert len(report["techpoints"]) == 7 and set(report["timing_s"]) == {"decode", "features", "model", "total"}
    assert any("first-person" in warning for warning in report["warnings"])


class Nobody:
    """A pose tracker that never finds anyone."""

    def detect(self, frames: np.ndarray) -> list[Detections]:
        return [Detections.none()] * len(frames)


def test_both_views_are_seen_and_another_encoder_is_refused(
    ee4d_standin: Path, encoder_file: Path, trained: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    example = load_examples(ee4d_standin)[0]
    assert example.ego is not None
    monkeypatch.setenv(VIDEO_ENCODER, str(encoder_file))
    coach = Coach.from_pretrained(trained[0], device="cpu")
    start, end = example.window_s
    asked: dict[str, Any] = {"drill": drill_id(example.task), "start": start, "end": end}
    both = coach.coach(example.exos[0], ego=example.ego, **asked)
    alone = coach.coach(example.exos[0], **asked)
    assert both.techpoints[0].strength.attention.shape == (16, 8, 8)
    assert not np.array_equal(both.techpoints[0].strength.attention, alone.techpoints[0].strength.attention)
    assert (
        both.evidence is not None
        and both.evidence.ego_frames is not None
        and both.evidence.ego_read
        and both.evidence.points is not None
    )
    height, width = both.evidence.frames.shape[1:3]
    assert (both.evidence.cell_boxes == [0, 0, width, height]).all(), "cells tile the whole frame"
    worn = coach.coach(example.ego, first_person=True, **asked)
    assert worn.evidence is not None and worn.evidence.points is None, "nobody is looked for in a first-person clip"
    assert any("no third-person clip" in warning for warning in worn.warnings)
    with monkeypatch.context() as patch:
        patch.setattr(coach.observer, "tracker", Nobody())
        with pytest.raises(Refusal) as refused:
            coach.coach(example.exos[0], **asked)
        assert refused.value.reason == "no_athlete"
        coach.coach(example.ego, first_person=True, **asked)
    again = coach.coach(example.exos[0], ego=example.ego, **asked)
    assert again.to_dict() | {"timing_s": 0} == both.to_dict() | {"timing_s": 0}

    from safetensors.torch import save_file

    weights = load_file(encoder_file)
    save_file({name: weight + 0.01 for name, weight in weights.items()}, tmp_path / ENCODER_FILE)
    for source in (str(tmp_path / ENCODER_FILE), ""):
        monkeypatch.setenv(VIDEO_ENCODER, source)
        with pytest.raises(Refusal) as caught:
            Coach.from_pretrained(trained[0], device="cpu")
        assert caught.value.reason == "unknown_checkpoint" and VIDEO_ENCODER in caught.value.advice


# -- training --------------------------------------------------------------------------------------------------------


def test_a_video_that_cannot_be_read_is_left_out_and_counted(
    ee4d_standin: Path, encoder_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, features = tmp_path / "data", tmp_path / "features"
    shutil.copytree(ee4d_standin, data)
    bad = split_by_take([one for one in load_examples(data) if one.split == "train"], 0.25).training[0]
    bad.exos[0].write_bytes(b"no video")
    making = ["features", str(data), "--encoder", str(encoder_file), "--out", str(features), "--device", "cpu"]
    assert main([*making, "--views", "exo"]) == 1 and "--skip-bad" in capsys.readouterr().err
    assert main([*making, "--views", "exo", "--skip-bad"]) == 0 and "1 have none" in capsys.readouterr().err
    assert main(training(data, features, tmp_path / "checkpoint", tmp_path / "work")) == 0
    assert "1 examples to learn from (1 without features left out)" in capsys.readouterr().err


def test_a_killed_run_ends_where_an_unbroken_one_does(
    ee4d_standin: Path, features: Path, trained: tuple[Path, Path], tmp_path: Path
) -> None:
    folder, work = tmp_path / "checkpoint", tmp_path / "work"
    told, environment = command(training(ee4d_standin, features, folder, work))
    run = subprocess.Popen(told, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    first = work / "saves" / "checkpoint-4" / "trainer_state.json"
    while not first.exists() and run.poll() is None:
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL and not any(folder.glob("*")), "killed before it was done"
    subprocess.run(told, env=environment, cwd=ROOT, check=True, capture_output=True)
    assert load_file(folder / "model.safetensors").keys() == load_file(trained[0] / "model.safetensors").keys()
    for name, weights in load_file(trained[0] / "model.safetensors").items():
        assert torch.equal(weights, load_file(folder / "model.safetensors")[name]), name
    logged = [
        [row for row in json.loads((own / "log.json").read_text()) if "grad_norm" in row] for own in (work, trained[1])
    ]
    assert logged[0] == logged[1], "the same loss curve"


def test_processes_that_were_launched_together_train_one_model(
    ee4d_standin: Path, features: Path, tmp_path: Path
) -> None:
    launch = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2", "-m", "techcoach"]
    arguments = training(ee4d_standin, features, tmp_path / "checkpoint", tmp_path / "work")
    done = subprocess.run([*launch, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    # 2 examples x 24 epochs in batches of 4 in each of 2 processes.
    assert "6 steps" in done.stderr and done.stderr.count("examples to learn from") == 1
    TechCoachModel.load(tmp_path / "checkpoint")


@pytest.fixture(scope="module")
def examples(ee4d_standin: Path) -> list[CoachingExample]:
    return [example for example in load_examples(ee4d_standin) if example.split == "train"]


def trained_on(
    examples: list[CoachingExample], store: FeatureStore, views: tuple[str, ...], recipe: VideoRecipe, folder: Path,
    work: Path,
) -> TechCoachModel:  # fmt: skip
    encoder = TextEncoder()
    run = open_video_run(work, recipe, examples, store, views, encoder, "techcoach train", "cpu")
    model, _, _ = train_on_features(
        examples, store, views, recipe, folder, run, encoder, log_line=lambda line: None
    )  # fmt: skip
    return model


@pytest.mark.parametrize("average", [None, 0.5])
def test_where_nothing_is_held_out_the_last_weights_are_kept(
    average: float | None, examples: list[CoachingExample], features: Path, tmp_path: Path
) -> None:
    recipe = replace(VIDEO_PRESETS["paper-tiny"], held_out=0.0, average=average, epochs=4)
    model = trained_on(examples, FeatureStore(features), ("exo",), recipe, tmp_path / "c", tmp_path / "w")
    last = tmp_path / "w" / "saves" / "checkpoint-3"
    kept = load_file(last / ("model.safetensors" if average is None else "average.safetensors"))
    assert all(torch.equal(weights, kept[name]) for name, weights in model.named_parameters())


def test_averaged_weights_are_what_is_kept(examples: list[CoachingExample], features: Path, tmp_path: Path) -> None:
    recipe = replace(VIDEO_PRESETS["paper-tiny"], average=0.5, epochs=8)
    model = trained_on(examples, FeatureStore(features), ("exo",), recipe, tmp_path / "c", tmp_path / "w")
    last = tmp_path / "w" / "saves" / "checkpoint-4"
    kept, own = load_file(last / "average.safetensors"), load_file(last / "model.safetensors")
    assert model.config.views == ["exo"] and model.config.num_views == 1
    moved = 0
    for name, weights in model.named_parameters():
        assert torch.equal(weights, kept[name]), name
        moved += not torch.equal(kept[name], own[name])
    assert moved > 10


@pytest.mark.parametrize("view", ["ego", "exo"])
def test_a_checkpoint_of_one_view_takes_a_clip_as_that_view(
    view: str,
    examples: list[CoachingExample],
    features: Path,
    encoder_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    recipe = replace(VIDEO_PRESETS["paper-tiny"], epochs=4)
    store, told = FeatureStore(features), tmp_path / "checkpoint"
    trained_on(examples, store, (view,), recipe, told, tmp_path / "work")
    monkeypatch.setenv(VIDEO_ENCODER, str(encoder_file))
    coach, example = Coach.from_pretrained(told, device="cpu"), examples[0]
    path = example.ego if view == "ego" else example.exos[0]
    assert path is not None
    start, end = example.window_s
    asked: dict[str, Any] = {"drill": drill_id(example.task), "start": start, "end": end}
    report = coach.coach(path, **asked)
    assert report.evidence is not None and (report.evidence.points is None) == (view == "ego")
    assert not any("clip" in warning for warning in report.warnings), "no view is missing"
    if view == "exo":
        with pytest.raises(Refusal, match="third-person clips only"):
            coach.coach(path, first_person=True, **asked)
    else:
        twice = coach.coach(path, first_person=True, ego=path, **asked)
        assert any("is not read" in warning for warning in twice.warnings)
        assert twice.score == report.score


def test_an_average_follows_and_is_put_in_place_and_taken_back() -> None:
    model = torch.nn.Linear(1, 1, bias=False)
    average = WeightAverage(0.75)
    state = type("State", (), {"global_step": 0})()
    arguments = type("Arguments", (), {"output_dir": "nowhere"})()
    torch.nn.init.constant_(model.weight, 0.0)
    average.on_train_begin(arguments, state, None, model=model)
    for value in (4.0, 8.0):
        torch.nn.init.constant_(model.weight, value)
        average.on_step_end(arguments, state, None, model=model)
    with average.in_place(model):
        assert float(model.weight) == pytest.approx(0.75 * 1.0 + 0.25 * 8.0)
    assert float(model.weight) == 8.0
    with pytest.raises(ValueError, match="between 0 and 1"):
        WeightAverage(1.0)


def test_takes_are_held_out_whole_and_the_same_ones_each_time(examples: list[CoachingExample]) -> None:
    many = [
        replace(example, id=f"{number}-{part}", take=replace(example.take, uid=f"take-{number}"))
        for number in range(20)
        for part, example in enumerate(examples[:2])
    ]
    parts = split_by_take(many, 0.25)
    away = {example.take.uid for example in parts.held_out}
    assert len(away) == 5 and not away & {example.take.uid for example in parts.training}
    assert {example.take.uid for example in split_by_take(many[::-1], 0.25).held_out} == away
    assert len(parts.training) + len(parts.held_out) == len(many)
    with pytest.raises(ValueError, match="too few to hold out"):
        split_by_take(many[:2], 0.25)


def test_recipes_that_cannot_be_are_refused() -> None:
    assert VideoRecipe().total_steps(3769 * 9 // 10, 8) == 795
    for changes, told in (({"epochs": 0}, "epochs"), ({"view_dropout": 1.0}, "view_dropout"),
                          ({"average": 1.5}, "average"), ({"precision": "fp8"}, "precision"),
                          ({"learning_rate": 0}, "learning_rate"), ({"weight_decay": -1}, "weight_decay")):  # fmt: skip
        with pytest.raises(ValueError, match=told):
            VideoRecipe(**changes)


# -- lessons ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lessons(examples: list[CoachingExample], features: Path, trained: tuple[Path, Path]) -> CoachingSet:
    processor = TechCoachProcessor.from_pretrained(trained[0])
    texts = texts_of(examples)
    rng = np.random.default_rng(0)
    embeddings = TextEmbeddings(texts, rng.normal(size=(len(texts), 384)))
    return CoachingSet(examples, FeatureStore(features), processor, embeddings, ("ego", "exo"), view_dropout=0.5)


def test_a_lesson_holds_what_the_experts_said_and_nothing_else(
    lessons: CoachingSet, examples: list[CoachingExample]
) -> None:
    lesson, example = lessons[0], examples[0]
    assert lesson.features.shape == (2, 16, 8, 8, 32) and lesson.view_present.tolist() == [True, True]
    assert lesson.score == pytest.approx(((example.score or 0) - 1) / 9)
    assert lesson.window_s == pytest.approx(example.window_s[1] - example.window_s[0])
    for point, present, embedded in zip(example.points, lesson.present, lesson.commentary, strict=True):
        assert present.tolist() == [point.strength is not None, point.weakness is not None]
        for text, vector in zip((point.strength, point.weakness), embedded, strict=True):
            assert np.array_equal(vector, np.zeros(384) if text is None else lessons.embeddings[text])
    assert lesson.ids == lessons[0].ids
    drawn = [lessons.draw(0, np.random.default_rng(seed)) for seed in range(40)]
    assert len({tuple(one.ids) for one in drawn}) > 20
    shown = [tuple(one.view_present.tolist()) for one in drawn]
    assert set(shown) == {(True, True), (True, False), (False, True)} and 10 < shown.count((True, True)) < 30
    swapped = CoachingSet(examples, lessons.store, lessons.processor, lessons.embeddings, ("exo", "ego"))[0]
    assert torch.equal(swapped.features, lesson.features.flip(0))
    with pytest.raises(ValueError, match="not of"):
        CoachingSet(examples, lessons.store, lessons.processor, lessons.embeddings, ("drone",))


def test_the_last_view_is_never_dropped() -> None:
    rng = np.random.default_rng(0)
    for present in ([True, False], [False, True]):
        assert all(drop_view(torch.tensor(present), 0.99, rng).tolist() == present for _ in range(20))


def test_batches_move_as_one(lessons: CoachingSet) -> None:
    batch = FeatureCollator(lessons.processor.config)([lessons[0], lessons[1]])
    targets: Any = batch["targets"]
    moved = targets.to("meta")
    assert isinstance(moved, Targets) and moved.score.device.type == "meta" and moved.states is None
    assert targets.score.device.type == "cpu"


def test_presence_that_is_detached_moves_the_head_alone(lessons: CoachingSet) -> None:
    config = TechCoachConfig.from_dict({**lessons.processor.config.to_dict(), "dropout": 0.0})
    batch: Any = FeatureCollator(config)([lessons[0], lessons[1]])
    for detached in (True, False):
        torch.manual_seed(0)
        model = TechCoachModel(TechCoachConfig.from_dict({**config.to_dict(), "presence_detached": detached}))
        model(**batch).loss_parts["presence"].backward()
        moved = {name.split(".")[0] for name, weights in model.named_parameters() if weights.grad is not None}
        assert (moved == {"presence"}) == detached


def test_drills_and_bank_are_what_the_annotations_say(examples: list[CoachingExample]) -> None:
    drills = {drill.id: drill for drill in drills_of(examples)}
    assert set(drills) == {drill_id(example.task) for example in examples}
    odd = replace(examples[0], points=(CoachedPoint(TechPoint("hips & core", "A rare wording."), None, "Too low."),))
    drill = {drill.id: drill for drill in drills_of([*examples, examples[0], odd])}[drill_id(examples[0].task)]
    assert len(drill.techpoints) == 7 and all(point.instruction != "A rare wording." for point in drill.techpoints)
    assert drill_id("Rock Climbing") == "ego-exo4d/rock-climbing"
    entries = bank_entries_of([odd, odd])
    assert [(entry.text, entry.quality, entry.dimension) for entry in entries] == [
        ("Too low.", "weakness", "hips & core")
    ]


# -- figures ---------------------------------------------------------------------------------------------------------


def test_figures_of_planted_predictions() -> None:
    predictions = []
    for index in range(20):
        true = [2.0, 4.0, 6.0, 8.0, float("nan")][index % 5]
        logits = np.array([[2.0, -2.0]]) + (index - 9.5) / 20
        interpretation = Interpretation(
            Drill("a", "A", ()),
            5.0 if np.isnan(true) else true + 0.5,
            None,
            {},
            ((Side(0.9, (), True), Side(0.1, (), False)),),
        )
        predictions.append(
            VideoPrediction(
                output=ClipOutput((true + 0.5 - 1) / 9, logits, np.zeros((1, 2, 4))), interpretation=interpretation,
                true_score=true, present=np.array([[True, False]]), nearer=np.array([index % 4 != 0]),
                masked_loss=6.0 * np.log(2), masked_tokens=6,
            )
        )  # fmt: skip
    fitted = fit_calibration(predictions, (1.0, 10.0))
    assert fitted.not_fitted == () and fitted.calibration.score_interval_radius == pytest.approx(0.5)
    assert fitted.calibration.drill_interval_radii == {}, "of 16 rated clips there are too few for a drill alone"
    figures = video_figures(predictions)
    assert figures["score_spearman"] == pytest.approx(100.0) and figures["rated"] == 16
    assert figures["score_rl2"] == pytest.approx(100 * 0.25 / 36) and figures["presence_auroc"] == 1.0
    assert figures["side_nearer"] == 0.75 and figures["masked_perplexity"] == pytest.approx(2.0)
    assert "interval_coverage" not in figures and "| 100.00 |" in video_table(figures)


def test_predictions_are_in_the_examples_order_and_do_not_depend_on_batches(
    lessons: CoachingSet, trained: tuple[Path, Path]
) -> None:
    loaded = load_checkpoint(trained[0])
    whole, single = (predict_videos(loaded.model, loaded.interpreter, lessons, batch_size=size) for size in (3, 1))
    assert [one.drill for one in whole] == [drill_id(example.task) for example in lessons.examples]
    for one, other in zip(whole, single, strict=True):
        assert one.interpretation.score == pytest.approx(other.interpretation.score, abs=1e-4)
        np.testing.assert_allclose(one.output.presence_logits, other.output.presence_logits, atol=1e-4)
        assert one.masked_loss == pytest.approx(other.masked_loss, rel=1e-4)
        assert (one.nearer == other.nearer).all() and one.masked_tokens == other.masked_tokens > 0


# -- wrong usage -------------------------------------------------------------------------------------------------------


def test_wrong_usage_and_bad_data_are_told(
    ee4d_standin: Path, features: Path, trained: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "--preset", "paper"]) == 2 and "needs --data" in capsys.readouterr().err
    assert main(["train", "--preset", "tiny", "--data", "a", "--features", "b"]) == 2
    assert "simulates its data" in capsys.readouterr().err
    for preset in (["--preset", "paper", "--data", "a", "--features", "b"], ["--preset", "tiny"], ["--change", "x"]):
        assert main(["train", *preset]) == 2 and "--out DIR" in capsys.readouterr().err, "nothing else is overwritten"
    assert main(["evaluate", "--checkpoint", str(trained[0])]) == 2 and "needs --data" in capsys.readouterr().err
    nowhere = training(ee4d_standin, tmp_path / "none", tmp_path / "c", tmp_path / "w")
    assert main(nowhere) == 1 and "no manifest.json" in capsys.readouterr().err
    odd = [*training(ee4d_standin, features, tmp_path / "c", tmp_path / "w"), "--view-dropout", "2"]
    assert main(odd) == 2 and "view_dropout" in capsys.readouterr().err
    odd[-2:] = ["--set", "alignment_wieght=0"]
    assert main(odd) == 2 and "did you mean alignment_weight?" in capsys.readouterr().err
