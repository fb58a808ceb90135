"""Renders clips as HTML: the player of the chosen clip, and the example clips to choose from.

Browsers play the clips; nothing here opens a video. Addresses are relative to the page, so that the page can be served
under a path.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from .cards import safe
from .setting import ExampleClip

POSTER_AT_S = 1.6
"""The moment of an example clip, in seconds, whose frame is its picture in the gallery."""

CHOOSE_EXAMPLE = """
element.addEventListener("click", (event) => {
  const card = event.target.closest("[data-example]");
  if (card) trigger("click", { index: Number(card.dataset.example) });
});
"""


def address(path: str) -> str:
    """Return the address at which Gradio serves an uploaded file or one that was declared static."""
    return safe("gradio_api/file=" + quote(str(path)))


def player(path: str | None) -> str:
    """Render the player of a clip; `page.js` moves it to a moment, and shows a notice if the browser cannot play it."""
    if path is None:
        return ""
    return (
        f'<div class="tc-player"><video src="{address(path)}" controls playsinline muted preload="metadata" '
        f'aria-label="Your clip"></video><p class="tc-unplayable">This browser cannot show {safe(Path(path).name)}. '
        "It may still be a clip that can be coached.</p></div>"
    )


def gallery(examples: Sequence[ExampleClip]) -> str:
    """Render the example clips as buttons with a picture; `CHOOSE_EXAMPLE` reports which one was pressed."""
    buttons = "".join(
        f'<button type="button" data-example="{index}"><video src="{address(example.path)}#t={POSTER_AT_S}" muted '
        f'playsinline preload="metadata" tabindex="-1" aria-hidden="true"></video><span>{safe(example.label)}</span>'
        "</button>"
        for index, example in enumerate(examples)
    )
    return f'<h2 class="tc-label">No clip at hand? Try a rendered one</h2><div class="tc-gallery">{buttons}</div>'
