"""What is said of one TechPoint does not contradict itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from techcoach.checkpoint.bank import BankEntry, CommentaryBank
from techcoach.coaching.interpretation import (
    LIKELY,
    NEIGHBOURS,
    QUALITY_OF_STATES,
    READER,
    SURE,
    _known_claims,
    beliefs,
    nearest_sentences,
    presence,
    read_quality,
    sayable,
    told_score,
)
from techcoach.drills.catalogue import DRILLS, reading_names
from techcoach.model import TechCoachConfig
from techcoach.types import Neighbour
from techcoach.evaluation.claim_reader import ReadClaim
from techcoach.wording.labels import bank_entries

NAME, DRILL = next(iter(DRILLS.items()))
LEGS = next(point for point in DRILL.drill.techpoints if point.dimension == "legs & knees")
FIRST, SECOND = (own.id for own in DRILL.parameters if own.dimension == LEGS.dimension)


def about(parameter: str, side: str) -> str:
    """A bank sentence on one side of one parameter."""
    quality = "strength" if side == "strength" else "weakness"
    for dimension, own, text in bank_entries(DRILL):
        claims = READER.read(text, NAME)
        if (dimension, own) == (LEGS.dimension, quality) and {(c.parameter, c.state) for c in claims} == {
            (parameter, side)
        }:
            return text
    raise LookupError(f"no sentence on {parameter}, {side}")


@pytest.fixture
def bank() -> CommentaryBank:
    """Sentences on both parameters and sides, each a direction of its own; the first parameter's lie nearest to all."""
    wanted = [(FIRST, "strength"), (SECOND, "strength"), (FIRST, "high"), (SECOND, "high")]
    entries = tuple(
        BankEntry(about(parameter, side), NAME, LEGS.dimension, "strength" if side == "strength" else "weakness")
        for parameter, side in wanted
    )
    return CommentaryBank(entries, np.eye(4, dtype=np.float16), "planted")


QUERIES = np.array([[1.0, 0.5, 0, 0], [0, 0, 1.0, 0.5]])


def first(sides: tuple[list[Neighbour], list[Neighbour]]) -> list[str]:
    return [READER.read(own[0].text, NAME)[0].parameter for own in sides]


def test_the_likelier_side_keeps_the_parameter(bank: CommentaryBank) -> None:
    sides = nearest_sentences(bank, DRILL.drill, LEGS, QUERIES, np.array([0.9, 0.2]), {})
    assert first(sides) == [FIRST, SECOND]
    assert first(nearest_sentences(bank, DRILL.drill, LEGS, QUERIES, np.array([0.2, 0.9]), {})) == [SECOND, FIRST]


def test_sides_that_agree_are_left_alone(bank: CommentaryBank) -> None:
    queries = np.array([[1.0, 0.5, 0, 0], [0, 0, 0.5, 1.0]])
    sides = nearest_sentences(bank, DRILL.drill, LEGS, queries, np.array([0.2, 0.9]), {})
    assert first(sides) == [FIRST, SECOND] and all(len(own) <= NEIGHBOURS for own in sides)


def test_what_was_read_off_the_clip_decides_between_sentences_that_are_about_as_near(bank: CommentaryBank) -> None:
    believed = {(FIRST, "strength"): 0.1, (SECOND, "strength"): 0.8, (FIRST, "high"): 0.7, (SECOND, "high"): 0.1}
    sides = nearest_sentences(bank, DRILL.drill, LEGS, QUERIES, np.array([0.9, 0.2]), believed)
    assert first(sides) == [SECOND, FIRST]
    assert sides[0][0].similarity == pytest.approx(0.5 / np.hypot(1, 0.5), abs=1e-3), "what is shown stays the cosine"


def test_readings_become_calibrated_beliefs_of_the_own_drill() -> None:
    config = TechCoachConfig(readings=["other/drill/parameter", *reading_names([NAME])], reading_scale=2.0,
                             pose_joints=["nose"], pose_relatives=[[0, 0]], pose_parts=[[0]])  # fmt: skip
    readings = torch.zeros(len(config.readings), 4)
    readings[1] = torch.tensor([1.0, 0.0, 0.0, 0.0])
    believed = beliefs(config, readings, NAME)
    assert len(believed) == 3 * len(DRILL.parameters)
    assert believed[DRILL.parameters[0].id, "strength"] == pytest.approx(np.e**2 / (np.e**2 + 3))
    assert believed[DRILL.parameters[1].id, "high"] == pytest.approx(0.25)
    assert beliefs(config, None, NAME) == {} == beliefs(config, readings, "a coach's own")


def test_a_bank_with_nothing_else_says_what_it_has(bank: CommentaryBank) -> None:
    small = replace(bank, entries=bank.entries[::2], embeddings=bank.embeddings[::2])
    sides = nearest_sentences(small, DRILL.drill, LEGS, QUERIES, np.array([0.9, 0.2]), {})
    assert first(sides) == [FIRST, FIRST]


@pytest.mark.parametrize("name", DRILLS)
def test_what_a_bank_sentence_claims_is_known_without_reading_it_and_the_same(name: str) -> None:
    known = _known_claims(name)
    sentences = list(known)
    assert len(sentences) == len({text for _, _, text in bank_entries(DRILLS[name])})
    for text in sentences[::97]:
        assert {(own.parameter, own.state) for own in READER.read(text, name)} == {
            (known[text].parameter, known[text].state)
        }


def sure(side: int) -> torch.Tensor:
    """Readings that have every parameter on that side, as sure as can be."""
    logits = torch.zeros(len(reading_names([DRILL.id])), 4)
    logits[:, side] = 50.0
    return logits


def test_the_quality_that_is_read_is_the_mean_over_sides_and_parameters() -> None:
    config = TechCoachConfig(pose_joints=[], readings=list(reading_names([DRILL.id])), reading_scale=1.0)
    name = DRILL.id
    assert read_quality(config, sure(0), name) == pytest.approx(QUALITY_OF_STATES[0])
    assert read_quality(config, sure(1), name) == pytest.approx(QUALITY_OF_STATES[1])
    assert read_quality(config, sure(3), name) == pytest.approx(QUALITY_OF_STATES[3])
    heaviest = max(range(len(DRILL.parameters)), key=lambda index: DRILL.parameters[index].weight)
    mixed = sure(0)
    mixed[heaviest] = sure(2)[heaviest]
    weights = [own.weight for own in DRILL.parameters]
    lost = (QUALITY_OF_STATES[0] - QUALITY_OF_STATES[2]) * weights[heaviest] / sum(weights)
    assert read_quality(config, mixed, name) == pytest.approx(1 - lost)
    assert read_quality(config, None, name) is None and read_quality(config, sure(0), "chess/opening") is None


def test_the_score_that_is_told_mixes_both_and_stays_on_the_scale() -> None:
    plain = TechCoachConfig(pose_joints=[])
    mixed = TechCoachConfig(pose_joints=[], score_mix=[0.1, 0.5, 0.5])
    assert told_score(plain, 0.5, 0.9) == told_score(mixed, 0.5, None) == pytest.approx(5.5)
    assert told_score(mixed, 0.4, 0.6) == pytest.approx(1 + 9 * 0.6)
    assert told_score(mixed, 1.0, 1.0) == 10.0 and told_score(mixed, -9.0, 0.0) == 1.0


def test_presence_is_read_for_a_drill_s_own_techpoints_and_the_head_s_for_a_coach_s() -> None:
    names = list(reading_names([DRILL.id]))
    config = TechCoachConfig(
        pose_joints=[], readings=names, presence_scale=2.0, presence_bias=1.0, presence_mix=[0.0, 0.0, 1.0]
    )
    logits = torch.zeros(len(DRILL.drill.techpoints), 2)
    told = presence(config, logits, sure(0), DRILL.drill)
    assert (told[:, 0] > 0.99).all() and (told[:, 1] < 0.01).all(), "all strengths, no fault"
    told = presence(config, logits, sure(1), DRILL.drill)
    assert (told[:, 0] < 0.01).all() and (told[:, 1] > 0.99).all()
    own = replace(DRILL.drill.techpoints[0], instruction="Keep your chin where I told you.")
    coached = replace(DRILL.drill, techpoints=(own, *DRILL.drill.techpoints[1:]))
    by_head = 1 / (1 + np.exp(-1.0))
    assert presence(config, logits, sure(0), coached)[0] == pytest.approx([by_head, by_head])
    assert presence(config, logits, None, DRILL.drill) == pytest.approx(by_head)


def test_a_coach_dares_to_claim_what_is_surely_read_or_the_likeliest_of_its_kind() -> None:
    believed = {("a", "strength"): SURE, ("b", "strength"): SURE - 0.01, ("a", "low"): 0.1, ("b", "high"): LIKELY,
                ("c", "high"): LIKELY - 0.01}  # fmt: skip
    assert sayable(believed) == {("a", "strength"), ("b", "high")}
    assert sayable({("a", "strength"): SURE - 0.01, ("a", "low"): LIKELY - 0.01}) == {("a", "strength")}
    weak = {("a", "strength"): 0.2, ("a", "low"): 0.3, ("b", "high"): 0.35}
    assert sayable(weak) == frozenset()
    assert sayable(weak, [Claim(NAME, "a", "low", "")]) == {("b", "high")}, "a fault that is shown is not passed over"
