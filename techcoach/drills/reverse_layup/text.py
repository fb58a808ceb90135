"""Words for the reverse layup: instructions, their paraphrases, and phrases for every parameter. Data only."""

from ..spec import Phrases
from .phrases import UPPER, one_side

INSTRUCTIONS: dict[str, tuple[str, ...]] = {
    "head & eyes": (
        "The player should drive with the head up and lift the eyes to the backboard for the finish.",
        "Eyes up in the last steps, then up to the board as the ball leaves.",
        "Keep the head raised on the drive and find the target on the backboard early.",
        "The eyes look ahead on the drive and up at the board on the finish.",
        "Look over the shoulder and up at the backboard, not down at the ball or floor.",
        "Head up along the baseline and eyes on the board at the release.",
        "The gaze should be off the floor in the drive and on the backboard in the air.",
        "Raise the chin to see the board on the far side of the rim.",
        "Do not watch the ball while driving; pick up the board with the eyes.",
        "A raised head on the drive and a clear look at the backboard.",
    ),
    "shoulders & torso": (
        "The player should turn the chest away from the baseline and stay upright through the finish.",
        "Turn the back to the baseline in the air and keep the trunk tall.",
        "The chest opens to the court while the upper body stays vertical.",
        "Rotate the shoulders towards the court and do not lean away.",
        "Stay tall in the trunk and finish with the back to the baseline.",
        "An upright torso and a full turn of the shoulders after passing the rim.",
        "The shoulders turn to the court so that the back faces the baseline.",
        "Keep the trunk straight in the air and turn the chest past the rim.",
        "Finish upright with the shoulders turned, not drifting sideways in the trunk.",
        "Turn the upper body to the court without falling over.",
    ),
    "arms & hands": (
        "The player should reach up with a long finishing arm and keep the other arm up for protection.",
        "Extend the shooting arm to the board and hold the other arm high.",
        "The finishing elbow straightens while the off arm shields the ball.",
        "Reach all the way up and do not drop the off arm.",
        "A long arm to the board and a raised arm for protection.",
        "Stretch the shooting arm and keep the other forearm up.",
        "The layup ends with an extended elbow and the off arm still raised.",
        "Finish high with a straight arm; shield with the other.",
        "Let the shooting arm extend fully and the other arm guard the space.",
        "Straighten the finishing arm and leave the off hand up after the gather.",
    ),
    "hips & core": (
        "The player should carry speed through the drive and lift the hips high off the floor.",
        "Drive with pace and turn it into height.",
        "The hips move fast under the rim and then rise well.",
        "Attack the baseline at speed and jump up off it.",
        "Keep the hips moving on the drive, then lift the whole body.",
        "A quick drive and a high jump make the finish.",
        "Bring the hips past the rim with speed and get them up.",
        "Do not slow down before the take-off, and jump high.",
        "The body accelerates along the baseline and rises strongly.",
        "Good drive speed and a strong lift of the hips.",
    ),
    "legs & knees": (
        "The player should drive the free knee up at take-off and land on bent knees.",
        "Lift the inside knee hard and absorb the landing in the legs.",
        "The free knee comes up high and both knees bend on landing.",
        "Knee up on the jump, soft knees on the floor.",
        "Punch the knee up and land softly.",
        "Use a high knee to jump and flexed knees to land.",
        "The free thigh rises to level and the landing is soft.",
        "Drive the knee, then give in the knees when coming down.",
        "A strong knee lift and a cushioned landing.",
        "Raise the free knee to hip height and never land on stiff legs.",
    ),
    "feet & balance": (
        "The player should take a long last step off one foot and land under control.",
        "Stride long into the one-foot take-off and come down balanced.",
        "The last step is long and the landing stays in place.",
        "Step past the rim with a long stride and land without stumbling on.",
        "Cover ground with the last step and hold the landing.",
        "A big final step, a one-foot jump and a steady landing.",
        "The feet reach under the rim with the last stride and settle on landing.",
        "Lengthen the last step and stop the run as you land.",
        "Take off from one foot after a long step and land on balance.",
        "Use a long final stride and finish in a controlled stance.",
    ),
    "human-object interaction": (
        "The player should gather the ball high and release it near the top of the jump.",
        "Bring the ball up to the chest early and let it go at the peak.",
        "Carry the ball high with both hands and lay it up at the top.",
        "Gather the ball away from low hands and release at full height.",
        "The ball is held high in the last step and leaves at the top.",
        "Keep the ball up and let it go neither early nor on the way down.",
        "A high, safe gather and a release at the top of the jump.",
        "Protect the ball by the chest and lay it on the board at the peak.",
        "Hold the ball high before the jump and time the release with the peak.",
        "Do not swing the ball low; put it up at the highest point.",
    ),
}


PHRASES: dict[str, dict[str, Phrases]] = {
    **UPPER,
    "knee_drive": {
        "strength": one_side(
            """The free knee drives up to hip height
            The player lifts the free thigh high at take-off
            The knee of the free leg comes up strongly
            The free leg swings up to a level thigh
            The knee drive is high and strong
            The free knee leads the jump upwards""",
            """the high drive of the free knee
            the thigh lifted to level at take-off
            the strong knee lift
            the free knee leading the jump""",
            """which adds height to the jump
            which sends the body up rather than along
            which protects the space around the body""",
        ),
        "low": one_side(
            """The free knee comes up {degree} too little
            The thigh of the free leg stays {degree} too low at take-off
            The knee drive is {degree} too weak
            The free leg hangs {degree} in the jump instead of swinging up
            The lift of the free knee is {degree} too small
            The free thigh stops {degree} below hip height""",
            """driving the free knee up to hip height
            lifting the thigh of the free leg at take-off
            punching the knee up in the jump
            swinging the free leg up harder""",
            """because the free leg adds height to the jump
            so that the run is turned upwards
            because a hanging leg drags the body forward""",
        ),
    },
    "landing_knee": {
        "strength": one_side(
            """The knees bend well to absorb the landing
            The player lands on soft knees
            The legs cushion the landing
            The knees give as the feet come down
            The landing is taken up by bent knees
            The player sinks into the knees on landing""",
            """the well bent knees on landing
            the soft landing in the knees
            the legs cushioning the landing
            the knees giving as the feet come down""",
            """which spares the joints
            which keeps the player ready for the next move
            which stops the fall safely""",
        ),
        "high": one_side(
            """The knees are {degree} too straight on landing
            The player lands on legs that are {degree} too stiff
            The knees give {degree} too little as the feet come down
            The landing is {degree} too hard for lack of knee bend
            The legs cushion the landing {degree} too little
            The knee bend after the jump is {degree} too small""",
            """bending the knees more on landing
            landing on softer legs
            giving in the knees as the feet come down
            cushioning the landing with the legs""",
            """because stiff knees take the whole impact
            so that the joints are spared
            because bent knees make the next move possible""",
        ),
    },
    "last_step": {
        "strength": one_side(
            """The last step into the take-off is long
            The player strides well under the rim with the last step
            The feet cover good ground before the jump
            The final stride is long and purposeful
            The take-off foot is set down after a long step
            The last step carries the player to the far side""",
            """the long last step into the take-off
            the wide final stride
            the ground covered by the feet before the jump
            the take-off foot set far ahead""",
            """which carries the player past the rim
            which lowers the body for the jump
            which gets past the defender""",
        ),
        "low": one_side(
            """The last step into the take-off is {degree} too short
            The final stride covers {degree} too little ground
            The take-off foot is set down {degree} too close to the other
            The feet are {degree} cramped before the jump
            The last step is {degree} short of the far side
            The player's final step is {degree} too small""",
            """lengthening the last step into the take-off
            taking a longer final stride
            covering more ground with the feet before the jump
            setting the take-off foot further ahead""",
            """because a short step leaves the player under the rim
            so that the body gets to the far side
            because a long step loads the take-off leg""",
        ),
    },
    "landing_drift": {
        "strength": one_side(
            """The player lands in balance without drifting on
            The feet stop where they land
            The landing is controlled and stays in place
            The body comes to rest soon after the feet land
            The player holds the landing on steady feet
            The feet settle on the landing spot""",
            """the balanced landing without drift
            the feet that stay where they land
            the controlled stop after landing
            the steady feet on the landing""",
            """which allows a quick return to play
            which shows that the jump went up
            which avoids running into others""",
        ),
        "high": one_side(
            """The player drifts on {degree} after landing
            The feet stumble {degree} past the landing spot
            The landing is {degree} out of balance and the feet run on
            The body travels {degree} too far after the feet land
            The feet take {degree} too much ground to stop after the jump
            The landing carries on {degree} instead of stopping""",
            """stopping the feet where they land
            landing in balance without drifting on
            holding the landing in place
            keeping the feet from running on after the jump""",
            """because a drifting landing shows a jump that goes forward
            so that the player is ready for the rebound
            because stumbling on risks a fall""",
        ),
    },
    "release_timing": {
        "strength": one_side(
            """The ball leaves the hand near the top of the jump
            The release is timed with the peak of the jump
            The player lays the ball up at the highest point
            The hand lets the ball go at the top
            The ball is released as the body hangs at its peak
            The timing of the release fits the jump""",
            """the release near the top of the jump
            the ball let go at the highest point
            the hand's timing at the peak
            the well timed release""",
            """which uses the whole height of the jump
            which gives a calm touch on the ball
            which is hard to block""",
        ),
        "low": one_side(
            """The ball is released {degree} too early on the way up
            The hand lets the ball go {degree} before the top of the jump
            The release comes {degree} too soon after take-off
            The player lays the ball up {degree} ahead of the peak
            The ball leaves the hand {degree} early in the jump
            The release is {degree} rushed on the way up""",
            """holding the ball until the top of the jump
            releasing the ball later in the jump
            waiting for the peak before letting the ball go
            taking the ball up further before the release""",
            """because an early release gives height away
            so that the whole jump is used
            because a rushed ball comes hard off the board""",
        ),
        "high": one_side(
            """The ball is released {degree} too late on the way down
            The hand lets the ball go {degree} after the top of the jump
            The release comes {degree} too late in the flight
            The player lays the ball up {degree} past the peak
            The ball leaves the hand {degree} late as the body falls
            The release is {degree} delayed beyond the peak""",
            """releasing the ball earlier in the jump
            letting the ball go before the body falls
            laying the ball up by the peak of the jump
            quickening the release in the air""",
            """because a falling body loses its touch
            so that the ball leaves before the defender recovers
            because height is lost after the top""",
        ),
    },
    "ball_height": {
        "strength": one_side(
            """The ball is gathered high in both hands before the jump
            The player carries the ball at chest height or above in the last step
            The hands keep the ball up and safe in the gather
            The ball is brought up early to the chest
            The gather is high and away from low hands
            The player protects the ball high in the last step""",
            """the high gather of the ball
            the ball carried at chest height in the last step
            the hands keeping the ball up and safe
            the ball brought up early""",
            """which keeps it away from defenders
            which shortens the way to the release
            which makes the finish quick""",
        ),
        "low": one_side(
            """The ball is gathered {degree} too low before the jump
            The player carries the ball {degree} too low in the last step
            The hands let the ball hang {degree} at the hips in the gather
            The ball is brought up {degree} too late from the hips
            The gather is {degree} too low and open to low hands
            The ball swings {degree} below the chest in the last step""",
            """gathering the ball higher before the jump
            carrying the ball at chest height in the last step
            keeping the ball away from the hips in the gather
            bringing the ball up earlier with both hands""",
            """because a low ball is easily knocked away
            so that the way to the release is short
            because a ball at the hips slows the finish""",
        ),
    },
}
