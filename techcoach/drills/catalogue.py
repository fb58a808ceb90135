"""The drills by id: every folder of this package that has a `spec`, and drills of other packages.

Another package offers a drill through an entry point of the group `techcoach.drills`, whose value is the drill's folder
("my_package.free_throw"). This file names no drill and imports no simulator.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Iterator
from importlib.metadata import entry_points

from ..types import Refusal
from .spec import DrillSpec

ENTRY_POINTS = "techcoach.drills"


def _folders() -> Iterator[tuple[str, str]]:
    """Yield the packages that hold a drill, each with the name of the distribution that installed it."""
    package = __name__.rpartition(".")[0]
    for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
        if module.ispkg:
            yield f"{package}.{module.name}", "techcoach"
    for entry_point in entry_points(group=ENTRY_POINTS):
        yield entry_point.value, entry_point.dist.name if entry_point.dist else entry_point.name


def _discover() -> dict[str, tuple[DrillSpec, str]]:
    """Find the drills by id, in the order of the ids, each with its folder.

    Raises:
        Refusal: broken_drill, if a folder holds no drill, or two hold the same one.
    """
    by_id: dict[str, tuple[DrillSpec, str]] = {}
    for folder, distribution in _folders():
        spec = _spec_in(folder, distribution)
        if spec.id in by_id:
            raise Refusal(
                "broken_drill",
                f"{folder} of the package {distribution} and {by_id[spec.id][1]} both hold the drill {spec.id!r}.",
                f"Give one of them another id, or uninstall {distribution}.",
            )
        by_id[spec.id] = spec, folder
    return dict(sorted(by_id.items()))


def _spec_in(folder: str, distribution: str) -> DrillSpec:
    """Read the drill of a folder.

    Raises:
        Refusal: broken_drill, if the folder's `spec` cannot be imported or holds no `DrillSpec` named DRILL.
    """
    advice = f"Mend the package {distribution} (docs/adding-a-drill.md shows how), or uninstall it."
    try:
        spec = getattr(importlib.import_module(f"{folder}.spec"), "DRILL", None)
    except Exception as error:  # a module of another package may raise anything
        what = f"The drill {folder} of the package {distribution} cannot be read: {type(error).__name__}: {error}."
        raise Refusal("broken_drill", what, advice) from error
    if not isinstance(spec, DrillSpec):
        what = f"{folder}.spec of the package {distribution} must hold a DrillSpec named DRILL, got {spec!r:.80}."
        raise Refusal("broken_drill", what, advice)
    return spec


_DISCOVERED = _discover()
DRILLS: dict[str, DrillSpec] = {name: spec for name, (spec, _) in _DISCOVERED.items()}


def folder_of(drill: str) -> str:
    """Return the package that holds a drill."""
    return _DISCOVERED[drill][1]


def parameter_names(drills: Collection[str]) -> tuple[str, ...]:
    """Return the technique parameters of the drills, in order, as a checkpoint's config names them."""
    return tuple(
        parameter_name(name, parameter.id)
        for name, drill in supported_specs(drills).items()
        for parameter in drill.parameters
    )


def parameter_name(drill: str, parameter: str) -> str:
    """Return a technique parameter's name in a checkpoint's config."""
    return f"{drill}/{parameter}"


def current_parameter_name(name: str) -> str:
    """Return the present form of a name in a checkpoint's config, whose parameter the drill may have renamed since."""
    drill, _, parameter = name.rpartition("/")
    return parameter_name(drill, current_parameter_id(drill, parameter))


def current_parameter_id(drill: str, parameter: str) -> str:
    """Return the present id of a drill's parameter, which the drill may have renamed since the id was written."""
    return DRILLS[drill].former_ids.get(parameter, parameter) if drill in DRILLS else parameter


def supported_specs(drills: Collection[str]) -> dict[str, DrillSpec]:
    """Return those of `DRILLS` that a checkpoint names; all of them where it names none."""
    return {name: drill for name, drill in DRILLS.items() if not drills or name in drills}
