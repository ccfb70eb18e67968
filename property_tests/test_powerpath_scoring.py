"""The score of a PowerPath 100 lesson as computed here: its bounds, and that it is what the published rules say."""

import pytest
from hypothesis import given, strategies as st
from property_tests.test_powerpath_attempts import mastery_score

from timeback_core.oneroster import Difficulty
from timeback_core.powerpath import PowerPath100Progress, PowerPath100State, score

histories = st.lists(st.booleans(), max_size=60)
states = st.builds(
    PowerPath100State,
    score=st.integers(0, 100) | st.floats(0, 100),
    answered=st.integers(0, 50),
    correct=st.integers(0, 50),
    attempt=st.integers(1, 3),
)


@given(histories)
def test_the_score_is_that_of_the_guide_and_stays_within_its_bounds(history: list[bool]) -> None:
    state = score(history)
    assert 0 <= state.score <= 100
    assert state.is_complete == (state.score == 100)
    counted = history[: state.answered]
    assert state.score == mastery_score(counted)
    assert state.correct == sum(counted)
    assert counted == history or state.is_complete


@given(histories, histories)
def test_a_history_is_told_in_parts_as_well(earlier: list[bool], later: list[bool]) -> None:
    state = score(earlier)
    for correct in later:
        state = state.after(correct=correct)
    assert state == score([*earlier, *later])


@given(states)
def test_a_right_answer_gains_and_a_wrong_one_costs(state: PowerPath100State) -> None:
    right, wrong = state.after(correct=True), state.after(correct=False)
    if state.is_complete:
        assert right == wrong == state
    else:
        assert wrong.score <= state.score < right.score
        assert right.answered == wrong.answered == state.answered + 1
        assert right.correct == wrong.correct + 1


@given(states)
def test_what_comes_next_is_as_likely_as_it_is_in_all(state: PowerPath100State) -> None:
    assert sum(state.difficulties.values()) == (0 if state.is_complete else 1)
    assert set(state.difficulties) <= set(Difficulty)
    assert state.multiplier in ((0, 1, 1.25) if state.attempt == 1 else (0, 0.5, 1))


@given(histories)
def test_the_state_of_an_attempt_is_known_from_its_progress(history: list[bool]) -> None:
    known = score(history, attempt=2)
    told = PowerPath100Progress(
        lesson_type="powerpath-100",
        score=known.score,
        attempt=2,
        accuracy=known.accuracy,
        correct_questions=known.correct,
    )
    found = PowerPath100State.of(told)
    assert (found.score, found.correct, found.attempt) == (known.score, known.correct, known.attempt)
    assert found.answered == (known.answered if known.correct else 0)


odd = st.integers() | st.floats() | st.sampled_from([10**400, -(10**400), 5e-324])


@given(odd, odd, odd, odd)
def test_whatever_a_server_tells_makes_a_state(score: float, accuracy: float, correct: float, attempt: float) -> None:
    told = PowerPath100Progress(
        lesson_type="powerpath-100", score=score, attempt=attempt, accuracy=accuracy, correct_questions=correct
    )
    state = PowerPath100State.of(told)
    for each in (state, state.after(correct=True), state.after(correct=False)):
        assert 0 <= each.score <= 100
        assert 0 <= each.correct <= each.answered
        assert 0 <= each.accuracy <= 100
        assert each.attempt >= 1


def test_right_answers_alone_take_eleven() -> None:
    scores = [score([True] * count).score for count in range(1, 12)]
    assert scores == [14, 27, 39, 50, 59, 68, 76, 83, 89, 95, 100]


@pytest.mark.parametrize(("accuracy", "questions"), [(1, 11), (0.9, 13.5), (0.8, 17.1), (0.7, 23.9), (0.6, 35.3)])
def test_on_average_it_takes_what_the_guide_says(accuracy: float, questions: float) -> None:
    states = [PowerPath100State(score=each) for each in range(100)]
    moves = [[int(state.after(correct=correct).score) for correct in (True, False)] for state in states]
    left = [0.0] * 101
    for _ in range(300):  # the expectation that each score has, by those that may follow it
        left = [1 + accuracy * left[right] + (1 - accuracy) * left[wrong] for right, wrong in moves] + [0.0]
    assert left[0] == pytest.approx(questions, rel=0.04)
