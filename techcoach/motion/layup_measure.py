"""Measurements shared by the layups: flights with a hand overhead, and the body's pose in them.

Knows joints and times; no drill.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from .kinematics import unit
from .measuring import CannotMeasure, Places, angle, elevation, places_of

READING_FPS = 120.0
OFF_GROUND_M = 0.05
SHORTEST_FLIGHT_S = 0.09
INSTANT_S = 1e-6
"""Tolerance by which a frame on a bound counts as within it, seconds."""
DONE = 0.94
"""Share of the arm's way up after which the ball is taken to leave the hand."""


@dataclass(frozen=True)
class Flight:
    """One flight of a layup, frames at `READING_FPS`.

    Attributes:
        off, apex, land, release: frames. side: the shooting side. foot: the take-off foot's side. knee_side: the other
            side.
        height: metres that the hips rise from take-off. thigh: degrees that the driven thigh comes up from straight
        down. torso, stature: metres. pitch, tilt, elbow: (T,) degrees of head, trunk and shooting elbow. other_wrist:
        (T,) height of the other wrist over its shoulder, torso lengths.
    """

    off: int
    apex: int
    land: int
    release: int
    side: str
    foot: str
    knee_side: str
    height: float
    thigh: float
    torso: float
    stature: float
    pitch: np.ndarray
    tilt: np.ndarray
    elbow: np.ndarray
    other_wrist: np.ndarray


def read(joints: np.ndarray, times: np.ndarray) -> tuple[Places, np.ndarray]:
    """Resample joints to `READING_FPS`; return them by name, with their times.

    Raises:
        CannotMeasure: for fewer than 12 frames.
    """
    if len(times) < 12:
        raise CannotMeasure(f"{len(times)} frames are too few to show a layup")
    fine = np.arange(times[0], times[-1] - INSTANT_S, 1 / READING_FPS)
    return places_of(CubicSpline(times, joints, axis=0)(fine)), fine


def frame_at(times: np.ndarray, time: float) -> int:
    """Return the first frame that is not before a time."""
    return int(np.searchsorted(times, time - INSTANT_S))


def mean_over(values: np.ndarray, times: np.ndarray, start: float, end: float) -> float:
    """Return the mean of (T,) values from start to end, seconds, within the clip."""
    first, last = np.searchsorted(times, [start - 1e-6, end + 1e-6])
    first = min(max(int(first), 0), len(values) - 1)
    return float(values[first : max(int(last), first + 1)].mean())


def flights_of(get: Places, times: np.ndarray) -> list[Flight]:
    """Find all flights with a hand overhead, in order.

    Raises:
        CannotMeasure: if there is none.
    """
    toes = np.minimum(get["left_toe"][:, 2], get["right_toe"][:, 2])
    in_air = toes > np.percentile(toes, 8) + OFF_GROUND_M
    edges = np.flatnonzero(np.diff(np.concatenate([[False], in_air, [False]]).astype(int))).reshape(-1, 2)
    flights = []
    for start, end in edges:
        if (end - start) / READING_FPS < SHORTEST_FLIGHT_S or start < 12 or end > len(times) - 12:
            continue
        raised = {s: float((get[f"{s}_wrist"] - get[f"{s}_shoulder"])[start:end, 2].max()) for s in ("left", "right")}
        if max(raised.values()) > 0.15:
            flights.append(_flight(get, times, int(start) - 2, int(end)))
    if not flights:
        raise CannotMeasure("nobody jumps with a hand overhead")
    return flights


def _flight(get: Places, times: np.ndarray, off: int, land: int) -> Flight:
    hips, shoulders = ((get[f"left_{part}"] + get[f"right_{part}"]) / 2 for part in ("hip", "shoulder"))
    apex = off + int(np.argmax(hips[off : land + 1, 2]))
    first, final = max(off - 18, 0), min(land + 12, len(times) - 1)
    above = {s: (get[f"{s}_wrist"] - get[f"{s}_shoulder"])[:, 2] for s in ("left", "right")}
    side = max(above, key=lambda s: float(above[s][off : land + 1].mean()))
    other = "left" if side == "right" else "right"
    top = first + int(np.argmax(above[side][first : final + 1]))
    low = first - 12 if first >= 12 else 0
    least = float(above[side][low : top + 1].min())
    released = above[side][low : top + 1] >= least + DONE * (float(above[side][top]) - least)
    release = low + int(np.argmax(released))
    thighs = {}
    for leg in ("left", "right"):
        thigh = get[f"{leg}_knee"] - get[f"{leg}_hip"]
        thighs[leg] = 90 + elevation(thigh)
    # The take-off foot is the one that stays down; a weak knee drive does not tell.
    last = slice(max(off - 18, 0), off + 1)
    foot = min(("left", "right"), key=lambda s: float(get[f"{s}_toe"][last, 2].mean()))
    knee = "left" if foot == "right" else "right"
    spine = unit(shoulders - hips)
    torso = float(np.median(np.linalg.norm(shoulders - hips, axis=1)))
    elbow = angle(*(get[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist")))
    toe_height = get[f"{foot}_toe"][:, 2]
    toe_rise = float(toe_height[off] - np.percentile(toe_height, 8))
    highest_thigh = np.sort(thighs[knee][off - 6 : land])[-12:]
    height = float(hips[apex, 2] - hips[off, 2]) + max(toe_rise, 0.0)
    return Flight(
        off=off, apex=apex, land=land, release=release, side=side, foot=foot,
        knee_side=knee, height=height, thigh=float(highest_thigh.mean()), torso=torso,
        stature=torso / 0.288,
        pitch=elevation(get["nose"] - (get["left_ear"] + get["right_ear"]) / 2),
        tilt=np.degrees(np.arccos(np.clip(spine[:, 2], -1, 1))),
        elbow=elbow, other_wrist=above[other] / torso,
    )  # fmt: skip
