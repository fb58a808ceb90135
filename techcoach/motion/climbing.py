"""Shared by the climbing drills: the wall, poses on it, knees kept off it, limbs that readjust, the head's heading.

Knows a wall and a body; no drill, no move and no measurement.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .body import Body
from .kinematics import NOSE_BELOW, STRAIGHTEST, about, turned, unit
from .motion import Prop

HEAD = ("nose", "left_eye", "right_eye", "left_ear", "right_ear")
TORSO = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
ARMS = ("left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist")
HIPS = ("left_hip", "right_hip")
LEGS = ("left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle")
FEET = ("left_ankle", "right_ankle", "left_heel", "right_heel", "left_toe", "right_toe")
HANDS = ("left_wrist", "right_wrist", "left_hand", "right_hand")
HORST = "Horst, Training for Climbing"
HAGUE = "Hague & Hunter, The Self-Coached Climber"
"""Joints that show a part of the body, and the books that both drills cite."""

CONTACT_DEPTH = 0.03
"""Distance of resting hands and toes from the wall, metres: holds stand out."""
SHUFFLE_PAUSE_S, SHUFFLE_S = 0.1, 0.8
"""Pause between a contact and the readjustment of the limb, and the readjustment's duration, seconds."""
LEAST_SHUFFLE_M = 0.04
"""Readjustments shorter than this, metres, there and back, are left out."""
KNEE_GUARD, SOFTNESS = 0.03, 0.05
"""Least distance of moving knees from the wall, metres, and the softness of that bound, radians."""
SIDES = np.array([-1.0, 1.0])
STEEP = np.radians(28)
"""From this overhang on feet point up into the wall, and wrists hang below their hands."""


@dataclass(frozen=True)
class Wall:
    """A plane that begins at y = 0.6 and leans towards the climber by its overhang, radians: 0 upright, pi/2 a roof.

    Its coordinates are (across to the right, up along the wall, out from the wall), metres.

    Attributes:
        base: height of its lower edge above the ground, metres; below it a steep wall stands upright.
    """

    overhang: float
    base: float = 0.0

    @cached_property
    def axes(self) -> np.ndarray:
        """(3, 3): columns are right, into the wall, and up along it: the axes of a body parallel to the wall."""
        return about("x", self.overhang)

    @property
    def _edge(self) -> np.ndarray:
        return np.array([0.0, 0.6, self.base])

    @property
    def prop(self) -> Prop:
        """Return the wall as it is drawn."""
        return Prop("wall", (0.0, 0.6, self.base), 4.0, self.overhang)

    def tilt(self, beyond: float) -> np.ndarray:
        """(3, 3): rotates what is upright backwards by as much as the overhang exceeds `beyond`, radians."""
        return about("x", max(self.overhang - beyond, 0.0))

    def at(self, places: np.ndarray) -> np.ndarray:
        """Transform places (..., 3) from wall to world coordinates."""
        return self._edge + (places * [1, 1, -1])[..., [0, 2, 1]] @ self.axes.T

    def of(self, points: np.ndarray) -> np.ndarray:
        """Transform points (..., 3) from world to wall coordinates."""
        return ((points - self._edge) @ self.axes)[..., [0, 2, 1]] * [1, 1, -1]


def trunk_rotations(wall: Wall, lean: np.ndarray, turn: np.ndarray, side: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the axes of pelvis and chest (..., 3, 3). Both lean alike, as does the spine; the chest turns further."""

    def axes(share: float) -> np.ndarray:
        return wall.axes @ about("y", side * share) @ about("x", lean) @ about("z", turn * share)

    return axes(0.35), axes(1.0)


def span(upper: float, lower: float, inner: np.ndarray | float) -> np.ndarray:
    """Return the length of a two-bone limb at an inner angle, degrees."""
    return np.sqrt(upper**2 + lower**2 - 2 * upper * lower * np.cos(np.radians(inner)))


def hand_way(wall: Wall) -> np.ndarray:
    """Return the direction (3,) from wrist to knuckles of a hand that hangs from a hold."""
    return unit(wall.axes @ about("x", -0.7 * max(wall.overhang - STEEP, 0.0)) @ np.array([0.0, 0.25, 0.97]))


def ankles_from_toes(body: Body, ways: np.ndarray) -> np.ndarray:
    """Return the vector (..., 3) from toe to ankle of feet that point along `ways` (..., 3)."""
    over = unit(np.cross(np.cross(ways, [0, 0, 1.0]), ways))
    return over * body.ankle_height - ways * body.toe


def around(wall: Wall, hips: np.ndarray, ankles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return directions (..., 2, 3) across the line from hip to ankle: towards the wall, and to the body's outside."""
    axis = unit(ankles - hips)
    into = wall.axes[:, 1]
    inward = unit(into - (axis @ into)[..., None] * axis)
    return inward, np.cross(axis, inward) * SIDES[:, None]


def off_the_wall(
    wall: Wall, body: Body, hips: np.ndarray, ankles: np.ndarray, inward: np.ndarray, turns: np.ndarray
) -> np.ndarray:
    """Limit turns (T, 2) of the knees smoothly to those at which the knee stays off the wall."""
    along, aside = bend(body, hips, ankles)
    middle = wall.of(hips + unit(ankles - hips) * along)[..., 2]
    share = (middle - KNEE_GUARD) / np.maximum(aside[..., 0] * (inward @ wall.axes[:, 1]), 1e-6)
    least = np.arccos(np.clip(share, -1, 0.97))
    return least + SOFTNESS * np.logaddexp(0, (turns - least) / SOFTNESS)


def bend(body: Body, hips: np.ndarray, ankles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how far along the line from hip to ankle the knee lies, and how far beside it, (..., 1) metres each."""
    distance = np.minimum(np.linalg.norm(ankles - hips, axis=-1, keepdims=True), body.leg * STRAIGHTEST)
    along = (distance**2 + body.thigh**2 - body.shank**2) / (2 * distance)
    return along, np.sqrt(np.maximum(body.thigh**2 - along**2, 0))


def shuffle(
    times: np.ndarray, contact: float, length: float, back: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draw a limb's readjustment towards `back` (3,) and back: offsets (T, 3), `length` metres in all, and when."""
    path, moving = np.zeros((len(times), 3)), np.zeros(len(times), dtype=bool)
    if length <= LEAST_SHUFFLE_M:
        return path, moving
    bumps = 2 if length > 0.2 else 1
    each = SHUFFLE_S / bumps
    for number in range(bumps):
        share = np.clip((times - contact - SHUFFLE_PAUSE_S - number * each) / each, 0, 1)
        way = unit(back + rng.normal(0, 0.35, 3))
        path += way * (length / bumps / 2) * (np.sin(np.pi * share) ** 2)[:, None]
        moving |= (share > 0) & (share < 1)
    return path, moving


def facing(body: Body, yaw: np.ndarray, pitch: np.ndarray) -> np.ndarray:
    """Return head axes (..., 3, 3) whose line from between the ears to the nose has this yaw and pitch, radians."""
    return turned(yaw, -(pitch + np.arctan2(NOSE_BELOW * body.height, body.face)))
