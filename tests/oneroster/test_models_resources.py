"""Resources and the metadata of their kinds."""

import copy
from typing import Any

import pytest

from timeback_core.engine.codec import evolve
from timeback_core.engine.codec.runtime import Bad, check, decoder, encode
from timeback_core.oneroster.models.enums import LessonType, RoleType, Subject
from timeback_core.oneroster.models.objectives import LearningObjectiveIds
from timeback_core.oneroster.models.resource_metadata import (
    AssessmentBankMetadata,
    AudioMetadata,
    CourseMaterialMetadata,
    Difficulty,
    FailFast,
    InteractiveMetadata,
    MaterialSubType,
    OtherMetadata,
    QtiMetadata,
    QtiSubType,
    QuestionType,
    ResourceMetadata,
    TextMetadata,
    VideoMetadata,
    VisualMetadata,
)
from timeback_core.oneroster.models.resources import Resource, ResourceInput, ResourceUpdateInput

RESOURCE: dict[str, Any] = {
    "sourcedId": "r-1",
    "status": "active",
    "dateLastModified": "2026-01-05T10:00:00.000Z",
    "metadata": {
        "type": "qti",
        "subType": "qti-test",
        "questionType": "choice",
        "difficulty": "easy",
        "lessonType": "quiz",
        "subject": "Math",
        "grades": [4, "5"],
        "xp": 30,
        "url": "https://x.test",
        "learningObjectiveSet": [{"source": "CASE", "learningObjectiveIds": ["lo-1"]}],
        "courseIdOnFail": None,
        "kept": {"a": [1]},
    },
    "title": "Quiz on fractions",
    "roles": ["primary"],
    "importance": "primary",
    "vendorResourceId": "qti-1",
    "vendorId": "alpha-incept",
    "applicationId": "incept",
}

RESOURCE_INPUT = ResourceInput(title="Quiz", vendor_resource_id="qti-1")


def read_resource(**changes: object) -> Resource:
    return decoder(Resource)({**copy.deepcopy(RESOURCE), **changes})


def problems_of(body: Any) -> list[str]:
    return [str(problem) for problem in check(body)]


def without(document: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: copy.deepcopy(value) for name, value in document.items() if name not in names}


def test_a_documented_resource_is_read_and_written_back_exactly() -> None:
    resource = read_resource()
    assert resource.importance is RoleType.PRIMARY
    assert resource.roles == (RoleType.PRIMARY,)
    assert resource.metadata == QtiMetadata(
        sub_type=QtiSubType.TEST,
        question_type=QuestionType.CHOICE,
        difficulty=Difficulty.EASY,
        lesson_type=LessonType.QUIZ,
        subject=Subject.MATH,
        grades=(4, "5"),
        xp=30,
        url="https://x.test",
        learning_objective_set=(LearningObjectiveIds(source="CASE", learning_objective_ids=("lo-1",)),),
        extra={"kept": {"a": [1]}},
    )
    assert encode(resource) == RESOURCE


@pytest.mark.parametrize("name", sorted(RESOURCE.keys() - {"sourcedId", "title"}))
def test_every_field_of_a_resource_but_id_and_title_may_be_null_or_missing(name: str) -> None:
    assert encode(read_resource(**{name: None})) == {**RESOURCE, name: None}
    document = without(RESOURCE, name)
    assert encode(decoder(Resource)(copy.deepcopy(document))) == document


@pytest.mark.parametrize("name", ["sourcedId", "title"])
def test_a_resource_without_id_or_title_is_told(name: str) -> None:
    with pytest.raises(Bad) as caught:
        decoder(Resource)(without(RESOURCE, name))
    assert caught.value.where() == f"$.{name}"


KINDS: list[tuple[dict[str, Any], ResourceMetadata]] = [
    (
        {"type": "text", "format": "pdf", "author": "A", "pageCount": 3, "activityType": "read"},
        TextMetadata(format="pdf", author="A", page_count=3, activity_type="read"),
    ),
    (
        {"type": "audio", "format": "mp3", "duration": "00:01:30.5", "speaker": "S"},
        AudioMetadata(format="mp3", duration="00:01:30.5", speaker="S"),
    ),
    (
        {"type": "video", "format": "mp4", "duration": "00:10:00", "captionsAvailable": True},
        VideoMetadata(format="mp4", duration="00:10:00", captions_available=True),
    ),
    (
        {
            "type": "interactive",
            "launchUrl": "https://x.test/start",
            "toolProvider": "edulastic",
            "instructionalMethod": "exploratory",
            "courseIdOnFail": "k-1",
            "failFast": {"consecutiveFailures": 3, "stagnationLimit": 5},
        },
        InteractiveMetadata(
            launch_url="https://x.test/start",
            tool_provider="edulastic",
            instructional_method="exploratory",
            course_id_on_fail="k-1",
            fail_fast=FailFast(consecutive_failures=3, stagnation_limit=5),
        ),
    ),
    (
        {"type": "visual", "format": "png", "resolution": "1920x1080"},
        VisualMetadata(format="png", resolution="1920x1080"),
    ),
    (
        {"type": "course-material", "subType": "unit", "format": "pdf", "author": "A"},
        CourseMaterialMetadata(sub_type=MaterialSubType.UNIT, format="pdf", author="A"),
    ),
    (
        {"type": "assessment-bank", "resources": ["r-1", "r-2"], "toolProvider": "edulastic"},
        AssessmentBankMetadata(resources=("r-1", "r-2"), tool_provider="edulastic"),
    ),
    ({"note": "free"}, OtherMetadata(extra={"note": "free"})),
]


@pytest.mark.parametrize(("document", "metadata"), KINDS)
def test_each_kind_of_metadata_is_read_written_and_sent(
    document: dict[str, Any], metadata: ResourceMetadata
) -> None:
    assert read_resource(metadata=copy.deepcopy(document)).metadata == metadata
    body = evolve(RESOURCE_INPUT, metadata=metadata)
    assert problems_of(body) == []
    assert encode(body) == {
        "title": "Quiz",
        "vendorResourceId": "qti-1",
        "importance": "primary",
        "metadata": document,
    }


def test_metadata_of_no_known_kind_is_read_with_what_all_kinds_share() -> None:
    untyped = read_resource(metadata={"url": "https://x.test", "xp": "10", "grades": "4"})
    assert untyped.metadata == OtherMetadata(url="https://x.test", xp=10, grades=("4",))
    unknown = read_resource(metadata={"type": "hologram", "depth": 3})
    assert unknown.metadata == OtherMetadata(type="hologram", extra={"depth": 3})


def test_fail_fast_is_read_in_both_spellings_and_written_in_one() -> None:
    metadata = {
        "type": "interactive",
        "fail_fast": {"consecutive_failures": 3, "stagnation_limit": 5},
    }
    resource = read_resource(metadata=metadata)
    assert resource.metadata == InteractiveMetadata(
        fail_fast=FailFast(consecutive_failures=3, stagnation_limit=5)
    )
    assert encode(resource) == {
        **RESOURCE,
        "metadata": {"type": "interactive", "failFast": {"consecutiveFailures": 3, "stagnationLimit": 5}},
    }


A_GRADE = "must be a grade from -1 (before kindergarten) to 13"


@pytest.mark.parametrize(
    ("metadata", "problems"),
    [
        (QtiMetadata(), ["metadata.subType: must be given"]),
        (TextMetadata(), ["metadata.format: must be given"]),
        (AudioMetadata(), ["metadata.format: must be given"]),
        (VideoMetadata(format=""), ["metadata.format: must be given"]),
        (VisualMetadata(), ["metadata.format: must be given"]),
        (CourseMaterialMetadata(), ["metadata.subType: must be given", "metadata.format: must be given"]),
        (AssessmentBankMetadata(), ["metadata.resources: must be given"]),
        (AssessmentBankMetadata(resources=("r-1", "")), ["metadata.resources[1]: must not be empty"]),
        (
            QtiMetadata(sub_type="qti-quiz", question_type="riddle", difficulty="brutal"),
            [
                f"metadata.subType: must be one of {', '.join(QtiSubType)}",
                f"metadata.questionType: must be one of {', '.join(QuestionType)}",
                "metadata.difficulty: must be one of easy, medium, hard",
            ],
        ),
        (
            QtiMetadata(sub_type="qti-test", lesson_type="whatever", subject="Alchemy"),
            [
                f"metadata.subject: must be one of {', '.join(Subject)}",
                f"metadata.lessonType: must be one of {', '.join(LessonType)}, exercise, article",
            ],
        ),
        (
            TextMetadata(format="pdf", grades=(4, "x"), url="x.test", xp=float("inf")),
            [
                f"metadata.grades[1]: {A_GRADE}",
                "metadata.xp: must be a finite number",
                "metadata.url: must be an http or https address",
            ],
        ),
        (AudioMetadata(format="mp3", duration="90s"), ["metadata.duration: must be a duration (HH:MM:SS)"]),
        (InteractiveMetadata(launch_url="x"), ["metadata.launchUrl: must be an http or https address"]),
        (
            InteractiveMetadata(fail_fast=FailFast(consecutive_failures=0, stagnation_limit=-1)),
            [
                "metadata.failFast.consecutiveFailures: must be greater than 0",
                "metadata.failFast.stagnationLimit: must be greater than 0",
            ],
        ),
        (
            TextMetadata(format="pdf", learning_objective_set=(LearningObjectiveIds(),)),
            ["metadata.learningObjectiveSet[0].source: must be given"],
        ),
        (
            OtherMetadata(url="https://x.test", extra={"format": "pdf", "note": 1}),
            ["metadata.url: needs a type", "metadata.format: needs a type"],
        ),
        (
            OtherMetadata(type="hologram"),
            [
                (
                    "metadata.type: must be one of qti, text, audio, video, interactive, visual, "
                    "course-material, assessment-bank"
                )
            ],
        ),
    ],
)
@pytest.mark.parametrize("known", [RESOURCE_INPUT, ResourceUpdateInput()])
def test_wrong_metadata_is_refused_in_creates_and_updates(
    known: ResourceInput | ResourceUpdateInput, metadata: ResourceMetadata, problems: list[str]
) -> None:
    assert problems_of(evolve(known, metadata=metadata)) == problems


def test_addresses_are_sent_as_they_are() -> None:
    metadata = InteractiveMetadata(launch_url="https://x.y")
    assert encode(metadata) == {"type": "interactive", "launchUrl": "https://x.y"}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": " "}, "title: must not be empty"),
        ({"vendor_resource_id": ""}, "vendorResourceId: must not be empty"),
        ({"importance": "tertiary"}, "importance: must be one of primary, secondary"),
        ({"roles": ("primary", "x")}, "roles[1]: must be one of primary, secondary"),
        ({"status": "draft"}, "status: must be one of active, tobedeleted"),
        ({"sourced_id": ""}, "sourcedId: must not be empty"),
    ],
)
def test_a_wrong_resource_is_refused(changes: dict[str, Any], problem: str) -> None:
    assert problems_of(evolve(RESOURCE_INPUT, **changes)) == [problem]


def test_a_resource_is_written_back() -> None:
    resource = read_resource(format="qti")
    body = ResourceInput.of(resource).unwrap()
    assert problems_of(body) == []
    assert encode(body) == without(RESOURCE, "dateLastModified")
    update = ResourceUpdateInput.of(resource).unwrap()
    assert problems_of(update) == []
    assert encode(update) == without(RESOURCE, "dateLastModified", "sourcedId", "status")


def test_an_update_says_only_what_changes() -> None:
    assert encode(ResourceUpdateInput()) == {}
    body = ResourceUpdateInput(title="New", vendor_id=None, roles=("secondary",))
    assert problems_of(body) == []
    assert encode(body) == {"title": "New", "vendorId": None, "roles": ["secondary"]}
    assert problems_of(ResourceUpdateInput(title="", importance="x")) == [
        "title: must not be empty",
        "importance: must be one of primary, secondary",
    ]


def test_nothing_is_added_to_metadata_that_was_read() -> None:
    metadata = {"type": "text", "format": "pdf"}
    body = ResourceUpdateInput.of(read_resource(metadata=dict(metadata))).unwrap()
    written = encode(body)
    assert isinstance(written, dict)
    assert written["metadata"] == metadata
