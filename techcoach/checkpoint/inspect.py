"""The check that a folder holds a TechCoach checkpoint, from the first bytes of its files: no weight is loaded.

It finds the common faults: a pointer or a web page in place of weights, half a download, another model, another size.
Loading the model finds the others (a weight that is missing or does not fit).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..types import Refusal

WEIGHTS_FILE = "model.safetensors"
CONFIG_FILE = "config.json"
MODEL_TYPE = "techcoach"
WORD_EMBEDDING = "assessor.words.weight"
"""The weights of the words of commentary, (vocab_size, hidden_size): every TechCoach model has them."""
POINTER = b"version https://git-lfs"
LENGTH_BYTES = 8
"""A safetensors file begins with the length of its header, a little-endian number of so many bytes."""


def check_files(folder: Path, name: str) -> None:
    """Refuse a folder that holds no TechCoach checkpoint, or half of one.

    Args:
        folder: holds `model.safetensors`. name: the folder in words, to begin a sentence with.

    Raises:
        Refusal: unknown_checkpoint, with the file that is wrong and the cure.
    """
    config = read_config(folder, name)
    if config.get("model_type") != MODEL_TYPE:
        raise _refusal(
            f"{name} holds a model of the type {config.get('model_type')!r}, not {MODEL_TYPE!r}.",
            "Choose a checkpoint that `techcoach train` wrote.",
        )
    for path in sorted(folder.glob("*.safetensors")):
        header = _read_header(path, name)
        if path.name == WEIGHTS_FILE and WORD_EMBEDDING in header:
            _check_size(config, header[WORD_EMBEDDING].get("shape"), name)


def read_config(folder: Path, name: str) -> dict[str, Any]:
    """Read the `config.json` of a checkpoint folder.

    Args:
        name: the folder in words, to begin a sentence with.

    Raises:
        Refusal: unknown_checkpoint, if it is not there or cannot be read.
    """
    try:
        config = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        advice = "Copy or download the whole checkpoint, not its weights alone."
        raise _refusal(f"{name} has no {CONFIG_FILE}.", advice) from error
    except (OSError, ValueError) as error:
        raise _refusal(f"{name}: {CONFIG_FILE} cannot be read: {error}.", "Copy or download it again.") from error
    if not isinstance(config, dict):
        raise _refusal(f"{name}: {CONFIG_FILE} holds no settings.", "Copy or download it again.")
    return config


def _read_header(path: Path, name: str) -> dict[str, Any]:
    """Read the header of a safetensors file: shape and byte offsets of every tensor.

    Raises:
        Refusal: if it is no safetensors file, or not whole.
    """
    where = f"{name}: {path.name}"
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(max(len(POINTER), LENGTH_BYTES))
            length = int.from_bytes(head[:LENGTH_BYTES], "little")
            file.seek(LENGTH_BYTES)
            text = file.read(length) if length <= size else b""
    except OSError as error:
        raise _refusal(f"{where} cannot be read: {error.strerror}.", "Copy or download it again.") from error
    if head.startswith(POINTER):
        raise _refusal(f"{where} is a Git LFS pointer, not the file itself.", "Run `git lfs pull` where it was cloned.")
    try:
        header = json.loads(text)
        whole = (
            LENGTH_BYTES
            + length
            + max((tensor["data_offsets"][1] for key, tensor in header.items() if key[:2] != "__"))
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        if head.lstrip().lower().startswith((b"<!doctype", b"<html")):
            advice = "Download the file that the page leads to."
            raise _refusal(f"{where} is a web page, not the file itself.", advice) from error
        raise _refusal(f"{where} is damaged or cut off.", "Copy or download it again.") from error
    if size < whole:
        raise _refusal(f"{where} is cut off: it has {size} of {whole} bytes.", "Copy or download it again.")
    return header


def _check_size(config: dict[str, Any], shape: object, name: str) -> None:
    """Refuse weights of another size than the config says."""
    expected = [config.get("vocab_size"), config.get("hidden_size")]
    if None not in expected and expected != shape:
        raise _refusal(
            f"{name}: {WEIGHTS_FILE} does not fit {CONFIG_FILE}: its words have the shape {shape}, not {expected}.",
            f"Copy or download {WEIGHTS_FILE} and {CONFIG_FILE} again, together.",
        )


def _refusal(what: str, advice: str) -> Refusal:
    return Refusal("unknown_checkpoint", what, advice)
