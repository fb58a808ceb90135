"""Moves in a row on a wall: what a climber does before and after the move that is coached.

A climb is a row of elements: the coached execution, other moves, poses on holds, hangs with the feet off, a walk to the
wall, a drop off it. Each is placed on the wall after the former, and linked with it hand by hand and foot by foot.
This file knows the climbing drills' motions; it measures nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy

import numpy as np

from ..motion.body import Body
from ..motion.climbing import Wall
from ..motion.climbing_moves import most_slipped, moves_of
from ..motion.dropping import can_drop, dropped
from ..motion.hanging import room_to_hang, still_hang
from ..motion.joining import SAME_PLACE, Link, at_pace, joined, linked, moved_by, pose_at
from ..motion.kinematics import Channels, OutOfReach, articulate, knees_ahead, turned, unit
from ..motion.motion import SIMULATION_FPS, Motion, mirrored
from ..skeleton import KEYPOINT_INDEX
from .simulator import ExecutionInSequence, Simulate

LINK_TRIES, PLACE_TRIES = 10, 4
FASTEST, SHARPEST = 9.0, 260.0
"""Speed, m/s, and acceleration, m/s^2, that no joint of a link exceeds."""
TURNED_BACK = -0.75
"""Cosine of the most that a knee turns from straight ahead in a link (`knees_ahead`)."""
MOST_SLIPPED = 5e-4
"""A resting hand or foot moves by less from one frame to the next, metres."""
THROUGH_WALL, THROUGH_GROUND = -0.04, -0.01
LONGEST_S = 24.0
"""No element is added to a climb that is longer."""
APPROACHED_UP_TO = np.radians(40)
"""Walls that overhang by more are not walked up to."""
WALLS: tuple[tuple[float, float, float], ...] = (
    (0.1, -12, 0), (0.32, 0, 28), (0.23, 28, 45), (0.22, 45, 70), (0.13, 70, 90),
)  # fmt: skip
"""(share, least, most) overhang in degrees: slabs, upright walls, overhangs, steep walls, roofs."""


def sample_wall(rng: np.random.Generator, steepest: float = 90.0) -> Wall:
    """Draw a wall that overhangs by no more than `steepest` degrees; steep ones begin above the ground."""
    shares = np.array([share if least < steepest else 0.0 for share, least, _ in WALLS])
    _, least, most = WALLS[int(rng.choice(len(WALLS), p=shares / shares.sum()))]
    overhang = rng.uniform(least, min(most, steepest))
    base = float(np.interp(overhang, [28, 45, 65, 90], [0.0, 0.5, 1.5, 2.4]))
    return Wall(float(np.radians(overhang)), base * rng.uniform(1.0, 1.25))


def simulate_sequence(
    rng: np.random.Generator,
    targets: Mapping[str, float],
    execute: Simulate,
    wall: Wall,
    others: Sequence[Callable[[], Motion]],
) -> ExecutionInSequence:
    """Simulate an execution on a wall, and what comes before and after it.

    Args:
        targets: of the execution. execute: simulates it on the wall. others: each makes another move of the same body
            on the same wall.

    Raises:
        OutOfReach: if the execution itself has a hand or foot slip.
    """
    before = deepcopy(rng)
    execution = execute(rng, targets)
    if most_slipped(execution) > MOST_SLIPPED:
        raise OutOfReach("a hand or foot slips off its hold")
    # It is moved up the wall, so that there is wall below it to have climbed.
    up = wall.axes[:, 2] * (rng.uniform(0.0, 0.8) if rng.random() < 0.6 else 0.0)
    execution = moved_by(execution, up)
    row = _Row(rng, wall, execution)
    walks = wall.overhang < APPROACHED_UP_TO and rng.random() < 0.35
    for _ in range(int(rng.choice((0, 1, 2, 3), p=(0.4, 0.3, 0.2, 0.1) if walks else (0.15, 0.3, 0.3, 0.25)))):
        row.put_before(others)
    if walks:
        row.walk_up()
    for _ in range(int(rng.choice((0, 1, 2, 3), p=(0.2, 0.35, 0.3, 0.15)))):
        row.put_after(others)
    if rng.random() < 0.25:
        row.drop_off()
    motion, spans = joined(row.pieces)
    start_s = spans[row.coached][0]
    moves = moves_of(motion)
    own = moves_of(execution)
    middle = start_s + (own[0].start_s + own[0].end_s) / 2
    coached = int(np.argmin([abs((move.start_s + move.end_s) / 2 - middle) for move in moves]))
    return ExecutionInSequence(
        motion, execution, start_s, lambda again: moved_by(execute(deepcopy(before), again), up), moves, coached
    )


def _element(
    rng: np.random.Generator, wall: Wall, beside: Motion, others: Sequence[Callable[[], Motion]], *, at_end: bool
) -> Motion:
    """Draw what comes before or after a motion on the wall, placed beside it."""
    frame = -1 if at_end else 0
    hands = _hands(beside, frame)
    if beside.held[frame].all() and room_to_hang(beside.body, wall, hands) and rng.random() < 0.45:
        return still_hang(rng, beside.body, wall, hands, rng.uniform(0.2, 1.2))
    other = others[int(rng.integers(len(others)))]()
    if rng.random() < 0.6:
        other = pose_at(other, int(rng.choice((0, -1))), rng.uniform(0.05, 0.5))
    elif not other.airborne.any():
        other = at_pace(other, rng.uniform(1.0, 1.9))
    if rng.random() < 0.5:
        other = mirrored(other)
    # The climber goes on upwards, mostly.
    up, aside = rng.uniform(0.1, 0.55) * (1 if at_end else -1), rng.normal(0, 0.2)
    offset = _hands(beside, frame).mean(axis=0) - _hands(other, 0 if at_end else -1).mean(axis=0)
    along = wall.axes[:, [0, 2]]
    return moved_by(other, along @ (along.T @ offset + [aside, up]))


def _tips(motion: Motion, frame: int) -> np.ndarray:
    """Return the places (4, 3) of toes and hands, left and right."""
    return motion.joints[frame, [KEYPOINT_INDEX[name] for name in ("left_toe", "right_toe", "left_hand", "right_hand")]]


def _hands(motion: Motion, frame: int) -> np.ndarray:
    """Return the places (2, 3) of both hands."""
    return motion.joints[frame, [KEYPOINT_INDEX["left_hand"], KEYPOINT_INDEX["right_hand"]]]


class _Row:
    """Elements and links in the order of time; what cannot be linked is left out."""

    def __init__(self, rng: np.random.Generator, wall: Wall, execution: Motion) -> None:
        self.rng, self.wall = rng, wall
        self.pieces, self.coached = [execution], 0

    def put_before(self, others: Sequence[Callable[[], Motion]]) -> None:
        """Put something on the wall before the rest, if the body can get from it to the rest."""
        for _ in range(PLACE_TRIES):
            try:
                element = _element(self.rng, self.wall, self.pieces[0], others, at_end=False)
            except OutOfReach:
                continue
            if self._lead(element):
                return

    def put_after(self, others: Sequence[Callable[[], Motion]]) -> None:
        """Put something on the wall after the rest, if the body can get to it."""
        for _ in range(PLACE_TRIES):
            try:
                element = _element(self.rng, self.wall, self.pieces[-1], others, at_end=True)
            except OutOfReach:
                continue
            link = self._link(self.pieces[-1], element)
            if link is not None:
                self.pieces = [*self.pieces, link, element]
                return

    def _lead(self, element: Motion) -> bool:
        """Put an element before the rest; return whether that can be."""
        link = self._link(element, self.pieces[0])
        if link is not None:
            self.pieces, self.coached = [element, link, *self.pieces], self.coached + 2
        return link is not None

    def walk_up(self) -> None:
        """Put before the others some steps to the wall, perhaps chalking up, where the first holds are in reach."""
        for element in _approach(self.rng, self.pieces[0]):
            if not self._lead(element):
                return

    def drop_off(self) -> None:
        """Let the climber drop off at the end, from high enough, where the wall is not in the way."""
        if can_drop(self.pieces[-1]) and self.pieces[-1].held[-1].any():
            fall = dropped(self.pieces[-1], self.rng)
            if self._fits(fall):
                self.pieces = [*self.pieces, pose_at(self.pieces[-1], -1, 0.04), fall]

    def _link(self, before: Motion, after: Motion) -> Motion | None:
        seconds = sum(float(piece.times[-1]) for piece in self.pieces)
        if seconds > LONGEST_S or not self._fits(before) or not self._fits(after):
            return None
        for _ in range(LINK_TRIES):
            try:
                link = linked(before, after, _draw_link(self.rng, self.wall, before, after))
            except OutOfReach:
                continue
            if self._fits(link) and _is_human(before, link, after):
                return link
        return None

    def _fits(self, motion: Motion) -> bool:
        """Return whether a motion keeps out of wall and ground, and on the wall where it is steep."""
        places = self.wall.of(motion.joints)
        on_panel = places[..., 1] > -0.05 if self.wall.base > 0 and motion.held.all() else places[..., 1] > -np.inf
        off_wall = places[..., 2][places[..., 1] > 0.0]
        return bool(
            most_slipped(motion) < MOST_SLIPPED
            and motion.joints[..., 2].min() > THROUGH_GROUND
            and off_wall.min(initial=np.inf) > THROUGH_WALL
            and on_panel[:, [KEYPOINT_INDEX["left_hand"], KEYPOINT_INDEX["right_hand"]]].all()
        )


def _is_human(before: Motion, link: Motion, after: Motion) -> bool:
    """Return whether a link, with the ends that it joins, moves no joint too fast and bends no knee backwards."""
    joints = np.concatenate([before.joints[-3:], link.joints, after.joints[:3]])
    velocity = np.diff(joints, axis=0) * SIMULATION_FPS
    sharpest = np.linalg.norm(np.diff(velocity, axis=0) * SIMULATION_FPS, axis=-1).max()
    ahead = knees_ahead(link.body, link.joints).min()
    return bool(np.linalg.norm(velocity, axis=-1).max() < FASTEST and sharpest < SHARPEST and ahead > TURNED_BACK)


def _draw_link(rng: np.random.Generator, wall: Wall, before: Motion, after: Motion) -> Link:
    """Draw an order and a pace of the limbs: mostly the hands one after the other, then the feet."""
    contacts = [np.append(motion.planted[frame], motion.held[frame]) for motion, frame in ((before, -1), (after, 0))]
    pace = rng.uniform(0.6, 1.15)
    order = [int(limb) for limb in (*rng.permutation([2, 3]), *rng.permutation([0, 1]))]
    if rng.random() < 0.4:
        order = [int(limb) for limb in rng.permutation(4)]
    stays = contacts[0] & contacts[1] & (np.linalg.norm(_tips(after, 0) - _tips(before, -1), axis=1) < SAME_PLACE)
    free = stays | ~(contacts[0] | contacts[1])
    turns, moment = dict.fromkeys(np.flatnonzero(free), (0.0, 0.0)), rng.uniform(0.02, 0.15)
    for limb in order:
        if free[limb]:
            continue
        lasting = pace * rng.uniform(*((0.45, 0.8) if limb > 1 else (0.35, 0.6)))
        if not (contacts[0][limb] and contacts[1][limb]) and limb < 2:
            turns[limb] = moment, moment + lasting  # feet that cut loose, or come on, do so together
            moment += rng.uniform(0.0, 0.12)
            continue
        turns[limb] = moment, moment + lasting
        moment += lasting + pace * rng.uniform(-0.05, 0.25)
    seconds = max(max(end for _, end in turns.values()) + rng.uniform(0.05, 0.2), 0.4)
    turns |= dict.fromkeys(np.flatnonzero(free), (0.0, seconds))
    outward = -wall.axes[:, 1] * rng.uniform(0.04, 0.12)
    return Link(seconds, (turns[0], turns[1], turns[2], turns[3]), outward)


# -- on the ground -----------------------------------------------------------------------------------------------------


def _approach(rng: np.random.Generator, first: Motion) -> list[Motion]:
    """Return poses of somebody who comes to the wall, the last one first."""
    body = first.body
    hands = _hands(first, 0)
    place = np.array([hands[:, 0].mean() + rng.normal(0, 0.08), hands[:, 1].mean() - rng.uniform(0.3, 0.45)])
    poses = [_standing(body, place, 0.0, rng, chalking=bool(rng.random() < 0.4))]
    if rng.random() < 0.6:
        poses.append(_standing(body, place, 0.0, rng, chalking=not poses))
    stride, ahead = rng.uniform(0.22, 0.34), 1.0
    for step in range(int(rng.integers(0, 5))):
        back = place - [0.0, stride * (step + 1)]
        poses.append(_standing(body, back, stride * ahead, rng))
        ahead = -ahead
    return poses


def _standing(body: Body, place: np.ndarray, ahead: float, rng: np.random.Generator, chalking: bool = False) -> Motion:
    """Return the pose of somebody who stands before the wall, held for a moment.

    Args:
        place: (2,) level, of the hips. ahead: metres that the right foot is before the left. chalking: hands together
            in front.
    """
    seconds = rng.uniform(0.3, 1.0) if ahead == 0 else 2 / SIMULATION_FPS
    frames = max(int(seconds * SIMULATION_FPS), 2)
    sides = np.array([[-1.0, 0, 0], [1.0, 0, 0]])
    height = 0.97 * np.sqrt(body.leg**2 - (ahead / 2) ** 2) + body.ankle_height
    pelvis = np.append(place, height)
    feet = pelvis * [1, 1, 0] + sides * body.hip_width + [0, 0, body.ankle_height]
    feet[:, 1] += np.array([-0.5, 0.5]) * ahead
    chest = pelvis + [0, 0, body.torso]
    if chalking:
        wrists = chest + sides * rng.uniform(0.05, 0.1) + [0, 0.3, -0.28]
    else:
        wrists = chest + sides * (body.shoulder_width / 2 + 0.08) + [0, 0.08, -0.9 * body.arm]
    axes = turned(np.zeros(1), 0.05)
    head = turned(rng.normal(0, 0.2, 1), np.full(1, -rng.uniform(-0.1, 0.5)))
    pole = unit(sides * [0.15, 0, 0] + [0, 1.0, 0])
    joints = articulate(
        body,
        Channels(
            pelvis=pelvis[None], pelvis_rotation=axes, chest_rotation=axes, head_rotation=head, ankles=feet[None],
            knee_poles=pole[None], foot_directions=unit(sides * 0.2 + [0, 1.0, 0])[None], wrists=wrists[None],
            elbow_poles=unit(sides * 0.5 + [0, -1.0, 0])[None],
            hand_directions=np.tile([0.0, 0.3, -0.9], (1, 2, 1)),
        ),
    )  # fmt: skip
    both = np.ones((frames, 2), dtype=bool)
    return Motion(
        joints=np.repeat(joints, frames, axis=0), times=np.arange(frames) / SIMULATION_FPS, body=body, planted=both,
        held=~both, airborne=np.zeros(frames, dtype=bool),
    )  # fmt: skip
