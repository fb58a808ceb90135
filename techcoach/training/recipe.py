"""What a training run is made of, validated before any work starts. Knows drills by name; no data and no network."""

from __future__ import annotations

from dataclasses import dataclass

from ..drills.catalogue import DRILLS

NOISES = ("replayed", "fitted", "none")
FEWEST_VALIDATED = 9
"""A score interval of 90% coverage cannot be fitted on fewer clips."""


@dataclass(frozen=True)
class Recipe:
    """One run of the embedded road.

    Attributes:
        drills: ids of the drills to teach, executed in turn.
        records: simulated executions to learn from.
        pretrain_steps, pretrain_batch_size, pretrain_learning_rate: of the pose backbone alone (`pretrain`).
        paraphrases: whether instructions are worded anew each time, or always as the drill words them.
        steps, batch_size, learning_rate, warmup_steps, weight_decay: of
            AdamW under a cosine schedule.
        accumulate: batches of the second stage before the weights move. average: decay of its weights averaged over
            steps, None for none.
        validation: rendered clips, tracked by the real tracker, for calibration; their seeds are their own.
        held_out: share of the records that is not learned from but chooses the best of the second stage's saves.
        noise: what stands between an execution and what is learned from: "replayed" errors of the real tracker on
            rendered clips, noise of the model "fitted" to them, or "none".
        noise_clips: rendered clips whose tracker errors are replayed, and that the noise model is fitted on.
        seed: of everything that is drawn.
        processes: for making records.
        save_every: steps between saves to resume from, each after an evaluation on what is held out.
    """

    drills: tuple[str, ...] = tuple(DRILLS)
    records: int = 36_000
    pretrain_steps: int = 7_200
    pretrain_batch_size: int = 64
    pretrain_learning_rate: float = 1e-3
    paraphrases: bool = True
    steps: int = 1_400
    batch_size: int = 32
    learning_rate: float = 1e-3
    warmup_steps: int = 100
    weight_decay: float = 0.02
    accumulate: int = 1
    average: float | None = None
    held_out: float = 0.02
    validation: int = 480
    noise: str = "replayed"
    noise_clips: int = 1_920
    seed: int = 1
    processes: int = 2
    save_every: int = 100

    def __post_init__(self) -> None:
        if not self.drills or not set(self.drills) <= set(DRILLS):
            raise ValueError(f"drills {self.drills} must be one or more of {tuple(DRILLS)}")
        if self.noise not in NOISES:
            raise ValueError(f"noise {self.noise!r} is not one of {NOISES}")
        for name in (
            "records", "pretrain_steps", "pretrain_batch_size", "steps", "batch_size", "validation", "noise_clips",
            "processes", "save_every", "accumulate",
        ):  # fmt: skip
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be 1 or more, got {getattr(self, name)}")
        for name, fewest in (("records", 2), ("noise_clips", 1), ("validation", FEWEST_VALIDATED)):
            if getattr(self, name) < max(fewest, len(self.drills)):
                raise ValueError(
                    f"{name} {getattr(self, name)} are too few: {fewest} or more are needed, and one of each of the "
                    f"{len(self.drills)} drills"
                )
        if not 0 < self.held_out < 1:
            raise ValueError(f"held_out must be between 0 and 1, got {self.held_out}")
        if self.average is not None and not 0 < self.average < 1:
            raise ValueError(f"average must be between 0 and 1, got {self.average}")
        if (
            min(self.learning_rate, self.pretrain_learning_rate) <= 0
            or self.weight_decay < 0
            or not self.warmup_steps >= 0
        ):
            raise ValueError(
                f"learning_rate {self.learning_rate} must be positive, weight_decay {self.weight_decay} and "
                f"warmup_steps {self.warmup_steps} not negative"
            )


PRESETS = {
    "embedded": Recipe(),
    "small": Recipe(
        drills=("basketball/mid-range-jump-shot",),
        records=3_000,
        pretrain_steps=1_200,
        pretrain_batch_size=32,
        steps=150,
        batch_size=16,
        validation=60,
        noise_clips=120,
        warmup_steps=15,
    ),
    "tiny": Recipe(
        records=96,
        pretrain_steps=20,
        pretrain_batch_size=8,
        steps=20,
        batch_size=8,
        validation=16,
        noise_clips=10,
        save_every=10,
        warmup_steps=2,
    ),
}
