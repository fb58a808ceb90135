"""`techcoach simulate …`: renders examples, measures tracker errors, fits the noise model, compares with reality."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

from .common import (
    DEFAULT_WORK,
    Commands,
    Exit,
    Parser,
    WrongUsage,
    at_least,
    check_writable,
    log_line,
    print_result,
    progress_line,
)


def add_command(commands: Commands) -> None:
    """Add `simulate` and its subcommands."""
    parser = commands.add_parser("simulate", help="render simulated athletes, and compare them with the real world")
    subcommands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_examples(subcommands.add_parser("examples", help="render the app's example clips"))
    _add_tracker_errors(subcommands.add_parser("tracker-errors", help="how far off the pose tracker is, as Markdown"))
    _add_fit_noise(subcommands.add_parser("fit-noise", help="fit the tracker noise model on rendered clips"))
    _add_compare(subcommands.add_parser("compare", help="draw simulated technique parameters beside captured ones"))
    _add_climbs(subcommands.add_parser("climbs", help="how varied simulated climbs are, as Markdown"))


def _add_examples(parser: Parser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="where to write the clips")
    parser.runs(_examples)


def _examples(options: argparse.Namespace) -> Exit:
    from ..simulation.example_clips import render_examples

    check_writable(options.folder, "DIR")
    for path in render_examples(options.folder):
        log_line(f"wrote {path}")
    return Exit.DONE


def _add_tracker_errors(parser: Parser) -> None:
    parser.add_argument("--work", type=Path, default=DEFAULT_WORK, metavar="DIR", help="records; default: work")
    parser.runs(_tracker_errors)


def _tracker_errors(options: argparse.Namespace) -> Exit:
    from ..recipes.pose_road import tracker_errors
    from ..training.recipe import POSE_PRESETS

    check_writable(options.work, "--work")
    print_result(tracker_errors(options.work, POSE_PRESETS["embedded"], progress_line))
    return Exit.DONE


def _add_fit_noise(parser: Parser) -> None:
    parser.add_argument("--clips", type=at_least(10), default=90, metavar="N", help="to render and track; default: 90")
    parser.add_argument("--work", type=Path, default=DEFAULT_WORK, metavar="DIR", help="records; default: work")
    parser.add_argument("--processes", type=at_least(1), default=2, metavar="N", help="default: 2")
    parser.runs(_fit_noise)


def _fit_noise(options: argparse.Namespace) -> Exit:
    from ..recipes.pose_road import fit_noise
    from ..training.recipe import POSE_PRESETS

    try:
        recipe = dataclasses.replace(POSE_PRESETS["embedded"], noise_clips=options.clips, processes=options.processes)
    except ValueError as error:
        raise WrongUsage(error) from error
    check_writable(options.work, "--work")
    fit_noise(options.work, recipe, progress_line)
    return Exit.DONE


def _add_compare(parser: Parser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="where to write one picture a drill")
    parser.add_argument("--mocap", type=Path, metavar="DIR", help="captured trials to draw beside the simulated ones")
    parser.runs(_compare)


def _compare(options: argparse.Namespace) -> Exit:
    from ..drills.catalogue import DRILLS
    from ..evaluation.simulation_gap import draw_beside, real_trials

    check_writable(options.folder, "DIR")
    real = real_trials(options.mocap) if options.mocap else {}
    for name, drill in DRILLS.items():
        path = options.folder / f"{name.replace('/', '-')}.png"
        draw_beside(drill, real.get(name, {}), path)
        log_line(f"wrote {path}")
    return Exit.DONE


def _add_climbs(parser: Parser) -> None:
    parser.add_argument("--executions", type=at_least(2), default=150, metavar="N", help="of each kind; default: 150")
    parser.runs(_climbs)


def _climbs(options: argparse.Namespace) -> Exit:
    from ..evaluation.climbing_variety import climbing_table

    print_result(climbing_table(options.executions))
    return Exit.DONE
