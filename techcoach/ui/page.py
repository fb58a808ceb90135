"""The page: choose a clip and a drill, press Coach, read the report.

Knows a way to get a coach (`Setting.coach_for`) and its reports; how a coach works, or what it is made of, it does not.
Uploads go through `gr.File`, which hands on a path and looks at nothing inside; `gr.Video` would refuse by the name,
trim
in the browser with a download, and run ffmpeg in this process.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from ..types import CoachingReport, Drill, Refusal
from ..views.timeline import timeline
from . import cards, clips, texts
from .files import write_downloads
from .request import Form, coach_form, table
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

    @property
    def inputs(self) -> list[Any]:
        """In the order of `Form`'s fields."""
        more = [self.ego, self.first_person, self.start, self.end, self.checkpoint, self.techpoints]
        return [self.clip, self.drill, *more]


@dataclass(frozen=True)
class ResultParts:
    """The components that show a result, in the order in which `shown` fills them after the status."""

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
    """What came of one run, kept in the session until it is shown.

    Attributes:
        clip, drill: what was coached; the result is shown only while the form still says so.
        updates: of the status and `ResultParts`.
    """

    clip: str | None
    drill: str
    updates: tuple[Any, ...]


def build_page(setting: Setting) -> gr.Blocks:
    """All components and what they do."""
    # Examples are served from where they lie; uploads and results from Gradio's own folder, which it empties.
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
    """HTML of our own making, in our own style."""
    return gr.HTML(value, apply_default_css=False, **options)


def _form(setting: Setting) -> FormParts:
    first = setting.drills[0]
    with gr.Row(elem_id="form"):
        with gr.Column(scale=3, min_width=300):
            clip = gr.File(label="Your clip: one athlete in view, up to a minute", height=250, elem_id="clip")
            player = _html(elem_id="player")
        with gr.Column(scale=2, min_width=280):
            drill = gr.Radio(
                [(one.title, one.id) for one in setting.drills], value=first.id, label="Drill", elem_id="drill"
            )
            go = gr.Button("Coach", variant="primary", size="lg", interactive=False, elem_id="coach")
            status = _html(elem_id="status")
            with gr.Accordion("More", open=False, elem_id="more"):
                more = _more(setting, first)
    examples = None
    if setting.examples:
        examples = _html(clips.gallery(setting.examples), js_on_load=clips.CHOOSE_EXAMPLE, elem_id="examples")
    return FormParts(clip, player, examples, drill, go, status, *more)


def _more(
    setting: Setting, first: Drill
) -> tuple[gr.File, gr.Checkbox, gr.Textbox, gr.Textbox, gr.Dropdown, gr.Dataframe]:
    """What only some visitors want to choose."""
    with gr.Row():
        # Not gr.Number: an empty one becomes 0 when the accordion opens.
        start = gr.Textbox(label="From", placeholder="0:00", min_width=90, max_lines=1, max_length=12, elem_id="start")
        end = gr.Textbox(label="To", placeholder="the end", min_width=90, max_lines=1, max_length=12, elem_id="end")
    checkpoint = gr.Dropdown(
        [(Path(one).name if Path(one).is_dir() else one, one) for one in setting.checkpoints],
        value=setting.checkpoints[0],
        label="Checkpoint",
        info="One of the list, or a Hub id: org/name or org/name@revision",
        allow_custom_value=True,
        elem_id="checkpoint",
    )
    ego = gr.File(label="First-person clip of the same moment (optional)", height=110, elem_id="ego")
    first_person = gr.Checkbox(label="Your clip itself is first-person, from a worn camera", elem_id="first-person")
    techpoints = gr.Dataframe(
        table(first),
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
    return ego, first_person, start, end, checkpoint, techpoints


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


# -- what happens ------------------------------------------------------------------------------------------------------


def _wire(setting: Setting, form: FormParts, result: ResultParts) -> None:
    running = gr.State(False)
    outcome: gr.State = gr.State(None, time_to_live=KEPT_S)
    shown_parts = [form.status, *result.parts]

    def chosen(clip: str | None, busy: bool) -> tuple[Any, ...]:
        return gr.Button(interactive=clip is not None and not busy), clips.player(clip), *cleared()

    def begin() -> tuple[Any, ...]:
        return True, gr.Button("Coaching", interactive=False), *cleared('<div class="tc-working"></div>')

    def show(done: Outcome | None, clip: str | None, drill: str) -> tuple[Any, ...]:
        # The form may have changed while the coach was at work: then what came of it would be told of another clip.
        current = done is not None and (done.clip, done.drill) == (clip, drill)
        updates = done.updates if done is not None and current else cleared()
        return False, None, gr.Button("Coach", interactive=clip is not None), *updates

    def pick(event: gr.EventData) -> tuple[str, str]:
        example = setting.examples[int(event.index)]
        return example.path, example.drill

    form.clip.change(chosen, [form.clip, running], [form.go, form.player, *shown_parts], queue=False, **SILENT)
    form.drill.change(
        lambda drill: (table(setting.drill(drill)), *cleared()),
        form.drill,
        [form.techpoints, *shown_parts],
        queue=False,
        **SILENT,
    )
    if form.examples is not None:
        form.examples.click(pick, None, [form.clip, form.drill], queue=False, **SILENT)
    begun = form.go.click(begin, None, [running, form.go, *shown_parts], queue=False, **SILENT)
    coached = begun.then(
        _runner(setting, Path(result.report.GRADIO_CACHE)),
        form.inputs,
        outcome,
        show_progress="full",
        show_progress_on=[form.status],
        api_visibility="private",
    )
    told = coached.then(
        show, [outcome, form.clip, form.drill], [running, outcome, form.go, *shown_parts], queue=False, **SILENT
    )
    told.then(None, js=SHOW_RESULT)


def cleared(status: str = "") -> tuple[Any, ...]:
    """Updates of the status and `ResultParts` that leave no result."""
    return status, gr.Column(visible=False), "", "", None, "", None, None, ""


def shown(report: CoachingReport, folder: Path) -> tuple[Any, ...]:
    """Updates of the status and `ResultParts` that show a report, with its downloads in a folder."""
    told, attention = write_downloads(report, folder)
    return (
        cards.done_notice(report),
        gr.Column(visible=True),
        cards.summary(report),
        cards.techpoint_cards(report),
        timeline(report) if report.evidence is not None else None,
        cards.peaks_table(report),
        str(told),
        str(attention),
        cards.small_print(report),
    )


def _runner(setting: Setting, folder: Path) -> Callable[..., Outcome]:
    """What the Coach button does, with the setting at hand."""

    def run(*values: Any, progress: gr.Progress = gr.Progress()) -> Outcome:  # noqa: B008 (how Gradio hands it over)
        form = Form(*values)
        try:
            report = coach_form(setting, form, lambda stage, fraction: progress(fraction, desc=stage))
            updates = shown(report, folder)
        except Refusal as refusal:
            updates = cleared(cards.refusal_card(refusal))
        except Exception:
            # The visitor must see that it failed, and the log why; Gradio would show a bare "Error".
            log.exception("coaching failed")
            updates = cleared(cards.failure_card())
        return Outcome(form.clip, form.drill, updates)

    return run


# -- for programs ------------------------------------------------------------------------------------------------------


def _publish(setting: Setting) -> None:
    """The one public endpoint: /coach, the report as JSON; or what was refused, under "refused"."""
    with gr.Row(visible=False):
        clip, drill = gr.File(), gr.Textbox(setting.drills[0].id)
        start, end = gr.Number(None), gr.Number(None)
        answer, press = gr.JSON(), gr.Button()

    def coach(clip: str | None, drill: str, start: float | None, end: float | None) -> dict[str, Any]:
        """Coaches a clip with the default checkpoint."""
        try:
            return coach_form(setting, Form(clip, drill, start=start, end=end), lambda stage, fraction: None).to_dict()
        except Refusal as refusal:
            return {"refused": {"reason": refusal.reason, "what": refusal.what, "advice": refusal.advice}}

    press.click(coach, [clip, drill, start, end], answer, api_name="coach")


def launch_options() -> dict[str, Any]:
    """How the page is served: nothing shared, nothing shown of errors, nothing kept of visitors, no outside fonts."""
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
    """Fonts of the visitor's own machine, and blues and greys that are read easily in light and dark."""
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
