"""The Mikan drill: technique parameters with their ranges and sources, and the drill made of them."""

from __future__ import annotations

from ...skeleton import ARMS, FEET, HANDS, HEAD, HIPS, LEGS, TORSO
from ..spec import DrillSpec, Parameter
from .cues import CUES
from .text import INSTRUCTIONS, PHRASES

INF = float("inf")

WISSEL = "Wissel, Basketball: Steps to Success"
KRAUSE = "Krause, Meyer & Meyer, Basketball Skills & Drills"
FIBA = "FIBA WABC Coaches Manual Level 1, lay-ups and finishing"
NEWELL = "Newell & Nater, Pete Newell's Playing Big"

PARAMETERS = (
    Parameter("head_up", "head & eyes", "head pitch at release", "deg, up is positive", (14, 70), (-12, INF), (-34, 50),
              WISSEL, 1.0, HEAD),
    Parameter("head_catch", "head & eyes", "head pitch as the ball is caught", "deg, up is positive", (-8, 60),
              (-36, INF), (-58, 34), NEWELL, 0.8, HEAD),
    Parameter("trunk_release", "shoulders & torso", "trunk away from upright at release", "deg", (0, 14), (-INF, 30),
              (2, 42), FIBA, 1.0, TORSO),
    Parameter("trunk_load", "shoulders & torso", "trunk away from upright between the shots", "deg", (0, 24),
              (-INF, 46), (4, 60), NEWELL, 0.8, TORSO),
    Parameter("arm_extension", "arms & hands", "shooting elbow angle at release", "deg", (132, 180), (102, INF),
              (84, 172), WISSEL, 1.1, ARMS),
    Parameter("hands_high", "arms & hands", "lowest height of the hands over the shoulders", "torso lengths", (-0.2, 1),
              (-0.62, INF), (-0.95, 0.2), NEWELL, 1.2, ARMS),
    Parameter("jump_height", "hips & core", "rise of the hips from take-off", "m", (0.18, 1), (0.1, INF), (0.09, 0.36),
              KRAUSE, 0.9, HIPS),
    Parameter("side_travel", "hips & core", "way of the hips from side to side", "m", (0.1, 0.42), (-INF, 0.74),
              (0.2, 1.05), KRAUSE, 0.8, HIPS),
    Parameter("load_knee", "legs & knees", "knee angle between the shots", "deg", (90, 126), (-INF, 142), (98, 172),
              KRAUSE, 1.0, LEGS),
    Parameter("knee_drive", "legs & knees", "free thigh from straight down", "deg", (62, 130), (36, INF), (15, 100),
              WISSEL, 1.1, LEGS),
    Parameter("landing_width", "feet & balance", "feet apart at the landing over shoulder width", "ratio", (0.7, 1.6),
              (0.38, 2.2), (0.25, 2.5), KRAUSE, 0.8, FEET),
    Parameter("ground_time", "feet & balance", "time on the ground between the shots", "s", (0.3, 0.72), (-INF, 1.08),
              (0.38, 1.25), NEWELL, 1.1, FEET),
    Parameter("release_timing", "human-object interaction", "release after the top of the jump", "s", (-0.12, 0.04),
              (-0.2, 0.12), (-0.24, 0.16), WISSEL, 0.9, HANDS),
    Parameter("two_hands", "human-object interaction", "hands apart as the ball is caught", "torso lengths", (0, 0.62),
              (-INF, 1.05), (0.4, 1.4), KRAUSE, 1.0, HANDS),
)  # fmt: skip

DRILL = DrillSpec(
    id="basketball/mikan-layup",
    title="Mikan layup",
    paraphrases=INSTRUCTIONS,
    parameters=PARAMETERS,
    phrases=PHRASES,
    cues=CUES,
    ee4d_task="Basketball Drills - Mikan Layup",
)
