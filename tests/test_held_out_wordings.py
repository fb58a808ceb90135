"""The instructions held out for the test: complete, all different, in their style, and about what a pose shows."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from techcoach.checkpoint.supported_drills import supported_drills
from techcoach.drills.catalogue import DRILLS
from techcoach.evaluation.held_out_wordings import (
    FOLDER,
    KINDS,
    STYLES,
    UNJUDGEABLE_FILE,
    Wording,
    plain,
    unjudgeable_instructions,
    wordings_of,
)  # fmt: skip

SHIPPED = [DRILLS[drill.id] for drill in supported_drills()]
DRILL = SHIPPED[0]
FIRST, SECOND = (parameter.id for parameter in DRILL.parameters[:2])
NOT_IN_A_POSE = re.compile(r"\b(eyes?|gaz\w+|look\w*|watch\w*|stare\w*|glanc\w+|spin|smil\w+|breath\w*)\b", re.I)
NEGATION = re.compile(r"\b(not|never|no|avoid|stop|quit|without)\b|n't\b", re.I)
MOST_WORDS = 7


@pytest.fixture(scope="module")
def wordings() -> list[Wording]:
    return [wording for drill in SHIPPED for wording in wordings_of(drill)]


def texts(wordings: list[Wording], style: str) -> list[str]:
    return [wording.text for wording in wordings if wording.style == style]


def test_every_parameter_of_every_drill_has_one_wording_of_each_style(wordings: list[Wording]) -> None:
    assert len(STYLES) == 8
    expected = [(f"{drill.id}/{p.id}", style) for drill in SHIPPED for p in drill.parameters for style in STYLES]
    assert [(wording.parameter, wording.style) for wording in wordings] == expected


def test_every_file_is_read() -> None:
    files = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert files == {f"{drill.id}.json" for drill in SHIPPED} | {UNJUDGEABLE_FILE}


def test_there_are_two_hundred_instructions_that_cannot_be_judged() -> None:
    counts = Counter(instruction.kind for instruction in unjudgeable_instructions())
    assert counts == {
        "nonsense": 20, "other_sport": 60, "equipment": 40, "mind": 40, "tactics": 20, "language": 20,
    }  # fmt: skip


def test_no_text_stands_twice(wordings: list[Wording]) -> None:
    counts = Counter(plain(wording.text) for wording in wordings)
    counts.update(plain(instruction.text) for instruction in unjudgeable_instructions())
    assert [text for text, count in counts.items() if count > 1] == []


def test_no_wording_is_a_phrase_or_an_instruction_of_its_drill(wordings: list[Wording]) -> None:
    known = {plain(text) for drill in SHIPPED for texts in drill.paraphrases.values() for text in texts}
    for drill in SHIPPED:
        for by_state in drill.phrases.values():
            for phrases in by_state.values():
                known |= {plain(text) for text in (*phrases.sentences, *phrases.clauses, *phrases.reasons)}
    assert [wording.text for wording in wordings if plain(wording.text) in known] == []


def test_wordings_say_what_a_pose_shows(wordings: list[Wording]) -> None:
    assert [wording.text for wording in wordings if NOT_IN_A_POSE.search(wording.text)] == []


def test_wordings_have_their_style(wordings: list[Wording]) -> None:
    assert [text for text in texts(wordings, "short") if len(text.split()) > MOST_WORDS] == []
    assert [text for text in texts(wordings, "question") if not text.endswith("?")] == []
    assert [text for text in texts(wordings, "negative") if not NEGATION.search(text)] == []
    assert [text for text in texts(wordings, "reason") if not re.search(r"\b(because|since|as|so)\b", text)] == []
    assert [text for text in texts(wordings, "lower_case") if text != text.lower() or text.endswith(".")] == []


# -- files that are wrong --------------------------------------------------------------------------------------------


def written(folder: Path, name: str, content: Any) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return folder


def test_a_drill_without_a_file_has_no_wordings(tmp_path: Path) -> None:
    assert wordings_of(DRILL, tmp_path) == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda content: content.pop(FIRST), f"missing.*{FIRST}"),
        (lambda content: content.update(elbow_song=content[FIRST]), "unknown.*elbow_song"),
        (lambda content: content[FIRST].pop("short"), f"{FIRST}.*missing.*short"),
        (lambda content: content[FIRST].update(rhyme="Up high, let fly."), f"{FIRST}.*unknown.*rhyme"),
        (lambda content: content.update({FIRST: ["Head up."]}), f"{FIRST}.*object"),
        (lambda content: content[FIRST].update(short=""), "single spaces"),
        (lambda content: content[FIRST].update(short="Head  up."), "single spaces"),
        (lambda content: content[FIRST].update(short=7), "single spaces"),
        (lambda content: content[FIRST].update(short=content[SECOND]["short"].upper() + "!"), "more than once"),
    ],
)
def test_wordings_that_are_wrong_are_refused(tmp_path: Path, change: Callable[[Any], Any], message: str) -> None:
    content = json.loads((FOLDER / f"{DRILL.id}.json").read_text(encoding="utf-8"))
    assert wordings_of(DRILL, written(tmp_path, f"{DRILL.id}.json", content)) == wordings_of(DRILL)
    change(content)
    with pytest.raises(ValueError, match=message):
        wordings_of(DRILL, written(tmp_path, f"{DRILL.id}.json", content))


@pytest.mark.parametrize(
    ("text", "message"), [('{"a": {}, "a": {}}', "more than once"), ("{", "not JSON"), ("[]", "object")]
)
def test_a_broken_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        wordings_of(DRILL, written(tmp_path, f"{DRILL.id}.json", text))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda content: content.pop("mind"), "missing.*mind"),
        (lambda content: content.update(weather=["Rain."]), "unknown.*weather"),
        (lambda content: content.update(mind=[]), "mind must be lists"),
        (lambda content: content.update(mind="Smile."), "mind must be lists"),
        (lambda content: content["mind"].append(content["tactics"][0]), "more than once"),
    ],
)
def test_unjudgeable_texts_that_are_wrong_are_refused(
    tmp_path: Path, change: Callable[[Any], Any], message: str
) -> None:
    content = json.loads((FOLDER / UNJUDGEABLE_FILE).read_text(encoding="utf-8"))
    assert set(content) == set(KINDS)
    change(content)
    with pytest.raises(ValueError, match=message):
        unjudgeable_instructions(written(tmp_path, UNJUDGEABLE_FILE, content))
