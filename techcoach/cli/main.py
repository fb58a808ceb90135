"""The command line: `techcoach …` or `python -m techcoach …`.

Results go to stdout, progress and warnings to stderr. The exit codes are `common.Exit`'s; a refusal is one line on
stderr, `reason: what to do`. Slow modules are imported when a command needs them, and no module of the project before
`main` runs, so that Ctrl-C is handled whatever is loading.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from .common import Exit, Parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    with _interruptions() as interruptions:
        try:
            return _run(arguments)
        except BaseException as error:
            # A library may turn the interruption into another error, such as an ImportError.
            if not interruptions and not isinstance(error, KeyboardInterrupt):
                raise
    from .common import Exit, log_line

    log_line("interrupted")
    if arguments is None:  # the process is this command's alone
        _leave(Exit.INTERRUPTED)
    return Exit.INTERRUPTED


def _leave(code: int) -> NoReturn:
    """End the process and its children at once.

    Libraries whose import was interrupted take seconds to shut down; they would print on stderr and change the exit
    code.
    """
    from multiprocessing import util

    util._exit_function()  # type: ignore[attr-defined]  # the exit handlers, which os._exit leaves out
    os._exit(code)


@contextmanager
def _interruptions() -> Iterator[list[int]]:
    """Collect the signals of Ctrl-C in a list; each still raises KeyboardInterrupt."""
    signals: list[int] = []

    def interrupt(number: int, frame: Any) -> None:
        signals.append(number)
        raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:  # ignored, or handled by another program
        yield signals
        return
    try:
        signal.signal(signal.SIGINT, interrupt)
    except ValueError:  # not in the main thread, which no signal reaches
        yield signals
        return
    try:
        yield signals
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _run(arguments: Sequence[str] | None) -> Exit:
    from ..log_silencing import silence_libraries
    from ..types import Refusal
    from .common import CommandError, Exit, log_line, one_line, set_up_streams

    silence_libraries()
    set_up_streams()
    command = "techcoach"
    try:
        options = _parser().parse_args(arguments)
        command = options.command
        exit_code: Exit = options.run(options)
        return exit_code
    except CommandError as error:
        log_line(f"{error.command or command}: {error}")
        return error.code
    except Refusal as refusal:
        log_line(one_line(f"{refusal.reason}: {refusal.what} {refusal.advice}"))
        return Exit.REFUSED
    except BrokenPipeError:  # the reader of the output closed the pipe
        return Exit.DONE


def _parser() -> Parser:
    from .. import __version__
    from . import app, bench, calibrate, coach, data, drills, evaluate, features, push, simulate, train
    from .common import Parser

    parser = Parser(prog="techcoach", description="Coaching for clips of sports drills.")
    parser.add_argument("--version", action="version", version=f"techcoach {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (coach, drills, train, calibrate, evaluate, simulate, data, features, bench, push, app):
        module.add_command(commands)
    return parser
