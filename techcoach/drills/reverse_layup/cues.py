"""Cues for the reverse layup: wordings of one instruction for every parameter. Data only."""

from ..spec import one_a_line

CUES: dict[str, tuple[str, ...]] = {
    "head_pitch": one_a_line("""
        The player should tip the head up at the release.
        Head up on the finish.
        Chin up at the release.
        Tip the head back as you lay it up.
        Don't finish with a level head.
        Is the chin raised when you let go?
        The face is turned up in the air.
        Lift your face for the finish.
        Nose up as you release!
        No lowered head in the air.
        head tilted up at the release
        At the release the head points at least fifteen degrees up.
        Do not drop the head on the finish.
        Your head is too low as you lay it up.
        The player's face points upward at the release.
        Throw the chin up in the air.
        Face to the ceiling on the finish.
        Raise the head as the arm goes up.
        Are you finishing with your chin down?
        In the jump the head tips back.
        Don't let the face stay level when you release.
        A raised chin at the top of the jump.
        Lift the head for the layup itself.
        chin high as you let go
        Finish with the head tilted up.
        Release with chin up.
        Face up in the air.
        """),
    "head_drive": one_a_line("""
        The player should keep the head up in the last steps.
        Head up on the drive.
        Chin up as you drive.
        Drive with your head up.
        Don't put your head down when you drive.
        Is the head up in the last steps?
        The head is level on the way in.
        Keep the face up while you run.
        No bull rush with the head down!
        Hold the head up before the take-off.
        head up in the last steps
        In the last two steps the head stays about level.
        Do not hang the head on the drive.
        Your head is down as you drive.
        The player drives with a raised face.
        Run in with a high head.
        Keep the chin off your chest on the way in.
        Level head through the steps.
        Are you driving with the chin on your chest?
        The head does not sink before the jump.
        Don't bow the head as you step in.
        Lift the head while you are still running.
        On the run, the face points forward.
        chin level on the way in
        Carry the head high up to the take-off.
        Drive with head up.
        """),
    "trunk_tilt": one_a_line("""
        The player should keep the trunk upright at the release.
        Stay tall in the air.
        Trunk straight up.
        Don't lean on the finish.
        Finish upright.
        Is your trunk vertical when you let go?
        The upper body is plumb in the air.
        Shoulders over the hips on the finish.
        No falling over in the air!
        Hold the spine vertical in the jump.
        upright trunk at the release
        Less than fifteen degrees off the vertical at the release.
        Do not tip over as you lay it up.
        Your trunk leans too much at the release.
        The player finishes with a tall back.
        Keep the chest above the hips in the air.
        Less lean in the air.
        Go up straight with the body.
        Are you tilting as you let go?
        No fading with the trunk.
        Don't bend the body sideways or back in the air.
        A vertical torso on the finish.
        Stretch tall in the jump.
        no leaning in the air
        The torso neither falls back nor tips aside.
        """),
    "shoulder_turn": one_a_line("""
        The player should turn the chest away from the run at the release.
        Turn the shoulders.
        Rotate in the air.
        Open the chest to the court.
        Don't finish facing the way you ran.
        Are your shoulders turned to the court at the release?
        The back faces the baseline on the finish.
        Twist the upper body round.
        Turn, turn, turn!
        No half turn with the shoulders.
        back to the baseline
        The chest turns fifty degrees or more from the run.
        Do not leave the shoulders along the drive.
        Your shoulders turn too little.
        The player rotates the chest toward the court.
        Bring the chest around.
        More rotation of the upper body.
        Swing the shoulders round in the jump.
        Is the chest still pointing along the run?
        Finish the turn before you let go.
        Don't stop the rotation halfway.
        A full turn of the shoulder line.
        Show the baseline your back.
        chest toward the court at the release
        Turn the shoulders away from where you were running.
        """),
    "arm_extension": one_a_line("""
        The player should extend the shooting arm at the release.
        Long arm on the finish.
        Straighten the shooting elbow.
        Reach all the way up.
        Don't short-arm it.
        Is the finishing elbow straight?
        The shooting arm is stretched as you let go.
        Full extension of the finishing arm.
        Stretch the shooting arm!
        No bent elbow on the layup.
        straight shooting arm at the release
        The shooting elbow opens to 140 degrees or more.
        Do not flip it up with a folded arm.
        Your shooting elbow stays bent.
        The player finishes with a long arm.
        Open the elbow completely as you let go.
        Extend, extend.
        Lay it up with a stretched arm.
        Are you pushing with a bent elbow?
        Lock the elbow out on the finish.
        Don't leave a kink in the finishing arm.
        Longer reach with the shooting hand.
        Let the finishing arm go long.
        arm stretched to the finish
        Reach up until the elbow is straight.
        """),
    "off_arm": one_a_line("""
        The player should keep the other arm up at the release.
        Off arm up.
        Shield with the other arm.
        Keep the off hand high.
        Don't drop the off arm.
        Is the off hand at shoulder height on the finish?
        The other wrist stays about as high as its shoulder.
        Protect with the free arm.
        Arm bar up!
        No dead arm hanging down.
        off hand stays up
        Leave the non-shooting hand up after the gather.
        Do not let the free hand fall to the hip.
        Your off arm sinks on the finish.
        The player guards with a raised off arm.
        Off arm like a shield.
        Hold the other forearm up.
        Higher with the off hand.
        Where is your off hand, still up?
        The helping arm stays raised in the air.
        Don't lower the other hand when you release.
        A lifted off arm through the finish.
        Left hand finishes, right hand stays up.
        free arm raised for protection
        Keep the non-shooting wrist near the shoulder or above.
        """),
    "drive_speed": one_a_line("""
        The player should carry speed through the drive.
        Drive faster.
        Attack with pace.
        Don't jog in.
        Go hard on the drive.
        Are you driving at speed?
        The hips move fast on the way in.
        Burst along the baseline.
        Go, go, go!
        No slowing down before the jump.
        more speed on the drive
        Run in at more than two metres a second.
        Do not coast into the layup.
        Your drive is too slow.
        The player attacks at a high tempo.
        Hit the gas.
        Quick drive.
        Come in with momentum.
        Is there pace in your drive?
        Keep the speed up in the last steps.
        Don't drift in slowly.
        Sprint to the finish.
        Beat your man with speed.
        faster along the baseline
        Bring the body in quickly.
        """),
    "jump_height": one_a_line("""
        The player should jump high off the take-off foot.
        Jump higher.
        Get up.
        More lift.
        Don't jump flat.
        Are you really going up?
        The hips rise well off the floor.
        Explode upward at take-off.
        Up, not through!
        No flat leap.
        high jump to the finish
        The hips should rise a quarter of a metre or more.
        Do not stay low in the air.
        Your jump is too low.
        The player turns the run into height.
        Lift the whole body.
        Go up strong.
        Elevate.
        Do your hips rise high in the jump?
        Push off hard and rise.
        Don't skim along the floor.
        A big lift at take-off.
        Send the hips up.
        more height in the jump
        Spring up off the floor.
        """),
    "knee_drive": one_a_line("""
        The player should drive the free knee up at take-off.
        Knee up.
        Drive the knee.
        Punch the knee up.
        Don't let the free leg hang.
        Does the free thigh come up to level?
        The free thigh rises to the horizontal in the jump.
        Higher knee on the take-off.
        Lift that knee!
        No trailing leg.
        free knee to hip height
        Raise the free thigh about seventy degrees or more.
        Do not leave the free leg straight down.
        Your free knee comes up too little.
        The player lifts the free thigh high.
        Thigh parallel to the floor as you jump.
        Lead with the knee.
        Swing the free leg up bent.
        Are you driving the knee as you leave the floor?
        One foot pushes, the other knee drives.
        Don't drag the free leg.
        A high knee at take-off.
        Bring the inside knee up hard.
        knee high in the jump
        Shoot the free knee upward.
        """),
    "landing_knee": one_a_line("""
        The player should land on softly bent knees.
        Soft landing.
        Bend the knees as you land.
        Land like a cat.
        Don't land stiff.
        Do your knees give when you come down?
        The knees absorb the landing.
        Cushion it with the legs.
        Quiet landing, bent knees!
        No straight legs on touchdown.
        soft knees on landing
        The knees bend to 130 degrees or less after touchdown.
        Do not come down on locked knees.
        Your knees are too straight on landing.
        The player sinks into the knees after the jump.
        Give in the knees.
        Absorb the drop.
        Let the legs fold as you land.
        Are you landing on stiff legs?
        Come down and sink.
        Don't jar the knees when you land.
        More knee bend after the jump.
        Knees like shock absorbers.
        knees bent when you land
        The landing leg bends well under the load.
        """),
    "last_step": one_a_line("""
        The player should take a long last step into the take-off.
        Long last step.
        Stretch the final stride.
        Big last stride.
        Don't chop the last step.
        Is the last step long?
        The take-off foot lands far ahead of the other.
        Stride past.
        Reach with the last step!
        No stutter step before the jump.
        longer final stride
        About half your height for the last step.
        Do not shorten the step before the jump.
        Your last step is too short.
        The player's final stride is long.
        Cover ground with the last step.
        Open up the final step.
        Lunge into the take-off.
        Are you cutting the last step short?
        Make the step before the take-off bigger.
        Don't take off with the feet close together.
        The stride into the jump is long.
        Put the take-off foot well out in front.
        bigger step into the jump
        Lengthen the last stride.
        """),
    "landing_drift": one_a_line("""
        The player should stop where the feet land.
        Stick the landing.
        Don't run on after landing.
        Land and stay.
        No drifting after touchdown.
        Do you stop when you land?
        The body hardly travels after the landing.
        Hold your landing spot.
        Land and freeze!
        No stumbling on.
        stay where you land
        Come to rest within a third of a metre after touchdown.
        Do not carry on past the landing.
        You travel too far after the landing.
        The player comes to rest at once after landing.
        Brake the body as you land.
        Under control, stop.
        Land on balance and stay there.
        Are you drifting on after the jump?
        Kill the momentum on landing.
        Don't let the run carry you out of bounds.
        A controlled stop after touchdown.
        The hips stay over the landing spot.
        no extra steps after landing
        Stop the run with the landing.
        """),
    "release_timing": one_a_line("""
        The player should release near the top of the jump.
        Release at the top.
        Let go at the peak.
        Don't shoot on the way down.
        Don't shoot on the way up.
        Are you releasing at the highest point?
        The release comes at the peak of the jump.
        Wait for the top.
        Top, then let go!
        No late release.
        let go at the top of the jump
        Within a tenth of a second of the peak.
        Do not rush the release after take-off.
        Your release is too early in the jump.
        Your release is too late, you're falling.
        The player lets go when the body is highest.
        Time the finish with the peak.
        Sooner, before you come down.
        Later, you're still rising.
        Is the release timed with the top of the jump?
        Don't hold it until you fall.
        Finish as the jump tops out.
        Match the release to the apex.
        release at the highest point
        The hand lets go as the rise ends.
        """),
    "ball_height": one_a_line("""
        The player should carry the hands at chest height in the gather.
        Gather high.
        Hands at the chest in the gather.
        Bring both hands up early.
        Don't carry the hands low.
        Are the hands up at the chest in the last step?
        Both hands are well above the hips before the jump.
        Keep it up by the chest on the last step.
        High gather!
        No swinging the hands at the hips.
        hands high in the gather
        Half a second before the release the hands are at the chest.
        Do not let the hands drop to the waist as you gather.
        Your hands are too low in the gather.
        The player gathers with both hands at the chest.
        Rip it up high.
        Chin it on the gather.
        Lift the hands before you jump.
        Are you gathering at your hips?
        Carry both hands above the belly in the last step.
        Don't bring the hands up from the knees.
        A high, tight gather.
        Keep the hands away from the hips as you step in.
        hands up before the take-off
        Get the hands to the chest early.
        """),
}
