"""Instructions that cannot be judged: many, all different, none of them a drill's, drawn from every kind."""

from __future__ import annotations

import collections
import itertools
import re
from collections.abc import Iterator

import numpy as np
import pytest

from techcoach.drills.catalogue import DRILLS
from techcoach.drills.spec import folded
from techcoach.wording import unjudgeable as module
from techcoach.wording.unjudgeable import (
    OTHER_SPORTS,
    SHARES,
    UNJUDGEABLE,
    random_letters,
    random_mixture,
    unjudgeable,
)

TEXTS = [text for texts in UNJUDGEABLE.values() for text in texts]
ENGLISH = [text for kind, texts in UNJUDGEABLE.items() if kind != "other languages" for text in texts]
SENTENCE_WORDS = 3
"""A cue of fewer words ("Knee up.") may stand within an instruction of another sport; a longer one may not."""
SMALL_WORDS = frozenset(
    {"a", "after", "ahead", "and", "as", "at", "away", "before", "between", "from", "in", "its", "of", "on", "onto"}
    | {"or", "out", "over", "the", "till", "to", "up"}
)
DRAWS = 4000


@pytest.fixture(scope="module")
def drill_wordings() -> set[str]:
    """The folded instructions, cues and sentences of all drills."""
    texts: list[str] = []
    for drill in DRILLS.values():
        texts += itertools.chain(*drill.paraphrases.values(), *drill.cues.values())
        for states in drill.phrases.values():
            for phrases in states.values():
                texts += itertools.chain(phrases.sentences, phrases.clauses)
    return {folded(text) for text in texts}


def runs_of_words(text: str) -> Iterator[str]:
    """Yield every run of `SENTENCE_WORDS` or more neighbouring words of a text."""
    words = folded(text).split()
    for start, end in itertools.combinations(range(len(words) + 1), 2):
        if end - start >= SENTENCE_WORDS:
            yield " ".join(words[start:end])


def test_there_are_many_of_every_kind():
    assert len(TEXTS) >= 900
    assert len(OTHER_SPORTS) >= 25
    assert all(len(texts) >= 7 for texts in OTHER_SPORTS.values())
    assert all(len(texts) >= 20 for texts in UNJUDGEABLE.values())


def test_all_differ_and_none_is_empty():
    counts = collections.Counter(map(folded, TEXTS))
    assert [text for text, count in counts.items() if count > 1 or not text] == []


def test_none_is_or_holds_a_wording_of_a_drill(drill_wordings: set[str]):
    assert {folded(text) for text in TEXTS} & drill_wordings == set()
    held = [(text, words) for text in TEXTS for words in runs_of_words(text) if words in drill_wordings]
    assert held == []


def test_none_names_all_that_a_parameter_measures():
    titles = {
        parameter.title: set(folded(parameter.title).split()) - SMALL_WORDS
        for drill in DRILLS.values()
        for parameter in drill.parameters
    }
    words = {text: set(folded(text).split()) for text in ENGLISH}
    assert [(text, title) for text in ENGLISH for title, needed in titles.items() if needed <= words[text]] == []


def test_a_draw_is_seeded():
    def draws(seed: int) -> list[str]:
        rng = np.random.default_rng(seed)
        return [unjudgeable(rng) for _ in range(50)]

    assert draws(3) == draws(3)
    assert draws(3) != draws(4)


def test_the_draw_keeps_the_shares_of_the_kinds(monkeypatch: pytest.MonkeyPatch):
    assert set(SHARES) == {*UNJUDGEABLE, *module._MADE}
    assert sum(SHARES.values()) == pytest.approx(1)
    monkeypatch.setattr(module, "UNJUDGEABLE", {kind: (kind,) for kind in UNJUDGEABLE})
    monkeypatch.setattr(module, "_MADE", {kind: lambda rng, kind=kind: kind for kind in module._MADE})
    monkeypatch.setattr(module, "_as_typed", lambda rng, text: text)
    rng = np.random.default_rng(0)
    counts = collections.Counter(unjudgeable(rng) for _ in range(DRAWS))
    assert {kind: counts[kind] / DRAWS for kind in SHARES} == pytest.approx(SHARES, abs=0.02)
    assert all(counts[kind] for kind in SHARES)


def test_the_noise_is_light_and_is_there(drill_wordings: set[str]):
    rng = np.random.default_rng(1)
    drawn = [unjudgeable(rng) for _ in range(DRAWS)]
    originals = set(TEXTS)
    known = {folded(text) for text in TEXTS}
    made = SHARES["random letters"] + SHARES["random mixtures"]
    same_words = np.mean([folded(text) in known for text in drawn])
    assert 1 - made - module.TYPO_SHARE - 0.05 < same_words < 1 - made - module.TYPO_SHARE / 2
    assert 0.3 < np.mean([text in originals for text in drawn]) < 0.7
    assert any(text.isupper() and len(text.split()) > 3 for text in drawn)
    assert all(folded(text) for text in drawn)
    assert not {folded(text) for text in drawn} & drill_wordings


def test_random_letters_are_groups_of_keys():
    rng = np.random.default_rng(2)
    drawn = [random_letters(rng) for _ in range(300)]
    assert len(set(drawn)) > 290
    assert all(re.fullmatch(r"[a-z0-9]{3,9}( [a-z0-9]{3,9}){0,4}", text) for text in drawn)


def test_a_random_mixture_lets_one_part_act_on_another(drill_wordings: set[str]):
    rng = np.random.default_rng(3)
    drawn = [random_mixture(rng) for _ in range(300)]
    assert len(set(drawn)) > 250
    for text in drawn:
        assert len(set(folded(text).split()) & set(module.PARTS)) == 2, text
    assert not {folded(text) for text in drawn} & drill_wordings
