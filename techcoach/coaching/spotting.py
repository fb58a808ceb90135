"""What the action spotter says about a clip: attempts at drills, whether it shows a drill, which attempt to coach.

Pure functions of a spotter's output. Knows drills by id; no file, no frames and no report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..model.action_spotter import ActionSpotter, SpotterConfig, spotter_features
from ..types import PoseTrack
from ..video.sampling import WINDOW_S

UNDER_WAY, EDGE = 0.5, 0.25
"""Some drill's action is under way where its probability comes to the first; it lasts while it is above the second."""
EVENT = 0.2
"""A peak of the key event's probability times the action's that is an attempt, or a repetition, of its own."""
BETWEEN_EVENTS_S = 0.8
"""Two attempts have their key events farther apart."""
PAUSE_S = 1.5
"""A series goes on after a shorter pause."""
SHORTEST_S = 0.3
"""An action that is under way for less time is none."""
MARGIN_S = 0.5
"""What is coached begins and ends so long before and after the attempt."""
AT_AN_END_S = 0.1
"""An attempt that comes nearer to an end of the track may have been cut."""
DOINGS: Mapping[str, str] = {
    "still": "the athlete stands",
    "on foot": "the athlete walks or runs",
    "other": "the athlete does something else",
}
"""What an idle class of a spotter means, as half a sentence."""


@dataclass(frozen=True)
class Attempt:
    """One attempt at a drill in a track; of a series, the whole series.

    Attributes:
        drill: id. start_s, end_s: of the action. event_s: of the key event, of a series the one nearest to its middle.
        probability: that the drill's action is under way, 0..1, on average over the attempt.
        others: the same of every other drill, by id. cut: whether the attempt runs into an end of the track.
    """

    drill: str
    start_s: float
    end_s: float
    event_s: float
    probability: float
    others: Mapping[str, float]
    cut: bool


@dataclass(frozen=True)
class Spotting:
    """What a spotter says about a track.

    Attributes:
        times: (T,) seconds. config: the spotter's. probabilities: (T, C) of its classes. events: (T,) 0..1.
        attempts: of all drills, in order of time.
    """

    times: np.ndarray
    config: SpotterConfig
    probabilities: np.ndarray
    events: np.ndarray
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True)
class _Span:
    """Frames about one key event: the first, the last, and that of the event."""

    start: int
    end: int
    peak: int


def spot(spotter: ActionSpotter, track: PoseTrack) -> Spotting:
    """Spot the actions in one athlete's track, of any length and rate; a coarse scan of six frames a second will do."""
    features, times = spotter_features(track.points, track.confidence, track.times, spotter.config)
    return spot_in_features(spotter, features, times)


def spot_in_features(spotter: ActionSpotter, features: np.ndarray, times: np.ndarray) -> Spotting:
    """Spot the actions in features (T, F) that `spotter_features` made, with their times (T,)."""
    probabilities, events = spotter.probabilities(features)
    attempts = find_attempts(times, probabilities, events, spotter.config)
    return Spotting(times, spotter.config, probabilities, events, attempts)


def find_attempts(
    times: np.ndarray, probabilities: np.ndarray, events: np.ndarray, config: SpotterConfig
) -> tuple[Attempt, ...]:
    """Return the attempts in a spotter's output, in order of their key events.

    Where some drill's action is under way, the frames about each key event are one attempt, at the drill that is most
    probable in them on average. Neighbouring ones at a series are repetitions of it; a series has two or more.

    Args:
        times: (T,) seconds. probabilities: (T, C). events: (T,).
    """
    drills = probabilities[:, : len(config.drills)]
    action = drills.sum(axis=1)
    is_series = np.array([drill in config.series for drill in config.drills])
    spans = [span for stretch in _stretches(times, action) for span in _spans(times, action, events, *stretch)]
    attempts, number = [], 0
    while number < len(spans):
        following = [spans[number]]
        best = _most_probable(drills, spans[number])
        if is_series[best]:
            following += _repetitions(times, drills, spans[number:], best)
        means = drills[following[0].start : following[-1].end + 1].mean(axis=0)
        if len(following) == 1:
            # One key event is no series: what speaks for one is shared among the other drills.
            means = np.where(is_series, 0.0, means) * means.sum() / max(float(means[~is_series].sum()), 1e-9)
        attempts.append(_attempt(config.drills, times, events, following, means))
        number += len(following)
    return tuple(attempts)


def _stretches(times: np.ndarray, action: np.ndarray) -> list[tuple[int, int]]:
    """Return first and last frames of the stretches above `EDGE` that come to `UNDER_WAY` and last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], action >= EDGE, [False]]).astype(int))).reshape(-1, 2)
    return [
        (int(start), int(end) - 1)
        for start, end in edges
        if action[start:end].max() >= UNDER_WAY and times[end - 1] - times[start] >= SHORTEST_S
    ]


def _spans(times: np.ndarray, action: np.ndarray, events: np.ndarray, start: int, end: int) -> list[_Span]:
    """Divide the frames from start to end among the key events in them, where the action is least probable between."""
    peaks = _peaks(times, events * action, start, end)
    cuts = [first + int(np.argmin(action[first : last + 1])) for first, last in zip(peaks, peaks[1:], strict=False)]
    return [_Span(*span) for span in zip([start, *cuts], [*cuts, end], peaks, strict=True)]


def _peaks(times: np.ndarray, strength: np.ndarray, start: int, end: int) -> list[int]:
    """Return the frames of the key events from start to end: the highest, then others far enough away."""
    peaks: list[int] = []
    for frame in start + np.argsort(-strength[start : end + 1], kind="stable"):
        if peaks and strength[frame] < EVENT:
            break
        around = strength[max(frame - 1, 0) : frame + 2]
        apart = all(abs(times[frame] - times[peak]) >= BETWEEN_EVENTS_S for peak in peaks)
        if apart and (not peaks or strength[frame] >= around.max()):
            peaks.append(int(frame))
    return sorted(peaks)


def _most_probable(drills: np.ndarray, span: _Span) -> int:
    return int(drills[span.start : span.end + 1].mean(axis=0).argmax())


def _repetitions(times: np.ndarray, drills: np.ndarray, spans: Sequence[_Span], series: int) -> list[_Span]:
    """Return the spans after the first that go on with its series."""
    following: list[_Span] = []
    for before, span in zip(spans, spans[1:], strict=False):
        if _most_probable(drills, span) != series or times[span.start] - times[before.end] > PAUSE_S:
            break
        following.append(span)
    return following


def _attempt(
    names: Sequence[str], times: np.ndarray, events: np.ndarray, spans: Sequence[_Span], means: np.ndarray
) -> Attempt:
    start, end = float(times[spans[0].start]), float(times[spans[-1].end])
    peak = min((span.peak for span in spans), key=lambda frame: abs(times[frame] - (start + end) / 2))
    best = int(means.argmax())
    return Attempt(
        drill=names[best],
        start_s=start,
        end_s=end,
        event_s=_finer(times, events, peak),
        probability=float(means[best]),
        others={name: float(mean) for name, mean in zip(names, means, strict=True) if name != names[best]},
        cut=start - times[0] < AT_AN_END_S or times[-1] - end < AT_AN_END_S,
    )


def _finer(times: np.ndarray, events: np.ndarray, peak: int) -> float:
    """Return the time of a peak between frames: the mean of the three frames' times, weighted by the event."""
    rows = slice(max(peak - 1, 0), peak + 2)
    return float(np.average(times[rows], weights=events[rows] + 1e-6))


def evidence(spotting: Spotting, drill: str) -> float:
    """Return how surely a track shows a drill, 0..1: its probability in the attempt where it is most probable; 0 for a
    drill that the spotter does not know."""
    found = (
        attempt.probability if attempt.drill == drill else attempt.others.get(drill, 0.0)
        for attempt in spotting.attempts
    )
    return max(found, default=0.0)


def doing(spotting: Spotting) -> str:
    """Return what the athlete mostly does who is at no drill, as half a sentence."""
    shares = {name: spotting.probabilities[:, spotting.config.classes.index(name)].mean() for name in DOINGS}
    return DOINGS[max(shares, key=lambda name: shares[name])]


def most_evidence(spotting: Spotting) -> float:
    """Return the evidence of the drill that has most, 0..1."""
    return max((attempt.probability for attempt in spotting.attempts), default=0.0)


def drill_seen(spotting: Spotting) -> str | None:
    """Return the id of the drill that a track surely shows most; None where it shows none."""
    shown = [attempt for attempt in spotting.attempts if shows(spotting, attempt.drill)]
    return max(shown, key=lambda attempt: attempt.probability).drill if shown else None


def shows(spotting: Spotting, drill: str) -> bool:
    """Return whether a track shows a drill."""
    config, found = spotting.config, evidence(spotting, drill)
    return found >= config.shows_from(drill) and found >= config.of_best * most_evidence(spotting)


def choose(attempts: Sequence[Attempt], drill: str) -> Attempt | None:
    """Return the attempt at a drill that is coached: the most probable of those that the clip shows from beginning to
    end, else of all; None without any."""
    of_drill = [attempt for attempt in attempts if attempt.drill == drill]
    return max(of_drill, key=lambda attempt: (not attempt.cut, attempt.probability), default=None)


def window_of(attempt: Attempt, first_s: float, last_s: float) -> tuple[float, float]:
    """Return start and end, seconds, of what is coached of an attempt: the action with a margin, within the clip from
    `first_s` to `last_s`; of a longer one `WINDOW_S` about its key event."""
    start, end = max(attempt.start_s - MARGIN_S, first_s), min(attempt.end_s + MARGIN_S, last_s)
    if end - start > WINDOW_S:
        start = float(np.clip(attempt.event_s - WINDOW_S / 2, start, end - WINDOW_S))
        end = start + WINDOW_S
    return start, end
