"""Writes a report as files to download."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np

from ..types import CoachingReport, attention_file


def write_downloads(report: CoachingReport, folder: str | Path) -> tuple[Path, Path]:
    """Write report.json and attention.npz into a new folder inside `folder`; return their paths.

    The entries of attention.npz have the names of the report's attention maps. `cell_boxes` and `bin_times` of
    `types.Evidence` are stored with them.
    """
    Path(folder).mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="report-", dir=folder))
    report_json = json.dumps(report.to_dict(), indent=2, ensure_ascii=False)
    (place / "report.json").write_text(report_json + "\n", encoding="utf-8")
    arrays = {
        attention_file(index, quality).removesuffix(".npy"): getattr(point, quality).attention
        for index, point in enumerate(report.techpoints)
        for quality in ("strength", "weakness")
    }
    if report.evidence is not None:
        arrays |= {"cell_boxes": report.evidence.cell_boxes, "bin_times": report.evidence.bin_times}
    np.savez_compressed(place / "attention.npz", **arrays)
    return place / "report.json", place / "attention.npz"
