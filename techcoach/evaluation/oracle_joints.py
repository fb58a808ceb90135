"""Oracle joints: records whose tracked joints are replaced by the true ones, to measure what tracker errors cost.

Knows records alone; other files run a checkpoint on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..simulation.records import Record
from ..skeleton import KEYPOINT_INDEX, KEYPOINTS

TRUNK = tuple(name for name in KEYPOINTS if name.split("_")[-1] in ("nose", "eye", "ear", "shoulder", "hip"))
TRUE_JOINTS: dict[str, tuple[str, ...]] = {
    "head, shoulders and hips where they truly were": TRUNK,
    "arms and legs where they truly were": tuple(name for name in KEYPOINTS if name not in TRUNK),
    "every joint where it truly was": KEYPOINTS,
}
"""The joints that are replaced, by their title in tables."""


def with_true_joints(records: Sequence[Record], joints: Sequence[str]) -> list[Record]:
    """Return records with these joints at their true places; confidence and the other joints stay the tracker's."""
    columns = [KEYPOINT_INDEX[name] for name in joints]
    corrected = []
    for record in records:
        points = record.points.copy()
        points[:, columns] = record.true_points[:, columns]
        corrected.append(replace(record, points=points))
    return corrected
