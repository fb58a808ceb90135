"""Video encoders behind one interface: frames in, places on a grid out, wherever the weights come from."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import (
    AutoModel,
    PeVideoConfig,
    PeVideoEncoderConfig,
    PreTrainedConfig,
    TimesformerConfig,
    VideoMAEConfig,
    VideoMAEForPreTraining,
    VideoMAEImageProcessorPil,
    VideoPrismConfig,
    VideoPrismVisionConfig,
    VJEPA2Config,
    VJEPA2ForVideoClassification,
)
from transformers.modeling_outputs import ImageClassifierOutput

from techcoach.checkpoint import locate as checkpoint
from techcoach.encoding import video as encoders
from techcoach.encoding.video import load_encoder
from techcoach.model.internvideo2 import PRESETS, InternVideo2Config, InternVideo2Encoder
from techcoach.model.video_encoders import InternVideo2VideoEncoder, VideoEncoder, clip_layout, read_normalization
from techcoach.model.video_frames import Normalization, prepare_frames
from techcoach.types import Refusal

IMAGENET = {
    "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225], "rescale_factor": 1 / 255,
    "size": {"height": 32, "width": 32},
}  # fmt: skip
SMALL: dict[str, Any] = {"hidden_size": 32, "num_attention_heads": 2, "intermediate_size": 32}


def videomae() -> VideoMAEConfig:
    return VideoMAEConfig(
        image_size=[32, 48], patch_size=16, num_frames=6, tubelet_size=2, num_hidden_layers=2,
        decoder_hidden_size=16, decoder_num_attention_heads=2, decoder_num_hidden_layers=1,
        decoder_intermediate_size=16, **SMALL,
    )  # fmt: skip


def vjepa2() -> VJEPA2Config:
    return VJEPA2Config(
        crop_size=48, patch_size=16, frames_per_clip=8, tubelet_size=2, hidden_size=32, num_attention_heads=2,
        num_hidden_layers=2, mlp_ratio=1.0, num_pooler_layers=1, pred_hidden_size=24, pred_num_attention_heads=2,
        pred_num_hidden_layers=1, pred_num_mask_tokens=1,
    )  # fmt: skip


def videoprism_vision() -> VideoPrismVisionConfig:
    return VideoPrismVisionConfig(
        image_size=36, num_frames=4, tubelet_size=[1, 18, 18], num_spatial_layers=2, num_temporal_layers=1,
        num_auxiliary_layers=1, **SMALL,
    )  # fmt: skip


def videoprism() -> PreTrainedConfig:
    text = {"vocab_size": 20, "num_hidden_layers": 1, **SMALL}
    return VideoPrismConfig(vision_config=videoprism_vision().to_dict(), text_config=text)


def timesformer() -> PreTrainedConfig:
    return TimesformerConfig(image_size=48, patch_size=16, num_frames=4, num_hidden_layers=2, **SMALL)


PE_VIDEO = "transformers.models.pe_video.modeling_pe_video"


class TinyVision(torch.nn.Module):
    """In place of PE-video's picture network, which is timm's: a vector of a picture's corners and its mean."""

    def __init__(self, config: Any) -> None:
        super().__init__()
        self.linear = torch.nn.Linear(12, config.num_labels)

    def forward(self, pixels: Tensor) -> ImageClassifierOutput:
        parts = [pixels.mean(dim=(-2, -1)), pixels[..., 0, 0], pixels[..., -1, -1], pixels[..., 0, -1]]
        return ImageClassifierOutput(logits=self.linear(torch.cat(parts, dim=-1)))


@pytest.fixture(autouse=True)
def no_timm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{PE_VIDEO}.AutoModelForImageClassification.from_config", TinyVision)


def pe_video_encoder() -> PeVideoEncoderConfig:
    return PeVideoEncoderConfig(
        hidden_size=32, intermediate_size=32, num_hidden_layers=1,
        num_attention_heads=2, head_dim=16,
    )  # fmt: skip


def pe_video() -> PreTrainedConfig:
    text = {
        "model_type": "modernbert", "vocab_size": 20, "num_hidden_layers": 1, "global_attn_every_n_layers": 1,
        "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2, "cls_token_id": 1, "sep_token_id": 2, **SMALL,
    }  # fmt: skip
    return PeVideoConfig(video_config=pe_video_encoder().to_dict(), text_config=text)


LAYOUTS: dict[str, tuple[Callable[[], PreTrainedConfig], int, tuple[int, int, int]]] = {
    "VideoMAE": (videomae, 6, (3, 2, 3)),
    "V-JEPA 2": (vjepa2, 8, (4, 3, 3)),
    "VideoPrism": (videoprism_vision, 4, (4, 2, 2)),
    "VideoPrism with text": (videoprism, 4, (4, 2, 2)),
    "TimeSformer": (timesformer, 4, (4, 3, 3)),
    "PE-video": (pe_video_encoder, 16, (16, 1, 1)),
    "PE-video with text": (pe_video, 16, (16, 1, 1)),
}
"""Configuration, frames of a clip and grid."""


def lively(model: torch.nn.Module) -> Any:
    """Random weights large enough for every pixel to show."""
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() > 1:
                parameter.copy_(0.5 * torch.randn_like(parameter) / parameter[0].numel() ** 0.5)
    return model


def make_folder(folder: Path, model: Any, processor: dict[str, Any] | None = None) -> Path:
    model.save_pretrained(folder)
    (folder / "preprocessor_config.json").write_text(json.dumps(processor or IMAGENET), encoding="utf-8")
    return folder


def clips(encoder: VideoEncoder, batch: int = 2, height: int = 60, width: int = 90, seed: int = 0) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(0, 256, (batch, encoder.clip_frames, height, width, 3), generator=generator, dtype=torch.uint8)


def tiny_internvideo2() -> VideoEncoder:
    sizes: dict[str, Any] = {"hidden_size": 32, "num_layers": 2, "num_heads": 2, "mlp_size": 32}
    encoder = lively(InternVideo2Encoder(InternVideo2Config(**sizes, image_size=42, num_frames=4)))
    for block in encoder.blocks:
        torch.nn.init.ones_(block.ls1.gamma), torch.nn.init.ones_(block.ls2.gamma)
    return InternVideo2VideoEncoder(encoder, "tiny", "0")


@pytest.fixture(params=[*LAYOUTS, "InternVideo2"])
def encoder(request: pytest.FixtureRequest, tmp_path: Path) -> VideoEncoder:
    torch.manual_seed(0)
    if request.param == "InternVideo2":
        return tiny_internvideo2()
    config, frames, grid = LAYOUTS[request.param]
    folder = make_folder(tmp_path / "model", lively(AutoModel.from_config(config())))
    loaded = load_encoder(folder)
    assert (loaded.clip_frames, loaded.grid, loaded.id) == (frames, grid, "model")
    return loaded


# -- every encoder --------------------------------------------------------------------------------------------------


def test_clips_become_a_grid_of_features(encoder: VideoEncoder):
    frames = clips(encoder)
    features = encoder.encode(frames)
    assert features.shape == (2, *encoder.grid, encoder.feature_size)
    assert features.dtype == torch.float32 and features.isfinite().all()
    assert not features.requires_grad and not features.is_inference(), "a model could not learn from them"
    assert torch.allclose(encoder.encode(frames[1:])[0], features[1], atol=1e-5)
    for wrong in (frames[:, 1:], frames[0]):
        with pytest.raises(ValueError, match=rf"expected clips \(B, {encoder.clip_frames}, H, W, 3\)"):
            encoder.encode(wrong)
    with pytest.raises(ValueError, match="uint8"):
        encoder.encode(frames.float())


def test_what_changes_at_one_place_shows_most_at_that_place(encoder: VideoEncoder):
    steps, rows, columns = encoder.grid
    height, width, tubelet = 20 * rows, 20 * columns, encoder.clip_frames // steps
    frames = clips(encoder, 1, height, width)
    before = encoder.encode(frames)[0]
    places = ((0, 0, columns - 1), (steps - 1, rows - 1, 0), (1, 0, min(1, columns - 1)), (1, min(1, rows - 1), 0))
    for step, row, column in places:
        changed = frames.clone()
        part = changed[
            :, step * tubelet : (step + 1) * tubelet, row * 20 : row * 20 + 20, column * 20 : column * 20 + 20
        ]
        part.copy_(255 - part)
        difference = (encoder.encode(changed)[0] - before).norm(dim=-1)
        place = np.unravel_index(int(difference.argmax()), encoder.grid)
        assert tuple(map(int, place)) == (step, row, column)


# -- encoders of transformers ---------------------------------------------------------------------------------------


def test_heads_beside_the_encoder_are_passed_over(tmp_path: Path):
    torch.manual_seed(0)
    for name, model in (("mae", VideoMAEForPreTraining(videomae())), ("jepa", VJEPA2ForVideoClassification(vjepa2()))):
        loaded = load_encoder(make_folder(tmp_path / name, model))
        inner = model.base_model.eval()
        pixels = prepare_frames(clips(loaded), (32, 48) if name == "mae" else (48, 48))
        options = {"skip_predictor": True} if name == "jepa" else {}
        with torch.no_grad():
            expected = inner(pixels, **options).last_hidden_state
        assert torch.allclose(loaded.encode(clips(loaded)).flatten(1, 3), expected, atol=1e-5)


def test_v_jepa_2_takes_other_numbers_of_frames_and_others_do_not(tmp_path: Path):
    folder = make_folder(tmp_path / "jepa", AutoModel.from_config(vjepa2()))
    longer = load_encoder(folder, clip_frames=12, dtype=torch.bfloat16)
    assert longer.grid == (6, 3, 3)
    assert longer.encode(clips(longer)).dtype == torch.float32
    with pytest.raises(Refusal, match="clips of 9 frames cannot be cut into tubelets of 2"):
        load_encoder(folder, clip_frames=9)
    with pytest.raises(ValueError, match="takes clips of 6 frames, not 8"):
        clip_layout(videomae(), 8)


def test_missing_weights_are_refused(tmp_path: Path):
    folder = make_folder(tmp_path, AutoModel.from_config(videomae()))
    held = load_file(folder / "model.safetensors")
    del held["encoder.layer.1.attention.attention.query.weight"]
    save_file(held, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(Refusal, match=r"lack what the encoder needs: encoder\.layer\.1\.attention.+query\.weight"):
        load_encoder(folder)
    held["embeddings.patch_embeddings.projection.bias"] = torch.zeros(3)
    save_file(held, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(Refusal, match="do not fit their config"):
        load_encoder(folder)


def test_a_library_that_an_encoder_lacks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = make_folder(tmp_path / "model", AutoModel.from_config(pe_video_encoder()))

    def lacking(config: Any) -> None:
        raise ImportError("it requires the timm library")

    monkeypatch.setattr(f"{PE_VIDEO}.AutoModelForImageClassification.from_config", lacking)
    with pytest.raises(Refusal, match="needs a library that is not installed: it requires the timm library"):
        load_encoder(folder)


def test_what_is_no_known_video_encoder_is_refused(tmp_path: Path):
    for kind, reason in (("pe_video_encoder", "how large the frames"), ("bert", "no video encoder that is known")):
        with pytest.raises(ValueError, match=reason):
            clip_layout(type("Config", (), {"model_type": kind})())
    folder = make_folder(tmp_path / "odd", AutoModel.from_config(timesformer()))
    settings = json.loads((folder / "config.json").read_text())
    custom = {"model_type": "custom", "auto_map": {"AutoConfig": "code.Config", "AutoModel": "code.Model"}}
    (folder / "code.py").write_text("raise SystemExit('this must not run')")
    (folder / "config.json").write_text(json.dumps(settings | custom))
    with pytest.raises(Refusal, match="unknown_checkpoint: The video encoder cannot be loaded"):
        load_encoder(folder)
    (tmp_path / "pickled").mkdir()
    (tmp_path / "pickled" / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(Refusal, match="pickle"):
        load_encoder(tmp_path / "pickled")


def test_normalization_comes_from_the_processor_files(tmp_path: Path):
    with pytest.raises(ValueError, match="no processor file"):
        read_normalization(tmp_path)
    VideoMAEImageProcessorPil(image_mean=[0.5, 0.4, 0.3]).save_pretrained(tmp_path)
    assert read_normalization(tmp_path).mean == (0.5, 0.4, 0.3)
    assert read_normalization(tmp_path).scale == pytest.approx(1 / 255)
    (tmp_path / "processor_config.json").write_text(json.dumps({"video_processor": {"do_normalize": False}}))
    assert read_normalization(tmp_path) == Normalization((0.0,) * 3, (1.0,) * 3, 1 / 255)
    (tmp_path / "video_preprocessor_config.json").write_text(json.dumps(IMAGENET | {"do_rescale": False}))
    assert read_normalization(tmp_path) == Normalization(scale=1.0)


def test_videos_are_normalised_as_the_folder_says(tmp_path: Path):
    model = AutoModel.from_config(videomae())
    plain = load_encoder(make_folder(tmp_path / "a", model))
    darker = load_encoder(make_folder(tmp_path / "b", model, {**IMAGENET, "image_mean": [0.9, 0.9, 0.9]}))
    assert not torch.allclose(plain.encode(clips(plain)), darker.encode(clips(plain)))


# -- by name --------------------------------------------------------------------------------------------------------


@pytest.fixture
def tiny_release(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[str, str]]:
    """A released size that is tiny, in a Hub that notes what it is asked for."""
    monkeypatch.setitem(PRESETS, "tiny", {"hidden_size": 16, "num_layers": 2, "num_heads": 1, "mlp_size": 16})
    monkeypatch.setitem(encoders.RELEASES, "tiny", encoders.Release("org/tiny", "stage1/tiny.pth", "tiny"))
    torch.save({"module": InternVideo2Encoder(InternVideo2Config.preset("tiny")).state_dict()}, tmp_path / "tiny.pth")
    asked: list[tuple[str, str]] = []

    def fetch(hub_id: str, file: str) -> tuple[Path, checkpoint.ResolvedCheckpoint]:
        asked.append((hub_id, file))
        return tmp_path / "tiny.pth", checkpoint.ResolvedCheckpoint(tmp_path, "org/tiny", "c" * 40)

    monkeypatch.setattr(checkpoint, "fetch", fetch)
    return asked


def test_released_encoders_load_by_name_id_and_file(tiny_release: list[tuple[str, str]], tmp_path: Path):
    for name in ("tiny", "tiny@v1", "org/tiny", "org/tiny@v1"):
        encoder = load_encoder(name)
        assert (encoder.id, encoder.revision, encoder.clip_frames, encoder.grid) == ("tiny", "c" * 40, 8, (8, 16, 16))
    revisions = ["org/tiny", "org/tiny@v1", "org/tiny", "org/tiny@v1"]
    assert tiny_release == [(hub_id, "stage1/tiny.pth") for hub_id in revisions]

    local = load_encoder(tmp_path / "tiny.pth", return_layer=-2, clip_frames=4)
    assert (local.id, local.grid) == ("tiny:layer-2", (4, 16, 16))
    assert local.revision == checkpoint.digest(tmp_path / "tiny.pth")[:12]
    assert local.encode(clips(local, 1)).shape == (1, 4, 16, 16, 16)


def test_refusals_say_what_to_do(tiny_release: list[tuple[str, str]], tmp_path: Path):
    torch.save({"weights": torch.ones(1)}, tmp_path / "other.pt")
    with pytest.raises(Refusal, match="holds no InternVideo2 video encoder.+Give one of internvideo2-1b"):
        load_encoder(tmp_path / "other.pt")
    with pytest.raises(Refusal, match="several encoders. Choose one of internvideo2-l, internvideo2-b, internvideo2-s"):
        load_encoder("OpenGVLab/InternVideo2_distillation_models")
    with pytest.raises(Refusal, match="neither a folder here nor a Hub id"):
        load_encoder("internvideo3")
    with pytest.raises(ValueError, match="return_layer -2 is InternVideo2's"):
        load_encoder("org/name", return_layer=-2)


def test_every_release_names_a_size_that_exists():
    assert {release.size for release in encoders.RELEASES.values()} <= PRESETS.keys()


def test_without_a_network_the_hub_is_not_asked():
    with pytest.raises(Refusal, match="HF_HUB_OFFLINE"):
        load_encoder("internvideo2-1b")
    with pytest.raises(Refusal, match="HF_HUB_OFFLINE"):
        load_encoder("MCG-NJU/videomae-base")
