"""A checkpoint's calibration: how scores are mixed and bounded, what a statement needs, and what is not the drill.

It is fitted on held-out clips after training. `evaluation` makes it and `coaching` reads it; it is never changed in
place. Its file is `calibration.json`; older checkpoint folders hold the same values in `config.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

FILE = "calibration.json"
SCHEMA = "techcoach.calibration/1"
CONFIG_FIELDS = {
    "score_interval_radius": "score_interval_radius",
    "drill_interval_radii": "drill_interval_radii",
    "score_mix": "score_mix",
    "presence_scale": "presence_scale",
    "presence_bias": "presence_bias",
    "reading_scale": "state_scale",
}
"""Fields of an older `config.json`, and their names here."""
NO_LONGER_USED = {"presence_mix"}
"""Values in older files that nothing reads any more."""
PRESENCE_THRESHOLD = 0.5
"""A report states a sentence whose truth is not known from states from this presence on."""

Mix = tuple[float, float, float]
"""Shift and two weights."""


@dataclass(frozen=True)
class StatementCalibration:
    """The calibration of one kind of statement: praise, too little, or too much.

    Attributes:
        scale, bias: Platt scaling of the logit of a state's probability. threshold: a report states a sentence of this
            kind from this calibrated probability on.

    Raises:
        ValueError: if a value is not finite, the scale is not positive, or the threshold is no probability.
    """

    scale: float = 1.0
    bias: float = 0.0
    threshold: float = 0.5

    def __post_init__(self) -> None:
        if not (0 < self.scale < math.inf and math.isfinite(self.bias) and 0 <= self.threshold <= 1):
            raise ValueError(f"a statement needs a finite scale above 0 and a threshold within 0..1, got {self}")


@dataclass(frozen=True)
class DrillGate:
    """The limits from which on a clip is not the drill that it is coached as.

    A clip's unlikeness to a drill is the logarithm of its distance over the typical one, plus `ratio_weight` times the
    logarithm of that distance over the distance to the nearest other drill. The distance alone grows with everything
    that makes a clip unlike those of the training; the ratio does not.

    Attributes:
        typical_distances: by drill id; the distance of the drill's own executions.
        unsure_above: unlikeness above which a report warns. refused_above: unlikeness above which it has no score and
            states nothing; None: it always has a score.

    Raises:
        ValueError: if a distance is not positive, or the limits are not in order.
    """

    typical_distances: Mapping[str, float]
    ratio_weight: float = 0.0
    unsure_above: float = 0.0
    refused_above: float | None = None

    def __post_init__(self) -> None:
        if not all(distance > 0 for distance in self.typical_distances.values()):
            raise ValueError(f"typical distances must be positive, got {dict(self.typical_distances)}")
        if self.refused_above is not None and not self.unsure_above <= self.refused_above:
            raise ValueError(f"refused_above must not be below unsure_above, got {self}")

    def unlikeness(self, distances: Mapping[str, float]) -> dict[str, float]:
        """Return a clip's unlikeness to every drill.

        Args:
            distances: of the clip, by drill id.
        """
        logs = {drill: math.log(max(distance, 1e-12)) for drill, distance in distances.items()}
        result = {}
        for drill, own in logs.items():
            nearest_other = min((other for name, other in logs.items() if name != drill), default=own)
            typical = self.typical_distances[drill]
            result[drill] = own - math.log(typical) + self.ratio_weight * (own - nearest_other)
        return result


def default_statements() -> dict[str, StatementCalibration]:
    """Return the calibration of statements before it is fitted, by state."""
    return {state: StatementCalibration() for state in ("strength", "low", "high")}


@dataclass(frozen=True)
class Calibration:
    """The values of a calibration; the defaults are those before anything is fitted.

    Attributes:
        score_mix: (a, b, c): the score is a + b times the assessor's + c times the mean quality of the parameters'
            states, all 0..1.
        score_interval_radius: split-conformal radius on the rating's own scale at 90% coverage; None before it is
            fitted. drill_interval_radii: by drill id, for drills with enough clips for a radius of their own.
        presence_scale, presence_bias: Platt scaling of the presence logits.
        state_scale: factor on the logits of parameter states. statements: by the state that a statement claims.
        drill_gate: None in older files and where the model knows no distances from drills.

    Raises:
        ValueError: if a value is not finite, a mix does not have three numbers, or a radius or scale is negative.
    """

    score_mix: Mix = (0.0, 1.0, 0.0)
    score_interval_radius: float | None = None
    drill_interval_radii: Mapping[str, float] = field(default_factory=dict)
    presence_scale: float = 1.0
    presence_bias: float = 0.0
    state_scale: float = 1.0
    statements: Mapping[str, StatementCalibration] = field(default_factory=default_statements)
    drill_gate: DrillGate | None = None

    def __post_init__(self) -> None:
        if len(self.score_mix) != 3:
            raise ValueError(f"score_mix must be three numbers (a, b, c), got {self.score_mix!r}")
        if set(self.statements) != set(default_statements()):
            raise ValueError(f"statements must be {sorted(default_statements())}, got {sorted(self.statements)}")
        radii = [*self.drill_interval_radii.values()]
        radii += [] if self.score_interval_radius is None else [self.score_interval_radius]
        values = [*self.score_mix, self.presence_scale, self.presence_bias, self.state_scale]
        if not all(math.isfinite(value) for value in (*values, *radii)):
            raise ValueError(f"calibration values must be finite, got {self}")
        if min([self.state_scale, *radii]) < 0:
            raise ValueError(f"state_scale and interval radii must not be negative, got {self}")

    def radius(self, drill: str) -> float | None:
        """Return half the width of the interval around a score, on the rating's scale; None before it is fitted."""
        return self.drill_interval_radii.get(drill, self.score_interval_radius)

    def save(self, folder: Path) -> None:
        """Write `calibration.json` into a checkpoint folder."""
        content = {"schema": SCHEMA, **asdict(self)}
        (folder / FILE).write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Calibration:
        """Read the calibration of a checkpoint folder; the unfitted one where the folder holds none.

        Raises:
            OSError, ValueError: if the folder has no readable `config.json`, or a value is not valid.
        """
        if (folder / FILE).is_file():
            content = json.loads((folder / FILE).read_text(encoding="utf-8"))
            if not isinstance(content, dict) or content.pop("schema", None) != SCHEMA:
                raise ValueError(f"{folder / FILE} is no calibration in the form {SCHEMA}")
            return cls._of(content, folder / FILE)
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        older = {name: config[old] for old, name in CONFIG_FIELDS.items() if config.get(old) is not None}
        return cls._of(older, folder / "config.json")

    @classmethod
    def _of(cls, content: Mapping[str, Any], path: Path) -> Calibration:
        content = {name: value for name, value in content.items() if name not in NO_LONGER_USED}
        names = {value_field.name for value_field in fields(cls)}
        if set(content) - names:
            raise ValueError(f"{path} holds unknown calibration values {sorted(set(content) - names)}")
        try:
            values: Any = {name: tuple(value) if isinstance(value, list) else value for name, value in content.items()}
            if "statements" in values:
                values["statements"] = {
                    state: StatementCalibration(**fitted) for state, fitted in values["statements"].items()
                }
            if values.get("drill_gate") is not None:
                values["drill_gate"] = DrillGate(**values["drill_gate"])
            return cls(**values)
        except (TypeError, AttributeError) as error:
            raise ValueError(f"{path} holds calibration values of a wrong type: {error}") from error


UNCALIBRATED = Calibration()
