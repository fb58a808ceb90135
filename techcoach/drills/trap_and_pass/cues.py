"""Cues for the inside trap and outside play: wordings of one instruction for every parameter. Data only."""

from ..spec import one_a_line

CUES: dict[str, tuple[str, ...]] = {
    "eyes_down": one_a_line("""
        The player should lower the head at the trap.
        Head down at the trap.
        Chin down on the first touch.
        Bend the neck as you trap.
        Don't trap with your head up.
        Is the head lowered when you receive?
        The face points down at the first touch.
        Drop your chin as it arrives.
        Head over the foot as you trap!
        No raised chin on the trap.
        head down on the first touch
        At the trap the head is tipped twenty-five degrees down or more.
        Do not hold the head up while you receive.
        Your head is too high at the trap.
        The player bows the head over the receiving foot.
        Nose down as you trap it.
        Lower the face for the reception.
        Tuck the chin when the foot meets it.
        Are you receiving with a lifted chin?
        Face toward the foot at the trap.
        Don't keep the head level on the first touch.
        A lowered head at the reception.
        Tip the head forward while you trap.
        chin tucked at the trap
        The head bends down as the foot goes out to meet it.
        Trap with head down.
        Chin down to trap.
        Head bowed while trapping.
        """),
    "look_up": one_a_line("""
        The player should lift the head while moving off.
        Head up on the way out.
        Chin up as you leave.
        Lift your head after the play.
        Don't run off with your head down.
        Is the head up in the first steps after the play?
        The head rises once the outside touch is done.
        Get your head up and go.
        Head up, off you go!
        No hanging head when you move off.
        head up after the outside touch
        In the first steps the head is at least about level.
        Do not leave with the chin on the chest.
        Your head stays down as you move off.
        The player moves off with a raised face.
        Nose up when you accelerate.
        Raise the face as you go.
        Bring the head up after the second touch.
        Are you still bowed when you run off?
        Run away with your head high.
        Don't keep the head lowered after the play.
        A raised head on the way out.
        After the play, chin level.
        face up when leaving
        The head comes up with the first step.
        """),
    "trunk_lean": one_a_line("""
        The player should lean the trunk slightly forward at the trap.
        Slight lean at the trap.
        Don't fall back on the trap.
        Don't fold over at the trap.
        Chest just ahead of the hips as you trap.
        Are you leaning back when you receive?
        The upper body tips a little forward on the first touch.
        Get over it as you trap.
        Stop sitting back at the reception!
        No doubling over on the first touch.
        trunk a little forward at the trap
        Up to about twenty degrees of forward lean at the trap.
        Do not lean away when you receive.
        Your trunk leans back at the trap.
        Your trunk bends too far forward at the trap.
        The player receives with the chest slightly forward.
        Stand taller on the first touch, you're bent double.
        Bring the shoulders forward a bit as you trap.
        Is the chest just over the foot at the reception?
        A gentle lean over the first touch.
        Don't rock backward when you trap it.
        Neither back nor hunched at the trap.
        Tip the torso a touch forward to receive.
        not leaning back at the reception
        Shoulders a hand's width in front of the hips at the trap.
        Lean slightly to trap.
        Don't trap leaning back.
        Chest forward at the trap.
        Not bent double while trapping.
        """),
    "burst_lean": one_a_line("""
        The player should lean into the new direction when moving off.
        Lean into the run.
        Lean where you go.
        Tip forward to accelerate.
        Don't run off bolt upright.
        Is your trunk leaning into the first steps?
        The trunk inclines into the new direction after the play.
        Shoulders ahead as you move off.
        Lean and go!
        No upright start after the play.
        trunk forward into the first steps
        More than ten degrees of lean into the way you leave.
        Do not lean back as you move off.
        Your trunk stays too upright after the outside touch.
        The player leaves with the shoulders in front of the hips.
        More lean as you drive away.
        Fall into the first step.
        Let the chest lead the way out.
        Are you leaning into the new line?
        Incline the body like a sprinter leaving.
        Don't leave with the shoulders behind you.
        A clear lean as you accelerate.
        Throw the chest into the new direction.
        lean the body where you move off
        After the play the torso tips into the run.
        """),
    "arm_spread": one_a_line("""
        The player should hold the arms out from the body at the trap.
        Arms out at the trap.
        Elbows off the ribs as you trap.
        Spread your arms to receive.
        Don't trap with the arms at your sides.
        Are the arms away from the body on the first touch?
        The upper arms are lifted from the trunk at the reception.
        Wings out as you trap!
        Balance with wide arms on one leg.
        No arms glued to the body at the trap.
        arms wide on the first touch
        Upper arms about forty degrees or more from the trunk at the trap.
        Do not pin the elbows to your ribs when you receive.
        Your arms hang too close at the trap.
        The player receives with spread arms.
        Wider arms on the trap.
        Open the arms as you stand on one leg.
        Lift both elbows sideways for the trap.
        Are you leaving the arms down at the reception?
        Use the arms for balance at the first touch.
        Don't let the arms hang as you trap it.
        Raise the upper arms while receiving.
        Tightrope arms at the trap.
        arms out to receive
        Both arms come off the sides at the reception.
        """),
    "arm_bend": one_a_line("""
        The player should bend the elbows when moving off.
        Bend your elbows as you go.
        Elbows bent on the way out.
        Pump bent arms.
        Don't run with straight arms.
        Are the elbows bent in the first steps?
        The arms are bent at about a right angle after the play.
        Runner's arms on the way out.
        Elbows bent, and drive!
        No stiff, straight arms when you leave.
        elbows bent as you move off
        About ninety degrees at the elbows in the first steps.
        Do not let the arms dangle as you run off.
        Your arms are too straight when you move off.
        The player moves off with bent elbows.
        Fold the arms like a sprinter.
        More elbow bend in the first steps.
        Bring the hands up and bend the arms to accelerate.
        Are you leaving with straight elbows?
        Short arms for a quick start.
        Don't leave the elbows open after the play.
        Drive with folded arms.
        Close the elbows as you take off.
        bent arms in the first steps
        The elbows fold as soon as you start to run.
        Run off with bent elbows.
        """),
    "hip_turnout": one_a_line("""
        The player should turn the receiving foot out at the trap.
        Open the hip.
        Turn the foot out.
        Show the inside of the foot.
        Don't trap with the toes forward.
        Is the receiving foot turned out at the trap?
        The receiving leg is rotated outward from the hip.
        Toes out to receive.
        Open the gate!
        No toe poke on the first touch.
        receiving foot turned out
        The foot turns out sixty degrees or more at the trap.
        Do not point the receiving toes straight ahead.
        Your foot is turned out too little at the trap.
        The player opens the hip to receive.
        More turnout on the receiving leg.
        Square the inside of the foot.
        Rotate the leg out for the first touch.
        Are the receiving toes still pointing forward?
        Ankle like a hockey stick, toes out.
        Don't leave the hip closed at the reception.
        An open hip on the first touch.
        Turn the knee and the toes outward as you trap.
        open the foot to trap
        The receiving foot stands across, not along.
        """),
    "burst": one_a_line("""
        The player should move the hips off quickly after the play.
        Burst away.
        Go quickly after the play.
        Explode off the spot.
        Don't stand there after it.
        Are you gone right after the play?
        The hips leave the spot fast after the outside touch.
        Get away from there.
        Move, move!
        No standing still after the play.
        quick move-off
        More than a metre a second with the hips after the play.
        Do not stay on the spot once it is played.
        Your body moves off too slowly.
        The player leaves at speed.
        Faster first steps.
        Accelerate after the outside touch.
        Take your body with you at once.
        Is the body off and away after the play?
        Push off hard to leave.
        Don't plod away.
        A fast exit.
        Throw the hips into the new direction.
        leave the spot fast
        The whole body follows quickly after the play.
        """),
    "ready_knees": one_a_line("""
        The player should wait on bent knees.
        Knees bent while you wait.
        Get low before it comes.
        Ready position, bent knees.
        Don't wait on straight legs.
        Are both knees bent while you wait?
        Both knees are flexed in the ready position.
        Sit a little as you wait.
        Low and ready!
        No stiff legs in the waiting stance.
        soft knees while waiting
        Both knees at 145 degrees or less while waiting.
        Do not stand tall before it arrives.
        Your knees are too straight while you wait.
        The player waits on springy legs.
        More knee bend in the ready position.
        Both knees soft, always ready.
        Sink a bit before it gets to you.
        Are you waiting on locked knees?
        Stay low until it comes.
        Don't lock the knees in expectation.
        A bent-kneed ready stance.
        Flex both legs before the reception.
        bend both knees to be ready
        Wait like a goalkeeper, knees bent.
        """),
    "support_knee": one_a_line("""
        The player should keep the support knee bent at the trap.
        Standing knee bent at the trap.
        Soft support leg.
        Give in the standing leg.
        Don't lock the standing knee.
        Is the standing knee bent as you trap?
        The support knee is flexed on the first touch.
        Sink into the standing leg to receive.
        Bend the leg you stand on!
        No stiff support leg at the reception.
        support knee bent on the first touch
        The standing knee at 150 degrees or less at the trap.
        Do not trap off a straight standing leg.
        Your support knee is too straight at the trap.
        The player receives on a bent standing leg.
        More bend in the support knee as you trap.
        Lower on the standing leg at the first touch.
        Unlock the support knee.
        Are you standing stiff on one leg as you receive?
        Let the support leg flex at the reception.
        Don't stand tall on the support leg at the trap.
        A springy standing leg under the trap.
        Flex the leg that carries you.
        soft standing knee at the trap
        The knee of the support leg gives as the other foot receives.
        Trap on a soft leg.
        """),
    "stance_width": one_a_line("""
        The player should wait with the feet about shoulder width apart.
        Feet shoulder width.
        Don't wait with the feet together.
        Don't wait so wide.
        Feet under the shoulders before it comes.
        Is your base about shoulder width while you wait?
        The waiting stance is about as wide as the shoulders.
        Neither narrow nor straddled.
        Set your base!
        No ankles together in the ready position.
        shoulder-wide stance while waiting
        One to one and a half shoulder widths between the ankles.
        Do not straddle in the ready position.
        Your waiting stance is too narrow.
        Your waiting stance is too wide.
        The player waits on a shoulder-wide base.
        A bit wider with the feet.
        A bit closer with the feet.
        Is there the right space between your feet as you wait?
        Stand with room between the feet.
        Don't spread the legs too far while waiting.
        A balanced base of medium width.
        Put the feet under the shoulders to wait.
        feet apart, but not too far
        Take a comfortable stance, neither tight nor broad.
        """),
    "ready_heels": one_a_line("""
        The player should wait on the toes with the heels raised.
        On your toes.
        Heels up.
        Get off your heels.
        Don't wait flat-footed.
        Are your heels off the ground?
        The heels are raised while waiting.
        Weight on the forefeet.
        Bounce on your toes!
        No heels on the ground.
        heels off the ground
        Raise the heels fifteen degrees or more while you wait.
        Do not sink back on your heels.
        Your heels are down while you wait.
        The player waits on the forefeet.
        Up on the balls of the feet.
        Light on your toes.
        Tiptoe-ready, please.
        Are you standing flat on the ground?
        Lift the heels before it comes.
        Don't plant your heels.
        Heels in the air in the ready position.
        Stand on the front of the feet.
        on the toes in the ready position
        The heels hover while you wait.
        """),
    "cushion": one_a_line("""
        The player should draw the receiving foot back at the trap.
        Draw the foot back.
        Give with the foot.
        Cushion it.
        Don't stab at it.
        Does the receiving foot give at the trap?
        The receiving foot moves backward as it traps.
        Pull the foot back on the first touch.
        Soft foot!
        No wall with the foot.
        foot gives on the first touch
        Withdraw the foot fifteen centimetres or more at the trap.
        Do not hold the receiving foot rigid.
        Your receiving foot gives too little.
        The player withdraws the foot softly.
        Catch it like an egg.
        Take the sting out with the foot.
        Meet it early, then ride back with the foot.
        Are you blocking it with a fixed foot?
        Bring the foot back toward you as you receive.
        Don't leave the foot out there, give.
        A giving foot on the first touch.
        Reach out to it, then retreat with the foot.
        soft first touch
        The foot goes back toward the body after it meets the pass.
        """),
    "touch_gap": one_a_line("""
        The player should play on soon after the trap.
        Quick second touch.
        Trap and play at once.
        Don't wait after the trap.
        Sooner with the second touch.
        Is the outside touch quick to follow?
        The time between the two touches is short.
        One, two!
        No pause between trap and play.
        Play it on without delay.
        second touch right away
        Less than a second from the trap to the outside touch.
        Do not rest after the first touch.
        Your second touch comes too late.
        The player goes from trap to play in one flow.
        Faster from inside to outside.
        Shorten the gap between the touches.
        Two touches, one rhythm.
        Are you stopping between the two touches?
        Let the second touch follow the first closely.
        Don't hesitate over the second touch.
        A prompt outside touch after the trap.
        Control and go in the same beat.
        no delay between the touches
        Link the trap to the play.
        """),
    "play_reach": one_a_line("""
        The player should sweep the foot far through the outside play.
        Sweep through it.
        Long outside push.
        Follow through with the outside.
        Don't just poke it.
        Does the foot travel far on the outside touch?
        The playing foot goes a long way through the second touch.
        Push it out fully with the outside of the foot.
        Through, not at!
        No short jab with the outside.
        long sweep of the foot
        The foot travels forty centimetres or more in the outside play.
        Do not stop the foot at the second touch.
        Your outside touch is too short a movement.
        The player sweeps the foot well out.
        Bigger movement on the outside touch.
        Reach out with the playing foot.
        Carry the foot on into the new direction.
        Are you stopping the foot on the outside play?
        Let the playing foot swing out wide.
        Don't tap it with a tiny flick.
        A full outside sweep.
        Step out long with the playing foot.
        longer outside push
        The playing foot ends far from where it started.
        """),
}
