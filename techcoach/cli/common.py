"""What all commands share: exit codes, the errors that end a command, lines for people, types of arguments.

Knows no command, and imports the standard library alone: it is there before anything that takes time to load.
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
NOT_FOR_USERS = "techcoach.video"
"""The log of the room that reads videos says which decoder failed; users are told whether the clip can be read."""


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
    """Ends a command: its message goes to stderr after the command's name.

    Args:
        message: for people.
        command: the command's name where the command did not begin; else it is known.
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
        """Raises WrongUsage."""
        raise WrongUsage(f"{message} (see `{self.prog} --help`)", self.prog)

    def runs(self, run: Callable[[argparse.Namespace], Exit]) -> None:
        """Names the function that carries the command out."""
        self.set_defaults(run=run, command=self.prog)


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
"""What `add_subparsers` returns; argparse has no public name for it."""


# -- lines for people ------------------------------------------------------------------------------------------------


def one_line(text: str) -> str:
    """Text without line breaks."""
    return " ".join(text.split())


def log_line(text: str) -> None:
    """Prints a line on stderr, in the place of a line of progress that is still there."""
    print(f"\r\x1b[K{text}" if sys.stderr.isatty() else text, file=sys.stderr, flush=True)


def progress_line(stage: str, fraction: float) -> None:
    """A `Progress` on stderr: one line that is written over on a terminal, and nothing where nobody watches."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{stage} {fraction:4.0%}", end="\n" if fraction >= 1 else "", file=sys.stderr, flush=True)


def print_result(text: str) -> None:
    """Prints a result on stdout.

    Raises:
        BrokenPipeError: if nobody reads it any more. CommandError: if it cannot be written, to a full disk for one.
    """
    try:
        print(text, flush=True)
    except OSError as error:
        # Python would try again when it ends, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise
        raise CommandError(f"the result could not be printed: {error.strerror}") from error


def print_json(value: Any) -> None:
    """Prints JSON on stdout, whatever characters its encoding has."""
    unicode = (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")
    print_result(json.dumps(value, indent=2, ensure_ascii=not unicode))


class _LineHandler(logging.Handler):
    """Prints records of this project on stderr as lines of the command."""

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(NOT_FOR_USERS):
            prefix = "warning: " if record.levelno >= logging.WARNING else ""
            log_line(f"{prefix}{record.getMessage()}")


def set_up_streams() -> None:
    """Makes stdout take any character, prints the project's own log records as lines, and drops those of libraries."""
    with suppress(AttributeError):  # a stream that a program put there
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    own = logging.getLogger("techcoach")
    if not any(isinstance(handler, _LineHandler) for handler in own.handlers):
        own.addHandler(_LineHandler())
        logging.getLogger().addHandler(logging.NullHandler())
    if not sys.warnoptions:  # else the user asked for them
        warnings.simplefilter("ignore")


# -- types of arguments ----------------------------------------------------------------------------------------------


def at_least(least: int) -> Callable[[str], int]:
    """A type of argument: a whole number, `least` or more."""

    def number(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"{value} is below {least}")
        return value

    return number


def seconds(text: str) -> float:
    """A type of argument: a moment of a clip, seconds."""
    value = float(text)
    if not (math.isfinite(value) and value >= 0):
        raise argparse.ArgumentTypeError(f"{text} is no moment of a clip: give seconds, 0 or more")
    return value


def check_device(device: str) -> None:
    """Refuses "cuda" where it is not, before a model is loaded.

    Raises:
        WrongUsage
    """
    if device == "cuda":
        import torch  # takes seconds; whoever asks for CUDA needs it anyway

        if not torch.cuda.is_available():
            raise WrongUsage("--device cuda: there is no CUDA device here; use --device cpu or auto")


# -- folders to write into -------------------------------------------------------------------------------------------


def check_writable(folder: Path, option: str = "--out") -> None:
    """Makes a folder and tries to write into it.

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
    """Checks that results can be written before any work; folders that were made for nothing are removed again.

    Raises:
        WrongUsage: if the folder cannot be written to.
    """
    if folder is None:
        yield
        return
    made = [path for path in (folder, *folder.parents) if not os.path.lexists(path)]
    try:
        check_writable(folder)
        yield
    finally:
        for path in made:
            with suppress(OSError):  # it holds results, or was never made
                path.rmdir()
