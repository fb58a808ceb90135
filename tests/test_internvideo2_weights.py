"""Released InternVideo2 files, in every layout that they come in, and what must not be loaded."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from test_internvideo2 import TINY, tiny_encoder, tiny_video
from torch import Tensor
from torch.nn import functional

from techcoach.model.internvideo2 import InternVideo2Config, InternVideo2Encoder
from techcoach.model.internvideo2_weights import infer_config, interpolate_positions, load_internvideo2

State = dict[str, Any]
SHAPE: dict[str, Any] = {**TINY, "stored_image_size": TINY["image_size"]}


def released(**changes: Any) -> State:
    """A state dict as it is released: with the pooling head, which the features do not need."""
    return {name: tensor.clone() for name, tensor in tiny_encoder(with_pool=True, **changes).state_dict().items()}


def training_extras(state: State) -> State:
    return state | {
        "clip_pos_embed": torch.zeros_like(state["pos_embed"]),
        "img_pos_embed": torch.zeros(1, 10, 32),
        "clip_img_pos_embed": torch.zeros(1, 10, 32),
        "clip_decoder.0.head.weight": torch.zeros(8, 32),
        "clip_decoder.5.norm.bias": torch.zeros(8),
        "final_clip_decoder.head.weight": torch.zeros(8, 12),
        "mae_pos_embed": torch.zeros_like(state["pos_embed"]),
        "mae_decoder.0.head.bias": torch.zeros(8),
    }


def stage_2(state: State) -> State:
    return {f"vision_encoder.{name}": tensor for name, tensor in training_extras(state).items()} | {
        "text_encoder.bert.embeddings.position_ids": torch.arange(4),
        "text_proj.weight": torch.zeros(4, 4),
        "vision_proj.weight": torch.zeros(4, 12),
        "itm_head.bias": torch.zeros(2),
        "temp": torch.tensor(0.07),
    }


SOUND = ("audio_encoder.a", "audio_proj.bias", "av_concat_vision_proj.0.bias", "av_fusion.bias", "avtm_head.bias")

LAYOUTS: dict[str, Callable[[State], State]] = {
    "plain": dict,
    "model": lambda state: {"model": state, "epoch": 3},
    "module": lambda state: {"module": state, "global_steps": 10, "optimizer": None},
    "training extras": training_extras,
    "action classes": lambda state: {"model": state | {"fc_norm.weight": torch.ones(12), "head.bias": torch.ones(400)}},
    "stage 2": stage_2,
    "stage 2 with sound": lambda state: stage_2(state) | dict.fromkeys(SOUND, torch.zeros(1)),
    "stage 2, wrapped": lambda state: {"module": {"model": stage_2(state)}},
}


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    def write(held: Any, name: str = "weights.pt", **options: Any) -> Path:
        torch.save(held, tmp_path / name, **options)
        return tmp_path / name

    return write


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_released_layout_gives_the_same_features(layout: str, save: Callable[..., Path]):
    encoder = tiny_encoder(with_pool=True)
    video = tiny_video(encoder)
    path = save(LAYOUTS[layout](released()))
    with torch.no_grad():
        expected = encoder(video)
        plain = load_internvideo2(path, **SHAPE)(video)
        pooled = load_internvideo2(path, with_pool=True, **SHAPE)(video)
    assert torch.equal(plain.patches, expected.patches) and plain.pooled is None
    assert torch.equal(pooled.pooled, expected.pooled)


def test_safetensors_and_old_pickles_load_frozen_in_the_asked_type(save: Callable[..., Path], tmp_path: Path):
    save_file(released(), tmp_path / "weights.safetensors")
    old = save(released(), "weights.bin", _use_new_zipfile_serialization=False)
    for path in (tmp_path / "weights.safetensors", old):
        encoder = load_internvideo2(path, dtype=torch.bfloat16, **SHAPE)
        assert {parameter.dtype for parameter in encoder.parameters()} == {torch.bfloat16}
        assert not encoder.training
        assert not any(parameter.requires_grad for parameter in encoder.parameters())
        assert torch.equal(encoder.cls_token, released()["cls_token"].bfloat16())


def test_positions_of_4_frames_serve_8(save: Callable[..., Path]):
    stored = released()
    stored["pos_embed"] = torch.randn(1, 1 + 4 * 9, 32)
    path = save(stage_2(stored))
    longer = load_internvideo2(path, **{**SHAPE, "num_frames": 8})
    expected = tiny_encoder(num_frames=8)
    with torch.no_grad():
        table = stored["pos_embed"][0, 1:].reshape(4, 9, 32).permute(1, 2, 0)
        table = functional.interpolate(table, size=8, mode="linear").permute(2, 0, 1).reshape(1, 72, 32)
        expected.pos_embed.copy_(torch.cat([stored["pos_embed"][:, :1], table], dim=1))
        for name, parameter in expected.named_parameters():
            if name != "pos_embed":
                parameter.copy_(stored[name])
        video = tiny_video(expected)
        assert torch.equal(longer(video).patches, expected(video).patches)
    middle = 0.25 * stored["pos_embed"][0, 1:10] + 0.75 * stored["pos_embed"][0, 10:19]
    assert torch.allclose(longer.pos_embed[0, 1 + 2 * 9 : 1 + 3 * 9], middle, atol=1e-6)


def test_positions_of_another_frame_size_are_bicubic():
    table = torch.randn(1, 1 + 2 * 3 * 3, 16)
    wider = interpolate_positions(table, (3, 3), (2, 5, 4))
    images = table[0, 1:].reshape(2, 3, 3, 16).permute(0, 3, 1, 2)
    expected = functional.interpolate(images, size=(5, 4), mode="bicubic").permute(0, 2, 3, 1)
    assert torch.allclose(wider[0, 1:].reshape(2, 5, 4, 16), expected, atol=1e-6)
    assert torch.equal(wider[:, 0], table[:, 0])
    assert interpolate_positions(table, (3, 3), (2, 3, 3)) is table
    with pytest.raises(ValueError, match="whole frames of 4 x 4 patches"):
        interpolate_positions(table, (4, 4), (2, 4, 4))


def without(name: str) -> State:
    return {key: tensor for key, tensor in released().items() if key != name}


def six_strangers() -> State:
    return released() | {f"adapter.{index}": torch.zeros(1) for index in range(6)}


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (lambda: without("blocks.1.attn.q_norm.weight"), "missing: blocks.1.attn.q_norm.weight"),
        (lambda: without("pos_embed"), "missing: pos_embed"),
        (six_strangers, r"not known: adapter.0, adapter.1, adapter.2, adapter.3, adapter.4 and 1 more"),
        (lambda: released() | {"blocks.3.ls1.gamma": torch.ones(32)}, "not known: blocks.3.ls1.gamma"),
        (lambda: released() | {"blocks.0.attn.qkv.bias": torch.ones(96)}, "not known: blocks.0.attn.qkv.bias"),
        (
            lambda: released() | {"blocks.2.mlp.fc2.weight": torch.ones(40, 32)},
            r"of another shape: blocks.2.mlp.fc2.weight \(40, 32\), expected \(32, 40\)",
        ),
        (lambda: stage_2(released()) | {"audio_tower.weight": torch.ones(1)}, "no known part.*audio_tower.weight"),
        (lambda: {"text_encoder.weight": torch.ones(1)}, "no InternVideo2 video encoder; it holds text_encoder.weight"),
        (lambda: released() | {"epoch": 3}, "no known part of InternVideo2: epoch"),
        (lambda: [torch.ones(1)], "holds a list, not a state dict"),
    ],
)
def test_what_does_not_fit_is_refused(state: Callable[[], Any], reason: str, save: Callable[..., Path]):
    path = save(state())
    with pytest.raises(ValueError, match=reason) as caught:
        load_internvideo2(path, **SHAPE)
    assert str(path) in str(caught.value)


def test_a_missing_pooling_head_is_missed_only_if_asked_for(save: Callable[..., Path]):
    path = save({name: tensor for name, tensor in released().items() if not name.startswith("clip_projector")})
    load_internvideo2(path, **SHAPE)
    with pytest.raises(ValueError, match=r"missing: clip_projector.+ and 9 more"):
        load_internvideo2(path, with_pool=True, **SHAPE)


class Program:
    """A pickle that runs a program when it is opened carelessly."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (self.command,)


def test_a_pickle_with_code_in_it_is_refused_and_not_run(save: Callable[..., Path], tmp_path: Path):
    mark = tmp_path / "it ran"
    path = save({"model": released(), "args": Program(f"touch '{mark}'")})
    with pytest.raises(ValueError, match="holds more than tensors, which could run any program") as caught:
        load_internvideo2(path, **SHAPE)
    assert str(path) in str(caught.value)
    assert not mark.exists()


@pytest.mark.parametrize("name", ["weights.pt", "weights.safetensors"])
def test_damaged_files_are_refused(name: str, tmp_path: Path):
    path = tmp_path / name
    for content in (b"", b"version https://git-lfs.github.com/spec/v1\n", bytes(200)):
        path.write_bytes(content)
        with pytest.raises(ValueError, match="damaged"):
            load_internvideo2(path, **SHAPE)
    torch.save(released(), tmp_path / "whole.pt")
    path.write_bytes((tmp_path / "whole.pt").read_bytes()[:-3000])
    with pytest.raises(ValueError, match="damaged"):
        load_internvideo2(path, **SHAPE)


def test_other_files_are_refused(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="no-such"):
        load_internvideo2(tmp_path / "no-such.pt")
    (tmp_path / "weights.pkl").write_bytes(b"")
    with pytest.raises(ValueError, match="expected .safetensors, .pt, .pth, .bin"):
        load_internvideo2(tmp_path / "weights.pkl")


def meta_state(size: str) -> dict[str, Tensor]:
    with torch.device("meta"):
        return InternVideo2Encoder(InternVideo2Config.preset(size)).state_dict()


@pytest.mark.parametrize("size", ["S", "B", "L", "1B", "6B"])
def test_the_size_is_read_off_the_shapes(size: str):
    state = meta_state(size)
    assert infer_config(state) == infer_config(state, size) == InternVideo2Config.preset(size)
    assert infer_config(state, return_layer=-2, num_frames=16).grid == (16, 16, 16)
    other = "B" if size != "B" else "L"
    with pytest.raises(ValueError, match=f"holds InternVideo2-{size}, not InternVideo2-{other}"):
        infer_config(state, other)


def test_shapes_of_no_released_size_are_refused():
    with pytest.raises(ValueError, match="'num_layers': 3, 'mlp_size': 40}: none of the released sizes S, B, L, 1B"):
        infer_config(released())
