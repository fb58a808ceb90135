"""Model cards: the text around a checkpoint's measured figures. Knows folders and Markdown; measures nothing.

The texts lie in `cards/`, one file a road, with fields in braces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
NOT_MEASURED = "not measured yet"
TEMPLATES = Path(__file__).parent / "cards"


def write_card(folder: Path, template: str, fields: Mapping[str, Any]) -> None:
    """Write a checkpoint's README.md, which has a place for figures that are measured later (`write_figures`).

    Args:
        template: name of a file in `cards/`, "pose" or "video". fields: values by name of the template's fields.

    Raises:
        KeyError: if the template has a field that is not given.
    """
    text = (TEMPLATES / f"{template}.md").read_text(encoding="utf-8")
    place = {"begin": BEGIN, "end": END, "not_measured": NOT_MEASURED}
    (folder / "README.md").write_text(text.format(**fields, **place), encoding="utf-8")


def write_figures(folder: Path, figures: str) -> None:
    """Put measured figures, as Markdown, between the marks of the checkpoint's README.md.

    Raises:
        ValueError: if the card has no place for them.
    """
    card = folder / "README.md"
    text = card.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise ValueError(f"{card} has no lines {BEGIN!r} and {END!r} to write the figures between")
    marked = f"{BEGIN}\n{figures}\n{END}"
    card.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: marked, text, flags=re.DOTALL), encoding="utf-8")
