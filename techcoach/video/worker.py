"""The disposable process that opens an upload: `python -m techcoach.video.worker`.

Reads one request (JSON) from standard input, confines itself, and answers on standard output with JSON lines; pixels go
into memory that it shares with the process that asks. It is started, listened to and ended by `sandbox`. It knows the
decoders, and of the project only this room and the nouns.

Requests: {"task": "probe" or "read", "path", "name", "limits"}, and to read {"selections", "decoder", "memory"}: the
first selection that is meant for a clip of this length is read, and the memory is a `shared_memory.Address`. Answers:
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
from .decoders import DecoderError, Reading, with_decord, with_pyav
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
    """Takes from this process, for good, what reading one file does not need; an inherited bound that is lower stays.

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
            least = min([most, *inherited])
            resource.setrlimit(kind, (least, least))
        except (OSError, ValueError):
            if platform.system() == "Linux":
                raise
            unbounded.append(name)
    return unbounded


def serve(request: dict[str, Any], limits: Limits, output: BinaryIO) -> None:
    """Examines the file and, if asked to, hands over its frames.

    Raises:
        Refusal, MemoryError, DecoderError, av.error.FFmpegError: as the decoders do.
    """
    path, name = request["path"], request["name"]
    found = examine(path, name, limits)
    _send(output, {"info": dataclasses.asdict(found.info)})
    if request["task"] == "probe":
        return
    selection = first_for([Selection(**fields) for fields in request["selections"]], found.info.duration_s)
    wanted = _wanted(found, selection, name, limits)
    size = selection.size(found.info.width, found.info.height)
    decoder, reading = _open(request["decoder"], path, found, wanted, size, limits)
    _send(output, {"decoder": decoder, "count": len(wanted), "width": size[0], "height": size[1]})
    pixels = map_array(request["memory"], (len(wanted), size[1], size[0], 3))
    # Fewer frames come where damaged ones are left out. No more than are wanted are asked for, to save their decoding.
    for room, (time, frame) in zip(pixels, reading, strict=False):
        room[:] = frame
        _send(output, {"frame": time})
    _send(output, {"done": True})


def _wanted(found: Examination, selection: Selection, name: str, limits: Limits) -> np.ndarray:
    """(n,) indices of the frames to hand over.

    Raises:
        Refusal: too_short, if the part that was chosen has not enough of them.
    """
    wanted = selection.pick(found.times)
    covered = found.times[wanted[-1]] - found.times[wanted[0]] + 1 / found.info.fps if len(wanted) > 1 else 0.0
    if covered < limits.shortest_s:
        raise Refusal(
            "too_short",
            f"The part of {name} that was chosen shows {covered:.2f} s; at least {limits.shortest_s:g} s are needed.",
            f"Choose a longer part; the clip lasts from 0 to {found.info.duration_s:.1f} s.",
        )
    return wanted


def _open(
    decoder: str, path: str, found: Examination, wanted: np.ndarray, size: tuple[int, int], limits: Limits
) -> tuple[str, Reading]:
    """The decoder that was asked for if it can open the file, or else PyAV; and its name."""
    if decoder == "decord":
        try:
            return "decord", with_decord(path, found, wanted, size)
        except (DecoderError, UnicodeEncodeError):  # decord opens no path that is not UTF-8; the other one may read it
            pass
    return "pyav", with_pyav(path, found, wanted, size, limits.most_pixels)


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
