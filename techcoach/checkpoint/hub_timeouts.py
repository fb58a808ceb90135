"""Time limits on requests to the Hub.

`huggingface_hub` limits the time of its downloads, but not of `model_info` and `list_repo_tree`: behind a proxy that
accepts a connection and never answers, these wait for ever. Knows the library's HTTP client alone.
"""

from __future__ import annotations

from typing import Any

ANSWER_S = 5
"""Seconds without a byte from the Hub after which a request has failed. The library tries up to six times, with pauses
of 23 s in all: less than a minute together."""
UPLOAD_S = 60
"""The same for uploads, which the Hub may have to process."""


def limit_waiting() -> None:
    """Give every request of this process to the Hub a time limit if it has none. May be called again."""
    from huggingface_hub import set_client_factory
    from huggingface_hub.utils._http import default_client_factory

    def client() -> Any:
        http_client = default_client_factory()
        http_client.event_hooks = {**http_client.event_hooks, "request": [*http_client.event_hooks["request"], _bound]}
        return http_client

    set_client_factory(client)


def _bound(request: Any) -> None:
    """Give a request the time limits that it lacks; those that the library or the user has set stay."""
    most = ANSWER_S if request.method in ("GET", "HEAD") else UPLOAD_S
    bounds = request.extensions.get("timeout", {})
    kinds = ("connect", "read", "write", "pool")
    request.extensions["timeout"] = {kind: most if bounds.get(kind) is None else bounds[kind] for kind in kinds}
