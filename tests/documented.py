"""Whether answers are what the document of all calls allows, and nothing more."""

import json
import re
from collections.abc import Iterator
from typing import Any

from timeback_core.sandbox import Sandbox
from timeback_core.sandbox.messages import Reply, Request, Steps, finish

VERBS = ("get", "post", "put", "patch", "delete")
KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


class Schemas:
    """The schemas of a document; where they are closed, an object may only have the members that they name."""

    def __init__(self, document: dict[str, Any], *, closed: bool) -> None:
        self._named: dict[str, Any] = document["components"]["schemas"]
        self._closed = closed

    def wrong(self, value: object, schema: dict[str, Any], path: str = "$") -> Iterator[str]:
        """What is wrong with a value."""
        if "$ref" in schema:
            yield from self.wrong(value, self._named[schema["$ref"].rpartition("/")[2]], path)
            return
        for several in ("anyOf", "oneOf"):
            if several in schema:
                tried = [list(self.wrong(value, each, path)) for each in schema[several]]
                if all(tried):
                    yield from min(tried, key=len)
        told = schema.get("type")
        kinds = [told] if isinstance(told, str) else told or []
        if kinds and not any(_is(value, kind) for kind in kinds):
            yield f"{path}: {value!r} is no {told}"
        elif "enum" in schema and value not in schema["enum"]:
            yield f"{path}: {value!r} is none of {schema['enum']}"
        elif isinstance(value, str):
            if not re.search(schema.get("pattern", ""), value) or len(value) < schema.get("minLength", 0):
                yield f"{path}: {value!r} does not match"
        elif isinstance(value, list) and "items" in schema:
            for at, item in enumerate(value):
                yield from self.wrong(item, schema["items"], f"{path}[{at}]")
        elif isinstance(value, dict):
            yield from self._members(value, schema, path)

    def _members(self, value: dict[str, Any], schema: dict[str, Any], path: str) -> Iterator[str]:
        known = schema.get("properties", {})
        others = schema.get("additionalProperties", not schema)
        for name, item in value.items():
            if name in known:
                yield from self.wrong(item, known[name], f"{path}.{name}")
            elif isinstance(others, dict):
                yield from self.wrong(item, others, f"{path}.{name}")
            elif self._closed and not others and "anyOf" not in schema and "oneOf" not in schema:
                yield f"{path}.{name} is not documented"
        yield from (f"{path}.{name} is missing" for name in schema.get("required", ()) if name not in value)


def _is(value: object, kind: str) -> bool:
    return isinstance(value, KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))


class Documented(Sandbox):
    """A sandbox that notes which of its answers its own document does not allow."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.undocumented: list[str] = []
        document = json.loads(finish(super().steps(Request("GET", "/openapi.json"))).body)
        self._answers, self._bodies = Schemas(document, closed=True), Schemas(document, closed=False)
        self._operations = [
            (verb.upper(), re.compile(re.sub(r"{\w+}", "[^/]+", path).rstrip("/") + "/?"), operation)
            for path, verbs in sorted(document["paths"].items(), key=lambda each: str(each[0]).count("{"))
            for verb, operation in verbs.items()
        ]

    def steps(self, request: Request) -> Steps[Reply]:
        reply = yield from super().steps(request)
        self.undocumented += self._wrong(request, reply)
        return reply

    def _wrong(self, request: Request, reply: Reply) -> Iterator[str]:
        if "fields=" in request.query:
            return
        fitting = [
            each for verb, path, each in self._operations if verb == request.verb and path.fullmatch(request.path)
        ]
        for operation in fitting[:1]:
            answers = operation["responses"]
            place = f"{operation['operationId']} {reply.status}"
            answer = answers.get(str(reply.status), answers.get(f"{reply.status // 100}XX"))
            if answer is None:
                yield f"{place} is not documented"
                return
            content = answer.get("content", {})
            media_type = (reply.header("content-type") or "").partition(";")[0]
            if (media_type in content) is not bool(reply.body):
                yield f"{place}: {media_type} instead of {list(content)}"
            elif media_type == "application/json" and reply.body:
                schema = content[media_type]["schema"]
                yield from (f"{place} {each}" for each in self._answers.wrong(json.loads(reply.body), schema))
