"""Records cut as people trim their clips: too early at the end, too late at the start, or both.

The simulation trims only idle time; these cuts go into the action, so that measured events are no longer visible. Knows
records; no model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from ..drills.catalogue import parameter_name
from ..drills.spec import measured_moments
from ..pose.two_pass import at_moments, model_moments
from ..types import PoseTrack
from ..video.sampling import nearest
from .records import Record

AROUND_S = 0.3
"""A cut falls between the middle of the action and so long before its first, or after its last, measured moment."""
SHORTEST_S = 0.5
FINE_FPS = 30.0


def windows(record: Record, rng: np.random.Generator) -> Iterator[tuple[float, float]]:
    """Yield (start, end), seconds, of three cuts (at the end, the start, both); fewer where little would be left."""
    moments = measured_moments(record.measured)
    begin, end, middle = float(record.times[0]), float(record.times[-1]), (min(moments) + max(moments)) / 2

    def early() -> float:
        return float(rng.uniform(middle, max(min(end, max(moments) + AROUND_S), middle)))

    def late() -> float:
        return float(rng.uniform(min(max(begin, min(moments) - AROUND_S), middle), middle))

    for window in ((begin, early()), (late(), end), (late(), early())):
        if window[1] - window[0] >= SHORTEST_S:
            yield window


def cut(record: Record, window: tuple[float, float]) -> Record:
    """Cut a record to a window, at as many moments; measurements stay, even of events that were cut away, which are no
    longer observable.

    Raises:
        ValueError: if the window leaves less than two moments.
    """
    start, end = window
    fine = np.arange(start, end, 1 / FINE_FPS)
    if len(fine) < 2:
        raise ValueError(f"{record.drill}, seed {record.seed}: nothing is left between {start:g} s and {end:g} s")
    part = at_moments(_track(record, record.points, record.confidence, record.world), fine)
    tracked = at_moments(part, model_moments(part, len(record.times)))
    certain = np.ones_like(record.confidence)
    true = at_moments(_track(record, record.true_points, certain, record.true_world), tracked.times)
    shown = record.observable
    return replace(
        record,
        seen=None if record.seen is None else record.seen[nearest(record.times, tracked.times)],
        observable=None
        if shown is None
        else {name: shown[name] * (start <= m.time_s <= end) for name, m in record.measured.items()},
        points=tracked.points,
        confidence=tracked.confidence,
        times=tracked.times,
        world=tracked.world,
        true_points=true.points,
        true_world=true.world,
        facing=np.interp(tracked.times, record.times, record.facing).astype(np.float32),
    )


def margins(record: Record, parameter_names: Sequence[str]) -> np.ndarray:
    """Return (Q,) seconds from each parameter's moment to the nearer end of the record, below 0 where it was cut away;
    NaN for other drills' parameters and for those that do not apply. parameter_names: as in a model's config."""
    margin_of = {
        parameter_name(record.drill, name): min(
            measurement.time_s - record.times[0], record.times[-1] - measurement.time_s
        )
        for name, measurement in record.measured.items()
    }
    return np.array([margin_of.get(name, np.nan) for name in parameter_names], dtype=np.float64)


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
