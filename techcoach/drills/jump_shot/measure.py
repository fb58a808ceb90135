"""The technique parameters of a mid-range jump shot, measured on joints over time.

This file finds the shooting side, the release, the dip, the take-off and the landing in the joints themselves, so the
same rules grade motion capture and simulated shots. It knows no simulation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from ...motion.kinematics import unit
from ...motion.measuring import CannotMeasure, Places, angle, elevation, mean_between, places_of, steadied
from ..spec import Measurement

READING_FPS = 120.0
"""Joints are resampled to this rate before events are detected."""
OFF_GROUND_M = 0.02
"""The toes are in the air when both are higher than this above the ground."""
RELEASE_EXTENSION = 0.9
"""The release is the moment at which the elbow has made this share of its extension: the ball leaves just before the
arm is straight (Miller and Bartlett 1996)."""
SLOWEST_SHOT = 60.0
"""Degrees a second; an elbow that never opens faster above the shoulder does not shoot."""
BEFORE_S, AFTER_S = 0.9, 0.7
"""How long before the release the dip may lie, and how long after it the top of the jump."""
INSTANT_S = 1e-6
"""Tolerance of bounds in time, seconds: rounding must not exclude a frame that lies on a bound."""
LANDED_S = 0.5
"""How long after the landing the knees may still give."""
LONGEST_HOLD_S = 1.5
HELD_SHARE = 0.6
"""The follow-through ends when the wrist has come down to this share of its height above the shoulder."""


@dataclass(frozen=True)
class Events:
    """The shooting side and the event frames of one shot at `READING_FPS`; without a flight, take-off and landing are
    the apex."""

    side: str
    dip: int
    take_off: int
    apex: int
    landing: int
    set_point: int
    release: int


def measure(joints: np.ndarray, times: np.ndarray) -> dict[str, Measurement]:
    """Measure every technique parameter of one shot, by id.

    Args:
        joints: (T, 23, 3) metres. times: (T,) seconds, strictly rising.

    Raises:
        CannotMeasure: if the motion shows no shot, or begins or ends in the middle of it.
    """
    if len(times) < 8:
        raise CannotMeasure(f"{len(times)} frames are too few to show a shot")
    fine = np.arange(times[0], times[-1], 1 / READING_FPS)
    get = places_of(CubicSpline(times, joints, axis=0)(fine))
    events = find_events(get, fine)
    aim = _aim(get, events)
    return {
        **_of_head(get, events, fine),
        **_of_trunk(get, events, fine, aim),
        **_of_arms(get, events, fine),
        **_of_legs(get, events, fine),
        **_of_flight(get, events, fine, aim),
    }


# -- events ----------------------------------------------------------------------------------------------------------


def find_events(get: Places, times: np.ndarray) -> Events:
    """Find the events of a shot.

    Raises:
        CannotMeasure: if no elbow opens above its shoulder, or the motion begins or ends in the middle of the shot.
    """
    side, set_point, release = _shot(get, times)
    if times[release] - times[0] < 0.2 or times[-1] - times[release] < 0.2:
        raise CannotMeasure("the motion begins or ends at the release")
    hips = _hips(get)[:, 2]
    early = int(np.searchsorted(times, times[release] - BEFORE_S - INSTANT_S))
    dip = early + int(np.argmin(hips[early : release + 1]))
    late = min(int(np.searchsorted(times, times[release] + AFTER_S - INSTANT_S)), len(times) - 1)
    toes = np.minimum(get["left_toe"][:, 2], get["right_toe"][:, 2])
    in_air = toes[dip : late + 1] > np.percentile(toes, 10) + OFF_GROUND_M
    edges = np.flatnonzero(np.diff(np.concatenate([[False], in_air, [False]]).astype(int)))
    if not len(edges):
        # A set shot: the top is where the hips first stop rising.
        rising = hips[dip : late + 1]
        apex = dip + int(np.argmax(rising > rising.max() - 0.005))
        return Events(side, dip, apex, apex, apex, set_point, release)
    flights = edges.reshape(-1, 2)
    start, end = (int(edge) + dip for edge in flights[np.argmax(flights[:, 1] - flights[:, 0])])
    apex = start + int(np.argmax(hips[start:end]))
    return Events(side, dip, max(start - 1, dip), apex, min(end, len(times) - 1), set_point, release)


def _shot(get: Places, times: np.ndarray) -> tuple[str, int, int]:
    """Find shooting side, set point and release: the fastest opening of an elbow while its wrist is up, not falling."""
    fastest: tuple[float, str, int] = (SLOWEST_SHOT, "", 0)
    openings = {}
    for side in ("left", "right"):
        shoulder, elbow, wrist = (get[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist"))
        above = wrist[:, 2] - shoulder[:, 2]
        bend = angle(shoulder, elbow, wrist)
        opening = np.where((above > 0) & (np.gradient(above, times) > -0.3), np.gradient(bend, times), 0.0)
        openings[side] = bend, opening
        at = int(np.argmax(opening))
        fastest = max(fastest, (float(opening[at]), side, at))
    speed, side, at = fastest
    if not side:
        raise CannotMeasure("no arm is extended above its shoulder")
    bend, opening = openings[side]
    slow = opening < 0.1 * speed
    before, after = np.flatnonzero(slow[:at]), np.flatnonzero(slow[at:])
    if not len(before) or not len(after):
        raise CannotMeasure("the motion begins or ends while the arm extends")
    start, end = int(before[-1]), at + int(after[0])
    release_bend = bend[start] + RELEASE_EXTENSION * (bend[start : end + 1].max() - bend[start])
    return side, start, start + int(np.argmax(bend[start : end + 1] >= release_bend))


def _hips(get: Places) -> np.ndarray:
    return (get["left_hip"] + get["right_hip"]) / 2


def _aim(get: Places, events: Events) -> np.ndarray:
    """Return the (3,) level direction of the shot, that of the face at the release: shooters look at the rim, however
    hips and feet are turned."""
    face = (get["nose"] - (get["left_ear"] + get["right_ear"]) / 2)[events.release]
    return unit(face * [1.0, 1.0, 0.0])


def _after(times: np.ndarray, frame: int, seconds: float) -> int:
    """Return one past the last frame within so many seconds after a frame."""
    return int(np.searchsorted(times, times[frame] + seconds - INSTANT_S)) + 1


def _early(times: np.ndarray, until: float) -> slice:
    """Return the frames before a moment, but at least the first 12."""
    return slice(0, max(int(np.searchsorted(times, until - INSTANT_S)), 12))


# -- readings --------------------------------------------------------------------------------------------------------


def _of_head(get: Places, e: Events, times: np.ndarray) -> dict[str, Measurement]:
    pitch = elevation(get["nose"] - (get["left_ear"] + get["right_ear"]) / 2)
    dip, release = float(times[e.dip]), float(times[e.release])
    return {
        "head_pitch": Measurement(mean_between(pitch, times, release - 0.04, release + 0.08), release),
        "head_dip": Measurement(mean_between(pitch, times, dip - 0.1, dip + 0.06), dip),
    }


def _of_trunk(get: Places, e: Events, times: np.ndarray, aim: np.ndarray) -> dict[str, Measurement]:
    shoulders = (get["left_shoulder"] + get["right_shoulder"]) / 2
    release = float(times[e.release])
    spines = unit(shoulders - _hips(get))
    spine = np.array([mean_between(axis, times, release - 0.06, release + 0.06) for axis in spines.T])
    sideways = spine @ np.array([aim[1], -aim[0], 0.0])
    hip_angles = [
        angle(get[f"{side}_shoulder"][e.dip], get[f"{side}_hip"][e.dip], get[f"{side}_knee"][e.dip])
        for side in ("left", "right")
    ]
    return {
        "trunk_lean": Measurement(float(np.degrees(np.arctan2(spine @ aim, spine[2]))), release),
        "side_lean": Measurement(abs(float(np.degrees(np.arctan2(sideways, spine[2])))), release),
        "hip_angle": Measurement(float(np.mean(hip_angles)), float(times[e.dip])),
    }


def _of_arms(get: Places, e: Events, times: np.ndarray) -> dict[str, Measurement]:
    shoulder, elbow, wrist = (get[f"{e.side}_{part}"] for part in ("shoulder", "elbow", "wrist"))
    other = get["left_wrist" if e.side == "right" else "right_wrist"]
    raise_ = 90 + elevation(elbow - shoulder)
    bend = angle(shoulder, elbow, wrist)
    raised = (wrist - shoulder)[e.release :, 2]
    down = np.flatnonzero((raised < HELD_SHARE * np.maximum.accumulate(raised)) & (raised < raised[0]))
    hold_s = min(float(times[e.release + int(down[0])] - times[e.release]) if len(down) else np.inf, LONGEST_HOLD_S)
    set_s, release_s = float(times[e.set_point]), float(times[e.release])
    return {
        "set_height": Measurement(mean_between(raise_, times, set_s - 0.08, set_s + 0.02), set_s),
        "elbow_extension": Measurement(mean_between(bend, times, release_s + 0.02, release_s + 0.2), release_s + 0.1),
        "hand_gap": Measurement(float(np.linalg.norm((wrist - other)[e.set_point])), set_s),
        "follow_through": Measurement(hold_s, release_s + min(hold_s, 0.5)),
        "release_timing": Measurement(release_s - float(times[e.apex]), release_s),
    }


def _of_legs(get: Places, e: Events, times: np.ndarray) -> dict[str, Measurement]:
    knees = np.mean([angle(get[f"{s}_hip"], get[f"{s}_knee"], get[f"{s}_ankle"]) for s in ("left", "right")], axis=0)
    width = np.linalg.norm((get["right_ankle"] - get["left_ankle"])[e.dip, :2])
    shoulder_width = np.linalg.norm(get["right_shoulder"] - get["left_shoulder"], axis=-1).mean()
    landing = slice(e.landing, _after(times, e.landing, LANDED_S))
    landed = steadied(knees[landing], times[landing])
    softest = int(np.argmin(landed))
    return {
        "knee_angle": Measurement(float(knees[e.dip]), float(times[e.dip])),
        "landing_knee": Measurement(float(landed[softest]), float(times[e.landing + softest])),
        "stance_width": Measurement(float(width / shoulder_width), float(times[e.dip])),
    }


def _of_flight(get: Places, e: Events, times: np.ndarray, aim: np.ndarray) -> dict[str, Measurement]:
    feet = (get["left_toe"] + get["right_toe"]) / 2
    hips, head = _hips(get)[:, 2], (get["left_ear"] + get["right_ear"])[:, 2] / 2
    standing = _early(times, times[e.dip] - 0.3)
    ground = float(np.percentile(feet[:, 2], 10))
    stature = max(float(np.percentile(head[standing], 80)) - ground, 0.5) / 0.93
    rise = float(hips[e.apex] - np.percentile(hips[standing], 80)) / stature
    return {
        "hip_rise": Measurement(rise, float(times[e.apex])),
        "landing_shift": Measurement(float((feet[e.landing] - feet[e.take_off]) @ aim), float(times[e.landing])),
    }
