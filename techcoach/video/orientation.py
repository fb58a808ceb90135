"""Reads which way up a player shows a file's frames, and turns pictures that way. Knows no files.

Runs in the worker only.
"""

from __future__ import annotations

import math
import struct
from typing import Any

import numpy as np
from av.sidedata.sidedata import Type
from av.video.frame import VideoFrame

MATRIX_BYTES = struct.Struct("=9i")


def read_orientation(frame: VideoFrame) -> tuple[int, bool]:
    """Return by how many degrees a stored frame is turned clockwise to be shown, and whether it is mirrored before.

    The display matrix maps a stored point (x, y) to a shown one: x' = ax + cy, y' = bx + dy, apart from a shift
    (ISO/IEC 14496-12, Sec. 6.2.2). A front camera writes a mirrored one. Only quarter turns are told apart.

    Returns:
        rotation: 0, 90, 180 or 270. mirrored: whether left and right are swapped first.
    """
    matrix: Any = frame.side_data.get(Type.DISPLAYMATRIX.name)
    if matrix is None:
        return 0, False
    a, b, _, c, d, *_ = MATRIX_BYTES.unpack(bytes(matrix)[: MATRIX_BYTES.size])
    mirrored = a * d < b * c
    # Swapping left and right first means that the shown matrix is the turn with its first column negated.
    turn = math.atan2(-b, -a) if mirrored else math.atan2(b, a)
    return round(math.degrees(turn) / 90) * 90 % 360, mirrored


def turn_upright(picture: np.ndarray, rotation: int, mirrored: bool) -> np.ndarray:
    """Turn a stored picture, (H, W, 3), the way that `read_orientation` says; returns a view."""
    return np.rot90(picture[:, ::-1] if mirrored else picture, k=-(rotation // 90))
