"""`timeback demo`: two sandboxes and a server that is down, one manager; everything shown is a real answer."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import cycle
from statistics import fmean
from typing import NoReturn

from rich.console import Console

from timeback_core import (
    AsyncTimebackManager,
    BroadcastResults,
    Session,
    TimebackClient,
    TimebackError,
    TimebackManager,
    fold,
    then,
)
from timeback_core.engine.call.answers import Created
from timeback_core.engine.config.settings import Settings
from timeback_core.errors import AuthError, Conflict, ConnectionFailed, InvalidInput, NotFound, Rejected, TimedOut
from timeback_core.oneroster import (
    LineItemInput,
    LineItemResult,
    Org,
    RefInput,
    ResultInput,
    Seat,
    UserInput,
    UserRoleAssignmentInput,
    create_line_item,
    create_results_for_line_item,
    create_user,
    get_user,
    list_class_roster,
    list_results_for_line_item,
    list_schools,
    ref_to,
)
from timeback_core.sandbox import Sandbox

console: Console = Console(highlight=False)

ESSAY: LineItemInput = LineItemInput(
    sourced_id="demo-essay",
    title="Essay",
    assign_date=datetime(2025, 9, 15, 8, tzinfo=UTC),
    due_date=datetime(2025, 9, 19, 15, tzinfo=UTC),
    class_=ref_to("class-1"),
    school=ref_to("school-1"),
    category=ref_to("category-1"),
    result_value_min=0,
    result_value_max=100,
)
SCORES = (91, 78, 85, 67, 96)


def run() -> None:
    """Run the demonstration."""
    logging.getLogger("timeback_core").addHandler(logging.NullHandler())  # failures are shown where they happen
    with Sandbox(seed=1, students=40).serve() as north, Sandbox(seed=2, students=25).serve() as south:
        console.print(f"Two sandboxes are up: {north.base_url} and {south.base_url}; a third server is down.")
        settings = {
            "north": _settings(north.base_url, north.token_url),
            "south": _settings(south.base_url, south.token_url),
        }
        settings["west"] = _settings(_closed_address(), None)
        _threads(settings)
        asyncio.run(_event_loop(settings))


def _threads(settings: dict[str, Settings]) -> None:
    opened = TimebackManager.of(settings)
    with fold(opened, lambda manager: manager, lambda error: _stop(error.message)) as manager:
        _title("Schools and students, by threads")
        for name in ("north", "south"):
            client = fold(manager.get(name), lambda found: found, lambda error: _stop(error.message))
            _show_district(name, client)
        _title("A user is created on all three clients")
        results = manager.broadcast(lambda client: create_user(client.session, _new_user("ada")))
        _show_results(results)
        client = fold(manager.get("north"), lambda found: found, lambda error: _stop(error.message))
        _title("An assignment is graded")
        _grade_essay(client.session)
        _title("An error is a value, and `match` knows them all")
        for told in (
            client.oneroster.users.get("nobody"),
            client.oneroster.users.get(".."),
            client.oneroster.users.create(_new_user("ada")).map(lambda created: created.sourced_id),
        ):
            console.print("  " + fold(told, lambda value: f"found {value}", explain))


def explain(error: TimebackError) -> str:
    """What an error means for the reader of the demonstration."""
    match error:
        case NotFound():
            return f"[yellow]not found[/]: {error.reply.text}"
        case Conflict():
            return f"[yellow]exists already[/]: {error.reply.text}"
        case InvalidInput():
            return f"[yellow]refused before sending[/]: {error.problems[0]}"
        case ConnectionFailed() | TimedOut() | AuthError():
            return f"[red]out of reach[/]: {error.message}"
        case Rejected():
            return f"[yellow]refused by the server[/]: {error.reply}"
        case _:
            return f"[red]{type(error).__name__}[/]: {error.message}"


def _show_district(name: str, client: TimebackClient) -> None:
    def schools_of(schools: Iterable[Org]) -> str:
        return ", ".join(school.name for school in schools)

    console.print(f"  {name}: " + fold(list_schools(client.session), schools_of, explain))
    students = client.oneroster.students.list(limit=3, sort="family_name")
    console.print(
        "    "
        + fold(
            students,
            lambda page: (
                f"{page.total} students: "
                + ", ".join(f"{user.given_name} {user.family_name}" for user in page)
                + " ..."
            ),
            explain,
        )
    )


def _grade_essay(session: Session) -> None:
    def grade(seats: tuple[Seat, ...]) -> None:
        names = {seat.user.sourced_id: f"{seat.user.given_name} {seat.user.family_name}" for seat in seats if seat.user}
        results = [_graded(student, score) for student, score in zip(names, cycle(SCORES), strict=False)]
        stored = then(
            create_line_item(session, ESSAY),
            lambda essay: create_results_for_line_item(session, essay.sourced_id, results),
        )
        read = then(stored, lambda _: list_results_for_line_item.collect(session, "demo-essay"))
        console.print("  " + fold(read, lambda rows: _scores(rows, names), explain))

    roster = list_class_roster(session, "class-1", "student", on=ESSAY.due_date.date())
    fold(roster, grade, lambda error: console.print("  " + explain(error)))


def _graded(student: str, score: int) -> ResultInput:
    return ResultInput(
        line_item=ref_to("demo-essay"),
        student=ref_to(student),
        score_status="fully graded",
        score_date=datetime(2025, 9, 22, 10, tzinfo=UTC),
        score=score,
    )


def _scores(results: Iterable[LineItemResult], names: Mapping[str, str]) -> str:
    scores = {names[result.student.sourced_id]: result.score or 0 for result in results}
    lines = [f"{score:>5}  {name}" for name, score in scores.items()]
    return "\n  ".join(
        [f"{ESSAY.title} of class-1, as stored:", *lines, f"{fmean(scores.values()):>5.1f}  class average"]
    )


def _show_results(results: BroadcastResults[Created]) -> None:
    for name, created in results.succeeded:
        console.print(f"  [green]succeeded[/] {name}: {created.sourced_id}")
    for name, error in results.failed:
        console.print(f"  [red]failed[/]    {name}: {error.message}")
    console.print(f"  all succeeded: {results.all_succeeded}, any failed: {results.any_failed}")


async def _event_loop(settings: dict[str, Settings]) -> None:
    opened = AsyncTimebackManager.of(settings)
    async with fold(opened, lambda manager: manager, lambda error: _stop(error.message)) as manager:
        _title("The same by an event loop")
        _show_results(await manager.broadcast(lambda client: create_user(client.session, _new_user("grace"))))
        client = fold(manager.get("south"), lambda found: found, lambda error: _stop(error.message))
        name = await fold(
            get_user(client.session, "demo-grace"),
            lambda user: f"{user.given_name} {user.family_name} <{user.email}>",
            explain,
        )
        console.print(f"  read again: {name}")
        count = 0
        async for row in client.using(prefetch=4).oneroster.users.list.stream(limit=10):
            count += fold(row, lambda _: 1, lambda _: 0)
        console.print(f"  streamed {count} users in pages of 10")


def _settings(base_url: str, token_url: str | None) -> Settings:
    settings: Settings = {"base_url": base_url, "timeout": 5.0, "max_attempts": 2, "environ": {}}
    if token_url is not None:
        settings["auth_url"] = token_url
        settings["client_id"] = "sandbox-client"
        settings["client_secret"] = "sandbox-secret"  # noqa: S105 -- guards nothing
    return settings


def _new_user(name: str) -> UserInput:
    return UserInput(
        sourced_id=f"demo-{name}",
        given_name=name.title(),
        family_name="Demo",
        email=f"{name}@demo.example.com",
        enabled_user=True,
        roles=(UserRoleAssignmentInput(role_type="primary", role="student", org=RefInput(sourced_id="district-1")),),
    )


def _closed_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def _title(text: str) -> None:
    console.print(f"\n[bold]{text}[/]")


def _stop(text: str) -> NoReturn:
    raise SystemExit(text)
