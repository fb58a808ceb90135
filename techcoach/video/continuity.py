"""Finds where a clip does not run on: cuts, jump cuts, fades, freezes, repeated frames, replays, split screens.

Pure functions of decoded frames and their times; knows no files, no decoder and no people. All but the split screen is
found on grey copies of `SIDE` pixels.

A break is a step: the pictures on either side resemble their own side, and not one another. So the change across a
candidate is held against the change over as long a time just before and just after it. Fast pans, kicked balls, people
who run through and shaking cameras change as much on a side as across; a flash returns to what was there before; a
change of exposure is taken out, because pictures are compared after every part has been brought to the same
brightness and contrast.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from .sampling import SHORTEST_S

SIDE = 180
"""Pixels of the longer side of the grey copies."""
BLOCKS = 18
"""Blocks along the longer side of a grey copy."""
BLANK_CONTRAST = 4.0
"""A picture whose grey levels have a smaller standard deviation shows nothing."""
TINY_SIDES = {"fade": 24, "replay": 45}
"""Pixels of the longer side of the copies in which fades and replays are looked for."""

STILL, DRIFT = 5.0, 8.0
"""Through compression alone the most changed blocks change by less than the first mean grey level from frame to frame,
and by less than the second through a still stretch."""
ABRUPT, ABRUPT_FRAMES = 5.0, 3
"""At a freeze or a repeated frame motion breaks off: in so many frames beside it the change is so many times the one
within."""
FREEZE_S, FREEZE_FRAMES = 0.4, 5
"""A still stretch so long, of so many frames, is a freeze; a shorter one is repeated frames."""
OVERLAY_S = 0.1
"""A title that comes or goes over a freeze takes at most this long."""

CANDIDATE, JUMP_CANDIDATE = 0.8, 1.1
"""A step is looked at if it changes at least so many times as much as two steps on either side do."""
LONGEST_STEP = 3
"""A cut takes at most this many steps from frame to frame."""
ALIKE = 0.6
"""Least correlation of a block with the same place of another picture, motion followed, to be the same."""
CUT_ALIKE, CUT_FALL = 0.45, 0.4
"""Across a cut at most the first share of the picture is the same, and less by the second than on either side."""
COARSE_S, COARSE_CUT_ALIKE = 0.12, 0.2
"""Frames farther apart than `COARSE_S` show no jump cuts, because an athlete moves too far in between, and a cut only
where this share at most is the same."""
MOST_SHIFT = 0.45
"""Share of the width and height by which a camera may turn from frame to frame."""
CHANGED = 0.6
"""A pixel has changed if its normalised grey level differs by this."""
JUMP = 1.45
"""Across a jump cut so many times as much changes as in the time of two steps on either side; and as in three, with
motion followed."""
LEAST_CHANGE = 0.5
"""Blocks; less change on either side of a jump cut counts as this much."""
STANDING = 0.1
"""Blocks; where less changes on one side, a title has come or gone over a picture that stands."""
FADES_S = (0.25, 0.4, 0.6, 0.9, 1.3)
"""Lengths at which fades are looked for."""
FADE_DETAIL = 0.38
"""The middle of a fade has at most this share of the fine detail of both pictures together; a zoom has half."""
FADE_SIDE_S = 0.1
"""Before and after a fade the picture stays alike for so long."""
FADE_RESIDUE, FADE_DIFFERENCE = 0.25, 10.0
"""The frames of a fade lie so close to the line between the two pictures, as a share of their distance, and the
pictures differ by so many grey levels, as a root mean square."""

REPLAY_SPEEDS = (1.0, 2 / 3, 0.5, 0.4, 1 / 3, 0.25)
"""Seconds shown for one second of a replay."""
REPLAY_LAG_S, REPLAY_LEAST_S, REPLAY_SHARE = 0.7, 0.6, 0.6
"""A replay begins so long after what it shows, shows at least so much, and this share of its frames is recognised."""
REPLAY_GAP_S = 0.3
"""The longest time within a replay in which no frame is recognised."""
REPLAY_MATCH, REPLAY_MOTION_S = 0.35, 0.15
"""Two frames show the same moment if they differ by less than this share of what so many seconds of motion change."""

SEAM_SAMPLES, SEAM_SIDE = 8, 360
SEAM_SHARPNESS, SEAM_SHARE, SEAM_SIGNS = 4.0, 0.75, 0.2
"""At a seam grey levels step so many times as much as beside it, on this share of its length, and on this share of the
steps up and of the steps down: an edge in the scene is bright on one side."""
SEAM_PLACES = (1 / 2, 1 / 3, 2 / 3)
SEAM_TOLERANCE = 0.012
BAR_LEVELS = 6.0
"""Rows and columns at an edge that are so uniform, as a standard deviation, over the whole clip are bars."""


@dataclass(frozen=True)
class Span:
    """A stretch of time, seconds in the file."""

    start_s: float
    end_s: float

    @property
    def seconds(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True)
class Break:
    """The end of one shot and the beginning of the next.

    Attributes:
        kind: "cut" to another picture, "jump" within the same picture, "fade" from one picture to another.
        before_s, after_s: the last moment of the earlier shot and the first of the later one, seconds in the file.
    """

    kind: Literal["cut", "jump", "fade"]
    before_s: float
    after_s: float


@dataclass(frozen=True)
class Replay:
    """Moments that are shown again.

    Attributes:
        span: where they are shown again. shows: where they were shown first.
    """

    span: Span
    shows: Span

    @property
    def slowness(self) -> float:
        """Seconds of the replay for one second of what it shows."""
        return self.span.seconds / self.shows.seconds


@dataclass(frozen=True)
class Split:
    """Several pictures in one frame.

    Attributes:
        across: "side by side" or "one above the other".
        seams: where they meet, as shares of the frame's width or height.
    """

    across: Literal["side by side", "one above the other"]
    seams: tuple[float, ...]


@dataclass(frozen=True)
class Continuity:
    """Where a clip runs on and where not.

    Attributes:
        times: (T,) seconds in the file.
        breaks: in time order. freezes: stretches in which the picture stands still.
        blank: (T,) bool, frames that show nothing.
        repeated: (T,) bool, frames that show the frame before once more; harmless.
        replays: in time order. split: None for one picture.
        picture: (x0, y0, x1, y1) pixels of the frames without uniform bars at the edges; harmless.
    """

    times: np.ndarray
    breaks: tuple[Break, ...]
    freezes: tuple[Span, ...]
    blank: np.ndarray
    repeated: np.ndarray
    replays: tuple[Replay, ...]
    split: Split | None
    picture: tuple[int, int, int, int]

    @property
    def shots(self) -> tuple[Span, ...]:
        """The stretches between breaks, without blank frames at their ends."""
        starts = [float(self.times[0]), *(item.after_s for item in self.breaks)]
        ends = [*(item.before_s for item in self.breaks), float(self.times[-1])]
        shots = []
        for start, end in zip(starts, ends, strict=True):
            inside = self.times[(self.times >= start) & (self.times <= end) & ~self.blank]
            if len(inside):
                shots.append(Span(float(inside[0]), float(inside[-1])))
        return tuple(shots)

    def coachable(self, shortest_s: float = SHORTEST_S) -> tuple[Span, ...]:
        """Return the stretches that can be coached: within one shot, no replay, not frozen at either end.

        A freeze within a stretch stays in it; `running_times` takes its time out.

        Args:
            shortest_s: a stretch in which the picture moves for less than this is left out.
        """
        stretches = []
        for shot in self.shots:
            start, end = shot.start_s, shot.end_s
            for replay in self.replays:
                if replay.span.start_s <= start < replay.span.end_s:
                    start = replay.span.end_s
                elif start < replay.span.start_s < end:
                    end = replay.span.start_s
            for freeze in self.freezes:
                if freeze.start_s <= start < freeze.end_s:
                    start = freeze.end_s
            for freeze in reversed(self.freezes):
                if freeze.start_s < end <= freeze.end_s:
                    end = freeze.start_s
            clock = self.running_times(np.array([start, end]))
            if end > start and clock[1] - clock[0] >= shortest_s:
                stretches.append(Span(start, end))
        return tuple(stretches)

    def running_times(self, times: np.ndarray) -> np.ndarray:
        """Return the times of a clock that stands while the picture stands: (n,) seconds for (n,) seconds."""
        frozen = sum((np.clip(times - freeze.start_s, 0.0, freeze.seconds) for freeze in self.freezes), np.zeros(()))
        return np.asarray(times - frozen)

    def sentences(self) -> tuple[str, ...]:
        """Return what a reader of the report must know, one plain sentence each.

        A freeze at an end of the clip is not among it: it is only left out.
        """
        found = {
            "cut": "There is a cut at {:.1f} s.",
            "jump": "There is a jump cut at {:.1f} s: a part of the scene is left out.",
            "fade": "One picture fades into another at {:.1f} s.",
        }
        said = [found[item.kind].format((item.before_s + item.after_s) / 2) for item in self.breaks]
        said += [
            f"The picture stands still from {item.start_s:.1f} s to {item.end_s:.1f} s."
            for item in self.freezes
            if item.start_s > self.times[0] and item.end_s < self.times[-1]
        ]
        for replay in self.replays:
            slower = f", {replay.slowness:.1f} times slower" if replay.slowness > 1.2 else ""
            said.append(
                f"From {replay.span.start_s:.1f} s to {replay.span.end_s:.1f} s the clip shows again{slower} what it "
                f"showed from {replay.shows.start_s:.1f} s on."
            )
        if self.split:
            said.append(f"The frame shows {len(self.split.seams) + 1} pictures {self.split.across}.")
        return tuple(said)


def examine_continuity(frames: np.ndarray, times: np.ndarray) -> Continuity:
    """Find where a clip does not run on.

    Args:
        frames: (T, H, W, 3) uint8 RGB, upright. times: (T,) rising seconds.

    Raises:
        ValueError: if frames and times do not fit.
    """
    if frames.ndim != 4 or frames.shape[3] != 3 or len(frames) != len(times) or not len(times):
        raise ValueError(f"expected frames (T, H, W, 3) and T times, got {frames.shape} and {times.shape}")
    grey = _grey_copies(frames)
    blank = grey.reshape(len(grey), -1).std(axis=1) < BLANK_CONTRAST
    frozen, repeated = _still_frames(grey, times)
    running = np.flatnonzero(~(frozen | repeated | blank))
    stands = np.concatenate([[0.0], np.where(frozen | blank, 0.0, np.diff(times, prepend=times[0]))[1:]])
    pictures = _Pictures(grey[running], np.cumsum(stands)[running], times[running])
    fades = _fades(pictures)
    steps = [item for item in _steps(pictures) if not any(_overlap(item, fade) for fade in fades)]
    samples = _samples(frames)
    box = _picture(samples)
    scale = frames.shape[2] / samples.shape[2]
    return Continuity(
        times=times,
        breaks=tuple(sorted([*fades, *steps], key=lambda item: item.before_s)),
        freezes=_freezes(frozen, times),
        blank=blank,
        repeated=repeated,
        replays=_replays(pictures),
        split=_split(samples, box),
        picture=(round(box[0] * scale), round(box[1] * scale), round(box[2] * scale), round(box[3] * scale)),
    )


def _overlap(first: Break, second: Break) -> bool:
    return first.before_s < second.after_s and second.before_s < first.after_s


def _grey_copies(frames: np.ndarray) -> np.ndarray:
    """Return (T, h, w) uint8 copies of `SIDE` pixels."""
    size = _size(frames.shape[1:3], SIDE)
    return np.stack(
        [cv2.cvtColor(cv2.resize(f, size, interpolation=cv2.INTER_LINEAR), cv2.COLOR_RGB2GRAY) for f in frames]
    )


def _size(shape: tuple[int, ...], side: int) -> tuple[int, int]:
    """Return (width, height) with the longer side of so many pixels, for a picture (h, w)."""
    height, width = shape
    scale = side / max(height, width)
    return max(2, round(width * scale)), max(2, round(height * scale))


def _blocks(values: np.ndarray) -> np.ndarray:
    """Return the means of (h, w) float32 in blocks, `BLOCKS` along the longer side."""
    return cv2.resize(values, _size(values.shape, BLOCKS), interpolation=cv2.INTER_AREA)


def _change(first: np.ndarray, second: np.ndarray, share: float) -> float:
    """Return the mean change in grey levels of the most changed blocks, this share of all."""
    blocks = np.sort(_blocks(cv2.absdiff(first, second).astype(np.float32)), axis=None)
    return float(blocks[-max(3, round(share * len(blocks))) :].mean())


# -- freezes and repeated frames ---------------------------------------------------------------------------------


def _still_frames(grey: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which frames, (T,) bool each, belong to a freeze, and which repeat the frame before.

    The first frame of a freeze is not in it: the picture is new then.
    """
    change = np.array([_change(first, second, 0.02) for first, second in zip(grey[:-1], grey[1:], strict=True)])
    frozen, repeated = np.zeros(len(grey), dtype=bool), np.zeros(len(grey), dtype=bool)
    for start, end in _still_runs(grey, change):
        within = max(float(np.quantile(change[start:end], 0.75)), 1.0)
        sides = [change[max(start - ABRUPT_FRAMES, 0) : start], change[end : end + ABRUPT_FRAMES]]
        if all(side.max() >= ABRUPT * within for side in sides if len(side)) and (start or end < len(change)):
            is_freeze = times[end] - times[start] >= FREEZE_S and end - start >= FREEZE_FRAMES
            marked = frozen if is_freeze else repeated
            marked[start + 1 : end + 1] = True
    after = np.flatnonzero(frozen[:-1] & ~frozen[1:]) + 1
    for frame in after:  # a title that comes or goes over a freeze does not end it
        again = np.flatnonzero(frozen[frame:])
        if len(again) and times[frame + again[0]] - times[frame - 1] <= OVERLAY_S:
            frozen[frame : frame + again[0]] = True
            repeated[frame : frame + again[0]] = False
    return frozen, repeated


def _still_runs(grey: np.ndarray, change: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield first and last frame of every run whose frames are all like its middle one."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], change < STILL, [False]])))
    for start, end in edges.reshape(-1, 2):
        middle = (start + end) // 2
        alike = [_change(grey[middle], grey[frame], 0.02) < DRIFT for frame in range(start, end + 1)]
        if all(alike):
            yield int(start), int(end)


def _freezes(frozen: np.ndarray, times: np.ndarray) -> tuple[Span, ...]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], frozen, [False]])))
    return tuple(Span(float(times[first - 1]), float(times[end - 1])) for first, end in edges.reshape(-1, 2))


# -- cuts, jump cuts, fades --------------------------------------------------------------------------------------


class _Pictures:
    """The frames that show something new, and measures of how alike two of them are.

    Attributes:
        grey: (N, h, w) uint8. times: (N,) seconds in the file. clock: (N,) seconds without freezes and blank frames.
    """

    def __init__(self, grey: np.ndarray, clock: np.ndarray, times: np.ndarray) -> None:
        self.grey, self.clock, self.times = grey, clock, times
        self.step_s = float(np.median(np.diff(clock))) if len(clock) > 1 else 1.0
        self._normalised: dict[int, np.ndarray] = {}
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)

    def __len__(self) -> int:
        return len(self.grey)

    def sides(self, first: int, second: int, seconds: float) -> list[tuple[int, int]]:
        """Return a pair of pictures up to `first` and one from `second` on, so many seconds apart, where the clip has
        them."""
        seconds -= self.step_s / 2
        before = min(int(np.searchsorted(self.clock, self.clock[first] - seconds)) - 1, first - 1)
        after = max(int(np.searchsorted(self.clock, self.clock[second] + seconds)), second + 1)
        pairs = []
        if before >= 0:
            pairs.append((before, first))
        if after < len(self):
            pairs.append((second, after))
        return pairs

    def shift(self, first: int, second: int) -> tuple[float, float]:
        """Return how far the whole picture has moved to the right and down, in pixels; 0 if too far to be known."""
        before, after = self._normal(first), self._normal(second)
        (right, down), _ = cv2.phaseCorrelate(before, after)
        height, width = after.shape
        return (right, down) if abs(right) <= MOST_SHIFT * width and abs(down) <= MOST_SHIFT * height else (0.0, 0.0)

    def followed(self, first: int, second: int) -> np.ndarray:
        """Return the first picture, (h, w) uint8, moved by the optical flow to where its parts are in the second."""
        right, down = self.shift(first, second)
        shifted = _moved(self.grey[first], right, down)
        flow = self._flow.calc(self.grey[second], shifted, None)  # type: ignore[call-overload]  # no first guess
        rows, columns = np.indices(shifted.shape, dtype=np.float32)
        return cv2.remap(
            shifted, columns + flow[..., 0], rows + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )

    def alike(self, first: int, second: int) -> float:
        """Return which share of the texture of two pictures is the same, motion followed: 0..1."""
        a, b = self.followed(first, second).astype(np.float32), self.grey[second].astype(np.float32)
        mean_a, mean_b = _blocks(a), _blocks(b)
        variance_a, variance_b = _blocks(a * a) - mean_a**2, _blocks(b * b) - mean_b**2
        correlation = (_blocks(a * b) - mean_a * mean_b) / np.sqrt(np.maximum(variance_a * variance_b, 0) + 25)
        contrast = np.sqrt(np.maximum(np.maximum(variance_a, variance_b), 0)).clip(max=20)
        contrast[contrast < 3] = 0
        return float((contrast * (correlation > ALIKE)).sum() / max(contrast.sum(), 1e-6))

    def detail(self, index: int) -> float:
        """Return how much fine detail a picture has; a mixture of two has about a quarter of their sum."""
        return float(cv2.Laplacian(self.grey[index], cv2.CV_32F).var())

    def changed(self, first: int, second: int, follow: bool) -> np.ndarray:
        """Return the share of changed pixels in every block, the shift of the whole picture taken out.

        Args:
            follow: take out the motion of every part, too.
        """
        right, down = self.shift(first, second)
        followed = _normalised(self.followed(first, second)) if follow else None
        before = _moved(self._normal(first), right, down) if followed is None else followed
        after = self._normal(second)
        height, width = after.shape
        different = (np.abs(cv2.blur(before - after, (3, 3))) > CHANGED).astype(np.float32)
        edge = int(max(abs(right), abs(down))) + 2
        inner = np.zeros_like(different)
        inner[edge : height - edge, edge : width - edge] = different[edge : height - edge, edge : width - edge]
        return _blocks(inner)

    def _normal(self, index: int) -> np.ndarray:
        if index not in self._normalised:
            self._normalised[index] = _normalised(self.grey[index])
        return self._normalised[index]


def _moved(picture: np.ndarray, right: float, down: float) -> np.ndarray:
    """Return a picture moved by so many pixels."""
    matrix = np.array([[1, 0, right], [0, 1, down]], dtype=np.float32)
    return cv2.warpAffine(picture, matrix, picture.shape[::-1], borderMode=cv2.BORDER_REPLICATE)


def _normalised(grey: np.ndarray) -> np.ndarray:
    """Return a picture with every place at the same brightness and contrast: (h, w) float32."""
    values = grey.astype(np.float32)
    mean = cv2.blur(values, (21, 21))
    variance = cv2.blur(values * values, (21, 21)) - mean**2
    return np.asarray((values - mean) / (np.sqrt(np.maximum(variance, 0)) + 6))


def _steps(pictures: _Pictures) -> Iterator[Break]:
    """Find cuts and jump cuts."""
    grey, count = pictures.grey, len(pictures)
    coarse = pictures.step_s > COARSE_S
    one = [_change(grey[k], grey[k + 1], 0.125) for k in range(count - 1)]
    two = [_change(grey[k], grey[k + 2], 0.125) for k in range(count - 2)]
    after = 0
    for k in range(count - 1):
        beside = [two[side] for side in (k - 2, k + 1) if 0 <= side < len(two)]
        ratio = one[k] / max(*beside, 0.2) if beside else np.inf
        if k < after or ratio < CANDIDATE:
            continue
        cut = _cut(pictures, k, coarse)
        if cut:
            after = cut[1]
            yield Break("cut", float(pictures.times[cut[0]]), float(pictures.times[cut[1]]))
        elif not coarse and ratio >= JUMP_CANDIDATE and _is_jump(pictures, k):
            yield Break("jump", float(pictures.times[k]), float(pictures.times[k + 1]))


def _cut(pictures: _Pictures, first: int, coarse: bool) -> tuple[int, int] | None:
    """Return the pictures before and after a cut that lies between picture `first` and the next; None for no cut."""
    most_alike = COARSE_CUT_ALIKE if coarse else CUT_ALIKE
    last = first + 1
    if pictures.alike(first, last) > most_alike:
        return None
    longest = 1 if coarse else LONGEST_STEP
    while last - first < longest and last + 1 < len(pictures) and pictures.alike(last, last + 1) <= most_alike:
        last += 1
    while last - first < longest and first > 0 and pictures.alike(first - 1, first) <= most_alike:
        first -= 1
    across = pictures.alike(first, last)
    if last + 1 < len(pictures) and pictures.alike(first, last + 1) > CUT_ALIKE:
        return None  # a flash, or somebody who has passed by
    longest_s = float(np.diff(pictures.clock[first : last + 1]).max())
    beside = [pictures.alike(*pair) for pair in pictures.sides(first, last, longest_s)]
    is_cut = across <= most_alike and bool(beside) and min(beside) - across >= CUT_FALL
    return (first, last) if is_cut else None


def _is_jump(pictures: _Pictures, first: int) -> bool:
    """Return whether more changes after picture `first` than motion on either side explains."""
    second = first + 1
    step_s = float(pictures.clock[second] - pictures.clock[first])
    for steps, follow in ((2, False), (3, True)):
        across = pictures.changed(first, second, follow)
        beside = [pictures.changed(*pair, follow) for pair in pictures.sides(first, second, steps * step_s)]
        if not beside or min(side.sum() for side in beside) < STANDING:
            return False
        if not follow:
            moving = cv2.dilate(np.max(beside, axis=0), np.ones((3, 3))) > 0.02
            across = across[moving]
        if across.sum() < JUMP * max(max(side.sum() for side in beside), LEAST_CHANGE):
            return False
    return True


def _vectors(pictures: _Pictures, side: int) -> np.ndarray:
    """Return (N, n) float32, tiny copies of the pictures."""
    size = _size(pictures.grey.shape[1:], side)
    return np.stack(
        [cv2.resize(picture, size, interpolation=cv2.INTER_AREA).ravel() for picture in pictures.grey]
    ).astype(np.float32)


def _squared_distances(vectors: np.ndarray) -> np.ndarray:
    """Return (N, N) mean squared differences in grey levels."""
    centred = vectors - vectors.mean(axis=0)
    products = centred @ centred.T
    squares = np.diag(products)
    return np.asarray(np.maximum(squares[:, None] + squares - 2 * products, 0) / vectors.shape[1])


def _fades(pictures: _Pictures) -> list[Break]:
    """Find stretches whose frames mix two pictures, more and more of the second."""
    if len(pictures) < 6:
        return []
    distances = _squared_distances(_vectors(pictures, TINY_SIDES["fade"]))
    found: list[tuple[float, int, int]] = []
    for seconds in FADES_S:
        steps = round(seconds / pictures.step_s)
        if 5 <= steps < len(pictures):
            found += _mixtures(distances, steps)
    fades: list[Break] = []
    for _, first, last in sorted(found):
        item = Break("fade", float(pictures.times[first]), float(pictures.times[last]))
        if any(_overlap(item, other) for other in fades):
            continue
        across = pictures.alike(first, last)
        beside = [pictures.alike(*pair) for pair in pictures.sides(first, last, FADE_SIDE_S)]
        is_fade = across <= CUT_ALIKE and beside and min(beside) - across >= CUT_FALL
        if is_fade and pictures.detail((first + last) // 2) <= FADE_DETAIL * (
            pictures.detail(first) + pictures.detail(last)
        ):
            fades.append(item)
    return fades


def _mixtures(distances: np.ndarray, steps: int) -> list[tuple[float, int, int]]:
    """Find pairs of frames, `steps` apart, between which all frames are mixtures of the two.

    Returns:
        distance of the farthest frame from the line between the two, as a share of its length; first; last.
    """
    firsts = np.arange(len(distances) - steps)
    between = firsts[:, None] + np.arange(steps + 1)
    whole = distances[firsts, firsts + steps][:, None]
    to_first, to_last = distances[firsts[:, None], between], distances[firsts[:, None] + steps, between]
    share = (to_first + whole - to_last) / (2 * np.maximum(whole, 1e-6))  # of the last picture
    off_line = np.sqrt(np.maximum(to_first / np.maximum(whole, 1e-6) - share**2, 0)).max(axis=1)
    growth = np.diff(share, axis=1)
    mixed = (whole[:, 0] >= FADE_DIFFERENCE**2) & (off_line <= FADE_RESIDUE)
    mixed &= (growth.min(axis=1) >= -0.02) & (growth.max(axis=1) <= 2.5 / steps)
    return [(float(off_line[first]), int(first), int(first + steps)) for first in np.flatnonzero(mixed)]


# -- replays -----------------------------------------------------------------------------------------------------


def _replays(pictures: _Pictures) -> tuple[Replay, ...]:
    """Find moments that are shown again, at the same speed or slower, from the same camera."""
    if len(pictures) < 2 or pictures.clock[-1] - pictures.clock[0] < REPLAY_LAG_S + REPLAY_LEAST_S:
        return ()
    clock = pictures.clock
    distances = np.sqrt(_squared_distances(_vectors(pictures, TINY_SIDES["replay"])))
    near = np.abs(np.abs(clock[:, None] - clock) - REPLAY_MOTION_S) < 0.75 * pictures.step_s
    motion = np.where(near, distances, 0).sum(axis=1) / np.maximum(near.sum(axis=1), 1)
    earlier = clock[:, None] - clock >= REPLAY_LAG_S
    ratio = np.where(earlier, distances / np.maximum(motion, 0.7), np.inf)
    shows = ratio.argmin(axis=1)
    matched = np.flatnonzero(ratio[np.arange(len(clock)), shows] < REPLAY_MATCH)
    found: list[Replay] = []
    while len(matched) >= 5:
        best = max((_aligned(clock, shows, matched, speed) for speed in REPLAY_SPEEDS), key=len)
        replay = _replay(pictures, shows, best)
        if replay is None:
            break
        found.append(replay)
        matched = np.setdiff1d(matched, np.arange(best[0], best[-1] + 1))
    return tuple(sorted(found, key=lambda item: item.span.start_s))


def _aligned(clock: np.ndarray, shows: np.ndarray, matched: np.ndarray, speed: float) -> np.ndarray:
    """Return those of the matched pictures that show earlier ones in order, at a speed, from one moment on."""
    offset = clock[shows[matched]] - speed * clock[matched]
    close = np.abs(offset[:, None] - offset) < 0.06
    aligned = matched[close[close.sum(axis=1).argmax()]]
    gaps = np.flatnonzero(np.diff(clock[aligned]) > REPLAY_GAP_S) + 1
    return max(np.split(aligned, gaps), key=len)


def _replay(pictures: _Pictures, shows: np.ndarray, aligned: np.ndarray) -> Replay | None:
    """Return the replay that aligned pictures make, or None if they are too few."""
    if len(aligned) < 5:
        return None
    first, last = aligned[0], aligned[-1]
    seconds = pictures.clock[shows[last]] - pictures.clock[shows[first]]
    if seconds < REPLAY_LEAST_S or len(aligned) < REPLAY_SHARE * (last - first + 1):
        return None
    times = pictures.times
    return Replay(
        Span(float(times[first]), float(times[last])), Span(float(times[shows[first]]), float(times[shows[last]]))
    )


# -- several pictures in a frame, bars ---------------------------------------------------------------------------


def _picture(samples: np.ndarray) -> tuple[int, int, int, int]:
    """Return (x0, y0, x1, y1), the frame without uniform bars at its edges; the whole frame if nothing is left."""
    height, width = samples.shape[1:]
    box = []
    for axis, length in ((2, width), (1, height)):
        lines = np.moveaxis(samples, axis, 0).reshape(length, -1)
        filled = np.flatnonzero(lines.std(axis=1) > BAR_LEVELS)
        box.append((int(filled[0]), int(filled[-1]) + 1) if len(filled) else (0, length))
    (x0, x1), (y0, y1) = box
    return x0, y0, x1, y1


def _samples(frames: np.ndarray) -> np.ndarray:
    """Return (n, h, w) float32 grey frames of at most `SEAM_SIDE` pixels, spread over the clip."""
    picked = np.unique(np.linspace(0, len(frames) - 1, SEAM_SAMPLES).round().astype(int))
    size = _size(frames.shape[1:3], min(SEAM_SIDE, max(frames.shape[1:3])))
    small = [cv2.resize(frames[index], size, interpolation=cv2.INTER_AREA) for index in picked]
    return np.stack([cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in small]).astype(np.float32)


def _split(frames: np.ndarray, picture: tuple[int, int, int, int]) -> Split | None:
    """Find straight seams through the whole picture, in the same place in all frames (n, h, w)."""
    x0, y0, x1, y1 = picture
    samples = frames[:, y0:y1, x0:x1]
    seams = _seams(samples)
    if seams:
        return Split("side by side", tuple((x0 + seam) / frames.shape[2] for seam in seams))
    seams = _seams(samples.transpose(0, 2, 1))
    if seams:
        return Split("one above the other", tuple((y0 + seam) / frames.shape[1] for seam in seams))
    return None


def _seams(samples: np.ndarray) -> list[int]:
    """Return the columns at which another picture begins, (n, h, w) being the samples."""
    width = samples.shape[2]
    if width < 64:
        return []
    steps = np.diff(samples, axis=2)  # (n, h, w - 1)
    size = np.abs(steps).mean(axis=(0, 1))
    up, down = (steps > BAR_LEVELS).mean(axis=1), (steps < -BAR_LEVELS).mean(axis=1)  # (n, w - 1)
    seams = []
    for place in SEAM_PLACES:
        reach = max(1, round(SEAM_TOLERANCE * width))
        low = round(place * width) - reach
        column = low + int(size[low : low + 2 * reach].argmax())
        beside = np.concatenate([size[column - 9 : column - 2], size[column + 3 : column + 10]])
        stepping = up[:, column] + down[:, column]
        mixed = np.minimum(up[:, column], down[:, column]) / np.maximum(stepping, 1e-6)
        sharp = size[column] >= SEAM_SHARPNESS * np.median(beside)
        if sharp and np.median(stepping) >= SEAM_SHARE and np.median(mixed) >= SEAM_SIGNS:
            seams.append(column + 1)
    return sorted(seams)
