"""The static move on a boulder wall: technique parameters with their ranges and sources, and the drill made of them."""

from __future__ import annotations

from ...skeleton import ARMS, FEET, HANDS, HEAD, HIPS, LEGS, TORSO
from ..spec import DrillSpec, Parameter
from .cues import CUES
from .text import INSTRUCTIONS, PHRASES

INF = float("inf")
HORST = "Horst, Training for Climbing"
HAGUE = "Hague & Hunter, The Self-Coached Climber"
SIBELLA = "Sibella, Frosio, Schena & Borghese 2007, 3D analysis of the body center of mass in rock climbing"
QUAINE = "Quaine & Martin 1999, A biomechanical study of equilibrium in sport rock climbing"

PARAMETERS = (
    Parameter("look_foot", "head & eyes", "head pitch as the foot is placed", "deg, up is positive", (-85, -24),
              (-INF, 2), (-55, 25), HAGUE, 0.9, HEAD),
    Parameter("look_up", "head & eyes", "head pitch before the reach", "deg, up is positive", (6, 90), (-24, INF),
              (-48, 52), HAGUE, 0.8, HEAD),
    Parameter("torso_turn", "shoulders & torso", "turn of the shoulders into the reach", "deg", (14, 70), (1, INF),
              (-6, 48), HAGUE, 0.9, TORSO),
    Parameter("lean_out", "shoulders & torso", "trunk leaning out from the wall at the reach", "deg", (-30, 9),
              (-INF, 22), (-8, 30), SIBELLA, 0.9, TORSO),
    Parameter("straight_arms", "arms & hands", "elbow angle of the hanging arms", "deg", (146, 180), (112, INF),
              (80, 170), HORST, 1.2, ARMS),
    Parameter("reach_speed", "arms & hands", "mean speed of the reaching hand", "m/s", (0, 0.8), (-INF, 1.3),
              (0.36, 1.7), SIBELLA, 1.0, ARMS),
    Parameter("hip_distance", "hips & core", "hips from the wall at the reach", "m", (0, 0.28), (-INF, 0.42),
              (0.12, 0.5), QUAINE, 1.3, HIPS),
    Parameter("hip_shift", "hips & core", "hips beside the supporting foot at the reach", "m", (0, 0.12), (-INF, 0.3),
              (0, 0.4), QUAINE, 1.1, HIPS),
    Parameter("leg_drive", "legs & knees", "extension of the supporting knee in the reach", "deg", (20, 110), (4, INF),
              (-12, 62), HORST, 1.2, LEGS),
    Parameter("knee_turnout", "legs & knees", "knees turned out", "deg", (50, 100), (34, INF), (5, 80),
              HAGUE, 0.8, LEGS),
    Parameter("settling", "feet & balance", "time from the placed foot to the reach", "s", (0.8, 1.6), (-INF, 2.5),
              (0.9, 2.8), HAGUE, 1.1, FEET),
    Parameter("foot_landing", "feet & balance", "foot speed in the last quarter of a second to the hold", "m/s",
              (0, 0.36), (-INF, 0.62), (0.16, 0.95), HAGUE, 0.8, FEET),
    Parameter("hand_adjusting", "human-object interaction", "hand moved again after the catch", "m", (0, 0.06),
              (-INF, 0.3), (0, 0.5), HORST, 1.0, HANDS),
    Parameter("catch_speed", "human-object interaction", "hand speed in the last quarter of a second to the hold",
              "m/s", (0, 0.5), (-INF, 0.9), (0.16, 1.4), SIBELLA, 0.9, HANDS),
)  # fmt: skip

DRILL = DrillSpec(
    id="bouldering/static-move",
    title="Static move",
    paraphrases=INSTRUCTIONS,
    parameters=PARAMETERS,
    phrases=PHRASES,
    cues=CUES,
    ee4d_task="Rock Climbing",
)
