"""The folder and the identity of a training run: its files belong to one configuration and one data set.

A run writes `run.json` beside its files. The same run, started again, goes on; another run is refused, and the refusal
spells out every setting that differs. This file knows file names and plain values; it knows no model and no data.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accelerate import PartialState

SCHEMA = "techcoach.run/1"
IDENTITY = "run.json"
SAVES, TOKENIZER, TENSORBOARD, LOG = "saves", "tokenizer", "tensorboard", "log.json"
PRETRAINING, OBSERVABILITY, FIGURES = "pretraining.pt", "label_observability.npy", "figures.json"
FILES = (SAVES, TOKENIZER, "tokenizer.part", PRETRAINING, OBSERVABILITY, "clarity.npy", LOG, TENSORBOARD, FIGURES)
"""What a run, of this version or an earlier one, leaves in its folder beside its identity. Nothing else is the run's:
the folder may hold simulated records, too, which runs share."""
DIGEST_CHARACTERS = 12


class OtherRun(ValueError):
    """A folder belongs to another run than the one that is started in it."""


@dataclass(frozen=True)
class Run:
    """A run and the folder that belongs to it. `open_run` alone makes one.

    Attributes:
        folder: holds `FILES`.
        settings: how the run learns. data: what it learns from. Both are JSON values by name, in plain words.
        command: the command line that first started the run.
    """

    folder: Path
    settings: Mapping[str, Any]
    data: Mapping[str, Any]
    command: str

    def settings_text(self) -> str:
        """Format the settings as one line for people."""
        return ", ".join(f"{name} {_value(self.settings, name)}" for name in self.settings)


def digest(content: object) -> str:
    """Return the beginning of the SHA-256 of a JSON value; equal content has an equal digest on every machine."""
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_CHARACTERS]


def open_run(
    folder: Path,
    settings: Mapping[str, Any],
    data: Mapping[str, Any],
    command: str,
    state: PartialState,
    *,
    fresh: bool = False,
) -> Run:
    """Give a folder to a run, or continue the run that the folder belongs to.

    Every process of a launch calls this and checks; the main process alone writes.

    Args:
        settings, data: JSON values by name; the two share no name.
        command: the command line that starts the run.
        fresh: remove what any run left in the folder, and begin anew.

    Returns:
        The run; a continued run has the command that first started it.

    Raises:
        OtherRun: if the folder belongs to another run, or holds files of a run without an identity.
    """
    settings, data = json.loads(json.dumps([settings, data]))  # as they are read back
    requested = Run(folder, settings, data, command)
    existing = None if fresh else read_run(folder)
    if existing is None and not fresh and (leftovers := _files_of_runs(folder)):
        raise OtherRun(
            f"{folder} holds {', '.join(leftovers)} of a run without {IDENTITY}, so nothing tells what it was trained "
            f"with. {_advice(folder)}"
        )
    if existing is not None and (different := differences(existing, requested)):
        lines = "".join(f"\n  {line}" for line in different)
        raise OtherRun(f"{folder} belongs to another run:{lines}\n{_advice(folder)}")
    state.wait_for_everyone()  # nobody reads while the main process writes
    if state.is_main_process and existing is None:
        remove_run(folder)
        _write(requested)
    state.wait_for_everyone()
    return existing or requested


def read_run(folder: Path) -> Run | None:
    """Read the run that a folder belongs to; None where no run has been started.

    Raises:
        OtherRun: if the identity file is damaged or of another version.
    """
    path = folder / IDENTITY
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["schema"] != SCHEMA:
            raise ValueError(f"its schema is {content['schema']!r}, not {SCHEMA!r}")
        return Run(folder, content["settings"], content["data"], content["command"])
    except (ValueError, KeyError, TypeError) as error:
        raise OtherRun(f"{path} does not tell which run the folder belongs to ({error}). {_advice(folder)}") from error


def different_names(existing: Run, requested: Run) -> set[str]:
    """Return the names of the settings and data properties in which two runs differ."""
    existing_values, requested_values = ({**run.settings, **run.data} for run in (existing, requested))
    absent = object()
    return {
        name
        for name in {**requested_values, **existing_values}
        if existing_values.get(name, absent) != requested_values.get(name, absent)
    }


def differences(existing: Run, requested: Run) -> list[str]:
    """Describe each difference of two runs in one line with both values."""
    existing_values, requested_values = ({**run.settings, **run.data} for run in (existing, requested))
    names = different_names(existing, requested)
    return [
        f"{name}: {_value(existing_values, name)} there, {_value(requested_values, name)} asked for"
        for name in {**requested_values, **existing_values}
        if name in names
    ]


def remove_run(folder: Path) -> None:
    """Remove what a run left in its folder, its identity first, and nothing else."""
    for name in (IDENTITY, *FILES):
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _write(run: Run) -> None:
    run.folder.mkdir(parents=True, exist_ok=True)
    content = {"schema": SCHEMA, "command": run.command, "settings": run.settings, "data": run.data}
    part = run.folder / f"{IDENTITY}.part"
    part.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    part.replace(run.folder / IDENTITY)


def _files_of_runs(folder: Path) -> Sequence[str]:
    return [name for name in FILES if (folder / name).exists()]


def _value(values: Mapping[str, Any], name: str) -> str:
    """Format one value for people."""
    if name not in values:
        return "not set"
    return "none" if values[name] is None else json.dumps(values[name], ensure_ascii=False).strip('"')


def _advice(folder: Path) -> str:
    leftovers = ", ".join(_files_of_runs(folder)) or IDENTITY
    return (
        f"Give the former run's settings to go on with it, choose another --work, or start anew with --fresh, which "
        f"removes {leftovers} from {folder} and leaves simulated records where they are."
    )
