"""A lesson plan of 5,000 nodes against json and pydantic: `python -m tests.benchmarks.bench_lesson_plan`.

Prints medians of CPU time and their ratios, of the tree that a student sees and of the structure with all items.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from tests.benchmarks.bench_codec import compare

from timeback_core.engine.call.http import HttpResponse
from timeback_core.oneroster.models.course_components import PrerequisiteCriteria
from timeback_core.oneroster.models.enums import LessonType, RoleType, Status, Subject
from timeback_core.oneroster.models.resource_metadata import Difficulty, QtiSubType, QuestionType
from timeback_core.powerpath import LessonPlanItemType, get_lesson_plan, get_lesson_plan_structure

UNITS, PARTS, LESSONS = 100, 7, 6
"""Units of a course, components in each, lessons in each of those: 5,000 nodes in all."""
NODES = UNITS * (1 + PARTS * (1 + LESSONS))


class Base(BaseModel):
    """What the pydantic models share."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, extra="allow")


class PydanticMetadata(Base):
    """What the metadata of every resource may say."""

    subject: Subject | str | None = None
    grades: list[float | str] = []
    learning_objective_set: list[dict[str, Any]] = []
    xp: float | None = None
    url: str | None = None
    language: str | None = None
    keywords: list[str] = []
    word_length: float | None = None
    time_length: float | None = None
    lesson_type: LessonType | str | None = None


class PydanticQti(PydanticMetadata):
    """`QtiMetadata` in pydantic."""

    type: Literal["qti"]
    sub_type: QtiSubType | str | None = None
    question_type: QuestionType | str | None = None
    difficulty: Difficulty | str | None = None
    course_id_on_fail: str | None = None


class PydanticInteractive(PydanticMetadata):
    """`InteractiveMetadata` in pydantic; there are six more of this kind."""

    type: Literal["interactive"]
    launch_url: str | None = None
    tool_provider: str | None = None


class PydanticResource(Base):
    """The resource of a lesson."""

    sourced_id: str
    title: str
    status: Status | str | None = None
    date_last_modified: datetime | None = None
    metadata: Annotated[PydanticQti | PydanticInteractive, Field(discriminator="type")] | None = None
    roles: list[RoleType | str] = []
    importance: RoleType | str | None = None
    vendor_resource_id: str | None = None
    vendor_id: str | None = None
    application_id: str | None = None


class PydanticLinkMetadata(Base):
    """The metadata of a lesson."""

    lesson_type: LessonType | str | None = None


class PydanticLesson(Base):
    """`LessonPlanTreeResource` in pydantic."""

    id: str
    sourced_id: str | None = None
    tenant_id: str | None = None
    client_app_id: str | None = None
    sort_order: str | None = None
    metadata: PydanticLinkMetadata | None = None
    course_component_sourced_id: str | None = None
    resource: PydanticResource | None = None


class PydanticComponent(Base):
    """`LessonPlanTreeComponent` in pydantic."""

    id: str
    sourced_id: str
    title: str | None = None
    status: Status | str | None = None
    sort_order: str | None = None
    unlock_date: datetime | str | None = None
    metadata: dict[str, Any] | None = None
    prerequisites: list[str] = []
    prerequisite_criteria: PrerequisiteCriteria | str | None = None
    component_resources: list[PydanticLesson] = []
    sub_components: list[PydanticComponent] = []


class PydanticTree(Base):
    """`LessonPlanTree` in pydantic, whose course is nothing beside the rest."""

    course: dict[str, Any] | None = None
    sub_components: list[PydanticComponent] = []


class PydanticNode(Base):
    """`LessonPlanStructureNode` in pydantic."""

    type: LessonPlanItemType | str
    component_id: str | None = None
    component_resource_id: str | None = None
    title: str | None = None
    order: str | None = None
    skipped: bool = False
    item_id: str | None = None
    component_resources: list[PydanticNode] = []
    sub_components: list[PydanticNode] = []


class PydanticStructure(Base):
    """`LessonPlanStructure` in pydantic."""

    id: str | None = None
    course_id: str | None = None
    course_title: str | None = None
    structure: list[PydanticNode] = []


def lesson(name: str) -> dict[str, Any]:
    """A lesson of a tree."""
    return {
        "tenantId": None,
        "clientAppId": None,
        "id": f"item-{name}",
        "sortOrder": "a0",
        "metadata": {"lessonType": "powerpath-100"},
        "courseComponentSourcedId": "unit-1",
        "resource": {
            "sourcedId": f"resource-{name}",
            "status": "active",
            "dateLastModified": "2025-09-18T12:30:45.678Z",
            "metadata": {
                "type": "qti",
                "subType": "qti-test",
                "lessonType": "powerpath-100",
                "xp": 10,
                "url": f"https://qti.example.org/api/assessment-tests/{name}",
            },
            "title": f"Lesson {name}",
            "roles": ["primary"],
            "importance": "primary",
            "vendorResourceId": name,
            "vendorId": None,
            "applicationId": None,
        },
    }


def component(name: str, lessons: list[Any], components: list[Any]) -> dict[str, Any]:
    """A component of a tree."""
    return {
        "id": f"item-{name}",
        "sourcedId": f"unit-{name}",
        "status": "active",
        "title": f"Unit {name}",
        "sortOrder": "a0",
        "metadata": {"lessonRole": "essential"},
        "prerequisites": [],
        "componentResources": lessons,
        "subComponents": components,
    }


def node(kind: str, name: str, **below: list[Any]) -> dict[str, Any]:
    """An item of a structure."""
    key = "componentId" if kind == "component" else "componentResourceId"
    told = {"type": kind, "title": f"Item {name}", "order": "a0", "skipped": False, "itemId": f"item-{name}"}
    return {key: name, **told, **below}


def main() -> None:
    """Decode a plan of 5,000 nodes in both forms."""
    names = {
        f"{unit}-{part}": [f"{unit}-{part}-{at}" for at in range(LESSONS)]
        for unit in range(UNITS)
        for part in range(PARTS)
    }
    parts = {name: component(name, list(map(lesson, held)), []) for name, held in names.items()}
    nodes = {
        name: node("component", name, componentResources=[node("resource", each) for each in held], subComponents=[])
        for name, held in names.items()
    }
    tree = {
        "course": {"sourcedId": "course-1", "status": "active", "title": "Math", "org": {"sourcedId": "org-1"}},
        "subComponents": [
            component(str(unit), [], [parts[f"{unit}-{part}"] for part in range(PARTS)]) for unit in range(UNITS)
        ],
    }
    structure = {
        "id": "plan-1",
        "courseId": "course-1",
        "courseTitle": "Math",
        "structure": [
            node(
                "component",
                str(unit),
                componentResources=[],
                subComponents=[nodes[f"{unit}-{part}"] for part in range(PARTS)],
            )
            for unit in range(UNITS)
        ],
    }
    for form, body, request, theirs in (
        ("tree", tree, get_lesson_plan.request("course", "student"), PydanticTree),
        ("structure", structure, get_lesson_plan_structure.request("plan"), PydanticStructure),
    ):
        text = json.dumps({"lessonPlan": {"lessonPlan": body}}).encode()
        expect: Any = request.endpoint.expect  # of one kind of answer or the other
        name = f"decode the {form} of a lesson plan of 5,000 nodes"
        ours = partial(expect.read, request, HttpResponse(200, (), text))
        for _ in range(3):  # names that are not declared are learned
            ours()
        validate = partial(validated, theirs, text)
        compare(name, ours, validate, NODES, "<= 0.35")
        compare(name, ours, partial(orjson.loads, text), NODES, "<= 2.3", "`orjson.loads` alone")


def validated(model: type[BaseModel], text: bytes) -> BaseModel:
    """What both envelopes hold, by pydantic."""
    return model.model_validate(json.loads(text)["lessonPlan"]["lessonPlan"])


if __name__ == "__main__":
    main()
