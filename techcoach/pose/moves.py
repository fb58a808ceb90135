"""The moves of a climber in a pose track: which hand goes to another hold, and when.

Takes the points of a still camera, or of one whose motion was taken out. Knows pixels and times; no drill, no model, no
frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.ndimage import gaussian_filter1d

from ..skeleton import KEYPOINT_INDEX
from ..types import LimbMove, PoseTrack, with_hands_together

SIDES = ("left", "right")
STATURE_SHARES = {
    ("shoulder", "hip"): 0.288, ("hip", "knee"): 0.245, ("knee", "ankle"): 0.246, ("shoulder", "elbow"): 0.186,
    ("elbow", "wrist"): 0.146,
}  # fmt: skip
"""Lengths between joints as shares of the stature (Winter 2009, table 4.1)."""
UNFORESHORTENED = 85
"""Percentile over time of a limb's length in the picture at which it lies across the view."""
LEAST_CONFIDENCE = 0.3
SMOOTHED_S = 0.085
"""Standard deviation of the smoothing of a joint's path, seconds."""
MOVING, UNDER_WAY = 0.14, 0.25
"""A hand moves above the first speed, statures a second; it goes to another hold only if it also exceeds the second."""
SHORTEST = 0.09
"""A hand that ends nearer to where it began, statures, has not taken another hold."""
QUICKENING, NEAR = 0.15, 0.02
"""A hand has let go from this share of its top speed on; nearer than this to its place, statures, it has arrived."""
SETTLING_S = 0.3
"""A hand creeps to its place for so long at most after it has slowed down, seconds."""
PAUSE_S = 0.1
"""A hand that stops for less on its way, seconds, is still on its way."""
HELD_S = 0.2
"""A hand that has taken a hold stays there for so long at least, seconds."""
SHIFTING, LONGEST_SHIFT_S, MOST_REST_S = 0.1, (2.5, 1.0), 0.3
"""Hips and feet shift the weight above this speed, statures a second; for so long at most before and after a move,
with no longer rest between the move and what follows it."""


def find_moves(track: PoseTrack) -> tuple[LimbMove, ...]:
    """Find every move of a hand from hold to hold, in order of time; hands that move together are one move."""
    if len(track.times) < 5:
        return ()
    stature = stature_in_pixels(track)
    if not stature > 0:
        return ()
    hips = np.mean([_path(track, f"{side}_hip") for side in SIDES], axis=0)
    hands = {side: _hand(track, side) for side in SIDES}
    moves = []
    for side, other in zip(SIDES, SIDES[::-1], strict=True):
        for start, end in _ways(hands[side], track.times, stature):
            held_above = hands[side][end, 1] < hips[end, 1] and hands[other][start, 1] < hips[start, 1]
            if held_above and _stays(hands[side], end, track.times, stature):
                moves.append(LimbMove(side, float(track.times[start]), float(track.times[end])))
    return with_hands_together(moves)


def with_weight_shift(track: PoseTrack, moves: Sequence[LimbMove]) -> tuple[LimbMove, ...]:
    """Widen each move by the shift of the hips and the steps that lead to it and follow it, up to the moves beside."""
    if not moves:
        return ()
    stature = stature_in_pixels(track)
    parts = [np.mean([_path(track, f"{side}_hip") for side in SIDES], axis=0)]
    parts += [_path(track, f"{side}_ankle") for side in SIDES]
    shifting = np.max([_speed(path, track.times) for path in parts], axis=0) / stature > SHIFTING
    widened = []
    for index, move in enumerate(moves):
        earliest = moves[index - 1].end_s if index else float(track.times[0])
        latest = moves[index + 1].start_s if index + 1 < len(moves) else float(track.times[-1])
        before = shifting & (track.times >= max(earliest, move.start_s - LONGEST_SHIFT_S[0]))
        starts = track.times[before & (track.times < move.start_s)]
        after = track.times[shifting & (track.times > move.end_s)]
        after = after[after <= min(latest, move.end_s + LONGEST_SHIFT_S[1])]
        # What follows the move goes on from it; what begins later leads to the next one.
        gaps = np.diff(np.concatenate([[move.end_s], after])) > MOST_REST_S
        ends = after[: int(np.argmax(gaps)) if gaps.any() else len(after)]
        widened.append(
            replace(
                move,
                start_s=float(starts[0]) if len(starts) else move.start_s,
                end_s=float(ends[-1]) if len(ends) else move.end_s,
            )
        )
    return tuple(widened)


def stature_in_pixels(track: PoseTrack) -> float:
    """Return the climber's stature in the picture, pixels, as the lengths of the limbs tell it; 0 if none is seen."""
    estimates = []
    for (first, second), share in STATURE_SHARES.items():
        for side in SIDES:
            ends = [KEYPOINT_INDEX[f"{side}_{part}"] for part in (first, second)]
            seen = track.confidence[:, ends].min(axis=1) >= LEAST_CONFIDENCE
            if seen.any():
                lengths = np.linalg.norm(track.points[seen, ends[0]] - track.points[seen, ends[1]], axis=-1)
                estimates.append(float(np.percentile(lengths, UNFORESHORTENED)) / share)
    return float(np.median(estimates)) if estimates else 0.0


def _hand(track: PoseTrack, side: str) -> np.ndarray:
    """Return the path (T, 2) of a hand: of its knuckles, or of its wrist where the tracker has no knuckles."""
    seen = track.confidence[:, KEYPOINT_INDEX[f"{side}_hand"]] >= LEAST_CONFIDENCE
    wrist = track.confidence[:, KEYPOINT_INDEX[f"{side}_wrist"]] >= LEAST_CONFIDENCE
    return _path(track, f"{side}_{'hand' if seen.sum() >= 0.8 * wrist.sum() and seen.any() else 'wrist'}")


def _path(track: PoseTrack, name: str) -> np.ndarray:
    """Return the path (T, 2) of a joint, smooth, straight where it is not seen."""
    column = KEYPOINT_INDEX[name]
    seen = np.flatnonzero(track.confidence[:, column] >= LEAST_CONFIDENCE)
    if not len(seen):
        seen = np.arange(len(track.times))
    # Evenly spaced moments first: a track may be dense where the action is.
    step = float(np.median(np.diff(track.times)))
    even = np.arange(track.times[0], track.times[-1] + step / 2, step)
    result = []
    for axis in (0, 1):
        values = np.interp(even, track.times[seen], track.points[seen, column, axis].astype(np.float64))
        smooth = gaussian_filter1d(values, SMOOTHED_S / step, mode="nearest")
        result.append(np.interp(track.times, even, smooth))
    return np.stack(result, axis=1)


def _speed(path: np.ndarray, times: np.ndarray) -> np.ndarray:
    return np.asarray(np.linalg.norm(np.gradient(path, times, axis=0), axis=1))


def _ways(path: np.ndarray, times: np.ndarray, stature: float) -> list[tuple[int, int]]:
    """Return (first, last) frame of every way of a hand to another place."""
    speeds = _speed(path, times) / stature
    edges = np.flatnonzero(np.diff(np.concatenate([[False], speeds > MOVING, [False]]).astype(int)))
    spans: list[tuple[int, int]] = []
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        end = min(int(stop), len(times) - 1)
        if spans and times[start] - times[spans[-1][1]] < PAUSE_S:
            spans[-1] = spans[-1][0], end
        else:
            spans.append((int(start), end))
    ways = []
    for number, (start, end) in enumerate(spans):
        if speeds[start : end + 1].max() > UNDER_WAY and np.linalg.norm(path[end] - path[start]) > SHORTEST * stature:
            # Smoothing draws a quick way out: it begins where the hand speeds up, and ends where it has arrived.
            peak = start + int(np.argmax(speeds[start : end + 1]))
            slow = speeds[start:peak] < QUICKENING * speeds[peak]
            last = spans[number + 1][0] if number + 1 < len(spans) else len(times) - 1
            settled = min(int(np.searchsorted(times, times[end] + SETTLING_S)), last)
            arrived = np.linalg.norm(path[peak : settled + 1] - path[settled], axis=1) < NEAR * stature
            left = start + int(np.flatnonzero(slow)[-1]) if slow.any() else start
            ways.append((left, peak + int(np.argmax(arrived))))
    return ways


def _stays(path: np.ndarray, end: int, times: np.ndarray, stature: float) -> bool:
    """Return whether a hand stays where its way ended, as far as the track goes on."""
    after = (times >= times[end]) & (times <= times[end] + HELD_S)
    return bool(np.linalg.norm(path[after] - path[end], axis=1).max() < SHORTEST * stature)
