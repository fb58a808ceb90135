"""Keeps other libraries' log lines and bars off our output. Called before they load, because they look only then."""

from __future__ import annotations

import os
import sys


def silence_libraries() -> None:
    """What a user sees on stderr is this project's own words; a value that the user has set stays.

    Bars stay where somebody watches a terminal: a download from the Hub can take minutes.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("GLOG_minloglevel", "2")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_VERBOSITY", "error")
    if not sys.stderr.isatty():
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
