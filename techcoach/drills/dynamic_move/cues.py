"""Cues for the dynamic move: wordings of one instruction for every parameter. Data only."""

from ..spec import one_a_line

CUES: dict[str, tuple[str, ...]] = {
    "look_dip": one_a_line("""
        The climber should lift the head in the dip.
        Head up in the dip.
        Chin up as you sink.
        Face up before you jump.
        Don't hang your head in the dip.
        Is the head tipped up at the bottom of the dip?
        The face is raised at the low point.
        Lift your chin before the launch.
        Head up, then jump!
        No lowered head in the dip.
        head up at the bottom of the dip
        At the low point the head points fifteen degrees up or more.
        Do not drop the chin as you sink.
        Your head is too low in the dip.
        The climber sinks with a raised face.
        Tilt the head back before you drive.
        Nose up the wall while you load.
        Body down, head up.
        Are you dipping with the chin on your chest?
        Turn the face up before the drive begins.
        Don't bow the head as you load the jump.
        A raised head before the launch.
        Keep the face up while the body sinks.
        chin up before the jump
        The head tips up while the hips go down.
        """),
    "look_catch": one_a_line("""
        The climber should keep the head up at the catch.
        Head up at the catch.
        Chin up as you catch.
        Face up in the flight.
        Don't drop your head at the catch.
        Is the head still up when the hand arrives?
        The face stays raised until the hand has the hold.
        Hold your chin up through the catch.
        Head up till you have it!
        No lowered head as the hand lands.
        head up when you latch it
        At the catch the head points fifteen degrees up or more.
        Do not let the chin fall in the flight.
        Your head drops before the catch.
        The climber catches with a raised face.
        Leave the head tipped back until the hand closes.
        Face to the hold as you grab it.
        Nose up when the hand hits.
        Are you catching with your chin down?
        Keep the head high in the air.
        Don't tuck the head as you latch.
        A raised head in the catch.
        The head follows the hand up to the hold.
        chin up through the catch
        The face points up as the fingers close.
        Catch with chin up.
        """),
    "launch_lean": one_a_line("""
        The climber should keep the trunk upright as the hand lets go.
        Launch straight.
        Upright at the launch.
        Trunk straight before you go.
        Don't tilt as you launch.
        Is the trunk upright when you let go?
        The shoulders are above the hips at the launch.
        Jump off straight.
        No crooked take-off!
        No sideways lean before you jump.
        trunk straight at the launch
        Less than ten degrees of sideways lean as the hand leaves.
        Do not tip to one side at the launch.
        Your trunk leans sideways as you let go.
        The climber takes off with an upright torso.
        Straighten the trunk before the jump.
        Push off with the body plumb from side to side.
        Stack shoulders over hips, then go.
        Are you leaning to one side as the hand leaves?
        Keep the torso in line at the take-off.
        Don't launch off a slanted body.
        A vertical torso when the hand lets go.
        Go up straight, not slanted.
        no tilt at the take-off
        At take-off the trunk leans neither left nor right.
        """),
    "catch_lean": one_a_line("""
        The climber should keep the trunk upright after the catch.
        Hang straight.
        Upright in the hang.
        Trunk straight once you have it.
        Don't tip over after the catch.
        Is the trunk straight below the hold after the catch?
        The torso hangs plumb after the catch.
        Brace the trunk as you latch it.
        No crooked hang!
        No sideways tilt in the hang.
        trunk upright after the catch
        Less than ten degrees of sideways tilt once you hang.
        Do not hang slanted.
        Your trunk tips to the side after the catch.
        The climber hangs with shoulders above the hips.
        Hold the torso straight in the hang.
        Straighten the trunk once you hold it.
        Keep the spine vertical while you hang.
        Are you hanging at a slant?
        Stop the torso from tipping after you latch.
        Don't let the shoulders fall to one side in the hang.
        A straight torso below the hold.
        Brace against the tilt after the catch.
        no slant in the hang
        After the catch the trunk leans neither left nor right.
        """),
    "hang_elbow": one_a_line("""
        The climber should sink onto straight arms in the dip.
        Long arms in the dip.
        Straight arms at the bottom.
        Sink onto your arms.
        Don't bend the arms in the dip.
        Are both arms straight at the low point?
        The elbows are extended at the bottom of the dip.
        Let the arms go long as you sink.
        Arms like ropes!
        No locked-off arms in the dip.
        arms straight in the dip
        Both elbows at 150 degrees or more at the low point.
        Do not hold yourself up with the arms in the dip.
        Your arms are too bent at the bottom.
        The climber loads on long arms.
        Drop until the arms are stretched.
        Straighten the elbows before you drive.
        Hang off the arms before the jump.
        Are you dipping on bent arms?
        Extended elbows at the low point.
        Don't pull in before the jump.
        A dip on stretched arms.
        Relax the arms on the way down.
        elbows open before the jump
        The arms are at full length when the body is lowest.
        """),
    "catch_elbow": one_a_line("""
        The climber should keep the catching arm bent after the catch.
        Catch with a bent arm.
        Soft elbow in the catch.
        Keep a bend when you latch it.
        Don't drop onto a straight arm.
        Is the catching elbow still bent after the catch?
        The catching arm stays engaged as it takes the load.
        Absorb it with the elbow.
        Tight arm on the catch!
        No straight arm on the landing hold.
        catching arm bent
        The catching elbow at 135 degrees or less once you hang.
        Do not let the catching arm snap straight.
        Your catching arm is too straight.
        The climber brakes the fall with a bent arm.
        Pull in as you catch.
        Springy arm when you latch.
        Stay locked off a bit after the catch.
        Are you falling onto a stretched arm?
        Tense the catching arm before it goes straight.
        Don't hang off a dead straight arm after the catch.
        A bent elbow on the arm that caught.
        Keep the elbow of the catching arm working.
        bend in the catching elbow
        The arm that takes the hold keeps a bend.
        """),
    "hip_rise": one_a_line("""
        The climber should throw the hips high out of the dip.
        Hips high.
        Jump higher.
        Throw your hips up.
        Don't be timid, get height.
        Do the hips rise far out of the dip?
        The hips travel a long way up in the drive.
        Send the pelvis up.
        More height!
        No half jump.
        hips high out of the dip
        The hips rise more than a quarter of your height.
        Do not stop the body short on the way up.
        Your hips rise too little.
        The climber lifts the pelvis far up.
        Bigger jump.
        Fly up with the hips.
        Get the pelvis up toward the hold.
        Is there enough lift in the jump?
        Rise further out of the dip.
        Don't leave the hips down there.
        A big lift of the body.
        Launch the hips upward.
        more lift of the hips
        From the low point the hips climb high.
        """),
    "bottom_pause": one_a_line("""
        The climber should turn the dip into the drive without stopping at the bottom.
        Don't stop at the bottom.
        Drop and go.
        Bounce out of the dip.
        No pause in the dip.
        Does the dip turn straight into the drive?
        The time at the bottom of the dip is short.
        Rebound at once.
        Down, up, no stop!
        No sitting in the dip.
        no stop at the low point
        Less than half a second at the bottom.
        Do not linger at the low point.
        You wait too long at the bottom of the dip.
        The climber rebounds from the low point.
        Quick turnaround at the bottom.
        Like a rubber band, down and straight up.
        Drive as soon as you are down.
        Are you parking in the dip?
        Let the sinking turn into the jump.
        Don't hang around down there.
        A fast change from down to up.
        Make dip and jump one movement.
        straight from the dip into the drive
        The body leaves the low point right away.
        """),
    "dip_knee": one_a_line("""
        The climber should bend the knees well in the dip.
        Deep knees in the dip.
        Bend your knees.
        Crouch on the footholds.
        Don't dip on straight legs.
        Are the knees well bent at the low point?
        The knees close deeply at the bottom.
        Sit into the legs as you sink.
        Deeper crouch!
        No stiff legs in the dip.
        knees bent at the bottom of the dip
        Both knees at about a right angle at the low point.
        Do not load with open knees.
        Your knees bend too little in the dip.
        The climber loads deeply bent legs.
        More knee bend as you sink.
        Squat down before the jump.
        Fold the legs to load them.
        Are you dipping with straight knees?
        Get your backside near your heels before you drive.
        Don't stay tall on the footholds in the dip.
        A deep crouch before the launch.
        Load the knees on the way down.
        crouch deeper before the jump
        The legs fold as the hips sink.
        """),
    "push_knee": one_a_line("""
        The climber should extend the knees fully in the drive.
        Push till the legs are straight.
        Finish the leg push.
        Straight legs in the drive.
        Don't stop pushing early.
        Do the knees straighten completely in the drive?
        The knees open all the way on the way up.
        Push the footholds away.
        Push it to the end!
        No half push.
        legs fully extended in the drive
        The knees open beyond 150 degrees as you drive.
        Do not leave the wall on bent knees.
        Your knees stay bent on the way up.
        The climber extends the legs to the end.
        Stretch the legs out as you go up.
        Full leg extension.
        Press until the knees are long.
        Are you finishing the push with the legs?
        Straighten the legs before the feet leave.
        Don't cut the push short.
        A complete push of both legs.
        Jump through straight knees.
        knees straight at take-off
        The legs end their push fully stretched.
        """),
    "feet_back": one_a_line("""
        The climber should bring the feet back to the wall soon after the catch.
        Feet back on.
        Get your feet back quickly.
        Feet on at once.
        Don't dangle.
        Are the feet back on soon after the catch?
        The feet stand again within a moment.
        Step back on.
        Feet, feet, feet!
        No dangling legs.
        feet back to the wall quickly
        Both feet at rest within seven tenths of a second of the catch.
        Do not leave the legs in the air.
        Your feet come back too late.
        The climber replaces the feet promptly.
        Find your footholds fast.
        Catch, then feet.
        Put both feet on again.
        Are your feet still searching long after the catch?
        Set the feet again without delay.
        Don't hang with your legs free for long.
        A quick return of the feet.
        Plant the feet right after you latch.
        quick feet after the catch
        The legs come back to the wall at once.
        """),
    "swing": one_a_line("""
        The climber should stop the hips from swinging sideways after the catch.
        Stop the swing.
        No pendulum.
        Control the swing.
        Don't swing out.
        Do the hips stay quiet after the catch?
        The hips hardly travel sideways below the hold.
        Tense the core and stay still.
        Kill the swing!
        No barn door.
        hold the swing after the catch
        The hips move less than a tenth of your height sideways.
        Do not let the body pendulum.
        Your hips swing too far to the side.
        The climber steadies the hips after the catch.
        Less swing.
        Quiet hips below the hold.
        Body tension when you latch.
        Are you swinging away after the catch?
        Keep the pelvis from drifting sideways in the hang.
        Don't let the hips fly out.
        A still body after the catch.
        Stay under the hold without swaying.
        no swaying in the hang
        Check the sideways travel of the hips.
        """),
    "catch_timing": one_a_line("""
        The climber should catch the hold at the top of the rise.
        Catch at the dead point.
        Grab at the top.
        Time the catch.
        Don't catch on the way down.
        Is the hold caught before the body falls?
        The hand takes the hold when the hips are highest.
        Reach sooner.
        At the peak, grab!
        No late catch.
        catch it at the high point
        No more than a tenth of a second after the top.
        Do not wait until you fall.
        Your catch comes too late.
        The climber latches at the dead point.
        Earlier with the hand.
        Take it while you are weightless.
        Hit the hold at the top of the jump.
        Are you grabbing while already falling?
        Get the hand there before you drop.
        Don't be late on the hold.
        A catch timed to the top of the rise.
        Snatch it when you float.
        latch it before you sink
        The hand arrives as the rise ends.
        """),
    "regrip": one_a_line("""
        The climber should keep the first grip after the catch.
        Keep the first grip.
        Stick it.
        No regrip.
        Don't move the hand again.
        Does the hand stay where it caught?
        The hand is still on the hold after the catch.
        Latch it once.
        One touch and hold!
        No fumbling on the hold.
        hand quiet after the catch
        The hand moves no more than a few centimetres after the catch.
        Do not readjust after you latch.
        Your hand moves again after the catch.
        The climber holds on as the hand landed.
        First touch counts.
        Leave the hand where it is.
        Grip it right at once.
        Are you gripping twice?
        No second bite at the hold.
        Don't let the hand wander on the hold.
        A single clean grip.
        Freeze the hand once it lands.
        no second grip
        The catching hand stays put.
        """),
}
