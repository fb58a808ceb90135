"""Words for the mid-range jump shot: instructions, their paraphrases, and phrases for every parameter. Data only."""

from ..spec import Phrases

INSTRUCTIONS: dict[str, tuple[str, ...]] = {
    "head & eyes": (
        "The player should find the rim with the eyes from the dip on and look at it through the release.",
        "Lift the eyes to the basket as you dip and keep them there until the ball is gone.",
        "Eyes on the rim early: already in the dip, and still at the release.",
        "Look up at the target while the knees bend, not down at the ball or the floor.",
        "The head is up in the dip and the gaze stays on the rim through the shot.",
        "Pick up the target before you rise, and hold the look as you shoot.",
        "Raise the chin and find the basket before the shot begins.",
        "The player looks at the hoop from the bottom of the dip to the release.",
        "Do not watch the ball in your hands; see the rim early and keep seeing it.",
        "Keep the head up and the eyes on the target from the knee bend to the follow-through.",
    ),
    "shoulders & torso": (
        "The player should keep the trunk upright at the release, leaning neither forward, nor back, nor to a side.",
        "Shoot with a straight, upright upper body over the hips.",
        "The chest is tall at the release, without falling back or tipping sideways.",
        "Keep the shoulders over the hips from the front and from the side as you shoot.",
        "Stay vertical in the air: no lean forward, no lean back, no tilt to one side.",
        "The upper body rises straight up and is balanced at the release.",
        "Do not fade back or lean sideways; stay tall through the shot.",
        "An upright, centred trunk at the moment of the release.",
        "The torso is in line with the hips, both shoulders at one height.",
        "Keep the body tall and level as the ball leaves the hand.",
    ),
    "arms & hands": (
        "The player should lift the elbow to shoulder height at the set point and extend the arm fully after the release.",
        "Bring the shooting elbow up before you shoot, then straighten the arm all the way.",
        "Set the ball high, with the upper arm about level, and finish with a long arm.",
        "Raise the upper arm at the set point and reach up to a straight elbow.",
        "The elbow is up under the ball, and the arm ends long and stretched.",
        "Start the shot from a high set point and extend the elbow completely.",
        "Lift the ball over the forehead, then shoot to full extension.",
        "The shooting arm is raised well before the elbow opens, and it opens all the way.",
        "Do not push from the chest; set the ball high and stretch the arm.",
        "High elbow at the set point, straight elbow in the finish.",
    ),
    "hips & core": (
        "The player should load the hips in the dip and rise well off the ground.",
        "Sit the hips a little back in the dip, then drive them up into the jump.",
        "Bend a little at the hips to load and let the jump lift them high.",
        "Load the hips without folding over, then carry them upward.",
        "A moderate hip bend in the dip and a real jump out of it.",
        "The hips drop, stay under the chest, and rise clearly in the jump.",
        "Use the hips to lift the shot: a compact dip and a high rise.",
        "Do not fold at the waist; drive the hips up.",
        "The core stays firm in the dip and the hips rise high at the top of the jump.",
        "Dip with a firm core and lift the hips well above standing height.",
    ),
    "legs & knees": (
        "The player should bend the knees well in the dip and land softly on bent knees.",
        "Load the legs with a good knee bend and let the knees give in the landing.",
        "Bend the knees to power the shot, and bend them again to land.",
        "Use the legs: a full knee bend before the jump and a soft landing.",
        "The knees load the shot and absorb the landing.",
        "Dip with bent knees, not too shallow and not too deep, and land with springy legs.",
        "A measured knee bend before take-off, and knees that give way as the feet come down.",
        "Get power from the knees and do not land stiff.",
        "Sink into the knees before the jump and cushion the landing with them.",
        "Good knee flexion in the dip, soft knees at the landing.",
    ),
    "feet & balance": (
        "The player should start from a shoulder-width stance and land in balance near the take-off spot.",
        "Feet about shoulder width apart, and land where the jump began.",
        "A stable base at shoulder width and a balanced landing close to the start.",
        "Set the feet under the shoulders and come down on the same spot.",
        "Keep a solid stance and land softly a little ahead of take-off, not behind it.",
        "The feet form a balanced base and the landing is close to where the player left the floor.",
        "Stand neither too narrow nor too wide and land in control.",
        "Balanced feet before the shot, balanced landing after it.",
        "Use a shoulder-width base and avoid jumping far forward or falling back.",
        "The base should be about shoulder wide and the landing should be on balance.",
    ),
    "human-object interaction": (
        "The player should support the ball with the guide hand, release it near the top of the jump and hold the follow-through.",
        "Guide hand on the side of the ball, release at the top, and keep the follow-through up.",
        "Release the ball close to the peak of the jump and leave the shooting hand high.",
        "Keep both hands on the ball until the set point, shoot at the top and hold the finish.",
        "The ball leaves the hand near the highest point and the wrist stays up afterwards.",
        "Hold the ball with the guide hand beside it, time the release with the jump, and freeze the follow-through.",
        "Shoot at the top of the jump with the guide hand close and the follow-through held.",
        "The guide hand steadies the ball, the release comes at the peak, the hand stays up.",
        "Time the release with the top of the jump and do not drop the hand early.",
        "Steady the ball with the off hand, let it go at the peak, and hold the finish.",
    ),
}  # fmt: skip

PHRASES: dict[str, dict[str, Phrases]] = {
    "head_pitch": {
        "strength": Phrases(
            ("The eyes stay up on the rim at the release", "The head is up and the gaze is on the target as the ball leaves",
             "The athlete looks up at the basket through the release", "The gaze is raised to the rim when the shot goes up",
             "The athlete keeps the eyes on the target at the moment of release", "The head is held up toward the rim at release"),
            ("eyes that stay up on the rim", "a raised gaze at the release", "a head held up toward the target",
             "good visual focus on the basket"),
            ("which gives a steady aim", "which helps to judge the distance", "and that keeps the aim true")),
        "low": Phrases(
            ("The head drops {degree} at the release", "The gaze is {degree} too low when the ball leaves",
             "The athlete looks down {degree} at the moment of release", "The eyes fall {degree} below the rim as the shot goes up",
             "The chin is {degree} too low at the release", "The head is bowed {degree} while the ball is released"),
            ("keeping the head up at the release", "raising the eyes to the rim before the ball leaves",
             "looking at the target instead of down", "lifting the chin toward the basket"),
            ("so that the aim is taken from the target", "because a lowered head hides the rim",
             "so that the distance can be judged")),
    },
    "head_dip": {
        "strength": Phrases(
            ("The eyes find the rim already in the dip", "The head is up while the knees bend",
             "The athlete looks at the target from the bottom of the dip", "The gaze is on the basket before the jump begins",
             "The chin is up in the dip and the rim in sight", "The athlete picks up the rim early, in the knee bend"),
            ("eyes that find the rim in the dip", "a head that is up in the dip", "an early look at the target", "a chin that is up before the jump"),
            ("which gives time to aim", "which settles the aim before the jump", "and that leaves time to judge the distance")),
        "low": Phrases(
            ("The head hangs {degree} too low in the dip", "The athlete looks {degree} too far down while the knees bend",
             "The gaze drops {degree} to the floor in the dip", "The chin is {degree} too low before the jump",
             "The eyes are {degree} too late on the rim, still down in the dip",
             "The athlete watches the ball in the dip with the head {degree} bowed"),
            ("lifting the head in the dip", "finding the rim before the jump", "looking up while the knees bend",
             "raising the chin at the bottom of the dip"),
            ("so that there is time to aim", "because a late look leaves no time to judge the distance",
             "so that the eyes are settled before the jump")),
    },
    "trunk_lean": {
        "strength": Phrases(
            ("The trunk is upright at the release", "The torso stays tall and vertical as the ball leaves",
             "The upper body is balanced over the hips at release", "The athlete keeps the back straight in the air",
             "The trunk stays close to vertical through the shot", "The torso is stacked over the hips when the shot goes"),
            ("an upright trunk at the release", "a tall, balanced torso", "an upper body that stays over the hips",
             "a vertical trunk in the air"),
            ("which keeps the shot in balance", "which sends the force straight up", "and that makes the release repeatable")),
        "low": Phrases(
            ("The trunk leans back {degree} at the release", "The torso falls {degree} backward as the ball leaves",
             "The upper body is tilted {degree} away from the basket", "The athlete fades {degree} backward with the trunk",
             "The shoulders fall {degree} behind the hips at release", "The back arches {degree} backward in the air"),
            ("staying upright instead of leaning back", "keeping the trunk over the hips rather than fading away",
             "bringing the chest over the hips at the release", "holding the torso tall instead of falling backward"),
            ("so that the power goes into the shot", "because leaning back shortens the shot",
             "so that the force goes toward the rim")),
        "high": Phrases(
            ("The trunk leans forward {degree} at the release", "The torso is tipped {degree} toward the basket as the ball leaves",
             "The upper body falls {degree} forward in the air", "The chest drops {degree} forward at the release",
             "The shoulders are {degree} ahead of the hips when the shot goes", "The athlete bends {degree} forward at the trunk on release"),
            ("straightening the trunk before the release", "staying tall instead of tipping forward",
             "keeping the chest up in the air", "bringing the shoulders back over the hips"),
            ("so that the shot can arc", "because a forward lean flattens the shot", "so that the jump stays in balance")),
    },
    "side_lean": {
        "strength": Phrases(
            ("The shoulders are level at the release", "The trunk does not tip to either side as the ball leaves",
             "The upper body is centred over the hips from the front", "Both shoulders stay at one height through the shot",
             "The trunk rises straight, without a tilt to a side", "The upper body stays plumb from side to side at the release"),
            ("level shoulders at the release", "a trunk without a sideways tilt", "an upper body centred over the hips", "shoulders at one height"),
            ("which keeps the shot on line", "which sends the ball straight", "and that keeps the aim from drifting left or right")),
        "high": Phrases(
            ("The trunk tips {degree} to one side at the release", "The shoulders are {degree} uneven as the ball leaves",
             "The upper body leans {degree} sideways in the shot", "One shoulder drops {degree} below the other at the release",
             "The athlete shoots with a trunk that is {degree} tilted to the side", "The body bends {degree} sideways at the hips during the shot"),
            ("keeping the shoulders level at the release", "rising straight without a tilt to the side", "centring the upper body over the hips",
             "holding the trunk from tipping sideways"),
            ("so that the ball flies straight", "because a sideways tilt pulls the shot off line", "so that the aim does not drift left or right")),
    },
    "set_height": {
        "strength": Phrases(
            ("The shooting elbow is lifted to shoulder height at the set point", "The upper arm is well raised before the shot",
             "The ball is set high, above the forehead", "The set point of the shot is high",
             "The upper arm is about level when the elbow begins to open", "The shooting elbow comes up well under the ball"),
            ("a high set point", "a well-raised shooting elbow", "an upper arm that is up before the shot", "a ball set above the forehead"),
            ("which gives a high release", "which makes the shot hard to block", "and that leaves a short, clean push")),
        "low": Phrases(
            ("The shooting elbow is {degree} too low at the set point", "The upper arm is raised {degree} too little before the shot",
             "The ball is set {degree} too low, nearer the chest than the forehead", "The set point of the shot is {degree} too low",
             "The upper arm still points {degree} too far down as the elbow opens", "The shot is pushed from {degree} too low in front of the chest"),
            ("lifting the shooting elbow to shoulder height", "setting the ball higher", "raising the upper arm before the elbow opens",
             "starting the push above the forehead"),
            ("so that the ball leaves from high up", "because a low set point makes a flat push", "so that a defender cannot reach the ball")),
    },
    "elbow_extension": {
        "strength": Phrases(
            ("The shooting arm extends fully on the release", "The elbow straightens completely as the ball leaves",
             "The shooting arm finishes long and straight", "The arm extension on the shot is complete",
             "The athlete reaches all the way up with the shooting arm", "The shooting arm is fully stretched after the release"),
            ("full arm extension", "a long, straight finish of the shooting arm", "a completely extended elbow", "strong extension of the shooting arm"),
            ("which gives a high, soft release", "which carries the force into the ball", "and that gives the shot its arc")),
        "low": Phrases(
            ("The shooting arm stays {degree} bent on the release", "The elbow does not straighten and is {degree} short of full extension",
             "The arm extension is {degree} incomplete", "The shooting arm is cut {degree} short after the release",
             "The elbow remains {degree} bent as the ball leaves", "The finish of the arm is {degree} too short"),
            ("extending the shooting arm fully", "straightening the elbow all the way through the release", "reaching up and finishing with a long arm",
             "completing the arm extension"),
            ("so that the ball gets its arc", "because a short arm flattens the shot", "so that the release point is higher")),
    },
    "hip_angle": {
        "strength": Phrases(
            ("The hips bend moderately in the dip", "The chest stays up while the hips load", "The hip bend in the dip is well controlled",
             "The athlete sits into the hips without folding over", "The hips load with an open chest", "The body stays open at the hips in the dip"),
            ("a controlled hip bend", "an open chest in the dip", "hips that load without folding", "a well-measured bend at the hips"),
            ("which keeps the weight over the feet", "which lets the legs lift the shot", "and that keeps the body in line")),
        "low": Phrases(
            ("The athlete folds {degree} too far at the hips in the dip", "The upper body bends over {degree} at the waist before the jump",
             "The hips close {degree} too much in the dip", "The chest drops {degree} over the thighs in the dip",
             "The hip bend is {degree} too deep before the jump", "The waist folds {degree} as the legs load"),
            ("keeping the chest up in the dip", "bending less at the waist", "loading the legs without folding the hips",
             "staying more open at the hips before the jump"),
            ("so that the legs do the work", "because folding over costs balance", "so that the body can rise in one piece")),
    },
    "hip_rise": {
        "strength": Phrases(
            ("The hips rise high in the jump", "The jump lifts the body well off the ground", "The hips come far above standing height at the top",
             "The athlete gets good height in the jump", "The lift of the hips in the jump is strong",
             "The body rises clearly at the top of the shot"),
            ("hips that rise high in the jump", "good height in the jump", "a strong lift of the hips", "a jump well off the ground"),
            ("which carries the shot over a defender", "which lets the legs do the work", "and that takes strain off the arm")),
        "low": Phrases(
            ("The hips rise {degree} too little in the jump", "The jump is {degree} too low",
             "The hips hardly come above standing height and stay {degree} too low at the top",
             "The athlete gets {degree} too little height in the jump", "The lift of the hips in the jump is {degree} too weak",
             "The body leaves the ground {degree} too little"),
            ("driving the hips higher in the jump", "jumping higher", "lifting the hips well above standing height",
             "pushing off the ground with more power"),
            ("so that the legs carry the shot", "because a flat jump leaves the work to the arm", "so that the ball leaves above the defender")),
    },
    "knee_angle": {
        "strength": Phrases(
            ("The knees bend well in the dip", "The knee bend before the jump is well measured", "The legs are loaded with a good knee bend",
             "The athlete sinks into the knees just enough", "The knees load properly before the shot", "The depth of the knee bend is right"),
            ("a good knee bend", "well-loaded legs", "a knee bend of the right depth", "proper use of the knees in the dip"),
            ("which loads the legs for the shot", "which gives the shot its power", "and that lets the legs drive the ball")),
        "low": Phrases(
            ("The knees bend {degree} too deeply in the dip", "The athlete sinks {degree} too low before the jump", "The knee bend is {degree} too deep",
             "The dip goes {degree} too low in the knees", "The legs fold {degree} too much before the shot", "The knees close {degree} too far in the dip"),
            ("bending the knees less deeply", "keeping the dip shorter in the knees", "stopping the knee bend earlier", "using a shallower dip"),
            ("so that the rhythm stays quick", "because a deep dip slows the shot", "so that the legs can push quickly")),
        "high": Phrases(
            ("The knees bend {degree} too little before the jump", "The legs stay {degree} too stiff in the dip", "The knee bend is {degree} too shallow",
             "The athlete is {degree} too upright in the legs before the shot", "The knees stay {degree} too straight in the dip", "The legs are loaded {degree} too little"),
            ("bending the knees more before the jump", "sinking deeper into the legs", "loading the legs with a fuller knee bend", "using more knee bend in the dip"),
            ("so that the legs, not the arm, drive the shot", "because stiff legs leave the work to the arm", "so that more power comes from the floor")),
    },
    "landing_knee": {
        "strength": Phrases(
            ("The knees give softly at the landing", "The landing is cushioned by bent knees", "The legs absorb the landing well",
             "The athlete lands with springy knees", "The knee bend at the landing is good", "The feet come down onto soft, bending knees"),
            ("a soft landing on bent knees", "knees that give at the landing", "legs that absorb the landing", "springy knees in the landing"),
            ("which spares the joints", "which keeps the balance for the next action", "and that ends the shot in balance")),
        "high": Phrases(
            ("The knees are {degree} too stiff at the landing", "The landing is {degree} too hard, on straight legs",
             "The legs absorb the landing {degree} too little", "The athlete lands with knees that are {degree} too straight",
             "The knee bend at the landing is {degree} too small", "The feet come down onto {degree} too rigid knees"),
            ("letting the knees give at the landing", "landing on bent knees", "cushioning the landing with the legs",
             "bending the knees more as the feet come down"),
            ("so that the joints are spared", "because a stiff landing jars the body", "so that the shot ends in balance")),
    },
    "stance_width": {
        "strength": Phrases(
            ("The feet are set about shoulder width apart", "The stance is stable and well spaced", "The base under the shot is the right width",
             "The feet are placed well under the shoulders", "The stance gives a solid base", "The width of the stance is balanced"),
            ("a stable, shoulder-width stance", "a well-spaced base", "a stance of the right width", "well-placed feet before the jump"),
            ("which gives a solid base", "which keeps the body in balance", "and that lets both legs push evenly")),
        "low": Phrases(
            ("The feet are {degree} too close together", "The stance is {degree} too narrow", "The base under the shot is {degree} too small",
             "The athlete stands {degree} too narrow before the jump", "The feet leave {degree} too little room between them", "The stance width is {degree} below shoulder width"),
            ("setting the feet wider", "taking a broader stance", "opening the base to shoulder width", "standing with more room between the feet"),
            ("so that the base is stable", "because a narrow base costs balance", "so that the legs can push evenly")),
        "high": Phrases(
            ("The feet are {degree} too far apart", "The stance is {degree} too wide", "The base under the shot is spread {degree} too much",
             "The athlete stands {degree} too wide before the jump", "The feet are placed {degree} outside the shoulders", "The stance width is {degree} above shoulder width"),
            ("bringing the feet closer together", "taking a narrower stance", "closing the base to shoulder width", "setting the feet under the shoulders"),
            ("so that the push goes straight up", "because a wide base weakens the jump", "so that the legs work under the body")),
    },
    "landing_shift": {
        "strength": Phrases(
            ("The landing is close to the take-off spot", "The athlete lands in balance near where the jump began", "The feet come down where they left the floor",
             "The landing is balanced and on the spot", "The jump lands close to its start", "The athlete comes down in control on the same spot"),
            ("a balanced landing near the take-off spot", "a landing on the spot", "a controlled landing", "feet that come down where they left"),
            ("which shows good balance", "which keeps the power in the shot", "and that keeps the shot under control")),
        "low": Phrases(
            ("The landing is {degree} behind the take-off spot", "The athlete falls {degree} back on the landing", "The feet come down {degree} behind where they left",
             "The jump goes {degree} backward", "The athlete lands {degree} too far back", "The landing moves {degree} away from the basket"),
            ("landing on the take-off spot instead of behind it", "jumping up rather than back", "keeping the jump from going backward", "landing a little ahead of the take-off"),
            ("so that power is not lost", "because jumping back takes power from the shot", "so that the balance is kept to the end")),
        "high": Phrases(
            ("The landing is {degree} too far ahead of the take-off spot", "The athlete jumps {degree} too far forward", "The feet come down {degree} in front of where they left",
             "The jump travels {degree} too far toward the basket", "The athlete lands {degree} too far forward", "The landing runs {degree} forward"),
            ("landing closer to the take-off spot", "jumping up rather than forward", "keeping the jump from travelling forward", "stopping the forward drift before the jump"),
            ("so that the shot stays in balance", "because a long forward jump upsets the aim", "so that the release stays steady")),
    },
    "hand_gap": {
        "strength": Phrases(
            ("The guide hand stays with the ball to the set point", "Both hands hold the ball well at the set point", "The guide hand is well placed beside the ball",
             "The hands stay together until the ball is lifted", "The guide hand supports the ball until the release begins", "The off hand steadies the ball at the set point"),
            ("a well-placed guide hand", "both hands secure on the ball", "a guide hand that stays with the ball", "good support from the off hand"),
            ("which keeps the ball steady", "which lets the shooting hand work cleanly", "and that keeps the ball under control")),
        "high": Phrases(
            ("The guide hand leaves the ball {degree} too early", "The hands are {degree} too far apart at the set point", "The guide hand is {degree} away from the ball at the set point",
             "The off hand drops off {degree} before the set point", "The ball is held {degree} with one hand only at the set point", "The gap between the hands is {degree} too wide at the set point"),
            ("keeping the guide hand on the ball until the set point", "holding the ball with both hands longer", "placing the guide hand on the side of the ball", "bringing the off hand closer to the ball"),
            ("so that the ball stays steady", "because an early hand makes the ball wobble", "so that the lift is under control")),
    },
    "follow_through": {
        "strength": Phrases(
            ("The follow-through is held high", "The shooting hand stays up after the release", "The athlete freezes the finish above the head",
             "The wrist stays high after the ball has left", "The follow-through is kept up long enough", "The shooting hand is left up at the rim"),
            ("a follow-through held high", "a shooting hand that stays up", "a patient finish", "a well-held follow-through"),
            ("which lets the wrist finish the shot", "which shows control to the end", "and that keeps the touch soft")),
        "low": Phrases(
            ("The follow-through is dropped {degree} too early", "The shooting hand comes down {degree} too soon", "The finish is held {degree} too briefly",
             "The wrist falls {degree} too early after the release", "The athlete pulls the hand down {degree} too quickly", "The follow-through ends {degree} too soon"),
            ("holding the follow-through longer", "leaving the shooting hand up after the release", "freezing the finish above the head", "keeping the wrist high until the ball arrives"),
            ("so that the wrist finishes the shot", "because an early drop pulls the ball short", "so that the touch stays soft")),
    },
    "release_timing": {
        "strength": Phrases(
            ("The ball is released near the top of the jump", "The release is timed well with the jump", "The ball leaves close to the peak",
             "The release comes at the right moment of the jump", "Jump and release are well matched in time", "The timing of the release is right"),
            ("a release near the top of the jump", "good timing of the release", "a well-timed release", "jump and release in rhythm"),
            ("which uses the whole jump", "which gives a high release", "and that makes the shot hard to block")),
        "low": Phrases(
            ("The ball is released {degree} too early on the way up", "The release comes {degree} before the top of the jump", "The shot is let go {degree} too soon",
             "The ball leaves the hand {degree} too early in the jump", "The release is rushed {degree} ahead of the peak", "The shot goes {degree} early against the jump"),
            ("releasing the ball later, near the top of the jump", "waiting for the peak before the release", "letting the jump rise before shooting", "delaying the release to the top"),
            ("so that the release is higher", "because an early shot gives the height away", "so that the shot is harder to block")),
        "high": Phrases(
            ("The ball is released {degree} too late on the way down", "The release comes {degree} after the top of the jump", "The shot is held {degree} too long",
             "The ball leaves the hand {degree} late in the jump", "The release lags {degree} behind the peak", "The shot goes {degree} late against the jump"),
            ("releasing the ball earlier, at the top of the jump", "letting the ball go before coming down", "shooting at the peak instead of on the way down", "starting the release sooner"),
            ("so that the jump lifts the shot", "because a late shot loses the power of the legs", "so that the arm does not have to force the ball")),
    },
}  # fmt: skip
