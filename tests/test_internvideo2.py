"""InternVideo2's mathematics: against a reference in plain numpy, and against definitions written out."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from techcoach.model.internvideo2 import PRESETS, InternVideo2Config, InternVideo2Encoder, position_table

TINY: dict[str, Any] = {
    "hidden_size": 32, "num_layers": 3, "num_heads": 2, "mlp_size": 40,
    "image_size": 42, "num_frames": 4, "pool_heads": 4, "pool_size": 12,
}  # fmt: skip
"""4 frames of 3 x 3 patches."""


def tiny_encoder(seed: int = 0, **changes: Any) -> InternVideo2Encoder:
    """A small encoder none of whose weights is at rest: every norm, scale and bias shows in the output."""
    torch.manual_seed(seed)
    encoder = InternVideo2Encoder(InternVideo2Config(**{**TINY, **changes})).eval()
    with torch.no_grad():
        for name, parameter in encoder.named_parameters():
            if "norm" in name or "gamma" in name:
                parameter.copy_(1 + 0.5 * torch.randn_like(parameter))
            elif name != "pos_embed":
                parameter.copy_(0.3 * torch.randn_like(parameter))
    return encoder


def tiny_video(encoder: InternVideo2Encoder, batch: int = 2, seed: int = 1) -> Tensor:
    config = encoder.config
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(batch, 3, config.num_frames, config.image_size, config.image_size, generator=generator)


# -- the reference: float64, numpy, one token and one head at a time --------------------------------------------------


def rms_norm(rows: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return np.stack([row / np.sqrt(np.mean(row**2) + 1e-6) * weight for row in rows])


def layer_norm(rows: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return np.stack([(row - row.mean()) / np.sqrt(row.var() + 1e-5) * weight + bias for row in rows])


def attention(query: np.ndarray, key: np.ndarray, value: np.ndarray, heads: int) -> np.ndarray:
    width = query.shape[1] // heads
    outputs = []
    for head in range(heads):
        part = slice(head * width, (head + 1) * width)
        scores = query[:, part] @ key[:, part].T / math.sqrt(width)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        outputs.append(weights / weights.sum(axis=1, keepdims=True) @ value[:, part])
    return np.concatenate(outputs, axis=1)


def gelu(values: np.ndarray) -> np.ndarray:
    return values * 0.5 * (1 + np.vectorize(math.erf)(values / math.sqrt(2)))


def reference(encoder: InternVideo2Encoder, clip: Tensor, layers: int) -> tuple[np.ndarray, np.ndarray | None]:
    """Tokens (1 + T * H * W, C) of one clip (3, F, Y, X) after so many blocks, and the pooled vector."""
    w = {name: tensor.double().numpy() for name, tensor in encoder.state_dict().items()}
    pixels, patch = clip.double().numpy(), encoder.config.patch_size
    steps, rows, columns = encoder.config.grid
    tokens = [w["cls_token"][0, 0]]
    for step in range(steps):
        for row in range(rows):
            for column in range(columns):
                piece = pixels[:, step, row * patch : (row + 1) * patch, column * patch : (column + 1) * patch]
                kernel = w["patch_embed.proj.weight"][:, :, 0]
                tokens.append(np.einsum("ocyx,cyx->o", kernel, piece) + w["patch_embed.proj.bias"])
    hidden = np.stack(tokens) + w["pos_embed"][0]
    size = hidden.shape[1]
    for layer in range(layers):
        b = {name.removeprefix(f"blocks.{layer}."): tensor for name, tensor in w.items()}
        normed = rms_norm(hidden, b["norm1.weight"])
        query, key, value = (normed @ b["attn.qkv.weight"][i * size : (i + 1) * size].T for i in range(3))
        query, key = rms_norm(query, b["attn.q_norm.weight"]), rms_norm(key, b["attn.k_norm.weight"])
        mixed = attention(query, key, value, encoder.config.num_heads)
        hidden = hidden + b["ls1.gamma"] * (mixed @ b["attn.proj.weight"].T + b["attn.proj.bias"])
        inner = gelu(rms_norm(hidden, b["norm2.weight"]) @ b["mlp.fc1.weight"].T + b["mlp.fc1.bias"])
        hidden = hidden + b["ls2.gamma"] * (inner @ b["mlp.fc2.weight"].T + b["mlp.fc2.bias"])
    if encoder.clip_projector is None:
        return hidden, None
    p = {name.removeprefix("clip_projector."): tensor for name, tensor in w.items()}
    asked = layer_norm(hidden.mean(axis=0, keepdims=True), p["norm1_q.weight"], p["norm1_q.bias"])
    parts = {"q": asked} | {n: layer_norm(hidden, p[f"norm1_{n}.weight"], p[f"norm1_{n}.bias"]) for n in "kv"}
    query, key, value = (parts[n] @ p[f"cross_attn.{n}.weight"].T + p[f"cross_attn.{n}_bias"] for n in "qkv")
    pooled = attention(query, key, value, encoder.config.pool_heads)
    return hidden, (pooled @ p["cross_attn.proj.weight"].T + p["cross_attn.proj.bias"])[0]


@pytest.mark.parametrize("return_layer", [-1, -2, -3])
def test_the_encoder_equals_the_reference(return_layer: int):
    encoder = tiny_encoder(return_layer=return_layer, with_pool=return_layer == -1).double()
    video = tiny_video(encoder).double()
    with torch.no_grad():
        output = encoder(video)
    for index, clip in enumerate(video):
        tokens, pooled = reference(encoder, clip, encoder.config.num_layers + return_layer + 1)
        patches = tokens[1:].reshape(*encoder.config.grid, -1)
        np.testing.assert_allclose(output.patches[index].numpy(), patches, rtol=0, atol=1e-9)
        np.testing.assert_allclose(output.cls[index].numpy(), tokens[0], rtol=0, atol=1e-9)
        if pooled is not None:
            np.testing.assert_allclose(output.pooled[index].numpy(), pooled, rtol=0, atol=1e-9)
    assert (output.pooled is None) == (return_layer != -1)


def test_blocks_after_the_chosen_layer_are_not_computed():
    for return_layer, expected in ((-1, 3), (-2, 2), (-3, 1)):
        encoder = tiny_encoder(return_layer=return_layer)
        ran: list[int] = []
        for index, block in enumerate(encoder.blocks):
            block.register_forward_hook(lambda *_, index=index, ran=ran: ran.append(index))
        encoder(tiny_video(encoder))
        assert ran == list(range(expected))


def test_bfloat16_is_near_float32():
    encoder = tiny_encoder(with_pool=True)
    video = tiny_video(encoder)
    with torch.no_grad():
        exact = encoder(video)
        rough = encoder.to(torch.bfloat16)(video)
    assert rough.patches.dtype == rough.pooled.dtype == torch.bfloat16
    for mine, other in ((exact.patches, rough.patches), (exact.pooled, rough.pooled)):
        assert (mine - other.float()).norm() < 0.03 * mine.norm()


def test_the_position_table_is_its_definition():
    size, grid = 32, (3, 2, 4)
    table = position_table(size, grid).double()
    assert table.shape == (1, 1 + 3 * 2 * 4, size)
    assert not table[0, 0].any()

    def wave(position: int, channel: int, width: int) -> float:
        half = width // 2
        angle = position / 10000 ** ((channel % half) / half)
        return math.sin(angle) if channel < half else math.cos(angle)

    for step in range(3):
        for row in range(2):
            for column in range(4):
                token = table[0, 1 + (step * 2 + row) * 4 + column]
                expected = [wave(step, channel, 8) for channel in range(8)]
                expected += [wave(column, channel, 12) for channel in range(12)]
                expected += [wave(row, channel, 12) for channel in range(12)]
                np.testing.assert_allclose(token.numpy(), expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize(("size", "millions"), [("S", 22.0), ("B", 87.0), ("L", 305.0), ("1B", 1010.0), ("6B", 5900.0)])
def test_presets_have_the_published_sizes(size: str, millions: float):
    config = InternVideo2Config.preset(size)
    with torch.device("meta"):
        encoder = InternVideo2Encoder(config)
    assert sum(p.numel() for p in encoder.parameters()) == pytest.approx(millions * 1e6, rel=0.02)
    assert config.grid == (8, 16, 16)
    assert encoder.pos_embed.shape[1] == 2049
    with torch.device("meta"):
        InternVideo2Encoder(InternVideo2Config.preset(size, with_pool=True))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"hidden_size": 24}, "hidden_size 24 must be a multiple of 16"),
        ({"num_heads": 5}, "num_heads 5"),
        ({"image_size": 45}, "image_size 45 must be a multiple of patch_size 14"),
        ({"tubelet_size": 3}, "num_frames 4 must be a multiple of tubelet_size 3"),
        ({"return_layer": 0}, "return_layer must lie in -3..-1, got 0"),
        ({"return_layer": -4}, "return_layer must lie in -3..-1, got -4"),
        ({"return_layer": -2, "with_pool": True}, "the pooling head reads the last layer"),
        ({"with_pool": True, "pool_heads": 5}, "pool_heads 5"),
        ({"num_layers": 0}, "sizes must be 1 or more"),
    ],
)
def test_impossible_sizes_are_refused(changes: dict[str, Any], reason: str):
    with pytest.raises(ValueError, match=reason):
        InternVideo2Config(**{**TINY, **changes})


def test_an_unknown_size_and_a_clip_of_another_shape_are_refused():
    assert list(PRESETS) == ["S", "B", "L", "1B", "6B", "tiny"]
    with pytest.raises(ValueError, match="got '2B'"):
        InternVideo2Config.preset("2B")
    encoder = tiny_encoder()
    with pytest.raises(ValueError, match=r"\(B, 3, 4, 42, 42\), got \(2, 3, 5, 42, 42\)"):
        encoder(torch.zeros(2, 3, 5, 42, 42))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_the_1b_encoder_runs_in_bfloat16_on_a_gpu():
    with torch.device("cuda"):
        encoder = InternVideo2Encoder(InternVideo2Config.preset("1B", with_pool=True)).to(torch.bfloat16).eval()
        video = torch.randn(2, 3, 8, 224, 224)
    with torch.inference_mode():
        output = encoder(video)
    assert output.patches.shape == (2, 8, 16, 16, 1408)
    assert output.pooled.shape == (2, 768)
    assert output.patches.isfinite().all() and output.pooled.isfinite().all()
