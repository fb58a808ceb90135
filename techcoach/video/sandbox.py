"""Questions about an upload, asked of a disposable process: the process that serves users never parses an upload.

Starts `worker`, hands it one request, reads its messages as data (JSON lines, and raw pixels in memory that both share;
nothing that could run), and ends it with its whole process group when it has answered, when its time is up, or when the caller gives up.
Knows nothing of video; Linux only.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Literal

from ..types import Refusal
from .limits import Limits
from .shared_memory import SharedMemory

log = logging.getLogger(__name__)

PACKAGE_ROOT = Path(__file__).resolve().parents[2]
LONGEST_MESSAGE = 65_536
"""Bytes of one JSON line."""
READY = b'{"ready": true}\n'
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
"""The environment variables that the worker gets: no tokens, no proxies."""

Failure = Literal["time", "memory", "decoder"]


class ReadingFailed(Exception):
    """The worker did not answer.

    Attributes:
        kind: "time" if its wall or processor time was up, "memory" if it was refused memory, "decoder" for the rest:
            the decoder gave up or crashed, or the answer was malformed.
    """

    def __init__(self, kind: Failure, detail: str) -> None:
        self.kind: Failure = kind
        super().__init__(f"{kind}: {detail}")


class Answer:
    """The messages of one worker, in order."""

    def __init__(self, process: subprocess.Popen[bytes], out_of_time: threading.Event) -> None:
        assert process.stdout is not None and process.stderr is not None
        self._process = process
        self._stdout: IO[bytes] = process.stdout
        self._stderr: IO[bytes] = process.stderr
        self._out_of_time = out_of_time

    def message(self) -> dict[str, Any]:
        """The next message.

        Raises:
            Refusal: if the worker refuses the file.
            ReadingFailed: if there is no further message, or none that can be understood.
        """
        line = self._stdout.readline(LONGEST_MESSAGE)
        if not line.endswith(b"\n"):
            raise self._ended()
        try:
            message = json.loads(line)
        except ValueError as error:
            raise ReadingFailed("decoder", f"not JSON: {line!r:.200}") from error
        if not isinstance(message, dict):
            raise ReadingFailed("decoder", f"not a message: {line!r:.200}")
        if "refusal" in message:
            raise _refusal(message["refusal"])
        if "failure" in message:
            kind: Failure = "memory" if message["failure"] == "memory" else "decoder"
            raise ReadingFailed(kind, str(message.get("detail")))
        return message

    def started(self) -> None:
        """Waits for the worker's greeting.

        Raises:
            RuntimeError: if the worker cannot start, which is not the file's fault.
            ReadingFailed: if its time is up before.
        """
        if self._stdout.readline(LONGEST_MESSAGE) != READY:
            failure = self._ended()
            if failure.kind == "time":
                raise failure
            raise RuntimeError(f"the process that reads videos could not start: {failure}")

    def _ended(self) -> ReadingFailed:
        """Why the worker's output ended, or stopped making sense."""
        # It is not reaped here: until then its number, by which its group is ended, is not given to another process.
        end = os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT)
        killed = end is not None and end.si_code != os.CLD_EXITED
        if self._out_of_time.is_set():
            return ReadingFailed("time", "the process was ended by the clock")
        if killed and end.si_status in (signal.SIGXCPU, signal.SIGKILL):
            return ReadingFailed("time", f"the process was ended by the system, {signal.Signals(end.si_status).name}")
        os.set_blocking(self._stderr.fileno(), False)
        said = (self._stderr.read() or b"")[-2000:].decode(errors="replace").strip()
        # Libraries that are given no memory abort, and say so last.
        kind: Failure = "memory" if "alloc" in said or "memory" in said.lower() else "decoder"
        return ReadingFailed(kind, f"the process ended with {'signal' if killed else 'code'} {end.si_status}. {said}")


@contextmanager
def ask(
    path: Path, request: Mapping[str, Any], limits: Limits, memory: SharedMemory | None = None
) -> Iterator[Answer]:
    """Hands a request about a file to a fresh worker, which lives until the `with` block ends.

    Args:
        path: of the file; its size and kind are looked at here, its content is not.
        request: JSON types; what `worker` does with it is written there.
        limits: the bounds that the worker and the file are held to.
        memory: where it is to put pixels.

    Raises:
        Refusal: unreadable, not_a_video or too_large, before anything is started.
        RuntimeError: if the worker cannot start.
    """
    check_file(path, limits)
    whole = {**request, "path": str(path.resolve()), "name": path.name, "limits": dataclasses.asdict(limits)}
    if memory is not None:
        whole["memory"] = memory.descriptor
    process = _start(memory)
    out_of_time = threading.Event()

    def stop() -> None:
        out_of_time.set()
        os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(limits.wall_s, stop)
    timer.daemon = True
    timer.start()
    try:
        with suppress(BrokenPipeError):  # `started` says why
            assert process.stdin is not None
            process.stdin.write(json.dumps(whole).encode())
            process.stdin.close()
        answer = Answer(process, out_of_time)
        answer.started()
        yield answer
    finally:
        timer.cancel()
        timer.join()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()


def check_file(path: Path, limits: Limits) -> None:
    """Refuses what needs no look inside: a missing file, a folder, an empty file, a file that is too large.

    Raises:
        Refusal: unreadable, not_a_video or too_large.
    """
    again = "Choose the file again; if it was uploaded, upload it again."
    if not path.exists():
        raise Refusal("unreadable", f"{path.name} is not there.", again)
    if not path.is_file():
        raise Refusal("not_a_video", f"{path.name} is not a file.", "Choose a video file.")
    size = path.stat().st_size
    if size == 0:
        raise Refusal("unreadable", f"{path.name} is empty.", again)
    if size > limits.largest_file_bytes:
        raise Refusal(
            "too_large",
            f"{path.name} has {size / 1e6:.0f} MB; at most {limits.largest_file_bytes / 1e6:.0f} MB can be read.",
            "Trim the clip to the drill, or save it at a lower resolution.",
        )


def _start(memory: SharedMemory | None) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    paths = [str(PACKAGE_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    # One thread for numpy's linear algebra, which is not used: that saves time and address space.
    environment |= {"PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "techcoach.video.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd="/",
        start_new_session=True,
        pass_fds=[] if memory is None else [memory.descriptor],
    )


def unreadable(name: str, failure: Exception) -> Refusal:
    """What to tell people when a worker did not answer; the failure itself goes to the log.

    Args:
        name: what they call the file. failure: `ReadingFailed`, or why an answer makes no sense.
    """
    log.warning("%s could not be read: %s", name, failure)
    if isinstance(failure, ReadingFailed) and failure.kind != "decoder":
        return Refusal(
            "too_large",
            f"Reading {name} takes more {failure.kind} than is allowed.",
            "Trim the clip to the drill, or save it at a lower resolution.",
        )
    return Refusal(
        "unreadable",
        f"{name} cannot be decoded.",
        "Upload or export the clip again; if it plays elsewhere, save it as an MP4 with H.264 video.",
    )


def _refusal(fields: Any) -> Refusal | ReadingFailed:
    """A refusal as the worker sent it, if it is one."""
    try:
        reason, what, advice = (str(field)[:1000] for field in fields)
        return Refusal(reason, what, advice)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ReadingFailed("decoder", f"not a refusal: {fields!r:.200}")
