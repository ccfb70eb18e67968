"""Law 10 where the server names what it stores: webhooks, their filters, and subject tracks, as plain dicts say."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings, strategies as st
from property_tests.profiles import so_many
from returns.result import Failure

from timeback_core import UNSET, TimebackClient, edubridge as e, webhooks as w
from timeback_core.compose import plain
from timeback_core.engine.codec.runtime import encode
from timeback_core.errors import NotFound
from timeback_core.sandbox import Sandbox
from timeback_core.testing import models


class Resource(NamedTuple):
    """What is created, read, replaced, deleted and listed, by operations of these."""

    namespace: type[Any]
    input: type[Any]
    parent: Callable[[TimebackClient], dict[str, Any]]
    """Fields that every input has, made of what there is."""


def of_a_webhook(client: TimebackClient) -> dict[str, Any]:
    body = w.WebhookInput(name="Parent", target_url="http://127.0.0.1:9/", secret="s", active=False)
    return {"webhook_id": plain(w.create_webhook(client.session, body)).unwrap().id}


RESOURCES = (
    Resource(w.Webhooks, w.WebhookInput, lambda _: {}),
    Resource(w.WebhookFilters, w.WebhookFilterInput, of_a_webhook),
)


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return Sandbox(students=2)


@pytest.fixture(scope="module")
def client(sandbox: Sandbox) -> Iterator[TimebackClient]:
    with TimebackClient.open(**sandbox.settings, environ={}).unwrap() as opened:
        yield opened


def holds(stored: Any, body: Any) -> bool:
    """Whether what is stored has every member that was sent; a null may be left out."""
    found: Any = encode(stored)
    sent: Any = encode(body)
    return bool({name: found.get(name) for name in sent} == sent)


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.namespace.__name__)
@settings(max_examples=so_many(12))
@given(data=st.data())
def test_what_the_server_names_is_what_a_dict_says(
    sandbox: Sandbox, client: TimebackClient, resource: Resource, data: st.DataObject
) -> None:
    sandbox.reset()
    session, (namespace, input_, parent) = client.session, resource
    inputs = models(input_, **parent(client))
    known: dict[str, Any] = {}
    gone: set[str] = set()
    for verb in data.draw(st.lists(st.sampled_from(["create", "update", "delete"]), max_size=8)):
        if verb == "create":
            body = data.draw(inputs)
            made = plain(namespace.create(session, body)).unwrap()
            assert holds(made, body)
            known[made.id] = body
            continue
        key = data.draw(st.sampled_from([*known, *gone, "nobody"]))
        body = data.draw(inputs)
        told = plain(namespace.update(session, key, body) if verb == "update" else namespace.delete(session, key))
        if key not in known:
            assert isinstance(told.failure(), NotFound)
        elif verb == "update":
            assert holds(told.unwrap(), body)
            known[key] = body
        else:
            told.unwrap()
            gone.add(key)
            del known[key]
    for key, body in known.items():
        assert holds(plain(namespace.get(session, key)).unwrap(), body)
    for key in gone:
        assert isinstance(plain(namespace.get(session, key)).failure(), NotFound)
    rows = {row.id: row for row in plain(namespace.list(session)).unwrap()}
    assert rows.keys() == known.keys()
    assert all(holds(rows[key], body) for key, body in known.items())


Key = tuple[str, str, str | None]


def tracks(client: TimebackClient) -> dict[Key, tuple[str, str | None]]:
    """Every track by what it is for: its id, and the course that it leads to."""
    rows = plain(e.list_subject_tracks(client.session)).unwrap()
    found = {
        (str(row.subject), str(row.grade), row.org.sourced_id if row.org else None): (
            row.id,
            row.course.sourced_id if row.course else None,
        )
        for row in rows
    }
    assert len(found) == len(rows)
    return found


@settings(max_examples=so_many(10))
@given(data=st.data())
def test_a_subject_has_one_track_for_a_grade_and_an_organization(
    sandbox: Sandbox, client: TimebackClient, data: st.DataObject
) -> None:
    sandbox.reset()
    known = tracks(client)
    ids = st.sampled_from([*(track for track, _ in known.values()), "nobody"])
    bodies = models(
        e.SubjectTrackUpsertInput,
        course_id=st.sampled_from(["course-1", "course-2", "nobody"]),
        org_sourced_id=st.sampled_from([UNSET, "school-1"]),
    )
    for deletes in data.draw(st.lists(st.booleans(), max_size=6)):
        if deletes:
            track = data.draw(ids)
            told = plain(e.delete_subject_track(client.session, track))
            left = {key: each for key, each in known.items() if each[0] != track}
            assert isinstance(told, Failure) is (left == known)
            known = left
            continue
        body = data.draw(bodies)
        stored = plain(e.upsert_subject_track(client.session, body))
        if body.course_id == "nobody":
            stored.failure()
            continue
        key = (str(body.subject), str(body.grade), body.org_sourced_id or None)
        made = stored.unwrap().id
        assert made == known.get(key, (made, None))[0]
        known[key] = (made, body.course_id)
    assert tracks(client) == known
