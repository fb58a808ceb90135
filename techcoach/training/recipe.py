"""What a training run is made of, validated before any work starts. Knows no data and no network."""

from __future__ import annotations

from dataclasses import dataclass

MINUTE_STEPS_HINT = "about 25 steps of 32 a minute on two CPU cores"


@dataclass(frozen=True)
class Recipe:
    """One run of the embedded road.

    Attributes:
        records: simulated executions to learn from. steps, batch_size, learning_rate, warmup_steps, weight_decay: of
            AdamW under a cosine schedule.
        validation: rendered clips, tracked by the real tracker, for calibration; their seeds are their own.
        noise_clips: rendered clips that the tracker noise is fitted on.
        seed: of everything that is drawn.
        processes: for making records.
        save_every: steps between checkpoints to resume from.
    """

    records: int = 24_000
    steps: int = 3_000
    batch_size: int = 32
    learning_rate: float = 1e-3
    warmup_steps: int = 200
    weight_decay: float = 0.02
    validation: int = 120
    noise_clips: int = 90
    seed: int = 1
    processes: int = 2
    save_every: int = 250

    def __post_init__(self) -> None:
        for name in ("records", "steps", "batch_size", "validation", "noise_clips", "processes", "save_every"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be 1 or more, got {getattr(self, name)}")
        if self.learning_rate <= 0 or self.weight_decay < 0 or not 0 <= self.warmup_steps:
            raise ValueError(
                f"learning_rate {self.learning_rate} must be positive, weight_decay {self.weight_decay} and "
                f"warmup_steps {self.warmup_steps} not negative"
            )


PRESETS = {
    "embedded": Recipe(),
    "tiny": Recipe(records=96, steps=20, batch_size=8, validation=6, noise_clips=10, save_every=10, warmup_steps=2),
}
