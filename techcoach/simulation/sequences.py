"""Longer motions: what comes before an attempt, the attempts, and what comes after, with the truth about every moment.

Parts are simulated apart, scaled to one stature and spliced in space: a part begins where the former ended, facing the
same way, after a short transition that keeps the limbs' lengths; or hard, as clips are cut. Knows drills' simulators
and everyday motion; no camera, no tracker and no network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..motion.camera_sampling import mean_heading
from ..motion.kinematics import minimum_jerk, unit
from ..motion.motion import Motion, mirrored, resample
from ..skeleton import KEYPOINT_INDEX, KEYPOINTS, MIRRORED
from .attempts import SimulatedAttempt, climbing_attempts, sample_attempt
from .everyday_motion import GAITS, STILL_KINDS, sample_everyday, sample_kind
from .executions import SEQUENCE, sample_execution
from .simulators import simulator_of

SEQUENCE_FPS = 30.0
STILL, ON_FOOT, OTHER = "still", "on foot", "other"
NO_DRILL = (STILL, ON_FOOT, OTHER)
"""What somebody does who is at no drill."""
WALKING = 0.5
"""Level speed of the hips, m/s, from which somebody goes rather than stands."""
TEMPO = (0.8, 1.25)
CLIMBED_SHARE = 0.6
"""Share of the attempts on a wall that are simulated with the moves before and after them."""
SLOW_SHARE = 1 / 12
"""Share of the sequences that are slow motion."""
SLOW_MOTION = (1.5, 4.0)
"""Seconds of a slow-motion clip to a second of the motion, fewest and most."""
HIPS = [KEYPOINT_INDEX["left_hip"], KEYPOINT_INDEX["right_hip"]]
_PARENT_PARTS = {"ankle": "knee", "knee": "hip", "heel": "ankle", "toe": "ankle", "elbow": "shoulder",
                 "wrist": "elbow", "hand": "wrist"}  # fmt: skip
PARENTS: Mapping[int, int] = {
    KEYPOINT_INDEX[f"{side}_{part}"]: KEYPOINT_INDEX[f"{side}_{parent}"]
    for part, parent in _PARENT_PARTS.items()
    for side in ("left", "right")
}
"""For every joint but those of head, shoulders and hips, the joint that it hangs on."""


def _depth(joint: int) -> int:
    return 1 + _depth(PARENTS[joint]) if joint in PARENTS else 0


ORDER = sorted(range(len(KEYPOINTS)), key=_depth)
"""The joints, each after the one that it hangs on."""


@dataclass(frozen=True)
class Part:
    """One piece of a sequence at `SEQUENCE_FPS`.

    Attributes:
        joints: (T, 23, 3) metres. activity: (T,) index into `NO_DRILL` of what is done outside of attempts.
        stature: metres. attempts: what it shows, in order of time, seconds from its first frame.
        on_wall: whether hands and feet are on a wall at both ends.
    """

    joints: np.ndarray
    activity: np.ndarray
    stature: float
    attempts: tuple[SimulatedAttempt, ...] = ()
    on_wall: bool = False


@dataclass(frozen=True)
class MotionSequence:
    """A sequence in space.

    Attributes:
        joints: (T, 23, 3) metres. times: (T,) seconds. activity: (T,) as of `Part`.
        attempts: in order of time. slowed: seconds to a second of the motion; 1 is real time.
        wall_heading: radians that a climber faces; None without a wall.
    """

    joints: np.ndarray
    times: np.ndarray
    activity: np.ndarray
    attempts: tuple[SimulatedAttempt, ...]
    slowed: float = 1.0
    wall_heading: float | None = None


# -- parts -------------------------------------------------------------------------------------------------------


def climb_part(drill: str, rng: np.random.Generator) -> Part:
    """Simulate some seconds of a climb with an attempt at a drill in it, and other moves before and after."""
    execution = sample_execution(simulator_of(drill), rng, SEQUENCE)
    motion = resample(execution.motion, SEQUENCE_FPS)
    attempts = climbing_attempts(simulator_of(drill), execution)
    return Part(motion.joints, _on_foot_or(OTHER, motion), motion.body.height, attempts, on_wall=True)


def drill_part(drill: str, rng: np.random.Generator) -> Part:
    """Simulate an attempt at a drill; a series is often longer than one simulated execution."""
    pieces = int(rng.choice((1, 2, 3), p=(0.4, 0.3, 0.3))) if simulator_of(drill).repetitions is not None else 1
    if pieces == 1:
        return _execution(drill, rng, np.where(rng.random(2) < 0.7, 0.95, 0.0))
    # Between executions of one series nothing is left of waiting.
    ends = np.array([[number == 0, number == pieces - 1] for number in range(pieces)])
    executions = [_execution(drill, rng, np.where(end, 0.5, 1.0)) for end in ends]
    sequence = splice(executions, rng, hard=0.0)
    first, last = sequence.attempts[0], sequence.attempts[-1]
    events = tuple(event for attempt in sequence.attempts for event in attempt.events)
    whole = SimulatedAttempt(drill, first.start, last.end, events)
    return Part(sequence.joints, sequence.activity, executions[0].stature, (whole,))


def _execution(drill: str, rng: np.random.Generator, trim: np.ndarray) -> Part:
    """Simulate a right-handed execution.

    Args:
        trim: (2,) shares of what comes before and after the attempt that are cut off at most; 1 cuts it all.
    """
    motion, attempt = sample_attempt(simulator_of(drill), rng)
    motion = resample(mirrored(motion) if motion.body.handedness == "left" else motion, SEQUENCE_FPS)
    on_wall = any(prop.kind == "wall" for prop in motion.props)
    activity = _on_foot_or(OTHER if on_wall else STILL, motion)
    shares = np.where(np.asarray(trim) == 1.0, 1.0, np.asarray(trim) * rng.random(2))
    first = int(attempt.start * SEQUENCE_FPS * shares[0])
    last = len(activity) - int(max(len(activity) - 1 - attempt.end * SEQUENCE_FPS, 0.0) * shares[1])
    attempt = moved(attempt, -first / SEQUENCE_FPS)
    return Part(motion.joints[first:last], activity[first:last], motion.body.height, (attempt,), on_wall)


def _on_foot_or(other: str, motion: Motion) -> np.ndarray:
    """Return (T,) what is done outside of attempts: going about, or `other`, as indices into `NO_DRILL`."""
    hips = motion.joints[:, HIPS, :2].mean(axis=1)
    going = np.linalg.norm(np.gradient(hips, motion.times, axis=0), axis=1) > WALKING
    return np.where(going, NO_DRILL.index(ON_FOOT), NO_DRILL.index(other))


def everyday_part(rng: np.random.Generator, kind: str) -> Part:
    """Simulate everyday motion of a kind."""
    motion = resample(sample_everyday(rng, kind), SEQUENCE_FPS)
    activity = STILL if kind in STILL_KINDS else ON_FOOT if kind in (*GAITS, "sidestep") else OTHER
    return Part(motion.joints, np.full(len(motion.times), NO_DRILL.index(activity)), motion.body.height)


def moved(attempt: SimulatedAttempt, shift: float, pace: float = 1.0) -> SimulatedAttempt:
    """Return an attempt whose times t are pace * t + shift, seconds."""
    return replace(
        attempt,
        start=attempt.start * pace + shift,
        end=attempt.end * pace + shift,
        events=tuple(event * pace + shift for event in attempt.events),
    )


# -- sequences ---------------------------------------------------------------------------------------------------


def sample_sequence(rng: np.random.Generator, drill: str | None) -> MotionSequence:
    """Simulate a sequence of 1 to 4 attempts at a drill, or, where it is None, of everyday motion alone; some
    in slow motion."""
    parts = _plan(rng, drill)
    left_handed = rng.random() < 0.125
    sequence = splice(parts, rng)
    if left_handed:
        heading = sequence.wall_heading
        sequence = replace(
            sequence,
            joints=(sequence.joints * [-1.0, 1.0, 1.0])[:, MIRRORED],
            wall_heading=None if heading is None else -heading,
        )
    slowed = float(rng.uniform(*SLOW_MOTION)) if rng.random() < SLOW_SHARE else 1.0
    return replace(
        sequence,
        times=sequence.times * slowed,
        attempts=tuple(moved(attempt, 0.0, slowed) for attempt in sequence.attempts),
        slowed=slowed,
    )


def _plan(rng: np.random.Generator, drill: str | None) -> list[Part]:
    """Draw the parts: something before, attempts with or without something between, something after."""
    if drill is None:
        return [everyday_part(rng, sample_kind(rng)) for _ in range(int(rng.integers(1, 6)))]
    count = int(rng.choice((1, 2, 3, 4), p=(0.5, 0.25, 0.15, 0.1)))
    parts = [everyday_part(rng, sample_kind(rng)) for _ in range(int(rng.choice((0, 1, 2), p=(0.35, 0.45, 0.2))))]
    for number in range(count):
        if number and rng.random() < 0.5:
            parts.append(everyday_part(rng, sample_kind(rng)))
        climbed = simulator_of(drill).sequence is not None and rng.random() < CLIMBED_SHARE
        parts.append((climb_part if climbed else drill_part)(drill, rng))
    parts += [everyday_part(rng, sample_kind(rng)) for _ in range(int(rng.choice((0, 1, 2), p=(0.35, 0.45, 0.2))))]
    return parts


def splice(parts: Sequence[Part], rng: np.random.Generator, hard: float = 1 / 8) -> MotionSequence:
    """Splice parts, each at a tempo of its own; a share `hard` of them without a transition, as clips are cut."""
    stature = parts[0].stature
    pieces: list[np.ndarray] = []
    activities: list[np.ndarray] = []
    attempts: list[SimulatedAttempt] = []
    wall_heading: float | None = None
    for before, part in zip((None, *parts), parts, strict=False):
        tempo = rng.uniform(*TEMPO)
        joints, activity = _at_tempo(part.joints * (stature / part.stature), part.activity, tempo)
        if before is not None:
            is_hard = rng.random() < hard
            seconds = 0.0 if is_hard else rng.uniform(0.2, 0.6)
            climbs_on = before.on_wall and part.on_wall
            joints = _placed(pieces[-1], joints, seconds, rng.uniform(0, 2 * np.pi) if is_hard else None, climbs_on)
            between = transition(pieces[-1][-1], joints[0], int(seconds * SEQUENCE_FPS))
            pieces.append(between)
            activities.append(np.full(len(between), activities[-1][-1]))
        begin = sum(map(len, pieces)) / SEQUENCE_FPS
        attempts += [moved(attempt, begin, 1 / tempo) for attempt in part.attempts]
        if part.on_wall and wall_heading is None:
            wall_heading = mean_heading(joints)
        pieces.append(joints)
        activities.append(activity)
    joints = np.concatenate(pieces)
    times = np.arange(len(joints)) / SEQUENCE_FPS
    return MotionSequence(joints, times, np.concatenate(activities), tuple(attempts), wall_heading=wall_heading)


def _at_tempo(joints: np.ndarray, activity: np.ndarray, tempo: float) -> tuple[np.ndarray, np.ndarray]:
    """Resample a part to another tempo: 2 is twice as fast."""
    at = np.arange(0.0, len(joints) - 1 + 1e-9, tempo)
    left = np.minimum(at.astype(int), len(joints) - 2)
    share = (at - left)[:, None, None]
    return joints[left] * (1 - share) + joints[left + 1] * share, activity[left]


def _placed(before: np.ndarray, joints: np.ndarray, seconds: float, turn: float | None, climbs_on: bool) -> np.ndarray:
    """Turn and move a part's joints so that they go on where `before` ended, after a transition.

    Args:
        turn: radians that it is turned by; None: as much as it needs to face the same way.
        climbs_on: whether it goes on at the same height, too; otherwise the ground stays the ground.
    """
    if turn is None:
        turn = _heading(before[-1]) - _heading(joints[0])
    cos, sin = np.cos(turn), np.sin(turn)
    turned = joints @ np.array([[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]])
    velocity = [(piece[HIPS].mean(axis=0) - previous[HIPS].mean(axis=0)) * SEQUENCE_FPS for previous, piece in (
        (before[-2], before[-1]) if len(before) > 1 else (before[-1], before[-1]), (turned[0], turned[1]))]  # fmt: skip
    place = before[-1][HIPS].mean(axis=0) + (velocity[0] + velocity[1]) / 2 * seconds
    offset = place - turned[0][HIPS].mean(axis=0)
    return np.asarray(turned + offset * [1.0, 1.0, 1.0 if climbs_on else 0.0])


def _heading(joints: np.ndarray) -> float:
    across = joints[HIPS[1]] - joints[HIPS[0]]
    return float(np.arctan2(across[1], across[0]))


def transition(first: np.ndarray, last: np.ndarray, frames: int) -> np.ndarray:
    """Return (frames, 23, 3) between two poses (23, 3): the hips go straight, the limbs turn and keep their lengths."""
    share = minimum_jerk(np.arange(1, frames + 1) / (frames + 1))[:, None]
    roots = [pose[HIPS].mean(axis=0) for pose in (first, last)]
    result = np.zeros((frames, *first.shape))
    for joint in ORDER:
        parent = PARENTS.get(joint)
        start, end = (pose[joint] - (root if parent is None else pose[parent])
                      for pose, root in zip((first, last), roots, strict=True))  # fmt: skip
        length = np.linalg.norm(start) * (1 - share) + np.linalg.norm(end) * share
        hung_on = roots[0] * (1 - share) + roots[1] * share if parent is None else result[:, parent]
        result[:, joint] = hung_on + unit(start * (1 - share) + end * share) * length
    return result
