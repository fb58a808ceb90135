"""The camera's motion against planted ones: a window that moves over a large picture, and a rendered pair of views."""

from __future__ import annotations

import time
from dataclasses import replace

import cv2
import numpy as np
import pytest

from techcoach.motion.camera import project
from techcoach.motion.camera_sampling import moving_twin
from techcoach.motion.occlusion import picture_box
from techcoach.motion.render import RenderedClip, sample_style
from techcoach.types import PoseTrack
from techcoach.video.camera_motion import CameraMotion, estimate_camera_motion, without_camera_motion
from tests.test_camera_render import HOOP, arm_raise, before

SIZE, FRAMES = (640, 360), 60
TIMES = np.arange(FRAMES) / 30


def large_picture(seed: int = 0) -> np.ndarray:
    """(1000, 1500, 3) of patches of many sizes."""
    rng = np.random.default_rng(seed)
    picture = np.full((1000, 1500, 3), 120, dtype=np.uint8)
    for _ in range(400):
        low, size = rng.integers(0, [1500, 1000]), rng.integers(12, 120, 2)
        colour = tuple(int(value) for value in rng.integers(0, 255, 3))
        cv2.rectangle(picture, (int(low[0]), int(low[1])), tuple(int(v) for v in low + size), colour, -1)
    return cv2.GaussianBlur(picture, (0, 0), 1.0)


def planted(
    pan: float = 0.0, shake: float = 0.0, zoom: float = 0.0, roll: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Frames (T, H, W, 3) of a window that moves, and the true ways (T, 2, 3) from each into the first.

    Args:
        pan, shake: pixels. zoom: share. roll: radians.
    """
    picture, frames, ways = large_picture(), [], []
    for moment in TIMES:
        angle, scale = roll * np.sin(2 * moment), 1 + zoom * np.sin(1.5 * moment)
        turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        centre = [700 + pan * moment, 500 + shake * np.sin(2 * np.pi * 2.2 * moment)]
        way = np.column_stack([turn, np.array(SIZE) / 2 - turn @ centre])
        frames.append(cv2.warpAffine(picture, way, SIZE))
        ways.append(np.vstack([way, [0, 0, 1]]))
    return np.stack(frames), np.stack([(ways[0] @ np.linalg.inv(way))[:2] for way in ways])


def error(motion: CameraMotion, true: np.ndarray) -> float:
    """The farthest that a place in any frame is put off, pixels."""
    places = np.array([(60, 60, 1), (580, 60, 1), (320, 180, 1), (60, 300, 1), (580, 300, 1)]).T
    return float(np.abs((motion.transforms - true) @ places).max())


@pytest.mark.parametrize(
    ("pan", "shake", "zoom", "roll"),
    [(0, 0, 0, 0), (120, 0, 0, 0), (-90, 6, 0, 0), (0, 0, 0.25, 0), (60, 4, 0.1, 0.06)],
)
def test_planted_motions_are_found(pan: float, shake: float, zoom: float, roll: float) -> None:
    frames, true = planted(pan, shake, zoom, roll)
    motion = estimate_camera_motion(frames, None, TIMES)
    moved = error(CameraMotion(np.tile(np.eye(3)[:2], (FRAMES, 1, 1)), motion.confidence, TIMES), true)
    assert error(motion, true) < max(0.02 * moved, 0.3) + 0.25 * shake  # a shake is interpolated between steps
    assert motion.transforms.shape == (FRAMES, 2, 3) and motion.confidence.min() > 0.7
    np.testing.assert_allclose(motion.transforms[0], np.eye(3)[:2])


def test_the_athlete_and_a_passer_by_do_not_move_the_camera() -> None:
    frames, true = planted(pan=60)
    boxes = np.zeros((FRAMES, 4))
    squares = np.random.default_rng(1).integers(0, 2, (15, 17), dtype=np.uint8)
    patch = np.repeat(np.kron(255 * squares, np.ones((20, 20), dtype=np.uint8))[..., None], 3, axis=2)
    for number in range(FRAMES):
        x = 10 + 3 * number  # an athlete who fills most of the picture, and somebody small who walks the other way
        boxes[number] = x, 40, x + 340, 340
        frames[number, 40:340, x : x + 340] = patch
        frames[number, 100:160, 600 - 2 * number : 640 - 2 * number] = patch[:60, :40]
    assert error(estimate_camera_motion(frames, boxes, TIMES), true) < 3.0
    assert error(estimate_camera_motion(frames, None, TIMES), true) > 10.0


def test_without_a_background_nothing_is_known() -> None:
    frames = np.full((10, 90, 160, 3), 90, dtype=np.uint8)
    motion = estimate_camera_motion(frames, None, TIMES[:10])
    assert motion.confidence[-1] == 0.0
    np.testing.assert_array_equal(motion.transforms, np.tile(np.eye(3)[:2], (10, 1, 1)))
    cut = np.concatenate([planted(pan=60)[0][:10], np.full((10, 360, 640, 3), 90, dtype=np.uint8)])
    motion = estimate_camera_motion(cut, None, TIMES[:20])
    assert motion.confidence[8] > 0.7 and motion.confidence[-1] == 0.0


def track_of(points: np.ndarray, times: np.ndarray, size: tuple[int, int]) -> PoseTrack:
    return PoseTrack(
        points=points.astype(np.float32),
        confidence=np.ones(points.shape[:2], dtype=np.float32),
        times=times,
        filled=np.zeros(len(points), dtype=bool),
        width=size[0],
        height=size[1],
    )


def test_a_track_is_taken_into_the_first_frame_at_its_own_times() -> None:
    transforms = np.tile(np.eye(3)[:2], (3, 1, 1))
    transforms[:, 0, 2] = [0.0, 10.0, 30.0]
    transforms[2, :, :2] *= 2
    motion = CameraMotion(transforms, np.ones(3), np.array([0.0, 1.0, 2.0]))
    points = np.array([[[5.0, 7.0], [0.0, 0.0]]] * 2)
    track = track_of(points, np.array([0.5, 2.0]), SIZE)
    track.confidence[:, 1] = 0.0
    np.testing.assert_allclose(without_camera_motion(track, motion).points[:, 0], [[10, 7], [40, 14]])
    np.testing.assert_array_equal(without_camera_motion(track, motion).points[:, 1], 0.0)  # unknown joints stay so


def test_a_moving_camera_and_a_still_one_give_one_path() -> None:
    motion = arm_raise(40, HOOP)
    walk = np.linspace(0, 1.0, 40)[:, None, None] * [1.0, 0.3, 0.0]
    motion = replace(motion, joints=motion.joints + walk)
    still = replace(before(180, 40, SIZE), focal_px=300.0)
    moving = moving_twin(np.random.default_rng(3), still, motion.joints, motion.times)
    style = sample_style(np.random.default_rng(0))
    paths, shifts = [], []
    for camera in (still, moving):
        frames = np.stack(list(RenderedClip(motion, camera, style)))
        boxes = picture_box(camera, motion.joints, motion.body.height)
        points, _ = project(camera, motion.joints)
        found = estimate_camera_motion(frames, boxes, motion.times)
        steady = without_camera_motion(track_of(points, motion.times, SIZE), found).points
        paths.append(steady - points[0].mean(axis=0))
        shifts.append(points - points[0].mean(axis=0))
    tall = np.ptp(shifts[0][..., 1], axis=1).max()
    apart = np.linalg.norm(shifts[1] - shifts[0], axis=-1).max() / tall
    assert apart > 0.15  # the cameras do see different paths
    assert np.linalg.norm(paths[1] - paths[0], axis=-1).max() / tall < 0.04
    assert np.linalg.norm(paths[0] - shifts[0], axis=-1).max() / tall < 0.005  # a still camera changes nothing


def test_eight_seconds_of_720p_take_a_fraction_of_a_second() -> None:
    window, _ = planted(pan=60)
    frames = np.stack([cv2.resize(frame, (1280, 720)) for frame in window] * 4)[:240]
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        begin = time.process_time()
        estimate_camera_motion(frames, None, np.arange(240) / 30)
        assert time.process_time() - begin < 0.6  # about 0.15 s on a quiet core
    finally:
        cv2.setNumThreads(threads)
