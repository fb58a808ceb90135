"""The app behind `techcoach app` and the project's `app.py`, which print the address to open.

Builds the coach and the page, and serves it. Address and port: GRADIO_SERVER_NAME, GRADIO_SERVER_PORT. A checkpoint of
your own, a folder or a Hub id, comes first where TECHCOACH_CHECKPOINT names it.
"""

from __future__ import annotations

import functools
import itertools
import json
import logging
import os
import threading
from collections.abc import Collection, Mapping, Sequence

from ..checkpoint.locate import resolve
from ..checkpoint.supported_drills import supported_drills
from ..log_silencing import silence_libraries
from ..package_files import EMBEDDED, EXAMPLES
from ..types import Drill, Refusal
from .page import build_page, launch_options
from .setting import CoachLike, Example, Setting

log = logging.getLogger(__name__)

OWN_CHECKPOINT = "TECHCOACH_CHECKPOINT"


_loading = threading.Lock()


def coach_for(checkpoint: str) -> CoachLike:
    """The coach of a checkpoint, loaded once even if two visitors ask at a time."""
    with _loading:
        return _load(checkpoint)


@functools.lru_cache(maxsize=2)
def _load(checkpoint: str) -> CoachLike:
    # torch loads here, not before the page is up.
    from ..coaching.coach import Coach

    return Coach.from_pretrained(checkpoint)


def listed_checkpoints() -> list[str]:
    """What visitors may choose, the default first: a checkpoint of one's own, and the one that ships."""
    own = os.environ.get(OWN_CHECKPOINT, "").strip()
    return [own, str(EMBEDDED)] if own else [str(EMBEDDED)]


def usable(checkpoints: Sequence[str]) -> dict[str, tuple[Drill, ...]]:
    """The checkpoints that can be used, each with its drills; the others are logged. Hub checkpoints are downloaded.

    Raises:
        Refusal: if none of them can be used.
    """
    found: dict[str, tuple[Drill, ...]] = {}
    for number, checkpoint in enumerate(checkpoints, start=1):
        try:
            found[checkpoint] = supported_drills(resolve(checkpoint).folder)
        except Refusal as refusal:
            if number == len(checkpoints) and not found:
                raise
            log.warning("The checkpoint %s is not offered: %s %s", checkpoint, refusal.what, refusal.advice)
    return found


def drills_of(checkpoints: Mapping[str, Sequence[Drill]]) -> list[Drill]:
    """The drills of checkpoints by id, each as the first that has it words it."""
    found: dict[str, Drill] = {}
    for drill in itertools.chain.from_iterable(checkpoints.values()):
        found.setdefault(drill.id, drill)
    return list(found.values())


def warm_up(checkpoint: str) -> None:
    """Loads the default coach, so that the first visitor need not wait for it."""
    try:
        coach_for(checkpoint)
    except Refusal as refusal:
        # Visitors may still choose another checkpoint, and are told the same when they do not.
        log.warning("%s %s", refusal.what, refusal.advice)


def examples(drills: Collection[Drill]) -> list[Example]:
    """The clips of these drills in `assets/examples.json`, which `techcoach simulate examples assets` writes."""
    offered = {drill.id for drill in drills}
    listed = json.loads((EXAMPLES / "examples.json").read_text(encoding="utf-8"))
    return [
        Example(one["label"], str(EXAMPLES / one["file"]), one["drill"]) for one in listed if one["drill"] in offered
    ]


def main() -> None:
    """Builds the page and serves it."""
    silence_libraries()
    checkpoints = usable(listed_checkpoints())
    drills = drills_of(checkpoints)
    page = build_page(Setting(coach_for, drills, examples(drills), list(checkpoints)))
    page.queue(default_concurrency_limit=1, max_size=16).launch(prevent_thread_lock=True, **launch_options())
    warm_up(next(iter(checkpoints)))
    page.block_thread()
