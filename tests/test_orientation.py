"""Clips on their side and upside down: planted figures with a head and feet, and a tracker that reads upright ones."""

from __future__ import annotations

import numpy as np
import pytest

from techcoach.pose.orientation import refuse_if_turned, upright_share
from techcoach.pose.tracker import Detections
from techcoach.skeleton import KEYPOINTS
from techcoach.types import PoseTrack, Progress, Refusal, silent
from tests.planted_people import BODY

HEAD, FEET = (230, 40, 40), (40, 40, 230)
TIMES = np.arange(12) / 6


def pictures(turn: int = 0, standing: int = len(TIMES)) -> np.ndarray:
    """(T, H, W, 3) pictures of somebody who stands in some frames and lies in the rest, turned to the right."""
    frames = np.full((len(TIMES), 120, 160, 3), 90, dtype=np.uint8)
    for index, frame in enumerate(frames):
        upper, lower = (slice(20, 60), slice(60, 100)) if index < standing else (slice(60, 90),) * 2
        across = (slice(60, 92),) * 2 if index < standing else (slice(40, 80), slice(80, 120))
        frame[upper, across[0]], frame[lower, across[1]] = HEAD, FEET
    return np.rot90(frames, -turn, axes=(1, 2))


class UprightTracker:
    """A tracker that detects everybody and reads only those whose head is above their feet."""

    id = "upright"

    def __init__(self) -> None:
        self.looks = 0

    def detect(self, frames: np.ndarray) -> list[Detections]:
        self.looks += 1
        return [Detections(self.body(frame)[None], np.array([0.9])) for frame in frames]

    @staticmethod
    def body(frame: np.ndarray) -> np.ndarray:
        rows, columns = np.nonzero(((frame == HEAD) | (frame == FEET)).all(axis=-1))
        return np.array([columns.min(), rows.min(), columns.max() + 1.0, rows.max() + 1.0])

    def track(
        self, frames: np.ndarray, times: np.ndarray, boxes: np.ndarray, *, progress: Progress = silent
    ) -> PoseTrack:
        points = boxes[:, None, :2] + BODY * (boxes[:, None, 2:] - boxes[:, None, :2])
        confidence = np.zeros((len(frames), len(KEYPOINTS)), dtype=np.float32)
        for row, frame in zip(confidence, frames, strict=True):
            head, feet = (np.argwhere((frame == colour).all(axis=-1)).mean(axis=0) for colour in (HEAD, FEET))
            row[:] = 0.9 if feet[0] - head[0] > abs(feet[1] - head[1]) else 0.2
        filled = np.zeros(len(frames), dtype=bool)
        return PoseTrack(points.astype(np.float32), confidence, times, filled, frames.shape[2], frames.shape[1])


@pytest.mark.parametrize(
    ("turn", "sentence", "advice"),
    [(1, "on its side", "to the left"), (2, "upside down", "180"), (3, "on its side", "to the right")],
)
def test_a_turned_clip_is_refused_with_the_turn_back(turn: int, sentence: str, advice: str) -> None:
    with pytest.raises(Refusal) as caught:
        refuse_if_turned(pictures(turn), TIMES, UprightTracker(), upright=0.0)
    assert caught.value.reason == "no_athlete"
    assert sentence in caught.value.what and advice in caught.value.advice


def test_an_upright_clip_is_not_even_looked_at() -> None:
    tracker = UprightTracker()
    frames = pictures()
    boxes = np.stack([tracker.body(frame) for frame in frames])
    upright = upright_share(tracker.track(frames, TIMES, boxes))
    assert upright == 1.0
    refuse_if_turned(frames, TIMES, tracker, upright)
    assert tracker.looks == 0


def test_whoever_lies_for_a_while_does_not_turn_the_clip() -> None:
    """A climber under a roof: upright in a third of the frames, horizontal in the others."""
    tracker = UprightTracker()
    refuse_if_turned(pictures(standing=4), TIMES, tracker, upright=1 / 3)
    assert tracker.looks == 3
