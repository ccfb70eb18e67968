"""Pages, sorting, search, chosen members, totals in body and headers."""

from functools import partial
from typing import Any

import httpx
import pytest

from timeback_core.sandbox import Sandbox
from timeback_core.sandbox.blocks import Kept
from timeback_core.sandbox.messages import Document, Steps, finish
from timeback_core.sandbox.oneroster.kinds import KINDS
from timeback_core.sandbox.query import columns
from timeback_core.sandbox.query.columns import Column
from timeback_core.sandbox.query.syntax import Comparison, Literal
from timeback_core.sandbox.table import Table

ROSTERING = "/ims/oneroster/rostering/v1p2"
COMPARISON = Comparison("name", ">", Literal("4", quoted=True))
USERS = f"{ROSTERING}/users/"


def ids(page: dict[str, Any], key: str = "users") -> list[str]:
    return [row["sourcedId"] for row in page[key]]


def test_defaults_and_envelope(api: httpx.Client) -> None:
    page = api.get(USERS).json()
    total = len(page["users"])
    numbers = {name: value for name, value in page.items() if name != "users"}
    assert numbers == {"totalCount": total, "pageCount": 1, "pageNumber": 1, "offset": 0, "limit": 100}


def test_pages_join_to_the_whole_in_order_of_creation(api: httpx.Client) -> None:
    whole = ids(api.get(USERS).json())
    joined: list[str] = []
    while len(joined) < len(whole):
        page = api.get(USERS, params={"limit": 5, "offset": len(joined)}).json()
        assert page["pageNumber"] == len(joined) // 5 + 1
        assert (page["pageCount"], page["totalCount"]) == (-(-len(whole) // 5), len(whole))
        joined += ids(page)
    assert joined == whole


def test_beyond_the_end(api: httpx.Client) -> None:
    page = api.get(USERS, params={"offset": 5000}).json()
    assert (page["users"], page["offset"]) == ([], 5000)
    assert page["totalCount"] > 12


def test_an_empty_list(api: httpx.Client) -> None:
    page = api.get(USERS, params={"filter": "sourcedId='nobody'"}).json()
    assert (page["users"], page["totalCount"], page["pageCount"], page["pageNumber"]) == ([], 0, 0, 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", "1.5"),
        ("limit", "ten"),
        ("limit", ""),
        ("limit", "true"),
        ("limit", "٣"),
        ("offset", "-1"),
        ("offset", "x"),
        ("orderBy", "sideways"),
    ],
)
def test_bad_parameters_are_422(api: httpx.Client, name: str, value: str) -> None:
    answer = api.get(USERS, params={name: value})
    assert answer.status_code == 422
    assert answer.json()["imsx_error_details"][0]["path"] == name


def test_limits_are_clamped_unless_strict(api: httpx.Client) -> None:
    assert api.get(USERS, params={"limit": 3001}).json()["limit"] == 3000
    api.post("/.sandbox/switches", json={"strict_limits": True})
    assert api.get(USERS, params={"limit": 3001}).status_code == 422
    assert api.get(USERS, params={"limit": 3000}).status_code == 200


def test_the_other_platform_pages_by_ten_and_says_total(other_api: httpx.Client) -> None:
    page = other_api.get("/rostering/1.0/users").json()
    assert (len(page["users"]), page["limit"], page["offset"]) == (10, 10, 0)
    assert page["total"] > 12
    assert "totalCount" not in page
    assert other_api.get("/rostering/1.0/users", params={"limit": 3000}).json()["limit"] == 100


def test_sorting(api: httpx.Client) -> None:
    users = api.get(USERS, params={"sort": "familyName", "orderBy": "desc"}).json()["users"]
    names = [user["familyName"] for user in users]
    assert names == sorted(names, reverse=True)
    ascending = api.get(USERS, params={"sort": "familyName"}).json()["users"]
    assert [user["familyName"] for user in ascending] == sorted(names)


def test_ties_keep_their_order_and_nulls_come_last(api: httpx.Client) -> None:
    for order in ("asc", "desc"):
        sessions = api.get(f"{ROSTERING}/academicSessions/", params={"sort": "type", "orderBy": order}).json()
        kinds = [(row["type"], row["sourcedId"]) for row in sessions["academicSessions"]]
        terms = [sourced_id for kind, sourced_id in kinds if kind == "term"]
        assert terms == [f"session-{school}-term-{term}" for school in (1, 2) for term in (1, 2)]
        orgs = ids(api.get(f"{ROSTERING}/orgs/", params={"sort": "parent.sourcedId", "orderBy": order}).json(), "orgs")
        assert orgs == ["school-1", "school-2", "district-1"]


def test_sorting_by_number(api: httpx.Client) -> None:
    path = "/ims/oneroster/gradebook/v1p2/results/"
    for order in ("asc", "desc"):
        rows = api.get(path, params={"sort": "score", "orderBy": order, "limit": 3000}).json()["results"]
        scores = [row["score"] for row in rows]
        assert scores == sorted(scores, reverse=order == "desc")


@pytest.mark.parametrize(
    ("path", "key", "search", "expected"),
    [
        ("users", "users", "GUARDIAN-2@JUNIPER", ["guardian-2"]),
        ("students", "users", "guardian-2", []),
        ("courses", "courses", "mAtH", ["course-1", "course-7", "placement-math"]),
        ("courses", "courses", "READ-2", ["course-2"]),
        ("classes", "classes", "math 1", ["class-1", "class-7"]),
        ("orgs", "orgs", "juniper", ["district-1"]),
        ("schools/school-1/classes", "classes", "math", ["class-1"]),
    ],
)
def test_search(api: httpx.Client, path: str, key: str, search: str, expected: list[str]) -> None:
    assert ids(api.get(f"{ROSTERING}/{path}", params={"search": search}).json(), key) == expected


def test_search_is_ignored_elsewhere(api: httpx.Client) -> None:
    path = f"{ROSTERING}/enrollments/"
    assert api.get(path, params={"search": "zzz"}).json()["totalCount"] == api.get(path).json()["totalCount"]


def test_chosen_members_of_lists_and_of_one(api: httpx.Client) -> None:
    page = api.get(USERS, params={"fields": "sourcedId, roles,nothing", "limit": 1}).json()
    assert set(page["users"][0]) == {"sourcedId", "roles"}
    assert page["users"][0]["roles"][0]["org"]["href"]
    one = api.get(f"{USERS}student-1", params={"fields": "email"}).json()
    assert set(one["user"]) == {"email"}
    full = api.get(f"{USERS}student-2/demographics", params={"fields": "demographics"}).json()
    assert full["user"]["demographics"]["sourcedId"] == "student-2"


def test_filter_search_and_sort_come_before_the_page(api: httpx.Client) -> None:
    query: dict[str, str | int] = {
        "filter": "role='student'",
        "search": "juniper",
        "sort": "sourcedId",
        "orderBy": "desc",
        "limit": 3,
    }
    page = api.get(USERS, params=query).json()
    assert ids(page) == ["student-9", "student-8", "student-7"]
    assert page["totalCount"] == 12


def test_totals_as_headers(api: httpx.Client) -> None:
    assert "x-total-count" not in api.get(USERS).headers
    api.post("/.sandbox/switches", json={"header_totals": True})
    answer = api.get(USERS, params={"limit": 5, "filter": "role='student'"})
    assert answer.headers["x-total-count"] == "12"
    url = answer.headers["link"].removeprefix("<").removesuffix('>; rel="next"')
    following = api.get(url).json()
    assert ids(following) == [f"student-{number}" for number in range(6, 11)]
    assert "link" not in api.get(USERS, params={"offset": 10, "filter": "role='student'"}).headers


def test_short_pages_lose_nothing(api: httpx.Client) -> None:
    whole = ids(api.get(USERS).json())
    api.post("/.sandbox/switches", json={"short_pages": True})
    joined: list[str] = []
    sizes: list[int] = []
    while len(joined) < len(whole):
        page = api.get(USERS, params={"limit": 4, "offset": len(joined)}).json()
        assert (page["limit"], page["totalCount"]) == (4, len(whole))
        sizes.append(len(page["users"]))
        joined += ids(page)
    assert joined == whole
    assert 3 in sizes[:-1]


def test_a_write_is_seen_by_the_next_list(api: httpx.Client) -> None:
    before = api.get(USERS, params={"sort": "givenName"}).json()["totalCount"]
    user = api.get(f"{USERS}student-1").json()["user"]
    changed = {**user, "givenName": "Aaa", "sourcedId": "copy", "email": "copy@example.com"}
    assert api.post(USERS, json={"user": changed}).status_code == 201
    page = api.get(USERS, params={"sort": "givenName"}).json()
    assert (page["totalCount"], page["users"][0]["sourcedId"]) == (before + 1, "copy")


@pytest.mark.parametrize(
    ("path", "member"),
    [(f"/ims/oneroster/{'/v1p2/'.join(kind.href)}/", member) for kind in KINDS.values() for member in kind.computed],
)
def test_a_write_is_seen_by_the_next_list_that_asks_for_a_computed_member(
    api: httpx.Client, path: str, member: str
) -> None:
    def listed(text: str) -> dict[str, str]:
        page = api.get(path, params={"filter": text}).json()
        (rows,) = (value for value in page.values() if isinstance(value, list))
        return {row["sourcedId"]: row["status"] for row in rows}

    found = listed(f"{member}.sourcedId!='none'")
    for sourced_id in [*found][:3]:
        assert not listed(f"{member}.sourcedId='none'")
        assert api.delete(f"{path}{sourced_id}").is_success
        found[sourced_id] = "tobedeleted"
    assert listed(f"{member}.sourcedId!='none'") == found


@pytest.mark.parametrize(("changed", "most_reads"), [(3, 6), (150, 0)])
def test_the_way_back_over_many_writes_leaves_columns_to_those_who_ask(changed: int, most_reads: int) -> None:
    reads: list[object] = []

    def read(value: object) -> list[object]:
        reads.append(value)
        return [value]

    def rows_of(name: str) -> list[int]:
        return table.column("name", "name", read).rows_with(name)

    table = Table([Kept([{"sourcedId": f"{number}", "name": "before"} for number in range(200)])])
    start = table.copy()
    assert rows_of("before") == [*range(200)]
    for number in range(changed):
        table.put({"sourcedId": f"{number}", "name": "after"})
    assert rows_of("after") == [*range(changed)]
    reads.clear()
    table.become(start)
    assert len(reads) <= most_reads
    assert (rows_of("before"), rows_of("after")) == ([*range(200)], [])


@pytest.mark.parametrize("written", [{"sourcedId": "3", "name": "0"}, {"sourcedId": "new", "name": "5"}, None])
def test_a_write_while_a_column_is_made_is_in_it(monkeypatch: pytest.MonkeyPatch, written: Document | None) -> None:
    monkeypatch.setattr(columns, "PIECE", 3)

    def ask(table: Table) -> Steps[Column]:
        column = yield from table.gathered("name", "name", lambda value: [value], lambda: None)
        yield from column.looking_up()
        yield from column.testing(COMPARISON)
        for descending in (False, True):
            yield from column.ordering(descending=descending)
        return column

    def told(table: Table) -> object:
        column = finish(ask(table))
        orders = [[*column.order(descending=descending)] for descending in (False, True)]
        return orders, column.marked(COMPARISON), [column.rows_with(str(number)) for number in range(10)]

    pauses = 0
    while True:
        table = Table([Kept([{"sourcedId": f"{at}", "name": str(at * 7 % 10)} for at in range(10)])])
        asking = ask(table)
        for at in range(pauses):
            if next(asking, asking) is asking:
                assert at > 10
                return
        if written is None:
            table.place(3, None)
        else:
            table.put(written)
        asked = table.column("name", "name", lambda value: [value])
        column = finish(asking)
        assert asked is column
        assert told(table) == told(table.copy())
        pauses += 1


def test_those_who_ask_for_a_column_at_the_same_time_wait_for_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "PIECE", 3)
    reads: list[object] = []
    table = Table([Kept([{"sourcedId": f"{at}", "name": f"{at}"} for at in range(10)])])

    def read(value: object) -> list[object]:
        reads.append(value)
        return [value]

    def ask() -> Steps[Column]:
        return table.gathered("name", "name", read, lambda: None)

    asking = [ask(), ask()]
    for each in asking:
        next(each)
    asking.pop(0).close()
    column = finish(asking[0])
    assert column is finish(ask())
    assert len(reads) == 10


def test_the_columns_used_last_are_kept_however_large_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timeback_core.sandbox.table._MOST_BYTES", 10_000)
    reads: list[str] = []
    table = Table([Kept([{"sourcedId": f"{at}", "name": f"{at}"} for at in range(100)])])

    def read(path: str, value: object) -> list[object]:
        reads.append(path)
        return [value]

    for path in ("a", "b", "c", "d", "e", "c", "a", "e"):
        table.column(path, "name", partial(read, path))
    assert [*dict.fromkeys(reads)] == ["a", "b", "c", "d", "e"]
    assert (reads.count("a"), reads.count("c"), reads.count("e")) == (200, 100, 100)


def test_a_large_district_lists_quickly() -> None:
    sandbox = Sandbox(students=3000, courses_per_student=0, gradebook_classes=0)
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        form = {"grant_type": "client_credentials", "client_id": sandbox.client_id}
        form["client_secret"] = sandbox.client_secret
        token = client.post("/oauth2/token", data=form).json()["access_token"]
        client.headers["authorization"] = f"Bearer {token}"
        page = client.get(USERS, params={"filter": "role='student'", "limit": 3000}).json()
        assert len(page["users"]) == page["totalCount"] == 3000
