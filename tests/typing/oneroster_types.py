"""The types of OneRoster's operations and flows, one for each shape; checked by mypy and pyright, never run."""

from collections.abc import AsyncIterator, Iterator
from typing import assert_type

from returns.context import RequiresContextIOResult
from returns.future import FutureResult
from returns.io import IOResult
from returns.result import Result

from timeback_core import BadRow, Batch, Rows, is_active, oneroster
from timeback_core.client import AsyncTimebackClient, TimebackClient
from timeback_core.engine.call.answers import Created, File, Response, Saved
from timeback_core.engine.call.page import Page
from timeback_core.engine.call.request import Request
from timeback_core.engine.codec import evolve
from timeback_core.engine.session import AsyncSession, Session
from timeback_core.errors import TimebackError
from timeback_core.oneroster import (
    AcademicSession,
    AgentUser,
    AssessmentLineItem,
    AssessmentLineItemPatch,
    Category,
    CategoryInput,
    Class,
    ClassInput,
    ClassUpdateInput,
    CredentialInput,
    CredentialResult,
    DecryptedCredential,
    Enrollment,
    LineItemInput,
    Org,
    OrgInput,
    Seat,
    TermGradingPeriodInput,
    User,
    UserInput,
    create_line_items_for_class,
    get_user,
    list_class_roster,
    list_classes_for_user,
    list_users,
    modify_user,
)


def functions(session: Session, user: UserInput) -> None:
    assert_type(list_users(session, where={"role": "student"}, limit=50), IOResult[Page[User], TimebackError])
    assert_type(get_user(session, "u-1", fields=["email"]), IOResult[User, TimebackError])
    assert_type(oneroster.get_user(session, "u-1"), IOResult[User, TimebackError])
    assert_type(oneroster.create_user(session, user), IOResult[Created, TimebackError])
    assert_type(oneroster.update_user(session, "u-1", user), IOResult[User | None, TimebackError])
    assert_type(oneroster.delete_user(session, "u-1"), IOResult[None, TimebackError])
    assert_type(list_classes_for_user(session, "u-1"), IOResult[Page[Class], TimebackError])
    assert_type(list_users.stream(session, search="ada"), Iterator[Result[User, TimebackError | BadRow]])
    assert_type(list_users.collect(session), IOResult[Rows[User], TimebackError])
    assert_type(list_users.take(session, 5), IOResult[Rows[User], TimebackError])
    assert_type(list_users.first(session, sort="email"), IOResult[User | None, TimebackError])
    assert_type(get_user.request("u-1"), Request[User])
    assert_type(get_user.ask("u-1"), RequiresContextIOResult[User, TimebackError, Session])
    assert_type(get_user.response(session, "u-1"), IOResult[Response[User], TimebackError])


def functions_of_event_loops(session: AsyncSession) -> None:
    assert_type(get_user(session, "u-1"), FutureResult[User, TimebackError])
    assert_type(list_users.stream(session), AsyncIterator[Result[User, TimebackError | BadRow]])
    assert_type(modify_user(session, "u-1", lambda user: user), FutureResult[User, TimebackError])


def members(
    client: TimebackClient,
    org: OrgInput,
    class_: ClassUpdateInput,
    category: CategoryInput,
    credential: CredentialInput,
    period: TermGradingPeriodInput,
    patch: AssessmentLineItemPatch,
    items: list[LineItemInput],
) -> None:
    api = client.oneroster
    assert_type(api.users.list(where={"role": "student"}), IOResult[Page[User], TimebackError])
    assert_type(api.users.list.stream(), Iterator[Result[User, TimebackError | BadRow]])
    assert_type(api.users.list.take(3), IOResult[Rows[User], TimebackError])
    assert_type(api.users.list_agents("u-1"), IOResult[Page[AgentUser], TimebackError])
    assert_type(api.users.register_credential("u-1", credential), IOResult[Saved[CredentialResult], TimebackError])
    assert_type(api.users.decrypt_credential("u-1", "c-1"), IOResult[DecryptedCredential, TimebackError])
    assert_type(api.orgs.update("o-1", org), IOResult[None, TimebackError])
    assert_type(api.classes.update("c-1", class_), IOResult[Class | None, TimebackError])
    assert_type(api.categories.update("c-1", category), IOResult[Category | None, TimebackError])
    assert_type(api.terms.create_grading_period("t-1", period), IOResult[AcademicSession, TimebackError])
    assert_type(api.assessment_line_items.patch("a-1", patch), IOResult[AssessmentLineItem | None, TimebackError])
    assert_type(api.classes.create_line_items("c-1", items), IOResult[Created, TimebackError])
    assert_type(api.resources.export("r-1"), IOResult[File, TimebackError])
    assert_type(create_line_items_for_class.request("c-1", items), Request[Created])
    assert_type(api.users.get("u-1").map(is_active), IOResult[bool, TimebackError])


def flows(client: TimebackClient, user: UserInput, class_: ClassInput) -> None:
    api = client.oneroster
    assert_type(
        modify_user(client.session, "u-1", lambda user: evolve(user, given_name="Ada")), IOResult[User, TimebackError]
    )
    assert_type(api.users.upsert("u-1", user), IOResult[User, TimebackError])
    assert_type(api.users.exists("u-1"), IOResult[bool, TimebackError])
    assert_type(api.users.find_by_email("ada@example.com"), IOResult[User | None, TimebackError])
    assert_type(api.users.get_many(["u-1"]), IOResult[Batch[User], TimebackError])
    assert_type(api.orgs.modify("o-1", lambda org: org), IOResult[Org, TimebackError])
    assert_type(api.classes.ensure("c-1", class_), IOResult[Class, TimebackError])
    assert_type(api.classes.list_roster("c-1"), IOResult[tuple[Seat, ...], TimebackError])
    assert_type(list_class_roster(client.session, "c-1"), IOResult[tuple[Seat, ...], TimebackError])
    assert_type(api.classes.ensure_enrolled("c-1", "u-1"), IOResult[Saved[Enrollment], TimebackError])
    assert_type(api.classes.enroll("c-1", "u-1", "teacher"), IOResult[Created, TimebackError])
    assert_type(api.classes.unenroll("c-1", "u-1"), IOResult[tuple[Enrollment, ...], TimebackError])


def names_of_arguments(client: TimebackClient, session: AsyncSession, org: OrgInput, class_: ClassInput) -> None:
    orgs = client.oneroster.orgs
    assert_type(orgs.exists(sourced_id="o-1"), IOResult[bool, TimebackError])
    assert_type(orgs.get_many(ids=["o-1"]), IOResult[Batch[Org], TimebackError])
    assert_type(orgs.modify(sourced_id="o-1", change=lambda org: org), IOResult[Org, TimebackError])
    assert_type(orgs.upsert(sourced_id="o-1", org=org), IOResult[Org, TimebackError])
    assert_type(orgs.ensure(sourced_id="o-1", org=org), IOResult[Org, TimebackError])
    assert_type(client.oneroster.classes.ensure("c-1", class_=class_), IOResult[Class, TimebackError])
    assert_type(oneroster.upsert_org(session, sourced_id="o-1", org=org), FutureResult[Org, TimebackError])
    assert_type(oneroster.LineItemResult, type[oneroster.Result])


def members_of_event_loops(client: AsyncTimebackClient, user: UserInput) -> None:
    api = client.oneroster
    assert_type(api.users.list(), FutureResult[Page[User], TimebackError])
    assert_type(api.users.list.stream(), AsyncIterator[Result[User, TimebackError | BadRow]])
    assert_type(api.users.list.first(), FutureResult[User | None, TimebackError])
    assert_type(api.users.upsert("u-1", user), FutureResult[User, TimebackError])


def mistakes(session: Session, client: TimebackClient, user: UserInput) -> None:
    get_user(session)  # type: ignore[call-overload]  # no id  # pyright: ignore[reportCallIssue]
    client.oneroster.users.get.stream("u-1")  # type: ignore[misc]  # no list  # pyright: ignore[reportAttributeAccessIssue]
    client.oneroster.teachers.list(search="x")  # type: ignore[call-arg]  # not searched  # pyright: ignore[reportCallIssue]
    client.oneroster.orgs.upsert("o-1", school=user)  # type: ignore[call-arg]  # no such name  # pyright: ignore[reportCallIssue]
    client.oneroster.orgs.ensure("o-1", user)  # type: ignore[arg-type]  # no org  # pyright: ignore[reportArgumentType]
    client.oneroster.orgs.modify("o-1", lambda org: user)  # type: ignore[arg-type, return-value]  # no org  # pyright: ignore[reportArgumentType]
    client.oneroster.orgs.update("o-1", user)  # type: ignore[arg-type]  # no org  # pyright: ignore[reportArgumentType]
