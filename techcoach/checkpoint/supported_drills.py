"""The drills that a checkpoint supports, read without its weights, so that a page or a list need not wait for them.

A checkpoint of the pose road names drills of the catalogue in `config.json`; one that was trained on annotated
video brings its own with their TechPoints, in `drills.json`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ..drills.catalogue import supported_specs
from ..types import Drill, Refusal, TechPoint
from .inspect import read_config
from .locate import EMBEDDED

log = logging.getLogger(__name__)

FILE = "drills.json"


def supported_drills(folder: Path = EMBEDDED) -> tuple[Drill, ...]:
    """Return the drills of a checkpoint folder; all of the catalogue where it names none.

    A drill that no installed package holds is left out with a warning.

    Raises:
        Refusal: unknown_checkpoint, if `config.json` or `drills.json` cannot be read, or names drills that are not in
            the catalogue.
    """
    if (folder / FILE).is_file():
        try:
            entries = json.loads((folder / FILE).read_text(encoding="utf-8"))
            return tuple(_drill(entry) for entry in entries)
        except (OSError, KeyError, TypeError, ValueError) as error:
            what = f"{folder / FILE} is no list of drills with TechPoints: {error}."
            raise Refusal("unknown_checkpoint", what, "Copy or download the checkpoint again.") from error
    names = read_config(folder, f"The folder {folder}").get("drills") or ()
    supported = supported_specs(names)
    missing = ", ".join(sorted({str(name) for name in names} - set(supported)))
    if not supported:
        raise Refusal(
            "unknown_checkpoint",
            f"The checkpoint in {folder} coaches drills that are not installed here alone: {missing}.",
            "Install the version of TechCoach, or the package, that brings them.",
        )
    if missing:
        log.warning("%s also coaches %s: install the package that holds it", folder, missing)
    return tuple(spec.drill for spec in supported.values())


def find_drill(drills: Iterable[Drill], drill_id: str | None) -> Drill:
    """Return the drill of an id.

    Raises:
        Refusal: unknown_drill, with the known ids.
    """
    by_id = {drill.id: drill for drill in drills}
    if drill_id in by_id:
        return by_id[drill_id]
    what = "No drill was named." if drill_id is None else f"There is no drill {drill_id!r}."
    raise Refusal("unknown_drill", what, f"Choose one of: {', '.join(sorted(by_id))}.")


def _drill(entry: dict[str, Any]) -> Drill:
    points = tuple(TechPoint(str(point["dimension"]), str(point["instruction"])) for point in entry["techpoints"])
    return Drill(str(entry["id"]), str(entry["title"]), points)


def write_drills(folder: Path, drills: Sequence[Drill]) -> None:
    """Write `drills.json` into a checkpoint folder."""
    entries = [
        {"id": drill.id, "title": drill.title, "techpoints": [vars(point) for point in drill.techpoints]}
        for drill in drills
    ]
    (folder / FILE).write_text(json.dumps(entries, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
