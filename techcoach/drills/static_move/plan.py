"""Where one static move goes: the wall, the holds, and the body's poses on them.

Many layouts are drawn at once; the layout that the body can climb best is kept. This file knows the targets, the body
and its reach; it knows no times and no measurement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...motion.body import Body
from ...motion.climbing import CONTACT_DEPTH, SIDES, STEEP, Wall, ankles_from_toes, hand_way, span, trunk_rotations
from ...motion.kinematics import hip_joints, shoulder_joints, unit

LAYOUTS = 64
MOST_TRIES, EASY = 4, 1e-6
"""Walls are drawn up to so many times, until the effort of a layout is below the second value."""
LEG_REACH, ARM_REACH, HANGING_REACH = (0.36, 0.985), (0.3, 0.985), (0.3, 0.994)
"""Shares of a limb's length between which it works."""
LOWEST_FOOT = 0.15
MOST_ALONG = 0.75
"""A limb is never nearer to its pole than by this cosine: its bend would have no direction."""
NEAREST_HIPS = 0.12
"""Hip joints from the contacts, metres, with the belly at the wall."""
FURTHEST = 0.88
"""Share of an arm's length that the shoulders may be away from the wall."""
HEAD_ROOM = 0.3
"""Middle of the shoulders from the contacts while the climber looks down at the foot, metres."""
CHEST_ROOM = 0.17
"""The same at the reach, when the face is turned up."""
REST, PLACED, SHIFTED, RISEN = range(4)
"""Poses: hanging; the foot placed; hips over the foot; legs extended and the next hold reached."""


@dataclass(frozen=True)
class Plan:
    """One move in wall coordinates and angles. Leading axis of poses: rest, placed, shifted, risen.

    Attributes:
        mover: the foot that is placed and then carries, 0 left, 1 right. The right hand reaches.
        pelvis: (4, 3). lean: (4,) of the trunk away from the wall; turn: (4,) of the chest to the left; side: (4,) of
            the trunk to the right; radians.
        toes: (2, 3) world, where the feet stand at first. lifted: (3,) where the mover is placed.
        stepped: (3,) or None: where the other foot stood before a first small step.
        foot_ways: (2, 3) heel to toe.
        elbow_poles: (2, 3) where the elbows point: out and away from the wall.
        hands: (2, 3) world. goal: (3,) the next hold. match: (3,) where the left hand follows, or None.
        effort: how far limbs are beyond their working range, 0 for a layout that can be climbed.
    """

    wall: Wall
    mover: int
    pelvis: np.ndarray
    lean: np.ndarray
    turn: np.ndarray
    side: np.ndarray
    toes: np.ndarray
    lifted: np.ndarray
    stepped: np.ndarray | None
    foot_ways: np.ndarray
    elbow_poles: np.ndarray
    hands: np.ndarray
    goal: np.ndarray
    match: np.ndarray | None
    effort: float


def draw_plan(rng: np.random.Generator, body: Body, targets: Mapping[str, float], wall: Wall | None = None) -> Plan:
    """Draw a layout that the body can climb, with the hips, the trunk and the arms where the targets ask for them.

    Args:
        wall: one of up to 28 degrees is drawn when None.
    """
    plans = []
    for _ in range(MOST_TRIES):
        plans.append(_Layouts(rng, body, targets, wall).best())
        if plans[-1].effort < EASY:
            break
    return min(plans, key=lambda plan: plan.effort)


class _Layouts:
    """`LAYOUTS` layouts side by side; arrays have them as first axis."""

    def __init__(self, rng: np.random.Generator, body: Body, targets: Mapping[str, float], wall: Wall | None) -> None:
        self.rng, self.body, self.targets = rng, body, targets
        self.wall = Wall(float(np.radians(rng.uniform(0, 28)))) if wall is None else wall
        self.mover = int(rng.integers(2))
        self.sign = float(SIDES[self.mover])
        self.effort = np.zeros(LAYOUTS)
        out = rng.uniform(0.0, 0.25, 2) + 0.35 * np.radians(targets["knee_turnout"])
        self.ways = unit(np.stack([SIDES * np.sin(out), np.cos(out), rng.uniform(-0.2, 0.05, 2)], axis=-1))
        self.ways = self.ways @ self.wall.tilt(STEEP).T
        self.ankles = ankles_from_toes(body, self.ways)
        out, back, up = rng.uniform(0.5, 1.0), rng.uniform(0.5, 0.9), rng.uniform(-0.1, 0.25)
        self.elbow_poles = unit(np.array([[side * out, -back, up] for side in SIDES])) @ self.wall.axes.T
        self._poses()
        _, chest = self.rotations = trunk_rotations(self.wall, self.lean, self.turn, self.side)
        pelvis = self.wall.at(self.pelvis)
        self.hips = hip_joints(body, pelvis, self.rotations[0])
        self.shoulders = shoulder_joints(body, pelvis, self.rotations[0], chest)
        self._holds()
        self._check()

    def uniform(self, low: np.ndarray | float, high: np.ndarray | float) -> np.ndarray:
        return self.rng.uniform(low, high, LAYOUTS)

    def _poses(self) -> None:
        body, targets = self.body, self.targets
        self.lifted = np.stack(
            [self.sign * self.uniform(0.04, 0.3), self.uniform(0.6, 1.2), np.full(LAYOUTS, CONTACT_DEPTH)], axis=-1
        )
        ankle = self.wall.of(self.wall.at(self.lifted) + self.ankles[self.mover])
        depth = np.full(LAYOUTS, CONTACT_DEPTH + self._hip_distance())
        across = self.lifted[:, 0] - self.sign * targets["hip_shift"]
        aside = np.hypot(across + self.sign * body.hip_width / 2 - ankle[:, 0], depth - ankle[:, 2])
        # From the supporting ankle up: the knee's angles before and after the push set the height of the hips.
        bent = self.uniform(72, min(125.0, 168 - targets["leg_drive"]))
        heights = []
        for knee in (bent, np.minimum(bent + targets["leg_drive"], 170)):
            above = span(body.thigh, body.shank, knee) ** 2 - aside**2
            lowest = (0.35 * body.leg) ** 2
            self.effort += np.maximum(lowest - above, 0) / body.leg**2
            heights.append(ankle[:, 1] + np.sqrt(np.maximum(above, lowest)))
        shifted, risen = (np.stack([across, height, depth], axis=-1) for height in heights)
        aside, below = -self.sign * self.uniform(0.0, 0.25), -self.uniform(0.0, 0.28)
        rest = shifted + np.stack([aside, below, self.uniform(0.0, 0.1)], axis=-1)
        rest[:, 2] = np.maximum(rest[:, 2], CONTACT_DEPTH + self.uniform(0.18, 0.3))
        placed = rest + (shifted - rest) * [0.2, 0.4, 0.3]
        self.pelvis = np.stack([rest, placed, shifted, risen], axis=1)
        self._trunk()

    def _hip_distance(self) -> float:
        """Of the hips from the contacts, metres: what the target asks, where knees and arms leave room."""
        body, targets = self.body, self.targets
        # Knees that point into the wall push the hips out.
        knees = 0.75 * body.thigh * np.cos(np.radians(targets["knee_turnout"]))
        pushed = targets["hip_distance"] + 0.45 * max(knees - targets["hip_distance"], 0.0)
        # Shoulders that hang out further than the arms let them pull the hips in.
        shoulders = pushed + body.torso * np.sin(np.radians(targets["lean_out"]))
        return float(max(pushed - 0.5 * max(shoulders - FURTHEST * body.arm, 0.0), NEAREST_HIPS))

    def _trunk(self) -> None:
        body, targets = self.body, self.targets
        outward = self.pelvis[..., 2] - CONTACT_DEPTH

        def lean_for(pose: int, room: float) -> np.ndarray:
            return np.arcsin(np.clip((room - outward[:, pose]) / body.torso, -0.7, 0.7))

        turn = np.radians(targets["torso_turn"])
        # The holding shoulder turns away from the wall, and may not go further than its arm lets it.
        furthest = FURTHEST * body.arm - CONTACT_DEPTH
        behind = body.shoulder_width / 2 * np.sin(max(turn, 0.0))
        arm = float(span(body.upper_arm, body.forearm, targets["straight_arms"]))
        hanging = np.maximum(np.radians(self.uniform(-4, 14)), lean_for(REST, HEAD_ROOM))
        hanging = np.minimum(hanging, lean_for(REST, 0.82 * arm - CONTACT_DEPTH))
        placing = np.maximum(hanging - np.radians(self.uniform(0, 6)), lean_for(PLACED, HEAD_ROOM))
        placing = np.minimum(placing, lean_for(PLACED, furthest))
        reaching = np.maximum(np.radians(targets["lean_out"]), lean_for(SHIFTED, CHEST_ROOM + 0.4 * behind))
        reaching = np.minimum(reaching, lean_for(SHIFTED, furthest - 0.35 * behind))
        caught = np.minimum(reaching, lean_for(RISEN, furthest - behind))
        self.lean = np.stack([hanging, placing, reaching, caught], axis=1)
        early = np.full(LAYOUTS, np.radians(self.rng.normal(0, 5)))
        turn = np.arcsin(np.clip(np.sin(turn) / np.cos(caught), -1, 1))
        self.turn = np.stack([early, early, 0.5 * early + 0.35 * turn, turn], axis=1)
        # The shoulders stay behind as the hips shift.
        moved = self.pelvis[..., 0] - self.pelvis[:, :1, 0]
        bend = np.clip(moved * self.uniform(0.2, 0.9)[:, None] / body.torso, -0.4, 0.4)
        self.side = np.radians(self.rng.normal(0, 3)) - np.arcsin(bend)

    def _ring(self, root: np.ndarray, radius: np.ndarray | float, angle: np.ndarray, tip: np.ndarray) -> np.ndarray:
        """Holds (K, 3), world, for limbs that go from a root (K, 3) so far to a wrist or ankle, and a tip (3,) further.

        Args:
            angle: (K,) of the limb along the wall, to the right of straight up, radians.
        """
        depth = CONTACT_DEPTH + tip @ self.wall.axes[:, 1]
        centre = self.wall.of(root)
        flat_squared = np.square(radius) - (centre[:, 2] - depth) ** 2
        self.effort += np.maximum(0.01 - flat_squared, 0) * 10
        flat = np.sqrt(np.maximum(flat_squared, 0.01))
        across, up = centre[:, 0] + flat * np.sin(angle), centre[:, 1] + flat * np.cos(angle)
        return self.wall.at(np.stack([across, up, np.full(LAYOUTS, depth)], axis=-1)) + tip

    def _below(self, side: int, pose: int, nearest: float) -> np.ndarray:
        """A foothold (K, 3) below a hip, and outside of it."""
        angle = np.pi - SIDES[side] * np.radians(self.uniform(2, 42))
        reach = self.uniform(nearest, 0.94) * self.body.leg
        return self._ring(self.hips[:, pose, side], reach, angle, -self.ankles[side])

    def _holds(self) -> None:
        body = self.body
        self.grip = hand_way(self.wall) * body.hand
        elbow = min(self.targets["straight_arms"], 164.0)
        self.hands = np.zeros((LAYOUTS, 2, 3))
        for side, (inside, outside) in enumerate(((2, 38), (-14, 32))):
            angle = SIDES[side] * np.radians(self.uniform(inside, outside))
            length = span(body.upper_arm, body.forearm, elbow + self.rng.normal(0, 4) * (elbow < 150))
            self.hands[:, side] = self._ring(self.shoulders[:, REST, side], length, angle, self.grip)
        reach, angle = self.uniform(0.82, 0.97) * body.arm, np.radians(self.uniform(-12, 48))
        self.goal = self._ring(self.shoulders[:, RISEN, 1], reach, angle, self.grip)
        self.match = self.goal - [self.rng.uniform(0.1, 0.22), 0, 0]
        self.lifted = self.wall.at(self.lifted)
        other = 1 - self.mover
        self.toes = np.zeros((LAYOUTS, 2, 3))
        self.toes[:, other] = self._below(other, RISEN, 0.6)
        self.toes[:, self.mover] = self._below(self.mover, REST, 0.5)
        self.stepped = self._below(other, REST, 0.5)

    def _check(self) -> None:
        body, other = self.body, 1 - self.mover
        standing = [(self.mover, self.toes[:, self.mover], REST)]
        standing += [(self.mover, self.lifted, pose) for pose in (PLACED, SHIFTED, RISEN)]
        standing += [(other, self.toes[:, other], pose) for pose in (REST, PLACED, SHIFTED, RISEN)]
        for side, toe, pose in standing:
            self.effort += self._leg_effort(side, toe, pose)
        self.step_effort = self._leg_effort(other, self.stepped, REST)
        wrists, goal = self.hands - self.grip, self.goal - self.grip
        holding = [(side, wrists[:, side], pose) for side in (0, 1) for pose in (REST, PLACED, SHIFTED)]
        holding += [(0, wrists[:, 0], RISEN), (1, goal, RISEN)]
        for side, wrist, pose in holding:
            shoulder = self.shoulders[:, pose, side]
            self.effort += _beyond(shoulder, wrist, body.arm, HANGING_REACH if pose == REST else ARM_REACH)
            self.effort += self._elbow_effort(side, shoulder, wrist)
        halfway = self.shoulders[:, [SHIFTED, RISEN], 1].mean(axis=1)
        self.effort += self._elbow_effort(1, halfway, (wrists[:, 1] + goal) / 2)
        spacings = (
            (self.goal, self.hands[:, 1], 0.26), (self.lifted, self.toes[:, self.mover], 0.2),
            (self.lifted, self.toes[:, other], 0.14), (self.hands[:, 1], self.hands[:, 0], 0.12),
        )  # fmt: skip
        for hold, other_hold, spacing in spacings:
            self.effort += np.maximum(spacing - np.linalg.norm(hold - other_hold, axis=-1), 0)
        self.step_effort += np.maximum(0.2 - np.linalg.norm(self.stepped - self.toes[:, other], axis=-1), 0)
        # Feet do not cross.
        self.effort += np.maximum(0.05 - self.sign * (self.lifted - self.toes[:, other])[:, 0], 0)

    def _elbow_effort(self, side: int, shoulder: np.ndarray, wrist: np.ndarray) -> np.ndarray:
        """An arm that points where its elbow does would have no side for it to bend to."""
        return np.maximum(np.abs(unit(wrist - shoulder) @ self.elbow_poles[side]) - MOST_ALONG, 0)

    def _leg_effort(self, side: int, toe: np.ndarray, pose: int) -> np.ndarray:
        hip, ankle = self.hips[:, pose, side], toe + self.ankles[side]
        # A leg that points straight into the wall would have no side for its knee to turn to.
        straight_in = unit(ankle - hip) @ self.wall.axes[:, 1]
        steep, low = np.maximum(straight_in - MOST_ALONG, 0), np.maximum(LOWEST_FOOT - toe[:, 2], 0)
        return _beyond(hip, ankle, self.body.leg, LEG_REACH) + steep + low

    def best(self) -> Plan:
        """Return the layout of least effort."""
        k = int(np.argmin(self.effort))
        reach = np.linalg.norm(self.match[k] - self.grip - self.shoulders[k, RISEN, 0])
        way = np.linalg.norm(self.match[k] - self.hands[k, 0])
        matched = reach < 0.95 * self.body.arm and way > 0.2 and self.rng.random() < 0.9
        stepped = self.step_effort[k] < EASY and self.rng.random() < 0.4
        return Plan(
            wall=self.wall, mover=self.mover, pelvis=self.pelvis[k], lean=self.lean[k], turn=self.turn[k],
            side=self.side[k], toes=self.toes[k], lifted=self.lifted[k],
            stepped=self.stepped[k] if stepped else None, foot_ways=self.ways, elbow_poles=self.elbow_poles,
            hands=self.hands[k], goal=self.goal[k],
            match=self.match[k] if matched else None, effort=float(self.effort[k]),
        )  # fmt: skip


def _beyond(root: np.ndarray, end: np.ndarray, length: float, bounds: tuple[float, float]) -> np.ndarray:
    """How far limbs (K, 3) -> (K, 3) are beyond their bounds, shares of their length; 0 within."""
    share = np.linalg.norm(end - root, axis=-1) / length
    return np.maximum(share - bounds[1], 0) + np.maximum(bounds[0] - share, 0)
