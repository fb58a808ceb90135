"""What a checkpoint makes of clips that were cut into the action: does it find what they no longer show, and is it
silent about that?

Knows records and what was said of them; how records are cut is `data.cutting`'s.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..coaching.interpretation import READER
from ..drills.catalogue import reading_name
from ..simulation.records import Record
from ..simulation.truncation import cut, margins, windows
from .claim_precision import Words
from .pose_metrics import Predictions

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
    records: Sequence[Record], predictions: Predictions, words: Words, names: Sequence[str]
) -> dict[str, float]:
    """The figures of `COLUMNS`.

    Args:
        predictions, words: what a model says of the records. names: of what it reads, as in its config.
    """
    missing = np.isnan(predictions.readings).any(axis=-1)  # (R, Q)
    away = np.stack([margins(record, names) for record in records])
    lost, there = away < -CLOSE_S, away > CLOSE_S
    said = [
        lost[row, names.index(reading_name(claim.drill, claim.parameter))]
        for row, text in enumerate(words.commentaries)
        for claim in READER.read(text, records[row].drill)
    ]
    return {
        "clips": float(len(records)),
        "away": float(lost.sum()),
        "found": float(missing[lost].mean()) if lost.any() else float("nan"),
        "missed": float(missing[there].mean()),
        "claims": len(said) / len(records),
        "claims_away": float(np.mean(said)) if said else float("nan"),
    }
