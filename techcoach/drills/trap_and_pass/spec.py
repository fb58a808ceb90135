"""The inside trap and outside play: technique parameters with their ranges and sources, and the drill made of them.

The sources describe the technique in words; the bounds in numbers are set here after them, so far apart that a camera
can tell good from faulty.
"""

from __future__ import annotations

from ...skeleton import ARMS, FEET, HEAD, HIPS, LEGS, TORSO
from ..spec import DrillSpec, Parameter
from .cues import CUES
from .text import INSTRUCTIONS, PHRASES

INF = float("inf")
HIPS_AND_LEGS = (*HIPS, "left_knee", "right_knee", "left_toe", "right_toe")

LEES_NOLAN = "Lees & Nolan 1998, The biomechanics of soccer: a review"
LEES = "Lees, Asai, Andersen, Nunome & Sterzing 2010, The biomechanics of kicking in soccer: a review"
HARGREAVES = "Hargreaves & Bate 2010, Skills & Strategies for Coaching Soccer"
LUXBACHER = "Luxbacher 2014, Soccer: Steps to Success"
JORDET = "Jordet, Bloomfield & Heijmerikx 2013, The hidden foundation of field vision in English Premier League players"
LITTLE = (
    "Little & Williams 2005, Specificity of acceleration, maximum speed, and agility in professional soccer players"
)

PARAMETERS = (
    Parameter("eyes_down", "head & eyes", "head pitch at the trap", "deg, up is positive", (-75, -24), (-INF, 0),
              (-52, 16), LUXBACHER, 1.0, HEAD),
    Parameter("look_up", "head & eyes", "head pitch as the athlete moves off", "deg, up is positive", (-14, 40),
              (-38, INF), (-58, 12), JORDET, 0.9, HEAD),
    Parameter("trunk_lean", "shoulders & torso", "forward trunk lean at the trap", "deg", (2, 24), (-16, 44),
              (-22, 50), HARGREAVES, 0.9, TORSO),
    Parameter("burst_lean", "shoulders & torso", "trunk lean into the new direction", "deg", (11, 50), (-6, INF),
              (-14, 34), LITTLE, 0.9, TORSO),
    Parameter("arm_spread", "arms & hands", "upper arms away from the trunk at the trap", "deg", (36, 90), (19, INF),
              (13, 76), LEES, 0.7, ARMS),
    Parameter("arm_bend", "arms & hands", "elbow angle as the athlete moves off", "deg", (60, 116), (-INF, 150),
              (72, 172), LITTLE, 0.7, ARMS),
    Parameter("hip_turnout", "hips & core", "receiving foot turned out at the trap", "deg", (56, 110), (24, INF),
              (0, 92), LUXBACHER, 1.2, HIPS_AND_LEGS),
    Parameter("burst", "hips & core", "speed of the hips after the play", "m/s", (1.15, 5), (0.5, INF), (0.25, 1.85),
              LITTLE, 1.1, HIPS_AND_LEGS),
    Parameter("ready_knees", "legs & knees", "knee angle while waiting", "deg", (100, 147), (-INF, 168), (104, 177),
              HARGREAVES, 0.9, LEGS),
    Parameter("support_knee", "legs & knees", "support knee angle at the trap", "deg", (95, 148), (-INF, 168),
              (108, 175), LEES_NOLAN, 1.1, LEGS),
    Parameter("stance_width", "feet & balance", "width of the waiting stance over shoulder width", "ratio",
              (0.85, 1.55), (0.5, 2.1), (0.38, 2.45), HARGREAVES, 0.8, FEET),
    Parameter("ready_heels", "feet & balance", "heels raised while waiting", "deg", (16, 70), (4, INF), (0, 46),
              HARGREAVES, 0.9, FEET),
    Parameter("cushion", "human-object interaction", "receiving foot drawn back with the ball", "m", (0.16, 0.6),
              (0.05, INF), (0.0, 0.38), LUXBACHER, 1.3, FEET),
    Parameter("touch_gap", "human-object interaction", "time from the trap to the play", "s", (0.3, 0.95),
              (-INF, 1.3), (0.66, 1.7), HARGREAVES, 1.0, FEET),
    Parameter("play_reach", "human-object interaction", "way of the foot through the outside play", "m", (0.42, 1.2),
              (0.22, INF), (0.1, 0.72), LUXBACHER, 0.9, FEET),
)  # fmt: skip


DRILL = DrillSpec(
    id="soccer/trap-and-pass",
    title="Inside trap and outside play",
    paraphrases=INSTRUCTIONS,
    parameters=PARAMETERS,
    phrases=PHRASES,
    cues=CUES,
    ee4d_task="Soccer Drills - Inside Trap and Outside Play",
)
