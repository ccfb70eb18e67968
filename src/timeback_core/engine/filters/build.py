"""From what `where` was given to a filter in the wire's names, or to everything that is wrong with it."""

from collections.abc import Iterable, Mapping
from typing import Final, get_args

from returns.result import Failure, Result, Success

from timeback_core.engine.filters.algebra import MAX_DEPTH, And, Comparison, Filter, Op, Or, all_of, any_of
from timeback_core.engine.filters.values import Scalar, Unsayable, scalar
from timeback_core.engine.filters.vocabulary import Below, Vocabulary
from timeback_core.engine.narrow import is_mapping, is_sequence
from timeback_core.problems import Problem, unknown

_OPERATORS: Final[Mapping[str, tuple[Op, type[And] | type[Or] | None]]] = {
    "eq": ("=", None),
    "ne": ("!=", None),
    "gt": (">", None),
    "gte": (">=", None),
    "lt": ("<", None),
    "lte": ("<=", None),
    "contains": ("~", None),
    "in": ("=", Or),
    "in_": ("=", Or),
    "not_in": ("!=", And),
    "notIn": ("!=", And),
}
"""How each operator compares, and how it joins the values where it takes a list of them."""

_JOINS: Final = ("AND", "OR")


def build(where: object, vocabulary: Vocabulary) -> Result[Filter | None, tuple[Problem, ...]]:
    """The filter that `where` means, with field names and values as they stand on the wire.

    Whatever could silently widen the query is a problem: unknown names and operators, empty lists and
    conditions, None, values that no filter can spell.

    Args:
        where: A `Where`: a mapping of fields to conditions, or a filter; None and {} are no filter.
        vocabulary: The names that the resource knows.

    Returns:
        The filter, `None` where nothing is filtered, or every problem with its path, such as `where.role.in`.
    """
    if where is None or (is_mapping(where) and not where):
        return Success(None)
    builder = _Builder(vocabulary)
    found = builder.clause(where, "where", 0)
    if builder.problems or found is None:
        return Failure(tuple(builder.problems))
    return Success(found)


class _Builder:
    """Builds what is right and collects what is wrong; a part that is wrong is `None`."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.problems: list[Problem] = []

    def clause(self, where: object, path: str, depth: int) -> Filter | None:
        """A mapping of conditions, or a filter."""
        if depth > MAX_DEPTH:
            self._refuse(path, f"is nested more than {MAX_DEPTH} levels deep")
        elif isinstance(where, Comparison):
            return self._comparison(where.field, where.op, where.value, path)
        elif isinstance(where, And):
            return self._joined(And, where.terms, path, depth)
        elif isinstance(where, Or):
            return self._joined(Or, where.terms, path, depth)
        elif not is_mapping(where):
            self._refuse(path, f"must be a mapping of fields to conditions, not {type(where).__name__}")
        elif not where:
            self._refuse(path, "is empty and would match everything")
        else:
            return _join(And, [self._entry(name, value, path, depth) for name, value in where.items()])
        return None

    def _entry(self, name: object, value: object, path: str, depth: int) -> Filter | None:
        at = _step(path, name)
        if name in _JOINS:
            if not is_sequence(value):
                self._refuse(at, f"must be a list of clauses, not {type(value).__name__}")
                return None
            return self._joined(And if name == "AND" else Or, value, at, depth)
        wire = self._field(name, at)
        if not is_mapping(value):
            return self._value(wire, "=", value, at)
        if not value:
            self._refuse(at, "is empty and would match everything")
        for key in value:
            if not isinstance(key, str) or key not in _OPERATORS:
                shown = key if isinstance(key, str) else type(key).__name__
                self._refuse(_step(at, key), unknown(shown, _OPERATORS, "operator"))
        given = [key for key in _OPERATORS if key in value]
        return _join(And, [self._condition(wire, key, value[key], f"{at}.{key}") for key in given])

    def _condition(self, wire: str | None, key: str, value: object, at: str) -> Filter | None:
        op, join = _OPERATORS[key]
        if join is None:
            return self._value(wire, op, value, at)
        if not is_sequence(value):
            self._refuse(at, f"must be a list of values, not {type(value).__name__}")
            return None
        if not value:
            self._refuse(at, "is empty: nothing would be compared")
            return None
        terms = [self._value(wire, op, item, f"{at}[{index}]") for index, item in enumerate(value)]
        return _join(join, terms)

    def _joined(self, join: type[And] | type[Or], terms: Iterable[object], path: str, depth: int) -> Filter | None:
        built = [self.clause(term, f"{path}[{index}]", depth + 1) for index, term in enumerate(terms)]
        if not built:
            self._refuse(path, "is empty: nothing would be compared")
            return None
        return _join(join, built)

    def _comparison(self, name: object, op: Op, value: object, path: str) -> Filter | None:
        at = _step(path, name)
        if op not in get_args(Op):
            self._refuse(at, "has an unknown operator")
            return None
        return self._value(self._field(name, at), op, value, at)

    def _value(self, wire: str | None, op: Op, value: object, at: str) -> Comparison | None:
        found: Scalar | Unsayable = scalar(value)
        if isinstance(found, Unsayable):
            hint = "; give a list with `in`" if is_sequence(value) else ""
            self._refuse(at, found.reason + hint)
        elif op == "~" and not isinstance(found, str):
            self._refuse(at, f"must be text to be contained, not {type(value).__name__}")
        elif op == "~" and not found:
            self._refuse(at, "is empty and would match everything")
        elif wire is not None:
            return Comparison(wire, op, found)
        return None

    def _field(self, name: object, at: str) -> str | None:
        found = self._vocabulary.find(name, also=_JOINS)
        if isinstance(found, str):
            self._refuse(at, found)
            return None
        if found.below is not None:
            self._refuse(at, f"{name} is compared by its parts: {_example(str(name), found.below)}")
            return None
        return found.wire

    def _refuse(self, path: str, text: str) -> None:
        self.problems.append(Problem(path, text))


def _example(name: str, below: Below) -> str:
    """A name that leads one level further down."""
    if isinstance(below, Vocabulary):
        return f"{name}.{next(iter(below), 'sourcedId')}"
    return f"{name}.<key>"


def _step(path: str, name: object) -> str:
    """The path of an entry; names of any length and type may come."""
    return f"{path}.{name[:100] if isinstance(name, str) else type(name).__name__}"


def _join(join: type[And] | type[Or], terms: Iterable[Filter | None]) -> Filter | None:
    """The terms that are right, joined; what was wrong with the others has been told."""
    good = tuple(term for term in terms if term is not None)
    if not good:
        return None
    return all_of(*good) if join is And else any_of(*good)
