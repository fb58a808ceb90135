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
from .evaluate import passes

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
) -> dict[str, dict[str, float]]:
    """Of the records as they are, and of each cut in one of the ways of `windows`, drawn by its seed: the figures of
    `COLUMNS` by `WHOLE` and `CUT`; empty where the model reads no parameters."""
    if model.reader is None:
        return {}
    return {
        WHOLE: _figures(model, processor, bank, records, embeddings),
        CUT: _figures(model, processor, bank, [one for own in records for one in _cut_by_seed(own)], embeddings),
    }


def _cut_by_seed(record: Record) -> list[Record]:
    """The record cut once; nothing where it is too short for that."""
    rng = np.random.default_rng(record.seed)
    ways = list(windows(record, rng))
    return [cut(record, ways[int(rng.integers(len(ways)))])] if ways else []


def _figures(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    bank: CommentaryBank,
    records: Sequence[Record],
    embeddings: TextEmbeddings,
) -> dict[str, float]:
    names = list(model.config.readings)
    missing, away, about_away, claims = [], [], 0, 0
    for part, _, output in passes(model, processor, records, embeddings):
        texts = commentaries_of(model, processor, bank, output, [DRILLS[record.drill].drill for record in part])
        assert output.readings is not None
        missing.append(output.readings.isnan().any(dim=-1).numpy())
        for record, text in zip(part, texts, strict=True):
            margin = margins(record, names)
            away.append(margin)
            said = READER.read(text, record.drill)
            claims += len(said)
            about_away += sum(
                margin[names.index(reading_name(claim.drill, claim.parameter))] < -CLOSE_S for claim in said
            )
    lost, there = np.stack(away) < -CLOSE_S, np.stack(away) > CLOSE_S
    found = np.concatenate(missing)
    return {
        "clips": float(len(records)),
        "away": float(lost.sum()),
        "found": float(found[lost].mean()) if lost.any() else float("nan"),
        "missed": float(found[there].mean()),
        "claims": claims / len(records),
        "claims_away": about_away / claims if claims else float("nan"),
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
