"""The grammar of commentary: it takes every text that the labels word, and lets nothing else be said."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest

from techcoach.drills.catalogue import DRILLS
from techcoach.drills.spec import DrillSpec
from techcoach.evaluation.claim_reader import READER
from techcoach.types import Claim
from techcoach.wording.grammar import CommentaryGrammar
from techcoach.wording.labels import NO_FAULT, NO_STRENGTH, label
from tests.test_commentary import measured

CLOSING = 0


class Words:
    """Words and marks as tokens, numbered as they come."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {"[SEP]": CLOSING}

    def __call__(self, text: str) -> Sequence[int]:
        return [self.numbers.setdefault(word, len(self.numbers)) for word in re.findall(r"\w+|[^\w\s]", text)]

    def text(self, tokens: Sequence[int]) -> str:
        names = list(self.numbers)
        joined = re.sub(r"\s+([,.;:])", r"\1", " ".join(names[token] for token in tokens))
        return joined.replace(" - ", "-").replace(" ' ", "'")


@pytest.fixture(scope="module", params=list(DRILLS))
def drill(request: pytest.FixtureRequest) -> DrillSpec:
    return DRILLS[request.param]


def test_the_grammar_allows_every_text_worded_from_measurements(drill: DrillSpec) -> None:
    words, rng = Words(), np.random.default_rng(0)
    grammar = CommentaryGrammar(drill, words, CLOSING)
    for number in range(60):
        faulty = {0: 0, 1: 1}.get(number % 10)
        observability = {parameter.id: float(rng.uniform()) for parameter in drill.parameters} if number % 2 else None
        state = grammar.start
        for token in [*words(label(drill, measured(drill, rng, faulty), rng, observability).commentary), CLOSING]:
            assert token in grammar.allowed(state)
            state = grammar.after(state, token)
        assert grammar.allowed(state) == [CLOSING]


def test_every_allowed_text_is_whole_and_names_no_parameter_twice(drill: DrillSpec) -> None:
    words, rng = Words(), np.random.default_rng(1)
    grammar = CommentaryGrammar(drill, words, CLOSING)
    for _ in range(40):
        state = grammar.start
        tokens: list[int] = []
        while not tokens or tokens[-1] != CLOSING:
            tokens.append(int(rng.choice(grammar.allowed(state))))
            state = grammar.after(state, tokens[-1])
        text = words.text(tokens[:-1])
        assert READER.well_formed(text), text
        claims = READER.read(text, drill.id)
        assert len({claim.parameter for claim in claims}) == len(claims) <= 6, text
        assert grammar.claims(tokens[:-1]) == {Claim(claim.parameter, claim.state) for claim in claims}, text


def test_a_text_may_not_end_before_it_begins(drill: DrillSpec) -> None:
    words = Words()
    grammar = CommentaryGrammar(drill, words, CLOSING)
    assert CLOSING not in grammar.allowed(grammar.start)
    with pytest.raises(KeyError):
        grammar.after(grammar.start, CLOSING)


def drawn(grammar: CommentaryGrammar, words: Words, rng: np.random.Generator) -> str:
    state = grammar.start
    tokens: list[int] = []
    while not tokens or tokens[-1] != CLOSING:
        tokens.append(int(rng.choice(grammar.allowed(state))))
        state = grammar.after(state, tokens[-1])
    return words.text(tokens[:-1])


@pytest.mark.parametrize("strengths", [0, 1, 2, 4])
@pytest.mark.parametrize("faults", [0, 1, 3])
def test_held_to_some_claims_it_makes_those_alone_and_passes_over_no_kind_of_them(
    drill: DrillSpec, strengths: int, faults: int
) -> None:
    names = [own.id for own in drill.parameters]
    allowed = {Claim(name, "strength") for name in names[:strengths]}
    if faults:
        allowed |= {
            Claim(name, next(own for own in drill.phrases[name] if own != "strength")) for name in names[-faults:]
        }
    words, rng = Words(), np.random.default_rng(2)
    grammar = CommentaryGrammar(drill, words, CLOSING, {*allowed, Claim(names[0], "a state without words")})
    for _ in range(25):
        text = drawn(grammar, words, rng)
        assert READER.well_formed(text), text
        claims = {Claim(own.parameter, own.state) for own in READER.read(text, drill.id)}
        assert claims <= allowed
        assert any(claim.praises for claim in claims) == bool(strengths)
        assert any(not claim.praises for claim in claims) == bool(faults)
        assert any(words_ in text for words_ in NO_STRENGTH) == (not strengths)
        assert any(words_ in text for words_ in NO_FAULT) == (not faults)
