"""A checkpoint in the form of version 0.1 loads, and says the same of a clip as the same weights in today's form."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from techcoach.checkpoint.bank import CommentaryBank
from techcoach.checkpoint.calibration import FILE, Calibration
from techcoach.checkpoint.inspect import WEIGHTS_FILE
from techcoach.coaching.coach import Coach
from techcoach.coaching.loading import load_checkpoint
from techcoach.encoding.text import TextEncoder
from tests.test_coach import SHOT, example

WEIGHTS = {"parameter_head.": "reader.", "visibility_head.": "shown.", "ood_detector.thresholds": "familiarity.reach",
           "ood_detector.": "familiarity."}  # fmt: skip
SETTINGS = {"parameter_names": "readings", "state_weight": "reading_weight", "ood_detection": "familiarity"}
PARAMETERS = {"knee_angle": "knee_flexion", "hip_angle": "hip_flexion"}
FITTED = Calibration(
    score_interval_radius=1.25, score_mix=(0.1, 0.2, 0.7), state_scale=1.5,
    presence_scale=0.9, presence_bias=-0.1, drill_interval_radii={SHOT: 0.75},
)  # fmt: skip


@pytest.fixture(scope="module")
def today(tiny_checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("today") / "checkpoint"
    shutil.copytree(tiny_checkpoint, folder)
    FITTED.save(folder)
    return folder


@pytest.fixture(scope="module")
def older(today: Path) -> Path:
    """The same checkpoint as version 0.1 wrote it."""
    folder = today.parent.parent / "older" / "checkpoint"
    shutil.copytree(today, folder)
    weights = {former_name(name): values for name, values in load_file(folder / WEIGHTS_FILE).items()}
    save_file(weights, folder / WEIGHTS_FILE, metadata={"format": "pt"})
    assert {"reader", "shown", "familiarity"} <= {name.split(".")[0] for name in weights}

    config = json.loads((folder / "config.json").read_text())
    for name, former in SETTINGS.items():
        config[former] = config.pop(name)
    config["readings"] = [former_parameter(name) for name in config["readings"]]
    assert f"{SHOT}/knee_flexion" in config["readings"]
    fitted = asdict(FITTED)
    config |= {"reading_scale": fitted.pop("state_scale"), **fitted}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / FILE).unlink()

    encoder = TextEncoder()
    CommentaryBank.load(folder, encoder.id, encoder.width).with_claims(lambda entry: None).save(folder)
    assert '"state"' not in (folder / "bank.jsonl").read_text(encoding="utf-8")
    return folder


def former_name(name: str) -> str:
    """The name of a weight in version 0.1."""
    for prefix, former in WEIGHTS.items():
        if name.startswith(prefix):
            return former + name.removeprefix(prefix)
    return name


def former_parameter(name: str) -> str:
    """The id of a parameter in version 0.1."""
    drill, parameter = name.rsplit("/", 1)
    return f"{drill}/{PARAMETERS.get(parameter, parameter)}"


def test_an_older_checkpoint_is_read_as_todays(today: Path, older: Path) -> None:
    was, now = load_checkpoint(older), load_checkpoint(today)
    assert was.calibration == now.calibration == FITTED
    assert was.model.config.parameter_names == now.model.config.parameter_names
    assert was.bank.entries == now.bank.entries and all(entry.claim is not None for entry in was.bank.entries)


def test_an_older_checkpoint_gives_the_same_report(today: Path, older: Path) -> None:
    one, other = (Coach.from_pretrained(folder).coach(example(SHOT), drill=SHOT) for folder in (older, today))
    assert replace(one, checkpoint=other.checkpoint, timing_s={}).to_dict() == replace(other, timing_s={}).to_dict()
