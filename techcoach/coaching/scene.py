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
class Stretch:
    """A part of a clip that runs on, with who and what was found in it.

    Attributes:
        span: start and end. people: followed through its frames, the likeliest athlete first. athlete: one of them.
        spotting: what the spotter says of the athlete; None without a spotter. attempts: those at the drill.
        warnings: plain sentences for the user.
    """

    span: Span
    people: tuple[Candidate, ...]
    athlete: Candidate
    spotting: Spotting | None = None
    attempts: tuple[Attempt, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """Who and what is coached of a clip.

    Attributes:
        stretches: all that were looked at, in order of time. stretch: the one that is coached.
        attempt: the one that is coached; None where none was found, or the user chose the part.
        window_s: start and end of the part to coach, clip_s: of all that was looked at; seconds in the file.
        breaks: sentences for the user about where the clip does not run on.
    """

    stretches: tuple[Stretch, ...]
    stretch: Stretch
    attempt: Attempt | None
    window_s: tuple[float, float]
    clip_s: tuple[float, float]
    breaks: tuple[str, ...] = ()

    @property
    def athlete(self) -> Candidate:
        """The one who is coached, followed through the frames of the stretch."""
        return self.stretch.athlete

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """All attempts at the drill, in order of time."""
        return tuple(attempt for stretch in self.stretches for attempt in stretch.attempts)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Plain sentences for the user."""
        return (*self.breaks, *self._part_warning(), *self.stretch.warnings)

    def of(self, attempt: Attempt) -> Scene:
        """Return the same scene with another attempt of it to coach."""
        (stretch,) = (one for one in self.stretches if attempt in one.attempts)
        window = window_of(attempt, stretch.span.start_s, stretch.span.end_s)
        return replace(self, stretch=stretch, attempt=attempt, window_s=window)

    def _part_warning(self) -> list[str]:
        """Return a sentence about what part is coached, where it is not the whole clip."""
        start, end = self.window_s
        attempts = self.attempts
        if len(attempts) > 1:
            events = ", ".join(f"{attempt.event_s:.1f} s" for attempt in attempts)
            found = f"There are {len(attempts)} attempts, at {events}."
            if self.attempt is None:
                return [f"{found} The report is about all of them together. Choose one by its number."]
            number = attempts.index(self.attempt) + 1
            return [
                f"{found} Attempt {number}, from {start:.1f} s to {end:.1f} s, was coached. For another one, choose "
                "its number, or its start and end."
            ]
        if start - self.clip_s[0] > 1.0 or self.clip_s[1] - end > 1.0:
            return [f"The part from {start:.1f} s to {end:.1f} s was coached. Choose another by its start and end."]
        return []


@dataclass(frozen=True)
class Survey:
    """How a clip is looked at.

    Attributes:
        tracker: finds and follows people. spotter: finds attempts; None where the checkpoint has none.
        drill: id. athlete: where the athlete is, in pixels of the frames; None for who is likeliest.
        attempt: number of the attempt to coach, from 1; None for the surest. by_hand: whether the user chose the part,
            which is then coached from its start to its end, if no attempt in it was asked for.
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
            Refusal: no_athlete, several_athletes, or too_short where the clip is cut into pieces, or has no attempt of
                the number that was asked for.
        """
        stretches, refusals = [], []
        for span in self._spans(continuity, times):
            inside = (times >= span.start_s) & (times <= span.end_s)
            try:
                stretches.append(self._look_at(frames[inside], times[inside], span, progress))
            except Refusal as refusal:
                refusals.append(refusal)
        if not stretches:
            raise refusals[0]
        best = max(stretches, key=lambda one: (self._evidence(one.spotting), len(one.athlete.track.times)))
        attempt = None if self.by_hand else choose(best.attempts, self.drill)
        scene = Scene(
            stretches=tuple(sorted(stretches, key=lambda one: one.span.start_s)),
            stretch=best,
            attempt=attempt,
            window_s=self._window(best, attempt),
            clip_s=(float(times[0]), float(times[-1])),
            breaks=continuity.sentences(),
        )
        return scene if self.attempt is None else scene.of(numbered_attempt(scene.attempts, self.attempt))

    def _spans(self, continuity: Continuity, times: np.ndarray) -> Sequence[Span]:
        """Return the stretches to look at, the longest first."""
        spans = [span for span in continuity.coachable() if ((times >= span.start_s) & (times <= span.end_s)).sum() > 1]
        if not spans:
            raise Refusal(
                "too_short",
                f"No part of the clip runs on for long enough. {' '.join(continuity.sentences())}",
                "Upload the clip as it was filmed, or choose a part without a cut.",
            )
        marked = None if self.athlete is None else self.athlete.time_s
        if marked is not None:
            spans = [span for span in spans if span.start_s <= marked <= span.end_s] or spans
        return sorted(spans, key=lambda span: -span.seconds)[:MOST_STRETCHES]

    def _look_at(self, frames: np.ndarray, times: np.ndarray, span: Span, progress: Progress) -> Stretch:
        """Look at one stretch that runs on."""
        people = self._people(frames, times, progress)
        athlete, warnings = choose_athlete(people, frames)
        refuse_if_turned(frames, times, self.tracker, upright_share(athlete.track))
        warnings += check_athlete(athlete.track)
        spotting = self._spot(athlete.track)
        attempts = () if spotting is None else tuple(one for one in spotting.attempts if one.drill == self.drill)
        return Stretch(span, people, athlete, spotting, attempts, tuple(warnings))

    def _people(self, frames: np.ndarray, times: np.ndarray, progress: Progress) -> tuple[Candidate, ...]:
        """Follow the people of a stretch; the likeliest athlete comes first."""
        try:
            candidates = follow_athlete(frames, times, self.tracker, self.athlete, progress)
        except Refusal:
            refuse_if_turned(frames, times, self.tracker, upright=0.0)
            raise
        if self.spotter is not None and len(candidates) > 1:
            candidates = tuple(replace(one, likeness=self._likeness(one)) for one in candidates)
        return tuple(sorted(candidates, key=lambda one: -one.weight))

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

    def _window(self, stretch: Stretch, attempt: Attempt | None) -> tuple[float, float]:
        start, end = stretch.span.start_s, stretch.span.end_s
        if self.by_hand:
            return start, end
        if attempt is not None:
            return window_of(attempt, start, end)
        track = fill_and_smooth(stretch.athlete.track)
        moving = activity(track.points, track.confidence, track.times)
        first, last = busiest_window(track.times, moving)
        return (start if first == track.times[0] else first), (end if last == track.times[-1] else last)


def numbered_attempt(attempts: Sequence[Attempt], number: int) -> Attempt:
    """Return the attempt of that number, from 1.

    Raises:
        Refusal: too_short, if there is none.
    """
    if not 1 <= number <= len(attempts):
        raise Refusal(
            "too_short",
            f"There is no attempt {number}: {len(attempts) or 'none'} {'was' if len(attempts) == 1 else 'were'} found.",
            "Choose a part of the clip by its start and end, or let the coach choose.",
        )
    return attempts[number - 1]


def _stretched(spotting: Spotting, start: float, factor: float) -> Spotting:
    """Return a spotting with its times stretched by a factor from `start` on."""

    def later(time: float) -> float:
        return start + (time - start) * factor

    attempts = tuple(
        replace(one, start_s=later(one.start_s), end_s=later(one.end_s), event_s=later(one.event_s))
        for one in spotting.attempts
    )
    return replace(spotting, times=start + (spotting.times - start) * factor, attempts=attempts)
