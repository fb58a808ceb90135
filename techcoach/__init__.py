"""TechCoach: a score, commentary and TechPoint feedback for a clip of a drill."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .coaching.coach import Coach

# OpenMP, by which torch splits its work, looks for this only when it loads. By default a thread that waits for another
# keeps its core busy: beside one other busy process on two cores, that made the model stage 30 times slower. What the
# user has set stays.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

__version__ = "0.1.0"
__all__ = ["Coach"]


def __getattr__(name: str) -> Any:
    # Loaded on first use: rooms that need no torch must not wait for it.
    if name == "Coach":
        from .coaching.coach import Coach

        return Coach
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
