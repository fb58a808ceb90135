"""How a tracker would have seen a simulated execution, drawn anew each time that it is looked at.

What the tracker tends to make of a motion (`tracker_habits`) is expected of this one, too; what it erred by beyond that
on rendered clips is kept whole, clip by clip, and laid over others of the same drill that looked alike in the picture:
with exchanged sides, guessed far limbs and losses, which no fitted formula has in its tails. Knows records; no tracker
and no frames.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..skeleton import KEYPOINT_INDEX
from .records import Record
from .systematic_error import LOST, Habits, errors, in_mirror
from .tracker_noise import picture_height

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
        beyond: (F, K, 2) errors in heights of the athlete, less what was to be expected.
        confidence: (F, K). times: (F,) seconds.
        anchors: (3,) seconds: the first, the middle and the last moment that something is measured at.
    """

    look: np.ndarray
    beyond: np.ndarray
    confidence: np.ndarray
    times: np.ndarray
    anchors: np.ndarray


def unforeseen(record: Record) -> np.ndarray:
    """`Habits` of which nothing is known."""
    return np.zeros_like(record.true_points)


class ReplayedErrors:
    """A `Sight` that lays the errors of watched clips over others. A watched clip itself is seen as the tracker saw it:
    with errors that no other clip has just so."""

    def __init__(self, watched: Sequence[Record], habits: Habits = unforeseen) -> None:
        """watched: records of rendered clips that the real tracker saw, with their true points."""
        self._habits = habits
        self._watched = {(record.drill, record.seed) for record in watched}
        clips: dict[str, list[Watched]] = {}
        for clip in (seen for record in watched for seen in (record, in_mirror(record))):
            anchors, beyond = _anchors(clip), errors(clip) - habits(clip)
            own = Watched(_look(clip, anchors), beyond, clip.confidence, clip.times, anchors)
            clips.setdefault(clip.drill, []).append(own)
        self._clips = clips
        self._looks = {drill: np.stack([clip.look for clip in own]) for drill, own in clips.items()}
        self._alike: dict[tuple[str, int], np.ndarray] = {}

    def __call__(self, record: Record, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Points (F, K, 2) and confidence (F, K) of a record's true points.

        Raises:
            ValueError: if no clip of the record's drill was watched.
        """
        if record.drill not in self._clips:
            raise ValueError(f"no watched clip of {record.drill}: its tracker errors are not known")
        erred, confidence = self._drawn(record, rng)
        strength = np.exp(rng.normal(0, STRENGTH_SPREAD))
        moved = strength * erred + rng.normal(0, JITTER, erred.shape)
        points = record.true_points + picture_height(record.true_points) * moved
        return points.astype(np.float32), confidence.astype(np.float32)

    def _drawn(self, record: Record, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Errors (F, K, 2) and confidence (F, K) of a record."""
        if (record.drill, record.seed) in self._watched:
            return errors(record), record.confidence
        anchors = _anchors(record)
        clip = self._clips[record.drill][int(rng.choice(self._alike_to(record, anchors)))]
        beyond, confidence = _at(clip, _warped(record.times, anchors, clip.anchors))
        return beyond + self._habits(record), confidence

    def _alike_to(self, record: Record, anchors: np.ndarray) -> np.ndarray:
        """Numbers of the `NEAREST` clips of the record's drill; kept, since training sees every record many times."""
        key = record.drill, record.seed
        if key not in self._alike:
            away = np.linalg.norm(self._looks[record.drill] - _look(record, anchors), axis=-1).mean(axis=(1, 2))
            self._alike[key] = np.argsort(away)[:NEAREST]
        return self._alike[key]


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
    beyond = clip.beyond[left] * (1 - share[..., None]) + clip.beyond[left + 1] * share[..., None]
    return np.where(lost[..., None], 0.0, beyond), np.where(lost, 0.0, confidence)
