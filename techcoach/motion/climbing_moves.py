"""The moves of a simulated climb, read off its contacts: which hand went from which hold to which, and when.

Knows a motion; no drill and no tracker. `pose.moves` finds the moves of a tracked climber.
"""

from __future__ import annotations

import numpy as np

from ..skeleton import KEYPOINT_INDEX
from ..types import LimbMove
from .motion import Motion

SHORTEST_M = 0.18
"""A hand that comes back to nearer to where it was, metres, readjusts; it has not moved on."""
TOGETHER = 0.5
"""Hands whose ways share more than this part of the shorter one move together."""


def moves_of(motion: Motion) -> tuple[LimbMove, ...]:
    """Return every move of a hand from hold to hold, in order of time; hands that move together are one move."""
    moves: list[LimbMove] = []
    for number, side in enumerate(("left", "right")):
        hand = motion.joints[:, KEYPOINT_INDEX[f"{side}_hand"]]
        edges = np.flatnonzero(np.diff(motion.held[:, number].astype(int)))
        for start, end in zip(edges, edges[1:], strict=False):
            off = not motion.held[start + 1, number]
            if off and np.linalg.norm(hand[end + 1] - hand[start]) > SHORTEST_M:
                moves.append(LimbMove(side, float(motion.times[start]), float(motion.times[end + 1])))
    return _together(sorted(moves, key=lambda move: move.start_s))


def _together(moves: list[LimbMove]) -> tuple[LimbMove, ...]:
    merged: list[LimbMove] = []
    for move in moves:
        last = merged[-1] if merged else None
        if last is not None and last.hand != move.hand:
            shared = min(last.end_s, move.end_s) - move.start_s
            if shared > TOGETHER * min(last.end_s - last.start_s, move.end_s - move.start_s):
                merged[-1] = LimbMove("both", last.start_s, max(last.end_s, move.end_s))
                continue
        merged.append(move)
    return tuple(merged)


def cuts_feet(motion: Motion) -> bool:
    """Return whether both feet hang free while a hand holds on."""
    return bool((~motion.planted.any(axis=1) & motion.held.any(axis=1)).any())
