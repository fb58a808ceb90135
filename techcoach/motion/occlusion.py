"""Which joints a camera sees: in the picture, and hidden by the body itself, by other people or by things.

A body is taken as balls along its limbs, trunk and head, a thing as a box. Knows joints, cameras and boxes; no drill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..skeleton import HEAD, KEYPOINT_INDEX
from .camera import Camera, in_camera, project

HEAD_RADIUS, TRUNK_RADIUS = 0.058, 0.062
"""Shares of stature."""
LIMB_BALLS = (
    ("shoulder", "elbow", 0.033), ("elbow", "wrist", 0.024), ("hip", "knee", 0.048), ("knee", "ankle", 0.03),
)  # fmt: skip
"""Ends of a limb, and its radius as a share of stature."""
TRUNK_SHARES = (0.15, 0.5, 0.85)
"""Where the trunk's balls lie between shoulders and hips."""


@dataclass(frozen=True)
class Obstacle:
    """A thing that stands about: a post, a bench.

    Attributes:
        centre: (3,) metres. size: (3,) metres along its own axes. heading: radians, about the vertical.
        colour: RGB.
    """

    centre: tuple[float, float, float]
    size: tuple[float, float, float]
    heading: float = 0.0
    colour: tuple[int, int, int] = (120, 120, 126)

    @property
    def axes(self) -> np.ndarray:
        """(3, 3): rows are the box's own axes in the world."""
        cos, sin = np.cos(self.heading), np.sin(self.heading)
        return np.array([[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]])

    @property
    def corners(self) -> np.ndarray:
        """(8, 3) metres."""
        signs = np.array([(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) / 2
        return np.asarray(self.centre + (signs * self.size) @ self.axes)


def in_picture(camera: Camera, joints: np.ndarray) -> np.ndarray:
    """Return (T, K) bool: whether each joint (T, K, 3) lies in the picture, and not behind the camera."""
    pixels, _ = project(camera, joints)
    inside = ((pixels >= 0) & (pixels < [camera.width, camera.height])).all(axis=-1)
    return np.asarray(inside & (in_camera(camera, joints)[..., 2] > 0))


def hidden_by_itself(camera: Camera, joints: np.ndarray, height: float) -> np.ndarray:
    """Return (T, K) bool: whether the athlete's own head or trunk is in front of a joint.

    Shoulders and hips, which lie within the trunk, are never hidden. height: the athlete's stature, metres.
    """
    trunk, head = _trunk_balls(joints), _middle(joints, "ear")[:, None]
    face = [KEYPOINT_INDEX[name] for name in HEAD]
    hidden = _behind_balls(camera, joints, trunk, np.full(trunk.shape[1], TRUNK_RADIUS * height))
    hidden[:, face] |= _behind_balls(camera, joints[:, face], head, np.array([HEAD_RADIUS * height]))
    hidden[:, [KEYPOINT_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("shoulder", "hip")]] = False
    return hidden


def hidden_by_person(camera: Camera, joints: np.ndarray, other: np.ndarray, height: float) -> np.ndarray:
    """Return (T, K) bool: whether another person, joints (T, K, 3), is in front of a joint."""
    balls, radii = [_trunk_balls(other), _middle(other, "ear")[:, None]], [TRUNK_RADIUS] * 6 + [HEAD_RADIUS * 1.2]
    for side in ("left", "right"):
        for first, second, radius in LIMB_BALLS:
            start, end = (other[:, KEYPOINT_INDEX[f"{side}_{part}"]] for part in (first, second))
            shares = np.linspace(0, 1, 6)[:, None]
            balls.append(start[:, None] * (1 - shares) + end[:, None] * shares)
            radii += [radius] * len(shares)
    return _behind_balls(camera, joints, np.concatenate(balls, axis=1), np.array(radii) * height)


def hidden_by_thing(camera: Camera, joints: np.ndarray, thing: Obstacle) -> np.ndarray:
    """Return (T, K) bool: whether the line from the camera to a joint passes through a box."""
    half = np.array(thing.size) / 2
    start = ((camera.position - thing.centre) @ thing.axes.T)[:, None]
    way = (joints - thing.centre) @ thing.axes.T - start
    way = np.where(np.abs(way) < 1e-9, 1e-9, way)
    first, second = (-half - start) / way, (half - start) / way
    enters = np.minimum(first, second).max(axis=-1)
    leaves = np.maximum(first, second).min(axis=-1)
    return np.asarray((enters < leaves) & (leaves > 0) & (enters < 1) & (enters > 0))


def seen_joints(
    camera: Camera,
    joints: np.ndarray,
    people: Sequence[tuple[np.ndarray, float]] = (),
    things: Sequence[Obstacle] = (),
) -> np.ndarray:
    """Return (T, K) bool: whether each joint is in the picture and neither person nor thing is in front of it.

    Args:
        people: joints (T, K, 3) and stature of everybody else.
    """
    seen = in_picture(camera, joints)
    for other, height in people:
        seen &= ~hidden_by_person(camera, joints, other, height)
    for thing in things:
        seen &= ~hidden_by_thing(camera, joints, thing)
    return seen


def picture_box(camera: Camera, joints: np.ndarray, height: float) -> np.ndarray:
    """Return (T, 4) pixels x0, y0, x1, y1 around a person's body, cut to the picture; NaN where none of it is in it."""
    pixels, depth = project(camera, joints)
    margin = 0.05 * height * camera.focal_lengths[:, None, None] / depth[..., None]
    crown = np.zeros_like(pixels)
    head = [KEYPOINT_INDEX[name] for name in HEAD]
    crown[:, head, 1] = margin[:, head, 0]
    low, high = (pixels - margin - crown).min(axis=1), (pixels + margin).max(axis=1)
    frame = np.array([camera.width, camera.height])
    box = np.concatenate([np.clip(low, 0, frame), np.clip(high, 0, frame)], axis=1)
    outside = (
        (high <= 0).any(axis=1) | (low >= frame).any(axis=1) | (in_camera(camera, joints)[..., 2] <= 0).any(axis=1)
    )
    return np.where(outside[:, None], np.nan, box)


def _middle(joints: np.ndarray, part: str) -> np.ndarray:
    return np.asarray((joints[:, KEYPOINT_INDEX[f"left_{part}"]] + joints[:, KEYPOINT_INDEX[f"right_{part}"]]) / 2)


def _trunk_balls(joints: np.ndarray) -> np.ndarray:
    """Return (T, 6, 3) middles of the trunk's balls, three on either side of the spine."""
    shoulders, hips = _middle(joints, "shoulder"), _middle(joints, "hip")
    balls = []
    for side in ("left", "right"):
        for share in TRUNK_SHARES:
            edge = sum(
                weight * joints[:, KEYPOINT_INDEX[f"{side}_{part}"]]
                for part, weight in (("shoulder", 1 - share), ("hip", share))
            )
            middle = shoulders * (1 - share) + hips * share
            balls.append(middle + 0.5 * (edge - middle))
    return np.stack(balls, axis=1)


def _behind_balls(camera: Camera, joints: np.ndarray, balls: np.ndarray, radii: np.ndarray) -> np.ndarray:
    """Return (T, K) bool: whether a ball (T, B, 3) lies on the line from the camera to a joint, nearer than it."""
    way = joints - camera.position[:, None]
    far = np.linalg.norm(way, axis=-1, keepdims=True)
    way = way / np.maximum(far, 1e-9)
    to_balls = balls - camera.position[:, None]
    along = way @ to_balls.transpose(0, 2, 1)  # (T, K, B)
    aside = np.sqrt(np.maximum(np.square(to_balls).sum(axis=-1)[:, None] - along**2, 0.0))
    return np.asarray(((aside < radii) & (along > 0) & (along < far - 0.6 * radii)).any(axis=-1))
