"""Cuts, jump cuts and fades.

A break is a step: the pictures on either side resemble their own side, and not one another. So the change across a
candidate is held against the change over as long a time just before and just after it. Fast pans, kicked balls, people
who run through and shaking cameras change as much on a side as across; a flash returns to what was there before; a
change of exposure is taken out, because pictures are compared after every part has been brought to the same
brightness and contrast.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from .findings import Break
from .pictures import Pictures, changes

MOST_CHANGED = 0.125
"""Share of the blocks in which steps are looked for."""
CANDIDATE, JUMP_CANDIDATE = 0.8, 1.1
"""A step is looked at if it changes at least so many times as much as two steps on either side do."""
LONGEST_STEP = 3
"""A cut takes at most this many steps from frame to frame."""
CUT_ALIKE, CUT_FALL = 0.45, 0.4
"""Across a cut at most the first share of the picture is the same, and less by the second than on either side."""
COARSE_S, COARSE_CUT_ALIKE = 0.12, 0.2
"""Frames farther apart than `COARSE_S` show no jump cuts, because an athlete moves too far in between, and a cut only
where this share at most is the same."""
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


def steps_of(pictures: Pictures) -> Iterator[Break]:
    """Find cuts and jump cuts."""
    grey, count = pictures.grey, len(pictures)
    coarse = pictures.step_s > COARSE_S
    one, two = (changes(grey[:-apart], grey[apart:], MOST_CHANGED) for apart in (1, 2))
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


def _cut(pictures: Pictures, first: int, coarse: bool) -> tuple[int, int] | None:
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


def _is_jump(pictures: Pictures, first: int) -> bool:
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


def fades_of(pictures: Pictures) -> list[Break]:
    """Find stretches whose frames mix two pictures, more and more of the second."""
    if len(pictures) < 6:
        return []
    distances = pictures.distances
    found: list[tuple[float, int, int]] = []
    for seconds in FADES_S:
        steps = round(seconds / pictures.step_s)
        if 5 <= steps < len(pictures):
            found += _mixtures(distances, steps)
    fades: list[Break] = []
    for _, first, last in sorted(found):
        item = Break("fade", float(pictures.times[first]), float(pictures.times[last]))
        if any(overlap(item, other) for other in fades):
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


def overlap(first: Break, second: Break) -> bool:
    return first.before_s < second.after_s and second.before_s < first.after_s
