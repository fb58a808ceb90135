"""Poses to model inputs: cells lie on pixels exactly, features do not depend on where and how large the athlete is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from techcoach.model import TechCoachConfig, TechCoachProcessor
from techcoach.model.processing import crop_boxes
from techcoach.skeleton import KEYPOINT_INDEX, KEYPOINTS, PARTS, RELATIVES
from techcoach.training.tokenizer import train_tokenizer

K, FRAMES = len(KEYPOINTS), 64
TEXTS = [
    "The athlete shows a well-measured knee bend.",
    "However, the elbow flares out; tuck it in.",
    "Nothing stands out.",
]


@pytest.fixture(scope="module")
def processor() -> TechCoachProcessor:
    tokenizer = train_tokenizer(TEXTS, 200)
    config = TechCoachConfig.embedded(
        KEYPOINTS,
        [[KEYPOINT_INDEX[name] for name in RELATIVES[joint]] for joint in KEYPOINTS],
        [[KEYPOINT_INDEX[name] for name in part] for part in PARTS],
        vocab_size=len(tokenizer),
    )
    return TechCoachProcessor(config, tokenizer)


def dancer(seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points (F, K, 2) pixels of a body that sways, confidence, and uneven times."""
    rng = np.random.default_rng(seed)
    times = np.cumsum(rng.uniform(0.02, 0.06, FRAMES))
    body = rng.uniform(0, 1, (K, 2)) * [60, 150] + [200, 80]
    sway = np.stack([30 * np.sin(2 * times), 10 * np.cos(3 * times)], axis=1)
    return (body + sway[:, None] + rng.normal(0, 1, (FRAMES, K, 2))), np.ones((FRAMES, K)), times


def test_points_in_the_crop_map_back_to_their_pixels(processor: TechCoachProcessor) -> None:
    points, confidence, times = dancer()
    inputs = processor.pose_inputs(points, confidence, times, (640, 360))
    boxes = np.repeat(inputs.cell_boxes, FRAMES // processor.config.grid[0], axis=0)
    back = boxes[:, None, :2] + inputs.points * (boxes[:, 2:] - boxes[:, :2])[:, None]
    np.testing.assert_allclose(back, points, atol=1e-2)
    assert (inputs.points >= 0).all() and (inputs.points <= 1).all()
    sides = inputs.cell_boxes[:, 2:] - inputs.cell_boxes[:, :2]
    np.testing.assert_allclose(sides, sides[0, 0], rtol=1e-4)  # squares, all of one size


def test_bins_follow_one_another_through_the_clip(processor: TechCoachProcessor) -> None:
    points, confidence, times = dancer()
    bins = processor.pose_inputs(points, confidence, times, (640, 360)).bin_times
    assert bins[0, 0] == times[0] and bins[-1, 1] == times[-1]
    np.testing.assert_array_equal(bins[1:, 0], bins[:-1, 1])


def test_features_do_not_depend_on_place_and_size_in_the_frame(processor: TechCoachProcessor) -> None:
    points, confidence, times = dancer()
    one = processor.pose_inputs(points, confidence, times, (640, 360))
    two = processor.pose_inputs(points * 2 + [31, -7], confidence, times + 5, (1280, 720))
    np.testing.assert_allclose(one.joints, two.joints, atol=1e-4)
    np.testing.assert_allclose(one.path, two.path, atol=1e-4)


def test_unknown_joints_leave_no_trace(processor: TechCoachProcessor) -> None:
    points, confidence, times = dancer()
    confidence[:, 9] = 0.0
    one = processor.pose_inputs(points, confidence, times, (640, 360))
    points[:, 9] = 12345.0
    two = processor.pose_inputs(points, confidence, times, (640, 360))
    for name in ("joints", "path", "points", "confidence", "cell_boxes"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))
    assert not one.joints[:, 9].any()


def test_a_clip_without_any_joint_stays_finite(processor: TechCoachProcessor) -> None:
    points, confidence, times = dancer()
    inputs = processor.pose_inputs(points, confidence * 0, times, (640, 360))
    for name in ("joints", "path", "points", "confidence", "cell_boxes"):
        assert np.isfinite(getattr(inputs, name)).all()


def test_an_empty_bin_takes_its_box_from_its_neighbours() -> None:
    points, confidence, _ = dancer()
    known = confidence > 0
    known[8:12] = False
    boxes = crop_boxes(points, known, 16)
    np.testing.assert_allclose(boxes[2], (boxes[1] + boxes[3]) / 2, atol=1e-3)


def test_wrong_shapes_and_times_are_refused(processor: TechCoachProcessor) -> None:
    points, confidence, times = dancer()
    with pytest.raises(ValueError, match="expected 64 frames of 23 joints"):
        processor.pose_inputs(points[:10], confidence[:10], times[:10], (640, 360))
    with pytest.raises(ValueError, match="must rise"):
        processor.pose_inputs(points, confidence, times[::-1], (640, 360))


@pytest.mark.parametrize("text", TEXTS)
def test_text_comes_back_as_it_went_in(processor: TechCoachProcessor, text: str) -> None:
    tokens = processor.encode_text(text)
    assert tokens[0] == processor.config.cls_token_id and tokens[-1] == processor.config.sep_token_id
    assert processor.decode_text(tokens) == text


def test_too_long_a_commentary_is_refused_not_cut(processor: TechCoachProcessor) -> None:
    with pytest.raises(ValueError, match="tokens, the model takes"):
        processor.encode_text(TEXTS[0] * 40)


def test_saved_and_loaded_it_reads_alike(processor: TechCoachProcessor, tmp_path: Path) -> None:
    processor.config.save_pretrained(str(tmp_path))
    processor.save_pretrained(tmp_path)
    loaded = TechCoachProcessor.from_pretrained(tmp_path)
    assert [loaded.encode_text(text) for text in TEXTS] == [processor.encode_text(text) for text in TEXTS]
    note = tmp_path / "processor_config.json"
    note.write_text(note.read_text().replace('"joint_features": 15', '"joint_features": 14'))
    with pytest.raises(ValueError, match="was trained on features"):
        TechCoachProcessor.from_pretrained(tmp_path)
