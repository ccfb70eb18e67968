"""Frameworks of the sandbox: what is seeded, listed and laid out, and which uploads are refused."""

from typing import Any

import httpx
import pytest
from tests.case.frameworks import Json, association, document, framework, item

from timeback_core.sandbox import Sandbox

CASE = "/ims/case/v1p1"


def laid_out(groups: Json) -> Json:
    """The ids of a tree: of each level by kinds, and below them."""
    return {
        f"{kind}:{each['sourcedId']}": laid_out(each.get("childGroups", {})) for kind in groups for each in groups[kind]
    }


def test_the_questions_of_the_district_name_its_standards(api: httpx.Client) -> None:
    questions = api.get("/assessment-items", params={"limit": 200}).json()["items"]
    told = [each for question in questions for each in question["metadata"]["learningObjectiveSet"]]
    named = {code for each in told for code in each["learningObjectiveIds"]}
    for subject in ("Math", "Reading"):
        codes = {code for code in named if code.startswith(subject)}
        assert codes
        for code in codes:
            (found,) = api.get(f"{CASE}/CFItems", params={"filter": f"humanCodingScheme='{code}'"}).json()["CFItems"]
            assert found["CFItemType"] == "Standard"


def test_lists_tell_more_where_it_is_switched_on(api: httpx.Client, sandbox: Sandbox) -> None:
    everything = api.get(f"{CASE}/CFItems").json()["CFItems"]
    sandbox.switches.header_totals = True
    page = api.get(f"{CASE}/CFItems", params={"limit": 2, "fields": "sourcedId"})
    assert page.json() == {"CFItems": [{"sourcedId": each["sourcedId"]} for each in everything[:2]]}
    assert page.headers["x-total-count"] == str(len(everything))
    following = api.get(page.headers["link"].partition(">")[0].lstrip("<")).json()["CFItems"]
    assert [each["sourcedId"] for each in following] == [each["sourcedId"] for each in everything[2:4]]


def test_a_tree_holds_every_item_by_its_kind(api: httpx.Client) -> None:
    parents = {"a": ["d"], "b": ["a"], "c": ["b", "a"], "lost": [], "x": ["y"], "y": ["x"]}
    file = framework(parents)
    file["CFItems"][0]["CFItemType"] = "Domain"
    file["CFItems"][1].pop("CFItemType")
    file["CFItems"][2]["cfItemType"] = "Skill"
    assert api.post(f"{CASE}/CFPackages", json=file).status_code == 201
    whole = api.get(f"{CASE}/CFPackages/d/groups").json()["CFPackageWithGroups"]
    assert laid_out(whole["structuredContent"]) == {
        "Domain:a": {":b": {"Standard:c": {}}, "Standard:c": {}},
        "Standard:lost": {},
        "Standard:x": {"Standard:y": {"Standard:x": {}}},
    }


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"CFItems": None}, "CFItems"),
        ({"CFDocument": document(title="")}, "CFDocument.title"),
        ({"CFDocument": document(subject="Math")}, "CFDocument.subject"),
        ({"CFItems": [item("a", fullStatement=1)]}, "CFItems.0.fullStatement"),
        ({"CFAssociations": [association("a", "d", sequenceNumber="1")]}, "CFAssociations.0.sequenceNumber"),
        ({"CFAssociations": [{**association("a", "d"), "originNodeURI": {}}]}, "CFAssociations.0.originNodeURI.title"),
        ({"CFDefinitions": {"CFSubjects": {}}}, "CFDefinitions.CFSubjects"),
    ],
)
def test_an_upload_is_checked(api: httpx.Client, changes: Json, path: str) -> None:
    before = api.get(f"{CASE}/CFDocuments").json()
    refused = api.post(f"{CASE}/CFPackages", json={**framework({"a": ["d"]}), **changes})
    told: dict[str, Any] = refused.json()
    assert refused.status_code == 422
    assert path in [each["path"] for each in told["imsx_error_details"]]
    assert told["imsx_CodeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"] == "invaliddata"
    assert api.get(f"{CASE}/CFDocuments").json() == before


def test_a_package_is_replaced_under_its_own_id(api: httpx.Client) -> None:
    package = framework({"a": ["d"]})
    assert api.put(f"{CASE}/CFPackages/d", json=package).status_code == 404
    assert api.post(f"{CASE}/CFPackages", json=package).status_code == 201
    assert api.put(f"{CASE}/CFPackages/d", json=package).status_code == 200
    other = {**package, "CFDocument": document(identifier="e")}
    assert api.put(f"{CASE}/CFPackages/d", json=other).status_code == 422
