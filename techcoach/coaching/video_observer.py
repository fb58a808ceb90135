"""Observation of a clip by a video encoder's features, of one view or of two."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch

from ..encoding.windows import PREPARATION, encode_window
from ..model import TechCoachConfig
from ..model.modeling import Visual
from ..model.video_encoders import VideoEncoder
from ..pose.smoothing import fill_and_smooth
from ..pose.tracker import PoseTracker
from ..pose.two_pass import COARSE_FPS, coarse_athlete, coarse_indices
from ..types import Clip, Evidence, PersonBox, PoseTrack, Progress
from ..video.limits import DEFAULT_LIMITS
from ..video.reader import read_clip, read_clip_or_scan
from ..video.sampling import WINDOW_S, busiest_window, nearest
from .observation import SCAN_FPS, SCAN_SIDE, ClipRequest, Observation, require_length, scaled
from .pose_observer import LONGEST_WHOLE_S, pixels_of_file
from .scene import numbered_attempt

EVIDENCE_FRAMES = 64
"""Frames of a window that the report of a video encoder's checkpoint shows."""
CLIPS_AT_ONCE = 8
"""Clips of a window that go through a video encoder at a time."""
VIEW_LENGTH_TOLERANCE_S = 0.5
"""Two views of one moment may differ in length by this many seconds without a warning."""
MISSING_VIEW_WARNINGS = {
    "ego": "There is no first-person clip: the checkpoint was trained to do without, but sees less.",
    "exo": "There is no third-person clip: the checkpoint was trained to do without, but sees less.",
}
"""The warning by the name of the view that is missing."""


class VideoObserver:
    """Observer of a video encoder's features, of one clip or of a third-person and a first-person clip of one moment.

    On a third-person clip a pose tracker runs at a coarse rate, to find whether there is an athlete at all and which
    limb a cell lies on; a first-person clip shows no body.

    Raises:
        ValueError: if the config's features were made by another encoder, or from frames prepared another way.
    """

    def __init__(self, config: TechCoachConfig, encoder: VideoEncoder, tracker: PoseTracker) -> None:
        trained_with = config.video_encoder, config.video_revision, config.feature_size, config.video_clip_frames
        encoder_gives = encoder.id, encoder.revision, encoder.feature_size, encoder.clip_frames
        if trained_with != encoder_gives or config.video_preparation != PREPARATION:
            raise ValueError(
                f"the checkpoint was trained on features {trained_with} of frames prepared as "
                f"{config.video_preparation}, not {encoder_gives} of {PREPARATION}"
            )
        self.config, self.encoder, self.tracker = config, encoder, tracker
        self.views: tuple[str, ...] = tuple(config.views)

    def _read(self, request: ClipRequest) -> tuple[Clip, tuple[str, ...]]:
        """Return the chosen part, or the one in which most changes from frame to frame, and warnings about it."""

        def busiest(scan: Clip) -> tuple[float, float]:
            grey = scan.frames.mean(axis=-1, dtype=np.float32)  # (T, H, W)
            return busiest_window(scan.times, np.abs(np.diff(grey, axis=0)).mean(axis=(1, 2)) / np.diff(scan.times))

        return read_window(request.path, request.start, request.end, busiest)

    def observe(self, request: ClipRequest, progress: Progress) -> Observation:
        """Read the part to coach, and encode the views that the checkpoint knows."""
        if request.attempt is not None:
            numbered_attempt((), request.attempt)  # nobody looks for attempts here
        started_at = time.perf_counter()
        progress("Reading the clip", 0.0)
        clip, window_warnings = self._read(request)
        decoded_at = time.perf_counter()
        view, ego = request.view, request.ego
        require_length(clip)
        track, warnings = self._athlete(clip, request.athlete) if view == "exo" else (None, ())
        ego_clip = None
        windows: dict[str, tuple[Path, tuple[float, float]]] = {view: (request.path, clip.window_s)}
        if ego is not None and view == "ego":
            warnings += ("The second first-person clip is not read: the first is taken as that view.",)
        elif ego is not None:
            ego_clip, ego_warnings = self._ego(ego, clip)
            windows["ego"] = ego, ego_clip.window_s
            warnings += ego_warnings
        warnings += tuple(MISSING_VIEW_WARNINGS[missing] for missing in self.views if missing not in windows)
        features, present = self._features(windows, progress)
        start, end = clip.window_s
        visual = Visual.of_features(features[None].float(), present[None], torch.tensor([end - start]))
        evidence = self._evidence(clip, track, ego_clip)
        timing = {"decode": decoded_at - started_at, "features": time.perf_counter() - decoded_at}
        warnings = (*clip.warnings, *window_warnings, *warnings)
        return Observation(clip, {"visual": visual}, evidence, warnings, timing)

    def observe_attempts(self, request: ClipRequest, progress: Progress) -> Iterator[Observation]:
        """Observe the part to coach: attempts are not looked for."""
        yield self.observe(request, progress)

    def _athlete(self, clip: Clip, athlete: PersonBox | None) -> tuple[PoseTrack, tuple[str, ...]]:
        """Return a coarse track of the athlete, and warnings about it; raise `Refusal` no_athlete if there is none."""
        coarse = coarse_indices(clip.times, COARSE_FPS)
        with pixels_of_file(clip):
            found, warnings = coarse_athlete(
                clip.frames[coarse], clip.times[coarse], self.tracker, scaled(athlete, clip)
            )
        return fill_and_smooth(found.track), warnings

    def _evidence(self, clip: Clip, track: PoseTrack | None, ego_clip: Clip | None) -> Evidence:
        """Return the frames of the report; the attention cells tile each whole frame."""
        steps = self.config.grid[0]
        edges = np.linspace(*clip.window_s, steps + 1)
        frame_indices = np.unique(np.linspace(0, len(clip.times) - 1, EVIDENCE_FRAMES).round().astype(int))
        height, width = clip.frames.shape[1:3]
        track_indices = None if track is None else nearest(track.times, clip.times[frame_indices])
        return Evidence(
            frames=clip.frames[frame_indices],
            times=clip.times[frame_indices],
            points=None if track is None else track.points[track_indices],
            confidence=None if track is None else track.confidence[track_indices],
            cell_boxes=np.tile(np.array([0, 0, width, height], dtype=np.float32), (steps, 1)),
            bin_times=np.stack([edges[:-1], edges[1:]], axis=1),
            ego_frames=None if ego_clip is None else ego_clip.frames,
            ego_read=ego_clip is not None and "ego" in self.views,
        )

    def _ego(self, ego: Path, clip: Clip) -> tuple[Clip, tuple[str, ...]]:
        """Return the same window of the first-person clip, and warnings about it."""
        if "ego" not in self.views:
            ego_clip = read_clip(ego, max_fps=SCAN_FPS, max_side=SCAN_SIDE)
            return ego_clip, ("The first-person clip is shown, not read: this checkpoint knows no such view.",)
        start, end = clip.window_s
        ego_clip = read_clip(ego, start=start, end=end, max_fps=SCAN_FPS, max_side=SCAN_SIDE)
        if abs(ego_clip.duration_s - clip.duration_s) > VIEW_LENGTH_TOLERANCE_S:
            return ego_clip, (
                f"The two clips are {clip.duration_s:.1f} s and {ego_clip.duration_s:.1f} s long: "
                "they are taken to begin at the same moment. Cut them alike if they do not.",
            )
        return ego_clip, ()

    def _features(
        self, windows: dict[str, tuple[Path, tuple[float, float]]], progress: Progress
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """(V, T', H', W', C) and (V,), in the order of the config's views."""
        layout = _Layout(self.config.video_clips, self.config.video_clip_frames, self._grid())
        features = torch.zeros(len(self.views), *layout.grid, self.config.feature_size, dtype=torch.float16)
        present = torch.tensor([view in windows for view in self.views])
        for row in present.nonzero().flatten().tolist():
            path, window = windows[self.views[row]]
            view_progress = partial(_report_share, progress, row, len(self.views))
            features[row] = encode_window(
                path, window, self.encoder, layout, CLIPS_AT_ONCE, DEFAULT_LIMITS, view_progress
            )
        return features, present

    def _grid(self) -> tuple[int, int, int]:
        steps, rows, columns = self.config.grid
        return steps, rows, columns


@dataclass(frozen=True)
class _Layout:
    clips: int
    clip_frames: int
    grid: tuple[int, int, int]


def _report_share(progress: Progress, number: int, count: int, stage: str, share: float) -> None:
    """Report the progress of one of several equal parts as progress of the whole."""
    progress(stage, (number + share) / count)


def read_window(
    path: Path, start: float | None, end: float | None, busiest: Callable[[Clip], tuple[float, float]]
) -> tuple[Clip, tuple[str, ...]]:
    """Return the frames of a window, and warnings about how it was chosen.

    Args:
        busiest: chooses the window, given a coarse scan of a clip that is too long.
    """
    if start is not None or end is not None:
        clip = read_clip(path, start=start, end=end if end is not None else (start or 0.0) + WINDOW_S)
        if clip.window_s[1] - clip.window_s[0] <= LONGEST_WHOLE_S:
            return clip, ()
        begin = clip.window_s[0]
        return read_clip(path, start=begin, end=begin + WINDOW_S), (
            f"Only the first {WINDOW_S:.0f} s of the part that you chose were coached.",
        )
    clip = read_clip_or_scan(path, longest_s=LONGEST_WHOLE_S, scan_fps=SCAN_FPS, scan_side=SCAN_SIDE)
    if clip.duration_s <= LONGEST_WHOLE_S:
        return clip, ()
    begin, stop = busiest(clip)
    return read_clip(path, start=begin, end=stop), (
        f"The clip is longer than {WINDOW_S:.0f} s: the part from {begin:.1f} s to {stop:.1f} s, where the athlete "
        "moves most, was coached. Choose another part by its start and end.",
    )
