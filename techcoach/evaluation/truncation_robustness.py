"""What a checkpoint makes of clips that were cut into the action: does it find what they no longer show, and is it
silent about that?

Knows records and what was said of them; how records are cut is `simulation.truncation`'s.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..drills.catalogue import parameter_name
from ..simulation.records import Record
from ..simulation.truncation import cut, margins, windows
from .claim_precision import Spoken
from .claim_reader import READER
from .pose_metrics import PosePrediction
from .predictions import UNKNOWN, Figures

COLUMNS = (
    ("clips", "clips", "{:.0f}"),
    ("away", "moments cut away", "{:.0f}"),
    ("found", "found missing", "{:.0%}"),
    ("missed", "others found missing", "{:.1%}"),
    ("claims", "claims a clip", "{:.1f}"),
    ("claims_away", "claims on what was cut away", "{:.1%}"),
)
CLOSE_S = 0.1
"""Nearer to a cut than this a moment is neither clearly shown nor clearly missing."""


def cut_by_seed(records: Sequence[Record]) -> list[Record]:
    """Every record cut in one of the ways of `windows`, drawn by its seed; those that are too short are left out."""
    result = []
    for record in records:
        rng = np.random.default_rng(record.seed)
        ways = list(windows(record, rng))
        if ways:
            result.append(cut(record, ways[int(rng.integers(len(ways)))]))
    return result


def cut_figures(
    records: Sequence[Record], predictions: Sequence[PosePrediction], spoken: Sequence[Spoken], names: Sequence[str]
) -> Figures:
    """The figures of `COLUMNS`.

    Args:
        predictions, spoken: what a checkpoint says of the records. names: of the parameters that it reads, as in its
            config.
    """
    missing = np.stack(
        [np.isnan(one.output.state_logits).any(axis=-1) for one in predictions if one.output.state_logits is not None]
    )
    away = np.stack([margins(record, names) for record in records])
    lost, there = away < -CLOSE_S, away > CLOSE_S
    on_lost = [
        lost[row, names.index(parameter_name(claim.drill, claim.parameter))]
        for row, one in enumerate(spoken)
        for claim in READER.read(one.commentary, one.drill)
    ]
    return {
        "clips": float(len(records)),
        "away": float(lost.sum()),
        "found": float(missing[lost].mean()) if lost.any() else UNKNOWN,
        "missed": float(missing[there].mean()),
        "claims": len(on_lost) / len(records),
        "claims_away": float(np.mean(on_lost)) if on_lost else UNKNOWN,
    }
