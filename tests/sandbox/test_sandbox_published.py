"""What is published of the platform, and what the document of all calls has of it.

`published_operations.json` holds what the published documents say, written down by hand: verb, path, the names of the
parameters, the members of the body and those of each answer, down to those of the rows; `!` marks what is required, and
`users!:User` stands for the members of `User` below `users`; a space in a name is written as `_`.
"""

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.wire.services import SERVICES, Service

from timeback_core.sandbox.box import APIS
from timeback_core.sandbox.openapi.document import document

TOLD = document([api() for api in APIS], "BEYOND_AI", "https://x", "/token")
PUBLISHED: dict[str, Any] = json.loads(
    Path(__file__).with_name("published_operations.json").read_text(encoding="utf-8")
)

OTHERWISE = (
    ("* asks search", "Of what has no members to search in, a search finds the same."),
    ("qti.assessment_tests.test_parts.list asks filter", "Taken, and not looked at."),
    ("oneroster.classes.list_students gives students*", "As the platform answers; `spec_keys` switches to `students`."),
    ("oneroster.classes.list_teachers gives teachers*", "As the platform answers; `spec_keys` switches to `teachers`."),
    ("oneroster.* gives *resources*", "They are taken with a class and answered by calls of their own."),
    ("oneroster.* gives user*.demographics", "Answered by the call for a user with demographics alone."),
    ("oneroster.* may lack courseComponent*.sortOrder", "Left out where it was not written, as on the platform."),
    ("oneroster.* may lack courseComponent*.unlockDate", "Left out where it was not written, as on the platform."),
    ("oneroster.* takes *dateLastModified", "Taken and set anew, as all that only answers have."),
    ("oneroster.users.* needs user.email", "The platform refuses users without it."),
    ("caliper.events.* gives errors", "Told where something is wrong, which is another answer."),
    ("caliper.events.list gives status", "The platform answers the page alone."),
    ("caliper.events.list gives message", "The platform answers the page alone."),
    ("powerpath.lesson_plans.* gives message", "It need not be there, and is not."),
    ("qti.assessment_tests.* gives isValidXml", "Only a test that is read has it, as on the platform."),
    ("qti.* may lack qti-outcome-declaration.baseType", "XML may lack it."),
    ("qti.assessment_items.update takes *", "What answers have may come back, and is not looked at."),
    ("qti.* needs interaction.*", "What each kind of interaction needs is published in words."),
    ("qti.* needs rubrics.*", "Published for a rubric, which need not be there."),
    ("qti.* needs stimulus.identifier", "Published for a stimulus, which need not be there."),
    ("case.packages.create takes extensions", "Kept wherever it stands, as every member that is not named."),
)
"""Operation, what differs, and why."""


class Members(NamedTuple):
    """The members of an object by dotted name, with whether each is required, and where further ones may be."""

    required: dict[str, bool]
    free: frozenset[str]


def place(verb: str, path: str) -> tuple[str, str]:
    """A verb and a path without the names of its parameters."""
    return verb.upper(), re.sub(r"{\w+}\??", "{}", path).rstrip("/")


OPERATIONS = {
    place(verb, path): operation for path, verbs in TOLD["paths"].items() for verb, operation in verbs.items()
}


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema itself, where there is a reference to it."""
    while "$ref" in schema:
        schema = TOLD["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def members(schema: dict[str, Any], depth: int = 2) -> Members:
    """The members of an object, of the rows of an array, or of any of several."""
    schema = resolved(schema)
    if not depth:
        return Members({}, frozenset())
    if "items" in schema:
        return members(schema["items"], depth)
    required: dict[str, bool] = {}
    free = {""} if schema.get("additionalProperties") is True or not schema else set()
    for told, shape in schema.get("properties", {}).items():
        name = told.replace(" ", "_")
        required[name] = told in schema.get("required", ())
        below = members(shape, depth - 1)
        required.update({f"{name}.{each}": needed for each, needed in below.required.items()})
        free.update(f"{name}.{each}" for each in below.free)
    arms = [members(arm, depth) for arm in (*schema.get("anyOf", ()), *schema.get("oneOf", ()))]
    arms = [arm for arm in arms if arm != Members({}, frozenset())]
    for name in {name for arm in arms for name in arm.required}:
        above = name.rpartition(".")[0]
        holding = (arm for arm in arms if not above or above in arm.required)
        required[name] = all(arm.required.get(name, False) for arm in holding)
    return Members(required, frozenset(free.union(*(arm.free for arm in arms))))


def published(text: str) -> Iterator[tuple[str, bool]]:
    """Each name of a published text, with whether it is required."""
    for part in text.split():
        name, _, shape = part.partition(":")
        yield name.rstrip("!"), name.endswith("!")
        for below in PUBLISHED["shapes"][shape].split() if shape else ():
            yield f"{name.rstrip('!')}.{below.rstrip('!')}", below.endswith("!")


def differences() -> Iterator[str]:
    """What is published otherwise than it is told."""
    for verb, path, asks, takes, gives in PUBLISHED["operations"]:
        operation = OPERATIONS[place(verb, path)]
        name = operation["operationId"]
        asked = {each["name"] for each in operation["parameters"] if each["in"] == "query"}
        yield from (f"{name} asks {each}" for each, _ in published(asks) if each not in asked)
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if takes is not None and body is not None:
            known, wanted = members(body["schema"]), dict(published(takes))
            yield from (f"{name} takes {each}" for each in missing(wanted, known))
            yield from (
                f"{name} needs {each}" for each, needed in known.required.items() if needed and not wanted.get(each)
            )
        for status, text in gives.items():
            answer = operation["responses"][status].get("content", {}).get("application/json")
            known, wanted = members(answer["schema"] if answer else {}), dict(published(text))
            yield from (f"{name} gives {each}" for each in missing(wanted, known))
            lacking = (each for each, is_needed in wanted.items() if is_needed and known.required.get(each) is False)
            yield from (f"{name} may lack {each}" for each in lacking)


def missing(wanted: dict[str, bool], known: Members) -> Iterator[str]:
    """The names that are not told, nor may be among further ones."""
    for each in wanted:
        above, _, _ = each.rpartition(".")
        if each not in known.required and "" not in known.free and f"{above}." not in known.free:
            yield each


def test_nothing_that_is_published_is_missing() -> None:
    assert {place(verb, path) for verb, path, *_ in PUBLISHED["operations"]} - OPERATIONS.keys() == set()
    found = list(differences())
    assert [each for each in found if not any(fnmatchcase(each, known) for known, _ in OTHERWISE)] == []
    assert [known for known, _ in OTHERWISE if not any(fnmatchcase(each, known) for each in found)] == []


@pytest.mark.parametrize("service", SERVICES.values(), ids=list(SERVICES))
def test_the_tables_of_the_wire_are_told(service: Service) -> None:
    for row in service.table.values():
        operation = OPERATIONS[place(row.verb, row.path)]
        assert row.query <= {each["name"] for each in operation["parameters"] if each["in"] == "query"}
        assert str(row.statuses[0]) in operation["responses"]
        if row.body:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            assert {key.removesuffix("[]") for key in row.body} <= members(schema).required.keys()
