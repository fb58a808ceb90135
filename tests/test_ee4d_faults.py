"""Faults planted in a stand-in for EE4D-DescCoach are named by file, record and field, in the table, too, and refused
or skipped as the caller chose, with the right counts."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path

import pytest

from techcoach.data.ee4d.check import as_data, as_table
from techcoach.data.ee4d.dataset import load_examples, survey
from techcoach.data.ee4d.findings import MOST_LISTED, BadData
from tests.ee4d_faults import FAULTS, RECORDS, TRAIN, VAL, edit, first_take, no_ratings


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_planted_fault_is_named_and_refused_or_skipped(
    fault: str, ee4d_standin: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root = shutil.copytree(ee4d_standin, tmp_path / "data")
    planted = FAULTS[fault](root)
    found = survey(root)
    where = planted[:4]
    (problem,) = [own for own in found.problems if (own.file, own.record, own.field, own.kind) == where]
    assert problem.severity == planted.severity and len(problem.what) > 10
    assert len(found.problems) == planted.problems
    assert (len(found.rows), found.left_out) == (planted.records, planted.left_out)
    assert bool(found.errors) == (planted.severity == "error")

    table = as_table(found)
    assert str(problem) in table.splitlines()
    assert any(line.startswith(planted.severity) and line.endswith(f"  {planted.kind}") for line in table.splitlines())
    assert any((one["file"], one["record"], one["field"], one["kind"]) == where for one in as_data(found)["problems"])

    if planted.severity == "odd":
        assert len(load_examples(root)) == planted.records
    else:
        with pytest.raises(BadData) as caught:
            load_examples(root)
        assert str(problem) in str(caught.value) and problem in caught.value.problems
        assert f"{planted.left_out} of {planted.records} records" in str(caught.value)
    with caplog.at_level(logging.INFO):
        examples = load_examples(root, on_bad="skip")
    assert len(examples) == planted.records - planted.left_out
    if planted.severity == "error":
        assert (
            f"left out {planted.left_out} of {planted.records} records" in caplog.text and str(problem) in caplog.text
        )


def test_a_standin_without_faults_has_no_findings(ee4d_standin: Path) -> None:
    found = survey(ee4d_standin)
    assert found.problems == () and "nothing is wrong, nothing is odd" in as_table(found)


def test_a_take_without_ratings_has_examples_without_score(ee4d_standin: Path, tmp_path: Path) -> None:
    root = shutil.copytree(ee4d_standin, tmp_path / "data")
    no_ratings(root)
    assert [one.score is None for one in load_examples(root)] == [True, False, False, False]
    assert as_data(survey(root))["splits"]["train"]["records without a score"] == 1


def test_a_window_is_cut_to_its_take(ee4d_standin: Path, tmp_path: Path) -> None:
    root = shutil.copytree(ee4d_standin, tmp_path / "data")
    FAULTS["beyond"](root)
    assert load_examples(root)[1].window_s == (0.0, min(4.0, load_examples(root)[1].take.duration_s))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"a": ', "[" * 100_000, None])
def test_without_a_usable_record_even_skipping_raises(content: str | None, ee4d_standin: Path, tmp_path: Path) -> None:
    root = shutil.copytree(ee4d_standin, tmp_path / "data")
    for name in (TRAIN, VAL):
        if content is None:
            (root / name).unlink()
        else:
            (root / name).write_text(content)
    with pytest.raises(BadData, match=f"{TRAIN}: "):
        load_examples(root, on_bad="skip")


def test_without_takes_every_record_is_left_out(ee4d_standin: Path, tmp_path: Path) -> None:
    root = shutil.copytree(ee4d_standin, tmp_path / "data")
    (root / "takes.json").unlink()
    with pytest.raises(BadData, match=r"takes\.json: the file is not there"):
        load_examples(root, on_bad="skip")


def test_many_problems_are_counted_where_they_are_not_spelt_out(ee4d_standin: Path, tmp_path: Path) -> None:
    root = shutil.copytree(ee4d_standin, tmp_path / "data")
    record = json.loads((root / TRAIN).read_text())["request-1"] | {"clip_st_ed": [5, 1]}
    edit(root / TRAIN, lambda content: content.update({f"bad-{number}": record for number in range(MOST_LISTED + 7)}))
    with pytest.raises(BadData) as caught:
        load_examples(root)
    assert len(caught.value.problems) == MOST_LISTED + 7
    assert f"{MOST_LISTED + 7} errors" in str(caught.value) and "… and 7 more" in str(caught.value)
    assert str(caught.value).count(", clip_st_ed: ") == MOST_LISTED
    assert len(load_examples(root, on_bad="skip")) == RECORDS


def test_videos_are_opened_on_request(ee4d_standin: Path, tmp_path: Path) -> None:
    root = shutil.copytree(ee4d_standin, tmp_path / "data")
    take = first_take(root)
    (root / take["root_dir"] / "frame_aligned_videos" / "aria01_214-1.mp4").write_text("no video\n" * 50)
    edit(root / "takes.json", lambda content: content[1].update(duration_sec=30))
    assert survey(root, views=["ego"]).problems == ()
    opened = survey(root, views=["ego"], open_videos=True)
    told = {problem.record: problem for problem in opened.problems}
    assert told[take["take_uid"]].kind == "unreadable video" and len(told) == 2
    other = next(problem for problem in opened.problems if problem.severity == "odd")
    assert other.kind == "video of another length" and other.field == "frame_aligned_videos.aria01.rgb.relative_path"
    assert opened.left_out == 1
