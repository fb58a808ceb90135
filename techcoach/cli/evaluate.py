"""`techcoach evaluate …`: measures a checkpoint that reads poses or one that reads video features.

With `--judged DIR` it measures a checkpoint on real clips that people judged, with `--scenes DIR` whom it follows on
rendered scenes.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

from ..checkpoint.inspect import read_config
from ..checkpoint.locate import EMBEDDED, ResolvedCheckpoint, resolve
from ..checkpoint.supported_drills import supported_drills
from .common import (
    DEFAULT_WORK,
    DEVICES,
    CommandError,
    Commands,
    Exit,
    WrongUsage,
    at_least,
    check_device,
    check_writable,
    log_line,
    print_json,
    print_result,
    progress_line,
)
from .data_options import add_data_options, chosen_data


def add_command(commands: Commands) -> None:
    """Add `evaluate` to the commands."""
    parser = commands.add_parser("evaluate", help="measure a checkpoint")
    parser.add_argument(
        "--checkpoint", default=EMBEDDED, metavar="DIR_OR_HUB_ID[@REVISION]", help="default: the embedded checkpoint"
    )
    parser.add_argument("--card", action="store_true", help="write the figures into the checkpoint's model card")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="what it says of real clips beside what people said, JSON lines"
    )
    parser.add_argument("--device", choices=DEVICES, default="auto", help="for real clips and features")
    poses = parser.add_argument_group("a checkpoint that reads poses, on rendered clips")
    poses.add_argument("--work", type=Path, default=DEFAULT_WORK, metavar="DIR")
    poses.add_argument("--clips", type=at_least(1), default=240, help="how many unseen clips to render and track")
    poses.add_argument("--processes", type=at_least(1), default=2)
    poses.add_argument(
        "--beside", type=_named, action="append", default=[], metavar="NAME=DIR_OR_HUB_ID",
        help="another checkpoint, same clips",
    )  # fmt: skip
    poses.add_argument("--plots", type=Path, metavar="DIR", help="draw reliability diagrams into DIR")
    poses.add_argument("--mocap", type=Path, metavar="DIR", help="on captured trials of real athletes instead")
    poses.add_argument("--views", type=at_least(1), default=24, help="cameras before each captured trial")
    judged = parser.add_argument_group("a checkpoint that reads poses, on real clips that people judged")
    judged.add_argument("--judged", type=Path, metavar="DIR", help="clips, and judged.tsv (docs/judged.md)")
    judged.add_argument("--robustness", action="store_true", help="coach five variants of every judged clip, too")
    scenes = parser.add_argument_group("the choice of the athlete, on scenes that `simulate scenes` rendered")
    scenes.add_argument("--scenes", type=Path, metavar="DIR", help="clips with the truth beside each")
    video = parser.add_argument_group("a checkpoint that reads video features, on a data set")
    add_data_options(video)
    video.add_argument("--split", choices=("train", "val"), default="val")
    parser.runs(_evaluate)


def _named(text: str) -> tuple[str, str]:
    name, equals, checkpoint = text.partition("=")
    if not (name and equals and checkpoint):
        raise argparse.ArgumentTypeError(f"{text!r} must be NAME=DIR_OR_HUB_ID")
    return name, checkpoint


def _evaluate(options: argparse.Namespace) -> Exit:
    if (options.data is None) != (options.features is None):
        raise WrongUsage("--data DIR and --features DIR go together")
    if options.judged is None and options.robustness:
        raise WrongUsage("--robustness goes with --judged DIR")
    if options.judged is not None and options.card:
        raise WrongUsage("--judged writes no model card: leave --card out")
    if options.scenes is not None and (options.judged is not None or options.card):
        raise WrongUsage("--scenes goes with neither --judged nor --card")
    if options.card and not Path(options.checkpoint).is_dir():
        raise WrongUsage(f"--card writes into the checkpoint's folder, and {options.checkpoint} is none")
    for option, folder in (("--plots", options.plots), ("--write", options.write and options.write.parent)):
        if folder is not None:
            check_writable(folder, option)
    check_device(options.device)
    checkpoint = resolve(options.checkpoint)
    reads_poses = read_config(checkpoint.folder, checkpoint.id).get("backbone") != "video"
    if options.judged is not None:
        if not reads_poses:
            raise WrongUsage(f"{options.checkpoint} reads no technique parameters, which --judged needs")
        return _evaluate_on_judged_clips(options, checkpoint)
    if options.scenes is not None:
        if not reads_poses:
            raise WrongUsage(f"{options.checkpoint} follows nobody, which --scenes needs")
        return _evaluate_on_scenes(options, checkpoint)
    if reads_poses:
        return _evaluate_on_poses(options, checkpoint)
    if options.data is None:
        raise WrongUsage(f"{options.checkpoint} needs --data DIR and --features DIR")
    return _evaluate_on_video(options, checkpoint)


def _evaluate_on_poses(options: argparse.Namespace, checkpoint: ResolvedCheckpoint) -> Exit:
    if options.mocap is not None:
        from ..evaluation.captured_motion import captured_table

        print_result(captured_table(options.checkpoint, options.mocap, options.views))
        return Exit.DONE
    # Resolved first, so that a wrong name is refused before hours of rendering.
    beside = {name: resolve(location).folder for name, location in options.beside}

    from ..evaluation.pose_report import evaluate_checkpoint, table, write_measured_figures

    result = evaluate_checkpoint(
        options.checkpoint, options.work, options.clips, options.processes, progress_line, options.plots, beside
    )
    if options.card:
        write_measured_figures(checkpoint.folder, result)
    if options.json:
        print_json(result)
    else:
        print_result(table(result))
    return Exit.DONE


def _evaluate_on_judged_clips(options: argparse.Namespace, checkpoint: ResolvedCheckpoint) -> Exit:
    from ..evaluation.judged_tables import TableErrors, read_judged_folder

    drills = [drill.id for drill in supported_drills(checkpoint.folder)]
    checkpoints = {checkpoint.id: checkpoint} | {name: resolve(location) for name, location in options.beside}
    if len(checkpoints) <= len(options.beside):
        raise WrongUsage(f"--beside names a checkpoint twice; {checkpoint.id} is measured anyway")
    if not options.judged.is_dir():
        raise WrongUsage(f"--judged {options.judged} is no folder; give one with clips and judged.tsv")
    try:
        folder = read_judged_folder(options.judged, drills)
    except TableErrors as errors:
        raise CommandError(errors) from errors
    for column in folder.unread:
        log_line(f"warning: the column {column} is not read")

    from ..coaching.coach import Coach
    from ..evaluation.judged import claim_lines, judged_table
    from ..evaluation.judged_coaching import coach_folder
    from ..evaluation.judged_figures import judged_figures

    figures, lines = {}, []
    for name, place in checkpoints.items():
        coach = Coach.from_pretrained(place, device=options.device)
        coached = coach_folder(coach, folder, drills, options.robustness, progress_line)
        figures[name] = judged_figures(coached)
        lines += [json.dumps({"checkpoint": name} | line, ensure_ascii=False) + "\n" for line in claim_lines(coached)]
    if options.write is not None:
        options.write.write_text("".join(lines), encoding="utf-8")
    if options.json:
        print_json({name: measured.to_dict() for name, measured in figures.items()})
    else:
        print_result("\n\n".join(f"**{name}**\n\n{judged_table(measured)}" for name, measured in figures.items()))
    return Exit.DONE


def _evaluate_on_scenes(options: argparse.Namespace, checkpoint: ResolvedCheckpoint) -> Exit:
    from ..evaluation.athlete_choice import choice_table, coach_scenes, read_scenes

    try:
        scenes = read_scenes(options.scenes)
    except ValueError as error:
        raise WrongUsage(error) from error

    from ..coaching.coach import Coach

    coached = coach_scenes(Coach.from_pretrained(checkpoint, device=options.device), scenes, progress_line)
    for scene in coached:
        log_line(f"{scene.truth.path.name}: {scene.outcome}{f' ({scene.reason})' if scene.reason else ''}")
    print_result(choice_table(coached))
    return Exit.DONE


def _evaluate_on_video(options: argparse.Namespace, checkpoint: ResolvedCheckpoint) -> Exit:
    from ..coaching.coach import pick_device
    from ..evaluation.video_metrics import video_table
    from ..recipes.video_road import evaluate_video

    try:
        figures = evaluate_video(
            checkpoint.folder, chosen_data(options), pick_device(options.device), split=options.split,
            commentary=options.write, card=options.card, progress=progress_line,
        )  # fmt: skip
    except (ValueError, FileNotFoundError) as error:  # bad data or features
        raise CommandError(error) from error
    if options.json:
        print_json({name: value if math.isfinite(value) else None for name, value in figures.items()})
    else:
        print_result(video_table(figures))
    return Exit.DONE
