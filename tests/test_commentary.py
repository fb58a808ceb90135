"""Words: everything that is said is true of what was measured, the worst first, and reads as sentences."""

from __future__ import annotations

import re

import numpy as np
import pytest

from techcoach.drills.catalogue import DRILLS
from techcoach.drills.spec import DrillSpec, Measurement
from techcoach.types import DIMENSIONS
from techcoach.wording import labels as commentary
from techcoach.wording.labels import HIGHEST, LOWEST, Label, grade, label, techpoint_sentences

RUNS = 150


@pytest.fixture(scope="module", params=list(DRILLS))
def drill(request: pytest.FixtureRequest) -> DrillSpec:
    return DRILLS[request.param]


def measured(drill: DrillSpec, rng: np.random.Generator, faulty: float | None = None) -> dict[str, Measurement]:
    """Values anywhere in the spreads; with `faulty` 0 all good, with 1 all beyond a fault bound."""
    values = {}
    for parameter in drill.parameters:
        low, high = parameter.spread
        if faulty == 0:
            low, high = max(low, parameter.good[0]), min(high, parameter.good[1])
        value = float(rng.uniform(low, high))
        if faulty == 1:
            value = parameter.fault[0] if np.isfinite(parameter.fault[0]) else parameter.fault[1]
        values[parameter.id] = Measurement(value, 1.0)
    return values


def labels(drill: DrillSpec, faulty: float | None = None) -> list[Label]:
    rng = np.random.default_rng(0)
    return [label(drill, measured(drill, rng, faulty), rng) for _ in range(RUNS)]


def test_the_rating_is_the_weighted_mean_quality_from_1_to_10(drill: DrillSpec) -> None:
    assert all(one.score == pytest.approx(HIGHEST) for one in labels(drill, 0))
    assert all(one.score == pytest.approx(LOWEST) for one in labels(drill, 1))
    for one in labels(drill)[:20]:
        weights = np.array([finding.parameter.weight for finding in one.findings])
        qualities = np.array([finding.parameter.quality(finding.value) for finding in one.findings])
        assert one.score == pytest.approx(1 + 9 * np.average(qualities, weights=weights))


def test_every_techpoint_sentence_is_about_a_true_finding_of_its_side(drill: DrillSpec) -> None:
    known = {
        text: (dimension, "strength" if claim.praises else "weakness")
        for dimension, text, claim in techpoint_sentences(drill)
    }
    for one in labels(drill):
        for dimension, sides in zip(DIMENSIONS, one.points, strict=True):
            findings = [finding for finding in one.findings if finding.parameter.dimension == dimension]
            for quality, text in zip(("strength", "weakness"), sides, strict=True):
                true = [
                    f for f in findings if (f.state == "strength") == (quality == "strength") and f.state != "between"
                ]
                assert (text is None) == (not true)
                if text is not None:
                    assert known[text] == (dimension, quality)
                    assert any(says(drill, finding, text) for finding in true), text


def says(drill: DrillSpec, finding: commentary.Finding, text: str) -> bool:
    """Whether the text is one of the finding's own sentences, with the right severity."""
    phrases = drill.phrases[finding.parameter.id][finding.state]
    words = commentary.DEGREES[finding.severity] if finding.severity else ("",)
    return any(text.startswith(s.replace("{degree}", word)) for s in phrases.sentences for word in words)


def clauses(drill: DrillSpec, text: str, sides: tuple[str, ...]) -> set[tuple[str, str]]:
    """(parameter, side) of every clause that stands in the text."""
    return {
        (name, side)
        for name, phrases_by_side in drill.phrases.items()
        for side, phrases in phrases_by_side.items()
        for clause in phrases.clauses
        if side in sides and clause in text
    }


def test_commentary_claims_only_what_is_true_and_names_the_worst_fault_first(drill: DrillSpec) -> None:
    for one in labels(drill):
        true = {(finding.parameter.id, finding.state) for finding in one.findings if finding.state != "between"}
        praised = clauses(drill, one.commentary, ("strength",))
        advised = clauses(drill, one.commentary, ("low", "high"))
        # A clause may lie within another one of the same side; then both are counted, and one of them is true.
        assert praised & true or not [f for f in one.findings if f.state == "strength"]
        assert len(praised & true) <= commentary.MOST_STRENGTHS and len(advised & true) <= commentary.MOST_FIXES
        faults = [finding for finding in one.findings if finding.state in ("low", "high")]
        if faults:
            worst = max(faults, key=lambda f: (1 - f.quality) * f.parameter.weight)
            phrases = drill.phrases[worst.parameter.id][worst.state]
            places = {
                finding.parameter.id: min(
                    (one.commentary.find(c) for c in drill.phrases[finding.parameter.id][finding.state].clauses
                     if c in one.commentary),
                    default=10**6,
                )
                for finding in faults
            }  # fmt: skip
            assert any(clause in one.commentary for clause in phrases.clauses)
            assert places[worst.parameter.id] == min(places.values())


def test_commentary_tells_of_what_is_clearly_seen_and_passes_over_no_fault(drill: DrillSpec) -> None:
    rng = np.random.default_rng(3)
    for _ in range(RUNS):
        values = measured(drill, rng)
        observability = {parameter.id: float(rng.uniform()) ** 2 for parameter in drill.parameters}
        one = label(drill, values, rng, observability)
        for sides, kind in ((("strength",), "strengths"), (("low", "high"), "faults")):
            findings = [finding for finding in one.findings if finding.state in sides]
            mentioned = {name for name, _ in clauses(drill, one.commentary, sides)}
            clear = {f.parameter.id for f in findings if observability[f.parameter.id] >= commentary.OBSERVABLE_FROM}
            best = max(findings, key=lambda f: observability[f.parameter.id], default=None)
            allowed = clear or ({best.parameter.id} if best else set())
            assert bool(mentioned & allowed) == bool(findings), kind
            # A clause may lie within another's; what is told apart from such is clearly seen.
            hidden = {f.parameter.id for f in findings} - allowed
            assert len(mentioned & hidden) <= len(mentioned & allowed), kind


def test_nothing_to_praise_and_nothing_to_correct_are_said(drill: DrillSpec) -> None:
    assert all(any(text in one.commentary for text in commentary.NO_FAULT) for one in labels(drill, 0)[:20])
    assert all(one.commentary.startswith(commentary.NO_STRENGTH) for one in labels(drill, 1)[:20])


def test_texts_read_as_sentences(drill: DrillSpec) -> None:
    texts = [one.commentary for one in labels(drill)] + [text for _, text, _ in techpoint_sentences(drill)]
    for text in texts:
        assert text[0].isupper() and text.endswith("."), text
        assert not re.search(r"[{}]|  |,,|\.\.| ,| \.", text), text
        assert all(sentence[0].isupper() for sentence in re.split(r"(?<=\.) ", text)), text


def test_between_good_and_half_way_to_a_fault_a_coach_is_silent(drill: DrillSpec) -> None:
    for parameter in drill.parameters:
        edge, worst = (
            (parameter.good[0], parameter.fault[0])
            if np.isfinite(parameter.fault[0])
            else (parameter.good[1], parameter.fault[1])
        )
        grades = {
            share: grade(parameter, Measurement(edge + share * (worst - edge), 0.0)) for share in (0, 0.3, 0.7, 1)
        }
        side = "low" if np.isfinite(parameter.fault[0]) else "high"
        assert [grades[share].state for share in (0, 0.3, 0.7, 1)] == ["strength", "between", side, side]
        assert [grades[share].severity for share in (0.7, 1)] == ["slight", "clear"]
