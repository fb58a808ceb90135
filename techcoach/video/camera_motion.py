"""The camera's own motion, estimated from the background, so that it can be taken out of an athlete's path.

Corners of the background are followed from one frame to the next (Shi and Tomasi, "Good Features to Track", 1994; Lucas
and Kanade's tracker in pyramids, Bouguet 2001), and a similarity is fitted to them by consensus: turning, shifting,
rolling and zooming. Corners on the athlete are left out; those on other people are outvoted. Knows frames, boxes and
points; no tracker and no file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from ..types import PoseTrack

WORKING_PX = 200
"""The longer side of the pictures that are compared, pixels."""
CORNERS, FEWEST = 60, 8
"""The most corners that are followed, and the fewest that a motion is believed from."""
SPACING_PX, QUALITY = 7, 0.01
STEPS_FPS = 10.0
"""Frames are compared about so many times a second, at most; between them the motion is interpolated."""
INLIER_PX = 0.8
"""A corner agrees with a motion that brings it so near, working pixels."""
BOX_MARGIN = 0.15
"""The athlete's box is widened by this share of its sides, for arms and shadows."""
REFRESH = 0.6
"""Corners are found anew when less than this share of them is left."""
CONFIDENT = 0.6
"""An estimate is to be used from this confidence on. On 20 rendered scenes with company whose camera pans, shakes or
zooms, 69% of the moments had it, and the athlete's steadied path was off by at most 0.03 of the athlete's height in 95%
of them and by 0.1 in none; of all moments, one in ten was off by more than that."""


@dataclass(frozen=True)
class CameraMotion:
    """The way from every frame into the first one.

    Attributes:
        transforms: (T, 2, 3), affine: pixels of a frame to pixels of the first frame.
        confidence: (T,) 0..1, the share of the background's corners that agreed, from the first frame on: the least
            of all steps up to this one. 0 where a step could not be told, and its transform is a guess.
        times: (T,) seconds of the frames.
    """

    transforms: np.ndarray
    confidence: np.ndarray
    times: np.ndarray

    def at(self, times: np.ndarray) -> np.ndarray:
        """Interpolate the transforms (N, 2, 3) at other times (N,), seconds."""
        flat = self.transforms.reshape(len(self.times), -1)
        columns = [np.interp(times, self.times, column) for column in flat.T]
        return np.stack(columns, axis=1).reshape(-1, 2, 3)


def estimate_camera_motion(frames: np.ndarray, boxes: np.ndarray | None, times: np.ndarray) -> CameraMotion:
    """Estimate how the camera moved.

    Args:
        frames: (T, H, W, 3) uint8 RGB, upright. boxes: (T, 4) pixels x0, y0, x1, y1 around the athlete, NaN where
            there is none; None for no athlete. times: (T,) rising seconds.

    Returns:
        The motion; where a step shows too few corners, it is taken to be still, with confidence 0 from there on.
    """
    times = np.asarray(times, dtype=np.float64)
    scale = min(1.0, WORKING_PX / max(frames.shape[1:3]))
    stride = max(1, round(1 / STEPS_FPS / float(np.median(np.diff(times))))) if len(times) > 1 else 1
    compared = np.unique(np.append(np.arange(0, len(times), stride), len(times) - 1))
    ways, shares = _ways(frames, boxes, compared, scale)
    to_working = np.diag([scale, scale, 1.0])
    in_pixels = (np.linalg.inv(to_working) @ ways @ to_working)[:, :2]
    confidence = np.minimum.accumulate(shares)
    coarse = CameraMotion(in_pixels, confidence, times[compared])
    return CameraMotion(coarse.at(times), np.interp(times, coarse.times, confidence), times)


def without_camera_motion(track: PoseTrack, motion: CameraMotion) -> PoseTrack:
    """Return a track with its points, at any times, as the first frame's camera would see them; they may lie out of the
    picture. World coordinates stay as they are: they turn with the camera."""
    matrices = motion.at(track.times)
    points = track.points @ matrices[:, :, :2].transpose(0, 2, 1) + matrices[:, None, :, 2]
    known = track.confidence[..., None] > 0
    return replace(track, points=np.where(known, points, track.points).astype(track.points.dtype))


def _ways(
    frames: np.ndarray, boxes: np.ndarray | None, compared: np.ndarray, scale: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the way (S, 3, 3) of every compared frame into the first, in working pixels, and the share of the corners
    that agreed.

    Corners are compared with where they were when they were found, not with the frame before: errors add up only from
    one finding to the next.
    """
    before = _working(frames[0], scale)
    found = places = _corners(before, _box_of(boxes, 0, scale))
    base, ways, shares, count = np.eye(3), [np.eye(3)], [1.0], len(found)
    for number in compared[1:]:
        now, box = _working(frames[number], scale), _box_of(boxes, number, scale)
        origins, places = _followed(before, now, found, places)
        way, agreeing = _similarity(places, origins)
        ways.append(base @ way if agreeing.any() else ways[-1])
        shares.append(float(agreeing.sum() / max(len(agreeing), 1)))
        kept = agreeing & ~_inside(places, box)
        if kept.sum() < max(REFRESH * count, FEWEST):
            found = places = _corners(now, box)
            base, count = ways[-1], len(found)
        else:
            found, places = origins[kept], places[kept]
        before = now
    return np.stack(ways), np.array(shares)


def _working(frame: np.ndarray, scale: float) -> np.ndarray:
    """Return a frame's green in working pixels. A large frame is thinned before it is averaged, for speed."""
    step = max(1, int(0.5 / scale))
    size = max(1, round(frame.shape[1] * scale)), max(1, round(frame.shape[0] * scale))
    return np.asarray(cv2.resize(np.ascontiguousarray(frame[::step, ::step, 1]), size, interpolation=cv2.INTER_AREA))


def _corners(grey: np.ndarray, box: np.ndarray | None) -> np.ndarray:
    """Return (N, 2) float32 corners outside of the box."""
    mask = np.full(grey.shape, 255, dtype=np.uint8)
    if box is not None:
        x0, y0, x1, y1 = np.clip(box, 0, [grey.shape[1], grey.shape[0]] * 2).astype(int)
        mask[y0:y1, x0:x1] = 0
    corners = cv2.goodFeaturesToTrack(grey, CORNERS, QUALITY, SPACING_PX, mask=mask)
    return np.zeros((0, 2), dtype=np.float32) if corners is None else corners.reshape(-1, 2)


def _followed(
    before: np.ndarray, now: np.ndarray, origins: np.ndarray, places: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Follow corners from their places (N, 2) in one frame to the next; return the origins and places (M, 2) of those
    that were not lost."""
    if not len(places):
        return origins, places
    start = places[:, None].astype(np.float32)
    ends, kept, _ = cv2.calcOpticalFlowPyrLK(before, now, start, np.zeros_like(start), winSize=(11, 11), maxLevel=3)
    alive = np.asarray(kept)[:, 0] == 1
    return origins[alive], np.asarray(ends)[alive, 0]


def _similarity(places: np.ndarray, origins: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Fit the similarity (3, 3) from places to origins (N, 2) by consensus; return it and which corners (N,) agree.
    With too few of them there is no way: the identity, and none agrees."""
    nothing = np.eye(3), np.zeros(len(places), dtype=bool)
    if len(places) < FEWEST:
        return nothing
    way, inliers = cv2.estimateAffinePartial2D(
        places, origins, method=cv2.RANSAC, ransacReprojThreshold=INLIER_PX, maxIters=200, confidence=0.99
    )
    if way is None or inliers.sum() < FEWEST:
        return nothing
    return np.vstack([way, [0.0, 0.0, 1.0]]), inliers[:, 0] == 1


def _box_of(boxes: np.ndarray | None, number: int, scale: float) -> np.ndarray | None:
    """Return the widened box (4,) of a frame in working pixels; None where there is none."""
    if boxes is None or np.isnan(boxes[number]).any():
        return None
    x0, y0, x1, y1 = boxes[number] * scale
    margin = np.array([x1 - x0, y1 - y0]) * BOX_MARGIN
    return np.array([x0 - margin[0], y0 - margin[1], x1 + margin[0], y1 + margin[1]])


def _inside(points: np.ndarray, box: np.ndarray | None) -> np.ndarray:
    if box is None:
        return np.zeros(len(points), dtype=bool)
    return np.asarray(((points >= box[:2]) & (points <= box[2:])).all(axis=1))
