"""How long the Hub may keep us waiting.

`huggingface_hub` bounds its downloads, and asks for what a repository holds, its `model_info` and `list_repo_tree`,
without any bound: behind a proxy that accepts and never answers it waits for ever. Knows its HTTP client alone.
"""

from __future__ import annotations

from typing import Any

ANSWER_S = 5
"""Seconds without a byte from the Hub after which a question has failed. The library asks up to six times, with pauses
of 23 s in all: less than a minute together."""
UPLOAD_S = 60
"""The same for what is sent: the Hub may have to work on it."""


def limit_waiting() -> None:
    """Bounds every request of this process to the Hub that has no bound of its own. May be called again."""
    from huggingface_hub import set_client_factory
    from huggingface_hub.utils._http import default_client_factory

    def client() -> Any:
        http_client = default_client_factory()
        http_client.event_hooks = {**http_client.event_hooks, "request": [*http_client.event_hooks["request"], _bound]}
        return http_client

    set_client_factory(client)


def _bound(request: Any) -> None:
    """Gives a request the bounds that it lacks; those that the library or the user has set stay."""
    most = ANSWER_S if request.method in ("GET", "HEAD") else UPLOAD_S
    bounds = request.extensions.get("timeout", {})
    kinds = ("connect", "read", "write", "pool")
    request.extensions["timeout"] = {kind: most if bounds.get(kind) is None else bounds[kind] for kind in kinds}
