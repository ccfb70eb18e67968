"""What the tables of models say: documents as they are read, written back and sent again; inputs, good and wrong."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.services.model_case import (
    Back,
    Changes,
    Document,
    Json,
    Refused,
    at,
    changed,
    problems_of,
    read,
    refusal,
    varied,
    without,
    written,
)

from timeback_core.engine.codec.json import join

TABLES = [
    import_module(f"tests.{file.parent.name}.{file.stem}")
    for file in sorted(Path(__file__).parents[1].glob("*/model_cases_*.py"))
]
"""The tables of all services: modules with `DOCUMENTS` and `INPUTS`."""
DOCUMENTS: list[Document] = [document for table in TABLES for document in table.DOCUMENTS]
INPUTS = [case for table in TABLES for case in table.INPUTS]


def rows(member: str) -> pytest.MarkDecorator:
    """Every row that a member of the documents has, with its document."""
    found = [(document, row) for document in DOCUMENTS for row in getattr(document, member)]
    names = [f"{document.model.__name__}-{index}" for index, (document, _) in enumerate(found)]
    return pytest.mark.parametrize(("document", "row"), found, ids=names)


def variations(member: str) -> pytest.MarkDecorator:
    """Every variation of the inputs, with its input and what is sent for that."""
    found = [(case.known, case.json, *row) for case in INPUTS for row in getattr(case, member)]
    names = [f"{type(known).__name__}-{index}" for index, (known, *_) in enumerate(found)]
    return pytest.mark.parametrize(("known", "json", "changes", "outcome"), found, ids=names)


each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda it: it.model.__name__)


def assert_seen(model: object, seen: Changes) -> None:
    """A model holds these values, each of exactly this type."""
    for path, value in seen.items():
        found = at(model, path)
        assert (path, type(found), found) == (path, type(value), value)


@each_document
def test_a_document_is_read_and_written_back_exactly(document: Document) -> None:
    model = read(document.model, document.json)
    assert_seen(model, document.seen)
    assert written(model) == document.json


@each_document
def test_what_a_document_does_not_need_may_be_null_or_missing(document: Document) -> None:
    for name in document.json.keys() - set(document.required):
        null = read(document.model, changed(document.json, {name: None}))
        missing = read(document.model, changed(document.json, without(name)))
        assert null == missing
        assert written(null) == {**document.json, name: None}
        assert written(missing) == changed(document.json, without(name))


@each_document
def test_what_a_document_needs_is_told_where_it_is_missing(document: Document) -> None:
    for name in document.required:
        for lacking in (without(name), {name: None}):
            found = refusal(document.model, changed(document.json, lacking))
            assert found is not None
            assert found[0] == join("$", name)


@rows("spelled")
def test_other_spellings_are_read(document: Document, row: tuple[Changes, Changes]) -> None:
    changes, seen = row
    assert_seen(read(document.model, changed(document.json, changes)), seen)


@rows("rewritten")
def test_other_spellings_are_written_in_one(document: Document, row: tuple[Changes, Changes]) -> None:
    changes, instead = row
    found = read(document.model, changed(document.json, changes))
    assert written(found) == changed(document.json, instead)


@rows("refused")
def test_a_value_of_another_type_is_told_with_its_path(document: Document, row: Refused) -> None:
    assert refusal(document.model, changed(document.json, row.changes)) == (row.at, row.expected)


@rows("back")
def test_a_document_goes_back_as_the_server_takes_it(document: Document, row: Back) -> None:
    found = changed(document.json, row.read)
    body = row.input.of(read(document.model, found)).unwrap()
    assert problems_of(body) == []
    assert written(body) == changed(found, row.body)


@rows("no_input")
def test_what_an_input_needs_is_told_where_the_document_lacks_it(
    document: Document, row: tuple[type[Any], Changes, set[str]]
) -> None:
    wanted, changes, paths = row
    refused = wanted.of(read(document.model, changed(document.json, changes))).failure()
    assert {problem.path for problem in refused.problems} == paths


@pytest.mark.parametrize("case", INPUTS, ids=lambda it: type(it.known).__name__)
def test_an_input_is_sent_with_what_was_given_and_nothing_else(case: Any) -> None:
    assert problems_of(case.known) == []
    assert written(case.known) == case.json


@variations("good")
def test_a_variation_of_an_input_is_sent(known: Any, json: Json, changes: Changes, outcome: Changes) -> None:
    body = varied(known, changes)
    assert problems_of(body) == []
    assert written(body) == {**json, **outcome}


@variations("wrong")
def test_every_problem_of_an_input_is_told_with_its_path(
    known: Any, json: Json, changes: Changes, outcome: list[str]
) -> None:
    assert problems_of(varied(known, changes)) == outcome
