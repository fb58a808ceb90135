"""The thresholds of an action spotter: from what evidence on a clip shows a drill, and below what it surely does not.

Fitted on simulated validation sequences, stored in the spotter's config. Ours, not the paper's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..coaching.spotting import evidence, most_evidence, spot_in_features
from ..data.spotter_examples import SpotterExample
from ..model.action_spotter import ActionSpotter, SpotterConfig

MOST_WRONG = (0.01, 0.03)
"""At most these shares of the clips of no drill, and of other drills, are taken to show a drill."""
WRONGLY_REFUSED = 0.01
"""Of the clips of a drill at most this share is refused as surely not the drill."""
LEAST_SHOWS, LEAST_STEP = 0.1, 0.01
"""No drill is shown with less evidence than the first; a threshold lies by the second above what it keeps out."""
OF_BEST = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""The shares of the best drill's evidence that are tried."""


def fit_thresholds(spotter: ActionSpotter, validation: Sequence[SpotterExample]) -> SpotterConfig:
    """Return the spotter's config with the lowest thresholds that accept few clips of no drill and of other drills, for
    each drill by itself (`MOST_WRONG`).

    Args:
        validation: sequences that the spotter did not learn from, of all its drills and of none; where only one of the
            two is among them, the config stays as it is.
    """
    drills = spotter.config.drills
    spottings = [spot_in_features(spotter, one.features.astype(np.float32), one.times) for one in validation]
    found = np.array([[evidence(spotting, drill) for drill in drills] for spotting in spottings])  # (N, D)
    most = np.array([most_evidence(spotting) for spotting in spottings])
    own = np.array([[any(one.drill == drill for one in of.attempts) for drill in drills] for of in validation])
    none = ~own.any(axis=1)
    if none.all() or not none.any():
        return spotter.config

    def lowest(column: int, of_best: float) -> float:
        evident = np.where(found[:, column] >= of_best * most, found[:, column], 0.0)
        groups = evident[none], evident[~none & ~own[:, column]]
        limits = [float(np.quantile(group, 1 - share)) for group, share in zip(groups, MOST_WRONG, strict=True)
                  if len(group)]  # fmt: skip
        return float(np.clip(max(limits) + LEAST_STEP, LEAST_SHOWS, 1.0))

    def accepted(of_best: float) -> float:
        limits = np.array([lowest(column, of_best) for column in range(len(drills))])
        return float(((found >= limits) & (found >= of_best * most[:, None]))[own].mean())

    of_best = max(OF_BEST, key=accepted)
    shows = [lowest(column, of_best) for column in range(len(drills))]
    refuses = [
        min(float(np.quantile(found[own[:, column], column], WRONGLY_REFUSED)), shows[column])
        if own[:, column].any()
        else 0.0
        for column in range(len(drills))
    ]
    return replace(
        spotter.config,
        shows=tuple(round(limit, 4) for limit in shows),
        of_best=of_best,
        refuses=tuple(round(limit, 4) for limit in refuses),
    )


def thresholds_in_words(config: SpotterConfig) -> str:
    """Return the thresholds as a line of a log."""
    shows, refuses = (", ".join(f"{limit:.2f}" for limit in limits) for limits in (config.shows, config.refuses))
    return f"a drill is shown from {shows} on, {config.of_best:g} of any other; the clip is refused below {refuses}"
