"""EE4D-DescCoach: what is read, how ratings and body parts are understood, what becomes of an example, what is written.
Planted faults are in `test_ee4d_faults`."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from techcoach.data.ee4d.dataset import annotation_file, load_examples, survey
from techcoach.data.ee4d.dimensions import dimension_of, drill_of
from techcoach.data.ee4d.egoexo import read_takes
from techcoach.data.ee4d.experts import RATINGS, read_commentary, read_ratings
from techcoach.data.ee4d.findings import Findings
from techcoach.data.ee4d.joining import coached_points, split_of_name
from techcoach.data.ee4d.schema import Annotation, TechComment, TechInstruction, read_annotations, write_annotations
from techcoach.drills.catalogue import DRILLS
from techcoach.types import DIMENSIONS

RECORD = Annotation(
    id="request-7",
    clip_st_ed=(1.25, 9.0),
    take_name="team_take_1",
    take_id="0-1-2",
    task_name="Basketball Drills - Reverse Layup",
    tech_instruction=(TechInstruction("Head and Eyes", "Look at the rim."), TechInstruction("arms & hands", "Reach.")),
    raw_comment=("Yeah, see “that”?",),
    regular_dict=(
        TechComment("arms & hands", None, "Reach higher – now."),
        TechComment("head & eyes", "Eyes up.", None),
    ),
    summarization="Eyes are up; reach higher.",
)


# -- the official JSON -----------------------------------------------------------------------------------------------


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a_train.json"
    records = [RECORD, replace(RECORD, id="request-8", clip_st_ed=(0.0, 8.0), raw_comment=("a", "b"))]
    write_annotations(path, records)
    findings = Findings(tmp_path)
    assert [record for _, record in read_annotations(path, findings)] == records
    # Two TechPoints are fewer than seven, which is told; nothing else is.
    assert {problem.kind for problem in findings.problems} == {"not seven TechPoints"}
    told = json.loads(path.read_text())["request-7"]
    assert told["response"]["regular_dict"][0] == {
        "body_part": "arms & hands", "what_is_done_well": "", "what_can_be_improved": "Reach higher – now.",
    }  # fmt: skip
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("records", [[RECORD, RECORD], [replace(RECORD, clip_st_ed=(0.0, float("nan")))]])
def test_nothing_is_written_that_could_not_be_read(records: list[Annotation], tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        write_annotations(tmp_path / "a.json", records)
    assert list(tmp_path.iterdir()) == []


def test_the_standins_own_files_survive_reading_and_writing(ee4d_standin: Path, tmp_path: Path) -> None:
    for split in ("train", "val"):
        path, findings = annotation_file(ee4d_standin, split), Findings(ee4d_standin)
        records = [record for _, record in read_annotations(path, findings) if record is not None]
        write_annotations(tmp_path / path.name, records)
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


# -- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spelt", "meant"),
    [
        *zip(DIMENSIONS, DIMENSIONS, strict=True),
        ("Head and Eyes", "head & eyes"), ("EYES", "head & eyes"), ("head/eye", "head & eyes"),
        ("Shoulders_and_Torso", "shoulders & torso"), ("Arms&Hands", "arms & hands"), ("the hands", "arms & hands"),
        ("hips and core", "hips & core"), ("Legs, Knees", "legs & knees"), ("foot & balance", "feet & balance"),
        ("human-objects interaction", "human-object interaction"),
        ("Human Object Interactions", "human-object interaction"),
    ],
)  # fmt: skip
def test_spellings_of_body_parts(spelt: str, meant: str) -> None:
    assert dimension_of(spelt) == meant


@pytest.mark.parametrize("spelt", ["", "&", "tail", "legs & feet", "lower body", "arms & tail", "7"])
def test_other_body_parts_are_refused_with_the_known_ones(spelt: str) -> None:
    with pytest.raises(ValueError, match="head & eyes; .*human-object interaction") as caught:
        dimension_of(spelt)
    assert repr(spelt) in str(caught.value)


def test_tasks_are_our_drills_where_they_say_which() -> None:
    assert drill_of("basketball drills – mid range jump shooting") == "basketball/mid-range-jump-shot"
    assert drill_of("Soccer Drills - Inside Trap & Outside Play") == "soccer/trap-and-pass"
    assert drill_of("Rock Climbing") is None and drill_of("Making Coffee") is None


@pytest.mark.parametrize(
    ("name", "split"),
    [("ee4d_desc_coach_train.json", "train"), ("EE4D-val.json", "val"), ("x.test.json", "val"), ("all.json", None)],
)
def test_a_files_name_tells_the_split(name: str, split: str | None) -> None:
    assert split_of_name(Path(name)) == split


# -- ratings and comments --------------------------------------------------------------------------------------------


def ratings_of(content: Any, folder: Path) -> tuple[dict[str, float], bool, list[str]]:
    """What is read from one expert's file: ratings, whether they can be used, kinds of problems."""
    path = folder / RATINGS / "take" / "anna" / "data.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(content))
    findings = Findings(folder)
    rating = read_ratings(folder, "take", findings)
    assert all(problem.file == f"{RATINGS}/take/anna/data.json" for problem in findings.problems)
    return rating.by_expert, rating.sound, [problem.kind for problem in findings.problems]


@pytest.mark.parametrize(
    "holder",
    [
        {"proficiency": {"rating": 7, "why": "steady"}}, {"proficiency": {"Rating": "7"}}, {"proficiency": 7.0},
        {"proficiency": "7/10"}, {"proficiency": "7 out of 10"}, {"Proficiency": [{"score": "7"}]},
        {"proficiency_rating": 7}, {"proficiency": {"proficiency-score": 7}}, {"execution_rating": {"value": "7.0"}},
        {"proficiency": {"rating": 7, "score": 7.0}}, {"proficiency": {"rating": 7, "score": None}},
    ],
)  # fmt: skip
def test_spellings_of_a_rating(holder: dict[str, Any], tmp_path: Path) -> None:
    assert ratings_of({"annotations": []} | holder, tmp_path) == ({"anna": 7.0}, True, [])


@pytest.mark.parametrize(
    ("holder", "kind"),
    [
        ({"proficiency": {"rating": float("nan")}}, "not a finite number"),
        ({"proficiency": float("inf")}, "not a finite number"),
        ({"proficiency": True}, "wrong type"),
        ({"proficiency": {"rating": False}}, "wrong type"),
        ({"proficiency": 0}, "rating out of range"),
        ({"proficiency": "11"}, "rating out of range"),
        ({"proficiency": "7 or 8"}, "rating not understood"),
        ({"proficiency": {"why": "steady"}}, "rating not understood"),
        ({"proficiency": [6, 7]}, "wrong type"),
        ({"proficiency": {"rating": 6, "score": 7}}, "rating not understood"),
        ({"proficiency": 6, "proficiency_rating": 7}, "rating not understood"),
    ],
)
def test_a_rating_that_is_not_understood_is_refused(holder: dict[str, Any], kind: str, tmp_path: Path) -> None:
    assert ratings_of(holder, tmp_path) == ({}, False, [kind])


@pytest.mark.parametrize("holder", [{}, {"proficiency": None}])
def test_an_expert_may_give_no_rating(holder: dict[str, Any], tmp_path: Path) -> None:
    assert ratings_of(holder, tmp_path) == ({}, True, ["no rating"])


def test_the_score_is_the_mean_of_the_experts(ee4d_standin: Path, tmp_path: Path) -> None:
    root = shutil.copytree(ee4d_standin, tmp_path / "data")
    first = load_examples(root)[0]
    for expert, rating in (("expert01", 4), ("expert02", "7"), ("expert03", {"rating": 10})):
        path = root / RATINGS / first.take.name / expert / "data.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"proficiency": rating}))
    assert load_examples(root)[0].score == 7.0
    assert load_examples(root)[1].score == load_examples(ee4d_standin)[1].score


def test_comments_that_failed_or_say_nothing_are_counted(ee4d_standin: Path, tmp_path: Path) -> None:
    root = shutil.copytree(ee4d_standin, tmp_path / "data")
    path = root / "annotations" / "expert_commentary_val.json"
    content = json.loads(path.read_text())
    (uid, entries), = content["annotations"].items()  # fmt: skip
    spoken = entries[0]["commentary_data"]
    sound = [(one["video_time"], one["text"]) for one in spoken]
    spoken += [spoken[0] | change for change in ({"error": True}, {"text": " "}, {"video_time": None})]
    path.write_text(json.dumps(content))
    commentary = read_commentary(root, Findings(root))
    first = commentary.by_take[uid][0]
    assert first.expert == "expert01" and first.unusable == 3
    assert [(one.time_s, one.text) for one in first.comments] == sound
    assert commentary.splits[uid] == ("val",) and list(commentary.splits.values()).count(("train",)) == 3


# -- examples --------------------------------------------------------------------------------------------------------


def test_an_example_holds_what_training_needs(ee4d_standin: Path) -> None:
    examples = load_examples(ee4d_standin)
    assert [(one.split, one.id) for one in examples] == [
        ("train", "request-1"), ("train", "request-2"), ("train", "request-3"), ("val", "request-1"),
    ]  # fmt: skip
    for one in examples:
        assert one.ego is not None and one.ego.name == "aria01_214-1.mp4" and one.ego.is_file()
        # The best view first, whatever its camera's name.
        assert [path.name for path in one.exos] == ["cam02.mp4", "cam01.mp4"] and one.take.best_exo == "cam02"
        start, end = one.window_s
        assert 0 < start < end <= one.take.duration_s and end - start <= 8
        assert one.score is not None and 1 <= one.score <= 10
        assert {point.techpoint.dimension for point in one.points} == set(DIMENSIONS)
        assert one.commentary and one.raw_comments
    tasks = [spec.ee4d_task for spec in DRILLS.values()]
    named = {spec.ee4d_task: name for name, spec in DRILLS.items() if tasks.count(spec.ee4d_task) == 1}
    assert [one.drill for one in examples] == [named.get(one.task) for one in examples]
    climbing = next(one for one in examples if one.task == "Rock Climbing")
    assert climbing.drill is None, "two drills share that task"


def test_records_with_one_side_or_none() -> None:
    parts = [TechInstruction(dimension, f"Mind {dimension}.") for dimension in DIMENSIONS[:4]]
    said = [
        TechComment("Eyes", "Good eyes. ", None),
        TechComment("arms", None, "Bend."),
        TechComment("hips", None, None),
    ]
    points = coached_points(replace(RECORD, tech_instruction=tuple(parts), regular_dict=tuple(said)))
    assert [(one.strength, one.weakness) for one in points] == [
        ("Good eyes.", None), (None, None), (None, "Bend."), (None, None),
    ]  # fmt: skip


def test_two_instructions_on_one_dimension_are_paired_in_order() -> None:
    parts = (TechInstruction("arms", "First."), TechInstruction("hands", "Second."))
    said = (TechComment("hands", "one", None), TechComment("arms", "two", None))
    points = coached_points(replace(RECORD, tech_instruction=parts, regular_dict=said))
    assert [(one.techpoint.instruction, one.strength) for one in points] == [("First.", "one"), ("Second.", "two")]


def test_downscaled_videos_are_read_first(ee4d_standin: Path, tmp_path: Path) -> None:
    root = shutil.copytree(ee4d_standin, tmp_path / "data")
    folder = root / "takes" / load_examples(root)[0].take.name / "frame_aligned_videos"
    small = folder / "downscaled" / "448"
    small.mkdir(parents=True)
    (folder / "cam01.mp4").rename(small / "cam01.mp4")
    shutil.copy(folder / "aria01_214-1.mp4", small)
    first = load_examples(root)[0]
    assert first.ego == small / "aria01_214-1.mp4"
    assert first.exos == (folder / "cam02.mp4", small / "cam01.mp4")


def test_only_the_views_that_are_asked_for_are_looked_at(ee4d_standin: Path, tmp_path: Path) -> None:
    root = shutil.copytree(ee4d_standin, tmp_path / "data")
    for path in root.glob("takes/*/frame_aligned_videos/aria*"):
        path.unlink()
    examples = load_examples(root, views=["exo"])
    assert len(examples) == 4 and all(one.ego is None and len(one.exos) == 2 for one in examples)
    assert len(survey(root).errors) == 4
    with pytest.raises(ValueError, match="views must be some of"):
        survey(root, views=["left"])
    with pytest.raises(ValueError, match="on_bad must be"):
        load_examples(root, on_bad="ignore")  # type: ignore[arg-type]


def test_cameras_that_are_none_and_takes_that_are_not_wanted(ee4d_standin: Path, tmp_path: Path) -> None:
    root = shutil.copytree(ee4d_standin, tmp_path / "data")
    content = json.loads((root / "takes.json").read_text())
    videos = content[0]["frame_aligned_videos"]
    videos["collage"] = {"0": {"relative_path": "frame_aligned_videos/collage.mp4"}}
    videos["aria02"] = videos["aria01"]
    content.append({"take_uid": "another", "duration_sec": "broken"})
    (root / "takes.json").write_text(json.dumps(content))
    findings = Findings(root)
    uid = content[0]["take_uid"]
    take = read_takes(root, {uid}, findings)[uid]
    assert take is not None and take.sound and take.ego is not None and take.ego.camera == "aria01"
    assert [view.camera for view in take.exos] == ["cam02", "cam01"]
    assert [problem.kind for problem in findings.problems] == ["several ego cameras"]
