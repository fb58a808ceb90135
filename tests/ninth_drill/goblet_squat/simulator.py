"""The goblet squat, executed by simulated athletes and measured: a squat with a weight held before the chest.

A drill as small as this one has its motion and its measurement in one file.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.interpolate import CubicSpline

from techcoach.drills.simulator import DrillSimulator
from techcoach.drills.spec import Measurement
from techcoach.motion.body import Body, sample_body
from techcoach.motion.footwork import ankle_of
from techcoach.motion.kinematics import (
    Channels,
    articulate,
    hip_joints,
    moves,
    settle_pelvis,
    shoulder_joints,
    turned,
    unit,
    within_reach,
)
from techcoach.motion.measuring import (
    CannotMeasure,
    Places,
    angle,
    elevation,
    forward_of,
    mean_between,
    places_of,
)
from techcoach.motion.motion import SIMULATION_FPS, Motion

from .spec import DRILL

SIDES = (-1.0, 1.0)
"""Of the athlete's left and right, along x."""
LEAST_DROP = 0.03
"""Hips that are lowered by less than this share of their height do not squat."""
NEAR = 0.05
"""The squat begins, and reaches its bottom, within this share of the way down."""
SHOWN = 0.62
"""Share of a minimum-jerk move that passes between `NEAR` and 1 - `NEAR` of its way."""
ABOUT_S = 0.08
"""Half of the time about the bottom over which the body is measured."""
NOSE_BELOW_EARS_DEG = 5.5
"""The nose's place in the head (see `techcoach.motion.kinematics`)."""
READING_FPS = 120.0


# -- motion ----------------------------------------------------------------------------------------------------------


def simulate(rng: np.random.Generator, targets: Mapping[str, float]) -> Motion:
    """One squat that shows the targets as nearly as a body can; the athlete faces +y."""
    body = sample_body(rng)
    start = rng.uniform(0.5, 0.9)
    bottom = start + targets["down_time"] / SHOWN
    up = bottom + rng.uniform(0.1, 0.35)
    stands = up + rng.uniform(0.8, 1.2)
    times = np.arange(int((stands + rng.uniform(0.4, 0.8)) * SIMULATION_FPS)) / SIMULATION_FPS
    depth = moves(times, [(start, bottom), (up, stands)], np.array([0.0, 1.0, 0.0]))
    still = np.zeros(len(times))

    def between(standing: float, low: float) -> np.ndarray:
        return standing + (low - standing) * depth

    ankles, feet = _feet(body, len(times), targets)
    side = np.radians(targets["side_lean"]) * rng.choice(SIDES)
    lean, roll = between(0.03, np.radians(targets["trunk_lean"])), between(0.0, float(side))
    pelvis_rotation, chest_rotation = turned(still, lean * 0.6, roll * 0.6), turned(still, lean * 1.2, roll * 1.2)
    low = _lowest_hips(body, ankles[0], targets)
    pelvis = np.stack([still, between(0.0, -targets["sit_back"]), between(0.985 * body.standing_hips, low)], axis=1)
    planted = np.ones((len(times), 2), dtype=bool)
    pelvis = settle_pelvis(pelvis, hip_joints(body, pelvis, pelvis_rotation), ankles, body.leg, planted)
    hips = hip_joints(body, pelvis, pelvis_rotation)
    shoulders = shoulder_joints(body, pelvis, pelvis_rotation, chest_rotation)
    wrists = _wrists(body, shoulders, targets)
    width = float(np.linalg.norm(ankles[0, 1] - ankles[0, 0]))
    # Standing knees point ahead; at the bottom they are as far apart as the target says.
    knees = (hips + ankles) / 2 + [0.0, 1.0, 0.0]
    knees[..., 0] += depth[:, None] * (np.array(SIDES) * targets["knee_gap"] * width / 2 - knees[..., 0]) * 2.2
    elbows = (shoulders + wrists) / 2 + [0.0, 0.0, -1.0]
    elbows[..., 0] += (np.array(SIDES) * targets["elbow_gap"] * body.shoulder_width / 2 - elbows[..., 0]) * 5.0
    head = np.radians(between(targets["head_top"], targets["head_bottom"]) + NOSE_BELOW_EARS_DEG)
    joints = articulate(
        body,
        Channels(
            pelvis=pelvis,
            pelvis_rotation=pelvis_rotation,
            chest_rotation=chest_rotation,
            head_rotation=turned(still, -head),
            ankles=ankles,
            knee_poles=knees - (hips + ankles) / 2,
            foot_directions=feet,
            wrists=wrists,
            elbow_poles=elbows - (shoulders + wrists) / 2,
            hand_directions=unit(wrists - shoulders),
        ),
    )
    nothing = np.zeros(len(times), dtype=bool)
    ball = wrists.mean(axis=1) + [0.0, 0.1, 0.0]
    return Motion(joints, times, body, planted, np.stack([nothing, nothing], axis=1), nothing, ball)


def _feet(body: Body, frames: int, targets: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """Ankles and heel-to-toe directions, (T, 2, 3) each: both feet stay where they stand."""
    half, splay = targets["stance_width"] * body.shoulder_width / 2, np.radians(targets["toe_out"])
    both = []
    for side in SIDES:
        toe = np.array([side * (half + body.toe * np.sin(splay)), body.toe * np.cos(splay), 0.0])
        both.append(ankle_of(body, np.tile(toe, (frames, 1)), np.full(frames, -side * splay), np.zeros(frames)))
    ankles, directions = zip(*both, strict=True)
    return np.stack(ankles, axis=1), np.stack(directions, axis=1)


def _lowest_hips(body: Body, ankles: np.ndarray, targets: Mapping[str, float]) -> float:
    """Height of the hips at which the knees have their target angle; ankles: (2, 3)."""
    cosine = np.cos(np.radians(targets["knee_angle"]))
    span = body.thigh**2 + body.shank**2 - 2 * body.thigh * body.shank * cosine
    aside = ankles[1, 0] - body.hip_width / 2
    return float(ankles[0, 2] + np.sqrt(max(span - aside**2 - targets["sit_back"] ** 2, 0.01)))


def _wrists(body: Body, shoulders: np.ndarray, targets: Mapping[str, float]) -> np.ndarray:
    """(T, 2, 3): around the weight, before and below the shoulders (T, 2, 3)."""
    apart = targets["hand_gap"] * body.shoulder_width / 2
    away = np.array([[side * apart, targets["ball_reach"], -targets["ball_drop"] * body.torso] for side in SIDES])
    return within_reach(shoulders, shoulders.mean(axis=1, keepdims=True) + away, body.arm)


# -- measurement -----------------------------------------------------------------------------------------------------


def measure(joints: np.ndarray, times: np.ndarray) -> dict[str, Measurement]:
    """Every technique parameter of one squat.

    Args:
        joints: (T, 23, 3) metres. times: (T,) seconds.

    Raises:
        CannotMeasure: if the hips are not lowered.
    """
    if len(times) < 8:
        raise CannotMeasure(f"{len(times)} frames are too few to show a squat")
    fine = np.arange(times[0], times[-1], 1 / READING_FPS)
    get = places_of(CubicSpline(times, joints, axis=0)(fine))
    begins, bottom = _events(_middle(get, "hip")[:, 2], fine)

    def low(values: np.ndarray) -> float:
        return mean_between(values, fine, bottom - ABOUT_S, bottom + ABOUT_S)

    values = {name: low(own) for name, own in {**_of_body(get), **_of_legs(get), **_of_arms(get)}.items()}
    pitch = elevation(get["nose"] - _middle(get, "ear"))
    return {
        **{name: Measurement(value, bottom) for name, value in values.items()},
        "head_bottom": Measurement(low(pitch), bottom),
        "head_top": Measurement(mean_between(pitch, fine, begins - 0.3, begins - 0.05), begins),
        "side_lean": Measurement(abs(values["side_lean"]), bottom),
        "down_time": Measurement(bottom - begins, (begins + bottom) / 2),
    }


def _events(height: np.ndarray, times: np.ndarray) -> tuple[float, float]:
    """Seconds at which the hips (T,) begin to sink, and at which they have come to the bottom.

    Raises:
        CannotMeasure: if they are not lowered.
    """
    lowest = int(np.argmin(height))
    standing = float(height[: lowest + 1].max())
    drop = standing - float(height[lowest])
    if drop < LEAST_DROP * standing:
        raise CannotMeasure("the hips are not lowered")
    begins = int(np.flatnonzero(height[: lowest + 1] > standing - NEAR * drop)[-1])
    bottom = begins + int(np.argmax(height[begins:] < standing - (1 - NEAR) * drop))
    return float(times[begins]), float(times[bottom])


def _middle(get: Places, part: str) -> np.ndarray:
    return (get[f"left_{part}"] + get[f"right_{part}"]) / 2


def _apart(get: Places, part: str) -> np.ndarray:
    return np.linalg.norm(get[f"left_{part}"] - get[f"right_{part}"], axis=1)


def _of_body(get: Places) -> dict[str, np.ndarray]:
    """Leans of the trunk and the place of the hips, (T,) each."""
    ahead = forward_of(get)
    right = np.stack([ahead[:, 1], -ahead[:, 0], np.zeros(len(ahead))], axis=1)
    spine = _middle(get, "shoulder") - _middle(get, "hip")
    return {
        "trunk_lean": np.degrees(np.arctan2((spine * ahead).sum(axis=1), spine[:, 2])),
        "side_lean": np.degrees(np.arctan2((spine * right).sum(axis=1), spine[:, 2])),
        "sit_back": ((_middle(get, "ankle") - _middle(get, "hip")) * ahead).sum(axis=1),
    }


def _of_legs(get: Places) -> dict[str, np.ndarray]:
    ahead = forward_of(get)
    knees = [angle(*(get[f"{side}_{part}"] for part in ("hip", "knee", "ankle"))) for side in ("left", "right")]
    out = []
    for side, sign in (("left", -1.0), ("right", 1.0)):
        foot = get[f"{side}_toe"] - get[f"{side}_heel"]
        across = sign * (foot[:, 0] * ahead[:, 1] - foot[:, 1] * ahead[:, 0])
        out.append(np.degrees(np.arctan2(across, (foot * ahead).sum(axis=1))))
    return {
        "knee_angle": np.mean(knees, axis=0),
        "knee_gap": _apart(get, "knee") / _apart(get, "ankle"),
        "stance_width": _apart(get, "ankle") / _apart(get, "shoulder"),
        "toe_out": np.mean(out, axis=0),
    }


def _of_arms(get: Places) -> dict[str, np.ndarray]:
    away = _middle(get, "wrist") - _middle(get, "shoulder")
    torso = np.linalg.norm(_middle(get, "shoulder") - _middle(get, "hip"), axis=1)
    return {
        "elbow_gap": _apart(get, "elbow") / _apart(get, "shoulder"),
        "hand_gap": _apart(get, "wrist") / _apart(get, "shoulder"),
        "ball_reach": (away * forward_of(get)).sum(axis=1),
        "ball_drop": -away[:, 2] / torso,
    }


SIMULATOR = DrillSimulator(spec=DRILL, simulate=simulate, measure=measure, filmed_from=-0.7)
