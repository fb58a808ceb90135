"""Skeletons that cannot be: planted limbs of another person, merged bodies and backward knees, and what may well be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from techcoach.pose.athlete import check_athlete
from techcoach.pose.plausibility import implausible_joints, implausible_share
from techcoach.pose.smoothing import fill_and_smooth
from techcoach.skeleton import KEYPOINT_INDEX, KEYPOINTS
from techcoach.types import PoseTrack, Refusal
from tests.planted_people import UP, standing_joints

STATURE = 200.0
LEG = ("left_knee", "left_ankle", "left_heel", "left_toe")


def standing(turn_deg: float, frames: int = 20) -> PoseTrack:
    """Somebody who stands; at 0 degrees in front of the camera, at 90 in profile, looking to the right."""
    joints = np.array([300, 400]) + STATURE * standing_joints(turn_deg)
    points = np.tile(joints.astype(np.float32), (frames, 1, 1))
    confidence = np.full(points.shape[:2], 0.9, dtype=np.float32)
    return PoseTrack(points, confidence, np.arange(frames) / 6, np.zeros(frames, dtype=bool), 640, 480)


def moved(track: PoseTrack, frames: slice, joints: tuple[str, ...], by: tuple[float, float]) -> PoseTrack:
    """The track with some joints elsewhere in some frames, by statures to the right and down."""
    points = track.points.copy()
    for joint in joints:
        points[frames, KEYPOINT_INDEX[joint]] += STATURE * np.array(by, dtype=np.float32)
    return replace(track, points=points)


def flagged(track: PoseTrack) -> set[tuple[int, str]]:
    return {(int(frame), KEYPOINTS[joint]) for frame, joint in np.argwhere(implausible_joints(track))}


@pytest.mark.parametrize("turn", [0, 45, 90, 135, 180, 270])
def test_whoever_stands_may_well_be(turn: float) -> None:
    assert not implausible_joints(standing(turn)).any()


@pytest.mark.parametrize("raised", [0.1, 0.2])
def test_limbs_that_point_at_the_camera_may_look_short(raised: float) -> None:
    """The leg comes up before the body: the thigh nearly vanishes in the picture."""
    assert not implausible_joints(moved(standing(0), slice(4, 12), LEG, (0, -raised))).any()


def test_a_leg_of_another_person_is_unknown_from_the_knee_down() -> None:
    assert flagged(moved(standing(0), slice(3, 6), LEG, (0.4, 0))) == {
        (frame, joint) for frame in (3, 4, 5) for joint in LEG
    }
    hand = ("right_wrist", "right_hand")
    assert flagged(moved(standing(0), slice(3, 4), hand, (-0.4, 0))) == {(3, joint) for joint in hand}


@pytest.mark.parametrize(
    ("joints", "by"),
    [
        (("left_shoulder", "left_elbow", "left_wrist", "left_hand"), (0.35, 0)),
        (("left_hip", "left_knee", "left_ankle"), (0.35, 0)),
        (tuple(name for name in KEYPOINTS if UP[name.split("_")[-1]] > 0.6), (0, -0.3)),
        (("left_ankle", "right_ankle", "left_wrist", "right_wrist"), (0.4, 0)),
    ],
    ids=["a shoulder", "a hip", "the trunk", "many limbs"],
)
def test_two_bodies_that_are_merged_leave_nothing_of_the_frame(
    joints: tuple[str, ...], by: tuple[float, float]
) -> None:
    found = implausible_joints(moved(standing(0), slice(3, 5), joints, by))
    assert found[3:5].all() and not found[5:].any() and not found[:3].any()


@pytest.mark.parametrize("turn", [90, 270])
def test_a_knee_that_bends_backwards_is_unknown_and_one_that_bends_is_not(turn: float) -> None:
    ahead = 1 if turn == 90 else -1
    foot = ("left_ankle", "left_heel", "left_toe")
    forward = moved(standing(turn), slice(3, 5), foot, (-0.15 * ahead, -0.05))
    backward = moved(standing(turn), slice(3, 5), foot, (0.15 * ahead, -0.05))
    assert not implausible_joints(forward).any()
    assert flagged(backward) == {(frame, joint) for frame in (3, 4) for joint in ("left_knee", *foot)}


def test_what_cannot_be_is_filled_in_from_its_neighbours() -> None:
    ankle = KEYPOINT_INDEX["left_ankle"]
    wrong = moved(standing(0), slice(8, 9), ("left_ankle",), (0.4, 0))
    smooth = fill_and_smooth(wrong)
    assert smooth.points[8, ankle] == pytest.approx(wrong.points[7, ankle], abs=1)
    assert 0 < smooth.confidence[8, ankle] < 0.2


def test_a_clip_of_merged_bodies_is_refused_and_one_with_a_few_is_warned() -> None:
    assert check_athlete(standing(0)) == []
    (warning,) = check_athlete(moved(standing(0), slice(0, 3), LEG, (0.4, 0)))
    assert "15% of the frames" in warning
    merged = moved(standing(0), slice(0, 8), LEG, (0.4, 0))
    assert implausible_share(merged) == pytest.approx(0.4)
    with pytest.raises(Refusal, match="cannot be one body: .* in 40%") as caught:
        check_athlete(merged)
    assert caught.value.reason == "no_athlete"
