"""Opens an upload with PyAV, which is forbidden everything that reading a plain file does not need.

Runs in the worker only. Of the limits, knows the size of a frame alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from ..types import Refusal
from .identify import DEMUXERS

INTRA_CODECS = ("mjpeg", "prores", "dvvideo")
"""Codecs whose every frame is coded by itself, so that frames are stored in the order in which they are shown."""
CODECS = ("h264", "hevc", "av1", "vp8", "vp9", "mpeg4", "mpeg2video", "h263", *INTRA_CODECS)
"""Codecs that are read, by FFmpeg's names."""
FFMPEG_DECODERS = (*CODECS, "libdav1d", "libvpx", "libvpx-vp9")
"""FFmpeg's names of the decoders for these codecs."""
EXPORT_AGAIN = "Upload or export the clip again; if it plays elsewhere, save it as an MP4 with H.264 video."


def open_video(path: str, container: str, most_pixels: int) -> InputContainer:
    """Open a file as one container and no other, with no protocol but plain files.

    Args:
        path: absolute. container: one of `DEMUXERS`. most_pixels: frames with more are never given memory.

    Raises:
        av.error.FFmpegError: if the file is not such a container, or is damaged.
    """
    demuxer = DEMUXERS[container]
    return av.open(
        f"file:{path}",
        format=demuxer,
        metadata_errors="replace",
        options={  # for the container, and for the streams that are tried while it is opened
            "protocol_whitelist": "file",
            "format_whitelist": av.format.ContainerFormat(demuxer, "r").name,
            "codec_whitelist": ",".join(FFMPEG_DECODERS),
            "max_streams": "32",
            "max_pixels": str(most_pixels),
        },
    )


def video_streams(container: InputContainer) -> list[VideoStream]:
    """Return the video streams of a file; cover pictures and thumbnails do not count."""
    still = av.stream.Disposition.attached_pic | av.stream.Disposition.timed_thumbnails
    return [stream for stream in container.streams.video if not stream.disposition & still]


def find_video_stream(container: InputContainer, name: str) -> VideoStream:
    """Return the video stream that players show: the first that the file marks as its default, or the first of all.

    Raises:
        Refusal: not_a_video if there is none.
    """
    streams = video_streams(container)
    if not streams:
        what = "has sound but no video" if container.streams.audio else "has no video in it"
        raise Refusal("not_a_video", f"{name} {what}.", "Choose a video file.")
    return next((stream for stream in streams if stream.disposition & av.stream.Disposition.default), streams[0])


def codec_name(stream: VideoStream) -> str:
    """Return the name of the codec, whichever library decodes it."""
    return stream.codec_context.codec.canonical_name


def read_packets(container: InputContainer) -> Iterator[av.Packet]:
    """Yield all packets up to the first that cannot be read, which is where a truncated file ends."""
    source = container.demux()
    while True:
        try:
            packet = next(source)
        except (StopIteration, av.error.InvalidDataError, av.error.EOFError):
            return
        yield packet


def decode_frames(
    container: InputContainer, stream: VideoStream, most_pixels: int, threads: int
) -> Iterator[VideoFrame]:
    """Decode a stream from the current position of its container; frames that are damaged beyond decoding are left out.

    Args:
        most_pixels: as for `open_video`. threads: of the decoder.
    """
    context = stream.codec_context
    context.options = {"max_pixels": str(most_pixels)}
    context.thread_type = "AUTO"
    context.thread_count = threads
    source = container.demux(stream)
    while True:
        try:
            packet = next(source)
            decoded = packet.decode()
        except StopIteration:
            return
        except av.error.InvalidDataError:
            continue
        yield from (frame for frame in decoded if isinstance(frame, VideoFrame))
