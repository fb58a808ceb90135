"""Records, training and calibration, whole but tiny: resumed where it broke, and the checkpoint it leaves is usable."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from techcoach.checkpoint.calibration import UNCALIBRATED, Calibration
from techcoach.coaching.coach import Coach
from techcoach.data.label_texts import commentaries
from techcoach.data.pose_examples import PoseExampleSet, any_wording, own_wording, unseen_wording
from techcoach.data.training_examples import TextEmbeddings
from techcoach.drills.catalogue import DRILLS
from techcoach.encoding.text import TextEncoder
from techcoach.evaluation import card as cards
from techcoach.evaluation.card import BEGIN, END
from techcoach.evaluation.pose_report import table, write_measured_figures
from techcoach.model import TechCoachModel, TechCoachProcessor
from techcoach.pose import build_tracker
from techcoach.recipes.pose_road import calibrate_checkpoint, card_fields
from techcoach.simulation.filming import (
    RecordMaker,
    film,
    rendered,
    seed_of,
    simulated,
    true_observation,
    write_records,
)
from techcoach.simulation.records import Record, load_folder, save_shard
from techcoach.simulation.simulators import simulator_of
from techcoach.simulation.splits import SPLITS, make_records
from techcoach.simulation.tracker_errors import as_recorded
from techcoach.simulation.tracker_noise import TrackerNoise
from techcoach.training import pose as training
from techcoach.training.ablations import ABLATIONS, run_ablations, take_over_pretraining
from techcoach.training.pose import hold_out, open_pose_run, train_on_records
from techcoach.training.recipe import POSE_PRESETS, PoseRecipe, with_settings
from techcoach.training.resumable_sampler import ResumableSampler
from techcoach.training.run import OBSERVABILITY, PRETRAINING, Run
from techcoach.training.trainer import LOSS_TERMS, CoachTrainer, format_losses
from techcoach.types import Refusal, silent
from tests.test_coach import SHOT, example
from tests.tiny_checkpoint import TINY, few_entries

FRAMES = 64
EACH = 5
"""Records of each drill."""


@pytest.fixture(scope="module")
def records() -> list[Record]:
    made = [RecordMaker("train", drill, FRAMES, rendered=False)(0, EACH) for drill in DRILLS]
    return [own[number] for number in range(EACH) for own in made]


# -- records ---------------------------------------------------------------------------------------------------------


def test_a_record_follows_its_seed_and_tells_what_was_measured(records: list[Record]) -> None:
    noise = TrackerNoise.load()
    for record in records[:6]:
        drill = DRILLS[record.drill]
        again = simulated(simulator_of(record.drill), record.seed, noise, FRAMES)
        np.testing.assert_array_equal(again.points, record.points)
        assert again.measured == record.measured
        assert set(record.measured) == {parameter.id for parameter in drill.parameters}
        assert record.points.shape == record.true_points.shape == (FRAMES, 23, 2)
        assert (np.diff(record.times) > 0).all()


def test_noise_moves_what_the_camera_sees_by_a_tracker_s_error(records: list[Record]) -> None:
    for record in records:
        height = np.percentile(np.ptp(record.true_points[..., 1], axis=1), 90)
        error = np.linalg.norm(record.points - record.true_points, axis=-1) / height
        assert 0.003 < np.median(error) < 0.08, record.drill
    assert {record.frame_size[0] > record.frame_size[1] for record in records} == {True, False}


def test_moments_of_measurements_lie_within_the_trimmed_clip() -> None:
    for seed in range(30):
        filmed = film(simulator_of(list(DRILLS)[seed % len(DRILLS)]), np.random.default_rng(seed))
        inside = [-0.05 <= m.time_s <= filmed.motion.times[-1] + 0.05 for m in filmed.measured.values()]
        assert np.mean(inside) > 0.95
        assert true_observation(filmed).height > 20


def test_records_under_former_parameter_ids_are_read_under_todays(records: list[Record], tmp_path: Path) -> None:
    record = next(record for record in records if record.drill == SHOT)
    former = {"knee_angle": "knee_flexion", "hip_angle": "hip_flexion"}
    measured = {former.get(name, name): measurement for name, measurement in record.measured.items()}
    save_shard(tmp_path / "records-0000000.npz", [dataclasses.replace(record, measured=measured)])
    (again,) = load_folder(tmp_path)
    assert "knee_flexion" in measured and again.measured == record.measured


def test_shards_come_back_exactly_and_missing_ones_are_made(records: list[Record], tmp_path: Path) -> None:
    save_shard(tmp_path / "records-0000000.npz", records[:3])
    for one, other in zip(load_folder(tmp_path), records[:3], strict=True):
        for field in dataclasses.fields(Record):
            stored, made = getattr(one, field.name), getattr(other, field.name)
            if field.name in ("confidence", "true_world"):  # kept in half precision
                np.testing.assert_allclose(stored, made, atol=1e-3)
            else:
                np.testing.assert_array_equal(stored, made)
    make = RecordMaker("train", SHOT, FRAMES, rendered=False)
    parts = [(tmp_path, make, 6)]
    assert [done for done, _ in write_records(parts, 1, shard=3)] == [3, 6]
    before = (tmp_path / "records-0000000.npz").stat().st_mtime_ns
    (tmp_path / "records-0000003.npz").unlink()
    assert list(write_records(parts, 1, shard=3))[-1] == (6, 6)
    assert (tmp_path / "records-0000000.npz").stat().st_mtime_ns == before
    seeds = [record.seed for record in load_folder(tmp_path)]
    assert seeds[3:] == [seed_of("train", SHOT, number) for number in range(3, 6)]


def test_splits_drills_numbers_and_retries_never_share_a_seed() -> None:
    seeds = [
        seed_of(split, drill, number, retry)
        for split in SPLITS
        for drill in DRILLS
        for number in range(200)
        for retry in range(2)
    ]
    assert len(set(seeds)) == len(seeds)
    with pytest.raises(ValueError, match="holiday"):
        make_records(Path("nowhere"), "holiday", 1, FRAMES, rendered=False, processes=1)


def test_drills_take_turns_and_one_more_leaves_the_others_alone(tmp_path: Path) -> None:
    make_records(tmp_path, "train", 2, FRAMES, rendered=False, processes=1, drills=[SHOT])
    files = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.npz")}
    kick = "soccer/penalty-kick"
    both = make_records(tmp_path, "train", 3, FRAMES, rendered=False, processes=1, drills=[SHOT, kick])
    assert [record.drill for record in both] == [SHOT, kick, SHOT]
    assert {path: path.stat().st_mtime_ns for path in files} == files


def test_a_folder_made_for_fewer_records_is_filled_up(tmp_path: Path) -> None:
    few = make_records(tmp_path, "train", 2, FRAMES, rendered=False, processes=1, drills=[SHOT])
    more = make_records(tmp_path, "train", 5, FRAMES, rendered=False, processes=1, drills=[SHOT])
    assert [record.seed for record in more] == [seed_of("train", SHOT, number) for number in range(5)]
    for one, other in zip(few, more, strict=False):
        np.testing.assert_array_equal(one.points, other.points)
    fewer = make_records(tmp_path, "train", 3, FRAMES, rendered=False, processes=1, drills=[SHOT])
    assert [record.seed for record in fewer] == [record.seed for record in more[:3]]


def test_records_of_a_drill_as_it_once_was_are_refused(tmp_path: Path) -> None:
    make_records(tmp_path, "train", 2, FRAMES, rendered=False, processes=1, drills=[SHOT])
    (shard,) = tmp_path.rglob("*.npz")
    record, *_ = load_folder(shard.parent)
    measured = {name: value for name, value in record.measured.items() if name != "knee_angle"}
    save_shard(shard, [dataclasses.replace(record, measured=measured)] * 2)
    with pytest.raises(ValueError, match="other parameters"):
        make_records(tmp_path, "train", 2, FRAMES, rendered=False, processes=1, drills=[SHOT])


def test_a_rendered_record_is_what_the_real_tracker_saw() -> None:
    tracker = build_tracker("mediapipe")
    record = None
    for seed in range(5):
        try:
            record = rendered(simulator_of(SHOT), seed_of("noise", SHOT, seed), tracker, FRAMES)
            break
        except Refusal:
            continue
    assert record is not None
    height = np.percentile(np.ptp(record.true_points[..., 1], axis=1), 90)
    error = np.linalg.norm(record.points - record.true_points, axis=-1)[record.confidence > 0.5] / height
    assert np.median(error) < 0.06


# -- examples --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def embeddings() -> TextEmbeddings:
    """Vectors for every text, without the encoder: training does not look at what they mean."""
    return MadeUp()


class MadeUp(TextEmbeddings):
    def __init__(self) -> None:
        self._known: dict[str, np.ndarray] = {}

    def __getitem__(self, text: str) -> np.ndarray:
        if text not in self._known:
            vector = np.random.default_rng(len(text) * 7919 + sum(map(ord, text))).normal(size=384)
            self._known[text] = (vector / np.linalg.norm(vector)).astype(np.float32)
        return self._known[text]

    @property
    def width(self) -> int:
        return 384


def test_examples_are_fixed_without_augmentation_and_new_with_it(
    records: list[Record], embeddings: TextEmbeddings, tiny_checkpoint: Path
) -> None:
    processor = TechCoachProcessor.from_pretrained(tiny_checkpoint)
    fixed, fresh = (PoseExampleSet(records, processor, embeddings, augment=augment) for augment in (False, True))
    assert fixed[3].ids == fixed[3].ids and fixed[3].label == fixed[3].label
    assert len({tuple(fresh.draw(3, np.random.default_rng(seed)).ids) for seed in range(8)}) > 2
    again = (fresh.draw(3, np.random.default_rng(5)) for _ in range(2))
    assert len({(tuple(one.ids), one.pose.points.tobytes()) for one in again}) == 1
    assert {fresh[3].score for _ in range(4)} == {fixed[3].score}


# -- the order of a run ------------------------------------------------------------------------------------------------


class Numbers:
    """Five examples: which one, and what chance gave it."""

    def __len__(self) -> int:
        return 5

    def draw(self, index: int, rng: np.random.Generator) -> tuple[int, float]:
        return index, float(rng.random())


def test_a_run_draws_every_example_once_an_epoch_and_the_same_whenever_it_is_read() -> None:
    draws = ResumableSampler(Numbers(), 12, seed=3)
    rows = [draws[number] for number in range(12)]
    assert sorted(index for index, _ in rows[:5]) == sorted(index for index, _ in rows[5:10]) == list(range(5))
    assert [index for index, _ in rows[:5]] != [index for index, _ in rows[5:10]]
    assert len({chance for _, chance in rows}) == 12 and [draws[number] for number in (7, 2)] == [rows[7], rows[2]]
    assert [ResumableSampler(Numbers(), 12, seed=4)[number] for number in range(12)] != rows
    with pytest.raises(IndexError):
        draws[12]
    with pytest.raises(ValueError, match="nothing to learn from"):
        ResumableSampler(Numbers(), 0, seed=0)


# -- training --------------------------------------------------------------------------------------------------------


def small(steps: int, **config: Any) -> PoseRecipe:
    return dataclasses.replace(
        POSE_PRESETS["tiny"], drills=tuple(DRILLS), steps=steps, batch_size=4, save_every=2, pretrain_steps=3,
        pretrain_batch_size=4, warmup=1 / steps, config={**TINY, **config},
    )  # fmt: skip


def opened(folder: Path, recipe: PoseRecipe, encoder: TextEncoder | None = None) -> Run:
    return open_pose_run(folder, recipe, encoder or TextEncoder(), "techcoach train", "cpu")


@pytest.fixture(scope="module")
def trained(
    records: list[Record], embeddings: TextEmbeddings, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, list[str]]:
    """Broken off as the sixth step was logged, and started again: checkpoint folder, work folder, lines."""
    folder, work = (tmp_path_factory.mktemp(name) for name in ("checkpoint", "work"))
    lines: list[str] = []

    def log_line(line: str) -> None:
        lines.append(line)
        if line.startswith("step 6/8") and not any("going on from step 4" in one for one in lines):
            raise InterruptedError

    recipe, encoder = small(8, score_interval_radius=None), TextEncoder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "embed_all", lambda encoder, drills: embeddings)
        patch.setattr("techcoach.data.label_texts.all_bank_entries", few_entries)
        arguments = (records, as_recorded, recipe, folder)
        with pytest.raises(InterruptedError):
            train_on_records(*arguments, opened(work, recipe, encoder), encoder, log_line=log_line)
        model, *_ = train_on_records(*arguments, opened(work, recipe, encoder), encoder, log_line=log_line)
        written = TechCoachModel.load(folder).state_dict()
        assert all(torch.equal(weights, written[name]) for name, weights in model.state_dict().items())
    return folder, work, lines


def test_training_goes_on_where_it_was_left(trained: tuple[Path, Path, list[str]]) -> None:
    _, work, lines = trained
    assert sum("going on from step 4" in line for line in lines) == 1
    saves = sorted(int(save.name.split("-")[1]) for save in (work / "saves").glob("checkpoint-*"))
    assert saves == [6, 8]
    state = json.loads((work / "saves" / "checkpoint-8" / "trainer_state.json").read_text())
    assert state["global_step"] == 8
    log = json.loads((work / "log.json").read_text())
    assert {"train_loss", "step"} <= set(log[-1]) and log[-1]["step"] == 8


def test_held_out_records_are_the_last_and_are_evaluated_at_every_save(trained: tuple[Path, Path, list[str]]) -> None:
    assert hold_out(150, 0.02) == (slice(0, 147), slice(147, 150))
    assert hold_out(2, 0.02) == (slice(0, 1), slice(1, 2))
    with pytest.raises(ValueError, match="1 records are too few"):
        hold_out(1, 0.02)
    assert hold_out(3, 0.0) == (slice(0, 3), slice(3, 3))
    log = json.loads((trained[1] / "log.json").read_text())
    told = {row["step"]: row for row in log if "eval_loss" in row}
    assert sorted(told) == [2, 4, 6, 8]
    assert all({f"eval_{term}" for term in LOSS_TERMS} <= set(row) for row in told.values())


@pytest.mark.parametrize(("average", "file"), [(None, "model.safetensors"), (0.5, "average.safetensors")])
def test_the_save_that_did_best_on_what_is_held_out_becomes_the_checkpoint(
    records: list[Record],
    embeddings: TextEmbeddings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    average: float | None,
    file: str,
) -> None:
    learned: list[list[Record]] = []

    def pretrain(model: Any, processor: Any, records: list[Record], *rest: Any) -> None:
        learned.append(records)

    def worse_and_worse(self: CoachTrainer, *_: Any, **__: Any) -> dict[str, float]:
        held_out = self.eval_dataset
        assert isinstance(held_out, PoseExampleSet) and list(held_out.records) == records[-4:] and not held_out.augment
        return {"eval_loss": float(self.state.global_step)}

    monkeypatch.setattr(training, "embed_all", lambda encoder, drills: embeddings)
    monkeypatch.setattr("techcoach.data.label_texts.all_bank_entries", few_entries)
    monkeypatch.setattr(training, "pretrain", pretrain)
    monkeypatch.setattr(CoachTrainer, "evaluate", worse_and_worse)
    recipe = dataclasses.replace(small(4), held_out=0.1, average=average)
    encoder = TextEncoder()
    model, *_ = train_on_records(
        records, as_recorded, recipe, tmp_path / "checkpoint", opened(tmp_path, recipe, encoder), encoder
    )
    assert learned == [records[:-4]]
    first, last = (load_file(tmp_path / "saves" / f"checkpoint-{step}" / file) for step in (2, 4))
    kept = dict(TechCoachModel.load(tmp_path / "checkpoint").named_parameters())
    assert set(kept) <= set(first) and all(torch.equal(own, first[name]) for name, own in kept.items())
    assert any(not torch.equal(own, last[name]) for name, own in kept.items())
    assert all(torch.equal(own, kept[name]) for name, own in model.named_parameters())


def test_what_was_pretrained_stays_as_it_was(trained: tuple[Path, Path, list[str]]) -> None:
    folder, work, _ = trained
    before = torch.load(work / "pretraining.pt", weights_only=True)["both"]
    after = TechCoachModel.load(folder).state_dict()
    changed = {
        name.split(".")[1]
        for name, weights in before.items()
        if not torch.equal(weights, after[name.replace("backbone.", "pose_backbone.", 1)])
    }
    assert changed == {"embed_joint", "joint_types", "occupancy"}


def test_the_checkpoint_that_training_leaves_is_calibrated_and_coaches(
    trained: tuple[Path, Path, list[str]], records: list[Record], embeddings: TextEmbeddings
) -> None:
    folder, _, _ = trained
    assert Calibration.load(folder) == UNCALIBRATED
    calibrate_checkpoint(folder, embeddings, records, as_recorded, records)
    model = TechCoachModel.load(folder)
    calibration = Calibration.load(folder)
    assert model.visibility_head is not None and model.visibility_head.biases.isfinite().any(), (
        "cut clips were learned from"
    )
    radius = calibration.score_interval_radius
    assert radius is not None and 0 < radius < 9
    report = Coach.from_pretrained(folder, device="cpu").coach(example(SHOT), drill=SHOT)
    assert report.score_interval is not None
    assert report.score_interval[1] - report.score_interval[0] <= 2 * radius + 1e-9


def test_a_few_records_are_worded_again_and_again_for_the_vocabulary_and_many_once(
    records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("techcoach.data.label_texts.ENOUGH_TEXTS", 2 * len(records) - 1)
    texts = list(commentaries(records, seed=1))
    assert len(texts) == 2 * len(records) and all(len(text.split()) > 5 for text in texts)
    assert texts[: len(records)] != texts[len(records) :]
    assert texts == list(commentaries(records, seed=1)) != list(commentaries(records, seed=2))
    monkeypatch.setattr("techcoach.data.label_texts.ENOUGH_TEXTS", len(records))
    assert list(commentaries(records, seed=1)) == texts[: len(records)]


def test_recipes_are_validated() -> None:
    with pytest.raises(ValueError, match="steps must be 1 or more"):
        PoseRecipe(steps=0)
    for name, few in (("validation", 8), ("noise_clips", 7), ("records", 7)):
        with pytest.raises(ValueError, match=f"{name} {few} are too few"):
            dataclasses.replace(PoseRecipe(), **{name: few})  # type: ignore[arg-type]  # the match says which
    with pytest.raises(ValueError, match="learning_rate"):
        PoseRecipe(learning_rate=0)
    with pytest.raises(ValueError, match="records 1 are too few: 2 or more"):
        PoseRecipe(drills=(SHOT,), records=1)
    with pytest.raises(ValueError, match="held_out must be from 0 up to 1"):
        PoseRecipe(held_out=1.0)


def test_settings_are_changed_by_name_and_unknown_names_or_values_refused() -> None:
    tiny = POSE_PRESETS["tiny"]
    changed = with_settings(tiny, ["weight_decay=0.5", "noise=none", "average=null", f'drills=["{SHOT}"]', "dropout=0"])
    assert (changed.weight_decay, changed.noise, changed.drills) == (0.5, "none", (SHOT,))
    assert changed.config == {"dropout": 0} and changed.settings()["config.dropout"] == 0
    for assignment, match in (("weight_decay", "NAME=VALUE"), ("wieght_decay=1", "did you mean weight_decay"),
                              ("steps=1.5", "steps must be a whole number"), ("average=x", "average must be a number"),
                              ("architectures=1", "no setting|neither")):  # fmt: skip
        with pytest.raises(ValueError, match=match):
            with_settings(tiny, [assignment])


def test_presets_warm_up_over_as_many_steps_as_ever() -> None:
    steps = {name: (recipe.total_steps(0), recipe.warmup) for name, recipe in POSE_PRESETS.items()}
    assert {name: round(warmup * total) for name, (total, warmup) in steps.items()} == {
        "embedded": 100, "small": 15, "tiny": 2,
    }  # fmt: skip


# -- the card --------------------------------------------------------------------------------------------------------


def test_measured_figures_go_into_the_card_and_nowhere_else(tmp_path: Path) -> None:
    figures = {
        "clips": 30.0, "score_spearman": 0.812, "score_rl2": 3.0, "mean_rl2": 6.0, "interval_coverage": 0.9,
        "presence_auroc": 0.791, "presence_ece": 0.031, "attention_on_part": 0.66, "attention_chance": 0.3,
    }  # fmt: skip
    result = {
        "all": figures,
        "drills": {SHOT: {**figures, "score_spearman": float("nan")}},
        "drills_spearman": 0.844,
        "dimensions": {"feet": 0.7},
        "cut": {
            "whole": {
                "clips": 30.0,
                "away": 0.0,
                "found": float("nan"),
                "missed": 0.01,
                "claims": 4.0,
                "claims_away": 0.0,
            }
        },
        "readers": {"rules": {"score_spearman": 0.41, "measured": 0.9}},
    }
    run = opened(tmp_path, dataclasses.replace(POSE_PRESETS["embedded"], drills=(SHOT,), records=31_415, noise="none"))
    cards.write_card(tmp_path, "pose", card_fields(run))
    card = tmp_path / "README.md"
    before = card.read_text()
    assert "not measured yet" in before and "{" not in before.replace("{:", "")
    assert (
        "31415 simulated executions" in before and "without\ntracker errors" in before and "rendered ones" not in before
    )
    assert "\ntechcoach train\n" in before and "learning_rate 0.001" in before
    write_measured_figures(tmp_path, result)
    write_measured_figures(tmp_path, result)
    after = card.read_text()
    assert "| this checkpoint | 0.81 | – | 3.00 | 0.79 | – | – | – | 0.66 | – |" in after
    assert "Mean of the drills' score ρ by Fisher's z: 0.84\n" in after
    assert "| whole | 30 | 0 | – | 1.0% | 4.0 | 0.0% |" in after
    assert "| rules | 0.41 | – | – | – | – | – | – | – | 0.90 |" in after
    assert "| all drills | 30 | 0.81 | – | 3.00 |" in after and f"| {SHOT} | 30 | – |" in after
    assert after.split(BEGIN)[0] == before.split(BEGIN)[0] and after.split(END)[1] == before.split(END)[1]
    assert table(result) in after and "| trim |" in after
    assert "| trim |" not in table({**result, "cut": {}}), "a checkpoint that reads nothing has no cut clips to tell of"
    card.write_text("nothing")
    with pytest.raises(ValueError, match="no lines"):
        write_measured_figures(tmp_path, result)


def test_a_log_is_told_in_words_and_what_is_no_loss_is_not() -> None:
    assert format_losses({"loss": 1.23456, "score": 0.5, "grad_norm": 2.0}) == "training: loss 1.235, score 0.5"
    assert (
        format_losses({"eval_loss": 2.0, "eval_alignment": 0.25, "eval_runtime": 3.0})
        == "held out: loss 2, alignment 0.25"
    )
    assert format_losses({"train_runtime": 77.0, "train_loss": 8.6}) == ""


# -- ablations -------------------------------------------------------------------------------------------------------


def test_ablations_change_one_thing_at_a_time(tmp_path: Path) -> None:
    trained: list[tuple[str, PoseRecipe]] = []

    def measure(folder: Path, work: Path, recipe: PoseRecipe, progress: Any) -> dict[str, float]:
        trained.append((folder.name, recipe))
        better = {"no-tracker-noise": 0.1 + 0.001 * recipe.seed, "without-alignment": 0.1 * (2 - recipe.seed)}
        gain = better.get(folder.name.rpartition("-")[0], 0.0)
        return {"score_spearman": 0.1 * recipe.seed + gain, "presence_auroc": 0.5}

    recipe = POSE_PRESETS["small"]
    first = run_ablations(tmp_path, recipe, [1, 3], measure, silent)
    assert len(trained) == 2 * len(ABLATIONS) and len({name for name, *_ in trained}) == len(trained)
    for _, own in trained:
        former = recipe.settings()
        changed = {name for name, value in own.settings().items() if value != former.get(name)} - {"seed"}
        assert len(changed) <= 1
    assert "| as it is | 0.200 ± 0.141 | – | 0.500 ± 0.000 |" in first and "--ablations 2`" in first
    assert "| no tracker noise | **0.302 ± 0.143** | – | 0.500 ± 0.000 |" in first, "better with every seed"
    assert "| without alignment | 0.200 ± 0.000 | – | 0.500 ± 0.000 |" in first, "better with one, worse with another"


def test_a_changed_training_takes_over_a_pretraining_that_it_would_only_repeat(tmp_path: Path) -> None:
    recipe, encoder = POSE_PRESETS["tiny"], TextEncoder()
    opened(tmp_path, recipe, encoder)
    for name in (PRETRAINING, OBSERVABILITY):
        (tmp_path / name).write_bytes(b"state")
    taken = {name: set[str]() for name in (PRETRAINING, OBSERVABILITY)}
    for name, ablation in ABLATIONS.items():
        run = opened(tmp_path / "changed" / name, ablation.applied_to(recipe), encoder)
        take_over_pretraining(tmp_path, run)
        for file, takers in taken.items():
            takers |= {name} if (run.folder / file).exists() else set()
    repeating = set(ABLATIONS) - {"tracker noise from the fitted model", "no tracker noise", "grid 8x4x4"}
    assert taken == {PRETRAINING: repeating, OBSERVABILITY: repeating}
    other = opened(tmp_path / "seed", dataclasses.replace(recipe, seed=2), encoder)
    take_over_pretraining(tmp_path, other)
    assert not (other.folder / PRETRAINING).exists(), "of another seed"


def test_wordings_that_are_held_out_are_never_trained_on() -> None:
    wordings, rng = [f"wording {number}" for number in range(8)], np.random.default_rng(0)
    trained = {any_wording(wordings, rng) for _ in range(200)}
    unseen = {unseen_wording(wordings, rng) for _ in range(50)}
    assert len(trained) == 6 and len(unseen) == 2 and not trained & unseen
    assert own_wording(wordings, rng) in trained
