"""A pinhole camera in front of the athlete: its place, its shaking, and the projection of metres to pixels.

Knows joints in the world and no drill. World: x right, y forward, z up. Pixels: x right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

UP = np.array([0.0, 0.0, 1.0])
NEAREST_M = 0.3
SIZES = ((1280, 720), (1280, 720), (1920, 1080), (720, 1280), (1080, 1920), (640, 480), (640, 360))


@dataclass(frozen=True)
class Camera:
    """A camera over T frames.

    Attributes:
        position, look_at: (T, 3) metres. roll: (T,) radians, the picture turned clockwise.
        focal_px: focal length in pixels. width, height: pixels.
    """

    position: np.ndarray
    look_at: np.ndarray
    roll: np.ndarray
    focal_px: float
    width: int
    height: int

    def at(self, frame: int) -> Camera:
        """Return the camera of one frame only."""
        rows = slice(frame, frame + 1)
        return replace(self, position=self.position[rows], look_at=self.look_at[rows], roll=self.roll[rows])

    @cached_property
    def axes(self) -> np.ndarray:
        """(T, 3, 3): rows are the picture's right, its down, and the view's forward in the world.

        Computed once, since every drawn line uses it.
        """
        forward = _unit(self.look_at - self.position)
        right = _unit(np.cross(forward, UP))
        down = np.cross(forward, right)
        cos, sin = np.cos(self.roll)[:, None], np.sin(self.roll)[:, None]
        return np.stack([right * cos + down * sin, down * cos - right * sin, forward], axis=1)


def in_camera(camera: Camera, points: np.ndarray) -> np.ndarray:
    """Transform world points (T, ..., 3) to camera coordinates: metres to its right, down, and away from it."""
    flat = points.reshape(len(camera.position), -1, 3)
    relative = np.einsum("tij,tnj->tni", camera.axes, flat - camera.position[:, None])
    return np.asarray(relative.reshape(points.shape))


def project(camera: Camera, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Project world points (T, ..., 3) to pixels (T, ..., 2) and depth (T, ...) metres; the optical axis meets the
    picture's middle.

    Points nearer than `NEAREST_M` or behind the camera are taken at that depth.
    """
    relative = in_camera(camera, points)
    depth = np.maximum(relative[..., 2], NEAREST_M)
    pixels = camera.focal_px * relative[..., :2] / depth[..., None] + [camera.width / 2, camera.height / 2]
    return pixels, depth


def sample_camera(
    rng: np.random.Generator, joints: np.ndarray, *, size: tuple[int, int] | None = None, behind: float | None = None
) -> Camera:
    """Draw a camera as people hold it: at heights from phone to stands, still or drifting, the athlete mostly in view.

    Args:
        joints: (T, 23, 3) metres. size: width and height; drawn when None.
        behind: heading of a climber, radians; the camera then stands behind the climber.
    """
    frames = len(joints)
    width, height = size if size is not None else SIZES[int(rng.integers(len(SIZES)))]
    low, high = joints.min(axis=(0, 1)), joints.max(axis=(0, 1))
    middle = (low + high) / 2
    azimuth = rng.uniform(0, 2 * np.pi) if behind is None else behind + np.pi + rng.normal(0, 0.45)
    outward = np.array([-np.sin(azimuth), np.cos(azimuth), 0.0])
    distance = rng.uniform(3.0, 9.0) if behind is None else rng.uniform(2.5, 7.0)
    height_m = rng.uniform(0.7, 1.8) if rng.random() < 0.8 else rng.uniform(1.8, 3.5)
    position = middle + outward * distance
    position[2] = height_m
    look_at = middle + rng.normal(0, 0.06, 3) * [1, 1, 2]
    still = Camera(
        position=np.tile(position, (frames, 1)),
        look_at=np.tile(look_at, (frames, 1)),
        roll=np.zeros(frames),
        focal_px=1.0,
        width=width,
        height=height,
    )
    # The focal length follows from how much of the picture the whole motion fills.
    pixels, _ = project(still, joints)
    extent = np.abs(pixels - [width / 2, height / 2]).max(axis=(0, 1))
    fill = rng.uniform(0.55, 0.98) if rng.random() < 0.93 else rng.uniform(1.0, 1.12)
    focal = fill * min(width / 2 / extent[0], height / 2 / extent[1])
    shake = _shake(rng, frames) if rng.random() < 0.5 else np.zeros((frames, 3))
    follow = rng.uniform(0.3, 0.9) if rng.random() < 0.25 else 0.0
    centre = joints.mean(axis=1) - joints.mean(axis=(0, 1))
    return Camera(
        position=still.position + shake,
        look_at=still.look_at + 0.6 * shake[::-1] + follow * _slow(centre),
        roll=np.full(frames, rng.normal(0, 0.02)) + 0.3 * shake[:, 0],
        focal_px=float(focal),
        width=width,
        height=height,
    )


def _shake(rng: np.random.Generator, frames: int) -> np.ndarray:
    """Draw (T, 3) metres of slow drift, a few centimetres."""
    time = np.linspace(0, 1, frames)[:, None]
    waves = [rng.normal(0, 0.03, 3) * np.sin(2 * np.pi * (rate * time + rng.random(3))) for rate in (0.7, 1.9, 4.1)]
    return np.sum(waves, axis=0) * rng.uniform(0.2, 1.0)


def _slow(path: np.ndarray) -> np.ndarray:
    """Smooth a path as a camera operator follows it: a running mean over a third of the clip."""
    window = max(3, len(path) // 3)
    padded = np.pad(path, ((window // 2, window - 1 - window // 2), (0, 0)), mode="edge")
    kernel = np.ones(window) / window
    return np.stack([np.convolve(padded[:, axis], kernel, mode="valid") for axis in range(3)], axis=1)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
