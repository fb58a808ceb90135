"""Where people stand with a camera, and how they hold it: named distributions of cameras, sampled by seed.

A distribution is a mixture of styles. `NEAR` holds one style, a camera within 9 m with the whole motion in view; the
shipped checkpoint was trained and is evaluated on it. `WIDE` holds that style and those of real clips: telephoto
lenses, stands, phones on the ground, panning, zooming, tilted and badly framed pictures. Knows joints in the world and
no drill.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..skeleton import KEYPOINT_INDEX
from .camera import Camera, project
from .kinematics import minimum_jerk

Range = tuple[float, float]

SIZES = ((1280, 720), (1280, 720), (1920, 1080), (720, 1280), (1080, 1920), (640, 480), (640, 360))
DIRECTIONS = np.array([(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)])
"""Left, right, up and down in the picture."""


@dataclass(frozen=True)
class CameraStyle:
    """One way to film an athlete. Chances are 0 to 1; ranges are sampled uniformly.

    Attributes:
        name: for people. share: of the distribution's cameras.
        distance_m: from the middle of the motion, over the ground.
        height_m: of the lens above the ground; with the chance 1 - `low` it is a height from `raised_m` instead.
        behind: whether the camera stands behind the athlete, `turn` radians (standard deviation) off the line; else it
            stands anywhere around.
        fill: how much of the picture the whole motion fills, in the direction in which it fills more; with the chance
            1 - `fits` it is a share from `overfill` instead, more than the picture holds.
        drift, follow: chances that the camera sways by a few centimetres, and that it turns slowly towards the athlete.
        pan: chance that the camera follows the athlete, `lag_s` seconds late; the athlete's own height then fills
            `athlete_fill` of the picture's.
        tremor: chance that the picture shakes, by up to `tremor_range` of its height (standard deviation).
        off_centre: how far from the picture's middle the athlete may be, as a share of the room there is.
        cut: chance that the picture's edge cuts the athlete, for the whole clip or a part of it.
        leaves: chance that the athlete enters the picture late, or leaves it early.
        zoom: chance that the lens zooms, in or out, by a factor of up to `zoom_factor`.
        tilt: chance that the camera is tilted sideways by `tilt_deg`.
    """

    name: str
    share: float
    distance_m: Range = (3.0, 9.0)
    height_m: Range = (0.7, 1.8)
    low: float = 1.0
    raised_m: Range = (1.8, 3.5)
    behind: bool = False
    turn: float = 0.45
    fill: Range = (0.55, 0.98)
    fits: float = 0.93
    overfill: Range = (1.0, 1.12)
    drift: float = 0.5
    follow: float = 0.0
    pan: float = 0.0
    athlete_fill: Range = (0.2, 0.9)
    lag_s: Range = (0.05, 0.45)
    tremor: float = 0.0
    tremor_range: Range = (0.001, 0.012)
    off_centre: float = 0.0
    cut: float = 0.0
    leaves: float = 0.0
    zoom: float = 0.0
    zoom_factor: float = 2.5
    tilt: float = 0.0
    tilt_deg: Range = (5.0, 20.0)


@dataclass(frozen=True)
class CameraDistribution:
    """A mixture of styles.

    Attributes:
        name: for people and file names. around: the styles for an athlete on the ground. before_wall: those for a
            climber, whom a wall hides from every side but one.

    Raises:
        ValueError: if the shares of a mixture do not sum to 1, or a style before a wall does not stand behind the
            climber.
    """

    name: str
    around: tuple[CameraStyle, ...]
    before_wall: tuple[CameraStyle, ...]

    def __post_init__(self) -> None:
        for mixture in (self.around, self.before_wall):
            total = sum(style.share for style in mixture)
            if not np.isclose(total, 1.0):
                raise ValueError(f"cameras {self.name!r}: the shares of the styles sum to {total:g}, not to 1")
        for style in self.before_wall:
            if not style.behind:
                raise ValueError(f"cameras {self.name!r}: style {style.name!r} would stand inside the wall")


_NEARBY = CameraStyle("nearby", 1.0, low=0.8, follow=0.25)
_BEFORE_WALL = replace(_NEARBY, distance_m=(2.5, 7.0), behind=True)
_BADLY_FRAMED = CameraStyle("badly framed", 1.0, off_centre=0.8, cut=0.2, leaves=0.07)

NEAR = CameraDistribution("near", around=(_NEARBY,), before_wall=(_BEFORE_WALL,))
"""Within 9 m and under 3.5 m, without zoom; nine in ten show the whole motion."""
WIDE = CameraDistribution(
    "wide",
    around=(
        replace(_NEARBY, share=0.3),
        replace(_BADLY_FRAMED, name="phone on the ground", share=0.08, distance_m=(2.5, 7.0), height_m=(0.05, 0.4),
                fill=(0.4, 0.95), drift=0.1, tilt=0.3, off_centre=0.6),
        replace(_BADLY_FRAMED, name="phone in hand", share=0.2, distance_m=(3.0, 14.0), height_m=(1.1, 1.9),
                fill=(0.3, 0.95), pan=0.5, athlete_fill=(0.2, 0.9), tremor=0.9, zoom=0.1, tilt=0.12),
        replace(_BADLY_FRAMED, name="telephoto", share=0.18, distance_m=(9.0, 30.0), height_m=(0.8, 2.5),
                fill=(0.3, 0.95), pan=0.5, athlete_fill=(0.2, 0.9), tremor=0.5, zoom=0.2, tilt=0.05),
        replace(_BADLY_FRAMED, name="stands", share=0.14, distance_m=(20.0, 60.0), height_m=(4.0, 15.0),
                fill=(0.2, 0.9), pan=0.6, athlete_fill=(0.1, 0.7), tremor=0.3, zoom=0.35),
        replace(_BADLY_FRAMED, name="from behind", share=0.1, distance_m=(3.0, 20.0), height_m=(0.8, 2.5),
                behind=True, turn=0.35, fill=(0.25, 0.95), pan=0.4, athlete_fill=(0.15, 0.8), tremor=0.5),
    ),
    before_wall=(
        replace(_BEFORE_WALL, share=0.3),
        replace(_BADLY_FRAMED, name="from the mats", share=0.35, behind=True, distance_m=(4.0, 18.0),
                height_m=(0.5, 2.0), fill=(0.2, 0.8), pan=0.3, athlete_fill=(0.15, 0.45), tremor=0.5, zoom=0.1),
        replace(_BADLY_FRAMED, name="from below", share=0.2, behind=True, distance_m=(2.0, 5.0),
                height_m=(0.05, 0.8), fill=(0.4, 0.95), tremor=0.4, tilt=0.2),
        replace(_BADLY_FRAMED, name="balcony", share=0.15, behind=True, distance_m=(5.0, 15.0),
                height_m=(2.5, 5.0), fill=(0.2, 0.9), pan=0.3, athlete_fill=(0.15, 0.5), tremor=0.3, zoom=0.2),
    ),
)  # fmt: skip
"""As wide as real clips: 2 to 60 m away, from the ground to 15 m, the athlete at 0.1 to 0.9 of the picture's height."""
_STILL = replace(_NEARBY, fill=(0.45, 0.75), fits=1.0, drift=0.0, follow=0.0)
STILL = CameraDistribution(
    "still", around=(_STILL,), before_wall=(replace(_STILL, distance_m=(2.5, 7.0), behind=True),)
)
"""The near cameras on a tripod, with room about the athlete for a `moving_twin`."""


def sample_camera(
    rng: np.random.Generator,
    joints: np.ndarray,
    times: np.ndarray,
    distribution: CameraDistribution = NEAR,
    *,
    size: tuple[int, int] | None = None,
    behind: float | None = None,
) -> Camera:
    """Draw a camera from a distribution.

    Args:
        joints: (T, 23, 3) metres. times: (T,) seconds. size: width and height; drawn when None.
        behind: heading of a climber, radians; the camera then stands behind the climber.
    """
    style = _pick(rng, distribution.around if behind is None else distribution.before_wall)
    return sample_style_camera(rng, joints, times, style, size=size, heading=behind)


def sample_style_camera(
    rng: np.random.Generator,
    joints: np.ndarray,
    times: np.ndarray,
    style: CameraStyle,
    *,
    size: tuple[int, int] | None = None,
    heading: float | None = None,
) -> Camera:
    """Draw a camera of one style; arguments as in `sample_camera`. heading: taken from the chest when None."""
    width, height = size if size is not None else SIZES[int(rng.integers(len(SIZES)))]
    camera = _stand(rng, joints, style, (width, height), mean_heading(joints) if heading is None else heading)
    if _happens(rng, style.pan):
        camera = _panning(rng, camera, joints, times, style)
    else:
        camera = _fixed_framing(rng, camera, joints, style)
    offset = _composition(rng, camera, joints, times, style)
    if offset.any():
        camera = shifted(camera, offset)
    if _happens(rng, style.zoom):
        camera = replace(camera, zoom=_zoom(rng, times, style.zoom_factor))
    if _happens(rng, style.tilt):
        camera = replace(camera, roll=camera.roll + rng.choice([-1, 1]) * np.radians(rng.uniform(*style.tilt_deg)))
    return camera


def mean_heading(joints: np.ndarray) -> float:
    """Return where the chest faces on average, radians: 0 is +y, positive to the left."""
    index = KEYPOINT_INDEX
    right = sum(joints[:, index[f"right_{part}"]] - joints[:, index[f"left_{part}"]] for part in ("shoulder", "hip"))
    x, y = np.mean(right, axis=0)[:2]
    return float(np.arctan2(y, x))


def shifted(camera: Camera, offset: np.ndarray) -> Camera:
    """Turn a camera so that what it looks at lies off the picture's middle.

    Args:
        offset: (T, 2) to the right and down, as shares of the picture's height.
    """
    away = np.linalg.norm(camera.look_at - camera.position, axis=1)
    metres = offset * (camera.height * away / camera.focal_lengths)[:, None]
    moved = metres[:, :1] * camera.axes[:, 0] + metres[:, 1:] * camera.axes[:, 1]
    return replace(camera, look_at=camera.look_at - moved)


def moving_twin(rng: np.random.Generator, still: Camera, joints: np.ndarray, times: np.ndarray) -> Camera:
    """Return a camera at the same place that shakes and turns after the athlete: with the still one, a pair of views of
    one motion that must give one report."""
    centre = joints.mean(axis=1)
    turning = rng.uniform(0.4, 0.9) * late(centre - centre[0], times, rng.uniform(0.05, 0.3))
    turned = replace(still, position=still.position + 0.5 * _shake(rng, len(times)), look_at=still.look_at + turning)
    return shifted(turned, _tremor(rng, times) * rng.uniform(0.003, 0.01))


# -- parts of a sample -------------------------------------------------------------------------------------------------


def _stand(
    rng: np.random.Generator, joints: np.ndarray, style: CameraStyle, size: tuple[int, int], heading: float
) -> Camera:
    """Draw a still camera of focal length 1 that looks at the middle of the motion."""
    low, high = joints.min(axis=(0, 1)), joints.max(axis=(0, 1))
    middle = (low + high) / 2
    azimuth = heading + np.pi + rng.normal(0, style.turn) if style.behind else rng.uniform(0, 2 * np.pi)
    outward = np.array([-np.sin(azimuth), np.cos(azimuth), 0.0])
    position = middle + outward * rng.uniform(*style.distance_m)
    position[2] = rng.uniform(*(style.height_m if _happens(rng, style.low) else style.raised_m))
    look_at = middle + rng.normal(0, 0.06, 3) * [1, 1, 2]
    frames = len(joints)
    return Camera(
        position=np.tile(position, (frames, 1)),
        look_at=np.tile(look_at, (frames, 1)),
        roll=np.zeros(frames),
        focal_px=1.0,
        width=size[0],
        height=size[1],
    )


def _fixed_framing(rng: np.random.Generator, still: Camera, joints: np.ndarray, style: CameraStyle) -> Camera:
    """Choose the focal length by how much of the picture the whole motion fills; let the camera sway."""
    extent = _extent(still, joints).max(axis=0)
    fill = rng.uniform(*(style.fill if _happens(rng, style.fits) else style.overfill))
    focal = fill * min(still.width / 2 / extent[0], still.height / 2 / extent[1])
    frames = len(joints)
    shake = _shake(rng, frames) if _happens(rng, style.drift) else np.zeros((frames, 3))
    follow = rng.uniform(0.3, 0.9) if _happens(rng, style.follow) else 0.0
    centre = joints.mean(axis=1) - joints.mean(axis=(0, 1))
    return replace(
        still,
        position=still.position + shake,
        look_at=still.look_at + 0.6 * shake[::-1] + follow * _slow(centre),
        roll=np.full(frames, rng.normal(0, 0.02)) + 0.3 * shake[:, 0],
        focal_px=float(focal),
    )


def _panning(
    rng: np.random.Generator, still: Camera, joints: np.ndarray, times: np.ndarray, style: CameraStyle
) -> Camera:
    """Follow the athlete, late, with a focal length by how much of the picture's height the athlete fills."""
    target = late(joints.mean(axis=1), times, rng.uniform(*style.lag_s))
    camera = replace(still, look_at=target, roll=np.full(len(times), rng.normal(0, 0.02)))
    tall = float(np.percentile(np.ptp(project(camera, joints)[0][..., 1], axis=1), 90))
    return replace(camera, focal_px=float(rng.uniform(*style.athlete_fill) * still.height / tall))


def _composition(
    rng: np.random.Generator, camera: Camera, joints: np.ndarray, times: np.ndarray, style: CameraStyle
) -> np.ndarray:
    """Draw (T, 2), the athlete's offset from the picture's middle as a share of its height: off centre, cut by its
    edge, outside of it for a while, and shaking."""
    offset = np.zeros((len(times), 2))
    half = _extent(camera, joints) / camera.height  # (T, 2)
    room = np.maximum(np.array([camera.width / camera.height, 1.0]) / 2 - np.percentile(half, 95, axis=0), 0.0)
    if style.off_centre:
        offset += rng.uniform(-1, 1, 2) * style.off_centre * room
    if _happens(rng, style.leaves):
        way = DIRECTIONS[int(rng.integers(2))]
        offset += way * _excursion(rng, times, whole=False)[:, None] * (room + 2.2 * half.max(axis=0))
    elif _happens(rng, style.cut):
        way = DIRECTIONS[int(rng.integers(4))]
        beyond = rng.uniform(0.1, 0.7) * half.max(axis=0)
        offset = np.where(way == 0, offset, 0.0)
        offset += way * _excursion(rng, times, whole=rng.random() < 0.5)[:, None] * (room + beyond)
    if _happens(rng, style.tremor):
        offset += _tremor(rng, times) * rng.uniform(*style.tremor_range)
    return offset


def _extent(camera: Camera, joints: np.ndarray) -> np.ndarray:
    """Return (T, 2) pixels: how far from the picture's middle the joints of each frame reach."""
    pixels, _ = project(camera, joints)
    return np.asarray(np.abs(pixels - [camera.width / 2, camera.height / 2]).max(axis=1))


def _excursion(rng: np.random.Generator, times: np.ndarray, *, whole: bool) -> np.ndarray:
    """Draw (T,) from 0 to 1: for how much the picture is off, all the time or at the clip's start or end."""
    if whole:
        return np.ones(len(times))
    share = (times - times[0]) / (times[-1] - times[0])
    length, speed = rng.uniform(0.1, 0.5), rng.uniform(0.1, 0.3)
    leaving = minimum_jerk((share - (1 - length)) / speed)
    return leaving if rng.random() < 0.5 else leaving[::-1]


def _zoom(rng: np.random.Generator, times: np.ndarray, factor: float) -> np.ndarray:
    """Draw (T,) factors on the focal length: a zoom, in or out, over a part of the clip, that ends or begins at 1."""
    share = (times - times[0]) / (times[-1] - times[0])
    begin = rng.uniform(0.0, 0.6)
    moved = minimum_jerk((share - begin) / rng.uniform(0.15, 0.6))
    amount = np.log(rng.uniform(1.15, factor))
    return np.asarray(np.exp(-amount * (moved if rng.random() < 0.5 else 1 - moved)))


def _tremor(rng: np.random.Generator, times: np.ndarray) -> np.ndarray:
    """Draw (T, 2) of a shaking hand: waves from half to nine a second, the slow ones larger; variance about 1."""
    rates = rng.uniform([0.4, 1.0, 2.5, 5.0], [1.0, 2.5, 5.0, 9.0])
    sizes = rates**-0.7
    phases = rng.uniform(0, 2 * np.pi, (len(rates), 2))
    waves = np.sin(2 * np.pi * rates[:, None] * times[:, None, None] + phases)  # (T, rates, 2)
    return np.asarray(np.sqrt(2 / np.sum(sizes**2)) * (sizes[:, None] * waves).sum(axis=1))


def late(path: np.ndarray, times: np.ndarray, lag_s: float) -> np.ndarray:
    """Return a path (T, 3) as an operator follows it: `lag_s` behind, and thrice as late upwards as sideways."""
    followed = path.copy()
    for index in range(1, len(path)):
        share = 1 - np.exp(-(times[index] - times[index - 1]) / (lag_s * np.array([1.0, 1.0, 3.0])))
        followed[index] = followed[index - 1] + share * (path[index] - followed[index - 1])
    return followed


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


def _pick(rng: np.random.Generator, mixture: tuple[CameraStyle, ...]) -> CameraStyle:
    """Draw a style by its share; a mixture of one draws nothing."""
    if len(mixture) == 1:
        return mixture[0]
    return mixture[int(rng.choice(len(mixture), p=[style.share for style in mixture]))]


def _happens(rng: np.random.Generator, chance: float) -> bool:
    """Draw whether something happens; what never happens draws nothing and leaves a seed's other draws alone."""
    return chance > 0 and bool(rng.random() < chance)
