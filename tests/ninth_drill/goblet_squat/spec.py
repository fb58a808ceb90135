"""The goblet squat: technique parameters with their ranges and sources, and the drill made of them."""

from __future__ import annotations

from techcoach.drills.spec import DrillSpec, Parameter
from techcoach.skeleton import ARMS, FEET, HANDS, HEAD, HIPS, LEGS, TORSO

from .cues import CUES
from .text import INSTRUCTIONS, PHRASES

INF = float("inf")
SCHOENFELD = "Schoenfeld 2010, Squatting kinematics and kinetics and their application to exercise performance"
MYER = "Myer et al. 2014, The back squat: a proposed assessment of functional deficits and technical factors"

PARAMETERS = (
    Parameter("head_top", "head & eyes", "head pitch while standing", "deg, up is positive", (-16, 16), (-36, 36),
              (-48, 48), MYER, 0.7, HEAD),
    Parameter("head_bottom", "head & eyes", "head pitch at the bottom", "deg, up is positive", (-22, 14), (-44, INF),
              (-60, 12), MYER, 1.0, HEAD),
    Parameter("trunk_lean", "shoulders & torso", "forward trunk lean at the bottom", "deg", (10, 42), (-INF, 60),
              (16, 72), SCHOENFELD, 1.3, TORSO),
    Parameter("side_lean", "shoulders & torso", "sideways trunk lean at the bottom", "deg", (-1, 4), (-INF, 10),
              (0, 15), MYER, 0.9, TORSO),
    Parameter("elbow_gap", "arms & hands", "elbows apart over shoulder width", "ratio", (0.6, 1.2), (-INF, 1.65),
              (0.9, 1.9), MYER, 0.7, ARMS),
    Parameter("hand_gap", "arms & hands", "wrists apart over shoulder width", "ratio", (0.3, 0.75), (-INF, 1.15),
              (0.4, 1.4), MYER, 0.7, HANDS),
    Parameter("sit_back", "hips & core", "hips behind the ankles at the bottom", "m", (0.17, 0.5), (0.05, INF),
              (0.0, 0.33), SCHOENFELD, 1.1, HIPS),
    Parameter("down_time", "hips & core", "time from standing to the bottom", "s", (0.95, 2.5), (0.5, INF),
              (0.35, 1.6), SCHOENFELD, 0.9, HIPS),
    Parameter("knee_angle", "legs & knees", "knee angle at the bottom", "deg, 180 is straight", (60, 102),
              (-INF, 122), (72, 136), SCHOENFELD, 1.4, LEGS),
    Parameter("knee_gap", "legs & knees", "knees apart over ankles apart at the bottom", "ratio", (0.95, 2.0),
              (0.7, INF), (0.55, 1.35), MYER, 1.3, LEGS),
    Parameter("stance_width", "feet & balance", "ankles apart over shoulder width", "ratio", (0.9, 1.4), (0.6, 1.8),
              (0.5, 1.95), MYER, 0.9, FEET),
    Parameter("toe_out", "feet & balance", "feet turned out", "deg", (5, 30), (-12, 48), (-22, 58), SCHOENFELD, 0.7,
              FEET),
    Parameter("ball_reach", "human-object interaction", "weight before the shoulders at the bottom", "m",
              (0.1, 0.26), (-INF, 0.38), (0.16, 0.44), SCHOENFELD, 1.0, HANDS),
    Parameter("ball_drop", "human-object interaction", "weight below the shoulders at the bottom, over the torso",
              "ratio", (0.0, 0.32), (-INF, 0.62), (0.12, 0.78), SCHOENFELD, 0.9, HANDS),
)  # fmt: skip

DRILL = DrillSpec(
    id="fitness/goblet-squat",
    title="Goblet squat",
    paraphrases=INSTRUCTIONS,
    parameters=PARAMETERS,
    phrases=PHRASES,
    cues=CUES,
)
