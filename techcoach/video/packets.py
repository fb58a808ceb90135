"""Reads what a file's packets tell of its frames: when each is shown, where decoding can begin, where the data ends.

Runs in the worker only. Decodes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream

from ..types import Refusal
from .opening import EXPORT_AGAIN, INTRA_CODECS, codec_name, read_packets


@dataclass(frozen=True)
class PacketIndex:
    """What the packets of a file say.

    Attributes:
        stamps: (N,) int64, the rising presentation time stamps of its frames, in ticks.
        timed: whether a decoded frame carries the stamp at which it is shown. Where not, the first decoded frame has
            the first stamp, the second one the second, and so on.
        keys: (M, 2) int64, presentation and decoding time stamps of the key frames, where decoding can begin, in ticks.
        leading: whether, after some key frame, frames follow whose presentation comes before it (open groups of
            pictures).
        reached_s: where the data ends, seconds.
    """

    stamps: np.ndarray
    timed: bool
    keys: np.ndarray
    leading: bool
    reached_s: float


def index_packets(
    container: InputContainer, stream: VideoStream, container_name: str, name: str, max_frames: int
) -> PacketIndex:
    """Read all packets without decoding them.

    An AVI tells when frames are decoded, not when they are shown. These are the same moments, but where frames are
    stored out of order they belong to other frames.

    Args:
        container_name: one of `DEMUXERS`. name: of the file, as users see it. max_frames: with more it is refused.

    Raises:
        Refusal: too_large or too_short by the number of frames, unreadable if there are none.
    """
    timed = container_name != "avi" or codec_name(stream) in INTRA_CODECS
    stamps: set[int] = set()
    keys: list[tuple[int, int]] = []
    leading = False
    reached = 0.0
    for packet in read_packets(container):
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is None or not packet.size:
            continue
        reached = max(reached, float((stamp + (packet.duration or 0)) * packet.time_base))
        if packet.stream_index == stream.index and not packet.is_discard:
            decoded_at = packet.dts if packet.dts is not None else stamp
            stamps.add(stamp if timed else decoded_at)
            leading |= bool(keys) and stamp < keys[-1][0]
            if packet.is_keyframe:
                keys.append((stamp, decoded_at))
        if len(stamps) > max_frames:
            raise Refusal(
                "too_large",
                f"{name} has more than {max_frames} frames.",
                "Trim the clip to the drill, or save it at 60 frames a second or fewer.",
            )
    if not stamps:
        raise Refusal("unreadable", f"{name} is damaged or cut off: no frames are left in it.", EXPORT_AGAIN)
    if len(stamps) == 1:
        raise Refusal("too_short", f"{name} holds one frame only.", "Choose a clip that shows the whole drill.")
    rising = np.array(sorted(stamps), dtype=np.int64)
    return PacketIndex(rising, timed, np.array(keys, dtype=np.int64).reshape(-1, 2), leading, reached)
