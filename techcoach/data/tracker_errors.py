"""How a tracker would have seen a simulated execution, drawn anew each time that it is looked at.

The errors that the real tracker made on rendered clips are kept whole, clip by clip, and laid over others of the same
drill that looked alike in the picture: with their exchanged sides, their guessed far limbs and their losses, which no
fitted formula has in its tails, and where that pose and that view bring them about. Knows records; no tracker and no
frames.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..drills.motion import MIRRORED
from ..drills.tracker_noise import picture_height
from ..types import KEYPOINT_INDEX
from .records import Record

Sight = Callable[[Record, np.random.Generator], tuple[np.ndarray, np.ndarray]]
"""A record and a generator -> points (F, K, 2) pixels and confidence (F, K) as a tracker would have them."""

NEAREST = 12
"""Among so many clips that looked most alike, one is drawn."""
LOOKS = 9
"""Moments from the first to the last measured one at which clips are compared."""
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
        look: (M, K, 2) where the joints really were at the `LOOKS` moments, about the hips in heights of the athlete.
        errors: (F, K, 2) in heights of the athlete. confidence: (F, K). times: (F,) seconds.
        anchors: (3,) seconds: the first, the middle and the last moment that something is measured at.
    """

    look: np.ndarray
    errors: np.ndarray
    confidence: np.ndarray
    times: np.ndarray
    anchors: np.ndarray

    @cached_property
    def mirrored(self) -> Watched:
        """The same in a mirror."""
        flip = np.array([-1.0, 1.0])
        return Watched(
            self.look[:, MIRRORED] * flip,
            self.errors[:, MIRRORED] * flip,
            self.confidence[:, MIRRORED],
            self.times,
            self.anchors,
        )


class ReplayedErrors:
    """A `Sight` that lays the errors of watched clips over others."""

    def __init__(self, watched: Sequence[Record]) -> None:
        """watched: records of rendered clips that the real tracker saw, with their true points."""
        clips: dict[str, list[Watched]] = {}
        for record in watched:
            errors = (record.points - record.true_points) / picture_height(record.true_points)
            anchors = _anchors(record)
            own = Watched(_look(record, anchors), errors, record.confidence, record.times, anchors)
            clips.setdefault(record.drill, []).extend((own, own.mirrored))
        self._clips = clips
        self._looks = {drill: np.stack([clip.look for clip in own]) for drill, own in clips.items()}
        self._alike: dict[int, tuple[Record, np.ndarray]] = {}

    def __call__(self, record: Record, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Points (F, K, 2) and confidence (F, K) of a record's true points.

        Raises:
            ValueError: if no clip of the record's drill was watched.
        """
        if record.drill not in self._clips:
            raise ValueError(f"no watched clip of {record.drill}: its tracker errors are not known")
        anchors = _anchors(record)
        clip = self._clips[record.drill][int(rng.choice(self._alike_to(record, anchors)))]
        errors, confidence = _at(clip, _warped(record.times, anchors, clip.anchors))
        strength = np.exp(rng.normal(0, STRENGTH_SPREAD))
        moved = strength * errors + rng.normal(0, JITTER, errors.shape)
        points = record.true_points + picture_height(record.true_points) * moved
        return points.astype(np.float32), confidence.astype(np.float32)

    def _alike_to(self, record: Record, anchors: np.ndarray) -> np.ndarray:
        """Numbers of the `NEAREST` clips of the record's drill; kept, since training sees every record many times."""
        known = self._alike.get(id(record))
        if known is None:
            away = np.linalg.norm(self._looks[record.drill] - _look(record, anchors), axis=-1).mean(axis=(1, 2))
            known = record, np.argsort(away)[:NEAREST]  # with the record, whose id is then nobody else's
            self._alike[id(record)] = known
        return known[1]


def _anchors(record: Record) -> np.ndarray:
    moments = np.quantile([measured.time_s for measured in record.measured.values()], [0.0, 0.5, 1.0])
    return np.asarray(np.maximum.accumulate(moments) + np.arange(3) * 1e-3)


def _look(record: Record, anchors: np.ndarray) -> np.ndarray:
    """(M, K, 2) as in `Watched`."""
    moments = np.interp(np.linspace(0, 2, LOOKS), range(3), anchors)
    frames, joints, _ = record.true_points.shape
    columns = [np.interp(moments, record.times, column) for column in record.true_points.reshape(frames, -1).T]
    points = np.stack(columns, axis=1).reshape(LOOKS, joints, 2)
    hips = points[:, [KEYPOINT_INDEX["left_hip"], KEYPOINT_INDEX["right_hip"]]].mean(axis=1, keepdims=True)
    return np.asarray((points - hips) / picture_height(record.true_points), dtype=np.float32)


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
