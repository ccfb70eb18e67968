"""The table that leads from the official clients' methods to the calls that take their place."""

import re
from pathlib import Path

from docs._ext.reference.official import official_calls, page
from docs._ext.reference.text import Links

from timeback_core import caliper, catalogue, errors

CALLS = official_calls()
KNOWN = {entry.qualified: entry for entry in catalogue()}
ROOT = Path(__file__).parents[2]
TRIALS = ROOT / "tests" / "official"


def test_every_method_leads_to_a_call() -> None:
    assert [each.call for each in CALLS if each.name not in KNOWN] == []
    assert [each.call for each in CALLS if each.way and not KNOWN[each.name].paged] == []
    assert len({each.call for each in CALLS}) == len(CALLS)


def test_every_name_in_a_note_is_one() -> None:
    known = {entry.member for entry in KNOWN.values()} | {*vars(errors), *caliper.__all__, "term"}
    assert {name for each in CALLS for name in re.findall(r"`(\w+)`", each.note)} - known == set()


def test_every_error_that_takes_the_place_of_an_exception_is_one() -> None:
    guide = (ROOT / "docs" / "migrating.md").read_text(encoding="utf-8")
    table = guide.partition("| official exception | error here |")[2].partition("\n\n")[0]
    named = {name for row in table.splitlines() for name in re.findall(r"`([A-Z]\w+)`", row.rpartition(" | ")[2])}
    assert {"NotFound", "InvalidInput", "TimedOut"} <= named
    assert {name for name in named if not hasattr(errors, name)} == set()


def test_every_method_that_is_tried_against_the_sandbox_stands_there() -> None:
    tried = {name for trial in TRIALS.glob("*.py") for name in re.findall(r'trial\(\s*"([\w.]+)"', trial.read_text())}
    assert len(tried) > 100
    assert {name for name in tried if not any(each.method.endswith(f".{name}") for each in CALLS)} == set()


def test_the_page_holds_them_all() -> None:
    told = "\n".join(page(KNOWN.values(), Links()))
    assert [each.call for each in CALLS if f"| `{each.call.partition('.')[2]}` → `" not in told] == []
    here = "[`users.list_classes(user_id, **options)`](#oneroster-users-list-classes) → `Page[Class]`"
    assert "| official | here |\n|---|---|\n" in told
    assert f"| `users(user_id).classes(...)` → `list[Class]` | {here} |" in told
