"""Observation of a clip by pose: the athlete is found and followed, and posed at the moments of the model."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ..model import TechCoachProcessor
from ..model.action_spotter import ActionSpotter
from ..model.processing import batch_poses
from ..pose.athlete import box_at
from ..pose.following import Candidate
from ..pose.slow_motion import estimate_slow_motion
from ..pose.tracker import PoseTracker
from ..pose.two_pass import coarse_indices, refine
from ..types import Clip, Evidence, PersonBox, Progress, SeveralAthletes
from ..video.continuity import Continuity, examine_continuity
from ..video.reader import read_clip, read_clip_or_scan
from ..video.sampling import WINDOW_S, nearest
from .observation import SCAN_FPS, SCAN_SIDE, ClipRequest, Observation, require_length, scaled
from .scene import Scene, Survey

LONGEST_WHOLE_S = WINDOW_S + 0.1
"""A clip or part of this length is read whole: where frames begin and end is not exact."""


@dataclass(frozen=True)
class View:
    """The part of a clip that is coached, closely seen.

    Attributes:
        clip: its frames. continuity: of these frames. scene: who is coached, and which attempt of the whole clip.
    """

    clip: Clip
    continuity: Continuity
    scene: Scene


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
        started_at = time.perf_counter()
        progress("Reading the clip", 0.0)
        first, warnings = self._read(request)
        decoded_at = time.perf_counter()
        ego_clip = None if request.ego is None else read_clip(request.ego, max_fps=SCAN_FPS, max_side=SCAN_SIDE)
        view = self._look(request, first, progress)
        clip, scene = view.clip, view.scene
        require_length(clip)
        progress("Following the athlete's movement", 0.6)
        slow_motion, slow_warnings = _slowness(clip, scene.athlete)
        clock = view.continuity.running_times(clip.times) / slow_motion
        count = self.processor.config.pose_frames
        track, moments_s = refine(clip.frames, clip.times, clock, self.tracker, scene.athlete, count)
        pose = self.processor.pose_inputs(track.points, track.confidence, moments_s, (track.width, track.height))
        warnings += (*scene.warnings, *slow_warnings)
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
        timing = {"decode": decoded_at - started_at, "pose": time.perf_counter() - decoded_at}
        return Observation(
            clip,
            {"pose": batch_poses([pose])},
            evidence,
            warnings,
            timing,
            attempts=scene.attempts,
            attempt=scene.attempt,
            spotting=scene.spotting,
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

    def _look(self, request: ClipRequest, first: Clip, progress: Progress) -> View:
        """Choose who and what is coached, and see it closely."""
        survey = Survey(
            tracker=self.tracker,
            spotter=self.spotter,
            drill=request.drill,
            athlete=scaled(request.athlete, first),
            attempt=request.attempt,
            by_hand=request.start is not None or request.end is not None,
            slow_motion=first.slow_motion,
        )
        continuity = examine_continuity(first.frames, first.times)
        is_scan = first.window_s[1] - first.window_s[0] > LONGEST_WHOLE_S and not survey.by_hand
        looked_at = np.arange(len(first.times)) if is_scan else coarse_indices(first.times)
        with pixels_of_file(first):
            scene = survey.look(first.frames[looked_at], first.times[looked_at], continuity, progress)
        if not is_scan:
            return View(part_of(first, scene.window_s), continuity, scene)
        start, end = scene.window_s
        clip = read_clip(request.path, start=start, end=end)
        athlete = person_within(scene.athlete, start, end).scaled(first.width / first.frames.shape[2])
        close = replace(survey, spotter=None, attempt=None, by_hand=True, athlete=scaled(athlete, clip))
        continuity = examine_continuity(clip.frames, clip.times)
        coarse = coarse_indices(clip.times)
        with pixels_of_file(clip):
            seen = close.look(clip.frames[coarse], clip.times[coarse], continuity, progress)
        warnings = tuple(dict.fromkeys((*scene.warnings, *seen.warnings)))
        return View(
            part_of(clip, seen.window_s),
            continuity,
            replace(scene, athlete=seen.athlete, window_s=seen.window_s, warnings=warnings),
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
