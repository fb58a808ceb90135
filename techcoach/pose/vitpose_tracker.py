"""The tracker for a GPU and for several people in view: RT-DETR detects people, ViTPose estimates the athlete's joints.

Both models come from the Hub through `transformers`; ViTPose knows COCO's 17 joints, so heels, toes and hands stay
unknown.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import (
    RTDetrForObjectDetection,
    RTDetrImageProcessorPil,
    VitPoseForPoseEstimation,
    VitPoseImageProcessorPil,
)

from ..skeleton import KEYPOINTS
from ..types import PoseTrack, Progress, Refusal, silent
from .tracker import Detections

DETECTOR = "PekingU/rtdetr_r50vd_coco_o365"
POSE_ESTIMATOR = "usyd-community/vitpose-base-simple"
COCO_JOINTS = 17
"""The first joints of `KEYPOINTS` are COCO's, in COCO's order."""
LEAST_SCORE = 0.5
BATCH = 16


class VitPoseTracker:
    """Pose tracker made of RT-DETR and ViTPose.

    Args:
        device: "cpu" or "cuda".
        detector, pose_estimator: Hub ids or local folders of a `RTDetrForObjectDetection` and a
            `VitPoseForPoseEstimation`, with their processors; weights are read as safetensors only.
    """

    id = "vitpose"

    def __init__(
        self, device: str = "cpu", detector: str | Path = DETECTOR, pose_estimator: str | Path = POSE_ESTIMATOR
    ) -> None:
        self.device = torch.device(device)
        try:
            self._detector_inputs: Any = RTDetrImageProcessorPil.from_pretrained(str(detector))
            person_detector: Any = RTDetrForObjectDetection.from_pretrained(str(detector), use_safetensors=True)
            self._pose_inputs: Any = VitPoseImageProcessorPil.from_pretrained(str(pose_estimator))
            estimator: Any = VitPoseForPoseEstimation.from_pretrained(str(pose_estimator), use_safetensors=True)
        except OSError as error:
            raise Refusal(
                "unknown_checkpoint",
                f"The vitpose tracker's models could not be loaded: {error}",
                f"Connect to the Hub once so that {detector} and {pose_estimator} can be stored, or use the mediapipe "
                "tracker.",
            ) from error
        self._detector, self._pose_estimator = person_detector, estimator
        labels = {name.lower(): int(number) for number, name in person_detector.config.id2label.items()}
        if "person" not in labels:
            raise ValueError(f"detector {detector} knows no label 'person', only {sorted(labels)[:10]} …")
        joints = int(estimator.config.num_labels)
        if joints < COCO_JOINTS:
            raise ValueError(f"pose estimator {pose_estimator} gives {joints} joints, not COCO's {COCO_JOINTS}")
        self._person = labels["person"]
        for network in (person_detector, estimator):
            network.to(self.device).eval()

    def detect(self, frames: np.ndarray) -> list[Detections]:
        """Detect people as `PoseTracker.detect` describes; a box is tight about the body."""
        people: list[Detections] = []
        for start in range(0, len(frames), BATCH):
            people += self._detect(frames[start : start + BATCH])
        return people

    def track(
        self, frames: np.ndarray, times: np.ndarray, boxes: np.ndarray, *, progress: Progress = silent
    ) -> PoseTrack:
        """Track as `PoseTracker.track` describes."""
        count, height, width, _ = frames.shape
        points = np.zeros((count, len(KEYPOINTS), 2), dtype=np.float32)
        confidence = np.zeros((count, len(KEYPOINTS)), dtype=np.float32)
        with_athlete = np.flatnonzero(np.isfinite(boxes).all(axis=1))
        for start in range(0, len(with_athlete), BATCH):
            indices = with_athlete[start : start + BATCH]
            points[indices, :COCO_JOINTS], confidence[indices, :COCO_JOINTS] = self._pose(
                frames[indices], boxes[indices]
            )
            progress("Following the athlete", min(1.0, (start + BATCH) / len(with_athlete)))
        return PoseTrack(
            points=points,
            confidence=confidence,
            times=np.asarray(times, dtype=np.float64),
            filled=np.zeros(count, dtype=bool),
            width=width,
            height=height,
        )

    @torch.inference_mode()
    def _detect(self, frames: np.ndarray) -> list[Detections]:
        """Detect people in one batch of frames (B, H, W, 3)."""
        inputs = self._detector_inputs(images=list(frames), return_tensors="pt").to(self.device)
        sizes = [frame.shape[:2] for frame in frames]
        results = self._detector_inputs.post_process_object_detection(
            self._detector(**inputs), threshold=LEAST_SCORE, target_sizes=sizes
        )
        people = []
        for result in results:
            is_person = (result["labels"] == self._person).cpu().numpy()
            person_boxes = result["boxes"].float().cpu().numpy()[is_person]
            solid = (person_boxes[:, 2:] - person_boxes[:, :2] > 1).all(axis=1)
            scores = result["scores"].float().cpu().numpy()[is_person]
            people.append(Detections(person_boxes[solid], scores[solid]))
        return people

    @torch.inference_mode()
    def _pose(self, frames: np.ndarray, boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Estimate the joints of one person a frame: (B, 17, 2) pixels and (B, 17) confidence 0..1."""
        corners = np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1)
        person_boxes = [[corner.tolist()] for corner in corners]
        inputs = self._pose_inputs(images=list(frames), boxes=person_boxes, return_tensors="pt").to(self.device)
        if (
            self._pose_estimator.config.backbone_config.num_experts > 1
        ):  # ViTPose+ has an expert a data set, COCO's first
            inputs["dataset_index"] = torch.zeros(len(frames), dtype=torch.long, device=self.device)
        results = self._pose_inputs.post_process_pose_estimation(self._pose_estimator(**inputs), boxes=person_boxes)
        points = np.stack([result[0]["keypoints"].cpu().numpy()[:COCO_JOINTS] for result in results])
        confidence = np.stack([result[0]["scores"].cpu().numpy()[:COCO_JOINTS] for result in results])
        return points, np.clip(confidence, 0.0, 1.0)
