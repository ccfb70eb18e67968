"""CLR on the sandbox: learner records, and the document of the service itself."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.api import Api
from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.clr.records import RECORDS, upsert
from timeback_core.sandbox.described import described
from timeback_core.sandbox.messages import Reply, json_reply
from timeback_core.sandbox.schema import FreeObject

_BASE: Final = "/ims/clr/v2p0"
_SCOPES: Final = {
    f"https://purl.imsglobal.org/spec/clr/v2p0/scope/credential.{name}": text
    for name, text in (("readonly", "Read records"), ("upsert", "Store records"), ("admin", "Administer records"))
}


@described(FreeObject())
def discover(call: Call) -> Reply:
    """GET of the service as a document of OpenAPI."""
    answers = {"200": {"description": "As stored"}, "201": {"description": "Stored for the first time"}}
    flows = {"clientCredentials": {"tokenUrl": call.base_url + call.world.token_path, "scopes": _SCOPES}}
    return json_reply(
        200,
        {
            "openapi": "3.0.1",
            "info": {"title": "CLR", "version": "1.0.0"},
            "servers": [{"url": call.base_url}],
            "paths": {
                f"{_BASE}/credentials/": {"post": {"operationId": "upsertCredential", "responses": answers}},
                f"{_BASE}/discovery/": {
                    "get": {"operationId": "getDiscovery", "responses": {"200": {"description": "This document"}}}
                },
            },
            "components": {"securitySchemes": {"OAuth2": {"type": "oauth2", "flows": flows}}},
        },
    )


ROUTES: Final[Sequence[Route]] = (
    Route("clr.credentials.upsert", "POST", f"{_BASE}/credentials/", upsert, "credential.upsert"),
    Route("clr.discovery.get", "GET", f"{_BASE}/discovery/", discover),
)


def api() -> Api:
    """CLR, whole."""
    return Api(name="clr", bases=(f"{_BASE}/",), routes=ROUTES, collections=(RECORDS,))
