"""The mid-range jump shot: technique parameters with their ranges and sources, and the drill made of them."""

from __future__ import annotations

from ...skeleton import ARMS, FEET, HANDS, HEAD, HIPS, LEGS, TORSO
from ..spec import DrillSpec, Parameter
from .cues import CUES
from .text import INSTRUCTIONS, PHRASES

INF = float("inf")

OKAZAKI = "Okazaki, Rodacki & Satern 2015, A review on the basketball jump shot"
MILLER = (
    "Miller & Bartlett 1996, The relationship between basketball shooting kinematics, distance and playing position"
)
KNUDSON = "Knudson 1993, Biomechanics of the basketball jump shot: six key teaching points"
WISSEL = "Wissel, Basketball: Steps to Success"

PARAMETERS = (
    Parameter("head_pitch", "head & eyes", "head pitch at release", "deg, up is positive", (-8, 30), (-28, INF),
              (-45, 25), KNUDSON, 0.8, HEAD),
    Parameter("head_dip", "head & eyes", "head pitch at the dip", "deg, up is positive", (-14, 40), (-40, INF),
              (-60, 24), WISSEL, 0.7, HEAD),
    Parameter("trunk_lean", "shoulders & torso", "forward trunk lean at release", "deg", (-8, 10), (-22, 24), (-30, 32),
              MILLER, 1.2, TORSO),
    Parameter("side_lean", "shoulders & torso", "sideways trunk lean at release", "deg", (0, 9), (-INF, 22), (0, 32),
              KNUDSON, 0.8, TORSO),
    Parameter("set_height", "arms & hands", "raise of the upper arm at the set point", "deg", (74, 150), (48, INF),
              (28, 118), OKAZAKI, 1.2, ARMS),
    Parameter("elbow_extension", "arms & hands", "elbow angle held after release", "deg", (146, 180), (112, INF),
              (92, 174), MILLER, 1.3, ARMS),
    Parameter("hip_angle", "hips & core", "hip angle at the dip", "deg", (112, 180), (84, INF), (70, 164), OKAZAKI,
              0.9,
              TORSO),
    Parameter("hip_rise", "hips & core", "rise of the hips over standing, over stature", "ratio", (0.12, 0.4),
              (0.06, INF), (0.04, 0.27), MILLER, 0.8, HIPS),
    Parameter("knee_angle", "legs & knees", "knee angle at the dip", "deg", (96, 130), (74, 150), (66, 164), OKAZAKI,
              1.3, LEGS),
    Parameter("landing_knee", "legs & knees", "knee angle at the landing's lowest", "deg", (95, 132), (-INF, 152),
              (98, 172), KNUDSON, 0.9, LEGS),
    Parameter("stance_width", "feet & balance", "stance width over shoulder width", "ratio", (0.7, 1.45), (0.35, 2.1),
              (0.2, 2.4), WISSEL, 0.8, FEET),
    Parameter("landing_shift", "feet & balance", "landing ahead of take-off", "m", (-0.06, 0.3), (-0.32, 0.62),
              (-0.45, 0.78), KNUDSON, 0.9, FEET),
    Parameter("hand_gap", "human-object interaction", "gap between the hands at the set point", "m", (0.14, 0.32),
              (-INF, 0.52), (0.18, 0.62), WISSEL, 0.8, HANDS),
    Parameter("follow_through", "human-object interaction", "follow-through held", "s", (0.5, 2), (0.22, INF),
              (0.1, 1.1), WISSEL, 0.9, HANDS),
    Parameter("release_timing", "human-object interaction", "release after the top of the jump", "s", (-0.12, 0.02),
              (-0.24, 0.11), (-0.3, 0.15), KNUDSON, 1.2, HANDS),
)  # fmt: skip

DRILL = DrillSpec(
    id="basketball/mid-range-jump-shot",
    title="Mid-range jump shot",
    paraphrases=INSTRUCTIONS,
    parameters=PARAMETERS,
    phrases=PHRASES,
    cues=CUES,
    ee4d_task="Basketball Drills - Mid-Range Jump Shooting",
    former_ids={"knee_flexion": "knee_angle", "hip_flexion": "hip_angle"},
)
