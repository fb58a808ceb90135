"""The docs are true of the tree: files that they name exist, layers are those of the test, snippets are those of the
files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from techcoach.skeleton import KEYPOINTS
from tests.test_layers import LAYERS

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
GUIDES = [DOCS / f"{name}.md" for name in ("architecture", "conventions", "adding-a-drill")]
PAGES = [*GUIDES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", ROOT / "README.md", DOCS / "judged.md"]
NINTH = ROOT / "tests" / "ninth_drill" / "goblet_squat"


def named_files(text: str) -> set[str]:
    """Files and folders of the tree that a page names."""
    return set(re.findall(r"(?:techcoach|tests|docs|assets|checkpoints)/[\w/.-]*[\w/]", text))


def rows(text: str, heading: str) -> Iterator[list[str]]:
    """The cells of the first table after a heading, without its head."""
    table = re.search(r"(?:^\|.*\n)+", text[text.index(heading) :], re.MULTILINE)
    assert table is not None, heading
    for line in table[0].splitlines()[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    missing = [name for name in sorted(named_files(text)) if "NAME" not in name and not (ROOT / name).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert not [target for target in targets if not (page.parent / target).exists()]


def test_the_table_of_layers_is_that_of_the_test() -> None:
    table = list(rows((DOCS / "architecture.md").read_text(encoding="utf-8"), "## Who may import whom"))
    layers = {int(height): frozenset(re.findall(r"`(\w+)`", rooms)) for height, rooms, _ in table}
    assert layers == dict(enumerate(LAYERS, start=1))


def test_the_table_of_joints_is_that_of_the_skeleton() -> None:
    cells = [cell for row in rows((DOCS / "conventions.md").read_text(encoding="utf-8"), "## Joints") for cell in row]
    assert {int(index): name for index, name in zip(cells[::2], cells[1::2], strict=True) if index} == dict(
        enumerate(KEYPOINTS)
    )


@pytest.mark.usefixtures("checkout")
def test_the_conventions_define_the_events_of_every_drill() -> None:
    text = (DOCS / "conventions.md").read_text(encoding="utf-8")
    folders = sorted(path.parent for path in (ROOT / "techcoach" / "drills").glob("*/measure.py"))
    assert not [folder.name for folder in folders if f"drills/{folder.name}/measure.py" not in text]


def test_the_snippets_of_the_guide_are_those_of_the_drill() -> None:
    guide = (DOCS / "adding-a-drill.md").read_text(encoding="utf-8")
    snippets = re.findall(r"```python\n# (\w+\.py)\n(.*?)```", guide, re.DOTALL)
    assert {name for name, _ in snippets} == {"spec.py", "text.py", "cues.py", "simulator.py"}
    for name, snippet in snippets:
        whole = (NINTH / name).read_text(encoding="utf-8")
        assert all(part in whole for part in snippet.split("...\n")), (name, snippet)


@pytest.mark.usefixtures("checkout")
def test_the_modules_that_the_changelog_points_to_are_there() -> None:
    table = list(rows((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), "### Moved"))
    places = [name for _, new in table for name in re.findall(r"`(techcoach[\w.]*)`", new)]
    paths = [ROOT / name.replace(".", "/") for name in places]
    assert len(paths) > 40
    assert not [path for path in paths if not (path.is_dir() or path.with_suffix(".py").exists())]
    old = [name for first, _ in table for name in re.findall(r"`(techcoach[\w.]*)`", first)]
    assert not [name for name in old if (ROOT / name.replace(".", "/")).with_suffix(".py").exists()]
