"""Course components, component resources and whole course structures."""

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeAlias

import pytest

from timeback_core.engine.call.request import Request
from timeback_core.engine.codec import evolve
from timeback_core.engine.codec.runtime import Bad, check, decoder, encode
from timeback_core.oneroster.component_resources import (
    create_component_resource,
    update_component_resource,
)
from timeback_core.oneroster.course_components import (
    create_course_component,
    update_course_component,
)
from timeback_core.oneroster.models.component_resources import (
    ComponentResource,
    ComponentResourceInput,
    ComponentResourceMetadata,
    with_both_lesson_types,
)
from timeback_core.oneroster.models.components import (
    CourseComponent,
    CourseComponentInput,
    PrerequisiteCriteria,
    with_both_parents,
)
from timeback_core.oneroster.models.courses import CourseInput
from timeback_core.oneroster.models.enums import LessonType, Status
from timeback_core.oneroster.models.refs import ref_to
from timeback_core.oneroster.models.structure import (
    CourseStructureInput,
    CourseStructureItem,
    LessonStimulus,
    LessonVideo,
)

COMPONENT: dict[str, Any] = {
    "sourcedId": "cc-2",
    "status": "active",
    "dateLastModified": "2026-01-05T10:00:00.000Z",
    "metadata": {"any": 1},
    "course": {"sourcedId": "k-1"},
    "courseComponent": {"sourcedId": "cc-1"},
    "parent": {"sourcedId": "cc-1"},
    "title": "Fractions",
    "sortOrder": -1,
    "prerequisites": ["cc-0"],
    "prerequisiteCriteria": "ALL",
    "unlockDate": "2025-09-01T00:00:00.000Z",
}

LINK: dict[str, Any] = {
    "sourcedId": "cr-1",
    "status": "active",
    "dateLastModified": "2026-01-05T10:00:00.000Z",
    "metadata": {"lessonType": "quiz", "note": "x"},
    "courseComponent": {"sourcedId": "cc-2"},
    "resource": {"sourcedId": "r-1"},
    "title": "Quiz on fractions",
    "sortOrder": 0,
    "lessonType": None,
}

COURSE_INPUT = CourseInput(title="Math 4", org=ref_to("o-1"))
COMPONENT_INPUT = CourseComponentInput(title="Fractions", course=ref_to("k-1"))
LINK_INPUT = ComponentResourceInput(
    sourced_id="cr-1", title="Quiz", course_component=ref_to("cc-2"), resource=ref_to("r-1")
)

Write: TypeAlias = Callable[[Any], Request[Any]]


def update_component(component: CourseComponentInput) -> Request[None]:
    return update_course_component.request("cc-2", component)


def update_link(link: ComponentResourceInput) -> Request[None]:
    return update_component_resource.request("cr-1", link)


COMPONENT_WRITES: list[Write] = [create_course_component.request, update_component]
LINK_WRITES: list[Write] = [create_component_resource.request, update_link]

DOCUMENTS: list[tuple[type[Any], dict[str, Any], tuple[str, ...]]] = [
    (CourseComponent, COMPONENT, ("sourcedId", "title", "course")),
    (ComponentResource, LINK, ("sourcedId", "title", "courseComponent", "resource")),
]


def read(model: type[Any], document: dict[str, Any], **changes: object) -> Any:
    return decoder(model)({**copy.deepcopy(document), **changes})


def body_of(request: Request[Any]) -> Any:
    assert isinstance(request.body, dict)
    (body,) = request.body.values()
    return body


def problems_of(body: Any) -> list[str]:
    return [str(problem) for problem in check(body)]


def without(document: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: copy.deepcopy(value) for name, value in document.items() if name not in names}


@pytest.mark.parametrize(("model", "document", "required"), DOCUMENTS)
def test_documents_are_written_back_exactly_and_may_lack_whatever_is_not_required(
    model: type[Any], document: dict[str, Any], required: tuple[str, ...]
) -> None:
    assert encode(read(model, document)) == document
    for name in document.keys() - set(required):
        assert encode(read(model, document, **{name: None})) == {**document, name: None}
        assert encode(read(model, without(document, name))) == without(document, name)
    for name in required:
        with pytest.raises(Bad) as caught:
            read(model, without(document, name))
        assert caught.value.where() == f"$.{name}"


def test_a_component_is_read_and_written_with_its_unlock_time() -> None:
    component = read(CourseComponent, COMPONENT)
    assert component.prerequisite_criteria is PrerequisiteCriteria.ALL
    assert component.unlock_date == datetime(2025, 9, 1, tzinfo=UTC)
    assert component.sort_order == -1
    assert read(CourseComponent, COMPONENT, unlockDate="2025-09-01").unlock_date == component.unlock_date
    assert read(CourseComponent, COMPONENT, prerequisiteCriteria="SOME").prerequisite_criteria == "SOME"
    body = CourseComponentInput.of(component).unwrap()
    assert problems_of(body) == []
    assert encode(body) == without(COMPONENT, "dateLastModified")


@pytest.mark.parametrize("write", COMPONENT_WRITES)
@pytest.mark.parametrize("given", ["parent", "course_component"])
def test_a_component_below_another_names_it_twice(write: Write, given: str) -> None:
    assert encode(body_of(write(evolve(COMPONENT_INPUT, **{given: ref_to("cc-1")})))) == {
        "title": "Fractions",
        "course": {"sourcedId": "k-1"},
        "status": "active",
        "parent": {"sourcedId": "cc-1"},
        "courseComponent": {"sourcedId": "cc-1"},
    }


@pytest.mark.parametrize("write", COMPONENT_WRITES)
def test_the_parent_of_a_component_wins_over_its_older_name(write: Write) -> None:
    moved = evolve(COMPONENT_INPUT, parent=ref_to("cc-9"), course_component=ref_to("cc-1"))
    sent = body_of(write(moved))
    assert (sent.parent, sent.course_component) == (ref_to("cc-9"), ref_to("cc-9"))
    assert body_of(write(COMPONENT_INPUT)) is COMPONENT_INPUT


def test_a_component_loses_both_parents_or_none() -> None:
    nested = CourseComponentInput.of(read(CourseComponent, COMPONENT)).unwrap()
    assert problems_of(evolve(nested, parent=None)) == [
        "parent: must not be null while courseComponent is not"
    ]
    written = encode(body_of(update_component(evolve(nested, parent=None, course_component=None))))
    assert isinstance(written, dict)
    assert (written["parent"], written["courseComponent"]) == (None, None)


def test_writes_of_components_leave_alone_what_is_none() -> None:
    for wrong in (None, "cc-1", {"title": "t"}):
        assert with_both_parents(wrong) is wrong
        assert with_both_lesson_types(wrong) is wrong
    wrong_parent: Any = evolve(COMPONENT_INPUT, parent="cc-1")
    assert with_both_parents(wrong_parent) is wrong_parent
    wrong_metadata: Any = evolve(LINK_INPUT, metadata={"lessonType": "quiz"}, lesson_type="quiz")
    assert with_both_lesson_types(wrong_metadata) is wrong_metadata


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": ""}, "title: must not be empty"),
        ({"course": ref_to("")}, "course.sourcedId: must not be empty"),
        ({"sort_order": 1.5}, "sortOrder: expected integer or null, found number"),
        ({"unlock_date": datetime(2025, 9, 1)}, "unlockDate: needs a time zone"),
    ],
)
def test_a_wrong_component_is_refused(changes: dict[str, Any], problem: str) -> None:
    assert problems_of(evolve(COMPONENT_INPUT, **changes)) == [problem]


def test_the_type_of_a_lesson_is_looked_for_in_both_places() -> None:
    assert read(ComponentResource, LINK).known_lesson_type is LessonType.QUIZ
    assert read(ComponentResource, LINK, lessonType="placement").known_lesson_type is LessonType.PLACEMENT
    assert read(ComponentResource, LINK, metadata={"lessonType": "exercise"}).known_lesson_type == "exercise"
    assert read(ComponentResource, LINK, metadata=None).known_lesson_type is None


@pytest.mark.parametrize("write", LINK_WRITES)
@pytest.mark.parametrize(
    "given", [{"lesson_type": "quiz"}, {"metadata": ComponentResourceMetadata(lesson_type="quiz")}]
)
def test_the_type_of_a_lesson_is_written_in_both_places(write: Write, given: dict[str, Any]) -> None:
    body = body_of(write(evolve(LINK_INPUT, **given)))
    assert problems_of(body) == []
    assert encode(body) == {
        "sourcedId": "cr-1",
        "title": "Quiz",
        "courseComponent": {"sourcedId": "cc-2"},
        "resource": {"sourcedId": "r-1"},
        "status": "active",
        "lessonType": "quiz",
        "metadata": {"lessonType": "quiz"},
    }
    assert body_of(write(LINK_INPUT)) is LINK_INPUT


def test_the_type_of_a_lesson_wins_over_the_one_in_the_metadata() -> None:
    metadata = ComponentResourceMetadata(lesson_type="quiz", extra={"note": "x"})
    sent = body_of(update_link(evolve(LINK_INPUT, metadata=metadata, lesson_type="test-out")))
    assert sent.metadata == ComponentResourceMetadata(lesson_type="test-out", extra={"note": "x"})


@pytest.mark.parametrize("kept", [{"lesson_type": None}, {"title": "x"}])
def test_what_the_place_of_a_lesson_type_cannot_say_stays_as_it_is(kept: dict[str, Any]) -> None:
    """Null on purpose stays null, and the metadata may name types that the document itself may not."""
    lesson = "quiz" if "lesson_type" in kept else "exercise"
    link = evolve(LINK_INPUT, metadata=ComponentResourceMetadata(lesson_type=lesson), **kept)
    assert body_of(update_link(link)) is link


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"sourced_id": ""}, "sourcedId: must not be empty"),
        ({"lesson_type": "exam"}, f"lessonType: must be one of {', '.join(LessonType)}"),
        ({"sort_order": 1.5}, "sortOrder: expected integer or null, found number"),
    ],
)
def test_a_wrong_component_resource_is_refused(changes: dict[str, Any], problem: str) -> None:
    assert problems_of(evolve(LINK_INPUT, **changes)) == [problem]


def test_a_component_resource_is_written_back() -> None:
    body = ComponentResourceInput.of(read(ComponentResource, LINK)).unwrap()
    assert problems_of(body) == []
    assert encode(body) == without(LINK, "dateLastModified")


LESSON = CourseStructureItem(
    url="https://x.test/lesson",
    skill_code="S1",
    lesson_code="L1",
    title="Halves",
    unit_title="Fractions",
    status=Status.ACTIVE,
    xp=10,
)


def test_a_course_structure_is_a_course_and_lessons_by_key() -> None:
    lesson = evolve(
        LESSON,
        stimulus=LessonStimulus(title="Text", identifier="st-1"),
        video=LessonVideo(url="https://x.test/v", title="Film"),
    )
    body = CourseStructureInput(course=COURSE_INPUT, course_structure={"l-1": lesson})
    assert problems_of(body) == []
    assert encode(body) == {
        "course": {"title": "Math 4", "org": {"sourcedId": "o-1"}, "status": "active"},
        "courseStructure": {
            "l-1": {
                "url": "https://x.test/lesson",
                "skillCode": "S1",
                "lessonCode": "L1",
                "title": "Halves",
                "unit-title": "Fractions",
                "status": "active",
                "xp": 10,
                "stimulus": {"title": "Text", "identifier": "st-1"},
                "video": {"url": "https://x.test/v", "title": "Film"},
            }
        },
    }


def test_a_wrong_course_structure_is_refused_with_the_key_of_the_lesson() -> None:
    body = CourseStructureInput(
        course=evolve(COURSE_INPUT, title=""),
        course_structure={"l-1": evolve(LESSON, url="ftp://x", xp=float("nan"))},
    )
    assert problems_of(body) == [
        "course.title: must not be empty",
        'courseStructure["l-1"].url: must be an http or https address',
        'courseStructure["l-1"].xp: must be a finite number',
    ]
