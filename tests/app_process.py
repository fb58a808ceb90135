"""`python app.py` in a process of its own, on a free port."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_S = 90


@contextmanager
def serving(uploads: Path, checkpoint: str = "", log: Path | None = None) -> Iterator[str]:
    """The address of the app while it runs.

    Args:
        uploads: a folder for what is uploaded. checkpoint: to offer before the one that ships. log: a file for what the
            app prints.

    Raises:
        RuntimeError: with what the app printed, if it ends; or if it shows no page within `START_S`.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {"GRADIO_SERVER_PORT": str(port), "GRADIO_TEMP_DIR": str(uploads), "TECHCOACH_CHECKPOINT": checkpoint}
    with contextlib.ExitStack() as stack:
        # Into a file: nobody reads a pipe here, and an app whose pipe is full waits for ever with its next line.
        log = log or Path(stack.enter_context(tempfile.TemporaryDirectory())) / "app.log"
        printed = stack.enter_context(log.open("w"))
        app = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=os.environ | variables, stdout=printed,
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        local = f"http://127.0.0.1:{port}/"
        try:
            _wait(app, local, log)
            yield local
        finally:
            app.terminate()
            try:
                app.wait(timeout=30)
            except subprocess.TimeoutExpired:
                app.kill()  # it outlives no test, and the test fails all the same
                app.wait()
                raise


def _wait(app: subprocess.Popen[str], address: str, log: Path) -> None:
    for _ in range(START_S * 4):
        if app.poll() is not None:
            raise RuntimeError(f"the app ended: {log.read_text(errors='replace')}")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"no page at {address} within {START_S} s")
