"""Organizations and schools."""

import copy
from typing import Any

import pytest

from timeback_core.engine.codec.runtime import check, decoder, encode
from timeback_core.oneroster.models.enums import Status
from timeback_core.oneroster.models.orgs import Org, OrgInput, OrgType, SchoolInput
from timeback_core.oneroster.models.refs import ref_to

ORG: dict[str, Any] = {
    "sourcedId": "o-1",
    "status": "active",
    "dateLastModified": "2026-01-05T10:00:00.000Z",
    "metadata": {"region": {"code": 7}},
    "name": "North",
    "type": "school",
    "identifier": "0042",
    "parent": {"href": "https://x.test/orgs/d-1", "sourcedId": "d-1", "type": "org"},
    "children": [{"href": "https://x.test/orgs/o-2", "sourcedId": "o-2", "type": "org"}],
}


def read_org(**changes: object) -> Org:
    return decoder(Org)({**copy.deepcopy(ORG), **changes})


def problems_of(body: Any) -> list[str]:
    return [str(problem) for problem in check(body)]


def test_a_documented_org_is_read_and_written_back_exactly() -> None:
    org = read_org()
    assert (org.sourced_id, org.name, org.identifier) == ("o-1", "North", "0042")
    assert org.type is OrgType.SCHOOL
    assert org.status is Status.ACTIVE
    assert org.parent is not None
    assert org.parent.sourced_id == "d-1"
    assert [child.sourced_id for child in org.children] == ["o-2"]
    assert encode(org) == ORG


@pytest.mark.parametrize(
    "name", ["identifier", "children", "parent", "metadata", "status", "dateLastModified"]
)
def test_what_live_rows_lack_may_be_null_or_missing(name: str) -> None:
    assert encode(read_org(**{name: None})) == {**ORG, name: None}
    document = {key: value for key, value in ORG.items() if key != name}
    assert encode(decoder(Org)(copy.deepcopy(document))) == document


def test_an_org_is_created_from_name_and_type() -> None:
    body = OrgInput(name="North", type="district", parent=ref_to("s-1"))
    assert problems_of(body) == []
    assert encode(body) == {"name": "North", "type": "district", "parent": {"sourcedId": "s-1"}}


def test_a_school_is_an_org_of_type_school() -> None:
    body = SchoolInput(sourced_id="o-1", name="North")
    assert problems_of(body) == []
    assert encode(body) == {"sourcedId": "o-1", "name": "North", "type": "school"}


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        (OrgInput(name=" ", type="district"), ["name: must not be empty"]),
        (
            OrgInput(name="N", type="shop"),
            ["type: must be one of department, school, district, local, state, national"],
        ),
        (OrgInput(name="N", type="local", sourced_id=""), ["sourcedId: must not be empty"]),
        (OrgInput(name="N", type="local", status="gone"), ["status: must be one of active, tobedeleted"]),
        (OrgInput(name="N", type="local", parent=ref_to("")), ["parent.sourcedId: must not be empty"]),
        (SchoolInput(name=""), ["name: must not be empty"]),
    ],
)
def test_a_wrong_org_is_refused(body: OrgInput, problems: list[str]) -> None:
    assert problems_of(body) == problems


@pytest.mark.parametrize("body", [OrgInput, SchoolInput])
def test_an_org_is_written_back_without_what_only_the_server_says(body: type[OrgInput]) -> None:
    written = body.of(read_org()).unwrap()
    assert problems_of(written) == []
    expected = {name: value for name, value in ORG.items() if name not in ("dateLastModified", "children")}
    assert encode(written) == {**expected, "parent": {"sourcedId": "d-1"}}


def test_clearing_a_parent_is_told_to_the_server() -> None:
    body = OrgInput.of(read_org(parent=None)).unwrap()
    assert encode(body) == {
        **{name: ORG[name] for name in ("sourcedId", "status", "metadata", "name", "type", "identifier")},
        "parent": None,
    }


def test_a_district_is_no_school() -> None:
    refused = SchoolInput.of(read_org(type="district")).failure()
    assert [problem.path for problem in refused.problems] == ["type"]
