"""The app behind `techcoach app` and the project's `app.py`, which print the address to open.

Builds the coach and the page, and serves the page. The environment variables GRADIO_SERVER_NAME and GRADIO_SERVER_PORT
set its address and port. TECHCOACH_CHECKPOINT names a checkpoint of your own, a folder or a Hub id; it becomes the
default.
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
from ..package_files import EMBEDDED, EXAMPLES
from ..types import Drill, Refusal
from .page import build_page, launch_options
from .setting import CoachLike, ExampleClip, Setting

log = logging.getLogger(__name__)

CHECKPOINT_VARIABLE = "TECHCOACH_CHECKPOINT"

_loading = threading.Lock()


def coach_for(checkpoint: str) -> CoachLike:
    """Return the coach of a checkpoint; it is loaded once, even if two visitors need it at the same time."""
    with _loading:
        return _load(checkpoint)


@functools.lru_cache(maxsize=2)
def _load(checkpoint: str) -> CoachLike:
    # torch loads here, not before the page is up.
    from ..coaching.coach import Coach

    return Coach.from_pretrained(checkpoint)


def listed_checkpoints() -> list[str]:
    """List the checkpoints that visitors may choose: the configured one, if any, then the embedded one."""
    configured = os.environ.get(CHECKPOINT_VARIABLE, "").strip()
    return [configured, str(EMBEDDED)] if configured else [str(EMBEDDED)]


def usable_checkpoints(checkpoints: Sequence[str]) -> dict[str, tuple[Drill, ...]]:
    """Map each checkpoint that can be used to its drills, and log the others. Hub checkpoints are downloaded.

    Raises:
        Refusal: if none of them can be used.
    """
    drills_by_checkpoint: dict[str, tuple[Drill, ...]] = {}
    for number, checkpoint in enumerate(checkpoints, start=1):
        try:
            drills_by_checkpoint[checkpoint] = supported_drills(resolve(checkpoint).folder)
        except Refusal as refusal:
            if number == len(checkpoints) and not drills_by_checkpoint:
                raise
            log.warning("The checkpoint %s is not offered: %s %s", checkpoint, refusal.what, refusal.advice)
    return drills_by_checkpoint


def merge_drills(checkpoints: Mapping[str, Sequence[Drill]]) -> list[Drill]:
    """List the drills of all checkpoints, each once, as the first checkpoint that has it describes it."""
    drills_by_id: dict[str, Drill] = {}
    for drill in itertools.chain.from_iterable(checkpoints.values()):
        drills_by_id.setdefault(drill.id, drill)
    return list(drills_by_id.values())


def warm_up(checkpoint: str) -> None:
    """Load the default coach, so that the first visitor need not wait for it."""
    try:
        coach_for(checkpoint)
    except Refusal as refusal:
        # Visitors may still choose another checkpoint; if they do not, they see the same refusal.
        log.warning("%s %s", refusal.what, refusal.advice)


def example_clips(drills: Collection[Drill]) -> list[ExampleClip]:
    """List the example clips of these drills.

    `assets/examples.json` names them; `techcoach simulate examples assets` writes it.
    """
    drill_ids = {drill.id for drill in drills}
    entries = json.loads((EXAMPLES / "examples.json").read_text(encoding="utf-8"))
    return [
        ExampleClip(entry["label"], str(EXAMPLES / entry["file"]), entry["drill"])
        for entry in entries
        if entry["drill"] in drill_ids
    ]


def main() -> None:
    """Build the page and serve it."""
    checkpoints = usable_checkpoints(listed_checkpoints())
    drills = merge_drills(checkpoints)
    page = build_page(Setting(coach_for, drills, example_clips(drills), list(checkpoints)))
    page.queue(default_concurrency_limit=1, max_size=16).launch(prevent_thread_lock=True, **launch_options())
    warm_up(next(iter(checkpoints)))
    page.block_thread()
