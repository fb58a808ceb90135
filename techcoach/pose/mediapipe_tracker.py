"""The embedded tracker: MediaPipe Pose, whose models come inside its package. It runs on a CPU.

The package's own solution follows one person, whom it chooses itself. Here its two networks run apart: the detector,
which sees several people, and the landmark network, which reads one person in a given region. Frames are split over two
threads, each with networks of its own, because the library leaves Python while it works.
"""

from __future__ import annotations

import contextlib
import math
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from ..skeleton import KEYPOINT_INDEX, KEYPOINTS
from ..types import PoseTrack, Progress, silent
from .tracker import Detections

DETECTOR_GRAPH = """
input_stream: "image"
output_stream: "detections"
node { calculator: "PoseDetectionCpu" input_stream: "IMAGE:image" output_stream: "DETECTIONS:detections" }
"""
LANDMARK_GRAPH = """
input_stream: "image"
input_stream: "region"
output_stream: "landmarks"
output_stream: "alignment"
output_stream: "world"
node {
  calculator: "ConstantSidePacketCalculator"
  output_side_packet: "PACKET:complexity"
  options { [mediapipe.ConstantSidePacketCalculatorOptions.ext] { packet { int_value: 1 } } }
}
node {
  calculator: "PoseLandmarkByRoiCpu"
  input_side_packet: "MODEL_COMPLEXITY:complexity"
  input_stream: "IMAGE:image"
  input_stream: "ROI:region"
  output_stream: "LANDMARKS:landmarks"
  output_stream: "AUXILIARY_LANDMARKS:alignment"
  output_stream: "WORLD_LANDMARKS:world"
}
"""
"""The landmark network of the package at complexity 1 ("full"), without the detector before it and the smoothing after
it. `alignment` has two points: the middle of the hips, and one on the circle about them that holds the whole body."""

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
DETECTOR_SIDE = 448
"""Pictures are shrunk to this before detection: the network reads 224 pixels."""
REGION_SIDE = 320
"""The athlete's region is shrunk to about this before landmarks are read: the network reads 256 pixels."""
REGION_MARGIN = 1.25
"""Size of the region against the circle about the body, as the landmark network was trained."""
MOST_READINGS = 3
"""A region that does not fit the body that was read in it is corrected and read again, so many times in all."""
FARTHEST_SHIFT, LARGEST_RATIO, LARGEST_TURN = 0.15, 1.3, math.radians(20)
"""A region fits up to this shift of its middle, in sides; this ratio of sizes; and this turn."""


@dataclass(frozen=True)
class Region:
    """A square of a frame in which the landmark network reads one body.

    Attributes:
        x, y: middle, pixels. side: pixels. turn: radians, clockwise, 0 for an upright body.
    """

    x: float
    y: float
    side: float
    turn: float = 0.0

    @classmethod
    def of_box(cls, box: np.ndarray) -> Region:
        """Return the region of an upright body in a box (4,)."""
        x0, y0, x1, y1 = (float(value) for value in box)
        return cls((x0 + x1) / 2, (y0 + y1) / 2, REGION_MARGIN * max(x1 - x0, y1 - y0, 16.0))

    @classmethod
    def of_alignment(cls, hips: np.ndarray, rim: np.ndarray) -> Region:
        """Return the region of a body by the middle of the hips and a point on the circle that holds it, pixels."""
        across, down = float(rim[0] - hips[0]), float(rim[1] - hips[1])
        turn = (math.atan2(across, -down) + math.pi) % (2 * math.pi) - math.pi
        return cls(float(hips[0]), float(hips[1]), REGION_MARGIN * 2 * max(math.hypot(across, down), 8.0), turn)

    def fits(self, other: Region) -> bool:
        """Return whether a body whose region is `other` was read well in this one."""
        shift = math.hypot(self.x - other.x, self.y - other.y) / self.side
        ratio = max(self.side / other.side, other.side / self.side)
        turn = abs((self.turn - other.turn + math.pi) % (2 * math.pi) - math.pi)
        return shift <= FARTHEST_SHIFT and ratio <= LARGEST_RATIO and turn <= LARGEST_TURN


@dataclass(frozen=True)
class Landmarks:
    """One body as the landmark network read it.

    Attributes:
        points: (K, 2) pixels of the frame. confidence: (K,). world: (K, 3) metres about the hips.
        region: the region that fits this body.
    """

    points: np.ndarray
    confidence: np.ndarray
    world: np.ndarray
    region: Region


class MediaPipeTracker:
    """MediaPipe's pose networks, model complexity 1."""

    id = "mediapipe"

    def __init__(self) -> None:
        with quiet_stderr():
            self._detectors = [_graph(DETECTOR_GRAPH, "detections") for _ in range(THREADS)]
            self._readers = [_graph(LANDMARK_GRAPH, "landmarks", "alignment", "world") for _ in range(THREADS)]
            # A graph sets itself up in threads of its own, which write log lines; a first picture waits for them.
            blank = np.zeros((64, 64, 3), dtype=np.uint8)
            for detector, reader in zip(self._detectors, self._readers, strict=True):
                _detections(detector, blank)
                _landmarks(reader, blank, Region(32, 32, 64))
        self._lock = threading.Lock()

    def detect(self, frames: np.ndarray) -> list[Detections]:
        """Detect people; a box is the square about the circle that holds the whole body."""
        result = [Detections.none()] * len(frames)

        def work(thread: int, index: int) -> None:
            result[index] = _detections(self._detectors[thread], frames[index])

        self._share(work, np.arange(len(frames)))
        return result

    def track(
        self, frames: np.ndarray, times: np.ndarray, boxes: np.ndarray, *, progress: Progress = silent
    ) -> PoseTrack:
        """Track as `PoseTracker.track`, with world coordinates too, metres about the hips."""
        count, height, width, _ = frames.shape
        points = np.zeros((count, len(KEYPOINTS), 2), dtype=np.float32)
        confidence = np.zeros((count, len(KEYPOINTS)), dtype=np.float32)
        world = np.zeros((count, len(KEYPOINTS), 3), dtype=np.float32)

        def work(thread: int, index: int) -> None:
            body = _fitted_landmarks(self._readers[thread], frames[index], Region.of_box(boxes[index]))
            if body is not None:
                points[index], confidence[index], world[index] = body.points, body.confidence, body.world

        self._share(work, np.flatnonzero(np.isfinite(boxes).all(axis=1)))
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

    def _share(self, work: Callable[[int, int], None], indices: np.ndarray) -> None:
        """Do the work (thread, frame) for all frames, a part in each thread."""

        def part(thread: int) -> None:
            for index in parts[thread]:
                work(thread, int(index))

        parts = np.array_split(indices, THREADS)
        with self._lock, quiet_stderr(), ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(part, range(THREADS)))


def _graph(text: str, *outputs: str) -> Any:
    """Build a runner of a MediaPipe graph."""
    # The options of this calculator are known to the parser only once their module was imported.
    from google.protobuf import text_format
    from mediapipe.calculators.core import constant_side_packet_calculator_pb2  # noqa: F401
    from mediapipe.framework import calculator_pb2
    from mediapipe.python.solution_base import SolutionBase

    return SolutionBase(graph_config=text_format.Parse(text, calculator_pb2.CalculatorGraphConfig()), outputs=outputs)


def _detections(detector: Any, picture: np.ndarray) -> Detections:
    """Detect people in a picture (H, W, 3) of any size."""
    height, width = picture.shape[:2]
    found = detector.process({"image": _shrunk(picture, DETECTOR_SIDE)}).detections or []
    circles = [[(point.x * width, point.y * height) for point in one.location_data.relative_keypoints] for one in found]
    if not circles:
        return Detections.none()
    hips, rim = np.array([circle[:2] for circle in circles]).transpose(1, 0, 2)  # (n, 2) each
    radius = np.linalg.norm(rim - hips, axis=1, keepdims=True)
    return Detections(np.concatenate([hips - radius, hips + radius], axis=1), np.array([one.score[0] for one in found]))


def _fitted_landmarks(reader: Any, frame: np.ndarray, region: Region) -> Landmarks | None:
    """Read the body in a region, and again in the region that fits it better; None where there is none."""
    best = None
    for _ in range(MOST_READINGS):
        body = _landmarks(reader, frame, region)
        if body is None:
            return best
        best = body
        if region.fits(body.region):
            break
        region = body.region
    return best


def _landmarks(reader: Any, frame: np.ndarray, region: Region) -> Landmarks | None:
    """Read the body in a region of a frame; None where there is none."""
    # The crop holds the region when it is turned, too. Beyond the frame's edge the library reads black.
    reach = region.side * math.sqrt(0.5)
    x0, y0 = max(0, math.floor(region.x - reach)), max(0, math.floor(region.y - reach))
    crop = frame[y0 : max(y0 + 2, math.ceil(region.y + reach)), x0 : max(x0 + 2, math.ceil(region.x + reach))]
    height, width = crop.shape[:2]
    if min(height, width) < 2:
        return None
    from mediapipe.framework.formats.rect_pb2 import NormalizedRect

    rectangle = NormalizedRect(
        x_center=(region.x - x0) / width,
        y_center=(region.y - y0) / height,
        width=region.side / width,
        height=region.side / height,
        rotation=region.turn,
    )
    picture = _shrunk(crop, max(2, round(REGION_SIDE * max(height, width) / region.side)))
    result = reader.process({"image": picture, "region": rectangle})
    if result.landmarks is None:
        return None
    size, corner = np.array([width, height]), np.array([x0, y0])
    points = np.array([(point.x, point.y) for point in result.landmarks.landmark]) * size + corner
    visibility = np.array([[point.visibility] for point in result.landmarks.landmark])
    metres = np.array([(point.x, point.y, point.z) for point in result.world.landmark])
    hips, rim = np.array([(point.x, point.y) for point in result.alignment.landmark[:2]]) * size + corner
    return Landmarks(
        to_keypoints(points), to_keypoints(visibility)[:, 0], to_keypoints(metres), Region.of_alignment(hips, rim)
    )


def _shrunk(picture: np.ndarray, longest: int) -> np.ndarray:
    """Shrink a picture to a longest side; a smaller one stays as it is."""
    scale = longest / max(picture.shape[:2])
    if scale < 1.0:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(picture)


def to_keypoints(landmarks: np.ndarray) -> np.ndarray:
    """(33, C) MediaPipe landmarks -> (K, C) in the project's order."""
    result = np.zeros((len(KEYPOINTS), landmarks.shape[1]), dtype=np.float32)
    for name, numbers in LANDMARKS.items():
        result[KEYPOINT_INDEX[name]] = landmarks[list(numbers)].mean(axis=0)
    return result


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
