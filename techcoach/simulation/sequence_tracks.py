"""Sequences as a tracker observes them at a coarse rate: a camera that may go along, fitted noise, lost joints, gaps.

Knows sequences, cameras and the noise model; no network.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.ndimage import gaussian_filter1d

from ..motion.camera import project
from ..motion.camera_sampling import WIDE, sample_camera
from ..skeleton import KEYPOINT_INDEX, KEYPOINTS, MIRRORED
from ..types import PoseTrack
from .sequences import HIPS, SEQUENCE_FPS, MotionSequence
from .tracker_noise import Observed, TrackerNoise, facing_angle, lose_unseen, picture_height

RATES = (5.0, 6.0, 6.0, 6.0, 8.0, 8.0, 8.0, 10.0, 15.0, 30.0)
"""Frames a second at which a clip is scanned, equally likely."""
ROUGHER = (0.7, 3.0)
"""Factor on the fitted errors, least and most: people are tracked worse than the rendered figures of the fit."""
LEAST_SEEN = 0.3
"""A tracker loses somebody of whom a smaller share of the joints is in the picture."""
STAYING_M = 4.0
"""A camera that stays where it is covers a way of so many metres."""
FOLLOWED_S = 0.8
"""Standard deviation, seconds, of the smoothing of a path that a camera follows."""
SWAPPED = [KEYPOINT_INDEX[f"{side}_{part}"] for side in ("left", "right")
           for part in ("hip", "knee", "ankle", "heel", "toe")]  # fmt: skip


def observed_track(sequence: MotionSequence, rng: np.random.Generator, noise: TrackerNoise) -> PoseTrack:
    """Film a sequence with a new camera of any kind, and track it as the noise model does, at one of `RATES`."""
    moments = _moments(sequence, rng)
    joints = _at(sequence, moments)
    joints = joints - _followed(joints, moments, rng)
    camera = sample_camera(rng, joints, moments, WIDE, behind=sequence.wall_heading)
    true, _ = project(camera, joints)
    height = picture_height(true)
    points, confidence = noise.apply(Observed(true, moments, facing_angle(joints, camera.position), height), rng)
    points = true + (points - true) * np.exp(rng.uniform(*np.log(ROUGHER)))
    inside = ((true >= 0) & (true < [camera.width, camera.height])).all(axis=-1)
    points, confidence = lose_unseen(points, confidence, moments, inside, height, rng)
    confidence[inside.mean(axis=1) < LEAST_SEEN] = 0.0
    track = PoseTrack(points, confidence, moments, np.zeros(len(moments), bool), camera.width, camera.height)
    return _lost(track, rng)


def _moments(sequence: MotionSequence, rng: np.random.Generator) -> np.ndarray:
    """Return the times at which frames are tracked, seconds, a little uneven as in real files."""
    rate = float(rng.choice(RATES))
    count = max(int(sequence.times[-1] * rate), 8)
    even = np.linspace(0.0, float(sequence.times[-1]), count)
    step = even[1] - even[0]
    return np.asarray(even + rng.uniform(-0.2, 0.2, count) * step * (rng.random() < 0.5))


def _at(sequence: MotionSequence, moments: np.ndarray) -> np.ndarray:
    """Return the joints at other times, linear between frames."""
    place = np.clip(moments / sequence.slowed * SEQUENCE_FPS, 0, len(sequence.times) - 1.001)
    left = place.astype(int)
    share = (place - left)[:, None, None]
    return np.asarray(sequence.joints[left] * (1 - share) + sequence.joints[left + 1] * share)


def _followed(joints: np.ndarray, moments: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return (T, 1, 3) metres that the camera goes along: none, a part of the athlete's smoothed path, or all of it."""
    path = joints[:, HIPS].mean(axis=1)
    smooth = gaussian_filter1d(path, FOLLOWED_S / max(float(np.mean(np.diff(moments))), 1e-3), axis=0, mode="nearest")
    smooth[:, 2] *= rng.random() < 0.5
    least = max(0.0, 1 - STAYING_M / max(float(np.ptp(path[:, :2], axis=0).max()), 1e-3))
    share = least if rng.random() < 0.4 else rng.uniform(least, 1.0)
    return np.asarray(share * (smooth - smooth[0])[:, None])


def _lost(track: PoseTrack, rng: np.random.Generator) -> PoseTrack:
    """Lose what trackers lose: joints for good or for a moment, the person for a while; swap legs for a moment."""
    points, confidence = track.points.copy(), track.confidence.copy()
    frames = len(points)
    if rng.random() < 0.15:
        missing = KEYPOINTS[17:] if rng.random() < 0.5 else [KEYPOINTS[int(rng.integers(len(KEYPOINTS)))]]
        confidence[:, [KEYPOINT_INDEX[name] for name in missing]] = 0.0
    if rng.random() < 0.3:
        confidence[rng.random(confidence.shape) < rng.uniform(0.01, 0.1)] = 0.0
    if rng.random() < 0.2:  # nobody is found in single frames, or for a while
        confidence[rng.random(frames) < rng.uniform(0.02, 0.3)] = 0.0
    if rng.random() < 0.15:
        start = int(rng.integers(frames))
        confidence[start : start + int(rng.integers(1, max(frames // 6, 2)))] = 0.0
    if rng.random() < 0.3:
        swapped = np.flatnonzero(rng.random(frames) < 0.08)
        points[swapped[:, None], SWAPPED] = points[swapped[:, None], [MIRRORED[joint] for joint in SWAPPED]]
    points[confidence == 0] = 0.0
    return replace(track, points=points.astype(np.float32), confidence=confidence.astype(np.float32))
