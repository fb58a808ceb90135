"""Recipes: the settings of a training run, validated before any work starts; what both roads share stands once.

This file knows the ids of the drills; it knows no data and no network. The paper gives sizes and losses; a value that
it leaves open is marked "ours".
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from difflib import get_close_matches
from typing import Any, ClassVar, TypeVar

from ..drills.catalogue import DRILLS
from ..simulation.film_presets import FILMINGS

NOISES = ("replayed", "fitted", "none")
PRECISIONS = ("auto", "fp32", "bf16")
KINDS: dict[str, tuple[tuple[type, ...], str]] = {
    "int": ((int,), "a whole number"),
    "float": ((int, float), "a number"),
}
"""By the annotation of a field: the types of its values, and the words for them in a message."""
OPTIONAL = " | None"
FEWEST_VALIDATED = 9
"""A score interval of 90% coverage cannot be fitted on fewer clips."""


@dataclass(frozen=True, kw_only=True)
class Recipe(ABC):
    """The settings that both roads share.

    Attributes:
        batch_size: examples that a process sees in one pass. accumulate: passes before the weights move.
        learning_rate, warmup, weight_decay: of AdamW under a cosine schedule; warmup is a share of all steps, 0 to 1.
        gradient_clip: largest norm of a gradient; longer ones are shortened to it.
        average: decay of the weights averaged over steps, between 0 and 1; None for no average.
        held_out: share of the examples that the model does not learn from, and that choose the best save; with 0 the
            run keeps the last save.
        save_every: steps between saves, each after an evaluation on what is held out.
        precision: "bf16", "fp32", or "auto" for bf16 where there is CUDA.
        seed: of all random draws.
        config: changes of the road's preset of `TechCoachConfig`, by name.

    Raises:
        ValueError: for a setting out of its range, named in the message.
    """

    batch_size: int
    accumulate: int = 1
    learning_rate: float
    warmup: float
    weight_decay: float
    gradient_clip: float = 1.0
    average: float | None = None
    held_out: float
    save_every: int
    precision: str = "auto"
    seed: int = 1
    config: Mapping[str, Any] = field(default_factory=dict)

    log_every: ClassVar[int] = 25
    """Steps between two lines of the log."""
    cpu_workers: ClassVar[int] = 0
    """Processes that make batches where the model trains on the CPU, too."""
    positive: ClassVar[tuple[str, ...]] = ("batch_size", "accumulate", "save_every", "learning_rate", "gradient_clip")
    shares: ClassVar[tuple[str, ...]] = ("warmup", "held_out")
    """Names of the settings that must be greater than 0, and of those that must be from 0 up to 1."""

    def __post_init__(self) -> None:
        for setting in fields(self):
            optional = str(setting.type).endswith(OPTIONAL)
            kinds, name = KINDS.get(str(setting.type).removesuffix(OPTIONAL), ((object,), ""))
            value = getattr(self, setting.name)
            if optional and value is None:
                continue
            if not isinstance(value, kinds) or (name and isinstance(value, bool)):
                raise ValueError(f"{setting.name} must be {name}, got {value!r}")
        for name in self.positive:
            value = getattr(self, name)
            if not value > 0:
                bound = "1 or more" if isinstance(value, int) else "positive"
                raise ValueError(f"{name} must be {bound}, got {value}")
        for name in self.shares:
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"{name} must be from 0 up to 1, got {getattr(self, name)}")
        if not self.weight_decay >= 0:
            raise ValueError(f"weight_decay must not be negative, got {self.weight_decay}")
        if self.average is not None and not 0 < self.average < 1:
            raise ValueError(f"average must be between 0 and 1, got {self.average}")
        if self.precision not in PRECISIONS:
            raise ValueError(f"precision {self.precision!r} is not one of {PRECISIONS}")

    @abstractmethod
    def total_steps(self, examples: int, processes: int = 1) -> int:
        """Return how many optimiser steps a run takes on so many examples with so many processes."""

    def bf16(self, device: str) -> bool:
        """Return whether passes on a device, "cpu" or "cuda", are computed in bfloat16."""
        return self.precision == "bf16" or (self.precision == "auto" and device != "cpu")

    def settings(self) -> dict[str, Any]:
        """Return the settings that decide what a run learns by name; changes of the config as "config.NAME"."""
        settings = asdict(self)
        changes = settings.pop("config")
        return {**settings, **{f"config.{name}": value for name, value in changes.items()}}


@dataclass(frozen=True, kw_only=True)
class PoseRecipe(Recipe):
    """One run of the pose road (ours): training on simulated executions with the errors of a pose tracker.

    Attributes:
        drills: ids of the drills to teach, executed in turn.
        records: simulated executions to learn from.
        pretrain_steps, pretrain_batch_size, pretrain_learning_rate: of the pose backbone alone (`pretrain`).
        paraphrases: whether each sample draws a wording of its instructions, or always takes the drill's first one.
        steps: how often the weights move in the second stage.
        validation: rendered clips, tracked by the real tracker, for calibration; their seeds are their own.
        noise: the tracker errors in the training records: "replayed" errors of the real tracker on rendered clips,
            noise of the model "fitted" to these errors, or "none".
        noise_clips: rendered clips whose tracker errors are replayed, and that the noise model is fitted on.
        filming: the name of how executions are filmed, one of `FILMINGS`.
        processes: that make records; their number has no effect on the records.
    """

    batch_size: int = 32
    learning_rate: float = 1e-3
    warmup: float = 1 / 14
    weight_decay: float = 0.02
    held_out: float = 0.02
    save_every: int = 100
    precision: str = "bf16"
    drills: tuple[str, ...] = tuple(DRILLS)
    records: int = 36_000
    pretrain_steps: int = 7_200
    pretrain_batch_size: int = 64
    pretrain_learning_rate: float = 1e-3
    paraphrases: bool = True
    steps: int = 1_400
    validation: int = 480
    noise: str = "replayed"
    noise_clips: int = 1_920
    filming: str = "near"
    processes: int = 2

    cpu_workers: ClassVar[int] = 1
    positive: ClassVar[tuple[str, ...]] = (
        *Recipe.positive, "records", "pretrain_steps", "pretrain_batch_size", "pretrain_learning_rate", "steps",
        "validation", "noise_clips", "processes",
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.drills or not set(self.drills) <= set(DRILLS):
            raise ValueError(f"drills {self.drills} must be one or more of {tuple(DRILLS)}")
        if self.noise not in NOISES:
            raise ValueError(f"noise {self.noise!r} is not one of {NOISES}")
        if self.filming not in FILMINGS:
            raise ValueError(f"filming {self.filming!r} is not one of {tuple(FILMINGS)}")
        for name, fewest in (("records", 2), ("noise_clips", 1), ("validation", FEWEST_VALIDATED)):
            if getattr(self, name) < max(fewest, len(self.drills)):
                raise ValueError(
                    f"{name} {getattr(self, name)} are too few: {fewest} or more are needed, and one of each of the "
                    f"{len(self.drills)} drills"
                )

    def total_steps(self, examples: int, processes: int = 1) -> int:
        return self.steps

    def settings(self) -> dict[str, Any]:
        return {name: value for name, value in super().settings().items() if name != "processes"}


@dataclass(frozen=True, kw_only=True)
class VideoRecipe(Recipe):
    """One run of the video road (the paper's): annotated windows, as features of a video encoder.

    The values of the fields that both roads have are ours, too; the config's preset is `TechCoachConfig.paper`, whose
    values are the paper's or say that they are ours.

    Attributes:
        epochs: how often every example is learned from (ours).
        view_dropout: probability that one of several views is hidden in training (ours), so that the model can also
            coach from one view.
        vocabulary: largest number of pieces of the commentary's tokenizer; the paper uses 30522 (as BERT does), our
            tokenizer is trained on the commentary itself.
    """

    batch_size: int = 8
    accumulate: int = 2
    learning_rate: float = 1e-4
    warmup: float = 0.1
    weight_decay: float = 0.05
    held_out: float = 0.1
    save_every: int = 250
    epochs: int = 30
    view_dropout: float = 0.2
    vocabulary: int = 30_522

    log_every: ClassVar[int] = 10
    positive: ClassVar[tuple[str, ...]] = (*Recipe.positive, "epochs", "vocabulary")
    shares: ClassVar[tuple[str, ...]] = (*Recipe.shares, "view_dropout")

    def total_steps(self, examples: int, processes: int = 1) -> int:
        return max(1, -(-examples * self.epochs // (self.batch_size * self.accumulate * processes)))


AnyRecipe = TypeVar("AnyRecipe", bound=Recipe)


def with_settings(recipe: AnyRecipe, assignments: Sequence[str]) -> AnyRecipe:
    """Return a recipe with other values for its fields or for fields of the model's config.

    Args:
        assignments: each NAME=VALUE; a value is JSON, or else plain text.

    Raises:
        ValueError: for a text without "=", a name that neither recipe nor config has, or a value out of its range.
    """
    from ..model import TechCoachConfig  # loads torch, which a recipe alone does not need

    recipe_fields = {setting.name for setting in fields(recipe)} - {"config"}
    config_fields = set(TechCoachConfig.__annotations__)  # not those that the library gives every config
    changes: dict[str, Any] = {}
    config = dict(recipe.config)
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        if not equals:
            raise ValueError(f"{assignment!r} must be NAME=VALUE")
        if name not in recipe_fields | config_fields:
            similar = get_close_matches(name, recipe_fields | config_fields, n=1)
            hint = f"; did you mean {similar[0]}?" if similar else ""
            raise ValueError(f"neither recipe nor config has a setting {name!r}{hint}")
        try:
            value = json.loads(text)
        except json.JSONDecodeError:
            value = text
        (changes if name in recipe_fields else config)[name] = tuple(value) if isinstance(value, list) else value
    return replace(recipe, config=config, **changes)


POSE_PRESETS = {
    "embedded": PoseRecipe(),
    "small": PoseRecipe(
        drills=("basketball/mid-range-jump-shot",),
        records=3_000,
        pretrain_steps=1_200,
        pretrain_batch_size=32,
        steps=150,
        batch_size=16,
        validation=60,
        noise_clips=120,
        warmup=0.1,
    ),
    "tiny": PoseRecipe(
        records=96,
        pretrain_steps=20,
        pretrain_batch_size=8,
        steps=20,
        batch_size=8,
        validation=16,
        noise_clips=10,
        save_every=10,
        warmup=0.1,
    ),
}
"""By name: the shipped checkpoint's, one for ablations, and one that a test can train on a CPU."""

VIDEO_PRESETS = {
    "paper": VideoRecipe(),
    "paper-tiny": VideoRecipe(
        config={
            "hidden_size": 32, "num_attention_heads": 2, "mlp_ratio": 2.0, "enhancer_layers": 1, "reasoner_layers": 1,
            "assessor_layers": 1, "assessor_pool": [4, 4, 4],
        },
        epochs=4,
        batch_size=4,
        accumulate=1,
        learning_rate=2e-3,
        vocabulary=800,
        save_every=4,
        held_out=0.25,
    ),
}  # fmt: skip
"""By name: the paper's sizes, and a model that a test can train on a CPU."""
