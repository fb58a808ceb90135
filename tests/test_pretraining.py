"""What the backbone is pretrained on: joints in space belong to the pixels, and go through mirrors with them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from techcoach.checkpoint.calibration import Calibration
from techcoach.coaching.coach import Coach
from techcoach.drills.catalogue import DRILLS, parameter_name, parameter_names
from techcoach.drills.spec import STATES
from techcoach.model import TechCoachModel, TechCoachProcessor
from techcoach.model.lifting import BODY_FEATURES, Lifting
from techcoach.model.losses import IGNORED
from techcoach.simulation.filming import RecordMaker
from techcoach.simulation.records import Record, load_folder, save_shard
from techcoach.simulation.splits import make_records
from techcoach.simulation.tracker_errors import ground_truth
from techcoach.skeleton import KEYPOINT_INDEX
from techcoach.training.label_observability import label_observability
from techcoach.training.pretrain import Tracks, pretrain
from techcoach.training.recipe import POSE_PRESETS
from techcoach.wording.labels import grade
from tests.app_process import ROOT
from tests.test_coach import SHOT

FRAMES = 64
TRAIN = """
import sys
from pathlib import Path
from techcoach.encoding.text import TextEncoder
from techcoach.simulation.records import load_folder
from techcoach.simulation.tracker_errors import ground_truth
from techcoach.training.pose import open_pose_run, train_on_records
from techcoach.training.recipe import PoseRecipe

records, out, batch = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
recipe = PoseRecipe(
    drills=(sys.argv[4],), records=8, pretrain_steps=3, pretrain_batch_size=batch, steps=2, batch_size=batch,
    warmup=0.5,
)
encoder = TextEncoder()
run = open_pose_run(out, recipe, encoder, "train", "cpu")
train_on_records(load_folder(records), ground_truth, recipe, out / "checkpoint", run, encoder)
"""


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return RecordMaker("train", SHOT, FRAMES, rendered=False)(0, 8)


def test_joints_in_space_lie_where_their_pixels_do(records: list[Record], tmp_path: Path) -> None:
    save_shard(tmp_path / "a.npz", records)
    for record in load_folder(tmp_path):
        assert record.true_world is not None and record.true_world.shape == (FRAMES, 23, 3)
        hips = record.true_points[:, [KEYPOINT_INDEX["left_hip"], KEYPOINT_INDEX["right_hip"]]].mean(axis=1)
        flat = (record.true_points - hips[:, None]).reshape(-1)
        assert np.corrcoef(flat, record.true_world[..., :2].reshape(-1))[0, 1] > 0.98
        tall = np.ptp(record.true_world[..., 1], axis=1)
        assert 0.5 < np.median(tall) < 1.35, "an athlete is about a stature tall, more with raised arms"


def test_rows_hold_the_own_drill_s_sides_and_mirror_space_with_pixels(
    records: list[Record], tiny_checkpoint: Path
) -> None:
    processor = TechCoachProcessor.from_pretrained(tiny_checkpoint)
    processor.config.parameter_names = list(parameter_names(list(DRILLS)))
    plain, seen = Tracks(records, processor, None), Tracks(records, processor, ground_truth)
    _, values, sides, moments, space = plain[0]
    own = [column for column, name in enumerate(processor.config.parameter_names) if name.startswith(SHOT)]
    assert torch.isfinite(values[own]).all() and len(own) == len(DRILLS[SHOT].parameters)
    others = np.setdiff1d(np.arange(len(values)), own)
    assert (sides[others] == IGNORED).all() and torch.isnan(values[others]).all() and (moments[others] == 0).all()
    for parameter in DRILLS[SHOT].parameters:
        column = processor.config.parameter_names.index(parameter_name(SHOT, parameter.id))
        assert STATES[int(sides[column])] == grade(parameter, records[0].measured[parameter.id]).state
        assert float(moments[column].max()) == pytest.approx(1.0)
    left, right = KEYPOINT_INDEX["left_wrist"], KEYPOINT_INDEX["right_wrist"]
    mirrored = 0
    for seed in range(12):
        there = seen.draw(0, np.random.default_rng(seed))[4]
        if torch.allclose(there, space):
            continue
        mirrored += 1
        torch.testing.assert_close(there[:, left], space[:, right] * torch.tensor([-1.0, 1.0, 1.0]))
    assert 0 < mirrored < 12


@pytest.fixture
def lifting(tiny_checkpoint: Path) -> Lifting:
    """A lifting that puts every joint at its own number, whatever the tokens."""
    config = TechCoachModel.load(tiny_checkpoint).config
    made = Lifting(config)
    with torch.no_grad():
        for head, part in zip(made.heads, config.pose_parts, strict=True):
            assert isinstance(head, torch.nn.Linear)
            head.weight.zero_()
            head.bias.copy_(torch.tensor([float(joint) for joint in part]).repeat_interleave(3).repeat(config.tubelet))
    return made


def test_lifted_joints_come_in_the_order_of_the_keypoints(lifting: Lifting) -> None:
    bins, frames = 16, FRAMES
    size = lifting.heads[0].in_features
    assert isinstance(size, int)
    seconds = torch.arange(frames, dtype=torch.float32).expand(2, -1) / 30
    space, body = lifting(torch.randn(2, bins, len(lifting.parts) + 1, size), seconds)
    assert space.shape == (2, frames, 23, 3) and body.shape == (2, bins, size)
    assert (space == torch.arange(23.0)[:, None]).all()


def test_what_is_seen_of_a_body_are_its_angles_heights_and_speeds(lifting: Lifting) -> None:
    space = torch.zeros(1, 3, 23, 3)
    hip, knee, ankle = (KEYPOINT_INDEX[f"left_{part}"] for part in ("hip", "knee", "ankle"))
    space[:, :, hip] = torch.tensor([0.1, 0.0, 0.0])
    space[:, :, knee] = torch.tensor([0.1, 0.3, 0.0])  # straight below the hip
    space[:, :, ankle] = torch.tensor([0.1, 0.3, 0.25])  # the shank points away from the camera, level
    space[:, 2, ankle, 0] += 0.1  # within a tenth of a second
    seen = lifting.body_features(space, torch.tensor([[0.0, 0.1, 0.2]]))
    assert seen.shape == (1, 3, 23, BODY_FEATURES)
    torch.testing.assert_close(seen[0, 0, knee, 3:6], torch.tensor([1.0, 0.0, 0.3]))
    torch.testing.assert_close(seen[0, 0, ankle, 3:6], torch.tensor([0.0, 0.0, 0.25]))
    assert float(seen[0, 1, ankle, 6]) == 0 and float(seen[0, 2, ankle, 6]) == pytest.approx(np.arcsinh(1.0), rel=1e-5)


def test_pretraining_goes_on_where_it_broke_off_and_lifts_better(
    records: list[Record], tiny_checkpoint: Path, tmp_path: Path
) -> None:
    torch.manual_seed(0)
    model, processor = TechCoachModel.load(tiny_checkpoint), TechCoachProcessor.from_pretrained(tiny_checkpoint)
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        if len(said) == 2:
            raise InterruptedError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("techcoach.training.pretrain.LOG_EVERY", 10)
        patch.setattr("techcoach.training.pretrain.SAVE_EVERY", 10)
        with pytest.raises(InterruptedError):
            pretrain(model, processor, records, ground_truth, 40, 4, 3e-3, tmp_path / "a.pt", 0, say)
        pretrain(model, processor, records, ground_truth, 40, 4, 3e-3, tmp_path / "a.pt", 0, say)
        whole = TechCoachModel.load(tiny_checkpoint)
        pretrain(whole, processor, records, ground_truth, 40, 4, 3e-3, tmp_path / "b.pt", 0, lambda line: None)
    for name, weights in whole.state_dict().items():
        assert torch.equal(weights, model.state_dict()[name]), f"{name} is another than in an unbroken run"
    # Broken off as the second ten were told, before they were saved.
    assert [line.split(":")[0] for line in said] == [f"pretraining {done}/40" for done in (10, 20, 20, 30, 40)]
    lifted = [float(line.split("lifting ")[1].split(",")[0]) for line in said]
    assert lifted[-1] < 0.75 * lifted[0]


def test_label_observability_is_what_the_reader_gives_the_true_side_and_nothing_of_other_drills(
    records: list[Record], tiny_checkpoint: Path
) -> None:
    model, processor = TechCoachModel.load(tiny_checkpoint), TechCoachProcessor.from_pretrained(tiny_checkpoint)
    names, parameter = list(model.config.parameter_names), DRILLS[SHOT].parameters[0]
    assert model.parameter_head is not None
    with torch.no_grad():  # whatever is seen, the first parameter is a strength with odds of e^2 to each other side
        model.parameter_head.weights.zero_()
        model.parameter_head.biases.zero_()
        model.parameter_head.biases[names.index(parameter_name(SHOT, parameter.id)), 1 + STATES.index("strength")] = 2.0
    observability = label_observability(model, processor, records, ground_truth, seed=0)
    assert observability.shape == (len(records), len(names))
    strong = np.exp(2) / (np.exp(2) + 3)
    for row, record in zip(observability, records, strict=True):
        known = {name for name, value in zip(names, row, strict=True) if np.isfinite(value)}
        assert known == {parameter_name(SHOT, own.id) for own in DRILLS[SHOT].parameters}
        side = grade(parameter, record.measured[parameter.id]).state
        expected = strong if side == "strength" else (1 - strong) / 3
        assert row[names.index(parameter_name(SHOT, parameter.id))] == pytest.approx(expected, rel=1e-4)
        assert row[names.index(parameter_name(SHOT, DRILLS[SHOT].parameters[1].id))] == pytest.approx(0.25)


def test_processes_that_were_launched_together_train_one_model(records: list[Record], tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    save_shard(tmp_path / "records" / "a.npz", records)
    script = tmp_path / "train.py"
    script.write_text(TRAIN, encoding="utf-8")
    for name, processes in (("one", 1), ("two", 2)):
        arguments = [tmp_path / "records", tmp_path / name, 8 // processes, SHOT]
        (tmp_path / name).mkdir()
        subprocess.run(
            [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", str(processes), script,
             *map(str, arguments)],
            cwd=ROOT, check=True, env={**os.environ, "PYTHONPATH": str(ROOT), "ACCELERATE_USE_CPU": "true"},
        )  # fmt: skip
    one, two = (torch.load(tmp_path / name / "pretraining.pt", weights_only=True)["both"] for name in ("one", "two"))
    apart = torch.cat([(one[name] - two[name]).flatten() for name in one]).norm()
    length = torch.cat([weights.flatten() for weights in one.values()]).norm()
    assert float(apart / length) < 1e-3, "each process has half of every batch, and all of what both learn"
    end = TechCoachModel.load(tmp_path / "two" / "checkpoint").state_dict()
    kept = [name for name in two if name.startswith("parameter_head.")]
    assert kept and all(torch.equal(end[name], two[name]) for name in kept)


def test_the_whole_recipe_runs_under_two_processes(tmp_path: Path) -> None:
    """From an empty checkpoint folder to a calibrated checkpoint with its card. What the tracker would have watched is
    simulated, which spares minutes of rendering."""
    work, out, tiny = tmp_path / "work", tmp_path / "checkpoint", POSE_PRESETS["tiny"]
    for split, count in (("noise", tiny.noise_clips), ("validation", tiny.validation)):
        make_records(work, split, count, FRAMES, rendered=False, processes=2, drills=[SHOT])
    done = subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2", "-m", "techcoach",
         "train", "--preset", "tiny", "--drills", SHOT, "--records", "16", "--steps", "4", "--save-every", "2",
         "--device", "cpu", "--out", out, "--work", work],
        cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "ACCELERATE_USE_CPU": "true"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    learned = f"training on 16 simulated and {tiny.noise_clips} watched executions of {SHOT}"
    assert not done.stdout, "what is told of a run is not what it was asked for"
    for line in (learned, "step 4/4, held out: loss", "calibrating on 16 rendered clips", f"wrote {out}"):
        assert done.stderr.count(line) == 1, f"said once, not by every process: {line}"
    model = TechCoachModel.load(out)
    assert model.config.drills == [SHOT] and Calibration.load(out).score_interval_radius is not None
    assert (out / "curves.png").is_file() and "16 simulated executions" in (out / "README.md").read_text()
    Coach.from_pretrained(out, device="cpu")
