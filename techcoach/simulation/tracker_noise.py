"""A noise model of a pose tracker, fitted to a real tracker's errors on rendered figures.

For every joint the error depends on how the athlete faces the camera (a far elbow is guessed) and on how fast the joint
moves (a lagging hand); one part of it stays through a clip, another wanders. Knows points and angles; no frames. Errors
are in units of the athlete's height in pixels.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..skeleton import KEYPOINT_INDEX

FITTED = Path(__file__).with_name("tracker_noise.json")
"""Written by `python -m techcoach simulate fit-noise`."""
WANDER_S = 0.15
"""Correlation time of the wandering part of the error, seconds."""
_VIEW_TERMS = 5
_TERMS = _VIEW_TERMS + 2


@dataclass(frozen=True)
class Observed:
    """A true motion as a camera sees it.

    Attributes:
        points: (T, K, 2) true pixels. times: (T,) seconds.
        facing: (T,) radians: 0 when the chest faces the camera, +pi/2 when it points to the image's right.
        height: the athlete's height in pixels, over the whole clip.
    """

    points: np.ndarray
    times: np.ndarray
    facing: np.ndarray
    height: float


@dataclass(frozen=True)
class TrackerNoise:
    """Fitted coefficients, one row a joint.

    Attributes:
        bias: (K, 2, 7) systematic error in x and y against the view terms and the joint's velocity (heights / s).
        spread: (K, 6) log of the error's standard deviation against the view terms and the joint's speed.
        steady: (K,) share of the variance that stays through a clip.
        clip_spread: how much (log standard deviation) whole clips differ in quality.
        confidence: (K, 6) logit of the confidence against the view terms and the speed.
        confidence_spread: (K, 2) standard deviation of that logit: per clip, and wandering.
    """

    bias: np.ndarray
    spread: np.ndarray
    steady: np.ndarray
    clip_spread: float
    confidence: np.ndarray
    confidence_spread: np.ndarray

    def apply(self, observed: Observed, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Draw a tracker's output: points (T, K, 2) pixels and confidence (T, K) 0..1."""
        frames, joints, _ = observed.points.shape
        view, velocity, speed = _terms(observed)
        moving = np.concatenate([np.broadcast_to(view[:, None], (frames, joints, _VIEW_TERMS)), velocity], axis=-1)
        fast = np.concatenate([moving[..., :_VIEW_TERMS], speed[..., None]], axis=-1)
        bias = np.einsum("tkf,kaf->tka", moving, self.bias)
        spread = self._deviation(fast, rng.normal(0, self.clip_spread))
        steady = np.sqrt(self.steady)[:, None] * rng.normal(size=(joints, 2))
        wandering = np.sqrt(1 - self.steady)[:, None] * wander(rng, observed.times, (joints, 2))
        points = observed.points + observed.height * (bias + spread[..., None] * (steady + wandering))
        logit = np.einsum("tkf,kf->tk", fast, self.confidence)
        logit = logit + self.confidence_spread[:, 0] * rng.normal(size=joints)
        logit = logit + self.confidence_spread[:, 1] * wander(rng, observed.times, (joints,))
        return points.astype(np.float32), (1 / (1 + np.exp(-logit))).astype(np.float32)

    def deviation(self, observed: Observed) -> np.ndarray:
        """Return the standard deviation (T, K) of every joint's error in a clip of median quality, heights of the
        athlete."""
        view, _, speed = _terms(observed)
        frames, joints = speed.shape
        fast = np.concatenate([np.broadcast_to(view[:, None], (frames, joints, _VIEW_TERMS)), speed[..., None]], -1)
        return self._deviation(fast, 0.0)

    def _deviation(self, fast: np.ndarray, quality: float) -> np.ndarray:
        """Return (T, K) standard deviations for terms (T, K, 6) and a clip's quality, log."""
        log_spread = np.einsum("tkf,kf->tk", fast, self.spread) + quality
        return np.asarray(np.exp(np.clip(log_spread, np.log(1e-3), np.log(0.3))))

    def to_json(self) -> dict[str, object]:
        return {
            "bias": np.round(self.bias, 5).tolist(),
            "spread": np.round(self.spread, 4).tolist(),
            "steady": np.round(self.steady, 4).tolist(),
            "clip_spread": round(self.clip_spread, 4),
            "confidence": np.round(self.confidence, 4).tolist(),
            "confidence_spread": np.round(self.confidence_spread, 4).tolist(),
        }

    @classmethod
    def load(cls, path: Path = FITTED) -> TrackerNoise:
        stored = json.loads(path.read_text(encoding="utf-8"))["model"]
        spread = float(stored.pop("clip_spread"))
        return cls(clip_spread=spread, **{name: np.asarray(values) for name, values in stored.items()})


UNSEEN_ERROR = 0.08
"""Standard deviation of where a tracker guesses a joint that it does not see, heights of the athlete."""
UNSEEN_CONFIDENCE = (0.0, 0.4)
"""Factors on the confidence in such a joint."""


def lose_unseen(
    points: np.ndarray,
    confidence: np.ndarray,
    times: np.ndarray,
    seen: np.ndarray,
    height: float,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Return points (T, K, 2) and confidence (T, K) with those joints guessed, at little confidence, that are out of
    the picture or behind somebody.

    Args:
        times: (T,) seconds. seen: (T, K) bool. height: the athlete's, pixels.
    """
    guessed = points + height * UNSEEN_ERROR * wander(rng, times, points.shape[1:])
    doubted = confidence * rng.uniform(*UNSEEN_CONFIDENCE, confidence.shape[1])
    points = np.where(seen[..., None], points, guessed).astype(np.float32)
    return points, np.where(seen, confidence, doubted).astype(np.float32)


def picture_height(points: np.ndarray) -> float:
    """Return the athlete's height in the picture, pixels, from points (T, K, 2) of a whole clip."""
    return max(float(np.percentile(np.ptp(points[..., 1], axis=1), 90)), 1.0)


def facing_angle(joints: np.ndarray, camera_position: np.ndarray) -> np.ndarray:
    """Return the chest's heading against the camera, (T,) radians as in `Observed`.

    Args:
        joints: (T, K, 3) metres. camera_position: (T, 3) or (3,) metres.
    """
    index = KEYPOINT_INDEX
    right = (
        joints[:, [index["right_shoulder"], index["right_hip"]]]
        - joints[:, [index["left_shoulder"], index["left_hip"]]]
    )
    right_x, right_y = right.mean(axis=1)[:, 0], right.mean(axis=1)[:, 1]
    forward = np.stack(
        [-right_y, right_x], axis=1
    )  # a quarter turn to the left of the athlete's right, seen from above
    middle = joints[:, [index["left_hip"], index["right_hip"]]].mean(axis=1)[:, :2]
    towards = np.broadcast_to(camera_position, (len(joints), 3))[:, :2] - middle
    dot = (forward * towards).sum(axis=1)
    cross = towards[:, 0] * forward[:, 1] - towards[:, 1] * forward[:, 0]
    return np.arctan2(cross, dot)


def wander(rng: np.random.Generator, times: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Draw (T, *shape) of an Ornstein-Uhlenbeck process at uneven times: unit variance, correlation time `WANDER_S`."""
    result = rng.normal(size=(len(times), *shape))
    for index in range(1, len(times)):
        correlation = np.exp(-(times[index] - times[index - 1]) / WANDER_S)
        result[index] = correlation * result[index - 1] + np.sqrt(1 - correlation**2) * result[index]
    return result


def fit(observed: Sequence[Observed], tracked: Sequence[tuple[np.ndarray, np.ndarray]]) -> TrackerNoise:
    """Fit the model to a tracker's output, (points, confidence), for figures whose true joints are known.

    Raises:
        ValueError: if there are fewer than ten clips, which would show a few views, not the tracker.
    """
    if len(observed) < 10:
        raise ValueError(f"a noise model needs at least 10 clips, got {len(observed)}")
    joints = observed[0].points.shape[1]
    bias, spread = np.zeros((joints, 2, _TERMS)), np.zeros((joints, _VIEW_TERMS + 1))
    steady, confidence = np.zeros(joints), np.zeros((joints, _VIEW_TERMS + 1))
    confidence_spread = np.zeros((joints, 2))
    clip_quality = np.zeros((joints, len(observed)))
    terms = [_terms(clip) for clip in observed]
    clip_of = np.concatenate([np.full(len(clip.times), number) for number, clip in enumerate(observed)])
    for joint in range(joints):
        moving = np.concatenate([np.concatenate([v, vel[:, joint]], axis=1) for v, vel, _ in terms])
        fast = np.concatenate([np.concatenate([v, s[:, joint, None]], axis=1) for v, _, s in terms])
        error = np.concatenate(
            [
                (p[:, joint] - clip.points[:, joint]) / clip.height
                for clip, (p, _) in zip(observed, tracked, strict=True)
            ]
        )
        # A tracker that lost the figure altogether is no noise; such frames are left to the refusal rules.
        tracked_well = np.abs(error).max(axis=1) < 0.5
        bias[joint] = np.stack([_ridge(moving[tracked_well], error[tracked_well, axis]) for axis in (0, 1)])
        residual = error - moving @ bias[joint].T
        # E log|N(0, s)| = log s - 0.635
        spread[joint] = _ridge(fast[tracked_well], np.log(np.abs(residual[tracked_well]).mean(axis=1) + 1e-4))
        spread[joint, 0] += 0.5 * np.log(np.pi / 2)
        scaled = residual / np.exp(fast @ spread[joint])[:, None]
        means = np.array(
            [
                scaled[tracked_well & (clip_of == n)].mean(axis=0)
                for n in range(len(observed))
                if (tracked_well & (clip_of == n)).any()
            ]
        )
        total = float(np.mean(np.square(scaled[tracked_well])))
        steady[joint] = np.clip(np.mean(np.square(means)) / max(total, 1e-9), 0.05, 0.9)
        for number in range(len(observed)):
            frames = tracked_well & (clip_of == number)
            clip_quality[joint, number] = (
                0.5 * np.log(np.mean(np.square(scaled[frames])) + 1e-6) if frames.any() else 0.0
            )
        logits = _logit(np.concatenate([c[:, joint] for _, c in tracked]))
        confidence[joint] = _ridge(fast, logits)
        logit_residual = logits - fast @ confidence[joint]
        of_clip = np.array([logit_residual[clip_of == n].mean() for n in range(len(observed))])
        confidence_spread[joint] = of_clip.std(), (logit_residual - of_clip[clip_of]).std()
    return TrackerNoise(bias, spread, steady, float(clip_quality.mean(axis=0).std()), confidence, confidence_spread)


def _terms(observed: Observed) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return view terms (T, 5), velocity (T, K, 2) in heights / s and speed (T, K); clipped for the sake of kicks."""
    phi = observed.facing
    view = np.stack([np.ones_like(phi), np.cos(phi), np.sin(phi), np.cos(2 * phi), np.sin(2 * phi)], axis=1)
    velocity = np.gradient(observed.points / observed.height, observed.times, axis=0)
    velocity = np.clip(velocity, -6.0, 6.0)
    return view, velocity, np.linalg.norm(velocity, axis=-1)


def _ridge(features: np.ndarray, values: np.ndarray, strength: float = 1.0) -> np.ndarray:
    normal = features.T @ features + strength * np.eye(features.shape[1])
    return np.linalg.solve(normal, features.T @ values)


def _logit(confidence: np.ndarray) -> np.ndarray:
    clipped = np.clip(confidence, 0.02, 0.995)
    return np.log(clipped / (1 - clipped))
