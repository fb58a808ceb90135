"""The TechCoach app: `python app.py`, then open the address that it prints.

Builds the coach and the page, and serves it. Address and port: GRADIO_SERVER_NAME, GRADIO_SERVER_PORT.
"""

from __future__ import annotations

import functools
import json
import logging
import threading
from collections.abc import Collection
from pathlib import Path

from techcoach.checkpoint import EMBEDDED
from techcoach.quiet import quiet_libraries
from techcoach.taught import taught_drills
from techcoach.types import Drill, Refusal
from techcoach.ui.page import build_page, launch_options
from techcoach.ui.setting import CoachLike, Example, Setting

log = logging.getLogger(__name__)

ASSETS = Path(__file__).parent / "assets"


_loading = threading.Lock()


def coach_for(checkpoint: str) -> CoachLike:
    """The coach of a checkpoint, loaded once even if two visitors ask at a time."""
    with _loading:
        return _load(checkpoint)


@functools.lru_cache(maxsize=2)
def _load(checkpoint: str) -> CoachLike:
    # torch loads here, not before the page is up.
    from techcoach.coach import Coach

    return Coach.from_pretrained(checkpoint)


def warm_up() -> None:
    """Loads the default coach, so that the first visitor need not wait for it."""
    try:
        coach_for(str(EMBEDDED))
    except Refusal as refusal:
        # Visitors may still choose another checkpoint, and are told the same when they do not.
        log.warning("%s %s", refusal.what, refusal.advice)


def examples(drills: Collection[Drill]) -> list[Example]:
    """The clips of these drills in `assets/examples.json`, which `techcoach simulate --examples assets` writes."""
    offered = {drill.id for drill in drills}
    listed = json.loads((ASSETS / "examples.json").read_text(encoding="utf-8"))
    return [Example(one["label"], str(ASSETS / one["file"]), one["drill"]) for one in listed if one["drill"] in offered]


def main() -> None:
    """Builds the page and serves it."""
    quiet_libraries()
    drills = taught_drills()
    page = build_page(Setting(coach_for, drills, examples(drills), [str(EMBEDDED)]))
    page.queue(default_concurrency_limit=1, max_size=16).launch(prevent_thread_lock=True, **launch_options())
    warm_up()
    page.block_thread()


if __name__ == "__main__":
    main()
