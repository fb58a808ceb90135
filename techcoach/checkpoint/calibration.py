"""A checkpoint's calibration: how scores, presence and states are mixed, scaled and bounded.

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
    "presence_mix": "presence_mix",
    "reading_scale": "state_scale",
}
"""Fields of an older `config.json`, and their names here."""

Mix = tuple[float, float, float]
"""Shift and two weights."""


@dataclass(frozen=True)
class Calibration:
    """The values of a calibration; the defaults are those before anything is fitted.

    Attributes:
        score_mix: (a, b, c): the score is a + b times the assessor's + c times the mean quality of the parameters'
            states, all 0..1.
        score_interval_radius: split-conformal radius on the rating's own scale at 90% coverage; None before it is
            fitted. drill_interval_radii: by drill id, for drills with enough clips for a radius of their own.
        presence_scale, presence_bias: Platt scaling of the presence logits.
        presence_mix: (a, b, c): where states were read, the logit of a side's presence is a + b times the head's + c
            times the one that the states give.
        state_scale: factor on the logits of parameter states.

    Raises:
        ValueError: if a value is not finite, a mix does not have three numbers, or a radius or scale is negative.
    """

    score_mix: Mix = (0.0, 1.0, 0.0)
    score_interval_radius: float | None = None
    drill_interval_radii: Mapping[str, float] = field(default_factory=dict)
    presence_scale: float = 1.0
    presence_bias: float = 0.0
    presence_mix: Mix = (0.0, 1.0, 0.0)
    state_scale: float = 1.0

    def __post_init__(self) -> None:
        for name in ("score_mix", "presence_mix"):
            if len(getattr(self, name)) != 3:
                raise ValueError(f"{name} must be three numbers (a, b, c), got {getattr(self, name)!r}")
        radii = [*self.drill_interval_radii.values()]
        radii += [] if self.score_interval_radius is None else [self.score_interval_radius]
        values = [*self.score_mix, *self.presence_mix, self.presence_scale, self.presence_bias, self.state_scale]
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
        names = {value_field.name for value_field in fields(cls)}
        if set(content) - names:
            raise ValueError(f"{path} holds unknown calibration values {sorted(set(content) - names)}")
        try:
            values: Any = {name: tuple(value) if isinstance(value, list) else value for name, value in content.items()}
            return cls(**values)
        except TypeError as error:
            raise ValueError(f"{path} holds calibration values of a wrong type: {error}") from error


UNCALIBRATED = Calibration()
