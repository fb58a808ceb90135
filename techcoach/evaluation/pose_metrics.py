"""Metrics of the pose road on records: scores, presence, states of parameters, attention.

Knows records and checkpoints, not how either was made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from torch.utils.data import DataLoader

from ..coaching.drill_verdict import judge_drill
from ..coaching.interpretation import ClipOutput, Interpreter
from ..coaching.loading import LoadedCheckpoint
from ..data.pose_examples import PoseCollator, PoseExample, PoseExampleSet, Wording, own_wording
from ..data.training_examples import TextEmbeddings
from ..drills.catalogue import DRILLS
from ..model import TechCoachConfig, TechCoachOutput
from ..model.losses import IGNORED
from ..simulation.records import Record
from ..skeleton import KEYPOINT_INDEX
from ..wording.labels import HIGHEST, LOWEST, Finding
from . import metrics
from .predictions import Figures, Prediction, joined, presence_figures, score_figures

NEAR_CELLS = 0.5
"""A peak is on the body part when one of its joints lies in the peak's cell or at most this many cells beside it."""


@dataclass(frozen=True, kw_only=True)
class PosePrediction(Prediction):
    """The prediction for one record.

    Attributes:
        attention_hits: (N, 2) bool, the peak lies on the body part. chance_hits: (N,) the share of occupied cells that
            would have counted.
        dimensions: (N,) index of each TechPoint's dimension.
        findings: the measurement of every technique parameter.
    """

    attention_hits: np.ndarray
    chance_hits: np.ndarray
    dimensions: np.ndarray
    findings: tuple[Finding, ...]


def run_records(
    checkpoint: LoadedCheckpoint,
    records: Sequence[Record],
    embeddings: TextEmbeddings,
    wording: Wording = own_wording,
    batch_size: int = 16,
) -> Iterator[tuple[Sequence[Record], Sequence[PoseExample], TechCoachOutput]]:
    """Run the model over records, and yield each batch of records with its examples and the model's output."""
    model = checkpoint.model.eval()
    examples = PoseExampleSet(records, checkpoint.processor, embeddings, augment=False, wording=wording)
    loader = DataLoader(
        examples, batch_size=batch_size, collate_fn=lambda rows: (rows, PoseCollator(model.config)(rows))
    )
    row = 0
    for rows, batch in loader:
        batch.pop("targets")
        batch.pop("tokens")
        yield records[row : row + len(rows)], rows, model.predict(**batch)
        row += len(rows)


def predict(
    checkpoint: LoadedCheckpoint,
    records: Sequence[Record],
    embeddings: TextEmbeddings,
    wording: Wording = own_wording,
) -> list[PosePrediction]:
    """Predict every record, and return each prediction beside the truth."""
    interpreter = checkpoint.interpreter
    predictions = []
    for batch, examples, output in run_records(checkpoint, records, embeddings, wording):
        for row, (record, example) in enumerate(zip(batch, examples, strict=True)):
            drill, attention = DRILLS[record.drill].drill, output.attention[row].numpy()
            clip_output = ClipOutput.of(output, row, len(drill.techpoints))
            on_part = cells_on_body_parts(
                record, example.pose.cell_boxes, example.pose.bin_times, checkpoint.model.config
            )
            occupied = attention.max(axis=(0, 1)) > 0
            predictions.append(
                PosePrediction(
                    output=clip_output,
                    interpretation=interpreter.interpret(clip_output, drill),
                    true_score=LOWEST + (HIGHEST - LOWEST) * example.score,
                    present=example.present,
                    states=None if output.state_logits is None else example.states,
                    attention_hits=_peaks_hit(attention, on_part),
                    chance_hits=np.array([(cells & occupied).sum() / max(occupied.sum(), 1) for cells in on_part]),
                    dimensions=example.dimensions,
                    findings=example.label.findings,
                )
            )
    return predictions


def cells_on_body_parts(
    record: Record, cell_boxes: np.ndarray, bin_times: np.ndarray, config: TechCoachConfig
) -> np.ndarray:
    """Return (N, T', H', W') bool: the cells on which a true joint of the TechPoint's body part lies in that time bin.

    The body part consists of the joints that the TechPoint's parameters are read from (`Parameter.joints`).
    """
    bins, height, width = config.grid
    drill = DRILLS[record.drill]
    frames_per_bin = len(record.times) // bins
    result = np.zeros((len(drill.drill.techpoints), bins, height, width), dtype=bool)
    for point, techpoint in enumerate(drill.drill.techpoints):
        parameters = [parameter for parameter in drill.parameters if parameter.dimension == techpoint.dimension]
        joints = sorted({KEYPOINT_INDEX[name] for parameter in parameters for name in parameter.joints})
        for index in range(bins):
            x0, y0, x1, y1 = cell_boxes[index]
            places = record.true_points[index * frames_per_bin : (index + 1) * frames_per_bin, joints].reshape(-1, 2)
            column = (places[:, 0] - x0) / (x1 - x0) * width
            row = (places[:, 1] - y0) / (y1 - y0) * height
            for r, c in zip(row, column, strict=True):
                rows = slice(max(int(np.floor(r - NEAR_CELLS)), 0), max(int(np.floor(r + NEAR_CELLS)) + 1, 0))
                columns = slice(max(int(np.floor(c - NEAR_CELLS)), 0), max(int(np.floor(c + NEAR_CELLS)) + 1, 0))
                result[point, index, rows, columns] = True
    return result


def _peaks_hit(attention: np.ndarray, on_part: np.ndarray) -> np.ndarray:
    """Return (N, 2) bool: whether the peak of attention (N, 2, T', H', W') lies on the cells (N, T', H', W')."""
    points = attention.shape[0]
    peaks = attention.reshape(points, 2, -1).argmax(axis=-1)
    flat = on_part.reshape(points, -1)
    return np.stack([flat[np.arange(points), peaks[:, side]] for side in (0, 1)], axis=1)


def pose_figures(predictions: Sequence[PosePrediction], interpreter: Interpreter) -> Figures:
    """Return the figures of the model card over all given records.

    Args:
        interpreter: of the checkpoint that made the predictions.
    """
    present = joined([prediction.present for prediction in predictions])
    hits = joined([prediction.attention_hits for prediction in predictions])
    chances = joined([np.repeat(prediction.chance_hits[:, None], 2, axis=1) for prediction in predictions])
    figures = {
        "clips": float(len(predictions)),
        **score_figures(predictions),
        "assessed_spearman": metrics.spearman(
            np.array([prediction.output.assessed for prediction in predictions]),
            np.array([prediction.true_score for prediction in predictions]),
        ),
        **presence_figures(predictions),
        # A side with nothing to say has no place to be seen: only present sides count.
        "attention_on_part": float(hits[present].mean()),
        "attention_chance": float(chances[present].mean()),
    }
    radius_of = interpreter.calibration.radius
    radii = [radius for prediction in predictions if (radius := radius_of(prediction.drill)) is not None]
    if radii:
        figures["interval_radius"] = float(np.mean(radii))
    return (
        figures
        | _state_figures(predictions)
        | {f"{state}_ece": metrics.calibration_error(*pair) for state, pair in statements(predictions).items()}
        | _distribution_figures(predictions, interpreter)
    )


def _state_figures(predictions: Sequence[PosePrediction]) -> Figures:
    """Return the share of the drills' parameters whose likeliest state is true; a missed event counts as wrong."""
    right = labelled = 0
    for prediction in predictions:
        if prediction.output.state_logits is not None and prediction.states is not None:
            visible = prediction.visible
            right += int((prediction.output.state_logits[visible].argmax(axis=-1) == prediction.states[visible]).sum())
            labelled += int((prediction.states != IGNORED).sum())
    return {"states_right": right / labelled} if labelled else {}


def statements(predictions: Sequence[PosePrediction]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return, by the state that the sentence of a TechPoint's side claims, its probability and whether it is true.

    Both are (K,) over all K sides of that kind; sides without a claim do not count.
    """
    by_state: dict[str, list[tuple[float, bool]]] = {}
    for prediction in predictions:
        true_states = {finding.parameter.id: finding.state for finding in prediction.findings}
        for side in (side for pair in prediction.interpretation.sides for side in pair):
            if side.claim is not None and prediction.interpretation.states:
                is_true = true_states[side.claim.parameter] == side.claim.state
                by_state.setdefault(side.claim.state, []).append((side.present, is_true))
    return {
        state: (np.array([p for p, _ in rows]), np.array([is_true for _, is_true in rows]))
        for state, rows in by_state.items()
    }


def _distribution_figures(predictions: Sequence[PosePrediction], interpreter: Interpreter) -> Figures:
    """Return how often a clip is warned of as unlike its own drill, and as unlike other drills, and has no score."""
    drills = [DRILLS[drill].drill for drill in interpreter.config.drills]
    gate, clips = interpreter.drill_gate, [one for one in predictions if one.output.drill_distances is not None]
    verdicts = [
        (clip.drill == drill.id, judge_drill(interpreter.distances(clip.output), drill, gate))
        for clip in clips
        for drill in drills
    ]
    figures = {}
    for name, own in (("own", True), ("others", False)):
        of_kind = [verdict for is_own, verdict in verdicts if is_own == own]
        if of_kind:  # a checkpoint of one drill knows no others
            figures[f"{name}_warned"] = float(np.mean([not verdict.is_drill for verdict in of_kind]))
            figures[f"{name}_refused"] = float(np.mean([verdict.refused for verdict in of_kind]))
    return figures
