"""Files that cannot be read are refused, with the right reason and before they cost much."""

from __future__ import annotations

from pathlib import Path

import av
import pytest
from make_video import claim_size, make_bomb, make_sound, make_video, numbered_frame

from techcoach.types import Refusal
from techcoach.video.examine import examine
from techcoach.video.identify import identify
from techcoach.video.limits import DEFAULT_LIMITS, Limits
from techcoach.video.reader import read_clip
from techcoach.video.sandbox import check_file


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("videos")


@pytest.fixture(scope="module")
def small(folder: Path) -> Path:
    return make_video(folder / "small.mp4")


def refusal(path: Path, limits: Limits = DEFAULT_LIMITS) -> Refusal:
    """What the worker refuses a file with; in this process, to save starting one for each file."""
    with pytest.raises(Refusal) as raised:
        check_file(path, limits)
        examine(str(path), path.name, limits)
    assert path.name in raised.value.what
    assert raised.value.advice
    return raised.value


def refusal_from_outside(path: Path, limits: Limits = DEFAULT_LIMITS) -> Refusal:
    with pytest.raises(Refusal) as raised:
        read_clip(path, limits=limits)
    return raised.value


def test_refusals_reach_the_caller(folder: Path) -> None:
    (folder / "letter.mp4").write_text("Dear coach,\n")
    for refused in (refusal_from_outside(folder / "letter.mp4"), refusal(folder / "letter.mp4")):
        assert refused.reason == "not_a_video"
        assert refused.what == "letter.mp4 is a text file."
        assert refused.advice.startswith("Choose a video file")
    assert refusal_from_outside(folder / "missing.mp4").reason == "unreadable"


def test_files_that_are_no_videos(folder: Path) -> None:
    (folder / "words.mp4").write_text("Not a video at all.\n" * 200, encoding="utf-8")
    (folder / "folder.mp4").mkdir()
    picture = av.VideoFrame.from_ndarray(numbered_frame(1), format="rgb24").to_image()
    picture.save(folder / "picture.mp4", format="png")
    make_sound(folder / "sound.mp4")
    make_sound(folder / "cover.m4a", cover=True)
    for name, what in {
        "words.mp4": "is a text file",
        "folder.mp4": "is not a file",
        "picture.mp4": "is a picture",
        "sound.mp4": "has sound but no video",
        "cover.m4a": "has sound but no video",
    }.items():
        refused = refusal(folder / name)
        assert refused.reason == "not_a_video", refused
        assert what in refused.what


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "a picture"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(100), "a picture"),
        (b"\0\0\0\x18ftypheic" + bytes(100), "a picture"),
        (b"ID3\x04" + bytes(100), "a sound file"),
        (b"RIFF\x10\0\0\0WAVEfmt " + bytes(100), "a sound file"),
        ("Über die Brücke. ".encode() * 1000, "a text file"),
        (bytes(range(256)) * 4, "not a video file"),
        (bytes(5000), "not a video file"),
    ],
)
def test_first_bytes_tell_what_a_file_is(tmp_path: Path, head: bytes, what: str) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(head)
    with pytest.raises(Refusal, match=f"not_a_video: clip.mp4 is {what}"):
        identify(path, path.name)


def test_unreadable_files(folder: Path, small: Path) -> None:
    data = small.read_bytes()
    (folder / "empty.mp4").touch()
    (folder / "no_index.mp4").write_bytes(data[: data.index(b"moov")])
    (folder / "flash.flv").write_bytes(b"FLV\x01\x05" + bytes(500))
    (folder / "head_only.mp4").write_bytes(data[:20])
    front = make_video(folder / "front.mp4", front=True).read_bytes()
    (folder / "index_only.mp4").write_bytes(front[: front.index(b"mdat") + 4])
    make_video(folder / "odd_codec.mkv", codec="ffv1", options={})
    for name in (
        "missing.mp4",
        "empty.mp4",
        "no_index.mp4",
        "flash.flv",
        "head_only.mp4",
        "index_only.mp4",
        "odd_codec.mkv",
    ):
        assert refusal(folder / name).reason == "unreadable", name


def test_frames_too_large_are_refused_before_they_get_memory(folder: Path) -> None:
    """One such frame takes 212 MB; the file takes a few hundred bytes."""
    little = Limits(address_space_bytes=500_000_000)
    bomb = make_bomb(folder / "bomb.mp4", 16384, 8640)
    assert bomb.stat().st_size < 10_000
    refused = refusal_from_outside(bomb, little)
    assert refused.reason == "too_large"
    assert "16384 x 8640" in refused.what
    liar = claim_size(make_bomb(folder / "liar.mp4", 16384, 8640), 640, 360)
    assert refusal_from_outside(liar, little).reason == "too_large"
    assert refusal(make_video(folder / "narrow.mp4", size=(8194, 16))).reason == "too_large"


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(most_pixels=24_000), "too_large"),
        (Limits(longest_s=0.9), "too_long"),
        (Limits(shortest_s=1.1), "too_short"),
        (Limits(most_fps=29.9), "too_large"),
        (Limits(longest_side_px=190), "too_large"),
        (Limits(largest_file_bytes=1000), "too_large"),
    ],
)
def test_limits(small: Path, limits: Limits, reason: str) -> None:
    assert refusal(small, limits).reason == reason


def test_long_clips_are_refused_by_their_frames_if_the_header_lies(folder: Path) -> None:
    times = [index / 2 for index in range(150)]
    assert refusal(make_video(folder / "slow.ts", count=150, times=times)).reason == "too_long"


def test_long_files_are_refused_unless_a_short_part_is_chosen(folder: Path) -> None:
    long = make_video(folder / "long.mp4", count=150, rate=2)
    refused = refusal(long)
    assert refused.reason == "too_long" and "choose the part" in refused.advice
    assert examine(str(long), long.name, DEFAULT_LIMITS, (61.0, 65.0)).info.duration_s == 75
    for part, limits in (((5.0, None), DEFAULT_LIMITS), ((61.0, 65.0), Limits(longest_s=60, longest_file_s=70))):
        with pytest.raises(Refusal, match="too_long: .*long.mp4"):
            examine(str(long), long.name, limits, part)


@pytest.mark.parametrize("kind", ["gif", "png", "webp"])
def test_animated_pictures_are_called_so(folder: Path, kind: str) -> None:
    first, *rest = [av.VideoFrame.from_ndarray(numbered_frame(n), format="rgb24").to_image() for n in range(8)]
    first.save(folder / f"moving.{kind}", save_all=True, append_images=rest, duration=80)
    first.save(folder / f"still.{kind}")
    assert refusal(folder / f"moving.{kind}").what == f"moving.{kind} is an animated picture."
    assert refusal(folder / f"still.{kind}").what == f"still.{kind} is a picture."


def test_paths_that_lead_nowhere_are_named(folder: Path) -> None:
    address = refusal_from_outside(Path("https://example.org/watch?v=abc"))
    assert "example.org/watch?v=abc is an address on the web" in address.what
    assert "Download" in address.advice
    assert str(folder / "gone" / "clip.mp4") in refusal_from_outside(folder / "gone" / "clip.mp4").what
    assert str(folder) in refusal_from_outside(folder).what


def test_a_single_frame_is_too_short(folder: Path) -> None:
    assert refusal(make_video(folder / "one.mp4", count=1)).reason == "too_short"


def test_a_part_with_too_little_in_it(small: Path) -> None:
    for start, end in ((0.2, 0.4), (5.0, 9.0)):
        with pytest.raises(Refusal) as raised:
            read_clip(small, start=start, end=end)
        assert raised.value.reason == "too_short"
        assert "0 to 1.0 s" in raised.value.advice


@pytest.mark.parametrize(
    "arguments",
    [
        {"start": -1.0},
        {"start": float("nan")},
        {"start": 2.0, "end": 1.0},
        {"end": 0.0},
        {"max_fps": 0},
        {"max_side": 8},
        {"max_frames": 1},
    ],
)
def test_arguments_out_of_range(small: Path, arguments: dict) -> None:
    with pytest.raises(ValueError, match=next(reversed(arguments))):
        read_clip(small, **arguments)


def test_limits_out_of_range() -> None:
    for bad in ({"wall_s": 0}, {"longest_s": float("inf")}, {"shortest_s": 61}, {"longest_file_s": 59}):
        with pytest.raises(ValueError, match="Limits"):
            Limits(**bad)
