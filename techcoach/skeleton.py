"""The athlete's skeleton: keypoints, limbs, body parts, and which joints are compared with one another.

COCO's seventeen keypoints come first, in COCO's order; then heels, big toes and hands (the middle of the knuckles).
Knows names and indices; no coordinates.
"""

from __future__ import annotations

KEYPOINTS: tuple[str, ...] = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear",
    "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist",
    "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle",
    "left_heel", "right_heel", "left_toe", "right_toe", "left_hand", "right_hand",
)  # fmt: skip

KEYPOINT_INDEX: dict[str, int] = {name: index for index, name in enumerate(KEYPOINTS)}

LIMBS: tuple[tuple[str, str], ...] = (
    ("nose", "left_ear"), ("nose", "right_ear"),
    ("left_shoulder", "right_shoulder"), ("left_hip", "right_hip"),
    ("left_shoulder", "left_hip"), ("right_shoulder", "right_hip"),
    ("left_shoulder", "left_elbow"), ("right_shoulder", "right_elbow"),
    ("left_elbow", "left_wrist"), ("right_elbow", "right_wrist"),
    ("left_wrist", "left_hand"), ("right_wrist", "right_hand"),
    ("left_hip", "left_knee"), ("right_hip", "right_knee"),
    ("left_knee", "left_ankle"), ("right_knee", "right_ankle"),
    ("left_heel", "left_toe"), ("right_heel", "right_toe"),
    ("left_ankle", "left_heel"), ("right_ankle", "right_heel"),
)  # fmt: skip


MIRRORED: list[int] = [
    KEYPOINT_INDEX[name.replace("left", "?").replace("right", "left").replace("?", "right")] for name in KEYPOINTS
]
"""For every keypoint the index of its mirror image: left and right swapped."""


# Body parts, as technique parameters name the joints that show them.
HEAD = ("nose", "left_eye", "right_eye", "left_ear", "right_ear")
TORSO = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
ARMS = ("left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist")
HANDS = ("left_wrist", "right_wrist", "left_hand", "right_hand")
HIPS = ("left_hip", "right_hip")
LEGS = ("left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle")
FEET = ("left_ankle", "right_ankle", "left_heel", "right_heel", "left_toe", "right_toe")

RELATIVES: dict[str, tuple[str, str]] = {
    "nose": ("left_shoulder", "right_shoulder"),
    "left_eye": ("nose", "left_ear"),
    "right_eye": ("nose", "right_ear"),
    "left_ear": ("nose", "left_shoulder"),
    "right_ear": ("nose", "right_shoulder"),
    "left_shoulder": ("right_shoulder", "left_hip"),
    "right_shoulder": ("left_shoulder", "right_hip"),
    "left_elbow": ("left_shoulder", "right_elbow"),
    "right_elbow": ("right_shoulder", "left_elbow"),
    "left_wrist": ("left_elbow", "right_wrist"),
    "right_wrist": ("right_elbow", "left_wrist"),
    "left_hip": ("right_hip", "left_shoulder"),
    "right_hip": ("left_hip", "right_shoulder"),
    "left_knee": ("left_hip", "right_knee"),
    "right_knee": ("right_hip", "left_knee"),
    "left_ankle": ("left_knee", "right_ankle"),
    "right_ankle": ("right_knee", "left_ankle"),
    "left_heel": ("left_ankle", "left_hip"),
    "right_heel": ("right_ankle", "right_hip"),
    "left_toe": ("left_heel", "right_toe"),
    "right_toe": ("right_heel", "left_toe"),
    "left_hand": ("left_wrist", "nose"),
    "right_hand": ("right_wrist", "nose"),
}
"""For every joint, the joint at the other end of its limb, and one whose distance coaches judge."""

PARTS: tuple[tuple[str, ...], ...] = (
    ("nose", "left_eye", "right_eye", "left_ear", "right_ear"),
    ("left_shoulder", "right_shoulder", "left_hip", "right_hip"),
    ("left_elbow", "left_wrist", "left_hand"),
    ("right_elbow", "right_wrist", "right_hand"),
    ("left_knee", "left_ankle", "left_heel", "left_toe"),
    ("right_knee", "right_ankle", "right_heel", "right_toe"),
)
"""Keypoints that make one token of the pose backbone; each is in exactly one part."""
