"""Coaching examples with their cached features, as lessons: what the paper's road trains and is measured on.

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
    """One coaching example, prepared.

    Attributes:
        features: (V, T', H', W', C) float16, zero for a view that is not there. view_present: (V,) bool.
        window_s: length of the window, seconds.
    """

    features: Tensor
    view_present: Tensor
    window_s: float


class CoachingSet(Dataset[FeatureExample]):
    """Examples as lessons, in their order; those without features are not taken (`missing` counts them).

    Args:
        views: which of the store's views are shown, in the model's order.
        view_dropout: chance that a drawn example with several views is shown without one of them (`draw` alone).

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
        """All views that there are; the same tokens masked each time."""
        return self._lesson(index, np.random.default_rng((0, index)), 0.0)

    def draw(self, index: int, rng: np.random.Generator) -> FeatureExample:
        """One example, masked and with views dropped as `rng` has it."""
        return self._lesson(index, rng, self.view_dropout)

    def _lesson(self, index: int, rng: np.random.Generator, view_dropout: float) -> FeatureExample:
        example, config = self.examples[index], self.processor.config
        features, present = (values[self.view_rows] for values in self.store[key_of(example)])
        present = dropped(present, view_dropout, rng)
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


def dropped(present: Tensor, chance: float, rng: np.random.Generator) -> Tensor:
    """Which views (V,) are still shown: with that chance one fewer, but never none."""
    there = np.flatnonzero(present.numpy())
    if len(there) < 2 or rng.random() >= chance:
        return present
    present = present.clone()
    present[int(rng.choice(there))] = False
    return present


class FeatureCollator:
    """Lessons with features to one padded batch of `TechCoachModel.forward` arguments."""

    def __init__(self, config: TechCoachConfig) -> None:
        self.config = config

    def __call__(self, lessons: Sequence[FeatureExample]) -> dict[str, object]:
        words = collate_text(lessons, self.config)
        visual = Visual.of_features(
            torch.stack([lesson.features for lesson in lessons]).float(),
            torch.stack([lesson.view_present for lesson in lessons]),
            torch.tensor([lesson.window_s for lesson in lessons]),
        )
        return {**words.inputs, "visual": visual, "targets": words.targets}


def texts_of(examples: Sequence[CoachingExample]) -> list[str]:
    """Every instruction and every TechPoint comment, each once, in order."""
    texts: set[str] = set()
    for example in examples:
        for point in example.points:
            texts.update(text for text in (point.techpoint.instruction, point.strength, point.weakness) if text)
    return sorted(texts)


def bank_entries_of(examples: Sequence[CoachingExample]) -> list[BankEntry]:
    """What the experts said on TechPoints, each once: the bank that TechPoint commentary is read out of."""
    entries = [
        BankEntry(text=text, drill=drill_id(example.task), dimension=point.techpoint.dimension, quality=quality)
        for example in examples
        for point in example.points
        for quality, text in zip(QUALITIES, (point.strength, point.weakness), strict=True)
        if text is not None
    ]
    return list(dict.fromkeys(entries))
