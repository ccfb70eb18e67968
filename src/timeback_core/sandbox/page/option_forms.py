"""Forms for options: a field for each, by the rule that headers and JSON are read by too."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

import attrs

from timeback_core.sandbox.bodies import read_shallow
from timeback_core.sandbox.options import Rule, build, rules_of

T = TypeVar("T", bound=attrs.AttrsInstance)


@attrs.frozen
class Field:
    """An option in a form."""

    name: str
    rule: Rule
    is_needed: bool
    value: str = ""
    """As it was filled in."""
    problem: str = ""


@attrs.frozen
class OptionForm:
    """A form as it is shown: empty, or filled in with something wrong in it."""

    fields: tuple[Field, ...]
    problem: str = ""
    """What is wrong with several options together."""


def form_of(options: type[attrs.AttrsInstance], names: Collection[str] | None = None) -> OptionForm:
    """An empty form for these options, or for all."""
    rules, known = rules_of(options), attrs.fields_dict(options)
    chosen = rules if names is None else names
    return OptionForm(tuple(Field(name, rules[name], known[name].default is attrs.NOTHING) for name in chosen))


def read_form(
    make: type[T], form: OptionForm, filled: Mapping[str, str], owner: str, **fixed: object
) -> T | OptionForm:
    """The options that were filled in, or the form with all that is wrong with them."""
    fields = [attrs.evolve(field, value=filled.get(field.name, "")) for field in form.fields]
    given = {field.name: _read(field.rule, field.value) for field in fields if field.value}
    told = tuple(attrs.evolve(field, problem=_problem(field, given)) for field in fields)
    if any(field.problem for field in told):
        return OptionForm(told)
    built = build(make, given, owner, **fixed)
    return OptionForm(told, built) if isinstance(built, str) else built


def refused(form: OptionForm, filled: Mapping[str, str], problem: str) -> OptionForm:
    """The form as it was filled in, with what else is wrong."""
    return OptionForm(tuple(attrs.evolve(field, value=filled.get(field.name, "")) for field in form.fields), problem)


def _problem(field: Field, given: Mapping[str, Any]) -> str:
    if field.name not in given:
        return "is needed" if field.is_needed else ""
    return "" if field.rule.fits(given[field.name]) else f"must be {field.rule.takes}"


def _read(rule: Rule, text: str) -> Any:
    try:
        match rule.kind:
            case "number":
                return int(text) if rule.is_whole else float(text)
            case "json" if text[0] in '{["':
                return read_shallow(text)
            case "flag":
                return text == "true"
            case _:
                return text
    except ValueError:
        return text
