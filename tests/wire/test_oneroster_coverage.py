"""The catalogue has every operation that is documented, and no other."""

import re
from collections import Counter

from tests.wire.oneroster_published import PUBLISHED
from tests.wire.oneroster_table import NARROWED, TABLE, row_of

from timeback_core.engine.surface.catalogue import catalogue


def bare(path: str | None) -> str:
    """A template without the names of its placeholders, which each side chooses for itself."""
    return re.sub(r"{\w+}", "{}", path or "")


ENTRIES = [entry for entry in catalogue() if entry.kind == "operation" and entry.service == "oneroster"]


def test_the_table_has_every_documented_operation_once() -> None:
    assert [row.number for row in TABLE.values()] == list(range(1, 144))


def test_every_function_of_the_table_is_in_the_catalogue_and_no_other() -> None:
    assert {entry.name for entry in ENTRIES} == {*TABLE, *NARROWED}


def test_no_operation_stands_twice() -> None:
    assert [name for name, times in Counter(entry.qualified for entry in ENTRIES).items() if times > 1] == []
    assert len({entry.operation for entry in ENTRIES}) == len(ENTRIES)


def test_verb_and_path_of_every_operation_are_those_of_the_table() -> None:
    described = {entry.name: (entry.verb, bare(entry.path)) for entry in ENTRIES}
    assert described == {name: (row_of(name).verb, bare(row_of(name).path)) for name in described}


def test_lists_are_paged_where_the_table_says_that_they_have_list_parameters() -> None:
    unpaged = {"list_agents_for_user", "list_users_for_agent"}
    paged = {entry.name for entry in ENTRIES if entry.paged} - unpaged
    assert paged == {entry.name for entry in ENTRIES if row_of(entry.name).query == "L"}


def test_every_published_path_is_offered() -> None:
    assert len(PUBLISHED) == 135
    offered = {(entry.verb, bare(entry.path)) for entry in ENTRIES}
    assert {(verb, bare(path)) for verb, path in PUBLISHED} - offered == set()


def test_the_table_adds_only_what_is_newer_than_the_publication() -> None:
    newer = {row.function for row in TABLE.values() if (row.verb, row.path) not in PUBLISHED}
    assert newer == {
        "add_agent",
        "create_course_structure",
        "list_agents_for_user",
        "list_users_for_agent",
        "patch_assessment_line_item",
        "patch_assessment_result",
        "patch_enrollment",
        "remove_agent",
    }
