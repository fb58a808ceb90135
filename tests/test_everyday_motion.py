"""Motion that is no drill: bodies keep their measures, feet that stand stay, nothing snaps."""

from __future__ import annotations

import numpy as np
import pytest

from techcoach.motion.body import sample_body
from techcoach.motion.puppet import Gait, Pose, perform, standing, travelling
from techcoach.simulation.everyday_motion import KINDS, sample_everyday, sample_kind
from techcoach.skeleton import FEET, KEYPOINT_INDEX

FASTEST_FROM_HIPS = 26.0
"""Metres a second; a hand in a throw reaches some 20."""


def _joint(motion, name):
    return motion.joints[:, KEYPOINT_INDEX[name]]


@pytest.mark.parametrize("kind", KINDS)
def test_bodies_keep_their_measures(kind: str) -> None:
    motion = sample_everyday(np.random.default_rng(3), kind)
    assert np.isfinite(motion.joints).all()
    for side in ("left", "right"):
        for first, second, length in (
            ("hip", "knee", motion.body.thigh),
            ("knee", "ankle", motion.body.shank),
            ("shoulder", "elbow", motion.body.upper_arm),
            ("elbow", "wrist", motion.body.forearm),
        ):
            found = np.linalg.norm(_joint(motion, f"{side}_{first}") - _joint(motion, f"{side}_{second}"), axis=1)
            np.testing.assert_allclose(found, length, rtol=1e-6)
    assert motion.joints[:, [KEYPOINT_INDEX[name] for name in FEET], 2].min() > -0.02
    hips = (_joint(motion, "left_hip") + _joint(motion, "right_hip")) / 2
    speeds = np.linalg.norm(np.diff(motion.joints - hips[:, None], axis=0), axis=-1) * 60
    assert speeds.max() < FASTEST_FROM_HIPS


@pytest.mark.parametrize("kind", ["walk", "run", "golf swing", "squat"])
def test_standing_feet_do_not_slide(kind: str) -> None:
    for seed in range(4):
        motion = sample_everyday(np.random.default_rng(seed), kind)
        for side, name in enumerate(("left_toe", "right_toe")):
            toe = _joint(motion, name)
            rests = motion.planted[1:, side] & motion.planted[:-1, side]
            steps = np.linalg.norm(np.diff(toe, axis=0), axis=1)
            assert np.quantile(steps[rests], 0.95) < 0.012  # metres a frame


def test_a_walk_covers_its_way_on_alternating_feet() -> None:
    body = sample_body(np.random.default_rng(0))
    seconds, speed = 4.0, 1.3
    level = np.zeros(int(seconds * 60))
    course = travelling(body, Gait(1.9, 0.62, 0.05, 35, 0.03), level + speed, level, level)
    motion = perform(body, course, [0.0], [Pose()], (0.0, 0.3, 0.0))
    hips = (_joint(motion, "left_hip") + _joint(motion, "right_hip")) / 2
    assert hips[-1, 1] - hips[0, 1] == pytest.approx(seconds * speed, abs=0.1)
    lifts = [np.count_nonzero(np.diff(motion.planted[:, side].astype(int)) == -1) for side in (0, 1)]
    assert min(lifts) >= 3 and abs(lifts[0] - lifts[1]) <= 1
    assert not (~motion.planted).all(axis=1).any(), "a walker always has a foot on the ground"
    # The arm swings forward with the other side's leg.
    ahead = _joint(motion, "left_wrist")[:, 1] - _joint(motion, "right_wrist")[:, 1]
    legs = _joint(motion, "left_ankle")[:, 1] - _joint(motion, "right_ankle")[:, 1]
    assert np.corrcoef(ahead, legs)[0, 1] < -0.7


def test_a_hand_goes_round_the_shoulder() -> None:
    body = sample_body(np.random.default_rng(0))
    hanging, overhead = Pose(), Pose(left_hand=(0.05, 0.05, 0.95))
    motion = perform(body, standing(body, 2.0, 0.3), [0.0, 1.0], [hanging, overhead], (0.0, 0.0, 0.0))
    reach = np.linalg.norm(_joint(motion, "left_wrist") - _joint(motion, "left_shoulder"), axis=1)
    assert reach.min() > 0.9 * body.arm
    forward = (_joint(motion, "left_wrist") - _joint(motion, "left_shoulder"))[:, 1].max()
    assert forward > 0.8 * body.arm


def test_equal_generators_give_equal_motion_and_all_kinds_come() -> None:
    first, second = (sample_everyday(np.random.default_rng(5), "random") for _ in range(2))
    np.testing.assert_array_equal(first.joints, second.joints)
    rng = np.random.default_rng(0)
    assert {sample_kind(rng) for _ in range(3000)} == set(KINDS)
    with pytest.raises(ValueError, match="none of the kinds"):
        sample_everyday(rng, "jump shot")
