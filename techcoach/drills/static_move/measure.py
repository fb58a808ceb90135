"""The technique parameters of a static move, measured on joints over time.

Contacts are the places where hands and feet come to rest, and the wall is the plane through them. This file knows no
simulation, so that it measures motion capture as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...motion.climbing_measure import ADJUST_S, ARRIVING_S, MOVING, READING_FPS, Way, read, ways_of
from ...motion.kinematics import unit
from ...motion.measuring import CannotMeasure, Places, angle, elevation, mean_between, speed
from ..spec import NOT_APPLICABLE, Measurement
from .spec import PARAMETERS

SIDES = ("left", "right")

SHORTEST_STEP, SHORTEST_REACH = 0.1, 0.2
"""A foot or hand that ends nearer to where it began, metres, has not taken another hold."""
STEEPEST_FOR_GAZE = np.sin(np.radians(45))
"""Sine of the steepest overhang of a wall on which the pitch of the head says where the climber looks."""
STANDS_WITHIN = 0.06
"""A foot that stands leaves its place by less, metres."""
FLATTEST_SLAB = 0.64
"""Hands and feet that rest on a plane whose normal points up by more than the arcsine of this are on the ground."""
LEAST_LEVEL = 0.05
"""A normal that is level by less belongs to a roof, which has no up."""
LOOK_S = 0.25
"""So long before the hand lets go, the climber should look up at the next hold."""
PUSH_S = 0.3
"""So long before the hand lets go, the legs may begin to push."""


@dataclass(frozen=True)
class FittedWall:
    """The plane through the places where hands and feet rest.

    Attributes:
        point: (3,) on it. normal: (3,) towards the climber. across: (3,) level, along it, to the right.
    """

    point: np.ndarray
    normal: np.ndarray
    across: np.ndarray


@dataclass(frozen=True)
class Move:
    """Joints by name at `READING_FPS`, times, the foot's and the hand's way, and the wall.

    Attributes:
        foot: None where no foot is placed before the reach. wall: None where no foot stands on it.
    """

    get: Places
    times: np.ndarray
    foot: Way | None
    hand: Way
    wall: FittedWall | None

    def frame(self, moment: float) -> int:
        """The frame nearest to a moment, within the clip."""
        return int(np.argmin(np.abs(self.times - moment)))


def measure(joints: np.ndarray, times: np.ndarray) -> dict[str, Measurement]:
    """Measure every technique parameter of one move.

    What is said about a foot placement does not apply where none goes before the reach; what is said about the wall
    and the legs does not apply to a climber whose feet hang free.

    Args:
        joints: (T, 23, 3) metres. times: (T,) seconds.

    Raises:
        CannotMeasure: if the motion shows no reach.
    """
    move = find_move(joints, times)
    measured = {**_of_hand(move), **_of_arms(move), **_of_gaze(move)}
    if move.wall is not None:
        measured |= {**_of_trunk(move, move.wall), **_of_knees(move, move.wall)}
    if move.foot is not None:
        measured |= _of_placement(move, move.foot)
    if move.wall is not None and move.foot is not None:
        measured |= _of_support(move, move.foot, move.wall)
    return {parameter.id: measured.get(parameter.id, NOT_APPLICABLE) for parameter in PARAMETERS}


def find_move(joints: np.ndarray, times: np.ndarray) -> Move:
    """Find the first reach that follows a foot placement, with the last placement before it; or else the first reach.

    Raises:
        CannotMeasure: if there is none, or hands and feet rest on the ground below the climber.
    """
    if len(times) < 4:
        raise CannotMeasure(f"{len(times)} frames show no move")
    get, moments = read(joints, times)
    steps = [way for side in SIDES for way in ways_of(side, get[f"{side}_toe"], moments, SHORTEST_STEP)]
    hips = (get["left_hip"][:, 2] + get["right_hip"][:, 2]) / 2
    reaches = [way for side in SIDES for way in ways_of(side, get[f"{side}_hand"], moments, SHORTEST_REACH)]
    # The arm of somebody who walks swings below the hips.
    raised = [hand for hand in reaches if hand.rest[2] > float(np.interp(hand.contact, moments, hips))]
    for hand in sorted(raised, key=lambda way: way.start):
        before = [step for step in steps if step.contact <= hand.start and _stays(step, hand, get, moments)]
        if before:
            foot = max(before, key=lambda step: step.contact)
            return Move(get, moments, foot, hand, _wall(get, foot, hand, moments))
    if not raised:
        raise CannotMeasure("no hand reaches for another hold")
    hand = min(raised, key=lambda way: way.start)
    return Move(get, moments, None, hand, _wall(get, None, hand, moments) if _stands(get, hand, moments) else None)


def _stays(step: Way, hand: Way, get: Places, times: np.ndarray) -> bool:
    """Return whether a foot stands where it was placed until the hand has its hold; one that swings does not."""
    return _rests(get[f"{step.side}_toe"], times, step.contact, hand.contact)


def _stands(get: Places, hand: Way, times: np.ndarray) -> bool:
    """Return whether a foot rests while the hand is on its way."""
    return any(_rests(get[f"{side}_toe"], times, hand.start, hand.contact) for side in SIDES)


def _rests(toe: np.ndarray, times: np.ndarray, start: float, end: float) -> bool:
    """Return whether a toe (T, 3) stays where it is between two moments."""
    during = (times >= start) & (times <= end)
    away = np.linalg.norm(toe - toe[np.argmax(during)], axis=1)
    return bool(away[during].max(initial=0.0) < STANDS_WITHIN and np.median(speed(toe, times)[during]) < MOVING)


def _wall(get: Places, foot: Way | None, hand: Way, times: np.ndarray) -> FittedWall:
    """Fit the wall.

    Raises:
        CannotMeasure: if it lies below the climber.
    """
    moments, ends = [hand.start], [hand.rest[None]]
    if foot is not None:
        moments, ends = [foot.start, hand.start], [foot.rest[None], hand.rest[None]]
    rests = [int(np.argmin(np.abs(times - moment))) for moment in moments]
    still = [get[f"{side}_{part}"][rests] for side in SIDES for part in ("hand", "toe")]
    points = np.concatenate([*still, *ends])
    middle = points.mean(axis=0)
    normal = np.linalg.svd(points - middle)[2][-1]
    hips = (get["left_hip"] + get["right_hip"]).mean(axis=0) / 2
    normal = normal if (hips - middle) @ normal > 0 else -normal
    if normal[2] > FLATTEST_SLAB:
        raise CannotMeasure("hands and feet rest on the ground, not on a wall")
    # Looking at the wall, the right hand's side. Under a roof it is where the climber's right is.
    right = (get["right_hip"] - get["left_hip"]).mean(axis=0)
    level = np.cross([0, 0, 1.0], normal)
    across = unit(level if np.linalg.norm(level) > LEAST_LEVEL else right * [1, 1, 0])
    return FittedWall(middle, normal, across)


def _of_hand(m: Move) -> dict[str, Measurement]:
    lasted = max(m.hand.contact - m.hand.start, 1 / READING_FPS)
    return {
        "hand_adjusting": Measurement(m.hand.again, m.hand.contact + ADJUST_S / 3),
        "catch_speed": Measurement(m.hand.arrival, m.hand.contact - ARRIVING_S / 2),
        "reach_speed": Measurement(
            float(np.linalg.norm(m.hand.rest - m.hand.begin)) / lasted, m.hand.start + lasted / 2
        ),
    }


def _of_placement(m: Move, foot: Way) -> dict[str, Measurement]:
    return {
        "settling": Measurement(m.hand.start - foot.contact, (foot.contact + m.hand.start) / 2),
        "foot_landing": Measurement(foot.arrival, foot.contact - ARRIVING_S / 2),
    }


def _of_gaze(m: Move) -> dict[str, Measurement]:
    if m.wall is not None and -m.wall.normal[2] > STEEPEST_FOR_GAZE:
        return {}
    pitch = elevation(unit(m.get["nose"] - (m.get["left_ear"] + m.get["right_ear"]) / 2))
    up = mean_between(pitch, m.times, m.hand.start - LOOK_S, m.hand.start)
    looks = {"look_up": Measurement(up, m.hand.start - LOOK_S / 2)}
    if m.foot is not None:
        placing = slice(m.frame(m.foot.contact - 0.15), m.frame(m.foot.contact) + 1)
        looks["look_foot"] = Measurement(float(pitch[placing].mean()), m.foot.contact - 0.08)
    return looks


def _middle(m: Move, part: str) -> np.ndarray:
    return (m.get[f"left_{part}"] + m.get[f"right_{part}"]) / 2


def _of_trunk(m: Move, wall: FittedWall) -> dict[str, Measurement]:
    """Of trunk and hips beside the wall."""
    hips = _middle(m, "hip")[m.frame(m.hand.start)]
    start, end = m.hand.start, m.hand.contact
    spine = unit(_middle(m, "shoulder") - _middle(m, "hip"))
    line = unit(m.get[f"{m.hand.side}_shoulder"] - m.get[f"{'left' if m.hand.side == 'right' else 'right'}_shoulder"])
    # Turned into the reach when the reaching shoulder is the one nearer to the wall.
    turn = np.degrees(np.arcsin(np.clip(-line @ wall.normal, -1, 1)))
    lean = np.degrees(np.arcsin(np.clip(spine @ wall.normal, -1, 1)))
    return {
        "torso_turn": Measurement(mean_between(turn, m.times, end - 0.1, end + 0.1), end),
        "lean_out": Measurement(mean_between(lean, m.times, start - 0.2, start), start - 0.1),
        "hip_distance": Measurement(float((hips - wall.point) @ wall.normal), start),
    }


def _of_arms(m: Move) -> dict[str, Measurement]:
    until = m.hand.start if m.foot is None else m.foot.start
    hanging = slice(0, m.frame(until) + 1)
    elbows = [angle(*(m.get[f"{side}_{part}"][hanging] for part in ("shoulder", "elbow", "wrist"))) for side in SIDES]
    return {"straight_arms": Measurement(float(np.median(np.mean(elbows, axis=0))), float(m.times[0] + until) / 2)}


def _of_support(m: Move, foot: Way, wall: FittedWall) -> dict[str, Measurement]:
    """Of the leg on the foot that was placed."""
    hips = _middle(m, "hip")[m.frame(m.hand.start)]
    knees = angle(*(m.get[f"{foot.side}_{part}"] for part in ("hip", "knee", "ankle")))
    start, end = m.frame(m.hand.start - PUSH_S), m.frame(m.hand.contact)
    return {
        "hip_shift": Measurement(float(abs((hips - foot.rest) @ wall.across)), m.hand.start),
        "leg_drive": Measurement(float(knees[end] - knees[start]), (m.hand.start + m.hand.contact) / 2),
    }


def _of_knees(m: Move, wall: FittedWall) -> dict[str, Measurement]:
    start = m.frame(m.hand.start - PUSH_S)
    thighs: Mapping[str, np.ndarray] = {side: (m.get[f"{side}_knee"] - m.get[f"{side}_hip"])[start] for side in SIDES}
    # A thigh that hangs straight down points nowhere; summed, the one that does point counts for more.
    out = thighs["right"] @ wall.across - thighs["left"] @ wall.across
    into = -(thighs["right"] + thighs["left"]) @ wall.normal
    return {"knee_turnout": Measurement(float(np.degrees(np.arctan2(out, into))), float(m.times[start]))}
