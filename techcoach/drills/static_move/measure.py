"""The technique parameters of a static move, measured on joints over time.

Contacts are the places where hands and feet come to rest, and the wall is the plane through them. This file knows no
simulation, so that it measures motion capture as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...motion.climbing_measure import ADJUST_S, ARRIVING_S, READING_FPS, Way, read, ways_of
from ...motion.kinematics import unit
from ...motion.measuring import CannotMeasure, Places, angle, elevation, mean_between
from ..spec import Measurement

SHORTEST_STEP, SHORTEST_REACH = 0.1, 0.2
"""A foot or hand that ends nearer to where it began, metres, has not taken another hold."""
STEEPEST_WALL = 0.64
"""Sine of the steepest overhang that is taken for a wall, 40 degrees."""
LOOK_S = 0.25
"""So long before the hand lets go, the climber should look up at the next hold."""
PUSH_S = 0.3
"""So long before the hand lets go, the legs may begin to push."""


@dataclass(frozen=True)
class Move:
    """Joints by name at `READING_FPS`, times, the foot's and the hand's way, and the wall.

    Attributes:
        normal: (3,) of the wall, towards the climber. point: (3,) on it. across: (3,) level, along it.
    """

    get: Places
    times: np.ndarray
    foot: Way
    hand: Way
    point: np.ndarray
    normal: np.ndarray
    across: np.ndarray

    def frame(self, moment: float) -> int:
        """The frame nearest to a moment, within the clip."""
        return int(np.argmin(np.abs(self.times - moment)))


def measure(joints: np.ndarray, times: np.ndarray) -> dict[str, Measurement]:
    """Measure every technique parameter of one move.

    Args:
        joints: (T, 23, 3) metres. times: (T,) seconds.

    Raises:
        CannotMeasure: if the motion shows no foot placement followed by a reach.
    """
    move = find_move(joints, times)
    return {
        **_of_contacts(move),
        **_of_gaze(move),
        **_of_trunk(move),
        **_of_arms(move),
        **_of_hips(move),
        **_of_legs(move),
    }


def find_move(joints: np.ndarray, times: np.ndarray) -> Move:
    """Find the first reach that follows a foot placement, with the last placement before it.

    Raises:
        CannotMeasure: if there is none, or hands and feet do not rest on a wall.
    """
    if len(times) < 4:
        raise CannotMeasure(f"{len(times)} frames show no move")
    get, moments = read(joints, times)
    steps = [way for side in ("left", "right") for way in ways_of(side, get[f"{side}_toe"], moments, SHORTEST_STEP)]
    hips = (get["left_hip"][:, 2] + get["right_hip"][:, 2]) / 2
    reaches = [way for side in ("left", "right") for way in ways_of(side, get[f"{side}_hand"], moments, SHORTEST_REACH)]
    for hand in sorted(reaches, key=lambda way: way.start):
        before = [step for step in steps if step.contact <= hand.start]
        # The arm of somebody who walks swings below the hips.
        if before and hand.rest[2] > float(np.interp(hand.contact, moments, hips)):
            foot = max(before, key=lambda step: step.contact)
            return Move(get, moments, foot, hand, *_wall(get, foot, hand, moments))
    raise CannotMeasure("no hand reaches for another hold after a foot was placed")


def _wall(get: Places, foot: Way, hand: Way, times: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a point of the wall, its unit normal towards the climber, and the level direction along it.

    Raises:
        CannotMeasure: if the places where hands and feet rest lie on no wall.
    """
    rests = [int(np.argmin(np.abs(times - moment))) for moment in (foot.start, hand.start)]
    still = [get[f"{side}_{part}"][rests] for side in ("left", "right") for part in ("hand", "toe")]
    points = np.concatenate([*still, foot.rest[None], hand.rest[None]])
    middle = points.mean(axis=0)
    normal = np.linalg.svd(points - middle)[2][-1]
    if abs(normal[2]) > STEEPEST_WALL:
        raise CannotMeasure("hands and feet do not rest on a wall")
    hips = (get["left_hip"] + get["right_hip"]).mean(axis=0) / 2
    normal = normal if (hips - middle) @ normal > 0 else -normal
    # Looking at the wall, the right hand's side.
    return middle, normal, unit(np.cross([0, 0, 1.0], normal))


def _of_contacts(m: Move) -> dict[str, Measurement]:
    lasted = max(m.hand.contact - m.hand.start, 1 / READING_FPS)
    return {
        "settling": Measurement(m.hand.start - m.foot.contact, (m.foot.contact + m.hand.start) / 2),
        "foot_landing": Measurement(m.foot.arrival, m.foot.contact - ARRIVING_S / 2),
        "hand_adjusting": Measurement(m.hand.again, m.hand.contact + ADJUST_S / 3),
        "catch_speed": Measurement(m.hand.arrival, m.hand.contact - ARRIVING_S / 2),
        "reach_speed": Measurement(
            float(np.linalg.norm(m.hand.rest - m.hand.begin)) / lasted, m.hand.start + lasted / 2
        ),
    }


def _of_gaze(m: Move) -> dict[str, Measurement]:
    face = unit(m.get["nose"] - (m.get["left_ear"] + m.get["right_ear"]) / 2)
    placing = slice(m.frame(m.foot.contact - 0.15), m.frame(m.foot.contact) + 1)
    pitch = elevation(face)
    up = mean_between(pitch, m.times, m.hand.start - LOOK_S, m.hand.start)
    return {
        "look_foot": Measurement(float(pitch[placing].mean()), m.foot.contact - 0.08),
        "look_up": Measurement(up, m.hand.start - LOOK_S / 2),
    }


def _middle(m: Move, part: str) -> np.ndarray:
    return (m.get[f"left_{part}"] + m.get[f"right_{part}"]) / 2


def _of_trunk(m: Move) -> dict[str, Measurement]:
    start, end = m.hand.start, m.hand.contact
    spine = unit(_middle(m, "shoulder") - _middle(m, "hip"))
    line = unit(m.get[f"{m.hand.side}_shoulder"] - m.get[f"{'left' if m.hand.side == 'right' else 'right'}_shoulder"])
    # Turned into the reach when the reaching shoulder is the one nearer to the wall.
    turn = np.degrees(np.arcsin(np.clip(-line @ m.normal, -1, 1)))
    lean = np.degrees(np.arcsin(np.clip(spine @ m.normal, -1, 1)))
    return {
        "torso_turn": Measurement(mean_between(turn, m.times, end - 0.1, end + 0.1), end),
        "lean_out": Measurement(mean_between(lean, m.times, start - 0.2, start), start - 0.1),
    }


def _of_arms(m: Move) -> dict[str, Measurement]:
    hanging = slice(0, m.frame(m.foot.start) + 1)
    elbows = [
        angle(*(m.get[f"{side}_{part}"][hanging] for part in ("shoulder", "elbow", "wrist")))
        for side in ("left", "right")
    ]
    return {
        "straight_arms": Measurement(float(np.median(np.mean(elbows, axis=0))), float(m.times[0] + m.foot.start) / 2)
    }


def _of_hips(m: Move) -> dict[str, Measurement]:
    hips = _middle(m, "hip")[m.frame(m.hand.start)]
    return {
        "hip_distance": Measurement(float((hips - m.point) @ m.normal), m.hand.start),
        "hip_shift": Measurement(float(abs((hips - m.foot.rest) @ m.across)), m.hand.start),
    }


def _of_legs(m: Move) -> dict[str, Measurement]:
    knees = angle(*(m.get[f"{m.foot.side}_{part}"] for part in ("hip", "knee", "ankle")))
    start, end = m.frame(m.hand.start - PUSH_S), m.frame(m.hand.contact)
    thighs: Mapping[str, np.ndarray] = {
        side: (m.get[f"{side}_knee"] - m.get[f"{side}_hip"])[start] for side in ("left", "right")
    }
    # A thigh that hangs straight down points nowhere; summed, the one that does point counts for more.
    out = thighs["right"] @ m.across - thighs["left"] @ m.across
    into = -(thighs["right"] + thighs["left"]) @ m.normal
    return {
        "leg_drive": Measurement(float(knees[end] - knees[start]), (m.hand.start + m.hand.contact) / 2),
        "knee_turnout": Measurement(float(np.degrees(np.arctan2(out, into))), float(m.times[start])),
    }
