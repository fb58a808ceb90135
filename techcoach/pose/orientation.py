"""Which way up a clip is, by the people in it: a file may hold turned pictures and no word about it.

Trackers read upright people. In a picture on its side they read a body in some frames only, and rarely one that stands.
Climbers lean and hang, so only pictures that show somebody upright much more often when they are turned count as
turned. Knows frames and a tracker.
"""

from __future__ import annotations

import numpy as np

from ..skeleton import KEYPOINT_INDEX
from ..types import PoseTrack, Refusal
from .bodies import CORE, SURE_BODY
from .tracker import PoseTracker

UPRIGHT_DEG = 40.0
"""Trunk and legs of an upright body are within this angle of the vertical."""
DOUBTFUL_SHARE = 0.6
"""Where the athlete is seen upright in a smaller share of the frames, the pictures are turned and looked at again."""
SURE_SHARE, OVER_UPRIGHT = 0.75, 1.8
"""A clip is turned if turned pictures show somebody upright in this share of the frames, and so many times as often."""
FRAMES_LOOKED_AT = 8
TURNS = {
    1: ("The clip lies on its side.", "Turn it by 90 degrees to the left, and upload it again."),
    2: ("The clip is upside down.", "Turn it by 180 degrees, and upload it again."),
    3: ("The clip lies on its side.", "Turn it by 90 degrees to the right, and upload it again."),
}
"""By the quarter turns to the left that make the pictures upright: what is wrong, and what to do."""


def upright_share(track: PoseTrack) -> float:
    """Return the share of all frames, 0..1, in which a body is seen surely and is upright."""

    def middle(part: str) -> np.ndarray:
        ends = [KEYPOINT_INDEX[f"{side}_{part}"] for side in ("left", "right")]
        return track.points[:, ends].astype(np.float64).mean(axis=1)

    trunk, legs = middle("hip") - middle("shoulder"), middle("ankle") - middle("hip")
    upright = track.confidence[:, CORE].mean(axis=1) >= SURE_BODY
    for down in (trunk, legs):
        upright &= np.degrees(np.arctan2(np.abs(down[:, 0]), down[:, 1])) < UPRIGHT_DEG
    return float(upright.mean())


def refuse_if_turned(frames: np.ndarray, times: np.ndarray, tracker: PoseTracker, upright: float) -> None:
    """Refuse a clip that is upside down or on its side; without a doubt about that, it takes no time.

    Args:
        frames: (T, H, W, 3) uint8 RGB. times: (T,) seconds. upright: `upright_share` of whom the tracker follows in
            them, 0 where it finds nobody.

    Raises:
        Refusal: no_athlete, with the turn that makes the clip upright.
    """
    if upright >= DOUBTFUL_SHARE:
        return
    some = np.unique(np.linspace(0, len(frames) - 1, FRAMES_LOOKED_AT).round().astype(int))
    shares = {turn: _share_when_turned(frames[some], times[some], tracker, turn) for turn in TURNS}
    best = max(shares, key=lambda turn: shares[turn])
    if shares[best] >= max(SURE_SHARE, OVER_UPRIGHT * upright):
        raise Refusal("no_athlete", *TURNS[best])


def _share_when_turned(frames: np.ndarray, times: np.ndarray, tracker: PoseTracker, turn: int) -> float:
    """Return in which share of the frames, turned to the left so many times, the surest person is upright."""
    turned = np.ascontiguousarray(np.rot90(frames, turn, axes=(1, 2)))
    boxes = np.full((len(turned), 4), np.nan)
    for row, found in zip(boxes, tracker.detect(turned), strict=True):
        if len(found.boxes):
            row[:] = found.boxes[int(np.argmax(found.scores))]
    return upright_share(tracker.track(turned, times, boxes))
