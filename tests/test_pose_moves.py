"""A climber's track split into moves: planted moves come back, whatever the size, the rate and the jitter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from techcoach.motion.kinematics import minimum_jerk
from techcoach.pose.moves import find_moves, stature_in_pixels, with_weight_shift
from techcoach.skeleton import KEYPOINT_INDEX, KEYPOINTS
from techcoach.types import PoseTrack

STATURE = 200.0
POSE = {
    "nose": (0, -20), "left_shoulder": (-20, 0), "right_shoulder": (20, 0),
    "left_hip": (-10, 58), "right_hip": (10, 58),
    "left_knee": (-20, 107), "right_knee": (20, 107), "left_ankle": (-20, 156), "right_ankle": (20, 156),
    "left_elbow": (-30, -35), "right_elbow": (30, -35), "left_wrist": (-30, -65), "right_wrist": (30, -65),
    "left_hand": (-30, -75), "right_hand": (30, -75),
}  # fmt: skip
"""Pixels from the middle of the shoulders of somebody who stands on a wall with both hands up."""


def climber(seconds: float = 5.0, fps: float = 30.0) -> PoseTrack:
    times = np.arange(0, seconds, 1 / fps)
    points = np.zeros((len(times), len(KEYPOINTS), 2), dtype=np.float32)
    confidence = np.zeros(points.shape[:2], dtype=np.float32)
    for name, place in POSE.items():
        points[:, KEYPOINT_INDEX[name]] = np.array(place) + [320, 240]
        confidence[:, KEYPOINT_INDEX[name]] = 0.9
    return PoseTrack(points, confidence, times, np.zeros(len(times), dtype=bool), 640, 480)


def moved(track: PoseTrack, names: tuple[str, ...], way: tuple[float, float], start: float, end: float) -> PoseTrack:
    """The track with joints that go a way, pixels, between two moments."""
    points = track.points.copy()
    share = minimum_jerk((track.times - start) / (end - start))
    for name in names:
        points[:, KEYPOINT_INDEX[name]] += share[:, None] * np.array(way)
    return replace(track, points=points)


LEFT, RIGHT = ("left_hand", "left_wrist", "left_elbow"), ("right_hand", "right_wrist", "right_elbow")


def test_planted_moves_come_back_with_their_hand() -> None:
    track = moved(moved(climber(), LEFT, (10, -60), 1.0, 1.6), RIGHT, (-30, -50), 2.6, 3.4)
    found = find_moves(track)
    assert [move.hand for move in found] == ["left", "right"]
    for move, (start, end) in zip(found, ((1.0, 1.6), (2.6, 3.4)), strict=True):
        assert move.start_s == pytest.approx(start, abs=0.15) and move.end_s == pytest.approx(end, abs=0.15)


def test_hands_that_go_together_are_one_move() -> None:
    track = moved(moved(climber(), LEFT, (0, -60), 1.0, 1.4), RIGHT, (0, -60), 1.05, 1.45)
    assert [move.hand for move in find_moves(track)] == ["both"]


def test_small_movements_and_returns_are_no_moves() -> None:
    assert find_moves(climber()) == ()
    assert find_moves(moved(climber(), LEFT, (0, -12), 1.0, 1.3)) == ()
    there = moved(climber(), LEFT, (0, -50), 1.0, 1.3)
    assert find_moves(moved(there, LEFT, (0, 50), 1.3, 1.6)) == ()


def test_arms_that_hang_and_swing_are_no_moves() -> None:
    down = moved(climber(), (*LEFT, *RIGHT), (0, 190), -2.0, -1.0)
    assert find_moves(moved(down, LEFT, (60, -20), 1.0, 1.5)) == ()
    raised = moved(down, LEFT, (0, -180), 1.0, 1.6)
    assert find_moves(raised) == (), "the other hand holds nothing"


@pytest.mark.parametrize("scale", [0.4, 3.0])
@pytest.mark.parametrize("fps", [12.0, 60.0])
def test_size_and_frame_rate_hardly_matter(scale: float, fps: float) -> None:
    track = moved(climber(fps=fps), LEFT, (10, -60), 1.0, 1.6)
    track = replace(track, points=track.points * scale)
    assert stature_in_pixels(track) == pytest.approx(STATURE * scale, rel=0.15)
    (move,) = find_moves(track)
    assert move.start_s == pytest.approx(1.0, abs=0.2) and move.end_s == pytest.approx(1.6, abs=0.2)


def test_jitter_and_lost_hands_are_borne() -> None:
    track = moved(climber(), LEFT, (10, -60), 1.0, 1.6)
    jitter = np.random.default_rng(0).normal(0, 0.006 * STATURE, track.points.shape)
    shaken = replace(track, points=(track.points + jitter).astype(np.float32))
    assert [move.hand for move in find_moves(shaken)] == ["left"]
    confidence = track.confidence.copy()
    confidence[:, [KEYPOINT_INDEX["left_hand"], KEYPOINT_INDEX["right_hand"]]] = 0.0
    points = track.points.copy()
    points[:, KEYPOINT_INDEX["left_hand"]] = 0.0
    without = replace(track, points=points, confidence=confidence)
    assert [move.hand for move in find_moves(without)] == ["left"], "read off the wrist"
    assert find_moves(replace(track, confidence=np.zeros_like(confidence))) == ()


def test_weight_shift_widens_a_move_up_to_its_neighbours() -> None:
    track = moved(moved(climber(), LEFT, (10, -60), 1.0, 1.5), RIGHT, (-30, -50), 3.0, 3.5)
    track = moved(track, ("left_hip", "right_hip"), (20, -30), 2.2, 3.2)
    found = find_moves(track)
    first, second = with_weight_shift(track, found)
    assert first == found[0] and second.start_s == pytest.approx(2.35, abs=0.2)
    assert second.end_s >= found[1].end_s and with_weight_shift(track, ()) == ()
