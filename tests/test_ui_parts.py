"""What the page is made of, without a browser: HTML that carries any text safely, forms that trust nothing, files."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from techcoach.types import Refusal, TechPoint, silent
from techcoach.ui import cards, clips
from techcoach.ui.files import write_downloads
from techcoach.ui.page import launch_options
from techcoach.ui.request import (
    Form,
    allowed_checkpoint,
    checked_window,
    coach_form,
    custom_techpoints,
    parse_moment,
    techpoint_rows,
)
from techcoach.ui.setting import ExampleClip, Setting
from tests.fake_coach import DRILLS, FakeCoach, report

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = """<img src=x onerror="hacked()"></p><script>hacked()</script>${hacked()}{{hacked()}}`'"&amp;"""


class Elements(HTMLParser):
    """Which elements some HTML has, which attributes, and which words."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(source)
        assert self.open == [], f"never closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self) -> str:
        return "".join(self.words)


def everything(made) -> str:
    return (
        cards.summary(made) + cards.techpoint_cards(made) + cards.peaks_table(made) + cards.small_print(made)
        + cards.done_notice(made)
    )  # fmt: skip


def hostile_report():
    made = report(
        dataclasses.replace(DRILLS[0], title=HOSTILE, techpoints=(TechPoint("legs & knees", HOSTILE),)),
        name=HOSTILE,
        commentary=f"{HOSTILE}. However, {HOSTILE}.",
        warnings=(HOSTILE,),
    )
    side = made.techpoints[0].strength
    neighbours = tuple(dataclasses.replace(neighbour, text=HOSTILE) for neighbour in side.neighbours)
    side = dataclasses.replace(side, commentary=HOSTILE, neighbours=neighbours)
    summary = dataclasses.replace(made.checkpoint, id=HOSTILE, revision=HOSTILE, trained_on=HOSTILE)
    point = dataclasses.replace(made.techpoints[0], strength=side)
    return dataclasses.replace(made, checkpoint=summary, techpoints=(point,))


# -- cards -------------------------------------------------------------------------------------------------------------


def test_hostile_text_is_only_ever_text():
    source = everything(hostile_report()) + cards.refusal_card(Refusal("unreadable", HOSTILE, HOSTILE))
    source += clips.player(f"/tmp/{HOSTILE}") + clips.gallery([ExampleClip(HOSTILE, f"/{HOSTILE}", "x")])
    page = Elements(source)
    assert not page.all("script")
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert all(str(image["src"]).startswith("data:image/jpeg;base64,") for image in page.all("img"))
    # Gradio's templates would run these, wherever they stand.
    assert "${" not in source and "{{" not in source and "`" not in source
    assert page.text.count(HOSTILE) > 12


def test_a_report_shows_what_it_says():
    made = report()
    page = Elements(everything(made))
    assert "6.4" in page.text and "5.1 to 7.7" in page.text and "Mid-range jump shot" in page.text
    for point in made.techpoints:
        assert point.techpoint.instruction in page.text
        for side in (point.strength, point.weakness):
            assert all(neighbour.text in page.text for neighbour in side.neighbours)
            assert f"{side.present:.0%}" in page.text
    assert "similarity 0.91" in page.text and "Nothing clear to say" in page.text
    assert made.checkpoint.trained_on in page.text and "pose 1.9 s" in page.text


def test_every_picture_has_words():
    page = Elements(cards.techpoint_cards(report()))
    words = [image["alt"] for image in page.all("img")]
    assert len(words) == 14 and len(set(words)) == 14
    assert all("where the model looked for a" in str(alternative) for alternative in words)


def test_commentary_stands_in_two_cards():
    page = Elements(cards.summary(report()))
    assert "Done well" in page.text and "Can be improved" in page.text and "Commentary" not in page.text


def test_commentary_that_does_not_turn_stands_whole():
    whole = "Everything is as it should be."
    page = Elements(cards.summary(report(commentary=whole)))
    assert whole in page.text and "Commentary" in page.text and "Can be improved" not in page.text


def test_score_and_interval_lie_on_the_scale():
    page = Elements(cards.score_card(report(score=5.5)))
    placed = {str(mark["class"]): str(mark["style"]) for mark in page.all("i")}
    assert placed["tc-mark"] == "left:50.00%"
    assert placed["tc-interval"] == f"left:{100 * 3.2 / 9:.2f}%;width:{100 * 2.6 / 9:.2f}%"
    assert "90% interval from 4.2 to 6.8" in str(page.all("div")[0]["aria-label"])


def test_moments_can_be_pressed():
    made = report()
    pressed = {float(str(b["data-seconds"])) for b in Elements(everything(made)).all("button") if "data-seconds" in b}
    peaks = [getattr(point, quality).peak_time_s for point in made.techpoints for quality in ("strength", "weakness")]
    assert pressed == {round(peak, 3) for peak in peaks}


def test_a_report_without_pictures_is_still_rendered():
    page = Elements(everything(dataclasses.replace(report(), evidence=None)))
    assert not page.all("img") and "Shoulders square" in page.text


@pytest.mark.parametrize(("read", "note"), [(False, "not read by the coach"), (True, "Read beside the clip above")])
def test_the_first_person_clip_is_shown_and_said_to_be_read_or_not(read: bool, note: str):
    made = report()
    assert made.evidence is not None
    ego = np.zeros((9, 40, 60, 3), np.uint8)
    with_ego = dataclasses.replace(made.evidence, ego_frames=ego, ego_read=read)
    page = Elements(cards.techpoint_cards(dataclasses.replace(made, evidence=with_ego)))
    assert len(page.all("img")) == 15 and note in page.text


def test_refusals_say_what_to_do():
    page = Elements(cards.refusal_card(Refusal("too_long", "It lasts 90 s.", "Cut it to a minute.")))
    assert "It lasts 90 s." in page.text and "What to do next. Cut it to a minute." in page.text
    assert page.all("section")[0]["role"] == "alert"


def test_addresses_are_quoted():
    assert clips.address("/tmp/a b?#%.mp4") == "gradio_api/file=/tmp/a%20b%3F%23%25.mp4"


# -- forms -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    coach = FakeCoach(step_s=0)
    return Setting(lambda checkpoint: coach, DRILLS, [], [str(tmp_path / "listed"), "org/listed"])


@pytest.fixture
def clip(tmp_path: Path) -> str:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"\0\0\0 ftypisom")
    return str(path)


def refused(reason: str, form: Form, setting: Setting) -> Refusal:
    with pytest.raises(Refusal) as caught:
        coach_form(setting, form, silent)
    assert caught.value.reason == reason
    return caught.value


def test_a_form_is_coached(setting: Setting, clip: str):
    stages: list[str] = []
    made = coach_form(setting, Form(clip, DRILLS[1].id), lambda stage, fraction: stages.append(stage))
    assert made.drill == DRILLS[1] and stages[:2] == ["Loading the coach", "Reading the clip"] and not made.warnings
    worn = coach_form(setting, Form(clip, DRILLS[1].id, first_person=True), silent)
    assert worn.warnings == ("The clip is taken as a first-person clip.",)


def test_what_is_filled_in_wrongly_is_refused(setting: Setting, clip: str):
    drill = DRILLS[0].id
    refused("unreadable", Form(None, drill), setting)
    refused("unknown_drill", Form(clip, "chess/opening"), setting)
    refused("too_short", Form(clip, drill, start=3, end=3), setting)
    refused("too_short", Form(clip, drill, start=-1), setting)
    refused("unknown_checkpoint", Form(clip, drill, checkpoint="../../etc"), setting)


def test_moments_are_read_as_people_write_them():
    assert parse_moment(None) is None and parse_moment("  ") is None and parse_moment(2.5) == 2.5
    assert (
        parse_moment("12") == 12
        and parse_moment("12,5 s") == 12.5
        and parse_moment("0:12") == 12
        and parse_moment(" 1:02.5") == 62.5
    )
    for wrong in ("noon", "1:2:3", "inf", "nan", "1e3", "٣", float("nan")):
        with pytest.raises(Refusal, match="no moment of a clip"):
            parse_moment(wrong)


def test_windows():
    assert checked_window(None, None) == (None, None)
    assert checked_window(0, 2.5) == (0, 2.5) and checked_window(None, 4) == (None, 4)
    with pytest.raises(Refusal, match="4 s to 2 s"):
        checked_window(4, 2)
    with pytest.raises(Refusal):
        checked_window(None, 0)


def test_only_listed_folders_and_hub_ids_are_checkpoints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    listed = [str(tmp_path / "mine"), "techcoach"]
    for good in (*listed, "org/name", "org/name@main", "org/name@refs/pr/1", "  org/name "):
        assert allowed_checkpoint(good, listed) == good.strip()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder" / "inside").mkdir(parents=True)
    for bad in ("/etc", "folder/inside", "folder/inside@main", "..", "a/../b", "a/b@../c", "http://a/b", "", "name"):
        with pytest.raises(Refusal, match="unknown_checkpoint"):
            allowed_checkpoint(bad, listed)


def test_an_untouched_table_means_the_drill_s_own_points():
    drill = DRILLS[0]
    assert custom_techpoints(techpoint_rows(drill), drill) is None
    assert custom_techpoints([*techpoint_rows(drill), ["", ""], [None, " "]], drill) is None


def test_a_coach_s_own_points_are_read():
    drill = DRILLS[0]
    rows = [["Legs & Knees", "  Sit into the dip. "], ["", ""]]
    assert custom_techpoints(rows, drill) == [TechPoint("legs & knees", "Sit into the dip.")]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["elbows", "up"]], "'elbows' is not a body part"),
        ([["legs & knees", ""]], "has 0 characters"),
        ([["legs & knees", "x" * 401]], "has 401 characters"),
        ([["", ""]], "There are 0 technical points"),
        ([["legs & knees", "bend"]] * 15, "There are 15 technical points"),
    ],
)
def test_points_that_cannot_be_used_are_refused(rows: list[list[str]], message: str):
    with pytest.raises(Refusal, match=message):
        custom_techpoints(rows, DRILLS[0])


def test_a_setting_must_fit_together():
    with pytest.raises(ValueError, match="at least one drill"):
        Setting(lambda checkpoint: FakeCoach(), [], [], ["here"])
    with pytest.raises(ValueError, match="chess"):
        Setting(lambda checkpoint: FakeCoach(), DRILLS, [ExampleClip("a", "a.mp4", "chess")], ["here"])


# -- files, launch -----------------------------------------------------------------------------------------------------


def test_downloads_hold_the_report_and_its_attention(tmp_path: Path):
    made = report()
    report_path, attention = write_downloads(made, tmp_path / "new")
    assert json.loads(report_path.read_text(encoding="utf-8")) == json.loads(json.dumps(made.to_dict()))
    with np.load(attention) as arrays:
        for point, entry in zip(made.techpoints, made.to_dict()["techpoints"], strict=True):
            named = entry["weakness"]["attention"]["file"].removesuffix(".npy")
            assert np.array_equal(arrays[named], point.weakness.attention)
        assert arrays["cell_boxes"].shape == (16, 4) and arrays["bin_times"].shape == (16, 2)
    again, _ = write_downloads(made, tmp_path / "new")
    assert again != report_path, "a second report must not write over the first"


def test_the_page_is_served_privately():
    options = launch_options()
    assert options["share"] is False and options["show_error"] is False and options["strict_cors"] is True
    assert options["allowed_paths"] == [] and options["run_history"] is False and options["enable_monitoring"] is False
    assert options["footer_links"] == [] and options["max_file_size"] == "500mb"


def test_the_page_is_built_without_heavy_libraries():
    """The first page must not wait for them."""
    source = """
import sys
from tests.fake_coach import DRILLS, FakeCoach
from techcoach.ui.page import build_page
from techcoach.ui.setting import Setting
page = build_page(Setting(lambda checkpoint: FakeCoach(), DRILLS, [], ["fake"]))
assert page.analytics_enabled is False and page.delete_cache == (600, 3600)
import techcoach.ui.app
heavy = {"torch", "tensorflow", "transformers", "mediapipe", "jax", "decord"} & set(sys.modules)
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", source], cwd=ROOT, check=True, timeout=120)
