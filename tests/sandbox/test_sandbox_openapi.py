"""The document of all calls: whole, well formed, and the same as what is served."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs
import httpx
import pytest
from tests.documented import Documented
from tests.sandbox.conftest import authorized

from timeback_core.sandbox import Sandbox
from timeback_core.sandbox.api import Api
from timeback_core.sandbox.box import APIS
from timeback_core.sandbox.described import Described, described
from timeback_core.sandbox.messages import Request
from timeback_core.sandbox.openapi.document import document
from timeback_core.sandbox.schema import Record, Text, must
from timeback_core.sandbox.world import Platform

PLATFORMS: tuple[Platform, ...] = ("BEYOND_AI", "LEARNWITH_AI")
DOCUMENTS = {platform: document([api() for api in APIS], platform, "https://x", "/token") for platform in PLATFORMS}

on_every_platform = pytest.mark.parametrize("platform", PLATFORMS)


def operations(told: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, verb and what is told, of each operation."""
    for path, verbs in told["paths"].items():
        for verb, operation in verbs.items():
            yield path, verb, operation


def schemas_in(told: object, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a document, with the place where it is."""
    if isinstance(told, dict):
        yield at, told
        for name, value in told.items():
            yield from schemas_in(value, f"{at}/{name}")
    elif isinstance(told, list):
        for place, value in enumerate(told):
            yield from schemas_in(value, f"{at}/{place}")


@on_every_platform
def test_every_operation_of_a_platform_is_told_once(platform: Platform) -> None:
    served = {
        route.operation
        for api in APIS
        for route in api().routes
        if route.platform in ("", platform) and isinstance(route.handler, Described)
    }
    assert served == {route.operation for api in APIS for route in api().routes if route.platform in ("", platform)}
    names = Counter(operation["operationId"] for _, _, operation in operations(DOCUMENTS[platform]))
    assert max(names.values()) == 1
    assert {re.sub(r"\.with_\w+$", "", name) for name in names} == served


@on_every_platform
def test_every_operation_has_what_a_reader_needs(platform: Platform) -> None:
    told = DOCUMENTS[platform]
    schemes, tags = told["components"]["securitySchemes"], {tag["name"] for tag in told["tags"]}
    for path, _, operation in operations(told):
        named = [each["name"] for each in operation["parameters"] if each["in"] == "path"]
        assert named == re.findall(r"{(\w+)}", path)
        assert operation["summary"].endswith((".", ")"))
        assert set(operation["tags"]) <= tags
        assert all(scheme in schemes for each in operation["security"] for scheme in each)


@on_every_platform
def test_every_reference_leads_to_a_component_and_every_component_is_used(platform: Platform) -> None:
    told = DOCUMENTS[platform]
    used = {each["$ref"] for _, each in schemas_in(told) if "$ref" in each}
    used |= {ref for _, each in schemas_in(told) for ref in each.get("mapping", {}).values() if isinstance(ref, str)}
    assert used == {f"#/components/schemas/{name}" for name in told["components"]["schemas"]}


def test_what_stands_in_several_places_has_a_name() -> None:
    shapes = Counter(
        json.dumps(each, sort_keys=True)
        for _, each in schemas_in(DOCUMENTS["BEYOND_AI"])
        if each.get("type") == "object" and len(each.get("properties", ())) > 3
    )
    assert [shape for shape, times in shapes.items() if times > 1] == []


def test_two_records_cannot_have_one_name() -> None:
    @described(Record((must("a", Text()),), name="Same"), takes=Record((must("b", Text()),), name="Same"))
    def answer(_: object) -> Any:
        """Nothing."""

    api = APIS[0]()
    route = attrs.evolve(api.routes[0], handler=answer)
    with pytest.raises(ValueError, match="two records have the name Same"):
        document([Api(name="x", bases=(), routes=[route])], "BEYOND_AI", "https://x", "/token")


def test_it_is_served_to_anybody_and_leads_to_where_it_was_asked_for(sandbox: Sandbox, bare: httpx.Client) -> None:
    answer = bare.get("/openapi.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json; charset=utf-8")
    assert list(answer.json()["paths"]) == list(DOCUMENTS["BEYOND_AI"]["paths"])
    assert bare.head("/openapi.json").status_code == 200
    elsewhere = sandbox.handle(Request("GET", "/openapi.json", (("host", "example.com:81"),)))
    told = json.loads(elsewhere.body)
    assert told["servers"] == [{"url": "https://example.com:81"}]
    flow = told["components"]["securitySchemes"]["timeback"]["flows"]["clientCredentials"]
    assert flow["tokenUrl"] == "https://example.com:81/oauth2/token"


NULLS: dict[str, dict[str, Any]] = {
    "/assessment-tests": {
        "identifier": "nulls",
        "title": "Nulls",
        "timeLimit": None,
        "metadata": None,
        "qti-outcome-declaration": [{"identifier": "SCORE", "cardinality": None, "baseType": "float"}],
        "qti-test-part": [
            {
                "identifier": "part",
                "navigationMode": "linear",
                "submissionMode": "individual",
                "qti-assessment-section": [
                    {
                        "identifier": "section",
                        "title": "Section",
                        "visible": True,
                        "required": None,
                        "sequence": None,
                        "qti-assessment-item-ref": [{"identifier": "item", "href": None, "sequence": None}],
                    }
                ],
            }
        ],
    },
    "/assessment-items": {
        "identifier": "nulls",
        "title": "Nulls",
        "type": "text-entry",
        "interaction": {
            "type": "text-entry",
            "responseIdentifier": "RESPONSE",
            "attributes": {"expected-length": 1},
            "questionStructure": {"prompt": None},
        },
        "outcomeDeclarations": [{"identifier": "SCORE", "cardinality": "single", "baseType": "float"}],
        "metadata": {"subject": None, "grade": None},
        "rubrics": None,
    },
}


def test_what_is_answered_after_nulls_were_written_is_told() -> None:
    sandbox = Documented(students=2)
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        authorized(client, sandbox)
        for path, body in NULLS.items():
            assert client.post(path, json=body).status_code == 201, path
            again = {**body, "outcomeDeclarations": [{"identifier": "S", "cardinality": "single", "baseType": None}]}
            assert client.put(f"{path}/nulls", json=again).status_code == 200
            client.get(f"{path}/nulls")
    assert sandbox.undocumented == []
