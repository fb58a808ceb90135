"""Words for the static move: instructions, their paraphrases, and phrases for every parameter. Data only."""

from ..spec import Phrases

INSTRUCTIONS: dict[str, tuple[str, ...]] = {
    "head & eyes": (
        "The climber should look down at the foothold until the foot stands, and look up before the reach.",
        "Watch the foot onto its hold, then lift the eyes to the next handhold before you move.",
        "Eyes on the foot as it is placed, head up before the hand goes.",
        "Look at the foothold while placing the foot and up the wall before reaching.",
        "The gaze follows the foot down to the hold and rises before the hand lets go.",
        "Place the foot with your eyes on it and find the next hold before you reach.",
        "See the foothold, then see the handhold, then move.",
        "Do not look away before the foot stands, and do not reach without looking up.",
        "The head goes down for the foot and up for the hand.",
        "Look down to place the foot precisely and look up to aim the reach.",
    ),
    "shoulders & torso": (
        "The climber should turn the shoulder into the reach and keep the trunk close to the wall.",
        "Rotate the reaching shoulder toward the wall and do not lean out.",
        "The torso turns into the move and stays near the wall.",
        "Twist the upper body so that the reaching shoulder comes to the wall.",
        "Keep the chest in and turn it with the reach.",
        "Bring the reaching-side shoulder in and avoid hanging away from the wall.",
        "The upper body rotates with the reach and stays close.",
        "Turn in with the shoulder; the trunk should not lean back.",
        "A turned torso close to the wall makes the reach longer.",
        "Rotate the torso toward the reaching side and stay in to the wall.",
    ),
    "arms & hands": (
        "The climber should hang on straight arms and reach slowly and smoothly.",
        "Keep the arms long while resting and move the hand in a controlled way.",
        "Straight arms in the hang, a calm hand in the reach.",
        "Do not hold yourself up with bent arms; reach without snatching.",
        "Relax onto long arms and guide the hand smoothly to the hold.",
        "The arms stay extended at rest and the reach is slow and steady.",
        "Save strength with straight arms and make the reach static.",
        "Hang from the skeleton with long arms, and move the hand without a lunge.",
        "Long arms at rest, an unhurried hand on the move.",
        "Extend the arms while hanging and avoid a jerky reach.",
    ),
    "hips & core": (
        "The climber should keep the hips close to the wall and over the supporting foot before reaching.",
        "Bring the hips in and shift them over the standing foot, then reach.",
        "Hips near the wall and above the foot that carries the weight.",
        "Move the weight over the supporting foot with the hips close in.",
        "Shift the hips first: in to the wall and over the foot.",
        "The pelvis stays close to the wall and lines up above the support foot.",
        "Do not let the hips hang out or stay beside the foot.",
        "Keep the center of mass near the wall and over the base.",
        "The hips go in and across before the hand moves.",
        "Pull the hips to the wall and stack them above the standing foot.",
    ),
    "legs & knees": (
        "The climber should turn the knees out and push up with the legs in the reach.",
        "Open the knees and let the leg push do the work.",
        "Drive from the supporting leg with the knees turned outward.",
        "Stand up on the foot to reach, knees open to the sides.",
        "The legs push the body up while the knees point outward.",
        "Use the legs: knees out, then extend the supporting leg.",
        "Turned-out knees and a strong leg push carry the reach.",
        "Push through the standing leg instead of pulling with the arms.",
        "Let the supporting knee extend during the reach and keep the knees open.",
        "Rise with the legs and keep the knees rotated outward.",
    ),
    "feet & balance": (
        "The climber should set the foot down quietly and go on without standing about.",
        "Place the foot slowly onto the hold, settle, and move on.",
        "A soft foot, a short moment to settle, then the reach.",
        "Slow the foot before it meets the hold and do not wait long before the next move.",
        "Put the foot down gently, shift onto it and reach without hesitating.",
        "The foot meets the hold quietly, and the weight goes onto it without delay.",
        "Quiet feet and a steady flow from the step to the reach.",
        "Ease the foot onto the hold, then keep the move going.",
        "The step is soft, and the reach follows soon after it.",
        "Set the foot carefully, trust it, and go.",
    ),
    "human-object interaction": (
        "The climber should meet the next hold softly and take it right the first time.",
        "Arrive at the hold with control and grip it once.",
        "The hand reaches the hold slowly and does not need to adjust.",
        "Take the hold gently and in the right place at once.",
        "Catch the hold with a slow hand and keep the grip as it is.",
        "A controlled catch without slapping or regripping.",
        "Land the hand softly on the hold and settle straight away.",
        "Grip the hold precisely at first touch.",
        "Do not slap the hold or shuffle the fingers after the catch.",
        "The hand meets the hold under control and stays put.",
    ),
}  # fmt: skip

PHRASES: dict[str, dict[str, Phrases]] = {
    "look_foot": {
        "strength": Phrases(
            ("The climber watches the foot as it is placed", "The eyes follow the foot to the hold", "The gaze is on the foothold during the placement",
             "The head is turned down to the foot as it lands", "The climber looks down at the foothold while stepping", "The foot is placed under the eyes"),
            ("eyes that follow the foot to the hold", "a look at the foothold during the placement", "good visual control of the foot", "a gaze that guides the foot"),
            ("which makes the placement precise", "which lets the foot be trusted", "and that saves a second try")),
        "high": Phrases(
            ("The climber looks away from the foot {degree} too early", "The head is {degree} too high during the foot placement", "The eyes leave the foothold {degree} before the foot stands",
             "The gaze stays {degree} above the foot as it lands", "The foot is placed with the head {degree} raised", "The climber looks up {degree} while stepping"),
            ("watching the foot until it is placed", "looking down at the foothold while stepping", "lowering the gaze to the foot during the placement", "keeping the eyes on the foot until it stands"),
            ("so that the foot lands on the right spot", "because a foot placed blindly slips", "so that the placement can be trusted")),
    },
    "look_up": {
        "strength": Phrases(
            ("The head is up before the hand reaches", "The climber looks up the wall before the reach",
             "The eyes are raised to the next handhold before the hand goes", "The chin comes up before the reach",
             "The gaze is up at the holds before the hand lets go", "The climber lifts the head in time for the reach"),
            ("a head that is up before the reach", "eyes raised before the hand goes", "an early look up the wall",
             "a chin that comes up before the reach"),
            ("which aims the reach", "which lets the hand go straight to the hold", "and that saves groping at the hold")),
        "low": Phrases(
            ("The head stays {degree} too low before the reach", "The climber still looks {degree} too far down as the hand goes",
             "The eyes are raised {degree} too little before the reach", "The chin is {degree} too low as the hand lets go",
             "The gaze hangs {degree} too far down the wall before the reach", "The climber reaches with the head {degree} bowed"),
            ("lifting the head before the reach", "looking up the wall before the hand goes", "raising the eyes to the next handhold",
             "bringing the chin up before letting go"),
            ("so that the hand goes straight to the hold", "because a blind reach gropes", "so that the reach is aimed")),
    },
    "torso_turn": {
        "strength": Phrases(
            ("The reaching shoulder turns in to the wall", "The torso rotates well into the reach", "The shoulders turn with the move",
             "The upper body twists into the reach", "The reaching side of the chest comes to the wall", "The shoulder line turns toward the hold"),
            ("a torso that turns into the reach", "good shoulder rotation", "a reaching shoulder brought to the wall", "a well-turned upper body"),
            ("which lengthens the reach", "which brings the hold within range", "and that takes load off the other arm")),
        "low": Phrases(
            ("The shoulders turn {degree} too little into the reach", "The torso stays {degree} too square to the wall", "The reaching shoulder stays {degree} too far out",
             "The upper body rotates {degree} too little with the move", "The chest is {degree} too frontal in the reach", "The shoulder line opens {degree} too little"),
            ("turning the reaching shoulder into the wall", "rotating the torso with the reach", "twisting the upper body toward the hold", "bringing the reaching shoulder in"),
            ("so that the reach gets longer", "because a square torso shortens the reach", "so that the holding arm is relieved")),
    },
    "lean_out": {
        "strength": Phrases(
            ("The trunk stays close to the wall in the reach", "The upper body does not lean out", "The chest is kept in at the start of the reach",
             "The torso stays parallel to the wall", "The climber keeps the upper body near the wall", "The trunk is well in to the wall"),
            ("a trunk close to the wall", "an upper body that stays in", "a chest kept near the wall", "a torso parallel to the wall"),
            ("which takes weight off the fingers", "which keeps the body in balance", "and that saves the forearms")),
        "high": Phrases(
            ("The trunk leans {degree} too far out from the wall", "The upper body hangs {degree} away from the wall", "The chest is {degree} too far out at the reach",
             "The torso tips {degree} backward off the wall", "The climber leans {degree} out before reaching", "The shoulders fall {degree} away from the wall"),
            ("keeping the trunk closer to the wall", "bringing the chest in before the reach", "leaning out less", "pulling the upper body toward the wall"),
            ("so that the fingers carry less", "because leaning out loads the arms", "so that the balance is kept")),
    },
    "straight_arms": {
        "strength": Phrases(
            ("The climber hangs on straight arms", "The arms are long and relaxed in the hang", "The elbows stay extended at rest",
             "The hang is on extended arms", "The arms are kept straight before the move", "The climber rests on long arms"),
            ("straight arms in the hang", "long, relaxed arms", "extended elbows at rest", "an economical hang on the arms"),
            ("which saves strength", "which leaves the load to the skeleton", "and that keeps the forearms fresh")),
        "low": Phrases(
            ("The arms are {degree} too bent in the hang", "The climber holds the body up with {degree} bent elbows", "The elbows stay {degree} too flexed at rest",
             "The hang is {degree} locked off on bent arms", "The arms are pulled in {degree} too much before the move", "The climber rests on {degree} bent arms"),
            ("hanging on straighter arms", "letting the arms go long at rest", "extending the elbows in the hang", "relaxing onto straight arms"),
            ("so that strength is saved", "because bent arms tire quickly", "so that the skeleton carries the load")),
    },
    "reach_speed": {
        "strength": Phrases(
            ("The reach is slow and smooth", "The hand moves to the hold under control", "The reaching hand is calm and steady",
             "The reach is done statically", "The hand travels without haste", "The reaching movement is well controlled"),
            ("a slow, smooth reach", "a calm reaching hand", "a truly static reach", "good control of the reaching hand"),
            ("which shows good balance", "which keeps the body still", "and that makes the catch easy")),
        "high": Phrases(
            ("The reach is {degree} too fast", "The hand snatches {degree} at the hold", "The reaching hand is {degree} too hasty",
             "The reach turns {degree} into a lunge", "The hand is thrown {degree} too quickly to the hold", "The reaching movement is {degree} too jerky"),
            ("reaching more slowly", "moving the hand without snatching", "keeping the reach static", "calming the reaching hand"),
            ("so that the body stays in balance", "because a lunge is hard to control", "so that no strength is wasted")),
    },
    "hip_distance": {
        "strength": Phrases(
            ("The hips are close to the wall", "The pelvis is kept in at the reach", "The hips stay near the wall before the hand moves",
             "The hips are pulled in well", "The pelvis is close in over the feet", "The distance of the hips to the wall is small"),
            ("hips close to the wall", "a pelvis kept in", "hips that are pulled in well", "a short distance between hips and wall"),
            ("which puts the weight on the feet", "which takes the load off the arms", "and that keeps the reach in balance")),
        "high": Phrases(
            ("The hips are {degree} too far from the wall", "The pelvis hangs {degree} out at the reach", "The hips sag {degree} away from the wall before the hand moves",
             "The hips are pulled {degree} off the wall", "The pelvis is {degree} too far out behind the feet", "The distance of the hips to the wall is {degree} too large"),
            ("bringing the hips closer to the wall", "pulling the pelvis in before the reach", "keeping the hips from sagging out", "pressing the hips toward the wall"),
            ("so that the feet carry the weight", "because hips that hang out load the arms", "so that the core keeps the body in")),
    },
    "hip_shift": {
        "strength": Phrases(
            ("The hips are over the supporting foot before the reach", "The weight is shifted fully over the standing foot", "The pelvis lines up above the supporting foot",
             "The hips move across over the foot before the hand goes", "The weight shift to the standing foot is complete", "The hips are stacked over the support"),
            ("hips shifted over the supporting foot", "a complete weight shift", "a pelvis lined up above the standing foot", "good weight transfer to the foot"),
            ("which frees the reaching hand", "which keeps the move static", "and that lets the leg push straight up")),
        "high": Phrases(
            ("The hips stay {degree} beside the supporting foot", "The weight is shifted {degree} too little over the standing foot", "The pelvis is {degree} off the line of the supporting foot",
             "The hips move across {degree} too little before the hand goes", "The weight shift to the standing foot is {degree} incomplete", "The hips are {degree} too far to the side of the support"),
            ("shifting the hips over the supporting foot", "completing the weight shift before reaching", "moving the pelvis across above the standing foot", "standing fully over the foot first"),
            ("so that the hand is free to move", "because the arms must hold what the foot does not", "so that the leg can push straight up")),
    },
    "leg_drive": {
        "strength": Phrases(
            ("The supporting leg pushes the body up in the reach", "The reach comes from the legs", "The supporting knee extends well through the reach",
             "The leg drive in the move is strong", "The climber stands up on the foot to reach", "The leg does the lifting"),
            ("a strong leg drive", "a reach that comes from the legs", "good extension of the supporting knee", "a leg that does the lifting"),
            ("which spares the arms", "which gives height without pulling", "and that makes the reach easy")),
        "low": Phrases(
            ("The supporting leg pushes {degree} too little in the reach", "The reach comes {degree} too much from the arms", "The supporting knee extends {degree} too little",
             "The leg drive in the move is {degree} too weak", "The climber stands up {degree} too little on the foot", "The leg stays {degree} passive in the reach"),
            ("pushing more with the supporting leg", "standing up on the foot to reach", "extending the supporting knee in the move", "letting the leg do the lifting"),
            ("so that the arms are spared", "because pulling with the arms tires", "so that the hold comes closer")),
    },
    "knee_turnout": {
        "strength": Phrases(
            ("The knees are turned out well", "The knees open to the sides", "The legs are rotated outward", "The knees point outward along the wall",
             "The turn-out of the knees is good", "The thighs open well along the wall"),
            ("well turned-out knees", "knees that open to the sides", "legs rotated outward", "good turn-out"),
            ("which brings the hips to the wall", "which puts weight on the feet", "and that keeps the body close")),
        "low": Phrases(
            ("The knees are turned out {degree} too little", "The knees point {degree} into the wall", "The legs are rotated outward {degree} too little", "The knees stay {degree} too closed in front of the body",
             "The turn-out of the knees is {degree} too small", "The thighs open {degree} too little along the wall"),
            ("turning the knees out more", "opening the knees to the sides", "rotating the legs outward", "letting the thighs open along the wall"),
            ("so that the hips come in", "because knees in front push the body out", "so that the feet are loaded")),
    },
    "settling": {
        "strength": Phrases(
            ("The reach follows soon after the foot is placed", "The climber settles onto the foot without standing about",
             "The move flows from the step into the reach", "The time between the step and the reach is short",
             "The climber trusts the foot and goes on", "The pause on the placed foot is brief"),
            ("a move that flows from the step into the reach", "a short pause on the placed foot", "a foot that is trusted at once",
             "no standing about after the step"),
            ("which saves strength in the arms", "which keeps the move in balance", "and that keeps the climb flowing")),
        "high": Phrases(
            ("The climber waits {degree} too long on the placed foot", "The pause between the step and the reach is {degree} too long",
             "The move comes to a {degree} long stop after the step", "The climber hesitates {degree} before the reach",
             "The time from the placed foot to the reach is {degree} too long", "The climber stands about {degree} after the step"),
            ("going on sooner after the step", "reaching without a long pause on the foot", "trusting the foot and moving on",
             "shortening the stop between the step and the reach"),
            ("so that the arms do not tire", "because waiting on the arms costs strength", "so that the climb keeps flowing")),
    },
    "foot_landing": {
        "strength": Phrases(
            ("The foot lands softly on the hold", "The foot slows down before contact", "The foot is set down gently", "The foot meets the hold under control",
             "The foot arrives quietly", "The step onto the hold is soft"),
            ("a soft foot landing", "a foot that arrives quietly", "a gentle step onto the hold", "a foot that slows down before contact"),
            ("which makes the placement exact", "which keeps the foot from slipping", "and that keeps the body still")),
        "high": Phrases(
            ("The foot hits the hold {degree} too hard", "The foot arrives {degree} too fast", "The foot is kicked {degree} onto the hold", "The foot meets the hold {degree} too abruptly",
             "The foot lands {degree} too heavily", "The step onto the hold is {degree} too rough"),
            ("setting the foot down more softly", "slowing the foot before contact", "landing the foot gently", "stepping onto the hold with care"),
            ("so that the placement is exact", "because a hard landing makes the foot slip", "so that the foot can feel the hold")),
    },
    "hand_adjusting": {
        "strength": Phrases(
            ("The hold is gripped right the first time", "The hand needs no adjusting after the catch", "The hand stays still once it has the hold",
             "The grip is settled at once", "The fingers take the hold precisely", "The catch needs no correction"),
            ("a grip that is right at once", "a hand that stays still after the catch", "a precise catch", "a hold taken without regripping"),
            ("which saves the forearm", "which lets the next move begin", "and that shows a well-read hold")),
        "high": Phrases(
            ("The hand is adjusted {degree} after the catch", "The fingers shuffle {degree} on the hold", "The hand is moved again {degree} after it took the hold",
             "The grip is {degree} restless after the catch", "The hold is {degree} regripped before the hand settles", "The catch is corrected {degree} after the first touch"),
            ("gripping the hold once and settling", "taking the hold precisely at first touch", "keeping the hand still after the catch", "reading the hold better to avoid regripping"),
            ("so that the forearm is spared", "because regripping costs strength", "so that the next move can begin")),
    },
    "catch_speed": {
        "strength": Phrases(
            ("The hand meets the hold softly", "The hand slows down before the catch", "The hold is taken gently", "The catch is under control",
             "The hand arrives calmly at the hold", "The contact with the hold is soft"),
            ("a soft catch", "a hand that slows before the hold", "a controlled contact with the hold", "a calm arrival of the hand"),
            ("which keeps the body still", "which protects the fingers", "and that makes the grip secure")),
        "high": Phrases(
            ("The hand slaps {degree} onto the hold", "The hand arrives {degree} too fast at the hold", "The hold is hit {degree} too hard", "The catch is {degree} too abrupt",
             "The hand meets the hold {degree} out of control", "The contact with the hold is {degree} too rough"),
            ("meeting the hold more softly", "slowing the hand before the catch", "taking the hold gently", "arriving at the hold under control"),
            ("so that the grip is secure", "because a slap shakes the body", "so that the fingers are protected")),
    },
}  # fmt: skip
