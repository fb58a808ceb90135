"""Motion capture files: planted poses come back, unknown skeletons are named; real trials lie beside simulated ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from techcoach.drills.catalogue import DRILLS, folder_of
from techcoach.drills.describe import describe
from techcoach.evaluation.simulation_gap import draw_beside, real_trials
from techcoach.simulation.captured_motion import filmed_trial, read_trials
from techcoach.simulation.mocap_files import load_mocap, read_bvh
from techcoach.simulation.tracker_noise import TrackerNoise

BVH = """HIERARCHY
ROOT Hips
{
  OFFSET 0 0 0
  CHANNELS 6 Xposition Yposition Zposition Zrotation Yrotation Xrotation
  JOINT Arm
  {
    OFFSET 1 2 0
    CHANNELS 3 Zrotation Yrotation Xrotation
    End Site
    {
      OFFSET 3 0 0
    }
  }
}
MOTION
Frames: 2
Frame Time: 0.01
0 10 0 0 0 0 0 0 0
0 10 0 90 0 0 0 90 0
"""


def test_bvh_offsets_turns_and_times() -> None:
    skeleton = read_bvh(BVH)
    assert skeleton.names == ("Hips", "Arm", "Arm end")
    np.testing.assert_allclose(skeleton.times, [0, 0.01])
    np.testing.assert_allclose(skeleton.places[0], [[0, 10, 0], [1, 12, 0], [4, 12, 0]], atol=1e-9)
    # A quarter turn about z brings x to y; then a quarter turn about y brings the arm's x to -z.
    np.testing.assert_allclose(skeleton.places[1], [[0, 10, 0], [-2, 11, 0], [-2, 11, -3]], atol=1e-9)


def test_unknown_skeletons_and_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.bvh"
    path.write_text(BVH)
    with pytest.raises(ValueError, match="Hips, Arm"):
        load_mocap(path)
    with pytest.raises(ValueError, match="no .bvh file"):
        load_mocap(tmp_path / "a.fbx")


def test_a_drill_is_drawn_beside_captured_trials(tmp_path: Path) -> None:
    drill = next(iter(DRILLS.values()))
    trial = {parameter.id: sum(parameter.spread) / 2 for parameter in drill.parameters}
    draw_beside(drill, {"one": trial}, tmp_path / "a" / "beside.png")
    assert (tmp_path / "a" / "beside.png").read_bytes().startswith(b"\x89PNG")


def test_real_players_are_measured(shared_folder: Path) -> None:
    if not (shared_folder / "mocap").is_dir():
        pytest.skip("no motion capture beside the project")
    trials = real_trials(shared_folder / "mocap")
    assert set(trials) == {"soccer/penalty-kick", "basketball/mid-range-jump-shot"}
    assert len(trials["soccer/penalty-kick"]) == 4 and len(trials["basketball/mid-range-jump-shot"]) == 2
    for kick in trials["soccer/penalty-kick"].values():
        assert 8 < kick["foot_speed"] < 20 and -60 < kick["head_down"] < 0 and 20 < kick["backswing"] < 50


def test_the_drill_tables_are_those_of_the_drills() -> None:
    page = Path(__file__).resolve().parents[1] / "docs" / "drills.md"
    drills = [spec for name, spec in DRILLS.items() if folder_of(name).startswith("techcoach.")]
    assert page.read_text(encoding="utf-8") == describe(drills), "write it anew: techcoach drills --table"


def test_captured_trials_are_filmed_from_many_sides_and_keep_what_was_measured(shared_folder: Path) -> None:
    if not (shared_folder / "mocap").is_dir():
        pytest.skip("no motion capture beside the project")
    trial = next(one for one in read_trials(shared_folder / "mocap") if not isinstance(one, str))
    records = filmed_trial(trial, 3, TrackerNoise.load(), 64)
    assert all(record.measured == trial.measured for record in records)
    assert len({round(float(record.facing[32]), 2) for record in records}) == 3
    for record in records:
        inside = [record.times[0] - 0.1 <= one.time_s <= record.times[-1] + 0.1 for one in record.measured.values()]
        assert np.mean(inside) > 0.9
