"""Records to training batches: words, masks, augmentation, padding. Label making and masking live here, outside the
network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.utils.data import Dataset

from ..drills.catalogue import DRILLS, reading_name
from ..drills.commentary import HIGHEST, LOWEST, Label, label
from ..drills.motion import MIRRORED
from ..drills.spec import SIDES
from ..model import PoseInputs, TechCoachConfig, TechCoachProcessor
from ..model.backbones import splat_weights
from ..model.losses import IGNORED, Targets
from ..types import DIMENSIONS, KEYPOINT_INDEX, KEYPOINTS
from .records import Record
from .tracker_errors import Sight, as_recorded

POSE_FIELDS = ("joints", "path", "points", "confidence", "seconds")
READ_SIDES: tuple[str | None, ...] = (*SIDES, None)
"""What a parameter can be, in the order of the model's logits."""
MOMENT_S = 0.12
"""Width of the moment at which a parameter is to be seen, for teaching the attention."""


@dataclass(frozen=True)
class Example:
    """One record, worded and prepared.

    Attributes:
        techpoints: (N, E) embeddings. dimensions: (N,). commentary: (N, 2, E), zero where absent. present: (N, 2) bool.
        where: (N, T', K) how much each joint in each time bin shows the TechPoint.
        sides: (Q,) which side each technique parameter of the config's readings is on (`READ_SIDES`).
        tokens: the commentary's token ids. score: 0..1. label: the words.
    """

    pose: PoseInputs
    techpoints: np.ndarray
    dimensions: np.ndarray
    commentary: np.ndarray
    present: np.ndarray
    where: np.ndarray
    sides: np.ndarray
    tokens: list[int]
    score: float
    label: Label


class TextEmbeddings:
    """Text embeddings by text, computed before training so that no worker holds the encoder."""

    def __init__(self, texts: Sequence[str], vectors: np.ndarray) -> None:
        self._row = {text: row for row, text in enumerate(texts)}
        self._vectors = vectors.astype(np.float32)

    def __getitem__(self, text: str) -> np.ndarray:
        return self._vectors[self._row[text]]

    @property
    def width(self) -> int:
        return int(self._vectors.shape[1])


HELD_OUT_WORDINGS = 2
"""So many wordings of every instruction, the last ones, are never trained on."""

Wording = Callable[[Sequence[str], np.random.Generator], str]
"""All wordings of an instruction and a generator -> the one to use."""


def own_wording(wordings: Sequence[str], rng: np.random.Generator) -> str:
    """The drill's own."""
    return wordings[0]


def any_wording(wordings: Sequence[str], rng: np.random.Generator) -> str:
    """One of those that are trained on."""
    return wordings[int(rng.integers(len(wordings) - HELD_OUT_WORDINGS))]


def unseen_wording(wordings: Sequence[str], rng: np.random.Generator) -> str:
    """One of those that are held out: as a coach may put it whom the model never heard."""
    return wordings[len(wordings) - 1 - int(rng.integers(HELD_OUT_WORDINGS))]


class ExampleSet(Dataset[Example]):
    """Records as examples. With `augment`, each is seen, worded, mirrored and dropped out anew; otherwise fixed."""

    def __init__(
        self,
        records: Sequence[Record],
        processor: TechCoachProcessor,
        embeddings: TextEmbeddings,
        augment: bool,
        sight: Sight = as_recorded,
        wording: Wording = own_wording,
        seed: int = 0,
        clarity: np.ndarray | None = None,
    ) -> None:
        """clarity: (R, Q) how likely each parameter's side is read right off each record; commentary then tells of
        what is clearly seen. None: of everything."""
        self.records = records
        self.processor = processor
        self.embeddings = embeddings
        self.augment = augment
        self.sight = sight
        self.wording = wording
        self.seed = seed
        self.clarity = clarity

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, index: int) -> Example:
        # Fresh entropy each time in training; the same words each time otherwise.
        rng = np.random.default_rng(None if self.augment else (self.seed, index))
        record = self.records[index]
        drill = DRILLS[record.drill]
        points, confidence = self.sight(record, rng)
        if self.augment:
            points, confidence = augmented(points, confidence, record.frame_size, rng, mirror=rng.random() < 0.5)
        pose = self.processor.pose_inputs(points, confidence, record.times, record.frame_size)
        words = label(drill, record.measured, rng, self._clarity_of(index))
        instructions = [self.wording(drill.paraphrases[point.dimension], rng) for point in drill.drill.techpoints]
        dimensions = [DIMENSIONS.index(point.dimension) for point in drill.drill.techpoints]
        sides = [words.points[dimension] for dimension in dimensions]
        return Example(
            pose=pose,
            techpoints=np.stack([self.embeddings[text] for text in instructions]),
            dimensions=np.array(dimensions),
            commentary=np.stack([np.stack([self._side(text) for text in pair]) for pair in sides]),
            present=np.array([[text is not None for text in pair] for pair in sides]),
            where=where_shown(record, pose, [point.dimension for point in drill.drill.techpoints]),
            sides=sides_read(self.processor.config, record.drill, words),
            tokens=self.processor.encode_text(words.commentary),
            score=(words.score - LOWEST) / (HIGHEST - LOWEST),
            label=words,
        )

    def _clarity_of(self, index: int) -> dict[str, float] | None:
        """By parameter of the record's drill."""
        if self.clarity is None:
            return None
        drill, names = self.records[index].drill, self.processor.config.readings
        own = {name: float(value) for name, value in zip(names, self.clarity[index], strict=True)}
        return {parameter.id: own[reading_name(drill, parameter.id)] for parameter in DRILLS[drill].parameters}

    def _side(self, text: str | None) -> np.ndarray:
        return np.zeros(self.embeddings.width, dtype=np.float32) if text is None else self.embeddings[text]


def sides_read(config: TechCoachConfig, drill: str, words: Label) -> np.ndarray:
    """(Q,) index into `READ_SIDES` of every parameter that the config reads; `IGNORED` for other drills'."""
    known = {reading_name(drill, own.parameter.id): READ_SIDES.index(own.side) for own in words.findings}
    return np.array([known.get(name, IGNORED) for name in config.readings], dtype=np.int64)


def augmented(
    points: np.ndarray,
    confidence: np.ndarray,
    frame_size: tuple[int, int],
    rng: np.random.Generator,
    *,
    mirror: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """With joints dropped as trackers drop them, and perhaps as in a mirror (left and right swap)."""
    if mirror:
        points = points[:, MIRRORED].copy()
        points[..., 0] = frame_size[0] - points[..., 0]
        confidence = confidence[:, MIRRORED]
    confidence = confidence.copy()
    if rng.random() < 0.15:  # a tracker that knows neither hands nor feet, or loses a joint for good
        missing = KEYPOINTS[17:] if rng.random() < 0.3 else [KEYPOINTS[int(rng.integers(len(KEYPOINTS)))]]
        confidence[:, [KEYPOINT_INDEX[name] for name in missing]] = 0.0
    if rng.random() < 0.3:  # short losses
        confidence[rng.random(confidence.shape) < 0.03] = 0.0
    return points, confidence


def where_shown(record: Record, pose: PoseInputs, dimensions: Sequence[str]) -> np.ndarray:
    """(N, T', K): how much each joint in each time bin shows a TechPoint's parameters; zero if it has none."""
    middles = pose.bin_times.mean(axis=1)
    widths = np.maximum(np.diff(pose.bin_times, axis=1)[:, 0] / 2, MOMENT_S)
    result = np.zeros((len(dimensions), len(middles), len(KEYPOINTS)), dtype=np.float32)
    for parameter in DRILLS[record.drill].parameters:
        moment = np.clip(record.measured[parameter.id].time_s, record.times[0], record.times[-1])
        near = np.exp(-0.5 * ((middles - moment) / widths) ** 2)
        joints = [KEYPOINT_INDEX[name] for name in parameter.joints]
        for point, dimension in enumerate(dimensions):
            if dimension == parameter.dimension:
                result[point][:, joints] += near[:, None].astype(np.float32)
    return result


def mask_tokens(
    tokens: Sequence[int], config: TechCoachConfig, rng: np.random.Generator
) -> tuple[list[int], list[int]]:
    """Masked-token modelling of one commentary: (input ids, labels).

    Between 15% and 60% of the tokens after [CLS] are chosen, the closing [SEP] among them; 80% of the chosen become
    [MASK], 10% a random token, 10% stay. The high rates matter for decoding, where what follows is never known.
    """
    ids, labels = list(tokens), [IGNORED] * len(tokens)
    rate = rng.uniform(0.15, 0.6)
    chosen = np.flatnonzero(rng.random(len(ids) - 1) < rate) + 1
    if not len(chosen):
        chosen = np.array([int(rng.integers(1, len(ids)))])
    for index in chosen:
        labels[index] = ids[index]
        dice = rng.random()
        if dice < 0.8:
            ids[index] = config.mask_token_id
        elif dice < 0.9:
            ids[index] = int(rng.integers(config.mask_token_id + 1, config.vocab_size))
    return ids, labels


class Collator:
    """Examples to one padded batch of `TechCoachModel.forward` arguments."""

    def __init__(self, config: TechCoachConfig, seed: int | None = None) -> None:
        self.config = config
        self.seed = seed

    def __call__(self, examples: Sequence[Example]) -> dict[str, object]:
        rng = np.random.default_rng(self.seed)
        masked = [self._masked(example.tokens, rng) for example in examples]
        pad = self.config.pad_token_id or 0
        points = max(len(example.dimensions) for example in examples)
        techpoint_mask = torch.zeros(len(examples), points, dtype=torch.bool)
        for row, example in enumerate(examples):
            techpoint_mask[row, : len(example.dimensions)] = True
        pose = batch_poses([example.pose for example in examples])
        targets = Targets(
            score=torch.tensor([example.score for example in examples], dtype=torch.float32),
            labels=torch.tensor(_padded([labels for _, labels in masked], IGNORED)),
            commentary=torch.from_numpy(_stacked([example.commentary for example in examples], points)),
            present=torch.from_numpy(_stacked([example.present for example in examples], points)),
            techpoint_mask=techpoint_mask,
            body_part=self._body_part(pose, torch.from_numpy(_stacked([e.where for e in examples], points))),
            sides=torch.from_numpy(np.stack([e.sides for e in examples])) if self.config.readings else None,
        )
        return {
            "techpoints": torch.from_numpy(_stacked([example.techpoints for example in examples], points)),
            "dimensions": torch.from_numpy(_stacked([example.dimensions for example in examples], points)),
            "techpoint_mask": techpoint_mask,
            "pose": pose,
            "tokens": torch.tensor(_padded([ids for ids, _ in masked], pad)),
            "targets": targets,
        }

    def _masked(self, tokens: Sequence[int], rng: np.random.Generator) -> tuple[Sequence[int], Sequence[int]]:
        """Token ids for the model and the labels of its logits."""
        if self.config.masking == "every":
            return tokens, tokens[1:]
        return mask_tokens(tokens, self.config, rng)

    def _body_part(self, pose: dict[str, torch.Tensor], where: torch.Tensor) -> torch.Tensor | None:
        if not self.config.attention_weight:
            return None
        batch, frames, count, _ = pose["points"].shape
        bins, height, width = self.config.grid
        shape = (batch, bins, frames // bins, count)
        seen = torch.ones(shape)
        weights = splat_weights(pose["points"].reshape(*shape, 2), seen, (bins, height, width), self.config.pose_sigma)
        return torch.einsum("bntk,btkhw->bnthw", where, weights)


def batch_poses(poses: Sequence[PoseInputs]) -> dict[str, torch.Tensor]:
    """Pose inputs of several clips, stacked by field."""
    return {name: torch.from_numpy(np.stack([getattr(pose, name) for pose in poses])).float() for name in POSE_FIELDS}


def _padded(rows: Sequence[Sequence[int]], fill: int) -> list[list[int]]:
    longest = max(len(row) for row in rows)
    return [[*row, *([fill] * (longest - len(row)))] for row in rows]


def _stacked(rows: Sequence[np.ndarray], length: int) -> np.ndarray:
    result = np.zeros((len(rows), length, *rows[0].shape[1:]), dtype=rows[0].dtype)
    for index, row in enumerate(rows):
        result[index, : len(row)] = row
    return result
