"""People who are in the picture beside the athlete: they stand about, keep a goal, or walk. Knows bodies and times; no
drill and no camera."""

from __future__ import annotations

import numpy as np

from .body import Body, sample_body
from .footwork import FootPath, Stance, ankle_of, follow
from .kinematics import Channels, arm_target, articulate, shoulder_joints, turned, unit
from .motion import Motion

STANCE_SHARE = 0.62
"""Share of a walking cycle in which a foot is on the ground (Perry and Burnfield, "Gait Analysis", 2010)."""
ARM_POSES = (
    # raise, aside and inner elbow angle in degrees
    (8, 10, 165), (14, 14, 150), (30, 30, 80), (20, 45, 70), (40, 12, 55),
)  # fmt: skip
"""Arms that hang, are folded, on the hips, or hold something before the chest."""


def standing_person(
    rng: np.random.Generator, times: np.ndarray, place: np.ndarray, heading: float, crouch: float = 0.0
) -> Motion:
    """Return somebody who stands at a place (2,), metres, shifts their weight and looks about.

    Args:
        times: (T,) seconds. heading: radians, 0 is +y, positive to the left. crouch: how far the hips are lowered, as a
            share of the legs; a keeper crouches with the arms out.
    """
    body = sample_body(rng)
    sway = 0.03 * np.stack([_waves(rng, times), _waves(rng, times)], axis=1)
    yaw = heading + 0.12 * _waves(rng, times)
    pelvis = np.column_stack([place + sway, np.full(len(times), body.standing_hips * (0.985 - crouch))])
    width = body.hip_width * rng.uniform(0.7, 1.6) / 2 + crouch * 0.8
    ahead, right = _level(heading), _level(heading - np.pi / 2)
    feet = []
    for sign in (-1, 1):
        toe = np.broadcast_to(np.append(place + right * sign * width + ahead * body.toe, 0.0), (len(times), 3))
        foot_heading = np.full(len(times), heading - sign * rng.uniform(0, 0.35))
        feet.append(FootPath(toe, foot_heading, np.zeros(len(times)), np.ones(len(times), dtype=bool)))
    arms = ARM_POSES[int(rng.integers(len(ARM_POSES)))] if not crouch else (25, 50, 130)
    angles = np.radians(arms) + 0.06 * np.stack([_waves(rng, times) for _ in range(3)], axis=1)
    return _motion(body, times, pelvis, yaw, 0.1 + 1.2 * crouch, feet, (angles, angles), 0.5 * _waves(rng, times))


def walking_person(
    rng: np.random.Generator, times: np.ndarray, start: np.ndarray, heading: float, speed: float
) -> Motion:
    """Return somebody who walks straight on from a place (2,), metres, at a speed, m/s, with swinging arms."""
    body = sample_body(rng)
    ahead, right = _level(heading), _level(heading - np.pi / 2)
    elapsed = times - times[0]
    step_s = rng.uniform(0.46, 0.56)
    phase = rng.uniform(0, 2 * step_s)
    feet = []
    for number, sign in enumerate((-1, 1)):
        stances = []
        for count in range(-2, int(elapsed[-1] / (2 * step_s)) + 3):
            middle = (2 * count + number) * step_s + phase - step_s
            toe = start + ahead * (speed * middle + body.toe) + right * sign * 0.09
            half = STANCE_SHARE * step_s
            stances.append(Stance(middle - half, middle + half, (float(toe[0]), float(toe[1])), heading))
        feet.append(follow(elapsed, stances, lift=0.1, push_off=0.7))
    bob = 0.02 * np.cos(2 * np.pi * (elapsed - phase) / step_s)
    pelvis = np.column_stack([start + ahead * (speed * elapsed)[:, None], body.standing_hips * 0.965 + bob])
    swing = np.radians(28) * np.sin(np.pi * (elapsed - phase) / step_s)
    still = np.ones(len(times))
    left, right_arm = (
        np.stack([0.1 + way * swing, 0.12 * still, np.radians(155) * still], axis=1) for way in (1.0, -1.0)
    )
    return _motion(
        body, times, pelvis, np.full(len(times), heading), 0.05, feet, (left, right_arm), 0.2 * _waves(rng, times)
    )


def _motion(
    body: Body,
    times: np.ndarray,
    pelvis: np.ndarray,
    yaw: np.ndarray,
    lean: float,
    feet: list[FootPath],
    arms: tuple[np.ndarray, np.ndarray],
    head_turn: np.ndarray,
) -> Motion:
    """Articulate somebody upright. arms: (T, 3) raise, aside and inner elbow angle, radians, left and right."""
    frames = len(times)
    rotation, chest = turned(yaw, np.full(frames, lean * 0.4)), turned(yaw, np.full(frames, lean))
    shoulders = shoulder_joints(body, pelvis, rotation, chest)
    ankles, foot_directions = zip(*(ankle_of(body, foot.toe, foot.heading, foot.rise) for foot in feet), strict=True)
    wrists, poles = zip(
        *(
            arm_target(body, shoulders[:, side], chest, raised, aside, elbow, side)
            for side, (raised, aside, elbow) in enumerate(angles.T for angles in arms)
        ),
        strict=True,
    )
    forward = np.broadcast_to(np.column_stack([-np.sin(yaw), np.cos(yaw), np.zeros(frames)])[:, None], (frames, 2, 3))
    hands = unit(np.stack(wrists, axis=1) - shoulders)
    joints = articulate(
        body,
        Channels(
            pelvis=pelvis,
            pelvis_rotation=rotation,
            chest_rotation=chest,
            head_rotation=turned(yaw + head_turn),
            ankles=np.stack(ankles, axis=1),
            knee_poles=forward,
            foot_directions=np.stack(foot_directions, axis=1),
            wrists=np.stack(wrists, axis=1),
            elbow_poles=np.stack(poles, axis=1),
            hand_directions=hands,
        ),
    )
    planted = np.stack([foot.planted for foot in feet], axis=1)
    nothing = np.zeros((frames, 2), dtype=bool)
    return Motion(joints, times, body, planted, held=nothing, airborne=np.zeros(frames, dtype=bool))


def _level(heading: float) -> np.ndarray:
    """Return the level direction (2,) of a heading."""
    return np.array([-np.sin(heading), np.cos(heading)])


def _waves(rng: np.random.Generator, times: np.ndarray) -> np.ndarray:
    """Draw (T,) of a slow wandering of about unit size."""
    rates, phases = rng.uniform(0.1, 0.6, 3), rng.uniform(0, 2 * np.pi, 3)
    return np.asarray(np.sin(2 * np.pi * rates * times[:, None] + phases).sum(axis=1) / np.sqrt(1.5))
