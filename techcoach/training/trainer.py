"""`transformers.Trainer` as both roads use it: every term of the loss by name, weights averaged over steps if wished.

Knows batches that hold their targets, and how a run is logged; no records, features or words.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import Trainer, TrainerCallback
from transformers.trainer import TRAINER_STATE_NAME
from transformers.trainer_utils import PREFIX_CHECKPOINT_DIR

from ..model import TechCoachModel
from .averaging import FILE as AVERAGE_FILE
from .averaging import WeightAverage


class CoachTrainer(Trainer):
    """Trainer whose log tells every term of the loss, in training and in evaluation."""

    def __init__(self, *args: Any, average: WeightAverage | None = None, **kwargs: Any) -> None:
        """average: evaluated in place of the weights that are trained, where it is given."""
        super().__init__(*args, **kwargs)
        if average is not None:
            self.add_callback(average)
        self.average = average
        self._sums: dict[str, dict[str, float]] = {"": {}, "eval_": {}}
        self._counts = {"": 0, "eval_": 0}

    def compute_loss(
        self,
        model: nn.Module,
        inputs: dict[str, Any],
        return_outputs: bool = False,
        num_items_in_batch: Any = None,
    ) -> Any:
        output = model(**inputs)
        split = "" if model.training else "eval_"
        for name, value in output.loss_parts.items():
            self._sums[split][name] = self._sums[split].get(name, 0.0) + float(value.detach())
        self._counts[split] += 1
        return (output.loss, output) if return_outputs else output.loss

    def prediction_step(
        self, model: nn.Module, inputs: dict[str, Any], prediction_loss_only: bool, ignore_keys: Any = None
    ) -> tuple[Tensor, None, None]:
        """The loss alone: what the model says is measured by `evaluation`."""
        with torch.no_grad(), self.compute_loss_context_manager():
            loss = self.compute_loss(model, self._prepare_inputs(inputs))
        return loss.detach().mean(), None, None

    def evaluate(self, *args: Any, **kwargs: Any) -> dict[str, float]:
        if self.average is None or self.model is None:
            return super().evaluate(*args, **kwargs)
        with self.average.in_place(self.model):
            return super().evaluate(*args, **kwargs)

    def log(self, logs: dict[str, float], *args: Any, **kwargs: Any) -> None:
        for split in ("", "eval_"):
            if f"{split}loss" in logs and self._counts[split]:
                means = {name: value / self._counts[split] for name, value in self._sums[split].items()}
                logs = {**logs, **{f"{split}{name}": round(value, 5) for name, value in means.items()}}
                self._sums[split], self._counts[split] = {}, 0
        super().log(logs, *args, **kwargs)


def finished(trainer: CoachTrainer) -> TechCoachModel:
    """The trained model on the CPU, ready to be measured, and without the mixed precision that its passes had in
    training."""
    model: TechCoachModel = trainer.accelerator.unwrap_model(trainer.model, keep_fp32_wrapper=False)
    model.to(torch.device("cpu"))  # type: ignore[arg-type]  # the library's wrapper hides the signature
    return model.eval()


def last_save(saves: Path, average: WeightAverage | None = None) -> str | None:
    """The folder of the last save of a run that is whole, None where there is none: a run may be killed as it saves."""
    last_written = AVERAGE_FILE if average is not None else TRAINER_STATE_NAME
    whole = [folder for folder in saves.glob(f"{PREFIX_CHECKPOINT_DIR}-*") if (folder / last_written).is_file()]
    found = max(whole, key=lambda folder: int(folder.name.rpartition("-")[2]), default=None)
    return None if found is None else str(found)


def tensorboard(folder: Path, say: Callable[[str], None]) -> list[TrainerCallback]:
    """What writes a run's curves for TensorBoard, where that is installed."""
    from transformers.integrations.integration_utils import TensorBoardCallback, is_tensorboard_available

    if not is_tensorboard_available():
        say("TensorBoard is not installed: no curves for it (pip install 'techcoach[training]')")
        return []
    from torch.utils.tensorboard import SummaryWriter

    return [TensorBoardCallback(SummaryWriter(str(folder)))]
