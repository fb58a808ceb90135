"""Instructions that are held out for the test: wordings of every technique parameter, and texts that cannot be judged.

Both were written from the drills' parameters and measurements, without the wordings that a model learns from, and must
never become training texts. They lie in `wordings/`: `SPORT/NAME.json` has the wordings of a drill by parameter and
style, `unjudgeable.json` the other texts by kind. This file reads and checks them; it measures nothing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..drills.catalogue import parameter_name
from ..drills.spec import DrillSpec

FOLDER = Path(__file__).parent / "wordings"
UNJUDGEABLE_FILE = "unjudgeable.json"

STYLES = {
    "sentence": "a full sentence",
    "short": "a few words",
    "colloquial": "as a coach calls it across the hall",
    "negative": "what the athlete should not do",
    "question": "a question to the athlete",
    "reason": "the instruction with its reason",
    "figure": "with a number or a comparison",
    "lower_case": "typed in lower case without a full stop",
}
"""The styles of a parameter's wordings, one wording each, and what they mean."""

KINDS = {
    "nonsense": "no instruction at all: mashed keys, words without sense",
    "other_sport": "another sport or activity",
    "equipment": "the ball and its flight, equipment, surroundings",
    "mind": "gaze, mind, breath, voice, forces inside the body",
    "tactics": "what to play, not how to move",
    "language": "another language than English, or text meant for a machine",
}
"""The kinds of instructions that cannot be judged, and what they mean."""


@dataclass(frozen=True)
class Wording:
    """A wording of an instruction on one technique parameter.

    Attributes:
        parameter: "sport/name/id", as `parameter_name` forms it. style: a key of `STYLES`.
    """

    parameter: str
    style: str
    text: str


@dataclass(frozen=True)
class UnjudgeableInstruction:
    """An instruction that no model of these drills can judge from a pose.

    Attributes:
        kind: a key of `KINDS`.
    """

    kind: str
    text: str


def wordings_of(drill: DrillSpec, folder: Path = FOLDER) -> tuple[Wording, ...]:
    """Return the held-out wordings of a drill's parameters, in their order; none where the folder has no file for it.

    Raises:
        ValueError: if the file is broken, lacks a parameter or a style, knows another one, or holds a text twice.
    """
    path = folder / f"{drill.id}.json"
    if not path.is_file():
        return ()
    content = _read(path)
    _require_keys(f"{path.name}, parameters", content, [parameter.id for parameter in drill.parameters])
    wordings = []
    for parameter in drill.parameters:
        by_style = content[parameter.id]
        _require_keys(f"{path.name}, styles of {parameter.id!r}", by_style, STYLES)
        wordings += [Wording(parameter_name(drill.id, parameter.id), style, by_style[style]) for style in STYLES]
    _require_texts(path.name, [wording.text for wording in wordings])
    return tuple(wordings)


def unjudgeable_instructions(folder: Path = FOLDER) -> tuple[UnjudgeableInstruction, ...]:
    """Return the held-out instructions that cannot be judged, kind by kind.

    Raises:
        ValueError: if the file is broken, lacks a kind or knows another one, or holds a text twice.
    """
    content = _read(folder / UNJUDGEABLE_FILE)
    _require_keys(f"{UNJUDGEABLE_FILE}, kinds", content, KINDS)
    if empty := [kind for kind in KINDS if not isinstance(content[kind], list) or not content[kind]]:
        raise ValueError(f"{UNJUDGEABLE_FILE}: {', '.join(empty)} must be lists of texts that are not empty")
    instructions = tuple(UnjudgeableInstruction(kind, text) for kind in KINDS for text in content[kind])
    _require_texts(UNJUDGEABLE_FILE, [instruction.text for instruction in instructions])
    return instructions


def plain(text: str) -> str:
    """Return a text's words in lower case: what two texts share that differ in case and punctuation alone."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _read(path: Path) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        _require_once(path.name, [name for name, _ in pairs])
        return dict(pairs)

    try:
        return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        raise ValueError(f"{path.name}: not JSON from line {error.lineno} on: {error.msg}") from error


def _require_keys(place: str, content: Any, needed: Iterable[str]) -> None:
    if not isinstance(content, dict):
        raise ValueError(f"{place}: an object with a field for each is needed, got {content!r:.60}")
    if content.keys() != set(needed):
        missing, unknown = sorted(set(needed) - content.keys()), sorted(content.keys() - set(needed))
        raise ValueError(f"{place}: missing {missing}, unknown {unknown}")


def _require_texts(place: str, texts: list[Any]) -> None:
    for text in texts:
        if not isinstance(text, str) or not text or text != " ".join(text.split()):
            raise ValueError(f"{place}: {text!r:.60} must be a text with single spaces and no line breaks")
    _require_once(place, [plain(text) for text in texts])


def _require_once(place: str, names: list[str]) -> None:
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise ValueError(f"{place}: given more than once: {twice}")
