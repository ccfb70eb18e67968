"""Models and their JSON for programs of one's own: `decode` and `encode`, total on any Python value."""

from collections.abc import Iterator
from itertools import islice
from typing import Final, TypeVar

from returns.result import Failure, Result, Success

from timeback_core.engine.codec.bad import MISSING, Bad
from timeback_core.engine.codec.compound import inside
from timeback_core.engine.codec.decode import DECODERS, copied
from timeback_core.engine.codec.fields import FieldInfo, fields_of
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.codec.model import Loose, Model
from timeback_core.engine.codec.parse import shape_of
from timeback_core.engine.codec.runtime import check, check_json, decoder, encode as encode_or_raise, parse
from timeback_core.engine.narrow import is_listing, is_mapping, is_object
from timeback_core.errors import DocumentProblem, InvalidDocument, InvalidInput
from timeback_core.problems import Problem

M = TypeVar("M")

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
    except Bad as bad:
        return Failure(InvalidDocument((told(bad),)))
    except Exception:  # a document without end, or of a class that does whatever it likes
        return Failure(InvalidDocument((told(Bad("JSON", document)),)))
    try:
        return Success(read(copied(parsed)))
    except Bad as bad:
        every = islice(shape_of(model).faults(parsed, DECODERS, faults_of), MOST_PROBLEMS)
        return Failure(InvalidDocument(tuple(map(told, every)) or (told(bad),)))


def told(bad: Bad) -> DocumentProblem:
    """A problem for the caller."""
    return DocumentProblem(bad.where(), bad.expected, bad.found)


def plain(value: object) -> object:
    """Parsed JSON as plain lists and dicts.

    Raises:
        Bad: an object has names that are no text.
    """
    if is_mapping(value):
        if any(type(name) is not str for name in value):
            raise Bad("object with names that are text", value)
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if is_listing(value) else value


def faults_of(model: type[Model], value: object) -> Iterator[Bad]:
    """Everything that is wrong with the JSON of a model."""
    if not is_object(value):
        yield Bad("object", value)
        return
    for field in fields_of(model):
        names = [name for name in (field.wire, *field.also) if name in value]
        if not names and field.required:
            yield from inside(field.wire, iter((Bad(field.expected, MISSING),)))
        if not names or (issubclass(model, Loose) and not field.required):
            continue
        member = value[names[0]]
        if member is None and (field.nullable or (field.may_be_null_list and model.remembers)):
            continue
        if member is None:
            yield from inside(names[0], iter((Bad(field.expected, member),)))
        else:
            found = field.shape.faults(copied(member), DECODERS, faults_of)
            yield from inside(names[0], (named(bad, field) for bad in found))


def named(bad: Bad, field: FieldInfo) -> Bad:
    """What is wrong with a field, with null among what is expected where it is."""
    if not bad.path and bad.expected == field.shape.expected:
        bad.expected = field.expected
    return bad


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
        found = check(value) if isinstance(value, Model) else check_json(value)
        return Failure(InvalidInput(found or (Problem("", f"expected {bad.expected}"),)))
