"""Draws the attention of every TechPoint over the time of the clip, as a Plotly figure.

Knows reports and Plotly; knows no page.
"""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from ..types import CoachingReport, PointFeedback

COLOURS = {"strength": "#0072B2", "weakness": "#D55E00"}
"""Okabe and Ito's blue and vermilion, told apart with any colour vision; up or down says the same without colour."""
UPWARDS = {"strength": 1.0, "weakness": -1.0}
ROW = 3.1
"""Distance from one TechPoint's line to the next; the curves take 1 up and 1 down, the rest is for the name."""
ROW_PX, MARGINS_PX = 60, 84


def attention_over_time(feedback: PointFeedback, bin_times: np.ndarray) -> np.ndarray:
    """Return the attention per second in each time bin, relative to its largest: (T',). Bins differ in length."""
    per_second = feedback.attention.sum(axis=(1, 2)) / np.maximum(np.diff(bin_times, axis=1)[:, 0], 1e-6)
    return per_second / max(float(per_second.max()), 1e-12)


def timeline(report: CoachingReport) -> go.Figure:
    """Draw one row for each TechPoint: strength upwards, weakness downwards, a mark at each peak.

    Feedback that is probably not present is drawn faintly.

    Raises:
        ValueError: if the report carries no evidence.
    """
    if report.evidence is None:
        raise ValueError("this report carries no evidence to draw: coach the clip again")
    times = report.evidence.bin_times
    figure = go.Figure()
    for index, point in enumerate(report.techpoints):
        line = -ROW * index
        name = point.techpoint.dimension.capitalize()
        figure.add_shape(type="line", x0=times[0, 0], x1=times[-1, 1], y0=line, y1=line, line=_thin("#8b929c"))
        figure.add_annotation(
            x=times[0, 0],
            y=line + 1.15,
            text=name,
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
            font={"size": 12},
        )
        for quality, feedback in (("strength", point.strength), ("weakness", point.weakness)):
            figure.add_trace(_area(feedback, quality, times, line, f"{name}, {quality}"))
            figure.add_trace(_mark(feedback, quality, line, f"{name}, {quality}"))
    return figure.update_layout(**_layout(len(report.techpoints), float(times[0, 0]), float(times[-1, 1])))


def _area(feedback: PointFeedback, quality: str, times: np.ndarray, line: float, name: str) -> go.Scatter:
    """Draw steps from the line, as high as the attention of each time bin."""
    heights = np.repeat(attention_over_time(feedback, times), 2)
    edges = times.reshape(-1)
    return go.Scatter(
        x=np.concatenate([edges[:1], edges, edges[-1:]]),
        y=line + UPWARDS[quality] * np.concatenate([[0.0], heights, [0.0]]),
        mode="lines",
        fill="toself",
        line={"color": COLOURS[quality], "width": 1},
        opacity=_opacity(feedback),
        name=name,
        showlegend=False,
        hoverinfo="skip",
    )


def _mark(feedback: PointFeedback, quality: str, line: float, name: str) -> go.Scatter:
    return go.Scatter(
        x=[feedback.peak_time_s],
        y=[line + UPWARDS[quality]],
        mode="markers",
        marker={
            "color": COLOURS[quality],
            "size": 10,
            "symbol": "triangle-down" if quality == "strength" else "triangle-up",
            "line": {"color": "white", "width": 1},
        },
        opacity=_opacity(feedback),
        name=name,
        showlegend=False,
        hovertemplate="%{x:.2f} s",
    )


def _opacity(feedback: PointFeedback) -> float:
    return 1.0 if feedback.stated else 0.35


def _thin(colour: str) -> dict[str, object]:
    return {"color": colour, "width": 1}


def _layout(rows: int, start: float, end: float) -> dict[str, object]:
    return {
        "height": ROW_PX * rows + MARGINS_PX,
        "margin": {"l": 12, "r": 12, "t": 24, "b": 44},
        "xaxis": {
            "title": {"text": "seconds in the clip", "standoff": 8},
            "range": [start, end],
            "fixedrange": True,
            "zeroline": False,
            "showgrid": True,
            "gridcolor": "rgba(128,135,148,0.25)",
        },
        "yaxis": {"range": [-ROW * (rows - 1) - 1.3, 1.9], "visible": False, "fixedrange": True},
        "dragmode": False,
        "plot_bgcolor": "rgba(0,0,0,0)",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 12},
    }
