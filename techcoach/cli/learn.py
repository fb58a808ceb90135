"""`techcoach train …` and `techcoach evaluate …`, of both roads; `techcoach bench`, how fast the paper's is here.

Presets "embedded", "small" and "tiny" simulate what they learn from; "paper" and "paper-tiny" learn from features of a
data set (`--data`, `--features`), alone or under `accelerate launch`. Exit 1: data or features cannot be used.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..types import Progress

if TYPE_CHECKING:
    from ..recipes.video_road import DataSet

DONE, FOUND, WRONG_USAGE = 0, 1, 2
DEFAULT_WORK = Path("work")
SHIPPED = Path("checkpoints/techcoach-embedded")
OF_POSE, OF_VIDEO = ("embedded", "small", "tiny"), ("paper", "paper-tiny")
"""Names of presets, for the parser, which loads no recipes."""


def say(text: str) -> None:
    """Tells a person what is done, on stderr."""
    print(text, file=sys.stderr, flush=True)


# -- train -----------------------------------------------------------------------------------------------------------


def add_train(parser: argparse.ArgumentParser, progress: Progress) -> None:
    """Gives the parser of `techcoach train` its arguments. progress: told of what takes long."""
    parser.add_argument("--preset", choices=(*OF_POSE, *OF_VIDEO), default="embedded")
    parser.add_argument("--out", type=Path, metavar="DIR", help=f"default, of the preset embedded alone: {SHIPPED}")
    parser.add_argument("--work", type=Path, default=DEFAULT_WORK, metavar="DIR", help="records, logs and saves")
    parser.add_argument(
        "--fresh", action="store_true", help="remove what an earlier run left in --work, and start anew"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE",
        help="any other setting of the recipe or of the model's config instead of the preset's; may be repeated",
    )  # fmt: skip
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    for name in ("batch-size", "accumulate", "save-every", "seed"):
        parser.add_argument(f"--{name}", type=int, metavar="N", help="instead of the preset's")
    parser.add_argument("--learning-rate", type=float, metavar="X", help="instead of the preset's")
    parser.add_argument("--average", type=float, metavar="DECAY", help="average the weights over steps, 0.999 for one")
    parser.add_argument("--push", metavar="ORG/NAME", help="upload the checkpoint to the Hub at the end")
    parser.add_argument("--private", action="store_true", help="as a private repository")
    poses = parser.add_argument_group("on simulated poses")
    poses.add_argument("--steps", type=int, help="instead of the preset's")
    poses.add_argument("--records", type=int, help="instead of the preset's")
    poses.add_argument("--drills", nargs="+", metavar="ID", help="teach these alone, as `techcoach drills` calls them")
    poses.add_argument("--ablations", type=int, metavar="SEEDS", help="instead train with one thing changed at a time")
    poses.add_argument("--change", metavar="NAME", help="train with that one thing changed, as --ablations calls it")
    video = parser.add_argument_group("on features of video")
    _add_data(video)
    video.add_argument("--views", nargs="+", choices=("ego", "exo"), default=[], help="default: those of the features")
    video.add_argument("--epochs", type=int, help="instead of the preset's")
    video.add_argument("--view-dropout", type=float, help="instead of the preset's")
    video.add_argument("--precision", choices=("auto", "fp32", "bf16"), help="auto: bf16 where there is CUDA")
    parser.set_defaults(run=_train, progress=progress)


def _add_data(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--data", type=Path, metavar="DIR", help="Ego-Exo4D's root, as for `techcoach data check`")
    group.add_argument("--features", type=Path, metavar="DIR", help="what `techcoach features` wrote")
    group.add_argument("--annotations", type=Path, nargs="+", default=[], metavar="FILE")
    group.add_argument("--skip-bad", action="store_true", help="leave out what cannot be used instead of stopping")


def _data(options: argparse.Namespace) -> DataSet:
    from ..recipes.video_road import DataSet

    on_bad = "skip" if options.skip_bad else "refuse"
    return DataSet(options.data, options.features, tuple(options.annotations), on_bad)  # type: ignore[arg-type]


SETTINGS = ("batch_size", "accumulate", "save_every", "seed", "learning_rate", "average")
"""Of recipes of both roads."""


def _given(options: argparse.Namespace, *names: str) -> dict[str, Any]:
    """What was given instead of the preset's settings."""
    return {name: getattr(options, name) for name in (*SETTINGS, *names) if getattr(options, name) is not None}


def _train(options: argparse.Namespace) -> int:
    on_video = options.preset in OF_VIDEO
    if on_video != (options.data is not None and options.features is not None):
        print(
            f"techcoach train: --preset {options.preset} "
            + (
                "needs --data DIR and --features DIR" if on_video else "simulates its data; leave --data and --features"
            ),
            file=sys.stderr,
        )
        return WRONG_USAGE
    if options.out is None and not options.ablations:
        if options.preset != "embedded" or options.change is not None:
            print("techcoach train: name the folder of the checkpoint with --out DIR", file=sys.stderr)
            return WRONG_USAGE
        options.out = SHIPPED
    return _train_on_video(options) if on_video else _train_on_poses(options)


def _train_on_poses(options: argparse.Namespace) -> int:
    from accelerate import PartialState

    from ..coaching.coach import pick_device
    from ..recipes.pose_road import measure_training, train_pose
    from ..training.ablations import ABLATIONS, run_ablations
    from ..training.recipe import POSE_PRESETS, with_settings
    from ..training.run import OtherRun

    given = _given(options, "steps", "records")
    if options.drills is not None:
        given["drills"] = tuple(dict.fromkeys(options.drills))
    try:
        recipe = with_settings(dataclasses.replace(POSE_PRESETS[options.preset], **given), options.set)
    except ValueError as error:
        print(f"techcoach train: {error}", file=sys.stderr)
        return WRONG_USAGE
    if options.ablations:
        if PartialState(cpu=pick_device(options.device) == "cpu").num_processes > 1:
            print("techcoach train: --ablations runs alone, not under accelerate launch", file=sys.stderr)
            return WRONG_USAGE
        seeds = range(1, options.ablations + 1)
        try:
            print(run_ablations(options.work, recipe, seeds, measure_training, options.progress))
        except OtherRun as error:
            print(f"techcoach train: {error}", file=sys.stderr)
            return WRONG_USAGE
        return DONE
    if options.change is not None and options.change not in ABLATIONS:
        print(f"techcoach train: --change {options.change!r} is not one of: {', '.join(ABLATIONS)}", file=sys.stderr)
        return WRONG_USAGE
    device = pick_device(options.device)
    try:
        train_pose(
            options.out, options.work, recipe, device, _command(), options.progress, say,
            change=options.change, fresh=options.fresh,
        )  # fmt: skip
    except OtherRun as error:
        print(f"techcoach train: {error}", file=sys.stderr)
        return WRONG_USAGE
    if PartialState().is_main_process:
        _publish(options)
    return DONE


def _command() -> str:
    """The command line, for the model card."""
    return f"techcoach {shlex.join(sys.argv[1:])}"


def _publish(options: argparse.Namespace) -> None:
    """Tells where the checkpoint is, and uploads it where that was asked for."""
    say(f"wrote {options.out}")
    if options.push is not None:
        from ..checkpoint.locate import push

        print(push(options.out, options.push, private=options.private))


def _train_on_video(options: argparse.Namespace) -> int:
    import logging

    from accelerate import PartialState

    from ..coaching.coach import pick_device
    from ..recipes.video_road import train_video
    from ..training.recipe import VIDEO_PRESETS, with_settings
    from ..training.run import OtherRun

    given = _given(options, "epochs", "view_dropout", "precision")
    logging.getLogger("techcoach").setLevel(logging.INFO)
    device = pick_device(options.device)
    try:
        recipe = with_settings(dataclasses.replace(VIDEO_PRESETS[options.preset], **given), options.set)
    except ValueError as error:
        print(f"techcoach train: {error}", file=sys.stderr)
        return WRONG_USAGE
    try:
        train_video(
            _data(options), options.views, recipe, options.out, options.work, device, _command(), say,
            options.progress, fresh=options.fresh,
        )  # fmt: skip
    except OtherRun as error:
        print(f"techcoach train: {error}", file=sys.stderr)
        return WRONG_USAGE
    except (ValueError, FileNotFoundError) as error:  # bad data or features
        print(f"techcoach train: {error}", file=sys.stderr)
        return FOUND
    if PartialState().is_main_process:
        _publish(options)
    return DONE


# -- evaluate --------------------------------------------------------------------------------------------------------


def add_evaluate(parser: argparse.ArgumentParser, progress: Progress) -> None:
    """Gives the parser of `techcoach evaluate` its arguments. progress: told of what takes long."""
    parser.add_argument("--checkpoint", default=str(SHIPPED), metavar="DIR_OR_HUB_ID[@REVISION]")
    parser.add_argument("--card", action="store_true", help="write the figures into the checkpoint's model card")
    parser.add_argument("--json", action="store_true")
    poses = parser.add_argument_group("a checkpoint that reads poses, on rendered clips")
    poses.add_argument("--work", type=Path, default=DEFAULT_WORK, metavar="DIR")
    poses.add_argument("--clips", type=int, default=240, help="how many unseen clips to render and track")
    poses.add_argument("--processes", type=int, default=2)
    poses.add_argument(
        "--beside", action="append", default=[], metavar="NAME=DIR_OR_HUB_ID", help="another checkpoint, same clips"
    )
    poses.add_argument("--plots", type=Path, metavar="DIR", help="draw reliability diagrams into DIR")
    poses.add_argument("--mocap", type=Path, metavar="DIR", help="on captured trials of real athletes instead")
    poses.add_argument("--views", type=int, default=24, help="cameras before each captured trial")
    video = parser.add_argument_group("a checkpoint that reads video features, on a data set")
    _add_data(video)
    video.add_argument("--split", choices=("train", "val"), default="val")
    video.add_argument("--write", type=Path, metavar="FILE", help="what it says beside what experts said, JSON lines")
    video.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.set_defaults(run=_evaluate, progress=progress)


def _evaluate(options: argparse.Namespace) -> int:
    if (options.data is None) != (options.features is None):
        print("techcoach evaluate: --data DIR and --features DIR go together", file=sys.stderr)
        return WRONG_USAGE
    from ..checkpoint.locate import resolve

    folder = resolve(options.checkpoint).folder
    on_video = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("backbone") == "video"
    if on_video and options.data is None:
        print(f"techcoach evaluate: {options.checkpoint} needs --data DIR and --features DIR", file=sys.stderr)
        return WRONG_USAGE
    return _evaluate_on_video(options, folder) if on_video else _evaluate_on_poses(options)


def _evaluate_on_poses(options: argparse.Namespace) -> int:
    if options.mocap is not None:
        from ..evaluation.captured_motion import captured_table

        print(captured_table(options.checkpoint, options.mocap, options.views))
        return DONE
    from ..evaluation.pose_report import evaluate_checkpoint, table, write_card

    wrong = [text for text in options.beside if "=" not in text]
    if wrong:
        print(f"techcoach evaluate: --beside {wrong[0]!r} must be NAME=DIR_OR_HUB_ID", file=sys.stderr)
        return WRONG_USAGE
    beside = dict(text.split("=", 1) for text in options.beside)
    result = evaluate_checkpoint(
        options.checkpoint, options.work, options.clips, options.processes, options.progress, options.plots, beside
    )
    if options.card:
        write_card(Path(options.checkpoint), result)
    print(json.dumps(result, indent=2) if options.json else table(result))
    return DONE


def _evaluate_on_video(options: argparse.Namespace, folder: Path) -> int:
    from ..coaching.coach import pick_device
    from ..evaluation.ee4d_metrics import coached_table
    from ..recipes.video_road import evaluate_video

    try:
        figures = evaluate_video(
            folder, _data(options), pick_device(options.device), split=options.split, commentary=options.write,
            card=options.card, progress=options.progress,
        )  # fmt: skip
    except (ValueError, FileNotFoundError) as error:  # bad data or features
        print(f"techcoach evaluate: {error}", file=sys.stderr)
        return FOUND
    known = {name: value if math.isfinite(value) else None for name, value in figures.items()}
    print(json.dumps(known, indent=2) if options.json else coached_table(figures))
    return DONE


# -- bench -----------------------------------------------------------------------------------------------------------


def add_bench(parser: argparse.ArgumentParser) -> None:
    """Gives the parser of `techcoach bench` its arguments."""
    parser.add_argument("--size", default="1B", help="of InternVideo2: S, B, L, 1B, 6B or tiny; default: 1B")
    parser.add_argument(
        "--batch-size", type=int, default=8, metavar="N", help="clips encoded, examples learned at once"
    )
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.set_defaults(run=_bench)


def _bench(options: argparse.Namespace) -> int:
    import torch

    from ..coaching.coach import pick_device
    from ..evaluation.bench import bench_table, measure_encoder, measure_training

    device = pick_device(options.device)
    try:
        encoder = measure_encoder(
            options.size, device, torch.float32 if device == "cpu" else torch.bfloat16, batch=options.batch_size
        )
    except ValueError as error:
        print(f"techcoach bench: {error}", file=sys.stderr)
        return WRONG_USAGE
    print(bench_table(options.size, encoder, measure_training(device, options.batch_size), device))
    return DONE
