"""`techcoach drills`: lists the drills that a checkpoint coaches."""

from __future__ import annotations

import argparse

from ..checkpoint.locate import EMBEDDED, resolve
from ..checkpoint.supported_drills import supported_drills
from .common import Commands, Exit, print_result


def add_command(commands: Commands) -> None:
    """Add `drills` to the commands."""
    parser = commands.add_parser("drills", help="list the drills")
    parser.add_argument("--table", action="store_true", help="what is looked at in every drill, as Markdown")
    parser.add_argument("--checkpoint", metavar="DIR_OR_HUB_ID[@REVISION]", help="default: the embedded checkpoint")
    parser.runs(_drills)


def _drills(options: argparse.Namespace) -> Exit:
    if options.table:
        from ..drills.catalogue import DRILLS
        from ..drills.describe import describe

        print_result(describe(DRILLS.values()).rstrip("\n"))
        return Exit.DONE
    drills = supported_drills(resolve(options.checkpoint or EMBEDDED).folder)
    print_result("\n".join(f"{drill.id}\t{drill.title}" for drill in drills))
    return Exit.DONE
