"""What an operation or a flow takes, as a command line can say it: derived from its signature."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import EnumType
from inspect import Parameter
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, TypeAlias, Union, get_args, get_origin

import attrs

from timeback_core.docstrings import described, fields_told, paragraphs
from timeback_core.engine.call import options
from timeback_core.engine.codec import Input, Model
from timeback_core.engine.filters import Filter, Where
from timeback_core.engine.surface.catalogue import Entry

How: TypeAlias = Literal["flag", "where", "document", "change", "function", "texts", "text"]
"""How it is said: by a flag, by conditions, as JSON, by members that change, not at all, by texts, by one text."""

NAMES: Final[Mapping[str, Any]] = {**vars(options), "Where": Where}
"""What the annotations of list options mean, which are kept as text."""
FUNCTION: Final = get_origin(Callable[[], None])


@attrs.frozen
class Argument:
    """One argument."""

    name: str
    arms: tuple[Any, ...]
    """What it may be, `None` apart: the arms of its annotation, without rules."""
    required: bool
    by_name: bool
    """Whether it can be given by its name only."""
    of_lists: bool
    """Whether it is an option that lists share."""

    @property
    def option(self) -> str:
        """Its name on a command line, such as `--sourced-id`."""
        return f"--{self.name.strip('_').replace('_', '-')}"

    @property
    def how(self) -> How:
        """How a command line says it."""
        if any(get_origin(arm) is FUNCTION for arm in self.arms):
            return "change" if self.changed is not None else "function"
        if self.arms == (bool,):
            return "flag"
        if set(get_args(Filter)) <= set(self.arms):
            return "where"
        if any(map(_is_document, self.arms)):
            return "document"
        return "texts" if any(get_origin(arm) is Sequence for arm in self.arms) else "text"

    @property
    def examples(self) -> tuple[str, ...]:
        """Words that it may be, where some are known."""
        enums: list[Any] = [arm for arm in self.arms if isinstance(arm, EnumType)]
        literals = [get_args(arm) for arm in self.arms if get_origin(arm) is Literal]
        return (*(name for names in literals for name in names), *(each.value for enum in enums for each in enum))

    @property
    def changed(self) -> type[Input] | None:
        """The input that it changes, where it is a function from that to the same."""
        functions = [get_args(arm) for arm in self.arms if get_origin(arm) is FUNCTION]
        fitting = [given for taken, given in functions if taken == [given] and issubclass(given, Input)]
        return fitting[0] if fitting and len(self.arms) == 1 else None


def arguments_of(entry: Entry) -> tuple[Argument, ...]:
    """The arguments of an operation or a flow, in order."""
    return tuple(
        Argument(
            each.name,
            tuple(arms_of(_meaning(each.annotation))),
            required=each.default is each.empty,
            by_name=each.kind is each.KEYWORD_ONLY,
            of_lists=isinstance(each.annotation, str),
        )
        for each in entry.signature.parameters.values()
        if each.kind is not Parameter.POSITIONAL_ONLY
    )


def is_for_python(entry: Entry) -> bool:
    """Whether a function has to be given, other than one that changes an input."""
    return any(each.how == "function" and each.required for each in arguments_of(entry))


def told(entry: Entry) -> tuple[str, dict[str, str]]:
    """What the docstring says: as a whole, and of each argument."""
    names = [each.name for each in arguments_of(entry)]
    first, *others = paragraphs(entry.operation.function.__doc__)
    said = dict(fields_told(options.__name__))
    texts = [" ".join(first.split())]
    for paragraph in others:
        if of_arguments := described(paragraph, [*names, "options"]):
            said |= of_arguments
        else:
            texts.append(" ".join(paragraph.split()))
    return "\n\n".join(texts), {name: text for name, text in said.items() if name in names}


def _meaning(annotation: Any) -> Any:
    """An annotation as it means; those of list options are kept as text."""
    return eval(annotation, dict(NAMES)) if isinstance(annotation, str) else annotation  # noqa: S307 -- our own text


def arms_of(annotation: Any) -> Iterator[Any]:
    """The arms of an annotation, without rules and `None`."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from arms_of(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for arm in get_args(annotation):
            yield from arms_of(arm)
    elif annotation is not NoneType:
        yield annotation


def _is_document(arm: Any) -> bool:
    """Whether values of a type are JSON objects, or lists of them."""
    if get_origin(arm) is Sequence:
        return any(map(_is_document, arms_of(get_args(arm)[0])))
    return get_origin(arm) is Mapping or (isinstance(arm, type) and issubclass(arm, Model))
