"""`techcoach push DIR ORG/NAME`: uploads a checkpoint to the Hub."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..checkpoint.locate import push
from .common import Commands, Exit, print_result


def add_command(commands: Commands) -> None:
    """Add `push` to the commands."""
    parser = commands.add_parser("push", help="upload a checkpoint to the Hub")
    parser.add_argument("folder", type=Path, metavar="DIR", help="a checkpoint folder")
    parser.add_argument("repository", metavar="ORG/NAME")
    parser.add_argument("--private", action="store_true")
    parser.add_argument("--revision", metavar="BRANCH")
    parser.runs(_push)


def _push(options: argparse.Namespace) -> Exit:
    print_result(push(options.folder, options.repository, private=options.private, revision=options.revision))
    return Exit.DONE
