"""A checkpoint on captured trials of real athletes: what it says of each, beside what was measured on their motion."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np

from ..checkpoint import locate as checkpoints
from ..data.label_texts import embed_all
from ..drills.catalogue import DRILLS, reading_name, taught
from ..drills.spec import STATES
from ..encoding.text import TextEncoder
from ..model import TechCoachModel, TechCoachProcessor
from ..simulation.captured_motion import filmed_trial, read_trials
from ..simulation.tracker_noise import TrackerNoise
from .pose_metrics import Predictions, predict

INTRODUCTION = """# Captured athletes

What the checkpoint says of motion that was captured on real athletes, which it never learned from: projected from many
cameras with the noise fitted to the pose tracker. For every trial the measured score and the mean of those that are
told (least to most); for every technique parameter the measured value, where it lies, the share of views read so, and
what is read most often. Written by `python -m techcoach evaluate --mocap DIR`.
"""
NOT_SHOWN = "not shown"
SAID = {
    "strength": "good",
    "low": "too low",
    "high": "too high",
    "between": "between",
    NOT_SHOWN: "not shown by the clip",
}


def captured_table(checkpoint: str | Path, folder: Path, views: int) -> str:
    """Markdown: for every trial its score, and for every parameter the measured value, where it lies, and what share of
    the views was read so."""
    found = checkpoints.resolve(checkpoint)
    model, processor = TechCoachModel.load(found.folder), TechCoachProcessor.from_pretrained(found.folder)
    known = taught(model.config.drills)
    embeddings, noise = embed_all(TextEncoder(), tuple(known)), TrackerNoise.load()
    lines = [INTRODUCTION]
    for trial in read_trials(folder):
        if isinstance(trial, str):
            lines += [f"{trial}.", ""]
            continue
        if trial.drill not in known:
            lines += [f"{trial.name}: this checkpoint was not taught {trial.drill}.", ""]
            continue
        records = filmed_trial(trial, views, noise, model.config.pose_frames)
        predictions = predict(model, processor, records, embeddings)
        lines += [
            f"**{trial.name}** as {DRILLS[trial.drill].drill.title}, {views} views: measured score "
            f"{predictions.true_score[0]:.1f}, said {predictions.score.mean():.1f} "
            f"({predictions.score.min():.1f} to {predictions.score.max():.1f})",
            "",
        ]
        measured = {name: one.value for name, one in trial.measured.items()}
        lines += _readings(predictions, trial.drill, measured, model.config.readings)
    return "\n".join(lines)


def _readings(
    predictions: Predictions, drill: str, measured: dict[str, float], names: list[str] | tuple[str, ...]
) -> list[str]:
    if not predictions.readings.shape[1]:
        return ["This checkpoint reads no technique parameters.", ""]
    lines = ["| parameter | measured | it is | read so | read most |", "|---|---|---|---|---|"]
    columns = {name: column for column, name in enumerate(names)}
    right = []
    for own in DRILLS[drill].parameters:
        column = columns[reading_name(drill, own.id)]
        true, views = int(predictions.sides[0, column]), predictions.read[:, column]
        said = [STATES[index] for index in predictions.readings[views, column].argmax(axis=-1)]
        said += [NOT_SHOWN] * int((~views).sum())
        right.append(said.count(STATES[true]) / len(said))
        most = Counter(said).most_common(1)[0][0]
        lines.append(
            f"| {own.title} ({own.unit}) | {measured[own.id]:.2f} | {SAID[STATES[true]]} | {right[-1]:.0%} | "
            f"{SAID[most]} |"
        )
    return [*lines, f"| all | | | {np.mean(right):.0%} | |", ""]
