"""Video files for tests, made with PyAV: each frame tells its own number and which way is up.

Knows nothing of the project.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

NTSC = Fraction(30000, 1001)
WIDTH, HEIGHT = 192, 128
BITS = 9
SECOND_TRACK = 256
SOUND_RATE = 48_000
CORNERS = {
    "top left": (210, 40, 40),
    "top right": (40, 190, 40),
    "bottom left": (40, 60, 210),
    "bottom right": (220, 210, 40),
}
"""Their colours."""


def numbered_frame(number: int, width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    """(H, W, 3) uint8 grey, with the corners coloured and the number in bright and dark bars across the middle."""
    frame = np.full((height, width, 3), 100, np.uint8)
    down, right = height // 4, width // 4
    for (y, x), colour in zip(((0, 0), (0, -right), (-down, 0), (-down, -right)), CORNERS.values(), strict=True):
        frame[y : y + down or None, x : x + right or None] = colour
    for bit in range(BITS):
        left, end = (width * edge // BITS for edge in (bit, bit + 1))
        frame[3 * height // 8 : 5 * height // 8, left:end] = 235 if number >> bit & 1 else 20
    return frame


def number_of(frame: np.ndarray) -> int:
    """The number that a frame tells, of whatever size it is by now."""
    height, width = frame.shape[:2]
    middles = [round(width * (bit + 0.5) / BITS) for bit in range(BITS)]
    return sum(int(frame[height // 2, middle].mean() > 128) << bit for bit, middle in enumerate(middles))


def corners_of(frame: np.ndarray) -> dict[str, str]:
    """Which colour, by the name of the corner that it should be in, is in each corner."""
    y, x = frame.shape[0] // 10, frame.shape[1] // 10
    corner_colours = {
        "top left": frame[y, x],
        "top right": frame[y, -x],
        "bottom left": frame[-y, x],
        "bottom right": frame[-y, -x],
    }

    def nearest(colour: np.ndarray) -> str:
        return min(CORNERS, key=lambda name: float(np.abs(colour.astype(int) - CORNERS[name]).sum()))

    return {corner: nearest(colour) for corner, colour in corner_colours.items()}


def make_video(
    path: Path,
    *,
    count: int = 30,
    rate: Fraction | int = 30,
    times: Sequence[float] | None = None,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    rotation: int = 0,
    mirrored: bool = False,
    codec: str = "libx264",
    pixels: str = "yuv420p",
    options: dict[str, str] | None = None,
    front: bool = False,
    tracks: int = 1,
    default_track: int | None = None,
    sound_s: float = 0.0,
    metadata: dict[str, str] | None = None,
) -> Path:
    """A numbered clip.

    Args:
        path: its suffix names the container. count, rate: of its frames; rate is what the file declares.
        times: seconds of the frames, instead of an even rate.
        size: width, height of a frame as it is shown.
        rotation: degrees clockwise by which the stored frames are to be turned when they are shown.
        mirrored: whether left and right are to be swapped after that.
        codec, pixels, options: of the encoder. front: whether an MP4's index comes first.
        tracks: number of video streams; the numbers of the second one begin at `SECOND_TRACK`, and so on.
        default_track: which of them is marked as the default. sound_s: seconds of silence beside it.
        metadata: of the file.
    """
    tick = Fraction(1, 90_000)
    flags = "+faststart" * front + "+use_metadata_tags" * bool(metadata)
    with av.open(str(path), "w", options={"movflags": flags} if flags else {}) as container:
        container.metadata.update(metadata or {})
        streams: list[Any] = [  # add_stream by name tells no kind of stream
            container.add_stream(codec, rate=rate, options=options or {"preset": "ultrafast"}) for _ in range(tracks)
        ]
        stored = numbered_frame(0, *size) if rotation % 180 == 0 else np.rot90(numbered_frame(0, *size))
        for stream in streams:
            stream.height, stream.width = stored.shape[:2]
            stream.pix_fmt = pixels
            if times is not None:
                stream.codec_context.time_base = tick
            if rotation or mirrored:
                stream.set_display_rotation(-rotation, hflip=mirrored)  # it counts counterclockwise
            if default_track is not None:
                default = stream is streams[default_track]
                stream.disposition = av.stream.Disposition.default if default else av.stream.Disposition(0)
        sound = container.add_stream("aac", rate=SOUND_RATE) if sound_s else None
        if sound is not None:
            _fill_with_silence(container, sound, sound_s)
        for index in range(count):
            for track, stream in enumerate(streams):
                shown = numbered_frame(index + track * SECOND_TRACK, *size)
                # Turned counterclockwise here, so that a player that turns it clockwise shows it upright.
                turned = np.rot90(shown[:, ::-1] if mirrored else shown, k=rotation // 90)
                frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(turned), format="rgb24")
                frame.time_base = 1 / Fraction(rate) if times is None else tick
                frame.pts = index if times is None else round(times[index] / tick)
                container.mux(stream.encode(frame))
        for stream in streams:
            container.mux(stream.encode())
    return path


def pack_b_frames(path: Path, source: Path) -> Path:
    """Copy an AVI with MPEG-4 video so that a B frame lies in one packet with the frame that it is decoded after.

    DivX and XviD pack them so; a placeholder stands where the B frame was.
    """
    mark, picture, placeholder = b"\0\0\1\xb2DivX503b1393p", b"\0\0\1\xb6", b"\0\0\1\xb6\x50\0\0"
    with av.open(str(source)) as read, av.open(str(path), "w") as container:
        stream = container.add_stream_from_template(read.streams.video[0])
        chunks = [bytes(packet) for packet in read.demux() if packet.size]
        for index in range(2, len(chunks)):
            if chunks[index][chunks[index].index(picture) + 4] >> 6 == 2:  # a B frame
                chunks[index - 1], chunks[index] = chunks[index - 1] + chunks[index], placeholder
        for index, chunk in enumerate(chunks):
            packet = av.Packet(chunk.replace(picture, mark + picture, 1) if index == 0 else chunk)
            packet.pts = packet.dts = index
            packet.time_base, packet.stream, packet.is_keyframe = Fraction(1, 30), stream, index == 0
            container.mux(packet)
    return path


def make_sound(path: Path, *, cover: bool = False) -> Path:
    """A sound file of 2 s, with or without a cover picture."""
    with av.open(str(path), "w", format="mp4") as container:
        sound = container.add_stream("aac", rate=SOUND_RATE)
        if cover:
            picture = container.add_stream("mjpeg", rate=1, options={"strict": "unofficial"})
            picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuvj420p"
            picture.disposition = av.stream.Disposition.attached_pic
            container.mux(picture.encode(av.VideoFrame.from_ndarray(numbered_frame(0), format="rgb24")))
            container.mux(picture.encode())
        _fill_with_silence(container, sound, 2.0)
    return path


def _fill_with_silence(container: av.container.OutputContainer, stream: av.AudioStream, seconds: float) -> None:
    for index in range(round(seconds * SOUND_RATE / 1024)):
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, index * 1024, Fraction(1, SOUND_RATE)
        container.mux(stream.encode(frame))
    container.mux(stream.encode())


# ----------------------------------------------------------------------------------------------------------------
# A file that claims frames too large to decode, of a few hundred bytes: H.264 written bit by bit (ITU-T H.264, 7.3).


def make_bomb(path: Path, width: int, height: int, count: int = 60) -> Path:
    """An MP4 whose sequence parameter set claims frames of `width` x `height`, multiples of 16."""
    sequence = bytes([0x67, 66, 0, 62]) + _bits(
        # id, frame numbers of 4 bits, shown in decoding order, one reference, no gaps, size in macroblocks, frames only
        _ue(0), _ue(0), _ue(2), _ue(1), "0", _ue(width // 16 - 1), _ue(height // 16 - 1), "1", "1", "0", "0",
    )  # fmt: skip
    pictures = b"\x68" + _bits(
        _ue(0), _ue(0), "0", "0", _ue(0), _ue(0), _ue(0), "0", "00", _ue(0), _ue(0), _ue(0), "000"
    )
    slices = b"\x65" + _bits(_ue(0), _ue(7), _ue(0), "0000", _ue(0), "0", "0", _ue(0), "1010" * 20)
    raw = path.with_suffix(".h264")
    unread = {"framerate": "30", "max_pixels": "1"}  # the frames are not decoded here, either
    raw.write_bytes(b"".join(b"\0\0\0\1" + unit for unit in (sequence, pictures, *[slices] * count)))
    with av.open(str(raw), options=unread) as source, av.open(str(path), "w") as container:
        stream = container.add_stream_from_template(source.streams.video[0])
        for index, packet in enumerate(packet for packet in source.demux() if packet.size):
            packet.pts = packet.dts = index
            packet.duration = 1
            packet.time_base, packet.stream = Fraction(1, 30), stream
            container.mux(packet)
    raw.unlink()
    return path


def claim_size(path: Path, width: int, height: int) -> Path:
    """Changes the size of the frames that an MP4's header claims, and nothing else."""
    data = bytearray(path.read_bytes())
    struct.pack_into(">HH", data, data.index(b"avc1", data.index(b"stsd")) + 28, width, height)
    path.write_bytes(data)
    return path


def _ue(number: int) -> str:
    """An unsigned Exp-Golomb code."""
    binary = f"{number + 1:b}"
    return "0" * (len(binary) - 1) + binary


def _bits(*codes: str) -> bytes:
    """Bits as bytes, closed by a one and zeros, kept from looking like a start code."""
    bits = "".join(codes) + "1"
    bits += "0" * (-len(bits) % 8)
    return bytes(_escaped(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8)))


def _escaped(data: Iterable[int]) -> Iterator[int]:
    zeros = 0
    for byte in data:
        if zeros == 2 and byte <= 3:
            yield 3
            zeros = 0
        zeros = zeros + 1 if byte == 0 else 0
        yield byte
