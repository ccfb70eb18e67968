"""Lesson plans of PowerPath on the sandbox: the tree, its structure, and the log of operations."""

from typing import Any

import httpx
import pytest
from tests.sandbox.test_edubridge_enrollments import refused

PLANS = "/powerpath/lessonPlans"
ONE, TWO = "course-1-unit-1", "course-1-unit-2"
LESSON = f"{ONE}-lesson-1"
COMPONENTS = "/ims/oneroster/rostering/v1p2/courses/components"


def made(api: httpx.Client, user: str = "student-1") -> str:
    answer = api.post(f"{PLANS}/", json={"courseId": "course-1", "userId": user})
    assert answer.status_code in {200, 201}
    return str(answer.json()["lessonPlanId"])


def structure(api: httpx.Client, plan: str) -> list[dict[str, Any]]:
    told = api.get(f"{PLANS}/tree/{plan}/structure").json()["lessonPlan"]["lessonPlan"]
    assert (told["id"], told["courseId"], told["courseTitle"]) == (plan, "course-1", "Math")
    nodes: list[dict[str, Any]] = told["structure"]
    return nodes


def outline(nodes: list[dict[str, Any]]) -> list[Any]:
    """Short names of what is shown, nested; skipped ones with a minus, resources with their own."""
    told: list[Any] = []
    for node in nodes:
        name = node.get("componentId") or node["componentResourceId"]
        below = outline([*node.get("componentResources", ()), *node.get("subComponents", ())])
        told.append([("-" if node["skipped"] else "") + name.removeprefix("course-1-unit-"), *below])
    return told


def ids_shown(components: list[dict[str, Any]]) -> list[Any]:
    return [[each["sourcedId"], *ids_shown(each["subComponents"])] for each in components]


def target(sourced_id: str, kind: str = "component") -> dict[str, Any]:
    return {"target": {"type": kind, "id": sourced_id}}


def store(api: httpx.Client, plan: str, kind: str, payload: dict[str, Any], **more: Any) -> None:
    answer = api.post(f"{PLANS}/{plan}/operations", json={"operation": {"type": kind, "payload": payload}, **more})
    assert (answer.status_code, answer.json()["success"]) == (201, True)


def synced(api: httpx.Client, plan: str, how: str = "operations/sync") -> list[str | None]:
    """What each operation gave: None, or why it had no effect."""
    told = api.post(f"{PLANS}/{plan}/{how}").json()
    assert (told["success"], told["operationCount"]) == (True, len(told["operationResults"]))
    results = told["operationResults"]
    assert all(each["success"] == ("errors" not in each) for each in results)
    return [each["errors"][0]["message"] if "errors" in each else None for each in results]


WHOLE = [
    ["1", ["1-lesson-1", ["1-lesson-1-link"]], ["1-lesson-2", ["1-lesson-2-link"]]],
    ["2", ["2-lesson-1", ["2-lesson-1-link"]], ["2-lesson-2", ["2-lesson-2-link"]]],
]


def test_a_plan_is_made_once_for_a_course_and_a_student(api: httpx.Client) -> None:
    body = {"courseId": "course-1", "userId": "student-1", "classId": "class-1"}
    first, again = (api.post(f"{PLANS}/", json=body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    plan = first.json()["lessonPlanId"]
    assert outline(structure(api, plan)) == WHOLE
    by_people, by_id = (api.get(f"{PLANS}/{path}").json() for path in ("course-1/student-1", f"tree/{plan}"))
    assert by_people == by_id
    tree = by_id["lessonPlan"]["lessonPlan"]
    assert tree["course"]["sourcedId"] == "course-1"
    lesson = tree["subComponents"][0]["subComponents"][1]
    assert (lesson["sortOrder"], lesson["title"]) == ("a1", "Math: Practice")
    (link,) = lesson["componentResources"]
    assert link["courseComponentSourcedId"] == lesson["sourcedId"]
    assert link["resource"]["sourcedId"] == f"{ONE}-lesson-2-resource"
    for change in ({"courseId": "x"}, {"userId": "x"}, {"classId": "x"}):
        refused(api.post(f"{PLANS}/", json={**body, **change}), 404)
    refused(api.post(f"{PLANS}/", json={"userId": ""}), 422, "courseId", "userId")
    refused(api.get(f"{PLANS}/course-1/student-2"), 404)


def test_each_operation_has_its_effect(api: httpx.Client) -> None:
    plan = made(api)
    two, one = WHOLE[1], WHOLE[0]
    first, second = one[1], one[2]
    cases: list[tuple[str, dict[str, Any], list[Any]]] = [
        ("move-item-to-start", target(TWO), [two, one]),
        ("move-item-to-end", target(TWO), [one, two]),
        ("move-item-before", {**target(TWO), "reference_id": ONE}, [two, one]),
        ("move-item-after", {**target(TWO), "reference_id": ONE}, [one, two]),
        ("move-item-after", {**target(TWO), "reference_id": TWO}, [one, two]),
        ("set-skipped", {**target(TWO), "value": True}, [one, ["-2", *two[1:]]]),
        ("set-skipped", {**target(TWO), "value": False}, [one, two]),
        ("change-item-parent", {**target(LESSON), "new_parent_id": TWO}, [["1", second], [*two, first]]),
        ("change-item-parent", {**target(LESSON), "new_parent_id": ONE, "position": "start"}, [one, two]),
        (
            "add-custom-resource",
            {"resource_id": "course-2-unit-1-lesson-1-link", "parent_component_id": ONE, "skipped": True},
            [["1", ["-course-2-unit-1-lesson-1-link"], first, second], two],
        ),
    ]
    for kind, payload, expected in cases:
        before = outline(structure(api, plan))
        store(api, plan, kind, payload, reason="why not")
        assert outline(structure(api, plan)) == before
        assert synced(api, plan) == [None]
        assert outline(structure(api, plan)) == expected, kind
    assert synced(api, plan) == []
    log = api.get(f"{PLANS}/{plan}/operations").json()["operations"]
    assert [(each["sequenceNumber"], each["type"], each["payload"]) for each in log] == [
        (at, kind, payload) for at, (kind, payload, _) in enumerate(cases, 1)
    ]
    assert {(each["reason"], each["createdBy"]) for each in log} == {("why not", None)}


def test_an_operation_that_fails_is_told_and_the_rest_goes_on(api: httpx.Client) -> None:
    plan = made(api)
    gone = f"{COMPONENTS.removesuffix('components')}component-resources/course-2-unit-1-lesson-1-link"
    assert api.delete(gone).status_code == 204
    failing: list[tuple[str, dict[str, Any], str]] = [
        ("set-skipped", {**target("x"), "value": True}, "The component is not in the plan."),
        ("move-item-to-end", target(LESSON, "resource"), "The resource is not in the plan."),
        ("move-item-before", {**target(ONE), "reference_id": "x"}, "The reference is not in the plan."),
        ("move-item-after", {**target(ONE), "reference_id": LESSON}, "The reference has another parent."),
        (
            "add-custom-resource",
            {"resource_id": "x", "parent_component_id": ONE},
            "The component resource is unknown or not active.",
        ),
        (
            "add-custom-resource",
            {"resource_id": f"{LESSON}-link", "parent_component_id": f"{LESSON}-link"},
            "The parent is no component of the plan.",
        ),
        ("change-item-parent", {**target(ONE), "new_parent_id": "x"}, "The parent is no component of the plan."),
        ("change-item-parent", {**target(ONE), "new_parent_id": LESSON}, "A component cannot be moved into itself."),
        ("change-item-parent", {**target(ONE), "new_parent_id": ONE}, "A component cannot be moved into itself."),
        (
            "add-custom-resource",
            {"resource_id": "course-2-unit-1-lesson-1-link", "parent_component_id": ONE},
            "The component resource is unknown or not active.",
        ),
    ]
    for kind, payload, _ in failing:
        store(api, plan, kind, payload)
    store(api, plan, "move-item-to-start", target(TWO))
    expected = [*(text for *_, text in failing), None]
    assert synced(api, plan) == expected
    assert outline(structure(api, plan)) == [WHOLE[1], WHOLE[0]]
    assert synced(api, plan) == []
    assert synced(api, plan, "recreate") == expected


def test_recreating_follows_the_course_and_replays_the_log(api: httpx.Client) -> None:
    plan, other = made(api), made(api, "student-2")
    store(api, plan, "set-skipped", {**target(ONE), "value": True})
    assert synced(api, plan) == [None]
    tree = api.get(f"{PLANS}/tree/{plan}").json()["lessonPlan"]["lessonPlan"]["subComponents"]
    assert ids_shown(tree) == [[TWO, [f"{TWO}-lesson-1"], [f"{TWO}-lesson-2"]]]
    before = structure(api, plan)
    support = {
        "sourcedId": "extra",
        "title": "Extra",
        "status": "active",
        "course": {"sourcedId": "course-1"},
        "metadata": {"lessonRole": "support"},
    }
    assert api.post(f"{COMPONENTS}/", json={"courseComponent": support}).status_code == 201
    renamed = {**support, "sourcedId": TWO, "title": "Second", "sortOrder": 2, "metadata": {}}
    assert api.put(f"{COMPONENTS}/{TWO}", json={"courseComponent": renamed}).status_code == 200
    assert outline(structure(api, plan)) == outline(before)
    assert structure(api, plan)[1]["title"] == "Second"
    assert api.post(f"{PLANS}/course/course-1/sync").json() == {"lessonPlansAffected": [plan, other]}
    assert outline(structure(api, plan)) == [["-extra"], ["-1", *WHOLE[0][1:]], WHOLE[1]]
    assert outline(structure(api, other)) == [["-extra"], *WHOLE]
    assert {node["itemId"] for node in structure(api, plan)}.isdisjoint(node["itemId"] for node in before)
    answer = api.delete(f"{PLANS}/course-1/deleteAll")
    assert (answer.status_code, answer.content) == (204, b"")
    refused(api.get(f"{PLANS}/tree/{plan}"), 404)
    assert api.post(f"{PLANS}/course/course-1/sync").json() == {"lessonPlansAffected": []}


@pytest.mark.parametrize(
    ("body", "details"),
    [
        ({}, ["operation"]),
        ({"operation": {"type": "fly", "payload": {}}}, ["operation.type"]),
        ({"operation": {"type": "set-skipped"}}, ["operation.payload"]),
        (
            {"operation": {"type": "set-skipped", "payload": {"target": {"type": "x", "id": 7}}}},
            ["operation.payload.target.type", "operation.payload.target.id", "operation.payload.value"],
        ),
        ({"operation": {"type": "move-item-to-end", "payload": {**target("u"), "more": 1}}}, ["operation.payload"]),
        (
            {"operation": {"type": "change-item-parent", "payload": {**target("u"), "new_parent_id": "u", "more": 1}}},
            [],
        ),
        ({"operation": {"type": "move-item-to-end", "payload": target("u")}, "why": "x"}, [""]),
    ],
)
def test_operations_are_checked_for_their_shape_alone(
    api: httpx.Client, body: dict[str, Any], details: list[str]
) -> None:
    plan = made(api)
    answer = api.post(f"{PLANS}/{plan}/operations", json=body)
    if details:
        refused(answer, 422, *details)
    else:
        assert answer.status_code == 201


def test_plans_and_courses_that_nobody_knows(api: httpx.Client) -> None:
    operation = {"operation": {"type": "move-item-to-end", "payload": target(ONE)}}
    for verb, path, body in (
        ("GET", "tree/x", None),
        ("GET", "tree/x/structure", None),
        ("GET", "x/operations", None),
        ("POST", "x/operations", operation),
        ("POST", "x/operations/sync", None),
        ("POST", "x/recreate", None),
        ("POST", "course/x/sync", None),
        ("DELETE", "x/deleteAll", None),
    ):
        refused(api.request(verb, f"{PLANS}/{path}", json=body), 404)


def test_order_keys_have_the_order_of_texts(api: httpx.Client) -> None:
    plan = made(api)
    for _ in range(70):
        payload = {"resource_id": f"{TWO}-lesson-1-link", "parent_component_id": ONE}
        store(api, plan, "add-custom-resource", payload)
    synced(api, plan)
    keys = [each["order"] for each in structure(api, plan)[0]["componentResources"]]
    assert (len(keys), keys) == (70, sorted(set(keys)))


def test_the_syllabus_is_the_course_as_it_is(api: httpx.Client) -> None:
    syllabus = api.get("/powerpath/syllabus/course-1").json()["syllabus"]
    assert syllabus["course"]["sourcedId"] == "course-1"
    assert ids_shown(syllabus["subComponents"]) == [
        [unit, [f"{unit}-lesson-1"], [f"{unit}-lesson-2"]] for unit in (ONE, TWO)
    ]
    lesson = syllabus["subComponents"][0]["subComponents"][0]
    (link,) = lesson["componentResources"]
    assert (link["sourcedId"], link["lessonType"], link["sortOrder"]) == (f"{LESSON}-link", "quiz", 1)
    assert link["resource"]["sourcedId"] == f"{LESSON}-resource"
    assert api.delete(f"{COMPONENTS}/{TWO}").status_code == 204
    shown = {
        status: ids_shown(
            api.get("/powerpath/syllabus/course-1", params=status and {"status": status}).json()["syllabus"][
                "subComponents"
            ]
        )
        for status in ("", "active", "tobedeleted")
    }
    assert [len(each) for each in shown.values()] == [2, 1, 1]
    assert shown["tobedeleted"] == [[TWO]]
    refused(api.get("/powerpath/syllabus/course-1", params={"status": "old"}), 422, "status")
    refused(api.get("/powerpath/syllabus/x"), 404)


def test_a_course_may_have_a_renderer(api: httpx.Client) -> None:
    base = "/powerpath/render-config"
    body = {"courseIds": ["course-1", "course-2"], "rendererId": "r", "rendererUrl": "https://r.example/x"}
    first = api.put(f"{base}/", json={**body, "rendererVersion": "2", "suppressFeedback": True})
    assert (first.status_code, first.json()) == (200, {"updated": ["course-1", "course-2"]})
    again = api.put(f"{base}/", json={**body, "courseIds": ["course-1"], "suppressCorrectResponse": True})
    assert again.json() == {"updated": ["course-1"]}
    told = {"rendererId": "r", "rendererUrl": "https://r.example/x"}
    assert api.get(f"{base}/course-1").json() == {
        "courseId": "course-1",
        **told,
        "rendererVersion": None,
        "suppressFeedback": False,
        "suppressCorrectResponse": True,
    }
    assert api.get(f"{base}/course-2").json()["suppressFeedback"] is True
    assert api.delete(f"{base}/course-1").json() == {"deleted": "course-1"}
    for verb in ("GET", "DELETE"):
        refused(api.request(verb, f"{base}/course-1"), 404)
    refused(api.put(f"{base}/", json={**body, "courseIds": ["course-1", "x"]}), 404)
    refused(api.get(f"{base}/course-1"), 404)
    wrong = {"courseIds": [], "rendererId": " ", "rendererUrl": "ftp://r"}
    refused(api.put(f"{base}/", json=wrong), 422, "courseIds", "rendererId", "rendererUrl")
