"""Observation models: a tracker's output for a simulated execution, drawn anew at each call.

Every execution gets the tracker's expected systematic error (`systematic_error`). The remaining errors of rendered
clips are kept clip by clip and replayed on executions of the same drill that look alike in the picture: they hold the
swapped sides, guessed far limbs and lost joints that a fitted formula lacks in its tails. Knows records; no tracker and
no frames.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..drills.spec import measured_moments
from ..skeleton import KEYPOINT_INDEX
from .records import Record
from .systematic_error import LOST, SystematicError, errors, in_mirror
from .tracker_noise import lose_unseen, picture_height

ObservationModel = Callable[[Record, np.random.Generator], tuple[np.ndarray, np.ndarray]]
"""(record, generator) -> points (F, K, 2) pixels and confidence (F, K) as a tracker would report them."""

NEAREST = 12
"""Number of clips that look most alike, among which one is drawn."""
COMPARED_MOMENTS = 9
"""Moments from the first to the last measured one at which clips are compared."""
STRENGTH_SPREAD = 0.2
"""Standard deviation of the log of the factor on a replayed clip's errors, so that no two draws are alike."""
JITTER = 0.003
"""Standard deviation of a further random error of every joint, heights of the athlete."""


def as_recorded(record: Record, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the record's own points and confidence, tracker errors included."""
    return record.points, record.confidence


def ground_truth(record: Record, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the true points, each with confidence 1."""
    return record.true_points, np.ones_like(record.confidence)


@dataclass(frozen=True)
class ClipErrors:
    """The errors that a tracker made on one clip.

    Attributes:
        poses: (M, K, 2) true joints at the `COMPARED_MOMENTS`, about the hips in heights of the
            athlete.
        residual: (F, K, 2) errors less the systematic error, heights of the athlete.
        confidence: (F, K). times: (F,) seconds.
        anchors: (3,) seconds: the first, the middle and the last moment that something is measured at.
    """

    poses: np.ndarray
    residual: np.ndarray
    confidence: np.ndarray
    times: np.ndarray
    anchors: np.ndarray


def zero_bias(record: Record) -> np.ndarray:
    """Return the `SystematicError` of a tracker without one: zero."""
    return np.zeros_like(record.true_points)


class ReplayedErrors:
    """An `ObservationModel` that replays the errors of tracked clips on other records. A tracked clip keeps its own
    errors.

    Args:
        tracked: records of rendered clips that the real tracker watched, with their true points.
        systematic_error: expected of every record; the rest of a tracked clip's errors is replayed.
    """

    def __init__(self, tracked: Sequence[Record], systematic_error: SystematicError = zero_bias) -> None:
        self._systematic_error = systematic_error
        self._tracked = {(record.drill, record.seed) for record in tracked}
        clips: dict[str, list[ClipErrors]] = {}
        for clip in (image for record in tracked for image in (record, in_mirror(record))):
            anchors, residual = _anchors(clip), errors(clip) - systematic_error(clip)
            clip_errors = ClipErrors(_poses(clip, anchors), residual, clip.confidence, clip.times, anchors)
            clips.setdefault(clip.drill, []).append(clip_errors)
        self._clips = clips
        self._poses = {drill: np.stack([clip.poses for clip in clip_errors]) for drill, clip_errors in clips.items()}
        self._alike: dict[tuple[str, int], np.ndarray] = {}

    def __call__(self, record: Record, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Draw points (F, K, 2) and confidence (F, K) for a record.

        Raises:
            ValueError: if no clip of the record's drill was tracked.
        """
        if record.drill not in self._clips:
            raise ValueError(f"no tracked clip of {record.drill}: its tracker errors are not known")
        drawn_errors, confidence = self._drawn(record, rng)
        strength = np.exp(rng.normal(0, STRENGTH_SPREAD))
        offsets = strength * drawn_errors + rng.normal(0, JITTER, drawn_errors.shape)
        height = picture_height(record.true_points)
        points = record.true_points + height * offsets
        if record.seen is not None and (record.drill, record.seed) not in self._tracked:
            points, confidence = lose_unseen(points, confidence, record.times, record.seen, height, rng)
        return points.astype(np.float32), confidence.astype(np.float32)

    def _drawn(self, record: Record, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Draw errors (F, K, 2) and confidence (F, K) for a record."""
        if (record.drill, record.seed) in self._tracked:
            return errors(record), record.confidence
        anchors = _anchors(record)
        clip = self._clips[record.drill][int(rng.choice(self._alike_to(record, anchors)))]
        residual, confidence = _errors_at(clip, _warped(record.times, anchors, clip.anchors))
        return residual + self._systematic_error(record), confidence

    def _alike_to(self, record: Record, anchors: np.ndarray) -> np.ndarray:
        """Return the numbers of the `NEAREST` clips of the record's drill; cached, since training redraws records."""
        key = record.drill, record.seed
        if key not in self._alike:
            distances = np.linalg.norm(self._poses[record.drill] - _poses(record, anchors), axis=-1).mean(axis=(1, 2))
            self._alike[key] = np.argsort(distances)[:NEAREST]
        return self._alike[key]


def _anchors(record: Record) -> np.ndarray:
    moments = np.quantile(measured_moments(record.measured), [0.0, 0.5, 1.0])
    return np.asarray(np.maximum.accumulate(moments) + np.arange(3) * 1e-3)


def _poses(record: Record, anchors: np.ndarray) -> np.ndarray:
    """Return poses (M, K, 2) as in `ClipErrors`."""
    moments = np.interp(np.linspace(0, 2, COMPARED_MOMENTS), range(3), anchors)
    frames, joints, _ = record.true_points.shape
    columns = [np.interp(moments, record.times, column) for column in record.true_points.reshape(frames, -1).T]
    points = np.stack(columns, axis=1).reshape(COMPARED_MOMENTS, joints, 2)
    hips = points[:, [KEYPOINT_INDEX["left_hip"], KEYPOINT_INDEX["right_hip"]]].mean(axis=1, keepdims=True)
    return np.asarray((points - hips) / picture_height(record.true_points), dtype=np.float32)


def _warped(times: np.ndarray, anchors: np.ndarray, other_anchors: np.ndarray) -> np.ndarray:
    """Map times (F,) of one clip to another's: anchor to anchor, linear between, at the same pace outside."""
    inside = np.interp(times, anchors, other_anchors)
    before, after = other_anchors[0] + times - anchors[0], other_anchors[-1] + times - anchors[-1]
    return np.where(times < anchors[0], before, np.where(times > anchors[-1], after, inside))


def _errors_at(clip: ClipErrors, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Interpolate errors and confidence at a clip's times (F,); a joint lost in a neighbouring frame is lost."""
    times = np.clip(times, clip.times[0], clip.times[-1])
    left = np.clip(np.searchsorted(clip.times, times, side="right") - 1, 0, len(clip.times) - 2)
    share = (times - clip.times[left]) / (clip.times[left + 1] - clip.times[left])
    share = np.clip(share, 0.0, 1.0)[:, None]
    confidence = clip.confidence[left] * (1 - share) + clip.confidence[left + 1] * share
    lost = np.minimum(clip.confidence[left], clip.confidence[left + 1]) < LOST
    residual = clip.residual[left] * (1 - share[..., None]) + clip.residual[left + 1] * share[..., None]
    return np.where(lost[..., None], 0.0, residual), np.where(lost, 0.0, confidence)
