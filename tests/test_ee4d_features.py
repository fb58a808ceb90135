"""The feature cache: what lies where, whoever makes it and however often it was killed; and what is not mixed."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from techcoach.cli.main import main
from techcoach.data.ee4d import features as making
from techcoach.data.ee4d.dataset import load_examples
from techcoach.data.ee4d.feature_store import FeatureStore, Manifest, read_manifest, shard_path
from techcoach.data.ee4d.features import Share, key_of, make_features, manifest_of
from techcoach.data.ee4d.joining import CoachingExample
from techcoach.encoding.windows import PREPARATION, encode_window, moments_of
from techcoach.model.internvideo2 import PRESETS, InternVideo2Config, InternVideo2Encoder
from techcoach.model.video_frames import Normalization, prepare_frames
from techcoach.types import Refusal
from techcoach.video.writer import write_video

ROOT = Path(__file__).resolve().parents[1]
SHARD = 2
FEW_FRAMES = 32
"""Of a window, where a real encoder reads it; InternVideo2's patches make it slow."""
PLAIN = Normalization(mean=(0.0,) * 3, std=(1.0,) * 3)
TINY = {"hidden_size": 32, "num_layers": 1, "num_heads": 2, "mlp_size": 32}


class Colours:
    """A video encoder that says of every cell its mean colour, 0..1, and how often it was asked."""

    id, revision, feature_size, clip_frames, grid = "colours", "1", 3, 8, (8, 16, 16)

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, frames: Tensor) -> Tensor:
        self.asked += 1
        batch, steps = frames.shape[:2]
        pixels = prepare_frames(frames, (16, 16), PLAIN)  # (B, F, 3, 16, 16)
        return pixels.permute(0, 1, 3, 4, 2).reshape(batch, steps, 16, 16, 3)


@pytest.fixture(scope="module")
def examples(ee4d_standin: Path) -> list[CoachingExample]:
    return load_examples(ee4d_standin)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def whole(examples: list[CoachingExample], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made at once by one process."""
    folder = tmp_path_factory.mktemp("features") / "whole"
    made = make_features(examples, Colours(), folder, shard_size=SHARD)
    assert (made.done, made.kept, made.failed) == (len(examples), 0, {})
    return folder


def test_a_cell_holds_what_is_seen_there_and_then(tmp_path: Path) -> None:
    """Four seconds: the left is red all the time, the bottom right becomes blue half-way."""
    frames = np.zeros((120, 128, 128, 3), dtype=np.uint8)
    frames[:, :, :64, 0] = 255
    frames[60:, 64:, 64:, 2] = 255
    write_video(tmp_path / "a.mp4", frames, 30.0)
    manifest = replace(manifest_for(["train/a"]), views=("ego",))
    found = encode_window(tmp_path / "a.mp4", (0.0, 4.0), Colours(), manifest, batch_size=5).float()
    assert found.shape == (16, 8, 8, 3)
    red, blue = found[..., 0], found[..., 2]
    assert red[:, :, :3].min() > 0.85 and red[:, :, 5:].max() < 0.15
    assert blue[9:, 5:, 5:].min() > 0.85 and blue[:7].max() < 0.15 and blue[9:, :3].max() < 0.15


def manifest_for(keys: list[str]) -> Manifest:
    encoder = Colours()
    return Manifest(encoder.id, encoder.revision, ("ego", "exo"), (16, 8, 8), 3, 32, 8, PREPARATION, tuple(keys), SHARD)


def test_a_window_is_looked_at_evenly() -> None:
    moments = moments_of((2.0, 10.0))
    assert len(moments) == 256 and moments[0] > 2.0 and moments[-1] < 10.0
    np.testing.assert_allclose(np.diff(moments), 8 / 256)


def test_features_come_back_by_key(whole: Path, examples: list[CoachingExample]) -> None:
    store = FeatureStore(whole)
    assert store.manifest == manifest_of(examples, Colours(), ("exo", "ego"), SHARD) == read_manifest(whole)
    for example in examples:
        features, present = store[key_of(example)]
        assert features.shape == (2, 16, 8, 8, 3) and features.dtype == torch.float16
        assert present.tolist() == [True, True] and features.float().std() > 0
    with pytest.raises(KeyError, match="no such example"):
        store["train/none"]


class Moments(Colours):
    """The same, but of the whole frame: no places."""

    id, clip_frames, grid = "moments", 16, (16, 1, 1)

    def encode(self, frames: Tensor) -> Tensor:
        return super().encode(frames).mean(dim=(2, 3), keepdim=True)


def test_an_encoder_without_places_gives_features_of_moments(whole: Path, examples: list[CoachingExample]) -> None:
    manifest = manifest_of(examples, Moments(), ("exo",), SHARD)
    assert manifest.grid == (16, 1, 1) and manifest.clips == 16
    features, _ = making.encode_example(examples[0], Moments(), manifest, 8)
    placed, _ = FeatureStore(whole)[key_of(examples[0])]
    torch.testing.assert_close(features[0, :, 0, 0].float(), placed[1].float().mean(dim=(1, 2)), atol=2e-3, rtol=0)


def test_two_processes_make_the_same_shards_as_one(
    whole: Path, examples: list[CoachingExample], tmp_path: Path
) -> None:
    for index in (0, 1):
        made = make_features(examples, Colours(), tmp_path / "two", share=Share(index, 2), shard_size=SHARD)
        assert 0 < made.done < len(examples)
    assert contents(tmp_path / "two") == contents(whole)


def test_a_killed_run_goes_on_and_ends_as_an_unbroken_one(
    whole: Path, examples: list[CoachingExample], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, encode, calls = tmp_path / "broken", making.encode_example, 0

    def killed(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if calls == SHARD + 2:
            raise KeyboardInterrupt
        return encode(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "encode_example", killed)
    with pytest.raises(KeyboardInterrupt):
        make_features(examples, Colours(), folder, shard_size=SHARD)
    with pytest.raises(ValueError, match="missing or damaged"):
        FeatureStore(folder)
    monkeypatch.setattr(making, "encode_example", encode)
    made = make_features(examples, Colours(), folder, shard_size=SHARD)
    assert (made.kept, made.done) == (SHARD, len(examples) - SHARD)
    assert contents(folder) == contents(whole)
    first = shard_path(folder, 0)
    first.write_bytes(first.read_bytes()[:-100])
    assert make_features(examples, Colours(), folder, shard_size=SHARD).done == SHARD
    assert contents(folder) == contents(whole)


def test_features_of_two_encoders_are_never_mixed(whole: Path, examples: list[CoachingExample]) -> None:
    before, other = contents(whole), Colours()
    other.revision = "2"
    with pytest.raises(ValueError, match=r"revision 1 here, 2 wanted"):
        make_features(examples, other, whole, shard_size=SHARD)
    with pytest.raises(ValueError, match=r"keys \d+ here, 1 others wanted"):
        make_features(examples[:1], Colours(), whole, shard_size=SHARD)
    with pytest.raises(ValueError, match="views"):
        make_features(examples, Colours(), whole, views=["ego"], shard_size=SHARD)
    assert contents(whole) == before and other.asked == 0


def test_a_missing_view_is_told_and_no_view_at_all_is_bad(examples: list[CoachingExample]) -> None:
    manifest = manifest_of(examples, Colours(), ("ego", "exo"))
    features, present = making.encode_example(replace(examples[0], ego=None), Colours(), manifest, 8)
    assert present.tolist() == [False, True] and features[0].abs().sum() == 0 and features[1].abs().sum() > 0
    with pytest.raises(Refusal, match="none of the views"):
        making.encode_example(replace(examples[0], ego=None, exos=()), Colours(), manifest, 8)


def test_a_video_that_cannot_be_read_stops_the_run_or_is_noted(
    examples: list[CoachingExample], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "bad.mp4").write_bytes(b"no video")
    bad = [replace(examples[0], ego=tmp_path / "bad.mp4"), *examples[1:]]
    with pytest.raises(Refusal):
        make_features(bad, Colours(), tmp_path / "refused", shard_size=SHARD)
    made = make_features(bad, Colours(), tmp_path / "skipped", shard_size=SHARD, on_bad="skip")
    assert list(made.failed) == [key_of(bad[0])] and made.done == len(examples) - 1
    assert key_of(bad[0]) in caplog.text
    store = FeatureStore(tmp_path / "skipped")
    assert key_of(bad[0]) not in store and key_of(bad[1]) in store
    with pytest.raises(KeyError, match="bad.mp4"):
        store[key_of(bad[0])]


def test_an_encoder_whose_clips_do_not_fit_is_refused(examples: list[CoachingExample]) -> None:
    odd = Colours()
    odd.clip_frames = 7
    with pytest.raises(ValueError, match="no whole number of clips of 7"):
        manifest_of(examples, odd, ("ego",))


@pytest.fixture(scope="module")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of InternVideo2 weights of a size that no release has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PRESETS, "S", TINY)
        torch.manual_seed(0)
        path = tmp_path_factory.mktemp("encoder") / "tiny.safetensors"
        save_file(InternVideo2Encoder(InternVideo2Config.preset("S")).state_dict(), path)
    return path


def test_the_command_makes_them_and_finds_them_there(
    ee4d_standin: Path, tiny_encoder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setitem(PRESETS, "S", TINY)
    monkeypatch.setattr("techcoach.encoding.windows.WINDOW_FRAMES", FEW_FRAMES)
    monkeypatch.setattr(making, "WINDOW_FRAMES", FEW_FRAMES)
    arguments = ["features", str(ee4d_standin), "--out", str(tmp_path / "f"), "--encoder", str(tiny_encoder)]
    arguments += ["--device", "cpu", "--views", "exo"]
    assert main(arguments) == 0
    told = capsys.readouterr().err
    store = FeatureStore(tmp_path / "f")
    assert f"{len(store.manifest.keys)} examples featured, 0 were there, 0 have none" in told
    features, _ = store[store.manifest.keys[0]]
    assert features.shape == (1, 16, 8, 8, 32) and store.manifest.encoder == "tiny"
    assert main(arguments) == 0 and "0 examples featured" in capsys.readouterr().err
    assert main([*arguments[:-1], "ego"]) == 1 and "holds other features" in capsys.readouterr().err


def test_processes_that_were_launched_together_share_the_work(
    ee4d_standin: Path, tiny_encoder: Path, tmp_path: Path
) -> None:
    code = (
        "import sys; from techcoach.model import internvideo2; from techcoach.data.ee4d import features;"
        "from techcoach.encoding import windows;"
        f"internvideo2.PRESETS['S'] = {TINY}; features.make_features.__kwdefaults__['shard_size'] = {SHARD};"
        f"features.WINDOW_FRAMES = windows.WINDOW_FRAMES = {FEW_FRAMES};"
        "from techcoach.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    script = tmp_path / "run.py"
    script.write_text(code)
    for name, processes in (("one", "1"), ("two", "2")):
        subprocess.run(
            [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", processes, str(script),
             "features", str(ee4d_standin), "--out", str(tmp_path / name), "--encoder", str(tiny_encoder),
             "--device", "cpu", "--views", "exo"],
            cwd=ROOT, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    assert contents(tmp_path / "two") == contents(tmp_path / "one")
