"""Cuts, jump cuts, fades, freezes, repeated frames, replays and split screens, planted into drawn scenes; and what is
none of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from techcoach.video.continuity import Continuity, Span, examine_continuity

FPS = 30.0
HEIGHT, WIDTH = 202, 360
NOISE = np.random.default_rng(0).normal(0, 1.0, (7, HEIGHT, WIDTH, 3)).round().astype(np.int16)


def texture(seed: int, height: int, width: int, grain: int) -> np.ndarray:
    """A picture (height, width, 3) of soft spots; `grain` is their size in pixels."""
    spots = np.random.default_rng(seed).integers(0, 256, (height // grain + 2, width // grain + 2, 3), dtype=np.uint8)
    return cv2.resize(spots, (width, height), interpolation=cv2.INTER_CUBIC)


def noisy(frames: np.ndarray) -> np.ndarray:
    """Frames with a little noise, another in every frame."""
    noise = NOISE[np.arange(len(frames)) % len(NOISE), : frames.shape[1], : frames.shape[2]]
    return np.clip(frames + noise, 0, 255).astype(np.uint8)


def scene(seed: int, count: int, start: int = 0) -> np.ndarray:
    """Frames of a still camera: somebody walks to and fro and waves, and every frame has a little noise."""
    background, body = texture(seed, HEIGHT, WIDTH, 12), texture(seed + 100, 90, 30, 6)
    arm = texture(seed + 200, 12, 34, 5)
    frames = []
    for frame in range(start, start + count):
        picture = background.copy()
        x = round(60 + 170 * np.sin(frame / 70 + seed) ** 2)
        y = 90 + round(3 * np.sin(frame / 4.1))
        picture[y : y + 90, x : x + 30] = body
        reach = 20 + round(14 * np.sin(frame / 7.3))
        picture[y + reach : y + reach + 12, x + 25 : x + 59] = arm
        frames.append(picture)
    return noisy(np.stack(frames))


def examined(frames: np.ndarray, fps: float = FPS) -> Continuity:
    return examine_continuity(frames, np.arange(len(frames)) / fps)


def cropped(frames: np.ndarray, rights: np.ndarray, downs: np.ndarray) -> np.ndarray:
    """A smaller part of the frames, moved by fractions of pixels: a camera that moves."""
    size = (WIDTH - 100, HEIGHT - 60)
    moves = [
        np.array([[1, 0, -right], [0, 1, -down]], dtype=np.float32) for right, down in zip(rights, downs, strict=True)
    ]
    return np.stack([cv2.warpAffine(frame, move, size) for frame, move in zip(frames, moves, strict=True)])


def assert_runs_on(found: Continuity) -> None:
    assert found.sentences() == ()
    assert found.coachable() == (Span(float(found.times[0]), float(found.times[-1])),)


def test_a_clip_without_breaks_is_coached_whole() -> None:
    found = examined(scene(1, 120))
    assert_runs_on(found)
    assert not found.blank.any()
    assert found.picture == (0, 0, WIDTH, HEIGHT)


@pytest.mark.parametrize(("seed", "at"), [(1, 40), (2, 61), (3, 89)])
def test_a_cut_is_found_between_its_two_frames(seed: int, at: int) -> None:
    found = examined(np.concatenate([scene(seed, at), scene(seed + 7, 90 - at)]))
    assert [item.kind for item in found.breaks] == ["cut"]
    assert found.breaks[0].before_s == pytest.approx((at - 1) / FPS)
    assert found.breaks[0].after_s == pytest.approx(at / FPS)
    assert found.sentences() == (f"There is a cut at {(at - 0.5) / FPS:.1f} s.",)


def test_each_side_of_a_cut_is_coached_if_it_is_long_enough() -> None:
    found = examined(np.concatenate([scene(1, 60), scene(2, 15), scene(3, 45)]))
    assert [item.kind for item in found.breaks] == ["cut", "cut"]
    assert len(found.shots) == 3
    assert found.coachable() == (Span(0.0, 59 / FPS), Span(75 / FPS, 119 / FPS))
    assert len(found.coachable(shortest_s=0.3)) == 3


def test_a_jump_within_the_same_picture_is_a_jump_cut() -> None:
    found = examined(np.concatenate([scene(4, 50), scene(4, 50, start=85)]))
    assert [item.kind for item in found.breaks] == ["jump"]
    assert found.breaks[0].after_s == pytest.approx(50 / FPS)


def test_a_coarse_scan_shows_cuts_and_no_jump_cuts() -> None:
    found = examined(np.concatenate([scene(1, 240)[::8], scene(9, 240)[::8]]), fps=FPS / 8)
    assert [item.kind for item in found.breaks] == ["cut"]
    assert_runs_on(examined(np.concatenate([scene(4, 56)[::8], scene(4, 56, start=90)[::8]]), fps=FPS / 8))


def test_a_cut_through_black_is_one_cut() -> None:
    black = np.zeros((12, HEIGHT, WIDTH, 3), dtype=np.uint8)
    found = examined(np.concatenate([black[:3], scene(1, 40), black, scene(6, 40)]))
    assert [item.kind for item in found.breaks] == ["cut"]
    assert found.blank.sum() == 15
    assert found.shots == (Span(3 / FPS, 42 / FPS), Span(55 / FPS, 94 / FPS))


@pytest.mark.parametrize("count", [10, 18, 30])
def test_a_fade_is_found_with_its_length(count: int) -> None:
    first, second = scene(2, 60), scene(8, 60)
    share = np.linspace(0, 1, count + 2)[1:-1, None, None, None]
    mixed = (first[-count:] * (1 - share) + second[:count] * share).astype(np.uint8)
    found = examined(np.concatenate([first[:-count], mixed, second[count:]]))
    assert [item.kind for item in found.breaks] == ["fade"]
    middle = (found.breaks[0].before_s + found.breaks[0].after_s) / 2
    assert middle == pytest.approx((60 - count / 2) / FPS, abs=0.2)


def test_a_freeze_is_found_through_noise_and_its_time_is_taken_out() -> None:
    moving = scene(3, 90)
    frozen = noisy(np.repeat(moving[44:45], 60, axis=0))
    found = examined(np.concatenate([moving[:45], frozen, moving[45:]]))
    assert found.breaks == ()
    assert len(found.freezes) == 1
    assert [found.freezes[0].start_s, found.freezes[0].end_s] == pytest.approx([44 / FPS, 104 / FPS])
    assert found.running_times(np.array([1.0, 2.5, 5.0])) == pytest.approx([1.0, 44 / FPS, 3.0])
    assert found.coachable() == (Span(0.0, 149 / FPS),)
    assert found.sentences() == ("The picture stands still from 1.5 s to 3.5 s.",)


def test_a_freeze_at_the_end_is_left_out_unsaid() -> None:
    moving = scene(3, 90)
    found = examined(np.concatenate([moving, noisy(np.repeat(moving[-1:], 30, axis=0))]))
    assert len(found.freezes) == 1 and found.sentences() == ()
    (span,) = found.coachable()
    assert span.end_s == pytest.approx(89 / FPS, abs=0.1)


def test_a_title_that_comes_and_goes_does_not_end_a_freeze_nor_break_the_clip() -> None:
    moving = scene(3, 90)
    frozen = noisy(np.repeat(moving[44:45], 60, axis=0))
    frozen[20:40, 20:50, 60:300] = texture(9, 30, 240, 5)
    found = examined(np.concatenate([moving[:45], frozen, moving[45:]]))
    assert found.breaks == () and len(found.freezes) == 1
    assert found.freezes[0].seconds == pytest.approx(60 / FPS)
    titled = scene(3, 90)
    titled[45:, 20:50, 60:300] = texture(9, 30, 240, 5)
    assert_runs_on(examined(titled))


def test_frozen_ends_are_not_coached() -> None:
    moving = scene(5, 60)
    found = examined(np.concatenate([noisy(np.repeat(moving[:1], 30, axis=0)), moving, noisy(moving[[-1] * 30])]))
    (stretch,) = found.coachable()
    assert [stretch.start_s, stretch.end_s] == pytest.approx([30 / FPS, 89 / FPS], abs=0.05)


@pytest.mark.parametrize("shown", [[0, 0, 1, 1], [0, 1, 2, 3, 3]])
def test_repeated_frames_are_told_apart_from_freezes(shown: list[int]) -> None:
    step = max(shown) + 1
    indices = np.concatenate([np.array(shown) + start for start in range(0, 80 - step, step)])
    found = examined(noisy(scene(6, 80)[indices]))
    assert found.freezes == () and found.breaks == ()
    assert found.repeated.tolist() == [False, *(np.diff(indices) == 0)]


@pytest.mark.parametrize("slower", [1, 2])
def test_a_replay_is_found_with_its_speed(slower: int) -> None:
    moving = scene(7, 75)
    again = noisy(np.repeat(moving[20:65], slower, axis=0))
    found = examined(np.concatenate([moving, again]))
    (replay,) = found.replays
    assert replay.slowness == pytest.approx(slower, rel=0.1)
    assert replay.span.start_s == pytest.approx(75 / FPS, abs=0.15)
    assert replay.shows.start_s == pytest.approx(20 / FPS, abs=0.15)
    (stretch,) = found.coachable()
    assert stretch.end_s <= 75 / FPS
    assert any("shows again" in sentence for sentence in found.sentences())


def test_another_attempt_before_the_same_background_is_no_replay() -> None:
    assert examined(np.concatenate([scene(7, 60), scene(7, 60, start=95)])).replays == ()


def test_pictures_beside_and_above_one_another_are_a_split_screen() -> None:
    left, right = scene(1, 40)[:, :, 90:270], scene(9, 40)[:, :, 90:270]
    found = examined(np.concatenate([left, right], axis=2))
    assert found.split is not None and found.split.across == "side by side"
    assert list(found.split.seams) == pytest.approx([0.5])
    assert found.sentences() == ("The frame shows 2 pictures side by side.",)
    above = examined(np.concatenate([scene(1, 40)[:, 50:150], scene(9, 40)[:, 50:150]], axis=1))
    assert above.split is not None and above.split.across == "one above the other"


def test_bars_are_harmless() -> None:
    found = examined(np.pad(scene(2, 60), ((0, 0), (0, 0), (80, 80), (0, 0))))
    assert_runs_on(found)
    assert found.picture == pytest.approx((80, 0, 80 + WIDTH, HEIGHT), abs=2)


# -- what is no break --------------------------------------------------------------------------------------------


def panned(frames: np.ndarray) -> np.ndarray:
    times = np.arange(len(frames)) / FPS
    return cropped(frames, 50 + 50 * np.sin(4 * times), 30 + 20 * np.sin(7 * times))


def shaken(frames: np.ndarray) -> np.ndarray:
    moves = np.random.default_rng(0).normal(0, 2.0, (len(frames), 2))
    return cropped(frames, 50 + moves[:, 0], 30 + moves[:, 1])


def flashed(frames: np.ndarray) -> np.ndarray:
    lit = frames.astype(np.int64)
    lit[30] = lit[30] * 1.3 + 90
    lit[50:52] = lit[50:52] * 1.2 + 60
    return np.clip(lit, 0, 255).astype(np.uint8)


def darkened(frames: np.ndarray) -> np.ndarray:
    lit = frames.astype(np.float64)
    lit[40:] *= 0.6
    return lit.astype(np.uint8)


def passed_by(frames: np.ndarray) -> np.ndarray:
    passer = texture(77, HEIGHT, 130, 20)
    result = frames.copy()
    for frame, x in zip(range(30, 60), itertools.count(-125, 20), strict=False):
        left, right = max(x, 0), min(x + 130, WIDTH)
        if right > left:
            result[frame, :, left:right] = passer[:, left - x : right - x]
    return result


def kicked(frames: np.ndarray) -> np.ndarray:
    """A ball lies, and is then kicked across the picture."""
    result = frames.copy()
    for frame in range(len(frames)):
        x = 40 + 26 * max(frame - 40, 0)
        if x < WIDTH - 12:
            cv2.circle(result[frame], (x, 160 - max(frame - 40, 0) * 4), 9, (250, 250, 250), -1)
    return result


@pytest.mark.parametrize("change", [panned, shaken, flashed, darkened, passed_by, kicked])
def test_what_moves_fast_or_shines_is_no_break(change: Callable[[np.ndarray], np.ndarray]) -> None:
    assert_runs_on(examined(change(scene(3, 90))))


@pytest.mark.parametrize("change", [panned, flashed, darkened, passed_by])
def test_it_is_none_on_a_coarse_scan_either(change: Callable[[np.ndarray], np.ndarray]) -> None:
    assert examined(change(scene(3, 120))[::8], fps=FPS / 8).breaks == ()


def test_a_hole_in_the_times_is_no_jump_cut() -> None:
    times = np.concatenate([np.arange(50), np.arange(62, 112)]) / FPS
    frames = np.concatenate([scene(4, 50), scene(4, 50, start=62)])
    assert examine_continuity(frames, times).breaks == ()


def test_one_frame_is_a_clip_and_other_shapes_are_none() -> None:
    assert examined(scene(1, 1)).breaks == ()
    with pytest.raises(ValueError, match="frames"):
        examine_continuity(scene(1, 3), np.arange(4.0))
