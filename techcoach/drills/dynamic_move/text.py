"""Words for the dynamic move: instructions, their paraphrases, and phrases for every parameter. Data only."""

from ..spec import Phrases

INSTRUCTIONS: dict[str, tuple[str, ...]] = {
    "head & eyes": (
        "The climber should look up at the goal hold in the dip and keep the eyes on it until it is caught.",
        "Fix the eyes on the target hold before you jump and do not look away until you have it.",
        "Head up in the dip, eyes on the hold through the catch.",
        "Look at the next hold while you sink and all the way to the catch.",
        "The gaze goes up to the goal before the jump and stays there.",
        "Spot the hold early and watch the hand into it.",
        "See the hold from the bottom of the dip until the fingers close.",
        "Do not drop the head in the dip or look down at the catch.",
        "Lift the face to the target and leave it there for the whole flight.",
        "Aim with the eyes first, then jump, then keep looking.",
    ),
    "shoulders & torso": (
        "The climber should launch with the trunk upright and keep it upright after the catch.",
        "Drive up with an upright torso and do not let it tip to the side.",
        "The upper body stays in line below the holds, at the launch and in the catch.",
        "Keep the trunk straight up and down as you let go and as you land the hold.",
        "Do not lean to one side in the jump or hang crooked afterward.",
        "A vertical torso at the take-off and a quiet one after the catch.",
        "Shoulders above the hips when the hand leaves, and again once the hold is taken.",
        "Stay tall through the trunk without tilting left or right.",
        "Hold the torso square and upright from the launch into the hang.",
        "Jump straight with the upper body and brace it against tipping at the catch.",
    ),
    "arms & hands": (
        "The climber should sink on long arms and catch the hold with a slightly bent arm.",
        "Straight arms in the dip, a soft elbow in the catch.",
        "Hang long before the jump and take the hold with the arm still bent.",
        "Let the arms stretch as you sink and absorb the catch with the elbow.",
        "Keep the elbows extended at the bottom and engaged when you hit the hold.",
        "Do not pull the arms in before the jump, and do not drop onto a straight arm.",
        "Long arms load the jump; a bent arm brakes the fall.",
        "Relax the arms in the dip and tense the catching arm before it is straight.",
        "The arms are ropes on the way down and springs at the catch.",
        "Extend the arms to load the move and keep a bend in the elbow to hold it.",
    ),
    "hips & core": (
        "The climber should throw the hips high out of the dip without stopping at its bottom.",
        "Drop and go: the hips rebound from the dip and rise as far as they can.",
        "No long stop at the bottom, then a big lift of the hips.",
        "Let the hips bounce out of the dip and send them high.",
        "Turn the dip straight into the jump and carry the hips far up.",
        "Use the stretch of the dip at once and drive the hips upward.",
        "The hips sink, turn around without delay, and climb high.",
        "Do not sit in the dip; launch the hips up out of it.",
        "A quick change from down to up, and plenty of height for the hips.",
        "Rebound from the low point and lift the pelvis well toward the goal.",
    ),
    "legs & knees": (
        "The climber should bend the knees well in the dip and extend them fully in the drive.",
        "Deep knees at the bottom, straight legs at the take-off.",
        "Load the legs by bending them and push until they are long.",
        "Sink into bent knees, then extend them all the way.",
        "Let the legs make the jump: bend them well and straighten them completely.",
        "Crouch on the footholds and push through to full extension.",
        "The knees close in the dip and open fully as the body goes up.",
        "Do not jump from stiff legs, and finish the push.",
        "Fold the legs to load them and press the footholds away to the end.",
        "Bend, push, and stretch the legs out before the feet leave.",
    ),
    "feet & balance": (
        "The climber should stop the swing after the catch and bring the feet back to the wall quickly.",
        "Control the swing and get the feet back on at once.",
        "Hold the body still after the catch and find the footholds fast.",
        "Feet back soon, and little swing to the side.",
        "Kill the swing and step back onto the wall without delay.",
        "Do not let the body pendulum or the feet dangle for long.",
        "Replace the feet right after the catch and steady the hips.",
        "Tense the body when you land the hold, then put the feet back on.",
        "A short swing and quick feet finish the jump.",
        "Keep the hips from swinging out and set both feet again promptly.",
    ),
    "human-object interaction": (
        "The climber should take the hold at the dead point and keep the first grip.",
        "Catch the hold at the top of the rise and hold it as you caught it.",
        "Grab at the moment of weightlessness and do not shuffle the fingers.",
        "Hit the hold when the body stands still in the air, and grip it once.",
        "Time the catch to the high point and stick the first touch.",
        "Take the goal before the body falls, with a grip that needs no correction.",
        "Close the hand on the hold at the peak and leave it there.",
        "The hold is caught at the top of the jump and not gripped again.",
        "Do not catch on the way down, and do not adjust the hand afterward.",
        "Latch the hold at the dead point with one clean grip.",
    ),
}  # fmt: skip

PHRASES: dict[str, dict[str, Phrases]] = {
    "look_dip": {
        "strength": Phrases(
            ("The climber looks up at the goal from the bottom of the dip", "The eyes find the next hold while the body sinks", "The face is raised to the target before the jump",
             "The head is up in the dip", "The goal hold is in sight before the launch", "The gaze is already on the target at the low point"),
            ("a head that is up in the dip", "eyes on the goal before the jump", "an early aim at the target hold", "a face raised to the goal at the low point"),
            ("which aims the jump", "which lets the body judge the distance", "and that sends the hips the right way")),
        "low": Phrases(
            ("The head hangs {degree} too low in the dip", "The climber looks {degree} too far down before the jump", "The face is raised {degree} too little to the target before the launch",
             "The eyes stay {degree} below the goal while the body sinks", "The chin is {degree} too low at the bottom of the dip", "The gaze is {degree} off the target at the low point"),
            ("lifting the head in the dip", "looking up at the goal before the jump", "finding the target hold with the eyes while sinking", "raising the face to the goal before the launch"),
            ("so that the jump is aimed", "because a jump without a look misses", "so that the distance can be judged")),
    },
    "look_catch": {
        "strength": Phrases(
            ("The eyes stay on the hold until it is caught", "The climber watches the hand into the hold", "The head stays up through the catch",
             "The gaze is still on the goal as the fingers close", "The face is up when the hand arrives", "The climber keeps looking at the hold in the flight"),
            ("eyes that stay on the hold until the catch", "a head that stays up through the flight", "a gaze that leads the hand into the hold", "a face turned up as the hand arrives"),
            ("which guides the fingers to the best part", "which makes the catch exact", "and that leaves nothing to luck")),
        "low": Phrases(
            ("The head drops {degree} before the catch", "The climber looks {degree} down as the hand arrives", "The eyes leave the hold {degree} before the fingers close",
             "The gaze falls {degree} too early in the flight", "The face is {degree} too low at the catch", "The chin sinks {degree} while the hand goes to the hold"),
            ("keeping the eyes on the hold until it is caught", "watching the hand into the hold", "leaving the head up through the catch", "holding the gaze up during the flight"),
            ("so that the fingers meet the best part", "because a blind hand misses the edge", "so that the catch is exact")),
    },
    "launch_lean": {
        "strength": Phrases(
            ("The trunk is upright as the hand lets go", "The launch goes straight up through the torso", "The shoulders are above the hips at the launch",
             "The upper body is in line at the take-off", "The torso stays square before the hand leaves", "The climber launches without tipping to the side"),
            ("an upright trunk at the launch", "shoulders above the hips as the hand leaves", "a straight line through the torso at the take-off", "a launch without a sideways tilt"),
            ("which sends the force straight up", "which keeps both legs at work", "and that keeps the flight on its line")),
        "high": Phrases(
            ("The trunk leans {degree} to the side as the hand lets go", "The launch is {degree} crooked in the torso", "The shoulders are {degree} beside the hips at the launch",
             "The upper body is {degree} out of line at the take-off", "The torso tips {degree} sideways before the hand leaves", "The climber launches with the trunk {degree} tilted"),
            ("launching with the trunk upright", "stacking the shoulders above the hips before the hand leaves", "straightening the torso for the take-off", "driving up without tilting sideways"),
            ("so that the force goes straight up", "because a tilted launch flies off line", "so that both legs can push")),
    },
    "catch_lean": {
        "strength": Phrases(
            ("The trunk stays upright after the catch", "The torso hangs straight below the hold", "The upper body does not tip once the hold is taken",
             "The body is in line again after the catch", "The shoulders and hips hang in one line", "The climber braces the torso well in the catch"),
            ("a trunk that stays upright after the catch", "a torso that hangs straight below the hold", "an upper body braced against tipping", "shoulders and hips in one line in the hang"),
            ("which keeps the load even", "which makes the hold feel better", "and that stops the body from turning off")),
        "high": Phrases(
            ("The trunk tips {degree} to the side after the catch", "The torso hangs {degree} crooked below the hold", "The upper body falls {degree} out of line once the hold is taken",
             "The body is {degree} slanted after the catch", "The shoulders hang {degree} beside the hips", "The climber braces the torso {degree} too little in the catch"),
            ("keeping the trunk upright after the catch", "bracing the upper body as the hold is taken", "hanging straight below the hold", "bringing shoulders and hips into one line in the hang"),
            ("so that the load stays even", "because a slanted body peels off the hold", "so that the next move can start at once")),
    },
    "hang_elbow": {
        "strength": Phrases(
            ("The climber sinks onto long arms", "The arms are straight at the bottom of the dip", "The elbows are extended as the body loads",
             "The dip hangs from stretched arms", "The arms go long before the jump", "The body sinks to the full length of the arms"),
            ("long arms in the dip", "elbows extended at the bottom", "arms that go long before the jump", "a dip on stretched arms"),
            ("which gives the drive its full path", "which saves the arms for the pull", "and that loads the whole body like a spring")),
        "low": Phrases(
            ("The arms are {degree} too bent at the bottom of the dip", "The climber sinks on {degree} bent arms", "The elbows stay {degree} too flexed as the body loads",
             "The dip stops {degree} short of long arms", "The arms are pulled in {degree} too much before the jump", "The body hangs {degree} locked off in the dip"),
            ("sinking onto longer arms", "extending the elbows at the bottom of the dip", "letting the arms go long before the jump", "hanging from stretched arms to load the drive"),
            ("so that the drive has its full path", "because bent arms shorten the acceleration", "so that the arms are fresh for the pull")),
    },
    "catch_elbow": {
        "strength": Phrases(
            ("The hold is caught with a bent arm", "The catching elbow gives and brakes the fall", "The catching arm is engaged after the catch",
             "The catching arm keeps a bend as it takes the load", "The elbow absorbs the catch", "The arm that catches stays springy"),
            ("a catching arm that keeps a bend", "an elbow that absorbs the catch", "an engaged arm on the goal hold", "a springy catch with the arm"),
            ("which spares the shoulder", "which softens the jerk on the fingers", "and that leaves strength to pull on")),
        "high": Phrases(
            ("The catching arm is {degree} too straight after the catch", "The body drops {degree} onto a straight arm", "The catching elbow is {degree} too extended as it takes the load",
             "The arm that catches is {degree} stretched out", "The elbow absorbs the catch {degree} too little", "The load falls {degree} hard onto a long arm"),
            ("catching the hold with a bent arm", "absorbing the catch with the elbow", "keeping a bend in the catching arm", "tensing the catching arm before it is straight"),
            ("so that the shoulder is spared", "because a straight arm takes the whole jerk", "so that the fingers are not torn off")),
    },
    "hip_rise": {
        "strength": Phrases(
            ("The hips rise high out of the dip", "The jump lifts the hips a long way", "The pelvis is sent far up toward the goal",
             "The drive gives the hips plenty of height", "The hips travel far up before the catch", "The lift of the body out of the dip is big"),
            ("hips that rise high out of the dip", "a big lift of the body", "plenty of height from the drive", "a pelvis sent far up toward the goal"),
            ("which brings the hold within easy reach", "which gives time for the catch", "and that takes the stretch out of the reach")),
        "low": Phrases(
            ("The hips rise {degree} too little out of the dip", "The jump lifts the hips {degree} too short a way", "The pelvis stays {degree} too low on the way to the goal",
             "The drive gives the hips {degree} too little height", "The hips stop rising {degree} too early", "The lift of the body out of the dip is {degree} too small"),
            ("throwing the hips higher", "lifting the body further out of the dip", "sending the pelvis up toward the goal", "driving for more height with the hips"),
            ("so that the hold comes within easy reach", "because low hips leave the arm to do the rest", "so that there is time for the catch")),
    },
    "bottom_pause": {
        "strength": Phrases(
            ("The dip turns straight into the drive", "The hips rebound from the low point without a stop", "The change from sinking to driving is quick",
             "The climber does not sit in the dip", "The bottom of the dip is passed at once", "The dip and the jump are one movement"),
            ("a dip that turns straight into the drive", "a quick rebound from the low point", "no stop at the bottom", "a dip and a jump in one movement"),
            ("which uses the stretch of the muscles", "which keeps the rhythm", "and that costs no strength in waiting")),
        "high": Phrases(
            ("The climber stops {degree} too long at the bottom of the dip", "The hips sit {degree} too long in the dip", "The change from sinking to driving is {degree} delayed",
             "The low point is held {degree} too long", "The drive starts {degree} too late after the dip", "The dip and the jump are {degree} cut apart by a pause"),
            ("turning the dip straight into the drive", "rebounding from the low point without a stop", "starting the drive sooner after the dip", "making the dip and the jump one movement"),
            ("so that the stretch of the muscles is used", "because a long stop wastes the spring", "so that the arms do not tire in the wait")),
    },
    "dip_knee": {
        "strength": Phrases(
            ("The knees bend well in the dip", "The legs are loaded deeply before the jump", "The climber crouches well on the footholds",
             "The knees are closed far enough at the low point", "The legs fold well as the body sinks", "The dip goes deep into the legs"),
            ("knees that bend well in the dip", "legs loaded deeply before the jump", "a good crouch on the footholds", "a dip that goes deep into the legs"),
            ("which gives the legs a long push", "which stores power for the jump", "and that puts the work into the strong muscles")),
        "high": Phrases(
            ("The knees bend {degree} too little in the dip", "The legs are loaded {degree} too little before the jump", "The climber stays {degree} too upright on the footholds in the dip",
             "The knees are {degree} too open at the low point", "The legs fold {degree} too little as the body sinks", "The dip is {degree} too shallow in the knees"),
            ("bending the knees more in the dip", "loading the legs deeper before the jump", "crouching lower on the footholds", "folding the legs further as the body sinks"),
            ("so that the legs have a long push", "because stiff legs cannot jump", "so that the strong muscles do the work")),
    },
    "push_knee": {
        "strength": Phrases(
            ("The legs extend fully in the drive", "The push goes on until the knees are straight", "The footholds are pushed away to the end",
             "The knees open all the way before the catch", "The leg push is finished", "The legs are long at the take-off"),
            ("legs that extend fully in the drive", "a finished leg push", "knees that open all the way", "a push to the end of the legs"),
            ("which turns all of the push into height", "which saves the arms from pulling", "and that makes the jump light")),
        "low": Phrases(
            ("The legs extend {degree} too little in the drive", "The push ends {degree} before the knees are straight", "The feet leave the wall {degree} too early in the push",
             "The knees stay {degree} too bent on the way up", "The leg push is {degree} unfinished", "The legs are {degree} too short at the take-off"),
            ("extending the legs fully in the drive", "pushing until the knees are straight", "finishing the leg push", "pressing the footholds away to the end"),
            ("so that the whole push becomes height", "because a half push leaves the rest to the arms", "so that the jump feels light")),
    },
    "feet_back": {
        "strength": Phrases(
            ("The feet are back on the wall soon after the catch", "The feet find their holds again at once", "The climber stands on the feet again quickly",
             "The feet do not dangle after the catch", "Both feet stand again within a moment", "The steps back to the wall are prompt"),
            ("feet that are back on the wall at once", "prompt steps back to the footholds", "feet that do not dangle", "a quick return of the feet"),
            ("which takes weight off the hands", "which makes the position safe", "and that ends the hang early")),
        "high": Phrases(
            ("The feet come back to the wall {degree} too late", "The feet dangle {degree} too long after the catch", "The climber stands on the feet again {degree} too late",
             "The footholds are found again {degree} too slowly", "Both feet stay away from the wall {degree} too long", "The steps back to the wall are {degree} delayed"),
            ("bringing the feet back to the wall sooner", "stepping back onto the footholds at once", "finding the footholds faster after the catch", "shortening the time on dangling legs"),
            ("so that the hands are relieved", "because a long hang drains the fingers", "so that the position is safe again")),
    },
    "swing": {
        "strength": Phrases(
            ("The body hardly swings after the catch", "The swing is stopped well", "The hips stay quiet below the hold",
             "The core holds the body still after the catch", "The body comes to rest without a pendulum", "The sideways swing is under control"),
            ("hardly any swing after the catch", "hips that stay quiet below the hold", "a well-controlled swing", "a core that holds the body still"),
            ("which keeps the fingers on the hold", "which saves the grip", "and that makes the feet easy to place")),
        "high": Phrases(
            ("The body swings {degree} too far after the catch", "The hips swing {degree} out to the side", "The swing is stopped {degree} too little",
             "The body goes {degree} into a pendulum below the hold", "The core lets the hips travel {degree} too far sideways", "The sideways swing is {degree} out of control"),
            ("stopping the swing after the catch", "keeping the hips quiet below the hold", "tensing the core against the pendulum", "holding the body still once the hold is taken"),
            ("so that the fingers stay on the hold", "because a swing pulls the hand off", "so that the feet can be placed")),
    },
    "catch_timing": {
        "strength": Phrases(
            ("The hold is caught at the dead point", "The hand takes the hold at the top of the rise", "The catch is timed to the high point",
             "The hand has the hold before the body falls", "The catch comes while the body is weightless", "The timing of the catch is right"),
            ("a catch at the dead point", "a hold taken at the top of the rise", "good timing of the catch", "a hand that has the hold before the body falls"),
            ("which makes the load small", "which leaves a moment to close the fingers", "and that makes even a small hold enough")),
        "high": Phrases(
            ("The hold is caught {degree} after the dead point", "The hand takes the hold {degree} too late", "The catch comes {degree} on the way down",
             "The body falls {degree} before the hand has the hold", "The timing of the catch is {degree} late", "The hand closes on the hold {degree} behind the high point"),
            ("catching the hold at the dead point", "taking the hold before the body falls", "timing the catch to the top of the rise", "reaching earlier for the hold"),
            ("so that the load is small", "because a falling body is hard to hold", "so that the fingers have time to close")),
    },
    "regrip": {
        "strength": Phrases(
            ("The first grip is kept", "The hand stays as it caught the hold", "The fingers stick where they land",
             "The hold needs no second grip", "The hand is quiet on the hold after the catch", "The first touch is right"),
            ("a first grip that is kept", "a hand that stays as it landed", "a clean first touch of the hold", "fingers that stick where they land"),
            ("which saves the skin and the forearm", "which lets the climber move on", "and that shows a precise jump")),
        "high": Phrases(
            ("The hand grips again {degree} after the catch", "The first grip is {degree} corrected", "The hand wanders {degree} on the hold",
             "The fingers are {degree} unsettled after they land", "The hold is taken {degree} a second time", "The first touch is {degree} off and has to be mended"),
            ("keeping the first grip", "landing the hand right at the first touch", "leaving the hand as it caught the hold", "sticking the hold without a second grip"),
            ("so that the forearm is saved", "because a hand that moves again may come off", "so that the climb can go on")),
    },
}  # fmt: skip
