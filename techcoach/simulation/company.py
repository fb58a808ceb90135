"""Who and what else is in the picture: people who stand, watch, walk by or keep the goal, another athlete at the same
drill, posts and benches; some of them before the athlete. Knows motions and cameras; no drill by name."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..drills.simulator import DrillSimulator
from ..motion.bystanders import standing_person, walking_person
from ..motion.camera import Camera
from ..motion.motion import Motion, at_times
from ..motion.occlusion import Obstacle
from .simulators import sample_targets

ROOM_M = 0.9
"""Nobody comes nearer to the athlete than this, over the ground."""
BESIDE = 0.45
"""How far from the picture's middle those stand who watch a climber: they are nearer to the camera, and would hide
everything. A share of the picture's half width."""
CHANCES = {"standing": 0.6, "watching": 0.35, "walking": 0.35, "crossing": 0.3, "in front": 0.2, "athlete": 0.35}
"""By role: how likely a picture with company has somebody in it."""
KEEPER, POST, BENCH = 0.7, 0.2, 0.25
"""Chances of a keeper where there is a goal, and of things."""
COLOURS = ((120, 120, 126), (70, 74, 84), (150, 108, 66), (188, 60, 50), (216, 216, 212))


@dataclass(frozen=True)
class Person:
    """Somebody beside the athlete. role: a key of `CHANCES`, or "keeper"."""

    role: str
    motion: Motion


@dataclass(frozen=True)
class Company:
    """Everybody and everything beside the athlete."""

    people: tuple[Person, ...] = ()
    things: tuple[Obstacle, ...] = ()


def sample_company(
    rng: np.random.Generator, simulator: DrillSimulator, motion: Motion, camera: Camera, chance: float
) -> Company:
    """Draw the company of an athlete before a camera; with the chance 1 - `chance`, nobody and nothing.

    Args:
        simulator: of the drill, for other athletes. motion, camera: of the athlete, over the same T frames.
    """
    if rng.random() >= chance:
        return Company()
    ground = _Ground(motion, camera)
    people = [person for role, likely in CHANCES.items() if rng.random() < likely
              for person in _people(rng, role, ground, simulator)]  # fmt: skip
    goal = next((prop for prop in motion.props if prop.kind == "goal"), None)
    if goal is not None and rng.random() < KEEPER:
        place = np.array(goal.position[:2]) + [rng.normal(0, 0.4), -0.3]
        people.append(Person("keeper", standing_person(rng, motion.times, place, np.pi, crouch=rng.uniform(0.08, 0.2))))
    things = []
    if rng.random() < POST:
        width = rng.uniform(0.08, 0.3)
        things.append(_thing(rng, ground, (width, width, rng.uniform(2.2, 4.0)), aside=0.6))
    if rng.random() < BENCH:
        things.append(_thing(rng, ground, (rng.uniform(1.2, 2.4), 0.4, rng.uniform(0.4, 0.7)), aside=1.5))
    clear = [person for person in people if ground.clear_of(person.motion.joints, camera)]
    return Company(tuple(clear), tuple(thing for thing in things if ground.clear_of(thing.corners[None], camera)))


class _Ground:
    """The ground about the athlete as the camera looks over it."""

    def __init__(self, motion: Motion, camera: Camera) -> None:
        self.motion = motion
        self.path = motion.joints.mean(axis=1)[:, :2]
        self.middle, self.camera = self.path.mean(axis=0), camera.position.mean(axis=0)[:2]
        self.far = float(np.linalg.norm(self.middle - self.camera))
        self.ahead = (self.middle - self.camera) / self.far
        self.right = np.array([self.ahead[1], -self.ahead[0]])
        self.half_width = 0.5 * camera.width / float(np.median(camera.focal_lengths))  # metres a metre away
        self.wall = next((prop for prop in motion.props if prop.kind == "wall"), None)

    def at(self, beyond: float, across: float) -> np.ndarray:
        """Return a place (2,): metres beyond the athlete, and across the picture, -1 its left edge, 1 its right."""
        return np.asarray(
            self.middle + self.ahead * beyond + self.right * (across * self.half_width * (self.far + beyond))
        )

    def beyond(self, rng: np.random.Generator, nearest: float, farthest: float) -> float:
        """Draw how far beyond the athlete somebody is, metres; nobody stands behind a wall, or at the camera."""
        beyond = rng.uniform(nearest, farthest)
        return float(np.clip(-abs(beyond) if self.wall else beyond, 1.2 - self.far, farthest))

    def across(self, rng: np.random.Generator) -> float:
        """Draw where in the picture somebody stands, -1 its left edge, 1 its right; beside a climber, not before."""
        across = float(rng.uniform(-0.95, 0.95))
        return float(np.copysign(max(abs(across), BESIDE), across)) if self.wall else across

    def clear_of(self, joints: np.ndarray, camera: Camera) -> bool:
        """Return whether somebody, joints (T, K, 3), keeps `ROOM_M` to the athlete, 0.8 m to the camera, and before the
        wall."""
        if self.wall is not None:
            above = np.maximum(joints[..., 2] - self.wall.position[2], 0.0)  # below its edge a wall stands upright
            outwards = joints[..., 1] + np.tan(self.wall.angle) * above - self.wall.position[1]
            if outwards.mean(axis=1).max() > -0.15:
                return False
        places = joints.mean(axis=1)[:, :2]
        to_athlete = np.linalg.norm(places - (self.path if len(places) > 1 else self.middle), axis=1).min()
        return bool(to_athlete > ROOM_M and np.linalg.norm(places - camera.position[0, :2], axis=1).min() > 0.8)


def _people(rng: np.random.Generator, role: str, ground: _Ground, simulator: DrillSimulator) -> list[Person]:
    """Draw the people of one role."""
    times = ground.motion.times
    if role == "standing":
        places = [ground.at(ground.beyond(rng, -2.0, 5.0), ground.across(rng)) for _ in range(rng.integers(1, 4))]
        people = [standing_person(rng, times, place, rng.uniform(0, 2 * np.pi)) for place in places]
    elif role == "watching":
        beyond, count = ground.beyond(rng, 2.0, 9.0), int(rng.integers(3, 8))
        row = np.linspace(-0.9, 0.9, count) + rng.normal(0, 0.05, count)
        places = [ground.at(beyond, across) for across in row if not ground.wall or abs(across) > BESIDE]
        people = [standing_person(rng, times, place, _towards(place, ground.middle)) for place in places]
    elif role == "walking":
        place, heading = ground.at(ground.beyond(rng, -1.5, 5.0), rng.uniform(-0.9, 0.9)), rng.uniform(0, 2 * np.pi)
        people = [walking_person(rng, times, place, heading, rng.uniform(0.8, 1.7))]
    elif role == "crossing":
        people = [_crossing(rng, ground)]
    elif role == "in front":
        place = ground.at(-rng.uniform(1.2, max(1.3, 0.6 * ground.far)), 0.0) + ground.right * rng.normal(0, 0.35)
        people = [standing_person(rng, times, place, _towards(place, ground.middle) + rng.choice([0.0, np.pi]))]
    elif ground.wall and ground.wall.position[2] > 0:  # steeper than the walls of executions alone: nothing to hold
        people = []
    else:
        people = [_other_athlete(rng, ground, simulator)]
    return [Person(role, motion) for motion in people]


def _crossing(rng: np.random.Generator, ground: _Ground) -> Motion:
    """Draw somebody who walks through between the camera and the athlete."""
    times, way = ground.motion.times, float(rng.choice([-1, 1]))
    place = ground.at(-rng.uniform(1.2, max(1.3, min(0.7 * ground.far, 6.0))), 0.0)
    speed, moment = rng.uniform(0.9, 1.8), rng.uniform(0.15, 0.85) * times[-1]
    start = place - way * ground.right * speed * moment
    return walking_person(rng, times, start, _towards(start, place), speed)


def _other_athlete(rng: np.random.Generator, ground: _Ground, simulator: DrillSimulator) -> Motion:
    """Draw somebody else at the same drill, beside the athlete and at another moment of it."""
    other = simulator.simulate(rng, sample_targets(rng, simulator.spec.parameters))
    times = ground.motion.times
    late = rng.uniform(0, max(float(other.times[-1] - times[-1]), 0.01))
    other = at_times(other, np.minimum(times + late, other.times[-1]))
    across = float(rng.choice([-1, 1])) * rng.uniform(1.3, 4.0)
    shift = np.array([across, 0.0, 0.0]) if ground.wall else np.append(ground.right * across, 0.0)
    if not ground.wall:
        shift[:2] += ground.ahead * rng.uniform(-1.0, 3.0)
    return replace(other, joints=other.joints + shift, times=times, ball=None, props=())


def _thing(rng: np.random.Generator, ground: _Ground, size: tuple[float, float, float], aside: float) -> Obstacle:
    """Draw where a thing stands: mostly before the athlete."""
    before = -rng.uniform(1.0, max(1.1, min(0.7 * ground.far, 6.0)))
    beyond = rng.uniform(1.0, 4.0) if rng.random() < 0.3 and not ground.wall else before
    place = ground.at(beyond, 0.0) + ground.right * rng.normal(0, aside)
    heading = float(np.arctan2(ground.ahead[1], ground.ahead[0]) - np.pi / 2 + rng.normal(0, 0.3))
    colour = COLOURS[int(rng.integers(len(COLOURS)))]
    return Obstacle((float(place[0]), float(place[1]), size[2] / 2), size, heading, colour)


def _towards(place: np.ndarray, target: np.ndarray) -> float:
    """Return the heading, radians, from one place (2,) to another."""
    way = target - place
    return float(np.arctan2(-way[0], way[1]))
