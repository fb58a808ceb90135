"""Untrusted JSON files: read with every value checked, and written whole.

The functions for objects, lists, texts and numbers report to a `Place` what is wrong with a value and then return None.
Knows no schema.
"""

from __future__ import annotations

import json
import math
import os
import tempfile
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any

from .findings import Place


class Fields(dict[str, Any]):
    """A JSON object that also keeps fields that were given twice.

    Attributes:
        pairs: (name, value) as they stand in the file.
    """

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def read_json(path: Path, place: Place) -> Any:
    """Read a file, objects as `Fields`; report an error and return None where it is missing or not JSON.

    NaN and the infinities, which Python accepts as JSON, are refused later by `number`.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=Fields)
    except FileNotFoundError:
        place.error("missing file", "", "the file is not there")
    except OSError as error:
        place.error("unreadable file", "", f"the file cannot be read: {error.strerror or error}")
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        place.error("broken JSON", "", f"not JSON from {where} on: {error.msg}; fetch or write the file again")
    except UnicodeDecodeError as error:
        place.error("broken JSON", "", f"byte {error.start} is not UTF-8; fetch or write the file again")
    except (RecursionError, ValueError) as error:
        place.error("broken JSON", "", f"not JSON that can be read: {error}")
    return None


def write_json(path: Path, content: Any) -> None:
    """Write a file whole or not at all.

    Raises:
        ValueError: for NaN or an infinity, which are not JSON.
    """
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(part, 0o644)
        os.replace(part, path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def fields(value: Any, field: str, place: Place, expected: Collection[str] = ()) -> Fields | None:
    """Return a JSON object. expected: its fields; others are reported as odd. Empty: any field is accepted."""
    if not isinstance(value, Fields):
        place.error("wrong type", field, f"expected an object, got {abbreviated(value)}")
        return None
    for name in (name for name, count in Counter(name for name, _ in value.pairs).items() if count > 1):
        place.error("repeated field", under(field, name), "the field is given twice; keep one")
    for name in sorted(set(value) - set(expected)) if expected else ():
        place.odd("unknown field", under(field, name), f"not a field of the format ({', '.join(expected)}); not read")
    return value


def elements(value: Any, field: str, place: Place) -> list[Any] | None:
    """Return a JSON list."""
    if isinstance(value, list):
        return value
    place.error("wrong type", field, f"expected a list, got {abbreviated(value)}")
    return None


def text(value: Any, field: str, place: Place) -> str | None:
    """Return a text that is not blank."""
    if not isinstance(value, str):
        place.error("wrong type", field, f"expected a text, got {abbreviated(value)}")
        return None
    if not value.strip():
        place.error("empty text", field, "the text is empty")
        return None
    return value


def number(value: Any, field: str, place: Place) -> float | None:
    """Return a finite number; true and false are not numbers."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        place.error("wrong type", field, f"expected a number, got {abbreviated(value)}")
        return None
    try:
        result = float(value)
    except OverflowError:
        result = math.inf
    if not math.isfinite(result):
        place.error("not a finite number", field, f"expected a finite number, got {abbreviated(value)}")
        return None
    return result


def under(field: str, name: str) -> str:
    """Return the dotted name of a field inside another."""
    return f"{field}.{name}" if field else name


def abbreviated(value: Any) -> str:
    """Format a value of unknown size for a message."""
    if value is None:
        return "nothing (null or no such field)"
    return f"{value!r:.80}" if not isinstance(value, int) or abs(value) < 10**18 else "a huge number"
