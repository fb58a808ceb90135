"""Conversion of pose tracks and commentary text to the arrays that the model reads, and back.

Works on plain arrays, and stacks them to batches; knows no tracker, no clip and no network. This file defines which
rectangle of pixels a grid cell is, so that a heatmap lies exactly where the model attended.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import PreTrainedTokenizerFast

from .configuration import TechCoachConfig

JOINT_FEATURES = 15
"""Per joint and frame: position (2), velocity (2), confidence (1), and for two relatives: vector (2), length (1) and
rate of the vector (2)."""
PATH_FEATURES = 6
"""Per frame: the crop's centre against the first frame's (2), its velocity (2), body scale over crop and over frame."""

CROP_MARGIN = 1.2
"""The crop's side over the largest extent of the athlete in one time bin."""
KNOWN = 0.1
"""Joints below this confidence count as unknown."""
SAVED_AS = "processor_config.json"


@dataclass(frozen=True)
class PoseInputs:
    """The pose backbone's inputs for one clip, and the place of its grid.

    Attributes:
        joints: (F, K, JOINT_FEATURES) float32. path: (F, PATH_FEATURES) float32.
        points: (F, K, 2) float32 in the crop, 0..1. confidence: (F, K) float32. seconds: (F,) float32 from frame 0.
        cell_boxes: (T', 4) float32 x0, y0, x1, y1 in pixels of the tracked frames, the crop of each time bin.
        bin_times: (T', 2) float64 start and end of each bin, in the clip's own seconds.
    """

    joints: np.ndarray
    path: np.ndarray
    points: np.ndarray
    confidence: np.ndarray
    seconds: np.ndarray
    cell_boxes: np.ndarray
    bin_times: np.ndarray


def body_scale(points: np.ndarray, known: np.ndarray) -> float:
    """Return the athlete's size in pixels: 90th percentile over frames of the mean limb reach about the body's middle.

    It hardly changes with the view (a torso length shrinks when filmed from above) and needs no joint in particular.

    Args:
        points: (F, K, 2) pixels. known: (F, K) bool.
    """
    counts = known.sum(axis=1)
    enough = counts >= 2
    if not enough.any():
        return 1.0
    weight = known[enough][..., None]
    middle = (points[enough] * weight).sum(axis=1, keepdims=True) / counts[enough][:, None, None]
    distance = np.linalg.norm(points[enough] - middle, axis=-1) * weight[..., 0]
    return max(float(np.percentile(distance.sum(axis=1) / counts[enough], 90)), 1.0)


def crop_boxes(points: np.ndarray, known: np.ndarray, bins: int) -> np.ndarray:
    """Return a square about the athlete for each time bin, all of one size: (T', 4) x0, y0, x1, y1 in pixels.

    Bins without any known joint take the centre of their nearest neighbours.
    """
    frames, joints, _ = points.shape
    known_in_bin = known.reshape(bins, frames // bins * joints)[..., None]
    places = points.reshape(bins, frames // bins * joints, 2)
    has_joint = known_in_bin[..., 0].any(axis=1)
    low = np.where(has_joint[:, None], np.where(known_in_bin, places, np.inf).min(axis=1), 0.0)
    high = np.where(has_joint[:, None], np.where(known_in_bin, places, -np.inf).max(axis=1), 0.0)
    centres, extents = (low + high) / 2, (high - low).max(axis=1)
    if not has_joint.any():
        has_joint = np.ones(bins, dtype=bool)
    index = np.arange(bins)
    centres = np.stack([np.interp(index, index[has_joint], centres[has_joint, axis]) for axis in (0, 1)], axis=1)
    half = max(float(np.percentile(extents[has_joint], 90)) * CROP_MARGIN, 2.0) / 2
    return np.concatenate([centres - half, centres + half], axis=1).astype(np.float32)


def rate(values: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    """Return arcsinh of the time derivative along axis 0 at uneven times, second-order inside.

    arcsinh compresses high speeds: a strike is 20 times as fast as a sway.
    """
    return np.arcsinh(np.gradient(values, seconds, axis=0))


class TechCoachProcessor:
    """Converter of pose tracks and commentary for `TechCoachModel`, and of tokens to text."""

    def __init__(self, config: TechCoachConfig, tokenizer: PreTrainedTokenizerFast) -> None:
        self.config = config
        self.tokenizer = tokenizer
        self._relatives = np.asarray(config.pose_relatives, dtype=np.int64).reshape(-1, 2)

    # -- poses ---------------------------------------------------------------------------------------------------

    def pose_inputs(
        self, points: np.ndarray, confidence: np.ndarray, times: np.ndarray, frame_size: tuple[int, int]
    ) -> PoseInputs:
        """Return the model's inputs for a track of `config.pose_frames` frames.

        Args:
            points: (F, K, 2) pixels. confidence: (F, K) 0..1. times: (F,) rising seconds. frame_size: width, height.

        Raises:
            ValueError: if the number of frames or joints is not the config's, or times do not rise.
        """
        frames, count, _ = points.shape
        if (frames, count) != (self.config.pose_frames, len(self.config.pose_joints)):
            raise ValueError(
                f"expected {self.config.pose_frames} frames of {len(self.config.pose_joints)} joints, "
                f"got {frames} of {count}"
            )
        if np.any(np.diff(times) <= 0):
            raise ValueError(f"frame times must rise, got {times.tolist()}")
        bins = self.config.grid[0]
        seconds = (times - times[0]).astype(np.float64)
        known = confidence >= KNOWN
        weight = np.where(known, confidence, 0.0).astype(np.float32)
        scale = body_scale(points, known)
        boxes = crop_boxes(points, known, bins)
        box = np.repeat(boxes, frames // bins, axis=0)  # (F, 4)
        side = box[:, 2:] - box[:, :2]
        in_crop = (points - box[:, None, :2]) / side[:, None]

        joints = self._joint_features(points, in_crop, weight, seconds, scale)
        path = path_features(points, known, seconds, scale, float(side[0, 0]), frame_size)
        edges = np.concatenate([[times[0]], (times[:-1] + times[1:]) / 2, [times[-1]]])
        starts = edges[:: frames // bins]
        return PoseInputs(
            joints=joints,
            path=path,
            points=np.where(known[..., None], in_crop, 0.5).astype(np.float32),
            confidence=weight,
            seconds=seconds.astype(np.float32),
            cell_boxes=boxes,
            bin_times=np.stack([starts[:-1], starts[1:]], axis=1),
        )

    def _joint_features(
        self, points: np.ndarray, in_crop: np.ndarray, weight: np.ndarray, seconds: np.ndarray, scale: float
    ) -> np.ndarray:
        """Return (F, K, JOINT_FEATURES); zero where a joint, or the relative that a vector needs, is unknown."""
        known = (weight > 0)[..., None]
        parts = [
            np.where(known, 2 * in_crop - 1, 0.0),
            np.where(known, rate(points / scale, seconds), 0.0),
            weight[..., None],
        ]
        for slot in (0, 1):
            relatives = self._relatives[:, slot]
            vector = (points - points[:, relatives]) / scale
            both_known = known & known[:, relatives]
            parts += [
                np.where(both_known, vector, 0.0),
                np.where(both_known, np.linalg.norm(vector, axis=-1, keepdims=True), 0.0),
                np.where(both_known, rate(vector, seconds), 0.0),
            ]
        return np.concatenate(parts, axis=-1).astype(np.float32)

    # -- commentary ----------------------------------------------------------------------------------------------

    def text_tokens(self, text: str) -> list[int]:
        """Return the token ids of a text or a piece of one, without special tokens."""
        return list(self.tokenizer(text, add_special_tokens=False)["input_ids"])

    def encode_text(self, text: str) -> list[int]:
        """Return the token ids of a commentary: [CLS] words [SEP].

        Raises:
            ValueError: if it is longer than `config.max_text_length`; commentary is never cut silently.
        """
        words = self.text_tokens(text)
        if len(words) + 2 > self.config.max_text_length:
            raise ValueError(
                f"commentary has {len(words) + 2} tokens, the model takes {self.config.max_text_length}: {text!r}"
            )
        return [self.config.cls_token_id, *words, self.config.sep_token_id]

    def decode_text(self, tokens: Sequence[int]) -> str:
        """Return the text of generated token ids, without special tokens."""
        text = str(self.tokenizer.decode(list(tokens), skip_special_tokens=True)).strip()
        # WordPiece cuts at punctuation; commentary has no spaced hyphens of its own.
        return re.sub(r"(?<=\w) - (?=\w)", "-", re.sub(r"\s+([,.;:!?])", r"\1", text))

    # -- files ---------------------------------------------------------------------------------------------------

    def save_pretrained(self, folder: str | Path) -> None:
        """Write the tokenizer and a note of the features that the weights were trained on."""
        self.tokenizer.save_pretrained(str(folder))
        note = {
            "processor_class": "TechCoachProcessor",
            "joint_features": JOINT_FEATURES,
            "path_features": PATH_FEATURES,
        }
        (Path(folder) / SAVED_AS).write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")

    @classmethod
    def from_pretrained(cls, folder: str | Path) -> TechCoachProcessor:
        """Read what `save_pretrained` wrote.

        Raises:
            ValueError: if the folder's weights were trained on other features than this version makes.
        """
        note = json.loads((Path(folder) / SAVED_AS).read_text(encoding="utf-8"))
        expected = {"joint_features": JOINT_FEATURES, "path_features": PATH_FEATURES}
        if any(note.get(name) != value for name, value in expected.items()):
            raise ValueError(
                f"{folder} was trained on features {note}, this version makes {expected}; use its own version"
            )
        config = TechCoachConfig.from_pretrained(str(folder), local_files_only=True)
        tokenizer = PreTrainedTokenizerFast.from_pretrained(str(folder), local_files_only=True)
        return cls(config, tokenizer)


def path_features(
    points: np.ndarray,
    known: np.ndarray,
    seconds: np.ndarray,
    scale: float,
    crop_side: float,
    frame_size: tuple[int, int],
) -> np.ndarray:
    """Return (F, PATH_FEATURES): the way of the athlete's middle through the frame, in body scales; it shows a jump."""
    frames = points.shape[0]
    counts = known.sum(axis=1)
    has_joint = counts > 0
    if not has_joint.any():
        return np.zeros((frames, PATH_FEATURES), dtype=np.float32)
    middle = (points * known[..., None]).sum(axis=1) / np.maximum(counts, 1)[:, None]
    centre_path = (
        np.stack([np.interp(seconds, seconds[has_joint], middle[has_joint, axis]) for axis in (0, 1)], axis=1) / scale
    )
    sizes = np.broadcast_to([scale / crop_side, scale / max(frame_size)], (frames, 2))
    return np.concatenate([centre_path - centre_path[0], rate(centre_path, seconds), sizes], axis=1).astype(np.float32)


POSE_FIELDS = ("joints", "path", "points", "confidence", "seconds")


def batch_poses(poses: Sequence[PoseInputs]) -> dict[str, torch.Tensor]:
    """Stack the pose inputs of several clips by field."""
    return {name: torch.from_numpy(np.stack([getattr(pose, name) for pose in poses])).float() for name in POSE_FIELDS}
