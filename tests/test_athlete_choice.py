"""The measure of whom a coach follows: planted scenes with their truth, and coaches that follow a given box."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from techcoach.cli.main import main
from techcoach.evaluation.athlete_choice import CoachedScene, SceneTruth, choice_table, coach_scene, read_scenes
from techcoach.pose.athlete import SEVERAL_PEOPLE
from techcoach.types import CoachingReport, DrillVerdict, PersonBox, Refusal, SeveralAthletes
from tests.fake_coach import report as planted_report
from tests.planted_people import BODY

DRILL = "basketball/mid-range-jump-shot"
TIMES = np.arange(0, 2, 0.1)
ATHLETE, OTHER = (100.0, 50.0, 180.0, 250.0), (400.0, 60.0, 480.0, 260.0)


@pytest.fixture
def truth(tmp_path: Path) -> SceneTruth:
    """A scene of 640 x 360 pixels: the athlete on the left, somebody else on the right."""
    values = {
        "file": "scene.mp4", "drill": DRILL, "width": 640, "height": 360, "times_s": TIMES.tolist(),
        "athlete": [ATHLETE] * len(TIMES), "athlete_seen": [1.0] * len(TIMES),
        "others": [{"role": "athlete", "boxes": [OTHER] * 10 + [None] * (len(TIMES) - 10)}],
    }  # fmt: skip
    (tmp_path / "scene.json").write_text(json.dumps(values), encoding="utf-8")
    (tmp_path / "scene.mp4").write_bytes(b"")
    return read_scenes(tmp_path)[0]


class Following:
    """A coach that follows a box for some of the moments, and another one for the rest, in frames of half the size."""

    def __init__(self, box: tuple[float, ...], then: tuple[float, ...], share: float) -> None:
        self.boxes, self.share = (np.array(box), np.array(then)), share

    def coach(
        self, path: str | Path, *, drill: str, start: float | None = None, end: float | None = None
    ) -> CoachingReport:
        first = np.arange(len(TIMES)) < self.share * len(TIMES)
        boxes = np.where(first[:, None], *self.boxes) / 2
        points = boxes[:, None, :2] + BODY * (boxes[:, None, 2:] - boxes[:, None, :2])
        report = planted_report()
        assert report.evidence is not None
        evidence = replace(
            report.evidence, frames=np.zeros((len(TIMES), 180, 320, 3), dtype=np.uint8), times=TIMES,
            points=points.astype(np.float32), confidence=np.full(points.shape[:2], 0.9, dtype=np.float32),
        )  # fmt: skip
        clip = replace(report.clip, width=640, height=360)
        return replace(report, clip=clip, evidence=evidence, warnings=())


class Saying:
    """A coach that says the same of every clip: a report, or a refusal."""

    def __init__(self, answer: CoachingReport | Refusal) -> None:
        self.answer = answer

    def coach(
        self, path: str | Path, *, drill: str, start: float | None = None, end: float | None = None
    ) -> CoachingReport:
        if isinstance(self.answer, Refusal):
            raise self.answer
        return self.answer


def test_who_is_followed_is_told_by_the_true_boxes(truth: SceneTruth) -> None:
    nowhere = (560.0, 0.0, 620.0, 120.0)
    assert coach_scene(Following(ATHLETE, OTHER, 1.0), truth).outcome == "right"
    assert coach_scene(Following(ATHLETE, OTHER, 0.85), truth).outcome == "right"
    assert coach_scene(Following(ATHLETE, OTHER, 0.7), truth).outcome == "wrong"
    assert coach_scene(Following(OTHER, OTHER, 1.0), truth).outcome == "wrong"
    assert coach_scene(Following(nowhere, nowhere, 1.0), truth).outcome == "wrong"


def test_words_about_the_doubt_count_apart(truth: SceneTruth) -> None:
    wrong = Following(OTHER, OTHER, 1.0).coach("", drill=DRILL)
    warned = replace(wrong, warnings=(f"{SEVERAL_PEOPLE} And so on.",))
    not_the_drill = replace(wrong, drill_verdict=DrillVerdict(False, None, "Somebody walks."))
    question = SeveralAthletes((PersonBox(ATHLETE), PersonBox(OTHER)), np.zeros((9, 9, 3), np.uint8))
    assert coach_scene(Saying(warned), truth).outcome == "warned"
    assert coach_scene(Saying(not_the_drill), truth) == CoachedScene(truth, "refused", "Somebody walks.")
    assert coach_scene(Saying(question), truth).outcome == "asked"
    assert coach_scene(Saying(Refusal("no_athlete", "Nobody.", "Film.")), truth).outcome == "refused"


def test_the_table_has_a_row_for_each_kind_of_scene(truth: SceneTruth) -> None:
    climb = replace(truth, drill="bouldering/static-move", roles=(), height=0.3)
    hidden = replace(climb, seen=False)
    table = choice_table(
        [CoachedScene(truth, "wrong"), CoachedScene(climb, "right"), CoachedScene(climb, "refused"),
         CoachedScene(hidden, "refused")]
    )  # fmt: skip
    rows = {line.split(" | ")[0].strip("| "): line.split(" | ")[1:] for line in table.splitlines()[2:]}
    assert rows["all"] == ["4", "25%", "25%", "0%", "0%", "50%", "33% |"]
    assert rows["somebody else at the same drill"][:3] == ["1", "0%", "100%"]
    assert rows["climber from 20% to 40%"] == ["3", "33%", "0%", "0%", "0%", "67%", "50% |"]
    assert "climber above 40%" not in rows and "other people" not in rows


def test_a_folder_without_scenes_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--scenes", str(tmp_path)]) == 2
    assert "holds no scenes" in capsys.readouterr().err
    (tmp_path / "a.json").write_text("[]", encoding="utf-8")
    assert main(["evaluate", "--scenes", str(tmp_path)]) == 2
    assert "not the truth of a scene" in capsys.readouterr().err
    assert main(["evaluate", "--scenes", str(tmp_path), "--card"]) == 2
