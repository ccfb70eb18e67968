"""Cases of courses, their components and resources, and of resources themselves."""

from tests.wire.case import RESOURCES, ROSTERING, Case, Shows, deleted

from timeback_core import oneroster as api
from timeback_core.oneroster import (
    ComponentResourceInput,
    CourseComponentInput,
    CourseInput,
    CourseStructureInput,
    CourseStructureItem,
    QtiMetadata,
    RefInput,
    ResourceInput,
    ResourceUpdateInput,
)

COURSES = f"{ROSTERING}/courses"
COURSE = f"{COURSES}/course-1"
COMPONENTS = f"{COURSES}/components"
LINKS = f"{COURSES}/component-resources"
STORE = f"{RESOURCES}/resources"
UNIT = "course-1-unit-1"
LINK = "course-1-unit-1-lesson-1-link"
TEST = "course-1-unit-1-lesson-1-resource"

LATIN = CourseInput(
    sourced_id="latin", title="Latin", org=RefInput(sourced_id="school-1"), course_code="LAT", grades=("5",)
)
LATIN_JSON = {
    "sourcedId": "latin",
    "title": "Latin",
    "status": "active",
    "org": {"sourcedId": "school-1"},
    "courseCode": "LAT",
    "grades": ["5"],
}
STRUCTURE = CourseStructureInput(
    course=LATIN,
    course_structure={
        "first": CourseStructureItem(
            url="https://example.org/1",
            skill_code="S1",
            lesson_code="L1",
            title="Salve",
            unit_title="Beginnings",
            status="active",
            xp=10,
        )
    },
)
STRUCTURE_JSON = {
    "course": LATIN_JSON,
    "courseStructure": {
        "first": {
            "url": "https://example.org/1",
            "skillCode": "S1",
            "lessonCode": "L1",
            "title": "Salve",
            "unit-title": "Beginnings",
            "status": "active",
            "xp": 10,
        }
    },
}
COMPONENT = CourseComponentInput(
    sourced_id="chapter", title="Chapter", course=RefInput(sourced_id="course-1"), sort_order=7
)
COMPONENT_JSON = {
    "sourcedId": "chapter",
    "title": "Chapter",
    "course": {"sourcedId": "course-1"},
    "status": "active",
    "sortOrder": 7,
}
CONNECTION = ComponentResourceInput(
    sourced_id="link",
    title="Reading",
    course_component=RefInput(sourced_id=UNIT),
    resource=RefInput(sourced_id=TEST),
    sort_order=3,
)
CONNECTION_JSON = {
    "sourcedId": "link",
    "title": "Reading",
    "courseComponent": {"sourcedId": UNIT},
    "resource": {"sourcedId": TEST},
    "status": "active",
    "sortOrder": 3,
}
QUIZ = ResourceInput(
    sourced_id="quiz",
    title="Quiz",
    vendor_resource_id="v-1",
    metadata=QtiMetadata(sub_type="qti-test", url="https://example.org/quiz", xp=5),
)
QUIZ_JSON = {
    "sourcedId": "quiz",
    "title": "Quiz",
    "vendorResourceId": "v-1",
    "importance": "primary",
    "metadata": {"type": "qti", "subType": "qti-test", "url": "https://example.org/quiz", "xp": 5},
}

COURSE_CASES = (
    Case(api.list_courses, (), f"{COURSES}/"),
    Case(
        api.create_course,
        (LATIN,),
        f"{COURSES}/",
        {"course": LATIN_JSON},
        Shows(f"{COURSES}/latin", ("course",), {"title": "Latin", "courseCode": "LAT", "grades": ["5"]}),
    ),
    Case(api.get_course, ("course-1",), COURSE),
    Case(
        api.update_course,
        ("course-1", LATIN),
        COURSE,
        {"course": LATIN_JSON},
        Shows(COURSE, ("course",), {"title": "Latin", "sourcedId": "course-1"}),
    ),
    deleted(api.delete_course, "course-1", COURSES, "course"),
    Case(api.list_classes_for_course, ("course-1",), f"{COURSE}/classes"),
    Case(
        api.create_course_structure,
        (STRUCTURE,),
        f"{COURSES}/structure",
        STRUCTURE_JSON,
        Shows(f"{COMPONENTS}?filter=course.sourcedId%3D%27latin%27", ("courseComponents", 0, "title"), "Beginnings"),
    ),
    Case(api.list_course_components_for_course, ("course-1",), COMPONENTS, query="filter=course.sourcedId='course-1'"),
    Case(api.list_course_components, (), COMPONENTS),
    Case(
        api.create_course_component,
        (COMPONENT,),
        COMPONENTS,
        {"courseComponent": COMPONENT_JSON},
        Shows(f"{COMPONENTS}/chapter", ("courseComponent",), COMPONENT_JSON),
    ),
    Case(api.get_course_component, (UNIT,), f"{COMPONENTS}/{UNIT}"),
    Case(
        api.update_course_component,
        (UNIT, COMPONENT),
        f"{COMPONENTS}/{UNIT}",
        {"courseComponent": COMPONENT_JSON},
        Shows(f"{COMPONENTS}/{UNIT}", ("courseComponent",), {"title": "Chapter", "sortOrder": 7}),
    ),
    deleted(api.delete_course_component, UNIT, COMPONENTS, "courseComponent"),
    Case(api.list_component_resources, (), LINKS),
    Case(
        api.create_component_resource,
        (CONNECTION,),
        LINKS,
        {"componentResource": CONNECTION_JSON},
        Shows(f"{LINKS}/link", ("componentResource",), {"title": "Reading", "sortOrder": 3}),
    ),
    Case(api.get_component_resource, (LINK,), f"{LINKS}/{LINK}"),
    Case(
        api.update_component_resource,
        (LINK, CONNECTION),
        f"{LINKS}/{LINK}",
        {"componentResource": CONNECTION_JSON},
        Shows(f"{LINKS}/{LINK}", ("componentResource",), {"title": "Reading", "sortOrder": 3}),
    ),
    deleted(api.delete_component_resource, LINK, LINKS, "componentResource"),
)

RESOURCE_CASES = (
    Case(api.list_resources, (), f"{STORE}/"),
    Case(
        api.create_resource,
        (QUIZ,),
        f"{STORE}/",
        {"resource": QUIZ_JSON},
        Shows(f"{STORE}/quiz", ("resource",), QUIZ_JSON),
    ),
    Case(api.get_resource, (TEST,), f"{STORE}/{TEST}"),
    Case(
        api.update_resource,
        (TEST, ResourceUpdateInput(title="Renamed", vendor_id=None)),
        f"{STORE}/{TEST}",
        {"resource": {"title": "Renamed", "vendorId": None}},
        Shows(f"{STORE}/{TEST}", ("resource",), {"title": "Renamed", "importance": "primary"}),
    ),
    deleted(api.delete_resource, TEST, STORE, "resource"),
    Case(api.list_resources_for_class, ("class-1",), f"{STORE}/classes/class-1/resources"),
    Case(api.list_resources_for_course, ("course-1",), f"{STORE}/courses/course-1/resources"),
    Case(api.export_resource, (TEST,), f"{STORE}/export/{TEST}", harmless=True),
)

CONTENT = (*COURSE_CASES, *RESOURCE_CASES)
