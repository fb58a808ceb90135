"""Metrics as pure functions of arrays."""

from __future__ import annotations

import numpy as np
from scipy import stats
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit, logsumexp


def spearman(predicted: np.ndarray, true: np.ndarray) -> float:
    """Return Spearman's rank correlation; NaN for fewer than two or for constant values."""
    if len(true) < 2 or np.ptp(true) == 0 or np.ptp(predicted) == 0:
        return float("nan")
    return float(stats.spearmanr(predicted, true).statistic)


def mean_spearman(correlations: list[float]) -> float:
    """Fisher's mean over classes: tanh(mean(arctanh rho))."""
    return float(np.tanh(np.mean(np.arctanh(np.clip(correlations, -0.999999, 0.999999)))))


def relative_l2(predicted: np.ndarray, true: np.ndarray) -> float:
    """RL2 x 100 as CoRe defines it: mean squared error over the squared range of the evaluated truth."""
    span = float(np.ptp(true))
    if span == 0:
        raise ValueError("relative L2 needs true scores that differ")
    return float(100 * np.mean(((predicted - true) / span) ** 2))


def auroc(logits: np.ndarray, present: np.ndarray) -> float:
    """Return the area under the ROC curve by the rank sum (Mann-Whitney), ties half; NaN if a class is missing."""
    positives, negatives = int(present.sum()), int((~present).sum())
    if not positives or not negatives:
        return float("nan")
    ranks = stats.rankdata(logits)
    return float((ranks[present].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def calibration_error(probabilities: np.ndarray, present: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over equally wide bins (Guo et al. 2017)."""
    index = np.minimum((probabilities * bins).astype(int), bins - 1)
    total = 0.0
    for bin_number in range(bins):
        in_bin = index == bin_number
        if in_bin.any():
            total += in_bin.mean() * abs(float(probabilities[in_bin].mean()) - float(present[in_bin].mean()))
    return float(total)


def conformal_radius(residuals: np.ndarray, coverage: float) -> float:
    """Split-conformal radius: the ceil((n + 1) coverage)-th smallest absolute residual (Vovk et al. 2005).

    Raises:
        ValueError: if there are too few residuals for that coverage.
    """
    count = len(residuals)
    rank = int(np.ceil((count + 1) * coverage))
    if rank > count:
        raise ValueError(f"{count} residuals are too few for a coverage of {coverage}")
    return float(np.sort(np.abs(residuals))[rank - 1])


def temperature(logits: np.ndarray, truth: np.ndarray) -> float:
    """The factor on logits (n, classes) that maximises the likelihood of truth (n,) (Guo et al. 2017)."""

    def surprise(log_scale: float) -> float:
        scaled = np.exp(log_scale) * logits.astype(np.float64)
        return float((logsumexp(scaled, axis=1) - scaled[np.arange(len(truth)), truth]).mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-3.0, 3.0), method="bounded").x))


def platt(logits: np.ndarray, present: np.ndarray) -> tuple[float, float]:
    """Scale and bias of the logits that maximise the likelihood (Platt 1999)."""
    bias, scale = logistic(logits[:, None], present)
    return scale, bias


def logistic(features: np.ndarray, present: np.ndarray) -> list[float]:
    """Return [bias, weight of each] of features (n, P) that maximise the likelihood of a logistic model.

    A weak prior says that the first feature is the logit itself. It keeps the weights finite where the classes are
    separate.

    Raises:
        RuntimeError: if the fit does not converge.
    """
    columns = np.column_stack([np.ones(len(features)), features]).astype(np.float64)
    start = np.zeros(columns.shape[1])
    start[1] = 1.0
    count, sign = len(columns), np.where(present, -1.0, 1.0)
    prior = 1e-3 / count  # all terms are means over the rows, so that the tolerance means the same for any number

    def loss(weights: np.ndarray) -> float:
        return float(np.logaddexp(0.0, sign * (columns @ weights)).mean() + prior / 2 * ((weights - start) ** 2).sum())

    def gradient(weights: np.ndarray) -> np.ndarray:
        return columns.T @ (sign * expit(sign * (columns @ weights))) / count + prior * (weights - start)

    def curvature(weights: np.ndarray) -> np.ndarray:
        probability = expit(columns @ weights)
        spread = (columns * (probability * (1 - probability))[:, None]).T @ columns / count
        return spread + prior * np.eye(len(weights))

    fitted = minimize(loss, start, jac=gradient, hess=curvature, method="trust-exact", options={"gtol": 1e-8})
    if not fitted.success:
        raise RuntimeError(f"the logistic model of {count} rows could not be fitted: {fitted.message}")
    return [float(weight) for weight in fitted.x]


def mix(estimates: np.ndarray, true: np.ndarray) -> list[float]:
    """Fit by least squares [shift, weight of each] of P estimates (R, P) to true values (R,)."""
    columns = np.column_stack([np.ones(len(estimates)), estimates])
    return [float(weight) for weight in np.linalg.lstsq(columns, true, rcond=None)[0]]


def precision_threshold(probabilities: np.ndarray, true: np.ndarray, precision: float, least: float = 0.5) -> float:
    """Return the lowest threshold, at least `least`, from which on at least that share of the statements is true.

    1 where no threshold reaches it: nothing is then stated.

    Args:
        probabilities: (n,) of statements. true: (n,) bool.
    """
    order = np.argsort(-probabilities, kind="stable")
    shares = np.cumsum(true[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((shares >= precision) & (probabilities[order] >= least))
    return float(probabilities[order][enough[-1]]) if len(enough) else 1.0


def tail_quantile(values: np.ndarray, above: float, tail: float = 0.1) -> float:
    """Return the value that a small share of new values will exceed.

    The excesses over the (1 - tail) quantile are taken for exponentially distributed (peaks over threshold, Pickands
    1975): all values of the tail count, not the two or three largest.

    Args:
        values: (n,). above: that share, at most `tail`.

    Raises:
        ValueError: if fewer than ten values lie in the tail, or the share is larger than it.
    """
    start = float(np.quantile(values, 1 - tail))
    excesses = values[values > start] - start
    if len(excesses) < 10 or not 0 < above <= tail:
        raise ValueError(f"{len(excesses)} of {len(values)} values do not tell a share of {above}")
    return start + float(excesses.mean()) * float(np.log(tail / above))
