"""The technique parameters of juggling, measured on joints over time.

This file knows joints and times only: a touch is where a foot that has left the ground is highest. Values
are means over the touches: a coach judges the series, and a mean is steadier than one touch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from ...motion.measuring import CannotMeasure, Places, angle, elevation, forward_of, mean_between, places_of
from ..spec import Measurement

READING_FPS = 120.0
INSTANT_S = 1e-6
LIFTED_M = 0.09
"""A foot is off the ground when its toe is higher than this."""
DOWN_M = 0.025
"""And it is down when its toe is lower than this."""
LONGEST_LIFT_S = 1.0
FEWEST = 3
AROUND_S = 0.05
"""Half of the time about a touch over which the body is read."""


@dataclass(frozen=True)
class Touch:
    """One touch: the time, seconds, the side of the foot, and the height of its toe, metres."""

    time: float
    side: str
    height: float

    @property
    def standing(self) -> str:
        """Return the other side, on which the player stands."""
        return "left" if self.side == "right" else "right"


def measure(joints: np.ndarray, times: np.ndarray) -> dict[str, Measurement]:
    """Measure every technique parameter of one series.

    Args:
        joints: (T, 23, 3) metres. times: (T,) seconds.

    Raises:
        CannotMeasure: if there are fewer than `FEWEST` touches.
    """
    get, moments = _read(joints, times)
    touches = find_touches(get, moments)
    if len(touches) < FEWEST:
        raise CannotMeasure(f"{len(touches)} touches are no series")
    values = {**_of_body(get, moments, touches), **_of_feet(get, moments, touches), **_of_rhythm(touches)}
    moment = touches[len(touches) // 2].time + float(times[0])
    return {name: Measurement(value, moment) for name, value in values.items()}


def touch_times(joints: np.ndarray, times: np.ndarray) -> list[float]:
    """Return the moments of all touches, seconds; arguments as of `measure`."""
    get, moments = _read(joints, times)
    return [touch.time + float(times[0]) for touch in find_touches(get, moments)]


def _read(joints: np.ndarray, times: np.ndarray) -> tuple[Places, np.ndarray]:
    """Resample joints to `READING_FPS`; return them by name, with their times from 0."""
    if len(times) < 12:
        raise CannotMeasure(f"{len(times)} frames are too few to show a series")
    moments = np.arange(int((times[-1] - times[0]) * READING_FPS + INSTANT_S) + 1) / READING_FPS
    return places_of(CubicSpline(times - times[0], joints, axis=0)(moments)), moments


def find_touches(get: Places, times: np.ndarray) -> list[Touch]:
    """Find all touches, in order of time."""
    touches = []
    ground = np.percentile(np.concatenate([get["left_toe"][:, 2], get["right_toe"][:, 2]]), 8)
    for side in ("left", "right"):
        height = get[f"{side}_toe"][:, 2] - ground
        edges = np.flatnonzero(np.diff(np.concatenate([[False], height > LIFTED_M, [False]]).astype(int)))
        for start, end in edges.reshape(-1, 2):
            if start > 0 and end < len(height) and (end - start) / READING_FPS < LONGEST_LIFT_S:
                top = start + int(np.argmax(height[start:end]))
                touches.append(Touch(float(times[top]), side, float(height[top])))
    return sorted(touches, key=lambda touch: touch.time)


def _middle(get: Places, part: str) -> np.ndarray:
    return (get[f"left_{part}"] + get[f"right_{part}"]) / 2


def _torso(get: Places) -> float:
    return float(np.median(np.linalg.norm(_middle(get, "shoulder") - _middle(get, "hip"), axis=1)))


def _of_body(get: Places, times: np.ndarray, touches: list[Touch]) -> dict[str, float]:
    hips, shoulders = _middle(get, "hip"), _middle(get, "shoulder")
    spine = shoulders - hips
    facing = forward_of(get)
    right = np.stack([facing[:, 1], -facing[:, 0], np.zeros(len(facing))], axis=1)
    forward = np.degrees(np.arctan2((spine * facing).sum(axis=1), spine[:, 2]))
    sideways = np.degrees(np.arctan2((spine * right).sum(axis=1), spine[:, 2]))
    pitch = elevation(get["nose"] - _middle(get, "ear"))
    # Angles to the trunk: a trunk that tips must not count as arms that swing.
    raised = [angle(*(get[f"{s}_{part}"] for part in ("elbow", "shoulder", "hip"))) for s in ("left", "right")]
    first, last = (int(np.searchsorted(times, touch.time)) for touch in (touches[0], touches[-1]))
    series = slice(first, last + 1)

    def at_touches(values: np.ndarray) -> list[float]:
        return [mean_between(values, times, touch.time - AROUND_S, touch.time + AROUND_S) for touch in touches]

    def swing(values: np.ndarray) -> float:
        low, high = np.percentile(values[series], [10, 90])
        return float(high - low)

    beside = []
    for touch in touches:
        at = int(np.searchsorted(times, touch.time))
        beside.append(abs(float((hips[at] - get[f"{touch.standing}_ankle"][at]) @ right[at])))
    return {
        "head_down": float(np.mean(at_touches(pitch))),
        "head_nod": swing(pitch),
        "trunk_lean": float(np.mean(at_touches(forward))),
        "side_lean": float(np.mean(np.abs(at_touches(sideways)))),
        "arm_spread": float(np.mean([angles[series].mean() for angles in raised])),
        "arm_calm": float(np.mean([swing(angles) for angles in raised])),
        "drift": float(np.linalg.norm((hips[series] - hips[first])[:, :2], axis=1).max()),
        "over_foot": float(np.mean(beside)) / _torso(get),
        "leg_give": swing(hips[:, 2]) / _torso(get),
    }


def _of_feet(get: Places, times: np.ndarray, touches: list[Touch]) -> dict[str, float]:
    ears = _middle(get, "ear")[:, 2]
    toes = np.minimum(get["left_toe"][:, 2], get["right_toe"][:, 2])
    stature = max(float(np.percentile(ears, 90) - np.percentile(toes, 8)), 0.5) / 0.93
    knees = {s: angle(get[f"{s}_hip"], get[f"{s}_knee"], get[f"{s}_ankle"]) for s in ("left", "right")}
    support = [mean_between(knees[t.standing], times, t.time - AROUND_S, t.time + AROUND_S) for t in touches]
    ankle_distance = np.linalg.norm((get["left_ankle"] - get["right_ankle"])[:, :2], axis=1)
    shoulder_width = float(np.median(np.linalg.norm(get["left_shoulder"] - get["right_shoulder"], axis=1)))
    lifted = np.maximum(get["left_toe"][:, 2], get["right_toe"][:, 2]) - np.percentile(toes, 8)
    inside = (times >= touches[0].time) & (times <= touches[-1].time)
    # Both feet are down where the higher one is lowest.
    down = inside & (lifted < max(DOWN_M, float(np.percentile(lifted[inside], 15))))
    return {
        "support_knee": float(np.mean(support)),
        "touch_height": float(np.mean([touch.height for touch in touches])) / stature,
        "stance_width": float(ankle_distance[down].mean()) / shoulder_width,
    }


def _of_rhythm(touches: list[Touch]) -> dict[str, float]:
    gaps = np.diff([touch.time for touch in touches])
    changes = [touch.side != next_touch.side for touch, next_touch in zip(touches, touches[1:], strict=False)]
    return {
        "touch_interval": float(gaps.mean()),
        "evenness": float(gaps.std() / gaps.mean()),
        "alternate": float(np.mean(changes)),
    }
