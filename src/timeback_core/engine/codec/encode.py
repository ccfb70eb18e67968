"""The encoder of a model: generated source that writes what was given and leaves out what was absent."""

from typing import Any, Final

from timeback_core.engine.codec.bad import Bad
from timeback_core.engine.codec.fields import FieldInfo, fields_of
from timeback_core.engine.codec.inside import NOTHING_MORE
from timeback_core.engine.codec.mask import absent_bit, null_bit, omits_default
from timeback_core.engine.codec.model import Model
from timeback_core.engine.codec.nulls import WORTHWHILE, Nulls
from timeback_core.engine.codec.shapes import ListOf, Nested, OfEnum, Primitive, Shape, Text
from timeback_core.engine.codec.unset import UNSET
from timeback_core.engine.codec.workshop import Workshop
from timeback_core.engine.codec.writers import write_json, writer


def write_encoder(cls: type[Model], shop: Workshop) -> list[str]:
    """The source of a model's encoder: `m` is the model, `k` its mask, `o` the object that is made."""
    model = shop.constant(cls, "model")
    fields = fields_of(cls)
    always = [field for field in fields if is_always_written(field)]
    many = [field for field in fields if is_null_if_empty(field)]
    nulls = many if len(many) >= WORTHWHILE else []
    lines = [
        "(m):",
        f"  if m.__class__ is not {model}: return write_subclass(m, {model})",
        *first_lines(always, nulls, shop),
    ]
    for field in fields:
        if field in nulls:
            lines.append(f"  v = m.{field.name}")
            lines.append(
                f"  if v is not None: o[{field.wire!r}] = {value_expression(field.shape, shop, 'v')}"
            )
        elif field not in always:
            lines.append(f"  v = m.{field.name}")
            lines += [f"  {line}" for line in field_lines(field, shop)]
    return [
        *lines,
        "  if m.extra is NOTHING_MORE: return o",
        "  for x, v in write_json(m.extra).items(): o.setdefault(x, v)",
        "  return o",
    ]


def first_lines(always: list[FieldInfo], nulls: list[FieldInfo], shop: Workshop) -> list[str]:
    """The lines that begin the object with what is always written, and with the nulls of the mask."""
    members = [(repr(field.wire), nullable_value(field, shop)) for field in always]
    if nulls:
        start = f"  k = m._mask; o = {shop.constant(Nulls(nulls), 'nulls')}[k].copy()"
        return [start, *(f"  o[{name}] = {value}" for name, value in members)]
    return [f"  k = m._mask; o = {{{', '.join(f'{name}: {value}' for name, value in members)}}}"]


def is_null_if_empty(field: FieldInfo) -> bool:
    """Whether a field is written as null when it is `None` and was not absent."""
    omitted = omits_default(field.default) and not field.unset
    return omitted and field.spec.null and not may_be_null_list(field)


def is_always_written(field: FieldInfo) -> bool:
    """Whether a field is written whatever its value."""
    return field.required and not may_be_null_list(field) and (field.spec.null or not field.nullable)


def may_be_null_list(field: FieldInfo) -> bool:
    """Whether a field is a list whose empty value may have been null on the wire."""
    return field.is_list and not field.nullable and not field.unset


def nullable_value(field: FieldInfo, shop: Workshop) -> str:
    """The expression that gives the JSON of a field that is always written."""
    name = f"m.{field.name}"
    value = value_expression(field.shape, shop, name)
    return f"None if {name} is None else {value}" if field.nullable and value != name else value


def field_lines(field: FieldInfo, shop: Workshop) -> list[str]:
    """The lines that write the value in `v`, or leave the field out."""
    store = f"o[{field.wire!r}] ="
    value = value_expression(field.shape, shop, "v")
    absent = f"k & {absent_bit(field.position)}"
    if not omits_default(field.default) and not field.required:
        return default_lines(field, shop, store, value)
    if may_be_null_list(field):
        return list_lines(field, store, value)
    given = "v is not UNSET and v is not None" if field.unset else "v is not None"
    null = "v is None" if field.unset else f"not {absent}"
    lines = [f"if {given}: {store} {value}"]
    return [*lines, f"elif {null}: {store} None"] if field.spec.null else lines


def default_lines(field: FieldInfo, shop: Workshop, store: str, value: str) -> list[str]:
    """The lines that write a field whose default is sent unless the wire left it out."""
    condition = f"k & {absent_bit(field.position)} or v != {shop.constant(field.default, 'default')}"
    if field.nullable and not field.spec.null:
        return [f"if v is not None and ({condition}): {store} {value}"]
    if field.nullable:
        value = f"None if v is None else {value}"
    elif may_be_null_list(field):
        value = f"{value} if v or k & {null_bit(field.position)} else None"
    return [f"if {condition}: {store} {value}"]


def list_lines(field: FieldInfo, store: str, value: str) -> list[str]:
    """The lines that write a list, whose empty value may have been absent or null."""
    absent, full = f"k & {absent_bit(field.position)}", f"k & {null_bit(field.position)}"
    lines = [f"if v: {store} {value}"]
    if field.required:
        return [*lines, f"else: {store} [] if {full} else None" if field.spec.null else f"else: {store} []"]
    if field.spec.null:
        return [*lines, f"elif not {absent}: {store} [] if {full} else None"]
    return [*lines, f"elif not {absent} and {full}: {store} []"]


def value_expression(shape: Shape, shop: Workshop, value: str) -> str:
    """The expression that gives the JSON of the value of an expression."""
    match shape:
        case Nested():
            return f"{shop.name(shape.model)}({value})"
        case OfEnum() | Text(known=OfEnum()):
            return f"{value} if type({value}) is str else {value}.value"
        case ListOf(item=Nested() as item):
            return f"[{shop.name(item.model)}(x) for x in {value}]"
        case ListOf(item=Primitive() as item) if item.python is not float:
            return f"list({value})"
        case _:
            write = writer(shape, shop)
            return f"{shop.constant(write, 'write')}({value})" if write else value


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
        "write_subclass": write_subclass,
    },
)
