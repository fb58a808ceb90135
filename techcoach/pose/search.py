"""The search for people in frames: whole frames, and tiles of some of them, in which small people are seen, too."""

from __future__ import annotations

import numpy as np

from .people import Person, describe_clothes, link_people, overlap
from .tracker import Detections, PoseTracker

TILE_FPS = 2.0
"""Tiles of about so many frames a second are searched: a person who is seen in some frames is followed through all."""
SMALL_SHARE = 0.8
"""The smallest tiles are left out if one person was detected in this share of the frames without them."""
TILE_OVERLAP = 0.5
"""Share of a tile that its neighbour covers, too."""
SAME_PERSON = 0.4
"""Boxes with this intersection over union, or with the smaller one inside the larger by `INSIDE`, are one person."""
INSIDE = 0.8
EDGE = 0.15
"""A body that reaches beyond its tile by this share of its box was cut by the tile, and belongs to a neighbour's."""


def find_people(frames: np.ndarray, times: np.ndarray, tracker: PoseTracker) -> list[Person]:
    """Find the people in a clip.

    Args:
        frames: (T, H, W, 3) uint8 RGB. times: (T,) rising seconds.
    """
    detections = tracker.detect(frames)
    sampled = _sampled(times)
    height, width = frames.shape[1:3]
    for side in (min(height, width), min(height, width) / 2):
        if side < min(height, width) and _somebody_in_most(detections, frames, times):
            break
        for index in sampled:
            in_tiles = _in_tiles(frames[index], side, tracker)
            detections[index] = _merged(detections[index], in_tiles)
    clothes = [describe_clothes(frame, one.boxes) for frame, one in zip(frames, detections, strict=True)]
    return link_people(detections, times, clothes)


def _sampled(times: np.ndarray) -> np.ndarray:
    """Return the indices of about `TILE_FPS` frames a second, first and last included."""
    count = max(2, int(np.ceil((times[-1] - times[0]) * TILE_FPS)) + 1)
    return np.unique(np.linspace(0, len(times) - 1, min(count, len(times))).round().astype(int))


def _somebody_in_most(detections: list[Detections], frames: np.ndarray, times: np.ndarray) -> bool:
    """Return whether one person was detected in most of the frames."""
    return any(len(person.frames) >= SMALL_SHARE * len(times) for person in link_people(detections, times))


def tile_corners(height: int, width: int, side: float) -> list[tuple[int, int, int, int]]:
    """Return x0, y0, x1, y1 of square tiles that cover a frame and overlap by `TILE_OVERLAP` or more."""

    def starts(length: int) -> np.ndarray:
        count = 1 if length <= side else int(np.ceil((length - side) / (side * (1 - TILE_OVERLAP)))) + 1
        return np.linspace(0, max(0.0, length - side), count).round().astype(int)

    whole = int(round(side))
    return [
        (x, y, min(width, x + whole), min(height, y + whole))
        for y in starts(height).tolist()
        for x in starts(width).tolist()
    ]


def _in_tiles(frame: np.ndarray, side: float, tracker: PoseTracker) -> Detections:
    """Detect people in the tiles of a frame; boxes in pixels of the frame."""
    height, width = frame.shape[:2]
    corners = tile_corners(height, width, side)
    shapes = {(y1 - y0, x1 - x0) for x0, y0, x1, y1 in corners}
    assert len(shapes) == 1, shapes
    tiles = np.stack([frame[y0:y1, x0:x1] for x0, y0, x1, y1 in corners])
    boxes, scores = [], []
    for (x0, y0, x1, y1), one in zip(corners, tracker.detect(tiles), strict=True):
        reach = EDGE * (one.boxes[:, 2:] - one.boxes[:, :2])
        inner = np.array([x0 == 0, y0 == 0]), np.array([x1 == width, y1 == height])
        corner = np.array([x0, y0])
        low_cut = (one.boxes[:, :2] < -reach) & ~inner[0]
        high_cut = (one.boxes[:, 2:] > np.array([x1 - x0, y1 - y0]) + reach) & ~inner[1]
        whole = ~(low_cut | high_cut).any(axis=1)
        boxes.append(one.boxes[whole] + np.tile(corner, 2))
        scores.append(one.scores[whole])
    return Detections(np.concatenate(boxes), np.concatenate(scores))


def _merged(first: Detections, second: Detections) -> Detections:
    """Merge detections of one frame: of several of one person, the earlier and then the surer stays."""
    boxes = np.concatenate([first.boxes, second.boxes])
    scores = np.concatenate([first.scores, second.scores])
    order = [*range(len(first.boxes)), *(len(first.boxes) + np.argsort(-second.scores))]
    kept: list[int] = []
    for index in order:
        if not any(_one_person(boxes[index], boxes[other]) for other in kept):
            kept.append(int(index))
    return Detections(boxes[kept], scores[kept])


def _one_person(first: np.ndarray, second: np.ndarray) -> bool:
    shared = np.clip(np.minimum(first[2:], second[2:]) - np.maximum(first[:2], second[:2]), 0, None).prod()
    smaller = min((first[2:] - first[:2]).prod(), (second[2:] - second[:2]).prod())
    return overlap(first, second) > SAME_PERSON or shared > INSIDE * smaller
