"""TechCoach as one `PreTrainedModel`: backbone, context enhancer, reasoner, assessor and heads.

Tensors only: no text, no files of clips, no frames, no bank. The same forward pass serves the pose road (poses in) and
the video road (cached InternVideo2 features in).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from . import generation
from .assessor import ActionAssessor, PrefixCache
from .backbones import PoseGridBackbone
from .configuration import TechCoachConfig
from .enhancer import ContextEnhancer
from .event_visibility import VisibilityHead
from .losses import Targets, total_loss
from .mirroring import PASSES, pose_mirror
from .movable import Movable
from .out_of_distribution import OutOfDistributionDetector
from .parameter_head import ParameterHead
from .reasoner import TechPointReasoner

RENAMED = {
    r"^reader\.": "parameter_head.",
    r"^shown\.": "visibility_head.",
    r"^familiarity\.reach$": "ood_detector.thresholds",
    r"^familiarity\.": "ood_detector.",
}
"""Names of weights in older files, and their names now."""


@dataclass
class Visual(Movable):
    """Visual features of a batch, from either backbone.

    Attributes:
        features: (B, V, T', H', W', C).
        view_present: (B, V) bool.
        occupied: (B, T', H', W') bool, cells that may be attended to.
        bin_seconds: (B, T') middle of each time bin from the first frame.
        state_logits: (B, Q, 4) of the technique parameters' states; None where no parameters are read.
        event_visible: (B, Q) bool, whether the clip shows the event of a parameter; None with the state logits.
        drill_distances: (B, drills), from every drill; None where the model has no out-of-distribution detector.
        tokens: (B, T', P + 1, C) of the pose backbone, None for other backbones.
    """

    features: Tensor
    view_present: Tensor
    occupied: Tensor
    bin_seconds: Tensor
    state_logits: Tensor | None = None
    event_visible: Tensor | None = None
    drill_distances: Tensor | None = None
    tokens: Tensor | None = None

    @classmethod
    def of_features(cls, features: Tensor, view_present: Tensor, window_s: Tensor) -> Visual:
        """Wrap a video encoder's features of windows.

        Args:
            features: (B, V, T', H', W', C). view_present: (B, V) bool. window_s: (B,) length of each window, seconds.
        """
        batch, _, times, height, width, _ = features.shape
        middles = (torch.arange(times, device=features.device) + 0.5) / times
        occupied = torch.ones(batch, times, height, width, dtype=torch.bool, device=features.device)
        return cls(features, view_present, occupied, window_s[:, None] * middles)

    def visible_state_logits(self) -> Tensor | None:
        """Return the state logits, NaN where the clip does not show the parameter's event."""
        if self.state_logits is None or self.event_visible is None:
            return self.state_logits
        return self.state_logits.masked_fill(~self.event_visible[..., None], float("nan"))


@dataclass
class TechCoachOutput:
    """The output of one pass.

    Attributes:
        score: (B,) rating scaled to 0..1.
        quality: f_tq (B, N, 2, D). aligned: psi(f_tq) (B, N, 2, E).
        presence_logits: (B, N, 2), not calibrated.
        state_logits: (B, Q, 4), not calibrated: is a technique parameter a strength, too low, too high, or between?
            NaN where the clip does not show its event. None where the checkpoint reads no parameters.
        drill_distances: (B, drills) in the config's order, how far the clip is from each drill. None where the
            checkpoint does not tell.
        attention: (B, N, 2, T', H', W'), mean over layers and heads, sums to 1.
        prefix: for decoding, (passes B) rows. passes: passes that were averaged; the prefix has the rows of the first
            pass, then those of the second.
        token_logits: (B, L, vocab) when text was given.
        attention_per_head: (B, layers, heads, N, 2, T', H', W') when asked for.
        loss: Eq. 3 with our terms, when targets were given. loss_parts: each term by name.
    """

    score: Tensor
    quality: Tensor
    aligned: Tensor
    presence_logits: Tensor
    attention: Tensor
    prefix: PrefixCache
    state_logits: Tensor | None = None
    drill_distances: Tensor | None = None
    token_logits: Tensor | None = None
    attention_per_head: Tensor | None = None
    loss: Tensor | None = None
    loss_parts: dict[str, Tensor] | None = None
    passes: int = 1

    def prefix_of(self, row: int) -> PrefixCache:
        """Return the prefix of every pass over one clip, `passes` rows."""
        clips = len(self.score)
        rows = [row + clips * number for number in range(self.passes)]
        return self.prefix.select(torch.tensor(rows, device=self.score.device))


def _averaged(output: TechCoachOutput, turned: Tensor) -> TechCoachOutput:
    """Average the output of the 2 B rows of `PoseMirror.both` to that of B clips, seen as the clips were.

    A parameter's event is visible where one of the passes sees it. The prefix keeps all rows, for decoding: those of
    clip i are i and i + B.

    Args:
        output: without loss and text. turned: (B,) bool, as `both` returns it.
    """

    def mean(values: Tensor) -> Tensor:
        first, second = values.chunk(PASSES)
        return (first + second) / PASSES

    def mean_of_visible(values: Tensor | None) -> Tensor | None:
        return None if values is None else torch.stack(values.chunk(PASSES)).nanmean(dim=0)

    def attention(values: Tensor) -> Tensor:
        first, second = values.chunk(PASSES)
        seen = (first + second.flip(-1)) / PASSES
        return torch.where(turned.reshape(-1, *[1] * (seen.dim() - 1)), seen.flip(-1), seen)

    return replace(
        output,
        score=mean(output.score),
        quality=mean(output.quality),
        aligned=mean(output.aligned),
        presence_logits=mean(output.presence_logits),
        attention=attention(output.attention),
        state_logits=mean_of_visible(output.state_logits),
        drill_distances=None if output.drill_distances is None else mean(output.drill_distances),
        passes=PASSES,
    )


class TechCoachModel(PreTrainedModel):
    """The whole network. `forward` describes its inputs; `generate` decodes commentary."""

    config: TechCoachConfig
    config_class = TechCoachConfig
    base_model_prefix = "techcoach"
    main_input_name = "techpoints"

    def __init__(self, config: TechCoachConfig) -> None:
        super().__init__(config)
        self.pose_backbone = PoseGridBackbone(config) if config.backbone == "pose" else None
        of_poses, parameters = self.pose_backbone is not None, len(config.parameter_names)
        self.parameter_head = ParameterHead(config.feature_size, parameters) if of_poses and parameters else None
        self.visibility_head = VisibilityHead(config.feature_size, parameters) if of_poses and parameters else None
        self.ood_detector = (
            OutOfDistributionDetector(len(config.drills), config.feature_size)
            if of_poses and config.ood_detection and config.drills
            else None
        )
        self.enhancer = ContextEnhancer(config)
        self.reasoner = TechPointReasoner(config)
        self.assessor = ActionAssessor(config)
        self.align = nn.Linear(config.hidden_size, config.text_embedding_size)
        self.presence = nn.Linear(config.hidden_size, 1)
        self.post_init()

    @torch.no_grad()
    def _init_weights(self, module: nn.Module) -> None:
        super()._init_weights(module)
        # Bare parameters (positions, prompts, stand-ins, the score token) start small instead of zero or undefined.
        if isinstance(module, (nn.Linear, nn.Embedding, nn.LayerNorm)):
            return
        for parameter in module.parameters(recurse=False):
            if not getattr(parameter, "_is_hf_initialized", False):
                parameter.normal_(0.0, self.config.initializer_range)

    # -- passes --------------------------------------------------------------------------------------------------

    def encode_poses(self, pose: dict[str, Tensor]) -> Visual:
        """Compute the visual features of a batch of pose inputs (the fields of `PoseInputs`, batched)."""
        if self.pose_backbone is None:
            raise ValueError(f"backbone {self.config.backbone!r} reads no poses; give visual features")
        features, occupied, tokens = self.pose_backbone(
            pose["joints"], pose["path"], pose["points"], pose["confidence"], pose["seconds"]
        )
        batch, frames = pose["seconds"].shape
        bins = self.config.grid[0]
        return Visual(
            features,
            view_present=torch.ones(batch, 1, dtype=torch.bool, device=features.device),
            occupied=occupied,
            bin_seconds=pose["seconds"].reshape(batch, bins, frames // bins).mean(dim=-1),
            state_logits=None if self.parameter_head is None else self.parameter_head(tokens)[1],
            event_visible=None if self.visibility_head is None else self.visibility_head(tokens),
            drill_distances=None if self.ood_detector is None else self.ood_detector(tokens),
            tokens=tokens,
        )

    def forward(
        self,
        techpoints: Tensor,
        dimensions: Tensor,
        pose: dict[str, Tensor] | None = None,
        visual: Visual | None = None,
        techpoint_mask: Tensor | None = None,
        tokens: Tensor | None = None,
        targets: Targets | None = None,
        output_attention_per_head: bool = False,
    ) -> TechCoachOutput:
        """Run one pass over a batch.

        Args:
            techpoints: (B, N, E) text embeddings. dimensions: (B, N) TechPoint types, 0..6.
            pose: batched pose inputs, or visual: features of a backbone outside; exactly one of them.
            techpoint_mask: (B, N) bool, False on padding; all real when None.
            tokens: (B, L) commentary token ids, for masking "some" with the masks in place; no text when None.
            targets: for the loss; needs tokens.

        Raises:
            ValueError: if both or neither of pose and visual are given, or targets without tokens.
        """
        if (pose is None) == (visual is None):
            raise ValueError("give either pose inputs or visual features, not both and not neither")
        if targets is not None and tokens is None:
            raise ValueError("the loss needs the commentary's tokens")
        encoded = visual if visual is not None else self.encode_poses(pose or {})
        if techpoint_mask is None:
            techpoint_mask = torch.ones(dimensions.shape, dtype=torch.bool, device=dimensions.device)

        context = self.enhancer(encoded.features, encoded.view_present, encoded.bin_seconds)
        quality, per_head = self.reasoner(techpoints, dimensions, context, encoded.occupied)
        prefix = self.assessor.encode_prefix(quality, techpoint_mask, context, encoded.occupied)
        score = self.assessor.score(prefix)
        logits = None if tokens is None else self._text_logits(prefix, tokens)
        presence_input = quality.detach() if self.config.presence_detached else quality
        aligned, presence = self.align(quality), self.presence(presence_input).squeeze(-1)
        attention = per_head.mean(dim=(1, 2))
        parts = None
        if targets is not None and logits is not None:
            parts = total_loss(score, logits, aligned, presence, attention, encoded.state_logits, targets, self.config)
        return TechCoachOutput(
            loss=None if parts is None else parts.pop("loss"),
            loss_parts=parts,
            score=score,
            token_logits=logits,
            quality=quality,
            aligned=aligned,
            presence_logits=presence,
            attention=attention,
            attention_per_head=per_head if output_attention_per_head else None,
            prefix=prefix,
            state_logits=encoded.visible_state_logits(),
            drill_distances=encoded.drill_distances,
        )

    @torch.inference_mode()
    def predict(
        self,
        techpoints: Tensor,
        dimensions: Tensor,
        pose: dict[str, Tensor] | None = None,
        visual: Visual | None = None,
        techpoint_mask: Tensor | None = None,
    ) -> TechCoachOutput:
        """Return the answer for clips, as `forward` takes them, without text and loss.

        Poses are read as they are and in the mirror, in one batch, and both answers are averaged: the answer for a
        mirrored clip is the mirrored answer. Visual features of a backbone outside cannot be mirrored, and are read
        once.
        """
        if pose is None:
            output: TechCoachOutput = self(techpoints, dimensions, visual=visual, techpoint_mask=techpoint_mask)
            return output
        joints, relatives = tuple(self.config.pose_joints), tuple(map(tuple, self.config.pose_relatives))
        rows, turned = pose_mirror(joints, relatives).both(pose)

        def twice(values: Tensor) -> Tensor:
            return torch.cat([values, values])

        mask = None if techpoint_mask is None else twice(techpoint_mask)
        output = self(twice(techpoints), twice(dimensions), pose=rows, techpoint_mask=mask)
        return _averaged(output, turned)

    def _text_logits(self, prefix: PrefixCache, tokens: Tensor) -> Tensor:
        """Return logits of every token, or of every token but the first, depending on the config's masking."""
        if self.config.masking == "every":
            return self.assessor.predict_words(prefix, tokens, self.config.mask_token_id)
        return self.assessor.read_text(prefix, tokens)

    @torch.inference_mode()
    def generate(self, prefix: PrefixCache, beams: int = 1) -> list[list[int]]:
        """Decode commentary for every row of a pass, greedily or with beams; token ids without special tokens."""
        if beams == 1:
            return generation.greedy(self.assessor, prefix, self.config)
        return generation.beam(self.assessor, prefix, self.config, beams)

    def sample(
        self, prefix: PrefixCache, count: int, seed: int = 0, grammar: generation.Grammar | None = None
    ) -> list[list[list[int]]]:
        """Sample `count` commentaries for every row of a pass from the model's distribution, as token ids."""
        return generation.sample(self.assessor, prefix, self.config, count, seed, grammar)

    # -- files ---------------------------------------------------------------------------------------------------

    @classmethod
    def load(cls, folder: str | Path) -> TechCoachModel:
        """Load the model of a local checkpoint folder in evaluation mode; safetensors only, every weight accounted for.

        Raises:
            ValueError: if weights are missing, left over or of another shape than the config says.
        """
        loaded: Any = cls.from_pretrained(
            str(folder), local_files_only=True, use_safetensors=True, output_loading_info=True, key_mapping=RENAMED
        )
        model: TechCoachModel = loaded[0]
        report: dict[str, Any] = loaded[1]
        wrong = {name: sorted(map(str, keys)) for name, keys in report.items() if keys}
        if wrong:
            raise ValueError(f"the weights in {folder} do not fit their config: {wrong}")
        # Loaded tensors lie in the file's mapping, maybe unaligned; an unaligned product may differ in its last bit.
        for parameter in model.parameters():
            parameter.data = parameter.data.clone()
        return model.eval()
