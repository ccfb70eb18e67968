"""The pages of an API's resources: its operations and flows, from the catalogue."""

import inspect
import re
import typing
from collections.abc import Iterable, Mapping
from operator import attrgetter

from docs._ext.reference.source import members_of
from docs._ext.reference.text import Links, heading, label_of, prose, spelled, table

from timeback_core import Operation, SearchOptions, TimebackClient
from timeback_core.docstrings import described, paragraphs
from timeback_core.engine.surface.catalogue import Entry

CLIENT = TimebackClient.open(base_url="http://localhost", environ={}).unwrap()
"""Its namespaces are those of every client; it sends nothing."""


def label(entry: Entry) -> str:
    """Where an operation or a flow is described."""
    return label_of(entry.qualified)


def page(entries: list[Entry], links: Links) -> list[str]:
    """The page of one resource."""
    first = entries[0]
    namespace = type(attrgetter(f"{first.service}.{first.resource}")(CLIENT))
    sentences = members_of(namespace)
    lines = heading(1, f"{first.service}.{first.resource}", label_of(first.service, first.resource))
    lines += prose(namespace.__doc__)
    lines += [
        f"Under `client.{first.service}.{first.resource}`, and as functions in `timeback_core.{first.service}`.",
        "Any call can fail with any [error](#errors); an entry names those that mean something of its own.",
        "",
    ]
    lines += table(
        ("call", "what it does"),
        [
            (f"[`{each.member}`](#{label(each)})", links.prose(sentences.get(each.member, each.summary)))
            for each in entries
        ],
    )
    for entry in entries:
        lines += describe(entry, sentences.get(entry.member, entry.summary), links)
    return lines


def describe(entry: Entry, summary: str, links: Links) -> list[str]:
    """One operation or flow."""
    own = [name for name, each in entry.signature.parameters.items() if each.kind is not each.POSITIONAL_ONLY]
    options = options_of(entry, own)
    texts, said = told(entry, [*own, "options"])
    errors = [text.removeprefix("Errors: ") for text in texts if text.startswith("Errors: ")]
    lines = [*heading(2, entry.member, label(entry)), links.prose(summary), ""]
    lines += [line for text in texts if f"Errors: {''.join(errors)}" != text for line in (links.prose(text), "")]
    given = spelled_parameters(entry, own, options)
    called = f"`client.{entry.qualified}({given})` or `{entry.name}({', '.join(('session', *filter(None, [given])))})`"
    lines += term("Call", called)
    if entry.verb:
        lines += term("Request", f"`{entry.verb} {entry.path}`")
    performed = [f"`{name.partition('.')[2]}`" for name in entry.operations]
    lines += term("Performs", links.prose(", ".join(performed)))
    lines += arguments(entry, [name for name in own if name not in options], options, said, links)
    more = " and [`.stream`, `.collect`, `.take`, `.first`](../../pages-and-filters.md#pages)"
    lines += term("Gives", links.type(gives(entry)) + (more if entry.paged else ""))
    return [*lines, *term("Errors", links.prose(" ".join(errors)))]


def told(entry: Entry, names: list[str]) -> tuple[list[str], dict[str, str]]:
    """What the docstring says below its first line: paragraphs, and what it says of each argument."""
    texts: list[str] = []
    said: dict[str, str] = {}
    for paragraph in paragraphs(entry.operation.function.__doc__)[1:]:
        if found := described(paragraph, names):
            said |= found
        else:
            texts.append(paragraph if paragraph.startswith("- ") else " ".join(paragraph.split()))
    return texts, said


def term(name: str, text: str) -> list[str]:
    """A term and what is said of it; nothing where nothing is said."""
    return [name, f": {text}", ""] if text else []


def spelled_parameters(entry: Entry, own: list[str], options: list[str]) -> str:
    """The parameters of a call, in the order and the form in which they are given."""
    parts: list[str] = []
    for name in own:
        parameter = entry.signature.parameters[name]
        if name in options:
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in parts:
            parts.append("*")
        parts.append(name if parameter.default is parameter.empty else f"{name}=...")
    return ", ".join([*parts, *(["**options"] if options else [])])


def arguments(entry: Entry, names: list[str], options: list[str], said: Mapping[str, str], links: Links) -> list[str]:
    """The arguments of a call: type, whether it can be left out, what it means."""
    lines: list[str] = []
    for name in names:
        parameter = entry.signature.parameters[name]
        optional = "" if parameter.default is parameter.empty else ", can be left out"
        meaning = f": {links.prose(said[name])}" if name in said else ""
        lines.append(f"- `{name}` ({links.type(spelled(parameter.annotation))}{optional}){meaning}")
    if options:
        listed = said.get("options", ", ".join(f"`{name}`" for name in options) + ".")
        lines.append(f"- [options](#list-options): {listed}")
    return ["Arguments", f": {lines[0]}", *(f"  {line}" for line in lines[1:]), ""] if lines else []


def options_of(entry: Entry, own: Iterable[str]) -> list[str]:
    """The keywords that are options shared by many operations, not arguments of this one alone."""
    known = SearchOptions.__annotations__
    parameters = entry.signature.parameters
    return [name for name in own if name in known and parameters[name].kind is inspect.Parameter.KEYWORD_ONLY]


def gives(entry: Entry) -> str:
    """The type of the value of an operation or a flow."""
    if isinstance(entry.operation, Operation):
        return value_of(entry.operation.expect)
    steps = spelled(entry.operation.steps.__annotations__["return"])  # `Steps[T]`, an alias of a generator
    return re.sub(r"^(?:Steps|Generator)\[(.*)\]$", r"\1", steps)


def value_of(expect: object) -> str:
    """The type of what an expectation gives, from its declaration: `class Many(Expect["Page[M]"])` of `User`."""
    base = next(each for each in bases_of(type(expect)) if typing.get_origin(each) is not None)
    declared = typing.get_args(base)[0]
    inner = getattr(expect, "inner", None)
    models = getattr(expect, "models", {}).values() or [getattr(expect, "model", getattr(expect, "kind", None))]
    item = value_of(inner) if inner is not None else " | ".join(getattr(each, "__name__", "") for each in models)
    return re.sub(r"\b[MR]\b", item, spelled(getattr(declared, "__forward_arg__", declared)))


def bases_of(cls: type) -> Iterable[object]:
    """The parametrised bases of an expectation's class, from the class upwards."""
    return [
        base
        for each in cls.__mro__
        for base in getattr(each, "__orig_bases__", ())
        if typing.get_origin(base) is not typing.Generic
    ]
