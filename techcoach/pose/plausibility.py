"""Skeletons that cannot be: limbs too long for the body they belong to, and knees that bend backwards.

A tracker that takes one limb from another person, or reads two people as one body, is still sure of it. Lengths in a
picture shrink as a limb points at the camera, but they do not grow beyond the limb's share of the stature. Pure
functions of a track; they know no frames.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..skeleton import KEYPOINT_INDEX
from ..types import PoseTrack

KNOWN = 0.05
"""Joints of less confidence are unknown."""
NEAR_S = 1.0
"""The stature in the picture, pixels, is taken over so many seconds before and after a frame."""


@dataclass(frozen=True)
class Limb:
    """A limb between two joints.

    Attributes:
        first, second: joints without their side. share: of the stature (Winter 2009, figure 4.1).
        most: the greatest length in pictures, in that share. The ninth decile of rendered clips is 1.1 at most, one
            frame in a thousand of good tracks reaches 1.85 at the forearm and 1.45 elsewhere.
        beyond: what is unknown with the second joint, because it hangs on it.
    """

    first: str
    second: str
    share: float
    most: float
    beyond: tuple[str, ...] = ()


LIMBS = (
    Limb("hip", "knee", 0.245, 1.45, ("ankle", "heel", "toe")),
    Limb("knee", "ankle", 0.246, 1.5, ("heel", "toe")),
    Limb("shoulder", "elbow", 0.186, 1.5, ("wrist", "hand")),
    Limb("elbow", "wrist", 0.146, 2.0, ("hand",)),
)
TRUNK = Limb("shoulder", "hip", 0.288, 1.6)
WIDTHS = (("shoulder", 0.259, 1.3), ("hip", 0.191, 1.2))
"""Joints of both sides, the share of the stature between them, and the greatest length, in that share."""
STATURE_LIMBS = (*LIMBS[:2], TRUNK)
BACKWARDS_DEG = 25.0
"""A knee that seems to bend backwards by more is not read right; one in a thousand of good tracks passes 5 degrees."""
PROFILE_FOOT, PROFILE_FACE = 0.07, 0.03
"""Length of both feet, and of the nose before the ears, from which a view counts as a profile, in statures."""
MOST_LIMBS = 3
"""With so many limbs that cannot be, nothing of the frame is trusted."""


def implausible_joints(track: PoseTrack) -> np.ndarray:
    """Return (T, K) bool: the joints that cannot be where they are; whole frames where two bodies are merged."""
    stature = _statures(track)
    if not np.isfinite(stature).any():
        return np.zeros(track.confidence.shape, dtype=bool)
    result = np.zeros(track.confidence.shape, dtype=bool)
    backwards = _backward_knees(track, stature)
    limbs = np.zeros(len(track.times), dtype=int)
    for number, side in enumerate(("left", "right")):
        for limb in LIMBS:
            wrong = _length(track, f"{side}_{limb.first}", f"{side}_{limb.second}") > limb.most * limb.share * stature
            if limb.first == "hip":
                wrong |= backwards[:, number]
            limbs += wrong
            for part in (limb.second, *limb.beyond):
                result[wrong, KEYPOINT_INDEX[f"{side}_{part}"]] = True
    merged = limbs >= MOST_LIMBS
    for side in ("left", "right"):
        length = _length(track, f"{side}_{TRUNK.first}", f"{side}_{TRUNK.second}")
        merged |= length > TRUNK.most * TRUNK.share * stature
    for part, share, most in WIDTHS:
        merged |= _length(track, f"left_{part}", f"right_{part}") > most * share * stature
    result[merged] = True
    return result & (track.confidence >= KNOWN)


def implausible_share(track: PoseTrack) -> float:
    """Return the share of the frames with somebody in them that show a skeleton that cannot be, 0..1."""
    somebody = (track.confidence >= KNOWN).any(axis=1)
    return float(implausible_joints(track)[somebody].any(axis=1).mean()) if somebody.any() else 0.0


def _length(track: PoseTrack, first: str, second: str) -> np.ndarray:
    """Return (T,) the distance of two joints, pixels; NaN, which is longer than nothing, where one is unknown."""
    ends = [KEYPOINT_INDEX[first], KEYPOINT_INDEX[second]]
    known = (track.confidence[:, ends] >= KNOWN).all(axis=1)
    points = track.points[:, ends].astype(np.float64)
    return np.where(known, np.linalg.norm(points[:, 0] - points[:, 1], axis=-1), np.nan)


def _statures(track: PoseTrack) -> np.ndarray:
    """Return (T,) the athlete's stature in the picture about each frame, pixels; NaN where no leg or trunk is known.

    Of the legs and the trunk the longest but one counts: it hardly points at the camera, and one may be wrong.
    """
    lengths = np.stack(
        [
            _length(track, f"{side}_{limb.first}", f"{side}_{limb.second}") / limb.share
            for limb in STATURE_LIMBS
            for side in ("left", "right")
        ],
        axis=1,
    )
    ordered = np.sort(np.nan_to_num(lengths, nan=0.0), axis=1)
    of_frame = np.where(ordered[:, -2] > 0, ordered[:, -2], np.nan)
    near = np.abs(track.times[:, None] - track.times) <= NEAR_S
    result = np.full(len(track.times), np.nan)
    for index, row in enumerate(near):
        known = of_frame[row & np.isfinite(of_frame)]
        if len(known):
            result[index] = np.median(known)
    return result


def _backward_knees(track: PoseTrack, stature: np.ndarray) -> np.ndarray:
    """Return (T, 2) bool: whether the left and right knee bend backwards, in frames that show a profile."""

    def across(first: str, second: str) -> np.ndarray:
        ends = [KEYPOINT_INDEX[first], KEYPOINT_INDEX[second]]
        known = (track.confidence[:, ends] >= KNOWN).all(axis=1)
        return np.where(known, (track.points[:, ends[0], 0] - track.points[:, ends[1], 0]) / stature, np.nan)

    feet = np.stack([across(f"{side}_toe", f"{side}_heel") for side in ("left", "right")], axis=1)
    face = (across("nose", "left_ear") + across("nose", "right_ear")) / 2
    ahead = np.sign(feet[:, 0])
    profile = (np.abs(feet) > PROFILE_FOOT).all(axis=1) & (np.abs(face) > PROFILE_FACE)
    profile &= (np.sign(feet[:, 1]) == ahead) & (np.sign(face) == ahead)
    result = np.zeros((len(track.times), 2), dtype=bool)
    for number, side in enumerate(("left", "right")):
        hip, knee, ankle = (
            track.points[:, KEYPOINT_INDEX[f"{side}_{part}"]].astype(np.float64) for part in ("hip", "knee", "ankle")
        )
        known = np.isfinite(
            _length(track, f"{side}_hip", f"{side}_knee") + _length(track, f"{side}_knee", f"{side}_ankle")
        )
        thigh, shank = knee - hip, ankle - knee
        turn = thigh[:, 0] * shank[:, 1] - thigh[:, 1] * shank[:, 0]
        bend = np.degrees(np.arctan2(turn, (thigh * shank).sum(axis=1))) * ahead
        result[:, number] = profile & known & (bend < -BACKWARDS_DEG)
    return result
