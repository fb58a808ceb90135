"""Words for juggling: instructions, their paraphrases, and phrases for every parameter. Data only."""

from ..spec import Phrases

INSTRUCTIONS: dict[str, tuple[str, ...]] = {
    "head & eyes": (
        "The player should watch the ball with the head down and keep the head calm.",
        "Eyes on the ball at every touch, without nodding along.",
        "Look down at the ball and hold the head still.",
        "Keep the gaze on the ball and let the eyes, not the head, follow it.",
        "Head lowered to the ball and quiet from touch to touch.",
        "The eyes meet the ball at the foot, and the head does not bob.",
        "Do not look away from the ball and do not throw the head about.",
        "Watch each contact with a steady head.",
        "A lowered, calm head sees the ball best.",
        "Follow the ball with the eyes while the head rests.",
    ),
    "shoulders & torso": (
        "The player should lean slightly over the ball and keep the trunk from tipping to the side.",
        "Stay a little forward over the ball with level shoulders.",
        "Keep the upper body over the ball, neither back nor folded, and straight from the front.",
        "A slight forward lean and no sideways lean.",
        "The chest is over the ball and the shoulders stay level.",
        "Do not lean back from the ball and do not tip sideways.",
        "Hold the trunk quietly above the ball.",
        "The upper body is balanced, a touch forward and centred.",
        "Be over the ball with a straight, level trunk.",
        "Keep the trunk near upright, slightly ahead, and in the middle.",
    ),
    "arms & hands": (
        "The player should hold the arms out for balance and keep them calm.",
        "Arms away from the body and quiet.",
        "Lift the elbows out to the sides and do not wave them.",
        "Use the arms for balance, out and steady.",
        "Spread the arms a little and hold them still.",
        "The arms are out like a tightrope walker's, without flailing.",
        "Do not let the arms hang, and do not let them flap.",
        "Open the arms and keep them at rest.",
        "Quiet arms, held out to the sides.",
        "The arms balance the body from the sides and stay calm.",
    ),
    "hips & core": (
        "The player should stay in one place with the hips over the standing foot.",
        "Keep the body over the standing leg and do not chase the ball.",
        "Balance the hips above the foot that stands, and stay where you are.",
        "The weight is on the standing foot and the body stays in its spot.",
        "Do not run after the ball; hold the hips over the support.",
        "Hips above the standing foot, little way over the ground.",
        "Stay on the spot and shift the weight onto the standing leg.",
        "Keep the ball close enough that the hips need not travel.",
        "The core holds the body over one foot in one place.",
        "Juggle on the spot with the weight over the support.",
    ),
    "legs & knees": (
        "The player should stand on a softly bent knee and stay level from touch to touch.",
        "Bend the standing knee a little and do not bob up and down.",
        "A soft standing leg and quiet hips in height.",
        "Keep the support knee bent and the body at one height.",
        "Stand with a give in the knee, without bouncing.",
        "The standing knee is soft, neither locked nor deep, and the body stays level.",
        "Do not lock the knee and do not hop along with the ball.",
        "Rest on a slightly bent leg and keep the height.",
        "A bent, steady standing leg carries the touch.",
        "Soft knee, level body.",
    ),
    "feet & balance": (
        "The player should touch the ball low and set the feet about shoulder-width between the touches.",
        "Play the ball below the knee and stand with the feet under the shoulders.",
        "Low touches, feet neither crossed nor straddled.",
        "Keep the ball down near the foot and the stance comfortable.",
        "Lift the foot only a little and put it back beside the other one.",
        "Touch the ball low and return to a balanced stance.",
        "Do not kick high, and do not stand too narrow or too wide.",
        "Small, low touches from a shoulder-width stance.",
        "The foot meets the ball low and lands in balance.",
        "Keep the touches low and the base stable.",
    ),
    "human-object interaction": (
        "The player should play the ball in an even rhythm at a comfortable pace, with both feet in turn.",
        "Same time between all touches, left and right in turn.",
        "Find a steady beat and use both feet.",
        "An even, unhurried rhythm with alternate feet.",
        "Keep the ball at one height so that the beat is even, and change the foot.",
        "Left, right, left, right, in the same time each.",
        "Do not rush or hang between touches; keep the beat and use both feet.",
        "Even touches, neither hurried nor too high, from both feet.",
        "The ball comes back in the same time, foot after foot.",
        "Steady rhythm, both feet.",
    ),
}  # fmt: skip

PHRASES: dict[str, dict[str, Phrases]] = {
    "head_down": {
        "strength": Phrases(
            ("The head is down on the ball at the touches", "The eyes watch every contact", "The player looks at the ball as the foot meets it",
             "The gaze rests on the ball at each touch", "The chin is lowered to the ball", "The face is turned down to the ball at the contacts"),
            ("a head that is down on the ball", "eyes that watch every contact", "a gaze that rests on the ball", "a chin lowered to the ball"),
            ("which makes the touches clean", "which shows the ball early", "and that keeps the ball near")),
        "high": Phrases(
            ("The head is {degree} too high at the touches", "The eyes leave the ball {degree} at the contacts",
             "The player looks {degree} above the ball as the foot meets it", "The gaze is {degree} off the ball at each touch",
             "The chin is raised {degree} from the ball", "The face is turned {degree} away from the ball at the contacts"),
            ("lowering the head to the ball", "watching every contact", "keeping the gaze on the ball", "bringing the chin down to the ball"),
            ("so that the touches are clean", "because an unseen ball is missed", "so that the ball stays near")),
    },
    "head_nod": {
        "strength": Phrases(
            ("The head is calm from touch to touch", "The head hardly nods along with the ball", "The player follows the ball with the eyes alone",
             "The head rests through the series", "The head stays at one angle over the touches", "The face is quiet while the ball goes up and down"),
            ("a calm head", "a head that does not nod along", "eyes that follow the ball alone", "a head that rests through the series"),
            ("which keeps the balance", "which steadies the sight of the ball", "and that calms the whole body")),
        "high": Phrases(
            ("The head nods {degree} along with the ball", "The head bobs {degree} from touch to touch",
             "The player throws the head {degree} up after each touch", "The head swings {degree} up and down through the series",
             "The angle of the head changes {degree} too much over the touches", "The face follows the ball {degree} too far up"),
            ("keeping the head calm", "following the ball with the eyes alone", "nodding less along with the ball",
             "resting the head through the series"),
            ("so that the balance holds", "because a bobbing head blurs the ball", "so that the body stays calm")),
    },
    "trunk_lean": {
        "strength": Phrases(
            ("The trunk leans slightly over the ball", "The upper body is well placed above the ball", "The chest is a little ahead of the hips",
             "The player stays over the ball with the trunk", "The forward lean of the trunk is right", "The shoulders are just over the ball"),
            ("a trunk slightly over the ball", "an upper body well above the ball", "a good forward lean", "shoulders just over the ball"),
            ("which keeps the ball close", "which helps to see the ball", "and that lets the foot stay low")),
        "low": Phrases(
            ("The trunk leans {degree} back from the ball", "The upper body falls {degree} behind the hips", "The chest is {degree} too far back",
             "The player tips {degree} backward at the touches", "The shoulders stay {degree} behind the ball",
             "The back leans {degree} away from the ball"),
            ("bringing the trunk over the ball", "leaning a little forward", "keeping the shoulders ahead of the hips",
             "staying over the ball instead of falling back"),
            ("so that the ball stays close", "because leaning back sends the ball away", "so that the touch can be soft")),
        "high": Phrases(
            ("The trunk bends {degree} too far over the ball", "The upper body folds {degree} forward", "The chest hangs {degree} too low",
             "The player hunches {degree} over the touches", "The shoulders are {degree} too far ahead", "The back is bent {degree} too much"),
            ("straightening the trunk", "bending less over the ball", "holding the chest higher", "standing taller over the touches"),
            ("so that the leg can lift freely", "because a folded trunk blocks the hip", "so that the balance is easy")),
    },
    "side_lean": {
        "strength": Phrases(
            ("The trunk stays straight from the front", "The shoulders are level at the touches", "The upper body does not tip sideways",
             "The trunk is centred between left and right", "The player keeps the shoulders at one height",
             "The body stays plumb over the standing leg"),
            ("level shoulders", "a trunk that does not tip sideways", "a centred upper body", "a body plumb over the standing leg"),
            ("which saves balance", "which lets either foot play", "and that keeps the touches straight")),
        "high": Phrases(
            ("The trunk tips {degree} sideways at the touches", "The shoulders are {degree} uneven", "The upper body leans {degree} to the side",
             "The trunk swings {degree} from side to side", "One shoulder drops {degree} at each touch",
             "The body bends {degree} over the standing leg"),
            ("keeping the shoulders level", "tipping the trunk less sideways", "centring the upper body", "staying plumb over the standing leg"),
            ("so that the balance is saved", "because a tipping trunk needs catching", "so that the next foot is ready")),
    },
    "arm_spread": {
        "strength": Phrases(
            ("The arms are held out for balance", "The elbows are well away from the body", "The arms are spread to the sides",
             "The player opens the arms over the series", "The upper arms are lifted out from the trunk", "The arms make a wide balance"),
            ("arms held out for balance", "elbows away from the body", "arms spread to the sides", "a wide balance of the arms"),
            ("which steadies the body", "which corrects small slips", "and that frees the legs")),
        "low": Phrases(
            ("The arms hang {degree} too close to the body", "The elbows are {degree} too near the trunk", "The arms are spread {degree} too little",
             "The player keeps the arms {degree} too low", "The upper arms are lifted {degree} too little",
             "The arms give {degree} too little balance"),
            ("holding the arms out for balance", "lifting the elbows away from the body", "spreading the arms to the sides", "opening the arms wider"),
            ("so that the body is steadied", "because hanging arms cannot balance", "so that the legs are free")),
    },
    "arm_calm": {
        "strength": Phrases(
            ("The arms are quiet through the series", "The arms hardly swing from touch to touch", "The hands stay calm beside the body",
             "The player keeps the arms at rest", "The arms hold their place over the touches", "The arms move no more than needed"),
            ("quiet arms", "arms that hold their place", "calm hands beside the body", "arms at rest through the series"),
            ("which keeps the trunk still", "which shows good balance", "and that saves strength")),
        "high": Phrases(
            ("The arms flail {degree} from touch to touch", "The arms swing {degree} up and down", "The hands wave {degree} beside the body",
             "The player flaps {degree} with the arms", "The arms leave their place {degree} over the touches",
             "The arms move {degree} more than needed"),
            ("keeping the arms quiet", "swinging the arms less", "holding the hands calm", "letting the arms rest out to the sides"),
            ("so that the trunk is still", "because waving arms shake the body", "so that the balance comes from the core")),
    },
    "drift": {
        "strength": Phrases(
            ("The player stays on the spot", "The body keeps its place over the series", "The hips hardly travel over the ground",
             "The ball is kept above one spot", "The player does not have to follow the ball", "The series is played in one place"),
            ("a series played on the spot", "hips that hardly travel", "a body that keeps its place", "a ball kept above one spot"),
            ("which shows control of the ball", "which leaves time for each touch", "and that keeps the balance")),
        "high": Phrases(
            ("The player drifts {degree} away over the series", "The body travels {degree} after the ball",
             "The hips go {degree} too far over the ground", "The ball pulls the player {degree} off the spot",
             "The player has to follow the ball {degree}", "The series wanders {degree} over the ground"),
            ("staying on the spot", "playing the ball straight up", "following the ball less", "keeping the hips in one place"),
            ("so that there is time for each touch", "because chasing the ball ends the series", "so that the balance holds")),
    },
    "over_foot": {
        "strength": Phrases(
            ("The hips are over the standing foot", "The weight rests on the standing leg", "The body is balanced above the support foot",
             "The hips move over the foot that stands", "The player stands securely on one leg", "The support foot carries the whole weight"),
            ("hips over the standing foot", "weight on the standing leg", "a body balanced above the support", "a secure stand on one leg"),
            ("which frees the other foot", "which gives time to place the touch", "and that keeps the body from falling")),
        "high": Phrases(
            ("The hips are {degree} beside the standing foot", "The weight rests {degree} too little on the standing leg",
             "The body hangs {degree} off the support foot", "The hips stay {degree} between the feet",
             "The player stands {degree} insecurely on one leg", "The support foot is {degree} out to the side of the hips"),
            ("bringing the hips over the standing foot", "shifting the weight onto the standing leg", "balancing the body above the support",
             "standing fully on one leg"),
            ("so that the other foot is free", "because a body beside its foot falls", "so that the touch has time")),
    },
    "support_knee": {
        "strength": Phrases(
            ("The standing knee is softly bent", "The support leg has a good give", "The player stands on a bent knee",
             "The standing leg is neither locked nor deep", "The bend of the support knee is right", "The standing knee is soft at the touches"),
            ("a softly bent standing knee", "a support leg with a give", "a good bend of the standing leg", "a soft knee at the touches"),
            ("which keeps the balance", "which lets the body react", "and that absorbs every slip")),
        "low": Phrases(
            ("The standing knee is bent {degree} too deep", "The support leg sinks {degree} too far",
             "The player crouches {degree} on the standing leg", "The standing knee gives way {degree} too much",
             "The bend of the support knee is {degree} too large", "The standing leg is {degree} too low"),
            ("standing taller on the support leg", "bending the standing knee less", "straightening the standing leg a little",
             "rising out of the crouch"),
            ("so that strength is saved", "because a deep knee tires the leg", "so that the other foot lifts easily")),
        "high": Phrases(
            ("The standing knee is {degree} too straight", "The support leg is {degree} stiff", "The player stands {degree} locked on one leg",
             "The standing knee gives {degree} too little", "The bend of the support knee is {degree} too small",
             "The standing leg is {degree} rigid at the touches"),
            ("softening the standing knee", "bending the support leg a little", "unlocking the standing leg", "letting the standing knee give"),
            ("so that the body can react", "because a locked knee cannot balance", "so that slips are absorbed")),
    },
    "leg_give": {
        "strength": Phrases(
            ("The body stays level from touch to touch", "The hips keep their height over the series", "The player does not bounce with the ball",
             "The height of the body is quiet", "The hips hardly rise and fall", "The legs hold the body at one height"),
            ("a body that stays level", "hips that keep their height", "no bouncing with the ball", "legs that hold one height"),
            ("which keeps the foot's way short", "which calms the touches", "and that saves strength")),
        "high": Phrases(
            ("The body bounces {degree} from touch to touch", "The hips rise and fall {degree} too much",
             "The player hops {degree} along with the ball", "The height of the body changes {degree} over the series",
             "The hips bob {degree} up and down", "The legs pump {degree} between the touches"),
            ("staying level from touch to touch", "keeping the hips at one height", "bouncing less with the ball",
             "holding the body quietly on the legs"),
            ("so that the touches are calm", "because a bobbing body misses the ball", "so that strength is saved")),
    },
    "touch_height": {
        "strength": Phrases(
            ("The ball is touched low", "The foot stays below the knee at the touches", "The touches are small and low",
             "The foot is lifted only as far as needed", "The contacts are near the ground", "The player keeps the foot low to the ball"),
            ("low touches", "a foot that stays below the knee", "small contacts near the ground", "a foot lifted only as far as needed"),
            ("which keeps the ball under control", "which leaves the balance alone", "and that makes a quick second touch possible")),
        "high": Phrases(
            ("The ball is touched {degree} too high", "The foot is lifted {degree} above the knee at the touches",
             "The touches are {degree} too big and high", "The foot comes {degree} further up than needed",
             "The contacts are {degree} too far off the ground", "The player reaches {degree} too high with the foot"),
            ("touching the ball lower", "keeping the foot below the knee", "making the touches smaller", "lifting the foot less"),
            ("so that the ball is under control", "because a high foot costs balance", "so that the next touch is quick")),
    },
    "stance_width": {
        "strength": Phrases(
            ("The feet are about shoulder-width between the touches", "The stance is comfortable", "The feet come back under the shoulders",
             "The base between the touches is stable", "The player sets the feet down in balance", "The width of the stance is right"),
            ("a comfortable stance", "feet that come back under the shoulders", "a stable base between the touches", "a shoulder-width stance"),
            ("which makes the change of foot easy", "which keeps the body in the middle", "and that readies either foot")),
        "low": Phrases(
            ("The feet are {degree} too close between the touches", "The stance is {degree} too narrow",
             "The feet come back {degree} under the middle", "The base between the touches is {degree} too small",
             "The player sets the feet down {degree} cramped", "The stance is {degree} narrower than the shoulders"),
            ("setting the feet further apart", "widening the stance between the touches", "putting the foot back under its shoulder",
             "standing on a broader base"),
            ("so that the balance is easier", "because a narrow base wobbles", "so that the feet do not meet")),
        "high": Phrases(
            ("The feet are {degree} too far apart between the touches", "The stance is {degree} too wide",
             "The feet come back {degree} outside the shoulders", "The base between the touches is {degree} too broad",
             "The player sets the feet down {degree} straddled", "The stance is {degree} wider than needed"),
            ("setting the feet closer together", "narrowing the stance between the touches", "putting the foot back nearer to the other",
             "standing on a tighter base"),
            ("so that the weight shifts quickly", "because a wide base is slow to leave", "so that either foot is ready")),
    },
    "touch_interval": {
        "strength": Phrases(
            ("The pace of the touches is comfortable", "The ball comes back at a good pace", "The touches are neither hurried nor slow",
             "The height of the ball fits the rhythm", "The time between the touches is right", "The player plays at an easy pace"),
            ("a comfortable pace of the touches", "an easy pace", "a ball at a good height", "a good time between the touches"),
            ("which leaves time to balance", "which keeps the ball in reach", "and that can be kept up for long")),
        "high": Phrases(
            ("The touches come {degree} too slowly", "The ball is played {degree} too high into the air",
             "The time between the touches is {degree} too long", "The ball stays {degree} too long in the air",
             "The pace of the touches is {degree} too slow", "The player waits {degree} for the ball"),
            ("playing the ball lower", "shortening the time between the touches", "quickening the pace of the touches",
             "keeping the ball nearer to the foot"),
            ("so that the ball stays in reach", "because a high ball falls fast and strays", "so that the rhythm can settle")),
    },
    "evenness": {
        "strength": Phrases(
            ("The rhythm is even", "The touches follow in equal times", "The beat of the touches is steady", "Each ball comes back in the same time",
             "The player holds a regular beat", "The series runs like a clock"),
            ("an even rhythm", "a steady beat of the touches", "equal times between the touches", "a series that runs like a clock"),
            ("which shows control of every touch", "which makes the series last", "and that lets the player relax")),
        "high": Phrases(
            ("The rhythm is {degree} uneven", "The touches follow in {degree} unequal times", "The beat of the touches is {degree} unsteady",
             "Some balls come back {degree} sooner than others", "The player loses the beat {degree}", "The series stumbles {degree} in its rhythm"),
            ("evening out the rhythm", "playing every ball to the same height", "holding a steady beat", "giving each touch the same time"),
            ("so that the series lasts", "because every odd ball must be saved", "so that the player can relax")),
    },
    "alternate": {
        "strength": Phrases(
            ("Both feet play in turn", "The feet alternate well", "The player uses left and right", "The touches change from foot to foot",
             "Left and right share the work", "The other foot takes its turn"),
            ("feet that alternate", "both feet in turn", "good use of left and right", "touches that change from foot to foot"),
            ("which trains both sides", "which keeps the balance even", "and that makes the player harder to read")),
        "low": Phrases(
            ("The feet alternate {degree} too little", "One foot does {degree} too much of the work",
             "The player uses the other foot {degree} too little", "The touches stay {degree} too long on one side",
             "Left and right share the work {degree} unevenly", "The other foot rests {degree} too often"),
            ("alternating the feet", "using the other foot more", "changing the foot after each touch", "sharing the work between left and right"),
            ("so that both sides are trained", "because one-footed play is easy to close down", "so that neither leg tires")),
    },
}  # fmt: skip
