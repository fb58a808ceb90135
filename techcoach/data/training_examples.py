"""The text side of training examples, whatever the input: TechPoints, TechPoint commentary, instance commentary, score.

Masks tokens and pads examples to batches. Knows tokens and embeddings; no poses, no video features, no drills.
"""

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
    """The texts and the score of one example, ready for a batch.

    Attributes:
        techpoints: (N, E) embeddings. dimensions: (N,). commentary: (N, 2, E), zero where absent. present: (N, 2) bool.
        ids: the commentary's token ids as model input. labels: the target token ids (`masked_targets`).
        score: 0..1, NaN for an unrated example.
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
    """Return the (2, E) embeddings of a strength and a weakness, zero for an absent one."""
    nothing = np.zeros(embeddings.width, dtype=np.float32)
    return np.stack([nothing if text is None else embeddings[text] for text in pair])


def masked_targets(
    tokens: Sequence[int], config: TechCoachConfig, rng: np.random.Generator
) -> tuple[Sequence[int], Sequence[int]]:
    """Return input token ids and the labels of the logits, by the config's masking."""
    if config.masking == "every":
        return tokens, tokens[1:]
    return mask_tokens(tokens, config, rng)


def mask_tokens(
    tokens: Sequence[int], config: TechCoachConfig, rng: np.random.Generator
) -> tuple[list[int], list[int]]:
    """Mask one commentary for masked-token modelling; return (input ids, labels).

    Between 15% and 60% of the tokens after [CLS] are chosen, the closing [SEP] among them; 80% of the chosen become
    [MASK], 10% a random token, 10% stay. High rates matter for decoding, where the tokens that follow are unknown.
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
    """The text side of a batch: `inputs` for `TechCoachModel.forward` and the targets of its loss."""

    inputs: dict[str, Any]
    targets: Targets


def collate_text(examples: Sequence[TrainingExample], config: TechCoachConfig) -> TextBatch:
    """Pad examples to one batch."""
    pad = config.pad_token_id or 0
    techpoint_mask = torch.from_numpy(stacked([np.ones(len(example.dimensions), dtype=bool) for example in examples]))
    inputs = {
        "techpoints": torch.from_numpy(stacked([example.techpoints for example in examples])),
        "dimensions": torch.from_numpy(stacked([example.dimensions for example in examples])),
        "techpoint_mask": techpoint_mask,
        "tokens": torch.tensor(_padded([example.ids for example in examples], pad)),
    }
    targets = Targets(
        score=torch.tensor([example.score for example in examples], dtype=torch.float32),
        labels=torch.tensor(_padded([example.labels for example in examples], IGNORED)),
        commentary=torch.from_numpy(stacked([example.commentary for example in examples])),
        present=torch.from_numpy(stacked([example.present for example in examples])),
        techpoint_mask=techpoint_mask,
    )
    return TextBatch(inputs, targets)


def stacked(rows: Sequence[np.ndarray]) -> np.ndarray:
    """Stack arrays of different lengths, zero behind the shorter ones."""
    result = np.zeros((len(rows), max(len(row) for row in rows), *rows[0].shape[1:]), dtype=rows[0].dtype)
    for index, row in enumerate(rows):
        result[index, : len(row)] = row
    return result


def _padded(rows: Sequence[Sequence[int]], fill: int) -> list[list[int]]:
    longest = max(len(row) for row in rows)
    return [[*row, *([fill] * (longest - len(row)))] for row in rows]
