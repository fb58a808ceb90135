"""Motion that is no drill, by random bodies: standing, walking, other sports, everyday life.

Each kind is a routine: poses at key times over feet that stand or travel (`motion.puppet`), with every angle, place and
time drawn about it. Knows kinds by name; no drill, no camera.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from ..motion.body import Body, sample_body
from ..motion.kinematics import ease
from ..motion.motion import SIMULATION_FPS, Motion, mirrored
from ..motion.puppet import Gait, Pose, perform, standing, travelling
from .everyday_routines import HIGH, RELAXED, ROUTINES, STAND, Routine, both, pose

GAITS: Mapping[str, tuple[tuple[float, float], tuple[float, float], float, float, float, float]] = {
    "walk": ((0.7, 1.8), (1.6, 2.2), 0.62, 0.05, 35.0, 0.03),
    "jog": ((1.8, 3.4), (2.4, 2.9), 0.42, 0.16, 45.0, 0.05),
    "run": ((3.4, 6.0), (2.8, 3.6), 0.36, 0.3, 55.0, 0.06),
}
"""Speed, m/s, and steps a second, fewest and most; stance, lift, push and bob as of `Gait`."""
CARRIED: Mapping[str, tuple[Pose, ...]] = {
    "arms swing": (STAND,),
    "ball in the hands": (both((-0.15, 0.45, -0.35)),),
    "one arm up": (pose(right_hand=(0.2, 0.1, 0.93)),),
    "both arms up": (both(HIGH), both((0.4, 0.1, 0.75))),
    "arms out": (both((0.92, 0.05, 0.1)), both((0.9, 0.1, 0.2), side=8)),
    "clapping": (both((-0.26, 0.5, -0.2)), both((0.1, 0.5, -0.2))),
    "head down": (pose(lean=10, nod=30),),
}
MOST_TURN = 2.5
"""Radians that somebody on foot turns within a few seconds, at most."""


ON_FOOT_KINDS = (*GAITS, "sidestep", "basketball dribble", "football dribble")
KINDS = (*ROUTINES, *ON_FOOT_KINDS, "random")
"""The kinds of motion that are no drill."""
STILL_KINDS = tuple(name for name, routine in ROUTINES.items() if routine.still)
"""The kinds in which somebody stands."""


def sample_kind(rng: np.random.Generator) -> str:
    """Draw a kind of `KINDS`: motion on foot in a third of the draws, random motion in a tenth."""
    draw = rng.random()
    return "random" if draw < 0.1 else _pick(rng, ON_FOOT_KINDS if draw < 0.43 else tuple(ROUTINES))


def sample_everyday(rng: np.random.Generator, kind: str) -> Motion:
    """Simulate a new person who does something that is no drill.

    Args:
        kind: one of `KINDS`.

    Raises:
        ValueError: if there is no such kind.
    """
    body = sample_body(rng)
    if kind in ROUTINES:
        motion = _routine(rng, body, ROUTINES[kind])
    elif kind in GAITS:
        carried = tuple(CARRIED.values())[int(rng.integers(len(CARRIED)))] if rng.random() < 0.5 else (STAND,)
        motion = _on_foot(rng, body, kind, carried)
    elif kind == "sidestep":
        motion = _on_foot(rng, body, "walk", (both((0.3, 0.4, -0.5), sink=0.13, lean=22),), sideways=np.pi / 2)
    elif kind == "basketball dribble":
        bounce = (
            pose(sink=0.1, lean=16, right_hand=(0.12, 0.45, -0.45)),
            pose(sink=0.1, lean=17, right_hand=(0.15, 0.5, -0.8)),
        )
        motion = _on_foot(rng, body, _pick(rng, ("walk", "jog", "run")), bounce, period=(0.3, 0.55))
    elif kind == "football dribble":
        tap = pose(lean=12, nod=30), pose(lean=14, nod=32, right_foot=(0.05, 0.12, 0.04))
        motion = _on_foot(rng, body, _pick(rng, ("walk", "jog", "run")), tap, period=(0.5, 1.0))
    elif kind == "random":
        motion = _random(rng, body)
    else:
        raise ValueError(f"{kind!r} is none of the kinds of everyday motion: {KINDS}")
    return mirrored(motion) if rng.random() < 0.5 else motion


def _on_foot(
    rng: np.random.Generator, body: Body, gait: str, held: Sequence[Pose], *, sideways: float = 0.0,
    period: tuple[float, float] = (0.4, 0.7),
) -> Motion:  # fmt: skip
    """Walk or run, as one of `GAITS`, and hold the upper body in poses that alternate.

    Args:
        sideways: radians between the way and where the body faces. period: seconds of one pose, fewest and most.
    """
    (slow, fast), (fewest, most), stance, lift, push, bob = GAITS[gait]
    pace = rng.uniform()
    top = slow + (fast - slow) * pace
    steps = float(np.clip(fewest + (most - fewest) * pace + rng.normal(0, 0.1), 1.4, 3.8))
    seconds = float(rng.uniform(1.5, 6.0))
    times = np.arange(int(seconds * SIMULATION_FPS)) / SIMULATION_FPS
    begin, end = rng.uniform(0.0, 0.5), seconds - rng.uniform(0.0, 0.5)
    ramp = min(0.2 + top * 0.15, seconds / 3)
    stops = rng.random(2) < 0.6
    edges = np.where(stops, 0.0, top)
    slows = max(end - ramp, begin + ramp + 1e-3)
    keys_s = (0.0, begin + 1e-3, begin + ramp, slows, max(end, slows) + 0.01, seconds + 0.1)
    speed = ease(times, keys_s, (edges[0], edges[0], top, top, edges[1], edges[1]))
    turning = rng.normal(0, MOST_TURN / 3) if rng.random() < 0.5 else 0.0
    facing = ease(times, (0.0, seconds * 0.3, seconds * 0.75, seconds), (0.0, 0.0, turning, turning))
    walking = Gait(steps, stance, lift * rng.uniform(0.7, 1.3), push, bob * rng.uniform(0.6, 1.4))
    course = travelling(body, walking, speed, facing + sideways, facing, rng.uniform(0.08, 0.22))
    lean = {"walk": 4.0, "jog": 8.0, "run": 12.0}[gait]
    poses = [replace(one, lean=max(one.lean, lean)) for one in held]
    if gait != "walk":
        elbows_bent = (0.12, 0.3, -0.6)
        poses = [
            replace(
                one,
                sink=max(one.sink, 0.05),
                left_hand=elbows_bent if one.left_hand == RELAXED else one.left_hand,
                right_hand=elbows_bent if one.right_hand == RELAXED else one.right_hand,
            )
            for one in poses
        ]
    beat = rng.uniform(*period)
    keys = np.arange(0.0, seconds + beat, beat) if len(poses) > 1 else np.array([0.0])
    varied = [_varied(rng, poses[number % len(poses)], 0.05) for number in range(len(keys))]
    swing = (0.02, (0.35 if gait == "walk" else 0.7) * rng.uniform(0.5, 1.3), 0.02)
    if held[0].left_hand != RELAXED or len(held) > 1:
        swing = (0.0, 0.04, 0.01)
    return perform(body, course, list(keys), varied, swing)


def _routine(rng: np.random.Generator, body: Body, routine: Routine) -> Motion:
    repeats = int(rng.integers(routine.repeats[0], routine.repeats[1] + 1))
    tempo, size = rng.uniform(0.75, 1.35), rng.uniform(0.75, 1.15)
    keys = [(rng.uniform(0.1, 0.5), STAND), *routine.opening, *(list(routine.cycle) * repeats), *routine.closing]
    times, poses = [0.0], [_varied(rng, STAND, 0.05)]
    for seconds, reached in keys:
        times.append(times[-1] + seconds * tempo * rng.uniform(0.9, 1.1))
        poses.append(_varied(rng, _scaled(reached, size), 0.06))
    times.append(times[-1] + rng.uniform(0.1, 0.6))
    poses.append(poses[-1])
    course = standing(body, times[-1], rng.uniform(*routine.width))
    return perform(body, course, times, poses, (0.0, 0.0, 0.0))


def _random(rng: np.random.Generator, body: Body) -> Motion:
    """Draw poses at random within what a body can do: dance, play, and what no list names."""
    times, poses, rough = [0.0], [_varied(rng, STAND, 0.05)], rng.uniform(0.3, 1.0)
    lifts = rng.random() < 0.5
    for _ in range(int(rng.integers(3, 14))):
        times.append(times[-1] + rng.uniform(0.25, 1.0))
        hands = [tuple(rng.uniform((-0.3, -0.3, -1.0), (0.9, 0.9, 1.0)) * 0.95) for _ in range(2)]
        left = rng.random() < 0.5
        lifted = tuple(rng.uniform((-0.1, -0.4, 0.02), (0.4, 0.5, 0.5))) if lifts and rng.random() < 0.4 else (0, 0, 0)
        drawn = Pose(
            sink=rng.uniform(0.01, 0.3) * rough, shift=(rng.normal(0, 0.08), rng.normal(0, 0.08)),
            turn=rng.normal(0, 25) * rough, twist=rng.normal(0, 25) * rough, lean=3 + rng.normal(8, 16) * rough,
            side=rng.normal(0, 12) * rough, nod=rng.normal(5, 15), look=rng.normal(0, 20), left_hand=hands[0],
            right_hand=hands[1], left_foot=lifted if left else (0.0, 0.0, 0.0),
            right_foot=(0.0, 0.0, 0.0) if left else lifted,
        )  # fmt: skip
        poses.append(drawn)
    times.append(times[-1] + rng.uniform(0.4, 0.8))
    poses.append(STAND)
    return perform(body, standing(body, times[-1], rng.uniform(0.15, 0.6)), times, poses, (0.0, 0.0, 0.0))


def _scaled(reached: Pose, size: float) -> Pose:
    """Return the pose that lies so far on the way from standing to a pose: 1 is the pose itself."""
    mixed: dict[str, Any] = {}
    for field in fields(Pose):
        first, last = (np.asarray(getattr(of, field.name), dtype=np.float64) for of in (STAND, reached))
        value = first * (1 - size) + last * size
        mixed[field.name] = float(value) if value.ndim == 0 else tuple(value.tolist())
    return Pose(**mixed)


def _varied(rng: np.random.Generator, reached: Pose, spread: float) -> Pose:
    """Vary a pose: hands by `spread` arm lengths, angles by 60 times as many degrees; feet keep their places."""
    changes: dict[str, Any] = {"sink": reached.sink + rng.normal(0, spread / 4)}
    for name in ("turn", "twist", "lean", "side", "nod", "look"):
        changes[name] = getattr(reached, name) + rng.normal(0, spread * 60)
    for name in ("left_hand", "right_hand"):
        changes[name] = tuple(np.asarray(getattr(reached, name)) + rng.normal(0, spread, 3))
    return replace(reached, **changes)


def _pick(rng: np.random.Generator, names: Sequence[str]) -> str:
    return names[int(rng.integers(len(names)))]
