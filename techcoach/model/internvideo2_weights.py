"""Loading released InternVideo2 weights into the encoder: every key is loaded or left out by name, nothing is guessed.

A state dict that does not fit is refused: lenient loading has left projections random, unnoticed, for many users of the
released code. From a pickled file only tensors are read, so that no code in it runs. Knows local files only.
"""

from __future__ import annotations

import pickle
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from .internvideo2 import PRESETS, InternVideo2Config, InternVideo2Encoder

PICKLED = (".pt", ".pth", ".bin")
SUFFIXES = (".safetensors", *PICKLED)
WRAPPERS = ("module", "model")
"""Names under which training programs (DeepSpeed and others) put the state dict beside their own state."""
TOWER = "vision_encoder."
"""Prefix of the video encoder's names in files that hold other towers too (stage 2, CLIP)."""
RELEASED_IMAGE_SIZE = 224
"""Side of the frames, pixels, that every released position table is made for."""

UNUSED_WEIGHTS: tuple[str, ...] = (
    r"clip_decoder\..+",  # distillation from the teachers
    r"final_clip_decoder\..+",
    r"mae_decoder\..+",
    r"clip_pos_embed",
    r"clip_img_pos_embed",
    r"mae_pos_embed",
    r"img_pos_embed",  # positions of single images; clips have their own where the two are apart
    r"fc_norm\..+",  # action classification
    r"head\..+",
)
"""Names of weights for training, images or classes in released files; the features of a clip do not need them."""
OTHER_TOWERS: tuple[str, ...] = (
    r"text_encoder\..+",
    r"text_proj\..+",
    r"vision_proj\..+",
    r"vision_align\..+",
    r"(itm|atm|avtm)_head\..+",
    r"temp",
    r"audio_encoder\..+",  # stage 2 with sound
    r"audio_proj\..+",
    r"av_(concat_vision_proj|concat_audio_proj|fusion)\..+",
)
"""Names of the weights beside the video encoder in stage 2 and CLIP files."""
POOLING_HEAD = r"clip_projector\..+"
NAMED_AT_MOST = 5
"""The most keys of each kind that an error names."""


def load_internvideo2(
    path: str | Path,
    size: str | None = None,
    *,
    device: str | torch.device = "cpu",
    dtype: torch.dtype = torch.float32,
    stored_image_size: int = RELEASED_IMAGE_SIZE,
    **changes: Any,
) -> InternVideo2Encoder:
    """Load the encoder with the weights of a local file, in evaluation mode and frozen.

    Args:
        path: a `.safetensors` file, or a `.pt`, `.pth` or `.bin` file that holds tensors only.
        size: "S", "B", "L", "1B" or "6B"; read off the weights' shapes if None.
        stored_image_size: side of the frames that the file's position table is made for, pixels.
        changes: of `InternVideo2Config`: num_frames, image_size, return_layer, with_pool, and others.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if the file cannot be opened safely, is of another size, or lacks or adds a weight.
    """
    where = str(path)
    state = unwrap(read_state(path), where)
    config = infer_config(state, size, where=where, **changes)
    fitted = fit_state(state, config, stored_image_size=stored_image_size, where=where)
    with torch.device("meta"):
        encoder = InternVideo2Encoder(config)
    # Copies: tensors that were read lie in the file's mapping, at addresses that no arithmetic is tuned for.
    encoder.load_state_dict(
        {name: tensor.to(device=device, dtype=dtype, copy=True) for name, tensor in fitted.items()}, assign=True
    )
    return encoder.eval().requires_grad_(False)


def read_state(path: str | Path) -> Mapping[str, Any]:
    """Read a file of weights to the CPU, mapped into memory where its format allows it.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if it is no file of weights, is damaged, or is a pickle of more than tensors.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}")
    if path.suffix not in SUFFIXES:
        raise ValueError(f"{path} is no file of weights: expected {', '.join(SUFFIXES)}")
    try:
        if path.suffix not in PICKLED:
            return load_file(path)
        # Only archives, not the format of old releases of PyTorch, can be mapped.
        content = torch.load(path, weights_only=True, map_location="cpu", mmap=zipfile.is_zipfile(path))
    except pickle.UnpicklingError as error:
        raise ValueError(
            f"{path} is damaged, or a pickle that holds more than tensors, which could run any program: it was not "
            f"opened. Convert it to safetensors where you trust it. ({_first_line(error)})"
        ) from error
    except (SafetensorError, RuntimeError, EOFError, OSError) as error:
        raise ValueError(f"{path} cannot be read, it may be damaged or cut short: {_first_line(error)}") from error
    if not isinstance(content, Mapping):
        raise ValueError(f"{path} holds a {type(content).__name__}, not a state dict")
    return content


def unwrap(raw: Mapping[str, Any], where: str = "the state dict") -> dict[str, Tensor]:
    """Return a released state dict under the encoder's names, without training programs' wrapping and other towers.

    Args:
        raw: the state dict, or one that holds it as "model" or "module"; the encoder's names may begin with
            "vision_encoder.". It is not changed.
        where: the file, for errors.

    Raises:
        ValueError: if it holds no InternVideo2 video encoder, or keys of no known tower.
    """
    content: Any = raw
    while (
        inner := next((content[name] for name in WRAPPERS if isinstance(content.get(name), Mapping)), None)
    ) is not None:
        content = inner
    state = {name: tensor for name, tensor in content.items() if isinstance(tensor, Tensor)}
    unknown = sorted(str(name) for name in content if name not in state)
    if any(name.startswith(TOWER) for name in state):
        encoder_state = {name.removeprefix(TOWER): tensor for name, tensor in state.items() if name.startswith(TOWER)}
        unknown += sorted(name for name in state if not name.startswith(TOWER) and not _matches(name, OTHER_TOWERS))
    else:
        encoder_state = state
    if "cls_token" not in encoder_state or "blocks.0.attn.qkv.weight" not in encoder_state:
        raise ValueError(f"{where} holds no InternVideo2 video encoder; it holds {_listed(sorted(map(str, content)))}")
    if unknown:
        raise ValueError(f"{where} holds what belongs to no known part of InternVideo2: {_listed(unknown)}")
    return encoder_state


def infer_config(
    state: Mapping[str, Tensor], size: str | None = None, *, where: str = "the state dict", **changes: Any
) -> InternVideo2Config:
    """Infer the configuration of weights from their shapes; `changes` are taken as they are.

    The number of heads shows in no shape, so a width, depth and MLP of no released size is refused, unless `changes`
    give all four.

    Raises:
        ValueError: if the shapes are of no released size, or of another one than `size`.
    """
    if PRESETS["S"].keys() <= changes.keys():
        return InternVideo2Config(**changes)
    blocks = {match[1] for name in state if (match := re.match(r"blocks\.(\d+)\.", name))}
    inner = state.get("blocks.0.mlp.fc1.weight")
    sizes = {
        "hidden_size": state["cls_token"].shape[-1],
        "num_layers": len(blocks),
        "mlp_size": None if inner is None else inner.shape[0],
    }
    fitting = [name for name, preset in PRESETS.items() if sizes.items() <= preset.items()]
    if not fitting:
        raise ValueError(f"{where} has {sizes}: none of the released sizes {', '.join(PRESETS)}")
    if size is not None and size not in fitting:
        raise ValueError(f"{where} holds InternVideo2-{fitting[0]}, not InternVideo2-{size}")
    return InternVideo2Config.preset(fitting[0], **changes)


def fit_state(
    state: Mapping[str, Tensor],
    config: InternVideo2Config,
    *,
    stored_image_size: int = RELEASED_IMAGE_SIZE,
    where: str = "the state dict",
) -> dict[str, Tensor]:
    """Return exactly the encoder's tensors of an unwrapped state dict: known extras left out, positions interpolated.

    Args:
        stored_image_size: side of the frames that the position table is made for, pixels.

    Raises:
        ValueError: if keys are missing, not known or of another shape; it names up to five of each.
    """
    with torch.device("meta"):
        expected = {name: tuple(tensor.shape) for name, tensor in InternVideo2Encoder(config).state_dict().items()}
    unused = UNUSED_WEIGHTS if config.with_pool else (*UNUSED_WEIGHTS, POOLING_HEAD)
    fitted = {name: tensor for name, tensor in state.items() if not _matches(name, unused)}
    if "pos_embed" in fitted:
        side = stored_image_size // config.patch_size
        fitted["pos_embed"] = interpolate_positions(fitted["pos_embed"], (side, side), config.grid, where)
    faults = {
        "missing": sorted(expected.keys() - fitted.keys()),
        "not known": sorted(fitted.keys() - expected.keys()),
        "of another shape": [
            f"{name} {tuple(fitted[name].shape)}, expected {shape}"
            for name, shape in expected.items()
            if name in fitted and tuple(fitted[name].shape) != shape
        ],
    }
    if any(faults.values()):
        lines = [f"{kind}: {_listed(names)}" for kind, names in faults.items() if names]
        raise ValueError(f"{where} does not fit the InternVideo2 encoder; {'; '.join(lines)}")
    return fitted


def interpolate_positions(
    table: Tensor, stored: tuple[int, int], grid: tuple[int, int, int], where: str = "the state dict"
) -> Tensor:
    """Interpolate a position table to another number or size of frames; the class token's row is kept.

    Linear in time, then bicubic in space, as the released code does it for its stage 2 models (4 -> 8 frames).

    Args:
        table: (1, 1 + t * h * w, C), its patches in the order t, h, w. stored: (h, w) of it. grid: (T, H, W) wanted.

    Returns:
        (1, 1 + T * H * W, C) of the table's type; the table itself if the sizes are the same.

    Raises:
        ValueError: if the table has no whole number of frames.
    """
    rows, columns = stored
    if table.dim() != 3 or table.shape[0] != 1 or table.shape[1] < 2 or (table.shape[1] - 1) % (rows * columns):
        raise ValueError(
            f"{where} has a position table of shape {tuple(table.shape)}: not one class token and whole frames of "
            f"{rows} x {columns} patches"
        )
    steps, size = (table.shape[1] - 1) // (rows * columns), table.shape[2]
    if (steps, rows, columns) == grid:
        return table
    patches = table[0, 1:].float()  # (t * h * w, C)
    if steps != grid[0]:
        over_time = patches.reshape(steps, -1, size).permute(1, 2, 0)  # (h * w, C, t)
        patches = functional.interpolate(over_time, size=grid[0], mode="linear", align_corners=False).permute(2, 0, 1)
    if (rows, columns) != grid[1:]:
        images = patches.reshape(grid[0], rows, columns, size).permute(0, 3, 1, 2)  # (T, C, h, w)
        images = functional.interpolate(images, size=grid[1:], mode="bicubic", align_corners=False)
        patches = images.permute(0, 2, 3, 1)  # (T, H, W, C)
    return torch.cat([table[:, :1], patches.reshape(1, -1, size).to(table.dtype)], dim=1)


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(re.fullmatch(pattern, name) for pattern in patterns)


def _listed(names: list[str]) -> str:
    more = len(names) - NAMED_AT_MOST
    return ", ".join(names[:NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
