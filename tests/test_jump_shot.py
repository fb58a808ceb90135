"""The simulated mid-range jump shot, beyond what holds for every drill; and real shooters, measured."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from techcoach.drills.jump_shot.simulator import SIMULATOR
from techcoach.drills.jump_shot.spec import DRILL
from techcoach.motion.kinematics import GRAVITY
from techcoach.motion.motion import Motion
from techcoach.simulation.simulators import sample_targets
from techcoach.skeleton import KEYPOINT_INDEX

PLAUSIBLE = 60


@pytest.fixture(scope="module")
def motions() -> list[Motion]:
    rng = np.random.default_rng(11)
    return [SIMULATOR.simulate(rng, sample_targets(rng, DRILL.parameters)) for _ in range(PLAUSIBLE)]


def joint(motion: Motion, name: str) -> np.ndarray:
    return motion.joints[:, KEYPOINT_INDEX[name]]


def test_knees_bend_forwards(motions: list[Motion]) -> None:
    for motion, side in itertools.product(motions, ("left", "right")):
        hip, knee, ankle = (joint(motion, f"{side}_{part}") for part in ("hip", "knee", "ankle"))
        # A knee lies on the toes' side of the line from hip to ankle.
        toes = joint(motion, f"{side}_toe") - joint(motion, f"{side}_heel")
        share = ((knee - hip) * (ankle - hip)).sum(1) / ((ankle - hip) ** 2).sum(1)
        forward = ((knee - hip - share[:, None] * (ankle - hip)) * toes).sum(1)
        assert forward.min() > -1e-6


def test_planted_toes_are_on_the_ground(motions: list[Motion]) -> None:
    for motion in motions:
        for column, side in enumerate(("left", "right")):
            assert np.abs(joint(motion, f"{side}_toe")[motion.planted[:, column], 2]).max() < 0.001


def test_everybody_leaves_the_ground_and_flies_as_a_stone_does(motions: list[Motion]) -> None:
    for motion in motions:
        flight = ((joint(motion, "left_hip") + joint(motion, "right_hip")) / 2)[motion.airborne]
        assert len(flight) >= 4
        pull = np.diff(flight, 2, axis=0) * 60**2
        np.testing.assert_allclose(pull, np.broadcast_to([0.0, 0.0, -GRAVITY], pull.shape), atol=1e-6)


# -- real shooters ---------------------------------------------------------------------------------------------------

BONES = {
    "shoulder": "Upperarm", "elbow": "Forearm", "wrist": "Hand", "hip": "Thigh", "knee": "Calf", "ankle": "Foot",
    "toe": "BigToe1", "eye": "Eye",
}  # fmt: skip


def read_bvh(path: Path) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """Names, places (T, N, 3) and orientations (T, N, 3, 3) of a BVH file's bones, and times (T,)."""
    head, body = path.read_text().split("MOTION")
    names: list[str] = []
    parents: list[int] = []
    offsets: list[np.ndarray] = []
    channels: list[list[str]] = []
    open_bones: list[int | None] = []
    for words in (line.split() for line in head.splitlines()[1:] if line.strip()):
        if words[0] in ("ROOT", "JOINT"):
            parents.append(next((bone for bone in reversed(open_bones) if bone is not None), -1))
            open_bones.append(len(names))
            names.append(words[1])
        elif words[0] == "End":
            open_bones.append(None)
        elif words[0] == "OFFSET" and open_bones[-1] is not None:
            offsets.append(np.array(words[1:], dtype=float))
        elif words[0] == "CHANNELS":
            channels.append(words[2:])
        elif words[0] == "}":
            open_bones.pop()
    lines = body.strip().splitlines()
    rows = np.array([line.split() for line in lines[2:]], dtype=float)
    places = np.zeros((len(rows), len(names), 3))
    turns = np.zeros((len(rows), len(names), 3, 3))
    column = 0
    for bone, parent in enumerate(parents):
        offset, turn = np.tile(offsets[bone], (len(rows), 1)), np.tile(np.eye(3), (len(rows), 1, 1))
        for channel in channels[bone]:
            values, column = rows[:, column], column + 1
            if channel.endswith("position"):
                offset[:, "XYZ".index(channel[0])] += values if parent < 0 else 0.0
            else:
                one, two = {"X": (1, 2), "Y": (2, 0), "Z": (0, 1)}[channel[0]]
                step = np.tile(np.eye(3), (len(rows), 1, 1))
                step[:, one, one] = step[:, two, two] = np.cos(np.radians(values))
                step[:, two, one] = np.sin(np.radians(values))
                step[:, one, two] = -step[:, two, one]
                turn = turn @ step
        if parent >= 0:
            offset = places[:, parent] + np.einsum("tij,tj->ti", turns[:, parent], offset)
            turn = turns[:, parent] @ turn
        places[:, bone], turns[:, bone] = offset, turn
    return names, places / 100, turns, np.arange(len(rows)) * float(lines[1].split()[-1])


def captured(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Our keypoints (T, 23, 3) of a captured player, and times (T,); nose, ears and heels are placed by eye."""
    names, places, turns, times = read_bvh(path)
    bone = {name: places[:, number] for number, name in enumerate(names)}
    joints = np.zeros((len(times), len(KEYPOINT_INDEX), 3))
    for side, letter in (("left", "L"), ("right", "R")):
        for part, name in BONES.items():
            joints[:, KEYPOINT_INDEX[f"{side}_{part}"]] = bone[f"CC_Base_{letter}_{name}"]
        knuckles = bone[f"CC_Base_{letter}_Mid1"] + bone[f"CC_Base_{letter}_Ring1"]
        joints[:, KEYPOINT_INDEX[f"{side}_hand"]] = knuckles / 2
        ankle, toe = (joints[:, KEYPOINT_INDEX[f"{side}_{part}"]] for part in ("ankle", "toe"))
        joints[:, KEYPOINT_INDEX[f"{side}_heel"]] = ankle - 0.3 * (toe - ankle)
    head = turns[:, names.index("CC_Base_Head")]
    eyes = (joints[:, KEYPOINT_INDEX["left_eye"]] + joints[:, KEYPOINT_INDEX["right_eye"]]) / 2
    joints[:, KEYPOINT_INDEX["nose"]] = eyes + head @ [0.0, -0.035, 0.025]
    for sign, side in ((1, "left"), (-1, "right")):
        joints[:, KEYPOINT_INDEX[f"{side}_ear"]] = bone["CC_Base_Head"] + head @ [0.075 * sign, 0.015, 0.0]
    joints = joints[..., [0, 2, 1]] * [-1.0, 1.0, 1.0]
    toes = joints[:, [KEYPOINT_INDEX["left_toe"], KEYPOINT_INDEX["right_toe"]], 2].min(axis=1)
    return joints - [0, 0, np.percentile(toes, 5)], times


@pytest.mark.parametrize(("file", "shot_s"), [("DF_06_14.bvh", 2.3), ("DF_06_15.bvh", 2.8)])
def test_a_real_shooter_is_measured_as_one(shared_folder: Path, file: str, shot_s: float) -> None:
    path = shared_folder / "mocap" / file
    if not path.is_file():
        pytest.skip(f"no motion capture: {path} is not there")
    measured = SIMULATOR.measure(*captured(path))
    assert measured["head_pitch"].time_s == pytest.approx(shot_s, abs=0.1), "the moment of the release"
    ranges = {
        "elbow_extension": (140, 175), "knee_angle": (85, 125), "hip_angle": (140, 165), "trunk_lean": (-15, 15),
        "set_height": (60, 130), "hip_rise": (0.05, 0.35), "landing_knee": (80, 165),
        "release_timing": (-0.2, 0.05), "follow_through": (0.25, 0.8),
        "hand_gap": (0.12, 0.3), "side_lean": (0, 12), "head_pitch": (0, 35),
    }  # fmt: skip
    for name, (low, high) in ranges.items():
        assert low <= measured[name].value <= high, name
