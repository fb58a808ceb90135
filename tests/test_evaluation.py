"""Evaluation of a checkpoint, whole but tiny: every reader is measured on the same clips, and the figures stand where
they belong."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from techcoach.drills.catalogue import DRILLS
from techcoach.evaluation import pose_report as report
from techcoach.evaluation.oracle_joints import TRUE_JOINTS, TRUNK, with_true_joints
from techcoach.evaluation.pose_report import evaluate_checkpoint, table
from techcoach.simulation.filming import RecordMaker
from techcoach.simulation.records import Record
from techcoach.skeleton import KEYPOINTS
from techcoach.types import DIMENSIONS
from tests.test_coach import KICK, SHOT
from tests.test_training import MadeUp
from tests.tiny_checkpoint import make_checkpoint

EACH, DRAFTS = 5, 4
STATURE_M = 1.75


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Of a checkpoint of two drills, beside itself, on clips whose tracker knows where every joint is in space."""
    checkpoint = make_checkpoint(tmp_path_factory.mktemp("two"), [SHOT, KICK])
    made = [RecordMaker("test", name, 64, rendered=False)(0, EACH) for name in (SHOT, KICK)]
    records = [seen_truly(own[number]) for number in range(EACH) for own in made]
    plots = tmp_path_factory.mktemp("plots")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "make_records", lambda *_, **__: records)
        patch.setattr(report, "embed_all", lambda *_: MadeUp())
        patch.setattr("techcoach.coaching.commentary.CANDIDATES", DRAFTS)
        figures = evaluate_checkpoint(checkpoint, plots, len(records), 1, plots=plots, beside={"itself": checkpoint})
    assert (plots / "reliability.png").stat().st_size > 0
    return figures


def seen_truly(record: Record) -> Record:
    assert record.true_world is not None
    return dataclasses.replace(
        record, points=record.true_points, confidence=np.ones_like(record.confidence),
        world=record.true_world * STATURE_M,
    )  # fmt: skip


def test_figures_cover_all_clips_and_every_drill(result: dict[str, Any]) -> None:
    assert set(result["drills"]) == {SHOT, KICK} and set(result["dimensions"]) == set(DIMENSIONS)
    assert result["all"]["clips"] == 2 * EACH and all(figures["clips"] == EACH for figures in result["drills"].values())
    assert result["all"]["labels_misread"] <= 0.02
    assert 0 <= result["all"]["presence_auroc"] <= 1 and 0 <= result["all"]["attention_on_part"] <= 1


def test_rules_that_see_every_joint_truly_are_hard_to_beat(result: dict[str, Any]) -> None:
    rules = result["readers"]["rules on the tracker's own 3D"]
    assert rules["measured"] >= 0.8 and rules["score_spearman"] > 0.5 and rules["presence_auroc"] > 0.75


def test_the_same_checkpoint_beside_itself_has_the_same_figures(result: dict[str, Any]) -> None:
    other = result["readers"]["itself"]
    assert other == pytest.approx({name: result["all"][name] for name in other}, nan_ok=True)


def test_joints_that_were_seen_truly_lose_nothing(result: dict[str, Any]) -> None:
    righted = result["readers"]["every joint where it truly was"]
    assert righted == pytest.approx({name: result["all"][name] for name in righted}, nan_ok=True)


def test_joints_are_put_where_they_were_and_others_left() -> None:
    (record,) = RecordMaker("test", SHOT, 64, rendered=False)(0, 1)
    off = dataclasses.replace(record, points=record.true_points + 9)
    for name, joints in TRUE_JOINTS.items():
        (righted,) = with_true_joints([off], joints)
        put = [column for column, joint in enumerate(KEYPOINTS) if joint in joints]
        assert put, name
        others = np.setdiff1d(np.arange(len(KEYPOINTS)), put)
        assert np.array_equal(righted.points[:, put], off.true_points[:, put])
        assert np.array_equal(righted.points[:, others], off.points[:, others])
    assert {*TRUNK, *TRUE_JOINTS["arms and legs where they truly were"]} == set(KEYPOINTS)
    assert off.points[0, 0, 0] == record.true_points[0, 0, 0] + 9, "the record itself is left alone"


def test_the_table_has_a_row_for_every_drill_reader_and_techpoint(result: dict[str, Any]) -> None:
    first = [line.split("|")[1].strip() for line in table(result).splitlines() if line.startswith("| ")]
    assert {"all drills", *(name for name in DRILLS if name in (SHOT, KICK)), *result["readers"], *DIMENSIONS} <= set(
        first
    )
