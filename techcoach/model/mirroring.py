"""The mirror image of pose inputs: the model reads a track as it is and in the mirror, and averages its two answers.

Ours, not the paper's. Knows the features of pose inputs (`processing`), and nothing of the network.
"""

from __future__ import annotations

from functools import lru_cache

import torch
from torch import Tensor

PASSES = 2
"""Passes over a pose track: as it is, and in the mirror."""
HORIZONTAL_OF_JOINT, HORIZONTAL_OF_PATH = (0, 2, 5, 8, 10, 13), (0, 2)
"""Features of a joint, and of the path, that point to the right of the picture and so change their sign in the mirror:
places, velocities, vectors from relatives and their rates."""
RELATIVES = slice(5, 10), slice(10, 15)
"""Features of a joint against its first and its second relative."""


class PoseMirror:
    """The mirror image of batched pose inputs: left and right joints swapped, x turned around.

    Args:
        joints: names of the K joints. relatives: for every joint the indices of its two relatives.

    Raises:
        ValueError: if a joint or a relative has no counterpart on the other side.
    """

    def __init__(self, joints: tuple[str, ...], relatives: tuple[tuple[int, int], ...]) -> None:
        self.counterparts = [joints.index(_counterpart(name)) for name in joints if _counterpart(name) in joints]
        if len(self.counterparts) != len(joints):
            raise ValueError(f"joints without a counterpart on the other side: {sorted(map(str, joints))}")
        self._swapped = [index for index in range(len(joints)) if self._swaps_relatives(index, relatives)]

    def _swaps_relatives(self, joint: int, relatives: tuple[tuple[int, int], ...]) -> bool:
        """Return whether a joint's first relative is the counterpart of the second one of the joint's counterpart."""
        wanted = [self.counterparts[relative] for relative in relatives[joint]]
        there = list(relatives[self.counterparts[joint]])
        if wanted not in (there, there[::-1]):
            raise ValueError(f"joint {joint} is compared with {wanted} in the mirror, its counterpart with {there}")
        return wanted != there

    def __call__(self, pose: dict[str, Tensor]) -> dict[str, Tensor]:
        """Return the mirror image of batched pose inputs (the fields of `PoseInputs`, batched)."""
        joints = pose["joints"][:, :, self.counterparts].clone()
        there = joints[:, :, self._swapped]
        for here, other in (RELATIVES, RELATIVES[::-1]):
            joints[:, :, self._swapped, here] = there[..., other]
        joints[..., HORIZONTAL_OF_JOINT] = -joints[..., HORIZONTAL_OF_JOINT]
        path = pose["path"].clone()
        path[..., HORIZONTAL_OF_PATH] = -path[..., HORIZONTAL_OF_PATH]
        points = pose["points"][:, :, self.counterparts].clone()
        points[..., 0] = 1 - points[..., 0]
        confidence = pose["confidence"][:, :, self.counterparts]
        return {**pose, "joints": joints, "path": path, "points": points, "confidence": confidence}

    def both(self, pose: dict[str, Tensor]) -> tuple[dict[str, Tensor], Tensor]:
        """Return a batch of 2 B rows, and which clips are turned around in the first B rows, (B,) bool.

        Of a clip and its mirror image, the one with more of the athlete on the right side of the crops comes first.
        A clip and its mirror image thus make the same rows in the same order.
        """
        mirrored = self(pose)
        side = ((pose["points"][..., 0] - 0.5) * pose["confidence"]).sum(dim=(1, 2))
        turned = side < 0
        rows = {}
        for name, values in pose.items():
            where = turned.reshape(-1, *[1] * (values.dim() - 1))
            first, second = torch.where(where, mirrored[name], values), torch.where(where, values, mirrored[name])
            rows[name] = torch.cat([first, second])
        return rows, turned


def _counterpart(name: str) -> str:
    """Return the name of a joint's mirror image."""
    if name.startswith("left"):
        return "right" + name.removeprefix("left")
    return "left" + name.removeprefix("right") if name.startswith("right") else name


@lru_cache(maxsize=8)
def pose_mirror(joints: tuple[str, ...], relatives: tuple[tuple[int, int], ...]) -> PoseMirror:
    """Return the mirror of these joints and relatives."""
    return PoseMirror(joints, relatives)
