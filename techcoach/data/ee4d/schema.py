"""The official EE4D-DescCoach JSON as typed records: reading, with every problem reported, and writing.

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
EXPECTED_DIMENSIONS = 7
MOST_WORDS = {"instruction": 80, "comment": 100, "summarization": 250}
"""Texts of more words are reported as odd: usually something else was pasted there."""


@dataclass(frozen=True)
class TechInstruction:
    """The general TechPoint of one body part."""

    body_part: str
    instruction: str


@dataclass(frozen=True)
class TechComment:
    """The comment on one body part; a side without a comment is None (paper, Sec. 3.2, Discussions)."""

    body_part: str
    what_is_done_well: str | None
    what_can_be_improved: str | None


@dataclass(frozen=True)
class Annotation:
    """One instance.

    Attributes:
        id: its key in the file. clip_st_ed: (start, end) seconds in the take. take_id: Ego-Exo4D's `take_uid`.
        raw_comment: the experts' words. regular_dict: a language model's summary of them by body part.
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
    """Read a file's records as (id, record), in order; None for one that cannot be used or whose id is repeated."""
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
    entry = fields(value, "", place, RECORD)
    if entry is None:
        return None
    response = fields(entry.get("response"), "response", place, RESPONSE)
    names = {field: text(entry.get(field), field, place) for field in ("take_name", "take_id", "task_name")}
    window = _window(entry.get("clip_st_ed"), place)
    instructions = _instructions(entry.get("tech_instruction"), place)
    comments = _comments(response.get("regular_dict"), place) if response is not None else ()
    summary = (
        _text_field(response, "response", "summarization", "summarization", place) if response is not None else None
    )
    raw_comments = _raw_comments(entry.get("raw_comment"), place)
    _check_pairs(instructions, comments, place)
    if not place.sound or window is None or summary is None:
        return None
    return Annotation(
        name, window, str(names["take_name"]), str(names["take_id"]), str(names["task_name"]),
        instructions, raw_comments, comments, summary,
    )  # fmt: skip


def _window(value: Any, place: Place) -> tuple[float, float] | None:
    ends = elements(value, "clip_st_ed", place)
    if ends is None:
        return None
    if len(ends) != 2:
        place.error("bad window", "clip_st_ed", f"expected [start, end] in seconds, got {len(ends)} values")
        return None
    start, end = (number(bound, f"clip_st_ed[{index}]", place) for index, bound in enumerate(ends))
    if start is None or end is None:
        return None
    if start >= end:
        place.error("bad window", "clip_st_ed", f"the window from {start:g} s to {end:g} s is empty")
        return None
    return start, end


def _instructions(value: Any, place: Place) -> tuple[TechInstruction, ...]:
    instructions = []
    for index, element in enumerate(elements(value, "tech_instruction", place) or ()):
        field = f"tech_instruction[{index}]"
        entry = fields(element, field, place, INSTRUCTION)
        if entry is not None:
            part = _body_part(entry.get("body_part"), under(field, "body_part"), place)
            instruction = _text_field(entry, field, "instruction", "instruction", place)
            if part is not None and instruction is not None:
                instructions.append(TechInstruction(part, instruction))
    if place.sound and len({dimension_of(item.body_part) for item in instructions}) != EXPECTED_DIMENSIONS:
        place.odd(
            "not seven TechPoints", "tech_instruction", f"{len(instructions)} instructions, not one on each of seven"
        )
    return tuple(instructions)


def _comments(value: Any, place: Place) -> tuple[TechComment, ...]:
    comments = []
    for index, element in enumerate(elements(value, "response.regular_dict", place) or ()):
        field = f"response.regular_dict[{index}]"
        entry = fields(element, field, place, COMMENT)
        if entry is not None:
            part = _body_part(entry.get("body_part"), under(field, "body_part"), place)
            well, improve = (_side(entry.get(name), under(field, name), place) for name in COMMENT[1:])
            if part is not None:
                comments.append(TechComment(part, well, improve))
    if comments and all(
        comment.what_is_done_well is None and comment.what_can_be_improved is None for comment in comments
    ):
        place.odd("no TechPoint commentary", "response.regular_dict", "nothing is said on any body part")
    return tuple(comments)


def _side(value: Any, field: str, place: Place) -> str | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str) and value.strip().rstrip(".").lower() in ABSENT:
        place.odd("side told as absent", field, f"{value!r:.40} is taken as no comment")
        return None
    comment = text(value, field, place)
    if comment is not None:
        _check_length(comment, field, "comment", place)
    return comment


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


def _text_field(content: dict[str, Any], field: str, name: str, kind: str, place: Place) -> str | None:
    words = text(content.get(name), under(field, name), place)
    if words is not None:
        _check_length(words, under(field, name), kind, place)
    return words


def _check_length(content: str, field: str, kind: str, place: Place) -> None:
    words = len(content.split())
    if words > MOST_WORDS[kind]:
        place.odd("over-long text", field, f"{words} words, more than {MOST_WORDS[kind]}")


def _raw_comments(value: Any, place: Place) -> tuple[str, ...]:
    comments = []
    for index, element in enumerate(elements(value, "raw_comment", place) or ()):
        if isinstance(element, str) and not element.strip():
            place.odd("empty raw comment", f"raw_comment[{index}]", "the text is empty; left out")
        elif (comment := text(element, f"raw_comment[{index}]", place)) is not None:
            comments.append(comment)
    if isinstance(value, list) and not comments:
        place.odd("no raw comment", "raw_comment", "the record has no words of an expert")
    return tuple(comments)


def _check_pairs(instructions: tuple[TechInstruction, ...], comments: tuple[TechComment, ...], place: Place) -> None:
    """Check that every comment has its instruction; several on one dimension are paired in order."""
    unpaired = [dimension_of(instruction.body_part) for instruction in instructions]
    for index, comment in enumerate(comments):
        dimension = dimension_of(comment.body_part)
        if dimension in unpaired:
            unpaired.remove(dimension)
        elif place.sound:
            field = f"response.regular_dict[{index}].body_part"
            place.error("comment without TechPoint", field, f"no instruction on {dimension!r} is left for this comment")


def write_annotations(path: Path, records: Iterable[Annotation]) -> None:
    """Write a file in the official form, whole or not at all; absent sides are empty texts.

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
            "tech_instruction": [asdict(instruction) for instruction in record.tech_instruction],
            "raw_comment": list(record.raw_comment),
            "response": {
                "regular_dict": [
                    {name: value or "" for name, value in asdict(comment).items()} for comment in record.regular_dict
                ],
                "summarization": record.summarization,
            },
        }
    write_json(path, content)
