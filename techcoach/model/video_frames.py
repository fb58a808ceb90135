"""Frames prepared for a video encoder, and its features averaged onto the model's grid.

Whole frames are resized to the encoder's size, not cropped, so that a cell of the grid is always the same part of the
frame, and an athlete at the edge is seen. Pure functions of tensors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)


@dataclass(frozen=True)
class Normalization:
    """Normalisation of pixel values 0..255 for an encoder: (value * scale - mean) / std, by channel R, G, B."""

    mean: tuple[float, ...] = IMAGENET_MEAN
    std: tuple[float, ...] = IMAGENET_STD
    scale: float = 1 / 255


def prepare_frames(
    frames: Tensor, size: tuple[int, int] = (224, 224), normalization: Normalization | None = None
) -> Tensor:
    """Prepare frames for an encoder: resize the whole frame (bilinear, antialiased), then normalise it.

    Args:
        frames: (..., H, W, 3) uint8 RGB. size: (rows, columns) wanted. normalization: ImageNet's if None.

    Returns:
        (..., 3, rows, columns) float32.

    Raises:
        ValueError: if the frames are not uint8 RGB.
    """
    if frames.dtype != torch.uint8 or frames.dim() < 3 or frames.shape[-1] != 3:
        raise ValueError(f"expected uint8 frames (..., H, W, 3), got {frames.dtype} {tuple(frames.shape)}")
    normalization = normalization or Normalization()
    leading = frames.shape[:-3]
    pixels = frames.reshape(-1, *frames.shape[-3:]).permute(0, 3, 1, 2).float()  # (N, 3, H, W)
    if tuple(pixels.shape[-2:]) != size:
        pixels = functional.interpolate(pixels, size=size, mode="bilinear", align_corners=False, antialias=True)
    mean, std = (pixels.new_tensor(values)[:, None, None] for values in (normalization.mean, normalization.std))
    return ((pixels * normalization.scale - mean) / std).reshape(*leading, 3, *size)


def pool_to_grid(features: Tensor, grid: Sequence[int]) -> Tensor:
    """Average the features of the consecutive clips of a window onto the model's grid.

    Each cell is the exact mean of the features that fall into it. For the paper's 32 clips of 8 x 16 x 16 and grid
    16 x 8 x 8 that is the mean over each clip's 8 steps, over 2 x 2 patches and over pairs of clips (our reading: the
    paper gives the sizes, not the operations).

    Args:
        features: (B, clips, t, h, w, C). grid: T', H', W'.

    Returns:
        (B, T', H', W', C) of the features' type; summed in float32 at least.

    Raises:
        ValueError: if clips * t, h and w are not whole multiples of the grid.
    """
    batch, clips, steps, rows, columns, channels = features.shape
    feature_grid = (clips * steps, rows, columns)
    if len(grid) != 3 or any(cells < 1 or size % cells for size, cells in zip(feature_grid, grid, strict=False)):
        raise ValueError(
            f"{clips} clips of {steps} x {rows} x {columns} features cannot be averaged onto a grid of {list(grid)}: "
            f"{clips} * {steps}, {rows} and {columns} must be whole multiples of it"
        )
    time, height, width = grid
    cells = features.reshape(
        batch, time, feature_grid[0] // time, height, rows // height, width, columns // width, channels
    )  # (B, T', t', H', h', W', w', C)
    return cells.mean(dim=(2, 4, 6), dtype=torch.promote_types(features.dtype, torch.float32)).to(features.dtype)
