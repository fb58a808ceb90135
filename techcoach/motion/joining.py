"""Motions joined to one: a walk before a shot, move after move on a wall.

Between two motions stands a link, in which the body goes from the last pose of one to the first pose of the next with
limbs of exact length. A hand or foot that rests stays where it is until its turn to move, then goes to where the next
motion has it, and rests there. Knows motions of one body; no drill and no wall.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from .body import Body
from .kinematics import (
    STRAIGHTEST,
    Channels,
    articulate,
    channels_of,
    check_reached,
    drawn_into_reach,
    hip_joints,
    minimum_jerk,
    shoulder_joints,
    unit,
    within_reach,
)
from .motion import SIMULATION_FPS, Motion, Prop, at_times

Span = tuple[float, float]
"""(start, end), seconds."""

SAME_PLACE = 1e-3
"""A limb whose resting places in two motions are nearer to each other, metres, stays where it is."""
CARRIED_ON_S = 0.4
"""The speed at the end of a motion dies away within so many seconds of the link; that of the next grows likewise."""
WORKING_REACH = 0.985
"""Share of its length that a resting limb is straightened to at most, unless it is straighter in a motion itself."""


@dataclass(frozen=True)
class Link:
    """How the body goes from one motion to the next.

    Attributes:
        seconds: how long it takes. turns: when the left foot, right foot, left hand and right hand move to where the
            next motion has them, seconds of the link. outward: (3,) metres, the arc of a limb's way from hold to hold.
    """

    seconds: float
    turns: tuple[Span, Span, Span, Span]
    outward: np.ndarray


def joined(pieces: Sequence[Motion]) -> tuple[Motion, tuple[Span, ...]]:
    """Put motions and the links between them in a row; return the whole, and the span of each piece in it.

    The ball is left out if a piece has none.

    Raises:
        ValueError: if the bodies differ.
    """
    body = pieces[0].body
    if any(replace(piece.body, handedness=body.handedness) != body for piece in pieces):
        raise ValueError("motions of different bodies cannot be joined")
    lengths = [len(piece.times) for piece in pieces]
    starts = np.cumsum([0, *lengths[:-1]]) / SIMULATION_FPS
    balls = [piece.ball for piece in pieces if piece.ball is not None]
    whole = Motion(
        joints=np.concatenate([piece.joints for piece in pieces]),
        times=np.arange(sum(lengths)) / SIMULATION_FPS,
        body=body,
        planted=np.concatenate([piece.planted for piece in pieces]),
        held=np.concatenate([piece.held for piece in pieces]),
        airborne=np.concatenate([piece.airborne for piece in pieces]),
        ball=np.concatenate(balls) if len(balls) == len(pieces) else None,
        props=tuple(dict.fromkeys(prop for piece in pieces for prop in piece.props)),
    )
    spans = [(float(start), float(start + piece.times[-1])) for start, piece in zip(starts, pieces, strict=True)]
    return whole, tuple(spans)


def moved_by(motion: Motion, offset: np.ndarray) -> Motion:
    """Move a motion, its ball and its holds by an offset (3,); walls stay."""

    def moved(prop: Prop) -> Prop:
        x, y, z = (float(value) for value in np.array(prop.position) + offset)
        return prop if prop.kind == "wall" else replace(prop, position=(x, y, z))

    return replace(
        motion,
        joints=motion.joints + offset,
        ball=None if motion.ball is None else motion.ball + offset,
        props=tuple(moved(prop) for prop in motion.props),
    )


def pose_at(motion: Motion, frame: int, seconds: float) -> Motion:
    """Return a motion that holds one pose of another."""
    rows = np.full(max(int(seconds * SIMULATION_FPS), 2), frame if frame >= 0 else len(motion.times) + frame)
    return replace(
        motion,
        joints=motion.joints[rows],
        times=np.arange(len(rows)) / SIMULATION_FPS,
        planted=motion.planted[rows],
        held=motion.held[rows],
        airborne=motion.airborne[rows],
        ball=None if motion.ball is None else motion.ball[rows],
    )


def at_pace(motion: Motion, pace: float) -> Motion:
    """Return a motion made faster: 2 takes half the time."""
    times = np.arange(0.0, motion.times[-1], pace / SIMULATION_FPS)
    faster, first = at_times(motion, times), (times * SIMULATION_FPS + 1e-6).astype(int)
    last = np.minimum(first + 1, len(motion.times) - 1)
    # Between frames joints go straight, which shortens limbs a little: articulated anew they are exact.
    joints = articulate(motion.body, channels_of(motion.body, faster.joints))
    return replace(
        faster,
        joints=joints,
        times=np.arange(len(joints)) / SIMULATION_FPS,
        planted=motion.planted[first] & motion.planted[last],
        held=motion.held[first] & motion.held[last],
    )


def linked(before: Motion, after: Motion, link: Link) -> Motion:
    """Return the frames between two motions, without their own.

    Raises:
        OutOfReach: if a resting hand or foot would come off its place.
    """
    body = before.body
    times = np.arange(1, int(round(link.seconds * SIMULATION_FPS))) / SIMULATION_FPS
    ends = [channels_of(body, motion.joints[rows]) for motion, rows in ((before, [-2, -1]), (after, [0, 1]))]
    contacts = np.concatenate([[before.planted[-1], after.planted[0]], [before.held[-1], after.held[0]]], axis=1)
    whole = Channels(**{field.name: _passed(times, link.seconds, ends, field.name) for field in fields(Channels)})
    turned = [_turn(times, link.turns[limb]) for limb in range(4)]
    feet = _directions(ends, "foot_directions", turned[:2])
    hands = _directions(ends, "hand_directions", turned[2:])
    limbs = _Limbs(body, ends, contacts, turned)
    pelvis = limbs.settled(whole)
    ankles, wrists = limbs.ways(replace(whole, pelvis=pelvis), link)
    channels = replace(
        whole, pelvis=pelvis, ankles=ankles, wrists=wrists, foot_directions=feet, hand_directions=hands
    )  # fmt: skip
    joints = articulate(body, channels)
    resting = limbs.resting
    check_reached(body, joints, ankles, wrists, resting)
    return Motion(
        joints=joints, times=times, body=body, planted=resting[:, :2], held=resting[:, 2:],
        airborne=~resting.any(axis=1), ball=_ball(times, link.seconds, before, after),
    )  # fmt: skip


def _ball(times: np.ndarray, seconds: float, before: Motion, after: Motion) -> np.ndarray | None:
    if before.ball is None or after.ball is None:
        return None
    share = minimum_jerk(times / seconds)[:, None]
    return np.asarray(before.ball[-1] + (after.ball[0] - before.ball[-1]) * share)


def _turn(times: np.ndarray, span: Span) -> np.ndarray:
    """Return (T,) 0 before a limb's turn, 1 after it."""
    return minimum_jerk((times - span[0]) / max(span[1] - span[0], 1e-6))


def _carried(times: np.ndarray) -> np.ndarray:
    """Return (T,) seconds that a speed of one carries, until it has died away."""
    return np.asarray(times * np.maximum(1 - times / CARRIED_ON_S, 0.0) ** 3)


def _passed(times: np.ndarray, seconds: float, ends: Sequence[Channels], name: str) -> np.ndarray:
    """Return one channel over the link: from the end of one motion, with its speed, to the start of the next."""
    (before, last), (first, after) = (getattr(channels, name) for channels in ends)
    shape = (-1, *([1] * last.ndim))
    leaving = last + (last - before) * SIMULATION_FPS * _carried(times).reshape(shape)
    coming = first - (after - first) * SIMULATION_FPS * _carried(seconds - times).reshape(shape)
    values = leaving + (coming - leaving) * minimum_jerk(times / seconds).reshape(shape)
    if name.endswith("rotation"):
        return _orthonormal(values)
    return unit(values) if name.endswith(("poles", "directions")) else values


def _orthonormal(axes: np.ndarray) -> np.ndarray:
    """Return the rotations (T, 3, 3) nearest to matrices."""
    left, _, right = np.linalg.svd(axes)
    left[..., -1] *= np.linalg.det(left @ right)[..., None]
    return np.asarray(left @ right)


def _directions(ends: Sequence[Channels], name: str, turned: Sequence[np.ndarray]) -> np.ndarray:
    """Return (T, 2, 3) directions of feet or hands that change while the limb moves."""
    last, first = getattr(ends[0], name)[1], getattr(ends[1], name)[0]
    return np.stack(
        [unit(last[side] + (first[side] - last[side]) * share[:, None]) for side, share in enumerate(turned)], axis=1
    )


class _Limbs:
    """Feet and hands in a link, the four of them: left foot, right foot, left hand, right hand."""

    def __init__(self, body: Body, ends: Sequence[Channels], contacts: np.ndarray, turned: Sequence[np.ndarray]):
        self.body, self.turned = body, np.stack(turned, axis=1)  # (T, 4)
        self.lengths = np.array([body.leg, body.leg, body.arm, body.arm])
        self.contacts = contacts  # (2, 4) bool: resting at the end of one motion, at the start of the next
        tips = [np.concatenate([channels.ankles, channels.wrists], axis=1) for channels in ends]
        roots = [self._roots(channels) for channels in ends]
        self.places = np.stack([tips[0][1], tips[1][0]])  # (2, 4, 3)
        self.offsets = self.places - np.stack([roots[0][1], roots[1][0]])
        self.reach = np.clip(np.linalg.norm(self.offsets, axis=-1) / self.lengths, WORKING_REACH, STRAIGHTEST)
        away = [tip - root for tip, root in zip(tips, roots, strict=True)]
        self.speeds = np.stack([away[0][1] - away[0][0], away[1][1] - away[1][0]]) * SIMULATION_FPS
        ways = [np.concatenate([channels.foot_directions, channels.hand_directions], axis=1) for channels in ends]
        apart = np.linalg.norm(self.places[1] - self.places[0], axis=-1) + np.linalg.norm(
            ways[1][0] - ways[0][1], axis=-1
        )
        self.stays = contacts.all(axis=0) & (apart < SAME_PLACE)
        moving = (self.turned > 0) & (self.turned < 1)
        self.resting = np.where(self.turned <= 0, contacts[0], contacts[1]) & (~moving | self.stays)

    def _roots(self, channels: Channels) -> np.ndarray:
        """Return hips and shoulders (T, 4, 3)."""
        return np.concatenate(
            [
                hip_joints(self.body, channels.pelvis, channels.pelvis_rotation),
                shoulder_joints(self.body, channels.pelvis, channels.pelvis_rotation, channels.chest_rotation),
            ],
            axis=1,
        )

    def settled(self, channels: Channels) -> np.ndarray:
        """Return the pelvis (T, 3), drawn to where every resting limb reaches its place."""
        before = self.turned <= 0
        place = np.where(before[..., None], self.places[0], self.places[1])
        most = np.where(before, self.reach[0], self.reach[1])
        return channels.pelvis + drawn_into_reach(self._roots(channels), place, self.resting, self.lengths, most)

    def ways(self, channels: Channels, link: Link) -> tuple[np.ndarray, np.ndarray]:
        """Return ankles and wrists (T, 2, 3)."""
        roots = self._roots(channels)
        times = np.arange(1, len(roots) + 1) / SIMULATION_FPS
        result = np.zeros_like(roots)
        for limb in range(4):
            root, share = roots[:, limb], self.turned[:, limb, None]
            carried = _carried(times)[:, None], -_carried(link.seconds - times)[:, None]
            leaving, coming = (
                np.broadcast_to(self.places[end, limb], root.shape)
                if self.contacts[end, limb]
                else root + self.offsets[end, limb] + self.speeds[end, limb] * carried[end]
                for end in (0, 1)
            )
            length = np.linalg.norm(self.places[1, limb] - self.places[0, limb])
            outward = link.outward * min(1.0, 3 * float(length)) * self.contacts[:, limb].all()
            path = leaving + (coming - leaving) * share + outward * np.sin(np.pi * share) ** 2
            near = within_reach(root, path, self.lengths[limb], firm=0.9, most=WORKING_REACH)
            loose = minimum_jerk(share / 0.15) * (1 - minimum_jerk((share - 0.7) / 0.3))
            result[:, limb] = path if self.stays[limb] else path + (near - path) * loose
        return result[:, :2], result[:, 2:]
