"""The types of a drill as coaching knows it: TechPoints, technique parameters with their ranges, cues and phrases.

This file holds no drill: each drill's folder holds its parameters, cues and phrases. `simulator` has the types of
simulated executions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ..skeleton import KEYPOINT_INDEX
from ..types import DIMENSIONS, Drill, TechPoint

STATES = ("strength", "low", "high", "between")
"""The states of a technique parameter in an execution: in the good range; faulty below or above it; or between good and
faulty, where a coach is silent. The order is that of the model's state logits."""
FAULTS = ("low", "high")
LEAST_CUE_WORDINGS = 20
"""A model that reads fewer wordings of a cue learns the wordings and not what they ask."""


@dataclass(frozen=True)
class Parameter:
    """One technique parameter.

    Attributes:
        id: snake_case, unique in its drill. dimension: the TechPoint's dimension. title, unit: for people.
        good: the range of good technique. fault: outside of it the fault is clear; -inf or inf where one-sided.
        spread: the range over which simulated athletes vary. source: literature that the ranges come from.
        weight: in the score. joints: keypoints that show it.

    Raises:
        ValueError: if the dimension or a joint is unknown, or the good range does not lie within the fault bounds.
    """

    id: str
    dimension: str
    title: str
    unit: str
    good: tuple[float, float]
    fault: tuple[float, float]
    spread: tuple[float, float]
    source: str
    weight: float = 1.0
    joints: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.dimension not in DIMENSIONS:
            raise ValueError(f"parameter {self.id}: dimension {self.dimension!r} is not one of {DIMENSIONS}")
        if not self.fault[0] < self.good[0] < self.good[1] < self.fault[1]:
            raise ValueError(f"parameter {self.id}: good {self.good} must lie within fault {self.fault}")
        if not all(name in KEYPOINT_INDEX for name in self.joints) or not self.joints:
            raise ValueError(f"parameter {self.id}: joints {self.joints} must be keypoints")

    def quality(self, value: float) -> float:
        """Return 1 inside the good range, falling linearly to 0 at the fault bound; 1 on a side that has no fault."""
        fault = self.fault_state(value)
        if fault is None:
            return 1.0
        edge, worst = (self.good[0], self.fault[0]) if fault == "low" else (self.good[1], self.fault[1])
        return float(np.clip((value - worst) / (edge - worst), 0.0, 1.0))

    def fault_state(self, value: float) -> str | None:
        """Return the fault of a value, "low" or "high" as it lies below or above the good range; None for no fault."""
        if value < self.good[0] and np.isfinite(self.fault[0]):
            return "low"
        if value > self.good[1] and np.isfinite(self.fault[1]):
            return "high"
        return None


@dataclass(frozen=True)
class Measurement:
    """A measured value and the moment, seconds, at which it shows; both are NaN where the parameter does not apply."""

    value: float
    time_s: float

    @property
    def applies(self) -> bool:
        """Return whether the event that the parameter is about happens at all."""
        return not np.isnan(self.value)


NOT_APPLICABLE = Measurement(float("nan"), float("nan"))
"""Of a parameter about an event that does not happen in an execution: it is neither praised nor faulted, and does not
count in the score."""


def measured_moments(measured: Mapping[str, Measurement]) -> list[float]:
    """Return the moments, seconds, of the parameters that apply."""
    return [measurement.time_s for measurement in measured.values() if measurement.applies]


@dataclass(frozen=True)
class Phrases:
    """The phrases for one state of one parameter.

    Attributes:
        sentences: observations without reason and full stop; faults hold the slot {degree} once.
        clauses: for a strength what is good, as a noun phrase; for a fault what to do, as a gerund.
        reasons: why it matters, to follow a comma.
    """

    sentences: tuple[str, ...]
    clauses: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class DrillSpec:
    """A drill as coaching knows it.

    Attributes:
        id: "sport/name". title: for people.
        paraphrases: wordings of each dimension's instruction; the first one is the TechPoint's own.
        parameters: two or more a dimension. phrases: by parameter id and state; "between" has none.
        cues: by parameter id, wordings of one instruction about that parameter alone; the first one is the cue's own.
        ee4d_task: Ego-Exo4D's name of the same task, which several drills may share; empty where it has none.
        former_ids: of parameters that were renamed, so that checkpoints from before are read: old id -> id.

    Raises:
        ValueError: if the id is not "sport/name", a dimension lacks its wording or its two parameters, two parameters
            share an id, a parameter's phrases do not fit its fault bounds, a parameter has fewer wordings of its cue
            than `LEAST_CUE_WORDINGS`, or two cues, or a cue and an instruction, share a wording.
    """

    id: str
    title: str
    paraphrases: Mapping[str, tuple[str, ...]]
    parameters: tuple[Parameter, ...]
    phrases: Mapping[str, Mapping[str, Phrases]]
    cues: Mapping[str, tuple[str, ...]]
    ee4d_task: str = ""
    former_ids: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]+", self.id):
            raise ValueError(f'the drill id {self.id!r} must be "sport/name": lower case, digits and hyphens')
        if tuple(self.paraphrases) != DIMENSIONS:
            raise ValueError(f"{self.id}: instructions for {tuple(self.paraphrases)}, needed, in order, {DIMENSIONS}")
        for dimension, wordings in self.paraphrases.items():
            if not wordings:
                raise ValueError(f"{self.id}: the instruction on {dimension!r} has no wording")
            if sum(parameter.dimension == dimension for parameter in self.parameters) < 2:
                raise ValueError(f"{self.id}: {dimension!r} needs two parameters or more")
        if len(self.parameter) < len(self.parameters):
            raise ValueError(
                f"{self.id}: two parameters share an id: {[parameter.id for parameter in self.parameters]}"
            )
        for parameter in self.parameters:
            self._check_phrases(parameter)
        self._check_cues()

    def _check_cues(self) -> None:
        if set(self.cues) != set(self.parameter):
            raise ValueError(f"{self.id}: cues for {sorted(self.cues)}, needed {sorted(self.parameter)}")
        owners = {folded(text): name for name, wordings in self.paraphrases.items() for text in wordings}
        for name, wordings in self.cues.items():
            if len(wordings) < LEAST_CUE_WORDINGS:
                raise ValueError(f"{self.id}/{name}: {len(wordings)} wordings of the cue, needed {LEAST_CUE_WORDINGS}")
            for text in wordings:
                owner = owners.setdefault(folded(text), name)
                if owner != name:
                    raise ValueError(f"{self.id}: {text!r} words both {owner!r} and {name!r}")
            if len({folded(text) for text in wordings}) < len(wordings):
                raise ValueError(f"{self.id}/{name}: a wording of the cue occurs twice: {wordings}")

    def _check_phrases(self, parameter: Parameter) -> None:
        needed = {"strength"}
        needed |= {"low"} if np.isfinite(parameter.fault[0]) else set()
        needed |= {"high"} if np.isfinite(parameter.fault[1]) else set()
        by_state = self.phrases.get(parameter.id, {})
        if set(by_state) != needed:
            raise ValueError(f"{self.id}/{parameter.id}: phrases for {sorted(by_state)}, needed {sorted(needed)}")
        for state, phrases in by_state.items():
            place = f"{self.id}/{parameter.id}/{state}"
            if not (phrases.sentences and phrases.clauses and phrases.reasons):
                raise ValueError(f"{place}: a sentence, a clause and a reason are needed")
            for sentence in phrases.sentences:
                if sentence.count("{degree}") != (state in FAULTS):
                    raise ValueError(
                        f"{place}: a fault's sentence holds {{degree}} once, a strength's never, got {sentence!r}"
                    )

    @cached_property
    def parameter(self) -> Mapping[str, Parameter]:
        """Return the parameters by id."""
        return {parameter.id: parameter for parameter in self.parameters}

    @cached_property
    def drill(self) -> Drill:
        """Return the id, title and TechPoints, which a report names."""
        return Drill(
            self.id, self.title, tuple(TechPoint(name, wordings[0]) for name, wordings in self.paraphrases.items())
        )

    def words_itself(self, point: TechPoint) -> bool:
        """Return whether a TechPoint is one of this drill in any of its wordings; case, spaces and punctuation do not
        matter."""
        return folded(point.instruction) in self._folded_wordings.get(point.dimension, ())

    @cached_property
    def _folded_wordings(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(folded(text) for text in texts) for name, texts in self.paraphrases.items()}


def folded(text: str) -> str:
    """Return the words of a text in lower case, with single spaces and without punctuation."""
    return " ".join(re.findall(r"\w+", text.casefold().replace("'", "").replace("\u2019", "")))


def one_a_line(text: str) -> tuple[str, ...]:
    """Return the lines of a text without the spaces around them."""
    return tuple(line.strip() for line in text.strip().splitlines())
