"""Lists of OneRoster: its wire reference, section 12, rows 1, 2, 7, 9, 26, 28, 29, 30, 37 and 38."""

from collections.abc import Callable, Mapping

import pytest
from returns.io import IOResult
from tests.support import calls, error, query, unchecked, value

from timeback_core import Page, TimebackClient, TimebackError, field, oneroster
from timeback_core.engine.codec import Model, is_partial
from timeback_core.engine.surface.operation import Operation
from timeback_core.errors import InvalidInput
from timeback_core.oneroster import (
    Category,
    Course,
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
    list_course_components,
    list_course_components_for_course,
    list_courses,
    list_enrollments,
    list_enrollments_for_class,
    list_line_items_for_class,
    list_line_items_for_school,
    list_results_for_class,
    list_results_for_line_item,
    list_results_for_line_item_in_class,
    list_results_for_student_in_class,
    list_schools,
    list_score_scales_for_class,
    list_score_scales_for_school,
    list_students_for_school,
    list_users,
)
from timeback_core.sandbox import Sandbox

NESTED: list[tuple[Operation[..., Page[Model]], tuple[str, ...], type[Model]]] = [
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
def test_oneroster_01_nested_lists_are_whole(
    client: TimebackClient,
    sandbox: Sandbox,
    listing: Operation[..., Page[Model]],
    ids: tuple[str, ...],
    kind: type[Model],
) -> None:
    """The official client takes a part for all of it: of 7 users with a short page it gave 2.

    Guard: `timeback_core.engine.call.paging.following`, `timeback_core.engine.policy.totals.totals_of`.
    """
    whole = value(listing(client.session, *ids, limit=3000))
    assert whole.total == len(whole)
    sandbox.switches.short_pages = True
    assert value(listing.collect(client.session, *ids, limit=2)) == whole.items


@pytest.mark.parametrize(("listing", "ids", "kind"), NESTED, ids=IDS)
def test_oneroster_02_nested_lists_keep_their_offset(
    client: TimebackClient,
    sandbox: Sandbox,
    listing: Operation[..., Page[Model]],
    ids: tuple[str, ...],
    kind: type[Model],
) -> None:
    """Every stream and every scoped list of the official client begins at offset 0.

    Guard: `timeback_core.engine.session.unfolding.unfold`.
    """
    whole = value(listing.collect(client.session, *ids))
    for offset in (1, 3):
        sandbox.forget_requests()
        assert value(listing.collect(client.session, *ids, offset=offset, limit=2)) == whole[offset:]
        assert query(calls(sandbox)[0])["offset"] == str(offset)


def test_oneroster_07_sparse_fields(client: TimebackClient, sandbox: Sandbox) -> None:
    """In the official client `fields=["sourcedId"]` fails on the fields that are missing then.

    Guard: `timeback_core.engine.call.list_query`, `timeback_core.engine.codec.inside.is_partial`.
    """
    user = value(get_user(client.session, "student-1", fields=["email"]))
    assert query(calls(sandbox)[0])["fields"] == "sourcedId,givenName,familyName,email"
    assert user.email
    assert user.username is None
    assert is_partial(user)
    assert isinstance(UserInput.of(user).failure(), InvalidInput)
    page = value(list_users(client.session, fields=["sourced_id"], limit=2))
    assert all(row.sourced_id and row.roles == () for row in page)
    assert value(get_course(client.session, "course-1", fields=["courseCode"])).course_code == "MATH-1"
    assert (
        value(get_enrollment(client.session, "enrollment-1", fields=["class"])).class_.sourced_id == "class-1"
    )
    for wrong in ([], "email", ["e-mail"], ["sourced_id", ""], [7]):
        failed = error(unchecked(list_users)(client.session, fields=wrong))
        assert isinstance(failed, InvalidInput)


@pytest.mark.parametrize(("listing", "ids", "kind"), NESTED, ids=IDS)
def test_oneroster_09_nested_lists_are_typed(
    client: TimebackClient,
    listing: Operation[..., Page[Model]],
    ids: tuple[str, ...],
    kind: type[Model],
) -> None:
    """Ten scoped lists of the official client give raw mappings under typed signatures.

    Guard: `timeback_core.oneroster.operations`.
    """
    rows = value(listing.collect(client.session, *ids))
    assert rows
    assert {type(row) for row in rows} == {kind}


def test_oneroster_26_a_condition_of_the_callers_cannot_widen_a_list(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    """The official helper glues its own condition and the caller's together: rows of other courses match.

    Guard: `timeback_core.engine.call.options.narrowed`.
    """
    where = field("title").eq("a") | field("title").contains("o")
    rows = value(list_course_components_for_course.collect(client.session, "course-1", where=where))
    assert rows
    assert {row.course.sourced_id for row in rows} == {"course-1"}
    assert value(list_course_components_for_course(client.session, "c'1", where=where)).total == 0
    assert query(calls(sandbox)[-1])["filter"] == "course.sourcedId='c''1' AND (title='a' OR title~'o')"
    everything = value(list_course_components.collect(client.session, where=where))
    assert len({row.course.sourced_id for row in everything}) > 1


def test_oneroster_28_a_list_is_a_page(client: TimebackClient, sandbox: Sandbox) -> None:
    """Of the official scoped lists nobody can have one page; its top-level `list` is one page only.

    Guard: `timeback_core.engine.surface.operation.Operation`.
    """
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


def test_oneroster_29_first_can_be_ordered(client: TimebackClient, sandbox: Sandbox) -> None:
    """The official `first` takes no `sort`, so that it is the first of nothing in particular.

    Guard: `timeback_core.engine.surface.operation.Operation.first`.
    """
    names = sorted(str(row["familyName"]) for row in sandbox.documents("users"))
    last = value(list_users.first(client.session, sort="family_name", order_by="desc"))
    assert last is not None
    assert last.family_name == names[-1]
    assert query(calls(sandbox)[0]) == {"sort": "familyName", "orderBy": "desc", "limit": "1"}
    assert value(list_users.first(client.session, where={"email": "nobody@example.com"})) is None


def test_oneroster_30_search_and_metadata(client: TimebackClient, sandbox: Sandbox) -> None:
    """The official client searches three lists and knows no filter inside of metadata.

    Guard: `timeback_core.engine.call.options.SearchOptions`, `timeback_core.engine.filters.vocabulary`.
    """
    searches: list[Callable[[], IOResult[Page[Model], TimebackError]]] = [
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


@pytest.mark.parametrize(
    ("listing", "options", "nearest"),
    [
        (list_users, {"where": {"emial": "x"}}, "email"),
        (list_users, {"where": {"status": {"eqq": "active"}}}, "eq"),
        (list_users, {"sort": "familyname"}, "familyName"),
        (list_users, {"fields": ["user_name"]}, "username"),
        (list_users, {"limt": 5}, "limit"),
        (list_users, {"order": "asc"}, "order_by"),
        (list_enrollments, {"where": {"user": "u-1"}}, "user.sourced_id"),
        (list_enrollments, {"where": {"class.sourcedID": "c-1"}}, "class.sourcedId"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_oneroster_37_names_are_checked(
    client: TimebackClient,
    sandbox: Sandbox,
    listing: Operation[..., Page[Model]],
    options: Mapping[str, object],
    nearest: str,
) -> None:
    """A misspelt field or operator is found by nobody in the official client.

    Guard: `timeback_core.engine.filters.build.build`, `timeback_core.engine.call.arguments.option_problems`.
    """
    failed = error(unchecked(listing)(client.session, **options))
    assert isinstance(failed, InvalidInput)
    assert nearest in failed.message
    assert calls(sandbox) == []


def test_oneroster_37_both_spellings_are_known(client: TimebackClient, sandbox: Sandbox) -> None:
    """A field is known by its name in Python and by the wire's; a reference by its parts.

    Guard: `timeback_core.engine.call.vocabulary.vocabulary_of`.
    """
    for name in ("class_.sourced_id", "class.sourcedId"):
        rows = value(list_enrollments.collect(client.session, where={name: "class-1"}))
        assert {row.class_.sourced_id for row in rows} == {"class-1"}
    assert {query(request)["filter"] for request in calls(sandbox)} == {"class.sourcedId='class-1'"}


def test_oneroster_38_one_name_for_one_thing(client: TimebackClient) -> None:
    """The `PageResult` that the official package exports is not the one that its lists return.

    Guard: `timeback_core.oneroster`, `timeback_core.engine.call.paging.Page`.
    """
    page = value(list_schools(client.session))
    assert type(page) is Page
    course = value(list_courses.first(client.session))
    assert type(course) is Course is oneroster.Course
    assert client.oneroster.courses.list.operation is list_courses is oneroster.list_courses
    names: tuple[str, ...] = vars(oneroster)["__all__"]
    assert len(set(names)) == len(names)
