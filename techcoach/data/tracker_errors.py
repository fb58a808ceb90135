"""How a tracker would have seen a simulated execution, drawn anew each time that it is looked at.

The errors that the real tracker made on rendered clips are kept whole, clip by clip, and laid over others of the same
drill: with their exchanged sides, their guessed far limbs and their losses, which no fitted formula has in its tails.
Knows records; no tracker and no frames.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..drills.motion import MIRRORED
from ..drills.tracker_noise import picture_height
from .records import Record

Sight = Callable[[Record, np.random.Generator], tuple[np.ndarray, np.ndarray]]
"""A record and a generator -> points (F, K, 2) pixels and confidence (F, K) as a tracker would have them."""

NEAREST = 12
"""Among so many clips, filmed most nearly from the same side, one is drawn."""
STRENGTH_SPREAD = 0.2
"""Standard deviation of the log of how strongly a clip's errors are laid on, so that no two readings are alike."""
JITTER = 0.003
"""Heights of the athlete by which every joint is moved besides."""
LOST = 0.05
"""Below this confidence a joint is lost in a frame."""


def as_recorded(record: Record, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """What was recorded, errors of the fitted model included."""
    return record.points, record.confidence


def as_it_was(record: Record, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The true joints, all of them seen."""
    return record.true_points, np.ones_like(record.confidence)


@dataclass(frozen=True)
class Watched:
    """What a tracker did to one clip.

    Attributes:
        facing: radians, how the chest stood to the camera in the middle of the action.
        errors: (F, K, 2) in heights of the athlete. confidence: (F, K). times: (F,) seconds.
        anchors: (3,) seconds: the first, the middle and the last moment that something is measured at.
    """

    facing: float
    errors: np.ndarray
    confidence: np.ndarray
    times: np.ndarray
    anchors: np.ndarray

    @cached_property
    def mirrored(self) -> Watched:
        """The same in a mirror."""
        return Watched(
            -self.facing, self.errors[:, MIRRORED] * [-1.0, 1.0], self.confidence[:, MIRRORED], self.times, self.anchors
        )


class ReplayedErrors:
    """A `Sight` that lays the errors of watched clips over others."""

    def __init__(self, watched: Sequence[Record]) -> None:
        """watched: records of rendered clips that the real tracker saw, with their true points."""
        clips: dict[str, list[Watched]] = {}
        for record in watched:
            errors = (record.points - record.true_points) / picture_height(record.true_points)
            anchors = _anchors(record)
            own = Watched(_facing(record, anchors), errors, record.confidence, record.times, anchors)
            clips.setdefault(record.drill, []).extend((own, own.mirrored))
        self._clips = clips
        self._facings = {drill: np.array([clip.facing for clip in own]) for drill, own in clips.items()}

    def __call__(self, record: Record, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Points (F, K, 2) and confidence (F, K) of a record's true points.

        Raises:
            ValueError: if no clip of the record's drill was watched.
        """
        if record.drill not in self._clips:
            raise ValueError(f"no watched clip of {record.drill}: its tracker errors are not known")
        anchors = _anchors(record)
        away = np.abs(np.angle(np.exp(1j * (self._facings[record.drill] - _facing(record, anchors)))))
        clip = self._clips[record.drill][int(rng.choice(np.argsort(away)[:NEAREST]))]
        errors, confidence = _at(clip, _warped(record.times, anchors, clip.anchors))
        strength = np.exp(rng.normal(0, STRENGTH_SPREAD))
        moved = strength * errors + rng.normal(0, JITTER, errors.shape)
        points = record.true_points + picture_height(record.true_points) * moved
        return points.astype(np.float32), confidence.astype(np.float32)


def _anchors(record: Record) -> np.ndarray:
    moments = np.quantile([measured.time_s for measured in record.measured.values()], [0.0, 0.5, 1.0])
    return np.asarray(np.maximum.accumulate(moments) + np.arange(3) * 1e-3)


def _facing(record: Record, anchors: np.ndarray) -> float:
    return float(np.interp(anchors[1], record.times, np.unwrap(record.facing)))


def _warped(times: np.ndarray, own: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Times (F,) of one clip in another clip's: anchor lies on anchor, straight between, at its own pace outside."""
    inside = np.interp(times, own, other)
    before, after = other[0] + times - own[0], other[-1] + times - own[-1]
    return np.where(times < own[0], before, np.where(times > own[-1], after, inside))


def _at(clip: Watched, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Errors and confidence at a clip's times (F,), straight between its frames; a joint lost beside is lost."""
    times = np.clip(times, clip.times[0], clip.times[-1])
    left = np.clip(np.searchsorted(clip.times, times, side="right") - 1, 0, len(clip.times) - 2)
    share = (times - clip.times[left]) / (clip.times[left + 1] - clip.times[left])
    share = np.clip(share, 0.0, 1.0)[:, None]
    confidence = clip.confidence[left] * (1 - share) + clip.confidence[left + 1] * share
    lost = np.minimum(clip.confidence[left], clip.confidence[left + 1]) < LOST
    errors = clip.errors[left] * (1 - share[..., None]) + clip.errors[left + 1] * share[..., None]
    return np.where(lost[..., None], 0.0, errors), np.where(lost, 0.0, confidence)
