"""The catalogue has every operation that is documented and no other, and each has its case."""

import re
from collections import Counter

import pytest
from tests.wire.services import SERVICES, Service

every_service = pytest.mark.parametrize("service", SERVICES.values(), ids=list(SERVICES))

WITHOUT_CASE = {"decrypt_credential"}
"""Its path holds an id that is in no answer of the request before it; it has a test of its own."""


def bare(path: str | None) -> str:
    """A template without the names of its placeholders, which each side chooses for itself."""
    return re.sub(r"{\w+}", "{}", path or "")


@every_service
def test_the_table_has_every_documented_operation_once(service: Service) -> None:
    assert [row.number for row in service.table.values()] == list(range(1, len(service.table) + 1))


@every_service
def test_every_function_of_the_table_is_in_the_catalogue_and_no_other(service: Service) -> None:
    assert {entry.name for entry in service.entries} == {*service.table, *service.narrowed}


@every_service
def test_no_operation_stands_twice(service: Service) -> None:
    assert [name for name, times in Counter(each.qualified for each in service.entries).items() if times > 1] == []
    assert len({entry.operation for entry in service.entries}) == len(service.entries)


@every_service
def test_verb_and_path_of_every_operation_are_those_of_the_table(service: Service) -> None:
    described = {entry.name: (entry.verb, bare(entry.path)) for entry in service.entries}
    rows = {name: service.row_of(name) for name in described}
    assert described == {name: (row.verb, bare(row.path)) for name, row in rows.items()}


@every_service
def test_there_is_a_case_for_every_operation_on_every_platform(service: Service) -> None:
    tried = {(case.operation.__name__, case.platform) for case in service.cases}
    documented = {(entry.name, "BEYOND_AI") for entry in service.entries if entry.name not in WITHOUT_CASE}
    elsewhere = {(name, platform) for platform, rows in service.elsewhere.items() for name in rows}
    assert documented | elsewhere <= tried
