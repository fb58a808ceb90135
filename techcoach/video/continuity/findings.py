"""What is found about where a clip runs on and where not, what of it can be coached, and the sentences about it.

Knows times; no frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..sampling import SHORTEST_S


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
