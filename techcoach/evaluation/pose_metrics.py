"""How good a checkpoint is on records: scores, presence, attention, calibration, word by word what was measured.

Knows records and checkpoints; how they were made it does not ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np
import torch
from torch.utils.data import DataLoader

from ..coaching.interpretation import interval_radius, logit, presence, read_presence, read_quality, told_score
from ..data.pose_examples import Collator, Example, ExampleSet, Wording, own_wording
from ..data.training_examples import TextEmbeddings
from ..drills.catalogue import DRILLS
from ..drills.spec import STATES
from ..model import TechCoachConfig, TechCoachModel, TechCoachOutput, TechCoachProcessor
from ..model.losses import IGNORED
from ..simulation.records import Record
from ..skeleton import KEYPOINT_INDEX
from ..wording.labels import HIGHEST, LOWEST
from . import metrics
from .claim_precision import Words

Part = TypeVar("Part", "Predictions", Words)

COVERAGE = 0.9
FEWEST_OF_DRILL = 40
"""With so many clips of a drill or more, its score interval is fitted on them alone."""
NEAR_CELLS = 0.5
"""A peak counts as on the body part when one of its joints lies in the cell or at most so many cells beside it."""


@dataclass(frozen=True)
class Predictions:
    """What a model says of records, and what is true.

    Attributes:
        drills: (R,) drill ids. score, true_score: (R,) on the rating's scale, as it is told. assessed: (R,) the
            assessor's own score, 0..1.
        logits, present: (R, N, 2). told: (R, N, 2) probabilities of presence as they are told.
        attention_hits: (R, N, 2) bool, the peak lies on the body part. chance_hits: (R, N) the share of occupied cells
            that would have counted.
        dimensions: (R, N) index of each TechPoint's dimension.
        readings: (R, Q, 4) logits, NaN where the model finds that the clip does not show the parameter; sides: (R, Q)
            which of them is true (`IGNORED` for other drills' parameters); Q is 0 where the model reads none.
        strangeness: (R, drills) in the config's order; NaN where the model does not tell.
    """

    drills: np.ndarray
    score: np.ndarray
    assessed: np.ndarray
    true_score: np.ndarray
    logits: np.ndarray
    told: np.ndarray
    present: np.ndarray
    attention_hits: np.ndarray
    chance_hits: np.ndarray
    dimensions: np.ndarray
    readings: np.ndarray
    sides: np.ndarray
    strangeness: np.ndarray

    @property
    def read(self) -> np.ndarray:
        """(R, Q) bool: the parameters of each record's own drill that were read."""
        return np.asarray((self.sides != IGNORED) & ~np.isnan(self.readings).any(axis=-1))


@torch.inference_mode()
def passes(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    records: Sequence[Record],
    embeddings: TextEmbeddings,
    wording: Wording = own_wording,
    batch_size: int = 16,
) -> Iterator[tuple[Sequence[Record], Sequence[Example], TechCoachOutput]]:
    """Runs the model over records batch by batch."""
    model.eval()
    examples = ExampleSet(records, processor, embeddings, augment=False, wording=wording)
    loader = DataLoader(examples, batch_size=batch_size, collate_fn=lambda rows: (rows, Collator(model.config)(rows)))
    row = 0
    for rows, batch in loader:
        batch.pop("targets")
        batch.pop("tokens")
        yield records[row : row + len(rows)], rows, model(**batch)
        row += len(rows)


def predict(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    records: Sequence[Record],
    embeddings: TextEmbeddings,
    wording: Wording = own_wording,
) -> Predictions:
    """What the model says in numbers, beside what is true."""
    assessed, truths, logits, present, hits, chances, dimensions = [], [], [], [], [], [], []
    readings, sides, strangeness, told = [], [], [], []
    unknown = np.full(len(model.config.drills), np.nan)
    for part, examples, output in passes(model, processor, records, embeddings, wording):
        assessed += output.score.tolist()
        truths += [example.score for example in examples]
        logits.append(output.presence_logits.numpy())
        present.append(np.stack([example.present for example in examples]))
        dimensions.append(np.stack([example.dimensions for example in examples]))
        nothing = np.zeros((len(examples), 0, len(STATES)), dtype=np.float32)
        readings.append(nothing if output.readings is None else output.readings.numpy())
        sides.append(np.stack([example.sides for example in examples]))
        strangeness += [unknown] * len(examples) if output.strangeness is None else list(output.strangeness.numpy())
        for row, record in enumerate(part):
            own = None if output.readings is None else output.readings[row]
            told.append(presence(model.config, output.presence_logits[row], own, DRILLS[record.drill].drill))
        for record, example, attention in zip(part, examples, output.attention.numpy(), strict=True):
            on_part = cells_on_body_parts(record, example.pose.cell_boxes, example.pose.bin_times, model.config)
            hits.append(_peaks_hit(attention, on_part))
            occupied = attention.max(axis=(0, 1)) > 0
            chances.append(np.array([(cells & occupied).sum() / max(occupied.sum(), 1) for cells in on_part]))
    drills, read = [record.drill for record in records], np.concatenate(readings)
    qualities = _qualities(model.config, drills, read)
    return Predictions(
        drills=np.array(drills),
        score=np.array([told_score(model.config, *own) for own in zip(assessed, qualities, strict=True)]),
        assessed=np.array(assessed),
        true_score=LOWEST + (HIGHEST - LOWEST) * np.array(truths),
        logits=np.concatenate(logits),
        told=np.stack(told),
        present=np.concatenate(present),
        attention_hits=np.stack(hits),
        chance_hits=np.stack(chances),
        dimensions=np.concatenate(dimensions),
        readings=read,
        sides=np.concatenate(sides),
        strangeness=np.stack(strangeness),
    )


def _qualities(config: TechCoachConfig, drills: Sequence[str], readings: np.ndarray) -> list[float | None]:
    """What was read of each record, as `told_score` takes it."""
    if not readings.shape[1]:
        return [None] * len(drills)
    return [read_quality(config, torch.from_numpy(own), drill) for own, drill in zip(readings, drills, strict=True)]


def cells_on_body_parts(
    record: Record, cell_boxes: np.ndarray, bin_times: np.ndarray, config: TechCoachConfig
) -> np.ndarray:
    """(N, T', H', W') bool: cells on which a true joint of the TechPoint's body part lies in that time bin.

    The body part is what the TechPoint's parameters are read from (`Parameter.joints`).
    """
    bins, height, width = config.grid
    drill = DRILLS[record.drill]
    frames_per_bin = len(record.times) // bins
    result = np.zeros((len(drill.drill.techpoints), bins, height, width), dtype=bool)
    for point, techpoint in enumerate(drill.drill.techpoints):
        own = [parameter for parameter in drill.parameters if parameter.dimension == techpoint.dimension]
        joints = sorted({KEYPOINT_INDEX[name] for parameter in own for name in parameter.joints})
        for index in range(bins):
            x0, y0, x1, y1 = cell_boxes[index]
            seen = record.true_points[index * frames_per_bin : (index + 1) * frames_per_bin, joints].reshape(-1, 2)
            column = (seen[:, 0] - x0) / (x1 - x0) * width
            row = (seen[:, 1] - y0) / (y1 - y0) * height
            for r, c in zip(row, column, strict=True):
                rows = slice(max(int(np.floor(r - NEAR_CELLS)), 0), max(int(np.floor(r + NEAR_CELLS)) + 1, 0))
                columns = slice(max(int(np.floor(c - NEAR_CELLS)), 0), max(int(np.floor(c + NEAR_CELLS)) + 1, 0))
                result[point, index, rows, columns] = True
    return result


def _peaks_hit(attention: np.ndarray, on_part: np.ndarray) -> np.ndarray:
    """Attention (N, 2, T', H', W') against cells (N, T', H', W') -> (N, 2) bool."""
    points = attention.shape[0]
    peaks = attention.reshape(points, 2, -1).argmax(axis=-1)
    flat = on_part.reshape(points, -1)
    return np.stack([flat[np.arange(points), peaks[:, side]] for side in (0, 1)], axis=1)


def calibrate(config: TechCoachConfig, predictions: Predictions) -> None:
    """Writes the scaling of presence and readings, the mix of the score and its intervals' radii, fitted on validation
    records, into the config."""
    config.presence_scale, config.presence_bias = metrics.platt(
        predictions.logits.reshape(-1), predictions.present.reshape(-1)
    )
    known = predictions.read
    if known.any():
        config.reading_scale = metrics.temperature(predictions.readings[known], predictions.sides[known])
    qualities = _qualities(config, list(predictions.drills), predictions.readings)
    if None not in qualities:
        config.score_mix = metrics.mix(
            np.stack([predictions.assessed, np.array(qualities, dtype=np.float64)], axis=1),
            (predictions.true_score - LOWEST) / (HIGHEST - LOWEST),
        )
    pairs = zip(predictions.assessed.tolist(), qualities, strict=True)
    told = np.array([told_score(config, *own) for own in pairs])
    residuals = told - predictions.true_score
    config.score_interval_radius = metrics.conformal_radius(residuals, COVERAGE)
    config.drill_interval_radii = {
        drill: metrics.conformal_radius(residuals[predictions.drills == drill], COVERAGE)
        for drill in config.drills
        if (predictions.drills == drill).sum() >= FEWEST_OF_DRILL
    }
    if known.any():
        read = [
            read_presence(config, torch.from_numpy(own), DRILLS[drill].drill)
            for own, drill in zip(predictions.readings, predictions.drills, strict=True)
        ]
        features = np.stack([predictions.logits.reshape(-1), logit(np.stack(read)).reshape(-1)], axis=1)
        config.presence_mix = metrics.logistic(features, predictions.present.reshape(-1))


def figures(predictions: Predictions, config: TechCoachConfig) -> dict[str, float]:
    """The figures of the model card over all given records."""
    present = predictions.present.reshape(-1)
    probabilities = predictions.told.reshape(-1)
    result = {
        "clips": float(len(predictions.score)),
        "score_spearman": metrics.spearman(predictions.score, predictions.true_score),
        "assessed_spearman": metrics.spearman(predictions.assessed, predictions.true_score),
        "score_rl2": metrics.relative_l2(predictions.score, predictions.true_score),
        "score_mean_error": float(np.abs(predictions.score - predictions.true_score).mean()),
        "mean_rl2": metrics.relative_l2(
            np.full_like(predictions.true_score, predictions.true_score.mean()), predictions.true_score
        ),
        "presence_auroc": metrics.auroc(probabilities, present),
        "head_auroc": metrics.auroc(predictions.logits.reshape(-1), present),
        "presence_ece": metrics.calibration_error(probabilities, present),
        # A side with nothing to tell has no place to be seen: only present sides count.
        "attention_on_part": float(predictions.attention_hits[predictions.present].mean()),
        "attention_chance": float(np.stack([predictions.chance_hits] * 2, axis=-1)[predictions.present].mean()),
    }
    known, read = predictions.sides != IGNORED, predictions.read
    if known.any():
        right = predictions.readings[read].argmax(axis=-1) == predictions.sides[read]
        result["readings_true"] = float(right.sum() / known.sum())
    if np.isfinite(predictions.strangeness).any():
        own = predictions.drills[:, None] == np.array(list(config.drills))
        result["own_warned"] = float((predictions.strangeness[own] > 1).mean())
        if not own.all():  # a checkpoint of one drill knows no others
            result["others_warned"] = float((predictions.strangeness[~own] > 1).mean())
    if config.score_interval_radius is not None:
        radii = np.array([interval_radius(config, drill) for drill in predictions.drills], dtype=np.float64)
        result["interval_coverage"] = float((np.abs(predictions.score - predictions.true_score) <= radii).mean())
        result["interval_radius"] = float(radii.mean())
    return result


def of_drill(part: Part, drill: str) -> Part:
    """The part of predictions, or of what was said, that is about one drill."""
    own = part.drills == drill
    return type(part)(**{field.name: getattr(part, field.name)[own] for field in fields(part)})
