"""Speed of the video road on a device, with random weights and features: nothing needs to be downloaded.

The encoder's operations are counted (matrix products alone) and compared with the rate that the device reaches on one
large matrix product. The share tells how much of any chip is used.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

from ..model import TechCoachConfig, TechCoachModel
from ..model.internvideo2 import InternVideo2Config, InternVideo2Encoder
from ..model.losses import IGNORED, Targets
from ..model.modeling import Visual

MATRIX_SIDE = {"cuda": 8192, "cpu": 1024}
WARM_UP, LEAST_S = 2, 2.0
TECHPOINTS, TOKENS = 7, 96
"""Sizes of a training example: its TechPoints, and about as many commentary tokens as an annotated window has."""


@dataclass(frozen=True)
class EncoderSpeed:
    """The measured speed of a video encoder.

    Attributes:
        clips_per_s, windows_per_s: clips, and windows of clips, a second. operations: of one clip.
        rate, matrix_rate: operations a second of the encoder, and of one large matrix product on the same device.
        peak_bytes: peak memory, None on a CPU.
    """

    clips_per_s: float
    windows_per_s: float
    operations: float
    rate: float
    matrix_rate: float
    peak_bytes: int | None

    @property
    def share(self) -> float:
        return self.rate / self.matrix_rate


@dataclass(frozen=True)
class TrainingSpeed:
    """The measured speed of training.

    Attributes:
        steps_per_s, examples_per_s: steps and examples a second. millions: million weights.
        peak_bytes: peak memory, None on a CPU.
    """

    steps_per_s: float
    examples_per_s: float
    millions: float
    peak_bytes: int | None


def measure_encoder(
    size: str, device: str, dtype: torch.dtype, clips: int = 32, batch: int = 8, image_size: int = 224
) -> EncoderSpeed:
    """Measure InternVideo2 with random weights on windows of `clips` clips.

    Raises:
        ValueError: for an unknown size.
    """
    config = InternVideo2Config.preset(size, image_size=image_size)
    with torch.device(device):
        encoder = InternVideo2Encoder(config).to(dtype).eval()
    frames = torch.randn(batch, 3, config.num_frames, image_size, image_size, device=device, dtype=dtype)

    @torch.no_grad()
    def window() -> None:
        for _ in range(-(-clips // batch)):
            encoder(frames)

    _reset(device)
    seconds = _seconds(window, device)
    peak = _peak(device)
    clips_done = -(-clips // batch) * batch
    operations = clip_operations(config)
    return EncoderSpeed(
        clips_done / seconds, 1 / seconds * clips_done / clips, operations, operations * clips_done / seconds,
        matrix_rate(device, dtype), peak,
    )  # fmt: skip


def clip_operations(config: InternVideo2Config) -> float:
    """Return the multiplications and additions of the matrix products in one pass over one clip.

    Counted are the patch embedding and, in every block, the query-key-value, output and MLP products and the two of
    attention.
    """
    steps, rows, columns = config.grid
    patches, width = steps * rows * columns, config.hidden_size
    tokens = patches + 1
    pixels = 3 * config.num_frames * config.image_size**2
    block = 2 * tokens * width * (4 * width + 2 * config.mlp_size) + 4 * tokens**2 * width
    return float(2 * pixels * width + config.num_layers * block)


def matrix_rate(device: str, dtype: torch.dtype) -> float:
    """Measure the operations a second of one large square matrix product."""
    side = MATRIX_SIDE[device]
    left, right = (torch.randn(side, side, device=device, dtype=dtype) for _ in range(2))
    return 2 * side**3 / _seconds(lambda: left @ right, device)


def measure_training(device: str, batch: int = 8, config: TechCoachConfig | None = None) -> TrainingSpeed:
    """Measure training steps (forward, backward, AdamW) of the paper's preset on random features; bf16 on CUDA."""
    config = config or TechCoachConfig.paper()
    model = TechCoachModel(config).to(torch.device(device)).train()  # type: ignore[arg-type]  # the library hides it
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-4)
    generator = torch.Generator().manual_seed(0)
    tokens = torch.randint(5, config.vocab_size, (batch, TOKENS), generator=generator)
    present = torch.rand(batch, TECHPOINTS, 2, generator=generator) < 0.5
    techpoints = torch.randn(batch, TECHPOINTS, config.text_embedding_size, generator=generator)
    visual = Visual.of_features(
        torch.randn(batch, config.num_views, *config.grid, config.feature_size, generator=generator),
        torch.ones(batch, config.num_views, dtype=torch.bool),
        torch.full((batch,), 8.0),
    ).to(device)
    targets = Targets(
        score=torch.rand(batch, generator=generator),
        labels=torch.where(torch.rand(tokens.shape, generator=generator) < 0.4, tokens, IGNORED),
        commentary=torch.randn(batch, TECHPOINTS, 2, config.text_embedding_size, generator=generator),
        present=present,
        techpoint_mask=torch.ones(batch, TECHPOINTS, dtype=torch.bool),
    ).to(device)
    dimensions = torch.arange(TECHPOINTS).expand(batch, -1).to(device)

    def step() -> None:
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device != "cpu"):
            loss = model(
                techpoints=techpoints.to(device), dimensions=dimensions, visual=visual, tokens=tokens.to(device),
                targets=targets,
            ).loss  # fmt: skip
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()

    _reset(device)
    seconds = _seconds(step, device)
    millions = sum(weights.numel() for weights in model.parameters()) / 1e6
    return TrainingSpeed(1 / seconds, batch / seconds, millions, _peak(device))


def _seconds(work: Callable[[], object], device: str) -> float:
    """Return the mean seconds of a piece of work after a warm-up, measured for at least `LEAST_S` seconds."""
    for _ in range(WARM_UP):
        work()
    _synchronize(device)
    count, began = 0, time.perf_counter()
    while count < 3 or time.perf_counter() - began < LEAST_S:
        work()
        _synchronize(device)
        count += 1
    return (time.perf_counter() - began) / count


def _synchronize(device: str) -> None:
    if device != "cpu":
        torch.cuda.synchronize()


def _reset(device: str) -> None:
    if device != "cpu":
        torch.cuda.reset_peak_memory_stats()


def _peak(device: str) -> int | None:
    return None if device == "cpu" else int(torch.cuda.max_memory_allocated())


def bench_table(size: str, encoder: EncoderSpeed, training: TrainingSpeed, device: str) -> str:
    """Format the figures as Markdown."""

    def memory(peak: int | None) -> str:
        return "–" if peak is None else f"{peak / 2**30:.1f} GiB"

    name = torch.cuda.get_device_name() if device != "cpu" else f"CPU, {torch.get_num_threads()} threads"
    return "\n".join(
        [
            f"On {name}, torch {torch.__version__}:",
            "",
            "| what | figure |",
            "|---|---|",
            f"| InternVideo2-{size}, clips of 8 frames a second | {encoder.clips_per_s:.2f} |",
            f"| windows of 256 frames a second | {encoder.windows_per_s:.3f} |",
            f"| operations of a clip | {encoder.operations / 1e12:.3f} T |",
            f"| rate reached | {encoder.rate / 1e12:.2f} T/s |",
            f"| of one large matrix product's {encoder.matrix_rate / 1e12:.2f} T/s | {encoder.share:.0%} |",
            f"| peak memory | {memory(encoder.peak_bytes)} |",
            f"| paper preset ({training.millions:.0f} million weights), training steps a second "
            f"| {training.steps_per_s:.3f} |",
            f"| examples a second | {training.examples_per_s:.2f} |",
            f"| peak memory | {memory(training.peak_bytes)} |",
        ]
    )
