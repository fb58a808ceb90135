"""Metrics against small cases worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from techcoach.evaluation import metrics


def test_spearman_is_about_order_alone() -> None:
    true = np.array([1.0, 2, 3, 4, 5])
    assert metrics.spearman(np.exp(true), true) == pytest.approx(1.0)
    assert metrics.spearman(-true, true) == pytest.approx(-1.0)
    assert np.isnan(metrics.spearman(np.ones(5), true))


def test_fishers_mean_of_correlations() -> None:
    assert metrics.mean_spearman([0.5, 0.5]) == pytest.approx(0.5)
    assert metrics.mean_spearman([0.9, 0.1]) == pytest.approx(np.tanh((np.arctanh(0.9) + np.arctanh(0.1)) / 2))


def test_relative_l2_is_squared_error_over_squared_range_in_percent() -> None:
    assert metrics.relative_l2(np.array([1.0, 3.0]), np.array([0.0, 4.0])) == pytest.approx(100 / 16)
    with pytest.raises(ValueError, match="differ"):
        metrics.relative_l2(np.ones(3), np.ones(3))


def test_auroc_counts_pairs_in_the_right_order_and_ties_by_half() -> None:
    present = np.array([True, False, True, False])
    assert metrics.auroc(np.array([4.0, 1, 3, 2]), present) == 1.0
    assert metrics.auroc(np.array([1.0, 1, 1, 1]), present) == 0.5
    assert metrics.auroc(np.array([4.0, 3, 2, 1]), present) == pytest.approx(0.75)
    assert np.isnan(metrics.auroc(np.ones(2), np.ones(2, dtype=bool)))


def test_calibration_error_of_honest_and_of_boastful_probabilities() -> None:
    present = np.array([True] * 8 + [False] * 2)
    assert metrics.calibration_error(np.full(10, 0.8), present) == pytest.approx(0.0)
    assert metrics.calibration_error(np.full(10, 1.0), present) == pytest.approx(0.2)


def test_the_conformal_radius_is_the_right_order_statistic_and_covers() -> None:
    assert metrics.conformal_radius(np.arange(1.0, 20.0), 0.9) == 18.0
    with pytest.raises(ValueError, match="too few"):
        metrics.conformal_radius(np.ones(5), 0.9)
    rng = np.random.default_rng(0)
    covered = [
        (np.abs(rng.normal(size=50)) <= metrics.conformal_radius(rng.normal(size=99), 0.9)).mean() for _ in range(300)
    ]
    assert np.mean(covered) == pytest.approx(0.9, abs=0.01)


def test_platt_scaling_finds_the_planted_scale_and_bias() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, 20_000)
    present = rng.random(20_000) < 1 / (1 + np.exp(-(0.5 * logits - 1.0)))
    assert metrics.platt(logits, present) == pytest.approx((0.5, -1.0), abs=0.06)


def test_platt_scaling_of_separate_classes_stays_finite_and_keeps_them_apart() -> None:
    rng = np.random.default_rng(1)
    present = rng.random(4000) < 0.5
    logits = np.where(present, 12.0, -14.0) + rng.normal(0, 2, 4000)
    scale, bias = metrics.platt(logits, present)
    assert 0 < scale < 10 and abs(bias) < 100
    probabilities = 1 / (1 + np.exp(-(scale * logits + bias)))
    assert probabilities[~present].max() < 0.5 < probabilities[present].min()
    # A few are surely wrong. Newton's method without a limit on its steps diverges from here.
    logits[:20] = -logits[:20]
    scale, bias = metrics.platt(logits, present)
    assert 0.1 < scale < 1 and abs(bias) < 1


def test_temperature_finds_the_planted_boastfulness() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(4000, 4))
    chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    truth = np.array([rng.choice(4, p=row) for row in chances])
    assert metrics.temperature(3 * logits, truth) == pytest.approx(1 / 3, rel=0.1)
    assert metrics.temperature(logits, truth) == pytest.approx(1, rel=0.1)


def test_fitting_recovers_the_mix_of_two_predictors() -> None:
    rng = np.random.default_rng(0)
    predictions = rng.uniform(size=(200, 2))
    mix = metrics.mix(predictions, 0.1 + predictions @ [0.3, 0.6] + rng.normal(0, 0.01, 200))
    np.testing.assert_allclose(mix, [0.1, 0.3, 0.6], atol=0.02)
