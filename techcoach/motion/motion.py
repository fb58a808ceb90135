"""A finished motion: joints over time, contacts, ball, and props for the picture. Knows no drill."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..skeleton import MIRRORED
from .body import Body, Handedness

SIMULATION_FPS = 60.0
PROP_KINDS = ("hoop", "goal", "hold", "wall")


@dataclass(frozen=True)
class Prop:
    """Something beside the athlete, for the picture only.

    Attributes:
        kind: one of `PROP_KINDS`. It also decides which surroundings are drawn (`scenery`).
        position: (3,) metres. size: metres, its meaning depends on the kind. angle: radians, overhang of a wall,
            heading of a hoop or goal.

    Raises:
        ValueError: if the kind is unknown.
    """

    kind: str
    position: tuple[float, float, float]
    size: float = 0.1
    angle: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in PROP_KINDS:
            raise ValueError(f"a prop is one of {PROP_KINDS}, got {self.kind!r}")


@dataclass(frozen=True)
class Motion:
    """One execution.

    Attributes:
        joints: (T, 23, 3) metres. times: (T,) seconds from 0. body: the athlete's.
        planted: (T, 2) bool, left and right foot resting. held: (T, 2) bool, hands on a hold.
        airborne: (T,) bool, nothing touches the ground or wall.
        ball: (T, 3) metres or None. props: for the picture.
    """

    joints: np.ndarray
    times: np.ndarray
    body: Body
    planted: np.ndarray
    held: np.ndarray
    airborne: np.ndarray
    ball: np.ndarray | None = None
    props: tuple[Prop, ...] = ()


def mirrored(motion: Motion) -> Motion:
    """Mirror a motion, x -> -x with left and right swapped: the same execution by the other hand."""
    flip = np.array([-1.0, 1.0, 1.0])
    handedness: Handedness = "left" if motion.body.handedness == "right" else "right"
    return replace(
        motion,
        joints=(motion.joints * flip)[:, MIRRORED],
        body=replace(motion.body, handedness=handedness),
        planted=motion.planted[:, ::-1],
        held=motion.held[:, ::-1],
        ball=None if motion.ball is None else motion.ball * flip,
        props=tuple(
            replace(
                prop,
                position=(-prop.position[0], prop.position[1], prop.position[2]),
                angle=prop.angle if prop.kind == "wall" else -prop.angle,
            )
            for prop in motion.props
        ),
    )


def at_times(motion: Motion, times: np.ndarray) -> Motion:
    """Sample a motion at other times within its own, linear between frames; the new times start from 0."""
    right = np.clip(np.searchsorted(motion.times, times), 1, len(motion.times) - 1)
    share = (times - motion.times[right - 1]) / (motion.times[right] - motion.times[right - 1])
    share = np.clip(share, 0.0, 1.0)

    def between(values: np.ndarray) -> np.ndarray:
        weight = share.reshape(-1, *([1] * (values.ndim - 1)))
        return values[right - 1] * (1 - weight) + values[right] * weight

    nearest = np.where(share < 0.5, right - 1, right)
    return replace(
        motion,
        joints=between(motion.joints),
        times=times - times[0],
        planted=motion.planted[nearest],
        held=motion.held[nearest],
        airborne=motion.airborne[nearest],
        ball=None if motion.ball is None else between(motion.ball),
    )


def resample(motion: Motion, fps: float) -> Motion:
    """Resample a motion to another frame rate."""
    count = max(2, int(np.floor((motion.times[-1] - motion.times[0]) * fps + 1e-6)) + 1)
    return at_times(motion, motion.times[0] + np.arange(count) / fps)


def trimmed(motion: Motion, start: float, stop: float) -> Motion:
    """Cut a motion to the frames from start to stop, seconds; the new times start from 0.

    Raises:
        ValueError: if fewer than two frames lie between.
    """
    times = motion.times[(motion.times >= start - 1e-9) & (motion.times <= stop + 1e-9)]
    if len(times) < 2:
        raise ValueError(f"nothing lies between {start} s and {stop} s of a motion of {motion.times[-1]:.2f} s")
    return at_times(motion, times)
