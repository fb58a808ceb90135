"""Reads the technique parameters of a static move off joints.

Knows joints and times only: contacts are where hands and feet stay still, and the wall is the plane through them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .kinematics import unit
from .measuring import Places, angle, places_of, speed
from .spec import CannotMeasure, Measurement

ADJUST_S = 0.45
"""How long after a contact a second movement counts as readjusting."""
ARRIVAL_S = 0.07
"""The last stretch before a contact, over which its speed is read."""


@dataclass(frozen=True)
class Move:
    """Joints by name, times, and what was found: which hand reached, which foot was placed, from and to which frame."""

    get: Places
    times: np.ndarray
    hand: str
    foot: str
    reach: tuple[int, int]
    placing: tuple[int, int]

    def frame(self, moment: float) -> int:
        """The frame at a moment, within the clip."""
        return int(np.clip(np.searchsorted(self.times, moment), 0, len(self.times) - 1))


def _longest_way(places: Mapping[str, np.ndarray], times: np.ndarray, last: int) -> tuple[str, int, int]:
    """Which of some hands or feet makes the longest way in one go before frame `last`, and from and to which frame."""
    best: tuple[float, str, int, int] = (0.0, "", 0, 0)
    for name, path in places.items():
        moving = speed(path, times) > 0.16
        moving[last:] = False
        edges = np.flatnonzero(np.diff(np.concatenate([[False], moving, [False]]).astype(int)))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            end = min(end, len(times) - 1)
            length = float(np.linalg.norm(path[end] - path[start]))
            if length > best[0]:
                best = (length, name, int(start), int(end))
    return best[1], best[2], best[3]


def find_move(joints: np.ndarray, times: np.ndarray) -> Move:
    """The reach and the foot placement before it.

    Raises:
        CannotMeasure: if no hand reaches 15 cm, or no foot is placed before it does.
    """
    get = places_of(joints)
    frames = len(times)
    hand, start, end = _longest_way({side: get[f"{side}_hand"] for side in ("left", "right")}, times, frames)
    if not hand or np.linalg.norm(get[f"{hand}_hand"][end] - get[f"{hand}_hand"][start]) < 0.15:
        raise CannotMeasure("no hand reaches for another hold")
    foot, first, last = _longest_way({side: get[f"{side}_toe"] for side in ("left", "right")}, times, start)
    if not foot or np.linalg.norm(get[f"{foot}_toe"][last] - get[f"{foot}_toe"][first]) < 0.06:
        raise CannotMeasure("no foot is placed before the reach")
    return Move(get, times, hand, foot, (start, end), (first, last))


def wall_plane(move: Move) -> tuple[np.ndarray, np.ndarray]:
    """A point of the wall and its unit normal towards the climber, from where hands and feet rest."""
    rests = [0, move.placing[1], move.reach[0], move.reach[1]]
    points = np.concatenate(
        [move.get[f"{side}_{part}"][rests] for side in ("left", "right") for part in ("hand", "toe")]
    )
    middle = points.mean(axis=0)
    normal = np.linalg.svd(points - middle)[2][-1]
    hips = (move.get["left_hip"] + move.get["right_hip"]).mean(axis=0) / 2
    return middle, normal if (hips - middle) @ normal > 0 else -normal


def measure(joints: np.ndarray, times: np.ndarray) -> dict[str, Measurement]:
    """Every technique parameter of one move.

    Args:
        joints: (T, 23, 3) metres. times: (T,) seconds.

    Raises:
        CannotMeasure: if the motion shows no foot placement followed by a reach.
    """
    move = find_move(joints, times)
    point, normal = wall_plane(move)
    values = {**_of_contacts(move), **_of_gaze(move), **_of_body(move, point, normal), **_of_legs(move, normal)}
    return values


def _of_contacts(m: Move) -> dict[str, Measurement]:
    values = {}
    for name, arriving, path, end in (
        ("foot_adjusting", "foot_landing", m.get[f"{m.foot}_toe"], m.placing[1]),
        ("hand_adjusting", "catch_speed", m.get[f"{m.hand}_hand"], m.reach[1]),
    ):
        arrived = float(m.times[end])
        later = slice(end, m.frame(arrived + ADJUST_S) + 1)
        again = float(np.linalg.norm(np.diff(path[later], axis=0), axis=1).sum())
        before = path[m.frame(arrived - ARRIVAL_S)]
        at = max(float(m.times[end] - m.times[m.frame(arrived - ARRIVAL_S)]), 1e-3)
        values[name] = Measurement(again, arrived + 0.15)
        values[arriving] = Measurement(float(np.linalg.norm(path[end] - before)) / at, arrived)
    reach = slice(m.reach[0], m.reach[1] + 1)
    fastest = speed(m.get[f"{m.hand}_hand"], m.times)[reach]
    values["reach_speed"] = Measurement(float(fastest.max()), float(m.times[m.reach[0] + int(fastest.argmax())]))
    return values


def _of_gaze(m: Move) -> dict[str, Measurement]:
    face = unit(m.get["nose"] - (m.get["left_ear"] + m.get["right_ear"]) / 2)
    placed, started = float(m.times[m.placing[1]]), float(m.times[m.reach[0]])
    pitch = np.degrees(np.arcsin(np.clip(face[m.frame(placed - 0.15) : m.placing[1] + 1, 2], -1, 1)))
    look = m.frame(started - 0.1)
    way = unit(m.get[f"{m.hand}_hand"][m.reach[1]] - m.get["nose"][look])
    away = np.degrees(np.arccos(np.clip(face[look] @ way, -1, 1)))
    return {
        "look_foot": Measurement(float(pitch.min()), placed - 0.08),
        "look_hold": Measurement(float(away), started - 0.1),
    }


def _of_body(m: Move, point: np.ndarray, normal: np.ndarray) -> dict[str, Measurement]:
    middle = {part: (m.get[f"left_{part}"] + m.get[f"right_{part}"]) / 2 for part in ("shoulder", "hip")}
    start, end = m.reach
    begun, caught = float(m.times[start]), float(m.times[end])
    spine = unit(middle["shoulder"][start] - middle["hip"][start])
    line = m.get["right_shoulder"][end] - m.get["left_shoulder"][end]
    # Turned into the reach when the reaching shoulder is the one nearer to the wall.
    nearer = -(line @ normal) if m.hand == "right" else line @ normal
    rest = m.placing[0]
    elbows = [
        angle(m.get[f"{s}_shoulder"][: rest + 1], m.get[f"{s}_elbow"][: rest + 1], m.get[f"{s}_wrist"][: rest + 1])
        for s in ("left", "right")
    ]
    foot = m.get[f"{m.foot}_toe"][start]
    across = unit(np.cross(normal, [0, 0, 1.0]))
    return {
        "lean_out": Measurement(float(np.degrees(np.arcsin(np.clip(spine @ normal, -1, 1)))), begun),
        "torso_turn": Measurement(float(np.degrees(np.arcsin(np.clip(nearer / np.linalg.norm(line), -1, 1)))), caught),
        "straight_arms": Measurement(float(np.mean(elbows)), float(m.times[rest]) / 2),
        "hip_distance": Measurement(float((middle["hip"][start] - point) @ normal), begun),
        "hip_shift": Measurement(float(abs((middle["hip"][start] - foot) @ across)), begun),
    }


def _of_legs(m: Move, normal: np.ndarray) -> dict[str, Measurement]:
    hip, knee, ankle = (m.get[f"{m.foot}_{part}"] for part in ("hip", "knee", "ankle"))
    knees = angle(hip, knee, ankle)
    start, end = m.frame(float(m.times[m.reach[0]]) - 0.3), m.reach[1]
    outs = []
    for side in ("left", "right"):
        thigh = (m.get[f"{side}_knee"] - m.get[f"{side}_hip"])[start]
        level = thigh * [1, 1, 0]
        outs.append(np.degrees(np.arccos(np.clip(unit(level) @ unit(-normal * [1, 1, 0]), -1, 1))))
    return {
        "leg_drive": Measurement(float(knees[end] - knees[start]), float(m.times[(start + end) // 2])),
        "knee_turnout": Measurement(float(np.mean(outs)), float(m.times[start])),
    }
