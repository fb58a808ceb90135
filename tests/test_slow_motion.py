"""Slow motion from the fall of a body: planted flights of a drawn figure, and what is no flight."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from techcoach.pose.slow_motion import GRAVITY, SlowMotion, estimate_slow_motion
from techcoach.skeleton import KEYPOINT_INDEX, KEYPOINTS
from techcoach.types import PoseTrack

PIXELS = 180.0
"""Of a metre in the picture."""
PLACES = {
    "nose": (0.05, 1.60), "eye": (0.04, 1.64), "ear": (0.0, 1.62), "shoulder": (0.18, 1.41), "elbow": (0.22, 1.12),
    "wrist": (0.24, 0.88), "hand": (0.24, 0.80), "hip": (0.12, 0.91), "knee": (0.12, 0.49), "ankle": (0.12, 0.07),
    "heel": (0.10, 0.02), "toe": (0.22, 0.02),
}  # fmt: skip
"""Metres aside and above the ground of a grown athlete who stands, on the right side."""
FEET = ("ankle", "heel", "toe")


def figure(body: np.ndarray, feet: np.ndarray, times: np.ndarray, stature: float = 1.72) -> PoseTrack:
    """A track of an athlete whose trunk and feet are raised by (T,) metres each; the knees follow both."""
    points = np.zeros((len(times), len(KEYPOINTS), 2))
    for name, index in KEYPOINT_INDEX.items():
        side, part = name.split("_") if "_" in name else ("", name)
        aside, up = PLACES[part]
        raised = feet if part in FEET else (body + feet) / 2 if part == "knee" else body
        points[:, index, 0] = 400 + PIXELS * stature / 1.72 * (-aside if side == "left" else aside)
        points[:, index, 1] = 500 - PIXELS * (up * stature / 1.72 + raised)
    points += np.random.default_rng(0).normal(0, 0.5, points.shape)
    shape = points.shape[:2]
    return PoseTrack(points.astype(np.float32), np.ones(shape, np.float32), times, np.zeros(len(times), bool), 800, 600)


def jump(flight_s: float = 0.5, stature: float = 1.72, lands_above: float = 0.0) -> PoseTrack:
    """An athlete stands, crouches, jumps, lands, gives in the knees and stands, in real time."""
    times = np.arange(0.0, 2.4, 1 / 30)
    take_off, speed = 1.0, GRAVITY * flight_s / 2
    in_air = np.clip(times - take_off, 0, flight_s)
    rise = speed * in_air - GRAVITY * in_air**2 / 2
    crouch = -0.25 * np.sin(np.pi * np.clip((times - 0.3) / 0.7, 0, 1)) ** 2
    give = -0.2 * np.sin(np.pi * np.clip((times - take_off - flight_s) / 0.6, 0, 1)) ** 2
    above = lands_above * np.clip((times - take_off) / flight_s, 0, 1)
    return figure(rise + crouch + give + above, rise + above, times, stature)


def slowed(track: PoseTrack, factor: float) -> PoseTrack:
    return replace(track, times=3.0 + track.times * factor)


@pytest.mark.parametrize("factor", [0.5, 1.0, 2.0, 4.0, 8.0])
def test_the_fall_tells_how_slow_a_jump_plays(factor: float) -> None:
    found = estimate_slow_motion(slowed(jump(), factor))
    assert found is not None and found.flights == 1
    assert found.factor == pytest.approx(factor, rel=0.08)
    assert found.low < factor < found.high
    assert found.is_slow == (factor >= 2)


@pytest.mark.parametrize("stature", [1.3, 1.5, 1.95])
def test_small_and_tall_athletes_in_real_time_are_not_slow(stature: float) -> None:
    found = estimate_slow_motion(jump(stature=stature))
    assert found is not None and not found.is_slow and found.sentence() is None


def test_height_and_length_of_the_jump_do_not_matter() -> None:
    factors = [found.factor for seconds in (0.4, 0.5, 0.6) if (found := estimate_slow_motion(jump(seconds)))]
    assert len(factors) == 3
    assert factors == pytest.approx([1.0, 1.0, 1.0], rel=0.08)


def test_a_low_hop_says_less_than_a_high_jump() -> None:
    low, high = (estimate_slow_motion(jump(seconds)) for seconds in (0.36, 0.6))
    assert low is not None and high is not None
    assert low.high / low.low > 1.2 * high.high / high.low


def test_knee_bends_say_nothing_about_speed() -> None:
    times = np.arange(0.0, 3.0, 1 / 30)
    bends = -0.3 * np.sin(2 * np.pi * times / 1.5) ** 2
    assert estimate_slow_motion(figure(bends, np.zeros(len(times)), times)) is None


def test_rising_on_the_toes_and_lifting_one_foot_say_nothing() -> None:
    times = np.arange(0.0, 3.0, 1 / 30)
    lifted = 0.3 * np.sin(np.pi * times) ** 2
    track = figure(np.zeros(len(times)), np.zeros(len(times)), times)
    for part in FEET:
        track.points[:, KEYPOINT_INDEX[f"left_{part}"], 1] -= (PIXELS * lifted).astype(np.float32)
    assert estimate_slow_motion(track) is None


def test_a_leap_that_ends_above_is_a_climbers() -> None:
    assert estimate_slow_motion(jump(lands_above=0.3)) is None


def test_a_flight_that_is_cut_off_is_not_measured() -> None:
    whole = jump()
    inside = whole.times < 1.3
    cut = replace(
        whole,
        points=whole.points[inside],
        confidence=whole.confidence[inside],
        times=whole.times[inside],
        filled=whole.filled[inside],
    )
    assert estimate_slow_motion(cut) is None


def test_unseen_legs_give_no_estimate() -> None:
    track = jump()
    track.confidence[:, [KEYPOINT_INDEX[f"{side}_knee"] for side in ("left", "right")]] = 0
    assert estimate_slow_motion(track) is None


def test_the_sentence_names_the_factor_where_it_is_sure() -> None:
    assert SlowMotion(2.1, 1.8, 2.4, 2).sentence() == (
        "The clip plays in slow motion, about 2.1 times slower: the athlete falls too slowly."
    )
    assert SlowMotion(1.7, 1.1, 2.4, 1).sentence() is None


def walk(cadence: float, step_m: float, fps: float = 6.0, lift: float = 0.0) -> PoseTrack:
    """An athlete seen from the side who takes so many steps a second; one foot may stay above the other."""
    times = np.arange(0.0, 8.0, 1 / fps)
    track = figure(np.zeros(len(times)), np.zeros(len(times)), times)
    swing = step_m / 2 * PIXELS * np.sin(np.pi * cadence * times)
    for side, sign in (("left", 1), ("right", -1)):
        for part in FEET:
            track.points[:, KEYPOINT_INDEX[f"{side}_{part}"], 0] = 400 + sign * swing
        track.points[:, KEYPOINT_INDEX[f"{side}_knee"], 0] = 400 + sign * swing / 2
    for part in FEET:
        track.points[:, KEYPOINT_INDEX[f"left_{part}"], 1] -= lift * PIXELS
    return track


@pytest.mark.parametrize(("cadence", "step_m"), [(1.6, 0.66), (1.85, 0.72), (2.7, 1.1)])
@pytest.mark.parametrize("factor", [1.0, 2.5, 4.0])
def test_steps_tell_how_slow_a_walk_or_a_run_plays(cadence: float, step_m: float, factor: float) -> None:
    found = estimate_slow_motion(slowed(walk(cadence, step_m, fps=15.0), factor))
    assert found is not None and found.flights == 0 and found.steps >= 4
    assert found.factor == pytest.approx(factor, rel=0.2) and found.low < factor < found.high
    assert found.is_slow == (factor > 1.0)


def test_a_sentence_about_steps_names_them() -> None:
    assert SlowMotion(2.4, 1.7, 3.4, 0, 5).sentence() == (
        "The clip plays in slow motion, about 2.4 times slower: the steps are too slow for their length."
    )


def test_a_climbers_feet_and_whoever_turns_in_place_take_no_steps() -> None:
    assert estimate_slow_motion(walk(0.6, 0.8)) is not None
    assert estimate_slow_motion(walk(0.6, 0.8, lift=0.4)) is None
    assert estimate_slow_motion(walk(0.6, 0.4)) is None


def test_uneven_or_few_steps_say_nothing() -> None:
    steps = walk(1.2, 0.7)
    uneven = replace(steps, times=steps.times + 0.25 * np.sin(np.pi * 1.2 * steps.times))
    assert estimate_slow_motion(uneven) is None
    assert estimate_slow_motion(replace(slowed(steps, 1.0), confidence=np.zeros_like(steps.confidence))) is None
