"""`techcoach features DIR`: computes visual features of EE4D-DescCoach and writes them to disk.

Runs in one process, or in several under `accelerate launch`.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import Literal

from ..types import Refusal
from .common import (
    DEVICES,
    CommandError,
    Commands,
    Exit,
    at_least,
    check_device,
    check_writable,
    log_line,
    progress_line,
)


def add_command(commands: Commands) -> None:
    """Add `features` to the commands."""
    parser = commands.add_parser("features", help="video features of EE4D-DescCoach, on disk")
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
    parser.add_argument("--batch-size", type=at_least(1), default=8, metavar="CLIPS", help="encoded at once")
    parser.add_argument("--device", choices=DEVICES, default="auto")
    parser.runs(_features)


def _features(options: argparse.Namespace) -> Exit:
    check_device(options.device)
    check_writable(options.out)

    from accelerate import PartialState

    from ..data.ee4d.dataset import load_examples
    from ..data.ee4d.features import Share, make_features
    from ..data.ee4d.findings import BadData
    from ..encoding.video import load_encoder

    # One process, or one of those that `accelerate launch` started.
    state = PartialState(cpu=options.device == "cpu")
    logging.getLogger("techcoach").setLevel(logging.INFO)
    on_bad: Literal["refuse", "skip"] = "skip" if options.skip_bad else "refuse"
    encoder = load_encoder(options.encoder, state.device, return_layer=options.layer)
    try:
        examples = load_examples(options.folder, options.annotations, on_bad=on_bad, views=options.views)
        counts = make_features(
            examples, encoder, options.out, views=options.views, share=Share(state.process_index, state.num_processes),
            batch_size=options.batch_size, on_bad=on_bad, begin=state.wait_for_everyone, progress=progress_line,
        )  # fmt: skip
    except (BadData, ValueError) as error:
        raise CommandError(error) from error
    except Refusal as refusal:
        raise CommandError(f"{refusal.what} {refusal.advice} Or leave it out with --skip-bad.") from refusal
    state.wait_for_everyone()
    if state.is_main_process:
        part = f" by process 1 of {state.num_processes}" if state.num_processes > 1 else ""
        log_line(
            f"{counts.done} examples featured{part}, {counts.kept} were there, {len(counts.failed)} have none; "
            f"{options.out}"
        )
    return Exit.DONE
