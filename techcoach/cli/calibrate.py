"""`techcoach calibrate`: fits the calibration of a pose checkpoint anew; its weights stay."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..checkpoint.inspect import read_config
from ..checkpoint.locate import EMBEDDED, resolve
from .common import (
    DEFAULT_WORK,
    Commands,
    Exit,
    WrongUsage,
    at_least,
    check_writable,
    log_line,
    print_result,
    progress_line,
)


def add_command(commands: Commands) -> None:
    """Add `calibrate` to the commands."""
    parser = commands.add_parser("calibrate", help="fit a checkpoint's calibration anew, on rendered clips")
    parser.add_argument(
        "--checkpoint", type=Path, default=EMBEDDED, metavar="DIR", help="its folder; default: the embedded checkpoint"
    )
    parser.add_argument("--work", type=Path, default=DEFAULT_WORK, metavar="DIR", help="where the clips are kept")
    parser.add_argument("--clips", type=at_least(1), default=480, help="how many validation clips to render and track")
    parser.add_argument("--processes", type=at_least(1), default=2)
    parser.runs(_calibrate)


def _calibrate(options: argparse.Namespace) -> Exit:
    folder = resolve(options.checkpoint).folder
    if read_config(folder, str(options.checkpoint)).get("backbone") == "video":
        raise WrongUsage(f"{options.checkpoint} reads video features: `techcoach train` calibrates it on its data")
    check_writable(folder, "--checkpoint")

    from ..recipes.pose_road import calibrate_again

    for line in calibrate_again(folder, options.work, options.clips, options.processes, progress_line):
        log_line(line)
    print_result(f"wrote {folder / 'calibration.json'}")
    return Exit.DONE
