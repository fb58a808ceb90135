"""Scenes of planted people, rectangles in colours of their own, and a tracker that sees nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from techcoach.pose.bodies import CORE
from techcoach.pose.tracker import Detections
from techcoach.skeleton import KEYPOINT_INDEX, KEYPOINTS
from techcoach.types import PoseTrack, Progress, silent

HEIGHT, WIDTH = 240, 320
GREY = 90
SMALLEST_SHARE = 0.2
"""The tracker detects a person who fills at least this share of the picture's height: others only in tiles."""
UP = {
    "nose": 0.93, "eye": 0.95, "ear": 0.94, "shoulder": 0.82, "elbow": 0.63, "wrist": 0.49, "hand": 0.45, "hip": 0.53,
    "knee": 0.285, "ankle": 0.04, "heel": 0.01, "toe": 0.01,
}  # fmt: skip
"""Heights above the ground of somebody who stands, in statures (Winter 2009, figure 4.1)."""
ASIDE = {"shoulder": 0.13, "elbow": 0.14, "wrist": 0.15, "hand": 0.15, "eye": 0.02, "ear": 0.04}
AHEAD = {"nose": 0.06, "eye": 0.05, "toe": 0.1, "heel": -0.04}


def standing_joints(turn_deg: float = 0.0) -> np.ndarray:
    """(K, 2) joints of somebody who stands, from the place between the feet, in statures to the right and down; at 0
    degrees in front of the camera, at 90 in profile, looking to the right."""
    turn, joints = np.radians(turn_deg), np.zeros((len(KEYPOINTS), 2))
    for name, index in KEYPOINT_INDEX.items():
        side, part = name.split("_") if "_" in name else ("", name)
        aside = 0.0 if not side else (1 if side == "left" else -1) * ASIDE.get(part, 0.09)
        joints[index] = aside * np.cos(turn) + AHEAD.get(part, 0.0) * np.sin(turn), -UP[part]
    return joints


BODY = standing_joints() * [2.5, 1.0] + [0.5, 1.0]
"""(K, 2) places of the joints in a person's rectangle, which is 0.4 times as wide as high."""

LIMBS = [index for index in range(len(KEYPOINTS)) if index not in CORE]


@dataclass(frozen=True)
class Planted:
    """One planted person.

    Attributes:
        colour: RGB, unlike any other's. height: pixels; a person is 0.4 times as wide.
        middle: seconds -> x, y in pixels, or None while the person is away.
        wave: pixels by which arms and head swing up and down, twice a second.
    """

    colour: tuple[int, int, int]
    height: float
    middle: Callable[[float], tuple[float, float] | None]
    wave: float = 0.0

    def box(self, time: float) -> np.ndarray | None:
        """Return (4,) pixels at a time; None while away."""
        place = self.middle(time)
        if place is None:
            return None
        half = np.array([0.2 * self.height, 0.5 * self.height])
        return np.concatenate([np.array(place) - half, np.array(place) + half])


def draw(people: Sequence[Planted], times: np.ndarray) -> np.ndarray:
    """Draw a scene: (T, H, W, 3) uint8; later people stand in front of earlier ones."""
    frames = np.full((len(times), HEIGHT, WIDTH, 3), GREY, dtype=np.uint8)
    for frame, time in zip(frames, times, strict=True):
        for person in people:
            if (box := person.box(float(time))) is not None:
                x0, y0, x1, y1 = np.clip(box.round().astype(int), 0, [WIDTH, HEIGHT, WIDTH, HEIGHT])
                frame[y0:y1, x0:x1] = person.colour
    return frames


class PlantedTracker:
    """A tracker that sees the planted people as far as they are in the picture that it is given."""

    id = "planted"

    def __init__(self, people: Sequence[Planted]) -> None:
        self.people = people

    def detect(self, frames: np.ndarray) -> list[Detections]:
        """Detect the people who are large in the picture."""
        return [self._detect(frame) for frame in frames]

    def _detect(self, frame: np.ndarray) -> Detections:
        boxes = [box for person in self.people if (box := self._visible(person, frame)) is not None]
        boxes = [box for box in boxes if box[3] - box[1] >= SMALLEST_SHARE * frame.shape[0]]
        return Detections(np.array(boxes).reshape(-1, 4), np.full(len(boxes), 0.9))

    def _visible(self, person: Planted, frame: np.ndarray) -> np.ndarray | None:
        rows, columns = np.nonzero((frame == person.colour).all(axis=-1))
        if len(rows) < 20:
            return None
        return np.array([columns.min(), rows.min(), columns.max() + 1.0, rows.max() + 1.0])

    def track(
        self, frames: np.ndarray, times: np.ndarray, boxes: np.ndarray, *, progress: Progress = silent
    ) -> PoseTrack:
        """Read the person of whom most is in the box."""
        points = np.zeros((len(times), len(KEYPOINTS), 2), dtype=np.float32)
        confidence = np.zeros(points.shape[:2], dtype=np.float32)
        for index, (frame, box, time) in enumerate(zip(frames, boxes, times, strict=True)):
            seen = [] if not np.isfinite(box).all() else self._bodies(frame, box)
            if seen:
                share, body, person = max(seen, key=lambda one: one[0])
                if share > 0.3:
                    points[index] = body[:2] + BODY * (body[2:] - body[:2])
                    points[index, LIMBS, 1] += person.wave * np.sin(4 * np.pi * time)
                    confidence[index] = 0.9
        height, width = frames.shape[1:3]
        return PoseTrack(points, confidence, np.asarray(times), np.zeros(len(times), dtype=bool), width, height)

    def _bodies(self, frame: np.ndarray, box: np.ndarray) -> list[tuple[float, np.ndarray, Planted]]:
        """Return for each visible person the share that is in the box, the whole body's box, and the person."""
        result = []
        for person in self.people:
            if (body := self._visible(person, frame)) is not None:
                inside = np.clip(np.minimum(body[2:], box[2:]) - np.maximum(body[:2], box[:2]), 0, None).prod()
                result.append((float(inside / (body[2:] - body[:2]).prod()), body, person))
        return result
