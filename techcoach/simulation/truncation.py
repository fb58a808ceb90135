"""Records cut as people trim their clips: too early at the end, too late at the start, or both.

The simulation trims idle time alone; this cuts into the action, where what is measured is no longer to be seen. Knows
records; what a model makes of them it does not ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from ..drills.catalogue import parameter_name
from ..pose.two_pass import at_moments, model_moments
from ..types import PoseTrack
from .records import Record

AROUND_S = 0.3
"""A cut falls between the middle of the action and so long before its first, or after its last, measured moment."""
SHORTEST_S = 0.5
FINE_FPS = 30.0


def windows(record: Record, rng: np.random.Generator) -> Iterator[tuple[float, float]]:
    """(start, end) in seconds of three cuts: at the end, at the start, at both; fewer where little would be left."""
    moments = [measurement.time_s for measurement in record.measured.values()]
    begin, end, middle = float(record.times[0]), float(record.times[-1]), (min(moments) + max(moments)) / 2

    def early() -> float:
        return float(rng.uniform(middle, max(min(end, max(moments) + AROUND_S), middle)))

    def late() -> float:
        return float(rng.uniform(min(max(begin, min(moments) - AROUND_S), middle), middle))

    for window in ((begin, early()), (late(), end), (late(), early())):
        if window[1] - window[0] >= SHORTEST_S:
            yield window


def cut(record: Record, window: tuple[float, float]) -> Record:
    """A part of a record as a clip of its own, at as many moments; measurements stay as they are, cut away or not.

    Raises:
        ValueError: if the window leaves less than two moments.
    """
    start, end = window
    fine = np.arange(start, end, 1 / FINE_FPS)
    if len(fine) < 2:
        raise ValueError(f"{record.drill}, seed {record.seed}: nothing is left between {start:g} s and {end:g} s")
    part = at_moments(_track(record, record.points, record.confidence, record.world), fine)
    seen = at_moments(part, model_moments(part, len(record.times)))
    certain = np.ones_like(record.confidence)
    true = at_moments(_track(record, record.true_points, certain, record.true_world), seen.times)
    return replace(
        record,
        points=seen.points,
        confidence=seen.confidence,
        times=seen.times,
        world=seen.world,
        true_points=true.points,
        true_world=true.world,
        facing=np.interp(seen.times, record.times, record.facing).astype(np.float32),
    )


def margins(record: Record, readings: Sequence[str]) -> np.ndarray:
    """(Q,) seconds from each parameter's moment to the nearer end of the record, below 0 where it is cut away; NaN for
    other drills' parameters. readings: names of the parameters, as in a model's config."""
    own = {
        parameter_name(record.drill, name): min(one.time_s - record.times[0], record.times[-1] - one.time_s)
        for name, one in record.measured.items()
    }
    return np.array([own.get(name, np.nan) for name in readings], dtype=np.float64)


def _track(record: Record, points: np.ndarray, confidence: np.ndarray, world: np.ndarray | None) -> PoseTrack:
    return PoseTrack(
        points=points,
        confidence=confidence,
        times=record.times,
        filled=np.zeros(len(record.times), dtype=bool),
        width=record.frame_size[0],
        height=record.frame_size[1],
        world=world,
    )
