"""The dynamic move on a boulder wall: technique parameters with ranges and sources, and the drill made of them."""

from __future__ import annotations

from ...skeleton import ARMS, FEET, HANDS, HEAD, HIPS, LEGS, TORSO
from ..spec import DrillSpec, Parameter
from .cues import CUES
from .text import INSTRUCTIONS, PHRASES

INF = float("inf")
HORST = "Horst, Training for Climbing"
HAGUE = "Hague & Hunter, The Self-Coached Climber"
GODDARD = "Goddard & Neumann, Performance Rock Climbing"
FUSS = "Fuss & Niegl 2010, Biomechanics of the two-handed dyno technique for sport climbing"

PARAMETERS = (
    Parameter("look_dip", "head & eyes", "head pitch at the bottom of the dip", "deg, up is positive", (14, 90),
              (-14, INF), (-40, 55), HAGUE, 0.9, HEAD),
    Parameter("look_catch", "head & eyes", "head pitch at the catch", "deg, up is positive", (14, 90), (-14, INF),
              (-40, 58), HAGUE, 0.8, HEAD),
    Parameter("launch_lean", "shoulders & torso", "trunk leaning sideways as the hand lets go", "deg", (0, 8),
              (-INF, 18), (0, 26), GODDARD, 0.9, TORSO),
    Parameter("catch_lean", "shoulders & torso", "trunk leaning sideways after the catch", "deg", (0, 9), (-INF, 21),
              (0, 30), GODDARD, 0.9, TORSO),
    Parameter("hang_elbow", "arms & hands", "elbow angle at the bottom of the dip", "deg", (148, 180), (116, INF),
              (88, 172), HORST, 1.2, ARMS),
    Parameter("catch_elbow", "arms & hands", "elbow angle of the catching arm after the catch", "deg", (80, 136),
              (-INF, 158), (100, 176), HORST, 1.0, ARMS),
    Parameter("hip_rise", "hips & core", "rise of the hips out of the dip", "statures", (0.27, 0.6), (0.17, INF),
              (0.14, 0.38), FUSS, 1.2, HIPS),
    Parameter("bottom_pause", "hips & core", "time at the bottom of the dip", "s", (0, 0.5), (-INF, 0.9), (0.2, 1.3),
              HORST, 1.1, HIPS),
    Parameter("dip_knee", "legs & knees", "knee angle at the bottom of the dip", "deg", (55, 98), (-INF, 120),
              (66, 132), FUSS, 1.1, LEGS),
    Parameter("push_knee", "legs & knees", "straightest knees in the drive", "deg", (152, 180), (124, INF), (106, 172),
              FUSS, 1.2, LEGS),
    Parameter("feet_back", "feet & balance", "time from the catch until the feet stand", "s", (0, 0.7), (-INF, 1.3),
              (0, 1.8), GODDARD, 1.0, FEET),
    Parameter("swing", "feet & balance", "travel of the hips sideways after the catch", "statures", (0, 0.1),
              (-INF, 0.22), (0.02, 0.32), GODDARD, 1.0, HIPS),
    Parameter("catch_timing", "human-object interaction", "catch after the top of the hips' rise", "s", (-0.4, 0.13),
              (-INF, 0.28), (-0.12, 0.36), HAGUE, 1.2, HANDS),
    Parameter("regrip", "human-object interaction", "hand moved again after the catch", "statures", (0, 0.04),
              (-INF, 0.17), (0, 0.28), HORST, 0.9, HANDS),
)  # fmt: skip

DRILL = DrillSpec(
    id="bouldering/dynamic-move",
    title="Dynamic move",
    paraphrases=INSTRUCTIONS,
    parameters=PARAMETERS,
    phrases=PHRASES,
    cues=CUES,
    ee4d_task="Rock Climbing",
)
