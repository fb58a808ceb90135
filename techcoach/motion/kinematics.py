"""Forward and inverse kinematics of the 23 keypoints. Knows a body and targets; no drill.

World axes: x right, y forward, z up, metres. [left, right] order wherever there are two sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from ..skeleton import KEYPOINT_INDEX, KEYPOINTS
from .body import Body

GRAVITY = 9.81
LARGEST_KNEE_FLEXION = np.radians(150)
LARGEST_ELBOW_FLEXION = np.radians(150)
MOST_FOLDED = 0.28
"""Share of its length to which a resting limb folds at most."""
DRAWING_ROUNDS, SMOOTHED_FRAMES = 12, 9
"""How often a body is drawn towards the places of its limbs in turn, and over how many frames that is smoothed."""
LEAST_AHEAD = 0.4
"""A leg whose direction is nearer to the line of the hips, by this sine, has no ahead."""
MOST_MISSED = 1e-4
"""A resting limb may miss its place by so much, metres."""
NOSE_BELOW = 0.006
"""The nose lies below the middle of the face by this share of the stature."""
STRAIGHTEST = 0.9995
"""Limbs reach at most this share of their length, so that the bend has a direction."""


class OutOfReach(ValueError):
    """A body cannot have its hands or feet where they are meant to rest."""


@dataclass(frozen=True)
class Channels:
    """One motion of a body over T frames.

    Attributes:
        pelvis: (T, 3) middle of the hips. pelvis_rotation, chest_rotation, head_rotation: (T, 3, 3), the columns are
            the right, forward and up axes of that part in the world.
        ankles, wrists: (T, 2, 3) targets. knee_poles, elbow_poles: (T, 2, 3) where the bend points.
        foot_directions: (T, 2, 3) heel to toe. hand_directions: (T, 2, 3) wrist to knuckles.
    """

    pelvis: np.ndarray
    pelvis_rotation: np.ndarray
    chest_rotation: np.ndarray
    head_rotation: np.ndarray
    ankles: np.ndarray
    knee_poles: np.ndarray
    foot_directions: np.ndarray
    wrists: np.ndarray
    elbow_poles: np.ndarray
    hand_directions: np.ndarray


def unit(vectors: np.ndarray) -> np.ndarray:
    """Scale vectors along the last axis to length one."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def about(axis: str, angle: np.ndarray | float) -> np.ndarray:
    """Return rotation matrices (..., 3, 3) about a world axis "x", "y" or "z" by angle (...,) radians."""
    angle = np.asarray(angle, dtype=np.float64)
    cos, sin = np.cos(angle), np.sin(angle)
    first, second = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    result = np.zeros((*angle.shape, 3, 3))
    result[..., range(3), range(3)] = 1.0
    result[..., first, first] = result[..., second, second] = cos
    result[..., first, second], result[..., second, first] = -sin, sin
    return result


def turned(yaw: np.ndarray | float, pitch: np.ndarray | float = 0.0, roll: np.ndarray | float = 0.0) -> np.ndarray:
    """Return the axes of a part (..., 3, 3): roll to its right side down, then pitch forward (down), then yaw to the
    left; radians."""
    return about("z", yaw) @ about("x", -np.asarray(pitch)) @ about("y", roll)


def ease(times: np.ndarray, key_times: Sequence[float], key_values: np.ndarray | Sequence[float]) -> np.ndarray:
    """Interpolate smoothly (N keys, ...) -> (T, ...), monotone between keys (Fritsch and Carlson 1980), held at the
    ends."""
    values = np.asarray(key_values, dtype=np.float64)
    clipped = np.clip(times, key_times[0], key_times[-1])
    return np.asarray(PchipInterpolator(np.asarray(key_times, dtype=np.float64), values, axis=0)(clipped))


def minimum_jerk(share: np.ndarray) -> np.ndarray:
    """Map 0..1 to 0..1 with no speed and no acceleration at the ends (Flash and Hogan 1985)."""
    share = np.clip(share, 0.0, 1.0)
    return share**3 * (10 - 15 * share + 6 * share**2)


def moves(times: np.ndarray, spans: Sequence[tuple[float, float]], values: np.ndarray) -> np.ndarray:
    """Move with minimum jerk from each value to the next: (K spans), (K + 1, ...) -> (T, ...), at rest between moves.

    Spans (start, end) may overlap; such moves blend without a stop.
    """
    values = np.asarray(values, dtype=np.float64)
    starts, ends = np.asarray(spans, dtype=np.float64).T
    share = minimum_jerk((times[:, None] - starts) / np.maximum(ends - starts, 1e-6))
    return values[0] + np.tensordot(share, np.diff(values, axis=0), axes=1)


def ballistic(times: np.ndarray, start: float, height: float, speed: float) -> np.ndarray:
    """Return the height over time of a body that leaves `height` at `start` with `speed` upwards, m and m/s."""
    elapsed = times - start
    return height + speed * elapsed - 0.5 * GRAVITY * elapsed**2


def fly(times: np.ndarray, height: np.ndarray, airborne: np.ndarray) -> np.ndarray:
    """Replace every airborne stretch of heights (T,) by the parabola between its ends."""
    result = height.copy()
    edges = np.flatnonzero(np.diff(np.concatenate([[False], airborne, [False]]).astype(int)))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        first, last = max(start - 1, 0), min(end, len(times) - 1)
        t0, t1 = times[first], times[last]
        inner = slice(start, end)
        share = (times[inner] - t0) / max(t1 - t0, 1e-9)
        straight = height[first] + (height[last] - height[first]) * share
        result[inner] = straight + 0.5 * GRAVITY * (times[inner] - t0) * (t1 - times[inner])
    return result


def keep_reachable(
    pelvis: np.ndarray, hips: np.ndarray, ankles: np.ndarray, leg: float, planted: np.ndarray
) -> np.ndarray:
    """Lower the pelvis (T, 3) where a planted ankle (T, 2, 3) is out of reach of its hip (T, 2, 3).

    Args:
        leg: reach. planted: (T, 2) bool.
    """
    reach = leg * STRAIGHTEST
    level = np.linalg.norm((hips - ankles)[..., :2], axis=-1)
    highest = ankles[..., 2] + np.sqrt(np.maximum(reach**2 - level**2, 0.0))
    excess = np.where(planted, hips[..., 2] - highest, 0.0).max(axis=1)
    result = pelvis.copy()
    result[:, 2] -= np.maximum(excess, 0.0)
    return result


def settle_pelvis(
    pelvis: np.ndarray, hips: np.ndarray, ankles: np.ndarray, leg: float, planted: np.ndarray, spread: int = 7
) -> np.ndarray:
    """Lower the pelvis as `keep_reachable` does, spread smoothly over neighbouring frames so that nothing jumps."""
    lowering = pelvis[:, 2] - keep_reachable(pelvis, hips, ankles, leg, planted)[:, 2]
    widened = maximum_filter1d(lowering, 2 * spread + 1, mode="nearest")
    result = pelvis.copy()
    result[:, 2] -= uniform_filter1d(widened, 2 * spread + 1, mode="nearest")
    return result


def drawn_into_reach(
    roots: np.ndarray, places: np.ndarray, resting: np.ndarray, lengths: np.ndarray, most: np.ndarray | float
) -> np.ndarray:
    """Return the shift (T, 3) of a body, smooth over time, that brings every resting limb to its place.

    Args:
        roots, places: (T, L, 3) where limbs begin, and where they rest. resting: (T, L) bool. lengths: (L,) metres.
        most: (T, L) share of its length that a limb is straightened to; `MOST_FOLDED` is the least.
    """

    def drawn(shift: np.ndarray) -> np.ndarray:
        for _ in range(DRAWING_ROUNDS):
            for limb, length in enumerate(lengths):
                way = places[:, limb] - roots[:, limb] - shift
                distance = np.linalg.norm(way, axis=1)
                wanted = np.clip(distance, MOST_FOLDED * length, np.broadcast_to(most, resting.shape)[:, limb] * length)
                pull = np.where(resting[:, limb], (distance - wanted) / np.maximum(distance, 1e-6), 0.0)
                shift = shift + way * pull[:, None]
        return shift

    smooth = uniform_filter1d(drawn(np.zeros_like(roots[:, 0])), SMOOTHED_FRAMES, axis=0, mode="constant")
    return drawn(smooth)


def two_bones(
    root: np.ndarray, target: np.ndarray, upper: float, lower: float, pole: np.ndarray, largest_flexion: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return middle joint and end of a two-bone limb, (..., 3) each; lengths exact, targets out of reach approached."""
    way = target - root
    nearest = np.sqrt(upper**2 + lower**2 + 2 * upper * lower * np.cos(largest_flexion))
    distance = np.clip(np.linalg.norm(way, axis=-1, keepdims=True), nearest, (upper + lower) * STRAIGHTEST)
    axis = unit(way)
    along = (distance**2 + upper**2 - lower**2) / (2 * distance)
    aside = np.sqrt(np.maximum(upper**2 - along**2, 0.0))
    bend = unit(pole - (pole * axis).sum(axis=-1, keepdims=True) * axis)
    return root + axis * along + bend * aside, root + axis * distance


def hip_joints(body: Body, pelvis: np.ndarray, rotation: np.ndarray) -> np.ndarray:
    """Return the hip centres (T, 2, 3)."""
    sideways = rotation[..., :, 0] * body.hip_width / 2
    return np.stack([pelvis - sideways, pelvis + sideways], axis=-2)


def shoulder_joints(
    body: Body, pelvis: np.ndarray, pelvis_rotation: np.ndarray, chest_rotation: np.ndarray
) -> np.ndarray:
    """Return the shoulder centres (T, 2, 3). The spine's lower third goes with the pelvis, the rest with the chest."""
    up = pelvis_rotation[..., :, 2] / 3 + chest_rotation[..., :, 2] * 2 / 3
    middle = pelvis + unit(up) * body.torso
    sideways = chest_rotation[..., :, 0] * body.shoulder_width / 2
    return np.stack([middle - sideways, middle + sideways], axis=-2)


def articulate(body: Body, channels: Channels) -> np.ndarray:
    """Return all keypoints, (T, 23, 3) metres: limb lengths exact, knees and elbows within their limits."""
    c = channels
    hips = hip_joints(body, c.pelvis, c.pelvis_rotation)
    shoulders = shoulder_joints(body, c.pelvis, c.pelvis_rotation, c.chest_rotation)
    knees, ankles = two_bones(hips, c.ankles, body.thigh, body.shank, c.knee_poles, LARGEST_KNEE_FLEXION)
    elbows, wrists = two_bones(shoulders, c.wrists, body.upper_arm, body.forearm, c.elbow_poles, LARGEST_ELBOW_FLEXION)
    joints = np.zeros((len(c.pelvis), len(KEYPOINTS), 3))
    for side, name in enumerate(("left", "right")):
        limbs = {"hip": hips, "knee": knees, "ankle": ankles, "shoulder": shoulders, "elbow": elbows, "wrist": wrists}
        for part, places in limbs.items():
            joints[:, KEYPOINT_INDEX[f"{name}_{part}"]] = places[:, side]
        forward = unit(c.foot_directions[:, side])
        # The sole lies below the foot's own direction, in the vertical plane that holds it.
        level = unit(np.cross(forward, np.array([0.0, 0.0, 1.0])))
        down = -np.cross(level, forward) * body.ankle_height
        joints[:, KEYPOINT_INDEX[f"{name}_heel"]] = ankles[:, side] - forward * body.heel + down
        joints[:, KEYPOINT_INDEX[f"{name}_toe"]] = ankles[:, side] + forward * body.toe + down
        joints[:, KEYPOINT_INDEX[f"{name}_hand"]] = wrists[:, side] + unit(c.hand_directions[:, side]) * body.hand
    _place_head(joints, body, shoulders.mean(axis=1), c.chest_rotation, c.head_rotation)
    return joints


def _place_head(
    joints: np.ndarray, body: Body, base: np.ndarray, chest_rotation: np.ndarray, head_rotation: np.ndarray
) -> None:
    right, forward, up = (head_rotation[..., :, axis] for axis in range(3))
    middle = base + chest_rotation[..., :, 2] * body.neck + up * body.head
    width = 0.043 * body.height
    joints[:, KEYPOINT_INDEX["nose"]] = middle + forward * body.face - up * NOSE_BELOW * body.height
    for sign, name in ((-1, "left"), (1, "right")):
        joints[:, KEYPOINT_INDEX[f"{name}_ear"]] = middle + sign * right * width
        eye = forward * body.face * 0.85 + up * 0.014 * body.height + sign * right * width * 0.42
        joints[:, KEYPOINT_INDEX[f"{name}_eye"]] = middle + eye


def arm_directions(
    raise_angle: np.ndarray, aside: np.ndarray, elbow: np.ndarray, side: int, turn: np.ndarray | float = 0.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return directions of upper arm, forearm, and the forearm's movement as the elbow bends; unit vectors (T, 3) in
    the chest's frame.

    Args:
        raise_angle: (T,) of the upper arm forward and up from hanging, radians. aside: (T,) of the upper arm away from
            the body. elbow: (T,) inner angle, pi is straight. side: 0 left, 1 right. turn: of the upper arm about its
            own length, which brings a bent forearm to the inside.
    """
    sign = 1.0 if side == 1 else -1.0
    zero = np.zeros_like(raise_angle)
    upper = np.stack(
        [sign * np.sin(aside), np.sin(raise_angle) * np.cos(aside), -np.cos(raise_angle) * np.cos(aside)], -1
    )
    # The forearm bends forward of the upper arm, in the plane that raises it, and inwards as the upper arm turns.
    forward = np.stack([zero, np.cos(raise_angle), np.sin(raise_angle)], -1)
    inward = -sign * np.cross(upper, forward)
    turn = np.broadcast_to(turn, zero.shape)[:, None]
    bend = forward * np.cos(turn) + inward * np.sin(turn)
    flexion = (np.pi - elbow)[:, None]
    return upper, upper * np.cos(flexion) + bend * np.sin(flexion), bend * np.cos(flexion) - upper * np.sin(flexion)


def arm_target(
    body: Body, shoulder: np.ndarray, chest_rotation: np.ndarray, raise_angle: np.ndarray, aside: np.ndarray,
    elbow: np.ndarray, side: int, turn: np.ndarray | float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Return wrist target (T, 3) and elbow pole (T, 3) of an arm given by angles as in `arm_directions`.

    Args:
        shoulder: (T, 3). chest_rotation: (T, 3, 3), the frame that the angles are counted in.
    """
    upper, lower, bending = arm_directions(raise_angle, aside, elbow, side, turn)
    wrist_at = np.einsum("tij,tj->ti", chest_rotation, upper * body.upper_arm + lower * body.forearm)
    # The elbow lies on the side of the line from shoulder to wrist that the forearm bends away from.
    return shoulder + wrist_at, np.einsum("tij,tj->ti", chest_rotation, unit(upper - lower - bending * 1e-3))


def kept_off(root: np.ndarray, target: np.ndarray, least: float, softness: float = 0.025) -> np.ndarray:
    """Keep targets (T, 3) softly at least `least` metres from their roots, so that a folded limb's joint does not flip.

    Args:
        softness: metres over which the fold comes to its end.
    """
    away = target - root
    distance = np.linalg.norm(away, axis=-1, keepdims=True)
    limited = least + softness * np.logaddexp(0.0, (distance - least) / softness)
    return np.asarray(root + away * limited / np.maximum(distance, 1e-6))


def within_reach(
    root: np.ndarray, target: np.ndarray, length: float, firm: float = 0.86, most: float = 0.985
) -> np.ndarray:
    """Draw targets (..., 3) smoothly towards their roots, so that a limb of that length straightens without a snap.

    Args:
        firm: share of the length up to which targets stay where they are. most: share that is never passed.
    """
    way = target - root
    distance = np.linalg.norm(way, axis=-1, keepdims=True) / length
    room = most - firm
    soft = np.where(distance > firm, firm + room * np.tanh((distance - firm) / room), distance)
    return root + unit(way) * soft * length


def channels_of(body: Body, joints: np.ndarray) -> Channels:
    """Recover the channels of joints (T, 23, 3) that `articulate` made of this body: its inverse."""

    def pair(part: str) -> np.ndarray:
        return joints[:, [KEYPOINT_INDEX[f"left_{part}"], KEYPOINT_INDEX[f"right_{part}"]]]

    hips, shoulders, ankles, wrists, ears = (pair(part) for part in ("hip", "shoulder", "ankle", "wrist", "ear"))
    pelvis, base, middle = hips.mean(axis=1), shoulders.mean(axis=1), ears.mean(axis=1)
    # The nose lies before the middle of the head, and below it by a known length.
    right, nose = unit(ears[:, 1] - ears[:, 0]), joints[:, KEYPOINT_INDEX["nose"]] - middle
    other = np.cross(right, nose)  # the nose's way, turned about the line of the ears from forward to up
    forward = unit(nose * body.face + other * NOSE_BELOW * body.height)
    head = np.stack([right, forward, np.cross(right, forward)], axis=-1)
    chest_up = unit(middle - head[..., 2] * body.head - base)
    chest_right = unit(shoulders[:, 1] - shoulders[:, 0])
    # The spine goes by a third with the pelvis: spine = (pelvis up + 2 chest up) / length, both up axes of length one.
    spine = unit(base - pelvis)
    cosine = (spine * chest_up).sum(axis=-1, keepdims=True)
    length = 2 * cosine + np.sqrt(np.maximum(4 * cosine**2 - 3, 0.0))
    pelvis_up, pelvis_right = unit(spine * length - 2 * chest_up), unit(hips[:, 1] - hips[:, 0])
    return Channels(
        pelvis=pelvis,
        pelvis_rotation=np.stack([pelvis_right, np.cross(pelvis_up, pelvis_right), pelvis_up], axis=-1),
        chest_rotation=np.stack([chest_right, np.cross(chest_up, chest_right), chest_up], axis=-1),
        head_rotation=head,
        ankles=ankles,
        knee_poles=_bend(hips, pair("knee"), ankles),
        foot_directions=unit(pair("toe") - pair("heel")),
        wrists=wrists,
        elbow_poles=_bend(shoulders, pair("elbow"), wrists),
        hand_directions=unit(pair("hand") - wrists),
    )


def knees_ahead(body: Body, joints: np.ndarray) -> np.ndarray:
    """Return (T, 2), for each knee the cosine of its turn about the leg: 1 bends straight ahead, 0 to a side, -1
    backwards; 1 where the leg points to a side, where it has no ahead."""
    channels = channels_of(body, joints)
    hips = hip_joints(body, channels.pelvis, channels.pelvis_rotation)
    ahead = np.cross(channels.pelvis_rotation[:, None, :, 0], unit(channels.ankles - hips))
    sideways = np.linalg.norm(ahead, axis=-1)
    turned_by = (channels.knee_poles * ahead).sum(axis=-1) / np.maximum(sideways, 1e-9)
    return np.asarray(np.where(sideways > LEAST_AHEAD, turned_by, 1.0))


def check_reached(body: Body, joints: np.ndarray, ankles: np.ndarray, wrists: np.ndarray, resting: np.ndarray) -> None:
    """Check that joints (T, 23, 3) have the resting limbs where they were meant to be.

    Args:
        ankles, wrists: (T, 2, 3) targets. resting: (T, 4) bool, left and right foot, left and right hand.

    Raises:
        OutOfReach: if a resting limb is elsewhere.
    """
    made = channels_of(body, joints)
    missed = [np.linalg.norm(got - meant, axis=-1) for got, meant in ((made.ankles, ankles), (made.wrists, wrists))]
    shortfall = float(np.concatenate(missed, axis=1)[resting].max(initial=0.0))
    if shortfall > MOST_MISSED:
        raise OutOfReach(f"a resting hand or foot would come off its place by {shortfall:.3f} m")


def _bend(root: np.ndarray, middle: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the unit direction in which the middle joint of a limb lies off the line from its root to its end."""
    axis, way = unit(end - root), middle - root
    return unit(way - (way * axis).sum(axis=-1, keepdims=True) * axis)
