"""Words for the goblet squat: instructions, and phrases for every parameter. Data only."""

from techcoach.drills.spec import Phrases

INSTRUCTIONS: dict[str, tuple[str, ...]] = {
    "head & eyes": ("The athlete should look ahead from the first moment to the bottom.", "Eyes ahead all the way down."),
    "shoulders & torso": ("The athlete should keep the chest up and level at the bottom.", "Chest up, shoulders level."),
    "arms & hands": ("The athlete should keep hands and elbows close.", "Elbows in, hands together."),
    "hips & core": ("The athlete should sit back slowly.", "Hips back, and take your time."),
    "legs & knees": ("The athlete should squat deep with the knees over the feet.", "Deep, knees out."),
    "feet & balance": ("The athlete should stand a little wider than the hips, toes out.", "Feet wide, toes out."),
    "human-object interaction": ("The athlete should hold the weight close before the chest.", "Weight close and high."),
}  # fmt: skip

PHRASES: dict[str, dict[str, Phrases]] = {
    "head_top": {
        "strength": Phrases(("The head is level before the squat",), ("a level head to begin with",),
                            ("which sets the back",)),
        "low": Phrases(("The head hangs {degree} before the squat",), ("lifting the head before the squat",),
                       ("so that the back is set",)),
        "high": Phrases(("The chin is {degree} too high before the squat",), ("lowering the chin before the squat",),
                        ("because a thrown-back head bends the neck",)),
    },
    "head_bottom": {
        "strength": Phrases(("The eyes stay ahead at the bottom",), ("eyes ahead at the bottom",),
                            ("which keeps the chest up",)),
        "low": Phrases(("The head drops {degree} at the bottom",), ("looking ahead at the bottom",),
                       ("because the chest follows the head",)),
    },
    "trunk_lean": {
        "strength": Phrases(("The chest stays up at the bottom",), ("a chest that stays up",), ("which spares the back",)),
        "high": Phrases(("The trunk leans {degree} too far forward",), ("keeping the chest up",),
                        ("so that the legs do the work",)),
    },
    "side_lean": {
        "strength": Phrases(("The trunk is level from side to side",), ("a level trunk",), ("which loads both legs",)),
        "high": Phrases(("The trunk leans {degree} to one side",), ("staying level from side to side",),
                        ("so that both legs bear the load",)),
    },
    "elbow_gap": {
        "strength": Phrases(("The elbows stay close",), ("elbows held close",), ("which steadies the weight",)),
        "high": Phrases(("The elbows point {degree} outward",), ("bringing the elbows in",),
                        ("so that the weight is steady",)),
    },
    "hand_gap": {
        "strength": Phrases(("The hands are together on the weight",), ("hands together on the weight",),
                            ("which gives a firm grip",)),
        "high": Phrases(("The hands are {degree} too far apart",), ("bringing the hands together",),
                        ("so that the grip is firm",)),
    },
    "sit_back": {
        "strength": Phrases(("The hips go back on the way down",), ("hips that go back",), ("which spares the knees",)),
        "low": Phrases(("The hips stay {degree} too far forward",), ("sitting back",), ("so that the knees are spared",)),
    },
    "down_time": {
        "strength": Phrases(("The way down is slow and even",), ("a slow way down",), ("which keeps control",)),
        "low": Phrases(("The way down is {degree} too fast",), ("going down more slowly",),
                       ("because a fall is hard to stop",)),
    },
    "knee_angle": {
        "strength": Phrases(("The squat is deep",), ("a deep squat",), ("which works the whole leg",)),
        "high": Phrases(("The squat is {degree} too shallow",), ("going deeper",), ("so that the whole leg works",)),
    },
    "knee_gap": {
        "strength": Phrases(("The knees stay over the feet",), ("knees over the feet",), ("which protects the knees",)),
        "low": Phrases(("The knees fall {degree} inward",), ("pushing the knees out",), ("so that they stay sound",)),
    },
    "stance_width": {
        "strength": Phrases(("The stance is as wide as it should be",), ("a well-measured stance",),
                            ("which gives a firm base",)),
        "low": Phrases(("The stance is {degree} too narrow",), ("standing wider",), ("so that there is room to sink",)),
        "high": Phrases(("The stance is {degree} too wide",), ("standing narrower",), ("so that the hips move freely",)),
    },
    "toe_out": {
        "strength": Phrases(("The feet are turned out a little",), ("feet turned out a little",),
                            ("which lets the knees follow",)),
        "low": Phrases(("The feet point {degree} inward",), ("turning the feet out",), ("so that the knees can follow",)),
        "high": Phrases(("The feet are turned out {degree} too much",), ("turning the feet out less",),
                        ("because the knees cannot follow that far",)),
    },
    "ball_reach": {
        "strength": Phrases(("The weight is close to the chest",), ("a weight held close",), ("which keeps the balance",)),
        "high": Phrases(("The weight is {degree} too far from the chest",), ("holding the weight closer",),
                        ("because a far weight pulls forward",)),
    },
    "ball_drop": {
        "strength": Phrases(("The weight stays high",), ("a weight held high",), ("which keeps the back upright",)),
        "high": Phrases(("The weight sinks {degree}",), ("holding the weight higher",), ("so that the back stays upright",)),
    },
}  # fmt: skip
