"""What a training run on features of video is made of (the paper's road), validated before any work starts.

Knows no data. The paper gives the sizes and the losses; what it leaves open says "ours".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PRECISIONS = ("auto", "fp32", "bf16")


@dataclass(frozen=True)
class VideoRecipe:
    """One run of the paper's road.

    Attributes:
        config: changes of `TechCoachConfig.paper`, whose own values are the paper's or say that they are ours.
        epochs, batch_size, accumulate: ours. batch_size examples a process and pass; the weights move after so many
            passes (accumulate).
        learning_rate, warmup, weight_decay: of AdamW under a cosine schedule (ours); warmup as a share of all steps.
        longest_step: gradients are clipped to this norm (ours).
        view_dropout: chance that one of several views is hidden in training (ours), so that one view alone is coached,
            too.
        held_out: share of the training takes that chooses the best checkpoint and calibrates it (ours); the official
            validation split stays unseen until it is measured on.
        average: decay of the weights averaged over steps, None for none (ours).
        vocabulary: pieces of the commentary's tokenizer at most; the paper's is of 30522 (as BERT's), ours is trained
            on the commentary itself.
        save_every: steps between saves, each after an evaluation on what is held out.
        precision: "bf16", "fp32", or "auto" for bf16 where there is CUDA.
        seed: of everything that is drawn.
    """

    config: Mapping[str, Any] = field(default_factory=dict)
    epochs: int = 30
    batch_size: int = 8
    accumulate: int = 2
    learning_rate: float = 1e-4
    warmup: float = 0.1
    weight_decay: float = 0.05
    longest_step: float = 1.0
    view_dropout: float = 0.2
    held_out: float = 0.1
    average: float | None = None
    vocabulary: int = 30_522
    save_every: int = 250
    precision: str = "auto"
    seed: int = 1

    def __post_init__(self) -> None:
        for name in ("epochs", "batch_size", "accumulate", "vocabulary", "save_every"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be 1 or more, got {getattr(self, name)}")
        for name in ("learning_rate", "longest_step"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be positive, got {getattr(self, name)}")
        for name in ("warmup", "view_dropout", "held_out"):
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"{name} must be from 0 up to 1, got {getattr(self, name)}")
        if self.weight_decay < 0:
            raise ValueError(f"weight_decay must not be negative, got {self.weight_decay}")
        if self.average is not None and not 0 < self.average < 1:
            raise ValueError(f"average must be between 0 and 1, got {self.average}")
        if self.precision not in PRECISIONS:
            raise ValueError(f"precision {self.precision!r} is not one of {PRECISIONS}")

    def steps(self, examples: int, processes: int = 1) -> int:
        """How often the weights move in a run on so many examples."""
        return max(1, -(-examples * self.epochs // (self.batch_size * self.accumulate * processes)))


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
