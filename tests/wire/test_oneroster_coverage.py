"""OneRoster's operations against the paths that the platform publishes."""

from tests.wire.oneroster_published import PUBLISHED
from tests.wire.services import SERVICES
from tests.wire.table import LIST
from tests.wire.test_coverage import bare

ONEROSTER = SERVICES["oneroster"]


def test_the_documented_operations_are_those() -> None:
    assert len(ONEROSTER.table) == 143


def test_lists_are_paged_where_the_table_says_that_they_have_list_parameters() -> None:
    unpaged = {"list_agents_for_user", "list_users_for_agent"}
    paged = {entry.name for entry in ONEROSTER.entries if entry.paged} - unpaged
    assert paged == {entry.name for entry in ONEROSTER.entries if ONEROSTER.row_of(entry.name).query == LIST}


def test_every_published_path_is_offered() -> None:
    assert len(PUBLISHED) == 135
    offered = {(entry.verb, bare(entry.path)) for entry in ONEROSTER.entries}
    assert {(verb, bare(path)) for verb, path in PUBLISHED} - offered == set()


def test_the_table_adds_only_what_is_newer_than_the_publication() -> None:
    newer = {row.function for row in ONEROSTER.table.values() if (row.verb, row.path) not in PUBLISHED}
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
