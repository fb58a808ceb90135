"""Readings that the layups share: flights with a hand overhead, and what the body does in them."""

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
"""So that a frame that lies on a bound is within it, whatever the clock's rounding."""
DONE = 0.94
"""The ball is taken to leave when this share of the arm's way up is done."""


@dataclass(frozen=True)
class Flight:
    """One flight of a layup, frames at `READING_FPS`.

    Attributes:
        off, apex, land, release: frames. side: the shooting one; foot: that took off; knee_side: the other one.
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
    """Joints by name, and their times, at `READING_FPS`.

    Raises:
        CannotMeasure: if there are hardly any frames.
    """
    if len(times) < 12:
        raise CannotMeasure(f"{len(times)} frames are too few to show a layup")
    fine = np.arange(times[0], times[-1] - INSTANT_S, 1 / READING_FPS)
    return places_of(CubicSpline(times, joints, axis=0)(fine)), fine


def frame_at(times: np.ndarray, time: float) -> int:
    """The first frame that is not before the time."""
    return int(np.searchsorted(times, time - INSTANT_S))


def mean_over(values: np.ndarray, times: np.ndarray, start: float, end: float) -> float:
    """Mean of (T,) values from start to end, seconds, within the clip."""
    first, last = np.searchsorted(times, [start - 1e-6, end + 1e-6])
    first = min(max(int(first), 0), len(values) - 1)
    return float(values[first : max(int(last), first + 1)].mean())


def flights_of(get: Places, times: np.ndarray) -> list[Flight]:
    """All flights with a hand overhead, in order.

    Raises:
        CannotMeasure: if there is none.
    """
    toes = np.minimum(get["left_toe"][:, 2], get["right_toe"][:, 2])
    in_air = toes > np.percentile(toes, 8) + OFF_GROUND_M
    edges = np.flatnonzero(np.diff(np.concatenate([[False], in_air, [False]]).astype(int))).reshape(-1, 2)
    found = []
    for start, end in edges:
        if (end - start) / READING_FPS < SHORTEST_FLIGHT_S or start < 12 or end > len(times) - 12:
            continue
        raised = {s: float((get[f"{s}_wrist"] - get[f"{s}_shoulder"])[start:end, 2].max()) for s in ("left", "right")}
        if max(raised.values()) > 0.15:
            found.append(_flight(get, times, int(start) - 2, int(end)))
    if not found:
        raise CannotMeasure("nobody jumps with a hand overhead")
    return found


def _flight(get: Places, times: np.ndarray, off: int, land: int) -> Flight:
    hips, shoulders = ((get[f"left_{part}"] + get[f"right_{part}"]) / 2 for part in ("hip", "shoulder"))
    apex = off + int(np.argmax(hips[off : land + 1, 2]))
    from_, to = max(off - 18, 0), min(land + 12, len(times) - 1)
    above = {s: (get[f"{s}_wrist"] - get[f"{s}_shoulder"])[:, 2] for s in ("left", "right")}
    side = max(above, key=lambda s: float(above[s][off : land + 1].mean()))
    other = "left" if side == "right" else "right"
    top = from_ + int(np.argmax(above[side][from_ : to + 1]))
    low = from_ - 12 if from_ >= 12 else 0
    least = float(above[side][low : top + 1].min())
    done = above[side][low : top + 1] >= least + DONE * (float(above[side][top]) - least)
    release = low + int(np.argmax(done))
    thighs = {}
    for leg in ("left", "right"):
        way = get[f"{leg}_knee"] - get[f"{leg}_hip"]
        thighs[leg] = 90 + elevation(way)
    # The take-off foot is the one that stays down; a weak knee drive does not tell.
    last = slice(max(off - 18, 0), off + 1)
    foot = min(("left", "right"), key=lambda s: float(get[f"{s}_toe"][last, 2].mean()))
    knee = "left" if foot == "right" else "right"
    spine = unit(shoulders - hips)
    torso = float(np.median(np.linalg.norm(shoulders - hips, axis=1)))
    bend = angle(*(get[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist")))
    standing = get[f"{foot}_toe"][:, 2]
    risen = float(standing[off] - np.percentile(standing, 8))
    driven = np.sort(thighs[knee][off - 6 : land])[-12:]
    height = float(hips[apex, 2] - hips[off, 2]) + max(risen, 0.0)
    return Flight(
        off=off, apex=apex, land=land, release=release, side=side, foot=foot,
        knee_side=knee, height=height, thigh=float(driven.mean()), torso=torso,
        stature=torso / 0.288,
        pitch=elevation(get["nose"] - (get["left_ear"] + get["right_ear"]) / 2),
        tilt=np.degrees(np.arccos(np.clip(spine[:, 2], -1, 1))),
        elbow=bend, other_wrist=above[other] / torso,
    )  # fmt: skip
