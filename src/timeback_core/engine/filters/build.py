"""From what `where` was given to a filter in the wire's names, or to everything that is wrong with it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias, get_args

from returns.result import Failure, Result, Success

from timeback_core.engine.filters.algebra import And, Comparison, Filter, Op, Or, all_of, any_of
from timeback_core.engine.filters.values import Unsayable, scalar
from timeback_core.engine.filters.vocabulary import Vocabulary
from timeback_core.engine.narrow import is_listing, is_mapping
from timeback_core.problems import Inspector, Problem, unknown

_Join: TypeAlias = Callable[..., Filter]

_OPERATORS: Final[Mapping[str, tuple[Op, _Join | None]]] = {
    "eq": ("=", None),
    "ne": ("!=", None),
    "gt": (">", None),
    "gte": (">=", None),
    "lt": ("<", None),
    "lte": ("<=", None),
    "contains": ("~", None),
    "in": ("=", any_of),
    "in_": ("=", any_of),
    "not_in": ("!=", all_of),
    "notIn": ("!=", all_of),
}
"""How each operator compares, and how it joins the values where it takes a list of them."""

_MAX_DEPTH: Final = 60
_JOINS: Final[Mapping[str, _Join]] = {"AND": all_of, "OR": any_of}


def build(where: object, vocabulary: Vocabulary) -> Result[Filter | None, tuple[Problem, ...]]:
    """The filter that `where` means, in the wire's names; `None` where nothing is filtered.

    Whatever could silently widen the query is a problem, with its path, such as `where.role.in`: unknown names
    and operators, empty lists and conditions, None, values that no filter can spell.
    """
    if where is None or (is_mapping(where) and not where):
        return Success(None)
    builder = _Builder(vocabulary)
    found = builder.clause(where, "where", 0)
    if builder.problems or found is None:
        return Failure(tuple(builder.problems))
    return Success(found)


class _Builder(Inspector):
    """Builds what is right and collects what is wrong; a part that is wrong is `None`."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def clause(self, where: object, path: str, depth: int) -> Filter | None:
        """A mapping of conditions, or a filter."""
        if depth > _MAX_DEPTH:
            self.refuse(path, f"is nested more than {_MAX_DEPTH} levels deep")
        elif isinstance(where, Comparison):
            at = _step(path, where.field)
            if where.op in get_args(Op):
                return self._value(self._field(where.field, at), where.op, where.value, at)
            self.refuse(at, "has an unknown operator")
        elif isinstance(where, And | Or):
            return self._clauses(all_of if isinstance(where, And) else any_of, where.terms, path, depth)
        elif not is_mapping(where):
            self.refuse(path, f"must be a mapping of fields to conditions, not {type(where).__name__}")
        elif not where:
            self.refuse(path, "is empty and would match everything")
        else:
            entries = [self._entry(name, value, _step(path, name), depth) for name, value in where.items()]
            return _joined(all_of, entries)
        return None

    def _clauses(self, join: _Join, clauses: Iterable[object], path: str, depth: int) -> Filter | None:
        built = [self.clause(clause, f"{path}[{index}]", depth + 1) for index, clause in enumerate(clauses)]
        if not built:
            self.refuse(path, "is empty: nothing would be compared")
        return _joined(join, built)

    def _entry(self, name: object, value: object, at: str, depth: int) -> Filter | None:
        if isinstance(name, str) and name in _JOINS:
            if is_listing(value):
                return self._clauses(_JOINS[name], value, at, depth)
            self.refuse(at, f"must be a list of clauses, not {type(value).__name__}")
            return None
        wire = self._field(name, at)
        if not is_mapping(value):
            return self._value(wire, "=", value, at)
        if not value:
            self.refuse(at, "is empty and would match everything")
        for key in value:
            if not isinstance(key, str) or key not in _OPERATORS:
                shown = key if isinstance(key, str) else type(key).__name__
                self.refuse(_step(at, key), unknown(shown, _OPERATORS, "operator"))
        given = [key for key in _OPERATORS if key in value]
        return _joined(all_of, [self._condition(wire, key, value[key], f"{at}.{key}") for key in given])

    def _condition(self, wire: str | None, key: str, value: object, at: str) -> Filter | None:
        op, join = _OPERATORS[key]
        if join is None:
            return self._value(wire, op, value, at)
        if not is_listing(value):
            self.refuse(at, f"must be a list of values, not {type(value).__name__}")
        elif not value:
            self.refuse(at, "is empty: nothing would be compared")
        else:
            return _joined(join, [self._value(wire, op, item, f"{at}[{index}]") for index, item in enumerate(value)])
        return None

    def _value(self, wire: str | None, op: Op, value: object, at: str) -> Comparison | None:
        found = scalar(value)
        if isinstance(found, Unsayable):
            self.refuse(at, found.reason + ("; give a list with `in`" if is_listing(value) else ""))
        elif op == "~" and not isinstance(found, str):
            self.refuse(at, f"must be text to be contained, not {type(value).__name__}")
        elif op == "~" and not found:
            self.refuse(at, "is empty and would match everything")
        elif wire is not None:
            return Comparison(wire, op, found)
        return None

    def _field(self, name: object, at: str) -> str | None:
        found = self._vocabulary.find(name, also=_JOINS)
        if isinstance(found, str):
            self.refuse(at, found)
        elif found.below is not None:
            names = found.below if isinstance(found.below, Vocabulary) else ("<key>",)
            part = max(names, key="sourced_id".__eq__, default="sourcedId")  # the id, or else the first
            self.refuse(at, f"{name} is compared by its parts: {name}.{part}")
        else:
            return found.wire
        return None


def _step(path: str, name: object) -> str:
    """The path of an entry; names of any length and type may come."""
    return f"{path}.{name[:100] if isinstance(name, str) else type(name).__name__}"


def _joined(join: _Join, terms: Iterable[Filter | None]) -> Filter | None:
    """The terms that are right, joined; what was wrong with the others has been told."""
    good = [term for term in terms if term is not None]
    return join(*good) if good else None
