"""Entities of the standard: each is read as its own class with typed fields, and checked before it is sent."""

import importlib
import pkgutil
from datetime import date
from typing import cast

import pytest
from tests.caliper.entity_table import CLOSED, OTHERS, OTHERWISE, REQUIRED, RESOURCES, document
from tests.support import value

from timeback_core import encode
from timeback_core.caliper import AggregateMeasure, Entity, SystemIdentifier, find_problems, models, read_entity
from timeback_core.engine.codec.fields import fields_of
from timeback_core.sandbox.messages import Document

CLASSES = sorted(OTHERS | RESOURCES)
every_class = pytest.mark.parametrize("cls", CLASSES)


def paths(body: Document) -> list[str]:
    """Where something is wrong."""
    return [problem.path for problem in find_problems(body)]


def test_every_entity_of_the_schema_has_its_class() -> None:
    found = set[str]()
    for each in pkgutil.iter_modules(models.__path__, f"{models.__name__}."):
        for name, cls in vars(importlib.import_module(each.name)).items():
            if isinstance(cls, type) and issubclass(cls, Entity) and not name.startswith("Any"):
                found.add(name)
    assert found == {*CLASSES, "Entity"}
    assert len(found) == 66 + len(("LtiLink", "Query", "RatingScaleQuestion", "Question"))


@every_class
def test_it_is_read_with_typed_fields_and_written_as_it_came(cls: str) -> None:
    body = document(cls)
    entity = value(read_entity(body))
    assert type(entity).__name__ == cls
    assert dict(entity.extra) == {}
    assert value(encode(entity)) == body
    assert find_problems(entity) == ()
    for field in fields_of(type(entity)):
        if "date" in field.shape.expected:
            assert isinstance(getattr(entity, field.name), date)


@pytest.mark.parametrize("cls", OTHERWISE)
def test_both_spellings_of_a_type_are_read_and_kept(cls: str) -> None:
    body = document(cls) | {"type": OTHERWISE[cls]}
    entity = value(read_entity(body))
    assert type(entity).__name__ == cls
    assert value(encode(entity)) == body


@every_class
def test_what_is_missing_or_not_taken_is_told(cls: str) -> None:
    body = document(cls)
    assert paths(body | {"shoes": 44}) == (["shoes"] if cls in CLOSED else [])
    assert len(paths({"id": "x:1", "type": body["type"]})) == len(REQUIRED.get(cls, ()))
    for name in body.keys() - {"id", "type", "extensions"}:
        assert len(paths(body | {name: None})) == 1


def test_a_type_that_nobody_knows_is_an_entity() -> None:
    body: Document = {"id": "x:1", "type": "Spaceship", "name": "Enterprise", "crew": [{"id": "x:2", "type": "Person"}]}
    entity = value(read_entity(body))
    assert type(entity) is Entity
    assert (entity.name, value(encode(entity))) == ("Enterprise", body)


def test_a_measure_of_ones_own_says_so_by_its_name() -> None:
    measure = AggregateMeasure(id="x:1", metric="Facts Learnt", metric_value=3)
    assert [problem.path for problem in find_problems(measure)] == ["metric"]
    named = AggregateMeasure(id="x:1", metric="Facts Learnt", name="Facts Learnt", metric_value=3)
    assert find_problems(named) == ()


def test_identifiers_of_other_systems_are_typed() -> None:
    identifier: Document = {
        "type": "SystemIdentifier",
        "identifierType": "SystemId",
        "identifier": "4567",
        "source": {"id": "https://school.example", "type": "SoftwareApplication"},
        "extensions": {"kind": None},
    }
    body: Document = {"id": "x:1", "type": "Person", "otherIdentifiers": [identifier, "4567"]}
    person = cast("Entity", value(read_entity(body)))  # which a person is
    assert isinstance(person.other_identifiers[0], SystemIdentifier)
    assert person.other_identifiers[1] == "4567"
    assert (value(encode(person)), paths(body)) == (body, [])
    assert paths({**body, "otherIdentifiers": [{**identifier, "identifier": ""}]}) == [
        "other_identifiers[0].identifier"
    ]
