"""The words of a command line, sorted to the arguments and options of one call; and its help page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from inspect import Parameter as Named, Signature
from typing import Annotated, Any, Final, get_args, get_type_hints

import attrs
from cyclopts import App, Group, Parameter

from timeback_core.cli.calls.arguments import Argument, arguments_of, told
from timeback_core.cli.options import PROFILE_VARIABLE
from timeback_core.cli.output import Format
from timeback_core.docstrings import fields_told
from timeback_core.engine.codec import Model, fields_of
from timeback_core.engine.session import options as calling
from timeback_core.engine.surface.catalogue import Entry, catalogue

ARGUMENTS: Final = Group("Arguments", sort_key=1)
LIST: Final = Group("Options of the list", sort_key=2)
DOCUMENT: Final = Group("What is sent", sort_key=3)
OUTPUT: Final = Group("Output", sort_key=4)
RUNNING: Final = Group("How it is called", sort_key=5)

WHERE: Final = "Only rows that match, such as `status=active`, `score>=80` or `name~Li OR name~Wu`; all of several."
PLACES: Final = "a file, - for standard input, or the JSON itself"


@attrs.frozen
class Option:
    """An option of calls themselves, whatever is called."""

    name: str
    annotation: Any
    help: str
    group: Group
    env: str | None = None


SENDING: Final = (
    Option("body", str | None, f"What is sent, as JSON: {PLACES}.", DOCUMENT),
    Option("set", tuple[str, ...], "A member of it, such as `name=Algebra` or `metadata.grade=5`.", DOCUMENT),
)
CHANGING: Final = (
    Option("set", tuple[str, ...], "A member that is to change, such as `name=Algebra`; null takes it away.", DOCUMENT),
    Option("patch", str | None, f"A JSON merge patch (RFC 7386): {PLACES}.", DOCUMENT),
)
PAGES: Final = (Option("all", bool, "All pages of the list, row by row.", OUTPUT),)
PRINTING: Final = (
    Option("format", Format | None, "By default a table on a terminal, and JSON elsewhere.", OUTPUT),
    Option("dry-run", bool, "Print the request as JSON, and send nothing.", OUTPUT),
)
PROFILE: Final = (Option("profile", str | None, "The profile to use.", RUNNING, PROFILE_VARIABLE),)
CALLING: Final[Mapping[str, Any]] = {
    name: tuple[str, ...] | None if Mapping[str, str] in get_args(kind) else kind
    for name, kind in get_type_hints(calling.CallOptions).items()
}
"""The options of `using`, as a command line says them: those of headers as `Name=value`."""


@attrs.frozen
class Words:
    """What was given: the texts of each argument, flags as they are, and the options by name."""

    arguments: Mapping[str, Sequence[str] | bool]
    options: Mapping[str, Any]


def app_of(entry: Entry, command: str, further: Sequence[Option] = PROFILE) -> App:
    """What reads the words of one call, and shows its help."""
    arguments = arguments_of(entry)
    text, said = told(entry)
    own = [_of_argument(each, said.get(each.name, "")) for each in arguments if each.how not in ("change", "function")]
    taken = {each.option for each in arguments}
    general = [_of_option(each) for each in options_of(entry, further) if f"--{each.name}" not in taken]

    signature = Signature(sorted([*own, *general], key=lambda each: each.kind))

    def given(*positional: Any, **by_name: Any) -> Words:
        bound = signature.bind(*positional, **by_name)
        bound.apply_defaults()
        names = {each.name for each in own}
        texts = {name: value for name, value in bound.arguments.items() if name in names and value is not None}
        return Words(
            {name: (value,) if isinstance(value, str) else value for name, value in texts.items()},
            {name: value for name, value in bound.arguments.items() if name not in names},
        )

    signed: Any = given
    signed.__signature__ = signature
    app = App(
        name=f"timeback {command} {entry.qualified}",
        help=text,
        help_format="plaintext",
        version_flags=(),
        group_arguments=ARGUMENTS,
        group_commands=RUNNING,
        group_parameters=ARGUMENTS,
    )
    app.default(signed)
    return app


def shared(further: Sequence[Option]) -> list[Named]:
    """Every option that calls share, such as those of lists."""
    found: dict[str, Named] = {}
    for entry in catalogue():
        found |= {each.name: _of_option(each) for each in options_of(entry, further)}
        found |= {each.name: _of_argument(each, "") for each in arguments_of(entry) if each.of_lists}
    return [each.replace(kind=Named.KEYWORD_ONLY) for each in found.values()]


def options_of(entry: Entry, further: Sequence[Option]) -> list[Option]:
    """The options of calls that mean something for an operation or a flow."""
    hows = {each.how for each in arguments_of(entry)}
    docs = fields_told(calling.__name__)
    using = [Option(name.replace("_", "-"), kind, docs[name], RUNNING) for name, kind in CALLING.items()]
    return [
        *(SENDING if "document" in hows else CHANGING if "change" in hows else ()),
        *(PAGES if entry.paged else ()),
        *PRINTING,
        *further,
        *using,
    ]


def _of_argument(argument: Argument, said: str) -> Named:
    many = argument.how in ("texts", "where")
    kind: Any = bool if argument.how == "flag" else tuple[str, ...] if many else str
    marks = ["required"] if argument.required else []
    marks += ["can be repeated"] if many else []
    marks += [_of_documents(argument)] if argument.how == "document" else []
    marks += [f"such as {', '.join(argument.examples)}"] if argument.examples else []
    return Named(
        argument.name,
        Named.KEYWORD_ONLY if argument.by_name else Named.POSITIONAL_OR_KEYWORD,
        default=None,
        annotation=Annotated[
            kind | None,
            Parameter(
                name=argument.option,
                help=" ".join(
                    filter(None, [WHERE if argument.how == "where" else said, f"[{', '.join(marks)}]" if marks else ""])
                ),
                group=LIST if argument.of_lists else ARGUMENTS,
                json_list=False,
                negative_iterable=(),
            ),
        ],
    )


def _of_documents(argument: Argument) -> str:
    """What a document is, and which members it needs."""
    models = [arm for arm in argument.arms if isinstance(arm, type) and issubclass(arm, Model)]
    needed = ", ".join(field.wire for model in models[:1] for field in fields_of(model) if field.required)
    named = f" of {models[0].__name__}" if len(models) == 1 else ""
    return f"JSON{named}, or @file" + (f"; needs {needed}" if needed and named else "")


def _of_option(option: Option) -> Named:
    return Named(
        option.name.replace("-", "_"),
        Named.KEYWORD_ONLY,
        default=() if option.annotation == tuple[str, ...] else False if option.annotation is bool else None,
        annotation=Annotated[
            option.annotation,
            Parameter(
                name=f"--{option.name}",
                help=option.help,
                group=option.group,
                env_var=option.env,
                negative=(),
                show_default=False,
            ),
        ],
    )
