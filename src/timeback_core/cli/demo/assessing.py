"""The third act: items are published, a student is placed, and answers a lesson until its score is 100."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import count
from typing import Final, TypeAlias, TypeVar

from returns.io import IOResult
from returns.result import Failure, Result

from timeback_core import Perform, Session, Steps, TimebackClient, TimebackError, flow, fold, sequence, then
from timeback_core.cli.demo.shown import console, explain, stop, title
from timeback_core.engine.config.settings import Settings
from timeback_core.errors import InvalidInput
from timeback_core.powerpath import (
    CreateInternalQtiTestInput,
    CreateInternalTestResult,
    CurrentLevel,
    InternalQtiSource,
    NextPlacementTest,
    PowerPath100Answered,
    PowerPathTestQuestion,
    complete_lesson,
    create_internal_test,
    get_current_level,
    get_next_placement_test,
    score,
    serve_next_question,
    update_student_question_response,
)
from timeback_core.qti import (
    AssessmentItemRefInput,
    AssessmentSectionInput,
    AssessmentTestInput,
    BuiltItem,
    ItemMetadata,
    TestPartInput,
    build_choice_item,
    create_assessment_item_from_xml,
    create_assessment_test,
    extract_correct_response,
    process_response,
)

T = TypeVar("T")
AnyResult: TypeAlias = IOResult[T, TimebackError] | Result[T, TimebackError]
"""What becomes of several results, of which the first may be a failure."""

STUDENT: Final = "student-1"
SUBJECT: Final = "Math"
COURSE: Final = "course-1"
TEST: Final = "demo-times-tables"
FACTORS: Final = {"easy": (3, 4), "medium": (7, 8), "hard": (12, 13)}
QTI: Final = "https://qti.alpha-1edtech.ai/api"
"""Where QTI is; of an address of a test only what comes behind it counts here."""
WRONG: Final = (3, 8)
"""The answers that are wrong, as nobody is right all the time."""
SHADES: Final = "▁▂▃▄▅▆▇█"


def assess(settings: Settings) -> None:
    """Publish a lesson of questions, place a student, and let the student learn."""
    opened = TimebackClient.open(**settings)
    with fold(opened, lambda client: client, lambda error: stop(error.message)) as client:
        session = client.session

        title("Items are built, published and scored")
        made = then(
            sequence(_built()), lambda items: then(_published(session, items), lambda _: _tried(session, items))
        )
        console.print("  " + fold(made, str, explain))

        title("A placement test tells where the student stands")
        taken = then(get_next_placement_test(session, STUDENT, SUBJECT), lambda test: _placed(session, test))
        console.print("  " + fold(taken, lambda level: f"{SUBJECT}: ready for grade {level.grade_level}", explain))

        title("A PowerPath 100 lesson adapts, until its score is 100")
        lesson = then(made, lambda _: _lesson(session))
        console.print("  " + fold(then(lesson, lambda it: _take(session, it.lesson_id, WRONG)), _course, explain))


def _built() -> Iterator[Result[BuiltItem, InvalidInput]]:
    for difficulty, (one, other) in FACTORS.items():
        choices = {"A": str(one + other), "B": str(one * other), "C": str(one * other - 1)}
        yield build_choice_item(
            f"{TEST}-{difficulty}",
            f"{one} times {other}",
            prompt=f"{one} × {other} = ?",  # noqa: RUF001 -- the sign of multiplication
            choices=choices,
            correct="B",
            metadata=ItemMetadata(subject=SUBJECT, difficulty=difficulty),
        )


def _published(session: Session, items: tuple[BuiltItem, ...]) -> AnyResult[object]:
    refs = [AssessmentItemRefInput(identifier=item.json.identifier) for item in items]
    section = AssessmentSectionInput(identifier="section-1", title="Products", visible=True, item_refs=refs)
    part = TestPartInput(
        identifier="part-1", navigation_mode="nonlinear", submission_mode="individual", sections=[section]
    )
    test = AssessmentTestInput(identifier=TEST, title="Times tables", test_parts=[part])
    stored = sequence(create_assessment_item_from_xml(session, item.xml_input) for item in items)
    return then(stored, lambda _: create_assessment_test(session, test))


def _tried(session: Session, items: tuple[BuiltItem, ...]) -> AnyResult[str]:
    item = items[0].json
    tried = sequence(process_response(session, item.identifier, choice) for choice in "AB")
    return tried.map(lambda told: f"{len(items)} items; of {item.title!r}, A scores {told[0].score}, B {told[1].score}")


def _placed(session: Session, test: NextPlacementTest) -> IOResult[CurrentLevel, TimebackError]:
    console.print(f"  the test of grade {test.grade_level}, one of {test.available_tests}, is taken: all is right")
    taken = _take(session, test.lesson or "", ())
    return then(taken, lambda _: get_current_level(session, STUDENT, SUBJECT))


def _lesson(session: Session) -> IOResult[CreateInternalTestResult, TimebackError]:
    source = InternalQtiSource(url=f"{QTI}/assessment-tests/{TEST}", title="Times tables")
    made = CreateInternalQtiTestInput(
        course_id=COURSE, lesson_type="powerpath-100", lesson_title="Times tables", qti=source, xp=10
    )
    return create_internal_test(session, made)


@flow
def _take(lesson: str, wrong: Collection[int]) -> Steps[tuple[PowerPath100Answered, ...]]:
    """Answer a lesson until nothing is left; gives what was told of each answer that was judged at once.

    wrong: the numbers of the answers that are not right, from 0 on.
    """
    told: list[PowerPath100Answered] = []
    for number in count():
        served = yield from serve_next_question.steps(STUDENT, lesson)
        if isinstance(served, Failure):
            return served
        question = served.unwrap()
        if question is None:
            break
        right = _right_answers(question)
        given = dict.fromkeys(right, "A") if number in wrong else right
        answer = update_student_question_response.request(STUDENT, lesson, question.id, responses=given)
        answered = yield from Perform(answer)
        if isinstance(answered, Failure):
            return answered
        result = answered.unwrap()
        if isinstance(result, PowerPath100Answered):
            told.append(result)
    ended = yield from complete_lesson.steps(STUDENT, lesson)
    return ended.map(lambda _: tuple(told))


def _right_answers(question: PowerPathTestQuestion) -> dict[str, tuple[str, ...]]:
    xml = "" if question.content is None else question.content.raw_xml or ""
    none: dict[str, tuple[str, ...]] = {}
    return extract_correct_response(xml).value_or(none)


def _course(answers: tuple[PowerPath100Answered, ...]) -> str:
    steps = "".join(SHADES[int(each.powerpath_score) * (len(SHADES) - 1) // 100] for each in answers)
    scores = ", ".join(f"{each.powerpath_score:g}" for each in answers)
    foretold = score(number not in WRONG for number in range(len(answers)))
    last = answers[-1]
    return (
        f"[cyan]{steps}[/] {scores}\n"
        f"  {len(answers)} answers, {last.accuracy:.0f} % right, {last.xp:g} XP;"
        f" the simulation foretold {foretold.score:g} with {foretold.accuracy:.0f} %"
    )
