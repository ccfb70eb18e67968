"""The first act: the rosters of two districts and of a server that is down, under one manager."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import cycle
from statistics import fmean

from timeback_core import AsyncTimebackManager, BroadcastResults, Session, TimebackClient, TimebackManager, fold, then
from timeback_core.cli.demo.shown import console, explain, stop, title
from timeback_core.engine.call.answers import Created
from timeback_core.engine.config.settings import Settings
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


def manage(settings: dict[str, Settings]) -> None:
    """Show the districts of several clients, and what becomes of writes on all of them."""
    _threads(settings)
    asyncio.run(_event_loop(settings))


def _threads(settings: dict[str, Settings]) -> None:
    opened = TimebackManager.of(settings)
    with fold(opened, lambda manager: manager, lambda error: stop(error.message)) as manager:
        title("Schools and students, by threads")
        for name in ("north", "south"):
            client = fold(manager.get(name), lambda found: found, lambda error: stop(error.message))
            _show_district(name, client)
        title("A user is created on all three clients")
        results = manager.broadcast(lambda client: create_user(client.session, _new_user("ada")))
        _show_results(results)
        client = fold(manager.get("north"), lambda found: found, lambda error: stop(error.message))
        title("An assignment is graded")
        _grade_essay(client.session)
        title("An error is a value, and `match` knows them all")
        for told in (
            client.oneroster.users.get("nobody"),
            client.oneroster.users.get(".."),
            client.oneroster.users.create(_new_user("ada")).map(lambda created: created.sourced_id),
        ):
            console.print("  " + fold(told, lambda value: f"found {value}", explain))


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
    async with fold(opened, lambda manager: manager, lambda error: stop(error.message)) as manager:
        title("The same by an event loop")
        _show_results(await manager.broadcast(lambda client: create_user(client.session, _new_user("grace"))))
        client = fold(manager.get("south"), lambda found: found, lambda error: stop(error.message))
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


def _new_user(name: str) -> UserInput:
    return UserInput(
        sourced_id=f"demo-{name}",
        given_name=name.title(),
        family_name="Demo",
        email=f"{name}@demo.example.com",
        enabled_user=True,
        roles=(UserRoleAssignmentInput(role_type="primary", role="student", org=RefInput(sourced_id="district-1")),),
    )
