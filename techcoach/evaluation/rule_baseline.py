"""The rule baseline: no learning, the tracker's 3D joints against the drills' thresholds. A model must beat it.

The joints are the tracker's world coordinates about the hips, moved as the hips move in the picture. The same `measure`
that graded the true motion then grades them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..drills.catalogue import DRILLS
from ..drills.spec import DrillSpec
from ..motion.measuring import CannotMeasure
from ..simulation.records import Record
from ..simulation.simulators import simulator_of
from ..skeleton import KEYPOINT_INDEX
from ..wording.labels import HIGHEST, LOWEST, Finding, grade, score

HIP_INDICES = [KEYPOINT_INDEX["left_hip"], KEYPOINT_INDEX["right_hip"]]
LEAST_CONFIDENCE = 0.3
"""Joints of less confidence are not used to estimate the size of the athlete in the picture."""


@dataclass(frozen=True)
class RuleEstimates:
    """The rules' estimates for R records.

    Attributes:
        score: (R,) on the rating's scale; the middle of the scale where nothing could be measured.
        present: (R, N, 2) 0..1, how clearly there is a strength, a weakness; 0 where nothing could be measured.
        measured: (R,) bool, whether the drill's events were found.
    """

    score: np.ndarray
    present: np.ndarray
    measured: np.ndarray


def grade_by_rules(records: Sequence[Record]) -> RuleEstimates:
    """Grade records by the tracker's own 3D joints.

    Raises:
        ValueError: if a record holds no world coordinates.
    """
    scores, present, measured = [], [], []
    for record in records:
        drill = DRILLS[record.drill]
        try:
            measurements = simulator_of(record.drill).measure(believed_joints(record), record.times)
        except CannotMeasure:
            scores.append((LOWEST + HIGHEST) / 2)
            present.append(np.zeros((len(drill.drill.techpoints), 2)))
            measured.append(False)
            continue
        findings = [
            grade(parameter, measurements[parameter.id])
            for parameter in drill.parameters
            if measurements[parameter.id].applies
        ]
        scores.append(score(findings))
        present.append(_present(drill, findings))
        measured.append(True)
    return RuleEstimates(np.array(scores), np.stack(present), np.array(measured))


def believed_joints(record: Record) -> np.ndarray:
    """Return (F, K, 3) joints in metres in the drills' axes: right, away from the camera, up; the ground at height 0.

    The athlete's way towards the camera or away from it is not known and left out.

    Raises:
        ValueError: if the record holds no world coordinates.
    """
    if record.world is None:
        raise ValueError(f"the {record.drill} record of seed {record.seed} has no world coordinates to read")
    known = record.confidence >= LEAST_CONFIDENCE
    scale = _pixels_per_metre(record.points, record.world[..., :2], known)
    hips = record.points[:, HIP_INDICES].mean(axis=1) / scale  # (F, 2)
    right = record.world[..., 0] + hips[:, None, 0]
    up = -(record.world[..., 1] + hips[:, None, 1])
    joints = np.stack([right, record.world[..., 2], up], axis=-1).astype(np.float64)
    joints[..., 2] -= np.percentile(joints[..., 2].min(axis=1), 10)
    return joints


def _pixels_per_metre(points: np.ndarray, metres: np.ndarray, known: np.ndarray) -> float:
    """Return the scale of a weak perspective: spread of the joints in the picture over their spread in metres."""
    ratios = [
        np.linalg.norm(pixels[is_known] - pixels[is_known].mean(axis=0))
        / np.linalg.norm(plane[is_known] - plane[is_known].mean(axis=0))
        for pixels, plane, is_known in zip(points, metres, known, strict=True)
        if is_known.sum() > 3
    ]
    return float(np.median(ratios)) if ratios else 1.0


def _present(drill: DrillSpec, findings: Sequence[Finding]) -> np.ndarray:
    """Return (N, 2): the best quality among a TechPoint's parameters, and how far the worst is from good; 0 and 0
    where none of them applies."""
    rows = []
    for techpoint in drill.drill.techpoints:
        qualities = [finding.quality for finding in findings if finding.parameter.dimension == techpoint.dimension]
        rows.append((max(qualities, default=0.0), 1 - min(qualities, default=1.0)))
    return np.array(rows)
