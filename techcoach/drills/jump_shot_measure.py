"""Every technique parameter of a mid-range jump shot, read off joints and times alone.

The shooting side, the release, the dip, the take-off and the landing are found from the joints themselves, so motion
capture is graded by the same rules as simulated shots. Knows nothing of how a motion came about.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from .kinematics import unit
from .measuring import Places, angle, elevation, forward_of, places_of
from .spec import CannotMeasure, Measurement

READING_FPS = 120.0
"""Events are looked for at this rate, whatever the motion's own."""
OFF_GROUND_M = 0.02
"""The toes are in the air when both are higher than this above the ground."""
DONE = 0.9
"""The ball is taken to leave when this share of the elbow's extension is done; it does so just before the arm is
straight (Miller and Bartlett 1996)."""
SLOWEST_SHOT = 60.0
"""Degrees a second; an elbow that never opens faster above the shoulder does not shoot."""
BEFORE_S, AFTER_S = 0.9, 0.7
"""How long before the release the dip may lie, and how long after it the top of the jump."""
INSTANT_S = 1e-6
"""So that a frame that lies on a bound is within it, whatever the clock's rounding."""
HEAD_WATCHED_S = 0.4
LONGEST_HOLD_S = 1.5
HELD_SHARE = 0.6
"""The follow-through ends when the wrist has come down to this share of its height above the shoulder."""


@dataclass(frozen=True)
class Events:
    """Frames of one shot at `READING_FPS`, and which side shoots; without a flight, take-off and landing are the
    apex."""

    side: str
    dip: int
    take_off: int
    apex: int
    landing: int
    set_point: int
    release: int


def measure(joints: np.ndarray, times: np.ndarray) -> dict[str, Measurement]:
    """Every technique parameter of one shot, by id.

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
        **_of_arms(get, events, fine, aim),
        **_of_legs(get, events, fine),
        **_of_flight(get, events, fine, aim),
    }


# -- events ----------------------------------------------------------------------------------------------------------


def find_events(get: Places, times: np.ndarray) -> Events:
    """The shot's moments.

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
    """Shooting side, set point and release: the fastest opening of an elbow with the wrist up and not coming down."""
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
    done = bend[start] + DONE * (bend[start : end + 1].max() - bend[start])
    return side, start, start + int(np.argmax(bend[start : end + 1] >= done))


def _hips(get: Places) -> np.ndarray:
    return (get["left_hip"] + get["right_hip"]) / 2


def _aim(get: Places, events: Events) -> np.ndarray:
    """(3,) level direction of the shot: shooters look at the rim as they release, however hips and feet are turned."""
    face = (get["nose"] - (get["left_ear"] + get["right_ear"]) / 2)[events.release]
    return unit(face * [1.0, 1.0, 0.0])


# -- readings --------------------------------------------------------------------------------------------------------


def _of_head(get: Places, e: Events, times: np.ndarray) -> dict[str, Measurement]:
    face = unit(get["nose"] - (get["left_ear"] + get["right_ear"]) / 2)
    watched = face[int(np.searchsorted(times, times[e.release] - HEAD_WATCHED_S - INSTANT_S)) : e.release + 1]
    away = np.degrees(np.arccos(np.clip(watched @ unit(watched.mean(axis=0)), -1, 1)))
    at = float(times[e.release])
    return {
        "head_pitch": Measurement(float(elevation(face[e.release])), at),
        "head_movement": Measurement(float(away.max()), at - HEAD_WATCHED_S / 2),
    }


def _of_trunk(get: Places, e: Events, times: np.ndarray, aim: np.ndarray) -> dict[str, Measurement]:
    shoulders = (get["left_shoulder"] + get["right_shoulder"]) / 2
    spine = shoulders[e.release] - _hips(get)[e.release]
    chest, pelvis = (forward_of(get, (part,))[e.release] for part in ("shoulder", "hip"))
    twist = np.degrees(np.arccos(np.clip(chest @ pelvis, -1, 1)))
    sides = [
        angle(get[f"{side}_shoulder"][e.dip], get[f"{side}_hip"][e.dip], get[f"{side}_knee"][e.dip])
        for side in ("left", "right")
    ]
    return {
        "trunk_lean": Measurement(float(np.degrees(np.arctan2(spine @ aim, spine[2]))), float(times[e.release])),
        "shoulder_twist": Measurement(float(twist), float(times[e.release])),
        "hip_flexion": Measurement(float(np.mean(sides)), float(times[e.dip])),
    }


def _of_arms(get: Places, e: Events, times: np.ndarray, aim: np.ndarray) -> dict[str, Measurement]:
    shoulder, elbow, wrist = (get[f"{e.side}_{part}"] for part in ("shoulder", "elbow", "wrist"))
    other = get["left_wrist" if e.side == "right" else "right_wrist"]
    outward = np.array([aim[1], -aim[0], 0.0]) * (1 if e.side == "right" else -1)
    upper = unit(elbow[e.set_point] - shoulder[e.set_point])
    after = slice(e.release, int(np.searchsorted(times, times[e.release] + 0.15 - INSTANT_S)) + 1)
    bend = angle(shoulder[after], elbow[after], wrist[after])
    raised = (wrist - shoulder)[e.release :, 2]
    down = np.flatnonzero((raised < HELD_SHARE * np.maximum.accumulate(raised)) & (raised < raised[0]))
    held = min(float(times[e.release + int(down[0])] - times[e.release]) if len(down) else np.inf, LONGEST_HOLD_S)
    set_s, release_s = float(times[e.set_point]), float(times[e.release])
    return {
        "elbow_flare": Measurement(float(np.degrees(np.arcsin(np.clip(upper @ outward, -1, 1)))), set_s),
        "elbow_extension": Measurement(float(bend.max()), float(times[e.release + int(np.argmax(bend))])),
        "hand_gap": Measurement(float(np.linalg.norm((wrist - other)[e.set_point])), set_s),
        "follow_through": Measurement(held, release_s + min(held, 0.5)),
        "release_timing": Measurement(release_s - float(times[e.apex]), release_s),
    }


def _of_legs(get: Places, e: Events, times: np.ndarray) -> dict[str, Measurement]:
    knees = np.mean([angle(get[f"{s}_hip"], get[f"{s}_knee"], get[f"{s}_ankle"]) for s in ("left", "right")], axis=0)
    width = np.linalg.norm((get["right_ankle"] - get["left_ankle"])[e.dip, :2])
    across = np.linalg.norm(get["right_shoulder"] - get["left_shoulder"], axis=-1).mean()
    return {
        "knee_flexion": Measurement(float(knees[e.dip]), float(times[e.dip])),
        "leg_extension": Measurement(float(knees[e.take_off]), float(times[e.take_off])),
        "stance_width": Measurement(float(width / across), float(times[e.dip])),
    }


def _of_flight(get: Places, e: Events, times: np.ndarray, aim: np.ndarray) -> dict[str, Measurement]:
    sideways = np.array([aim[1], -aim[0], 0.0])
    feet = (get["left_toe"] + get["right_toe"]) / 2
    drift = abs(float((_hips(get)[e.landing] - _hips(get)[e.take_off]) @ sideways))
    landed = float(times[e.landing])
    return {
        "hip_drift": Measurement(drift, landed),
        "landing_shift": Measurement(float((feet[e.landing] - feet[e.take_off]) @ aim), landed),
    }
