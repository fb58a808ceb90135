"""Pictures and words of a report: attention lands on the pixels that it is about, and words say what pictures show."""

from __future__ import annotations

import dataclasses
from typing import Any

import matplotlib
import numpy as np
import pytest

from techcoach.drills.catalogue import DRILLS as SIMULATED
from techcoach.motion.measuring import CannotMeasure
from techcoach.simulation.simulators import sample_targets, simulator_of
from techcoach.types import CoachingReport, Evidence, PointFeedback
from techcoach.views.heatmaps import (
    COLDEST,
    COLOUR_MAP,
    FAINTEST,
    blend,
    cells_to_pixels,
    crop_window,
    draw_skeleton,
    film_strip,
    find_peak,
    heatmap_picture,
    nearest_joint,
)
from techcoach.views.report_words import MOST_HIGHLIGHTS, describe_picture, highlights, split_commentary
from techcoach.views.timeline import attention_over_time, timeline
from techcoach.wording.labels import label
from tests.fake_coach import evidence, look_at, report

LANDSCAPE, PORTRAIT = (640, 360), (360, 640)
BOXES = {
    "inside, landscape": (LANDSCAPE, (200.0, 40.0, 480.0, 320.0)),
    "inside, portrait": (PORTRAIT, (40.5, 200.25, 320.5, 480.25)),
    "beyond the left and the top": (LANDSCAPE, (-90.0, -50.0, 230.0, 270.0)),
    "beyond the right and the bottom": (PORTRAIT, (160.0, 380.0, 460.0, 680.0)),
    "larger than the frame": (PORTRAIT, (-80.0, 60.0, 440.0, 580.0)),
}
CELLS = [(0, 0), (2, 5), (4, 4), (7, 1), (7, 7)]


def one_hot(rows: int, columns: int, cell: tuple[int, int]) -> np.ndarray:
    cells = np.zeros((rows, columns), np.float32)
    cells[cell] = 1.0
    return cells


def middle_of(cell: tuple[int, int], box: tuple[float, ...], rows: int = 8, columns: int = 8) -> tuple[float, float]:
    x0, y0, x1, y1 = box
    return x0 + (cell[1] + 0.5) * (x1 - x0) / columns, y0 + (cell[0] + 0.5) * (y1 - y0) / rows


def planted(size: tuple[int, int], box: tuple[float, ...], cell: tuple[int, int]) -> tuple[PointFeedback, Evidence]:
    """A grey clip whose attention is one hot cell of the third of four time bins."""
    attention = np.zeros((4, 8, 8), np.float32)
    attention[2, cell[0], cell[1]] = 1.0
    clip_evidence = Evidence(
        frames=np.full((8, size[1], size[0], 3), 128, np.uint8),
        times=np.arange(8) * 0.1,
        points=None,
        confidence=None,
        cell_boxes=np.array([(0.0, 0.0, 8.0, 8.0), (0.0, 0.0, 8.0, 8.0), box, (0.0, 0.0, 8.0, 8.0)], np.float32),
        bin_times=np.array([(0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8)]),
    )
    return PointFeedback(0.9, True, "", (), 0.5, attention), clip_evidence


# -- cells and pixels --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("name", BOXES)
def test_a_hot_cell_lands_on_its_own_pixels(name: str, cell: tuple[int, int]):
    (width, height), box = BOXES[name]
    heat = cells_to_pixels(one_hot(8, 8, cell), np.array(box), width, height)
    assert heat.shape == (height, width)
    x, y = middle_of(cell, box)
    side = (box[2] - box[0]) / 8
    if not (0 < x < width and 0 < y < height):
        # Its middle lies outside of the frame: what is seen of it is no more than its slope.
        assert heat.max() < 1
        return
    hottest = np.argwhere(heat > 0.995) + 0.5
    # Towards the edge of the box the value of the outermost cells stays, elsewhere it falls from the middle on.
    reach = np.where(np.isin(cell, (0, 7)), 0.5, 0.12) * side + 0.5
    assert (np.abs(hottest - (y, x)) <= reach).all()
    rows, columns = np.mgrid[0:height, 0:width] + 0.5
    far = (np.abs(rows - y) > side) | (np.abs(columns - x) > side)
    assert heat[far].max(initial=0.0) == 0.0


def test_the_middle_of_a_hot_cell_is_its_centre_of_mass():
    box = (96.0, 32.0, 544.0, 480.0)
    heat = cells_to_pixels(one_hot(8, 8, (3, 5)), np.array(box), 640, 512).astype(np.float64)
    rows, columns = np.mgrid[0:512, 0:640] + 0.5
    centre = (heat * columns).sum() / heat.sum(), (heat * rows).sum() / heat.sum()
    assert centre == pytest.approx(middle_of((3, 5), box), abs=1e-3)


def test_cells_of_any_shape_keep_their_values_at_their_middles():
    cells = np.random.default_rng(0).random((3, 5)).astype(np.float32)
    box = np.array((10.0, 20.0, 10.0 + 5 * 21, 20.0 + 3 * 11))  # odd sizes: a pixel's centre is each cell's middle
    heat = cells_to_pixels(cells, box, 160, 80)
    for row in range(3):
        for column in range(5):
            assert heat[20 + 11 * row + 5, 10 + 21 * column + 10] == pytest.approx(cells[row, column], abs=1e-6)


def test_nothing_is_hot_outside_the_box():
    heat = cells_to_pixels(np.ones((8, 8), np.float32), np.array((40.0, 10.0, 80.0, 50.0)), 120, 60)
    assert heat[10:50, 40:80] == pytest.approx(1.0)
    heat[10:50, 40:80] = 0
    assert not heat.any()


def test_an_empty_box_is_refused():
    with pytest.raises(ValueError, match="x0 < x1"):
        cells_to_pixels(np.ones((8, 8)), np.array((5.0, 5.0, 5.0, 9.0)), 20, 20)


# -- the crop ----------------------------------------------------------------------------------------------------------


def test_the_crop_is_the_box_where_it_fits():
    assert crop_window(np.array((200.0, 40.0, 480.0, 320.0)), *LANDSCAPE) == (200, 40, 480, 320)
    assert crop_window(np.array((-90.0, -50.0, 230.0, 270.0)), *LANDSCAPE) == (0, 0, 320, 320)
    assert crop_window(np.array((160.0, 380.0, 460.0, 680.0)), *PORTRAIT) == (60, 340, 360, 640)
    assert crop_window(np.array((-80.0, 60.0, 440.0, 580.0)), *PORTRAIT) == (0, 60, 360, 580)


def test_the_crop_stays_in_the_frame_and_holds_what_is_seen_of_the_box():
    rng = np.random.default_rng(1)
    for _ in range(300):
        width, height = (int(n) for n in rng.integers(16, 700, 2))
        low = rng.uniform(-300, 700, 2)
        box = np.concatenate([low, low + rng.uniform(1, 900, 2)])
        left, top, right, bottom = crop_window(box, width, height)
        assert 0 <= left < right <= width and 0 <= top < bottom <= height
        for start, end, first, last, length in ((left, right, 0, 2, width), (top, bottom, 1, 3, height)):
            seen_from, seen_to = max(box[first], 0), min(box[last], length)
            if seen_from < seen_to:
                assert start <= seen_from and seen_to <= end


# -- pictures ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", [(3, 3), (4, 4), (5, 2)])
@pytest.mark.parametrize("name", [name for name in BOXES if "beyond" not in name])
def test_the_picture_shows_the_hot_cell_where_it_is(name: str, cell: tuple[int, int]):
    size, box = BOXES[name]
    feedback, clip_evidence = planted(size, box, cell)
    picture = heatmap_picture(feedback, clip_evidence, side=400)
    assert max(picture.shape[:2]) == 400
    left, top, right, bottom = crop_window(np.array(box), *size)
    changed = np.abs(picture.astype(int) - 128).max(axis=2) > 3
    rows, columns = np.nonzero(changed)
    x = left + (columns.mean() + 0.5) * (right - left) / picture.shape[1]
    y = top + (rows.mean() + 0.5) * (bottom - top) / picture.shape[0]
    assert (x, y) == pytest.approx(middle_of(cell, box), abs=1.0)


def test_attention_without_places_is_a_frame_and_a_moment():
    feedback, clip_evidence = planted(LANDSCAPE, BOXES["inside, landscape"][1], (2, 5))
    moments = dataclasses.replace(feedback, attention=feedback.attention.sum(axis=(1, 2), keepdims=True))
    assert (heatmap_picture(moments, clip_evidence) == 128).all(), "nothing is marked on the frame"
    posed = dataclasses.replace(clip_evidence, points=np.full((8, 23, 2), 200.0), confidence=np.ones((8, 23)))
    techpoint = report().drill.techpoints[0]
    descriptions = [
        describe_picture(techpoint, "strength", peak_feedback, posed) for peak_feedback in (feedback, moments)
    ]
    assert "Marked" in descriptions[0] and "hardest near" in descriptions[0]
    assert "Marked" not in descriptions[1] and "near the" not in descriptions[1]


def test_the_peak_tells_bin_frame_cell_and_pixels():
    feedback, clip_evidence = planted(LANDSCAPE, BOXES["inside, landscape"][1], (2, 5))
    peak = find_peak(feedback, clip_evidence)
    assert (peak.time_bin, peak.cell) == (2, (2, 5))
    assert clip_evidence.times[peak.frame] == pytest.approx(0.5)
    assert peak.centre == pytest.approx((200 + 5.5 * 35, 40 + 2.5 * 35))


def test_attention_that_does_not_fit_the_evidence_is_refused():
    feedback, clip_evidence = planted(LANDSCAPE, BOXES["inside, landscape"][1], (2, 5))
    with pytest.raises(ValueError, match="4 time bins needs as many"):
        find_peak(feedback, dataclasses.replace(clip_evidence, cell_boxes=clip_evidence.cell_boxes[:3]))


def test_pictures_leave_the_evidence_as_it_was():
    made = report()
    assert made.evidence is not None
    before = made.evidence.frames.copy()
    heatmap_picture(made.techpoints[0].strength, made.evidence)
    film_strip(made.evidence.frames)
    assert np.array_equal(before, made.evidence.frames)


def test_faint_attention_leaves_the_picture_and_strong_attention_shows():
    picture = np.random.default_rng(2).integers(0, 255, (4, 6, 3), np.uint8)
    assert np.array_equal(blend(picture, np.full((4, 6), FAINTEST, np.float32)), picture)
    assert np.abs(blend(picture, np.ones((4, 6), np.float32)).astype(int) - picture).max() > 100


def test_colours_get_lighter_with_attention():
    """So that they are ordered for any colour vision, and in a grey print."""
    colours = matplotlib.colormaps[COLOUR_MAP](np.linspace(COLDEST, 1, 32))[:, :3]
    lightness = colours @ (0.2126, 0.7152, 0.0722)
    assert (np.diff(lightness) > 0).all()


def test_unknown_joints_are_not_drawn():
    blank = np.zeros((100, 100, 3), np.uint8)
    points = np.random.default_rng(3).uniform(10, 90, (23, 2))
    assert not draw_skeleton(blank, points, np.zeros(23)).any()
    assert draw_skeleton(blank, points, np.ones(23)).any()


def test_a_film_strip_has_the_moments_in_order():
    frames = np.stack([np.full((40, 80, 3), shade, np.uint8) for shade in (0, 50, 100, 150, 200)])
    strip = film_strip(frames, count=3, height=20)
    assert strip.shape == (20, 120, 3)
    assert [int(shade) for shade in strip[10, [20, 60, 100], 0]] == [0, 100, 200]


# -- words -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("joint", "words"),
    [("left_knee", "left knee"), ("right_ankle", "right ankle"), ("nose", "head"), ("left_eye", "head")],
)
def test_the_joint_that_was_looked_at_is_named(joint: str, words: str):
    clip_evidence = evidence()
    # A grid finer than the model's, so that no neighbour is nearer to the middle of the joint's cell.
    attention = look_at(clip_evidence, joint, 0, grid=64)
    feedback = PointFeedback(0.9, True, "", (), 0.0, attention)
    assert nearest_joint(find_peak(feedback, clip_evidence), clip_evidence) == words


def test_no_joint_is_named_where_none_is_known():
    clip_evidence = evidence()
    feedback = PointFeedback(0.9, True, "", (), 0.0, look_at(clip_evidence, "nose", 3))
    assert nearest_joint(find_peak(feedback, clip_evidence), dataclasses.replace(clip_evidence, points=None)) is None
    unsure = dataclasses.replace(clip_evidence, confidence=np.zeros((64, 23), np.float32))
    assert nearest_joint(find_peak(feedback, clip_evidence), unsure) is None


def test_a_picture_is_described_in_words():
    made = report()
    assert made.evidence is not None
    point = made.techpoints[4]
    words = describe_picture(point.techpoint, "weakness", point.weakness, made.evidence)
    assert "where the model looked for a weakness in legs & knees" in words
    assert f"at {point.weakness.peak_time_s:.1f} s" in words and "hardest near the left knee" in words


SPLITS = [
    ("Deep knees. However, mind both. Also land.", "Deep knees.", "However, mind both. Also land."),
    ("Good. To improve, bend 1.5 times more.", "Good.", "To improve, bend 1.5 times more."),
    ("However, all is to be done.", "", "However, all is to be done."),
    ("A high release, however late, works. It flies.", "A high release, however late, works. It flies.", ""),
    ("A steady head! Improvement can be made by landing.", "A steady head!", "Improvement can be made by landing."),
    ("  All is well.  ", "All is well.", ""),
    ("", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "well", "improve"), SPLITS)
def test_commentary_is_cut_where_it_turns(text: str, well: str, improve: str):
    assert split_commentary(text) == (well, improve)


@pytest.mark.parametrize("drill_id", SIMULATED)
def test_every_commentary_of_the_drills_can_be_cut(drill_id: str):
    simulator = simulator_of(drill_id)
    drill = simulator.spec
    rng = np.random.default_rng(5)
    count = 0
    for _ in range(12):
        motion = simulator.simulate(rng, sample_targets(rng, drill.parameters))
        try:
            text = label(drill, simulator.measure(motion.joints, motion.times), rng).commentary
        except CannotMeasure:
            continue
        well, improve = split_commentary(text)
        assert well and improve, text
        assert f"{well} {improve}" == text
        count += 1
    assert count > 6


def test_highlights_are_few_clear_and_surest_first():
    made = report()
    for quality in ("strength", "weakness"):
        items = highlights(made, quality)
        sure = [item.feedback.present for item in items]
        assert len(items) == MOST_HIGHLIGHTS and sure == sorted(sure, reverse=True)
        assert all(item.feedback.stated for item in items)
        assert all(getattr(made.techpoints[item.index], quality) is item.feedback for item in items)


def test_nothing_clear_means_no_highlight():
    made = report()
    quiet = tuple(
        dataclasses.replace(point, strength=dataclasses.replace(point.strength, stated=False))
        for point in made.techpoints
    )
    assert highlights(dataclasses.replace(made, techpoints=quiet), "strength") == []


# -- the timeline ------------------------------------------------------------------------------------------------------


def test_attention_over_time_is_a_rate():
    """A bin that is twice as long holds twice the attention of an equal rate."""
    attention = np.zeros((3, 2, 2), np.float32)
    attention[0, 0, 0], attention[1, 1, 1], attention[2, 0, 1] = 0.25, 0.5, 0.25
    rates = attention_over_time(
        PointFeedback(1, True, "", (), 0, attention), np.array([(0.0, 1.0), (1.0, 3.0), (3.0, 5.0)])
    )
    assert rates == pytest.approx([1.0, 1.0, 0.5])


def traces(made: CoachingReport, mode: str) -> dict[str, Any]:
    return {trace.name: trace for trace in timeline(made).data if trace.mode == mode}


def test_the_timeline_has_a_side_and_a_mark_for_each_side_of_each_point():
    made = report()
    marks, areas = traces(made, "markers"), traces(made, "lines")
    assert len(marks) == len(areas) == 14
    for point in made.techpoints:
        for quality, sign in (("strength", 1), ("weakness", -1)):
            name = f"{point.techpoint.dimension.capitalize()}, {quality}"
            side = getattr(point, quality)
            assert marks[name].x[0] == pytest.approx(side.peak_time_s)
            assert (marks[name].y[0] - areas[name].y[0]) * sign == pytest.approx(1)
            assert marks[name].opacity == (1 if side.stated else 0.35)
    axis = timeline(made).layout.xaxis
    assert tuple(axis.range) == (0, 3.2) and "second" in axis.title.text


def test_without_evidence_there_is_no_timeline():
    with pytest.raises(ValueError, match="coach the clip again"):
        timeline(dataclasses.replace(report(), evidence=None))
