"""The surroundings of the athlete: a gym with a hoop, a pitch with a goal, a climbing wall with holds.

Draws on a frame through a camera. Knows props; no figure and no drill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from .camera import Camera, project
from .motion import Prop

Colour = tuple[int, int, int]
SUBPIXEL = 4
STEEP_WALL = 0.7
"""A wall whose overhang has a smaller cosine is drawn shorter, and its panels are measured along it."""
"""Fractional bits of OpenCV's drawing coordinates."""
HOLD_COLOURS: tuple[Colour, ...] = ((230, 96, 60), (64, 140, 214), (240, 190, 60), (92, 176, 96), (186, 92, 180))


@dataclass(frozen=True)
class Surroundings:
    """RGB colours of one place."""

    sky: Colour
    back: Colour
    floor: Colour
    lines: Colour
    accent: Colour


GYM = (
    Surroundings((222, 224, 228), (176, 184, 196), (198, 154, 104), (246, 240, 226), (206, 86, 50)),
    Surroundings((206, 214, 222), (120, 136, 160), (176, 132, 92), (240, 236, 228), (60, 110, 170)),
)
PITCH = (
    Surroundings((168, 204, 238), (96, 128, 96), (96, 152, 76), (236, 242, 232), (250, 250, 250)),
    Surroundings((206, 214, 222), (120, 134, 118), (82, 134, 70), (236, 242, 232), (250, 250, 250)),
)
WALL = (
    Surroundings((186, 190, 196), (206, 200, 190), (92, 110, 138), (170, 164, 156), (120, 116, 110)),
    Surroundings((160, 166, 174), (150, 158, 164), (70, 78, 96), (120, 128, 134), (90, 94, 100)),
)


def sample_surroundings(rng: np.random.Generator, props: Sequence[Prop]) -> Surroundings:
    """Draw colours that suit the props."""
    kinds = {prop.kind for prop in props}
    choices = WALL if "wall" in kinds else PITCH if "goal" in kinds else GYM
    return choices[int(rng.integers(len(choices)))]


def backdrop(view: Camera, props: Sequence[Prop], place: Surroundings) -> np.ndarray:
    """Draw the empty place as a camera of one frame sees it: (H, W, 3) uint8 RGB."""
    image = _horizon(view, place)
    for prop in sorted(props, key=lambda item: item.kind != "wall"):
        if prop.kind == "wall":
            _wall(image, view, prop, place)
        elif prop.kind == "hold":
            _hold(image, view, prop)
        elif prop.kind == "hoop":
            _court(image, view, prop, place)
        elif prop.kind == "goal":
            _goal(image, view, prop, place)
    return image


def _horizon(view: Camera, place: Surroundings) -> np.ndarray:
    """Draw sky above, floor below, both shaded, and a far wall or hedge between."""
    axes = view.axes[0]
    rows, columns = np.mgrid[0 : view.height : 3, 0 : view.width : 3]
    x = (columns - view.width / 2) / view.focal_px
    y = (rows - view.height / 2) / view.focal_px
    rise = axes[0, 2] * x + axes[1, 2] * y + axes[2, 2]
    rise = rise / np.sqrt(1 + x**2 + y**2)  # sine of each pixel's elevation
    sky, back, floor = (np.array(colour, dtype=np.float32) for colour in (place.sky, place.back, place.floor))
    up = np.clip(rise / 0.35, 0, 1)[..., None]
    down = np.clip(-rise / 0.5, 0, 1)[..., None]
    above = back * (1 - up) + sky * up
    below = floor * (0.82 + 0.25 * down)
    edge = np.clip((rise + 0.02) / 0.006, 0, 1)[..., None]
    image = np.clip(below * (1 - edge) + above * edge, 0, 255).astype(np.uint8)
    return cv2.resize(image, (view.width, view.height), interpolation=cv2.INTER_LINEAR)


def project_visible(view: Camera, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Project world points (..., 3) to pixels (..., 2) and depth (...) of a one-frame camera; NaN depth behind it."""
    pixels, depth = project(view, points[None])
    ahead = (points - view.position[0]) @ view.axes[0, 2] > 0.35
    return pixels[0], np.where(ahead, depth[0], np.nan)


def polyline(image: np.ndarray, view: Camera, points: Sequence[Sequence[float]], colour: Colour, metres: float) -> None:
    """Draw a line through world points, `metres` thick; parts behind the camera are left out."""
    dense = np.concatenate(
        [np.linspace(a, b, 12, endpoint=False) for a, b in zip(points, points[1:], strict=False)]
        + [np.array([points[-1]])]
    )
    pixels, depth = project_visible(view, dense)
    drawable = ~np.isnan(depth) & (np.abs(pixels).max(axis=1) <= 20000)
    thick = np.maximum(1, np.round(metres * view.focal_px / depth[drawable])).astype(int)
    fixed = np.round(pixels * 2**SUBPIXEL).astype(int).tolist()
    for index, width in zip(np.flatnonzero(drawable), thick.tolist(), strict=True):
        if index + 1 < len(dense) and drawable[index + 1]:
            cv2.line(image, fixed[index], fixed[index + 1], colour, width, cv2.LINE_AA, SUBPIXEL)


def fill(image: np.ndarray, view: Camera, corners: Sequence[Sequence[float]], colour: Colour) -> None:
    """Draw a flat polygon of world points; nothing if a corner lies behind the camera."""
    pixels, depth = project_visible(view, np.array(corners, dtype=np.float64))
    if np.isnan(depth).any():
        return
    fixed = np.round(np.clip(pixels, -20000, 20000) * 2**SUBPIXEL).astype(np.int32)
    cv2.fillPoly(image, [fixed], colour, cv2.LINE_AA, SUBPIXEL)


def _court(image: np.ndarray, view: Camera, hoop: Prop, place: Surroundings) -> None:
    x, y, z = hoop.position
    arc = np.linspace(0, np.pi, 24)
    circle = [(x + 1.8 * np.cos(a), y - 4.6 + 1.8 * np.sin(a), 0.0) for a in np.linspace(0, 2 * np.pi, 32)]
    for line in (
        [(x - 2.4, y + 1.2, 0), (x - 2.4, y - 4.6, 0), (x + 2.4, y - 4.6, 0), (x + 2.4, y + 1.2, 0)],
        circle,
        [(x + 6.7 * np.cos(a), y - 6.7 * np.sin(a), 0.0) for a in arc],
        [(x - 7.5, y + 1.2, 0), (x + 7.5, y + 1.2, 0)],
    ):
        polyline(image, view, line, place.lines, 0.05)
    polyline(image, view, [(x, y + 1.3, 0), (x, y + 1.3, z - 0.3), (x, y + 0.35, z + 0.3)], (90, 94, 100), 0.14)
    fill(image, view, [(x + dx, y + 0.35, z + dz) for dx, dz in ((-0.9, -0.3), (0.9, -0.3), (0.9, 0.8), (-0.9, 0.8))],
         (240, 242, 244))  # fmt: skip
    polyline(
        image,
        view,
        [(x + dx, y + 0.34, z + dz) for dx, dz in ((-0.3, 0), (0.3, 0), (0.3, 0.45), (-0.3, 0.45), (-0.3, 0))],
        place.accent,
        0.05,
    )
    # fmt: skip
    ring = [(x + 0.23 * np.cos(a), y + 0.23 * np.sin(a), z) for a in np.linspace(0, 2 * np.pi, 24)]
    polyline(image, view, ring, (226, 96, 40), 0.03)
    for a in np.linspace(0, 2 * np.pi, 9)[:-1]:
        top = (x + 0.23 * np.cos(a), y + 0.23 * np.sin(a), z)
        polyline(
            image,
            view,
            [top, (x + 0.13 * np.cos(a + 0.4), y + 0.13 * np.sin(a + 0.4), z - 0.4)],
            (246, 246, 246),
            0.012,
        )


def _goal(image: np.ndarray, view: Camera, goal: Prop, place: Surroundings) -> None:
    x, y, _ = goal.position
    half, high, deep = goal.size / 2, 2.44, 1.6
    for line in (
        [(x - 9.2, y, 0), (x - 9.2, y - 5.5, 0), (x + 9.2, y - 5.5, 0), (x + 9.2, y, 0)],
        [(x - 20, y, 0), (x + 20, y, 0)],
        [(x - 20, y, 0), (x - 20, y - 16.5, 0), (x + 20, y - 16.5, 0), (x + 20, y, 0)],
    ):
        polyline(image, view, line, place.lines, 0.1)
    net = (206, 214, 208)
    for share in np.linspace(-1, 1, 13):
        polyline(image, view, [(x + half * share, y, high), (x + half * share, y + deep, 0)], net, 0.012)
    for share in np.linspace(0.12, 0.9, 7):
        row = [(x - half, y + deep * share, high * (1 - share)), (x + half, y + deep * share, high * (1 - share))]
        polyline(image, view, row, net, 0.012)
    frame_line = [(x - half, y, 0), (x - half, y, high), (x + half, y, high), (x + half, y, 0)]
    polyline(image, view, frame_line, (252, 252, 252), 0.12)


def _wall(image: np.ndarray, view: Camera, wall: Prop, place: Surroundings) -> None:
    steep = np.cos(wall.angle) < STEEP_WALL
    high = 2.5 if steep else 4.5
    lean, rise = np.array([np.sin(wall.angle), np.cos(wall.angle)]) / max(np.cos(wall.angle), STEEP_WALL)
    _, front, base = wall.position

    def at(x: float, z: float) -> tuple[float, float, float]:
        return x, front + 0.02 - lean * z, base + rise * z

    if base > 0:
        foot = [(-6, front + 0.02, 0), (6, front + 0.02, 0), at(6, 0), at(-6, 0)]
        fill(image, view, foot, tuple(int(0.8 * c) for c in place.back))  # type: ignore[arg-type]
    fill(image, view, [at(-6, 0), at(6, 0), at(6, high), at(-6, high)], place.back)
    for x in np.arange(-6, 6.1, 1.22):
        polyline(image, view, [at(x, 0), at(x, high)], place.lines, 0.015)
    for z in np.arange(0.0, high + 0.1, 1.22):
        polyline(image, view, [at(-6, z), at(6, z)], place.lines, 0.015)
    fixed = np.random.default_rng(7)  # the other routes on the wall, the same for everybody
    for _ in range(70):
        x, z = fixed.uniform(-3.2, 3.2), fixed.uniform(0.3, high - 0.2)
        size, colour = fixed.uniform(0.03, 0.09), HOLD_COLOURS[int(fixed.integers(1, len(HOLD_COLOURS)))]
        _blob(image, view, np.array(at(x, z)), size, tuple(int(0.75 * c + 48) for c in colour))  # type: ignore[arg-type]


def _hold(image: np.ndarray, view: Camera, hold: Prop) -> None:
    _blob(image, view, np.array(hold.position), hold.size, HOLD_COLOURS[0])


def _blob(image: np.ndarray, view: Camera, place: np.ndarray, size: float, colour: Colour) -> None:
    pixels, depth = project_visible(view, place[None])
    if np.isnan(depth[0]):
        return
    radius = max(2, int(size * view.focal_px / depth[0]))
    centre = (int(pixels[0, 0]), int(pixels[0, 1]))
    shade: Colour = (int(colour[0] * 0.6), int(colour[1] * 0.6), int(colour[2] * 0.6))
    cv2.ellipse(
        image, (centre[0], centre[1] + radius // 4), (radius, int(radius * 0.75)), 0, 0, 360, shade, -1, cv2.LINE_AA
    )
    cv2.ellipse(image, centre, (radius, int(radius * 0.7)), 0, 0, 360, colour, -1, cv2.LINE_AA)
