"""The README's picture: a report as the app shows it. `python -m tests.picture assets/report.png`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.app_process import serving
from tests.test_ui import BROWSER, FLAGS

WIDTH, HEIGHT = 1366, 1010
EXAMPLE = "Mid-range jump shot, flawed"


def main(path: Path) -> None:
    """Coaches an example in the real app and writes the top of the result."""
    with tempfile.TemporaryDirectory() as uploads, serving(Path(uploads)) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
        page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
        page.goto(address)
        page.get_by_text(EXAMPLE).click()
        expect(page.locator("#coach")).to_be_enabled(timeout=30_000)
        page.locator("#coach").click()
        expect(page.locator("#timeline .js-plotly-plot .main-svg").first).to_be_visible(timeout=180_000)
        box = page.locator("#result").bounding_box()
        assert box is not None
        page.screenshot(path=str(path), full_page=True, clip={**box, "y": box["y"] + page.evaluate("scrollY"),
                        "height": HEIGHT})  # fmt: skip
        chromium.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
