"""The rule reader grades what a tracker believes: the truth where it believes the truth, nothing where it is lost."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from techcoach.drills.catalogue import DRILLS
from techcoach.evaluation.rule_baseline import believed_joints, grade_by_rules
from techcoach.motion.camera import project
from techcoach.motion.motion import resample
from techcoach.simulation.filming import film
from techcoach.simulation.records import Record
from techcoach.simulation.simulators import simulator_of
from techcoach.skeleton import KEYPOINT_INDEX
from techcoach.wording.labels import grade, score

SHOT = "basketball/mid-range-jump-shot"
HIPS = [KEYPOINT_INDEX["left_hip"], KEYPOINT_INDEX["right_hip"]]


def seen_from_behind(seed: int) -> Record:
    """A jump shot whose tracker believes the truth: a far camera behind the athlete, whose right is the drill's."""
    filmed = film(simulator_of(SHOT), np.random.default_rng(seed))
    motion = resample(filmed.motion, 30.0)
    middle = motion.joints.mean(axis=(0, 1))
    camera = dataclasses.replace(
        filmed.camera,
        position=np.tile(middle - [0.0, 60.0, 0.0], (len(motion.times), 1)),
        look_at=np.tile(middle, (len(motion.times), 1)),
        roll=np.zeros(len(motion.times)),
        focal_px=12_000.0,
    )
    points = project(camera, motion.joints)[0]
    about_hips = motion.joints - motion.joints[:, HIPS].mean(axis=1, keepdims=True)
    world = np.stack([about_hips[..., 0], -about_hips[..., 2], about_hips[..., 1]], axis=-1)
    return Record(
        drill=SHOT,
        points=points,
        confidence=np.ones(points.shape[:2]),
        times=motion.times,
        frame_size=(camera.width, camera.height),
        true_points=points,
        measured=filmed.measured,
        facing=np.zeros(len(points)),
        seed=seed,
        world=world,
    )


def test_what_is_believed_rightly_is_graded_rightly() -> None:
    records = [seen_from_behind(seed) for seed in range(12)]
    parameters = DRILLS[SHOT].parameters
    true = [score([grade(parameter, record.measured[parameter.id]) for parameter in parameters]) for record in records]
    read = grade_by_rules(records)
    assert read.measured.mean() >= 0.75
    # Away from the camera nothing is known of where the athlete goes; the rest is as it was.
    assert np.corrcoef(read.score[read.measured], np.array(true)[read.measured])[0, 1] > 0.8
    assert read.present.shape == (12, 7, 2) and read.present.min() >= 0 and read.present.max() <= 1


def test_heights_and_lengths_are_metres() -> None:
    record = seen_from_behind(0)
    joints = believed_joints(record)
    assert np.percentile(joints[..., 2].min(axis=1), 10) == pytest.approx(0, abs=1e-6)
    nose = joints[:, KEYPOINT_INDEX["nose"], 2]
    assert 1.2 < nose[0] < 2.1
    true_rise = np.ptp(record.true_points[:, HIPS, 1].mean(axis=1)) * 60 / 12_000
    assert np.ptp(joints[:, HIPS, 2].mean(axis=1)) == pytest.approx(true_rise, rel=0.1)


def test_a_lost_athlete_gets_the_middle_of_the_scale() -> None:
    record = seen_from_behind(0)
    still = dataclasses.replace(record, world=np.repeat(record.world[:1], len(record.times), axis=0))  # type: ignore[index]
    read = grade_by_rules([dataclasses.replace(still, points=np.repeat(record.points[:1], len(record.times), axis=0))])
    assert not read.measured[0] and read.score[0] == 5.5 and not read.present.any()
    with pytest.raises(ValueError, match="no world coordinates"):
        grade_by_rules([dataclasses.replace(record, world=None)])
