"""Identifies the kind of an upload by its first bytes; its name is no evidence. Knows no decoder.

Only a file that is recognised here is opened further, and only as the kind that was recognised: a playlist or a script
that names other files is text, whatever its name is.
"""

from __future__ import annotations

from pathlib import Path

from ..types import Refusal

DEMUXERS = {"mp4": "mov", "mov": "mov", "mkv": "matroska", "webm": "matroska", "avi": "avi", "ts": "mpegts", "dv": "dv"}
"""The containers that are read, and FFmpeg's name of the demuxer that opens each."""
HEAD_BYTES = 4096
PACKET_BYTES = 188
"""An MPEG transport stream is a row of packets of this size, each beginning with 0x47 (ISO/IEC 13818-1)."""
CAMCORDER_PACKET_BYTES = 192
"""The same with a time stamp of four bytes before each packet."""
DV_BLOCK_BYTES = 80
DV_SECTIONS = [0, 1, 1, 2, 2, 2]
"""Kinds of the first blocks of a DV stream (header, subcode, auxiliary data), in their first three bits (IEC 61834)."""

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_MOVING_BRANDS = (b"avis", b"msf1")
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"avif", *_MOVING_BRANDS)
_SOUNDS = (b"ID3", b"fLaC", b"OggS", b"FORM", b"caff", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"\xff\xf9")
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_FOREIGN_VIDEOS = (b"FLV\x01", b"\x30\x26\xb2\x75", b"\0\0\1\xba")


def identify(path: Path, name: str) -> str:
    """Identify the container of a file, one of `DEMUXERS`.

    Args:
        path: of the file. name: of the file, as users see it.

    Raises:
        Refusal: not_a_video, or unreadable for a kind of video that is not supported.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    container = _container(head)
    if container is not None:
        return container
    if head.startswith(_FOREIGN_VIDEOS):
        raise Refusal(
            "unreadable",
            f"{name} is a kind of video file that is not supported.",
            "Save the clip as an MP4 with H.264 video.",
        )
    if _is_animated(head):
        raise Refusal("not_a_video", f"{name} is an animated picture.", "Save it as an MP4 video, or choose a video.")
    raise Refusal(
        "not_a_video", f"{name} is {_what_else(head)}.", "Choose a video file: MP4, MOV, WebM, MKV, AVI or TS."
    )


def _container(head: bytes) -> str | None:
    box, brand = head[4:8], head[8:12]
    if box == b"ftyp" and brand not in _PICTURE_BRANDS:
        return "mov" if brand == b"qt  " else "mp4"
    if box in _BOXES and box != b"ftyp":
        return "mov"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm" if b"webm" in head[:64] else "mkv"
    if head.startswith(b"RIFF") and brand == b"AVI ":
        return "avi"
    sections = [byte >> 5 for byte in head[::DV_BLOCK_BYTES][: len(DV_SECTIONS)]]
    if head.startswith(b"\x1f\x07\0") and sections == DV_SECTIONS:
        return "dv"
    plain, camcorder = head[0::PACKET_BYTES][:4], head[4::CAMCORDER_PACKET_BYTES][:4]
    return "ts" if b"\x47" * 4 in (plain, camcorder) else None


def _is_animated(head: bytes) -> bool:
    """Whether the first bytes are those of an animated GIF (by its delay or loop), PNG, WebP, AVIF or HEIC."""
    if head.startswith(b"GIF8"):
        control = head.find(b"\x21\xf9\x04")
        return b"NETSCAPE2.0" in head or (control >= 0 and any(head[control + 4 : control + 6]))
    if head[8:12] == b"WEBP":
        return b"ANIM" in head[12:64]
    return (head.startswith(b"\x89PNG") and b"acTL" in head) or (head[4:8] == b"ftyp" and head[8:12] in _MOVING_BRANDS)


def _what_else(head: bytes) -> str:
    """Describe what a file is that is no video."""
    if head.startswith(_PICTURES) or head[8:12] in (b"WEBP", *_PICTURE_BRANDS):
        return "a picture"
    if head.startswith(_SOUNDS) or head[8:12] == b"WAVE":
        return "a sound file"
    try:
        # The end of the head may have split a character.
        text = head.decode("utf-8", errors="strict" if len(head) < HEAD_BYTES else "ignore")
    except UnicodeDecodeError:
        return "not a video file"
    return "not a video file" if "\0" in text else "a text file"
