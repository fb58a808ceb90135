"""Words for the penalty kick: instructions, their paraphrases, and phrases for every parameter. Data only."""

from .spec import Phrases

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
        "The player should raise the opposite arm out to the side and swing it across for balance.",
        "The arm opposite the kicking leg goes out wide and sweeps forward through the kick.",
        "Use the opposite arm for balance: out to the side, then across the body.",
        "Lift the balancing arm away from the body and let it swing with the kick.",
        "The non-kicking-side arm opens wide before contact and closes after it.",
        "Open the opposite arm in the backswing and bring it through with the strike.",
        "A wide, active opposite arm balances the kick.",
        "The balancing arm should be raised and should swing through.",
        "Let the opposite arm work against the kicking leg.",
        "Hold the opposite arm out wide and swing it as the leg swings.",
    ),
    "hips & core": (
        "The player should draw the kicking leg back from the hip and turn the pelvis into the strike.",
        "Open the hip in the backswing, then rotate the pelvis through the ball.",
        "The thigh goes well back and the hips turn toward the target.",
        "Take a full backswing from the hip and let the pelvis rotate into the kick.",
        "Extend the hip behind the body and close the hips at the strike.",
        "The power comes from an open hip and a turning pelvis.",
        "Swing from the hip, with the pelvis rotating toward the goal.",
        "The kicking hip opens behind the body and then drives through.",
        "Use the hips: a long backswing and a firm turn.",
        "A big hip backswing and a clear pelvis rotation drive the kick.",
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
        "The player should strike the ball with a fast foot, plant level with it and follow through high.",
        "Hit through the ball with speed, the support foot beside it, and let the leg finish high.",
        "A quick foot at contact, a plant in line with the ball and a full follow-through.",
        "Accelerate the foot into the ball and swing on through it.",
        "Strike with a fast foot from a plant level with the ball and keep swinging.",
        "The foot is fast at the ball and the leg goes on upward after contact.",
        "Meet the ball beside the support foot at full speed and follow through.",
        "Strike firmly, neither reaching for the ball nor standing over it, and finish the swing.",
        "High foot speed at the ball, good position to it, and a long follow-through.",
        "The contact comes at top speed beside the plant foot, with a high finish.",
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
    "arm_swing": {
        "strength": Phrases(
            ("The opposite arm swings through with the kick", "The balancing arm sweeps across as the leg swings", "The arm swing through the kick is full",
             "The opposite arm closes well against the leg", "The swing of the opposite arm is active", "The balancing arm moves strongly through the strike"),
            ("an active arm swing", "an opposite arm that sweeps through", "a full swing of the balancing arm", "good counter-swing of the arm"),
            ("which adds power to the turn", "which counters the leg", "and that links the upper body to the kick")),
        "low": Phrases(
            ("The opposite arm swings {degree} too little through the kick", "The balancing arm stays {degree} too still", "The arm swing is {degree} too small",
             "The opposite arm hardly moves and is {degree} passive", "The sweep of the balancing arm is {degree} too short", "The arm works {degree} too little against the leg"),
            ("swinging the opposite arm through the kick", "sweeping the balancing arm across", "using a bigger arm swing", "letting the opposite arm work against the leg"),
            ("so that the upper body helps the kick", "because a still arm lets the trunk twist", "so that arm and leg balance each other")),
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
    "hip_turn": {
        "strength": Phrases(
            ("The pelvis turns strongly into the strike", "The hips rotate through toward the target", "The hip rotation into the kick is good",
             "The pelvis closes well at the strike", "The hips drive round into the ball", "The turn of the pelvis is full"),
            ("a strong pelvis turn", "hips that rotate into the kick", "good hip rotation", "a pelvis that drives through"),
            ("which adds power from the core", "which speeds up the leg", "and that brings the body behind the ball")),
        "low": Phrases(
            ("The pelvis turns {degree} too little into the strike", "The hip rotation is {degree} too small", "The hips stay {degree} too square through the kick",
             "The pelvis rotates {degree} too weakly", "The hips drive {degree} too little into the ball", "The turn of the pelvis is {degree} incomplete"),
            ("turning the pelvis more into the strike", "rotating the hips through the ball", "opening and closing the hips more", "using more hip rotation"),
            ("so that the core adds power", "because still hips leave the work to the leg", "so that the leg is whipped round")),
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
    "plant_ahead": {
        "strength": Phrases(
            ("The support foot is level with the ball", "The plant is in line with the ball", "The standing foot lands right beside the ball",
             "The support foot is neither ahead of nor behind the ball", "The plant foot is level at the strike", "The standing foot is in line with the contact"),
            ("a plant level with the ball", "a support foot in line with the ball", "a standing foot right beside the ball", "good depth of the plant"),
            ("which keeps the ball down", "which puts the body over the contact", "and that makes the contact clean")),
        "low": Phrases(
            ("The support foot is {degree} too far behind the ball", "The plant is {degree} short of the ball", "The standing foot lands {degree} behind the contact",
             "The athlete reaches {degree} forward for the ball", "The plant foot stays {degree} back", "The support foot is planted {degree} too early behind the ball"),
            ("planting the support foot level with the ball", "stepping further forward with the plant foot", "bringing the standing foot up to the ball", "landing the support foot beside, not behind, the ball"),
            ("so that the body is over the ball", "because a plant behind it lifts the shot", "so that no reaching is needed")),
        "high": Phrases(
            ("The support foot is {degree} too far ahead of the ball", "The plant runs {degree} past the ball", "The standing foot lands {degree} in front of the contact",
             "The ball is {degree} under the body at the strike", "The plant foot overshoots {degree}", "The support foot is planted {degree} beyond the ball"),
            ("planting the support foot less far forward", "stopping the plant level with the ball", "keeping the standing foot from passing the ball", "leaving the ball a little in front of the plant"),
            ("so that the leg can swing out", "because a plant past the ball jams the strike", "so that the foot meets the ball in full swing")),
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
