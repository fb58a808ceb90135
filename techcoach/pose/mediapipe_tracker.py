"""The embedded tracker: MediaPipe Pose, whose models come inside its package. One person, on a CPU.

Frames are split over two threads, each with a detector of its own, because the library leaves Python while it works.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np

from ..skeleton import KEYPOINT_INDEX, KEYPOINTS
from ..types import PoseTrack, Progress, silent
from .tracker import Box

LANDMARKS: dict[str, tuple[int, ...]] = {
    "nose": (0,), "left_eye": (2,), "right_eye": (5,), "left_ear": (7,), "right_ear": (8,),
    "left_shoulder": (11,), "right_shoulder": (12,), "left_elbow": (13,), "right_elbow": (14,),
    "left_wrist": (15,), "right_wrist": (16,), "left_hip": (23,), "right_hip": (24,),
    "left_knee": (25,), "right_knee": (26,), "left_ankle": (27,), "right_ankle": (28,),
    "left_heel": (29,), "right_heel": (30,), "left_toe": (31,), "right_toe": (32,),
    "left_hand": (17, 19), "right_hand": (18, 20),
}  # fmt: skip
"""MediaPipe's landmark numbers; a hand is the middle of its little and index knuckles."""
THREADS = 2
LONGEST_SIDE = 640
"""Frames are shrunk to this before detection: the networks read 256 pixels anyway."""
SEARCH_MARGIN = 0.6
"""Margin of the searched region around the athlete's last box, in longer sides of it, when a box was given."""


class MediaPipeTracker:
    """MediaPipe Pose with model complexity 1."""

    id = "mediapipe"

    def __init__(self) -> None:
        with quiet_stderr():
            from mediapipe.python.solutions import pose

            self._detectors = [
                pose.Pose(static_image_mode=False, model_complexity=1, smooth_landmarks=False) for _ in range(THREADS)
            ]
            # A detector sets itself up in threads of its own, which write log lines; a first picture waits for them.
            for detector in self._detectors:
                detector.process(np.zeros((64, 64, 3), dtype=np.uint8))
        self._lock = threading.Lock()

    def track(
        self, frames: np.ndarray, times: np.ndarray, *, athlete: Box | None = None, progress: Progress = silent
    ) -> PoseTrack:
        """Track as `PoseTracker.track`, with world coordinates too, metres about the hips."""
        count, height, width, _ = frames.shape
        points = np.zeros((count, len(KEYPOINTS), 2), dtype=np.float32)
        confidence = np.zeros((count, len(KEYPOINTS)), dtype=np.float32)
        world = np.zeros((count, len(KEYPOINTS), 3), dtype=np.float32)

        def work(part: int) -> None:
            box = athlete
            for index in parts[part]:
                detection = self._detect(self._detectors[part], frames[index], box)
                if detection is None:
                    continue
                points[index], confidence[index], world[index] = detection
                box = None if athlete is None else _around(points[index], confidence[index])

        # One after the other in time when a box is followed; otherwise each thread takes half of the clip.
        parts = [range(count)] if athlete is not None else np.array_split(np.arange(count), THREADS)
        with self._lock, quiet_stderr():
            for detector in self._detectors:
                detector.reset()  # forget the clip before: the same frames give the same track
            with ThreadPoolExecutor(THREADS) as pool:
                list(pool.map(work, range(len(parts))))
        progress("Following the athlete", 1.0)
        return PoseTrack(
            points=points,
            confidence=confidence,
            times=np.asarray(times, dtype=np.float64),
            filled=np.zeros(count, dtype=bool),
            width=width,
            height=height,
            world=world,
        )

    def _detect(
        self, detector: object, frame: np.ndarray, box: Box | None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
        """Return points in pixels of the whole frame, confidence and world points; None if nobody is detected."""
        x0, y0, x1, y1 = (0, 0, frame.shape[1], frame.shape[0]) if box is None else _grown(box, frame)
        region = frame[y0:y1, x0:x1]
        scale = min(1.0, LONGEST_SIDE / max(region.shape[:2]))
        if scale < 1.0:
            region = cv2.resize(region, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        result = detector.process(np.ascontiguousarray(region))  # type: ignore[attr-defined]
        if result.pose_landmarks is None:
            return None
        landmarks = np.array([(m.x, m.y, m.visibility) for m in result.pose_landmarks.landmark], dtype=np.float32)
        metres = np.array([(m.x, m.y, m.z) for m in result.pose_world_landmarks.landmark], dtype=np.float32)
        points = to_keypoints(landmarks[:, :2]) * [x1 - x0, y1 - y0] + [x0, y0]
        return points, to_keypoints(landmarks[:, 2:])[:, 0], to_keypoints(metres)


def to_keypoints(landmarks: np.ndarray) -> np.ndarray:
    """(33, C) MediaPipe landmarks -> (K, C) in the project's order."""
    result = np.zeros((len(KEYPOINTS), landmarks.shape[1]), dtype=np.float32)
    for name, numbers in LANDMARKS.items():
        result[KEYPOINT_INDEX[name]] = landmarks[list(numbers)].mean(axis=0)
    return result


def _around(points: np.ndarray, confidence: np.ndarray) -> Box:
    known = points[confidence > 0.3] if (confidence > 0.3).sum() > 3 else points
    (x0, y0), (x1, y1) = known.min(axis=0), known.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)


def _grown(box: Box, frame: np.ndarray) -> tuple[int, int, int, int]:
    """Return the box with a margin, inside the frame, whole pixels."""
    height, width = frame.shape[:2]
    x0, y0, x1, y1 = box
    margin = SEARCH_MARGIN * max(x1 - x0, y1 - y0, 32.0)
    left, top = int(np.clip(x0 - margin, 0, width - 2)), int(np.clip(y0 - margin, 0, height - 2))
    right, bottom = int(np.clip(x1 + margin, left + 2, width)), int(np.clip(y1 + margin, top + 2, height))
    return left, top, right, bottom


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Keep MediaPipe's native log lines off stderr, which belongs to the messages for the user."""
    sys.stderr.flush()
    saved = os.dup(2)
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)
