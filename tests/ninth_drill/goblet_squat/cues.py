"""Cues for the goblet squat: wordings of one instruction for every parameter. Data only."""

from techcoach.drills.spec import one_a_line

CUES: dict[str, tuple[str, ...]] = {
    "head_top": one_a_line("""
        The athlete should hold the head level before the squat.
        Level head before you start.
        Chin level while you stand.
        Don't hang your head at the top.
        Don't throw the head back at the top.
        Is the head level before you go down?
        The face points forward while standing.
        Start with a level head.
        No dropped chin before the squat.
        head level at the start
        Stand with the chin neither up nor down.
        Do not begin with a bowed head.
        Your chin is too high before you start.
        Your chin is too low before you start.
        The lifter stands with a neutral neck.
        Neutral neck at the top.
        Set the head level first, then squat.
        Is your neck neutral as you stand?
        Before the descent the head is level.
        Keep the face forward in standing.
        """),
    "head_bottom": one_a_line("""
        The athlete should keep the head from dropping at the bottom.
        Head up at the bottom.
        Chin up when you are down.
        Don't drop the head at the bottom.
        Keep your face forward down there.
        Is the head still up at the bottom?
        The head does not sink with the squat.
        Hold the head up in the hole.
        No hanging head at the bottom!
        head up at the lowest point
        At the bottom the head is about level.
        Do not tuck the chin at the bottom.
        Your head falls forward at the bottom.
        The lifter's face stays forward at the low point.
        Chin off the chest when you are deep.
        Go down, but leave the head up.
        Are you bowing your head at the bottom?
        A raised head in the deepest position.
        Keep the neck long at the bottom.
        The face points ahead in the hole.
        """),
    "trunk_lean": one_a_line("""
        The athlete should keep the trunk from leaning far forward at the bottom.
        Chest up.
        Proud chest at the bottom.
        Don't fold forward.
        Stay tall with the trunk.
        Is your chest up at the bottom?
        The trunk stays fairly upright in the squat.
        Show me your shirt front.
        No bowing at the bottom!
        chest up at the bottom
        Less than forty-five degrees of forward lean.
        Do not tip the trunk forward.
        Your trunk leans too far forward.
        The lifter squats under an upright chest.
        Lift the breastbone.
        Less forward lean.
        Are you folding over at the bottom?
        Keep the back tall as you sit.
        Squat down, not over.
        The shoulders do not fall forward.
        """),
    "side_lean": one_a_line("""
        The athlete should keep the trunk from leaning sideways at the bottom.
        Level shoulders.
        No side lean.
        Don't tip to one side.
        Stay centred between left and right.
        Are the shoulders level at the bottom?
        The trunk is straight from the front.
        Straighten up sideways.
        No dropping of one shoulder!
        no tilt to the side
        Less than five degrees of sideways lean.
        Do not lean onto one leg.
        Your trunk tips to one side.
        The lifter stays centred.
        Even weight, even shoulders.
        Keep the shoulder line flat.
        Are you leaning left or right down there?
        Plumb from side to side.
        Stay in the middle.
        The spine does not bend sideways.
        """),
    "elbow_gap": one_a_line("""
        The athlete should keep the elbows close.
        Elbows in.
        Tuck the elbows.
        Don't flare the elbows.
        Bring the elbows together.
        Are the elbows tucked in?
        The elbows are about as far apart as the shoulders.
        Elbows down, not out.
        No chicken wings!
        elbows close to the body
        About a shoulder's width between the elbows.
        Do not let the elbows point outward.
        Your elbows are too wide.
        The lifter tucks both elbows.
        Squeeze the elbows in.
        Narrow elbows.
        Are your elbows sticking out?
        Pull the elbows toward each other.
        Elbows inside the knees.
        The elbows stay tight.
        """),
    "hand_gap": one_a_line("""
        The athlete should keep the hands together.
        Hands together.
        Close hands.
        Don't spread the hands.
        Bring the wrists closer.
        Are the hands close to each other?
        The wrists are less than a shoulder's width apart.
        Cup it with both hands.
        No wide grip!
        hands close together
        About half a shoulder width between the wrists.
        Do not grip it wide.
        Your hands are too far apart.
        The lifter holds the hands side by side.
        Narrow grip.
        Palms toward each other.
        Is the grip narrow?
        Move the hands together.
        Both hands in the middle.
        The gap between the hands is small.
        """),
    "sit_back": one_a_line("""
        The athlete should move the hips back at the bottom.
        Hips back.
        Sit back.
        Don't shoot the knees, use the hips.
        Bottom back, like onto a chair.
        Are the hips behind the heels at the bottom?
        The hips go backward on the way down.
        Push your backside back.
        No hips over the toes!
        hips well behind the ankles
        The hips at least seventeen centimetres behind the ankles.
        Do not drop straight down.
        Your hips stay too far forward.
        The lifter sits back into the squat.
        More hinge.
        Reach back with the hips.
        Are you sitting back far enough?
        Send the hips behind you.
        Find the chair with your hips.
        The pelvis moves behind the feet.
        """),
    "down_time": one_a_line("""
        The athlete should take a second or more to go down.
        Slow down.
        Take your time going down.
        Don't drop.
        Control the descent.
        Are you lowering slowly?
        The way down is slow.
        Count to two on the way down.
        No free fall!
        slower descent
        One full second from standing to the bottom.
        Do not fall into the squat.
        Your descent is too fast.
        The lifter lowers with control.
        Brake on the way down.
        Lower gently.
        Is the descent longer than a second?
        Resist on the way down.
        Ease into the squat.
        The lowering takes its time.
        """),
    "knee_angle": one_a_line("""
        The athlete should bend the knees deeply at the bottom.
        Go deep.
        Deeper squat.
        Don't stop high.
        Get lower.
        Are the knees bent to a right angle at the bottom?
        The knees close well in the squat.
        All the way down.
        No half squats!
        full depth
        Knees at a hundred degrees or less at the bottom.
        Do not cut the depth.
        Your squat is too shallow.
        The lifter sinks deep into the knees.
        Thighs to level or below.
        More knee bend.
        Is that full depth?
        Bend the knees further.
        Sink until the knees are well folded.
        The bottom is deep.
        """),
    "knee_gap": one_a_line("""
        The athlete should keep the knees over the feet at the bottom.
        Knees out.
        Push the knees apart.
        Don't let the knees cave in.
        Spread the knees.
        Are the knees over the feet?
        The knees are at least as wide as the ankles.
        Force the knees outward.
        No knock knees!
        knees wide at the bottom
        As much space between the knees as between the ankles.
        Do not let the knees fall inward.
        Your knees collapse inward.
        The lifter drives the knees out.
        Knees in line with the toes.
        Open the knees.
        Are your knees caving?
        Screw the knees outward.
        Keep the knees from meeting.
        The knees track over the feet.
        """),
    "stance_width": one_a_line("""
        The athlete should set the feet a little wider than the shoulders.
        Feet a bit wider than shoulders.
        Don't stand narrow.
        Don't stand too wide.
        Set your stance.
        Is the stance about shoulder width or a bit more?
        The ankles are about as far apart as the shoulders.
        Medium-wide stance.
        No feet together!
        shoulder-wide stance
        Between one and one and a half shoulder widths.
        Do not straddle.
        Your stance is too narrow.
        Your stance is too wide.
        The lifter takes a shoulder-wide base.
        Step out a bit wider.
        Bring the feet in a bit.
        Is there enough room between your ankles?
        Stand neither tight nor broad.
        The base is well measured.
        """),
    "toe_out": one_a_line("""
        The athlete should turn the feet out a little.
        Toes out.
        Toes slightly out.
        Don't point the toes in.
        Don't turn the toes out so far.
        Are the toes turned out a little?
        The feet point slightly outward.
        Turn your toes to eleven and one o'clock.
        No pigeon toes!
        feet turned out a bit
        Between five and thirty degrees of toe-out.
        Do not stand like a duck.
        Your toes point inward.
        Your toes point too far out.
        The lifter's feet open slightly.
        A small turn of the feet.
        Less toe-out.
        Do the toes open just a bit?
        Open the toes a touch.
        The toes are neither in nor far out.
        """),
    "ball_reach": one_a_line("""
        The athlete should hold the hands close in front of the chest.
        Hands to the chest.
        Hold it close.
        Don't reach out in front.
        Hug it to you.
        Are the hands close to the chest?
        The hands stay near the breastbone.
        Pull it in to the body.
        No arms out in front!
        hands close to the chest
        Within a hand's length in front of the chest.
        Do not let the hands drift away from you.
        Your hands are too far in front.
        The lifter keeps the hands tight to the chest.
        Closer to the body.
        Bring the hands in toward you.
        Are you holding it away from the chest?
        Glue the hands to the breastbone.
        Keep it against you.
        The hands do not move forward.
        """),
    "ball_drop": one_a_line("""
        The athlete should hold the hands high under the chin.
        Hands high.
        Hold it up.
        Don't let it sink.
        Keep it under the chin.
        Are the hands high at the bottom?
        The hands stay just below the shoulders.
        Up with the hands.
        No hands at the belly!
        hands at collarbone height
        Within a third of the trunk's length below the shoulders.
        Do not lower the hands as you sit.
        Your hands sink too low.
        The lifter holds the hands at collarbone height.
        Higher with the hands.
        Chin height, hold it there.
        Are the hands dropping?
        Raise the hands.
        Keep the hands from sliding down.
        The hands stay up near the shoulders.
        """),
}
