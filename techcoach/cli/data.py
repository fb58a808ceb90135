"""`techcoach data …` and `techcoach features`: what is in an EE4D-DescCoach data set on disk, a small stand-in for one,
and its visual features.

`data check DIR` tells on stdout what is there, missing or odd. Exit 0: no errors; 1: errors, with `--strict` also where
something is odd; 2: wrong usage, a DIR that is not there included. Bad data itself is told in the table, not raised.
`features` exits 1 where data or a folder of features cannot be used.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from ..types import Progress

DONE, FOUND, WRONG_USAGE = 0, 1, 2


def add_data(parser: argparse.ArgumentParser, progress: Progress) -> None:
    """Gives the parser of `techcoach data` its commands. progress: told of what takes long."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_check(commands.add_parser("check", help="tell what is there, missing or odd, before anything is computed"))
    _add_standin(commands.add_parser("stand-in", help="make a small data set of simulated athletes in the same layout"))
    parser.set_defaults(progress=progress)


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="Ego-Exo4D's root: takes.json, takes/, annotations/")
    parser.add_argument(
        "--annotations", type=Path, nargs="+", default=[], metavar="FILE",
        help="EE4D-DescCoach files; default: DIR/annotations/ee4d_desc_coach_{train,val}.json",
    )  # fmt: skip
    parser.add_argument("--views", nargs="+", choices=("ego", "exo"), default=["ego", "exo"], help="default: both")
    parser.add_argument("--open-videos", action="store_true", help="open every video, too: slow")
    parser.add_argument("--strict", action="store_true", help="exit 1 where something is odd, too")
    parser.add_argument("--json", action="store_true", help="print it as JSON, with every problem")
    parser.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from ..data.ee4d.check import as_data, as_table
    from ..data.ee4d.dataset import survey

    if not options.folder.is_dir():
        print(f"techcoach data check: {options.folder} is no folder; give the root of Ego-Exo4D", file=sys.stderr)
        return WRONG_USAGE
    found = survey(
        options.folder,
        options.annotations,
        views=options.views,
        open_videos=options.open_videos,
        progress=options.progress,
    )
    print(json.dumps(as_data(found), indent=2, ensure_ascii=False) if options.json else as_table(found))
    return FOUND if found.errors or (options.strict and found.problems) else DONE


def _add_standin(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    parser.add_argument("--takes", type=_at_least(2), metavar="N", help="at least 2; default: one of each drill")
    parser.add_argument("--seed", type=_at_least(0), default=0, metavar="S")
    parser.set_defaults(run=_standin)


def add_features(parser: argparse.ArgumentParser, progress: Progress) -> None:
    """Gives the parser of `techcoach features` its arguments. progress: told how far and how fast it goes."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="Ego-Exo4D's root, as for `techcoach data check`")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder of features")
    parser.add_argument(
        "--encoder", default="internvideo2-1b", metavar="NAME",
        help="a released InternVideo2, a Hub id[@revision], a file or a folder; default: internvideo2-1b",
    )  # fmt: skip
    parser.add_argument("--layer", type=int, default=-1, help="of InternVideo2, from the end; default: -1")
    parser.add_argument("--annotations", type=Path, nargs="+", default=[], metavar="FILE")
    parser.add_argument("--views", nargs="+", choices=("ego", "exo"), default=["ego", "exo"], help="default: both")
    parser.add_argument("--skip-bad", action="store_true", help="leave out what cannot be used instead of stopping")
    parser.add_argument("--batch-size", type=_at_least(1), default=8, metavar="CLIPS", help="encoded at once")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.set_defaults(run=_features, progress=progress)


def _features(options: argparse.Namespace) -> int:
    import logging

    from accelerate import PartialState

    from ..data.ee4d.dataset import load_examples
    from ..data.ee4d.features import Share, make_features
    from ..data.ee4d.findings import BadData
    from ..encoding.video import load_encoder
    from ..types import Refusal

    # One process, or one of those that `accelerate launch` started.
    state = PartialState(cpu=options.device == "cpu")
    if options.device == "cuda" and state.device.type != "cuda":
        print("techcoach features: there is no CUDA device here; use --device cpu or auto", file=sys.stderr)
        return WRONG_USAGE
    logging.getLogger("techcoach").setLevel(logging.INFO)
    on_bad: Literal["refuse", "skip"] = "skip" if options.skip_bad else "refuse"
    encoder = load_encoder(options.encoder, state.device, return_layer=options.layer)
    try:
        examples = load_examples(options.folder, options.annotations, on_bad=on_bad, views=options.views)
        made = make_features(
            examples, encoder, options.out, views=options.views, share=Share(state.process_index, state.num_processes),
            batch_size=options.batch_size, on_bad=on_bad, begin=state.wait_for_everyone, progress=options.progress,
        )  # fmt: skip
    except (BadData, ValueError) as error:
        print(f"techcoach features: {error}", file=sys.stderr)
        return FOUND
    except Refusal as refusal:
        print(f"techcoach features: {refusal.what} {refusal.advice} Or leave it out with --skip-bad.", file=sys.stderr)
        return FOUND
    state.wait_for_everyone()
    if state.is_main_process:
        part = f" by process 1 of {state.num_processes}" if state.num_processes > 1 else ""
        print(
            f"{made.done} examples featured{part}, {made.kept} were there, {len(made.failed)} have none; {options.out}",
            file=sys.stderr,
        )
    return DONE


def _at_least(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"{value} is below {least}")
        return value

    return number


def _standin(options: argparse.Namespace) -> int:
    from ..data.ee4d.standin import make_standin
    from ..drills.catalogue import DRILLS

    try:
        make_standin(options.folder, options.takes or len(DRILLS), options.seed, options.progress)
    except FileExistsError as error:
        print(f"techcoach data stand-in: {error}", file=sys.stderr)
        return WRONG_USAGE
    print(f"wrote {options.folder}", file=sys.stderr)
    return DONE
