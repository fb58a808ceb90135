"""Imports point down only: every import of the tree, those inside functions too, is held against the table of layers.

A room is a module or package right under `techcoach` (`types`, `video`, `coaching` …); `techcoach` itself is the
package's `__init__`, and `app` is the file at the top. The checker reads source text and imports nothing.
"""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "techcoach"

LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"types", "skeleton", "log_silencing", "package_files"}),
    frozenset({"video", "model", "motion", "views"}),
    frozenset({"pose", "drills"}),
    frozenset({"checkpoint", "wording"}),
    frozenset({"encoding"}),
    frozenset({"coaching"}),
    frozenset({"simulation"}),
    frozenset({"data"}),
    frozenset({"training", "evaluation"}),
    frozenset({"recipes"}),
    frozenset({"techcoach"}),
    frozenset({"ui"}),
    frozenset({"cli"}),
    frozenset({"app", "__main__"}),
)
"""From the bottom up. A room imports rooms of lower layers, not of its own."""

CLOSED = {"model": "tensors only: it imports nothing of the project outside itself"}
FORBIDDEN_LIBRARIES = {
    "types": {"torch", "transformers", "gradio", "huggingface_hub"},
    "ui": {"torch", "transformers"},
}
FREE_NAMES = {"__version__"}
"""What every room may take from the package itself."""


@dataclass(frozen=True)
class Import:
    """`module` (a file of the tree) imports `target`: a module of the tree, or a library."""

    module: str
    target: str
    line: int


def source_files(root: Path) -> dict[str, Path]:
    """The modules of the tree, by dotted name."""
    files = {"app": root / "app.py"} if (root / "app.py").exists() else {}
    for path in sorted((root / PACKAGE).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        files[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return files


def imports_of(module: str, path: Path, modules: set[str]) -> Iterator[Import]:
    """Every import of a file, at whatever depth, named so that modules of the tree are told from what they hold."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            names = [alias.name for alias in node.names if not (base == PACKAGE and alias.name in FREE_NAMES)]
            targets = [f"{base}.{name}" if f"{base}.{name}" in modules else base for name in names]
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}:
            targets = [str(arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant)]
        else:
            continue
        for target in targets:
            yield Import(module, target, node.lineno)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def room(module: str) -> str:
    """The room that a module of the tree belongs to."""
    parts = module.split(".")
    return parts[1] if parts[0] == PACKAGE and len(parts) > 1 else parts[0]


def is_ours(module: str) -> bool:
    return module.split(".")[0] in {PACKAGE, "app"}


def layer(name: str) -> int:
    return next(height for height, rooms in enumerate(LAYERS) if name in rooms)


def objection(imported_by: Import) -> str | None:
    """Why an import is against the table; None if it is not."""
    importer, imported = room(imported_by.module), room(imported_by.target)
    if not is_ours(imported_by.target):
        library = imported_by.target.split(".")[0]
        return "a library it must not know" if library in FORBIDDEN_LIBRARIES.get(importer, ()) else None
    if importer == imported:
        return None
    if importer in CLOSED:
        return CLOSED[importer]
    if layer(imported) > layer(importer):
        return f"{imported} lies above {importer}"
    if layer(imported) == layer(importer):
        return f"{imported} lies on the layer of {importer}"
    return None


def violations(root: Path) -> list[str]:
    """What is against the table in a tree, one line each."""
    files = source_files(root)
    known = frozenset().union(*LAYERS)
    strangers = sorted({room(module) for module in files} - known)
    if strangers:
        return [f"{stranger}: a room that the table of layers does not name" for stranger in strangers]
    imports = [i for module, path in files.items() for i in imports_of(module, path, set(files))]
    missing = [i for i in imports if is_ours(i.target) and room(i.target) not in known]
    if missing:
        return [f"{i.module}:{i.line} imports {i.target}: no such room" for i in missing]
    lines = [f"{i.module}:{i.line} imports {i.target}: {why}" for i in imports if (why := objection(i)) is not None]
    return lines + cycles(imports)


def cycles(imports: list[Import]) -> list[str]:
    """One cycle of modules, if there is any."""
    graph: dict[str, set[str]] = {}
    for i in imports:
        if is_ours(i.target):
            graph.setdefault(i.module, set()).add(i.target)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return ["a cycle: " + " -> ".join(reversed(error.args[1]))]
    return []


@pytest.mark.usefixtures("checkout")
def test_the_tree_keeps_its_layers():
    assert violations(ROOT) == []


@pytest.mark.usefixtures("checkout")
def test_every_room_of_the_tree_is_walked():
    rooms = {room(module) for module in source_files(ROOT)}
    assert {"techcoach", "types", "checkpoint", "coaching", "model", "ui"} <= rooms


# The checker can fail.

SOUND = {
    "app.py": "from techcoach.ui import blocks\nfrom techcoach.coaching.coach import Coach",
    "techcoach/__init__.py": "__version__ = '1'\ndef __getattr__(name):\n    from .coaching.coach import Coach",
    "techcoach/__main__.py": "from techcoach.cli.main import main",
    "techcoach/types.py": "import numpy",
    "techcoach/checkpoint/__init__.py": "",
    "techcoach/checkpoint/bank.py": "from techcoach.types import Drill\nfrom techcoach import __version__",
    "techcoach/wording/__init__.py": "",
    "techcoach/encoding/__init__.py": "",
    "techcoach/encoding/text.py": "from techcoach import checkpoint",
    "techcoach/video/__init__.py": "from techcoach.video.reader import read",
    "techcoach/video/reader.py": "from .probe import probe",
    "techcoach/video/probe.py": "from ..types import Clip",
    "techcoach/model/__init__.py": "from .layers import Layer",
    "techcoach/model/layers.py": "import torch",
    "techcoach/data/__init__.py": "from techcoach.model import Layer",
    "techcoach/coaching/coach.py": "from techcoach import checkpoint, encoding",
    "techcoach/cli/__init__.py": "",
    "techcoach/cli/main.py": "from techcoach import Coach",
    "techcoach/ui/__init__.py": "",
    "techcoach/ui/blocks.py": "import gradio\nfrom techcoach import types",
}


def plant(root: Path, files: dict[str, str]) -> Path:
    for name, source in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(source, encoding="utf-8")
    return root


def test_a_sound_tree_passes(tmp_path: Path):
    assert violations(plant(tmp_path, SOUND)) == []


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("techcoach/types.py", "import techcoach.checkpoint.bank", "checkpoint.bank: checkpoint lies above types"),
        ("techcoach/types.py", "def late():\n    import torch", "types:2 imports torch: a library"),
        ("techcoach/checkpoint/bank.py", "def f():\n    from ..coaching import coach", "bank:2 imports techcoach.coa"),
        ("techcoach/checkpoint/bank.py", "from techcoach import wording", "wording lies on the layer of checkpoint"),
        ("techcoach/checkpoint/bank.py", "from techcoach import Coach", "techcoach lies above checkpoint"),
        ("techcoach/video/probe.py", "from ..model import layers", "model lies on the layer of video"),
        ("techcoach/video/probe.py", "from .. import cli", "cli lies above video"),
        ("techcoach/video/probe.py", "from importlib import *\nimport_module('techcoach.pose')", "imports techcoach.p"),
        ("techcoach/model/layers.py", "from techcoach.types import Clip", "tensors only"),
        ("techcoach/coaching/coach.py", "from techcoach.data import Layer", "data lies above coaching"),
        ("techcoach/coaching/coach.py", "from techcoach.evaluation import metrics", "evaluation lies above coaching"),
        ("techcoach/cli/main.py", "import app", "app lies above cli"),
        ("techcoach/ui/blocks.py", "from torch.nn import Linear", "ui.blocks:1 imports torch.nn: a library"),
        ("techcoach/video/probe.py", "def late():\n    from . import reader", "a cycle: techcoach.video"),
        ("techcoach/gadgets.py", "", "gadgets: a room that the table of layers does not name"),
        ("techcoach/checkpoint/bank.py", "import techcoach.no_such_room", "no such room"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(name: str, source: str, expected: str, tmp_path: Path):
    lines = violations(plant(tmp_path, SOUND | {name: source}))
    assert any(expected in line for line in lines), lines
