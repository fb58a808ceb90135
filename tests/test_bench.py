"""The bench of the video road: its count of operations is torch's own, and the figures are those of what was run."""

from __future__ import annotations

import pytest
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from techcoach.cli.main import main
from techcoach.evaluation import bench
from techcoach.evaluation.bench import clip_operations, measure_encoder, measure_training
from techcoach.model import TechCoachConfig
from techcoach.model.internvideo2 import InternVideo2Config, InternVideo2Encoder

SMALL = {"hidden_size": 32, "num_attention_heads": 2, "assessor_layers": 1, "assessor_pool": [4, 4, 4],
         "vocab_size": 200, "feature_size": 16}  # fmt: skip


@pytest.mark.parametrize("changes", [{}, {"num_layers": 3, "mlp_size": 96}, {"num_frames": 4, "image_size": 56}])
def test_operations_are_those_that_torch_counts(changes: dict[str, int]) -> None:
    config = InternVideo2Config.preset("tiny", **{"image_size": 42, **changes})
    encoder = InternVideo2Encoder(config).eval()
    frames = torch.zeros(1, 3, config.num_frames, config.image_size, config.image_size)
    counter = FlopCounterMode(display=False)
    with torch.no_grad(), sdpa_kernel(SDPBackend.MATH), counter:
        encoder(frames)
    assert clip_operations(config) == counter.get_total_flops()


def test_what_is_measured_is_what_was_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "LEAST_S", 0.05)
    monkeypatch.setitem(bench.MATRIX_SIDE, "cpu", 128)
    speed = measure_encoder("tiny", "cpu", torch.float32, clips=4, batch=2, image_size=42)
    assert speed.clips_per_s == pytest.approx(4 * speed.windows_per_s)
    assert speed.rate == pytest.approx(speed.operations * speed.clips_per_s) and speed.share > 0
    trained = measure_training("cpu", 2, TechCoachConfig.paper(**SMALL))
    assert trained.examples_per_s == pytest.approx(2 * trained.steps_per_s) and trained.peak_bytes is None


def test_the_command_prints_a_table(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(bench, "LEAST_S", 0.01)
    monkeypatch.setitem(bench.MATRIX_SIDE, "cpu", 64)
    small = TechCoachConfig.paper(**SMALL)
    monkeypatch.setattr(TechCoachConfig, "paper", classmethod(lambda cls: small))
    assert main(["bench", "--size", "tiny", "--batch-size", "2", "--device", "cpu"]) == 0
    output = capsys.readouterr().out
    assert "InternVideo2-tiny" in output and "training steps a second" in output and "nan" not in output
    assert main(["bench", "--size", "2B"]) == 2


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")
def test_on_a_gpu_the_encoder_reaches_a_fair_share_of_the_chip() -> None:
    speed = measure_encoder("B", "cuda", torch.bfloat16)
    assert speed.peak_bytes and 0.15 < speed.share < 1.05
