"""The weights of a model averaged over training steps (exponential moving average; Polyak and Juditsky 1992)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import TrainerCallback

FILE = "average.safetensors"


class WeightAverage(TrainerCallback):
    """An exponential moving average: after each step average = decay * average + (1 - decay) * weights.

    Every save of the run includes the average, and a resumed run reads it from there.

    Attributes:
        weights: the average by name of the parameter; empty before training begins.
    """

    def __init__(self, decay: float) -> None:
        if not 0 < decay < 1:
            raise ValueError(f"the decay of averaged weights must be between 0 and 1, got {decay}")
        self.decay = decay
        self.weights: dict[str, Tensor] = {}

    def on_train_begin(self, args: Any, state: Any, control: Any, model: Any = None, **kwargs: Any) -> None:
        saved = Path(args.output_dir) / f"checkpoint-{state.global_step}" / FILE
        average = {name: weights.detach().clone() for name, weights in model.named_parameters()}
        if state.global_step and saved.exists():
            saved_average = load_file(saved)
            average = {name: saved_average[name].to(weights.device) for name, weights in average.items()}
        self.weights = average

    @torch.no_grad()
    def on_step_end(self, args: Any, state: Any, control: Any, model: Any = None, **kwargs: Any) -> None:
        for name, weights in model.named_parameters():
            self.weights[name].lerp_(weights, 1 - self.decay)

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        if state.is_world_process_zero:
            folder = Path(args.output_dir) / f"checkpoint-{state.global_step}"
            save_file(self.weights, folder / f"{FILE}.part")
            (folder / f"{FILE}.part").replace(folder / FILE)

    @contextmanager
    def in_place(self, model: nn.Module) -> Iterator[None]:
        """Give the model the averaged weights within the context, and the trained weights again after it."""
        trained = {name: weights.detach().clone() for name, weights in model.named_parameters()}
        set_weights(model, self.weights or trained)
        try:
            yield
        finally:
            set_weights(model, trained)


@torch.no_grad()
def set_weights(model: nn.Module, weights: dict[str, Tensor]) -> None:
    """Set the model's parameters to the weights of the same names."""
    for name, parameter in model.named_parameters():
        parameter.copy_(weights[name])
