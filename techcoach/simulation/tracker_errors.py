"""Observation models: how a tracker would have seen a simulated execution, drawn anew at each call.

The tracker's systematic error (`systematic_error`) is expected of every execution; what it erred by beyond that on
rendered clips is kept whole, clip by clip, and laid over others of the same drill that look alike in the picture:
with exchanged sides, guessed far limbs and losses, which no fitted formula has in its tails. Knows records; no tracker
and no frames.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..skeleton import KEYPOINT_INDEX
from .records import Record
from .systematic_error import LOST, SystematicError, errors, in_mirror
from .tracker_noise import picture_height

ObservationModel = Callable[[Record, np.random.Generator], tuple[np.ndarray, np.ndarray]]
"""A record and a generator -> points (F, K, 2) pixels and confidence (F, K) as a tracker would have them."""

NEAREST = 12
"""Number of clips that look most alike, among which one is drawn."""
COMPARED_MOMENTS = 9
"""Moments from the first to the last measured one at which clips are compared."""
STRENGTH_SPREAD = 0.2
"""Standard deviation of the log of how strongly a clip's errors are laid on, so that no two readings are alike."""
JITTER = 0.003
"""Heights of the athlete by which every joint is moved besides."""


def as_recorded(record: Record, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The points and confidence of the record itself, tracker errors included."""
    return record.points, record.confidence


def ground_truth(record: Record, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The true points, each with confidence 1."""
    return record.true_points, np.ones_like(record.confidence)


@dataclass(frozen=True)
class ClipErrors:
    """The errors that a tracker made on one clip.

    Attributes:
        poses: (M, K, 2) where the joints really were at the `COMPARED_MOMENTS`, about the hips in heights of the
            athlete.
        beyond: (F, K, 2) errors in heights of the athlete, less the systematic one.
        confidence: (F, K). times: (F,) seconds.
        anchors: (3,) seconds: the first, the middle and the last moment that something is measured at.
    """

    poses: np.ndarray
    beyond: np.ndarray
    confidence: np.ndarray
    times: np.ndarray
    anchors: np.ndarray


def zero_bias(record: Record) -> np.ndarray:
    """The `SystematicError` of a tracker that has none."""
    return np.zeros_like(record.true_points)


class ReplayedErrors:
    """An `ObservationModel` that lays the errors of tracked clips over other records. A tracked clip itself keeps the
    errors that the tracker made on it.

    Args:
        tracked: records of rendered clips that the real tracker saw, with their true points.
        systematic_error: expected of every record; the rest of a tracked clip's errors is replayed.
    """

    def __init__(self, tracked: Sequence[Record], systematic_error: SystematicError = zero_bias) -> None:
        self._systematic_error = systematic_error
        self._tracked = {(record.drill, record.seed) for record in tracked}
        clips: dict[str, list[ClipErrors]] = {}
        for clip in (image for record in tracked for image in (record, in_mirror(record))):
            anchors, beyond = _anchors(clip), errors(clip) - systematic_error(clip)
            own = ClipErrors(_poses(clip, anchors), beyond, clip.confidence, clip.times, anchors)
            clips.setdefault(clip.drill, []).append(own)
        self._clips = clips
        self._poses = {drill: np.stack([clip.poses for clip in own]) for drill, own in clips.items()}
        self._alike: dict[tuple[str, int], np.ndarray] = {}

    def __call__(self, record: Record, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Points (F, K, 2) and confidence (F, K) of a record's true points.

        Raises:
            ValueError: if no clip of the record's drill was tracked.
        """
        if record.drill not in self._clips:
            raise ValueError(f"no tracked clip of {record.drill}: its tracker errors are not known")
        erred, confidence = self._drawn(record, rng)
        strength = np.exp(rng.normal(0, STRENGTH_SPREAD))
        moved = strength * erred + rng.normal(0, JITTER, erred.shape)
        points = record.true_points + picture_height(record.true_points) * moved
        return points.astype(np.float32), confidence.astype(np.float32)

    def _drawn(self, record: Record, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Errors (F, K, 2) and confidence (F, K) of a record."""
        if (record.drill, record.seed) in self._tracked:
            return errors(record), record.confidence
        anchors = _anchors(record)
        clip = self._clips[record.drill][int(rng.choice(self._alike_to(record, anchors)))]
        beyond, confidence = _at(clip, _warped(record.times, anchors, clip.anchors))
        return beyond + self._systematic_error(record), confidence

    def _alike_to(self, record: Record, anchors: np.ndarray) -> np.ndarray:
        """Numbers of the `NEAREST` clips of the record's drill; kept, since training sees every record many times."""
        key = record.drill, record.seed
        if key not in self._alike:
            away = np.linalg.norm(self._poses[record.drill] - _poses(record, anchors), axis=-1).mean(axis=(1, 2))
            self._alike[key] = np.argsort(away)[:NEAREST]
        return self._alike[key]


def _anchors(record: Record) -> np.ndarray:
    moments = np.quantile([measured.time_s for measured in record.measured.values()], [0.0, 0.5, 1.0])
    return np.asarray(np.maximum.accumulate(moments) + np.arange(3) * 1e-3)


def _poses(record: Record, anchors: np.ndarray) -> np.ndarray:
    """(M, K, 2) as in `ClipErrors`."""
    moments = np.interp(np.linspace(0, 2, COMPARED_MOMENTS), range(3), anchors)
    frames, joints, _ = record.true_points.shape
    columns = [np.interp(moments, record.times, column) for column in record.true_points.reshape(frames, -1).T]
    points = np.stack(columns, axis=1).reshape(COMPARED_MOMENTS, joints, 2)
    hips = points[:, [KEYPOINT_INDEX["left_hip"], KEYPOINT_INDEX["right_hip"]]].mean(axis=1, keepdims=True)
    return np.asarray((points - hips) / picture_height(record.true_points), dtype=np.float32)


def _warped(times: np.ndarray, own: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Times (F,) of one clip in another clip's: anchor lies on anchor, straight between, at its own pace outside."""
    inside = np.interp(times, own, other)
    before, after = other[0] + times - own[0], other[-1] + times - own[-1]
    return np.where(times < own[0], before, np.where(times > own[-1], after, inside))


def _at(clip: ClipErrors, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Errors and confidence at a clip's times (F,), straight between its frames; a joint lost beside is lost."""
    times = np.clip(times, clip.times[0], clip.times[-1])
    left = np.clip(np.searchsorted(clip.times, times, side="right") - 1, 0, len(clip.times) - 2)
    share = (times - clip.times[left]) / (clip.times[left + 1] - clip.times[left])
    share = np.clip(share, 0.0, 1.0)[:, None]
    confidence = clip.confidence[left] * (1 - share) + clip.confidence[left + 1] * share
    lost = np.minimum(clip.confidence[left], clip.confidence[left + 1]) < LOST
    beyond = clip.beyond[left] * (1 - share[..., None]) + clip.beyond[left + 1] * share[..., None]
    return np.where(lost[..., None], 0.0, beyond), np.where(lost, 0.0, confidence)
