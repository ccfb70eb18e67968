"""A client against the sandbox against plain dicts: what one does, the others must know (law 10)."""

from functools import reduce
from operator import or_
from typing import Any, Literal, TypeVar

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from property_tests.sandbox_columns import check_columns
from returns.io import IOResult
from returns.result import Result, Success

from timeback_core import Session, TimebackClient, TimebackError, field
from timeback_core.compose import plain
from timeback_core.errors import BadRow, Conflict, NotFound, Rejected
from timeback_core.oneroster import EnrollmentInput, OrgInput, RefInput, User, UserInput, UserRoleAssignmentInput
from timeback_core.oneroster.api import OneRoster
from timeback_core.sandbox import Sandbox

T = TypeVar("T")
Row = dict[str, str]
"""What is known about a document: the members that the machine sets."""

ROSTERING = "/ims/oneroster/rostering/v1p2"
SEEDED = "student-1"
ids = st.sampled_from([f"new-{number}" for number in range(4)] + ["it's a/b?", "雪 #1", SEEDED])
NAMES = ["ant", "bee", "cat", "o'x", "a AND b='c'"]
names = st.sampled_from(NAMES)
roles = st.sampled_from(["student", "teacher"])
limits = st.integers(1, 5)
orders: st.SearchStrategy[Literal["asc", "desc"]] = st.sampled_from(["asc", "desc"])


class ClientAgainstDict(RuleBasedStateMachine):
    """Every call succeeds or fails as the dicts say, and what is listed is what they hold."""

    def __init__(self) -> None:
        super().__init__()
        self.looked = 0
        self.sandbox = Sandbox(students=2)
        self.client = TimebackClient.open(**self.sandbox.settings, environ={}).unwrap()
        self.web = httpx.Client(transport=self.sandbox.transport(), base_url=self.sandbox.base_url)
        credentials = (self.sandbox.client_id, self.sandbox.client_secret)
        form = {"grant_type": "client_credentials"}
        answer = self.web.post(self.sandbox.token_path, data=form, auth=credentials)
        self.web.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        self.orgs = {each["sourcedId"]: org_row(each) for each in self.seeded("orgs")}
        self.users = {each["sourcedId"]: user_row(each) for each in self.seeded("users")}
        self.seats = {each["sourcedId"]: seat_row(each) for each in self.seeded("enrollments")}

    def teardown(self) -> None:
        self.client.close()
        self.web.close()
        store = self.sandbox._world.store
        for collection in store.collections():
            check_columns(store.table(collection))

    @property
    def api(self) -> OneRoster[Session]:
        """The client's OneRoster, for one call."""
        self.before_call()
        return self.client.oneroster

    def before_call(self) -> None:
        """What comes before each call of the client."""

    def seeded(self, collection: str) -> list[dict[str, Any]]:
        """The documents that the sandbox starts with."""
        return self.sandbox.documents(collection)

    def succeeds(self, told: IOResult[T, TimebackError]) -> T | None:
        """The value of a call that has to succeed."""
        return plain(told).unwrap()

    def fails(self, told: IOResult[object, TimebackError], kind: type[TimebackError]) -> None:
        """A call that has to fail in this way."""
        assert isinstance(plain(told).failure(), kind)

    def is_not_there(self, told: IOResult[None, TimebackError]) -> None:
        """A delete of what does not exist."""
        self.fails(told, NotFound)

    def wrote(self, told: IOResult[object, TimebackError], rows: dict[str, Row], key: str, row: Row) -> None:
        """A write that has to take effect."""
        self.succeeds(told)
        rows[key] = row

    @rule(key=ids, name=names)
    def create_org(self, key: str, name: str) -> None:
        told = self.api.orgs.create(OrgInput(sourced_id=key, name=name, type="local"))
        if key in self.orgs:
            self.fails(told, Conflict)
        else:
            self.wrote(told, self.orgs, key, {"name": name, "type": "local", "status": "active"})

    @rule(key=ids, name=names)
    def update_org(self, key: str, name: str) -> None:
        told = self.api.orgs.update(key, OrgInput(name=name, type="department"))
        if key in self.orgs:
            self.wrote(told, self.orgs, key, {"name": name, "type": "department", "status": "active"})
        else:
            self.fails(told, NotFound)

    @rule(key=ids)
    def delete_org(self, key: str) -> None:
        told = self.api.orgs.delete(key)
        if key in self.orgs:
            self.wrote(told, self.orgs, key, {**self.orgs[key], "status": "tobedeleted"})
        else:
            self.is_not_there(told)

    @rule(key=ids)
    def get_org(self, key: str) -> None:
        told = self.api.orgs.get(key)
        if key not in self.orgs:
            self.fails(told, NotFound)
        elif (org := self.succeeds(told)) is not None:
            assert {"name": org.name, "type": org.type, "status": org.status} == self.orgs[key]

    @rule(key=ids, name=names, role=roles)
    def create_user(self, key: str, name: str, role: str) -> None:
        told = self.api.users.create(person(key, name, role))
        if key in self.users:
            self.fails(told, Conflict)
        else:
            self.wrote(told, self.users, key, {"given_name": name, "role": role, "status": "active"})

    @rule(key=ids, name=names, role=roles)
    def update_user(self, key: str, name: str, role: str) -> None:
        told = self.api.users.update(key, person(key, name, role))
        if key in self.users:
            self.wrote(told, self.users, key, {"given_name": name, "role": role, "status": "active"})
        else:
            self.fails(told, NotFound)

    @rule(key=ids)
    def delete_user(self, key: str) -> None:
        told = self.api.users.delete(key)
        if key in self.users:
            self.wrote(told, self.users, key, {**self.users[key], "status": "tobedeleted"})
        else:
            self.is_not_there(told)

    @rule(key=ids, name=names)
    def modify_user(self, key: str, name: str) -> None:
        if self.users.get(key, {}).get("status") != "active":
            return
        told = self.api.users.modify(key, lambda user: user.__replace__(given_name=name))
        self.wrote(told, self.users, key, {**self.users[key], "given_name": name})

    @rule(key=ids, other=ids)
    def create_user_with_an_email_that_is_taken(self, key: str, other: str) -> None:
        if key not in self.users and self.users.get(other, {}).get("status") == "active" and other != SEEDED:
            self.fails(self.api.users.create(person(key, "ant", "student", email_of(other))), Rejected)

    @rule(key=ids, user=ids, role=roles)
    def create_enrollment(self, key: str, user: str, role: str) -> None:
        body = EnrollmentInput(
            sourced_id=key, role=role, user=RefInput(sourced_id=user), class_=RefInput(sourced_id="class-1")
        )
        told = self.api.enrollments.create(body)
        if user not in self.users:
            self.fails(told, Rejected)
        elif key in self.seats:
            self.fails(told, Conflict)
        else:
            row = {"user": user, "class": "class-1", "role": role, "status": "active"}
            self.wrote(told, self.seats, key, row)

    @rule(key=ids)
    def delete_enrollment(self, key: str) -> None:
        told = self.api.enrollments.delete(key)
        if key in self.seats:
            self.wrote(told, self.seats, key, {**self.seats[key], "status": "tobedeleted"})
        else:
            self.is_not_there(told)

    @rule(name=names, limit=limits)
    def filter_orgs(self, name: str, limit: int) -> None:
        found = self.succeeds(self.api.orgs.list.collect(where={"name": name}, limit=limit))
        if found is not None:
            assert [org.sourced_id for org in found] == where(self.orgs, name=name)

    @rule(limit=limits, order=orders)
    def sort_orgs(self, limit: int, order: Literal["asc", "desc"]) -> None:
        told = self.api.orgs.list.collect(sort="name", order_by=order, limit=limit)
        if (found := self.succeeds(told)) is not None:
            by_name = sorted(self.orgs, key=lambda key: self.orgs[key]["name"], reverse=order == "desc")
            assert [org.sourced_id for org in found] == by_name

    @rule(role=roles, limit=limits, offset=st.integers(0, 6))
    def page_users(self, role: str, limit: int, offset: int) -> None:
        condition = field("role").eq(role) & field("status").eq("active")
        page = self.succeeds(self.api.users.list(where=condition, limit=limit, offset=offset))
        if page is not None:
            expected = where(self.users, role=role, status="active")
            assert [user.sourced_id for user in page] == expected[offset : offset + limit]
            assert page.total == len(expected)
            assert (page.next is not None) == (offset + limit < len(expected))

    @rule(limit=limits, prefetch=st.integers(0, 3))
    def stream_users(self, limit: int, prefetch: int) -> None:
        self.before_call()
        told: list[Result[User, TimebackError | BadRow]]
        told = list(self.client.using(prefetch=prefetch).oneroster.users.list.stream(limit=limit))
        if all(isinstance(each, Success) for each in told):
            assert [each.unwrap().sourced_id for each in told] == list(self.users)

    @rule(count=st.integers(0, 8), limit=limits)
    def take_users(self, count: int, limit: int) -> None:
        found = self.succeeds(self.api.users.list.take(count, limit=limit))
        if found is not None:
            assert [user.sourced_id for user in found] == list(self.users)[:count]

    @rule(user=ids, limit=limits)
    def seats_of_user(self, user: str, limit: int) -> None:
        told = self.api.enrollments.list.collect(where={"user.sourced_id": user}, limit=limit)
        if (found := self.succeeds(told)) is not None:
            assert [seat.sourced_id for seat in found] == where(self.seats, user=user)

    @rule(keys=st.lists(ids, min_size=1, max_size=3))
    def find_users_by_ids_and_addresses(self, keys: list[str]) -> None:
        wanted = [field("sourced_id").eq(key) | field("email").eq(email_of(key)) for key in keys]
        found = self.succeeds(self.api.users.list.collect(where=reduce(or_, wanted)))
        if found is not None:
            assert [user.sourced_id for user in found] == [key for key in self.users if key in keys]

    @rule(name=names)
    def search_users(self, name: str) -> None:
        found = self.succeeds(self.api.users.list.collect(search=name.upper()))
        if found is not None:
            listed = {user.sourced_id for user in found}
            assert set(where(self.users, given_name=name)) <= listed

    @invariant()
    def a_plain_client_finds_what_was_written(self) -> None:
        """In one collection after each step, in turn: what is wrong in one stays wrong."""
        collections = (
            ("orgs", self.orgs, org_row),
            ("users", self.users, user_row),
            ("enrollments", self.seats, seat_row),
        )
        self.looked += 1
        path, rows, row_of = collections[self.looked % 3]
        answer = self.web.get(f"{ROSTERING}/{path}/", params={"limit": 3000}).json()
        assert {each["sourcedId"]: row_of(each) for each in answer[path]} == rows


def where(rows: dict[str, Row], **members: str) -> list[str]:
    """Ids of the rows with these members, in order of creation."""
    return [key for key, row in rows.items() if all(row[name] == value for name, value in members.items())]


def email_of(key: str) -> str:
    """An address that no two ids share."""
    return f"{key.encode().hex()}@example.org"


def person(key: str, name: str, role: str, email: str = "") -> UserInput:
    """A user of that id and role; who changes names changes schools, too."""
    school = f"school-{1 + NAMES.index(name) % 2}"
    assignment = UserRoleAssignmentInput(role=role, role_type="primary", org=RefInput(sourced_id=school))
    return UserInput(
        sourced_id=key,
        given_name=name,
        family_name="Doe",
        enabled_user=True,
        email=email or email_of(key),
        roles=(assignment,),
    )


def org_row(document: dict[str, Any]) -> Row:
    """What the machine knows about an organization."""
    return {name: document[name] for name in ("name", "type", "status")}


def user_row(document: dict[str, Any]) -> Row:
    """What the machine knows about a user."""
    role = document["roles"][0]["role"]
    return {"given_name": document["givenName"], "role": role, "status": document["status"]}


def seat_row(document: dict[str, Any]) -> Row:
    """What the machine knows about an enrollment."""
    user, class_id = document["user"]["sourcedId"], document["class"]["sourcedId"]
    return {"user": user, "class": class_id, "role": document["role"], "status": document["status"]}
