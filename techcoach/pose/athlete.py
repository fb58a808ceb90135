"""The check that a clip shows an athlete: a body must be seen well and move steadily; a detection is not enough.

A tracker also detects people in birds and cartoons, with low confidence and joints that jump from frame to frame.
"""

from __future__ import annotations

import numpy as np

from ..skeleton import KEYPOINT_INDEX
from ..types import PoseTrack, Refusal

CORE = tuple(
    KEYPOINT_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("shoulder", "hip", "knee", "ankle")
)
CLEARLY_SEEN = 0.5
LEAST_SHARE = 0.35
"""At least this share of the frames must show the athlete."""
LEAST_VISIBILITY = 0.62
"""Mean visibility of the body's main joints in the frames with somebody in them."""
MOST_JITTER = 0.35
"""Largest median change of the body's size from one tracked frame to the next."""
GOOD_SHARE = 0.8


def check_athlete(track: PoseTrack) -> list[str]:
    """Return warnings about how well the athlete is seen.

    Raises:
        Refusal: no_athlete, with the reason and what to do.
    """
    detected = (track.confidence > 0).any(axis=1)
    advice = "Film one athlete with the whole body in view, or choose another part of the clip."
    if not detected.any():
        raise Refusal("no_athlete", "Nobody was found in the clip.", advice)
    core = track.confidence[detected][:, CORE]
    visibility = float(core.mean())
    share = float(detected.mean()) * float((core.mean(axis=1) >= CLEARLY_SEEN).mean())
    if visibility < LEAST_VISIBILITY or share < LEAST_SHARE:
        raise Refusal(
            "no_athlete",
            f"No athlete is seen well enough: the body's main joints are visible at {visibility:.0%} on average "
            f"({LEAST_VISIBILITY:.0%} is the least), in {share:.0%} of the frames ({LEAST_SHARE:.0%} is the least).",
            advice,
        )
    if jitter(track, detected) > MOST_JITTER:
        raise Refusal("no_athlete", "What was found does not move like one person.", advice)
    if share < GOOD_SHARE:
        return [f"The athlete is seen well in only {share:.0%} of the frames; the rest was filled in."]
    return []


def jitter(track: PoseTrack, detected: np.ndarray) -> float:
    """Return the median relative change of the torso-and-legs extent between neighbouring frames; 0 for one frame."""
    extents = np.array([np.ptp(points[list(CORE)], axis=0).max() for points in track.points[detected]])
    if len(extents) < 2:
        return 0.0
    return float(np.median(np.abs(np.diff(extents)) / np.maximum(extents[:-1], 1.0)))
