"""How well an action spotter finds attempts and tells drills apart, on simulated sequences whose truth is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..coaching.spotting import Attempt, shows, spot_in_features
from ..data.spotter_examples import SpotterExample
from ..model.action_spotter import ActionSpotter
from ..simulation.attempts import SimulatedAttempt
from .tables import Column, figure_table

TOLERANCE_S = 0.25
"""An attempt is found when its key event is so near."""
LEAST_OVERLAP = 0.5
"""Intersection over union from which a series counts as found."""
COLUMNS: tuple[Column, ...] = (
    ("true", "attempts", "{:.0f}"),
    ("recall", "found", "{:.1%}"),
    ("precision", "right of those named", "{:.1%}"),
    ("own", "own sequences accepted", "{:.1%}"),
    ("others", "other drills' accepted", "{:.1%}"),
    ("none", "no drill accepted", "{:.1%}"),
)


@dataclass(frozen=True)
class SpottingFigures:
    """The figures of a spotter.

    Attributes:
        by_drill: drill -> (true attempts, found ones of them, attempts that the spotter names, right ones of them).
        event_error_s: median distance of found key events from the true ones, seconds.
        shown: (D + 1, D) share of sequences of each drill, and last of none, that are taken to show each drill. Off the
            diagonal, sequences that show the other drill, too, do not count.
        any_for_none: share of the sequences of no drill that are taken to show one.
    """

    by_drill: dict[str, tuple[int, int, int, int]]
    event_error_s: float
    shown: np.ndarray
    any_for_none: float

    @property
    def recall(self) -> float:
        """Share of the true attempts that are found."""
        return sum(row[1] for row in self.by_drill.values()) / max(sum(row[0] for row in self.by_drill.values()), 1)

    @property
    def precision(self) -> float:
        """Share of the named attempts that are right."""
        return sum(row[3] for row in self.by_drill.values()) / max(sum(row[2] for row in self.by_drill.values()), 1)

    def as_table(self) -> str:
        """Return the figures as a Markdown table, a row a drill."""
        rows = {}
        for number, (drill, (true, found, named, right)) in enumerate(self.by_drill.items()):
            rows[drill] = {
                "true": true,
                "recall": found / true if true else np.nan,
                "precision": right / named if named else np.nan,
                "own": self.shown[number, number],
                "others": np.nanmean(np.delete(self.shown[:-1, number], number)),
                "none": self.shown[-1, number],
            }
        rows["all"] = {"true": sum(row[0] for row in self.by_drill.values()), "recall": self.recall}
        rows["all"] |= {"precision": self.precision, "own": np.nanmean(np.diag(self.shown)), "none": self.any_for_none}
        return "\n".join(figure_table("drill", COLUMNS, rows))


def spotting_figures(spotter: ActionSpotter, examples: Sequence[SpotterExample]) -> SpottingFigures:
    """Measure a spotter on examples that it was not trained on; each shows one drill, or some, or none."""
    drills = spotter.config.drills
    counts = {drill: np.zeros(4, dtype=int) for drill in drills}
    shown, clips = np.zeros((2, len(drills) + 1, len(drills)))
    errors: list[float] = []
    any_for_none = 0
    for example in examples:
        spotting = spot_in_features(spotter, example.features.astype(np.float32), example.times)
        of_clip = {drills.index(attempt.drill) for attempt in example.attempts}
        accepted = np.array([shows(spotting, drill) for drill in drills])
        for row in of_clip or {len(drills)}:
            judged = [column for column in range(len(drills)) if column == row or column not in of_clip]
            clips[row, judged] += 1
            shown[row, judged] += accepted[judged]
        any_for_none += int(not of_clip and accepted.any())
        series = {drill: drill in spotter.config.series for drill in drills}
        for true in example.attempts:
            matching = [found for found in spotting.attempts if matches(true, found, series[true.drill])]
            counts[true.drill] += [1, bool(matching), 0, 0]
            errors += [min(abs(found.event_s - event) for event in true.events) for found in matching[:1]]
        for found in spotting.attempts:
            right = any(matches(true, found, series[found.drill]) for true in example.attempts)
            counts[found.drill] += [0, 0, 1, right]
    return SpottingFigures(
        by_drill={drill: (int(a), int(b), int(c), int(d)) for drill, (a, b, c, d) in counts.items()},
        event_error_s=float(np.median(errors)) if errors else float("nan"),
        shown=shown / np.where(clips, clips, np.nan),
        any_for_none=any_for_none / max(int(clips[-1, 0]), 1),
    )


def matches(true: SimulatedAttempt, found: Attempt, series: bool) -> bool:
    """Return whether a found attempt is a true one: same drill, and the key event, or the span of a series, agrees."""
    if true.drill != found.drill:
        return False
    if not series:
        return abs(found.event_s - true.events[0]) <= TOLERANCE_S
    shared = min(true.end, found.end_s) - max(true.start, found.start_s)
    return shared / (max(true.end, found.end_s) - min(true.start, found.start_s)) >= LEAST_OVERLAP
