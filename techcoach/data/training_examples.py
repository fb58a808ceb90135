"""What any example teaches, however it was seen: TechPoints, their commentary, instance commentary, a score; masked and
padded to batches. Knows words and embeddings; no poses, no video features, no drills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from ..model import TechCoachConfig
from ..model.losses import IGNORED, Targets


@dataclass(frozen=True, kw_only=True)
class TrainingExample:
    """The words of one example, prepared.

    Attributes:
        techpoints: (N, E) embeddings. dimensions: (N,). commentary: (N, 2, E), zero where absent. present: (N, 2) bool.
        ids: the commentary's token ids as the model is shown them. labels: what it is to say (`masked_targets`).
        score: 0..1, NaN where nobody rated.
    """

    techpoints: np.ndarray
    dimensions: np.ndarray
    commentary: np.ndarray
    present: np.ndarray
    ids: Sequence[int]
    labels: Sequence[int]
    score: float


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


def side_embeddings(pair: Sequence[str | None], embeddings: TextEmbeddings) -> np.ndarray:
    """(2, E): of a strength and a weakness, zero where there is none."""
    nothing = np.zeros(embeddings.width, dtype=np.float32)
    return np.stack([nothing if text is None else embeddings[text] for text in pair])


def masked_targets(
    tokens: Sequence[int], config: TechCoachConfig, rng: np.random.Generator
) -> tuple[Sequence[int], Sequence[int]]:
    """Token ids for the model and the labels of its logits, as the config's masking has it."""
    if config.masking == "every":
        return tokens, tokens[1:]
    return mask_tokens(tokens, config, rng)


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


@dataclass(frozen=True)
class TextBatch:
    """The words of a batch: `inputs` for `TechCoachModel.forward` and the targets of its loss."""

    inputs: dict[str, Any]
    targets: Targets


def collate_text(lessons: Sequence[TrainingExample], config: TechCoachConfig) -> TextBatch:
    """Lessons as one padded batch."""
    pad = config.pad_token_id or 0
    techpoint_mask = torch.from_numpy(stacked([np.ones(len(lesson.dimensions), dtype=bool) for lesson in lessons]))
    inputs = {
        "techpoints": torch.from_numpy(stacked([lesson.techpoints for lesson in lessons])),
        "dimensions": torch.from_numpy(stacked([lesson.dimensions for lesson in lessons])),
        "techpoint_mask": techpoint_mask,
        "tokens": torch.tensor(_padded([lesson.ids for lesson in lessons], pad)),
    }
    targets = Targets(
        score=torch.tensor([lesson.score for lesson in lessons], dtype=torch.float32),
        labels=torch.tensor(_padded([lesson.labels for lesson in lessons], IGNORED)),
        commentary=torch.from_numpy(stacked([lesson.commentary for lesson in lessons])),
        present=torch.from_numpy(stacked([lesson.present for lesson in lessons])),
        techpoint_mask=techpoint_mask,
    )
    return TextBatch(inputs, targets)


def stacked(rows: Sequence[np.ndarray]) -> np.ndarray:
    """Arrays of different lengths as one, zero behind the shorter ones."""
    result = np.zeros((len(rows), max(len(row) for row in rows), *rows[0].shape[1:]), dtype=rows[0].dtype)
    for index, row in enumerate(rows):
        result[index, : len(row)] = row
    return result


def _padded(rows: Sequence[Sequence[int]], fill: int) -> list[list[int]]:
    longest = max(len(row) for row in rows)
    return [[*row, *([fill] * (longest - len(row)))] for row in rows]
