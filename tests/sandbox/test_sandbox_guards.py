"""Whom a sandbox lets in from a browser: preflights, readable answers, foreign pages, its own page."""

from collections.abc import Iterator

import httpx
import pytest

from timeback_core.sandbox import Fault, Reply, Request, Sandbox

USER = "/ims/oneroster/rostering/v1p2/users/student-1"
RESET = "/.sandbox/faults"
PAGE = "/"
ELSEWHERE = "203.0.113.9"
HERE = ("http://localhost:3000", "https://app.localhost", "http://127.8.0.1:5173", "http://[::1]:8000")
FOREIGN = (
    "https://evil.example",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "null",
    "file://",
    "",
)


@pytest.fixture(scope="module")
def guarded() -> Iterator[Sandbox]:
    """One that knows an origin, and that is served at an address of its own."""
    sandbox = Sandbox(students=1, cors=["https://App.example"])
    with sandbox.serve(public_url="https://sandbox.example/a"):
        yield sandbox


@pytest.fixture(scope="module")
def open_to_all() -> Sandbox:
    """One that all pages may call, and look at."""
    return Sandbox(students=1, cors=["*"], ui_public=True)


def ask(sandbox: Sandbox, verb: str, path: str, peer: str = "127.0.0.1", **headers: str) -> Reply:
    """The answer to a request with these headers, whose names are spelt with `_`."""
    given = {"host": "127.0.0.1:8080"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return sandbox.handle(Request(verb, path, tuple(given.items()), b"[]", peer))


def preflight(sandbox: Sandbox, path: str, origin: str) -> Reply:
    """What a browser is told before it sends a request with a token."""
    wish = {"access_control_request_method": "PUT", "access_control_request_headers": "authorization,content-type"}
    return ask(sandbox, "OPTIONS", path, origin=origin, **wish)


@pytest.mark.parametrize("path", [USER, "/nowhere", "/oauth2/token", RESET])
def test_pages_that_may_call_it(guarded: Sandbox, open_to_all: Sandbox, path: str) -> None:
    is_control = path == RESET
    for origin in (*HERE, "https://app.example", "https://sandbox.example", *FOREIGN):
        for sandbox in (guarded, open_to_all):
            is_known = origin in HERE or (
                origin in {"https://app.example", "https://sandbox.example"} if sandbox is guarded else not is_control
            )
            told, answer = preflight(sandbox, path, origin), ask(sandbox, "GET", path, origin=origin)
            assert (told.status, told.header("vary")) == (204 if is_known else 403, "origin"), origin
            expected = origin if is_known else None
            assert [reply.header("access-control-allow-origin") for reply in (told, answer)] == [expected] * 2, origin
            assert answer.header("vary") == "origin"


def test_a_preflight_tells_what_is_allowed(sandbox: Sandbox) -> None:
    sandbox.faults(Fault("cut"))
    told = preflight(sandbox, USER, HERE[0])
    assert "PUT" in (told.header("access-control-allow-methods") or "")
    assert told.header("access-control-allow-headers") == "authorization,content-type"
    assert told.header("access-control-max-age") == "600"
    wish = {"access_control_request_method": "GET", "access_control_request_private_network": "true"}
    private = ask(sandbox, "OPTIONS", USER, origin=HERE[0], access_control_request_headers="a\r\nb: c", **wish)
    assert private.header("access-control-allow-private-network") == "true"
    assert private.header("access-control-allow-headers") is None
    assert ask(sandbox, "OPTIONS", USER, origin=HERE[0]).cut == "before"


def test_every_answer_can_be_read_by_its_page(sandbox: Sandbox, web: httpx.Client) -> None:
    web.headers["origin"] = HERE[0]
    answers = [web.get(USER), web.get(USER, headers={"authorization": ""}), web.get("/nowhere")]
    answers += [
        web.get(USER, headers={"X-Sandbox-Fault": fault}) for fault in ("throttled; retry_after=2", "html", "?")
    ]
    answers += [web.post("/oauth2/token"), web.get("/.sandbox/requests"), web.options(USER)]
    assert [answer.status_code for answer in answers] == [200, 401, 404, 429, 502, 400, 400, 200, 404]
    assert {answer.headers["access-control-allow-origin"] for answer in answers} == {HERE[0]}
    assert {answer.headers["access-control-expose-headers"] for answer in answers} == {"*"}


def test_answers_that_no_page_asked_for_say_nothing_of_pages(web: httpx.Client) -> None:
    assert not {name for name in web.get(USER).headers if name.startswith("access-control")}


@pytest.mark.parametrize("path", [RESET, "/.well-known/timeback-sandbox", "/.sandbox/page/reset"])
def test_what_a_foreign_page_sends_is_refused(guarded: Sandbox, open_to_all: Sandbox, path: str) -> None:
    sent: tuple[dict[str, str], ...] = (
        *({"origin": origin} for origin in FOREIGN),
        {"origin": "https://evil.example", "host": "evil.example"},
        {"origin": "null", "sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors"},
        {"sec_fetch_site": "same-site"},
    )
    for headers in sent:
        if path != "/.sandbox/page/reset" or headers.get("host") is None:
            refused = ask(open_to_all, "POST", path, **headers)
            assert (refused.status, b"--cors" in refused.body) == (403, True), headers
        assert ask(guarded, "POST", path, **headers).status == 403, headers
    assert ask(guarded, "GET", path, sec_fetch_site="cross-site", sec_fetch_mode="no-cors").status == 403


@pytest.mark.parametrize("peer", ["127.0.0.1", "172.17.0.1", ELSEWHERE])
def test_control_calls_of_programs_are_answered_from_anywhere(guarded: Sandbox, peer: str) -> None:
    for host in ("sandbox:8080", "sandbox.corp.example", "x"):
        assert ask(guarded, "GET", RESET, peer, host=host).status == 200
        assert ask(guarded, "POST", RESET, peer, host=host).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec_fetch_site": "none", "sec_fetch_mode": "navigate"},
        {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"},
        {"host": "localhost:8080"},
        {"host": "[::1]:8080"},
        {"host": "sandbox.example"},
    ],
)
def test_the_page_is_seen_on_this_machine(guarded: Sandbox, open_to_all: Sandbox, headers: dict[str, str]) -> None:
    for peer in ("127.0.0.1", "::1", "::ffff:127.0.0.1", ""):
        assert ask(guarded, "GET", PAGE, peer, **headers).status != 403
    assert b"--ui-public" in ask(guarded, "GET", PAGE, ELSEWHERE, **headers).body
    assert ask(guarded, "GET", PAGE, "gone", **headers).status == 403
    assert ask(guarded, "GET", PAGE, x_forwarded_for=ELSEWHERE, **headers).status == 403
    assert ask(open_to_all, "GET", PAGE, ELSEWHERE, **headers).status != 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8080", "localhost.evil.example", "", "[", "10.0.0.1"])
def test_a_domain_that_is_led_here_does_not_pass_for_the_page(guarded: Sandbox, host: str) -> None:
    for path in (PAGE, "/.sandbox/page/reset"):
        refused = ask(guarded, "GET", path, host=host)
        assert (refused.status, b"--public-url" in refused.body) == (403, True)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://127.0.0.1:8080"},
        {"origin": "null", "sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "same-origin"},
        {"origin": "https://sandbox.example", "host": "sandbox.example"},
    ],
)
def test_forms_of_the_page_are_taken(guarded: Sandbox, headers: dict[str, str]) -> None:
    assert ask(guarded, "POST", "/.sandbox/page/reset", **headers).status != 403


def test_a_public_page_takes_its_forms_at_any_name(open_to_all: Sandbox) -> None:
    at = {"origin": "http://devbox.example:8080", "host": "devbox.example:8080"}
    assert ask(open_to_all, "POST", "/.sandbox/page/reset", ELSEWHERE, **at).status != 403


@pytest.mark.parametrize("origin", ["app.example", "https://app.example/", "https://", "ftp://a", "null", ""])
def test_what_is_no_origin_is_refused_at_once(origin: str) -> None:
    with pytest.raises(ValueError, match="an origin is written like"):
        Sandbox(students=1, cors=[origin])
