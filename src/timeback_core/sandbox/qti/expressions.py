"""Expressions of response processing: each gives a value, and null where it cannot be computed."""

from collections.abc import Callable, Mapping, Sequence
from math import floor, prod, trunc
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element

from timeback_core.sandbox.qti.declarations import Variables
from timeback_core.sandbox.qti.markup import flag_of, name_of, text_of
from timeback_core.sandbox.qti.values import NULL, Value, matches, number_in, of_number, of_truth, read_value

Leaf: TypeAlias = Callable[[Element, Variables], Value]
Operator: TypeAlias = Callable[[Element, Sequence[Value]], Value]


def evaluate(expression: Element, variables: Variables) -> Value:
    """The value of an expression; null for one that is not known."""
    name = name_of(expression)
    leaf = _LEAVES.get(name)
    if leaf is not None:
        return leaf(expression, variables)
    operator = _OPERATORS.get(name)
    return NULL if operator is None else operator(expression, [evaluate(child, variables) for child in expression])


def holds(expression: Element, variables: Variables) -> bool:
    """Whether an expression is true, as a condition asks it: null is false."""
    return evaluate(expression, variables) == of_truth(truth=True)


def _of_declared(part: str) -> Leaf:
    def read(expression: Element, variables: Variables) -> Value:
        declared = variables.declared(expression.get("identifier", ""))
        value: Value = NULL if declared is None else getattr(declared, part)
        return value

    return read


def _mapped(part: str) -> Leaf:
    def read(expression: Element, variables: Variables) -> Value:
        identifier = expression.get("identifier", "")
        declared = variables.declared(identifier)
        mapping = None if declared is None else getattr(declared, part)
        return NULL if mapping is None else of_number(mapping.worth(variables.values.get(identifier, NULL)))

    return read


def _variable(expression: Element, variables: Variables) -> Value:
    return variables.values.get(expression.get("identifier", ""), NULL)


def _base_value(expression: Element, _variables: Variables) -> Value:
    return read_value([text_of(expression)], expression.get("base-type", ""), "single")


def _truth(value: Value) -> bool | None:
    item = value.items[0] if len(value.items) == 1 else None
    return item if isinstance(item, bool) else None


def _all(_: Element, values: Sequence[Value]) -> Value:
    truths = list(map(_truth, values))
    return of_truth(False if False in truths else None if None in truths else True)


def _any(_: Element, values: Sequence[Value]) -> Value:
    truths = list(map(_truth, values))
    return of_truth(True if True in truths else None if None in truths else False)


def _not(_: Element, values: Sequence[Value]) -> Value:
    truth = _truth(values[0]) if values else None
    return of_truth(None if truth is None else not truth)


def _is_null(_: Element, values: Sequence[Value]) -> Value:
    return of_truth(truth=not any(value.items for value in values))


def _gathered(*, ordered: bool) -> Operator:
    return lambda _, values: Value(tuple(item for value in values for item in value.items), is_ordered=ordered)


def _of_two(compare: Callable[[Element, Value, Value], bool | None]) -> Operator:
    """An operator on two values, null when either is."""

    def operate(expression: Element, values: Sequence[Value]) -> Value:
        if len(values) != 2 or not all(value.items for value in values):
            return NULL
        return of_truth(compare(expression, *values))

    return operate


def _of_two_numbers(compare: Callable[[Element, float, float], bool]) -> Operator:
    def of_values(expression: Element, one: Value, other: Value) -> bool | None:
        return None if one.number is None or other.number is None else compare(expression, one.number, other.number)

    return _of_two(of_values)


def _same_text(expression: Element, one: Value, other: Value) -> bool:
    texts = [one.text, other.text]
    if not flag_of(expression, "case-sensitive", default=True):
        texts = [text.casefold() for text in texts]
    return texts[1] in texts[0] if flag_of(expression, "substring", default=False) else texts[0] == texts[1]


def _equal(expression: Element, one: float, other: float) -> bool:
    mode, told = expression.get("tolerance-mode", "exact"), expression.get("tolerance", "").split()
    try:
        below, above = (float(told[0]), float(told[-1])) if told else (0.0, 0.0)
    except ValueError:
        return False
    if mode == "relative":
        below, above = abs(one) * below / 100, abs(one) * above / 100
    elif mode == "exact":
        below = above = 0.0
    return one - below <= other <= one + above


def _has_all(_: Element, container: Value, wanted: Value) -> bool:
    return all(container.items.count(item) >= wanted.items.count(item) for item in wanted.items)


def _of_numbers(compute: Callable[[Sequence[float]], float | None], count: int | None = None) -> Operator:
    """An operator on numbers, also those in containers; null when anything else is among them."""

    def operate(_: Element, values: Sequence[Value]) -> Value:
        numbers = [Value((item,)).number for value in values for item in value.items]
        known = [number for number in numbers if number is not None]
        is_whole = all(value.items for value in values) and len(known) == len(numbers)
        if not known or not is_whole or (count is not None and len(known) != count):
            return NULL
        return of_number(compute(known))

    return operate


def _rounded(numbers: Sequence[float]) -> float:
    """The nearest whole number; of two the one further up."""
    return float(floor(numbers[0] + 0.5))


def _size(_: Element, values: Sequence[Value]) -> Value:
    return of_number(float(sum(len(value.items) for value in values)))


def _nth(expression: Element, values: Sequence[Value]) -> Value:
    at, items = number_in(expression, "n"), values[0].items if values else ()
    return Value((items[int(at) - 1],)) if at is not None and 1 <= at <= len(items) else NULL


_LEAVES: Final[Mapping[str, Leaf]] = {
    "qti-variable": _variable,
    "qti-base-value": _base_value,
    "qti-correct": _of_declared("correct"),
    "qti-default": _of_declared("default"),
    "qti-map-response": _mapped("mapping"),
    "qti-map-response-point": _mapped("areas"),
}
_OPERATORS: Final[Mapping[str, Operator]] = {
    "qti-and": _all,
    "qti-or": _any,
    "qti-not": _not,
    "qti-is-null": _is_null,
    "qti-multiple": _gathered(ordered=False),
    "qti-ordered": _gathered(ordered=True),
    "qti-match": _of_two(lambda _, one, other: matches(one, other)),
    "qti-member": _of_two(lambda _, item, container: item.items[0] in container.items),
    "qti-contains": _of_two(_has_all),
    "qti-string-match": _of_two(_same_text),
    "qti-equal": _of_two_numbers(_equal),
    "qti-gt": _of_two_numbers(lambda _, one, other: one > other),
    "qti-gte": _of_two_numbers(lambda _, one, other: one >= other),
    "qti-lt": _of_two_numbers(lambda _, one, other: one < other),
    "qti-lte": _of_two_numbers(lambda _, one, other: one <= other),
    "qti-sum": _of_numbers(sum),
    "qti-product": _of_numbers(prod),
    "qti-min": _of_numbers(min),
    "qti-max": _of_numbers(max),
    "qti-subtract": _of_numbers(lambda numbers: numbers[0] - numbers[1], 2),
    "qti-divide": _of_numbers(lambda numbers: numbers[0] / numbers[1] if numbers[1] else None, 2),
    "qti-round": _of_numbers(_rounded, 1),
    "qti-truncate": _of_numbers(lambda numbers: float(trunc(numbers[0])), 1),
    "qti-integer-to-float": _of_numbers(sum, 1),
    "qti-container-size": _size,
    "qti-index": _nth,
}
"""What is known of the language; anything else gives null."""
