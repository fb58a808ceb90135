"""Tracking the pose of one athlete through frames. Knows frames and times; no drill, no model."""

from __future__ import annotations

from .tracker import PoseTracker

TRACKERS = ("mediapipe", "vitpose")


def build_tracker(tracker_id: str, device: str = "cpu") -> PoseTracker:
    """Build the tracker of an id; its libraries load only now.

    Raises:
        ValueError: for an id that is not one of `TRACKERS`.
    """
    if tracker_id == "mediapipe":
        from .mediapipe_tracker import MediaPipeTracker

        return MediaPipeTracker()
    if tracker_id == "vitpose":
        from .vitpose_tracker import VitPoseTracker

        return VitPoseTracker(device=device)
    raise ValueError(f"there is no pose tracker {tracker_id!r}; choose one of {TRACKERS}")
