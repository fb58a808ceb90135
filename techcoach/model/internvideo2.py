"""InternVideo2's video encoder (Wang et al., "InternVideo2", 2024) on plain PyTorch: no flash-attn, no remote code.

A vision transformer over 14 x 14 patches of single frames and one class token: pre-norm with RMSNorm, queries and keys
normalised over the full width before they are split into heads, LayerScale on both branches, no norm at the end.
Knows tensors only; `internvideo2_weights` reads files. The modules have the names that the released state
dicts use, so that loading is a plain, strict copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

PRESETS: dict[str, dict[str, int]] = {
    "S": {"hidden_size": 384, "num_layers": 12, "num_heads": 6, "mlp_size": 1536},
    "B": {"hidden_size": 768, "num_layers": 12, "num_heads": 12, "mlp_size": 3072},
    "L": {"hidden_size": 1024, "num_layers": 24, "num_heads": 16, "mlp_size": 4096},
    "1B": {"hidden_size": 1408, "num_layers": 40, "num_heads": 16, "mlp_size": 6144},
    "6B": {"hidden_size": 3200, "num_layers": 48, "num_heads": 25, "mlp_size": 12800},
    "tiny": {"hidden_size": 32, "num_layers": 1, "num_heads": 2, "mlp_size": 64},
}
"""The released sizes: 22M, 87M, 305M, 1.01B and 5.9B parameters without the pooling head; and an untrained one
of ours, to try the video road on a CPU."""

RMS_EPSILON = 1e-6
POOL_EPSILON = 1e-5
LAYER_SCALE_INIT = 1e-5
LONGEST_PERIOD = 10_000.0
"""Base of the geometric progression of the position table's periods (Vaswani et al. 2017)."""


@dataclass(frozen=True)
class InternVideo2Config:
    """Sizes of an InternVideo2 video encoder. An impossible combination raises a ValueError that names the values.

    Attributes:
        hidden_size: width C; a multiple of 16 (the position table) and of num_heads.
        num_layers, num_heads: transformer blocks, and attention heads in each.
        mlp_size: hidden width of each block's MLP.
        image_size: side of the square frames, pixels; a multiple of patch_size.
        patch_size: side of a patch, pixels.
        tubelet_size: frames in a patch; every released model has 1.
        num_frames: frames in a clip; a multiple of tubelet_size.
        return_layer: whose output is returned, counted from the end: -1 is the last block's, -2 the one before.
        with_pool: whether there is an attention pooling head; it was trained on the last block only.
        pool_heads, pool_size: heads and output width of the pooling head.
    """

    hidden_size: int
    num_layers: int
    num_heads: int
    mlp_size: int
    image_size: int = 224
    patch_size: int = 14
    tubelet_size: int = 1
    num_frames: int = 8
    return_layer: int = -1
    with_pool: bool = False
    pool_heads: int = 16
    pool_size: int = 768

    def __post_init__(self) -> None:
        sizes = {name: value for name, value in vars(self).items() if name not in ("return_layer", "with_pool")}
        wrong = {name: value for name, value in sizes.items() if value < 1}
        if wrong:
            raise ValueError(f"sizes must be 1 or more, got {wrong}")
        if self.hidden_size % 16 or self.hidden_size % self.num_heads:
            raise ValueError(
                f"hidden_size {self.hidden_size} must be a multiple of 16 and of num_heads {self.num_heads}"
            )
        if self.image_size % self.patch_size:
            raise ValueError(f"image_size {self.image_size} must be a multiple of patch_size {self.patch_size}")
        if self.num_frames % self.tubelet_size:
            raise ValueError(f"num_frames {self.num_frames} must be a multiple of tubelet_size {self.tubelet_size}")
        if not -self.num_layers <= self.return_layer <= -1:
            raise ValueError(f"return_layer must lie in -{self.num_layers}..-1, got {self.return_layer}")
        if self.with_pool and self.return_layer != -1:
            raise ValueError(f"the pooling head reads the last layer, -1, not return_layer {self.return_layer}")
        if self.with_pool and self.hidden_size % self.pool_heads:
            raise ValueError(f"hidden_size {self.hidden_size} must be a multiple of pool_heads {self.pool_heads}")

    @property
    def grid(self) -> tuple[int, int, int]:
        """Patches of a clip (T, H, W): 8 x 16 x 16 for 8 frames of 224 pixels."""
        side = self.image_size // self.patch_size
        return self.num_frames // self.tubelet_size, side, side

    @classmethod
    def preset(cls, size: str, **changes: Any) -> InternVideo2Config:
        """Return the config of a released size, "S", "B", "L", "1B" or "6B"; another size is a ValueError."""
        if size not in PRESETS:
            raise ValueError(f"InternVideo2 has the sizes {', '.join(PRESETS)}; got {size!r}")
        return cls(**{**PRESETS[size], **changes})


@dataclass(frozen=True)
class InternVideo2Output:
    """The features of a batch of clips.

    Attributes:
        patches: (B, T, H, W, C) features of the patches after the chosen layer.
        cls: (B, C) the class token after the chosen layer.
        pooled: (B, pool_size) of the attention pooling head; None without one.
    """

    patches: Tensor
    cls: Tensor
    pooled: Tensor | None = None


def position_table(hidden_size: int, grid: tuple[int, int, int]) -> Tensor:
    """Return sine-cosine positions of a clip's patches, and zeros for the class token before them.

    A quarter of the width encodes the time, three eighths the column and three eighths the row, in this order; each
    part holds the sines of all its frequencies and then the cosines.

    Args:
        hidden_size: C, a multiple of 16. grid: (T, H, W).

    Returns:
        (1, 1 + T * H * W, C) float32; patches in the order T, H, W.
    """
    steps, rows, columns = grid

    def waves(count: int, width: int) -> Tensor:
        frequencies = LONGEST_PERIOD ** -(torch.arange(width // 2, dtype=torch.float64) / (width // 2))
        phases = torch.arange(count, dtype=torch.float64)[:, None] * frequencies
        return torch.cat([phases.sin(), phases.cos()], dim=-1)  # (count, width)

    time = waves(steps, hidden_size // 4)[:, None, None]
    column = waves(columns, hidden_size * 3 // 8)[None, None]
    row = waves(rows, hidden_size * 3 // 8)[None, :, None]
    parts = [part.expand(steps, rows, columns, -1) for part in (time, column, row)]
    patches = torch.cat(parts, dim=-1).reshape(-1, hidden_size)
    return torch.cat([torch.zeros(1, hidden_size, dtype=torch.float64), patches]).float().unsqueeze(0)


class RMSNorm(nn.Module):
    """Division by the root mean square over the last axis, computed in float32, and a learned scale."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))

    def forward(self, hidden: Tensor) -> Tensor:
        """(..., C) -> (..., C)."""
        wide = hidden if hidden.dtype == torch.float64 else hidden.float()
        scaled = wide * torch.rsqrt(wide.square().mean(dim=-1, keepdim=True) + RMS_EPSILON)
        return scaled.to(hidden.dtype) * self.weight


class LayerScale(nn.Module):
    """A learned factor for each channel of a residual branch (Touvron et al. 2021)."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.full((size,), LAYER_SCALE_INIT))

    def forward(self, hidden: Tensor) -> Tensor:
        """(..., C) -> (..., C)."""
        return hidden * self.gamma


class Attention(nn.Module):
    """Self-attention whose queries and keys are RMS-normalised over the full width before the split into heads."""

    def __init__(self, size: int, num_heads: int) -> None:
        super().__init__()
        self.num_heads = num_heads
        self.qkv = nn.Linear(size, 3 * size, bias=False)
        self.q_norm = RMSNorm(size)
        self.k_norm = RMSNorm(size)
        self.proj = nn.Linear(size, size)

    def forward(self, hidden: Tensor) -> Tensor:
        """(B, L, C) -> (B, L, C)."""
        query, key, value = self.qkv(hidden).chunk(3, dim=-1)
        mixed = attend(self.q_norm(query), self.k_norm(key), value, self.num_heads)
        return self.proj(mixed)


def attend(query: Tensor, key: Tensor, value: Tensor, num_heads: int) -> Tensor:
    """Scaled dot-product attention: query (B, Lq, C), key and value (B, Lk, C) -> (B, Lq, C)."""
    split = [part.unflatten(-1, (num_heads, -1)).transpose(1, 2) for part in (query, key, value)]
    return functional.scaled_dot_product_attention(*split).transpose(1, 2).flatten(2)


class FeedForward(nn.Module):
    """Linear, GELU, linear."""

    def __init__(self, size: int, inner: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(size, inner)
        self.fc2 = nn.Linear(inner, size)

    def forward(self, hidden: Tensor) -> Tensor:
        """(..., C) -> (..., C)."""
        return self.fc2(functional.gelu(self.fc1(hidden)))


class Block(nn.Module):
    """A pre-norm transformer block with LayerScale on both branches."""

    def __init__(self, config: InternVideo2Config) -> None:
        super().__init__()
        size = config.hidden_size
        self.norm1 = RMSNorm(size)
        self.attn = Attention(size, config.num_heads)
        self.ls1 = LayerScale(size)
        self.norm2 = RMSNorm(size)
        self.mlp = FeedForward(size, config.mlp_size)
        self.ls2 = LayerScale(size)

    def forward(self, hidden: Tensor) -> Tensor:
        """(B, L, C) -> (B, L, C)."""
        hidden = hidden + self.ls1(self.attn(self.norm1(hidden)))
        return hidden + self.ls2(self.mlp(self.norm2(hidden)))


class PatchEmbedding(nn.Module):
    """A linear map of each patch's pixels."""

    def __init__(self, config: InternVideo2Config) -> None:
        super().__init__()
        kernel = (config.tubelet_size, config.patch_size, config.patch_size)
        self.proj = nn.Conv3d(3, config.hidden_size, kernel_size=kernel, stride=kernel)

    def forward(self, video: Tensor) -> Tensor:
        """(B, 3, F, Y, X) -> (B, T * H * W, C), in the order T, H, W."""
        return self.proj(video).flatten(2).transpose(1, 2)


class PoolingAttention(nn.Module):
    """Cross-attention whose biases of queries, keys and values are parameters beside the linear maps."""

    def __init__(self, config: InternVideo2Config) -> None:
        super().__init__()
        size = config.hidden_size
        self.num_heads = config.pool_heads
        self.q, self.k, self.v = (nn.Linear(size, size, bias=False) for _ in range(3))
        self.q_bias, self.k_bias, self.v_bias = (nn.Parameter(torch.zeros(size)) for _ in range(3))
        self.proj = nn.Linear(size, config.pool_size)

    def forward(self, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        """(B, Lq, C), (B, Lk, C), (B, Lk, C) -> (B, Lq, pool_size)."""
        query, key, value = self.q(query) + self.q_bias, self.k(key) + self.k_bias, self.v(value) + self.v_bias
        return self.proj(attend(query, key, value, self.num_heads))


class AttentionPool(nn.Module):
    """Attention of the mean token over all tokens, class token included: one vector for a clip."""

    def __init__(self, config: InternVideo2Config) -> None:
        super().__init__()
        self.norm1_q, self.norm1_k, self.norm1_v = (
            nn.LayerNorm(config.hidden_size, eps=POOL_EPSILON) for _ in range(3)
        )
        self.cross_attn = PoolingAttention(config)

    def forward(self, tokens: Tensor) -> Tensor:
        """(B, L, C) -> (B, pool_size)."""
        query = tokens.mean(dim=1, keepdim=True)
        return self.cross_attn(self.norm1_q(query), self.norm1_k(tokens), self.norm1_v(tokens)).squeeze(1)


class InternVideo2Encoder(nn.Module):
    """The video encoder. Fresh weights are random; `internvideo2_weights.load_internvideo2` reads released ones."""

    def __init__(self, config: InternVideo2Config) -> None:
        super().__init__()
        self.config = config
        self.patch_embed = PatchEmbedding(config)
        self.cls_token = nn.Parameter(0.02 * torch.randn(1, 1, config.hidden_size))
        self.pos_embed = nn.Parameter(position_table(config.hidden_size, config.grid))
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.num_layers))
        self.clip_projector = AttentionPool(config) if config.with_pool else None

    def forward(self, video: Tensor) -> InternVideo2Output:
        """Return the features of a batch of clips; blocks after the chosen layer are not computed.

        Args:
            video: (B, 3, F, Y, X) float RGB, normalised with ImageNet's mean and deviation; F is num_frames, Y and X
                are image_size. It is cast to the weights' type (bfloat16, for one).

        Raises:
            ValueError: if the clip has another shape than the config says.
        """
        config = self.config
        expected = (3, config.num_frames, config.image_size, config.image_size)
        if video.dim() != 5 or tuple(video.shape[1:]) != expected:
            raise ValueError(f"expected clips of shape (B, {str(expected)[1:-1]}), got {tuple(video.shape)}")
        patches = self.patch_embed(video.to(self.pos_embed.dtype))  # (B, T * H * W, C)
        tokens = torch.cat([self.cls_token.expand(len(patches), -1, -1), patches], dim=1) + self.pos_embed
        for block in self.blocks[: config.num_layers + config.return_layer + 1]:
            tokens = block(tokens)
        pooled = None if self.clip_projector is None else self.clip_projector(tokens)
        return InternVideo2Output(tokens[:, 1:].unflatten(1, config.grid), tokens[:, 0], pooled)
