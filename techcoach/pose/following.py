"""Following one person through frames: found and linked people, the athlete among them, and the athlete's pose.

Knows frames, times and a tracker; no drill, no model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..skeleton import KEYPOINT_INDEX
from ..types import PersonBox, PoseTrack, Progress, Refusal, silent
from ..video.sampling import activity, nearest
from .people import CLOTHES_SIZE, LONGEST_LOSS_S, STEP, STEP_PER_S, Person, describe_clothes, interpolate_boxes, overlap
from .search import find_people
from .tracker import PoseTracker

MOST_CANDIDATES = 3
"""So many people are followed before the athlete is chosen among them."""
LEAST_PROMINENCE = 0.08
"""A candidate has at least this share of the most prominent person's prominence."""
SIZE_POWER = 0.25
"""How much size counts beside motion when the athlete is chosen: motion times prominence to this power."""
FASTEST = 8.0
"""Body heights a second: what moves faster is an error of the tracker."""
ONE_BODY, MOSTLY = 0.5, 0.7
"""Two candidates are one body where their boxes overlap by this much, and one person if in this share of the frames."""
LONGEST_BREAK_S, SAME_CLOTHES = 2.0, 0.6
"""A person who was lost and is seen again within this time and in clothes alike by this much is the same one."""
BOX_MARGIN = 0.12
"""Joints end before the body does: boxes about joints are this share of their longer side wider at each side."""
SURE_JOINT = 0.3
CORE = tuple(
    KEYPOINT_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("shoulder", "hip", "knee", "ankle")
)
SURE_BODY = 0.5
"""Mean confidence of the main joints from which a body counts as seen."""
LARGEST_GROWTH = 1.6
"""From one frame to a neighbour a person's size changes by less than this factor."""


@dataclass(frozen=True)
class Candidate:
    """A person who may be the athlete.

    Attributes:
        track: raw pose in the frames that were searched. boxes: (T, 4) pixels around the body, NaN where it was not
            seen.
        clothes: (T, B) description of the colours worn (`describe_clothes`), NaN where the body was not seen.
        likeness: how much what this person does is like what the athlete is expected to do, 0..1.
    """

    track: PoseTrack
    boxes: np.ndarray
    clothes: np.ndarray
    likeness: float = 1.0

    @property
    def seen(self) -> np.ndarray:
        """(T,) bool, the frames in which the body was seen."""
        return np.asarray(np.isfinite(self.boxes).all(axis=1))

    @property
    def weight(self) -> float:
        """How much this person moves and fills the frame, over the whole clip."""
        seen, track = self.seen, self.track
        if seen.sum() < 2:
            return 0.0
        moving = activity(track.points[seen], track.confidence[seen], track.times[seen])
        moving = np.minimum(moving, FASTEST)
        busiest = float(np.sort(moving)[-max(1, len(moving) // 4) :].mean())
        area = float((self.boxes[seen, 2:] - self.boxes[seen, :2]).prod(axis=1).mean())
        return self.likeness * busiest * float(seen.mean()) * (area / (track.width * track.height)) ** SIZE_POWER

    def joined_with(self, later: Candidate) -> Candidate:
        """Return one candidate of two who were seen in different frames."""
        track, is_later = self.track, later.seen
        return Candidate(
            replace(
                track,
                points=np.where(is_later[:, None, None], later.track.points, track.points),
                confidence=np.where(is_later[:, None], later.track.confidence, track.confidence),
                world=None
                if track.world is None or later.track.world is None
                else np.where(is_later[:, None, None], later.track.world, track.world),
            ),
            np.where(is_later[:, None], later.boxes, self.boxes),
            np.where(is_later[:, None], later.clothes, self.clothes),
        )

    def without(self, frames: np.ndarray) -> Candidate:
        """Return the candidate as not seen in some frames. frames: (T,) bool."""
        return Candidate(
            without_frames(self.track, frames),
            np.where(frames[:, None], np.nan, self.boxes),
            np.where(frames[:, None], np.nan, self.clothes),
        )


def follow_athlete(
    frames: np.ndarray,
    times: np.ndarray,
    tracker: PoseTracker,
    athlete: PersonBox | None = None,
    progress: Progress = silent,
) -> tuple[Candidate, ...]:
    """Find and follow the athlete; return the athlete first, then other candidates, the likelier first.

    Args:
        frames: (T, H, W, 3) uint8 RGB. times: (T,) rising seconds.
        athlete: where the athlete is, in pixels of these frames; it leaves no other candidate.

    Raises:
        Refusal: no_athlete, if nobody is found, or nobody in the given box.
    """
    progress("Looking for people", 0.0)
    people = find_people(frames, times, tracker)
    boxes = (
        [person.boxes_at(times, times) for person in _prominent(people, len(times))]
        if athlete is None
        else [_boxes_of_marked(people, times, athlete)]
    )
    progress("Following the athlete", 0.2)
    candidates = [follow(frames, times, tracker, each) for each in boxes]
    candidates = [one for one in candidates if np.isfinite(one.boxes).any()]
    if not candidates:
        raise Refusal(
            "no_athlete",
            "Nobody was found in the clip." if athlete is None else "Nobody was found in the box.",
            "Film one athlete with the whole body in view, or choose another part of the clip.",
        )
    return tuple(sorted(join_fragments(one_person_each(candidates)), key=lambda one: -one.weight))


def _prominent(people: Sequence[Person], frame_count: int) -> list[Person]:
    """Return the people who fill most of the clip, the most prominent first."""
    ordered = sorted(people, key=lambda person: -person.prominence(frame_count))
    least = LEAST_PROMINENCE * ordered[0].prominence(frame_count) if ordered else 0.0
    return [person for person in ordered if person.prominence(frame_count) >= least][:MOST_CANDIDATES]


def _boxes_of_marked(people: Sequence[Person], times: np.ndarray, athlete: PersonBox) -> np.ndarray:
    """Return (T, 4) boxes of the person who overlaps the given box most; the box alone where nobody was detected."""

    def shared(person: Person) -> float:
        if athlete.time_s is None:
            return overlap(person.boxes[0], athlete.box)
        at = person.boxes_at(times, np.array([athlete.time_s]))[0]
        return overlap(at, athlete.box) if np.isfinite(at).all() else 0.0

    best = max(people, key=shared, default=None)
    if best is not None and shared(best) > 0:
        return best.boxes_at(times, times)
    boxes = np.full((len(times), 4), np.nan)
    boxes[0 if athlete.time_s is None else int(nearest(times, np.array([athlete.time_s]))[0])] = athlete.box
    return boxes


def follow(frames: np.ndarray, times: np.ndarray, tracker: PoseTracker, boxes: np.ndarray) -> Candidate:
    """Track one person, and go on tracking from neighbouring frames where no box is known.

    Args:
        boxes: (T, 4) pixels, NaN where the person was not detected.
    """
    track = tracker.track(frames, times, boxes)
    track = without_frames(track, odd_sizes(boxes_of(track), times))
    for step in (1, -1):
        last: int | None = None
        for index in range(len(times))[::step]:
            known = boxes_of(track)
            if np.isfinite(known[index]).all():
                last = index
            elif last is not None and abs(times[index] - times[last]) <= LONGEST_LOSS_S:
                attempt = tracker.track(frames[[index]], times[[index]], known[[last]])
                if _continues(known[last], boxes_of(attempt)[0]):
                    track, last = _with_frame(track, index, attempt), index
    body_boxes = boxes_of(track)
    clothes = np.full((len(times), CLOTHES_SIZE), np.nan)
    for index in np.flatnonzero(np.isfinite(body_boxes).all(axis=1)):
        clothes[index] = describe_clothes(frames[index], body_boxes[[index]])[0]
    return Candidate(track, body_boxes, clothes)


def without_frames(track: PoseTrack, frames: np.ndarray) -> PoseTrack:
    """Return a raw track as if nobody had been detected in some frames. frames: (T,) bool."""
    return replace(
        track,
        points=np.where(frames[:, None, None], 0, track.points),
        confidence=np.where(frames[:, None], 0, track.confidence),
        world=None if track.world is None else np.where(frames[:, None, None], 0, track.world),
    )


def boxes_of(track: PoseTrack) -> np.ndarray:
    """Return (T, 4) boxes around the body in each frame, pixels; NaN where it is not seen surely."""
    result = np.full((len(track.times), 4), np.nan)
    core = track.confidence[:, CORE].mean(axis=1)
    for index in np.flatnonzero(core >= SURE_BODY):
        points = track.points[index][track.confidence[index] >= SURE_JOINT]
        low, high = points.min(axis=0), points.max(axis=0)
        margin = BOX_MARGIN * float((high - low).max())
        result[index] = [*(low - margin), *(high + margin)]
    return result


def odd_sizes(boxes: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Return (T,) bool: the boxes whose size is unusual about that time, around a part of the body or two bodies."""
    sizes = np.max(boxes[:, 2:] - boxes[:, :2], axis=1)  # NaN where unknown
    odd = np.zeros(len(times), dtype=bool)
    for index in np.flatnonzero(np.isfinite(sizes)):
        near = np.isfinite(sizes) & (np.abs(times - times[index]) <= LONGEST_LOSS_S)
        usual = float(np.median(sizes[near]))
        odd[index] = max(sizes[index], usual) > LARGEST_GROWTH * min(sizes[index], usual)
    return odd


def _continues(before: np.ndarray, after: np.ndarray) -> bool:
    """Return whether a box can be of the same person as the one a moment before."""
    if not np.isfinite(after).all():
        return False
    sizes = [float((box[2:] - box[:2]).max()) for box in (before, after)]
    return max(sizes) <= LARGEST_GROWTH * min(sizes) and overlap(before, after) > 0


def _with_frame(track: PoseTrack, index: int, one: PoseTrack) -> PoseTrack:
    """Return the track with one frame of another."""

    def put(name: str) -> np.ndarray:
        values = getattr(track, name).copy()
        values[index] = getattr(one, name)[0]
        return values

    world = None if track.world is None or one.world is None else put("world")
    return replace(track, points=put("points"), confidence=put("confidence"), world=world)


def one_person_each(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give every body to one candidate: of two who meet in one body, the one whose clothes it wears keeps it.

    Candidates who are one person for most of their time become one.
    """
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda one: -int(one.seen.sum())):
        for index, other in enumerate(kept):
            meeting = _meeting(candidate, other)
            if meeting.sum() > MOSTLY * candidate.seen.sum():
                candidate = candidate.without(np.ones_like(meeting))
            elif meeting.any():
                mine = meeting & (_wears(candidate, candidate, meeting) > _wears(other, candidate, meeting))
                kept[index], candidate = other.without(mine), candidate.without(meeting & ~mine)
        if candidate.seen.any():
            kept.append(candidate)
    return kept


def join_fragments(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Join candidates who follow one another in time as one person: near in time and place, and in the same clothes."""
    joined: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda one: int(np.flatnonzero(one.seen)[0])):
        before = [index for index, other in enumerate(joined) if _goes_on_as(other, candidate)]
        if before:
            joined[before[0]] = joined[before[0]].joined_with(candidate)
        else:
            joined.append(candidate)
    return joined


def _goes_on_as(first: Candidate, second: Candidate) -> bool:
    """Return whether the second candidate can be the first one, seen again after the first was lost."""
    end, start = int(np.flatnonzero(first.seen)[-1]), int(np.flatnonzero(second.seen)[0])
    gap_s = float(second.track.times[start] - first.track.times[end])
    if start <= end or gap_s > LONGEST_BREAK_S:
        return False
    last, next_box = first.boxes[end], second.boxes[start]
    height = max(float((box[2:] - box[:2]).max()) for box in (last, next_box))
    step = float(np.linalg.norm((last[:2] + last[2:] - next_box[:2] - next_box[2:]) / 2)) / height
    alike = float(np.nanmean(first.clothes, axis=0) @ np.nanmean(second.clothes, axis=0))
    return step <= STEP + STEP_PER_S * min(gap_s, 0.5) and alike >= SAME_CLOTHES


def _meeting(first: Candidate, second: Candidate) -> np.ndarray:
    """Return (T,) bool, the frames in which two candidates are one body."""
    both = first.seen & second.seen
    shares = [
        bool(is_both) and overlap(a, b) > ONE_BODY
        for is_both, a, b in zip(both, first.boxes, second.boxes, strict=True)
    ]
    return np.array(shares)


def _wears(owner: Candidate, body: Candidate, meeting: np.ndarray) -> np.ndarray:
    """Return (T,) how much the clothes of a body are those that the owner wears apart from the meeting, 0..1."""
    apart = owner.seen & ~meeting
    usual = owner.clothes[apart].mean(axis=0) if apart.any() else np.zeros(CLOTHES_SIZE)
    return np.nan_to_num(body.clothes @ usual)


def boxes_between(candidate: Candidate, moments_s: np.ndarray) -> np.ndarray:
    """Return (M, 4) boxes of a followed person at other times, interpolated; NaN where the person is not there."""
    return interpolate_boxes(candidate.track.times, candidate.boxes, moments_s)
