"""Truncation robustness: on clips cut into the action, does a checkpoint find the events that are missing, and does it
make no claims about them?

Knows records and the reports on them; `simulation.truncation` cuts the records.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..drills.catalogue import parameter_name
from ..simulation.records import Record
from ..simulation.truncation import cut, margins, windows
from .claim_precision import JudgedReport
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
"""An event nearer to a cut than this is neither clearly visible nor clearly missing."""


def cut_by_seed(records: Sequence[Record]) -> list[Record]:
    """Cut every record in one of the ways of `windows`, drawn by its seed; leave out records that are too short."""
    truncated = []
    for record in records:
        rng = np.random.default_rng(record.seed)
        ways = list(windows(record, rng))
        if ways:
            truncated.append(cut(record, ways[int(rng.integers(len(ways)))]))
    return truncated


def cut_figures(
    records: Sequence[Record],
    predictions: Sequence[PosePrediction],
    reports: Sequence[JudgedReport],
    names: Sequence[str],
) -> Figures:
    """Return the figures of `COLUMNS`.

    Args:
        predictions, reports: of one checkpoint on the records. names: of the parameters that it reads, in the order of
            its config.
    """
    found_missing = np.stack(
        [
            np.isnan(prediction.output.state_logits).any(axis=-1)
            for prediction in predictions
            if prediction.output.state_logits is not None
        ]
    )
    event_margins = np.stack([margins(record, names) for record in records])
    cut_away, visible = event_margins < -CLOSE_S, event_margins > CLOSE_S
    claims_on_cut_away = [
        cut_away[row, names.index(parameter_name(claim.drill, claim.parameter))]
        for row, report in enumerate(reports)
        for claim in READER.read(report.commentary, report.drill)
    ]
    return {
        "clips": float(len(records)),
        "away": float(cut_away.sum()),
        "found": float(found_missing[cut_away].mean()) if cut_away.any() else UNKNOWN,
        "missed": float(found_missing[visible].mean()),
        "claims": len(claims_on_cut_away) / len(records),
        "claims_away": float(np.mean(claims_on_cut_away)) if claims_on_cut_away else UNKNOWN,
    }
