"""The drills that can be simulated, by id. A checkpoint may have been taught some of them (`taught`)."""

from __future__ import annotations

from collections.abc import Collection

from . import jump_shot, penalty_kick, reverse_layup, static_move, trap_and_pass
from .spec import SimulatedDrill

DRILLS: dict[str, SimulatedDrill] = {
    module.DRILL.drill.id: module.DRILL
    for module in (jump_shot, penalty_kick, static_move, trap_and_pass, reverse_layup)
}


def taught(drills: Collection[str]) -> dict[str, SimulatedDrill]:
    """Those of `DRILLS` that a checkpoint was trained on; all of them where it does not say (no drills)."""
    return {name: drill for name, drill in DRILLS.items() if not drills or name in drills}
