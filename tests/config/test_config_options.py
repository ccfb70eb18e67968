"""Single options of a configuration: which values are taken, and which are refused."""

from typing import Any

import httpx
import pytest

from timeback_core.engine.config import Config, configure

LOCAL = "http://localhost:8080"
CREDENTIALS = {"client_id": "id", "client_secret": "secret"}


def config_of(**options: Any) -> Config:
    options.setdefault("environ", {})
    return configure(**options).unwrap()


def problems_of(**options: Any) -> dict[str, str]:
    options.setdefault("environ", {})
    failure = configure(**options).failure()
    return {problem.path: problem.text for problem in failure.problems}


@pytest.mark.parametrize(
    "url",
    [
        "not a url",
        "example.com",
        "ftp://example.com",
        "https://",
        "https://user:pass@example.com",
        "https://example.com?x=1",
        "https://example.com/#x",
        "https://example.com:0",
        "https://example.com:99999",
        "https://exa mple.com",
        "https://exa\tmple.com",
        "https://example.com/x\ny",
        "https://example.com/a b",
        "https://example.com/a/../b",
        "https://example.com/%2e%2e/b",
        "https://example.com/ä",
        "https://[::1",
        "https://[example.com]",
        "https://[::1%eth0]",
        "https://::1",
        "https://example.com:1:2",
        "https://example.com:x",
        "https://-a.com",
        "https://a..b",
        "http://example.com",
        "http://127.0.0.1.example.com",
        "http://10.0.0.1",
        "https://example.com\\@evil.com",
    ],
)
def test_urls_that_are_refused(url: str) -> None:
    for option in ({"base_url": url}, {"services": {"qti": url}}, {"base_url": LOCAL, "auth_url": url}):
        credentials = CREDENTIALS if "auth_url" in option else {}
        (text,) = problems_of(**option, **credentials).values()
        assert "user:" not in text


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("http://localhost", "localhost", 80),
        ("http://LOCALHOST:1", "localhost", 1),
        ("http://api.localhost:9", "api.localhost", 9),
        ("http://127.1.2.3:9", "127.1.2.3", 9),
        ("http://[::1]:9", "::1", 9),
        ("http://[0:0:0:0:0:0:0:1]", "::1", 80),
        ("HTTPS://example.com:", "example.com", 443),
        ("https://[2001:DB8::1]", "2001:db8::1", 443),
        ("https://Müller.example", "xn--mller-kva.example", 443),
        ("https://faß.example", "xn--fa-hia.example", 443),
        (" https://example.com ", "example.com", 443),
    ],
)
def test_urls_that_are_taken(url: str, host: str, port: int) -> None:
    base = config_of(base_url=url).services[0].base
    assert (base.host, base.port) == (host, port)


def test_an_ipv6_host_has_brackets_in_its_text() -> None:
    base = config_of(base_url="http://[::1]:9/x").services[0].base
    assert (str(base), base.authority) == ("http://[::1]:9/x", "[::1]:9")


def test_plain_http_may_be_allowed() -> None:
    assert config_of(base_url="http://example.com", allow_insecure_http=True).configured
    assert set(problems_of(base_url="https://example.com", auth_url="http://x.com/t", **CREDENTIALS)) == {"auth_url"}


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), 10**400, True, "3", None, [3]])
def test_timeouts_that_are_refused(value: object) -> None:
    assert set(problems_of(base_url=LOCAL, timeout=value)) == {"timeout"}


@pytest.mark.parametrize("option", ["max_concurrency", "max_attempts", "max_body_bytes"])
@pytest.mark.parametrize("value", [0, -1, True, 1.0, "1", None])
def test_counts_that_are_refused(option: str, value: object) -> None:
    assert set(problems_of(base_url=LOCAL, **{option: value})) == {option}


@pytest.mark.parametrize("option", ["env", "platform", "base_url", "auth_url", "client_id", "client_secret", "proxy"])
@pytest.mark.parametrize("value", [5, b"x", ["x"], {"x": "y"}, object()])
def test_texts_of_another_type_are_refused(option: str, value: object) -> None:
    assert option in problems_of(**{option: value})


@pytest.mark.parametrize("value", ["x", 5, [("qti", LOCAL)], {5: LOCAL}, {"qti": 5}, {"qti": None}, {"qti": {}}])
def test_services_of_another_type_are_refused(value: object) -> None:
    assert any(path.startswith("services") for path in problems_of(services=value))


@pytest.mark.parametrize("secret", [" secret", "secret\n", "a\nb", "a\x00b", "\ud800"])
def test_secrets_that_cannot_be_right(secret: str) -> None:
    found = problems_of(env="staging", client_id="id", client_secret=secret)
    assert set(found) == {"client_secret"}
    assert "secret" not in found["client_secret"]


@pytest.mark.parametrize(
    "proxy", ["http://proxy:3128", "http://user:p%40ss@proxy.example", "http://[::1]:3128/", "http://10.0.0.1:80"]
)
def test_proxies_that_are_taken(proxy: str) -> None:
    assert config_of(base_url=LOCAL, proxy=proxy).proxy == proxy


@pytest.mark.parametrize(
    "proxy", ["proxy:3128", "https://proxy", "ftp://proxy", "http://", "http://p:99999", "http://p/x", "http://p?x"]
)
def test_proxies_that_are_refused(proxy: str) -> None:
    assert set(problems_of(base_url=LOCAL, proxy=proxy)) == {"proxy"}


def test_any_httpx_transport_is_taken() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200))
    assert config_of(base_url=LOCAL, transport=transport).transport is transport


def test_a_transport_needs_neither_equality_nor_hash() -> None:
    class Odd(httpx.MockTransport):
        __hash__ = None  # type: ignore[assignment]  # on purpose

        def __eq__(self, other: object) -> bool:
            return True

    one, two = (Odd(lambda request: httpx.Response(200)) for _ in range(2))
    assert len({config_of(base_url=LOCAL, transport=transport) for transport in (one, one, two)}) == 2
