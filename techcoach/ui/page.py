"""The page: choose a clip and a drill, press Coach, read the report.

Knows a way to get a coach (`CoachFor`) and its reports; how a coach works, or what it is made of, it does not.
"""

from __future__ import annotations

import json
import logging
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import gradio as gr

from ..types import DIMENSIONS, CoachingReport, Drill, Progress, Refusal, TechPoint
from ..views.timeline import timeline
from . import cards

log = logging.getLogger(__name__)

STYLE = Path(__file__).with_name("style.css")
HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*(@[\w./-]+)?")
MOST_TECHPOINTS = 14


class CoachLike(Protocol):
    """What the page needs of a coach."""

    def coach(
        self,
        path: str | Path,
        *,
        drill: str,
        ego: str | Path | None = None,
        start: float | None = None,
        end: float | None = None,
        techpoints: Sequence[TechPoint] | None = None,
        progress: Progress = ...,
    ) -> CoachingReport: ...


CoachFor = Callable[[str], CoachLike]
"""A checkpoint's folder or Hub id -> its coach; raises `Refusal`."""


@dataclass(frozen=True)
class Example:
    """A clip that visitors can try."""

    label: str
    path: str
    drill: str


@dataclass(frozen=True)
class Setting:
    """What the page is built around.

    Attributes:
        coach_for: gets a coach. drills: what can be coached. examples: clips to try.
        checkpoints: folders that visitors may choose, the first by default; Hub ids may be typed.
    """

    coach_for: CoachFor
    drills: Sequence[Drill]
    examples: Sequence[Example]
    checkpoints: Sequence[str]

    def drill(self, drill_id: str) -> Drill:
        return next(drill for drill in self.drills if drill.id == drill_id)


def build_page(setting: Setting) -> gr.Blocks:
    """All components and what they do."""
    first = setting.drills[0]
    with gr.Blocks(title="TechCoach", analytics_enabled=False, delete_cache=(600, 3600)) as page:
        gr.HTML(
            '<div class="tc-head"><h1>TechCoach</h1><p>Upload a clip of a drill. You get a score, what you do well, what '
            "you can improve, and for every technical point where and when the coach looked.</p></div>"
        )
        with gr.Row():
            with gr.Column(scale=3, min_width=300):
                clip = gr.Video(label="Your clip", sources=["upload"], elem_id="clip", height=320)
            with gr.Column(scale=2, min_width=280):
                drill = gr.Radio(
                    [(one.title, one.id) for one in setting.drills], value=first.id, label="Drill", elem_id="drill"
                )
                go = gr.Button("Coach", variant="primary", size="lg", interactive=False, elem_id="coach")
                ego, start, end, checkpoint, techpoints = _more_choices(setting, first)
        status = gr.HTML(elem_id="status")
        with gr.Column(visible=False, elem_id="result") as result:
            summary = gr.HTML(elem_id="summary")
            gr.HTML('<h2 class="tc-section">Technical points</h2>')
            points = gr.HTML(elem_id="points")
            gr.HTML('<h2 class="tc-section">When the coach looked</h2>')
            plot = gr.Plot(show_label=False, elem_id="timeline")
            download = gr.DownloadButton("Download report (JSON)", size="sm", elem_id="download")
            small = gr.HTML()
        if setting.examples:
            gr.Examples(
                [[example.path, example.drill] for example in setting.examples],
                inputs=[clip, drill],
                example_labels=[example.label for example in setting.examples],
                label="No clip at hand? Try a rendered example",
                cache_examples=False,
                api_visibility="private",
            )

        shown = [status, result, summary, points, plot, download, small]
        run = _runner(setting)
        clear = _cleared()
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        clip.change(lambda path: gr.Button(interactive=path is not None), clip, go, queue=False, **private)
        clip.change(lambda: clear, None, shown, queue=False, **private)
        drill.change(lambda chosen: _table(setting.drill(chosen)), drill, techpoints, queue=False, **private)
        drill.change(lambda: clear, None, shown, queue=False, **private)
        busy = go.click(lambda: (gr.Button("Coaching…", interactive=False), *clear), None, [go, *shown], queue=False, **private)
        done = busy.then(
            run,
            [clip, drill, ego, start, end, checkpoint, techpoints],
            shown,
            concurrency_limit=1,
            show_progress="full",
            show_progress_on=[status],
            api_visibility="private",
        )
        done.then(lambda path: gr.Button("Coach", interactive=path is not None), clip, go, queue=False, **private)
    return page


def _more_choices(setting: Setting, first: Drill) -> tuple[gr.Video, gr.Number, gr.Number, gr.Dropdown, gr.Dataframe]:
    with gr.Accordion("More choices", open=False):
        with gr.Row():
            start = gr.Number(label="From (s)", value=None, minimum=0, min_width=90)
            end = gr.Number(label="To (s)", value=None, minimum=0, min_width=90)
        checkpoint = gr.Dropdown(
            list(setting.checkpoints),
            value=setting.checkpoints[0],
            label="Checkpoint",
            info="One of the list, or a Hub id: org/name or org/name@revision",
            allow_custom_value=True,
        )
        ego = gr.Video(label="First-person clip (optional)", sources=["upload"], height=160)
        techpoints = gr.Dataframe(
            _table(first),
            headers=["Body part", "What to look for"],
            datatype="str",
            type="array",
            column_limits=(2, 2),
            interactive=True,
            wrap=True,
            label="Technical points: write your own",
            elem_id="techpoints",
        )
    return ego, start, end, checkpoint, techpoints


def _table(drill: Drill) -> list[list[str]]:
    return [[point.dimension, point.instruction] for point in drill.techpoints]


def _cleared() -> tuple[Any, ...]:
    """No status and no result."""
    return "", gr.Column(visible=False), "", "", None, None, ""


def _refused(card: str) -> tuple[Any, ...]:
    return card, *_cleared()[1:]


def _runner(setting: Setting) -> Callable[..., tuple[Any, ...]]:
    """What the Coach button does, with the setting at hand."""

    def run(
        clip: str | None,
        drill: str,
        ego: str | None,
        start: float | None,
        end: float | None,
        checkpoint: str,
        techpoints: list[list[str]],
        progress: gr.Progress = gr.Progress(),  # noqa: B008 (how Gradio hands it over)
    ) -> tuple[Any, ...]:
        try:
            report = coach_clip(setting, clip, drill, ego, start, end, checkpoint, techpoints, progress)
            return _shown(report)
        except Refusal as refusal:
            return _refused(cards.refusal_card(refusal))
        except Exception:
            # The visitor must see that it failed, and the log why; Gradio would show a bare "Error".
            log.exception("coaching failed")
            return _refused(cards.failure_card())

    return run


def coach_clip(
    setting: Setting,
    clip: str | None,
    drill: str,
    ego: str | None,
    start: float | None,
    end: float | None,
    checkpoint: str,
    techpoints: list[list[str]],
    progress: Callable[..., Any],
) -> CoachingReport:
    """Checks the form and coaches.

    Raises:
        Refusal: for whatever the visitor can put right.
    """
    if clip is None:
        raise Refusal("unreadable", "There is no clip.", "Upload one, or choose an example.")
    if start is not None and end is not None and end <= start:
        raise Refusal("too_short", f"The part from {start} s to {end} s is empty.", "Let it end after it starts.")
    progress(0.0, desc="Loading the coach")
    coach = setting.coach_for(allowed(checkpoint, setting.checkpoints))
    own = parse_techpoints(techpoints, setting.drill(drill))
    return coach.coach(
        clip,
        drill=drill,
        ego=ego,
        start=start,
        end=end,
        techpoints=own,
        progress=lambda stage, fraction: progress(fraction, desc=stage),
    )


def allowed(checkpoint: str, listed: Sequence[str]) -> str:
    """A checkpoint that a visitor may name: one of the list, or a Hub id; never a path of the server.

    Raises:
        Refusal: unknown_checkpoint.
    """
    if checkpoint in listed:
        return checkpoint
    if not HUB_ID.fullmatch(checkpoint) or Path(checkpoint.split("@")[0]).exists():
        raise Refusal(
            "unknown_checkpoint", f"{checkpoint!r} is neither in the list nor a Hub id.", "Give org/name or org/name@revision."
        )
    return checkpoint


def parse_techpoints(rows: list[list[str]], drill: Drill) -> list[TechPoint] | None:
    """The table's TechPoints, or None where they are the drill's own. Empty rows are left out.

    Raises:
        Refusal: unknown_drill, if a body part is none of the seven or nothing is left.
    """
    own = [[str(cell or "").strip() for cell in row] for row in rows]
    filled = [row for row in own if any(row)]
    if filled == _table(drill):
        return None
    points = []
    for dimension, instruction in filled:
        if dimension.lower() not in DIMENSIONS or not instruction:
            raise Refusal(
                "unknown_drill",
                f"The technical point {dimension!r}: {instruction!r} cannot be used.",
                f"Choose the body part among {', '.join(DIMENSIONS)}, and write what to look for.",
            )
        points.append(TechPoint(dimension.lower(), instruction))
    if not 1 <= len(points) <= MOST_TECHPOINTS:
        raise Refusal(
            "unknown_drill", f"There are {len(points)} technical points.", f"Give between 1 and {MOST_TECHPOINTS}."
        )
    return points


def _shown(report: CoachingReport) -> tuple[Any, ...]:
    return (
        "",
        gr.Column(visible=True),
        cards.summary(report),
        cards.techpoint_cards(report),
        timeline(report),
        _report_file(report),
        cards.small_print(report),
    )


def _report_file(report: CoachingReport) -> str:
    """The JSON report as a file to download, in Gradio's own temporary folder, which it empties."""
    folder = tempfile.mkdtemp(prefix="techcoach-report-")
    path = Path(folder) / "report.json"
    path.write_text(json.dumps(report.to_dict(), indent=2, ensure_ascii=False), encoding="utf-8")
    return str(path)


def launch_options() -> dict[str, Any]:
    """How the page is served: nothing shared, nothing shown of errors, nothing kept of visitors."""
    return {
        "share": False,
        "show_error": False,
        "max_file_size": "500mb",
        "allowed_paths": [],
        "strict_cors": True,
        "run_history": False,
        "enable_monitoring": False,
        "footer_links": [],
        "css_paths": STYLE,
        "theme": gr.themes.Default(primary_hue="blue", neutral_hue="slate"),
    }
