"""Draws a motion as a camera sees it: a shaded figure with head, hair, shirt, shorts and shoes, in its surroundings,
with other people and things about.

Pose trackers recognise the figure as a person; the app's example clips are drawn with it. Knows a motion, a camera and
a style; no drill.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ..skeleton import KEYPOINT_INDEX
from .camera import Camera
from .motion import Motion
from .occlusion import Obstacle
from .scenery import SUBPIXEL, Colour, backdrop, project_visible, sample_surroundings

SKINS: tuple[Colour, ...] = ((241, 204, 177), (224, 172, 132), (190, 134, 96), (140, 92, 62), (96, 64, 46))
HAIRS: tuple[Colour, ...] = ((40, 30, 26), (84, 56, 36), (150, 112, 66), (24, 22, 24), (120, 60, 40))
SHIRTS: tuple[Colour, ...] = (
    (38, 94, 170),
    (200, 62, 52),
    (242, 240, 234),
    (40, 44, 52),
    (236, 160, 40),
    (60, 140, 104),
)
SHORTS: tuple[Colour, ...] = ((34, 40, 56), (230, 230, 228), (60, 64, 72), (26, 60, 110), (120, 40, 44))
SHOES: tuple[Colour, ...] = ((240, 240, 240), (40, 40, 44), (214, 70, 50), (60, 110, 190))


@dataclass(frozen=True)
class Style:
    """The look of one clip. Colours are RGB.

    Attributes:
        light: -1..1, direction of the light from left to right. grain: standard deviation of the noise, grey levels.
        blur: Gaussian blur, pixels. gain: brightness. seed: of the noise. girth: stoutness, 1 is the mean.
    """

    skin: Colour
    hair: Colour
    shirt: Colour
    shorts: Colour
    shoes: Colour
    light: float
    grain: float
    blur: float
    gain: float
    girth: float
    seed: int


def sample_style(rng: np.random.Generator) -> Style:
    """Draw a random style."""

    def pick(options: tuple[Colour, ...]) -> Colour:
        return options[int(rng.integers(len(options)))]

    return Style(
        skin=pick(SKINS), hair=pick(HAIRS), shirt=pick(SHIRTS), shorts=pick(SHORTS), shoes=pick(SHOES),
        light=float(rng.uniform(-1, 1)), grain=float(rng.uniform(0, 6)), blur=float(rng.uniform(0, 0.9)),
        gain=float(rng.uniform(0.8, 1.12)), girth=float(np.clip(rng.normal(1, 0.1), 0.8, 1.3)),
        seed=int(rng.integers(2**31)),
    )  # fmt: skip


class RenderedClip:
    """The pictures of a motion through a camera, each frame drawn when it is indexed.

    Indexing with an array of frame numbers gives (N, H, W, 3) uint8 RGB, with one number (H, W, 3); the same number
    always gives the same picture.

    Args:
        people: motions and looks of everybody else; they lie at the same times as the athlete's. things: that stand
            about. Whoever is nearer to the camera is drawn over what is behind.
    """

    def __init__(
        self,
        motion: Motion,
        camera: Camera,
        style: Style,
        people: Sequence[tuple[Motion, Style]] = (),
        things: Sequence[Obstacle] = (),
    ) -> None:
        self.motion, self.camera, self.style = motion, camera, style
        self._figures, self._things = [(motion, style), *people], list(things)
        self.shape = (len(motion.times), camera.height, camera.width, 3)
        self._place = sample_surroundings(np.random.default_rng(style.seed), motion.props)
        self._empty = backdrop(camera.at(0), motion.props, self._place) if camera.is_still else None

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, frames: int | np.ndarray) -> np.ndarray:
        if isinstance(frames, (int, np.integer)):
            return self._draw(int(frames))
        return np.stack([self._draw(int(frame)) for frame in frames])

    def __iter__(self) -> Iterator[np.ndarray]:
        return (self._draw(frame) for frame in range(len(self)))

    def _draw(self, frame: int) -> np.ndarray:
        view = self.camera.at(frame)
        image = backdrop(view, self.motion.props, self._place) if self._empty is None else self._empty.copy()
        if not any(prop.kind == "wall" for prop in self.motion.props):
            for motion, _ in self._figures:
                _shadow(image, motion, view, frame)
        drawn: list[tuple[np.ndarray, tuple[Motion, Style] | Obstacle]] = [
            *((motion.joints[frame].mean(axis=0), (motion, style)) for motion, style in self._figures),
            *((np.array(thing.centre), thing) for thing in self._things),
        ]
        for _, what in sorted(drawn, key=lambda item: -np.linalg.norm(item[0] - view.position[0])):
            if isinstance(what, Obstacle):
                _obstacle(image, view, what)
            else:
                _figure(image, what[0], view, what[1], frame)
        return _developed(image, self.style, np.random.default_rng((self.style.seed, frame)))


def _developed(image: np.ndarray, style: Style, rng: np.random.Generator) -> np.ndarray:
    """Apply lens blur, exposure and sensor noise."""
    if style.blur > 0.2:
        image = cv2.GaussianBlur(image, (0, 0), style.blur)
    if style.grain > 0.5:
        half = style.grain * rng.standard_normal((image.shape[0] // 2 + 1, image.shape[1] // 2 + 1), dtype=np.float32)
        noise = np.repeat(np.repeat(half, 2, axis=0), 2, axis=1)[: image.shape[0], : image.shape[1], None]
        return np.clip(image * style.gain + noise, 0, 255).astype(np.uint8)
    return cv2.convertScaleAbs(image, alpha=style.gain)


def _shadow(image: np.ndarray, motion: Motion, view: Camera, frame: int) -> None:
    """Draw a soft shadow on the ground below the hips."""
    joints = motion.joints[frame]
    hips = joints[[KEYPOINT_INDEX["left_hip"], KEYPOINT_INDEX["right_hip"]]].mean(axis=0)
    around = np.linspace(0, 2 * np.pi, 20)
    ring = np.stack([hips[0] + 0.42 * np.cos(around), hips[1] + 0.42 * np.sin(around), 0 * around], axis=1)
    pixels, depth = project_visible(view, ring)
    if np.isnan(depth).any():
        return
    low, high = np.floor(pixels.min(axis=0)).astype(int) - 6, np.ceil(pixels.max(axis=0)).astype(int) + 6
    low, high = np.maximum(low, 0), np.minimum(high, [view.width, view.height])
    if (high - low).min() < 2:
        return
    patch = image[low[1] : high[1], low[0] : high[0]]
    mask: np.ndarray = np.zeros(patch.shape[:2], dtype=np.float32)
    cv2.fillPoly(mask, [np.round(pixels - low).astype(np.int32)], (0.45,))
    mask = cv2.GaussianBlur(mask, (0, 0), 3.0)[..., None]
    patch[:] = (patch * (1 - mask)).astype(np.uint8)


def _obstacle(image: np.ndarray, view: Camera, thing: Obstacle) -> None:
    """Draw a box: its outline, its upper face lighter."""
    pixels, depth = project_visible(view, thing.corners)
    if np.isnan(depth).any() or np.abs(pixels).max() > 20000:
        return
    for corners, colour in ((pixels, _scaled(thing.colour, 0.8)), (pixels[1::2], thing.colour)):
        outline = cv2.convexHull(np.round(corners * 2**SUBPIXEL).astype(np.int32))
        cv2.fillConvexPoly(image, outline, colour, cv2.LINE_AA, SUBPIXEL)


# -- the figure ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """The convex hull of some balls: two make a limb, more make a trunk.

    Attributes:
        middles: (N, 3) metres, in the world. radii: (N,) metres. colour: of its lit side. above: metres by which
            it is sorted nearer to the camera, so that a shirt is drawn over the shorts.
    """

    middles: np.ndarray
    radii: np.ndarray
    colour: Colour
    above: float = 0.0


SLEEVE, SHIRT, SEAT = 0.08, 0.02, 0.01
"""Metres by which cloth is sorted nearer: it covers the skin below it, even where a limb points at the camera."""


def _limb(
    start: np.ndarray, end: np.ndarray, start_radius: float, end_radius: float, colour: Colour, above: float = 0.0
) -> Part:
    return Part(np.stack([start, end]), np.array([start_radius, end_radius]), colour, above)


def _figure(image: np.ndarray, motion: Motion, view: Camera, style: Style, frame: int) -> None:
    joints = motion.joints[frame]
    parts = _parts(joints, style, motion.body.height)
    middle = np.array([part.middles.mean(axis=0) for part in parts])
    head, face = _head_places(joints)
    _, depths = project_visible(view, np.concatenate([middle, head[None]]))
    ball = None if motion.ball is None else motion.ball[frame]
    order = [(depths[index] - part.above, "part", index) for index, part in enumerate(parts)]
    order.append((depths[-1] - 0.02, "head", 0))
    if ball is not None:
        _, far = project_visible(view, ball[None])
        order.append((far[0], "ball", 0))
    for _, kind, index in sorted((item for item in order if not np.isnan(item[0])), key=lambda item: -item[0]):
        if kind == "part":
            _draw_part(image, view, parts[index], style.light)
        elif kind == "head":
            _head(image, view, head, face, style, motion.body.height)
        elif ball is not None:
            _ball(image, view, ball, any(prop.kind == "goal" for prop in motion.props))


def _parts(joints: np.ndarray, style: Style, height: float) -> list[Part]:
    """Build limbs, trunk, neck, feet and hands; radii are shares of stature."""
    get = {name: joints[place] for name, place in KEYPOINT_INDEX.items()}
    unit = height * style.girth
    ears = (get["left_ear"] + get["right_ear"]) / 2
    shoulders = (get["left_shoulder"] + get["right_shoulder"]) / 2
    parts = [_limb(shoulders, shoulders + (ears - shoulders) * 0.6, 0.034 * unit, 0.03 * unit, style.skin)]
    for side in ("left", "right"):
        shoulder, elbow, wrist, hand = (get[f"{side}_{name}"] for name in ("shoulder", "elbow", "wrist", "hand"))
        hip, knee, ankle, heel, toe = (get[f"{side}_{name}"] for name in ("hip", "knee", "ankle", "heel", "toe"))
        sleeve = shoulder + (elbow - shoulder) * 0.55
        hem = hip + (knee - hip) * 0.68
        parts += [
            _limb(shoulder, elbow, 0.03 * unit, 0.025 * unit, style.skin),
            _limb(shoulder, sleeve, 0.036 * unit, 0.035 * unit, style.shirt, SLEEVE),
            _limb(elbow, wrist, 0.026 * unit, 0.017 * unit, style.skin),
            _limb(wrist, hand, 0.019 * unit, 0.022 * unit, style.skin),
            _limb(hip, knee, 0.05 * unit, 0.034 * unit, style.skin),
            _limb(hip, hem, 0.054 * unit, 0.05 * unit, style.shorts, SLEEVE),
            _limb(knee, ankle, 0.034 * unit, 0.021 * unit, style.skin),
            _limb(heel + (ankle - heel) * 0.45, toe + (ankle - toe) * 0.12, 0.026 * unit, 0.02 * unit, style.shoes),
        ]
    return parts + _trunk(get, shoulders, unit, style)


def _trunk(get: dict[str, np.ndarray], shoulders: np.ndarray, unit: float, style: Style) -> list[Part]:
    """Build a shirt from the shoulders to below the waist, and the seat of the shorts under it."""
    hips = (get["left_hip"] + get["right_hip"]) / 2

    def beside(side: str, down: float, out: float) -> np.ndarray:
        """Return a place at the share `down` from shoulders to hips and the share `out` towards that side's joints."""
        edge = get[f"{side}_shoulder"] * (1 - down) + get[f"{side}_hip"] * down
        middle = shoulders * (1 - down) + hips * down
        return np.asarray(middle + (edge - middle) * out)

    shirt, seat = [], []
    for side in ("left", "right"):
        shirt += [
            (beside(side, 0.03, 0.9), 0.033), (beside(side, 0.3, 0.5), 0.062), (beside(side, 0.7, 0.5), 0.056),
            (beside(side, 0.9, 0.75), 0.05),
        ]  # fmt: skip
        seat += [(beside(side, 0.86, 0.7), 0.05), (get[f"{side}_hip"], 0.054)]

    def part(balls: list[tuple[np.ndarray, float]], colour: Colour, above: float) -> Part:
        return Part(np.stack([ball[0] for ball in balls]), np.array([ball[1] for ball in balls]) * unit, colour, above)

    return [part(seat, style.shorts, SEAT), part(shirt, style.shirt, SHIRT)]


def _draw_part(image: np.ndarray, view: Camera, part: Part, light: float) -> None:
    """Draw a part: a dark rim away from the light, its colour, and a lighter streak towards the light."""
    pixels, depth = project_visible(view, part.middles)
    if np.isnan(depth).any():
        return
    radii = np.maximum(part.radii * view.focal_px / depth, 1.0)
    towards = np.array([light, -0.6]) / np.hypot(light, 0.6)
    inwards = pixels.mean(axis=0) - pixels
    _hull(image, pixels, radii, _scaled(part.colour, 0.72))
    _hull(image, pixels + towards * radii[:, None] * 0.14, radii * 0.84, part.colour)
    narrow = 0.25 if len(pixels) > 2 else 0.0
    _hull(image, pixels + inwards * narrow + towards * radii[:, None] * 0.34, radii * 0.42, _scaled(part.colour, 1.13))


ROUND = np.stack([np.cos(np.linspace(0, 2 * np.pi, 20, endpoint=False)),
                  np.sin(np.linspace(0, 2 * np.pi, 20, endpoint=False))], axis=1)  # fmt: skip


def _hull(image: np.ndarray, pixels: np.ndarray, radii: np.ndarray, colour: Colour) -> None:
    """Draw the convex hull of some discs."""
    rims = pixels[:, None] + radii[:, None, None] * ROUND
    if np.abs(rims).max() > 20000:
        return
    outline = cv2.convexHull(np.round(rims.reshape(-1, 2) * 2**SUBPIXEL).astype(np.int32))
    cv2.fillConvexPoly(image, outline, colour, cv2.LINE_AA, SUBPIXEL)


def _head_places(joints: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the middle of the skull, and (3, 3) axes right, forward, up of the head."""
    get = {name: joints[place] for name, place in KEYPOINT_INDEX.items()}
    ears = (get["left_ear"] + get["right_ear"]) / 2
    right = get["right_ear"] - get["left_ear"]
    forward = get["nose"] - ears
    up = np.cross(right, forward)
    axes = np.stack([axis / max(float(np.linalg.norm(axis)), 1e-9) for axis in (right, forward, up)])
    return ears + axes[2] * 0.012 + axes[1] * 0.01, axes


def _head(image: np.ndarray, view: Camera, middle: np.ndarray, axes: np.ndarray, style: Style, height: float) -> None:
    """Draw skull, hair behind and above, and the face's eyes, nose and mouth where they are visible."""
    right, forward, up = axes
    size = 0.058 * height
    to_camera = view.position[0] - middle
    to_camera = to_camera / np.linalg.norm(to_camera)
    _disc(image, view, middle - up * 0.35 * size + forward * 0.1 * size, 0.86 * size, _scaled(style.skin, 0.86))
    _disc(image, view, middle + up * 0.3 * size, 1.1 * size, style.hair)
    facing = float(forward @ to_camera)
    if facing > -0.55:
        _disc(image, view, middle + forward * 0.34 * size - up * 0.12 * size, 0.92 * size, style.skin)
        _disc(image, view, middle + forward * 0.42 * size - up * 0.42 * size, 0.72 * size, style.skin)
        crown = middle + up * 0.62 * size - forward * 0.12 * size
        _disc(image, view, crown, 0.86 * size, style.hair)
    for sign in (-1, 1):
        ear = middle + sign * right * 0.98 * size - up * 0.15 * size
        if sign * float(right @ to_camera) > -0.1:
            _disc(image, view, ear, 0.2 * size, _scaled(style.skin, 0.8))
        eye = middle + forward * 0.98 * size + up * 0.08 * size + sign * right * 0.4 * size
        if float((eye - middle) @ to_camera) > 0.1 * size:
            _disc(image, view, eye, 0.15 * size, (248, 248, 248))
            _disc(image, view, eye + forward * 0.03, 0.085 * size, (34, 26, 24))
            _disc(image, view, eye + up * 0.2 * size, 0.07 * size, style.hair)
    if facing > -0.2:
        nose = middle + forward * 1.2 * size - up * 0.18 * size
        _disc(image, view, nose, 0.15 * size, _scaled(style.skin, 0.9))
        mouth = middle + forward * 1.02 * size - up * 0.56 * size
        if facing > 0.05:
            _disc(image, view, mouth, 0.13 * size, (168, 84, 78))


def _ball(image: np.ndarray, view: Camera, place: np.ndarray, football: bool) -> None:
    radius = 0.11 if football else 0.12
    colour: Colour = (244, 244, 242) if football else (218, 116, 48)
    _disc(image, view, place, radius, _scaled(colour, 0.75))
    _disc(image, view, place + [0, 0, 0.02], radius * 0.86, colour)
    _disc(image, view, place + [0, 0, 0.02], radius * 0.25, (40, 40, 44) if football else (150, 76, 34))


def _disc(image: np.ndarray, view: Camera, place: np.ndarray, radius: float, colour: Colour) -> None:
    pixels, depth = project_visible(view, np.asarray(place, dtype=np.float64)[None])
    if np.isnan(depth[0]) or np.abs(pixels).max() > 20000:
        return
    scale = 2**SUBPIXEL
    centre = (int(round(pixels[0, 0] * scale)), int(round(pixels[0, 1] * scale)))
    size = max(1, int(round(radius * view.focal_px / depth[0] * scale)))
    cv2.circle(image, centre, size, colour, -1, cv2.LINE_AA, SUBPIXEL)


def _scaled(colour: Colour, factor: float) -> Colour:
    return (
        int(min(255, colour[0] * factor)),
        int(min(255, colour[1] * factor)),
        int(min(255, colour[2] * factor)),
    )
