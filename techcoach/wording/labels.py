"""From graded measurements to coaching words: scores, TechPoint commentary and instance commentary.

The commentary has the style of the paper's Figure 6: strengths first, then what can be improved and why. Every sentence
is true of the measurements that it was made from. This file knows measurements and phrase banks; it knows no motion and
no model.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..drills.spec import FAULTS, DrillSpec, Measurement, Parameter, Phrases
from ..types import DIMENSIONS, Claim

LOWEST, HIGHEST = 1.0, 10.0
"""Ratings run from 1 to 10, as Ego-Exo4D's experts give them (paper, Sec. 3.1)."""
GOOD_FROM = 0.999
"""A parameter is a strength when its value lies in the good range."""
FAULT_UP_TO = 0.5
"""A parameter is a weakness from half-way between the good range and a clear fault; in between, a coach is silent."""
CLEAR_UP_TO = 0.0
"""A weakness is clear rather than slight from the fault bound on."""
DEGREES = {"slight": ("slightly",), "clear": ("clearly", "noticeably")}
MOST_STRENGTHS, MOST_FIXES = 3, 3
"""The most strengths and the most faults that one commentary names: an athlete cannot take in more at once."""
IN_VIEW_FROM = 0.5
"""A finding is in view where the camera shows its parameter at least so well (`simulation.observability`): half as
sharply as an ideal view, or with half of its joints in the picture."""
OBSERVABLE_FROM = 0.65
"""The commentary names findings whose true state is read off the clip with at least this probability."""


@dataclass(frozen=True)
class Finding:
    """One parameter of one execution, graded.

    Attributes:
        quality: 1 in the good range, 0 at a clear fault.
        state: one of `STATES`.
        severity: "slight" or "clear" for faults.
        in_view: whether the camera can show it at all; otherwise no text speaks of it.
    """

    parameter: Parameter
    value: float
    time_s: float
    quality: float
    state: str
    severity: str | None
    in_view: bool = True


@dataclass(frozen=True)
class Label:
    """The score and the texts of one execution.

    Attributes:
        score: 1..10, of the execution, whatever the view shows of it.
        findings: one for each parameter that applies.
        commentary: the instance commentary.
        points: for each dimension of `DIMENSIONS`, (strength, weakness) sentences or None. Commentary and points speak
            of findings in view alone.
    """

    score: float
    findings: tuple[Finding, ...]
    commentary: str
    points: tuple[tuple[str | None, str | None], ...]


def grade(parameter: Parameter, measurement: Measurement) -> Finding:
    """Grade one measured value of a parameter."""
    quality = float(parameter.quality(measurement.value))
    state, severity = "between", None
    if quality >= GOOD_FROM:
        state = "strength"
    elif quality <= FAULT_UP_TO:
        state = str(parameter.fault_state(measurement.value))
        severity = "clear" if quality <= CLEAR_UP_TO else "slight"
    return Finding(parameter, measurement.value, measurement.time_s, quality, state, severity)


def score(findings: Sequence[Finding]) -> float:
    """Return the rating: the weighted mean quality on the scale from 1 to 10."""
    weights = np.array([finding.parameter.weight for finding in findings])
    qualities = np.array([finding.quality for finding in findings])
    return LOWEST + (HIGHEST - LOWEST) * float(weights @ qualities / weights.sum())


def label(
    drill: DrillSpec,
    measured: Mapping[str, Measurement],
    rng: np.random.Generator,
    observability: Mapping[str, float] | None = None,
    shown: Mapping[str, float] | None = None,
) -> Label:
    """Grade an execution and put it into words; the generator picks among phrasings only.

    Args:
        measured: the measurement of every parameter by id. Those that do not apply are neither graded nor named.
        observability: by parameter id, the probability that its true state is read off the clip; the commentary names
            observable findings alone. None lets it name all findings.
        shown: by parameter id, how well the view shows it, 0..1 (`Record.observable`); None for a view that shows all.
    """
    findings = tuple(
        replace(grade(parameter, measured[parameter.id]), in_view=shown is None or shown[parameter.id] >= IN_VIEW_FROM)
        for parameter in drill.parameters
        if measured[parameter.id].applies
    )
    commentary = instance_commentary(drill, findings, rng, observability)
    return Label(score(findings), findings, commentary, _points(drill, findings, rng))


def _points(
    drill: DrillSpec, findings: Sequence[Finding], rng: np.random.Generator
) -> tuple[tuple[str | None, str | None], ...]:
    pairs = []
    for dimension in DIMENSIONS:
        of_dimension = [finding for finding in findings if finding.in_view and finding.parameter.dimension == dimension]
        strengths = [finding for finding in of_dimension if finding.state == "strength"]
        faults = [finding for finding in of_dimension if finding.state in FAULTS]
        # The heaviest strength and the worst fault speak for the TechPoint.
        best = max(strengths, key=lambda f: f.parameter.weight, default=None)
        worst = min(faults, key=lambda f: (f.quality, -f.parameter.weight), default=None)
        pairs.append((_sentence(drill, best, rng), _sentence(drill, worst, rng)))
    return tuple(pairs)


def _sentence(drill: DrillSpec, finding: Finding | None, rng: np.random.Generator) -> str | None:
    if finding is None or finding.state not in drill.phrases[finding.parameter.id]:
        return None
    phrases = drill.phrases[finding.parameter.id][finding.state]
    number = int(rng.integers(len(phrases.sentences)))
    degree = _pick(DEGREES[finding.severity], rng) if finding.severity is not None else ""
    return _techpoint_sentence(phrases, finding.state, number, degree, _pick(phrases.reasons, rng))


def _techpoint_sentence(phrases: Phrases, state: str, number: int, degree: str, reason: str) -> str:
    """Return an observation and why it is good; or an observation, what would help, and why.

    Each observation is paired with one clause only, so that the bank stays small.
    """
    sentence = phrases.sentences[number].replace("{degree}", degree)
    if state == "strength":
        return f"{sentence}, {reason}."
    return f"{sentence}; {phrases.clauses[number % len(phrases.clauses)]} would help, {reason}."


def techpoint_sentences(drill: DrillSpec) -> Iterator[tuple[str, str, Claim]]:
    """Yield every TechPoint sentence that the labels of a drill can contain: (dimension, text, claim)."""
    for parameter in drill.parameters:
        for state, phrases in drill.phrases[parameter.id].items():
            degrees = [""] if state == "strength" else [word for words in DEGREES.values() for word in words]
            for number, degree, reason in itertools.product(range(len(phrases.sentences)), degrees, phrases.reasons):
                text = _techpoint_sentence(phrases, state, number, degree, reason)
                yield parameter.dimension, text, Claim(parameter.id, state)


# -- instance commentary ---------------------------------------------------------------------------------------------

PRAISE = (
    "The athlete shows {0}.",
    "What works well here: {0}.",
    "The strong side of this attempt: {0}.",
    "Credit goes to {0}.",
    "The execution is marked by {0}.",
    "Worth keeping: {0}.",
)
PRAISE_MORE = ("The athlete also shows {0}.", "Worth keeping, too: {0}.", "Credit also goes to {0}.")
TURN = (
    "However, improvement can be made by {0}, {1}.",
    "To improve, the athlete should focus on {0}, {1}.",
    "What can be improved is {0}, {1}.",
    "The next step is {0}, {1}.",
    "On the other hand, the athlete would gain from {0}, {1}.",
    "The most useful change would be {0}, {1}.",
)
TURN_FIRST = (
    "Improvement can be made by {0}, {1}.",
    "To improve, the athlete should focus on {0}, {1}.",
    "The first thing to work on is {0}, {1}.",
    "The most useful change would be {0}, {1}.",
)
MORE = (
    "Also work on {0}.",
    "Additionally, the athlete should focus on {0}.",
    "Beyond that, {0} would help.",
    "It would also help to think about {0}.",
)
NO_FAULT = (
    "There is no clear fault to correct in this attempt.",
    "Nothing stands out that needs correcting.",
    "No fault stands out; the task now is to repeat it.",
)
NO_STRENGTH = (
    "Nothing in this attempt is fully in place yet.",
    "There is not yet a point that is fully in place.",
)

SENTENCE_FORMS = (*PRAISE, *PRAISE_MORE, *TURN, *TURN_FIRST, *MORE, *NO_FAULT, *NO_STRENGTH)
"""The sentences of instance commentary, with {0} for clauses and {1} for a reason."""


def instance_commentary(
    drill: DrillSpec,
    findings: Sequence[Finding],
    rng: np.random.Generator,
    observability: Mapping[str, float] | None = None,
) -> str:
    """Return two to four sentences on observable findings in view (`label`): what is done well, then what can be
    improved and why, the most important first."""
    seen = [finding for finding in findings if finding.in_view]
    strengths = sorted(
        _observable([finding for finding in seen if finding.state == "strength"], observability),
        key=lambda f: -f.parameter.weight,
    )
    faults = sorted(
        _observable([finding for finding in seen if finding.state in FAULTS], observability),
        key=lambda f: (1 - f.quality) * f.parameter.weight,
        reverse=True,
    )
    return " ".join(
        [*_praise(drill, _spread(strengths, MOST_STRENGTHS), rng), *_advice(drill, faults, bool(strengths), rng)]
    )


def _observable(findings: Sequence[Finding], observability: Mapping[str, float] | None) -> list[Finding]:
    """Return the observable findings, or else the most observable one: a fault must not be passed over as no fault."""
    if observability is None or not findings:
        return list(findings)
    observable = [finding for finding in findings if observability[finding.parameter.id] >= OBSERVABLE_FROM]
    return observable or [max(findings, key=lambda finding: observability[finding.parameter.id])]


def _spread(findings: Sequence[Finding], limit: int) -> list[Finding]:
    """Return the first findings of different dimensions, so that praise does not repeat one body part."""
    chosen: dict[str, Finding] = {}
    for finding in findings:
        chosen.setdefault(finding.parameter.dimension, finding)
    return list(chosen.values())[:limit]


def _praise(drill: DrillSpec, strengths: Sequence[Finding], rng: np.random.Generator) -> list[str]:
    if not strengths:
        return [_pick(NO_STRENGTH, rng)]
    clauses = [_pick(drill.phrases[f.parameter.id]["strength"].clauses, rng) for f in strengths]
    if len(clauses) == 3 and rng.random() < 0.4:
        return [_pick(PRAISE, rng).format(_listed(clauses[:2])), _pick(PRAISE_MORE, rng).format(clauses[2])]
    return [_pick(PRAISE, rng).format(_listed(clauses))]


def _advice(drill: DrillSpec, faults: Sequence[Finding], after_praise: bool, rng: np.random.Generator) -> list[str]:
    if not faults:
        return [_pick(NO_FAULT, rng)]
    phrases = [drill.phrases[f.parameter.id][f.state] for f in faults[:MOST_FIXES]]
    turn = TURN if after_praise else TURN_FIRST
    sentences = [_pick(turn, rng).format(_pick(phrases[0].clauses, rng), _pick(phrases[0].reasons, rng))]
    if len(phrases) > 1:
        sentences.append(_pick(MORE, rng).format(_listed([_pick(p.clauses, rng) for p in phrases[1:]])))
    return sentences


def _listed(clauses: Sequence[str]) -> str:
    return clauses[0] if len(clauses) == 1 else f"{', '.join(clauses[:-1])} and {clauses[-1]}"


def _pick(options: Sequence[str], rng: np.random.Generator) -> str:
    return options[int(rng.integers(len(options)))]
