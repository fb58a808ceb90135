"""Juggling a football: technique parameters with their ranges and sources, and the drill made of them."""

from __future__ import annotations

from ...skeleton import ARMS, FEET, HEAD, HIPS, LEGS, TORSO
from ..spec import DrillSpec, Parameter
from .cues import CUES
from .text import INSTRUCTIONS, PHRASES

INF = float("inf")
HIPS_AND_KNEES = (*HIPS, "left_knee", "right_knee")

COERVER = "Coerver Coaching, Ball mastery curriculum"
LUXBACHER = "Luxbacher, Soccer: Steps to Success"
TLILI = "Tlili, Mottet, Dupuy & Pavis 2004, Stability and phase locking in human soccer juggling"
FA = "The FA, Developing the young player: individual ball skills"

PARAMETERS = (
    Parameter("head_down", "head & eyes", "head pitch at the touches", "deg, up is positive", (-70, -14), (-INF, 14),
              (-54, 30), LUXBACHER, 1.0, HEAD),
    Parameter("head_nod", "head & eyes", "nodding of the head from touch to touch", "deg", (0, 20), (-INF, 44), (3, 58),
              TLILI, 0.7, HEAD),
    Parameter("trunk_lean", "shoulders & torso", "forward trunk lean at the touches", "deg", (0, 20), (-18, 40),
              (-26, 50), LUXBACHER, 1.0, TORSO),
    Parameter("side_lean", "shoulders & torso", "sideways trunk lean at the touches", "deg", (0, 11), (-INF, 26),
              (1, 36), FA, 0.8, TORSO),
    Parameter("arm_spread", "arms & hands", "upper arms away from hanging", "deg", (32, 85), (20, INF), (6, 74), FA,
              0.9, ARMS),
    Parameter("arm_calm", "arms & hands", "swinging of the arms from touch to touch", "deg", (0, 20), (-INF, 42),
              (4, 52), COERVER, 0.8, ARMS),
    Parameter("drift", "hips & core", "way of the hips over the series", "m", (0, 0.45), (-INF, 1.1), (0.05, 1.5),
              LUXBACHER, 1.1, HIPS_AND_KNEES),
    Parameter("over_foot", "hips & core", "hips beside the standing foot at the touches", "torso lengths", (0, 0.22),
              (-INF, 0.46), (0.04, 0.6), COERVER, 0.9, HIPS_AND_KNEES),
    Parameter("support_knee", "legs & knees", "standing knee angle at the touches", "deg", (118, 160), (92, 174),
              (86, 178), LUXBACHER, 1.0, LEGS),
    Parameter("leg_give", "legs & knees", "rise and fall of the hips from touch to touch", "torso lengths", (0, 0.13),
              (-INF, 0.28), (0.01, 0.38), TLILI, 0.8, LEGS),
    Parameter("touch_height", "feet & balance", "height of the foot at the touches over stature", "ratio", (0.08, 0.24),
              (-INF, 0.35), (0.1, 0.42), COERVER, 1.2, FEET),
    Parameter("stance_width", "feet & balance", "feet apart between the touches over shoulder width", "ratio",
              (0.6, 1.2), (0.3, 1.55), (0.2, 1.7), FA, 0.7, FEET),
    Parameter("touch_interval", "human-object interaction", "time from touch to touch", "s", (0.52, 0.86), (-INF, 1.2),
              (0.48, 1.4), TLILI, 1.0, FEET),
    Parameter("evenness", "human-object interaction", "unevenness of the time from touch to touch", "ratio", (0, 0.13),
              (-INF, 0.3), (0.02, 0.42), TLILI, 1.2, FEET),
    Parameter("alternate", "human-object interaction", "share of touches with the other foot than before", "ratio",
              (0.6, 1), (0.25, INF), (0, 1), COERVER, 0.7, FEET),
)  # fmt: skip

DRILL = DrillSpec(
    id="soccer/juggling",
    title="Juggling",
    paraphrases=INSTRUCTIONS,
    parameters=PARAMETERS,
    phrases=PHRASES,
    cues=CUES,
    ee4d_task="Soccer Drills - Juggling",
)
