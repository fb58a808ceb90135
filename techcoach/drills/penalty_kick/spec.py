"""The penalty kick: technique parameters with their ranges and sources, and the drill made of them."""

from __future__ import annotations

from ...skeleton import ARMS, FEET, HEAD, HIPS, LEGS, TORSO
from ..spec import DrillSpec, Parameter
from .cues import CUES
from .text import INSTRUCTIONS, PHRASES

INF = float("inf")
HIPS_AND_KNEES = (*HIPS, "left_knee", "right_knee")

LEES = "Lees, Asai, Andersen, Nunome & Sterzing 2010, The biomechanics of kicking in soccer: a review"
LEES_NOLAN = "Lees & Nolan 1998, The biomechanics of soccer: a review"
KELLIS = "Kellis & Katis 2007, Biomechanical characteristics and determinants of instep soccer kick"
BARFIELD = "Barfield 1998, The biomechanics of kicking in soccer"
SHAN = "Shan & Westerhoff 2005, Full-body kinematic characteristics of the maximal instep soccer kick"

PARAMETERS = (
    Parameter("head_down", "head & eyes", "head pitch at the strike", "deg, up is positive", (-80, -20), (-INF, 2),
              (-48, 14), BARFIELD, 0.8, HEAD),
    Parameter("head_rise", "head & eyes", "head rise after the strike", "deg", (-30, 14), (-INF, 38), (0, 50), BARFIELD,
              0.7, HEAD),
    Parameter("trunk_lean", "shoulders & torso", "forward trunk lean at the strike", "deg", (-8, 14), (-26, 32),
              (-32, 38), LEES_NOLAN, 1.2, TORSO),
    Parameter("side_lean", "shoulders & torso", "lean to the support side at the strike", "deg", (3, 24), (-10, 40),
              (-14, 44), LEES, 0.8, TORSO),
    Parameter("arm_raise", "arms & hands", "raise of the opposite arm at the strike", "deg", (48, 130), (18, INF),
              (6, 100), SHAN, 0.9, ARMS),
    Parameter("arm_reach", "arms & hands", "elbow angle of the opposite arm in the swing", "deg", (128, 180), (92, INF),
              (55, 172), SHAN, 0.7, ARMS),
    Parameter("backswing", "hips & core", "thigh behind vertical in the backswing", "deg", (20, 70), (3, INF), (0, 48),
              KELLIS, 1.1, HIPS_AND_KNEES),
    Parameter("approach_speed", "hips & core", "speed of the hips in the run-up", "m/s", (1.7, 5), (1.0, INF),
              (0.6, 2.7), LEES, 0.9, HIPS_AND_KNEES),
    Parameter("knee_fold", "legs & knees", "kicking knee angle in the backswing", "deg", (25, 86), (-INF, 112),
              (52, 152), KELLIS, 1.1, LEGS),
    Parameter("support_knee", "legs & knees", "support knee angle at the strike", "deg", (132, 180), (112, INF),
              (102, 168), LEES, 1.0, LEGS),
    Parameter("plant_side", "feet & balance", "support foot beside the ball", "m", (0.22, 0.42), (0.1, 0.64), (0.06,
              0.72),
              BARFIELD, 1.1, FEET),
    Parameter("last_step", "feet & balance", "length of the last step over stature", "ratio", (0.48, 1.2), (0.26, INF),
              (0.16, 0.92), LEES_NOLAN, 0.9, FEET),
    Parameter("foot_speed", "human-object interaction", "foot speed into the ball", "m/s", (10.5, 40), (7.8, INF),
              (6.4, 15), KELLIS, 1.3, FEET),
    Parameter("follow_height", "human-object interaction", "height of the follow-through over hip height", "ratio",
              (0.5, 2), (0.2, INF), (0.12, 1.0), LEES, 0.8, FEET),
)  # fmt: skip


DRILL = DrillSpec(
    id="soccer/penalty-kick",
    title="Penalty kick",
    paraphrases=INSTRUCTIONS,
    parameters=PARAMETERS,
    phrases=PHRASES,
    cues=CUES,
    ee4d_task="Soccer Drills - Penalty Kick",
)
