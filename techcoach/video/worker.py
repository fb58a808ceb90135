"""The disposable process that opens an upload: `python -m techcoach.video.worker`.

Reads one request (JSON) from standard input, confines itself, and answers on standard output with JSON lines; a line
that tells of a frame follows when its pixels are in the memory that both processes share. It is started, listened to and ended by `sandbox`. It knows the
decoders, and nothing of the project above this room.

Requests: {"task": "probe" or "read", "path", "name", "limits"}, and to read {"start", "end", "max_fps", "max_side",
"max_frames", "decoder", "memory": descriptor}. Answers: {"ready": true}, {"info": …}, {"decoder", "count", "width", "height"}, {"frame": s}
for each frame, {"done": true}; or {"refusal": [reason, what, advice]} or {"failure": "memory" or "decoder", "detail"}.
"""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import sys
from typing import Any, BinaryIO

import av
import numpy as np

from ..types import Refusal
from .decoders import DecoderError, Reading, with_decord, with_pyav
from .examine import Examination, examine
from .limits import Limits
from .picking import pick
from .shared_memory import map_array


def main() -> None:
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    output = _private_output()
    confine(limits)
    av.logging.set_level(av.logging.PANIC)
    _send(output, {"ready": True})
    try:
        serve(request, limits, output)
    except Refusal as refusal:
        _send(output, {"refusal": [refusal.reason, refusal.what, refusal.advice]})
    except MemoryError as error:
        _send(output, {"failure": "memory", "detail": str(error)})
    except (DecoderError, av.error.FFmpegError) as error:
        _send(output, {"failure": "decoder", "detail": str(error)})


def confine(limits: Limits) -> None:
    """Takes from this process, for good, what reading one file does not need."""
    for what, most in (
        (resource.RLIMIT_AS, limits.address_space_bytes),
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),  # it writes to its pipes only
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))


def serve(request: dict[str, Any], limits: Limits, output: BinaryIO) -> None:
    """Examines the file and, if asked to, sends its frames.

    Raises:
        Refusal, MemoryError, DecoderError, av.error.FFmpegError: as the decoders do.
    """
    path, name = request["path"], request["name"]
    found = examine(path, name, limits)
    _send(output, {"info": dataclasses.asdict(found.info)})
    if request["task"] == "probe":
        return
    wanted = _wanted(found, request, name, limits)
    size = frame_size(found.info.width, found.info.height, request["max_side"])
    decoder, reading = _open(request["decoder"], path, found, wanted, size, limits)
    _send(output, {"decoder": decoder, "count": len(wanted), "width": size[0], "height": size[1]})
    pixels = map_array(request["memory"], (len(wanted), size[1], size[0], 3))
    for (time, frame), room in zip(reading, pixels, strict=False):  # damaged frames are left out
        room[:] = frame
        _send(output, {"frame": time})
    _send(output, {"done": True})


def frame_size(width: int, height: int, max_side: int) -> tuple[int, int]:
    """The largest even size of the same shape, to a pixel, with no side above `max_side` and none above its own."""
    scale = min(1.0, max_side / max(width, height))
    return max(2, 2 * round(width * scale / 2 - 1e-9)), max(2, 2 * round(height * scale / 2 - 1e-9))


def _wanted(found: Examination, request: dict[str, Any], name: str, limits: Limits) -> np.ndarray:
    """Indices of the frames to send.

    Raises:
        Refusal: too_short, if the part that was chosen has not enough of them.
    """
    start = found.times[0] if request["start"] is None else request["start"]
    end = found.times[-1] if request["end"] is None else request["end"]
    wanted = pick(found.times, start, end, request["max_fps"], request["max_frames"])
    covered = 0.0 if len(wanted) < 2 else found.times[wanted[-1]] - found.times[wanted[0]] + 1 / found.info.fps
    if covered < limits.shortest_s:
        raise Refusal(
            "too_short",
            f"The part of {name} from {start:.2f} s to {end:.2f} s has {len(wanted)} frame(s) in it, over {covered:.2f} s.",
            f"Choose a part of {limits.shortest_s:g} s or more within its {found.info.duration_s:.1f} s.",
        )
    return wanted


def _open(
    decoder: str, path: str, found: Examination, wanted: np.ndarray, size: tuple[int, int], limits: Limits
) -> tuple[str, Reading]:
    """The decoder that was asked for if it can read the file, or else PyAV; and its name."""
    if decoder == "decord":
        try:
            return "decord", with_decord(path, found, wanted, size)
        except DecoderError:  # the other one may read it, and says so if it cannot
            pass
    return "pyav", with_pyav(path, found, wanted, size, limits.longest_side_px**2)


def _private_output() -> BinaryIO:
    """Standard output for messages only: what a library prints goes to standard error."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return output


def _send(output: BinaryIO, message: dict[str, Any]) -> None:
    output.write(json.dumps(message).encode() + b"\n")
    output.flush()


if __name__ == "__main__":
    main()
