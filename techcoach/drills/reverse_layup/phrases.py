"""Phrases for the parameters of the reverse layup from the head down to the hips. Data only."""

from ..spec import Phrases, one_a_line


def one_side(sentences: str, clauses: str, reasons: str) -> Phrases:
    """Make phrases from texts with one phrase a line."""
    return Phrases(one_a_line(sentences), one_a_line(clauses), one_a_line(reasons))


UPPER: dict[str, dict[str, Phrases]] = {
    "head_pitch": {
        "strength": one_side(
            """The player lifts the eyes to the backboard at the release
            The head is tilted up to the board as the ball leaves
            The chin is raised and the eyes find the board on the finish
            The player looks up at the backboard while laying the ball up
            The face is turned up to the target at the release
            The eyes stay up on the board in the air""",
            """the eyes lifted to the backboard at the release
            the head tilted up to the board on the finish
            the raised chin as the ball leaves
            the upward look at the board in the air""",
            """which gives the hand a target
            which lets the player place the ball on the board
            which helps to judge the angle past the rim""",
        ),
        "low": one_side(
            """The head is {degree} too low at the release and the eyes miss the board
            The player looks {degree} too far down as the ball leaves the hand
            The chin stays {degree} too low on the finish
            The eyes are {degree} below the backboard when the ball is laid up
            The face points {degree} too low in the air at the release
            The head is lowered {degree} instead of tilted up to the board""",
            """lifting the eyes to the backboard at the release
            tilting the head up to the board on the finish
            raising the chin as the ball goes up
            looking up over the shoulder at the board""",
            """because the hand needs a target on the board
            so that the ball is placed rather than thrown
            because a reverse finish is blind without a look at the board""",
        ),
    },
    "head_drive": {
        "strength": one_side(
            """The head stays up in the last steps of the drive
            The player drives with the eyes ahead
            The eyes are off the floor during the drive
            The head is held level on the way to the take-off
            The player keeps the face up while stepping in
            The gaze is forward through the last steps""",
            """the head held up in the drive
            the eyes ahead in the last steps
            the level gaze on the way in
            the raised face while stepping in""",
            """which shows the defenders and the rim in time
            which keeps the drive under control
            which makes the help defence visible""",
        ),
        "low": one_side(
            """The head hangs {degree} in the last steps of the drive
            The player looks {degree} too far down at the floor while driving
            The eyes are {degree} too low on the way to the take-off
            The face is {degree} turned down during the steps
            The gaze drops {degree} to the ball in the drive
            The head is {degree} too low while stepping in""",
            """keeping the head up in the drive
            looking ahead in the last steps
            taking the eyes off the floor on the way in
            holding the face up while stepping in""",
            """because a player who looks down does not see the help defence
            so that the rim is found before the jump
            because the body follows the head down""",
        ),
    },
    "trunk_tilt": {
        "strength": one_side(
            """The trunk stays upright at the release
            The upper body is tall in the air
            The torso is close to vertical as the ball leaves
            The back stays straight up over the hips on the finish
            The player keeps a tall trunk while laying the ball up
            The shoulders stay over the hips in the air""",
            """the upright trunk at the release
            the tall upper body in the air
            the vertical torso on the finish
            the shoulders kept over the hips""",
            """which keeps the finish balanced
            which brings the hand as high as it can be
            which makes contact easier to absorb""",
        ),
        "high": one_side(
            """The trunk leans {degree} away from upright at the release
            The upper body tips over {degree} in the air
            The torso is {degree} tilted as the ball leaves
            The back falls {degree} out of the vertical on the finish
            The player's trunk is {degree} off balance while laying the ball up
            The shoulders drift {degree} away from over the hips in the air""",
            """keeping the trunk upright at the release
            staying tall with the upper body in the air
            holding the torso vertical on the finish
            bringing the shoulders over the hips""",
            """because a leaning body loses height and touch
            so that the landing stays balanced
            because the tilt pulls the shot off line""",
        ),
    },
    "shoulder_turn": {
        "strength": one_side(
            """The shoulders turn to the court so that the back faces the baseline
            The chest opens fully past the rim
            The player turns the back to the baseline at the release
            The shoulders are well rotated on the finish
            The chest faces the court as the ball is laid up
            The upper body turns round completely on the far side""",
            """the full turn of the shoulders to the court
            the chest opened past the rim
            the back turned to the baseline
            the well rotated shoulders on the finish""",
            """which lets the rim shield the ball
            which opens the angle to the board
            which brings the finishing hand to the rim""",
        ),
        "low": one_side(
            """The shoulders turn {degree} too little and the back does not face the baseline
            The chest stays {degree} too closed past the rim
            The player's shoulders are {degree} under-rotated at the release
            The chest still points {degree} too far along the run on the finish
            The upper body's turn to the court is {degree} too small
            The shoulders stop turning {degree} too early on the far side""",
            """turning the shoulders until the back faces the baseline
            opening the chest to the court past the rim
            rotating the shoulders further in the air
            finishing the turn of the upper body""",
            """because the board is out of reach of a closed chest
            so that the body and the rim protect the ball
            because the turn opens the angle for the finish""",
        ),
    },
    "arm_extension": {
        "strength": one_side(
            """The shooting arm is fully extended at the release
            The elbow of the finishing arm straightens well
            The player reaches up with a long shooting arm
            The finishing arm is stretched to the board
            The shooting elbow opens almost completely
            The arm with the ball goes all the way up""",
            """the fully extended shooting arm
            the straight elbow of the finishing arm
            the long reach of the shooting arm
            the arm stretched up to the board""",
            """which puts the ball above the defender
            which shortens the way to the board
            which gives a soft touch""",
        ),
        "low": one_side(
            """The shooting elbow stays {degree} too bent at the release
            The finishing arm is {degree} short of full extension
            The player reaches up with an arm that is {degree} too bent
            The elbow of the shooting arm opens {degree} too little
            The finishing arm is {degree} too short on the way to the board
            The arm with the ball stays {degree} too bent overhead""",
            """straightening the shooting elbow at the release
            extending the finishing arm all the way
            reaching up with a long shooting arm
            stretching the arm to the board""",
            """because a bent arm releases the ball within reach of the defender
            so that the ball leaves close to the board
            because height at the release makes the finish safer""",
        ),
    },
    "off_arm": {
        "strength": one_side(
            """The off arm stays up and protects the ball
            The other hand is held at shoulder height on the finish
            The free arm shields the shot
            The player keeps the off arm raised at the release
            The off hand remains high after the gather
            The non-shooting arm guards the space in front""",
            """the off arm kept up for protection
            the other hand at shoulder height
            the shielding free arm
            the raised non-shooting arm""",
            """which keeps the defender off the ball
            which balances the body in the air
            which guards the shooting hand""",
        ),
        "low": one_side(
            """The off arm drops {degree} on the finish
            The other hand hangs {degree} too low at the release
            The free arm is {degree} too low to shield the shot
            The non-shooting arm falls {degree} after the gather
            The off hand is {degree} below a protecting height
            The player lets the off arm sink {degree} in the air""",
            """keeping the off arm up at the release
            holding the other hand at shoulder height
            shielding the shot with the free arm
            leaving the non-shooting arm up after the gather""",
            """because a dropped arm leaves the ball open to the defender
            so that the shot is protected
            because the raised arm steadies the upper body""",
        ),
    },
    "drive_speed": {
        "strength": one_side(
            """The hips carry good speed through the drive
            The player attacks the baseline with pace
            The body moves quickly into the take-off
            The drive past the rim is fast
            The hips keep moving at speed in the last steps
            The player goes under the rim with tempo""",
            """the good speed of the hips in the drive
            the pace along the baseline
            the quick body into the take-off
            the fast drive under the rim""",
            """which beats the help defence to the far side
            which can be turned into height
            which leaves the defender behind""",
        ),
        "low": one_side(
            """The hips move {degree} too slowly through the drive
            The player's drive along the baseline is {degree} too slow
            The body comes into the take-off {degree} short of speed
            The pace of the hips past the rim is {degree} too low
            The hips lose speed {degree} in the last steps
            The drive under the rim is {degree} lacking in tempo""",
            """driving the hips faster along the baseline
            attacking the rim with more pace
            carrying more speed into the take-off
            keeping the hips moving in the last steps""",
            """because a slow drive lets the defence recover
            so that there is speed to turn into height
            because the far side is reached only with momentum""",
        ),
    },
    "jump_height": {
        "strength": one_side(
            """The hips rise high off the floor
            The player jumps well up to the finish
            The body gets good height at take-off
            The jump lifts the hips strongly
            The player turns the run into a high jump
            The whole body rises well past the rim""",
            """the high rise of the hips
            the strong jump to the finish
            the good height of the body in the air
            the run turned into a high jump""",
            """which brings the release close to the rim
            which gives time to turn in the air
            which lifts the ball over the defender""",
        ),
        "low": one_side(
            """The hips rise {degree} too little in the jump
            The jump is {degree} too flat
            The player gets {degree} too little height at take-off
            The body stays {degree} too low in the air
            The lift of the hips is {degree} too small
            The run turns into {degree} too little height""",
            """jumping higher off the take-off foot
            lifting the hips more in the jump
            turning the run into height
            pushing the whole body up at take-off""",
            """because a flat jump leaves no time to turn
            so that the release is nearer the rim
            because height keeps the shot from being blocked""",
        ),
    },
}
