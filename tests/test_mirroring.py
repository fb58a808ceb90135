"""The answer for a mirrored clip is the mirrored answer: mirrored inputs, averaged passes, the same words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from techcoach.coaching.commentary import generate_commentary
from techcoach.coaching.interpretation import ClipOutput, Interpretation
from techcoach.coaching.loading import LoadedCheckpoint, load_checkpoint
from techcoach.drills.catalogue import DRILLS
from techcoach.model import PoseInputs, TechCoachOutput
from techcoach.model.mirroring import PoseMirror
from techcoach.model.processing import POSE_FIELDS, batch_poses
from techcoach.simulation.filming import simulated
from techcoach.simulation.records import Record
from techcoach.simulation.simulators import simulator_of
from techcoach.simulation.systematic_error import in_mirror
from techcoach.simulation.tracker_noise import TrackerNoise
from techcoach.skeleton import KEYPOINTS, MIRRORED
from techcoach.types import DIMENSIONS
from tests.test_coach import SHOT

DRILL = DRILLS[SHOT].drill


@pytest.fixture(scope="module")
def loaded(tiny_checkpoint: Path) -> LoadedCheckpoint:
    return load_checkpoint(tiny_checkpoint)


@pytest.fixture(scope="module")
def records() -> list[Record]:
    """Shots as a tracker with errors sees them, some with lost joints."""
    noise, made = TrackerNoise.load(), []
    for seed in range(3):
        record = simulated(simulator_of(SHOT), seed, noise, 64)
        record.confidence[5 * seed : 5 * seed + 9, [9, 15]] = 0.0
        made.append(record)
    return made


@pytest.fixture(scope="module")
def mirror(loaded: LoadedCheckpoint) -> PoseMirror:
    config = loaded.model.config
    return PoseMirror(tuple(config.pose_joints), tuple((one, other) for one, other in config.pose_relatives))


def inputs(loaded: LoadedCheckpoint, record: Record) -> PoseInputs:
    return loaded.processor.pose_inputs(record.points, record.confidence, record.times, record.frame_size)


def answer(loaded: LoadedCheckpoint, records: list[Record]) -> TechCoachOutput:
    count = len(records)
    instructions = torch.from_numpy(loaded.text_encoder.encode([point.instruction for point in DRILL.techpoints]))
    dimensions = torch.tensor([DIMENSIONS.index(point.dimension) for point in DRILL.techpoints])
    return loaded.model.predict(
        instructions.repeat(count, 1, 1), dimensions.repeat(count, 1),
        pose=batch_poses([inputs(loaded, record) for record in records]),
    )  # fmt: skip


def test_mirrored_inputs_are_the_inputs_of_the_mirrored_track(
    loaded: LoadedCheckpoint, records: list[Record], mirror: PoseMirror
) -> None:
    assert mirror.counterparts == MIRRORED and len(KEYPOINTS) == len(mirror.counterparts)
    straight = batch_poses([inputs(loaded, record) for record in records])
    mirrored = batch_poses([inputs(loaded, in_mirror(record)) for record in records])
    for name in POSE_FIELDS:
        torch.testing.assert_close(mirror(straight)[name], mirrored[name], atol=1e-3, rtol=1e-4)
        torch.testing.assert_close(mirror(mirror(straight))[name], straight[name])


def test_a_joint_without_a_counterpart_is_refused() -> None:
    with pytest.raises(ValueError, match="counterpart"):
        PoseMirror(("nose", "left_eye"), ((0, 1), (0, 0)))
    with pytest.raises(ValueError, match="compared"):
        PoseMirror(("nose", "left_eye", "right_eye"), ((1, 2), (0, 0), (1, 1)))


def test_the_answer_for_a_mirrored_clip_is_the_mirrored_answer(loaded: LoadedCheckpoint, records: list[Record]) -> None:
    straight, mirrored = answer(loaded, records), answer(loaded, [in_mirror(record) for record in records])
    assert len(straight.score) == len(records) and len(straight.prefix.score_token) == 2 * len(records)
    torch.testing.assert_close(straight.attention, mirrored.attention.flip(-1), atol=1e-4, rtol=1e-3)
    assert not torch.allclose(straight.attention, mirrored.attention, atol=1e-3), "the cells are mirrored"
    for row in range(len(records)):
        one, other = (interpreted(loaded, output, row) for output in (straight, mirrored))
        assert one.score == pytest.approx(other.score, abs=1e-4)
        assert one.claims == pytest.approx(other.claims, abs=1e-4) and one.stated_claims == other.stated_claims
        assert [[side.claim for side in pair] for pair in one.sides] == [
            [side.claim for side in pair] for pair in other.sides
        ]
        texts = [
            generate_commentary(loaded.model, loaded.processor, output, row, interpretation)
            for output, interpretation in ((straight, one), (mirrored, other))
        ]
        assert texts[0] == texts[1] and texts[0]


def interpreted(loaded: LoadedCheckpoint, output: TechCoachOutput, row: int) -> Interpretation:
    return loaded.interpreter.interpret(ClipOutput.of(output, row, len(DRILL.techpoints)), DRILL)


def test_both_passes_count_half(loaded: LoadedCheckpoint, records: list[Record], mirror: PoseMirror) -> None:
    pose = batch_poses([inputs(loaded, record) for record in records])
    instructions = torch.from_numpy(loaded.text_encoder.encode([point.instruction for point in DRILL.techpoints]))
    dimensions = torch.tensor([DIMENSIONS.index(point.dimension) for point in DRILL.techpoints])
    points = (instructions.repeat(len(records), 1, 1), dimensions.repeat(len(records), 1))
    averaged = answer(loaded, records)
    with torch.inference_mode():
        straight, mirrored = (loaded.model(*points, pose=one) for one in (pose, mirror(pose)))
    for name in ("score", "aligned", "presence_logits", "drill_distances"):
        expected = (getattr(straight, name) + getattr(mirrored, name)) / 2
        torch.testing.assert_close(getattr(averaged, name), expected, atol=1e-4, rtol=1e-4)
    expected = (straight.attention + mirrored.attention.flip(-1)) / 2
    torch.testing.assert_close(averaged.attention, expected, atol=1e-5, rtol=1e-3)
    np.testing.assert_allclose(averaged.attention.flatten(3).sum(dim=-1), 1, rtol=1e-4)


def test_an_event_that_one_pass_sees_is_visible(loaded: LoadedCheckpoint, records: list[Record]) -> None:
    output, head = answer(loaded, records[:1]), loaded.model.visibility_head
    assert head is not None and output.state_logits is not None and not output.state_logits.isnan().any()
    calls = []

    def alternate(module: torch.nn.Module, arguments: object, visible: torch.Tensor) -> torch.Tensor:
        calls.append(len(visible))
        seen = torch.ones_like(visible)
        seen[0, :2] = seen[1, 1] = False
        return seen

    hook = head.register_forward_hook(alternate)
    logits = answer(loaded, records[:1]).state_logits
    hook.remove()
    assert calls == [2], "both passes are one batch"
    assert logits is not None and logits[0].isnan().any(dim=-1).nonzero().flatten().tolist() == [1]
