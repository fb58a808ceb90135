"""Choosing the athlete among several people: link detections over time, then choose one person. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from .tracker import Box

LONGEST_LOSS_S = 1.0
"""After a longer gap a detection counts as a new person."""
FARTHEST_STEP = 0.6
"""A person moves at most by this share of their height from one frame to the next, for frames up to 0.1 s apart."""
STEP_S = 0.1


@dataclass(frozen=True)
class Person:
    """One person through a clip.

    Attributes:
        frames: (N,) frame numbers, rising. boxes: (N, 4) x0, y0, x1, y1 in pixels. scores: (N,) detection scores.
    """

    frames: np.ndarray
    boxes: np.ndarray
    scores: np.ndarray

    @property
    def prominence(self) -> float:
        """Area times score of this person's boxes, summed over all frames."""
        sides = self.boxes[:, 2:] - self.boxes[:, :2]
        return float((sides.prod(axis=1) * self.scores).sum())


def link_people(boxes: Sequence[np.ndarray], scores: Sequence[np.ndarray], times: np.ndarray) -> list[Person]:
    """Link the detections of frames to people, by where they were last and how tall they are.

    Args:
        boxes: for each frame (n, 4). scores: for each frame (n,). times: (T,) seconds.
    """
    lines: list[list[tuple[int, int]]] = []
    for frame, (detections, time) in enumerate(zip(boxes, times, strict=True)):
        recent = [line for line in lines if time - times[line[-1][0]] <= LONGEST_LOSS_S]
        taken: set[int] = set()
        if len(recent) and len(detections):
            last = np.stack([boxes[line[-1][0]][line[-1][1]] for line in recent])
            waited = np.array([time - times[line[-1][0]] for line in recent])
            steps, reach = _steps(last, detections), FARTHEST_STEP * np.maximum(waited / STEP_S, 1.0)
            for row, column in zip(*linear_sum_assignment(steps), strict=True):
                if steps[row, column] <= reach[row]:
                    recent[row].append((frame, int(column)))
                    taken.add(int(column))
        lines += [[(frame, index)] for index in range(len(detections)) if index not in taken]
    return [
        Person(
            frames=np.array([frame for frame, _ in line]),
            boxes=np.stack([boxes[frame][index] for frame, index in line]),
            scores=np.array([scores[frame][index] for frame, index in line]),
        )
        for line in lines
    ]


def _steps(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Return (m, n) steps from box to box: distance of the middles plus half the change of height, in heights."""
    middles = [(boxes[:, :2] + boxes[:, 2:]) / 2 for boxes in (before, after)]
    heights = [np.maximum(boxes[:, 3] - boxes[:, 1], 1.0) for boxes in (before, after)]
    mean_heights = (heights[0][:, None] + heights[1]) / 2
    distances = np.linalg.norm(middles[0][:, None] - middles[1], axis=-1)
    height_changes = np.abs(heights[0][:, None] - heights[1])
    return np.asarray((distances + 0.5 * height_changes) / mean_heights)


def choose_athlete(people: Sequence[Person], athlete: Box | None) -> Person | None:
    """Return the person whose first box overlaps the given one most; without one, who fills most of the clip."""
    if not people:
        return None
    if athlete is None:
        return max(people, key=lambda person: person.prominence)
    best = max(people, key=lambda person: (overlap(person.boxes[0], athlete), person.prominence))
    return best if overlap(best.boxes[0], athlete) > 0 else None


def overlap(first: np.ndarray | Box, second: np.ndarray | Box) -> float:
    """Return the intersection over union of two boxes, 0..1."""
    a, b = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    shared = np.clip(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0, None).prod()
    union = (a[2:] - a[:2]).prod() + (b[2:] - b[:2]).prod() - shared
    return float(shared / union) if union > 0 else 0.0
