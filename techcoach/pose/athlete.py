"""The choice of the athlete among people who were followed, and the check that the clip shows an athlete at all.

A body must be seen well and move steadily; a detection is not enough: a tracker also detects people in birds and
cartoons, with low confidence and joints that jump from frame to frame.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..types import PersonBox, PoseTrack, Refusal, SeveralAthletes
from .bodies import CORE, SURE_BODY, jumps
from .following import Candidate
from .plausibility import implausible_share

UNCLEAR_CHOICE, DOUBTFUL_CHOICE = 0.4, 0.2
"""The next candidate's weight, as a share of the athlete's, from which the visitor is asked, or warned."""
SEVERAL_PEOPLE = "Several people move here."
"""How a warning about a doubtful choice begins."""
LEAST_SHARE = 0.35
"""At least this share of the frames must show the athlete."""
LEAST_VISIBILITY = 0.62
"""Mean visibility of the body's main joints in the frames with somebody in them."""
MOST_JITTER = 0.35
"""Largest median change of the body's size from one tracked frame to the next."""
GOOD_SHARE = 0.8
MOST_JUMPS = 1
MOST_IMPLAUSIBLE, MANY_IMPLAUSIBLE = 0.3, 0.1
"""Share of the frames with a skeleton that cannot be, from which a clip is refused, and from which it is warned."""


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
        f"{SEVERAL_PEOPLE} The one who was coached is on the {place} of the picture at {person.time_s:.1f} s; "
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
    impossible = implausible_share(track)
    if impossible > MOST_IMPLAUSIBLE:
        raise Refusal(
            "no_athlete",
            "What was followed cannot be one body: limbs are too long, or knees bend backwards, in "
            f"{impossible:.0%} of the frames. Somebody may stand before or behind the athlete.",
            "Mark the athlete with a box, or film the athlete with nobody close by.",
        )
    warnings = []
    if impossible > MANY_IMPLAUSIBLE:
        warnings.append(f"In {impossible:.0%} of the frames some limbs cannot be the athlete's; they were left out.")
    if share < GOOD_SHARE:
        warnings.append(f"The athlete is seen well in only {share:.0%} of the frames; the rest was filled in.")
    return warnings


def jitter(track: PoseTrack, detected: np.ndarray) -> float:
    """Return the median relative change of the torso-and-legs extent between neighbouring frames; 0 for one frame."""
    extents = np.array([np.ptp(points[list(CORE)], axis=0).max() for points in track.points[detected]])
    if len(extents) < 2:
        return 0.0
    return float(np.median(np.abs(np.diff(extents)) / np.maximum(extents[:-1], 1.0)))
