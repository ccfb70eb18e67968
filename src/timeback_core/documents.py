"""Models and their JSON for programs of one's own: `decode`, `encode` and `check`, total on any Python value."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, TypeVar

from returns.result import Failure, Result, Success

from timeback_core.engine.call.bodies import body_bytes
from timeback_core.engine.call.request import Request
from timeback_core.engine.codec.compound import Nested
from timeback_core.engine.codec.fields import FieldInfo, fields_of, shape_of
from timeback_core.engine.codec.generate import DECODERS, copied
from timeback_core.engine.codec.json import MISSING, Bad, JsonValue, name_of_type
from timeback_core.engine.codec.model import Loose, Model
from timeback_core.engine.codec.runtime import check as problems_of, decoder, encode as encode_or_raise, parse
from timeback_core.engine.codec.shapes import DEEPEST, DEEPEST_READ, Shape
from timeback_core.engine.narrow import is_array, is_listing, is_mapping, is_object
from timeback_core.engine.platforms import PLATFORMS
from timeback_core.errors import DocumentProblem, InvalidDocument, InvalidInput
from timeback_core.problems import Problem, unknown

__all__ = ("check", "decode", "encode")

M = TypeVar("M", bound=Model)

MOST_PROBLEMS: Final = 100
"""How many problems of a document are told."""


def decode(model: type[M], document: bytes | str | object) -> Result[M, InvalidDocument]:
    """The model that a JSON document holds.

    Args:
        model: the class, such as `User`.
        document: JSON as bytes in UTF-8, as text, or parsed; it stays as it is.

    Returns:
        `Failure(InvalidDocument)` with every problem, up to a hundred, where it is no JSON or does not fit.

    Raises:
        TypeError: the declaration of the model makes no sense.
    """
    read = decoder(model)
    try:
        parsed = plain(parse(document) if isinstance(document, bytes | str) else document)
    except Exception as error:  # a document without end, or of a class that does whatever it likes
        return Failure(InvalidDocument((told(error if isinstance(error, Bad) else Bad("JSON", document)),)))
    try:
        return Success(read(copied(parsed)))
    except Bad as bad:
        return Failure(unreadable(shape_of(model), parsed, bad))


def unreadable(shape: Shape, value: object, first: Bad) -> InvalidDocument:
    """Everything that is wrong with a JSON value, of which reading found the first."""
    return InvalidDocument(tuple(map(told, islice(faults(shape, value), MOST_PROBLEMS))) or (told(first),))


def told(bad: Bad) -> DocumentProblem:
    return DocumentProblem(bad.where(), bad.expected, bad.found)


def parse_whole(document: bytes | str) -> JsonValue:
    """The JSON of a file that is to be written back; raises `Bad` where it is none, or would lose a member.

    So it would where an object has a name twice.
    """
    value = parse(document)
    doubled: list[tuple[object, str]] = []

    def members(pairs: list[tuple[str, JsonValue]]) -> JsonValue:
        made = dict(pairs)
        if len(made) < len(pairs):
            names = [name for name, _ in pairs]
            doubled.append((made, next(name for name in made if names.count(name) > 1)))
        return made

    text = document.decode("utf-8-sig") if isinstance(document, bytes) else document.removeprefix("\ufeff")
    again = json.loads(text, object_pairs_hook=members)
    if doubled:
        outermost, name = doubled[-1]  # the last to end, so none that lies in a member which is itself lost
        bad = Bad("each name once", MISSING)
        bad.found = "one twice"
        bad.path = [name, *way_from(outermost, again)]
        raise bad
    return value


def way_from(sought: object, value: object) -> Sequence[str | int]:
    """The steps that lead from an object out of the JSON that holds it."""
    waiting: list[tuple[object, tuple[str | int, ...]]] = [(value, ())]
    for each, way in waiting:
        if each is sought:
            return way
        steps = each.items() if is_object(each) else enumerate(each) if is_array(each) else ()
        waiting += ((below, (step, *way)) for step, below in steps)
    return ()


def plain(value: object, level: int = 0) -> object:
    """Parsed JSON as plain lists and dicts; raises `Bad` where a name is no text, and where it is too deep."""
    if level > DEEPEST_READ:
        raise Bad(f"at most {DEEPEST} levels", value)
    if is_mapping(value):
        if any(type(name) is not str for name in value):
            raise Bad("object with names that are text", value)
        return {name: plain(each, level + 1) for name, each in value.items()}
    return [plain(each, level + 1) for each in value] if is_listing(value) else value


def faults(shape: Shape, value: object) -> Iterator[Bad]:
    """Everything that is wrong with a JSON value, each with its path from here."""
    try:
        DECODERS.function(shape.key)(copied(value))
    except Bad as bad:
        first = bad
    else:
        return
    if not first.path and first.expected == shape.without_null()[0].expected:
        first.expected = shape.expected  # null would have done as well
    while (arm := shape.arm(value)) is not shape:
        shape = arm
    parts = [*(members(shape.model, value) if isinstance(shape, Nested) else shape.parts(value))]
    for step, part, each in parts:
        for fault in faults(part, each) if each is not MISSING else (Bad(part.expected, MISSING),):
            fault.path.append(step)
            yield fault
    if not parts:
        yield first


def members(model: type[Model], value: object) -> Iterator[tuple[str, Shape, object]]:
    """The members of a model's JSON that can be wrong: the name, shape and value of each, `MISSING` too."""
    if not is_object(value):
        return
    for field in fields_of(model):
        given = [name for name in (field.wire, *field.also) if name in value]
        each = value[given[0]] if given else MISSING
        may_be_anything = issubclass(model, Loose) or not given
        null_is_read = each is None and field.null_is_default and model.remembers
        if not null_is_read and (field.required or not may_be_anything):
            yield (given[0] if given else field.wire), field.whole, each


def misfits(field: FieldInfo, value: JsonValue) -> Iterator[Problem]:
    """What is wrong with a member of a loose model that could not be read, and so is in its `extra`."""
    told = [(bad.where(field.name), bad.expected, bad.found) for bad in faults(field.whole, value)]
    for path, expected, found in told or [(field.name, field.expected, name_of_type(value))]:
        yield Problem(path, f"expected {expected}, found {found}")


def as_problems(refused: InvalidDocument) -> tuple[Problem, ...]:
    """What is wrong with a document that could not be read, as problems of an input."""
    return tuple(
        Problem(each.path.removeprefix("$").removeprefix("."), f"expected {each.expected}, found {each.found}")
        for each in refused.problems
    )


def encode(value: Model | JsonValue) -> Result[JsonValue, InvalidInput]:
    """A model, or free JSON, as plain dicts and lists: what was absent is left out, what was unknown is there.

    Args:
        value: the model; no rule of its fields is run, so what was read can always be written.

    Returns:
        `Failure(InvalidInput)`, with every problem, where it holds what JSON cannot say.
    """
    try:
        return Success(encode_or_raise(value))
    except Bad as bad:
        return Failure(InvalidInput(problems_of(value) or (Problem("", f"expected {bad.expected}"),)))


def check(body: Model | JsonValue | Request[object], platform: str | None = None) -> tuple[Problem, ...]:
    """What a server would refuse of a body, as far as it can be told without asking one; nothing is sent.

    Args:
        body: a model such as `UserInput`, free JSON, or the request of an operation, whose other arguments are
            checked as well.
        platform: whose dialect a request's body must be sayable in, such as `LEARNWITH_AI`; no platform's if not given.

    Returns:
        Every problem with its path, in the names of the wire; none if it can be sent.
    """
    found: list[Problem] = []
    if platform is not None and platform not in PLATFORMS:
        found.append(Problem("platform", unknown(platform, PLATFORMS, "platform")))
    if isinstance(body, Request):
        found += body.misused
        body_bytes(body.body, found, body.endpoint.dialects.get(platform or ""))
    else:
        body_bytes(body, found)
    return tuple(dict.fromkeys(found))
