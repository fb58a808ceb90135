"""Measurements that several drills take from joints: angles, headings, speeds, means over time. Knows no drill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.integrate import trapezoid

from ..skeleton import KEYPOINT_INDEX
from .kinematics import unit

Places = Mapping[str, np.ndarray]
"""Joint name -> (T, 3) metres."""


def places_of(joints: np.ndarray) -> Places:
    """Return joints (T, 23, 3) by name."""
    return {name: joints[:, place] for name, place in KEYPOINT_INDEX.items()}


def angle(first: np.ndarray, corner: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the angle at a corner, degrees, along the last axis; 180 is straight."""
    a, b = unit(first - corner), unit(second - corner)
    return np.degrees(np.arccos(np.clip((a * b).sum(axis=-1), -1.0, 1.0)))


def elevation(vectors: np.ndarray) -> np.ndarray:
    """Return how far vectors (..., 3) point above the horizon, degrees."""
    return np.degrees(np.arcsin(np.clip(unit(vectors)[..., 2], -1.0, 1.0)))


def forward_of(get: Places, parts: Sequence[str] = ("hip", "shoulder")) -> np.ndarray:
    """Return the level direction (T, 3) that the lines between left and right parts face."""
    right = np.sum([get[f"right_{part}"] - get[f"left_{part}"] for part in parts], axis=0)
    return unit(np.stack([-right[:, 1], right[:, 0], np.zeros(len(right))], axis=1))


def mean_between(values: np.ndarray, times: np.ndarray, start: float, end: float) -> float:
    """Return the mean of (T,) values over the seconds from start to end, linear between frames.

    A moment of one frame's width is lost between a camera's frames and in a tracker's jitter; a tenth of a second is
    not.
    """
    start, end = max(start, float(times[0])), min(end, float(times[-1]))
    inside = times[(times > start) & (times < end)]
    moments = np.concatenate([[start], inside, [end]])
    if not end > start:
        return float(np.interp(start, times, values))
    return float(trapezoid(np.interp(moments, times, values), moments) / (end - start))


def steadied(values: np.ndarray, times: np.ndarray, span_s: float = 0.1) -> np.ndarray:
    """Smooth (T,) values: each becomes the mean over `span_s` seconds around it."""
    return np.array([mean_between(values, times, t - span_s / 2, t + span_s / 2) for t in times])


def speed(places: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Return the speed (T,), m/s, of places (T, 3), metres."""
    return np.linalg.norm(np.gradient(places, times, axis=0), axis=1)


class CannotMeasure(ValueError):
    """The motion does not show the event that a measurement is taken at."""
