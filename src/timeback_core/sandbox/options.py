"""What an option may be: one rule each, by which headers, JSON, forms and pages of the documentation are read alike."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias, TypeVar

import attrs
import orjson

OptionKind: TypeAlias = Literal["number", "flag", "text", "choice", "json"]

DAY: Final = 86_400.0

T = TypeVar("T", bound=attrs.AttrsInstance)


@attrs.frozen(kw_only=True)
class Rule:
    """What the value of an option may be, and what the option is for."""

    kind: OptionKind
    takes: str
    """In words: `a verb of HTTP`."""
    meaning: str
    fits: Callable[[Any], bool]
    least: float | None = None
    most: float | None = None
    is_whole: bool = False
    choices: Sequence[str] = ()


def whole(least: int, most: int, takes: str, meaning: str) -> Mapping[str, Rule]:
    """The rule of a whole number."""

    def fits(value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most

    return _ruled(Rule(kind="number", takes=takes, meaning=meaning, fits=fits, least=least, most=most, is_whole=True))


def number(least: float, most: float, takes: str, meaning: str) -> Mapping[str, Rule]:
    """The rule of a number."""

    def fits(value: object) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most

    return _ruled(Rule(kind="number", takes=takes, meaning=meaning, fits=fits, least=least, most=most))


def seed_number() -> Mapping[str, Rule]:
    """The rule of the seed of what happens by chance."""
    meaning = "What chance goes by; without it, by the sandbox's seed"
    return whole(-(2**63), 2**63 - 1, "a whole number of 64 bits", meaning)


def flag(meaning: str) -> Mapping[str, Rule]:
    """The rule of what is so or not."""
    return _ruled(Rule(kind="flag", takes="true or false", meaning=meaning, fits=lambda value: isinstance(value, bool)))


def text(pattern: str, takes: str, meaning: str) -> Mapping[str, Rule]:
    """The rule of a text."""
    known = re.compile(pattern, re.DOTALL)

    def fits(value: object) -> bool:
        return isinstance(value, str) and known.fullmatch(value) is not None

    return _ruled(Rule(kind="text", takes=takes, meaning=meaning, fits=fits))


def choice(choices: Sequence[str], meaning: str, *, takes: str = "", any_case: bool = False) -> Mapping[str, Rule]:
    """The rule of one text of several, which are named unless words say what it takes."""

    def fits(value: object) -> bool:
        return isinstance(value, str) and (value.upper() if any_case else value) in choices

    return _ruled(
        Rule(kind="choice", takes=takes or f"one of {', '.join(choices)}", meaning=meaning, fits=fits, choices=choices)
    )


def json_value(meaning: str) -> Mapping[str, Rule]:
    """The rule of a text, or of any other JSON."""
    return _ruled(Rule(kind="json", takes="a text or other JSON", meaning=meaning, fits=_is_json))


def rules_of(options: type[attrs.AttrsInstance]) -> dict[str, Rule]:
    """The rules of a class by the names of its options, in their order."""
    return {field.name: field.metadata[_RULE] for field in attrs.fields(options) if _RULE in field.metadata}


def problems_of(options: attrs.AttrsInstance, owner: str) -> list[str]:
    """What is wrong with the values of each option by itself."""
    given = ((name, rule, getattr(options, name)) for name, rule in rules_of(type(options)).items())
    return [
        f"option {name} of {owner} must be {rule.takes}, not {value!r}"
        for name, rule, value in given
        if value is not None and not rule.fits(value)
    ]


def options_of(options: attrs.AttrsInstance) -> dict[str, object]:
    """Those that are told and not as usual, by name."""
    usual = {field.name: field.default for field in attrs.fields(type(options))}
    values = ((name, getattr(options, name)) for name in rules_of(type(options)))
    return {name: value for name, value in values if value != usual[name]}


def build(make: type[T], members: Mapping[str, Any], owner: str, **fixed: object) -> T | str:
    """The options that JSON tells, or all that is wrong with them."""
    known = rules_of(make)
    unknown = sorted(members.keys() - known.keys())
    empty = sorted(name for name, value in members.items() if value is None)
    problems = [
        *([f"unknown options of {owner}: {', '.join(unknown)}; known are {', '.join(known)}"] if unknown else ()),
        *([f"options of {owner} without a value: {', '.join(empty)}"] if empty else ()),
    ]
    try:
        built = make(**fixed, **{name: value for name, value in members.items() if name in known})
    except ValueError as error:
        problems.append(str(error))
    else:
        if not problems:
            return built
    return "; ".join(problems)


_RULE: Final = "rule"


def _ruled(rule: Rule) -> Mapping[str, Rule]:
    return {_RULE: rule}


def _is_json(value: object) -> bool:
    try:
        orjson.dumps(value)
    except TypeError:
        return False
    return True
