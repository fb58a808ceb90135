"""What a checkpoint makes of clips that were cut into the action: does it find what they no longer show, and is it
silent about that?

Knows records and claims; how records are cut is `data.cutting`'s.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..bank import CommentaryBank
from ..data.cutting import CLOSE_S, cut, margins, windows
from ..data.lessons import TextEmbeddings
from ..data.records import Record
from ..data.speaking import READER, commentaries_of
from ..drills.catalogue import DRILLS, reading_name
from ..model import TechCoachModel, TechCoachProcessor
from .evaluate import Predictions, passes
from .words import Words

COLUMNS = (
    ("clips", "clips", "{:.0f}"),
    ("away", "moments cut away", "{:.0f}"),
    ("found", "found missing", "{:.0%}"),
    ("missed", "others found missing", "{:.1%}"),
    ("claims", "claims a clip", "{:.1f}"),
    ("claims_away", "claims on what was cut away", "{:.1%}"),
)
WHOLE, CUT = "whole", "cut at an end"


def cut_figures(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    bank: CommentaryBank,
    records: Sequence[Record],
    embeddings: TextEmbeddings,
    predictions: Predictions,
    words: Words,
) -> dict[str, dict[str, float]]:
    """The figures of `COLUMNS` by `WHOLE` and `CUT`: of the records as they are, and of each cut in one of the ways of
    `windows`, drawn by its seed; empty where the model reads no parameters.

    Args:
        predictions, words: what the model says of the records as they are.
    """
    if model.reader is None:
        return {}
    names = list(model.config.readings)
    shortened = [one for record in records for one in _cut_by_seed(record)]
    missing, texts = [], []
    for part, _, output in passes(model, processor, shortened, embeddings):
        texts += commentaries_of(model, processor, bank, output, [DRILLS[record.drill].drill for record in part])
        assert output.readings is not None
        missing.append(output.readings.isnan().any(dim=-1).numpy())
    whole = np.isnan(predictions.readings).any(axis=-1)
    return {
        WHOLE: _figures(records, names, whole, words.commentaries.tolist()),
        CUT: _figures(shortened, names, np.concatenate(missing), texts),
    }


def _cut_by_seed(record: Record) -> list[Record]:
    """The record cut once; nothing where it is too short for that."""
    rng = np.random.default_rng(record.seed)
    ways = list(windows(record, rng))
    return [cut(record, ways[int(rng.integers(len(ways)))])] if ways else []


def _figures(
    records: Sequence[Record], names: Sequence[str], missing: np.ndarray, texts: Sequence[str]
) -> dict[str, float]:
    """missing: (R, Q) bool, what was found missing of `names`. texts: a commentary on each record."""
    away = np.stack([margins(record, names) for record in records])
    lost, there = away < -CLOSE_S, away > CLOSE_S
    said = [
        lost[row, names.index(reading_name(claim.drill, claim.parameter))]
        for row, (record, text) in enumerate(zip(records, texts, strict=True))
        for claim in READER.read(text, record.drill)
    ]
    return {
        "clips": float(len(records)),
        "away": float(lost.sum()),
        "found": float(missing[lost].mean()) if lost.any() else float("nan"),
        "missed": float(missing[there].mean()),
        "claims": len(said) / len(records),
        "claims_away": float(np.mean(said)) if said else float("nan"),
    }


def cut_table(result: dict[str, dict[str, float]]) -> list[str]:
    """Lines of a Markdown table; none where nothing was measured."""
    if not result:
        return []
    lines = ["", f"| clips | {' | '.join(title for _, title, _ in COLUMNS)} |", "|---" * (len(COLUMNS) + 1) + "|"]
    for name, own in result.items():
        cells = [form.format(own[key]) if np.isfinite(own[key]) else "–" for key, _, form in COLUMNS]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines
