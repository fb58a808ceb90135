"""`techcoach train …`: trains a checkpoint on simulated poses or on video features.

The presets "embedded", "small" and "tiny" train on simulated clips; "paper" and "paper-tiny" train on the features of a
data set (`--data`, `--features`). Runs in one process, or in several under `accelerate launch`.
"""

from __future__ import annotations

import argparse
import dataclasses
import shlex
import sys
from pathlib import Path
from typing import Any

from ..checkpoint.locate import EMBEDDED
from .common import (
    DEFAULT_WORK,
    DEVICES,
    CommandError,
    Commands,
    Exit,
    WrongUsage,
    at_least,
    check_device,
    log_line,
    output_folder,
    print_result,
    progress_line,
)
from .data_options import add_data_options, chosen_data

POSE_PRESET_NAMES, VIDEO_PRESET_NAMES = ("embedded", "small", "tiny"), ("paper", "paper-tiny")
"""Names of the presets; the parser needs them without loading the recipes."""
SHARED_SETTINGS = ("batch_size", "accumulate", "save_every", "seed", "learning_rate", "average")
"""Settings that the recipes of both roads have."""


def add_command(commands: Commands) -> None:
    """Add `train` to the commands."""
    parser = commands.add_parser("train", help="train a checkpoint, on simulated poses or on video features")
    parser.add_argument("--preset", choices=(*POSE_PRESET_NAMES, *VIDEO_PRESET_NAMES), default="embedded")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="default, of the preset embedded in a checkout alone: the one shipped"
    )
    parser.add_argument("--work", type=Path, default=DEFAULT_WORK, metavar="DIR", help="records, logs and saves")
    parser.add_argument(
        "--fresh", action="store_true", help="remove what an earlier run left in --work, and start anew"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE",
        help="any other setting of the recipe or of the model's config instead of the preset's; may be repeated",
    )  # fmt: skip
    parser.add_argument("--device", choices=DEVICES, default="auto")
    for name, least in (("batch-size", 1), ("accumulate", 1), ("save-every", 1), ("seed", 0)):
        parser.add_argument(f"--{name}", type=at_least(least), metavar="N", help="instead of the preset's")
    parser.add_argument("--learning-rate", type=float, metavar="X", help="instead of the preset's")
    parser.add_argument("--average", type=float, metavar="DECAY", help="average the weights over steps, 0.999 for one")
    parser.add_argument("--push", metavar="ORG/NAME", help="upload the checkpoint to the Hub at the end")
    parser.add_argument("--private", action="store_true", help="as a private repository")
    poses = parser.add_argument_group("on simulated poses")
    poses.add_argument("--steps", type=at_least(1), help="instead of the preset's")
    poses.add_argument("--records", type=at_least(1), help="instead of the preset's")
    poses.add_argument("--drills", nargs="+", metavar="ID", help="teach these alone, as `techcoach drills` calls them")
    poses.add_argument(
        "--ablations", type=at_least(1), metavar="SEEDS", help="instead train with one thing changed at a time"
    )
    poses.add_argument("--action-spotter", action="store_true", help="train the action spotter of --out alone")
    poses.add_argument("--change", metavar="NAME", help="train with that one thing changed, as --ablations calls it")
    video = parser.add_argument_group("on features of video")
    add_data_options(video)
    video.add_argument("--views", nargs="+", choices=("ego", "exo"), default=[], help="default: those of the features")
    video.add_argument("--epochs", type=at_least(1), help="instead of the preset's")
    video.add_argument("--view-dropout", type=float, help="instead of the preset's")
    video.add_argument("--precision", choices=("auto", "fp32", "bf16"), help="auto: bf16 where there is CUDA")
    parser.runs(_train)


def _train(options: argparse.Namespace) -> Exit:
    on_video = options.preset in VIDEO_PRESET_NAMES
    if on_video != (options.data is not None and options.features is not None):
        needs = "needs --data DIR and --features DIR" if on_video else "simulates its data; leave --data and --features"
        raise WrongUsage(f"--preset {options.preset} {needs}")
    if options.action_spotter and (on_video or options.ablations or options.change):
        raise WrongUsage("--action-spotter trains on simulated poses alone; leave --ablations, --change and the data")
    if options.out is None and not options.ablations:
        options.out = _default_folder(options)
    check_device(options.device)
    from ..training.run import OtherRun

    with output_folder(options.out):
        try:
            return _train_on_video(options) if on_video else _train_on_poses(options)
        except OtherRun as error:
            raise WrongUsage(error) from error


def _default_folder(options: argparse.Namespace) -> Path:
    """Return the folder of the embedded checkpoint, for its own preset in a checkout.

    Raises:
        WrongUsage: for any other preset, or outside a checkout.
    """
    in_checkout = (EMBEDDED.parents[1] / "pyproject.toml").is_file()
    if options.preset == "embedded" and options.change is None and in_checkout:
        return EMBEDDED
    raise WrongUsage("name the folder of the checkpoint with --out DIR")


def _overrides(options: argparse.Namespace, *names: str) -> dict[str, Any]:
    """Return the settings that options override in the preset."""
    return {name: getattr(options, name) for name in (*SHARED_SETTINGS, *names) if getattr(options, name) is not None}


def _train_on_poses(options: argparse.Namespace) -> Exit:
    from accelerate import PartialState

    from ..coaching.coach import pick_device
    from ..recipes.action_spotter import train_action_spotter
    from ..recipes.pose_road import measure_training, train_pose
    from ..training.ablations import ABLATIONS, run_ablations
    from ..training.action_spotter import SPOTTER_PRESETS
    from ..training.recipe import POSE_PRESETS, with_settings

    overrides = _overrides(options, "steps", "records")
    if options.drills is not None:
        overrides["drills"] = tuple(dict.fromkeys(options.drills))
    try:
        recipe = with_settings(dataclasses.replace(POSE_PRESETS[options.preset], **overrides), options.set)
    except ValueError as error:
        raise WrongUsage(error) from error
    if options.change is not None and options.change not in ABLATIONS:
        raise WrongUsage(f"--change {options.change!r} is not one of: {', '.join(ABLATIONS)}")
    if options.ablations:
        if PartialState(cpu=pick_device(options.device) == "cpu").num_processes > 1:
            raise WrongUsage("--ablations runs alone, not under accelerate launch")
        seeds = range(1, options.ablations + 1)
        print_result(run_ablations(options.work, recipe, seeds, measure_training, progress_line))
        return Exit.DONE
    spotter = dataclasses.replace(SPOTTER_PRESETS[options.preset], seed=recipe.seed)
    if options.action_spotter:
        train_action_spotter(
            options.out, options.work, spotter, recipe.drills, recipe.processes, log_line, progress_line
        )
        return Exit.DONE
    device = pick_device(options.device)
    train_pose(
        options.out, options.work, recipe, device, _command(), progress_line, log_line, spotter=spotter,
        change=options.change, fresh=options.fresh,
    )  # fmt: skip
    if PartialState().is_main_process:
        _publish(options)
    return Exit.DONE


def _command() -> str:
    """Return the command line, for the model card."""
    return f"techcoach {shlex.join(sys.argv[1:])}"


def _publish(options: argparse.Namespace) -> None:
    """Print where the checkpoint is, and upload it if --push names a repository."""
    log_line(f"wrote {options.out}")
    if options.push is not None:
        from ..checkpoint.locate import push

        print_result(push(options.out, options.push, private=options.private))


def _train_on_video(options: argparse.Namespace) -> Exit:
    import logging

    from accelerate import PartialState

    from ..coaching.coach import pick_device
    from ..recipes.video_road import train_video
    from ..training.recipe import VIDEO_PRESETS, with_settings
    from ..training.run import OtherRun

    overrides = _overrides(options, "epochs", "view_dropout", "precision")
    logging.getLogger("techcoach").setLevel(logging.INFO)
    device = pick_device(options.device)
    data = chosen_data(options)
    try:
        recipe = with_settings(dataclasses.replace(VIDEO_PRESETS[options.preset], **overrides), options.set)
    except ValueError as error:
        raise WrongUsage(error) from error
    try:
        train_video(
            data, options.views, recipe, options.out, options.work, device, _command(), log_line, progress_line,
            fresh=options.fresh,
        )  # fmt: skip
    except OtherRun:
        raise
    except (ValueError, FileNotFoundError) as error:  # bad data or features
        raise CommandError(error) from error
    if PartialState().is_main_process:
        _publish(options)
    return Exit.DONE
