"""What is said of one TechPoint does not contradict itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from techcoach.bank import BankEntry, CommentaryBank
from techcoach.data.speaking import NEIGHBOURS, READER, nearest_sentences
from techcoach.drills.catalogue import DRILLS
from techcoach.drills.commentary import bank_entries
from techcoach.types import Neighbour

NAME, DRILL = next(iter(DRILLS.items()))
LEGS = next(point for point in DRILL.drill.techpoints if point.dimension == "legs & knees")
FIRST, SECOND = (own.id for own in DRILL.parameters if own.dimension == LEGS.dimension)


def about(parameter: str, side: str) -> str:
    """A bank sentence on one side of one parameter."""
    quality = "strength" if side == "strength" else "weakness"
    for dimension, own, text in bank_entries(DRILL):
        claims = READER.read(text, NAME)
        if (dimension, own) == (LEGS.dimension, quality) and {(c.parameter, c.side) for c in claims} == {
            (parameter, side)
        }:
            return text
    raise LookupError(f"no sentence on {parameter}, {side}")


@pytest.fixture
def bank() -> CommentaryBank:
    """Sentences on both parameters and sides, each a direction of its own; the first parameter's lie nearest to all."""
    wanted = [(FIRST, "strength"), (SECOND, "strength"), (FIRST, "low"), (SECOND, "low")]
    entries = tuple(
        BankEntry(about(parameter, side), NAME, LEGS.dimension, "strength" if side == "strength" else "weakness")
        for parameter, side in wanted
    )
    return CommentaryBank(entries, np.eye(4, dtype=np.float16), "planted")


QUERIES = np.array([[1.0, 0.5, 0, 0], [0, 0, 1.0, 0.5]])


def first(sides: tuple[list[Neighbour], list[Neighbour]]) -> list[str]:
    return [READER.read(own[0].text, NAME)[0].parameter for own in sides]


def test_the_likelier_side_keeps_the_parameter(bank: CommentaryBank) -> None:
    sides = nearest_sentences(bank, DRILL.drill, LEGS, QUERIES, np.array([0.9, 0.2]))
    assert first(sides) == [FIRST, SECOND]
    assert first(nearest_sentences(bank, DRILL.drill, LEGS, QUERIES, np.array([0.2, 0.9]))) == [SECOND, FIRST]


def test_sides_that_agree_are_left_alone(bank: CommentaryBank) -> None:
    queries = np.array([[1.0, 0.5, 0, 0], [0, 0, 0.5, 1.0]])
    sides = nearest_sentences(bank, DRILL.drill, LEGS, queries, np.array([0.2, 0.9]))
    assert first(sides) == [FIRST, SECOND] and all(len(own) <= NEIGHBOURS for own in sides)


def test_a_bank_with_nothing_else_says_what_it_has(bank: CommentaryBank) -> None:
    small = replace(bank, entries=bank.entries[::2], embeddings=bank.embeddings[::2])
    sides = nearest_sentences(small, DRILL.drill, LEGS, QUERIES, np.array([0.9, 0.2]))
    assert first(sides) == [FIRST, FIRST]
