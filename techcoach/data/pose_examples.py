"""Simulated records as training batches: labels, augmentation, poses.

Knows records, drills and label texts; labels are made here, outside the network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch.utils.data import Dataset

from ..drills.catalogue import DRILLS, parameter_name
from ..drills.spec import STATES
from ..model import PoseInputs, TechCoachConfig, TechCoachProcessor
from ..model.backbones import splat_weights
from ..model.losses import IGNORED
from ..model.processing import batch_poses
from ..simulation.records import Record
from ..simulation.tracker_errors import ObservationModel, as_recorded
from ..skeleton import KEYPOINT_INDEX, KEYPOINTS, MIRRORED
from ..types import DIMENSIONS
from ..wording.labels import HIGHEST, IN_VIEW_FROM, LOWEST, Label, label
from .training_examples import TextEmbeddings, TrainingExample, collate_text, masked_targets, side_embeddings, stacked

MOMENT_S = 0.12
"""Standard deviation of the time window around a parameter's moment in the attention target, seconds."""


@dataclass(frozen=True)
class PoseExample(TrainingExample):
    """One record, ready for a batch.

    Attributes:
        relevance: (N, T', K) how much each joint in each time bin shows the TechPoint.
        states: (Q,) index into `STATES` of each technique parameter that the config names, in view or not: what a view
            does not show is learned to be uncertain.
        observable: (Q,) float32, how well the view shows each of them, 0..1; NaN for other drills'
            parameters and for those that do not apply.
        label: texts, score and findings.
    """

    pose: PoseInputs
    relevance: np.ndarray
    states: np.ndarray
    observable: np.ndarray
    label: Label


HELD_OUT_WORDINGS = 2
"""The last wordings of every instruction are held out from training: so many."""

Wording = Callable[[Sequence[str], np.random.Generator], str]
"""(all wordings of an instruction, generator) -> the wording to use."""


def own_wording(wordings: Sequence[str], rng: np.random.Generator) -> str:
    """Return the drill's own wording."""
    return wordings[0]


def any_wording(wordings: Sequence[str], rng: np.random.Generator) -> str:
    """Draw a wording that is trained on."""
    return wordings[int(rng.integers(len(wordings) - HELD_OUT_WORDINGS))]


def unseen_wording(wordings: Sequence[str], rng: np.random.Generator) -> str:
    """Draw a held-out wording, as of a coach whose phrasing the model was not trained on."""
    return wordings[len(wordings) - 1 - int(rng.integers(HELD_OUT_WORDINGS))]


class PoseExampleSet(Dataset[PoseExample]):
    """Records as training examples, worded and observed anew at each draw; equal generators draw equal examples.

    With `augment`, poses are also mirrored and lose joints.
    """

    def __init__(
        self,
        records: Sequence[Record],
        processor: TechCoachProcessor,
        embeddings: TextEmbeddings,
        augment: bool,
        observation_model: ObservationModel = as_recorded,
        wording: Wording = own_wording,
        seed: int = 0,
        observability: np.ndarray | None = None,
    ) -> None:
        """Keep the records; nothing is drawn yet.

        Args:
            observation_model: draws the points and confidence that a tracker would report.
            observability: (R, Q) probability that each parameter's state is read correctly from each record; commentary
                then names only the states that are surely read. None: it names all.
        """
        self.records = records
        self.processor = processor
        self.embeddings = embeddings
        self.augment = augment
        self.observation_model = observation_model
        self.wording = wording
        self.seed = seed
        self.observability = observability

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, index: int) -> PoseExample:
        return self.draw(index, np.random.default_rng((self.seed, index)))

    def draw(self, index: int, rng: np.random.Generator) -> PoseExample:
        """Make an example of one record, drawing observation, wording and masking from `rng`."""
        record = self.records[index]
        spec = DRILLS[record.drill]
        points, confidence = self.observation_model(record, rng)
        if self.augment:
            points, confidence = augmented(points, confidence, record.frame_size, rng, mirror=rng.random() < 0.5)
        pose = self.processor.pose_inputs(points, confidence, record.times, record.frame_size)
        text_label = label(spec, record.measured, rng, self._observability_of(index), record.observable)
        instructions = [self.wording(spec.paraphrases[point.dimension], rng) for point in spec.drill.techpoints]
        dimensions = [DIMENSIONS.index(point.dimension) for point in spec.drill.techpoints]
        pairs = [text_label.points[dimension] for dimension in dimensions]
        tokens = self.processor.encode_text(text_label.commentary)
        ids, labels = masked_targets(tokens, self.processor.config, rng)
        return PoseExample(
            pose=pose,
            techpoints=np.stack([self.embeddings[text] for text in instructions]),
            dimensions=np.array(dimensions),
            commentary=np.stack([side_embeddings(pair, self.embeddings) for pair in pairs]),
            present=np.array([[text is not None for text in pair] for pair in pairs]),
            relevance=joint_relevance(record, pose, [point.dimension for point in spec.drill.techpoints]),
            states=true_states(self.processor.config, record.drill, text_label),
            observable=observable_row(record, self.processor.config.parameter_names),
            ids=ids,
            labels=labels,
            score=(text_label.score - LOWEST) / (HIGHEST - LOWEST),
            label=text_label,
        )

    def _observability_of(self, index: int) -> dict[str, float] | None:
        """Return a record's observability by parameter of its drill; None without observability."""
        if self.observability is None:
            return None
        drill, names = self.records[index].drill, self.processor.config.parameter_names
        by_name = {name: float(value) for name, value in zip(names, self.observability[index], strict=True)}
        return {parameter.id: by_name[parameter_name(drill, parameter.id)] for parameter in DRILLS[drill].parameters}


def observable_row(record: Record, parameter_names: Sequence[str]) -> np.ndarray:
    """Return (Q,) float32, how well a record's view shows each parameter, 0..1; 1 where the record does not keep it,
    NaN for other drills' parameters and for those that do not apply. parameter_names: as in a model's config."""
    shown = {
        parameter_name(record.drill, name): 1.0 if record.observable is None else record.observable[name]
        for name, measurement in record.measured.items()
        if measurement.applies
    }
    return np.array([shown.get(name, np.nan) for name in parameter_names], dtype=np.float32)


def true_states(config: TechCoachConfig, drill: str, text_label: Label) -> np.ndarray:
    """Return (Q,) the index into `STATES` of every parameter that the config names; `IGNORED` for other drills'
    and for those that do not apply."""
    state_of = {
        parameter_name(drill, finding.parameter.id): STATES.index(finding.state) for finding in text_label.findings
    }
    return np.array([state_of.get(name, IGNORED) for name in config.parameter_names], dtype=np.int64)


def augmented(
    points: np.ndarray,
    confidence: np.ndarray,
    frame_size: tuple[int, int],
    rng: np.random.Generator,
    *,
    mirror: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """Drop joints as trackers do and, with `mirror`, swap left and right as in a mirror image."""
    if mirror:
        points = points[:, MIRRORED].copy()
        points[..., 0] = frame_size[0] - points[..., 0]
        confidence = confidence[:, MIRRORED]
    confidence = confidence.copy()
    if rng.random() < 0.15:  # a tracker that knows neither hands nor feet, or loses a joint for good
        missing = KEYPOINTS[17:] if rng.random() < 0.3 else [KEYPOINTS[int(rng.integers(len(KEYPOINTS)))]]
        confidence[:, [KEYPOINT_INDEX[name] for name in missing]] = 0.0
    if rng.random() < 0.3:  # short losses
        confidence[rng.random(confidence.shape) < 0.03] = 0.0
    return points, confidence


def joint_relevance(record: Record, pose: PoseInputs, dimensions: Sequence[str]) -> np.ndarray:
    """Return (N, T', K), how much each joint in each time bin shows a TechPoint's parameters in view; zero without
    any."""
    middles = pose.bin_times.mean(axis=1)
    widths = np.maximum(np.diff(pose.bin_times, axis=1)[:, 0] / 2, MOMENT_S)
    result = np.zeros((len(dimensions), len(middles), len(KEYPOINTS)), dtype=np.float32)
    for parameter in DRILLS[record.drill].parameters:
        in_view = record.observable is None or record.observable[parameter.id] >= IN_VIEW_FROM
        if not (record.measured[parameter.id].applies and in_view):
            continue
        moment = np.clip(record.measured[parameter.id].time_s, record.times[0], record.times[-1])
        weights = np.exp(-0.5 * ((middles - moment) / widths) ** 2)
        joints = [KEYPOINT_INDEX[name] for name in parameter.joints]
        for point, dimension in enumerate(dimensions):
            if dimension == parameter.dimension:
                result[point][:, joints] += weights[:, None].astype(np.float32)
    return result


class PoseCollator:
    """Examples to one padded batch of `TechCoachModel.forward` arguments."""

    def __init__(self, config: TechCoachConfig) -> None:
        self.config = config

    def __call__(self, examples: Sequence[PoseExample]) -> dict[str, object]:
        texts = collate_text(examples, self.config)
        pose = batch_poses([example.pose for example in examples])
        targets = replace(
            texts.targets,
            body_part=self._body_part(pose, torch.from_numpy(stacked([example.relevance for example in examples]))),
            states=torch.from_numpy(np.stack([example.states for example in examples]))
            if self.config.parameter_names
            else None,
        )
        return {**texts.inputs, "pose": pose, "targets": targets}

    def _body_part(self, pose: dict[str, torch.Tensor], relevance: torch.Tensor) -> torch.Tensor | None:
        if not self.config.attention_weight:
            return None
        batch, frames, count, _ = pose["points"].shape
        bins, height, width = self.config.grid
        shape = (batch, bins, frames // bins, count)
        confidence = torch.ones(shape)
        weights = splat_weights(
            pose["points"].reshape(*shape, 2), confidence, (bins, height, width), self.config.pose_sigma
        )
        return torch.einsum("bntk,btkhw->bnthw", relevance, weights)
