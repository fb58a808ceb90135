"""The choice of the athlete among people who were followed, and the check that the clip shows an athlete at all.

A body must be seen well and move steadily; a detection is not enough: a tracker also detects people in birds and
cartoons, with low confidence and joints that jump from frame to frame.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..types import PersonBox, PoseTrack, Refusal, SeveralAthletes
from .following import CORE, LARGEST_GROWTH, SURE_BODY, Candidate, boxes_of

UNCLEAR_CHOICE, DOUBTFUL_CHOICE = 0.8, 0.5
"""The next candidate's weight, as a share of the athlete's, from which the visitor is asked, or warned."""
LEAST_SHARE = 0.35
"""At least this share of the frames must show the athlete."""
LEAST_VISIBILITY = 0.62
"""Mean visibility of the body's main joints in the frames with somebody in them."""
MOST_JITTER = 0.35
"""Largest median change of the body's size from one tracked frame to the next."""
GOOD_SHARE = 0.8
FASTEST_MIDDLE = 4.0
"""Body heights a second; the middle of a body that seems to move faster has jumped to another person."""
MOST_JUMPS = 1
CORE_LIMBS = tuple((CORE[start + part], CORE[start + part + 1]) for start in (0, 4) for part in range(3))
"""Torso, thigh and shank of both sides, as pairs of joints."""
HEIGHT_OF_LIMBS = 0.64
"""Height of a body over the summed length of its `CORE_LIMBS`: a stature has 0.78 of them on each side."""


def choose_athlete(candidates: Sequence[Candidate], frames: np.ndarray) -> tuple[Candidate, list[str]]:
    """Return the likeliest candidate, and warnings about the choice.

    Args:
        candidates: the likeliest first, at least one. frames: (T, H, W, 3) in which they were followed.

    Raises:
        SeveralAthletes: if another one is nearly as likely.
    """
    athlete, *others = candidates
    rivals = [one for one in others if one.weight >= DOUBTFUL_CHOICE * athlete.weight]
    if not rivals:
        return athlete, []
    if rivals[0].weight >= UNCLEAR_CHOICE * athlete.weight:
        raise several_athletes((athlete, *rivals), frames)
    person = first_box(athlete)
    middle = (person.box[0] + person.box[2]) / 2
    place = ("left", "middle", "right")[int(np.clip(3 * middle / athlete.track.width, 0, 2))]
    return athlete, [
        f"Several people move here. The one who was coached is on the {place} of the picture at {person.time_s:.1f} s; "
        "if that is not the athlete, mark the athlete with a box."
    ]


def several_athletes(candidates: Sequence[Candidate], frames: np.ndarray) -> SeveralAthletes:
    """Return the question who of the candidates is the athlete, with the frame in which most of them are seen."""
    seen = np.array([one.seen for one in candidates])
    best = int(np.argmax(seen.sum(axis=0)))
    people = [box_at(one, best) if one.seen[best] else first_box(one) for one in candidates]
    return SeveralAthletes(tuple(people), frames[best])


def first_box(candidate: Candidate) -> PersonBox:
    """Return where a candidate is first seen, in pixels of the frames."""
    return box_at(candidate, int(np.flatnonzero(candidate.seen)[0]))


def box_at(candidate: Candidate, index: int) -> PersonBox:
    """Return where a candidate is in a frame that shows them, in pixels of the frame."""
    x0, y0, x1, y1 = (float(value) for value in candidate.boxes[index])
    return PersonBox((x0, y0, x1, y1), float(candidate.track.times[index]))


def jumps(track: PoseTrack) -> np.ndarray:
    """Return the times at which a track jumps from one body to another, seconds."""
    seen = np.isfinite(boxes_of(track)).all(axis=1)
    times, points = track.times[seen], track.points[seen]
    middles = points[:, CORE].mean(axis=1)
    # Along the limbs: it hardly changes as a body crouches or raises its arms, as the height of a box does.
    sizes = sum(np.linalg.norm(points[:, upper] - points[:, lower], axis=-1) for upper, lower in CORE_LIMBS) + 1.0
    steps = np.linalg.norm(np.diff(middles, axis=0), axis=1) / (HEIGHT_OF_LIMBS * np.minimum(sizes[1:], sizes[:-1]))
    growth = np.maximum(sizes[1:] / sizes[:-1], sizes[:-1] / sizes[1:])
    short = np.diff(times) <= 0.5
    return np.asarray(times[1:][short & ((steps > FASTEST_MIDDLE * np.diff(times)) | (growth > LARGEST_GROWTH))])


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
    share = float(detected.mean()) * float((core.mean(axis=1) >= SURE_BODY).mean())
    if visibility < LEAST_VISIBILITY or share < LEAST_SHARE:
        raise Refusal(
            "no_athlete",
            f"No athlete is seen well enough: the body's main joints are visible at {visibility:.0%} on average "
            f"({LEAST_VISIBILITY:.0%} is the least), in {share:.0%} of the frames ({LEAST_SHARE:.0%} is the least).",
            advice,
        )
    if jitter(track, detected) > MOST_JITTER:
        raise Refusal("no_athlete", "What was found does not move like one person.", advice)
    if len(at := jumps(track)) > MOST_JUMPS:
        moments = ", ".join(f"{time:.1f} s" for time in at[:4])
        raise Refusal(
            "no_athlete",
            f"What was followed is not one person: it jumps at {moments}.",
            "Mark the athlete with a box, or choose a part of the clip that shows the athlete throughout.",
        )
    if share < GOOD_SHARE:
        return [f"The athlete is seen well in only {share:.0%} of the frames; the rest was filled in."]
    return []


def jitter(track: PoseTrack, detected: np.ndarray) -> float:
    """Return the median relative change of the torso-and-legs extent between neighbouring frames; 0 for one frame."""
    extents = np.array([np.ptp(points[list(CORE)], axis=0).max() for points in track.points[detected]])
    if len(extents) < 2:
        return 0.0
    return float(np.median(np.abs(np.diff(extents)) / np.maximum(extents[:-1], 1.0)))
