"""Lists that are views: the rows of one kind as seen from a user, a class, a school, a course or a term."""

from collections.abc import Callable, Iterable
from typing import Final

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.collections import (
    CLASSES,
    COURSES,
    GRADING_PERIODS,
    SCHOOLS,
    TERMS,
    USERS,
    Collection,
)
from timeback_core.sandbox.oneroster.kinds.people import roles_of
from timeback_core.sandbox.oneroster.reads import Select
from timeback_core.sandbox.refusals import unknown
from timeback_core.sandbox.world import World

SCHOOL_OR_CLASS: Final = "School or class not found."


def referring(owner: Collection, collection: str, path: str) -> Select:
    """The documents of a collection whose reference leads to the owner in the path."""

    def select(call: Call) -> Iterable[Document]:
        found = owner.get(call.world, call.ids[0])
        return call.world.store.referring(collection, path, found["sourcedId"])

    return select


def classes_of_person(people: Collection, role: str | None) -> Select:
    """The classes of all enrollments of a person, in that role where one is given; each class once."""

    def select(call: Call) -> Iterable[Document]:
        person = people.get(call.world, call.ids[0])
        seats = call.world.store.referring("enrollments", "user", person["sourcedId"])
        return targets(call.world, "classes", "class", (seat for seat in seats if role in {None, seat["role"]}))

    return select


def people_of_class(role: str) -> Select:
    """The users of all enrollments of a class in that role, deleted seats included; each user once."""

    def select(call: Call) -> Iterable[Document]:
        return _people(call.world, CLASSES.get(call.world, call.ids[0]), role)

    return select


def people_of_school(role: str) -> Select:
    """The users who have that role at the school."""

    def select(call: Call) -> Iterable[Document]:
        school_id = SCHOOLS.get(call.world, call.ids[0])["sourcedId"]
        there = call.world.store.referring("users", "roles.org", school_id)
        return [user for user in there if (role, school_id) in roles_of(user)]

    return select


def enrollments_of_school(call: Call) -> Iterable[Document]:
    """The enrollments of all classes of a school."""
    store = call.world.store
    school = SCHOOLS.get(call.world, call.ids[0])
    return store.pick(
        "enrollments",
        (
            enrollment["sourcedId"]
            for found in store.referring("classes", "school", school["sourcedId"])
            for enrollment in store.referring("enrollments", "class", found["sourcedId"])
        ),
    )


def enrollments_of_class_in_school(call: Call) -> Iterable[Document]:
    """The enrollments of a class that belongs to the school."""
    found = class_in_school(call)
    return call.world.store.referring("enrollments", "class", found["sourcedId"])


def people_of_class_in_school(role: str) -> Select:
    """The people of a class that belongs to the school."""
    return lambda call: _people(call.world, class_in_school(call), role)


def class_in_school(call: Call) -> Document:
    """The class of the path, which must be one of the school's."""
    school_id, class_id = call.ids
    school = call.world.store.get("orgs", school_id)
    found = call.world.store.get("classes", class_id)
    if school is None or not SCHOOLS.holds(call.world, school) or found is None:
        raise unknown(SCHOOL_OR_CLASS)
    if found["school"]["sourcedId"] != school_id:
        raise unknown(SCHOOL_OR_CLASS)
    return found


def terms_of_school(call: Call) -> Iterable[Document]:
    """The terms whose org is the school."""
    return _within(TERMS, call.world, referring(SCHOOLS, "academicSessions", "org")(call))


def grading_periods_of_term(call: Call) -> Iterable[Document]:
    """The grading periods whose parent is the term."""
    return _within(GRADING_PERIODS, call.world, referring(TERMS, "academicSessions", "parent")(call))


def resources_of_course(call: Call) -> Iterable[Document]:
    """The resources that hang on components of the course; each once."""
    return resources_in(call.world, COURSES.get(call.world, call.ids[0]))


def resources_in(world: World, course: Document) -> list[Document]:
    """The resources that hang on components of a course; each once."""
    store = world.store
    links = (
        link
        for component in store.referring("courseComponents", "course", course["sourcedId"])
        for link in store.referring("componentResources", "courseComponent", component["sourcedId"])
    )
    return targets(world, "resources", "resource", links)


def linked_resources(owner: Collection, links: str) -> Select:
    """The resources that a table of links gives to a class or a user; no route fills it."""

    def select(call: Call) -> Iterable[Document]:
        found = owner.get(call.world, call.ids[0])
        rows = call.world.store.referring(links, "owner", found["sourcedId"])
        return targets(call.world, "resources", "resource", rows)

    return select


RESOURCES_OF_CLASS: Final = linked_resources(CLASSES, "classResources")
RESOURCES_OF_USER: Final = linked_resources(USERS, "userResources")


def targets(world: World, collection: str, path: str, rows: Iterable[Document]) -> list[Document]:
    """The documents that the references of some rows lead to, each once, in order of creation."""
    return world.store.pick(collection, (row[path]["sourcedId"] for row in rows if row.get(path)))


def _people(world: World, found: Document, role: str) -> list[Document]:
    seats = world.store.referring("enrollments", "class", found["sourcedId"])
    return targets(world, "users", "user", (seat for seat in seats if seat["role"] == role))


def _within(collection: Collection, world: World, rows: Iterable[Document]) -> list[Document]:
    belongs: Callable[[World, Document], bool] = collection.holds
    return [row for row in rows if belongs(world, row)]
