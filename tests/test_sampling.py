"""Which moments of a clip get a closer look, and how a track is read at them."""

from __future__ import annotations

import numpy as np
import pytest

from techcoach.pose.two_pass import at_moments, coarse_indices, merged
from techcoach.skeleton import KEYPOINTS
from techcoach.types import PoseTrack
from techcoach.video.sampling import activity, busiest_window, moments, nearest

K = len(KEYPOINTS)


def walker(times: np.ndarray, speed: np.ndarray) -> np.ndarray:
    """(T, K, 2) pixels of a body 200 pixels high that moves to the right at speed (T,) pixels a second."""
    rng = np.random.default_rng(0)
    body = rng.uniform(0, 1, (K, 2)) * [80, 200]
    body[0], body[1] = (0, 0), (80, 200)
    way = np.concatenate([[0], np.cumsum(speed[:-1] * np.diff(times))])
    return body + np.stack([way, np.zeros_like(way)], axis=1)[:, None]


def test_activity_is_in_body_heights_a_second_at_uneven_times() -> None:
    times = np.array([0.0, 0.1, 0.3, 0.35, 0.8])
    moving = activity(walker(times, np.full(5, 100.0)), np.ones((5, K)), times)
    assert moving == pytest.approx([0.5] * 4)


def test_unknown_joints_do_not_count_as_movement() -> None:
    times = np.linspace(0, 1, 11)
    points, confidence = walker(times, np.zeros(11)), np.ones((11, K))
    points[5, 3], confidence[5, 3] = 9999.0, 0.0
    assert activity(points, confidence, times) == pytest.approx(0.0)


def test_the_busiest_window_holds_the_action() -> None:
    times = np.linspace(0, 30, 121)
    moving = np.where((times[:-1] > 19) & (times[:-1] < 22), 5.0, 0.1)
    start, end = busiest_window(times, moving, 8.0)
    assert end - start == pytest.approx(8.0) and start <= 19 and end >= 22
    assert busiest_window(times[:17], moving[:16], 8.0) == (0.0, 4.0)


def test_moments_are_denser_where_the_athlete_moves_and_cover_the_clip() -> None:
    times = np.linspace(0, 8, 49)
    moving = np.where((times[:-1] >= 5) & (times[:-1] < 6), 4.0, 0.2)
    picked = moments(times, moving, 64)
    assert len(picked) == 64 and picked[0] == 0.0 and picked[-1] == pytest.approx(8.0)
    assert np.diff(picked).min() >= 1 / 60 - 1e-9
    inside = ((picked >= 5) & (picked < 6)).sum()
    assert inside > 20 and np.diff(picked).max() < 0.6


def test_a_clip_too_short_for_its_moments_is_picked_evenly() -> None:
    picked = moments(np.linspace(0, 0.8, 6), np.array([0.0, 9, 0, 0, 0]), 64)
    assert np.diff(picked) == pytest.approx(0.8 / 63)


def test_moments_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot pick"):
        moments(np.array([1.0]), np.array([]), 8)


def track(times: np.ndarray, points: np.ndarray, confidence: np.ndarray) -> PoseTrack:
    return PoseTrack(points, confidence, times, np.zeros(len(times), bool), 640, 360)


def test_a_track_between_its_frames_is_a_straight_line_and_unknown_ends_are_not_used() -> None:
    times = np.array([0.0, 0.1, 0.4])
    points = walker(times, np.full(3, 100.0)).astype(np.float32)
    confidence = np.ones((3, K), dtype=np.float32)
    points[2, 4], confidence[2, 4] = 0.0, 0.0
    read = at_moments(track(times, points, confidence), np.array([0.05, 0.25]))
    expected = walker(np.array([0.0, 0.05, 0.25]), np.full(3, 100.0))[1:]
    known = [joint for joint in range(K) if joint != 4]
    np.testing.assert_allclose(read.points[:, known], expected[:, known], atol=1e-4)
    np.testing.assert_allclose(read.points[1, 4], points[1, 4])
    assert read.confidence[1, 4] == pytest.approx(0.5)


def test_coarse_frames_hold_both_ends_and_merging_restores_the_order() -> None:
    times = np.arange(90) / 29.97
    coarse = coarse_indices(times)
    assert coarse[0] == 0 and coarse[-1] == 89 and np.diff(times[coarse]).max() < 0.21
    assert nearest(times, np.array([-1.0, 0.5, 99.0])).tolist() == [0, 15, 89]
    points = walker(times, np.full(90, 50.0)).astype(np.float32)
    other = np.setdiff1d(np.arange(90), coarse)
    ones = np.ones((90, K), dtype=np.float32)
    both = merged(track(times[coarse], points[coarse], ones[coarse]), track(times[other], points[other], ones[other]))
    np.testing.assert_array_equal(both.times, times)
    np.testing.assert_array_equal(both.points, points)
