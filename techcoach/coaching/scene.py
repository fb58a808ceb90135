"""The scene of a clip: the athlete, and the part that shows one attempt at the drill.

A look at coarsely sampled frames answers who is coached and when, before anything is read closely. Knows frames, a
tracker and, where a checkpoint has one, an action spotter; no files and no weights of TechCoach.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..model.action_spotter import ActionSpotter
from ..pose.athlete import check_athlete, choose_athlete
from ..pose.following import Candidate, follow_athlete
from ..pose.orientation import refuse_if_turned, upright_share
from ..pose.smoothing import fill_and_smooth
from ..pose.tracker import PoseTracker
from ..types import PersonBox, PoseTrack, Progress, Refusal, silent
from ..video.continuity import Continuity, Span
from ..video.sampling import activity, busiest_window
from .spotting import Attempt, Spotting, choose, evidence, spot, window_of

MOST_STRETCHES = 3
"""So many stretches of a clip that is cut are looked at, the longest ones."""
UNLIKE_THE_DRILL = 0.1
"""Who shows no attempt at the drill counts for this share of somebody who surely does."""


@dataclass(frozen=True)
class Scene:
    """Who and what is coached of a clip.

    Attributes:
        athlete: followed through the frames that were looked at.
        window_s: start and end of the part to coach, seconds in the file.
        attempts: those at the drill, in order of time. attempt: the one to coach; None where none was found.
        spotting: what the spotter says of the athlete; None without a spotter.
        warnings: plain sentences for the user.
    """

    athlete: Candidate
    window_s: tuple[float, float]
    attempts: tuple[Attempt, ...] = ()
    attempt: Attempt | None = None
    spotting: Spotting | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Survey:
    """How a clip is looked at.

    Attributes:
        tracker: finds and follows people. spotter: finds attempts; None where the checkpoint has none.
        drill: id. athlete: where the athlete is, in pixels of the frames; None for who is likeliest.
        attempt: number of the attempt to coach, from 1; None for the surest. by_hand: whether the user chose the part,
            which is then coached from its start to its end.
        slow_motion: seconds of the file for one second of the motion.
    """

    tracker: PoseTracker
    spotter: ActionSpotter | None
    drill: str
    athlete: PersonBox | None = None
    attempt: int | None = None
    by_hand: bool = False
    slow_motion: float = 1.0

    def look(self, frames: np.ndarray, times: np.ndarray, continuity: Continuity, progress: Progress = silent) -> Scene:
        """Choose the athlete and the part to coach.

        Args:
            frames: (T, H, W, 3) uint8 RGB, coarsely sampled. times: (T,) rising seconds in the file.
            continuity: of the same stretch of time, sampled at least as densely.

        Raises:
            Refusal: no_athlete, several_athletes, or too_short where the clip is cut into pieces.
        """
        stretches = self._stretches(continuity, times)
        scenes, refusals = [], []
        for stretch in stretches:
            inside = (times >= stretch.start_s) & (times <= stretch.end_s)
            try:
                scenes.append(self._look_at(frames[inside], times[inside], stretch, progress))
            except Refusal as refusal:
                refusals.append(refusal)
        if not scenes:
            raise refusals[0]
        best = max(scenes, key=lambda scene: (self._evidence(scene.spotting), len(scene.athlete.track.times)))
        return replace(best, warnings=(*continuity.sentences(), *self._part_warning(best, times), *best.warnings))

    def _stretches(self, continuity: Continuity, times: np.ndarray) -> Sequence[Span]:
        """Return the stretches to look at, the longest first."""
        stretches = [
            span for span in continuity.coachable() if ((times >= span.start_s) & (times <= span.end_s)).sum() > 1
        ]
        if not stretches:
            raise Refusal(
                "too_short",
                f"No part of the clip runs on for long enough. {' '.join(continuity.sentences())}",
                "Upload the clip as it was filmed, or choose a part without a cut.",
            )
        marked = None if self.athlete is None else self.athlete.time_s
        if marked is not None:
            stretches = [span for span in stretches if span.start_s <= marked <= span.end_s] or stretches
        return sorted(stretches, key=lambda span: -span.seconds)[:MOST_STRETCHES]

    def _look_at(self, frames: np.ndarray, times: np.ndarray, stretch: Span, progress: Progress) -> Scene:
        """Look at one stretch that runs on."""
        athlete, warnings = self._choose(frames, times, progress)
        refuse_if_turned(frames, times, self.tracker, upright_share(athlete.track))
        warnings += check_athlete(athlete.track)
        spotting = self._spot(athlete.track)
        attempts = () if spotting is None else tuple(one for one in spotting.attempts if one.drill == self.drill)
        attempt = self._chosen(attempts)
        window = self._window(athlete, attempt, stretch)
        return Scene(athlete, window, attempts, attempt, spotting, tuple(warnings))

    def _choose(self, frames: np.ndarray, times: np.ndarray, progress: Progress) -> tuple[Candidate, list[str]]:
        """Choose the athlete among the people of a stretch; return warnings about the choice, too."""
        try:
            candidates = follow_athlete(frames, times, self.tracker, self.athlete, progress)
        except Refusal:
            refuse_if_turned(frames, times, self.tracker, upright=0.0)
            raise
        if self.spotter is not None and len(candidates) > 1:
            candidates = tuple(replace(one, likeness=self._likeness(one)) for one in candidates)
        return choose_athlete(sorted(candidates, key=lambda one: -one.weight), frames)

    def _spot(self, track: PoseTrack) -> Spotting | None:
        """Spot attempts in a raw track. Times of the result are seconds in the file."""
        if self.spotter is None or not (track.confidence > 0).any():
            return None
        smooth = fill_and_smooth(track)
        start = float(track.times[0])
        spotting = spot(self.spotter, replace(smooth, times=start + (track.times - start) / self.slow_motion))
        return spotting if self.slow_motion == 1.0 else _stretched(spotting, start, self.slow_motion)

    def _likeness(self, candidate: Candidate) -> float:
        """Return how much somebody's motion is like the drill, from `UNLIKE_THE_DRILL` to 1."""
        return UNLIKE_THE_DRILL + (1 - UNLIKE_THE_DRILL) * self._evidence(self._spot(candidate.track))

    def _evidence(self, spotting: Spotting | None) -> float:
        return 0.0 if spotting is None else evidence(spotting, self.drill)

    def _chosen(self, attempts: Sequence[Attempt]) -> Attempt | None:
        """Return the attempt that was asked for, or the surest; None without any.

        Raises:
            Refusal: too_short, if there is no attempt of that number.
        """
        if self.attempt is not None and not 1 <= self.attempt <= len(attempts):
            raise Refusal(
                "too_short",
                f"There is no attempt {self.attempt}: {len(attempts)} were found.",
                "Choose one of them, or a part of the clip by its start and end.",
            )
        if self.attempt is not None:
            return attempts[self.attempt - 1]
        return choose(attempts, self.drill)

    def _window(self, athlete: Candidate, attempt: Attempt | None, stretch: Span) -> tuple[float, float]:
        start, end = stretch.start_s, stretch.end_s
        if self.by_hand:
            return start, end
        if attempt is not None:
            return window_of(attempt, start, end)
        track = fill_and_smooth(athlete.track)
        moving = activity(track.points, track.confidence, track.times)
        first, last = busiest_window(track.times, moving)
        return (start if first == track.times[0] else first), (end if last == track.times[-1] else last)

    def _part_warning(self, scene: Scene, times: np.ndarray) -> list[str]:
        """Return a sentence about what part is coached, where it is not the whole clip."""
        start, end = scene.window_s
        if len(scene.attempts) > 1 and scene.attempt is not None:
            events = ", ".join(f"{attempt.event_s:.1f} s" for attempt in scene.attempts)
            number = scene.attempts.index(scene.attempt) + 1
            return [
                f"There are {len(scene.attempts)} attempts, at {events}. Attempt {number}, from {start:.1f} s to "
                f"{end:.1f} s, was coached."
            ]
        if start - times[0] > 1.0 or times[-1] - end > 1.0:
            return [f"The part from {start:.1f} s to {end:.1f} s was coached. Choose another by its start and end."]
        return []


def _stretched(spotting: Spotting, start: float, factor: float) -> Spotting:
    """Return a spotting with its times stretched by a factor from `start` on."""

    def later(time: float) -> float:
        return start + (time - start) * factor

    attempts = tuple(
        replace(one, start_s=later(one.start_s), end_s=later(one.end_s), event_s=later(one.event_s))
        for one in spotting.attempts
    )
    return replace(spotting, times=start + (spotting.times - start) * factor, attempts=attempts)
