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
"""An action is under way where its probability comes to the first; it lasts while it is above the second."""
EVENT = 0.2
"""A peak of the key event's probability times the action's that is an attempt of its own."""
BETWEEN_EVENTS_S = 0.8
"""Two key events of a drill that is no series are farther apart."""
PAUSE_S = 1.5
"""A series goes on after a shorter pause."""
SHORTEST_S = 0.3
"""An action that is under way for less time is none."""
EVIDENCE_S = 0.5
"""A drill is seen where its action is probable for so long on average."""
SHOWS = 0.5
"""A clip shows a drill from this evidence on."""
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
        probability: of the drill's action about the key event, 0..1. cut: whether it runs into an end of the track.
    """

    drill: str
    start_s: float
    end_s: float
    event_s: float
    probability: float
    cut: bool


@dataclass(frozen=True)
class Spotting:
    """What a spotter says about a track.

    Attributes:
        times: (T,) seconds. classes: names, drills' ids first. probabilities: (T, C). events: (T,) 0..1.
        attempts: of all drills, in order of time.
    """

    times: np.ndarray
    classes: tuple[str, ...]
    probabilities: np.ndarray
    events: np.ndarray
    attempts: tuple[Attempt, ...]

    def of(self, drill: str) -> np.ndarray:
        """Return the probability (T,) that a drill's action is under way; 0 for a drill that the spotter lacks."""
        if drill not in self.classes:
            return np.zeros(len(self.times))
        return np.asarray(self.probabilities[:, self.classes.index(drill)])


@dataclass(frozen=True)
class DrillVerdict:
    """Whether a clip shows a drill.

    Attributes:
        shown: whether it does. instead: id of the drill that the clip shows instead, or None.
        cause: a sentence for people that says what was found; empty where the drill is shown.
    """

    shown: bool
    instead: str | None
    cause: str


def spot(spotter: ActionSpotter, track: PoseTrack) -> Spotting:
    """Spot the actions in one athlete's track, of any length and rate; a coarse scan of six frames a second will do."""
    features, times = spotter_features(track.points, track.confidence, track.times, spotter.config)
    return spot_in_features(spotter, features, times)


def spot_in_features(spotter: ActionSpotter, features: np.ndarray, times: np.ndarray) -> Spotting:
    """Spot the actions in features (T, F) that `spotter_features` made, with their times (T,)."""
    probabilities, events = spotter.probabilities(features)
    attempts = find_attempts(times, probabilities, events, spotter.config)
    return Spotting(times, spotter.config.classes, probabilities, events, attempts)


def find_attempts(
    times: np.ndarray, probabilities: np.ndarray, events: np.ndarray, config: SpotterConfig
) -> tuple[Attempt, ...]:
    """Return the attempts in a spotter's output, in order of their key events.

    Args:
        times: (T,) seconds. probabilities: (T, C). events: (T,).
    """
    attempts: list[Attempt] = []
    for number, drill in enumerate(config.drills):
        action = probabilities[:, number]
        for start, end in _stretches(times, action, PAUSE_S if drill in config.series else 0.0):
            if times[end] - times[start] < SHORTEST_S:
                continue
            peaks = _peaks(times, events * action, start, end)
            if drill in config.series:
                middle = (times[start] + times[end]) / 2
                peaks = [min(peaks, key=lambda peak: abs(times[peak] - middle))]
            attempts += [
                _attempt(drill, times, action, events, span, peak)
                for peak, span in zip(peaks, _shares(action, start, end, peaks), strict=True)
            ]
    return tuple(sorted(attempts, key=lambda attempt: attempt.event_s))


def _stretches(times: np.ndarray, action: np.ndarray, pause_s: float) -> list[tuple[int, int]]:
    """Return first and last frames of the stretches above `EDGE` that come to `UNDER_WAY`; those with a pause of at
    most `pause_s` between them are one."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], action >= EDGE, [False]]).astype(int))).reshape(-1, 2)
    found: list[tuple[int, int]] = []
    for start, end in edges:
        if action[start:end].max() < UNDER_WAY:
            continue
        if found and times[start] - times[found[-1][1]] <= pause_s:
            start = found.pop()[0]
        found.append((int(start), int(end) - 1))
    return found


def _peaks(times: np.ndarray, strength: np.ndarray, start: int, end: int) -> list[int]:
    """Return the frames of the key events from start to end: the highest, then others far enough away."""
    peaks: list[int] = []
    for frame in start + np.argsort(-strength[start : end + 1], kind="stable"):
        if peaks and strength[frame] < EVENT:
            break
        around = strength[max(frame - 1, 0) : frame + 2]
        apart = all(abs(times[frame] - times[peak]) >= BETWEEN_EVENTS_S for peak in peaks)
        if apart and strength[frame] >= around.max():
            peaks.append(int(frame))
    return sorted(peaks)


def _shares(action: np.ndarray, start: int, end: int, peaks: Sequence[int]) -> list[tuple[int, int]]:
    """Divide the frames from start to end among the key events, where the action is least probable between them."""
    cuts = [first + int(np.argmin(action[first : last + 1])) for first, last in zip(peaks, peaks[1:], strict=False)]
    return list(zip([start, *cuts], [*cuts, end], strict=True))


def _attempt(
    drill: str, times: np.ndarray, action: np.ndarray, events: np.ndarray, span: tuple[int, int], peak: int
) -> Attempt:
    near = np.abs(times - times[peak]) <= EVIDENCE_S / 2
    start, end = float(times[span[0]]), float(times[span[1]])
    return Attempt(
        drill=drill,
        start_s=start,
        end_s=end,
        event_s=_finer(times, events, peak),
        probability=float(action[near].mean()),
        cut=start - times[0] < AT_AN_END_S or times[-1] - end < AT_AN_END_S,
    )


def _finer(times: np.ndarray, events: np.ndarray, peak: int) -> float:
    """Return the time of a peak between frames: the mean of the three frames' times, weighted by the event."""
    rows = slice(max(peak - 1, 0), peak + 2)
    return float(np.average(times[rows], weights=events[rows] + 1e-6))


def evidence(spotting: Spotting, drill: str) -> float:
    """Return how surely a track shows a drill, 0..1: the greatest mean probability of its action over `EVIDENCE_S`."""
    step = float(np.median(np.diff(spotting.times))) if len(spotting.times) > 1 else EVIDENCE_S
    width = min(max(round(EVIDENCE_S / step), 1), len(spotting.times))
    return float(np.convolve(spotting.of(drill), np.full(width, 1 / width), mode="valid").max())


def verdict(spotting: Spotting, drill: str, titles: Mapping[str, str]) -> DrillVerdict:
    """Return whether a track shows a drill, and what it shows instead.

    Args:
        titles: of all drills by id, for people.
    """
    if evidence(spotting, drill) >= SHOWS:
        return DrillVerdict(True, None, "")
    others = {name: evidence(spotting, name) for name in spotting.classes if name in titles and name != drill}
    instead = max(others, key=lambda name: others[name], default=None)
    title = titles[drill].lower()
    if instead is not None and others[instead] >= SHOWS:
        return DrillVerdict(False, instead, f"This looks like another drill: {titles[instead].lower()}, not {title}.")
    idle = {name: spotting.of(name).mean() for name in spotting.classes if name in DOINGS}
    doing = DOINGS[max(idle, key=lambda name: idle[name])] if idle else "the athlete does something else"
    return DrillVerdict(False, None, f"No attempt at the drill ({title}) was found: {doing}.")


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
