"""Reads the technique parameters of a Mikan drill off joints.

Knows joints and times only: the layups are the flights with a hand overhead. Values are means over the layups, which is
what a coach sees, and steadier than any one of them.
"""

from __future__ import annotations

import numpy as np

from ...motion.layup_measure import INSTANT_S, Flight, flights_of, mean_over, read
from ...motion.measuring import CannotMeasure, Places, angle
from ..spec import Measurement

FEWEST = 2
CATCH_S = (0.06, 0.24)
"""When the ball comes back to the hands, seconds after the landing."""
LOADED = 0.7
"""Share of the time on the ground in which the legs load; then they push, and the heel rises."""
STANDS_M = 0.03
"""A foot stands when its toe is at most so much higher than the other one."""


def measure(joints: np.ndarray, times: np.ndarray) -> dict[str, Measurement]:
    """Every technique parameter of one series.

    Args:
        joints: (T, 23, 3) metres. times: (T,) seconds.

    Raises:
        CannotMeasure: if fewer than `FEWEST` layups are seen.
    """
    get, fine = read(joints, times)
    flights = flights_of(get, fine)
    if len(flights) < FEWEST:
        raise CannotMeasure(f"{len(flights)} layup is no series")
    return {**_of_flights(fine, flights), **_of_ground(get, fine, flights)}


def _of_flights(times: np.ndarray, flights: list[Flight]) -> dict[str, Measurement]:
    found: dict[str, list[float]] = {}
    for f in flights:
        at, land = float(times[f.release]), float(times[f.land])
        own = {
            "head_up": mean_over(f.pitch, times, at - 0.06, at + 0.06),
            "head_catch": mean_over(f.pitch, times, land + CATCH_S[0], land + CATCH_S[1]),
            "trunk_release": mean_over(f.tilt, times, at - 0.06, at + 0.08),
            "arm_extension": mean_over(f.elbow, times, at, at + 0.09),
            "jump_height": f.height,
            "knee_drive": f.thigh,
            "release_timing": at - float(times[f.apex]),
        }
        for name, value in own.items():
            found.setdefault(name, []).append(value)
    middle = flights[len(flights) // 2]
    shown = float(times[middle.release])
    moments = {
        "head_catch": min(float(times[middle.land]) + 0.15, float(times[-1])),
        "knee_drive": float(times[middle.apex]),
    }
    return {name: Measurement(float(np.mean(own)), moments.get(name, shown)) for name, own in found.items()}


def _of_ground(get: Places, times: np.ndarray, flights: list[Flight]) -> dict[str, Measurement]:
    """Between a landing and the next take-off."""
    hips, shoulders, wrists = (
        (get[f"left_{part}"] + get[f"right_{part}"]) / 2 for part in ("hip", "shoulder", "wrist")
    )
    ankles = np.linalg.norm((get["left_ankle"] - get["right_ankle"])[:, :2], axis=1)
    across = float(np.median(np.linalg.norm(get["left_shoulder"] - get["right_shoulder"], axis=1)))
    knees = np.stack([angle(get[f"{s}_hip"], get[f"{s}_knee"], get[f"{s}_ankle"]) for s in ("left", "right")])
    toes = np.stack([get[f"{s}_toe"][:, 2] for s in ("left", "right")])
    # Only a leg that stands bears the load; the other one may be on its way to the next side.
    bearing = np.where(toes < toes.min(axis=0) + STANDS_M, knees, 0.0).max(axis=0)
    apart = np.linalg.norm(get["left_wrist"] - get["right_wrist"], axis=1)
    found: dict[str, list[float]] = {}
    for one, two in zip(flights, flights[1:], strict=False):
        land, off = float(times[one.land]), float(times[two.off])
        between = slice(one.land, two.off + 1)
        loading = slice(one.land, one.land + max(int(LOADED * (two.off - one.land)), 1))
        lowest = one.land + int(np.argmin(bearing[loading]))
        at = float(times[lowest])
        high = (wrists - shoulders)[between, 2] / one.torso
        own = {
            "trunk_load": mean_over(one.tilt, times, land + 0.3 * (off - land), land + 0.6 * (off - land)),
            "hands_high": float(np.sort(high)[: max(len(high) // 5, 1)].mean()),
            "side_travel": float(np.linalg.norm((hips[two.release] - hips[one.release])[:2])),
            "load_knee": mean_over(bearing, times, at - 0.04, at + 0.04),
            "landing_width": mean_over(ankles, times, land + INSTANT_S, land + 0.08) / across,
            "ground_time": off - land,
            "two_hands": mean_over(apart, times, land + 0.08, land + 0.17) / one.torso,
        }
        for name, value in own.items():
            found.setdefault(name, []).append(value)
    middle = flights[(len(flights) - 1) // 2]
    shown = float(times[middle.land]) + 0.15
    return {name: Measurement(float(np.mean(own)), shown) for name, own in found.items()}
