"""The drills that can be simulated, by id. A checkpoint may have been taught some of them (`taught`)."""

from __future__ import annotations

from collections.abc import Collection

from . import dynamic_move, juggling, jump_shot, mikan_layup, penalty_kick, reverse_layup, static_move, trap_and_pass
from .spec import SimulatedDrill

DRILLS: dict[str, SimulatedDrill] = {
    module.DRILL.drill.id: module.DRILL
    for module in (
        jump_shot,
        penalty_kick,
        static_move,
        trap_and_pass,
        reverse_layup,
        mikan_layup,
        juggling,
        dynamic_move,
    )
}


def reading_names(drills: Collection[str]) -> tuple[str, ...]:
    """The technique parameters of these drills, in order, as a checkpoint's config names them."""
    return tuple(reading_name(name, own.id) for name, drill in taught(drills).items() for own in drill.parameters)


def reading_name(drill: str, parameter: str) -> str:
    """A technique parameter's name in a checkpoint's config."""
    return f"{drill}/{parameter}"


def taught(drills: Collection[str]) -> dict[str, SimulatedDrill]:
    """Those of `DRILLS` that a checkpoint was trained on; all of them where it does not say (no drills)."""
    return {name: drill for name, drill in DRILLS.items() if not drills or name in drills}
