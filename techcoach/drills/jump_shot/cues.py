"""Cues for the mid-range jump shot: wordings of one instruction for every parameter. Data only."""

from ..spec import one_a_line

CUES: dict[str, tuple[str, ...]] = {
    "head_pitch": one_a_line("""
        The player should keep the head up at the release.
        Head up as you shoot.
        Chin up at the release.
        Lift the chin when the shot goes up.
        Don't drop your head at the release.
        Is the head still up when the wrist snaps?
        The head stays level or higher while the shooting arm opens.
        Keep your face up until the shot is away.
        At the release the chin must not sink.
        No bowed head on the shot!
        head up on the release
        Hold the head high as the arm goes up.
        The player's head is raised at the moment of the release.
        Do not tuck the chin while shooting.
        Nose up when you let it fly.
        Your chin is down when you shoot, lift it.
        Keep the head from dipping at the release.
        Are you shooting with your head down?
        The shooter releases with a lifted face.
        Finish with the head up, not bent to the chest.
        chin level at least as the shot leaves
        Raise the head for the release and leave it there.
        Never let the head fall forward on the release.
        The face points forward and slightly up as the hand lets go.
        Shoot with your head held up.
        A high head at the release, please.
        Shoot with head up.
        Chin high on release.
        """),
    "head_dip": one_a_line("""
        The player should keep the head up in the dip.
        Head up in the dip.
        Chin up while you load.
        Lift your chin as the knees bend.
        Don't hang your head in the dip.
        Is the head up already at the bottom of the dip?
        The head is raised before the jump begins.
        Keep your face up as you sink.
        At the lowest point of the dip the chin is up.
        No hanging head when you dip!
        head high on the way down
        Dip with the head up, not bowed.
        The player's head does not drop while the legs load.
        Do not bury the chin in the chest as you bend.
        Nose up before you rise.
        Your head goes down with the dip, leave it up.
        Get the head up before you take off.
        Are you bending the neck when you bend the knees?
        The shooter loads with a lifted face.
        Legs down, head up.
        chin off the chest in the dip
        Raise the head early, at the bottom of the dip.
        Never let the head sink while loading the shot.
        The face is already up when the body is lowest.
        Hold the head level as you gather for the jump.
        Dip with head high.
        """),
    "trunk_lean": one_a_line("""
        The player should keep the trunk upright at the release, leaning neither forward nor back.
        Straight up, no fading.
        Don't fall back on the shot.
        Don't tip forward as you release.
        Shoulders straight above the hips, from the side.
        Are you leaning back when you shoot?
        The torso is vertical from front to back at the release.
        No fadeaway, stay tall.
        Keep your chest over your hips, not in front of them and not behind.
        The upper body neither leans away nor dives in on the shot.
        trunk straight up at the release
        Stay upright as you shoot instead of drifting back with the chest.
        Do not lean back from the defender.
        Stop bending forward at the shot.
        Is the back vertical when you let it go?
        At the release, trunk within about ten degrees of vertical, front to back.
        Your shoulders are behind your hips, bring them forward.
        The shooter goes up like a pole, with no lean forward or backward.
        Less backward lean in the air.
        Less forward lean in the air.
        Chest tall at the release, not pitched ahead.
        Don't arch backward in the air.
        Rise with the torso plumb between front and back.
        no leaning back
        Keep the upper body from pitching forward when the arm opens.
        Trunk straight on release.
        Don't fade.
        """),
    "side_lean": one_a_line("""
        The player should keep the trunk from tipping sideways at the release.
        Level shoulders on the shot.
        Don't tilt to the side.
        No sideways lean at the release.
        Both shoulders at one height when you shoot.
        Are you leaning to your shooting side?
        The torso stays centred between left and right.
        Stop dropping the off shoulder.
        From the front, the spine is a straight line up.
        Your trunk tips left or right as you shoot, straighten it.
        shoulders level as you let go
        Do not bend at the side in the air.
        The upper body does not list to one side at the release.
        Is one shoulder lower than the other at the release?
        Keep the sideways tilt under ten degrees.
        Shoot without leaning left or right.
        Stay centred from side to side.
        No crooked body in the air!
        Hold the shoulders parallel to the floor on the shot.
        The player rises without a list to one side.
        Don't let the shoulder on the shooting side ride up by tipping the trunk.
        Less side bend.
        Keep the trunk square, with neither shoulder dropping.
        Release with the shoulder line flat.
        not tilted to a side at the release
        Don't lean sideways.
        """),
    "set_height": one_a_line("""
        The player should raise the shooting elbow to shoulder height at the set point.
        High set point.
        Elbow up before you shoot.
        Get the upper arm level before it opens.
        Don't shoot from the chest.
        Is your elbow at shoulder height when you start the shot?
        The upper arm points forward or up, not down, at the set point.
        Bring the elbow up to the shoulder first.
        Set it above the forehead.
        No pushing from the belly!
        higher elbow at the set point
        Lift the upper arm, then open the elbow.
        Do not start the push with the elbow at your ribs.
        The shooter's elbow comes up in front of the face.
        Your set point is too low, raise the elbow.
        Upper arm about horizontal before the forearm goes.
        Start the shot from up high.
        Raise the shooting arm from the shoulder before you push.
        Is the upper arm raised when you start to push?
        The shot begins with a raised upper arm.
        Don't leave the elbow hanging when you set the shot.
        The elbow should be no lower than the shoulder when the push begins.
        elbow to shoulder height, then shoot
        Lift the elbow until the upper arm is flat, then push.
        Pick the elbow up in the set.
        """),
    "elbow_extension": one_a_line("""
        The player should straighten the shooting elbow fully after the release.
        Straight arm on the finish.
        Extend the arm all the way.
        Finish with a long arm.
        Don't short-arm it.
        Is the elbow locked out after the release?
        The shooting arm is stretched once the hand has let go.
        Reach for the sky after you shoot.
        No bent elbow on the finish!
        Open the elbow completely through the release.
        full extension of the shooting arm
        Push the elbow through until the arm is straight.
        Do not stop the arm halfway.
        The elbow ends close to straight, about 160 degrees or more.
        Your arm stays bent after the shot, stretch it.
        Put your hand in the cookie jar with a straight arm.
        The shooter's elbow opens all the way.
        Complete the arm extension.
        Are you pulling the arm short?
        Let the arm go long after the release.
        Don't leave a kink in the elbow.
        Lock the elbow out as the shot goes.
        Stretch through the shot.
        shooting elbow straight at the end
        The forearm and upper arm form one line after the release.
        """),
    "hip_angle": one_a_line("""
        The player should keep the hips open in the dip instead of folding at the waist.
        Don't fold at the waist.
        Chest up in the dip.
        No bowing before the jump.
        Keep the chest off the thighs as you load.
        Are you bending over at the hips in the dip?
        Bend only a little at the hips when you dip.
        The hips stay open while the body loads.
        Stay open between trunk and thigh in the dip.
        Stop jackknifing before the jump!
        less hip bend in the dip
        The angle at the hip stays above about 110 degrees at the bottom of the dip.
        Do not let the chest fall over the knees.
        Your waist folds before you jump, keep it open.
        The shooter dips without doubling over.
        Load with a tall chest, not a bow.
        Is the chest tall at the bottom of the dip?
        Keep the trunk from closing on the thighs in the dip.
        Hips open as you sink.
        Don't hinge so far in the dip.
        Dip under a proud chest.
        The waist is nearly straight when the dip is deepest.
        A small hinge at the hips is enough.
        no folding over in the dip
        Sink without bending forward at the hips.
        """),
    "hip_rise": one_a_line("""
        The player should lift the hips high off standing height in the jump.
        Jump higher.
        Get up in the air!
        Real jump, not a hop.
        Drive the hips up.
        Don't shoot flat-footed.
        Are your feet really leaving the floor?
        The hips rise well above where they are in standing.
        Give me more lift.
        Explode off the floor into the shot.
        more height in the jump
        The jump carries the pelvis clearly upward.
        Do not stay on the ground.
        Your jump is too low, push harder off the floor.
        The shooter gains good height.
        At the top, the hips should be twenty centimetres or more above standing.
        Elevate!
        Use your legs to get high.
        Is the hip height at the peak much greater than in standing?
        Send the hips to the ceiling.
        Don't give me a tiny hop.
        Leap into the shot.
        The body comes well off the floor.
        jump up with power
        Push off until the hips are high.
        """),
    "knee_angle": one_a_line("""
        The player should bend the knees well in the dip, neither too little nor too deep.
        Bend your knees before you jump.
        More knee bend in the dip.
        Don't dip too deep in the knees.
        No stiff legs before the shot.
        Are your knees bent when you load?
        A quarter squat is enough before the jump.
        The knees close to about 110 degrees in the dip.
        Load the knees, but don't sit down.
        Get lower in the knees before you go up.
        knees bent before the jump
        Sink into the knees and stop before they are folded.
        Do not shoot off straight legs.
        Your knee bend in the dip is too shallow.
        Your knee bend in the dip is too deep.
        Is the knee bend before the jump of medium depth?
        The shooter loads with well-bent knees.
        Legs loaded at the knees, not straight and not squatted.
        Stop going so low in the knees.
        Use the knees as a spring before the take-off.
        Flex the knees to power the shot.
        Not too shallow, not too deep in the knees when you dip.
        Don't squat before every shot.
        a proper knee bend in the dip
        Knees soft and loaded before the take-off.
        Bend the knees first.
        Medium knee bend, then jump.
        Load your knees.
        """),
    "landing_knee": one_a_line("""
        The player should let the knees bend softly at the landing.
        Soft landing.
        Land on bent knees.
        Don't land stiff.
        Give in the knees when you come down.
        Are your legs straight when you land?
        The knees absorb the landing.
        Cushion it with your knees.
        Come down like a cat.
        No locked knees on the landing!
        knees soft on landing
        Bend the knees as the feet touch down.
        Do not come down on straight legs.
        Your knees hardly bend after the landing, let them give.
        The shooter sinks into the knees on landing.
        Absorb the landing.
        Let the legs fold a little when you hit the floor.
        The knee bend after touchdown is deep enough to soak up the fall.
        Do the knees give as you touch the floor?
        Land quietly with springy knees.
        Don't jar your legs coming down.
        Knees bent to 130 degrees or less after the landing.
        Touch down and sink.
        springy knees when you come down
        More knee bend at the landing.
        """),
    "stance_width": one_a_line("""
        The player should set the feet about shoulder width apart.
        Feet shoulder width.
        Don't stand so narrow.
        Don't stand so wide.
        Widen the stance a bit, under the shoulders.
        Are the feet under the shoulders before you jump?
        The stance is about as wide as the shoulders.
        Feet not together and not straddled.
        Set a proper base before the shot.
        No ankles together!
        feet about shoulder width apart
        Put your feet under your shoulders.
        Do not spread the feet beyond the shoulders.
        Your base is too narrow.
        Your base is too broad.
        The shooter takes a shoulder-wide base.
        Space between the feet like the space between the shoulders.
        Is there enough room between your feet?
        Bring the feet closer than that, to shoulder width.
        A medium-wide base for the shot.
        Set the feet a shoulder apart as you dip.
        Stop straddling before the shot.
        Don't let your ankles touch before the jump.
        base as broad as the shoulders
        Foot spacing neither tight nor wide.
        """),
    "landing_shift": one_a_line("""
        The player should land close to the take-off spot.
        Land where you jumped.
        Same spot, up and down.
        Don't jump forward.
        Don't land behind your take-off.
        Are you landing where you took off?
        The feet come down near where they left the floor.
        Straight up and straight down.
        No broad jump into the lane!
        Stop drifting on the jump.
        land in your own footprints
        Go up, not forward.
        Do not fall back onto your landing.
        Your feet land too far ahead of the take-off.
        Your feet land behind the spot you left.
        The shooter lands within a foot of the take-off.
        Keep the jump on the spot.
        Does the jump carry you forward?
        A landing at the take-off mark, or just ahead of it.
        Less travel in the jump, please.
        Don't float backward through the air.
        Come down on the mark you left.
        Jump on a dime.
        no travelling forward in the air
        The jump hardly moves the feet along the floor.
        """),
    "hand_gap": one_a_line("""
        The player should keep the guide hand beside the shooting hand up to the set point.
        Guide hand stays on.
        Both hands together in the set.
        Don't take the off hand away early.
        Keep the hands close at the set point.
        Are both hands up there at the set point?
        The off hand stays near the shooting hand until the push.
        Two hands side by side on the way up.
        Leave the guide hand there until you push.
        No one-handed lift!
        hands close together at the set point
        The gap between the hands is small as the shot is set.
        Do not let the guide hand fall before the set.
        Your off hand leaves too soon.
        The shooter lifts with both hands close together.
        About a hand's length between the wrists at the set point.
        Bring the guide hand in.
        Off hand on the side until you push.
        Is the helper hand still beside the other one at the set point?
        Hands no wider apart than the face at the set.
        Don't spread the hands when you set.
        Guide hand with the shooting hand, all the way up.
        Keep the left and the right hand together on the lift.
        off hand stays up in the set
        Narrow the gap between your hands before the push.
        Hands together in the set.
        Keep the off hand close.
        """),
    "follow_through": one_a_line("""
        The player should hold the follow-through up after the release.
        Hold your follow-through.
        Freeze the finish.
        Leave the shooting hand up there.
        Don't drop the arm.
        Is the hand still up half a second after the shot?
        The wrist stays high after the release.
        Pose for the photo!
        Keep the shooting hand up long after it lets go.
        No pulling the hand down.
        hold the finish
        Stay in the follow-through for a second.
        Do not yank the arm back.
        Your hand comes down too soon after the shot.
        The shooter holds the hand high after letting go.
        Keep it up, keep it up!
        Longer follow-through.
        Let the arm hang in the air after the shot.
        Are you dropping the hand right after the release?
        The follow-through lasts half a second or more.
        Don't rush the hand down.
        After the shot, the hand waits above the head.
        Hold the gooseneck.
        shooting hand stays up after the shot
        The arm lowers only after a clear hold.
        """),
    "release_timing": one_a_line("""
        The player should release near the top of the jump.
        Release at the top.
        Shoot at the peak.
        Don't shoot on the way down.
        Don't shoot on the way up.
        Are you letting go at the top of your jump?
        The release comes just before or at the peak.
        Wait for the top, then shoot.
        Hang, then release.
        No late shot!
        let go at the top of the jump
        Time the release with the jump.
        Do not rush the shot off the floor.
        Your release is too early in the jump.
        Your release is too late, you are falling already.
        The shooter lets go when the body is highest.
        Jump first, shoot at the apex.
        Is the release matched to the top of the jump?
        Get it off before you come down.
        The arm opens as the jump reaches its top.
        Don't hold the shot until you fall.
        Within a tenth of a second of the peak, let go.
        Highest point, that's when you shoot.
        release on the peak, not after it
        Jump and release in rhythm.
        """),
}
