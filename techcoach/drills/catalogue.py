"""The drills that the embedded road knows, by id."""

from __future__ import annotations

from . import jump_shot, penalty_kick, static_move
from .spec import SimulatedDrill

DRILLS: dict[str, SimulatedDrill] = {
    module.DRILL.drill.id: module.DRILL for module in (jump_shot, penalty_kick, static_move)
}
