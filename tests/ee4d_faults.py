"""Faults to plant in a copy of the stand-in for EE4D-DescCoach, each with what is to come of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

TRAIN, VAL = "annotations/ee4d_desc_coach_train.json", "annotations/ee4d_desc_coach_val.json"
SAID = "annotations/expert_commentary_{}.json"
RECORDS = 4


class Planted(NamedTuple):
    """Where a fault was planted, and what is to come of it.

    records: how many rows there are then. problems: how many, this one and those that follow from it.
    """

    file: str
    record: str
    field: str
    kind: str
    left_out: int = 1
    severity: str = "error"
    records: int = RECORDS
    problems: int = 1


def edit(path: Path, change: Callable[[Any], Any]) -> None:
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def first_take(root: Path) -> dict[str, Any]:
    return dict(json.loads((root / "takes.json").read_text())[0])


def rating_file(root: Path, expert: str = "expert01") -> Path:
    return root / "annotations" / "expert_commentary" / first_take(root)["take_name"] / expert / "data.json"


def of_record(field: str, kind: str, change: Callable[[Any], Any], **rest: Any) -> Callable[[Path], Planted]:
    """A fault in the second train record."""

    def plant(root: Path) -> Planted:
        edit(root / TRAIN, lambda content: change(content["request-2"]))
        return Planted(TRAIN, "request-2", field, kind, **rest)

    return plant


def of_take(field: str, kind: str, change: Callable[[Any], Any], **rest: Any) -> Callable[[Path], Planted]:
    """A fault in the first entry of takes.json."""

    def plant(root: Path) -> Planted:
        uid = first_take(root)["take_uid"]
        edit(root / "takes.json", lambda content: change(content[0]))
        return Planted("takes.json", uid, field, kind, **rest)

    return plant


def odd_record(field: str, kind: str, change: Callable[[Any], Any], **rest: Any) -> Callable[[Path], Planted]:
    return of_record(field, kind, change, left_out=0, severity="odd", **rest)


def without_videos(take: Any) -> None:
    for streams in take["frame_aligned_videos"].values():
        for stream in streams.values():
            stream["relative_path"] = None


def missing_video(root: Path) -> Planted:
    take = first_take(root)
    (root / take["root_dir"] / "frame_aligned_videos" / "cam01.mp4").unlink()
    return Planted("takes.json", take["take_uid"], "frame_aligned_videos.cam01.0.relative_path", "missing video")


def empty_video(root: Path) -> Planted:
    take = first_take(root)
    (root / take["root_dir"] / "frame_aligned_videos" / "aria01_214-1.mp4").write_bytes(b"")
    return Planted("takes.json", take["take_uid"], "frame_aligned_videos.aria01.rgb.relative_path", "missing video")


def broken_annotations(root: Path) -> Planted:
    (root / VAL).write_text((root / VAL).read_text()[:-40])
    return Planted(VAL, "", "", "broken JSON", left_out=0, records=3)


def broken_rating(root: Path) -> Planted:
    path = rating_file(root)
    path.write_bytes(b'{"proficiency": "\xff"}')
    return Planted(path.relative_to(root).as_posix(), "expert01", "", "broken JSON")


def nan_rating(root: Path) -> Planted:
    path = rating_file(root)
    edit(path, lambda content: content["proficiency"].update(rating=float("nan")))
    return Planted(path.relative_to(root).as_posix(), "expert01", "proficiency.rating", "not a finite number")


def no_ratings(root: Path) -> Planted:
    folder = rating_file(root).parents[1]
    shutil.rmtree(folder)
    return Planted(folder.relative_to(root).as_posix(), "", "", "no score", left_out=0, severity="odd")


def duplicate_id(root: Path) -> Planted:
    record = json.dumps(json.loads((root / VAL).read_text())["request-1"])
    (root / VAL).write_text(f'{{"request-1": {record}, "request-1": {record}}}')
    return Planted(VAL, "request-1", "", "duplicate id", left_out=2, records=5)


def duplicate_take(root: Path) -> Planted:
    edit(root / "takes.json", lambda content: content.append(content[0]))
    return Planted("takes.json", first_take(root)["take_uid"], "take_uid", "duplicate take", problems=2)


def take_in_both_official_splits(root: Path) -> Planted:
    uid = first_take(root)["take_uid"]
    edit(root / SAID.format("val"), lambda content: content["annotations"].update({uid: []}))
    return Planted(SAID.format("val"), uid, "", "take in both splits")


def take_in_both_files(root: Path) -> Planted:
    record = json.loads((root / TRAIN).read_text())["request-1"]
    edit(root / VAL, lambda content: content.update({"request-9": record}))
    return Planted(VAL, "request-9", "take_id", "take in both splits", left_out=2, records=5, problems=3)


def wrong_split(root: Path) -> Planted:
    moved: list[Any] = []
    edit(root / TRAIN, lambda content: moved.append(content.pop("request-3")))
    edit(root / VAL, lambda content: content.update({"request-3": moved[0]}))
    return Planted(VAL, "request-3", "take_id", "wrong split")


def no_official_split(root: Path) -> Planted:
    (root / SAID.format("val")).unlink()
    return Planted(SAID.format("val"), "", "", "no official split", left_out=0, severity="odd", problems=2)


def no_val_file(root: Path) -> Planted:
    (root / VAL).unlink()
    return Planted(VAL, "", "", "missing file", left_out=0, severity="odd", records=3)


def same_window_twice(root: Path) -> Planted:
    edit(root / TRAIN, lambda content: content.update({"request-4": content["request-1"]}))
    return Planted(TRAIN, "request-4", "clip_st_ed", "same window twice", left_out=0, severity="odd", records=5)


def first_part(record: Any) -> str:
    return str(record["response"]["regular_dict"][0]["body_part"])


COMMENT = "response.regular_dict[0]"
FAULTS: dict[str, Callable[[Path], Planted]] = {
    "missing video": missing_video,
    "empty video": empty_video,
    "null path": of_take(
        "frame_aligned_videos.aria01.rgb.relative_path", "null video path",
        lambda take: take["frame_aligned_videos"]["aria01"]["rgb"].update(relative_path=None),
        left_out=0, severity="odd",
    ),
    "no paths": of_take("frame_aligned_videos", "no video at all", without_videos, problems=4),
    "path away": of_take(
        "frame_aligned_videos.cam01.0.relative_path", "path leads away",
        lambda take: take["frame_aligned_videos"]["cam01"]["0"].update(relative_path="../../secret.mp4"),
    ),
    "no duration": of_take("duration_sec", "wrong type", lambda take: take.pop("duration_sec"), problems=2),
    "duplicate take": duplicate_take,
    "broken annotations": broken_annotations,
    "broken rating": broken_rating,
    "nan rating": nan_rating,
    "no ratings": no_ratings,
    "duplicate id": duplicate_id,
    "both official splits": take_in_both_official_splits,
    "both files": take_in_both_files,
    "wrong split": wrong_split,
    "no official split": no_official_split,
    "no val file": no_val_file,
    "same window": same_window_twice,
    "wrong id": of_record("take_id", "wrong take id", lambda one: one.update(take_id="nobody")),
    "wrong name": of_record("take_name", "wrong take id", lambda one: one.update(take_name="another")),
    "other task": odd_record("task_name", "another task", lambda one: one.update(task_name="Cooking")),
    "empty commentary": of_record(
        "response.summarization", "empty text", lambda one: one["response"].update(summarization=" ")
    ),
    "empty instruction": of_record(
        "tech_instruction[1].instruction", "empty text", lambda one: one["tech_instruction"][1].update(instruction="")
    ),
    "empty raw comment": odd_record(
        "raw_comment[0]", "empty raw comment", lambda one: one["raw_comment"].insert(0, "")
    ),
    "no raw comment": odd_record("raw_comment", "no raw comment", lambda one: one["raw_comment"].clear()),
    "unknown part": of_record(
        "tech_instruction[0].body_part", "unknown body part",
        lambda one: one["tech_instruction"][0].update(body_part="tail"),
    ),
    "no instruction": of_record(
        f"{COMMENT}.body_part", "comment without TechPoint",
        lambda one: one.update(
            tech_instruction=[own for own in one["tech_instruction"] if own["body_part"] != first_part(one)]
        ),
        problems=2,
    ),
    "two comments": of_record(
        "response.regular_dict[1].body_part", "comment without TechPoint",
        lambda one: one["response"]["regular_dict"].insert(1, one["response"]["regular_dict"][0]),
    ),
    "number for text": of_record(
        f"{COMMENT}.what_is_done_well", "wrong type",
        lambda one: one["response"]["regular_dict"][0].update(what_is_done_well=3),
    ),
    "said to be none": odd_record(
        f"{COMMENT}.what_is_done_well", "side told as absent",
        lambda one: one["response"]["regular_dict"][0].update(what_is_done_well="None."),
    ),
    "nothing said": odd_record(
        "response.regular_dict", "no TechPoint commentary",
        lambda one: [
            own.update(what_is_done_well="", what_can_be_improved=None) for own in one["response"]["regular_dict"]
        ],
    ),
    "outside": of_record("clip_st_ed", "window outside of the take", lambda one: one.update(clip_st_ed=[100, 108])),
    "beyond": odd_record("clip_st_ed", "window reaches beyond the take", lambda one: one.update(clip_st_ed=[-1, 4.0])),
    "long": odd_record("clip_st_ed", "long window", lambda one: one.update(clip_st_ed=[0, 9]), problems=2),
    "backwards": of_record("clip_st_ed", "bad window", lambda one: one.update(clip_st_ed=[3, 1])),
    "one end": of_record("clip_st_ed", "bad window", lambda one: one.update(clip_st_ed=[3])),
    "nan window": of_record(
        "clip_st_ed[1]", "not a finite number", lambda one: one.update(clip_st_ed=[0, float("nan")])
    ),
    "huge window": of_record("clip_st_ed[1]", "not a finite number", lambda one: one.update(clip_st_ed=[0, 10**400])),
    "true window": of_record("clip_st_ed[1]", "wrong type", lambda one: one.update(clip_st_ed=[0, True])),
    "no response": of_record("response", "wrong type", lambda one: one.pop("response")),
    "unknown field": odd_record("score", "unknown field", lambda one: one.update(score=4)),
    "long text": odd_record(
        "response.summarization", "over-long text", lambda one: one["response"].update(summarization="word " * 300)
    ),
    "six points": odd_record(
        "tech_instruction", "not seven TechPoints",
        lambda one: one.update(
            tech_instruction=one["tech_instruction"][:6],
            response=one["response"] | {"regular_dict": one["response"]["regular_dict"][:1]},
        ),
    ),
}  # fmt: skip
