"""The variables of an item: what its XML declares of them, and what they hold while responses are processed."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

import attrs

from timeback_core.sandbox.qti.areas import AreaMapping, read_areas
from timeback_core.sandbox.qti.markup import first_in, those_in
from timeback_core.sandbox.qti.values import NULL, Value, ValueMapping, read_mapping, read_value, written_values


@attrs.frozen(kw_only=True)
class Declaration:
    """One response, outcome or template variable."""

    identifier: str
    cardinality: str
    base_type: str
    default: Value
    correct: Value
    mapping: ValueMapping | None
    areas: AreaMapping | None
    maximum: Value

    def read(self, given: str | list[str]) -> Value:
        """A response as value."""
        return read_value([given] if isinstance(given, str) else given, self.base_type, self.cardinality)

    @property
    def ideal(self) -> Value:
        """The best response that is known: the correct one, or the one that is worth most."""
        if self.correct.items:
            return self.correct
        if self.mapping is not None:
            return self.mapping.best(self.cardinality)
        return NULL if self.areas is None else self.areas.best(self.cardinality)


@attrs.frozen
class Variables:
    """All variables of an item in the course of one processing."""

    responses: Mapping[str, Declaration]
    others: Mapping[str, Declaration]
    values: dict[str, Value]

    def declared(self, identifier: str) -> Declaration | None:
        """The declaration of a variable; None when there is none."""
        return self.responses.get(identifier) or self.others.get(identifier)

    def begun(self, given: Mapping[str, Value]) -> "Variables":
        """The same before anything is processed: defaults, and the values that responses were given."""
        values = {name: each.default for name, each in self.others.items()}
        values.update({name: given.get(name, NULL) for name in self.responses})
        return attrs.evolve(self, values=values)


def read_variables(root: Element) -> Variables:
    """The variables that an item declares."""
    responses = _declarations(root, "qti-response-declaration")
    others = _declarations(root, "qti-outcome-declaration") | _declarations(root, "qti-template-declaration")
    return Variables(responses, others, {})


def _declarations(root: Element, name: str) -> dict[str, Declaration]:
    return {element.get("identifier", ""): _read(element) for element in those_in(root, name)}


def _read(element: Element) -> Declaration:
    cardinality, base_type = element.get("cardinality", "single"), element.get("base-type", "")

    def value_in(name: str) -> Value:
        return read_value(written_values(first_in(element, name)), base_type, cardinality)

    return Declaration(
        identifier=element.get("identifier", ""),
        cardinality=cardinality,
        base_type=base_type,
        default=value_in("qti-default-value"),
        correct=value_in("qti-correct-response"),
        mapping=read_mapping(element, base_type),
        areas=read_areas(element),
        maximum=read_value([element.get("normal-maximum", "")], "float", "single"),
    )
