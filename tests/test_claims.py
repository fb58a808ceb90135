"""The claim reader reads true text without an error, tells untrue text, and picks the draft that is likeliest true."""

from __future__ import annotations

import numpy as np
import pytest

from techcoach.coaching.candidates import best_draft
from techcoach.drills.catalogue import DRILLS
from techcoach.drills.spec import DrillSpec, Measurement
from techcoach.simulation.simulators import sample_targets
from techcoach.evaluation.claim_reader import ReadClaim, ClaimReader, Verdict, judge
from techcoach.wording.labels import MOST_FIXES, MOST_STRENGTHS, label

READER = ClaimReader(DRILLS)
SHOT, KICK = "basketball/mid-range-jump-shot", "soccer/penalty-kick"


def measured(drill: DrillSpec, rng: np.random.Generator) -> dict[str, Measurement]:
    return {name: Measurement(value, 1.0) for name, value in sample_targets(rng, drill.parameters).items()}


def clause(drill: str, parameter: str, side: str, number: int = 0) -> str:
    return DRILLS[drill].phrases[parameter][side].clauses[number]


@pytest.mark.parametrize("name", list(DRILLS))
def test_ground_truth_text_is_read_without_an_error(name: str) -> None:
    drill, rng = DRILLS[name], np.random.default_rng(3)
    for _ in range(200):
        made = label(drill, measured(drill, rng), rng)
        claims = READER.read(made.commentary, name)
        strengths = {f.parameter.dimension for f in made.findings if f.state == "strength"}
        faults = [f for f in made.findings if f.state in ("low", "high")]
        assert len(claims) == min(len(strengths), MOST_STRENGTHS) + min(len(faults), MOST_FIXES), made.commentary
        assert READER.well_formed(made.commentary), made.commentary
        assert judge(claims, name, made.findings) == Verdict(true=len(claims)), made.commentary


@pytest.mark.parametrize("name", list(DRILLS))
def test_every_clause_is_read_as_what_it_was_written_for(name: str) -> None:
    for parameter, sides in DRILLS[name].phrases.items():
        for side, phrases in sides.items():
            for written in phrases.clauses:
                assert READER.read(f"Also work on {written}.", name) == (Claim(name, parameter, side, written),)


def test_tokenizer_spacing_and_case_do_not_matter() -> None:
    hyphenated = next(
        (name, parameter, side, clause)
        for name, drill in DRILLS.items()
        for parameter, sides in drill.phrases.items()
        for side, phrases in sides.items()
        for clause in phrases.clauses
        if "-" in clause
    )
    name, parameter, side, text = hyphenated
    (read,) = READER.read(text.upper().replace("-", " - "), name)
    assert (read.parameter, read.state) == (parameter, side)


def test_untrue_text_is_told() -> None:
    drill, rng = DRILLS[SHOT], np.random.default_rng(1)
    while True:
        made = label(drill, measured(drill, rng), rng)
        by_state = {f.state: f for f in made.findings}
        if {"strength", "low", "between"} <= set(by_state):
            break
    strength, low, between = by_state["strength"], by_state["low"], by_state["between"]
    text = ", ".join(
        (
            clause(SHOT, strength.parameter.id, "strength"),
            clause(SHOT, low.parameter.id, "strength"),
            clause(SHOT, between.parameter.id, "strength"),
            clause(KICK, "support_knee", "low"),
        )
    )
    verdict = judge(READER.read(text, SHOT), SHOT, made.findings)
    assert verdict == Verdict(true=1, contradicted=1, unsupported=1, foreign=1) and verdict.claims == 4
    assert verdict + verdict == Verdict(2, 2, 2, 2)


def test_half_a_clause_is_no_well_formed_text() -> None:
    whole = clause(SHOT, "knee_flexion", "strength")
    assert READER.well_formed(f"The athlete shows {whole}.")
    for broken in (f"The athlete shows {whole[:-4]}.", f"The athlete shows {whole} and.", f"{whole}.", "Well done."):
        assert not READER.well_formed(broken)


def test_the_draft_is_said_whose_claims_are_shared_and_shown() -> None:
    knees, flexion = "legs & knees", "knee_flexion"
    shared = f"The athlete shows {clause(SHOT, flexion, 'strength')}."
    same = f"Worth keeping: {clause(SHOT, flexion, 'strength', 1)}."
    rare = f"Also work on {clause(SHOT, flexion, 'low')}."
    foreign = f"The athlete shows {clause(KICK, 'support_knee', 'strength')}."
    silent = "Nothing stands out that needs correcting."
    drafts = [rare, foreign, shared, same, shared]
    assert best_draft(drafts, SHOT, {(knees, "strength"): 0.9}, (), READER) == shared
    # The TechPoints beside it weigh as much as the other drafts.
    assert best_draft([shared, rare], SHOT, {(knees, "weakness"): 0.9, (knees, "strength"): 0.1}, (), READER) == rare
    # Half a clause is not said, however much speaks for it.
    assert best_draft([f"{shared} {shared[:-5]}", rare], SHOT, {(knees, "strength"): 1.0}, (), READER) == rare
    # Nor is what contradicts itself.
    both = f"The athlete shows {clause(SHOT, flexion, 'strength')}. Also work on {clause(SHOT, flexion, 'low')}."
    certain = {(knees, "strength"): 1.0, (knees, "weakness"): 1.0}
    assert best_draft([both, both, silent], SHOT, certain, (), READER) == silent
    # Nor what contradicts the TechPoints beside it, nor the same thing twice.
    weak = Claim(SHOT, flexion, "low", "")
    assert best_draft([shared, shared, silent], SHOT, certain, (weak,), READER) == silent
    twice = f"{shared} Worth keeping, too: {clause(SHOT, flexion, 'strength', 1)}."
    assert best_draft([twice, twice, shared], SHOT, certain, (), READER) == shared
    # Nor that there is nothing to correct, where a fault is shown beside it.
    fault = f"Also work on {clause(SHOT, flexion, 'low')}."
    assert best_draft([silent, silent, fault], SHOT, {(knees, "weakness"): 0.6}, (), READER) == silent
    assert best_draft([silent, silent, fault], SHOT, {(knees, "weakness"): 0.6}, (weak,), READER) == fault
    # Rather nothing than what is unlikely.
    assert best_draft([rare, silent, foreign], SHOT, {}, (), READER) == silent
    with pytest.raises(ValueError, match="no draft"):
        best_draft([], SHOT, {}, (), READER)
