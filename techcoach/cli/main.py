"""The command line: `techcoach …` or `python -m techcoach …`.

Reports go to stdout, progress and warnings to stderr. Exit 0: done; 1: a data set has errors; 2: wrong usage; 3: the
clip cannot be coached, one line on stderr, `reason: what to do`. Heavy imports wait until a command needs them.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from ..log_silencing import quiet_libraries
from ..pose import TRACKERS
from ..types import CoachingReport, Refusal
from .data import add_data, add_features
from .learn import DEFAULT_WORK, add_bench, add_evaluate, add_train, say

DONE, REFUSED = 0, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    quiet_libraries()
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except Refusal as refusal:
        print(f"{refusal.reason}: {refusal.what} {refusal.advice}".replace("\n", " "), file=sys.stderr)
        return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="techcoach", description="Coaching for clips of sports drills.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_coach(commands.add_parser("coach", help="coach one clip"))
    _add_drills(commands.add_parser("drills", help="list the drills"))
    add_train(
        commands.add_parser("train", help="train a checkpoint, on simulated poses or on video features"), progress_line
    )
    add_evaluate(commands.add_parser("evaluate", help="measure a checkpoint"), progress_line)
    _add_simulate(commands.add_parser("simulate", help="make simulated records, or render the example clips"))
    add_data(commands.add_parser("data", help="check EE4D-DescCoach on disk, or make a stand-in for it"), progress_line)
    add_features(commands.add_parser("features", help="video features of EE4D-DescCoach, on disk"), progress_line)
    add_bench(commands.add_parser("bench", help="measure how fast the paper's road runs on this machine"))
    _add_push(commands.add_parser("push", help="upload a checkpoint to the Hub"))
    return parser


def progress_line(stage: str, fraction: float) -> None:
    """A `Progress` on stderr: one line that is written over on a terminal, and nothing where nobody watches."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{stage} {fraction:4.0%}", end="\n" if fraction >= 1 else "", file=sys.stderr, flush=True)


# -- coach -----------------------------------------------------------------------------------------------------------


def _add_coach(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("clip", type=Path, metavar="CLIP", help="a video file")
    parser.add_argument("--ego", type=Path, metavar="CLIP2", help="a first-person clip of the same moment")
    parser.add_argument("--first-person", action="store_true", help="CLIP itself was filmed by a worn camera")
    parser.add_argument("--drill", metavar="ID", help="what is practised; see `techcoach drills`")
    parser.add_argument("--start", type=float, metavar="S", help="where the part to coach begins, seconds")
    parser.add_argument("--end", type=float, metavar="E", help="where it ends")
    parser.add_argument("--athlete", type=_box, metavar="X0,Y0,X1,Y1", help="the athlete at the start, pixels")
    parser.add_argument("--checkpoint", metavar="DIR_OR_HUB_ID[@REVISION]", help="default: the embedded checkpoint")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--tracker", choices=TRACKERS, default=TRACKERS[0], help="vitpose: several people, on a GPU")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write report.json and the attention maps there")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.set_defaults(run=_coach)


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        x0, y0, x1, y1 = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected four numbers X0,Y0,X1,Y1, got {text!r}") from None
    if x1 <= x0 or y1 <= y0:
        raise argparse.ArgumentTypeError(f"the box {text!r} is empty: X0 < X1 and Y0 < Y1")
    return x0, y0, x1, y1


def _coach(options: argparse.Namespace) -> int:
    from ..checkpoint.locate import EMBEDDED, resolve
    from ..checkpoint.supported_drills import taught_drills
    from ..coaching.coach import Coach

    if options.drill is None:
        known = taught_drills(resolve(options.checkpoint or EMBEDDED).folder)
        names = ", ".join(sorted(drill.id for drill in known))
        raise Refusal("unknown_drill", "No drill was named.", f"Add --drill with one of: {names}.")
    if options.start is not None and options.end is not None and options.end <= options.start:
        print(f"techcoach coach: --end {options.end} must be after --start {options.start}", file=sys.stderr)
        return 2
    coach = Coach.from_pretrained(options.checkpoint or EMBEDDED, device=options.device, tracker=options.tracker)
    report = coach.coach(
        options.clip,
        drill=options.drill,
        ego=options.ego,
        first_person=options.first_person,
        start=options.start,
        end=options.end,
        athlete=options.athlete,
        progress=progress_line,
    )
    for warning in report.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    if options.out is not None:
        print(f"wrote {report.save(options.out)}", file=sys.stderr)
    print(json.dumps(report.to_dict(), indent=2, ensure_ascii=False) if options.json else in_words(report))
    return DONE


def in_words(report: CoachingReport) -> str:
    """The report for a terminal."""
    low, high = report.score_interval
    lines = [
        f"{report.drill.title}: {report.score:.1f} of {report.score_range[1]:.0f} "
        f"(90% between {low:.1f} and {high:.1f})",
        "",
        report.commentary,
    ]
    for point in report.techpoints:
        lines += ["", f"{point.techpoint.dimension}: {point.techpoint.instruction}"]
        for sign, side in (("+", point.strength), ("-", point.weakness)):
            lines.append(f"  {sign} {side.present:4.0%} at {side.peak_time_s:4.1f} s  {side.commentary}")
    return "\n".join(lines)


def _add_drills(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--table", action="store_true", help="what is looked at in every drill, as Markdown")
    parser.add_argument("--checkpoint", metavar="DIR_OR_HUB_ID[@REVISION]", help="default: the embedded checkpoint")
    parser.set_defaults(run=_drills)


def _drills(options: argparse.Namespace) -> int:
    from ..checkpoint.locate import EMBEDDED, resolve
    from ..checkpoint.supported_drills import taught_drills
    from ..drills.catalogue import DRILLS

    if options.table:
        from ..drills.describe import describe

        print(describe(DRILLS.values()), end="")
        return DONE
    for drill in taught_drills(resolve(options.checkpoint or EMBEDDED).folder):
        print(f"{drill.id}\t{drill.title}")
    return DONE


# -- simulation, publishing ---------------------------------------------------------------------------------------


def _add_simulate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--examples", type=Path, metavar="DIR", help="render the app's example clips into DIR")
    parser.add_argument("--beside", type=Path, metavar="DIR", help="draw every drill's technique parameters into DIR")
    parser.add_argument("--mocap", type=Path, metavar="DIR", help="captured trials to lay beside them")
    parser.add_argument("--tracker-errors", action="store_true", help="tell what the tracker errs by, as Markdown")
    parser.add_argument("--fit-noise", action="store_true", help="fit the tracker noise model on rendered clips")
    parser.add_argument("--clips", type=int, default=90, help="how many clips for --fit-noise")
    parser.add_argument("--work", type=Path, default=DEFAULT_WORK, metavar="DIR")
    parser.add_argument("--processes", type=int, default=2)
    parser.set_defaults(run=_simulate)


def _simulate(options: argparse.Namespace) -> int:
    if options.examples is None and options.beside is None and not (options.fit_noise or options.tracker_errors):
        choices = "--examples DIR, --beside DIR, --tracker-errors or --fit-noise"
        print(f"techcoach simulate: nothing to do; give {choices}", file=sys.stderr)
        return 2
    if options.fit_noise:
        from ..recipes.pose_road import fit_noise
        from ..training.recipe import POSE_PRESETS

        recipe = dataclasses.replace(POSE_PRESETS["embedded"], noise_clips=options.clips, processes=options.processes)
        fit_noise(options.work, recipe, progress_line)
    if options.tracker_errors:
        from ..recipes.pose_road import tracker_errors
        from ..training.recipe import POSE_PRESETS

        print(tracker_errors(options.work, POSE_PRESETS["embedded"], progress_line))
    if options.examples is not None:
        from ..simulation.example_clips import render_examples

        for path in render_examples(options.examples):
            say(f"wrote {path}")
    if options.beside is not None:
        from ..drills.catalogue import DRILLS
        from ..evaluation.simulation_gap import draw_beside, real_trials

        real = real_trials(options.mocap) if options.mocap else {}
        for name, drill in DRILLS.items():
            path = options.beside / f"{name.replace('/', '-')}.png"
            draw_beside(drill, real.get(name, {}), path)
            say(f"wrote {path}")
    return DONE


def _add_push(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a checkpoint folder")
    parser.add_argument("repository", metavar="ORG/NAME")
    parser.add_argument("--private", action="store_true")
    parser.add_argument("--revision", metavar="BRANCH")
    parser.set_defaults(run=_push)


def _push(options: argparse.Namespace) -> int:
    from ..checkpoint.locate import push

    print(push(options.folder, options.repository, private=options.private, revision=options.revision))
    return DONE
