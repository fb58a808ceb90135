"""`techcoach simulate …`: renders example clips and scenes with several people, measures tracker errors, fits the noise
model, draws comparisons, and measures how varied simulated climbs are."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterator
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
    _add_scenes(subcommands.add_parser("scenes", help="render scenes with several people, and the truth about them"))
    _add_pairs(subcommands.add_parser("pairs", help="render pairs of clips by a still and a moving camera"))
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


def _add_scenes(parser: Parser) -> None:
    _add_clip_options(parser)
    parser.add_argument("--filming", default="crowded", metavar="NAME", help="near, wide or crowded; default: crowded")
    parser.runs(_scenes)


def _add_pairs(parser: Parser) -> None:
    _add_clip_options(parser)
    parser.runs(_pairs)


def _add_clip_options(parser: Parser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="where to write clips, and a JSON file beside each")
    parser.add_argument("--clips", type=at_least(1), default=24, metavar="N", help="how many; default: 24")
    parser.add_argument("--drill", metavar="DRILL", help="of all clips; default: each drill in turn")


def _scenes(options: argparse.Namespace) -> Exit:
    from ..simulation.film_presets import FILMINGS
    from ..simulation.scenes import render_scenes

    if options.filming not in FILMINGS:
        raise WrongUsage(f"--filming {options.filming!r} is not one of {', '.join(FILMINGS)}")
    return _written(render_scenes(options.folder, _drills(options), options.clips, FILMINGS[options.filming]))


def _pairs(options: argparse.Namespace) -> Exit:
    from ..simulation.scenes import render_pairs

    return _written(render_pairs(options.folder, _drills(options), options.clips))


def _drills(options: argparse.Namespace) -> tuple[str, ...]:
    """Return the drills that are asked for, once the folder can be written."""
    from ..drills.catalogue import DRILLS

    if options.drill is not None and options.drill not in DRILLS:
        raise WrongUsage(f"--drill {options.drill!r} is not one of {', '.join(DRILLS)}")
    check_writable(options.folder, "DIR")
    return tuple(DRILLS) if options.drill is None else (options.drill,)


def _written(paths: Iterator[Path]) -> Exit:
    for path in paths:
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
