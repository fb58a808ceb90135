"""Cues for juggling: wordings of one instruction for every parameter. Data only."""

from ..spec import one_a_line

CUES: dict[str, tuple[str, ...]] = {
    "head_down": one_a_line("""
        The player should keep the head down at the touches.
        Head down.
        Chin down at every touch.
        Tip the head forward.
        Don't hold your head up.
        Is the head lowered when the foot touches?
        The face points down at the contacts.
        Lower your chin for the touch.
        Face toward your feet!
        No raised chin while you juggle.
        head bent down at the touches
        At the touch, the head is tipped at least fifteen degrees down.
        Do not lift the chin at the touch.
        Your head is too high at the touches.
        The juggler's head is bowed over the feet.
        Bend the neck a bit.
        Nose down at each contact.
        Drop the head toward the foot.
        Are you juggling with the chin up?
        Keep the face lowered.
        Don't carry the head level.
        A lowered head at each touch.
        Chin toward the chest when the foot meets it.
        chin lowered at contact
        The head stays bent toward the feet.
        """),
    "head_nod": one_a_line("""
        The player should keep the head calm from touch to touch.
        Quiet head.
        Stop nodding.
        Keep your head still.
        Don't bob your head.
        Does the head nod with every touch?
        The head hardly moves up and down through the series.
        Less nodding, please.
        No pecking like a chicken!
        Hold the head at one angle.
        head still through the series
        The angle of the head stays the same from one touch to the next.
        Do not throw the head back between touches.
        Your head bobs up and down all the time.
        The juggler's head rests.
        Calm the head down.
        Freeze the neck.
        Keep the head steady while the feet work.
        Are you nodding along with the rhythm?
        Let the head rest over the whole series.
        Don't swing the head up after each touch.
        Less than twenty degrees of nod between touches.
        One head angle, all the way through.
        no head bobbing
        The head does not rock back and forth.
        """),
    "trunk_lean": one_a_line("""
        The player should lean the trunk slightly forward at the touches.
        Slight forward lean.
        Don't lean back.
        Don't hunch over.
        Chest a little ahead of the hips.
        Are you leaning back as you touch?
        The upper body is upright or a touch forward.
        Get your chest forward a little.
        Stop falling backward!
        No doubling over.
        trunk a little forward
        Zero to twenty degrees of forward lean at the touch.
        Do not fold at the waist over the touch.
        Your trunk leans back at the touches.
        Your trunk bends too far forward.
        The juggler stays just over the feet with the chest.
        Straighten up a little, you're bent over.
        Come forward a bit with the shoulders.
        Is the trunk tipped only slightly forward?
        Shoulders just in front of the hips.
        Don't sit back with the upper body.
        Neither back nor folded forward.
        A small tilt forward from the hips.
        not leaning back, not bent double
        Keep the back tall with a hint of forward lean.
        """),
    "side_lean": one_a_line("""
        The player should keep the trunk from tipping sideways at the touches.
        Level shoulders.
        Don't tip sideways.
        No side lean.
        Stay straight, from the front.
        Do the shoulders stay level at the touches?
        The trunk is centred between left and right.
        Stop swaying from side to side.
        Shoulders flat!
        No dropping of one shoulder.
        no tilt to the side at the touches
        Keep the sideways tilt under ten degrees.
        Do not lean over the standing leg with the shoulders.
        Your trunk tips to one side at each touch.
        The juggler's shoulders stay at one height.
        Less sideways bend.
        Stay plumb from side to side.
        Hold the torso upright between left and right.
        Are you bending to the side as the foot lifts?
        Keep the shoulders level when the leg comes up.
        Don't let the shoulder sink on one side.
        A level shoulder line at every touch.
        Lift the foot without tipping the body sideways.
        shoulders at one height
        The upper body does not rock left and right.
        """),
    "arm_spread": one_a_line("""
        The player should hold the arms out from the body for balance.
        Arms out.
        Elbows away from the ribs.
        Spread your arms.
        Don't let the arms hang.
        Are the arms out to the sides?
        The upper arms are lifted away from the trunk.
        Wings out!
        Tightrope arms, please.
        No arms glued to the body.
        arms away from the body
        Upper arms thirty degrees or more from the body.
        Do not keep the elbows at your sides.
        Your arms hang too close to the trunk.
        The juggler balances with spread arms.
        Wider arms.
        Open the arms.
        Lift the elbows out sideways.
        Are you leaving the arms down by the hips?
        Give yourself width with the arms.
        Don't juggle with your arms down.
        Raise both upper arms a bit.
        Hold both arms out like a tightrope walker.
        spread the arms for balance
        The elbows stand well off the body.
        """),
    "arm_calm": one_a_line("""
        The player should keep the arms calm from touch to touch.
        Quiet arms.
        Don't flap.
        Stop waving your arms.
        Hold the arms still.
        Do the arms swing with every touch?
        The arms hardly move through the series.
        Calm the arms down.
        No windmills!
        Keep the arms steady wherever you hold them.
        arms still
        The angle of the upper arms stays the same from touch to touch.
        Do not swing the arms up and down.
        Your arms flail from touch to touch.
        The juggler's arms rest in their place.
        Less arm movement.
        Still arms, busy feet.
        Let the arms be quiet.
        Are you pumping the arms with the rhythm?
        The arms stay put while the legs work.
        Don't throw the arms about.
        Less than twenty degrees of arm swing.
        Freeze the arms in place.
        no flailing of the arms
        The elbows neither rise nor fall much between touches.
        """),
    "drift": one_a_line("""
        The player should stay on the spot over the series.
        Stay on the spot.
        Don't chase it.
        Stay in one place.
        No wandering.
        Are you still where you started?
        The hips hardly travel over the ground.
        Keep to your square.
        Plant yourself!
        Stop walking around.
        stay where you are
        Keep the whole series within half a metre.
        Do not drift across the ground.
        You travel too far over the series.
        The juggler stays in one place.
        Less travel.
        Juggle inside a small circle on the ground.
        Hold your place.
        Do you end far from where you began?
        The body does not move away from its start.
        Don't let it pull you along.
        No steps forward, no steps back.
        Own your spot.
        no drifting over the ground
        Keep the hips above the same patch of grass.
        """),
    "over_foot": one_a_line("""
        The player should keep the hips over the standing foot at the touches.
        Hips over the standing foot.
        Weight on the standing leg.
        Get your hips over your foot.
        Don't hang between the feet.
        Are your hips above the foot you stand on?
        The pelvis sits above the standing foot when the other lifts.
        Shift your weight across.
        Stack the hips on the standing leg!
        No hips out beside the foot.
        weight fully on the standing foot
        Shift the hips sideways until they are above the support.
        Do not leave the weight between the legs.
        Your hips stay beside the standing foot.
        The juggler balances right above the support foot.
        Move across onto the standing leg.
        Stand fully on one leg.
        Bring the pelvis over the foot that stands.
        Is all your weight on the standing foot at the touch?
        Transfer the weight before you lift the foot.
        Don't lift a foot before the hips are above the other.
        Hip above ankle on the standing side.
        Sit right on top of the standing foot.
        hips above the support foot
        The hips move over each standing foot in turn.
        """),
    "support_knee": one_a_line("""
        The player should stand on a softly bent knee at the touches.
        Soft standing knee.
        Don't lock the standing knee.
        Don't crouch on the standing leg.
        Bend the standing knee a little.
        Is the standing knee softly bent?
        The support knee is neither locked nor deep.
        Unlock that knee.
        No stiff standing leg!
        Stand up a bit, the knee is too deep.
        standing knee slightly bent
        About 140 degrees at the standing knee.
        Do not stand on a straight leg.
        Your standing knee is too straight.
        Your standing knee is bent too deep.
        The juggler's standing leg has a soft bend.
        A bit more bend in the support knee.
        A bit less bend in the support knee.
        Are you locking the leg you stand on?
        Relax the knee of the standing leg.
        Don't squat while you juggle.
        A springy bend in the leg that carries you.
        Keep the support leg soft, not sunk.
        soft knee on the leg you stand on
        The standing knee gives just a little.
        """),
    "leg_give": one_a_line("""
        The player should keep the hips level from touch to touch.
        Stay at one height.
        Don't bounce.
        No hopping.
        Keep the hips at one height.
        Do the hips go up and down with each touch?
        The body hardly rises and falls through the series.
        Quiet hips, no pumping.
        Stop bobbing up and down with the body!
        No trampoline.
        level hips
        The hips stay at the same height from touch to touch.
        Do not hop along with the rhythm.
        Your whole body bounces between the touches.
        The juggler's hip height stays constant.
        Less up and down.
        Smooth, not bouncy.
        Hold your height.
        Are you pumping up and down between touches?
        Keep the pelvis quiet in height.
        Don't dip and rise with every touch.
        Float at one level.
        The hips neither sink nor jump between touches.
        no bouncing of the body
        Stay at the same height all the way through.
        """),
    "touch_height": one_a_line("""
        The player should touch with the foot low, below the knee.
        Low touches.
        Foot lower.
        Keep the foot below the knee.
        Don't lift the foot so high.
        Is the foot low at the touch?
        The foot rises only a little at each touch.
        Small touches near the ground.
        Keep the foot down there!
        No high kicks.
        foot low at the touch
        Meet it at shin height.
        Do not raise the foot above the knee.
        Your foot comes up too high at the touches.
        The juggler lifts the foot only as far as needed.
        Lower with the foot.
        Little lifts of the foot.
        Touch near the ground.
        Are you lifting the foot above the knee?
        Wait until it is low, then touch.
        Don't reach up with the foot.
        The toe stays within a quarter of your height.
        Short lifts, low contacts.
        keep the touching foot down
        The foot stays close to the ground at contact.
        """),
    "stance_width": one_a_line("""
        The player should set the feet about shoulder width apart between the touches.
        Feet shoulder width between touches.
        Don't stand so narrow.
        Don't stand so wide.
        Put the foot back under its shoulder.
        Are the feet under the shoulders between touches?
        The stance between touches is about as wide as the shoulders.
        Feet neither together nor straddled.
        Mind the base between touches!
        No crossed feet.
        feet under the shoulders between touches
        Set the foot down a shoulder's width from the other.
        Do not bring the feet together between touches.
        Your stance between touches is too narrow.
        Your stance between touches is too broad.
        The juggler returns to a shoulder-wide base.
        A bit wider when both feet are down.
        A bit narrower when both feet are down.
        Is the space between your feet right when both are down?
        Land the foot beside the other, a shoulder apart.
        Don't straddle between touches.
        A comfortable base after each touch.
        Room between the ankles, but not too much.
        base as wide as the shoulders between touches
        The foot comes down neither tight to the other nor far out.
        """),
    "touch_interval": one_a_line("""
        The player should keep the pace of the touches brisk, with less than a second between them.
        Quicker touches.
        Don't wait so long between touches.
        Shorter time between touches.
        Pick up the pace.
        Is there less than a second from touch to touch?
        The touches follow at a comfortable, lively pace.
        Speed up the rhythm.
        Tap, tap, tap, no waiting!
        No long gaps from one touch to the next.
        less time between the touches
        A touch about every seven tenths of a second.
        Do not let the pace drag.
        Your touches come too slowly.
        The juggler touches again soon.
        Faster tempo.
        Cut the waiting.
        Make the next touch come sooner.
        Are you waiting too long for the next touch?
        A higher tempo for the whole series.
        Don't slow the series down.
        The average time between touches is short.
        Keep the tempo up.
        brisk pace of the touches
        The pause from touch to touch is short.
        """),
    "evenness": one_a_line("""
        The player should touch in an even rhythm.
        Even rhythm.
        Keep the beat.
        Same time between all touches.
        Don't stumble in the rhythm.
        Is the beat regular?
        All touches are equally far apart in time.
        Like a metronome!
        Steady beat, please.
        No hurried touch after a slow one.
        regular rhythm
        The time from touch to touch hardly varies.
        Do not rush one touch and delay the next.
        Your rhythm is uneven.
        The juggler holds a regular beat.
        Smooth out the beat.
        Count it: one, two, three, four, all equal.
        Each gap between touches is like the one before.
        Are some touches early and others late?
        Find a beat and stay on it.
        Don't lose the beat.
        A constant rhythm from the first to the last touch.
        Let the touches tick like a clock.
        equal gaps between touches
        Same interval, every time.
        """),
    "alternate": one_a_line("""
        The player should use both feet in turn.
        Use both feet.
        Left, right, left, right.
        Change the foot.
        Don't use just one foot.
        Are both feet taking turns?
        The touches alternate between left and right.
        Other foot!
        Share the work between the feet.
        No one-footed juggling.
        alternate the feet
        At least every second touch should come from the other foot.
        Do not stay on your favourite foot.
        Your weak foot hardly plays.
        The juggler swaps feet after each touch.
        Switch feet.
        Use your left as well as your right.
        After the right foot comes the left.
        Is the other foot playing too?
        Take turns, foot by foot.
        Don't touch twice with the same foot.
        Give the other foot a go.
        One touch with each foot in turn.
        use the weaker foot too
        The feet trade touches.
        """),
}
