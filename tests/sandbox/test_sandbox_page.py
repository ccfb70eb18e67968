"""The page of a sandbox: every view, every form, and what browsers and people are promised of each."""

import re
import subprocess
from collections.abc import Iterator
from html import unescape
from shutil import which
from urllib.parse import quote, urlsplit

import attrs
import httpx
import pytest
from tests.sandbox.caliper_bodies import activity, sent
from tests.sandbox.page_reading import Element, Form, controls, form_to, forms, labelled, links, read_page

from timeback_core.sandbox import Fault, FaultKind, LoggedRequest, Sandbox, Server, Switches, Tenants
from timeback_core.sandbox.box import APIS
from timeback_core.sandbox.faults import KINDS
from timeback_core.sandbox.options import rules_of
from timeback_core.sandbox.page import rendering
from timeback_core.sandbox.page.visit import VIEWS

PAGE = "/.sandbox/page"
USERS = "/ims/oneroster/rostering/v1p2/users/"
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def person(**changes: object) -> dict[str, object]:
    """The body of a new user."""
    roles = [{"roleType": "primary", "role": "student", "org": {"sourcedId": "school-1"}}]
    names = {"givenName": "Ada", "familyName": "Byron", "email": "ada@example.com"}
    return {"user": {"enabledUser": True, "roles": roles, **names, **changes}}


@pytest.fixture
def busy(api: httpx.Client) -> httpx.Client:
    """A sandbox in which some of everything has happened; names and ids in it are meant ill."""
    api.get(USERS, params={"limit": 2})
    api.post(USERS, json=person(sourcedId=f"a/b c?&#{EVIL}", givenName=EVIL, username=EVIL))
    api.post(USERS, json={"user": {EVIL: EVIL}})
    api.get(f"/nothing/{quote(EVIL)}", headers={"X-Mine": EVIL})
    api.get(USERS, headers={"X-Sandbox-Fault": "malformed"})
    api.post(
        "/webhooks/", json={"name": EVIL, "targetUrl": f"https://elsewhere.test/{EVIL}", "secret": EVIL, "active": True}
    )
    sent(api, activity())
    api.post("/.sandbox/snapshot", json={"name": "monday"})
    return api


def seen(client: httpx.Client, address: str, status: int = 200) -> Element:
    """A view, in good order."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.text)
    page = read_page(answer.text)
    check_safety(answer, page)
    check_order(page)
    return page


def check_safety(answer: httpx.Response, page: Element) -> None:
    """No browser runs or fetches anything that is not the page's own, or shows it in another."""
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert (answer.headers["x-content-type-options"], answer.headers["cache-control"]) == ("nosniff", "no-store")
    for element in page.all():
        assert element.tag != "style"
        assert not [name for name in element.attributes if name == "style" or name.startswith(("on", "hx-on"))]
        for name in ("href", "src", "action", "hx-get"):
            assert element.attributes.get(name, "/.sandbox/page/").startswith((f"{PAGE}/", "#main"))
    assert all(script.text == "" for script in page.all("script"))
    assert all(image.attributes["src"].startswith(f"{PAGE}/icon.svg") for image in page.all("img"))


def check_order(page: Element) -> None:
    """Somebody who listens to it, or has no mouse, finds the way."""
    ids = [each.attributes["id"] for each in page.all() if "id" in each.attributes]
    assert len(ids) == len({*ids})
    assert [len(list(page.all(tag))) for tag in ("html", "main", "h1", "nav")][:3] == [1, 1, 1]
    assert next(iter(links(page))) == "#main"
    known = labelled(page)
    for control in controls(page):
        assert control.attributes.get("id") in known or str(id(control)) in known, control
        assert control.attributes.get("aria-describedby", "main") in ids
    for element in page.all("table"):
        assert all(head.attributes["scope"] == "col" for head in element.all("th"))
    for element in page.all("button", "a", "nav", "section"):
        assert element.text.strip() or element.attributes.get("aria-label"), element
    for element in page.all("nav", "section"):
        title = element.attributes.get("aria-labelledby")
        assert "aria-label" in element.attributes if title is None else title in ids
    names = [name_of(page, element) for element in page.all("section")]
    assert len(names) == len({*names}), names


def name_of(page: Element, section: Element) -> str:
    """By what it is told from others by whoever listens."""
    return section.attributes.get("aria-label") or page.by_id(section.attributes["aria-labelledby"]).text.strip()


def posted(client: httpx.Client, form: Form) -> httpx.Response:
    """What comes of sending a form, as a browser does it."""
    assert form.method == "post"
    kept = {name: value for name, value in form.fields.items() if value}
    return client.post(form.action, data=kept, follow_redirects=True)


def noticed(answer: httpx.Response) -> str:
    """What the page tells once a form has done its work."""
    assert (answer.status_code, answer.history[0].status_code) == (200, 303), answer.text
    return read_page(answer.text).by_id("notice").text


def view_of(address: str) -> str:
    """Which view is at an address, whatever it shows."""
    return urlsplit(address).path.removeprefix(f"{PAGE}/")


def walked(client: httpx.Client, start: str) -> Iterator[tuple[str, Element]]:
    """One of each view that links lead to."""
    known, coming = {view_of(start)}, [start]
    while coming:
        address = coming.pop()
        page = seen(client, address)
        yield address, page
        for link in links(page):
            if link != "#main" and view_of(link) not in known:
                known.add(view_of(link))
                coming.append(link)


def test_every_link_leads_to_a_view_in_good_order(busy: httpx.Client) -> None:
    assert {view_of(address) for address, _ in walked(busy, "/")} == {"/", *VIEWS, "document"}


def test_every_collection_of_every_service_is_shown(sandbox: Sandbox, busy: httpx.Client) -> None:
    shelves = {service.name: {*service.collections} for api in APIS for service in [api()]}
    kept = {name for name in sandbox._world.store.collections() if sandbox.documents(name)}
    assert kept <= set[str]().union(*shelves.values())
    page = seen(busy, f"{PAGE}/data")
    assert {shelf.text.split()[0] for shelf in page.all("section")} == {*shelves}
    for address in [link for link in links(page) if "collection=" in link]:
        answer = busy.get(address)
        assert answer.status_code == 200
        document = re.search(f'id="row-[^"]*" href="({PAGE}/document[^"]*)"', answer.text)
        assert (document is not None) == (address.rpartition("=")[2] in kept)
        assert document is None or busy.get(unescape(document[1])).status_code == 200


def test_links_and_forms_stay_with_the_sandbox_that_is_looked_at() -> None:
    south = Sandbox(students=2, client_id="south-client", masterytrack_api_key="south-key", id_prefix="s-")
    tenants = Tenants({"north": Sandbox(students=1), "south": south})
    with httpx.Client(transport=tenants.transport(), base_url=south.base_url) as client:
        for _, page in walked(client, f"{PAGE}/requests?tenant=south"):
            others = [each for each in links(page)[1:] if "tenant=north" in each]
            assert len(others) == 1  # the way to the other one
            for address in ({*links(page)[1:]} - {*others}, (form.action for form in forms(page))):
                assert all("tenant=south" in urlsplit(each).query for each in address)
        posted(client, form_to(seen(client, f"{PAGE}/state?tenant=south"), "/take", name="mine"))
        assert [len(each.snapshots.list()) for each in tenants.sandboxes.values()] == [0, 1]
        assert "s-student-1" in seen(client, f"{PAGE}/data?collection=users&tenant=south").by_id("rows").text
        assert "s-student-1" not in seen(client, f"{PAGE}/data?collection=users").by_id("rows").text


def test_what_is_meant_ill_is_text(busy: httpx.Client) -> None:
    requests = seen(busy, f"{PAGE}/requests")
    addresses = [link for link in links(requests) if "id=" in link]
    assert len(addresses) == 7
    told = [seen(busy, address).text for address in addresses]
    assert sum(EVIL in text or EVIL.replace('"', '\\"') in text for text in told) >= 3
    people = seen(busy, f"{PAGE}/data?collection=users&search={quote('<script>')}")
    (address,) = (link for link in links(people) if "/document?" in link)
    assert seen(busy, address).by_id("document").text.count(EVIL.replace('"', '\\"')) == 3


def test_requests_are_listed_and_opened_with_both_sides(sandbox: Sandbox, busy: httpx.Client) -> None:
    page = seen(busy, f"{PAGE}/requests")
    rows = [[cell.text.split() for cell in row.all("td")] for row in page.all("tr")][1:]
    assert [row[4] for row in rows] == [["200"], ["201"], ["200"], ["404"], ["422"], ["201"], ["200"]]
    assert rows[-1][1:3] == [["oneroster"], ["oneroster.users.list"]]
    refused = next(entry for entry in sandbox.requests() if entry.status == 422)
    opened = seen(busy, f"{PAGE}/requests?id={refused.id}").by_id("detail").text
    for part in ("POST", USERS, "422", "Bearer ***", "Validation error", "x-amzn-requestid", "curl", "import httpx"):
        assert part in opened
    assert sandbox.client_secret in opened  # what repeats it fetches a token first
    assert "forgotten" in seen(busy, f"{PAGE}/requests?id=999999").by_id("detail").text


def test_bodies_of_any_kind_are_shown(sandbox: Sandbox, api: httpx.Client) -> None:
    long = b'"' + b"x" * 200_000 + b'"'
    for body in (
        b"\xff\x00<b>",
        b"[" * 200 + b"]" * 200,
        b"[" * 1000 + b"]" * 1000,
        b'{"a": "\\ud800"}',
        long,
        b"x" * (11 << 20),
        b"",
    ):
        api.post(USERS, content=body)
    api.get(USERS, headers={"X-Sandbox-Fault": "big; size=100000000; gzip=true"})
    for entry in sandbox.requests():
        shown = seen(api, f"{PAGE}/requests?id={entry.id}").by_id("detail")
        assert len(shown.text) < 600_000
        assert not entry.body or shown.by_id("request-body").text.endswith("…") == (entry.body == long)


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ("verb=POST", 4),
        ("status=4xx", 2),
        ("status=404", 1),
        ("service=webhooks", 1),
        ("search=USERS.list", 2),
        ("search=nothing/", 1),
        ("search=nothing/&verb=POST", 0),
        ("verb=POST&search=users&status=422", 1),
    ],
)
def test_requests_are_chosen(busy: httpx.Client, chosen: str, count: int) -> None:
    page = seen(busy, f"{PAGE}/requests?{chosen}")
    assert len([row for row in page.all("tr") if "data-row" in row.attributes]) == count
    assert f"{count} request" in page.by_id("count").text


def test_long_lists_of_requests_have_pages(sandbox: Sandbox, api: httpx.Client) -> None:
    for _ in range(102):
        api.get("/x")
    page = seen(api, f"{PAGE}/requests?verb=GET")
    (older,) = (link for link in links(page) if "before=" in link and "id=" not in link)
    rows = [row for row in seen(api, older).all("tr") if "data-row" in row.attributes]
    assert len(rows) == 2


def test_a_browser_that_knows_all_is_told_nothing(busy: httpx.Client) -> None:
    for view in ("requests", "webhooks"):
        news = next(each for each in seen(busy, f"{PAGE}/{view}").all("div") if "hx-get" in each.attributes)
        assert news.attributes["hx-trigger"].startswith("every ")
        assert busy.get(news.attributes["hx-get"]).status_code == 204
        sent(busy, activity(2 if view == "requests" else 3))
        assert busy.get(news.attributes["hx-get"]).status_code == 200


def test_what_repeats_a_request_runs_as_it_stands(sandbox: Sandbox, server: Server, web: httpx.Client) -> None:
    login, platform = (sandbox.client_id, sandbox.client_secret), sandbox.credentials
    web.get(USERS, params={"filter": "givenName~'a'", "limit": 1})
    web.post(USERS, json=person(sourcedId="it's", givenName='Zoë "Z" `$HOME`'))
    web.post(server.token_path, data={"grant_type": "client_credentials"}, auth=login)
    key = {"x-api-key": platform.masterytrack_api_key}
    answer = web.post("/authorizer", headers=key, json={"email": platform.masterytrack_email})
    web.get("/authoring/inventory/search", headers={"x-auth-token": f"Bearer {answer.json()['jwt']}"})
    firsts = sandbox.requests()
    pages = [seen(web, f"{PAGE}/requests?id={first.id}") for first in firsts]

    def told(entry: LoggedRequest) -> tuple[str, str, bytes, int]:
        return entry.verb, entry.target, entry.body, 201 if entry.status == 404 else entry.status  # it is there already

    for first, page in zip(firsts, pages, strict=True):
        exec(page.by_id("python").text, {"print": lambda *_: None})  # noqa: S102 -- the page says that it runs
        assert told(sandbox.requests()[-1]) == told(first)
    if which("curl") is None:
        pytest.skip("there is no curl")
    sandbox.forget_requests()
    lines = "\n".join(page.by_id("curl").text for page in pages)
    subprocess.run(["/bin/bash", "-euo", "pipefail", "-c", lines], check=True, capture_output=True)  # noqa: S603 -- as above
    assert {told(each) for each in firsts} <= {told(each) for each in sandbox.requests()}


def test_a_collection_is_searched_sorted_and_paged(sandbox: Sandbox, api: httpx.Client) -> None:
    def ids(address: str) -> list[str]:
        rows = [row for row in seen(api, address).all("tr") if "data-row" in row.attributes]
        return [next(row.all("a")).text for row in rows]

    every = [str(document["sourcedId"]) for document in sandbox.documents("results")]
    assert len(every) > 50
    first = f"{PAGE}/data?collection=results"
    (following,) = (link for link in links(seen(api, first)) if "offset=" in link)
    assert ids(first) + ids(following) == every[:100]
    assert ids(f"{PAGE}/data?collection=courses&sort=title") == sorted(
        (str(each["sourcedId"]) for each in sandbox.documents("courses")),
        key=lambda course_id: next(
            str(each["title"]) for each in sandbox.documents("courses") if each["sourcedId"] == course_id
        ),
    )
    found = ids(f"{PAGE}/data?collection=users&search=ADMINISTRATOR-1@")
    assert found == ["administrator-1"]
    assert ids(f"{first}&offset=999999999") == every[len(every) // 50 * 50 :]
    seen(api, f"{PAGE}/data?collection=nothing", 404)
    seen(api, f"{PAGE}/document?collection=users&id=nobody", 404)


def test_references_are_followed_both_ways(sandbox: Sandbox, api: httpx.Client) -> None:
    seat = next(each for each in sandbox.documents("enrollments") if each["role"] == "student")
    page = seen(api, f"{PAGE}/document?collection=enrollments&id={seat['sourcedId']}")
    (user,) = (link for link in links(page) if "collection=users" in link)
    back = [link for link in links(seen(api, user)) if "collection=enrollments" in link]
    assert any(f"id={seat['sourcedId']}" in link for link in back)
    (every,) = (link for link in back if "path=" in link)
    assert str(seat["sourcedId"]) in seen(api, every).by_id("rows").text


def test_every_form_does_what_it_says(sandbox: Sandbox, busy: httpx.Client) -> None:
    def of(view: str, end: str, **changes: str) -> Form:
        return form_to(seen(busy, f"{PAGE}/{view}"), end, **changes)

    assert "forgotten" in noticed(posted(busy, of("requests", "/clear")))
    assert sandbox.requests() == ()
    assert "once more" in noticed(posted(busy, of("webhooks?id=delivery-1", "/repeat")))
    assert len(sandbox.deliveries()) == 2
    assert "taken" in noticed(posted(busy, of("state", "/take", name="tuesday")))
    assert [each.name for each in sandbox.snapshots.list()] == ["monday", "tuesday"]
    assert "is as it was" in noticed(posted(busy, of("state", "/restore")))
    assert len(sandbox.deliveries()) == 1
    assert "gone" in noticed(posted(busy, of("state", "/delete")))
    assert [each.name for each in sandbox.snapshots.list()] == ["tuesday"]
    assert "in force" in noticed(posted(busy, of("faults?kind=status", "/add", status="418", times="2", path="/x*")))
    assert "in force" in noticed(posted(busy, of("faults", "/begin", profile="half-open", seed="7")))
    assert "holds" in noticed(posted(busy, of("faults", "/limit", rate="500", verb="POST")))
    assert busy.get("/x").status_code == 418
    told = {name: busy.get(f"/.sandbox/{name}").json() for name in ("faults", "limit", "chaos")}
    assert told["faults"]["faults"][0] == {
        "fault": "status",
        "path": "/x*",
        "times": 2,
        "status": 418,
        "met": 1,
        "left": 1,
    }
    assert told["limit"]["limits"] == [{"verb": "POST", "rate": 500, "left": 500}]
    assert told["chaos"]["in_force"] == {"profile": "half-open", "seed": 7, "scale": 1}
    for end in ("/end", "/unlimit", "/clear"):
        assert "more" in noticed(posted(busy, of("faults", end)))
    assert busy.get("/.sandbox/faults").json() == {"faults": []}
    assert "set" in noticed(posted(busy, of("switches", "/set", strict_slash="true", token_seconds="5")))
    assert sandbox.switches == Switches(strict_slash=True, token_seconds=5)
    assert "set" in noticed(posted(busy, of("switches", "/set", strict_slash="")))
    assert sandbox.switches == Switches(token_seconds=5)
    assert "No token" in noticed(posted(busy, of("tokens", "/revoke")))
    assert busy.get(USERS).status_code == 401
    assert "start" in noticed(posted(busy, of("state", "/reset")))
    assert (sandbox.switches, sandbox.deliveries()) == (Switches(), ())


def test_the_clock_is_moved_and_stopped(sandbox: Sandbox, api: httpx.Client) -> None:
    def sent_with(**fields: str) -> None:
        assert "clock" in noticed(posted(api, Form(f"{PAGE}/state/clock", "post", fields)))

    before = sandbox.clock.now
    sent_with(advance="86400.5")
    assert (sandbox.clock.now - before).total_seconds() == 86400.5
    sent_with(now="2027-01-01T00:00:00Z")
    assert sandbox.clock.now.isoformat() == "2027-01-01T00:00:00+00:00"
    page = seen(api, f"{PAGE}/state")
    assert "2027-01-01T00:00:00" in page.by_id("clock-title").text + page.text
    stop = next(form for form in forms(page) if "frozen" in form.fields)
    posted(api, stop)
    assert sandbox.clock.is_frozen
    go_on = next(form for form in forms(seen(api, f"{PAGE}/state")) if "frozen" in form.fields)
    posted(api, go_on)
    assert not sandbox.clock.is_frozen
    posted(api, form_to(page, "/clock/back"))
    assert sandbox.clock.now == before


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [
        ("state/take", "name", "no name!"),
        ("state/restore", "name", "unknown"),
        ("state/clock", "now", EVIL),
        ("state/clock", "advance", "soon"),
        ("state/clock", "advance", "1e15"),
        ("switches/set", "token_seconds", "never"),
        ("switches/set", "free_text_score", "2"),
        *(("faults/add", name, EVIL) for name, rule in rules_of(Fault).items() if rule.kind == "number"),
        ("faults/add", "path", "users"),
        ("faults/limit", "rate", "0"),
        ("faults/limit", "rate", ""),
        ("faults/begin", "scale", "5000"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    sandbox: Sandbox, api: httpx.Client, path: str, field: str, value: str
) -> None:
    before = sandbox.switches
    others = {
        "switches/set": {each.name: str(each.default) for each in attrs.fields(Switches) if each.validator},
        "faults/add": {"kind": next((kind for kind, each in KINDS.items() if field in each.options), "cut")},
        "faults/begin": {"profile": "half-open"},
    }
    answer = api.post(f"{PAGE}/{path}", data={**others.get(path, {}), field: value})
    assert answer.status_code == 400
    page = read_page(answer.text)
    check_order(page)
    control = next(each for each in controls(page) if "aria-invalid" in each.attributes)
    assert control.attributes["name"] == field
    assert (control.attributes["aria-invalid"], control.attributes["value"]) == ("true", value)
    assert page.by_id(control.attributes["aria-describedby"]).text.strip()
    assert sandbox.switches == before


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fault_has_a_form_with_its_options(api: httpx.Client, kind: FaultKind) -> None:
    shown = {*form_to(seen(api, f"{PAGE}/faults?kind={kind}"), "/add").fields}
    own = {option for each in KINDS.values() for option in each.options}
    assert shown & own == {*KINDS[kind].options}
    assert shown - own - {"kind"} == {*rules_of(Fault)} - own


def test_what_makes_no_sense_together_is_told(api: httpx.Client) -> None:
    answer = api.post(f"{PAGE}/faults/add", data={"kind": "latency", "p50": "1", "seconds": "2"})
    assert (answer.status_code, "p50 and p99 are for lognormal" in answer.text) == (400, True)
    assert form_to(read_page(answer.text), "/add").fields["seconds"] == "2"


def test_forms_of_nothing_are_no_trouble(api: httpx.Client) -> None:
    for body in (b"", b"\xff\xfe", b"name", b"id=&&&=", b"a" * 100_000):
        for form in (
            "state/take",
            "state/clock",
            "webhooks/repeat",
            "switches/set",
            "faults/add",
            "faults/limit",
            "faults/begin",
        ):
            assert api.post(f"{PAGE}/{form}", content=body).status_code in (303, 400, 404)
    assert api.get(f"{PAGE}/reset").status_code == 404
    assert api.get(f"{PAGE}/requests?id=%00&before=x&newest=%ff").status_code == 200


def test_what_belongs_to_the_page_may_be_kept(api: httpx.Client) -> None:
    page = seen(api, "/")
    kept = [each.attributes.get("href") or each.attributes["src"] for each in page.all("link", "script")]
    for address in kept:
        answer = api.get(address)
        assert (answer.status_code, "immutable" in answer.headers["cache-control"]) == (200, True)
        assert rendering.digest(urlsplit(address).path.rpartition("/")[2]) in address
    assert {urlsplit(address).path.rpartition(".")[2] for address in kept} == {"css", "js", "svg"}


def test_without_its_templates_the_page_says_what_is_missing(
    api: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "jinja2", None)
    rendering._environment.cache_clear()
    answer = api.get("/")
    assert (answer.status_code, "timeback-core[sandbox]" in answer.text) == (501, True)


def test_looking_is_no_request_of_the_platform(sandbox: Sandbox, api: httpx.Client) -> None:
    seen(api, "/")
    seen(api, f"{PAGE}/data")
    assert sandbox.requests() == ()
    assert api.head("/").status_code == 200
