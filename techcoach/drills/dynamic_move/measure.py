"""The technique parameters of a dynamic move, measured on joints over time.

The way of the thrown hand gives the moments of letting go and catching, the height of the hips gives the dip and the
top. This file knows no simulation, so that it measures motion capture as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...motion.climbing_measure import Way, read, ways_of
from ...motion.kinematics import unit
from ...motion.measuring import CannotMeasure, Places, angle, elevation, forward_of, mean_between, speed, steadied
from ..spec import Measurement

SHORTEST_THROW, SLOWEST_THROW = 0.25, 0.8
"""A hand that goes less far, metres, or slower on the mean, m/s, was not thrown to another hold."""
TOGETHER_S = 0.1
"""Hands that let go within so many seconds are thrown together."""
DIP_BEFORE_S = 1.0
"""The bottom of the dip lies at most so long before the hand lets go, seconds."""
TOP_AFTER_S, NEAR_TOP = 0.2, 0.008
"""The hips come to their top at the latest so long after the catch, seconds: when they are no further below their
highest, statures. The rise ends flat, and the moment of the very highest would hang on a breath."""
NEAR_BOTTOM = 0.015
"""Hips that are no higher above the bottom of the dip, statures, are at the bottom."""
LEAST_RISE = 0.06
"""Hips that rise less from the dip, statures, did not jump."""
SEGMENTS = 0.245 + 0.246 + 0.288
"""Thigh, shank and trunk together are this share of the stature (Winter 2009)."""
LOOK_S, LAUNCH_S = 0.25, 0.2
PUSHED_S = 0.15
"""Feet that stay on may push until so long after the catch, seconds."""
HANG_S = (0.2, 0.6)
"""Seconds after the catch over which the caught position is read."""
ADJUST_S = 1.6
"""How long after the catch further movement of the hand counts as gripping again, seconds."""
SWING_S = 1.0
"""Seconds after the catch in which the hips swing."""
STEPPING, STEPS_S = 0.25, 2.5
"""A foot that goes faster, m/s, is on its way; steps up to so long after the catch, seconds, count."""


@dataclass(frozen=True)
class Throw:
    """One throw of a hand: joints by name, times, the hand's way and the course of the hips.

    Attributes:
        hips: (T, 3) their middle. stature: metres. across: (3,) level, to the climber's right.
        bottom: (start, end) seconds at the bottom of the dip. top: seconds, the hips come to their highest.
    """

    get: Places
    times: np.ndarray
    hand: Way
    hips: np.ndarray
    stature: float
    across: np.ndarray
    bottom: tuple[float, float]
    top: float

    def mean(self, values: np.ndarray, start: float, end: float) -> float:
        return mean_between(values, self.times, start, end)

    def height(self, moment: float) -> float:
        """Of the hips, metres."""
        return float(np.interp(moment, self.times, self.hips[:, 2]))


def measure(joints: np.ndarray, times: np.ndarray) -> dict[str, Measurement]:
    """Measure every technique parameter of one move.

    Args:
        joints: (T, 23, 3) metres. times: (T,) seconds.

    Raises:
        CannotMeasure: if the motion shows no hand that is thrown to another hold out of a dip.
    """
    throw = find_throw(joints, times)
    return {
        **_of_gaze(throw),
        **_of_trunk(throw),
        **_of_arms(throw),
        **_of_hips(throw),
        **_of_legs(throw),
        **_of_feet(throw),
        **_of_contact(throw),
    }


def find_throw(joints: np.ndarray, times: np.ndarray) -> Throw:
    """Find the first throw of a hand.

    Raises:
        CannotMeasure: if there is none, or the hips do not rise to it.
    """
    if len(times) < 4:
        raise CannotMeasure(f"{len(times)} frames show no move")
    get, moments = read(joints, times)
    hips, shoulders = _middle(get, "hip"), _middle(get, "shoulder")
    thrown = [
        way
        for side in ("left", "right")
        for way in ways_of(side, get[f"{side}_hand"], moments, SHORTEST_THROW, ADJUST_S)
        if _is_thrown(way, float(np.interp(way.contact, moments, shoulders[:, 2])))
    ]
    if not thrown:
        raise CannotMeasure("no hand is thrown to another hold")
    first = min(way.start for way in thrown)
    together = [way for way in thrown if way.start < first + TOGETHER_S]
    hand = max(together, key=lambda way: float(np.linalg.norm(way.rest - way.begin)))
    stature = _stature(get)
    bottom, top = _dip(hips[:, 2], moments, hand, stature)
    ahead = forward_of(get).mean(axis=0)
    return Throw(get, moments, hand, hips, stature, unit(np.array([ahead[1], -ahead[0], 0.0])), bottom, top)


def _is_thrown(way: Way, shoulders: float) -> bool:
    """Return whether a hand moves fast to a place above the height of the shoulders, metres."""
    lasted = max(way.contact - way.start, 1e-3)
    return float(np.linalg.norm(way.rest - way.begin)) / lasted > SLOWEST_THROW and float(way.rest[2]) > shoulders


def _middle(get: Places, part: str) -> np.ndarray:
    return (get[f"left_{part}"] + get[f"right_{part}"]) / 2


def _stature(get: Places) -> float:
    legs = [
        np.linalg.norm(get[f"{side}_{upper}"] - get[f"{side}_{lower}"], axis=1)
        for side in ("left", "right")
        for upper, lower in (("hip", "knee"), ("knee", "ankle"))
    ]
    trunk = np.linalg.norm(_middle(get, "shoulder") - _middle(get, "hip"), axis=1)
    return float(np.median(np.sum(legs, axis=0) / 2 + trunk)) / SEGMENTS


def _dip(height: np.ndarray, times: np.ndarray, hand: Way, stature: float) -> tuple[tuple[float, float], float]:
    """Return the first and last moment of the hips (T,) at the bottom of the dip, and that of their top, seconds.

    Raises:
        CannotMeasure: if they do not rise enough.
    """
    before = np.flatnonzero((times >= hand.start - DIP_BEFORE_S) & (times <= hand.start))
    lowest = int(before[np.argmin(height[before])])
    low = height <= height[lowest] + NEAR_BOTTOM * stature
    start = end = lowest
    while start > 0 and low[start - 1]:
        start -= 1
    while end < len(low) - 1 and low[end + 1]:
        end += 1
    after = np.flatnonzero((times >= hand.start) & (times <= hand.contact + TOP_AFTER_S))
    highest = float(height[after].max())
    top = int(after[np.argmax(height[after] > highest - NEAR_TOP * stature)])
    if highest - height[lowest] < LEAST_RISE * stature:
        raise CannotMeasure("the hips do not rise out of a dip")
    return (float(times[start]), float(times[end])), float(times[top])


def _of_gaze(t: Throw) -> dict[str, Measurement]:
    pitch = elevation(t.get["nose"] - _middle(t.get, "ear"))
    end, contact = t.bottom[1], t.hand.contact
    return {
        "look_dip": Measurement(t.mean(pitch, end - LOOK_S, end), end - LOOK_S / 2),
        "look_catch": Measurement(t.mean(pitch, contact - LOOK_S / 2, contact + LOOK_S / 2), contact),
    }


def _of_trunk(t: Throw) -> dict[str, Measurement]:
    spine = _middle(t.get, "shoulder") - t.hips
    lean = np.degrees(np.arctan2(spine @ t.across, spine[:, 2]))
    start, (first, last) = t.hand.start, (t.hand.contact + after for after in HANG_S)
    return {
        "launch_lean": Measurement(abs(t.mean(lean, start - LAUNCH_S, start)), start - LAUNCH_S / 2),
        "catch_lean": Measurement(abs(t.mean(lean, first, last)), _within(t, (first + last) / 2)),
    }


def _of_arms(t: Throw) -> dict[str, Measurement]:
    elbows = {
        side: angle(*(t.get[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist"))) for side in ("left", "right")
    }
    first, last = (t.hand.contact + after for after in HANG_S)
    both = (elbows["left"] + elbows["right"]) / 2
    return {
        "hang_elbow": Measurement(t.mean(both, *t.bottom), sum(t.bottom) / 2),
        "catch_elbow": Measurement(t.mean(elbows[t.hand.side], first, last), _within(t, (first + last) / 2)),
    }


def _of_hips(t: Throw) -> dict[str, Measurement]:
    start, end = t.bottom
    rise = (t.height(t.top) - float(t.hips[:, 2][(t.times >= start) & (t.times <= end)].min())) / t.stature
    return {
        "hip_rise": Measurement(rise, (end + t.top) / 2),
        "bottom_pause": Measurement(end - start, start),
    }


def _of_legs(t: Throw) -> dict[str, Measurement]:
    knees = [angle(*(t.get[f"{side}_{part}"] for part in ("hip", "knee", "ankle"))) for side in ("left", "right")]
    both = np.mean(knees, axis=0)
    driving = np.flatnonzero((t.times >= t.bottom[1]) & (t.times <= t.hand.contact + PUSHED_S))
    straight = steadied(both[driving], t.times[driving])
    return {
        "dip_knee": Measurement(t.mean(both, *t.bottom), sum(t.bottom) / 2),
        "push_knee": Measurement(float(straight.max()), float(t.times[driving[np.argmax(straight)]])),
    }


def _of_feet(t: Throw) -> dict[str, Measurement]:
    contact = t.hand.contact
    after = (t.times >= contact) & (t.times <= contact + STEPS_S)
    stepping = np.any([speed(t.get[f"{side}_toe"], t.times) > STEPPING for side in ("left", "right")], axis=0)
    last = t.times[after & stepping]
    back = float(last[-1]) - contact if len(last) else 0.0
    swinging = (t.times >= contact) & (t.times <= contact + SWING_S)
    return {
        "feet_back": Measurement(back, contact + back),
        "swing": Measurement(float(np.ptp(t.hips[swinging] @ t.across)) / t.stature, _within(t, contact + SWING_S / 2)),
    }


def _of_contact(t: Throw) -> dict[str, Measurement]:
    return {
        "catch_timing": Measurement(t.hand.contact - t.top, t.hand.contact),
        "regrip": Measurement(t.hand.again / t.stature, _within(t, t.hand.contact + ADJUST_S - 0.3)),
    }


def _within(t: Throw, moment: float) -> float:
    return min(moment, float(t.times[-1]))
