"""Whatever can be called from Python can be called from a command line, by words that mean the same request."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, get_origin

import pytest
from hypothesis import given, settings, strategies as st
from property_tests.profiles import so_many

from timeback_core import Operation, catalogue, encode
from timeback_core.cli.calls.arguments import Argument, arguments_of
from timeback_core.cli.calls.asking import Asked, asked
from timeback_core.cli.calls.naming import find
from timeback_core.cli.calls.rehearsing import anywhere, planned
from timeback_core.cli.calls.sources import Sources
from timeback_core.cli.calls.words import Words, app_of
from timeback_core.engine.call.request import Request
from timeback_core.engine.codec import Model
from timeback_core.engine.narrow import is_listing, is_mapping
from timeback_core.engine.policy.plan import Plan
from timeback_core.engine.surface.catalogue import Entry
from timeback_core.testing.strategies import arguments

ENTRIES: Final = catalogue()
CONFIG: Final = anywhere()


def as_json(value: Any) -> Any:
    """A value as it is written in JSON."""
    if isinstance(value, Model):
        return encode(value).unwrap()
    if is_mapping(value):
        return {name: as_json(each) for name, each in value.items()}
    return [as_json(each) for each in value] if is_listing(value) else value


def spelled(value: Any) -> str:
    """One value as the text of a word."""
    if isinstance(value, Model) or is_mapping(value):
        return json.dumps(as_json(value))
    if isinstance(value, date | datetime):
        return value.isoformat()
    text = str(value.value if isinstance(value, Enum) else getattr(value, "key", value))
    return f"@{text}" if text.startswith("@") else text


def words_of(argument: Argument, value: Any) -> Iterator[str]:
    """The words that say an argument."""
    if value is None:
        return
    if isinstance(value, bool):
        yield argument.option if value else argument.option.replace("--", "--no-", 1)
    elif argument.how == "texts" and is_listing(value):
        if str in argument.arms:
            yield f"{argument.option}={json.dumps(list(value))}"
        else:
            yield from (f"{argument.option}={spelled(each)}" for each in value)
    else:
        yield f"{argument.option}={json.dumps(as_json(value)) if is_listing(value) else spelled(value)}"


def understood(entry: Entry, words: Sequence[str]) -> Asked:
    """The call that words mean."""
    command, bound, unused, _ = app_of(entry, "call").parse_known_args(words)
    given: Words = command(*bound.args, **bound.kwargs)
    assert not unused
    return asked(entry, given, Sources(lambda: b"")).unwrap()


def sent(request: Request[Any]) -> tuple[object, ...]:
    """What a request puts on the wire."""
    plan = planned(request, CONFIG)
    assert isinstance(plan, Plan), plan
    headers = [header for header in plan.http.headers if header[0] != "X-Request-ID"]
    return (plan.http.verb, plan.http.target, headers, plan.http.body)


def form_of(document: Argument) -> tuple[object, ...]:
    """The form of a document: how many models it may be, or lists, or free objects."""
    return tuple(str(get_origin(arm) or "model") for arm in document.arms)


def of_every_kind() -> Iterator[Entry]:
    """Operations that together have arguments of all types; of documents, of all forms: a model, a list, a choice."""
    seen: set[object] = set()
    for entry in sorted(ENTRIES, key=lambda entry: any(each.how == "document" for each in arguments_of(entry))):
        kinds = {(each.how, form_of(each) if each.how == "document" else each.arms) for each in arguments_of(entry)}
        if isinstance(entry.operation, Operation) and not kinds <= seen:
            seen |= kinds
            yield entry


@pytest.mark.parametrize("entry", [*of_every_kind()], ids=lambda entry: entry.qualified)
@settings(max_examples=so_many(1))
@given(data=st.data())
def test_words_mean_the_request_that_python_makes(entry: Entry, data: st.DataObject) -> None:
    operation: Any = entry.operation
    args, kwargs = data.draw(arguments(operation))
    of_name = {each.name: each for each in arguments_of(entry)}
    values: Mapping[str, Any] = dict(zip(of_name, args, strict=False)) | dict(kwargs)
    words = [word for name, value in values.items() for word in words_of(of_name[name], value)]

    request = understood(entry, words).request

    assert isinstance(request, Request)
    in_order = {name: kwargs[name] for name in of_name if name in kwargs}  # as parameters of a query stand
    assert sent(request) == sent(operation.request(*args, **in_order))


def test_a_call_is_found_by_its_names() -> None:
    for entry in {entry.service: entry for entry in ENTRIES}.values():
        assert find(entry.qualified).unwrap().operation is entry.operation
    assert find("list_classes_for_user").unwrap().qualified == "oneroster.users.list_classes"
    assert find("oneroster.list_users").unwrap().qualified == "oneroster.users.list"
    several = find("list_users").failure().message
    assert "edubridge.users.list, oneroster.users.list" in several
