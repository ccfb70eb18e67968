"""What an expectation makes of a successful answer. Raises `Bad` and `Verdict` only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from timeback_core.engine.call.expect import (
    Created,
    Download,
    Expect,
    Json,
    Many,
    Maybe,
    Nothing,
    One,
    Raw,
    Stated,
    Tagged,
)
from timeback_core.engine.call.paging import OFFSET, Page, Totals
from timeback_core.engine.codec.runtime import Bad, decoder, parse, partial_decoder
from timeback_core.engine.narrow import is_array, is_object
from timeback_core.engine.policy.totals import totals_of

if TYPE_CHECKING:
    from timeback_core.engine.call.files import File
    from timeback_core.engine.call.http import HttpResponse
    from timeback_core.engine.call.pairs import Created as CreatedPairs
    from timeback_core.engine.call.pairs import Saved
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.codec import Unknown
    from timeback_core.engine.codec.json import JsonObject

T = TypeVar("T")

ABSENT: Final = object()


class Verdict(Exception):  # noqa: N818 -- no error of the program: the answer's own word
    """The answer itself says that the call did not succeed, or that the thing does not exist."""

    def __init__(self, *, missing: bool = False) -> None:
        super().__init__()
        self.missing = missing


def read_value(request: Request[T], response: HttpResponse) -> T:
    """The value that an operation's answer holds."""
    value: T = _value(request.operation.expect, request, response)
    return value


def list_of(expect: Many[Any], response: HttpResponse) -> tuple[list[object], str, Totals]:
    """The rows of a list's answer, not decoded yet, their path, and what it says about the whole list."""
    body = _judged_body(expect, response)
    key, held = _rows_in(expect, body)
    rows: object = [] if expect.absent_is_empty and (held is None or held is ABSENT) else held
    if rows is ABSENT:
        raise Bad(f"member {expect.key!r}", body)
    if not is_array(rows):
        raise _at(key, Bad("array", rows))
    return rows, "$" if key is None else f"$.{key}", totals_of(expect.paging, body, response)


def _rows_in(expect: Many[Any], body: object) -> tuple[str | None, object]:
    """Under which key a body holds rows, and what lies there."""
    if expect.key is None or (expect.bare and is_array(body)):
        return None, body
    if not is_object(body):
        raise Bad("object", body)
    held = [(key, _member(body, key)) for key in (expect.key, *expect.also)]
    arrays = (pair for pair in held if is_array(pair[1]))
    present = (pair for pair in held if pair[1] is not ABSENT)
    return next(arrays, None) or next(present, held[0])


def _member(body: object, key: str) -> object:
    """What lies under a dotted key; `ABSENT` where there is no such member."""
    for name in key.split("."):
        if not is_object(body) or name not in body:
            return ABSENT
        body = body[name]
    return body


def _at(key: str | None, bad: Bad) -> Bad:
    """What is wrong, seen from outside of a dotted key."""
    if key is not None:
        bad.path += reversed(key.split("."))
    return bad


def decoder_for(request: Request[Any], model: type[T]) -> Callable[[Any], T]:
    """The decoder of a model; where the request names fields, one whose models know that they are partial."""
    return partial_decoder(model) if request.query_value(OFFSET.fields) is not None else decoder(model)


def _value(expect: Expect[Any], request: Request[Any], response: HttpResponse) -> Any:
    return _READERS[type(expect)](expect, request, response)


def _judged_body(expect: Expect[Any], response: HttpResponse) -> object:
    body: object = parse(response.body)
    if expect.verdict is not None and is_object(body):
        told = body.get(expect.verdict)
        if told is False or told == "error":
            raise Verdict
    return body


def _one(expect: One[T], request: Request[Any], response: HttpResponse) -> T:
    decode = decoder_for(request, expect.model)
    if expect.absent_is_missing and not response.body.strip():
        raise Verdict(missing=True)
    body = _judged_body(expect, response)
    if expect.key is None:
        return decode(body)
    if not is_object(body):
        raise Bad("object", body)
    for key in (expect.key, *expect.also):
        held = _member(body, key)
        if held is not ABSENT and not (expect.absent_is_missing and held in (None, {})):
            return _inside(key, decode, held)
    if expect.absent_is_missing:
        raise Verdict(missing=True)
    if expect.bare:
        return decode(body)
    raise Bad(f"member {expect.key!r}", body)


def _inside(key: str, decode: Callable[[Any], T], value: object) -> T:
    try:
        return decode(value)
    except Bad as bad:
        raise _at(key, bad) from None


def _many(expect: Many[T], request: Request[Page[T]], response: HttpResponse) -> Page[T]:
    from timeback_core.engine.policy.rows import read_rows

    return read_rows(request, response).whole_page()


def _maybe(expect: Maybe[T], request: Request[Any], response: HttpResponse) -> T | None:
    if not response.body.strip():
        return None
    try:
        value: T = _value(expect.inner, request, response)
    except Bad:
        return None
    return value


def _created(expect: Created, request: Request[Any], response: HttpResponse) -> CreatedPairs:
    from timeback_core.engine.policy.id_pairs import read_pairs

    return read_pairs(_judged_body(expect, response), bulk=expect.bulk)


def _stated(expect: Stated[T], request: Request[Any], response: HttpResponse) -> Saved[T]:
    from timeback_core.engine.call.pairs import Saved

    return Saved(_value(expect.inner, request, response), response.status == 201)


def _tagged(expect: Tagged[T], request: Request[Any], response: HttpResponse) -> T | Unknown:
    body = _judged_body(expect, response)
    held = body if expect.key is None else _member(body, expect.key)
    if held is ABSENT:
        raise Bad(f"member {expect.key!r}", body)
    if not is_object(held):
        raise _at(expect.key, Bad("object", held))
    tag = held.get(expect.tag)
    model = expect.models.get(tag) if isinstance(tag, str) else None
    if model is None:
        from timeback_core.engine.codec import Unknown

        return Unknown(cast("JsonObject", held))  # parsed JSON
    decode = cast("Callable[[object], T]", decoder(model))  # the subscript of `Tagged` names the union
    return decode(held) if expect.key is None else _inside(expect.key, decode, held)


def _nothing(expect: Nothing, request: Request[Any], response: HttpResponse) -> None:
    if expect.verdict is not None and response.body.strip():
        _judged_body(expect, response)


def _json(expect: Json, request: Request[Any], response: HttpResponse) -> object:
    return _judged_body(expect, response)


def _raw(expect: Raw[Any], request: Request[Any], response: HttpResponse) -> bytes | str:
    if expect.kind is bytes:
        return response.body
    try:
        return response.body.decode()
    except UnicodeDecodeError:
        raise Bad("text in UTF-8", response.body) from None


def _download(expect: Download, request: Request[Any], response: HttpResponse) -> File:
    from timeback_core.engine.call.files import File

    name = _file_name(response.header("content-disposition") or "")
    kind = (response.header("content-type") or "application/octet-stream").partition(";")[0].strip()
    return File(response.body, name, kind)


def _file_name(disposition: str) -> str | None:
    """The name that a `Content-Disposition` tells, without folders and control characters."""
    from email.message import Message

    message = Message()
    message["Content-Disposition"] = disposition
    try:
        told = message.get_filename() or ""
    except (TypeError, ValueError):  # parts of a name without order, an unknown or misused encoding
        return None
    last = told.replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in last if letter >= " " and letter != "\x7f")
    return None if name in ("", ".", "..") else name


_READERS: Final[Mapping[type[Expect[Any]], Callable[[Any, Any, HttpResponse], Any]]] = {
    One: _one,
    Many: _many,
    Maybe: _maybe,
    Created: _created,
    Stated: _stated,
    Tagged: _tagged,
    Nothing: _nothing,
    Json: _json,
    Raw: _raw,
    Download: _download,
}
"""How each kind of expectation is read."""
