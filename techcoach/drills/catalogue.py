"""The drills that can be simulated, by id. A checkpoint may have been taught some of them (`taught`)."""

from __future__ import annotations

from collections.abc import Collection

from .dynamic_move import spec as dynamic_move
from .juggling import spec as juggling
from .jump_shot import spec as jump_shot
from .mikan_layup import spec as mikan_layup
from .penalty_kick import spec as penalty_kick
from .reverse_layup import spec as reverse_layup
from .spec import SimulatedDrill
from .static_move import spec as static_move
from .trap_and_pass import spec as trap_and_pass

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
