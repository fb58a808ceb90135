"""Reads the technique parameters of a penalty kick off joints.

Knows joints and times only: the strike is where a toe is fastest against the hips.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .kinematics import unit
from .measuring import Places, angle, elevation, forward_of, places_of, speed
from .spec import CannotMeasure, Measurement

INSTANT_S = 1e-6
"""So that a frame that lies on a bound is within it, whatever the clock's rounding."""


def measure(joints: np.ndarray, times: np.ndarray) -> dict[str, Measurement]:
    """Every technique parameter of one kick.

    Args:
        joints: (T, 23, 3) metres. times: (T,) seconds.

    Raises:
        CannotMeasure: if no foot ever moves like a kick, or the clip ends at the strike.
    """
    get = places_of(joints)
    hips = (get["left_hip"] + get["right_hip"]) / 2
    # Against the hips, so that a long stride of the run-up is no kick.
    speeds = {side: speed(get[f"{side}_toe"] - hips, times) for side in ("left", "right")}
    side = max(speeds, key=lambda name: float(speeds[name].max()))
    strike = int(np.argmax(speeds[side]))
    if speeds[side][strike] < 4.0:
        raise CannotMeasure(f"the fastest foot moves at {speeds[side][strike]:.1f} m/s, which is no kick")
    if not times[strike] - times[0] >= 0.25 or times[-1] - times[strike] < 0.25:
        raise CannotMeasure("the clip begins or ends at the strike")
    kick = Kick(get, times, side, "left" if side == "right" else "right", strike)
    values = {**_of_head(kick), **_of_trunk(kick), **_of_arms(kick), **_of_swing(kick), **_of_support(kick)}
    values["foot_speed"] = Measurement(float(speed(get[f"{side}_toe"], times)[strike]), kick.at)
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
        """The frame that lies so many seconds after the strike, within the clip."""
        return int(np.clip(np.searchsorted(self.times, self.at + offset_s - INSTANT_S), 0, len(self.times) - 1))

    @property
    def direction(self) -> np.ndarray:
        """(3,) level direction of the kick: the foot's way about the strike."""
        toe = self.get[f"{self.side}_toe"]
        way = toe[self.frame(0.04)] - toe[self.frame(-0.04)]
        return unit(way * [1, 1, 0])

    @property
    def outward(self) -> np.ndarray:
        """(3,) level direction towards the support side."""
        right = np.array([self.direction[1], -self.direction[0], 0.0])
        return -right if self.side == "right" else right


def _of_head(k: Kick) -> dict[str, Measurement]:
    pitch = elevation(k.get["nose"] - (k.get["left_ear"] + k.get["right_ear"]) / 2)
    later = float(pitch[k.strike : k.frame(0.3) + 1].max())
    return {
        "head_down": Measurement(float(pitch[k.strike]), k.at),
        "head_rise": Measurement(later - float(pitch[k.strike]), k.at + 0.2),
    }


def _of_trunk(k: Kick) -> dict[str, Measurement]:
    middle = {part: (k.get[f"left_{part}"] + k.get[f"right_{part}"]) / 2 for part in ("shoulder", "hip")}
    spine = unit(middle["shoulder"][k.strike] - middle["hip"][k.strike])
    return {
        "trunk_lean": Measurement(float(np.degrees(np.arctan2(spine @ k.direction, spine[2]))), k.at),
        "side_lean": Measurement(float(np.degrees(np.arctan2(spine @ k.outward, spine[2]))), k.at),
    }


def _of_arms(k: Kick) -> dict[str, Measurement]:
    upper = unit(k.get[f"{k.other}_elbow"] - k.get[f"{k.other}_shoulder"])
    trunk = unit(k.get[f"{k.other}_hip"] - k.get[f"{k.other}_shoulder"])
    raised = np.degrees(np.arccos(np.clip((upper * trunk).sum(axis=1), -1, 1)))
    part = upper[k.frame(-0.25) : k.frame(0.25) + 1]
    swing = np.degrees(np.arccos(np.clip(part @ part.T, -1, 1))).max()
    return {
        "arm_raise": Measurement(float(raised[k.strike]), k.at),
        "arm_swing": Measurement(float(swing), k.at + 0.05),
    }


def _of_swing(k: Kick) -> dict[str, Measurement]:
    hip, knee, ankle, toe = (k.get[f"{k.side}_{part}"] for part in ("hip", "knee", "ankle", "toe"))
    before = slice(k.frame(-0.4), k.strike + 1)
    thigh = knee - hip
    behind = np.degrees(np.arctan2(-(thigh @ k.direction), -thigh[:, 2]))[before]
    fold = angle(hip, knee, ankle)[before]
    folded, drawn = int(fold.argmin()), int(behind.argmax())
    facing = forward_of(k.get, parts=("hip",))
    heading = np.degrees(np.unwrap(np.arctan2(facing[:, 1], facing[:, 0])))
    closing = heading if k.side == "right" else -heading
    turn = float(closing[k.strike] - closing[k.frame(-0.3) : k.strike + 1].min())
    after = slice(k.strike, k.frame(0.5) + 1)
    ground = float(np.percentile(k.get[f"{k.other}_toe"][:, 2], 10))
    standing = float(np.percentile(hip[:, 2], 90)) - ground
    top = int(np.argmax(ankle[after, 2]))
    return {
        "backswing": Measurement(float(behind[drawn]), float(k.times[before.start + drawn])),
        "knee_fold": Measurement(float(fold[folded]), float(k.times[before.start + folded])),
        "hip_turn": Measurement(turn, k.at - 0.05),
        "follow_height": Measurement(
            float((ankle[after, 2].max() - ground) / standing), float(k.times[after.start + top])
        ),
    }


def _of_support(k: Kick) -> dict[str, Measurement]:
    hip, knee, ankle, toe = (k.get[f"{k.other}_{part}"] for part in ("hip", "knee", "ankle", "toe"))
    away = toe[k.strike] - k.get[f"{k.side}_ankle"][k.strike]
    own_toe = k.get[f"{k.side}_toe"]
    # The kicking foot's last stance: where its toe was slowest in the second before the strike.
    moving = speed(own_toe, k.times)
    before = slice(k.frame(-0.8), max(k.frame(-0.12), k.frame(-0.8) + 1))
    left = before.start + int(np.argmin(moving[before]))
    head = (k.get["left_ear"] + k.get["right_ear"])[:, 2] / 2
    stature = max(float(np.percentile(head, 90) - np.percentile(toe[:, 2], 10)), 0.5) / 0.93
    step = float(np.linalg.norm((toe[k.strike] - own_toe[left])[:2])) / stature
    return {
        "support_knee": Measurement(float(angle(hip, knee, ankle)[k.strike]), k.at),
        "plant_side": Measurement(float(away @ k.outward), k.at),
        "plant_ahead": Measurement(float(away @ k.direction), k.at),
        "last_step": Measurement(step, k.at - 0.15),
    }
