"""What the tables of models are made of: documents and inputs as data, and the few calls that tests make of them."""

import copy
from collections.abc import Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

from timeback_core.engine.codec import Model, evolve
from timeback_core.engine.codec.model import as_partial
from timeback_core.engine.codec.runtime import Bad, check, decoder, encode

Json: TypeAlias = dict[str, Any]


class _Gone(Enum):
    GONE = "gone"


GONE: Final = _Gone.GONE
"""In the place of a member: it is not there."""

STORED: Final = {"status": "active", "dateLastModified": "2026-01-05T10:00:00.000Z"}
"""What every stored document holds."""

GRADE: Final = "must be a grade from -1 (before kindergarten) to 13"

Changes: TypeAlias = Mapping[str, object]
"""Members or fields by name, as they are instead."""


UNCHANGED: Final[Changes] = MappingProxyType({})


class Back(NamedTuple):
    """A document that was read goes back to the server as an input."""

    input: type[Any]
    body: Changes
    """How what is sent differs from the document."""
    read: Changes = UNCHANGED
    """How the document differs from the usual one."""


class Refused(NamedTuple):
    """A document that cannot be read."""

    changes: Changes
    at: str
    expected: str


class Document(NamedTuple):
    """A model and a document of it as the server sends it, which is written back exactly."""

    model: type[Model]
    json: Json
    required: tuple[str, ...]
    """Members without which it cannot be read; every other one may be null or missing."""
    seen: Changes = UNCHANGED
    """What it holds, by dotted path of attributes, positions and keys."""
    spelled: Sequence[tuple[Changes, Changes]] = ()
    """Other spellings that are seen live, and what is seen of them."""
    rewritten: Sequence[tuple[Changes, Changes]] = ()
    """Other spellings that are not written back as they were, and what is written instead."""
    refused: Sequence[Refused] = ()
    back: Sequence[Back] = ()
    no_input: Sequence[tuple[type[Any], Changes, set[str]]] = ()
    """Inputs that cannot be made of the document when it is so changed, and the paths of the problems."""


class Written(NamedTuple):
    """An input, what is sent for it, and variations of it that are good or wrong."""

    known: Any
    json: Json
    good: Sequence[tuple[Changes, Changes]] = ()
    """Fields that are changed, and members of what is sent that change with them."""
    wrong: Sequence[tuple[Changes, Sequence[str]]] = ()
    """Fields that are changed, and every problem with them."""


def guid(kind: str, sourced_id: str) -> Json:
    """A reference as answers have it in full."""
    return {"href": f"https://x.test/{kind}/{sourced_id}", "sourcedId": sourced_id, "type": kind}


def changed(document: Json, changes: Changes) -> Json:
    """A copy of a document, with some of its members changed or gone."""
    return copy.deepcopy({name: value for name, value in {**document, **changes}.items() if value is not GONE})


def without(*names: str) -> Json:
    """The change that takes members away."""
    return dict.fromkeys(names, GONE)


def read(model: type[Model], document: Json) -> Any:
    """The model that a document is read as."""
    return decoder(model)(copy.deepcopy(document))


def read_in_part(model: type[Model], document: Json) -> Any:
    """The model of a document of which some fields were asked for."""
    return as_partial(decoder(model)(copy.deepcopy(document)))


def refusal(model: type[Model], document: Json) -> tuple[str, str] | None:
    """Where a document cannot be read, and what is expected there."""
    try:
        read(model, document)
    except Bad as found:
        return found.where(), found.expected
    return None


def written(value: Any) -> Any:
    """The JSON of a model or an input."""
    return encode(value)


def problems_of(body: Any) -> list[str]:
    """Everything that is wrong with an input."""
    return [str(problem) for problem in check(body)]


def varied(known: Any, changes: Changes) -> Any:
    """An input with some of its fields changed."""
    return evolve(known, **changes)


def at(value: Any, path: str) -> Any:
    """What lies at a dotted path of attributes, positions and keys."""
    for step in path.split("."):
        if step.isdigit():
            value = value[int(step)]
        else:
            value = value[step] if isinstance(value, Mapping) else getattr(value, step)
    return value
