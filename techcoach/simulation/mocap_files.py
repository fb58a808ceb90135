"""Motion capture files in BVH as joints over time.

For comparing simulated drills with real ones; coaching does not need it. Knows the skeletons of a few public
collections by their bones' names; no drill.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.spatial.transform import Rotation

from ..skeleton import KEYPOINT_INDEX

INCH_UNITS = 0.05644
"""Metres in a unit of the CMU collection: inches over its scale of 0.45."""


@dataclass(frozen=True)
class Skeleton:
    """Bones over time.

    Attributes:
        names: of N bones. places: (T, N, 3) start of each bone, file units. turns: (T, N, 3, 3) orientations.
        times: (T,) seconds.
    """

    names: tuple[str, ...]
    places: np.ndarray
    turns: np.ndarray
    times: np.ndarray


@dataclass(frozen=True)
class Rig:
    """The mapping from a collection's bones to the project's keypoints.

    Attributes:
        parts: body part -> bone, with {side} where left and right differ. sides: the collection's words for left and
            right. head: the bone whose orientation the face follows. unit: metres in a file's unit.
    """

    parts: Mapping[str, str]
    sides: tuple[str, str]
    head: str
    unit: float


FACE = np.array([[-1.0, 0, 0], [0, 0, 1], [0, 1, 0]])
"""Right, forward and up, as columns, of a face in its head bone's axes: all of these look along z, y up."""
CMU = {
    "shoulder": "{side}Arm", "elbow": "{side}ForeArm", "wrist": "{side}Hand", "hand": "{side}FingerBase",
    "hip": "{side}UpLeg", "knee": "{side}Leg", "ankle": "{side}Foot", "toe": "{side}ToeBase",
}  # fmt: skip
POSER = {
    "shoulder": "{side}Shldr", "elbow": "{side}ForeArm", "wrist": "{side}Hand", "hand": "{side}Mid1",
    "hip": "{side}Thigh", "knee": "{side}Shin", "ankle": "{side}Foot", "toe": "{side}Foot end",
}  # fmt: skip
CHARACTER = {
    "shoulder": "CC_Base_{side}_Upperarm", "elbow": "CC_Base_{side}_Forearm", "wrist": "CC_Base_{side}_Hand",
    "hand": "CC_Base_{side}_Mid1", "hip": "CC_Base_{side}_Thigh", "knee": "CC_Base_{side}_Calf",
    "ankle": "CC_Base_{side}_Foot", "toe": "CC_Base_{side}_BigToe1",
}  # fmt: skip
RIGS = (
    Rig(CMU, ("Left", "Right"), "Head", INCH_UNITS),
    Rig(POSER, ("l", "r"), "head", 0.01),
    Rig(CHARACTER, ("L", "R"), "CC_Base_Head", 0.01),
)


def load_mocap(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Read keypoints (T, 23, 3), metres, z up, the lowest toes at 0, and times (T,) from a BVH file.

    Nose, eyes, ears and heels, which these skeletons lack, are placed on head and feet as on a mean body.

    Raises:
        ValueError: for a file of another kind, or an unknown skeleton.
    """
    if path.suffix.lower() != ".bvh":
        raise ValueError(f"{path.name} is no .bvh file")
    skeleton = read_bvh(path.read_text())
    return _keypoints(skeleton, path.name), skeleton.times


def _keypoints(skeleton: Skeleton, name: str) -> np.ndarray:
    index = {bone: number for number, bone in enumerate(skeleton.names)}
    rig = next(
        (rig for rig in RIGS if rig.parts["elbow"].format(side=rig.sides[0]) in index and rig.head in index), None
    )
    if rig is None:
        raise ValueError(f"{name}: a skeleton of bones like {', '.join(skeleton.names[:5])} is not known")
    places = skeleton.places * rig.unit
    joints = np.zeros((len(places), len(KEYPOINT_INDEX), 3))
    for side, rig_side in zip(("left", "right"), rig.sides, strict=True):
        for part, bone in rig.parts.items():
            joints[:, KEYPOINT_INDEX[f"{side}_{part}"]] = places[:, index[bone.format(side=rig_side)]]
        ankle, toe = (joints[:, KEYPOINT_INDEX[f"{side}_{part}"]] for part in ("ankle", "toe"))
        heel = ankle - 0.3 * (toe - ankle)
        heel[:, 1] = np.minimum(heel[:, 1], toe[:, 1])
        joints[:, KEYPOINT_INDEX[f"{side}_heel"]] = heel
    _place_face(joints, places[:, index[rig.head]], skeleton.turns[:, index[rig.head]] @ FACE)
    joints = joints[..., [0, 2, 1]] * [-1.0, 1.0, 1.0]  # y up -> z up, still right-handed
    toes = joints[:, [KEYPOINT_INDEX["left_toe"], KEYPOINT_INDEX["right_toe"]], 2].min(axis=1)
    return joints - [0, 0, np.percentile(toes, 5)]


def _place_face(joints: np.ndarray, base: np.ndarray, axes: np.ndarray) -> None:
    """Place nose, eyes and ears on a head.

    Args:
        base: (T, 3) where the head begins. axes: (T, 3, 3), right, forward and up of the face in the file's world.
    """
    right, forward, up = (axes[..., column] for column in range(3))
    middle = base + 0.09 * up
    joints[:, KEYPOINT_INDEX["nose"]] = middle + 0.11 * forward - 0.01 * up
    for sign, side in ((-1.0, "left"), (1.0, "right")):
        joints[:, KEYPOINT_INDEX[f"{side}_ear"]] = middle + sign * 0.075 * right
        joints[:, KEYPOINT_INDEX[f"{side}_eye"]] = middle + sign * 0.032 * right + 0.093 * forward + 0.025 * up


def read_bvh(text: str) -> Skeleton:
    """Read the bones of a BVH file; "NAME end" is the end of each last bone."""
    head, body = text.split("MOTION")
    names: list[str] = []
    parents: list[int] = []
    offsets: list[np.ndarray] = []
    channels: list[list[str]] = []
    open_bones: list[int] = []
    for words in (line.split() for line in head.splitlines()[1:] if line.strip()):
        if words[0] in ("ROOT", "JOINT", "End"):
            parents.append(open_bones[-1] if open_bones else -1)
            open_bones.append(len(names))
            names.append(words[1] if words[0] != "End" else f"{names[parents[-1]]} end")
            channels.append([])
        elif words[0] == "OFFSET":
            offsets.append(np.array(words[1:4], dtype=float))
        elif words[0] == "CHANNELS":
            channels[open_bones[-1]] = words[2:]
        elif words[0] == "}":
            open_bones.pop()
    lines = [line for line in body.strip().splitlines() if line.strip()]
    rows = np.array([line.split() for line in lines[2:]], dtype=float)
    places, turns, column = np.zeros((len(rows), len(names), 3)), np.zeros((len(rows), len(names), 3, 3)), 0
    for bone, parent in enumerate(parents):
        values_of_bone = rows[:, column : column + len(channels[bone])]
        column += len(channels[bone])
        offset = np.tile(offsets[bone], (len(rows), 1))
        for values, channel in zip(values_of_bone.T, channels[bone], strict=True):
            if channel.endswith("position") and parent < 0:
                offset[:, "XYZ".index(channel[0])] += values
        rotations = [number for number, channel in enumerate(channels[bone]) if channel.endswith("rotation")]
        turn = np.tile(np.eye(3), (len(rows), 1, 1))
        if rotations:
            order = "".join(channels[bone][number][0] for number in rotations)
            turn = Rotation.from_euler(order, values_of_bone[:, rotations], degrees=True).as_matrix()
        parent_turn = np.eye(3) if parent < 0 else turns[:, parent]
        places[:, bone] = offset if parent < 0 else places[:, parent] + (parent_turn @ offset[..., None])[..., 0]
        turns[:, bone] = parent_turn @ turn
    return Skeleton(tuple(names), places, turns, np.arange(len(rows)) * float(lines[1].split()[-1]))
