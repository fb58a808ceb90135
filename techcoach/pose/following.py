"""Following one person through frames: found and linked people, the athlete among them, and the athlete's pose.

Knows frames, times and a tracker; no drill, no model.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..types import PersonBox, PoseTrack, Progress, Refusal, silent
from ..video.sampling import activity, nearest
from .bodies import CORE, LARGEST_GROWTH, boxes_of, jumps
from .people import CLOTHES_SIZE, LONGEST_LOSS_S, STEP, STEP_PER_S, Person, describe_clothes, interpolate_boxes, overlap
from .search import find_people
from .tracker import PoseTracker

MOST_CANDIDATES = 4
"""So many people are followed before the athlete is chosen among them."""
LEAST_PROMINENCE = 0.03
"""A candidate has at least this share of the most prominent person's prominence."""
SIZE_POWER, LIKENESS_POWER = 0.5, 1.7
"""How much size, as a share of the picture, and likeness count when the athlete is chosen, as powers of a product. They
and the other factors of `weight` were fitted to 160 simulated scenes with company, and held against 160 others."""
FASTEST = 8.0
"""Body heights a second: what moves faster is an error of the tracker."""
ONE_BODY, MOSTLY = 0.5, 0.7
"""Two candidates are one body where their boxes overlap by this much, and one person if in this share of the frames."""
LONGEST_BREAK_S, SAME_CLOTHES = 2.0, 0.6
"""A person who was lost and is seen again within this time and in clothes alike by this much is the same one."""
BOXES_AT_AN_END = 3
LEAVES_AND_RETURNS = 2


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
        """How likely this person is to be the athlete, against others.

        The athlete moves the limbs, fills the picture, is in its middle, is not cut by its edge, and is there
        throughout. A camera that turns moves everybody, so motion is that of the joints against the body's middle.
        """
        seen, track = self.seen, self.track
        if seen.sum() < 2:
            return 0.0
        joints = track.points[seen]
        against_middle = joints - joints[:, CORE].mean(axis=1, keepdims=True)
        moving = np.minimum(activity(against_middle, track.confidence[seen], track.times[seen]), FASTEST)
        busiest = float(np.sort(moving)[-max(1, len(moving) // 4) :].mean())
        boxes, size = self.boxes[seen], np.array([track.width, track.height])
        area = float((boxes[:, 2:] - boxes[:, :2]).prod(axis=1).mean() / size.prod())
        whole = ((boxes[:, :2] > 0) & (boxes[:, 2:] < size)).all(axis=1)
        place = whole.mean() - off_centre(boxes, track.width).mean()
        return float(self.likeness**LIKENESS_POWER * busiest * seen.mean() * area**SIZE_POWER * np.exp(place))

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
        [person.boxes_at(times, times) for person in _prominent(people, len(times), frames.shape[2])]
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
    steady = [without_excursions(one) for one in one_person_each(candidates)]
    return tuple(sorted(join_fragments(steady), key=lambda one: -one.weight))


def off_centre(boxes: np.ndarray, width: int) -> np.ndarray:
    """Return (N,) how far from the middle of the picture the middles of boxes (N, 4) lie: 0, to 1 at its left and right
    edge. Whoever films the athlete points the camera there."""
    return np.asarray(np.abs((boxes[:, 0] + boxes[:, 2]) / width - 1.0))


def _prominent(people: Sequence[Person], frame_count: int, width: int) -> list[Person]:
    """Return the people who fill most of the clip, and its middle rather than its edges, the most prominent first."""

    def prominence(person: Person) -> float:
        return person.prominence(frame_count) * float(np.exp(-2 * off_centre(person.boxes, width).mean()))

    ordered = sorted(people, key=lambda person: -prominence(person))
    least = LEAST_PROMINENCE * prominence(ordered[0]) if ordered else 0.0
    return [person for person in ordered if prominence(person) >= least][:MOST_CANDIDATES]


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
        kept = [one for one in [*kept, candidate] if one.seen.any()]
    return kept


def split_at_jumps(candidate: Candidate) -> list[Candidate]:
    """Split a candidate where the track jumps from one body to another; each part is of one person."""
    edges = np.searchsorted(candidate.track.times, [-np.inf, *jumps(candidate.track), np.inf])
    numbers = np.arange(len(candidate.track.times))
    parts = [candidate.without((numbers < start) | (numbers >= end)) for start, end in itertools.pairwise(edges)]
    return [part for part in parts if part.seen.any()]


def without_excursions(candidate: Candidate) -> Candidate:
    """Return the candidate without the parts in which the track left the person for somebody else: those that do not go
    on as the longest part. Whoever leaves returns: a single jump may be a fast crouch."""
    if len(jumps(candidate.track)) < LEAVES_AND_RETURNS:
        return candidate
    return max(join_fragments(split_at_jumps(candidate)), key=lambda one: int(one.seen.sum()))


def join_fragments(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Join candidates who are one person at different times: near in time and place, of one size, and in the same
    clothes."""
    joined: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda one: int(np.flatnonzero(one.seen)[0])):
        before = [
            index
            for index, other in enumerate(joined)
            if _goes_on_as(other, candidate) or _fills_gaps_of(other, candidate)
        ]
        if before:
            nearest_one = min(before, key=lambda index: _step(joined[index], candidate))
            joined[nearest_one] = joined[nearest_one].joined_with(candidate)
        else:
            joined.append(candidate)
    return joined


def _goes_on_as(first: Candidate, second: Candidate) -> bool:
    """Return whether the second candidate can be the first one, seen again after the first was lost."""
    end, start = int(np.flatnonzero(first.seen)[-1]), int(np.flatnonzero(second.seen)[0])
    gap_s = float(second.track.times[start] - first.track.times[end])
    if start <= end or gap_s > LONGEST_BREAK_S:
        return False
    sizes = [float((box[2:] - box[:2]).max()) for box in (_box_at_end(first), _box_at_start(second))]
    alike = float(np.nanmean(first.clothes, axis=0) @ np.nanmean(second.clothes, axis=0))
    near = _step(first, second) <= STEP + STEP_PER_S * min(gap_s, 0.5)
    if not (near and max(sizes) <= LARGEST_GROWTH * min(sizes) and alike >= SAME_CLOTHES):
        return False
    return second.track.times[start] not in jumps(first.joined_with(second).track)


def _fills_gaps_of(first: Candidate, second: Candidate) -> bool:
    """Return whether the second candidate is seen only where the first would be, and only when the first is not."""
    if (first.seen & second.seen).any():
        return False
    times = first.track.times
    expected = interpolate_boxes(times, first.boxes, times[second.seen])
    shares = [overlap(*pair) for pair in zip(expected, second.boxes[second.seen], strict=True)]
    alike = float(np.nanmean(first.clothes, axis=0) @ np.nanmean(second.clothes, axis=0))
    return bool(np.median(np.nan_to_num(shares)) > ONE_BODY) and alike >= SAME_CLOTHES


def _step(first: Candidate, second: Candidate) -> float:
    """Return how far it is from where the first candidate is last seen to where the second is first seen, heights."""
    last, next_box = _box_at_end(first), _box_at_start(second)
    height = max(float((box[2:] - box[:2]).max()) for box in (last, next_box))
    return float(np.linalg.norm((last[:2] + last[2:] - next_box[:2] - next_box[2:]) / 2)) / height


def _box_at_start(candidate: Candidate) -> np.ndarray:
    """Return the median (4,) of the first boxes: a single one may hold a part of somebody else, too."""
    return np.asarray(np.median(candidate.boxes[candidate.seen][:BOXES_AT_AN_END], axis=0))


def _box_at_end(candidate: Candidate) -> np.ndarray:
    return np.asarray(np.median(candidate.boxes[candidate.seen][-BOXES_AT_AN_END:], axis=0))


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
