"""A climber who lets go of the wall: falls, lands on both feet, and stands up. Knows the last pose; no wall."""

from __future__ import annotations

import numpy as np

from .body import Body
from .kinematics import (
    GRAVITY,
    Channels,
    articulate,
    channels_of,
    kept_off,
    minimum_jerk,
    shoulder_joints,
    turned,
    unit,
)
from .motion import SIMULATION_FPS, Motion

LANDING = 0.9
"""Height of the hips over standing, at which the feet meet the ground."""
DEEPEST = 0.55
"""The same at the bottom of the landing, at the deepest."""
AWAY_M_S = 0.7
"""Speed away from the wall, m/s, that somebody who lets go keeps until the landing."""
STANDING_UP_S, ARMS_S, ELBOWS_S = 0.8, 0.6, 0.25
"""How long it takes to stand up after the landing, the arms to come down after it, and the elbows to turn, seconds."""
LOWEST_START = 1.15
"""Hips that are lower, over standing, have nowhere to fall to."""


def can_drop(motion: Motion) -> bool:
    """Return whether somebody who lets go at the end of a motion would fall."""
    pelvis = channels_of(motion.body, motion.joints[-1:]).pelvis[0, 2]
    return bool(pelvis > LOWEST_START * motion.body.standing_hips)


def dropped(motion: Motion, rng: np.random.Generator) -> Motion:
    """Return what follows when a climber lets go at the end of a motion that is at rest; away from the wall is -y."""
    body, last = motion.body, channels_of(motion.body, motion.joints[-1:])
    start = last.pelvis[0]
    landing = LANDING * body.standing_hips
    falling = float(np.sqrt(2 * (start[2] - landing) / GRAVITY))
    speed = GRAVITY * falling
    depth = min(0.13 * speed, (LANDING - DEEPEST) * body.standing_hips)
    braking = 2 * depth / speed
    lasting = falling + braking + STANDING_UP_S + rng.uniform(0.2, 0.6)
    times = np.arange(1, int(lasting * SIMULATION_FPS)) / SIMULATION_FPS
    braked = np.clip(times - falling, 0, braking)
    height = start[2] - GRAVITY * np.minimum(times, falling) ** 2 / 2 - speed * braked * (1 - braked / (2 * braking))
    rising = minimum_jerk((times - falling - braking) / STANDING_UP_S)
    height += (0.97 * body.standing_hips - (landing - depth)) * rising
    gone = np.minimum(times, falling) + braked * (1 - braked / (2 * braking))
    pelvis = np.stack([np.full(len(times), start[0]), start[1] - AWAY_M_S * gone, height], axis=-1)
    channels = _channels(times, body, last, pelvis, falling, braking)
    landed = np.repeat((times >= falling)[:, None], 2, axis=1)
    return Motion(
        joints=articulate(body, channels), times=times, body=body, planted=landed, held=np.zeros_like(landed),
        airborne=~landed[:, 0], props=motion.props,
    )  # fmt: skip


def _channels(
    times: np.ndarray, body: Body, last: Channels, pelvis: np.ndarray, falling: float, braking: float
) -> Channels:
    """Return the channels of a body that comes upright as it falls, lands under its hips, and stands up."""
    share = minimum_jerk(times / falling)
    lowered = minimum_jerk(times / (falling + ARMS_S))
    crouch = minimum_jerk((times - falling) / braking) * (1 - minimum_jerk((times - falling - braking) / STANDING_UP_S))
    goal = turned(np.zeros(len(times)), 0.15 + 0.35 * crouch)
    rotations = {
        name: _between(getattr(last, f"{name}_rotation")[0], goal, share) for name in ("pelvis", "chest", "head")
    }
    sides = np.array([[-1.0, 0, 0], [1.0, 0, 0]])
    feet = np.array([0.0, 1.0, 0.0]) + 0.25 * sides
    at = int(np.searchsorted(times, falling))
    under = pelvis[min(at, len(times) - 1)] * [1, 1, 0] + sides * 0.14 + [0, -0.02, body.ankle_height]
    below = pelvis[:, None] + (under - (pelvis[min(at, len(times) - 1)]))
    loose = pelvis[:, None] + (last.ankles[0] - last.pelvis[0])
    ankles = loose + (below - loose) * share[:, None, None]
    ankles = np.where((times >= falling)[:, None, None], under, ankles)
    hands = pelvis[:, None] + sides * 0.34 + [0, 0.25, 0.12]
    held = pelvis[:, None] + (last.wrists[0] - last.pelvis[0])
    # The arms come down in front of the body.
    wrists = held + (hands - held) * lowered[:, None, None]
    wrists[..., 1] += 0.6 * body.arm * np.sin(np.pi * lowered)[:, None]
    shoulders = shoulder_joints(body, pelvis, rotations["pelvis"], rotations["chest"])
    wrists = kept_off(shoulders, wrists, 0.42 * body.arm)

    def passed(name: str, to: np.ndarray, over: np.ndarray = share) -> np.ndarray:
        first = getattr(last, name)[0]
        return unit(first + (unit(to) - first) * over[:, None, None])

    return Channels(
        pelvis=pelvis, pelvis_rotation=rotations["pelvis"], chest_rotation=rotations["chest"],
        head_rotation=rotations["head"], ankles=ankles, wrists=wrists,
        knee_poles=passed("knee_poles", sides * 0.3 + [0, 1.0, 0]), foot_directions=passed("foot_directions", feet),
        elbow_poles=passed("elbow_poles", sides, minimum_jerk(times / ELBOWS_S)),
        hand_directions=passed("hand_directions", np.array([[0.0, 0.8, -0.4]] * 2), lowered),
    )  # fmt: skip


def _between(first: np.ndarray, goal: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Return rotations (T, 3, 3) from one (3, 3) to others (T, 3, 3)."""
    axes = first + (goal - first) * share[:, None, None]
    up = unit(axes[..., 2])
    right = unit(axes[..., 0] - (axes[..., 0] * up).sum(axis=-1, keepdims=True) * up)
    return np.stack([right, np.cross(up, right), up], axis=-1)
