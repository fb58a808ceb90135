"""Training on `transformers.Trainer`, the same for both roads: examples in, the best model of the run out.

This file knows batches that hold their targets, and how a run is saved, resumed and logged; it knows no records,
features or texts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch
from accelerate import PartialState
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.utils.data import Dataset
from transformers import Trainer, TrainerCallback, TrainerControl, TrainerState, TrainingArguments
from transformers.trainer import TRAINER_STATE_NAME
from transformers.trainer_callback import ProgressCallback
from transformers.trainer_utils import PREFIX_CHECKPOINT_DIR

from ..checkpoint.calibration import UNCALIBRATED, Calibration
from ..model import TechCoachModel, TechCoachProcessor
from .averaging import FILE as AVERAGE_FILE
from .averaging import WeightAverage, set_weights
from .curves import draw_curves
from .recipe import Recipe
from .resumable_sampler import Drawable, ResumableSampler
from .run import LOG, SAVES, TENSORBOARD, Run

LOSS_TERMS = ("commentary", "score", "alignment", "presence", "attention", "states")
GPU_WORKERS = 8
"""Processes that make batches for each GPU."""


@dataclass(frozen=True)
class FittedModel:
    """The outcome of a run.

    Attributes:
        model: with the weights that did best on the held-out examples, else the last; on the CPU, in evaluation mode.
        history: the rows that the trainer logged, by step.
        save: name of the save that the weights come from; "the last" where no example was held out.
    """

    model: TechCoachModel
    history: Sequence[Mapping[str, float]]
    save: str


def fit(
    model: TechCoachModel,
    training: Drawable[Any],
    held_out: Dataset[Any] | None,
    collator: Callable[[Any], Mapping[str, Any]],
    recipe: Recipe,
    run: Run,
    device: str,
    log_line: Callable[[str], None],
) -> FittedModel:
    """Train a model on examples; go on from the run's last save, where there is one, as an unbroken run would have.

    Training runs alone or as one process of `accelerate launch`; each process has its share of the batches.

    Args:
        model: with its initial weights, on the CPU. training: examples to learn from.
        held_out: examples that choose among the saves; None keeps the last.
        collator: a list of examples -> one batch of the model's arguments.
        device: "cpu", or "cuda" for a GPU a process.
        log_line: called with every line for people.
    """
    state = PartialState(cpu=device == "cpu")
    processes = state.num_processes
    steps = recipe.total_steps(len(training), processes)
    average = None if recipe.average is None else WeightAverage(recipe.average)
    resumed = last_save(run.folder / SAVES, recipe)
    if state.is_main_process:
        millions = sum(weights.numel() for weights in model.parameters()) / 1e6
        log_line(f"{millions:.1f} million weights, {steps} steps{_progress(resumed, steps)}")
    trainer = CoachTrainer(
        model=model,
        args=_arguments(recipe, run.folder / SAVES, steps, device, evaluates=held_out is not None),
        train_dataset=ResumableSampler(
            training, steps * recipe.batch_size * recipe.accumulate * processes, recipe.seed
        ),
        eval_dataset=held_out,
        data_collator=collator,
        log_line=log_line,
        average=average,
        callbacks=tensorboard(run.folder / TENSORBOARD, log_line) if state.is_main_process else [],
    )  # fmt: skip
    trainer.train(resume_from_checkpoint=None if resumed is None else str(resumed))
    chosen = trainer.state.best_model_checkpoint
    return FittedModel(best_model(trainer), trainer.state.log_history, Path(chosen).name if chosen else "the last")


def _progress(resumed: Path | None, steps: int) -> str:
    """Describe how far a resumed run is; the text follows the number of its steps."""
    if resumed is None:
        return ""
    steps_done = _step(resumed)
    if steps_done >= steps:
        return "; the run is finished, and the checkpoint is written again from its saves"
    return f"; going on from step {steps_done}"


def _arguments(recipe: Recipe, saves: Path, steps: int, device: str, *, evaluates: bool) -> TrainingArguments:
    """Translate a recipe into the library's arguments. Every save follows an evaluation, so that the loss on the
    held-out examples can choose among the saves."""
    on_cpu = device == "cpu"
    every = min(recipe.save_every, steps)
    workers = recipe.cpu_workers if on_cpu else GPU_WORKERS
    return TrainingArguments(
        output_dir=str(saves),
        max_steps=steps,
        per_device_train_batch_size=recipe.batch_size,
        per_device_eval_batch_size=recipe.batch_size,
        gradient_accumulation_steps=recipe.accumulate,
        learning_rate=recipe.learning_rate,
        warmup_steps=round(recipe.warmup * steps),
        lr_scheduler_type="cosine",
        weight_decay=recipe.weight_decay,
        max_grad_norm=recipe.gradient_clip,
        logging_steps=min(recipe.log_every, every),
        save_steps=every,
        save_total_limit=2,
        eval_strategy="steps" if evaluates else "no",
        eval_steps=every if evaluates else None,
        load_best_model_at_end=evaluates,
        metric_for_best_model="loss",
        greater_is_better=False,
        label_names=["targets"],
        prediction_loss_only=True,
        seed=recipe.seed,
        use_cpu=on_cpu,
        bf16=recipe.bf16(device),
        dataloader_num_workers=workers,
        dataloader_persistent_workers=workers > 0,
        remove_unused_columns=False,
        train_sampling_strategy="sequential",  # `ResumableSampler` shuffles
        ddp_find_unused_parameters=True,  # those of a term of the loss that has no weight
        report_to="none",
        disable_tqdm=False,
    )


def save_checkpoint(
    folder: Path, model: TechCoachModel, processor: TechCoachProcessor, calibration: Calibration = UNCALIBRATED
) -> None:
    """Write weights, config, processor files and calibration into a checkpoint folder."""
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(str(folder))
    processor.save_pretrained(folder)
    calibration.save(folder)


def write_fitted(
    folder: Path,
    run: Run,
    fitted: FittedModel,
    processor: TechCoachProcessor,
    pretraining: Sequence[Mapping[str, float]] = (),
) -> None:
    """Write model, processor and curves into a checkpoint folder, and the log into the run's.

    Args:
        pretraining: rows that an earlier stage logged, for its curves.
    """
    (run.folder / LOG).write_text(json.dumps(list(fitted.history), indent=1) + "\n", encoding="utf-8")
    curves = {"pretraining": pretraining, **loss_curves(fitted.history)}
    if any(curves.values()):  # a run of a few steps logs nothing
        draw_curves(curves, folder / "curves.png")
    save_checkpoint(folder, fitted.model, processor)


class CoachTrainer(Trainer):
    """A trainer whose log holds every term of the loss, in training and in evaluation."""

    def __init__(
        self, *args: Any, log_line: Callable[[str], None], average: WeightAverage | None = None, **kwargs: Any
    ) -> None:
        """Make a trainer from the library's arguments and two more.

        Args:
            log_line: called with every row of the log, as a line for people.
            average: evaluated in place of the trained weights; None evaluates the trained weights.
        """
        super().__init__(*args, **kwargs)
        if self.pop_callback(ProgressCallback) is not None:
            self.add_callback(_LogLines(log_line))
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
        """Return the loss alone; `evaluation` measures the model's outputs."""
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


class _LogLines(ProgressCallback):
    """The library's progress bar, with rows of the log as lines for people. The library would print the rows on stdout,
    which is for the result of a command."""

    def __init__(self, log_line: Callable[[str], None]) -> None:
        super().__init__()
        self.log_line = log_line

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: Mapping[str, float] | None = None,
        **kwargs: Any,
    ) -> None:
        line, bar = format_losses(logs or {}), cast(Any, self.training_bar)
        if line and bar is not None:  # there is one in the main process alone
            with bar.external_write_mode():  # it would stand in the line
                self.log_line(f"step {state.global_step}/{state.max_steps}, {line}")


def format_losses(logs: Mapping[str, float]) -> str:
    """Format the terms of the loss in a row of a trainer's log for people; empty where the row holds none."""
    for split, title in (("", "training"), ("eval_", "held out")):
        if f"{split}loss" in logs:
            terms = [name for name in ("loss", *LOSS_TERMS) if f"{split}{name}" in logs]
            return f"{title}: " + ", ".join(f"{name} {logs[split + name]:.4g}" for name in terms)
    return ""


def best_model(trainer: CoachTrainer) -> TechCoachModel:
    """Return the model of the save that did best on the held-out examples, else the current model; on the CPU, in
    evaluation mode, and without the mixed precision of training.

    The trainer has loaded the weights of that save; in a run that averages weights, the averaged ones replace them.
    """
    model: TechCoachModel = trainer.accelerator.unwrap_model(trainer.model, keep_fp32_wrapper=False)
    folder = trainer.state.best_model_checkpoint
    if trainer.average is not None:
        averaged = trainer.average.weights if folder is None else load_file(Path(folder) / AVERAGE_FILE)
        set_weights(model, {name: weights.to(model.device) for name, weights in averaged.items()})
    model.to(torch.device("cpu"))  # type: ignore[arg-type]  # the library's wrapper hides the signature
    return model.eval()


def loss_curves(history: Sequence[Mapping[str, float]]) -> dict[str, list[dict[str, float]]]:
    """Return the terms of the loss by step from a trainer's log, for the training and the held-out examples."""
    terms = ("loss", *LOSS_TERMS)
    held_out = [
        {"step": row["step"], **{name: row[f"eval_{name}"] for name in terms if f"eval_{name}" in row}}
        for row in history
        if "eval_loss" in row
    ]
    training = [{name: row[name] for name in ("step", *terms) if name in row} for row in history if "loss" in row]
    return {"training": training, "held out": held_out}


def last_save(saves: Path, recipe: Recipe) -> Path | None:
    """Return the folder of the last complete save, None where there is none. A run may be killed as it saves."""
    last_written = AVERAGE_FILE if recipe.average is not None else TRAINER_STATE_NAME
    complete = [folder for folder in saves.glob(f"{PREFIX_CHECKPOINT_DIR}-*") if (folder / last_written).is_file()]
    return max(complete, key=_step, default=None)


def _step(save: Path) -> int:
    return int(save.name.rpartition("-")[2])


def tensorboard(folder: Path, log_line: Callable[[str], None]) -> list[TrainerCallback]:
    """Return the callback that writes a run's curves for TensorBoard; no callback where TensorBoard is missing."""
    from transformers.integrations.integration_utils import TensorBoardCallback, is_tensorboard_available

    if not is_tensorboard_available():
        log_line("TensorBoard is not installed: no curves for it (pip install 'techcoach[training]')")
        return []
    from torch.utils.tensorboard import SummaryWriter

    return [TensorBoardCallback(SummaryWriter(str(folder)))]
