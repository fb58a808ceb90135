"""Configuration of the TechCoach network: sizes, grid, losses. Knows no tensors, and nothing that is fitted afterwards.

One config has two presets: `TechCoachConfig.embedded` (poses, small) and `TechCoachConfig.paper`
(video features of two views, InternVideo2-1B's as a rule; the sizes of Table 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from huggingface_hub.dataclasses import strict
from transformers import PreTrainedConfig

BACKBONES = ("pose", "video")
ALIGNMENT_DISTANCES = ("l2", "cosine", "smooth_l1", "infonce")
MASKINGS = ("some", "every")
RENAMED = {"readings": "parameter_names", "reading_weight": "state_weight", "familiarity": "ood_detection"}
"""Fields of older config files, and their names now."""
FITTED_AFTERWARDS = (
    "score_interval_radius", "drill_interval_radii", "score_mix", "presence_scale", "presence_bias", "presence_mix",
    "reading_scale",
)  # fmt: skip
"""Calibration values that older config files held; the calibration has a file of its own now."""


@strict
class TechCoachConfig(PreTrainedConfig):
    """Configuration of `TechCoachModel`. An impossible combination raises a ValueError that names the values.

    Attributes:
        backbone: source of the visual features: "pose" (a backbone inside the model) or "video" (a frozen video encoder
            outside the model).
        video_encoder, video_revision: id of the encoder, and revision of its weights.
        video_preparation: digest of how its frames were read; features of another preparation are other features.
        video_clips, video_clip_frames: clips of a window, and frames of a clip (paper: 32 of 8).
        hidden_size: width D of context, TechPoint queries and assessor.
        num_attention_heads: heads of every attention.
        mlp_ratio: hidden width of every MLP over D.
        dropout: after every attention and MLP, and on embeddings.
        grid: [T', H', W'] of the visual context that the reasoner attends to (paper: 16 x 8 x 8).
        assessor_pool: [t, h, w] average pooling of the context before the assessor; [1, 1, 1] in the paper.
        num_views: views that are concatenated by channel (paper: ego and exo, 2). views: their names, in that order.
        feature_size: channels C of each view's visual features.
        enhancer_layers, reasoner_layers, assessor_layers: depth of each part.
        num_dimensions: TechPoint types (paper: 7).
        text_embedding_size: width of the text encoder whose embeddings come in and are aligned with.
        text_encoder: id of that text encoder; a bank made with another one is refused.
        vocab_size, max_text_length: of the commentary, in tokens, special tokens counted.
        pad_token_id, cls_token_id, sep_token_id, mask_token_id: special tokens of the commentary.
        no_repeat_ngram_size: decoding repeats no run of this many tokens; 0 allows repeats.
        masking: which commentary tokens are masked in training. "some": a share of its tokens is masked in place (the
            paper's L_MTM). "every": ours, each token is masked once in a copy of its own that sees the true tokens
            before it.
        score_range: ratings are scaled from here to 0..1.
        score_weight: lambda_1 of Eq. 3. alignment_weight: lambda_2. presence_weight, attention_weight: ours; the latter
            0 in the paper's preset.
        presence_detached: whether the loss of the presence head stops at its input; ours.
        parameter_names: technique parameters whose states are read off poses ("drill id/parameter"); empty in the
            paper's preset. state_weight: of that loss, ours.
        alignment_distance: D of Eq. 2, one of "l2", "cosine", "smooth_l1", "infonce".
        lifting: whether the pose backbone estimates every joint in space and gives the estimate to its last
            layer; ours.
        ood_detection: whether the model measures how unlike its drills a clip is; ours, for poses alone.
        trained_on: the training data, in plain language.
        drills: ids of the drills that the weights were trained on; a coach offers no others. Empty where unknown.
        pose_joints: names of the joints, in the order of the pose inputs.
        pose_relatives: for every joint, the indices of two joints whose vectors to it are features.
        pose_parts: the joints in limbs: lists of joint indices, each joint in exactly one.
        pose_frames: frames F that the model reads; a multiple of grid[0].
        pose_layers: depth of the pose backbone.
        pose_sigma: width of a joint's splat, in cells.
    """

    model_type = "techcoach"

    backbone: str = "pose"
    video_encoder: str = ""
    video_revision: str = ""
    video_preparation: str = ""
    video_clips: int = 32
    video_clip_frames: int = 8
    hidden_size: int = 96
    num_attention_heads: int = 4
    mlp_ratio: float | int = 2.0
    dropout: float | int = 0.0
    grid: list[int] | tuple[int, ...] = (16, 8, 8)
    assessor_pool: list[int] | tuple[int, ...] = (2, 2, 2)
    num_views: int = 1
    views: list[str] | tuple[str, ...] = ()
    feature_size: int = 128
    enhancer_layers: int = 1
    reasoner_layers: int = 2
    assessor_layers: int = 3
    num_dimensions: int = 7
    text_embedding_size: int = 384
    text_encoder: str = ""
    vocab_size: int = 2048
    max_text_length: int = 128
    pad_token_id: int | None = 0
    cls_token_id: int = 1
    sep_token_id: int = 2
    mask_token_id: int = 3
    initializer_range: float = 0.02
    no_repeat_ngram_size: int = 0
    masking: str = "some"
    score_range: list[float] | tuple[float, ...] = (1.0, 10.0)
    score_weight: float | int = 1.0
    alignment_weight: float | int = 1.0
    presence_weight: float | int = 0.0
    presence_detached: bool = False
    attention_weight: float | int = 0.0
    parameter_names: list[str] | tuple[str, ...] = ()
    state_weight: float | int = 0.0
    alignment_distance: str = "l2"
    lifting: bool = False
    ood_detection: bool = False
    trained_on: str = ""
    drills: list[str] | tuple[str, ...] = ()
    pose_joints: list[str] | tuple[str, ...] = ()
    pose_relatives: list[list[int]] | tuple[tuple[int, ...], ...] = ()
    pose_parts: list[list[int]] | tuple[tuple[int, ...], ...] = ()
    pose_frames: int = 64
    pose_layers: int = 4
    pose_sigma: float = 0.6

    def __post_init__(self, **kwargs: Any) -> None:
        for older in RENAMED.keys() & kwargs.keys():
            setattr(self, RENAMED[older], kwargs.pop(older))
        super().__post_init__(**{name: value for name, value in kwargs.items() if name not in FITTED_AFTERWARDS})
        if self.backbone not in BACKBONES:
            raise ValueError(f"backbone {self.backbone!r} is not one of {BACKBONES}")
        if self.alignment_distance not in ALIGNMENT_DISTANCES:
            raise ValueError(f"alignment_distance {self.alignment_distance!r} is not one of {ALIGNMENT_DISTANCES}")
        if self.no_repeat_ngram_size < 0:
            raise ValueError(f"no_repeat_ngram_size must be 0 or more, got {self.no_repeat_ngram_size}")
        if self.masking not in MASKINGS:
            raise ValueError(f"masking {self.masking!r} is not one of {MASKINGS}")
        if self.hidden_size % (2 * self.num_attention_heads):
            raise ValueError(
                f"hidden_size {self.hidden_size} must be an even multiple of num_attention_heads "
                f"{self.num_attention_heads}"
            )
        for name in ("grid", "assessor_pool"):
            sizes = getattr(self, name)
            if len(sizes) != 3 or any(size < 1 for size in sizes):
                raise ValueError(f"{name} must be three positive sizes [T', H', W'], got {list(sizes)}")
        if any(size % pool for size, pool in zip(self.grid, self.assessor_pool, strict=True)):
            raise ValueError(f"assessor_pool {list(self.assessor_pool)} must divide grid {list(self.grid)}")
        if len(self.score_range) != 2 or self.score_range[0] >= self.score_range[1]:
            raise ValueError(f"score_range must be [low, high] with low < high, got {list(self.score_range)}")
        if self.views and len(self.views) != self.num_views:
            raise ValueError(f"views {list(self.views)} must name each of num_views {self.num_views}")
        if self.backbone == "pose":
            self._check_pose()

    def _check_pose(self) -> None:
        if self.pose_frames % self.grid[0]:
            raise ValueError(f"pose_frames {self.pose_frames} must be a multiple of the grid's T' {self.grid[0]}")
        if len(self.pose_relatives) != len(self.pose_joints):
            raise ValueError(
                f"pose_relatives names {len(self.pose_relatives)} joints, pose_joints {len(self.pose_joints)}; "
                "give two relatives for every joint"
            )
        for joint, relatives in zip(self.pose_joints, self.pose_relatives, strict=True):
            if len(relatives) != 2 or not all(0 <= index < len(self.pose_joints) for index in relatives):
                raise ValueError(
                    f"joint {joint!r} needs two relatives among {len(self.pose_joints)} joints, got {relatives}"
                )
        if sorted(index for part in self.pose_parts for index in part) != list(range(len(self.pose_joints))):
            raise ValueError(f"pose_parts must hold each of {len(self.pose_joints)} joints once, got {self.pose_parts}")
        if self.num_views != 1:
            raise ValueError(f"the pose backbone reads one view, got num_views {self.num_views}")

    @property
    def tubelet(self) -> int:
        """Frames in one time bin of the pose grid."""
        return self.pose_frames // self.grid[0]

    @classmethod
    def embedded(
        cls,
        joints: Sequence[str],
        relatives: Sequence[Sequence[int]],
        parts: Sequence[Sequence[int]],
        **changes: Any,
    ) -> TechCoachConfig:
        """Return the shipped preset: one athlete's pose track, a few million parameters, a CPU is enough."""
        preset: dict[str, Any] = {
            "pose_joints": list(joints),
            "pose_relatives": [list(pair) for pair in relatives],
            "pose_parts": [list(part) for part in parts],
            # Ours: the alignment sums 14 distances of about 1, the score loss is about 0.02, so the score is lifted.
            "score_weight": 20.0,
            "alignment_weight": 0.1,
            "presence_weight": 2.0,
            "attention_weight": 0.1,
            "state_weight": 1.0,
            "lifting": True,
            "ood_detection": True,
            "masking": "every",
            "no_repeat_ngram_size": 4,
        }
        return cls(**{**preset, **changes})

    @classmethod
    def paper(cls, **changes: Any) -> TechCoachConfig:
        """Return the paper's preset: InternVideo2-1B features of two views (Sec. 5), a 12 x 768 assessor (Table 2).

        The paper names neither lambdas nor the depth of enhancer and reasoner, nor dropout: ours. The presence head is
        ours, too; its loss does not change the paper's part of the model.
        """
        preset: dict[str, Any] = {
            "backbone": "video",
            "hidden_size": 768,
            "num_attention_heads": 12,
            "mlp_ratio": 4.0,
            "dropout": 0.1,
            "assessor_pool": [1, 1, 1],
            "num_views": 2,
            "views": ["ego", "exo"],
            "feature_size": 1408,
            "enhancer_layers": 2,
            "reasoner_layers": 2,
            "assessor_layers": 12,
            "vocab_size": 30522,
            "score_weight": 20.0,
            "alignment_weight": 0.1,
            "presence_weight": 1.0,
            "presence_detached": True,
            "no_repeat_ngram_size": 4,
        }
        return cls(**{**preset, **changes})


__all__ = ["TechCoachConfig"]
