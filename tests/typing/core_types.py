"""What checkers infer for operations, namespaces, flows and sessions; checked, never run."""

from collections.abc import AsyncIterator, Iterator
from typing import assert_never, assert_type

from returns.context import RequiresContextFutureResult, RequiresContextIOResult
from returns.future import FutureResult
from returns.io import IOResult
from returns.result import Failure, Result

from timeback_core import (
    AsyncSession,
    AsyncTimebackClient,
    BadRow,
    Batch,
    Flow,
    FlowRequest,
    Page,
    Perform,
    Request,
    Response,
    Rows,
    Session,
    Steps,
    TimebackClient,
    TimebackError,
    flow,
    fold,
    oneroster,
    then,
)
from timeback_core.engine.call.answers import Created
from timeback_core.engine.session.reports import AuthReport
from timeback_core.errors import (
    AuthError,
    ConfigError,
    Conflict,
    ConnectionFailed,
    DecodeError,
    Forbidden,
    IncompletePages,
    InvalidInput,
    JobFailed,
    NotFound,
    RateLimited,
    Rejected,
    ServerFault,
    ServiceNotConfigured,
    SessionClosed,
    TimedOut,
    Unauthorized,
    Unexpected,
    UnexpectedStatus,
    UnsupportedOperation,
)
from timeback_core.oneroster import User, UserInput, create_user, delete_user, get_user, list_users, modify_user


def sync_calls(session: Session) -> None:
    assert_type(get_user(session, "u"), IOResult[User, TimebackError])
    assert_type(get_user(session, sourced_id="u", fields=["email"]), IOResult[User, TimebackError])
    assert_type(oneroster.get_user(session, "u"), IOResult[User, TimebackError])
    assert_type(list_users(session, where={"role": "student"}), IOResult[Page[User], TimebackError])
    assert_type(delete_user(session, "u"), IOResult[None, TimebackError])
    assert_type(get_user.response(session, "u"), IOResult[Response[User], TimebackError])
    assert_type(get_user.ask("u"), RequiresContextIOResult[User, TimebackError, Session])
    assert_type(get_user.request("u"), Request[User])
    assert_type(session.perform(get_user.request("u")), IOResult[User, TimebackError])
    assert_type(list_users.stream(session), Iterator[Result[User, TimebackError | BadRow]])
    assert_type(list_users.collect(session), IOResult[Rows[User], TimebackError])
    assert_type(list_users.take(session, 3, limit=2), IOResult[Rows[User], TimebackError])
    assert_type(list_users.first(session), IOResult[User | None, TimebackError])
    for request, told in session.perform_all([get_user.request("u")], concurrency=2):
        assert_type(request, Request[User])
        assert_type(told, Result[User, TimebackError])
    numbered = [(number, get_user.request("u")) for number in range(2)]
    for key, kept in session.perform_all(numbered):
        assert_type(key, int)
        assert_type(kept, Result[User, TimebackError])
    for asked, done in session.perform_all([modify_user.request("u", lambda each: each)]):
        assert_type(asked, FlowRequest[User])
        assert_type(done, Result[User, TimebackError])


async def async_calls(session: AsyncSession) -> None:
    assert_type(get_user(session, "u"), FutureResult[User, TimebackError])
    assert_type(get_user.response(session, "u"), FutureResult[Response[User], TimebackError])
    assert_type(get_user.ask_async("u"), RequiresContextFutureResult[User, TimebackError, AsyncSession])
    assert_type(session.perform(get_user.request("u")), FutureResult[User, TimebackError])
    assert_type(list_users.stream(session), AsyncIterator[Result[User, TimebackError | BadRow]])
    assert_type(list_users.collect(session), FutureResult[Rows[User], TimebackError])
    assert_type(list_users.take(session, 3), FutureResult[Rows[User], TimebackError])
    assert_type(list_users.first(session), FutureResult[User | None, TimebackError])
    async for request, told in session.perform_all([get_user.request("u")]):
        assert_type(request, Request[User])
        assert_type(told, Result[User, TimebackError])
    named = [(str(number), modify_user.request("u", lambda each: each)) for number in range(2)]
    async for key, kept in session.perform_all(named):
        assert_type(key, str)
        assert_type(kept, Result[User, TimebackError])


def either_session(session: Session | AsyncSession) -> None:
    assert_type(get_user(session, "u"), IOResult[User, TimebackError] | FutureResult[User, TimebackError])


def handed_on(session: Session, limit: int | None, fields: list[str] | tuple[str, ...] | None) -> None:
    assert_type(
        list_users(session, limit=limit, fields=fields, sort=None, where=None), IOResult[Page[User], TimebackError]
    )


def sync_namespaces(client: TimebackClient, body: UserInput) -> None:
    users = client.oneroster.users
    assert_type(users.get("u"), IOResult[User, TimebackError])
    assert_type(users.list(limit=1), IOResult[Page[User], TimebackError])
    assert_type(users.create(body), IOResult[Created, TimebackError])
    assert_type(users.get.request("u"), Request[User])
    assert_type(users.get.response("u"), IOResult[Response[User], TimebackError])
    assert_type(users.list.stream(sort="email"), Iterator[Result[User, TimebackError | BadRow]])
    assert_type(users.list.collect(), IOResult[Rows[User], TimebackError])
    assert_type(users.list.take(5), IOResult[Rows[User], TimebackError])
    assert_type(users.list.first(), IOResult[User | None, TimebackError])
    assert_type(users.modify("u", lambda each: each), IOResult[User, TimebackError])
    assert_type(client.using(timeout=5), TimebackClient)
    assert_type(client.session, Session)
    assert_type(client.check_auth(), IOResult[AuthReport, SessionClosed])
    assert_type(TimebackClient.open(env="staging"), Result[TimebackClient, ConfigError])


def async_namespaces(client: AsyncTimebackClient, body: UserInput) -> None:
    users = client.oneroster.users
    assert_type(users.get("u"), FutureResult[User, TimebackError])
    assert_type(users.create(body), FutureResult[Created, TimebackError])
    assert_type(users.get.response("u"), FutureResult[Response[User], TimebackError])
    assert_type(users.list.stream(), AsyncIterator[Result[User, TimebackError | BadRow]])
    assert_type(users.list.take(5), FutureResult[Rows[User], TimebackError])
    assert_type(users.list.first(), FutureResult[User | None, TimebackError])
    assert_type(users.modify("u", lambda each: each), FutureResult[User, TimebackError])
    assert_type(client.using(prefetch=4), AsyncTimebackClient)
    assert_type(client.check_auth(), FutureResult[AuthReport, SessionClosed])
    assert_type(AsyncTimebackClient.open(), Result[AsyncTimebackClient, ConfigError])


@flow
def name_of(sourced_id: str, *, upper: bool = False) -> Steps[str]:
    read = yield from Perform(get_user.request(sourced_id))
    assert_type(read, Result[User, TimebackError])
    again = yield from modify_user.steps(sourced_id, lambda each: each)
    assert_type(again, Result[User, TimebackError])
    return read.map(lambda user: user.given_name.upper() if upper else user.given_name)


def flows(session: Session, loop: AsyncSession) -> None:
    assert_type(name_of(session, "u", upper=True), IOResult[str, TimebackError])
    assert_type(name_of(loop, "u"), FutureResult[str, TimebackError])
    assert_type(name_of.ask("u"), RequiresContextIOResult[str, TimebackError, Session])
    assert_type(name_of.ask_async("u"), RequiresContextFutureResult[str, TimebackError, AsyncSession])
    assert_type(modify_user(session, "u", lambda each: each), IOResult[User, TimebackError])
    kept: Flow[[str], str] = flow(short_name)
    assert_type(kept(session, "u"), IOResult[str, TimebackError])


def short_name(sourced_id: str) -> Steps[str]:
    return (yield from name_of.steps(sourced_id))


def composed(session: Session, loop: AsyncSession, body: UserInput) -> None:
    assert_type(get_user(session, "u").map(lambda user: user.email), IOResult[str | None, TimebackError])
    created = then(create_user(session, body), lambda made: get_user(session, made.sourced_id))
    assert_type(created, IOResult[User, TimebackError])
    later = then(create_user(loop, body), lambda made: get_user(loop, made.sourced_id))
    assert_type(later, FutureResult[User, TimebackError])


def pages(page: Page[User]) -> None:
    assert_type(page[0], User)
    assert_type(page.next, Request[Page[User]] | None)
    assert_type(page.total, int | None)
    for user in page:
        assert_type(user, User)


def bad_rows(session: Session, page: Page[User], rows: Rows[User], batch: Batch[User]) -> tuple[User, ...]:
    assert_type(page.bad, tuple[BadRow, ...])
    assert_type(rows.bad, tuple[BadRow, ...])
    assert_type(batch.bad, tuple[BadRow, ...])
    for row in list_users.stream(session.using(bad_rows="skip")):
        assert_type(fold(row, lambda user: user.email, lambda error: error.message), str | None)
        if isinstance(row, Failure):
            error = row.failure()
            if isinstance(error, BadRow):
                assert_type(error.id, str | None)
            else:
                every_error(error)
    return rows


def every_error(error: TimebackError) -> str:
    match error:
        case ServiceNotConfigured() | UnsupportedOperation() | SessionClosed() | InvalidInput():
            return "not sent"
        case AuthError() | Unauthorized() | Forbidden():
            return "not allowed"
        case ConnectionFailed() | TimedOut() | RateLimited() | ServerFault():
            assert_type(error.retryable, bool)
            return error.call.operation
        case NotFound() | Conflict() | Rejected() | UnexpectedStatus():
            assert_type(error.status, int)
            return error.reply.text
        case DecodeError() | IncompletePages() | JobFailed():
            return error.message
        case Unexpected():
            return error.exception
        case _:
            assert_never(error)
