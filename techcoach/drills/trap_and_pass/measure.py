"""The technique parameters of an inside trap and outside play, measured on joints over time.

This file knows joints and times only. A walking athlete lifts the feet in turn; one who traps a ball and
plays it on lifts the same foot twice: first to the ball and back, then outwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from ...motion.kinematics import unit
from ...motion.measuring import CannotMeasure, Places, angle, elevation, forward_of, places_of, speed
from ..spec import Measurement

READING_FPS = 120.0
"""Joints are brought to this rate first, so that a clip's own rate changes nothing."""
LIFTED_M = 0.025
"""A toe is off the ground from this height on."""
SHORTEST_SWING_S = 0.08
WAITING_S = 0.4
"""A waiting athlete has both feet on the ground for so long, seconds."""
LEAST_AFTER_S, BURST_S = 0.65, 0.6
INSTANT_S = 1e-6
"""Tolerance of bounds in time, seconds: rounding must not exclude a frame that lies on a bound."""
ABOUT_TRAP = (-0.05, 0.13)
"""Seconds about the trap over which a posture is averaged: the foot meets the ball and gives."""
AFTER_PLAY = (0.15, 0.5)
"""Seconds after the play over which the moving-off is averaged."""


@dataclass(frozen=True)
class Swing:
    """A foot off the ground: its side, and its first and last frame there."""

    side: str
    start: int
    end: int


@dataclass(frozen=True)
class Play:
    """Joints by name at `READING_FPS`, times, sides, and frames of the events.

    Attributes:
        side, other: the playing and the support foot. waiting: frame that the waiting ends at. trap: the foot is
            farthest forward. down: it is set down again. lift, play, far: it leaves the ground, is fastest on its way
            out, and farthest out.
        forward: (3,) level direction that the waiting athlete faces.
    """

    get: Places
    times: np.ndarray
    side: str
    other: str
    waiting: int
    trap: int
    down: int
    lift: int
    play: int
    far: int
    forward: np.ndarray

    def at(self, frame: int) -> float:
        """Return the time of a frame, seconds."""
        return float(self.times[frame])

    def span(self, frame: int, bounds: tuple[float, float]) -> slice:
        """Return the frames between two offsets, seconds, from a frame, within the clip."""
        start, stop = (np.searchsorted(self.times, self.times[frame] + bound - INSTANT_S) for bound in bounds)
        return slice(min(int(start), len(self.times) - 1), int(stop) + 1)

    def middle(self, part: str) -> np.ndarray:
        """Return the (T, 3) middle between the left and the right part."""
        return (self.get[f"left_{part}"] + self.get[f"right_{part}"]) / 2


def measure(joints: np.ndarray, times: np.ndarray) -> dict[str, Measurement]:
    """Measure every technique parameter of one trap and play.

    Args:
        joints: (T, 23, 3) metres. times: (T,) seconds, strictly rising.

    Raises:
        CannotMeasure: if no foot is lifted twice in a row, or the clip shows no waiting before or no moving-off after.
    """
    play = find_play(joints, times)
    return {
        **_of_head(play),
        **_of_trunk(play),
        **_of_arms(play),
        **_of_hips(play),
        **_of_knees(play),
        **_of_feet(play),
        **_of_touches(play),
    }


# -- events ----------------------------------------------------------------------------------------------------------


def find_play(joints: np.ndarray, times: np.ndarray) -> Play:
    """Find the first two swings of one foot in a row, after a time of waiting.

    Raises:
        CannotMeasure: as `measure`.
    """
    if len(times) < 8:
        raise CannotMeasure(f"{len(times)} frames are too few to show a trap")
    fine = np.arange(times[0], times[-1] + 1e-9, 1 / READING_FPS)
    get = places_of(CubicSpline(times, joints, axis=0)(np.minimum(fine, times[-1])))
    swings = _swings(get)
    first = next(
        (n for n, pair in enumerate(zip(swings, swings[1:], strict=False)) if pair[0].side == pair[1].side), -1
    )
    if first < 0:
        raise CannotMeasure("no foot is lifted twice in a row to trap a ball and play it on")
    trapping, playing = swings[first], swings[first + 1]
    waiting = _end_of_waiting(swings[: first + 1], fine)
    span = slice(max(waiting - int(WAITING_S * READING_FPS), 0), waiting + 1)
    forward = unit(forward_of(get)[span].mean(axis=0))
    side = trapping.side
    ankle, toe = get[f"{side}_ankle"], get[f"{side}_toe"]
    trap = trapping.start + int(np.argmax((ankle @ forward)[trapping.start : trapping.end + 1]))
    fast = speed(toe * [1, 1, 0], fine)
    far = playing.start + int(np.argmax(_from_start(toe, playing)))
    play = playing.start + int(np.argmax(fast[playing.start : far + 1]))
    if fine[-1] - fine[play] < LEAST_AFTER_S:
        raise CannotMeasure("the clip ends as the ball is played")
    return Play(
        get=get, times=fine, side=side, other="left" if side == "right" else "right", waiting=waiting, trap=trap,
        down=trapping.end, lift=playing.start, play=play, far=far, forward=forward,
    )  # fmt: skip


def _swings(get: Places) -> list[Swing]:
    """Find all swings, in the order of their first frames."""
    toes = {side: get[f"{side}_toe"][:, 2] for side in ("left", "right")}
    swings = []
    for side, height in toes.items():
        # Each foot has a ground of its own: a tracker or a shoe may hold one toe a little higher.
        off = height > np.percentile(height, 10) + LIFTED_M
        edges = np.flatnonzero(np.diff(np.concatenate([[False], off, [False]]).astype(int)))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if end - start >= SHORTEST_SWING_S * READING_FPS:
                swings.append(Swing(side, int(start), min(int(end), len(height) - 1)))
    return sorted(swings, key=lambda swing: swing.start)


def _from_start(toe: np.ndarray, swing: Swing) -> np.ndarray:
    """Return the level distances, metres, of a toe (T, 3) from where a swing began, during the swing."""
    return np.asarray(np.linalg.norm((toe[swing.start : swing.end + 1] - toe[swing.start])[:, :2], axis=1))


def _end_of_waiting(swings: list[Swing], times: np.ndarray) -> int:
    """Return the frame at which the last waiting before the trap ends; swings: up to that of the trap."""
    rested = -1
    previous = 0
    for swing in swings:
        if times[swing.start] - times[previous] >= WAITING_S:
            rested = swing.start
        previous = max(previous, swing.end)
    if rested < 0:
        raise CannotMeasure("the clip does not show the athlete waiting for the ball")
    # The heel leaves the ground, and the weight goes over, before the toe does.
    return max(rested - int(0.1 * READING_FPS), 0)


# -- readings --------------------------------------------------------------------------------------------------------


def _of_head(p: Play) -> dict[str, Measurement]:
    pitch = elevation(p.get["nose"] - (p.get["left_ear"] + p.get["right_ear"]) / 2)
    return {
        "eyes_down": Measurement(float(pitch[p.span(p.trap, ABOUT_TRAP)].mean()), p.at(p.trap)),
        "look_up": Measurement(float(pitch[p.span(p.play, AFTER_PLAY)].mean()), p.at(p.play) + 0.3),
    }


def _of_trunk(p: Play) -> dict[str, Measurement]:
    spine = unit(p.middle("shoulder") - p.middle("hip"))
    away = p.span(p.play, AFTER_PLAY)

    def lean(frames: slice, towards: np.ndarray) -> float:
        return float(np.degrees(np.arctan2(spine[frames] @ towards, spine[frames, 2])).mean())

    return {
        "trunk_lean": Measurement(lean(p.span(p.trap, ABOUT_TRAP), p.forward), p.at(p.trap)),
        "burst_lean": Measurement(lean(away, unit(_moved_off(p))), p.at(p.play) + 0.3),
    }


def _moved_off(p: Play) -> np.ndarray:
    """Return the (3,) level way of the hips in the `BURST_S` after the play."""
    hips = p.middle("hip")
    end = p.span(p.play, (0.0, BURST_S)).stop - 1
    return (hips[min(end, len(hips) - 1)] - hips[p.play]) * [1, 1, 0]


def _of_arms(p: Play) -> dict[str, Measurement]:
    raised, bend = [], []
    for side in ("left", "right"):
        shoulder, elbow, wrist, hip = (p.get[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist", "hip"))
        raised.append(angle(elbow, shoulder, hip)[p.span(p.trap, ABOUT_TRAP)].mean())
        bend.append(angle(shoulder, elbow, wrist)[p.span(p.play, AFTER_PLAY)].mean())
    return {
        "arm_spread": Measurement(float(np.mean(raised)), p.at(p.trap)),
        "arm_bend": Measurement(float(np.mean(bend)), p.at(p.play) + 0.3),
    }


def _of_hips(p: Play) -> dict[str, Measurement]:
    foot = p.get[f"{p.side}_toe"] - p.get[f"{p.side}_heel"]
    facing = forward_of(p.get, parts=("hip",))
    outward = np.stack([facing[:, 1], -facing[:, 0], np.zeros(len(facing))], axis=1) * (1 if p.side == "right" else -1)
    frames = p.span(p.trap, ABOUT_TRAP)
    turned = np.degrees(np.arctan2((foot * outward).sum(axis=1), (foot * facing).sum(axis=1)))[frames]
    return {
        "hip_turnout": Measurement(float(turned.mean()), p.at(p.trap)),
        "burst": Measurement(float(np.linalg.norm(_moved_off(p))) / BURST_S, p.at(p.play) + BURST_S / 2),
    }


def _of_knees(p: Play) -> dict[str, Measurement]:
    knees = {s: angle(*(p.get[f"{s}_{part}"] for part in ("hip", "knee", "ankle"))) for s in ("left", "right")}
    waiting = p.span(p.waiting, (-WAITING_S, 0.0))
    ready = float(np.mean([knee[waiting].mean() for knee in knees.values()]))
    return {
        "ready_knees": Measurement(ready, p.at(p.waiting) - WAITING_S / 2),
        "support_knee": Measurement(float(knees[p.other][p.span(p.trap, ABOUT_TRAP)].mean()), p.at(p.trap)),
    }


def _of_feet(p: Play) -> dict[str, Measurement]:
    waiting = p.span(p.waiting, (-WAITING_S, 0.0))
    at = p.at(p.waiting) - WAITING_S / 2
    width = np.linalg.norm((p.get["left_ankle"] - p.get["right_ankle"])[waiting, :2], axis=1).mean()
    shoulder_width = np.linalg.norm(p.get["left_shoulder"] - p.get["right_shoulder"], axis=1).mean()
    heels = [elevation(p.get[f"{side}_heel"] - p.get[f"{side}_toe"])[waiting].mean() for side in ("left", "right")]
    return {
        "stance_width": Measurement(float(width / shoulder_width), at),
        "ready_heels": Measurement(float(np.mean(heels)), at),
    }


def _of_touches(p: Play) -> dict[str, Measurement]:
    ankle, toe = p.get[f"{p.side}_ankle"], p.get[f"{p.side}_toe"]
    cushion = float((ankle[p.trap] - ankle[p.down]) @ p.forward)
    reach = float(np.linalg.norm((toe[p.far] - toe[p.lift])[:2]))
    return {
        "cushion": Measurement(cushion, p.at(p.trap) + 0.1),
        "touch_gap": Measurement(p.at(p.play) - p.at(p.trap), (p.at(p.play) + p.at(p.trap)) / 2),
        "play_reach": Measurement(reach, p.at(p.play)),
    }
