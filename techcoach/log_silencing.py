"""Keeps the log lines and progress bars of libraries out of the project's output.

Call it before the libraries load: they read these environment variables only then.
"""

from __future__ import annotations

import os
import sys


def silence_libraries() -> None:
    """Turn off the log lines of libraries; a variable that the user has set keeps its value.

    Progress bars stay on a terminal, because a download from the Hub can take minutes.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("GLOG_minloglevel", "2")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_VERBOSITY", "error")
    if not sys.stderr.isatty():
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
