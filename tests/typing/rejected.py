"""What checkers must reject; each line says which error it is, so that a checker that lets it pass complains."""

from typing import assert_never

from timeback_core import AsyncSession, Page, Session, TimebackClient, TimebackError
from timeback_core.errors import NotFound
from timeback_core.oneroster import User, UserInput, create_user, get_user, list_users, modify_user


def wrong_arguments(session: Session, loop: AsyncSession, body: UserInput) -> None:
    get_user(session)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    get_user(session, 1)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    get_user(session, "u", "v")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    get_user(session, user_id="u")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    get_user(session, "u", limit=1)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    get_user(session, "u", timeout=5)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    get_user.request()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    get_user.ask(1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    create_user(session, {"givenName": "Ada"})  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    create_user(loop, None)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    list_users(session, {"role": "student"})  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    list_users(session, where="role='student'")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    list_users(session, order_by="up")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    list_users(session, fields="email")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    list_users(session, page=2)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    modify_user(session, "u")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]


def no_session(client: TimebackClient) -> None:
    get_user("u")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    get_user(client, "u")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    list_users.stream(client)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]


def no_list(session: Session, client: TimebackClient) -> None:
    get_user.stream(session, "u")  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    get_user.collect(session, "u")  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    client.oneroster.users.get.first("u")  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    list_users.take(session)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]


def no_such_name(client: TimebackClient) -> None:
    client.oneroster.users.fetch("u")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    client.oneroster.people.get("u")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    client.using(retries=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    TimebackClient.open(url="https://example.org")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def not_exhaustive(error: TimebackError) -> None:
    match error:
        case NotFound():
            return
        case _:
            assert_never(error)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def frozen(body: UserInput, error: NotFound, page: Page[User]) -> None:
    page.total = 99  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    page.items = ()  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    body.email = "a@example.org"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    error.status = 200  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    UserInput(given_name="Ada")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
