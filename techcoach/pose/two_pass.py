"""Two-pass tracking: first the whole clip at a coarse rate, then the moments at which the athlete moves most.

Real and rendered clips are tracked alike. Knows a tracker's protocol and frames, no model.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np

from ..types import PersonBox, PoseTrack, Progress, silent
from ..video.sampling import activity, moments, nearest
from .athlete import check_athlete, choose_athlete
from .following import Candidate, boxes_between, follow_athlete
from .smoothing import fill_and_smooth
from .tracker import PoseTracker

COARSE_FPS = 6.0
"""Frame rate of the first pass. A kick's swing lasts a third of a second."""


class Frames(Protocol):
    """(T, H, W, 3) uint8 frames, or an object that draws them when indexed."""

    def __getitem__(self, frames: np.ndarray) -> np.ndarray: ...


def coarse_indices(times: np.ndarray, fps: float = COARSE_FPS) -> np.ndarray:
    """Return the indices of frames about 1 / fps apart, first and last included."""
    moments_s = np.linspace(times[0], times[-1], max(2, int(np.ceil((times[-1] - times[0]) * fps)) + 1))
    return np.unique(nearest(times, moments_s))


def at_moments(track: PoseTrack, moments_s: np.ndarray) -> PoseTrack:
    """Interpolate the track linearly at given times. Unknown joints stay unknown."""
    right = np.clip(np.searchsorted(track.times, moments_s, side="right"), 1, len(track.times) - 1)
    left = right - 1
    span = track.times[right] - track.times[left]
    share = np.clip((moments_s - track.times[left]) / span, 0.0, 1.0)[:, None]
    points = track.points[left] * (1 - share[..., None]) + track.points[right] * share[..., None]
    confidence = track.confidence[left] * (1 - share) + track.confidence[right] * share
    # A joint known on one side only is taken from there: a straight line to an unknown point leads nowhere.
    only_left = (track.confidence[left] > 0) & (track.confidence[right] == 0)
    only_right = (track.confidence[left] == 0) & (track.confidence[right] > 0)
    points = np.where(only_left[..., None], track.points[left], points)
    points = np.where(only_right[..., None], track.points[right], points)
    return PoseTrack(
        points=points.astype(np.float32),
        confidence=confidence.astype(np.float32),
        times=moments_s.astype(np.float64),
        filled=track.filled[left] & track.filled[right],
        width=track.width,
        height=track.height,
        world=_world_at(track, moments_s),
    )


def _world_at(track: PoseTrack, moments_s: np.ndarray) -> np.ndarray | None:
    """Interpolate world coordinates at given times from the frames that have them; None if no frame has."""
    if track.world is None or not (has_world := track.world.any(axis=(1, 2))).any():
        return None
    flat = track.world[has_world].reshape(int(has_world.sum()), -1)  # (T', K * 3)
    columns = [np.interp(moments_s, track.times[has_world], column) for column in flat.T]
    return np.stack(columns, axis=1).reshape(len(moments_s), *track.world.shape[1:]).astype(np.float32)


def model_moments(track: PoseTrack, count: int) -> np.ndarray:
    """Choose the model's moments by how a coarse track moves: (count,) seconds."""
    coarse = coarse_indices(track.times)
    moving = activity(track.points[coarse], track.confidence[coarse], track.times[coarse])
    return moments(track.times[coarse], moving, count)


def track_athlete(
    frames: Frames,
    times: np.ndarray,
    tracker: PoseTracker,
    count: int,
    athlete: PersonBox | None = None,
    progress: Progress = silent,
) -> tuple[PoseTrack, tuple[str, ...]]:
    """Track an athlete in two passes; return the track at `count` moments of the clip, and warnings for the user.

    Args:
        frames: (T, H, W, 3) uint8 of at most 8 s, or an object that gives them by index. times: (T,) seconds.
        count: number of moments.
        athlete: where the athlete is, in pixels of these frames, when several people are in view.

    Raises:
        Refusal: no_athlete, when nobody is seen well and long enough; several_athletes, in pixels of these frames.
    """
    coarse = coarse_indices(times)
    chosen, warnings = coarse_athlete(frames[coarse], times[coarse], tracker, athlete, progress)
    return refine(frames, times, times, tracker, chosen, count)[0], warnings


def refine(
    frames: Frames, times: np.ndarray, clock: np.ndarray, tracker: PoseTracker, athlete: Candidate, count: int
) -> tuple[PoseTrack, np.ndarray]:
    """Track a followed athlete densely where the motion is; return the track at `count` moments, and the clock's.

    Args:
        frames: (T, H, W, 3) uint8, or an object that gives them by index. times: (T,) seconds of the file.
        clock: (T,) seconds of the motion, which differ from those of the file in slow motion and in freezes; not
            falling. athlete: followed in some of these frames, and maybe in others before and after.

    Returns:
        the track with times of the file, (count,) seconds of the motion, rising.
    """
    runs = np.concatenate([[True], np.diff(clock) > 0])
    run_times, run_clock = times[runs], clock[runs]
    track = within(athlete.track, run_times[0], run_times[-1])
    of_clock = np.interp(track.times, run_times, run_clock)
    moving = np.concatenate([[True], np.diff(of_clock) > 0])
    smooth = fill_and_smooth(track)
    moments_clock = model_moments(part(replace(smooth, times=of_clock), moving), count)
    moments_s = np.interp(moments_clock, run_clock, run_times)
    fine = np.setdiff1d(nearest(times, moments_s), nearest(times, track.times))
    if len(fine):
        track = merged(track, tracker.track(frames[fine], times[fine], boxes_between(athlete, times[fine])))
    return at_moments(fill_and_smooth(track), moments_s), moments_clock


def within(track: PoseTrack, start: float, end: float) -> PoseTrack:
    """Return the frames of a track from start to end, both included."""
    return part(track, (track.times >= start) & (track.times <= end))


def part(track: PoseTrack, frames: np.ndarray) -> PoseTrack:
    """Return some frames of a track. frames: (T,) bool."""
    return replace(
        track,
        points=track.points[frames],
        confidence=track.confidence[frames],
        times=track.times[frames],
        filled=track.filled[frames],
        world=None if track.world is None else track.world[frames],
    )


def coarse_athlete(
    frames: np.ndarray,
    times: np.ndarray,
    tracker: PoseTracker,
    athlete: PersonBox | None = None,
    progress: Progress = silent,
) -> tuple[Candidate, tuple[str, ...]]:
    """Follow the athlete in coarsely sampled frames; return them, and warnings for the user.

    Args:
        frames, times, athlete: as for `track_athlete`.

    Raises:
        Refusal: no_athlete or several_athletes.
    """
    athlete_found, warnings = choose_athlete(follow_athlete(frames, times, tracker, athlete, progress), frames)
    return athlete_found, (*warnings, *check_athlete(athlete_found.track))


def merged(first: PoseTrack, second: PoseTrack) -> PoseTrack:
    """Merge two raw tracks of one clip at different frames into one track in time order."""
    times = np.concatenate([first.times, second.times])
    order = np.argsort(times)

    def joined(name: str) -> np.ndarray:
        return np.concatenate([getattr(first, name), getattr(second, name)])[order]

    return PoseTrack(
        points=joined("points"),
        confidence=joined("confidence"),
        times=times[order],
        filled=joined("filled"),
        width=first.width,
        height=first.height,
        world=None if first.world is None or second.world is None else joined("world"),
    )
