"""A pass is interpreted once: planted states, sentences that do not contradict each other, mixed scores and presence,
and the commentary that is chosen by them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from techcoach.checkpoint.bank import BankEntry, CommentaryBank
from techcoach.checkpoint.calibration import UNCALIBRATED, Calibration, StatementCalibration
from techcoach.coaching.commentary import ABSENCE_THRESHOLD, Candidate, absent_kinds, rerank
from techcoach.coaching.interpretation import (
    NEIGHBOURS,
    QUALITY_OF_STATES,
    ClipOutput,
    Interpretation,
    Interpreter,
    Side,
    claim_probabilities,
    mean_quality,
    mix_score,
    state_probabilities,
)
from techcoach.coaching.loading import fill_in_claims
from techcoach.drills.catalogue import DRILLS, parameter_name, parameter_names
from techcoach.drills.spec import STATES
from techcoach.evaluation.claim_reader import READER
from techcoach.model import TechCoachConfig, TechCoachModel
from techcoach.types import Claim, Drill, Neighbour, TechPoint
from techcoach.wording.labels import techpoint_sentences

NAME = "basketball/mid-range-jump-shot"
DRILL = DRILLS[NAME]
NAMES = list(parameter_names([NAME]))
LEGS = next(point for point in DRILL.drill.techpoints if point.dimension == "legs & knees")
FIRST, SECOND = (own.id for own in DRILL.parameters if own.dimension == LEGS.dimension)
WIDTH = 4


def entry(claim: Claim) -> BankEntry:
    """A bank sentence that makes a claim."""
    text = next(text for _, text, sentence_claim in techpoint_sentences(DRILL) if sentence_claim == claim)
    return BankEntry(text, NAME, LEGS.dimension, "strength" if claim.praises else "weakness", claim)


@pytest.fixture
def bank() -> CommentaryBank:
    """Sentences on both parameters and sides, each a direction of its own; the first parameter's lie nearest to all."""
    claims = [Claim(FIRST, "strength"), Claim(SECOND, "strength"), Claim(FIRST, "high"), Claim(SECOND, "high")]
    return CommentaryBank(tuple(map(entry, claims)), np.eye(WIDTH, dtype=np.float16), "planted")


def interpreter(bank: CommentaryBank, calibration: Calibration = UNCALIBRATED) -> Interpreter:
    config = TechCoachConfig.embedded(
        ["nose"], [[0, 0]], [[0]], parameter_names=NAMES, hidden_size=16, feature_size=16, pose_layers=1,
        reasoner_layers=1, assessor_layers=1, enhancer_layers=1, vocab_size=16, text_embedding_size=WIDTH,
    )  # fmt: skip
    return Interpreter(TechCoachModel(config), calibration, bank)


QUERIES = np.array([[1.0, 0.5, 0, 0], [0, 0, 1.0, 0.5]])
LEGS_ALONE = Drill(NAME, DRILL.title, (LEGS,))


def logits(likely: dict[Claim, float] | None) -> np.ndarray | None:
    """Of states whose softmax has these probabilities of single parameters, the rest of it "between"."""
    if likely is None:
        return None
    result = np.full((len(NAMES), len(STATES)), -50.0)
    result[:, STATES.index("between")] = 0.0
    for name in {claim.parameter for claim in likely}:
        row = NAMES.index(parameter_name(NAME, name))
        by_state = {claim.state: value for claim, value in likely.items() if claim.parameter == name}
        shares = np.array([by_state.get(state, 0.0) for state in STATES])
        shares[-1] = 1 - shares.sum()
        result[row] = np.log(np.maximum(shares, 1e-20))
    return result


def sides(
    bank: CommentaryBank,
    present: tuple[float, float],
    likely: dict[Claim, float] | None = None,
    queries: np.ndarray = QUERIES,
) -> tuple[Side, Side]:
    """The sides of one TechPoint whose presence head is that sure; a coach's own point, so that states do not change
    its presence."""
    request = replace(LEGS_ALONE, techpoints=(TechPoint(LEGS.dimension, "Some other words."),))
    head = np.log(np.array([present]) / (1 - np.array([present])))
    output = ClipOutput(0.5, head, queries[None], logits(likely))
    return interpreter(bank).interpret(output, request).sides[0]


def first(pair: tuple[Side, Side]) -> list[str]:
    return [side.claim.parameter for side in pair if side.claim is not None]


# -- sentences ---------------------------------------------------------------------------------------------------------


def test_the_likelier_side_keeps_the_parameter(bank: CommentaryBank) -> None:
    assert first(sides(bank, (0.9, 0.2))) == [FIRST, SECOND]
    assert first(sides(bank, (0.2, 0.9))) == [SECOND, FIRST]


def test_sides_that_agree_are_left_alone(bank: CommentaryBank) -> None:
    pair = sides(bank, (0.2, 0.9), queries=np.array([[1.0, 0.5, 0, 0], [0, 0, 0.5, 1.0]]))
    assert first(pair) == [FIRST, SECOND] and all(len(side.neighbours) <= NEIGHBOURS for side in pair)


def test_states_decide_between_sentences_that_are_about_as_near(bank: CommentaryBank) -> None:
    likely = {
        Claim(FIRST, "strength"): 0.1, Claim(SECOND, "strength"): 0.8, Claim(FIRST, "high"): 0.7,
        Claim(SECOND, "high"): 0.1,
    }  # fmt: skip
    pair = sides(bank, (0.9, 0.2), likely)
    assert first(pair) == [SECOND, FIRST]
    nearest = pair[0].neighbours[0]
    assert nearest.similarity == pytest.approx(0.5 / np.hypot(1, 0.5), abs=1e-3), "what is told stays the cosine"


def test_a_bank_with_nothing_else_says_what_it_has(bank: CommentaryBank) -> None:
    small = replace(bank, entries=bank.entries[::2], embeddings=bank.embeddings[::2])
    assert first(sides(small, (0.9, 0.2))) == [FIRST, FIRST]


def test_sentences_of_experts_claim_nothing_and_are_never_passed_over(bank: CommentaryBank) -> None:
    silent = bank.with_claims(lambda entry: None)
    pair = sides(silent, (0.9, 0.2))
    assert [side.claim for side in pair] == [None, None]
    assert [side.neighbours[0].text for side in pair] == [silent.entries[0].text, silent.entries[2].text]


@pytest.mark.parametrize("name", DRILLS)
def test_what_a_bank_sentence_claims_is_what_a_reader_of_its_text_finds(name: str) -> None:
    for _, text, claim in list(techpoint_sentences(DRILLS[name]))[::97]:
        assert {(read_claim.parameter, read_claim.state) for read_claim in READER.read(text, name)} == {
            (claim.parameter, claim.state)
        }


def test_a_bank_from_before_claims_were_kept_gets_them_from_the_drills_phrases(bank: CommentaryBank) -> None:
    foreign = BankEntry("An expert's own words.", "chess/opening", LEGS.dimension, "strength")
    older = CommentaryBank(
        (*bank.with_claims(lambda entry: None).entries, foreign), np.eye(WIDTH + 1, dtype=np.float16), "planted"
    )
    assert fill_in_claims(older).entries == (*bank.entries, foreign)


# -- states ------------------------------------------------------------------------------------------------------------


def sure(state: str) -> np.ndarray:
    """Logits that have every parameter in that state, as sure as can be."""
    result = np.zeros((len(NAMES), len(STATES)))
    result[:, STATES.index(state)] = 50.0
    return result


def states_of(state_logits: np.ndarray, scale: float = 1.0) -> dict[str, np.ndarray | None]:
    return dict(state_probabilities(state_logits, NAMES, NAME, Calibration(state_scale=scale)))


def test_logits_become_calibrated_states_of_the_own_drill() -> None:
    names = ["other/drill/parameter", *NAMES]
    raw = np.zeros((len(names), len(STATES)))
    raw[1] = [1.0, 0.0, 0.0, 0.0]
    states = state_probabilities(raw, names, NAME, Calibration(state_scale=2.0))
    assert set(states) == {parameter.id for parameter in DRILL.parameters}
    claims = claim_probabilities(states, UNCALIBRATED)
    assert claims[Claim(DRILL.parameters[0].id, "strength")] == pytest.approx(np.e**2 / (np.e**2 + 3))
    assert claims[Claim(DRILL.parameters[1].id, "high")] == pytest.approx(0.25)
    assert {claim.state for claim in claims} == set(STATES) - {"between"} and len(claims) == 3 * len(DRILL.parameters)
    assert state_probabilities(None, names, NAME, UNCALIBRATED) == {}
    assert state_probabilities(raw, names, "a coach's own", UNCALIBRATED) == {}


def test_quality_is_the_mean_over_states_and_parameters() -> None:
    for state in ("strength", "low", "between"):
        expected = QUALITY_OF_STATES[STATES.index(state)]
        assert mean_quality(states_of(sure(state)), NAME) == pytest.approx(expected)
    heaviest = max(range(len(DRILL.parameters)), key=lambda index: DRILL.parameters[index].weight)
    mixed = sure("strength")
    mixed[heaviest] = sure("high")[heaviest]
    weights = [parameter.weight for parameter in DRILL.parameters]
    lost = (QUALITY_OF_STATES[0] - QUALITY_OF_STATES[2]) * weights[heaviest] / sum(weights)
    assert mean_quality(states_of(mixed), NAME) == pytest.approx(1 - lost)
    assert mean_quality({}, NAME) is None and mean_quality(states_of(sure("low")), "chess/opening") is None


def test_nothing_is_claimed_or_scored_of_what_the_clip_does_not_show(bank: CommentaryBank) -> None:
    lost = [parameter for parameter in DRILL.parameters if parameter.dimension == DRILL.parameters[0].dimension]
    rows = [NAMES.index(parameter_name(NAME, parameter.id)) for parameter in lost]
    raw = sure("strength")
    raw[rows] = sure("low")[rows]
    poorer = mean_quality(states_of(raw), NAME)
    raw[rows] = np.nan
    output = ClipOutput(0.5, np.zeros((7, 2)), np.tile(QUERIES, (7, 1, 1)), raw)
    interpretation = interpreter(bank).interpret(output, DRILL.drill)
    assert list(interpretation.not_visible) == lost
    assert all(
        interpretation.probability(Claim(parameter.id, state)) == 0 for parameter in lost for state in STATES[:3]
    )
    assert poorer is not None and poorer < 1 and mean_quality(interpretation.states, NAME) == pytest.approx(1)
    row = [point.dimension for point in DRILL.drill.techpoints].index(lost[0].dimension)
    present = interpretation.present
    assert (present[row] == 0).all() and not interpretation.stated[row].any()
    legs = [point.dimension for point in DRILL.drill.techpoints].index(LEGS.dimension)
    assert legs != row and present[legs, 0] > 0.99 and interpretation.stated[legs].tolist() == [True, False]
    assert interpretation.stated_claims and not {claim.parameter for claim in interpretation.stated_claims} & {
        parameter.id for parameter in lost
    }
    assert mean_quality(states_of(np.full_like(raw, np.nan)), NAME) is None


# -- score and presence ------------------------------------------------------------------------------------------------


def test_the_score_mixes_assessor_and_states_and_stays_on_the_scale() -> None:
    mixed = Calibration(score_mix=(0.1, 0.5, 0.5))
    assert mix_score(0.5, 0.9, (1, 10), UNCALIBRATED) == mix_score(0.5, None, (1, 10), mixed) == pytest.approx(5.5)
    assert mix_score(0.4, 0.6, (1, 10), mixed) == pytest.approx(1 + 9 * 0.6)
    assert mix_score(1.0, 1.0, (1, 10), mixed) == 10.0 and mix_score(-9.0, 0.0, (1, 10), mixed) == 1.0


def test_an_interval_ends_with_the_scale_and_is_absent_before_calibration(bank: CommentaryBank) -> None:
    output = ClipOutput(0.95, np.zeros((1, 2)), QUERIES[None])
    assert interpreter(bank).interpret(output, LEGS_ALONE).score_interval is None
    fitted = Calibration(score_interval_radius=1.0, drill_interval_radii={NAME: 2.0})
    interpretation = interpreter(bank, fitted).interpret(output, LEGS_ALONE)
    assert interpretation.score_interval is not None and interpretation.score is not None
    assert interpretation.score_interval == pytest.approx((interpretation.score - 2, 10.0))


def test_a_side_is_as_present_as_its_sentence_is_likely_true(bank: CommentaryBank) -> None:
    """Not as the TechPoint has anything to say: two strengths of 0.6 are one sentence of 0.6."""
    likely = {Claim(FIRST, "strength"): 0.6, Claim(SECOND, "strength"): 0.55, Claim(SECOND, "high"): 0.3}
    fitted = Calibration(
        presence_scale=9.0,
        statements={**UNCALIBRATED.statements, "strength": StatementCalibration(2.0, 0.5, 0.8)},
    )
    output = ClipOutput(0.5, np.full((1, 2), 3.0), QUERIES[None], logits(likely))
    for calibration, praise in ((UNCALIBRATED, 0.6), (fitted, 1 / (1 + np.exp(-(2 * np.log(0.6 / 0.4) + 0.5))))):
        interpretation = interpreter(bank, calibration).interpret(output, LEGS_ALONE)
        assert interpretation.present[0] == pytest.approx([praise, 0.3], abs=1e-4)
        assert interpretation.sides[0][0].claim == Claim(FIRST, "strength")
        assert interpretation.stated[0].tolist() == [praise >= calibration.statements["strength"].threshold, False]
        assert interpretation.probability(Claim(FIRST, "strength")) == interpretation.present[0, 0]
        stated = interpretation.stated_claims
        assert (Claim(FIRST, "strength") in stated) == bool(interpretation.stated[0, 0]) and Claim(
            SECOND, "high"
        ) not in stated


def test_the_presence_head_tells_of_a_coachs_own_point_and_where_no_states_are_read(bank: CommentaryBank) -> None:
    calibrated = interpreter(bank, Calibration(presence_scale=2.0, presence_bias=1.0))

    def present(state: str | None, drill: Drill) -> np.ndarray:
        raw = None if state is None else sure(state)
        return calibrated.interpret(ClipOutput(0.5, np.zeros((7, 2)), np.tile(QUERIES, (7, 1, 1)), raw), drill).present

    legs = [point.dimension for point in DRILL.drill.techpoints].index(LEGS.dimension)
    assert present("strength", DRILL.drill)[legs] == pytest.approx([1, 0], abs=0.01)
    assert present("high", DRILL.drill)[legs] == pytest.approx([0, 1], abs=0.01)
    by_head = 1 / (1 + np.exp(-1.0))
    foreign = replace(LEGS, instruction="Keep your knees where I told you.")
    coached = replace(DRILL.drill, techpoints=(foreign, *DRILL.drill.techpoints[1:]))
    assert present("strength", coached)[0] == pytest.approx([by_head, by_head])
    assert present(None, DRILL.drill) == pytest.approx(np.full((7, 2), by_head))


def test_a_dropped_full_stop_another_case_or_space_leave_a_drills_own_point_its_own(bank: CommentaryBank) -> None:
    point = DRILL.drill.techpoints[0]
    for written in (point.instruction.rstrip("."), point.instruction.upper(), f"  {point.instruction}  "):
        assert DRILL.words_itself(replace(point, instruction=written)), written
    assert not DRILL.words_itself(replace(point, instruction=f"Never: {point.instruction}"))
    assert not DRILL.words_itself(replace(point, dimension="feet & balance"))


# -- commentary --------------------------------------------------------------------------------------------------------


def believed(likely: dict[Claim, float], beside: tuple[Claim, ...] = ()) -> Interpretation:
    """An interpretation of these probabilities, with sides that state these claims."""
    sides = [Side(0.9, (Neighbour("…", 1.0, claim),), stated=True) for claim in beside]
    nothing = Side(0.1, (), stated=False)
    return Interpretation(LEGS_ALONE, 5.0, None, {}, tuple((side, nothing) for side in sides), claims=likely)


def test_that_there_is_no_fault_or_no_strength_is_said_only_where_none_is_likely() -> None:
    likely, unlikely = ABSENCE_THRESHOLD, ABSENCE_THRESHOLD - 0.01
    praise, fault = Claim("a", "strength"), Claim("b", "high")
    assert absent_kinds(believed({praise: likely, fault: unlikely})) == {False}
    assert absent_kinds(believed({praise: unlikely, fault: likely, Claim("c", "low"): 0.1})) == {True}
    assert absent_kinds(believed({praise: unlikely, fault: unlikely})) == {True, False}
    assert absent_kinds(believed({})) == frozenset(), "nothing is known of either"


def draft(text: str, *claims: Claim) -> Candidate:
    return Candidate(text, frozenset(claims))


def test_reranking_returns_the_candidate_whose_claims_are_most_probable() -> None:
    good, low = Claim(FIRST, "strength"), Claim(FIRST, "low")
    praise, fault, silent = draft("praise", good), draft("fault", low), draft("silent")
    assert rerank([silent, praise, praise], believed({good: 0.9})) == praise
    assert rerank([praise, fault], believed({good: 0.76, low: 0.9})) == fault
    # Rather nothing than what is unlikely; the earlier of equals.
    assert rerank([fault, silent, praise], believed({good: 0.7, low: 0.3})) == silent
    assert rerank([draft("one", good), draft("other", good)], believed({good: 0.9})).text == "one"
    # Nor what contradicts the TechPoints beside it, nor that there is nothing to correct beside a fault.
    assert rerank([praise, silent], believed({good: 0.9}, (low,))) == silent
    assert rerank([silent, fault], believed({low: 0.6})) == silent
    assert rerank([silent, fault], believed({low: 0.6}, (low,))) == fault
    with pytest.raises(ValueError, match="no draft"):
        rerank([], believed({}))
