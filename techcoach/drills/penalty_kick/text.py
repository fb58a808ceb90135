"""Words for the penalty kick: instructions, their paraphrases, and phrases for every parameter. Data only."""

from ..spec import Phrases

INSTRUCTIONS: dict[str, tuple[str, ...]] = {
    "head & eyes": (
        "The player should keep the head down and the eyes on the ball through the strike.",
        "Look at the ball when you hit it and leave the head down until it is gone.",
        "Eyes on the ball at contact; the head does not pop up.",
        "The gaze stays on the ball and the head stays low through the kick.",
        "Watch the ball at the moment of the strike instead of looking up at the goal.",
        "Keep the chin down over the ball before and after the contact.",
        "The head is steady and lowered toward the ball as the foot meets it.",
        "Do not lift the head early; keep watching the ball.",
        "Head down over the ball, with the look to the goal only afterwards.",
        "The player looks down at the ball until the follow-through.",
    ),
    "shoulders & torso": (
        "The player should keep the trunk over the ball with a slight lean to the support side.",
        "Stay over the ball with the upper body and lean a little away from the kicking leg.",
        "The chest stays above the ball at contact and tilts slightly sideways.",
        "Do not lean back; keep the body over the ball as you strike it.",
        "A compact trunk above the ball, tilted a little to the standing leg.",
        "The upper body is balanced over the ball, neither falling back nor bending over.",
        "Lean slightly to the side of the support foot and keep the chest over the ball.",
        "Trunk over the ball, with a small sideways tilt.",
        "The torso stays controlled over the strike, not leaning backward.",
        "Keep the shoulders over the ball and let the body tilt a little to the support side.",
    ),
    "arms & hands": (
        "The player should raise the opposite arm out to the side and keep it long for balance.",
        "The arm opposite the kicking leg goes out wide and straight as the foot is planted.",
        "Use the opposite arm for balance: high, wide and stretched.",
        "Lift the balancing arm away from the body and reach it out, elbow nearly straight.",
        "The non-kicking-side arm opens wide before contact instead of folding against the chest.",
        "Open and stretch the opposite arm in the backswing and hold it wide at the strike.",
        "A wide, long opposite arm balances the kick.",
        "The balancing arm should be raised and extended.",
        "Let a long opposite arm work against the kicking leg.",
        "Hold the opposite arm out wide, not bent and tucked in, while the leg swings.",
    ),
    "hips & core": (
        "The player should bring speed from the run-up and draw the kicking leg well back from the hip.",
        "Come to the ball with pace, then open the hip into a long backswing.",
        "Run in briskly and let the thigh go well back behind the body.",
        "Carry the hips into the ball at speed and take a full backswing from the hip.",
        "Accelerate the hips in the run-up and extend the kicking hip before the swing.",
        "The power comes from a lively run-up and an open hip.",
        "Drive the hips toward the ball and swing the leg from far behind.",
        "The approach is quick and the kicking hip opens behind the body.",
        "Use the hips: a run-up with momentum and a long backswing.",
        "A fast approach and a big hip backswing load the kick.",
    ),
    "legs & knees": (
        "The player should fold the kicking knee in the backswing and keep the support leg firm.",
        "Bend the kicking knee well behind you and stand on a slightly bent, stable support leg.",
        "The kicking knee is tightly folded before it whips forward; the support knee holds.",
        "Cock the kicking leg at the knee and do not sink into the standing leg.",
        "A folded kicking knee and a firm standing leg make the whip.",
        "The lower leg folds up behind, and the support knee stays strong.",
        "Fold the knee of the kicking leg and brace the standing leg.",
        "Let the shank cock behind the thigh while the support leg stays solid.",
        "Deep knee bend of the kicking leg in the backswing, stable knee of the support leg.",
        "The kicking knee bends well and the standing knee does not collapse.",
    ),
    "feet & balance": (
        "The player should take a long last step and plant the support foot about a foot's width beside the ball.",
        "Stride into the kick and place the standing foot next to the ball, not too near and not too far.",
        "A long final step and a support foot well placed beside the ball.",
        "Plant the standing foot level with the ball at a comfortable distance after a big last stride.",
        "The last stride is long and the support foot lands beside the ball.",
        "Set the support foot at the right distance from the ball.",
        "Step long into the ball and keep room between the standing foot and the ball.",
        "The support foot stands close beside the ball after a long stride.",
        "Good spacing of the support foot and a long final stride give balance.",
        "Finish the run-up with a long stride and a well-spaced plant.",
    ),
    "human-object interaction": (
        "The player should strike the ball with a fast foot and follow through high.",
        "Hit through the ball with speed and let the leg finish high.",
        "A quick foot at contact and a full follow-through.",
        "Accelerate the foot into the ball and swing on through it.",
        "Strike with a fast foot and keep swinging up after the ball has gone.",
        "The foot is fast at the ball and the leg goes on upward after contact.",
        "Meet the ball at full speed and follow through toward the target.",
        "Strike firmly and finish the swing.",
        "High foot speed at the ball and a long follow-through.",
        "The contact comes at top speed, with a high finish.",
    ),
}  # fmt: skip

PHRASES: dict[str, dict[str, Phrases]] = {
    "head_down": {
        "strength": Phrases(
            ("The head is down over the ball at the strike", "The eyes are on the ball at contact", "The athlete looks at the ball as the foot meets it",
             "The gaze is fixed on the ball at the strike", "The chin is low over the ball at contact", "The head is lowered to the ball when it is struck"),
            ("eyes on the ball at the strike", "a head that stays down at contact", "good focus on the ball", "a lowered head over the ball"),
            ("which makes a clean contact", "which helps to hit the middle of the ball", "and that keeps the kick low and true")),
        "high": Phrases(
            ("The head is {degree} too high at the strike", "The eyes leave the ball and look up {degree} at contact", "The athlete looks up {degree} as the foot meets the ball",
             "The gaze is {degree} above the ball at the strike", "The chin is lifted {degree} at contact", "The head is raised {degree} when the ball is struck"),
            ("keeping the eyes on the ball at the strike", "lowering the head at contact", "looking at the ball, not at the goal, when hitting it", "holding the chin down over the ball"),
            ("so that the foot meets the middle of the ball", "because a raised head spoils the contact", "so that the kick stays low")),
    },
    "head_rise": {
        "strength": Phrases(
            ("The head stays down after the contact", "The head does not pop up after the kick", "The athlete leaves the head down through the follow-through",
             "The head remains low after the ball has gone", "The look up comes only after the follow-through", "The head holds its place once the ball is hit"),
            ("a head that stays down after contact", "a patient head through the follow-through", "a head that does not pop up", "calm head control after the strike"),
            ("which keeps the body over the ball", "which keeps the strike honest to the end", "and that steadies the whole kick")),
        "high": Phrases(
            ("The head comes up {degree} too soon after the strike", "The head pops up {degree} right after contact", "The athlete lifts the head {degree} after the kick",
             "The head jerks up {degree} once the ball is hit", "The look up to the goal comes {degree} too early", "The head rises {degree} in the follow-through"),
            ("leaving the head down after the strike", "waiting with the look up until the follow-through ends", "keeping the head from popping up", "letting the head stay low after contact"),
            ("so that the body stays over the ball", "because an early look lifts the trunk", "so that the strike is finished first")),
    },
    "trunk_lean": {
        "strength": Phrases(
            ("The trunk is over the ball at the strike", "The chest stays above the ball at contact", "The upper body is balanced over the ball",
             "The body neither leans back nor bends over at the strike", "The trunk is well placed above the ball", "The athlete keeps the upper body over the kick"),
            ("a trunk over the ball", "a balanced upper body at contact", "a chest that stays above the ball", "good body position over the ball"),
            ("which keeps the ball down", "which gives control of the height", "and that puts the weight into the kick")),
        "low": Phrases(
            ("The trunk leans back {degree} at the strike", "The upper body falls {degree} backward at contact", "The chest is {degree} behind the ball",
             "The athlete leans {degree} away from the ball", "The body tips {degree} backward as the ball is hit", "The shoulders are {degree} too far back at the strike"),
            ("bringing the chest over the ball", "leaning less backward at the strike", "keeping the trunk above the ball", "staying over the kick instead of falling back"),
            ("so that the ball stays under the bar", "because leaning back lifts the ball", "so that the weight goes into the kick")),
        "high": Phrases(
            ("The trunk bends forward {degree} too far at the strike", "The upper body folds {degree} over the ball", "The chest drops {degree} too low at contact",
             "The athlete hunches {degree} over the ball", "The body tips {degree} forward as the ball is hit", "The shoulders are {degree} too far ahead at the strike"),
            ("straightening the upper body at the strike", "bending less over the ball", "keeping the chest higher at contact", "standing taller through the kick"),
            ("so that the leg can swing freely", "because a folded trunk shortens the swing", "so that the hips can drive through")),
    },
    "side_lean": {
        "strength": Phrases(
            ("The body tilts slightly to the support side", "The sideways lean at the strike is well measured", "The trunk leans a little away from the kicking leg",
             "The body makes room for the swing by tilting to the standing leg", "The sideways tilt at contact is right", "The trunk is tilted just enough to the support side"),
            ("a slight lean to the support side", "a good sideways tilt", "a body that makes room for the swing", "a well-measured lean to the standing leg"),
            ("which gives the leg a free path", "which lets the foot reach the ball fully", "and that lets the leg swing long")),
        "low": Phrases(
            ("The body leans {degree} too little to the support side", "The trunk stays {degree} too upright sideways at the strike", "The trunk tips {degree} toward the kicking leg",
             "The sideways tilt is {degree} too small", "The athlete stands {degree} too straight above the kicking leg", "The body gives the leg {degree} too little room at the side"),
            ("leaning a little more to the support side", "tilting the trunk away from the kicking leg", "making room for the leg with a sideways tilt", "shifting the upper body over the standing leg"),
            ("so that the leg has room to swing", "because an upright body blocks the swing", "so that the foot can reach the ball fully")),
        "high": Phrases(
            ("The body leans {degree} too far to the support side", "The sideways tilt is {degree} too large", "The trunk falls {degree} to the side at the strike",
             "The athlete tips {degree} over the standing leg", "The upper body hangs {degree} sideways at contact", "The body drops {degree} away from the ball"),
            ("leaning less to the side", "keeping the trunk more upright over the standing leg", "reducing the sideways tilt", "holding the upper body from falling sideways"),
            ("so that the balance is kept", "because a big tilt costs control", "so that the strike stays centred")),
    },
    "arm_raise": {
        "strength": Phrases(
            ("The opposite arm is raised well for balance", "The opposite arm is out wide at the strike", "The balancing arm is lifted away from the body",
             "The arm on the other side opens wide at contact", "The opposite arm is held out to the side", "The balancing arm is high and wide at the strike"),
            ("a wide opposite arm", "a raised balancing arm", "an opposite arm held out to the side", "good use of the arm for balance"),
            ("which balances the kicking leg", "which steadies the body at contact", "and that keeps the trunk from twisting away")),
        "low": Phrases(
            ("The opposite arm is {degree} too low at the strike", "The balancing arm hangs {degree} too close to the body", "The opposite arm is raised {degree} too little",
             "The arm on the other side stays {degree} too near the trunk", "The balancing arm is {degree} too narrow at contact", "The opposite arm opens {degree} too little"),
            ("raising the opposite arm out to the side", "opening the balancing arm wider", "lifting the opposite arm away from the body", "holding the balancing arm higher at the strike"),
            ("so that it balances the leg", "because a low arm gives no balance", "so that the body stays steady at contact")),
    },
    "arm_reach": {
        "strength": Phrases(
            ("The opposite arm is stretched long through the swing", "The elbow of the balancing arm is nearly straight as the leg swings",
             "The opposite arm reaches far out from the shoulder", "The balancing arm is long and open in the kick",
             "The elbow of the opposite arm stays open into the strike", "The opposite arm makes a long lever against the leg"),
            ("a long opposite arm", "a stretched balancing arm", "an open elbow of the opposite arm", "a balancing arm that reaches far out"),
            ("which makes a long lever against the leg", "which steadies the turn of the body", "and that gives the kick a counterweight")),
        "low": Phrases(
            ("The elbow of the opposite arm is bent {degree} too much in the swing", "The balancing arm is folded {degree} against the chest",
             "The opposite arm is {degree} too short and tucked in", "The elbow of the balancing arm stays {degree} too closed as the leg swings",
             "The opposite forearm is drawn in {degree} too far", "The opposite arm reaches out {degree} too little"),
            ("stretching the elbow of the opposite arm", "reaching the balancing arm far out", "opening the elbow of the balancing arm in the swing",
             "making the opposite arm long instead of folding it"),
            ("so that the arm weighs against the leg", "because a folded arm hardly balances the swing", "so that the upper body does not twist away")),
    },
    "backswing": {
        "strength": Phrases(
            ("The thigh is drawn well back in the backswing", "The hip opens fully behind the body", "The backswing from the hip is long",
             "The kicking thigh reaches far back", "The hip extension in the backswing is good", "The kicking leg is drawn back well from the hip"),
            ("a long backswing from the hip", "good hip extension", "a thigh drawn well back", "a full opening of the hip"),
            ("which stretches the leg for the whip", "which gives the foot a long way to speed up", "and that loads the kick")),
        "low": Phrases(
            ("The thigh is drawn back {degree} too little", "The backswing from the hip is {degree} too short", "The hip opens {degree} too little behind the body",
             "The kicking thigh stays {degree} too far forward in the backswing", "The hip extension is {degree} too small", "The kicking leg is drawn back {degree} too little from the hip"),
            ("drawing the thigh further back", "taking a longer backswing from the hip", "opening the hip more behind the body", "extending the hip before the swing"),
            ("so that the foot can build speed", "because a short backswing limits the power", "so that the kick is loaded")),
    },
    "approach_speed": {
        "strength": Phrases(
            ("The hips come into the kick with speed", "The run-up is brisk and carries the hips forward", "The approach to the ball has good pace",
             "The hips travel fast through the run-up", "The body brings momentum from the approach",
             "The hips are driven well toward the ball in the last strides"),
            ("a brisk run-up", "hips that carry speed into the kick", "good pace in the approach", "momentum from the run-up"),
            ("which adds speed to the swing", "which loads the last stride", "and that puts the body's weight into the ball")),
        "low": Phrases(
            ("The hips are {degree} too slow in the run-up", "The approach to the ball is {degree} too slow",
             "The run-up carries the hips {degree} too little", "The hips walk {degree} too slowly into the kick",
             "The body brings {degree} too little momentum to the ball", "The pace of the run-up is {degree} too low"),
            ("running in with more pace", "carrying more speed in the hips to the ball", "speeding up through the last strides",
             "bringing more momentum from the approach"),
            ("so that the swing begins with speed", "because a slow approach leaves all the work to the leg",
             "so that the body's weight goes into the ball")),
    },
    "knee_fold": {
        "strength": Phrases(
            ("The kicking knee folds well in the backswing", "The lower leg is cocked behind the thigh", "The knee bend of the kicking leg is deep",
             "The kicking leg is well folded before the swing", "The shank is drawn up tightly behind", "The kicking knee is cocked fully"),
            ("a well-folded kicking knee", "a cocked lower leg", "a deep knee bend in the backswing", "good folding of the kicking leg"),
            ("which makes the leg whip", "which lets the shank snap forward", "and that builds foot speed")),
        "high": Phrases(
            ("The kicking knee folds {degree} too little in the backswing", "The kicking leg is {degree} too straight behind the body", "The lower leg is cocked {degree} too little",
             "The knee bend of the kicking leg is {degree} too small", "The kicking leg swings back {degree} too stiffly", "The shank is drawn up {degree} too little"),
            ("folding the kicking knee more", "cocking the lower leg behind the thigh", "bending the knee deeper in the backswing", "letting the heel come up behind"),
            ("so that the leg can whip through", "because a stiff leg swings slowly", "so that the foot gains speed")),
    },
    "support_knee": {
        "strength": Phrases(
            ("The support leg is firm at the strike", "The standing knee holds steady at contact", "The support knee is stable and only slightly bent",
             "The standing leg gives a solid base", "The support leg does not sink at the strike", "The standing leg is braced well"),
            ("a firm support leg", "a stable standing knee", "a well-braced support leg", "a solid standing leg"),
            ("which passes the speed on to the kicking leg", "which gives a stable axis", "and that keeps the strike clean")),
        "low": Phrases(
            ("The support knee bends {degree} too much at the strike", "The standing leg sinks {degree} at contact", "The support leg gives way {degree}",
             "The standing knee collapses {degree} under the kick", "The support leg is {degree} too soft", "The body sits {degree} too low on the standing leg"),
            ("bracing the support leg", "keeping the standing knee firmer", "standing taller on the support leg", "holding the support knee against the sinking"),
            ("so that the speed goes into the ball", "because a soft leg swallows the power", "so that the body has a stable axis")),
    },
    "plant_side": {
        "strength": Phrases(
            ("The support foot is planted at a good distance beside the ball", "The spacing of the support foot to the ball is right", "The standing foot leaves the right room to the ball",
             "The plant foot is well spaced sideways", "The support foot lands at a comfortable distance from the ball", "The distance between plant foot and ball is good"),
            ("good spacing of the support foot", "a well-spaced plant", "a support foot at the right distance", "comfortable room between plant foot and ball"),
            ("which gives the leg a free swing", "which keeps the body balanced", "and that lets the foot meet the ball cleanly")),
        "low": Phrases(
            ("The support foot is {degree} too close to the ball", "The plant is {degree} too tight beside the ball", "The standing foot leaves {degree} too little room",
             "The plant foot crowds the ball {degree}", "The support foot lands {degree} too near the ball", "The distance between plant foot and ball is {degree} too small"),
            ("planting the support foot further from the ball", "leaving more room beside the ball", "spacing the plant foot wider", "setting the standing foot less close"),
            ("so that the leg can swing past the body", "because a tight plant jams the swing", "so that the hips have room")),
        "high": Phrases(
            ("The support foot is {degree} too far from the ball", "The plant is {degree} too wide of the ball", "The standing foot leaves {degree} too much room",
             "The athlete reaches {degree} sideways for the ball", "The support foot lands {degree} too far to the side", "The distance between plant foot and ball is {degree} too large"),
            ("planting the support foot closer to the ball", "bringing the standing foot nearer", "closing the gap beside the ball", "stepping closer with the plant foot"),
            ("so that the body is over the kick", "because reaching costs power", "so that the balance is kept")),
    },
    "last_step": {
        "strength": Phrases(
            ("The last step is long", "The final stride into the kick is long and strong", "The athlete strides well into the ball",
             "The length of the last step is good", "The last stride covers good ground", "The run-up ends in a long stride"),
            ("a long last step", "a strong final stride", "a good stride into the ball", "a long stride before the plant"),
            ("which opens the hips", "which brings speed into the kick", "and that stretches the body for the swing")),
        "low": Phrases(
            ("The last step is {degree} too short", "The final stride into the kick is {degree} too small", "The athlete steps {degree} too short into the ball",
             "The length of the last step is {degree} too little", "The run-up ends with {degree} too short a stride", "The last stride is cut {degree} short"),
            ("lengthening the last step", "striding longer into the kick", "taking a bigger final stride", "stretching the last step before the plant"),
            ("so that the hips can open", "because a short step kills the backswing", "so that the run-up speed is used")),
    },
    "foot_speed": {
        "strength": Phrases(
            ("The foot is fast at the strike", "The foot speed at contact is high", "The leg whips quickly through the ball",
             "The foot reaches the ball at full speed", "The strike is quick and powerful", "The foot accelerates well into the ball"),
            ("high foot speed", "a fast foot at the strike", "a quick, powerful strike", "strong acceleration into the ball"),
            ("which gives the ball pace", "which leaves the keeper little time", "and that makes a firm kick")),
        "low": Phrases(
            ("The foot is {degree} too slow at the strike", "The foot speed at contact is {degree} too low", "The leg swings {degree} too slowly through the ball",
             "The foot reaches the ball {degree} below full speed", "The strike is {degree} too soft", "The foot accelerates {degree} too little into the ball"),
            ("swinging the foot faster through the ball", "accelerating the leg into the strike", "hitting the ball with more speed", "whipping the lower leg harder"),
            ("so that the ball gets pace", "because a slow foot gives the keeper time", "so that the kick is firm")),
    },
    "follow_height": {
        "strength": Phrases(
            ("The follow-through is high", "The leg swings on well after the strike", "The kicking foot finishes high", "The follow-through is long and free",
             "The kicking leg carries on upward", "The swing is finished fully after contact"),
            ("a high follow-through", "a leg that swings on freely", "a full finish of the swing", "a long follow-through"),
            ("which shows the foot went through the ball", "which keeps the speed to the end", "and that spares the leg from braking")),
        "low": Phrases(
            ("The follow-through is {degree} too low", "The leg stops {degree} too soon after the strike", "The kicking foot finishes {degree} too low",
             "The follow-through is cut {degree} short", "The kicking leg is braked {degree} after contact", "The swing ends {degree} too early after contact"),
            ("following through higher", "letting the leg swing on after the strike", "finishing the swing upward", "kicking through the ball, not at it"),
            ("so that the foot stays fast at the ball", "because braking early slows the strike", "so that the whole swing is used")),
    },
}  # fmt: skip
