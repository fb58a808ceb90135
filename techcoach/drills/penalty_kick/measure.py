"""The technique parameters of a penalty kick, measured on joints over time.

This file knows joints and times only: the strike is where a toe is fastest against the hips.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from ...motion.kinematics import unit
from ...motion.measuring import CannotMeasure, Places, angle, elevation, mean_between, places_of, speed, steadied
from ..spec import Measurement

READING_FPS = 120.0
"""Joints are brought to this rate first, so that a clip's own rate changes little."""
STANDING_SPEED = 0.5
"""A toe that moves slower than this, m/s, stands."""
STRUCK_S = 0.06
"""Seconds up to the strike over which the foot's speed is taken."""
RUN_UP_S = (-1.25, -0.5)
"""Seconds against the strike between which the run-up's speed is taken: before the last stride."""
INSTANT_S = 1e-6
"""Tolerance of bounds in time, seconds: rounding must not exclude a frame that lies on a bound."""


def measure(joints: np.ndarray, times: np.ndarray) -> dict[str, Measurement]:
    """Measure every technique parameter of one kick.

    Args:
        joints: (T, 23, 3) metres. times: (T,) seconds.

    Raises:
        CannotMeasure: if no foot ever moves like a kick, or the clip ends at the strike.
    """
    if len(times) < 8:
        raise CannotMeasure(f"{len(times)} frames are too few to show a kick")
    moments = np.arange(int((times[-1] - times[0]) * READING_FPS + INSTANT_S) + 1) / READING_FPS
    get = places_of(CubicSpline(times - times[0], joints, axis=0)(moments))
    times = times[0] + moments
    hips = (get["left_hip"] + get["right_hip"]) / 2
    # Relative to the hips: a long stride of the run-up must not count as a kick.
    speeds = {side: speed(get[f"{side}_toe"] - hips, times) for side in ("left", "right")}
    side = max(speeds, key=lambda name: float(speeds[name].max()))
    strike = int(np.argmax(speeds[side]))
    if speeds[side][strike] < 4.0:
        raise CannotMeasure(f"the fastest foot moves at {speeds[side][strike]:.1f} m/s, which is no kick")
    if not times[strike] - times[0] >= 0.25 or times[-1] - times[strike] < 0.25:
        raise CannotMeasure("the clip begins or ends at the strike")
    kick = Kick(get, times, side, "left" if side == "right" else "right", strike)
    values = {**_of_head(kick), **_of_trunk(kick), **_of_arms(kick), **_of_swing(kick), **_of_support(kick)}
    values["foot_speed"] = Measurement(kick.mean(speed(get[f"{side}_toe"], times), -STRUCK_S, 0.0), kick.at)
    return values


@dataclass(frozen=True)
class Kick:
    """Joints by name, times, the kicking and the support side, and the frame of the strike."""

    get: Places
    times: np.ndarray
    side: str
    other: str
    strike: int

    @property
    def at(self) -> float:
        return float(self.times[self.strike])

    def frame(self, offset_s: float) -> int:
        """Return the frame so many seconds after the strike, within the clip."""
        return int(np.clip(np.searchsorted(self.times, self.at + offset_s - INSTANT_S), 0, len(self.times) - 1))

    def mean(self, values: np.ndarray, start_s: float, end_s: float) -> float:
        """Return the mean of (T,) values between two moments, seconds after the strike."""
        return mean_between(values, self.times, self.at + start_s, self.at + end_s)

    @property
    def direction(self) -> np.ndarray:
        """Return the (3,) level direction of the kick: the foot's way about the strike."""
        toe = self.get[f"{self.side}_toe"]
        way = toe[self.frame(0.04)] - toe[self.frame(-0.04)]
        return unit(way * [1, 1, 0])

    @property
    def outward(self) -> np.ndarray:
        """Return the (3,) level direction towards the support side."""
        right = np.array([self.direction[1], -self.direction[0], 0.0])
        return -right if self.side == "right" else right


def _of_head(k: Kick) -> dict[str, Measurement]:
    pitch = elevation(k.get["nose"] - (k.get["left_ear"] + k.get["right_ear"]) / 2)
    down, later = k.mean(pitch, -0.06, 0.03), k.mean(pitch, 0.18, 0.3)
    return {
        "head_down": Measurement(down, k.at),
        "head_rise": Measurement(later - down, k.at + 0.2),
    }


def _of_trunk(k: Kick) -> dict[str, Measurement]:
    middle = {part: (k.get[f"left_{part}"] + k.get[f"right_{part}"]) / 2 for part in ("shoulder", "hip")}
    spines = unit(middle["shoulder"] - middle["hip"])
    spine = np.array([k.mean(axis, -0.05, 0.05) for axis in spines.T])
    return {
        "trunk_lean": Measurement(float(np.degrees(np.arctan2(spine @ k.direction, spine[2]))), k.at),
        "side_lean": Measurement(float(np.degrees(np.arctan2(spine @ k.outward, spine[2]))), k.at),
    }


def _of_arms(k: Kick) -> dict[str, Measurement]:
    upper = unit(k.get[f"{k.other}_elbow"] - k.get[f"{k.other}_shoulder"])
    trunk = unit(k.get[f"{k.other}_hip"] - k.get[f"{k.other}_shoulder"])
    raised = np.degrees(np.arccos(np.clip((upper * trunk).sum(axis=1), -1, 1)))
    elbow = angle(*(k.get[f"{k.other}_{part}"] for part in ("shoulder", "elbow", "wrist")))
    return {
        "arm_raise": Measurement(k.mean(raised, -0.08, 0.04), k.at),
        "arm_reach": Measurement(k.mean(elbow, -0.15, 0.02), k.at - 0.06),
    }


def _of_swing(k: Kick) -> dict[str, Measurement]:
    hip, knee, ankle, toe = (k.get[f"{k.side}_{part}"] for part in ("hip", "knee", "ankle", "toe"))
    before = slice(k.frame(-0.4), k.strike + 1)
    moments = k.times[before]
    thigh = knee - hip
    behind = steadied(np.degrees(np.arctan2(-(thigh @ k.direction), -thigh[:, 2]))[before], moments)
    fold = steadied(angle(hip, knee, ankle)[before], moments)
    folded, drawn = int(fold.argmin()), int(behind.argmax())
    after = slice(k.strike, k.frame(0.5) + 1)
    ground = float(np.percentile(k.get[f"{k.other}_toe"][:, 2], 10))
    standing = float(np.percentile(hip[:, 2], 90)) - ground
    top = int(np.argmax(ankle[after, 2]))
    return {
        "backswing": Measurement(float(behind[drawn]), float(k.times[before.start + drawn])),
        "knee_fold": Measurement(float(fold[folded]), float(k.times[before.start + folded])),
        "follow_height": Measurement(
            float((ankle[after, 2].max() - ground) / standing), float(k.times[after.start + top])
        ),
    }


def _of_support(k: Kick) -> dict[str, Measurement]:
    hip, knee, ankle, toe = (k.get[f"{k.other}_{part}"] for part in ("hip", "knee", "ankle", "toe"))
    plant_offset = toe - k.get[f"{k.side}_ankle"]
    hips = (k.get["left_hip"] + k.get["right_hip"]) / 2
    kicking_toe = k.get[f"{k.side}_toe"]
    # The kicking foot's last stance in the second before the strike.
    moving = speed(kicking_toe, k.times)
    before = slice(k.frame(-0.8), max(k.frame(-0.12), k.frame(-0.8) + 1))
    resting = np.flatnonzero(moving[before] < max(STANDING_SPEED, float(moving[before].min()) + INSTANT_S))
    leaving = before.start + int(resting[-1])
    head = (k.get["left_ear"] + k.get["right_ear"])[:, 2] / 2
    stature = max(float(np.percentile(head, 90) - np.percentile(toe[:, 2], 10)), 0.5) / 0.93
    step = float(np.linalg.norm((toe[k.strike] - kicking_toe[leaving])[:2])) / stature
    return {
        "support_knee": Measurement(k.mean(angle(hip, knee, ankle), -0.04, 0.04), k.at),
        "plant_side": Measurement(k.mean(plant_offset @ k.outward, -0.03, 0.03), k.at),
        "approach_speed": Measurement(k.mean(speed(hips * [1, 1, 0], k.times), *RUN_UP_S), k.at - 0.9),
        "last_step": Measurement(step, k.at - 0.15),
    }
