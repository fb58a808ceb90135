"""Learning curves: a picture with a panel for every term that was logged."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from techcoach.training.curves import draw_curves


def test_every_stage_and_term_has_a_panel(tmp_path: Path) -> None:
    one = {"first": [{"step": 1, "a": 2.0}, {"step": 2, "a": 1.0}]}
    two = {**one, "second": [{"step": 1, "b": 1.0, "c": 3.0, "d": 0.0}, {"step": 2, "b": 1.0}], "none": []}
    draw_curves(one, tmp_path / "new" / "one.png")
    draw_curves(two, tmp_path / "two.png")
    small, large = (Image.open(path).size for path in (tmp_path / "new" / "one.png", tmp_path / "two.png"))
    assert large[0] == pytest.approx(3 * small[0], rel=0.02) and large[1] == pytest.approx(2 * small[1], rel=0.02)


def test_a_run_that_logged_nothing_has_no_curves(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="logged anything"):
        draw_curves({"first": []}, tmp_path / "none.png")
