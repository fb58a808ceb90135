"""Evaluation on captured trials of real athletes: the checkpoint's scores and states beside the measured ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from ..coaching.loading import load_checkpoint
from ..data.label_texts import embed_all
from ..drills.catalogue import DRILLS, parameter_name
from ..drills.spec import STATES
from ..simulation.captured_motion import filmed_trial, read_trials
from ..simulation.tracker_noise import TrackerNoise
from .pose_metrics import PosePrediction, predict

INTRODUCTION = """# Captured athletes

What the checkpoint says of motion that was captured on real athletes, which it never learned from: projected from many
cameras with the noise fitted to the pose tracker. For every trial the measured score and the mean of those that are
told (least to most); for every technique parameter the measured value, where it lies, the share of views read so, and
what is read most often. Written by `python -m techcoach evaluate --mocap DIR`.
"""
NOT_SHOWN = "not shown by the clip"
STATE_WORDS = {
    "strength": "good",
    "low": "too low",
    "high": "too high",
    "between": "between",
    NOT_SHOWN: NOT_SHOWN,
}


def captured_table(checkpoint: str | Path, folder: Path, views: int) -> str:
    """Return a Markdown table for every trial.

    It holds the trial's score, and for every parameter the measured value, its true state, and the share of the views
    in which the checkpoint reads that state.
    """
    loaded = load_checkpoint(checkpoint)
    config, supported = loaded.model.config, {drill.id for drill in loaded.drills}
    embeddings, noise = embed_all(loaded.text_encoder, sorted(supported)), TrackerNoise.load()
    lines = [INTRODUCTION]
    for trial in read_trials(folder):
        if isinstance(trial, str):
            lines += [f"{trial}.", ""]
            continue
        if trial.drill not in supported:
            lines += [f"{trial.name}: this checkpoint was not taught {trial.drill}.", ""]
            continue
        records = filmed_trial(trial, views, noise, config.pose_frames)
        predictions = predict(loaded, records, embeddings)
        given = [score for prediction in predictions if (score := prediction.interpretation.score) is not None]
        if not given:
            lines += [f"**{trial.name}** is not taken for {DRILLS[trial.drill].drill.title} in any view.", ""]
            continue
        scores = np.array(given)
        lines += [
            f"**{trial.name}** as {DRILLS[trial.drill].drill.title}, {views} views: measured score "
            f"{predictions[0].true_score:.1f}, said {scores.mean():.1f} "
            f"({scores.min():.1f} to {scores.max():.1f})",
            "",
        ]
        measured = {name: measurement.value for name, measurement in trial.measured.items()}
        lines += _parameter_rows(predictions, trial.drill, measured, config.parameter_names)
    return "\n".join(lines)


def _parameter_rows(
    predictions: Sequence[PosePrediction], drill: str, measured: Mapping[str, float], names: Sequence[str]
) -> list[str]:
    """Return the rows of a table: the measured values, and the states that the checkpoint reads in the views."""
    logits = [
        prediction.output.state_logits for prediction in predictions if prediction.output.state_logits is not None
    ]
    states = predictions[0].states
    if not logits or states is None:
        return ["This checkpoint reads no technique parameters.", ""]
    lines = ["| parameter | measured | it is | read so | read most |", "|---|---|---|---|---|"]
    columns = {name: column for column, name in enumerate(names)}
    shares_right = []
    for parameter in DRILLS[drill].parameters:
        column = columns[parameter_name(drill, parameter.id)]
        true_state, view_logits = STATES[states[column]], np.stack(logits)[:, column]
        read_states = [NOT_SHOWN if np.isnan(view).any() else STATES[int(view.argmax())] for view in view_logits]
        shares_right.append(read_states.count(true_state) / len(read_states))
        commonest = Counter(read_states).most_common(1)[0][0]
        lines.append(
            f"| {parameter.title} ({parameter.unit}) | {measured[parameter.id]:.2f} | {STATE_WORDS[true_state]} "
            f"| {shares_right[-1]:.0%} | {STATE_WORDS[commonest]} |"
        )
    return [*lines, f"| all | | | {np.mean(shares_right):.0%} | |", ""]
