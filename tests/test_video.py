"""Reading and writing clips: true times, upright frames, the part that was asked for.

All files are made here; each frame of theirs tells its own number and which way is up (`make_video`).
"""

from __future__ import annotations

import struct
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from make_video import (
    CORNERS,
    HEIGHT,
    NTSC,
    SECOND_TRACK,
    WIDTH,
    corners_of,
    make_video,
    number_of,
    numbered_frame,
    pack_b_frames,
)

from techcoach.types import Clip
from techcoach.video import reader
from techcoach.video.capture_rate import read_capture_rate
from techcoach.video.identify import identify
from techcoach.video.probe import probe
from techcoach.video.reader import read_clip
from techcoach.video.selection import Selection
from techcoach.video.writer import write_video

SHORT_GROUPS = {"x264-params": "keyint=20:bframes=3"}
OPEN_GROUPS = {"x265-params": "keyint=15:min-keyint=15:open-gop=1:bframes=3:log-level=none"}
AV1 = {"preset": "8", "crf": "10"}


def numbers(clip: Clip) -> list[int]:
    return [number_of(frame) for frame in clip.frames]


def upright(clip: Clip) -> bool:
    return all(corners_of(frame) == {corner: corner for corner in CORNERS} for frame in clip.frames)


def whole_numbers(times: np.ndarray, rate: Fraction | int) -> list[int]:
    """Which frames of a clip of even rate are shown at these times; fails if one is not shown then."""
    exact = times * float(rate)
    np.testing.assert_allclose(exact, np.round(exact), atol=0.02)
    return np.round(exact).astype(int).tolist()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("videos")


@pytest.fixture(scope="module")
def ntsc(folder: Path) -> Path:
    """5.005 s at 29.97 frames a second, with key frames to jump to and frames stored out of order."""
    return make_video(folder / "ntsc.mp4", count=150, rate=NTSC, options=SHORT_GROUPS)


@pytest.fixture(scope="module")
def small(folder: Path) -> Path:
    return make_video(folder / "small.mp4")


def with_only(decoder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "DECODERS", (decoder,))


# ----------------------------------------------------------------------------------------------------------------
# Times.


@pytest.mark.parametrize("decoder", ["decord", "pyav"])
def test_ntsc_times_are_exact(ntsc: Path, decoder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_only(decoder, monkeypatch)
    clip = read_clip(ntsc)
    assert clip.decoder == decoder
    assert clip.fps == 30000 / 1001
    assert clip.duration_s == pytest.approx(150 * 1001 / 30000, abs=1e-4)
    np.testing.assert_allclose(clip.times, np.arange(150) * 1001 / 30000, atol=1e-6)
    assert numbers(clip) == list(range(150))
    assert clip.window_s == (0.0, clip.duration_s)
    assert clip.warnings == ()


@pytest.mark.parametrize("decoder", ["decord", "pyav"])
def test_uneven_times_are_the_files_own(folder: Path, decoder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_only(decoder, monkeypatch)
    times = [0.04 * index + (0.02 if index % 3 == 2 else 0.0) for index in range(40)]
    path = make_video(folder / "uneven.mp4", count=40, times=times)
    clip = read_clip(path)
    assert clip.decoder == decoder
    np.testing.assert_allclose(clip.times, times, atol=1e-4)
    assert numbers(clip) == list(range(40))
    assert clip.fps == pytest.approx(39 / (times[-1] - times[0]), rel=0.01)
    assert probe(path).variable_rate


@pytest.mark.parametrize("suffix", ["mov", "mkv", "ts", "avi", "webm"])
def test_every_container(folder: Path, suffix: str) -> None:
    codec, options = {"avi": ("mpeg4", {"g": "12"}), "webm": ("libvpx-vp9", {"deadline": "realtime", "g": "20"})}.get(
        suffix, ("libx264", SHORT_GROUPS)
    )
    path = make_video(folder / f"any.{suffix}", count=75, rate=NTSC, codec=codec, options=options)
    clip = read_clip(path, start=1.1, end=2.3)
    assert identify(path, path.name) == suffix
    assert numbers(clip) == whole_numbers(clip.times, NTSC) == list(range(33, 69))
    assert clip.fps == pytest.approx(30000 / 1001, abs=1e-6)


@pytest.mark.parametrize("suffix", ["mkv", "webm"])
@pytest.mark.parametrize("offset", [20.0, 100.0])
def test_a_clock_that_does_not_start_at_zero(folder: Path, suffix: str, offset: float) -> None:
    codec, options = {"mkv": ("libx264", None), "webm": ("libvpx-vp9", {"deadline": "realtime"})}[suffix]
    times = [offset + index / 30 for index in range(60)]
    clip = read_clip(make_video(folder / f"late{offset}.{suffix}", count=60, times=times, codec=codec, options=options))
    assert clip.warnings == ()
    assert clip.duration_s == pytest.approx(2.0, abs=0.01)
    assert numbers(clip) == whole_numbers(clip.times, 30) == list(range(60))


AVI_ORDERS = {"h264": ("libx264", {"bf": "3"}), "mpeg4": ("mpeg4", {"bf": "2", "g": "12"}), "mjpeg": ("mjpeg", {})}


@pytest.mark.parametrize("kind", AVI_ORDERS)
def test_an_avi_with_frames_out_of_order(folder: Path, kind: str) -> None:
    """An AVI holds no times at which frames are shown."""
    codec, options = AVI_ORDERS[kind]
    pixels = "yuvj420p" if kind == "mjpeg" else "yuv420p"
    path = make_video(folder / f"{kind}.avi", count=75, codec=codec, options=options, pixels=pixels)
    clip = read_clip(path)
    assert numbers(clip) == whole_numbers(clip.times, 30) == list(range(75))
    part = read_clip(path, start=1.1, end=2.0)
    assert numbers(part) == whole_numbers(part.times, 30) == list(range(33, 61))


def test_an_avi_with_two_frames_in_a_packet(folder: Path) -> None:
    source = make_video(folder / "plain.avi", count=40, codec="mpeg4", options={"bf": "1"})
    packed = pack_b_frames(folder / "packed.avi", source)
    assert numbers(read_clip(packed)) == numbers(read_clip(source)) == list(range(40))


@pytest.mark.parametrize("suffix", ["avi", "mov", "dv"])
def test_dv(folder: Path, suffix: str) -> None:
    path = make_video(folder / f"camcorder.{suffix}", count=25, rate=25, size=(720, 576), codec="dvvideo", options={})
    clip = read_clip(path)
    assert numbers(clip) == whole_numbers(clip.times, 25) == list(range(25))
    assert clip.fps == 25
    assert upright(clip)


# ----------------------------------------------------------------------------------------------------------------
# Which frames.


@pytest.mark.parametrize("decoder", ["decord", "pyav"])
@pytest.mark.parametrize(("start", "end"), [(1.1, 2.0), (None, 0.7), (3.337, 99.0)])
def test_window(
    ntsc: Path, decoder: str, start: float | None, end: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_only(decoder, monkeypatch)
    clip = read_clip(ntsc, start=start, end=end)
    first, last = start or 0.0, min(end or 99.0, clip.duration_s)
    assert clip.decoder == decoder
    assert clip.window_s == (first, last)
    inside = [index for index in range(150) if first <= index * 1001 / 30000 <= last]
    assert numbers(clip) == whole_numbers(clip.times, NTSC) == inside


@pytest.mark.parametrize("decoder", ["decord", "pyav"])
def test_thinned_frames_are_the_ones_of_their_times(ntsc: Path, decoder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_only(decoder, monkeypatch)
    clip = read_clip(ntsc, start=0.5, max_fps=7)
    assert clip.decoder == decoder
    assert numbers(clip) == whole_numbers(clip.times, NTSC)
    assert set(np.diff(numbers(clip))) == {5}


@pytest.mark.parametrize("decoder", ["decord", "pyav"])
@pytest.mark.parametrize("rate", [120, 240, 600])
def test_fast_cameras_are_thinned(folder: Path, rate: int, decoder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_only(decoder, monkeypatch)
    clip = read_clip(make_video(folder / f"fast_{rate}.mov", count=480, rate=rate))
    assert clip.decoder == decoder
    assert (clip.fps, clip.slow_motion, clip.warnings) == (rate, 1.0, ())
    assert numbers(clip) == whole_numbers(clip.times, rate) == list(range(0, 480, rate // 30))


@pytest.mark.parametrize(
    ("told", "slow_motion"),
    [("240.000000", 8.0), ("119.88", 3.996), ("30.000000", 1.0), ("60", 1.0), ("nan", 1.0), ("1e300", 1.0), ("x", 1.0)],
)
def test_slow_motion_by_the_files_own_account(folder: Path, told: str, slow_motion: float) -> None:
    path = make_video(folder / "slow.mp4", metadata={"com.android.capture.fps": told})
    clip = read_clip(path)
    assert clip.slow_motion == pytest.approx(slow_motion)
    assert clip.duration_s == 1.0
    assert numbers(clip) == whole_numbers(clip.times, 30)
    assert ["slow motion" in warning for warning in clip.warnings] == [True] * (slow_motion > 1)


@pytest.mark.parametrize(("told", "capture_fps"), [("119.88p", 119.88), ("1.2.3p", None), ("0p", None)])
def test_slow_motion_in_a_sony_file(folder: Path, told: str, capture_fps: float | None) -> None:
    path = make_video(folder / "sony.mp4")
    document = f'<VideoFrame videoCodec="AVC_1920_1080_HP@L42" captureFps="{told}" formatFps="30p"/>'.encode()
    inner = struct.pack(">I4sI", len(document) + 12, b"xml ", 0) + document
    with path.open("ab") as file:
        file.write(struct.pack(">I4s", 9, b"free") + b"\0")  # shorter than two headers
        file.write(struct.pack(">I4sI", len(inner) + 12, b"meta", 0) + inner)
    info = probe(path)
    assert info.capture_fps == capture_fps
    assert info.slow_motion == (3.996 if capture_fps else 1.0)


def test_a_box_without_end_tells_no_capture_rate(folder: Path) -> None:
    path = make_video(folder / "endless.mp4")
    with path.open("ab") as file:
        file.write(struct.pack(">I4sQ", 1, b"free", 2**64 - 1))
    assert read_capture_rate(path, "mp4", {}) is None


@pytest.mark.parametrize("rate", [240, 200])
def test_a_fast_capture_that_plays_fast_is_no_slow_motion(folder: Path, rate: int) -> None:
    """The slower one has lost frames."""
    path = make_video(folder / "true.mp4", count=240, rate=rate, metadata={"com.android.capture.fps": "240"})
    clip = read_clip(path)
    assert probe(path).capture_fps == 240
    assert (clip.slow_motion, clip.warnings) == (1.0, ())


@pytest.mark.parametrize(("suffix", "default"), [("mov", 0), ("mp4", 1), ("mkv", 1), ("mp4", None)])
def test_of_several_tracks_the_default_is_read(folder: Path, suffix: str, default: int | None) -> None:
    clip = read_clip(make_video(folder / f"tracks_{default}.{suffix}", tracks=2, default_track=default))
    first = SECOND_TRACK * (default or 0)
    assert numbers(clip) == list(range(first, first + 30))
    (warning,) = clip.warnings
    assert "2 video tracks" in warning


@pytest.mark.parametrize("decoder", ["decord", "pyav"])
def test_a_part_of_a_file_longer_than_a_minute(folder: Path, decoder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_only(decoder, monkeypatch)
    path = make_video(folder / "hour.mp4", count=500, rate=4, options=SHORT_GROUPS)
    part = read_clip(path, start=101.0, end=104.9)
    assert part.duration_s == 125.0
    assert part.window_s == (101.0, 104.9)
    assert numbers(part) == whole_numbers(part.times, 4) == list(range(404, 420))
    assert probe(path, part=(101.0, 104.9)).duration_s == 125.0


def test_open_groups_of_pictures_are_not_miscounted(folder: Path) -> None:
    """As phones write HEVC: after a jump, decord counts on without the frames that are lost there."""
    path = make_video(folder / "open.mp4", count=90, codec="libx265", options=OPEN_GROUPS)
    part = read_clip(path, start=1.1, end=2.0)
    assert numbers(part) == whole_numbers(part.times, 30) == list(range(33, 61))
    coarse = read_clip(path, max_fps=4)
    assert numbers(coarse) == whole_numbers(coarse.times, 30)
    assert len(coarse.times) == 12


def test_max_frames(small: Path) -> None:
    clip = read_clip(small, max_frames=7)
    assert numbers(clip) == whole_numbers(clip.times, 30) == [0, 5, 10, 14, 19, 24, 29]


@pytest.mark.parametrize(
    ("rate", "max_fps", "step"),
    [(Fraction(60000, 1001), 30, 2), (60, 30, 2), (50, 30, 2), (120, 30, 4), (30.3, 30, 1), (25, 30, 1), (30, 10, 3)],
)
def test_thinning_is_even(rate: float, max_fps: float, step: int) -> None:
    times = np.arange(300) / float(rate)
    picked = Selection(None, None, max_fps, 720, 1000).pick(times)
    assert picked.tolist() == list(range(0, 300, step))


def test_thinning_to_no_whole_fraction_keeps_the_rate() -> None:
    picked = Selection(None, None, 30, 720, 1000).pick(np.arange(400) / 40)
    assert len(picked) == 300
    assert set(np.diff(picked)) == {1, 2}


def test_a_jittering_camera_loses_no_frames() -> None:
    times = np.arange(240) / 29.97 + np.random.default_rng(0).uniform(-0.008, 0.008, 240)
    assert len(Selection(None, None, 30, 720, 1000).pick(times)) == 240


# ----------------------------------------------------------------------------------------------------------------
# Which way up, how large.


@pytest.mark.parametrize("decoder", ["decord", "pyav"])
@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_frames_are_upright(folder: Path, rotation: int, decoder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_only(decoder, monkeypatch)
    path = make_video(folder / f"turned_{rotation}.mp4", count=16, rotation=rotation, size=(160, 288))
    clip = read_clip(path, max_side=144)
    assert clip.decoder == decoder
    assert (clip.width, clip.height) == (160, 288)
    assert clip.frames.shape == (16, 144, 80, 3)
    assert clip.frames.dtype == np.uint8
    assert upright(clip)
    assert numbers(clip) == list(range(16))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_mirrored_frames_are_shown_as_players_show_them(folder: Path, rotation: int) -> None:
    """As front cameras write them. decord, which comes first, would turn them upside down."""
    path = make_video(folder / f"mirrored_{rotation}.mp4", count=16, rotation=rotation, mirrored=True, size=(160, 288))
    clip = read_clip(path, max_side=144)
    assert (clip.width, clip.height) == (160, 288)
    assert clip.frames.shape == (16, 144, 80, 3)
    assert upright(clip)
    assert numbers(clip) == list(range(16))


@pytest.fixture(scope="module")
def large(folder: Path) -> Path:
    """As an action camera films, 5.3K."""
    return make_video(folder / "large.mp4", count=3, rate=4, size=(5312, 2988))


@pytest.mark.parametrize("decoder", ["decord", "pyav"])
def test_large_frames_are_scaled_down(large: Path, decoder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_only(decoder, monkeypatch)
    clip = read_clip(large)
    assert clip.decoder == decoder
    assert (clip.width, clip.height) == (5312, 2988)
    assert max(clip.frames.shape[1:3]) == 720
    assert numbers(clip) == list(range(3))
    assert upright(clip)


@pytest.mark.parametrize("decoder", ["decord", "pyav"])
def test_colours(small: Path, decoder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_only(decoder, monkeypatch)
    frame = read_clip(small).frames[10].astype(int)
    for (y, x), colour in zip(((8, 8), (8, -8), (-8, 8), (-8, -8)), CORNERS.values(), strict=True):
        np.testing.assert_allclose(frame[y, x], colour, atol=12)


@pytest.mark.parametrize(
    ("size", "max_side", "expected"),
    [
        ((1280, 720), 720, (720, 404)),
        ((1080, 1920), 720, (404, 720)),
        ((192, 128), 720, (192, 128)),
        ((607, 1081), 2000, (606, 1080)),
        ((4000, 20), 100, (100, 2)),
    ],
)
def test_size(size: tuple[int, int], max_side: int, expected: tuple[int, int]) -> None:
    assert Selection(None, None, 30, max_side, 10).size(*size) == expected


def test_wide_pixels_are_squared(folder: Path) -> None:
    path = make_video(folder / "wide.mkv", options={"x264-params": "sar=2/1"})
    clip = read_clip(path)
    assert (clip.width, clip.height) == (2 * WIDTH, HEIGHT)
    assert clip.frames.shape[1:3] == (HEIGHT, 2 * WIDTH)
    assert upright(clip)


# ----------------------------------------------------------------------------------------------------------------
# Codecs and damage.


def test_av1_is_read_by_pyav(folder: Path) -> None:
    clip = read_clip(make_video(folder / "av1.mp4", codec="libsvtav1", options=AV1))
    assert clip.decoder == "pyav"
    assert numbers(clip) == list(range(30))
    assert upright(clip)


def test_probe(ntsc: Path) -> None:
    info = probe(str(ntsc))
    assert (info.container, info.codec, info.width, info.height) == ("mp4", "h264", WIDTH, HEIGHT)
    assert (info.fps, info.frame_count, info.rotation) == (30000 / 1001, 150, 0)
    assert not info.variable_rate
    assert info.missing_s == 0


def test_sound_that_outlasts_the_pictures_is_no_damage(folder: Path) -> None:
    assert read_clip(make_video(folder / "sound.mkv", sound_s=3.0)).warnings == ()


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_what_is_left_of_a_truncated_clip_is_read(folder: Path, suffix: str) -> None:
    whole = make_video(folder / f"whole.{suffix}", count=90, front=suffix == "mp4")
    cut = folder / f"cut.{suffix}"
    data = whole.read_bytes()
    cut.write_bytes(data[: len(data) * 6 // 10])
    clip = read_clip(cut)
    assert 20 < len(clip.times) < 80
    assert numbers(clip) == whole_numbers(clip.times, 30) == list(range(len(clip.times)))
    assert clip.duration_s < 2.6
    assert "cut off" in clip.warnings[0]
    assert "3.0 s" in clip.warnings[0]


def test_damaged_frames_are_left_out_with_a_warning(folder: Path) -> None:
    path = make_video(folder / "damaged.mp4", count=60, options={"x264-params": "keyint=10"}, front=True)
    data = bytearray(path.read_bytes())
    start = data.index(b"mdat") + (len(data) - data.index(b"mdat")) // 2
    data[start : start + 800] = bytes(800)
    path.write_bytes(data)
    clip = read_clip(path)
    assert 30 < len(clip.times) <= 60
    assert np.all(np.diff(clip.times) > 0)
    assert (len(clip.times) < 60) == bool(clip.warnings)


# ----------------------------------------------------------------------------------------------------------------
# The process that serves users.


def test_it_never_loads_a_decoder(small: Path) -> None:
    script = (
        "import sys\n"
        "from techcoach.video.probe import probe\n"
        "from techcoach.video.reader import read_clip\n"
        "import techcoach.video.writer\n"
        f"assert len(read_clip({str(small)!r}).times) == 30 and probe({str(small)!r}).fps == 30\n"
        "print(sorted({'av', 'decord', 'cv2', 'torchvision', 'imageio'} & set(sys.modules)))"
    )
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_progress(small: Path) -> None:
    fractions: list[float] = []
    read_clip(small, progress=lambda stage, fraction: fractions.append(fraction))
    assert fractions[0] == 0.0
    assert fractions[-1] == 1.0
    assert fractions == sorted(fractions)
    assert len(fractions) == 31


# ----------------------------------------------------------------------------------------------------------------
# Writing.


@pytest.mark.parametrize("size", [(WIDTH, HEIGHT), (191, 127)])
def test_written_videos_read_back(folder: Path, size: tuple[int, int]) -> None:
    path = folder / f"written_{size[0]}.mp4"
    write_video(path, (numbered_frame(index, *size) for index in range(30)), NTSC)
    clip = read_clip(path)
    assert (clip.width, clip.height) == (size[0] // 2 * 2, size[1] // 2 * 2)
    assert clip.fps == 30000 / 1001
    assert numbers(clip) == list(range(30))
    assert upright(clip)
    np.testing.assert_allclose(clip.frames[3, 8, 8], CORNERS["top left"], atol=12)
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_what_cannot_be_written(folder: Path) -> None:
    good = numbered_frame(0)
    for frames, fps in (
        ([], 30),
        ([good.astype(np.float32)], 30),
        ([good[..., 0]], 30),
        ([good, good[:-2]], 30),
        ([good], 0),
        ([good], float("nan")),
    ):
        with pytest.raises(ValueError):
            write_video(folder / "bad.mp4", frames, fps)


# ----------------------------------------------------------------------------------------------------------------
# Real clips.


def test_phone_clip_is_upright(shared_folder: Path) -> None:
    path = shared_folder / "clips" / "cl_h22_lunge.mp4"
    if not path.exists():
        pytest.skip(f"no real clip: {path} is not there")
    info = probe(path)
    assert (info.codec, info.rotation, info.width, info.height) == ("hevc", 90, 1080, 1440)
    whole, part = read_clip(path, max_side=160), read_clip(path, max_side=160, start=1.0, end=2.2)
    offset = int(np.searchsorted(whole.times, part.times[0] - 1e-4))
    same = np.abs(whole.frames[offset : offset + len(part.times)].astype(int) - part.frames).mean()
    shifted = np.abs(whole.frames[offset + 1 : offset + 1 + len(part.times)].astype(int) - part.frames).mean()
    assert same < 0.8 * shifted
