"""The table of tracker errors tells planted errors apart by view and joint, and of which observation model they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from techcoach.evaluation.tracking_errors import errors, through_model, tracking_table
from techcoach.recipes.pose_road import tracker_errors
from techcoach.simulation.filming import RecordMaker
from techcoach.simulation.records import Record
from techcoach.simulation.tracker_errors import ground_truth
from techcoach.simulation.tracker_noise import TrackerNoise, picture_height
from techcoach.skeleton import KEYPOINT_INDEX
from techcoach.training.recipe import POSE_PRESETS, PoseRecipe
from techcoach.types import Progress, silent
from tests.test_coach import SHOT

WRIST = KEYPOINT_INDEX["left_wrist"]


def wrist_off(record: Record, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Observation from behind, the left wrist is a tenth of the athlete too far to the right."""
    points = record.true_points.copy()
    points[np.cos(record.facing) < -np.cos(np.pi / 4), WRIST, 0] += 0.1 * picture_height(record.true_points)
    return points, record.confidence


def test_planted_errors_stand_where_they_were_planted() -> None:
    records = RecordMaker("train", SHOT, 64, rendered=False)(0, 40)
    table = tracking_table(records, {"true": ground_truth, "planted": wrist_off})
    rows = {tuple(cell.strip() for cell in line.split("|")[1:3]): line for line in table.splitlines()[2:]}
    cells = [cell.strip() for cell in rows["from behind", "left wrist"].split("|")[3:-1]]
    assert cells == ["0.0", "10.0", "0.0", "10.0"]
    assert all("10.0" not in line for (_, joint), line in rows.items() if joint not in ("left wrist", "all joints"))
    assert "10.0" not in rows["from the front", "left wrist"]


def test_the_fitted_model_errs_by_a_few_percent_of_the_athlete() -> None:
    records = RecordMaker("train", SHOT, 64, rendered=False)(0, 4)
    distances = errors(records, through_model(TrackerNoise.load()))
    assert distances.shape == (4, 64, 23) and 0.005 < np.median(distances) < 0.08


def test_the_tracker_stands_beside_both_noises_that_training_knows(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def records(work: Path, split: str, count: int, recipe: PoseRecipe, progress: Progress, *, rendered: bool) -> Any:
        asked.append(split)
        assert rendered
        return RecordMaker(split, SHOT, 64, rendered=False)(0, 10)

    monkeypatch.setattr("techcoach.recipes.pose_road._records", records)
    page = tracker_errors(tmp_path, POSE_PRESETS["tiny"], silent)
    assert sorted(asked) == ["noise", "validation"] and "On 10 rendered clips" in page
    assert "| view | joint | tracker, 50% | replayed, 50% | fitted, 50% |" in page
