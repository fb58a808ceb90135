"""Tracking: smoothing, refusing, choosing the athlete, and both trackers."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from transformers import (
    RTDetrConfig,
    RTDetrForObjectDetection,
    RTDetrImageProcessorPil,
    RTDetrResNetConfig,
    VitPoseBackboneConfig,
    VitPoseConfig,
    VitPoseForPoseEstimation,
    VitPoseImageProcessorPil,
)

from techcoach.pose import build_tracker
from techcoach.pose.athlete import check_athlete
from techcoach.pose.following import follow_athlete
from techcoach.pose.mediapipe_tracker import LANDMARKS, to_keypoints
from techcoach.pose.people import link_people, overlap
from techcoach.pose.smoothing import FILLED_CONFIDENCE, LONGEST_GAP_S, fill_and_smooth
from techcoach.pose.tracker import Detections
from techcoach.pose.vitpose_tracker import COCO_JOINTS, VitPoseTracker
from techcoach.skeleton import KEYPOINT_INDEX, KEYPOINTS
from techcoach.types import PersonBox, PoseTrack, Refusal
from tests.planted_people import standing_joints

K = len(KEYPOINTS)
WRIST = KEYPOINT_INDEX["right_wrist"]


def walking(frames: int = 40, fps: float = 30.0, confidence: float = 0.9) -> PoseTrack:
    """A stiff figure 100 pixels tall that moves to the right at 60 pixels a second."""
    times = np.arange(frames) / fps
    figure = np.array([320, 205]) + 105 * standing_joints()
    points = figure + times[:, None, None] * [60.0, 0.0]
    return PoseTrack(
        points=points.astype(np.float32),
        confidence=np.full((frames, K), confidence, dtype=np.float32),
        times=times,
        filled=np.zeros(frames, dtype=bool),
        width=640,
        height=360,
    )


def without(track: PoseTrack, frames: slice, joints: object = slice(None)) -> PoseTrack:
    """As a tracker reports what it did not find: zero points, zero confidence."""
    points, confidence = track.points.copy(), track.confidence.copy()
    points[frames, joints], confidence[frames, joints] = 0.0, 0.0
    return PoseTrack(points, confidence, track.times, track.filled, track.width, track.height)


# -- smoothing -------------------------------------------------------------------------------------------------------


def test_steady_motion_stays_exactly_as_it_is() -> None:
    track = walking()
    smooth = fill_and_smooth(track)
    np.testing.assert_allclose(smooth.points, track.points, atol=1e-3)
    np.testing.assert_array_equal(smooth.confidence, track.confidence)
    assert not smooth.filled.any()


def test_uneven_times_do_not_bend_steady_motion() -> None:
    whole = walking(60)
    some = np.unique(np.random.default_rng(1).choice(60, 35, replace=False))
    track = PoseTrack(
        whole.points[some], whole.confidence[some], whole.times[some], whole.filled[some], whole.width, whole.height
    )
    np.testing.assert_allclose(fill_and_smooth(track).points, track.points, atol=1e-3)


def test_jitter_becomes_less() -> None:
    track = walking()
    noisy = track.points + np.random.default_rng(0).normal(0, 2, track.points.shape).astype(np.float32)
    jittered = PoseTrack(noisy, track.confidence, track.times, track.filled, track.width, track.height)
    before = np.abs(noisy - track.points).mean()
    assert np.abs(fill_and_smooth(jittered).points - track.points).mean() < 0.75 * before


def test_a_short_gap_is_filled_on_the_line_and_marked() -> None:
    track = walking()
    smooth = fill_and_smooth(without(track, slice(10, 16)))
    np.testing.assert_allclose(smooth.points, track.points, atol=0.05)
    assert smooth.filled.tolist() == [10 <= frame < 16 for frame in range(40)]
    assert smooth.confidence[10:16].max() == pytest.approx(FILLED_CONFIDENCE) and smooth.confidence[:10].min() > 0.8


def test_a_lost_joint_is_filled_without_marking_the_frames() -> None:
    track = walking()
    smooth = fill_and_smooth(without(track, slice(10, 16), WRIST))
    np.testing.assert_allclose(smooth.points, track.points, atol=0.05)
    assert not smooth.filled.any() and smooth.confidence[12, WRIST] == pytest.approx(FILLED_CONFIDENCE)


def test_a_long_gap_and_the_ends_stay_unknown() -> None:
    frames = int(LONGEST_GAP_S * 30) + 12
    smooth = fill_and_smooth(without(without(walking(60), slice(9, 9 + frames)), slice(0, 3)))
    assert (smooth.confidence[9 : 9 + frames] == 0).all() and (smooth.confidence[:3] == 0).all()
    assert not smooth.filled.any()


def test_a_joint_that_jumps_away_and_back_is_brought_back() -> None:
    track = walking()
    track.points[20, WRIST] += 90
    smooth = fill_and_smooth(track)
    assert np.abs(smooth.points[20, WRIST] - walking().points[20, WRIST]).max() < 0.1
    assert smooth.confidence[20, WRIST] == pytest.approx(FILLED_CONFIDENCE)


# -- is there an athlete? --------------------------------------------------------------------------------------------


def test_a_well_seen_athlete_is_coached_without_a_word() -> None:
    assert check_athlete(walking()) == []


def test_an_athlete_seen_in_most_frames_is_coached_with_a_warning() -> None:
    warnings = check_athlete(without(walking(), slice(0, 16)))
    assert len(warnings) == 1 and "60%" in warnings[0]


def refused(track: PoseTrack) -> str:
    with pytest.raises(Refusal) as caught:
        check_athlete(track)
    assert caught.value.reason == "no_athlete" and "whole body" in caught.value.advice
    return caught.value.what


def test_nobody_badly_seen_rarely_seen_and_unsteady_are_refused_with_their_reason() -> None:
    assert "Nobody" in refused(without(walking(), slice(None)))
    assert "55%" in refused(walking(confidence=0.55))
    assert "in 20% of" in refused(without(walking(), slice(8, None)))
    unsteady = walking()
    unsteady.points[::2] = 320 + (unsteady.points[::2] - 320) * 2.2
    assert "one person" in refused(unsteady)


# -- several people --------------------------------------------------------------------------------------------------


def box(x: float, height: float = 100.0, y: float = 100.0) -> list[float]:
    return [x - 20, y, x + 20, y + height]


def crossing(missing: range = range(0)) -> tuple[list[Detections], np.ndarray]:
    """Two people who walk past each other, the second 1.6 times as tall; detections come in changing order."""
    times = np.arange(30) / 10
    detections = []
    for frame, time in enumerate(times):
        people = [box(100 + 60 * time), box(260 - 60 * time, 160)]
        people = people[:1] if frame in missing else people
        boxes = np.array(people[:: 1 if frame % 2 else -1])
        detections.append(Detections(boxes, np.full(len(boxes), 0.9)))
    return detections, times


def test_people_who_cross_keep_their_own_line() -> None:
    people = link_people(*crossing())
    assert len(people) == 2 and all(len(person.frames) == 30 for person in people)
    for person in people:
        assert np.ptp(person.boxes[:, 3] - person.boxes[:, 1]) == 0


def test_a_short_loss_keeps_the_person_and_a_long_one_does_not() -> None:
    assert sorted(len(person.frames) for person in link_people(*crossing(range(10, 15)))) == [25, 30]
    assert len(link_people(*crossing(range(8, 22)))) == 3


def test_overlap_of_boxes() -> None:
    assert overlap((0, 0, 2, 2), (1, 0, 3, 2)) == pytest.approx(1 / 3)
    assert overlap((0, 0, 1, 1), (2, 2, 3, 3)) == 0 and overlap((1, 1, 1, 1), (1, 1, 1, 1)) == 0


# -- trackers --------------------------------------------------------------------------------------------------------


def test_trackers_by_name() -> None:
    with pytest.raises(ValueError, match="mediapipe"):
        build_tracker("openpose")


def test_every_joint_of_ours_comes_from_its_own_landmarks() -> None:
    landmarks = np.arange(33, dtype=np.float32)[:, None] * [1.0, 2.0]
    ours = to_keypoints(landmarks)
    assert set(LANDMARKS) == set(KEYPOINTS)
    assert ours[KEYPOINT_INDEX["left_ankle"]].tolist() == [27, 54]
    assert ours[KEYPOINT_INDEX["right_hand"]].tolist() == [19, 38]


def test_an_empty_picture_has_nobody_and_a_track_does_not_depend_on_the_one_before(
    capfd: pytest.CaptureFixture[str],
) -> None:
    tracker = build_tracker("mediapipe")
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 255, (6, 120, 160, 3), dtype=np.uint8)
    blank = np.full((6, 120, 160, 3), 200, dtype=np.uint8)
    times = np.arange(6) / 10
    whole = np.tile([0.0, 0.0, 160.0, 120.0], (6, 1))
    assert all(len(one.boxes) == 0 for one in tracker.detect(blank))
    first = tracker.track(blank, times, whole)
    tracker.track(noise, times, whole)
    again = tracker.track(blank, times, whole)
    assert (first.confidence == 0).all() and np.array_equal(first.points, again.points)
    assert first.points.shape == (6, K, 2) and (first.width, first.height) == (160, 120)
    assert capfd.readouterr().err == ""


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A detector and a pose estimator of the real kinds, tiny, with random weights, saved as the Hub has them."""
    torch.manual_seed(0)
    finder, poser = (tmp_path_factory.mktemp(name) for name in ("finder", "poser"))
    backbone = RTDetrResNetConfig(
        embedding_size=8, hidden_sizes=[8, 16, 24, 32], depths=[1, 1, 1, 1], layer_type="basic",
        out_features=["stage2", "stage3", "stage4"],  # type: ignore[call-arg]
    )  # fmt: skip
    RTDetrForObjectDetection(
        RTDetrConfig(
            backbone_config=backbone, encoder_in_channels=[16, 24, 32], encoder_hidden_dim=32, d_model=32,
            encoder_ffn_dim=32, decoder_ffn_dim=32, decoder_in_channels=[32, 32, 32], num_queries=10, decoder_layers=2,
            encoder_attention_heads=2, decoder_attention_heads=2, num_denoising=0,
            id2label={0: "person", 1: "sports ball"}, label2id={"person": 0, "sports ball": 1},
        )
    ).save_pretrained(finder)  # fmt: skip
    RTDetrImageProcessorPil(size={"height": 64, "width": 64}).save_pretrained(finder)
    VitPoseForPoseEstimation(
        VitPoseConfig(
            backbone_config=VitPoseBackboneConfig(
                image_size=[256, 192], hidden_size=16, num_hidden_layers=1, num_attention_heads=2, mlp_ratio=2,
                out_indices=[1],  # type: ignore[call-arg]
            ),
            id2label={joint: str(joint) for joint in range(COCO_JOINTS)},
        )
    ).save_pretrained(poser)  # fmt: skip
    VitPoseImageProcessorPil().save_pretrained(poser)
    return finder, poser


def test_vitpose_runs_whole_on_tiny_weights(models: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("techcoach.pose.vitpose_tracker.LEAST_SCORE", 0.0)
    tracker = VitPoseTracker("cpu", *models)
    frames = np.random.default_rng(0).integers(0, 255, (20, 90, 160, 3), dtype=np.uint8)
    steps: list[float] = []
    detections = tracker.detect(frames)
    assert len(detections) == 20 and all(one.boxes.shape == (len(one.scores), 4) for one in detections)
    boxes = np.tile([20.0, 10.0, 60.0, 80.0], (20, 1))
    boxes[7] = np.nan
    track = tracker.track(frames, np.arange(20) / 30, boxes, progress=lambda stage, share: steps.append(share))
    assert track.points.shape == (20, K, 2) and np.isfinite(track.points).all()
    assert (track.confidence[:, COCO_JOINTS:] == 0).all() and track.confidence.max() <= 1
    assert max(steps) == 1.0 and (track.confidence[7] == 0).all() and (track.points[7] == 0).all()
    again = tracker.track(frames, np.arange(20) / 30, boxes)
    np.testing.assert_array_equal(track.points, again.points)


def test_vitpose_follows_the_planted_person_and_puts_joints_where_the_heatmaps_peak(
    models: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker = VitPoseTracker("cpu", *models)
    width, height, frames = 320, 240, 5

    def found(**inputs: torch.Tensor) -> SimpleNamespace:
        """A ball, a tall person and a small one, in every picture; centre, width and height as shares."""
        boxes = torch.tensor([[0.1, 0.1, 0.05, 0.05], [0.5, 0.5, 0.25, 0.8], [0.85, 0.6, 0.1, 0.3]])
        logits = torch.tensor([[-9.0, 5.0], [5.0, -9.0], [4.0, -9.0]])
        count = len(inputs["pixel_values"])
        return SimpleNamespace(logits=logits.repeat(count, 1, 1), pred_boxes=boxes.repeat(count, 1, 1))

    def posed(**inputs: torch.Tensor) -> SimpleNamespace:
        """Every joint in the middle of the crop, but the right wrist a quarter of its height higher."""
        heatmaps = torch.zeros(len(inputs["pixel_values"]), COCO_JOINTS, 64, 48)
        rows, columns = torch.meshgrid(torch.arange(64.0), torch.arange(48.0), indexing="ij")
        for joint in range(COCO_JOINTS):
            middle = 16.0 if joint == WRIST else 32.0
            heatmaps[:, joint] = 0.8 * torch.exp(-((rows - middle) ** 2 + (columns - 24.0) ** 2) / 8)
        return SimpleNamespace(heatmaps=heatmaps)

    monkeypatch.setattr(tracker._detector, "forward", found)
    monkeypatch.setattr(tracker._pose_estimator, "forward", posed)
    pictures = np.zeros((frames, height, width, 3), dtype=np.uint8)
    times = np.arange(frames) / 10
    (first, second), scores = tracker.detect(pictures)[0].boxes, tracker.detect(pictures)[0].scores
    np.testing.assert_allclose([first, second], [[120, 24, 200, 216], [256, 108, 288, 180]], atol=1)
    assert scores[0] > scores[1] > 0.9
    track = tracker.track(pictures, times, np.tile(first, (frames, 1)))
    # The tall person's box is 80 x 192 pixels; the estimator widens it by a quarter about its middle, 160, 120.
    np.testing.assert_allclose(track.points[:, KEYPOINT_INDEX["nose"]], [[160, 120]] * frames, atol=3)
    np.testing.assert_allclose(track.points[:, WRIST], [[160, 120 - 0.25 * 1.25 * 192]] * frames, atol=3)
    assert track.confidence[:, WRIST] == pytest.approx(0.8, abs=0.02)
    small = follow_athlete(pictures, times, tracker, PersonBox((260, 110, 285, 180)))[0].track
    np.testing.assert_allclose(small.points[:, KEYPOINT_INDEX["nose"]], [[272, 144]] * frames, atol=3)


def test_vitpose_models_that_are_not_there_are_a_refusal(models: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        VitPoseTracker("cpu", tmp_path / "nothing", models[1])
    assert caught.value.reason == "unknown_checkpoint" and "mediapipe" in caught.value.advice
