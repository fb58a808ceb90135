"""Cues for the penalty kick: wordings of one instruction for every parameter. Data only."""

from ..spec import one_a_line

CUES: dict[str, tuple[str, ...]] = {
    "head_down": one_a_line("""
        The player should keep the head down at the strike.
        Head down at contact.
        Chin down as you hit it.
        Nose over it when you strike.
        Don't strike with your head up.
        Is the head bent down when the foot connects?
        The head is lowered at the moment of the strike.
        Drop your chin for the contact.
        Face to the ground when you hit it.
        No raised chin at the strike!
        head down when you kick
        Bow the head a little as the foot comes through.
        Do not have the head up when the foot arrives.
        Your head is too high at contact.
        The kicker's face points down at the strike.
        At the strike the head is tipped at least twenty degrees down.
        Keep the chin tucked at the hit.
        Lower the head into the strike.
        Are you striking with the chin in the air?
        Bend the neck over the contact.
        Don't hold the head level when you hit.
        The chin sinks toward the chest at impact.
        Head low on contact, please.
        chin tucked at the strike
        Tilt the face down when the foot meets it.
        Strike with head down.
        """),
    "head_rise": one_a_line("""
        The player should leave the head down after the strike.
        Head stays down after contact.
        Don't pop your head up.
        Leave that head down afterwards!
        Leave the head there once you have struck.
        Does the head jerk up right after the kick?
        The head does not come up in the follow-through.
        Keep it down after you hit it.
        Hold the head still after the strike.
        Stop lifting your head once the foot has gone through.
        head quiet after the kick
        The chin stays low through the follow-through.
        Do not throw the head back after contact.
        Your head flies up after the strike.
        The kicker's head waits before it rises.
        Count one before the head comes up.
        Let the leg finish before you lift the head.
        After contact, the head moves little.
        Are you lifting the head too soon after the hit?
        Let the head rise late.
        Don't snap the chin up in the follow-through.
        A patient head after the strike.
        Less head lift after the kick.
        no popping up of the head after contact
        The head comes up only when the swing is over.
        """),
    "trunk_lean": one_a_line("""
        The player should keep the trunk near upright at the strike, leaning neither back nor far forward.
        Don't lean back.
        Chest over it.
        Don't fold forward at the strike.
        Shoulders above the hips, from the side, as you kick.
        Are you leaning back when you hit it?
        The upper body neither falls back nor doubles over at contact.
        Get your chest forward, stop sitting back.
        Stay over it with the body.
        No lying back!
        no leaning back at the strike
        At contact the trunk is close to vertical between front and back.
        Do not hunch forward as you strike.
        Your trunk tips backward at the strike.
        Your trunk bends too far forward at the strike.
        The kicker's chest stays above the hips, neither behind nor far ahead.
        Less backward lean.
        Less forward bend as you hit.
        Keep the shoulders stacked above the hips, front to back.
        Is your chest behind your hips at contact?
        Don't let the shoulders fall back when you swing.
        Stand tall through the strike, neither back nor bent.
        Bring your shoulders forward to above the hips.
        upright trunk, not back and not bent over
        Keep the torso from rocking backward.
        Don't lie back.
        """),
    "side_lean": one_a_line("""
        The player should lean slightly to the support side at the strike.
        Tilt to the standing leg.
        A little side lean.
        Don't stay bolt upright sideways.
        Don't fall away to the side.
        Are you tilting a little toward your standing leg?
        The trunk leans a touch away from the kicking leg.
        Lean off the kicking side.
        Give the leg room with a small sideways tilt.
        No tipping over to the side!
        slight lean to the support side
        About ten to twenty degrees sideways, over the standing leg.
        Do not tip toward the kicking leg.
        Your body leans too little to the standing side.
        Your body falls too far to the standing side.
        The kicker's spine tilts gently to the support side.
        Less sideways fall at the strike.
        More sideways tilt at the strike.
        Is the sideways tilt small and on the standing side?
        Drop the standing-side shoulder a little at contact.
        Don't hang sideways off the standing leg.
        Shift the shoulders a bit toward the standing leg.
        From the front, the body slants a little at contact.
        lean away from the kicking leg a bit
        A measured sideways lean, no more.
        Lean to the standing side.
        """),
    "arm_raise": one_a_line("""
        The player should raise the opposite arm out to the side at the strike.
        Opposite arm up.
        Arm up for balance.
        Lift the balancing arm.
        Don't keep the arm at your side.
        Is the other arm lifted away from the body at the strike?
        The upper arm opposite the kicking leg is well away from the trunk.
        Get that arm up and away.
        Wing out on the standing side!
        No arm hanging at the hip.
        other arm raised at contact
        Raise the arm across from the kicking leg to about shoulder height.
        Do not let the balancing arm hang.
        Your opposite arm is too low at the strike.
        The kicker's free arm opens away from the ribs.
        Higher with the balancing arm.
        Open the shoulder of the opposite arm.
        Pull the upper arm off the body as you hit it.
        Are you leaving the balancing arm down?
        Left foot kicks, right arm lifts.
        Don't pin the upper arm to your ribs.
        Lift the elbow of the standing side away from the trunk.
        Use a raised arm as a counterweight.
        balancing arm high at the strike
        Fling the opposite arm up and outward.
        """),
    "arm_reach": one_a_line("""
        The player should keep the elbow of the opposite arm nearly straight in the swing.
        Long balancing arm.
        Straighten that elbow.
        Stretch the opposite arm.
        Don't bend the balancing arm.
        Is the elbow of the other arm straight as the leg swings?
        The opposite arm is long, not folded.
        Reach out with a straight elbow.
        No chicken wing on the other arm!
        Open the elbow of the balancing arm.
        straight elbow on the opposite arm
        As the leg swings, the forearm of the other arm reaches out.
        Do not tuck the forearm in.
        Your balancing elbow is too bent in the swing.
        The kicker's opposite elbow opens to 130 degrees or more.
        Longer lever with the free arm.
        Unfold the arm opposite the kicking leg.
        Let the fingers of the free arm reach far from the shoulder.
        Are you folding the free arm against the chest?
        Extend the elbow of the free arm before contact.
        Don't curl the opposite arm up.
        Elbow long, hand far from the shoulder.
        The balancing arm makes a long lever.
        free arm stretched in the swing
        Less elbow bend in the balancing arm.
        Long arm, straight elbow.
        """),
    "backswing": one_a_line("""
        The player should draw the kicking thigh well back behind the body in the backswing.
        Thigh further back.
        Bigger backswing from the hip.
        Open the hip.
        Don't short the backswing.
        Is the kicking thigh behind you before it swings?
        The kicking leg is drawn back from the hip.
        Take the leg well back.
        Wind up from the hip!
        No swing from the front of the body.
        long backswing from the hip
        The thigh goes twenty degrees or more behind vertical.
        Do not leave the thigh under the body in the wind-up.
        Your thigh stays too far forward in the backswing.
        The kicker's hip extends fully before the swing.
        Pull the whole thigh back.
        Extend the kicking hip.
        Draw the bow with the thigh.
        Are you swinging from a thigh that hangs straight down?
        Swing from far behind with the thigh.
        Don't start the kick with the hip still flexed.
        Stretch the front of the kicking hip in the wind-up.
        Let the thigh trail behind the body before the kick.
        hip open in the backswing
        More hip extension in the wind-up.
        """),
    "approach_speed": one_a_line("""
        The player should bring speed from the run-up.
        Faster run-up.
        Run, don't walk.
        More pace in the approach.
        Don't stroll up to it.
        Are you coming in with speed?
        The hips travel quickly through the run-up.
        Attack it from the first step of the run-up.
        Carry momentum into the kick.
        No stutter, come in quick!
        quicker approach
        Run in at two metres a second or more.
        Do not creep into the kick.
        Your run-up is too slow.
        The kicker approaches at a brisk pace.
        Pick up the pace on the way in.
        Come in with tempo.
        Is the run-up brisk?
        Accelerate over the run-up steps.
        The body arrives at the plant with momentum.
        Don't jog lazily into it.
        Let the run-up drive the hips forward.
        A lively run-up, please.
        speed in the run-up
        Hurry the hips along in the approach.
        """),
    "knee_fold": one_a_line("""
        The player should fold the kicking knee tightly in the backswing.
        Fold the kicking knee.
        Heel to your backside.
        Cock the lower leg.
        Don't swing a straight leg.
        Is the kicking knee folded tight behind you?
        The kicking knee bends to a right angle or less in the backswing.
        Snap the heel up behind.
        Load the whip at the knee!
        No stiff kicking leg in the backswing.
        tighter knee bend on the kicking leg
        The shank comes up behind the thigh.
        Do not leave the kicking knee open in the wind-up.
        Your kicking knee is too straight in the backswing.
        The kicker's heel rises high behind before the swing.
        More bend in the kicking knee.
        Bend it, then whip it.
        Bring the kicking heel up toward the seat.
        Are you kicking from a stiff knee?
        Close the kicking knee before it snaps forward.
        Don't swing like a pendulum, fold the shank.
        Get the lower leg cocked behind the thigh.
        A deep knee bend of the kicking leg.
        kicking heel up behind you
        The lower leg folds back before it whips through.
        """),
    "support_knee": one_a_line("""
        The player should keep the support knee firm and only slightly bent at the strike.
        Strong standing leg.
        Brace the plant leg.
        Don't collapse on the standing knee.
        Don't sink at the strike.
        Does the standing knee hold at contact?
        The support knee stays nearly straight as the foot connects.
        Stand tall on the plant leg.
        Firm post leg!
        No buckling knee under you.
        support knee firm at the strike
        The standing knee stays above 130 degrees at contact.
        Do not sit down on the standing leg.
        Your support knee gives way at the strike.
        The kicker stands on a braced leg.
        Less bend in the standing knee.
        Hold the standing knee.
        Push against the ground with the plant leg.
        Are you sinking into the support leg?
        The standing leg is a pillar.
        Don't let the plant knee fold.
        Stiffen the standing knee through the kick.
        A stable standing knee at contact.
        plant leg braced
        The knee of the standing leg bends just a little.
        """),
    "plant_side": one_a_line("""
        The player should plant the support foot about a foot's length to the side of the kicking foot at the strike.
        Plant a foot's length beside it.
        Not too close with the plant foot.
        Not too wide with the plant foot.
        Don't crowd it with the standing foot.
        Is there room between the standing foot and the kicking foot at contact?
        The sideways gap between plant foot and kicking foot is right.
        Leave space to swing beside the plant foot.
        Plant closer, stop stretching sideways!
        Plant wider, you're jammed.
        good sideways gap at the plant
        About thirty centimetres from the plant foot to the striking foot, across.
        Do not plant so far out to the side.
        Your standing foot is too near the line of the swing.
        Your standing foot is too far to the side.
        The kicker's plant foot stands neither tight nor wide of the swing.
        Mind the distance of the plant foot to the side.
        Are you reaching sideways from the plant?
        Set the plant foot a comfortable width beside the strike.
        The sideways spacing of the feet is medium at contact.
        Don't plant right in the path of the kicking leg.
        Give the kicking leg a lane beside the standing foot.
        Feet a good hip width apart, across, at contact.
        plant foot not too near, not too far across
        The support foot lands at a medium distance to the side.
        Plant beside, not under.
        Medium sideways gap.
        Mind the sideways gap.
        """),
    "last_step": one_a_line("""
        The player should take a long last step into the plant.
        Long last step.
        Longer last stride.
        Stretch the final stride.
        Don't chop the last step.
        Is the last step long?
        The final stride covers at least half the body height.
        Stride into it.
        Big last step!
        No pitter-patter before the plant.
        lengthen the final stride
        Reach forward with the plant foot on the last step.
        Do not shorten the last stride.
        Your last step is too short.
        The kicker's final stride is long.
        Bound into the plant.
        Open up the last step.
        Leap into the last stride.
        Are you cutting the final step short?
        Make the last step the biggest.
        Don't shuffle up to the plant.
        Cover ground with the last step.
        The run-up ends in a long stride.
        bigger last step before the kick
        The plant foot lands a long way from where the kicking foot left the ground.
        """),
    "foot_speed": one_a_line("""
        The player should swing the kicking foot fast into the strike.
        Fast foot.
        Whip it.
        Hit it harder.
        Don't guide it, strike it.
        Is the foot at full speed at contact?
        The kicking foot is fast at the strike.
        Accelerate through contact.
        Snap through it!
        No soft tap.
        more foot speed
        The foot comes through at ten metres a second or more.
        Do not slow the foot before contact.
        Your foot is too slow at the strike.
        The kicker's foot whips through at top speed.
        Speed up the kicking foot.
        Strike with power.
        Let the foot fly through the strike.
        Are you easing off as you hit it?
        Quick foot, hard strike.
        Don't place it with a lazy foot.
        Crack the whip with the foot.
        The strike is quick and firm.
        swing the foot faster
        Maximum foot speed at the moment of the hit.
        """),
    "follow_height": one_a_line("""
        The player should follow through high with the kicking leg.
        High follow-through.
        Finish high.
        Swing on up.
        Don't stop at the hit.
        Does the kicking foot finish high after the strike?
        The leg carries on upward after contact.
        Kick through and up.
        Follow through!
        No braking after the strike.
        higher finish of the kicking foot
        The kicking ankle rises to half the hip height or more after contact.
        Do not cut the swing short.
        Your leg stops too low after the strike.
        The kicker's leg swings on freely and high.
        Let it go all the way up after contact.
        Finish with the foot up in the air.
        Complete the swing upward.
        Are you braking the leg after the hit?
        Leg high at the end of the swing.
        Don't jab, swing through to the top.
        Let the foot rise well after it has struck.
        A full, high finish of the kicking leg.
        follow through to hip height
        The kicking leg ends its swing high in front.
        """),
}
