"""`techcoach app`: serves the page where clips are uploaded."""

from __future__ import annotations

import argparse

from .common import Commands, Exit


def add_command(commands: Commands) -> None:
    """Add `app` to the commands."""
    parser = commands.add_parser("app", help="serve the page where clips are uploaded")
    parser.runs(_app)


def _app(options: argparse.Namespace) -> Exit:
    from ..ui.app import main

    main()
    return Exit.DONE
