"""The moves of a simulated climb, read off its contacts: which hand went from which hold to which, and when.

Knows a motion; no drill and no tracker. `pose.moves` finds the moves of a tracked climber.
"""

from __future__ import annotations

import numpy as np

from ..skeleton import KEYPOINT_INDEX
from ..types import LimbMove, with_hands_together
from .motion import Motion

SHORTEST_M = 0.18
"""A hand that comes back to nearer to where it was, metres, readjusts; it has not moved on."""


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
    return with_hands_together(moves)


def most_slipped(motion: Motion) -> float:
    """Return the farthest that a resting hand or foot goes from one frame to the next, metres."""
    names = ("left_toe", "right_toe", "left_hand", "right_hand")
    contacts = np.concatenate([motion.planted, motion.held], axis=1)
    steps = np.linalg.norm(np.diff(motion.joints[:, [KEYPOINT_INDEX[name] for name in names]], axis=0), axis=-1)
    return float(steps[contacts[1:] & contacts[:-1]].max(initial=0.0))


def cuts_feet(motion: Motion) -> bool:
    """Return whether both feet hang free while a hand holds on."""
    return bool((~motion.planted.any(axis=1) & motion.held.any(axis=1)).any())
