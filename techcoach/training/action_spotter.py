"""Training of the action spotter on simulated sequences (`model.action_spotter`, `data.spotter_examples`).

Ours, not the paper's. Knows examples and tensors; no files.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from ..data.spotter_examples import SpotterExample
from ..model.action_spotter import ActionSpotter, SpotterConfig, mirror_features
from ..skeleton import KEYPOINT_INDEX
from ..types import Progress, silent

CUT_SHARE, FORGET_SHARE = 0.2, 0.35
"""Shares of the crops that a stretch of another example is laid into, and that have unknown joints."""
LEGS = [KEYPOINT_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("knee", "ankle", "heel", "toe")]
IGNORED = -100
"""Class of the frames that pad a batch."""


@dataclass(frozen=True)
class SpotterRecipe:
    """How an action spotter is trained.

    Attributes:
        sequences, validation, test: how many are simulated to learn from, to choose the best save, and to measure it.
        steps, batch: of training. frames: of one crop. learning_rate: at its highest.
        event_weight: of the event loss beside the class loss.
        validate_every: steps. patience: validations without a better one after which training stops.
        seed: of all random draws.
    """

    sequences: int = 1100
    validation: int = 130
    test: int = 220
    steps: int = 1500
    batch: int = 16
    frames: int = 160
    learning_rate: float = 3e-3
    event_weight: float = 2.0
    validate_every: int = 100
    patience: int = 5
    seed: int = 0


def fit_action_spotter(
    train: Sequence[SpotterExample],
    validation: Sequence[SpotterExample],
    config: SpotterConfig,
    recipe: SpotterRecipe,
    log: Callable[[str], None],
    progress: Progress = silent,
) -> ActionSpotter:
    """Train a spotter, and return the state with the least loss on the validation examples."""
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    spotter = ActionSpotter(config)
    optimizer = torch.optim.AdamW(spotter.parameters(), lr=recipe.learning_rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate_at(step, recipe.steps))
    best, best_loss, since = copy.deepcopy(spotter.state_dict()), math.inf, 0
    for step in range(1, recipe.steps + 1):
        spotter.train()
        crops = [_crop(train, config, recipe.frames, rng) for _ in range(recipe.batch)]
        loss = spotter_loss(spotter, crops, recipe)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(spotter.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % recipe.validate_every and step != recipe.steps:
            continue
        progress("Training the action spotter", step / recipe.steps)
        found = validation_loss(spotter, validation, recipe)
        log(f"action spotter: step {step}, loss {loss.item():.4f}, on unseen sequences {found:.4f}")
        if found < best_loss:
            best, best_loss, since = copy.deepcopy(spotter.state_dict()), found, 0
        elif (since := since + 1) >= recipe.patience:
            break
    spotter.load_state_dict(best)
    return spotter.eval()


def _rate_at(step: int, steps: int) -> float:
    """Return the share of the learning rate: a short rise, then half a cosine to zero."""
    warm = max(steps // 20, 1)
    return (step + 1) / warm if step < warm else 0.5 * (1 + math.cos(math.pi * (step - warm) / max(steps - warm, 1)))


SPOTTER_PRESETS = {
    "embedded": SpotterRecipe(),
    "small": SpotterRecipe(sequences=100, validation=20, test=20, steps=300),
    "tiny": SpotterRecipe(sequences=4, validation=2, test=2, steps=2, batch=2, frames=40, validate_every=1),
}
"""By the names of the pose road's presets."""

Crop = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Features (T, F) float32, classes (T,) and events (T,)."""


def spotter_loss(spotter: ActionSpotter, crops: Sequence[Crop], recipe: SpotterRecipe) -> Tensor:
    """Return the mean loss over the frames of some crops: cross entropy of classes and of events."""
    longest = max(len(classes) for _, classes, _ in crops)
    features = torch.zeros(len(crops), longest, spotter.config.features)
    classes = torch.full((len(crops), longest), IGNORED)
    events = torch.zeros(len(crops), longest)
    for row, (of_frame, true, event) in enumerate(crops):
        features[row, : len(true)] = torch.from_numpy(of_frame)
        classes[row, : len(true)] = torch.from_numpy(true)
        events[row, : len(true)] = torch.from_numpy(event)
    logits, event_logits = spotter(features)
    usable = classes != IGNORED
    class_loss = nn.functional.cross_entropy(logits[usable], classes[usable])
    event_loss = nn.functional.binary_cross_entropy_with_logits(
        event_logits[usable], events[usable], pos_weight=torch.tensor(3.0)
    )
    return class_loss + recipe.event_weight * event_loss


@torch.inference_mode()
def validation_loss(spotter: ActionSpotter, examples: Sequence[SpotterExample], recipe: SpotterRecipe) -> float:
    """Return the mean loss on whole examples, unchanged."""
    spotter.eval()
    batches = [
        [(example.features.astype(np.float32), example.classes, example.events) for example in examples[at : at + 16]]
        for at in range(0, len(examples), 16)
    ]
    return float(np.mean([spotter_loss(spotter, batch, recipe).item() for batch in batches]))


def _crop(examples: Sequence[SpotterExample], config: SpotterConfig, frames: int, rng: np.random.Generator) -> Crop:
    """Draw a stretch of an example, mirrored half of the time. In some a stretch of another example takes its place for
    a while, as where a clip is cut or the tracker changes to somebody else; in some joints are unknown."""
    features, classes, events = _stretch(examples, config, frames, rng)
    if rng.random() < CUT_SHARE and len(classes) > 2:
        others = _stretch(examples, config, int(rng.integers(1, len(classes))), rng)
        start = int(rng.integers(len(classes) - len(others[1]) + 1))
        for whole, other in zip((features, classes, events), others, strict=True):
            whole[start : start + len(other)] = other
    if rng.random() < FORGET_SHARE:
        _forget(features, len(config.mirrored), rng)
    return features, classes, events


def _stretch(examples: Sequence[SpotterExample], config: SpotterConfig, frames: int, rng: np.random.Generator) -> Crop:
    example = examples[int(rng.integers(len(examples)))]
    start = int(rng.integers(max(len(example.times) - frames, 0) + 1))
    rows = slice(start, start + frames)
    features = example.features[rows].astype(np.float32)
    features = mirror_features(features, config) if rng.random() < 0.5 else features
    return features, example.classes[rows].copy(), example.events[rows].copy()


def _forget(features: np.ndarray, joints: int, rng: np.random.Generator) -> None:
    """Make some joints unknown in place, for the whole crop or for a while; often all below the hips, which the frame
    cuts off."""
    first, last = (0, len(features)) if rng.random() < 0.5 else np.sort(rng.integers(0, len(features) + 1, 2))
    some = rng.choice(joints, size=int(rng.integers(1, 6)), replace=False)
    for joint in LEGS if rng.random() < 0.3 else some:
        for column in (2 * joint, 2 * joint + 1, 2 * (joints + joint), 2 * (joints + joint) + 1, 4 * joints + joint):
            features[first:last, column] = 0.0
