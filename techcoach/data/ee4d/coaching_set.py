"""Coaching examples with their cached features as training examples, for training and evaluating on video.

Knows examples, a feature store and embeddings; no videos and no encoder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from ...checkpoint.bank import BankEntry
from ...model import TechCoachConfig, TechCoachProcessor
from ...model.modeling import Visual
from ...types import DIMENSIONS, QUALITIES
from ..training_examples import TextEmbeddings, TrainingExample, collate_text, masked_targets, side_embeddings
from .feature_store import FeatureStore
from .features import key_of
from .joining import CoachingExample
from .tasks import drill_id


@dataclass(frozen=True, kw_only=True)
class FeatureExample(TrainingExample):
    """One coaching example, ready for a batch.

    Attributes:
        features: (V, T', H', W', C) float16, zero for a missing view. view_present: (V,) bool.
        window_s: length of the window, seconds.
    """

    features: Tensor
    view_present: Tensor
    window_s: float


class CoachingSet(Dataset[FeatureExample]):
    """Coaching examples as training examples, in their order; `missing` counts those left out for want of features.

    Args:
        views: which of the store's views the model is given, in the model's order.
        view_dropout: chance that `draw` leaves out one view of an example that has several.

    Raises:
        ValueError: if the store lacks a view, or no example has features.
    """

    def __init__(
        self,
        examples: Sequence[CoachingExample],
        store: FeatureStore,
        processor: TechCoachProcessor,
        embeddings: TextEmbeddings,
        views: Sequence[str],
        view_dropout: float = 0.0,
    ) -> None:
        lacking = set(views) - set(store.manifest.views)
        if not views or lacking:
            raise ValueError(f"{store.folder} has features of {store.manifest.views}, not of {sorted(lacking)}")
        if not 0 <= view_dropout < 1:
            raise ValueError(f"view_dropout must be from 0 up to 1, got {view_dropout}")
        self.view_rows = [store.manifest.views.index(view) for view in views]
        self.examples = [example for example in examples if key_of(example) in store]
        self.missing = len(examples) - len(self.examples)
        if not self.examples:
            raise ValueError(f"{store.folder} has features of none of {len(examples)} examples")
        self.store, self.processor, self.embeddings = store, processor, embeddings
        self.view_dropout = view_dropout

    def __len__(self) -> int:
        return len(self.examples)

    def __getitem__(self, index: int) -> FeatureExample:
        """Return an example with all its views; the same tokens are masked each time."""
        return self._prepare(index, np.random.default_rng((0, index)), 0.0)

    def draw(self, index: int, rng: np.random.Generator) -> FeatureExample:
        """Return an example whose masked tokens and dropped view are drawn from `rng`."""
        return self._prepare(index, rng, self.view_dropout)

    def _prepare(self, index: int, rng: np.random.Generator, view_dropout: float) -> FeatureExample:
        example, config = self.examples[index], self.processor.config
        features, present = (values[self.view_rows] for values in self.store[key_of(example)])
        present = drop_view(present, view_dropout, rng)
        try:
            tokens = self.processor.encode_text(example.commentary)
        except ValueError as error:
            raise ValueError(f"{key_of(example)}: {error}") from error
        ids, labels = masked_targets(tokens, config, rng)
        pairs = [(point.strength, point.weakness) for point in example.points]
        low, high = config.score_range
        return FeatureExample(
            techpoints=np.stack([self.embeddings[point.techpoint.instruction] for point in example.points]),
            dimensions=np.array([DIMENSIONS.index(point.techpoint.dimension) for point in example.points]),
            commentary=np.stack([side_embeddings(pair, self.embeddings) for pair in pairs]),
            present=np.array([[text is not None for text in pair] for pair in pairs]),
            ids=ids,
            labels=labels,
            score=float("nan") if example.score is None else (example.score - low) / (high - low),
            features=features,
            view_present=present,
            window_s=example.window_s[1] - example.window_s[0],
        )


def drop_view(present: Tensor, chance: float, rng: np.random.Generator) -> Tensor:
    """Mark one of the present views (V,) as absent, with the given chance; the last view is never dropped."""
    rows = np.flatnonzero(present.numpy())
    if len(rows) < 2 or rng.random() >= chance:
        return present
    present = present.clone()
    present[int(rng.choice(rows))] = False
    return present


class FeatureCollator:
    """Examples with features to one padded batch of `TechCoachModel.forward` arguments."""

    def __init__(self, config: TechCoachConfig) -> None:
        self.config = config

    def __call__(self, examples: Sequence[FeatureExample]) -> dict[str, object]:
        texts = collate_text(examples, self.config)
        visual = Visual.of_features(
            torch.stack([example.features for example in examples]).float(),
            torch.stack([example.view_present for example in examples]),
            torch.tensor([example.window_s for example in examples]),
        )
        return {**texts.inputs, "visual": visual, "targets": texts.targets}


def texts_of(examples: Sequence[CoachingExample]) -> list[str]:
    """List every instruction and every TechPoint comment, each once, in alphabetical order."""
    texts: set[str] = set()
    for example in examples:
        for point in example.points:
            texts.update(text for text in (point.techpoint.instruction, point.strength, point.weakness) if text)
    return sorted(texts)


def bank_entries_of(examples: Sequence[CoachingExample]) -> list[BankEntry]:
    """List the experts' comments on TechPoints, each once: the bank that TechPoint commentary is retrieved from."""
    entries = [
        BankEntry(text=text, drill=drill_id(example.task), dimension=point.techpoint.dimension, quality=quality)
        for example in examples
        for point in example.points
        for quality, text in zip(QUALITIES, (point.strength, point.weakness), strict=True)
        if text is not None
    ]
    return list(dict.fromkeys(entries))
