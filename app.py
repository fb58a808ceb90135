"""The TechCoach app: `python app.py`, then open the address that it prints."""

from __future__ import annotations

import functools
import json
import os
import threading
from pathlib import Path

from techcoach.checkpoint import EMBEDDED
from techcoach.drills.catalogue import DRILLS
from techcoach.ui.page import CoachLike, Example, Setting, build_page, launch_options

ASSETS = Path(__file__).parent / "assets"


@functools.lru_cache(maxsize=2)
def coach_for(checkpoint: str) -> CoachLike:
    """The coach of a checkpoint, loaded once; torch loads here, not before the page is up."""
    from techcoach.coach import Coach

    return Coach.from_pretrained(checkpoint)


def examples() -> list[Example]:
    """The clips of `assets/examples.json`, which `techcoach simulate --examples assets` writes."""
    listed = json.loads((ASSETS / "examples.json").read_text(encoding="utf-8"))
    return [Example(one["label"], str(ASSETS / one["file"]), one["drill"]) for one in listed]


def main() -> None:
    """Builds the coach and the page, and serves it."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    drills = [simulated.drill for simulated in DRILLS.values()]
    page = build_page(Setting(coach_for, drills, examples(), [str(EMBEDDED)]))
    # The first visitor should not wait for the coach to load.
    threading.Thread(target=coach_for, args=(str(EMBEDDED),), daemon=True).start()
    page.queue(default_concurrency_limit=1, max_size=16).launch(**launch_options())


if __name__ == "__main__":
    main()
