"""The options that name a data set and its features, for `train` and `evaluate`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..recipes.video_road import DataSet


def add_data_options(group: argparse._ArgumentGroup) -> None:
    """Add the options to a group of options."""
    group.add_argument("--data", type=Path, metavar="DIR", help="Ego-Exo4D's root, as for `techcoach data check`")
    group.add_argument("--features", type=Path, metavar="DIR", help="what `techcoach features` wrote")
    group.add_argument("--annotations", type=Path, nargs="+", default=[], metavar="FILE")
    group.add_argument("--skip-bad", action="store_true", help="leave out what cannot be used instead of stopping")


def chosen_data(options: argparse.Namespace) -> DataSet:
    """Return the data set that the options name."""
    from ..recipes.video_road import DataSet

    on_bad = "skip" if options.skip_bad else "refuse"
    return DataSet(options.data, options.features, tuple(options.annotations), on_bad)  # type: ignore[arg-type]
