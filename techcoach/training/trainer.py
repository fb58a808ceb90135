"""`transformers.Trainer` as both roads use it: every term of the loss by name, weights averaged over steps if wished.

Knows batches that hold their targets, and how a run is logged; no records, features or words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import Trainer, TrainerCallback, TrainerControl, TrainerState, TrainingArguments
from transformers.trainer import TRAINER_STATE_NAME
from transformers.trainer_callback import ProgressCallback
from transformers.trainer_utils import PREFIX_CHECKPOINT_DIR

from ..model import TechCoachModel
from .averaging import FILE as AVERAGE_FILE
from .averaging import WeightAverage, put

LOSS_TERMS = ("commentary", "score", "alignment", "presence", "attention", "states")


class CoachTrainer(Trainer):
    """Trainer whose log tells every term of the loss, in training and in evaluation."""

    def __init__(
        self, *args: Any, say: Callable[[str], None], average: WeightAverage | None = None, **kwargs: Any
    ) -> None:
        """say: told of every log, a line each. average: evaluated in place of the weights that are trained, where it is
        given."""
        super().__init__(*args, **kwargs)
        if self.pop_callback(ProgressCallback) is not None:
            self.add_callback(_Told(say))
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


class _Told(ProgressCallback):
    """The library's bar of steps, with logs as lines for people. The library prints them on stdout, among what a
    command is asked for."""

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__()
        self.say = say

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: Mapping[str, float] | None = None,
        **kwargs: Any,
    ) -> None:
        line, bar = told(logs or {}), cast(Any, self.training_bar)
        if line and bar is not None:  # there is one in the main process alone
            with bar.external_write_mode():  # it would stand in the line
                self.say(f"step {state.global_step}/{state.max_steps}, {line}")


def told(logs: Mapping[str, float]) -> str:
    """The terms of the loss in a trainer's log as a person reads them; empty where it tells none."""
    for split, title in (("", "training"), ("eval_", "held out")):
        if f"{split}loss" in logs:
            terms = [name for name in ("loss", *LOSS_TERMS) if f"{split}{name}" in logs]
            return f"{title}: " + ", ".join(f"{name} {logs[split + name]:.4g}" for name in terms)
    return ""


def best(trainer: CoachTrainer) -> TechCoachModel:
    """The model of the save that did best on what was held out, on the CPU, ready to be measured, and without the mixed
    precision that its passes had in training. The trainer has loaded its weights; those averaged over steps are put in
    their place where a run averages."""
    model: TechCoachModel = trainer.accelerator.unwrap_model(trainer.model, keep_fp32_wrapper=False)
    folder = trainer.state.best_model_checkpoint
    if trainer.average is not None and folder is not None:
        put(model, {name: own.to(model.device) for name, own in load_file(Path(folder) / AVERAGE_FILE).items()})
    model.to(torch.device("cpu"))  # type: ignore[arg-type]  # the library's wrapper hides the signature
    return model.eval()


BEST_ON_HELD_OUT: dict[str, Any] = {
    "eval_strategy": "steps",
    "load_best_model_at_end": True,
    "metric_for_best_model": "loss",
    "greater_is_better": False,
    "save_total_limit": 2,
    "label_names": ["targets"],
    "prediction_loss_only": True,
}
"""Training arguments: the least loss on what is held out chooses among the saves. Evaluations and saves go together."""


def stages(logged: Sequence[Mapping[str, float]]) -> dict[str, list[dict[str, float]]]:
    """The terms of the loss by step that a trainer logged, of training and of what was held out; for curves."""
    terms = ("loss", *LOSS_TERMS)
    held_out = [
        {"step": row["step"], **{name: row[f"eval_{name}"] for name in terms if f"eval_{name}" in row}}
        for row in logged
        if "eval_loss" in row
    ]
    training = [{name: row[name] for name in ("step", *terms) if name in row} for row in logged if "loss" in row]
    return {"training": training, "held out": held_out}


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
