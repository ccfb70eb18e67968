"""`timeback call`: what is sent, what is printed, and the exit status."""

import csv
import json
import os
import sys
from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from tests.cli.command import Command, Terminal

from timeback_core import Flow, flow
from timeback_core.cli.app import main
from timeback_core.cli.calls.asking import asked
from timeback_core.cli.calls.conditions import conditions
from timeback_core.cli.calls.documents import Change, member, merged
from timeback_core.cli.calls.naming import find
from timeback_core.cli.calls.sources import Sources
from timeback_core.cli.calls.words import Words
from timeback_core.cli.complaints import STATUSES
from timeback_core.cli.output import cell
from timeback_core.engine.filters import render
from timeback_core.oneroster.models.orgs import Org, OrgInput
from timeback_core.oneroster.models.users import User

PAGE: Final = Path(__file__).parents[2] / "docs" / "command-line.md"


def test_rows_are_printed_in_every_form(timeback: Command) -> None:
    users = ("call", "oneroster.users.list", "--where", "role=student", "--fields", "given_name,grades", "--limit", "2")
    told = timeback(*users)
    rows = json.loads(told.out)
    assert (told.status, told.err, len(rows)) == (0, "", 2)
    assert told.out == timeback(*users, "--format", "json").out
    assert list(map(json.loads, timeback(*users, "--format", "jsonl").out.splitlines())) == rows
    assert list(csv.DictReader(timeback(*users, "--format=csv").out.splitlines())) == [
        {**row, "grades": json.dumps(row["grades"])} for row in rows
    ]
    table = timeback(*users, "--format", "table").out
    assert all(row["givenName"] in table and json.dumps(row["grades"]) in table for row in rows)
    none = ("call", "oneroster.users.list", "--where", "sourcedId=nobody")
    assert [timeback(*none, "--format", form).out for form in ("json", "jsonl", "table")] == ["[]\n", "", "0 rows\n"]


def test_all_pages_come_row_by_row(timeback: Command) -> None:
    users = ("call", "oneroster.users.list_classes", "student-1", "--all", "--limit", "1", "--fields", "title")
    rows = json.loads(timeback(*users).out)
    lines = timeback(*users, "--format", "csv").out.splitlines()
    assert len(rows) > 1
    assert list(csv.DictReader(lines)) == [{name: cell(value) for name, value in row.items()} for row in rows]


@pytest.mark.parametrize("words", ["call get_user --help", "call oneroster.users.list --all"])
def test_a_reader_that_leaves_early_is_no_failure(timeback: Command, words: str) -> None:
    read, write = os.pipe()
    os.close(read)
    timeback.patch.setattr(sys, "argv", ["timeback", *words.split()])
    with os.fdopen(write, "w") as closed:
        timeback.patch.setattr(sys, "stdout", closed)
        try:
            main()
        except SystemExit as end:
            assert not end.code  # noqa: PT017 -- some commands end by it


def test_a_bar_tells_how_far_a_list_has_come(timeback: Command) -> None:
    watched = Terminal()
    timeback.patch.setattr(sys, "stderr", watched)
    told = timeback("call", "oneroster.orgs.list", "--all", "--fields", "name")
    count = len(json.loads(told.out))
    assert f"{count}/{count}" in watched.getvalue()


def test_a_terminal_gets_a_table(timeback: Command) -> None:
    shown, watched = Terminal(), Terminal()
    timeback.patch.setattr(sys, "stderr", watched)
    timeback.patch.setattr(sys, "stdout", shown)
    timeback("call", "oneroster.users.list", "--limit", "2", "--where", "role=student")
    assert "│ student-1 │" in shown.getvalue()
    assert "2 rows of 6; --all gives all" in watched.getvalue()
    assert "not shown: userIds" in watched.getvalue()


def test_a_document_is_sent_changed_and_taken_away(timeback: Command, tmp_path: Path) -> None:
    body = tmp_path / "org.json"
    body.write_text(json.dumps({"sourcedId": "o", "name": "Old", "type": "school"}))
    created = timeback("call", "oneroster.orgs.create", "--body", str(body), "--set", "name=New", "--set=metadata.n=5")
    assert json.loads(created.out)["pairs"][0]["allocated_sourced_id"] == "o"
    assert timeback("call", "create_org", "--body", "-", typed=body.read_text()).status == 5
    stored = json.loads(timeback("call", "oneroster.orgs.get", "o").out)
    assert (stored["name"], stored["metadata"]) == ("New", {"n": 5})

    patch = json.dumps({"metadata": {"n": None, "m": [1]}})
    modify = ("call", "oneroster.orgs.modify", "o", "--patch", "-", "--set", "identifier=007")
    changed = json.loads(timeback(*modify, typed=patch).out)
    assert (changed["identifier"], changed["metadata"], changed["name"]) == ("007", {"m": [1]}, "New")

    gone = timeback("call", "oneroster.orgs.delete", "o")
    assert gone == (0, "", "")
    batch = timeback("call", "oneroster.orgs.get_many", "o", "p", "--format", "jsonl")
    assert (json.loads(batch.out)["status"], batch.err) == ("tobedeleted", "not there: p\n")


def test_text_is_printed_as_it_is(timeback: Command, tmp_path: Path) -> None:
    file = tmp_path / "one.xml"
    file.write_text(
        '<qti-assessment-stimulus xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="one" title="Ä"/>'
    )
    told = timeback("call", "qti.stimuli.create_from_xml", f"--xml=@{file}", "--format", "json")
    assert (json.loads(told.out)["rawXml"], told.err) == (file.read_text(), "")
    assert timeback("call", "oneroster.users.exists", "student-1").out == "true\n"
    test = json.loads(timeback("call", "qti.assessment_tests.list", "--limit", "1").out)[0]["identifier"]
    xml = timeback("call", "qti.assessment_tests.get_xml", test).out
    assert xml.startswith("<")
    assert json.loads(timeback("call", "qti.assessment_tests.get_xml", test, "--format", "json").out) == xml.rstrip(
        "\n"
    )


def test_every_problem_is_told_at_once(timeback: Command) -> None:
    told = timeback("call", "oneroster.users.modify", "--set", "givenNme=A", "--set", "enabledUser=maybe")
    assert told.status == 2
    assert told.err.splitlines() == [
        "wrong input:",
        "  sourced_id: is required",
        "  change: --set givenNme: unknown member of UserInput 'givenNme'; did you mean 'givenName'?",
        '  change.enabledUser: expected true, false, "true" or "false", found string',
    ]
    wrong = ("--limit", "many", "--where", "nme=x", "--order-by", "up", "--format", "json")
    problems = json.loads(timeback("call", "oneroster.users.list", *wrong).err)["problems"]
    assert [each["path"] for each in problems] == ["order_by", "limit", "where.nme"]
    told = timeback("call", "oneroster.orgs.create", "--body", "-", typed='{"name": 1, "parent": 5}')
    assert [line.partition(":")[0].strip() for line in told.err.splitlines()[1:]] == [
        "org.name",
        "org.type",
        "org.parent",
    ]


def test_what_cannot_be_read_is_told(unconfigured: Command, tmp_path: Path) -> None:
    for word, text in (
        ("@no-such-file", "cannot read no-such-file: No such file or directory"),
        (f"@{tmp_path}", f"cannot read {tmp_path}: Is a directory"),
        ("{", "expected JSON"),
        ("org.json", "expected JSON; the contents of a file are @org.json"),
    ):
        told = unconfigured("call", "oneroster.orgs.create", f"--org={word}")
        assert (told.status, told.err) == (2, f"org: {text}\n")
    assert (
        unconfigured("call", "create_org", "-", "--body=-").err == "org: is given already: leave out --body and --set\n"
    )


def test_a_document_may_be_said_at_once(unconfigured: Command) -> None:
    told = unconfigured("call", "create_org", "--body", '{"name": "A", "type": "school"}', "--dry-run")
    assert json.loads(told.out)["body"] == {"org": {"name": "A", "type": "school"}}
    told = unconfigured("call", "modify_org", "o", "--patch", '{"name": "A"}', "--dry-run")
    assert json.loads(told.out)["arguments"]["change"]["patch"] == {"name": "A"}
    assert unconfigured("call", "create_org", "--body", "{").err == "org: expected JSON\n"


def test_a_name_that_is_none_is_told_with_the_nearest(unconfigured: Command) -> None:
    told = unconfigured("call", "oneroster.users.lst")
    assert told == (2, "", "unknown call 'oneroster.users.lst'; did you mean 'oneroster.users.list'?\n")
    told = unconfigured("call", "oneroster.users.list", "--limt", "5")
    assert (told.status, told.out) == (2, "")
    assert "Unknown option: --limt" in told.err
    assert unconfigured("call").status == 2
    assert unconfigured("call", "--help").status == 0


def test_errors_have_their_statuses(timeback: Command) -> None:
    told = timeback("call", "oneroster.users.get", "nobody")
    assert (told.status, told.out) == (4, "")
    assert told.err.splitlines()[0].endswith("(oneroster.get_user): 404 User not found.")
    assert told.err.splitlines()[1].startswith("  request id: ")
    assert json.loads(timeback("call", "get_org", "nothing", "--format", "json").err)["error"] == "NotFound"
    timeback.patch.setenv("TIMEBACK_API_CLIENT_SECRET", "wrong")
    assert timeback("call", "oneroster.users.get", "nobody").status == 3
    timeback.patch.setenv("TIMEBACK_API_BASE_URL", "http://127.0.0.1:1")
    timeback.patch.setenv("TIMEBACK_API_AUTH_URL", "http://127.0.0.1:1/token")
    assert timeback("call", "oneroster.users.get", "nobody", "--timeout", "5").status == 6
    timeback.patch.setenv("TIMEBACK_ENV", "moon")
    told = timeback("call", "oneroster.users.get", "nobody")
    assert told.status == 3
    assert told.err.endswith("  profile: none is named, by --profile or TIMEBACK_PROFILE\n")


def test_the_page_tells_the_statuses() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for status, meaning, kinds in STATUSES:
        names = ", ".join(f"`{kind.__name__}`" for kind in kinds)
        assert f"| {status} | {meaning} | {names} |" in page


def test_what_would_be_sent_is_shown(unconfigured: Command) -> None:
    told = unconfigured("call", "oneroster.orgs.update", "o/1", "--set", "name=A", "--set", "type=school", "--dry-run")
    sent = json.loads(told.out)
    assert (told.status, sent["verb"], sent["path"]) == (0, "PUT", "/ims/oneroster/rostering/v1p2/orgs/o%2F1")
    assert sent["body"] == {"org": {"name": "A", "type": "school"}}
    told = unconfigured("call", "oneroster.orgs.modify", "o", "--set", "name=A", "--dry-run")
    assert json.loads(told.out) == {
        "flow": "oneroster.orgs.modify",
        "arguments": {"sourced_id": "o", "change": {"patch": {}, "set": {"name": "A"}}},
        "performs": ["oneroster.get_org", "oneroster.update_org"],
    }


def test_a_help_page_tells_the_arguments(unconfigured: Command) -> None:
    told = unconfigured("call", "edubridge.analytics.get_activity", "--help").out
    assert "timezone  in which days are told" in " ".join(told.replace("│", " ").split()) or "--timezone" in told
    assert all(option in told for option in ("--student-id", "--format", "--dry-run", "--profile", "--total-timeout"))
    assert "--all " not in told
    assert "Commands" not in told
    assert "JSON of OrgInput, or @file; needs name, type" in unconfigured("call", "oneroster.orgs.create", "--help").out


@flow
def sorted_by(key: Callable[[User], str]) -> Any:
    """Takes a function that changes nothing."""
    yield key


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("list", "--where", "(" * 3000), "where: has more than 50 parentheses inside each other"),
        (("list", "--where", f"{'(' * 3000}a=1{')' * 3000}"), "where: has more than 50 parentheses inside each other"),
        (("modify", "u", "--set", "roles.9999999999.role=student"), "a list has its items at places below 10000"),
        (("modify", "u", "--set", f"roles.{'9' * 5000}.role=student"), "a list has its items at places below 10000"),
    ],
)
def test_words_beyond_all_bounds_are_told(unconfigured: Command, words: tuple[str, ...], told: str) -> None:
    name, *others = words
    said = unconfigured("call", f"oneroster.users.{name}", *others, "--dry-run")
    assert (said.status, said.out) == (2, "")
    assert said.err.strip().endswith(told)


def test_a_flow_that_takes_a_function_is_for_python_only() -> None:
    some: Flow[..., Any] = sorted_by
    entry = attrs.evolve(find("oneroster.orgs.modify").unwrap(), operation=some, signature=signature(some))
    told = asked(entry, Words({}, {}), Sources()).failure().message
    assert told == "invalid input: oneroster.orgs.modify takes a function: it can be called from Python only"


@pytest.mark.parametrize(
    ("text", "filtered"),
    [
        ("status=active", "status='active'"),
        ("name = Maple High (old)", "name='Maple High (old)'"),
        ("identifier=007", "identifier='007'"),
        ("metadata.size>=80", "metadata.size>=80"),
        ("metadata.size='80'", "metadata.size='80'"),
        ("metadata.open!=true", "metadata.open!=true"),
        ("name~O''Neil", "name~'O''''Neil'"),
        ('name="it\'s"', "name='it''s'"),
        ("type=school AND (name~Maple OR name~Oak)", "type='school' AND (name~'Maple' OR name~'Oak')"),
        ("a=1 OR b=2 AND c<-3.5", "a=1 OR b=2 AND c<-3.5"),
        ("name='=A' AND name=Black and White", "name='=A' AND name='Black and White'"),
        ("identifier=YQ==", "identifier='YQ=='"),
    ],
)
def test_conditions(text: str, filtered: str) -> None:
    told: Any = conditions([text], Org).unwrap()
    assert render(told) == filtered


@pytest.mark.parametrize("text", ["", "name", "name=a AND", "(name=a", "name='a' b", "=x", "{'a'}"])
def test_what_is_no_condition(text: str) -> None:
    assert "is no" in conditions([text], Org).failure() or "none" in conditions([text], Org).failure()


@pytest.mark.parametrize(
    "text", ["name==a", "name=~a", "size=>5", "name=a and type=b", "(name=a or name~b)", "size<>5"]
)
def test_a_value_that_looks_like_a_condition_is_asked_for_in_quotation_marks(text: str) -> None:
    assert "quotation marks" in conditions([text], Org).failure()


def test_a_change_leaves_the_rest_as_it_is() -> None:
    stored = OrgInput(name="A", type="school", identifier="1", extra={"status": 5, "x": 1, "y": 2})
    change = Change({"x": None, "identifier": None}, (member("name=B", OrgInput).unwrap(),))
    changed = change.of(stored).unwrap()
    assert changed == OrgInput(name="B", type="school", extra={"status": 5, "y": 2})
    assert Change({"name": None}, ()).of(stored).failure().problems[0].path == "name"


def test_a_merge_patch_is_that_of_its_standard() -> None:
    target: Any = {
        "title": "Goodbye!",
        "author": {"givenName": "John", "familyName": "Doe"},
        "tags": ["a", "b"],
        "c": 1,
    }
    patch: Any = {"title": "Hello!", "author": {"familyName": None}, "tags": ["a"], "phone": "+01"}
    assert merged(target, patch) == {
        "title": "Hello!",
        "author": {"givenName": "John"},
        "tags": ["a"],
        "c": 1,
        "phone": "+01",
    }
    assert merged([1], {"a": {"b": None}}) == {"a": {}}
    assert merged({"a": 1}, [2]) == [2]
