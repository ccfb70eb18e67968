"""The official client of OneRoster."""

from typing import Any

from tests.official.trial import Trial
from timeback_oneroster import OneRosterClient

WRITTEN = (
    "orgs",
    "schools",
    "academic_sessions",
    "grading_periods",
    "courses",
    "classes",
    "users",
    "enrollments",
    "demographics",
    "categories",
    "score_scales",
    "line_items",
    "results",
    "assessment_line_items",
    "assessment_results",
    "resources",
)
READ = ("students", "teachers", "terms")
SENT_ALONE = ("enrollments", "assessment_line_items", "assessment_results")
"""What the platform takes a part of; a PATCH of anything else is not documented."""
NO_PATH = "asks for a path that no document of the platform has"
SCHOOL = {"sourcedId": "school-1"}
SCALE = [{"itemValueLHS": "A", "itemValueRHS": "90"}]
READ_ONLY = ("dateLastModified", "children")


async def run(trial: Trial, client: OneRosterClient) -> None:
    """Every method."""
    for name in (*READ, *WRITTEN):
        await reads(trial, client, name)
    for name in WRITTEN:
        await writes(trial, client, name)
    await terms(trial, client)
    await people(trial, client)
    await schools(trial, client)
    await courses(trial, client)
    await classes(trial, client)


async def reads(trial: Trial, client: OneRosterClient, name: str) -> None:
    """The lists of a resource, and one of its rows, plainly and by its own resource."""
    resource = getattr(client, name)
    page = await trial(f"{name}.list", resource.list(limit=2), lambda it: it.data)
    first = page.data[0].sourced_id
    await trial(f"{name}.first", resource.first(), lambda it: it.sourced_id == first)
    await trial(f"{name}.list_all", resource.list_all(max_items=10_000), bool)
    await trial(f"{name}.stream", resource.stream(limit=100).to_list(), lambda them: them[0].sourced_id == first)
    await trial(f"{name}.get", resource.get(first), lambda it: it.sourced_id == first)
    await trial(f"{name}.exists", resource.exists(first), lambda it: it)
    await trial(f"{name}.exists", resource.exists("nobody"), lambda it: it is False)
    if not callable(resource):
        return
    of_one = resource(first)
    own = "reads `academicSession` alone" if name == "grading_periods" else ""
    await trial(f"{name}.get", of_one.get(), lambda it: it.sourced_id == first, own=own)
    await trial(f"{name}.exists", of_one.exists(), lambda it: it)


async def writes(trial: Trial, client: OneRosterClient, name: str) -> None:
    """A copy of a row: created, changed in each way, and deleted."""
    resource = getattr(client, name)
    new = "teacher-1" if name == "demographics" else f"{name}-official"
    draft = await copied(client, name, new)
    await trial(f"{name}.create", resource.create(draft), lambda it: new in str(it))
    await trial(f"{name}.update", resource.update(new, draft), lambda it: it is None or it.sourced_id == new)
    await trial(f"{name}.upsert", resource.upsert(new, draft), lambda it: it is None or it.sourced_id == new)
    own = "" if name in SENT_ALONE else "sends a PATCH that the platform does not have"
    await trial(f"{name}.patch", resource.patch(new, {"metadata": {"seen": True}}), lambda it: True, own=own)
    await trial(f"{name}.delete", resource.delete(new), lambda it: it is None)
    if callable(resource) and hasattr(one := resource(new), "delete"):
        await trial(f"{name}.delete", one.delete(), lambda it: it is None)


async def copied(client: OneRosterClient, name: str, new: str) -> dict[str, Any]:
    """The first row of a resource under another id, as this client writes it."""
    row = (await getattr(client, name).first()).model_dump(by_alias=True, exclude_none=True, mode="json")
    return written(name, {**row, "sourcedId": new})


def written(name: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row as this client writes it."""
    draft = {key: value for key, value in row.items() if key not in READ_ONLY}
    if name in ("enrollments", "demographics"):
        draft = {key: str(value).lower() if isinstance(value, bool) else value for key, value in draft.items()}
    elif name == "classes":
        draft["org"] = draft.pop("school")
    elif name in ("academic_sessions", "grading_periods"):
        draft |= {"schoolYear": str(draft["schoolYear"]), "org": SCHOOL}
    elif name == "score_scales":
        draft |= {"type": "grade", "class": {"sourcedId": "class-1"}, "scoreScaleValue": SCALE}
    elif name == "users":
        draft = {**draft, "email": "official@example.com", "username": "official"}
        del draft["primaryOrg"], draft["agents"]
    return draft


async def terms(trial: Trial, client: OneRosterClient) -> None:
    """Terms, which are written as academic sessions."""
    own = "writes terms, which the platform only reads"
    term = {"sourcedId": "t", "title": "T", "type": "term", "startDate": "2026-01-01", "endDate": "2026-06-30"}
    for call in ("update", "upsert", "patch"):
        await trial(f"terms.{call}", getattr(client.terms, call)("session-1-term-1", term), lambda it: True, own=own)
    await trial("terms.create", client.terms.create(term), bool, own=own)
    await trial("terms.delete", client.terms.delete("session-1-term-1"), bool, own=own)


async def people(trial: Trial, client: OneRosterClient) -> None:
    """What belongs to a person."""
    one = client.users("student-1")
    for of_one in (one, client.students("student-1"), client.teachers("teacher-1")):
        await trial("users.classes", of_one.classes(), bool)
        await trial("users.stream_classes", of_one.stream_classes().to_list(), bool)
    await trial("users.demographics", one.demographics(), lambda it: it.sourced_id == "student-1")
    await trial("users.add_agent", one.add_agent({"agentSourcedId": "teacher-1"}), lambda it: it is None)
    own = "wants an object for the primary organization of an agent, which is an id"
    await trial("users.agents", one.agents(), bool, own=own)
    await trial("users.agent_for", client.users("teacher-1").agent_for(), bool, own=own)
    await trial("users.remove_agent", one.remove_agent("teacher-1"), lambda it: it is None)
    given = {"applicationName": "App", "credentials": {"username": "ada", "password": "secret"}}
    made = await trial("users.register_credential", one.register_credential(given), bool)
    secret = one.decrypt_credential(made.credential_id)
    await trial("users.decrypt_credential", secret, lambda it: it.password == "secret")
    own = "puts the credential into an envelope"
    await trial("users.create_credential", one.create_credential(given), bool, own=own)
    await trial("users.resources", one.resources(), bool)
    await trial("users.stream_resources", one.stream_resources().to_list(), bool)


async def schools(trial: Trial, client: OneRosterClient) -> None:
    """What belongs to a school."""
    one = client.schools("school-1")
    class_ = one.class_("class-1")
    lists = ("classes", "courses", "students", "teachers", "enrollments", "terms", "line_items", "score_scales")
    for of_one, names in ((one, lists), (class_, ("enrollments", "students", "teachers"))):
        for name in names:
            await trial(f"schools.{name}", getattr(of_one, name)(), bool)
            await trial(f"schools.stream_{name}", getattr(of_one, f"stream_{name}")().to_list(), bool)
    made = one.create_line_item(await copied(client, "line_items", "item-of-school"))
    await trial("schools.create_line_item", made, bool)


async def courses(trial: Trial, client: OneRosterClient) -> None:
    """Courses with what they are made of."""
    api = client.courses
    of_one = api("course-1")
    for name in ("classes", "components", "resources"):
        await trial(f"courses.{name}", getattr(of_one, name)(), bool)
        await trial(f"courses.stream_{name}", getattr(of_one, f"stream_{name}")().to_list(), bool)
    item = {"url": "https://example.com/t", "skillCode": "s", "lessonCode": "l", "status": "active", "title": "T"}
    course = await copied(client, "courses", "course-of-structure")
    built = api.create_structure({"course": course, "courseStructure": {"1": {**item, "unit-title": "U", "xp": 5}}})
    await trial("courses.create_structure", built, bool)
    await trial("resources.export", client.resources.export("course-1-unit-1-lesson-1-resource"), bool)
    own_export = client.resources("course-1-unit-1-lesson-1-resource").export()
    await trial("resources.export", own_export, bool)
    for name in ("component", "component_resource"):
        rows = await trial(f"courses.{name}s", getattr(api, f"{name}s")(limit=2), bool)
        await trial(f"courses.stream_{name}s", getattr(api, f"stream_{name}s")().to_list(), bool)
        told = await trial(f"courses.get_{name}", getattr(api, f"get_{name}")(rows[0].sourced_id), bool)
        draft = {**told.model_dump(by_alias=True, exclude_none=True, mode="json"), "sourcedId": f"{name}-official"}
        draft = {key: value for key, value in draft.items() if key not in READ_ONLY}
        await trial(f"courses.create_{name}", getattr(api, f"create_{name}")(draft), bool)
        await trial(
            f"courses.update_{name}", getattr(api, f"update_{name}")(draft["sourcedId"], draft), lambda it: True
        )
        await trial(f"courses.delete_{name}", getattr(api, f"delete_{name}")(draft["sourcedId"]), lambda it: it is None)


async def classes(trial: Trial, client: OneRosterClient) -> None:
    """What belongs to a class, and to what is graded in it."""
    one = client.classes("class-1")
    item, student = one.line_item("class-1-item-1"), one.student("student-1")
    lists = ("categories", "enrollments", "line_items", "results", "score_scales", "students", "teachers", "resources")
    for of_one, names in ((one, lists), (item, ("results",)), (student, ("results",))):
        for name in names:
            own = NO_PATH if name == "enrollments" else ""
            await trial(f"classes.{name}", getattr(of_one, name)(), bool, own=own)
            await trial(f"classes.stream_{name}", getattr(of_one, f"stream_{name}")().to_list(), bool, own=own)
    await trial("classes.enroll", one.enroll({"sourcedId": "student-9", "role": "student"}), bool)
    await trial("classes.enroll_user", one.enroll_user("student-10"), bool)
    made = one.create_line_item(await copied(client, "line_items", "item-of-class"))
    await trial("classes.create_line_item", made, bool)
    made = one.academic_session("session-1-term-1").create_result(await copied(client, "results", "result-of-class"))
    await trial("classes.academic_session.create_result", made, bool)
    of_item = client.line_items("class-1-item-1")
    await trial("line_items.results", of_item.results(), bool, own=NO_PATH)
    await trial("line_items.stream_results", of_item.stream_results().to_list(), bool, own=NO_PATH)
    made = of_item.create_results([await copied(client, "results", "result-of-item")])
    await trial("line_items.create_results", made, bool)
