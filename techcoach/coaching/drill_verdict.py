"""Whether a clip shows the drill that it is coached as: the one place that decides it and words it.

Knows distances of a clip from the drills with a checkpoint's limits, and the attempts that were spotted; no model and
no clip.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..checkpoint.calibration import DrillGate
from ..drills.catalogue import DRILLS
from ..types import Drill, DrillVerdict
from .spotting import Spotting, doing, drill_seen, evidence, shows


def judge_drill(distances: Mapping[str, float], drill: Drill, gate: DrillGate | None) -> DrillVerdict:
    """Return whether a clip shows the drill.

    Args:
        distances: of the clip from every drill that the checkpoint knows, by id.
        gate: the checkpoint's limits; None where it has none. A clip is then taken for the drill, and so it is where
            the distance from the drill is not known.
    """
    if gate is None or drill.id not in distances:
        return DrillVerdict()
    unlikeness = gate.unlikeness(distances)
    if unlikeness[drill.id] <= gate.unsure_above:
        return DrillVerdict()
    nearest = min(distances, key=lambda name: distances[name])
    seen = nearest if nearest != drill.id and unlikeness[nearest] <= gate.unsure_above else None
    refused = gate.refused_above is not None and unlikeness[drill.id] > gate.refused_above
    word = _words_of_refusal if refused else _words_of_doubt
    return DrillVerdict(False if refused else None, seen, word(drill.title, _title(seen)))


def judge_attempts(spotting: Spotting, drill: Drill) -> DrillVerdict:
    """Return whether a clip shows an attempt at the drill, by the limits of the spotter."""
    if shows(spotting, drill.id):
        return DrillVerdict()
    seen = drill_seen(spotting)
    seen = None if seen == drill.id else seen
    refused = evidence(spotting, drill.id) < spotting.config.refuses_below(drill.id)
    if seen is not None:
        word = _words_of_refusal if refused else _words_of_doubt
        return DrillVerdict(False if refused else None, seen, word(drill.title, _title(seen)))
    found = f"No attempt at the drill “{drill.title}” was found: {doing(spotting)}."
    if refused:
        return DrillVerdict(False, None, f"{found} The clip gets no score, and nothing is said about it.")
    return DrillVerdict(None, None, f"{found} What the report says may not be true.")


def _title(drill: str | None) -> str | None:
    return None if drill is None else DRILLS[drill].drill.title if drill in DRILLS else drill


def _words_of_doubt(drill: str, seen: str | None) -> str:
    if seen is not None:
        return (
            f"This looks more like the drill “{seen}” than like “{drill}”. If it is, choose that one: the report below "
            "is about the wrong drill."
        )
    return (
        f"This does not look like the drill “{drill}” as this checkpoint knows it: what the report says may not be "
        "true. Show the whole drill, the whole athlete, and little else."
    )


def _words_of_refusal(drill: str, seen: str | None) -> str:
    if seen is not None:
        return (
            f"This looks like the drill “{seen}”, not like “{drill}”: it gets no score, and nothing is said about it. "
            f"Choose “{seen}”, if that is what it shows."
        )
    return (
        f"This does not look like the drill “{drill}”, nor like another that this checkpoint knows: it gets no score, "
        "and nothing is said about it. Show the whole drill once, the whole athlete, and little else."
    )
