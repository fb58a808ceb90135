"""When the model looked: attention of every TechPoint over the clip, as a Plotly figure."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from ..types import CoachingReport, PointFeedback

COLOURS = {"strength": "#0072B2", "weakness": "#D55E00"}
"""Okabe and Ito's blue and vermilion, told apart with any colour vision."""


def over_time(feedback: PointFeedback, bin_times: np.ndarray) -> np.ndarray:
    """(T',) attention a second in each time bin, over its largest; bins differ in length."""
    per_second = feedback.attention.sum(axis=(1, 2)) / np.maximum(np.diff(bin_times, axis=1)[:, 0], 1e-6)
    return per_second / max(float(per_second.max()), 1e-12)


def timeline(report: CoachingReport) -> go.Figure:
    """Two rows a TechPoint, strength and weakness, over the seconds of the clip; a mark at each peak.

    Raises:
        ValueError: if the report carries no evidence.
    """
    if report.evidence is None:
        raise ValueError("this report carries no evidence to draw: coach the clip again")
    times = report.evidence.bin_times
    figure = go.Figure()
    labels, places = [], []
    for index, point in enumerate(report.techpoints):
        base = 2.4 * (len(report.techpoints) - 1 - index)
        labels.append(point.techpoint.dimension.capitalize())
        places.append(base + 1.0)
        for quality, side, low in (("strength", point.strength, base + 1.1), ("weakness", point.weakness, base)):
            height = over_time(side, times)
            figure.add_trace(
                go.Scatter(
                    x=np.concatenate([times[:, 0], times[-1:, 1]]),
                    y=low + np.concatenate([height, height[-1:]]) * 0.95,
                    line={"shape": "hv", "color": COLOURS[quality], "width": 1.5},
                    name=quality.capitalize(),
                    legendgroup=quality,
                    showlegend=index == 0,
                    hovertemplate=f"{labels[-1]}, {quality}: %{{x:.2f}} s<extra></extra>",
                )
            )
            figure.add_trace(
                go.Scatter(
                    x=[side.peak_time_s], y=[low + 1.0], mode="markers", showlegend=False, hoverinfo="skip",
                    marker={"color": COLOURS[quality], "size": 8, "symbol": "triangle-down"},
                )
            )  # fmt: skip
    figure.update_layout(
        height=420,
        margin={"l": 8, "r": 8, "t": 8, "b": 36},
        legend={"orientation": "h", "y": 1.06, "x": 0},
        xaxis={"title": "seconds in the clip", "zeroline": False},
        yaxis={"tickvals": places, "ticktext": labels, "showgrid": False, "zeroline": False, "automargin": True},
        plot_bgcolor="rgba(0,0,0,0)",
        paper_bgcolor="rgba(0,0,0,0)",
        font={"color": "#7a7f87"},
    )
    return figure
