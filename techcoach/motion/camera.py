"""A pinhole camera over time: its place, its direction, its zoom, and the projection of metres to pixels.

Knows points in the world; `camera_sampling` knows where people stand with a camera. World: x right, y forward, z up.
Pixels: x right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

UP = np.array([0.0, 0.0, 1.0])
NEAREST_M = 0.3


@dataclass(frozen=True)
class Camera:
    """A camera over T frames.

    Attributes:
        position, look_at: (T, 3) metres. roll: (T,) radians, the picture turned clockwise.
        focal_px: focal length in pixels. width, height: pixels.
        zoom: (T,) factors on the focal length; None for a lens that does not zoom.
    """

    position: np.ndarray
    look_at: np.ndarray
    roll: np.ndarray
    focal_px: float
    width: int
    height: int
    zoom: np.ndarray | None = None

    def at(self, frame: int) -> Camera:
        """Return the camera of one frame only."""
        rows = slice(frame, frame + 1)
        return replace(
            self,
            position=self.position[rows],
            look_at=self.look_at[rows],
            roll=self.roll[rows],
            focal_px=float(self.focal_lengths[frame]),
            zoom=None,
        )

    @cached_property
    def focal_lengths(self) -> np.ndarray:
        """(T,) pixels, the zoom included."""
        return self.focal_px * (np.ones(len(self.position)) if self.zoom is None else self.zoom)

    @property
    def is_still(self) -> bool:
        """Whether every frame has the same view."""
        rows = np.column_stack([self.position, self.look_at, self.roll, self.focal_lengths / self.focal_px])
        return bool(np.ptp(rows, axis=0).max() < 1e-9)

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
    focal = camera.focal_lengths.reshape(-1, *([1] * depth.ndim))
    pixels = focal * relative[..., :2] / depth[..., None] + [camera.width / 2, camera.height / 2]
    return pixels, depth


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
