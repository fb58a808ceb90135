"""Cues for the Mikan drill: wordings of one instruction for every parameter. Data only."""

from ..spec import one_a_line

CUES: dict[str, tuple[str, ...]] = {
    "head_up": one_a_line("""
        The player should tip the head up at the release.
        Head up on every shot.
        Chin up at the release.
        Tip the head back as you lay it up.
        Don't shoot with a level head.
        Is the chin raised when you let go?
        The face is turned up at each release.
        Lift your face for the shot.
        Nose to the ceiling when you shoot!
        No lowered head at the release.
        head up as the arm finishes
        Raise the chin well above level at the release.
        Do not drop the head while shooting.
        Your head is too low at the release.
        The player's face points upward in each layup.
        Fifteen degrees or more of upward tilt at the release.
        Tilt the head up in the air.
        Face up on the finish.
        Are you finishing with your chin down?
        Throw the chin up as you lay it in.
        Don't keep the face level on the layup.
        In the air the head tips back.
        Lift the head at the top of each layup.
        chin high as you release
        Every finish with a raised face.
        Release with chin up.
        """),
    "head_catch": one_a_line("""
        The player should keep the head up at the catch.
        Head up on the catch.
        Chin up when you land.
        Keep your head up between shots.
        Don't drop your head on landing.
        Is the head still up as you catch?
        The head stays raised while the hands take it back.
        Hold your face up on the floor.
        No bowed head at the catch!
        Keep the head high after each landing.
        head up as you catch
        Catch with the chin up.
        Do not let the head fall between the layups.
        Your head sinks as you land.
        The player's head is at least level on the catch.
        Land with your head up.
        Back on the floor, head up.
        Catch it with a lifted face.
        Are you bowing the head after every shot?
        Keep the neck long on landing.
        Don't tuck the chin as you catch.
        The head never hangs between two shots.
        Chin level at least when the feet are down.
        head stays up on landing
        Between the shots the face points forward, not down.
        """),
    "trunk_release": one_a_line("""
        The player should keep the trunk upright at the release.
        Tall at the release.
        Straight body in the air.
        Don't lean into the shot.
        Finish upright.
        Is your trunk vertical when you let go?
        The upper body is plumb in each layup.
        Shoulders above the hips in the air.
        No crooked finish!
        Stay straight up in the layup.
        trunk upright as you release
        Less than fifteen degrees off the vertical at the release.
        Do not tilt in the air.
        Your trunk tips over as you shoot.
        The player finishes with a straight back.
        Go up like a rocket, without leaning.
        Keep the chest over the hips at the release.
        Stay vertical in the air.
        Are you leaning as you lay it up?
        No fading, no tipping in the layup.
        Don't bend the trunk at the finish.
        A tall upper body at the moment of the release.
        Hold the spine vertical while you finish.
        no leaning in the layup
        Stretch tall and straight in the air.
        """),
    "trunk_load": one_a_line("""
        The player should keep the chest up between the shots.
        Chest up when you land.
        Don't fold over on landing.
        No hunching between shots.
        Stay tall in the load.
        Is your chest up between the layups?
        The trunk hardly bends forward on the floor.
        Back straight while you load.
        Stop bowing after each landing!
        Keep the upper body upright on the ground.
        chest up between shots
        Less than twenty-five degrees of trunk lean while loading.
        Do not bend at the waist as you catch.
        Your trunk folds forward between the shots.
        The player loads with an upright back.
        Land tall in the trunk.
        Don't double over on the floor.
        Proud chest after every landing.
        Are you bending over between the layups?
        Keep the back up while the legs load.
        Sink without leaning the trunk.
        The upper body stays tall from the landing to the take-off.
        Load under an upright chest.
        no bending forward between shots
        On the floor the shoulders stay above the hips.
        """),
    "arm_extension": one_a_line("""
        The player should extend the shooting arm at the release.
        Long arm on the finish.
        Straighten the elbow.
        Reach up and finish.
        Don't short-arm the layup.
        Is the shooting elbow straight when you let go?
        The shooting arm is stretched at each release.
        Full extension of the arm.
        Stretch the arm!
        No bent elbow at the release.
        straight shooting arm
        The shooting elbow opens to 135 degrees or more.
        Do not push it up with a bent arm.
        Your elbow stays bent at the release.
        The player finishes with a long arm.
        Open the elbow all the way.
        Go up and extend.
        Lay it up with a stretched arm.
        Are you finishing with a short arm?
        Elbow locked out at the top.
        Don't flip it from a folded arm.
        Extend the arm with every layup.
        Let the shooting arm go long.
        arm stretched at the release
        Reach as far up as the arm goes.
        """),
    "hands_high": one_a_line("""
        The player should keep the hands high between the shots.
        Hands high.
        Keep your hands up between shots.
        Don't bring it down.
        Never drop the hands to the waist.
        Are your hands still at shoulder height after the catch?
        The hands stay near the shoulders from shot to shot.
        Chin it.
        Hands up all the time!
        No dipping of the hands.
        hands at shoulder height between shots
        Carry the hands no lower than just under the shoulders.
        Do not swing the hands down to the belly.
        Your hands sink too low between the layups.
        The player holds both hands up after each catch.
        High hands, no dip.
        Keep the hands above the chest.
        Catch high, stay high.
        Are you lowering the hands before the next shot?
        Leave the hands up there.
        Don't pump the hands down before you go up.
        At their lowest the hands are still near the shoulders.
        Straight from the catch to the shot, hands up.
        hands never below the chest
        Keep your hands around chin height between the shots.
        """),
    "jump_height": one_a_line("""
        The player should rise clearly off the floor in each layup.
        Jump higher.
        Get off the floor.
        Real jumps.
        Don't tiptoe the layups.
        Are you really jumping each time?
        The hips rise well from the take-off.
        Up, up, up!
        Explode upward.
        No lazy little hops.
        more height in every jump
        The hips should go up twenty centimetres or more.
        Do not stay flat on the floor.
        Your jumps are too low.
        The player gets good height in each layup.
        Lift the hips.
        Go up strong.
        Elevate on both sides.
        Do the hips rise well in every layup?
        Push off the floor harder.
        Don't step through it, jump.
        Each layup is a real jump.
        Spring up from the floor.
        jump high on each side
        Leap upward each time.
        """),
    "side_travel": one_a_line("""
        The player should travel only a short way from side to side.
        Short way across.
        Stay close on the way across.
        Don't run wide.
        Less travel from side to side.
        Are you staying close from one side to the other?
        The hips move only as far sideways as needed.
        Keep the way across compact.
        Stop drifting out to the sides!
        No long trips across.
        short steps to the other side
        Less than half a metre from one shot to the next.
        Do not float far out between the layups.
        You travel too far between the two sides.
        The player stays near the middle.
        Tight from left to right.
        Keep the way to the other side short.
        Stay at home, don't wander.
        Is the distance between the two sides small?
        The body shifts just a little from shot to shot.
        Don't swing wide.
        Narrow path from side to side.
        Cut down the sideways way of the hips.
        stay compact from side to side
        A short trip across each time.
        """),
    "load_knee": one_a_line("""
        The player should bend the knees between the shots.
        Bend your knees between shots.
        Load the legs.
        Sink into the knees.
        Don't land stiff.
        Are the knees bent before you go up again?
        The knees bend well between two layups.
        Soft knees on the floor.
        Use the knees as springs!
        No straight legs between shots.
        knees bent on the floor
        Bend the standing knee to 125 degrees or less before you jump.
        Do not bounce off stiff legs.
        Your knees hardly bend between the layups.
        The player loads on bent knees.
        More knee bend on landing.
        Knees down, then up.
        Give in the knees as you land.
        Are you jumping from straight legs?
        Land and load with the knees.
        Don't stay tall on the legs between shots.
        A good knee bend before every take-off.
        Flex the knees to get the next jump.
        deeper knee bend between shots
        The legs give as the feet come down.
        """),
    "knee_drive": one_a_line("""
        The player should drive the free knee up in each layup.
        Knee up.
        Drive the knee.
        Higher with the free knee.
        Don't let the free leg hang.
        Does the free thigh come up to level?
        The free thigh rises toward the horizontal in the jump.
        Punch the knee up.
        Lift that knee!
        No dangling leg in the air.
        free knee to hip height
        Shooting-side knee and hand go up together.
        Do not leave the knee down in the layup.
        Your free knee comes up too little.
        The player lifts the free thigh high.
        Like a string from elbow to knee, pull it up.
        Thigh parallel to the floor in the air.
        March that knee up.
        Are you driving the knee on both sides?
        One leg jumps, the other knee drives.
        Don't jump with both legs straight down.
        A high free knee in each layup.
        Swing the free leg up bent.
        knee high on the shooting side
        Raise the free thigh at least sixty degrees.
        """),
    "landing_width": one_a_line("""
        The player should land with the feet about shoulder width apart.
        Feet shoulder width on landing.
        Land on a good base.
        Don't land with the feet together.
        Don't land straddled.
        Are the feet under the shoulders as you land?
        The feet come down about as wide as the shoulders.
        Neither narrow nor wide when you touch down.
        Base, base, base!
        No crossed feet on landing.
        shoulder-wide landing
        Between the ankles a shoulder's width, or a bit more, at touchdown.
        Do not land on one line.
        Your landing is too narrow.
        Your landing is too wide.
        The player lands on a shoulder-wide base.
        Wider when you come down.
        Bring the feet closer when you come down.
        Is there a shoulder's width between the feet at touchdown?
        Set the feet apart as you land.
        Don't spread the legs so far on landing.
        Come down on two feet, a shoulder apart.
        Land with room between the feet, but no split.
        feet apart on the landing, not too far
        The spacing of the feet at touchdown is medium.
        """),
    "ground_time": one_a_line("""
        The player should leave the floor again quickly after each landing.
        Quick off the floor.
        Don't stand around.
        Land and go.
        Less time on the floor.
        Do you go up again at once?
        The time between landing and take-off is short.
        Fast feet, next jump.
        Hurry up again!
        No resting between shots.
        back up quickly
        No more than seven tenths of a second on the floor.
        Do not wait between the layups.
        You stay on the floor too long.
        The player jumps again soon after landing.
        Quicker rhythm between the jumps.
        Pogo, don't park.
        Touch down and take off again.
        Are you standing too long before the next jump?
        Shorten the stop on the floor.
        Don't gather yourself for so long.
        The next take-off follows soon.
        The floor is hot, don't stay on it.
        up again without waiting
        Speed up the turnaround on the ground.
        """),
    "release_timing": one_a_line("""
        The player should release near the top of the jump.
        Release at the top.
        Let go at the peak.
        Don't shoot on the way down.
        Don't shoot on the way up.
        Are you releasing at the highest point?
        The release comes just at the peak of each jump.
        Wait for the top.
        Top of the jump, then go!
        No late release.
        let go at the top
        Within a tenth of a second of the peak.
        Do not rush it out of the hand early in the jump.
        Your release is too early.
        Your release is too late.
        The player lets go when the body is highest.
        Time the finish with the peak.
        Earlier, before you come down.
        Later, you're still rising.
        Is the release timed with the jump?
        Don't hang on to it until you fall.
        Finish as the jump tops out.
        Match the release to the apex.
        release at the peak of the jump
        The hand lets go as the rise ends.
        """),
    "two_hands": one_a_line("""
        The player should bring both hands together for the catch.
        Two hands on the catch.
        Catch with both hands.
        Both hands, always.
        Don't catch one-handed.
        Are both hands together as you catch?
        The hands come close to each other after the landing.
        Bring the other hand in.
        Two hands!
        No one-handed grabs.
        both hands to the catch
        The wrists are close together when you catch.
        Do not leave one hand out of the catch.
        Your hands are too far apart at the catch.
        The player catches two-handed.
        Squeeze it with both hands.
        Left and right hand meet at the catch.
        Close the hands as you take it back.
        Is the second hand there when you catch?
        Secure it with two hands.
        Don't reach with only one arm for the catch.
        Hands side by side as you land.
        Keep the hands near each other on the catch.
        catch it two-handed
        Both hands come in together to catch.
        """),
}
