"""Reads the technique parameters of a jump shot off joints.

Knows joints and times only: the release, the dip, the take-off and the landing are found from the joints, so that it
grades motion capture as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..types import KEYPOINT_INDEX
from .kinematics import unit
from .measuring import Places, angle, elevation, forward_of, places_of
from .spec import CannotMeasure, Measurement


@dataclass(frozen=True)
class Events:
    """Frames of one shot, and which side shoots."""

    side: str
    dip: int
    take_off: int
    apex: int
    landing: int
    release: int
    set_point: int


def find_events(joints: np.ndarray, times: np.ndarray) -> Events:
    """The shot's moments, from the joints alone.

    Raises:
        CannotMeasure: if no hand is ever raised above the head, or nothing lies before or after it.
    """
    index = KEYPOINT_INDEX
    heights = {side: joints[:, index[f"{side}_wrist"], 2] - joints[:, index["nose"], 2] for side in ("left", "right")}
    side = max(heights, key=lambda name: float(heights[name].max()))
    reach = joints[:, index[f"{side}_wrist"], 2] - joints[:, index[f"{side}_shoulder"], 2]
    if heights[side].max() < 0.0:
        raise CannotMeasure("no hand is raised above the head")
    # The release ends the lift: where the hand, above the shoulder, has lost most of its upward speed.
    upwards = np.where(reach > 0, np.gradient(reach, times), -np.inf)
    fastest = int(np.argmax(upwards))
    slow = np.flatnonzero(upwards[fastest:] < 0.3 * upwards[fastest])
    release = fastest + (int(slow[0]) if len(slow) else 0)
    hips = joints[:, [index["left_hip"], index["right_hip"]], 2].mean(axis=1)
    early = max(0, int(np.searchsorted(times, times[release] - 1.3)))
    if release - early < 3 or release > len(times) - 3:
        raise CannotMeasure("the clip begins or ends at the release")
    dip = early + int(np.argmin(hips[early : release + 1]))
    late = int(np.searchsorted(times, times[release] + 0.7))
    apex = dip + int(np.argmax(hips[dip : late + 1]))
    toes = joints[:, [index["left_toe"], index["right_toe"]], 2].min(axis=1)
    ground = float(np.percentile(toes, 20))
    on_ground = toes < ground + 0.015
    before, after = np.flatnonzero(on_ground[: apex + 1]), np.flatnonzero(on_ground[apex:])
    take_off = int(before[-1]) if len(before) else dip
    landing = apex + (int(after[0]) if len(after) else 0)
    window = slice(max(dip, int(np.searchsorted(times, times[release] - 0.35))), release + 1)
    elbow = angle(*(joints[window, index[f"{side}_{part}"]] for part in ("shoulder", "elbow", "wrist")))
    raised = joints[window, index[f"{side}_wrist"], 2] > joints[window, index[f"{side}_shoulder"], 2]
    bent = np.where(raised, elbow, 360.0)
    return Events(side, dip, take_off, apex, min(landing, len(times) - 1), release, window.start + int(np.argmin(bent)))


def measure(joints: np.ndarray, times: np.ndarray) -> dict[str, Measurement]:
    """Every technique parameter of one shot.

    Args:
        joints: (T, 23, 3) metres. times: (T,) seconds.

    Raises:
        CannotMeasure: if the motion shows no shot.
    """
    e = find_events(joints, times)
    get = places_of(joints)
    other = "left" if e.side == "right" else "right"
    hips, shoulders = (get["left_hip"] + get["right_hip"]) / 2, (get["left_shoulder"] + get["right_shoulder"]) / 2
    forward = unit(forward_of(get)[e.dip : e.release + 1].mean(axis=0))
    sideways = np.array([forward[1], -forward[0], 0.0])
    at = {name: float(times[getattr(e, name)]) for name in ("dip", "take_off", "landing", "release", "set_point")}
    values = {
        **_of_head(get, e, times, at),
        **_of_trunk(get, hips, shoulders, forward, e, at),
        **_of_arms(get, e, other, sideways, times, at),
        **_of_legs(get, e, at),
        **_of_flight(get, hips, e, forward, sideways, at),
    }
    apex = float(times[e.apex])
    values["release_timing"] = Measurement(at["release"] - apex, at["release"])
    return values


def _of_head(get: Places, e: Events, times: np.ndarray, at: Mapping[str, float]) -> dict[str, Measurement]:
    face = unit(get["nose"] - (get["left_ear"] + get["right_ear"]) / 2)
    pitch = elevation(face)
    from_ = max(e.dip, int(np.searchsorted(times, times[e.release] - 0.4)))
    part = face[from_ : e.release + 1]
    mean = unit(part.mean(axis=0))
    away = np.degrees(np.arccos(np.clip(part @ mean, -1, 1)))
    return {
        "head_pitch": Measurement(float(pitch[e.release]), at["release"]),
        "head_movement": Measurement(float(away.max()), at["release"] - 0.2),
    }


def _of_trunk(
    get: Places, hips: np.ndarray, shoulders: np.ndarray, forward: np.ndarray, e: Events, at: Mapping[str, float]
) -> dict[str, Measurement]:
    spine = unit(shoulders[e.release] - hips[e.release])
    lean = float(np.degrees(np.arctan2(spine @ forward, spine[2])))

    def heading(part: str) -> float:
        line = get[f"right_{part}"][e.release] - get[f"left_{part}"][e.release]
        return float(np.arctan2(line[1], line[0]))

    twist = abs(np.degrees((heading("shoulder") - heading("hip") + np.pi) % (2 * np.pi) - np.pi))
    sides = [
        angle(get[f"{side}_shoulder"][e.dip], get[f"{side}_hip"][e.dip], get[f"{side}_knee"][e.dip])
        for side in ("left", "right")
    ]
    return {
        "trunk_lean": Measurement(lean, at["release"]),
        "shoulder_twist": Measurement(float(twist), at["release"]),
        "hip_flexion": Measurement(float(np.mean(sides)), at["dip"]),
    }


def _of_arms(
    get: Places, e: Events, other: str, sideways: np.ndarray, times: np.ndarray, at: Mapping[str, float]
) -> dict[str, Measurement]:
    shoulder, elbow, wrist = (get[f"{e.side}_{part}"] for part in ("shoulder", "elbow", "wrist"))
    outward = sideways if e.side == "right" else -sideways
    upper = unit(elbow[e.set_point] - shoulder[e.set_point])
    after = slice(e.release, min(int(np.searchsorted(times, times[e.release] + 0.15)) + 1, len(times)))
    straightest = float(angle(shoulder[after], elbow[after], wrist[after]).max())
    low = np.flatnonzero(wrist[e.release :, 2] < get["nose"][e.release :, 2])
    dropped = e.release + int(low[0]) if len(low) else len(times) - 1
    gap = float(np.linalg.norm(wrist[e.set_point] - get[f"{other}_wrist"][e.set_point]))
    held = float(times[dropped] - times[e.release])
    return {
        "elbow_flare": Measurement(float(np.degrees(np.arcsin(np.clip(upper @ outward, -1, 1)))), at["set_point"]),
        "elbow_extension": Measurement(straightest, at["release"] + 0.05),
        "hand_gap": Measurement(gap, at["set_point"]),
        "follow_through": Measurement(min(held, 1.5), at["release"] + min(held, 0.5)),
    }


def _of_legs(get: Places, e: Events, at: Mapping[str, float]) -> dict[str, Measurement]:
    knees = np.mean([angle(get[f"{s}_hip"], get[f"{s}_knee"], get[f"{s}_ankle"]) for s in ("left", "right")], axis=0)
    width = np.linalg.norm((get["right_ankle"] - get["left_ankle"])[e.dip, :2])
    across = np.linalg.norm(get["right_shoulder"] - get["left_shoulder"], axis=-1).mean()
    return {
        "knee_flexion": Measurement(float(knees[e.dip]), at["dip"]),
        "leg_extension": Measurement(float(knees[e.take_off]), at["take_off"]),
        "stance_width": Measurement(float(width / across), at["dip"]),
    }


def _of_flight(
    get: Places, hips: np.ndarray, e: Events, forward: np.ndarray, sideways: np.ndarray, at: Mapping[str, float]
) -> dict[str, Measurement]:
    feet = (get["left_toe"] + get["right_toe"]) / 2
    moved = feet[e.landing] - feet[e.take_off]
    drift = abs(float((hips[e.landing] - hips[e.take_off]) @ sideways))
    return {
        "hip_drift": Measurement(drift, at["landing"]),
        "landing_shift": Measurement(float(moved @ forward), at["landing"]),
    }
