"""The pure step: deterministic, the store behind it, and room for another API."""

import json
from random import Random

import pytest

from timeback_core.sandbox import Sandbox
from timeback_core.sandbox.api import Api
from timeback_core.sandbox.calls import Call, Route, Routes
from timeback_core.sandbox.machine import Machine
from timeback_core.sandbox.messages import Reply, Request, Steps, finish, json_reply
from timeback_core.sandbox.refusals import RefusalError, ims_error
from timeback_core.sandbox.settings import SeedPlan, Switches
from timeback_core.sandbox.store import Store, reference
from timeback_core.sandbox.tokens import Credentials
from timeback_core.sandbox.world import World

USERS = "/ims/oneroster/rostering/v1p2/users/"
FORM = (("content-type", "application/x-www-form-urlencoded"),)
LOGIN = b"grant_type=client_credentials&client_id=id&client_secret=secret"


def new_world() -> World:
    return World(
        credentials=Credentials("id", "secret"),
        platform="BEYOND_AI",
        base_url="https://x.test",
        plan=SeedPlan(first_year=2026, students=5),
        switches=Switches(),
    )


def token_of(machine: Machine, world: World, now: float = 0.0) -> tuple[str, str]:
    reply = machine.step(world, Request("POST", "/oauth2/token", FORM, LOGIN), now)
    return "authorization", f"Bearer {json.loads(reply.body)['access_token']}"


def script(seed: int) -> list[Reply]:
    """The replies of a new sandbox to a random script of requests."""
    sandbox = Sandbox(students=5, clock=lambda: 1000.0)
    login = Request(
        "POST",
        "/oauth2/token",
        FORM,
        b"grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret",
    )
    first = sandbox.handle(login)
    bearer = ("authorization", f"Bearer {json.loads(first.body)['access_token']}")
    random = Random(seed)
    replies: list[Reply] = []
    for number in range(40):
        user = {
            "givenName": "A",
            "familyName": "B",
            "enabledUser": True,
            "email": f"{number}@x.test",
            "roles": [{"roleType": "primary", "role": "student", "org": {"sourcedId": "school-1"}}],
        }
        body = json.dumps({"user": user}).encode()
        student = f"{USERS}student-{random.randint(1, 6)}"
        choices = (("GET", student), ("PUT", student), ("DELETE", student), ("POST", USERS), ("GET", USERS))
        verb, target = random.choice(choices)
        replies.append(sandbox.handle(Request(verb, target, (bearer,), body)))
    return replies


@pytest.mark.parametrize("seed", range(5))
def test_equal_scripts_give_equal_replies(seed: int) -> None:
    first = script(seed)
    assert first == script(seed)
    assert {reply.status for reply in first} >= {200, 201}


def test_another_api_is_a_module_of_routes() -> None:
    def hello(call: Call) -> Reply:
        if call.ids[0] == "nobody":
            raise RefusalError(404, "No such person.")
        call.world.store.put("greeted", {"sourcedId": call.ids[0]})
        return json_reply(200, {"hello": call.ids[0], "at": call.stamp})

    def own_body(refusal: RefusalError) -> Reply:
        return json_reply(refusal.status, {"error": refusal.text})

    other = Api(name="hello", bases=("/hello/",), routes=[Route("x.y", "GET", "/hello/{name}", hello)], refuse=own_body)
    ims = Api(name="ims", bases=("/ims/",), routes=())
    machine, world = Machine((ims, other)), new_world()
    bearer = token_of(machine, world)
    good = machine.step(world, Request("GET", "/hello/w%20d", (bearer,)), 0.5)
    assert json.loads(good.body) == {"hello": "w d", "at": "1970-01-01T00:00:00.500Z"}
    assert world.store.get("greeted", "w d") is not None
    bad = machine.step(world, Request("GET", "/hello/nobody", (bearer,)), 0.5)
    assert (bad.status, json.loads(bad.body)) == (404, {"error": "No such person."})
    unknown = machine.step(world, Request("GET", "/hello/a/b", (bearer,)), 0.5)
    assert json.loads(unknown.body) == {"error": "The requested resource does not exist."}
    refused = machine.step(world, Request("GET", "/hello/x"), 0.5)
    assert json.loads(refused.body) == {"error": "Unauthorized"}
    elsewhere = machine.step(world, Request("GET", "/elsewhere"), 0.5)
    assert elsewhere.header("content-type") == ims_error(RefusalError(401, "x")).header("content-type")


@pytest.mark.parametrize("late", [False, True], ids=["at once", "in a later step"])
def test_whatever_a_handler_raises_is_an_answer_and_a_line(late: bool, caplog: pytest.LogCaptureFixture) -> None:
    def fail(call: Call) -> Reply:
        raise ZeroDivisionError(call.request.path)

    def fail_late(call: Call) -> Steps[Reply]:
        yield
        return fail(call)

    api = Api(name="x", bases=("/x/",), routes=[Route("x.y", "GET", "/x/{id}", fail_late if late else fail)])
    machine, world = Machine((api,)), new_world()
    reply = machine.step(world, Request("GET", "/x/y", (token_of(machine, world),)), 0)
    assert (reply.status, json.loads(reply.body)["imsx_description"]) == (500, "Internal server error")
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("GET /x/y: ZeroDivisionError('/x/y') at test_sandbox_machine.py:")
    assert "\n" not in line


@pytest.mark.parametrize("abandoned", [False, True], ids=["it failed", "nobody waits any more"])
def test_what_was_done_before_an_end_in_the_middle_is_kept_by_the_next_step(abandoned: bool) -> None:
    def half(call: Call) -> Steps[Reply]:
        call.world.store.put("halves", {"sourcedId": "first"})
        yield
        call.world.store.put("halves", {"sourcedId": "second"})
        yield
        raise ZeroDivisionError

    api = Api(name="x", bases=("/x/",), routes=[Route("x.y", "POST", "/x/{id}", half)])
    machine, world = Machine((api,)), new_world()
    bearer = token_of(machine, world)
    kept: set[tuple[str, ...]] = set()
    world.keep = kept.update
    steps = machine.steps(world, Request("POST", "/x/y", (bearer,)), 0)
    if abandoned:
        next(steps)
        next(steps)
        steps.close()
    else:
        assert finish(steps).status == 500
    assert kept == set()
    machine.step(world, Request("GET", "/x/z", (bearer,)), 0)
    assert kept == {("documents", "halves", "first"), ("documents", "halves", "second")}


def test_ids_of_documents_do_not_depend_on_other_requests() -> None:
    def created(requests: int) -> object:
        sandbox = Sandbox(students=1)
        for _ in range(requests):
            sandbox.handle(Request("GET", "/nothing"))
        return sandbox._world.new_id()

    assert created(0) == created(3)


def test_fixed_segments_win_and_dead_ends_are_left() -> None:
    def handler(_: Call) -> Reply:
        return json_reply(200, {})

    templates = ("/a/{id}", "/a/fixed", "/a/fixed/x", "/a/{id}/y", "/{any}/z/")
    routes = Routes(Route("x.y", "GET", template, handler) for template in templates)

    def matched(path: str) -> tuple[str, tuple[str, ...], bool] | None:
        match = routes.match("GET", path)
        return None if match is None else (match.route.template, match.ids, match.exact)

    assert matched("/a/fixed") == ("/a/fixed", (), True)
    assert matched("/a/fixed/") == ("/a/fixed", (), False)
    assert matched("/a/other") == ("/a/{id}", ("other",), True)
    assert matched("/a/fixed/y") == ("/a/{id}/y", ("fixed",), True)
    assert matched("/a/z") == ("/a/{id}", ("z",), True)
    assert matched("/b/z") == ("/{any}/z/", ("b",), False)
    assert matched("/a/%2F%252F") == ("/a/{id}", ("/%2F",), True)
    assert matched("/a//") is None
    assert matched("/") is None
    assert matched("") is None
    assert routes.match("PUT", "/a/fixed") is None


def test_the_store_keeps_order_and_indices() -> None:
    store = Store(set())
    for number in range(5):
        store.put("rows", {"sourcedId": f"r{number}", "owner": reference(f"o{number % 2}"), "mail": "x"})
    assert [row["sourcedId"] for row in store.referring("rows", "owner", "o0")] == ["r0", "r2", "r4"]
    assert len(store.find("rows", "mail", "x")) == 5
    store.put("rows", {"sourcedId": "r0", "owner": reference("o1"), "mail": "y"})
    assert [row["sourcedId"] for row in store.referring("rows", "owner", "o1")] == ["r0", "r1", "r3"]
    assert [row["sourcedId"] for row in store.referring("rows", "owner", "o0")] == ["r2", "r4"]
    assert [row["sourcedId"] for row in store.rows("rows")] == ["r0", "r1", "r2", "r3", "r4"]
    store.remove("rows", "r1")
    store.remove("rows", "r1")
    assert [row["sourcedId"] for row in store.referring("rows", "owner", "o1")] == ["r0", "r3"]
    assert store.count("rows") == len(store.rows("rows")) == 4
    assert store.get("rows", "r1") is None
    generation = store.generation
    store.put("rows", {"sourcedId": "r1", "owner": reference("o1")})
    assert [row["sourcedId"] for row in store.referring("rows", "owner", "o1")] == ["r0", "r3", "r1"]
    assert store.generation > generation


def test_a_copy_of_a_store_goes_its_own_way() -> None:
    store = Store(set())
    for number in range(3):
        store.put("rows", {"sourcedId": f"r{number}", "mail": "x"})
    store.column("rows", "mail")
    first, second = store.copy(set()), store.copy(set())
    first.put("rows", {"sourcedId": "r1", "mail": "y"})
    second.remove("rows", "r2")
    store.put("rows", {"sourcedId": "r3", "mail": "x"})
    store.put("others", {"sourcedId": "o"})

    def held(one: Store) -> tuple[list[str], tuple[str, ...], tuple[str, ...]]:
        return [row["sourcedId"] for row in one.rows("rows")], one.ids_with("rows", "mail", "x"), one.collections()

    assert held(store) == (["r0", "r1", "r2", "r3"], ("r0", "r1", "r2", "r3"), ("rows", "others"))
    assert held(first) == (["r0", "r1", "r2"], ("r0", "r2"), ("rows",))
    assert held(second) == (["r0", "r1"], ("r0", "r1"), ("rows",))


def test_lists_of_references_are_indexed() -> None:
    store = Store(set())
    store.put("classes", {"sourcedId": "c", "terms": [reference("t1"), reference("t2")]})
    assert store.referring("classes", "terms", "t2") == store.referring("classes", "terms", "t1")
    store.put("classes", {"sourcedId": "c", "terms": []})
    assert store.referring("classes", "terms", "t2") == []
