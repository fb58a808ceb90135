"""Clips as HTML: the player of the chosen clip, and the example clips to choose from.

Browsers play them; nothing here opens a video. Addresses are relative to the page, so that it may live under a path.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from .cards import safe
from .setting import Example

POSTER_AT_S = 1.6
"""The moment that stands for an example."""

CHOOSE_EXAMPLE = """
element.addEventListener("click", (event) => {
  const card = event.target.closest("[data-example]");
  if (card) trigger("click", { index: Number(card.dataset.example) });
});
"""


def address(path: str) -> str:
    """Where Gradio serves a file that it has taken in or that was named static."""
    return safe("gradio_api/file=" + quote(str(path)))


def player(path: str | None) -> str:
    """The clip to look at; `page.js` moves it to a moment, and says so where the browser cannot play it."""
    if path is None:
        return ""
    return (
        f'<div class="tc-player"><video src="{address(path)}" controls playsinline muted preload="metadata" '
        f'aria-label="Your clip"></video><p class="tc-unplayable">This browser cannot show {safe(Path(path).name)}. '
        "It may still be a clip that can be coached.</p></div>"
    )


def gallery(examples: Sequence[Example]) -> str:
    """Example clips as buttons with a picture; `CHOOSE_EXAMPLE` tells which was pressed."""
    buttons = "".join(
        f'<button type="button" data-example="{index}"><video src="{address(example.path)}#t={POSTER_AT_S}" muted '
        f'playsinline preload="metadata" tabindex="-1" aria-hidden="true"></video><span>{safe(example.label)}</span>'
        "</button>"
        for index, example in enumerate(examples)
    )
    return f'<h2 class="tc-label">No clip at hand? Try a rendered one</h2><div class="tc-gallery">{buttons}</div>'
