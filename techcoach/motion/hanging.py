"""A climber who hangs from two holds with the feet in the air: a still hang, a swing, a reach without feet.

Knows a body, a wall and holds; no drill.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import distance_transform_edt

from .body import Body
from .climbing import SIDES, Wall, facing, hand_way, span
from .kinematics import (
    Channels,
    about,
    articulate,
    check_reached,
    drawn_into_reach,
    hip_joints,
    kept_off,
    minimum_jerk,
    shoulder_joints,
    unit,
    within_reach,
)
from .motion import SIMULATION_FPS, Motion, Prop

LEAST_OVERHANG = np.radians(12)
"""Feet hang free of a wall that leans by at least so much, radians."""
MOST_STRAIGHT, CLEARANCE = 0.985, 0.25
"""Share of an arm's length to which it hangs, and how high the feet stay above the ground, metres."""
COMFORTABLE = 0.98
"""Share of an arm's length to which it hangs where the holds are far apart."""
LOOSENING = 9
"""Frames within which a hand that lets go comes to where the arm is neither stretched nor folded fully."""
LOOSE_FOOT = unit(np.array([0.0, 0.45, -0.9]))


@dataclass(frozen=True)
class Hang:
    """How a body hangs.

    Attributes:
        elbow: degrees, of both arms. knees: (2,) degrees. swing: radians that the legs swing to either side of straight
            down, towards the wall and away from it. period: seconds of a swing. begins: seconds, when it begins.
        apart: radians that the legs are spread. yaw, pitch: of the face, radians.
    """

    elbow: float
    knees: tuple[float, float]
    swing: float
    period: float
    begins: float
    apart: float
    yaw: float
    pitch: float


def sample_hang(rng: np.random.Generator, begins: float = 0.0) -> Hang:
    """Draw a way to hang. begins: seconds, when the swing begins."""
    return Hang(
        elbow=rng.uniform(130, 172), knees=tuple(rng.uniform(105, 168, 2)), swing=rng.uniform(0.08, 0.4),
        period=rng.uniform(1.1, 1.6), begins=begins, apart=rng.uniform(0.02, 0.25), yaw=rng.normal(0, 0.25),
        pitch=rng.uniform(-0.2, 0.7),
    )  # fmt: skip


def room_to_hang(body: Body, wall: Wall, hands: np.ndarray) -> bool:
    """Return whether a body can hang from holds (2, 3), world, without touching wall or ground."""
    return wall.overhang >= LEAST_OVERHANG and float(hands[:, 2].min()) > body.arm + body.torso + body.leg + CLEARANCE


def hanging(
    body: Body, wall: Wall, hang: Hang, hands: np.ndarray, held: np.ndarray, shoulders: np.ndarray,
    gaze: np.ndarray | None = None,
) -> Motion:  # fmt: skip
    """Return the motion of a body that hangs from its hands.

    Args:
        hands: (T, 2, 3) places of the knuckles. held: (T, 2) bool, which are on a hold. shoulders: (T, 3) where their
            middle would like to be, world; it goes where the arms reach. gaze: (T, 2) yaw and pitch, radians; the
            hang's own when None.

    Raises:
        OutOfReach: if a hand cannot stay on its hold.
    """
    times = np.arange(len(hands)) / SIMULATION_FPS
    after = np.maximum(times - hang.begins, 0.0)
    swing = hang.swing * minimum_jerk(after / 0.3) * np.sin(2 * np.pi * after / hang.period) * np.exp(-after / 2.5)
    lean = about("x", 0.1 + 0.35 * swing)
    rotations = about("x", 0.7 * swing), lean
    grip = hand_way(wall) * body.hand
    wrists = hands - grip
    up = unit(rotations[0][..., 2] / 3 + rotations[1][..., 2] * 2 / 3)
    pelvis = shoulders - up * body.torso
    roots = shoulder_joints(body, pelvis, *rotations)
    pelvis = pelvis + drawn_into_reach(roots, wrists, held, np.full(2, body.arm), MOST_STRAIGHT)
    roots = shoulder_joints(body, pelvis, *rotations)
    free = within_reach(roots, kept_off(roots, wrists, 0.4 * body.arm), body.arm, firm=0.9, most=MOST_STRAIGHT)
    since = np.stack([distance_transform_edt(~held[:, side]) for side in (0, 1)], axis=1)
    wrists = wrists + (free - wrists) * minimum_jerk(since / LOOSENING)[..., None]
    hips = hip_joints(body, pelvis, rotations[0])
    down = about("x", 1.3 * swing)
    ways = np.stack([down @ unit(np.array([side * np.sin(hang.apart), -0.12, -1.0])) for side in SIDES], axis=1)
    lengths = np.array([float(span(body.thigh, body.shank, knee)) for knee in hang.knees])
    ankles = hips + ways * lengths[:, None]
    yaw, pitch = (np.full(len(times), hang.yaw), np.full(len(times), hang.pitch)) if gaze is None else gaze.T
    poles = np.array([[side * 0.9, -0.35, -0.1] for side in SIDES])
    joints = articulate(
        body,
        Channels(
            pelvis=pelvis, pelvis_rotation=rotations[0], chest_rotation=rotations[1],
            head_rotation=facing(body, yaw, pitch), ankles=ankles,
            knee_poles=np.broadcast_to(unit(np.array([0.0, 1.0, 0.25])), ankles.shape),
            foot_directions=np.broadcast_to(LOOSE_FOOT, ankles.shape), wrists=wrists,
            elbow_poles=np.broadcast_to(poles, wrists.shape),
            hand_directions=np.broadcast_to(unit(grip), wrists.shape),
        ),
    )  # fmt: skip
    resting = np.concatenate([np.zeros_like(held), held], axis=1)
    check_reached(body, joints, ankles, wrists, resting)
    holds = np.unique(np.round(hands[held], 4), axis=0)
    return Motion(
        joints=joints, times=times, body=body, planted=np.zeros((len(times), 2), dtype=bool), held=held,
        airborne=~held.any(axis=1),
        props=(wall.prop, *(Prop("hold", (float(x), float(y), float(z)), 0.07) for x, y, z in holds)),
    )  # fmt: skip


def hung_shoulders(body: Body, wall: Wall, hands: np.ndarray, elbow: float) -> np.ndarray:
    """Return the middle of the shoulders (3,) of a body that hangs straight below holds (2, 3) on arms of that elbow
    angle, degrees; where the holds are far apart, as low as both arms let it."""
    reach = float(span(body.upper_arm, body.forearm, elbow))
    aside = (np.linalg.norm(hands[1, :2] - hands[0, :2]) - body.shoulder_width) / 2
    drop = float(np.sqrt(max(float(reach**2 - aside**2), (0.4 * body.arm) ** 2)))
    wrists = hands - hand_way(wall) * body.hand
    middle = np.append(wrists[:, :2].mean(axis=0), wrists[:, 2].min() - drop)
    shoulders = middle + SIDES[:, None] * np.array([body.shoulder_width / 2, 0.0, 0.0])
    both = np.ones((1, 2), dtype=bool)
    shift = drawn_into_reach(shoulders[None], wrists[None], both, np.full(2, body.arm), COMFORTABLE)
    return np.asarray(middle + shift[0])


def still_hang(rng: np.random.Generator, body: Body, wall: Wall, hands: np.ndarray, seconds: float) -> Motion:
    """Hang from holds (2, 3) for a while, swinging.

    Raises:
        OutOfReach: if the holds are too far apart.
    """
    frames = max(int(seconds * SIMULATION_FPS), 2)
    hang = sample_hang(rng)
    shoulders = np.tile(hung_shoulders(body, wall, hands, hang.elbow), (frames, 1))
    return hanging(body, wall, hang, np.tile(hands, (frames, 1, 1)), np.ones((frames, 2), dtype=bool), shoulders)
