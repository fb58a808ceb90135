"""Loading a video encoder by name: released InternVideo2 models, other Hub models, local files and folders.

This file finds the files (`checkpoint` resolves, pins and caches them), and `model` opens them. An encoder that cannot
be downloaded or does not load raises a `Refusal`. torch is imported when the first encoder is loaded.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..checkpoint import locate as checkpoint
from ..types import Refusal

if TYPE_CHECKING:
    import torch

    from ..model.video_encoders import VideoEncoder


@dataclass(frozen=True)
class Release:
    """A released InternVideo2 model: a Hub repository, the file in it, and the size of the encoder."""

    repository: str
    file: str
    size: str


_DISTILLED = "OpenGVLab/InternVideo2_distillation_models"
RELEASES: dict[str, Release] = {
    "internvideo2-1b": Release("OpenGVLab/InternVideo2-Stage2_1B-224p-f4", "InternVideo2-stage2_1b-224p-f4.pt", "1B"),
    "internvideo2-1b-k400": Release("OpenGVLab/InternVideo2-Stage1-1B-224p-K400", "1B_ft_k710_ft_k400_f8.pth", "1B"),
    "internvideo2-l": Release(_DISTILLED, "stage1/L14/L14_dist_1B_stage2/pytorch_model.bin", "L"),
    "internvideo2-b": Release(_DISTILLED, "stage1/B14/B14_dist_1B_stage2/pytorch_model.bin", "B"),
    "internvideo2-s": Release(_DISTILLED, "stage1/S14/S14_dist_1B_stage2/pytorch_model.bin", "S"),
    "internvideo2-clip-s": Release("OpenGVLab/InternVideo2_CLIP_S", "model.safetensors", "S"),
}
"""Released models by the names that `load_encoder` takes. The 1B models need their terms accepted on the Hub first."""

LAYER = ":layer"
"""Separates an encoder's name from its layer, in ids of encoders whose features are not of the last layer."""


def load_encoder(
    id_or_path: str | Path,
    device: str | torch.device = "cpu",
    dtype: torch.dtype | None = None,
    *,
    clip_frames: int | None = None,
    return_layer: int = -1,
) -> VideoEncoder:
    """Load a video encoder, and download it if need be.

    Args:
        id_or_path: a name of `RELEASES` or its Hub id, each with "@revision" if wanted; an InternVideo2 file
            (`.safetensors`, or `.pt`, `.pth`, `.bin` of tensors alone); a folder, or a Hub id "org/name[@revision]",
            of a video encoder of `transformers` with safetensors. A local file or folder wins over the Hub.
        device: a torch device. dtype: of the weights; bfloat16 on CUDA and float32 elsewhere if None.
        clip_frames: frames in a clip; if None, 8 for InternVideo2 and the trained number for other encoders.
        return_layer: InternVideo2's, from the end: -1 the last, -2 as chat models read it.

    Raises:
        Refusal: `gated_checkpoint` or `unknown_checkpoint`, with what to do.
    """
    import torch

    if dtype is None:
        dtype = torch.bfloat16 if torch.device(device).type == "cuda" else torch.float32
    text = str(id_or_path)
    path = Path(os.path.expanduser(id_or_path))
    if path.is_file():
        local = checkpoint.ResolvedCheckpoint(
            path.parent, path.stem, checkpoint.digest(path)[: checkpoint.DIGEST_CHARACTERS]
        )
        return _internvideo2(path, local, None, device, dtype, clip_frames, return_layer)
    if not path.is_dir() and (release := _release(text)) is not None:
        name, hub_id = release
        file, snapshot = checkpoint.fetch(hub_id, RELEASES[name].file)
        # Its id is the name of the release: a repository may hold several.
        named_snapshot = replace(snapshot, id=name)
        return _internvideo2(file, named_snapshot, RELEASES[name].size, device, dtype, clip_frames, return_layer)
    if return_layer != -1:
        raise ValueError(f"return_layer {return_layer} is InternVideo2's; {text} gives its last layer")
    return _transformers(checkpoint.locate_weights(id_or_path), device, dtype, clip_frames)


def split_layer(id: str) -> tuple[str, int]:
    """Split an encoder's id into its name and the layer that its features are of."""
    name, separator, layer = id.partition(LAYER)
    return name, int(layer) if separator else -1


def _release(text: str) -> tuple[str, str] | None:
    """Return the release that a name or Hub id means, and its Hub id with the revision; None if it is no release."""
    name, at, revision = text.partition("@")
    if name in RELEASES:
        return name, RELEASES[name].repository + at + revision
    candidates = [release_name for release_name, release in RELEASES.items() if release.repository == name]
    if len(candidates) > 1:
        raise Refusal(
            "unknown_checkpoint", f"{name} holds several encoders.", f"Choose one of {', '.join(candidates)}."
        )
    return next(((release_name, text) for release_name in candidates), None)


def _internvideo2(
    file: Path,
    resolved: checkpoint.ResolvedCheckpoint,
    size: str | None,
    device: str | torch.device,
    dtype: torch.dtype,
    clip_frames: int | None,
    return_layer: int,
) -> VideoEncoder:
    from ..model.internvideo2_weights import load_internvideo2
    from ..model.video_encoders import InternVideo2VideoEncoder

    try:
        encoder = load_internvideo2(
            file, size, device=device, dtype=dtype, num_frames=clip_frames or 8, return_layer=return_layer
        )
    except ValueError as error:
        raise _does_not_load(error) from error
    # Features of another layer are other features: a store must not mistake them for each other.
    id = resolved.id if return_layer == -1 else f"{resolved.id}{LAYER}{return_layer}"
    return InternVideo2VideoEncoder(encoder, id, resolved.revision)


def _transformers(
    resolved: checkpoint.ResolvedCheckpoint, device: str | torch.device, dtype: torch.dtype, clip_frames: int | None
) -> VideoEncoder:
    from ..model.video_encoders import HubVideoEncoder

    try:
        return HubVideoEncoder.load(
            resolved.folder, resolved.id, resolved.revision, device=device, dtype=dtype, clip_frames=clip_frames
        )
    except (ValueError, OSError) as error:
        raise _does_not_load(error) from error


def _does_not_load(error: Exception) -> Refusal:
    return Refusal(
        "unknown_checkpoint",
        f"The video encoder cannot be loaded: {str(error).rstrip('.')}.",
        f"Give one of {', '.join(RELEASES)}, or a VideoMAE, V-JEPA 2, VideoPrism, TimeSformer or PE-video model.",
    )
