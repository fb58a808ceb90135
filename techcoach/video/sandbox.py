"""Hands an upload to a disposable process, so that the process that serves users never parses it.

Starts `worker`, hands it one request, reads its messages as data (JSON lines, and raw pixels in memory that both share;
nothing that could run), and ends it with its whole process group when it has answered, when its time is up, or when the
caller gives up. Knows nothing of video. On Linux the worker bounds its own memory, time and files. What another system
cannot bound is logged once; the time limit is enforced on every system.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import logging
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

from ..types import Refusal
from .limits import Limits
from .shared_memory import FileMemory, SealedMemory

log = logging.getLogger(__name__)

PACKAGE_ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-P", "-m", "techcoach.video.worker")
LONGEST_MESSAGE = 65_536
"""Bytes of one JSON line."""
ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "SYSTEMROOT")
"""Names of the environment variables that the worker gets: no tokens, no proxies. Python does not start on
Windows without the last."""
WEB_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)
"""The beginning of one, as a `Path` holds it: with one slash."""
CHUNKS_AHEAD = 8
"""Pieces of a worker's output that are queued until they are read; the worker waits if there are more."""

Failure = Literal["time", "stall", "memory", "decoder"]


class ReadingFailed(Exception):
    """The worker gave no valid answer.

    Attributes:
        kind: "time" if its wall or processor time was up; "stall" if it sent nothing for too long; "memory" if it was
            refused memory; "decoder" for the rest: the decoder gave up or crashed, or the answer makes no sense.
    """

    def __init__(self, kind: Failure, detail: str) -> None:
        self.kind: Failure = kind
        super().__init__(f"{kind}: {detail}")


class Pipes:
    """Reads the output of one worker in two threads, because not every system can wait for a pipe with a timeout.

    Args:
        process: the worker; its pipes are closed here.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._chunks: queue.Queue[bytes] = queue.Queue(CHUNKS_AHEAD)
        self._errors = b""
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=target, daemon=True) for target in (self._queue_output, self._keep_errors)
        ]
        for thread in self._threads:
            thread.start()

    def read(self, seconds: float) -> bytes | None:
        """Return the next bytes of standard output, empty at its end; None if nothing comes for so many seconds."""
        try:
            return self._chunks.get(timeout=min(seconds, threading.TIMEOUT_MAX))
        except queue.Empty:
            return None

    def error_output(self) -> str:
        """Return the end of standard error; call it after standard output has ended."""
        self._threads[1].join(timeout=1.0)
        return self._errors.decode(errors="replace").strip()

    def close(self) -> None:
        """End both threads; call it after the worker has ended."""
        self._stopped.set()
        for thread, stream in zip(self._threads, (self._process.stdout, self._process.stderr), strict=True):
            thread.join(timeout=1.0)
            # A pipe that something else still holds open is left to its thread.
            if stream is not None and not thread.is_alive():
                stream.close()

    def _queue_output(self) -> None:
        assert self._process.stdout is not None
        chunk = b"?"
        while chunk:
            chunk = os.read(self._process.stdout.fileno(), LONGEST_MESSAGE)
            while not self._stopped.is_set():
                try:
                    self._chunks.put(chunk, timeout=0.1)
                    break
                except queue.Full:
                    pass

    def _keep_errors(self) -> None:
        assert self._process.stderr is not None
        while chunk := os.read(self._process.stderr.fileno(), LONGEST_MESSAGE):
            self._errors = (self._errors + chunk)[-2000:]


class Answer:
    """The messages of one worker, in order.

    Args:
        process: the worker. pipes: its output. deadline: the `time.monotonic` at which its time is up.
        patience: seconds that it may send nothing.
    """

    def __init__(self, process: subprocess.Popen[bytes], pipes: Pipes, deadline: float, patience: float) -> None:
        self._process, self._pipes = process, pipes
        self._deadline, self._patience = deadline, patience
        self._pending = b""

    def wait_until_ready(self) -> None:
        """Wait for the worker's first message.

        Raises:
            RuntimeError: if the worker cannot start, which is not the file's fault.
            ReadingFailed: if its time is up before it has started.
        """
        try:
            greeting = self.message()
        except ReadingFailed as failure:
            if failure.kind in ("time", "stall"):
                raise
            raise RuntimeError(f"the process that reads videos could not start: {failure}") from failure
        if greeting.get("ready") is not True:
            raise RuntimeError(f"the process that reads videos started with {greeting!r:.200}")
        _log_unbounded(*map(str, greeting.get("unbounded", [])))

    def message(self) -> dict[str, Any]:
        """Return the next message.

        Raises:
            Refusal: if the worker refuses the file.
            ReadingFailed: if there is no further message, or none that makes sense.
        """
        line = self._line()
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

    def _line(self) -> bytes:
        while b"\n" not in self._pending:
            if len(self._pending) > LONGEST_MESSAGE:
                raise ReadingFailed("decoder", f"a message without end: {self._pending!r:.200}")
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise ReadingFailed("time", "the process was ended by the clock")
            received = self._pipes.read(min(left, self._patience))
            if received is None:
                if left <= self._patience:
                    continue
                raise ReadingFailed("stall", f"the process sent nothing for {self._patience} s")
            if not received:
                raise self._ended()
            self._pending += received
        line, _, self._pending = self._pending.partition(b"\n")
        return line

    def _ended(self) -> ReadingFailed:
        """Find out why the worker's output ended."""
        while (code := _exit_code(self._process)) is None:
            if time.monotonic() > self._deadline:
                return ReadingFailed("time", "the process fell silent and was ended by the clock")
            time.sleep(0.01)
        ended_by = signal.Signals(-code).name if code < 0 else f"code {code}"
        if ended_by in ("SIGXCPU", "SIGKILL"):
            return ReadingFailed("time", f"the process was ended by {ended_by}")
        errors = self._pipes.error_output()
        # A library that is refused memory aborts, and its last line says so.
        kind: Failure = "memory" if "alloc" in errors or "memory" in errors.lower() else "decoder"
        return ReadingFailed(kind, f"the process ended with {ended_by}. {errors}")


def _exit_code(process: subprocess.Popen[bytes]) -> int | None:
    """Return the exit code as `Popen.poll` does, without reaping the process where the system allows it.

    Until a process is reaped, the system gives its number to no other process, so that its group can be ended by it.
    """
    if not hasattr(os, "waitid"):
        return process.poll()
    end = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
    if end is None:
        return None
    return end.si_status if end.si_code == os.CLD_EXITED else -end.si_status


@functools.cache
def _log_unbounded(*names: str) -> None:
    """Log once what this system cannot bound in the worker."""
    if names:
        log.warning(
            "On this system the process that reads a video cannot bound %s: a hostile file may use more memory or "
            "processor time until the clock ends the process. Serve strangers from Linux.",
            ", ".join(names),
        )


@contextmanager
def ask(
    path: Path,
    request: Mapping[str, Any],
    limits: Limits,
    *,
    memory: SealedMemory | FileMemory | None = None,
    patience: float = float("inf"),
) -> Iterator[Answer]:
    """Hand a request about a file to a fresh worker, which lives until the `with` block ends.

    Args:
        path: of the file; its size and kind are checked here, its content is not.
        request: JSON types, as the docstring of `worker` lists them.
        limits: the bounds that the worker and the file are held to.
        memory: where the worker writes pixels.
        patience: seconds that the worker may send nothing.

    Raises:
        Refusal: unreadable, not_a_video or too_large, before anything is started.
        RuntimeError: if the worker cannot start.
    """
    check_file(path, limits)
    full_request = {
        **request,
        "path": str(path.resolve()),
        "name": name_for_people(path),
        "limits": dataclasses.asdict(limits),
    }
    if memory is not None:
        full_request["memory"] = memory.address
    deadline = time.monotonic() + limits.wall_s
    with _process(memory) as (process, pipes):
        with suppress(BrokenPipeError):  # `wait_until_ready` says why
            assert process.stdin is not None
            process.stdin.write(json.dumps(full_request).encode())
            process.stdin.close()
        answer = Answer(process, pipes, deadline, patience)
        answer.wait_until_ready()
        yield answer


@contextmanager
def _process(memory: SealedMemory | FileMemory | None) -> Iterator[tuple[subprocess.Popen[bytes], Pipes]]:
    """Start a worker in a process group of its own; yield it and its pipes; end the group with the `with` block."""
    paths = [str(PACKAGE_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    process = subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # numpy's linear algebra is not used; one thread for it saves time and address space.
        env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        | {"PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1"},
        cwd="/",
        start_new_session=True,
        pass_fds=() if memory is None else memory.inherited,
    )
    pipes = Pipes(process)
    try:
        yield process, pipes
    finally:
        _end(process)
        pipes.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a worker, and on every system but Windows the processes that it has started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):  # macOS: a group in which nothing runs any more
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
    if process.stdin is not None:
        with suppress(BrokenPipeError):  # what it did not read is lost with it
            process.stdin.close()


def check_file(path: Path, limits: Limits) -> None:
    """Refuse a missing file, a folder, an empty file or a file that is too large, without reading it.

    Raises:
        Refusal: unreadable, not_a_video or too_large.
    """
    choose_again = "Choose the file again; if it was uploaded, upload it again."
    name = name_for_people(path)
    if not path.exists():
        if WEB_ADDRESS.match(str(path)):
            raise Refusal("unreadable", f"{path} is an address on the web.", "Download the file first; give its path.")
        raise Refusal("unreadable", f"{path_for_people(path)} is not there.", choose_again)
    if not path.is_file():
        raise Refusal("not_a_video", f"{path_for_people(path)} is not a file.", "Choose a video file.")
    size = path.stat().st_size
    if size == 0:
        raise Refusal("unreadable", f"{name} is empty.", choose_again)
    if size > limits.largest_file_bytes:
        raise Refusal(
            "too_large",
            f"{name} has {size / 1e6:.0f} MB; at most {limits.largest_file_bytes / 1e6:.0f} MB can be read.",
            "Trim the clip to the drill, or save it at a lower resolution.",
        )


def name_for_people(path: Path) -> str:
    """Return a file's name with the bytes that are not UTF-8 replaced, so that every report and page can hold it."""
    return _replace_other_bytes(path.name)


def path_for_people(path: Path) -> str:
    """Return a path as it was given, with the bytes that are not UTF-8 replaced."""
    return _replace_other_bytes(str(path))


def _replace_other_bytes(text: str) -> str:
    return os.fsencode(text).decode("utf-8", errors="replace")


def unreadable(name: str, failure: Exception) -> Refusal:
    """Return the refusal of a file for which a worker gave no valid answer; log the failure itself.

    Args:
        name: of the file, as users see it. failure: why there is no valid answer.
    """
    log.warning("%s could not be read: %s", name, failure)
    if isinstance(failure, ReadingFailed) and failure.kind != "decoder":
        what = "memory" if failure.kind == "memory" else "time"
        return Refusal(
            "too_large",
            f"Reading {name} takes more {what} than is allowed.",
            "Trim the clip to the drill, or save it at a lower resolution.",
        )
    return Refusal(
        "unreadable",
        f"{name} cannot be decoded.",
        "Upload or export the clip again; if it plays elsewhere, save it as an MP4 with H.264 video.",
    )


def _refusal(fields: Any) -> Exception:
    """Return the refusal that a worker sent, or ReadingFailed if its fields are not those of a refusal."""
    try:
        reason, what, advice = (str(field)[:1000] for field in fields)
        return Refusal(reason, what, advice)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ReadingFailed("decoder", f"not a refusal: {fields!r:.200}")
