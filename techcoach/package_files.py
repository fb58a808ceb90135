"""The files that ship with the project beside its code: the embedded checkpoint and the example clips.

In a checkout they lie in `checkpoints` and `assets` at its top; in an installed package `setup.py` has mapped both
folders into `techcoach/_files`. This file knows where they lie, not what is in them.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_files"
_ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent

EMBEDDED = _ROOT / "checkpoints" / "techcoach-embedded"
"""The folder of the checkpoint that ships with the project."""
EXAMPLES = _ROOT / "assets"
"""The folder of the example clips and of `examples.json`, which names the drill of each."""
