"""What all commands share: exit codes, the errors that end a command, lines on the terminal, types of arguments.

Knows no command, and imports only the standard library, so that it loads before anything slow.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

DEFAULT_WORK = Path("work")
DEVICES = ("auto", "cpu", "cuda")
LOG_NOT_FOR_USERS = "techcoach.video"
"""Logger whose records users do not see: it says which decoder failed, and users need to know only whether the clip can
be read."""


class Exit(IntEnum):
    """The exit codes of every command.

    DONE: the work is done. FAILED: a data set has errors, or a result could not be written. WRONG_USAGE: the command
    or its arguments are wrong. REFUSED: the work cannot be done, for a `Refusal`'s reason. INTERRUPTED: by Ctrl-C.
    """

    DONE = 0
    FAILED = 1
    WRONG_USAGE = 2
    REFUSED = 3
    INTERRUPTED = 130


# -- the end of a command --------------------------------------------------------------------------------------------


class CommandError(Exception):
    """An error that ends a command; its message goes to stderr after the command's name.

    Args:
        message: for the user.
        command: the command's name, if the error was raised before the command began.
    """

    code = Exit.FAILED

    def __init__(self, message: object, command: str | None = None) -> None:
        self.command = command
        super().__init__(str(message))


class WrongUsage(CommandError):
    """The arguments of a command are wrong; its message is one line."""

    code = Exit.WRONG_USAGE

    def __init__(self, message: object, command: str | None = None) -> None:
        super().__init__(one_line(str(message)), command)


class Parser(argparse.ArgumentParser):
    """A parser that reports wrong usage in one line."""

    def error(self, message: str) -> NoReturn:
        """Raise WrongUsage."""
        raise WrongUsage(f"{message} (see `{self.prog} --help`)", self.prog)

    def runs(self, run: Callable[[argparse.Namespace], Exit]) -> None:
        """Set the function that runs the command."""
        self.set_defaults(run=run, command=self.prog)


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
"""What `add_subparsers` returns; argparse has no public name for it."""


# -- lines on the terminal -------------------------------------------------------------------------------------------


def one_line(text: str) -> str:
    """Return the text without line breaks."""
    return " ".join(text.split())


def log_line(text: str) -> None:
    """Print a line on stderr, over a line of progress that is still there."""
    print(f"\r\x1b[K{text}" if sys.stderr.isatty() else text, file=sys.stderr, flush=True)


def progress_line(stage: str, fraction: float) -> None:
    """Report progress on stderr (a `Progress`): one line that is overwritten on a terminal, and nothing elsewhere."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{stage} {fraction:4.0%}", end="\n" if fraction >= 1 else "", file=sys.stderr, flush=True)


def print_result(text: str) -> None:
    """Print a result on stdout.

    Raises:
        BrokenPipeError: if the reader has closed the pipe. CommandError: if it cannot be written, for example to a
            full disk.
    """
    try:
        print(text, flush=True)
    except OSError as error:
        # Without this, Python would flush stdout again at exit and print an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise
        raise CommandError(f"the result could not be printed: {error.strerror}") from error


def print_json(value: Any) -> None:
    """Print JSON on stdout; characters are escaped if stdout is not encoded as Unicode."""
    unicode = (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")
    print_result(json.dumps(value, indent=2, ensure_ascii=not unicode))


class _LineHandler(logging.Handler):
    """Prints the project's log records on stderr as lines of the command."""

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(LOG_NOT_FOR_USERS):
            prefix = "warning: " if record.levelno >= logging.WARNING else ""
            log_line(f"{prefix}{record.getMessage()}")


def set_up_streams() -> None:
    """Let stdout accept any character, print the project's log records as lines, and drop those of libraries."""
    with suppress(AttributeError):  # another program replaced the stream
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    project_log = logging.getLogger("techcoach")
    if not any(isinstance(handler, _LineHandler) for handler in project_log.handlers):
        project_log.addHandler(_LineHandler())
        logging.getLogger().addHandler(logging.NullHandler())
    if not sys.warnoptions:  # else the user asked for them
        warnings.simplefilter("ignore")


# -- types of arguments ----------------------------------------------------------------------------------------------


def at_least(least: int) -> Callable[[str], int]:
    """Return an argument type: a whole number, `least` or more."""

    def number(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"{value} is below {least}")
        return value

    return number


def seconds(text: str) -> float:
    """Parse an argument that is a moment of a clip, in seconds."""
    value = float(text)
    if not (math.isfinite(value) and value >= 0):
        raise argparse.ArgumentTypeError(f"{text} is no moment of a clip: give seconds, 0 or more")
    return value


def check_device(device: str) -> None:
    """Refuse "cuda" before a model is loaded, if there is no CUDA device.

    Raises:
        WrongUsage: if there is none.
    """
    if device == "cuda":
        import torch  # takes seconds; whoever asks for CUDA needs it anyway

        if not torch.cuda.is_available():
            raise WrongUsage("--device cuda: there is no CUDA device here; use --device cpu or auto")


# -- folders to write into -------------------------------------------------------------------------------------------


def check_writable(folder: Path, option: str = "--out") -> None:
    """Make a folder and try to write into it.

    Raises:
        WrongUsage: if it cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        why = "it is no folder" if folder.exists() and not folder.is_dir() else error.strerror
        raise WrongUsage(f"{option} {folder} cannot be written to: {why}; give another folder") from error


@contextmanager
def output_folder(folder: Path | None) -> Iterator[None]:
    """Check before any work that results can be written; at the end, remove the new folders that stayed empty.

    Raises:
        WrongUsage: if the folder cannot be written to.
    """
    if folder is None:
        yield
        return
    new_folders = [path for path in (folder, *folder.parents) if not os.path.lexists(path)]
    try:
        check_writable(folder)
        yield
    finally:
        for path in new_folders:
            with suppress(OSError):  # it holds results, or was not made
                path.rmdir()
