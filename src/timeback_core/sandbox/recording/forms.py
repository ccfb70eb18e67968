"""The form of answers: which members there are, of which types, and how their texts are spelt, whatever the values."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import attrs

from timeback_core.sandbox.messages import is_array, is_object
from timeback_core.sandbox.schema import kind_of

_PLAIN_NAME: Final = re.compile(r"[A-Za-z@$_][A-Za-z@$_:-]*")
"""Other names of members are data, such as days and ids."""
_SPELLINGS: Final = (
    ("moment", re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")),
    ("day", re.compile(r"\d{4}-\d\d-\d\d")),
    ("boolean in a text", re.compile("true|false")),
    ("number in a text", re.compile(r"-?\d+(?:\.\d+)?")),
    ("address", re.compile(r"[a-z][a-z0-9+.-]*://.*")),
    ("word in capitals", re.compile("[A-Z]+(?:_[A-Z]+)*")),
)
_WORD: Final = re.compile("[A-Za-z][A-Za-z_-]*")


@attrs.define
class Place:
    """What stands at a place: of a list all its items together."""

    times: int = 0
    objects: int = 0
    """How often it is an object."""
    kinds: set[str] = attrs.field(factory=set[str])
    """Types of JSON, null left out."""
    texts: set[str] = attrs.field(factory=set[str])


Form: TypeAlias = dict[str, Place]
"""By path, such as `users[].role`; the whole has none."""


@attrs.frozen
class FormDifference:
    """Where two answers differ in form."""

    path: str
    """Such as `status`, `content-type` or `body.users[].role`."""
    recorded: str
    here: str

    def __str__(self) -> str:
        return f"{self.path}: {self.recorded} in the recording, {self.here} here"


def form_of(value: Any) -> Form:
    """The form of JSON."""
    form: Form = {}
    _look(value, "body", form)
    return form


def differences(recorded: Form, here: Form, *, words: bool) -> Iterator[FormDifference]:
    """Where two forms differ; on request also in texts of one word, such as codes of errors."""
    for path in {**recorded, **here}:
        one, other = recorded.get(path), here.get(path)
        if one is not None and other is not None:
            yield from _unlike(path, one, other, words=words)
        elif one is not None and _is_always(path, recorded) and _has_object(path, here):
            yield FormDifference(path, _listed(one.kinds), "nothing")
        elif other is not None and _is_always(path, here) and _has_object(path, recorded):
            yield FormDifference(path, "nothing", _listed(other.kinds))


def _look(value: Any, path: str, form: Form) -> None:
    place = form.setdefault(path, Place())
    place.times += 1
    if value is not None:
        place.kinds.add(kind_of(value))
    if isinstance(value, str):
        place.texts.add(value)
    elif is_array(value):
        for item in value:
            _look(item, f"{path}[]", form)
    elif is_object(value):
        place.objects += 1
        for name, item in value.items():
            _look(item, f"{path}.{name if _PLAIN_NAME.fullmatch(name) else '*'}", form)


def _unlike(path: str, recorded: Place, here: Place, *, words: bool) -> Iterator[FormDifference]:
    if recorded.kinds and here.kinds and not recorded.kinds & here.kinds:
        yield FormDifference(path, _listed(recorded.kinds), _listed(here.kinds))
        return
    if not recorded.texts or not here.texts:
        return
    one, other = _spelling(recorded.texts), _spelling(here.texts)
    if one and other and one != other:
        yield FormDifference(path, one, other)
    elif _are_other_words(recorded.texts, here.texts, words=words):
        yield FormDifference(path, _listed(recorded.texts), _listed(here.texts))


def _are_other_words(recorded: set[str], here: set[str], *, words: bool) -> bool:
    """Whether texts of one word differ where that counts, or are the same words in capitals or not."""
    if words and all(map(_WORD.fullmatch, recorded | here)):
        return recorded != here
    return recorded.isdisjoint(here) and not _folded(recorded).isdisjoint(_folded(here))


def _is_always(path: str, form: Form) -> bool:
    """Whether it is a member of every object there."""
    holder, dot, _ = path.rpartition(".")
    return bool(dot) and not path.endswith("[]") and form[path].times >= form[holder].objects


def _has_object(path: str, form: Form) -> bool:
    holder = form.get(path.rpartition(".")[0])
    return holder is not None and holder.objects > 0


def _spelling(texts: Iterable[str]) -> str:
    """How all of the texts are spelt; empty where that is not one and the same thing."""
    kinds = {next((name for name, pattern in _SPELLINGS if pattern.fullmatch(text)), "") for text in texts}
    return kinds.pop() if len(kinds) == 1 else ""


def _folded(texts: Iterable[str]) -> set[str]:
    return {text.casefold() for text in texts}


def _listed(names: Iterable[str]) -> str:
    return " or ".join(sorted(names)) or "null"


def media_type(headers: Mapping[str, str]) -> str:
    """The type of a body without its parameters."""
    return headers.get("content-type", "none").partition(";")[0].strip().lower()
