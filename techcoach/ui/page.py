"""The page: choose a clip and a drill, press Coach, read the report.

Knows how to get a coach (`Setting.coach_for`) and what its reports hold; does not know how a coach works. Uploads go
through `gr.File`, which hands on a path and does not open the file; `gr.Video` would refuse files by their names, trim
them in the browser after a download, and run ffmpeg in this process.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from ..types import CoachingReport, Drill, PersonBox, Refusal, SeveralAthletes
from ..views.timeline import timeline
from . import cards, clips, texts
from .files import write_downloads
from .request import Form, coach_form, person_text, techpoint_rows
from .setting import Setting

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
SILENT: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
KEPT_S = 3600
"""Uploads and results are deleted after an hour."""
SHOW_RESULT = """() => {
  const result = document.querySelector("#result");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const target = result && result.offsetParent ? result : document.querySelector("#status");
  target.scrollIntoView({ block: result === target ? "start" : "nearest", behavior: still ? "auto" : "smooth" });
}"""


@dataclass(frozen=True)
class FormParts:
    """The components that a visitor fills in."""

    clip: gr.File
    player: gr.HTML
    examples: gr.HTML | None
    drill: gr.Radio
    go: gr.Button
    status: gr.HTML
    ego: gr.File
    first_person: gr.Checkbox
    start: gr.Textbox
    end: gr.Textbox
    checkpoint: gr.Dropdown
    techpoints: gr.Dataframe
    attempt: gr.Textbox
    who: gr.Radio

    @property
    def inputs(self) -> list[Any]:
        """The components in the order of `Form`'s fields."""
        more = [
            self.ego,
            self.first_person,
            self.start,
            self.end,
            self.checkpoint,
            self.techpoints,
            self.who,
            self.attempt,
        ]
        return [self.clip, self.drill, *more]


@dataclass(frozen=True)
class ResultParts:
    """The components that show a result, in the order of `report_updates` after the status."""

    box: gr.Column
    summary: gr.HTML
    points: gr.HTML
    plot: gr.Plot
    table: gr.HTML
    report: gr.DownloadButton
    attention: gr.DownloadButton
    small: gr.HTML

    @property
    def parts(self) -> list[Any]:
        return list(vars(self).values())


@dataclass(frozen=True)
class Outcome:
    """The outcome of one run, kept in the session until the page shows it.

    Attributes:
        clip, drill: what was coached; the result is shown only while the form still holds both.
        updates: new values of the status and of `ResultParts`.
        people: those among whom the visitor must choose the athlete, if it was not clear.
    """

    clip: str | None
    drill: str
    updates: tuple[Any, ...]
    people: tuple[PersonBox, ...] = ()


def build_page(setting: Setting) -> gr.Blocks:
    """Build all components and connect their events."""
    # Examples are served from their own folder; uploads and results from Gradio's folder, which Gradio empties.
    gr.set_static_paths([example.path for example in setting.examples])
    with gr.Blocks(title="TechCoach", analytics_enabled=False, delete_cache=(600, KEPT_S)) as page:
        _html(texts.HEAD)
        form = _form(setting)
        result = _result()
        _html(texts.FOOT)
        _wire(setting, form, result)
        _publish(setting)
    return page


def _html(value: str = "", **options: Any) -> gr.HTML:
    """Make an HTML component without Gradio's style."""
    return gr.HTML(value, apply_default_css=False, **options)


def _form(setting: Setting) -> FormParts:
    first = setting.drills[0]
    with gr.Row(elem_id="form"):
        with gr.Column(scale=3, min_width=300):
            clip = gr.File(label="Your clip: one athlete in view, up to a minute", height=250, elem_id="clip")
            player = _html(elem_id="player")
        with gr.Column(scale=2, min_width=280):
            drill = gr.Radio(
                [(choice.title, choice.id) for choice in setting.drills], value=first.id, label="Drill", elem_id="drill"
            )
            go = gr.Button("Coach", variant="primary", size="lg", interactive=False, elem_id="coach")
            status = _html(elem_id="status")
            who = gr.Radio([], label="The athlete", visible=False, elem_id="who")
            with gr.Accordion("More", open=False, elem_id="more"):
                more = _more(setting, first)
    examples = None
    if setting.examples:
        examples = _html(clips.gallery(setting.examples), js_on_load=clips.CHOOSE_EXAMPLE, elem_id="examples")
    return FormParts(clip, player, examples, drill, go, status, *more, who)


def _more(
    setting: Setting, first: Drill
) -> tuple[gr.File, gr.Checkbox, gr.Textbox, gr.Textbox, gr.Dropdown, gr.Dataframe, gr.Textbox]:
    """Make the components that only some visitors need."""
    with gr.Row():
        # Not gr.Number: an empty one becomes 0 when the accordion opens.
        start = gr.Textbox(label="From", placeholder="0:00", min_width=90, max_lines=1, max_length=12, elem_id="start")
        end = gr.Textbox(label="To", placeholder="the end", min_width=90, max_lines=1, max_length=12, elem_id="end")
        attempt = gr.Textbox(
            label="Attempt", placeholder="the surest", min_width=90, max_lines=1, max_length=12, elem_id="attempt"
        )
    checkpoint = gr.Dropdown(
        [(Path(choice).name if Path(choice).is_dir() else choice, choice) for choice in setting.checkpoints],
        value=setting.checkpoints[0],
        label="Checkpoint",
        info="One of the list, or a Hub id: org/name or org/name@revision",
        allow_custom_value=True,
        elem_id="checkpoint",
    )
    ego = gr.File(label="First-person clip of the same moment (optional)", height=110, elem_id="ego")
    first_person = gr.Checkbox(label="Your clip itself is first-person, from a worn camera", elem_id="first-person")
    techpoints = gr.Dataframe(
        techpoint_rows(first),
        headers=["Body part", "What to look for"],
        datatype="str",
        type="array",
        column_count=2,
        column_widths=["36%", "64%"],
        interactive=True,
        wrap=True,
        label="Technical points; a coach may write their own",
        elem_id="techpoints",
    )
    return ego, first_person, start, end, checkpoint, techpoints, attempt


def _result() -> ResultParts:
    with gr.Column(visible=False, elem_id="result") as box:
        summary = _html(elem_id="summary")
        _html(texts.POINTS_INTRO)
        points = _html(elem_id="points")
        _html(texts.TIMELINE_INTRO)
        plot = gr.Plot(show_label=False, container=False, elem_id="timeline")
        peaks = _html(elem_id="peaks")
        with gr.Row(elem_id="downloads"):
            report = gr.DownloadButton("Report (JSON)", size="sm", scale=0, min_width=180, elem_id="report")
            attention = gr.DownloadButton(
                "Attention maps (NPZ)", size="sm", scale=0, min_width=180, elem_id="attention"
            )
        small = _html(elem_id="small")
    return ResultParts(box, summary, points, plot, peaks, report, attention, small)


# -- events ------------------------------------------------------------------------------------------------------------


def _wire(setting: Setting, form: FormParts, result: ResultParts) -> None:
    running = gr.State(False)
    outcome: gr.State = gr.State(None, time_to_live=KEPT_S)
    updated_parts = [form.status, *result.parts]

    def choose_clip(clip: str | None, busy: bool) -> tuple[Any, ...]:
        button = gr.Button(interactive=clip is not None and not busy)
        return button, clips.player(clip), gr.Radio([], value=None, visible=False), *empty_updates()

    def begin() -> tuple[Any, ...]:
        return True, gr.Button("Coaching", interactive=False), *empty_updates('<div class="tc-working"></div>')

    def show_outcome(latest: Outcome | None, clip: str | None, drill: str) -> tuple[Any, ...]:
        # The form may have changed while the coach was at work; its result must not appear under another clip.
        current = latest is not None and (latest.clip, latest.drill) == (clip, drill)
        updates = latest.updates if latest is not None and current else empty_updates()
        return (
            False,
            None,
            gr.Button("Coach", interactive=clip is not None),
            who_update(latest if current else None),
            *updates,
        )

    def pick_example(event: gr.EventData) -> tuple[str, str]:
        example = setting.examples[int(event.index)]
        return example.path, example.drill

    form.clip.change(
        choose_clip, [form.clip, running], [form.go, form.player, form.who, *updated_parts], queue=False, **SILENT
    )
    form.drill.change(
        lambda drill: (techpoint_rows(setting.drill(drill)), *empty_updates()),
        form.drill,
        [form.techpoints, *updated_parts],
        queue=False,
        **SILENT,
    )
    if form.examples is not None:
        form.examples.click(pick_example, None, [form.clip, form.drill], queue=False, **SILENT)
    begun = form.go.click(begin, None, [running, form.go, *updated_parts], queue=False, **SILENT)
    coached = begun.then(
        _runner(setting, Path(result.report.GRADIO_CACHE)),
        form.inputs,
        outcome,
        show_progress="full",
        show_progress_on=[form.status],
        api_visibility="private",
    )
    displayed = coached.then(
        show_outcome,
        [outcome, form.clip, form.drill],
        [running, outcome, form.go, form.who, *updated_parts],
        queue=False,
        **SILENT,
    )
    displayed.then(None, js=SHOW_RESULT)


def who_update(outcome: Outcome | None) -> Any:
    """Return the update of the choice of the athlete: shown where it is not clear, else left as it is."""
    if outcome is None or not outcome.people:
        return gr.skip()
    choices = [(str(number), person_text(person)) for number, person in enumerate(outcome.people, start=1)]
    return gr.Radio(choices, value=None, visible=True)


def empty_updates(status: str = "") -> tuple[Any, ...]:
    """Return updates of the status and `ResultParts` that hide the result."""
    return status, gr.Column(visible=False), "", "", None, "", None, None, ""


def report_updates(report: CoachingReport, folder: Path) -> tuple[Any, ...]:
    """Return updates of the status and `ResultParts` that show a report; its downloads are written into a folder."""
    report_path, attention_path = write_downloads(report, folder)
    return (
        cards.done_notice(report),
        gr.Column(visible=True),
        cards.summary(report),
        cards.techpoint_cards(report),
        timeline(report) if report.evidence is not None else None,
        cards.peaks_table(report),
        str(report_path),
        str(attention_path),
        cards.small_print(report),
    )


def _runner(setting: Setting, folder: Path) -> Callable[..., Outcome]:
    """Return the function that the Coach button runs."""

    def run(*values: Any, progress: gr.Progress = gr.Progress()) -> Outcome:  # noqa: B008 (how Gradio hands it over)
        form, people = Form(*values), tuple[PersonBox, ...]()
        try:
            report = coach_form(setting, form, lambda stage, fraction: progress(fraction, desc=stage))
            updates = report_updates(report, folder)
        except SeveralAthletes as question:
            updates, people = empty_updates(cards.people_card(question)), question.people
        except Refusal as refusal:
            updates = empty_updates(cards.refusal_card(refusal))
        except Exception:
            # The visitor must see that it failed, and the log why; Gradio would show a bare "Error".
            log.exception("coaching failed")
            updates = empty_updates(cards.failure_card())
        return Outcome(form.clip, form.drill, updates, people)

    return run


# -- for programs ------------------------------------------------------------------------------------------------------


def _publish(setting: Setting) -> None:
    """Add the one public endpoint, /coach. It returns the report as JSON, or the refusal under "refused"."""
    with gr.Row(visible=False):
        clip, drill = gr.File(), gr.Textbox(setting.drills[0].id)
        start, end, athlete, attempt = gr.Number(None), gr.Number(None), gr.Textbox(""), gr.Number(None)
        answer, press = gr.JSON(), gr.Button()

    def coach(
        clip: str | None,
        drill: str,
        start: float | None,
        end: float | None,
        athlete: str = "",
        attempt: float | None = None,
    ) -> dict[str, Any]:
        """Coaches a clip with the default checkpoint; the athlete may be marked: X0,Y0,X1,Y1 or X0,Y0,X1,Y1@SECONDS;
        the attempt is a number from 1 on."""
        form = Form(clip, drill, start=start, end=end, athlete=athlete, attempt=attempt)
        try:
            return coach_form(setting, form, lambda stage, fraction: None).to_dict()
        except Refusal as refusal:
            return refusal.to_dict()

    press.click(coach, [clip, drill, start, end, athlete, attempt], answer, api_name="coach")


def launch_options() -> dict[str, Any]:
    """Return the options of `launch`: no public link, no error details, no record of visitors, no outside fonts."""
    return {
        "share": False,
        "show_error": False,
        "max_file_size": "500mb",
        "allowed_paths": [],
        "strict_cors": True,
        "run_history": False,
        "enable_monitoring": False,
        "footer_links": [],
        "css_paths": HERE / "style.css",
        "js": (HERE / "page.js").read_text(encoding="utf-8"),
        "theme": _theme(),
    }


def _theme() -> gr.themes.Base:
    """Make a theme with fonts of the visitor's machine, and blues and greys that are legible in light and dark."""
    system = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]
    return gr.themes.Base(
        primary_hue="blue", neutral_hue="slate", radius_size="lg", font=system, font_mono=["ui-monospace", "monospace"]
    ).set(
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_400",
        checkbox_border_radius="*radius_sm",  # a box to tick, not to be taken for one choice of several
        button_primary_background_fill="#0072b2",
        button_primary_background_fill_dark="#0072b2",
        button_primary_background_fill_hover="#005f96",
        button_primary_background_fill_hover_dark="#0b86cc",
    )
