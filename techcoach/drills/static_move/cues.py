"""Cues for the static move: wordings of one instruction for every parameter. Data only."""

from ..spec import one_a_line

CUES: dict[str, tuple[str, ...]] = {
    "look_foot": one_a_line("""
        The climber should turn the head down while the foot is placed.
        Head down for the foot.
        Chin down as you step.
        Bend the head to your foot.
        Don't place the foot with your head up.
        Is the head down as the foot lands?
        The face points down while the foot goes to its hold.
        Tip the head down when you place the foot.
        Head down until it stands!
        No raised chin during the step.
        head lowered as the foot is placed
        The head tips twenty-five degrees down or more for the foot placement.
        Do not hold the head up while stepping.
        Your head is too high as you place the foot.
        The climber bows the head toward the foothold.
        Face to the foothold.
        Lower the chin while the foot moves.
        Head bent down until the foot rests.
        Are you stepping with the chin up?
        Keep the head down until the foot is on.
        Don't lift the head before the foot is set.
        A lowered head for every step.
        Turn your face down to the foot.
        chin down when placing the foot
        The head follows the foot down.
        Step with head down.
        """),
    "look_up": one_a_line("""
        The climber should lift the head before the reach.
        Head up before you reach.
        Chin up, then reach.
        Raise your head first, then the hand.
        Don't reach with your head down.
        Is the head up before the hand goes?
        The face is turned up before the hand lets go.
        Lift your face to the next hold, then go for it.
        Head up, now reach!
        No bowed head at the start of the reach.
        head up before the hand moves
        Just before the reach the head points above level.
        Do not let go with the chin down.
        Your head stays too low before the reach.
        The climber lifts the face up the wall, then reaches.
        Tilt the head up before letting go.
        Chin off the chest before the hand leaves.
        Head up the wall first.
        Are you reaching with a lowered head?
        Raise the chin in time for the reach.
        Don't start the reach with a hanging head.
        A raised head before each reach.
        Point the face up the wall before the hand leaves.
        chin up before letting go
        The head comes up, and only then the hand goes.
        """),
    "torso_turn": one_a_line("""
        The climber should turn the reaching shoulder in to the wall.
        Turn the shoulder in.
        Twist into the reach.
        Rotate the torso.
        Don't stay square to the wall.
        Is the reaching shoulder turned in?
        The shoulders rotate with the reach.
        Reaching shoulder to the wall.
        Twist!
        No square chest in the reach.
        reaching shoulder in
        The shoulder line turns fifteen degrees or more into the reach.
        Do not reach with a frontal chest.
        Your shoulders turn too little.
        The climber twists the upper body into the move.
        Turn side-on as you reach.
        Bring the shoulder of the reaching arm closer than the other.
        Roll the reaching shoulder toward the rock.
        Are your shoulders flat to the wall in the reach?
        Rotate the chest as the hand goes up.
        Don't leave the reaching shoulder behind.
        A turned shoulder line at the hold.
        Screw the upper body into the reach.
        twist the shoulders as you reach
        More shoulder rotation in the move.
        """),
    "lean_out": one_a_line("""
        The climber should keep the trunk from leaning out before the reach.
        Chest in.
        Don't lean out.
        Upper body close to the wall.
        Shoulders toward the rock before you go.
        Is your chest close in before the reach?
        The trunk is parallel to the wall as the reach starts.
        Hug the wall with the chest.
        Stop leaning back!
        No hanging backward with the upper body.
        trunk close in at the reach
        Less than ten degrees of lean away from the wall.
        Do not let the shoulders fall away from the wall.
        Your trunk leans out too far.
        The climber keeps the chest near the wall.
        Bring the upper body in.
        Stay flat to the wall with the torso.
        Chest to the rock.
        Are your shoulders further out than your hips?
        Keep the back from tipping outward.
        Don't sit back with the shoulders before you reach.
        A torso that stays in.
        Pull the chest in before the hand goes.
        no leaning away from the wall
        The shoulders stay in before the hand lets go.
        """),
    "straight_arms": one_a_line("""
        The climber should hang on straight arms.
        Straight arms.
        Hang long.
        Relax your arms.
        Don't lock off in the rest.
        Are the arms straight while you hang?
        The elbows are extended at rest.
        Long arms, hang on the skeleton.
        Let the arms go long!
        No bent elbows in the hang.
        arms long while hanging
        The elbows are open to 145 degrees or more before the step.
        Do not hold yourself up with bent arms.
        Your arms are too bent in the hang.
        The climber rests on extended arms.
        Drop onto straight arms.
        Sag onto the arms.
        Like a monkey, straight arms.
        Are you hanging with bent elbows?
        Straighten the elbows before you move the foot.
        Don't pull in while you rest.
        Extended elbows at rest.
        Save the biceps, hang straight.
        straight elbows before the move
        Let the bones carry you, elbows open.
        """),
    "reach_speed": one_a_line("""
        The climber should move the reaching hand slowly through the whole reach.
        Slow reach.
        Reach statically.
        Don't lunge.
        No snatching.
        Is the whole reach slow?
        The reaching hand travels calmly from hold to hold.
        Take your time with the hand.
        No throwing the hand!
        Move the hand like in slow motion.
        slower hand in the reach
        Less than a metre a second on the way.
        Do not throw the arm up the wall.
        Your reach is too fast.
        The climber reaches without haste.
        Slow and smooth from hold to hold.
        Static, not dynamic.
        Glide the hand up.
        Are you lunging with the arm?
        A calm hand all the way up.
        Don't hurry the reach.
        Let the hand take its time between the holds.
        The way from hold to hold is unhurried.
        reach slowly and steadily
        Keep the tempo of the reach low.
        """),
    "hip_distance": one_a_line("""
        The climber should keep the hips close to the wall before the reach.
        Hips in.
        Pull your hips in.
        Belly button to the wall.
        Don't let your backside hang out.
        Are your hips close to the wall?
        The pelvis is near the wall as the hand leaves.
        Press the hips to the rock.
        Get your bum in!
        No sagging hips.
        hips close to the wall
        Hips within a foot of the wall before the hand goes.
        Do not stick the hips out.
        Your hips are too far from the wall.
        The climber keeps the pelvis in.
        Closer with the hips.
        Suck the hips in.
        Glue the pelvis to the wall.
        Is there too much air between hips and wall?
        Bring the pelvis in before you reach.
        Don't sit out from the wall.
        A small gap between hips and wall.
        Push the pelvis forward to the wall.
        hips in before the reach
        The pelvis does not sag outward.
        """),
    "hip_shift": one_a_line("""
        The climber should shift the hips over the supporting foot before the reach.
        Hips over the foot.
        Shift your weight across.
        Move over the standing foot.
        Don't reach before you shift.
        Are your hips above the foot that carries you?
        The pelvis lines up above the placed foot, from behind.
        Weight over the foot, then go.
        Shift, then reach!
        No hips left beside the foot.
        shift onto the supporting foot
        The hips within a hand's width of the foot's line before the hand leaves.
        Do not stay between the feet.
        Your hips stay beside the supporting foot.
        The climber moves the weight across first.
        Rock over onto the foot.
        Get over your foot.
        Sideways with the hips until they are above the foot.
        Is the weight across before you let go?
        Slide the pelvis sideways above the foot.
        Don't let go with the weight off to the side.
        A full weight shift to the placed foot.
        Stack hip above foot.
        hips across above the foot first
        The hips travel across before the hand moves.
        """),
    "leg_drive": one_a_line("""
        The climber should push up with the supporting leg in the reach.
        Push with the leg.
        Stand up to reach.
        Use your legs.
        Don't pull, push.
        Does the supporting leg straighten in the reach?
        The supporting knee extends through the reach.
        Drive from the foot.
        Legs, legs, legs!
        No passive leg in the reach.
        leg extends as the hand goes
        The supporting knee opens twenty degrees or more in the reach.
        Do not reach from a sitting leg.
        Your supporting leg pushes too little.
        The climber stands up on the foot.
        More leg push.
        Press up through the foot.
        Step up into the reach.
        Are you standing up as you reach?
        Let the leg lift you to the hold.
        Don't leave the knee bent when you reach.
        A reach that comes from the leg.
        Straighten the standing leg as you go.
        stand up on the foot
        The leg does the lifting.
        """),
    "knee_turnout": one_a_line("""
        The climber should turn the knees out to the sides.
        Knees out.
        Open the knees.
        Frog legs.
        Don't point the knees at the wall.
        Are the knees turned out?
        The thighs open along the wall.
        Turn out from the hips.
        Knees to the sides!
        No knees between you and the wall.
        turn the knees out
        The knees open fifty degrees or more to the sides.
        Do not close the knees in front of you.
        Your knees are turned out too little.
        The climber opens the thighs sideways.
        Wider with the knees.
        Like a frog on the wall.
        Rotate the legs outward.
        Are your knees pointing into the wall?
        Open up the hips, knees apart.
        Don't let the knees drop in.
        A good turn-out of both thighs.
        Point the kneecaps left and right.
        knees open to the sides
        Spread the thighs flat along the wall.
        """),
    "settling": one_a_line("""
        The climber should reach soon after the foot is placed.
        Step and go.
        Don't wait on the foot.
        Trust the foot and move.
        Keep moving after the step.
        Does the reach follow soon after the step?
        The pause between step and reach is short.
        Less waiting after the step.
        On you go!
        No standing about on the foothold.
        go on soon after the step
        A second or so from the foot to the reach, no more than one and a half.
        Do not hesitate before the reach.
        You wait too long after placing the foot.
        The climber flows from the step into the reach.
        Shorten the stop.
        Foot on, then off with the hand.
        Keep the flow from foot to hand.
        Are you stopping between step and reach?
        Settle briefly, then reach.
        Don't dither.
        A short pause on the placed foot.
        No long halt before the hand goes.
        reach without a long wait
        The hand leaves soon after the foot stands.
        """),
    "foot_landing": one_a_line("""
        The climber should set the foot softly onto its hold.
        Quiet feet.
        Soft foot.
        Set the foot down gently.
        Don't kick the hold with your foot.
        Does the foot slow down before it lands?
        The foot arrives slowly at the foothold.
        Place it, don't stamp it.
        Silent feet!
        No slamming of the foot.
        gentle foot placement
        The foot slows to a third of a metre a second as it arrives.
        Do not stab the toe at the foothold.
        Your foot arrives too fast.
        The climber eases the foot onto the hold.
        Land the toe like a feather.
        Slow the foot at the end of the step.
        Gently with the foot.
        Are you banging the foot down?
        Brake the foot before the contact.
        Don't drop the foot onto the hold.
        A soft arrival of the foot.
        Tiptoe onto the foothold.
        foot slow at the end of the step
        The last bit of the step is slow.
        """),
    "hand_adjusting": one_a_line("""
        The climber should grip the hold once and keep the hand still after the catch.
        Grip it once.
        No regripping.
        One touch with the hand, done.
        Don't shuffle the hand.
        Does the hand stay still after the catch?
        The hand needs no second grip.
        Keep the grip as you took it.
        Leave the hand there!
        No fidgeting on the hold.
        hand still after the catch
        After the catch the hand moves less than a few centimetres.
        Do not adjust the hand on the hold.
        Your hand moves again after the catch.
        The climber keeps the first grip.
        Stick the grip.
        Get the grip right the first time.
        Settle the hand at once.
        Are you regripping after every catch?
        Take the hold and stay.
        Don't walk the hand around on the hold.
        A hand at rest once it has the hold.
        No second try with the hand.
        no adjusting after the catch
        The hand stays where it landed.
        """),
    "catch_speed": one_a_line("""
        The climber should slow the hand before it meets the hold.
        Soft catch.
        Slow the hand at the end.
        Don't slap the hold.
        Touch it gently with the hand.
        Does the hand slow down before the catch?
        The hand arrives softly at the hold.
        Ease the hand onto it.
        No slapping!
        No hard arrival of the hand.
        hand slow as it arrives
        The hand slows to half a metre a second in its last bit of way.
        Do not crash the hand into the hold.
        Your hand arrives too fast at the hold.
        The climber takes the hold softly.
        Brake the hand before contact.
        Land the hand like a feather.
        Gentle arrival of the hand.
        Are you slapping at the hold?
        Slow the hand just before you touch it.
        Don't bang the hand into the hold.
        A controlled arrival at the hold.
        The end of the reach is the slowest part.
        catch it softly
        Meet the hold with a slow hand.
        """),
}
