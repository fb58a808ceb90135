"""`techcoach data …`: checks an EE4D-DescCoach data set on disk, and makes a small stand-in for one.

`data check DIR` prints what is there, missing or odd. It exits with 1 if there are errors, and with `--strict` also if
something is odd. Bad data is a row of the table, not an exception.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from .common import Commands, Exit, Parser, WrongUsage, at_least, log_line, print_json, print_result, progress_line


def add_command(commands: Commands) -> None:
    """Add `data` and its subcommands."""
    parser = commands.add_parser("data", help="check EE4D-DescCoach on disk, or make a stand-in for it")
    subcommands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_check(subcommands.add_parser("check", help="print what is there, missing or odd, before anything is computed"))
    _add_standin(
        subcommands.add_parser("stand-in", help="make a small data set of simulated athletes in the same layout")
    )


def _add_check(parser: Parser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="Ego-Exo4D's root: takes.json, takes/, annotations/")
    parser.add_argument(
        "--annotations", type=Path, nargs="+", default=[], metavar="FILE",
        help="EE4D-DescCoach files; default: DIR/annotations/ee4d_desc_coach_{train,val}.json",
    )  # fmt: skip
    parser.add_argument("--views", nargs="+", choices=("ego", "exo"), default=["ego", "exo"], help="default: both")
    parser.add_argument("--open-videos", action="store_true", help="open every video, too: slow")
    parser.add_argument("--strict", action="store_true", help="exit 1 where something is odd, too")
    parser.add_argument("--json", action="store_true", help="print it as JSON, with every problem")
    parser.runs(_check)


def _check(options: argparse.Namespace) -> Exit:
    from ..data.ee4d.check import as_data, as_table
    from ..data.ee4d.dataset import survey

    if not options.folder.is_dir():
        raise WrongUsage(f"{options.folder} is no folder; give the root of Ego-Exo4D")
    result = survey(
        options.folder,
        options.annotations,
        views=options.views,
        open_videos=options.open_videos,
        progress=progress_line,
    )
    if options.json:
        print_json(as_data(result))
    else:
        print_result(as_table(result))
    return Exit.FAILED if result.errors or (options.strict and result.problems) else Exit.DONE


def _add_standin(parser: Parser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    parser.add_argument("--takes", type=at_least(2), metavar="N", help="at least 2; default: one of each drill")
    parser.add_argument("--seed", type=at_least(0), default=0, metavar="S")
    parser.runs(_standin)


def _standin(options: argparse.Namespace) -> Exit:
    from ..data.ee4d.standin import make_standin
    from ..drills.catalogue import DRILLS

    try:
        make_standin(options.folder, options.takes or len(DRILLS), options.seed, progress_line)
    except FileExistsError as error:
        raise WrongUsage(error) from error
    log_line(f"wrote {options.folder}")
    return Exit.DONE
