"""Words for the mid-range jump shot: instructions, their paraphrases, and phrases for every parameter. Data only."""

from .spec import Phrases

INSTRUCTIONS: dict[str, tuple[str, ...]] = {
    "head & eyes": (
        "The player should keep the head still and the eyes up on the rim until the ball has left the hand.",
        "Keep your head steady and look at the rim all the way through the release.",
        "Eyes stay up on the target; the head does not move while the shot goes up.",
        "The gaze should rest on the basket before and during the release, with a quiet head.",
        "Look at the hoop, not at the floor or the ball, and hold the head still.",
        "The shooter's eyes find the rim early and the head stays calm until the ball is gone.",
        "Maintain a steady head with the eyes raised to the target.",
        "Do not look down or turn the head while shooting; keep watching the rim.",
        "A still head and a raised gaze toward the basket through the whole shot.",
        "Head up, eyes on the rim, no nodding or turning during the shot.",
    ),
    "shoulders & torso": (
        "The player should keep the torso upright and the shoulders square to the hips at the release.",
        "Stay tall through the trunk and keep the shoulders in line with the hips when the ball leaves.",
        "The trunk should be close to vertical and the shoulders square as the shot is released.",
        "Do not lean back or fall forward; the shoulders face the basket together with the hips.",
        "Keep an upright upper body with square shoulders in the air.",
        "The upper body stays over the hips and the shoulders do not twist.",
        "Shoot from a balanced, upright trunk with shoulders and hips facing the same way.",
        "Torso straight, shoulders square, no twisting or leaning at the release.",
        "The chest faces the rim and the back stays straight when the ball goes.",
        "Hold the trunk upright and avoid turning the shoulders away from the hips.",
    ),
    "arms & hands": (
        "The player should keep the shooting elbow under the ball and extend the arm fully.",
        "Elbow in under the ball, then straighten the shooting arm completely.",
        "The shooting elbow stays in line with the basket and the arm finishes straight.",
        "Tuck the elbow in at the set point and reach all the way up on the release.",
        "The upper arm points at the rim without flaring and the elbow straightens fully.",
        "Keep the elbow from drifting out to the side, and finish with a long arm.",
        "Line up the elbow beneath the ball and follow with full arm extension.",
        "The shooting arm goes from a tucked elbow to complete extension.",
        "Avoid a flared elbow; push the ball up with a fully extended arm.",
        "A tucked elbow before the release and a straight arm after it.",
    ),
    "hips & core": (
        "The player should bend at the hips without folding over and keep the hips from drifting sideways.",
        "Load the hips a little, keep the chest up, and go straight up without sideways drift.",
        "The hips flex in the dip but the player does not fold, and the body rises straight.",
        "Sit into the hips while staying tall, then jump without drifting to the side.",
        "The core holds the body together so that the hips travel straight up.",
        "Avoid bending over at the waist, and avoid drifting left or right in the air.",
        "Use a moderate hip bend and keep the hips on one line through the jump.",
        "Stay compact at the hips and do not float sideways.",
        "The hip bend should be moderate and the jump should go straight up and down.",
        "Keep the hips under control: no folding at the waist, no sideways float.",
    ),
    "legs & knees": (
        "The player should bend the knees well in the dip and drive up through straight legs.",
        "Load the legs with a good knee bend and extend them fully at take-off.",
        "The knees bend to gather power and straighten completely when leaving the floor.",
        "Dip into the legs, then push all the way through the knees.",
        "Power comes from a proper knee bend followed by full leg extension.",
        "Bend the knees before the shot and finish the push with straight legs.",
        "Use the legs: knees bent in the dip, straight at take-off.",
        "The legs should load and then extend fully to drive the shot.",
        "A sound knee bend and a complete leg drive power the shot.",
        "Sink into the knees, neither too little nor too deep, and extend fully.",
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
    "head_movement": {
        "strength": Phrases(
            ("The head stays still before the release", "The head is quiet while the shot goes up",
             "The athlete holds the head steady through the lift", "There is hardly any head movement before the ball leaves",
             "The head remains calm on the way to the release", "The head keeps its direction through the shot"),
            ("a quiet head", "a steady head through the lift", "a head that does not move before the release",
             "calm head control"),
            ("which keeps the target in view", "which steadies the aim", "and that lets the eyes settle on the rim")),
        "high": Phrases(
            ("The head moves {degree} too much before the release", "The head turns and nods {degree} on the way up",
             "The head is {degree} restless during the lift", "The head wanders {degree} before the ball leaves",
             "The head shakes {degree} while the shot goes up", "The head does not stay still and drifts {degree} before release"),
            ("holding the head still through the lift", "keeping the head quiet before the release",
             "fixing the head in one direction while shooting", "letting the head stay calm on the way up"),
            ("so that the eyes can settle on the rim", "because a moving head disturbs the aim",
             "so that the target stays in view")),
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
    "shoulder_twist": {
        "strength": Phrases(
            ("The shoulders are square with the hips at the release", "Shoulders and hips face the same way as the ball leaves",
             "The shoulders stay in line with the hips in the air", "The chest does not twist against the hips",
             "The shoulder line is square when the shot goes", "The upper body stays untwisted through the release"),
            ("square shoulders", "shoulders in line with the hips", "an untwisted upper body", "a square shoulder line at release"),
            ("which keeps the shot on line", "which lets the arm work straight at the rim", "and that keeps the direction true")),
        "high": Phrases(
            ("The shoulders are twisted {degree} against the hips at the release", "The chest turns {degree} away from the hips as the ball leaves",
             "The shoulder line is {degree} off square", "The upper body twists {degree} in the air",
             "One shoulder pulls {degree} ahead of the other at release", "The shoulders rotate {degree} too far during the shot"),
            ("squaring the shoulders with the hips", "keeping the chest from twisting in the air",
             "bringing both shoulders level to the target line", "turning hips and shoulders together"),
            ("so that the ball flies straight", "because a twist pulls the ball off line", "so that the arm can work toward the rim")),
    },
    "elbow_flare": {
        "strength": Phrases(
            ("The shooting elbow is tucked under the ball", "The elbow stays in line at the set point",
             "The shooting elbow points at the rim without flaring", "The elbow is well placed beneath the ball before the release",
             "The upper arm is in line with the basket at the set point", "The shooting elbow stays in close to the body line"),
            ("a tucked shooting elbow", "good elbow alignment", "an elbow placed under the ball", "a shooting arm in line with the rim"),
            ("which sends the ball straight", "which lines the arm up with the target", "and that makes the shot easy to repeat")),
        "high": Phrases(
            ("The shooting elbow flares out {degree}", "The elbow sticks out {degree} at the set point",
             "The shooting elbow is {degree} out to the side of the ball", "The upper arm drifts {degree} away from the shooting line",
             "The elbow is {degree} too wide before the release", "The elbow wanders {degree} outward on the way up"),
            ("tucking the shooting elbow in under the ball", "keeping the elbow from flaring out", "bringing the elbow in line with the rim",
             "lining up the elbow beneath the ball"),
            ("so that the ball flies straight", "because a flared elbow adds side spin", "so that the force goes through the ball")),
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
    "hip_flexion": {
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
    "hip_drift": {
        "strength": Phrases(
            ("The hips travel straight up without sideways drift", "The jump goes straight up and down", "There is no sideways float in the air",
             "The hips stay on one line through the jump", "The athlete rises without drifting to the side", "The body keeps its line in the air"),
            ("a straight jump without drift", "hips that stay on line in the air", "a jump that goes straight up", "good control of the hips in the air"),
            ("which keeps the aim steady", "which makes the shot repeatable", "and that keeps the release on line")),
        "high": Phrases(
            ("The hips drift {degree} to the side in the air", "The jump floats {degree} sideways", "The body slides {degree} off line during the jump",
             "The hips leave their line {degree} in the air", "The athlete drifts {degree} sideways between take-off and landing",
             "The jump is pulled {degree} to one side"),
            ("jumping straight up without drifting sideways", "keeping the hips on one line in the air", "holding the core firm against the sideways float",
             "taking off evenly from both feet"),
            ("so that the aim does not shift in the air", "because sideways drift moves the target line", "so that every shot starts from the same place")),
    },
    "knee_flexion": {
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
    "leg_extension": {
        "strength": Phrases(
            ("The legs extend fully at take-off", "The knees straighten completely when leaving the floor", "The leg drive is complete at take-off",
             "The athlete pushes all the way through the legs", "The legs are straight as the feet leave the floor", "The push from the floor is finished with straight legs"),
            ("full leg extension at take-off", "a complete leg drive", "legs that push all the way through", "a strong finish of the leg push"),
            ("which turns the dip into height", "which carries the power up to the ball", "and that gives an easy lift")),
        "low": Phrases(
            ("The legs are {degree} bent at take-off", "The knees stop {degree} short of straight when leaving the floor", "The leg drive is {degree} incomplete",
             "The push from the legs ends {degree} too early", "The athlete leaves the floor with {degree} bent knees", "The take-off comes {degree} before the legs are straight"),
            ("extending the legs fully at take-off", "pushing all the way through the knees", "finishing the leg drive before leaving the floor", "straightening the legs in the push"),
            ("so that the whole dip becomes lift", "because bent knees at take-off waste power", "so that the jump carries the shot")),
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
            ("which keeps the release smooth", "which shows control to the end", "and that keeps the touch soft")),
        "low": Phrases(
            ("The follow-through is dropped {degree} too early", "The shooting hand comes down {degree} too soon", "The finish is held {degree} too briefly",
             "The wrist falls {degree} too early after the release", "The athlete pulls the hand down {degree} too quickly", "The follow-through ends {degree} too soon"),
            ("holding the follow-through longer", "leaving the shooting hand up after the release", "freezing the finish above the head", "keeping the wrist high until the ball arrives"),
            ("so that the release stays smooth", "because an early drop pulls the ball short", "so that the touch stays soft")),
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
