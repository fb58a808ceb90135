"""The technique parameters of a reverse layup, measured on joints over time.

This file knows joints and times only: the layup is the longest flight with a hand overhead.
"""

from __future__ import annotations

import numpy as np

from ...motion.layup_measure import Flight, flights_of, frame_at, mean_over, read
from ...motion.measuring import CannotMeasure, Places, angle, forward_of
from ..spec import Measurement

DRIVE_S = (0.95, 0.35)
"""The drive's speed is read between these times before the take-off, seconds."""
DRIFT_S = 0.6
SLOW_M_S = 0.1
"""A foot that moves no faster stands."""
STANDS_M = 0.03
"""A foot stands when its toe is at most so much higher than the other one."""


def measure(joints: np.ndarray, times: np.ndarray) -> dict[str, Measurement]:
    """Measure every technique parameter of one reverse layup.

    Args:
        joints: (T, 23, 3) metres. times: (T,) seconds.

    Raises:
        CannotMeasure: if there is no flight with a hand overhead, or the clip begins or ends in it.
    """
    get, fine = read(joints, times)
    flights = flights_of(get, fine)
    flight = max(flights, key=lambda flight: flight.height)
    if fine[flight.off] - fine[0] < 0.7 or fine[-1] - fine[flight.land] < 0.3:
        raise CannotMeasure("the clip begins in the drive or ends at the landing")
    return {
        **_of_trunk(get, fine, flight),
        **_of_arms(get, fine, flight),
        **_of_drive(get, fine, flight),
        **_of_landing(get, fine, flight),
    }


def _hips(get: Places) -> np.ndarray:
    return (get["left_hip"] + get["right_hip"]) / 2


def _of_trunk(get: Places, times: np.ndarray, f: Flight) -> dict[str, Measurement]:
    at, off = float(times[f.release]), float(times[f.off])
    early, late = frame_at(times, off - 0.35), frame_at(times, off - 0.05)
    way = (_hips(get)[late] - _hips(get)[early]) * [1.0, 1.0, 0.0]
    facing = forward_of(get, ("shoulder",))
    turn = np.degrees(np.arccos(np.clip(facing @ way / max(float(np.linalg.norm(way)), 1e-6), -1, 1)))
    return {
        "head_pitch": Measurement(mean_over(f.pitch, times, at - 0.1, at + 0.08), at),
        "head_drive": Measurement(mean_over(f.pitch, times, off - 0.6, off - 0.2), off - 0.4),
        "trunk_tilt": Measurement(mean_over(f.tilt, times, at - 0.05, at + 0.08), at),
        "shoulder_turn": Measurement(mean_over(turn, times, at - 0.03, at + 0.1), at),
    }


def _of_arms(get: Places, times: np.ndarray, f: Flight) -> dict[str, Measurement]:
    at = float(times[f.release])
    hands = (get["left_wrist"] + get["right_wrist"])[:, 2] / 2
    carried = (hands - _hips(get)[:, 2]) / f.torso
    return {
        "arm_extension": Measurement(mean_over(f.elbow, times, at + 0.02, at + 0.14), at),
        "off_arm": Measurement(mean_over(f.other_wrist, times, at - 0.05, at + 0.1), at),
        "release_timing": Measurement(at - float(times[f.apex]), at),
        "ball_height": Measurement(mean_over(carried, times, at - 0.62, at - 0.5), at - 0.56),
    }


def _of_drive(get: Places, times: np.ndarray, f: Flight) -> dict[str, Measurement]:
    off = float(times[f.off])
    hips = _hips(get)
    first, last = (frame_at(times, off - before) for before in DRIVE_S)
    way = float(np.linalg.norm((hips[last] - hips[first])[:2]))
    planted, other = (get[f"{side}_toe"] for side in (f.foot, f.knee_side))
    moving = np.linalg.norm(np.gradient(other, times, axis=0), axis=1)
    before = slice(frame_at(times, off - 0.85), frame_at(times, off - 0.2))
    # Where the other foot stood: the mean of its places, weighted towards those where it was slow.
    slow = np.exp(-moving[before] / SLOW_M_S)
    left = slow @ other[before] / slow.sum()
    step = float(np.linalg.norm((planted[f.off] - left)[:2])) / f.stature
    return {
        "drive_speed": Measurement(way / float(times[last] - times[first]), off - 0.6),
        "last_step": Measurement(step, off - 0.25),
        "jump_height": Measurement(f.height, float(times[f.apex])),
        "knee_drive": Measurement(f.thigh, float(times[f.apex])),
    }


def _of_landing(get: Places, times: np.ndarray, f: Flight) -> dict[str, Measurement]:
    landed = float(times[f.land])
    after = slice(f.land, frame_at(times, landed + 0.28) + 1)
    knees = np.stack([angle(get[f"{s}_hip"], get[f"{s}_knee"], get[f"{s}_ankle"])[after] for s in ("left", "right")])
    toes = np.stack([get[f"{s}_toe"][after, 2] for s in ("left", "right")])
    # Only a leg that stands bears the landing; a body that runs on swings the other one.
    down = toes < toes.min(axis=0) + STANDS_M
    bent = np.where(down, knees, 0.0).max(axis=0)
    end = min(frame_at(times, landed + DRIFT_S), len(times) - 1)
    drift = float(np.linalg.norm((_hips(get)[end] - _hips(get)[f.land])[:2]))
    return {
        "landing_knee": Measurement(float(bent.min()), min(landed + 0.2, float(times[-1]))),
        "landing_drift": Measurement(drift, min(landed + 0.4, float(times[-1]))),
    }
