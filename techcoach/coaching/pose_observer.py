"""Observation of a clip by pose: the athlete is found and followed, and posed at the moments of the model."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..model import TechCoachProcessor
from ..model.action_spotter import ActionSpotter
from ..model.processing import batch_poses
from ..pose.athlete import box_at, first_box
from ..pose.following import Candidate
from ..pose.slow_motion import estimate_slow_motion
from ..pose.tracker import PoseTracker
from ..pose.two_pass import coarse_indices, refine
from ..types import (
    AttemptSummary,
    Clip,
    Evidence,
    PersonBox,
    PersonSummary,
    Progress,
    Refusal,
    SeveralAthletes,
)
from ..video.continuity import Continuity, examine_continuity
from ..video.reader import read_clip, read_clip_or_scan
from ..video.sampling import WINDOW_S, nearest
from .observation import SCAN_FPS, SCAN_SIDE, ClipRequest, Observation, require_length, scaled
from .scene import Scene, Survey

LONGEST_WHOLE_S = WINDOW_S + 0.1
"""A clip or part of this length is read whole: where frames begin and end is not exact."""
LOOKED_SHARE = 0.6
"""Share of the work that is done when it is known who and what is coached."""


@dataclass(frozen=True)
class SurveyedClip:
    """A clip after its first look.

    Attributes:
        request: what was asked for. clip: its frames, only a few of them if it is long. is_scan: whether that is so.
        survey: how it was looked at. continuity: of these frames. scene: who and what was found.
        ego_clip: the first-person clip of the same moment. warnings: about the reading.
        timing_s: seconds spent in "decode" and "pose" so far.
    """

    request: ClipRequest
    clip: Clip
    is_scan: bool
    survey: Survey
    continuity: Continuity
    scene: Scene
    ego_clip: Clip | None
    warnings: tuple[str, ...]
    timing_s: Mapping[str, float]


@dataclass(frozen=True)
class CloseView:
    """The part of a clip that is coached, closely seen.

    Attributes:
        clip: its frames. continuity: of these frames. athlete: followed through them. warnings: for the user.
    """

    clip: Clip
    continuity: Continuity
    athlete: Candidate
    warnings: tuple[str, ...]


class PoseObserver:
    """Observer of the athlete's pose. It shows a first-person clip, which has no body in view, but does not read it.

    Args:
        spotter: finds attempts; None where the checkpoint has none: then the athlete's motion alone says what is
            coached.
    """

    views: tuple[str, ...] = ("exo",)

    def __init__(
        self, processor: TechCoachProcessor, tracker: PoseTracker, spotter: ActionSpotter | None = None
    ) -> None:
        self.processor, self.tracker, self.spotter = processor, tracker, spotter

    def observe(self, request: ClipRequest, progress: Progress) -> Observation:
        """Read the clip, find the athlete and the attempt, and track the athlete at the model's moments."""
        surveyed = self._survey(request, progress)
        progress("Following the athlete's movement", LOOKED_SHARE)
        return self._observe(surveyed, surveyed.scene)

    def observe_attempts(self, request: ClipRequest, progress: Progress) -> Iterator[Observation | Refusal]:
        """Read the clip and find the attempts once, then observe each."""
        surveyed = self._survey(request, progress)
        scene = surveyed.scene
        scenes = [scene.of(attempt) for attempt in scene.attempts] or [scene]
        for number, of_attempt in enumerate(scenes):
            share = LOOKED_SHARE + (1 - LOOKED_SHARE) * number / len(scenes)
            progress("Following the athlete's movement", share)
            outcome: Observation | Refusal
            try:
                outcome = self._observe(surveyed, of_attempt)
            except Refusal as refusal:
                outcome = refusal
            yield outcome
            surveyed = replace(surveyed, timing_s={})

    def _survey(self, request: ClipRequest, progress: Progress) -> SurveyedClip:
        """Read the clip, and find who and what is coached."""
        started_at = time.perf_counter()
        progress("Reading the clip", 0.0)
        clip, warnings = self._read(request)
        decoded_at = time.perf_counter()
        ego_clip = None if request.ego is None else read_clip(request.ego, max_fps=SCAN_FPS, max_side=SCAN_SIDE)
        survey = Survey(
            tracker=self.tracker,
            spotter=self.spotter,
            drill=request.drill,
            athlete=scaled(request.athlete, clip),
            attempt=request.attempt,
            by_hand=request.start is not None or request.end is not None,
            slow_motion=clip.slow_motion,
        )
        continuity = examine_continuity(clip.frames, clip.times)
        is_scan = clip.window_s[1] - clip.window_s[0] > LONGEST_WHOLE_S and not survey.by_hand
        looked_at = np.arange(len(clip.times)) if is_scan else coarse_indices(clip.times)
        with pixels_of_file(clip):
            scene = survey.look(clip.frames[looked_at], clip.times[looked_at], continuity, progress)
        timing = {"decode": decoded_at - started_at, "pose": time.perf_counter() - decoded_at}
        return SurveyedClip(request, clip, is_scan, survey, continuity, scene, ego_clip, warnings, timing)

    def _observe(self, surveyed: SurveyedClip, scene: Scene) -> Observation:
        """Observe what is coached of a scene."""
        started_at = time.perf_counter()
        view = self._close_view(surveyed, scene)
        clip = view.clip
        require_length(clip)
        slow_motion, slow_warnings = _slowness(clip, view.athlete)
        clock = view.continuity.running_times(clip.times) / slow_motion
        count = self.processor.config.pose_frames
        track, moments_s = refine(clip.frames, clip.times, clock, self.tracker, view.athlete, count)
        pose = self.processor.pose_inputs(track.points, track.confidence, moments_s, (track.width, track.height))
        warnings = (*surveyed.warnings, *view.warnings, *slow_warnings)
        ego_clip = surveyed.ego_clip
        if ego_clip is not None:
            warnings += ("The first-person clip is shown, not read: this checkpoint reads the athlete's pose.",)
        evidence = Evidence(
            frames=clip.frames[nearest(clip.times, track.times)],
            times=track.times,
            points=track.points,
            confidence=track.confidence,
            cell_boxes=pose.cell_boxes,
            bin_times=np.interp(pose.bin_times, moments_s, track.times),
            ego_frames=None if ego_clip is None else ego_clip.frames,
        )
        before = surveyed.timing_s
        timing = {
            "decode": before.get("decode", 0.0),
            "pose": before.get("pose", 0.0) + time.perf_counter() - started_at,
        }
        return Observation(
            clip,
            {"pose": batch_poses([pose])},
            evidence,
            warnings,
            timing,
            people=_people(scene, surveyed.clip),
            attempts=_attempts(scene, surveyed.request.drill),
            spotting=scene.stretch.spotting,
        )

    def _read(self, request: ClipRequest) -> tuple[Clip, tuple[str, ...]]:
        """Read the clip, or the part that the user chose; only coarsely if it is long. Return warnings, too."""
        path, start, end = request.path, request.start, request.end
        if start is None and end is None:
            clip = read_clip_or_scan(path, longest_s=LONGEST_WHOLE_S, scan_fps=SCAN_FPS, scan_side=SCAN_SIDE)
            return clip, clip.warnings
        clip = read_clip(path, start=start, end=end)
        begin, longest_s = clip.window_s[0], WINDOW_S * clip.slow_motion
        if clip.window_s[1] - begin <= longest_s + LONGEST_WHOLE_S - WINDOW_S:
            return clip, clip.warnings
        clip = read_clip(path, start=begin, end=begin + longest_s)
        warning = f"Only the first {longest_s:.0f} s of the part that you chose were coached."
        return clip, (*clip.warnings, warning)

    def _close_view(self, surveyed: SurveyedClip, scene: Scene) -> CloseView:
        """See the part that is coached closely; what was only scanned is read and followed again."""
        first, (start, end) = surveyed.clip, scene.window_s
        if not surveyed.is_scan:
            return CloseView(part_of(first, scene.window_s), surveyed.continuity, scene.athlete, scene.warnings)
        clip = read_clip(surveyed.request.path, start=start, end=end)
        athlete = person_within(scene.athlete, start, end).scaled(first.width / first.frames.shape[2])
        close = replace(surveyed.survey, spotter=None, attempt=None, by_hand=True, athlete=scaled(athlete, clip))
        continuity = examine_continuity(clip.frames, clip.times)
        coarse = coarse_indices(clip.times)
        with pixels_of_file(clip):
            seen = close.look(clip.frames[coarse], clip.times[coarse], continuity)
        warnings = tuple(dict.fromkeys((*scene.warnings, *seen.warnings)))
        return CloseView(part_of(clip, seen.window_s), continuity, seen.athlete, warnings)


def _people(scene: Scene, clip: Clip) -> tuple[PersonSummary, ...]:
    """Return everybody who was followed in the stretch that is coached, in pixels of the file's frames."""
    factor = clip.width / clip.frames.shape[2]
    people = []
    for person in scene.stretch.people:
        times = person.track.times
        first = first_box(person).scaled(factor)
        people.append(
            PersonSummary(
                box=first.box,
                time_s=float(times[person.seen][0]),
                seen_s=float(person.seen.mean() * (times[-1] - times[0])),
                coached=person is scene.athlete,
            )
        )
    return tuple(people)


def _attempts(scene: Scene, drill: str) -> tuple[AttemptSummary, ...]:
    """Return all attempts at any drill, in order of time."""
    of_drill = scene.attempts
    return tuple(
        AttemptSummary(
            drill=attempt.drill,
            number=of_drill.index(attempt) + 1 if attempt.drill == drill else None,
            start_s=attempt.start_s,
            end_s=attempt.end_s,
            probability=attempt.probability,
            coached=attempt is scene.attempt,
        )
        for stretch in scene.stretches
        if stretch.spotting is not None
        for attempt in stretch.spotting.attempts
    )


def part_of(clip: Clip, window_s: tuple[float, float]) -> Clip:
    """Return the clip with the frames of a part of it."""
    inside = (clip.times >= window_s[0]) & (clip.times <= window_s[1])
    if inside.all():
        return clip
    return replace(clip, frames=clip.frames[inside], times=clip.times[inside], window_s=window_s)


def person_within(person: Candidate, start: float, end: float) -> PersonBox:
    """Return where a followed person is first seen from `start` to `end`, or else at all; pixels of the frames."""
    times = person.track.times
    inside = person.seen & (times >= start) & (times <= end)
    return box_at(person, int(np.flatnonzero(inside if inside.any() else person.seen)[0]))


def _slowness(clip: Clip, athlete: Candidate) -> tuple[float, tuple[str, ...]]:
    """Return seconds of the file for one second of the motion, and a warning where only the fall of the body tells."""
    if clip.slow_motion != 1.0:
        return clip.slow_motion, ()
    estimate = estimate_slow_motion(athlete.track)
    if estimate is None or not estimate.is_slow:
        return 1.0, ()
    return estimate.factor, (str(estimate.sentence()),)


@contextlib.contextmanager
def pixels_of_file(clip: Clip) -> Iterator[None]:
    """Turn a question about several people from pixels of the clip's frames to pixels of the file's."""
    try:
        yield
    except SeveralAthletes as question:
        factor = clip.width / clip.frames.shape[2]
        people = tuple(person.scaled(factor) for person in question.people)
        raise SeveralAthletes(people, question.picture, question.scale / factor) from question
