"""`python app.py` as a stranger starts it: a page within seconds, a clip coached by the shipped checkpoint.

Hostile files are refused, and the app goes on serving after each of them.
"""

from __future__ import annotations

import re
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from techcoach.checkpoint.locate import EMBEDDED
from techcoach.types import Refusal
from techcoach.ui import app
from tests.app_process import serving
from tests.test_coach import SHOT, example
from tests.test_ui import BROWSER, FLAGS, PATIENCE_MS

pytestmark = pytest.mark.skipif(not BROWSER, reason="there is no Chromium to drive the page with")
COACH_MS = 180_000
"""Far beyond what a quiet machine needs; the targets are measured elsewhere."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("gradio")) as local:
        yield local


@pytest.fixture(scope="module")
def page(address: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
        opened = chromium.new_page(viewport={"width": 1366, "height": 900})
        expect.set_options(timeout=PATIENCE_MS)
        opened.goto(address)
        expect(opened.locator("#coach")).to_be_visible()
        yield opened
        chromium.close()


def press_coach(page: Page, path: Path) -> None:
    if page.locator("#clip .file-preview").count():
        page.locator("#clip button[aria-label=Clear]").click()
        expect(page.locator("#clip .file-preview")).to_have_count(0)
    page.set_input_files("#clip input[type=file]", path)
    expect(page.locator("#coach")).to_be_enabled()
    page.locator("#coach").click()


def coach(page: Page, path: Path) -> None:
    press_coach(page, path)
    expect(page.locator("#coach")).to_have_text("Coaching")
    expect(page.locator("#coach")).to_have_text("Coach", timeout=COACH_MS)


def test_an_uploaded_clip_is_coached_by_the_shipped_checkpoint(page: Page, tmp_path: Path) -> None:
    page.locator(f"#drill input[value='{SHOT}']").check()
    coach(page, example(SHOT))
    summary = page.locator("#summary").inner_text()
    assert re.search(r"\d+\.\d", summary) and "of 10" in summary
    pictures = page.locator("#points img")
    expect(pictures).to_have_count(14)
    assert len({picture.get_attribute("src") for picture in pictures.all()}) == 14
    page.screenshot(path=str(tmp_path / "report.png"), full_page=True)
    assert (tmp_path / "report.png").stat().st_size > 50_000


@pytest.mark.parametrize("kind", ["text", "empty", "picture"])
def test_hostile_files_are_refused_and_the_app_goes_on_serving(page: Page, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"{kind}.mp4"
    if kind == "text":
        path.write_text("no video at all\n" * 50)
    elif kind == "picture":
        import cv2

        cv2.imwrite(str(tmp_path / "picture.png"), np.full((60, 80, 3), 128, np.uint8))
        shutil.copy(tmp_path / "picture.png", path)
    else:
        path.touch()
    expect(page.locator("#status [role=alert]")).to_be_hidden()
    press_coach(page, path)  # the refusal may come before the button has been seen to say "Coaching"
    expect(page.locator("#status [role=alert]")).to_be_visible(timeout=COACH_MS)
    expect(page.locator("#result")).to_be_hidden()
    page.locator(f"#drill input[value='{SHOT}']").check()
    coach(page, example(SHOT))
    expect(page.locator("#result")).to_be_visible()


def test_a_checkpoint_that_cannot_be_used_leaves_the_shipped_one_to_serve(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(EMBEDDED, broken)
    (broken / "model.safetensors").write_text("version https://git-lfs.github.com/spec/v1\n")
    log = tmp_path / "log"
    with (
        serving(tmp_path / "gradio", str(broken), log) as address,
        urllib.request.urlopen(f"{address}config", timeout=10) as answer,
    ):
        page = answer.read().decode()
    assert SHOT in page and str(broken) not in page
    assert log.read_text().count("git lfs pull") == 1 and "Traceback" not in log.read_text()


def test_checkpoints_that_can_be_used_are_offered(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert list(app.usable_checkpoints([str(tmp_path), str(EMBEDDED)])) == [str(EMBEDDED)]
    assert str(tmp_path) in caplog.text and "is not offered" in caplog.text
    with pytest.raises(Refusal):
        app.usable_checkpoints([str(tmp_path)])
