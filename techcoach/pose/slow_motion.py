"""Estimates from a pose track how slow a clip plays, by what gravity does to a body in the air, or by the steps.

A body that nothing touches falls with 9.81 m/s^2. Played k times slower it falls with 9.81 / k^2 by the clip's clock.
Without a flight, steps tell: whoever walks or runs slower takes shorter steps, so that the length of a step over their
cadence is nearly the same for all; played k times slower it is k times as large. Metres follow from the athlete's limbs
in the picture and a stature of `STATURE_M`. Knows points and times; no frames, no drill. A clip without flight and
steps, such as a climb or a pass, says nothing about its speed: the estimate is None then, not 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..skeleton import KEYPOINT_INDEX
from ..types import PoseTrack

GRAVITY = 9.81
STATURE_M, STATURE_SPREAD = 1.72, 0.07
"""Stature of a grown athlete, metres, and its relative spread."""
VIEW_SPREAD = 0.08
"""Relative error of the factor through a camera that looks up or down, or moves a little."""
LIMB_SHARE = 0.778
"""Shank, thigh and trunk up to the shoulders as a share of stature (Winter 2009, figure 4.1: 0.246 + 0.245 + 0.288)."""
MASS_SHARES = (
    (0.081, ("left_ear", "right_ear")),
    (0.497, ("left_shoulder", "right_shoulder", "left_hip", "right_hip")),
    (0.056, ("left_shoulder", "right_shoulder", "left_elbow", "right_elbow")),
    (0.044, ("left_elbow", "right_elbow", "left_hand", "right_hand")),
    (0.200, ("left_hip", "right_hip", "left_knee", "right_knee")),
    (0.122, ("left_knee", "right_knee", "left_ankle", "right_ankle")),
)
"""Share of the body's mass in each segment, both sides together, feet with the shanks (Winter 2009, table 4.1), and the
joints whose mean stands for the segment's centre."""
FEET = tuple(f"{side}_{part}" for side in ("left", "right") for part in ("ankle", "heel", "toe"))
LEAST_CONFIDENCE = 0.05
"""Joints below this are unknown."""
SEEN_ANKLES = 0.3
"""Confidence of ankles that make steps: a hidden one seems to be where the other is."""
TRACKING_ERROR = 0.01
"""Statures by which a foot that falls may seem to rise."""
OFF_GROUND, IN_AIR = 0.02, 0.3
"""The athlete is in the air while the lower foot is higher above the ground than the first, in statures, and than the
second as a share of the highest: before that the toes still push."""
LEAST_RISE = 0.045
"""The body's centre rises and falls by at least this in a flight, in statures; less is lost in a tracker's errors."""
LEAST_FRAMES = 5
"""Moments of the track in a flight."""
MOST_RESIDUE = 0.08
"""The centre keeps so close to a parabola, as a share of its rise."""
MOST_UNEVEN = 0.5
"""Take-off and landing are equally high but for this share of the rise; a climber's leap ends above."""
WALK_RATIO_M, WALK_RATIO_SPREAD = 0.0065, 0.2
"""Length of a step over the steps a minute, metres, of people who walk (Sekiya and Nagasaki, "Reproducibility of the
walking patterns of normal young adults", 1998) and, within the relative spread, who run."""
PASSING_FEET = 0.05
"""Feet nearer to each other, in statures, pass: which is before the other is not known then."""
LEAST_STEP, LEVEL_FEET = 0.3, 0.12
"""The ankles of a step are so far apart at least, and one above the other by this at most, in statures: a climber's are
not level, and whoever turns in place stands closer."""
FEWEST_STEPS, UNEVEN_STEPS = 4, 1.7
"""So many steps in a row, the longest of them lasting at most so many times as long as the shortest."""
SLOW, SURELY_SLOW = 1.6, 1.3
"""A clip is said to play in slow motion if its factor reaches the first and is above the second for sure."""


@dataclass(frozen=True)
class SlowMotion:
    """How slow a clip plays.

    Attributes:
        factor: seconds of the file for one second of motion; 1 is real time, 2 half speed.
        low, high: the factor lies between them in about 90% of clips.
        flights: how many flights of the athlete it was measured on. steps: how many steps, where there is no flight.
    """

    factor: float
    low: float
    high: float
    flights: int
    steps: int = 0

    @property
    def is_slow(self) -> bool:
        """Whether the clip plays in slow motion beyond doubt."""
        return self.factor >= SLOW and self.low > SURELY_SLOW

    def sentence(self) -> str | None:
        """Return what a reader of the report must know; None where the clip may play in real time."""
        if not self.is_slow:
            return None
        cause = "the athlete falls too slowly" if self.flights else "the steps are too slow for their length"
        return f"The clip plays in slow motion, about {self.factor:.1f} times slower: {cause}."


def estimate_slow_motion(track: PoseTrack) -> SlowMotion | None:
    """Estimate how slow the motion of a track plays; None if the athlete neither leaves the ground and lands again nor
    takes some even steps.

    Args:
        track: of an upright picture, from a camera that does not follow the athlete up and down.
    """
    stature_px = _stature_px(track)
    if stature_px is None:
        return None
    factors, spreads = [], []
    for flight in _flights(track, stature_px):
        fall = _fall(track, flight, stature_px)
        if fall is not None:
            acceleration, relative_error = fall
            factors.append(float(np.sqrt(GRAVITY / acceleration)))
            spreads.append(relative_error / 2)
    if not factors:
        return _by_steps(track, stature_px)
    factor = float(np.median(factors))
    measured = float(np.median(spreads)) / np.sqrt(len(factors))
    spread = float(np.hypot(measured, STATURE_SPREAD / 2 + VIEW_SPREAD))
    return _within(factor, spread, flights=len(factors))


def _within(factor: float, spread: float, flights: int = 0, steps: int = 0) -> SlowMotion:
    """Return an estimate with its bounds. spread: standard deviation of the factor's logarithm."""
    return SlowMotion(
        factor, factor * float(np.exp(-1.64 * spread)), factor * float(np.exp(1.64 * spread)), flights, steps
    )


def _by_steps(track: PoseTrack, stature_px: float) -> SlowMotion | None:
    """Estimate how slow a track plays by its longest row of even steps; None without one."""
    times, lengths = _steps(track, stature_px)
    rows = [
        (start, end)
        for start in range(len(times))
        for end in range(start + FEWEST_STEPS, len(times) + 1)
        if np.isfinite(lengths[start:end]).all() and _are_even(times[start:end])
    ]
    if not rows:
        return None
    start, end = max(rows, key=lambda row: row[1] - row[0])
    steps_a_minute = 60 / float(np.median(np.diff(times[start:end])))
    ratio = float(np.median(lengths[start:end])) * STATURE_M / steps_a_minute
    return _within(ratio / WALK_RATIO_M, float(np.hypot(WALK_RATIO_SPREAD, STATURE_SPREAD)), steps=end - start)


def _are_even(times: np.ndarray) -> bool:
    """Return whether steps follow one another evenly."""
    between = np.diff(times)
    return bool(between.max() <= UNEVEN_STEPS * between.min())


def _steps(track: PoseTrack, stature_px: float) -> tuple[np.ndarray, np.ndarray]:
    """Return when each foot in turn is farthest before the other, (N,) seconds, and how far, (N,) statures; NaN where
    that is no step on the ground."""
    ends = [KEYPOINT_INDEX["left_ankle"], KEYPOINT_INDEX["right_ankle"]]
    ankles = track.points[:, ends].astype(np.float64) / stature_px
    apart = ankles[:, 0] - ankles[:, 1]
    seen = (track.confidence[:, ends] >= SEEN_ANKLES).all(axis=1) & (np.abs(apart[:, 0]) >= PASSING_FEET)
    times, apart = track.times[seen], apart[seen]
    if not len(times):
        return np.zeros(0), np.zeros(0)
    turns = np.split(np.arange(len(times)), np.flatnonzero(np.diff(np.sign(apart[:, 0]))) + 1)
    widest = np.array([turn[np.argmax(np.abs(apart[turn, 0]))] for turn in turns])
    across, up = np.abs(apart[widest]).T
    return times[widest], np.where((across >= LEAST_STEP) & (up <= LEVEL_FEET), across, np.nan)


def _heights(track: PoseTrack, names: tuple[str, ...]) -> np.ndarray:
    """Return the heights of joints in the picture, (T, n) pixels, up; NaN where a joint is not seen."""
    indices = [KEYPOINT_INDEX[name] for name in names]
    seen = track.confidence[:, indices] >= LEAST_CONFIDENCE
    return np.where(seen, -track.points[:, indices, 1].astype(np.float64), np.nan)


def _stature_px(track: PoseTrack) -> float | None:
    """Return the athlete's stature in the picture, pixels; None if the limbs are not seen."""
    total = 0.0
    for first, second in (("ankle", "knee"), ("knee", "hip"), ("hip", "shoulder")):
        lengths = []
        for side in ("left", "right"):
            ends = [KEYPOINT_INDEX[f"{side}_{part}"] for part in (first, second)]
            seen = (track.confidence[:, ends] >= LEAST_CONFIDENCE).all(axis=1)
            lengths.append(np.linalg.norm(track.points[seen, ends[0]] - track.points[seen, ends[1]], axis=1))
        together = np.concatenate(lengths)
        if len(together) < LEAST_FRAMES:
            return None
        total += float(np.quantile(together, 0.85))  # a limb that points at the camera looks short
    return total / LIMB_SHARE if total > 0 else None


def _flights(track: PoseTrack, stature_px: float) -> list[np.ndarray]:
    """Return the frames, rising indices, of every stretch between leaving the ground and landing.

    The lower foot rises and comes down there. The ground is the line between where it rose and where it came down,
    because an athlete who comes nearer stands lower in the picture.
    """
    feet = _heights(track, FEET)
    seen = ~np.isnan(feet).all(axis=1)
    lower = np.full(len(feet), -np.inf)
    lower[seen] = np.nanmin(feet[seen], axis=1) / stature_px
    flights = []
    for top in range(1, len(lower) - 1):
        if not (seen[top] and lower[top] >= lower[top - 1] and lower[top] > lower[top + 1]):
            continue
        start, end = _foot(lower, top, -1), _foot(lower, top, 1)
        if start == 0 or end == len(lower) - 1 or not seen[start : end + 1].all():
            continue
        frames = np.arange(start, end + 1)
        above = lower[frames] - np.interp(track.times[frames], track.times[[start, end]], lower[[start, end]])
        flight = frames[above >= max(IN_AIR * above.max(), OFF_GROUND)]
        if above[top - start] == above.max() and len(flight) >= LEAST_FRAMES:
            flights.append(flight)
    return flights


def _foot(lower: np.ndarray, top: int, direction: int) -> int:
    """Return the frame on one side of a top at which the lower foot stops falling, but for a tracker's errors."""
    lowest = frame = top
    while 0 <= frame + direction < len(lower) and lower[frame + direction] < lower[lowest] + TRACKING_ERROR:
        frame += direction
        if lower[frame] < lower[lowest]:
            lowest = frame
    return lowest


def _fall(track: PoseTrack, flight: np.ndarray, stature_px: float) -> tuple[float, float] | None:
    """Return how fast the body's centre falls in a flight, m/s^2 by the clip's clock, and the relative error; None
    where it does not rise and fall as a body in the air."""
    centre = np.zeros(len(flight))
    for share, names in MASS_SHARES:
        centre += share * _heights(track, names)[flight].mean(axis=1)
    centre /= stature_px
    if np.isnan(centre).any():
        return None
    times = track.times[flight] - track.times[flight].mean()
    design = np.vander(times, 3)
    solution, *_ = np.linalg.lstsq(design, centre, rcond=None)
    residue = centre - design @ solution
    chord = np.interp(times, times[[0, -1]], centre[[0, -1]])
    rise, scatter = float((centre - chord).max()), float(residue.std())
    falls = solution[0] < 0 and rise >= LEAST_RISE and scatter <= MOST_RESIDUE * rise
    if not falls or abs(centre[-1] - centre[0]) > MOST_UNEVEN * rise:
        return None
    variance = np.linalg.inv(design.T @ design)[0, 0] * scatter**2 * len(times) / (len(times) - 3)
    relative_error = np.hypot(np.sqrt(variance) / -solution[0], 2 * TRACKING_ERROR / rise)
    return -2 * float(solution[0]) * STATURE_M, float(relative_error)
