"""Reads the rate at which a camera captured a file, where the file tells it. Runs in the worker only.

A camera that films in slow motion may write a file that plays at 30 frames a second although 240 were captured: its
seconds are then longer than those of the motion.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

ANDROID = "com.android.capture.fps"
"""Android's recorder writes it into the file's metadata."""
FASTEST_FPS = 10_000.0
"""A higher rate is taken for an error in the file."""


def read_capture_rate(metadata: Mapping[str, str]) -> float | None:
    """Return the capture rate that a container's metadata tell, frames a second; None where they tell none."""
    try:
        rate = float(metadata[ANDROID])
    except (KeyError, ValueError):
        return None
    return rate if math.isfinite(rate) and 0 < rate <= FASTEST_FPS else None
