"""The disposable process that opens an upload: `python -m techcoach.video.worker`.

Reads one request (JSON) from standard input, confines itself, and answers on standard output with JSON lines; pixels go
into memory that it shares with the process that asks. `sandbox` starts it, reads its messages and ends it. It knows the
decoders, and of the project only `video` and `types`.

Requests: {"task": "probe" or "read", "path", "name", "limits", "part": [start, end]}, and to read {"selections",
"decoder", "memory"}: the first selection that is meant for a clip of this length is read, all of them select from the
part, and the memory is a `shared_memory.Address`. Answers:
{"ready": true, "unbounded": [what this system cannot bound]}, {"info"}, {"decoder", "count", "width", "height"},
{"frame": seconds} for each frame, {"done": true}; or {"refusal": [reason, what, advice]} or {"failure": "memory" or
"decoder", "detail"}.
"""

from __future__ import annotations

import dataclasses
import json
import os
import platform
import sys
from typing import Any, BinaryIO

import av
import numpy as np

from ..types import Refusal
from .decoders import DecoderError, TimedFrames, read_with_decord, read_with_pyav
from .examine import Examination, examine
from .limits import Limits
from .selection import Selection, first_for
from .shared_memory import map_array


def main() -> None:
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    output = _private_output()
    unbounded = confine(limits)
    # PyAV's log stays off, as it is by default: turned on, even at its quietest, it deadlocks with decoding threads.
    _send(output, {"ready": True, "unbounded": unbounded})
    try:
        serve(request, limits, output)
    except Refusal as refusal:
        _send(output, {"refusal": [refusal.reason, refusal.what, refusal.advice]})
    except MemoryError as error:
        _send(output, {"failure": "memory", "detail": str(error)})
    except (DecoderError, av.error.FFmpegError) as error:
        _send(output, {"failure": "decoder", "detail": str(error)})


def confine(limits: Limits) -> list[str]:
    """Bound the resources of this process for good to what reading one file needs; a lower inherited bound stays.

    Returns:
        What this system cannot bound, by the names of `setrlimit`; nothing on Linux.
    """
    bounds = {
        "RLIMIT_AS": limits.address_space_bytes,
        "RLIMIT_CPU": limits.cpu_s,
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 0,  # it writes into its pipes and the shared memory only
        "RLIMIT_NOFILE": 64,
    }
    try:
        import resource
    except ImportError:  # Windows
        return list(bounds)
    unbounded = []
    for name, most in bounds.items():
        try:
            kind = getattr(resource, name)
            inherited = [bound for bound in resource.getrlimit(kind) if bound != resource.RLIM_INFINITY]
            lowest = min([most, *inherited])
            resource.setrlimit(kind, (lowest, lowest))
        except (OSError, ValueError):
            if platform.system() == "Linux":
                raise
            unbounded.append(name)
    return unbounded


def serve(request: dict[str, Any], limits: Limits, output: BinaryIO) -> None:
    """Examine the file and, if the task is to read it, hand over its frames.

    Raises:
        Refusal, MemoryError, DecoderError, av.error.FFmpegError: as `examine` and the decoders raise them.
    """
    path, name, (start, end) = request["path"], request["name"], request["part"]
    examination = examine(path, name, limits, (start, end))
    _send(output, {"info": dataclasses.asdict(examination.info)})
    if request["task"] == "probe":
        return
    selection = first_for([Selection(**fields) for fields in request["selections"]], examination.info.duration_s)
    frame_indices = _pick_frames(examination, selection, name, limits)
    size = selection.size(examination.info.width, examination.info.height)
    decoder, timed_frames = _open_decoder(request["decoder"], path, examination, frame_indices, size, limits)
    _send(output, {"decoder": decoder, "count": len(frame_indices), "width": size[0], "height": size[1]})
    pixels = map_array(request["memory"], (len(frame_indices), size[1], size[0], 3))
    # Fewer frames come if damaged ones are left out. `pixels` is first in zip: once full, no further frame is decoded.
    for room, (time, frame) in zip(pixels, timed_frames, strict=False):
        room[:] = frame
        _send(output, {"frame": time})
    _send(output, {"done": True})


def _pick_frames(examination: Examination, selection: Selection, name: str, limits: Limits) -> np.ndarray:
    """Pick the frames to hand over: (n,) indices.

    Raises:
        Refusal: too_short, if the chosen part does not hold enough frames.
    """
    frame_indices = selection.pick(examination.times)
    covered = (
        examination.times[frame_indices[-1]] - examination.times[frame_indices[0]] + 1 / examination.info.fps
        if len(frame_indices) > 1
        else 0.0
    )
    if covered < limits.shortest_s:
        raise Refusal(
            "too_short",
            f"The part of {name} that was chosen shows {covered:.2f} s; at least {limits.shortest_s:g} s are needed.",
            f"Choose a longer part; the clip lasts from 0 to {examination.info.duration_s:.1f} s.",
        )
    return frame_indices


def _open_decoder(
    decoder: str, path: str, examination: Examination, frame_indices: np.ndarray, size: tuple[int, int], limits: Limits
) -> tuple[str, TimedFrames]:
    """Open the file with the requested decoder, or PyAV if that one cannot; return its name and the frames."""
    if decoder == "decord":
        try:
            return "decord", read_with_decord(path, examination, frame_indices, size)
        except (DecoderError, UnicodeEncodeError):  # decord opens no path that is not UTF-8; PyAV may
            pass
    return "pyav", read_with_pyav(path, examination, frame_indices, size, limits.most_pixels)


def _private_output() -> BinaryIO:
    """Return standard output for messages alone; from here on, the output of libraries goes to standard error."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return output


def _send(output: BinaryIO, message: dict[str, Any]) -> None:
    output.write(json.dumps(message).encode() + b"\n")
    output.flush()


if __name__ == "__main__":
    main()
