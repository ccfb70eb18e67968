"""The document itself: the paths of one platform, who may call them, what each takes and gives."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

import orjson

from timeback_core.sandbox.api import Api
from timeback_core.sandbox.calls import Route
from timeback_core.sandbox.control import Control
from timeback_core.sandbox.described import ByPlatform, Described, File, JsonOr, Parameter, Told
from timeback_core.sandbox.messages import Document, Reply, Request, json_bytes
from timeback_core.sandbox.openapi.shapes import Schemas, Side
from timeback_core.sandbox.world import Platform, World

_JSON: Final = "application/json"
_MEANINGS: Final = {
    200: "Done",
    201: "Created",
    202: "Taken, to be worked on later",
    204: "Done, without a body",
    400: "Refused",
    500: "The platform fails at it",
    501: "The platform cannot do it",
}


def document_call(apis: Sequence[Api]) -> Control:
    """GET of the document, made once for each address under which it is asked for."""

    @lru_cache(maxsize=8)
    def written(platform: Platform, address: str, token_path: str) -> bytes:
        return orjson.dumps(document(apis, platform, address, token_path))

    def answer(world: World, request: Request) -> Reply:
        return json_bytes(200, written(world.platform, world.address(request), world.token_path))

    return answer


def document(apis: Iterable[Api], platform: Platform, address: str, token_path: str) -> Document:
    """What a sandbox of these APIs serves as one platform."""
    schemas = Schemas()
    paths: defaultdict[str, Document] = defaultdict(dict)
    scopes: set[str] = set()
    tags: list[str] = []
    for api in apis:
        known = set[str]()
        for route in api.routes:
            handler = route.handler
            if isinstance(handler, Described) and route.platform in ("", platform) and route.operation not in known:
                known.add(route.operation)
                scopes.update((route.scope,) if route.scope else ())
                for path, name in _places(route):
                    told = _Operation(schemas, platform, route, handler, path).told(api, name)
                    paths[path][route.verb.lower()] = told
        tags += [api.name] if known else []
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Timeback, as the sandbox serves it",
            "version": "1",
            "description": "All calls of the platform that this sandbox plays, as it takes and answers them.",
        },
        "servers": [{"url": address}],
        "tags": [{"name": name} for name in tags],
        "paths": paths,
        "components": {
            "securitySchemes": _security_schemes(address + token_path, scopes),
            "schemas": dict(sorted(schemas.components.items())),
        },
    }


def _places(route: Route) -> Iterator[tuple[str, str]]:
    """Each path of a route, with a name for the operation on it."""
    if not route.template.endswith("?"):
        yield route.template, route.operation
        return
    whole = route.template.removesuffix("?")
    shorter, _, last = whole.rpartition("/")
    yield shorter, route.operation
    yield whole, f"{route.operation}.with_{last.strip('{}')}"


def _parameters_in(path: str) -> Iterator[Document]:
    for segment in path.split("/"):
        if segment.startswith("{"):
            shape = {"type": "string", "minLength": 1}
            yield {"name": segment.strip("{}"), "in": "path", "required": True, "schema": shape}


class _Operation:
    """One operation of the document."""

    def __init__(self, schemas: Schemas, platform: Platform, route: Route, handler: Described, path: str) -> None:
        self._schemas, self._platform = schemas, platform
        self._route, self._handler, self._path = route, handler, path

    def told(self, api: Api, name: str) -> Document:
        """The whole of it, under the name that it has on its path."""
        handler = self._handler
        told: Document = {
            "operationId": name,
            "tags": [api.name],
            "summary": handler.summary,
            "security": [{self._route.security: [self._route.scope] if self._route.scope else []}],
            "parameters": [*_parameters_in(self._path), *(self._parameter(each) for each in handler.asks)],
        }
        if handler.takes is not None:
            told["requestBody"] = {
                "required": not handler.takes_nothing_too,
                "content": self._content(handler.takes, "written"),
            }
        told["responses"] = {
            **{str(status): self._response(status, given) for status, given in handler.gives.items()},
            "4XX": {"description": "Refused", "content": self._content(api.refusal, "answered")},
        }
        return told

    def _parameter(self, parameter: Parameter) -> Document:
        schema = self._schemas.of(parameter.shape, "written")
        return {"name": parameter.name, "in": "query", "required": parameter.required, "schema": schema}

    def _response(self, status: int, given: Told | None) -> Document:
        content = {} if given is None else {"content": self._content(given, "answered")}
        return {"description": _MEANINGS[status], **content}

    def _content(self, told: Told, side: Side) -> Document:
        if isinstance(told, ByPlatform):
            told = told.shapes[self._platform]
        if isinstance(told, File):
            return {told.media_type: {"schema": {"type": "string"}}}
        if isinstance(told, JsonOr):
            return {**self._content(told.shape, side), **self._content(told.file, side)}
        return {_JSON: {"schema": self._schemas.of(told, side)}}


def _security_schemes(token_url: str, scopes: set[str]) -> Document:
    flow = {"tokenUrl": token_url, "scopes": dict.fromkeys(sorted(scopes), "")}
    return {
        "timeback": {"type": "oauth2", "flows": {"clientCredentials": flow}},
        "masterytrackKey": {"type": "apiKey", "in": "header", "name": "x-api-key"},
        "masterytrackToken": {"type": "apiKey", "in": "header", "name": "x-auth-token"},
    }
