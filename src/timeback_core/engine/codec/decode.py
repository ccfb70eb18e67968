"""The decoder of a model: generated source with the checks inline, one pass, one path of errors.

The instance is filled through a twin of its class that is not frozen, since the frozen `__init__` of attrs
costs more than all the rest. Lists are decoded in place: the decoder consumes the parsed JSON.
"""

from typing import Any, Final

from timeback_core.engine.codec.bad import Bad
from timeback_core.engine.codec.fields import MISSING, FieldInfo, fields_of
from timeback_core.engine.codec.inside import NOTHING_MORE
from timeback_core.engine.codec.kinds import FLAG, TEXT_FLAG
from timeback_core.engine.codec.mask import COMPLETE, absent_bit, null_bit, omits_default
from timeback_core.engine.codec.model import Loose, Model
from timeback_core.engine.codec.readers import python_classes_of, reader
from timeback_core.engine.codec.shapes import (
    FreeJson,
    FreeObject,
    ListOf,
    MapOf,
    Nested,
    OfEnum,
    OfKind,
    Primitive,
    Shape,
    Text,
)
from timeback_core.engine.codec.workshop import Workshop


def write_decoder(cls: type[Model], shop: Workshop) -> list[str]:
    """The source of a model's decoder.

    In it, `o` is the object, `m` the model, `k` its mask, `n` how many of its fields are there (so that one
    `len` tells whether there are others), `at` and `i` the field and the index that are being read, `w` the
    name under which a field of several names was found.
    """
    fields = fields_of(cls)
    wires = [field.wire for field in fields]
    known = shop.constant(frozenset(wires), "known")
    lines = [
        "(o):",
        "  if type(o) is not dict: raise Bad('object', o)",
        f"  m = {shop.constant(draft_of(cls), 'draft')}()",
        f"  n = {len(fields)}; k = {starting_mask(fields)}; at = i = None; get = o.get",
    ]
    loose = issubclass(cls, Loose)
    if loose or any(field.also for field in fields):
        lines.append(f"  known = {known}")
        known = "known"
    lines.append("  try:")
    for field in fields:
        read = loose_lines(field, shop) if loose and not field.required else field_lines(field, shop)
        lines += ["    " + line for line in read]
    return [
        *lines,
        "    pass",
        "  except Bad as e:",
        "    if i is not None: e.path.append(i)",
        "    e.path.append(at)",
        "    raise",
        f"  m.extra = NOTHING_MORE if len(o) == n else {{x: o[x] for x in o if x not in {known}}}",
        "  m._mask = k",
        f"  m.__class__ = {shop.constant(cls, 'model')}",
        "  return m",
    ]


def starting_mask(fields: tuple[FieldInfo, ...]) -> int:
    """The mask of a model in which every field was given; bits are toggled from here."""
    mask = COMPLETE
    for field in fields:
        mask |= null_bit(field.position)
        if not omits_default(field.default):
            mask |= absent_bit(field.position)
    return mask


def field_lines(field: FieldInfo, shop: Workshop, *, keeps: bool = False) -> list[str]:
    """The lines that read one field into `v` and store it; `keeps` leaves the parsed JSON as it was."""
    copies = (
        ["v = v.copy() if type(v) in (list, dict) else v"]
        if keeps and isinstance(field.shape, ListOf | MapOf)
        else []
    )
    name = "w" if field.also else repr(field.wire)
    fail = f"at = {name}; i = None; raise Bad({field.expected!r}, v)"
    lines = [f"v = get({field.wire!r}, MISSING)"]
    if field.also:
        lines = [f"w = {field.wire!r}", *lines]
    for other in field.also:
        lines += [
            "if v is MISSING:",
            f"  v = get({other!r}, MISSING)",
            f"  if v is not MISSING: w = {other!r}; known = known | {{w}}",
        ]
    if isinstance(field.shape, FreeJson):
        lines += ["if v is MISSING:", f"  {absent_line(field, shop, fail)}"]
    elif test := as_is_test(field.shape, "v"):
        lines += [f"if {test}:", *indent(exceptional_lines(field, shop, fail)), f"  else: {fail}"]
    else:
        lines += [
            *exceptional_lines(field, shop, fail),
            "else:",
            f"  at = {name}; i = None",
            *indent([*copies, *value_lines(field.shape, shop)]),
        ]
    return [*lines, f"m.{field.name} = v"]


def loose_lines(field: FieldInfo, shop: Workshop) -> list[str]:
    """The lines that read one field of a loose model: what does not fit stays in `extra`, as it came."""
    names = {field.wire, *field.also}
    return [
        "try:",
        *indent(field_lines(field, shop, keeps=True)),
        "except Bad:",
        f"  n -= 1; k ^= {absent_bit(field.position)}; known = known - {names!r}; i = None",
        f"  m.{field.name} = {default_name(field, shop)}",
    ]


def default_name(field: FieldInfo, shop: Workshop) -> str:
    """The default of a field in the generated code."""
    plain = field.default is None or field.default == ()
    return repr(field.default) if plain else shop.constant(field.default, "default")


def indent(lines: list[str]) -> list[str]:
    """The lines one level deeper."""
    return ["  " + line for line in lines]


def exceptional_lines(field: FieldInfo, shop: Workshop, fail: str) -> list[str]:
    """The branches for a field that is missing or null."""
    lines = [f"if v is MISSING: {absent_line(field, shop, fail)}"]
    if field.nullable:
        lines.append("elif v is None: pass")
    elif field.is_list and not field.unset:
        lines.append(f"elif v is None: k ^= {null_bit(field.position)}; v = ()")
    return lines


def absent_line(field: FieldInfo, shop: Workshop, fail: str) -> str:
    """The statements for a field that is missing."""
    if field.required:
        return fail
    return f"n -= 1; k ^= {absent_bit(field.position)}; v = {default_name(field, shop)}"


def as_is_test(shape: Shape, name: str) -> str:
    """A condition that is true if a value is not taken as it is; empty where that is never done."""
    match shape:
        case Primitive() if shape.python is float:
            return f"type({name}) is not float and type({name}) is not int"
        case Primitive():
            return f"type({name}) is not {shape.python.__name__}"
        case FreeObject():
            return f"type({name}) is not dict"
        case _:
            return ""


def value_lines(shape: Shape, shop: Workshop) -> list[str]:
    """The lines that turn the JSON in `v` into the value."""
    match shape:
        case Nested():
            return [f"v = {shop.name(shape.model)}(v)"]
        case Text(known=OfEnum() as known):
            members = shop.constant(known.members.get, "members")
            return ["if type(v) is not str: raise Bad('string', v)", f"v = {members}(v, v)"]
        case ListOf() if not shape.lenient:
            return list_lines(shape.item, shop)
        case OfKind():
            return kind_lines(shape, shop)
        case _:
            return [f"v = {shop.constant(reader(shape, shop), 'read')}(v)"]


def kind_lines(shape: OfKind, shop: Workshop) -> list[str]:
    """The lines that turn the JSON in `v` into a value of a kind."""
    classes = python_classes_of(shape)
    test = (
        f"type(v) is not {classes[0].__name__}" if len(classes) == 1 else f"type(v) not in {names(classes)}"
    )
    lines = [
        f"if {test}: raise Bad({shape.expected!r}, v)",
        f"try: v = {shop.constant(shape.kind.read, 'read')}(v)",
        f"except Exception: raise Bad({shape.expected!r}, v) from None",
    ]
    if shape.kind in (FLAG, TEXT_FLAG):
        return ["if type(v) is not bool:", *indent(lines)]
    return lines


def names(classes: tuple[type, ...]) -> str:
    """Classes as a tuple in source."""
    return f"({', '.join(each.__name__ for each in classes)},)"


def list_lines(item: Shape, shop: Workshop) -> list[str]:
    """The lines that turn the JSON array in `v` into a tuple."""
    start = ["if type(v) is not list: raise Bad('array', v)", "for i, x in enumerate(v):"]
    if test := as_is_test(item, "x"):
        body = f"  if {test}: raise Bad({item.expected!r}, x)"
    elif isinstance(item, Nested):
        body = f"  v[i] = {shop.name(item.model)}(x)"
    else:
        body = f"  v[i] = {shop.constant(reader(item, shop), 'read')}(x)"
    return [*start, body, "v = tuple(v)"]


def draft_of(cls: type[Model]) -> type[Any]:
    """The twin of a model's class: the same layout, but not frozen; its instances are turned into models."""
    body: dict[str, object] = {
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,
        "__init__": object.__init__,
    }
    if "__slots__" in vars(cls):
        body["__slots__"] = vars(cls)["__slots__"]
    return type(f"Draft{cls.__name__}", cls.__bases__, body)


DECODERS: Final = Workshop(
    "decode", write_decoder, {"Bad": Bad, "MISSING": MISSING, "NOTHING_MORE": NOTHING_MORE}
)
