"""`techcoach bench`: measures how fast the video road's networks run on this machine."""

from __future__ import annotations

import argparse

from .common import DEVICES, Commands, Exit, WrongUsage, at_least, check_device, print_result


def add_command(commands: Commands) -> None:
    """Add `bench` to the commands."""
    parser = commands.add_parser("bench", help="measure how fast the video road runs on this machine")
    parser.add_argument("--size", default="1B", help="of InternVideo2: S, B, L, 1B, 6B or tiny; default: 1B")
    parser.add_argument(
        "--batch-size", type=at_least(1), default=8, metavar="N", help="clips encoded, examples learned at once"
    )
    parser.add_argument("--device", choices=DEVICES, default="auto")
    parser.runs(_bench)


def _bench(options: argparse.Namespace) -> Exit:
    check_device(options.device)

    import torch

    from ..coaching.coach import pick_device
    from ..evaluation.bench import bench_table, measure_encoder, measure_training

    device = pick_device(options.device)
    kind = torch.float32 if device == "cpu" else torch.bfloat16
    try:
        encoder = measure_encoder(options.size, device, kind, batch=options.batch_size)
    except ValueError as error:
        raise WrongUsage(error) from error
    print_result(bench_table(options.size, encoder, measure_training(device, options.batch_size), device))
    return Exit.DONE
