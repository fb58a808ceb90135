"""Records to training batches: words, augmentation, poses. Label making lives here, outside the network."""

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
from ..wording.labels import HIGHEST, LOWEST, Label, label
from .training_examples import TextEmbeddings, TrainingExample, collate_text, masked_targets, side_embeddings, stacked

MOMENT_S = 0.12
"""Width of the moment at which a parameter is to be seen, for teaching the attention."""


@dataclass(frozen=True)
class PoseExample(TrainingExample):
    """One record, worded and prepared.

    Attributes:
        where: (N, T', K) how much each joint in each time bin shows the TechPoint.
        states: (Q,) index into `STATES` of each technique parameter that the config names.
        label: the words.
    """

    pose: PoseInputs
    where: np.ndarray
    states: np.ndarray
    label: Label


HELD_OUT_WORDINGS = 2
"""So many wordings of every instruction, the last ones, are never trained on."""

Wording = Callable[[Sequence[str], np.random.Generator], str]
"""All wordings of an instruction and a generator -> the one to use."""


def own_wording(wordings: Sequence[str], rng: np.random.Generator) -> str:
    """The drill's own."""
    return wordings[0]


def any_wording(wordings: Sequence[str], rng: np.random.Generator) -> str:
    """One of those that are trained on."""
    return wordings[int(rng.integers(len(wordings) - HELD_OUT_WORDINGS))]


def unseen_wording(wordings: Sequence[str], rng: np.random.Generator) -> str:
    """One of those that are held out: as a coach may put it whom the model never heard."""
    return wordings[len(wordings) - 1 - int(rng.integers(HELD_OUT_WORDINGS))]


class PoseExampleSet(Dataset[PoseExample]):
    """Records as examples. With `augment` they are mirrored and lose joints, too; drawn with another generator, a
    record is seen and worded anew, and the same generator draws the same."""

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
        """Take records as they are; nothing is drawn yet.

        Args:
            observation_model: draws how a tracker would have seen a record.
            observability: (R, Q) probability that each parameter's state is read right off each record; commentary
                then names what is surely read. None: it names everything.
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
        """One record, with all that is left to chance drawn from `rng`."""
        record = self.records[index]
        drill = DRILLS[record.drill]
        points, confidence = self.observation_model(record, rng)
        if self.augment:
            points, confidence = augmented(points, confidence, record.frame_size, rng, mirror=rng.random() < 0.5)
        pose = self.processor.pose_inputs(points, confidence, record.times, record.frame_size)
        words = label(drill, record.measured, rng, self._observability_of(index))
        instructions = [self.wording(drill.paraphrases[point.dimension], rng) for point in drill.drill.techpoints]
        dimensions = [DIMENSIONS.index(point.dimension) for point in drill.drill.techpoints]
        sides = [words.points[dimension] for dimension in dimensions]
        tokens = self.processor.encode_text(words.commentary)
        ids, labels = masked_targets(tokens, self.processor.config, rng)
        return PoseExample(
            pose=pose,
            techpoints=np.stack([self.embeddings[text] for text in instructions]),
            dimensions=np.array(dimensions),
            commentary=np.stack([side_embeddings(pair, self.embeddings) for pair in sides]),
            present=np.array([[text is not None for text in pair] for pair in sides]),
            where=where_shown(record, pose, [point.dimension for point in drill.drill.techpoints]),
            states=true_states(self.processor.config, record.drill, words),
            ids=ids,
            labels=labels,
            score=(words.score - LOWEST) / (HIGHEST - LOWEST),
            label=words,
        )

    def _observability_of(self, index: int) -> dict[str, float] | None:
        """By parameter of the record's drill."""
        if self.observability is None:
            return None
        drill, names = self.records[index].drill, self.processor.config.parameter_names
        own = {name: float(value) for name, value in zip(names, self.observability[index], strict=True)}
        return {parameter.id: own[parameter_name(drill, parameter.id)] for parameter in DRILLS[drill].parameters}


def true_states(config: TechCoachConfig, drill: str, words: Label) -> np.ndarray:
    """(Q,) index into `STATES` of every parameter that the config names; `IGNORED` for other drills'."""
    known = {parameter_name(drill, own.parameter.id): STATES.index(own.state) for own in words.findings}
    return np.array([known.get(name, IGNORED) for name in config.parameter_names], dtype=np.int64)


def augmented(
    points: np.ndarray,
    confidence: np.ndarray,
    frame_size: tuple[int, int],
    rng: np.random.Generator,
    *,
    mirror: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """With joints dropped as trackers drop them, and perhaps as in a mirror (left and right swap)."""
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


def where_shown(record: Record, pose: PoseInputs, dimensions: Sequence[str]) -> np.ndarray:
    """(N, T', K): how much each joint in each time bin shows a TechPoint's parameters; zero if it has none."""
    middles = pose.bin_times.mean(axis=1)
    widths = np.maximum(np.diff(pose.bin_times, axis=1)[:, 0] / 2, MOMENT_S)
    result = np.zeros((len(dimensions), len(middles), len(KEYPOINTS)), dtype=np.float32)
    for parameter in DRILLS[record.drill].parameters:
        moment = np.clip(record.measured[parameter.id].time_s, record.times[0], record.times[-1])
        near = np.exp(-0.5 * ((middles - moment) / widths) ** 2)
        joints = [KEYPOINT_INDEX[name] for name in parameter.joints]
        for point, dimension in enumerate(dimensions):
            if dimension == parameter.dimension:
                result[point][:, joints] += near[:, None].astype(np.float32)
    return result


class PoseCollator:
    """Examples to one padded batch of `TechCoachModel.forward` arguments."""

    def __init__(self, config: TechCoachConfig) -> None:
        self.config = config

    def __call__(self, examples: Sequence[PoseExample]) -> dict[str, object]:
        words = collate_text(examples, self.config)
        pose = batch_poses([example.pose for example in examples])
        targets = replace(
            words.targets,
            body_part=self._body_part(pose, torch.from_numpy(stacked([example.where for example in examples]))),
            states=torch.from_numpy(np.stack([example.states for example in examples]))
            if self.config.parameter_names
            else None,
        )
        return {**words.inputs, "pose": pose, "targets": targets}

    def _body_part(self, pose: dict[str, torch.Tensor], where: torch.Tensor) -> torch.Tensor | None:
        if not self.config.attention_weight:
            return None
        batch, frames, count, _ = pose["points"].shape
        bins, height, width = self.config.grid
        shape = (batch, bins, frames // bins, count)
        seen = torch.ones(shape)
        weights = splat_weights(pose["points"].reshape(*shape, 2), seen, (bins, height, width), self.config.pose_sigma)
        return torch.einsum("bntk,btkhw->bnthw", where, weights)
