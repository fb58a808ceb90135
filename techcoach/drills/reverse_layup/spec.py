"""The reverse layup: technique parameters with their ranges and sources, and the drill made of them."""

from __future__ import annotations

from ...skeleton import ARMS, FEET, HANDS, HEAD, HIPS, LEGS, TORSO
from ..spec import DrillSpec, Parameter
from .cues import CUES
from .text import INSTRUCTIONS, PHRASES

INF = float("inf")

WISSEL = "Wissel, Basketball: Steps to Success"
KRAUSE = "Krause, Meyer & Meyer, Basketball Skills & Drills"
MIURA = (
    "Miura, Yamamoto, Tamaki & Zushi 2010, Determinants of the abilities to jump higher and shorten the contact time"
)
FIBA = "FIBA WABC Coaches Manual Level 1, lay-ups and finishing"

PARAMETERS = (
    Parameter("head_pitch", "head & eyes", "head pitch at release", "deg, up is positive", (14, 70), (-14, INF),
              (-36, 50), WISSEL, 1.0, HEAD),
    Parameter("head_drive", "head & eyes", "head pitch in the last steps", "deg, up is positive", (-14, 30), (-38, INF),
              (-58, 14), KRAUSE, 0.7, HEAD),
    Parameter("trunk_tilt", "shoulders & torso", "trunk away from upright at release", "deg", (0, 16), (-INF, 32),
              (3, 46), FIBA, 1.0, TORSO),
    Parameter("shoulder_turn", "shoulders & torso", "turn of the chest away from the run at release", "deg", (52, 130),
              (18, INF), (2, 100), WISSEL, 1.0, TORSO),
    Parameter("arm_extension", "arms & hands", "shooting elbow angle at release", "deg", (140, 180), (108, INF),
              (84, 170), WISSEL, 1.1, ARMS),
    Parameter("off_arm", "arms & hands", "other wrist over its shoulder at release", "torso lengths", (-0.25, 1),
              (-0.65, INF), (-0.85, 0.3), KRAUSE, 0.7, ARMS),
    Parameter("drive_speed", "hips & core", "speed of the hips in the drive", "m/s", (2.3, 6), (1.5, INF), (1.0, 3.9),
              FIBA, 0.8, HIPS),
    Parameter("jump_height", "hips & core", "rise of the hips from take-off", "m", (0.26, 1), (0.14, INF), (0.1, 0.5),
              MIURA, 1.0, HIPS),
    Parameter("knee_drive", "legs & knees", "free thigh from straight down", "deg", (68, 130), (38, INF), (15, 105),
              WISSEL, 1.2, LEGS),
    Parameter("landing_knee", "legs & knees", "knee angle after landing", "deg", (80, 132), (-INF, 152), (96, 172),
              KRAUSE, 0.9, LEGS),
    Parameter("last_step", "feet & balance", "length of the last step over stature", "ratio", (0.46, 1),
              (0.3, INF), (0.18, 0.78), FIBA, 0.9, FEET),
    Parameter("landing_drift", "feet & balance", "way of the hips after landing", "m", (0, 0.36), (-INF, 0.68),
              (0.12, 1.0), KRAUSE, 1.0, FEET),
    Parameter("release_timing", "human-object interaction", "release after the top of the jump", "s", (-0.13, 0.05),
              (-0.23, 0.14), (-0.3, 0.2), WISSEL, 1.0, HANDS),
    Parameter("ball_height", "human-object interaction", "ball over the hips in the gather", "torso lengths",
              (0.6, 1.5), (0.25, INF), (0.0, 1.0), KRAUSE, 1.0, HANDS),
)  # fmt: skip

DRILL = DrillSpec(
    id="basketball/reverse-layup",
    title="Reverse layup",
    paraphrases=INSTRUCTIONS,
    parameters=PARAMETERS,
    phrases=PHRASES,
    cues=CUES,
    ee4d_task="Basketball Drills - Reverse Layup",
)
