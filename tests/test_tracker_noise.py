"""The noise model finds a tracker's errors back that were planted, and makes tracks of the same kind."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from techcoach.simulation.tracker_noise import FITTED, WANDER_S, Observed, TrackerNoise, facing_angle, fit, wander
from techcoach.skeleton import KEYPOINT_INDEX, KEYPOINTS

K = len(KEYPOINTS)
WRIST, NOSE = KEYPOINT_INDEX["left_wrist"], KEYPOINT_INDEX["nose"]


def clips(count: int, seed: int = 0) -> list[Observed]:
    """Figures 200 pixels tall whose joints sway, seen from all around."""
    rng = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        times = np.arange(90) / 30
        base = rng.uniform([100, 50], [180, 250], (K, 2))
        sway = 40 * np.sin(2 * np.pi * (times[:, None, None] * rng.uniform(0.3, 1.2, (K, 2)) + rng.random((K, 2))))
        made.append(Observed(base + sway, times, np.full(90, rng.uniform(-np.pi, np.pi)), 200.0))
    return made


def planted() -> TrackerNoise:
    """2% error everywhere; the left wrist is pulled to the right, lags behind, and is worse from behind."""
    bias = np.zeros((K, 2, 7))
    bias[WRIST, 0, 0], bias[WRIST, 0, 5], bias[WRIST, 1, 6] = 0.03, -0.05, -0.05
    spread = np.zeros((K, 6))
    spread[:, 0] = np.log(0.02)
    spread[WRIST, 1] = -0.7
    confidence = np.zeros((K, 6))
    confidence[:, 0], confidence[WRIST, 1] = 2.0, 1.0
    return TrackerNoise(bias, spread, np.full(K, 0.3), 0.0, confidence, np.full((K, 2), 0.2))


def test_fitting_recovers_planted_errors() -> None:
    planted_clips, rng = clips(150), np.random.default_rng(1)
    fitted = fit(planted_clips, [planted().apply(clip, rng) for clip in planted_clips])
    assert fitted.bias[WRIST, 0, 0] == pytest.approx(0.03, abs=0.006)
    assert fitted.bias[WRIST, 0, 5] == pytest.approx(-0.05, abs=0.01)
    assert fitted.bias[NOSE, 0, 0] == pytest.approx(0, abs=0.006)
    assert np.exp(fitted.spread[NOSE, 0]) == pytest.approx(0.02, rel=0.25)
    assert fitted.spread[WRIST, 1] == pytest.approx(-0.7, abs=0.2)
    assert fitted.confidence[WRIST, 1] == pytest.approx(1.0, abs=0.2)


def test_the_fitted_model_errs_as_the_planted_one_does() -> None:
    planted_clips, rng = clips(80), np.random.default_rng(1)
    fitted = fit(planted_clips, [planted().apply(clip, rng) for clip in planted_clips])

    def error(noise: TrackerNoise, joint: int, behind: bool) -> float:
        selected = [clip for clip in clips(60, seed=9) if (np.cos(clip.facing[0]) < 0) == behind]
        made = [noise.apply(clip, rng)[0][:, joint] - clip.points[:, joint] for clip in selected]
        return float(np.mean(np.linalg.norm(np.concatenate(made), axis=1)) / 200)

    for joint in (NOSE, WRIST):
        for behind in (False, True):
            assert error(fitted, joint, behind) == pytest.approx(error(planted(), joint, behind), rel=0.3)


def test_noise_follows_its_generator_and_comes_back_from_a_file(tmp_path: Path) -> None:
    clip = clips(1)[0]
    path = tmp_path / "noise.json"
    path.write_text(json.dumps({"clips": 1, "model": planted().to_json()}))
    one, two = (noise.apply(clip, np.random.default_rng(5))[0] for noise in (planted(), TrackerNoise.load(path)))
    np.testing.assert_allclose(one, two, atol=0.02)


def test_a_few_clips_are_no_tracker() -> None:
    with pytest.raises(ValueError, match="at least 10"):
        fit(clips(3), [(clip.points, np.ones((90, K))) for clip in clips(3)])


def test_the_wandering_part_has_unit_variance_and_forgets_itself() -> None:
    times = np.cumsum(np.random.default_rng(0).uniform(0.01, 0.05, 4000))
    path = wander(np.random.default_rng(1), times, (40,))
    assert path.std() == pytest.approx(1, abs=0.03)
    even = wander(np.random.default_rng(1), np.arange(4000) * WANDER_S, (40,))
    assert np.mean(even[1:] * even[:-1]) == pytest.approx(np.exp(-1), abs=0.03)


@pytest.mark.parametrize(
    ("camera", "facing"), [((0, 5), 0), ((0, -5), np.pi), ((5, 0), np.pi / 2), ((-5, 0), -np.pi / 2)]
)
def test_facing_is_told_from_the_camera(camera: tuple[float, float], facing: float) -> None:
    """The athlete faces +y, the right side at +x; a camera on the right sees the chest point to the image's right."""
    joints = np.zeros((1, K, 3))
    for part, height in (("shoulder", 1.4), ("hip", 0.9)):
        for side, x in (("left", -0.2), ("right", 0.2)):
            joints[0, KEYPOINT_INDEX[f"{side}_{part}"]] = x, 0.0, height
    measured = facing_angle(joints, np.array([*camera, 1.5]))[0]
    assert abs(np.angle(np.exp(1j * (measured - facing)))) < 1e-6


def test_the_shipped_model_errs_like_a_tracker() -> None:
    fields = json.loads(FITTED.read_text())
    noise = TrackerNoise.load()
    assert fields["clips"] >= 60 and noise.bias.shape == (K, 2, 7)
    usual = np.exp(noise.spread[:, 0])
    assert 0.004 < np.median(usual) < 0.06 and usual.max() < 0.2
