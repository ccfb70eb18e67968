"""Encoding beside json and pydantic, side by side in one run: `python -m tests.benchmarks.bench_codec`.

Prints medians of CPU time and their ratios. A page holds users of 25 fields as OneRoster has them, some with
fields that no model declares.
"""

import gc
import json
import statistics
import time
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
from tests.benchmarks.side_by_side import row

from timeback_core.engine.codec import Flag, JsonObject, Model, Open, model
from timeback_core.engine.codec.runtime import decoder, dumps, parse

ROUNDS = 25


class Status(StrEnum):
    """Whether a row is deleted."""

    ACTIVE = "active"
    DELETED = "tobedeleted"


@model
class Ref(Model):
    """A reference."""

    sourced_id: str
    href: str | None = None
    type: str | None = None
    name: str | None = None


@model
class Role(Model):
    """A role of a user."""

    role_type: str
    role: str
    org: Ref
    user_profile: str | None = None
    begin_date: str | None = None
    end_date: str | None = None


@model
class UserId(Model):
    """An id in another system."""

    type: str
    identifier: str


@model
class User(Model):
    """A user of 25 fields."""

    sourced_id: str
    status: Open[Status]
    date_last_modified: datetime | None = None
    metadata: JsonObject | None = None
    user_master_identifier: str | None = None
    username: str | None = None
    user_ids: tuple[UserId, ...] = ()
    enabled_user: Flag
    given_name: str
    family_name: str
    middle_name: str | None = None
    roles: tuple[Role, ...] = ()
    agents: tuple[Ref, ...] = ()
    user_profiles: tuple[Ref, ...] = ()
    primary_org: Ref | None = None
    identifier: str | None = None
    email: str | None = None
    preferred_first_name: str | None = None
    preferred_middle_name: str | None = None
    preferred_last_name: str | None = None
    pronouns: str | None = None
    grades: tuple[str, ...] = ()
    password: str | None = None
    sms: str | None = None
    phone: str | None = None


class Base(BaseModel):
    """What the pydantic models share."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, extra="allow")


class PydanticRef(Base):
    """`Ref` in pydantic."""

    sourced_id: str
    href: str | None = None
    type: str | None = None
    name: str | None = None


class PydanticRole(Base):
    """`Role` in pydantic."""

    role_type: str
    role: str
    org: PydanticRef
    user_profile: str | None = None
    begin_date: str | None = None
    end_date: str | None = None


class PydanticUserId(Base):
    """`UserId` in pydantic."""

    type: str
    identifier: str


class PydanticUser(Base):
    """`User` in pydantic."""

    sourced_id: str
    status: Status | str
    date_last_modified: datetime | None = None
    metadata: dict[str, Any] | None = None
    user_master_identifier: str | None = None
    username: str | None = None
    user_ids: list[PydanticUserId] = []
    enabled_user: bool
    given_name: str
    family_name: str
    middle_name: str | None = None
    roles: list[PydanticRole] = []
    agents: list[PydanticRef] = []
    user_profiles: list[PydanticRef] = []
    primary_org: PydanticRef | None = None
    identifier: str | None = None
    email: str | None = None
    preferred_first_name: str | None = None
    preferred_middle_name: str | None = None
    preferred_last_name: str | None = None
    pronouns: str | None = None
    grades: list[str] = []
    password: str | None = None
    sms: str | None = None
    phone: str | None = None


def body_of_user(number: int) -> dict[str, Any]:
    """A user as a server sends it."""
    org = {"href": f"https://api.example.org/orgs/o-{number % 7}", "sourcedId": f"o-{number % 7}", "type": "org"}
    role = {"roleType": "primary", "role": "student", "org": org}
    unknown = {"tenantId": "t-1", "clientAppId": None} if number % 3 == 0 else {}
    return {
        "sourcedId": f"user-{number}",
        "status": "active",
        "dateLastModified": "2025-09-18T12:30:45.678Z",
        "metadata": {"onboarding": {"MATH": {"state": "completed"}}, "isTestUser": False},
        "userMasterIdentifier": None,
        "username": f"user{number}",
        "userIds": [{"type": "sis", "identifier": str(number)}],
        "enabledUser": True,
        "givenName": "Ada",
        "familyName": f"Number {number}",
        "middleName": None,
        "roles": [role, {**role, "roleType": "secondary", "beginDate": "2025-08-01"}],
        "agents": [],
        "userProfiles": [],
        "primaryOrg": org,
        "identifier": None,
        "email": f"user{number}@example.org",
        "preferredFirstName": None,
        "pronouns": None,
        "grades": ["5"],
        "password": None,
        "phone": None,
        **unknown,
    }


def compare(
    name: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    rows: int,
    goal: str,
    beside: str = "json + pydantic",
) -> None:
    """Print the medians of both, run in turns, and that of their ratios."""
    times: dict[str, list[float]] = {"ours": [], "theirs": []}
    for _ in range(ROUNDS):
        for side, run in (("theirs", theirs), ("ours", ours)):
            gc.collect()
            start = time.process_time()
            kept = run()
            times[side].append(time.process_time() - start)
            del kept
    one, other = (statistics.median(times[side]) / rows * 1e6 for side in ("ours", "theirs"))
    ratio = statistics.median(our / their for our, their in zip(times["ours"], times["theirs"], strict=True))
    row(f"{name} / {beside}", f"{ratio:.2f} ({one:.1f} / {other:.1f} us)", goal)


def main() -> None:
    """Encode a page of 1,000 and one of 100 users."""
    decode, validate = decoder(User), PydanticUser.model_validate
    for rows in (100, 1000):
        bodies = [body_of_user(number) for number in range(rows)]
        page = json.dumps({"users": bodies}).encode()
        ours = [decode(row) for row in rows_of(parse(page))]
        theirs = [validate(row) for row in json.loads(page)["users"]]
        assert [json.loads(dumps(user)) for user in ours] == bodies
        assert [json.loads(dumped(user, only_set=True)) for user in theirs] == [
            {**body, "dateLastModified": body["dateLastModified"].replace(".678Z", ".678000Z")} for body in bodies
        ]
        for only_set, note in ((True, ""), (False, ", absent ones too")):
            compare(
                f"encode {rows} users{note}",
                lambda ours=ours: [dumps(user) for user in ours],  # type: ignore[misc]  # a default
                lambda theirs=theirs, only_set=only_set: [  # type: ignore[misc]  # defaults
                    dumped(user, only_set=only_set) for user in theirs
                ],
                rows,
                "<= 0.4",
            )


def dumped(user: PydanticUser, *, only_set: bool) -> str:
    """A user as pydantic and json write it; with the fields that were absent, as null, unless `only_set`."""
    return json.dumps(user.model_dump(mode="json", by_alias=True, exclude_unset=only_set))


def rows_of(page: Any) -> list[Any]:
    """The rows of a page."""
    rows: list[Any] = page["users"]
    return rows


if __name__ == "__main__":
    main()
