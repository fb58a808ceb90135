"""Video encoders behind one interface: clips of frames in, features on a grid of time, rows and columns out.

InternVideo2, or a video encoder of `transformers`: VideoMAE, V-JEPA 2, VideoPrism, TimeSformer; and PE-video, which
gives one vector a frame: it separates moments, not places. Knows local folders only; nothing is fetched, and no remote
code runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from .internvideo2 import InternVideo2Encoder
from .video_frames import Normalization, prepare_frames

PROCESSOR_FILES = (
    ("video_preprocessor_config.json", None),
    ("processor_config.json", "video_processor"),
    ("processor_config.json", "image_processor"),
    ("preprocessor_config.json", None),
)
"""Files in which `transformers` describes the preparation of frames, and the entry in each, the most specific first."""
PE_VIDEO_FRAMES = 16
"""Frames of a clip of PE-video, which takes any number: as many as the model's steps of time (ours)."""
ANY_LENGTH = ("vjepa2", "pe_video", "pe_video_encoder")
"""Encoders of `transformers` that take clips of any number of frames."""


class VideoEncoder(Protocol):
    """Encoder of clips into features.

    Attributes:
        id: name of the weights: a Hub id, or a file's or folder's name.
        revision: Hub commit, or the start of the SHA-256 of the weights.
        feature_size: channels C of a feature.
        clip_frames: frames F in a clip.
        grid: (t, h, w) features of a clip.
    """

    id: str
    revision: str
    feature_size: int
    clip_frames: int
    grid: tuple[int, int, int]

    def encode(self, frames: Tensor) -> Tensor:
        """(B, F, H, W, 3) uint8 RGB of any size -> (B, t, h, w, C) float32 on the encoder's device.

        Raises:
            ValueError: if the frames are not uint8 RGB, or not `clip_frames` of them.
        """
        ...


def _require_clip(frames: Tensor, clip_frames: int) -> None:
    if frames.dim() != 5 or frames.shape[1] != clip_frames:
        raise ValueError(f"expected clips (B, {clip_frames}, H, W, 3), got {tuple(frames.shape)}")


class InternVideo2VideoEncoder:
    """InternVideo2 as a `VideoEncoder`; `encoder` holds the weights, on the device that is used."""

    def __init__(self, encoder: InternVideo2Encoder, id: str, revision: str) -> None:
        self.encoder = encoder.eval()
        self.id, self.revision = id, revision
        self.feature_size = encoder.config.hidden_size
        self.clip_frames = encoder.config.num_frames
        self.grid = encoder.config.grid

    @torch.no_grad()
    def encode(self, frames: Tensor) -> Tensor:
        """(B, F, H, W, 3) uint8 RGB -> (B, t, h, w, C) float32."""
        _require_clip(frames, self.clip_frames)
        side = self.encoder.config.image_size
        pixels = prepare_frames(frames.to(self.encoder.pos_embed.device), (side, side))  # (B, F, 3, Y, X)
        return self.encoder(pixels.transpose(1, 2)).patches.float()


@dataclass(frozen=True)
class ClipLayout:
    """How an encoder of `transformers` takes clips in and lays its features out.

    Attributes:
        input: name of the argument for pixels (B, F, 3, Y, X). size: (Y, X).
        frames: F. grid: (t, h, w). feature_size: C.
        skipped: tokens before those of patches (a class token).
        time_last: whether tokens run over h, w, t, and not over t, h, w.
        part: which module of the loaded model encodes video, dotted; "" for the model itself.
        options: arguments of every call.
    """

    input: str
    size: tuple[int, int]
    frames: int
    grid: tuple[int, int, int]
    feature_size: int
    skipped: int = 0
    time_last: bool = False
    part: str = ""
    options: tuple[tuple[str, Any], ...] = ()


def clip_layout(config: Any, clip_frames: int | None = None, size: tuple[int, int] | None = None) -> ClipLayout:
    """Return the layout that a configuration of `transformers` describes.

    Args:
        config: a `PreTrainedConfig`. clip_frames: frames in a clip, where the encoder takes any number (V-JEPA 2,
            PE-video); the number that it was trained with if None. size: rows and columns of its frames, where the
            configuration does not say (PE-video).

    Raises:
        ValueError: if it is no known video encoder, takes another number of frames, or lacks their size.
    """
    kind = config.model_type
    part = ""
    if kind == "videoprism":
        config, part = config.vision_config, "video_model.vision_model"
    if kind == "vjepa2":
        size, trained = _pair(config.crop_size), config.frames_per_clip
        tubelet, patch = config.tubelet_size, _pair(config.patch_size)
    elif kind in ("videomae", "timesformer"):
        size, trained = _pair(config.image_size), config.num_frames
        tubelet, patch = (config.tubelet_size if kind == "videomae" else 1), _pair(config.patch_size)
    elif kind in ("videoprism", "videoprism_vision_model"):
        size, trained = _pair(config.image_size), config.num_frames
        tubelet, patch = config.tubelet_size[0], (config.tubelet_size[1], config.tubelet_size[2])
    elif kind in ("pe_video", "pe_video_encoder"):
        if size is None:
            raise ValueError(f"no processor file says how large the frames of this {kind} are (size)")
        if kind == "pe_video":
            config, part = config.video_config, "video_encoder"
        trained, tubelet, patch = PE_VIDEO_FRAMES, 1, size  # one vector a frame
    else:
        raise ValueError(
            f"{kind!r} is no video encoder that is known here: videomae, vjepa2, videoprism, timesformer, pe_video"
        )
    frames = clip_frames or trained
    if frames != trained and kind not in ANY_LENGTH:
        raise ValueError(f"this {kind} takes clips of {trained} frames, not {frames}")
    if frames % tubelet:
        raise ValueError(f"clips of {frames} frames cannot be cut into tubelets of {tubelet}")
    return ClipLayout(
        input="pixel_values" if kind in ("videomae", "timesformer") else "pixel_values_videos",
        size=size,
        frames=frames,
        grid=(frames // tubelet, size[0] // patch[0], size[1] // patch[1]),
        feature_size=config.hidden_size,
        skipped=1 if kind == "timesformer" else 0,
        time_last=kind == "timesformer",
        part=part,
        options=(("skip_predictor", True),) if kind == "vjepa2" else (),
    )


def _pair(size: Any) -> tuple[int, int]:
    return (size, size) if isinstance(size, int) else (int(size[0]), int(size[1]))


def _processor_settings(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the settings in the processor files of a `transformers` folder, the most specific first.

    They are read from the files themselves: the processor classes need torchvision, which is not required here.
    """
    for name, entry in PROCESSOR_FILES:
        if (folder / name).is_file():
            content = json.loads((folder / name).read_text(encoding="utf-8"))
            if settings := content if entry is None else content.get(entry):
                yield settings


def read_size(folder: Path) -> tuple[int, int] | None:
    """Return the frames' rows and columns that a `transformers` folder's processor files ask for; None if none does."""
    for settings in _processor_settings(folder):
        size = settings.get("size") or {}
        if "height" in size and "width" in size:
            return int(size["height"]), int(size["width"])
    return None


def read_normalization(folder: Path) -> Normalization:
    """Return the normalisation of frames that a `transformers` folder's processor files describe.

    Raises:
        ValueError: if no file describes it.
    """
    for settings in _processor_settings(folder):
        scale = settings.get("rescale_factor", 1 / 255) if settings.get("do_rescale", True) else 1.0
        if not settings.get("do_normalize", True):
            return Normalization(mean=(0.0,) * 3, std=(1.0,) * 3, scale=scale)
        if settings.get("image_mean") and settings.get("image_std"):
            return Normalization(tuple(settings["image_mean"]), tuple(settings["image_std"]), scale)
    raise ValueError(f"no processor file in {folder} says how frames are normalised (image_mean, image_std)")


class HubVideoEncoder:
    """A video encoder of `transformers` as a `VideoEncoder`; `load` reads one from a folder."""

    def __init__(
        self, model: nn.Module, layout: ClipLayout, normalization: Normalization, id: str, revision: str
    ) -> None:
        self.model = model.eval()
        self.layout, self.normalization = layout, normalization
        self.id, self.revision = id, revision
        self.feature_size, self.clip_frames, self.grid = layout.feature_size, layout.frames, layout.grid

    @classmethod
    def load(
        cls,
        folder: str | Path,
        id: str,
        revision: str,
        *,
        device: str | torch.device = "cpu",
        dtype: torch.dtype = torch.float32,
        clip_frames: int | None = None,
    ) -> HubVideoEncoder:
        """Load the encoder of a local folder with `config.json`, safetensors and a processor file.

        Weights of heads that the encoder does not have are ignored; every weight that it has must be there.

        Raises:
            ValueError: if it is no known video encoder, or weights are missing or of another shape.
            OSError: if files are missing.
        """
        from transformers import AutoConfig, AutoModel

        local: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        config = AutoConfig.from_pretrained(str(folder), **local)
        layout = clip_layout(config, clip_frames, read_size(Path(folder)))
        normalization = read_normalization(Path(folder))
        try:
            model, report = AutoModel.from_pretrained(
                str(folder), config=config, dtype=dtype, use_safetensors=True, output_loading_info=True, **local
            )
        except ImportError as error:
            raise ValueError(f"{config.model_type} needs a library that is not installed: {error}") from error
        except RuntimeError as error:
            raise ValueError(f"the weights in {folder} do not fit their config: {error}") from error
        missing = sorted(map(str, [*report["missing_keys"], *report["mismatched_keys"]]))
        if missing:
            raise ValueError(f"the weights in {folder} lack what the encoder needs: {', '.join(missing[:5])}")
        encoder = model.get_submodule(layout.part).to(device).requires_grad_(False)
        return cls(encoder, layout, normalization, id, revision)

    @torch.no_grad()
    def encode(self, frames: Tensor) -> Tensor:
        """(B, F, H, W, 3) uint8 RGB -> (B, t, h, w, C) float32."""
        _require_clip(frames, self.clip_frames)
        weight = next(self.model.parameters())
        pixels = prepare_frames(frames.to(weight.device), self.layout.size, self.normalization)  # (B, F, 3, Y, X)
        output = self.model(**{self.layout.input: pixels.to(weight.dtype)}, **dict(self.layout.options))
        tokens = output.last_hidden_state[:, self.layout.skipped :].float()  # (B, t * h * w, C)
        steps, rows, columns = self.grid
        if self.layout.time_last:
            return tokens.unflatten(1, (rows, columns, steps)).permute(0, 3, 1, 2, 4)
        return tokens.unflatten(1, self.grid)
