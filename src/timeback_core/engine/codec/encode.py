"""The encoder of a model: generated source that writes what was given and leaves out what was absent."""

from collections.abc import Iterable
from typing import Any, Final

from timeback_core.engine.codec.bad import Bad
from timeback_core.engine.codec.fields import FieldInfo, fields_of
from timeback_core.engine.codec.mask import absent_bit, null_bit, omits_default
from timeback_core.engine.codec.model import NOTHING_MORE, Model
from timeback_core.engine.codec.shapes import write_json
from timeback_core.engine.codec.spelled import write_member
from timeback_core.engine.codec.wire import UNSET
from timeback_core.engine.codec.workshop import Workshop

WORTHWHILE: Final = 8
"""From so many members on that may be null, one look-up is faster than a test for each of them."""
MOST: Final = 256
"""How many masks are remembered; a server chooses them."""


class Nulls(dict[int, dict[str, None]]):
    """By mask: null for every field that is null while it has no value; to be copied, not changed.

    They are kept by mask because the rows of a page share a few.
    """

    def __init__(self, fields: Iterable[FieldInfo]) -> None:
        super().__init__()
        self.bits: dict[str, int] = {field.wire: absent_bit(field.position) for field in fields}

    def __missing__(self, mask: int) -> dict[str, None]:
        if len(self) >= MOST:
            self.clear()
        nulls = self[mask] = {wire: None for wire, bit in self.bits.items() if not mask & bit}
        return nulls


def write_encoder(cls: type[Model], shop: Workshop) -> list[str]:
    """The source of a model's encoder: `m` is the model, `k` its mask, `o` the object that is made."""
    model = shop.constant(cls, "model")
    fields = [Writing(field, shop) for field in fields_of(cls)]
    body = lines_of_model(fields, shop) if cls.remembers else lines_of_input(fields)
    return [
        "(m):",
        f"  if m.__class__ is not {model}: return write_subclass(m, {model})",
        *(f"  {line}" for line in body),
        "  if m.extra is NOTHING_MORE: return o",
        "  for x, v in write_json(m.extra).items(): o.setdefault(x, v)",
        "  return o",
    ]


def lines_of_input(fields: list["Writing"]) -> list[str]:
    """The lines of an input, which says itself what is left out."""
    lines = ["o = {}"]
    for field in fields:
        lines += [f"v = m.{field.name}", f"if v is not UNSET: {field.store} {field.value_or_null('v')}"]
    return lines


def lines_of_model(fields: list["Writing"], shop: Workshop) -> list[str]:
    """The lines of a model that remembers what was absent."""
    always = [field for field in fields if field.is_always_written]
    nulls = [field for field in fields if field.is_null_if_empty]
    first = ", ".join(f"{field.wire!r}: {field.value_or_null(f'm.{field.name}')}" for field in always)
    if len(nulls) < WORTHWHILE:
        nulls = []
        lines = [f"k = m._mask; o = {{{first}}}"]
    else:
        table = shop.constant(Nulls(field.field for field in nulls), "nulls")
        lines = [f"k = m._mask; o = {table}[k] | {{{first}}}"]
    for field in fields:
        if field in nulls:
            lines += [f"v = m.{field.name}", f"if v is not None: {field.store} {field.value('v')}"]
        elif field not in always:
            lines += [f"v = m.{field.name}", *field.lines(shop)]
    return lines


class Writing:
    """The generated lines that write one field, or leave it out."""

    def __init__(self, field: FieldInfo, shop: Workshop) -> None:
        self.field = field
        self.shop = shop
        self.name: str = field.name
        self.wire: str = field.wire
        self.store: str = f"o[{field.wire!r}] ="
        self.absent: str = f"k & {absent_bit(field.position)}"
        self.full: str = f"k & {null_bit(field.position)}"

    @property
    def is_always_written(self) -> bool:
        """Whether the field is written whatever its value."""
        return self.field.required and not self.field.may_be_null_list

    @property
    def is_null_if_empty(self) -> bool:
        """Whether the field is written as null when it is `None` and was not absent."""
        return omits_default(self.field.default) and not self.field.may_be_null_list

    def value(self, name: str) -> str:
        """The expression that gives the JSON of a value."""
        return self.field.shape.write_expression(self.shop, name)

    def value_or_null(self, name: str) -> str:
        """The expression that gives the JSON of a value that may be `None`."""
        value = self.value(name)
        return f"None if {name} is None else {value}" if self.field.nullable and value != name else value

    def lines(self, shop: Workshop) -> list[str]:
        """The lines that write the value in `v`."""
        if self.field.required or omits_default(self.field.default):
            return self.list_lines() if self.field.may_be_null_list else self.optional_lines()
        value = self.value_or_null("v")
        if self.field.may_be_null_list:
            value = f"{value} if v or {self.full} else None"
        default = shop.constant(self.field.default, "default")
        return [f"if {self.absent} or v != {default}: {self.store} {value}"]

    def optional_lines(self) -> list[str]:
        """The lines for a value that may have been absent or null."""
        return [f"if v is not None: {self.store} {self.value('v')}", f"elif not {self.absent}: {self.store} None"]

    def list_lines(self) -> list[str]:
        """The lines for a list, whose empty value may have been absent or null."""
        otherwise = "else" if self.field.required else f"elif not {self.absent}"
        return [f"if v: {self.store} {self.value('v')}", f"{otherwise}: {self.store} [] if {self.full} else None"]


def write_subclass(value: Any, declared: type[Model]) -> Any:
    """A model of a class that was derived from the declared one, by its own encoder."""
    if not isinstance(value, declared):
        raise Bad(declared.__name__, value)
    return ENCODERS.function(type(value))(value)


ENCODERS: Final = Workshop(
    "encode",
    write_encoder,
    {
        "NOTHING_MORE": NOTHING_MORE,
        "UNSET": UNSET,
        "write_json": write_json,
        "write_member": write_member,
        "write_subclass": write_subclass,
    },
)
