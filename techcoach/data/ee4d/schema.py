"""The official EE4D-DescCoach JSON as typed records: reading with every fault told, writing.

One file is an object of records by id; fields keep their official names here. Knows no takes, videos or ratings; a
record holds no score, which comes from the experts (`experts`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .dimensions import dimension_of
from .findings import Findings, Place
from .jsonfile import Fields, elements, fields, number, read_json, text, under, write_json

RECORD = ("clip_st_ed", "take_name", "take_id", "task_name", "tech_instruction", "raw_comment", "response")
RESPONSE = ("regular_dict", "summarization")
INSTRUCTION = ("body_part", "instruction")
COMMENT = ("body_part", "what_is_done_well", "what_can_be_improved")
ABSENT = frozenset({"none", "null", "nil", "n/a", "na", "-", "not mentioned", "no comment", "not applicable"})
"""What a language model writes for a side on which the experts said nothing."""
DIMENSIONS_TOLD = 7
MOST_WORDS = {"instruction": 80, "comment": 100, "summarization": 250}
"""Longer texts are told as odd: something else was pasted there, as a rule."""


@dataclass(frozen=True)
class TechInstruction:
    """The general TechPoint of one body part."""

    body_part: str
    instruction: str


@dataclass(frozen=True)
class TechComment:
    """What was said on one body part; a side on which nothing was said is None (paper, Sec. 3.2, Discussions)."""

    body_part: str
    what_is_done_well: str | None
    what_can_be_improved: str | None


@dataclass(frozen=True)
class Annotation:
    """One instance.

    Attributes:
        id: its key in the file. clip_st_ed: (start, end) seconds in the take. take_id: Ego-Exo4D's `take_uid`.
        raw_comment: what the experts said. regular_dict: what a language model made of it, by body part.
        summarization: the instance commentary.
    """

    id: str
    clip_st_ed: tuple[float, float]
    take_name: str
    take_id: str
    task_name: str
    tech_instruction: tuple[TechInstruction, ...]
    raw_comment: tuple[str, ...]
    regular_dict: tuple[TechComment, ...]
    summarization: str


def read_annotations(path: Path, findings: Findings) -> list[tuple[str, Annotation | None]]:
    """The records of a file by id, in order, None for one that cannot be used; ids that come twice are all None."""
    whole = findings.at(path)
    content = read_json(path, whole)
    if not whole.sound:
        return []
    if not isinstance(content, Fields):
        whole.error("wrong type", "", 'expected an object of records by id, as in {"request-1": {…}}')
        return []
    if not content:
        whole.error("no records", "", "the file holds no records")
    repeated = {name: count for name, count in Counter(name for name, _ in content.pairs).items() if count > 1}
    for name, count in repeated.items():
        findings.at(path, name).error("duplicate id", "", f"the id comes {count} times; rename or remove all but one")
    records = []
    for name, value in content.pairs:
        place = findings.at(path, name)
        record = _record(name, value, place)
        records.append((name, record if place.sound and name not in repeated else None))
    return records


def _record(name: str, value: Any, place: Place) -> Annotation | None:
    own = fields(value, "", place, RECORD)
    if own is None:
        return None
    response = fields(own.get("response"), "response", place, RESPONSE)
    names = {field: text(own.get(field), field, place) for field in ("take_name", "take_id", "task_name")}
    window = _window(own.get("clip_st_ed"), place)
    instructions = _instructions(own.get("tech_instruction"), place)
    comments = _comments(response.get("regular_dict"), place) if response is not None else ()
    summary = _worded(response, "response", "summarization", "summarization", place) if response is not None else None
    said = _said(own.get("raw_comment"), place)
    _paired(instructions, comments, place)
    if not place.sound or window is None or summary is None:
        return None
    return Annotation(
        name, window, str(names["take_name"]), str(names["take_id"]), str(names["task_name"]),
        instructions, said, comments, summary,
    )  # fmt: skip


def _window(value: Any, place: Place) -> tuple[float, float] | None:
    ends = elements(value, "clip_st_ed", place)
    if ends is None:
        return None
    if len(ends) != 2:
        place.error("bad window", "clip_st_ed", f"expected [start, end] in seconds, got {len(ends)} values")
        return None
    start, end = (number(one, f"clip_st_ed[{index}]", place) for index, one in enumerate(ends))
    if start is None or end is None:
        return None
    if start >= end:
        place.error("bad window", "clip_st_ed", f"the window from {start:g} s to {end:g} s is empty")
        return None
    return start, end


def _instructions(value: Any, place: Place) -> tuple[TechInstruction, ...]:
    found = []
    for index, one in enumerate(elements(value, "tech_instruction", place) or ()):
        field = f"tech_instruction[{index}]"
        own = fields(one, field, place, INSTRUCTION)
        if own is not None:
            part = _body_part(own.get("body_part"), under(field, "body_part"), place)
            instruction = _worded(own, field, "instruction", "instruction", place)
            if part is not None and instruction is not None:
                found.append(TechInstruction(part, instruction))
    if place.sound and len({dimension_of(one.body_part) for one in found}) != DIMENSIONS_TOLD:
        place.odd("not seven TechPoints", "tech_instruction", f"{len(found)} instructions, not one on each of seven")
    return tuple(found)


def _comments(value: Any, place: Place) -> tuple[TechComment, ...]:
    found = []
    for index, one in enumerate(elements(value, "response.regular_dict", place) or ()):
        field = f"response.regular_dict[{index}]"
        own = fields(one, field, place, COMMENT)
        if own is not None:
            part = _body_part(own.get("body_part"), under(field, "body_part"), place)
            well, improve = (_side(own.get(name), under(field, name), place) for name in COMMENT[1:])
            if part is not None:
                found.append(TechComment(part, well, improve))
    if found and all(one.what_is_done_well is None and one.what_can_be_improved is None for one in found):
        place.odd("no TechPoint commentary", "response.regular_dict", "nothing is said on any body part")
    return tuple(found)


def _side(value: Any, field: str, place: Place) -> str | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str) and value.strip().rstrip(".").lower() in ABSENT:
        place.odd("side told as absent", field, f"{value!r:.40} is taken as no comment")
        return None
    told = text(value, field, place)
    if told is not None:
        _length(told, field, "comment", place)
    return told


def _body_part(value: Any, field: str, place: Place) -> str | None:
    part = text(value, field, place)
    if part is None:
        return None
    try:
        dimension_of(part)
    except ValueError as error:
        place.error("unknown body part", field, str(error))
        return None
    return part


def _worded(own: dict[str, Any], field: str, name: str, kind: str, place: Place) -> str | None:
    told = text(own.get(name), under(field, name), place)
    if told is not None:
        _length(told, under(field, name), kind, place)
    return told


def _length(told: str, field: str, kind: str, place: Place) -> None:
    words = len(told.split())
    if words > MOST_WORDS[kind]:
        place.odd("over-long text", field, f"{words} words, more than {MOST_WORDS[kind]}")


def _said(value: Any, place: Place) -> tuple[str, ...]:
    said = []
    for index, one in enumerate(elements(value, "raw_comment", place) or ()):
        if isinstance(one, str) and not one.strip():
            place.odd("empty raw comment", f"raw_comment[{index}]", "the text is empty; left out")
        elif (told := text(one, f"raw_comment[{index}]", place)) is not None:
            said.append(told)
    if isinstance(value, list) and not said:
        place.odd("no raw comment", "raw_comment", "the record has no words of an expert")
    return tuple(said)


def _paired(instructions: tuple[TechInstruction, ...], comments: tuple[TechComment, ...], place: Place) -> None:
    """Every comment needs the instruction that it is about; several on one dimension are paired in order."""
    open_ones = [dimension_of(one.body_part) for one in instructions]
    for index, comment in enumerate(comments):
        dimension = dimension_of(comment.body_part)
        if dimension in open_ones:
            open_ones.remove(dimension)
        elif place.sound:
            field = f"response.regular_dict[{index}].body_part"
            place.error("comment without TechPoint", field, f"no instruction on {dimension!r} is left for this comment")


def write_annotations(path: Path, records: Iterable[Annotation]) -> None:
    """Writes a file in the official form, whole or not at all; absent sides as empty texts.

    Raises:
        ValueError: if an id comes twice, or a number is not finite.
    """
    content: dict[str, Any] = {}
    for record in records:
        if record.id in content:
            raise ValueError(f"{path}: the id {record.id!r} comes twice; ids name one record each")
        content[record.id] = {
            "clip_st_ed": list(record.clip_st_ed),
            "take_name": record.take_name,
            "take_id": record.take_id,
            "task_name": record.task_name,
            "tech_instruction": [asdict(one) for one in record.tech_instruction],
            "raw_comment": list(record.raw_comment),
            "response": {
                "regular_dict": [
                    {name: told or "" for name, told in asdict(one).items()} for one in record.regular_dict
                ],
                "summarization": record.summarization,
            },
        }
    write_json(path, content)
