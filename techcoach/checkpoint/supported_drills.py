"""The drills that a checkpoint coaches, read without its weights: so that a page or a list need not wait for them.

A checkpoint of the embedded road names drills of the catalogue in `config.json`; one that was trained on annotated
video brings its own with their TechPoints, in `drills.json`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..drills.catalogue import supported_specs
from ..types import Drill, TechPoint
from .locate import EMBEDDED

log = logging.getLogger(__name__)

FILE = "drills.json"


def supported_drills(folder: Path = EMBEDDED) -> tuple[Drill, ...]:
    """The drills of a checkpoint folder; all of the catalogue where it does not say. A drill that no installed package
    holds is left out with a warning.

    Raises:
        OSError, ValueError: if the folder has no readable `config.json`, or an unreadable `drills.json`.
    """
    if (folder / FILE).is_file():
        try:
            held = json.loads((folder / FILE).read_text(encoding="utf-8"))
            return tuple(_drill(one) for one in held)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{folder / FILE} is no list of drills with TechPoints: {error}") from error
    names = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("drills", ())
    supported = supported_specs(names)
    if missing := sorted(set(names) - set(supported)):
        log.warning("%s also coaches %s: install the package that holds it", folder, ", ".join(missing))
    return tuple(spec.drill for spec in supported.values())


def _drill(held: dict[str, Any]) -> Drill:
    points = tuple(TechPoint(str(one["dimension"]), str(one["instruction"])) for one in held["techpoints"])
    return Drill(str(held["id"]), str(held["title"]), points)


def write_drills(folder: Path, drills: Sequence[Drill]) -> None:
    """Writes `drills.json` into a checkpoint folder."""
    held = [
        {"id": drill.id, "title": drill.title, "techpoints": [vars(point) for point in drill.techpoints]}
        for drill in drills
    ]
    (folder / FILE).write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
