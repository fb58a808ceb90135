"""Reads the rate at which a camera captured a file, where the file tells it. Runs in the worker only.

A camera that films in slow motion may write a file that plays at 30 frames a second although 240 were captured: its
seconds are then longer than those of the motion.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

ANDROID = "com.android.capture.fps"
"""Android's recorder writes it into the file's metadata."""
SONY = re.compile(rb'<VideoFrame\b[^>]*\bcaptureFps="([\d.]+)[pi]"')
"""Sony's cameras write it into an XML document in the file's metadata box, with the kind of scan: "119.88p"."""
LONGEST_DOCUMENT = 65_536
MOST_BOXES, LARGEST_BOX = 64, 1 << 50
FASTEST_FPS = 10_000.0
"""A higher rate is taken for an error in the file."""


def read_capture_rate(path: Path, container: str, metadata: Mapping[str, str]) -> float | None:
    """Return the rate at which a file was captured, frames a second; None where it tells none.

    Args:
        container: one of `DEMUXERS`. metadata: of the file, as FFmpeg reads them.
    """
    text: str | bytes | None = metadata.get(ANDROID)
    if text is None and container in ("mp4", "mov"):
        text = next((found[1] for document in _metadata_boxes(path) if (found := SONY.search(document))), None)
    try:
        rate = float(text or 0)
    except ValueError:
        return None
    return rate if math.isfinite(rate) and 0 < rate <= FASTEST_FPS else None


def _metadata_boxes(path: Path) -> Iterator[bytes]:
    """Yield the beginnings of the metadata boxes that lie beside the index of an MP4 (ISO/IEC 14496-12, Sec. 4.2)."""
    with path.open("rb") as file:
        for _ in range(MOST_BOXES):
            begin, header = file.tell(), file.read(16)
            if len(header) < 16:
                return
            size, kind, large_size = struct.unpack(">I4sQ", header)
            size = large_size if size == 1 else size
            if kind == b"meta":
                yield file.read(min(size or LONGEST_DOCUMENT, LONGEST_DOCUMENT))
            if not 8 <= size <= LARGEST_BOX:  # 0: the last box
                return
            file.seek(begin + size)
