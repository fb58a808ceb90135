"""The page in a browser: from upload to result, and every state between, with a fake coach behind a real server."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.request import Request, urlopen

import pytest
from gradio_client import Client, handle_file
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from techcoach.types import REPORT_SCHEMA, Drill, Refusal, TechPoint
from techcoach.ui.page import build_page, launch_options
from techcoach.ui.setting import CoachLike, ExampleClip, Setting
from techcoach.video.writer import write_video
from tests.fake_coach import COMMENTARY, DRILLS, FakeCoach, figure

BROWSER = shutil.which("chromium") or ""
pytestmark = pytest.mark.skipif(not BROWSER, reason="there is no Chromium to drive the page with")

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
PATIENCE_MS = 60_000
"""How long a page may take to react: far more than a quiet machine needs, as much as a busy one may."""
HOSTILE = (
    """<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>${window.hacked=1}{{window.hacked=1}}"""
)
HOSTILE_DRILL = Drill("hostile/drill", HOSTILE, (TechPoint("legs & knees", HOSTILE),))
LAPTOP: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}


class Coaches:
    """A coach for each name: quick, slow, hostile in its words; others are unknown."""

    def __init__(self) -> None:
        drills = (*DRILLS, HOSTILE_DRILL)
        self.known = {
            "quick": FakeCoach(drills),
            "org/slow": FakeCoach(drills, step_s=0.5),
            "org/hostile": FakeCoach(drills, commentary=f"{HOSTILE}. However, {HOSTILE}."),
        }

    def __call__(self, checkpoint: str) -> CoachLike:
        if checkpoint not in self.known:
            raise Refusal("unknown_checkpoint", f"There is no {checkpoint}.", "Choose another checkpoint.")
        return self.known[checkpoint]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made clips: one that is coached, the same under names that the fake coach refuses or fails on, and a text."""
    folder = tmp_path_factory.mktemp("clips")
    frames, _ = figure((320, 180), 24)
    write_video(folder / "shot.mp4", frames, 12)
    for name in ("nobody.mp4", "crash.mp4", "twins.mp4", "kick.mp4"):
        shutil.copy(folder / "shot.mp4", folder / name)
    (folder / "text.mp4").write_text("this is no video\n" * 20)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(tmp_path_factory.mktemp("gradio")))
        example = ExampleClip("Penalty kick, made", str(folder / "kick.mp4"), DRILLS[1].id)
        setting = Setting(Coaches(), (*DRILLS, HOSTILE_DRILL), [example], ["quick", "org/slow", "org/hostile"])
        page = build_page(setting)
        _, local, _ = page.queue().launch(prevent_thread_lock=True, quiet=True, **launch_options())
        yield local
        page.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page as a visitor opens it; nothing may come from elsewhere, and no script may fail."""
    viewport = cast(ViewportSize, getattr(request, "param", LAPTOP))
    context = browser.new_context(viewport=viewport, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    opened = context.new_page()
    elsewhere: list[str] = []
    failures: list[str] = []
    opened.on(
        "request", lambda sent: None if sent.url.startswith((address, "data:", "blob:")) else elsewhere.append(sent.url)
    )
    opened.on("pageerror", lambda error: failures.append(str(error)))
    opened.goto(address)
    expect(opened.locator("#coach")).to_be_disabled()
    yield opened
    context.close()
    assert elsewhere == [] and failures == []


def upload(page: Page, path: Path) -> None:
    if page.locator("#clip .file-preview").count():
        page.locator("#clip button[aria-label=Clear]").click()
        expect(page.locator("#clip .file-preview")).to_have_count(0)
    page.set_input_files("#clip input[type=file]", path)
    expect(page.locator("#coach")).to_be_enabled()


def coach(page: Page) -> None:
    page.locator("#coach").click()
    expect(page.locator("#coach")).to_have_text("Coaching")
    expect(page.locator("#coach")).to_have_text("Coach")


def result(page: Page) -> Locator:
    return page.locator("#result")


def score(page: Page) -> float:
    text = page.locator("#summary .tc-number").inner_text()
    match = re.search(r"\d+\.\d", text)
    assert match, text
    return float(match[0])


def choose_checkpoint(page: Page, name: str) -> None:
    if not page.locator("#checkpoint").is_visible():
        page.get_by_role("button", name="More").click()
    page.locator("#checkpoint input").fill(name)
    page.locator("#checkpoint input").press("Enter")
    page.locator("#checkpoint input").blur()


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


# -- from upload to result ---------------------------------------------------------------------------------------------


def test_a_clip_is_coached(page: Page, folder: Path):
    upload(page, folder / "shot.mp4")
    coach(page)
    expect(page.locator("#summary")).to_contain_text("of 10")
    well, improve = page.locator("#summary .tc-strength"), page.locator("#summary .tc-weakness")
    assert f"{well.locator('.tc-said').inner_text()} {improve.locator('.tc-said').inner_text()}" == COMMENTARY
    assert well.locator("li").count() == improve.locator("li").count() == 3
    pictures = page.locator("#points img")
    expect(pictures).to_have_count(14)
    for picture in pictures.all():
        assert picture.evaluate("image => image.naturalWidth") == 420
        assert "where the model looked" in (picture.get_attribute("alt") or "")
    assert page.locator("#points .tc-similarity").count() == 14 * 3
    expect(page.locator("#timeline .js-plotly-plot .main-svg").first).to_be_visible()
    assert overflow(page) <= 0


def test_the_report_can_be_taken_away(page: Page, folder: Path):
    upload(page, folder / "shot.mp4")
    coach(page)
    with page.expect_download() as downloading:
        page.locator("#report").click()
    report = json.loads(downloading.value.path().read_text(encoding="utf-8"))
    assert report["schema"] == REPORT_SCHEMA and len(report["techpoints"]) == 7
    assert f"{report['score']:.1f}" == f"{score(page):.1f}"
    with page.expect_download() as downloading:
        page.locator("#attention").click()
    assert downloading.value.suggested_filename == "attention.npz"


def test_the_stage_is_displayed_while_it_runs(page: Page, folder: Path):
    choose_checkpoint(page, "org/slow")
    upload(page, folder / "shot.mp4")
    page.locator("#coach").click()
    expect(page.locator("#coach")).to_be_disabled()
    bar = page.locator("#status [role=progressbar]")
    for stage in ("Finding the athlete", "Thinking about the TechPoints"):
        expect(bar).to_have_attribute("aria-label", stage)
    expect(result(page)).to_be_visible()
    expect(page.locator("#coach")).to_be_enabled()


def test_a_moment_moves_the_player(page: Page, folder: Path):
    upload(page, folder / "shot.mp4")
    coach(page)
    moment = page.locator("#points .tc-moment").nth(2)
    moment.click()
    at = float(moment.get_attribute("data-seconds") or "nan")
    page.wait_for_function("at => Math.abs(document.querySelector('#player video').currentTime - at) < 0.05", arg=at)


def test_an_example_fills_the_form_from_the_keyboard(page: Page):
    page.locator("#examples button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#coach")).to_be_enabled()
    expect(page.locator("#clip .file-preview")).to_contain_text("kick")
    expect(page.locator(f"#drill input[value='{DRILLS[1].id}']")).to_be_checked()
    expect(page.locator("#player video")).to_be_visible()
    page.locator("#coach").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#summary h2").first).to_have_text(DRILLS[1].title)


# -- states ------------------------------------------------------------------------------------------------------------


def test_results_never_outlive_what_they_are_about(page: Page, folder: Path):
    upload(page, folder / "shot.mp4")
    coach(page)
    first = score(page)
    coach(page)
    assert score(page) != first, "a second run replaces the first"
    page.get_by_label(DRILLS[1].title).check()
    expect(result(page)).to_be_hidden()
    coach(page)
    expect(page.locator("#summary h2").first).to_have_text(DRILLS[1].title)
    page.locator("#clip button[aria-label=Clear]").click()
    expect(result(page)).to_be_hidden()
    expect(page.locator("#coach")).to_be_disabled()
    expect(page.locator("#player video")).to_have_count(0)


def test_a_drill_changed_during_a_run_drops_its_result(page: Page, folder: Path):
    choose_checkpoint(page, "org/slow")
    upload(page, folder / "shot.mp4")
    page.locator("#coach").click()
    expect(page.locator("#status [role=progressbar]")).to_be_visible()
    page.get_by_label(DRILLS[1].title).check()
    expect(page.locator("#coach")).to_have_text("Coach")
    expect(page.locator("#coach")).to_be_enabled()
    expect(result(page)).to_be_hidden()
    assert page.locator("#summary .tc-score").count() == 0


def test_refusals_say_what_to_do_and_leave_no_old_result(page: Page, folder: Path):
    upload(page, folder / "shot.mp4")
    coach(page)
    expect(result(page)).to_be_visible()
    for name, what, advice in (
        ("nobody.mp4", "No athlete could be seen in nobody.mp4.", "Film one person, whole, and near."),
        ("text.mp4", "text.mp4 is not a video.", "Upload a video, as your phone records it."),
        ("crash.mp4", "Something went wrong here, not with your clip", "Try once more"),
    ):
        upload(page, folder / name)
        expect(result(page)).to_be_hidden()
        coach(page)
        expect(page.locator("#status [role=alert]")).to_contain_text(what)
        expect(page.locator("#status [role=alert]")).to_contain_text(advice)
        expect(result(page)).to_be_hidden()
    upload(page, folder / "shot.mp4")
    expect(page.locator("#status [role=alert]")).to_have_count(0)
    coach(page)
    expect(result(page)).to_be_visible()


def test_of_several_people_the_visitor_chooses_the_athlete(page: Page, folder: Path):
    upload(page, folder / "twins.mp4")
    expect(page.locator("#who")).to_be_hidden()
    coach(page)
    question = page.locator("#status [role=alert]")
    expect(question).to_contain_text("Who is the athlete?")
    picture = question.locator("img")
    assert picture.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [320, 180]
    # The second box, in the picture a quarter as large, has a white edge and a number above it.
    colours = picture.evaluate("""image => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      const colour = ([x, y]) => [...context.getImageData(x, y, 1, 1).data.slice(0, 3)];
      return [[200, 100], [225, 100], [225, 34]].map(colour);
    }""")
    assert min(colours[0]) > 200 and max(abs(value - 120) for value in colours[1]) < 12 and colours[2][2] > 120
    page.locator("#who").get_by_label("2").check()
    coach(page)
    expect(result(page)).to_contain_text("box=(800.0, 200.0, 1000.0, 600.0), time_s=1.5")
    upload(page, folder / "shot.mp4")
    expect(page.locator("#who")).to_be_hidden()
    coach(page)
    expect(result(page)).not_to_contain_text("The athlete is")


@pytest.mark.parametrize("name", ["picture.png", "notes.txt", "clip.mkv", "noname"])
def test_any_file_comes_to_our_own_refusal(page: Page, name: str):
    page.set_input_files("#clip input[type=file]", {"name": name, "mimeType": "", "buffer": b"not a video at all"})
    expect(page.locator("#coach")).to_be_enabled()
    expect(page.locator(".tc-unplayable")).to_be_visible()
    coach(page)
    expect(page.locator("#status [role=alert]")).to_contain_text("is not a video")


def test_an_unknown_checkpoint_is_refused(page: Page, folder: Path):
    upload(page, folder / "shot.mp4")
    for name, message in (("no/such", "There is no no/such."), ("/etc", "neither in the list nor a Hub id")):
        choose_checkpoint(page, name)
        coach(page)
        expect(page.locator("#status [role=alert]")).to_contain_text(message)


# -- texts of visitors and models --------------------------------------------------------------------------------------


def test_custom_techpoints_are_coached(page: Page, folder: Path):
    upload(page, folder / "shot.mp4")
    page.get_by_role("button", name="More").click()
    cell = page.locator("#techpoints [data-row='0'][data-col='1']").first
    cell.dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type("Eyes on <b>my</b> mark.")
    page.keyboard.press("Enter")
    coach(page)
    expect(page.locator("#tc-point-0 .tc-instruction")).to_have_text("Eyes on <b>my</b> mark.")


def test_hostile_text_stays_text(page: Page, folder: Path):
    choose_checkpoint(page, "org/hostile")
    name = "<img src=x onerror=window.hacked=1>${window.hacked=1}.mp4"
    page.set_input_files(
        "#clip input[type=file]", {"name": name, "mimeType": "video/mp4", "buffer": (folder / "shot.mp4").read_bytes()}
    )
    page.locator("#drill input[value='hostile/drill']").check()
    expect(page.locator("#coach")).to_be_enabled()
    coach(page)
    expect(page.locator("#tc-point-0 .tc-instruction")).to_have_text(HOSTILE)
    expect(page.locator("#summary h2").first).to_have_text(HOSTILE)
    expect(page.locator("#summary .tc-strength > .tc-said")).to_have_text(f"{HOSTILE}.")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert page.locator("#result img[src='x']").count() == 0


# -- small screens -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_phone_needs_no_sideways_scrolling(page: Page, folder: Path):
    assert overflow(page) <= 0
    page.get_by_role("button", name="More").click()
    upload(page, folder / "shot.mp4")
    coach(page)
    expect(page.locator("#timeline .js-plotly-plot .main-svg").first).to_be_visible()
    # The result has been brought into view; the click below scrolls on.
    page.wait_for_function("Math.abs(document.querySelector('#result').getBoundingClientRect().top) < 422")
    page.locator("#points details").first.click()
    assert overflow(page) <= 0
    widest = "Math.max(...[...document.querySelectorAll('#result *')].map(e => e.getBoundingClientRect().right))"
    assert page.evaluate(widest) <= 390


# -- for programs ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client(address: str, tmp_path_factory: pytest.TempPathFactory) -> Client:
    return Client(address, verbose=False, download_files=tmp_path_factory.mktemp("client"))


def test_programs_get_the_report(client: Client, folder: Path):
    assert list(client.view_api(return_format="dict", print_info=False)["named_endpoints"]) == ["/coach"]
    report = client.predict(handle_file(folder / "shot.mp4"), DRILLS[0].id, None, None, api_name="/coach")
    assert report["schema"] == REPORT_SCHEMA and report["drill"]["id"] == DRILLS[0].id


def test_programs_receive_refusals(client: Client, folder: Path):
    answer = client.predict(handle_file(folder / "nobody.mp4"), DRILLS[0].id, None, None, api_name="/coach")
    assert answer["refused"]["reason"] == "no_athlete"
    answer = client.predict(handle_file(folder / "shot.mp4"), "chess/opening", None, None, api_name="/coach")
    assert answer["refused"]["reason"] == "unknown_drill"


def test_programs_cannot_name_files_of_the_server(address: str, folder: Path):
    # By hand: the client would upload the file first.
    named = {"path": str(folder / "shot.mp4"), "meta": {"_type": "gradio.FileData"}}
    body = json.dumps({"data": [named, DRILLS[0].id, None, None]}).encode()
    url = f"{address.rstrip('/')}/gradio_api/call/coach"
    sent = Request(url, body, {"Content-Type": "application/json"})
    with urlopen(sent, timeout=30) as answer:
        event = json.load(answer)["event_id"]
    with urlopen(f"{url}/{event}", timeout=30) as answer:
        events = answer.read().decode()
    assert "event: error" in events and "techpoints" not in events
