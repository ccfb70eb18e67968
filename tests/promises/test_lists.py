"""A list is whole, or says that it is not."""

import pickle
from collections.abc import Callable
from typing import Any, Literal, get_args

import attrs
import pytest
from returns.io import IOResult
from returns.pipeline import is_successful
from tests.answering import Answering
from tests.scripted_server import Reply
from tests.support import PERSON, calls, error, query, unchecked, value

from timeback_core import (
    Base,
    Call,
    Model,
    Operation,
    Page,
    Perform,
    Session,
    Steps,
    TimebackClient,
    TimebackError,
    flow,
    model,
    operation,
)
from timeback_core.compose import plain
from timeback_core.errors import BadRow, DecodeError, IncompletePages, InvalidInput, NotFound
from timeback_core.expect import Many
from timeback_core.oneroster import (
    Category,
    CourseComponent,
    Enrollment,
    LineItem,
    Result,
    ScoreScale,
    User,
    UserInput,
    get_course,
    get_enrollment,
    get_user,
    list_assessment_results,
    list_categories_for_class,
    list_course_components_for_course,
    list_enrollments,
    list_enrollments_for_class,
    list_line_items_for_class,
    list_line_items_for_school,
    list_results_for_class,
    list_results_for_line_item,
    list_results_for_line_item_in_class,
    list_results_for_student_in_class,
    list_score_scales_for_class,
    list_score_scales_for_school,
    list_students_for_school,
    list_users,
    read_users_by_ids,
)
from timeback_core.sandbox import Fault, Sandbox


def ids_of(sandbox: Sandbox) -> list[str]:
    """The ids of all users, as they are stored."""
    return [str(document["sourcedId"]) for document in sandbox.documents("users")]


@pytest.mark.parametrize("prefetch", [0, 4])
def test_a_list_never_ends_early_in_silence(client: TimebackClient, sandbox: Sandbox, prefetch: int) -> None:
    sandbox.switches.short_pages = True
    session = client.using(prefetch=prefetch).session
    rows = value(list_users.collect(session, limit=3))
    assert [row.sourced_id for row in rows] == ids_of(sandbox)
    assert not any("x-total-count" in header for request in calls(sandbox) for header in request.headers)


NESTED: list[tuple[Operation[..., Page[Any]], tuple[str, ...], type]] = [
    (list_line_items_for_school, ("school-1",), LineItem),
    (list_score_scales_for_school, ("school-1",), ScoreScale),
    (list_enrollments_for_class, ("class-1",), Enrollment),
    (list_line_items_for_class, ("class-1",), LineItem),
    (list_results_for_class, ("class-1",), Result),
    (list_score_scales_for_class, ("class-1",), ScoreScale),
    (list_categories_for_class, ("class-1",), Category),
    (list_results_for_student_in_class, ("class-1", "student-1"), Result),
    (list_results_for_line_item_in_class, ("class-1", "class-1-item-1"), Result),
    (list_results_for_line_item, ("class-1-item-1",), Result),
    (list_students_for_school, ("school-1",), User),
    (list_course_components_for_course, ("course-1",), CourseComponent),
]

IDS = [operation.__name__ for operation, _, _ in NESTED]


@pytest.mark.parametrize(("listing", "ids", "kind"), NESTED, ids=IDS)
def test_a_list_never_ends_early_in_silence__lists_below_another_document(
    client: TimebackClient, sandbox: Sandbox, listing: Operation[..., Page[Any]], ids: tuple[str, ...], kind: type
) -> None:
    whole = value(listing(client.session, *ids, limit=3000))
    assert whole.total == len(whole)
    sandbox.switches.short_pages = True
    assert value(listing.collect(client.session, *ids, limit=2)) == whole.items


def test_a_list_never_ends_early_in_silence__the_next_offset_counts_what_came(answering: Answering) -> None:
    pages = [[PERSON, PERSON], [PERSON], [PERSON, PERSON]]
    session = answering(*(Reply({"users": rows, "totalCount": 5}) for rows in pages))
    assert len(value(list_users.collect(session, limit=2))) == 5
    assert [request.query.get("offset") for request in answering.sent] == [None, "2", "3"]


def test_a_list_never_ends_early_in_silence__rows_that_stay_away_are_an_error(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    total = len(ids_of(sandbox))
    sandbox.faults(Fault("empty_page"))
    failed = error(list_users.collect(client.session))
    assert isinstance(failed, IncompletePages)
    assert (failed.received, failed.total) == (0, total)


def test_a_list_never_ends_early_in_silence__nor_goes_on_for_ever_without_totals(answering: Answering) -> None:
    users = [{**PERSON, "sourcedId": f"u{n}"} for n in range(5)]
    session = answering(*(Reply({"users": rows}) for rows in (users[:3], users[3:], [])))
    assert len(value(list_users.collect(session, limit=3))) == 5
    assert len(answering.sent) in (2, 3)


def people(*numbers: int, total: int | None = None, links: tuple[str, ...] = (), count: int | None = None) -> Reply:
    """A page of users; its total in the body, `count` in a header, and a `Link` header for each of `links`."""
    body: dict[str, object] = {"users": [{**PERSON, "sourcedId": f"u-{number}"} for number in numbers]}
    if total is not None:
        body["totalCount"] = total
    headers = [("Link", f"</users?offset=1>; {link}") for link in links]
    return Reply(body, headers=(*headers, ("X-Total-Count", str(count))) if count is not None else tuple(headers))


WHOLE: dict[str, tuple[Reply, ...]] = {
    "short pages and no totals": (people(0, 1), people(2), people(3, 4), people()),
    "short pages and links": (people(0, 1, links=('rel="next"',)), people(2, 3, 4, links=('rel="prev"',))),
    "a link in a header of its own": (
        people(0, 1, links=("rel=self", "rel=next")),
        people(2, 3, 4, links=("rel=self",)),
    ),
    "relations in any case": (people(0, 1, links=('REL="Prev NEXT"',)), people(2, 3, 4, links=("rel=LAST",))),
    "a link and a total that is too small": (people(0, 1, 2, total=3, links=("rel=next",)), people(3, 4, total=3)),
    "two totals": (people(0, 1, 2, total=5, count=3), people(3, 4, total=5, count=2)),
    "links about something else": (people(0, 1, 2, links=("rel=preload",)), people(3, 4), people()),
}


@pytest.mark.parametrize("pages", WHOLE.values(), ids=WHOLE)
def test_a_list_never_ends_early_in_silence__however_its_end_is_told(
    answering: Answering, pages: tuple[Reply, ...]
) -> None:
    rows = value(list_users.collect(answering(*pages), limit=3))
    assert [row.sourced_id for row in rows] == [f"u-{number}" for number in range(5)]
    offsets = [int(request.query.get("offset", "0")) for request in answering.sent]
    assert len(offsets) == len(pages)
    assert offsets[1] == str(pages[0].body).count("sourcedId")


FOR_EVER: dict[str, tuple[tuple[Reply, ...], int, str]] = {
    "the same page": ((people(0, 1, 2),), 2, "received 3 rows, then a page that begins like one before it"),
    "the same page, with a total": ((people(0, 1, 2, total=9),), 2, "received 3 of 9 rows, then a page that begins"),
    "the same page, with links": ((people(0, 1, links=("rel=next",)),), 2, "received 2 rows, then a page that begins"),
    "the last page": ((people(0, 1, 2), people(3, 4)), 3, "received 5 rows, then a page that begins like"),
    "the first page again": ((people(0, 1), people(2), people(0, 1), people(2)), 3, "received 3 rows, then a page"),
    "a next page, but empty": (
        (people(0, 1, 2, links=("rel=next",)), people(links=("rel=next",))),
        2,
        "received 3 rows, then an empty page that announces another one",
    ),
    "empty pages": ((people(0, 1, 2, total=9), people(total=9)), 3, "received 3 of 9 rows, then empty pages"),
    "more than the total": ((people(0, 1, 2, total=2),), 1, "received 3 of 2 rows, more than there should be"),
}


@pytest.mark.parametrize("prefetch", [0, 2])
@pytest.mark.parametrize(("pages", "requests", "seen"), FOR_EVER.values(), ids=FOR_EVER)
def test_a_list_never_goes_on_for_ever(
    answering: Answering, pages: tuple[Reply, ...], requests: int, seen: str, prefetch: int
) -> None:
    session = answering(*pages).using(prefetch=prefetch)
    *rows, last = (plain(told) for told in list_users.stream(session, limit=3))
    failed = error(last)
    assert isinstance(failed, IncompletePages)
    assert seen in failed.message
    assert [row.unwrap().sourced_id for row in rows] == [f"u-{number}" for number in range(failed.received)]
    assert requests <= len(answering.sent) <= requests + prefetch
    assert isinstance(error(list_users.collect(answering(*pages), limit=3)), IncompletePages)


@model
class Word(Model):
    """A row without an id."""

    text: str


@operation("GET", Base("oneroster", "rostering"), "/words", Many("words", Word))
def list_words() -> Call:
    """List words."""
    return Call()


def test_a_list_never_goes_on_for_ever__nor_is_a_page_refused_whose_rows_have_no_ids(answering: Answering) -> None:
    same = Reply({"words": [{"text": "a"}, {"text": "b"}]})
    words = value(list_words.collect(answering(same, same, Reply({"words": []}))))
    assert [word.text for word in words] == ["a", "b", "a", "b"]


@pytest.mark.parametrize("prefetch", [0, 3])
def test_a_stream_begins_where_it_is_told_to(client: TimebackClient, sandbox: Sandbox, prefetch: int) -> None:
    session = client.using(prefetch=prefetch).session
    for offset in (0, 1, 7, len(ids_of(sandbox)), 500):
        sandbox.forget_requests()
        rows = value(list_users.collect(session, offset=offset, limit=4))
        assert [row.sourced_id for row in rows] == ids_of(sandbox)[offset:]
        assert query(calls(sandbox)[0])["offset"] == str(offset)


@pytest.mark.parametrize(("listing", "ids", "kind"), NESTED, ids=IDS)
def test_a_stream_begins_where_it_is_told_to__lists_below_another_document(
    client: TimebackClient, sandbox: Sandbox, listing: Operation[..., Page[Any]], ids: tuple[str, ...], kind: type
) -> None:
    whole = value(listing.collect(client.session, *ids))
    for offset in (1, 3):
        sandbox.forget_requests()
        assert value(listing.collect(client.session, *ids, offset=offset, limit=2)) == whole[offset:]
        assert query(calls(sandbox)[0])["offset"] == str(offset)


def test_every_list_can_be_had_by_page_whole_or_in_part(client: TimebackClient, sandbox: Sandbox) -> None:
    ways: list[Callable[[], IOResult[Page[User], TimebackError]]] = [
        lambda: client.oneroster.users.list(limit=3),
        lambda: client.oneroster.schools.list_students("school-1", limit=3),
    ]
    for listing in ways:
        sandbox.forget_requests()
        page = value(listing())
        assert len(page) == 3
        assert page.total is not None
        assert page.total > 3
        assert len(calls(sandbox)) == 1
    everyone = value(client.oneroster.schools.list_students.collect("school-1", limit=3))
    assert len(everyone) == page.total
    sandbox.forget_requests()
    assert len(value(client.oneroster.schools.list_students.take(4, "school-1"))) == 4
    assert [query(request)["limit"] for request in calls(sandbox)] == ["4"]


def test_every_list_can_be_had_by_page_whole_or_in_part__a_page_is_a_sequence(client: TimebackClient) -> None:
    page = value(client.oneroster.schools.list())
    assert [school.sourced_id for school in page] == ["school-1", "school-2"]
    assert (len(page), page[0], page[-1]) == (2, page.items[0], page.items[1])


def test_every_list_can_be_had_by_page_whole_or_in_part__the_first_row_in_some_order(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    names = sorted(str(row["familyName"]) for row in sandbox.documents("users"))
    last = value(list_users.first(client.session, sort="family_name", order_by="desc"))
    assert last is not None
    assert last.family_name == names[-1]
    assert query(calls(sandbox)[0]) == {"sort": "familyName", "orderBy": "desc", "limit": "1"}
    assert value(list_users.first(client.session, where={"email": "nobody@example.com"})) is None


@pytest.mark.parametrize(("listing", "ids", "kind"), NESTED, ids=IDS)
def test_the_rows_of_every_list_are_models(
    client: TimebackClient, listing: Operation[..., Page[Any]], ids: tuple[str, ...], kind: type
) -> None:
    rows = value(listing.collect(client.session, *ids))
    assert rows
    assert {type(row) for row in rows} == {kind}


def test_a_bad_row_leaves_the_good_ones(answering: Answering) -> None:
    bad = {**PERSON, "sourcedId": "bad", "primaryOrg": "org-1"}
    rows = [PERSON, bad, PERSON, {**PERSON, "givenName": 7}]
    session = answering(Reply({"users": rows, "totalCount": 4}))
    told = [plain(each) for each in list_users.stream(session)]
    assert [is_successful(each) for each in told] == [True, False, True, False]
    failed = error(list_users(session))
    assert isinstance(failed, DecodeError)
    assert [(row.index, row.path) for row in failed.rows] == [(1, "$.users[1].primaryOrg"), (3, "$.users[3].givenName")]


BAD = {**PERSON, "sourcedId": "bad", "primaryOrg": "org-1"}
NAMELESS = {"sourcedId": 7, "familyName": None}


def test_a_bad_row_leaves_the_good_ones__told_apart_by_its_type(answering: Answering) -> None:
    session = answering(Reply({"users": [PERSON, BAD, NAMELESS], "totalCount": 9}), Reply({"message": "gone"}, 410))
    good, bad, nameless, end = (plain(each) for each in list_users.stream(session))
    assert good.unwrap().sourced_id == "u"
    row = error(bad)
    assert isinstance(row, BadRow)
    assert (row.index, row.path, row.expected, row.found) == (1, "$.users[1].primaryOrg", "object", "string")
    assert (row.id, row.call.operation, row.call.attempts) == ("bad", "oneroster.list_users", 1)
    assert "$.users[1].primaryOrg" in row.message
    assert error(nameless) == attrs.evolve(
        row, index=2, path="$.users[2].sourcedId", expected="string", found="number", id="7"
    )
    assert isinstance(error(end), NotFound)
    assert not isinstance(row, get_args(TimebackError))


def test_bad_rows_are_left_out_for_whoever_says_so(answering: Answering) -> None:
    pages = [Reply({"users": rows, "totalCount": 5}) for rows in ([PERSON, BAD], [{**BAD, "sourcedId": "worse"}])]
    pages += [Reply({"users": [{**PERSON, "sourcedId": name} for name in ("v", "w")], "totalCount": 5})]
    session = answering(*pages).using(bad_rows="skip")
    rows = value(list_users.collect(session, limit=2))
    assert ([row.sourced_id for row in rows], [row.id for row in rows.bad]) == (["u", "v", "w"], ["bad", "worse"])
    assert [request.query.get("offset") for request in answering.sent] == [None, "2", "3"]
    few = value(list_users.take(answering(*pages).using(bad_rows="skip"), 3, limit=2))
    assert ([row.sourced_id for row in few], [row.id for row in few.bad]) == (["u"], ["bad", "worse"])
    page = value(list_users(answering(*pages).using(bad_rows="skip"), limit=2))
    assert ([row.sourced_id for row in page], [row.id for row in page.bad]) == (["u"], ["bad"])
    assert page.next is not None
    answer = value(list_users.response(answering(*pages).using(bad_rows="skip"), limit=2))
    assert (answer.status, answer.value.items, len(answer.value.bad)) == (200, page.items, 1)
    ids = ["u", "bad", "nobody"]
    batch = value(
        read_users_by_ids(answering(Reply({"users": [PERSON, BAD], "totalCount": 2})).using(bad_rows="skip"), ids)
    )
    assert ([user.sourced_id for user in batch.found], batch.missing) == (["u"], ("nobody",))
    assert [row.id for row in batch.bad] == ["bad"]
    for told in (rows, few, page, batch, rows.bad):
        again = pickle.loads(pickle.dumps(told))  # noqa: S301 -- our own bytes
        assert again == told
        assert getattr(again, "bad", ()) == getattr(told, "bad", ())


@flow
def count_users() -> Steps[int]:
    """Count the users of a page."""
    page = yield from Perform(list_users.request())
    return page.map(len)


@flow
def count_missing() -> Steps[int]:
    """Count what a flow inside of this one misses."""
    batch = yield from Perform(read_users_by_ids.request(["u"]))
    return batch.map(lambda found: len(found.missing))


def test_bad_rows_are_left_out_for_whoever_says_so__and_fail_everything_else(answering: Answering) -> None:
    reply = Reply({"users": [BAD], "totalCount": 1})
    strange = Reply({"users": [PERSON, {**NAMELESS, "sourcedId": None}], "totalCount": 2})

    ways: list[tuple[Reply, Literal["fail", "skip"] | None, Callable[[Session], IOResult[Any, TimebackError]]]] = [
        (reply, None, list_users),
        (reply, None, list_users.collect),
        (reply, None, lambda session: list_users.take(session, 1)),
        (reply, "fail", list_users.collect),
        (reply, "skip", list_users.first),
        (reply, "skip", count_users),
        (reply, "skip", count_missing),
        (reply, None, lambda session: read_users_by_ids(session, ["bad"])),
        (strange, "skip", lambda session: read_users_by_ids(session, ["u", "v"])),
    ]
    for answer, bad_rows, call in ways:
        failed = error(call(answering(answer).using(bad_rows=bad_rows)))
        assert isinstance(failed, DecodeError), call
        assert len(failed.rows) == 1


def test_a_sparse_row_is_read_and_known_as_partial(client: TimebackClient, sandbox: Sandbox) -> None:
    user = value(get_user(client.session, "student-1", fields=["email"]))
    assert query(calls(sandbox)[0])["fields"] == "sourcedId,givenName,familyName,email"
    assert user.email
    assert user.username is None
    assert isinstance(UserInput.of(user).failure(), InvalidInput)
    page = value(list_users(client.session, fields=["sourced_id"], limit=2))
    assert all(row.sourced_id and row.roles == () for row in page)
    assert value(get_course(client.session, "course-1", fields=["courseCode"])).course_code == "MATH-1"
    assert value(get_enrollment(client.session, "enrollment-1", fields=["class"])).class_.sourced_id == "class-1"
    for wrong in ([], "email", ["e-mail"], ["sourced_id", ""], [7]):
        failed = error(unchecked(list_users)(client.session, fields=wrong))
        assert isinstance(failed, InvalidInput)


def test_many_ids_take_few_requests(client: TimebackClient, sandbox: Sandbox) -> None:
    ids = [f"student-{number}" for number in range(12, 0, -1)]
    batch = value(read_users_by_ids(client.session, ["nobody", *ids, "x'y"]))
    assert [user.sourced_id for user in batch.found] == ids
    assert batch.missing == ("nobody", "x'y")
    assert len(calls(sandbox)) == 1


def test_search_is_offered_where_it_works(client: TimebackClient, sandbox: Sandbox) -> None:
    searches: list[Callable[[], IOResult[Page[Any], TimebackError]]] = [
        lambda: client.oneroster.users.list(search="administrator"),
        lambda: client.oneroster.courses.list(search="math"),
        lambda: client.oneroster.classes.list(search="math"),
        lambda: client.oneroster.orgs.list(search="juniper"),
    ]
    for search in searches:
        assert 0 < len(value(search())) < 12
    attempts = value(list_assessment_results.collect(client.session, where={"metadata.attempt": 1}))
    assert attempts
    sandbox.forget_requests()
    refused = error(unchecked(list_enrollments)(client.session, search="x"))
    assert isinstance(refused, InvalidInput)
    assert calls(sandbox) == []
