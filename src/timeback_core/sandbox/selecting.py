"""Which requests something is about: by verb, path, operation, service, and what their bodies hold."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Final, TypeAlias

import attrs
import orjson

from timeback_core.sandbox.messages import Request, is_array, is_object
from timeback_core.sandbox.options import choice, json_value, text

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What JSON can say."""

VERBS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@attrs.frozen
class Selection:
    """Those that fit all that is said; every one where nothing is."""

    verb: str | None = attrs.field(
        default=None,
        kw_only=True,
        metadata=choice(VERBS, "a verb of HTTP", "Only requests of this verb", any_case=True),
    )
    path: str | None = attrs.field(
        default=None,
        kw_only=True,
        metadata=text(r"[/*?\[].*", "a glob that begins like a path", "Only requests whose raw path it fits"),
    )
    operation: str | None = attrs.field(
        default=None,
        kw_only=True,
        metadata=text(r"[\w.*?\[\]!-]+", "a name of an operation, or a glob", "Only requests for this operation"),
    )
    service: str | None = attrs.field(
        default=None, kw_only=True, metadata=text(r"\w+", "the name of a service", "Only requests to this service")
    )
    containing: Json = attrs.field(
        default=None,
        kw_only=True,
        metadata=json_value("Only requests whose body has this text, or whose JSON has these members and elements"),
    )

    def fits(self, request: Request, operation: str, service: str) -> bool:
        """Whether a request, which is for this operation of this service, is one of them."""
        return (
            (self.verb is None or self.verb.upper() == request.verb)
            and (self.service is None or self.service == service)
            and (self.operation is None or fnmatchcase(operation, self.operation))
            and (self.path is None or fnmatchcase(request.path, self.path))
            and (self.containing is None or _holds(request.body, self.containing))
        )


def contains(value: object, part: object) -> bool:
    """Whether JSON holds other JSON: of an object these members, of an array these elements, else the same value."""
    if is_object(part):
        return is_object(value) and all(name in value and contains(value[name], inner) for name, inner in part.items())
    if is_array(part):
        return is_array(value) and all(any(contains(each, inner) for each in value) for inner in part)
    return value == part and isinstance(value, bool) == isinstance(part, bool)


def _holds(body: bytes, part: Json) -> bool:
    if isinstance(part, str):
        return part.encode("utf-8", "replace") in body
    try:
        return contains(orjson.loads(body), part)
    except orjson.JSONDecodeError:
        return False
