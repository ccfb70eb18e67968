"""Whatever passes through a recorder, what it keeps holds no secret and nothing personal, and is answered from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import orjson
import pytest
from hypothesis import given, settings, strategies as st
from property_tests.profiles import so_many
from tests.scripted_server import Reply, ScriptedServer

from timeback_core.sandbox import Request, record, replay

SECRET = ("password", "clientSecret", "api_key", "access_token", "Authorization", "set-cookie")
PERSONAL = ("givenName", "family_name", "email", "studentEmail", "birthDate", "phone", "username", "homeAddress")

words = st.text("abc雪éß", min_size=1, max_size=6).map(lambda text: f"Xq{text}")
"""What must not be found again."""
texts = words | words.map(lambda word: f"{word}@{word}.org") | words.map(lambda word: f"1 {word}, {word}")
plain = st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "active", "2026-03-02", "a b", "[", "{}"])


def member(names: tuple[str, ...], values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """An object with one of these members."""
    return st.builds(lambda name, value: {name: value}, st.sampled_from(names), values)


secret = member(SECRET, words | st.lists(words, max_size=2) | member(("value",), words))
personal = member(PERSONAL, texts | st.lists(texts, max_size=2) | member(("value",), texts))
person = member(("student", "actor"), words.map(lambda name: {"id": "1", "name": name}))
within = words.map(lambda word: orjson.dumps({"givenName": word, "secret": word}).decode())
addressed = words.map(lambda word: f"see https://x.org/u?email={word}%40{word}.org or {word}@{word}.org")
documents = st.recursive(
    plain | secret | personal | person | within | addressed,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "type", "name", "é"]), inner),
    max_leaves=8,
)


class Trip:
    """Puts requests to a recorder before a server, whose answers are said beforehand."""

    def __init__(self, recorded: Path) -> None:
        self.recorded = recorded
        self.answer = Reply()
        self.client = httpx.Client(timeout=30)
        self.base_url = ""

    def kept(self, verb: str, target: str, body: bytes, content_type: str) -> bytes:
        """What the recorder keeps of it: what it is of, and one exchange."""
        headers = {"content-type": content_type, "x-note": "Xq"}
        assert self.client.request(verb, self.base_url + target, content=body, headers=headers).status_code == 200
        first, *_, last = self.recorded.read_bytes().splitlines()
        return first + b"\n" + last


@pytest.fixture(scope="module")
def trip(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trip]:
    """One for all examples."""
    trip = Trip(tmp_path_factory.mktemp("recorded") / "recording.jsonl")
    with (
        trip.client,
        ScriptedServer(lambda _: trip.answer) as server,
        record(server.base_url, trip.recorded) as recorder,
        recorder.serve() as relay,
    ):
        trip.base_url = relay.base_url
        yield trip


@settings(max_examples=so_many(40))
@given(documents, documents, words)
def test_no_secret_and_nothing_personal_is_kept(trip: Trip, asked: object, answered: object, word: str) -> None:
    query = {"filter": f"givenName='{word}' AND email~'{word}@x.org'", "search": word, "token": word, "limit": "2"}
    target = f"/users/{quote(word)}%40x.org?{urlencode(query)}"
    body = orjson.dumps([{"givenName": word}, asked])
    answer = orjson.dumps([answered, f"{word} is known"])
    trip.answer = Reply(answer, headers=(("Content-Type", "application/json"), ("Link", f"<{target}>; rel=next")))
    kept = trip.kept("POST", target, body, "application/json")
    assert "xq" not in kept.decode().casefold(), kept.decode()
    exchange = orjson.loads(kept.splitlines()[1])
    assert keys(exchange["answer"]["body"]["json"][0]) == keys(answered)
    (link,) = (value for name, value in exchange["answer"]["headers"] if name.lower() == "link")
    assert link.partition("?")[0] == f"<{exchange['target']}".partition("?")[0]

    again = trip.recorded.with_name("again.jsonl")
    again.write_bytes(kept)
    reply = replay(again).handle(Request("POST", target, (("content-type", "application/json"),), body))
    assert reply.status == 200, (asked, kept, reply.body)
    assert orjson.loads(reply.body) == exchange["answer"]["body"]["json"]


def keys(value: Any) -> Any:
    """JSON without its values and its secrets."""
    if isinstance(value, dict):
        return {name: None if name in SECRET else keys(item) for name, item in value.items()}
    return [keys(item) for item in value] if isinstance(value, list) else None


@pytest.mark.parametrize(
    ("form", "content_type"),
    [
        ('<user givenName="{0}"><email>{0}@x.org</email><password>{0}</password><b note="1"/></user>', "text/xml"),
        ('{{"user": {{"familyName": "{0}", "secret": "{0}", "age": 7', "application/json"),
        ("email={0}%40x.org&client_secret={0}&grant_type=a", "application/x-www-form-urlencoded"),
        ("given name: {0}\nPhone: {0}\napi-key: {0}", "text/plain"),
    ],
)
@settings(max_examples=so_many(10))
@given(word=words)
def test_texts_that_are_no_json_are_kept_without_either(trip: Trip, form: str, content_type: str, word: str) -> None:
    text = form.format(quote(word) if "=" in form and "<" not in form else word)
    trip.answer = Reply(text.encode(), headers=(("Content-Type", content_type),))
    kept = trip.kept("PUT", "/x", text.encode(), content_type).decode()
    assert "xq" not in kept.casefold(), kept
