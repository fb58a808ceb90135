"""A reach without feet: the climber hangs, pulls up, takes the next hold with the right hand, and hangs again.

No foot is placed, so that nothing about feet, legs, or the body beside the wall applies. This file knows targets, a
body and a wall; it knows no measurement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ...motion.body import Body
from ...motion.climbing import CONTACT_DEPTH, LEAST_SHUFFLE_M, SHUFFLE_PAUSE_S, SHUFFLE_S, Wall, shuffle
from ...motion.hanging import CLEARANCE, hanging, hung_shoulders, sample_hang
from ...motion.kinematics import OutOfReach, moves
from ...motion.motion import SIMULATION_FPS, Motion
from .travel import travel, travel_at

MOST_TRIES = 8
LOWEST_HOLDS = 1.1
"""Holds are so high, along the wall from its lower edge, metres, or as high as a hanging body needs."""


def simulate_campus(rng: np.random.Generator, targets: Mapping[str, float], body: Body, wall: Wall) -> Motion:
    """Simulate one reach of a body that hangs from a wall, as near to the targets of its hands and eyes as it can.

    Raises:
        OutOfReach: if in none of `MOST_TRIES` tries the hands could stay on their holds.
    """
    reason = OutOfReach("no try")
    for _ in range(MOST_TRIES):
        try:
            motion = _attempt(rng, targets, body, wall)
        except OutOfReach as error:
            reason = error
            continue
        return motion
    raise reason


def _attempt(rng: np.random.Generator, targets: Mapping[str, float], body: Body, wall: Wall) -> Motion:
    body = replace(body, handedness="right")
    begin, goal, match = _holds(rng, body, wall)
    start = rng.uniform(0.5, 1.3)
    reach = travel_at(start, float(np.linalg.norm(goal - begin[1])), targets["reach_speed"], targets["catch_speed"])
    shuffling = SHUFFLE_S if targets["hand_adjusting"] > LEAST_SHUFFLE_M else 0.0
    settled = reach.end + SHUFFLE_PAUSE_S + shuffling + rng.uniform(0.1, 0.4)
    follow = travel(settled, float(np.linalg.norm(match - begin[0])), rng.uniform(0.8, 1.5), rng.uniform(0.2, 0.6))
    times = np.arange(int((follow.end + rng.uniform(0.3, 0.9)) * SIMULATION_FPS)) / SIMULATION_FPS
    hands, held = np.tile(begin, (len(times), 1, 1)), np.ones((len(times), 2), dtype=bool)
    for side, way, end in ((1, reach, goal), (0, follow, match)):
        share = (way.along(times) / way.length)[:, None]
        out = -wall.axes[:, 1] * 0.05 * np.sin(np.pi * np.clip(share, 0, 1)) ** 2
        hands[:, side] = begin[side] + (end - begin[side]) * share + out
        held[:, side] = (times <= way.start) | (times >= way.end)
    again, moving = shuffle(times, reach.end, targets["hand_adjusting"], wall.axes @ [0, -0.7, -0.7], rng)
    hands[:, 1] += again
    held[:, 1] &= ~moving
    hang = replace(sample_hang(rng, begins=reach.end - 0.1), elbow=min(targets["straight_arms"], 172.0))
    pulled = hung_shoulders(body, wall, np.stack([begin[0], goal]), rng.uniform(95, 130))
    matched = hung_shoulders(body, wall, np.stack([match, goal]), rng.uniform(140, 172))
    poses = np.stack([hung_shoulders(body, wall, begin, hang.elbow), pulled, matched])
    near = start + reach.durations[0] + reach.durations[1]
    spans = ((start - 0.2, max(near, start + 0.4)), (reach.end + 0.1, follow.end + 0.2))
    pitch = np.radians([rng.uniform(-15, 40), targets["look_up"], rng.uniform(0, 45)])
    yaw = rng.normal(0, 0.2, 3)
    gaze = moves(times, ((start - 0.8, start - 0.3), (reach.end + 0.1, reach.end + 0.7)), np.stack([yaw, pitch], 1))
    return hanging(body, wall, hang, hands, held, moves(times, spans, poses), gaze)


def _holds(rng: np.random.Generator, body: Body, wall: Wall) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the hands' holds (2, 3), the next one (3,) and where the left hand follows (3,), world."""
    needed = body.arm + body.torso + body.leg + CLEARANCE + 0.1 - wall.base
    up = max(LOWEST_HOLDS, needed / max(np.cos(wall.overhang), 0.2)) + rng.uniform(0, 0.3)
    apart = rng.uniform(0.3, 0.5) / 2
    begin = np.array([[-apart, up, CONTACT_DEPTH], [apart, up + rng.uniform(-0.05, 0.05), CONTACT_DEPTH]])
    goal = begin[1] + [rng.uniform(-0.15, 0.15), rng.uniform(0.28, 0.45), 0.0]
    match = goal - [rng.uniform(0.15, 0.35), rng.uniform(-0.05, 0.12), 0.0]
    return wall.at(begin), wall.at(goal), wall.at(match)
