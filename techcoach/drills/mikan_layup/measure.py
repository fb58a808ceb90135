"""The technique parameters of a Mikan drill, measured on joints over time.

This file knows joints and times only: the layups are the flights with a hand overhead. Values are means over the
layups: a coach judges the series, and a mean is steadier than one layup.
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
    """Measure every technique parameter of one series.

    Args:
        joints: (T, 23, 3) metres. times: (T,) seconds.

    Raises:
        CannotMeasure: if there are fewer than `FEWEST` layups.
    """
    get, fine = read(joints, times)
    flights = flights_of(get, fine)
    if len(flights) < FEWEST:
        raise CannotMeasure(f"{len(flights)} layup is no series")
    return {**_of_flights(fine, flights), **_of_ground(get, fine, flights)}


def release_times(joints: np.ndarray, times: np.ndarray) -> list[float]:
    """Return the moments of all releases, seconds; arguments as of `measure`."""
    get, fine = read(joints, times)
    return [float(fine[flight.release]) for flight in flights_of(get, fine)]


def _of_flights(times: np.ndarray, flights: list[Flight]) -> dict[str, Measurement]:
    by_parameter: dict[str, list[float]] = {}
    for f in flights:
        at, land = float(times[f.release]), float(times[f.land])
        values = {
            "head_up": mean_over(f.pitch, times, at - 0.06, at + 0.06),
            "head_catch": mean_over(f.pitch, times, land + CATCH_S[0], land + CATCH_S[1]),
            "trunk_release": mean_over(f.tilt, times, at - 0.06, at + 0.08),
            "arm_extension": mean_over(f.elbow, times, at, at + 0.09),
            "jump_height": f.height,
            "knee_drive": f.thigh,
            "release_timing": at - float(times[f.apex]),
        }
        for name, value in values.items():
            by_parameter.setdefault(name, []).append(value)
    middle = flights[len(flights) // 2]
    moment = float(times[middle.release])
    moments = {
        "head_catch": min(float(times[middle.land]) + 0.15, float(times[-1])),
        "knee_drive": float(times[middle.apex]),
    }
    return {
        name: Measurement(float(np.mean(values)), moments.get(name, moment)) for name, values in by_parameter.items()
    }


def _of_ground(get: Places, times: np.ndarray, flights: list[Flight]) -> dict[str, Measurement]:
    """Measure the parameters between a landing and the next take-off."""
    hips, shoulders, wrists = (
        (get[f"left_{part}"] + get[f"right_{part}"]) / 2 for part in ("hip", "shoulder", "wrist")
    )
    ankle_distance = np.linalg.norm((get["left_ankle"] - get["right_ankle"])[:, :2], axis=1)
    shoulder_width = float(np.median(np.linalg.norm(get["left_shoulder"] - get["right_shoulder"], axis=1)))
    knees = np.stack([angle(get[f"{s}_hip"], get[f"{s}_knee"], get[f"{s}_ankle"]) for s in ("left", "right")])
    toes = np.stack([get[f"{s}_toe"][:, 2] for s in ("left", "right")])
    # Only a leg that stands bears the load; the other one may be on its way to the next side.
    bearing = np.where(toes < toes.min(axis=0) + STANDS_M, knees, 0.0).max(axis=0)
    hand_distance = np.linalg.norm(get["left_wrist"] - get["right_wrist"], axis=1)
    by_parameter: dict[str, list[float]] = {}
    for flight, next_flight in zip(flights, flights[1:], strict=False):
        land, off = float(times[flight.land]), float(times[next_flight.off])
        between = slice(flight.land, next_flight.off + 1)
        loading = slice(flight.land, flight.land + max(int(LOADED * (next_flight.off - flight.land)), 1))
        lowest = flight.land + int(np.argmin(bearing[loading]))
        at = float(times[lowest])
        high = (wrists - shoulders)[between, 2] / flight.torso
        values = {
            "trunk_load": mean_over(flight.tilt, times, land + 0.3 * (off - land), land + 0.6 * (off - land)),
            "hands_high": float(np.sort(high)[: max(len(high) // 5, 1)].mean()),
            "side_travel": float(np.linalg.norm((hips[next_flight.release] - hips[flight.release])[:2])),
            "load_knee": mean_over(bearing, times, at - 0.04, at + 0.04),
            "landing_width": mean_over(ankle_distance, times, land + INSTANT_S, land + 0.08) / shoulder_width,
            "ground_time": off - land,
            "two_hands": mean_over(hand_distance, times, land + 0.08, land + 0.17) / flight.torso,
        }
        for name, value in values.items():
            by_parameter.setdefault(name, []).append(value)
    middle = flights[(len(flights) - 1) // 2]
    moment = float(times[middle.land]) + 0.15
    return {name: Measurement(float(np.mean(values)), moment) for name, values in by_parameter.items()}
