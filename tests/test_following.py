"""Who is coached: people are found, linked, followed and chosen, in scenes where the truth is planted."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from techcoach.pose.athlete import DOUBTFUL_CHOICE, UNCLEAR_CHOICE, check_athlete, choose_athlete
from techcoach.pose.bodies import boxes_of, jumps
from techcoach.pose.following import (
    Candidate,
    boxes_between,
    follow_athlete,
    join_fragments,
    one_person_each,
    without_excursions,
)
from techcoach.pose.people import Person, describe_clothes, interpolate_boxes
from techcoach.pose.search import find_people, tile_corners
from techcoach.types import PersonBox, PoseTrack, Refusal, SeveralAthletes
from tests.planted_people import BODY, HEIGHT, WIDTH, Planted, PlantedTracker, draw

TIMES = np.arange(25) / 6.0
RED, BLUE = (220, 30, 30), (30, 30, 220)
FRAMES = draw([], TIMES)


def walker(colour: tuple[int, int, int], height: float, start: float, speed: float, **kwargs: float) -> Planted:
    return Planted(colour, height, lambda time: (start + speed * time, 120.0), **kwargs)


def follow(*people: Planted, athlete: PersonBox | None = None) -> tuple[Candidate, ...]:
    return follow_athlete(draw(people, TIMES), TIMES, PlantedTracker(people), athlete)


def distance(candidate: Candidate, person: Planted) -> np.ndarray:
    """(T,) pixels between the middle of the followed box and the planted person's; NaN where not followed."""
    planted = np.array([person.box(float(time)) for time in TIMES])
    middles = (candidate.boxes[:, :2] + candidate.boxes[:, 2:]) / 2
    return np.linalg.norm(middles - (planted[:, :2] + planted[:, 2:]) / 2, axis=1)


def test_a_small_person_is_found_in_tiles_and_followed_through_every_frame() -> None:
    small = walker(RED, 40, 60, 20)
    assert len(PlantedTracker([small]).detect(draw([small], TIMES[:1]))[0].boxes) == 0  # not in the whole frame
    (athlete,) = follow(small)
    assert athlete.seen.all() and distance(athlete, small).max() < 10


def test_nobody_is_a_refusal() -> None:
    with pytest.raises(Refusal) as caught:
        follow()
    assert caught.value.reason == "no_athlete"


def test_two_people_who_cross_stay_two_people() -> None:
    """They meet in the middle of the clip; the one in front hides the other for a moment."""
    left, right = walker(RED, 90, 40, 55, wave=6), walker(BLUE, 100, 280, -55)
    candidates = follow(left, right)
    assert len(candidates) == 2
    for person in (left, right):
        near = [np.nanmax(distance(one, person)) for one in candidates]
        assert min(near) < 25 < max(near)


def test_a_person_who_leaves_and_comes_back_is_the_same_one() -> None:
    athlete = Planted(RED, 100, lambda time: None if 1.4 < time < 2.4 else (80 + 10 * time, 120))
    (only,) = follow(athlete, walker(BLUE, 100, 280, 0))[:1]
    candidates = follow(athlete)
    assert len(candidates) == 1 and candidates[0].seen[[0, -1]].all() and not candidates[0].seen.all()
    assert only.seen.sum() >= 18


def test_who_moves_is_the_athlete_though_somebody_larger_stands_by() -> None:
    mover, bystander = walker(RED, 70, 60, 30, wave=12), walker(BLUE, 150, 260, 0)
    athlete, warnings = choose_athlete(follow(mover, bystander), FRAMES)
    assert distance(athlete, mover)[athlete.seen].max() < 20 and warnings == []


def test_a_camera_that_turns_does_not_make_an_athlete_of_who_stands() -> None:
    """Everybody moves over the picture as it turns; only one moves the limbs."""

    def swaying(start: float) -> Callable[[float], tuple[float, float]]:
        return lambda time: (start + 60 * np.sin(2 * time), 120)

    mover, bystander = Planted(RED, 70, swaying(130), wave=10), Planted(BLUE, 130, swaying(220))
    athlete, warnings = choose_athlete(follow(mover, bystander), FRAMES)
    assert distance(athlete, mover)[athlete.seen].max() < 20 and warnings == []


def test_who_is_in_the_middle_is_likelier_than_who_is_at_the_edge() -> None:
    middle, edge = walker(RED, 80, 160, 0, wave=8), walker(BLUE, 80, 20, 0, wave=8)
    athlete, other = follow(middle, edge)
    assert distance(athlete, middle).max() < 10 and other.weight < 0.5 * athlete.weight


def test_a_small_athlete_beside_a_large_spectator_is_a_candidate() -> None:
    small, large = walker(RED, 56, 150, 0, wave=8), walker(BLUE, 200, 280, 0)
    athlete, *_ = follow(small, large)
    assert distance(athlete, small).max() < 10


def away_for(frames: range, x: float, height: float, colour: tuple[int, int, int]) -> Candidate:
    """Somebody in the left of the picture whose track goes to somebody else for some frames."""
    pictures = draw([walker(RED, 90, 100, 0), walker(colour, height, x, 0)], TIMES)
    places = np.array([[x, 120.0] if index in frames else [100.0, 120.0] for index in range(len(TIMES))])
    heights = np.where(places[:, :1] > 100, height, 90)
    points = (places[:, None] + (BODY - 0.5) * heights[:, None] * [0.4, 1.0]).astype(np.float32)
    confidence = np.full(points.shape[:2], 0.9, dtype=np.float32)
    track = PoseTrack(points, confidence, TIMES, np.zeros(len(TIMES), dtype=bool), WIDTH, HEIGHT)
    boxes = boxes_of(track)
    clothes = np.stack([describe_clothes(frame, box[None])[0] for frame, box in zip(pictures, boxes, strict=True)])
    return Candidate(track, boxes, clothes)


@pytest.mark.parametrize(("colour", "height", "x"), [(BLUE, 60, 260.0), (RED, 90, 175.0)])
def test_a_track_that_leaves_the_athlete_for_a_passer_by_and_returns_keeps_the_athlete(
    colour: tuple[int, int, int], height: int, x: float
) -> None:
    """The passer-by is somebody of another size and colour far away, or a team mate close by."""
    followed = away_for(range(10, 14), x, height, colour)
    athlete = without_excursions(followed)
    assert np.flatnonzero(~athlete.seen).tolist() == [10, 11, 12, 13]
    assert len(jumps(followed.track)) == 2 and len(jumps(athlete.track)) == 0


def test_the_gaps_of_a_person_are_filled_by_who_is_seen_there_then() -> None:
    whole = away_for(range(0), 260, 60, BLUE)
    at_times = np.isin(np.arange(len(TIMES)), [5, 6, 12, 13, 14, 20])
    rest, other = whole.without(at_times), whole.without(~at_times)
    (joined,) = join_fragments([rest, other])
    assert joined.seen.all()
    far = replace(other, boxes=other.boxes + [120, 0, 120, 0])
    assert len(join_fragments([rest, far])) == 2


def test_a_track_whose_every_body_belongs_to_somebody_else_is_nobody() -> None:
    """It follows one person and then another, each of whom has a track of their own."""
    frames = np.arange(len(TIMES))
    clothes = np.eye(away_for(range(0), 260, 60, RED).clothes.shape[1])
    unseen = {
        "first": frames >= 18,
        "second": ((frames > 5) & (frames < 12)) | (frames >= 20),
        "drifting": frames >= 20,
    }
    worn = {"first": clothes[0 * frames], "second": clothes[0 * frames + 1], "drifting": clothes[(frames >= 12) * 1]}
    away = {"first": range(12, 18), "second": range(6), "drifting": range(0)}
    first, second, drifting = (
        replace(away_for(away[name], 260, 60, RED), clothes=worn[name]).without(unseen[name]) for name in away
    )
    kept = one_person_each([drifting, first, second])
    assert [one.seen.tolist() for one in kept] == [first.seen.tolist(), second.seen.tolist()]


def test_a_single_jump_leaves_the_track_whole() -> None:
    assert without_excursions(away_for(range(14, len(TIMES)), 175.0, 90, RED)).seen.all()


def test_two_people_alike_are_a_question_with_a_box_for_each() -> None:
    twins = walker(RED, 80, 60, 12, wave=8), walker(BLUE, 80, 240, -12, wave=8)
    with pytest.raises(SeveralAthletes) as caught:
        choose_athlete(follow(*twins), draw(twins, TIMES))
    question = pickle.loads(pickle.dumps(caught.value))
    assert question.reason == "several_athletes" and len(question.people) == 2
    middles = sorted((person.box[0] + person.box[2]) / 2 for person in question.people)
    assert middles == pytest.approx([60, 240], abs=10)
    for person in question.people:
        x, y = (person.box[0] + person.box[2]) / 2, (person.box[1] + person.box[3]) / 2
        assert tuple(question.picture[round(y), round(x)]) in (RED, BLUE)
    assert question.people[0].scaled(2.0).box == tuple(2 * value for value in question.people[0].box)


@pytest.mark.parametrize("time", [None, 3.0])
def test_the_box_decides_who_is_coached(time: float | None) -> None:
    twins = walker(RED, 80, 60, 12, wave=8), walker(BLUE, 80, 240, -12, wave=8)
    for person in twins:
        box = person.box(time or 0.0)
        assert box is not None
        x0, y0, x1, y1 = (float(value) for value in box + 4)
        (athlete,) = follow(*twins, athlete=PersonBox((x0, y0, x1, y1), time))
        assert distance(athlete, person)[athlete.seen].max() < 20
    with pytest.raises(Refusal) as caught:
        follow(*twins, athlete=PersonBox((140, 0, 160, 20), time))
    assert caught.value.reason == "no_athlete" and "in the box" in caught.value.what


def test_a_second_person_who_moves_is_named_in_a_warning() -> None:
    tracks = follow(walker(RED, 100, 60, 25, wave=12), walker(BLUE, 60, 250, -8, wave=5))
    athlete, warnings = choose_athlete(tracks, FRAMES)
    assert len(tracks) == 2 and DOUBTFUL_CHOICE < tracks[1].weight / tracks[0].weight < UNCLEAR_CHOICE
    assert len(warnings) == 1 and "left of the picture" in warnings[0]
    assert distance(athlete, walker(RED, 100, 60, 25))[athlete.seen].max() < 25


def test_a_track_that_jumps_between_people_is_refused() -> None:
    points = np.array([[60.0, 100.0] if index % 8 < 4 else [250.0, 110.0] for index in range(len(TIMES))])
    track = PoseTrack(
        points=(points[:, None] + BODY * [40, 90]).astype(np.float32),
        confidence=np.full((len(TIMES), len(BODY)), 0.9, dtype=np.float32),
        times=TIMES, filled=np.zeros(len(TIMES), dtype=bool), width=WIDTH, height=HEIGHT,
    )  # fmt: skip
    assert len(jumps(track)) == 6
    with pytest.raises(Refusal, match="jumps at 0.7 s, 1.3 s"):
        check_athlete(track)


def test_tiles_cover_the_frame_and_overlap() -> None:
    corners = tile_corners(404, 720, 202)
    covered = np.zeros((404, 720), dtype=int)
    for x0, y0, x1, y1 in corners:
        assert (x1 - x0, y1 - y0) == (202, 202)
        covered[y0:y1, x0:x1] += 1
    assert covered.min() >= 1
    for starts in (sorted({corner[0] for corner in corners}), sorted({corner[1] for corner in corners})):
        assert np.diff(starts).max() <= 101 and len(starts) >= 3
    assert tile_corners(240, 320, 240) == [(0, 0, 240, 240), (80, 0, 320, 240)]


def test_one_person_in_frame_and_tiles_is_found_once() -> None:
    large = walker(RED, 120, 160, 0)
    (person,) = find_people(draw([large], TIMES), TIMES, PlantedTracker([large]))
    assert len(person.frames) == len(TIMES)


def test_clothes_tell_people_apart() -> None:
    people = walker(RED, 100, 80, 0), walker(BLUE, 100, 240, 0)
    frame = draw(people, TIMES[:1])[0]
    boxes = np.array([person.box(0.0) for person in (*people, people[0])])
    worn = describe_clothes(frame, boxes)
    assert worn[0] @ worn[2] == pytest.approx(1.0) and worn[0] @ worn[1] == pytest.approx(0.0)


def test_boxes_between_frames_are_interpolated_and_end_with_the_person() -> None:
    times = np.array([0.0, 1.0, 5.0])
    boxes = np.array([[0.0, 0, 10, 20], [10, 0, 20, 20], [50, 0, 60, 20]])
    at = interpolate_boxes(times, boxes, np.array([0.5, 1.9, 3.0, 5.5, 6.5]))
    np.testing.assert_allclose(at[0], [5, 0, 15, 20])
    assert np.isfinite(at[[0, 1, 3]]).all() and np.isnan(at[[2, 4]]).all()
    person = Person(np.array([0, 2]), boxes[[0, 2]], np.array([0.5, 1.0]))
    assert person.prominence(3) == pytest.approx((200 * 0.5 + 200) / 2)
    candidate = follow(walker(RED, 100, 60, 20))[0]
    middle = boxes_between(candidate, np.array([(TIMES[3] + TIMES[4]) / 2]))
    np.testing.assert_allclose(middle[0], (candidate.boxes[3] + candidate.boxes[4]) / 2)
    np.testing.assert_allclose(boxes_of(candidate.track), candidate.boxes)
