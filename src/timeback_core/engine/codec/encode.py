"""The encoder of a model: generated source that writes what was given and leaves out what was absent."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Final

from timeback_core.engine.codec.fields import FieldInfo, fields_of
from timeback_core.engine.codec.json import Bad
from timeback_core.engine.codec.model import NOTHING_MORE, Model, absent_bit, null_bit, omits_default
from timeback_core.engine.codec.shapes import write_json, write_member
from timeback_core.engine.codec.wire import UNSET
from timeback_core.engine.codec.workshop import Workshop, indent

MOST: Final = 256
"""How many masks are remembered; a server chooses them."""


class Blanks(dict[int, dict[str, None]]):
    """By mask: null for every field that is written whatever its value; to be copied, not changed.

    They are kept by mask because the rows of a page share a few: that spares a test for each field.
    """

    def __init__(self, fields: Iterable[FieldInfo]) -> None:
        super().__init__()
        self.bits: dict[str, int] = {
            field.wire: 0 if field.required else absent_bit(field.position)
            for field in fields
            if not field.may_be_null_list and (field.required or omits_default(field.default))
        }

    def __missing__(self, mask: int) -> dict[str, None]:
        if len(self) >= MOST:
            self.clear()
        blank = self[mask] = {wire: None for wire, bit in self.bits.items() if not mask & bit}
        return blank


def write_encoder(cls: type[Model], shop: Workshop) -> list[str]:
    """The source of a model's encoder: `m` is the model, `k` its mask, `o` the object that is made.

    In bodies, members come in the order of the fields, whatever the mask, so that equal inputs are equal bytes.
    """
    model = shop.constant(cls, "model")
    fields = fields_of(cls)
    blank = f"{shop.constant(Blanks(fields), 'blanks')}[k].copy()" if remembers_nulls(cls, shop) else "{}"
    lines_of = lines_of_field if cls.remembers else lines_of_member
    return [
        "(m):",
        f"  if m.__class__ is not {model}: return write_subclass(m, {model}, shop)",
        f"  k = m._mask; o = {blank}",
        *indent([line for field in fields for line in lines_of(field, shop)]),
        "  if m.extra is NOTHING_MORE: return o",
        "  for x, v in write_json(m.extra).items(): o.setdefault(x, v)",
        "  return o",
    ]


def remembers_nulls(cls: type[Model], shop: Workshop) -> bool:
    """Whether an encoder begins with the nulls of the mask."""
    return cls.remembers and shop is ENCODERS and any(omits_default(field.default) for field in fields_of(cls))


def lines_of_member(field: FieldInfo, shop: Workshop) -> list[str]:
    """The lines for a field of an input, which says itself what is left out."""
    return [f"v = m.{field.name}", f"if v is not UNSET: o[{field.wire!r}] = {or_null(field, shop, 'v')}"]


def lines_of_field(field: FieldInfo, shop: Workshop) -> list[str]:
    """The lines for a field of a model that remembers what was absent."""
    store, value = f"o[{field.wire!r}] =", field.shape.write_expression(shop, "v")
    absent, full = f"k & {absent_bit(field.position)}", f"k & {null_bit(field.position)}"
    if field.required and not field.may_be_null_list:
        return [f"v = m.{field.name}; {store} {or_null(field, shop, 'v')}"]
    lines = [f"v = m.{field.name}"]
    if omits_default(field.default) and not field.may_be_null_list:
        null = [] if shop is ENCODERS else [f"elif not {absent}: {store} None"]
        return [*lines, f"if v is not None: {store} {value}", *null]
    if field.required or omits_default(field.default):
        otherwise = "else" if field.required else f"elif not {absent}"
        return [*lines, f"if v: {store} {value}", f"{otherwise}: {store} [] if {full} else None"]
    value = f"{value} if v or {full} else None" if field.may_be_null_list else or_null(field, shop, "v")
    return [*lines, f"if {absent} or v != {shop.constant(field.default, 'default')}: {store} {value}"]


def or_null(field: FieldInfo, shop: Workshop, name: str) -> str:
    """The expression that gives the JSON of a value that may be `None`."""
    value = field.shape.write_expression(shop, name)
    return f"None if {name} is None else {value}" if field.nullable and value != name else value


def write_subclass(value: Any, declared: type[Model], shop: Workshop) -> Any:
    """A model of a class that was derived from the declared one, by its own encoder."""
    if not isinstance(value, declared):
        raise Bad(declared.__name__, value)
    return shop.function(type(value))(value)


def sorted_members(value: Mapping[Any, Any]) -> dict[Any, Any]:
    return dict(sorted(value.items())) if len(value) > 1 else dict(value)


write_sorted: Final = partial(write_json, members=sorted_members)

SHARED: Final[dict[str, object]] = {
    "NOTHING_MORE": NOTHING_MORE,
    "UNSET": UNSET,
    "refuse": Bad.refuse,
    "write_member": write_member,
    "write_subclass": write_subclass,
}
ENCODERS: Final = Workshop("encode", write_encoder, SHARED | {"members": dict, "write_json": write_json})
SENDERS: Final = Workshop("send", write_encoder, SHARED | {"members": sorted_members, "write_json": write_sorted})
"""Encoders for bodies: what is free in them comes in one order, so that equal requests send equal bytes."""
