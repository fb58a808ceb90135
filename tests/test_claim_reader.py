"""The claim reader reads true text without an error, and finds untrue and half-made text."""

from __future__ import annotations

import numpy as np
import pytest

from techcoach.drills.catalogue import DRILLS
from techcoach.drills.spec import DrillSpec, Measurement
from techcoach.evaluation.claim_reader import ClaimReader, ReadClaim, Verdict, judge
from techcoach.simulation.simulators import sample_targets
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
                assert READER.read(f"Also work on {written}.", name) == (ReadClaim(name, parameter, side, written),)


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


def test_untrue_text_is_reported() -> None:
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
    whole = clause(SHOT, "knee_angle", "strength")
    assert READER.well_formed(f"The athlete shows {whole}.")
    for broken in (f"The athlete shows {whole[:-4]}.", f"The athlete shows {whole} and.", f"{whole}.", "Well done."):
        assert not READER.well_formed(broken)
