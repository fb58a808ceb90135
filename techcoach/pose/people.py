"""People through a clip: detections linked over time, by place, size and clothes. Pure functions of arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from scipy.optimize import linear_sum_assignment

from ..types import Box
from .tracker import Detections

LONGEST_LOSS_S = 1.0
"""After a longer gap a detection counts as a new person."""
STEP, STEP_PER_S = 0.3, 3.5
"""A person moves at most by this share of their height, and by so many heights a second more."""
CLOTHES_WEIGHT = 1.5
"""Weight of the difference of clothes (0..1) against a step in heights, when detections are linked."""
CLOTHES_BINS = (8, 4, 4)
"""Bins of hue, saturation and value of the histogram that describes clothes."""
CLOTHES_SIZE = CLOTHES_BINS[0] * CLOTHES_BINS[1] * CLOTHES_BINS[2]


@dataclass(frozen=True)
class Person:
    """One person through a clip.

    Attributes:
        frames: (N,) frame numbers, rising. boxes: (N, 4) x0, y0, x1, y1 in pixels. scores: (N,) detection scores.
    """

    frames: np.ndarray
    boxes: np.ndarray
    scores: np.ndarray

    def prominence(self, frame_count: int) -> float:
        """Return the mean area times score of this person's boxes over the whole span of frames seen, in pixels.

        People who are detected in some frames only, because they are small, count for the time between, too.
        """
        sides = self.boxes[:, 2:] - self.boxes[:, :2]
        seen = (self.frames[-1] - self.frames[0] + 1) / frame_count
        return float((sides.prod(axis=1) * self.scores).mean() * seen)

    def boxes_at(self, times: np.ndarray, moments_s: np.ndarray) -> np.ndarray:
        """Return (M, 4) boxes at given times, interpolated; NaN further than `LONGEST_LOSS_S` from a detection.

        Args:
            times: (T,) seconds of all frames. moments_s: (M,) rising seconds.
        """
        return interpolate_boxes(times[self.frames], self.boxes, moments_s)


def interpolate_boxes(times: np.ndarray, boxes: np.ndarray, moments_s: np.ndarray) -> np.ndarray:
    """Return (M, 4) boxes at given times; NaN where no known box is within `LONGEST_LOSS_S`.

    Args:
        times: (N,) rising seconds. boxes: (N, 4), NaN where unknown. moments_s: (M,) seconds.
    """
    known = np.isfinite(boxes).all(axis=1)
    if not known.any():
        return np.full((len(moments_s), 4), np.nan)
    at, values = times[known], boxes[known]
    result = np.stack([np.interp(moments_s, at, column) for column in values.T], axis=1)
    right = np.clip(np.searchsorted(at, moments_s), 0, len(at) - 1)
    left = np.clip(right - 1, 0, len(at) - 1)
    distance = np.minimum(np.abs(at[right] - moments_s), np.abs(moments_s - at[left]))
    result[distance > LONGEST_LOSS_S] = np.nan
    return result


def link_people(
    detections: Sequence[Detections], times: np.ndarray, clothes: Sequence[np.ndarray] | None = None
) -> list[Person]:
    """Link the detections of frames to people, by where they were last, how tall they are and what they wear.

    Args:
        detections: of each frame. times: (T,) seconds. clothes: of each frame (n, B) from `describe_clothes`.
    """
    boxes = [one.boxes for one in detections]
    lines: list[list[tuple[int, int]]] = []
    for frame, (current, time) in enumerate(zip(boxes, times, strict=True)):
        recent = [line for line in lines if time - times[line[-1][0]] <= LONGEST_LOSS_S]
        taken: set[int] = set()
        if len(recent) and len(current):
            last = np.stack([boxes[line[-1][0]][line[-1][1]] for line in recent])
            waited = np.array([time - times[line[-1][0]] for line in recent])
            steps, reach = _steps(last, current), STEP + STEP_PER_S * waited
            costs = steps
            if clothes is not None:
                worn = np.stack([clothes[line[-1][0]][line[-1][1]] for line in recent])
                costs = steps + CLOTHES_WEIGHT * (1.0 - worn @ clothes[frame].T)
            # A pair out of reach must not keep two others from being linked.
            costs = np.where(steps <= reach[:, None], costs, 1e3)
            for row, column in zip(*linear_sum_assignment(costs), strict=True):
                if steps[row, column] <= reach[row]:
                    recent[row].append((frame, int(column)))
                    taken.add(int(column))
        lines += [[(frame, index)] for index in range(len(current)) if index not in taken]
    return [
        Person(
            frames=np.array([frame for frame, _ in line]),
            boxes=np.stack([boxes[frame][index] for frame, index in line]),
            scores=np.array([detections[frame].scores[index] for frame, index in line]),
        )
        for line in lines
    ]


def describe_clothes(frame: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Describe the colours in the middle of each box: (n, B), square roots of a histogram, of length 1.

    The product of two descriptions is their Bhattacharyya coefficient: 1 for the same colours, 0 for others.

    Args:
        frame: (H, W, 3) uint8 RGB. boxes: (n, 4) pixels.
    """
    height, width = frame.shape[:2]
    result = np.zeros((len(boxes), CLOTHES_SIZE))
    for row, (x0, y0, x1, y1) in enumerate(boxes):
        left, right = np.clip([x0 + 0.35 * (x1 - x0), x0 + 0.65 * (x1 - x0)], 0, width - 1).astype(int)
        top, bottom = np.clip([y0 + 0.25 * (y1 - y0), y0 + 0.6 * (y1 - y0)], 0, height - 1).astype(int)
        patch = cv2.cvtColor(frame[top : bottom + 1, left : right + 1], cv2.COLOR_RGB2HSV)
        histogram = cv2.calcHist([patch], [0, 1, 2], None, CLOTHES_BINS, [0, 180, 0, 256, 0, 256]).ravel()
        result[row] = np.sqrt(histogram / histogram.sum())
    return result


def _steps(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Return (m, n) steps from box to box: distance of the middles plus half the change of height, in heights."""
    middles = [(boxes[:, :2] + boxes[:, 2:]) / 2 for boxes in (before, after)]
    heights = [np.maximum(boxes[:, 3] - boxes[:, 1], 1.0) for boxes in (before, after)]
    mean_heights = (heights[0][:, None] + heights[1]) / 2
    distances = np.linalg.norm(middles[0][:, None] - middles[1], axis=-1)
    height_changes = np.abs(heights[0][:, None] - heights[1])
    return np.asarray((distances + 0.5 * height_changes) / mean_heights)


def overlap(first: np.ndarray | Box, second: np.ndarray | Box) -> float:
    """Return the intersection over union of two boxes, 0..1."""
    a, b = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    shared = np.clip(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0, None).prod()
    union = (a[2:] - a[:2]).prod() + (b[2:] - b[:2]).prod() - shared
    return float(shared / union) if union > 0 else 0.0
